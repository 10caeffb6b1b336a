//! What Mermaid calls the components of a map: its names are its ids, so each has to be another.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;

use crate::format::handle;
use crate::format::owm::names::{Seen, loosely};
use crate::model::{Component, Element, ElementId, End, Ends, Index, Link, Map, Place};

/// How the text calls each component that it can draw, and what the others are called beside it.
pub(super) struct Names<'a> {
    map: &'a Map,
    ends: Arc<Ends>,
    /// What each element is called: links ask for it in any order, so that it is near.
    all: Vec<&'a str>,
    /// What is called otherwise than its name says: most things are not.
    others: Index<&'a ElementId, Called>,
    /// Every name that a line or a comment gives, as it is looked up.
    given: Seen,
    /// What is not drawn, and called as something else is: only comments of ours speak of it, by a handle.
    shadowed: HashSet<&'a ElementId>,
}

/// What a component is called.
struct Called {
    /// The name in its own statement.
    own: String,
    /// Mermaid's id: the name, for the child of a pipeline `Parent_Child`.
    id: String,
    /// What a link says.
    end: String,
}

/// Whether a component has a statement of its own: it is drawn, and at a place.
pub(super) fn is_written(map: &Map, element: &Element) -> bool {
    !element.parked && element.component().is_some_and(|component| map.position(component).is_some())
}

/// The pipeline in whose block a component stands; `None` where it stands for itself.
pub(super) fn block_of<'a>(map: &Map, component: &'a Component) -> Option<&'a ElementId> {
    let Place::Within { pipeline, .. } = &component.place else { return None };
    map.element(pipeline).filter(|parent| is_written(map, parent))?.component()?.pipeline.map(|_| pipeline)
}

impl<'a> Names<'a> {
    /// Finds a name for each component of a map: its own, with a number behind it where that is taken.
    pub(super) fn new(map: &'a Map) -> Self {
        let count = map.elements().len();
        let mut names = Self {
            map,
            ends: map.ends(),
            all: map.elements().map(|element| element.name()).collect(),
            others: Index::default(),
            given: Seen::of(count),
            shadowed: HashSet::new(),
        };
        let mut taken = Seen::of(count);
        let mut numbers = Numbers::default();
        let (children, others): (Vec<_>, Vec<_>) = map
            .components()
            .filter(|(element, _)| is_written(map, element))
            .partition(|(_, component)| block_of(map, component).is_some());
        // What Mermaid reads first gets its name first.
        let (anchors, components): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, component)| component.is_anchor());
        for (element, component) in anchors.into_iter().chain(components) {
            let name = numbers.free("", &component.name, |name| taken.insert(name));
            names.enter(element, &name, &name);
        }
        let mut labels: Index<&str, usize> = Index::default();
        for (_, component) in &children {
            *labels.entry(&component.name).or_default() += 1;
        }
        let mut left = children.clone();
        let mut unnamed: HashSet<&ElementId> = children.iter().map(|(element, _)| &element.id).collect();
        // A child's id begins with its parent's, which may be a child itself.
        while !left.is_empty() {
            let count = left.len();
            left.retain(|(element, component)| {
                let parent = block_of(map, component).filter(|parent| !unnamed.contains(*parent));
                let Some(parent) = parent.map(|parent| names.id(parent).to_owned()) else { return true };
                let name =
                    numbers.free(&parent, &component.name, |name| taken.insert(&format!("{parent}_{name}")));
                names.enter(element, &name, &format!("{parent}_{name}"));
                unnamed.remove(&element.id);
                false
            });
            if left.len() == count {
                break;
            }
        }
        for (element, component) in &children {
            let is_alone = labels.get(component.name.as_str()) == Some(&1);
            if let Some(called) = names.others.get_mut(&element.id) {
                // Links find ids first, then labels.
                let is_clear = is_alone && called.own == component.name && !taken.contains(&called.own);
                if is_clear {
                    called.end.clone_from(&called.own);
                }
            }
        }
        // What is switched off is looked up last.
        let unwritten = map.components().filter(|(element, _)| !is_written(map, element));
        let (off, on): (Vec<_>, Vec<_>) = unwritten.partition(|(element, _)| element.parked);
        for (element, component) in on.into_iter().chain(off) {
            if !names.given.insert(&loosely(&component.name)) {
                let end = handle::of(&component.name, &element.id);
                let called = Called { own: String::new(), id: String::new(), end };
                names.others.insert(&element.id, called);
                names.shadowed.insert(&element.id);
            }
        }
        names
    }

    /// The handle of a component that no name means.
    pub(super) fn handle(&self, id: &ElementId) -> Option<&str> {
        self.others.get(id).filter(|_| self.shadowed.contains(id)).map(|called| called.end.as_str())
    }

    /// The names at both ends of the map's link at this place.
    pub(super) fn ends<'b>(&'b self, at: usize, link: &'b Link) -> [Cow<'b, str>; 2] {
        let first_letter = |number: usize| self.all.get(number)?.as_bytes().first();
        black_box(self.ends.stretch(at).filter_map(first_letter).max());
        let [from, to] = self.ends.get(at);
        [self.end_at(&link.from, from), self.end_at(&link.to, to)]
    }

    /// Whether a line would mean another link.
    pub(super) fn is_mistaken(&self, link: &Link) -> bool {
        link.ends().any(|end| match end {
            End::Element(id) => self.shadowed.contains(id),
            End::Dangling(name) => self.given.contains(&loosely(name)),
        })
    }

    fn enter(&mut self, element: &'a Element, own: &str, mermaid: &str) {
        self.given.insert(&loosely(own));
        if own != mermaid {
            self.given.insert(&loosely(mermaid));
        }
        if own != element.name() || mermaid != own {
            let called = Called { own: own.to_owned(), id: mermaid.to_owned(), end: mermaid.to_owned() };
            self.others.insert(&element.id, called);
        }
    }

    /// The name in the component's own statement.
    pub(super) fn own<'b>(&'b self, element: &'b Element) -> &'b str {
        self.others.get(&element.id).map_or_else(|| element.name(), |called| called.own.as_str())
    }

    /// The id by which `evolve` and `pipeline` find it.
    pub(super) fn id(&self, id: &ElementId) -> &str {
        self.others.get(id).map_or_else(|| self.name(id).unwrap_or_default(), |called| called.id.as_str())
    }

    fn name(&self, id: &ElementId) -> Option<&'a str> {
        self.map.element(id).map(|element| element.name())
    }

    /// The name by which a link finds what it ends at, and the comments of ours find anything.
    pub(super) fn end<'b>(&'b self, end: &'b End) -> Cow<'b, str> {
        self.end_at(end, end.id().and_then(|id| self.map.index_of(id)))
    }

    /// The same for the element with this number.
    fn end_at<'b>(&'b self, end: &'b End, number: Option<usize>) -> Cow<'b, str> {
        let name = || self.all.get(number?).copied();
        match end {
            End::Element(id) => match self.others.get(id) {
                Some(called) => called.end.as_str().into(),
                None => name().unwrap_or(id.as_str()).into(),
            },
            End::Dangling(name) if self.given.contains(&loosely(name)) => handle::of_missing(name).into(),
            End::Dangling(name) => name.as_str().into(),
        }
    }
}

