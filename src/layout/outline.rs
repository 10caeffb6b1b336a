//! The shapes of letters, for pictures that are to look the same without any font.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};

use super::{Face, covers};
use crate::geometry::{Affine, BezPath, Vec2};

/// The outlines of one line of text, set from (0, 0) to the right on the baseline, in ems, y downwards; `None` where the
/// face lacks a glyph.
pub fn outline(text: &str, face: Face) -> Option<BezPath> {
    let shaper = face.shaper().filter(|_| covers(text, face))?;
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let glyphs = rustybuzz::shape(shaper, &[], buffer);
    let em = f64::from(shaper.units_per_em());
    let mut path = BezPath::new();
    let mut pen = Vec2::ZERO;
    for (glyph, at) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
        let offset = pen + Vec2::new(f64::from(at.x_offset), f64::from(at.y_offset));
        let mut letter = Letter(BezPath::new());
        let id = GlyphId(u16::try_from(glyph.glyph_id).ok()?);
        // White space has no outline.
        let _ = shaper.outline_glyph(id, &mut letter);
        letter.0.apply_affine(Affine::scale_non_uniform(1.0 / em, -1.0 / em) * Affine::translate(offset));
        path.extend(letter.0);
        pen += Vec2::new(f64::from(at.x_advance), f64::from(at.y_advance));
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
