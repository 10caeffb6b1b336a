//! What happens when the button goes up: gestures end, clicks select and make, double clicks edit.

use super::gesture::Target;
use super::handle::{Handle, HandleKind};
use super::linking::LinkDraft;
use super::session::Editor;
use super::{Gesture, Keys, Selection, Tool};
use crate::geometry::Point;
use crate::layout::{Block, Hit};
use crate::model::{Body, ComponentKind, Map};

impl Editor {
    pub(super) fn release(&mut self, at: Point, keys: Keys) {
        match self.take_gesture() {
            Gesture::Pressed { at, on } => self.click(at, on, keys),
            Gesture::Moving { .. } => {
                let copies = self.copies();
                let verb = if copies.is_some() { "Duplicate" } else { "Move" };
                let label = self.named(verb, &self.document.selection().elements.clone());
                self.document.finish(&label, copies);
            }
            Gesture::Labelling { id, .. } => {
                let label = self.named("Move the label of", &[id].into());
                self.document.finish(&label, None);
            }
            Gesture::Evolving { id } => {
                let label = self.named("Evolve", &[id.clone()].into());
                self.document.finish(&label, Some(Selection::of_ghost(&id)));
            }
            Gesture::Shaping { id, handle, .. } => {
                let count = |map: &Map| match map.element(&id).map(|element| &element.body) {
                    Some(Body::Annotation(annotation)) => annotation.at.len(),
                    _ => 0,
                };
                let has_grown = count(self.map()) > count(&self.before_gesture().0);
                let verb = match handle {
                    HandleKind::Disc(_) if has_grown => "Add a place of",
                    HandleKind::Disc(_) => "Move",
                    HandleKind::Another => "Add a place of",
                    _ => "Change the shape of",
                };
                let label = self.named(verb, &[id].into());
                self.document.finish(&label, None);
            }
            Gesture::MovingBlock { block, .. } => {
                self.document.finish(
                    match block {
                        Block::Annotations => "Move the list of annotations",
                        Block::Legend => "Move the legend",
                    },
                    None,
                );
            }
            Gesture::Looping { points } => self.finish_loop(&points),
            Gesture::Placing { id } => self.drop_from_tray(&id),
            Gesture::Linking(draft) => self.drop_link(draft, at, keys),
            Gesture::Marquee { .. } | Gesture::Idle => {}
        }
    }

    /// The button went up where it went down.
    fn click(&mut self, at: Point, on: Target, keys: Keys) {
        if let Some(kind) = self.tool.places() {
            match on {
                Target::Hit(Hit::Link(key)) if kind == ComponentKind::Component => {
                    self.name_inserted(&key, at);
                }
                _ => self.name_new(kind, at),
            }
            return;
        }
        if self.tool == Tool::Note {
            self.name_note(at);
            return;
        }
        if self.tool.links() {
            if let Some(from) = self.symbol_at(at) {
                self.set_gesture(Gesture::Linking(LinkDraft::new(from, at, true)));
            }
            return;
        }
        if self.tool == Tool::Area {
            self.finish_loop(&[at]);
            return;
        }
        let clicked = match on {
            Target::Handle(Handle { id, kind: HandleKind::Need, .. }) => {
                self.name_below(&id);
                return;
            }
            Target::Handle(Handle { id, kind: HandleKind::Evolve, .. }) => {
                self.document.select(Selection::of(&id));
                self.evolve_next();
                return;
            }
            Target::Handle(Handle { id, kind: HandleKind::Another, .. }) => {
                self.add_place(&id);
                return;
            }
            Target::Handle(_) => return,
            Target::Hit(Hit::Link(key)) => Selection::of_link(&key),
            Target::Hit(Hit::Ghost(id) | Hit::GhostLabel(id)) => Selection::of_ghost(&id),
            Target::Hit(
                Hit::Symbol(id) | Hit::Disc(id, _) | Hit::Label(id) | Hit::PipelineBox(id) | Hit::Area(id),
            ) => Selection::of(&id),
            Target::Plot | Target::Hit(Hit::Block(_)) if keys.shift => return,
            Target::Plot | Target::Hit(Hit::Block(_)) => Selection::default(),
        };
        let selection = if keys.shift { self.document.selection().toggled(&clicked) } else { clicked };
        self.document.select(selection);
    }

    pub(super) fn double_click(&mut self, at: Point) {
        // The first click opened a field: it was a click on a handle.
        if self.naming().is_some() {
            return;
        }
        self.take_gesture();
        self.document.cancel();
        if self.tool != Tool::Select {
            return;
        }
        match self.target(at) {
            Target::Plot if self.layout().plot.contains(at) => match self.pipeline_at(at) {
                Some(pipeline) => self.name_variant(&pipeline, Some(at)),
                None => self.name_new(ComponentKind::Component, at),
            },
            Target::Hit(Hit::Block(block)) => {
                if let Some(id) = self.annotation_at(block, at) {
                    self.rename(&id);
                }
            }
            Target::Handle(Handle { id, kind: HandleKind::Bend(bend), .. }) => self.remove_bend(&id, bend),
            Target::Hit(Hit::Link(key)) => self.rename_link(&key),
            Target::Hit(Hit::Ghost(id) | Hit::GhostLabel(id)) => self.rename_ghost(&id),
            Target::Hit(hit) => {
                if let Some(id) = hit.element().cloned() {
                    self.rename(&id);
                }
            }
            Target::Handle(_) | Target::Plot => {}
        }
    }
}
