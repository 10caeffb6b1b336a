//! Links: needs, constraints and flows.

use super::words::words;
use super::{ElementId, Rare};

/// A line between components.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it starts: for a need, who needs.
    pub from: End,
    /// Where it ends: for a need, what is needed.
    pub to: End,
    /// What it means.
    pub kind: LinkKind,
    /// What a flow passes on the way, in order; empty for a straight line.
    pub via: Rare<Vec<End>>,
    /// Text along the line; may be empty.
    pub text: Rare<String>,
    /// A flow's own label; may be empty.
    pub label: Rare<String>,
    /// Switched off: kept in the file, not part of the picture.
    pub parked: bool,
}

impl Link {
    /// A link between two elements with nothing else to say.
    pub fn between(from: &ElementId, to: &ElementId, kind: LinkKind) -> Self {
        Self {
            from: End::Element(from.clone()),
            to: End::Element(to.clone()),
            kind,
            via: Rare::default(),
            text: Rare::default(),
            label: Rare::default(),
            parked: false,
        }
    }

    /// Whether it ends at, starts at or passes this element.
    pub fn touches(&self, id: &ElementId) -> bool {
        self.ends().any(|end| end.id() == Some(id))
    }

    /// Its ends and what it passes, in order.
    pub fn ends(&self) -> impl Iterator<Item = &End> {
        std::iter::once(&self.from).chain(self.via.iter()).chain(std::iter::once(&self.to))
    }
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// An element of the map.
    Element(ElementId),
    /// A name that the map does not have. The link is kept, and drawn as nothing.
    Dangling(String),
}

impl End {
    /// The element's id; `None` for a dangling end.
    pub fn id(&self) -> Option<&ElementId> {
        match self {
            Self::Element(id) => Some(id),
            Self::Dangling(_) => None,
        }
    }

    /// The id or the dangling name.
    pub fn text(&self) -> &str {
        match self {
            Self::Element(id) => id.as_str(),
            Self::Dangling(name) => name,
        }
    }
}

/// What a link means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// `from` needs `to`.
    Need,
    /// A need that holds `from` back.
    Constraint,
    /// Something flows between them.
    Flow(Direction),
}

words! {
    /// Which way something flows.
    #[derive(PartialOrd, Ord, Hash)]
    Direction {
        /// From `from` to `to`.
        Forward "Forward",
        /// From `to` to `from`.
        Backward "Backward",
        /// Both ways.
        Both "Both ways",
    }
}

/// What tells a link from all others of its map: its ends, its kind, and which of these it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkKey {
    /// Where it starts.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// What it means.
    pub kind: LinkKind,
    /// Counted from 0 among links with the same ends and kind, in author order.
    pub nth: usize,
}
