//! Labels: where their authors put them, or where there is room.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::LabelOffset;

use super::grid::Grid;
use super::{Outline, TextSize, width, wrap};

/// Text beside a symbol.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its lines, never none.
    pub lines: Vec<String>,
    /// The first line's baseline, at the edge or middle that `align` names.
    pub at: Point,
    /// Which part of each line stands at `at.x`.
    pub align: Align,
    /// Face and size.
    pub text: TextSize,
    /// The box around all lines.
    pub rect: Rect,
}

/// Which part of a line stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The start: text to the right.
    Start,
    /// The middle.
    Middle,
    /// The end: text to the left.
    End,
}

/// The height of letters above the baseline, in ems: Noto Sans' capitals are 0.714 high.
const CAPITALS: f64 = 0.714;
/// How far letters reach below the baseline, in ems.
const DESCENT: f64 = 0.22;
/// The width of a character where the reference tool draws labels, 11 px monospaced: what the offsets of
/// real maps were made for.
const REFERENCE_CHARACTER: f64 = 6.6;

impl Label {
    /// A label whose lines start, end or are centred at `x`, the first on the baseline `y`.
    pub fn new(lines: Vec<String>, text: TextSize, align: Align, at: Point) -> Self {
        let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
        let left = match align {
            Align::Start => at.x,
            Align::Middle => at.x - widest / 2.0,
            Align::End => at.x - widest,
        };
        let bottom = at.y + text.leading * (lines.len().max(1) - 1) as f64 + DESCENT * text.size;
        let rect = Rect::new(left, at.y - CAPITALS * text.size, left + widest, bottom);
        Self { lines, at, align, text, rect }
    }

    /// The baselines' points, with the lines.
    pub fn placed_lines(&self) -> impl Iterator<Item = (Point, &str)> {
        self.lines.iter().enumerate().map(|(number, line)| {
            (self.at + Vec2::new(0.0, self.text.leading * number as f64), line.as_str())
        })
    }
}

/// The label of an anchor: centred above its point.
pub(super) fn of_anchor(name: &str, point: Point, text: TextSize) -> Label {
    let lines = wrap(name, text.face, text.size, 2.0 * 130.0);
    let up = text.leading * (lines.len() - 1) as f64 + 5.0;
    Label::new(lines, text, Align::Middle, point - Vec2::new(0.0, up))
}

/// The label where its author put it.
///
/// The offset was made for the reference tool's face. Whatever part of the text stood over the symbol there
/// stands over it here: a label at the left ends where it ended, one at the right starts where it started.
/// Lines that wrapping adds grow away from the symbol.
pub(super) fn placed(name: &str, center: Point, offset: LabelOffset, text: TextSize, limit: f64) -> Label {
    let lines = wrap(name, text.face, text.size, limit);
    let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
    let longest = name.split('\n').map(|line| line.chars().count()).max().unwrap_or(0);
    let reference = (longest as f64 * REFERENCE_CHARACTER).clamp(1.0, 2.0 * limit.max(reference_limit(widest)));
    let over = (-offset.dx / reference).clamp(0.0, 1.0);
    let left = center.x + offset.dx + over * (reference - widest);
    let (align, x) = if lines.len() == 1 || over < 0.25 {
        (Align::Start, left)
    } else if over > 0.75 {
        (Align::End, left + widest)
    } else {
        (Align::Middle, left + widest / 2.0)
    };
    let below = ((offset.dy + 6.0) / 20.0).clamp(0.0, 1.0);
    let up = text.leading * (lines.len() - 1) as f64 * (1.0 - below);
    Label::new(lines, text, align, Point::new(x, center.y + offset.dy - up))
}

/// A name longer than any label was never drawn wider than this much of it.
fn reference_limit(widest: f64) -> f64 {
    4.0 * widest
}

/// A label where there is room: the first of eight places around the symbol that costs least.
///
/// `taken` are the symbols, boxes and labels placed before. Pure, and local: only what overlaps a candidate
/// counts.
pub(super) fn automatic(
    name: &str,
    center: Point,
    outline: Outline,
    (text, limit, gap): (TextSize, f64, f64),
    taken: &Grid,
    plot: Rect,
) -> Label {
    let lines = wrap(name, text.face, text.size, limit);
    let extra = text.leading * (lines.len() - 1) as f64;
    let away = outline.half() + gap;
    let middle = center.y + CAPITALS * text.size / 2.0 - extra / 2.0;
    let above = center.y - outline.half() - gap - extra;
    let below = center.y + outline.half() + gap + CAPITALS * text.size;
    let near = outline.half() * 0.7 + gap * 0.5;
    let candidates = [
        (Align::Start, center.x + away, middle),
        (Align::End, center.x - away, middle),
        (Align::Start, center.x + near, above + gap * 0.4),
        (Align::Start, center.x + near, below - gap * 0.4),
        (Align::Middle, center.x, above),
        (Align::Middle, center.x, below),
        (Align::End, center.x - near, above + gap * 0.4),
        (Align::End, center.x - near, below - gap * 0.4),
    ];
    let cost = |label: &Label| {
        let outside = label.rect.area() - label.rect.intersect(plot).area().max(0.0);
        taken.overlap_area(label.rect.inflate(1.0, 1.0)) + 4.0 * outside
    };
    let mut best = Label::new(lines.clone(), text, Align::Start, Point::new(center.x + away, middle));
    let mut least = cost(&best);
    for (align, x, y) in candidates.into_iter().skip(1) {
        if least <= 0.0 {
            break;
        }
        let label = Label::new(lines.clone(), text, align, Point::new(x, y));
        let label_cost = cost(&label);
        if label_cost + 1.0 < least {
            (best, least) = (label, label_cost);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Face;

    const TEXT: TextSize = TextSize { face: Face::Regular, size: 13.0, leading: 16.0 };

    #[test]
    fn an_imported_label_keeps_its_near_edge() {
        let at = |dx, dy| placed("belonging", Point::ZERO, LabelOffset { dx, dy }, TEXT, 130.0);
        assert_eq!(at(13.0, 4.0).rect.x0, 13.0);
        // Nine characters of 6.6 px: it ended at -83 + 59.4.
        assert!((at(-83.0, 4.0).rect.x1 - -23.6).abs() < 1e-9);
    }

    #[test]
    fn wrapped_lines_grow_away_from_the_symbol() {
        let at = |dy| placed("one two three four five six", Point::ZERO, LabelOffset { dx: 5.0, dy }, TEXT, 130.0);
        assert!(at(-12.0).lines.len() > 1);
        assert!(at(-12.0).rect.y1 < 0.0);
        assert!(at(20.0).rect.y0 > 0.0);
    }

    #[test]
    fn automatic_labels_avoid_what_is_there() {
        let plot = Rect::new(0.0, 0.0, 1200.0, 675.0);
        let mut taken = Grid::new(1200.0, 675.0);
        let center = Point::new(600.0, 300.0);
        let place = |taken: &Grid, center| {
            automatic("Cup of Tea", center, Outline::Circle(6.0), (TEXT, 130.0, 6.0), taken, plot).align
        };
        assert_eq!(place(&taken, center), Align::Start);
        taken.insert(Rect::new(610.0, 200.0, 700.0, 400.0));
        assert_eq!(place(&taken, center), Align::End);
        assert_eq!(place(&taken, Point::new(1195.0, 100.0)), Align::End);
    }
}
