//! A change of a map, as a value, and how it applies.

mod many;

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use self::many::{add, replace_links};
use super::{
    About, Answer, Body, Component, Decision, Element, ElementId, End, EvolutionAxis, Evolve, Kept,
    KeptPlace, LabelOffset, Legend, Link, LinkKey, Map, Opinion, Pin, Pipeline, Place, Position, Set, Sheet,
    ValueAxis,
};

/// One change of a map. Applying it to a map makes another; the first is untouched.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds an element behind the last of its kind, where its line stands in a file; the first of a kind goes
    /// behind all others.
    Add(Element),
    /// Adds a link after all others.
    AddLink(Link),
    /// Removes elements with every link that starts or ends at them, and links. A flow that only passes them
    /// stays, without that stop.
    Remove {
        /// The elements to remove.
        elements: BTreeSet<ElementId>,
        /// Links to remove beyond those that touch a removed element.
        links: BTreeSet<LinkKey>,
    },
    /// Moves elements by fractions of the sheet; results are rounded to 0.001 and stay on the map.
    Move {
        /// What moves.
        elements: BTreeSet<ElementId>,
        /// Upwards, in fractions of the height.
        visibility: f64,
        /// To the right, in fractions of the width.
        evolution: f64,
    },
    /// Replaces the text that names an element.
    Rename {
        /// Which element.
        id: ElementId,
        /// The new text.
        text: String,
    },
    /// Puts a component on the map, into a pipeline's box, or back into the tray.
    Place {
        /// Which component.
        id: ElementId,
        /// Where it stands then.
        place: Place,
    },
    /// Places a label, or gives it back to automatic placing.
    Label {
        /// Whose label.
        id: ElementId,
        /// The new offset; `None` is automatic.
        offset: Option<LabelOffset>,
    },
    /// Places the label of an evolved component's ghost.
    GhostLabel {
        /// Whose ghost.
        id: ElementId,
        /// The new offset; `None` is automatic.
        offset: Option<LabelOffset>,
    },
    /// Sets or removes where a component will evolve to.
    Evolve {
        /// Which component.
        id: ElementId,
        /// The arrow; `None` removes it.
        evolve: Option<Evolve>,
    },
    /// Gives a component a pipeline, another range, or takes it away (its children then stand alone).
    Pipeline {
        /// Which component.
        id: ElementId,
        /// The pipeline; `None` removes it.
        pipeline: Option<Pipeline>,
    },
    /// Switches elements and links off or on.
    Park {
        /// The elements to switch.
        elements: BTreeSet<ElementId>,
        /// The links to switch.
        links: BTreeSet<LinkKey>,
        /// Off, or on.
        parked: bool,
    },
    /// Replaces an element by another with the same id.
    Replace(Element),
    /// Replaces a link.
    ReplaceLink {
        /// Which link.
        key: LinkKey,
        /// What it becomes.
        link: Link,
    },
    /// Sets the map's title and what it is about.
    Head {
        /// The title.
        title: String,
        /// The rest.
        about: About,
    },
    /// Keeps an answer to a question about the map; an earlier one to the same question goes.
    Answer(Answer),
    /// Takes an answer back: the question is raised again.
    TakeBack(Answer),
    /// Sets where people see a component.
    Opinions {
        /// Which component.
        id: ElementId,
        /// What they say.
        opinions: Vec<Opinion>,
    },
    /// Sets what was decided.
    Decisions(Vec<Decision>),
    /// Sets what is pinned to the map.
    Pins(Vec<Pin>),
    /// Switches a rule off for this map, or on again.
    Rule {
        /// Its code.
        code: String,
        /// On, or off.
        on: bool,
    },
    /// Chooses the theme that the map is drawn in.
    Theme(String),
    /// Sets the size of the plot; `None` is the usual one.
    Sheet(Option<Sheet>),
    /// Names the stages of evolution and says where they end.
    Stages(EvolutionAxis),
    /// Names the value chain's axis.
    ValueChain(ValueAxis),
    /// Places the list of annotations; `None` gives it back to the program.
    AnnotationsAt(Option<Position>),
    /// Shows, places or hides the legend.
    Legend(Option<Legend>),
}

