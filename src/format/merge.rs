//! Three versions of a text merged to one: the map by its parts, everything else by its lines.

use std::collections::{HashMap, HashSet};

use super::{Edited, Format, Loss, Source, Subject, read, write};
use crate::compare::{Identity, Matching, Merged, diff, merge_known, merged_list};
use crate::model::{Conflict, ElementId, IdMint, Index, Map};

/// A merged text.
#[derive(Clone, Debug)]
pub struct MergedText {
    /// The text, in the format of our side, with what stands before it in its file.
    pub text: String,
    /// The map that it says.
    pub map: Map,
    /// What has to be decided; the text says it, too.
    pub conflicts: Vec<Conflict>,
    /// What of the map the text does not say, in words.
    pub losses: Vec<Loss>,
}

/// A mark so long that no text has it.
const MARK: usize = 61;

/// Merges two texts that came from one. The map is merged by element and field; comments, spelling and the order of lines
/// are those of the side that changed them, and what neither side touched stays byte for byte.
pub fn merge(base: &Source, ours: &Source, theirs: &Source) -> MergedText {
    let formats = [base.format(), ours.format(), theirs.format()];
    let identity = if formats.iter().all(|format| matches!(format, Format::Ron | Format::Json)) {
        Identity::IdsFirst
    } else {
        Identity::Names
    };
    let Merged { map, conflicts, base_ids, their_ids } =
        merge_known(base.map(), ours.map(), theirs.map(), identity);
    if ours.format() == Format::Json {
        let text = if map == **ours.map() { ours.text().to_owned() } else { write(Format::Json, &map).0 };
        return MergedText { text: format!("{}{text}", ours.mark()), map, conflicts, losses: Vec::new() };
    }
    let said = |source: &Source, ids: &HashMap<ElementId, ElementId>| {
        let (map, names) = in_ids_of(source.map(), &map, ids);
        let kept = source.map().kept.clone();
        Said::new(source.edit(&Map { kept, ..map }), &names)
    };
    let own = said(ours, &HashMap::new());
    let mut text = own.text.clone();
    let losses = own.losses.clone();
    if formats.iter().all(|format| *format == ours.format()) {
        // All three texts made to say the merged map: what they still differ in is no part of it. A statement is spelled as
        // the side has it that spelled it anew, with the comment behind it.
        let [mut old, mut own, mut their] = [said(base, &base_ids), own, said(theirs, &their_ids)];
        let spelled: Index<Subject, String> = own
            .lines
            .keys()
            .filter_map(|subject| {
                let [was, is, theirs] = [&old, &own, &their].map(|said| said.line(subject));
                let new = if is == was { theirs? } else { is? };
                Some((subject.clone(), new.to_owned()))
            })
            .collect();
        for said in [&mut old, &mut own, &mut their] {
            said.spell(&spelled);
        }
        // Who turned the ends of all lines turned them for both.
        let [was, is, has] = [&old, &own, &their].map(|said| said.text.contains("\r\n"));
        let is_crlf = if is == was { has } else { is };
        for said in [&mut old, &mut own, &mut their] {
            said.end_lines(is_crlf);
        }
        let says = |text: &String| {
            read(ours.format(), text).map.is_some_and(|back| {
                diff(&map, &back, &Matching::new(&map, &back, identity)).of_map().unordered().is_empty()
            })
        };
        let start = comment_start(ours.format());
        let candidates = [
            lines(&old.text, &own.text, &their.text, |_| true),
            lines(&old.text, &own.text, &their.text, |line| line.trim_start().starts_with(start)),
            own.text,
        ];
        if let Some(found) = candidates.into_iter().find(says) {
            text = found;
        }
    }
    MergedText { text: format!("{}{text}", ours.mark()), map, conflicts, losses }
}

/// A text, and the lines on which the statements of its elements and links stand, in the ids of the merged map.
struct Said {
    text: String,
    losses: Vec<Loss>,
    lines: Index<Subject, (usize, usize)>,
}

