//! Labels: where their authors put them, or where there is room.

use std::sync::LazyLock;

use crate::geometry::{Point, Rect, Vec2};
use crate::model::LabelOffset;

use super::grid::Grid;
use super::segments::Segments;
use super::{Outline, TextSize};
use crate::typeset::{width, wrap};

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

impl Align {
    /// How much of a line stands left of its point: 0, a half or all of it.
    pub fn share(self) -> f64 {
        match self {
            Self::Start => 0.0,
            Self::Middle => 0.5,
            Self::End => 1.0,
        }
    }
}

/// An anchor's letters keep this far from the plot's sides, in pixels.
const FROM_EDGE: f64 = 4.0;
/// The height of letters above the baseline, in ems: Noto Sans' capitals are 0.714 high.
const CAPITALS: f64 = 0.714;
/// How far letters reach below the baseline, in ems.
const DESCENT: f64 = 0.22;
/// The width of a character where the reference tool draws labels, 12 px monospaced.
const REFERENCE_CHARACTER: f64 = 7.2;
/// By how much old versions of the reference moved the label of a long name, which they drew a word a line, centred
/// (measured on its pictures).
const REFERENCE_SHIFT: Vec2 = Vec2::new(30.0, 10.0);
/// From one line of such a name to the next.
const REFERENCE_LEADING: f64 = 15.0;

impl Label {
    /// A label whose lines start, end or are centred at `x`, the first on the baseline `y`.
    pub fn new(lines: Vec<String>, text: TextSize, align: Align, at: Point) -> Self {
        let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
        let left = align_left(align, at.x, widest);
        let bottom = at.y + text.leading * (lines.len().max(1) - 1) as f64 + DESCENT * text.size;
        let rect = Rect::new(left, at.y - CAPITALS * text.size, left + widest, bottom);
        Self { lines, at, align, text, rect }
    }

    /// Where a line from a symbol meets the label, where that stands so far away that it needs one.
    pub fn leader(&self, center: Point, outline: Outline, gap: f64) -> Option<(Point, Point)> {
        let rect = self.rect.inflate(1.5, 0.0);
        let near = Point::new(center.x.clamp(rect.x0, rect.x1), center.y.clamp(rect.y0, rect.y1));
        let way = near - center;
        let edge = outline.reach(way);
        (way.hypot() > edge + gap + LEADER).then(|| (center + way.normalize() * edge, near))
    }

    /// The same label elsewhere.
    #[must_use]
    pub(super) fn moved(&self, by: Vec2) -> Self {
        Self { at: self.at + by, rect: self.rect + by, ..self.clone() }
    }

    /// The baselines' points, with the lines.
    pub fn placed_lines(&self) -> impl Iterator<Item = (Point, &str)> {
        self.lines.iter().enumerate().map(|(number, line)| {
            (self.at + Vec2::new(0.0, self.text.leading * number as f64), line.as_str())
        })
    }
}

/// The label of an anchor: centred above its point, and moved aside where it would leave the plot and stand on the
/// axis' title.
pub(super) fn of_anchor(name: &str, point: Point, text: TextSize, plot: Rect) -> Label {
    let lines = wrap(name, text.face, text.size, 2.0 * 130.0);
    let up = text.leading * (lines.len() - 1) as f64 + 5.0;
    let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
    let (first, last) = (plot.x0 + widest / 2.0 + FROM_EDGE, plot.x1 - widest / 2.0 - FROM_EDGE);
    let x = if first < last { point.x.clamp(first, last) } else { point.x };
    Label::new(lines, text, Align::Middle, Point::new(x, point.y - up))
}

/// The label where its author put it.
///
/// The offset was made for the reference tool's way of setting text. Whatever part of its box stood over the
/// symbol stands over it here, in both directions: a label at the left ends where it ended there, one at the
/// right starts where it started, one above grows upwards.
pub(super) fn placed(
    name: &str,
    center: Point,
    offset: LabelOffset,
    text: TextSize,
    (limit, stacks): (f64, bool),
) -> Label {
    let lines = wrap(name, text.face, text.size, limit);
    let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
    let height = text.leading * (lines.len() - 1) as f64 + (CAPITALS + DESCENT) * text.size;
    let there = reference_box(name, offset, stacks);
    let over = (-there.x0 / there.width().max(1.0)).clamp(0.0, 1.0);
    let above = (-there.y0 / there.height().max(1.0)).clamp(0.0, 1.0);
    let left = center.x + there.x0 + over * (there.width() - widest);
    let top = center.y + there.y0 + above * (there.height() - height);
    let (align, x) = if lines.len() == 1 || over < 0.25 {
        (Align::Start, left)
    } else if over > 0.75 {
        (Align::End, left + widest)
    } else {
        (Align::Middle, left + widest / 2.0)
    };
    Label::new(lines, text, align, Point::new(x, top + CAPITALS * text.size))
}

