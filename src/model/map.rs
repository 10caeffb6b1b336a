//! A Wardley map.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::fast::RandomState;

use super::numbers::{ElementNumbers, Ends, LinkNumbers, nths};
use super::{
    Answer, Body, Change, Component, Conflict, Decision, Element, ElementId, End, EvolutionAxis, Kept, Link,
    LinkKey, Pin, Place, Position, Scenario, Shared, ValueAxis,
};

/// What is found by ids and keys: maps of a hundred thousand ask millions of times.
pub(crate) type Index<K, V> = HashMap<K, V, RandomState>;
/// The same without values.
pub(crate) type Set<K> = HashSet<K, RandomState>;

/// A Wardley map: an immutable value that shares its parts with the maps it was made from.
///
/// Elements and links stand in the order in which their author wrote them.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// What the map is called; may be empty.
    pub title: String,
    /// Why it was drawn, when and by whom.
    pub about: About,
    /// The name of the theme that it is drawn in.
    pub theme: String,
    /// The size of the plot; `None` is [`Sheet::default`], fitted to the window.
    pub sheet: Option<Sheet>,
    /// The evolution axis.
    pub evolution: EvolutionAxis,
    /// The value chain axis.
    pub value_chain: ValueAxis,
    /// Where the list of annotations stands; `None` is placed by the program.
    pub annotations_at: Option<Position>,
    /// The legend of the symbols used; `None` where the map shows none.
    pub legend: Option<Legend>,
    /// Whether labels of more than 14 letters are set a word a line, 30 pixels right and 10 down of where their offset
    /// says. Old versions of OnlineWardleyMaps drew them so, and authors placed them by that; version 1.121 does not.
    /// `None` where nobody said, which is no.
    pub stacked_labels: Option<bool>,
    /// Questions that were answered, in the order in which they were.
    pub answered: Vec<Answer>,
    /// Decisions, in the order in which they were taken.
    pub decisions: Vec<Decision>,
    /// What is pinned to it.
    pub pins: Vec<Pin>,
    /// The codes of questions that this map does not raise.
    pub rules_off: Vec<String>,
    /// What it could become, in the author's order.
    pub scenarios: Vec<Scenario>,
    /// What a merge left to be decided.
    pub conflicts: Vec<Conflict>,
    /// What the file said beyond the model.
    pub kept: Vec<Kept>,
    pub(crate) elements: Elements,
    pub(crate) links: Links,
}

impl Default for Map {
    fn default() -> Self {
        Self {
            title: String::new(),
            about: About::default(),
            theme: "mapstone".to_owned(),
            sheet: None,
            evolution: EvolutionAxis::default(),
            value_chain: ValueAxis::default(),
            annotations_at: None,
            legend: None,
            stacked_labels: None,
            answered: Vec::new(),
            decisions: Vec::new(),
            pins: Vec::new(),
            rules_off: Vec::new(),
            scenarios: Vec::new(),
            conflicts: Vec::new(),
            kept: Vec::new(),
            elements: Elements::default(),
            links: Links::default(),
        }
    }
}

/// Why a map was drawn. Every text may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The question that the map is to answer.
    pub purpose: String,
    /// What is in and what is out.
    pub scope: String,
    /// What the map leaves out, on purpose.
    pub left_out: String,
    /// Side topics that were put off.
    pub later: Vec<String>,
    /// Whether things stand where we treat them, not where the market has them.
    pub own_practice: bool,
    /// When, as `YYYY-MM-DD` by convention.
    pub date: String,
    /// By whom.
    pub author: String,
}

/// A legend: the program lists the symbols that the map uses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Legend {
    /// The upper left corner of its box; `None` is placed by the program.
    pub at: Option<Position>,
}

/// The size of the plot, without margins, in sheet pixels. Positions scale with it, symbols do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Pixels across, 100 to 20,000.
    pub width: f64,
    /// Pixels down, 100 to 20,000.
    pub height: f64,
}

impl Sheet {
    /// A sheet of these sizes, or `None` where one is not a number from 100 to 20,000.
    pub fn new(width: f64, height: f64) -> Option<Self> {
        let range = 100.0..=20_000.0;
        (range.contains(&width) && range.contains(&height)).then_some(Self { width, height })
    }
}

