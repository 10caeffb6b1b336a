//! What a tool wants done, and what it shows.

use super::{Gesture, Proposal};
use crate::editor::operate::evolve_next;
use crate::editor::session::Editor;
use crate::editor::{Addition, Handle, Selection};
use crate::geometry::{Point, Rect};
use crate::layout::Hit;
use crate::model::{ComponentKind, Edit, ElementId, LinkKey};

/// What a press met.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Something of the map.
    Hit(Hit),
    /// A handle.
    Handle(Handle),
    /// Nothing.
    Plot,
}

/// The form of the pointer over the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The usual one.
    Usual,
    /// Something can be taken hold of.
    Hand,
    /// Something is held.
    Holding,
    /// Something goes left and right.
    Sideways,
    /// Something can be chosen.
    Pointing,
    /// Something is placed, or drawn from here.
    Cross,
}

/// What is drawn over the map while the pointer does something.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// Nothing.
    None,
    /// A link that is drawn.
    Link {
        /// What it has reached.
        stops: Vec<ElementId>,
        /// Where the pointer is.
        to: Point,
        /// What it would end at.
        onto: Option<ElementId>,
        /// Whether it goes the other way than it is drawn.
        is_turned: bool,
        /// Whether it passes nothing on its way.
        is_need: bool,
    },
    /// A line drawn by hand.
    Line(Vec<Point>),
    /// A rectangle that selects.
    Marquee(Rect),
    /// Where things stand, and where they are proposed to stand.
    Ghosts(Vec<(Point, Point)>),
    /// Where this component stands, in words.
    Readout(ElementId),
    /// Where this component evolves to, in words.
    Future(ElementId),
}

/// Something that a tool wants done.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) enum Deed {
    /// What is under the pointer is this.
    Hover(Option<Hit>),
    /// What is selected is this.
    Select(Selection),
    /// A change begins, which these edits show and the next finish keeps.
    Begin,
    /// The change so far.
    Show(Vec<Edit>),
    /// The change is kept, under this name; where a selection is named, that is selected.
    Finish(String, Option<Selection>),
    /// What was done so far is given up.
    GiveUp,
    /// A change in one step of the history.
    Change(Change),
    /// The last step is undone.
    Undo,
    /// The step that was undone last is done again.
    Redo,
    /// Labels go back to automatic placing.
    Tidy(Vec<Edit>),
    /// An element of another kind is added, or its tool is chosen.
    Add(Addition),
    /// An element of another kind is added there, as large as from one point to the other.
    AddAt(Addition, Point, Point),
    /// New places are proposed.
    Propose(Proposal),
    /// What is selected is copied beside itself.
    Duplicate,
    /// All of the tray is placed.
    PlaceAll,
    /// This is said.
    Say(String),
    /// This was removed or rearranged, which is said with a way back.
    Offer(String),
    /// A field is opened for something new, or for what is there.
    Name(Name),
    /// What is selected evolves to the next stage.
    Evolve,
    /// An annotation gets another place.
    AddPlace(ElementId),
    /// A loop loses one of its points.
    RemoveBend(ElementId, usize),
    /// A loop was drawn.
    Loop(Vec<Point>),
    /// The tool has done its work.
    Done,
}

/// A change in one step of the history.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct Change {
    label: String,
    edits: Vec<Edit>,
    /// What is selected then; `None` leaves that as it is.
    selection: Option<Selection>,
    /// Steps in a row of one run are one.
    run: Option<String>,
}

impl Deed {
    /// A change, under the name that undo has for it.
    pub(in crate::editor) fn change(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self::Change(Change { label: label.into(), edits, selection: None, run: None })
    }

    /// The same, and this is selected then.
    pub(in crate::editor) fn selecting(mut self, selection: Selection) -> Self {
        if let Self::Change(change) = &mut self {
            change.selection = Some(selection);
        }
        self
    }

    /// The same as a part of a run.
    pub(in crate::editor) fn in_run(mut self, run: String) -> Self {
        if let Self::Change(change) = &mut self {
            change.run = Some(run);
        }
        self
    }
}

