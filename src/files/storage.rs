//! Reading and replacing files.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the program asks of a disk.
pub trait Storage: Send + Sync {
    /// The size of a file in bytes.
    ///
    /// # Errors
    /// As the system says; a folder is one.
    fn size(&self, path: &Path) -> io::Result<usize>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Replaces a file, or makes it: after an error or a crash the old one stands whole.
    ///
    /// # Errors
    /// As the system says.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// The real disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Storage for Disk {
    fn size(&self, path: &Path) -> io::Result<usize> {
        let data = fs::metadata(path)?;
        if data.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(usize::try_from(data.len()).unwrap_or(usize::MAX))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    /// Writes a temporary file beside it, syncs that, and renames it over the old; a link stays a link, and
    /// the old file's permissions stay.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let old = fs::metadata(&target).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            // A device or a pipe is written to; a rename would put a file in its place.
            let written = fs::OpenOptions::new().write(true).open(&target);
            return written
                .and_then(|mut device| device.write_all(bytes))
                .map_err(|error| in_plain_words(&error));
        }
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected"));
        }
        write_beside(&target, folder, old, bytes).map_err(|error| in_plain_words(&error))
    }
}

/// Writes a temporary file into the folder and renames it to `target`, with the permissions of `old`.
fn write_beside(target: &Path, folder: &Path, old: Option<fs::Metadata>, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mapstone-").suffix(".tmp");
    #[cfg(unix)]
    if old.is_none() {
        // What a new file would get; the system takes its mask off.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    // The rename itself is safe only once the folder is; where folders cannot be synced, nothing is lost.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Why a file was not written, without the name of a temporary file and the system's number.
fn in_plain_words(error: &io::Error) -> io::Error {
    let kind = error.kind();
    let words = match kind {
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your share of the disk is full",
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "there is no such folder",
        io::ErrorKind::PermissionDenied => "you may not write there",
        io::ErrorKind::IsADirectory => "this is a folder",
        io::ErrorKind::ReadOnlyFilesystem => "this disk may only be read",
        _ => return io::Error::new(kind, error.to_string()),
    };
    io::Error::new(kind, words)
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
}

/// Saves a text. Where `expected` is given, only over a file that still has this text, or is gone.
///
/// # Errors
/// If the disk refuses, or the file was changed.
pub fn save(storage: &dyn Storage, path: &Path, text: &str, expected: Option<&str>) -> Result<(), SaveError> {
    if let Some(expected) = expected {
        match storage.read(path) {
            Ok(bytes) if bytes != expected.as_bytes() => return Err(SaveError::Changed(path.to_owned())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(SaveError::Io { path: path.to_owned(), source }),
        }
    }
    storage.replace(path, text.as_bytes()).map_err(|source| SaveError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_replaces_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.ron");
        save(&Disk, &path, "one", None).unwrap();
        save(&Disk, &path, "two", Some("one")).unwrap();
        assert!(matches!(save(&Disk, &path, "three", Some("one")), Err(SaveError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        let missing = folder.path().join("no/such/folder/map.ron");
        let error = save(&Disk, &missing, "x", None).unwrap_err();
        assert!(matches!(error, SaveError::Io { .. }));
        assert!(error.to_string().ends_with("could not be saved: there is no such folder"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }

    /// A device is never replaced by a file, and a full one says so.
    #[cfg(target_os = "linux")]
    #[test]
    fn devices_stay_devices() {
        let full = Path::new("/dev/full");
        let error = Disk.replace(full, b"map").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(error.to_string(), "the disk is full");
        assert!(!fs::metadata(full).unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
        fs::write(&real, "one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        save(&Disk, &link, "two", None).unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
