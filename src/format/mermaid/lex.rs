//! The lines of Mermaid text, and the words on one.

pub(super) use crate::format::quotes::quoted;
use crate::format::{Span, carrier, invisible, quotes};

/// What a line is. A text in quotes may go over several lines of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// `%% …`
    Comment,
    /// Front matter, a `%%{directive}%%`, or words for screen readers (`accTitle`, `accDescr`).
    Aside,
    Code,
}

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct LexLine {
    pub(super) kind: LineKind,
    pub(super) span: Span,
}

/// No line of a map is longer, in bytes.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// Splits a text into its lines.
pub(super) fn lines(text: &str) -> Vec<LexLine> {
    // Most lines are longer.
    let mut found = Vec::with_capacity(text.len() / 24 + 8);
    let mut at = 0;
    // What an aside that goes over lines ends with.
    let mut until: Option<&str> = None;
    let mut is_first = true;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        let end = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or("").trim_end_matches('\r');
        let code = line.trim();
        let mut length = line.len();
        let mut next = end + 1;
        let kind = if code.is_empty() {
            LineKind::Blank
        } else if let Some(close) = until {
            if code.ends_with(close) {
                until = None;
            }
            LineKind::Aside
        } else if is_first && code == "---" {
            until = Some("---");
            LineKind::Aside
        } else if code.starts_with("%%{") {
            until = (!code.ends_with("}%%")).then_some("}%%");
            LineKind::Aside
        } else if code.starts_with("%%") {
            LineKind::Comment
        } else if let Some(more) = spoken(code) {
            until = (more.starts_with('{') && !more.ends_with('}')).then_some("}");
            LineKind::Aside
        } else {
            if let Some(behind) = behind_open_quote(rest, end).filter(|_| end <= LONGEST_LINE) {
                let more = rest.get(behind..).unwrap_or("");
                length = behind + more.find('\n').unwrap_or(more.len());
                next = length + 1;
                length = rest.get(..length).unwrap_or("").trim_end_matches('\r').len();
            }
            LineKind::Code
        };
        is_first &= kind == LineKind::Blank;
        found.push(LexLine { kind, span: Span::new(at, at + length) });
        at += next;
    }
    found
}

/// What follows the word of a line for screen readers.
fn spoken(code: &str) -> Option<&str> {
    let rest = code.strip_prefix("accTitle").or_else(|| code.strip_prefix("accDescr"))?.trim_start();
    rest.starts_with([':', '{']).then_some(rest)
}

/// Behind the quote that closes, on a later line, what is opened on the first line of a text; `None` where nothing is
/// left open, or what follows it tells that the quote was never meant to be one.
fn behind_open_quote(text: &str, end: usize) -> Option<usize> {
    let line = text.get(..end)?;
    let mut at = 0;
    while at < end {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        if rest.starts_with("%%") {
            return None;
        }
        // The text in the arrow of a flow opens nothing.
        if let Some(label) = line.get(at..).and_then(|rest| rest.strip_prefix("+'"))
            && let Some(length) = label.find('\'')
        {
            at += length + 3;
        } else if opens(line, at) {
            let length = string_length(rest)?;
            if at + length > end {
                let after = text.get(at + length..)?.trim_start_matches([' ', '\t']);
                let goes_on = after.starts_with(['[', '{', '-', '+', '>', ';', '@', '/', '\n', '\r']);
                return (goes_on || after.is_empty()).then_some(at + length);
            }
            at += length;
        } else {
            at += first.len_utf8();
        }
    }
    None
}

/// Whether a quote stands at this place of a line where a word may begin.
pub(super) fn opens(line: &str, at: usize) -> bool {
    let is_quote = line.get(at..).is_some_and(|rest| rest.starts_with(['"', '\'']));
    let before = line.get(..at).and_then(|before| before.chars().next_back());
    is_quote && before.is_none_or(|c| c.is_whitespace() || "]>@/,".contains(c))
}

/// The length, with both quotes, of the text in quotes that a text begins with; `None` where it is never closed.
pub(super) fn string_length(text: &str) -> Option<usize> {
    text.starts_with(['"', '\'']).then(|| quotes::length(text)).flatten()
}

/// A name in quotes without them, its escapes read; any other as it stands, without white space around it.
pub(super) fn name(raw: &str) -> String {
    let mut name = read_name(raw);
    invisible::clean(&mut name);
    name
}

fn read_name(raw: &str) -> String {
    let raw = raw.trim();
    match string_length(raw) {
        // A colon behind the quote belongs to nothing.
        Some(length) if matches!(raw.get(length..).map(str::trim), Some("" | ":")) => {
            unescape(raw.get(1..length - 1).unwrap_or(""))
        }
        _ => raw.to_owned(),
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|escaped| match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'v' => '\u{b}',
                '0' => '\0',
                other => other,
            })),
            c => out.push(c),
        }
    }
    out
}

/// The line without the comment behind its statement.
pub(super) fn without_comment(line: &str) -> &str {
    let end = outside(line).find(|at| line.get(*at..).is_some_and(|rest| rest.starts_with("%%")));
    end.and_then(|end| line.get(..end)).unwrap_or(line).trim_end()
}

/// The comment behind the statement of a line; none where what follows is a link's text, or where we put a label.
pub(super) fn comment_behind(line: &str, is_link: bool) -> Option<&str> {
    if !line.contains("%%") {
        return None;
    }
    let said = without_comment(line);
    let is_text = is_link && outside(said).any(|at| said.get(at..).is_some_and(|rest| rest.starts_with(';')));
    let comment = line.get(said.len()..)?.trim();
    (!is_text && !said.is_empty() && carrier::without_placed(line, "%%") == line && comment.starts_with("%%"))
        .then_some(comment)
}

/// The places of a line that stand outside quotes.
pub(super) fn outside(line: &str) -> impl Iterator<Item = usize> {
    let mut skip_to = 0;
    line.char_indices().map(|(at, _)| at).filter(move |at| {
        if *at < skip_to {
            return false;
        }
        if opens(line, *at)
            && let Some(length) = line.get(*at..).and_then(string_length)
        {
            skip_to = at + length;
            return false;
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_what_they_look_like() {
        use LineKind::{Aside, Blank, Code, Comment};
        let check = |text: &str, expected: &[LineKind]| {
            let found = lines(text);
            assert_eq!(found.iter().map(|line| line.kind).collect::<Vec<_>>(), expected, "{text:?}");
        };
        check("---\ntitle: x\n---\nwardley-beta\n", &[Aside, Aside, Aside, Code]);
        check("%%{init: {}}%%\n%% note\n\nwardley-beta\r\n", &[Aside, Comment, Blank, Code]);
        check("accDescr {\n a\n}\naccTitle: x\ntitle accDescr", &[Aside, Aside, Aside, Aside, Code]);
        check("note \"a\nb\" [0.1, 0.2]\ncomponent A [0.1, 0.2]", &[Code, Code]);
        check("note \"a [0.1, 0.2]\nnote \"b\" [0.1, 0.2]", &[Code, Code]);
        check("component factory's [0.1, 0.2]\ncomponent it's [0.1, 0.2]", &[Code, Code]);
    }

    #[test]
    fn strings_are_read_as_they_are_written() {
        for text in ["a\n\"b\"\\n", "it's", "", "tab\t"] {
            assert_eq!(name(&quoted(text)), text);
        }
        assert_eq!(name(" 'a \"b\"' "), "a \"b\"");
        assert_eq!(
            without_comment("component \"a %% b\" [0.1, 0.2] %% c"),
            "component \"a %% b\" [0.1, 0.2]"
        );
    }
}
