//! Two maps held against each other: which of their parts are the same, and what differs.
//!
//! It knows no text: where a format cannot say something, the caller tells what it can.

mod diff;
mod matching;
mod merge;
mod reconcile;
mod restate;

pub use diff::diff;
pub use merge::merge;
pub use matching::{Identity, Matching};
pub use reconcile::{Reconciled, reconcile};
