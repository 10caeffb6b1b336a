//! Components and anchors: what the map is made of.

use super::words::words;
use super::{Evolution, LabelOffset, Place, Rare};

/// What something is called: a short name lies where it is said, a long one is shared by all who say it.
pub type Name = ecow::EcoString;

/// A link of the value chain: a user (anchor), or something that is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What it is called. May hold line breaks.
    pub name: Name,
    /// Anchor or component.
    pub kind: ComponentKind,
    /// Where it stands.
    pub place: Place,
    /// Where its label stands; `None` is placed by the program.
    pub label: Option<LabelOffset>,
    /// Where it is going.
    pub evolve: Option<Box<Evolve>>,
    /// What holds it back.
    pub inertia: Option<Box<Inertia>>,
    /// The pipeline that it carries; it is then drawn as a square.
    pub pipeline: Option<Pipeline>,
    /// How it is obtained.
    pub method: Option<Method>,
    /// Whether it is a market.
    pub market: bool,
    /// Whether it is an ecosystem.
    pub ecosystem: bool,
    /// The map that it stands for.
    pub submap: Option<Box<Submap>>,
    /// What kind of thing it is, where that matters.
    pub role: Option<Role>,
    /// How evolved it is as we treat it, where that is not how the market has it (which is where it stands): a hollow mark,
    /// joined to it by a thin line.
    pub treated: Option<Evolution>,
    /// How far its place may be off to both sides, as a fraction of the sheet's width, 0 to 0.5: a whisker.
    pub spread: Option<Evolution>,
    /// Where people see it, each for themselves: dots beside it. No mean is made of them, they are no measurements.
    pub opinions: Rare<Vec<Opinion>>,
    /// Whether it has been removed by a move that the map tells of; drawn dotted.
    pub removed: bool,
    /// What is known about it.
    pub details: Rare<Details>,
}

impl Component {
    /// A component with nothing but a name and a place.
    pub fn new(name: &str, kind: ComponentKind, place: Place) -> Self {
        Self {
            name: name.into(),
            kind,
            place,
            label: None,
            evolve: None,
            inertia: None,
            pipeline: None,
            method: None,
            market: false,
            ecosystem: false,
            submap: None,
            role: None,
            treated: None,
            spread: None,
            opinions: Rare::default(),
            removed: false,
            details: Rare::default(),
        }
    }

    /// Whether it is a user: bare text at the head of the chain.
    pub fn is_anchor(&self) -> bool {
        self.kind == ComponentKind::Anchor
    }
}

/// Where somebody sees a component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// Who; empty where that was not said. It is never part of a picture or a report.
    pub by: String,
    /// How evolved.
    pub evolution: Evolution,
}

/// The two kinds of things that needs connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComponentKind {
    /// A user, or whatever else the map is anchored to: bare bold text.
    Anchor,
    /// A component: a circle with a label.
    Component,
}

/// Where a component will be: drawn as a red dashed arrow to a ghost.
#[derive(Clone, Debug, PartialEq)]
pub struct Evolve {
    /// The evolution that it will have. Leftward is legal.
    pub to: Evolution,
    /// What it will be called, where that is something else.
    pub name: Option<String>,
    /// How it will be obtained.
    pub method: Option<Method>,
    /// Where the ghost's label stands; `None` is placed by the program.
    pub label: Option<LabelOffset>,
    /// Whether the component's needs are drawn to and from the ghost too: the book's lines of the future.
    pub links: bool,
}

impl Evolve {
    /// An arrow to this evolution and nothing else.
    pub fn to(to: Evolution) -> Self {
        Self { to, name: None, method: None, label: None, links: false }
    }
}

/// Resistance to change: a bar across the evolution arrow. Both texts may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inertia {
    /// Which of the book's sixteen kinds of inertia (figure 205), or words of one's own.
    pub kind: String,
    /// What exactly resists.
    pub text: String,
}

/// A pipeline: a box of variants, that share one meaning, below the component's square.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// The box's left and right end. `None`: as wide as its children, and no box where it has none.
    pub range: Option<(Evolution, Evolution)>,
}

words! {
    /// How a component is obtained.
    Method {
        /// Made in house.
        Build "Build",
        /// Bought as a product.
        Buy "Buy",
        /// Left to a supplier.
        Outsource "Outsource",
    }
}

/// Another map that a component stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submap {
    /// The short name by which OnlineWardleyMaps text refers to the address; may be empty.
    pub reference: String,
    /// The address or file of the other map; empty where the text names none.
    pub target: String,
}

words! {
    /// What kind of thing a component is.
    Role {
        /// What a user wants to be done.
        UserNeed "User need",
        /// A way of doing things.
        Practice "Practice",
        /// Data.
        Data "Data",
        /// Knowledge.
        Knowledge "Knowledge",
    }
}

words! {
    /// How sure the map's makers are of a component's place.
    Confidence {
        /// A guess.
        Low "Low",
        /// Supported by something.
        Medium "Medium",
        /// Well supported.
        High "High",
    }
}

/// What is known about a component. Every text may be empty.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What it is.
    pub description: String,
    /// Who answers for it.
    pub owner: String,
    /// What supports its place on the map.
    pub evidence: String,
    /// How sure that is.
    pub confidence: Option<Confidence>,
    /// Addresses of further reading.
    pub links: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// By hand, since most texts are empty: the C library's comparison of no letters, which lie nowhere then, takes some
/// processors longer than that of many (a fifth to a third of reading and writing map files).
impl PartialEq for Details {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |a: &str, b: &str| a.len() == b.len() && (a.is_empty() || a == b);
        let Self { description, owner, evidence, confidence, links, tags } = self;
        is_same(description, &other.description)
            && is_same(owner, &other.owner)
            && is_same(evidence, &other.evidence)
            && *confidence == other.confidence
            && *links == other.links
            && *tags == other.tags
    }
}
