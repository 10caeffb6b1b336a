//! Which element of a list has an id, and which link a key: tables of numbers, that look into the list for the rest. What is
//! asked in any order is near then, however long the list is.

use std::hash::{BuildHasher as _, Hash};
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::{Element, ElementId, End, Link, LinkKey, Shared};

/// Where things stand in a list, by what tells them apart.
#[derive(Clone, Debug, Default)]
struct Table {
    numbers: HashTable<u32>,
    hasher: RandomState,
}

impl Table {
    fn of(count: usize) -> Self {
        Self { numbers: HashTable::with_capacity(count), hasher: RandomState::default() }
    }

    /// The number of the thing for which `is_it` holds, of those with this key.
    fn get(&self, key: impl Hash, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let hash = self.hasher.hash_one(key);
        self.numbers.find(hash, |at| is_it(*at as usize)).map(|at| *at as usize)
    }

    /// Enters a number, or answers which one stands there already: that for which `is_it` holds.
    fn enter<K: Hash>(
        &mut self,
        at: usize,
        key: impl Fn(usize) -> Option<K>,
        is_it: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let hash = |at: usize| self.hasher.hash_one(key(at));
        match self.numbers.entry(hash(at), |other| is_it(*other as usize), |other| hash(*other as usize)) {
            Entry::Occupied(there) => Some(*there.get() as usize),
            Entry::Vacant(free) => {
                free.insert(at as u32);
                None
            }
        }
    }
}

/// Where elements stand, by their ids.
#[derive(Debug, Default)]
pub(super) struct ElementNumbers {
    table: Table,
    /// Where the one stands that was found last: what is asked for in the list's order is found behind it. `None` where two
    /// have one id, of which the first is meant.
    last: Option<AtomicU32>,
}

impl ElementNumbers {
    /// Of these elements; of two with one id the first counts.
    pub(super) fn of(list: &Shared<Element>) -> Self {
        let mut table = Table::of(list.len());
        let id = |at: usize| list.get(at).map(|element| &element.id);
        for at in 0..list.len() {
            table.enter(at, id, |other| id(other) == id(at));
        }
        let last = (table.numbers.len() == list.len()).then(AtomicU32::default);
        Self { table, last }
    }

    /// Whether no two have the same id.
    pub(super) fn has_one_of_each(&self) -> bool {
        self.last.is_some()
    }

    /// As [`Self::get`], for who makes his own guesses.
    pub(super) fn find(&self, list: &Shared<Element>, id: &ElementId) -> Option<usize> {
        self.table.get(Some(id), |at| list.get(at).is_some_and(|element| element.id == *id))
    }

    /// The number of the element with this id in a list that has the same ids in the same order.
    pub(super) fn get(&self, list: &Shared<Element>, id: &ElementId) -> Option<usize> {
        let is_it = |at: usize| list.get(at).is_some_and(|element| element.id == *id);
        let Some(guess) = &self.last else { return self.find(list, id) };
        let last = guess.load(Ordering::Relaxed) as usize;
        if is_it(last) {
            return Some(last);
        }
        let found = if is_it(last + 1) { last + 1 } else { self.find(list, id)? };
        guess.store(found as u32, Ordering::Relaxed);
        Some(found)
    }
}

/// The numbers of the elements at the ends of links.
#[derive(Debug)]
pub(crate) struct Ends(Vec<[u32; 2]>);

/// So many links are a stretch.
const STRETCH: usize = 32;

/// The number of what is no element.
const NONE: u32 = u32::MAX;

impl Ends {
    /// Of these links among these elements.
    pub(super) fn of(links: &Shared<Link>, elements: &Shared<Element>, numbers: &ElementNumbers) -> Self {
        let number = |end: &End| {
            let found = end.id().and_then(|id| numbers.get(elements, id));
            found.map_or(NONE, |at| at as u32)
        };
        // Those that links begin with mostly stand in the order of the elements, and are asked for first.
        let mut ends: Vec<[u32; 2]> = links.iter().map(|link| [number(&link.from), NONE]).collect();
        for ([_, to], link) in ends.iter_mut().zip(links) {
            *to = number(&link.to);
        }
        Self(ends)
    }

