//! A grid of cells over the sheet, so that a question about a place looks at its neighbourhood only.

use crate::geometry::{Point, Rect};

/// The side of a cell, in sheet pixels: half a label.
const CELL: f64 = 48.0;

/// Rectangles by the cells that they touch. What lies off the sheet belongs to the cells at its edge.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The side of a cell, in sheet pixels.
    cell: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    rects: Vec<Rect>,
}

impl Grid {
    /// An empty grid over a sheet of this size.
    pub fn new(width: f64, height: f64) -> Self {
        Self::of_cells(CELL, width, height)
    }

    fn of_cells(cell: f64, width: f64, height: f64) -> Self {
        let columns = (width / cell).ceil().clamp(1.0, 1000.0) as usize;
        let rows = (height / cell).ceil().clamp(1.0, 1000.0) as usize;
        Self { cell, columns, rows, cells: vec![Vec::new(); columns * rows], rects: Vec::new() }
    }

    /// Enters a rectangle; answers its number, counted from 0.
    pub fn insert(&mut self, rect: Rect) -> usize {
        let number = self.rects.len();
        for cell in self.cells_of(rect) {
            if let Some(cell) = self.cells.get_mut(cell) {
                cell.push(u32::try_from(number).unwrap_or(u32::MAX));
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
        for cell in self.cells_of(rect) {
            for number in self.cells.get(cell).into_iter().flatten() {
                let Some(other) = self.rects.get(*number as usize) else { continue };
                if self.overlaps_in(cell, *other, rect) && !found(*number as usize, *other) {
                    return;
                }
            }
        }
    }

    /// Whether two rectangles overlap, in a cell that both touch: where they share several it is that of the overlap's first
    /// corner, so that each pair counts once.
    fn overlaps_in(&self, cell: usize, a: Rect, b: Rect) -> bool {
        touches(a, b) && self.cell_at(Point::new(a.x0.max(b.x0), a.y0.max(b.y0))) == cell
    }

    /// Whether more than so many rectangles overlap `rect`. What was entered last is looked at first: where many stand at one
    /// place, what was put beside them by then is found before all of them.
    pub(super) fn holds_more(&self, rect: Rect, count: usize) -> bool {
        let mut left = count + 1;
        for cell in self.cells_of(rect) {
            let others = self.cells.get(cell).into_iter().flatten().rev();
            for other in others.filter_map(|number| self.rects.get(*number as usize)) {
                left -= usize::from(self.overlaps_in(cell, *other, rect));
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

    /// Whether every cell that a rectangle touches holds so many or more.
    fn is_full(&self, rect: Rect, count: usize) -> bool {
        self.cells_of(rect).all(|cell| self.cells.get(cell).is_none_or(|cell| cell.len() >= count))
    }

    fn cell_at(&self, point: Point) -> usize {
        self.row(point.y) * self.columns + self.column(point.x)
    }

    fn column(&self, x: f64) -> usize {
        ((x / self.cell).max(0.0) as usize).min(self.columns.saturating_sub(1))
    }

    fn row(&self, y: f64) -> usize {
        ((y / self.cell).max(0.0) as usize).min(self.rows.saturating_sub(1))
    }

    fn cells_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let (columns, width) = (self.column(rect.x0)..=self.column(rect.x1), self.columns);
        (self.row(rect.y0)..=self.row(rect.y1))
            .flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }
}

/// Straight lines by the cells that they touch, in short pieces.
#[derive(Clone, Debug)]
pub(super) struct Segments {
    grid: Grid,
    pieces: Vec<(Point, Point)>,
}

/// Lines are cut into pieces of at most this length, so that a slanting one fills no large box. Their grid is as
/// fine: a label is looked through in a few cells.
const PIECE: f64 = 32.0;
/// A cell with so many pieces is black with lines: more of them make it no worse, and are not counted. So the work stays in
/// step with the map, however dense that is.
const THICKET: usize = 40;
/// The length of lines in a square pixel of a thicket: that of such a cell.
const BLACK: f64 = THICKET as f64 / PIECE;

impl Segments {
    /// No lines over a sheet of this size.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { grid: Grid::of_cells(PIECE, width, height), pieces: Vec::new() }
    }

    /// Enters the straight line between two points.
    pub(super) fn insert(&mut self, from: Point, to: Point) {
        for (a, b) in pieces(from, to, PIECE) {
            let rect = Rect::from_points(a, b).inflate(0.5, 0.5);
            if !self.grid.is_full(rect, THICKET) {
                self.grid.insert(rect);
                self.pieces.push((a, b));
            }
        }
    }

    /// Calls `found` for each piece near a box.
    pub(super) fn visit(&self, rect: Rect, mut found: impl FnMut(Point, Point)) {
        self.grid.visit(rect, |number, _| {
            if let Some((a, b)) = self.pieces.get(number) {
                found(*a, *b);
            }
            true
        });
    }

    /// How much of the lines lies inside a box, in pixels; counted no further than `most`.
    pub(super) fn length_inside(&self, rect: Rect, most: f64) -> f64 {
        if self.grid.is_full(rect, THICKET) {
            // One place in a thicket is as good as another of its size.
            return BLACK * rect.area();
        }
        let mut sum = 0.0;
        self.grid.visit(rect, |number, _| {
            sum += self.pieces.get(number).map_or(0.0, |(a, b)| length_inside(rect, *a, *b));
            sum < most
        });
        sum
    }
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
    fn lines_are_measured_where_they_are() {
        let mut lines = Segments::new(1200.0, 675.0);
        lines.insert(Point::new(0.0, 0.0), Point::new(600.0, 600.0));
        let length = lines.length_inside(Rect::new(100.0, 100.0, 200.0, 200.0), 1000.0);
        assert!((length - 100.0 * 2_f64.sqrt()).abs() < 1e-6, "{length}");
        assert_eq!(lines.length_inside(Rect::new(300.0, 0.0, 400.0, 100.0), 1000.0), 0.0);
    }

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
        assert_eq!(grid.overlaps(at(10.0, 5.0)), (50.0, 1));
        // Each counts once there, too, however many cells it lies in.
        let all = Rect::new(0.0, 0.0, 200.0, 200.0);
        assert!(grid.holds_more(all, 0) && grid.holds_more(all, 1) && !grid.holds_more(all, 2));
        assert!(!grid.holds_more(at(300.0, 300.0), 0));
    }
}
