//! Finding many elements of a map one after the other.

use std::sync::Arc;

use super::{Element, ElementId, Map};

/// Finds the elements of a map by their ids: quicker where they come in the map's order, even if only every tenth is asked for.
/// What stands there is near then, where a table leads anywhere.
pub(crate) struct Finder<'m> {
    map: &'m Map,
    /// Where the next one stands if they come one by one.
    next: usize,
    /// Whether the last one stood a little further on, so that it is worth while to look there.
    looks_ahead: bool,
}

/// So far.
const AHEAD: usize = 16;

impl<'m> Finder<'m> {
    /// Where the element with this id stands, and what it is; of two with the same id the first.
    pub(crate) fn find(&mut self, id: &ElementId) -> Option<(usize, &'m Arc<Element>)> {
        let is_it = |element: &Element| element.id == *id;
        self.find_where(self.map.elements.has_one_of_each(), is_it, id)
    }

    /// The same; without a guess only by the table.
    fn find_where(
        &mut self,
        guesses: bool,
        is_it: impl Fn(&Element) -> bool,
        id: &ElementId,
    ) -> Option<(usize, &'m Arc<Element>)> {
        let list = self.map.elements.list();
        let ahead = self.next + 1..self.next + AHEAD;
        let is_at = |at: usize| list.get(at).is_some_and(|element| is_it(element));
        let found = if guesses && is_at(self.next) {
            self.next
        } else if let Some(at) = ahead.clone().find(|at| guesses && self.looks_ahead && is_at(*at)) {
            at
        } else {
            let at = self.map.elements.number(id)?;
            self.looks_ahead = ahead.contains(&at);
            at
        };
        self.next = found + 1;
        Some((found, list.get(found)?))
    }
}

impl Map {
    /// Finds one element after the other.
    pub(crate) fn finder(&self) -> Finder<'_> {
        Finder { map: self, next: 0, looks_ahead: false }
    }

    /// Answers for one element of another map after the other where that with its id stands here: quicker where they come in
    /// the order of this map, as those of its other versions do.
    pub(crate) fn places(&self) -> impl FnMut(&Arc<Element>) -> Option<usize> {
        let mut finder = self.finder();
        move |other| {
            let is_it = |own: &Element| std::ptr::eq(own, other.as_ref()) || own.id == other.id;
            Some(finder.find_where(true, is_it, &other.id)?.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Component, ComponentKind, Place};

    #[test]
    fn elements_are_found_in_any_order() {
        let element = |id: &str| {
            let component = Component::new(id, ComponentKind::Component, Place::Unplaced);
            Arc::new(Element::new(ElementId::new(id), component))
        };
        let ids: Vec<String> = (0..100).map(|number| format!("part-{number}")).collect();
        let map = Map::default().with_elements(ids.iter().map(|id| element(id)).collect());
        let each = |map: &Map, asked: &mut dyn Iterator<Item = usize>| {
            let mut finder = map.finder();
            let found = asked.map(|at| (at, finder.find(&ElementId::new(&ids[at])).map(|found| found.0)));
            found.collect::<Vec<_>>()
        };
        let all: [&mut dyn Iterator<Item = usize>; 5] = [
            &mut (0..100),
            &mut (0..100).step_by(7),
            &mut (0..100).rev(),
            &mut (0..100).map(|at| at * 37 % 100),
            &mut (0..50).chain(10..30).chain((30..90).step_by(15)),
        ];
        for asked in all {
            assert!(each(&map, asked).iter().all(|(at, found)| Some(*at) == *found));
        }
        let mut finder = map.finder();
        assert!(finder.find(&ElementId::new("nobody")).is_none());
        // Of two with one id the first is meant, wherever the search stands.
        let twice = Map::default().with_elements(["a", "b", "a"].map(element).to_vec());
        let mut finder = twice.finder();
        let found = ["a", "b", "a"].map(|id| finder.find(&ElementId::new(id)).map(|found| found.0));
        assert_eq!(found, [Some(0), Some(1), Some(0)]);
    }
}
