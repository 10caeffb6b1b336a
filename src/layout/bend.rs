//! Links that would run through what is not theirs part around it, gently.

use std::cell::LazyCell;
use std::sync::Arc;

use crate::geometry::{ParamCurve, Point, QuadBez, Rect, Vec2, distance_to_segment};
use crate::model::{Index, Link, LinkKind, Map};

use super::grid::{Grid, length_inside, pieces, touches};
use super::{EvolutionArrow, Layout, Outline, Symbol};

/// Symbols and labels of a layout, which a link should not run through.
#[derive(Debug)]
pub(super) struct Standing {
    grid: Grid,
    all: Vec<Obstacle>,
}

/// What links keep clear of: what stands in a layout, but for some symbols that moved since.
pub(super) struct Obstacles {
    standing: Arc<Standing>,
    /// The numbers of those symbols.
    gone: Vec<u32>,
    /// Where they and theirs are now.
    moved: Vec<(Rect, Obstacle)>,
}

/// What belongs to the symbol with a number.
#[derive(Clone, Copy, Debug)]
struct Obstacle {
    owner: u32,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// A symbol is seen as its links' end: a line through it says something false.
    Symbol {
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
/// A line that runs through so many more is straight without as many of them.
pub(super) const SPARE: usize = 16;
/// Lines are looked at in pieces of about this length, in pixels.
const LOOK: f64 = 64.0;
/// A bend must be cheaper than another by more than what comes of the order in which costs are added.
const NOTHING: f64 = 1e-9;
/// No line leaves the straight one by more than this, in pixels.
pub(super) const REACH: f64 = 30.0;
/// Links between the same two components stand this far apart, in pixels.
pub(super) const APART: f64 = 12.0;
/// A curve is drawn in straight pieces of about this length.
const PIECE: f64 = 12.0;

impl Standing {
    pub(super) fn new(layout: &Layout) -> Self {
        let grid = Grid::new(layout.plot.width(), layout.plot.height());
        let mut standing = Self { grid, all: Vec::new() };
        let mut add = |(rect, obstacle)| {
            standing.grid.insert(rect);
            standing.all.push(obstacle);
        };
        for (symbol, number) in layout.symbols.iter().zip(0..) {
            of_symbol(symbol, number).into_iter().flatten().for_each(&mut add);
        }
        let owner = |arrow: &EvolutionArrow| layout.bones.index.get(&arrow.id).map(|number| *number as u32);
        for arrow in &layout.arrows {
            if let Some(owner) = owner(arrow) {
                of_arrow(arrow, owner, layout.sizes.symbol_radius).into_iter().flatten().for_each(&mut add);
            }
        }
        standing
    }
}

/// What stands where a symbol is.
fn of_symbol(symbol: &Symbol, owner: u32) -> [Option<(Rect, Obstacle)>; 2] {
    let circle = What::Symbol { center: symbol.center, radius: symbol.outline.half() };
    let own = (symbol.rect().inflate(CLEAR, CLEAR), Obstacle { owner, what: circle });
    let label = symbol.label.rect;
    [
        (symbol.outline != Outline::Bare).then_some(own),
        (label.width() > 0.0).then_some((label, Obstacle { owner, what: What::Label(label) })),
    ]
}

/// What stands where a component evolves to.
fn of_arrow(arrow: &EvolutionArrow, owner: u32, radius: f64) -> [Option<(Rect, Obstacle)>; 2] {
    let side = 2.0 * (radius + CLEAR);
    let circle = What::Symbol { center: arrow.ghost, radius };
    let label = arrow.label.as_ref().map(|label| label.rect);
    [
        label.map(|label| (label, Obstacle { owner, what: What::Label(label) })),
        Some((Rect::from_center_size(arrow.ghost, (side, side)), Obstacle { owner, what: circle })),
    ]
}

impl Obstacles {
    /// What stands in a layout.
    pub(super) fn of(layout: &Layout) -> Self {
        Self { standing: Arc::clone(layout.standing()), gone: Vec::new(), moved: Vec::new() }
    }

    /// What stood in a layout before, but for the symbols with these numbers, which are where they are now.
    pub(super) fn since(before: &Layout, gone: Vec<u32>, now: &Layout) -> Self {
        let mut moved = Vec::new();
        for number in &gone {
            let Some(symbol) = now.symbols.get(*number as usize) else { continue };
            moved.extend(of_symbol(symbol, *number).into_iter().flatten());
            if let Some(arrow) = now.arrow(&symbol.id) {
                moved.extend(of_arrow(arrow, *number, now.sizes.symbol_radius).into_iter().flatten());
            }
        }
        Self { standing: Arc::clone(before.standing()), gone, moved }
    }

    /// What a line costs by what it runs through, beside what belongs to its ends; infinite in a crowd.
    fn cost(&self, points: &[Point], ends: [u32; 2]) -> f64 {
        let Some(seen) = self.seen_along(points, ends, CROWD) else { return f64::INFINITY };
        seen.near.iter().fold(seen.cost, |cost, (_, radius, distance)| {
            let reach = radius + CLEAR;
            cost + THROUGH * ((reach - distance) / reach).max(0.0).sqrt()
        })
    }

    /// Whether a straight line runs through so much that it is in a crowd without a few of those too.
    pub(super) fn is_deep(&self, line: [Point; 2], ends: [u32; 2]) -> bool {
        self.seen_along(&line, ends, CROWD + SPARE).is_none()
    }

    /// What a line runs through; `None` where that is more than so many.
    fn seen_along(&self, points: &[Point], ends: [u32; 2], most: usize) -> Option<Seen> {
        let mut seen = Seen { ends, near: Vec::new(), cost: 0.0, labels: 0 };
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            for (a, b) in pieces(*a, *b, LOOK) {
                let rect = Rect::from_points(a, b).inflate(0.5, 0.5);
                self.standing.grid.visit(rect, |number, _| {
                    let obstacle = self.standing.all.get(number);
                    if let Some(obstacle) = obstacle.filter(|obstacle| !self.gone.contains(&obstacle.owner)) {
                        seen.pass(obstacle, (0, number), a, b);
                    }
                    seen.count() <= most
                });
                for (number, (at, obstacle)) in self.moved.iter().enumerate() {
                    if touches(*at, rect) {
                        seen.pass(obstacle, (1, number), a, b);
                    }
                }
                if seen.count() > most {
                    return None;
                }
            }
        }
        Some(seen)
    }
}

/// As how many things at most that lines run through the symbol with a number counts, with all that belongs to it.
pub(super) fn weight(layout: &Layout, number: u32) -> usize {
    let Some(symbol) = layout.symbols.get(number as usize) else { return 0 };
    let arrow = layout.arrow(&symbol.id);
    let of_arrow = arrow.map(|arrow| of_arrow(arrow, number, layout.sizes.symbol_radius));
    let all = of_symbol(symbol, number).into_iter().chain(of_arrow.into_iter().flatten()).flatten();
    let count = |(_, obstacle): (Rect, Obstacle)| match obstacle.what {
        What::Symbol { .. } => 1,
        // Once for each piece of the line that runs through it: none of several is shorter than half of their length.
        What::Label(rect) => (2.0 * rect.width().hypot(rect.height()) / LOOK).ceil() as usize + 2,
    };
    all.map(count).sum()
}

/// What a line ran through so far.
struct Seen {
    ends: [u32; 2],
    /// Symbols, by the list that they are in and their numbers there, with their radius and their least distance.
    near: Vec<((u8, usize), f64, f64)>,
    /// What the labels cost, and how many they are.
    cost: f64,
    labels: usize,
}

impl Seen {
    fn pass(&mut self, obstacle: &Obstacle, name: (u8, usize), a: Point, b: Point) {
        match obstacle.what {
            What::Label(rect) => {
                let length = length_inside(rect, a, b);
                self.cost += BEHIND * length;
                self.labels += usize::from(length > 0.0);
            }
            What::Symbol { center, radius } if !self.ends.contains(&obstacle.owner) => {
                let distance = distance_to_segment(center, a, b);
                match self.near.iter_mut().find(|(known, ..)| *known == name) {
                    Some((.., least)) => *least = least.min(distance),
                    None => self.near.push((name, radius, distance)),
                }
            }
            What::Symbol { .. } => {}
        }
    }

    fn count(&self) -> usize {
        self.labels + self.near.len()
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
    obstacles: Option<&LazyCell<Obstacles, impl FnOnce() -> Obstacles>>,
) -> Option<Vec<Point>> {
    let straight = bent(from, to, 0.0)?;
    let length = from.center.distance(to.center);
    let beside = (side * APART).clamp(-MOST * length, MOST * length);
    let own = bent(from, to, beside)?;
    if side != 0.0 {
        return Some(own);
    }
    let Some(obstacles) = obstacles else { return Some(straight) };
    let ends = [start, end];
    let mut best = (obstacles.cost(&own, ends), own);
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
            if cost < best.0 - NOTHING {
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
