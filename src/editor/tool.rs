//! The tools of the canvas.

use crate::model::ComponentKind;

/// What a click on the canvas does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Selects and moves.
    #[default]
    Select,
    /// Places a component.
    Component,
    /// Places an anchor.
    Anchor,
    /// Places a note.
    Note,
    /// Links by needs.
    Need,
    /// Links by flows.
    Flow,
    /// Draws a loop around a part of the map.
    Area,
}

impl Tool {
    /// The kind of component that it places.
    pub fn places(self) -> Option<ComponentKind> {
        match self {
            Self::Component => Some(ComponentKind::Component),
            Self::Anchor => Some(ComponentKind::Anchor),
            _ => None,
        }
    }

    /// Whether it links.
    pub fn links(self) -> bool {
        matches!(self, Self::Need | Self::Flow)
    }
}
