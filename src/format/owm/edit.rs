//! A text changed as little as a changed map needs.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::comment::mask_switched_off;
use super::insert::Insertion;
use super::line::{Key, Line, Part, Ways, line};
use super::locate::{Found, leftover, locate};
use super::meaning::Meaning;
use super::names::clean;
use super::patch::patch;
use super::remarks::Remarks;
use super::source::{Says, SourceLine};
use crate::compare::{Identity, Matching};
use crate::format::{Span, carrier};
use crate::model::{Element, ElementId, Index, Map, Place};

/// A text that was read: its map, its lines, and the text without comments.
#[derive(Clone, Debug)]
pub(in crate::format) struct Owm {
    pub(in crate::format) lines: Vec<SourceLine>,
    code: String,
}

/// A line of the new text. What stays is not copied before the lines are put together.
#[derive(Debug)]
pub(super) struct OutLine<'a> {
    pub(super) text: Cow<'a, str>,
    /// What it says of the new map.
    pub(super) says: Says,
    /// The pipeline in whose block it stands.
    pub(super) block: Option<ElementId>,
    /// The line's end.
    pub(super) end: &'a str,
}

/// The new text, and where in it something is said.
pub(in crate::format) struct Edited {
    pub(in crate::format) text: String,
    pub(in crate::format) lines: Vec<SourceLine>,
}

impl Owm {
    pub(super) fn new(text: &str, lines: Vec<SourceLine>) -> Self {
        Self { lines, code: super::comment::mask(text).code.into_owned() }
    }

    /// Gives what the lines speak of other ids, and its links other places.
    pub(in crate::format) fn rename(&mut self, ids: &HashMap<ElementId, ElementId>, links: &[usize]) {
        for line in &mut self.lines {
            match &mut line.says {
                Says::Element(id)
                | Says::Pipeline(id)
                | Says::Open(id)
                | Says::Close(id)
                | Says::Evolve(id)
                | Says::Method(id)
                | Says::More(id) => {
                    if let Some(new) = ids.get(id) {
                        id.clone_from(new);
                    }
                }
                Says::Link(at) | Says::MoreOfLink(at) => *at = links.get(*at).copied().unwrap_or(*at),
                _ => {}
            }
        }
    }

    /// `text`, which says `base`, changed so that it says `map`. A line that cannot be changed in place, or each
    /// line that has to change where `anew` is set, is written in canonical form.
    pub(in crate::format) fn edit(&self, text: &str, base: &Map, map: &Map, anew: bool) -> Edited {
        if base == map {
            // What was decided when the text was opened is said by the first change.
            return Edited { text: text.to_owned(), lines: self.lines.clone() };
        }
        let editing = Editing::new(self, text, base, map, anew);
        let mut remarks = Remarks::new(base, map);
        let out = editing.kept_lines(&mut remarks);
        let tails = editing.tails(&out);
        let mut insertion = Insertion::new(&out, tails, &editing.now, &editing.ways, editing.ending);
        for says in insertion.wanted() {
            insertion.add(says);
        }
        let out = insertion.into_lines(out);
        joined(remarks.insert(out, map, editing.ending))
    }
}

/// The lines that say the same thing.
struct Groups<'a> {
    lines: &'a [SourceLine],
    /// How often it was asked so far.
    asked: Cell<usize>,
    table: OnceCell<Index<&'a Says, Vec<usize>>>,
}

/// So often the lines are gone through, before a table is made of them: mostly few lines change.
const FEW: usize = 6;

impl<'a> Groups<'a> {
    fn of(lines: &'a [SourceLine]) -> Self {
        Self { lines, asked: Cell::new(0), table: OnceCell::new() }
    }

    fn get(&self, says: &Says) -> Vec<usize> {
        let all = self.lines.iter().enumerate();
        if self.asked.replace(self.asked.get() + 1) < FEW {
            return all.filter(|(_, line)| line.says == *says).map(|(at, _)| at).collect();
        }
        let make = || {
            let mut groups: Index<&Says, Vec<usize>> = Index::default();
            for (at, line) in all {
                groups.entry(&line.says).or_default().push(at);
            }
            groups
        };
        self.table.get_or_init(make).get(says).cloned().unwrap_or_default()
    }
}

