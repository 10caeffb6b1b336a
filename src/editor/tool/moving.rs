//! Elements that follow the pointer: where they stop, and what they join.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Gesture;
use super::select::{SLACK, Select};
use crate::editor::carry::moved;
use crate::editor::clipboard::{part, pasted};
use crate::editor::edges::settled;
use crate::editor::handle::HandleKind;
use crate::editor::insert::{into_link, link_under};
use crate::editor::session::Editor;
use crate::editor::shape::{dropped, shaped};
use crate::editor::snap::{Guide, Snapped, future, snapped, upside_down};
use crate::editor::{Keys, Selection};
use crate::geometry::{Point, Vec2};
use crate::layout::Hit;
use crate::model::{Edit, Element, ElementId, Evolution, Evolve, Map};

/// What moves, and what it is in line with.
pub(super) fn drag_elements(
    view: &Editor,
    from: Point,
    lead: &ElementId,
    at: Point,
    keys: Keys,
) -> (Vec<Edit>, Vec<Guide>) {
    let mut by = at - from;
    if keys.shift {
        // The axis along which the pointer went further.
        by = if by.x.abs() >= by.y.abs() { Vec2::new(by.x, 0.0) } else { Vec2::new(0.0, by.y) };
    }
    let sheet = view.map().sheet_size();
    let ids = &view.document.selection().elements;
    let (map, shown) = view.before_gesture();
    let snapped = if keys.ctrl {
        Snapped { by, ..Snapped::default() }
    } else {
        // Copies may stand in line with what they are copies of.
        let none = BTreeSet::new();
        let moving = if keys.alt { &none } else { ids };
        snapped(&map, &shown.layout, lead, moving, by, view.camera.scale)
    };
    by = snapped.by;
    let (up, right) = (-by.y / sheet.height, by.x / sheet.width);
    let mut edits = moved(&map, &shown.layout, view.document.selection(), up, right);
    // At the edge of the map all are held up.
    let goes_there = matches!(
        edits.last(),
        Some(Edit::Move { visibility, evolution, .. }) if (*visibility, *evolution) == (up, right)
    );
    let mut guides = snapped.guides;
    match snapped.exactly {
        Some(exactly) if goes_there => edits.push(exactly),
        _ => guides.clear(),
    }
    // A copy stands on its own.
    if let (Some(id), 1, false) = (ids.first(), ids.len(), keys.ctrl || keys.alt)
        && let Some(place) = dropped(&map, &shown.layout, id, by)
    {
        edits.push(Edit::Place { id: id.clone(), place });
    }
    if let (Some(id), 1, false) = (ids.first(), ids.len(), keys.ctrl || keys.alt) {
        edits.extend(put_into_link(view, id, at));
    }
    (if keys.alt { copied(&map, ids, &edits) } else { edits }, guides)
}

/// What has no link yet goes into the one that it is dropped on.
pub(super) fn put_into_link(view: &Editor, id: &ElementId, at: Point) -> Vec<Edit> {
    let (map, shown) = view.before_gesture();
    let key = link_under(&map, &shown.layout, id, at, SLACK / view.camera.scale);
    let seen = key.filter(|key| view.is_hit_seen(&Hit::Link(key.clone())));
    seen.map(|key| into_link(&map, &shown.layout, &key, id, at)).unwrap_or_default()
}

/// A ghost follows the pointer.
pub(super) fn drag_ghost(view: &Editor, id: &ElementId, at: Point, keys: Keys) -> (Edit, Vec<Guide>) {
    let (to, guides) = if keys.ctrl {
        (Evolution::clamped(at.x / view.map().sheet_size().width).rounded(), Vec::new())
    } else {
        future(view.map(), view.layout(), id, at, view.camera.scale)
    };
    let old = view.map().component(id).and_then(|component| component.evolve.as_deref().cloned());
    let evolve = Evolve { to, ..old.unwrap_or_else(|| Evolve::to(to)) };
    (Edit::Evolve { id: id.clone(), evolve: Some(evolve) }, guides)
}

/// A shape follows one of its handles.
pub(super) fn drag_shape(
    view: &Editor,
    (id, handle): (&ElementId, HandleKind),
    from: Point,
    at: Point,
    keys: Keys,
) -> (Vec<Edit>, Vec<Guide>) {
    let (map, shown) = view.before_gesture();
    // With Alt a disc stays, and another of the same annotation is made.
    let is_copied = keys.alt && matches!(handle, HandleKind::Disc(_));
    let handle = if is_copied { HandleKind::Another } else { handle };
    match shaped(&map, &shown.layout, id, handle, from, at) {
        Some(edit) if keys.ctrl => (vec![edit], Vec::new()),
        Some(edit) => {
            let (edit, guides) = settled(&map, edit, handle, view.camera.scale);
            (vec![edit], guides)
        }
        None => (Vec::new(), Vec::new()),
    }
}

/// With Alt held, copies move and the originals stay.
fn copied(map: &Map, ids: &BTreeSet<ElementId>, edits: &[Edit]) -> Vec<Edit> {
    let there = Edit::apply_all(edits, map.clone());
    let selection = Selection { elements: ids.clone(), ..Selection::default() };
    let part = there.ok().and_then(|there| part(&there, &selection));
    part.map(|part| pasted(&part, map, 0.0, 0.0).0).unwrap_or_default()
}

/// The copies that a drag with Alt has made; `None` where it made none.
pub(super) fn copies(view: &Editor) -> Option<Selection> {
    let (before, _) = view.before_gesture();
    let is_new = |element: &&Arc<Element>| before.element(&element.id).is_none();
    let elements: BTreeSet<_> = view.map().elements().filter(is_new).map(|e| e.id.clone()).collect();
    (!elements.is_empty()).then(|| Selection { elements, ..Selection::default() })
}

impl Editor {
    /// What that which is dragged is in line with.
    pub fn guides(&self) -> &[Guide] {
        match self.gesture() {
            Gesture::Select(
                Select::Moving { guides, .. }
                | Select::Evolving { guides, .. }
                | Select::Shaping { guides, .. },
            ) => guides,
            Gesture::Tray(tray) => tray.guides(),
            _ => &[],
        }
    }

    /// The needs of what is dragged that point up as it stands now: where each is marked, and the way that it goes.
    pub fn upside_down(&self) -> Vec<(Point, Vec2)> {
        match self.gesture() {
            Gesture::Select(Select::Moving { .. }) => {
                upside_down(self.map(), self.layout(), &self.document.selection().elements)
            }
            _ => Vec::new(),
        }
    }
}
