//! Questions about where things stand.

use super::chain::{Chain, Need, Node};
use super::finding::Finding;
use super::grouped::Grouped;
use super::rule::Rule;
use super::way::{Remedy, Way};
use super::words::list;
use crate::model::{Component, Edit, Element, Method, Pipeline};

/// Something is less evolved by so much, and a stage, on both sides: a sandwich (ours; 50 of them in 39 of 105 real maps).
const SLICE: f64 = 0.15;
/// The border of a stage is so wide on both sides for methods: a third of what stands on the real maps is that near to one.
const BORDER: f64 = 0.03;
/// Opinions differ where they are so far apart, and a stage.
const FAR_APART: f64 = 0.2;
/// What stands this little to the left of what needs it is as evolved, wherever the border of a stage is.
const SAME: f64 = 0.05;
/// Variants differ where they are so far apart, and a stage.
const LAG: f64 = 0.15;

/// Needs of something that is a stage less evolved, but those of users: the rule of figure 90.
pub(super) fn habit_needs<'b>(chain: &'b Chain<'_>) -> impl Iterator<Item = Need> + 'b {
    let is_habit = |need: &&Need| {
        chain.stage(need.from) > chain.stage(need.to)
            && chain.evolution(need.from) - chain.evolution(need.to) >= SAME
            && !chain.is_user(need.from)
            && !chain.is_user(need.to)
            && chain.has_name(need.from)
            && chain.has_name(need.to)
    };
    chain.needs.iter().filter(is_habit).copied()
}

pub(super) fn habits(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let habits: Vec<Need> = habit_needs(chain).collect();
    let all_above = Grouped::by(chain.len(), &habits, |need| need.to);
    let all_below = Grouped::by(chain.len(), &chain.needs, |need| need.from);
    for at in 0..chain.len() {
        let (above, below) = (all_above.of(at), all_below.of(at));
        let gap = |need: &Need| chain.evolution(need.from) - chain.evolution(at);
        let Some(widest) = above.iter().max_by(|a, b| gap(a).total_cmp(&gap(b))) else { continue };
        let rise = |need: &&Need| chain.evolution(need.to) - chain.evolution(at);
        // Two things that need each other are no layers.
        let others = below.iter().filter(|need| need.to != widest.from && chain.has_name(need.to));
        let most = others.max_by(|a, b| rise(a).total_cmp(&rise(b)));
        let under = most.filter(|need| chain.stage(need.to) > chain.stage(at) && rise(need) >= SLICE);
        let is_sandwich = gap(widest) >= SLICE && under.is_some();
        let (upper, own) = (chain.name(widest.from), chain.name(at));
        let (is, less) = (chain.standing(widest.from), chain.standing(at));
        // What is a product already is no habit of ours: it is late, or special.
        let is_made = chain.stage(at) < 2;
        let asked = if is_made {
            format!("Is {own} new, or a habit?")
        } else {
            format!("Will {own} follow, or is it special?")
        };
        let question = match under.filter(|_| is_sandwich) {
            Some(under) => {
                let (lower, more) = (chain.name(under.to), chain.standing(under.to));
                format!(
                    "{upper} is {is}, yet rests on {own}, which is {less} and itself rests on {lower}, {more}. {asked}"
                )
            }
            None if above.len() == 1 => {
                format!("{upper} is {is}, yet rests on {own}, which is {less}. {asked}")
            }
            None => {
                let others = chain.names(&above.iter().map(|need| need.from).collect::<Vec<_>>());
                format!("{own} is {less}, yet {}, further evolved, rest on it. {asked}", list(&others, "and"))
            }
        };
        let mut links = above.to_vec();
        links.extend(under.filter(|_| is_sandwich));
        let finding = Finding {
            rule: Rule::HabitOrNovel,
            on: chain.ids(&[at]),
            links: chain.keys(&links),
            weight: gap(widest),
            question,
            remedy: Remedy::Buy(chain.evolution(widest.from)),
            is_sandwich,
        };
        chain.put(finding, findings);
    }
}

/// The evolution from which on something is an industry, and that up to which it is uncharted.
fn borders(chain: &Chain<'_>) -> (f64, f64) {
    let bounds = &chain.map.evolution.boundaries;
    let last = bounds.last().copied().unwrap_or(1.0);
    // Of four stages the second boundary: what is left of it is no industry.
    let middle = bounds.get(bounds.len() / 2).copied().unwrap_or(0.0).min(last);
    (last, middle)
}

/// Whether something is obtained as suits its stage; `None` where nobody said how it is.
pub(super) fn fits_its_stage(chain: &Chain<'_>, at: usize) -> Option<bool> {
    let (last, middle) = borders(chain);
    let (own, method) = (chain.evolution(at), chain.nodes.get(at)?.component.method?);
    Some(match method {
        Method::Build => own <= last + BORDER,
        Method::Outsource => own >= middle - BORDER,
        Method::Buy => true,
    })
}

