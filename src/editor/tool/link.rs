//! The tools for needs and flows: from one symbol to another, by a drag, by clicks, or by keys.

use super::step::Name;
use super::{Deed, Gesture, Overlay, Step, Tool, is_drag};
use crate::editor::Direction;
use crate::editor::operate::short;
use crate::editor::session::Editor;
use crate::editor::{Event, Keys, Selection, walk};
use crate::geometry::Point;
use crate::model::{self, Edit, ElementId, End, LinkKind};

/// A link that waits for its end.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDraft {
    /// Where it starts.
    pub from: ElementId,
    /// What a flow passes on the way, in order.
    pub via: Vec<ElementId>,
    /// Where the pointer is.
    pub to: Point,
    /// The symbol under the pointer, or aimed at with Tab.
    pub onto: Option<ElementId>,
    /// Whether the button may be up: the link ends with a click.
    pub by_clicks: bool,
    /// Whether it goes as it is drawn, even upwards: the handle of a symbol means that this one needs.
    pub as_drawn: bool,
    /// Whether it goes the other way than it is drawn: the higher one needs the lower.
    pub is_turned: bool,
    /// The name that was written for its end; may be empty.
    pub name: String,
}

impl LinkDraft {
    /// A link that starts at a component.
    pub(super) fn new(from: ElementId, to: Point, by_clicks: bool) -> Self {
        Self {
            from,
            via: Vec::new(),
            to,
            onto: None,
            by_clicks,
            as_drawn: false,
            is_turned: false,
            name: String::new(),
        }
    }

    /// What this component needs.
    pub(super) fn of_handle(from: ElementId, to: Point) -> Self {
        Self { as_drawn: true, ..Self::new(from, to, false) }
    }

    /// The last component that it has reached.
    pub fn last(&self) -> &ElementId {
        self.via.last().unwrap_or(&self.from)
    }
}

/// What the tool is doing.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) enum Link {
    /// The button is down, and nothing has moved yet.
    Pressed {
        /// Where it went down.
        at: Point,
    },
    /// A link is drawn from a symbol to the pointer.
    Drawing(LinkDraft),
}

fn drawing(draft: LinkDraft) -> Step {
    Step::go_on(Gesture::Link(Link::Drawing(draft)))
}

impl Link {
    pub(super) fn update(self, event: Event, keys: Keys, view: &Editor) -> Step {
        match (self, event) {
            (Self::Pressed { at }, Event::Drag(to)) if is_drag(view, at, to) => match view.symbol_at(at) {
                Some(from) => follow(LinkDraft::new(from, at, false), to, keys, view),
                None => Step::go_on(Gesture::Link(Self::Pressed { at })),
            },
            // A click begins a link that ends with another.
            (Self::Pressed { at }, Event::Release(_)) => match view.symbol_at(at) {
                Some(from) => drawing(LinkDraft::new(from, at, true)),
                None => Step::none(),
            },
            (Self::Drawing(draft), Event::Drag(at)) => follow(draft, at, keys, view),
            (Self::Drawing(draft), Event::Hover(at)) if draft.by_clicks => follow(draft, at, keys, view),
            (Self::Drawing(draft), Event::Release(at)) => drop(draft, at, keys, view),
            (Self::Drawing(draft), Event::Leave) => drawing(draft).then(Deed::Hover(None)),
            (gesture, _) => Step::go_on(Gesture::Link(gesture)),
        }
    }

    /// The next symbol in reading order becomes the end.
    pub(in crate::editor) fn aim(self, forward: bool, view: &Editor) -> Step {
        let Self::Drawing(draft) = self else { return Step::go_on(Gesture::Link(self)) };
        let mut next = draft.onto.clone().or_else(|| Some(draft.last().clone()));
        for _ in 0..view.map().elements().len() {
            let is_seen = |id: &ElementId| view.is_element_seen(id);
            next = walk::next(view.map(), view.layout(), next.as_ref(), forward, &is_seen);
            let Some(id) = &next else { break };
            if id != draft.last() && view.layout().symbol(id).is_some() {
                let id = id.clone();
                return aimed(draft, &id, view);
            }
        }
        drawing(draft)
    }

