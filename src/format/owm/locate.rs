//! Where in a line its parts stand.

use super::line::Key;
use super::names::outside_quotes;
use super::source::Says;
use super::statement::{name_and_numbers, names_and_maturity, split_at_operator, split_outside_quotes};
use super::suffix;
use crate::format::Span;

/// A part of a line that is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) key: Key,
    pub(super) span: Span,
}

/// The parts of a line. `code` is the line without comments, or the comment itself where the statement is
/// switched off; `start` is where that begins in the text.
pub(super) fn locate(code: &str, start: usize, says: &Says) -> Vec<Found> {
    let mut finder = Finder { code, start, found: Vec::new() };
    finder.line(says);
    finder.found.sort_by_key(|found| found.span.start);
    finder.found
}

/// What of a line is none of its parts: nothing reads it.
pub(super) fn leftover(code: &str, start: usize, says: &Says, found: &[Found]) -> String {
    let word = found.iter().find(|found| found.key == Key::Word).map(|found| found.span);
    let word = word.and_then(|span| code.get(span.start - start..span.end - start)).unwrap_or("");
    let is_read = |key: Key| match says {
        Says::Element(_) => match word {
            "note" | "accelerator" | "deaccelerator" => {
                matches!(key, Key::Off | Key::Word | Key::Name | Key::Coords)
            }
            _ => true,
        },
        Says::Pipeline(_) => matches!(key, Key::Word | Key::Name | Key::Coords),
        Says::Evolve(_) => !matches!(key, Key::Inertia | Key::Evolve | Key::Url),
        Says::ValueChain => matches!(key, Key::Word | Key::Hide),
        _ => true,
    };
    let mut pieces = Vec::new();
    let mut done = 0;
    let spans = found.iter().filter(|found| is_read(found.key)).map(|found| found.span);
    for span in spans.chain([Span::at(start + code.len())]) {
        let piece = code.get(done..span.start - start).unwrap_or("");
        let piece = piece.trim_matches(|c: char| c.is_whitespace() || ";{},".contains(c));
        let is_lead = piece == "->" && matches!(says, Says::Evolve(_));
        if !piece.is_empty() && !is_lead {
            pieces.push(piece);
        }
        done = done.max(span.end - start);
    }
    pieces.join(" ")
}

struct Finder<'a> {
    code: &'a str,
    start: usize,
    found: Vec<Found>,
}

impl<'a> Finder<'a> {
    /// Takes note of a part of the line: `text` is a piece of `code`.
    fn put(&mut self, key: Key, text: &str) {
        let text = text.trim();
        // Both are pieces of the same text, so this is where one begins in the other.
        let offset = (text.as_ptr() as usize).saturating_sub(self.code.as_ptr() as usize);
        if !text.is_empty() && offset + text.len() <= self.code.len() {
            self.found
                .push(Found { key, span: Span::new(self.start + offset, self.start + offset + text.len()) });
        }
    }

    fn line(&mut self, says: &Says) {
        let mut line = self.code.trim();
        if let Says::Element(_) | Says::Link(_) = says {
            let code = line.trim_start_matches('/');
            self.put(Key::Off, line.get(..line.len() - code.len()).unwrap_or(""));
            line = code.trim();
        }
        if let Says::Link(_) = says {
            self.link(line);
            return;
        }
        let word_end = line.find([' ', '\t']).unwrap_or(line.len());
        let (word, rest) = line.split_at(word_end);
        let rest = rest.trim();
        self.put(Key::Word, word);
        match says {
            Says::Title | Says::Style | Says::YAxis => self.put(Key::Text, rest),
            Says::Size | Says::AnnotationsAt => self.put(Key::Coords, bracketed(rest)),
            Says::Stages | Says::ValueChain => {
                let names = rest.strip_prefix("--hide").unwrap_or(rest);
                self.put(Key::Hide, rest.get(..rest.len() - names.len()).unwrap_or(""));
                self.put(Key::Text, names);
            }
            Says::Element(_) => match word {
                "annotation" => self.annotation(rest),
                "pioneers" | "settlers" | "townplanners" => {
                    let corners = bracketed(rest);
                    let sizes = rest.get(corners.len()..).unwrap_or("");
                    let is_old = sizes.split_whitespace().take(2).filter_map(suffix::finite).count() == 2;
                    // Old files have a width and a height behind the corner.
                    self.put(Key::Coords, if is_old { rest } else { corners });
                }
                _ => self.named(rest),
            },
            Says::Pipeline(_) => self.named(rest.trim_end_matches('{').trim_end()),
            Says::Method(_) => self.put(Key::Name, rest),
            Says::Evolve(_) => self.evolve(rest),
            Says::Url(_) => {
                let at = rest.find('[').unwrap_or(rest.len());
                let (reference, address) = rest.split_at(at);
                self.put(Key::Name, reference);
                self.put(Key::Text, address);
            }
            Says::Nothing
            | Says::Open(_)
            | Says::Close(_)
            | Says::Link(_)
            | Says::Head
            | Says::More(_)
            | Says::MoreOfLink(_) => {}
        }
    }

