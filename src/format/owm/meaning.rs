//! What the names of a map mean in its text: of several components with one name it means the first, in the order of
//! [`Rank`]. The others are *shadowed*: no line can speak of them, only comments of ours, by a handle.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::sync::Arc;

use super::line::reference_of;
use super::names::{Names, Seen, loosely};
use super::pending::NAMELESS;
use crate::format::handle;
use crate::model::{
    Change, Component, ComponentKind, Element, ElementId, End, Ends, Link, Map, Place, Submap,
};

/// How often names are looked up anew at most.
const MOST_ROUNDS: usize = 8;

/// The order in which a name is looked up: the reference's, and what only our comments know last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Component,
    Anchor,
    Submap,
    Child,
    /// It stands in a comment of ours.
    Alone,
}

impl Rank {
    /// Where a component is looked up whose line says that it `is_submap`.
    pub(super) fn of(component: &Component, is_submap: bool, is_child: bool, is_alone: bool) -> Self {
        match (is_submap, component.kind) {
            _ if is_alone => Self::Alone,
            _ if is_child => Self::Child,
            (true, _) => Self::Submap,
            (_, ComponentKind::Anchor) => Self::Anchor,
            (_, ComponentKind::Component) => Self::Component,
        }
    }
}

/// A map with what its names mean in the text.
pub(super) struct Meaning<'a> {
    pub(super) map: &'a Map,
    ends: OnceCell<Arc<Ends>>,
    /// What each component is called. Links ask for them in any order, so that they are near.
    called: OnceCell<Vec<Option<&'a str>>>,
    /// Whether each component has a statement.
    written: OnceCell<Vec<Option<bool>>>,
    names: Names<&'a ElementId>,
    /// The names of all components, as they are compared loosely.
    given: OnceCell<HashSet<String>>,
    /// The same as they are spelled.
    spelled: OnceCell<HashSet<&'a str>>,
    /// The addresses that short names of submaps stand for.
    addresses: OnceCell<HashMap<String, &'a str>>,
    /// What is shadowed.
    shadowed: HashSet<&'a ElementId>,
    /// Of these, what is not meant either where a name is spelled exactly.
    hidden: HashSet<&'a ElementId>,
    /// Of these, what a comment about something else speaks of.
    spoken_of: HashSet<&'a ElementId>,
}

impl<'a> Meaning<'a> {
    pub(super) fn new(map: &'a Map) -> Self {
        let mut meaning = Self {
            map,
            ends: OnceCell::new(),
            called: OnceCell::new(),
            written: OnceCell::new(),
            names: Names::default(),
            given: OnceCell::new(),
            spelled: OnceCell::new(),
            addresses: OnceCell::new(),
            shadowed: HashSet::new(),
            hidden: HashSet::new(),
            spoken_of: HashSet::new(),
        };
        let has_dangling = || map.links().any(|link| link.ends().any(|end| end.id().is_none()));
        if !has_equal_names(map) && !has_dangling() {
            return meaning;
        }
        // The children of what is shadowed stand in no block, so that they are looked up sooner: mostly twice is enough.
        for _ in 0..MOST_ROUNDS {
            let earlier = meaning.shadowed.clone();
            meaning.look_up();
            if meaning.shadowed == earlier {
                break;
            }
        }
        let ends = map.links().flat_map(|link| link.ends().map(move |end| (link, end)));
        let ends =
            ends.filter(|(link, end)| meaning.is_mistaken_end(end, link)).filter_map(|(_, end)| end.id());
        let pipelines = map.components().filter_map(|(_, component)| match &component.place {
            Place::Within { pipeline, .. } => Some(pipeline),
            _ => None,
        });
        let pipelines = pipelines.filter(|id| meaning.hidden.contains(id));
        let answered = map.answered.iter().flat_map(|answer| &answer.on);
        let answered = answered.chain(map.pins.iter().flat_map(|pin| &pin.on));
        let planned = map.changes().flat_map(Change::ids).collect::<HashSet<_>>();
        let planned = map.components().map(|(element, _)| &element.id).filter(|id| planned.contains(*id));
        let answered = answered.chain(planned).filter(|id| meaning.hidden.contains(id));
        meaning.spoken_of = ends.chain(pipelines).chain(answered).collect();
        meaning
    }

