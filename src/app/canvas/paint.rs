//! Scenes on the screen.

use std::sync::Arc;

use egui::epaint::{Mesh, TextShape};
use egui::{Color32, FontId, Painter, Pos2, Rect, Shape, StrokeKind, Vec2};

use super::letters::{Letters, Setting};
use crate::app::style;
use crate::editor::Camera;
use crate::geometry::{self, triangulate};
use crate::layout::Align;
use crate::scene::{HALO, Item, Paint, Scene, Stroke, TextItem};
use crate::typeset::line;

/// Draws a scene as the camera sees it. What lies outside the painter's clip is left out.
pub(in crate::app) fn scene(painter: &Painter, scene: &Scene, camera: &Camera, letters: &mut Letters) {
    let mut eye = Eye { painter, camera, scale: camera.scale as f32, letters };
    for (_, item) in scene.items() {
        eye.draw(item);
    }
}

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

/// The directions in which copies of a text make its halo.
const AROUND: [(f32, f32); 6] =
    [(1.0, 0.0), (0.5, 0.866), (-0.5, 0.866), (-1.0, 0.0), (-0.5, -0.866), (0.5, -0.866)];
/// How far a halo reaches, in sheet pixels.
const HALO_WIDTH: f32 = 2.2;

struct Eye<'a> {
    painter: &'a Painter,
    camera: &'a Camera,
    scale: f32,
    letters: &'a mut Letters,
}

impl Eye<'_> {
    fn at(&self, point: geometry::Point) -> Pos2 {
        on_screen(self.camera, point)
    }

    fn stroke(&self, stroke: &Stroke) -> egui::Stroke {
        egui::Stroke::new(stroke.width as f32 * self.scale, style::color(stroke.color))
    }

    fn maybe_stroke(&self, stroke: Option<&Stroke>) -> egui::Stroke {
        stroke.map_or(egui::Stroke::NONE, |stroke| self.stroke(stroke))
    }

    fn draw(&mut self, item: &Item) {
        let fill = |color: Option<_>| color.map_or(Color32::TRANSPARENT, style::color);
        match item {
            Item::Rect { rect, radius, fill: paint, stroke } => {
                let rect = rect_on_screen(self.camera, *rect);
                if !rect.intersects(self.painter.clip_rect()) {
                    return;
                }
                let radius = *radius as f32 * self.scale;
                match paint {
                    Some(Paint::Solid(color)) => {
                        self.painter.rect_filled(rect, radius, style::color(*color));
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
                        self.painter.rect_stroke(rect, radius, self.stroke(stroke), StrokeKind::Middle);
                    }
                    None => {}
                }
            }
            Item::Circle { center, radius, fill: color, stroke } => {
                let (center, radius) = (self.at(*center), *radius as f32 * self.scale);
                let around = Rect::from_center_size(center, Vec2::splat(2.0 * radius));
                if !around.intersects(self.painter.clip_rect()) {
                    return;
                }
                match stroke {
                    Some(stroke) if stroke.dash.is_some() => {
                        self.painter.circle_filled(center, radius, fill(*color));
                        let turn = |part: u16| Vec2::angled(std::f32::consts::TAU * f32::from(part) / 32.0);
                        let points = (0..32).map(|part| center + turn(part) * radius).collect();
                        self.dashed_outline(points, stroke);
                    }
                    stroke => {
                        self.painter.circle(center, radius, fill(*color), self.maybe_stroke(stroke.as_ref()));
                    }
                }
            }
            Item::Polyline { points, stroke } => {
                let points: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
                self.line(points, stroke);
            }
            Item::Polygon { points, fill: color, stroke } => {
                let corners: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
                if color.is_some() {
                    self.fill_polygon(points, &corners, fill(*color));
                }
                match stroke {
                    Some(stroke) if stroke.dash.is_some() => self.dashed_outline(corners, stroke),
                    Some(stroke) => {
                        self.painter.add(Shape::closed_line(corners, self.stroke(stroke)));
                    }
                    None => {}
                }
            }
            Item::Text(text) => self.text(text, false),
            Item::Halo(text) => self.text(text, true),
        }
    }

    fn line(&self, points: Vec<Pos2>, stroke: &Stroke) {
        if !Rect::from_points(&points).expand(4.0).intersects(self.painter.clip_rect()) {
            return;
        }
        let pen = self.stroke(stroke);
        match stroke.dash {
            None => {
                self.painter.line(points, pen);
            }
            // Dashes smaller than a pixel would be thousands that nobody sees.
            Some((dash, gap)) => {
                let (dash, gap) = ((dash as f32 * self.scale).max(0.75), (gap as f32 * self.scale).max(0.75));
                self.painter.extend(Shape::dashed_line(&points, pen, dash, gap));
            }
        }
    }

    /// A closed line in dashes, which egui's own shapes have not.
    fn dashed_outline(&self, mut corners: Vec<Pos2>, stroke: &Stroke) {
        corners.extend(corners.first().copied());
        self.line(corners, stroke);
    }

    fn fill_polygon(&self, points: &[geometry::Point], corners: &[Pos2], color: Color32) {
        if corners.len() == 3 {
            self.painter.add(Shape::convex_polygon(corners.to_vec(), color, egui::Stroke::NONE));
            return;
        }
        let mut mesh = Mesh::default();
        for corner in corners {
            mesh.colored_vertex(*corner, color);
        }
        for [a, b, c] in triangulate(points) {
            mesh.add_triangle(a as u32, b as u32, c as u32);
        }
        self.painter.add(Shape::mesh(mesh));
    }

    fn gradient(&self, rect: Rect, stops: &[(f64, crate::model::Color)]) {
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
        self.painter.add(Shape::mesh(mesh));
    }

    /// Text is laid out at the size at which it is drawn, so that it is sharp at every zoom.
    fn text(&mut self, text: &TextItem, is_halo: bool) {
        let size = text.size as f32 * self.scale;
        let at = self.at(text.at);
        // Nobody reads it; and what is far away needs no layout.
        if size < 1.5 || !self.painter.clip_rect().expand(40.0 * size).contains(at) {
            return;
        }
        let line = line(&text.text, text.face);
        if !line.is_plain {
            let back = text.anchoring.share() * line.width * text.size;
            let angle = text.angle.to_radians() as f32;
            let start = at - egui::emath::Rot2::from_angle(angle) * Vec2::new(back as f32 * self.scale, 0.0);
            let halo = if is_halo { 2.0 * HALO as f32 * self.scale } else { 0.0 };
            let setting = Setting { at: start, size, angle, color: style::color(text.color), halo };
            return self.letters.draw(self.painter, &line, &setting);
        }
        let font = FontId::new(size, style::family(text.face));
        let galley = self.painter.layout_no_wrap(text.text.clone(), font, style::color(text.color));
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
        let mut shape = TextShape::new(at + corner, galley, style::color(text.color));
        shape.angle = text.angle.to_radians() as f32;
        if is_halo {
            for (x, y) in AROUND {
                let mut copy = shape.clone();
                copy.pos += Vec2::new(x, y) * HALO_WIDTH * self.scale;
                self.painter.add(copy);
            }
        } else {
            self.painter.add(Shape::Text(shape));
        }
    }
}

/// A galley of the chrome's small text.
pub(in crate::app) fn small_text(painter: &Painter, text: String, color: Color32) -> Arc<egui::Galley> {
    painter.layout_no_wrap(text, FontId::proportional(12.0), color)
}