/// Why an edit does not fit a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The map has no element of this id, or it is not a component where one is needed.
    NoElement(ElementId),
    /// The map has an element of this id already.
    Taken(ElementId),
    /// The map has no such link.
    NoLink(LinkKey),
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoElement(id) => write!(f, "the map has no fitting element `{id}`"),
            Self::Taken(id) => write!(f, "the map already has an element `{id}`"),
            Self::NoLink(key) => {
                write!(f, "the map has no such link from `{}` to `{}`", key.from.text(), key.to.text())
            }
        }
    }
}

impl std::error::Error for EditError {}

impl Edit {
    /// The map after this edit.
    ///
    /// # Errors
    /// If the edit names an element or a link that the map does not have, or adds one that it has.
    pub fn apply(&self, map: &Map) -> Result<Map, EditError> {
        self.apply_to(map.clone())
    }

    /// As [`Edit::apply`], for a map that nobody else needs: a run of edits copies its lists once.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub fn apply_to(&self, map: Map) -> Result<Map, EditError> {
        match self {
            Self::Add(element) => add(map, [element], []),
            Self::AddLink(link) => add(map, [], [link]),
            Self::Remove { elements, links } => remove(&map, elements, links),
            Self::Move { elements, visibility, evolution } => {
                each(map, elements, |element| element.moved(*visibility, *evolution))
            }
            Self::Rename { id, text } => one(map, id, |element| element.renamed(text)),
            Self::Place { id, place } => component(map, id, |c| c.place.clone_from(place)),
            Self::Label { id, offset } => component(map, id, |c| c.label = *offset),
            Self::GhostLabel { id, offset } => component(map, id, |c| {
                if let Some(evolve) = &mut c.evolve {
                    evolve.label = *offset;
                }
            }),
            Self::Opinions { id, opinions } => component(map, id, |c| c.opinions = opinions.clone().into()),
            Self::Evolve { id, evolve } => component(map, id, |c| c.evolve = evolve.clone().map(Box::new)),
            Self::Pipeline { id, pipeline: Some(pipeline) } => {
                component(map, id, |c| c.pipeline = Some(*pipeline))
            }
            Self::Pipeline { id, pipeline: None } => end_pipelines(map, &[id]),
            Self::Park { elements, links, parked } => {
                let map = each(map, elements, |element| Element { parked: *parked, ..element })?;
                let mut replaced = Vec::new();
                for key in links {
                    let link = map.link(key).ok_or_else(|| EditError::NoLink(key.clone()))?;
                    replaced.push((key, Link { parked: *parked, ..Link::clone(link) }));
                }
                replace_links(map, replaced)
            }
            Self::Replace(element) => one(map, &element.id, |_| element.clone()),
            Self::ReplaceLink { key, link } => replace_links(map, vec![(key, link.clone())]),
            Self::Answer(answer) => {
                let is_other = |other: &Answer| (&other.rule, &other.on) != (&answer.rule, &answer.on);
                let mut answered: Vec<_> =
                    map.answered.iter().filter(|other| is_other(other)).cloned().collect();
                answered.push(answer.clone());
                Ok(Map { answered, ..map })
            }
            Self::TakeBack(answer) => {
                let answered = map.answered.iter().filter(|other| *other != answer).cloned().collect();
                Ok(Map { answered, ..map })
            }
            Self::Decisions(decisions) => Ok(Map { decisions: decisions.clone(), ..map }),
            Self::Pins(pins) => Ok(Map { pins: pins.clone(), ..map }),
            Self::Rule { code, on } => {
                let mut rules_off: Vec<_> =
                    map.rules_off.iter().filter(|other| *other != code).cloned().collect();
                if !on {
                    rules_off.push(code.clone());
                    rules_off.sort();
                }
                Ok(Map { rules_off, ..map })
            }
            Self::Head { title, about } => Ok(Map { title: title.clone(), about: about.clone(), ..map }),
            Self::Theme(theme) => Ok(Map { theme: theme.clone(), ..map }),
            Self::Sheet(sheet) => Ok(Map { sheet: *sheet, ..map }),
            // An axis with a fault would make a file that cannot be read.
            Self::Stages(axis) if axis.problem().is_some() => Ok(map),
            Self::Stages(axis) => Ok(Map { evolution: axis.clone(), ..map }),
            Self::ValueChain(axis) => Ok(Map { value_chain: axis.clone(), ..map }),
            Self::AnnotationsAt(at) => Ok(Map { annotations_at: *at, ..map }),
            Self::Legend(legend) => Ok(Map { legend: *legend, ..map }),
        }
    }
}