    /// Enters all names in their order, and finds what is shadowed then.
    fn look_up(&mut self) {
        let map = self.map;
        let order: HashMap<_, _> =
            map.elements().enumerate().map(|(at, element)| (&element.id, at)).collect();
        let mut ranked: Vec<_> = map
            .components()
            .map(|(element, component)| {
                let block = self.block_of(component);
                let is_submap = says_submap(element, component);
                let rank = Rank::of(component, is_submap, block.is_some(), !is_written(map, component));
                ((rank, block.and_then(|parent| order.get(parent))), element, component)
            })
            .collect();
        ranked.sort_by_key(|(place, ..)| *place);
        self.names = Names::default();
        for (_, element, component) in &ranked {
            if element.parked {
                self.names.enter_parked(shown(component), &element.id);
            } else {
                self.names.enter(shown(component), &element.id);
            }
        }
        let own = |found: Option<&'a ElementId>, id: &ElementId| found == Some(id);
        let ids = || ranked.iter().map(|(_, element, component)| (&element.id, shown(component)));
        self.shadowed =
            ids().filter(|(id, name)| !own(self.found(name, false), id)).map(|(id, _)| id).collect();
        self.hidden = ids().filter(|(id, name)| !own(self.found(name, true), id)).map(|(id, _)| id).collect();
    }

