//! The looks of OnlineWardleyMaps text.

use super::comment::mask;
use super::names::quote_end;
use super::statement::{Statement, operator, parse};
use crate::format::{Span, Token};

/// Words that may stand behind a component.
const SUFFIXES: [&str; 9] =
    ["label", "inertia", "evolve", "url", "build", "buy", "outsource", "market", "ecosystem"];

pub(in crate::format) fn highlight(text: &str) -> Vec<(Span, Token)> {
    let masked = mask(text);
    let mut found: Vec<_> = masked.comments.iter().map(|comment| (comment.span, Token::Comment)).collect();
    let mut start = 0;
    for line in masked.code.split_inclusive('\n') {
        code(line, start, &mut found);
        start += line.len();
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

fn code(line: &str, start: usize, found: &mut Vec<(Span, Token)>) {
    let statement = parse(line);
    let is_link = matches!(statement, Some(Statement::Link { .. }));
    let evolves = matches!(statement, Some(Statement::Evolve { .. }));
    let has_word = statement.is_some() && !is_link;
    let mut put = |at: usize, length: usize, token| {
        found.push((Span::new(start + at, start + at + length), token));
    };
    let indent = line.len() - line.trim_start().len();
    let mut at = indent;
    if has_word && !line.trim().starts_with(['{', '}']) {
        let length = line.get(at..).map_or(0, |rest| rest.find(char::is_whitespace).unwrap_or(rest.len()));
        put(at, length, Token::Keyword);
        at += length;
    }
    // Numbers and suffixes follow the first bracket; before it stand names.
    let mut behind_name = false;
    let mut depth = 0_usize;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let mut length = first.len_utf8();
        if first == '"'
            && let Some(end) = quote_end(rest)
        {
            length = end;
            put(at, length, Token::Text);
        } else if let Some((_, end)) = operator(rest).filter(|_| depth == 0 && !behind_name) {
            length = end;
            put(at, length, Token::Operator);
        } else if first == '[' {
            (depth, behind_name) = (depth + 1, true);
        } else if first == ']' {
            depth = depth.saturating_sub(1);
        } else if first.is_alphanumeric() || "-.".contains(first) {
            let is_part = |c: char| c.is_alphanumeric() || c == '.' || depth > 0 && c == '-';
            length = rest.find(|c| !is_part(c)).unwrap_or(rest.len()).max(1);
            let word = rest.get(..length).unwrap_or("");
            let after = rest.get(length..).unwrap_or("").trim_start();
            // The maturity of an evolution stands behind its names, without a bracket.
            let is_last =
                evolves && (after.is_empty() || after.starts_with(['(']) || after.starts_with("label"));
            if word.parse::<f64>().is_ok() && (depth > 0 || behind_name || is_last) {
                behind_name |= is_last;
                put(at, length, Token::Number);
            } else if behind_name && depth == 0 && has_word && SUFFIXES.contains(&word) {
                put(at, length, Token::Keyword);
            }
        }
        at += length;
    }
}
