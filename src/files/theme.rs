//! Themes from files.

use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Storage, is_below};
use crate::format::without_comments;
use crate::scene::Theme;

/// A theme's file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFault {
    /// Which file.
    pub path: PathBuf,
    /// Line and column, counted from 1, where the text is wrong; `None` where there is no text.
    pub at: Option<(usize, usize)>,
    /// What is wrong, a sentence without a full stop.
    pub message: String,
}

impl fmt::Display for ThemeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.at {
            Some((line, column)) => write!(f, "{path}:{line}:{column}: {}", self.message),
            None => write!(f, "{path}: {}", self.message),
        }
    }
}

/// No theme is larger: ours have 4 kB.
const LARGEST: usize = 1 << 20;

/// Reads the theme that a map asks for by the name of a file, which lies in the map's own folder, or below it. Whoever
/// wrote the map has no say over other files.
///
/// # Errors
/// If it lies elsewhere, if there is no such file, or if it is no theme.
pub fn theme(storage: &dyn Storage, name: &str, folder: Option<&Path>) -> Result<Theme, ThemeFault> {
    let path = folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || path.exists() && !is_below(&path, folder.unwrap_or_else(|| Path::new(""))) {
        let message = "a map's theme lies in the map's own folder".to_owned();
        return Err(ThemeFault { path, at: None, message });
    }
    theme_file(storage, &path)
}

/// Reads the theme in a file that a person named.
///
/// # Errors
/// If there is no such file, or it is no theme.
pub fn theme_file(storage: &dyn Storage, path: &Path) -> Result<Theme, ThemeFault> {
    let fault = |at, message: String| ThemeFault { path: path.to_owned(), at, message };
    // A pipe would be waited for, for ever.
    if path.metadata().is_ok_and(|data| !data.is_file()) {
        return Err(fault(None, "this is no file with a theme".to_owned()));
    }
    let bytes = storage
        .read(path, LARGEST)
        .map_err(|error| fault(None, format!("the theme cannot be read: {}", reason(&error))))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| fault(None, "a theme is UTF-8 text, and this is not".to_owned()))?;
    // What stands in another file is nobody's business.
    if !without_comments(text.trim_start_matches('\u{feff}')).starts_with("Theme(") {
        return Err(fault(None, "this is no theme: one begins with `Theme(`".to_owned()));
    }
    Theme::read(&text).map_err(|error| fault(error.place(), error.to_string()))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::FileTooLarge => "it is too large for one".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    #[test]
    fn a_fault_says_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ours.ron"), "Theme(\n  name: 1,\n)").unwrap();
        let fault = theme(&Disk, "ours.ron", Some(folder.path())).unwrap_err();
        assert_eq!(fault.at, Some((2, 8)));
        assert!(fault.to_string().contains("ours.ron:2:8: the theme cannot be read"), "{fault}");
        let fault = theme(&Disk, "none.ron", Some(folder.path())).unwrap_err();
        assert!(fault.at.is_none() && fault.message.starts_with("the theme cannot be read"), "{fault}");
        // Other files are not looked into.
        let outside = folder.path().join("maps");
        std::fs::create_dir(&outside).unwrap();
        std::fs::write(folder.path().join("secret.ron"), "password: hunter2").unwrap();
        for name in ["../ours.ron", "../secret.ron", "/etc/hostname.ron"] {
            let fault = theme(&Disk, name, Some(&outside)).unwrap_err();
            assert!(fault.message.contains("own folder"), "{fault}");
        }
        let fault = theme(&Disk, "secret.ron", Some(folder.path())).unwrap_err();
        assert!(fault.message.contains("no theme") && !fault.to_string().contains("hunter2"), "{fault}");
        #[cfg(target_os = "linux")]
        {
            std::os::unix::fs::symlink("/dev/zero", outside.join("t.ron")).unwrap();
            assert!(theme(&Disk, "t.ron", Some(&outside)).is_err());
            assert!(theme_file(&Disk, &outside.join("t.ron")).unwrap_err().message.contains("no file"));
        }
        let own = include_str!("../../assets/themes/plain.ron");
        std::fs::write(folder.path().join("own.ron"), own).unwrap();
        assert_eq!(
            theme(&Disk, "own.ron", Some(folder.path())).map(|theme| theme.name),
            Ok("plain".to_owned())
        );
    }
}
