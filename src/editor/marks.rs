//! What components and links are marked as, for all that are selected at once.

use super::operate;
use super::session::Editor;
use crate::model::{Color, Component, Confidence, Evolve, Method};

/// Something that a component is or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A market.
    Market,
    /// An ecosystem.
    Ecosystem,
    /// Removed by a move that the map tells of.
    Removed,
    /// Its place is an assumption.
    Assumption,
    /// Obtained in this way.
    Method(Method),
    /// Its needs are drawn to its ghost too.
    FutureLinks,
}

impl Mark {
    /// Whether a component has it.
    pub fn is_on(self, component: &Component) -> bool {
        match self {
            Self::Market => component.market,
            Self::Ecosystem => component.ecosystem,
            Self::Removed => component.removed,
            Self::Assumption => component.details.confidence == Some(Confidence::Low),
            Self::Method(method) => component.method == Some(method),
            Self::FutureLinks => component.evolve.as_ref().is_some_and(|evolve| evolve.links),
        }
    }

    /// The component with the mark or without it; `None` where it cannot have it.
    pub(super) fn set(self, component: &Component, on: bool) -> Option<Component> {
        let mut marked = component.clone();
        match self {
            Self::Market => marked.market = on,
            Self::Ecosystem => marked.ecosystem = on,
            Self::Removed => marked.removed = on,
            Self::Assumption => marked.details.confidence = on.then_some(Confidence::Low),
            Self::Method(method) => marked.method = on.then_some(method),
            Self::FutureLinks => {
                let evolve = component.evolve.clone()?;
                marked.evolve = Some(Box::new(Evolve { links: on, ..*evolve }));
            }
        }
        Some(marked)
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Market => "Change the market of",
            Self::Ecosystem => "Change the ecosystem of",
            Self::Removed => "Change the removal of",
            Self::Assumption => "Change the confidence in",
            Self::Method(_) => "Change the method of",
            Self::FutureLinks => "Change the future needs of",
        }
    }
}

/// The colours that are offered, each told from the others without colour sight as far as that can be: after Okabe and Ito,
/// "Color Universal Design", 2008, darkened to 3:1 on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swatch {
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Grey.
    Grey,
}

impl Swatch {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Red, Self::Orange, Self::Green, Self::Blue, Self::Purple, Self::Grey];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "Red",
            Self::Orange => "Orange",
            Self::Green => "Green",
            Self::Blue => "Blue",
            Self::Purple => "Purple",
            Self::Grey => "Grey",
        }
    }

    /// The colour.
    pub fn color(self) -> Color {
        match self {
            Self::Red => Color::rgb(0xC0, 0x39, 0x2B),
            Self::Orange => Color::rgb(0xC2, 0x6A, 0x00),
            Self::Green => Color::rgb(0x00, 0x85, 0x62),
            Self::Blue => Color::rgb(0x00, 0x72, 0xB2),
            Self::Purple => Color::rgb(0xA8, 0x5A, 0x8F),
            Self::Grey => Color::rgb(0x6B, 0x72, 0x80),
        }
    }
}

impl Editor {
    /// Whether everything that is selected has a mark.
    pub fn has_mark(&self, mark: Mark) -> bool {
        operate::has_mark(self.sight(), mark)
    }
}