/// The box that the reference tool's label fills, from the symbol's centre; `stacks` as old versions did.
fn reference_box(name: &str, offset: LabelOffset, stacks: bool) -> Rect {
    let characters = |text: &str| text.chars().count().min(100) as f64 * REFERENCE_CHARACTER;
    let letters = 12.0;
    if !stacks || name.chars().count() <= crate::model::Map::LONG_NAME {
        let top = offset.dy() - CAPITALS * letters;
        return Rect::new(offset.dx(), top, offset.dx() + characters(name), offset.dy() + DESCENT * letters);
    }
    let words: Vec<_> = name.split_whitespace().take(12).collect();
    let widest = words.iter().map(|word| characters(word)).fold(0.0, f64::max);
    let middle = offset.dx() + REFERENCE_SHIFT.x;
    let first = offset.dy() + REFERENCE_SHIFT.y;
    let last = first + REFERENCE_LEADING * words.len().saturating_sub(1) as f64;
    let (top, bottom) = (first - CAPITALS * letters, last + DESCENT * letters);
    Rect::new(middle - widest / 2.0, top, middle + widest / 2.0, bottom)
}

/// The offset, in whole pixels, that puts a label's box where `wanted` is: what a drag of a label begins with.
pub(super) fn offset_of(
    name: &str,
    center: Point,
    wanted: Rect,
    text: TextSize,
    (limit, stacks): (f64, bool),
) -> LabelOffset {
    // Left and top grow with the offset, each on its own: halve the interval that they must lie in.
    let reach = 4.0 * (limit + wanted.width() + wanted.height());
    let at = wanted.origin() - center;
    let (mut low, mut high) = (at - Vec2::new(reach, reach), at + Vec2::new(reach, reach));
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        let offset = LabelOffset::of(middle.x, middle.y);
        let found = placed(name, center, offset, text, (limit, stacks)).rect;
        if found.x0 < wanted.x0 {
            low.x = middle.x;
        } else {
            high.x = middle.x;
        }
        if found.y0 < wanted.y0 { low.y = middle.y } else { high.y = middle.y }
    }
    let offset = LabelOffset::of(low.x, low.y);
    offset.moved(Vec2::ZERO)
}

/// What a label must find room among.
pub(super) struct Around<'a> {
    /// Symbols, boxes and labels placed before.
    pub(super) taken: &'a Grid,
    /// All links, from symbol to symbol.
    pub(super) links: &'a Segments,
    /// The plot, which a label should not leave.
    pub(super) plot: Rect,
    /// What is drawn beside the label's own symbol.
    pub(super) own: &'a [Rect],
}

/// What it costs a label to touch anything, in square pixels of overlap.
const TOUCH: f64 = 150.0;
/// What a pixel of a link behind a label costs.
const LINK: f64 = 3.0;
/// What a pixel further from the symbol costs.
const AWAY: f64 = 4.0;
/// How much further away places are looked for where there is no room near the symbol, in pixels.
pub(super) const RINGS: [f64; 4] = [10.0, 22.0, 38.0, 58.0];
/// A label that is further than this beyond its usual gap gets a line from its symbol, in pixels.
const LEADER: f64 = 7.0;
/// By how much another side must be cheaper than the preferred one, so that small changes turn no label: as much as six
/// pixels of a link behind it.
const PREFERRED: f64 = 18.0;
/// The ways from the symbol to the places in each of these rings.
static WAYS: LazyLock<[Vec2; 12]> = LazyLock::new(|| {
    std::array::from_fn(|place| Vec2::from_angle(place as f64 * std::f64::consts::TAU / 12.0))
});
/// A label that touches more than this stands in a crowd, in which no place is better than another: it stays beside its
/// symbol. So the work stays in step with the map, however dense that is; no label of a real map touches as much.
const CROWD: usize = 12;

