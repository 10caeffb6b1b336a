//! Two maps held against each other: which of their parts are the same, and what differs.
//!
//! It knows no text: where a format cannot say something, the caller tells what it can.

mod diff;
mod matching;
mod merge;
mod pairs;
mod reconcile;
mod restate;
mod scenario;
mod steps;
mod told;
mod tween;
mod waiting;

pub use diff::diff;
pub use matching::{Identity, Matching};
pub(crate) use merge::merged_list;
pub use merge::{ConflictTeller, ConflictWords, Decided, Merged, both, decided, merge, merge_known, sides};
pub use reconcile::{Reconciled, reconcile};
pub use scenario::{Outlook, outlooks, with_scenario_showing, without_scenario};
pub use steps::{Step, between_steps, evolution_steps, evolving, longest_line, steps_to};
pub use told::{Comparison, Row, Sort};
