//! The gestures of the pointer: reads like the table of what a press and a drag do. Their ends are in `release`.

use std::collections::BTreeSet;

use super::carry::moved;
use super::clipboard::{part, pasted};
use super::handle::{Handle, HandleKind, TARGET};
use super::linking::LinkDraft;
use super::session::Editor;
use super::shape::{block_moved, dropped, shaped};
use super::{Event, Keys, Selection, Tool};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{Block, Hit, hit};
use crate::model::{Edit, ElementId, Evolution, Evolve, LabelOffset, Map};

/// What the pointer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
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
    },
    /// A shape follows one of its handles.
    Shaping {
        /// Whose shape.
        id: ElementId,
        /// Which handle.
        handle: HandleKind,
        /// Where it began.
        from: Point,
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
    /// A loop is drawn by hand.
    Looping {
        /// Where the pointer has been.
        points: Vec<Point>,
    },
    /// A component is brought from the tray.
    Placing {
        /// Which component.
        id: ElementId,
    },
    /// A link is drawn from a symbol to the pointer.
    Linking(LinkDraft),
    /// A rectangle selects.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where the pointer is.
        to: Point,
        /// What is added to: what was selected before, with Shift.
        before: Selection,
        /// What was selected before, for Esc.
        selected: Selection,
    },
}

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

/// The pointer moves this far, in screen points, before a press becomes a drag.
const SLOP: f64 = 4.0;
/// This far beside a symbol or link still counts, in screen points.
const SLACK: f64 = 6.0;

impl Editor {
    /// Takes what the pointer did.
    pub fn handle(&mut self, event: Event, keys: Keys) {
        match event {
            Event::Hover(at) => self.hover(at, keys),
            Event::Leave => self.set_hover(None),
            Event::Press(at) => self.press(at),
            Event::Drag(at) => self.drag(at, keys),
            Event::Release(at) => self.release(at, keys),
            Event::DoubleClick(at) => self.double_click(at),
            Event::Cancel => self.cancel(),
        }
        self.refresh();
    }

    /// What is at a point of the sheet.
    pub fn hit(&self, at: Point) -> Option<Hit> {
        hit(self.layout(), at, SLACK / self.camera.scale)
    }

    pub(super) fn symbol_at(&self, at: Point) -> Option<ElementId> {
        match self.hit(at)? {
            Hit::Symbol(id) | Hit::Label(id) if self.map().component(&id).is_some() => Some(id),
            _ => None,
        }
    }

    /// Another element's symbol beats a handle; a handle beats all else.
    pub(super) fn target(&self, at: Point) -> Target {
        let found = self.hit(at);
        let reach = TARGET / self.camera.scale;
        let handle = self.handles().into_iter().find(|handle| {
            let offset = handle.center - at;
            offset.x.abs() <= reach && offset.y.abs() <= reach
        });
        match (handle, found) {
            (Some(handle), found) if !matches!(found, Some(Hit::Symbol(_) | Hit::Disc(..))) => {
                Target::Handle(handle)
            }
            (_, Some(hit)) => Target::Hit(hit),
            (_, None) => Target::Plot,
        }
    }

    /// A right click selects what it meets, unless that is selected already.
    pub fn select_for_menu(&mut self, at: Point) {
        let met = match self.hit(at) {
            None => Selection::default(),
            Some(Hit::Link(key)) => Selection::of_link(&key),
            Some(Hit::Ghost(id) | Hit::GhostLabel(id)) => Selection::of_ghost(&id),
            Some(hit) => hit.element().map(Selection::of).unwrap_or_default(),
        };
        let now = self.document.selection();
        if met.elements.is_empty() || !met.elements.is_subset(&now.elements) {
            self.document.select(met);
        }
    }

    fn hover(&mut self, at: Point, keys: Keys) {
        match self.gesture() {
            Gesture::Linking(LinkDraft { by_clicks: true, .. }) => {
                self.link_to(at, keys);
                return;
            }
            Gesture::Placing { .. } => return,
            _ => {}
        }
        // Handles stand beside their symbol: on the way to one, the symbol stays hovered.
        let hovered = match self.target(at) {
            Target::Hit(hit) => Some(hit),
            Target::Handle(handle) => {
                let is_same = self.hovered().and_then(Hit::element) == Some(&handle.id);
                if is_same { self.hovered().cloned() } else { Some(Hit::Symbol(handle.id)) }
            }
            Target::Plot => None,
        };
        self.set_hover(hovered);
    }

    fn press(&mut self, at: Point) {
        if let Gesture::Linking(LinkDraft { by_clicks: true, .. }) = self.gesture() {
            return;
        }
        let on = self.target(at);
        self.set_gesture(Gesture::Pressed { at, on });
    }