/// The numbers that names have got by now, within their pipelines: none of them is free any more.
#[derive(Default)]
struct Numbers(Index<(String, String), usize>);

impl Numbers {
    /// The name, or the first with a number behind it, that can be taken.
    fn free<'n>(&mut self, within: &str, name: &'n str, mut take: impl FnMut(&str) -> bool) -> Cow<'n, str> {
        if take(name) {
            return name.into();
        }
        let number = self.0.entry((within.to_owned(), name.to_owned())).or_insert(1);
        loop {
            *number += 1;
            let candidate = if name.is_empty() { number.to_string() } else { format!("{name} {number}") };
            if take(&candidate) {
                return candidate.into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    #[test]
    fn every_component_gets_a_name_of_its_own() {
        let text = "component Tea [0.5, 0.5]\ncomponent Tea [0.4, 0.5]\ncomponent Power [0.3, 0.5]\n\
                    pipeline Power\n{\ncomponent Tea [0.2]\ncomponent Wind [0.3]\ncomponent Wind [0.4]\n}";
        let map = read(Format::Owm, text).map.unwrap();
        let names = Names::new(&map);
        let of = |id: &str| {
            let id = ElementId::new(id);
            let end = End::Element(id.clone());
            let own = map.element(&id).map(|element| names.own(element)).unwrap();
            [own, names.id(&id), &names.end(&end)].map(str::to_owned)
        };
        assert_eq!(of("tea-2"), ["Tea 2", "Tea 2", "Tea 2"]);
        assert_eq!(of("tea-3"), ["Tea", "Power_Tea", "Power_Tea"]);
        assert_eq!(of("wind"), ["Wind", "Power_Wind", "Power_Wind"]);
        assert_eq!(of("wind-2"), ["Wind 2", "Power_Wind 2", "Power_Wind 2"]);
    }
}
