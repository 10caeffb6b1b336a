//! What the pointer does, in the sheet's pixels.

use crate::geometry::Point;

/// Something that the pointer did on the canvas, or that ends what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// It moved without a button.
    Hover(Point),
    /// It left the canvas.
    Leave,
    /// The main button went down.
    Press(Point),
    /// It moved with the main button down.
    Drag(Point),
    /// The main button went up.
    Release(Point),
    /// The main button was clicked twice.
    DoubleClick(Point),
    /// Esc, or the window lost the pointer.
    Cancel,
}

/// The modifier keys that are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Shift: add to the selection; lock the axis of a movement.
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac: don't correct me.
    pub ctrl: bool,
    /// Alt: duplicate.
    pub alt: bool,
}
