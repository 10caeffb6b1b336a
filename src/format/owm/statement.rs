//! One line of OnlineWardleyMaps text.

use std::borrow::Cow;

use super::names::{clean, outside_quotes, quote_end};
use super::pending::NAMELESS;
use super::suffix::{self, Numbers, Suffixes, bracket, finite, pair};
use crate::model::{AttitudeKind, ComponentKind, Direction, Drive, LabelOffset, LinkKind, Method, Rare};

/// What a line says. Numbers are as written; names are cleaned, and of the line itself where they are clean there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement<'a> {
    Title(String),
    Size(Option<f64>, Option<f64>),
    Style(String),
    Evolution {
        hidden: bool,
        stages: Option<Vec<String>>,
    },
    ValueChain {
        hidden: bool,
        titles: Vec<String>,
    },
    /// In a box, so that other lines are short.
    Component(Box<ComponentLine<'a>>),
    Method {
        method: Method,
        name: String,
    },
    Url {
        reference: String,
        address: String,
    },
    Pipeline {
        name: String,
        range: Option<(f64, f64)>,
        opens: bool,
    },
    Open,
    Close,
    Evolve {
        name: String,
        new_name: Option<String>,
        to: Option<f64>,
        suffixes: Box<Suffixes>,
    },
    Link {
        from: Cow<'a, str>,
        to: Cow<'a, str>,
        kind: LinkKind,
        label: Rare<String>,
        text: Rare<String>,
        more: bool,
    },
    Annotation {
        number: u32,
        at: Vec<(Option<f64>, Option<f64>)>,
        text: String,
    },
    Annotations(Option<f64>, Option<f64>),
    Note {
        text: String,
        at: (Option<f64>, Option<f64>),
    },
    Attitude {
        kind: AttitudeKind,
        corner: (Option<f64>, Option<f64>),
        other: AttitudeEnd,
    },
    Accelerator {
        name: String,
        at: (Option<f64>, Option<f64>),
        drive: Drive,
    },
}

/// Where an attitude's box ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum AttitudeEnd {
    Corner(Option<f64>, Option<f64>),
    /// Width and height in pixels, as old files have it.
    Size(f64, f64),
}

/// A component, anchor, market, ecosystem or submap.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ComponentLine<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) kind: ComponentKind,
    pub(super) is_submap: bool,
    /// The numbers in the coordinates' bracket; `None` where there is no bracket.
    pub(super) numbers: Option<Numbers>,
    pub(super) suffixes: Suffixes,
}

impl Statement<'_> {
    /// The same with names of its own, beyond the line that it was read from.
    pub(super) fn into_owned(self) -> Statement<'static> {
        let own = |name: Cow<'_, str>| Cow::Owned(name.into_owned());
        match self {
            Self::Title(title) => Statement::Title(title),
            Self::Size(width, height) => Statement::Size(width, height),
            Self::Style(style) => Statement::Style(style),
            Self::Evolution { hidden, stages } => Statement::Evolution { hidden, stages },
            Self::ValueChain { hidden, titles } => Statement::ValueChain { hidden, titles },
            Self::Component(line) => {
                let ComponentLine { name, kind, is_submap, numbers, suffixes } = *line;
                let line = ComponentLine { name: own(name), kind, is_submap, numbers, suffixes };
                Statement::Component(Box::new(line))
            }
            Self::Method { method, name } => Statement::Method { method, name },
            Self::Url { reference, address } => Statement::Url { reference, address },
            Self::Pipeline { name, range, opens } => Statement::Pipeline { name, range, opens },
            Self::Open => Statement::Open,
            Self::Close => Statement::Close,
            Self::Evolve { name, new_name, to, suffixes } => {
                Statement::Evolve { name, new_name, to, suffixes }
            }
            Self::Link { from, to, kind, label, text, more } => {
                Statement::Link { from: own(from), to: own(to), kind, label, text, more }
            }
            Self::Annotation { number, at, text } => Statement::Annotation { number, at, text },
            Self::Annotations(v, m) => Statement::Annotations(v, m),
            Self::Note { text, at } => Statement::Note { text, at },
            Self::Attitude { kind, corner, other } => Statement::Attitude { kind, corner, other },
            Self::Accelerator { name, at, drive } => Statement::Accelerator { name, at, drive },
        }
    }

    /// Whether a comment of ours above it may tell more.
    pub(super) fn is_completed(&self) -> bool {
        matches!(
            self,
            Self::Component(_)
                | Self::Link { .. }
                | Self::Annotation { .. }
                | Self::Note { .. }
                | Self::Attitude { .. }
                | Self::Accelerator { .. }
        )
    }

    /// Takes its label away where that is the one that the program put there.
    pub(super) fn drop_label(&mut self, placed: LabelOffset) {
        let suffixes = match self {
            Self::Component(line) => &mut line.suffixes,
            Self::Evolve { suffixes, .. } => suffixes,
            _ => return,
        };
        suffixes.label.take_if(|label| *label == placed);
    }
}

