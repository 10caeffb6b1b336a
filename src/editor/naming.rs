//! The field in which a name is written: of something new, or of something that is there.

use std::sync::Arc;

use super::insert::into_link;
use super::operate::named;
use super::room::Room;
use super::session::Editor;
use super::tool::Gesture;
use super::{Selection, Tool};
use crate::geometry::{Point, Rect};
use crate::layout::point;
use crate::model::{
    Body, Component, ComponentKind, Direction, Drive, Edit, Element, ElementId, Link, LinkKey, LinkKind, Map,
    Note, Place, Position,
};

/// A name being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming {
    /// What gets the name.
    pub target: NamingTarget,
    /// What is written so far.
    pub text: String,
    /// What the field says while it is empty.
    pub prompt: &'static str,
}

/// What a name is written for.
#[derive(Clone, Debug, PartialEq)]
pub enum NamingTarget {
    /// A new component or anchor; it stands on the map already, without a name.
    New {
        /// What it is.
        kind: ComponentKind,
        /// Where it stands.
        at: Position,
        /// Whom it is linked with: who needs it, or what it needs where it stands higher.
        needed_by: Option<ElementId>,
        /// Whether it is needed even where it stands higher.
        as_drawn: bool,
        /// What links them.
        link: LinkKind,
        /// The link that it is put into.
        into: Option<LinkKey>,
        /// The pipeline of which it becomes a child.
        within: Option<ElementId>,
    },
    /// A new note.
    NewNote(Position),
    /// An element that is there.
    Element(ElementId),
    /// The name of a component's future.
    Ghost(ElementId),
    /// The text along a link.
    Link(LinkKey),
}

/// How the writing ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamingEnd {
    /// Enter, or a click elsewhere.
    Keep,
    /// Tab: keep, and go on with a component that this one needs.
    KeepAndNeed,
    /// Ctrl+Enter: keep, and go on with a sibling.
    KeepAndSibling,
    /// Esc.
    Cancel,
}

/// What the field of an element asks while it is empty.
fn asked_of(element: &Element) -> &'static str {
    match &element.body {
        Body::Component(component) if component.is_anchor() => "Name of the user",
        Body::Component(_) => "Name of the component",
        Body::Note(_) => "What should be noted?",
        Body::Annotation(_) => "What is to be said about this?",
        Body::Area(_) => "What is this area?",
        Body::Accelerator(accelerator) if accelerator.drive == Drive::Faster => "What speeds it up?",
        Body::Accelerator(_) => "What slows it down?",
        Body::Attitude(_) => "Name",
    }
}

/// What something new belongs to.
#[derive(Default)]
struct Beginning {
    needed_by: Option<ElementId>,
    as_drawn: bool,
    into: Option<LinkKey>,
    within: Option<ElementId>,
}

impl Beginning {
    fn needed(by: &ElementId) -> Self {
        Self { needed_by: Some(by.clone()), ..Self::default() }
    }
}

/// The id of a component that has no name yet.
const UNNAMED: &str = "mapstone-unnamed";
/// A component that another needs is placed this far below it, as a fraction of the height.
pub(super) const BELOW: f64 = 0.12;
/// A sibling is placed this far to the right, as a fraction of the width.
const BESIDE: f64 = 0.1;
/// Where the first user stands: how visible, how evolved.
const TOP: (f64, f64) = (0.95, 0.5);
/// At most this many existing names are offered.
const MOST_OFFERS: usize = 6;

impl Editor {
    /// The name being written.
    pub fn naming(&self) -> Option<&Naming> {
        self.naming.as_ref()
    }

    /// Takes what is written so far.
    pub fn write_name(&mut self, text: String) {
        if let Some(naming) = &mut self.naming {
            naming.text = text;
        }
    }

    /// The map as the end of this moment would leave it: with the name that is being written, without what has none yet.
    pub fn map_to_keep(&self) -> Arc<Map> {
        match &self.naming {
            Some(_) => {
                let map = self.map_with_name().unwrap_or_else(|| Map::clone(&self.before_gesture().0));
                Arc::new(self.document.whole_of(map))
            }
            None if self.document.in_gesture() => Arc::new(self.document.whole_of(Map::clone(self.map()))),
            None => Arc::clone(self.document.whole()),
        }
    }

