//! Named copies of a map as it is now, beside its file.

use std::path::{Path, PathBuf};

use super::{Effect, Job, Workspace};
use crate::files::Storage;
use crate::format::Format;
use crate::typeset::one_line;

impl Workspace {
    /// Keeps a copy of the map that is shown under a name of its moment. The map's own file is left as it is.
    pub(super) fn keep_snapshot(&mut self, name: &str) -> Vec<Effect> {
        let tab = self.tab();
        let Some(path) = tab.file.path.clone() else {
            return vec![Effect::Say("Save the map first: a snapshot stands beside its file".to_owned())];
        };
        let format = tab.file.format.unwrap_or(Format::Ron);
        let text = tab.text_of(format).text;
        vec![Effect::Start(Job::Snapshot { path: beside(&path, name), text })]
    }
}

/// `racks.ron` after the break: `racks (after the break).ron`.
fn beside(path: &Path, name: &str) -> PathBuf {
    let is_plain = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let name: String = name.chars().map(|c| if is_plain(c) { c } else { ' ' }).take(80).collect();
    let name = one_line(&name);
    let name = if name.is_empty() { crate::files::today() } else { name };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()));
    path.with_file_name(format!("{stem} ({name}){ending}"))
}

/// Writes a snapshot where no file is yet: of the same name a second has a number. Answers where it stands.
pub(super) fn write(storage: &dyn Storage, path: &Path, text: &str) -> std::io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()));
    let mut free = path.to_owned();
    let mut number = 2;
    while storage.is_file(&free).is_ok() {
        free = path.with_file_name(format!("{stem} {number}{ending}"));
        number += 1;
    }
    storage.replace(&free, text.as_bytes()).map(|()| free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_stands_beside_its_map() {
        let name = |path: &str, name: &str| beside(Path::new(path), name).display().to_string();
        assert_eq!(name("m/racks.ron", "after the break"), "m/racks (after the break).ron");
        assert_eq!(name("racks", " a/b:c "), "racks (a b c)");
        assert!(name("racks.owm", "").starts_with("racks (20"));
    }
}
