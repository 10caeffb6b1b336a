//! Reading and replacing files.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::replace::Lasting;
use super::{private_folder, replace};

/// What the program asks of a disk.
pub trait Storage: Send + Sync {
    /// The bytes of a file, of which there are at most `most`.
    ///
    /// # Errors
    /// As the system says; a folder is one, and so is a file, pipe or device that holds more.
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>>;

    /// Replaces a file, or makes it: after an error or a crash the old one stands whole, or is made whole when the
    /// program starts next. `still` is asked when all is written and only the exchange is left: its error stops that.
    ///
    /// # Errors
    /// As the system says, or `still`.
    fn replace_while(&self, path: &Path, bytes: &[u8], still: &dyn Fn() -> io::Result<()>) -> io::Result<()>;

    /// Replaces a file, or makes it, whatever it holds.
    ///
    /// # Errors
    /// As the system says.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.replace_while(path, bytes, &|| Ok(()))
    }

    /// The same of a file that can be made again of a map, as a picture can: after an error or a crash of the program the old
    /// one stands whole, and nobody waits until the disk has the new one. Where the power goes away right then it may be empty.
    ///
    /// # Errors
    /// As the system says.
    fn replace_picture(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.replace(path, bytes)
    }

    /// Whether a path names a file: no folder, and no pipe, socket or device, which may never end.
    ///
    /// # Errors
    /// As the system says; that there is nothing is one.
    fn is_file(&self, path: &Path) -> io::Result<bool>;

    /// Keeps something of the program's own, that nobody else can read. Its folder is made where it is not there.
    ///
    /// # Errors
    /// As the system says.
    fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file of the program's own another name.
    ///
    /// # Errors
    /// As the system says.
    fn put_aside(&self, path: &Path, aside: &Path) -> io::Result<()> {
        fs::rename(path, aside)
    }
}

/// The real disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Storage for Disk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        let data = fs::metadata(path)?;
        if data.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let size = usize::try_from(data.len()).unwrap_or(usize::MAX);
        if size > most {
            return Err(too_large(Some(size), most));
        }
        read_sized(File::open(path)?, size, most)
    }

    fn replace_while(&self, path: &Path, bytes: &[u8], still: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
        replace::replace(path, bytes, Lasting::Always, still)
    }

    fn replace_picture(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        replace::replace(path, bytes, Lasting::UntilMadeAgain, &|| Ok(()))
    }

    fn is_file(&self, path: &Path) -> io::Result<bool> {
        Ok(fs::metadata(path)?.is_file())
    }

    fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        replace::keep(path, bytes)
    }
}

/// All bytes of something, of which there are at most `most`.
///
/// # Errors
/// As the system says, and where there are more.
pub fn read_at_most(from: impl Read, most: usize) -> io::Result<Vec<u8>> {
    read_sized(from, 0, most)
}

/// The same of something that is of about this size.
fn read_sized(from: impl Read, size: usize, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.saturating_add(1));
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > most { Err(too_large(None, most)) } else { Ok(bytes) }
}

fn too_large(size: Option<usize>, most: usize) -> io::Error {
    let most = most / 1_048_576;
    let message = match size {
        Some(size) => format!("the file has {} MB; a map has at most {most}", size / 1_000_000),
        None => format!("this has more than {most} MB, and a map has at most that"),
    };
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// A save that did not happen. The old file stands.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The disk refused.
    #[error("{} could not be saved: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody else changed the file since it was opened or saved.
    #[error("{} was changed by another program since it was opened", .0.display())]
    Changed(PathBuf),
    /// The file that was opened is not there any more.
    #[error("{} is not there any more", .0.display())]
    Gone(PathBuf),
    /// A file is there of which nobody said that it may be replaced.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// It would be a text that nobody opens again.
    #[error("{} could not be saved: {message}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        message: String,
    },
}

/// How a file is beside what is known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDisk {
    /// As it is known, or nobody could look.
    #[default]
    AsKnown,
    /// It holds something else.
    Changed,
    /// It is not there.
    Gone,
}

/// Looks whether a file holds this text.
pub fn on_disk(storage: &dyn Storage, path: &Path, text: &str) -> OnDisk {
    if storage.is_file(path).is_ok_and(|is_file| !is_file) {
        return OnDisk::Changed;
    }
    match compare(storage, path, text) {
        Err(SaveError::Changed(_)) => OnDisk::Changed,
        Err(SaveError::Gone(_)) => OnDisk::Gone,
        // A disk that gives no answer says nothing of the file.
        _ => OnDisk::AsKnown,
    }
}

