//! The tool that selects and moves: reads like the table of what a press and a drag do.

use std::sync::Arc;

use super::link::{self, LinkDraft};
use super::moving::{copies, drag_elements, drag_ghost, drag_shape};
use super::step::Name;
use super::target::inside;
use super::{Cursor, Deed, Gesture, Overlay, Step, Target, is_drag};
use crate::editor::handle::{Handle, HandleKind};
use crate::editor::session::Editor;
use crate::editor::shape::block_moved;
use crate::editor::snap::Guide;
use crate::editor::{Event, Keys, Selection, operate};
use crate::geometry::{Point, Rect};
use crate::layout::{Block, Hit};
use crate::model::{Body, ComponentKind, Edit, ElementId, LabelOffset, Map};

/// What the tool is doing.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) enum Select {
    /// The button is down, and nothing has moved yet.
    Pressed {
        /// Where it went down.
        at: Point,
        /// On what.
        on: Target,
    },
    /// Elements follow the pointer.
    Moving {
        /// Where it began.
        from: Point,
        /// Which of them was taken hold of.
        lead: ElementId,
        /// What it is in line with.
        guides: Vec<Guide>,
    },
    /// A label follows the pointer.
    Labelling {
        /// Whose label.
        id: ElementId,
        /// Whether it is the label of the ghost.
        of_ghost: bool,
        /// Where it began.
        from: Point,
        /// The offset that the label had.
        start: LabelOffset,
    },
    /// A ghost follows the pointer.
    Evolving {
        /// Whose ghost.
        id: ElementId,
        /// What it is in line with.
        guides: Vec<Guide>,
    },
    /// A shape follows one of its handles.
    Shaping {
        /// Whose shape.
        id: ElementId,
        /// Which handle.
        handle: HandleKind,
        /// Where it began.
        from: Point,
        /// What it is in line with.
        guides: Vec<Guide>,
    },
    /// The list of annotations or the legend follows the pointer.
    MovingBlock {
        /// Which one.
        block: Block,
        /// Where its upper left corner stood.
        origin: Point,
        /// Where it began.
        from: Point,
    },
    /// A rectangle selects.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where the pointer is.
        to: Point,
        /// What is added to, with Shift, or taken from, with Ctrl: what was selected before.
        before: Arc<Selection>,
        /// What was selected before, for Esc.
        selected: Arc<Selection>,
    },
}

/// This far beside a symbol or link still counts, in screen points.
pub(super) const SLACK: f64 = 6.0;

fn on(select: Select) -> Step {
    Step::go_on(Gesture::Select(select))
}

impl Select {
    pub(super) fn update(self, event: Event, keys: Keys, view: &Editor) -> Step {
        match (self, event) {
            (Self::Pressed { at, on }, Event::Drag(to)) if is_drag(view, at, to) => {
                // What began follows the pointer at once.
                start(view, at, on, keys).again()
            }
            (Self::Pressed { on, .. }, Event::Release(_)) => click(view, on, keys),
            (gesture, Event::Drag(at)) => gesture.drag(view, at, keys),
            (gesture, Event::Release(_)) => gesture.end(view),
            (Self::Marquee { selected, .. }, Event::Cancel) => {
                Step::none().then(Deed::Select(Arc::unwrap_or_clone(selected)))
            }
            (gesture, _) => on(gesture),
        }
    }

    /// The pointer moves with the button down.
    fn drag(self, view: &Editor, at: Point, keys: Keys) -> Step {
        let edits = match &self {
            Self::Pressed { .. } => return on(self),
            Self::Moving { from, lead, .. } => {
                let (edits, guides) = drag_elements(view, *from, lead, at, keys);
                let moving = Self::Moving { from: *from, lead: lead.clone(), guides };
                return on(moving).then(Deed::Show(edits));
            }
            Self::Labelling { id, of_ghost, from, start } => {
                let (id, offset) = (id.clone(), Some(start.moved(at - *from)));
                vec![if *of_ghost { Edit::GhostLabel { id, offset } } else { Edit::Label { id, offset } }]
            }
            Self::Evolving { id, .. } => {
                let (edit, guides) = drag_ghost(view, id, at, keys);
                return on(Self::Evolving { id: id.clone(), guides }).then(Deed::Show(vec![edit]));
            }
            Self::Shaping { id, handle, from, .. } => {
                let (edits, guides) = drag_shape(view, (id, *handle), *from, at, keys);
                let shaping = Self::Shaping { id: id.clone(), handle: *handle, from: *from, guides };
                return if edits.is_empty() { on(shaping) } else { on(shaping).then(Deed::Show(edits)) };
            }
            Self::MovingBlock { block, origin, from } => {
                vec![block_moved(view.map(), *block, *origin, at - *from)]
            }
            Self::Marquee { .. } => Vec::new(),
        };
        match self {
            Self::Marquee { from, before, selected, .. } => {
                let met = inside(view, Rect::from_points(from, at));
                let selection = if keys.ctrl { before.without(&met) } else { before.joined(&met) };
                on(Self::Marquee { from, to: at, before, selected }).then(Deed::Select(selection))
            }
            gesture if edits.is_empty() => on(gesture),
            gesture => on(gesture).then(Deed::Show(edits)),
        }
    }

