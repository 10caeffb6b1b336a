//! From the statements of a text to a map.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::alone::{Alone, Found, lines_of};
use super::comment::mask;
use super::pending::{Extra, NAMELESS, Pending};
use super::source::{Says, SourceLine, lines};
use super::statement::{self, AttitudeEnd, ComponentLine, Statement};
use super::suffix::{Numbers, Suffixes};
use super::unread::{Keys, unread};
use crate::format::invisible::{CLEANED, is_invisible};
use crate::format::{Diagnostic, Reading, Span, code};
use crate::model::{
    Accelerator, Annotation, Attitude, Body, Component, Element, ElementId, Evolution, EvolutionAxis, Evolve,
    IdMint, LabelOffset, Link, Map, Note, Place, Position, Sheet, Submap, ahead,
};

/// What the reference takes where a coordinate is missing or unreadable.
const USUAL: (f64, f64) = (0.9, 0.1);
/// What the reference takes where the second corner of an attitude is missing.
const USUAL_CORNER: (f64, f64) = (0.8, 0.2);
/// What the reference takes where an `evolve` names no maturity.
pub(super) const USUAL_EVOLVE: f64 = 0.85;
/// What the reference takes where a pipeline's child has no evolution.
const USUAL_CHILD: f64 = 0.2;

/// Reads a text: the map, and what each line says of it.
pub(super) fn read(text: &str) -> (Reading, Vec<SourceLine>) {
    let masked = mask(text);
    let count = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut assembly = Assembly::of_lines(count);
    let mut spans = Vec::with_capacity(count);
    let mut comments = masked.comments.iter().copied().peekable();
    // Half of the lines of a large map are components, about.
    ahead(
        count / 2,
        || lines_of(&masked.code),
        |line| {
            spans.push(line.whole);
            while let Some(comment) = comments.next_if(|comment| comment.span.start < line.whole.end) {
                assembly.comment(comment, text);
            }
            assembly.understand(line, &masked.code, text);
            assembly.placed = None;
        },
    );
    assembly.drop_pending();
    let (mut map, mut diagnostics, said) = assembly.finish();
    let lines = lines(spans, said);
    let keys = Keys::default();
    for line in &lines {
        unread(line, &masked.code, &keys, &mut map, &mut diagnostics);
    }
    (Reading { map: Some(map), diagnostics }, lines)
}

/// Whether a text has nothing but what a typewriter has.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

pub(super) struct Line<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) statement: Statement<'a>,
}

/// The text in its order: what became an element or a link, and what is kept word for word.
pub(super) enum Slot<'a> {
    Element(ElementId),
    /// A link, by its index.
    Link(usize),
    Kept(Cow<'a, str>),
}

/// A statement that refers to names, to be understood once all names are known.
pub(super) struct Later<'a> {
    pub(super) span: Span,
    pub(super) statement: Statement<'a>,
    /// Where in the order a line stands that may have to be kept.
    pub(super) slot: usize,
    /// Whether it is switched off.
    pub(super) parked: bool,
    /// What the comment above it tells more of a link, and where.
    pub(super) extra: Option<Box<(Link, Span)>>,
    /// Where in the order stands what follows a link that is switched off.
    pub(super) more: Option<usize>,
}

/// The block that lines may belong to.
enum Block {
    None,
    /// Behind a pipeline: its brace may follow.
    Awaited(usize),
    /// Inside the braces of a pipeline.
    Open(usize),
}

pub(super) struct PipelineLine {
    pub(super) name: String,
    pub(super) range: Option<(f64, f64)>,
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) slot: usize,
    /// Its children, each with its line's text.
    pub(super) children: Vec<(ElementId, String)>,
    /// Where the lines with its braces begin.
    pub(super) braces: (Option<Span>, Option<Span>),
}

pub(super) struct UrlLine {
    pub(super) reference: String,
    pub(super) address: String,
    pub(super) slot: usize,
    pub(super) span: Span,
}

pub(super) struct Assembly<'a> {
    pub(super) map: Map,
    /// Nobody else has them: they are changed as they are.
    pub(super) elements: Vec<Arc<Element>>,
    pub(super) order: Vec<Slot<'a>>,
    pub(super) later: Vec<Later<'a>>,
    pub(super) pipelines: Vec<PipelineLine>,
    block: Block,
    pub(super) has_title: bool,
    pub(super) urls: Vec<UrlLine>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) ids: IdMint,
    /// What the lines say, as far as it is known.
    pub(super) said: Vec<(Span, Says)>,
    /// Whether the statement that is being read is switched off.
    pub(super) parked: bool,
    /// What is parked, by its index, with the name that its id is to be made from.
    pub(super) waiting: Vec<(usize, String)>,
    /// The comment of ours right above this line.
    pub(super) pending: Option<Pending>,
    /// What a comment of ours says of the head, and its words.
    pub(super) head: Option<(Box<Map>, String)>,
    /// What comments tell more of components.
    pub(super) extras: Vec<Extra>,
    /// The elements that stand in comments of ours, by their index.
    pub(super) alone: HashSet<usize>,
    /// What comments of ours call elements that no name means, by their index.
    pub(super) handles: HashMap<String, usize>,
    /// Children of pipelines that the map does not have: they are text.
    pub(super) gone: HashSet<ElementId>,
    /// Where the comment behind this line says that the program put its label.
    pub(super) placed: Option<LabelOffset>,
}

