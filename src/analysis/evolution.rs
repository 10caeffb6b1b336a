//! Questions about where things are going.

use std::collections::BTreeSet;

use super::chain::Chain;
use super::finding::Finding;
use super::rule::Rule;
use super::way::{Remedy, Way};
use super::words::list;
use crate::model::{Component, Edit, Element, Evolution, Inertia, Role};

/// So many things have to hang on one alone before that is worth a question.
const MANY: usize = 3;

/// The stages that a component leaves and comes to; `None` where it goes nowhere further.
fn crossing(chain: &Chain<'_>, at: usize) -> Option<(usize, usize)> {
    let node = chain.nodes.get(at)?;
    let to: Evolution = node.component.evolve.as_ref()?.to;
    let (from, to) = (chain.stage(at), chain.map.evolution.stage(to).0);
    (to > from).then_some((from, to))
}

pub(super) fn unconsidered_inertia(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let is_open = |at: &usize| {
        let inertia = chain.nodes.get(*at).and_then(|node| node.component.inertia.as_ref());
        inertia.is_none() && chain.has_name(*at) && crossing(chain, *at).is_some()
    };
    let open: Vec<usize> = (0..chain.len()).filter(is_open).collect();
    let open = chain.unanswered(Rule::InertiaUnconsidered, open);
    if open.is_empty() {
        return;
    }
    let names = chain.names(&open);
    let question = match (names.as_slice(), open.first().and_then(|at| crossing(chain, *at))) {
        ([only], Some((_, to))) => {
            format!("{only} is to be {}. What will hold this back?", chain.standing_of(to))
        }
        (names, _) => format!("{} are to change their stage. What will hold this back?", list(names, "and")),
    };
    // Exposure (ours): the stages that are crossed, for each thing that rests on it.
    let exposure = |at: &usize| {
        let (from, to) = crossing(chain, *at).unwrap_or_default();
        (to - from) as f64 * (1.0 + chain.above(*at).len() as f64)
    };
    // Who asks about a thousand arrows at once asks about none.
    let weight = open.iter().take(64).map(exposure).fold(0.0, f64::max);
    let edits = open.iter().filter_map(|at| chain.nodes.get(*at)).map(|node| {
        let inertia = Some(Box::new(Inertia::default()));
        let component = Component { inertia, ..node.component.clone() };
        Edit::Replace(Element { body: component.into(), ..node.element.clone() })
    });
    let about = "Draws a bar across the arrow; the inspector asks of which kind";
    let finding = Finding {
        rule: Rule::InertiaUnconsidered,
        on: chain.ids(&open),
        links: Vec::new(),
        weight,
        question,
        remedy: Remedy::Ways(vec![Way::new("Something does", about, edits.collect())]),
        is_sandwich: false,
    };
    findings.push(finding);
}

pub(super) fn practices_left_behind(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let role = |at: usize| chain.nodes.get(at).and_then(|node| node.component.role);
    if !(0..chain.len()).any(|at| role(at) == Some(Role::Practice)) {
        return;
    }
    let moves = |at: usize| crossing(chain, at).is_some();
    let goes = |at: usize| chain.nodes.get(at).is_some_and(|node| node.component.evolve.is_some());
    for need in &chain.needs {
        let (practice, activity) = match (role(need.from), role(need.to)) {
            (Some(Role::Practice), other) if other != Some(Role::Practice) => (need.from, need.to),
            (other, Some(Role::Practice)) if other != Some(Role::Practice) => (need.to, need.from),
            _ => continue,
        };
        if !moves(activity) || goes(practice) || chain.is_user(activity) {
            continue;
        }
        let (of, what) = (chain.name(practice), chain.name(activity));
        let finding = Finding {
            rule: Rule::PracticeLeftBehind,
            on: chain.ids(&[practice, activity]),
            links: chain.keys(&[*need]),
            weight: 0.5,
            question: format!("{what} moves on. Does {of} still fit then?"),
            remedy: Remedy::NONE,
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}

pub(super) fn only_ways_through(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let held: BTreeSet<usize> =
        chain.needs.iter().filter(|need| need.is_constraint).flat_map(|need| [need.from, need.to]).collect();
    for (at, count) in chain.dominated().into_iter().enumerate().filter(|(_, count)| *count >= MANY) {
        let Some(node) = chain.nodes.get(at).filter(|_| !chain.is_user(at)) else { continue };
        let name = chain.name(at);
        let question = if let Some((_, to)) = crossing(chain, at) {
            format!(
                "{count} things are reached only through {name}, which is to be {}. What if that is late?",
                chain.standing_of(to)
            )
        } else if node.component.inertia.is_some() {
            format!(
                "{count} things are reached only through {name}, which something holds back. Can they wait?"
            )
        } else if held.contains(&at) {
            format!(
                "{count} things are reached only through {name}, which is constrained. Is there another way?"
            )
        } else {
            continue;
        };
        let finding = Finding {
            rule: Rule::OnlyWayThrough,
            on: chain.ids(&[at]),
            links: Vec::new(),
            weight: count as f64 / chain.len().max(1) as f64,
            question,
            remedy: Remedy::NONE,
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}
