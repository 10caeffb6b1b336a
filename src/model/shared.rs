//! Long lists of which copies share what they have in common.

use std::sync::Arc;

/// A list of shared things, in shared chunks: a copy costs a look at each chunk, finding out what differs too, and a change
/// copies the chunk that it is in. Persistent lists of crates share as much, but do not say where two of them differ.
#[derive(Debug)]
pub struct Shared<T> {
    /// All are full but the last, and none is empty.
    chunks: Vec<Chunk<T>>,
}

type Chunk<T> = Arc<Vec<Arc<T>>>;

/// So many things are in a chunk.
const CHUNK: usize = 256;

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone() }
    }
}

impl<T> FromIterator<Arc<T>> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(things: I) -> Self {
        let mut things = things.into_iter();
        let mut chunks = Vec::with_capacity(things.size_hint().0.div_ceil(CHUNK));
        loop {
            let mut chunk = Vec::with_capacity(CHUNK.min(things.size_hint().1.unwrap_or(CHUNK)));
            chunk.extend(things.by_ref().take(CHUNK));
            let is_last = chunk.len() < CHUNK;
            if !chunk.is_empty() {
                chunks.push(Arc::new(chunk));
            }
            if is_last {
                return Self { chunks };
            }
        }
    }
}

impl<T> From<Vec<Arc<T>>> for Shared<T> {
    fn from(things: Vec<Arc<T>>) -> Self {
        things.into_iter().collect()
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.differences(other).all(|(_, own, other)| own == other)
    }
}

impl<T> Shared<T> {
    /// How many things there are.
    pub fn len(&self) -> usize {
        let before_last = self.chunks.len().saturating_sub(1) * CHUNK;
        self.chunks.last().map_or(0, |last| before_last + last.len())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// What stands at a place.
    pub fn get(&self, at: usize) -> Option<&Arc<T>> {
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)
    }

    /// The first.
    pub fn first(&self) -> Option<&Arc<T>> {
        self.get(0)
    }

    /// The last.
    pub fn last(&self) -> Option<&Arc<T>> {
        self.chunks.last()?.last()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { list: self, next: 0, end: self.len() }
    }

    /// The same, to be changed: all chunks are then this list's own.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Arc<T>> {
        self.chunks.iter_mut().flat_map(|chunk| Arc::make_mut(chunk).iter_mut())
    }

    /// What stands at a place, to be changed.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Arc<T>> {
        Arc::make_mut(self.chunks.get_mut(at / CHUNK)?).get_mut(at % CHUNK)
    }

    /// Adds something at the end.
    pub fn push(&mut self, thing: Arc<T>) {
        if let Some(last) = self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
            Arc::make_mut(last).push(thing);
        } else {
            let mut chunk = Vec::with_capacity(CHUNK);
            chunk.push(thing);
            self.chunks.push(Arc::new(chunk));
        }
    }

    /// Where something stands in a list that is in the order of a key, as for slices.
    ///
    /// # Errors
    /// Where it would stand.
    pub fn binary_search_by_key<K: Ord>(&self, key: &K, of: impl Fn(&Arc<T>) -> K) -> Result<usize, usize> {
        let ends_before = |chunk: &Chunk<T>| chunk.last().is_some_and(|last| of(last) < *key);
        let number = self.chunks.partition_point(ends_before);
        let Some(chunk) = self.chunks.get(number) else { return Err(self.len()) };
        let within = chunk.binary_search_by_key(key, &of);
        within.map(|at| number * CHUNK + at).map_err(|at| number * CHUNK + at)
    }

    /// Whether two lists are the very same things.
    pub fn is_same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.differences(other).next().is_none()
    }

    /// The places at which two lists have not the very same, with what each has there, as far as both go. Chunks that they
    /// share cost one look.
    pub fn differences<'a, 'b>(
        &'a self,
        other: &'b Self,
    ) -> impl Iterator<Item = (usize, &'a Arc<T>, &'b Arc<T>)> {
        let pairs = self.chunks.iter().zip(&other.chunks).enumerate();
        let others = pairs.filter(|(_, (own, other))| !Arc::ptr_eq(own, other));
        others.flat_map(|(number, (own, other))| {
            let pairs = own.iter().zip(other.iter()).enumerate();
            let differ = pairs.filter(|(_, (own, other))| !Arc::ptr_eq(own, other));
            differ.map(move |(at, (own, other))| (number * CHUNK + at, own, other))
        })
    }

    /// Takes over those chunks of another list that have the very same things: what differs is found sooner from then on.
    pub fn adopt(&mut self, other: &Self) {
        for (own, other) in self.chunks.iter_mut().zip(&other.chunks) {
            let has_same = || own.iter().zip(other.iter()).all(|(own, other)| Arc::ptr_eq(own, other));
            if !Arc::ptr_eq(own, other) && own.len() == other.len() && has_same() {
                own.clone_from(other);
            }
        }
    }

    /// Takes over what another list has: at each place where both have equal things, and whole chunks.
    pub fn share(&mut self, other: &Self)
    where
        T: PartialEq,
    {
        for (own, other) in self.chunks.iter_mut().zip(&other.chunks) {
            if Arc::ptr_eq(own, other) {
                continue;
            }
            let mut is_same = own.len() == other.len();
            for (own, other) in Arc::make_mut(own).iter_mut().zip(other.iter()) {
                if *own == *other {
                    own.clone_from(other);
                } else {
                    is_same = false;
                }
            }
            if is_same {
                own.clone_from(other);
            }
        }
    }
}