    fn drag(&mut self, at: Point, keys: Keys) {
        if let Gesture::Pressed { at: start, on } = self.gesture().clone() {
            if start.distance(at) * self.camera.scale < SLOP {
                return;
            }
            self.start(start, on, keys);
        }
        match self.gesture().clone() {
            Gesture::Moving { from } => self.drag_elements(from, at, keys),
            Gesture::Labelling { id, of_ghost, from, start } => {
                let offset = Some(start.moved(at - from));
                let edit =
                    if of_ghost { Edit::GhostLabel { id, offset } } else { Edit::Label { id, offset } };
                self.show(&[edit]);
            }
            Gesture::Evolving { id } => self.drag_ghost(&id, at),
            Gesture::Linking(_) => self.link_to(at, keys),
            Gesture::Shaping { id, handle, from } => self.drag_shape(&id, handle, from, at, keys),
            Gesture::MovingBlock { block, origin, from } => {
                let edit = block_moved(self.map(), block, origin, at - from);
                self.show(&[edit]);
            }
            Gesture::Looping { mut points } => {
                points.push(at);
                self.set_gesture(Gesture::Looping { points });
            }
            Gesture::Placing { id } => self.drag_from_tray(&id, at),
            Gesture::Marquee { from, before, selected, .. } => {
                let selection = before.joined(&self.inside(Rect::from_points(from, at)));
                self.document.select(selection);
                self.set_gesture(Gesture::Marquee { from, to: at, before, selected });
            }
            Gesture::Idle | Gesture::Pressed { .. } => {}
        }
    }

    /// A press becomes a drag.
    fn start(&mut self, at: Point, on: Target, keys: Keys) {
        let link = |from| Gesture::Linking(LinkDraft::new(from, at, false));
        if self.tool == Tool::Area {
            self.set_gesture(Gesture::Looping { points: vec![at] });
            return;
        }
        if self.tool.links() {
            if let Some(from) = self.symbol_at(at) {
                self.set_gesture(link(from));
            }
            return;
        }
        match on {
            Target::Handle(Handle { id, kind: HandleKind::Need, .. }) => self.set_gesture(link(id)),
            Target::Handle(Handle { id, kind: HandleKind::Evolve, .. }) => {
                self.document.begin();
                self.set_gesture(Gesture::Evolving { id });
            }
            Target::Handle(Handle { id, kind, .. }) => {
                self.document.select(Selection::of(&id));
                self.document.begin();
                self.set_gesture(Gesture::Shaping { id, handle: kind, from: at });
            }
            // One of several places moves alone, unless more than its annotation is selected.
            Target::Hit(Hit::Disc(id, place)) if !self.is_among_others(&id) => {
                self.document.select(Selection::of(&id));
                self.document.begin();
                self.set_gesture(Gesture::Shaping { id, handle: HandleKind::Disc(place), from: at });
            }
            Target::Hit(Hit::Block(block)) => {
                let rect = match block {
                    Block::Annotations => self.layout().annotations.as_ref().map(|list| list.rect),
                    Block::Legend => self.layout().legend.as_ref().map(|legend| legend.rect),
                };
                let Some(rect) = rect else { return };
                self.document.begin();
                self.set_gesture(Gesture::MovingBlock { block, origin: rect.origin(), from: at });
            }
            Target::Hit(Hit::Ghost(id)) => {
                self.document.select(Selection::of_ghost(&id));
                self.document.begin();
                self.set_gesture(Gesture::Evolving { id });
            }
            Target::Hit(Hit::Label(id)) => self.start_label(id, false, at),
            Target::Hit(Hit::GhostLabel(id)) => self.start_label(id, true, at),
            Target::Hit(Hit::Symbol(id) | Hit::Disc(id, _) | Hit::PipelineBox(id) | Hit::Area(id)) => {
                if !self.document.selection().elements.contains(&id) {
                    let new = Selection::of(&id);
                    let all = if keys.shift { self.document.selection().joined(&new) } else { new };
                    self.document.select(all);
                }
                self.document.begin();
                self.set_gesture(Gesture::Moving { from: at });
            }
            Target::Hit(Hit::Link(_)) | Target::Plot => {
                let before =
                    if keys.shift { self.document.selection().clone() } else { Selection::default() };
                let selected = self.document.selection().clone();
                self.set_gesture(Gesture::Marquee { from: at, to: at, before, selected });
            }
        }
    }

    fn start_label(&mut self, id: ElementId, of_ghost: bool, from: Point) {
        let sizes = &self.theme().sizes;
        let start = if of_ghost {
            self.layout().ghost_label_offset(self.map(), &id, sizes)
        } else {
            self.layout().label_offset(self.map(), &id, sizes)
        };
        let Some(start) = start else { return };
        self.document.select(if of_ghost { Selection::of_ghost(&id) } else { Selection::of(&id) });
        self.document.begin();
        self.set_gesture(Gesture::Labelling { id, of_ghost, from, start });
    }

