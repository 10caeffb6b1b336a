//! What links should not run through, and what it costs them that do.

use std::sync::Arc;

use crate::geometry::{Point, Rect, Vec2, distance_to_segment};

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
/// A line that runs through more than this is straight: where so much stands, no bend passes it all. So the work stays in
/// step with the map, however dense that is.
const CROWD: usize = 16;
/// A line that runs through so many more is straight without as many of them.
pub(super) const SPARE: usize = 16;
/// Lines are looked at in pieces of about this length, in pixels.
const LOOK: f64 = 64.0;
/// No line leaves the straight one by more than this, in pixels.
pub(super) const REACH: f64 = 30.0;

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
    pub(super) fn cost(&self, points: &[Point], ends: [u32; 2]) -> f64 {
        let Some(seen) = self.seen_along(points, ends, CROWD) else { return f64::INFINITY };
        seen.near.iter().fold(seen.cost, |cost, (_, radius, distance)| cost + through(*radius, *distance))
    }

    /// What the bends of a line may run through.
    pub(super) fn beside(&self, [start, end]: [Point; 2], ends: [u32; 2]) -> Beside {
        let grid = &self.standing.grid;
        let mut numbers = Vec::new();
        for (a, b) in pieces(start, end, LOOK) {
            grid.visit(Rect::from_points(a, b).inflate(REACH, REACH), |number, _| {
                numbers.push(number);
                true
            });
        }
        numbers.sort_unstable();
        numbers.dedup();
        let standing = numbers.iter().filter_map(|number| {
            let obstacle = self.standing.all.get(*number)?;
            let is_there = !self.gone.contains(&obstacle.owner);
            is_there.then_some((grid.rects().get(*number)?, obstacle))
        });
        let moved = self.moved.iter().map(|(rect, obstacle)| (rect, obstacle));
        let mut beside = Beside { start, along: (end - start).normalize(), all: Vec::new() };
        for (rect, obstacle) in standing.chain(moved) {
            if matches!(obstacle.what, What::Label(_)) || !ends.contains(&obstacle.owner) {
                beside.add(*rect, obstacle.what);
            }
        }
        beside
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

/// What a line costs that comes so near to the centre of a symbol.
fn through(radius: f64, distance: f64) -> f64 {
    let reach = radius + CLEAR;
    THROUGH * ((reach - distance) / reach).max(0.0).sqrt()
}

/// What stands beside a straight line, so near that one of its bends may run through it.
pub(super) struct Beside {
    start: Point,
    /// The way of the line, of length 1.
    along: Vec2,
    all: Vec<Near>,
}

/// What stands there, and from where to where along the line, in pixels from its start.
struct Near {
    rect: Rect,
    what: What,
    from: f64,
    to: f64,
}

impl Beside {
    fn add(&mut self, rect: Rect, what: What) {
        let way = rect.center() - self.start;
        let (across, down) = (rect.width() / 2.0 + REACH, rect.height() / 2.0 + REACH);
        let (x, y) = (self.along.x.abs(), self.along.y.abs());
        if way.cross(self.along).abs() <= x * down + y * across {
            let (at, reach) = (way.dot(self.along), x * across + y * down);
            self.all.push(Near { rect, what, from: at - reach, to: at + reach });
        }
    }

    /// What a bend of the line costs by what it runs through; infinite in a crowd, and where it is `most` or more.
    pub(super) fn cost(&self, bend: &[Point], most: f64) -> f64 {
        let lines = bend.iter().zip(bend.iter().skip(1)).flat_map(|(a, b)| pieces(*a, *b, LOOK));
        // Along the line each begins where the one before it ends.
        let lines: Vec<_> = lines.map(|(a, b)| ((b - self.start).dot(self.along), a, b)).collect();
        let (mut cost, mut count) = (0.0, 0);
        for Near { rect, what, from, to } in &self.all {
            let first = lines.partition_point(|(end, ..)| end < from);
            let lines = lines.get(first..).unwrap_or_default();
            // The first that ends behind it is the last that may touch it.
            let last = lines.iter().position(|(end, ..)| end > to).map_or(lines.len(), |last| last + 1);
            let lines = lines.iter().take(last);
            let is_near = |(_, a, b): &&(f64, Point, Point)| {
                touches(Rect::from_points(*a, *b).inflate(0.5, 0.5), *rect)
            };
            match *what {
                What::Label(rect) => {
                    for (_, a, b) in lines.filter(is_near) {
                        let length = length_inside(rect, *a, *b);
                        cost += BEHIND * length;
                        count += usize::from(length > 0.0);
                    }
                }
                What::Symbol { center, radius } => {
                    let distances =
                        lines.filter(is_near).map(|(_, a, b)| distance_to_segment(center, *a, *b));
                    let least = distances.fold(f64::INFINITY, f64::min);
                    if least.is_finite() {
                        cost += through(radius, least);
                        count += 1;
                    }
                }
            }
            if cost >= most || count > CROWD {
                return f64::INFINITY;
            }
        }
        cost
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
