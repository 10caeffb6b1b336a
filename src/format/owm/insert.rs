//! New lines, each beside its kind.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::edit::OutLine;
use super::line::{HEAD, Ways, line, reference_of};
use super::meaning::Meaning;
use super::source::Says;
use crate::model::{Body, ElementId, Map};

/// What lines say already, by the places of what they speak of in the map: each of many is found without a search.
struct Said {
    elements: Vec<Spoken>,
    links: Vec<Spoken>,
    others: HashSet<Says>,
}

/// What lines say of one element or link.
#[derive(Clone, Copy, Default)]
struct Spoken {
    /// Each of these is a bit.
    bits: u8,
    /// How many old lines go down to its own statement; 0 where it has none.
    line: u32,
}

const OWN: u8 = 1;
const MORE: u8 = 2;
const PIPELINE: u8 = 4;
const EVOLVE: u8 = 8;

/// The bit of what can be said once of each element or link.
fn bit(says: &Says) -> Option<u8> {
    match says {
        Says::Element(_) | Says::Link(_) => Some(OWN),
        Says::More(_) | Says::MoreOfLink(_) => Some(MORE),
        Says::Pipeline(_) => Some(PIPELINE),
        Says::Evolve(_) => Some(EVOLVE),
        _ => None,
    }
}

/// The place in the map of the element or link that is spoken of.
fn place_of(says: &Says, map: &Map) -> Option<usize> {
    match says {
        Says::Element(id) | Says::More(id) | Says::Pipeline(id) | Says::Evolve(id) => map.index_of(id),
        Says::Link(at) | Says::MoreOfLink(at) => Some(*at),
        _ => None,
    }
}

impl Said {
    fn of(map: &Map) -> Self {
        let nothing = Spoken::default();
        Self {
            elements: vec![nothing; map.elements().len()],
            links: vec![nothing; map.links().len()],
            others: HashSet::new(),
        }
    }

    /// What is said of what stands at this place, and the bit of this.
    fn spoken(&mut self, says: &Says, place: Option<usize>) -> Option<(&mut Spoken, u8)> {
        let is_link = matches!(says, Says::Link(_) | Says::MoreOfLink(_));
        let list = if is_link { &mut self.links } else { &mut self.elements };
        bit(says).zip(place).and_then(|(bit, place)| Some((list.get_mut(place)?, bit)))
    }

    /// Takes note of a line; answers whether it says something new.
    fn insert(&mut self, says: &Says, place: Option<usize>, line: Option<usize>) -> bool {
        let Some((spoken, bit)) = self.spoken(says, place) else { return self.others.insert(says.clone()) };
        if bit == OWN && spoken.line == 0 {
            spoken.line = line.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0);
        }
        let is_new = spoken.bits & bit == 0;
        spoken.bits |= bit;
        is_new
    }

    fn contains(&mut self, says: &Says, place: Option<usize>) -> bool {
        match self.spoken(says, place) {
            Some((spoken, bit)) => spoken.bits & bit != 0,
            None => self.others.contains(says),
        }
    }
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

