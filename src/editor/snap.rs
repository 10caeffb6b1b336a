//! What is dragged stops where it is in line with something: the numbers are then the very same.

use std::collections::BTreeSet;

use crate::geometry::{Point, Vec2, middle};
use crate::layout::{Layout, point};
use crate::model::{ElementId, End, Evolution, LinkKind, Map, Place, Position, Visibility};

/// So near, in screen points, something is taken as in line.
const REACH: f64 = 6.0;

/// A line that shows what something is in line with, on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Guide {
    /// The element that is moved.
    pub from: Point,
    /// What it is in line with: another element, or the foot of a stage's boundary.
    pub to: Point,
}

/// A movement that ends in line with something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Snapped {
    /// The movement, in sheet points.
    pub(super) by: Vec2,
    /// Where the element that leads stands then, with the very numbers of what it is in line with; `None` where it is in line
    /// with nothing.
    pub(super) at: Option<Position>,
    /// What it is in line with.
    pub(super) guides: Vec<Guide>,
}

/// A number that others have, and where.
#[derive(Clone, Copy)]
struct Line {
    value: f64,
    /// In sheet points, how far it is.
    off: f64,
    /// In sheet points, how far away along the line what has it is.
    away: f64,
    to: Point,
}

impl Line {
    fn is_better_than(&self, other: &Self) -> bool {
        (self.off, self.away) < (other.off, other.away)
    }
}

fn better(best: Option<Line>, next: Line) -> Line {
    best.filter(|best| !next.is_better_than(best)).unwrap_or(next)
}

/// A movement of elements that one of them leads, ended in line with what is near. `layout` is of the map before it. An axis
/// along which nothing moves stays as it is.
pub(super) fn snapped(
    map: &Map,
    layout: &Layout,
    lead: &ElementId,
    moving: &BTreeSet<ElementId>,
    by: Vec2,
    scale: f64,
) -> Snapped {
    let free = Snapped { by, ..Snapped::default() };
    let Some(component) = map.component(lead) else { return free };
    let Some(was) = map.position(component) else { return free };
    let is_child = matches!(component.place, Place::Within { .. });
    let sheet = map.sheet_size();
    let wanted = point(map, was) + by;
    let reach = REACH / scale;
    let (mut column, mut row) = (None, None);
    for symbol in layout.symbols.iter().filter(|symbol| !moving.contains(&symbol.id)) {
        let (dx, dy) = ((symbol.center.x - wanted.x).abs(), (symbol.center.y - wanted.y).abs());
        if dx > reach && dy > reach {
            continue;
        }
        let Some(at) = map.component(&symbol.id).and_then(|own| map.position(own)) else { continue };
        // What is drawn beside its numbers, as the children of a pipeline are, is in line with nothing.
        let aside = symbol.center - point(map, at);
        if dx <= reach && aside.x.abs() < 0.5 {
            column = Some(better(
                column,
                Line { value: at.evolution.value(), off: dx, away: dy, to: symbol.center },
            ));
        }
        if dy <= reach && aside.y.abs() < 0.5 {
            row = Some(better(
                row,
                Line { value: at.visibility.value(), off: dy, away: dx, to: symbol.center },
            ));
        }
    }
    for boundary in &map.evolution.boundaries {
        let to = Point::new(boundary * sheet.width, sheet.height);
        let off = (to.x - wanted.x).abs();
        if off <= reach {
            column = Some(better(column, Line { value: *boundary, off, away: (to.y - wanted.y).abs(), to }));
        }
    }
    let (column, row) = (column.filter(|_| by.x != 0.0), row.filter(|_| by.y != 0.0 && !is_child));
    if column.is_none() && row.is_none() {
        return free;
    }
    let rounded = Position::clamped(1.0 - wanted.y / sheet.height, wanted.x / sheet.width).moved(0.0, 0.0);
    let at = Position {
        evolution: match column {
            Some(line) => Evolution::clamped(line.value),
            None if by.x == 0.0 => was.evolution,
            None => rounded.evolution,
        },
        visibility: match row {
            Some(line) => Visibility::clamped(line.value),
            None if by.y == 0.0 || is_child => was.visibility,
            None => rounded.visibility,
        },
    };
    let from = point(map, at);
    let guides = [column, row].into_iter().flatten().map(|line| Guide { from, to: line.to }).collect();
    let y = if is_child { by.y } else { from.y - point(map, was).y };
    Snapped { by: Vec2::new(from.x - point(map, was).x, y), at: Some(at), guides }
}

/// The needs between these elements and others that point up: where each is marked, and the way that it goes there. Those
/// among them are as they were.
pub(super) fn upside_down(map: &Map, layout: &Layout, ids: &BTreeSet<ElementId>) -> Vec<(Point, Vec2)> {
    let height = |id: Option<&ElementId>| {
        let component = id.and_then(|id| map.component(id))?;
        map.position(component).map(|at| at.visibility)
    };
    let all: BTreeSet<usize> = ids.iter().flat_map(|id| map.links_of(id)).copied().collect();
    let lines = all.iter().filter_map(|at| {
        let line = layout.links.get(layout.links.binary_search_by_key(at, |line| line.index).ok()?)?;
        let link = map.links().nth(*at)?;
        let is_need = matches!(link.kind, LinkKind::Need | LinkKind::Constraint);
        if link.ends().filter_map(End::id).all(|id| ids.contains(id)) {
            return None;
        }
        let is_up = height(link.from.id())? < height(link.to.id())?;
        middle(&line.points).filter(|_| is_need && is_up)
    });
    lines.collect()
}
