//! What is dragged stops where it is in line with something: the numbers are then the very same.

use std::collections::BTreeSet;

use super::arrange::put;
use super::edges;
use crate::geometry::{Point, Vec2, middle};
use crate::layout::{Layout, point};
use crate::model::{
    Body, Edit, Element, ElementId, End, Evolution, LinkKind, Map, Place, Position, Visibility,
};

/// So near, in screen points, something is taken as in line.
pub(super) const REACH: f64 = 6.0;

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
    /// The edit that gives the element that leads the very numbers of what it is in line with; `None` where it is in line with
    /// nothing.
    pub(super) exactly: Option<Edit>,
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

/// What something is put in line with at a point of the sheet.
#[derive(Default)]
struct Lines {
    column: Option<Line>,
    row: Option<Line>,
}

impl Lines {
    fn column(&mut self, line: Line) {
        self.column = Some(better(self.column, line));
    }

    fn row(&mut self, line: Line) {
        self.row = Some(better(self.row, line));
    }
}

/// What is near enough to a point for an element that would stand there. What is in `moving` does not count.
fn lines_near(
    map: &Map,
    layout: &Layout,
    (lead, wanted): (&Element, Point),
    moving: &BTreeSet<ElementId>,
    reach: f64,
) -> Lines {
    let mut lines = Lines::default();
    let mut meet = |to: Point, at: Position| {
        let (dx, dy) = ((to.x - wanted.x).abs(), (to.y - wanted.y).abs());
        // What is drawn beside its numbers, as the children of a pipeline are, is in line with nothing.
        let aside = to - point(map, at);
        if dx <= reach && aside.x.abs() < 0.5 {
            lines.column(Line { value: at.evolution.value(), off: dx, away: dy, to });
        }
        if dy <= reach && aside.y.abs() < 0.5 {
            lines.row(Line { value: at.visibility.value(), off: dy, away: dx, to });
        }
    };
    for symbol in layout.symbols_in_line(wanted, reach).filter(|symbol| !moving.contains(&symbol.id)) {
        if let Some(at) = map.component(&symbol.id).and_then(|own| map.position(own)) {
            meet(symbol.center, at);
        }
    }
    if matches!(lead.body, Body::Note(_)) {
        for other in map.elements().filter(|other| !moving.contains(&other.id)) {
            if let Body::Note(note) = &other.body {
                meet(point(map, note.at), note.at);
            }
        }
    }
    boundaries(map, wanted, reach, &mut lines);
    if lead.component().is_some() {
        beside_chain(map, layout, (&lead.id, wanted), moving, reach, &mut lines);
        for pipeline in layout.pipelines.iter().filter(|pipeline| !moving.contains(&pipeline.id)) {
            // The middle of a box.
            let to = pipeline.rect.center();
            let off = (to.x - wanted.x).abs();
            let value = Evolution::clamped(to.x / map.sheet_size().width).rounded().value();
            if off <= reach && !pipeline.rect.contains(wanted) {
                lines.column(Line { value, off, away: f64::INFINITY, to });
            }
        }
    }
    lines
}

fn boundaries(map: &Map, wanted: Point, reach: f64, lines: &mut Lines) {
    let sheet = map.sheet_size();
    for boundary in &map.evolution.boundaries {
        let to = Point::new(boundary * sheet.width, sheet.height);
        let off = (to.x - wanted.x).abs();
        if off <= reach {
            lines.column(Line { value: *boundary, off, away: (to.y - wanted.y).abs(), to });
        }
    }
}

/// Half way between what needs something and what it needs, on the straight line between them, and as far below what needs it
/// as that stands below what needs that. What others stand at exactly goes before all of this.
fn beside_chain(
    map: &Map,
    layout: &Layout,
    (lead, wanted): (&ElementId, Point),
    moving: &BTreeSet<ElementId>,
    reach: f64,
    lines: &mut Lines,
) {
    let sheet = map.sheet_size();
    let center = |id: &ElementId| layout.symbol(id).map(|symbol| symbol.center);
    let joined = |of: &ElementId, up: bool| {
        let links = map.links_of(of).iter().filter_map(|at| map.links().nth(*at)).take(MOST_LINKS);
        let ends = links.filter_map(|link| {
            let (from, to) = (link.from.id()?, link.to.id()?);
            let (own, other) = if up { (to, from) } else { (from, to) };
            (own == of && !moving.contains(other) && other != lead).then(|| other.clone())
        });
        ends.collect::<Vec<_>>()
    };
    let mut level = |y: f64, to: Point| {
        let off = (y - wanted.y).abs();
        if off <= reach && (0.0..=sheet.height).contains(&y) {
            let value = Visibility::clamped(1.0 - y / sheet.height).rounded().value();
            lines.row(Line { value, off, away: f64::INFINITY, to });
        }
    };
    let (above, below) = (joined(lead, true), joined(lead, false));
    for (a, b) in above.iter().flat_map(|a| below.iter().map(move |b| (a, b))) {
        let (Some(a), Some(b)) = (center(a), center(b)) else { continue };
        level(f64::midpoint(a.y, b.y), a);
    }
    for (near, up) in above.iter().map(|id| (id, true)).chain(below.iter().map(|id| (id, false))) {
        let Some(at) = center(near) else { continue };
        for far in joined(near, up).iter().filter_map(center) {
            // As far from the next as that is from the one behind it.
            level(2.0 * at.y - far.y, at);
        }
    }
    for (a, b) in above.iter().flat_map(|a| below.iter().map(move |b| (a, b))) {
        let (Some(a), Some(b)) = (center(a), center(b)) else { continue };
        let share = (wanted.y - a.y) / (b.y - a.y);
        if !(0.05..=0.95).contains(&share) {
            continue;
        }
        let x = a.x + share * (b.x - a.x);
        let off = (x - wanted.x).abs();
        if off <= reach {
            let value = Evolution::clamped(x / sheet.width).rounded().value();
            lines.column(Line { value, off, away: f64::INFINITY, to: b });
        }
    }
}

