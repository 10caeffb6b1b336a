//! Links that would run through what is not theirs part around it, gently.

use std::collections::{BTreeMap, HashMap};

use crate::geometry::{ParamCurve, Point, QuadBez, Rect, Vec2, distance_to_segment};
use crate::model::{ElementId, LinkKind, Map};

use super::grid::{Grid, length_inside};
use super::{Layout, Outline, Symbol};

/// Symbols and labels, which a link should not run through.
pub(super) struct Obstacles<'a> {
    grid: Grid,
    all: Vec<Obstacle<'a>>,
}

enum Obstacle<'a> {
    /// A symbol is seen as its links' end: a line through it says something false.
    Symbol {
        id: &'a ElementId,
        center: Point,
        radius: f64,
    },
    Label(Rect),
}

/// A line must pass a symbol this far from its outline, in pixels.
pub(super) const CLEAR: f64 = 4.0;
/// What a line through a symbol costs; less where it only touches.
const THROUGH: f64 = 150.0;
/// What a pixel of a line behind a label costs.
const BEHIND: f64 = 0.5;
/// What a bend costs, and each pixel that it leaves the straight line by: straight reads best.
const BEND: f64 = 10.0;
const AWAY: f64 = 1.5;
/// How far bends leave the straight line, in pixels, on either side; and at most this part of its length.
const BENDS: [f64; 5] = [6.0, 10.0, 15.0, 21.0, 28.0];
const MOST: f64 = 0.15;
/// A line that runs through more than this is straight: where so much stands, no bend passes it all. So the work stays in
/// step with the map, however dense that is.
const CROWD: usize = 16;
/// No line leaves the straight one by more than this, in pixels.
pub(super) const REACH: f64 = 30.0;
/// Links between the same two components stand this far apart, in pixels.
pub(super) const APART: f64 = 12.0;
/// A curve is drawn in straight pieces of about this length.
const PIECE: f64 = 12.0;

impl<'a> Obstacles<'a> {
    /// What stands on the sheet.
    pub(super) fn new(layout: &'a Layout) -> Self {
        let mut grid = Grid::new(layout.plot.width(), layout.plot.height());
        let mut all = Vec::new();
        let mut add = |rect: Rect, obstacle: Obstacle<'a>| {
            grid.insert(rect);
            all.push(obstacle);
        };
        for symbol in &layout.symbols {
            if symbol.outline != Outline::Bare {
                let radius = symbol.outline.half();
                let id = &symbol.id;
                let rect = symbol.rect().inflate(CLEAR, CLEAR);
                add(rect, Obstacle::Symbol { id, center: symbol.center, radius });
            }
            if symbol.label.rect.width() > 0.0 {
                add(symbol.label.rect, Obstacle::Label(symbol.label.rect));
            }
        }
        for label in layout.arrows.iter().filter_map(|arrow| arrow.label.as_ref()) {
            add(label.rect, Obstacle::Label(label.rect));
        }
        for arrow in &layout.arrows {
            let (id, center, radius) = (&arrow.id, arrow.ghost, layout.sizes.symbol_radius);
            let rect = Rect::from_center_size(center, (2.0 * (radius + CLEAR), 2.0 * (radius + CLEAR)));
            add(rect, Obstacle::Symbol { id, center, radius });
        }
        Self { grid, all }
    }

    /// What a line costs by what it runs through, beside what belongs to its ends; infinite in a crowd.
    fn cost(&self, points: &[Point], ends: [&ElementId; 2]) -> f64 {
        let mut nearest: Vec<(usize, f64)> = Vec::new();
        let (mut cost, mut labels) = (0.0, 0);
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            // Long pieces are looked at in parts, so that a slanting one looks at no large box.
            let parts = (a.distance(*b) / 64.0).ceil().clamp(1.0, 1000.0);
            for part in 0..parts as u32 {
                let at = |step: u32| a.lerp(*b, f64::from(step) / parts);
                let (a, b) = (at(part), at(part + 1));
                self.grid.visit(Rect::from_points(a, b).inflate(0.5, 0.5), |number, _| {
                    match self.all.get(number) {
                        Some(Obstacle::Label(rect)) => {
                            let length = length_inside(*rect, a, b);
                            cost += BEHIND * length;
                            labels += usize::from(length > 0.0);
                        }
                        Some(Obstacle::Symbol { id, center, .. }) if !ends.contains(id) => {
                            let distance = distance_to_segment(*center, a, b);
                            match nearest.iter_mut().find(|(known, _)| *known == number) {
                                Some((_, least)) => *least = least.min(distance),
                                None => nearest.push((number, distance)),
                            }
                        }
                        _ => {}
                    }
                    labels + nearest.len() <= CROWD
                });
                if labels + nearest.len() > CROWD {
                    return f64::INFINITY;
                }
            }
        }
        for (number, distance) in nearest {
            if let Some(Obstacle::Symbol { radius, .. }) = self.all.get(number) {
                let reach = radius + CLEAR;
                cost += THROUGH * ((reach - distance) / reach).max(0.0).sqrt();
            }
        }
        cost
    }
}

