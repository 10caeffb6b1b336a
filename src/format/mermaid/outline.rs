//! A map as the lines of canonical Mermaid text, each with what it speaks of.

use std::borrow::Cow;
use std::sync::Arc;

use super::extra::{self, plain, plain_head, plain_link, stands_alone};
use super::lex::{self, LineKind, quoted};
use super::names::{Names, block_of, is_written};
use super::statement::{HEADER, parse};
use crate::format::owm::suffix::method_word;
use crate::format::{Writing, carrier};
use crate::geometry::shortest;
use crate::model::{
    Body, Component, Direction, Drive, Element, ElementId, EvolutionAxis, Index, Kept, KeptIn, KeptPlace,
    Link, LinkKey, LinkKind, Map, Position,
};

/// What a line speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::format) enum Says {
    /// An empty line, or one that nothing of the map came from.
    Nothing,
    Header,
    Title,
    Size,
    Stages,
    AnnotationsAt,
    /// Our comment about the head.
    Head,
    /// An element's own statement, or our comment in place of one.
    Element(ElementId),
    /// Our comment about an element.
    More(ElementId),
    /// A further place of an annotation, from 1.
    Place(ElementId, usize),
    Pipeline(ElementId),
    /// The end of a pipeline's block.
    Close(ElementId),
    Evolve(ElementId),
    Link(LinkKey),
    MoreOfLink(LinkKey),
    /// A line that the map keeps word for word: its text, and which of these it is.
    Kept(String, usize),
}

/// A line of canonical text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutlineLine {
    pub(super) says: Says,
    pub(super) text: String,
}

/// What marks a comment that was kept from OnlineWardleyMaps text, or from a map file.
pub(super) const FOREIGN: [(&str, KeptIn); 2] = [("%% owm: ", KeptIn::Owm), ("%% ron: ", KeptIn::RonComment)];

/// The line that holds a kept text; `None` where Mermaid has no way to keep it.
pub(super) fn kept_text(kept: &Kept) -> Option<String> {
    if kept.format == KeptIn::Mermaid {
        return Some(kept.text.clone());
    }
    let (mark, _) = FOREIGN.iter().find(|(_, format)| *format == kept.format)?;
    (!kept.text.contains('\n')).then(|| format!("{mark}{}", kept.text))
}

/// The lines of a map.
pub(super) fn outline(map: &Map, how: Writing<'_>) -> Vec<OutlineLine> {
    let mut children: Index<ElementId, Vec<&Arc<Element>>> = Index::default();
    for (element, component) in map.components().filter(|(element, _)| is_written(map, element)) {
        if let Some(pipeline) = block_of(map, component) {
            children.entry(pipeline.clone()).or_default().push(element);
        }
    }
    let (names, kept) = (Names::new(map), KeptLines::new(map));
    let lines = Vec::with_capacity(map.elements().len() + map.links().len() + 8);
    let mut outline = Outline { map, how, names, lines, kept, seen: Index::default(), children };
    outline.write();
    outline.lines
}

/// Which of some kept lines are comments or what stands beside the map, front matter and the like.
fn are_asides(kept: &[&Kept]) -> Vec<bool> {
    // A quote that one leaves open is closed by no other: each was a line of its own.
    let text =
        |kept: &&Kept| kept_text(kept).unwrap_or_default().replace(['"', '\''], "_").replace('\n', " ");
    let texts: Vec<String> = kept.iter().map(text).collect();
    let all = texts.join("\n");
    let mut lines = lex::lines(&all).into_iter().peekable();
    let mut at = 0;
    let is_aside = |text: &String| {
        at += text.len() + 1;
        let mut is_code = false;
        while let Some(line) = lines.next_if(|line| line.span.start < at) {
            is_code |= line.kind == LineKind::Code;
        }
        !is_code
    };
    texts.iter().map(is_aside).collect()
}

/// The kept lines by where they stand.
struct KeptLines<'a>(Index<KeptPlace, Vec<&'a Kept>>);

impl<'a> KeptLines<'a> {
    fn new(map: &'a Map) -> Self {
        let mut lines: Index<KeptPlace, Vec<&Kept>> = Index::default();
        for kept in &map.kept {
            // What stood before something that is gone stands at the end.
            let is_there = match &kept.place {
                KeptPlace::BeforeElement(id) => map.element(id).is_some(),
                KeptPlace::BeforeLink(key) => map.link_index(key).is_some(),
                _ => true,
            };
            let place = if is_there { kept.place.clone() } else { KeptPlace::End };
            lines.entry(place).or_default().push(kept);
        }
        Self(lines)
    }
}

