//! What a text format cannot say of a map, in comments of ours. One grammar for all formats, behind the mark with which
//! a comment begins there:
//!
//! - `mapstone: ITEM` stands for itself: fields of the head, an element or a link for which the format has no statement;
//! - `mapstone next: ITEM` tells more of what the line below says;
//! - `mapstone: placed [DX, DY]` behind a statement: the program put its label there, not the map's author.
//!
//! An item is one of a map file, with names in place of ids.

use std::collections::HashMap;

use super::ron::items::{self, Item};
use super::{Loss, owm};
use crate::geometry::shortest;
use crate::model::{Element, ElementId, LabelOffset, Link, Map};

/// What a comment begins with that stands for itself.
const ALONE: &str = "mapstone:";
/// What a comment begins with that tells more of what the line below says.
const NEXT: &str = "mapstone next:";
/// What a comment about a label of the program's begins with.
const PLACED: &str = "mapstone: placed ";

/// A comment of ours that was read. What its items name are names, not ids.
#[derive(Clone, Debug)]
pub(super) enum Carried {
    /// More of the map's head, and what is written there: a field may be given its usual value.
    Head(Box<Map>, String),
    /// An element that has no statement.
    Element(Box<Element>),
    /// A link that has no line.
    Link(Box<Link>),
    /// More of the element below.
    NextElement(Box<Element>),
    /// More of the link below.
    NextLink(Box<Link>),
}

/// What people said over a map, and what it could become, with names in place of ids, as comments have it: elements get
/// other ids when they are read anew.
pub(super) fn talk_called(map: &Map, name: impl Fn(&ElementId) -> String) -> Map {
    let talk = talk(map);
    if talk == Map::default() {
        return talk;
    }
    let handles: HashMap<ElementId, String> =
        handles(map.elements().map(AsRef::as_ref)).map(|(id, handle)| (id.clone(), handle)).collect();
    let called = |id: &ElementId| {
        let name = map.component(id).map(|_| name(id)).filter(|name| !name.is_empty());
        name.or_else(|| handles.get(id).cloned()).map_or_else(|| id.clone(), |name| ElementId::new(&name))
    };
    talk.with_ids(&called)
}

/// What has no name to be called by, or is no component, by its kind, its text, and which of several such it is:
/// `#note Beware`, `#note Beware#2`.
fn handles<'a>(elements: impl Iterator<Item = &'a Element>) -> impl Iterator<Item = (&'a ElementId, String)> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    elements.map(move |element| {
        let count = seen.entry((element.kind_name(), element.name())).or_default();
        *count += 1;
        let nth = if *count > 1 { format!("#{count}") } else { String::new() };
        (&element.id, format!("#{} {}{nth}", element.kind_name(), element.name()))
    })
}

/// Puts ids in place of the names; `elements` are those of the map.
pub(super) fn find_talk<'a>(
    map: &mut Map,
    elements: impl Iterator<Item = &'a Element> + Clone,
    find: impl Fn(&str) -> Option<ElementId>,
) {
    let talk = talk(map);
    if talk == Map::default() {
        return;
    }
    let mut ids: HashMap<String, &ElementId> = HashMap::new();
    for (id, handle) in handles(elements.clone()) {
        ids.insert(handle, id);
    }
    // What is switched off has no say among names, but it has one.
    for element in elements.filter(|element| element.component().is_some()) {
        ids.entry(element.name().to_owned()).or_insert(&element.id);
    }
    let found = talk.with_ids(&|id| {
        let known = || ids.get(id.as_str()).map(|id| (*id).clone());
        find(id.as_str()).or_else(known).unwrap_or_else(|| id.clone())
    });
    take_talk(map, &found);
}

/// What people said over a map and nothing else.
fn talk(map: &Map) -> Map {
    let mut talk = Map::default();
    take_talk(&mut talk, map);
    talk
}

/// Takes what people said over another map.
pub(super) fn take_talk(map: &mut Map, from: &Map) {
    map.answered.clone_from(&from.answered);
    map.decisions.clone_from(&from.decisions);
    map.pins.clone_from(&from.pins);
    map.rules_off.clone_from(&from.rules_off);
    map.scenarios.clone_from(&from.scenarios);
    map.conflicts.clone_from(&from.conflicts);
}

/// Whether a comment, without the mark with which it begins, is one of ours.
pub(super) fn is_ours(comment: &str) -> bool {
    let comment = comment.trim_start();
    comment.starts_with(ALONE) || comment.starts_with(NEXT)
}

/// A comment of ours that nobody understood, so that it is not understood elsewhere either: `start` is how its format's
/// comments begin.
pub(super) fn unread(line: &str, start: &str) -> Option<String> {
    let comment = line.trim_start().strip_prefix(start).filter(|comment| is_ours(comment))?;
    Some(format!("{start} unread: {}", comment.trim()))
}

/// Reads a comment without the mark with which it begins; `None` where it is none of ours, or not understood.
pub(super) fn read(comment: &str) -> Option<Carried> {
    let comment = comment.trim();
    if let Some(item) = comment.strip_prefix(NEXT) {
        return match items::read(item.trim())? {
            Item::Element(element) => Some(Carried::NextElement(element)),
            Item::Link(link) => Some(Carried::NextLink(link)),
            Item::Head(_) => None,
        };
    }
    let item = comment.strip_prefix(ALONE)?.trim();
    Some(match items::read(item)? {
        Item::Head(map) => Carried::Head(map, item.to_owned()),
        Item::Element(element) => Carried::Element(element),
        Item::Link(link) => Carried::Link(link),
    })
}

/// A comment that stands for itself, without the mark with which it begins.
pub(super) fn alone(item: &str) -> String {
    format!("{ALONE} {item}")
}

/// A comment about the line below, without the mark with which it begins.
pub(super) fn next(item: &str) -> String {
    format!("{NEXT} {item}")
}

/// The comment behind a statement whose label the program placed, without the mark with which it begins.
pub(super) fn placed(label: LabelOffset) -> String {
    format!("{PLACED}[{}, {}]", shortest(label.dx()), shortest(label.dy()))
}

/// Where a comment says that the program placed the label.
pub(super) fn read_placed(comment: &str) -> Option<LabelOffset> {
    let numbers = comment.trim().strip_prefix(PLACED)?;
    let (inside, rest) = owm::suffix::bracket(numbers.trim(), '[', ']')?;
    let (dx, dy) = owm::suffix::pair(inside);
    LabelOffset::new(dx?, dy?).filter(|_| rest.is_empty())
}

/// A line without the comment that says who placed its label; `start` is how its format's comments begin.
pub(super) fn without_placed<'a>(line: &'a str, start: &str) -> &'a str {
    match line.rfind(start) {
        Some(at) if read_placed(line.get(at + start.len()..).unwrap_or("")).is_some() => {
            line.get(..at).unwrap_or(line).trim_end()
        }
        _ => line,
    }
}

/// What is missed without comments, and what is missed with them: only the second is lost.
pub(super) fn losses(missed: Vec<String>, lost: Vec<String>) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    for what in missed {
        // A link that is of another kind went and came: that is one thing.
        if losses.last().is_none_or(|last| last.what != what) {
            losses.push(Loss { is_kept: !lost.contains(&what), what });
        }
    }
    let more: Vec<_> = lost.into_iter().filter(|what| losses.iter().all(|loss| loss.what != *what)).collect();
    losses.extend(more.into_iter().map(Loss::new));
    losses
}
