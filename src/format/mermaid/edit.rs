//! Mermaid text changed as little as a changed map needs.

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
pub(super) struct OutLine {
    pub(super) says: Says,
    pub(super) text: String,
    end: String,
}

impl Mermaid {
    /// `text`, which says `base`, changed so that it says `map`: only lines that speak of what changed are touched.
    pub(super) fn edit(&self, text: &str, base: &Map, map: &Map) -> Vec<OutLine> {
        let (old, new) = (outline(base, super::OWN), outline(map, super::OWN));
        let by_subject = |lines: &[OutlineLine]| -> Index<Says, String> {
            lines.iter().map(|line| (line.says.clone(), line.text.clone())).collect()
        };
        let (before, after) = (by_subject(&old), by_subject(&new));
        let is_same = base == map;
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut out: Vec<OutLine> = Vec::new();
        let own_lines: HashSet<&Says> = self.lines.iter().map(|line| &line.says).collect();
        let mut freed: HashMap<String, usize> = HashMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            let next = self.lines.get(at + 1).map_or(text.len(), |next| next.span.start);
            let raw = line.span.of(text);
            let end = Span::new(line.span.end, next).of(text).to_owned();
            let new = after.get(&line.says);
            let says = line.says.clone();
            let text = if is_same || says == Says::Nothing || new.is_some() && new == before.get(&says) {
                raw.to_owned()
            } else if let Some(new) = new {
                changed(raw, before.get(&line.says), new)
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
                if after.contains_key(&says) {
                    let indent = raw.len() - raw.trim_start().len();
                    let text = format!("{}{comment}", raw.get(..indent).unwrap_or_default());
                    out.push(OutLine { says, text, end });
                }
                continue;
            };
            out.push(OutLine { says, text, end });
        }
        if !is_same {
            insert(&mut out, &new, &before, ending);
        }
        out
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
        let link = |key: &LinkKey| {
            let at = parsed.link_index(key).and_then(|at| links.get(at));
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
fn changed(raw: &str, old: Option<&String>, new: &str) -> String {
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

/// Puts lines about what is new behind the lines that they follow in canonical text.
fn insert(out: &mut Vec<OutLine>, new: &[OutlineLine], before: &Index<Says, String>, ending: &str) {
    let slots: Index<Says, usize> =
        out.iter().enumerate().map(|(at, line)| (line.says.clone(), at)).collect();
    // What comes before each line, and at the end; and in which of these a new line stands.
    let mut fresh: Vec<Vec<OutLine>> = vec![Vec::new(); out.len() + 1];
    let mut fresh_of: Index<Says, usize> = Index::default();
    let mut previous: Option<&Says> = None;
    for line in new.iter().filter(|line| line.says != Says::Nothing) {
        if !slots.contains_key(&line.says) {
            // What was never said in so many words, such as the usual stages, needs no word now; nor does a comment that stands
            // behind a statement, whose block is no matter.
            let is_kept = matches!(line.says, Says::Kept(..)) && before.contains_key(&line.says);
            if is_kept || before.get(&line.says) == Some(&line.text) {
                continue;
            }
            // What tells more stands right above what it tells of.
            let above = match &line.says {
                Says::More(id) => slots.get(&Says::Element(id.clone())),
                Says::MoreOfLink(key) => slots.get(&Says::Link(key.clone())),
                _ => None,
            };
            let behind_fresh = previous.and_then(|says| fresh_of.get(says));
            let behind = previous.and_then(|says| slots.get(says)).map(|at| at + 1);
            let slot = above.or(behind_fresh).copied().or(behind).unwrap_or(0);
            let Some(lines) = fresh.get_mut(slot) else { continue };
            let at = if above.is_some() {
                lines.len()
            } else {
                lines.iter().rposition(|line| Some(&line.says) == previous).map_or(0, |at| at + 1)
            };
            let text = line.text.clone();
            lines.insert(at, OutLine { says: line.says.clone(), text, end: ending.to_owned() });
            fresh_of.insert(line.says.clone(), slot);
        }
        previous = Some(&line.says);
    }
    if let Some(last) = out.last_mut().filter(|last| last.end.is_empty())
        && fresh.last().is_some_and(|lines| !lines.is_empty())
    {
        ending.clone_into(&mut last.end);
    }
    let mut old = std::mem::take(out).into_iter();
    for lines in fresh {
        out.extend(lines);
        out.extend(old.next());
    }
}

/// The text of lines.
pub(super) fn joined(lines: &[OutLine]) -> String {
    lines.iter().flat_map(|line| [line.text.as_str(), line.end.as_str()]).collect()
}

/// The lines of canonical text.
pub(super) fn canonical(map: &Map, how: Writing<'_>) -> Vec<OutLine> {
    let line = |line: OutlineLine| OutLine { says: line.says, text: line.text, end: "\n".to_owned() };
    outline(map, how).into_iter().map(line).collect()
}
