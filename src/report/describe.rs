//! A map in sentences, for who cannot see it or has to tell of it: users first, then what they need, from the top down.

use std::collections::HashMap;

use crate::geometry::fixed;
use crate::model::{Area, Body, Component, Element, ElementId, LinkKind, Map, Method, Place, Position};
use crate::typeset::{one_line, set_apart};

/// A map in sentences, one to a line; what is parked has no part in it.
pub fn describe(map: &Map) -> Vec<String> {
    let mut lines = vec![head(map)];
    if !map.about.purpose.trim().is_empty() {
        lines.push(format!("It is about this: {}.", one_line(&map.about.purpose).trim_end_matches('.')));
    }
    let mut standing: Vec<(Position, &Element, &Component)> = map
        .components()
        .filter(|(element, _)| !element.parked)
        .filter_map(|(element, component)| Some((map.position(component)?, &**element, component)))
        .collect();
    // From the top, users before all else.
    standing.sort_by(|(a, _, one), (b, _, other)| {
        let order = other.is_anchor().cmp(&one.is_anchor());
        order.then(b.visibility.value().total_cmp(&a.visibility.value()))
    });
    let mut variants: HashMap<&ElementId, Vec<String>> = HashMap::new();
    for (element, own) in map.components().filter(|(element, _)| !element.parked) {
        if let Place::Within { pipeline, .. } = &own.place {
            variants.entry(pipeline).or_default().push(name(element));
        }
    }
    lines.extend(standing.iter().map(|(at, element, component)| {
        let variants = variants.get(&element.id).map_or(&[][..], Vec::as_slice);
        of_component(map, (element, component), *at, variants)
    }));
    let waiting: Vec<_> = map
        .components()
        .filter(|(element, component)| !element.parked && map.position(component).is_none())
        .map(|(element, _)| name(element))
        .collect();
    if !waiting.is_empty() {
        lines.push(format!("Without a place yet: {}.", list(&waiting)));
    }
    lines.extend(
        map.elements().filter(|element| !element.parked).filter_map(|element| of_other(map, element)),
    );
    for scenario in &map.scenarios {
        let about = one_line(&scenario.about);
        let about =
            if about.is_empty() { String::new() } else { format!(": {}", about.trim_end_matches('.')) };
        lines.push(format!("There is a scenario “{}”{about}.", one_line(&scenario.name)));
    }
    lines
}

/// One element in a sentence, as it is said when it is selected or has changed; `None` where the map lacks it.
pub fn describe_element(map: &Map, id: &ElementId) -> Option<String> {
    let element = map.element(id)?;
    match element.component() {
        Some(component) => match map.position(component) {
            Some(at) => {
                let variants = map.pipeline_children(id).filter(|(own, _)| !own.parked);
                let variants: Vec<_> = variants.map(|(own, _)| name(own)).collect();
                Some(of_component(map, (element, component), at, &variants))
            }
            None => Some(format!("{} waits in the tray.", name(element))),
        },
        None => of_other(map, element),
    }
}

fn head(map: &Map) -> String {
    let shown = || map.components().filter(|(element, _)| !element.parked);
    let users = shown().filter(|(_, component)| component.is_anchor()).count();
    let others = shown().count() - users;
    let flows = map.links().filter(|link| !link.parked && matches!(link.kind, LinkKind::Flow(_))).count();
    let needs = map.links().filter(|link| !link.parked).count() - flows;
    let mut parts = vec![
        counted(users, "user", "users"),
        counted(others, "component", "components"),
        counted(needs, "need", "needs"),
    ];
    if flows > 0 {
        parts.push(counted(flows, "flow", "flows"));
    }
    let title = one_line(&map.title);
    let title = if title.is_empty() { "A Wardley map".to_owned() } else { format!("{title}, a Wardley map") };
    format!("{title} with {}.", list(&parts))
}

