//! A map as facts, one a line, in the author's order: what is the same stands in the same words.

use crate::model::{Element, End, LinkKind, Map};
use crate::typeset::one_line;

/// The facts of a map.
pub fn facts(map: &Map) -> String {
    let mut text = String::new();
    if !map.title.is_empty() {
        text.push_str(&format!("title: {}\n", one_line(&map.title)));
    }
    for element in map.elements() {
        text.push_str(&fact(map, element));
    }
    let name = |end: &End| match end {
        End::Element(id) => {
            map.element(id).map_or_else(|| id.to_string(), |element| one_line(element.name()))
        }
        End::Dangling(name) => one_line(name),
    };
    for link in map.links() {
        let verb = match link.kind {
            LinkKind::Need => "needs",
            LinkKind::Constraint => "is held back by",
            LinkKind::Flow(_) => "flows to",
        };
        let more = if link.text.is_empty() { String::new() } else { format!(": {}", one_line(&link.text)) };
        text.push_str(&format!("{} {verb} {}{more}\n", name(&link.from), name(&link.to)));
    }
    for scenario in &map.scenarios {
        text.push_str(&format!(
            "scenario {}: {} changes\n",
            one_line(&scenario.name),
            scenario.changes.len()
        ));
    }
    text
}

fn fact(map: &Map, element: &Element) -> String {
    let place = element.component().and_then(|component| map.position(component)).map(|at| {
        let stage = map.evolution.stage_name(map.evolution.stage(at.evolution));
        format!(", {} ({:.3}), height {:.3}", one_line(stage), at.evolution.value(), at.visibility.value())
    });
    let evolves = element.component().and_then(|component| component.evolve.as_ref());
    let evolves = evolves.map(|evolve| format!(", evolves to {:.3}", evolve.to.value()));
    format!(
        "{} {}{}{}\n",
        element.kind_name(),
        one_line(element.name()),
        place.unwrap_or_default(),
        evolves.unwrap_or_default()
    )
}
