//! The file behind an open map.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Purpose;
use crate::export::PictureFormat;
use crate::files::OnDisk;
use crate::format::{Diagnostic, Format, LineIndex, Loss, Source};

/// The file that the map was opened from or saved to.
#[derive(Clone, Debug, Default)]
pub struct OpenFile {
    /// Where it is; `None` for a map that was never saved.
    pub path: Option<PathBuf>,
    /// The same without links and detours, by which it is known again.
    pub real: Option<PathBuf>,
    /// The file that the map was read from, where that can only be read.
    pub imported_from: Option<PathBuf>,
    /// What a map is called that has no file.
    pub called: Option<String>,
    /// What it is.
    pub format: Option<Format>,
    /// Its text as we know it on the disk.
    pub text: Option<String>,
    /// Whether that is still so, as far as anybody looked.
    pub on_disk: OnDisk,
    /// The text from which the next one is made.
    pub source: Option<Arc<Source>>,
    /// What the format cannot say, as far as the person knows.
    pub known_losses: Vec<Loss>,
}

/// Something odd about the file.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its place, in words.
    pub at: String,
    /// What it is.
    pub diagnostic: Diagnostic,
}

impl OpenFile {
    /// What people call it.
    pub fn name(&self) -> String {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let own = self.path.as_deref().and_then(name);
        let imported = || Some(format!("{} (imported)", self.imported_from.as_deref().and_then(name)?));
        own.or_else(imported)
            .unwrap_or_else(|| self.called.clone().unwrap_or_else(|| "Untitled map".to_owned()))
    }

    /// The name that a new file would get.
    pub fn suggested_name(&self, title: &str, ending: &str) -> String {
        let stem = self.origin().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
        let from_title = || {
            let id = crate::model::ElementId::for_name(title, "map", 1, |_| false);
            if title.trim().is_empty() { "map".to_owned() } else { id.to_string() }
        };
        format!("{}.{ending}", stem.unwrap_or_else(from_title))
    }

    /// Whether the map came from this file, or goes to it.
    pub(super) fn is_at(&self, path: &Path, real: Option<&Path>) -> bool {
        let absolute = |path: &Path| std::path::absolute(path).ok();
        let own = self.origin();
        let is_real = real.is_some() && self.real.as_deref() == real;
        is_real || own == Some(path) || own.and_then(absolute).is_some_and(|own| absolute(path) == Some(own))
    }

    /// The file that the map has, or came from.
    pub(super) fn origin(&self) -> Option<&Path> {
        self.path.as_deref().or(self.imported_from.as_deref())
    }

    /// The folder of the file that the map has, or came from.
    pub fn folder(&self) -> Option<&Path> {
        self.origin().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty())
    }
}

/// The path that is written when a person names this one: with an ending that says the format.
///
/// A name gets this ending where it has none of its kind.
pub fn final_path(purpose: Purpose, path: PathBuf, added: &str) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    let ending = ending.as_deref();
    let is_known = match purpose {
        Purpose::Open | Purpose::Theme | Purpose::Compare => true,
        Purpose::SaveAs => ending.is_some_and(|ending| Format::of_ending(ending).is_some()),
        Purpose::Export => ending.is_some_and(|own| PictureFormat::of_ending(own).is_some()),
    };
    if is_known {
        return path;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{name}.{added}"))
}

/// The diagnostics of a text with their lines and columns.
pub(super) fn problems(text: &str, diagnostics: Vec<Diagnostic>) -> Vec<Problem> {
    let lines = LineIndex::new(text);
    diagnostics
        .into_iter()
        .map(|diagnostic| {
            let at = lines.location(diagnostic.span.start);
            Problem { at: format!("Line {}, column {}", at.line, at.column), diagnostic }
        })
        .collect()
}
