//! Scenes as shapes of the screen.

use std::sync::Arc;

use earcut::Earcut;
use egui::epaint::{Mesh, TextShape};
use egui::{Color32, Context, FontId, Painter, Pos2, Rect, Shape, StrokeKind, Vec2};

use super::letters::{Letters, Setting};
use crate::app::style;
use crate::editor::Camera;
use crate::geometry::{self, simplified};
use crate::layout::{Align, Layout, LinkLine};
use crate::scene::{Group, HALO, Item, Level, Paint, Stroke, Subject, TextItem};
use crate::typeset::line;

/// A point of the sheet on the screen.
pub(in crate::app) fn on_screen(camera: &Camera, point: geometry::Point) -> Pos2 {
    let point = camera.screen_from_sheet(point);
    Pos2::new(point.x as f32, point.y as f32)
}

/// A rectangle of the sheet on the screen.
pub(in crate::app) fn rect_on_screen(camera: &Camera, rect: geometry::Rect) -> Rect {
    let corner = geometry::Point::new(rect.x1, rect.y1);
    Rect::from_min_max(on_screen(camera, rect.origin()), on_screen(camera, corner))
}

/// Letters are drawn from this em on, in points: smaller ones are a grey line to the eye, and drawn as one.
const LETTERS: f64 = 4.5;
/// Of smaller texts nothing is seen.
const LINES: f64 = 1.5;
/// In a crowd, where components stand closer together than this on the average, letters would lie over each other: they
/// are lines too, in points. On maps that people draw, letters are too small by then.
const CROWD: f64 = 24.0;
/// Where they stand closer than this, lines are left out.
const THRONG: f64 = 12.0;
/// Where they stand closer than this, circles are dots that leave each other room, and no lines are between them.
const SWARM: f64 = 4.0;
/// Where links lie closer together than this on the average, in points, they would cover the sheet three times over and
/// show nothing but black: they are left out. Without a graphics card each such layer would take a second.
const THICKET: f64 = 1.0 / 3.0;
/// By how much a line may miss its points without anybody seeing it, in points.
const UNSEEN: f64 = 0.25;
/// Smaller circles are dots, in points, and how strong those are.
const DOT: f64 = 1.2;
const DOT_STRENGTH: f32 = 0.7;
/// How strong a line is that stands for letters.
const FAINT: f32 = 0.35;
/// Dashes shorter than this are seen as a paler line, in points.
const DASH: f64 = 1.0;

/// What another rectangle leaves to be seen of one, in strips, which reach so far below it and each other that no gap shows
/// where edges are smoothed: what is covered need not be painted, which screens without a graphics card feel.
pub(super) fn beside(whole: Rect, cover: Rect) -> impl Iterator<Item = Rect> {
    const BELOW: f32 = 2.0;
    let cover = cover.shrink(BELOW).intersect(whole);
    let strips = if cover.is_positive() {
        let (top, bottom) = (cover.top() + BELOW, cover.bottom() - BELOW);
        let side = |left: f32, right: f32| {
            Rect::from_min_max(Pos2::new(left, cover.top()), Pos2::new(right, cover.bottom()))
        };
        [
            whole.with_max_y(top.min(whole.bottom())),
            whole.with_min_y(bottom.max(whole.top())),
            side(whole.left(), cover.left()),
            side(cover.right(), whole.right()),
        ]
    } else {
        [whole, Rect::NOTHING, Rect::NOTHING, Rect::NOTHING]
    };
    strips.into_iter().filter(Rect::is_positive)
}

/// Whether nothing shows through.
fn is_opaque(paint: &Paint) -> bool {
    match paint {
        Paint::Solid(color) => style::color(*color).is_opaque(),
        Paint::Horizontal(stops) => stops.iter().all(|(_, color)| style::color(*color).is_opaque()),
    }
}

/// How close things stand to each other on the average, in sheet pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Density {
    /// How far components are from each other.
    components: f64,
    /// How far links are from each other.
    links: f64,
}

