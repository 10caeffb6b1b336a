//! One open map.

use std::path::PathBuf;
use std::sync::Arc;

use super::asking::Asked;
use super::keeping::Copy;
use super::later::Preparing;
use super::theme::ThemeFile;
use super::{Leave, OpenFile, Problem, Saving, Written};
use crate::editor::{Editor, Settled};
use crate::files::OnDisk;
use crate::format::{Format, Source};
use crate::model::Map;

/// Tells an open map from all others that this program shows or showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TabId(pub(super) u64);

impl TabId {
    /// The number by which its copy is kept.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// A map, its file, and what goes on with them.
#[derive(Debug)]
pub struct Tab {
    /// Which one.
    pub id: TabId,
    /// The map being edited.
    pub editor: Editor,
    /// Its file.
    pub file: OpenFile,
    /// What is odd about the text of now, each with its place.
    pub problems: Vec<Problem>,
    /// Whether it is being saved.
    pub saving: Saving,
    /// Whether it asks for its users as soon as it is shown.
    pub asks_for_users: bool,
    /// Whether the start page stands in its place, until something is done.
    pub(super) is_start: bool,
    /// The map from which one came here.
    pub(super) way_back: Option<PathBuf>,
    pub(super) copy: Copy,
    pub(super) theme: ThemeFile,
    pub(super) asked: Asked,
    pub(super) preparing: Preparing,
    /// The revision of the text whose problems are known.
    pub(super) problems_of: u64,
    /// How many labels overlapped when the map was opened, and at which revision that was.
    overlapping: (u64, usize),
}

/// How many labels overlap, as far as that is known.
fn overlapping(editor: &Editor) -> usize {
    if editor.is_settled() { editor.layout().overlapping_labels(editor.map()).len() } else { 0 }
}

/// So many overlapping labels are worth a button.
const WORTH_OFFERING: usize = 3;

impl Tab {
    /// The start page, in the place of a map.
    pub(super) fn start(id: TabId) -> Self {
        Self { is_start: true, ..Self::new(id, Editor::new(Map::default()), OpenFile::default()) }
    }

    pub(super) fn new(id: TabId, editor: Editor, file: OpenFile) -> Self {
        let overlapping = (editor.document.revision(), overlapping(&editor));
        Self {
            id,
            overlapping,
            editor,
            file,
            problems: Vec::new(),
            saving: Saving::Idle,
            asks_for_users: false,
            is_start: false,
            way_back: None,
            copy: Copy::default(),
            theme: ThemeFile::default(),
            asked: Asked::default(),
            preparing: Preparing::default(),
            problems_of: 0,
        }
    }

    /// Takes how its map was laid out; `None` where it could not be.
    pub(super) fn settle(&mut self, settled: Option<Settled>) {
        self.editor.settle(settled);
        if self.overlapping.0 == self.editor.document.revision() {
            self.overlapping.1 = overlapping(&self.editor);
        }
    }

    /// Whether one came here from another map.
    pub fn has_way_back(&self) -> bool {
        self.way_back.is_some()
    }

    /// Whether nothing was done here yet: another map may take its place.
    pub(super) fn is_untouched(&self) -> bool {
        let has_name = self.editor.naming().is_some_and(|naming| !naming.text.trim().is_empty());
        let document = &self.editor.document;
        self.file.origin().is_none()
            && self.editor.map().elements().len() == 0
            && document.undo_label().is_none()
            && document.redo_label().is_none()
            && document.draft().is_none()
            && !document.is_changed()
            && !has_name
    }

    /// How many labels of the map overlap as it was opened, until it is changed; a few are nobody's business.
    pub fn overlapping_offer(&self) -> usize {
        let (revision, count) = self.overlapping;
        if count >= WORTH_OFFERING && revision == self.editor.document.revision() { count } else { 0 }
    }

    /// Whether the map is nowhere but here: it was changed, or its file is gone.
    pub fn is_unsaved(&self) -> bool {
        self.editor.document.is_changed() || self.file.on_disk == OnDisk::Gone
    }

    /// Whether changes would be lost that nobody gave up.
    pub(super) fn would_lose(&self, leave: &Leave) -> bool {
        let now = (self.id, self.editor.document.text_revision());
        self.is_unsaved() && !leave.gave_up.contains(&now)
    }

    /// The text that is changed where the map is written in a format.
    pub(super) fn source_of(&self, format: Format) -> Option<&Arc<Source>> {
        let own = self.file.source.as_ref().filter(|source| source.format() == format);
        self.editor.document.source(format).or(own)
    }

    /// The map as text of a format: made from the text that was read or typed, where there is one.
    ///
    /// A file's text that could never be read is written as it stands, whatever the format: there is no map yet.
    pub fn text_of(&self, format: Format) -> Written {
        if let Some(draft) = self.editor.document.unreadable() {
            let text = draft.text.clone();
            let moment = self.editor.document.moment();
            return Written { text, moment, source: None, losses: Vec::new(), theme: None };
        }
        let moment = self.editor.document.moment();
        // The file's map, whatever is shown.
        let map = &Arc::clone(&moment.map);
        let source = match self.source_of(format) {
            Some(source) => Arc::clone(source),
            None => Arc::new(Source::canonical(format, map)),
        };
        let edited = source.edit(map);
        let text = format!("{}{}", source.mark(), edited.text);
        let is_named = |(name, _): &&(String, PathBuf)| *name == map.theme;
        let theme = self.theme.chosen.as_ref().filter(is_named).cloned();
        Written { text, moment, source: Some(source), losses: edited.losses, theme }
    }
}
