//! The patch between two maps whose elements have the same ids where they are the same.

use std::cell::LazyCell;
use std::sync::Arc;

use super::{Change, Field, HeadField, LinkField, Patch};
use crate::model::{Body, Element, ElementId, End, Index, Link, LinkKey, LinkKind, Map, Place};

impl Patch {
    /// What turns `before` into `now`. Elements are the same where their ids are; `links` tells for each link of `now` which
    /// one of `before` it is. Applied to `before` it gives `now`, for every pair of maps.
    pub fn between(before: &Map, now: &Map, links: &[Option<usize>]) -> Self {
        let mut changes: Vec<_> = HeadField::differing(&before.head(), &now.head())
            .into_iter()
            .filter(|field| !matches!(field, HeadField::Kept(_)))
            .map(Change::Head)
            .collect();
        changes.extend(elements(before, now));
        changes.extend(link_changes(before, now, links));
        let mut patch = Self { changes };
        // What stands in another place, and comments, cannot be told before the rest is done; what only sets something leaves
        // them where they were.
        let only_sets = |change: &Change| matches!(change, Change::Head(_) | Change::Set { .. });
        let leaves_order = patch.changes.iter().all(only_sets);
        let done = if leaves_order { before.clone() } else { patch.apply_to(before).0 };
        let has_id_of = |(a, b): (&Arc<Element>, &Arc<Element>)| Arc::ptr_eq(a, b) || a.id == b.id;
        let is_in_order = done.elements().len() == now.elements().len()
            && done.elements().zip(now.elements()).all(has_id_of);
        if !is_in_order {
            patch.changes.push(Change::Order(now.elements().map(|element| element.id.clone()).collect()));
        }
        let is_same = |(a, b): (&Arc<Link>, &Arc<Link>)| Arc::ptr_eq(a, b) || a == b;
        if done.links().len() != now.links().len() || !done.links().zip(now.links()).all(is_same) {
            patch.changes.push(Change::LinkOrder(link_order(&done, now)));
        }
        if done.kept != now.kept {
            patch.changes.push(Change::Head(HeadField::Kept(now.kept.clone())));
        }
        patch
    }
}

fn elements(before: &Map, now: &Map) -> Vec<Change> {
    let mut changes = Vec::new();
    let places: Vec<Option<usize>> = before.elements().map(now.places()).collect();
    let is_any_gone = places.contains(&None);
    for (element, at) in before.elements().zip(places) {
        let id = &element.id;
        let Some(other) = at.and_then(|at| now.elements().nth(at)) else {
            changes.push(Change::Remove(id.clone()));
            continue;
        };
        if !is_any_gone && Arc::ptr_eq(element, other) {
            continue;
        }
        // The child of what goes away would be freed; where it stays a child, that has to be said.
        let lost = |place: &Place| matches!(place, Place::Within { pipeline, .. } if before.element(pipeline).is_some() && now.element(pipeline).is_none());
        let child = other.component().map(|component| &component.place).filter(|place| lost(place));
        if Arc::ptr_eq(element, other) && child.is_none() {
            continue;
        }
        if std::mem::discriminant(&element.body) != std::mem::discriminant(&other.body) {
            changes.push(Change::Replace(Arc::clone(other)));
            continue;
        }
        let mut fields = if element == other { Vec::new() } else { Field::of_change(element, other) };
        if let Some(place) = child.filter(|_| !fields.iter().any(|field| matches!(field, Field::Place(_)))) {
            fields.retain(|field| !matches!(field, Field::Evolution(_)));
            fields.insert(0, Field::Place(place.clone()));
        }
        if !fields.is_empty() {
            changes.push(Change::Set { id: id.clone(), fields });
        }
    }
    let mut place = before.places();
    let added = now.elements().filter(|element| place(element).is_none());
    changes.extend(added.cloned().map(Change::Add));
    changes
}

fn link_changes(before: &Map, now: &Map, fellows: &[Option<usize>]) -> Vec<Change> {
    if before.shares_links(now) && before.links().zip(now.links()).all(|(a, b)| Arc::ptr_eq(a, b)) {
        return Vec::new();
    }
    let old: Vec<&Arc<Link>> = before.links().collect();
    let mut is_left = vec![false; old.len()];
    let (mut set, mut added) = (Vec::new(), Vec::new());
    for (link, fellow) in now.links().zip(fellows) {
        let Some((at, was)) = fellow.and_then(|at| Some((at, *old.get(at)?))) else {
            added.push(link);
            continue;
        };
        if let Some(slot) = is_left.get_mut(at) {
            *slot = true;
        }
        let fields = if was == link { Vec::new() } else { LinkField::differing(was, link) };
        if !fields.is_empty() {
            set.push((at, fields));
        }
    }
    // Keys are asked for where a link differs, which few do.
    let keys = LazyCell::new(|| before.keyed_links().map(|(key, _)| key).collect::<Vec<_>>());
    let key = |at: usize| keys.get(at).cloned();
    let removed = is_left.iter().enumerate().filter(|(_, is_left)| !**is_left);
    let mut changes: Vec<_> = removed.filter_map(|(at, _)| Some(Change::RemoveLink(key(at)?))).collect();
    changes
        .extend(set.into_iter().filter_map(|(at, fields)| Some(Change::SetLink { key: key(at)?, fields })));
    let mut there: Index<Sort<'_>, usize> = Index::default();
    if !added.is_empty() {
        let is_kept = |fellow: &Option<usize>| fellow.is_some_and(|at| at < old.len());
        for (link, _) in now.links().zip(fellows).filter(|(_, fellow)| is_kept(fellow)) {
            *there.entry((&link.from, &link.to, link.kind)).or_default() += 1;
        }
    }
    for link in added {
        let beside = there.entry((&link.from, &link.to, link.kind)).or_default();
        changes.push(Change::AddLink { link: Arc::clone(link), beside: *beside });
        *beside += 1;
    }
    changes
}

/// What links have in common that are told apart by their number.
type Sort<'a> = (&'a End, &'a End, LinkKind);

/// The keys of the links of `done` in the order in which `now` has them.
fn link_order(done: &Map, now: &Map) -> Vec<LinkKey> {
    let mut waiting: Index<Sort<'_>, Vec<(LinkKey, &Arc<Link>)>> = Index::default();
    for (key, link) in done.keyed_links() {
        waiting.entry((&link.from, &link.to, link.kind)).or_default().push((key, link));
    }
    let mut keys = Vec::new();
    for link in now.links() {
        if let Some(same) = waiting.get_mut(&(&link.from, &link.to, link.kind))
            && let Some(at) = same.iter().position(|(_, other)| *other == link)
        {
            keys.push(same.remove(at).0);
        }
    }
    keys
}

impl Place {
    /// The same place in a map whose elements have other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        match self {
            Self::Within { pipeline, evolution } => {
                Self::Within { pipeline: new(pipeline), evolution: *evolution }
            }
            other => other.clone(),
        }
    }
}

impl Element {
    /// The same element in a map whose elements have other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        let mut element = Self { id: new(&self.id), ..self.clone() };
        if let Body::Component(component) = &mut element.body {
            component.place = component.place.with_ids(new);
        }
        element
    }
}

impl Link {
    /// The same link in a map whose elements have other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        let end = |end: &End| match end {
            End::Element(id) => End::Element(new(id)),
            End::Dangling(name) => End::Dangling(name.clone()),
        };
        let via = self.via.iter().map(end).collect();
        Self { from: end(&self.from), to: end(&self.to), via, ..self.clone() }
    }
}
