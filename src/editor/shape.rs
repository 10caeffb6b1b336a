//! Shapes that follow a handle: boxes, loops, ends of pipelines, places of annotations.

use super::HandleKind;
use super::operate::named;
use super::session::Editor;
use crate::geometry::{Point, Vec2, simplified};
use crate::layout::{Block, Layout};
use crate::model::{
    Annotation, Area, Attitude, Body, Component, Edit, Element, ElementId, Evolution, Legend, Map, Pipeline,
    Place, Position,
};

/// A loop drawn by hand keeps the points that lie further than this from the line between the others, in
/// screen points.
const SIMPLER: f64 = 7.0;

/// The edit by which an element follows one of its handles, which the pointer moved.
pub(super) fn shaped(
    map: &Map,
    layout: &Layout,
    id: &ElementId,
    kind: HandleKind,
    from: Point,
    to: Point,
) -> Option<Edit> {
    let sheet = map.sheet_size();
    let (up, right) = ((from.y - to.y) / sheet.height, (to.x - from.x) / sheet.width);
    let there = Position::clamped(1.0 - to.y / sheet.height, to.x / sheet.width).moved(0.0, 0.0);
    let element = map.element(id)?;
    let body: Body = match (&element.body, kind) {
        (Body::Annotation(annotation), HandleKind::Disc(place)) => {
            let mut at = annotation.at.clone();
            let disc = at.get_mut(place)?;
            *disc = disc.moved(up, right);
            Annotation { at, ..annotation.clone() }.into()
        }
        (Body::Annotation(annotation), HandleKind::Another) => {
            let at = annotation.at.iter().copied().chain([there]).collect();
            Annotation { at, ..annotation.clone() }.into()
        }
        (Body::Area(area), HandleKind::Bend(bend)) => {
            let mut outline = area.outline.clone();
            let point = outline.get_mut(bend)?;
            *point = point.moved(up, right);
            Area { outline, ..area.clone() }.into()
        }
        (Body::Area(area), HandleKind::NewBend(after)) => {
            let mut outline = area.outline.clone();
            outline.insert((after + 1).min(outline.len()), there);
            Area { outline, ..area.clone() }.into()
        }
        (Body::Attitude(attitude), HandleKind::Corner { right: is_right, low: is_low }) => {
            resized(attitude, is_right, is_low, up, right).into()
        }
        (Body::Component(component), HandleKind::LeftEnd | HandleKind::RightEnd) => {
            return stretched(map, layout, element, component, kind, right);
        }
        _ => return None,
    };
    Some(Edit::Replace(Element { body, ..Element::clone(element) }))
}

/// A box whose corner moved. A corner that passes the opposite one goes on as that one.
fn resized(attitude: &Attitude, is_right: bool, is_low: bool, up: f64, right: f64) -> Attitude {
    let (a, b) = (attitude.top_left, attitude.bottom_right);
    let (left_end, right_end) = if is_right {
        (a.evolution, b.moved(0.0, right).evolution)
    } else {
        (a.moved(0.0, right).evolution, b.evolution)
    };
    let (top, foot) = if is_low {
        (a.visibility, b.moved(up, 0.0).visibility)
    } else {
        (a.moved(up, 0.0).visibility, b.visibility)
    };
    let ordered = |low: f64, high: f64| (low.min(high), low.max(high));
    let (left_end, right_end) = ordered(left_end.value(), right_end.value());
    let (foot, top) = ordered(foot.value(), top.value());
    Attitude {
        kind: attitude.kind,
        top_left: Position::clamped(top, left_end),
        bottom_right: Position::clamped(foot, right_end),
    }
}

/// A pipeline whose box ends elsewhere: its range, or the outermost child, which the box reaches to.
fn stretched(
    map: &Map,
    layout: &Layout,
    element: &Element,
    own: &Component,
    end: HandleKind,
    right: f64,
) -> Option<Edit> {
    let is_left = end == HandleKind::LeftEnd;
    let at = |child: &Component| match &child.place {
        Place::Within { evolution, .. } => Some(evolution.value()),
        _ => None,
    };
    // The box reaches to what is shown.
    let is_shown = |child: &ElementId| layout.symbol(child).is_some();
    let children = map.pipeline_children(&element.id).filter(|(child, _)| is_shown(&child.id));
    let outermost = children.filter_map(|(child, component)| Some((at(component)?, child, component)));
    let outermost = outermost.reduce(|best, next| if (next.0 < best.0) == is_left { next } else { best });
    if let Some((old, child, component)) = outermost {
        let evolution = Evolution::clamped(old + right).rounded();
        let place = Place::Within { pipeline: element.id.clone(), evolution };
        let body = Component { place, ..component.clone() }.into();
        return Some(Edit::Replace(Element { body, ..Element::clone(child) }));
    }
    let (low, high) = own.pipeline?.range?;
    let range = if is_left {
        (Evolution::clamped((low.value() + right).min(high.value())).rounded(), high)
    } else {
        (low, Evolution::clamped((high.value() + right).max(low.value())).rounded())
    };
    Some(Edit::Pipeline { id: element.id.clone(), pipeline: Some(Pipeline { range: Some(range) }) })
}

