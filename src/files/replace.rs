//! How a file is replaced: by a new one under its name, or written in place where that would lose something of it.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::safety::SafetyCopy;
use super::state_folder;

const PREFIX: &str = ".mapstone-";
const SUFFIX: &str = ".tmp";
/// A temporary file that is older was left behind: no save takes so long.
const LEFT_BEHIND: Duration = Duration::from_hours(1);
/// So many names of a folder are read in no time.
const SEEN_AT_ONCE: usize = 1_000;

/// How long a file has to stay as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lasting {
    /// When the power goes away, too: its bytes and its name are on the disk before the answer.
    Always,
    /// It can be made again, as pictures of maps can: nobody waits for the disk. A renderer of thousands would wait most of
    /// its time.
    UntilMadeAgain,
}

/// Replaces a file, or makes it.
///
/// A new one is written beside it, synced where it has to last, and renamed over the old; a link stays a link, and the old file's permissions
/// stay. Where a rename would lose other names of the file, its owner or its attributes, or its folder takes no new file,
/// it is written in place, with a copy of what is written in the program's own folder until that is done.
///
/// `still` is asked right before the exchange; its error is the answer.
pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    lasting: Lasting,
    still: &dyn Fn() -> io::Result<()>,
) -> io::Result<()> {
    let safe = state_folder().map(|folder| folder.join("saving"));
    replace_with(path, bytes, lasting, safe.as_deref(), still)
}

fn replace_with(
    path: &Path,
    bytes: &[u8],
    lasting: Lasting,
    safe: Option<&Path>,
    still: &dyn Fn() -> io::Result<()>,
) -> io::Result<()> {
    if ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"].iter().any(|place| path.starts_with(place)) {
        // What a shell has opened is written to: what it leads to stays where it is.
        let mut open = OpenOptions::new().append(true).open(path).map_err(|error| in_plain_words(&error))?;
        return open.write_all(bytes).map_err(|error| in_plain_words(&error));
    }
    let target = followed(path)?;
    let Ok(old) = fs::metadata(&target) else {
        let made = write_beside(&target, None, bytes, lasting, still);
        return made.map(drop).map_err(|error| in_plain_words(&error));
    };
    if old.is_dir() {
        return Err(in_plain_words(&io::ErrorKind::IsADirectory.into()));
    }
    let open = || OpenOptions::new().write(true).open(&target);
    if !old.is_file() {
        // A device or a pipe is written to; a rename would put a file in its place.
        return open().and_then(|mut device| device.write_all(bytes)).map_err(|error| in_plain_words(&error));
    }
    // A rename asks the folder alone; who may not write the file does not replace it.
    let file = match open() {
        _ if old.permissions().readonly() => return Err(write_protected()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(write_protected()),
        file => file.map_err(|error| in_plain_words(&error))?,
    };
    if has_more_to_lose(&target, &old) {
        return write_in_place(&target, file, bytes, safe, still);
    }
    match write_beside(&target, Some(&old), bytes, lasting, still) {
        Ok(true) => Ok(()),
        Ok(false) => write_in_place(&target, file, bytes, safe, still),
        // A folder that takes no new file, or a file that is mounted by itself.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy) =>
        {
            write_in_place(&target, file, bytes, safe, still)
        }
        Err(error) => Err(in_plain_words(&error)),
    }
}

/// Keeps a file that nobody but its owner can read.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // The temporary file is its owner's alone, and becomes the file.
    let mut file = temporary(path, false)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn write_protected() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected")
}

/// The file that a path names, behind its links: that of a link that leads to nothing is made where it leads.
fn followed(path: &Path) -> io::Result<PathBuf> {
    if let Ok(target) = fs::canonicalize(path) {
        return Ok(target);
    }
    let mut target = path.to_owned();
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        target = target.parent().unwrap_or_else(|| Path::new("")).join(next);
    }
    Err(io::Error::other("this link leads to itself"))
}

/// Whether a file has other names, or attributes that a new one would not have: access lists, tags.
#[cfg(unix)]
fn has_more_to_lose(target: &Path, old: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    // What begins with `security.` the system gives to new files as well.
    let has_attributes = || {
        let names = xattr::list(target);
        names.is_ok_and(|mut names| names.any(|name| !name.to_string_lossy().starts_with("security.")))
    };
    old.nlink() > 1 || has_attributes()
}

