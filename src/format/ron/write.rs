//! The canonical text of a map: one element or link a line, in author order, defaults left out.

use std::collections::HashMap;

use serde::Serialize;

use super::FORMAT;
use super::convert;
use super::out::Out;
use super::record::{AnswerFile, ConflictFile, DecisionFile, PinFile, Record, ScenarioFile};
use super::serialize::{fields, out};
use crate::model::{Element, Kept, KeptIn, KeptPlace, Link, Map};

const INDENT: &str = "    ";

/// The map as canonical text of a map file.
pub fn write(map: &Map) -> String {
    let mut text = String::new();
    let kept_at = KeptAt::of(map);
    let comments = |place: &KeptPlace, indent: &str, text: &mut String| {
        for kept in kept_at.own(place) {
            let comma = if kept.format == KeptIn::RonItem { "," } else { "" };
            text.push_str(&format!("{indent}{}{comma}\n", kept.text));
        }
    };
    comments(&KeptPlace::Top, "", &mut text);
    text.push_str("Map(\n");
    text.push_str(&format!("{INDENT}format: {FORMAT},\n"));
    comments(&KeptPlace::Head, INDENT, &mut text);
    for (key, value) in head(map) {
        text.push_str(&format!("{INDENT}{key}: {},\n", value.ron(&[])));
    }
    let deep = INDENT.repeat(2);
    text.push_str(&format!("{INDENT}elements: [\n"));
    for item in map.elements() {
        comments(&KeptPlace::BeforeElement(item.id.clone()), &deep, &mut text);
        let more = kept_at.fields(&KeptPlace::Inside(item.id.clone()));
        text.push_str(&format!("{deep}{},\n", element(item).ron(&more)));
    }
    orphans(map, true).for_each(|kept| comment_line(&mut text, &deep, kept));
    text.push_str(&format!("{INDENT}],\n{INDENT}links: [\n"));
    for (key, item) in map.keyed_links() {
        comments(&KeptPlace::BeforeLink(key.clone()), &deep, &mut text);
        let more = kept_at.fields(&KeptPlace::InsideLink(key));
        text.push_str(&format!("{deep}{},\n", new_link(item).ron(&more)));
    }
    orphans(map, false).for_each(|kept| comment_line(&mut text, &deep, kept));
    text.push_str(&format!("{INDENT}],\n"));
    for (key, items) in talk(map).into_iter().filter(|(_, items)| !items.is_empty()) {
        text.push_str(&format!("{INDENT}{key}: [\n"));
        for item in items {
            text.push_str(&format!("{deep}{},\n", item.ron_rows(&deep)));
        }
        text.push_str(&format!("{INDENT}],\n"));
    }
    let lines: Vec<_> = map.kept.iter().filter(|kept| is_line(kept)).collect();
    if !lines.is_empty() {
        text.push_str(&format!("{INDENT}kept: [\n"));
        for kept in lines {
            text.push_str(&format!("{deep}{},\n", kept_line(map, kept).ron(&[])));
        }
        text.push_str(&format!("{INDENT}],\n"));
    }
    text.push_str(")\n");
    comments(&KeptPlace::End, "", &mut text);
    text
}

/// Whether it is a line of another format's text, which has a list of its own.
pub(super) fn is_line(kept: &Kept) -> bool {
    matches!(kept.format, KeptIn::Owm | KeptIn::Mermaid)
}

/// What a map keeps, by its places.
pub(super) struct KeptAt<'m>(HashMap<&'m KeptPlace, Vec<&'m Kept>>);

impl<'m> KeptAt<'m> {
    pub(super) fn of(map: &'m Map) -> Self {
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for kept in &map.kept {
            places.entry(&kept.place).or_default().push(kept);
        }
        Self(places)
    }

    /// What is kept at a place and is no line of another format.
    pub(super) fn own(&self, place: &KeptPlace) -> impl Iterator<Item = &'m Kept> {
        self.all(place).filter(|kept| !is_line(kept))
    }

    /// Fields that are kept at a place.
    pub(super) fn fields(&self, place: &KeptPlace) -> Vec<&'m str> {
        self.all(place).map(|kept| kept.text.as_str()).collect()
    }

    fn all(&self, place: &KeptPlace) -> impl Iterator<Item = &'m Kept> {
        self.0.get(place).into_iter().flatten().copied()
    }
}

/// What stands last in its list, and what names an element or a link that the map no longer has.
pub(super) fn orphans(map: &Map, in_elements: bool) -> impl Iterator<Item = &Kept> {
    map.kept.iter().filter(move |kept| {
        !is_line(kept)
            && match &kept.place {
                KeptPlace::LastElement => in_elements,
                KeptPlace::LastLink => !in_elements,
                KeptPlace::BeforeElement(id) => in_elements && map.element(id).is_none(),
                KeptPlace::BeforeLink(key) => !in_elements && map.link(key).is_none(),
                _ => false,
            }
    })
}

fn comment_line(text: &mut String, indent: &str, kept: &Kept) {
    let comma = if kept.format == KeptIn::RonItem { "," } else { "" };
    text.push_str(&format!("{indent}{}{comma}\n", kept.text));
}

/// The fields of the map's head.
pub(super) fn head(map: &Map) -> Vec<(&'static str, Out)> {
    let mut fields = fields(&convert::head(map));
    fields.retain(|(key, _)| *key != "format");
    fields
}

pub(super) fn element(element: &Element) -> Out {
    out(&convert::element(element))
}

/// A link as an older line of a text may have it: its ends are marked as missing only where they have to be.
pub(super) fn link(map: &Map, link: &Link) -> Out {
    out(&convert::link(link, |end| convert::end(map, end)))
}

/// A link as it stands in a new line: its missing ends are marked.
pub(super) fn new_link(link: &Link) -> Out {
    out(&convert::link(link, convert::marked_end))
}

/// The names of the lists of what people said over the map.
pub(super) const TALK: [&str; 5] = ["answered", "decisions", "pins", "scenarios", "conflicts"];

/// What people said over the map: lists whose items need no name, since all of a list are alike.
pub(super) fn talk(map: &Map) -> [(&'static str, Vec<Out>); 5] {
    fn items<R: Record + Serialize>(of: &[R::Model]) -> Vec<Out> {
        of.iter().map(|item| out(&R::whole(item)).nameless()).collect()
    }
    let [answered, decisions, pins, scenarios, conflicts] = TALK;
    [
        (answered, items::<AnswerFile>(&map.answered)),
        (decisions, items::<DecisionFile>(&map.decisions)),
        (pins, items::<PinFile>(&map.pins)),
        (scenarios, items::<ScenarioFile>(&map.scenarios)),
        (conflicts, items::<ConflictFile>(&map.conflicts)),
    ]
}

pub(super) fn kept_line(map: &Map, kept: &Kept) -> Out {
    out(&convert::kept_line(map, kept))
}
