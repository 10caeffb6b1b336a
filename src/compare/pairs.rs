//! The pairs of two maps: by ids, by names, by what stands around.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::waiting::Waiting;
use crate::model::{Body, Element, ElementId, Index, Map, Place, Position, Set};

/// The pairs as they are found, by the numbers of elements.
pub(super) struct Pairs<'m> {
    pub(super) a: &'m Map,
    pub(super) b: &'m Map,
    /// For each element of a its fellow in b.
    pub(super) of_a: Vec<Option<usize>>,
    /// For each element of b its fellow in a.
    pub(super) of_b: Vec<Option<usize>>,
}

impl<'m> Pairs<'m> {
    pub(super) fn none(a: &'m Map, b: &'m Map) -> Self {
        Self { a, b, of_a: vec![None; a.elements().len()], of_b: vec![None; b.elements().len()] }
    }

    fn pair(&mut self, of_a: usize, of_b: usize) {
        if let (Some(a), Some(b)) = (self.of_a.get_mut(of_a), self.of_b.get_mut(of_b)) {
            (*a, *b) = (Some(of_b), Some(of_a));
        }
    }

    /// What has no fellow yet, with its number.
    fn free(map: &'m Map, fellows: &[Option<usize>]) -> Vec<(usize, &'m Element)> {
        let free = map.elements().zip(fellows).enumerate().filter(|(_, (_, fellow))| fellow.is_none());
        free.map(|(at, (element, _))| (at, element.as_ref())).collect()
    }

    /// The fellow in b of an element of a.
    fn in_b(&self, id: &ElementId) -> Option<&'m ElementId> {
        let fellow = (*self.of_a.get(self.a.index_of(id)?)?)?;
        Some(&self.b.elements().nth(fellow)?.id)
    }

    fn is_paired_in_b(&self, id: &ElementId) -> bool {
        self.b.index_of(id).and_then(|at| self.of_b.get(at)).is_some_and(Option::is_some)
    }

    pub(super) fn by_id(&mut self) {
        let mut place = self.a.places();
        for (at, element) in self.b.elements().enumerate() {
            if let Some(other) = place(element) {
                self.pair(other, at);
            }
        }
    }

    /// Same kind and name: first those that say the same, then in their order, then those whose names differ only in how they
    /// are written.
    pub(super) fn by_name(&mut self) {
        self.side_by_side();
        for strict in [Some(true), Some(false), None] {
            let name = |element: &'m Element| match strict {
                Some(_) => Cow::Borrowed(element.name()),
                None => Cow::Owned(loosely(element.name())),
            };
            let free = Self::free(self.a, &self.of_a);
            if free.is_empty() {
                return;
            }
            let mut waiting =
                Waiting::of(free.iter().map(|(_, element)| (sort(element), name(element))).collect());
            for (of_b, element) in Self::free(self.b, &self.of_b) {
                let is_same = |at: usize| {
                    strict != Some(true)
                        || free.get(at).is_some_and(|(_, other)| {
                            spot(other) == spot(element) && other.parked == element.parked
                        })
                };
                let found = waiting.take(&(sort(element), name(element)), is_same);
                if let Some((of_a, _)) = found.and_then(|at| free.get(at)) {
                    self.pair(*of_a, of_b);
                }
            }
        }
    }

    /// What says the same at the same place of both lists, and has its name there alone: most of a version is so, and is not
    /// looked for in a table.
    fn side_by_side(&mut self) {
        let (a, b) = (self.a, self.b);
        let is_same = |one: &Arc<Element>, other: &Arc<Element>| {
            Arc::ptr_eq(one, other)
                || sort(one) == sort(other)
                    && one.name() == other.name()
                    && spot(one) == spot(other)
                    && one.parked == other.parked
        };
        let free = |fellow: Option<&Option<usize>>| fellow.is_some_and(Option::is_none);
        // What has none beside it may be the fellow of any that has its name.
        let mut odd: Set<&str> = Set::default();
        let mut pairs = Vec::with_capacity(a.elements().len().min(b.elements().len()));
        for (at, (one, other)) in a.elements().zip(b.elements()).enumerate() {
            match (free(self.of_a.get(at)), free(self.of_b.get(at))) {
                (true, true) if is_same(one, other) => pairs.push((at, one.name())),
                (of_a, of_b) => {
                    odd.extend(of_a.then_some(one.name()));
                    odd.extend(of_b.then_some(other.name()));
                }
            }
        }
        let both = a.elements().len().min(b.elements().len());
        let alone = a.elements().zip(&self.of_a).skip(both).chain(b.elements().zip(&self.of_b).skip(both));
        odd.extend(alone.filter(|(_, fellow)| fellow.is_none()).map(|(element, _)| element.name()));
        for (at, name) in pairs {
            if !odd.contains(name) {
                self.pair(at, at);
            }
        }
    }

    /// Another name, but the same place, or the same needs. What is paired so tells more of what stands around it: again,
    /// until nothing is found.
    pub(super) fn by_surroundings(&mut self) {
        let (a, b) = (self.a, self.b);
        let around = LazyCell::new(|| (Around::of(a), Around::of(b)));
        loop {
            let (left, right) = (Self::free(a, &self.of_a), Self::free(b, &self.of_b));
            if left.is_empty() || right.is_empty() {
                return;
            }
            let (around_a, around_b) = &*around;
            let index: Index<&ElementId, usize> =
                right.iter().enumerate().map(|(j, (_, other))| (&other.id, j)).collect();
            let mut there: Index<(&str, (u64, u64)), Vec<usize>> = Index::default();
            for (j, (_, other)) in right.iter().enumerate() {
                if let Some(spot) = spot(other) {
                    there.entry((sort(other), spot)).or_default().push(j);
                }
            }
            let mut scored = Vec::new();
            for (i, (_, one)) in left.iter().enumerate() {
                let links: BTreeSet<&ElementId> =
                    around_a.links(&one.id).filter_map(|id| self.in_b(id)).collect();
                let beside = around_a.beside(&one.id).map(|id| id.and_then(|id| self.in_b(id)));
                // Only what stands there, or is linked to the same, can be it.
                let at =
                    spot(one).and_then(|spot| there.get(&(sort(one), spot))).into_iter().flatten().copied();
                let linked =
                    links.iter().flat_map(|id| around_b.links(id)).filter_map(|id| index.get(id).copied());
                let candidates: BTreeSet<usize> = at.chain(linked).collect();
                for j in candidates {
                    let Some((_, other)) = right.get(j).filter(|(_, other)| sort(one) == sort(other)) else {
                        continue;
                    };
                    let is_there = spot(one).is_some() && spot(one) == spot(other);
                    let own: BTreeSet<&ElementId> =
                        around_b.links(&other.id).filter(|id| self.is_paired_in_b(id)).collect();
                    let shared = links.intersection(&own).count();
                    // A single need of many that something else has too makes it no more than a neighbour.
                    let is_alike = shared > 0 && 2 * shared >= links.len().max(own.len());
                    if !is_there && !is_alike {
                        continue;
                    }
                    let order = beside.iter().zip(around_b.beside(&other.id));
                    let order = order.filter(|(x, y)| x.is_some() && **x == *y).count();
                    let score = usize::from(is_there) * 2 + 2 * shared + order;
                    scored.push((usize::MAX - score, i, j));
                }
            }
            if scored.is_empty() {
                return;
            }
            scored.sort_unstable();
            let (mut used_a, mut used_b) = (HashSet::new(), HashSet::new());
            for (_, i, j) in scored {
                if let (Some((of_a, _)), Some((of_b, _))) = (left.get(i), right.get(j))
                    && !used_a.contains(&i)
                    && !used_b.contains(&j)
                {
                    used_a.insert(i);
                    used_b.insert(j);
                    self.pair(*of_a, *of_b);
                }
            }
        }
    }
}