fn one(map: Map, id: &ElementId, change: impl FnOnce(Element) -> Element) -> Result<Map, EditError> {
    let element = map.element(id).ok_or_else(|| EditError::NoElement(id.clone()))?;
    let changed = change(Element::clone(element));
    Ok(map.with_replaced(changed))
}

fn each(map: Map, ids: &BTreeSet<ElementId>, change: impl Fn(Element) -> Element) -> Result<Map, EditError> {
    ids.iter().try_fold(map, |map, id| one(map, id, &change))
}

fn component(map: Map, id: &ElementId, change: impl FnOnce(&mut Component)) -> Result<Map, EditError> {
    let wrong = || EditError::NoElement(id.clone());
    let mut element = Element::clone(map.element(id).ok_or_else(wrong)?);
    let Body::Component(component) = &mut element.body else { return Err(wrong()) };
    change(component);
    Ok(map.with_replaced(element))
}

/// Makes pipelines no pipelines any more.
fn end_pipelines(map: Map, ids: &[&ElementId]) -> Result<Map, EditError> {
    let map = ids.iter().try_fold(map, |map, id| component(map, id, |c| c.pipeline = None))?;
    let ids: Set<&ElementId> = ids.iter().copied().collect();
    Ok(free_children(map, |id| ids.contains(id)))
}

/// Children of pipelines that go away stand where they stood, on their own.
fn free_children(map: Map, is_gone: impl Fn(&ElementId) -> bool) -> Map {
    let freed: Vec<_> = map
        .components()
        .filter(|(_, child)| matches!(&child.place, Place::Within { pipeline, .. } if is_gone(pipeline)))
        .map(|(element, child)| {
            let place = map.position(child).map_or(Place::Unplaced, Place::At);
            let body = Component { place, ..child.clone() };
            Element { body: body.into(), ..Element::clone(element) }
        })
        .collect();
    freed.into_iter().fold(map, Map::with_replaced)
}

/// The map without elements and links.
///
/// # Errors
/// If it has no such element.
pub(super) fn remove(
    map: &Map,
    elements: &BTreeSet<ElementId>,
    links: &BTreeSet<LinkKey>,
) -> Result<Map, EditError> {
    if let Some(id) = elements.iter().find(|id| map.element(id).is_none()) {
        return Err(EditError::NoElement(id.clone()));
    }
    let free = free_children(map.clone(), |id| elements.contains(id));
    let gone = |end: &End| end.id().is_some_and(|id| elements.contains(id));
    // A flow that only passes what goes away is there without that stop.
    let stays = |key: &LinkKey, link: &Link| !links.contains(key) && !gone(&link.from) && !gone(&link.to);
    let next_element = LazyCell::new(|| nexts(map.elements().map(|e| !elements.contains(&e.id)).collect()));
    let next_link = LazyCell::new(|| nexts(map.keyed_links().map(|(key, link)| stays(&key, link)).collect()));
    let keys = LazyCell::new(|| map.keyed_links().map(|(key, _)| key).collect::<Vec<_>>());
    // A comment before something that goes away stands before what followed it.
    let place_now = |place: &KeptPlace| match place {
        KeptPlace::BeforeElement(id) if elements.contains(id) => map
            .index_of(id)
            .and_then(|at| *next_element.get(at)?)
            .and_then(|at| map.elements().nth(at))
            .map_or(KeptPlace::LastElement, |e| KeptPlace::BeforeElement(e.id.clone())),
        KeptPlace::BeforeLink(key) if map.link(key).is_none_or(|link| !stays(key, link)) => (*next_link)
            .get(map.link_index(key).unwrap_or(0))
            .and_then(|at| keys.get((*at)?))
            .map_or(KeptPlace::LastLink, |key| KeptPlace::BeforeLink(key.clone())),
        other => other.clone(),
    };
    let kept = map
        .kept
        .iter()
        .filter(|kept| match &kept.place {
            // A field goes away with what it was a field of.
            KeptPlace::Inside(id) => !elements.contains(id),
            KeptPlace::InsideLink(key) => map.link(key).is_some_and(|link| stays(key, link)),
            _ => true,
        })
        .map(|kept| Kept { place: place_now(&kept.place), ..kept.clone() })
        .collect();
    let left = free.elements().filter(|e| !elements.contains(&e.id)).cloned().collect();
    let left_of = |link: &Arc<Link>| {
        if !link.via.iter().any(gone) {
            return Arc::clone(link);
        }
        let via = link.via.iter().filter(|end| !gone(end)).cloned().collect();
        Arc::new(Link { via, ..Link::clone(link) })
    };
    let lines = map.keyed_links().filter(|(key, link)| stays(key, link)).map(|(_, l)| left_of(l)).collect();
    Ok(Map { kept, ..free.with_elements(left).with_links(lines) })
}