impl Said {
    fn new(edited: Edited, names: &HashMap<ElementId, ElementId>) -> Self {
        let text = edited.text;
        let mut lines = Index::default();
        let mut last: Option<(usize, Subject)> = None;
        for spot in edited.spots {
            let start = text.get(..spot.span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
            let end = text.get(spot.span.end..).and_then(|rest| rest.find('\n'));
            let end = end.map_or(text.len(), |end| spot.span.end + end);
            let subject = match spot.subject {
                Subject::Element(id) => Subject::Element(names.get(&id).unwrap_or(&id).clone()),
                Subject::Link(at) => Subject::Link(at),
            };
            // Of what shares its line with others, or has several, nothing is known.
            match &last {
                Some((line, other)) if *line == start => {
                    lines.remove(other);
                }
                _ if lines.contains_key(&subject) => {
                    lines.remove(&subject);
                }
                _ => {
                    lines.insert(subject.clone(), (start, end));
                }
            }
            last = Some((start, subject));
        }
        let losses = edited.losses.into_iter().filter(|loss| !loss.is_kept).collect();
        Self { text, losses, lines }
    }

    fn line(&self, of: &Subject) -> Option<&str> {
        let (start, end) = self.lines.get(of)?;
        self.text.get(*start..*end)
    }

    /// Ends each line so.
    fn end_lines(&mut self, with_return: bool) {
        if self.text.contains("\r\n") != with_return {
            let plain = self.text.replace("\r\n", "\n");
            self.text = if with_return { plain.replace('\n', "\r\n") } else { plain };
        }
    }

    /// Spells statements so.
    fn spell(&mut self, spelled: &Index<Subject, String>) {
        let places = self.lines.iter().filter_map(|(subject, place)| Some((*place, spelled.get(subject)?)));
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for ((start, end), line) in places {
            text.push_str(self.text.get(done..start).unwrap_or_default());
            text.push_str(line);
            done = end;
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        self.text = text;
    }
}

/// The map with the ids that another has for the same elements, and what each of them is here. `ids` tells which of `map`
/// each id of the other is, where it is not the same.
fn in_ids_of(
    other: &Map,
    map: &Map,
    ids: &HashMap<ElementId, ElementId>,
) -> (Map, HashMap<ElementId, ElementId>) {
    let mut mint = IdMint::default();
    let mut names: HashMap<ElementId, ElementId> = HashMap::new();
    for element in other.elements() {
        mint.take(&element.id);
        names.insert(ids.get(&element.id).unwrap_or(&element.id).clone(), element.id.clone());
    }
    for (at, element) in map.elements().enumerate() {
        if !names.contains_key(&element.id) && !mint.take(&element.id) {
            let id = mint.new_id(element.name(), element.kind_name(), at + 1);
            names.insert(element.id.clone(), id);
        }
    }
    let said = map.with_ids(&|id| names.get(id).unwrap_or(id).clone());
    (said, names.into_iter().map(|(own, other)| (other, own)).collect())
}

fn comment_start(format: Format) -> &'static str {
    if format == Format::Mermaid { "%%" } else { "//" }
}

/// The lines of three texts merged; where both changed the same, ours, with those of theirs for which `is_taken` holds.
fn lines(base: &str, ours: &str, theirs: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut options = diffy::MergeOptions::new();
    options.set_conflict_marker_length(MARK);
    let merged = match options.merge(base, ours, theirs) {
        Ok(text) => return text,
        Err(text) => text,
    };
    let [open, middle, split, close] = ["<", "|", "=", ">"].map(|mark| mark.repeat(MARK));
    let mut text = String::with_capacity(merged.len());
    let mut parts: [Vec<&str>; 3] = Default::default();
    let mut part: Option<usize> = None;
    for line in merged.split_inclusive('\n') {
        match part {
            None if line.starts_with(&open) => part = Some(1),
            None => text.push_str(line),
            Some(_) if line.starts_with(&middle) => part = Some(0),
            Some(_) if line.starts_with(&split) => part = Some(2),
            Some(_) if line.starts_with(&close) => {
                let [old, own, their] = std::mem::take(&mut parts);
                text.extend(both(&old, &own, &their, &is_taken));
                part = None;
            }
            Some(at) => {
                if let Some(part) = parts.get_mut(at) {
                    part.push(line);
                }
            }
        }
    }
    text
}

/// Our lines without those that they took out, and with those that they added.
fn both<'a>(
    old: &[&'a str],
    own: &[&'a str],
    their: &[&'a str],
    is_taken: &impl Fn(&str) -> bool,
) -> Vec<&'a str> {
    let own_lines: HashSet<_> = own.iter().collect();
    let old: Vec<&str> = old.iter().filter(|line| is_taken(line)).copied().collect();
    let their = their.iter().filter(|line| is_taken(line) || own_lines.contains(line));
    merged_list(&old, own, &their.copied().collect::<Vec<_>>())
}
