//! The tools of the canvas, each a state machine: what the pointer does goes in, what is to be done comes out. A tool looks
//! at the editor and changes nothing itself; beside its steps stand its hint, its cursor and what is drawn over the map.

mod add;
mod area;
mod heights;
mod link;
mod moving;
mod place;
mod select;
mod step;
mod target;
mod tray;

pub(super) use heights::Proposal;
pub use link::LinkDraft;
pub use step::{Cursor, Overlay, Target};
pub(super) use step::{Deed, Name, Step};

use super::session::Editor;
use super::{Addition, Direction, Event, Keys};
use crate::geometry::Point;
use crate::model::{ComponentKind, ElementId};

/// What a click on the canvas does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Selects and moves.
    #[default]
    Select,
    /// Places a component.
    Component,
    /// Places an anchor.
    Anchor,
    /// Places a note.
    Note,
    /// Links by needs.
    Need,
    /// Links by flows.
    Flow,
    /// Draws a loop around a part of the map.
    Area,
    /// Adds something else where one clicks or drags.
    Add(Addition),
}

impl Tool {
    /// The kind of component that it places.
    pub fn places(self) -> Option<ComponentKind> {
        match self {
            Self::Component => Some(ComponentKind::Component),
            Self::Anchor => Some(ComponentKind::Anchor),
            _ => None,
        }
    }

    /// Whether it links.
    pub fn links(self) -> bool {
        matches!(self, Self::Need | Self::Flow)
    }

    /// What a press with it begins.
    fn pressed(self, at: Point, on: Target) -> Gesture {
        match self {
            Self::Select => Gesture::Select(select::Select::Pressed { at, on }),
            Self::Component | Self::Anchor | Self::Note => Gesture::Place(place::Place { at, on }),
            Self::Need | Self::Flow => Gesture::Link(link::Link::Pressed { at }),
            Self::Add(addition) => Gesture::Add(add::Add { addition, at, to: None }),
            Self::Area => Gesture::Area(area::Area { at, points: Vec::new() }),
        }
    }
}

/// What the pointer is doing, with one of the tools.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// It selects, moves, or changes a shape.
    Select(select::Select),
    /// It places something new.
    Place(place::Place),
    /// It draws a link.
    Link(link::Link),
    /// It draws a loop by hand.
    Area(area::Area),
    /// It adds something beside components.
    Add(add::Add),
    /// It brings a component from the tray.
    Tray(tray::FromTray),
    /// New places are proposed.
    Heights(Proposal),
}

/// The pointer moves this far, in screen points, before a press becomes a drag.
const SLOP: f64 = 4.0;

/// Whether a press has become a drag.
fn is_drag(view: &Editor, from: Point, to: Point) -> bool {
    from.distance(to) * view.camera.scale >= SLOP
}

impl Gesture {
    /// A link that begins at a component, and ends with a click.
    pub(super) fn linking(from: ElementId, at: Point) -> Self {
        Self::Link(link::Link::Drawing(LinkDraft::new(from, at, true)))
    }

    /// A component that comes from the tray.
    pub(super) fn from_tray(id: ElementId) -> Self {
        Self::Tray(tray::FromTray { id, guides: Vec::new() })
    }

    /// Takes what the pointer did.
    pub(super) fn update(self, event: Event, keys: Keys, view: &Editor) -> Step {
        match (self, event) {
            (Self::Idle, event) => idle(event, view),
            // What a fast second click began is given up for what it does as one of two.
            (_, Event::DoubleClick(at)) => idle(Event::DoubleClick(at), view).after(Deed::GiveUp),
            (Self::Select(gesture), event) => gesture.update(event, keys, view),
            (Self::Place(gesture), event) => gesture.update(event, view),
            (Self::Link(gesture), event) => gesture.update(event, keys, view),
            (Self::Area(gesture), event) => gesture.update(event, view),
            (Self::Add(gesture), event) => gesture.update(event, view),
            (Self::Tray(gesture), event) => gesture.update(event, keys, view),
            (Self::Heights(gesture), event) => gesture.update(event),
        }
    }
}

/// The pointer does nothing yet.
fn idle(event: Event, view: &Editor) -> Step {
    match event {
        Event::Hover(at) => Step::none().then(Deed::Hover(select::hovered(view, at))),
        Event::Leave => Step::none().then(Deed::Hover(None)),
        Event::Press(at) => Step::go_on(view.tool.pressed(at, view.target(at))),
        Event::DoubleClick(at) if view.naming().is_none() => {
            let step = Step::none().then(Deed::GiveUp);
            if view.tool == Tool::Select { select::double_click(view, at, step) } else { step }
        }
        Event::DoubleClick(_) | Event::Drag(_) | Event::Release(_) | Event::Cancel => Step::none(),
    }
}

impl Editor {
    /// Takes what the pointer did.
    pub fn handle(&mut self, event: Event, keys: Keys) {
        if event == Event::Cancel {
            self.cancel();
            return;
        }
        // A press while a name is written ends that, and a double click then means the field.
        let step = self.take_gesture().update(event, keys, self);
        let again = step.again;
        self.take(step);
        if again {
            let step = self.take_gesture().update(event, keys, self);
            self.take(step);
        }
        self.refresh();
    }