impl Default for Sheet {
    /// The size at which most public maps were drawn, so that label offsets mean what their authors saw.
    fn default() -> Self {
        Self { width: 1200.0, height: 675.0 }
    }
}

impl Map {
    /// Labels of names with more characters may be stacked: measured on pictures of old OnlineWardleyMaps.
    pub const LONG_NAME: usize = 14;

    /// The elements in author order.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Arc<Element>> + ExactSizeIterator + Clone {
        self.elements.list.iter()
    }

    /// The elements that are not the very same in a map with as many, in author order, each with the one there.
    pub fn other_elements<'a, 'b>(
        &'a self,
        of: &'b Self,
    ) -> impl Iterator<Item = (&'a Arc<Element>, &'b Arc<Element>)> {
        self.elements.list.differences(&of.elements.list).map(|(_, own, other)| (own, other))
    }

    /// The links in author order.
    pub fn links(&self) -> impl DoubleEndedIterator<Item = &Arc<Link>> + ExactSizeIterator + Clone {
        self.links.list.iter()
    }

    /// Whether two maps have the very same links, as maps of one history have until a link is changed; equal links of
    /// other maps are not found out.
    pub fn shares_links(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.links.index, &other.links.index)
    }

    /// Whether two maps have elements with the same ids in the same order, as maps of one history have until an element is
    /// added or removed; equal orders of other maps are not found out.
    pub fn shares_order(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.elements.index, &other.elements.index)
    }

    /// The numbers of the links that an element is an end of or lies on, in author order.
    pub fn links_of(&self, id: &ElementId) -> &[usize] {
        let make = || {
            let mut links: Index<ElementId, Vec<usize>> = Index::default();
            for (at, link) in self.links.list.iter().enumerate() {
                for id in link.ends().filter_map(End::id) {
                    let of = links.entry(id.clone()).or_default();
                    if of.last() != Some(&at) {
                        of.push(at);
                    }
                }
            }
            links
        };
        self.links.index.by_end.get_or_init(make).get(id).map_or(&[], Vec::as_slice)
    }

    /// The numbers of the elements at the ends of the links: found once for as long as links and the order of elements stay, so
    /// that who goes through many links asks for no id.
    pub(crate) fn ends(&self) -> Arc<Ends> {
        let mut known = self.links.index.ends.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((order, ends)) if Arc::ptr_eq(order, &self.elements.index) => Arc::clone(ends),
            _ => {
                let order = &self.elements.index;
                let ends = Arc::new(Ends::of(&self.links.list, &self.elements.list, order));
                *known = Some((Arc::clone(order), Arc::clone(&ends)));
                ends
            }
        }
    }

    /// The links in author order, each with its key.
    pub fn keyed_links(&self) -> impl Iterator<Item = (LinkKey, &Arc<Link>)> {
        self.links.list.iter().zip(self.links.nths()).map(|(link, nth)| {
            let (from, to) = (link.from.clone(), link.to.clone());
            (LinkKey { from, to, kind: link.kind, nth: *nth as usize }, link)
        })
    }

    /// The element with this id.
    pub fn element(&self, id: &ElementId) -> Option<&Arc<Element>> {
        self.elements.list.get(self.index_of(id)?)
    }

    /// The component or anchor with this id.
    pub fn component(&self, id: &ElementId) -> Option<&Component> {
        self.element(id)?.component()
    }

    /// Every component and anchor with its element, in author order.
    pub fn components(&self) -> impl Iterator<Item = (&Arc<Element>, &Component)> {
        self.elements().filter_map(|element| Some((element, element.component()?)))
    }

    /// Where the element stands that has the id of another, quicker where that is the place that is guessed: maps that came
    /// from one mostly have their elements in one order, and most of them are the very same.
    pub(crate) fn index_near(&self, other: &Arc<Element>, guess: usize) -> Option<usize> {
        let is_it = |element: &Arc<Element>| Arc::ptr_eq(element, other) || element.id == other.id;
        let is_there = self.elements.list.get(guess).is_some_and(is_it);
        if is_there { Some(guess) } else { self.index_of(&other.id) }
    }

    /// Answers for one key after the other where the link with it stands: quicker where they come in the order of this map.
    pub(crate) fn link_places(&self) -> impl FnMut(&LinkKey) -> Option<usize> {
        let mut next = 0;
        move |key| {
            let at = self.link_near(key, next)?;
            next = at + 1;
            Some(at)
        }
    }

    /// Where in the author's order an element stands.
    pub fn index_of(&self, id: &ElementId) -> Option<usize> {
        self.elements.index.get(&self.elements.list, id)
    }

    /// The link with this key.
    pub fn link(&self, key: &LinkKey) -> Option<&Arc<Link>> {
        self.links.list.get(self.link_index(key)?)
    }

    /// The key of the link at this place.
    pub(crate) fn link_key(&self, at: usize) -> Option<LinkKey> {
        let (link, nth) = (self.links.list.get(at)?, self.links.nths().get(at)?);
        let (from, to) = (link.from.clone(), link.to.clone());
        Some(LinkKey { from, to, kind: link.kind, nth: *nth as usize })
    }

    /// Where the link with this key stands, quicker where that is the place that is guessed.
    fn link_near(&self, key: &LinkKey, guess: usize) -> Option<usize> {
        let is_it = |link: &Arc<Link>| {
            let nth = self.links.nths().get(guess).map(|nth| *nth as usize);
            link.from == key.from && link.to == key.to && link.kind == key.kind && nth == Some(key.nth)
        };
        let is_there = self.links.list.get(guess).is_some_and(is_it);
        if is_there { Some(guess) } else { self.link_index(key) }
    }

    /// Where in the author's order a link stands.
    pub fn link_index(&self, key: &LinkKey) -> Option<usize> {
        let Links { list, index } = &self.links;
        let nths = self.links.nths();
        index.by_key.get_or_init(|| LinkNumbers::of(list, nths)).get(list, nths, key)
    }

    /// The children of a component's pipeline, in author order.
    pub fn pipeline_children<'a>(
        &'a self,
        of: &'a ElementId,
    ) -> impl Iterator<Item = (&'a Arc<Element>, &'a Component)> {
        self.components().filter(
            move |(_, child)| matches!(&child.place, Place::Within { pipeline, .. } if pipeline == of),
        )
    }

    /// The children of all pipelines, each in author order, for who asks for those of many.
    pub(crate) fn children_by_pipeline(&self) -> Index<&ElementId, Vec<&ElementId>> {
        let mut children: Index<_, Vec<_>> = Index::default();
        for (element, component) in self.components() {
            if let Place::Within { pipeline, .. } = &component.place {
                children.entry(pipeline).or_default().push(&element.id);
            }
        }
        children
    }

    /// Whether labels of long names are stacked (see [`Map::stacked_labels`]).
    pub fn stacks_labels(&self) -> bool {
        self.stacked_labels == Some(true)
    }

    /// Whether some label of a long name stands where its author put it, so that [`Map::stacked_labels`] matters.
    pub fn has_long_labels(&self) -> bool {
        let is_long = |name: &str| name.chars().count() > Self::LONG_NAME;
        self.components().filter(|(element, component)| !element.parked && !component.is_anchor()).any(
            |(_, component)| {
                let evolved = component.evolve.as_ref().filter(|evolve| evolve.label.is_some());
                component.label.is_some() && is_long(&component.name)
                    || evolved
                        .is_some_and(|evolve| is_long(evolve.name.as_deref().unwrap_or(&component.name)))
            },
        )
    }

    /// Where a component stands on the sheet: a pipeline's child at its pipeline's height. `None` in the tray.
    pub fn position(&self, component: &Component) -> Option<Position> {
        match &component.place {
            Place::At(position) => Some(*position),
            Place::Within { pipeline, evolution } => match self.component(pipeline)?.place {
                Place::At(position) => Some(Position { evolution: *evolution, ..position }),
                _ => None,
            },
            Place::Unplaced => None,
        }
    }

    /// A new id for an element of this name, which no scenario has for something else either; `fallback` names it where
    /// the name has no letters.
    pub fn new_id(&self, name: &str, fallback: &str) -> ElementId {
        let planned: Vec<&ElementId> = self.changes().filter_map(Change::adds).collect();
        ElementId::for_name(name, fallback, self.elements.list.len() + 1, |id| {
            let id = ElementId::new(id);
            self.index_of(&id).is_some() || planned.contains(&&id)
        })
    }

    /// The plot's size: the map's own, or the usual one.
    pub fn sheet_size(&self) -> Sheet {
        self.sheet.unwrap_or_default()
    }

    /// The map with other elements. Of two with the same id, the first answers to it.
    #[must_use]
    pub fn with_elements(mut self, elements: Vec<Arc<Element>>) -> Self {
        let own = &self.elements.list;
        let is_fellow =
            |(own, new): (&Arc<Element>, &Arc<Element>)| Arc::ptr_eq(own, new) || own.id == new.id;
        // Mostly they are the same ones, some of them changed: where each stands is known then.
        let has_same_order = own.len() == elements.len() && own.iter().zip(&elements).all(is_fellow);
        let mut list = Shared::from(elements);
        list.adopt(own);
        self.elements = self.elements.with(list, has_same_order);
        self
    }

    /// The map with these elements in place of those with their ids; one that it does not have is left out.
    #[must_use]
    pub fn with_each(self, elements: impl IntoIterator<Item = Arc<Element>>) -> Self {
        let mut list = self.elements.list.clone();
        for element in elements {
            if let Some(slot) = self.index_of(&element.id).and_then(|at| list.get_mut(at)) {
                *slot = element;
            }
        }
        self.with_same_order(list)
    }

    /// The map with other elements that have the same ids in the same order.
    #[must_use]
    pub(super) fn with_same_order(mut self, elements: Shared<Element>) -> Self {
        self.elements = self.elements.with(elements, true);
        self
    }

    /// The map with other links.
    #[must_use]
    pub fn with_links(mut self, links: Vec<Arc<Link>>) -> Self {
        let own = &self.links.list;
        let is_own = |(own, new): (&Arc<Link>, &Arc<Link>)| Arc::ptr_eq(own, new);
        if own.len() != links.len() || !own.iter().zip(&links).all(is_own) {
            let mut list = Shared::from(links);
            list.adopt(own);
            self.links = Links::new(list);
        }
        self
    }

    /// The map with only these elements, and the links among them; a path keeps those of its stops that are left. A
    /// child without its pipeline stands on its own. Scenarios and conflicts are about the whole map.
    #[must_use]
    pub fn only(&self, ids: &BTreeSet<ElementId>) -> Self {
        let standing = |element: &Arc<Element>| {
            let mut element = Arc::clone(element);
            let stays = |component: &Component| !matches!(&component.place, Place::Within { pipeline, .. } if !ids.contains(pipeline));
            if !element.component().is_none_or(stays)
                && let Body::Component(component) = &mut Arc::make_mut(&mut element).body
            {
                component.place = self.position(component).map_or(Place::Unplaced, Place::At);
            }
            element
        };
        let is_chosen: Vec<bool> = self.elements().map(|element| ids.contains(&element.id)).collect();
        let is_inside = |number: Option<usize>| number.and_then(|at| is_chosen.get(at)) == Some(&true);
        let within = |link: &Arc<Link>| {
            let mut link = Arc::clone(link);
            let is_stop = |end: &End| is_inside(end.id().and_then(|id| self.index_of(id)));
            if !link.via.iter().all(is_stop) {
                let via = link.via.iter().filter(|end| is_stop(end)).cloned().collect();
                Arc::make_mut(&mut link).via = via;
            }
            link
        };
        let chosen = self.elements().zip(&is_chosen).filter(|(_, is_chosen)| **is_chosen);
        let elements = chosen.map(|(element, _)| standing(element)).collect();
        let ends = self.ends();
        let inner = self.links().enumerate().filter(|(at, _)| ends.get(*at).into_iter().all(is_inside));
        let links = inner.map(|(_, link)| within(link)).collect();
        let whole = Self { scenarios: Vec::new(), conflicts: Vec::new(), ..self.clone() };
        whole.with_elements(elements).with_links(links)
    }

    /// The map with everything switched on that is parked.
    #[must_use]
    pub fn with_all_on(self) -> Self {
        let parked: Vec<_> = self.elements().filter(|element| element.parked).cloned().collect();
        let on = |element: Arc<Element>| Element { parked: false, ..Arc::unwrap_or_clone(element) };
        let map = parked.into_iter().map(on).fold(self, Self::with_replaced);
        if !map.links().any(|link| link.parked) {
            return map;
        }
        let mut links: Vec<_> = map.links().cloned().collect();
        for link in links.iter_mut().filter(|link| link.parked) {
            Arc::make_mut(link).parked = false;
        }
        map.with_links(links)
    }

    /// The same map, which shares with another of its history what both say the same of: elements and their order, and links
    /// where all are the same.
    #[must_use]
    pub fn sharing(mut self, other: &Self) -> Self {
        let mut place = other.places();
        let own = |element: &Arc<Element>| {
            let known = place(element).and_then(|at| other.elements.list.get(at));
            let known = known.filter(|known| Arc::ptr_eq(known, element) || *known == element);
            Arc::clone(known.unwrap_or(element))
        };
        let mut list: Shared<_> = self.elements().map(own).collect();
        list.adopt(&other.elements.list);
        let has_same_order = list.len() == other.elements.list.len()
            && list.iter().zip(&other.elements.list).all(|(own, other)| own.id == other.id);
        let order = if has_same_order { &other.elements } else { &self.elements };
        self.elements = order.with(list, true);
        if self.links == other.links {
            self.links = other.links.clone();
        }
        self
    }

    /// The map with one element replaced by another of the same id; unchanged where it has none.
    #[must_use]
    pub(super) fn with_replaced(mut self, element: Element) -> Self {
        if let Some(slot) = self.index_of(&element.id).and_then(|index| self.elements.list.get_mut(index)) {
            *slot = Arc::new(element);
        }
        self
    }
}

