//! What could be done about a question.

use std::collections::BTreeSet;

use crate::model::{Edit, ElementId, End, Link, LinkKind, Map};

/// Something that could be done: a button with an undo.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What the button says.
    pub label: String,
    /// What it does, in a sentence.
    pub about: String,
    /// What changes.
    pub edits: Vec<Edit>,
}

/// What takes a component off the map: what needed it needs what it needed.
pub fn without(map: &Map, id: &ElementId) -> Vec<Edit> {
    let links = || map.links_of(id).iter().filter_map(|at| map.links().nth(*at)).filter(|link| !link.parked);
    let is_need = |link: &Link| !matches!(link.kind, LinkKind::Flow(_));
    let other = |end: &End| end.id().filter(|other| *other != id).cloned();
    let above: Vec<ElementId> = links()
        .filter(|link| is_need(link) && link.to.id() == Some(id))
        .filter_map(|link| other(&link.from))
        .collect();
    let below: Vec<ElementId> = links()
        .filter(|link| is_need(link) && link.from.id() == Some(id))
        .filter_map(|link| other(&link.to))
        .collect();
    let mut edits = vec![Edit::Remove { elements: BTreeSet::from([id.clone()]), links: BTreeSet::new() }];
    let mut joined = BTreeSet::new();
    for from in &above {
        let needs = map.links_of(from).iter().filter_map(|at| map.links().nth(*at));
        let there: BTreeSet<&ElementId> =
            needs.filter(|link| link.from.id() == Some(from)).filter_map(|link| link.to.id()).collect();
        for to in below.iter().filter(|to| *to != from && !there.contains(*to)) {
            if joined.insert((from.clone(), to.clone())) {
                edits.push(Edit::AddLink(Link::between(from, to, LinkKind::Need)));
            }
        }
    }
    edits
}

impl Way {
    pub(super) fn new(label: impl Into<String>, about: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), about: about.into(), edits }
    }
}