/// Whether a line that says so could hardly stand in a text that is no map.
pub(super) fn is_telling(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::Component(line) => line.numbers.is_some(),
        Statement::Link { .. }
        | Statement::Annotation { .. }
        | Statement::Evolution { stages: Some(_), .. } => true,
        Statement::Pipeline { range, .. } => range.is_some(),
        Statement::Evolve { to, .. } => to.is_some(),
        Statement::Accelerator { at, .. } | Statement::Note { at, .. } => at.0.is_some(),
        Statement::Attitude { corner, .. } => corner.0.is_some(),
        _ => false,
    }
}

/// Whether a bracket of a line is never closed.
pub(super) fn is_open(line: &str) -> bool {
    // A line that ends with its bracket is most lines of a map.
    if !line.contains('[') || line.ends_with(']') && !line.contains('"') {
        return false;
    }
    let last = |bracket: char| outside_quotes(line).filter(|(_, c)| *c == bracket).last().map(|(at, _)| at);
    last('[').is_some_and(|open| last(']').is_none_or(|close| close < open))
}

/// Reads a line without comments; `None` where it is empty or unknown.
pub(super) fn parse(line: &str) -> Option<Statement<'_>> {
    let line = line.trim();
    match line {
        "" => return None,
        "{" => return Some(Statement::Open),
        "}" => return Some(Statement::Close),
        _ => {}
    }
    let (word, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let rest = rest.trim();
    if let Some(link) = link(line)
        && !has_own_form(word, rest)
    {
        return Some(link);
    }
    keyword(word, rest)
}

/// Whether a line with a link's operator is the statement that it begins like, all the same.
fn has_own_form(word: &str, rest: &str) -> bool {
    let before_text = rest.split(';').next().unwrap_or("");
    match word {
        "title" | "evolve" | "y-axis" | "valuechain" => !rest.is_empty() && !starts_link(rest),
        // An empty first stage is legal; one arrow alone is a link.
        "evolution" => !rest.is_empty() && (!starts_link(rest) || rest.matches("->").count() >= 3),
        "url" => rest.contains('['),
        "style" => STYLES.contains(&rest),
        "annotation" => rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains('['),
        "component" | "anchor" | "market" | "ecosystem" | "submap" | "note" | "accelerator"
        | "deaccelerator" | "annotations" | "pipeline" => before_text.contains('['),
        _ => false,
    }
}

/// The styles that the reference knows.
const STYLES: [&str; 6] = ["plain", "wardley", "colour", "color", "handwritten", "dark"];

/// `title -> B` links a thing called "title".
fn starts_link(rest: &str) -> bool {
    ["->", "+>", "+<"].iter().any(|operator| rest.starts_with(operator))
}

