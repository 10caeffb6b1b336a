//! What a map could become, and what a merge left to be decided.

use super::Change;

/// A "what if": changes of today's map, kept beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Its name for ever, unique in its map.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is about; may be empty.
    pub about: String,
    /// The id of the scenario that it goes on from; empty where it goes on from today.
    pub after: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// What a merge could not decide: both sides changed the same. The map stands as one of the sides has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflict {
    /// What makes it as it was before both.
    pub base: Vec<Change>,
    /// What makes it as our side has it; empty where it stands so.
    pub ours: Vec<Change>,
    /// What makes it as their side has it; empty where it stands so.
    pub theirs: Vec<Change>,
}
