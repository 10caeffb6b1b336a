//! How a map is read, for the room: in a few sentences, of what this map uses.

use crate::layout::{Layout, Sample, used_samples};
use crate::model::{EvolutionAxis, Map};
use crate::typeset::one_line;

/// How to read a map: what its two axes mean, and each sign that it uses.
pub fn how_to_read(map: &Map, layout: &Layout) -> Vec<String> {
    let users: Vec<String> = map
        .components()
        .filter(|(element, component)| component.is_anchor() && !element.parked)
        .map(|(element, _)| one_line(element.name()))
        .collect();
    let who = match users.as_slice() {
        [] => "its users".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let needs = if users.len() == 1 { "needs" } else { "need" };
    let mut lines = vec![
        format!("The map shows what {who} {needs}, and what that needs in turn."),
        format!("From top to bottom: the higher something stands, the more of it is seen by {who}."),
        evolution(&map.evolution),
        "A line joins what needs, above, to what is needed, below.".to_owned(),
    ];
    if map.about.own_practice {
        lines.push("Things stand where we treat them, not where the market has them.".to_owned());
    }
    lines.extend(used_samples(map, layout).into_iter().filter_map(meaning).map(str::to_owned));
    lines.push("Moving things changes what is meant: that is why one can argue about the map.".to_owned());
    lines
}

fn evolution(axis: &EvolutionAxis) -> String {
    if axis.stages == EvolutionAxis::default().stages {
        return "From left to right: from what is new to everybody, over what is made to order and what is sold as a product, \
                to what is a commodity like power. This is neither time nor merit."
            .to_owned();
    }
    let stages: Vec<&str> =
        axis.stages.iter().map(|stage| stage.trim()).filter(|stage| !stage.is_empty()).collect();
    format!(
        "From left to right: how evolved something is ({}). This is neither time nor merit.",
        stages.join(" → ")
    )
}

/// What a sign means beyond the plain ones.
fn meaning(sample: Sample) -> Option<&'static str> {
    Some(match sample {
        Sample::Anchor | Sample::Component | Sample::Need => return None,
        Sample::Pipeline => "A square with a box: variants of one thing, each as evolved as it is.",
        Sample::Market => "Three small circles: a market.",
        Sample::Ecosystem => "Circles in each other: an ecosystem, on which others build.",
        Sample::Submap => "A dark circle with an arrow: another map.",
        Sample::Build => "A light ring: we build it.",
        Sample::Buy => "A hatched ring: we buy it.",
        Sample::Outsource => "A dark ring: we leave it to a supplier.",
        Sample::Removed => "Dotted: a move takes it away.",
        Sample::Treated => {
            "A hollow mark, joined by a thin line: we treat it so, the market has it elsewhere."
        }
        Sample::Spread => "A line with ends: it may stand anywhere within.",
        Sample::Opinion => "Small dots: where people see it.",
        Sample::Assumption => "A “?”: an assumption.",
        Sample::Constraint => "A thicker line: a need that holds back.",
        Sample::Flow => "A pale band: what flows.",
        Sample::Evolution => "A red dashed arrow: where it will evolve to. Nobody knows when.",
        Sample::Future => "A red line: what will be needed.",
        Sample::Inertia => "A black bar across an arrow: something resists.",
        Sample::Accelerator => "A grey arrow to the right: it speeds evolution up.",
        Sample::Deaccelerator => "A grey arrow to the left: it slows evolution down.",
        Sample::Area => "A loop: something to look at together.",
    })
}
