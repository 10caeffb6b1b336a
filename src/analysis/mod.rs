//! What a map says beyond what it shows: questions about it, and what its chain of needs measures.
//!
//! Pure functions of a map. It knows no text: where in a file something stands, the command line finds out. Petgraph's
//! graph of a map is made for one revision and seen nowhere else; answers name elements by their ids.

mod answers;
mod around;
mod catalogue;
mod chain;
mod dominators;
mod evolution;
mod finding;
mod grouped;
mod measure;
mod needs;
mod outline;
mod overlay;
mod position;
mod rule;
mod signs;
mod way;
mod words;

pub use around::around;
pub use catalogue::{Pattern, PatternKind, pattern_of, patterns};
pub use chain::{Chain, Users};
pub use finding::{Finding, MARKED, findings, marks};
pub use outline::{Further, Told};
pub use overlay::{Hue, Overlay, Tint, Tinting, tinting};
pub use rule::{Rule, Topic};
pub use signs::{SIGNS, Sign, suggested};
pub use way::{Way, without};
