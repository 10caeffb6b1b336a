//! What could be meant by a word of OnlineWardleyMaps text.

use super::comment::mask;
use super::line::{end_name, name};
use super::names::{keywords, starts_like_statement};
use super::statement::split_at_operator;
use crate::format::Completion;
use crate::format::complete::matching;
use crate::model::Map;

const STYLES: [&str; 5] = ["plain", "wardley", "colour", "handwritten", "dark"];
/// What may follow a component's coordinates.
const SUFFIXES: [&str; 9] =
    ["label [", "inertia", "evolve ", "url(", "(build)", "(buy)", "(outsource)", "(market)", "(ecosystem)"];

/// The ways to go on from the end of a text.
pub(in crate::format) fn complete(before: &str, map: &Map) -> Vec<Completion> {
    let end = before.len();
    let masked = mask(before).code;
    let line = masked.rsplit('\n').next().unwrap_or("");
    let typed = before.rsplit('\n').next().unwrap_or("");
    let line = line.trim_start();
    if line.is_empty() || typed.trim_start() != line {
        return Vec::new();
    }
    let owned = |words: &[&str]| -> Vec<(String, String)> {
        words.iter().map(|word| (word.trim().to_owned(), (*word).to_owned())).collect()
    };
    let components =
        || map.components().filter(|(element, _)| !element.parked).map(|(_, component)| &component.name);
    let ends = || components().map(|text| (text.to_string(), end_name(text)));
    if let Some((_, _, to)) = split_at_operator(line) {
        let start = to.trim_start();
        return if start.is_empty() || start.contains(';') {
            Vec::new()
        } else {
            matching(start, end, ends())
        };
    }
    let Some((word, rest)) = line.split_once([' ', '\t']) else {
        let words = keywords().iter().map(|word| ((*word).to_owned(), format!("{word} ")));
        return matching(line, end, words.chain(ends()));
    };
    let rest = rest.trim_start();
    match word {
        "pipeline" | "evolve" | "build" | "buy" | "outsource" if !rest.is_empty() => {
            matching(rest, end, components().map(|text| (text.to_string(), name(text))))
        }
        "style" if !rest.is_empty() => matching(rest, end, owned(&STYLES)),
        "component" | "anchor" | "submap" => match rest.rsplit_once(']') {
            Some((_, suffix)) if !suffix.is_empty() => {
                let start = suffix.rsplit([' ', '\t']).next().unwrap_or("");
                if start.is_empty() { Vec::new() } else { matching(start, end, owned(&SUFFIXES)) }
            }
            _ => Vec::new(),
        },
        _ if starts_like_statement(line) => Vec::new(),
        // The start of a link, of several words.
        _ => matching(line, end, ends()),
    }
}
