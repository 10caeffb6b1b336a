//! Mermaid's `wardley-beta` diagrams, as the published parser (`@mermaid-js/parser` 1.2 to 2.0) accepts them.
//!
//! What Mermaid cannot say goes into comments: `%% owm: …` and `%% ron: …` keep comments of those formats, and
//! `%% mapstone: …` an item of a map file with names in place of ids.

mod accept;
mod complete;
mod component;
mod edit;
mod extra;
mod highlight;
mod lex;
mod merge;
mod names;
mod outline;
mod read;
mod resolve;
mod statement;
mod token;

pub(super) use complete::complete;
pub(super) use edit::Mermaid;
pub(super) use highlight::highlight;
pub(super) use outline::Says;

use std::sync::Arc;

use super::{Loss, Reading, Span, Writing, carrier};
use crate::compare::{Identity, Matching, diff};
use crate::model::{Change, Element, ElementId, Field, Index, LinkField, Map, both};
use edit::{OutLine, canonical, joined};

/// What is said of a lost theme.
const THEME: &str = "the map's theme";

/// How a text is written that is edited.
const OWN: Writing<'_> = Writing { is_plain: false, keeps_unknown: true, placed: None };

/// Reads Mermaid text. It never fails: what is not understood is kept and reported.
pub fn read(text: &str) -> Reading {
    read::read(text, true).0
}

/// Reads a text so that it can be edited.
pub(super) fn read_parts(text: &str) -> (Reading, Mermaid) {
    let (reading, lines) = read::read(text, true);
    (reading, Mermaid { lines })
}

/// Whether a text is announced as a Mermaid map, behind front matter, directives and comments.
pub(super) fn is_announced(text: &str) -> bool {
    if !text.contains(statement::HEADER) {
        return false;
    }
    let lines = lex::lines(text);
    let first = lines.iter().find(|line| line.kind == lex::LineKind::Code);
    first.is_some_and(|line| line.span.of(text).split_whitespace().next() == Some(statement::HEADER))
}

/// A map as canonical text, and what of it Mermaid does not say.
pub(super) fn write(map: &Map, how: Writing<'_>) -> (String, Vec<Loss>) {
    let lines = canonical(map, how);
    let told = told(map, &lines);
    (joined(&lines), told.losses)
}

/// A text that says a map, with what it does not say and where it speaks of what.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) losses: Vec<Loss>,
    pub(super) spots: Vec<(Span, Says)>,
    pub(super) reading: Reading,
}

/// `text`, which says `base`, changed so that it says `map`. Where that would be read as something else, all of it is
/// written anew.
pub(super) fn edit(mermaid: &Mermaid, text: &str, base: &Map, map: &Map) -> Told {
    let anew = || told(map, &canonical(map, OWN));
    if Mermaid::is_reordered(base, map) {
        return anew();
    }
    let edited = told(map, &mermaid.edit(text, base, map));
    let lost = |told: &Told| told.losses.iter().filter(|loss| !loss.is_kept).count();
    if lost(&edited) == 0 {
        return edited;
    }
    let anew = anew();
    if lost(&anew) < lost(&edited) { anew } else { edited }
}

/// The map as the text can say it, comments included, with the same ids.
pub(super) fn said(map: &Map) -> Map {
    let lines = canonical(map, OWN);
    let (reading, read) = read::read(&joined(&lines), true);
    reading.map.map_or_else(Map::default, |back| with_ids_of(map, &back, &lines, &read))
}

