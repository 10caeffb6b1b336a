//! One line of Mermaid text.

use super::lex::{name, opens, outside, string_length, without_comment};
use crate::format::carrier;
use crate::format::owm::suffix::{self, Suffixes, finite};
use crate::model::{AttitudeKind, ComponentKind, Direction, Drive, LinkKind};

/// Two numbers, visibility first, each if it is there.
pub(super) type Pair = (Option<f64>, Option<f64>);

/// What a line says. Numbers are as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement {
    /// `wardley-beta`
    Header,
    Title(String),
    Size(Pair),
    /// The stages, each with where it ends.
    Stages(Vec<(String, Option<f64>)>),
    Component(Node),
    Evolve {
        name: String,
        to: Option<f64>,
    },
    Pipeline(String),
    /// The brace that ends a pipeline.
    Close,
    Note {
        text: String,
        at: Pair,
    },
    AnnotationsAt(Pair),
    Annotation {
        number: u32,
        at: Vec<Pair>,
        text: String,
    },
    Accelerator {
        name: String,
        at: Pair,
        drive: Drive,
    },
    Attitude {
        kind: AttitudeKind,
        corners: Vec<Option<f64>>,
    },
    Link(LinkLine),
}

/// A component, an anchor, or the child of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) kind: ComponentKind,
    pub(super) numbers: Vec<Option<f64>>,
    pub(super) suffixes: Suffixes,
}

/// A link between two names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinkLine {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: LinkKind,
    /// The text in the arrow.
    pub(super) label: String,
    /// The text behind the semicolon.
    pub(super) text: String,
    pub(super) is_dashed: bool,
}

/// What a number on the map means: up to 1 a fraction, above it a percentage.
pub(super) fn fraction(value: f64) -> f64 {
    if value > 1.0 { value / 100.0 } else { value }
}

impl Statement {
    /// The same with fractions in place of percentages.
    pub(super) fn in_fractions(mut self) -> Self {
        let mut numbers: Vec<&mut Option<f64>> = match &mut self {
            Self::Component(node) => node.numbers.iter_mut().collect(),
            Self::Evolve { to, .. } => vec![to],
            Self::Note { at, .. } | Self::AnnotationsAt(at) | Self::Accelerator { at, .. } => {
                vec![&mut at.0, &mut at.1]
            }
            Self::Annotation { at, .. } => at.iter_mut().flat_map(|at| [&mut at.0, &mut at.1]).collect(),
            Self::Attitude { corners, .. } => corners.iter_mut().collect(),
            _ => Vec::new(),
        };
        for number in &mut numbers {
            **number = number.map(fraction);
        }
        self
    }
}

/// The first word of the diagram.
pub(super) const HEADER: &str = "wardley-beta";

/// Reads a line; `None` where it is empty or unknown. A link's text goes to the line's end, `%%` included.
pub(super) fn parse(line: &str) -> Option<Statement> {
    let line = line.trim();
    let code = without_comment(line);
    if code == "}" {
        return Some(Statement::Close);
    }
    let (word, rest) = code.split_once([' ', '\t']).unwrap_or((code, ""));
    let placed =
        line.get(code.len()..).and_then(|tail| carrier::read_placed(tail.trim().strip_prefix("%%")?));
    let said = statement(word, rest.trim()).map(|mut statement| {
        if let (Statement::Component(node), Some(placed)) = (&mut statement, placed)
            && node.suffixes.label == Some(placed)
        {
            node.suffixes.label = None;
        }
        statement
    });
    said.or_else(|| link(line).map(Statement::Link))
}

