//! What could be meant by a word of Mermaid text.

use super::lex::{opens, outside, quoted, without_comment};
use super::names::Names;
use crate::format::Completion;
use crate::format::complete::matching;
use crate::model::{End, Map};

/// Words that begin a statement.
const KEYWORDS: [&str; 13] = [
    "title ",
    "size [",
    "evolution ",
    "anchor \"",
    "component \"",
    "pipeline ",
    "evolve ",
    "note \"",
    "annotation ",
    "annotations [",
    "accelerator \"",
    "deaccelerator \"",
    "accTitle: ",
];
/// What may follow a component's coordinates.
const SUFFIXES: [&str; 6] = ["label [", "(inertia)", "(build)", "(buy)", "(outsource)", "(market)"];

/// The ways to go on from the end of a text.
pub(in crate::format) fn complete(before: &str, map: &Map) -> Vec<Completion> {
    let end = before.len();
    let line = before.rsplit('\n').next().unwrap_or("").trim_start();
    if line.is_empty() || without_comment(line) != line.trim_end() || line.contains(';') {
        return Vec::new();
    }
    let names = Names::new(map);
    let ends = || {
        let written = map.components().filter(|(element, _)| !element.parked);
        written.map(|(element, component)| {
            let end = End::Element(element.id.clone());
            (component.name.to_string(), quoted(&names.end(&end)))
        })
    };
    // A quote that is open yet: what is typed of a name in it.
    let open = outside(line).filter(|at| opens(line, *at)).last();
    let (code, start) = match open {
        Some(at) => line.split_at(at),
        None => line.split_at(line.rfind(char::is_whitespace).map_or(0, |at| at + 1)),
    };
    let begun = |start: &str| -> Vec<Completion> {
        let found = matching(start.trim_start_matches(['"', '\'']), end, ends());
        let from = end - start.len();
        found
            .into_iter()
            .map(|completion| Completion { span: crate::format::Span::new(from, end), ..completion })
            .collect()
    };
    let word = code.split_whitespace().next().unwrap_or("");
    match word {
        "" if open.is_none() => {
            let words = KEYWORDS
                .iter()
                .map(|word| (word.trim_end_matches(['"', '[', ' ']).to_owned(), (*word).to_owned()));
            matching(start, end, words.chain(ends()))
        }
        "component" | "anchor" if code.contains(']') && !start.is_empty() => {
            let words = SUFFIXES
                .iter()
                .map(|word| (word.trim_end_matches([' ', '[']).to_owned(), (*word).to_owned()));
            let bare = words.map(|(label, text)| (label.trim_matches(['(', ')']).to_owned(), text));
            matching(start, end, bare)
        }
        "evolve" | "pipeline" if !start.is_empty() => begun(start),
        _ if KEYWORDS.iter().any(|keyword| keyword.trim_end_matches(['"', '[', ' ']) == word) => Vec::new(),
        _ if start.is_empty() => Vec::new(),
        _ => begun(start),
    }
}