/// What stands where once the lines are put together.
fn joined(out: Vec<OutLine<'_>>) -> Edited {
    let mut text = String::with_capacity(out.iter().map(|line| line.text.len() + line.end.len()).sum());
    let mut lines = Vec::with_capacity(out.len());
    for line in out {
        let start = text.len();
        text.push_str(&line.text);
        lines.push(SourceLine { span: Span::new(start, text.len()), says: line.says });
        text.push_str(line.end);
    }
    Edited { text, lines }
}

/// How a text says what can be said in two ways.
#[derive(Default)]
pub(super) struct TextWays {
    inline: HashSet<ElementId>,
    methods: HashSet<ElementId>,
}

impl Ways for TextWays {
    fn evolves_inline(&self, id: &ElementId) -> bool {
        self.inline.contains(id)
    }

    fn has_method_line(&self, id: &ElementId) -> bool {
        self.methods.contains(id)
    }
}

struct Editing<'a> {
    source: &'a Owm,
    text: &'a str,
    base: &'a Map,
    map: &'a Map,
    anew: bool,
    /// What the names of the base mean, and those of the new map.
    was: Meaning<'a>,
    now: Meaning<'a>,
    ways: TextWays,
    /// For each link of the base its place in the new map.
    links: Vec<Option<usize>>,
    /// Elements whose name is another now: links to them change.
    renamed: HashSet<&'a ElementId>,
    /// Elements that are parked now and were not: they are found by their exact name only.
    newly_parked: HashSet<&'a ElementId>,
    /// How its lines end.
    ending: &'static str,
}

impl<'a> Editing<'a> {
    fn new(source: &'a Owm, text: &'a str, base: &'a Map, map: &'a Map, anew: bool) -> Self {
        let matching = Matching::new(base, map, Identity::Ids);
        let mut links = vec![None; base.links().len()];
        for (new, old) in matching.links().iter().enumerate() {
            if let Some(slot) = old.and_then(|old| links.get_mut(old)) {
                *slot = Some(new);
            }
        }
        let (mut renamed, mut newly_parked) = (HashSet::new(), HashSet::new());
        let mut place = map.places();
        for old in base.elements() {
            let new = place(old).and_then(|at| map.elements().nth(at));
            if new.is_none_or(|new| new.name() != old.name()) {
                renamed.insert(&old.id);
            }
            if new.is_some_and(|new| new.parked && !old.parked) {
                newly_parked.insert(&old.id);
            }
        }
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut editing = Self {
            source,
            text,
            base,
            map,
            anew,
            was: Meaning::new(base),
            now: Meaning::new(map),
            ways: TextWays::default(),
            links,
            renamed,
            newly_parked,
            ending,
        };
        editing.ways = editing.find_ways();
        editing
    }

    fn find_ways(&self) -> TextWays {
        let mut ways = TextWays::default();
        let mut apart = HashSet::new();
        for line in &self.source.lines {
            match &line.says {
                Says::Method(id) => drop(ways.methods.insert(id.clone())),
                Says::Evolve(id) => drop(apart.insert(id)),
                _ => {}
            }
        }
        let evolves = |id: &ElementId| self.base.component(id).is_some_and(|c| c.evolve.is_some());
        for line in &self.source.lines {
            if let Says::Element(id) = &line.says
                && evolves(id)
                && !apart.contains(id)
            {
                ways.inline.insert(id.clone());
            }
        }
        ways
    }

    /// What a line about something in the base says in the new map; `None` where that is gone.
    fn says_now(&self, says: &Says) -> Option<Says> {
        match says {
            Says::Link(at) => Some(Says::Link(self.links.get(*at).copied().flatten()?)),
            Says::MoreOfLink(at) => Some(Says::MoreOfLink(self.links.get(*at).copied().flatten()?)),
            other => Some(other.clone()),
        }
    }

