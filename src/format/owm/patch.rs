//! A line changed in place: only the parts that say something else are touched.

use super::line::{Line, Part};
use super::locate::Found;
use crate::format::Span;
use crate::format::splice::Splices;

/// The replacements that turn what a line says from `old` into `new`; `None` where a part cannot be placed and
/// the line has to be written anew. `text` is the whole text, `found` the line's parts in it; `elsewhere` tells
/// which parts another line about the same thing has.
pub(super) fn patch(
    text: &str,
    found: &[Found],
    old: &Line,
    new: &Line,
    elsewhere: impl Fn(&Part) -> bool,
) -> Option<Splices> {
    let mut changes = Splices::default();
    for part in &old.0 {
        if new.part(part.key).is_none() {
            for found in found.iter().filter(|found| found.key == part.key) {
                changes.remove(with_lead(text, found.span, part.lead));
            }
            if !elsewhere(part) && !found.iter().any(|found| found.key == part.key) {
                return None;
            }
        }
    }
    for (at, part) in new.0.iter().enumerate() {
        let before = old.part(part.key);
        if before.is_some_and(|before| before.text == part.text) {
            continue;
        }
        let mut places = found.iter().filter(|found| found.key == part.key).map(|found| found.span);
        if let Some(first) = places.next() {
            let now = first.of(text);
            let merged = before.and_then(|before| merge_numbers(now, &before.text, &part.text));
            changes.replace(first, merged.unwrap_or_else(|| part.text.clone()));
            places.for_each(|more| changes.remove(with_lead(text, more, " ")));
        } else if !elsewhere(part) {
            if at == 0 {
                // What switches a line off stands before everything.
                let start = found.first()?.span.start;
                let follow = new.0.get(1).map_or("", |next| next.lead);
                changes.insert(start, format!("{}{follow}", part.text));
                continue;
            }
            let earlier = new.0.get(..at)?;
            let is_earlier = |found: &&Found| earlier.iter().any(|part| part.key == found.key);
            let end = found.iter().filter(is_earlier).map(|found| found.span.end).max()?;
            changes.insert(end, format!("{}{}", part.lead, part.text));
        }
    }
    Some(changes)
}

/// A part with what stood between it and the part before; for what stands first, between it and the next.
fn with_lead(text: &str, span: Span, lead: &str) -> Span {
    let before = text.get(..span.start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    if line.trim().is_empty() {
        let after = text.get(span.end..).unwrap_or("");
        let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
        return Span::new(span.start, span.end + blank);
    }
    let bare = line.trim_end();
    let bare = bare.strip_suffix(lead.trim()).unwrap_or(bare).trim_end();
    Span::new(span.start - (line.len() - bare.len()), span.end)
}

/// `now` with those numbers replaced that differ between `old` and `new`; `None` where they do not line up.
pub(super) fn merge_numbers(now: &str, old: &str, new: &str) -> Option<String> {
    let (now_numbers, now_rest) = numbers(now);
    let (old_numbers, old_rest) = numbers(old);
    let (new_numbers, new_rest) = numbers(new);
    if now_rest != old_rest || old_rest != new_rest {
        return None;
    }
    let mut merged = String::with_capacity(now.len());
    let mut done = 0;
    for ((place, old), new) in now_numbers.iter().zip(&old_numbers).zip(&new_numbers) {
        if old.of_text != new.of_text {
            merged.push_str(now.get(done..place.start)?);
            merged.push_str(new.of_text);
            done = place.start + place.of_text.len();
        }
    }
    merged.push_str(now.get(done..)?);
    Some(merged)
}

struct Number<'a> {
    start: usize,
    of_text: &'a str,
}

/// The numbers of a text, and the text without them and without white space; `#` stands for each.
fn numbers(text: &str) -> (Vec<Number<'_>>, String) {
    let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut at = 0;
    while let Some(tail) = text.get(at..).filter(|tail| !tail.is_empty()) {
        let end = tail.find(|c| !is_part(c)).unwrap_or(tail.len());
        let run = tail.get(..end).unwrap_or("");
        if end > 0 && run.parse::<f64>().is_ok() {
            found.push(Number { start: at, of_text: run });
            rest.push('#');
            at += end;
        } else {
            let step = end.max(tail.chars().next().map_or(1, char::len_utf8));
            rest.extend(tail.get(..step).unwrap_or("").chars().filter(|c| !c.is_whitespace()));
            at += step;
        }
    }
    (found, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_replaced_one_by_one() {
        let merge = |now, old, new| merge_numbers(now, old, new).unwrap_or_default();
        assert_eq!(merge("[ 0.790 ,.61]", "[0.79, 0.61]", "[0.79, 0.7]"), "[ 0.790 ,0.7]");
        assert_eq!(merge("label [19.0,-4 ]", "label [19, -4]", "label [20, -4]"), "label [20,-4 ]");
        assert_eq!(
            merge("[[0.1,0.2], [0.3,0.4] ]", "[[0.1, 0.2],[0.3, 0.4]]", "[[0.1, 0.2],[0.3, 0.5]]"),
            "[[0.1,0.2], [0.3,0.5] ]"
        );
        assert_eq!(merge_numbers("[x, 0.61]", "[0.9, 0.61]", "[0.9, 0.7]"), None);
        assert_eq!(merge_numbers("[0.5, 0.5] 100 20", "[0.5, 0.5, 0.3, 0.6]", "[0.4, 0.5, 0.3, 0.6]"), None);
        assert_eq!(merge_numbers("[0.72]", "[0.72]", "[0.5, 0.72]"), None);
    }
}
