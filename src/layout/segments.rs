//! Straight lines by the cells that they go through: how much of them would lie behind a label.

use std::iter::once;

use super::grid::{Cells, length_inside, touches};
use crate::geometry::{Point, Rect};

/// Straight lines, cut where they leave a cell.
#[derive(Clone, Debug)]
pub(super) struct Segments {
    cells: Cells,
    /// What of them lies in each cell, and how long that is, in pixels.
    parts: Vec<(Vec<Part>, f64)>,
    blocks: Cells,
    /// How long that is which lies in each block.
    lengths: Vec<f64>,
}

/// The side of a cell, in sheet pixels: a label is looked through in a few.
const CELL: f64 = 32.0;
/// More lines than this are not told apart in a cell.
const MOST: usize = 40;
/// The side of a block of cells, in sheet pixels: about the length of a label.
pub(super) const BLOCK: f64 = 128.0;
/// A block with more pixels of lines than this in each square pixel is a thicket: black with lines all over, as none is
/// around a component with fifty links. What is in it is not looked through line by line, so that the work stays in step
/// with the map, however dense that is.
const THICKET: f64 = 0.25;

/// A part of a line, from one point to another: short numbers, since many lie in a cell, and where they are is known to less
/// than a hundredth of a pixel.
#[derive(Clone, Copy, Debug)]
struct Part {
    from: [f32; 2],
    to: [f32; 2],
}

impl Part {
    fn new(from: Point, to: Point) -> Self {
        Self { from: [from.x as f32, from.y as f32], to: [to.x as f32, to.y as f32] }
    }

    fn ends(self) -> [Point; 2] {
        [self.from, self.to].map(|[x, y]| Point::new(x.into(), y.into()))
    }

    /// Whether it comes near a box at all.
    fn is_near(self, [x0, y0, x1, y1]: [f32; 4]) -> bool {
        let ([a, b], [c, d]) = (self.from, self.to);
        a.min(c) <= x1 && a.max(c) >= x0 && b.min(d) <= y1 && b.max(d) >= y0
    }
}

impl Segments {
    /// No lines over a sheet of this size.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let (cells, blocks) = (Cells::new(CELL, width, height), Cells::new(BLOCK, width, height));
        Self { cells, parts: cells.each((Vec::new(), 0.0)), blocks, lengths: blocks.each(0.0) }
    }

    /// Enters the straight line between two points.
    pub(super) fn insert(&mut self, from: Point, to: Point) {
        let (cells, length) = (self.cells, from.distance(to));
        let across = cuts((from.x, to.x), (cells.column(from.x), cells.column(to.x)));
        let down = cuts((from.y, to.y), (cells.row(from.y), cells.row(to.y)));
        let mut start = 0.0;
        for end in merged(across, down).chain(once(1.0)) {
            if end <= start {
                continue;
            }
            let [a, b] = [start, end].map(|at| from.lerp(to, at));
            let (middle, length) = (a.midpoint(b), length * (end - start));
            if let Some((parts, lines)) = self.parts.get_mut(cells.at(middle)) {
                *lines += length;
                if parts.len() < MOST {
                    parts.push(Part::new(a, b));
                }
            }
            if let Some(lines) = self.lengths.get_mut(self.blocks.at(middle)) {
                *lines += length;
            }
            start = end;
        }
    }

    /// Calls `found` for each part of a line near a box.
    pub(super) fn visit(&self, rect: Rect, mut found: impl FnMut(Point, Point)) {
        for (parts, _) in self.cells.of(rect).filter_map(|cell| self.parts.get(cell)) {
            for [a, b] in parts.iter().map(|part| part.ends()) {
                if touches(Rect::from_points(a, b).inflate(0.5, 0.5), rect) {
                    found(a, b);
                }
            }
        }
    }

    /// How much of the lines lies inside a box, in pixels; counted no further than `most`. In a thicket it is what lies in as
    /// large a part of each cell.
    pub(super) fn length_inside(&self, rect: Rect, most: f64) -> f64 {
        if self.is_thicket(rect) {
            let shares = self.cells.shared(rect);
            let lines = shares.filter_map(|(cell, area)| Some(self.parts.get(cell)?.1 * area));
            return lines.sum::<f64>() / (CELL * CELL);
        }
        let near = [rect.x0, rect.y0, rect.x1, rect.y1].map(|at| at as f32);
        let mut sum = 0.0;
        for (parts, _) in self.cells.of(rect).filter_map(|cell| self.parts.get(cell)) {
            for [a, b] in parts.iter().filter(|part| part.is_near(near)).map(|part| part.ends()) {
                sum += length_inside(rect, a, b);
            }
            if sum >= most {
                break;
            }
        }
        sum
    }

    /// Whether all that a box touches is black with lines.
    fn is_thicket(&self, rect: Rect) -> bool {
        let lengths = || self.blocks.of(rect).filter_map(|block| self.lengths.get(block));
        lengths().all(|length| *length > THICKET * BLOCK * BLOCK)
    }
}

/// Where a line is cut that goes from one column or row of cells to another, in parts of its length, in order.
fn cuts((from, to): (f64, f64), (first, last): (usize, usize)) -> impl Iterator<Item = f64> {
    let step = if first < last { 1 } else { -1 };
    let edge = first + usize::from(first < last);
    let count = first.abs_diff(last);
    let at = move |number: usize| CELL * (edge as f64 + f64::from(step) * number as f64);
    (0..count).map(move |number| ((at(number) - from) / (to - from)).clamp(0.0, 1.0))
}

/// Two lists of numbers in order, as one.
fn merged(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(left), Some(right)) if right < left => b.next(),
        (Some(_), _) => a.next(),
        (None, _) => b.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_measured_where_they_are() {
        let mut lines = Segments::new(1200.0, 675.0);
        lines.insert(Point::new(0.0, 0.0), Point::new(600.0, 600.0));
        let length = lines.length_inside(Rect::new(100.0, 100.0, 200.0, 200.0), 1000.0);
        assert!((length - 100.0 * 2_f64.sqrt()).abs() < 1e-3, "{length}");
        assert_eq!(lines.length_inside(Rect::new(300.0, 0.0, 400.0, 100.0), 1000.0), 0.0);
    }

    /// Whichever way a line goes, and however far off the sheet, no part of it is lost or counted twice.
    #[test]
    fn no_part_of_a_line_is_lost() {
        let ends =
            [(-500.0, 300.0), (64.0, 32.0), (640.0, 700.0), (1400.0, -90.0), (64.0, 320.0), (64.0, 64.0)];
        let all = Rect::new(-2000.0, -2000.0, 4000.0, 4000.0);
        for (from, to) in ends.iter().flat_map(|from| ends.iter().map(move |to| (*from, *to))) {
            let (from, to) = (Point::from(from), Point::from(to));
            let mut lines = Segments::new(1200.0, 675.0);
            lines.insert(from, to);
            let length = lines.length_inside(all, f64::INFINITY);
            assert!((length - from.distance(to)).abs() < 0.01, "{from} {to}: {length}");
            let halves = [Rect { x1: 600.0, ..all }, Rect { x0: 600.0, ..all }];
            let halves: f64 = halves.map(|half| lines.length_inside(half, f64::INFINITY)).iter().sum();
            assert!((halves - from.distance(to)).abs() < 0.01, "{from} {to}: {halves}");
        }
    }
}
