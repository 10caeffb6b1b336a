//! Things that wait for their fellows.

use std::hash::Hash;

use crate::model::Index;

/// Things by what they say, that wait for their fellows: of several that say the same the first is found first.
pub(super) struct Waiting<K> {
    first: Index<K, usize>,
    /// For each thing the next that says the same.
    next: Vec<Option<usize>>,
}

impl<K: Eq + Hash> Waiting<K> {
    pub(super) fn of(keys: Vec<K>) -> Self {
        let mut first = Index::default();
        first.reserve(keys.len());
        let mut next: Vec<Option<usize>> = vec![None; keys.len()];
        for (at, key) in keys.into_iter().enumerate().rev() {
            if let Some(slot) = next.get_mut(at) {
                *slot = first.insert(key, at);
            }
        }
        Self { first, next }
    }

    /// Takes the first that says so and is wanted.
    pub(super) fn take(&mut self, key: &K, is_wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let first = *self.first.get(key)?;
        let next = |at: usize| self.next.get(at).copied().flatten();
        let (mut before, mut at) = (None, first);
        while !is_wanted(at) {
            (before, at) = (Some(at), next(at)?);
        }
        let behind = next(at);
        match (before, behind) {
            (Some(before), _) => {
                if let Some(slot) = self.next.get_mut(before) {
                    *slot = behind;
                }
            }
            (None, Some(behind)) => {
                if let Some(slot) = self.first.get_mut(key) {
                    *slot = behind;
                }
            }
            (None, None) => {
                self.first.remove(key);
            }
        }
        Some(at)
    }
}
