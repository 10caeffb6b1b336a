//! Links that would run through what is not theirs part around it, gently.

use std::sync::{Arc, LazyLock};

use crate::geometry::{ParamCurve, Point, QuadBez, Vec2};
use crate::model::{Index, Link, LinkKind, Map};

use super::Symbol;
use super::obstacles::Obstacles;

/// What a bend costs, and each pixel that it leaves the straight line by: straight reads best.
const BEND: f64 = 10.0;
const AWAY: f64 = 1.5;
/// How far bends leave the straight line, in pixels, on either side; and at most this part of its length.
const BENDS: [f64; 5] = [6.0, 10.0, 15.0, 21.0, 28.0];
const MOST: f64 = 0.15;
/// A bend must be cheaper than another by more than what comes of the order in which costs are added.
const NOTHING: f64 = 1e-9;
/// Links between the same two components stand this far apart, in pixels.
pub(super) const APART: f64 = 12.0;
/// A curve is drawn in straight pieces of at least about this length, in pixels, unless it leaves them by more than this.
const PIECE: f64 = 12.0;
const BESIDE: f64 = 1.0 / 32.0;

/// A link between the same two components as another.
struct Same {
    index: usize,
    /// Whether it goes from the larger id to the smaller.
    is_back: bool,
    is_flow: bool,
}

/// The links that go the same way as another, by their index, with how many places each stands beside the straight
/// line: to its left where it goes from the smaller id to the larger.
pub(super) fn sides(map: &Map) -> Index<usize, f64> {
    let ends = map.ends();
    let is_drawn = |(_, link): &(usize, &Arc<Link>)| !link.parked && link.via.is_empty();
    let ways = map.links().enumerate().filter(is_drawn).filter_map(|(index, _)| {
        let [Some(from), Some(to)] = ends.get(index) else { return None };
        Some(((from.min(to), from.max(to)), index))
    });
    let mut ways: Vec<_> = ways.collect();
    ways.sort_unstable();
    let mut sides = Index::default();
    for links in ways.chunk_by(|(a, _), (b, _)| a == b).filter(|links| links.len() > 1) {
        let same = |(_, index): &(_, usize)| {
            let link = map.links().nth(*index)?;
            let is_flow = matches!(link.kind, LinkKind::Flow(_));
            Some(Same { index: *index, is_back: link.from.id() > link.to.id(), is_flow })
        };
        let links: Vec<Same> = links.iter().filter_map(same).collect();
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
/// bent where that costs less and obstacles are known. `side` is how many places it stands beside the straight line because others go the
/// same way; `None` where no line is left between the symbols.
pub(super) fn line(
    ((start, from), (end, to)): ((u32, &Symbol), (u32, &Symbol)),
    side: f64,
    obstacles: Option<&LazyLock<Obstacles, impl FnOnce() -> Obstacles>>,
) -> Option<Vec<Point>> {
    let straight = bent(from, to, 0.0)?;
    let length = from.center.distance(to.center);
    if side != 0.0 {
        return bent(from, to, (side * APART).clamp(-MOST * length, MOST * length));
    }
    let Some(obstacles) = obstacles else { return Some(straight) };
    let ends = [start, end];
    let mut best = (obstacles.cost(&straight, ends), straight);
    if best.0 <= BEND || best.0.is_infinite() {
        return Some(best.1);
    }
    let beside = obstacles.beside([from.center, to.center], ends);
    for away in BENDS.into_iter().take_while(|away| *away <= MOST * length) {
        for away in [away, -away] {
            let price = BEND + AWAY * f64::abs(away);
            let most = best.0 - NOTHING - price;
            if most <= 0.0 {
                continue;
            }
            let Some(points) = bent(from, to, away) else { continue };
            let cost = beside.cost(&points, most);
            if cost < most {
                best = (price + cost, points);
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
    // Between its ends a curve leaves so many straight lines by its own height divided by their number's square.
    let enough = (away.abs() / BESIDE).sqrt();
    let pieces = (length / PIECE).min(enough).ceil().clamp(6.0, 60.0) as u32;
    Some((0..=pieces).map(|piece| curve.eval(f64::from(piece) / f64::from(pieces))).collect())
}
