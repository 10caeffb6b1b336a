//! The handles of what is selected or under the pointer: needs, evolution arrows and shapes are drawn from them.

use super::session::Editor;
use super::{Tool, insert};
use crate::geometry::{Point, Vec2};
use crate::layout::{Hit, Layout, Outline};
use crate::model::{ElementId, Map};

/// What a handle makes or moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleKind {
    /// Makes a need, from below the symbol.
    Need,
    /// Makes an evolution arrow, from the right of the symbol.
    Evolve,
    /// The left end of a pipeline's box.
    LeftEnd,
    /// Its right end.
    RightEnd,
    /// A corner of an attitude's box.
    Corner {
        /// Whether it is one of the two at the right.
        right: bool,
        /// Whether it is one of the two at the foot.
        low: bool,
    },
    /// A point of an area's loop.
    Bend(usize),
    /// The middle between a point of a loop and the next: makes a new one there.
    NewBend(usize),
    /// Another place of an annotation.
    Another,
    /// A component in the middle of the link under the pointer, of which this is the upper end.
    Insert,
    /// One of an annotation's discs.
    Disc(usize),
}

impl HandleKind {
    /// Whether it is drawn small, as a point of a shape.
    pub fn is_of_shape(self) -> bool {
        !matches!(self, Self::Need | Self::Evolve | Self::Another | Self::Insert)
    }
}

/// A handle on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Whose handle.
    pub id: ElementId,
    /// What it makes or moves.
    pub kind: HandleKind,
    /// Its centre.
    pub center: Point,
}

/// From a symbol's edge to a handle's centre, in screen points.
const AWAY: f64 = 15.0;
/// Half the side of a handle's target, in screen points.
pub(super) const TARGET: f64 = 10.0;

/// The handles of a component. `scale` is the camera's: handles are as large at every zoom.
fn of_component(map: &Map, layout: &Layout, id: &ElementId, scale: f64) -> Vec<Handle> {
    let (Some(symbol), Some(component)) = (layout.symbol(id), map.component(id)) else { return Vec::new() };
    let away = symbol.outline.half() + AWAY / scale;
    let mut below = Vec2::new(0.0, if symbol.outline == Outline::Bare { AWAY / scale } else { away });
    let mut handles = Vec::new();
    let mut add = |kind, center| handles.push(Handle { id: id.clone(), kind, center });
    for pipeline in layout.pipelines.iter().filter(|pipeline| pipeline.id == *id) {
        let rect = pipeline.rect;
        // Below the box, not on its edge.
        below.y = rect.y1 - symbol.center.y + AWAY / scale;
        add(HandleKind::LeftEnd, Point::new(rect.x0, rect.center().y));
        add(HandleKind::RightEnd, Point::new(rect.x1, rect.center().y));
    }
    add(HandleKind::Need, symbol.center + below);
    if !component.is_anchor() && component.evolve.is_none() {
        // Right of the label where that stands in the way.
        let label = symbol.label.rect;
        let level = (label.y0..label.y1).contains(&symbol.center.y) && label.x1 > symbol.center.x;
        let x = if level { label.x1 + (AWAY - 4.0) / scale } else { symbol.center.x + away };
        add(HandleKind::Evolve, Point::new(x, symbol.center.y));
    }
    handles
}

/// The handles of a shape.
fn of_shape(layout: &Layout, id: &ElementId, scale: f64) -> Vec<Handle> {
    let mut handles = Vec::new();
    let mut add = |kind, center| handles.push(Handle { id: id.clone(), kind, center });
    for zone in layout.zones.iter().filter(|zone| zone.id == *id) {
        for (right, x) in [(false, zone.rect.x0), (true, zone.rect.x1)] {
            for (low, y) in [(false, zone.rect.y0), (true, zone.rect.y1)] {
                add(HandleKind::Corner { right, low }, Point::new(x, y));
            }
        }
    }
    for area in layout.areas.iter().filter(|area| area.id == *id) {
        for (bend, corner) in area.corners.iter().enumerate() {
            add(HandleKind::Bend(bend), *corner);
        }
        let each = area.outline.len() / area.corners.len().max(1);
        // In the middle of the curve to the next point, unless that is too near to be told apart.
        for (bend, (corner, next)) in area.corners.iter().zip(area.corners.iter().cycle().skip(1)).enumerate()
        {
            if corner.distance(*next) * scale > 6.0 * TARGET
                && let Some(middle) = area.outline.get(bend * each + each / 2)
            {
                add(HandleKind::NewBend(bend), *middle);
            }
        }
    }
    let mut discs = layout.discs.iter().filter(|disc| disc.id == *id);
    if let Some(disc) = discs.next() {
        add(HandleKind::Another, disc.center + Vec2::new(10.0 + AWAY / scale, 0.0));
    }
    handles
}

impl HandleKind {
    /// What it does, for who points at it.
    pub fn about(self) -> &'static str {
        match self {
            Self::Need => {
                "Drag to what it needs, or to an empty place for something new · a click adds one below"
            }
            Self::Evolve => "Drag to where it will evolve · a click takes the next stage",
            Self::LeftEnd | Self::RightEnd => "Drag the end of the pipeline",
            Self::Corner { .. } => "Drag the corner",
            Self::Bend(_) => "Drag the point · a double click takes it away",
            Self::NewBend(_) => "Drag for another point",
            Self::Another => "Drag to another place of it · a click adds one beside",
            Self::Insert => "Click to put something into the link",
            Self::Disc(_) => "Drag it · Alt leaves it and makes another",
        }
    }
}

impl Editor {
    /// The handles that are shown now: of the element under the pointer, and of the one that is selected.
    pub fn handles(&self) -> Vec<Handle> {
        let is_still = self.is_still();
        if self.tool != Tool::Select || self.naming().is_some() || !is_still {
            return Vec::new();
        }
        let scale = self.camera.scale;
        let selected = self.document.selection().single();
        let hovered = self.hovered().and_then(Hit::element);
        let mut handles = Vec::new();
        for id in hovered.into_iter().chain(selected.filter(|id| hovered != Some(id))) {
            handles.extend(of_component(self.map(), self.layout(), id, scale));
        }
        if let Some(Hit::Link(key)) = self.hovered() {
            handles.extend(insert::handle_of(self.map(), self.layout(), key, scale));
        }
        handles.extend(selected.map(|id| of_shape(self.layout(), id, scale)).unwrap_or_default());
        handles
    }
}
