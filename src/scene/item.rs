//! What can be drawn.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::group::{Group, Level, Part};
use crate::geometry::{Affine, Point, Rect};
use crate::layout::Align;
use crate::model::{Color, ElementId, LinkKey};
use crate::typeset::{Face, undrawable, width};

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
    /// What is drawn, in parts.
    pub parts: Vec<Part>,
    /// A text that goes along with the picture, so that its map can be opened from it.
    pub attachment: Option<Attachment>,
}

/// A text with the name that its file would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name, without a folder.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl Scene {
    /// A picture of these items, the last on top.
    pub fn of_items(bounds: Rect, title: &str, description: &str, items: Vec<Item>) -> Self {
        let items = items.into_iter().map(|item| (Level::Ground, item)).collect();
        let group = Arc::new(Group { subject: Subject::Sheet, items, beyond: Vec::new() });
        Self {
            bounds,
            title: title.to_owned(),
            description: description.to_owned(),
            author: String::new(),
            date: String::new(),
            parts: vec![Part::new(vec![group])],
            attachment: None,
        }
    }

    /// What is drawn, from the bottom to the top, and what of the map each stands for.
    pub fn items(&self) -> impl Iterator<Item = (&Subject, &Item)> {
        self.layers().flat_map(|(level, part)| {
            part.groups().iter().flat_map(move |group| group.on(level).map(|item| (&group.subject, item)))
        })
    }

    /// The parts on all levels, from the bottom to the top; one with items on several levels comes several times.
    pub fn layers(&self) -> impl Iterator<Item = (Level, &Part)> {
        let on = |level: Level| {
            self.parts.iter().filter(move |part| part.is_on(level)).map(move |part| (level, part))
        };
        Level::ALL.into_iter().flat_map(on)
    }

    /// The characters of its texts that no font has: a mark is drawn for each.
    pub fn undrawable(&self) -> BTreeSet<char> {
        let texts = self.items().filter_map(|(_, item)| match item {
            Item::Text(text) => Some(&text.text),
            _ => None,
        });
        texts.flat_map(|text| undrawable(text)).collect()
    }

    /// The same without paper: for a background that others choose. Halos go with it, which have the paper's colour.
    #[must_use]
    pub fn without_paper(mut self) -> Self {
        let is_paper = |part: &Part| part.groups().iter().all(|group| group.subject == Subject::Paper);
        self.parts.retain(|part| !is_paper(part));
        self.parts = self.parts.into_iter().map(|part| part.without(Level::Halos)).collect();
        self
    }
}

/// What of the map something drawn stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The paper and the plot's background.
    Paper,
    /// The sheet: axes, stages, title, legend.
    Sheet,
    /// The list of annotations.
    List,
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
    /// The same letters wider by [`HALO`] on all sides, in one colour, so that what lies behind keeps off the text.
    /// All halos of a picture lie below all letters that have one.
    Halo(TextItem),
}

/// How far a halo reaches beyond its letters, in sheet pixels.
pub const HALO: f64 = 3.0;

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
            Self::Halo(_) => {}
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
    pub anchoring: Align,
    /// The face.
    pub face: Face,
    /// The em, in pixels.
    pub size: f64,
    /// Its colour.
    pub color: Color,
    /// Turned clockwise about the point, in degrees.
    pub angle: f64,
}

impl TextItem {
    /// The box that the letters may fill, from the tallest capital with an accent to the deepest descender.
    pub fn rect(&self) -> Rect {
        let long = width(&self.text, self.face, self.size);
        let left = self.at.x - self.anchoring.share() * long;
        let level = Rect::new(left, self.at.y - self.size, left + long, self.at.y + 0.3 * self.size);
        Affine::rotate_about(self.angle.to_radians(), self.at).transform_rect_bbox(level)
    }
}

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