impl Default for Assembly<'_> {
    fn default() -> Self {
        Self {
            map: Map { theme: "plain".to_owned(), ..Map::default() },
            elements: Vec::new(),
            order: Vec::new(),
            later: Vec::new(),
            pipelines: Vec::new(),
            block: Block::None,
            has_title: false,
            urls: Vec::new(),
            diagnostics: Vec::new(),
            ids: IdMint::default(),
            said: Vec::new(),
            parked: false,
            waiting: Vec::new(),
            pending: None,
            head: None,
            extras: Vec::new(),
            alone: HashSet::new(),
            handles: HashMap::new(),
            gone: HashSet::new(),
            placed: None,
        }
    }
}

impl<'a> Assembly<'a> {
    /// With room for what so many lines say.
    fn of_lines(count: usize) -> Self {
        let (order, said) = (Vec::with_capacity(count), Vec::with_capacity(count));
        // Half of the lines of a large map are components, about.
        let (elements, ids) = (Vec::with_capacity(count / 2), IdMint::of(count / 2));
        Self { elements, order, later: Vec::with_capacity(count), ids, said, ..Self::default() }
    }

    /// An element, to be changed.
    pub(super) fn element_mut(&mut self, index: usize) -> Option<&mut Element> {
        self.elements.get_mut(index).map(Arc::make_mut)
    }

    pub(super) fn keep(&mut self, text: impl Into<Cow<'a, str>>) -> usize {
        self.order.push(Slot::Kept(text.into()));
        self.order.len() - 1
    }

    /// A line of which nothing has to be kept after all.
    pub(super) fn understood(&mut self, slot: usize) {
        if let Some(slot) = self.order.get_mut(slot) {
            *slot = Slot::Kept(Cow::default());
        }
    }