/// What kind of thing it is; a component may become an anchor and is still the same.
fn sort(element: &Element) -> &'static str {
    if element.component().is_some() { "component" } else { element.kind_name() }
}

/// A name without what people do not mind: case, spaces, dashes.
fn loosely(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where an element stands, to tell whether two stand at the same spot.
fn spot(element: &Element) -> Option<(u64, u64)> {
    let bits = |at: &Position| (at.visibility.value().to_bits(), at.evolution.value().to_bits());
    match &element.body {
        Body::Component(component) => match &component.place {
            Place::At(at) => Some(bits(at)),
            Place::Within { evolution, .. } => Some((u64::MAX, evolution.value().to_bits())),
            Place::Unplaced => None,
        },
        Body::Note(note) => Some(bits(&note.at)),
        Body::Annotation(annotation) => annotation.at.first().map(bits),
        Body::Area(area) => area.outline.first().map(bits),
        Body::Attitude(attitude) => Some(bits(&attitude.top_left)),
        Body::Accelerator(accelerator) => Some(bits(&accelerator.at)),
    }
}

/// What stands around the elements of a map.
struct Around<'a> {
    links: Index<&'a ElementId, Vec<&'a ElementId>>,
    order: Vec<&'a ElementId>,
    index: Index<&'a ElementId, usize>,
}

impl<'a> Around<'a> {
    fn of(map: &'a Map) -> Self {
        let mut links: Index<_, Vec<_>> = Index::default();
        links.reserve(map.elements().len());
        for link in map.links() {
            if let (Some(from), Some(to)) = (link.from.id(), link.to.id()) {
                links.entry(from).or_default().push(to);
                links.entry(to).or_default().push(from);
            }
        }
        let order: Vec<_> = map.elements().map(|element| &element.id).collect();
        let index = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        Self { links, order, index }
    }

    fn links(&self, id: &ElementId) -> impl Iterator<Item = &'a ElementId> {
        self.links.get(id).into_iter().flatten().copied()
    }

    /// The elements before and behind one.
    fn beside(&self, id: &ElementId) -> [Option<&'a ElementId>; 2] {
        let Some(at) = self.index.get(id) else { return [None, None] };
        let before = at.checked_sub(1).and_then(|at| self.order.get(at));
        [before.copied(), self.order.get(at + 1).copied()]
    }
}
