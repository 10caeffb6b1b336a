//! Lines of text as glyphs and as shapes, for pictures that draw letters themselves.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};

use super::{Face, covers};
use crate::geometry::{Affine, BezPath, Point, Vec2};

/// A glyph of a line of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// Where it stands, in ems from the line's start on the baseline, y downwards.
    pub at: Point,
}

/// The glyphs of one line of text, set from (0, 0) to the right; `None` where the face lacks one.
pub fn glyphs(text: &str, face: Face) -> Option<Vec<Glyph>> {
    let shaper = face.shaper().filter(|_| covers(text, face))?;
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(shaper, &[], buffer);
    let em = f64::from(shaper.units_per_em());
    let mut pen = Vec2::ZERO;
    let mut glyphs = Vec::with_capacity(shaped.len());
    for (glyph, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let offset = pen + Vec2::new(f64::from(at.x_offset), f64::from(at.y_offset));
        glyphs.push(Glyph {
            id: u16::try_from(glyph.glyph_id).ok()?,
            at: Point::new(offset.x / em, -offset.y / em),
        });
        pen += Vec2::new(f64::from(at.x_advance), f64::from(at.y_advance));
    }
    Some(glyphs)
}

/// The shape of a glyph about its own point, in ems, y downwards. White space has an empty one.
pub fn glyph_outline(face: Face, glyph: u16) -> BezPath {
    let mut letter = Letter(BezPath::new());
    if let Some(shaper) = face.shaper() {
        let _ = shaper.outline_glyph(GlyphId(glyph), &mut letter);
        let em = f64::from(shaper.units_per_em());
        letter.0.apply_affine(Affine::scale_non_uniform(1.0 / em, -1.0 / em));
    }
    letter.0
}

/// The outlines of one line of text, set from (0, 0) to the right on the baseline, in ems, y downwards; `None`
/// where the face lacks a glyph.
pub fn outline(text: &str, face: Face) -> Option<BezPath> {
    let mut path = BezPath::new();
    for glyph in glyphs(text, face)? {
        path.extend(Affine::translate(glyph.at.to_vec2()) * glyph_outline(face, glyph.id));
    }
    Some(path)
}

struct Letter(BezPath);

impl OutlineBuilder for Letter {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(x1), f64::from(y1)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(x1), f64::from(y1)),
            (f64::from(x2), f64::from(y2)),
            (f64::from(x), f64::from(y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Shape;

    #[test]
    fn outlines_fill_the_width_that_is_measured() {
        let shape = outline("Cup of Tea", Face::Regular).unwrap().bounding_box();
        let width = super::super::width("Cup of Tea", Face::Regular, 1.0);
        assert!(shape.x0 > -0.05 && shape.x1 < width + 0.05 && shape.x1 > width - 0.1, "{shape:?} {width}");
        // Capitals rise, p hangs below the baseline.
        assert!(shape.y0 < -0.65 && shape.y1 > 0.15, "{shape:?}");
        assert_eq!(outline("茶", Face::Regular), None);
    }
}
