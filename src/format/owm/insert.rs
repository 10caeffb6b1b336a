//! New lines, each beside its kind.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::edit::OutLine;
use super::line::{HEAD, Ways, line, reference_of};
use super::meaning::Meaning;
use super::source::Says;
use crate::model::{Body, ElementId, Map};

/// Everything that a map has to say, in canonical order.
pub(super) fn wanted(map: &Map) -> Vec<Says> {
    let mut wanted = HEAD.to_vec();
    let mut urls = HashSet::new();
    for element in map.elements() {
        let id = || element.id.clone();
        wanted.push(Says::Element(id()));
        wanted.push(Says::More(id()));
        let Some(component) = element.component() else { continue };
        if let Some(submap) = component.submap.as_ref().filter(|submap| !submap.target.is_empty()) {
            let reference = reference_of(element, submap);
            if urls.insert(reference.clone()) {
                wanted.push(Says::Url(reference));
            }
        }
        if component.pipeline.is_some() {
            wanted.push(Says::Pipeline(id()));
        }
        if component.evolve.is_some() {
            wanted.push(Says::Evolve(id()));
        }
    }
    wanted.extend((0..map.links().len()).flat_map(|at| [Says::Link(at), Says::MoreOfLink(at)]));
    wanted
}

/// The kinds of lines in canonical order; what has no fellow stands behind the last that comes before it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Title,
    Style,
    Size,
    Stages,
    YAxis,
    ValueChain,
    Head,
    Anchor,
    Component,
    Pipeline,
    Evolve,
    Url,
    Link,
    AnnotationsAt,
    Annotation,
    Note,
    Attitude,
    Accelerator,
}

fn kind(says: &Says, map: &Map) -> Option<Kind> {
    Some(match says {
        Says::Nothing => return None,
        Says::Title => Kind::Title,
        Says::Style => Kind::Style,
        Says::Size => Kind::Size,
        Says::Stages => Kind::Stages,
        Says::YAxis => Kind::YAxis,
        Says::ValueChain => Kind::ValueChain,
        Says::Head => Kind::Head,
        Says::AnnotationsAt => Kind::AnnotationsAt,
        Says::Element(id) | Says::More(id) => match &map.element(id)?.body {
            Body::Component(component) if component.is_anchor() => Kind::Anchor,
            Body::Component(_) | Body::Area(_) => Kind::Component,
            Body::Note(_) => Kind::Note,
            Body::Annotation(_) => Kind::Annotation,
            Body::Attitude(_) => Kind::Attitude,
            Body::Accelerator(_) => Kind::Accelerator,
        },
        Says::Pipeline(_) | Says::Open(_) | Says::Close(_) => Kind::Pipeline,
        Says::Evolve(_) => Kind::Evolve,
        Says::Method(_) => Kind::Component,
        Says::Url(_) => Kind::Url,
        Says::Link(_) | Says::MoreOfLink(_) => Kind::Link,
    })
}

/// New lines, each where it goes among those that are there; they are put in at once, so that each of many costs no
/// more than one.
pub(super) struct Insertion<'a> {
    meaning: &'a Meaning<'a>,
    ways: &'a dyn Ways,
    ending: &'static str,
    /// What some line says already.
    says: HashSet<Says>,
    /// Comments that stood behind what is to be inserted anew.
    tails: HashMap<Says, String>,
    /// How many lines go down to the last one of each kind that is in no block.
    last: BTreeMap<Kind, usize>,
    blocks: HashMap<ElementId, Block>,
    /// Where old lines stand of which comments of ours may tell more.
    places: HashMap<Says, usize>,
    /// The new lines behind so many old ones.
    new: BTreeMap<usize, Vec<New>>,
    /// Comments of ours right above old lines, each with what it says.
    above: HashMap<usize, (Says, String)>,
    /// Where the newest line stands: behind so many old ones, which of the new ones there, and which of those below it.
    newest: Option<(usize, usize, Option<usize>)>,
}

