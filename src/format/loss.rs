//! What a format cannot say of a map.

use std::fmt;

use super::diagnostic::one_line;

/// One thing of a map that a text in another format does not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// What it is, in words: "the colour of the component `Tea`".
    pub what: String,
    /// Whether a comment in the text keeps it: that format's own programs do not show it, but this one reads it back.
    pub is_kept: bool,
}

impl Loss {
    /// Something that is gone.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), is_kept: false }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(self.what.clone()))
    }
}