    /// Whether a line can be left alone without looking at it.
    fn is_untouched(&self, says: &Says, now: &Says) -> bool {
        match (says, now) {
            (Says::Nothing, _) => true,
            (
                Says::Element(id) | Says::Pipeline(id) | Says::Evolve(id) | Says::Method(id) | Says::More(id),
                _,
            ) => {
                let is_child = |element: &Element| {
                    element
                        .component()
                        .is_some_and(|component| matches!(component.place, Place::Within { .. }))
                };
                self.same(id).is_some_and(|element| !is_child(element)) && self.was.is_like(&self.now, id)
            }
            (Says::Link(old), Says::Link(new)) | (Says::MoreOfLink(old), Says::MoreOfLink(new)) => {
                let (a, b) = (self.base.links().nth(*old), self.map.links().nth(*new));
                let same = a.zip(b).is_some_and(|(a, b)| Arc::ptr_eq(a, b) || a == b);
                same && !a.is_some_and(|link| {
                    link.ends().filter_map(|end| end.id()).any(|id| {
                        let is_other = self.renamed.contains(id) || self.newly_parked.contains(id);
                        is_other || !self.was.is_like(&self.now, id)
                    })
                })
            }
            _ => false,
        }
    }

    /// The element that is the very same in both maps.
    fn same(&self, id: &ElementId) -> Option<&'a Arc<Element>> {
        let at = self.base.index_of(id)?;
        let old = self.base.elements().nth(at)?;
        let new = self.map.elements().nth(self.map.index_near(old, at)?)?;
        Arc::ptr_eq(old, new).then_some(new)
    }

    /// The lines of the text that stay, changed where they have to.
    fn kept_lines(&self, remarks: &mut Remarks<'_>) -> Vec<OutLine<'a>> {
        let blocks = self.blocks();
        let groups = Groups::of(&self.source.lines);
        let mut out = Vec::with_capacity(self.source.lines.len());
        for (at, (source, block)) in self.source.lines.iter().zip(blocks).enumerate() {
            let start = source.span.end;
            let next = self.source.lines.get(at + 1).map_or(self.text.len(), |next| next.span.start);
            let end = self.text.get(start..next).unwrap_or("");
            let old_text = source.span.of(self.text);
            let Some(says) = self.says_now(&source.says) else { continue };
            if says == Says::Nothing && remarks.is_removed(old_text) {
                continue;
            }
            if self.is_untouched(&source.says, &says) {
                out.push(OutLine { text: old_text.into(), says, block, end });
                continue;
            }
            if let Says::Open(id) | Says::Close(id) = &says {
                if self.map.component(id).is_some_and(|component| component.pipeline.is_some()) {
                    out.push(OutLine { text: old_text.into(), says, block, end });
                }
                continue;
            }
            let old = line(&self.was, &source.says, &self.ways);
            let new = line(&self.now, &says, &self.ways);
            let stays_in_block = match &says {
                Says::Element(id) | Says::More(id) => {
                    let now = self.map.component(id).and_then(|component| self.now.block_of(component));
                    // Outside of its braces a child would be no child.
                    now.is_none() || now == block.as_ref()
                }
                _ => true,
            };
            let old = old.map(|old| self.as_spelled(at, old));
            let text = match (&old, &new) {
                (None, None) => Cow::Borrowed(old_text),
                (Some(old), Some(new)) if old == new => Cow::Borrowed(old_text),
                (_, None) => continue,
                _ if !stays_in_block => continue,
                (old, Some(new)) => {
                    let group = groups.get(&source.says);
                    let old = old.clone().unwrap_or_default();
                    Cow::Owned(self.changed(at, &group, &old, new))
                }
            };
            let freed = block.as_ref().is_some_and(|id| {
                self.map.component(id).is_none_or(|component| component.pipeline.is_none())
            });
            let text = if freed { Cow::Owned(text.trim_start().to_owned()) } else { text };
            out.push(OutLine { text, says, block: block.filter(|_| !freed), end });
        }
        out
    }

    /// What a line says, with its names as they are spelled there, where another spelling would not be found any
    /// more.
    fn as_spelled(&self, at: usize, mut old: Line) -> Line {
        let Some(source) = self.source.lines.get(at) else { return old };
        let names: &[Key] = match &source.says {
            Says::Pipeline(id) | Says::Evolve(id) | Says::Method(id) if self.newly_parked.contains(id) => {
                &[Key::Name]
            }
            Says::Link(at) => {
                let link = self.base.links().nth(*at);
                let is_off = |id: &ElementId| self.newly_parked.contains(id);
                if !link.is_some_and(|link| link.ends().filter_map(|end| end.id()).any(is_off)) {
                    return old;
                }
                &[Key::Name, Key::Target]
            }
            _ => return old,
        };
        for found in self.parts(at).1.iter().filter(|found| names.contains(&found.key)) {
            let spelled = found.span.of(self.text);
            if let Some(part) = old.0.iter_mut().find(|part| part.key == found.key)
                && clean(spelled) != clean(&part.text)
            {
                spelled.clone_into(&mut part.text);
            }
        }
        old
    }

    /// For each line the pipeline in whose braces it stands.
    fn blocks(&self) -> Vec<Option<ElementId>> {
        let mut open = None;
        let mut blocks = Vec::with_capacity(self.source.lines.len());
        for line in &self.source.lines {
            if let Says::Close(_) = &line.says {
                open = None;
            }
            blocks.push(open.clone());
            match &line.says {
                Says::Open(id) => open = Some(id.clone()),
                Says::Pipeline(id) if line.span.of(&self.source.code).trim_end().ends_with('{') => {
                    open = Some(id.clone());
                }
                _ => {}
            }
        }
        blocks
    }

    /// The comments behind statements whose lines went away to come back elsewhere.
    fn tails(&self, out: &[OutLine<'_>]) -> HashMap<Says, String> {
        // Mostly all lines are still there.
        if out.iter().map(|line| &line.says).eq(self.source.lines.iter().map(|line| &line.says)) {
            return HashMap::new();
        }
        let present: HashSet<&Says> = out.iter().map(|line| &line.says).collect();
        let mut tails = HashMap::new();
        for (at, source) in self.source.lines.iter().enumerate() {
            if let Says::Element(id) = &source.says
                && self.map.element(id).is_some()
                && !present.contains(&source.says)
            {
                let tail = source.span.of(self.text).get(self.parts(at).0..).unwrap_or("");
                if !tail.trim().is_empty() {
                    tails.insert(source.says.clone(), tail.to_owned());
                }
            }
        }
        tails
    }

    /// How long a line is without its comment, and its parts.
    fn parts(&self, at: usize) -> (usize, Vec<Found>) {
        let Some(source) = self.source.lines.get(at) else { return (0, Vec::new()) };
        let code = source.span.of(&self.source.code);
        let switched_off = || mask_switched_off(source.span.of(self.text));
        let code = if code.trim().is_empty() { switched_off() } else { code.to_owned() };
        (code.trim_end().len(), locate(&code, source.span.start, &source.says))
    }

    /// A line with what it says changed from `old` to `new`. `group` are the lines that say the same thing.
    fn changed(&self, at: usize, group: &[usize], old: &Line, new: &Line) -> String {
        let Some(source) = self.source.lines.get(at) else { return String::new() };
        let is_carried = |line: &Line| line.part(Key::Carried).is_some();
        if is_carried(old) || is_carried(new) {
            let line = source.span.of(self.text);
            return format!(
                "{}{}",
                line.get(..line.len() - line.trim_start().len()).unwrap_or(""),
                new.text()
            );
        }
        let (code_end, found) = self.parts(at);
        let is_first = group.first() == Some(&at);
        let others: Vec<_> =
            group.iter().filter(|other| **other != at).map(|other| self.parts(*other).1).collect();
        let elsewhere = |part: &Part| {
            !is_first || others.iter().flatten().any(|found| found.key == part.key && part.key != Key::Name)
        };
        let changes = if self.anew { None } else { patch(self.text, &found, old, new, elsewhere) };
        if let Some(changes) = changes {
            let line = changes.apply_within(self.text, source.span);
            // Whose label is another now, its author placed.
            let is_same = old.part(Key::Label) == new.part(Key::Label);
            return if is_same { line } else { carrier::without_placed(&line, "//").to_owned() };
        }
        // The line anew, between its indentation and its comment; what nobody reads stays behind it.
        let line = source.span.of(self.text);
        let indent = line.len() - line.trim_start().len();
        let comment = line.get(code_end..).filter(|rest| !rest.trim().is_empty()).unwrap_or("");
        let code = line.get(..code_end).unwrap_or("");
        let unread = leftover(code, source.span.start, &source.says, &found);
        let unread = if unread.is_empty() { unread } else { format!(" {unread}") };
        let opens = if matches!(source.says, Says::Pipeline(_))
            && line.get(..code_end).is_some_and(|code| code.ends_with('{'))
        {
            " {"
        } else {
            ""
        };
        let line = format!("{}{}{unread}{opens}{comment}", line.get(..indent).unwrap_or(""), new.text());
        carrier::without_placed(&line, "//").to_owned()
    }
}
