//! What is neither component nor link: notes, attitudes, areas and accelerators.

use crate::geometry::{CubicBez, ParamCurve, Point, Rect, Vec2};
use crate::model::{Area, AttitudeKind, Body, Drive, ElementId, Map};

use super::symbol::point;
use super::{Align, Label, Layout, Sizes};

/// A note on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct NotePlan {
    /// Which note.
    pub id: ElementId,
    /// Its text.
    pub label: Label,
}

/// An attitude's box.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Which attitude.
    pub id: ElementId,
    /// Its kind.
    pub kind: AttitudeKind,
    /// Its box.
    pub rect: Rect,
}

/// An area's loop.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaPlan {
    /// Which area.
    pub id: ElementId,
    /// The points that its author gave.
    pub corners: Vec<Point>,
    /// The loop through them, as many short straight lines.
    pub outline: Vec<Point>,
    /// Its caption, above the topmost point.
    pub caption: Label,
}

/// An accelerator's arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockArrow {
    /// Which accelerator.
    pub id: ElementId,
    /// Which way it points.
    pub drive: Drive,
    /// The box around the arrow.
    pub rect: Rect,
    /// Its caption, below.
    pub caption: Label,
}

/// The side of an accelerator's arrow (OnlineWardleyMaps).
const BLOCK_ARROW: f64 = 50.0;
/// A loop bends in so many steps from one of its points to the next.
const BENDS: u32 = 16;

impl Layout {
    pub(super) fn place_others(&mut self, map: &Map, sizes: &Sizes) {
        for element in map.elements().filter(|element| !element.parked) {
            let id = element.id.clone();
            match &element.body {
                Body::Note(note) => {
                    let lines = note.text.split('\n').map(str::to_owned).collect();
                    let label = Label::new(lines, sizes.note, Align::Start, point(map, note.at));
                    self.notes.push(NotePlan { id, label });
                }
                Body::Attitude(attitude) => {
                    let (a, b) = (point(map, attitude.top_left), point(map, attitude.bottom_right));
                    self.zones.push(Zone { id, kind: attitude.kind, rect: Rect::from_points(a, b) });
                }
                Body::Area(area) => self.areas.push(plan(map, id, area, sizes)),
                Body::Accelerator(accelerator) => {
                    let center = point(map, accelerator.at);
                    let rect = Rect::from_center_size(center, (BLOCK_ARROW, BLOCK_ARROW));
                    let below = Point::new(center.x, rect.y1 + sizes.note.leading);
                    let caption =
                        Label::new(vec![accelerator.name.clone()], sizes.note, Align::Middle, below);
                    self.block_arrows.push(BlockArrow { id, drive: accelerator.drive, rect, caption });
                }
                Body::Component(_) | Body::Annotation(_) => {}
            }
        }
    }
}

fn plan(map: &Map, id: ElementId, area: &Area, sizes: &Sizes) -> AreaPlan {
    let corners: Vec<_> = area.outline.iter().map(|at| point(map, *at)).collect();
    let outline = rounded(&corners);
    let top = outline.iter().copied().reduce(|a, b| if b.y < a.y { b } else { a });
    let at = top.unwrap_or_default() - Vec2::new(0.0, 6.0);
    let caption = Label::new(vec![area.text.clone()], sizes.note, Align::Middle, at);
    AreaPlan { id, corners, outline, caption }
}

/// A closed loop that bends through points: each stretch is a cubic whose ends run parallel to the line between
/// the neighbours (a Catmull-Rom spline).
fn rounded(points: &[Point]) -> Vec<Point> {
    let count = points.len();
    if count < 3 {
        return points.to_vec();
    }
    let at = |index: usize| points.get(index % count).copied().unwrap_or_default();
    let mut outline = Vec::with_capacity(count * BENDS as usize);
    for start in 0..count {
        let (before, from, to, after) = (at(start + count - 1), at(start), at(start + 1), at(start + 2));
        let curve = CubicBez::new(from, from + (to - before) / 6.0, to - (after - from) / 6.0, to);
        outline.extend((0..BENDS).map(|step| curve.eval(f64::from(step) / f64::from(BENDS))));
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_passes_through_its_points() {
        let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(Point::from);
        let outline = rounded(&corners);
        assert_eq!(outline.len(), 64);
        assert!(corners.iter().all(|corner| outline.contains(corner)));
        // It bends outwards between them.
        assert!(outline.iter().any(|point| point.y < -0.5));
        assert_eq!(rounded(&corners[..2]), &corners[..2]);
    }
}
