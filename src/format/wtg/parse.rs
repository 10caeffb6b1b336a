//! The statements of wardleyToGo text.

use std::collections::HashMap;

use super::evolution::{Course, bars, roman};
use super::lex::{Token, Word, words};
use crate::format::{Diagnostic, Span};
use crate::model::{Color, LabelOffset, Method};

/// A node of the value chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) course: Option<Course>,
    pub(super) method: Option<Method>,
    pub(super) is_pipeline: bool,
    /// The pipeline that it is a member of.
    pub(super) pipeline: Option<usize>,
    pub(super) color: Option<Color>,
    pub(super) label: Option<LabelOffset>,
    pub(super) description: String,
    pub(super) span: Span,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) title: String,
    /// The names of the four stages, where the text gives them.
    pub(super) stages: [Option<String>; 4],
    pub(super) nodes: Vec<Node>,
    /// From, to, and the number of dashes.
    pub(super) links: Vec<(usize, usize, usize)>,
    /// Comments, each before the node that was named next.
    pub(super) comments: Vec<(String, usize)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Text {
    /// The members of each node's pipeline, by the node's number.
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.nodes.len()];
        for (member, node) in self.nodes.iter().enumerate() {
            if let Some(list) = node.pipeline.and_then(|pipeline| members.get_mut(pipeline)) {
                list.push(member);
            }
        }
        members
    }
}

/// Where a label stands that is named by its side of the compass, if its text starts there; others end there or have
/// their middle there, which only the program can place.
const SIDES: [(&str, Option<(f64, f64)>); 8] = [
    ("N", None),
    ("NE", Some((11.0, -15.0))),
    ("E", Some((11.0, 0.0))),
    ("SE", Some((11.0, 19.0))),
    ("S", None),
    ("SW", None),
    ("W", None),
    ("NW", None),
];

/// A colour by its CSS name, or as `#RRGGBB`.
fn color(name: &str) -> Option<Color> {
    let color = name.to_lowercase().parse::<svgtypes::Color>().ok()?;
    Some(Color { r: color.red, g: color.green, b: color.blue, a: color.alpha })
}

/// Reads a text.
pub(super) fn parse(text: &str) -> Text {
    let (words, diagnostics) = words(text);
    let mut parser =
        Parser { words, at: 0, text: Text { diagnostics, ..Text::default() }, ..Parser::default() };
    while parser.at < parser.words.len() {
        parser.statement();
    }
    parser.finish()
}

#[derive(Default)]
struct Parser {
    words: Vec<Word>,
    at: usize,
    text: Text,
    by_name: HashMap<String, usize>,
    /// Comments that may belong to what follows, and where the last one ends.
    comments: Vec<String>,
    links: HashMap<(usize, usize), usize>,
}