/// The things of a list in their order.
#[derive(Debug)]
pub struct Iter<'a, T> {
    list: &'a Shared<T>,
    next: usize,
    end: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a Arc<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.list.get(self.next).filter(|_| self.next < self.end)?;
        self.next += 1;
        Some(next)
    }

    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.next = self.end.min(self.next.saturating_add(n));
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }

    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, mut f: F) -> B {
        let mut folded = init;
        let mut at = self.next;
        while at < self.end {
            let chunk = self.list.chunks.get(at / CHUNK).map_or(&[][..], |chunk| chunk.as_slice());
            let within = at % CHUNK..chunk.len().min(at % CHUNK + self.end - at);
            at += within.len().max(1);
            folded = chunk.get(within).unwrap_or_default().iter().fold(folded, &mut f);
        }
        folded
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let last = self.end.checked_sub(1).filter(|last| *last >= self.next)?;
        self.end = last;
        self.list.get(last)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a Arc<T>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(count: usize) -> Shared<usize> {
        (0..count).map(Arc::new).collect()
    }

    #[test]
    fn a_list_is_what_was_put_into_it() {
        for count in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7] {
            let all = list(count);
            let mut pushed = Shared::default();
            (0..count).for_each(|number| pushed.push(Arc::new(number)));
            assert_eq!((all.len(), all.is_empty(), all.iter().len()), (count, count == 0, count));
            assert!(all.iter().map(|thing| **thing).eq(0..count));
            assert!(all.iter().rev().map(|thing| **thing).eq((0..count).rev()));
            assert!(all == pushed && !all.is_same(&pushed) || count == 0);
            for (skipped, taken) in [(0, count / 2), (count / 3, CHUNK), (count, 1), (CHUNK - 1, 2)] {
                let mut part = all.iter().skip(skipped).take(taken);
                let expected = (0..count).skip(skipped).take(taken);
                assert!(part.clone().map(|thing| **thing).eq(expected.clone()));
                assert!(part.clone().rev().map(|thing| **thing).eq(expected.clone().rev()));
                part.next();
                assert_eq!(part.fold(0, |sum, thing| sum + **thing), expected.skip(1).sum::<usize>());
                assert_eq!(
                    all.iter().nth(skipped).map(|thing| **thing),
                    (skipped < count).then_some(skipped)
                );
            }
            for at in [0, 1, CHUNK - 1, CHUNK, count.saturating_sub(1), count, count + CHUNK] {
                assert_eq!(all.get(at).map(|thing| **thing), (at < count).then_some(at));
                let doubled: Shared<usize> = (0..count).map(|number| Arc::new(2 * number)).collect();
                let slice: Vec<usize> = (0..count).map(|number| 2 * number).collect();
                for key in [2 * at, 2 * at + 1] {
                    assert_eq!(
                        doubled.binary_search_by_key(&key, |thing| **thing),
                        slice.binary_search(&key)
                    );
                }
            }
        }
    }

    #[test]
    fn a_change_is_seen_where_it_is_and_shared_no_further() {
        let old = list(2 * CHUNK + 5);
        let mut new = old.clone();
        assert!(new.is_same(&old));
        *new.get_mut(CHUNK + 1).expect("a place") = Arc::new(0);
        let places: Vec<_> = new.differences(&old).map(|(at, own, old)| (at, **own, **old)).collect();
        assert_eq!(places, [(CHUNK + 1, 0, CHUNK + 1)]);
        assert!(new != old && old == list(2 * CHUNK + 5));
        let mut gathered: Shared<usize> = new.iter().cloned().collect();
        gathered.adopt(&old);
        let is_adopted = |at: usize| Arc::ptr_eq(&gathered.chunks[at], &old.chunks[at]);
        assert!(gathered == new && [0, 1, 2].map(is_adopted) == [true, false, true]);
        let mut again = list(2 * CHUNK + 5);
        again.share(&old);
        assert!(again.is_same(&old));
        again.iter_mut().for_each(|thing| *thing = Arc::new(0));
        again.share(&new);
        assert_eq!(again.differences(&new).count(), 2 * CHUNK + 4 - 1);
    }
}
