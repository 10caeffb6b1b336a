//! What a report says of a map.

use std::collections::BTreeSet;

use super::{Entry, Part, Report, Section};
use crate::analysis::{Chain, Finding, Further, PatternKind, Rule, Told, Topic, findings, pattern_of};
use crate::model::{Component, Confidence, Element, ElementId, Evolution, Map};
use crate::typeset::one_line;

/// The report of a map; `name` is what it is called where it has no title.
pub fn report(map: &Map, name: &str) -> Report {
    let findings = findings(map);
    let title = if map.title.trim().is_empty() { name.to_owned() } else { one_line(&map.title) };
    let sections = vec![
        beginning(map),
        section("Value chain", list(chain(map))),
        section("Open questions", questions(&findings)),
        section("Answered questions", list(answers(map))),
        section("Expected evolution", evolution(map)),
        section("Doubts", list(doubts(map))),
        section("Patterns and plays", list(pins(map))),
        section("Decisions", decisions(map)),
        section("Left out, and for later", list(left_out(map))),
        section("Sources", list(sources(map, &findings))),
    ];
    Report { title, sections: sections.into_iter().filter(|section| !section.parts.is_empty()).collect() }
}

fn section(title: &'static str, parts: Vec<Part>) -> Section {
    Section { title, parts }
}

fn list(entries: Vec<Entry>) -> Vec<Part> {
    if entries.is_empty() { Vec::new() } else { vec![Part::List(entries)] }
}

fn entry(text: impl Into<String>) -> Entry {
    Entry { depth: 0, text: text.into(), more: String::new() }
}

fn name(map: &Map, id: &ElementId) -> String {
    map.element(id).map_or_else(|| id.to_string(), |element| one_line(element.name()))
}

fn names(map: &Map, ids: &[ElementId]) -> String {
    ids.iter().map(|id| name(map, id)).collect::<Vec<_>>().join(", ")
}

fn stage(map: &Map, evolution: Evolution) -> String {
    let stage = map.evolution.stage(evolution);
    let name = one_line(map.evolution.stage_name(stage));
    if name.is_empty() { format!("stage {}", stage.0 + 1) } else { name }
}

/// What stands on the map.
fn standing(map: &Map) -> impl Iterator<Item = (&Element, &Component)> {
    let stands = |(element, component): &(&std::sync::Arc<Element>, &Component)| {
        !element.parked && !component.removed && map.position(component).is_some()
    };
    map.components().filter(stands).map(|(element, component)| (&**element, component))
}

fn beginning(map: &Map) -> Section {
    let about = &map.about;
    let mut parts = Vec::new();
    let said = [("", &about.purpose), ("Scope: ", &about.scope)];
    let said = said.into_iter().filter(|(_, text)| !text.trim().is_empty());
    parts.extend(said.map(|(what, text)| Part::Text(format!("{what}{}", text.trim()))));
    let by: Vec<&str> =
        [about.date.trim(), about.author.trim()].into_iter().filter(|text| !text.is_empty()).collect();
    if !by.is_empty() {
        parts.push(Part::Text(by.join(" · ")));
    }
    parts.push(Part::Picture);
    if about.own_practice {
        parts.push(Part::Text("Things stand where we treat them, not where the market has them.".to_owned()));
    }
    Section { title: "", parts }
}

/// What stands deeper in the list of needs begins a list of its own: no page is wide enough for a chain of hundreds, and
/// what it is moved in by would grow with its square.
const DEEPEST: usize = 16;

/// The chain of needs from the users down. What is needed by several stands where it is met first.
fn chain(map: &Map) -> Vec<Entry> {
    let (lines, rest) = Chain::of(map).told(DEEPEST);
    let line = |line: Told<'_>| {
        let more = match line.further {
            Further::Above => "see above".to_owned(),
            Further::Below => "see below".to_owned(),
            Further::Here if line.element.component().is_some_and(Component::is_anchor) => String::new(),
            Further::Here => stage(map, line.at.evolution),
        };
        Entry { depth: line.depth, text: one_line(line.element.name()), more }
    };
    let mut entries: Vec<Entry> = lines.into_iter().map(line).collect();
    if !rest.is_empty() {
        let names: Vec<String> = rest.into_iter().map(|element| one_line(element.name())).collect();
        entries.push(Entry { more: names.join(", "), ..entry("Not reached from the users") });
    }
    entries
}

/// So many questions are told; what comes behind them is hardly worth a page.
const MOST_QUESTIONS: usize = 12;

fn questions(findings: &[Finding]) -> Vec<Part> {
    let mut parts = Vec::new();
    for topic in Topic::ALL {
        let first = findings.iter().take(MOST_QUESTIONS).filter(|finding| finding.rule.topic() == topic);
        let entries: Vec<Entry> = first
            .map(|finding| Entry { more: finding.rule.code().to_owned(), ..entry(finding.question.clone()) })
            .collect();
        if !entries.is_empty() {
            parts.push(Part::Text(format!("{}:", topic.label())));
            parts.push(Part::List(entries));
        }
    }
    let more = findings.len().saturating_sub(MOST_QUESTIONS);
    if more > 0 {
        parts.push(Part::Text(format!("And {more} more, which weigh less.")));
    }
    parts
}