    /// The address that a short name of a submap stands for: the first submap of that name has it.
    pub(super) fn address_of(&self, reference: &str) -> Option<&'a str> {
        let make = || {
            let mut addresses = HashMap::new();
            for (element, component) in self.map.components() {
                let submap = component.submap.as_ref().filter(|submap| !submap.target.is_empty());
                if let Some(submap) = submap.filter(|_| is_written(self.map, component)) {
                    addresses.entry(reference_of(element, submap)).or_insert(submap.target.as_str());
                }
            }
            addresses
        };
        self.addresses.get_or_init(make).get(reference).copied()
    }

    /// Whether some component is called exactly so.
    pub(super) fn has_exactly(&self, name: &str) -> bool {
        let names = || self.map.components().map(|(_, component)| component.name.as_str()).collect();
        self.spelled.get_or_init(names).contains(name)
    }

    /// Whether some component is called so, in whatever spelling.
    pub(super) fn has(&self, name: &str) -> bool {
        let names = || self.map.components().map(|(_, component)| loosely(&component.name)).collect();
        self.given.get_or_init(names).contains(&loosely(name))
    }

    /// Whether the name of a component means another.
    pub(super) fn is_shadowed(&self, id: &ElementId) -> bool {
        self.shadowed.contains(id)
    }

    /// The handle of a component that is shadowed.
    pub(super) fn own_handle(&self, id: &ElementId) -> Option<String> {
        self.is_shadowed(id).then(|| handle::of(self.name(id), id))
    }

    /// Whether a comment has to say the handle of a component, since others speak of it.
    pub(super) fn is_spoken_of(&self, id: &ElementId) -> bool {
        self.spoken_of.contains(id)
    }

    /// What a comment of ours calls an element: its name, or a handle where that means another.
    pub(super) fn call(&self, id: &ElementId) -> String {
        let name = self.name(id);
        if self.hidden.contains(id) { handle::of(name, id) } else { name.to_owned() }
    }

    fn name<'b>(&'b self, id: &'b ElementId) -> &'b str {
        match self.map.element(id) {
            Some(element) => element.component().map_or(element.name(), shown),
            None => id.as_str(),
        }
    }

    /// What a comment of ours calls an end of a link, or what that passes.
    pub(super) fn call_end(&self, end: &End, link: &Link) -> String {
        match end {
            End::Element(id) if self.is_mistaken_end(end, link) => handle::of(self.name(id), id),
            End::Element(id) => self.name(id).to_owned(),
            // A name that is missing, though something has it.
            End::Dangling(name) if self.is_mistaken_end(end, link) => handle::of_missing(name),
            End::Dangling(name) => name.clone(),
        }
    }

    /// Whether the name of an end of a link means something else to a reader.
    pub(super) fn is_mistaken(&self, link: &Link) -> bool {
        link.ends().any(|end| self.is_mistaken_end(end, link))
    }

    fn is_mistaken_end(&self, end: &End, link: &Link) -> bool {
        // Where it is switched off, or passes something, that has to be named exactly.
        let is_exact = link.parked || link.via.iter().any(|stop| std::ptr::eq(stop, end));
        match end {
            End::Element(id) if is_exact => self.hidden.contains(id),
            End::Element(id) => self.is_shadowed(id),
            End::Dangling(name) => self.found(name, is_exact).is_some(),
        }
    }

    fn found(&self, name: &str, is_exact: bool) -> Option<&'a ElementId> {
        if is_exact { self.names.find_exactly(name) } else { self.names.find(name).map(|(id, _)| id) }
    }

    /// The ends of the map's links.
    pub(super) fn ends(&self) -> &Ends {
        self.ends.get_or_init(|| self.map.ends())
    }

    /// What each component is called.
    fn called(&self) -> &[Option<&'a str>] {
        let map = self.map;
        let called = || map.elements().map(|element| element.component().map(shown)).collect();
        self.called.get_or_init(called)
    }

    /// What the components are called that the map's link at this place has at its ends.
    pub(super) fn ends_called(&self, link: usize) -> [Option<&'a str>; 2] {
        let (ends, called) = (self.ends(), self.called());
        let shown = |number: usize| called.get(number).copied().flatten();
        let first_letter = |number| shown(number)?.as_bytes().first();
        black_box(ends.stretch(link).filter_map(first_letter).max());
        ends.get(link).map(|number| shown(number?))
    }

    /// Whether the component with this number has a statement; `None` where it is none.
    fn is_written(&self, number: Option<usize>) -> Option<bool> {
        let map = self.map;
        let is_written = |element: &Arc<Element>| Some(is_written(map, element.component()?));
        *self.written.get_or_init(|| map.elements().map(is_written).collect()).get(number?)?
    }

    /// What the end of a link, which is the element with this number, means to a reader of its line.
    pub(super) fn read(&self, end: &End, number: Option<usize>, link: &Link) -> End {
        let found = |name: &str| self.found(name, link.parked).map(|id| End::Element(id.clone()));
        match end {
            End::Element(id) => match self.is_written(number) {
                Some(_) if self.is_mistaken_end(end, link) => {
                    number.and_then(|at| self.called().get(at).copied().flatten()).and_then(found)
                }
                Some(false) => {
                    let component = number.and_then(|at| self.map.elements().nth(at)?.component());
                    Some(End::Dangling(
                        component.map_or_else(String::new, |component| component.name.to_string()),
                    ))
                }
                Some(_) => None,
                None => Some(End::Dangling(id.to_string())),
            },
            End::Dangling(name) => found(name),
        }
        .unwrap_or_else(|| end.clone())
    }

    /// Whether a component stands in the block of a pipeline.
    pub(super) fn block_of<'b>(&self, component: &'b Component) -> Option<&'b ElementId> {
        let Place::Within { pipeline, .. } = &component.place else { return None };
        let parent = self.map.component(pipeline).filter(|parent| matches!(parent.place, Place::At(_)))?;
        parent.pipeline.map(|_| pipeline).filter(|pipeline| !self.is_shadowed(pipeline))
    }

    /// Whether the lines about a component stand as they would beside another map's.
    pub(super) fn is_like(&self, other: &Meaning<'_>, id: &ElementId) -> bool {
        self.is_shadowed(id) == other.is_shadowed(id)
            && self.hidden.contains(id) == other.hidden.contains(id)
            && self.spoken_of.contains(id) == other.spoken_of.contains(id)
    }
}

fn has_equal_names(map: &Map) -> bool {
    let mut seen = Seen::of(map.elements().len());
    map.components().any(|(_, component)| !seen.insert(&loosely(shown(component))))
}

/// Whether a component's line says that it is a submap: of an anchor only a short name can.
pub(super) fn says_submap(element: &Element, component: &Component) -> bool {
    let is_named = |submap: &Submap| !component.is_anchor() || !reference_of(element, submap).is_empty();
    component.submap.as_deref().is_some_and(is_named)
}

/// Whether the format has a statement for a component: one that has a place on the map.
pub(super) fn is_written(map: &Map, component: &Component) -> bool {
    map.position(component).is_some()
}

/// What a component is called in the text.
pub(super) fn shown(component: &Component) -> &str {
    if component.name.is_empty() { NAMELESS } else { &component.name }
}
