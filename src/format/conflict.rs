//! The marks that git leaves in a text where it could not merge two versions.

use super::{Diagnostic, Span, code};
use crate::compare::ConflictTeller;
use crate::model::Map;

/// What is said of a map that a merge left undecided: an error for each conflict, at the place where the text tells of them.
pub(super) fn undecided(text: &str, map: &Map) -> Vec<Diagnostic> {
    if map.conflicts.is_empty() {
        return Vec::new();
    }
    let at = text.find("conflicts:").or_else(|| text.find("\"conflicts\"")).unwrap_or(0);
    let span = Span { start: at, end: (at + "conflicts".len()).min(text.len()) };
    let teller = ConflictTeller::of(map);
    let tell = |conflict| {
        let words = teller.words(conflict);
        let message = format!(
            "a merge left this undecided: {}; ours: {}; theirs: {}",
            words.about, words.ours, words.theirs
        );
        let help = "open the map in the window to decide";
        Diagnostic::error(span, message).coded(code::CONFLICT).with_help(help)
    };
    map.conflicts.iter().map(tell).collect()
}

/// How many of a character make a mark (git's default).
const LENGTH: usize = 7;

/// What is wrong with a text that git could not merge, one error for each place; empty for any other text. No format
/// has such lines, and a reader would take both versions for the map.
pub(super) fn conflicts(text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if is_mark(line, '<') {
            open = Some((at, number + 1));
        } else if is_mark(line, '>')
            && let Some((start, first)) = open.take()
        {
            let end = at + line.trim_end().len();
            let message =
                format!("git could not merge lines {first} to {}: two versions stand there", number + 1);
            let help = "keep one of the two, or both, and take the lines of < = > away";
            found.push(Diagnostic::error(Span { start, end }, message).coded(code::CONFLICT).with_help(help));
        }
        at += line.len();
    }
    found
}

/// Whether a line is such a mark: seven of a character, then nothing or a name.
fn is_mark(line: &str, of: char) -> bool {
    let rest = line.trim_start_matches(of);
    line.len() - rest.len() == LENGTH && (rest.trim_end().is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use crate::format::{Format, Source, read};

    #[test]
    fn conflicts_are_named_with_their_lines_in_every_format() {
        let marks = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n";
        for (format, before) in [
            (Format::Ron, "Map(format: 1, elements: [\n"),
            (Format::Owm, "title Tea\n"),
            (Format::Mermaid, "wardley-beta\n"),
            (Format::Json, "{\n"),
        ] {
            let text = format!("{before}{marks}");
            let reading = read(format, &text);
            assert!(reading.map.is_none(), "{format:?}");
            let said = &reading.diagnostics[0];
            assert_eq!(said.message, "git could not merge lines 2 to 6: two versions stand there");
            assert_eq!(&text[said.span.start..said.span.end], marks.trim_end());
            assert_eq!(Source::read(format, &text).unwrap_err(), reading.diagnostics);
        }
    }

    #[test]
    fn other_text_is_none() {
        for text in ["note ======= [0.5, 0.5]\n", "title <<<<<<< x\n", ">>>>>>> x\ntitle Tea\n"] {
            assert!(super::conflicts(text).is_empty(), "{text}");
        }
    }
}
