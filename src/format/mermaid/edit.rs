//! Mermaid text changed as little as a changed map needs.

use std::borrow::Cow;
use std::cell::{LazyCell, OnceCell};
use std::collections::{HashMap, HashSet};

use super::lex::{comment_behind, without_comment};
use super::merge::merged;
use super::outline::{OutlineLine, Says, outline};
use super::read::SourceLine;
use super::statement::{Statement, parse};
use crate::format::{Span, Writing, carrier};
use crate::model::{ElementId, Index, LinkKey, Map};

/// A text that was read: what each of its lines says.
#[derive(Clone, Debug)]
pub(in crate::format) struct Mermaid {
    pub(super) lines: Vec<SourceLine>,
}

impl Mermaid {
    /// Every line with what it says.
    pub(in crate::format) fn said(&self) -> impl Iterator<Item = (Span, &Says)> {
        self.lines.iter().map(|line| (line.span, &line.says))
    }
}

/// A line of the new text.
#[derive(Clone, Debug)]
pub(super) struct OutLine<'a> {
    pub(super) says: Says,
    pub(super) text: Cow<'a, str>,
    end: &'a str,
}

/// Where lines say something: found at once where they are asked for in their order, as mostly they are.
struct Places<'a> {
    says: Vec<&'a Says>,
    /// Behind the one that was found last.
    next: usize,
    table: OnceCell<Index<&'a Says, usize>>,
}

impl<'a> Places<'a> {
    fn of(says: impl Iterator<Item = &'a Says>) -> Self {
        Self { says: says.collect(), next: 0, table: OnceCell::new() }
    }

    fn get(&self, says: &Says) -> Option<usize> {
        let table = || self.says.iter().enumerate().map(|(at, says)| (*says, at)).collect();
        self.table.get_or_init(table).get(says).copied()
    }

    fn find(&mut self, says: &Says) -> Option<usize> {
        while self.says.get(self.next) == Some(&&Says::Nothing) {
            self.next += 1;
        }
        let is_next = self.says.get(self.next) == Some(&says);
        let at = if is_next { self.next } else { self.get(says)? };
        self.next = at + 1;
        Some(at)
    }
}

/// Lines of an outline, and where they say something.
struct Outlined<'a> {
    lines: &'a [OutlineLine],
    places: Places<'a>,
}

impl<'a> Outlined<'a> {
    fn of(lines: &'a [OutlineLine]) -> Self {
        Self { lines, places: Places::of(lines.iter().map(|line| &line.says)) }
    }

    /// The text of the line that says something.
    fn text(&mut self, says: &Says) -> Option<&'a str> {
        self.lines.get(self.places.find(says)?).map(|line| line.text.as_str())
    }
}

impl Mermaid {
    /// `text`, which says `base`, changed so that it says `map`: only lines that speak of what changed are touched.
    pub(super) fn edit<'t>(&self, text: &'t str, base: &Map, map: &Map) -> Vec<OutLine<'t>> {
        let (old, new) = (outline(base, super::OWN), outline(map, super::OWN));
        let (mut before, mut after) = (Outlined::of(&old), Outlined::of(&new));
        let is_same = base == map;
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out: Vec<OutLine<'t>> = Vec::with_capacity(self.lines.len());
        let own_lines =
            LazyCell::new(|| self.lines.iter().map(|line| &line.says).collect::<HashSet<&Says>>());
        let mut freed: HashMap<String, usize> = HashMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            let next = self.lines.get(at + 1).map_or(text.len(), |next| next.span.start);
            let raw = line.span.of(text);
            let end = Span::new(line.span.end, next).of(text);
            let says = line.says.clone();
            if is_same || says == Says::Nothing {
                out.push(OutLine { says, text: raw.into(), end });
                continue;
            }
            let (old, new) = (before.text(&says), after.text(&says));
            let text = if new.is_some() && new == old {
                raw.into()
            } else if let Some(new) = new {
                changed(raw, old, new).into()
            } else {
                // The comment behind a statement that goes away has a line of its own, while the map has it.
                let Some(comment) = comment_behind(raw.trim(), matches!(says, Says::Link(_))) else {
                    continue;
                };
                let nth = freed.entry(comment.to_owned()).or_default();
                let mut says = (*nth..).map(|nth| Says::Kept(comment.to_owned(), nth));
                let Some(says) = says.find(|says| !own_lines.contains(says)) else { continue };
                if let Says::Kept(_, found) = &says {
                    *nth = found + 1;
                }
                if after.text(&says).is_some() {
                    let indent = raw.len() - raw.trim_start().len();
                    let text = format!("{}{comment}", raw.get(..indent).unwrap_or_default()).into();
                    out.push(OutLine { says, text, end });
                }
                continue;
            };
            out.push(OutLine { says, text, end });
        }
        if is_same { out } else { inserted(out, &new, &mut before, ending) }
    }

    /// Takes the ids and links that the elements of `parsed` have become in `map`.
    pub(in crate::format) fn rename(
        &mut self,
        parsed: &Map,
        ids: &HashMap<ElementId, ElementId>,
        links: &[usize],
        map: &Map,
    ) {
        let own = |id: &ElementId| ids.get(id).cloned().unwrap_or_else(|| id.clone());
        let keys: Vec<LinkKey> = map.keyed_links().map(|(key, _)| key).collect();
        let is_in_order = links.iter().enumerate().all(|(was, now)| was == *now);
        if ids.is_empty() && is_in_order && parsed.keyed_links().map(|(key, _)| key).eq(keys.iter().cloned())
        {
            return;
        }
        let mut place = parsed.link_places();
        let mut link = |key: &LinkKey| {
            let at = place(key).and_then(|at| links.get(at));
            at.and_then(|at| keys.get(*at)).cloned().unwrap_or_else(|| key.clone())
        };
        for line in &mut self.lines {
            line.says = match &line.says {
                Says::Element(id) => Says::Element(own(id)),
                Says::More(id) => Says::More(own(id)),
                Says::Place(id, nth) => Says::Place(own(id), *nth),
                Says::Pipeline(id) => Says::Pipeline(own(id)),
                Says::Close(id) => Says::Close(own(id)),
                Says::Evolve(id) => Says::Evolve(own(id)),
                Says::Link(key) => Says::Link(link(key)),
                Says::MoreOfLink(key) => Says::MoreOfLink(link(key)),
                other => other.clone(),
            };
        }
    }

    /// Whether elements and links stand in another order than the text has them.
    pub(super) fn is_reordered(base: &Map, map: &Map) -> bool {
        let ids = |map: &Map| map.elements().map(|element| element.id.clone()).collect::<Vec<_>>();
        let has_same_elements = base.shares_order(map) || ids(base) == ids(map);
        if has_same_elements
            && (base.shares_links(map)
                || base.keyed_links().map(|(key, _)| key).eq(map.keyed_links().map(|(key, _)| key)))
        {
            return false;
        }
        let elements = |a: &Map, b: &Map| -> Vec<_> {
            a.elements().map(|element| element.id.clone()).filter(|id| b.element(id).is_some()).collect()
        };
        let links = |a: &Map, b: &Map| -> Vec<_> {
            a.keyed_links().map(|(key, _)| key).filter(|key| b.link_index(key).is_some()).collect()
        };
        elements(base, map) != elements(map, base) || links(base, map) != links(map, base)
    }
}

