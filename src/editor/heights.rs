//! Heights from the depth in the chain: proposed, shown, and taken or left. How evolved things are stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Target, change};
use super::operate::Sight;
use super::tool::{Deed, Proposal};
use crate::analysis::Chain;
use crate::model::{ElementId, Place, Position, Visibility};

/// Things of one depth that are so near each other across, as a fraction of the width, stand a little above each other.
const NEAR: f64 = 0.08;
/// How far apart those stand, as a fraction of the height.
const APART: f64 = 0.03;

/// Proposes heights for what is selected, or for all where fewer than two are.
pub(super) fn propose(sight: Sight<'_>) -> Vec<Deed> {
    let moves = proposed(sight);
    if moves.is_empty() {
        return vec![Deed::Say("Heights follow the chain of needs already".to_owned())];
    }
    vec![Deed::Propose(Proposal { moves })]
}

/// Takes what was proposed.
pub(super) fn taken(sight: Sight<'_>, proposal: &Proposal) -> Vec<Deed> {
    let of = |(id, now): &(ElementId, Position)| {
        let element = sight.map.element(id)?;
        let was = sight.map.position(element.component()?)?;
        Some(Target { element, was, now: *now })
    };
    let targets: Vec<_> = proposal.moves.iter().filter_map(of).collect();
    let mut deeds =
        change(sight, "Tidy the heights of", "Heights follow the chain of needs already", &targets);
    deeds.push(Deed::Offer(match targets.len() {
        1 => "Tidied the height of a component".to_owned(),
        count => format!("Tidied the heights of {count} components"),
    }));
    deeds
}

/// What would stand elsewhere, and where: the highest and the lowest of them stay the ends, and each step of the chain between
/// is as high as the others. (METHOD: 1 − layer / last layer, within the room that the map gives them.)
fn proposed(sight: Sight<'_>) -> Vec<(ElementId, Position)> {
    let chosen = &sight.selection.elements;
    let is_chosen = |id: &ElementId| chosen.len() < 2 || chosen.contains(id);
    // What lies in a pipeline is as high as that.
    let stands = |id: &ElementId| {
        let component = sight.map.component(id).filter(|own| matches!(own.place, Place::At(_)))?;
        sight.map.position(component)
    };
    let depths = Chain::of(sight.map).depth_of();
    let all: Vec<(ElementId, usize, Position)> = depths
        .into_iter()
        .filter(|(id, _)| is_chosen(id) && sight.is_shown(id))
        .filter_map(|(id, depth)| stands(&id).map(|at| (id, depth, at)))
        .collect();
    let layers: BTreeSet<usize> = all.iter().map(|(_, depth, _)| *depth).collect();
    if layers.len() < 2 {
        return Vec::new();
    }
    // The last layer's highest: those beside it may stand a little below already.
    let last = layers.last().copied().unwrap_or_default();
    let highest = |among: &dyn Fn(usize) -> bool| {
        let own = all.iter().filter(|(_, depth, _)| among(*depth));
        own.map(|(.., at)| at.visibility.value()).fold(0.0, f64::max)
    };
    let lowest = all.iter().map(|(.., at)| at.visibility.value()).fold(1.0, f64::min);
    let (top, foot) = (highest(&|_| true), highest(&|depth| depth == last));
    // What is upside down is turned: then the foot is where the lowest stands.
    let foot = if foot < top { foot } else { lowest };
    if foot >= top {
        return Vec::new();
    }
    let step = (top - foot) / (layers.len() - 1) as f64;
    let rows: BTreeMap<usize, f64> =
        layers.iter().enumerate().map(|(number, depth)| (*depth, top - step * number as f64)).collect();
    let mut moves = Vec::new();
    for (depth, row) in rows {
        let mut own: Vec<_> = all.iter().filter(|(_, other, _)| *other == depth).collect();
        own.sort_by(|(.., a), (.., b)| a.evolution.value().total_cmp(&b.evolution.value()));
        let mut last: Option<(f64, usize)> = None;
        for (id, _, was) in own {
            let here = was.evolution.value();
            let beside = match last {
                Some((there, count)) if here - there < NEAR => count + 1,
                _ => 0,
            };
            last = Some((here, beside));
            let apart = APART.min(step / 4.0);
            let height = Visibility::clamped(row - apart * (beside % 3) as f64).rounded();
            let now = Position { visibility: height, ..*was };
            if now != *was {
                moves.push((id.clone(), now));
            }
        }
    }
    moves
}
