//! Lists that both sides changed.

use std::collections::BTreeMap;
use std::hash::Hash;

use crate::model::{Answer, Change, Conflict, Decision, ElementId, End, Index, Kept, Opinion, Pin};

/// What is found again in a list by a key: the same things have the same one, and few others have it.
pub(crate) trait Keyed: PartialEq {
    /// What it is found by.
    type Key<'k>: Hash + Eq
    where
        Self: 'k;

    fn key(&self) -> Self::Key<'_>;
}

/// Kinds of things that are found by all that they say.
macro_rules! keyed_by_all {
    ($($kind:ty),*) => {
        $(impl Keyed for $kind {
            type Key<'k> = &'k Self;

            fn key(&self) -> &Self {
                self
            }
        })*
    };
}

keyed_by_all!(String, Answer, Decision, Kept, Pin);

impl Keyed for &str {
    type Key<'k>
        = &'k str
    where
        Self: 'k;

    fn key(&self) -> &str {
        self
    }
}

impl Keyed for Opinion {
    type Key<'k> = &'k str;

    fn key(&self) -> &str {
        &self.by
    }
}

impl Keyed for Change {
    type Key<'k> = About<'k>;

    fn key(&self) -> About<'_> {
        about(self)
    }
}

impl Keyed for Conflict {
    type Key<'k> = [Option<About<'k>>; 3];

    fn key(&self) -> [Option<About<'_>>; 3] {
        [&self.base, &self.ours, &self.theirs].map(|changes| changes.first().map(about))
    }
}

/// What a change is about: two that are about the same cannot both be taken without a look.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum About<'c> {
    Head(usize),
    Element(&'c ElementId),
    Link([&'c End; 2]),
    Order,
}

pub(super) fn about(change: &Change) -> About<'_> {
    match change {
        Change::Head(field) => About::Head(field.rank()),
        Change::Order(_) | Change::LinkOrder(_) => About::Order,
        change => match (change.element(), change.link_ends()) {
            (Some(id), _) => About::Element(id),
            (None, Some(ends)) => About::Link(ends),
            (None, None) => About::Order,
        },
    }
}

/// The things of a list, where they are asked for many times.
pub(super) struct Listed<'l, T: Keyed + 'l> {
    list: &'l [T],
    by_key: Index<T::Key<'l>, Vec<usize>>,
}

impl<'l, T: Keyed> Listed<'l, T> {
    pub(super) fn of(list: &'l [T]) -> Self {
        let mut by_key: Index<T::Key<'l>, Vec<usize>> = Index::default();
        for (at, item) in list.iter().enumerate() {
            by_key.entry(item.key()).or_default().push(at);
        }
        Self { list, by_key }
    }

    /// Where it stands last.
    fn last<'i>(&self, item: &'i T) -> Option<usize>
    where
        'i: 'l,
    {
        let same = self.by_key.get(&item.key())?;
        same.iter().rev().copied().find(|at| self.list.get(*at) == Some(item))
    }

    pub(super) fn has<'i>(&self, item: &'i T) -> bool
    where
        'i: 'l,
    {
        self.last(item).is_some()
    }
}

/// A list that both sides changed: ours, with what they added behind what it stood behind, and without what they took out.
pub(crate) fn list<T: Clone + Keyed>(old: &[T], own: &[T], their: &[T]) -> Vec<T> {
    let (in_old, in_own, in_their) = (Listed::of(old), Listed::of(own), Listed::of(their));
    let left: Vec<bool> = own.iter().map(|item| in_their.has(item) || !in_old.has(item)).collect();
    let mut behind: BTreeMap<Option<usize>, Vec<&T>> = BTreeMap::new();
    // Behind which of ours the last stands that they have too.
    let mut last = None;
    for (at, item) in their.iter().enumerate() {
        match in_own.last(item) {
            Some(known) => last = Some(Some(known)),
            None if in_old.has(item) => {}
            None => {
                let end = || if at == 0 { None } else { own.len().checked_sub(1) };
                behind.entry(*last.get_or_insert_with(end)).or_default().push(item);
            }
        }
    }
    let mut all: Vec<T> = behind.remove(&None).into_iter().flatten().cloned().collect();
    for (at, (item, is_left)) in own.iter().zip(left).enumerate() {
        all.extend(is_left.then(|| item.clone()));
        all.extend(behind.remove(&Some(at)).into_iter().flatten().cloned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, own: &str, their: &str, expected: &str) {
        let [old, own, their] =
            [old, own, their].map(|text| text.chars().map(String::from).collect::<Vec<_>>());
        assert_eq!(list(&old, &own, &their).concat(), expected);
    }

    #[test]
    fn both_sides_are_in_the_list() {
        check("abc", "abc", "abc", "abc");
        check("abc", "abcx", "yabc", "yabcx");
        check("abc", "abxc", "abyc", "abyxc");
        check("abc", "ac", "abxc", "axc");
        check("abc", "abc", "ac", "ac");
        check("abc", "cab", "axbc", "caxb");
        check("", "ab", "xb", "xab");
        check("a", "", "ax", "x");
        check("a", "b", "axy", "bxy");
        check("", "", "xyx", "xyx");
        check("ab", "ab", "abxab", "abx");
    }
}
