//! Links of both sides.

use std::sync::Arc;

use super::Merge;
use crate::compare::{Identity, Matching};
use crate::model::{Change, Conflict, End, Index, Link, LinkField, LinkKey, LinkKind, Map};

/// What links have in common that may stand for each other.
type Sort = (End, End, LinkKind);

/// The links of a merge, by their places.
pub(super) struct Links<'a, 'm> {
    merge: &'a mut Merge<'m>,
    /// For each link of base, its key in ours.
    ours: Index<LinkKey, LinkKey>,
    /// For each link of base, how they have it.
    theirs: Index<LinkKey, Arc<Link>>,
    /// How many links of each ends and kind the merged map has so far.
    count: Index<Sort, usize>,
    /// The keys, in ours, of the links that only we have.
    added: Index<Sort, Vec<(LinkKey, Arc<Link>)>>,
}

impl<'a, 'm> Links<'a, 'm> {
    pub(super) fn new(merge: &'a mut Merge<'m>) -> Self {
        let (base, ours, theirs) = (merge.base, merge.ours, merge.theirs);
        let keys = |map: &Map| -> Vec<LinkKey> { map.keyed_links().map(|(key, _)| key).collect() };
        let (base_keys, our_keys) = (keys(base), keys(ours));
        let mut links = Self {
            merge,
            ours: Index::default(),
            theirs: Index::default(),
            count: Index::default(),
            added: Index::default(),
        };
        let fellows = Matching::new(base, ours, Identity::Ids);
        for ((key, link), fellow) in our_keys.iter().zip(ours.links()).zip(fellows.links()) {
            let sort = (link.from.clone(), link.to.clone(), link.kind);
            *links.count.entry(sort.clone()).or_default() += 1;
            match fellow.and_then(|at| base_keys.get(at)) {
                Some(old) => {
                    links.ours.insert(old.clone(), key.clone());
                }
                None => links.added.entry(sort).or_default().push((key.clone(), Arc::clone(link))),
            }
        }
        let fellows = Matching::new(base, theirs, Identity::Ids);
        for (link, fellow) in theirs.links().zip(fellows.links()) {
            if let Some(old) = fellow.and_then(|at| base_keys.get(at)) {
                links.theirs.insert(old.clone(), Arc::clone(link));
            }
        }
        links
    }

