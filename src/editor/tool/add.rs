//! The tools for elements beside components and notes: each stands where one clicks or drags.

use super::{Deed, Gesture, Overlay, Step, is_drag};
use crate::editor::session::Editor;
use crate::editor::{Addition, Event};
use crate::geometry::{Point, Rect};

/// The button is down.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct Add {
    pub(super) addition: Addition,
    /// Where it went down.
    pub(super) at: Point,
    /// Where the pointer is, once it has moved.
    pub(super) to: Option<Point>,
}

impl Add {
    pub(super) fn update(self, event: Event, view: &Editor) -> Step {
        match event {
            Event::Drag(to) if self.to.is_some() || is_drag(view, self.at, to) => {
                Step::go_on(Gesture::Add(Self { to: Some(to), ..self }))
            }
            Event::Release(_) => {
                let Self { addition, at, to } = self;
                // What is no rectangle stands where the button went up.
                let from = if addition.is_drawn() { at } else { to.unwrap_or(at) };
                Step::none().then(Deed::AddAt(addition, from, to.unwrap_or(at)))
            }
            _ => Step::go_on(Gesture::Add(self)),
        }
    }

    pub(super) fn overlay(&self) -> Overlay {
        match self.to {
            Some(to) if self.addition.is_drawn() => Overlay::Marquee(Rect::from_points(self.at, to)),
            _ => Overlay::None,
        }
    }
}
