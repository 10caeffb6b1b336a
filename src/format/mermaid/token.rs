//! The tokens of Mermaid's own parser, tried in the order of [`token`]: the first that fits is taken.

use super::lex::LONGEST_LINE;
use crate::format::Span;

/// A token, as far as the rules tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Newline,
    /// One of `[ ] , ( ) { } @ / -`.
    Sign(char),
    /// Digits, a point, digits.
    Number,
    Whole,
    /// `->`
    Arrow,
    /// `+<>`, `+>`, `+<`
    Port,
    /// Any other arrow.
    OtherArrow,
    /// `; text`
    Label,
    /// build, buy, outsource, market
    Strategy,
    Keyword(&'static str),
    /// A name without quotes.
    Name,
    Title,
    Text,
    /// What is no token at all.
    Odd,
    End,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// Words that are tokens even where a longer word begins with them.
const STRATEGIES: [&str; 4] = ["build", "buy", "outsource", "market"];
const KEYWORDS: [&str; 13] = [
    "wardley-beta",
    "size",
    "evolution",
    "anchor",
    "component",
    "label",
    "inertia",
    "evolve",
    "pipeline",
    "note",
    "annotations",
    "annotation",
    "accelerator",
];
pub(super) const DEACCELERATOR: &str = "deaccelerator";

/// The tokens of a text, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the next begins, and where the line ends that it is on.
    at: usize,
    line_end: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, line_end: 0 }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let at = self.at;
            let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
            if at >= self.line_end {
                let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
                self.line_end = at + length;
                // What is no line of a map is not looked into.
                if length > LONGEST_LINE {
                    let line = rest.get(..length).unwrap_or(rest).trim_end().len();
                    self.at += line.max(1);
                    return Some(Token { kind: Kind::Odd, span: Span::new(at, at + line) });
                }
            }
            let (kind, length) = token(rest);
            self.at += length.max(1);
            if let Some(kind) = kind {
                return Some(Token { kind, span: Span::new(at, at + length) });
            }
        }
    }
}

/// The token that a text begins with, and its length; none where that is passed over.
fn token(text: &str) -> (Option<Kind>, usize) {
    let end = |is: fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    let first = text.chars().next().unwrap_or(' ');
    if matches!(first, ' ' | '\t') {
        return (None, end(|c| matches!(c, ' ' | '\t')));
    }
    if let Some(length) = ["\r\n", "\n"].iter().find(|newline| text.starts_with(**newline)).map(|n| n.len()) {
        return (Some(Kind::Newline), length);
    }
    if let Some(length) = hidden(text) {
        return (None, length);
    }
    if let Some(arrow) = ["-->", "-.->"].iter().find(|arrow| text.starts_with(**arrow)) {
        return (Some(Kind::OtherArrow), arrow.len());
    }
    if text.starts_with("->") {
        return (Some(Kind::Arrow), 2);
    }
    if "[](),{}@/-".contains(first) {
        return (Some(Kind::Sign(first)), 1);
    }
    if let Some(length) = number(text) {
        return (Some(Kind::Number), length);
    }
    if let Some(port) = ["+<>", "+>", "+<"].iter().find(|port| text.starts_with(**port)) {
        return (Some(Kind::Port), port.len());
    }
    if let Some(length) = other_arrow(text) {
        return (Some(Kind::OtherArrow), length);
    }
    if first == ';' {
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        return if length > 1 { (Some(Kind::Label), length) } else { (Some(Kind::Odd), 1) };
    }
    // Most words begin with another letter than these.
    let begins_with =
        |word: &&&str| word.as_bytes().first() == text.as_bytes().first() && text.starts_with(**word);
    if let Some(word) = STRATEGIES.iter().find(begins_with) {
        return (Some(Kind::Strategy), word.len());
    }
    if let Some(word) = KEYWORDS.iter().chain([&DEACCELERATOR]).find(begins_with) {
        return (Some(Kind::Keyword(word)), word.len());
    }
    if let Some(length) = spoken(text) {
        return (Some(Kind::Title), length);
    }
    let is_spoken = ["accTitle", "accDescr"].iter().any(|word| text.starts_with(word));
    if first.is_ascii_alphabetic() && !is_spoken {
        return (Some(Kind::Name), name_with_spaces(text));
    }
    if first == '0' {
        return (Some(Kind::Whole), 1);
    }
    if first.is_ascii_digit() {
        return (Some(Kind::Whole), end(|c| c.is_ascii_digit()));
    }
    if let Some(length) = string(text) {
        return (Some(Kind::Text), length);
    }
    if first == '_' || is_spoken {
        let word = end(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let length = text.get(..word).unwrap_or("").trim_end_matches('-').len();
        return (Some(Kind::Name), length.max(1));
    }
    (Some(Kind::Odd), first.len_utf8())
}

/// Front matter, a directive or a comment.
fn hidden(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix("%%{")
        && let Some(end) = near(inside).find("}%%")
    {
        return Some("%%{".len() + end + "}%%".len());
    }
    if text.starts_with("%%") {
        return Some(text.find(['\n', '\r']).unwrap_or(text.len()));
    }
    let behind = text.strip_prefix("---")?;
    let line = behind.find('\n')?;
    behind.get(..line)?.trim().is_empty().then_some(())?;
    let body = behind.get(line..)?;
    let close = body.find("\n---")?;
    Some("---".len() + line + close + "\n---".len())
}

/// As much of a text as a directive may have.
fn near(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST_LINE)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

fn number(text: &str) -> Option<usize> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(text);
    let behind = text.get(whole..)?.strip_prefix('.')?;
    let fraction = digits(behind);
    (whole > 0 && fraction > 0).then_some(whole + 1 + fraction)
}