/// The kind of a line about something, which stands at this place in the map.
fn kind(says: &Says, map: &Map, place: Option<usize>) -> Option<Kind> {
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
        Says::Element(_) | Says::More(_) => match &map.elements().nth(place?)?.body {
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
    said: Said,
    /// Comments that stood behind what is to be inserted anew.
    tails: HashMap<Says, String>,
    /// How many lines go down to the last one of each kind that is in no block.
    last: BTreeMap<Kind, usize>,
    blocks: HashMap<ElementId, Block>,
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
    above: Option<OutLine<'static>>,
    line: OutLine<'static>,
    /// The braces of a pipeline with its new children.
    below: Vec<OutLine<'static>>,
}

/// The depth of what stands in a block.
const DEPTH: &str = "  ";

fn blank(text: &str) -> &str {
    text.get(..text.len() - text.trim_start().len()).unwrap_or("")
}

impl<'a> Insertion<'a> {
    pub(super) fn new(
        out: &[OutLine<'_>],
        tails: HashMap<Says, String>,
        meaning: &'a Meaning<'a>,
        ways: &'a dyn Ways,
        ending: &'static str,
    ) -> Self {
        let mut insertion = Self {
            meaning,
            ways,
            ending,
            said: Said::of(meaning.map),
            tails,
            last: BTreeMap::new(),
            blocks: HashMap::new(),
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
    fn note(&mut self, at: usize, line: &OutLine<'_>) {
        let place = place_of(&line.says, self.meaning.map);
        self.said.insert(&line.says, place, Some(at));
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
            _ => {}
        }
        if line.block.is_none()
            && let Some(kind) = kind(&line.says, self.meaning.map, place)
        {
            self.last.insert(kind, at + 1);
        }
    }

    /// Everything that the map has to say and no old line says, in canonical order.
    pub(super) fn wanted(&mut self) -> Vec<Says> {
        let map = self.meaning.map;
        let mut wanted = HEAD.to_vec();
        let mut urls = HashSet::new();
        for (at, element) in map.elements().enumerate() {
            let id = || element.id.clone();
            let bits = self.said.elements.get(at).map_or(0, |spoken| spoken.bits);
            wanted.extend((bits & OWN == 0).then(|| Says::Element(id())));
            wanted.extend((bits & MORE == 0).then(|| Says::More(id())));
            let Some(component) = element.component() else { continue };
            if let Some(submap) = component.submap.as_ref().filter(|submap| !submap.target.is_empty()) {
                let reference = reference_of(element, submap);
                if urls.insert(reference.clone()) {
                    wanted.push(Says::Url(reference));
                }
            }
            let is_wanted = |bit: u8, has: bool| has && bits & bit == 0;
            wanted.extend(is_wanted(PIPELINE, component.pipeline.is_some()).then(|| Says::Pipeline(id())));
            wanted.extend(is_wanted(EVOLVE, component.evolve.is_some()).then(|| Says::Evolve(id())));
        }
        for at in 0..map.links().len() {
            let bits = self.said.links.get(at).map_or(0, |spoken| spoken.bits);
            wanted.extend((bits & OWN == 0).then_some(Says::Link(at)));
            wanted.extend((bits & MORE == 0).then_some(Says::MoreOfLink(at)));
        }
        wanted
    }

    /// Adds the line about something, where the map says it and no line does yet.
    pub(super) fn add(&mut self, says: Says) {
        let place = place_of(&says, self.meaning.map);
        if self.said.contains(&says, place) {
            return;
        }
        let Some(line) = line(self.meaning, &says, self.ways) else { return };
        self.said.insert(&says, place, None);
        let text = format!("{}{}", line.text(), self.tails.remove(&says).unwrap_or_default());
        match &says {
            Says::More(_) | Says::MoreOfLink(_) => self.put_above(says, place, text),
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

    fn line(&self, text: String, says: Says, block: Option<ElementId>) -> OutLine<'static> {
        OutLine { text: text.into(), says, block, end: self.ending }
    }

    fn push(&mut self, at: usize, kind: Option<Kind>, line: OutLine<'static>) {
        let new = self.new.entry(at).or_default();
        new.push(New { kind, above: None, line, below: Vec::new() });
        self.newest = Some((at, new.len() - 1, None));
    }

    /// Behind the last of its kind, or of the kinds before it; never between a pipeline and its braces.
    fn put(&mut self, says: Says, text: String) {
        let map = self.meaning.map;
        let Some(kind) = kind(&says, map, place_of(&says, map)) else { return };
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

    /// Right above what it tells of, which stands at this place in the map, at the same depth.
    fn put_above(&mut self, says: Says, place: Option<usize>, text: String) {
        let own = self.said.spoken(&says, place).map_or(0, |(spoken, _)| spoken.line as usize);
        if let Some(at) = own.checked_sub(1) {
            self.above.insert(at, (says, text));
            return;
        }
        // What it tells of is the newest line.
        let Some((at, nth, below)) = self.newest else { return };
        let line = self.line(text, says, None);
        let Some(new) = self.new.get_mut(&at).and_then(|new| new.get_mut(nth)) else { return };
        match below {
            None => {
                let text = format!("{}{}", blank(&new.line.text), line.text).into();
                new.above = Some(OutLine { text, block: new.line.block.clone(), ..line });
            }
            Some(child) => {
                let Some(own) = new.below.get(child) else { return };
                let (text, block) = (format!("{}{}", blank(&own.text), line.text), own.block.clone());
                new.below.insert(child, OutLine { text: text.into(), block, ..line });
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
    pub(super) fn into_lines<'o>(mut self, old: Vec<OutLine<'o>>) -> Vec<OutLine<'o>> {
        if self.new.is_empty() && self.above.is_empty() {
            return old;
        }
        let mut out: Vec<OutLine<'o>> = Vec::with_capacity(old.len());
        let ending = self.ending;
        let put = |out: &mut Vec<OutLine<'o>>, line: OutLine<'o>| {
            if let Some(before) = out.last_mut().filter(|before| before.end.is_empty()) {
                before.end = ending;
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
                put(&mut out, OutLine { text: text.into(), says, block, end: ending });
            }
            out.push(line);
        }
        out
    }
}