fn statement(word: &str, rest: &str) -> Option<Statement> {
    // `title -> B` links a thing that is called so.
    if ["->", "-->", "-.->", "+>", "+<", "+'"].iter().any(|operator| rest.starts_with(operator)) {
        return None;
    }
    match word {
        HEADER if rest.is_empty() => Some(Statement::Header),
        "title" if !rest.is_empty() => Some(Statement::Title(rest.to_owned())),
        "size" => Some(Statement::Size(two(&numbers(rest)?.0))),
        "evolution" => stages(rest),
        "anchor" | "component" => {
            let kind = if word == "anchor" { ComponentKind::Anchor } else { ComponentKind::Component };
            let (name, rest) = name_before(rest, '[')?;
            let (numbers, rest) = numbers(rest)?;
            Some(Statement::Component(Node { name, kind, numbers, suffixes: suffix::parse(rest) }))
        }
        "evolve" => {
            let at = rest.rfind(|c: char| !(c.is_ascii_digit() || ".-+".contains(c))).map_or(0, |at| at + 1);
            let at = (at..rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            let (before, number) = rest.split_at(at);
            (!before.trim().is_empty()).then(|| Statement::Evolve { name: name(before), to: finite(number) })
        }
        "pipeline" => {
            let (name, rest) = name_before(rest, '{')?;
            (rest.trim() == "{").then_some(Statement::Pipeline(name))
        }
        "note" => {
            let (text, rest) = name_before(rest, '[')?;
            Some(Statement::Note { text, at: two(&numbers(rest)?.0) })
        }
        "annotations" => Some(Statement::AnnotationsAt(two(&numbers(rest)?.0))),
        "annotation" => annotation(rest),
        "accelerator" | "deaccelerator" => {
            let (name, rest) = name_before(rest, '[')?;
            let drive = if word == "accelerator" { Drive::Faster } else { Drive::Slower };
            Some(Statement::Accelerator { name, at: two(&numbers(rest)?.0), drive })
        }
        "pioneers" | "explorers" => attitude(AttitudeKind::Pioneers, rest),
        "settlers" | "villagers" => attitude(AttitudeKind::Settlers, rest),
        "townplanners" => attitude(AttitudeKind::TownPlanners, rest),
        _ => None,
    }
}

fn attitude(kind: AttitudeKind, rest: &str) -> Option<Statement> {
    let corners = numbers(rest)?.0;
    (corners.len() == 4).then_some(Statement::Attitude { kind, corners })
}

/// The numbers in the bracket that a text begins with, and what follows it.
fn numbers(text: &str) -> Option<(Vec<Option<f64>>, &str)> {
    let (inside, rest) = suffix::bracket(text.trim_start(), '[', ']')?;
    Some((inside.split(',').map(finite).collect(), rest))
}

fn two(numbers: &[Option<f64>]) -> Pair {
    let number = |at: usize| numbers.get(at).copied().flatten();
    (number(0), number(1))
}

/// A name, in quotes or not, and what follows from `stop` on; a quoted name may be empty.
fn name_before(text: &str, stop: char) -> Option<(String, &str)> {
    let at = outside(text).find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(stop)))?;
    let (before, rest) = text.split_at(at);
    (!before.trim().is_empty()).then(|| (name(before), rest))
}

/// `name ('@' N)? ('/' name)?`, joined by arrows.
fn stages(text: &str) -> Option<Statement> {
    let stages: Vec<_> = split(text, "->").into_iter().map(stage).collect();
    (stages.len() > 1).then_some(Statement::Stages(stages))
}

fn stage(text: &str) -> (String, Option<f64>) {
    let parts = split(text, "/");
    let mut boundary = None;
    let mut names = Vec::new();
    for part in parts {
        let marked = split(part, "@");
        match marked.as_slice() {
            [before, number] if finite(number).is_some() => {
                boundary = finite(number);
                names.push(name(before));
            }
            _ => names.push(name(part)),
        }
    }
    (names.join(" / "), boundary)
}

/// The parts of a text between separators that stand outside quotes.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in outside(text) {
        if at >= from && text.get(at..).is_some_and(|rest| rest.starts_with(separator)) {
            parts.extend(text.get(from..at));
            from = at + separator.len();
        }
    }
    parts.extend(text.get(from..));
    parts
}