fn other_arrow(text: &str) -> Option<usize> {
    if text.starts_with('>') {
        return Some(1);
    }
    let inside = text.strip_prefix("+'")?;
    let close = inside.find('\'')?;
    let behind = inside.get(close + 1..)?;
    let head = ["<>", "<", ">"].iter().find(|head| behind.starts_with(**head))?;
    Some("+'".len() + close + 1 + head.len())
}

/// A title, or words for screen readers.
fn spoken(text: &str) -> Option<usize> {
    ["title", "accTitle", "accDescr"].iter().find(|word| text.starts_with(**word))?;
    let line = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text.get(..line)?;
    let said = line.find("%%").unwrap_or(line.len());
    if let Some(rest) = text.strip_prefix("title") {
        return rest.starts_with([' ', '\t', '\n', '\r']).then_some(said);
    }
    let rest = text.strip_prefix("accTitle").or_else(|| text.strip_prefix("accDescr"))?;
    if rest.trim_start_matches([' ', '\t']).starts_with(':') {
        return Some(said);
    }
    if !text.starts_with("accDescr") {
        return None;
    }
    let open = text.len() - rest.trim_start().len();
    let inside = text.get(open..)?.strip_prefix('{')?;
    Some(open + 1 + inside.find('}')? + 1)
}

/// Letters, digits and `_ ( ) & -`; words behind spaces begin with a letter or `(`.
fn name_with_spaces(text: &str) -> usize {
    let word = |text: &str| {
        let part = |(at, c): (usize, char)| {
            let is_arrow = c == '-' && text.get(at + 1..).is_some_and(|rest| rest.starts_with('>'));
            let is_part = c.is_ascii_alphanumeric() || "_()&-".contains(c) && !is_arrow;
            (!is_part).then_some(at)
        };
        text.char_indices().find_map(part).unwrap_or(text.len())
    };
    let mut length = word(text);
    loop {
        let rest = text.get(length..).unwrap_or("");
        let next = rest.trim_start_matches([' ', '\t']);
        let begins = next.starts_with(|c: char| c.is_ascii_alphabetic() || c == '(');
        if next.len() == rest.len() || !begins {
            return length;
        }
        length += rest.len() - next.len() + word(next);
    }
}

fn string(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                // A backslash takes anything but the line's end with it.
                chars.next().filter(|(_, c)| !matches!(c, '\n' | '\r'))?;
            }
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
