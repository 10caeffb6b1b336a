//! What of a layout depends on which symbols and links there are, and not on where they are: shared until that changes.

use std::sync::{Arc, OnceLock};

use super::bend;
use crate::model::{Element, ElementId, Index, Link, LinkKey, Map};

/// Which symbols links lead to.
#[derive(Debug, Default)]
pub(super) struct Bones {
    /// The numbers of the symbols.
    pub(super) index: Index<ElementId, usize>,
    /// Where the stops of each link begin, and where those of the last end.
    starts: Vec<u32>,
    /// The numbers of the symbols that the links stop at.
    stops: Vec<u32>,
    /// The keys of the links.
    keys: Vec<LinkKey>,
    /// How far links stand beside the straight line, where others go their way.
    sides: Index<usize, f64>,
    /// The numbers of the links by their keys: found out when it is asked first.
    numbers: OnceLock<Index<LinkKey, usize>>,
}

impl Bones {
    /// Of these symbols, in their order.
    pub(super) fn new<'a>(map: &Map, symbols: impl Iterator<Item = &'a ElementId>) -> Self {
        let index: Index<_, _> = symbols.enumerate().map(|(number, id)| (id.clone(), number)).collect();
        // For each element its symbol: who knows the numbers of a link's ends asks for no id.
        let of_element = |element: &Arc<Element>| index.get(&element.id).map(|number| *number as u32);
        let of_elements: Vec<Option<u32>> = map.elements().map(of_element).collect();
        let number = |at: usize| of_elements.get(at).copied().flatten();
        let ends = map.ends();
        let count = map.links().len();
        let (mut starts, mut stops) = (Vec::with_capacity(count + 1), Vec::with_capacity(2 * count));
        let mut keys = Vec::with_capacity(count);
        for (at, (key, link)) in map.keyed_links().enumerate() {
            starts.push(stops.len() as u32);
            keys.push(key);
            if link.parked {
                continue;
            }
            let [from, to] = ends.get(at).map(|end| number(end?));
            let via = link.via.iter().map(|end| number(map.index_of(end.id()?)?));
            let before = stops.len();
            for stop in [from].into_iter().chain(via).chain([to]) {
                let Some(stop) = stop else {
                    stops.truncate(before);
                    break;
                };
                stops.push(stop);
            }
        }
        starts.push(stops.len() as u32);
        Self { index, starts, stops, keys, sides: bend::sides(map), numbers: OnceLock::new() }
    }

    /// Those of before, where the symbols are the same, of maps with the same links.
    pub(super) fn kept<'a>(
        (old, bones): (&Map, &Arc<Self>),
        map: &Map,
        mut symbols: impl ExactSizeIterator<Item = &'a ElementId>,
        mut olds: impl ExactSizeIterator<Item = &'a ElementId>,
    ) -> Option<Arc<Self>> {
        let is_same = map.shares_links(old)
            && symbols.len() == olds.len()
            && symbols.all(|id| olds.next().is_some_and(|old| old == id));
        is_same.then(|| Arc::clone(bones))
    }

    /// The numbers of the symbols that a link stops at; none where it is switched off or leads to something that is not
    /// there.
    pub(super) fn stops(&self, link: usize) -> &[u32] {
        match (self.starts.get(link), self.starts.get(link + 1)) {
            (Some(from), Some(to)) => self.stops.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The links that stop at two symbols or more, with their numbers.
    pub(super) fn links<'a>(
        &'a self,
        map: &'a Map,
    ) -> impl Iterator<Item = (usize, &'a Arc<Link>, &'a [u32])> {
        let all = map.links().enumerate().map(|(number, link)| (number, link, self.stops(number)));
        all.filter(|(.., stops)| !stops.is_empty())
    }

    /// The key of a link.
    pub(super) fn key(&self, link: usize) -> Option<&LinkKey> {
        self.keys.get(link)
    }

    /// The number of the link with a key.
    pub(super) fn number(&self, key: &LinkKey) -> Option<usize> {
        let make = || self.keys.iter().enumerate().map(|(number, key)| (key.clone(), number)).collect();
        self.numbers.get_or_init(make).get(key).copied()
    }

    /// How many places a link stands beside the straight line.
    pub(super) fn side(&self, link: usize) -> f64 {
        if self.sides.is_empty() { 0.0 } else { self.sides.get(&link).copied().unwrap_or(0.0) }
    }

    /// The same for all links.
    pub(super) fn most_beside(&self) -> f64 {
        self.sides.values().fold(0.0, |most: f64, side| most.max(side.abs()))
    }
}
