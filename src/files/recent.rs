//! The maps that were opened or saved last.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Storage;
use super::kept::{Kept, kept, path_line};

/// So many are remembered.
const MOST: usize = 20;

/// A map that was opened or saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Where it is, from the root.
    #[serde(with = "path_line")]
    pub path: PathBuf,
    /// Its title when it was open.
    #[serde(default)]
    pub title: String,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub at: u64,
}

/// The list as it was at some time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecentMaps {
    /// The newest first.
    pub list: Kept<Vec<Recent>>,
    /// Later lists of this program have higher numbers: threads may come late.
    pub number: u64,
}

/// One thread has the list at a time, and counts; of several programs the last one counts.
static WRITING: Mutex<u64> = Mutex::new(0);

/// Those that a file names.
pub fn recent(storage: &dyn Storage, file: &Path) -> RecentMaps {
    let mut number = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    *number += 1;
    RecentMaps { list: read(storage, file), number: *number }
}

fn read(storage: &dyn Storage, file: &Path) -> Kept<Vec<Recent>> {
    let mut kept: Kept<Vec<Recent>> = kept(storage, file);
    kept.value.truncate(MOST);
    kept
}

/// Puts maps in front of the list: the path and the title of each, the newest last. Answers the new list.
///
/// # Errors
/// As the system says.
pub fn note_recent(storage: &dyn Storage, file: &Path, maps: &[(PathBuf, String)]) -> io::Result<RecentMaps> {
    let mut number = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    *number += 1;
    let Kept { value: mut list, fault } = read(storage, file);
    let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    for (path, title) in maps {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        list.retain(|other| other.path != path);
        list.insert(0, Recent { path, title: title.clone(), at });
    }
    list.truncate(MOST);
    write(storage, file, &list)?;
    Ok(RecentMaps { list: Kept { value: list, fault }, number: *number })
}

/// Takes a map off the list. Answers the new list.
///
/// # Errors
/// As the system says.
pub fn forget_recent(storage: &dyn Storage, file: &Path, path: &Path) -> io::Result<RecentMaps> {
    let mut number = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    *number += 1;
    let Kept { value: mut list, fault } = read(storage, file);
    list.retain(|other| other.path != path);
    write(storage, file, &list)?;
    Ok(RecentMaps { list: Kept { value: list, fault }, number: *number })
}

fn write(storage: &dyn Storage, file: &Path, list: &[Recent]) -> io::Result<()> {
    let text = ron::ser::to_string_pretty(list, ron::ser::PrettyConfig::new()).map_err(io::Error::other)?;
    storage.keep(file, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    #[test]
    fn the_newest_come_first_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("recent.ron");
        let note = |name: &str| {
            note_recent(&Disk, &file, &[(format!("/m/{name}.ron").into(), name.to_owned())])
                .unwrap()
                .list
                .value
        };
        let titles = |list: &[Recent]| list.iter().map(|map| map.title.clone()).collect::<Vec<_>>().join(" ");
        note("a");
        note("b");
        assert_eq!(titles(&note("a")), "a b");
        assert_eq!(titles(&recent(&Disk, &file).list.value), "a b");
        assert_eq!(titles(&forget_recent(&Disk, &file, Path::new("/m/a.ron")).unwrap().list.value), "b");
        for number in 0..30 {
            note(&number.to_string());
        }
        assert_eq!(recent(&Disk, &file).list.value.len(), MOST);
        std::fs::write(&file, "[(title: 3)]").unwrap();
        let kept = recent(&Disk, &file).list;
        assert!(kept.value.is_empty() && kept.fault.unwrap().contains("line 1, column"));
    }
}