/// Where a label begins that nothing turns aside: to the right of its symbol, level with it. `extra` is how much higher it is
/// than one line.
fn usual_place(center: Point, outline: Outline, text: TextSize, gap: f64, extra: f64) -> Point {
    Point::new(center.x + (outline.half() + gap), center.y + CAPITALS * text.size / 2.0 - extra / 2.0)
}

/// A label there.
pub(super) fn usual(
    name: &str,
    center: Point,
    outline: Outline,
    (text, limit, gap): (TextSize, f64, f64),
) -> Label {
    let lines = wrap(name, text.face, text.size, limit);
    let extra = text.leading * (lines.len() - 1) as f64;
    Label::new(lines, text, Align::Start, usual_place(center, outline, text, gap, extra))
}

/// A label where there is room: the place around the symbol that costs least. Eight places beside it are tried
/// first, and where each touches something, places in rings further out.
///
/// Pure, and local: only what overlaps a candidate counts.
pub(super) fn automatic(
    name: &str,
    center: Point,
    outline: Outline,
    (text, limit, gap): (TextSize, f64, f64),
    around: &Around<'_>,
) -> Label {
    let lines = wrap(name, text.face, text.size, limit);
    let extra = text.leading * (lines.len() - 1) as f64;
    let away = outline.half() + gap;
    let Point { x: right, y: middle } = usual_place(center, outline, text, gap, extra);
    let above = center.y - outline.half() - gap - extra;
    let below = center.y + outline.half() + gap + CAPITALS * text.size;
    let near = outline.half() * 0.7 + gap * 0.5;
    let beside = [
        (Align::Start, right, middle),
        (Align::End, center.x - away, middle),
        (Align::Start, center.x + near, above + gap * 0.4),
        (Align::Start, center.x + near, below - gap * 0.4),
        (Align::Middle, center.x, above),
        (Align::Middle, center.x, below),
        (Align::End, center.x - near, above + gap * 0.4),
        (Align::End, center.x - near, below - gap * 0.4),
    ];
    let widest = lines.iter().map(|line| width(line, text.face, text.size)).fold(0.0, f64::max);
    let mut best =
        Place { least: f64::INFINITY, touches: f64::INFINITY, holds: 0.0, align: Align::Start, at: center };
    let try_at = |best: &mut Place, align, x: f64, y: f64, further: f64| {
        let left = align_left(align, x, widest);
        let bottom = y + extra + DESCENT * text.size;
        let rect = Rect::new(left, y - CAPITALS * text.size, left + widest, bottom);
        // Of nearly equal places, the one that comes first; to leave the first of all must be worth it. Links are looked
        // at only where they decide.
        let most = best.least - best.holds - AWAY * further;
        let touches = around.touches(rect, most);
        let room = most - touches;
        if room > 0.0 {
            let crossed = LINK * around.links.length_inside(rect, room / LINK);
            if crossed < room {
                let least = touches + AWAY * further + crossed;
                let holds = if best.least.is_infinite() { PREFERRED } else { 1.0 };
                *best = Place { least, touches, holds, align, at: Point::new(x, y) };
            }
        }
    };
    let (align, x, y) = (Align::Start, right, middle);
    let usual = Rect::new(x, y - CAPITALS * text.size, x + widest, y + extra + DESCENT * text.size);
    if around.is_crowd(usual) {
        return Label::new(lines, text, align, Point::new(x, y));
    }
    for (align, x, y) in beside {
        try_at(&mut best, align, x, y, 0.0);
        if best.least <= 0.0 {
            break;
        }
    }
    for (number, further) in RINGS.into_iter().enumerate() {
        // What is further away costs that much already; and to be nearer is worth a link behind the words.
        let is_good = best.least <= TOUCH.min(AWAY * further);
        if is_good || number > 0 && best.touches <= 0.0 {
            break;
        }
        for way in *WAYS {
            let at = center + way * (away + further);
            let align = match way.x {
                x if x > 0.35 => Align::Start,
                x if x < -0.35 => Align::End,
                _ => Align::Middle,
            };
            // The box hangs below its point, stands on it, or lies level with it.
            let baseline = match way.y {
                y if y > 0.35 => at.y + CAPITALS * text.size,
                y if y < -0.35 => at.y - extra - DESCENT * text.size,
                _ => at.y + CAPITALS * text.size / 2.0 - extra / 2.0,
            };
            try_at(&mut best, align, at.x, baseline, further);
        }
    }
    Label::new(lines, text, best.align, best.at)
}

