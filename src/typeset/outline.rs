//! Glyphs as shapes, for pictures that draw letters themselves.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};

use super::{Face, FontId, line};
use crate::geometry::{Affine, BezPath};

impl FontId {
    /// The shape of a glyph about its own point, in ems, y downwards. White space has an empty one.
    pub fn outline(self, glyph: u16) -> BezPath {
        let mut letter = Letter(BezPath::new());
        if let Some(font) = self.font() {
            let _ = font.shaper.outline_glyph(GlyphId(glyph), &mut letter);
            let em = f64::from(font.shaper.units_per_em());
            letter.0.apply_affine(Affine::scale_non_uniform(1.0 / em, -1.0 / em));
        }
        letter.0
    }
}

/// The outlines of one line of text, set from (0, 0) to the right on the baseline, in ems, y downwards.
pub fn outline(text: &str, face: Face) -> BezPath {
    let mut path = BezPath::new();
    for glyph in &line(text, face).glyphs {
        path.extend(Affine::translate(glyph.at.to_vec2()) * glyph.font.outline(glyph.id));
    }
    path
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
        let shape = outline("Cup of Tea", Face::Regular).bounding_box();
        let width = super::super::width("Cup of Tea", Face::Regular, 1.0);
        assert!(shape.x0 > -0.05 && shape.x1 < width + 0.05 && shape.x1 > width - 0.1, "{shape:?} {width}");
        // Capitals rise, p hangs below the baseline.
        assert!(shape.y0 < -0.65 && shape.y1 > 0.15, "{shape:?}");
    }
}