/// The lines of a pipeline; each place is the number of lines down to it.
#[derive(Clone, Debug, Default)]
struct Block {
    own: Option<usize>,
    /// Whether its own line opens the braces.
    opens: bool,
    last_child: Option<usize>,
    /// What stands before the words of its last child.
    blank: Option<String>,
    close: Option<usize>,
    /// Where its braces are made, or its own line is new: behind so many old lines, and which of the new ones there.
    made: Option<(usize, usize)>,
}

/// A new line with what belongs to it.
struct New {
    /// `None` in a block.
    kind: Option<Kind>,
    above: Option<OutLine>,
    line: OutLine,
    /// The braces of a pipeline with its new children.
    below: Vec<OutLine>,
}

/// The depth of what stands in a block.
const DEPTH: &str = "  ";

fn blank(text: &str) -> &str {
    text.get(..text.len() - text.trim_start().len()).unwrap_or("")
}

impl<'a> Insertion<'a> {
    pub(super) fn new(
        out: &[OutLine],
        tails: HashMap<Says, String>,
        meaning: &'a Meaning<'a>,
        ways: &'a dyn Ways,
        ending: &'static str,
    ) -> Self {
        let mut insertion = Self {
            meaning,
            ways,
            ending,
            says: out.iter().map(|line| line.says.clone()).collect(),
            tails,
            last: BTreeMap::new(),
            blocks: HashMap::new(),
            places: HashMap::new(),
            new: BTreeMap::new(),
            above: HashMap::new(),
            newest: None,
        };
        for (at, line) in out.iter().enumerate() {
            insertion.note(at, line);
        }
        insertion
    }

    /// Takes note of an old line.
    fn note(&mut self, at: usize, line: &OutLine) {
        if let Some(pipeline) = &line.block {
            let block = self.blocks.entry(pipeline.clone()).or_default();
            block.last_child = Some(at + 1);
            block.blank = Some(blank(&line.text).to_owned());
        }
        match &line.says {
            Says::Pipeline(id) => {
                let block = self.blocks.entry(id.clone()).or_default();
                if block.own.is_none() {
                    block.own = Some(at + 1);
                    block.opens = line.text.trim_end().ends_with('{');
                }
            }
            Says::Close(id) => self.blocks.entry(id.clone()).or_default().close = Some(at + 1),
            Says::Element(_) | Says::Link(_) => {
                self.places.entry(line.says.clone()).or_insert(at);
            }
            _ => {}
        }
        if line.block.is_none()
            && let Some(kind) = kind(&line.says, self.meaning.map)
        {
            self.last.insert(kind, at + 1);
        }
    }

    /// Adds the line about something, where the map says it and no line does yet.
    pub(super) fn add(&mut self, says: Says) {
        if self.says.contains(&says) {
            return;
        }
        let Some(line) = line(self.meaning, &says, self.ways) else { return };
        self.says.insert(says.clone());
        let text = format!("{}{}", line.text(), self.tails.remove(&says).unwrap_or_default());
        match &says {
            Says::More(id) => self.put_above(&Says::Element(id.clone()), says, text),
            Says::MoreOfLink(at) => self.put_above(&Says::Link(*at), says, text),
            Says::Element(id) => {
                let component = self.meaning.map.component(id);
                match component.and_then(|component| self.meaning.block_of(component)).cloned() {
                    Some(pipeline) => self.put_in_block(&pipeline, says, &text),
                    None => self.put(says, text),
                }
            }
            _ => self.put(says, text),
        }
    }

    fn line(&self, text: String, says: Says, block: Option<ElementId>) -> OutLine {
        OutLine { text, says, block, end: self.ending.to_owned() }
    }

    fn push(&mut self, at: usize, kind: Option<Kind>, line: OutLine) {
        let new = self.new.entry(at).or_default();
        new.push(New { kind, above: None, line, below: Vec::new() });
        self.newest = Some((at, new.len() - 1, None));
    }

    /// Behind the last of its kind, or of the kinds before it; never between a pipeline and its braces.
    fn put(&mut self, says: Says, text: String) {
        let Some(kind) = kind(&says, self.meaning.map) else { return };
        let same = self.last.get(&kind).copied();
        let earlier = || self.last.range(..=kind).map(|(_, at)| *at).max();
        let at = same.or_else(earlier).unwrap_or(0);
        self.last.insert(kind, at);
        let line = self.line(text, says.clone(), None);
        self.push(at, Some(kind), line);
        if let (Says::Pipeline(id), Some((at, nth, _))) = (says, self.newest) {
            self.blocks.entry(id).or_default().made = Some((at, nth));
        }
    }

