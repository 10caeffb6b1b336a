//! What Mermaid's own parser (`@mermaid-js/parser` 2.0.1) refuses, told line by line: it draws nothing of a map with one
//! such line, while we read more than it does.
//!
//! Its rules are those of [`Parser`], its tokens those of `token.rs`.

use std::cell::LazyCell;

use super::token::{DEACCELERATOR, Kind, Token, Tokens};
use crate::format::{Diagnostic, Span, code};

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
        let all = Tokens::of(text);
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
        let mut parser = Self { text, token, tokens: Tokens::of(text) };
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
