//! A tint over a map: discs around components, bands along links, figures beside them, and what they mean.

use std::sync::Arc;

use super::group::{Group, Level, Part};
use super::{Item, Paint, Scene, Stroke, Subject, TextItem, Theme};
use crate::analysis::{Hue, Tinting};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{Align, Layout};
use crate::model::{Color, ElementId};
use crate::typeset::Face;

/// A blue and an orange that colour-blind people tell apart (after Okabe and Ito).
const FIRST: Color = Color::rgb(0x00, 0x72, 0xB2);
const SECOND: Color = Color::rgb(0xD5, 0x5E, 0x00);
/// How strong a tint is over what is drawn.
const OPACITY: f64 = 0.45;
/// A row of the legend, in sheet pixels.
const ROW: f64 = 18.0;

/// The colour of a tint.
pub fn hue_color(hue: Hue) -> Color {
    match hue {
        Hue::First => FIRST,
        Hue::Second => SECOND,
    }
}

/// What is drawn of a tinting over a layout of its map.
fn tinted(tinting: &Tinting, layout: &Layout, theme: &Theme) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, hue) in &tinting.links {
        let line = layout.links.binary_search_by_key(index, |line| line.index).ok();
        if let Some(line) = line.and_then(|at| layout.links.get(at)) {
            let stroke = Stroke::new(hue_color(*hue).with_opacity(0.35), 5.0);
            items.push(Item::Polyline { points: line.points.clone(), stroke });
        }
    }
    for tint in &tinting.things {
        let Some(symbol) = layout.symbol(&tint.id) else { continue };
        let width = 3.0 + 6.0 * tint.strength.clamp(0.0, 1.0);
        // A disc, and no ring: thousands of those would have to be cut into triangles.
        let radius = symbol.outline.half() + 2.0 + width;
        let fill = Some(hue_color(tint.hue).with_opacity(OPACITY));
        items.push(Item::Circle { center: symbol.center, radius, fill, stroke: None });
        if !tint.figure.is_empty() {
            let size = theme.sizes.label.size * 0.85;
            // On the side on which its name is not.
            let is_right = symbol.label.rect.center().x < symbol.center.x;
            let (side, align) = if is_right { (1.0, Align::Start) } else { (-1.0, Align::End) };
            let at = symbol.center + Vec2::new(side * (radius + 2.0), size * 0.9);
            items.push(text(&tint.figure, at, align, size, theme.label));
        }
    }
    items
}

fn text(words: &str, at: Point, anchoring: Align, size: f64, color: Color) -> Item {
    Item::Text(TextItem { text: words.to_owned(), at, anchoring, face: Face::Bold, size, color, angle: 0.0 })
}

/// The same picture with a tinting over it, and what that means below it.
#[must_use]
pub fn with_tinting(
    mut scene: Scene,
    tinting: &Tinting,
    layout: &Layout,
    theme: &Theme,
    has_paper: bool,
) -> Scene {
    let group = |items: Vec<Item>| {
        let items = items.into_iter().map(|item| (Level::Ground, item)).collect();
        Arc::new(Group { subject: Subject::Sheet, items, beyond: Vec::new() })
    };
    let bounds = scene.bounds;
    let rows = tinting.legend.len() as f64 + 1.0;
    let below = Rect::new(bounds.x0, bounds.y1, bounds.x1, bounds.y1 + rows * ROW + 12.0);
    let mut legend = Vec::new();
    if has_paper {
        let fill = Some(Paint::Solid(theme.paper));
        // Over the edge of the paper above, so that no line is seen between them.
        let rect = Rect::new(below.x0, below.y0 - 0.5, below.x1, below.y1);
        legend.push(Item::Rect { rect, radius: 0.0, fill, stroke: None });
    }
    let left = layout.plot.x0;
    let size = theme.sizes.note.size;
    let baseline = |row: f64| below.y0 + row * ROW + 0.75 * ROW;
    legend.push(text(
        tinting.overlay.label(),
        Point::new(left, baseline(0.0)),
        Align::Start,
        size,
        theme.label,
    ));
    for (number, (hue, words)) in tinting.legend.iter().enumerate() {
        let y = baseline(number as f64 + 1.0);
        let center = Point::new(left + 7.0, y - 0.35 * size);
        let fill = Some(hue_color(*hue).with_opacity(OPACITY));
        legend.push(Item::Circle { center, radius: 6.0, fill, stroke: None });
        legend.push(Item::Text(TextItem {
            text: words.clone(),
            at: Point::new(left + 20.0, y),
            anchoring: Align::Start,
            face: Face::Regular,
            size,
            color: theme.label,
            angle: 0.0,
        }));
    }
    scene.parts.push(Part::new(vec![group(tinted(tinting, layout, theme)), group(legend)]));
    scene.bounds = bounds.union(below);
    scene
}

/// A picture of a tinting alone, to be laid over its map. What is as it was in `past`, the picture before, is shared with it.
pub fn tint_alone(tinting: &Tinting, layout: &Layout, theme: &Theme, past: Option<&Scene>) -> Scene {
    let mut scene = Scene::of_items(layout.plot, "", "", Vec::new());
    let past = past.and_then(|past| past.parts.first());
    let groups = tinted(tinting, layout, theme).into_iter().enumerate().map(|(at, item)| {
        let items = vec![(Level::Top, item)];
        let known = past.and_then(|past| past.groups.get(at)).filter(|known| known.items == items);
        let subject = Subject::Element(ElementId::new(""));
        known.map_or_else(|| Arc::new(Group { subject, items, beyond: Vec::new() }), Arc::clone)
    });
    let mut part = Part::new(groups.collect());
    if let Some(past) = past {
        part.groups.adopt(&past.groups);
    }
    scene.parts = vec![part];
    scene
}
