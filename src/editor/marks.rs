//! What components and links are marked as, for all that are selected at once.

use super::operate;
use super::session::Editor;
use crate::model::{Component, Confidence, Evolve, Method};

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
                marked.evolve = Some(Evolve { links: on, ..evolve });
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

impl Editor {
    /// Whether everything that is selected has a mark.
    pub fn has_mark(&self, mark: Mark) -> bool {
        operate::has_mark(self.sight(), mark)
    }
}
