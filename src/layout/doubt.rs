//! What is drawn beside a symbol of how sure its place is: its own label keeps clear of that.

use super::Outline;
use crate::geometry::{Point, Rect};
use crate::model::Component;

/// Half the height of what is drawn, in sheet pixels.
const HALF: f64 = 4.0;

/// The boxes that a component's whisker and the mark where it is treated otherwise fill.
pub(super) fn beside(component: &Component, center: Point, outline: Outline, plot: Rect) -> Vec<Rect> {
    let is_sure = component.treated.is_none() && component.spread.is_none() && component.opinions.is_empty();
    if is_sure || component.is_anchor() {
        return Vec::new();
    }
    let band = |from: f64, to: f64| Rect::new(from.min(to), center.y - HALF, from.max(to), center.y + HALF);
    let (left, right) = (center.x - outline.half(), center.x + outline.half());
    let mut boxes = Vec::new();
    if let Some(treated) = component.treated {
        let at = plot.x0 + treated.value() * plot.width();
        let (from, to) = if at < center.x { (at - HALF, left) } else { (right, at + HALF) };
        boxes.push(band(from, to));
    }
    for opinion in &component.opinions {
        let at = plot.x0 + opinion.evolution.value() * plot.width();
        boxes.push(band(at - HALF, at + HALF));
    }
    if let Some(spread) = component.spread {
        let reach = spread.value() * plot.width();
        boxes.push(band((center.x - reach).max(plot.x0), left));
        boxes.push(band(right, (center.x + reach).min(plot.x1)));
    }
    boxes
}
