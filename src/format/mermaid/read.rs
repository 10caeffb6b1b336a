//! From Mermaid text to a map.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::accept;
use super::extra::{self, is_ours};
use super::lex::{LONGEST_LINE, LexLine, LineKind, comment_behind, lines};
use super::outline::Says;
use super::statement::{HEADER, LinkLine, Pair, Statement, fraction, parse};
use crate::format::carrier::Carried;
use crate::format::invisible::{CLEANED, is_invisible};
use crate::format::owm::names::Spelled;
use crate::format::{Diagnostic, Reading, Span, code};
use crate::model::{
    Accelerator, Annotation, Attitude, Body, Element, ElementId, End, EvolutionAxis, Evolve, Index, Link,
    LinkKey, LinkKind, Map, Note, Position, Sheet, both,
};

/// What is said of a line that is no statement.
const UNKNOWN: &str = "this line is not understood; it is kept in the file";

/// A line of a text that was read.
#[derive(Clone, Debug)]
pub(super) struct SourceLine {
    /// The line without its end.
    pub(super) span: Span,
    pub(super) says: Says,
}

/// What Mermaid draws where a map names no stages.
pub(super) fn usual_axis() -> EvolutionAxis {
    EvolutionAxis {
        stages: ["Genesis", "Custom Built", "Product", "Commodity"].map(str::to_owned).to_vec(),
        boundaries: vec![0.25, 0.5, 0.75],
        ..EvolutionAxis::default()
    }
}

/// Reads a text: the map, and what each line says of it. `with_extras` heeds our comments.
pub(super) fn read(text: &str, with_extras: bool) -> (Reading, Vec<SourceLine>) {
    let lines = lines(text);
    let count = lines.len();
    let ours = || {
        let mut reader = Reader { text, with_extras, ..Reader::default() };
        reader.map.evolution = usual_axis();
        reader.lines.reserve(count);
        reader.order.reserve(count);
        for line in lines {
            reader.line(line);
        }
        reader
    };
    // Half of the lines of a large map are components, about.
    let (mut reader, refusals) = both(count / 2, ours, || accept::refusals(text));
    reader.refuse(refusals);
    reader.finish()
}

/// A line that has to wait until all names are known.
pub(super) enum Later {
    Pipeline {
        parent: String,
        children: Vec<usize>,
    },
    Evolve {
        name: String,
        to: Option<f64>,
    },
    Link(LinkLine, Option<Box<Link>>),
    /// A link that is switched off: our comment alone.
    OffLink(Box<Link>),
}

/// What a line came to, for the order of kept lines.
pub(super) enum Slot {
    Element(usize),
    Link(usize),
    Kept(usize),
    /// The comment behind a statement on its line.
    Behind(Span),
}

#[derive(Default)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) with_extras: bool,
    /// The names of all components, once somebody asked.
    names: OnceCell<HashSet<String>>,
    pub(super) map: Map,
    pub(super) elements: Vec<Element>,
    /// How Mermaid calls each child of a pipeline: its own name.
    pub(super) called: Index<usize, String>,
    /// The other components by what Mermaid calls them.
    pub(super) by_name: Spelled<usize>,
    /// The children of pipelines, by the pipeline's name and their own.
    pub(super) children: Index<(String, String), usize>,
    /// The annotations by their numbers and texts.
    annotations: Index<(u32, String), usize>,
    pub(super) links: Vec<Link>,
    pub(super) later: Vec<(Later, usize)>,
    /// The elements that stand in comments of ours.
    pub(super) alone: Vec<usize>,
    pub(super) kinds: Vec<LineKind>,
    pub(super) lines: Vec<SourceLine>,
    pub(super) order: Vec<(Slot, usize)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) has_header: bool,
    /// The comment of ours right above this line, with that line's number.
    pub(super) pending: Option<(Carried, usize)>,
    /// What comments tell of a component's evolution.
    pub(super) evolves: Index<usize, Evolve>,
    /// The pipeline whose block is open: its place among what waits.
    pub(super) open: Option<usize>,
    /// Which line says a place of the map's head, or an evolution: the last one counts.
    pub(super) seen: Index<Says, usize>,
    /// The same of components, by their numbers.
    pub(super) stated: Vec<Option<usize>>,
}

