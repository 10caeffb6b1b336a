//! Finding a text in the map: in names, notes, what links say, and all that is known of a component.

use super::walk::reading_order;
use super::{Editor, NamingEnd, Selection};
use crate::model::{Body, Details, Element, Link};

/// What contains a text, in reading order; links come after elements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Each as it is selected.
    pub all: Vec<Selection>,
}

impl Found {
    /// Which of them is selected, counted from 0.
    pub fn current(&self, selection: &Selection) -> Option<usize> {
        self.all.iter().position(|found| found == selection)
    }

    /// The one after the selected one, or before it, around the ends; the first where none is selected.
    pub fn beside(&self, selection: &Selection, forward: bool) -> Option<&Selection> {
        let count = self.all.len();
        let at = match self.current(selection) {
            Some(at) if forward => (at + 1) % count,
            Some(at) => (at + count - 1) % count,
            None if forward => 0,
            None => count.checked_sub(1)?,
        };
        self.all.get(at)
    }
}

impl Editor {
    /// What contains a text, whatever its case; nothing contains an empty one.
    pub fn find(&self, text: &str) -> Found {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Found::default();
        }
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let map = self.map();
        let is_shown = |parked: bool| !parked || self.shows_parked();
        let placed = reading_order(map, self.layout());
        let waiting = map.elements().map(|element| &element.id);
        let waiting = waiting.filter(|id| self.layout().element_rect(id).is_none()).cloned();
        let elements = placed.into_iter().chain(waiting).filter(|id| {
            let element = map.element(id);
            element.is_some_and(|element| is_shown(element.parked) && texts(element).into_iter().any(has))
        });
        let links = map.keyed_links();
        let links = links.filter(|(_, link)| is_shown(link.parked) && of_link(link).into_iter().any(has));
        let all = elements.map(|id| Selection::of(&id)).chain(links.map(|(key, _)| Selection::of_link(&key)));
        Found { all: all.collect() }
    }

    /// Selects what was found.
    pub fn show_found(&mut self, found: Selection) {
        self.end_naming(NamingEnd::Keep);
        self.document.select(found);
        self.refresh();
    }
}

fn texts(element: &Element) -> Vec<&str> {
    let mut texts = vec![element.name()];
    if let Body::Component(component) = &element.body {
        texts.extend(component.evolve.as_ref().and_then(|evolve| evolve.name.as_deref()));
        if let Some(inertia) = &component.inertia {
            texts.extend([inertia.kind.as_str(), &inertia.text]);
        }
        let Details { description, owner, evidence, confidence: _, links, tags } = &*component.details;
        texts.extend([description.as_str(), owner, evidence]);
        texts.extend(links.iter().chain(tags).map(String::as_str));
    }
    texts
}

fn of_link(link: &Link) -> [&str; 2] {
    [&link.text, &link.label]
}