/// The elements in order, and where each id stands. The index is shared until the order changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Elements {
    list: Shared<Element>,
    index: Arc<ElementNumbers>,
}

impl Elements {
    fn new(list: Shared<Element>) -> Self {
        let index = Arc::new(ElementNumbers::of(&list));
        Self { list, index }
    }

    pub(super) fn list(&self) -> &Shared<Element> {
        &self.list
    }

    /// Whether no two have the same id.
    pub(super) fn has_one_of_each(&self) -> bool {
        self.index.has_one_of_each()
    }

    /// The number of the element with this id.
    pub(super) fn number(&self, id: &ElementId) -> Option<usize> {
        self.index.find(&self.list, id)
    }

    /// Other elements, which have the same ids in the same order where `is_same` says so.
    pub(super) fn with(&self, list: Shared<Element>, is_same: bool) -> Self {
        if is_same { Self { list, index: Arc::clone(&self.index) } } else { Self::new(list) }
    }
}

impl PartialEq for Elements {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

/// The links in order, and where each stands, which is shared until they change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    list: Shared<Link>,
    index: Arc<LinkIndex>,
}

/// Where links stand: found out when it is asked first.
#[derive(Debug, Default)]
struct LinkIndex {
    nths: OnceLock<Vec<u32>>,
    by_key: OnceLock<LinkNumbers>,
    by_end: OnceLock<Index<ElementId, Vec<usize>>>,
    /// The ends among the elements of that order for which they were found last.
    ends: Mutex<Option<(Arc<ElementNumbers>, Arc<Ends>)>>,
}

impl Links {
    pub(super) fn new(list: Shared<Link>) -> Self {
        Self { list, index: Arc::default() }
    }

    pub(super) fn list(&self) -> &Shared<Link> {
        &self.list
    }

    /// How many links before each have the same ends and kind.
    fn nths(&self) -> &[u32] {
        self.index.nths.get_or_init(|| nths(&self.list))
    }
}

impl PartialEq for Links {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}