    /// The neighbour of what is aimed at becomes the end.
    pub(in crate::editor) fn aim_toward(self, direction: Direction, view: &Editor) -> Step {
        let Self::Drawing(draft) = self else { return Step::go_on(Gesture::Link(self)) };
        let from = draft.onto.clone().unwrap_or_else(|| draft.last().clone());
        match walk::toward(view.map(), view.layout(), &from, direction) {
            Some(id) if id != *draft.last() => aimed(draft, &id, view),
            _ => drawing(draft),
        }
    }

    /// The component whose name is most like what was written becomes the end; without one, it will be new.
    pub(in crate::editor) fn aim_named(self, text: &str, view: &Editor) -> Step {
        let Self::Drawing(mut draft) = self else { return Step::go_on(Gesture::Link(self)) };
        text.clone_into(&mut draft.name);
        let wanted = text.trim().to_lowercase();
        let fits = |(id, name): &(ElementId, model::Name)| {
            let at = name.to_lowercase().find(&wanted)?;
            Some((at, name.chars().count(), id.clone()))
        };
        let names = view
            .map()
            .components()
            .filter(|(element, _)| element.id != *draft.last() && view.layout().symbol(&element.id).is_some())
            .map(|(element, component)| (element.id.clone(), component.name.clone()));
        let found = names.filter_map(|one| fits(&one)).min().filter(|_| !wanted.is_empty());
        if let Some((.., id)) = found {
            return aimed(draft, &id, view);
        }
        let to = view.layout().symbol(draft.last()).map_or(draft.to, |symbol| symbol.center);
        drawing(LinkDraft { onto: None, to, ..draft })
    }

    /// The link goes to the symbol that is aimed at; with Shift, a flow passes it.
    pub(in crate::editor) fn confirm(self, keys: Keys, view: &Editor) -> Step {
        let Self::Drawing(draft) = self else { return Step::none().then(Deed::Done) };
        match draft.onto.clone() {
            Some(onto) if passes(view, keys) => {
                let to = draft.to;
                pass(draft, onto, to)
            }
            Some(onto) if keys.shift => again(view, draft, &onto, Keys::default()),
            Some(onto) => made(view, &draft, &onto, Keys::default()).then(Deed::Done),
            None => Step::none().then(Deed::Done),
        }
    }

    pub(super) fn overlay(&self) -> Overlay {
        match self {
            Self::Pressed { .. } => Overlay::None,
            Self::Drawing(draft) => Overlay::Link {
                stops: std::iter::once(&draft.from).chain(&draft.via).cloned().collect(),
                to: draft.to,
                onto: draft.onto.clone(),
                is_turned: draft.is_turned,
                is_need: draft.via.is_empty(),
            },
        }
    }

    pub(super) fn hint(&self, view: &Editor) -> Option<&'static str> {
        let Self::Drawing(draft) = self else { return None };
        Some(if view.tool == Tool::Flow {
            "Click where it goes · Shift+click what it passes on the way · Tab, Enter, Shift+Enter do the same"
        } else if draft.by_clicks {
            "Click what is needed, or write its name · Tab goes on · Shift+click links several · an empty place makes it new"
        } else {
            "Drop on what is needed, or on an empty place to make it new · Ctrl keeps the direction"
        })
    }
}

/// The pointer moves with a link in hand.
pub(super) fn follow(draft: LinkDraft, at: Point, keys: Keys, view: &Editor) -> Step {
    let onto = view.symbol_at(at).filter(|id| id != draft.last());
    let there = match &onto {
        Some(onto) => height(view, onto),
        None => Some(view.position(at).visibility.value()),
    };
    let is_turned = is_turned(view, &draft, there, keys);
    let said = onto.as_ref().map(|onto| Deed::Say(words(view, &draft, onto, keys)));
    let mut step = drawing(LinkDraft { to: at, onto, is_turned, ..draft });
    step.deeds.extend(said);
    step
}

