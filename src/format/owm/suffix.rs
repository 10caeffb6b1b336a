//! What may stand behind a component's name and coordinates, in any order.

use super::names::outside_quotes;
use crate::model::{LabelOffset, Method};

/// Suffixes of a component or an evolve statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::format) struct Suffixes {
    pub(in crate::format) label: Option<LabelOffset>,
    pub(in crate::format) method: Option<Method>,
    pub(in crate::format) market: bool,
    pub(in crate::format) ecosystem: bool,
    pub(in crate::format) inertia: bool,
    /// The number of an inline `evolve 0.8`.
    pub(in crate::format) evolve: Option<f64>,
    /// The short name in `url(…)`.
    pub(in crate::format) url: Option<String>,
    /// What none of the above explains.
    pub(in crate::format) rest: String,
}

const METHODS: [(&str, Method); 3] =
    [("build", Method::Build), ("buy", Method::Buy), ("outsource", Method::Outsource)];

/// The method that a word names.
pub(super) fn method(word: &str) -> Option<Method> {
    METHODS.iter().find(|(name, _)| *name == word).map(|(_, method)| *method)
}

/// The word for a method.
pub(in crate::format) fn method_word(method: Method) -> &'static str {
    METHODS.iter().find(|(_, other)| *other == method).map_or("", |(name, _)| name)
}

/// Where in a text the first suffix begins, behind a name without coordinates.
pub(super) fn start(text: &str) -> Option<usize> {
    // Each stands behind white space.
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let mut before = ' ';
    outside_quotes(text).map(|(at, c)| (at, std::mem::replace(&mut before, c))).find_map(|(at, before)| {
        let begins = at > 0 && before.is_whitespace() && begins_suffix(text.get(at..).unwrap_or(""));
        begins.then_some(at)
    })
}

fn begins_suffix(text: &str) -> bool {
    let mut text = text;
    // Any number of them, then another suffix or nothing.
    let mut had_inertia = false;
    while let Some(rest) = text.strip_prefix("inertia") {
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            break;
        }
        text = rest.trim_start();
        had_inertia = true;
    }
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let after = text.get(word.len()..).unwrap_or("").trim_start();
    match word {
        "label" => after.starts_with('['),
        "url" => after.starts_with('('),
        "evolve" => after.split_whitespace().next().is_some_and(|word| word.parse::<f64>().is_ok()),
        "" if text.is_empty() => had_inertia,
        "" => bracket(text, '(', ')').is_some_and(|(inside, _)| {
            text.contains(')') && inside.split(',').all(|word| is_decorator(word.trim()))
        }),
        _ => false,
    }
}

fn is_decorator(word: &str) -> bool {
    method(word).is_some() || matches!(word, "market" | "ecosystem" | "inertia")
}

/// Reads suffixes; what is none of them is left in `rest`.
pub(in crate::format) fn parse(text: &str) -> Suffixes {
    let mut suffixes = Suffixes::default();
    let mut text = text.trim_start();
    while !text.is_empty() {
        text = one(text, &mut suffixes).trim_start();
    }
    suffixes
}

/// Reads one suffix, or one word that is none; answers what follows it.
pub(super) fn one<'a>(text: &'a str, into: &mut Suffixes) -> &'a str {
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let after = text.get(word.len()..).unwrap_or("").trim_start();
    match word {
        "label" => {
            if let Some((inside, rest)) = bracket(after, '[', ']') {
                let (dx, dy) = pair(inside);
                into.label = LabelOffset::new(dx.unwrap_or(0.0), dy.unwrap_or(0.0));
                return rest;
            }
        }
        "inertia" => {
            into.inertia = true;
            return after;
        }
        "evolve" => {
            let number = after.split_whitespace().next().unwrap_or("");
            if let Some(to) = finite(number) {
                into.evolve = Some(to);
                return after.get(number.len()..).unwrap_or("");
            }
        }
        "url" => {
            if let Some((inside, rest)) = bracket(after, '(', ')') {
                into.url = Some(inside.trim().to_owned());
                return rest;
            }
        }
        "" => {
            if let Some((inside, rest)) = bracket(text, '(', ')')
                && inside.split(',').all(|word| is_decorator(word.trim()))
            {
                for word in inside.split(',').map(str::trim) {
                    into.method = into.method.or(method(word));
                    into.market |= word == "market";
                    into.ecosystem |= word == "ecosystem";
                    into.inertia |= word == "inertia";
                }
                return rest;
            }
        }
        _ => {}
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (unknown, rest) = text.split_at(end);
    if !into.rest.is_empty() {
        into.rest.push(' ');
    }
    into.rest.push_str(unknown);
    rest
}

/// What stands in the bracket that a text begins with, and what follows it.
pub(in crate::format) fn bracket(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(open)?;
    Some(inside.split_once(close).unwrap_or((inside, "")))
}

/// A number as the reference reads it, or `None` where it is missing or cannot be one.
pub(in crate::format) fn finite(text: &str) -> Option<f64> {
    let text = text.trim();
    let value = if text.contains(char::is_whitespace) {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        text.parse::<f64>()
    } else {
        text.parse::<f64>()
    };
    value.ok().filter(|value| value.is_finite())
}

/// The numbers of a list with commas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    pub(super) first: Option<f64>,
    pub(super) second: Option<f64>,
    /// How many there are, those included that cannot be read.
    pub(super) count: usize,
    /// Whether any can be read.
    pub(super) has_any: bool,
}

impl Numbers {
    pub(super) fn of(list: &str) -> Self {
        let mut numbers = Self::default();
        for number in list.split(',').map(finite) {
            match numbers.count {
                0 => numbers.first = number,
                1 => numbers.second = number,
                _ => {}
            }
            numbers.count += 1;
            numbers.has_any |= number.is_some();
        }
        numbers
    }

    /// The first two, each if it is there.
    pub(super) fn pair(self) -> (Option<f64>, Option<f64>) {
        (self.first, self.second)
    }
}

/// The first two numbers of a list with commas, each if it is there.
pub(in crate::format) fn pair(text: &str) -> (Option<f64>, Option<f64>) {
    Numbers::of(text).pair()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_come_in_any_order() {
        let s = parse("inertia label [-5.5, 10] (buy, market) evolve 0.8 url(x) huh");
        assert_eq!(s.label, LabelOffset::new(-5.5, 10.0));
        assert_eq!((s.method, s.market, s.inertia, s.evolve), (Some(Method::Buy), true, true, Some(0.8)));
        assert_eq!((s.url.as_deref(), s.rest.as_str()), (Some("x"), "huh"));
    }

    #[test]
    fn a_name_ends_where_a_suffix_begins() {
        assert_eq!(start("Cup label [1, 2]"), Some(4));
        assert_eq!(start("Cup (buy)"), Some(4));
        assert_eq!(start("Cup (of tea)"), None);
        assert_eq!(start("inertia of the label"), None);
        assert_eq!(start("Cup inertia"), Some(4));
    }
}