fn keyword<'a>(word: &str, rest: &'a str) -> Option<Statement<'a>> {
    let text = || rest.to_owned();
    Some(match word {
        "title" => Statement::Title(text()),
        "size" => {
            let (width, height) = pair(bracket(rest, '[', ']')?.0);
            Statement::Size(width, height)
        }
        "style" => Statement::Style(text()),
        "evolution" => {
            let (hidden, names) = hidden(rest);
            let split = || names.split("->").map(|name| name.trim().to_owned()).collect();
            Statement::Evolution { hidden, stages: (!names.is_empty()).then(split) }
        }
        // Titles it has none: those are `y-axis`.
        "valuechain" if rest.is_empty() || rest.starts_with("--hide") => {
            Statement::ValueChain { hidden: hidden(rest).0, titles: Vec::new() }
        }
        "y-axis" => Statement::ValueChain {
            hidden: false,
            titles: rest.split("->").map(|name| name.trim().to_owned()).collect(),
        },
        "anchor" | "component" | "market" | "ecosystem" | "submap" => component(word, rest)?,
        "build" | "buy" | "outsource" => {
            Statement::Method { method: suffix::method(word)?, name: clean(rest).into_owned() }
        }
        "url" => {
            let (reference, address) = rest.split_once('[')?;
            let address = address.rsplit_once(']').map_or(address, |(address, _)| address);
            Statement::Url { reference: reference.trim().to_owned(), address: address.trim().to_owned() }
        }
        "pipeline" if !rest.is_empty() => pipeline(rest),
        "evolve" if !rest.is_empty() => evolve(rest),
        "annotation" => annotation(rest)?,
        "annotations" => {
            let (v, m) = pair(bracket(rest, '[', ']')?.0);
            Statement::Annotations(v, m)
        }
        "note" if !rest.is_empty() => {
            let (name, numbers, _) = name_and_numbers(rest);
            Statement::Note { text: clean(name).into_owned(), at: two(numbers) }
        }
        "pioneers" | "settlers" | "townplanners" => attitude(word, rest)?,
        "accelerator" | "deaccelerator" => {
            let (name, numbers, _) = name_and_numbers(rest);
            let drive = if word == "accelerator" { Drive::Faster } else { Drive::Slower };
            Statement::Accelerator { name: clean(name).into_owned(), at: two(numbers), drive }
        }
        _ => return None,
    })
}

fn hidden(rest: &str) -> (bool, &str) {
    match rest.strip_prefix("--hide") {
        Some(names) => (true, names.trim()),
        None => (false, rest),
    }
}

fn two(numbers: Option<Numbers>) -> (Option<f64>, Option<f64>) {
    numbers.unwrap_or_default().pair()
}

/// Splits `NAME [numbers] suffixes`. A `[` in quotes belongs to the name, as does one without numbers.
pub(super) fn name_and_numbers(text: &str) -> (&str, Option<Numbers>, &str) {
    // An unclosed quote ends at ` [` or the text's end.
    let quote = || quote_end(text).unwrap_or_else(|| text.find(" [").unwrap_or(text.len()));
    let from = if text.starts_with('"') { quote() } else { 0 };
    let brackets = text.char_indices().filter(|(at, c)| *c == '[' && *at >= from).map(|(at, _)| at);
    for open in brackets {
        let (name, tail) = text.split_at(open);
        if name.trim_end().ends_with("label") && suffix::start(&format!("{name}[")).is_some() {
            break;
        }
        let Some((inside, rest)) = bracket(tail, '[', ']') else { continue };
        let numbers = Numbers::of(inside);
        let spaced = name.is_empty() || name.ends_with(char::is_whitespace) || from > 0;
        if spaced || numbers.has_any {
            return (name, Some(numbers), rest);
        }
    }
    let end = suffix::start(text).filter(|at| *at >= from).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (name, None, rest)
}