/// What a field for a name is opened for.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) enum Name {
    New(ComponentKind, Point),
    Note(Point),
    Needed(ElementId, Point, bool),
    Below(ElementId),
    Inserted(LinkKey, Point),
    Variant(ElementId, Option<Point>),
    Element(ElementId),
    Ghost(ElementId),
    Link(LinkKey),
}

/// What follows from something that the pointer did: what it does now, and what is to be done.
#[derive(Debug)]
pub(in crate::editor) struct Step {
    pub(in crate::editor) gesture: Gesture,
    pub(in crate::editor) deeds: Vec<Deed>,
    /// Whether what it does now takes the same event too.
    pub(in crate::editor) again: bool,
}

impl Step {
    /// The pointer does nothing any more.
    pub(super) fn none() -> Self {
        Self::go_on(Gesture::Idle)
    }

    /// The pointer does this now.
    pub(super) fn go_on(gesture: Gesture) -> Self {
        Self { gesture, deeds: Vec::new(), again: false }
    }

    /// And this is done.
    pub(super) fn then(mut self, deed: Deed) -> Self {
        self.deeds.push(deed);
        self
    }

    /// And what it does now takes the same event too.
    pub(super) fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// And before it this.
    pub(super) fn after(mut self, deed: Deed) -> Self {
        self.deeds.insert(0, deed);
        self
    }
}

impl Editor {
    /// Does what a tool wants done.
    pub(in crate::editor) fn perform(&mut self, deed: Deed) {
        match deed {
            Deed::Hover(hovered) => self.set_hover(hovered),
            Deed::Select(selection) => self.document.select(selection),
            Deed::Begin => self.document.begin(),
            Deed::Show(edits) => self.show(&edits),
            Deed::Finish(label, selection) => self.document.finish(&label, selection),
            Deed::GiveUp => self.document.cancel(),
            Deed::Change(Change { label, edits, selection, run }) => {
                self.commit_in_run(&label, &edits, selection, run);
            }
            Deed::Undo => {
                let undone = self.document.undo();
                self.select_seen_only();
                self.say(undone.map_or("Nothing to undo".to_owned(), |what| format!("Undone: {what}")));
            }
            Deed::Redo => {
                let redone = self.document.redo();
                self.select_seen_only();
                self.say(redone.map_or("Nothing to redo".to_owned(), |what| format!("Done again: {what}")));
            }
            Deed::Tidy(edits) => self.tidy(edits),
            Deed::Add(addition) => self.add(addition),
            Deed::AddAt(addition, from, to) => self.add_at(addition, from, to),
            Deed::Propose(proposal) => self.set_gesture(Gesture::Heights(proposal)),
            Deed::Duplicate => self.duplicate(),
            Deed::PlaceAll => self.place_from_tray(&[]),
            Deed::Say(words) => self.say(words),
            Deed::Offer(words) => self.offer(words),
            Deed::Name(name) => self.name(name),
            Deed::Evolve => {
                for deed in evolve_next(self.sight()) {
                    self.perform(deed);
                }
            }
            Deed::AddPlace(id) => self.add_place(&id),
            Deed::RemoveBend(id, bend) => self.remove_bend(&id, bend),
            Deed::Loop(points) => self.finish_loop(&points),
            Deed::Done => self.tool_done(),
        }
    }

    fn name(&mut self, name: Name) {
        match name {
            Name::New(kind, at) => self.name_new(kind, at),
            Name::Note(at) => self.name_note(at),
            Name::Needed(by, at, as_drawn) => self.name_needed(&by, at, as_drawn),
            Name::Below(id) => self.name_below(&id),
            Name::Inserted(key, at) => self.name_inserted(&key, at),
            Name::Variant(pipeline, at) => self.name_variant(&pipeline, at),
            Name::Element(id) => self.rename(&id),
            Name::Ghost(id) => self.rename_ghost(&id),
            Name::Link(key) => self.rename_link(&key),
        }
    }
}