    /// The button went up after a drag.
    fn end(self, view: &Editor) -> Step {
        let named = |verb: &str, id: &ElementId| operate::named(view.map(), verb, &[id.clone()].into());
        let (label, selection) = match self {
            Self::Moving { .. } => {
                let copies = copies(view);
                let is_put_in = view.map().links().len() > view.before_gesture().0.links().len();
                let verb = match () {
                    () if copies.is_some() => "Duplicate",
                    () if is_put_in => "Insert",
                    () => "Move",
                };
                (operate::named(view.map(), verb, &view.document.selection().elements), copies)
            }
            Self::Labelling { id, .. } => (named("Move the label of", &id), None),
            Self::Evolving { id, .. } => (named("Evolve", &id), Some(Selection::of_ghost(&id))),
            Self::Shaping { id, handle, .. } => {
                let count = |map: &Map| match map.element(&id).map(|element| &element.body) {
                    Some(Body::Annotation(annotation)) => annotation.at.len(),
                    _ => 0,
                };
                let has_grown = count(view.map()) > count(&view.before_gesture().0);
                let verb = match handle {
                    HandleKind::Disc(_) if has_grown => "Add a place of",
                    HandleKind::Disc(_) => "Move",
                    HandleKind::Another => "Add a place of",
                    _ => "Change the shape of",
                };
                (named(verb, &id), None)
            }
            Self::MovingBlock { block, .. } => {
                let label = match block {
                    Block::Annotations => "Move the list of annotations",
                    Block::Legend => "Move the legend",
                };
                (label.to_owned(), None)
            }
            Self::Marquee { .. } | Self::Pressed { .. } => return Step::none(),
        };
        Step::none().then(Deed::Finish(label, selection))
    }

    pub(super) fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Pressed { .. } => return None,
            Self::Moving { .. } => "Shift locks the axis · Ctrl moves freely · Esc takes it back",
            Self::Labelling { .. } => "Drag the label where it reads well · Esc takes it back",
            Self::Evolving { .. } => "Drag to where it will evolve · Esc takes it back",
            Self::Shaping { handle: HandleKind::Disc(_), .. } => {
                "Alt leaves the disc and makes another · Esc takes it back"
            }
            Self::Shaping { .. } | Self::MovingBlock { .. } => "Esc takes it back",
            Self::Marquee { .. } => "Everything that the rectangle touches is selected · Ctrl takes it away",
        })
    }

    pub(super) fn cursor(&self, view: &Editor) -> Cursor {
        match self {
            Self::Pressed { .. } => cursor_over(view.hovered()),
            Self::Moving { .. }
            | Self::Labelling { .. }
            | Self::Shaping { .. }
            | Self::MovingBlock { .. } => Cursor::Holding,
            Self::Evolving { .. } => Cursor::Sideways,
            Self::Marquee { .. } => Cursor::Usual,
        }
    }

    pub(super) fn overlay(&self, view: &Editor) -> Overlay {
        match self {
            Self::Marquee { from, to, .. } => Overlay::Marquee(Rect::from_points(*from, *to)),
            Self::Moving { .. } => {
                let first = view.document.selection().elements.first();
                first.map_or(Overlay::None, |id| Overlay::Readout(id.clone()))
            }
            Self::Evolving { id, .. } => Overlay::Future(id.clone()),
            Self::Pressed { .. }
            | Self::Labelling { .. }
            | Self::Shaping { .. }
            | Self::MovingBlock { .. } => Overlay::None,
        }
    }
}