/// A line changed where it says something else; where that cannot be, said anew, at the depth and with the comment that
/// it had.
fn changed(raw: &str, old: Option<&str>, new: &str) -> String {
    let merged = old.and_then(|old| merged(raw, old.trim_start(), new.trim_start()));
    if let Some(merged) = merged.filter(|merged| means(merged) == means(new)) {
        return merged;
    }
    let indent = raw.get(..raw.len() - raw.trim_start().len()).unwrap_or("");
    let new = new.trim_start();
    // What follows a semicolon is a link's text, to the line's end.
    let said = without_comment(raw);
    let comment = raw.get(said.len()..).unwrap_or("");
    let comment = if carrier::without_placed(raw, "%%") == raw { comment } else { "" };
    let keeps = comment.trim_start().starts_with("%%") && !said.trim().is_empty() && !new.contains("; ");
    format!("{indent}{new}{}", if keeps { comment } else { "" })
}

fn means(line: &str) -> Option<Statement> {
    parse(line).map(Statement::in_fractions)
}

/// The lines with those about what is new, each behind the line that it follows in canonical text.
fn inserted<'t>(
    mut out: Vec<OutLine<'t>>,
    new: &[OutlineLine],
    before: &mut Outlined<'_>,
    ending: &'static str,
) -> Vec<OutLine<'t>> {
    let mut slots = Places::of(out.iter().map(|line| &line.says));
    // What comes before each line, and at the end.
    let mut fresh: Vec<Vec<OutLine<'t>>> = vec![Vec::new(); out.len() + 1];
    // The line before in canonical text, and where what follows it stands.
    let (mut previous, mut behind): (Option<&Says>, Option<usize>) = (None, None);
    for line in new.iter().filter(|line| line.says != Says::Nothing) {
        let own = slots.find(&line.says);
        if own.is_none() {
            // What was never said in so many words, such as the usual stages, needs no word now; nor does a comment that stands
            // behind a statement, whose block is no matter.
            let was = before.text(&line.says);
            if was.is_some() && (matches!(line.says, Says::Kept(..)) || was == Some(line.text.as_str())) {
                continue;
            }
            // What tells more stands right above what it tells of.
            let above = match &line.says {
                Says::More(id) => slots.get(&Says::Element(id.clone())),
                Says::MoreOfLink(key) => slots.get(&Says::Link(key.clone())),
                _ => None,
            };
            let slot = above.or(behind).unwrap_or(0);
            let Some(lines) = fresh.get_mut(slot) else { continue };
            let at = if above.is_some() {
                lines.len()
            } else {
                lines.iter().rposition(|line| Some(&line.says) == previous).map_or(0, |at| at + 1)
            };
            let text = line.text.clone().into();
            lines.insert(at, OutLine { says: line.says.clone(), text, end: ending });
            behind = Some(slot);
        } else {
            behind = own.map(|at| at + 1);
        }
        previous = Some(&line.says);
    }
    if let Some(last) = out.last_mut().filter(|last| last.end.is_empty())
        && fresh.last().is_some_and(|lines| !lines.is_empty())
    {
        last.end = ending;
    }
    let mut all = Vec::with_capacity(out.len());
    let mut old = out.into_iter();
    for lines in fresh {
        all.extend(lines);
        all.extend(old.next());
    }
    all
}

/// The text of lines.
pub(super) fn joined(lines: &[OutLine<'_>]) -> String {
    let parts = || lines.iter().flat_map(|line| [&line.text, line.end]);
    let mut text = String::with_capacity(parts().map(str::len).sum());
    text.extend(parts());
    text
}

/// The lines of canonical text.
pub(super) fn canonical(map: &Map, how: Writing<'_>) -> Vec<OutLine<'static>> {
    let line = |line: OutlineLine| OutLine { says: line.says, text: line.text.into(), end: "\n" };
    outline(map, how).into_iter().map(line).collect()
}
