//! Scenes as pixels, drawn without the way over SVG: several times as fast. A test holds them against the SVG's
//! picture.

use std::rc::Rc;

use resvg::tiny_skia::{
    self, FillRule, GradientStop, LineJoin, LinearGradient, Path, PathBuilder, Pixmap, Shader, SpreadMode,
    StrokeDash, Transform,
};

use super::letters::{Cover, Letters, path};
use super::svg::HALO;
use crate::geometry::{Affine, BezPath, Point, Rect, Shape};
use crate::layout::{covers, outline, width};
use crate::model::Color;
use crate::scene::{Item, Paint, Scene, Stroke, TextItem};

/// Whether every letter of a scene is in our own faces: only then can it be drawn here.
pub(super) fn can_draw(scene: &Scene) -> bool {
    scene.items.iter().all(|drawn| match &drawn.item {
        Item::Text(text) => covers(&text.text, text.face),
        _ => true,
    })
}

/// Draws a scene over an empty picture, its bounds filling it.
pub(super) fn draw(scene: &Scene, pixels: &mut Pixmap) {
    let bounds = scene.bounds;
    let across = f64::from(pixels.width()) / bounds.width();
    let down = f64::from(pixels.height()) / bounds.height();
    let transform = Affine::scale_non_uniform(across, down) * Affine::translate(-bounds.origin().to_vec2());
    let mut canvas = Canvas { pixels, transform };
    Letters::with(|letters| scene.items.iter().for_each(|drawn| canvas.item(&drawn.item, letters)));
}

struct Canvas<'a> {
    pixels: &'a mut Pixmap,
    /// From the sheet to the picture.
    transform: Affine,
}

impl Canvas<'_> {
    fn item(&mut self, item: &Item, letters: &mut Letters) {
        match item {
            Item::Rect { rect, radius, fill, stroke } => {
                let shape = if *radius > 0.0 {
                    path(&rect.to_rounded_rect(*radius).to_path(0.1))
                } else {
                    tiny_skia_rect(*rect).map(PathBuilder::from_rect)
                };
                let Some(shape) = shape else { return };
                match fill {
                    Some(Paint::Solid(color)) => self.fill(&shape, solid(*color)),
                    Some(Paint::Horizontal(stops)) => self.fill_across(&shape, *rect, stops),
                    None => {}
                }
                self.edge(&shape, stroke.as_ref(), LineJoin::Miter);
            }
            Item::Circle { center, radius, fill, stroke } => {
                let circle = PathBuilder::from_circle(center.x as f32, center.y as f32, *radius as f32);
                let Some(circle) = circle else { return };
                self.shape(&circle, *fill, stroke.as_ref(), LineJoin::Miter);
            }
            Item::Polyline { points, stroke } => {
                if let Some(line) = line(points, false) {
                    self.edge(&line, Some(stroke), LineJoin::Miter);
                }
            }
            Item::Polygon { points, fill, stroke } => {
                if let Some(shape) = line(points, true) {
                    self.shape(&shape, *fill, stroke.as_ref(), LineJoin::Round);
                }
            }
            Item::Text(text) if text.angle == 0.0 => self.level_text(text, letters),
            Item::Text(text) => self.turned_text(text),
        }
    }

    fn shape(&mut self, path: &Path, fill: Option<Color>, stroke: Option<&Stroke>, join: LineJoin) {
        if let Some(color) = fill {
            self.fill(path, solid(color));
        }
        self.edge(path, stroke, join);
    }

    fn fill(&mut self, path: &Path, shader: Shader<'_>) {
        let paint = tiny_skia::Paint { shader, ..tiny_skia::Paint::default() };
        let transform = self.transform();
        self.pixels.fill_path(path, &paint, FillRule::Winding, transform, None);
    }

    /// Colours from left to right. Where a rectangle has whole pixels and hides what is below it, all its rows are
    /// the first one.
    fn fill_across(&mut self, shape: &Path, rect: Rect, stops: &[(f64, Color)]) {
        let shader = gradient(rect, stops);
        let at = self.transform.transform_rect_bbox(rect);
        let (across, down) = (self.pixels.width() as usize, self.pixels.height() as usize);
        let is_whole = [at.x0, at.y0, at.x1, at.y1].iter().all(|edge| edge.fract() == 0.0 && *edge >= 0.0);
        let [x0, y0, x1, y1] = [at.x0, at.y0, at.x1, at.y1].map(|edge| edge as usize);
        let fits = x1 <= across && y1 <= down && x0 < x1 && y0 < y1;
        if !(is_whole && fits && stops.iter().all(|(_, color)| color.a == 255)) {
            return self.fill(shape, shader);
        }
        let one = 1.0 / self.transform.as_coeffs()[3];
        let Some(row) = tiny_skia_rect(Rect { y1: rect.y0 + one, ..rect }) else { return };
        self.fill(&PathBuilder::from_rect(row), shader);
        let data = self.pixels.data_mut();
        let first = (y0 * across + x0) * 4..(y0 * across + x1) * 4;
        for y in y0 + 1..y1 {
            data.copy_within(first.clone(), (y * across + x0) * 4);
        }
    }

    fn edge(&mut self, path: &Path, stroke: Option<&Stroke>, line_join: LineJoin) {
        let Some(stroke) = stroke else { return };
        let dash = stroke.dash.and_then(|(dash, gap)| StrokeDash::new(vec![dash as f32, gap as f32], 0.0));
        let paint = tiny_skia::Paint { shader: solid(stroke.color), ..tiny_skia::Paint::default() };
        let transform = self.transform();
        let stroke =
            tiny_skia::Stroke { width: stroke.width as f32, line_join, dash, ..tiny_skia::Stroke::default() };
        self.pixels.stroke_path(path, &paint, &stroke, transform, None);
    }

    fn transform(&self) -> Transform {
        let [xx, yx, xy, yy, x, y] = self.transform.as_coeffs().map(|number| number as f32);
        Transform::from_row(xx, yx, xy, yy, x, y)
    }

    /// Text of pictures that were drawn before.
    fn level_text(&mut self, text: &TextItem, letters: &mut Letters) {
        let line = letters.line(&text.text, text.face);
        let scale = self.transform.as_coeffs()[0];
        let start = self.transform * start(text);
        let em = text.size * scale;
        if let Some(halo) = text.halo {
            // One picture of the whole line, so that no pixel is covered twice.
            let covers = letters.covers(&line, text.face, (em, HALO * scale), start);
            if let Some((left, top, cover)) = joined(&covers) {
                self.blend(left, top, &cover, halo);
            }
        }
        for (left, top, cover) in letters.covers(&line, text.face, (em, 0.0), start) {
            self.blend(left, top, &cover, text.color);
        }
    }

    /// Text along a line.
    fn turned_text(&mut self, text: &TextItem) {
        let Some(outline) = outline(&text.text, text.face) else { return };
        let turn = Affine::rotate_about(text.angle.to_radians(), text.at);
        let shape = turn * Affine::translate(start(text).to_vec2()) * Affine::scale(text.size) * outline;
        let Some(shape) = path(&shape) else { return };
        let halo = text.halo.map(|color| Stroke::new(color, HALO));
        self.edge(&shape, halo.as_ref(), LineJoin::Round);
        self.fill(&shape, solid(text.color));
    }

    /// Lays a colour over what is there, as strongly as each pixel is covered.
    fn blend(&mut self, left: i32, top: i32, cover: &Cover, color: Color) {
        let (across, down) = (self.pixels.width() as usize, self.pixels.height() as usize);
        let skipped = usize::try_from(-left).unwrap_or(0);
        let first = usize::try_from(left).unwrap_or(0);
        let count = cover.width.saturating_sub(skipped).min(across.saturating_sub(first));
        if count == 0 {
            return;
        }
        let data = self.pixels.data_mut();
        for (y, alpha) in (top..).zip(cover.alpha.chunks_exact(cover.width)) {
            let Some(y) = usize::try_from(y).ok().filter(|y| *y < down) else { continue };
            let start = (y * across + first) * 4;
            let Some(pixels) = data.get_mut(start..start + count * 4) else { continue };
            for (pixel, alpha) in pixels.chunks_exact_mut(4).zip(alpha.iter().skip(skipped)) {
                if *alpha == 0 {
                    continue;
                }
                let opacity = u32::from(*alpha) * u32::from(color.a);
                let rest = 255 * 255 - opacity;
                for (channel, value) in pixel.iter_mut().zip([color.r, color.g, color.b, 255]) {
                    let sum = u32::from(value) * opacity + u32::from(*channel) * rest;
                    *channel = ((sum + 255 * 255 / 2) / (255 * 255)) as u8;
                }
            }
        }
    }
}

