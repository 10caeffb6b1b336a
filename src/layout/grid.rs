//! A grid of cells over the sheet, so that a question about a place looks at its neighbourhood only.

use crate::geometry::{Point, Rect};

/// The side of a cell, in sheet pixels: half a label.
const CELL: f64 = 48.0;

/// Where cells are. What lies off the sheet belongs to those at its edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells {
    /// The side of a cell, in sheet pixels, and how many of them a pixel is.
    side: f64,
    share: f64,
    columns: usize,
    rows: usize,
}

impl Cells {
    /// Cells with this side over a sheet of this size.
    pub(super) fn new(side: f64, width: f64, height: f64) -> Self {
        let count = |length: f64| (length / side).ceil().clamp(1.0, 1000.0) as usize;
        Self { side, share: 1.0 / side, columns: count(width), rows: count(height) }
    }

    /// The same for each.
    pub(super) fn each<T: Clone>(self, one: T) -> Vec<T> {
        vec![one; self.columns * self.rows]
    }

    pub(super) fn at(self, point: Point) -> usize {
        self.row(point.y) * self.columns + self.column(point.x)
    }

    pub(super) fn column(self, x: f64) -> usize {
        ((x * self.share).max(0.0) as usize).min(self.columns.saturating_sub(1))
    }

    pub(super) fn row(self, y: f64) -> usize {
        ((y * self.share).max(0.0) as usize).min(self.rows.saturating_sub(1))
    }

    /// Those that a rectangle touches.
    pub(super) fn of(self, rect: Rect) -> impl Iterator<Item = usize> {
        let (left, right) = (self.column(rect.x0), self.column(rect.x1));
        (self.row(rect.y0)..=self.row(rect.y1))
            .map(move |row| row * self.columns)
            .flat_map(move |row| row + left..row + right + 1)
    }

    /// The same with the area of what the rectangle shares with each, in square pixels.
    pub(super) fn shared(self, rect: Rect) -> impl Iterator<Item = (usize, f64)> {
        let (left, right) = (self.column(rect.x0), self.column(rect.x1));
        let (top, bottom) = (self.row(rect.y0), self.row(rect.y1));
        // The first and the last reach as far as the rectangle does.
        let length = move |at: usize, (first, last): (usize, usize), (low, high): (f64, f64)| {
            let from = if at == first { low } else { at as f64 * self.side };
            (if at == last { high } else { (at + 1) as f64 * self.side }) - from
        };
        (top..=bottom).flat_map(move |row| {
            let down = length(row, (top, bottom), (rect.y0, rect.y1));
            (left..=right).map(move |column| {
                let across = length(column, (left, right), (rect.x0, rect.x1));
                (row * self.columns + column, across * down)
            })
        })
    }
}

/// Rectangles by the cells that they touch.
#[derive(Clone, Debug)]
pub struct Grid {
    cells: Cells,
    lists: Vec<Vec<Near>>,
    rects: Vec<Rect>,
}

/// A rectangle in the list of a cell: its number, and what it lies in at most, so that most are passed by without another
/// look into memory.
#[derive(Clone, Copy, Debug)]
struct Near {
    number: u32,
    around: [f32; 4],
}

impl Grid {
    /// An empty grid over a sheet of this size.
    pub fn new(width: f64, height: f64) -> Self {
        let cells = Cells::new(CELL, width, height);
        Self { cells, lists: cells.each(Vec::new()), rects: Vec::new() }
    }

    /// Enters a rectangle; answers its number, counted from 0.
    pub fn insert(&mut self, rect: Rect) -> usize {
        let number = self.rects.len();
        let near = Near { number: u32::try_from(number).unwrap_or(u32::MAX), around: around(rect) };
        for cell in self.cells.of(rect) {
            if let Some(list) = self.lists.get_mut(cell) {
                list.push(near);
            }
        }
        self.rects.push(rect);
        number
    }

    /// All rectangles, in the order in which they were entered.
    pub(super) fn rects(&self) -> &[Rect] {
        &self.rects
    }

    /// Calls `found` once for each rectangle that overlaps `rect`, with its number, until it answers false.
    pub(super) fn visit(&self, rect: Rect, mut found: impl FnMut(usize, Rect) -> bool) {
        let wanted = around(rect);
        for cell in self.cells.of(rect) {
            for near in self.lists.get(cell).into_iter().flatten() {
                if let Some(other) = self.overlap_in(cell, near, (rect, wanted))
                    && !found(near.number as usize, other)
                {
                    return;
                }
            }
        }
    }