impl Density {
    pub(super) fn of(layout: &Layout) -> Self {
        let area = layout.plot.area();
        let long = |line: &LinkLine| match line.points.as_slice() {
            [first, .., last] => first.distance(*last),
            _ => 0.0,
        };
        let all: f64 = layout.links.iter().map(|line| long(line)).sum();
        Self {
            components: (area / layout.symbols.len().max(1) as f64).sqrt(),
            links: if all > 0.0 { area / all } else { f64::INFINITY },
        }
    }

    /// What is left out at a scale: letters, their lines, links, and the rings of components.
    pub(super) fn left_out(self, scale: f64) -> [bool; 4] {
        let are_closer = |points: f64| self.components * scale < points;
        [are_closer(CROWD), are_closer(THRONG), self.hides_links(scale), are_closer(SWARM)]
    }

    /// Whether links are left out at a scale.
    pub(super) fn hides_links(self, scale: f64) -> bool {
        self.components * scale < SWARM || self.links * scale < THICKET
    }
}

/// How large something is drawn, and with how much detail.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) scale: f64,
    pub(super) density: Density,
}

impl Detail {
    /// Whether something is at least so large on the screen, which decides how it is drawn.
    fn reaches(self, length: f64, points: f64) -> bool {
        length * self.scale >= points
    }
}

/// Draws items as shapes, the sheet's origin at the screen's.
pub(super) struct Pen<'a> {
    pub(super) ctx: &'a Context,
    pub(super) letters: &'a mut Letters,
    pub(super) detail: Detail,
    /// Whether what is drawn belongs to the sheet itself, which no crowd hides.
    pub(super) is_sheet: bool,
    pub(super) shapes: Vec<Shape>,
}