/// The form of the pointer over something.
pub(super) fn cursor_over(hovered: Option<&Hit>) -> Cursor {
    match hovered {
        Some(
            Hit::Symbol(_)
            | Hit::Disc(..)
            | Hit::Label(_)
            | Hit::GhostLabel(_)
            | Hit::PipelineBox(_)
            | Hit::Block(_),
        ) => Cursor::Hand,
        Some(Hit::Ghost(_)) => Cursor::Sideways,
        Some(Hit::Link(_)) => Cursor::Pointing,
        Some(Hit::Area(_)) | None => Cursor::Usual,
    }
}

/// What is under the pointer. Handles stand beside their symbol: on the way to one, the symbol stays hovered.
pub(super) fn hovered(view: &Editor, at: Point) -> Option<Hit> {
    match view.target(at) {
        Target::Hit(hit) => Some(hit),
        // The way from a line to its handle is no way out of it.
        Target::Handle(Handle { kind: HandleKind::Insert, .. }) => view.hovered().cloned(),
        Target::Handle(handle) => {
            let is_same = view.hovered().and_then(Hit::element) == Some(&handle.id);
            if is_same { view.hovered().cloned() } else { Some(Hit::Symbol(handle.id)) }
        }
        Target::Plot => None,
    }
}

/// A press becomes a drag.
fn start(view: &Editor, at: Point, target: Target, keys: Keys) -> Step {
    let selection = view.document.selection();
    let begun = |select, selection: Option<Selection>| {
        let mut step = on(select);
        step.deeds.extend(selection.map(Deed::Select));
        step.then(Deed::Begin)
    };
    match target {
        Target::Handle(Handle { id, kind: HandleKind::Need, .. }) => {
            Step::go_on(Gesture::Link(link::Link::Drawing(LinkDraft::of_handle(id, at))))
        }
        Target::Handle(Handle { id, kind: HandleKind::Evolve, .. }) => {
            begun(Select::Evolving { id, guides: Vec::new() }, None)
        }
        Target::Handle(Handle { kind: HandleKind::Insert, .. }) => Step::none(),
        Target::Handle(Handle { id, kind, .. }) => {
            let selection = Selection::of(&id);
            begun(shaping(id, kind, at), Some(selection))
        }
        // One of several places moves alone, unless more than its annotation is selected.
        Target::Hit(Hit::Disc(id, place)) if !is_among_others(selection, &id) => {
            let selection = Selection::of(&id);
            begun(shaping(id, HandleKind::Disc(place), at), Some(selection))
        }
        Target::Hit(Hit::Block(block)) => {
            let rect = match block {
                Block::Annotations => view.layout().annotations.as_ref().map(|list| list.rect),
                Block::Legend => view.layout().legend.as_ref().map(|legend| legend.rect),
            };
            match rect {
                Some(rect) => begun(Select::MovingBlock { block, origin: rect.origin(), from: at }, None),
                None => Step::none(),
            }
        }
        Target::Hit(Hit::Ghost(id))
            if selection.ghost.as_ref() == Some(&id) && selection.elements.contains(&id) =>
        {
            begun(Select::Moving { from: at, lead: id, guides: Vec::new() }, None)
        }
        Target::Hit(Hit::Ghost(id)) => {
            let selection = Selection::of_ghost(&id);
            begun(Select::Evolving { id, guides: Vec::new() }, Some(selection))
        }
        Target::Hit(Hit::Label(id)) => start_label(view, id, false, at),
        Target::Hit(Hit::GhostLabel(id)) => start_label(view, id, true, at),
        Target::Hit(Hit::Symbol(id) | Hit::Disc(id, _) | Hit::PipelineBox(id) | Hit::Area(id)) => {
            let new = (!selection.elements.contains(&id)).then(|| {
                let new = Selection::of(&id);
                if keys.shift { selection.joined(&new) } else { new }
            });
            begun(Select::Moving { from: at, lead: id, guides: Vec::new() }, new)
        }
        Target::Hit(Hit::Link(_)) | Target::Plot => {
            let before = if keys.shift || keys.ctrl { Arc::clone(selection) } else { Arc::default() };
            on(Select::Marquee { from: at, to: at, before, selected: Arc::clone(selection) })
        }
    }
}

fn shaping(id: ElementId, handle: HandleKind, from: Point) -> Select {
    Select::Shaping { id, handle, from, guides: Vec::new() }
}

