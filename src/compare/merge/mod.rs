//! Two maps that came from one, made one again.
//!
//! What only one side changed is taken. What both changed the same is taken once. What both changed differently, or one
//! changed and the other removed, is a [`Conflict`]: the map keeps it in a state that loses nothing, and the conflict says how
//! each side has it.

mod fields;
mod links;
mod lists;
mod words;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use self::fields::{Both, combined_head, field_conflicts};
use self::links::Links;
pub(crate) use self::lists::list as merged_list;
pub use self::words::{ConflictTeller, ConflictWords, Decided, both, decided, sides};
use super::{Identity, Matching};
use crate::model::{
    Change, Conflict, Element, ElementId, End, Field, Finder, HeadField, LinkField, Map, Patch, Place,
    both as both_at_once,
};

/// The map that has what both sides changed of `base`, with the ids of `ours`, and what has to be decided, which stands among
/// the map's conflicts too.
///
/// Nothing is lost that neither side deleted. Two moves of an element to within 0.01 of each other on both axes are their
/// mean. `identity` tells how elements of the three maps are found in each other.
pub fn merge(base: &Map, ours: &Map, theirs: &Map, identity: Identity) -> (Map, Vec<Conflict>) {
    let Merged { map, conflicts, .. } = merge_known(base, ours, theirs, identity);
    (map, conflicts)
}

/// A merged map, and what its elements are called elsewhere.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The map, with the ids of our side.
    pub map: Map,
    /// What has to be decided; part of the map, too.
    pub conflicts: Vec<Conflict>,
    /// Which id of the merged map each id of the base is.
    pub base_ids: HashMap<ElementId, ElementId>,
    /// Which id of the merged map each id of their side is.
    pub their_ids: HashMap<ElementId, ElementId>,
}

/// As [`merge`], for who has to find the merged elements in the texts of all sides.
pub fn merge_known(base: &Map, ours: &Map, theirs: &Map, identity: Identity) -> Merged {
    let base_ids = Matching::new(ours, base, identity).new_ids(ours, base, &[]);
    let base = said_with(base, &base_ids);
    let their_ids = in_our_ids(&base, ours, theirs, identity);
    let theirs = said_with(theirs, &their_ids);
    let (map, conflicts) = merge_same(&base, ours, &theirs);
    Merged { map, conflicts, base_ids, their_ids }
}

/// The map with these ids in the place of others.
fn said_with(map: &Map, ids: &HashMap<ElementId, ElementId>) -> Map {
    if ids.is_empty() { map.clone() } else { map.with_ids(&|id| ids.get(id).unwrap_or(id).clone()) }
}

/// The merge of maps whose elements have the same ids where they are the same.
fn merge_same(base: &Map, ours: &Map, theirs: &Map) -> (Map, Vec<Conflict>) {
    let patch = |to: &Map| Patch::between(base, to, Matching::new(base, to, Identity::Ids).links());
    let (p, q) = both_at_once(base.elements().len(), || patch(ours), || patch(theirs));
    // Where one side did nothing, the other is what comes out, to the last comment.
    if q.is_empty() || ours == theirs {
        return (ours.clone(), Vec::new());
    }
    if p.is_empty() {
        return (theirs.clone(), Vec::new());
    }
    let mut merge = Merge {
        base,
        ours,
        theirs,
        found: [ours, theirs, base].map(Map::finder),
        p: Side::of(&p),
        q: Side::of(&q),
        restored: BTreeSet::new(),
        spared: BTreeSet::new(),
        take: Vec::new(),
        conflicts: Vec::new(),
    };
    merge.elements(&q.changes);
    let is_of_link = |change: &Change| {
        matches!(change, Change::AddLink { .. } | Change::RemoveLink(_) | Change::SetLink { .. })
    };
    // Most merges are about what the links join.
    if q.changes.iter().any(is_of_link) || !merge.restored.is_empty() {
        Links::new(&mut merge).run(&q.changes);
    }
    for change in &q.changes {
        match change {
            Change::Head(field) => merge.head(field),
            Change::Order(_) if merge.p.order.is_none() => merge.take.push(change.clone()),
            Change::LinkOrder(_) if merge.p.link_order.is_none() => merge.take.push(change.clone()),
            _ => {}
        }
    }
    let Merge { take, mut conflicts, .. } = merge;
    let (mut map, _) = Patch { changes: take }.apply_to(ours);
    let map_before = map.clone();
    let freed = map_before.components().filter_map(|(element, component)| match &component.place {
        // The pipeline that it would stand in is gone: it stands where its side had it, on its own.
        Place::Within { pipeline, .. } if map_before.element(pipeline).is_none() => {
            let place = |map: &Map| map.component(&element.id).and_then(|own| map.position(own));
            let at = place(theirs).or_else(|| place(ours)).or_else(|| place(base))?;
            let place = crate::model::Component { place: Place::At(at), ..component.clone() };
            Some(Arc::new(Element { body: place.into(), ..Element::clone(element) }))
        }
        _ => None,
    });
    map = map.with_each(freed);
    // Stages of the one and boundaries of the other need not go together.
    if map.evolution.problem().is_some() {
        let axis = |of: &Map| {
            let axis = of.evolution.clone();
            vec![
                Change::Head(HeadField::Stages(axis.stages)),
                Change::Head(HeadField::Boundaries(axis.boundaries)),
            ]
        };
        map.evolution.clone_from(&ours.evolution);
        conflicts.push(Conflict { base: axis(base), ours: Vec::new(), theirs: axis(theirs) });
    }
    map.conflicts.extend(conflicts.iter().filter(|conflict| !ours.conflicts.contains(conflict)).cloned());
    (map, conflicts)
}