/// A link between the same two components as another.
struct Same {
    index: usize,
    /// Whether it goes from the larger id to the smaller.
    is_back: bool,
    is_flow: bool,
}

/// The links that go the same way as another, by their index, with how many places each stands beside the straight
/// line: to its left where it goes from the smaller id to the larger.
pub(super) fn sides(map: &Map) -> HashMap<usize, f64> {
    let mut ways: BTreeMap<(&ElementId, &ElementId), Vec<Same>> = BTreeMap::new();
    for (index, link) in map.links().enumerate().filter(|(_, link)| !link.parked) {
        if let (Some(from), Some(to)) = (link.from.id(), link.to.id())
            && link.via.is_empty()
        {
            let is_back = from > to;
            let way = if is_back { (to, from) } else { (from, to) };
            let is_flow = matches!(link.kind, LinkKind::Flow(_));
            ways.entry(way).or_default().push(Same { index, is_back, is_flow });
        }
    }
    let mut sides = HashMap::new();
    for links in ways.values().filter(|links| links.len() > 1) {
        // The straight line is a flow's, which is broad; else they stand at equal distances on both sides of it.
        let has_flow = links.iter().any(|same| same.is_flow);
        let lines: Vec<_> = links.iter().filter(|same| !same.is_flow).collect();
        let first = if has_flow { 1.0 } else { -0.5 * (lines.len() as f64 - 1.0) };
        for (number, Same { index, is_back, .. }) in lines.into_iter().enumerate() {
            let side = first + number as f64;
            sides.insert(*index, if *is_back { -side } else { side });
        }
    }
    sides
}

/// The line of a link between two symbols, from outline to outline: straight where it runs through nothing, else
/// bent where that costs less. `side` is how many places it stands beside the straight line because others go the
/// same way; `None` where no line is left between the symbols.
pub(super) fn line(from: &Symbol, to: &Symbol, side: f64, obstacles: &Obstacles<'_>) -> Option<Vec<Point>> {
    let straight = bent(from, to, 0.0)?;
    let length = from.center.distance(to.center);
    let beside = (side * APART).clamp(-MOST * length, MOST * length);
    let ends = [&from.id, &to.id];
    let own = bent(from, to, beside)?;
    let mut best = (obstacles.cost(&own, ends), own);
    if side != 0.0 {
        return Some(best.1);
    }
    if best.0 <= BEND || best.0.is_infinite() {
        return Some(straight);
    }
    for away in BENDS.into_iter().take_while(|away| *away <= MOST * length) {
        for away in [away, -away] {
            let price = BEND + AWAY * f64::abs(away);
            if price >= best.0 {
                continue;
            }
            let Some(points) = bent(from, to, away) else { continue };
            let cost = price + obstacles.cost(&points, ends);
            if cost < best.0 {
                best = (cost, points);
            }
        }
    }
    Some(best.1)
}

/// A line that leaves the straight one by so many pixels in its middle: to the left as seen from its start, for
/// positive numbers, on a sheet whose y grows downwards.
fn bent(from: &Symbol, to: &Symbol, away: f64) -> Option<Vec<Point>> {
    let way = to.center - from.center;
    let length = way.hypot();
    if length <= from.outline.reach(way) + to.outline.reach(-way) {
        return None;
    }
    let across = Vec2::new(way.y, -way.x) / length;
    // A quadratic passes halfway between its control point and the straight line.
    let control = from.center.midpoint(to.center) + across * (2.0 * away);
    let edge = |symbol: &Symbol| {
        let toward = control - symbol.center;
        symbol.center + toward.normalize() * symbol.outline.reach(toward)
    };
    let (start, end) = (edge(from), edge(to));
    if away == 0.0 {
        return Some(vec![start, end]);
    }
    let curve = QuadBez::new(start, control, end);
    let pieces = (length / PIECE).ceil().clamp(6.0, 60.0) as u32;
    Some((0..=pieces).map(|piece| curve.eval(f64::from(piece) / f64::from(pieces))).collect())
}
