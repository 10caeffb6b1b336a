//! What can be drawn.

use crate::geometry::{Point, Rect};
use crate::layout::{Align, Face};
use crate::model::{Color, ElementId, LinkKey};

/// A picture: its size and what is on it, from the bottom to the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The part of the sheet that the picture shows, in sheet pixels.
    pub bounds: Rect,
    /// What the picture is of: the map's title, may be empty.
    pub title: String,
    /// The same in a sentence or two, for those who cannot see it.
    pub description: String,
    /// Who made it; may be empty.
    pub author: String,
    /// Of when it is; may be empty.
    pub date: String,
    /// What is drawn.
    pub items: Vec<Drawn>,
}

impl Scene {
    /// The same without paper: for a background that others choose. Halos go with it, which have the paper's colour.
    #[must_use]
    pub fn without_paper(mut self) -> Self {
        self.items.retain(|drawn| drawn.subject != Subject::Paper);
        for drawn in &mut self.items {
            if let Item::Text(text) = &mut drawn.item {
                text.halo = None;
            }
        }
        self
    }
}

/// Something drawn, and what of the map it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it stands for.
    pub subject: Subject,
    /// What is drawn.
    pub item: Item,
}

/// What of the map something drawn stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The paper and the plot's background.
    Paper,
    /// The sheet: axes, stages, title.
    Sheet,
    /// An element.
    Element(ElementId),
    /// A link.
    Link(LinkKey),
}

/// A thing to draw. The list is closed: a new kind is a compile error wherever scenes are drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A rectangle, its corners rounded by a radius.
    Rect {
        /// Where.
        rect: Rect,
        /// The corners' radius.
        radius: f64,
        /// What fills it.
        fill: Option<Paint>,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: f64,
        /// What fills it.
        fill: Option<Color>,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// A line through points.
    Polyline {
        /// The points, two or more.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A closed shape.
    Polygon {
        /// The corners, three or more.
        points: Vec<Point>,
        /// What fills it.
        fill: Option<Color>,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// One line of text.
    Text(TextItem),
}

/// How strongly something is drawn that is switched off.
const PARKED: f64 = 0.55;

impl Item {
    /// The same for something that is switched off: dotted outlines, pale text.
    #[must_use]
    pub(super) fn parked(mut self) -> Self {
        let faded = |stroke: &mut Stroke| {
            stroke.color = stroke.color.with_opacity(PARKED);
            stroke.dash = Some((1.5, 2.5));
        };
        match &mut self {
            Self::Rect { fill, stroke, .. } => {
                if let Some(Paint::Solid(color)) = fill {
                    *color = color.with_opacity(PARKED);
                }
                stroke.iter_mut().for_each(faded);
            }
            Self::Circle { stroke, .. } => stroke.iter_mut().for_each(faded),
            Self::Polyline { stroke, .. } => faded(stroke),
            Self::Polygon { fill, stroke, .. } => {
                *fill = fill.map(|color| color.with_opacity(PARKED));
                stroke.iter_mut().for_each(faded);
            }
            Self::Text(text) => text.color = text.color.with_opacity(PARKED),
        }
        self
    }
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextItem {
    /// The text.
    pub text: String,
    /// The baseline's point.
    pub at: Point,
    /// Which part of the line stands at the point.
    pub anchoring: Anchoring,
    /// The face.
    pub face: Face,
    /// The em, in pixels.
    pub size: f64,
    /// Its colour.
    pub color: Color,
    /// A halo of this colour, 3 px wide, that keeps lines behind from the letters.
    pub halo: Option<Color>,
    /// Turned clockwise about the point, in degrees.
    pub angle: f64,
}

/// Which part of a line of text stands at its point.
pub type Anchoring = Align;

/// What fills a rectangle.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// One colour.
    Solid(Color),
    /// Colours from left to right, each at a fraction of the width.
    Horizontal(Vec<(f64, Color)>),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width.
    pub width: f64,
    /// The lengths of dashes and gaps; `None` is a whole line.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A whole line.
    pub fn new(color: Color, width: f64) -> Self {
        Self { color, width, dash: None }
    }

    /// The same in dashes.
    #[must_use]
    pub fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some((dash, gap)), ..self }
    }
}