    /// Does a step.
    pub(super) fn take(&mut self, step: Step) {
        self.set_gesture(step.gesture);
        for deed in step.deeds {
            self.perform(deed);
        }
    }

    /// While a link waits for its end: the next symbol in reading order becomes it.
    pub fn aim_link(&mut self, forward: bool) {
        let step = match self.take_gesture() {
            Gesture::Link(link) => link.aim(forward, self),
            other => Step::go_on(other),
        };
        self.take(step);
    }

    /// While a link waits for its end: makes it to the symbol that is aimed at, or to something new with the name that was
    /// written; with Shift, another begins, and a flow passes it.
    pub fn confirm_link(&mut self, keys: Keys) {
        let named = |draft: &&LinkDraft| draft.onto.is_none() && !draft.name.trim().is_empty();
        if let Some(name) = self.link_draft().filter(named).map(|draft| draft.name.clone()) {
            // The pointer may have gone by since it was written.
            self.aim_link_at(&name);
        }
        let new = self.link_draft().filter(named);
        if let Some((from, name)) = new.map(|draft| (draft.last().clone(), draft.name.clone())) {
            let is_path = self.link_draft().is_some_and(|draft| !draft.via.is_empty());
            if is_path {
                self.tell("A path ends at something that is there");
                return;
            }
            let tool = self.tool;
            self.take(Step::none());
            self.name_below(&from);
            self.write_name(name);
            self.end_naming(super::NamingEnd::Keep);
            if keys.shift {
                self.document.select(super::Selection::of(&from));
                self.start_linking(tool);
            }
            return;
        }
        let step = match self.take_gesture() {
            Gesture::Link(link) => link.confirm(keys, self),
            other => Step::go_on(other),
        };
        self.take(step);
    }

    /// While a link waits for its end: the neighbour of what it goes to becomes it.
    pub fn aim_link_toward(&mut self, direction: Direction) {
        let step = match self.take_gesture() {
            Gesture::Link(link) => link.aim_toward(direction, self),
            other => Step::go_on(other),
        };
        self.take(step);
    }

    /// While a link waits for its end: what is called like this becomes it.
    pub fn aim_link_at(&mut self, name: &str) {
        let step = match self.take_gesture() {
            Gesture::Link(link) => link.aim_named(name, self),
            other => Step::go_on(other),
        };
        self.take(step);
    }

    /// A link that waits for its end is given up: something else has the keyboard.
    pub fn leave_link(&mut self) {
        if self.awaits_link() {
            self.cancel();
        }
    }

    /// The link that waits for its end.
    pub fn link_draft(&self) -> Option<&LinkDraft> {
        match self.gesture() {
            Gesture::Link(link::Link::Drawing(draft)) if draft.by_clicks => Some(draft),
            _ => None,
        }
    }

    /// Whether the pointer does nothing.
    pub fn is_idle(&self) -> bool {
        *self.gesture() == Gesture::Idle
    }

    /// Whether nothing has moved yet.
    pub(super) fn is_still(&self) -> bool {
        matches!(self.gesture(), Gesture::Idle | Gesture::Select(select::Select::Pressed { .. }))
    }

    /// Whether a component is brought from the tray.
    pub fn is_placing(&self) -> bool {
        matches!(self.gesture(), Gesture::Tray(_))
    }

    /// Whether a link waits for a click that ends it.
    pub fn awaits_link(&self) -> bool {
        matches!(self.gesture(), Gesture::Link(link::Link::Drawing(draft)) if draft.by_clicks)
    }

    /// What is drawn over the map while the pointer does something.
    pub fn overlay(&self) -> Overlay {
        match self.gesture() {
            Gesture::Idle | Gesture::Place(_) => Overlay::None,
            Gesture::Select(gesture) => gesture.overlay(self),
            Gesture::Link(gesture) => gesture.overlay(),
            Gesture::Area(gesture) => gesture.overlay(),
            Gesture::Add(gesture) => gesture.overlay(),
            Gesture::Tray(gesture) => gesture.overlay(),
            Gesture::Heights(gesture) => gesture.overlay(self),
        }
    }

    /// The form of the pointer over the canvas.
    pub fn cursor(&self) -> Cursor {
        match self.gesture() {
            Gesture::Select(gesture) => gesture.cursor(self),
            Gesture::Tray(_) => Cursor::Holding,
            Gesture::Idle if self.tool == Tool::Select => select::cursor_over(self.hovered()),
            Gesture::Heights(_) => Cursor::Usual,
            Gesture::Idle | Gesture::Link(_) | Gesture::Area(_) | Gesture::Place(_) | Gesture::Add(_) => {
                Cursor::Cross
            }
        }
    }

    /// What can be done now, where the pointer does something.
    pub(super) fn gesture_hint(&self) -> Option<&'static str> {
        match self.gesture() {
            Gesture::Idle | Gesture::Place(_) | Gesture::Add(_) => None,
            Gesture::Heights(_) => Some(heights::HINT),
            Gesture::Select(gesture) => gesture.hint(),
            Gesture::Link(gesture) => gesture.hint(self),
            Gesture::Area(_) => Some(area::HINT),
            Gesture::Tray(_) => Some(tray::HINT),
        }
    }
}