    pub(super) fn run(mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::AddLink { link, .. } => self.add(link),
                Change::RemoveLink(key) => self.remove(key),
                Change::SetLink { key, fields } => self.set(key, fields),
                _ => {}
            }
        }
        self.restored();
    }

    /// Whether the merged map has what a link ends at.
    fn is_there(&self, link: &Link) -> bool {
        let removed = |id| self.merge.q.removed.contains(id) && !self.merge.spared.contains(id);
        link.ends().filter_map(End::id).all(|id| {
            let ours = self.merge.ours.element(id).is_some() && !removed(id);
            ours || self.merge.restored.contains(id)
                || self.merge.base.element(id).is_none() && self.merge.theirs.element(id).is_some()
        })
    }

    fn push(&mut self, link: &Arc<Link>) {
        let count = self.count.entry((link.from.clone(), link.to.clone(), link.kind)).or_default();
        self.merge.take.push(Change::AddLink { link: Arc::clone(link), beside: *count });
        *count += 1;
    }

    fn add(&mut self, link: &Arc<Link>) {
        // Both joined the same: it is one link, whatever each wrote on it.
        let same = self.added.get_mut(&(link.from.clone(), link.to.clone(), link.kind));
        let same = same
            .filter(|same| !same.is_empty())
            .map(|same| same.remove(same.iter().position(|(_, own)| own == link).unwrap_or(0)));
        match same {
            None if self.is_there(link) => self.push(link),
            None => {}
            Some((key, own)) => {
                let fields = LinkField::differing(&own, link);
                if !fields.is_empty() {
                    let theirs = vec![Change::SetLink { key, fields }];
                    self.merge.conflicts.push(Conflict { base: Vec::new(), ours: Vec::new(), theirs });
                }
            }
        }
    }

    fn remove(&mut self, key: &LinkKey) {
        let Some(own) = self.ours.get(key).cloned() else { return };
        let is_spared = |end: &End| end.id().is_some_and(|id| self.merge.spared.contains(id));
        // It goes with the element, if that goes: who decides over the one decides over the other.
        if [&own.from, &own.to].into_iter().any(is_spared) {
            return;
        }
        let was = self.merge.base.link(key);
        if was == self.merge.ours.link(&own) {
            self.merge.take.push(Change::RemoveLink(own));
            return;
        }
        let back = was.zip(self.merge.ours.link(&own));
        let fields = back.map_or_else(Vec::new, |(was, own)| LinkField::differing(own, was));
        let base =
            if fields.is_empty() { Vec::new() } else { vec![Change::SetLink { key: own.clone(), fields }] };
        self.merge.conflicts.push(Conflict { base, ours: Vec::new(), theirs: vec![Change::RemoveLink(own)] });
    }

    fn set(&mut self, key: &LinkKey, fields: &[LinkField]) {
        let (Some(their), Some(was)) = (self.theirs.get(key).cloned(), self.merge.base.link(key).cloned())
        else {
            return;
        };
        let Some(key) = self.ours.get(key).cloned() else {
            // We took it away: it comes back, unless it would end at nothing.
            if self.is_there(&their) {
                self.push(&their);
                // It came back with what it joins: who decides over the one decides over the other.
                if their.ends().filter_map(End::id).any(|id| self.merge.restored.contains(id)) {
                    return;
                }
                let (from, to) = (their.from.clone(), their.to.clone());
                let nth =
                    self.count.get(&(from.clone(), to.clone(), their.kind)).map_or(0, |count| count - 1);
                let new = LinkKey { from, to, kind: their.kind, nth };
                let ours = vec![Change::RemoveLink(new)];
                self.merge.conflicts.push(Conflict { base: Vec::new(), ours, theirs: Vec::new() });
            }
            return;
        };
        let Some(own) = self.merge.ours.link(&key).cloned() else { return };
        let is_gone = |field: &LinkField| {
            let there = |id| self.merge.ours.element(id).is_some() || self.merge.theirs.element(id).is_some();
            field.ends().filter_map(End::id).any(|id| !there(id))
        };
        let (mut taken, mut open) = (Vec::new(), Vec::new());
        for field in fields.iter().filter(|field| !is_gone(field)) {
            if field.of(&own).as_ref() == Some(field) {
                continue;
            }
            if field.of(&own) == field.of(&was) {
                taken.push(field.clone());
            } else {
                open.push(field.clone());
            }
        }
        if !taken.is_empty() {
            self.merge.take.push(Change::SetLink { key: key.clone(), fields: taken });
        }
        if !open.is_empty() {
            let back: Vec<LinkField> = open.iter().filter_map(|field| field.of(&was)).collect();
            let set = |fields| vec![Change::SetLink { key: key.clone(), fields }];
            self.merge.conflicts.push(Conflict { base: set(back), ours: Vec::new(), theirs: set(open) });
        }
    }

    /// What comes back has its links again, as they have them.
    fn restored(&mut self) {
        let restored = self.merge.restored.clone();
        let is_its = |end: &End| end.id().is_some_and(|id| restored.contains(id));
        let lost: Vec<Arc<Link>> = {
            let base = self.merge.base.keyed_links();
            let lost = base.filter(|(key, link)| {
                (is_its(&link.from) || is_its(&link.to)) && !self.ours.contains_key(key)
            });
            lost.filter_map(|(key, _)| self.theirs.get(&key).cloned()).collect()
        };
        for link in lost {
            let known = self
                .merge
                .take
                .iter()
                .any(|taken| matches!(taken, Change::AddLink { link: other, .. } if *other == link));
            if self.is_there(&link) && !known {
                self.push(&link);
            }
        }
    }
}