pub(super) fn methods(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let (last, middle) = borders(chain);
    for (at, node) in chain.nodes.iter().enumerate() {
        if fits_its_stage(chain, at) != Some(false) {
            continue;
        }
        let (own, name, standing) = (node.evolution(), chain.name(at), chain.standing(at));
        let is_built = node.component.method == Some(Method::Build);
        let (question, better, label) = if is_built {
            let question = format!("{name} is {standing}, and built in house. Why not bought?");
            (question, Method::Outsource, "Outsource it")
        } else {
            let question =
                format!("{name} is {standing}, and left to a supplier. Can anybody specify it yet?");
            (question, Method::Build, "Build it")
        };
        let component = Component { method: Some(better), ..node.component.clone() };
        let edit = Edit::Replace(Element { body: component.into(), ..node.element.clone() });
        let finding = Finding {
            rule: Rule::MethodMismatch,
            on: chain.ids(&[at]),
            links: Vec::new(),
            weight: if is_built { own - last } else { middle - own },
            question,
            remedy: Remedy::Ways(vec![Way::new(label, "Marks it so", vec![edit])]),
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}

pub(super) fn treated_otherwise(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    for (at, node) in chain.nodes.iter().enumerate() {
        let Some(treated) = node.component.treated else { continue };
        let axis = &chain.map.evolution;
        let (ours, theirs) = (axis.stage(treated), axis.stage(node.at.evolution));
        let gap = node.evolution() - treated.value();
        if ours == theirs {
            continue;
        }
        let (name, standing) = (chain.name(at), chain.standing(at));
        let question = if gap > 0.0 {
            let as_what = chain.standing_of(ours.0);
            format!(
                "The market has moved on: {name} is {standing} there, and we treat it as {as_what}. What keeps us?"
            )
        } else {
            format!("We treat {name} as further evolved than the market has it. Does it bear that?")
        };
        let component = Component { treated: None, ..node.component.clone() };
        let edit = Edit::Replace(Element { body: component.into(), ..node.element.clone() });
        let finding = Finding {
            rule: Rule::TreatedOtherwise,
            on: chain.ids(&[at]),
            links: Vec::new(),
            weight: gap.abs(),
            question,
            remedy: Remedy::Ways(vec![Way::new(
                "We do as the market does",
                "Takes the mark away",
                vec![edit],
            )]),
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}

pub(super) fn opinions_that_differ(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    for (at, node) in chain.nodes.iter().enumerate() {
        let opinions = node.component.opinions.iter().map(|opinion| opinion.evolution);
        let least = opinions.clone().min_by(|a, b| a.value().total_cmp(&b.value()));
        let most = opinions.max_by(|a, b| a.value().total_cmp(&b.value()));
        let (Some(least), Some(most)) = (least, most) else { continue };
        let apart = most.value() - least.value();
        let axis = &chain.map.evolution;
        let (from, to) = (axis.stage(least).0, axis.stage(most).0);
        if apart < FAR_APART || from == to {
            continue;
        }
        let (name, from, to) = (chain.name(at), chain.standing_of(from), chain.standing_of(to));
        let question =
            format!("To some {name} is {from}, to others {to}. Are these two things, or two markets?");
        let mut ways = Vec::new();
        if node.component.pipeline.is_none() && node.parent.is_none() {
            let pipeline = Pipeline { range: Some((least, most)) };
            let edit = Edit::Pipeline { id: node.id().clone(), pipeline: Some(pipeline) };
            let about =
                "Makes a pipeline of it, as wide as the opinions are: its variants are what people mean";
            ways.push(Way::new("Two things: a pipeline", about, vec![edit, without_opinions(node)]));
        }
        ways.push(Way::new(
            "We agree now",
            "Takes the opinions away; the place stays",
            vec![without_opinions(node)],
        ));
        let finding = Finding {
            rule: Rule::OpinionsDiffer,
            on: chain.ids(&[at]),
            links: Vec::new(),
            weight: apart,
            question,
            remedy: Remedy::Ways(ways),
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}

/// Takes the opinions on a place away, whatever else was changed before.
fn without_opinions(node: &Node<'_>) -> Edit {
    Edit::Opinions { id: node.id().clone(), opinions: Vec::new() }
}

pub(super) fn lagging_variants(chain: &Chain<'_>, findings: &mut Vec<Finding>) {
    let mut furthest: Vec<Option<usize>> = vec![None; chain.len()];
    for (at, parent) in chain.nodes.iter().enumerate().filter_map(|(at, node)| Some((at, node.parent?))) {
        if let Some(slot) = furthest.get_mut(parent) {
            let is_further = |other: usize| chain.evolution(at) > chain.evolution(other);
            *slot = Some(slot.filter(|other| !is_further(*other)).unwrap_or(at));
        }
    }
    let above = Grouped::by(chain.len(), &chain.needs, |need| need.to);
    for (at, node) in chain.nodes.iter().enumerate() {
        let Some(best) = node.parent.and_then(|parent| furthest.get(parent).copied().flatten()) else {
            continue;
        };
        let lag = chain.evolution(best) - node.evolution();
        if lag < LAG || chain.stage(best) == chain.stage(at) {
            continue;
        }
        let Some(first) = above.of(at).first() else { continue };
        let (who, name, other) = (chain.name(first.from), chain.name(at), chain.name(best));
        let question = format!(
            "{who} still needs {name}, which is {}, while {other} is {}. What holds it there?",
            chain.standing(at),
            chain.standing(best)
        );
        let finding = Finding {
            rule: Rule::PipelineSpread,
            on: chain.ids(&[at]),
            links: chain.keys(above.of(at)),
            weight: lag,
            question,
            remedy: Remedy::NONE,
            is_sandwich: false,
        };
        chain.put(finding, findings);
    }
}
