//! What is wrong with a text, where, and what to do about it.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use crate::model::LabelOffset;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Hint,
    /// The map stands, but something in it is probably not meant so.
    Warning,
    /// Something is not shown, or the text is no map at all.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The codes of problems.
pub mod code {
    /// The text breaks a rule of its format.
    pub const BROKEN: &str = "broken";
    /// Something is probably not meant as it is written.
    pub const NOT_UNDERSTOOD: &str = "not-understood";
    /// Worth knowing.
    pub const NOTED: &str = "noted";
    /// A position outside of the map.
    pub const OUTSIDE: &str = "outside";
    /// A place or a number is missing.
    pub const NUMBER_MISSING: &str = "number-missing";
    /// A link leads to nothing. The question of this code is the same.
    pub const END_MISSING: &str = "end-missing";
    /// A name is spelled in two ways.
    pub const SPELLING: &str = "spelling";
    /// A label far from its symbol.
    pub const FAR_LABEL: &str = "far-label";
    /// Mermaid's own parser refuses the text.
    pub const MERMAID_REFUSES: &str = "mermaid-refuses";
    /// A merge that is not finished.
    pub const CONFLICT: &str = "conflict";
    /// The theme in a file.
    pub const THEME: &str = "theme";
}

/// What can be wrong with a text: each code with what it means.
pub const PROBLEMS: [(&str, &str); 11] = [
    (code::BROKEN, "The text breaks a rule of its format: what stands there is not shown, or nothing is."),
    (code::NOT_UNDERSTOOD, "Something is probably not meant as it is written. It is kept in the file."),
    (code::NOTED, "Worth knowing; nothing is wrong."),
    (
        code::OUTSIDE,
        "A position lies outside of the map, and is shown on its edge. Positions are fractions from 0 to 1.",
    ),
    (code::NUMBER_MISSING, "A number or a place is missing; the one that is taken instead is told."),
    (code::END_MISSING, "A link leads to a name that the map does not have. It is kept, and not drawn."),
    (code::SPELLING, "A name is spelled otherwise than where its component stands."),
    (code::FAR_LABEL, "A label stands so far from its symbol that nobody can have meant it."),
    (code::MERMAID_REFUSES, "Mermaid's own parser does not take this line, and draws nothing of the map."),
    (
        code::CONFLICT,
        "A merge is not finished: the text has git's marks, or the map has conflicts to decide.",
    ),
    (code::THEME, "The file of the theme that the map names cannot be read. The map is drawn in our own."),
];

/// A part of a text, in bytes from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty part.
    pub fn at(start: usize) -> Self {
        Self { start, end: start }
    }

    /// The bytes of this part; empty where the text does not have them.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// One remark about a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which kind of problem, by its code, which never changes: one of [`PROBLEMS`].
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong: a lower-case sentence without a full stop.
    pub message: String,
    /// What to do about it, where there is something to do.
    pub help: Option<String>,
}

/// A message takes one line, whatever the names in it hold.
pub(super) fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.replace('\r', "\\r").replace('\n', "\\n").replace(char::is_control, " ")
}

impl Diagnostic {
    fn new(severity: Severity, span: Span, message: impl Into<String>) -> Self {
        let code = match severity {
            Severity::Hint => code::NOTED,
            Severity::Warning => code::NOT_UNDERSTOOD,
            Severity::Error => code::BROKEN,
        };
        Self { severity, code, span, message: one_line(message.into()), help: None }
    }

    /// The same as a problem of another kind than is usual for its severity.
    #[must_use]
    pub fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// A hint.
    pub fn hint(span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, span, message)
    }

    /// A warning.
    pub fn warning(span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, span, message)
    }

    /// An error.
    pub fn error(span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, span, message)
    }

    /// About a label that stands where nobody can have meant it; `None` for any other.
    pub(super) fn far_label(offset: LabelOffset, span: Span) -> Option<Self> {
        if !offset.is_far() {
            return None;
        }
        let far = offset.dx().abs().max(offset.dy().abs());
        let message = format!("this label stands {far:.0} pixels from its symbol, mostly off the sheet");
        let advice = "without the offset, or after Tidy labels, the program finds it a place";
        Some(Self::hint(span, message).coded(code::FAR_LABEL).with_help(advice))
    }

    /// The same with advice.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// A place in a text as people count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Cow<'a, [usize]>,
    /// The byte that was asked for last, and its column: what comes in order is not counted from the line's start.
    last: Cell<(usize, usize)>,
}

impl<'a> LineIndex<'a> {
    /// Counts the lines of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, starts: Self::starts(text).into(), last: Cell::default() }
    }

    /// The lines of a text that were counted before, as [`LineIndex::starts`].
    pub fn counted(text: &'a str, starts: &'a [usize]) -> Self {
        Self { text, starts: starts.into(), last: Cell::default() }
    }

    /// The bytes with which the lines of a text start.
    pub fn starts(text: &str) -> Vec<usize> {
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
    }

    /// The line and column of a byte.
    pub fn location(&self, byte: usize) -> Location {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let (from, known) =
            Some(self.last.get()).filter(|(from, _)| (start..=byte).contains(from)).unwrap_or((start, 0));
        let before = self.text.get(from..byte).unwrap_or("");
        let count = known + before.chars().filter(|c| *c != '\u{feff}').count();
        self.last.set((byte, count));
        Location { line, column: count + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("\u{feff}Tée\nCup\n");
        let at = |byte| index.location(byte).to_string();
        assert_eq!(
            [at(0), at(3), at(7), at(8), at(99)],
            ["1:1", "1:1", "1:4", "2:1", "3:1"].map(str::to_owned)
        );
    }
}
