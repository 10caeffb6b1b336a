//! Themes from files.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Storage;
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

/// Reads the theme that a map asks for by the name of a file. A name that is not absolute counts from the folder
/// of the map.
///
/// # Errors
/// If there is no such file, or it is no theme.
pub fn theme(storage: &dyn Storage, name: &str, folder: Option<&Path>) -> Result<Theme, ThemeFault> {
    let path = folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let fault = |at, message: String| ThemeFault { path: path.clone(), at, message };
    let bytes =
        storage.read(&path).map_err(|error| fault(None, format!("the theme cannot be read: {error}")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| fault(None, "a theme is UTF-8 text, and this is not".to_owned()))?;
    Theme::read(&text).map_err(|error| fault(error.place(), error.to_string()))
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
        let own = include_str!("../../assets/themes/plain.ron");
        std::fs::write(folder.path().join("own.ron"), own).unwrap();
        assert_eq!(
            theme(&Disk, "own.ron", Some(folder.path())).map(|theme| theme.name),
            Ok("plain".to_owned())
        );
    }
}