impl Parser {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.words.get(self.at + ahead).map(|word| &word.token)
    }

    fn name(&self, ahead: usize) -> Option<String> {
        match self.token(ahead)? {
            Token::Name(name) => Some(name.clone()),
            _ => None,
        }
    }

    fn dashes(&self, ahead: usize) -> Option<usize> {
        match self.token(ahead)? {
            Token::Dashes(count) => Some(*count),
            _ => None,
        }
    }

    fn span(&self, ahead: usize) -> Span {
        self.words.get(self.at + ahead).map_or_else(Span::default, |word| word.span)
    }

    fn is(&self, ahead: usize, token: &Token) -> bool {
        self.token(ahead) == Some(token)
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.text.diagnostics.push(Diagnostic::error(span, message));
    }

    fn warn(&mut self, span: Span, message: impl Into<String>) {
        self.text.diagnostics.push(Diagnostic::warning(span, message));
    }

    fn node(&mut self, name: &str, span: Span) -> usize {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let number = self.text.nodes.len();
        self.text.nodes.push(Node { name: name.to_owned(), span, ..Node::default() });
        self.by_name.insert(name.to_owned(), number);
        number
    }

    /// Comments that describe nothing stay comments, before what comes next.
    fn keep_comments(&mut self) {
        let next = self.text.nodes.len();
        let kept = std::mem::take(&mut self.comments);
        self.text.comments.extend(kept.into_iter().map(|comment| (comment, next)));
    }

    /// Comments right above a node that begin with its name describe it.
    fn describe(&mut self, node: usize) {
        let comments = std::mem::take(&mut self.comments);
        let Some(described) = self.text.nodes.get_mut(node) else { return };
        if comments.first().is_some_and(|first| first.starts_with(&described.name)) {
            described.description = comments.join("\n");
        } else {
            self.comments = comments;
            self.keep_comments();
        }
    }

    fn statement(&mut self) {
        let Some(token) = self.token(0).cloned() else { return };
        let span = self.span(0);
        match token {
            Token::Newline => {
                self.at += 1;
                if self.is(0, &Token::Newline) {
                    self.keep_comments();
                }
            }
            Token::Comment(text) => {
                self.comments.push(text);
                self.at += 1;
            }
            Token::Field(field, value) => {
                self.keep_comments();
                self.at += 1;
                match field {
                    "title" => self.text.title = value,
                    "stage1" | "stage2" | "stage3" | "stage4" => {
                        let place = field.strip_prefix("stage").and_then(|n| n.parse::<usize>().ok());
                        if let Some(stage) = place.and_then(|n| self.text.stages.get_mut(n - 1)) {
                            *stage = Some(value);
                        }
                    }
                    _ => self.error(span, format!("`{field}` stands in the block of a component")),
                }
            }
            Token::Name(name) => self.named(&name, span),
            Token::Open => {
                self.at += 1;
                self.skip_block(span);
            }
            Token::Dashes(_) | Token::Bars(_) | Token::Colon | Token::Close => {
                self.error(span, "a component's name is expected before this");
                self.at += 1;
            }
        }
    }

    fn skip_block(&mut self, open: Span) {
        let mut depth = 1;
        while depth > 0 {
            match self.token(0) {
                Some(Token::Open) => depth += 1,
                Some(Token::Close) => depth -= 1,
                Some(_) => {}
                None => {
                    self.error(open, "this brace is never closed");
                    return;
                }
            }
            self.at += 1;
        }
    }

    /// `A`, or `P : a`, a member of a pipeline; answers how many words that took.
    fn end(&mut self, ahead: usize) -> Option<(usize, usize)> {
        let name = self.name(ahead)?;
        if self.is(ahead + 1, &Token::Colon)
            && let Some(member) = self.name(ahead + 2)
        {
            let pipeline = self.node(&name, self.span(ahead));
            let member = self.node(&member, self.span(ahead + 2));
            if pipeline == member {
                self.error(self.span(ahead), "a pipeline is no member of itself");
                return Some((member, 3));
            }
            if let Some(node) = self.text.nodes.get_mut(pipeline) {
                node.is_pipeline = true;
            }
            if let Some(node) = self.text.nodes.get_mut(member) {
                node.pipeline = Some(pipeline);
            }
            return Some((member, 3));
        }
        Some((self.node(&name, self.span(ahead)), 1))
    }

    fn named(&mut self, name: &str, span: Span) {
        // `A : {` and `A : bars`.
        if self.is(1, &Token::Colon) {
            if self.is(2, &Token::Open) {
                let node = self.node(name, span);
                self.describe(node);
                self.at += 3;
                self.block(node, span);
                return;
            }
            if let Some(Token::Bars(text)) = self.token(2).cloned() {
                let node = self.node(name, span);
                self.describe(node);
                self.course(node, bars(&text), self.span(2));
                self.at += 3;
                return;
            }
        }
        let Some((from, length)) = self.end(0) else { return };
        if let Some(weight) = self.dashes(length) {
            self.keep_comments();
            let Some((to, more)) = self.end(length + 1) else {
                self.error(self.span(length), "this link ends at nothing");
                self.at += length + 1;
                return;
            };
            self.link(from, to, weight, span);
            self.at += length + 1 + more;
            if self.dashes(0).is_some() {
                let span = self.span(0);
                self.error(span, "one link a line: write `b - c` in a line of its own");
                self.at += 2;
            }
            return;
        }
        if length == 1 {
            self.describe(from);
        } else {
            self.keep_comments();
        }
        self.at += length;
        if length == 1 && self.is(0, &Token::Colon) {
            self.at += 1;
        }
        if self.name(0).is_some() {
            let span = self.span(0);
            self.warn(span, "a second name on this line is a component of its own");
        }
    }

    fn link(&mut self, from: usize, to: usize, weight: usize, span: Span) {
        if from == to {
            self.error(span, "a component does not need itself");
            return;
        }
        // Of two links between the same, the last has the say.
        if let Some(link) = self.links.get(&(from, to)).and_then(|at| self.text.links.get_mut(*at)) {
            link.2 = weight;
        } else {
            self.links.insert((from, to), self.text.links.len());
            self.text.links.push((from, to, weight));
        }
    }

    fn course(&mut self, node: usize, course: Result<Course, String>, span: Span) {
        match course {
            Ok(course) => {
                if let Some(node) = self.text.nodes.get_mut(node) {
                    node.course = Some(course);
                }
            }
            Err(why) => self.error(span, format!("this is no evolution: {why}")),
        }
    }

    fn block(&mut self, node: usize, open: Span) {
        loop {
            let Some(token) = self.token(0).cloned() else {
                self.error(open, "the block of this component is never closed");
                return;
            };
            let span = self.span(0);
            self.at += 1;
            match token {
                Token::Close => return,
                Token::Field(field, value) => self.field(node, field, &value, span),
                Token::Open => self.skip_block(span),
                Token::Name(name) => self.warn(span, format!("`{name}` means nothing in a block")),
                _ => {}
            }
        }
    }

    fn field(&mut self, node: usize, field: &str, value: &str, span: Span) {
        let mut wrong = None;
        if field == "evolution" {
            let course = if value.starts_with('|') { bars(value) } else { roman(value) };
            self.course(node, course, span);
            return;
        }
        let Some(node) = self.text.nodes.get_mut(node) else { return };
        match (field, value) {
            ("type", "build") => node.method = Some(Method::Build),
            ("type", "buy") => node.method = Some(Method::Buy),
            ("type", "outsource") => node.method = Some(Method::Outsource),
            ("type", "pipeline") => node.is_pipeline = true,
            ("type", _) => wrong = Some(Diagnostic::error(span, format!("there is no type `{value}`"))),
            ("color", "Black") => node.color = None,
            ("color", _) => match color(value) {
                Some(color) => node.color = Some(color),
                None => wrong = Some(Diagnostic::error(span, format!("there is no colour `{value}`"))),
            },
            ("label", _) => match SIDES.iter().find(|(side, _)| *side == value) {
                Some((_, Some((dx, dy)))) => node.label = LabelOffset::new(*dx, *dy),
                Some((_, None)) => {
                    let name = &node.name;
                    let message = format!(
                        "the side `{value}` of the label of `{name}` is not kept: the program finds it a place"
                    );
                    wrong = Some(Diagnostic::warning(span, message));
                }
                None => wrong = Some(Diagnostic::error(span, format!("`{value}` is no side of the compass"))),
            },
            _ => wrong = Some(Diagnostic::warning(span, format!("`{field}` means nothing in a block"))),
        }
        self.text.diagnostics.extend(wrong);
    }

    fn finish(mut self) -> Text {
        self.keep_comments();
        self.text
    }
}