    /// The numbers of the elements at the ends of a stretch of links, where one begins with this link. Who goes through links in
    /// their order and asks for what stands elsewhere looks at that of a stretch at once: the processor then waits for all of it
    /// together.
    pub(crate) fn stretch(&self, link: usize) -> impl Iterator<Item = usize> + '_ {
        let count = if link.is_multiple_of(STRETCH) { STRETCH } else { 0 };
        let ends = self.0.get(link..).unwrap_or_default().iter().take(count);
        ends.flatten().filter(|at| **at != NONE).map(|at| *at as usize)
    }

    /// The numbers of the elements at both ends of a link; `None` where there is none.
    pub(crate) fn get(&self, link: usize) -> [Option<usize>; 2] {
        let number = |at: u32| (at != NONE).then_some(at as usize);
        self.0.get(link).map_or([None, None], |ends| ends.map(number))
    }
}

/// How many links before each have the same ends and kind.
pub(super) fn nths(list: &Shared<Link>) -> Vec<u32> {
    let parts = |at: usize| list.get(at).map(|link| (&link.from, &link.to, link.kind));
    let mut table = Table::of(list.len());
    // For the first of each kind how many there are.
    let mut counts = vec![0_u32; list.len()];
    (0..list.len())
        .map(|at| {
            let first = table.enter(at, parts, |other| parts(other) == parts(at)).unwrap_or(at);
            counts.get_mut(first).map_or(0, |count| std::mem::replace(count, *count + 1))
        })
        .collect()
}

/// Where links stand, by their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkNumbers(Table);

impl LinkNumbers {
    /// Of these links, which have these [`nths`].
    pub(super) fn of(list: &Shared<Link>, nths: &[u32]) -> Self {
        let mut table = Table::of(list.len());
        let key = |at: usize| {
            let link = list.get(at)?;
            Some((&link.from, &link.to, link.kind, *nths.get(at)?))
        };
        for at in 0..list.len() {
            table.enter(at, key, |_| false);
        }
        Self(table)
    }

    /// The number of the link with this key.
    pub(super) fn get(&self, list: &Shared<Link>, nths: &[u32], key: &LinkKey) -> Option<usize> {
        let nth = u32::try_from(key.nth).ok()?;
        self.0.get(Some((&key.from, &key.to, key.kind, nth)), |at| {
            nths.get(at) == Some(&nth)
                && list
                    .get(at)
                    .is_some_and(|link| link.from == key.from && link.to == key.to && link.kind == key.kind)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Component, ComponentKind, LinkKind, Map, Place, Rare};

    fn element(id: &str) -> Arc<Element> {
        let component = Component::new(id, ComponentKind::Component, Place::Unplaced);
        Arc::new(Element::new(ElementId::new(id), component))
    }

    fn link(from: &str, to: &str) -> Arc<Link> {
        let end = |id: &str| match id {
            "" => End::Dangling("nobody".to_owned()),
            id => End::Element(ElementId::new(id)),
        };
        let (text, label) = (Rare::default(), Rare::default());
        let (from, to, via) = (end(from), end(to), Rare::default());
        Arc::new(Link { from, to, kind: LinkKind::Need, via, text, label, parked: false })
    }

    #[test]
    fn elements_are_found_in_any_order_and_of_two_the_first() {
        let ids = |ids: &[&str]| ids.iter().map(|id| element(id)).collect::<Shared<_>>();
        let of = |list: &Shared<Element>, asked: &[&str]| {
            let numbers = ElementNumbers::of(list);
            asked.iter().map(|id| numbers.get(list, &ElementId::new(id))).collect::<Vec<_>>()
        };
        let list = ids(&["a", "b", "c", "d"]);
        assert_eq!(of(&list, &["a", "b", "c", "d"]), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(of(&list, &["d", "x", "c", "d", "a"]), [Some(3), None, Some(2), Some(3), Some(0)]);
        let twice = ids(&["a", "b", "a", "c"]);
        assert_eq!(of(&twice, &["b", "a", "c", "a"]), [Some(1), Some(0), Some(3), Some(0)]);
    }

    #[test]
    fn ends_are_those_of_the_order_that_the_map_has() {
        let map = Map::default()
            .with_elements(vec![element("a"), element("b")])
            .with_links(vec![link("a", "b"), link("b", "")]);
        let ends = |map: &Map| [map.ends().get(0), map.ends().get(1), map.ends().get(2)];
        assert_eq!(ends(&map), [[Some(0), Some(1)], [Some(1), None], [None, None]]);
        let turned = map.clone().with_elements(vec![element("b"), element("c"), element("a")]);
        assert_eq!(ends(&turned), [[Some(2), Some(0)], [Some(0), None], [None, None]]);
        assert_eq!(ends(&map), [[Some(0), Some(1)], [Some(1), None], [None, None]]);
        let gone = map.with_elements(vec![element("b")]);
        assert_eq!(ends(&gone), [[None, Some(0)], [Some(0), None], [None, None]]);
    }
}