impl Reader<'_> {
    fn line(&mut self, line: LexLine) {
        let at = self.lines.len();
        self.lines.push(SourceLine { span: line.span, says: Says::Nothing });
        self.kinds.push(line.kind);
        let raw = line.span.of(self.text);
        let code = raw.trim();
        let indent = raw.len() - raw.trim_start().len();
        let span = Span::new(line.span.start + indent, line.span.start + indent + code.len());
        match line.kind {
            LineKind::Blank => return,
            LineKind::Comment if is_ours(code) => {
                self.drop_pending();
                match extra::read(code) {
                    _ if !self.with_extras => {}
                    Some(extra) => {
                        self.alone(extra, at);
                        return;
                    }
                    None => {
                        self.keep(at);
                        self.warn(span, "this comment of ours is not understood; it is kept");
                    }
                }
            }
            LineKind::Comment | LineKind::Aside => self.keep(at),
            LineKind::Code if code.len() > LONGEST_LINE => {
                self.keep(at);
                self.warn(span, "this line is too long to be part of a map; it is kept in the file");
            }
            LineKind::Code => {
                let rest = code.strip_prefix(HEADER).filter(|rest| rest.starts_with([' ', '\t']));
                let shared = rest.map(str::trim).filter(|rest| !rest.is_empty() && !rest.starts_with("%%"));
                self.has_header |= code.starts_with(HEADER);
                let has_escape = || ["\\0", "\\b", "\\f", "\\v"].iter().any(|escape| code.contains(escape));
                if code.contains(is_invisible) || code.contains('"') && has_escape() {
                    self.hint(span, CLEANED);
                }
                if let Some(statement) = parse(shared.unwrap_or(code)) {
                    if let Some(comment) = comment_behind(code, matches!(statement, Statement::Link(_))) {
                        let from = Span::new(span.end - comment.len(), span.end);
                        self.order.push((Slot::Behind(from), at));
                    }
                    self.statement(statement, at, span);
                } else {
                    self.keep(at);
                    self.warn(span, UNKNOWN);
                }
                if shared.is_some() {
                    self.say(at, Says::Nothing);
                }
            }
        }
        self.drop_pending();
    }

    /// Takes what Mermaid refuses; a line that we do not understand either is told once.
    fn refuse(&mut self, refusals: Vec<Diagnostic>) {
        let mut unknown: Index<usize, &mut Diagnostic> = Index::default();
        for told in &mut self.diagnostics {
            if told.message == UNKNOWN {
                unknown.insert(told.span.start, told);
            }
        }
        let mut more = Vec::new();
        for refusal in refusals {
            match unknown.get_mut(&refusal.span.start) {
                Some(told) => told.message = format!("{UNKNOWN}, and Mermaid will not draw this"),
                None => more.push(refusal),
            }
        }
        self.diagnostics.extend(more);
    }

    pub(super) fn say(&mut self, at: usize, says: Says) {
        if let Some(line) = self.lines.get_mut(at) {
            line.says = says;
        }
    }

    pub(super) fn keep(&mut self, at: usize) {
        self.order.push((Slot::Kept(at), at));
    }

    pub(super) fn warn(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::warning(span, message));
    }

    pub(super) fn hint(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::hint(span, message));
    }

    /// Says something that can be said once; an earlier line that said it is kept as it stands.
    pub(super) fn say_last(&mut self, at: usize, says: Says, what: &str) {
        let before = self.seen.insert(says.clone(), at);
        self.say_again(before, at, says, what);
    }

    /// Says what a line before may have said.
    pub(super) fn say_again(&mut self, before: Option<usize>, at: usize, says: Says, what: &str) {
        if let Some(before) = before {
            self.say(before, Says::Nothing);
            self.keep(before);
            let span = self.lines.get(before).map_or_else(Span::default, |line| line.span);
            self.warn(span, format!("{what} again further down; the last line counts, as in Mermaid"));
        }
        self.say(at, says);
    }

    /// A comment of ours that stands for itself.
    fn alone(&mut self, extra: Carried, at: usize) {
        match extra {
            Carried::Head(head, _) => {
                self.say(at, Says::Head);
                extra::take_head(&mut self.map, *head);
            }
            Carried::Link(link) => self.later.push((Later::OffLink(link), at)),
            Carried::Element(element) => {
                let number = self.add(*element, at);
                self.alone.push(number);
            }
            next @ (Carried::NextElement(_) | Carried::NextLink(_)) => self.pending = Some((next, at)),
        }
    }

    /// A comment about the line below that does not fit it.
    pub(super) fn drop_pending(&mut self) {
        let Some((_, at)) = self.pending.take() else { return };
        let span = self.lines.get(at).map_or_else(Span::default, |line| line.span);
        self.keep(at);
        self.warn(span, "this comment is about the line below, which is another now; it is kept");
    }

    pub(super) fn add(&mut self, element: Element, at: usize) -> usize {
        self.elements.push(element);
        let number = self.elements.len() - 1;
        self.order.push((Slot::Element(number), at));
        self.say(at, Says::Element(numbered(number)));
        number
    }

    fn add_body(&mut self, body: impl Into<Body>, at: usize) {
        let mut element = Element::new(ElementId::new(""), body);
        if let Some((Carried::NextElement(extra), _)) = &self.pending {
            element.color = extra.color;
            self.take_pending(self.elements.len());
        }
        self.add(element, at);
    }

    /// The comment above is about this element.
    pub(super) fn take_pending(&mut self, number: usize) {
        if let Some((_, at)) = self.pending.take() {
            self.say(at, Says::More(numbered(number)));
        }
    }

    pub(super) fn position(&mut self, at: Pair, span: Span) -> Position {
        let visibility = self.fraction(at.0, span);
        Position::clamped(visibility, self.fraction(at.1, span))
    }

    /// Up to 1 a fraction, above it a percentage.
    pub(super) fn fraction(&mut self, value: Option<f64>, span: Span) -> f64 {
        let Some(value) = value else {
            self.diagnostics.push(
                Diagnostic::warning(span, "a number is missing here; 0.5 is taken")
                    .coded(code::NUMBER_MISSING),
            );
            return 0.5;
        };
        let fraction = fraction(value);
        if value > 1.0 && value < 2.0 {
            let message =
                format!("{value} is read as {value} percent, as in Mermaid; a fraction is at most 1.0");
            self.warn(span, message);
        }
        if !(0.0..=1.0).contains(&fraction) {
            self.diagnostics.push(
                Diagnostic::warning(span, format!("{value} lies outside the map; it is shown on the edge"))
                    .coded(code::OUTSIDE),
            );
        }
        fraction.clamp(0.0, 1.0)
    }

    /// Whether the comment above tells more of what this statement says.
    fn fits(&self, statement: &Statement) -> bool {
        match (&self.pending, statement) {
            (Some((Carried::NextLink(extra), _)), Statement::Link(link)) => {
                extra.from.text() == link.from && extra.to.text() == link.to
            }
            (Some((Carried::NextElement(extra), _)), statement) => match (&extra.body, statement) {
                // Where nothing is called so any more, somebody gave the line below a new name.
                (Body::Component(extra), Statement::Component(node)) => {
                    is_name_of(&node.name, &extra.name) || !self.is_named(&extra.name)
                }
                (Body::Note(_), Statement::Note { .. })
                | (Body::Annotation(_), Statement::Annotation { .. })
                | (Body::Accelerator(_), Statement::Accelerator { .. }) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether some component of the text has this name.
    fn is_named(&self, name: &str) -> bool {
        let names = self.names.get_or_init(|| {
            let code = lines(self.text).into_iter().filter(|line| line.kind == LineKind::Code);
            let named = code.filter_map(|line| match parse(line.span.of(self.text)) {
                Some(Statement::Component(node)) => Some(node.name),
                _ => None,
            });
            named.collect()
        });
        names.contains(name)
    }

    fn statement(&mut self, statement: Statement, at: usize, span: Span) {
        if !self.fits(&statement) {
            self.drop_pending();
        }
        match statement {
            Statement::Header => self.say_last(at, Says::Header, "the diagram is announced"),
            Statement::Title(title) => {
                self.map.title = title;
                self.say_last(at, Says::Title, "there is a title");
            }
            Statement::Size((width, height)) => {
                let sheet = width.zip(height).and_then(|(width, height)| Sheet::new(width, height));
                if sheet.is_none() {
                    self.keep(at);
                    self.warn(span, "a size is two numbers of pixels from 100 to 20000");
                    return;
                }
                self.map.sheet = sheet;
                self.say_last(at, Says::Size, "there is a size");
            }
            Statement::Stages(stages) => self.stages(stages, at, span),
            Statement::AnnotationsAt(place) => {
                self.map.annotations_at = Some(self.position(place, span));
                self.say_last(at, Says::AnnotationsAt, "the list of annotations is placed");
            }
            Statement::Component(node) => self.component(node, at, span),
            Statement::Pipeline(parent) => {
                self.later.push((Later::Pipeline { parent, children: Vec::new() }, at));
                self.open = Some(self.later.len() - 1);
            }
            Statement::Close => {
                // Its pipeline may turn out to be none.
                if let Some(open) = self.open.take() {
                    self.say(at, Says::Close(numbered(open)));
                } else {
                    self.keep(at);
                    self.warn(span, "this brace belongs to no pipeline");
                }
            }
            Statement::Note { text, at: place } => {
                let place = self.position(place, span);
                self.add_body(Note { text, at: place }, at);
            }
            Statement::Annotation { number, at: places, text } => {
                let places: Vec<_> = places.into_iter().map(|place| self.position(place, span)).collect();
                self.annotation(number, places, text, at);
            }
            Statement::Accelerator { name, at: place, drive } => {
                let place = self.position(place, span);
                self.add_body(Accelerator { name, at: place, drive }, at);
            }
            Statement::Attitude { kind, corners } => {
                let corner = |from: usize| {
                    let number = |at: usize| corners.get(at).copied().flatten();
                    (number(from), number(from + 1))
                };
                let (top_left, bottom_right) =
                    (self.position(corner(0), span), self.position(corner(2), span));
                self.add_body(Attitude { kind, top_left, bottom_right }, at);
            }
            Statement::Evolve { name, to } => self.later.push((Later::Evolve { name, to }, at)),
            Statement::Link(link) => {
                let extra = match self.pending.take() {
                    Some((Carried::NextLink(extra), above)) => {
                        self.say(above, Says::MoreOfLink(waiting(self.later.len())));
                        Some(extra)
                    }
                    _ => None,
                };
                self.later.push((Later::Link(link, extra), at));
            }
        }
    }

    /// Mermaid repeats an annotation for each of its places.
    fn annotation(&mut self, number: u32, places: Vec<Position>, text: String, at: usize) {
        let key = (number, text);
        let same = self.annotations.get(&key).copied();
        let body = same.and_then(|place| Some((place, &mut self.elements.get_mut(place)?.body)));
        if let Some((element, Body::Annotation(annotation))) = body {
            let nth = annotation.at.len();
            annotation.at.extend(places);
            self.say(at, Says::Place(numbered(element), nth));
            return;
        }
        self.annotations.insert(key.clone(), self.elements.len());
        self.add_body(Annotation { number, at: places, text: key.1 }, at);
    }

    fn stages(&mut self, stages: Vec<(String, Option<f64>)>, at: usize, span: Span) {
        let count = stages.len();
        if !(2..=7).contains(&count) {
            self.keep(at);
            self.warn(span, format!("a map has 2 to 7 stages, this one {count}"));
            return;
        }
        let ends: Option<Vec<f64>> = stages.iter().take(count - 1).map(|(_, end)| *end).collect();
        let all = ends.filter(|_| stages.last().is_some_and(|(_, end)| end.is_some()));
        let equal = || (1..count).map(|stage| stage as f64 / count as f64).collect();
        let is_given = all.is_some();
        let stages = stages.into_iter().map(|(name, _)| name).collect();
        let mut axis =
            EvolutionAxis { stages, boundaries: all.unwrap_or_else(equal), ..self.map.evolution.clone() };
        if let Some(problem) = axis.problem().filter(|_| is_given) {
            self.warn(span, format!("{problem}; the stages are drawn in the same width"));
            axis.boundaries = equal();
        }
        self.map.evolution = axis;
        self.say_last(at, Says::Stages, "the stages are named");
    }
}

/// Whether a name on a line is the one that a comment gives in full: it may have a number behind it.
pub(super) fn is_name_of(said: &str, name: &str) -> bool {
    let number = said.strip_prefix(name).map(str::trim);
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

/// A stand-in for the id of an element that has none yet: no id that is made from a name has a space.
pub(super) fn numbered(number: usize) -> ElementId {
    ElementId::new(&format!("number {number}"))
}

/// A stand-in for the key of a link that waits.
pub(super) fn waiting(number: usize) -> LinkKey {
    let end = End::Dangling(String::new());
    LinkKey { from: end.clone(), to: end, kind: LinkKind::Need, nth: number }
}
