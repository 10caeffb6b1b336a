//! What moves along with what is moved: ghosts, boxes, and the members of boxes.

use std::collections::{BTreeSet, HashSet};

use super::Selection;
use crate::layout::Layout;
use crate::model::{Body, Edit, ElementId, Evolution, Evolve, Map, Pipeline, Place, Position};

/// The edits that move elements by fractions of the sheet, with all that follows them. One that is moved alone leaves where it
/// evolves to, unless that is selected too: "now" is not "next".
pub(super) fn moved(map: &Map, layout: &Layout, selection: &Selection, up: f64, right: f64) -> Vec<Edit> {
    along(map, selection, with_members(map, layout, &selection.elements), up, right)
}

/// The same of each of many elements, which go different ways.
pub(super) fn each_moved<'i>(
    map: &Map,
    layout: &Layout,
    ways: impl IntoIterator<Item = (&'i ElementId, f64, f64)>,
) -> Vec<Edit> {
    let boxes: HashSet<&ElementId> = layout.pipelines.iter().map(|pipeline| &pipeline.id).collect();
    let edits = ways.into_iter().flat_map(|(id, up, right)| {
        let selection = Selection::of(id);
        if boxes.contains(id) {
            return moved(map, layout, &selection, up, right);
        }
        along(map, &selection, selection.elements.clone(), up, right)
    });
    edits.collect()
}

/// The edits that move all these, of which some are selected.
fn along(map: &Map, selection: &Selection, all: BTreeSet<ElementId>, up: f64, right: f64) -> Vec<Edit> {
    let ids = &selection.elements;
    let (up, right) = kept_on_map(map, &all, up, right);
    let mut edits = Vec::new();
    // Where one thing stands now says nothing of where it will be; of many together, all moves.
    let stays = |id: &ElementId| ids.len() == 1 && ids.contains(id) && selection.ghost.as_ref() != Some(id);
    for id in &all {
        let Some(component) = map.component(id) else { continue };
        let shift = |evolution: Evolution| Evolution::clamped(evolution.value() + right).rounded();
        if let Some(evolve) = component.evolve.as_ref().filter(|_| right != 0.0 && !stays(id)) {
            let evolve = Evolve { to: shift(evolve.to), ..Evolve::clone(evolve) };
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
    let boxes: Vec<_> = layout.pipelines.iter().filter(|pipeline| ids.contains(&pipeline.id)).collect();
    if boxes.is_empty() {
        return all;
    }
    let carried: BTreeSet<&ElementId> = boxes.iter().map(|pipeline| &pipeline.id).collect();
    let children = map.components().filter(
        |(_, child)| matches!(&child.place, Place::Within { pipeline, .. } if carried.contains(pipeline)),
    );
    all.extend(children.map(|(element, _)| element.id.clone()));
    let stands_alone =
        |id: &ElementId| map.component(id).is_some_and(|component| matches!(component.place, Place::At(_)));
    let inside = layout.symbols.iter().filter(|symbol| {
        !all.contains(&symbol.id)
            && boxes.iter().any(|pipeline| pipeline.rect.contains(symbol.center))
            && stands_alone(&symbol.id)
    });
    let inside: Vec<_> = inside.map(|symbol| symbol.id.clone()).collect();
    all.extend(inside);
    all
}

/// A movement is cut short for all where one point would leave the map, so that shapes stay. A ghost does
/// not hold its component back: it waits at the edge.
fn kept_on_map(map: &Map, ids: &BTreeSet<ElementId>, up: f64, right: f64) -> (f64, f64) {
    let (mut up, mut right) = (up, right);
    for element in ids.iter().filter_map(|id| map.element(id)) {
        let mut columns: Vec<f64> = Vec::new();
        let mut points: Vec<Position> = Vec::new();
        match &element.body {
            Body::Component(component) => {
                points.extend(map.position(component));
                let range = component.pipeline.and_then(|pipeline| pipeline.range);
                columns.extend(range.map(|(low, high)| [low.value(), high.value()]).into_iter().flatten());
            }
            Body::Note(note) => points.push(note.at),
            Body::Annotation(annotation) => points.extend(&annotation.at),
            Body::Area(area) => points.extend(&area.outline),
            Body::Attitude(attitude) => points.extend([attitude.top_left, attitude.bottom_right]),
            Body::Accelerator(accelerator) => points.push(accelerator.at),
        }
        for point in points {
            let height = point.visibility.value();
            up = up.clamp(-height, 1.0 - height);
            columns.push(point.evolution.value());
        }
        for column in columns {
            right = right.clamp(-column, 1.0 - column);
        }
    }
    (up, right)
}