    /// Right above what it tells of, at the same depth.
    fn put_above(&mut self, of: &Says, says: Says, text: String) {
        if let Some(at) = self.places.get(of).copied() {
            self.above.insert(at, (says, text));
            return;
        }
        // What it tells of is the newest line.
        let Some((at, nth, below)) = self.newest else { return };
        let line = self.line(text, says, None);
        let Some(new) = self.new.get_mut(&at).and_then(|new| new.get_mut(nth)) else { return };
        match below {
            None => {
                let text = format!("{}{}", blank(&new.line.text), line.text);
                new.above = Some(OutLine { text, block: new.line.block.clone(), ..line });
            }
            Some(child) => {
                let Some(own) = new.below.get(child) else { return };
                let (text, block) = (format!("{}{}", blank(&own.text), line.text), own.block.clone());
                new.below.insert(child, OutLine { text, block, ..line });
            }
        }
    }

    /// In the block of its pipeline, whose braces are made where there are none.
    fn put_in_block(&mut self, pipeline: &ElementId, says: Says, text: &str) {
        // Its pipeline stands before it.
        self.add(Says::Pipeline(pipeline.clone()));
        let block = self.blocks.entry(pipeline.clone()).or_default().clone();
        let depth = block.blank.as_deref().unwrap_or(DEPTH);
        let line = self.line(format!("{depth}{text}"), says, Some(pipeline.clone()));
        let old = match (block.close, block.last_child, block.own) {
            (Some(close), ..) => Some(close - 1),
            (None, Some(child), _) => Some(child),
            (None, None, Some(own)) if block.opens => Some(own),
            _ => None,
        };
        if let Some(at) = old {
            self.push(at, None, line);
            return;
        }
        let open = || self.line("{".to_owned(), Says::Open(pipeline.clone()), None);
        let (own_open, below_open) = (open(), open());
        let close = self.line("}".to_owned(), Says::Close(pipeline.clone()), None);
        let (at, nth) = match (block.made, block.own) {
            (Some(made), _) => made,
            (None, Some(own)) => {
                // Nothing comes between a pipeline and its braces.
                self.push(own, None, own_open);
                (own, self.new.get(&own).map_or(0, |new| new.len() - 1))
            }
            (None, None) => return,
        };
        self.blocks.entry(pipeline.clone()).or_default().made = Some((at, nth));
        let Some(new) = self.new.get_mut(&at).and_then(|new| new.get_mut(nth)) else { return };
        if new.below.is_empty() {
            if !matches!(new.line.says, Says::Open(_)) {
                new.below.push(below_open);
            }
            new.below.push(close);
        }
        let end = new.below.len() - 1;
        new.below.insert(end, line);
        self.newest = Some((at, nth, Some(end)));
    }

    /// The old lines with the new ones among them.
    pub(super) fn into_lines(mut self, old: Vec<OutLine>) -> Vec<OutLine> {
        let mut out: Vec<OutLine> = Vec::with_capacity(old.len());
        let ending = self.ending;
        let put = |out: &mut Vec<OutLine>, line: OutLine| {
            if let Some(before) = out.last_mut().filter(|before| before.end.is_empty()) {
                ending.clone_into(&mut before.end);
            }
            out.push(line);
        };
        let count = old.len();
        let mut old = old.into_iter();
        for at in 0..=count {
            let mut new = self.new.remove(&at).unwrap_or_default();
            new.sort_by_key(|new| new.kind);
            for New { above, line, below, .. } in new {
                above.into_iter().chain([line]).chain(below).for_each(|line| put(&mut out, line));
            }
            let Some(line) = old.next() else { break };
            if let Some((says, text)) = self.above.remove(&at) {
                let (text, block) = (format!("{}{text}", blank(&line.text)), line.block.clone());
                put(&mut out, OutLine { text, says, block, end: ending.to_owned() });
            }
            out.push(line);
        }
        out
    }
}
