//! The tool that draws a loop by hand around what belongs together.

use super::{Deed, Gesture, Overlay, Step, is_drag};
use crate::editor::Event;
use crate::editor::session::Editor;
use crate::geometry::Point;

/// What can be done meanwhile.
pub(super) const HINT: &str = "Draw around what belongs together · the ends meet by themselves";

/// The button is down.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct Area {
    /// Where it went down.
    pub(super) at: Point,
    /// Where the pointer has been since; none before it moved.
    pub(super) points: Vec<Point>,
}

impl Area {
    pub(super) fn update(mut self, event: Event, view: &Editor) -> Step {
        match event {
            Event::Drag(at) if !self.points.is_empty() || is_drag(view, self.at, at) => {
                if self.points.is_empty() {
                    self.points.push(self.at);
                }
                self.points.push(at);
                Step::go_on(Gesture::Area(self))
            }
            // A click makes one around itself.
            Event::Release(_) if self.points.is_empty() => Step::none().then(Deed::Loop(vec![self.at])),
            Event::Release(_) => Step::none().then(Deed::Loop(self.points)),
            _ => Step::go_on(Gesture::Area(self)),
        }
    }

    pub(super) fn overlay(&self) -> Overlay {
        Overlay::Line(self.points.clone())
    }
}
