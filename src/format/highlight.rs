//! What the parts of a text are, to be shown in colours: by their looks alone, so that it works while somebody types.

use super::{Format, Span};
use super::{mermaid, owm, quotes};

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word of the format.
    Keyword,
    /// The name of a field.
    Field,
    /// A number.
    Number,
    /// Text in quotes.
    Text,
    /// An arrow between names.
    Operator,
    /// A comment.
    Comment,
}

/// The parts of a text that stand out, in order; the rest is names and punctuation.
pub fn highlight(format: Format, text: &str) -> Vec<(Span, Token)> {
    match format {
        Format::Owm => owm::highlight(text),
        Format::Mermaid => mermaid::highlight(text),
        Format::Ron | Format::Json => structured(text),
    }
}

/// RON and JSON look alike.
fn structured(text: &str) -> Vec<(Span, Token)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let (length, token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Some(Token::Comment))
        } else if let Some(inside) = rest.strip_prefix("/*") {
            (inside.find("*/").map_or(rest.len(), |end| end + 4), Some(Token::Comment))
        } else if first == '"' {
            let length = quotes::length(rest).unwrap_or(rest.len());
            let after = rest.get(length..).unwrap_or("").trim_start();
            (length, Some(if after.starts_with(':') { Token::Field } else { Token::Text }))
        } else if first.is_ascii_digit() || first == '-' {
            (run(rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c)), Some(Token::Number))
        } else if first.is_alphabetic() || first == '_' {
            let length = run(rest, |c| c.is_alphanumeric() || c == '_');
            let after = rest.get(length..).unwrap_or("").trim_start();
            (length, Some(if after.starts_with(':') { Token::Field } else { Token::Keyword }))
        } else {
            (first.len_utf8(), None)
        };
        let length = length.max(first.len_utf8());
        found.extend(token.map(|token| (Span::new(at, at + length), token)));
        at += length;
    }
    found
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, text: &str, expected: &[(&str, Token)]) {
        let found: Vec<_> =
            highlight(format, text).into_iter().map(|(span, token)| (span.of(text), token)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_numbers_and_comments_stand_out() {
        use Token::{Comment, Field, Keyword, Number, Operator, Text};
        check(
            Format::Ron,
            "Need(from: \"a\", text: -1.5) // c",
            &[
                ("Need", Keyword),
                ("from", Field),
                ("\"a\"", Text),
                ("text", Field),
                ("-1.5", Number),
                ("// c", Comment),
            ],
        );
        check(
            Format::Owm,
            "component A [0.5, .6] label [1, -2] // c\n\"A\"->B; why\nnote x [1, 1]",
            &[
                ("component", Keyword),
                ("0.5", Number),
                (".6", Number),
                ("label", Keyword),
                ("1", Number),
                ("-2", Number),
                ("// c", Comment),
                ("\"A\"", Text),
                ("->", Operator),
                ("note", Keyword),
                ("1", Number),
                ("1", Number),
            ],
        );
        check(Format::Owm, "note to self->B", &[("->", Operator)]);
        let evolve = [("evolve", Keyword), ("->", Operator), (".8", Number), ("buy", Keyword)];
        check(Format::Owm, "evolve Web 2.0->Web 3.0 .8 (buy)", &evolve);
    }
}
