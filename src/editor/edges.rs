//! Edges of boxes and loops, and ends of pipelines, stop in line with the stages and with each other.

use std::collections::BTreeSet;

use super::handle::HandleKind;
use super::snap::{Guide, REACH, Snapped};
use crate::geometry::{Point, Vec2};
use crate::layout::point;
use crate::model::{
    Area, Attitude, Body, Edit, Element, ElementId, Evolution, Map, Pipeline, Place, Position, Visibility,
};

/// A number that an edge may stop at, and the point of the sheet that the guide goes to.
type Stop = (f64, Point);

/// The edges of a box or of a loop: evolution from and to, visibility from and to.
#[derive(Clone, Copy)]
struct Edges {
    columns: [f64; 2],
    rows: [f64; 2],
}

impl Edges {
    fn of(element: &Element) -> Option<Self> {
        let corners = match &element.body {
            Body::Area(area) => area.outline.clone(),
            Body::Attitude(attitude) => vec![attitude.top_left, attitude.bottom_right],
            _ => return None,
        };
        let around = |values: &mut dyn Iterator<Item = f64>| {
            values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
                [low.min(value), high.max(value)]
            })
        };
        let columns = around(&mut corners.iter().map(|corner| corner.evolution.value()));
        let rows = around(&mut corners.iter().map(|corner| corner.visibility.value()));
        (!corners.is_empty()).then_some(Self { columns, rows })
    }

    fn center(self, map: &Map) -> Point {
        let middle = |[low, high]: [f64; 2]| f64::midpoint(low, high);
        on_sheet(map, middle(self.columns), middle(self.rows))
    }
}

fn on_sheet(map: &Map, evolution: f64, visibility: f64) -> Point {
    point(map, Position::clamped(visibility, evolution))
}

/// The boundaries of the stages, and the edges of what does not move: those across, and those along.
fn stops(map: &Map, moving: &BTreeSet<ElementId>) -> (Vec<Stop>, Vec<Stop>) {
    let boundary = |value: &f64| (*value, on_sheet(map, *value, 0.0));
    let mut columns: Vec<Stop> = map.evolution.boundaries.iter().map(boundary).collect();
    let mut rows = Vec::new();
    // What is parked is not drawn, or only to be looked at.
    for other in map.elements().filter(|other| !other.parked && !moving.contains(&other.id)) {
        let Some(edges) = Edges::of(other) else { continue };
        let center = edges.center(map);
        let sheet = map.sheet_size();
        columns.extend(edges.columns.map(|value| (value, Point::new(value * sheet.width, center.y))));
        rows.extend(edges.rows.map(|value| (value, Point::new(center.x, (1.0 - value) * sheet.height))));
    }
    (columns, rows)
}

/// The stop next to a number, if it is in reach: `length` is how many sheet points the axis has.
fn next(stops: &[Stop], value: f64, length: f64, reach: f64) -> Option<Stop> {
    let near = stops.iter().filter(|stop| (stop.0 - value).abs() * length <= reach);
    near.copied().min_by(|a, b| (a.0 - value).abs().total_cmp(&(b.0 - value).abs()))
}

/// A box or a loop that is moved: one of its edges stops.
pub(super) fn carried(
    map: &Map,
    element: &Element,
    moving: &BTreeSet<ElementId>,
    by: Vec2,
    scale: f64,
) -> Snapped {
    let free = Snapped { by, ..Snapped::default() };
    let Some(edges) = Edges::of(element) else { return free };
    let (sheet, reach) = (map.sheet_size(), REACH / scale);
    let (columns, rows) = stops(map, moving);
    let (right, up) = (by.x / sheet.width, -by.y / sheet.height);
    // Of both edges, the one that is nearer to where it stops.
    let meet = |stops: &[Stop], ends: [f64; 2], moved: f64, length: f64| {
        let found = ends.iter().filter_map(|end| {
            let stop = next(stops, end + moved, length, reach).filter(|_| moved != 0.0)?;
            Some((stop.0 - end, stop))
        });
        found.min_by(|a, b| (a.0 - moved).abs().total_cmp(&(b.0 - moved).abs()))
    };
    let column = meet(&columns, edges.columns, right, sheet.width);
    let row = meet(&rows, edges.rows, up, sheet.height);
    if column.is_none() && row.is_none() {
        return free;
    }
    let right = column.map_or(right, |(by, _)| by);
    let up = row.map_or(up, |(by, _)| by);
    let there = |at: Position| {
        exact(at.moved(up, right), column.map(|(_, stop)| stop.0), row.map(|(_, stop)| stop.0))
    };
    let body: Body = match &element.body {
        Body::Area(area) => {
            let outline: Vec<Position> = area.outline.iter().map(|at| there(*at)).collect();
            Area { outline, ..area.clone() }.into()
        }
        Body::Attitude(own) => {
            Attitude { top_left: there(own.top_left), bottom_right: there(own.bottom_right), ..own.clone() }
                .into()
        }
        _ => return free,
    };
    let element = Element { body, ..Element::clone(element) };
    let center = Edges::of(&element).map_or_else(Point::default, |edges| edges.center(map));
    let guides = guides(map, center, column.map(|(_, stop)| stop), row.map(|(_, stop)| stop));
    let by = Vec2::new(right * sheet.width, -up * sheet.height);
    Snapped { by, exactly: Some(Edit::Replace(element)), guides }
}

/// A position whose numbers, as an edit rounds them, are those of a stop, gets the very numbers.
fn exact(at: Position, column: Option<f64>, row: Option<f64>) -> Position {
    let evolution = column.map(Evolution::clamped).filter(|stop| stop.rounded() == at.evolution.rounded());
    let visibility = row.map(Visibility::clamped).filter(|stop| stop.rounded() == at.visibility.rounded());
    Position { evolution: evolution.unwrap_or(at.evolution), visibility: visibility.unwrap_or(at.visibility) }
}