    /// Whether anything would be lost now: a change, a text that is no map, a name that is being written.
    pub fn is_unsaved(&self) -> bool {
        match self.map_with_name() {
            Some(map) => !self.document.is_saved(&self.document.whole_of(map)),
            None => self.document.is_changed(),
        }
    }

    /// The map as it would be if the name that is being written were kept. `None` where no name is being written.
    fn map_with_name(&self) -> Option<Map> {
        let Naming { target, text, .. } = self.naming.as_ref()?;
        let text = text.trim();
        let base = self.before_gesture().0;
        let edits = match target {
            _ if text.is_empty() => return None,
            NamingTarget::New { .. } => self.new_edits(target, &base.new_id(text, "component"), text),
            NamingTarget::NewNote(_) => {
                self.new_edits(target, &base.new_id(&format!("note {text}"), "note"), text)
            }
            NamingTarget::Element(id) => vec![Edit::Rename { id: id.clone(), text: text.to_owned() }],
            NamingTarget::Ghost(id) => {
                let mut evolve = base.component(id)?.evolve.clone()?;
                evolve.name = Some(text.to_owned());
                vec![Edit::Evolve { id: id.clone(), evolve: Some(*evolve) }]
            }
            NamingTarget::Link(key) => {
                let link = Link { text: text.to_owned().into(), ..Link::clone(base.link(key)?) };
                vec![Edit::ReplaceLink { key: key.clone(), link }]
            }
        };
        Edit::apply_all(&edits, Map::clone(&base)).ok()
    }

    /// The element that the field stands at.
    pub fn named_element(&self) -> Option<ElementId> {
        Some(match &self.naming.as_ref()?.target {
            NamingTarget::New { .. } | NamingTarget::NewNote(_) => ElementId::new(UNNAMED),
            NamingTarget::Element(id) | NamingTarget::Ghost(id) => id.clone(),
            NamingTarget::Link(_) => return None,
        })
    }

    /// Existing components whose names hold what is written: choosing one saves a duplicate.
    pub fn offered_names(&self) -> Vec<(ElementId, String)> {
        let Some(Naming { target: NamingTarget::New { needed_by, into, .. }, text, .. }) = &self.naming
        else {
            return Vec::new();
        };
        // What the link touches already cannot go into it.
        let touched = into.as_ref().and_then(|key| self.before_gesture().0.link(key).cloned());
        let is_beside = |id: &ElementId| touched.as_ref().is_some_and(|link| link.touches(id));
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut offers: Vec<_> = self
            .map()
            .components()
            .filter(|(element, _)| element.id.as_str() != UNNAMED && Some(&element.id) != needed_by.as_ref())
            .filter(|(element, _)| !is_beside(&element.id))
            .filter(|(element, _)| !element.parked)
            .filter_map(|(element, component)| {
                let at = component.name.to_lowercase().find(&wanted)?;
                Some((at, element.id.clone(), component.name.to_string()))
            })
            .collect();
        offers.sort();
        offers.into_iter().map(|(_, id, name)| (id, name)).take(MOST_OFFERS).collect()
    }

    /// Begins a new component or anchor at a point of the sheet.
    pub fn name_new(&mut self, kind: ComponentKind, at: Point) {
        let at = self.position(at);
        self.start_new(kind, at, Beginning::default());
    }

    /// Begins a new note at a point of the sheet.
    pub fn name_note(&mut self, at: Point) {
        let at = self.position(at);
        self.end_naming(NamingEnd::Keep);
        self.document.begin();
        let note = Note { text: String::new(), at };
        self.show(&[Edit::Add(Element::new(ElementId::new(UNNAMED), note))]);
        self.open_field(NamingTarget::NewNote(at), String::new(), "What should be noted?");
    }

    /// Begins a new component that another needs, at a point of the sheet; where that is higher, it needs the other, unless the
    /// link goes `as_drawn`.
    pub fn name_needed(&mut self, by: &ElementId, at: Point, as_drawn: bool) {
        let at = self.position(at);
        self.start_new(ComponentKind::Component, at, Beginning { as_drawn, ..Beginning::needed(by) });
    }

    /// Begins a new component that another needs, below it.
    pub fn name_below(&mut self, by: &ElementId) {
        let Some(at) = self.map().component(by).and_then(|component| self.map().position(component)) else {
            return;
        };
        let at = self.free_place(at.moved(-BELOW, 0.0));
        self.start_new(ComponentKind::Component, at, Beginning::needed(by));
    }

