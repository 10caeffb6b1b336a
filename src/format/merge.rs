//! Three versions of a text merged to one: the map by its parts, everything else by its lines.

mod said;

use std::collections::{HashMap, HashSet};

use self::said::{Said, Statement};
use super::{Format, Loss, Source, read, write};
use crate::compare::{Identity, Matching, Merged, diff, merge_known, merged_list};
use crate::model::{Conflict, ElementId, IdMint, Index, Map, both as at_once};

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
/// Where more lines than these came, went or stand in another order, lines are not merged as lines.
const MOST_MOVED: usize = 3_000;

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
    let losses = own.losses.clone();
    let mut text = None;
    if formats.iter().all(|format| *format == ours.format()) {
        // All three texts made to say the merged map: what they still differ in is no part of it. A statement is spelled as
        // the side has it that spelled it anew, with the comment behind it.
        let (old, their) =
            at_once(map.elements().len(), || said(base, &base_ids), || said(theirs, &their_ids));
        let mut three = [old, own.clone(), their];
        let start = comment_start(ours.format());
        spell_alike(&mut three, start);
        let [old, own, their] = three;
        let says = |text: &String| {
            read(ours.format(), text).map.is_some_and(|back| {
                diff(&map, &back, &Matching::new(&map, &back, identity)).of_map().unordered().is_empty()
            })
        };
        let is_comment = |line: &str| line.trim_start().starts_with(start);
        // Lines that stand in another order are no lines that changed, and looking for those grows with the square of them.
        let is_in_order = old.distance(&own) + old.distance(&their) <= MOST_MOVED;
        let texts = [&old, &own, &their].map(Said::text);
        let [_, own_company, their_company] = texts.each_ref().map(|text| company(text, start));
        // Where an order came out that neither side has, a comment may stand above something else.
        let keeps_company = |text: &String| {
            company(text, start).into_iter().all(|(comment, now)| {
                let was: Vec<_> =
                    [&own_company, &their_company].into_iter().filter_map(|all| all.get(comment)).collect();
                was.is_empty() || was.contains(&&now)
            })
        };
        let merged = |is_taken: &dyn Fn(&str) -> bool| {
            is_in_order.then(|| lines(&texts, is_taken)).filter(keeps_company)
        };
        let carried = |is_taken: &dyn Fn(&str) -> bool| Some(own.with_lines_of(&their, &old, is_taken));
        text = merged(&|_| true)
            .filter(says)
            .or_else(|| carried(&|_| true).filter(says))
            .or_else(|| merged(&is_comment).filter(says))
            .or_else(|| carried(&is_comment).filter(says))
            .or_else(|| Some(own.text()).filter(says));
    }
    let text = text.unwrap_or_else(|| own.text());
    MergedText { text: format!("{}{text}", ours.mark()), map, conflicts, losses }
}

/// Makes the same statements of three texts, before, ours and theirs, be spelled alike: as the side has it that spelled it
/// anew; ours where both did, with their comment on a line above it.
fn spell_alike(three: &mut [Said; 3], comment_start: &str) {
    let mut spelled: Vec<(Statement, String)> = Vec::new();
    let mut comments: Index<Statement, String> = Index::default();
    for statement in three[1].statements() {
        let [was, is, theirs] = three.each_ref().map(|said| said.line(statement));
        let (Some(is), Some(theirs)) = (is, theirs) else { continue };
        if was == Some(is) && is == theirs {
            continue;
        }
        spelled.push((statement.clone(), if was == Some(is) { theirs } else { is }.to_owned()));
        let tail = |line: &str| said::comment_behind(line, comment_start).map(str::to_owned);
        let (own, their) = (tail(is), tail(theirs));
        if was != Some(is) && their.is_some() && their != own && their != was.and_then(tail) {
            let indent: String = is.chars().take_while(|c| c.is_whitespace()).collect();
            comments.insert(statement.clone(), format!("{indent}{}", their.unwrap_or_default()));
        }
    }
    // Who turned the ends of all lines turned them for both.
    let [was, is, has] = three.each_ref().map(Said::has_returns);
    for said in three.iter_mut() {
        said.spell(&spelled);
        said.end_lines(if is == was { has } else { is });
    }
    three[1].put_above(&comments);
}

/// Above what each comment stands that the text has once.
fn company<'t>(text: &'t str, comment_start: &str) -> HashMap<&'t str, &'t str> {
    let mut all = HashMap::new();
    let mut twice = HashSet::new();
    let mut waiting: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with(comment_start) {
            waiting.push(line);
            continue;
        }
        for comment in waiting.drain(..) {
            if all.insert(comment, line).is_some() {
                twice.insert(comment);
            }
        }
    }
    all.retain(|comment, with| !twice.contains(comment) && !with.is_empty());
    all
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
fn lines([base, ours, theirs]: &[String; 3], is_taken: &dyn Fn(&str) -> bool) -> String {
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
                text.extend(both(&old, &own, &their, is_taken));
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
    is_taken: &dyn Fn(&str) -> bool,
) -> Vec<&'a str> {
    let own_lines: HashSet<_> = own.iter().collect();
    let old: Vec<&str> = old.iter().filter(|line| is_taken(line)).copied().collect();
    let their = their.iter().filter(|line| is_taken(line) || own_lines.contains(line));
    merged_list(&old, own, &their.copied().collect::<Vec<_>>())
}