fn answers(map: &Map) -> Vec<Entry> {
    let said = map.answered.iter().map(|answer| {
        let rule = Rule::of_code(&answer.rule);
        let what = rule.map_or(answer.rule.as_str(), |rule| rule.label());
        let about =
            if answer.on.is_empty() { what.to_owned() } else { format!("{what} {}", names(map, &answer.on)) };
        let because = if answer.because.is_empty() { "no reason was given" } else { answer.because.trim() };
        Entry { more: answer.date.clone(), ..entry(format!("{about}: {because}")) }
    });
    let off = map.rules_off.iter().map(|code| {
        let label = Rule::of_code(code).map_or(code.as_str(), |rule| rule.label());
        entry(format!("{label}: not asked on this map"))
    });
    said.chain(off).collect()
}

fn evolution(map: &Map) -> Vec<Part> {
    let row = |(element, component): (&Element, &Component)| {
        let evolve = component.evolve.as_ref()?;
        let at = map.position(component)?.evolution;
        let called = evolve.name.as_ref().map_or_else(String::new, |name| format!(", as {}", one_line(name)));
        let inertia = match component.inertia.as_deref() {
            None if map.evolution.stage(at) == map.evolution.stage(evolve.to) => String::new(),
            None => "not considered".to_owned(),
            Some(inertia) => {
                let said: Vec<&str> = [inertia.kind.trim(), inertia.text.trim()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect();
                if said.is_empty() { "yes".to_owned() } else { said.join(": ") }
            }
        };
        let from = stage(map, at);
        let to = format!("{}{called}", stage(map, evolve.to));
        Some(vec![one_line(element.name()), from, to, inertia])
    };
    let rows: Vec<_> = standing(map).filter_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        Part::Table(vec!["What", "From", "To", "Inertia"], rows),
        Part::Text("Evolution is not time: none of this says when.".to_owned()),
    ]
}

fn doubts(map: &Map) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (element, component) in standing(map) {
        let name = one_line(element.name());
        let evidence = one_line(&component.details.evidence);
        if component.details.confidence == Some(Confidence::Low) {
            entries.push(Entry { more: evidence.clone(), ..entry(format!("{name} is an assumption")) });
        }
        if let Some(spread) = component.spread {
            let text = format!("{name} may be off by {:.2} to both sides", spread.value());
            entries.push(Entry { more: evidence, ..entry(text) });
        }
        if let (Some(treated), Some(at)) = (component.treated, map.position(component)) {
            let (ours, market) = (stage(map, treated), stage(map, at.evolution));
            entries.push(entry(format!("{name}: the market has it in {market}, we treat it as in {ours}")));
        }
    }
    entries
}

fn pins(map: &Map) -> Vec<Entry> {
    let pinned = |pin: &crate::model::Pin| {
        let pattern = pattern_of(&pin.pattern);
        let what = pattern.map_or(pin.pattern.as_str(), |pattern| pattern.name);
        let kind = pattern.map_or(String::new(), |pattern| format!("{}: ", pattern.kind.label()));
        let on = if pin.on.is_empty() { String::new() } else { format!(" ({})", names(map, &pin.on)) };
        let note = one_line(&pin.note);
        Entry { more: note, ..entry(format!("{kind}{what}{on}")) }
    };
    map.pins.iter().map(pinned).collect()
}

fn decisions(map: &Map) -> Vec<Part> {
    if map.decisions.is_empty() {
        return Vec::new();
    }
    let row = |decision: &crate::model::Decision| {
        [&decision.what, &decision.because, &decision.expect, &decision.look_again, &decision.seen]
            .map(|text| one_line(text))
            .to_vec()
    };
    let rows = map.decisions.iter().map(row).collect();
    vec![Part::Table(vec!["What", "Because", "Expected", "Look again", "Seen"], rows)]
}

fn left_out(map: &Map) -> Vec<Entry> {
    let left = Some(one_line(&map.about.left_out)).filter(|text| !text.is_empty());
    let later = map.about.later.iter().map(|topic| one_line(topic)).filter(|topic| !topic.is_empty());
    let left = left.map(|text| entry(format!("Left out: {text}")));
    left.into_iter().chain(later.map(|topic| entry(format!("Later: {topic}")))).collect()
}

/// Where its rules, its patterns and its evidence come from.
fn sources(map: &Map, findings: &[Finding]) -> Vec<Entry> {
    let asked: BTreeSet<Rule> = findings.iter().take(MOST_QUESTIONS).map(|finding| finding.rule).collect();
    let mut entries: Vec<Entry> = asked
        .into_iter()
        .map(|rule| Entry { more: rule.source().to_owned(), ..entry(rule.label()) })
        .collect();
    let pinned = map.pins.iter().filter_map(|pin| pattern_of(&pin.pattern));
    let kinds: BTreeSet<PatternKind> = pinned.map(|pattern| pattern.kind).collect();
    entries.extend(kinds.into_iter().map(|kind| {
        let figure = match kind {
            PatternKind::Climate => "111",
            PatternKind::Doctrine => "236",
            PatternKind::Play => "59",
        };
        let more = format!("Simon Wardley, Wardley Maps, figure {figure}, CC BY-SA 4.0");
        Entry { more, ..entry(kind.label()) }
    }));
    for (element, component) in standing(map) {
        let links = &component.details.links;
        if !links.is_empty() {
            entries.push(Entry { more: links.join(", "), ..entry(one_line(element.name())) });
        }
    }
    entries
}