#[cfg(not(unix))]
fn has_more_to_lose(_: &Path, _: &Metadata) -> bool {
    false
}

/// Whether a new file would have the owner and the group of the old.
#[cfg(unix)]
fn is_same_owner(new: &Metadata, old: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (new.uid(), new.gid()) == (old.uid(), old.gid())
}

#[cfg(not(unix))]
fn is_same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn temporary(target: &Path, is_public: bool) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    if is_public {
        // What a new file would get; the system takes its mask off.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(target))
}

/// Writes a temporary file into the folder and renames it to `target`, with the permissions of `old`; answers whether
/// that is all of what `old` had: else nothing is done.
fn write_beside(
    target: &Path,
    old: Option<&Metadata>,
    bytes: &[u8],
    lasting: Lasting,
    still: &dyn Fn() -> io::Result<()>,
) -> io::Result<bool> {
    let mut file = temporary(target, old.is_none())?;
    if let Some(old) = old {
        if !is_same_owner(&file.as_file().metadata()?, old) {
            return Ok(false);
        }
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    if lasting == Lasting::Always {
        file.as_file().sync_all()?;
    }
    still()?;
    file.persist(target).map_err(|error| error.error)?;
    // The rename itself is safe only once the folder is; where folders cannot be synced, nothing is lost.
    if lasting == Lasting::Always
        && let Ok(folder) = File::open(folder_of(target))
    {
        let _ = folder.sync_all();
    }
    sweep(folder_of(target));
    Ok(true)
}

/// Writes over a file. If that fails half way, it gets what it held; if the program ends half way, the copy makes it
/// whole at the next start.
fn write_in_place(
    target: &Path,
    mut file: File,
    bytes: &[u8],
    safe: Option<&Path>,
    still: &dyn Fn() -> io::Result<()>,
) -> io::Result<()> {
    let old = fs::read(target).map_err(|error| in_plain_words(&error))?;
    let safe =
        safe.ok_or_else(|| io::Error::other("there is no folder to keep it safe while it is written"))?;
    let copy = SafetyCopy::write(safe, target, &old, bytes).map_err(|error| in_plain_words(&error))?;
    if let Err(error) = still() {
        copy.discard();
        return Err(error);
    }
    let mut put = |bytes: &[u8]| {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    };
    if let Err(error) = put(bytes) {
        if put(&old).is_ok() {
            copy.discard();
        }
        return Err(in_plain_words(&error));
    }
    copy.discard();
    Ok(())
}

/// Removes temporary files of a program that was killed while it saved: all of them when something is written into the folder
/// for the second time, so that a program that writes one file does not go through a folder of ten thousand; what is seen at
/// once the first time.
fn sweep(folder: &Path) {
    static WRITTEN: Mutex<BTreeMap<PathBuf, u32>> = Mutex::new(BTreeMap::new());
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let times = written.entry(folder.to_owned()).or_default();
    let most = match *times {
        0 => SEEN_AT_ONCE,
        1 => usize::MAX,
        _ => return,
    };
    *times += 1;
    drop(written);
    for entry in fs::read_dir(folder).into_iter().flatten().take(most).flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_ours && age().is_some_and(|age| age > LEFT_BEHIND) {
            let _ = fs::remove_file(entry.path());
        }
    }
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
        _ => {
            let text = error.to_string();
            // The name of a temporary file tells nobody anything.
            let text = text.split(" at path ").next().unwrap_or(&text);
            let text = text.split(" (os error").next().unwrap_or(text);
            return io::Error::new(kind, format!("the disk refused: {text}"));
        }
    };
    io::Error::new(kind, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
        super::replace(path, bytes, Lasting::Always, &|| Ok(()))
    }

    /// A device is never replaced by a file, and a full one says so.
    #[cfg(target_os = "linux")]
    #[test]
    fn devices_stay_devices() {
        let full = Path::new("/dev/full");
        let error = replace(full, b"map").unwrap_err();
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
        replace(&link, b"two").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        // A link that leads to nothing is followed; one that leads to itself is refused.
        fs::remove_file(&real).unwrap();
        replace(&link, b"three").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "three");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let ring = folder.path().join("ring");
        symlink(&ring, &ring).unwrap();
        assert!(replace(&ring, b"x").unwrap_err().to_string().contains("leads to itself"));
        assert!(fs::symlink_metadata(&ring).unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn other_names_and_attributes_stay() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let safe = folder.path().join("safe");
        let (one, two) = (folder.path().join("one.ron"), folder.path().join("two.ron"));
        fs::write(&one, "a longer text than the next").unwrap();
        fs::hard_link(&one, &two).unwrap();
        replace_with(&one, b"short", Lasting::Always, Some(&safe), &|| Ok(())).unwrap();
        assert_eq!(fs::read_to_string(&two).unwrap(), "short");
        assert_eq!(fs::metadata(&one).unwrap().nlink(), 2);
        assert_eq!(fs::read_dir(&safe).unwrap().count(), 0, "the copy goes when it is done");
        fs::remove_file(&two).unwrap();
        if xattr::set(&one, "user.mapstone.tag", b"board").is_ok() {
            replace_with(&one, b"new", Lasting::Always, Some(&safe), &|| Ok(())).unwrap();
            assert_eq!(xattr::get(&one, "user.mapstone.tag").unwrap().as_deref(), Some(&b"board"[..]));
        } else {
            eprintln!("SKIPPED: no attributes on this disk");
        }
        // Without a safe place nothing is begun.
        fs::hard_link(&one, &two).unwrap();
        assert!(replace_with(&one, b"x", Lasting::Always, None, &|| Ok(())).is_err());
        assert_eq!(
            fs::read_to_string(&two).unwrap().len(),
            3 + 2 * usize::from(fs::read(&two).unwrap() == b"short")
        );
    }

    #[test]
    fn temporary_files_that_were_left_behind_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let (old, young) =
            (folder.path().join(".mapstone-old.tmp"), folder.path().join(".mapstone-young.tmp"));
        for path in [&old, &young] {
            fs::write(path, "half").unwrap();
        }
        let then = std::time::SystemTime::now() - Duration::from_hours(2);
        File::options().write(true).open(&old).unwrap().set_modified(then).unwrap();
        replace(&folder.path().join("map.ron"), b"x").unwrap();
        assert!(!old.exists() && young.exists());
    }

    /// In a folder of many files, too, where the first write does not look at all of them.
    #[test]
    fn a_large_folder_is_swept_by_who_writes_there_more_than_once() {
        let folder = tempfile::tempdir().unwrap();
        let then = std::time::SystemTime::now() - Duration::from_hours(2);
        let left = |number| folder.path().join(format!(".mapstone-{number}.tmp"));
        for number in 0..=SEEN_AT_ONCE {
            File::create(left(number)).unwrap().set_modified(then).unwrap();
        }
        let count = || fs::read_dir(folder.path()).unwrap().count();
        replace(&folder.path().join("map.ron"), b"x").unwrap();
        assert!((1..=3).contains(&count()), "what is not seen stays");
        replace(&folder.path().join("map.ron"), b"x").unwrap();
        assert_eq!(count(), 1);
    }

    #[test]
    fn pictures_are_whole_or_not_made_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("map.svg");
        let draw = |bytes: &[u8], still: &dyn Fn() -> io::Result<()>| {
            super::replace(&picture, bytes, Lasting::UntilMadeAgain, still)
        };
        draw(b"one", &|| Ok(())).unwrap();
        assert!(draw(b"two", &|| Err(io::Error::other("no"))).is_err());
        assert_eq!(fs::read(&picture).unwrap(), b"one");
        draw(b"two", &|| Ok(())).unwrap();
        assert_eq!(fs::read(&picture).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn no_message_names_a_temporary_file() {
        let error = io::Error::other("Input/output error (os error 5) at path \"/x/.mapstone-abc.tmp\"");
        assert_eq!(in_plain_words(&error).to_string(), "the disk refused: Input/output error");
    }
}
