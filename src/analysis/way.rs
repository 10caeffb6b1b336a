//! What could be done about a question.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::finding::Finding;
use crate::model::{
    Component, Edit, Element, ElementId, End, Evolution, Link, LinkKind, Map, Place, Position,
};
use crate::typeset::in_sentence;

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

/// What a question offers to do. A large map raises as many questions as it has things, and few are looked at: ways that many
/// have are made when they are asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Remedy {
    /// These.
    Ways(Vec<Way>),
    /// The question is about two things of which the first needs the second: to turn their needs round, or to move the second
    /// below the first.
    TurnOrMove,
    /// The question is about one thing: to put it where the market has it, which is as evolved as this.
    Buy(f64),
}

impl Remedy {
    pub(super) const NONE: Self = Self::Ways(Vec::new());
}

impl Finding {
    /// What could be done about it on its map; the first is the likeliest.
    pub fn ways(&self, map: &Map) -> Cow<'_, [Way]> {
        match (&self.remedy, self.on.as_slice()) {
            (Remedy::Ways(ways), _) => Cow::Borrowed(ways),
            (Remedy::TurnOrMove, [from, to]) => Cow::Owned(self.turned_or_moved(map, from, to)),
            (Remedy::Buy(evolution), [id]) => Cow::Owned(bought(map, id, *evolution).into_iter().collect()),
            _ => Cow::Borrowed(&[]),
        }
    }

    fn turned_or_moved(&self, map: &Map, from: &ElementId, to: &ElementId) -> Vec<Way> {
        let (Some(needing), Some(needed)) = (map.component(from), map.component(to)) else {
            return Vec::new();
        };
        let (lower, upper) = (in_sentence(&needing.name), in_sentence(&needed.name));
        let mut ways = Vec::new();
        let is_back = |link: &Link| {
            let is_need = !matches!(link.kind, LinkKind::Flow(_)) && !link.parked;
            is_need && link.from.id() == Some(to) && link.to.id() == Some(from)
        };
        let mut links = map.links_of(to).iter().filter_map(|at| map.links().nth(*at));
        if !links.any(|link| is_back(link)) {
            // From the last to the first: a link that is another now leaves the keys of those before it as they were.
            let turned = self.links.iter().rev().filter_map(|key| {
                let link = map.link(key)?;
                let link = Link { from: link.to.clone(), to: link.from.clone(), ..Link::clone(link) };
                Some(Edit::ReplaceLink { key: key.clone(), link })
            });
            let about = "Turns the line round";
            ways.push(Way::new(format!("{upper} needs {lower}"), about, turned.collect()));
        }
        if let (Place::At(at), Some(above)) = (&needed.place, map.position(needing)) {
            let below = (above.visibility.value() - STEP).max(0.0);
            let place = Place::At(Position::clamped(below, at.evolution.value()));
            let about = format!("Puts {upper} below {lower}");
            let edits = vec![Edit::Place { id: to.clone(), place }];
            ways.push(Way::new(format!("Move {upper} below"), about, edits));
        }
        ways
    }
}

/// Something that is moved below what needs it is put so far below.
const STEP: f64 = 0.08;

/// Puts something where the market has it; where we treat it otherwise, a mark stays.
fn bought(map: &Map, id: &ElementId, evolution: f64) -> Option<Way> {
    let element = map.element(id)?;
    let own = element.component()?;
    let to = Evolution::clamped(evolution).rounded();
    let place = match &own.place {
        Place::At(at) => Place::At(Position { evolution: to, ..*at }),
        Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution: to },
        Place::Unplaced => return None,
    };
    // A map of our own practice shows where we treat it: then nothing is left behind.
    let ours = map.position(own).map(|at| at.evolution).filter(|_| !map.about.own_practice);
    let component = Component { place, treated: own.treated.or(ours), ..own.clone() };
    let edit = Edit::Replace(Element { body: component.into(), ..Element::clone(element) });
    let about = "Moves it to where the market has it; a mark stays where you treat it otherwise";
    Some(Way::new("It can be bought", about, vec![edit]))
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
