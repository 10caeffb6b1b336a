//! Which part of the sheet the canvas shows, and how large.

use crate::geometry::{Point, Rect, Vec2};

/// The canvas' view of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Screen points to a sheet pixel.
    pub scale: f64,
    /// Where the sheet's origin stands on the screen.
    pub origin: Vec2,
    /// Whether the whole sheet is kept in view while the window changes; until someone zooms or pans.
    pub is_fitted: bool,
    /// The size of a pixel, in screen points: the sheet stands at whole pixels, so that letters are as sharp wherever it is
    /// moved; 0 is anywhere.
    pub pixel: f64,
    /// The canvas on the screen, as it was drawn last; empty before.
    pub canvas: Rect,
}

impl Default for Camera {
    fn default() -> Self {
        Self { scale: 1.0, origin: Vec2::ZERO, is_fitted: true, pixel: 0.0, canvas: Rect::ZERO }
    }
}

/// The least and the largest scale.
const SCALES: std::ops::RangeInclusive<f64> = 0.05..=16.0;
/// What is left free around a part of the sheet that is fitted into the canvas, in screen points.
const FREE: f64 = 12.0;

impl Camera {
    /// The screen's point of a point of the sheet.
    pub fn screen_from_sheet(&self, point: Point) -> Point {
        (point.to_vec2() * self.scale + self.shift()).to_point()
    }

    /// The sheet's point of a point of the screen.
    pub fn sheet_from_screen(&self, point: Point) -> Point {
        ((point.to_vec2() - self.shift()) / self.scale).to_point()
    }

    /// The part of the sheet that is in sight; `None` before anything was drawn.
    pub fn in_sight(&self) -> Option<Rect> {
        let Rect { x0, y0, x1, y1 } = self.canvas;
        let corner = |x, y| self.sheet_from_screen(Point::new(x, y));
        (self.canvas.area() > 0.0).then(|| Rect::from_points(corner(x0, y0), corner(x1, y1)))
    }

    /// Where the sheet's origin is drawn.
    fn shift(&self) -> Vec2 {
        if self.pixel > 0.0 { (self.origin / self.pixel).round() * self.pixel } else { self.origin }
    }

    /// Shows all of `part`, as large as the canvas allows.
    pub fn fit(&mut self, part: Rect, canvas: Rect) {
        let room = canvas.inflate(-FREE, -FREE);
        if room.width() <= 0.0 || room.height() <= 0.0 || part.width() <= 0.0 || part.height() <= 0.0 {
            return;
        }
        let scale = (room.width() / part.width()).min(room.height() / part.height());
        self.scale = scale.clamp(*SCALES.start(), *SCALES.end());
        self.origin = canvas.center() - (part.center().to_vec2() * self.scale).to_point();
    }

    /// The same for a part of it, no larger than at a scale.
    pub fn fit_at_most(&mut self, part: Rect, canvas: Rect, most: f64) {
        self.fit(part, canvas);
        self.is_fitted = false;
        if self.scale > most {
            self.zoom(most / self.scale, canvas.center());
        }
    }

    /// Enlarges by a factor; the sheet's point under `at` stays under it.
    pub fn zoom(&mut self, factor: f64, at: Point) {
        let scale = (self.scale * factor).clamp(*SCALES.start(), *SCALES.end());
        let fixed = (at.to_vec2() - self.origin) / self.scale;
        self.scale = scale;
        self.origin = at.to_vec2() - fixed * scale;
        self.is_fitted = false;
    }

    /// Moves the sheet by screen points.
    pub fn pan(&mut self, by: Vec2) {
        self.origin += by;
        self.is_fitted = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let mut camera = Camera::default();
        camera.fit(Rect::new(0.0, 0.0, 1200.0, 675.0), Rect::new(100.0, 50.0, 900.0, 700.0));
        let at = Point::new(300.0, 200.0);
        let before = camera.sheet_from_screen(at);
        camera.zoom(1.7, at);
        assert!(camera.sheet_from_screen(at).distance(before) < 1e-9);
        assert!(camera.screen_from_sheet(before).distance(at) < 1e-9);
        camera.zoom(1e9, at);
        assert_eq!(camera.scale, *SCALES.end());
    }
}
