//! Copies of maps that are not saved yet, for after an end that was not clean.
//!
//! A running program holds the lock on its session's file; copies whose session nobody holds are orphans.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::kept::{decode_path, encode_path};
use super::{Storage, private_folder};
use crate::compare::{Comparison, Identity};
use crate::format::{Format, read};

/// What a copy's file begins with.
const HEAD: &str = "mapstone copy 2";

/// A map that is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedCopy {
    /// Its file; `None` where it never had one.
    pub path: Option<PathBuf>,
    /// The format of its file.
    pub file_format: Format,
    /// The format of its text: another where that of the file cannot say all of the map.
    pub format: Format,
    /// What its file held when it was opened or saved last.
    pub base: Option<String>,
    /// Its text.
    pub text: String,
    /// A text that was being typed and is no map yet, with its format.
    pub draft: Option<(Format, String)>,
}

impl UnsavedCopy {
    /// Lines of the head, then the texts, whose lengths the head has.
    fn encode(&self) -> String {
        let path = self.path.as_deref().map_or_else(String::new, encode_path);
        let length = |text: Option<&str>| text.map_or("-".to_owned(), |text| text.len().to_string());
        let draft = self.draft.as_ref().map(|(_, text)| text.as_str());
        let (format, own) = (self.format.ending(), self.file_format.ending());
        let draft_format = self.draft.as_ref().map_or(format, |(format, _)| format.ending());
        let lengths = format!("{} {}", length(self.base.as_deref()), length(draft));
        let (base, draft) = (self.base.as_deref().unwrap_or(""), draft.unwrap_or(""));
        format!("{HEAD}\n{format} {own} {draft_format}\n{path}\n{lengths}\n{base}{draft}{}", self.text)
    }

    fn decode(text: &str) -> Option<Self> {
        let mut lines = text.splitn(5, '\n');
        if lines.next()? != HEAD {
            return None;
        }
        let mut formats = lines.next()?.split(' ').map(Format::of_ending);
        let (format, file_format, draft_format) = (formats.next()??, formats.next()??, formats.next()??);
        let path = Some(lines.next()?).filter(|path| !path.is_empty()).map(decode_path);
        let mut lengths = lines.next()?.split(' ').map(|length| length.parse::<usize>().ok());
        let (base_length, draft_length) = (lengths.next()?, lengths.next()?);
        let (base, rest) = lines.next()?.split_at_checked(base_length.unwrap_or(0))?;
        let (draft, text) = rest.split_at_checked(draft_length.unwrap_or(0))?;
        Some(Self {
            path,
            file_format,
            format,
            base: base_length.map(|_| base.to_owned()),
            text: text.to_owned(),
            draft: draft_length.map(|_| (draft_format, draft.to_owned())),
        })
    }
}

/// A copy that a program left behind which did not end cleanly.
#[derive(Debug)]
pub struct Orphan {
    /// What it holds.
    pub copy: UnsavedCopy,
    /// When it was written; `None` where the disk does not say.
    pub written: Option<SystemTime>,
    differences: OnceLock<Vec<String>>,
    file: PathBuf,
    folder: PathBuf,
    session: String,
    /// Held so that no other program offers it too.
    _lock: Arc<File>,
}

impl Orphan {
    /// What people call the map.
    pub fn name(&self) -> String {
        let name = self.copy.path.as_ref().and_then(|path| path.file_name());
        name.map_or_else(|| "Untitled map".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// What the copy has otherwise than its file had, in words, what matters most first; none where nothing is known of the
    /// file. Found out once.
    pub fn differences(&self) -> &[String] {
        self.differences.get_or_init(|| {
            let UnsavedCopy { file_format, format, base, text, .. } = &self.copy;
            let before = base.as_ref().and_then(|base| read(*file_format, base).map);
            let Some((before, now)) = before.zip(read(*format, text).map) else { return Vec::new() };
            let has_ids = |format| matches!(format, Format::Ron | Format::Json);
            let identity =
                if has_ids(*file_format) && has_ids(*format) { Identity::IdsFirst } else { Identity::Names };
            let rows = Comparison::new(&before, &now, identity).rows;
            rows.into_iter().filter(|row| !row.is_small).map(|row| row.words).collect()
        })
    }

    /// Throws the copy away.
    pub fn discard(&self) {
        let _ = fs::remove_file(&self.file);
        sweep(&self.folder, &self.session);
    }
}

/// The copies of one running program.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    session: String,
    _lock: File,
    /// For each document the newest revision that was written or given up: threads may come late.
    newest: Mutex<HashMap<u64, u64>>,
}

impl Recovery {
    /// Begins a session in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// As the system says.
    pub fn start(folder: &Path) -> io::Result<Self> {
        private_folder(folder)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let session = format!("{}-{now}", std::process::id());
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(folder.join(format!("{session}.lock")))?;
        lock.try_lock().map_err(io::Error::from)?;
        Ok(Self { folder: folder.to_owned(), session, _lock: lock, newest: Mutex::default() })
    }

    fn file(&self, document: u64) -> PathBuf {
        self.folder.join(format!("{}-{document}.copy", self.session))
    }

    /// Writes the copy of a document at a revision, unless a newer one was written or given up. The disk is not waited
    /// for while anybody else is kept waiting: only the exchange of the files is one at a time.
    ///
    /// # Errors
    /// As the system says.
    pub fn write(
        &self,
        storage: &dyn Storage,
        document: u64,
        revision: u64,
        copy: &UnsavedCopy,
    ) -> io::Result<()> {
        let file = self.file(document);
        let new = file.with_extension(format!("{revision}.new"));
        storage.keep(&new, copy.encode().as_bytes())?;
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.get(&document).is_some_and(|newest| *newest > revision) {
            drop(newest);
            return fs::remove_file(&new);
        }
        newest.insert(document, revision);
        fs::rename(&new, &file)
    }