/// What a file must be for a save to go over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is: the person said so.
    Anything,
    /// Not there.
    Nothing,
    /// This text, as it was opened or saved last.
    Text(String),
}

/// Saves a text over a file that is as it is expected: that is looked at first, so that nothing is done in vain, and once
/// more when all is written and only the exchange is left.
///
/// # Errors
/// If the disk refuses, the file was changed or is gone or there, or something else than a file stands there.
pub fn save(storage: &dyn Storage, path: &Path, text: &str, expected: &Expected) -> Result<(), SaveError> {
    let refused = |source| SaveError::Io { path: path.to_owned(), source };
    if storage.is_file(path).is_ok_and(|is_file| !is_file) {
        return Err(refused(io::Error::other("this is no file, but a folder, a pipe or a device")));
    }
    let look = || match expected {
        Expected::Text(text) => compare(storage, path, text),
        Expected::Nothing if storage.is_file(path).is_ok() => Err(SaveError::Exists(path.to_owned())),
        Expected::Nothing | Expected::Anything => Ok(()),
    };
    look()?;
    let change = RefCell::new(None);
    let still = || {
        look().map_err(|error| {
            let words = io::Error::other(error.to_string());
            *change.borrow_mut() = Some(error);
            words
        })
    };
    let result = storage.replace_while(path, text.as_bytes(), &still);
    result.map_err(|source| change.take().unwrap_or_else(|| refused(source)))
}

/// Whether a file still has this text.
fn compare(storage: &dyn Storage, path: &Path, expected: &str) -> Result<(), SaveError> {
    match storage.read(path, expected.len()) {
        Ok(bytes) if bytes == expected.as_bytes() => Ok(()),
        Ok(_) => Err(SaveError::Changed(path.to_owned())),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::NotFound => SaveError::Gone(path.to_owned()),
            io::ErrorKind::FileTooLarge => SaveError::Changed(path.to_owned()),
            _ => SaveError::Io { path: path.to_owned(), source: error },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another program saves while ours writes.
    struct Raced;
    impl Storage for Raced {
        fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
            Disk.read(path, most)
        }
        fn replace_while(
            &self,
            path: &Path,
            bytes: &[u8],
            still: &dyn Fn() -> io::Result<()>,
        ) -> io::Result<()> {
            fs::write(path, "theirs")?;
            Disk.replace_while(path, bytes, still)
        }
        fn is_file(&self, path: &Path) -> io::Result<bool> {
            Disk.is_file(path)
        }
        fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            Disk.keep(path, bytes)
        }
    }

    #[test]
    fn a_save_replaces_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.ron");
        let text = |text: &str| Expected::Text(text.to_owned());
        save(&Disk, &path, "one", &Expected::Nothing).unwrap();
        assert!(matches!(save(&Disk, &path, "other", &Expected::Nothing), Err(SaveError::Exists(_))));
        save(&Disk, &path, "two", &text("one")).unwrap();
        assert!(matches!(save(&Disk, &path, "three", &text("one")), Err(SaveError::Changed(_))));
        assert!(matches!(save(&Disk, &path, "three", &text("on")), Err(SaveError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        // Another program saves while ours writes: its text stands.
        assert!(matches!(save(&Raced, &path, "ours", &text("two")), Err(SaveError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        let gone = folder.path().join("gone.ron");
        assert!(matches!(save(&Disk, &gone, "new", &text("old")), Err(SaveError::Gone(_))));
        assert!(matches!(save(&Disk, folder.path(), "new", &Expected::Nothing), Err(SaveError::Io { .. })));
        let missing = folder.path().join("no/such/folder/map.ron");
        let error = save(&Disk, &missing, "x", &Expected::Anything).unwrap_err();
        assert!(matches!(error, SaveError::Io { .. }));
        assert!(error.to_string().ends_with("could not be saved: there is no such folder"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn endless_devices_end() {
        let error = Disk.read(Path::new("/dev/zero"), 1000).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(Disk.read(Path::new("/dev/null"), 10).unwrap(), b"");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_kept_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("clip");
        Disk.keep(&path, b"one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
        Disk.keep(&path, b"two").unwrap();
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }
}