    fn drag_elements(&mut self, from: Point, at: Point, keys: Keys) {
        let mut by = at - from;
        if keys.shift {
            // The axis along which the pointer went further.
            by = if by.x.abs() >= by.y.abs() { Vec2::new(by.x, 0.0) } else { Vec2::new(0.0, by.y) };
        }
        let sheet = self.map().sheet_size();
        let ids = self.document.selection().elements.clone();
        let (map, shown) = self.before_gesture();
        let mut edits = moved(&map, &shown.layout, &ids, -by.y / sheet.height, by.x / sheet.width);
        // A copy stands on its own.
        if let (Some(id), 1, false) = (ids.first(), ids.len(), keys.ctrl || keys.alt)
            && let Some(place) = dropped(&map, &shown.layout, id, by)
        {
            edits.push(Edit::Place { id: id.clone(), place });
        }
        if keys.alt {
            self.show_copies(&map, &ids, &edits);
            return;
        }
        self.show(&edits);
    }

    /// With Alt held, copies move and the originals stay.
    fn show_copies(&mut self, map: &Map, ids: &BTreeSet<ElementId>, edits: &[Edit]) {
        let there = edits.iter().try_fold(map.clone(), |map, edit| edit.apply_to(map));
        let selection = Selection { elements: ids.clone(), ..Selection::default() };
        if let Some(part) = there.ok().and_then(|there| part(&there, &selection)) {
            self.show(&pasted(&part, map, 0.0, 0.0).0);
        }
    }

    /// The copies that a drag with Alt has made; `None` where it made none.
    pub(super) fn copies(&self) -> Option<Selection> {
        let (before, _) = self.before_gesture();
        let is_new = |element: &&std::sync::Arc<crate::model::Element>| before.element(&element.id).is_none();
        let elements: BTreeSet<_> = self.map().elements().filter(is_new).map(|e| e.id.clone()).collect();
        (!elements.is_empty()).then(|| Selection { elements, ..Selection::default() })
    }

    /// Whether more than this element is selected, and it too.
    fn is_among_others(&self, id: &ElementId) -> bool {
        let selected = &self.document.selection().elements;
        selected.len() > 1 && selected.contains(id)
    }

    fn drag_shape(&mut self, id: &ElementId, handle: HandleKind, from: Point, at: Point, keys: Keys) {
        let (map, shown) = self.before_gesture();
        // With Alt a disc stays, and another of the same annotation is made.
        let handle =
            if keys.alt && matches!(handle, HandleKind::Disc(_)) { HandleKind::Another } else { handle };
        if let Some(edit) = shaped(&map, &shown.layout, id, handle, from, at) {
            self.show(&[edit]);
        }
    }

    fn drag_ghost(&mut self, id: &ElementId, at: Point) {
        let to = Evolution::clamped(at.x / self.map().sheet_size().width).rounded();
        let old = self.map().component(id).and_then(|component| component.evolve.clone());
        let evolve = Evolve { to, ..old.unwrap_or_else(|| Evolve::to(to)) };
        self.show(&[Edit::Evolve { id: id.clone(), evolve: Some(evolve) }]);
    }

    /// What touches a rectangle: symbols; boxes and areas only when it encloses them.
    fn inside(&self, rect: Rect) -> Selection {
        let touches = |other: Rect| rect.intersect(other).area() > 0.0 || rect.contains(other.center());
        let encloses =
            |other: Rect| rect.contains(other.origin()) && rect.contains(Point::new(other.x1, other.y1));
        let layout = self.layout();
        let symbols = layout.symbols.iter().map(|symbol| &symbol.id);
        let others = layout.notes.iter().map(|note| &note.id);
        let others = others.chain(layout.block_arrows.iter().map(|arrow| &arrow.id));
        let touched = symbols.chain(others).filter(|id| layout.element_rect(id).is_some_and(touches));
        let discs = layout.discs.iter().filter(|disc| rect.inflate(10.0, 10.0).contains(disc.center));
        let touched = touched.chain(discs.map(|disc| &disc.id));
        let areas = layout.zones.iter().map(|zone| &zone.id).chain(layout.areas.iter().map(|area| &area.id));
        let enclosed = areas.filter(|id| layout.element_rect(id).is_some_and(encloses));
        let boxes =
            layout.pipelines.iter().filter(|pipeline| encloses(pipeline.rect)).map(|pipeline| &pipeline.id);
        Selection {
            elements: touched.chain(enclosed).chain(boxes).cloned().collect(),
            ..Selection::default()
        }
    }
}
