//! The map as data. It knows no file, no text format, no window and no graph library.
//!
//! A [`Map`] is an immutable value. An [`Edit`] applied to it makes a new one that shares every element
//! that did not change.

mod answer;
mod axis;
mod before;
mod both;
mod color;
mod component;
mod coordinate;
mod edit;
mod element;
mod finder;
mod id;
mod kept;
mod link;
mod map;
mod numbers;
mod patch;
mod rare;
mod scenario;
mod shared;
mod words;

pub use answer::{Answer, Decision, Pin};
pub use axis::{EvolutionAxis, Stage, ValueAxis};
pub use before::MapBefore;
pub(crate) use both::{ahead, both};
pub use color::Color;
pub use component::{
    Component, ComponentKind, Confidence, Details, Evolve, Inertia, Method, Name, Opinion, Pipeline, Role,
    Submap,
};
pub use coordinate::{Evolution, LabelOffset, Place, Position, Visibility};
pub use edit::{Edit, EditError};
pub use element::{Accelerator, Annotation, Area, Attitude, AttitudeKind, Body, Drive, Element, Note};
pub(crate) use finder::Finder;
pub use id::{ElementId, IdMint};
pub use kept::{Kept, KeptIn, KeptPlace};
pub use link::{Direction, End, Link, LinkKey, LinkKind};
pub use map::{About, Legend, Map, Sheet};
pub(crate) use map::{Index, Set};
pub(crate) use numbers::Ends;
pub use patch::{Change, Field, HeadField, LinkField, Misfit, Patch, Why};
pub use rare::{Empty, Rare};
pub use scenario::{Conflict, Fellows, Scenario};
pub use shared::Shared;
pub use words::{Word, Words};
