//! Letters as small pictures of how much of each pixel they cover, made once and used wherever they stand again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tiny_skia::{
    ColorU8, FillRule, FilterQuality, IntSize, LineJoin, Mask, Path, PathBuilder, Pixmap, PixmapPaint,
    Stroke, Transform,
};

use crate::geometry::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use crate::typeset::{FontId, GlyphPicture, Line};

/// How much of each pixel something covers: 0 is nothing, 255 all.
#[derive(Clone, Debug)]
pub(super) struct Cover {
    /// The column of its first pixel, in those of the picture or from a letter's point.
    pub(super) left: i32,
    /// The row of its first pixel.
    pub(super) top: i32,
    /// The column and row behind its last pixel.
    pub(super) right: i32,
    pub(super) bottom: i32,
    /// How many pixels it has in a row.
    pub(super) width: usize,
    /// Row by row.
    pub(super) alpha: Vec<u8>,
}

/// What a letter's picture depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    font: FontId,
    glyph: u16,
    /// The em and the halo's width in pixels, as their bits.
    em: u32,
    halo: u32,
    /// Where in its pixel the letter stands, in steps.
    x: u8,
    y: u8,
}

/// Letters stand at quarters of pixels across, where their distances are seen, and at halves down.
const ACROSS: f64 = 4.0;
const DOWN: f64 = 2.0;
/// Pictures and lines are remembered up to this many; a map has some hundred.
const REMEMBERED: usize = 20_000;

/// Letters that were drawn before.
#[derive(Default)]
pub(super) struct Letters {
    covers: HashMap<Key, Option<Rc<Cover>>>,
}

thread_local! {
    static LETTERS: RefCell<Letters> = RefCell::default();
}

impl Letters {
    /// Lends this thread's letters.
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        LETTERS.with_borrow_mut(work)
    }

    /// What each letter of a line covers whose first stands at a pixel; of a halo of this width around them,
    /// where that is not 0.
    pub(super) fn covers(
        &mut self,
        line: &Line,
        (em, halo): (f64, f64),
        start: Point,
    ) -> Vec<(i32, i32, Rc<Cover>)> {
        let mut covers = Vec::with_capacity(line.glyphs.len());
        for glyph in &line.glyphs {
            let at = start + glyph.at.to_vec2() * em;
            let (column, x) = step(at.x, ACROSS);
            let (row, y) = step(at.y, DOWN);
            let (em_bits, halo_bits) = ((em as f32).to_bits(), (halo as f32).to_bits());
            let key = Key { font: glyph.font, glyph: glyph.id, em: em_bits, halo: halo_bits, x, y };
            if self.covers.len() > REMEMBERED {
                self.covers.clear();
            }
            let cover = self.covers.entry(key).or_insert_with(|| {
                let within = Vec2::new(f64::from(x) / ACROSS, f64::from(y) / DOWN);
                let shape = Affine::translate(within) * Affine::scale(em) * glyph.font.outline(glyph.id);
                cover(&shape, halo).map(Rc::new)
            });
            if let Some(cover) = cover {
                covers.push((column + cover.left, row + cover.top, Rc::clone(cover)));
            }
        }
        covers
    }
}

/// A letter on its own, as pixels, for windows.
#[derive(Clone, Debug)]
pub struct LetterPixels {
    /// The first column and row, from the letter's point.
    pub left: i32,
    /// The first row.
    pub top: i32,
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, colours multiplied by the opacity; white where the letter takes the
    /// text's colour.
    pub rgba: Vec<u8>,
    /// Whether it has colours of its own.
    pub is_colored: bool,
}

