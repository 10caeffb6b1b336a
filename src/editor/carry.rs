//! What moves along with what is moved: ghosts, boxes, and the members of boxes.

use std::collections::BTreeSet;

use crate::layout::Layout;
use crate::model::{Edit, ElementId, Evolution, Evolve, Map, Pipeline, Place};

/// The edits that move elements by fractions of the sheet, with all that follows them.
pub(super) fn moved(map: &Map, layout: &Layout, ids: &BTreeSet<ElementId>, up: f64, right: f64) -> Vec<Edit> {
    let all = with_members(map, layout, ids);
    let (up, right) = kept_on_map(map, &all, up, right);
    let mut edits = Vec::new();
    for id in &all {
        let Some(component) = map.component(id) else { continue };
        let shift = |evolution: Evolution| Evolution::clamped(evolution.value() + right).rounded();
        if let Some(evolve) = component.evolve.as_ref().filter(|_| right != 0.0) {
            let evolve = Evolve { to: shift(evolve.to), ..evolve.clone() };
            edits.push(Edit::Evolve { id: id.clone(), evolve: Some(evolve) });
        }
        if let Some(Pipeline { range: Some((low, high)) }) = component.pipeline.filter(|_| right != 0.0) {
            let range = Some((shift(low), shift(high)));
            edits.push(Edit::Pipeline { id: id.clone(), pipeline: Some(Pipeline { range }) });
        }
    }
    edits.push(Edit::Move { elements: all, visibility: up, evolution: right });
    edits
}

/// The elements with what their pipelines' boxes hold: children, and components that lie in them.
fn with_members(map: &Map, layout: &Layout, ids: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
    let mut all = ids.clone();
    for pipeline in layout.pipelines.iter().filter(|pipeline| ids.contains(&pipeline.id)) {
        all.extend(map.pipeline_children(&pipeline.id).map(|(element, _)| element.id.clone()));
        let inside = layout.symbols.iter().filter(|symbol| {
            pipeline.rect.contains(symbol.center)
                && map.component(&symbol.id).is_some_and(|component| matches!(component.place, Place::At(_)))
        });
        all.extend(inside.map(|symbol| symbol.id.clone()));
    }
    all
}

/// A movement is cut short for all where one would leave the map, so that shapes stay.
fn kept_on_map(map: &Map, ids: &BTreeSet<ElementId>, up: f64, right: f64) -> (f64, f64) {
    let at = ids.iter().filter_map(|id| map.position(map.component(id)?));
    let (mut up, mut right) = (up, right);
    for position in at {
        let (v, e) = (position.visibility.value(), position.evolution.value());
        up = up.clamp(-v, 1.0 - v);
        right = right.clamp(-e, 1.0 - e);
    }
    (up, right)
}
