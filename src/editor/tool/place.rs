//! The tools for components, anchors and notes: a click places one, and asks for its name.

use super::step::{Name, Target};
use super::{Deed, Gesture, Step};
use crate::editor::Event;
use crate::editor::session::Editor;
use crate::geometry::Point;
use crate::layout::Hit;
use crate::model::ComponentKind;

/// The button is down.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct Place {
    /// Where it went down.
    pub(super) at: Point,
    /// On what.
    pub(super) on: Target,
}

impl Place {
    pub(super) fn update(self, event: Event, view: &Editor) -> Step {
        if !matches!(event, Event::Release(_)) {
            return Step::go_on(Gesture::Place(self));
        }
        let name = match (view.tool.places(), self.on) {
            // On a link it is put into that.
            (Some(ComponentKind::Component), Target::Hit(Hit::Link(key))) => Name::Inserted(key, self.at),
            (Some(kind), _) => Name::New(kind, self.at),
            (None, _) => Name::Note(self.at),
        };
        Step::none().then(Deed::Name(name))
    }
}
