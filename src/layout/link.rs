//! The lines of links.

use crate::geometry::Point;
use crate::model::LinkKey;

use super::{LinkText, Symbol};

/// A link on the sheet, from outline to outline.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkLine {
    /// Which link.
    pub key: LinkKey,
    /// Where it stands in the author's order.
    pub index: usize,
    /// Two points or more: the ends at the outlines, and what it passes.
    pub points: Vec<Point>,
    /// The words along it.
    pub words: Option<LinkText>,
}

impl LinkLine {
    /// A line through symbols, cut off at the first and last one's outline; `None` where nothing is left.
    pub(super) fn through(key: LinkKey, index: usize, symbols: &[&Symbol]) -> Option<Self> {
        let mut points: Vec<_> = symbols.iter().map(|symbol| symbol.center).collect();
        let (first, last) = (symbols.first()?, symbols.last()?);
        let toward_second = *points.get(1)? - first.center;
        let toward_previous = *points.get(points.len().checked_sub(2)?)? - last.center;
        let free = toward_second.hypot() - first.outline.reach(toward_second);
        if points.len() == 2 && free <= last.outline.reach(toward_previous) {
            return None;
        }
        *points.first_mut()? += toward_second.normalize() * first.outline.reach(toward_second);
        *points.last_mut()? += toward_previous.normalize() * last.outline.reach(toward_previous);
        Some(Self { key, index, points, words: None })
    }

    /// The middle of the middle segment, and that segment's ends from left to right.
    pub fn middle(&self) -> Option<(Point, Point, Point)> {
        let at = (self.points.len().checked_sub(2)?) / 2;
        let (a, b) = (*self.points.get(at)?, *self.points.get(at + 1)?);
        Some(if a.x <= b.x { (a.midpoint(b), a, b) } else { (a.midpoint(b), b, a) })
    }
}
