//! What was open when the program ended, so that it can be open again.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::kept::{Kept, NewestFile, kept, path_line};
use super::{Storage, private_folder};

/// A window and what is open in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The window's width and height, in points of the system.
    pub size: Option<(f32, f32)>,
    /// Whether it takes the whole screen.
    pub is_maximized: bool,
    /// The files of the maps, from left to right.
    pub maps: Vec<SessionFile>,
    /// The one that was shown, counted from 0; `None` where it has no file.
    pub shown: Option<usize>,
    /// The panels that were open, by their names, the one in front last.
    pub panels: Vec<String>,
    /// How wide each panel was, in points.
    pub widths: Vec<(String, f32)>,
    /// How often a component's handles were used, as far as that is counted: what they are for is said until then.
    pub handles_used: u8,
}

/// The file of an open map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFile(#[serde(with = "path_line")] pub PathBuf);

/// The right to say what is open: of several running programs one has it, the first.
#[derive(Debug)]
pub struct SessionHold {
    file: NewestFile,
    _lock: File,
}

impl SessionHold {
    /// Takes the right, where no other program has it. `path` is the session's file.
    ///
    /// # Errors
    /// As the system says; that another program has it is one.
    pub fn take(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(path.with_extension("lock"))?;
        lock.try_lock().map_err(io::Error::from)?;
        Ok(Self { file: NewestFile::new(path.to_owned()), _lock: lock })
    }

    /// What was open last.
    pub fn last(&self, storage: &dyn Storage) -> Kept<Session> {
        let mut kept: Kept<Session> = kept(storage, self.file.path());
        let session = &mut kept.value;
        let is_size = |size: f32| (100.0..=20_000.0).contains(&size);
        session.size = session.size.filter(|(across, down)| is_size(*across) && is_size(*down));
        session.widths.retain(|(_, width)| is_size(*width));
        kept
    }

    /// Writes what is open, unless something newer was written.
    ///
    /// # Errors
    /// As the system says.
    pub fn write(&self, storage: &dyn Storage, revision: u64, session: &Session) -> io::Result<()> {
        let text = ron::ser::to_string_pretty(session, ron::ser::PrettyConfig::new());
        self.file.write(storage, revision, &text.map_err(io::Error::other)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    #[test]
    fn a_session_comes_back_to_one_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join("session.ron");
        let hold = SessionHold::take(&path).unwrap();
        assert!(SessionHold::take(&path).is_err(), "another program has it");
        assert_eq!(hold.last(&Disk), Kept::default());
        let session = Session {
            size: Some((900.0, 700.0)),
            maps: vec![SessionFile("a/10 % tea\n.ron".into()), SessionFile("b.owm".into())],
            shown: Some(1),
            panels: vec!["tray".to_owned()],
            widths: vec![("text".to_owned(), 420.0)],
            is_maximized: true,
            handles_used: 2,
        };
        hold.write(&Disk, 2, &session).unwrap();
        hold.write(&Disk, 1, &Session::default()).unwrap();
        assert_eq!(hold.last(&Disk).value, session, "what comes late does not count");
        drop(hold);
        let hold = SessionHold::take(&path).unwrap();
        std::fs::write(&path, "(size: Some((NaN, 7)), widths: [(\"text\", -1)], is_new: true)").unwrap();
        assert_eq!(hold.last(&Disk), Kept::default(), "a newer program knows more, and nonsense is none");
        std::fs::write(&path, "(maps: 3)").unwrap();
        assert!(hold.last(&Disk).fault.unwrap().contains("line 1, column"));
        assert!(!path.exists() && path.with_extension("wrong.ron").exists());
    }
}
