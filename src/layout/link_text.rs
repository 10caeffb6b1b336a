//! Where the words of a link stand along it.

use crate::geometry::{Affine, Point, Rect, Vec2};

use super::grid::{Grid, length_inside};
use super::segments::Segments;
use super::{Layout, LinkLine, TextSize};
use crate::typeset::width;

/// The words of a link, centred at a point and turned along the line, never upside down.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkText {
    /// What is said.
    pub text: String,
    /// The middle of the baseline.
    pub at: Point,
    /// Turned clockwise, in degrees, from -90 to 90.
    pub angle: f64,
    /// How it is set.
    pub size: TextSize,
    /// How long it is, in pixels.
    pub width: f64,
}

impl LinkText {
    /// Whether a point lies on the words, with a little room around them.
    pub fn contains(&self, point: Point) -> bool {
        let level = Affine::rotate(-self.angle.to_radians()) * Affine::translate(-self.at.to_vec2());
        level_box(self.width, self.size.size).inflate(2.0, 2.0).contains(level * point)
    }

    /// The box of the sheet that holds them.
    pub fn rect(&self) -> Rect {
        let turned = Affine::translate(self.at.to_vec2()) * Affine::rotate(self.angle.to_radians());
        turned.transform_rect_bbox(level_box(self.width, self.size.size))
    }
}

/// The box of words that lie level at the origin.
fn level_box(width: f64, em: f64) -> Rect {
    Rect::new(-width / 2.0, -CAPITALS * em, width / 2.0, 0.2 * em)
}

/// Between the words and their line, in pixels.
const GAP: f64 = 4.0;
/// The height of capitals, in ems.
const CAPITALS: f64 = 0.714;
/// Where along the line words may stand, the best first.
const PLACES: [f64; 5] = [0.5, 0.38, 0.62, 0.26, 0.74];
/// What each place further from the middle costs, and the side below the line, in pixels of lines behind the words.
const FURTHER: f64 = 6.0;
const BELOW: f64 = 4.0;
/// What a box costs that the words stand over, for each 8 px of them.
const OVER: f64 = 20.0;

/// What the words of links look for room among.
pub(super) struct LinkWords<'a> {
    layout: &'a Layout,
    taken: Grid,
    lines: Segments,
}

impl<'a> LinkWords<'a> {
    /// Around what is on the sheet.
    pub(super) fn new(layout: &'a Layout) -> Self {
        let mut taken = Grid::new(layout.plot.width(), layout.plot.height());
        for symbol in &layout.symbols {
            taken.insert(symbol.rect());
            taken.insert(symbol.label.rect);
        }
        for arrow in &layout.arrows {
            let side = 2.0 * layout.sizes.symbol_radius;
            taken.insert(Rect::from_center_size(arrow.ghost, (side, side)));
            taken.insert(Rect::from_points(arrow.from, arrow.to).inflate(0.0, 3.0));
            if let Some(label) = &arrow.label {
                taken.insert(label.rect);
            }
        }
        for note in &layout.notes {
            taken.insert(note.label.rect);
        }
        let mut lines = Segments::new(layout.plot.width(), layout.plot.height());
        for line in &layout.links {
            line.points.iter().zip(line.points.iter().skip(1)).for_each(|(a, b)| lines.insert(*a, *b));
        }
        Self { layout, taken, lines }
    }

    /// Where the words of a line stand clear of lines, symbols and labels; `None` where the line has no length.
    pub(super) fn place(&self, text: String, line: &LinkLine, size: TextSize) -> Option<LinkText> {
        let long = width(&text, size.face, size.size);
        let mut best: Option<(f64, Point, f64)> = None;
        for (number, place) in PLACES.into_iter().enumerate() {
            let (on, along) = at(&line.points, place)?;
            let along = if along.x < 0.0 || along.x == 0.0 && along.y > 0.0 { -along } else { along };
            let up = Vec2::new(along.y, -along.x);
            for (is_below, foot) in [(false, on + up * GAP), (true, on - up * (GAP + CAPITALS * size.size))] {
                let mut cost = FURTHER * number as f64 + if is_below { BELOW } else { 0.0 };
                // The sheet turned so that the words lie level at the origin.
                let level = Affine::rotate(-along.atan2()) * Affine::translate(-foot.to_vec2());
                let rect = level_box(long, size.size).inflate(1.0, 1.0);
                let level_again = Affine::translate(foot.to_vec2()) * Affine::rotate(along.atan2());
                self.lines.visit(level_again.transform_rect_bbox(rect), |a, b| {
                    cost += length_inside(rect, level * a, level * b);
                });
                let steps = (long / 8.0).ceil().max(1.0);
                for step in 0..=steps as u32 {
                    let sample =
                        foot + along * (long * (f64::from(step) / steps - 0.5)) + up * (size.size * 0.3);
                    cost += OVER * self.taken.overlaps(Rect::from_center_size(sample, (4.0, 4.0))).1 as f64;
                    cost += if self.layout.plot.contains(sample) { 0.0 } else { OVER };
                }
                if best.is_none_or(|(least, ..)| cost < least - 0.5) {
                    best = Some((cost, foot, along.atan2().to_degrees()));
                }
            }
        }
        best.map(|(_, at, angle)| LinkText { text, at, angle, size, width: long })
    }
}

/// The point at a fraction of a line's length, and the way it goes there.
fn at(points: &[Point], fraction: f64) -> Option<(Point, Vec2)> {
    let pieces = || points.iter().zip(points.iter().skip(1));
    let length: f64 = pieces().map(|(a, b)| a.distance(*b)).sum();
    let mut left = length * fraction;
    for (a, b) in pieces() {
        let piece = a.distance(*b);
        if left <= piece && piece > 0.0 {
            return Some((a.lerp(*b, left / piece), (*b - *a) / piece));
        }
        left -= piece;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_a_line_is_counted_along_it() {
        let line = [(0.0, 0.0), (10.0, 0.0), (10.0, 30.0)].map(Point::from);
        assert_eq!(at(&line, 0.5), Some((Point::new(10.0, 10.0), Vec2::new(0.0, 1.0))));
        assert_eq!(at(&line[..1], 0.5), None);
    }
}