/// The place that a component gets in the box of another's pipeline with children, where a point of the sheet lies
/// in one.
pub(super) fn place_in_box(map: &Map, layout: &Layout, id: &ElementId, at: Point) -> Option<Place> {
    let component = map.component(id).filter(|own| !own.is_anchor() && own.pipeline.is_none())?;
    let parent = match &component.place {
        Place::Within { pipeline, .. } => Some(pipeline),
        _ => None,
    };
    let others = layout.pipelines.iter().rev().filter(|other| Some(&other.id) != parent);
    let mut boxes = others.filter(|other| other.rect.contains(at));
    let into = boxes.find(|other| map.pipeline_children(&other.id).any(|(child, _)| child.id != *id))?;
    let evolution = Evolution::clamped(at.x / map.sheet_size().width).rounded();
    Some(Place::Within { pipeline: into.id.clone(), evolution })
}

/// The place in or out of a pipeline's box that a component gets which was moved: inside a box with children it
/// becomes one, and a child that is dropped well outside stands on its own.
pub(super) fn dropped(map: &Map, layout: &Layout, id: &ElementId, by: Vec2) -> Option<Place> {
    let component = map.component(id)?;
    let at = layout.symbol(id)?.center + by;
    if let Some(place) = place_in_box(map, layout, id, at) {
        return Some(place);
    }
    let Place::Within { pipeline, .. } = &component.place else { return None };
    let from = layout.pipelines.iter().find(|other| other.id == *pipeline)?;
    let is_out = at.y < from.rect.y0 - from.rect.height() || at.y > from.rect.y1 + from.rect.height();
    let sheet = map.sheet_size();
    let there = Position::clamped(1.0 - at.y / sheet.height, at.x / sheet.width).moved(0.0, 0.0);
    is_out.then_some(Place::At(there))
}

/// The edit that moves a box of words, whose upper left corner stood at `origin`.
pub(super) fn block_moved(map: &Map, block: Block, origin: Point, by: Vec2) -> Edit {
    let sheet = map.sheet_size();
    let to = origin + by;
    let at = Position::clamped(1.0 - to.y / sheet.height, to.x / sheet.width).moved(0.0, 0.0);
    match block {
        Block::Annotations => Edit::AnnotationsAt(Some(at)),
        Block::Legend => Edit::Legend(Some(Legend { at: Some(at) })),
    }
}

impl Editor {
    /// Removes a point of an area's loop; three stay.
    pub(super) fn remove_bend(&mut self, id: &ElementId, bend: usize) {
        let map = std::sync::Arc::clone(self.map());
        let Some(element) = map.element(id) else { return };
        let Body::Area(area) = &element.body else { return };
        if area.outline.len() <= 3 {
            self.say("A loop has three points at least".to_owned());
            return;
        }
        let mut outline = area.outline.clone();
        if bend < outline.len() {
            outline.remove(bend);
        }
        let body = Area { outline, ..area.clone() }.into();
        let label = named(self.map(), "Change the loop of", &[id.clone()].into());
        self.commit(&label, &[Edit::Replace(Element { body, ..Element::clone(element) })], None);
    }

    /// Makes an area around a point of the sheet.
    pub fn draw_area(&mut self, around: Point) {
        self.finish_loop(&[around]);
    }

    /// Makes an area of a loop that was drawn; a loop of nothing becomes one around its point.
    pub(super) fn finish_loop(&mut self, points: &[Point]) {
        let points = simplified(points, SIMPLER / self.camera.scale);
        let outline: Vec<Position> = if points.len() < 3 {
            let center = points.first().copied().unwrap_or_else(|| self.layout().plot.center());
            let corners = [(-80.0, -50.0), (80.0, -50.0), (80.0, 50.0), (-80.0, 50.0)];
            corners.map(|(x, y)| self.position(center + Vec2::new(x, y))).to_vec()
        } else {
            points.iter().map(|point| self.position(*point)).collect()
        };
        self.add_area(outline);
        self.tool_done();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AttitudeKind;

    #[test]
    fn a_corner_that_passes_the_opposite_one_goes_on_as_it() {
        let corner = Position::clamped;
        let attitude = Attitude {
            kind: AttitudeKind::Settlers,
            top_left: corner(0.8, 0.2),
            bottom_right: corner(0.4, 0.5),
        };
        let after = resized(&attitude, true, true, 0.0, -0.4);
        assert_eq!((after.top_left, after.bottom_right), (corner(0.8, 0.1), corner(0.4, 0.2)));
        let after = resized(&attitude, false, false, 0.1, -0.1);
        assert_eq!((after.top_left, after.bottom_right), (corner(0.9, 0.1), corner(0.4, 0.5)));
    }
}
