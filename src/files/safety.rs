//! What is being written over a file, kept until that is done: a program that is killed half way leaves neither the old
//! text nor the new, and the next start makes the file whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::private_folder;

/// What a copy's file begins with.
const HEAD: &[u8] = b"mapstone save 1\n";

/// A copy of what is being written. Its file is locked while that goes on.
#[derive(Debug)]
pub(super) struct SafetyCopy {
    file: PathBuf,
    _lock: File,
}

impl SafetyCopy {
    /// Keeps what `target` holds, and what is to be written over it.
    pub(super) fn write(folder: &Path, target: &Path, old: &[u8], new: &[u8]) -> io::Result<Self> {
        private_folder(folder)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let path = folder.join(format!("{}-{now}.save", std::process::id()));
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        file.try_lock().map_err(io::Error::from)?;
        let target = std::path::absolute(target)?;
        let name = target.as_os_str().as_encoded_bytes();
        file.write_all(HEAD)?;
        for part in [name, old, new] {
            file.write_all(&(part.len() as u64).to_le_bytes())?;
            file.write_all(part)?;
        }
        file.sync_all()?;
        Ok(Self { file: path, _lock: file })
    }

    /// It is written, or the old text stands again.
    pub(super) fn discard(self) {
        let _ = fs::remove_file(&self.file);
    }
}

/// What a copy says: where it was written, what stood there, and what was to stand there.
struct Kept {
    target: PathBuf,
    old: Vec<u8>,
    new: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Option<Kept> {
    let mut rest = bytes.strip_prefix(HEAD)?;
    let mut part = || {
        let (length, behind) = rest.split_first_chunk::<8>()?;
        let (part, behind) = behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        rest = behind;
        Some(part.to_vec())
    };
    let (name, old, new) = (part()?, part()?, part()?);
    Some(Kept { target: path_of(name)?, old, new })
}

#[cfg(unix)]
fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(name)).map(|name: std::ffi::OsString| name.into())
}

#[cfg(not(unix))]
fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(name).ok().map(PathBuf::from)
}

/// Makes files whole that a program was writing when it was killed; answers which. A file that somebody changed since is
/// left alone, and the copy beside it.
pub fn mend_files(folder: &Path) -> Vec<PathBuf> {
    let mut mended = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "save") {
            continue;
        }
        let Ok(lock) = File::options().read(true).write(true).open(&path) else { continue };
        if lock.try_lock().is_err() {
            continue;
        }
        let Some(Kept { target, old, new }) = fs::read(&path).ok().and_then(|bytes| decode(&bytes)) else {
            // Killed before it was whole: nothing was written yet.
            let _ = fs::remove_file(&path);
            continue;
        };
        match fs::read(&target) {
            Ok(now) if now == new || now == old => drop(fs::remove_file(&path)),
            Ok(now) if is_torn(&now, &old, &new) => {
                let put = File::options().write(true).open(&target).and_then(|mut file| {
                    file.write_all(&new)?;
                    file.set_len(new.len() as u64)?;
                    file.sync_all()
                });
                if put.is_ok() {
                    let _ = fs::remove_file(&path);
                    mended.push(target);
                }
            }
            // Somebody's text: theirs stands, and ours is not thrown away.
            _ => drop(fs::rename(&path, path.with_extension("kept"))),
        }
    }
    mended
}

/// Whether a file begins as the new text and goes on as the old.
fn is_torn(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    let same = now.iter().zip(new).take_while(|(a, b)| a == b).count();
    now.get(same..).is_some_and(|rest| rest.is_empty() || old.get(same..) == Some(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_half_written_is_made_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (safe, map) = (folder.path().join("safe"), folder.path().join("map.owm"));
        let (old, new) =
            (&b"component Tea [0.5, 0.5]\n// a longer text\n"[..], &b"component Cup [0.1, 0.2]\n"[..]);
        for torn in 0..=new.len() {
            let copy = SafetyCopy::write(&safe, &map, old, new).unwrap();
            let half = [&new[..torn], &old[torn..]].concat();
            fs::write(&map, &half).unwrap();
            assert!(mend_files(&safe).is_empty(), "who writes it still runs");
            // Killed: the lock goes, the file stays.
            drop(copy);
            let mended = mend_files(&safe);
            let expected = if half == old { old } else { new };
            assert_eq!(fs::read(&map).unwrap(), expected, "{torn}");
            assert_eq!(mended.is_empty(), half == old, "{torn}");
            assert_eq!(fs::read_dir(&safe).unwrap().count(), 0, "{torn}");
        }
        // What another wrote since stands.
        drop(SafetyCopy::write(&safe, &map, old, new).unwrap());
        fs::write(&map, "theirs").unwrap();
        assert!(mend_files(&safe).is_empty());
        assert_eq!(fs::read(&map).unwrap(), b"theirs");
        assert_eq!(fs::read_dir(&safe).unwrap().count(), 1);
        assert!(mend_files(&folder.path().join("none")).is_empty());
    }
}