/// A letter at an em of so many pixels, its point so far right in its pixel; with `halo`, the letter and an edge of
/// that width around it. `None` where there is nothing to see.
pub fn letter(font: FontId, glyph: u16, em: f64, halo: f64, right: f64) -> Option<LetterPixels> {
    if let Some(picture) = font.picture(glyph).filter(|_| halo == 0.0) {
        let from = decoded(picture.png)?;
        let rect = (picture.rect.scale_from_origin(em)).expand();
        let size = IntSize::from_wh(rect.width() as u32, rect.height() as u32)?;
        let mut pixels = Pixmap::new(size.width(), size.height())?;
        let fit = Transform::from_scale(
            rect.width() as f32 / from.width() as f32,
            rect.height() as f32 / from.height() as f32,
        );
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        pixels.draw_pixmap(0, 0, from.as_ref(), &paint, fit, None);
        return Some(LetterPixels {
            left: rect.x0 as i32,
            top: rect.y0 as i32,
            width: size.width() as usize,
            height: size.height() as usize,
            rgba: pixels.data().to_vec(),
            is_colored: true,
        });
    }
    let shape = Affine::translate((right, 0.0)) * Affine::scale(em) * font.outline(glyph);
    let covered = cover(&shape, halo)?;
    Some(LetterPixels {
        left: covered.left,
        top: covered.top,
        width: covered.width,
        height: covered.alpha.len() / covered.width.max(1),
        rgba: covered.alpha.iter().flat_map(|alpha| [*alpha; 4]).collect(),
        is_colored: false,
    })
}

/// The letters of a line that are pictures, each with its place in ems from the line's start.
pub(super) fn pictures(line: &Line) -> impl Iterator<Item = (Rect, GlyphPicture)> {
    line.glyphs.iter().filter_map(|glyph| {
        let picture = glyph.font.picture(glyph.id)?;
        Some((picture.rect + glyph.at.to_vec2(), picture))
    })
}

/// A picture of a letter as pixels; `None` where it cannot be read.
pub(super) fn decoded(png: &[u8]) -> Option<Pixmap> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let mut bytes = vec![0; reader.output_buffer_size().filter(|size| *size <= 4 << 20)?];
    let info = reader.next_frame(&mut bytes).ok()?;
    let samples = info.color_type.samples();
    let mut pixels = Pixmap::new(info.width, info.height)?;
    for (pixel, from) in pixels.pixels_mut().iter_mut().zip(bytes.chunks_exact(samples)) {
        let (r, g, b, a) = match from {
            [gray, a] => (*gray, *gray, *gray, *a),
            [r, g, b, a] => (*r, *g, *b, *a),
            _ => return None,
        };
        *pixel = ColorU8::from_rgba(r, g, b, a).premultiply();
    }
    Some(pixels)
}

/// The pixel that a coordinate lies in, and where in it, in steps.
fn step(at: f64, count: f64) -> (i32, u8) {
    let steps = (at * count).round();
    ((steps / count).floor() as i32, steps.rem_euclid(count) as u8)
}

/// What a shape covers, or a line of this width along its edge; `None` where that is nothing.
fn cover(shape: &BezPath, edge: f64) -> Option<Cover> {
    let bounds = shape.bounding_box().inflate(edge / 2.0 + 1.0, edge / 2.0 + 1.0).expand();
    let size = IntSize::from_wh(bounds.width() as u32, bounds.height() as u32)?;
    let mut mask = Mask::new(size.width(), size.height())?;
    let mut path = path(shape)?;
    if edge > 0.0 {
        let stroke = Stroke { width: edge as f32, line_join: LineJoin::Round, ..Stroke::default() };
        path = path.stroke(&stroke, 1.0)?;
    }
    let transform = Transform::from_translate(-bounds.x0 as f32, -bounds.y0 as f32);
    mask.fill_path(&path, FillRule::Winding, true, transform);
    let alpha = mask.data().to_vec();
    let [left, top, right, bottom] = [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|edge| edge as i32);
    Some(Cover { left, top, right, bottom, width: size.width() as usize, alpha })
}

/// A path for the rasteriser; `None` where it has no extent.
pub(super) fn path(shape: &BezPath) -> Option<Path> {
    let mut path = PathBuilder::new();
    let f = |point: &Point| (point.x as f32, point.y as f32);
    for element in shape.elements() {
        match element {
            PathEl::MoveTo(to) => path.move_to(f(to).0, f(to).1),
            PathEl::LineTo(to) => path.line_to(f(to).0, f(to).1),
            PathEl::QuadTo(by, to) => path.quad_to(f(by).0, f(by).1, f(to).0, f(to).1),
            PathEl::CurveTo(one, two, to) => {
                path.cubic_to(f(one).0, f(one).1, f(two).0, f(two).1, f(to).0, f(to).1);
            }
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}
