//! Reading a map that is to be shown and edited. It waits for the disk, and belongs on a thread.

use std::path::Path;
use std::sync::Arc;

use super::Opened;
use crate::editor::Editor;
use crate::files::{self, LoadError, Loaded, Storage};
use crate::format::{self, Format, Source};
use crate::model::Map;

/// Reads a map.
pub(super) fn load(storage: &dyn Storage, path: &Path) -> Result<Box<Opened>, LoadError> {
    if storage.is_file(path).is_ok_and(|is_file| !is_file) {
        let message = "this is no file, but a folder, a pipe or a device".to_owned();
        return Err(LoadError::NotAMap { path: path.to_owned(), message });
    }
    let (mut loaded, source) = files::load_source(storage, path)?;
    // What git left with its marks is merged as maps are, and shown as a change that nobody saved.
    if let Some(merged) = merged(path, &loaded) {
        let source = Arc::new(merged);
        loaded.reading.map = Some(Map::clone(source.map()));
        loaded.reading.diagnostics = source.diagnostics().to_vec();
        let editor = Box::new(Editor::of_unsaved(&source));
        return Ok(Box::new(Opened { loaded, source: Some((source, editor)) }));
    }
    let source = match (source, &loaded.reading.map) {
        (Some(source), _) => Some(source),
        // What is only read goes on as a map file.
        (None, Some(map)) => Some(Source::canonical(Format::Ron, &Arc::new(map.clone()))),
        (None, None) => None,
    };
    let source = source.map(|source| {
        let source = Arc::new(source);
        let editor = Box::new(Editor::to_be_seen(&source));
        editor.prepare();
        (source, editor)
    });
    Ok(Box::new(Opened { loaded, source }))
}

/// The map of a file in which git left its marks, where git still has the base and both sides.
fn merged(path: &Path, loaded: &Loaded) -> Option<Source> {
    let format = loaded.origin.format()?;
    let has_marks = loaded.reading.map.is_none()
        && loaded.reading.diagnostics.iter().any(|told| told.code == format::code::CONFLICT);
    let sides = if has_marks { files::sides_at(path).ok().flatten() } else { None }?;
    let [base, ours, theirs] = sides.map(|text| Source::read(format, &text).ok().map(files::settled_source));
    let merged = format::merge(&base?, &ours?, &theirs?);
    Source::read(format, &merged.text).ok()
}
