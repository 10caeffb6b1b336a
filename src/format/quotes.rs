//! Texts in quotes, as most formats spell them.

use super::invisible::is_invisible;

/// The length, with both quotes, of the text in quotes that a text begins with; `None` where it is never closed.
pub(super) fn length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A text in quotes, with a backslash before quotes and backslashes and for ends of lines and tabs;
/// without control characters.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
