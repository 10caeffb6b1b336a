//! The canonical OnlineWardleyMaps text of a map.

use std::collections::HashSet;

use super::line::{HEAD, Ways, block_of, line, reference_of};
use super::mangle::mangled;
use super::remarks::kept_text;
use super::said::losses;
use super::source::Says;
use crate::format::Loss;
use crate::model::{Element, ElementId, KeptPlace, Map};

/// The text, and what it cannot say, in words. Of names that OnlineWardleyMaps would misread, those that `known`
/// has already are not told.
pub(in crate::format) fn write(map: &Map, known: Option<&Map>) -> (String, Vec<Loss>) {
    let mut writer = Writer { map, text: String::new(), urls: HashSet::new() };
    writer.write();
    let mut losses = losses(map, &writer.text);
    losses.extend(mangled(map, known));
    (writer.text, losses)
}

/// Canonical text says everything in a line of its own.
pub(super) struct Apart;

impl Ways for Apart {
    fn evolves_inline(&self, _: &ElementId) -> bool {
        false
    }

    fn has_method_line(&self, _: &ElementId) -> bool {
        false
    }
}

struct Writer<'a> {
    map: &'a Map,
    text: String,
    /// The short names of addresses that were written.
    urls: HashSet<String>,
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
        if let Some(line) = line(self.map, says, &Apart) {
            self.line(&format!("{indent}{}", line.text()));
        }
    }

    fn kept(&mut self, place: &KeptPlace) {
        let map = self.map;
        let here = map.kept.iter().filter(|kept| kept.place == *place);
        for text in here.filter_map(kept_text) {
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
            let block = element.component().and_then(|component| block_of(map, component));
            if block.is_none() {
                self.element(element);
            }
        }
        self.kept(&KeptPlace::LastElement);
        for (at, (key, _)) in map.keyed_links().enumerate() {
            self.kept(&KeptPlace::BeforeLink(key));
            self.say(&Says::Link(at));
        }
        self.kept(&KeptPlace::LastLink);
        let lost = map.kept.iter().filter(|kept| match &kept.place {
            KeptPlace::BeforeElement(id) => map.element(id).is_none(),
            KeptPlace::BeforeLink(key) => map.link(key).is_none(),
            _ => false,
        });
        for text in lost.filter_map(kept_text) {
            self.line(&text);
        }
        self.kept(&KeptPlace::End);
    }

    fn element(&mut self, element: &Element) {
        self.kept(&KeptPlace::BeforeElement(element.id.clone()));
        self.say(&Says::Element(element.id.clone()));
        let Some(component) = element.component() else { return };
        if let Some(submap) = &component.submap {
            let reference = reference_of(element, submap);
            if self.urls.insert(reference.clone()) {
                self.say(&Says::Url(reference));
            }
        }
        if component.pipeline.is_some() {
            self.say(&Says::Pipeline(element.id.clone()));
            self.children(&element.id);
        }
        self.say(&Says::Evolve(element.id.clone()));
    }

    fn children(&mut self, pipeline: &ElementId) {
        let map = self.map;
        let children: Vec<_> = map.pipeline_children(pipeline).map(|(child, _)| child.id.clone()).collect();
        if children.is_empty() || map.component(pipeline).is_none_or(|parent| map.position(parent).is_none())
        {
            return;
        }
        self.line("{");
        for id in &children {
            self.kept(&KeptPlace::BeforeElement(id.clone()));
            self.say_behind("  ", &Says::Element(id.clone()));
        }
        self.line("}");
        for id in children {
            self.say(&Says::Evolve(id));
        }
    }
}