impl Pen<'_> {
    fn scale(&self) -> f32 {
        self.detail.scale as f32
    }

    fn at(&self, point: geometry::Point) -> Pos2 {
        let point = point.to_vec2() * self.detail.scale;
        Pos2::new(point.x as f32, point.y as f32)
    }

    fn stroke(&self, stroke: &Stroke) -> egui::Stroke {
        egui::Stroke::new(stroke.width as f32 * self.scale(), style::color(stroke.color))
    }

    /// Rectangles that lie on each other, without what is covered.
    pub(super) fn sheets<'a>(&mut self, items: impl Iterator<Item = &'a Item>) {
        let mut items = items.peekable();
        while let Some(item) = items.next() {
            match (item, items.peek()) {
                (
                    Item::Rect { rect, radius: 0.0, fill: Some(Paint::Solid(color)), stroke: None },
                    Some(Item::Rect { rect: above, radius: 0.0, fill: Some(cover), .. }),
                ) if is_opaque(cover) => {
                    let fill = style::color(*color);
                    let strips = beside(self.rect(*rect), self.rect(*above));
                    self.shapes.extend(strips.map(|strip| Shape::rect_filled(strip, 0.0, fill)));
                }
                _ => self.draw(item),
            }
        }
    }

    fn rect(&self, rect: geometry::Rect) -> Rect {
        Rect::from_min_max(self.at(rect.origin()), self.at(geometry::Point::new(rect.x1, rect.y1)))
    }

    pub(super) fn draw(&mut self, item: &Item) {
        let fill = |color: Option<_>| color.map_or(Color32::TRANSPARENT, style::color);
        match item {
            Item::Rect { rect, radius, fill: paint, stroke } => {
                let rect = self.rect(*rect);
                let radius = *radius as f32 * self.scale();
                match paint {
                    Some(Paint::Solid(color)) => {
                        self.shapes.push(Shape::rect_filled(rect, radius, style::color(*color)));
                    }
                    Some(Paint::Horizontal(stops)) => self.gradient(rect, stops),
                    None => {}
                }
                match stroke {
                    Some(stroke) if stroke.dash.is_some() => {
                        let corners =
                            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
                        self.dashed_outline(corners.to_vec(), stroke);
                    }
                    Some(stroke) => {
                        let stroke = self.stroke(stroke);
                        self.shapes.push(Shape::rect_stroke(rect, radius, stroke, StrokeKind::Middle));
                    }
                    None => {}
                }
            }
            Item::Circle { center, radius, fill: color, stroke } => {
                self.circle(self.at(*center), *radius as f32 * self.scale(), fill(*color), stroke.as_ref());
            }
            Item::Polyline { points, stroke } => {
                let points = match points.as_slice() {
                    [_, _] => points.iter().map(|point| self.at(*point)).collect(),
                    // Far out a bend is seen in a few points.
                    points => simplified(points, UNSEEN / self.detail.scale)
                        .into_iter()
                        .map(|point| self.at(point))
                        .collect(),
                };
                self.line(points, stroke);
            }
            Item::Polygon { points, fill: color, stroke } => {
                let corners: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
                if color.is_some() {
                    self.fill_polygon(points, &corners, fill(*color));
                }
                match stroke {
                    Some(stroke) if stroke.dash.is_some() => self.dashed_outline(corners, stroke),
                    Some(stroke) => self.shapes.push(Shape::closed_line(corners, self.stroke(stroke))),
                    None => {}
                }
            }
            Item::Text(text) => self.text(text, false),
            Item::Halo(text) => self.text(text, true),
        }
    }

    fn circle(&mut self, center: Pos2, radius: f32, fill: Color32, stroke: Option<&Stroke>) {
        match stroke {
            Some(stroke) if stroke.dash.is_some() => {
                self.shapes.push(Shape::circle_filled(center, radius, fill));
                let turn = |part: u16| Vec2::angled(std::f32::consts::TAU * f32::from(part) / 32.0);
                let points = (0..32).map(|part| center + turn(part) * radius).collect();
                self.dashed_outline(points, stroke);
            }
            Some(stroke) => {
                let pen = self.stroke(stroke);
                let (inner, outer) = (radius - pen.width / 2.0, radius + pen.width / 2.0);
                // Two discs, which are drawn already, are a tenth of the triangles of a ring; far out one dot says it.
                let is_ring = self.detail.reaches(f64::from(radius) / self.detail.scale, DOT);
                if self.is_swarm() && pen.color.is_opaque() {
                    let room = (self.detail.density.components * self.detail.scale) as f32;
                    let color = pen.color.gamma_multiply(DOT_STRENGTH);
                    self.shapes.push(Shape::circle_filled(center, outer.min((0.4 * room).max(0.5)), color));
                } else if !is_ring && pen.color.is_opaque() {
                    self.shapes.push(Shape::circle_filled(
                        center,
                        outer,
                        pen.color.gamma_multiply(DOT_STRENGTH),
                    ));
                } else if fill.is_opaque() && pen.color.is_opaque() && inner > 0.0 {
                    self.shapes.push(Shape::circle_filled(center, outer, pen.color));
                    self.shapes.push(Shape::circle_filled(center, inner, fill));
                } else {
                    self.shapes.push(Shape::circle_filled(center, radius, fill));
                    // Such a line lies outside its circle.
                    self.shapes.push(Shape::circle_stroke(center, inner.max(0.0), pen));
                }
            }
            None => self.shapes.push(Shape::circle_filled(center, radius, fill)),
        }
    }

    fn line(&mut self, points: Vec<Pos2>, stroke: &Stroke) {
        let pen = self.stroke(stroke);
        match stroke.dash {
            None => self.shapes.push(Shape::line(points, pen)),
            Some((dash, gap)) if self.detail.reaches(dash.min(gap), DASH) => {
                let (dash, gap) = (dash as f32 * self.scale(), gap as f32 * self.scale());
                self.shapes.extend(Shape::dashed_line(&points, pen, dash, gap));
            }
            Some((dash, gap)) => {
                let color = pen.color.gamma_multiply((dash / (dash + gap)) as f32);
                self.shapes.push(Shape::line(points, egui::Stroke { color, ..pen }));
            }
        }
    }

    /// A closed line in dashes, which egui's own shapes have not.
    fn dashed_outline(&mut self, mut corners: Vec<Pos2>, stroke: &Stroke) {
        corners.extend(corners.first().copied());
        self.line(corners, stroke);
    }

    fn fill_polygon(&mut self, points: &[geometry::Point], corners: &[Pos2], color: Color32) {
        if corners.len() == 3 {
            self.shapes.push(Shape::convex_polygon(corners.to_vec(), color, egui::Stroke::NONE));
            return;
        }
        let mut mesh = Mesh::default();
        for corner in corners {
            mesh.colored_vertex(*corner, color);
        }
        Earcut::new().earcut(points.iter().map(|point| [point.x, point.y]), &[], &mut mesh.indices);
        self.shapes.push(Shape::mesh(mesh));
    }

    fn gradient(&mut self, rect: Rect, stops: &[(f64, crate::model::Color)]) {
        let mut mesh = Mesh::default();
        for (number, (offset, color)) in stops.iter().enumerate() {
            let x = egui::lerp(rect.x_range(), *offset as f32);
            mesh.colored_vertex(Pos2::new(x, rect.top()), style::color(*color));
            mesh.colored_vertex(Pos2::new(x, rect.bottom()), style::color(*color));
            if let Some(left) = (number as u32).checked_sub(1) {
                let a = 2 * left;
                mesh.add_triangle(a, a + 1, a + 2);
                mesh.add_triangle(a + 1, a + 3, a + 2);
            }
        }
        self.shapes.push(Shape::mesh(mesh));
    }

    /// Whether anything is drawn of a text.
    fn shows(&self, text: &TextItem) -> bool {
        let spacing = self.detail.density.components;
        self.detail.reaches(text.size, LINES) && (self.is_sheet || self.detail.reaches(spacing, THRONG))
    }

    /// Whether anything is drawn of a group: no line leads to a name that is not there, and none through a thicket.
    pub(super) fn shows_any(&self, group: &Group) -> bool {
        let is_shown = |item: &Item| matches!(item, Item::Text(text) if self.shows(text));
        if matches!(group.subject, Subject::Link(_)) {
            return !self.detail.density.hides_links(self.detail.scale);
        }
        !group.is_label() || group.on(Level::Letters).any(is_shown)
    }

    /// Whether components stand so close that only dots tell where they are.
    fn is_swarm(&self) -> bool {
        !self.is_sheet && !self.detail.reaches(self.detail.density.components, SWARM)
    }

    /// Text is laid out at the size at which it is drawn, so that it is sharp at every zoom.
    fn text(&mut self, text: &TextItem, is_halo: bool) {
        let (spacing, is_sheet) = (self.detail.density.components, self.is_sheet);
        if !self.shows(text) {
            return;
        }
        if !self.detail.reaches(text.size, LETTERS) || !is_sheet && !self.detail.reaches(spacing, CROWD) {
            if !is_halo {
                self.text_as_line(text);
            }
            return;
        }
        let size = text.size as f32 * self.scale();
        let at = self.at(text.at);
        let line = line(&text.text, text.face);
        if is_halo || !line.is_plain {
            let back = text.anchoring.share() * line.width * text.size;
            let angle = text.angle.to_radians() as f32;
            let start =
                at - egui::emath::Rot2::from_angle(angle) * Vec2::new(back as f32 * self.scale(), 0.0);
            let halo = if is_halo { 2.0 * HALO as f32 * self.scale() } else { 0.0 };
            let setting = Setting { at: start, size, angle, color: style::color(text.color), halo };
            return self.letters.draw(self.ctx, &line, &setting, &mut self.shapes);
        }
        let font = FontId::new(size, style::family(text.face));
        let color = style::color(text.color);
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.text.clone(), font, color));
        let Some(row) = galley.rows.first() else { return };
        let baseline = row.pos.y + row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y);
        let along = match text.anchoring {
            Align::Start => 0.0,
            Align::Middle => galley.rect.width() / 2.0,
            Align::End => galley.rect.width(),
        };
        // The point turns with the text: its upper left corner, seen from the baseline's point.
        let corner =
            egui::emath::Rot2::from_angle(text.angle.to_radians() as f32) * Vec2::new(-along, -baseline);
        let mut shape = TextShape::new(at + corner, galley, color);
        shape.angle = text.angle.to_radians() as f32;
        self.shapes.push(Shape::Text(shape));
    }

    /// A line where letters are too small to be read.
    fn text_as_line(&mut self, text: &TextItem) {
        let long = line(&text.text, text.face).width * text.size;
        let left = -text.anchoring.share() * long;
        let turn = egui::emath::Rot2::from_angle(text.angle.to_radians() as f32);
        let corner =
            |x: f64, y: f64| self.at(text.at) + turn * (Vec2::new(x as f32, y as f32) * self.scale());
        let (top, bottom) = (-0.5 * text.size, -0.1 * text.size);
        let corners =
            [corner(left, top), corner(left + long, top), corner(left + long, bottom), corner(left, bottom)];
        let mut mesh = Mesh::default();
        let color = style::color(text.color).gamma_multiply(FAINT);
        for corner in corners {
            mesh.colored_vertex(corner, color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        self.shapes.push(Shape::mesh(mesh));
    }
}

/// A galley of the chrome's small text.
pub(in crate::app) fn small_text(painter: &Painter, text: String, color: Color32) -> Arc<egui::Galley> {
    painter.layout_no_wrap(text, FontId::proportional(12.0), color)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    /// Names, notes, lists, lines: nothing of a small map is left out at its own size.
    #[test]
    fn all_of_a_small_map_is_drawn() {
        let texts = [
            include_str!("../../../maps/tea-shop.ron"),
            include_str!("../../../maps/online-photo-service.ron"),
            include_str!("../../../tests/fixtures/notation.ron"),
        ];
        let mut texts_in_boxes = 0;
        for text in texts {
            let map = read(Format::Ron, text).map.expect("a map");
            let theme = crate::scene::Theme::for_map(&map.theme);
            let layout = Layout::new(&map, &theme.sizes);
            let scene = crate::scene::build(&map, &layout, &theme);
            let detail = Detail { scale: 1.0, density: Density::of(&layout) };
            let (ctx, mut letters) = (Context::default(), Letters::default());
            let pen = Pen { ctx: &ctx, letters: &mut letters, detail, is_sheet: false, shapes: Vec::new() };
            for group in scene.parts.iter().flat_map(|part| part.groups().iter()) {
                assert!(pen.shows_any(group), "{group:?}");
                texts_in_boxes += group.on(Level::Top).filter(|item| matches!(item, Item::Text(_))).count();
            }
        }
        assert!(texts_in_boxes > 4, "{texts_in_boxes}");
    }

    /// Less is drawn the further out, and what is left out never comes back further out.
    #[test]
    fn links_that_would_cover_the_sheet_are_left_out() {
        let mut text = String::new();
        for n in 0..40 {
            text.push_str(&format!("component Part {n}x [0.{:02}, 0.{:02}]\n", n * 37 % 97, n * 61 % 97));
        }
        for n in 0..400 {
            text.push_str(&format!("Part {}x->Part {}x\n", n % 40, (n * 7 + n / 40 + 1) % 40));
        }
        let map = read(Format::Owm, &text).map.expect("a map");
        let theme = crate::scene::Theme::for_map(&map.theme);
        let density = Density::of(&Layout::new(&map, &theme.sizes));
        assert!(!density.hides_links(1.0) && density.hides_links(0.03), "{density:?}");
        let mut before = [false; 4];
        for step in 0..200 {
            let left_out = density.left_out(0.96_f64.powi(step) * 4.0);
            assert!(before.iter().zip(&left_out).all(|(before, now)| !*before || *now));
            before = left_out;
        }
        assert_eq!(before, [true; 4]);
    }
}