fn guides(map: &Map, from: Point, column: Option<Stop>, row: Option<Stop>) -> Vec<Guide> {
    let sheet = map.sheet_size();
    let across = column.map(|(value, to)| Guide { from: Point::new(value * sheet.width, from.y), to });
    let along = row.map(|(value, to)| Guide { from: Point::new(from.x, (1.0 - value) * sheet.height), to });
    across.into_iter().chain(along).collect()
}

/// The edit of a shape that follows one of its handles, with what the handle moves stopped in line with what is near.
pub(super) fn settled(map: &Map, edit: Edit, handle: HandleKind, scale: f64) -> (Edit, Vec<Guide>) {
    let reach = REACH / scale;
    match (edit, handle) {
        (
            Edit::Replace(element),
            HandleKind::Corner { .. } | HandleKind::Bend(_) | HandleKind::NewBend(_),
        ) => {
            let (element, guides) = settled_corner(map, element, handle, reach);
            (Edit::Replace(element), guides)
        }
        (Edit::Replace(mut element), HandleKind::LeftEnd | HandleKind::RightEnd) => {
            let mut found = Vec::new();
            if let Body::Component(own) = &mut element.body
                && let Place::Within { evolution, .. } = &mut own.place
            {
                found = settled_end(map, &element.id, evolution, reach);
            }
            (Edit::Replace(element), found)
        }
        (Edit::Pipeline { id, pipeline: Some(Pipeline { range: Some((mut low, mut high)) }) }, _) => {
            let end = if handle == HandleKind::LeftEnd { &mut low } else { &mut high };
            let found = settled_end(map, &id, end, reach);
            (Edit::Pipeline { id, pipeline: Some(Pipeline { range: Some((low, high)) }) }, found)
        }
        (edit, _) => (edit, Vec::new()),
    }
}

fn settled_corner(map: &Map, mut element: Element, handle: HandleKind, reach: f64) -> (Element, Vec<Guide>) {
    let (columns, rows) = stops(map, &[element.id.clone()].into());
    let sheet = map.sheet_size();
    let stopped = |at: Position| {
        let column = next(&columns, at.evolution.value(), sheet.width, reach);
        let row = next(&rows, at.visibility.value(), sheet.height, reach);
        let there = Position {
            evolution: column.map_or(at.evolution, |stop| Evolution::clamped(stop.0)),
            visibility: row.map_or(at.visibility, |stop| Visibility::clamped(stop.0)),
        };
        let from = on_sheet(map, there.evolution.value(), there.visibility.value());
        (there, guides(map, from, column, row))
    };
    let mut found = Vec::new();
    match (&mut element.body, handle) {
        (Body::Attitude(own), HandleKind::Corner { right, low }) => {
            // A corner that passed the opposite one goes on as that one.
            let old = map.element(&element.id).and_then(|own| Edges::of(own));
            let fixed = old.map(|Edges { columns: [left, far], rows: [foot, top] }| {
                (if right { left } else { far }, if low { top } else { foot })
            });
            let is_right = fixed.is_none_or(|(column, _)| own.top_left.evolution.value() == column);
            let is_low = fixed.is_none_or(|(_, row)| own.top_left.visibility.value() == row);
            let corner = Position {
                evolution: if is_right { own.bottom_right.evolution } else { own.top_left.evolution },
                visibility: if is_low { own.bottom_right.visibility } else { own.top_left.visibility },
            };
            let (there, guides) = stopped(corner);
            let free = own.clone();
            let column = if is_right { &mut own.bottom_right.evolution } else { &mut own.top_left.evolution };
            *column = there.evolution;
            let row = if is_low { &mut own.bottom_right.visibility } else { &mut own.top_left.visibility };
            *row = there.visibility;
            let (a, b) = (own.top_left, own.bottom_right);
            // A box smaller than the reach is not turned inside out.
            if a.evolution.value() < b.evolution.value() && b.visibility.value() < a.visibility.value() {
                found = guides;
            } else {
                *own = free;
            }
        }
        (Body::Area(own), HandleKind::Bend(bend)) => {
            if let Some(at) = own.outline.get_mut(bend) {
                (*at, found) = stopped(*at);
            }
        }
        (Body::Area(own), HandleKind::NewBend(after)) => {
            if let Some(at) = own.outline.get_mut(after + 1) {
                (*at, found) = stopped(*at);
            }
        }
        _ => {}
    }
    (element, found)
}

/// An end of a pipeline's box stops at the boundaries of the stages and as evolved as another component.
fn settled_end(map: &Map, id: &ElementId, end: &mut Evolution, reach: f64) -> Vec<Guide> {
    let boundary = |value: &f64| (*value, on_sheet(map, *value, 0.0));
    let mut stops: Vec<Stop> = map.evolution.boundaries.iter().map(boundary).collect();
    let others = map.components().filter(|(other, _)| !other.parked && other.id != *id);
    stops.extend(others.filter_map(|(_, own)| {
        let at = map.position(own)?;
        Some((at.evolution.value(), on_sheet(map, at.evolution.value(), at.visibility.value())))
    }));
    let sheet = map.sheet_size();
    let Some(stop) = next(&stops, end.value(), sheet.width, reach) else { return Vec::new() };
    *end = Evolution::clamped(stop.0);
    let own = map.component(id).and_then(|own| map.position(own));
    let height = own.map_or(0.5, |at| at.visibility.value());
    vec![Guide { from: on_sheet(map, stop.0, height), to: stop.1 }]
}