/// Reads lines back, with our comments and without: what both lack of the map is lost, what only the second lacks is
/// kept in a comment.
fn told(map: &Map, lines: &[OutLine<'_>]) -> Told {
    let text = joined(lines);
    let empty = Map::default();
    let words = |map: &Map, back: &Map| -> Vec<String> {
        // A text has an order of its own.
        let changes = diff(map, back, &Matching::new(map, back, Identity::Ids)).of_map().unordered().changes;
        changes.iter().flat_map(|change| single_words(change, map, back)).collect()
    };
    let back =
        |back: Option<&Map>, read: &[read::SourceLine]| with_ids_of(map, back.unwrap_or(&empty), lines, read);
    let with = || {
        let (reading, read) = read::read(&text, true);
        let lost = words(map, &back(reading.map.as_ref(), &read));
        (reading, read, lost)
    };
    let without = || {
        if !lines.iter().any(|line| extra::is_ours(&line.text)) {
            return Vec::new();
        }
        let (plain, plain_lines) = read::read(&text, false);
        // What is no part of the picture is missed by nobody who looks at it.
        words(&drawn(map), &drawn(&back(plain.map.as_ref(), &plain_lines)))
    };
    let ((reading, read, lost), missed) = both(map.elements().len(), with, without);
    // It draws plainly, and has no word for it; our own look is that of maps for which nobody chose one.
    let is_usual = ["plain", Map::default().theme.as_str()].contains(&map.theme.as_str());
    let is_told = |what: &String| !is_usual || what != THEME;
    let (missed, lost) =
        (missed.into_iter().filter(is_told).collect(), lost.into_iter().filter(is_told).collect());
    let mut losses = carrier::losses(missed, lost);
    let unkept = map.kept.iter().filter(|kept| outline::kept_text(kept).is_none());
    losses.extend(unkept.map(|kept| Loss::new(format!("what was kept from the map file: {}", kept.text))));
    let spots = read.iter().zip(lines).map(|(line, out)| (line.span, out.says.clone())).collect();
    Told { text, losses, spots, reading }
}

/// The map without what is switched off, and without links that end at that or at nothing.
fn drawn(map: &Map) -> Map {
    let is_on: Vec<bool> = map.elements().map(|element| !element.parked).collect();
    let ends = map.ends();
    let is_there = |number: Option<usize>| number.is_some_and(|at| is_on.get(at) == Some(&true));
    let links = map.links().enumerate();
    let links = links.filter(|(at, link)| !link.parked && ends.get(*at).into_iter().all(is_there));
    let links: Vec<_> = links.map(|(_, link)| Arc::clone(link)).collect();
    if is_on.iter().all(|is_on| *is_on) {
        return map.clone().with_links(links);
    }
    let elements: Vec<_> = map.elements().filter(|element| !element.parked).cloned().collect();
    map.clone().with_elements(elements).with_links(links)
}

/// Each aspect of a change for itself, so that those that a comment keeps can be told from the others.
fn single_words(change: &Change, map: &Map, back: &Map) -> Vec<String> {
    match change {
        Change::Set { id, fields } => {
            let single = |field: &Field| Change::Set { id: id.clone(), fields: vec![field.clone()] };
            fields.iter().map(|field| single(field).words(map, back)).collect()
        }
        Change::SetLink { key, fields } => {
            let single =
                |field: &LinkField| Change::SetLink { key: key.clone(), fields: vec![field.clone()] };
            fields.iter().map(|field| single(field).words(map, back)).collect()
        }
        other => vec![other.words(map, back)],
    }
}

/// A map that was read from lines that were made from `map`, with the ids that `map` has, in its order.
fn with_ids_of(map: &Map, back: &Map, lines: &[OutLine<'_>], read: &[read::SourceLine]) -> Map {
    let mut ids: Index<&ElementId, &ElementId> = Index::default();
    // Each link of the map with its place among those that were read.
    let mut links: Vec<(usize, usize)> = Vec::with_capacity(map.links().len());
    let (mut own_place, mut other_place) = (map.link_places(), back.link_places());
    for (line, read) in lines.iter().zip(read) {
        match (&line.says, &read.says) {
            (Says::Element(own), Says::Element(other)) if own != other => {
                ids.insert(other, own);
            }
            (Says::Link(own), Says::Link(other)) => {
                links.extend(own_place(own).zip(other_place(other)));
            }
            _ => {}
        }
    }
    let id = |id: &ElementId| ids.get(id).map_or_else(|| id.clone(), |own| (*own).clone());
    let back = if ids.is_empty() { back.clone() } else { back.with_ids(&id) };
    let mut place = map.places();
    let place = |element| (place(element).unwrap_or(usize::MAX), element);
    let mut places: Vec<(usize, &Arc<Element>)> = back.elements().map(place).collect();
    places.sort_by_key(|(at, _)| *at);
    let elements = places.into_iter().map(|(_, element)| Arc::clone(element)).collect();
    let read: Vec<_> = back.links().collect();
    links.sort_by_key(|(own, _)| *own);
    // Of lines that say the same link the last counts.
    let last = links.chunk_by(|(own, _), (next, _)| own == next).filter_map(<[_]>::last);
    let ordered = last.filter_map(|(_, other)| read.get(*other).map(|link| Arc::clone(link))).collect();
    back.clone().with_elements(elements).with_links(ordered)
}