/// So many links of an element are looked at for distances.
const MOST_LINKS: usize = 24;

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
    let Some(element) = map.element(lead) else { return free };
    let was = match &element.body {
        Body::Component(component) => map.position(component),
        Body::Note(note) => Some(note.at),
        Body::Area(_) | Body::Attitude(_) => return edges::carried(map, element, moving, by, scale),
        Body::Annotation(_) | Body::Accelerator(_) => None,
    };
    let Some(was) = was else { return free };
    let is_child = element.component().is_some_and(|own| matches!(own.place, Place::Within { .. }));
    let wanted = point(map, was) + by;
    let lines = lines_near(map, layout, (element, wanted), moving, REACH / scale);
    let column = lines.column.filter(|_| by.x != 0.0);
    let row = lines.row.filter(|_| by.y != 0.0 && !is_child);
    if column.is_none() && row.is_none() {
        return free;
    }
    let rounded = rounded(map, wanted);
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
    Snapped { by: Vec2::new(from.x - point(map, was).x, y), exactly: Some(put(element, at)), guides }
}

fn rounded(map: &Map, at: Point) -> Position {
    let sheet = map.sheet_size();
    Position::clamped(1.0 - at.y / sheet.height, at.x / sheet.width).moved(0.0, 0.0)
}

/// Where something new stands that is brought to a point of the sheet: in line with what is near.
pub(super) fn brought(
    map: &Map,
    layout: &Layout,
    id: &ElementId,
    to: Point,
    scale: f64,
) -> (Position, Vec<Guide>) {
    let free = rounded(map, to);
    let Some(element) = map.element(id) else { return (free, Vec::new()) };
    let lines = lines_near(map, layout, (element, to), &[id.clone()].into(), REACH / scale);
    let at = Position {
        evolution: lines.column.map_or(free.evolution, |line| Evolution::clamped(line.value)),
        visibility: lines.row.map_or(free.visibility, |line| Visibility::clamped(line.value)),
    };
    let from = point(map, at);
    let guides = [lines.column, lines.row].into_iter().flatten();
    (at, guides.map(|line| Guide { from, to: line.to }).collect())
}

/// Where something evolves to that is dragged to a point of the sheet: as evolved as something near is or will be, or a
/// boundary of a stage.
pub(super) fn future(
    map: &Map,
    layout: &Layout,
    id: &ElementId,
    to: Point,
    scale: f64,
) -> (Evolution, Vec<Guide>) {
    let free = Evolution::clamped(to.x / map.sheet_size().width).rounded();
    let (reach, mut lines) = (REACH / scale, Lines::default());
    boundaries(map, to, reach, &mut lines);
    let width = map.sheet_size().width;
    let near = layout.symbols.iter().filter(|symbol| (symbol.center.x - to.x).abs() <= reach);
    let standing = near.map(|symbol| {
        let at = map.component(&symbol.id).and_then(|own| map.position(own));
        (&symbol.id, symbol.center, at.map(|at| at.evolution))
    });
    let coming = layout.arrows.iter().filter(|arrow| (arrow.ghost.x - to.x).abs() <= reach).map(|arrow| {
        let evolve = map.component(&arrow.id).and_then(|own| own.evolve.as_ref());
        (&arrow.id, arrow.ghost, evolve.map(|evolve| evolve.to))
    });
    for (_, center, value) in standing.chain(coming).filter(|(other, ..)| *other != id) {
        let Some(value) = value.map(Evolution::value) else { continue };
        let (off, away) = ((value * width - to.x).abs(), (center.y - to.y).abs());
        if off <= reach {
            lines.column(Line { value, off, away, to: center });
        }
    }
    let Some(line) = lines.column else { return (free, Vec::new()) };
    // A ghost moves sideways alone: it stands at the height of its component.
    let y = layout.symbol(id).map_or(to.y, |symbol| symbol.center.y);
    let guide = Guide { from: Point::new(line.value * width, y), to: line.to };
    (Evolution::clamped(line.value), vec![guide])
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
