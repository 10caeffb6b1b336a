//! What Mermaid's own parser (`@mermaid-js/parser` 2.0.1) refuses, told line by line: it draws nothing of a map with one
//! such line, while we read more than it does.
//!
//! Its tokens are tried in the order of [`token`], the first that fits is taken; its rules are those of [`Parser`].

use std::cell::LazyCell;

use super::lex::LONGEST_LINE;
use crate::format::{Diagnostic, Span, code};

/// A token, as far as the rules tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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
struct Token {
    kind: Kind,
    span: Span,
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
const DEACCELERATOR: &str = "deaccelerator";

/// A warning for each line that Mermaid's parser refuses.
pub(super) fn refusals(text: &str) -> Vec<Diagnostic> {
    let mut parser = Parser::new(text);
    let mut refusals = Vec::new();
    while parser.maybe(Kind::Newline) {}
    // That the first line is another is told elsewhere.
    if !parser.maybe(Kind::Keyword("wardley-beta")) {
        return refusals;
    }
    // Where the last brace closes: asked for where a block is refused.
    let last_brace = LazyCell::new(|| {
        let all = Tokens { text, at: 0, line_end: 0 };
        all.filter(|token| token.kind == Kind::Sign('}')).last().map_or(0, |token| token.span.start)
    });
    while parser.peek() != Kind::End {
        let first = parser.token;
        if parser.statement().is_none() {
            refusals.push(parser.refusal(first.span, parser.token));
            let is_block = first.kind == Kind::Keyword("pipeline") && first.span.start < *last_brace;
            parser.skip(is_block);
        }
    }
    refusals
}

/// The tokens of a text, one after the other.
#[derive(Clone, Debug)]
struct Tokens<'a> {
    text: &'a str,
    /// Where the next begins, and where the line ends that it is on.
    at: usize,
    line_end: usize,
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
    if let Some(word) = STRATEGIES.iter().find(|word| text.starts_with(**word)) {
        return (Some(Kind::Strategy), word.len());
    }
    if let Some(word) = KEYWORDS.iter().chain([&DEACCELERATOR]).find(|word| text.starts_with(**word)) {
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

/// Reads tokens one by one, and looks no further than at the next.
#[derive(Clone)]
struct Parser<'a> {
    text: &'a str,
    /// The next, and those behind it.
    token: Token,
    tokens: Tokens<'a>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let token = Token { kind: Kind::End, span: Span::at(text.len()) };
        let mut parser = Self { text, token, tokens: Tokens { text, at: 0, line_end: 0 } };
        parser.go_on();
        parser
    }

    fn go_on(&mut self) {
        let end = Token { kind: Kind::End, span: Span::at(self.text.len()) };
        self.token = self.tokens.next().unwrap_or(end);
    }

    fn peek(&self) -> Kind {
        self.token.kind
    }

    fn take(&mut self, kind: Kind) -> Option<()> {
        (self.peek() == kind).then(|| self.go_on())
    }

    fn maybe(&mut self, kind: Kind) -> bool {
        self.take(kind).is_some()
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        self.take(Kind::Sign(sign))
    }

    fn name(&mut self) -> Option<()> {
        matches!(self.peek(), Kind::Name | Kind::Text).then(|| self.go_on())
    }

    fn end_of_line(&mut self) -> Option<()> {
        if self.peek() == Kind::End {
            return Some(());
        }
        self.take(Kind::Newline)?;
        while self.maybe(Kind::Newline) {}
        Some(())
    }

    /// Numbers between brackets, `count` of them.
    fn place(&mut self, count: usize) -> Option<()> {
        self.sign('[')?;
        for nth in 0..count {
            if nth > 0 {
                self.sign(',')?;
            }
            self.take(Kind::Number)?;
        }
        self.sign(']')
    }

    /// Two numbers, whole or not.
    fn corner(&mut self) -> Option<()> {
        self.sign('[')?;
        self.coordinate()?;
        self.sign(',')?;
        self.coordinate()?;
        self.sign(']')
    }

    fn coordinate(&mut self) -> Option<()> {
        matches!(self.peek(), Kind::Number | Kind::Whole).then(|| self.go_on())
    }

    fn label(&mut self) -> Option<()> {
        if !self.maybe(Kind::Keyword("label")) {
            return Some(());
        }
        self.sign('[')?;
        self.maybe(Kind::Sign('-'));
        self.take(Kind::Whole)?;
        self.sign(',')?;
        self.maybe(Kind::Sign('-'));
        self.take(Kind::Whole)?;
        self.sign(']')
    }

