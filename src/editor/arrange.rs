//! Elements in line with each other, and at equal distances.

use std::collections::BTreeSet;

use super::carry::each_moved;
use super::operate::{Sight, named};
use super::tool::Deed;
use crate::model::{
    Accelerator, Annotation, Body, Edit, Element, ElementId, Evolution, Note, Place, Position, Visibility,
};

/// What elements are put in line with: the outermost of them, or the middle between the two outermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As evolved as the least evolved.
    Left,
    /// As evolved as the middle.
    Center,
    /// As evolved as the most evolved.
    Right,
    /// As visible as the most visible.
    Top,
    /// As visible as the middle.
    Middle,
    /// As visible as the least visible.
    Bottom,
}

/// One of the two axes of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Evolution,
    /// From bottom to top.
    Visibility,
}

impl Axis {
    fn value(self, at: Position) -> f64 {
        match self {
            Self::Evolution => at.evolution.value(),
            Self::Visibility => at.visibility.value(),
        }
    }

    fn with(self, at: Position, value: f64) -> Position {
        match self {
            Self::Evolution => Position { evolution: Evolution::clamped(value), ..at },
            Self::Visibility => Position { visibility: Visibility::clamped(value), ..at },
        }
    }
}

/// An element, where it stands, and where it is to stand.
pub(super) struct Target<'a> {
    pub(super) element: &'a Element,
    pub(super) was: Position,
    pub(super) now: Position,
}

/// Puts what is selected in line.
pub(super) fn align(sight: Sight<'_>, alignment: Alignment) -> Vec<Deed> {
    let axis = match alignment {
        Alignment::Left | Alignment::Center | Alignment::Right => Axis::Evolution,
        Alignment::Top | Alignment::Middle | Alignment::Bottom => Axis::Visibility,
    };
    let mut targets = movable(sight, axis);
    if targets.len() < 2 {
        return vec![Deed::Say("Select two or more to put them in line".to_owned())];
    }
    let values = targets.iter().map(|target| axis.value(target.was));
    let (low, high) = values.fold((1.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
    let line = match alignment {
        Alignment::Left | Alignment::Bottom => low,
        Alignment::Right | Alignment::Top => high,
        Alignment::Center | Alignment::Middle => {
            Evolution::clamped(f64::midpoint(low, high)).rounded().value()
        }
    };
    for target in &mut targets {
        target.now = axis.with(target.was, line);
    }
    change(sight, "Align", "They are in line already", &targets)
}

/// Puts what is selected at equal distances between the two outermost.
pub(super) fn distribute(sight: Sight<'_>, axis: Axis) -> Vec<Deed> {
    let mut targets = movable(sight, axis);
    targets.sort_by(|one, other| axis.value(one.was).total_cmp(&axis.value(other.was)));
    let ends = targets.first().zip(targets.last());
    let Some((first, last)) =
        ends.filter(|_| targets.len() > 2).map(|(a, b)| (axis.value(a.was), axis.value(b.was)))
    else {
        return vec![Deed::Say("Select three or more to space them out".to_owned())];
    };
    let gaps = targets.len() - 1;
    let gap = (last - first) / gaps as f64;
    for (at, target) in targets.iter_mut().enumerate().skip(1).take(gaps - 1) {
        let place = Evolution::clamped(first + gap * at as f64).rounded().value();
        target.now = axis.with(target.was, place);
    }
    change(sight, "Space out", "Their distances are equal already", &targets)
}

/// What of the selection stands at one place and can be moved along an axis: a pipeline's child is as visible as its pipeline.
fn movable(sight: Sight<'_>, axis: Axis) -> Vec<Target<'_>> {
    let elements = sight.selection.elements.iter().filter_map(|id| sight.map.element(id));
    let places = elements.filter_map(|element| {
        let was = match &element.body {
            Body::Component(component) => match component.place {
                Place::Within { .. } if axis == Axis::Visibility => None,
                _ => sight.map.position(component),
            },
            Body::Note(note) => Some(note.at),
            Body::Accelerator(accelerator) => Some(accelerator.at),
            Body::Annotation(annotation) => {
                annotation.at.first().copied().filter(|_| annotation.at.len() == 1)
            }
            Body::Area(_) | Body::Attitude(_) => None,
        }?;
        Some(Target { element, was, now: was })
    });
    places.collect()
}

/// Moves each to its place, with all that follows it. What is in line has the very same number afterwards.
pub(super) fn change(sight: Sight<'_>, verb: &str, already: &str, targets: &[Target<'_>]) -> Vec<Deed> {
    let moving: Vec<_> = targets.iter().filter(|target| target.was != target.now).collect();
    if moving.is_empty() {
        return vec![Deed::Say(already.to_owned())];
    }
    let ways = moving.iter().map(|target| {
        let up = target.now.visibility.value() - target.was.visibility.value();
        let right = target.now.evolution.value() - target.was.evolution.value();
        (&target.element.id, up, right)
    });
    let along = each_moved(sight.map, sight.layout, ways);
    // Something may have moved with its pipeline, too.
    let exact = targets.iter().map(|target| put(target.element, target.now));
    let edits = along.into_iter().chain(exact).collect();
    let ids: BTreeSet<ElementId> = targets.iter().map(|target| target.element.id.clone()).collect();
    vec![Deed::change(named(sight.map, verb, &ids), edits)]
}

/// Puts an element exactly there.
pub(super) fn put(element: &Element, at: Position) -> Edit {
    let body: Body = match &element.body {
        Body::Component(component) => {
            let place = match &component.place {
                Place::Within { pipeline, .. } => {
                    Place::Within { pipeline: pipeline.clone(), evolution: at.evolution }
                }
                Place::At(_) | Place::Unplaced => Place::At(at),
            };
            return Edit::Place { id: element.id.clone(), place };
        }
        Body::Note(note) => Note { at, ..note.clone() }.into(),
        Body::Accelerator(accelerator) => Accelerator { at, ..accelerator.clone() }.into(),
        Body::Annotation(annotation) => Annotation { at: vec![at], ..annotation.clone() }.into(),
        body @ (Body::Area(_) | Body::Attitude(_)) => body.clone(),
    };
    Edit::Replace(Element { body, ..Element::clone(element) })
}