    /// Begins a new component in the middle of a link.
    pub fn name_inserted(&mut self, key: &LinkKey, at: Point) {
        let at = self.position(at);
        self.start_new(
            ComponentKind::Component,
            at,
            Beginning { into: Some(key.clone()), ..Beginning::default() },
        );
    }

    /// Begins a variant in a pipeline: at a point of the sheet, else behind the last one. In a box that is a range
    /// without children it lies as what else lies there; else it becomes a child.
    pub fn name_variant(&mut self, pipeline: &ElementId, at: Option<Point>) {
        let Some(place) = self.map().component(pipeline).and_then(|own| self.map().position(own)) else {
            return;
        };
        let drawn = self.layout().pipelines.iter().find(|other| other.id == *pipeline);
        let drawn = drawn.map(|drawn| drawn.rect);
        let children: Vec<_> = self
            .map()
            .pipeline_children(pipeline)
            .filter_map(|(_, child)| Some(self.map().position(child)?.evolution.value()))
            .collect();
        let pointed = at.map(|at| self.position(at).evolution.value());
        if let (Some(rect), true) = (drawn, children.is_empty()) {
            let width = self.map().sheet_size().width;
            let x = pointed.map_or_else(|| self.free_column(rect), |column| column * width);
            let at = self.position(Point::new(x, rect.center().y));
            self.start_new(ComponentKind::Component, at, Beginning::default());
            return;
        }
        let last = children.iter().copied().reduce(f64::max);
        let beside = last.map_or(place.evolution.value(), |last| last + BESIDE);
        let column = pointed.unwrap_or(beside);
        let at = Position::clamped(place.visibility.value(), column).moved(0.0, 0.0);
        let within = Some(pipeline.clone());
        self.start_new(ComponentKind::Component, at, Beginning { within, ..Beginning::default() });
    }

    /// Where in a box no symbol stands yet, from the left; else in its middle.
    fn free_column(&self, rect: Rect) -> f64 {
        let step = BESIDE / 2.0 * self.map().sheet_size().width;
        let symbols = self.layout().symbols.iter().map(|symbol| symbol.center);
        let taken: Vec<f64> =
            symbols.filter(|at| rect.inflate(0.0, 8.0).contains(*at)).map(|at| at.x).collect();
        let count = (rect.width() / step) as u32;
        let mut columns = (1..=count).map(|number| rect.x0 + step * (f64::from(number) - 0.5));
        columns.find(|x| taken.iter().all(|other| (other - x).abs() >= step / 2.0)).unwrap_or(rect.center().x)
    }

    /// The pipeline with children in whose box a point lies.
    pub(super) fn pipeline_at(&self, at: Point) -> Option<ElementId> {
        let boxes = self.layout().pipelines.iter().rev().filter(|pipeline| pipeline.rect.contains(at));
        let mut ids = boxes.map(|pipeline| &pipeline.id);
        ids.find(|id| self.map().pipeline_children(id).next().is_some()).cloned()
    }

    /// Begins another user without a pointer: beside the highest one, else at the top.
    pub fn name_user(&mut self) {
        let map = self.map();
        let users = map.components().filter(|(element, own)| own.is_anchor() && !element.parked);
        let heights = users.filter_map(|(_, own)| Some(map.position(own)?.visibility.value()));
        let highest = heights.reduce(f64::max);
        let at = self.free_place(Position::clamped(highest.unwrap_or(TOP.0), TOP.1));
        self.start_new(ComponentKind::Anchor, at, Beginning::default());
    }

    /// Begins the first anchor of a new map.
    pub fn name_first_user(&mut self) {
        self.start_new(ComponentKind::Anchor, Position::clamped(TOP.0, TOP.1), Beginning::default());
        if let Some(naming) = &mut self.naming {
            naming.prompt = "Who are the users?";
        }
    }

    /// Opens the field of an element that is there.
    pub fn rename(&mut self, id: &ElementId) {
        self.end_naming(NamingEnd::Keep);
        // What is not on the map has no field there.
        let is_shown = self.layout().element_rect(id).is_some();
        if let Some(element) = self.map().element(id).filter(|_| is_shown) {
            let (text, prompt) = (element.name().to_owned(), asked_of(element));
            self.document.select(Selection::of(id));
            self.open_field(NamingTarget::Element(id.clone()), text, prompt);
        }
    }