/// `N, [c, c] "text"`; several places in one bracket, and no comma, are taken too.
fn annotation(rest: &str) -> Option<Statement> {
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(digits);
    let rest = rest.trim_start().trim_start_matches(',').trim_start();
    let (at, text) = if let Some(inside) = rest.strip_prefix('[').filter(|r| r.trim_start().starts_with('['))
    {
        let (inside, text) = inside.split_once("]]").or_else(|| inside.rsplit_once(']'))?;
        let place = |place: &str| two(&place.split(',').map(finite).collect::<Vec<_>>());
        let places = inside.split('[').skip(1).map(|part| place(part.trim().trim_end_matches([',', ']'])));
        (places.collect(), text)
    } else {
        let (numbers, text) = numbers(rest)?;
        (vec![two(&numbers)], text)
    };
    Some(Statement::Annotation { number: number.parse().ok()?, at, text: name(text) })
}

/// A port or an arrow: its length, whether it is one of a flow, and what stands in it.
struct Operator<'a> {
    length: usize,
    flow: Option<Direction>,
    label: &'a str,
    is_dashed: bool,
}

const ARROWS: [(&str, Option<Direction>); 7] = [
    ("+<>", Some(Direction::Both)),
    ("+>", Some(Direction::Forward)),
    ("+<", Some(Direction::Backward)),
    ("-.->", None),
    ("-->", None),
    ("->", None),
    (">", None),
];

fn operator(text: &str) -> Option<Operator<'_>> {
    if let Some(inside) = text.strip_prefix("+'") {
        let (label, rest) = inside.split_once('\'')?;
        let ends = [("<>", Direction::Both), (">", Direction::Forward), ("<", Direction::Backward)];
        let (end, flow) = ends.into_iter().find(|(end, _)| rest.starts_with(end))?;
        let length = 2 + label.len() + 1 + end.len();
        return Some(Operator { length, flow: Some(flow), label, is_dashed: false });
    }
    let (word, flow) = ARROWS.into_iter().find(|(word, _)| text.starts_with(word))?;
    Some(Operator { length: word.len(), flow, label: "", is_dashed: word == "-.->" })
}