fn component<'a>(word: &str, rest: &'a str) -> Option<Statement<'a>> {
    if rest.is_empty() {
        return None;
    }
    let (name, numbers, tail) = name_and_numbers(rest);
    let mut suffixes = suffix::parse(tail.trim_end_matches(['{', '}', ' ', '\t']));
    suffixes.market |= word == "market";
    suffixes.ecosystem |= word == "ecosystem";
    let kind = if word == "anchor" { ComponentKind::Anchor } else { ComponentKind::Component };
    let name = Some(clean(name)).filter(|name| !name.is_empty()).unwrap_or(Cow::Borrowed(NAMELESS));
    let line = ComponentLine { name, kind, is_submap: word == "submap", numbers, suffixes };
    Some(Statement::Component(Box::new(line)))
}

fn pipeline(rest: &str) -> Statement<'static> {
    let opens = rest.ends_with('{');
    let (name, numbers, _) = name_and_numbers(rest.trim_end_matches('{').trim_end());
    let range = match two(numbers) {
        (Some(from), Some(to)) => Some((from, to)),
        _ => None,
    };
    Statement::Pipeline { name: clean(name).into_owned(), range, opens }
}

fn evolve(rest: &str) -> Statement<'static> {
    let (names, number, tail) = names_and_maturity(rest);
    let suffixes = suffix::parse(tail);
    let to = finite(number);
    let (name, new_name) = match split_outside_quotes(names, "->") {
        Some((name, new_name)) => (clean(name), Some(clean(new_name)).filter(|name| !name.is_empty())),
        None => (clean(names), None),
    };
    let (name, new_name) = (name.into_owned(), new_name.map(Cow::into_owned));
    Statement::Evolve { name, new_name, to, suffixes: Box::new(suffixes) }
}

/// Splits an evolution: its names, its number, and what follows that. The number is the last word before the suffixes;
/// else the first with a point and on the map that begins a word, whatever follows it (the reference takes the first with
/// a point).
pub(super) fn names_and_maturity(text: &str) -> (&str, &str, &str) {
    let (body, tail) = text.split_at(suffix::start(text).unwrap_or(text.len()));
    let body = body.trim_end();
    let last = body.rsplit(char::is_whitespace).next().unwrap_or("");
    if finite(last).is_some() {
        return (body.get(..body.len() - last.len()).unwrap_or(""), last, tail);
    }
    let mut before = ' ';
    for (at, c) in outside_quotes(body) {
        let (names, rest) = body.split_at(at);
        // What stands in quotes is passed over with its quotes.
        let begins = before.is_whitespace() || before == '>' || names.ends_with('"');
        before = c;
        if begins && (c.is_ascii_digit() || c == '.') {
            // Digits, a point, digits: of `0.8.5` the first two.
            let mut points = 0;
            let is_end = |c: char| {
                points += usize::from(c == '.');
                !c.is_ascii_digit() && c != '.' || points > 1
            };
            let end = rest.find(is_end).unwrap_or(rest.len());
            let number = rest.get(..end).unwrap_or("");
            if number.contains('.') && finite(number).is_some_and(|value| (0.0..=1.0).contains(&value)) {
                return (names, number, text.get(at + end..).unwrap_or(""));
            }
        }
    }
    (body, "", tail)
}

fn annotation(rest: &str) -> Option<Statement<'static>> {
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, tail) = rest.split_at(digits);
    let number = number.parse().ok()?;
    let tail = tail.trim_start_matches([',', ' ', '\t']);
    let (at, text) =
        if let Some(list) = tail.strip_prefix('[').map(str::trim_start).filter(|t| t.starts_with('[')) {
            let mut places = Vec::new();
            let mut list = list;
            while let Some((inside, rest)) = bracket(list, '[', ']') {
                places.push(pair(inside));
                list = rest.trim_start_matches([',', ' ', '\t']);
            }
            (places, list.strip_prefix(']').unwrap_or(list))
        } else {
            let (inside, rest) = bracket(tail, '[', ']')?;
            (vec![pair(inside)], rest)
        };
    Some(Statement::Annotation { number, at, text: text.trim().to_owned() })
}

