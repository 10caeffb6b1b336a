//! What Mermaid calls the components of a map: its names are its ids, so each has to be another.

use std::collections::HashSet;

use crate::format::handle;
use crate::format::owm::names::loosely;
use crate::model::{Component, Element, ElementId, End, Index, Link, Map, Place};

/// How the text calls each component that it can draw, and what the others are called beside it.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The name in its own statement.
    own: Index<ElementId, String>,
    /// Mermaid's id: the name, for the child of a pipeline `Parent_Child`.
    ids: Index<ElementId, String>,
    /// What a link says.
    ends: Index<ElementId, String>,
    /// Every name that a line or a comment gives, as it is looked up.
    given: HashSet<String>,
    /// What is not drawn, and called as something else is: only comments of ours speak of it, by a handle.
    shadowed: HashSet<ElementId>,
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

impl Names {
    /// Finds a name for each component of a map: its own, with a number behind it where that is taken.
    pub(super) fn new(map: &Map) -> Self {
        let mut names = Self::default();
        let mut taken = HashSet::new();
        let mut numbers = Numbers::default();
        let (children, others): (Vec<_>, Vec<_>) = map
            .components()
            .filter(|(element, _)| is_written(map, element))
            .partition(|(_, component)| block_of(map, component).is_some());
        // What Mermaid reads first gets its name first.
        let (anchors, components): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, component)| component.is_anchor());
        for (element, component) in anchors.into_iter().chain(components) {
            let name = numbers.free("", &component.name, |name| taken.insert(name.to_owned()));
            names.enter(&element.id, &name, &name);
        }
        let mut labels: Index<&str, usize> = Index::default();
        for (_, component) in &children {
            *labels.entry(&component.name).or_default() += 1;
        }
        let mut left = children.clone();
        // A child's id begins with its parent's, which may be a child itself.
        while !left.is_empty() {
            let count = left.len();
            left.retain(|(element, component)| {
                let parent = block_of(map, component).and_then(|parent| names.ids.get(parent)).cloned();
                let Some(parent) = parent else { return true };
                let name =
                    numbers.free(&parent, &component.name, |name| taken.insert(format!("{parent}_{name}")));
                names.enter(&element.id, &name, &format!("{parent}_{name}"));
                false
            });
            if left.len() == count {
                break;
            }
        }
        for (element, component) in &children {
            let is_alone = labels.get(component.name.as_str()) == Some(&1);
            if let (Some(own), Some(id)) = (names.own.get(&element.id), names.ids.get(&element.id)) {
                // Links find ids first, then labels.
                let is_clear = is_alone && *own == component.name && !taken.contains(own);
                let end = if is_clear { own } else { id };
                names.ends.insert(element.id.clone(), end.clone());
            }
        }
        // What is switched off is looked up last.
        let unwritten = map.components().filter(|(element, _)| !is_written(map, element));
        let (off, on): (Vec<_>, Vec<_>) = unwritten.partition(|(element, _)| element.parked);
        for (element, component) in on.into_iter().chain(off) {
            if !names.given.insert(loosely(&component.name)) {
                names.ends.insert(element.id.clone(), handle::of(&component.name, &element.id));
                names.shadowed.insert(element.id.clone());
            }
        }
        names
    }

    /// The handle of a component that no name means.
    pub(super) fn handle(&self, id: &ElementId) -> Option<&str> {
        self.ends.get(id).filter(|_| self.shadowed.contains(id)).map(String::as_str)
    }

    /// Whether a line would mean another link.
    pub(super) fn is_mistaken(&self, link: &Link) -> bool {
        link.ends().any(|end| match end {
            End::Element(id) => self.shadowed.contains(id),
            End::Dangling(name) => self.given.contains(&loosely(name)),
        })
    }

    fn enter(&mut self, id: &ElementId, own: &str, mermaid: &str) {
        self.given.extend([loosely(own), loosely(mermaid)]);
        self.own.insert(id.clone(), own.to_owned());
        self.ids.insert(id.clone(), mermaid.to_owned());
        self.ends.insert(id.clone(), mermaid.to_owned());
    }

    /// The name in the component's own statement.
    pub(super) fn own(&self, id: &ElementId) -> &str {
        self.own.get(id).map_or("", String::as_str)
    }

    /// The id by which `evolve` and `pipeline` find it.
    pub(super) fn id(&self, id: &ElementId) -> &str {
        self.ids.get(id).map_or("", String::as_str)
    }

    /// The name by which a link finds what it ends at, and the comments of ours find anything.
    pub(super) fn end(&self, map: &Map, end: &End) -> String {
        match end {
            End::Element(id) => match self.ends.get(id) {
                Some(name) => name.clone(),
                None => map.element(id).map_or_else(|| id.to_string(), |element| element.name().to_owned()),
            },
            End::Dangling(name) if self.given.contains(&loosely(name)) => handle::of_missing(name),
            End::Dangling(name) => name.clone(),
        }
    }
}

/// The numbers that names have got by now, within their pipelines: none of them is free any more.
#[derive(Default)]
struct Numbers(Index<(String, String), usize>);

impl Numbers {
    /// The name, or the first with a number behind it, that can be taken.
    fn free(&mut self, within: &str, name: &str, mut take: impl FnMut(&str) -> bool) -> String {
        if take(name) {
            return name.to_owned();
        }
        let number = self.0.entry((within.to_owned(), name.to_owned())).or_insert(1);
        loop {
            *number += 1;
            let candidate = if name.is_empty() { number.to_string() } else { format!("{name} {number}") };
            if take(&candidate) {
                return candidate;
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
            let end = names.end(&map, &End::Element(id.clone()));
            [names.own(&id), names.id(&id), &end].map(str::to_owned)
        };
        assert_eq!(of("tea-2"), ["Tea 2", "Tea 2", "Tea 2"]);
        assert_eq!(of("tea-3"), ["Tea", "Power_Tea", "Power_Tea"]);
        assert_eq!(of("wind"), ["Wind", "Power_Wind", "Power_Wind"]);
        assert_eq!(of("wind-2"), ["Wind 2", "Power_Wind 2", "Power_Wind 2"]);
    }
}