/// For each place the first from there on of what stays.
fn nexts(stays: Vec<bool>) -> Vec<Option<usize>> {
    let mut next = None;
    let mut all: Vec<_> = stays
        .into_iter()
        .enumerate()
        .rev()
        .map(|(at, stays)| {
            next = if stays { Some(at) } else { next };
            next
        })
        .collect();
    all.reverse();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ComponentKind;
    use crate::model::{LinkKind, Position};

    fn id(text: &str) -> ElementId {
        ElementId::new(text)
    }

    fn named(name: &str) -> Element {
        let place = Place::At(Position::clamped(0.5, 0.5));
        Element::new(id(name), Component::new(name, ComponentKind::Component, place))
    }

    fn cup_needs_tea() -> Map {
        [
            Edit::Add(named("cup")),
            Edit::Add(named("tea")),
            Edit::AddLink(Link::between(&id("cup"), &id("tea"), LinkKind::Need)),
        ]
        .iter()
        .fold(Map::default(), |map, edit| edit.apply(&map).unwrap())
    }

    #[test]
    fn a_move_clones_one_element() {
        let map = cup_needs_tea();
        let edit = Edit::Move { elements: [id("tea")].into(), visibility: 0.1, evolution: 0.0 };
        let moved = edit.apply(&map).unwrap();
        assert!(Arc::ptr_eq(map.element(&id("cup")).unwrap(), moved.element(&id("cup")).unwrap()));
        let tea = moved.component(&id("tea")).unwrap();
        assert_eq!(moved.position(tea), Some(Position::clamped(0.6, 0.5)));
    }

    #[test]
    fn removing_an_element_takes_its_needs_along() {
        let edit = Edit::Remove { elements: [id("tea")].into(), links: BTreeSet::new() };
        let map = edit.apply(&cup_needs_tea()).unwrap();
        assert_eq!((map.elements().len(), map.links().len()), (1, 0));
        assert_eq!(edit.apply(&map), Err(EditError::NoElement(id("tea"))));
    }

    #[test]
    fn a_pipeline_that_goes_away_leaves_its_children_standing() {
        let mut wind = named("wind");
        if let Body::Component(c) = &mut wind.body {
            c.place = Place::Within { pipeline: id("tea"), evolution: crate::model::Evolution::clamped(0.9) };
        }
        let map = Edit::Add(wind).apply(&cup_needs_tea()).unwrap();
        let map = Edit::Remove { elements: [id("tea")].into(), links: BTreeSet::new() }.apply(&map).unwrap();
        assert_eq!(map.component(&id("wind")).unwrap().place, Place::At(Position::clamped(0.5, 0.9)));
    }
}