/// The ids that elements of `theirs` get, where `base` has those of `ours`; what both sides added under one name is one
/// thing.
fn in_our_ids(base: &Map, ours: &Map, theirs: &Map, identity: Identity) -> HashMap<ElementId, ElementId> {
    let matching = Matching::new(base, theirs, identity);
    let mut ids = matching.new_ids(base, theirs, &[ours]);
    let mut new: HashMap<(&str, &str), Vec<&ElementId>> = HashMap::new();
    for element in ours.elements().rev().filter(|element| base.element(&element.id).is_none()) {
        new.entry((element.kind_name(), element.name())).or_default().push(&element.id);
    }
    for element in theirs.elements().filter(|element| matching.in_a(&element.id).is_none()) {
        if let Some(same) = new.get_mut(&(element.kind_name(), element.name())).and_then(Vec::pop) {
            ids.insert(element.id.clone(), same.clone());
        }
    }
    ids
}

/// What one side did, by what it did it to.
struct Side<'p> {
    set: HashMap<&'p ElementId, &'p [Field]>,
    removed: BTreeSet<&'p ElementId>,
    replaced: BTreeSet<&'p ElementId>,
    head: Vec<&'p HeadField>,
    /// The elements at the ends of links that are new or changed.
    joined: BTreeSet<&'p ElementId>,
    order: Option<&'p Change>,
    link_order: Option<&'p Change>,
}

impl<'p> Side<'p> {
    fn of(patch: &'p Patch) -> Self {
        let mut side = Self {
            set: HashMap::new(),
            removed: BTreeSet::new(),
            replaced: BTreeSet::new(),
            head: Vec::new(),
            joined: BTreeSet::new(),
            order: None,
            link_order: None,
        };
        for change in &patch.changes {
            match change {
                Change::Head(field) => side.head.push(field),
                Change::Set { id, fields } => {
                    side.set.insert(id, fields);
                }
                Change::Remove(id) => {
                    side.removed.insert(id);
                }
                Change::Replace(element) => {
                    side.replaced.insert(&element.id);
                }
                Change::AddLink { link, .. } => side.joined.extend(link.ends().filter_map(End::id)),
                Change::SetLink { key, fields } => {
                    side.joined.extend(fields.iter().flat_map(LinkField::ends).filter_map(End::id));
                    let sets = |is: fn(&LinkField) -> bool| fields.iter().any(is);
                    let from = (!sets(|field| matches!(field, LinkField::From(_)))).then_some(&key.from);
                    let to = (!sets(|field| matches!(field, LinkField::To(_)))).then_some(&key.to);
                    side.joined.extend(from.into_iter().chain(to).filter_map(End::id));
                }
                Change::Order(_) => side.order = Some(change),
                Change::LinkOrder(_) => side.link_order = Some(change),
                Change::Add(_) | Change::RemoveLink(_) => {}
            }
        }
        side
    }

    /// Whether it did something to an element that its removal would undo.
    fn touches(&self, id: &ElementId) -> bool {
        self.set.contains_key(id) || self.replaced.contains(id) || self.joined.contains(id)
    }
}

