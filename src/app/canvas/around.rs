//! The boxes in which groups of a scene lie, in sheet pixels: what lies outside the window is not drawn.

use egui::{Pos2, Rect};

use crate::geometry;
use crate::scene::{Group, Item, Level, TextItem};

/// A box that holds all of a group.
pub(super) fn around_group(group: &Group) -> Rect {
    let around = Level::ALL.iter().flat_map(|level| group.on(*level)).map(around);
    around.reduce(Rect::union).unwrap_or(Rect::NOTHING)
}

/// A box that holds an item.
fn around(item: &Item) -> Rect {
    let at = |point: geometry::Point| Pos2::new(point.x as f32, point.y as f32);
    let beside =
        |stroke: Option<&crate::scene::Stroke>| stroke.map_or(1.0, |stroke| stroke.width as f32 + 1.0);
    match item {
        Item::Rect { rect, stroke, .. } => {
            let rect = Rect::from_min_max(at(rect.origin()), at(geometry::Point::new(rect.x1, rect.y1)));
            rect.expand(beside(stroke.as_ref()))
        }
        Item::Circle { center, radius, stroke, .. } => {
            let radius = *radius as f32 + beside(stroke.as_ref());
            Rect::from_center_size(at(*center), egui::Vec2::splat(2.0 * radius))
        }
        Item::Polyline { points, stroke } => around_points(points).expand(beside(Some(stroke))),
        Item::Polygon { points, stroke, .. } => around_points(points).expand(beside(stroke.as_ref())),
        Item::Text(text) | Item::Halo(text) => around_text(text, at(text.at)),
    }
}

fn around_points(points: &[geometry::Point]) -> Rect {
    let mut around = Rect::NOTHING;
    for point in points {
        around.extend_with(Pos2::new(point.x as f32, point.y as f32));
    }
    around
}

/// No letter is wider than so many ems: texts need not be measured to be left out.
const WIDEST: f32 = 1.5;

fn around_text(text: &TextItem, at: Pos2) -> Rect {
    let em = text.size as f32;
    let reach = WIDEST * em * text.text.chars().count() as f32;
    let down = if text.angle == 0.0 { 1.5 * em } else { reach + em };
    Rect::from_center_size(at, egui::vec2(2.0 * (reach + em), 2.0 * down))
}
