//! A map said with the ids of another.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::Matching;
use crate::model::{Change, ElementId, IdMint, Map};

impl Matching {
    /// `b` with the ids of `a` where elements are the same; what is new keeps its id unless `a` has it for another.
    pub fn restated(&self, a: &Map, b: &Map) -> Map {
        let ids = self.new_ids(a, b, &[]);
        if ids.is_empty() { b.clone() } else { b.with_ids(&|id| ids.get(id).unwrap_or(id).clone()) }
    }

    /// The ids of `b` that become others when it is said with those of `a`. What is new takes none of `a` and none of the
    /// `taken` maps.
    pub(super) fn new_ids(&self, a: &Map, b: &Map, taken: &[&Map]) -> HashMap<ElementId, ElementId> {
        if self.says_same_ids() {
            return HashMap::new();
        }
        // Mostly nothing is new.
        let mut mint = LazyCell::new(|| {
            let mut mint = IdMint::default();
            for element in [a].into_iter().chain(taken.iter().copied()).flat_map(Map::elements) {
                mint.take(&element.id);
            }
            // What a scenario adds is nothing else either.
            for id in taken.iter().flat_map(|map| map.changes()).filter_map(Change::adds) {
                mint.take(id);
            }
            mint
        });
        let mut ids = HashMap::new();
        for (at, element) in b.elements().enumerate() {
            match self.in_a(&element.id) {
                Some(id) if *id == element.id => {}
                Some(id) => {
                    ids.insert(element.id.clone(), id.clone());
                }
                None if mint.take(&element.id) => {}
                None => {
                    let id = mint.new_id(element.name(), element.kind_name(), at + 1);
                    ids.insert(element.id.clone(), id);
                }
            }
        }
        ids
    }
}