struct Outline<'a> {
    map: &'a Map,
    how: Writing<'a>,
    names: Names<'a>,
    lines: Vec<OutlineLine>,
    kept: KeptLines<'a>,
    seen: Index<String, usize>,
    /// The children that stand in the block of each pipeline.
    children: Index<ElementId, Vec<&'a Arc<Element>>>,
}

impl Outline<'_> {
    fn put(&mut self, says: Says, text: impl Into<String>) {
        self.lines.push(OutlineLine { says, text: text.into() });
    }

    fn maybe(&mut self, says: Says, text: Option<String>) {
        if let Some(text) = text {
            self.put(says, text);
        }
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.text.is_empty()) {
            self.put(Says::Nothing, "");
        }
    }

    fn keep(&mut self, place: &KeptPlace, indent: &str) {
        let Some(kept) = self.kept.0.remove(place) else { return };
        let are_asides = are_asides(&kept);
        for (kept, is_aside) in kept.into_iter().zip(are_asides) {
            let Some(text) = kept_text(kept).filter(|text| !text.trim().is_empty()) else { continue };
            // A second line about something would be the one that counts, and of what is unknown, Mermaid draws nothing.
            let is_comment = !is_aside && (!self.how.keeps_unknown || parse(&text).is_some());
            let unread = carrier::unread(&text, "%%");
            let line = if let Some(unread) = unread {
                unread
            } else if is_comment {
                format!("%% {}", text.replace('\n', " "))
            } else {
                text.clone()
            };
            let count = self.seen.entry(text.clone()).or_default();
            let nth = std::mem::replace(count, *count + 1);
            self.put(Says::Kept(text, nth), format!("{indent}{line}"));
        }
    }

    fn write(&mut self) {
        let map = self.map;
        self.keep(&KeptPlace::Top, "");
        self.put(Says::Header, HEADER);
        let head = plain_head(map);
        self.maybe(Says::Title, (!head.title.is_empty()).then(|| format!("title {}", head.title)));
        let size =
            head.sheet.map(|sheet| format!("size [{}, {}]", shortest(sheet.width), shortest(sheet.height)));
        self.maybe(Says::Size, size);
        self.put(Says::Stages, stages(&map.evolution));
        self.maybe(Says::Head, extra::head(map, &self.names).filter(|_| !self.how.is_plain));
        let list = map.annotations_at.map(|at| format!("annotations {}", place(at)));
        self.maybe(Says::AnnotationsAt, list);
        self.keep(&KeptPlace::Head, "");
        self.gap();
        for element in map.elements() {
            let in_block = element.component().is_some_and(|component| block_of(map, component).is_some());
            if !in_block || !is_written(map, element) {
                self.element(element, "");
            }
        }
        self.keep(&KeptPlace::LastElement, "");
        self.gap();
        for (at, (key, link)) in map.keyed_links().enumerate() {
            self.keep(&KeptPlace::BeforeLink(key.clone()), "");
            let more = extra::link(&self.names, link).filter(|_| !self.how.is_plain);
            if stands_alone(&self.names, link) {
                self.maybe(Says::Link(key), more);
            } else {
                self.maybe(Says::MoreOfLink(key.clone()), more);
                let text = link_line(self.names.ends(at, link), &plain_link(link));
                self.put(Says::Link(key), text);
            }
        }
        self.keep(&KeptPlace::LastLink, "");
        self.keep(&KeptPlace::End, "");
        while self.lines.last().is_some_and(|line| line.text.is_empty()) {
            self.lines.pop();
        }
    }

    fn element(&mut self, element: &Element, indent: &str) {
        let (map, id) = (self.map, &element.id);
        self.keep(&KeptPlace::BeforeElement(id.clone()), indent);
        let more = extra::element(map, &self.names, element, self.children.contains_key(id))
            .filter(|_| !self.how.is_plain)
            .map(|more| format!("{indent}{more}"));
        let has_statement = match &element.body {
            Body::Component(_) => is_written(map, element),
            Body::Area(_) | Body::Attitude(_) => false,
            Body::Annotation(annotation) => !element.parked && !annotation.at.is_empty(),
            _ => !element.parked,
        };
        if !has_statement {
            self.maybe(Says::Element(id.clone()), more);
            return;
        }
        self.maybe(Says::More(id.clone()), more);
        match &element.body {
            Body::Component(component) => self.component(element, component, indent),
            Body::Note(note) => {
                let text = format!("note {} {}", quoted(&note.text), place(note.at));
                self.put(Says::Element(id.clone()), text);
            }
            Body::Annotation(annotation) => {
                for (nth, at) in annotation.at.iter().enumerate() {
                    let says =
                        if nth == 0 { Says::Element(id.clone()) } else { Says::Place(id.clone(), nth) };
                    let text = quoted(&annotation.text);
                    self.put(says, format!("annotation {}, {} {text}", annotation.number, place(*at)));
                }
            }
            Body::Accelerator(accelerator) => {
                let word = if accelerator.drive == Drive::Faster { "accelerator" } else { "deaccelerator" };
                let text = format!("{word} {} {}", quoted(&accelerator.name), place(accelerator.at));
                self.put(Says::Element(id.clone()), text);
            }
            Body::Area(_) | Body::Attitude(_) => {}
        }
    }

    fn component(&mut self, element: &Element, component: &Component, indent: &str) {
        let (map, id) = (self.map, &element.id);
        let is_child = block_of(map, component).is_some();
        let at = map.position(component).unwrap_or_default();
        let says = plain(component, is_child);
        let coordinates = if is_child { format!("[{}]", number(at.evolution.value())) } else { place(at) };
        let word = if component.is_anchor() && !is_child { "anchor" } else { "component" };
        let mut text = format!("{indent}{word} {} {coordinates}", quoted(self.names.own(element)));
        let is_free = component.label.is_none() && !component.is_anchor();
        let placed = self.how.placed.and_then(|placed| placed.get(id)).filter(|_| is_free).copied();
        if let Some(label) = says.label.or(placed) {
            text.push_str(&format!(" label [{}, {}]", shortest(label.dx()), shortest(label.dy())));
        }
        if let Some(method) = says.method {
            text.push_str(&format!(" ({})", method_word(method)));
        } else if says.market {
            text.push_str(" (market)");
        }
        if says.inertia.is_some() {
            text.push_str(" (inertia)");
        }
        if let Some(label) = placed.filter(|_| !self.how.is_plain) {
            text.push_str(&format!(" %% {}", carrier::placed(label)));
        }
        self.put(Says::Element(id.clone()), text);
        if !is_child {
            self.block(id);
            self.evolve(id, component);
        }
    }

    /// The block of a pipeline's children, then what they evolve to and their own blocks.
    fn block(&mut self, id: &ElementId) {
        let Some(children) = self.children.get(id).cloned() else { return };
        self.put(Says::Pipeline(id.clone()), format!("pipeline {} {{", quoted(self.names.id(id))));
        for child in &children {
            self.element(child, "  ");
        }
        self.put(Says::Close(id.clone()), "}");
        for child in children {
            self.block(&child.id);
            if let Some(component) = child.component() {
                self.evolve(&child.id, component);
            }
        }
    }

    fn evolve(&mut self, id: &ElementId, component: &Component) {
        if let Some(evolve) = &component.evolve {
            let text = format!("evolve {} {}", quoted(self.names.id(id)), number(evolve.to.value()));
            self.put(Says::Evolve(id.clone()), text);
        }
    }
}

