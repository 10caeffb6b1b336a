//! What could be done about a question.

use crate::model::Edit;

/// Something that could be done: a button with an undo.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What the button says.
    pub label: String,
    /// What it does, in a sentence.
    pub about: String,
    /// What changes.
    pub edits: Vec<Edit>,
}

impl Way {
    pub(super) fn new(label: impl Into<String>, about: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), about: about.into(), edits }
    }
}
