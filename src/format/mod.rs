//! Text to map and back, pure: no files. Broken text gives a map and diagnostics, or diagnostics alone.

mod carrier;
mod complete;
mod conflict;
mod detect;
mod diagnostic;
pub mod endings;
mod handle;
mod highlight;
mod invisible;
mod json;
mod loss;
pub mod markdown;
mod merge;
pub mod mermaid;
pub mod owm;
mod quotes;
pub mod ron;
mod source;
mod splice;
mod tree;
pub mod wtg;

use conflict::conflicts;

pub use complete::{Completion, complete};
pub use detect::{Format, Origin, detect, without_comments};
pub use diagnostic::{Diagnostic, LineIndex, Location, PROBLEMS, Severity, Span, code};
pub use highlight::{Token, highlight};
pub use loss::Loss;
pub use merge::{MergedText, merge};
pub use source::{Edited, Source, Spot, Subject};

use std::collections::HashMap;

use crate::model::{ElementId, LabelOffset, Map};

/// A JSON Schema (draft 2020-12) of a map in JSON.
pub use ron::schema;

/// The byte order mark.
const MARK: char = '\u{feff}';

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The map; `None` where the text cannot be understood as one.
    pub map: Option<Map>,
    /// What is odd or wrong about the text, in the order in which it stands there.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    fn refused(diagnostic: Diagnostic) -> Self {
        Self { map: None, diagnostics: vec![diagnostic] }
    }

    /// Counts the byte order mark of a text, where it has one, into the places of what was told of the text behind it.
    pub(crate) fn count_mark_of(&mut self, text: &str) {
        let shift = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        for diagnostic in &mut self.diagnostics {
            let Span { start, end } = diagnostic.span;
            diagnostic.span = Span { start: start + shift, end: end + shift };
        }
    }
}

/// Reads a text of a known format. An empty text is an empty map.
pub fn read(format: Format, text: &str) -> Reading {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    if body.trim().is_empty() {
        let hint = Diagnostic::hint(Span::at(0), "the file is empty: this is a new map");
        // OnlineWardleyMaps text that names no style is plain.
        let theme = if format == Format::Owm { "plain" } else { "mapstone" };
        let map = Map { theme: theme.to_owned(), ..Map::default() };
        return Reading { map: Some(map), diagnostics: vec![hint] };
    }
    let mut reading = match format {
        _ if has_conflicts(body) => Reading { map: None, diagnostics: conflicts(body) },
        Format::Ron => ron::read(body),
        Format::Owm => owm::read(body),
        Format::Mermaid => mermaid::read(body),
        Format::Json => json::read(body),
    };
    if let Some(map) = &reading.map {
        let open = conflict::undecided(body, map);
        reading.diagnostics.extend(open);
    }
    reading.count_mark_of(text);
    reading.diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    reading
}

/// Whether git left its marks in a text. Cheap: most texts have none.
fn has_conflicts(text: &str) -> bool {
    // A single character is looked for several times as fast, and most texts lack it.
    text.contains('<') && text.contains("<<<<<<<") && text.contains(">>>>>>>") && !conflicts(text).is_empty()
}

/// Reads a text of anything that can be read.
pub fn read_from(origin: Origin, text: &str) -> Reading {
    match origin {
        Origin::Format(format) => read(format, text),
        Origin::Wtg => wtg::read(text),
    }
}

/// How a text is written that other programs read too.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writing<'a> {
    /// Without the comments of ours that keep what the format cannot say.
    pub is_plain: bool,
    /// Whether lines that Mermaid does not know are written as they stand: only into the text that they came from.
    pub keeps_unknown: bool,
    /// Where the program puts labels whose authors did not: written where it is given, with a comment that says so.
    pub placed: Option<&'a HashMap<ElementId, LabelOffset>>,
}

/// A map's canonical text, and what of the map the format cannot say, element by element.
pub fn write(format: Format, map: &Map) -> (String, Vec<Loss>) {
    write_as(format, map, Writing::default())
}

/// As [`write()`], in one of several ways.
pub fn write_as(format: Format, map: &Map, how: Writing<'_>) -> (String, Vec<Loss>) {
    match format {
        Format::Ron => (ron::write(map), Vec::new()),
        Format::Json => json::write(map),
        // Elsewhere a map that does not say how its long labels are read says that they are not stacked.
        Format::Owm if map.stacked_labels.is_none() && map.has_long_labels() => {
            let (text, losses) = owm::write(&Map { stacked_labels: Some(false), ..map.clone() }, None, how);
            (text, losses)
        }
        Format::Owm => owm::write(map, None, how),
        Format::Mermaid => mermaid::write(map, how),
    }
}