    /// A rectangle that overlaps another in a cell that both touch: where they share several it is that of the overlap's
    /// first corner, so that each pair counts once.
    fn overlap_in(&self, cell: usize, near: &Near, (rect, wanted): (Rect, [f32; 4])) -> Option<Rect> {
        let ([left, top, right, bottom], [x0, y0, x1, y1]) = (near.around, wanted);
        if left >= x1 || x0 >= right || top >= y1 || y0 >= bottom {
            return None;
        }
        let other = *self.rects.get(near.number as usize)?;
        let is_here = || self.cells.at(Point::new(other.x0.max(rect.x0), other.y0.max(rect.y0))) == cell;
        (touches(other, rect) && is_here()).then_some(other)
    }

    /// Whether more than so many rectangles overlap `rect`. What was entered last is looked at first: where many stand at one
    /// place, what was put beside them by then is found before all of them.
    pub(super) fn holds_more(&self, rect: Rect, count: usize) -> bool {
        let mut left = count + 1;
        let wanted = around(rect);
        for cell in self.cells.of(rect) {
            for near in self.lists.get(cell).into_iter().flatten().rev() {
                left -= usize::from(self.overlap_in(cell, near, (rect, wanted)).is_some());
                if left == 0 {
                    return true;
                }
            }
        }
        false
    }

    /// The areas of the overlaps with `rect`, in square pixels, added up; and how many they are.
    pub fn overlaps(&self, rect: Rect) -> (f64, usize) {
        let mut sum = (0.0, 0);
        self.visit(rect, |_, other| {
            sum = (sum.0 + other.intersect(rect).area().max(0.0), sum.1 + 1);
            true
        });
        sum
    }
}

/// A box of short numbers that a rectangle lies in: less than a hundredth of a pixel larger on any sheet.
fn around(rect: Rect) -> [f32; 4] {
    let (down, up) = (|at: f64| (at as f32).next_down(), |at: f64| (at as f32).next_up());
    [down(rect.x0), down(rect.y0), up(rect.x1), up(rect.y1)]
}

/// The line between two points in pieces of about this length, so that a slanting one fills no large box.
pub(super) fn pieces(from: Point, to: Point, length: f64) -> impl Iterator<Item = (Point, Point)> {
    let count = (from.distance(to) / length).ceil().clamp(1.0, 10_000.0);
    let at = move |step: u32| from.lerp(to, f64::from(step) / count);
    (0..count as u32).map(move |piece| (at(piece), at(piece + 1)))
}

/// How much of the line from `a` to `b` lies inside a box, in pixels.
pub(super) fn length_inside(rect: Rect, a: Point, b: Point) -> f64 {
    let way = b - a;
    let clip = |start: f64, delta: f64, low: f64, high: f64| {
        if delta == 0.0 {
            return if (low..=high).contains(&start) { (0.0, 1.0) } else { (1.0, 0.0) };
        }
        let (t, u) = ((low - start) / delta, (high - start) / delta);
        (t.min(u), t.max(u))
    };
    let (x0, x1) = clip(a.x, way.x, rect.x0, rect.x1);
    let (y0, y1) = clip(a.y, way.y, rect.y0, rect.y1);
    ((x1.min(y1).min(1.0) - x0.max(y0).max(0.0)) * way.hypot()).max(0.0)
}

pub(super) fn touches(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_are_found_where_they_are() {
        let mut grid = Grid::new(1200.0, 675.0);
        let at = |x: f64, y: f64| Rect::new(x, y, x + 10.0, y + 10.0);
        grid.insert(at(5.0, 5.0));
        grid.insert(at(90.0, 90.0));
        grid.insert(at(-5000.0, 0.0));
        // The second lies in four cells, and counts once.
        let found = |rect| {
            let mut numbers = Vec::new();
            grid.visit(rect, |number, _| {
                numbers.push(number);
                true
            });
            numbers.sort_unstable();
            numbers
        };
        assert_eq!(found(Rect::new(0.0, 0.0, 200.0, 200.0)), [0, 1]);
        assert_eq!(found(at(-5005.0, 0.0)), [2]);
        // What only meets an edge overlaps nothing, however near it comes.
        assert!(found(at(15.0, 5.0)).is_empty());
        assert_eq!(found(at(15.0 - 1e-9, 5.0)), [0]);
        assert_eq!(grid.overlaps(at(10.0, 5.0)), (50.0, 1));
        // Each counts once there, too, however many cells it lies in.
        let all = Rect::new(0.0, 0.0, 200.0, 200.0);
        assert!(grid.holds_more(all, 0) && grid.holds_more(all, 1) && !grid.holds_more(all, 2));
        assert!(!grid.holds_more(at(300.0, 300.0), 0));
    }
}
