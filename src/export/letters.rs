//! Letters as small pictures of how much of each pixel they cover, made once and used wherever they stand again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use resvg::tiny_skia::{FillRule, IntSize, LineJoin, Mask, Path, PathBuilder, Stroke, Transform};

use crate::geometry::{Affine, BezPath, PathEl, Point, Shape, Vec2};
use crate::layout::{Face, Glyph, glyph_outline, glyphs};

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
    face: Face,
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
    lines: HashMap<Face, HashMap<String, Rc<[Glyph]>>>,
}

thread_local! {
    static LETTERS: RefCell<Letters> = RefCell::default();
}

impl Letters {
    /// Lends this thread's letters.
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        LETTERS.with_borrow_mut(work)
    }

    /// The glyphs of a line of text; none where the face lacks one.
    pub(super) fn line(&mut self, text: &str, face: Face) -> Rc<[Glyph]> {
        let lines = self.lines.entry(face).or_default();
        if let Some(line) = lines.get(text) {
            return Rc::clone(line);
        }
        if lines.len() > REMEMBERED {
            lines.clear();
        }
        let line: Rc<[Glyph]> = glyphs(text, face).unwrap_or_default().into();
        lines.insert(text.to_owned(), Rc::clone(&line));
        line
    }

    /// What each letter of a line covers whose first stands at a pixel; of a halo of this width around them,
    /// where that is not 0.
    pub(super) fn covers(
        &mut self,
        line: &[Glyph],
        face: Face,
        (em, halo): (f64, f64),
        start: Point,
    ) -> Vec<(i32, i32, Rc<Cover>)> {
        let mut covers = Vec::with_capacity(line.len());
        for glyph in line {
            let at = start + glyph.at.to_vec2() * em;
            let (column, x) = step(at.x, ACROSS);
            let (row, y) = step(at.y, DOWN);
            let key =
                Key { face, glyph: glyph.id, em: (em as f32).to_bits(), halo: (halo as f32).to_bits(), x, y };
            if self.covers.len() > REMEMBERED {
                self.covers.clear();
            }
            let cover = self.covers.entry(key).or_insert_with(|| {
                let within = Vec2::new(f64::from(x) / ACROSS, f64::from(y) / DOWN);
                let shape = Affine::translate(within) * Affine::scale(em) * glyph_outline(face, glyph.id);
                cover(&shape, halo).map(Rc::new)
            });
            if let Some(cover) = cover {
                covers.push((column + cover.left, row + cover.top, Rc::clone(cover)));
            }
        }
        covers
    }
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
