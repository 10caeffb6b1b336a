//! How a patch applies.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Change, HeadField, LinkField, Misfit, Patch, Why};
use crate::model::edit::remove;
use crate::model::{Element, ElementId, End, KeptPlace, Link, LinkKey, LinkKind, Map};

impl Patch {
    /// The map with these changes, and those that did not fit: nothing of them was done.
    pub fn apply_to(&self, map: &Map) -> (Map, Vec<Misfit>) {
        let mut work = Work { misfits: Vec::new() };
        let map = work.links(map, &self.changes);
        let map = work.elements(map, &self.changes);
        let map = work.new_links(map, &self.changes);
        let mut map = ordered(map, &self.changes);
        for change in &self.changes {
            if let Change::Head(field) = change
                && !field.set(&mut map)
            {
                work.misfits.push(Misfit { change: change.clone(), why: Why::NoField });
            }
        }
        (map, work.misfits)
    }
}

struct Work {
    misfits: Vec<Misfit>,
}

impl Work {
    fn misfit(&mut self, change: &Change, why: Why) {
        self.misfits.push(Misfit { change: change.clone(), why });
    }

    /// Links are set, then removed with the elements that go away.
    fn links(&mut self, map: &Map, changes: &[Change]) -> Map {
        // Few patches set links.
        let mut links: LazyCell<Vec<Arc<Link>>, _> = LazyCell::new(|| map.links().cloned().collect());
        let (mut gone, mut said, mut away) = (BTreeSet::new(), HashSet::new(), BTreeSet::new());
        let new: HashSet<&ElementId> = changes
            .iter()
            .filter_map(|change| if let Change::Add(element) = change { Some(&element.id) } else { None })
            .collect();
        let missing = |field: &LinkField| {
            field
                .ends()
                .filter_map(End::id)
                .find(|id| map.element(id).is_none() && !new.contains(*id))
                .cloned()
        };
        for change in changes {
            match change {
                Change::RemoveLink(key) => match map.link_index(key) {
                    Some(at) => {
                        gone.insert(at);
                    }
                    None => self.misfit(change, Why::NoLink(key.clone())),
                },
                Change::SetLink { key, fields } => match map.link_index(key) {
                    Some(at) => {
                        for field in fields {
                            if let Some(id) = missing(field) {
                                let fields = vec![field.clone()];
                                let change = Change::SetLink { key: key.clone(), fields };
                                self.misfits.push(Misfit { change, why: Why::NoElement(id) });
                            } else if let Some(link) = links.get_mut(at)
                                && !field.set(Arc::make_mut(link))
                            {
                                self.misfit(change, Why::NoField);
                            }
                        }
                        said.insert(at);
                    }
                    None => self.misfit(change, Why::NoLink(key.clone())),
                },
                Change::Remove(id) if map.element(id).is_some() => {
                    away.insert(id.clone());
                }
                Change::Remove(id) => self.misfit(change, Why::NoElement(id.clone())),
                _ => {}
            }
        }
        if gone.is_empty() && said.is_empty() && away.is_empty() {
            return map.clone();
        }
        let map = if said.is_empty() { map.clone() } else { rekeyed(map, links.clone()) };
        let keys: BTreeSet<LinkKey> = if gone.is_empty() {
            BTreeSet::new()
        } else {
            map.keyed_links()
                .enumerate()
                .filter(|(at, _)| gone.contains(at))
                .map(|(_, (key, _))| key)
                .collect()
        };
        remove(&map, &away, &keys).unwrap_or(map)
    }

    fn elements(&mut self, map: Map, changes: &[Change]) -> Map {
        let mut elements = map.elements.list().clone();
        let (mut is_changed, mut added) = (false, Vec::new());
        let mut finder = map.finder();
        for change in changes {
            let found = change.element().and_then(|id| finder.find(id));
            let slot = found.and_then(|(at, _)| elements.get_mut(at));
            match (change, slot) {
                (Change::Set { id, .. }, None) => self.misfit(change, Why::NoElement(id.clone())),
                (Change::Replace(element), None) => self.misfit(change, Why::NoElement(element.id.clone())),
                (Change::Add(element), Some(_)) => self.misfit(change, Why::Taken(element.id.clone())),
                (Change::Add(element), None) => added.push(element),
                (Change::Replace(element), Some(slot)) => {
                    *slot = Arc::clone(element);
                    is_changed = true;
                }
                (Change::Set { id, fields }, Some(slot)) => {
                    let element = Arc::make_mut(slot);
                    let unfit: Vec<_> = fields.iter().filter(|field| !field.set(element)).cloned().collect();
                    is_changed = true;
                    if !unfit.is_empty() {
                        self.misfit(&Change::Set { id: id.clone(), fields: unfit }, Why::NoField);
                    }
                }
                _ => {}
            }
        }
        if added.is_empty() {
            return if is_changed { map.with_same_order(elements) } else { map };
        }
        map.with_elements(with_added(elements.iter().cloned().collect(), added))
    }