    /// Opens the field of a component's future name.
    pub fn rename_ghost(&mut self, id: &ElementId) {
        self.end_naming(NamingEnd::Keep);
        let evolve = self.map().component(id).and_then(|component| component.evolve.as_ref());
        if let Some(evolve) = evolve {
            let text = evolve.name.clone().unwrap_or_default();
            self.open_field(NamingTarget::Ghost(id.clone()), text, "What will it be called?");
        }
    }

    /// Opens the field of a link's text.
    pub fn rename_link(&mut self, key: &LinkKey) {
        self.end_naming(NamingEnd::Keep);
        if let Some(link) = self.map().link(key) {
            let text = link.text.to_string();
            self.document.select(Selection::of_link(key));
            self.open_field(NamingTarget::Link(key.clone()), text, "Text along the link");
        }
    }

    fn open_field(&mut self, target: NamingTarget, text: String, prompt: &'static str) {
        self.set_gesture(Gesture::Idle);
        self.naming = Some(Naming { target, text, prompt });
    }

    /// A place near `at` where no symbol stands yet: further right, around the end.
    fn free_place(&self, at: Position) -> Position {
        let room = Room::of(self.map());
        let mut place = at;
        for _ in 0..8 {
            if room.is_free(place) {
                return place;
            }
            place = place.moved(0.0, BESIDE);
        }
        at
    }

    fn start_new(&mut self, kind: ComponentKind, at: Position, beginning: Beginning) {
        let Beginning { needed_by, as_drawn, into, within } = beginning;
        self.end_naming(NamingEnd::Keep);
        self.document.begin();
        let flows = self.tool == Tool::Flow && needed_by.is_some();
        let link = if flows { LinkKind::Flow(Direction::Forward) } else { LinkKind::Need };
        let target = NamingTarget::New { kind, at, needed_by, as_drawn, link, into, within };
        let edits = self.new_edits(&target, &ElementId::new(UNNAMED), "");
        self.show(&edits);
        let prompt = if kind == ComponentKind::Anchor { "Name of the user" } else { "Name of the component" };
        self.open_field(target, String::new(), prompt);
    }

    /// The edits that make what is named.
    fn new_edits(&self, target: &NamingTarget, id: &ElementId, name: &str) -> Vec<Edit> {
        match target {
            NamingTarget::New { kind, at, needed_by, as_drawn, link, into, within } => {
                let place = match within {
                    Some(pipeline) => Place::Within { pipeline: pipeline.clone(), evolution: at.evolution },
                    None => Place::At(*at),
                };
                let component = Component::new(name, *kind, place);
                let mut edits = vec![Edit::Add(Element::new(id.clone(), component))];
                if let Some(by) = needed_by {
                    let by_position =
                        self.map().component(by).and_then(|component| self.map().position(component));
                    // The higher end needs the lower; a flow goes as it was drawn.
                    let is_higher = by_position.is_some_and(|by| by.visibility < at.visibility);
                    let link = if is_higher && *link == LinkKind::Need && !as_drawn {
                        Link::between(id, by, *link)
                    } else {
                        Link::between(by, id, *link)
                    };
                    edits.push(Edit::AddLink(link));
                }
                if let Some(key) = into {
                    let (map, shown) = self.before_gesture();
                    edits.extend(into_link(&map, &shown.layout, key, id, point(&map, *at)));
                }
                edits
            }
            NamingTarget::NewNote(at) => {
                vec![Edit::Add(Element::new(id.clone(), Note { text: name.to_owned(), at: *at }))]
            }
            NamingTarget::Element(_) | NamingTarget::Ghost(_) | NamingTarget::Link(_) => Vec::new(),
        }
    }