/// "Kettle is custom-built (0.35), and will evolve to product (0.62). Something resists. It needs Power. Hot Water needs it."
fn of_component(
    map: &Map,
    (element, component): (&Element, &Component),
    at: Position,
    variants: &[String],
) -> String {
    let own = name(element);
    let stage = |evolution| map.evolution.stage_name(map.evolution.stage(evolution));
    let mut said = if component.is_anchor() {
        format!("{own} is a user")
    } else {
        let (stage, number) = (stage(at.evolution), fixed(at.evolution.value(), 2));
        let visible = fixed(at.visibility.value(), 2);
        format!("{own} is at {stage} ({number}), visibility {visible}")
    };
    if let Some(evolve) = &component.evolve {
        said.push_str(&format!(
            ", and will evolve to {} ({})",
            stage(evolve.to),
            fixed(evolve.to.value(), 2)
        ));
        if let Some(next) = evolve.name.as_deref().map(one_line).filter(|next| *next != own) {
            said.push_str(&format!(" as {next}"));
        }
    }
    said.push('.');
    if component.inertia.is_some() {
        said.push_str(" Something resists its evolution.");
    }
    said.push_str(match component.method {
        Some(Method::Build) => " We build it.",
        Some(Method::Buy) => " We buy it.",
        Some(Method::Outsource) => " It is left to a supplier.",
        None => "",
    });
    if component.market {
        said.push_str(" It is a market.");
    }
    if component.ecosystem {
        said.push_str(" It is an ecosystem.");
    }
    if component.pipeline.is_some() {
        let of = if variants.is_empty() { String::new() } else { format!(" of {}", list(variants)) };
        said.push_str(&format!(" It is a pipeline{of}."));
    }
    let (mut needs, mut needed, mut flows) = (Vec::new(), Vec::new(), Vec::new());
    for link in map.links_of(&element.id).iter().filter_map(|number| map.links().nth(*number)) {
        let end = |id: Option<&ElementId>| id.and_then(|id| map.element(id)).map(|element| name(element));
        let (from, to) = (link.from.id(), link.to.id());
        if link.parked {
            continue;
        }
        if matches!(link.kind, LinkKind::Flow(_)) {
            let other = if from == Some(&element.id) { to } else { from };
            flows.extend(end(other));
        } else if from == Some(&element.id) {
            needs.extend(end(to));
        } else {
            needed.extend(end(from));
        }
    }
    if !needs.is_empty() {
        said.push_str(&format!(" It needs {}.", list(&needs)));
    }
    if !needed.is_empty() {
        let verb = if needed.len() == 1 { "needs" } else { "need" };
        said.push_str(&format!(" {} {verb} it.", list(&needed)));
    }
    if !flows.is_empty() {
        said.push_str(&format!(" Something flows between it and {}.", list(&flows)));
    }
    said
}

fn of_other(map: &Map, element: &Element) -> Option<String> {
    let text = one_line(element.name());
    let quoted = if text.is_empty() { String::new() } else { format!(": {}", text.trim_end_matches('.')) };
    Some(match &element.body {
        Body::Component(_) => return None,
        Body::Note(_) => format!("A note says{quoted}."),
        Body::Annotation(annotation) => format!("Annotation {}{quoted}.", annotation.number),
        Body::Area(area) => {
            let within = inside(map, area);
            let around = if within.is_empty() { String::new() } else { format!(" around {}", list(&within)) };
            format!("A loop{around}{quoted}.")
        }
        Body::Attitude(attitude) => {
            format!("A part of the map is where {} work.", attitude.kind.name().to_lowercase())
        }
        Body::Accelerator(accelerator) => {
            let how = match accelerator.drive {
                crate::model::Drive::Faster => "speeds evolution up",
                crate::model::Drive::Slower => "slows evolution down",
            };
            if text.is_empty() { format!("Something {how}.") } else { format!("{text} {how}.") }
        }
    })
}

/// The components that stand in an area.
fn inside(map: &Map, area: &Area) -> Vec<String> {
    let corners: Vec<(f64, f64)> =
        area.outline.iter().map(|at| (at.evolution.value(), at.visibility.value())).collect();
    let holds = |x: f64, y: f64| {
        let next = corners.iter().cycle().skip(1);
        let crossed = corners.iter().zip(next).filter(|((ax, ay), (bx, by))| {
            (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
        });
        crossed.count() % 2 == 1
    };
    let standing = map.components().filter(|(element, component)| {
        let at = map.position(component).filter(|_| !element.parked);
        at.is_some_and(|at| holds(at.evolution.value(), at.visibility.value()))
    });
    standing.map(|(element, _)| name(element)).collect()
}

fn name(element: &Element) -> String {
    let name = one_line(element.name());
    if name.is_empty() { format!("{} without a name", element.kind_name()) } else { set_apart(name) }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// "A, B and C"
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    #[test]
    fn a_map_is_told_from_the_top_down() {
        let text = "title Tea\nanchor Public [0.9, 0.6]\ncomponent Kettle [0.4, 0.3] inertia\n\
                    component Cup [0.7, 0.5] (buy)\nnote Hot! [0.2, 0.2]\nPublic->Cup\nCup->Kettle\nevolve Kettle 0.6\n";
        let map = read(Format::Owm, text).map.unwrap();
        let said = describe(&map);
        assert_eq!(said.first().unwrap(), "Tea, a Wardley map with 1 user, 2 components and 2 needs.");
        let order: Vec<_> =
            said.iter().skip(1).map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(order, ["Public", "Cup", "Kettle", "A"]);
        let kettle = said.get(3).unwrap();
        for part in ["(0.3)", "will evolve to Product", "resists", "Cup needs it."] {
            assert!(kettle.contains(part), "{kettle}");
        }
        assert!(said.get(2).unwrap().contains("We buy it. It needs Kettle. Public needs it."));
    }
}
