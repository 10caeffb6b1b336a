//! Files that the program keeps for itself: one that is wrong stops nothing, is told with its place, and put aside.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Storage;

/// No file of ours is larger: 1 MB.
const MOST: usize = 1 << 20;

/// What a file holds, or the default, with what was wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept<T> {
    /// What is used.
    pub value: T,
    /// Why that is the default, in a sentence without its full stop; `None` where the file was read or is not there.
    pub fault: Option<String>,
}

/// A file of the program's own that threads write: of what they write, the newest stays.
#[derive(Debug)]
pub struct NewestFile {
    path: PathBuf,
    newest: Mutex<u64>,
}

impl NewestFile {
    /// The file at a path.
    pub fn new(path: PathBuf) -> Self {
        Self { path, newest: Mutex::new(0) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a text, unless one with a higher number was written.
    ///
    /// # Errors
    /// As the system says.
    pub fn write(&self, storage: &dyn Storage, number: u64, text: &str) -> io::Result<()> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if *newest > number {
            return Ok(());
        }
        *newest = number;
        storage.keep(&self.path, text.as_bytes())
    }
}

/// Reads a file of the program's own. One that is no text of ours is put aside, beside itself and under another name.
pub(super) fn kept<T: DeserializeOwned + Default>(storage: &dyn Storage, path: &Path) -> Kept<T> {
    let fault = |fault: String| Kept { value: T::default(), fault: Some(fault) };
    // Not a pipe: nobody may ever write to it.
    match storage.is_file(path) {
        Ok(true) => {}
        Ok(false) => return fault(format!("{} is no file", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Kept::default(),
        Err(error) => return fault(format!("{} cannot be read ({error})", path.display())),
    }
    let bytes = match storage.read(path, MOST) {
        Ok(bytes) => bytes,
        Err(error) => return fault(format!("{} cannot be read ({error})", path.display())),
    };
    let wrong = match std::str::from_utf8(&bytes) {
        Ok(text) => match ron::from_str(text) {
            Ok(value) => return Kept { value, fault: None },
            Err(error) => {
                let at = error.span.start;
                format!("{}, line {}, column {}: {}", path.display(), at.line, at.col, error.code)
            }
        },
        Err(_) => format!("{} is no text", path.display()),
    };
    let aside = free_name_beside(storage, path);
    fault(match storage.put_aside(path, &aside) {
        Ok(()) => format!("{wrong}.\nThe file is kept as {}", aside.display()),
        Err(_) => wrong,
    })
}

/// "settings.wrong.ron", or with a number where that is there.
fn free_name_beside(storage: &dyn Storage, path: &Path) -> PathBuf {
    let name = |number: u32| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        path.with_extension(format!("wrong{number}.ron"))
    };
    (1..100).map(name).find(|name| storage.is_file(name).is_err()).unwrap_or_else(|| name(100))
}

/// Bytes that are no plain letter are written as `%` and two digits, as in an address: one line, whatever the path.
pub(super) fn encode_path(path: &Path) -> String {
    let mut line = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'%' | 0..=0x1f | 0x7f.. => line.push_str(&format!("%{byte:02x}")),
            _ => line.push(char::from(*byte)),
        }
    }
    line
}

/// The path of such a line.
pub(super) fn decode_path(line: &str) -> PathBuf {
    let mut bytes = Vec::new();
    let mut rest = line.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or(&[]);
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    path_of(bytes)
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// A path as serde has it.
pub(super) mod path_line {
    use serde::{Deserializer, Serializer};

    use super::{Deserialize, Path, PathBuf, decode_path, encode_path};

    pub(in crate::files) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&encode_path(path))
    }

    pub(in crate::files) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        String::deserialize(from).map(|line| decode_path(&line))
    }
}
