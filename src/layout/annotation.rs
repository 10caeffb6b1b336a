//! Annotations: numbered discs, and the list of what they say.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::{Body, ElementId, Map};

use super::grid::Grid;
use super::symbol::point;
use super::{Align, Label, Sizes};
use crate::typeset::{width, wrap};

/// A disc with a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Disc {
    /// Which annotation.
    pub id: ElementId,
    /// The number in it.
    pub number: u32,
    /// Which of the annotation's places it marks, counted from 0.
    pub place: usize,
    /// Its centre.
    pub center: Point,
}

/// The list of what annotations say.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotationList {
    /// The box around the list.
    pub rect: Rect,
    /// The entries from top to bottom.
    pub entries: Vec<ListEntry>,
}

/// One annotation in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListEntry {
    /// Which annotation.
    pub id: ElementId,
    /// Its number, to the left of the text.
    pub number: Label,
    /// Its text.
    pub text: Label,
}

/// The list is set this wide at the most.
const LIST_WIDTH: f64 = 230.0;
const PADDING: f64 = 8.0;
const NUMBER_WIDTH: f64 = 18.0;

/// The discs of all annotations, in author order.
pub(super) fn discs(map: &Map) -> Vec<Disc> {
    let mut discs = Vec::new();
    for element in map.elements().filter(|element| !element.parked) {
        if let Body::Annotation(annotation) = &element.body {
            discs.extend(annotation.at.iter().enumerate().map(|(place, at)| Disc {
                id: element.id.clone(),
                number: annotation.number,
                place,
                center: point(map, *at),
            }));
        }
    }
    discs
}

/// The list of annotations: where the map says, else in the corner that covers least.
pub(super) fn list(map: &Map, sizes: &Sizes, taken: &Grid, plot: Rect) -> Option<AnnotationList> {
    let mut annotations: Vec<_> = map
        .elements()
        .filter(|element| !element.parked)
        .filter_map(|element| match &element.body {
            Body::Annotation(annotation) if !annotation.text.is_empty() => {
                Some((annotation.number, &element.id, annotation.text.as_str()))
            }
            _ => None,
        })
        .collect();
    if annotations.is_empty() {
        return None;
    }
    annotations.sort_by_key(|(number, ..)| *number);
    let lines: Vec<_> = annotations
        .iter()
        .map(|(.., text)| wrap(text, sizes.note.face, sizes.note.size, LIST_WIDTH - NUMBER_WIDTH))
        .collect();
    let count: usize = lines.iter().map(Vec::len).sum();
    let widest =
        lines.iter().flatten().map(|line| width(line, sizes.note.face, sizes.note.size)).fold(0.0, f64::max);
    let gaps = 4.0 * (annotations.len() - 1) as f64;
    let width = widest + NUMBER_WIDTH + 2.0 * PADDING;
    let height = count as f64 * sizes.note.leading + gaps + 2.0 * PADDING;
    let origin = match map.annotations_at {
        Some(at) => inside(point(map, at), width, height, plot),
        None => corner(width, height, taken, plot, LIST_CORNERS),
    };
    let mut entries = Vec::new();
    let mut baseline = origin.y + PADDING + sizes.note.size;
    for ((number, id, _), lines) in annotations.into_iter().zip(lines) {
        let at = Point::new(origin.x + PADDING, baseline);
        baseline += lines.len() as f64 * sizes.note.leading + 4.0;
        entries.push(ListEntry {
            id: id.clone(),
            number: Label::new(vec![number.to_string()], sizes.note, Align::Start, at),
            text: Label::new(lines, sizes.note, Align::Start, at + Vec2::new(NUMBER_WIDTH, 0.0)),
        });
    }
    Some(AnnotationList { rect: Rect::from_origin_size(origin, (width, height)), entries })
}

/// The upper left corner of a box that was to stand at a point, moved up and left where it would leave the plot.
pub(super) fn inside(at: Point, width: f64, height: f64, plot: Rect) -> Point {
    Point::new(at.x.min(plot.x1 - width).max(plot.x0), at.y.min(plot.y1 - height).max(plot.y0))
}

/// A corner of the plot.
#[derive(Clone, Copy)]
pub(super) enum Corner {
    LowerLeft,
    UpperLeft,
    LowerRight,
    UpperRight,
}

/// The corners for the list, the best one first.
const LIST_CORNERS: [Corner; 4] =
    [Corner::LowerLeft, Corner::UpperLeft, Corner::LowerRight, Corner::UpperRight];

/// The corner of the plot where a box of this size covers least; of equals the first.
pub(super) fn corner(width: f64, height: f64, taken: &Grid, plot: Rect, order: [Corner; 4]) -> Point {
    let inset = 12.0;
    let (left, right) = (plot.x0 + inset, plot.x1 - inset - width);
    let (top, bottom) = (plot.y0 + inset + 16.0, plot.y1 - inset - height);
    let corners = order.map(|corner| {
        Point::from(match corner {
            Corner::LowerLeft => (left, bottom),
            Corner::UpperLeft => (left, top),
            Corner::LowerRight => (right, bottom),
            Corner::UpperRight => (right, top),
        })
    });
    let cost = |corner: &Point| taken.overlaps(Rect::from_origin_size(*corner, (width, height))).0;
    let best = corners.iter().map(|corner| (corner, cost(corner)));
    best.fold(None, |best: Option<(&Point, f64)>, next| match best {
        Some(best) if best.1 <= next.1 => Some(best),
        _ => Some(next),
    })
    .map_or(plot.origin(), |(corner, _)| *corner)
}