fn start_label(view: &Editor, id: ElementId, of_ghost: bool, from: Point) -> Step {
    let sizes = &view.theme().sizes;
    let start = if of_ghost {
        view.layout().ghost_label_offset(view.map(), &id, sizes)
    } else {
        view.layout().label_offset(view.map(), &id, sizes)
    };
    let Some(start) = start else { return Step::none() };
    let selection = match of_ghost {
        true => Selection::of_ghost(&id),
        false if is_among_others(view.document.selection(), &id) => {
            Selection::clone(view.document.selection())
        }
        false => Selection::of(&id),
    };
    on(Select::Labelling { id, of_ghost, from, start }).then(Deed::Select(selection)).then(Deed::Begin)
}

/// The button went up where it went down.
fn click(view: &Editor, on: Target, keys: Keys) -> Step {
    let clicked = match on {
        Target::Handle(Handle { id, kind: HandleKind::Need, .. }) => {
            return Step::none().then(Deed::Name(Name::Below(id)));
        }
        Target::Handle(Handle { id, kind: HandleKind::Evolve, .. }) => {
            return Step::none().then(Deed::Select(Selection::of(&id))).then(Deed::Evolve);
        }
        Target::Handle(Handle { id, kind: HandleKind::Another, .. }) => {
            return Step::none().then(Deed::AddPlace(id));
        }
        Target::Handle(Handle { kind: HandleKind::Insert, .. }) => {
            let name = match view.hovered() {
                Some(Hit::Link(key)) => operate::insert_into(view.layout(), key),
                _ => None,
            };
            return name.map_or_else(Step::none, |name| Step::none().then(Deed::Name(name)));
        }
        Target::Handle(_) => return Step::none(),
        Target::Hit(Hit::Link(key)) => Selection::of_link(&key),
        Target::Hit(Hit::Ghost(id) | Hit::GhostLabel(id)) => Selection::of_ghost(&id),
        Target::Hit(
            Hit::Symbol(id) | Hit::Disc(id, _) | Hit::Label(id) | Hit::PipelineBox(id) | Hit::Area(id),
        ) => Selection::of(&id),
        Target::Plot | Target::Hit(Hit::Block(_)) if keys.shift => return Step::none(),
        Target::Plot | Target::Hit(Hit::Block(_)) => Selection::default(),
    };
    let now = view.document.selection();
    let selection = match () {
        () if !keys.shift => clicked,
        () => with_ghost(now, &clicked).unwrap_or_else(|| now.toggled(&clicked)),
    };
    Step::none().then(Deed::Select(selection))
}

/// A component together with where it evolves to, where one of them is selected and the other is clicked.
fn with_ghost(now: &Selection, clicked: &Selection) -> Option<Selection> {
    let id = clicked.ghost.as_ref().or(clicked.elements.first())?;
    let both = Selection { elements: [id.clone()].into(), ..Selection::of_ghost(id) };
    let is_beside = now.elements.is_empty() != clicked.elements.is_empty();
    let is_same = now.ghost.as_ref().or(now.elements.first()) == Some(id) && now.elements.len() <= 1;
    (is_beside && is_same && now.links.is_empty() && *now != both).then_some(both)
}

/// A double click adds, or edits what is there.
pub(super) fn double_click(view: &Editor, at: Point, step: Step) -> Step {
    let name = match view.target(at) {
        Target::Plot if view.layout().plot.contains(at) => match view.pipeline_at(at) {
            Some(pipeline) => Name::Variant(pipeline, Some(at)),
            None => Name::New(ComponentKind::Component, at),
        },
        Target::Hit(Hit::Block(block)) => match view.annotation_at(block, at) {
            Some(id) => Name::Element(id),
            None => return step,
        },
        Target::Handle(Handle { id, kind: HandleKind::Bend(bend), .. }) => {
            return step.then(Deed::RemoveBend(id, bend));
        }
        Target::Hit(Hit::Link(key)) => Name::Link(key),
        Target::Hit(Hit::Ghost(id) | Hit::GhostLabel(id)) => Name::Ghost(id),
        Target::Hit(hit) => match hit.element() {
            Some(id) => Name::Element(id.clone()),
            None => return step,
        },
        Target::Handle(_) | Target::Plot => return step,
    };
    step.then(Deed::Name(name))
}

/// Whether more than this element is selected, and it too.
fn is_among_others(selection: &Selection, id: &ElementId) -> bool {
    selection.elements.len() > 1 && selection.elements.contains(id)
}
