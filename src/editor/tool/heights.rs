//! New places that are proposed: shown as ghosts until they are taken, or left.

use super::{Deed, Gesture, Overlay, Step};
use crate::editor::session::Editor;
use crate::editor::{Event, heights};
use crate::layout::point;
use crate::model::{ElementId, Position};

/// What can be done meanwhile.
pub(super) const HINT: &str = "Enter takes these heights · Esc or a click leaves things as they are";

/// What would stand elsewhere, and where.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct Proposal {
    pub(in crate::editor) moves: Vec<(ElementId, Position)>,
}

impl Proposal {
    pub(super) fn update(self, event: Event) -> Step {
        match event {
            Event::Press(_) | Event::Cancel => Step::none(),
            _ => Step::go_on(Gesture::Heights(self)),
        }
    }

    pub(super) fn overlay(&self, view: &Editor) -> Overlay {
        let map = view.map();
        let ghost = |(id, to): &(ElementId, Position)| {
            let at = map.position(map.component(id)?)?;
            Some((point(map, at), point(map, *to)))
        };
        Overlay::Ghosts(self.moves.iter().filter_map(ghost).collect())
    }
}

impl Editor {
    /// Whether new places are proposed.
    pub fn has_proposal(&self) -> bool {
        matches!(self.gesture(), Gesture::Heights(_))
    }

    /// Takes what is proposed.
    pub fn take_proposal(&mut self) {
        if let Gesture::Heights(proposal) = self.take_gesture() {
            let deeds: Vec<Deed> = heights::taken(self.sight(), &proposal);
            for deed in deeds {
                self.perform(deed);
            }
            self.refresh();
        }
    }
}