/// The button went up with a link in hand.
fn drop(draft: LinkDraft, at: Point, keys: Keys, view: &Editor) -> Step {
    let step = match view.symbol_at(at) {
        // A click on the start begins a link that ends with a click.
        Some(onto) if onto == draft.from && view.tool.links() && !draft.by_clicks => {
            return drawing(LinkDraft::new(draft.from, at, true));
        }
        // With Shift another begins where this one did; a flow passes, and goes on.
        Some(onto) if passes(view, keys) => return pass(draft, onto, at),
        Some(onto) if keys.shift && draft.by_clicks && onto != *draft.last() => {
            return again(view, draft, &onto, keys);
        }
        Some(onto) if onto != *draft.last() => made(view, &draft, &onto, keys),
        Some(_) => Step::none(),
        None if draft.via.is_empty() => {
            Step::none().then(Deed::Name(Name::Needed(draft.from, at, draft.as_drawn || keys.ctrl)))
        }
        // A path ends at something that is there.
        None => return drawing(LinkDraft { to: at, by_clicks: true, ..draft }),
    };
    step.then(Deed::Done)
}

/// The link goes to a symbol.
fn aimed(draft: LinkDraft, id: &ElementId, view: &Editor) -> Step {
    let words = words(view, &draft, id, Keys::default());
    let to = view.layout().symbol(id).map_or(draft.to, |symbol| symbol.center);
    let is_turned = is_turned(view, &draft, height(view, id), Keys::default());
    drawing(LinkDraft { to, onto: Some(id.clone()), by_clicks: true, is_turned, ..draft })
        .then(Deed::Say(words))
}

/// The link is made, and another begins where it did.
fn again(view: &Editor, draft: LinkDraft, onto: &ElementId, keys: Keys) -> Step {
    let Step { deeds, .. } = made(view, &draft, onto, keys);
    let to = view.layout().symbol(&draft.from).map_or(draft.to, |symbol| symbol.center);
    let next = LinkDraft { as_drawn: draft.as_drawn, ..LinkDraft::new(draft.from, to, true) };
    Step { deeds, ..drawing(next) }
}

fn passes(view: &Editor, keys: Keys) -> bool {
    keys.shift && view.tool == Tool::Flow
}

fn pass(mut draft: LinkDraft, through: ElementId, to: Point) -> Step {
    if through != *draft.last() {
        draft.via.push(through);
    }
    drawing(LinkDraft { to, onto: None, by_clicks: true, ..draft })
}

fn height(view: &Editor, id: &ElementId) -> Option<f64> {
    let component = view.map().component(id)?;
    Some(view.map().position(component)?.visibility.value())
}

/// Whether a link goes the other way than it is drawn. The higher one needs the lower, unless Ctrl is held or the handle of a
/// symbol says who needs; a flow goes as it was drawn.
fn is_turned(view: &Editor, draft: &LinkDraft, there: Option<f64>, keys: Keys) -> bool {
    let is_upward = height(view, &draft.from) < there;
    is_upward && !keys.ctrl && !draft.as_drawn && view.tool != Tool::Flow
}

/// Who needs whom.
fn ends(view: &Editor, draft: &LinkDraft, to: &ElementId, keys: Keys) -> (ElementId, ElementId) {
    if is_turned(view, draft, height(view, to), keys) {
        (to.clone(), draft.from.clone())
    } else {
        (draft.from.clone(), to.clone())
    }
}

/// What a link would say: "Tea needs Cup", "Farm flows to Cup by Tea".
fn words(view: &Editor, draft: &LinkDraft, to: &ElementId, keys: Keys) -> String {
    let (from, to) = ends(view, draft, to, keys);
    let name = |id: &ElementId| view.map().element(id).map_or("", |e| short(e.name(), "?")).to_owned();
    let verb = if view.tool == Tool::Flow { "flows to" } else { "needs" };
    let via: Vec<_> = draft.via.iter().map(name).collect();
    let by = if via.is_empty() { String::new() } else { format!(" by {}", via.join(" and ")) };
    format!("{} {verb} {}{by}", name(&from), name(&to))
}

