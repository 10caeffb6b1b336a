//! The canonical OnlineWardleyMaps text of a map.

use std::collections::{HashMap, HashSet};

use super::carried::stands_alone;
use super::line::{HEAD, Ways, line, reference_of};
use super::mangle::mangled;
use super::meaning::Meaning;
use super::remarks::{inert, kept_text};
use super::said::read_back;
use super::source::Says;
use crate::format::{Loss, Writing, carrier};
use crate::model::{Element, ElementId, Index, KeptPlace, LabelOffset, Map};

/// The text, and what it cannot say, in words. Of names that OnlineWardleyMaps would misread, those that `known`
/// has already are not told.
pub(in crate::format) fn write(map: &Map, known: Option<&Map>, how: Writing<'_>) -> (String, Vec<Loss>) {
    let ways = Apart { carries: !how.is_plain, placed: how.placed };
    let meaning = Meaning::new(map);
    let mut kept: Index<_, Vec<_>> = Index::default();
    for (place, text) in map.kept.iter().filter_map(|kept| Some((&kept.place, kept_text(kept)?))) {
        kept.entry(place).or_default().push(text);
    }
    let (urls, children) = (HashSet::new(), map.children_by_pipeline());
    let mut writer = Writer { meaning: &meaning, map, ways, text: String::new(), kept, urls, children };
    writer.write();
    let (_, mut losses) = read_back(map, &writer.text, !how.is_plain);
    losses.extend(mangled(map, known));
    (writer.text, losses)
}

/// Canonical text says everything in a line of its own.
struct Apart<'a> {
    carries: bool,
    placed: Option<&'a HashMap<ElementId, LabelOffset>>,
}

impl Ways for Apart<'_> {
    fn evolves_inline(&self, _: &ElementId) -> bool {
        false
    }

    fn has_method_line(&self, _: &ElementId) -> bool {
        false
    }

    fn carries(&self) -> bool {
        self.carries
    }

    fn placed(&self, id: &ElementId) -> Option<LabelOffset> {
        self.placed?.get(id).copied()
    }
}

struct Writer<'a> {
    meaning: &'a Meaning<'a>,
    map: &'a Map,
    ways: Apart<'a>,
    text: String,
    /// What is kept of other texts, by its place.
    kept: Index<&'a KeptPlace, Vec<String>>,
    /// The short names of addresses that were written.
    urls: HashSet<String>,
    /// The children of pipelines.
    children: Index<&'a ElementId, Vec<&'a ElementId>>,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn say(&mut self, says: &Says) {
        self.say_behind("", says);
    }

    fn say_behind(&mut self, indent: &str, says: &Says) {
        if let Some(line) = line(self.meaning, says, &self.ways) {
            self.text.push_str(indent);
            line.push_onto(&mut self.text);
            if let Some(mark) = self.mark(says) {
                self.text.push_str(" // ");
                self.text.push_str(&mark);
            }
            self.text.push('\n');
        }
    }

    /// The comment behind a statement whose label the program placed.
    fn mark(&self, says: &Says) -> Option<String> {
        let Says::Element(id) = says else { return None };
        self.ways.placed?;
        let component = self.map.component(id).filter(|component| component.label.is_none())?;
        let placed = self.ways.placed(id).filter(|_| self.ways.carries && !component.is_anchor())?;
        (!stands_alone(self.map, self.map.element(id)?)).then(|| carrier::placed(placed))
    }

    fn kept(&mut self, place: &KeptPlace) {
        let Some(here) = self.kept.get(place).cloned() else { return };
        for text in inert(here, self.meaning) {
            self.line(&text);
        }
    }

    fn write(&mut self) {
        self.kept(&KeptPlace::Top);
        self.kept(&KeptPlace::Head);
        for says in HEAD {
            self.say(&says);
        }
        let map = self.map;
        for element in map.elements() {
            let block = element.component().and_then(|component| self.meaning.block_of(component));
            if block.is_none() {
                self.element(element);
            }
        }
        self.kept(&KeptPlace::LastElement);
        for (at, (key, _)) in map.keyed_links().enumerate() {
            self.kept(&KeptPlace::BeforeLink(key));
            self.say(&Says::MoreOfLink(at));
            self.say(&Says::Link(at));
        }
        self.kept(&KeptPlace::LastLink);
        let lost = map.kept.iter().filter(|kept| match &kept.place {
            KeptPlace::BeforeElement(id) => map.element(id).is_none(),
            KeptPlace::BeforeLink(key) => map.link(key).is_none(),
            _ => false,
        });
        for text in inert(lost.filter_map(kept_text).collect(), self.meaning) {
            self.line(&text);
        }
        self.kept(&KeptPlace::End);
    }

    fn element(&mut self, element: &Element) {
        self.kept(&KeptPlace::BeforeElement(element.id.clone()));
        self.say(&Says::More(element.id.clone()));
        self.say(&Says::Element(element.id.clone()));
        let written = element.component().filter(|_| !stands_alone(self.map, element));
        let Some(component) = written else { return };
        self.address(element);
        if component.pipeline.is_some() && !self.meaning.is_shadowed(&element.id) {
            self.say(&Says::Pipeline(element.id.clone()));
            self.children(&element.id);
        }
        self.say(&Says::Evolve(element.id.clone()));
    }

    fn children(&mut self, pipeline: &ElementId) {
        let map = self.map;
        let children = self.children.get(pipeline).cloned().unwrap_or_default();
        if children.is_empty() || map.component(pipeline).is_none_or(|parent| map.position(parent).is_none())
        {
            return;
        }
        self.line("{");
        for &id in &children {
            self.kept(&KeptPlace::BeforeElement(id.clone()));
            self.say_behind("  ", &Says::More(id.clone()));
            self.say_behind("  ", &Says::Element(id.clone()));
        }
        self.line("}");
        for id in children {
            if let Some(element) = map.element(id) {
                self.address(element);
            }
            self.say(&Says::Evolve(id.clone()));
        }
    }

    /// The line with the address of a submap, where no other has its short name.
    fn address(&mut self, element: &Element) {
        if let Some(submap) = element.component().and_then(|component| component.submap.as_ref()) {
            let reference = reference_of(element, submap);
            if self.urls.insert(reference.clone()) {
                self.say(&Says::Url(reference));
            }
        }
    }
}
