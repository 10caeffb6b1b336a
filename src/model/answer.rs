//! What people said over a map: answers, decisions, and what they pinned to it.

use super::ElementId;

/// An answer to a question about the map: it is not raised again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The code of the question's rule.
    pub rule: String,
    /// What it was about; empty where it was about the map.
    pub on: Vec<ElementId>,
    /// The answer; may be empty.
    pub because: String,
    /// When, as `YYYY-MM-DD`; may be empty.
    pub date: String,
}

/// A decision that was taken over the map. Every text may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What is to be done.
    pub what: String,
    /// Why this and nothing else.
    pub because: String,
    /// The scenario that it follows, by its id.
    pub scenario: String,
    /// What is expected to be seen on the map then.
    pub expect: String,
    /// When to look again, as `YYYY-MM-DD`.
    pub look_again: String,
    /// What was seen then.
    pub seen: String,
}

/// A pattern of climate, a principle of doctrine or a play that is pinned to the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// Its code in the catalogue.
    pub pattern: String,
    /// The components that it is about; empty where it is about the map.
    pub on: Vec<ElementId>,
    /// What was said about it.
    pub note: String,
}
