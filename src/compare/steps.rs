//! A line of maps from today on: chained scenarios, or an order in which things evolve. Steps have no dates: evolution is not
//! time.

use std::sync::Arc;

use super::{Comparison, Identity};
use crate::model::{Edit, ElementId, Evolve, Map, Place, Position};
use crate::typeset::one_line;

/// One map of a line.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// The map.
    pub map: Arc<Map>,
}

/// Today, then the scenarios that lead to one, and that one. Only today where there is none of this id.
pub fn steps_to(map: &Map, id: &str) -> Vec<Step> {
    let mut steps = vec![Step { name: "Today".to_owned(), map: Arc::new(map.clone()) }];
    for scenario in map.chain_of(id) {
        let shown = map.in_scenario(&scenario.id).0;
        steps.push(Step { name: scenario.name.clone(), map: Arc::new(shown) });
    }
    steps
}

/// The id of the scenario with the longest line before it; of several the first. `None` where the map has none.
pub fn longest_line(map: &Map) -> Option<&str> {
    let length = |id: &str| map.chain_of(id).len();
    let mut best: Option<&str> = None;
    for scenario in &map.scenarios {
        if best.is_none_or(|best| length(&scenario.id) > length(best)) {
            best = Some(&scenario.id);
        }
    }
    best
}

/// What evolves on a map, in the author's order.
pub fn evolving(map: &Map) -> Vec<ElementId> {
    let evolves =
        map.components().filter(|(element, component)| component.evolve.is_some() && !element.parked);
    evolves.map(|(element, _)| element.id.clone()).collect()
}

/// Today, then one thing after the other where it evolves to, in this order.
pub fn evolution_steps(map: &Map, order: &[ElementId]) -> Vec<Step> {
    let mut steps = vec![Step { name: "Today".to_owned(), map: Arc::new(map.clone()) }];
    let mut now = map.clone();
    for id in order {
        let Some(component) = now.component(id).cloned() else { continue };
        let Some(Evolve { to, name, method, .. }) = component.evolve.as_deref().cloned() else { continue };
        let place = match &component.place {
            Place::At(at) => Place::At(Position { evolution: to, ..*at }),
            Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution: to },
            Place::Unplaced => continue,
        };
        let mut edits =
            vec![Edit::Place { id: id.clone(), place }, Edit::Evolve { id: id.clone(), evolve: None }];
        edits.extend(name.clone().map(|text| Edit::Rename { id: id.clone(), text }));
        if let Ok(moved) = edits.iter().try_fold(now.clone(), |map, edit| edit.apply_to(map)) {
            now = moved;
        }
        if method.is_some()
            && let Some(element) = now.element(id)
            && let Some(mut body) = element.component().cloned()
        {
            body.method = method;
            let element =
                crate::model::Element { body: body.into(), ..crate::model::Element::clone(element) };
            now = Edit::Replace(element).apply_to(now.clone()).unwrap_or(now);
        }
        let name = name.unwrap_or_else(|| component.name.to_string());
        steps.push(Step { name: one_line(&name), map: Arc::new(now.clone()) });
    }
    steps
}

/// The comparisons from each step to the next.
pub fn between_steps(steps: &[Step]) -> Vec<Comparison> {
    steps
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(Comparison::new(&a.map, &b.map, Identity::Ids)),
            _ => None,
        })
        .collect()
}