/// Links two components.
fn made(view: &Editor, draft: &LinkDraft, to: &ElementId, keys: Keys) -> Step {
    let words = words(view, draft, to, keys);
    let (from, to) = ends(view, draft, to, keys);
    let is_flow = view.tool == Tool::Flow;
    let kind = if is_flow { LinkKind::Flow(model::Direction::Forward) } else { LinkKind::Need };
    let via = draft.via.iter().cloned().map(End::Element).collect();
    let link = model::Link { via, ..model::Link::between(&from, &to, kind) };
    let same = |other: &model::Link| {
        other.from == link.from && other.to == link.to && other.kind == link.kind && other.via == link.via
    };
    let existing = view.map().keyed_links().find(|(_, other)| same(other)).map(|(key, _)| key);
    if let Some(key) = existing {
        let select = Deed::Select(Selection::of_link(&key));
        return Step::none().then(select).then(Deed::Say(format!("{words} already")));
    }
    let commit = Deed::change(words.clone(), vec![Edit::AddLink(link)]).selecting(Selection::of(&to));
    Step::none().then(commit).then(Deed::Say(words))
}

/// Links all others to the lowest: they need it. What is linked with it already stays so.
fn all_to_lowest(view: &Editor, ids: &[ElementId]) -> Step {
    let map = view.map();
    let lower = |one: &&ElementId, other: &&ElementId| height(view, one).partial_cmp(&height(view, other));
    let Some(lowest) = ids.iter().min_by(|a, b| lower(a, b).unwrap_or(std::cmp::Ordering::Equal)) else {
        return Step::none();
    };
    let known: Vec<&model::Link> = map
        .links_of(lowest)
        .iter()
        .filter_map(|at| map.links().nth(*at))
        .map(AsRef::as_ref)
        .filter(|link| !matches!(link.kind, LinkKind::Flow(_)))
        .collect();
    let new = ids.iter().filter(|id| *id != lowest && !known.iter().any(|link| link.touches(id)));
    let edits: Vec<_> =
        new.map(|id| Edit::AddLink(model::Link::between(id, lowest, LinkKind::Need))).collect();
    let name = map.element(lowest).map_or("", |element| short(element.name(), "?"));
    if edits.is_empty() {
        return Step::none().then(Deed::Say(format!("All of them are linked with {name} already")));
    }
    let words = match edits.len() {
        1 => format!("One needs {name}"),
        count => format!("{count} need {name}"),
    };
    let change = Deed::change(words.clone(), edits).selecting(Selection::of(lowest));
    Step::none().then(change).then(Deed::Say(words))
}

impl Editor {
    /// Begins to link: two selected components at once, of more all others with the lowest, one with the next click, none with
    /// two clicks.
    pub fn start_linking(&mut self, tool: Tool) {
        self.tool = tool;
        let selection = self.document.selection();
        let mut ids: Vec<_> = selection.elements.iter().chain(&selection.ghost).cloned().collect();
        ids.dedup();
        let are = |ids: &[&ElementId]| ids.iter().all(|id| self.map().component(id).is_some());
        match ids.as_slice() {
            [a, b] if are(&[a, b]) => {
                let draft = LinkDraft::new(a.clone(), Point::ZERO, true);
                let step = made(self, &draft, b, Keys::default());
                self.take(step.then(Deed::Done));
            }
            [from] if are(&[from]) => {
                if let Some(at) = self.layout().symbol(from).map(|symbol| symbol.center) {
                    self.set_gesture(Gesture::linking(from.clone(), at));
                }
            }
            ids if tool == Tool::Need && ids.len() > 2 && ids.iter().all(|id| are(&[id])) => {
                let step = all_to_lowest(self, ids);
                self.take(step.then(Deed::Done));
            }
            _ => {}
        }
    }

    /// The need from one component to another as it stands, however high they are.
    pub(in crate::editor) fn link_as_named(&mut self, from: &ElementId, to: &ElementId) {
        let draft = LinkDraft::new(from.clone(), Point::ZERO, true);
        let step = made(self, &draft, to, Keys { ctrl: true, ..Keys::default() });
        self.take(step);
    }
}
