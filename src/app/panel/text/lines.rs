//! What keys do to whole lines of a text: moved, indented, made a comment. Functions of the text and what is selected in it.

use std::ops::Range;

use crate::app::command::LineKey;
use crate::format::Format;

/// The text after it, with what is selected then, in characters; `None` where nothing changes.
pub(super) fn changed(
    text: &str,
    selected: Range<usize>,
    key: LineKey,
    format: Format,
) -> Option<(String, Range<usize>)> {
    let mark = comment_mark(format);
    let lines: Vec<&str> = text.split('\n').collect();
    let line_of = |character: usize| {
        text.chars().take(character).filter(|c| *c == '\n').count().min(lines.len().saturating_sub(1))
    };
    let (first, mut last) = (line_of(selected.start), line_of(selected.end));
    // What ends at the beginning of a line has nothing of it.
    if last > first && start_of(&lines, last) == selected.end {
        last -= 1;
    }
    let mut new: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    match key {
        LineKey::Up | LineKey::Down => {
            let (from, to) =
                if key == LineKey::Up { (first.checked_sub(1)?, last) } else { (last + 1, first) };
            // The end of the text is no line.
            let is_end =
                |at: usize| at + 1 == lines.len() && lines.get(at).is_some_and(|line| line.is_empty());
            if from >= lines.len() || is_end(from) || is_end(last) {
                return None;
            }
            let line = new.remove(from);
            new.insert(to, line);
            let length = lines.get(from)?.chars().count() + 1;
            let by = |at: usize| if key == LineKey::Up { at.saturating_sub(length) } else { at + length };
            return Some((new.join("\n"), by(selected.start)..by(selected.end)));
        }
        LineKey::Indent => {
            for line in new.get_mut(first..=last)?.iter_mut().filter(|line| !line.trim().is_empty()) {
                line.insert_str(0, INDENT);
            }
        }
        LineKey::Outdent => {
            for line in new.get_mut(first..=last)? {
                let spaces = line.len() - line.trim_start_matches(' ').len();
                let cut = if line.starts_with('\t') { 1 } else { spaces.min(INDENT.len()) };
                line.replace_range(..cut, "");
            }
        }
        LineKey::Comment => {
            let mark = mark?;
            let own = new.get_mut(first..=last)?;
            let is_written = |line: &&mut String| !line.trim().is_empty();
            let is_off = own
                .iter()
                .filter(|line| !line.trim().is_empty())
                .all(|line| line.trim_start().starts_with(mark));
            for line in own.iter_mut().filter(is_written) {
                let indent = line.len() - line.trim_start().len();
                if is_off {
                    let rest = line.get(indent + mark.len()..).unwrap_or("");
                    let rest = rest.strip_prefix(' ').unwrap_or(rest).to_owned();
                    line.replace_range(indent.., &rest);
                } else {
                    line.insert_str(indent, &format!("{mark} "));
                }
            }
        }
    }
    let joined = new.join("\n");
    if joined == text {
        return None;
    }
    // The whole lines stay selected where several were; else the caret stays in its line.
    let new: Vec<&str> = joined.split('\n').collect();
    let range = if first == last {
        let before = lines.get(first)?.chars().count();
        let now = new.get(first)?.chars().count();
        let shift = |at: usize| (at + now).saturating_sub(before).max(start_of(&new, first));
        shift(selected.start)..shift(selected.end)
    } else {
        start_of(&new, first)..start_of(&new, last) + new.get(last)?.chars().count()
    };
    Some((joined, range))
}

/// What lines are indented by.
const INDENT: &str = "  ";

/// What makes a comment of a line; JSON has none.
fn comment_mark(format: Format) -> Option<&'static str> {
    match format {
        Format::Ron | Format::Owm => Some("//"),
        Format::Mermaid => Some("%%"),
        Format::Json => None,
    }
}

/// Where a line begins, in characters.
fn start_of(lines: &[&str], at: usize) -> usize {
    lines.iter().take(at).map(|line| line.chars().count() + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, selected: Range<usize>, key: LineKey) -> (String, Range<usize>) {
        changed(text, selected, key, Format::Owm).unwrap()
    }

    #[test]
    fn lines_move_with_what_is_selected() {
        let text = "one\ntwö\nthree\n";
        assert_eq!(after(text, 5..5, LineKey::Up), ("twö\none\nthree\n".to_owned(), 1..1));
        assert_eq!(after(text, 1..6, LineKey::Down), ("three\none\ntwö\n".to_owned(), 7..12));
        assert_eq!(changed(text, 0..0, LineKey::Up, Format::Owm), None);
        assert_eq!(changed(text, 9..9, LineKey::Down, Format::Owm), None, "the end is no line");
        assert_eq!(changed("only", 2..2, LineKey::Down, Format::Owm), None);
    }

    #[test]
    fn lines_become_comments_and_back() {
        let text = "one\n  two\n\n";
        let (off, range) = after(text, 0..6, LineKey::Comment);
        assert_eq!(off, "// one\n  // two\n\n");
        assert_eq!(after(&off, range, LineKey::Comment).0, text);
        // One of them is: then all become comments.
        assert_eq!(after("// one\ntwo", 0..9, LineKey::Comment).0, "// // one\n// two");
        assert_eq!(changed("{}", 0..0, LineKey::Comment, Format::Json), None);
        assert_eq!(changed("a", 0..0, LineKey::Comment, Format::Mermaid).unwrap().0, "%% a");
        assert_eq!(after("ab", 1..1, LineKey::Comment), ("// ab".to_owned(), 4..4));
    }

    #[test]
    fn lines_are_indented_and_back() {
        let (text, range) = after("one\ntwo\nthree", 0..8, LineKey::Indent);
        assert_eq!((text.as_str(), range.clone()), ("  one\n  two\nthree", 0..11));
        assert_eq!(after(&text, range, LineKey::Outdent).0, "one\ntwo\nthree");
        assert_eq!(after("\ta\n b", 0..4, LineKey::Outdent).0, "a\nb");
        assert_eq!(changed("a", 0..0, LineKey::Outdent, Format::Owm), None);
    }
}
