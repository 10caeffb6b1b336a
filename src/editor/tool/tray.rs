//! A component that is brought from the tray: it stands where the pointer is, and stays there when the button goes up.

use super::{Deed, Gesture, Overlay, Step};
use crate::editor::operate::named;
use crate::editor::session::Editor;
use crate::editor::shape::place_in_box;
use crate::editor::snap::brought;
use crate::editor::{Event, Keys, Selection};
use crate::model::{Edit, ElementId, Place};

/// What can be done meanwhile.
pub(super) const HINT: &str = "Drop it where it stands: how visible, how evolved · Esc leaves it in the tray";

/// A component on its way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct FromTray {
    pub(super) id: ElementId,
}

impl FromTray {
    pub(super) fn update(self, event: Event, keys: Keys, view: &Editor) -> Step {
        match event {
            Event::Drag(at) => {
                let (map, shown) = view.before_gesture();
                let inside = place_in_box(&map, &shown.layout, &self.id, at);
                let beside = || Place::At(brought(&map, &shown.layout, &self.id, at, view.camera.scale));
                let free = || Place::At(view.position(at));
                let place = inside.unwrap_or_else(|| if keys.ctrl { free() } else { beside() });
                let edit = Edit::Place { id: self.id.clone(), place };
                Step::go_on(Gesture::Tray(self)).then(Deed::Show(vec![edit]))
            }
            Event::Release(_) => {
                let label = named(view.map(), "Place", &[self.id.clone()].into());
                Step::none().then(Deed::Finish(label, Some(Selection::of(&self.id))))
            }
            _ => Step::go_on(Gesture::Tray(self)),
        }
    }

    pub(super) fn overlay(&self) -> Overlay {
        Overlay::Readout(self.id.clone())
    }
}