/// A number with a decimal point, which Mermaid's parser wants.
fn number(value: f64) -> String {
    let text = shortest(value);
    if text.contains('.') { text } else { format!("{text}.0") }
}

fn place(at: Position) -> String {
    format!("[{}, {}]", number(at.visibility.value()), number(at.evolution.value()))
}

/// The stages with where each ends: without, Mermaid draws four of the same width.
fn stages(axis: &EvolutionAxis) -> String {
    let ends = axis.boundaries.iter().copied().chain(std::iter::once(1.0));
    let stages: Vec<_> = axis
        .stages
        .iter()
        .zip(ends)
        .map(|(stage, end)| format!("{}@{}", quoted(stage), number(end)))
        .collect();
    format!("evolution {}", stages.join(" -> "))
}

/// The line of a link between things of these names.
fn link_line(names: [Cow<'_, str>; 2], link: &Link) -> String {
    let [from, to] = names.map(|name| quoted(&name));
    let arrow = match link.kind {
        LinkKind::Need | LinkKind::Constraint => "->".to_owned(),
        LinkKind::Flow(direction) => {
            let head = match direction {
                Direction::Forward => ">",
                Direction::Backward => "<",
                Direction::Both => "<>",
            };
            if link.label.is_empty() { format!("+{head}") } else { format!("+'{}'{head}", link.label) }
        }
    };
    let text = if link.text.is_empty() { String::new() } else { format!("; {}", link.text) };
    format!("{from} {arrow} {to}{text}")
}

/// Whether a kept line is one of those that stand for another format's.
pub(super) fn foreign(line: &str) -> Option<(KeptIn, &str)> {
    let (mark, format) = FOREIGN.iter().find(|(mark, _)| line.starts_with(mark.trim_end()))?;
    let text = line.strip_prefix(mark).unwrap_or("");
    let is_comment =
        text.starts_with("//") || text.starts_with("/*") && text.find("*/") == Some(text.len() - 2);
    // What is none in a map file would spoil it.
    (*format != KeptIn::RonComment || is_comment && text.len() != 3).then_some((*format, text))
}