    /// Ends the writing. Without a name, what is new goes away without a trace.
    pub fn end_naming(&mut self, end: NamingEnd) {
        let Some(Naming { target, text, .. }) = self.naming.take() else { return };
        let text = text.trim().to_owned();
        let is_kept = end != NamingEnd::Cancel;
        match &target {
            NamingTarget::New { kind, needed_by, .. } => {
                if text.is_empty() || !is_kept {
                    self.document.cancel();
                    self.tool_done();
                    return;
                }
                let fallback = if *kind == ComponentKind::Anchor { "anchor" } else { "component" };
                let id = self.before_gesture().0.new_id(&text, fallback);
                let edits = self.new_edits(&target, &id, &text);
                self.show(&edits);
                self.document.finish(&format!("Add {text}"), Some(Selection::of(&id)));
                self.tool_done();
                self.go_on(&id, needed_by.as_ref(), end);
            }
            NamingTarget::NewNote(_) => {
                if text.is_empty() || !is_kept {
                    self.document.cancel();
                } else {
                    let id = self.before_gesture().0.new_id(&format!("note {text}"), "note");
                    let edits = self.new_edits(&target, &id, &text);
                    self.show(&edits);
                    self.document.finish("Add a note", Some(Selection::of(&id)));
                }
                self.tool_done();
            }
            NamingTarget::Element(id) if is_kept => {
                let old = self.map().element(id).map(|element| element.name().to_owned());
                if !text.is_empty() && old.as_ref() != Some(&text) {
                    let label = format!("Rename {} to {text}", old.unwrap_or_default());
                    self.commit(&label, &[Edit::Rename { id: id.clone(), text }], None);
                }
                self.go_on(&id.clone(), None, end);
            }
            NamingTarget::Ghost(id) if is_kept => {
                let evolve = self.map().component(id).and_then(|component| component.evolve.clone());
                if let Some(mut evolve) = evolve {
                    evolve.name = Some(text).filter(|text| !text.is_empty());
                    let edit = Edit::Evolve { id: id.clone(), evolve: Some(*evolve) };
                    self.commit("Name the future", &[edit], None);
                }
            }
            NamingTarget::Link(key) if is_kept => {
                if let Some(link) = self.map().link(key).cloned() {
                    let link = Link { text: text.into(), ..Link::clone(&link) };
                    self.commit(
                        "Change the link's text",
                        &[Edit::ReplaceLink { key: key.clone(), link }],
                        None,
                    );
                }
            }
            NamingTarget::Element(_) | NamingTarget::Ghost(_) | NamingTarget::Link(_) => {}
        }
    }

    /// Ends the writing by choosing a component that is there: the need goes to it, or it goes into the link.
    pub fn choose_name(&mut self, id: &ElementId) {
        let Some(Naming { target: NamingTarget::New { at, needed_by, into, .. }, .. }) = self.naming.take()
        else {
            return;
        };
        self.document.cancel();
        self.tool_done();
        match (needed_by, into) {
            (Some(by), _) => self.link_as_named(&by, id),
            (None, Some(key)) => {
                let map = Arc::clone(self.map());
                let edits = into_link(&map, self.layout(), &key, id, point(&map, at));
                let label = named(&map, "Insert", &[id.clone()].into());
                self.commit(&label, &edits, Some(Selection::of(id)));
            }
            (None, None) => self.document.select(Selection::of(id)),
        }
    }

    /// Tab and Ctrl+Enter begin the next one.
    fn go_on(&mut self, id: &ElementId, needed_by: Option<&ElementId>, end: NamingEnd) {
        match end {
            NamingEnd::KeepAndNeed if self.map().component(id).is_some() => self.name_below(id),
            NamingEnd::KeepAndSibling => {
                let Some((_, component)) = self.map().components().find(|(element, _)| element.id == *id)
                else {
                    return;
                };
                let kind = component.kind;
                let Some(at) = self.map().position(component) else { return };
                let needed_by = needed_by.cloned().or_else(|| self.who_needs(id));
                // A sibling of a variant is another variant.
                let within = match &component.place {
                    Place::Within { pipeline, .. } => Some(pipeline.clone()),
                    _ => None,
                };
                let beside = at.moved(0.0, BESIDE);
                let at = if within.is_some() { beside } else { self.free_place(beside) };
                self.start_new(kind, at, Beginning { needed_by, within, ..Beginning::default() });
            }
            _ => {}
        }
    }

    fn who_needs(&self, id: &ElementId) -> Option<ElementId> {
        self.map().links().find(|link| link.to.id() == Some(id)).and_then(|link| link.from.id().cloned())
    }

    /// Tools do one thing, unless they are kept.
    pub(super) fn tool_done(&mut self) {
        if !self.keeps_tool {
            self.tool = Tool::Select;
        }
    }
}
