//! The words of wardleyToGo text.

use super::evolution::is_bar;
use crate::format::{Diagnostic, Span};

/// A word with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Newline,
    Name(String),
    /// A link, with the number of its dashes.
    Dashes(usize),
    /// A string of bars.
    Bars(String),
    Colon,
    Open,
    Close,
    /// A comment's text.
    Comment(String),
    /// `title`, `stage1` to `stage4`, `type`, `color`, `label` or `evolution`, with its value.
    Field(&'static str, String),
}

/// The words that have a value behind a colon.
const FIELDS: [&str; 9] =
    ["title", "stage1", "stage2", "stage3", "stage4", "type", "color", "label", "evolution"];

/// The words of a text, in order, and what none of them explains.
pub(super) fn words(text: &str) -> (Vec<Word>, Vec<Diagnostic>) {
    let last_close = text.rfind("*/").map_or(0, |at| at + 1);
    let mut lexer = Lexer { text, last_close, at: 0, words: Vec::new(), diagnostics: Vec::new() };
    while lexer.at < text.len() {
        lexer.word();
    }
    (lexer.words, lexer.diagnostics)
}

struct Lexer<'a> {
    text: &'a str,
    /// No `*/` stands behind this place.
    last_close: usize,
    at: usize,
    words: Vec<Word>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn put(&mut self, length: usize, token: Token) {
        let span = Span::new(self.at, self.at + length);
        self.words.push(Word { token, span });
        self.at += length;
    }

    fn word(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        match first {
            '\n' => self.put(1, Token::Newline),
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '-' => {
                let length = run(|c| c == '-');
                self.put(length, Token::Dashes(length));
            }
            '|' => {
                let length = run(is_bar);
                self.put(length, Token::Bars(rest.get(..length).unwrap_or("").to_owned()));
            }
            ':' => self.put(1, Token::Colon),
            '{' => self.put(1, Token::Open),
            '}' => self.put(1, Token::Close),
            '/' if rest.starts_with("//") => {
                let length = run(|c| c != '\n');
                self.put(length, Token::Comment(rest.get(2..length).unwrap_or("").trim().to_owned()));
            }
            '/' if rest.starts_with("/*") => {
                let inside = rest.get(2..).unwrap_or("");
                // Some close with the mark that opens, and it is taken for one.
                let closes = self.at + 2 < self.last_close;
                let end = closes.then(|| inside.find("*/")).flatten().or_else(|| inside.find("/*"));
                if end.is_none() {
                    let span = Span::new(self.at, self.at + 2);
                    self.diagnostics.push(Diagnostic::warning(span, "this comment is never closed"));
                }
                let length = end.map_or(rest.len(), |end| end + 4);
                let text = inside.get(..end.unwrap_or(inside.len())).unwrap_or("");
                // Boxes of stars are no words.
                let text = text.trim_matches(|c: char| c == '*' || c.is_whitespace()).to_owned();
                self.put(length, Token::Comment(text));
            }
            '*' if rest.starts_with("*/") => self.at += 2,
            '/' | '*' => {
                self.unknown(rest.get(..1).unwrap_or(""));
                self.at += 1;
            }
            _ => self.name(rest),
        }
    }

    fn unknown(&mut self, what: &str) {
        let span = Span::new(self.at, self.at + what.len());
        // One is as good as a million.
        let shown: String = what.chars().take(20).collect();
        let more = if shown.len() < what.len() { "…" } else { "" };
        self.diagnostics.push(Diagnostic::warning(span, format!("`{shown}{more}` means nothing here")));
    }

    /// Letters, digits and `. - ' _`, with single spaces between them, none of them before a dash.
    fn name(&mut self, rest: &str) {
        let mut chars = rest.char_indices().peekable();
        let mut length = 0;
        let is_odd = rest.starts_with(is_odd_part);
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let goes_on = match c {
                _ if at == 0 => true,
                // What begins oddly goes on as oddly.
                c if is_odd => is_odd_part(c),
                ' ' => next.is_some_and(|next| next != ' ' && next != '-' && is_part(next)),
                c => is_part(c),
            };
            if !goes_on {
                break;
            }
            length = at + c.len_utf8();
        }
        let name = rest.get(..length).unwrap_or("");
        let behind = rest.get(length..).unwrap_or("");
        let field = FIELDS.into_iter().find(|field| *field == name).filter(|_| behind.starts_with(':'));
        let Some(field) = field else {
            let first = name.chars().next().unwrap_or(' ');
            if is_odd {
                self.unknown(name);
            } else if !first.is_alphanumeric() && first != '_' {
                self.unknown(name.get(..first.len_utf8()).unwrap_or(""));
            }
            self.put(length, Token::Name(name.to_owned()));
            return;
        };
        let value = behind.get(1..).unwrap_or("");
        let end = match field {
            "type" | "color" | "label" => {
                let start = value.len() - value.trim_start_matches([' ', '\t']).len();
                let word = value.get(start..).unwrap_or("");
                start + word.find(|c: char| !(c.is_alphanumeric() || c == '#')).unwrap_or(word.len())
            }
            _ => {
                let line = value.find('\n').unwrap_or(value.len());
                let line = value.get(..line).unwrap_or("");
                let comment = line.find("//").unwrap_or(line.len());
                let brace =
                    if field == "evolution" { line.find('}').unwrap_or(line.len()) } else { line.len() };
                comment.min(brace)
            }
        };
        let text = value.get(..end).unwrap_or("").trim().to_owned();
        self.put(length + 1 + end, Token::Field(field, text));
    }
}

fn is_odd_part(c: char) -> bool {
    !is_part(c) && !c.is_whitespace() && !matches!(c, '|' | ':' | '{' | '}' | '/' | '*')
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ' ' | '-' | '\'' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_single_spaces() {
        let names = |text: &str| -> Vec<String> {
            let name = |word: Word| match word.token {
                Token::Name(name) => Some(name),
                Token::Dashes(count) => Some("-".repeat(count)),
                _ => None,
            };
            words(text).0.into_iter().filter_map(name).collect()
        };
        assert_eq!(names("cup of tea -- hot water"), ["cup of tea", "--", "hot water"]);
        assert_eq!(names("third-part -a"), ["third-part", "-", "a"]);
        assert_eq!(names("a  b"), ["a", "b"]);
        assert_eq!(names("/* x\n- y */ a // b"), ["a"]);
        assert_eq!(names("/* x /* a"), ["a"]);
    }
}
