//! wardleyToGo's `.wtg` text: the value chain first, as links with one dash or more, and how evolved things are as
//! marks between bars. It is read, with the places that wardleyToGo (its last version with this text) computes; it is
//! not written.

mod evolution;
mod lex;
mod parse;
mod place;

use std::collections::HashSet;
use std::sync::Arc;

use super::{Diagnostic, Reading, Span};
use crate::model::{
    Component, ComponentKind, Details, Element, ElementId, Evolution, EvolutionAxis, Evolve, IdMint, Kept,
    KeptIn, KeptPlace, Link, LinkKind, Map, Pipeline, Place, Position,
};
use evolution::{BOUNDARIES, fraction};
use lex::{Token, words};
use parse::{Node, Text, parse};
use place::{Placed, place};

/// Reads a text. What it says that a map does not is reported where it stands.
pub fn read(text: &str) -> Reading {
    let mut text = parse(text);
    let placed = place(&text);
    let mut diagnostics = std::mem::take(&mut text.diagnostics);
    if placed.has_cycle {
        diagnostics.push(Diagnostic::warning(
            Span::at(0),
            "some component needs itself by way of others; wardleyToGo draws no such chain",
        ));
    }
    let mut mint = IdMint::default();
    let ids: Vec<ElementId> = text
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| mint.new_id(&node.name, "component", at + 1))
        .collect();
    let members = text.members();
    let in_blocks = in_blocks(&text, &placed, &members);
    let mut elements = Vec::new();
    for (at, node) in text.nodes.iter().enumerate() {
        let Some(id) = ids.get(at) else { continue };
        report(node, &mut diagnostics);
        let own = members.get(at).map_or(&[][..], Vec::as_slice);
        let component = component(&text, &placed, &ids, at, in_blocks.contains(&at), own);
        elements.push(Arc::new(Element { color: node.color, ..Element::new(id.clone(), component) }));
    }
    let link = |(from, to, _): &(usize, usize, usize)| {
        Some(Arc::new(Link::between(ids.get(*from)?, ids.get(*to)?, LinkKind::Need)))
    };
    let links = text.links.iter().filter_map(link).collect();
    let comment = |(comment, before): &(String, usize)| {
        let place = ids.get(*before).map_or(KeptPlace::End, |id| KeptPlace::BeforeElement(id.clone()));
        let line = |line: &str| Kept {
            text: format!("// {}", line.trim()),
            format: KeptIn::RonComment,
            place: place.clone(),
        };
        comment.lines().filter(|line| !line.trim().is_empty()).map(line).collect::<Vec<_>>()
    };
    let map = Map {
        title: text.title.clone(),
        evolution: axis(&text),
        kept: text.comments.iter().flat_map(comment).collect(),
        ..Map::default()
    };
    let map = map.with_elements(elements).with_links(links);
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    Reading { map: Some(map), diagnostics }
}

/// Whether a text is one of these: a string of bars, or links of dashes without an arrow, where nothing is said as
/// OnlineWardleyMaps says it.
pub(super) fn looks_like_wtg(text: &str) -> bool {
    let (words, _) = words(text);
    let is_bars =
        words.iter().any(|word| matches!(&word.token, Token::Bars(bars) if bars.matches('|').count() == 5));
    let is_other = text.contains("->") || text.contains("+>") || text.contains("+<");
    let has_link = words.iter().zip(words.iter().skip(1)).zip(words.iter().skip(2)).any(|((a, b), c)| {
        matches!((&a.token, &b.token, &c.token), (Token::Name(_), Token::Dashes(_), Token::Name(_)))
    });
    is_bars || has_link && !is_other
}

fn axis(text: &Text) -> EvolutionAxis {
    let usual = EvolutionAxis::default();
    let said = text.stages.iter().cloned();
    let stages = said.zip(usual.stages.clone()).map(|(said, usual)| said.unwrap_or(usual)).collect();
    let boundaries = BOUNDARIES.iter().skip(1).take(3).map(|boundary| boundary / 100.0).collect();
    EvolutionAxis { stages, boundaries, ..usual }
}

/// What a map does not keep of a node.
fn report(node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let mut say = |message: String| diagnostics.push(Diagnostic::warning(node.span, message));
    match node.course {
        None => {
            say(format!(
                "`{}` has no evolution; it stands where wardleyToGo puts it, which draws it in grey",
                node.name
            ));
        }
        Some(course) if course.has_inertia && course.to.is_none() => {
            say(format!(
                "the inertia of `{}` is drawn here, where wardleyToGo draws it only on the way to somewhere",
                node.name
            ));
        }
        _ => {}
    }
}

/// The members that stand in the block of their pipeline: at its height, when all of its members do.
fn in_blocks(text: &Text, placed: &Placed, members: &[Vec<usize>]) -> HashSet<usize> {
    let height = |node: usize| placed.heights.get(node);
    let members = |pipeline: usize| members.get(pipeline).into_iter().flatten().copied();
    let whole = (0..text.nodes.len()).filter(|pipeline| {
        text.nodes.get(*pipeline).is_some_and(|node| node.pipeline.is_none())
            && members(*pipeline).all(|member| height(member) == height(*pipeline))
    });
    whole.flat_map(members).collect()
}

fn component(
    text: &Text,
    placed: &Placed,
    ids: &[ElementId],
    at: usize,
    in_block: bool,
    members: &[usize],
) -> Component {
    let node = text.nodes.get(at).cloned().unwrap_or_default();
    let evolution = |node: usize| fraction(placed.columns.get(node).copied().unwrap_or(0.0));
    let height = placed.heights.get(at).copied().unwrap_or(0.0);
    let pipeline = node.pipeline.filter(|_| in_block).and_then(|pipeline| ids.get(pipeline));
    let place = match pipeline {
        Some(pipeline) => Place::Within { pipeline: pipeline.clone(), evolution: evolution(at) },
        None => Place::At(Position {
            evolution: evolution(at),
            ..Position::clamped((100.0 - height) / 100.0, 0.0)
        }),
    };
    // A pipeline whose members stand elsewhere has a box of its own, as wide as they are.
    let ends = members.iter().map(|member| evolution(*member)).map(Evolution::value);
    let low = ends.clone().fold(1.0, f64::min);
    let high = ends.fold(0.0, f64::max);
    let stand_apart = members
        .iter()
        .any(|member| placed.heights.get(*member) != placed.heights.get(at) || node.pipeline.is_some());
    let range = (stand_apart && members.len() > 1).then(|| (fraction(low * 100.0), fraction(high * 100.0)));
    Component {
        label: node.label,
        evolve: node.course.and_then(|course| course.to).map(|to| Box::new(Evolve::to(fraction(to)))),
        inertia: node.course.filter(|course| course.has_inertia).map(|_| Box::default()),
        pipeline: node.is_pipeline.then_some(Pipeline { range }),
        method: node.method,
        details: Details { description: node.description.clone(), ..Details::default() }.into(),
        ..Component::new(&node.name, ComponentKind::Component, place)
    }
}