    /// `NAME [numbers] suffixes`
    fn named(&mut self, rest: &'a str) {
        let (name, numbers, tail) = name_and_numbers(rest);
        self.put(Key::Name, name);
        if numbers.is_some() {
            self.put(Key::Coords, rest.get(name.len()..rest.len() - tail.len()).unwrap_or(""));
        }
        self.suffixes(tail.trim_end_matches(['{', '}', ' ', '\t']));
    }

    fn suffixes(&mut self, tail: &'a str) {
        let mut tail = tail.trim_start();
        while !tail.is_empty() {
            let mut read = suffix::Suffixes::default();
            let rest = suffix::one(tail, &mut read).trim_start();
            let key = match tail.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("") {
                "label" => Some(Key::Label),
                "inertia" => Some(Key::Inertia),
                "evolve" => Some(Key::Evolve),
                "url" => Some(Key::Url),
                "" if tail.starts_with('(') => Some(Key::Decor),
                _ => None,
            };
            if let Some(key) = key.filter(|_| read.rest.is_empty()) {
                self.put(key, tail.get(..tail.len() - rest.len()).unwrap_or(""));
            }
            tail = rest;
        }
    }

    fn annotation(&mut self, rest: &'a str) {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        self.put(Key::Number, number);
        let places = tail.trim_start_matches([',', ' ', '\t']);
        let mut depth = 0_usize;
        // Up to the bracket that closes the first one; a list of places may hold brackets.
        let is_list = places.strip_prefix('[').is_some_and(|inner| inner.trim_start().starts_with('['));
        let end = places.char_indices().find_map(|(at, c)| {
            match c {
                '[' if is_list || depth == 0 => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                _ => return None,
            }
            (depth == 0).then_some(at + 1)
        });
        let (places, text) = places.split_at(end.unwrap_or(places.len()));
        self.put(Key::Coords, places);
        self.put(Key::Text, text);
    }

    fn evolve(&mut self, rest: &'a str) {
        let (names, number, tail) = names_and_maturity(rest);
        self.put(Key::Maturity, number);
        match split_outside_quotes(names, "->") {
            Some((name, new_name)) => {
                self.put(Key::Name, name);
                self.put(Key::NewName, new_name);
            }
            None => self.put(Key::Name, names),
        }
        self.suffixes(tail);
    }

    fn link(&mut self, line: &'a str) {
        let Some((from, _, rest)) = split_at_operator(line) else { return };
        self.put(Key::Name, from);
        self.put(Key::Operator, line.get(from.len()..line.len() - rest.len()).unwrap_or(""));
        let (ends, text) = match outside_quotes(rest).find(|(_, c)| *c == ';') {
            Some((at, _)) => rest.split_at(at),
            None => (rest, ""),
        };
        let target = split_at_operator(ends).map_or(ends, |(target, ..)| target);
        self.put(Key::Target, target);
        let text = text.strip_prefix(';').unwrap_or(text);
        self.put(Key::Text, text.split(';').next().unwrap_or(""));
    }
}

/// The bracket that a text begins with.
fn bracketed(text: &str) -> &str {
    text.find(']').map_or(text, |end| text.get(..=end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ElementId;

    fn check(line: &str, says: &Says, expected: &[(Key, &str)]) {
        let found: Vec<_> =
            locate(line, 0, says).iter().map(|found| (found.key, found.span.of(line))).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn parts_are_found_as_they_are_written() {
        let element = Says::Element(ElementId::new("x"));
        check(
            "  component  Cup of  Tea [0.79,0.61]  label [ 19, -4 ] (buy,market) inertia",
            &element,
            &[
                (Key::Word, "component"),
                (Key::Name, "Cup of  Tea"),
                (Key::Coords, "[0.79,0.61]"),
                (Key::Label, "label [ 19, -4 ]"),
                (Key::Decor, "(buy,market)"),
                (Key::Inertia, "inertia"),
            ],
        );
        check(
            "//component \"a [b]\" [1, 2]",
            &element,
            &[(Key::Off, "//"), (Key::Word, "component"), (Key::Name, "\"a [b]\""), (Key::Coords, "[1, 2]")],
        );
        check(
            "annotation 2,[[0.1,0.2],[0.3, 0.4] ] see [1]",
            &element,
            &[
                (Key::Word, "annotation"),
                (Key::Number, "2"),
                (Key::Coords, "[[0.1,0.2],[0.3, 0.4] ]"),
                (Key::Text, "see [1]"),
            ],
        );
        check(
            "evolve Web 2.0->Web 3.0 .8 (buy)",
            &Says::Evolve(ElementId::new("x")),
            &[
                (Key::Word, "evolve"),
                (Key::Name, "Web 2.0"),
                (Key::NewName, "Web 3.0"),
                (Key::Maturity, ".8"),
                (Key::Decor, "(buy)"),
            ],
        );
        check(
            "A +'x->y'<> \"B;c\" ; because",
            &Says::Link(0),
            &[
                (Key::Name, "A"),
                (Key::Operator, "+'x->y'<>"),
                (Key::Target, "\"B;c\""),
                (Key::Text, "because"),
            ],
        );
        check(
            "pipeline Power [0.1, 0.9] {",
            &Says::Pipeline(ElementId::new("x")),
            &[(Key::Word, "pipeline"), (Key::Name, "Power"), (Key::Coords, "[0.1, 0.9]")],
        );
    }
}
