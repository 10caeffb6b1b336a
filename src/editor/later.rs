//! What takes longer than a frame for a large map, to be made beside it: the places of labels and bends, and the text.

use std::sync::Arc;

use super::view::{Shown, show_settled};
use crate::format::{Edited, Format, Source};
use crate::model::Map;
use crate::scene::Theme;

/// Maps with more elements than this are laid out and written beside the frame: what that takes would be felt.
const LARGE: usize = 300;

/// Maps with more elements than this are shown before room was looked for: that takes them a tenth of a second and more.
const HUGE: usize = 3_000;

/// Whether a map that is opened is shown laid out in a hurry.
pub(super) fn is_huge(map: &Map) -> bool {
    map.elements().len() > HUGE
}

/// Whether a map is laid out and written beside the frame.
pub(super) fn is_large(map: &Map) -> bool {
    map.elements().len() > LARGE
}

/// A map that is shown, of which not all was found out that its first drag will ask for.
#[derive(Debug)]
pub struct Unprepared {
    pub(super) map: Arc<Map>,
    pub(super) shown: Arc<Shown>,
}

impl Unprepared {
    /// Finds it out.
    pub fn prepare(self) {
        self.shown.layout.prepare(&self.map);
    }
}

/// A map that is shown as it was laid out before, with what changed moved along.
#[derive(Debug)]
pub struct Unsettled {
    pub(super) map: Arc<Map>,
    pub(super) revision: u64,
    pub(super) looks: u64,
    pub(super) theme: Arc<Theme>,
    pub(super) shows_parked: bool,
    /// A map of the same history, and how it is shown.
    pub(super) rest: Option<(Arc<Map>, Arc<Shown>)>,
}

/// How that map is shown.
#[derive(Debug)]
pub struct Settled {
    pub(super) map: Arc<Map>,
    pub(super) revision: u64,
    /// Of which look of the map it is.
    pub(super) looks: u64,
    pub(super) shown: Arc<Shown>,
}

impl Unsettled {
    /// Lays the map out.
    pub fn settle(self) -> Settled {
        let shown = Arc::new(show_settled(&self));
        shown.layout.prepare_first(&self.map);
        shown.layout.prepare(&self.map);
        Settled { map: self.map, revision: self.revision, looks: self.looks, shown }
    }
}

/// A map whose text is wanted.
#[derive(Debug)]
pub struct Unwritten {
    pub(super) revision: u64,
    pub(super) format: Format,
    /// The text that it is written into.
    pub(super) source: Option<Arc<Source>>,
    pub(super) map: Arc<Map>,
}

/// That text.
#[derive(Debug)]
pub struct MapText {
    pub(super) revision: u64,
    pub(super) format: Format,
    pub(super) text: Arc<Edited>,
    /// The same with the line endings that its file has, where those are others.
    pub(super) own: Option<String>,
}

impl Unwritten {
    /// Writes the text, with `\n` at the end of each line.
    pub fn write(self) -> MapText {
        let Self { revision, format, source, map } = self;
        let text = match source {
            Some(source) => source.edit(&map),
            None => Source::canonical(format, &map).edit(&map),
        };
        let own = text.text.contains('\r').then(|| text.text.clone());
        MapText { revision, format, text: Arc::new(text.shown()), own }
    }
}

/// The texts of a map that were made last, at most one in each format.
#[derive(Debug, Default)]
pub(super) struct MadeTexts {
    made: Vec<MapText>,
    /// A text that somebody waits for.
    pub(super) wanted: Option<(u64, Format)>,
    /// The one that is being made.
    pub(super) busy: Option<(u64, Format)>,
    /// The revision of which none could be made: it is not tried again.
    pub(super) failed: Option<u64>,
}

impl MadeTexts {
    /// The text in a format that was made last, with its revision.
    pub(super) fn last(&self, format: Format) -> Option<(u64, &Arc<Edited>)> {
        self.made.iter().find(|made| made.format == format).map(|made| (made.revision, &made.text))
    }

    /// The text in a format of a revision, with the line endings that its file has.
    pub(super) fn own(&self, format: Format, revision: u64) -> Option<&str> {
        let made = self.made.iter().find(|made| made.format == format && made.revision == revision)?;
        Some(made.own.as_deref().unwrap_or(&made.text.text))
    }

    pub(super) fn keep(&mut self, text: MapText) {
        self.made.retain(|made| made.format != text.format);
        self.made.push(text);
    }
}
