//! What is selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{ElementId, LinkKey, Map};

/// What is selected. It may name what the map no longer has; [`Selection::within`] drops that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Elements.
    pub elements: BTreeSet<ElementId>,
    /// Links.
    pub links: BTreeSet<LinkKey>,
    /// The ghost of a component: where it evolves to. Alone, or with that component: then both move.
    pub ghost: Option<ElementId>,
}

impl Selection {
    /// One element.
    pub fn of(id: &ElementId) -> Self {
        Self { elements: [id.clone()].into(), ..Self::default() }
    }

    /// One link.
    pub fn of_link(key: &LinkKey) -> Self {
        Self { links: [key.clone()].into(), ..Self::default() }
    }

    /// One ghost.
    pub fn of_ghost(id: &ElementId) -> Self {
        Self { ghost: Some(id.clone()), ..Self::default() }
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty() && self.links.is_empty() && self.ghost.is_none()
    }

    /// The element, where one is selected and nothing else, but where it evolves to.
    pub fn single(&self) -> Option<&ElementId> {
        let only = self.elements.len() == 1 && self.links.is_empty();
        self.elements.first().filter(|_| only)
    }

    /// The link, where one is selected and nothing else.
    pub fn only_link(&self) -> Option<&LinkKey> {
        let only = self.links.len() == 1 && self.elements.is_empty();
        self.links.first().filter(|_| only)
    }

    /// What of it is not in another.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self { elements: &self.elements - &other.elements, links: &self.links - &other.links, ghost: None }
    }

    /// What of it the map has.
    #[must_use]
    pub fn within(&self, map: &Map) -> Self {
        Self {
            elements: self.elements.iter().filter(|id| map.element(id).is_some()).cloned().collect(),
            links: self.links.iter().filter(|key| map.link(key).is_some()).cloned().collect(),
            ghost: self.ghost.clone().filter(|id| map.component(id).is_some_and(|c| c.evolve.is_some())),
        }
    }

    /// The same, shared: the very one where the map has all of it, so that a selection of all is not made anew at each step.
    pub(super) fn kept_within(own: &Arc<Self>, map: &Map) -> Arc<Self> {
        let has_ghost = |id: &ElementId| map.component(id).is_some_and(|own| own.evolve.is_some());
        let is_whole = own.elements.iter().all(|id| map.element(id).is_some())
            && own.links.iter().all(|key| map.link(key).is_some())
            && own.ghost.as_ref().is_none_or(has_ghost);
        if is_whole { Arc::clone(own) } else { Arc::new(own.within(map)) }
    }

    /// What is in exactly one of two selections.
    #[must_use]
    pub fn toggled(&self, other: &Self) -> Self {
        Self { elements: &self.elements ^ &other.elements, links: &self.links ^ &other.links, ghost: None }
    }

    /// What is in either of two selections.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        Self { elements: &self.elements | &other.elements, links: &self.links | &other.links, ghost: None }
    }
}
