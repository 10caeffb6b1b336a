//! The looks of Mermaid text.

use super::lex::{LineKind, lines, opens, string_length, without_comment};
use super::statement::{Statement, parse};
use crate::format::{Span, Token};

/// Words that may stand behind a component.
const SUFFIXES: [&str; 7] = ["label", "inertia", "build", "buy", "outsource", "market", "ecosystem"];

/// The parts of a text that stand out, in order.
pub(in crate::format) fn highlight(text: &str) -> Vec<(Span, Token)> {
    let mut found = Vec::new();
    for line in lines(text) {
        match line.kind {
            LineKind::Blank => {}
            LineKind::Comment | LineKind::Aside => found.push((line.span, Token::Comment)),
            LineKind::Code => code(line.span.of(text), line.span.start, &mut found),
        }
    }
    found
}

fn code(line: &str, start: usize, found: &mut Vec<(Span, Token)>) {
    let statement = parse(line);
    let is_link = matches!(statement, Some(Statement::Link(_)));
    let is_title = matches!(statement, Some(Statement::Title(_)));
    let code = if is_link { line } else { without_comment(line) };
    let mut put = |at: usize, length: usize, token| {
        found.push((Span::new(start + at, start + at + length), token));
    };
    let mut at = code.len() - code.trim_start().len();
    let has_word = statement.is_some() && !is_link && !code.trim().starts_with('}');
    if has_word {
        let length = code.get(at..).map_or(0, |rest| rest.find(char::is_whitespace).unwrap_or(rest.len()));
        put(at, length, Token::Keyword);
        at += length;
    }
    // Numbers and suffixes follow the first bracket; before it stand names.
    let mut behind_name = matches!(statement, Some(Statement::Evolve { .. } | Statement::Stages(_)));
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty() && !is_title) {
        let first = rest.chars().next().unwrap_or(' ');
        let string = opens(code, at).then(|| string_length(rest)).flatten();
        let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let arrow =
            ["+<>", "+>", "+<", "-.->", "-->", "->", "+'"].iter().find(|arrow| rest.starts_with(**arrow));
        let (length, token) = if let Some(length) = string {
            (length, Some(Token::Text))
        } else if let Some(arrow) = arrow {
            let label = rest.strip_prefix("+'").and_then(|inside| inside.find('\''));
            (label.map_or(arrow.len(), |end| end + 4).min(rest.len()), Some(Token::Operator))
        } else if is_link && first == ';' {
            break;
        } else if behind_name && (first.is_ascii_digit() || first == '-') {
            let length = rest.find(|c: char| !(c.is_ascii_digit() || ".-".contains(c))).unwrap_or(rest.len());
            (length, Some(Token::Number))
        } else if behind_name && rest.get(..word).is_some_and(|word| SUFFIXES.contains(&word)) {
            (word, Some(Token::Keyword))
        } else {
            (word.max(first.len_utf8()), None)
        };
        behind_name |= first == '[';
        let mut length = length.max(first.len_utf8());
        while !code.is_char_boundary(at + length) {
            length += 1;
        }
        if let Some(token) = token {
            put(at, length, token);
        }
        at += length;
    }
    let comment = line.get(code.len()..).unwrap_or("");
    if comment.trim_start().starts_with("%%") {
        put(code.len(), comment.len(), Token::Comment);
    }
}