    /// Gives up the copy of a document, up to this revision: it is saved, or nobody wants it.
    pub fn forget(&self, document: u64, revision: u64) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let written = newest.get(&document).copied().unwrap_or(0);
        newest.insert(document, written.max(revision + 1));
        if written <= revision {
            let _ = fs::remove_file(self.file(document));
        }
    }

    /// Makes an orphan the copy of a document of this session.
    ///
    /// # Errors
    /// As the system says; the orphan's file is then still there.
    pub fn adopt(&self, document: u64, orphan: &Orphan) -> io::Result<()> {
        fs::rename(&orphan.file, self.file(document))?;
        sweep(&orphan.folder, &orphan.session);
        Ok(())
    }

    /// The copies of programs that run no more, the newest first. Unreadable ones are left alone.
    pub fn orphans(&self) -> Vec<Orphan> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let mut orphans = Vec::new();
        for lock_file in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "lock")) {
            let session = lock_file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let Some(lock) = File::open(lock_file).ok().filter(|_| session != self.session) else { continue };
            if lock.try_lock().is_err() {
                continue;
            }
            let lock = Arc::new(lock);
            for file in files.iter().filter(|path| is_copy_of(path, &session)) {
                let copy = fs::read_to_string(file).ok().and_then(|text| UnsavedCopy::decode(&text));
                let written = fs::metadata(file).and_then(|data| data.modified()).ok();
                let Some(copy) = copy else { continue };
                let (folder, session) = (self.folder.clone(), session.clone());
                let lock = Arc::clone(&lock);
                orphans.push(Orphan {
                    copy,
                    written,
                    differences: OnceLock::new(),
                    file: file.clone(),
                    folder,
                    session,
                    _lock: lock,
                });
            }
            // A copy that was being written when its program ended: the one before it is whole.
            for file in files.iter().filter(|path| is_half_of(path, &session)) {
                let _ = fs::remove_file(file);
            }
            sweep(&self.folder, &session);
        }
        orphans.sort_by_key(|orphan| std::cmp::Reverse(orphan.written));
        orphans
    }
}

fn is_copy_of(path: &Path, session: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(session).is_some_and(|rest| rest.starts_with('-')) && name.ends_with(".copy")
}

fn is_half_of(path: &Path, session: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(session).is_some_and(|rest| rest.starts_with('-')) && name.ends_with(".new")
}

/// Removes the lock of a session that has no copies.
fn sweep(folder: &Path, session: &str) {
    let entries = fs::read_dir(folder).ok().into_iter().flatten().flatten();
    if entries.map(|entry| entry.path()).all(|path| !is_copy_of(&path, session)) {
        let _ = fs::remove_file(folder.join(format!("{session}.lock")));
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        sweep(&self.folder, &self.session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    fn copy(text: &str) -> UnsavedCopy {
        let base = Some("title Té\n".to_owned());
        let (file_format, format) = (Format::Owm, Format::Ron);
        let draft = Some((Format::Owm, "title Te\n".to_owned()));
        UnsavedCopy {
            path: Some("maps/té.owm".into()),
            file_format,
            format,
            base,
            text: text.to_owned(),
            draft,
        }
    }

    #[test]
    fn copies_are_orphans_once_their_program_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Recovery::start(folder.path()).unwrap();
        first.write(&Disk, 0, 3, &copy("new")).unwrap();
        first.write(&Disk, 0, 2, &copy("late")).unwrap();
        let second = Recovery::start(folder.path()).unwrap();
        assert!(second.orphans().is_empty(), "the first still runs");
        // A program that is killed drops its lock, and leaves its files.
        drop(first);
        let mut orphans = second.orphans();
        assert_eq!(orphans.len(), 1);
        assert_eq!(orphans[0].copy, copy("new"));
        let third = Recovery::start(folder.path()).unwrap();
        assert!(third.orphans().is_empty(), "the second is about it");
        second.adopt(7, &orphans[0]).unwrap();
        orphans.clear();
        assert!(third.orphans().is_empty(), "it is the second's now");
        second.forget(7, 1);
        second.write(&Disk, 7, 1, &copy("late")).unwrap();
        drop(second);
        assert!(third.orphans().is_empty());
        drop(third);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
    }

    /// A name with a line break, and one that is no text, lead back to the same file.
    #[cfg(unix)]
    #[test]
    fn odd_names_lead_back_to_their_file() {
        use std::os::unix::ffi::OsStrExt;
        for name in [&b"a\nb%c.ron"[..], b"\xff\xfe.ron", b"plain name.ron", b"100%.ron"] {
            let path = PathBuf::from(std::ffi::OsStr::from_bytes(name));
            let copy = UnsavedCopy { path: Some(path), ..copy("text") };
            assert_eq!(UnsavedCopy::decode(&copy.encode()), Some(copy));
        }
    }

    #[test]
    fn damaged_copies_are_left_alone() {
        assert_eq!(UnsavedCopy::decode(&copy("text\nwith lines").encode()), Some(copy("text\nwith lines")));
        for text in
            ["", "mapstone copy 2\nowm owm owm\n\n999 -\nshort", "mapstone copy 3\nowm owm owm\n\n- -\n", "x"]
        {
            assert_eq!(UnsavedCopy::decode(text), None, "{text:?}");
        }
    }
}