    fn new_links(&mut self, map: Map, changes: &[Change]) -> Map {
        let added = || changes.iter().filter(|change| matches!(change, Change::AddLink { .. }));
        if added().next().is_none() {
            return map;
        }
        let mut there: HashMap<(End, End, LinkKind), usize> = HashMap::new();
        for link in map.links() {
            *there.entry((link.from.clone(), link.to.clone(), link.kind)).or_default() += 1;
        }
        let mut links: Vec<Arc<Link>> = map.links().cloned().collect();
        for change in added() {
            let Change::AddLink { link, beside } = change else { continue };
            let missing = link.ends().filter_map(End::id).find(|id| map.element(id).is_none());
            let count = there.entry((link.from.clone(), link.to.clone(), link.kind)).or_default();
            if let Some(id) = missing {
                self.misfit(change, Why::NoElement(id.clone()));
            } else if *count > *beside {
                self.misfit(change, Why::There);
            } else {
                *count += 1;
                links.push(Arc::clone(link));
            }
        }
        map.with_links(links)
    }
}

/// The map with as many links, of which some have other ends: comments stay with theirs.
pub(in crate::model) fn rekeyed(map: &Map, links: Vec<Arc<Link>>) -> Map {
    let mut now = map.clone().with_links(links);
    let is_of_link = |place: &KeptPlace| matches!(place, KeptPlace::BeforeLink(_) | KeptPlace::InsideLink(_));
    if now.kept.iter().any(|kept| is_of_link(&kept.place)) {
        let keys: HashMap<LinkKey, LinkKey> =
            map.keyed_links().map(|(key, _)| key).zip(now.keyed_links().map(|(key, _)| key)).collect();
        for kept in &mut now.kept {
            if let KeptPlace::BeforeLink(key) | KeptPlace::InsideLink(key) = &mut kept.place
                && let Some(new) = keys.get(key)
            {
                key.clone_from(new);
            }
        }
    }
    now
}

/// Each behind the last of its kind; the first of a kind behind all others.
pub(in crate::model) fn with_added(
    elements: Vec<Arc<Element>>,
    added: Vec<&Arc<Element>>,
) -> Vec<Arc<Element>> {
    let mut last: HashMap<&'static str, usize> = HashMap::new();
    for (at, element) in elements.iter().enumerate() {
        last.insert(element.kind_name(), at);
    }
    let mut behind: HashMap<usize, Vec<Arc<Element>>> = HashMap::new();
    let mut kinds: Vec<(&'static str, Vec<Arc<Element>>)> = Vec::new();
    for element in added {
        let kind = element.kind_name();
        match last.get(kind) {
            Some(at) => behind.entry(*at).or_default().push(Arc::clone(element)),
            None => match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, list)) => list.push(Arc::clone(element)),
                None => kinds.push((kind, vec![Arc::clone(element)])),
            },
        }
    }
    let mut all = Vec::with_capacity(elements.len());
    for (at, element) in elements.into_iter().enumerate() {
        all.push(element);
        all.extend(behind.remove(&at).into_iter().flatten());
    }
    all.extend(kinds.into_iter().flat_map(|(_, list)| list));
    all
}

/// The map with its lists in the order that the changes name.
fn ordered(map: Map, changes: &[Change]) -> Map {
    let mut map = map;
    for change in changes {
        match change {
            Change::Order(ids) => {
                let places: HashMap<&ElementId, usize> =
                    ids.iter().enumerate().map(|(at, id)| (id, at)).collect();
                let list = sorted(map.elements().map(|e| (places.get(&e.id).copied(), Arc::clone(e))));
                map = map.with_elements(list);
            }
            Change::LinkOrder(keys) => {
                let places: HashMap<&LinkKey, usize> =
                    keys.iter().enumerate().map(|(at, key)| (key, at)).collect();
                let list =
                    sorted(map.keyed_links().map(|(key, l)| (places.get(&key).copied(), Arc::clone(l))));
                map = map.with_links(list);
            }
            _ => {}
        }
    }
    map
}

/// Things by their places; what has none stays behind what it stood behind.
fn sorted<T>(items: impl Iterator<Item = (Option<usize>, T)>) -> Vec<T> {
    let mut groups: Vec<(Option<usize>, Vec<T>)> = vec![(None, Vec::new())];
    for (place, item) in items {
        match (place, groups.last_mut()) {
            (None, Some((_, group))) => group.push(item),
            _ => groups.push((place, vec![item])),
        }
    }
    groups.sort_by_key(|(place, _)| *place);
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

impl Patch {
    /// The same changes without those that set a field of the head for which `is_off` holds.
    #[must_use]
    pub fn without_head(mut self, is_off: impl Fn(&HeadField) -> bool) -> Self {
        self.changes.retain(|change| !matches!(change, Change::Head(field) if is_off(field)));
        self
    }
}