fn attitude(word: &str, rest: &str) -> Option<Statement<'static>> {
    let kind = match word {
        "pioneers" => AttitudeKind::Pioneers,
        "settlers" => AttitudeKind::Settlers,
        _ => AttitudeKind::TownPlanners,
    };
    // Some have a name before their numbers.
    let open = rest.find('[')?;
    let (inside, tail) = bracket(rest.get(open..)?, '[', ']')?;
    let numbers: Vec<_> = inside.split(',').map(finite).collect();
    let at = |index: usize| numbers.get(index).copied().flatten();
    let mut sizes = tail.split_whitespace().map(finite);
    let other = match (sizes.next().flatten(), sizes.next().flatten()) {
        (Some(width), Some(height)) if numbers.len() < 4 => AttitudeEnd::Size(width, height),
        _ => AttitudeEnd::Corner(at(2), at(3)),
    };
    Some(Statement::Attitude { kind, corner: (at(0), at(1)), other })
}

/// Reads `A->B; text` and the flows.
fn link(line: &str) -> Option<Statement<'_>> {
    let (from, operator, rest) = split_at_operator(line)?;
    let (ends, text) = split_outside_quotes(rest, ";").unwrap_or((rest, ""));
    let (to, more) = match split_at_operator(ends) {
        Some((to, ..)) => (to, true),
        None => (ends, false),
    };
    let (from, to) = (clean(from), clean(to));
    let text = text.split(';').next().unwrap_or("").trim().to_owned().into();
    (!from.is_empty() && !to.is_empty()).then_some(Statement::Link {
        from,
        to,
        kind: operator.kind,
        label: operator.label.to_owned().into(),
        text,
        more,
    })
}

pub(super) struct Operator<'a> {
    kind: LinkKind,
    label: &'a str,
}

pub(super) fn split_at_operator(text: &str) -> Option<(&str, Operator<'_>, &str)> {
    // Each has an arrowhead.
    if !text.bytes().any(|byte| matches!(byte, b'>' | b'<')) {
        return None;
    }
    let signs = |(at, c): (usize, char)| match c {
        ';' => Some(None),
        '-' | '+' => {
            let (operator, length) = operator(text.get(at..)?)?;
            Some(text.get(..at).zip(text.get(at + length..)).map(|(from, to)| (from, operator, to)))
        }
        _ => None,
    };
    if text.contains('"') {
        return outside_quotes(text).find_map(signs)?;
    }
    // Most lines have no quotes: their bytes are their characters, as far as these signs go.
    text.bytes().enumerate().find_map(|(at, byte)| signs((at, char::from(byte))))?
}

/// The operator that a text begins with, and its length.
pub(super) fn operator(text: &str) -> Option<(Operator<'_>, usize)> {
    if text.starts_with("->") {
        return Some((Operator { kind: LinkKind::Need, label: "" }, 2));
    }
    let (label, arrow) = match text.strip_prefix("+'") {
        Some(rest) => rest.split_once('\'')?,
        None => ("", text.strip_prefix('+')?),
    };
    let (direction, length) = if arrow.starts_with("<>") {
        (Direction::Both, 2)
    } else if arrow.starts_with('>') {
        (Direction::Forward, 1)
    } else if arrow.starts_with('<') {
        (Direction::Backward, 1)
    } else {
        return None;
    };
    let operator = Operator { kind: LinkKind::Flow(direction), label };
    Some((operator, text.len() - arrow.len() + length))
}

