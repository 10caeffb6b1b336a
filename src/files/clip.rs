//! What was copied last, whole, for the other windows of the program: the system's clipboard holds text that
//! cannot say all of it.

use std::path::Path;

use super::Storage;

/// What the file begins with.
const HEAD: &str = "mapstone clip 1";

/// Keeps what was copied: the text that is on the clipboard, and the map file's text of the same.
///
/// # Errors
/// As the system says.
pub fn keep_clip(storage: &dyn Storage, path: &Path, text: &str, whole: &str) -> std::io::Result<()> {
    storage.keep(path, format!("{HEAD}\n{}\n{text}{whole}", text.len()).as_bytes())
}

/// The map file's text of what is on the clipboard; `None` where that was not copied by this program.
pub fn kept_clip(storage: &dyn Storage, path: &Path, text: &str) -> Option<String> {
    let kept = String::from_utf8(storage.read(path, 2 * super::LARGEST).ok()?).ok()?;
    let mut lines = kept.splitn(3, '\n');
    if lines.next()? != HEAD {
        return None;
    }
    let length = lines.next()?.parse().ok()?;
    let (copied, whole) = lines.next()?.split_at_checked(length)?;
    // Some systems change line ends and the last one.
    let is_same = copied.trim_end() == text.replace("\r\n", "\n").trim_end();
    is_same.then(|| whole.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    #[test]
    fn a_clip_answers_to_its_text_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("clip");
        assert_eq!(kept_clip(&Disk, &path, "a\n"), None);
        keep_clip(&Disk, &path, "a\nb\n", "Map()").unwrap();
        assert_eq!(kept_clip(&Disk, &path, "a\r\nb").as_deref(), Some("Map()"));
        assert_eq!(kept_clip(&Disk, &path, "a\n"), None);
        std::fs::write(&path, "mapstone clip 1\n900\na").unwrap();
        assert_eq!(kept_clip(&Disk, &path, "a"), None);
    }
}