/// `name port? arrow? name port? (; text)?`
pub(super) fn link(line: &str) -> Option<LinkLine> {
    let line = line.trim();
    let quoted = opens(line, 0).then(|| string_length(line)).flatten();
    let (from, rest) = match quoted {
        Some(length) => line.split_at(length),
        None => line.split_at(outside(line).find(|at| operator(line.get(*at..).unwrap_or("")).is_some())?),
    };
    let mut link = LinkLine {
        from: name(from),
        to: String::new(),
        kind: LinkKind::Need,
        label: String::new(),
        text: String::new(),
        is_dashed: false,
    };
    let mut take = |operator: &Operator<'_>| {
        if let (Some(flow), LinkKind::Need) = (operator.flow, link.kind) {
            link.kind = LinkKind::Flow(flow);
        }
        if !operator.label.is_empty() {
            operator.label.clone_into(&mut link.label);
        }
        link.is_dashed |= operator.is_dashed;
    };
    let mut rest = rest.trim_start();
    let mut count = 0;
    while let Some(operator) = operator(rest).filter(|_| count < 2) {
        take(&operator);
        rest = rest.get(operator.length..).unwrap_or("").trim_start();
        count += 1;
    }
    let end_of_name = match string_length(rest).filter(|_| opens(rest, 0)) {
        Some(length) => length,
        None if count == 0 => return None,
        None => {
            let is_end = |at: &usize| {
                let rest = rest.get(*at..).unwrap_or("");
                rest.starts_with([';']) || rest.starts_with("%%") || operator(rest).is_some()
            };
            outside(rest).find(is_end).unwrap_or(rest.len())
        }
    };
    let (to, tail) = rest.split_at(end_of_name);
    let mut tail = tail.trim_start();
    if let Some(port) = operator(tail).filter(|port| port.flow.is_some()) {
        take(&port);
        tail = tail.get(port.length..).unwrap_or("").trim_start();
    }
    link.to = name(to);
    if let Some(text) = tail.strip_prefix(';') {
        text.trim().clone_into(&mut link.text);
    } else if !tail.is_empty() && !tail.starts_with("%%") {
        return None;
    }
    let is_name = |raw: &str| !raw.trim().is_empty();
    (is_name(from) && is_name(to)).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link_of(line: &str) -> (String, String, LinkKind, String, String) {
        let link = link(line).unwrap_or_else(|| panic!("{line}"));
        (link.from, link.to, link.kind, link.label, link.text)
    }

    #[test]
    fn links_have_ports_arrows_and_texts() {
        use Direction::{Backward, Both, Forward};
        use LinkKind::{Flow, Need};
        for (line, kind, label, text) in [
            ("A -> B", Need, "", ""),
            ("\"A\"->\"B\"; a; b %% c", Need, "", "a; b %% c"),
            ("A --> 'B' %% c", Need, "", ""),
            ("\"A\" \"B\"", Need, "", ""),
            ("A > B", Need, "", ""),
            ("A +> B", Flow(Forward), "", ""),
            ("A +< -> B", Flow(Backward), "", ""),
            ("A -> B +<>", Flow(Both), "", ""),
            ("A +'x \"y\"'<> B; z", Flow(Both), "x \"y\"", "z"),
        ] {
            let expected = ("A".to_owned(), "B".to_owned(), kind, label.to_owned(), text.to_owned());
            assert_eq!(link_of(line), expected, "{line}");
        }
        assert_eq!(link_of("title -> solves a problem; needs to").0, "title");
        assert_eq!(link_of("up-to date -> \"a -> b\"").1, "a -> b");
        assert_eq!(link("A B"), None);
        assert_eq!(link("-> B"), None);
    }

    #[test]
    fn statements_are_read() {
        let stages = |line: &str| match parse(line) {
            Some(Statement::Stages(stages)) => stages,
            other => panic!("{line}: {other:?}"),
        };
        let stage = |name: &str, end| (name.to_owned(), end);
        let read = stages("evolution \"A -> B\"@0.5 -> C@1.0 / \"d/e\"");
        assert_eq!(read, [stage("A -> B", Some(0.5)), stage("C / d/e", Some(1.0))]);
        assert_eq!(stages("evolution a / b -> c"), [stage("a / b", None), stage("c", None)]);
        let evolve = |name: &str, to| Some(Statement::Evolve { name: name.to_owned(), to });
        assert_eq!(parse("evolve \"2\" 0.65"), evolve("2", Some(0.65)));
        assert_eq!(parse("evolve Critical Thinking 0.68 %% c"), evolve("Critical Thinking", Some(0.68)));
        let at = (Some(0.1), Some(0.2));
        let note = Statement::Note { text: "a [b]".to_owned(), at };
        assert_eq!(parse("note \"a [b]\" [0.1, 0.2]"), Some(note));
        let annotation = |at| Some(Statement::Annotation { number: 1, at, text: "x".to_owned() });
        assert_eq!(parse("annotation 1, [0.1, 0.2] \"x\""), annotation(vec![at]));
        assert_eq!(parse("annotation 1 [[0.1, 0.2], [0.1,0.2]] x"), annotation(vec![at, at]));
        assert_eq!(parse("style wardley"), None);
        let Some(Statement::Component(node)) =
            parse("component \"\" [0.1, 0.2] label [-1, +2] (buy) (inertia)")
        else {
            panic!("no component");
        };
        assert!(node.name.is_empty() && node.suffixes.inertia && node.suffixes.method.is_some());
    }
}
