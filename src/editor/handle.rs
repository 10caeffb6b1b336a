//! The handles beside a symbol, from which needs and evolution arrows are drawn.

use crate::geometry::{Point, Vec2};
use crate::layout::{Layout, Outline};
use crate::model::{ElementId, Map};

/// What a handle makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleKind {
    /// A need, from below the symbol.
    Need,
    /// An evolution arrow, from the right of the symbol.
    Evolve,
}

/// A handle on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Whose handle.
    pub id: ElementId,
    /// What it makes.
    pub kind: HandleKind,
    /// Its centre.
    pub center: Point,
}

/// From a symbol's edge to a handle's centre, in screen points.
const AWAY: f64 = 15.0;
/// Half the side of a handle's target, in screen points.
pub(super) const TARGET: f64 = 10.0;

/// The handles of a component. `scale` is the camera's: handles are as large at every zoom.
pub fn handles(map: &Map, layout: &Layout, id: &ElementId, scale: f64) -> Vec<Handle> {
    let (Some(symbol), Some(component)) = (layout.symbol(id), map.component(id)) else { return Vec::new() };
    let away = symbol.outline.half() + AWAY / scale;
    let below = Vec2::new(0.0, if symbol.outline == Outline::Bare { AWAY / scale } else { away });
    let mut handles = vec![Handle { id: id.clone(), kind: HandleKind::Need, center: symbol.center + below }];
    if !component.is_anchor() && component.evolve.is_none() {
        // Right of the label where that stands in the way.
        let label = symbol.label.rect;
        let level = (label.y0..label.y1).contains(&symbol.center.y) && label.x1 > symbol.center.x;
        let x = if level { label.x1 + (AWAY - 4.0) / scale } else { symbol.center.x + away };
        let center = Point::new(x, symbol.center.y);
        handles.push(Handle { id: id.clone(), kind: HandleKind::Evolve, center });
    }
    handles
}
