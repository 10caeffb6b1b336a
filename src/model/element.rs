//! Everything that stands on the map and is not a link.

use super::Words as _;
use super::words::words;
use super::{Color, Component, ElementId, Place, Position};

/// A thing on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name for ever.
    pub id: ElementId,
    /// Switched off: kept in the file, not part of the picture.
    pub parked: bool,
    /// A colour of its own, in place of the theme's.
    pub color: Option<Color>,
    /// What it is.
    pub body: Body,
}

impl Element {
    /// An element in the theme's colour that is switched on.
    pub fn new(id: ElementId, body: impl Into<Body>) -> Self {
        Self { id, parked: false, color: None, body: body.into() }
    }

    /// The component or anchor, if it is one.
    pub fn component(&self) -> Option<&Component> {
        match &self.body {
            Body::Component(component) => Some(component),
            _ => None,
        }
    }

    /// The words that name it to a person.
    pub fn name(&self) -> &str {
        match &self.body {
            Body::Component(component) => &component.name,
            Body::Note(note) => &note.text,
            Body::Annotation(annotation) => &annotation.text,
            Body::Area(area) => &area.text,
            Body::Attitude(attitude) => attitude.kind.name(),
            Body::Accelerator(accelerator) => &accelerator.name,
        }
    }

    /// What kind of thing it is, in a person's words.
    pub fn kind_name(&self) -> &'static str {
        self.body.kind_name()
    }

    /// What it is and what it is called, in a person's words: "the component `Tea`".
    pub fn words(&self) -> String {
        match self.component() {
            Some(component) if component.place == Place::Unplaced => {
                format!("the {} `{}`, which has no place on the map yet", self.kind_name(), component.name)
            }
            _ => format!("the {} `{}`", self.kind_name(), self.name()),
        }
    }

    /// The element with the text of its name replaced; an attitude has no text of its own.
    #[must_use]
    pub fn renamed(mut self, text: &str) -> Self {
        match &mut self.body {
            Body::Component(component) => component.name = text.into(),
            Body::Note(note) => text.clone_into(&mut note.text),
            Body::Annotation(annotation) => text.clone_into(&mut annotation.text),
            Body::Area(area) => text.clone_into(&mut area.text),
            Body::Attitude(_) => {}
            Body::Accelerator(accelerator) => text.clone_into(&mut accelerator.name),
        }
        self
    }

    /// The element moved by fractions of the sheet, every point of it, rounded to 0.001.
    #[must_use]
    pub fn moved(mut self, visibility: f64, evolution: f64) -> Self {
        let shift = |position: &mut Position| *position = position.moved(visibility, evolution);
        match &mut self.body {
            Body::Component(component) => match &mut component.place {
                Place::At(position) => shift(position),
                Place::Within { evolution: own, .. } => {
                    let position = Position { evolution: *own, ..Position::default() };
                    *own = position.moved(0.0, evolution).evolution;
                }
                Place::Unplaced => {}
            },
            Body::Note(note) => shift(&mut note.at),
            Body::Annotation(annotation) => annotation.at.iter_mut().for_each(shift),
            Body::Area(area) => area.outline.iter_mut().for_each(shift),
            Body::Attitude(attitude) => {
                shift(&mut attitude.top_left);
                shift(&mut attitude.bottom_right);
            }
            Body::Accelerator(accelerator) => shift(&mut accelerator.at),
        }
        self
    }
}

/// What an element is.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "elements live behind `Arc`, and most are components")]
pub enum Body {
    /// A component or an anchor.
    Component(Component),
    /// Free text.
    Note(Note),
    /// A numbered remark.
    Annotation(Annotation),
    /// A loop around a part of the map.
    Area(Area),
    /// Who works there.
    Attitude(Attitude),
    /// A force on evolution.
    Accelerator(Accelerator),
}

impl Body {
    /// What kind of thing it is, in a person's words.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Component(component) if component.is_anchor() => "anchor",
            Self::Component(_) => "component",
            Self::Note(_) => "note",
            Self::Annotation(_) => "annotation",
            Self::Area(_) => "area",
            Self::Attitude(_) => "attitude",
            Self::Accelerator(accelerator) if accelerator.drive == Drive::Slower => "deaccelerator",
            Self::Accelerator(_) => "accelerator",
        }
    }
}

macro_rules! bodies {
    ($($name:ident),*) => {
        $(impl From<$name> for Body {
            fn from(body: $name) -> Self {
                Self::$name(body)
            }
        })*
    };
}
bodies!(Component, Note, Annotation, Area, Attitude, Accelerator);

/// Free text on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The text; may hold line breaks, may be empty.
    pub text: String,
    /// The start of its first baseline.
    pub at: Position,
}

/// A numbered remark: discs at one or more places, the text in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The number in the disc.
    pub number: u32,
    /// Where its discs stand.
    pub at: Vec<Position>,
    /// The remark.
    pub text: String,
}

/// An area of interest: a closed loop with a caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The loop's corners, three or more.
    pub outline: Vec<Position>,
    /// The caption; may be empty.
    pub text: String,
}

/// A part of the map that suits one attitude.
#[derive(Clone, Debug, PartialEq)]
pub struct Attitude {
    /// Which one.
    pub kind: AttitudeKind,
    /// The box's upper left corner.
    pub top_left: Position,
    /// The box's lower right corner.
    pub bottom_right: Position,
}

words! {
    /// The three attitudes of the book.
    AttitudeKind {
        /// Those who explore the uncharted.
        Pioneers "Pioneers",
        /// Those who make a product of it.
        Settlers "Settlers",
        /// Those who make it an industry.
        TownPlanners "Town planners",
    }
}

impl AttitudeKind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        self.label()
    }
}

/// A force that speeds evolution up or slows it down: a block arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Accelerator {
    /// Its caption.
    pub name: String,
    /// The arrow's centre.
    pub at: Position,
    /// Which way it works.
    pub drive: Drive,
}

/// Which way an accelerator works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drive {
    /// An accelerator: the arrow points right.
    Faster,
    /// A deaccelerator: the arrow points left.
    Slower,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_with_what_counts_how_it_is_shared_takes_three_lines_of_the_processors_caches() {
        // Most of what a map costs is that memory: a field more that few have belongs behind a `Rare`.
        assert!(size_of::<Element>() <= 3 * 64 - 2 * size_of::<usize>(), "{}", size_of::<Element>());
    }
}
