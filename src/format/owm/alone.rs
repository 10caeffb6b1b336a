//! Lines as far as each is understood on its own, on whichever thread.

use super::statement::{Statement, parse};
use crate::format::Span;

/// No line of a map is longer, in bytes: the longest of the real ones has 400.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// A line, as far as it is understood on its own.
pub(super) struct Alone<'a> {
    /// Where it stands.
    pub(super) whole: Span,
    /// Where it stands without the white space around it.
    pub(super) span: Span,
    pub(super) says: Found<'a>,
}

/// What is found on a line.
pub(super) enum Found<'a> {
    Nothing,
    TooMuch,
    Unknown,
    Statement(Statement<'a>),
}

/// The lines of a text without comments, each on its own.
pub(super) fn lines_of(code: &str) -> impl Iterator<Item = Alone<'_>> {
    let mut start = 0;
    code.split_inclusive('\n').map(move |line| {
        let whole = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        let line = whole.of(code);
        let behind = line.trim_start();
        let says = behind.trim_end();
        let start = whole.end - behind.len();
        let span = Span::new(start, start + says.len());
        let says = if says.is_empty() {
            Found::Nothing
        } else if line.len() > LONGEST_LINE {
            Found::TooMuch
        } else {
            parse(line).map_or(Found::Unknown, Found::Statement)
        };
        Alone { whole, span, says }
    })
}
