//! What the pointer meets on the sheet, and what a rectangle holds.

use super::Target;
use super::select::SLACK;
use crate::editor::handle::TARGET;
use crate::editor::session::Editor;
use crate::editor::{Handle, Selection};
use crate::geometry::{Point, Rect};
use crate::layout::{Hit, hit, hit_seen};
use crate::model::ElementId;

/// What touches a rectangle: symbols; boxes and areas only when it encloses them.
pub(super) fn inside(view: &Editor, rect: Rect) -> Selection {
    let touches = |other: Rect| rect.intersect(other).area() > 0.0 || rect.contains(other.center());
    let encloses =
        |other: Rect| rect.contains(other.origin()) && rect.contains(Point::new(other.x1, other.y1));
    let layout = view.layout();
    let symbols = layout.symbols.iter().map(|symbol| &symbol.id);
    let others = layout.notes.iter().map(|note| &note.id);
    let others = others.chain(layout.block_arrows.iter().map(|arrow| &arrow.id));
    let touched = symbols.chain(others).filter(|id| layout.element_rect(id).is_some_and(touches));
    let reach = layout.sizes.disc_radius;
    let discs = layout.discs.iter().filter(|disc| rect.inflate(reach, reach).contains(disc.center));
    let touched = touched.chain(discs.map(|disc| &disc.id));
    let areas = layout.zones.iter().map(|zone| &zone.id).chain(layout.areas.iter().map(|area| &area.id));
    let enclosed = areas.filter(|id| layout.element_rect(id).is_some_and(encloses));
    let boxes =
        layout.pipelines.iter().filter(|pipeline| encloses(pipeline.rect)).map(|pipeline| &pipeline.id);
    let met = touched.chain(enclosed).chain(boxes).filter(|id| view.is_element_seen(id));
    Selection { elements: met.cloned().collect(), ..Selection::default() }
}

impl Editor {
    /// What is at a point of the sheet.
    pub fn hit(&self, at: Point) -> Option<Hit> {
        let slack = SLACK / self.camera.scale;
        if self.look().hidden.is_empty() {
            return hit(self.layout(), at, slack);
        }
        hit_seen(self.layout(), at, slack, |hit| self.is_hit_seen(hit))
    }

    pub(in crate::editor) fn symbol_at(&self, at: Point) -> Option<ElementId> {
        match self.hit(at)? {
            Hit::Symbol(id) | Hit::Label(id) if self.map().component(&id).is_some() => Some(id),
            _ => None,
        }
    }

    /// Another element's symbol beats a handle; a handle beats all else.
    pub(in crate::editor) fn target(&self, at: Point) -> Target {
        if let Some(handle) = self.handle_at(at) {
            return Target::Handle(handle);
        }
        self.hit(at).map_or(Target::Plot, Target::Hit)
    }

    /// The handle at a point of the sheet. Where none is near, nothing else is asked.
    pub fn handle_at(&self, at: Point) -> Option<Handle> {
        let reach = TARGET / self.camera.scale;
        let handle = self.handles().into_iter().find(|handle| {
            let offset = handle.center - at;
            offset.x.abs() <= reach && offset.y.abs() <= reach
        })?;
        (!matches!(self.hit(at), Some(Hit::Symbol(_) | Hit::Disc(..)))).then_some(handle)
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
}
