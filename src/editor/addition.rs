//! Elements beside components, notes and links: made in the middle of the map, or around what is selected.

use super::operate::named;
use super::session::Editor;
use super::{Selection, Tool};
use crate::geometry::Point;
use crate::layout::Block;
use crate::model::{
    Accelerator, Annotation, Area, Attitude, AttitudeKind, Body, Drive, Edit, Element, ElementId, Position,
};

/// Something that can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    /// A numbered remark.
    Annotation,
    /// A loop around what is selected.
    Area,
    /// A part of the map that suits one attitude.
    Attitude(AttitudeKind),
    /// A force on evolution.
    Accelerator(Drive),
}

impl Addition {
    /// Whether it is a rectangle that one drags.
    pub(super) fn is_drawn(self) -> bool {
        matches!(self, Self::Attitude(_))
    }
}

/// Half the width and height of what is made around nothing, in fractions of the sheet.
const HALF: f64 = 0.1;
/// How far what is made around something stands from it, in fractions of the sheet.
const ROOM: f64 = 0.03;

impl Editor {
    /// Has an element added: around what is selected, where it goes around something; else with the next click or drag.
    pub(super) fn add(&mut self, addition: Addition) {
        let has_selected = !self.document.selection().elements.is_empty();
        match addition {
            Addition::Area if !has_selected => self.tool = Tool::Area,
            Addition::Area => {
                let (high, low) = self.around_selection();
                let corner = |visibility, evolution| Position { visibility, evolution };
                self.add_area(vec![
                    corner(high.visibility, high.evolution),
                    corner(high.visibility, low.evolution),
                    corner(low.visibility, low.evolution),
                    corner(low.visibility, high.evolution),
                ]);
            }
            Addition::Attitude(_) if has_selected => {
                let (high, low) = self.around_selection();
                self.add_here(addition, (high, low), high);
            }
            Addition::Annotation | Addition::Attitude(_) | Addition::Accelerator(_) => {
                self.tool = Tool::Add(addition);
            }
        }
    }

    /// Adds an element where there is room in the middle of the map.
    pub fn add_in_middle(&mut self, addition: Addition) {
        let middle = self.free_middle();
        let around = Self::around(&[middle], HALF);
        self.add_here(addition, around, middle);
        self.tool_done();
    }

    /// Adds an element from one point of the sheet to another.
    pub(super) fn add_at(&mut self, addition: Addition, from: Point, to: Point) {
        let (from, to) = (self.position(from), self.position(to));
        // A click makes one of the usual size.
        let around = if from == to { Self::around(&[from], HALF) } else { Self::around(&[from, to], 0.0) };
        self.add_here(addition, around, from);
        self.tool_done();
    }

    /// Adds an element, selects it, and opens its name field where it has a text.
    fn add_here(
        &mut self,
        addition: Addition,
        (top_left, bottom_right): (Position, Position),
        middle: Position,
    ) {
        let (body, name): (Body, String) = match addition {
            Addition::Annotation => {
                let numbers = self.map().elements().filter_map(|element| match &element.body {
                    Body::Annotation(annotation) => Some(annotation.number),
                    _ => None,
                });
                let number = numbers.max().unwrap_or(0).saturating_add(1);
                let annotation = Annotation { number, at: vec![middle], text: String::new() };
                (annotation.into(), format!("annotation {number}"))
            }
            Addition::Area => return,
            Addition::Attitude(kind) => {
                (Attitude { kind, top_left, bottom_right }.into(), kind.name().to_owned())
            }
            Addition::Accelerator(drive) => {
                let accelerator = Accelerator { name: String::new(), at: middle, drive };
                (accelerator.into(), "accelerator".to_owned())
            }
        };
        self.add_body(&name, body);
        if matches!(addition, Addition::Annotation | Addition::Accelerator(_))
            && let Some(id) = self.document.selection().single().cloned()
        {
            self.rename(&id);
        }
    }

    /// Adds an area of interest, selects it, and opens its name field.
    pub(super) fn add_area(&mut self, outline: Vec<Position>) {
        self.add_body("area", Area { outline, text: String::new() }.into());
        if let Some(id) = self.document.selection().single().cloned() {
            self.rename(&id);
        }
    }

    fn add_body(&mut self, name: &str, body: Body) {
        let id = self.map().new_id(name, "element");
        let element = Element::new(id.clone(), body);
        let kind = element.kind_name();
        let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let label = format!("Add {article} {kind}");
        self.commit(&label, &[Edit::Add(element)], Some(Selection::of(&id)));
    }

    /// Adds a place to an annotation, beside its last one.
    pub(super) fn add_place(&mut self, id: &ElementId) {
        let map = std::sync::Arc::clone(self.map());
        let Some(element) = map.element(id) else { return };
        let Body::Annotation(annotation) = &element.body else { return };
        let mut at = annotation.at.clone();
        at.push(at.last().map_or_else(|| self.free_middle(), |last| last.moved(0.0, 0.05)));
        let body = Annotation { at, ..annotation.clone() }.into();
        let label = named(self.map(), "Add a place of", &[id.clone()].into());
        self.commit(
            &label,
            &[Edit::Replace(Element { body, ..Element::clone(element) })],
            Some(Selection::of(id)),
        );
    }

    /// The annotation whose text stands at a point of the list.
    pub(super) fn annotation_at(&self, block: Block, at: Point) -> Option<ElementId> {
        let list = self.layout().annotations.as_ref().filter(|_| block == Block::Annotations)?;
        let mut rows = list.entries.iter().rev();
        rows.find(|entry| entry.text.rect.y0 - 4.0 <= at.y).map(|entry| entry.id.clone())
    }

    /// The middle of the map, or a place beside it where nothing stands yet.
    fn free_middle(&self) -> Position {
        let taken: Vec<_> = self
            .map()
            .elements()
            .filter_map(|element| Some(self.position(self.layout().element_rect(&element.id)?.center())))
            .collect();
        let is_free = |at: &Position| {
            taken.iter().all(|other| {
                (other.visibility.value() - at.visibility.value()).abs() > ROOM
                    || (other.evolution.value() - at.evolution.value()).abs() > ROOM
            })
        };
        let places = (0..8).map(|step| Position::clamped(0.5 - 0.06 * f64::from(step), 0.5));
        places.into_iter().find(is_free).unwrap_or(Position::clamped(0.5, 0.5))
    }

    /// The upper left and lower right corner around what is selected, or around the middle.
    fn around_selection(&self) -> (Position, Position) {
        let map = self.map();
        let at = |id| map.component(id).and_then(|component| map.position(component));
        let places: Vec<_> = self.document.selection().elements.iter().filter_map(at).collect();
        if places.is_empty() {
            return Self::around(&[Position::clamped(0.5, 0.5)], HALF);
        }
        Self::around(&places, ROOM)
    }

    /// The upper left and lower right corner around places, with some room.
    fn around(places: &[Position], room: f64) -> (Position, Position) {
        let ends = |value: fn(&Position) -> f64| {
            let values = places.iter().map(value);
            (values.clone().fold(1.0, f64::min) - room, values.fold(0.0, f64::max) + room)
        };
        let (low, high) = ends(|at| at.visibility.value());
        let (left, right) = ends(|at| at.evolution.value());
        let corner = |visibility, evolution| Position::clamped(visibility, evolution).moved(0.0, 0.0);
        (corner(high, left), corner(low, right))
    }
}
