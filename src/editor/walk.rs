//! Walking the map with the keyboard.

use std::collections::HashSet;

use super::operation::Direction;
use crate::geometry::{Point, Vec2};
use crate::layout::Layout;
use crate::model::{ElementId, Map};

/// All elements in reading order: from the top, and from the left within a line.
pub(super) fn reading_order(map: &Map, layout: &Layout) -> Vec<ElementId> {
    let mut all: Vec<(i64, i64, ElementId)> = map
        .elements()
        .filter_map(|element| {
            let rect = layout.element_rect(&element.id)?;
            let at = layout.symbol(&element.id).map_or(rect.center(), |symbol| symbol.center);
            // What stands within 12 px is one line.
            Some(((at.y / 12.0).round() as i64, at.x.round() as i64, element.id.clone()))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(.., id)| id).collect()
}

/// The element after or before `from` in reading order, around the end.
pub(super) fn next(
    map: &Map,
    layout: &Layout,
    from: Option<&ElementId>,
    forward: bool,
    is_seen: &dyn Fn(&ElementId) -> bool,
) -> Option<ElementId> {
    let mut order = reading_order(map, layout);
    order.retain(is_seen);
    let count = order.len();
    let at = from.and_then(|id| order.iter().position(|other| other == id));
    let index = match (at, forward) {
        (None, true) => 0,
        (None, false) => count.checked_sub(1)?,
        // Where something is found, there is more than nothing.
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    };
    order.into_iter().nth(index)
}

/// The component that one would go to from another: along its links up or down, else the nearest that way.
pub(super) fn toward(
    map: &Map,
    layout: &Layout,
    from: &ElementId,
    direction: Direction,
) -> Option<ElementId> {
    let start = layout.symbol(from)?.center;
    let way = match direction {
        Direction::Up => Vec2::new(0.0, -1.0),
        Direction::Down => Vec2::new(0.0, 1.0),
        Direction::Left => Vec2::new(-1.0, 0.0),
        Direction::Right => Vec2::new(1.0, 0.0),
    };
    let nearest = |among: &mut dyn Iterator<Item = (&ElementId, Point)>| {
        among
            .filter_map(|(id, center)| {
                let step = center - start;
                let along = step.dot(way);
                let across = (step - way * along).hypot();
                (along > 0.5).then(|| (along + 2.0 * across, id.clone()))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, id)| id)
    };
    let all = || layout.symbols.iter().map(|symbol| (&symbol.id, symbol.center));
    if matches!(direction, Direction::Up | Direction::Down) {
        let own = map.links().filter(|link| link.touches(from));
        let linked: HashSet<&ElementId> =
            own.flat_map(|link| link.ends()).filter_map(|end| end.id()).collect();
        if let Some(found) = nearest(&mut all().filter(|(id, _)| *id != from && linked.contains(id))) {
            return Some(found);
        }
    }
    nearest(&mut all().filter(|(id, _)| *id != from))
}