    pub(super) fn warn(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::warning(span, message));
    }

    pub(super) fn hint(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::hint(span, message));
    }

    pub(super) fn on_map(&mut self, value: Option<f64>, usual: f64, span: Span) -> f64 {
        let Some(value) = value else {
            self.diagnostics.push(
                Diagnostic::warning(span, format!("a number is missing here; {usual} is taken"))
                    .coded(code::NUMBER_MISSING),
            );
            return usual;
        };
        if !(0.0..=1.0).contains(&value) {
            self.diagnostics.push(
                Diagnostic::warning(span, format!("{value} lies outside the map; it is shown on the edge"))
                    .coded(code::OUTSIDE),
            );
        }
        value.clamp(0.0, 1.0)
    }

    /// Takes a line in its turn; `code` is the text without comments.
    fn understand(&mut self, line: Alone<'a>, code: &str, text: &'a str) {
        let span = line.span;
        match line.says {
            Found::Nothing => {}
            Found::TooMuch => {
                self.keep(span.of(text));
                self.warn(span, "this line is too long to be part of a map; it is kept in the file");
            }
            Found::Unknown => {
                self.keep(span.of(text));
                self.warn(span, "this line is not understood; it is kept in the file");
            }
            Found::Statement(mut statement) => {
                if let Some(placed) = self.placed {
                    statement.drop_label(placed);
                }
                self.look_at(line.whole.of(code), span);
                self.line(Line { span, text: span.of(text), statement });
            }
        }
    }

    /// What is odd about a line, whatever it says.
    fn look_at(&mut self, code: &str, span: Span) {
        if statement::is_open(code) {
            self.warn(span, "this `[` is never closed; what follows it is read all the same");
        }
        if !is_plain(code) && code.contains(is_invisible) {
            self.hint(span, CLEANED);
        }
    }

    fn position(&mut self, at: (Option<f64>, Option<f64>), span: Span) -> Position {
        self.position_or(at, USUAL, span)
    }

    fn position_or(&mut self, at: (Option<f64>, Option<f64>), usual: (f64, f64), span: Span) -> Position {
        if at == (None, None) {
            let message = format!("no place is given here; [{}, {}] is taken", usual.0, usual.1);
            self.diagnostics.push(Diagnostic::hint(span, message).coded(code::NUMBER_MISSING));
            return Position::clamped(usual.0, usual.1);
        }
        let visibility = self.on_map(at.0, usual.0, span);
        Position::clamped(visibility, self.on_map(at.1, usual.1, span))
    }

    /// Adds an element under the id that its name makes. What is parked gets its id at the end: it must not
    /// take one from what is not.
    fn add(&mut self, name: &str, body: impl Into<Body>, span: Span) -> ElementId {
        let (body, count) = (body.into(), self.elements.len() + 1);
        let id = if let Some(own) = self.own_id(name) {
            own
        } else if self.parked {
            self.waiting.push((count - 1, name.to_owned()));
            // No id that is made from a name has a space.
            ElementId::new(&format!("parked {count}"))
        } else {
            self.ids.new_id(name, body.kind_name(), count)
        };
        let mut element = Arc::new(Element { id: id.clone(), parked: self.parked, color: None, body });
        self.complete(Arc::make_mut(&mut element), count - 1);
        self.elements.push(element);
        self.order.push(Slot::Element(id.clone()));
        self.say(span, Says::Element(id.clone()));
        id
    }

    pub(super) fn say(&mut self, span: Span, says: Says) {
        self.said.push((span, says));
    }

    pub(super) fn is_in_block(&self) -> bool {
        matches!(self.block, Block::Open(_))
    }

    fn line(&mut self, line: Line<'a>) {
        match (&self.block, &line.statement) {
            (Block::Awaited(at), Statement::Open) => {
                let at = *at;
                self.block = Block::Open(at);
                if let Some(pipeline) = self.pipelines.get_mut(at) {
                    pipeline.braces.0 = Some(line.span);
                }
            }
            (Block::Open(at), Statement::Close) => {
                if let Some(pipeline) = self.pipelines.get_mut(*at) {
                    pipeline.braces.1 = Some(line.span);
                }
                self.block = Block::None;
            }
            (Block::Awaited(_), _) => {
                self.block = Block::None;
                self.statement(line);
            }
            _ => self.statement(line),
        }
    }

    pub(super) fn statement(&mut self, line: Line<'a>) {
        let span = line.span;
        if !line.statement.is_completed() {
            self.drop_pending();
        }
        match line.statement {
            Statement::Title(title) if !self.has_title => {
                self.map.title = title;
                self.has_title = true;
                self.say(span, Says::Title);
            }
            Statement::Title(_) => self.second(&line, "the map has a title already; the first one counts"),
            Statement::Size(width, height) => match (width, height) {
                (Some(width), Some(height)) if Sheet::new(width, height).is_some() => {
                    self.map.sheet = Sheet::new(width, height);
                    self.say(span, Says::Size);
                }
                _ => self.second(&line, "a size is two numbers of pixels from 100 to 20000"),
            },
            Statement::Style(style) => self.style(&style, span, line.text),
            Statement::Evolution { hidden, ref stages } => {
                let stages = stages.clone();
                self.stages(hidden, stages, &line);
            }
            Statement::ValueChain { hidden, titles } => {
                self.say(span, if titles.is_empty() { Says::ValueChain } else { Says::YAxis });
                let mut titles =
                    titles.into_iter().map(|title| Some(title).filter(|title| !title.is_empty()));
                let axis = &mut self.map.value_chain;
                axis.hidden |= hidden;
                axis.title = titles.next().flatten().or(axis.title.take());
                axis.low = titles.next().flatten().or(axis.low.take());
                axis.high = titles.next().flatten().or(axis.high.take());
            }
            Statement::Component(component) => self.component(*component, span, line.text),
            Statement::Annotation { number, at, text } => {
                let at = at.into_iter().map(|at| self.position(at, span)).collect();
                let name = format!("annotation {number}");
                self.add(&name, Annotation { number, at, text }, span);
            }
            Statement::Annotations(v, m) => {
                self.map.annotations_at = Some(self.position((v, m), span));
                self.say(span, Says::AnnotationsAt);
            }
            Statement::Note { ref text, at } => {
                let at = self.position(at, span);
                self.add(&format!("note {text}"), Note { text: text.clone(), at }, span);
            }
            Statement::Attitude { kind, corner, other } => {
                let top_left = self.position(corner, span);
                let sheet = self.map.sheet_size();
                let bottom_right = match other {
                    AttitudeEnd::Corner(v, m) => self.position_or((v, m), USUAL_CORNER, span),
                    AttitudeEnd::Size(width, height) => Position::clamped(
                        top_left.visibility.value() - height / sheet.height,
                        top_left.evolution.value() + width / sheet.width,
                    ),
                };
                self.add(kind.name(), Attitude { kind, top_left, bottom_right }, span);
            }
            Statement::Accelerator { name, at, drive } => {
                let at = self.position(at, span);
                let id = if name.is_empty() { "accelerator" } else { &name };
                self.add(id, Accelerator { name: name.clone(), at, drive }, span);
            }
            Statement::Url { reference, address } => {
                let slot = self.keep(line.text);
                self.urls.push(UrlLine { reference, address, slot, span });
            }
            Statement::Pipeline { name, range, opens } => {
                let slot = self.keep(line.text);
                let text = line.text.to_owned();
                let (children, braces) = (Vec::new(), (None, None));
                self.pipelines.push(PipelineLine { name, range, span, text, slot, children, braces });
                let at = self.pipelines.len() - 1;
                self.block = if opens { Block::Open(at) } else { Block::Awaited(at) };
            }
            Statement::Open | Statement::Close => self.second(&line, "this brace belongs to no pipeline"),
            Statement::Method { .. } | Statement::Evolve { .. } | Statement::Link { .. } => {
                let extra = self.take_link(&line.statement);
                let slot = self.keep(line.text);
                let Line { span, statement, .. } = line;
                self.later.push(Later { span, statement, slot, parked: false, extra, more: None });
            }
        }
    }

    /// A line that means nothing here is kept and reported.
    fn second(&mut self, line: &Line<'a>, message: &str) {
        self.keep(line.text);
        self.warn(line.span, message);
    }

    fn style(&mut self, style: &str, span: Span, text: &'a str) {
        self.say(span, Says::Style);
        match style {
            "plain" | "wardley" | "colour" | "handwritten" | "dark" => style.clone_into(&mut self.map.theme),
            "color" => "colour".clone_into(&mut self.map.theme),
            _ => {
                "plain".clone_into(&mut self.map.theme);
                self.keep(text);
                self.warn(span, format!("there is no style `{style}`; the map is drawn plain"));
            }
        }
    }

    fn stages(&mut self, hidden: bool, stages: Option<Vec<String>>, line: &Line<'a>) {
        let count = EvolutionAxis::default().stages.len();
        if let Some(stages) = stages.as_ref().filter(|stages| stages.len() != count) {
            self.keep(line.text);
            let message = format!(
                "an evolution has {count} stages, this line names {}; the usual ones stay",
                stages.len()
            );
            self.diagnostics.push(Diagnostic::error(line.span, message));
            return;
        }
        self.say(line.span, Says::Stages);
        self.map.evolution.hidden |= hidden;
        if let Some(stages) = stages {
            self.map.evolution.stages = stages;
        }
    }

    fn component(&mut self, line: ComponentLine<'_>, span: Span, text: &str) {
        let ComponentLine { name, kind, is_submap, numbers, suffixes } = line;
        if name == NAMELESS && !text.contains(NAMELESS) {
            self.hint(span, format!("this has no name; it is shown as `{NAMELESS}`"));
        }
        if let (Block::Open(pipeline), Some(Numbers { first: only, count: 1, .. })) = (&self.block, numbers) {
            let pipeline = *pipeline;
            let evolution = Evolution::clamped(self.on_map(only, USUAL_CHILD, span));
            let place = Place::Within { pipeline: ElementId::new(""), evolution };
            let mut component = Component::new(&name, kind, place);
            self.decorate(&mut component, suffixes, is_submap, span);
            let id = self.add(&name, component, span);
            if let Some(pipeline) = self.pipelines.get_mut(pipeline) {
                pipeline.children.push((id, text.to_owned()));
            }
            return;
        }
        let place = Place::At(self.position(numbers.unwrap_or_default().pair(), span));
        let mut component = Component::new(&name, kind, place);
        self.decorate(&mut component, suffixes, is_submap, span);
        self.add(&name, component, span);
    }

    /// A label that nobody can have meant to stand there.
    pub(super) fn far_label(&mut self, offset: Option<LabelOffset>, span: Span) {
        self.diagnostics.extend(offset.and_then(|offset| Diagnostic::far_label(offset, span)));
    }

    /// What stands behind a component's name and place.
    fn decorate(&mut self, component: &mut Component, suffixes: Suffixes, is_submap: bool, span: Span) {
        if !suffixes.rest.is_empty() {
            self.warn(span, format!("`{}` is not understood here; it is kept as a comment", suffixes.rest));
            self.keep(format!("// {}", suffixes.rest));
        }
        if component.is_anchor() && suffixes.label.is_some() {
            self.hint(
                span,
                "an anchor's text is centred on its point; the label's place is kept, but not used",
            );
        }
        self.far_label(suffixes.label, span);
        let evolve =
            suffixes.evolve.map(|to| Evolve::to(Evolution::clamped(self.on_map(Some(to), 0.0, span))));
        let submap = suffixes.url.map(|reference| Submap { reference, target: String::new() });
        component.label = suffixes.label;
        component.method = suffixes.method;
        component.market = suffixes.market;
        component.ecosystem = suffixes.ecosystem;
        component.inertia = suffixes.inertia.then(Box::default);
        component.submap = submap.or(is_submap.then(Submap::default)).map(Box::new);
        component.evolve = evolve.map(Box::new);
    }
}
