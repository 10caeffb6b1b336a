//! Scenes as pixels, drawn without the way over SVG: several times as fast. A test holds them against the SVG's
//! picture.

use std::rc::Rc;

use tiny_skia::{
    FillRule, FilterQuality, GradientStop, LineJoin, LinearGradient, Path, PathBuilder, Pixmap, PixmapPaint,
    Shader, SpreadMode, StrokeDash, Transform,
};

use super::letters::{Cover, Letters, decoded, path, pictures};
use crate::geometry::{Affine, BezPath, Point, Rect, Shape, Vec2};
use crate::model::Color;
use crate::scene::{HALO, Item, Paint, Scene, Stroke, TextItem};
use crate::typeset::{Line, line, outline};

/// Draws a scene over an empty picture, its bounds filling it.
pub(super) fn draw(scene: &Scene, pixels: &mut Pixmap) {
    let height = pixels.height();
    draw_rows(scene, (0, height), pixels);
}

/// Draws rows of a scene's picture, from the first of `rows` on; the second is how many the whole picture has.
pub(super) fn draw_rows(scene: &Scene, rows: (u32, u32), pixels: &mut Pixmap) {
    let bounds = scene.bounds;
    let across = f64::from(pixels.width()) / bounds.width();
    let down = f64::from(rows.1) / bounds.height();
    let transform = Affine::translate((0.0, -f64::from(rows.0)))
        * Affine::scale_non_uniform(across, down)
        * Affine::translate(-bounds.origin().to_vec2());
    draw_items(scene.items().map(|(_, item)| item), transform, pixels);
}

/// Draws items where a transform puts them.
pub(super) fn draw_items<'a>(items: impl Iterator<Item = &'a Item>, transform: Affine, pixels: &mut Pixmap) {
    let mut canvas = Canvas { pixels, transform };
    Letters::with(|letters| items.for_each(|item| canvas.item(item, letters)));
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
                if let Some(line) = through(points, false) {
                    self.edge(&line, Some(stroke), LineJoin::Miter);
                }
            }
            Item::Polygon { points, fill, stroke } => {
                if let Some(shape) = through(points, true) {
                    self.shape(&shape, *fill, stroke.as_ref(), LineJoin::Round);
                }
            }
            Item::Text(text) if text.angle == 0.0 => self.level_text(text, letters),
            Item::Text(text) => self.turned_text(text),
            Item::Halo(text) => self.halo(text, letters),
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
        let line = line(&text.text, text.face);
        let scale = self.transform.as_coeffs()[0];
        let start = self.transform * start(text, &line);
        for (left, top, cover) in letters.covers(&line, (text.size * scale, 0.0), start) {
            self.blend(left, top, &cover, text.color);
        }
        self.pictures(text, &line);
    }

    /// Text along a line.
    fn turned_text(&mut self, text: &TextItem) {
        if let Some(shape) = shape(text) {
            self.fill(&shape, solid(text.color));
        }
        self.pictures(text, &line(&text.text, text.face));
    }

    /// One picture of the whole line, so that no pixel is covered twice.
    fn halo(&mut self, text: &TextItem, letters: &mut Letters) {
        if text.angle == 0.0 {
            let line = line(&text.text, text.face);
            let scale = self.transform.as_coeffs()[0];
            let start = self.transform * start(text, &line);
            let edges = letters.covers(&line, (text.size * scale, 2.0 * HALO * scale), start);
            if let Some((left, top, cover)) = joined(&edges) {
                self.blend(left, top, &cover, text.color);
            }
        } else if let Some(shape) = shape(text) {
            self.edge(&shape, Some(&Stroke::new(text.color, 2.0 * HALO)), LineJoin::Round);
        }
    }

    /// The letters of a line that are pictures.
    fn pictures(&mut self, text: &TextItem, line: &Line) {
        for (rect, picture) in pictures(line) {
            let Some(pixels) = decoded(picture.png) else { continue };
            let turn = Affine::rotate_about(text.angle.to_radians(), text.at);
            let place = Affine::translate(start(text, line).to_vec2()) * Affine::scale(text.size);
            let size = Vec2::new(
                rect.width() / f64::from(pixels.width()),
                rect.height() / f64::from(pixels.height()),
            );
            let fit = Affine::translate(rect.origin().to_vec2()) * Affine::scale_non_uniform(size.x, size.y);
            let [xx, yx, xy, yy, x, y] =
                (self.transform * turn * place * fit).as_coeffs().map(|number| number as f32);
            let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
            let transform = Transform::from_row(xx, yx, xy, yy, x, y);
            self.pixels.draw_pixmap(0, 0, pixels.as_ref(), &paint, transform, None);
        }
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
fn start(text: &TextItem, line: &Line) -> Point {
    Point::new(text.at.x - text.anchoring.share() * line.width * text.size, text.at.y)
}

/// The letters of a turned text as one shape on the sheet.
fn shape(text: &TextItem) -> Option<Path> {
    let turn = Affine::rotate_about(text.angle.to_radians(), text.at);
    let start = start(text, &line(&text.text, text.face));
    path(
        &(turn
            * Affine::translate(start.to_vec2())
            * Affine::scale(text.size)
            * outline(&text.text, text.face)),
    )
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

fn through(points: &[Point], is_closed: bool) -> Option<Path> {
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
