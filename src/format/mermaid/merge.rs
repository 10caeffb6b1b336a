//! A line changed word by word, so that what it says no differently stays as it is spelled.

use super::lex::{name, opens, string_length};
use crate::format::Span;

/// A word of a canonical line.
struct Word<'a> {
    span: Span,
    text: &'a str,
}

/// The words of a canonical line: texts in quotes, numbers, a link's text, and what stands between them.
fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let length = if opens(line, at) {
            string_length(rest).unwrap_or(rest.len())
        } else if first == ';' {
            rest.len()
        } else if rest.starts_with("+'") {
            rest.find(char::is_whitespace).map_or(rest.len(), |_| arrow(rest))
        } else if is_number(first) {
            rest.find(|c| !is_number(c)).unwrap_or(rest.len())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        words.push(Word { span: Span::new(at, at + length), text: rest.get(..length).unwrap_or("") });
        at += length;
    }
    words
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || c == '-'
}

/// The length of an arrow with a text in it.
fn arrow(text: &str) -> usize {
    let inside = text.get(2..).and_then(|inside| inside.find('\'')).map_or(text.len(), |end| end + 3);
    let head = text.get(inside..).unwrap_or("").find(|c| !matches!(c, '<' | '>')).unwrap_or(0);
    inside + head
}

/// The length of what stands for a canonical word at the start of a text, spelled as it may be.
fn spelled(text: &str, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    if matches!(first, '"') {
        let meant = name(word);
        if let Some(length) = string_length(text).filter(|_| opens(text, 0)) {
            return (name(text.get(..length)?) == meant).then_some(length);
        }
        let rest = text.strip_prefix(meant.as_str()).filter(|_| !meant.is_empty())?;
        let ends =
            rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || "[{;-+>@/%".contains(c));
        return ends.then_some(meant.len());
    }
    if is_number(first) && word.chars().any(|c| c.is_ascii_digit()) {
        let length = text.find(|c| !is_number(c) && c != '+').unwrap_or(text.len());
        return text.get(..length)?.parse::<f64>().ok().map(|_| length);
    }
    if let Some(said) = word.strip_prefix(';') {
        return text.strip_prefix(';').filter(|rest| rest.trim() == said.trim()).map(|_| text.len());
    }
    text.starts_with(word).then_some(word.len())
}

/// `raw`, which says `old`, made to say `new`: words that both have stay as they are spelled. `None` where the line is
/// not made of the words that `old` has.
pub(super) fn merged(raw: &str, old: &str, new: &str) -> Option<String> {
    let (old, news) = (words(old), words(new));
    let mut places = Vec::new();
    let mut at = 0;
    for word in &old {
        let rest = raw.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        let length = spelled(raw.get(at..)?, word.text)?;
        places.push(Span::new(at, at + length));
        at += length;
    }
    let mut out = String::new();
    let mut done = 0;
    let same = old.iter().zip(&news).take_while(|(a, b)| a.text == b.text).count();
    // Of the same length, word by word; of another, what they begin with stays, and the rest is said anew.
    let end = if old.len() == news.len() { old.len() } else { same };
    for ((place, before), after) in places.iter().zip(&old).zip(&news).take(end) {
        if before.text != after.text {
            out.push_str(Span::new(done, place.start).of(raw));
            out.push_str(after.text);
            done = place.end;
        }
    }
    if old.len() != news.len() {
        let last = end.checked_sub(1)?;
        out.push_str(Span::new(done, places.get(last)?.end).of(raw));
        out.push_str(new.get(news.get(last)?.span.end..)?);
        done = places.last()?.end;
    }
    out.push_str(raw.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_no_differently_stays() {
        for (raw, old, new, expected) in [
            (
                "  component Tea Pot  [0.50, 35.0]  label [ 1,-2 ] %% c",
                "component \"Tea Pot\" [0.5, 0.35] label [1, -2]",
                "component \"Tea Pot\" [0.6, 0.35] label [1, -2]",
                Some("  component Tea Pot  [0.6, 35.0]  label [ 1,-2 ] %% c"),
            ),
            (
                "component A [0.50, 0.5] %% c",
                "component \"A\" [0.5, 0.5]",
                "component \"A\" [0.5, 0.5] label [1, 2] (buy)",
                Some("component A [0.50, 0.5] label [1, 2] (buy) %% c"),
            ),
            (
                "component A [0.50, 0.5] label [1, 2] (buy)",
                "component \"A\" [0.5, 0.5] label [1, 2] (buy)",
                "component \"A\" [0.5, 0.5] (buy)",
                Some("component A [0.50, 0.5] (buy)"),
            ),
            ("A->'B'", "\"A\" -> \"B\"", "\"A\" -> \"C\"", Some("A->\"C\"")),
            ("A -> B;  why %% not", "\"A\" -> \"B\"; why %% not", "\"A\" -> \"B\"", Some("A -> B")),
            ("A --> B", "\"A\" -> \"B\"", "\"A\" -> \"C\"", None),
        ] {
            assert_eq!(merged(raw, old, new).as_deref(), expected, "{raw}");
        }
    }
}
