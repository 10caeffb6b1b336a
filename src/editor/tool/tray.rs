//! A component that is brought from the tray: it stands where the pointer is, and stays there when the button goes up.

use super::moving::put_into_link;
use super::{Deed, Gesture, Overlay, Step};
use crate::editor::operate::named;
use crate::editor::session::Editor;
use crate::editor::shape::place_in_box;
use crate::editor::snap::{Guide, brought};
use crate::editor::{Event, Keys, Selection};
use crate::model::{Edit, ElementId, Place};

/// What can be done meanwhile.
pub(super) const HINT: &str = "Drop it where it stands: how visible, how evolved · Esc leaves it in the tray";

/// A component on its way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct FromTray {
    pub(super) id: ElementId,
    /// What it is in line with.
    pub(super) guides: Vec<Guide>,
}

impl FromTray {
    pub(super) fn update(self, event: Event, keys: Keys, view: &Editor) -> Step {
        match event {
            Event::Drag(at) => {
                let (map, shown) = view.before_gesture();
                let inside = place_in_box(&map, &shown.layout, &self.id, at);
                let (place, guides) = match inside {
                    Some(place) => (place, Vec::new()),
                    None if keys.ctrl => (Place::At(view.position(at)), Vec::new()),
                    None => {
                        let (there, guides) = brought(&map, &shown.layout, &self.id, at, view.camera.scale);
                        (Place::At(there), guides)
                    }
                };
                let mut edits = vec![Edit::Place { id: self.id.clone(), place }];
                if !keys.ctrl {
                    edits.extend(put_into_link(view, &self.id, at));
                }
                let gesture = Gesture::Tray(Self { guides, ..self });
                Step::go_on(gesture).then(Deed::Show(edits))
            }
            Event::Release(_) => {
                let is_put_in = view.map().links().len() > view.before_gesture().0.links().len();
                let verb = if is_put_in { "Insert" } else { "Place" };
                let label = named(view.map(), verb, &[self.id.clone()].into());
                Step::none().then(Deed::Finish(label, Some(Selection::of(&self.id))))
            }
            _ => Step::go_on(Gesture::Tray(self)),
        }
    }

    /// What it is in line with.
    pub(super) fn guides(&self) -> &[Guide] {
        &self.guides
    }

    pub(super) fn overlay(&self) -> Overlay {
        Overlay::Readout(self.id.clone())
    }
}