/// The best place that was found so far.
struct Place {
    /// What it costs.
    least: f64,
    /// What of that is for what it touches.
    touches: f64,
    /// By how much another must be cheaper to be taken instead.
    holds: f64,
    align: Align,
    at: Point,
}

/// Where a box of this width begins that stands at `x`.
fn align_left(align: Align, x: f64, width: f64) -> f64 {
    x - align.share() * width
}

impl Around<'_> {
    /// Whether a box would touch more than anybody can read.
    fn is_crowd(&self, rect: Rect) -> bool {
        self.taken.holds_more(rect, CROWD)
    }

    /// What a box touches that stands there already, and how much of it leaves the plot; counted no further than `most`.
    fn touches(&self, rect: Rect, most: f64) -> f64 {
        let outside = rect.area() - rect.intersect(self.plot).area().max(0.0);
        let room = rect.inflate(1.0, 1.0);
        let own = self.own.iter().map(|own| own.intersect(room).area().max(0.0)).filter(|area| *area > 0.0);
        let own: f64 = own.map(|area| area + TOUCH).sum();
        let mut touches = own + 8.0 * outside;
        if touches < most {
            self.taken.visit(room, |_, other| {
                touches += other.intersect(room).area().max(0.0) + TOUCH;
                touches < most
            });
        }
        touches
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Face;

    const TEXT: TextSize = TextSize { face: Face::Regular, size: 13.0, leading: 16.0 };

    fn place(name: &str, dx: f64, dy: f64) -> Rect {
        placed(name, Point::ZERO, LabelOffset::of(dx, dy), TEXT, (130.0, true)).rect
    }

    #[test]
    fn an_imported_label_keeps_its_near_edge() {
        assert_eq!(place("belonging", 13.0, 4.0).x0, 13.0);
        // Nine characters of 7.2 px: it ended at -83 + 64.8.
        assert!((place("belonging", -83.0, 4.0).x1 - -18.2).abs() < 1e-9);
        // A long name stood centred at 30 px more: 16 characters from 70 - 57.6.
        assert!((place("Applied_Research", 40.0, -1.0).x0 - 12.4).abs() < 1e-9);
    }

    #[test]
    fn wrapped_lines_grow_away_from_the_symbol() {
        let name = "one two three four five six seven";
        assert!(place(name, 5.0, -112.0).y1 < 0.0);
        assert!(place(name, 5.0, 20.0).y0 > 0.0);
    }

    #[test]
    fn an_offset_can_be_found_for_every_place() {
        for name in ["Cup", "Applied_Research", "one two three four five six seven"] {
            for at in [(-150.0, -60.0), (-20.0, 5.0), (8.0, 8.0), (40.0, -3.0)] {
                let wanted = place(name, at.0, at.1);
                let offset = offset_of(name, Point::ZERO, wanted, TEXT, (130.0, true));
                let found = place(name, offset.dx(), offset.dy());
                assert!((found.origin() - wanted.origin()).hypot() < 3.0, "{name} {at:?} {offset:?}");
            }
        }
    }

    #[test]
    fn automatic_labels_avoid_what_is_there() {
        let plot = Rect::new(0.0, 0.0, 1200.0, 675.0);
        let mut taken = Grid::new(1200.0, 675.0);
        let center = Point::new(600.0, 300.0);
        let place = |taken: &Grid, center: Point, ends: &[Point]| {
            let mut links = Segments::new(1200.0, 675.0);
            for end in ends {
                links.insert(center, *end);
            }
            let around = Around { taken, links: &links, plot, own: &[] };
            automatic("Cup of Tea", center, Outline::Circle(6.0), (TEXT, 130.0, 6.0), &around).align
        };
        assert_eq!(place(&taken, center, &[]), Align::Start);
        assert_eq!(place(&taken, center, &[Point::new(900.0, 310.0)]), Align::End);
        taken.insert(Rect::new(610.0, 200.0, 700.0, 400.0));
        assert_eq!(place(&taken, center, &[]), Align::End);
        assert_eq!(place(&taken, Point::new(1195.0, 100.0), &[]), Align::End);
    }
}