    /// One statement with its line's end.
    fn statement(&mut self) -> Option<()> {
        let Kind::Keyword(word) = self.peek() else {
            match self.peek() {
                Kind::Newline => {
                    self.go_on();
                    return Some(());
                }
                Kind::Title => self.go_on(),
                _ => self.link()?,
            }
            return self.end_of_line();
        };
        let before = self.clone();
        self.go_on();
        match word {
            "size" => {
                self.sign('[')?;
                self.take(Kind::Whole)?;
                self.sign(',')?;
                self.take(Kind::Whole)?;
                self.sign(']')?;
            }
            "evolution" => {
                self.stage()?;
                self.take(Kind::Arrow)?;
                self.stage()?;
                while self.maybe(Kind::Arrow) {
                    self.stage()?;
                }
            }
            "anchor" | "accelerator" | DEACCELERATOR => {
                self.name()?;
                self.place(2)?;
            }
            "component" => self.component()?,
            "evolve" => {
                self.name()?;
                self.take(Kind::Number)?;
            }
            "pipeline" => self.pipeline()?,
            "note" => {
                self.take(Kind::Text)?;
                self.place(2)?;
            }
            "annotations" => self.corner()?,
            "annotation" => {
                self.take(Kind::Whole)?;
                self.sign(',')?;
                self.corner()?;
                self.take(Kind::Text)?;
            }
            _ => {
                *self = before;
                return None;
            }
        }
        self.end_of_line()
    }

    fn stage(&mut self) -> Option<()> {
        self.name()?;
        if self.maybe(Kind::Sign('@')) {
            self.take(Kind::Number)?;
        }
        if self.maybe(Kind::Sign('/')) {
            self.name()?;
        }
        Some(())
    }

    fn component(&mut self) -> Option<()> {
        self.name()?;
        self.place(2)?;
        self.label()?;
        let mut is_open = self.maybe(Kind::Sign('('));
        if is_open && self.maybe(Kind::Strategy) {
            self.sign(')')?;
            is_open = self.maybe(Kind::Sign('('));
        }
        if is_open {
            self.take(Kind::Keyword("inertia"))?;
            return self.sign(')');
        }
        self.maybe(Kind::Keyword("inertia"));
        Some(())
    }

    fn pipeline(&mut self) -> Option<()> {
        self.name()?;
        self.sign('{')?;
        self.take(Kind::Newline)?;
        while self.maybe(Kind::Newline) {}
        loop {
            self.take(Kind::Keyword("component"))?;
            self.name()?;
            self.place(1)?;
            self.label()?;
            self.end_of_line()?;
            if self.maybe(Kind::Sign('}')) {
                return Some(());
            }
        }
    }

    fn link(&mut self) -> Option<()> {
        self.name()?;
        self.maybe(Kind::Port);
        if !self.maybe(Kind::Arrow) {
            self.maybe(Kind::OtherArrow);
        }
        self.name()?;
        self.maybe(Kind::Port);
        self.maybe(Kind::Label);
        Some(())
    }

    /// Goes to the next line; behind a block, to the one behind its brace.
    fn skip(&mut self, is_block: bool) {
        if is_block {
            let mut behind = self.clone();
            while !matches!(behind.peek(), Kind::Sign('}') | Kind::End) {
                behind.go_on();
            }
            if behind.peek() != Kind::End {
                *self = behind;
            }
        }
        while !matches!(self.peek(), Kind::Newline | Kind::End) {
            self.go_on();
        }
    }

    /// Why the line that begins with `first` is refused at `odd`.
    fn refusal(&self, first: Span, odd: Token) -> Diagnostic {
        let word: String = odd.span.of(self.text).chars().take(40).collect();
        let why = match odd.kind {
            Kind::Whole => format!("`{word}` needs a decimal point there, or quotes if it belongs to a name"),
            Kind::Odd | Kind::Strategy | Kind::Keyword(_) | Kind::Sign('/' | '-' | '@') => {
                format!("it stops at `{word}`; a name with it, or that begins so, stands in quotes there")
            }
            Kind::End => "the text ends too early".to_owned(),
            Kind::Newline => "the line ends too early".to_owned(),
            _ => format!("it stops at `{word}`"),
        };
        let line = self.text.get(first.start..).and_then(|rest| rest.find('\n')).unwrap_or(usize::MAX);
        let end = first.start.saturating_add(line).min(self.text.len());
        let end = self.text.get(..end).map_or(end, |text| text.trim_end().len()).max(first.start);
        Diagnostic::warning(Span::new(first.start, end), format!("Mermaid will not draw this: {why}"))
            .coded(code::MERMAID_REFUSES)
    }
}