struct Merge<'m> {
    base: &'m Map,
    ours: &'m Map,
    theirs: &'m Map,
    /// Finds elements of ours, theirs and the base.
    found: [Finder<'m>; 3],
    p: Side<'m>,
    q: Side<'m>,
    /// What we removed and they changed: it is there again.
    restored: BTreeSet<ElementId>,
    /// What they removed and we changed: it stays.
    spared: BTreeSet<ElementId>,
    take: Vec<Change>,
    conflicts: Vec<Conflict>,
}

impl Merge<'_> {
    fn elements(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Add(element) => match self.ours.element(&element.id) {
                    None => self.take.push(change.clone()),
                    Some(own) => {
                        let fields = Field::of_change(own, element);
                        self.fields(&element.id, None, own, element, &fields);
                    }
                },
                Change::Set { id, fields } => self.set(id, fields),
                Change::Replace(element) => self.replace(element, change),
                Change::Remove(id) => self.remove(id, change),
                _ => {}
            }
        }
        // What we removed and they joined to something is there again, too.
        let joined: Vec<ElementId> = self.q.joined.iter().map(|id| (*id).clone()).collect();
        for id in joined {
            if self.p.removed.contains(&id) {
                self.restore(&id);
            }
        }
    }

    fn set(&mut self, id: &ElementId, fields: &[Field]) {
        if self.p.removed.contains(id) {
            self.restore(id);
            return;
        }
        let [own, their, old] = self.found.each_mut().map(|finder| finder.find(id));
        let (Some((_, own)), Some((_, their)), Some((_, old))) = (own, their, old) else { return };
        if self.p.replaced.contains(id) {
            self.conflicts.push(Conflict {
                base: vec![Change::Replace(Arc::clone(old))],
                ours: Vec::new(),
                theirs: vec![Change::Replace(Arc::clone(their))],
            });
            return;
        }
        self.fields(id, Some(old), own, their, fields);
    }

    /// Takes what they set where we did not, and what can be made of both.
    fn fields(
        &mut self,
        id: &ElementId,
        old: Option<&Arc<Element>>,
        own: &Element,
        their: &Element,
        fields: &[Field],
    ) {
        let changed = self.p.set.get(id).copied().unwrap_or(&[]);
        let Both { taken, open } = fields::merged(old.map(AsRef::as_ref), own, their, changed, fields);
        if !taken.is_empty() {
            self.take.push(Change::Set { id: id.clone(), fields: taken });
        }
        self.conflicts.extend(field_conflicts(id, old.map(AsRef::as_ref), open));
    }

    fn replace(&mut self, element: &Arc<Element>, change: &Change) {
        let id = &element.id;
        if self.p.removed.contains(id) {
            self.restore(id);
            return;
        }
        let is_ours = self.p.replaced.contains(id) || self.p.set.contains_key(id);
        if !is_ours {
            self.take.push(change.clone());
        } else if self.ours.element(id) != Some(element) {
            let base = self.base.element(id).cloned().map(Change::Replace).into_iter().collect();
            self.conflicts.push(Conflict { base, ours: Vec::new(), theirs: vec![change.clone()] });
        }
    }

    fn remove(&mut self, id: &ElementId, change: &Change) {
        if self.p.removed.contains(id) {
            return;
        }
        if !self.p.touches(id) {
            self.take.push(change.clone());
            return;
        }
        self.spared.insert(id.clone());
        let back = self.base.element(id).cloned().map(Change::Replace).into_iter().collect();
        self.conflicts.push(Conflict { base: back, ours: Vec::new(), theirs: vec![change.clone()] });
    }

    /// Puts an element back that we removed and they changed, with what they have of it.
    fn restore(&mut self, id: &ElementId) {
        let Some(their) = self.theirs.element(id).filter(|_| self.restored.insert(id.clone())) else {
            return;
        };
        self.take.push(Change::Add(Arc::clone(their)));
        let base = self.base.element(id).cloned().map(Change::Replace).into_iter().collect();
        self.conflicts.push(Conflict { base, ours: vec![Change::Remove(id.clone())], theirs: Vec::new() });
    }

    fn head(&mut self, field: &HeadField) {
        let Some(own) = self.p.head.iter().find(|own| own.rank() == field.rank()) else {
            self.take.push(Change::Head(field.clone()));
            return;
        };
        if *own == field {
            return;
        }
        let Some(old) = field.of(self.base) else { return };
        match combined_head(&old, own, field) {
            Some(both) => self.take.push(Change::Head(both)),
            None => self.conflicts.push(Conflict {
                base: vec![Change::Head(old)],
                ours: Vec::new(),
                theirs: vec![Change::Head(field.clone())],
            }),
        }
    }
}
