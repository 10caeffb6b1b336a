//! A map as what it differs by from the one that came after it: what a long history keeps.

use std::sync::Arc;

use super::map::{Elements, Links};
use super::{Element, Link, Map, Shared};

/// What turns a map back into the one before it. It shares all that it holds with that map.
#[derive(Clone, Debug)]
pub struct MapBefore {
    /// The map without its elements and links; `None` where that is the same.
    head: Option<Box<Map>>,
    elements: Option<ListBefore<Element>>,
    /// Whether the elements had the same ids in the same order.
    shares_order: bool,
    links: Option<ListBefore<Link>>,
}

/// What a list was before.
#[derive(Clone, Debug)]
enum ListBefore<T> {
    /// As long, with other things at some places.
    Places(Vec<(u32, Arc<T>)>),
    /// With other things instead of so many from a place on.
    Part { from: usize, count: usize, was: Vec<Arc<T>> },
}

impl<T> ListBefore<T> {
    /// `None` where nothing differs.
    fn new(was: &Shared<T>, is: &Shared<T>) -> Option<Self> {
        if was.len() == is.len() {
            let differ = was.differences(is).map(|(at, was, _)| (at as u32, Arc::clone(was)));
            let places: Vec<_> = differ.collect();
            return (!places.is_empty()).then_some(Self::Places(places));
        }
        let is_same = |(was, is): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(was, is);
        let from = was.iter().zip(is).take_while(is_same).count();
        let most = was.len().min(is.len()) - from;
        let behind = was.iter().rev().zip(is.iter().rev()).take(most).take_while(is_same).count();
        let part = was.iter().take(was.len() - behind).skip(from).cloned().collect();
        Some(Self::Part { from, count: is.len() - behind - from, was: part })
    }

    fn of(&self, is: &Shared<T>) -> Shared<T> {
        match self {
            Self::Places(places) => {
                let mut list = is.clone();
                for (at, was) in places {
                    if let Some(slot) = list.get_mut(*at as usize) {
                        *slot = Arc::clone(was);
                    }
                }
                list
            }
            Self::Part { from, count, was } => {
                let behind = is.iter().skip(from + count).cloned();
                is.iter().take(*from).cloned().chain(was.iter().cloned()).chain(behind).collect()
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Places(places) => places.len(),
            Self::Part { was, .. } => was.len(),
        }
    }
}

impl Map {
    /// The map without its elements and links.
    pub(super) fn head(&self) -> Self {
        Self {
            title: self.title.clone(),
            about: self.about.clone(),
            theme: self.theme.clone(),
            sheet: self.sheet,
            evolution: self.evolution.clone(),
            value_chain: self.value_chain.clone(),
            annotations_at: self.annotations_at,
            legend: self.legend,
            stacked_labels: self.stacked_labels,
            answered: self.answered.clone(),
            decisions: self.decisions.clone(),
            pins: self.pins.clone(),
            rules_off: self.rules_off.clone(),
            scenarios: self.scenarios.clone(),
            conflicts: self.conflicts.clone(),
            kept: self.kept.clone(),
            elements: Elements::default(),
            links: Links::default(),
        }
    }

    /// What turns the map `next`, which was made from this one, back into this one.
    pub fn before(&self, next: &Self) -> MapBefore {
        let head = self.head();
        MapBefore {
            head: (head != next.head()).then(|| Box::new(head)),
            elements: ListBefore::new(self.elements.list(), next.elements.list()),
            shares_order: self.shares_order(next),
            links: ListBefore::new(self.links.list(), next.links.list()),
        }
    }
}

impl MapBefore {
    /// The map before `next`.
    #[must_use]
    pub fn of(&self, next: &Map) -> Map {
        let elements = match &self.elements {
            None => next.elements.clone(),
            Some(before) => next.elements.with(before.of(next.elements.list()), self.shares_order),
        };
        let links = match &self.links {
            None => next.links.clone(),
            Some(before) => Links::new(before.of(next.links.list())),
        };
        let head = self.head.as_ref().map_or_else(|| next.head(), |head| Map::clone(head));
        Map { elements, links, ..head }
    }

    /// How many elements and links it holds.
    pub fn len(&self) -> usize {
        self.elements.as_ref().map_or(0, ListBefore::len) + self.links.as_ref().map_or(0, ListBefore::len)
    }

    /// Whether it holds none: only the map's head may differ.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