pub(super) fn split_outside_quotes<'a>(text: &'a str, at: &str) -> Option<(&'a str, &'a str)> {
    if !text.contains(at) {
        return None;
    }
    let (index, _) = outside_quotes(text)
        .find(|(index, _)| text.get(*index..).is_some_and(|rest| rest.starts_with(at)))?;
    Some((text.get(..index)?, text.get(index + at.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link_of(line: &str) -> String {
        match parse(line) {
            Some(Statement::Link { from, to, kind, label, text, .. }) => {
                format!("{from}|{to}|{kind:?}|{label}|{text}")
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn links_of_names_that_begin_with_keywords() {
        assert_eq!(link_of("build release cycle->x"), "build release cycle|x|Need||");
        assert_eq!(link_of("Market segmentation -> Last Mile"), "Market segmentation|Last Mile|Need||");
        assert_eq!(link_of("notebook->B; a [1]"), "notebook|B|Need||a [1]");
        assert_eq!(link_of("market food->B"), "market food|B|Need||");
        assert_eq!(link_of("A+'x->y'<>B;t; u"), "A|B|Flow(Both)|x->y|t");
        assert_eq!(link_of("\"A->B\"+>C"), "A->B|C|Flow(Forward)||");
        assert_eq!(link_of("url shortener->DB"), "url shortener|DB|Need||");
        assert_eq!(link_of("style guide->DB"), "style guide|DB|Need||");
        assert_eq!(link_of("\"19\\\" rack\"->\"a [b]\""), "19\" rack|a [b]|Need||");
        assert!(matches!(parse("evolution ->B->C->D"), Some(Statement::Evolution { stages: Some(_), .. })));
        assert_eq!(link_of("A +<B"), "A|B|Flow(Backward)||");
    }

    fn component_of(line: &str) -> (String, Option<Numbers>) {
        match parse(line) {
            Some(Statement::Component(c)) => (c.name.into_owned(), c.numbers),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_end_where_their_author_meant() {
        let at = |v, m| Some(Numbers { first: Some(v), second: Some(m), count: 2, has_any: true });
        assert_eq!(component_of("component Foo[0.5,0.6]"), ("Foo".into(), at(0.5, 0.6)));
        assert_eq!(component_of("component Foo[a] [0.5, 0.6]"), ("Foo[a]".into(), at(0.5, 0.6)));
        assert_eq!(component_of("component \"Foo [1]\" [0.5, .6]"), ("Foo [1]".into(), at(0.5, 0.6)));
        assert_eq!(component_of("component Foo label [1, 2]"), ("Foo".into(), None));
        assert_eq!(component_of("component A->B [0.5, 0.6]"), ("A->B".into(), at(0.5, 0.6)));
        assert_eq!(
            component_of("component Foo [x, 0.6]"),
            ("Foo".into(), Some(Numbers { first: None, ..Numbers::of("0, 0.6") }))
        );
    }

    #[test]
    fn evolve_takes_the_last_number() {
        let Some(Statement::Evolve { name, new_name, to, suffixes }) =
            parse("evolve Web 2.0->Web 3.0 .8 (buy) label [1, 2]")
        else {
            panic!()
        };
        assert_eq!((name.as_str(), new_name.as_deref(), to), ("Web 2.0", Some("Web 3.0"), Some(0.8)));
        assert_eq!(suffixes.method, Some(Method::Buy));
        assert!(matches!(parse("evolve Power"), Some(Statement::Evolve { to: None, .. })));
    }

    #[test]
    fn annotations_keep_brackets_in_their_text() {
        let Some(Statement::Annotation { number, at, text }) =
            parse("annotation 2,[[0.1,0.2],[0.3, 0.4] ] see [1]")
        else {
            panic!()
        };
        assert_eq!((number, at.len(), text.as_str()), (2, 2, "see [1]"));
        assert!(matches!(parse("annotation 1 [0.1, 0.2] A->B"), Some(Statement::Annotation { .. })));
    }

    #[test]
    fn unknown_lines_are_unknown() {
        assert_eq!(parse("Dear diary"), None);
        assert_eq!(parse("component"), None);
        assert_eq!(parse("titled"), None);
    }
}