/// Where a line of text begins.
fn start(text: &TextItem) -> Point {
    let back = text.anchoring.share() * width(&text.text, text.face, text.size);
    Point::new(text.at.x - back, text.at.y)
}

/// Several covers as one: each pixel as far as any of them covers it.
fn joined(covers: &[(i32, i32, Rc<Cover>)]) -> Option<(i32, i32, Cover)> {
    let left = covers.iter().map(|(x, ..)| *x).min()?;
    let top = covers.iter().map(|(_, y, _)| *y).min()?;
    let right = covers.iter().map(|(x, _, cover)| x + cover.right - cover.left).max()?;
    let bottom = covers.iter().map(|(_, y, cover)| y + cover.bottom - cover.top).max()?;
    let width = usize::try_from(right - left).ok()?;
    let mut alpha = vec![0; width * usize::try_from(bottom - top).ok()?];
    for (x, y, cover) in covers {
        let first = (y - top) as usize * width + (x - left) as usize;
        for (row, from) in cover.alpha.chunks_exact(cover.width).enumerate() {
            let into = alpha.get_mut(first + row * width..).unwrap_or_default();
            into.iter_mut().zip(from).for_each(|(into, from)| *into = (*into).max(*from));
        }
    }
    Some((left, top, Cover { left, top, right, bottom, width, alpha }))
}

fn line(points: &[Point], is_closed: bool) -> Option<Path> {
    let mut path = BezPath::new();
    let (first, rest) = points.split_first()?;
    path.move_to(*first);
    for point in rest {
        path.line_to(*point);
    }
    if is_closed {
        path.close_path();
    }
    super::letters::path(&path)
}

fn tiny_skia_rect(rect: Rect) -> Option<tiny_skia::Rect> {
    tiny_skia::Rect::from_ltrb(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}

fn solid(color: Color) -> Shader<'static> {
    Shader::SolidColor(ink(color))
}

fn ink(color: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(color.r, color.g, color.b, color.a)
}

fn gradient(rect: Rect, stops: &[(f64, Color)]) -> Shader<'static> {
    let colors = stops.iter().map(|(at, color)| GradientStop::new(*at as f32, ink(*color))).collect();
    let (from, to) = (rect.x0 as f32, rect.x1 as f32);
    let across = LinearGradient::new(
        (from, 0.0).into(),
        (to, 0.0).into(),
        colors,
        SpreadMode::Pad,
        Transform::identity(),
    );
    let first = stops.first().map_or(tiny_skia::Color::TRANSPARENT, |(_, color)| ink(*color));
    across.unwrap_or(Shader::SolidColor(first))
}
