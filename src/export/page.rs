//! Pages: how large, and where on them the picture and its foot stand.

use tiny_skia::Pixmap;

use super::png::{PictureError, Pixels};
use super::raster::draw_items;
use crate::geometry::{Affine, Point, round_to};
use crate::layout::Align;
use crate::model::Color;
use crate::scene::{Item, Scene, TextItem};
use crate::typeset::Face;

/// What a picture is set on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// How large the paper is.
    pub size: PageSize,
    /// The paper around the picture, in millimetres; at most a third of the page's shorter side is left free. Pages
    /// that fit their picture have none.
    pub margin: f64,
    /// Whether title, date and page number stand at the foot. Pages that fit their picture have no foot.
    pub foot: bool,
}

impl Default for Page {
    /// A page as large as its picture.
    fn default() -> Self {
        Self { size: PageSize::Fit, margin: 10.0, foot: true }
    }
}

/// Sizes of paper. Paper lies across where the picture is wider than high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// As large as the picture, of whose pixels 96 make an inch.
    Fit,
    /// ISO 216 A4, 210 × 297 mm.
    A4,
    /// ISO 216 A3, 297 × 420 mm.
    A3,
    /// US letter, 8.5 × 11 inches.
    Letter,
    /// A slide of 16:9, 13.333 × 7.5 inches; it always lies across.
    Slide,
}

/// Millimetres as points, of which 72 make an inch.
fn points(millimetres: f64) -> f64 {
    millimetres / 25.4 * 72.0
}

impl PageSize {
    /// Width and height in millimetres, for a picture of this size in pixels.
    pub fn millimetres(self, width: f64, height: f64) -> (f64, f64) {
        let (across, down) = self.points(width, height);
        (across / 72.0 * 25.4, down / 72.0 * 25.4)
    }

    /// Width and height in points, for a picture of this size.
    pub(super) fn points(self, width: f64, height: f64) -> (f64, f64) {
        let millimetres = |a: f64, b: f64| (points(a), points(b));
        let (short, long) = match self {
            Self::Fit => return (width * 0.75, height * 0.75),
            Self::Slide => return (960.0, 540.0),
            Self::A4 => millimetres(210.0, 297.0),
            Self::A3 => millimetres(297.0, 420.0),
            Self::Letter => (612.0, 792.0),
        };
        let (short, long) = (round_to(short, 2), round_to(long, 2));
        if width >= height { (long, short) } else { (short, long) }
    }
}

/// The height of a foot, in points, and its text's size.
const FOOT: f64 = 24.0;
const FOOT_TEXT: f64 = 9.0;
const FOOT_COLOR: Color = Color::rgb(0x4A, 0x53, 0x5D);

/// A page with a picture on it, in points, y downwards.
pub(super) struct Sheet {
    pub(super) across: f64,
    pub(super) down: f64,
    /// From the picture's pixels to the page: in its middle, as large as fits.
    pub(super) place: Affine,
    /// The words at the foot.
    pub(super) foot: Vec<Item>,
}

impl Sheet {
    pub(super) fn new(scene: &Scene, page: &Page) -> Self {
        let (width, height) = (scene.bounds.width(), scene.bounds.height());
        let (across, down) = page.size.points(width, height);
        let is_fit = page.size == PageSize::Fit;
        let margin = if is_fit { 0.0 } else { points(page.margin).clamp(0.0, across.min(down) / 3.0) };
        let foot = if is_fit || !page.foot { 0.0 } else { FOOT };
        let (room_x, room_y) = (across - 2.0 * margin, down - 2.0 * margin - foot);
        let scale = (room_x / width).min(room_y / height);
        let corner = Point::new((across - width * scale) / 2.0, margin + (room_y - height * scale) / 2.0);
        let place = Affine::translate(corner.to_vec2())
            * Affine::scale(scale)
            * Affine::translate(-scene.bounds.origin().to_vec2());
        let say = |x: f64, anchoring: Align, text: &str| {
            Item::Text(TextItem {
                text: text.to_owned(),
                at: Point::new(x, down - margin - FOOT_TEXT / 2.0),
                anchoring,
                face: Face::Regular,
                size: FOOT_TEXT,
                color: FOOT_COLOR,
                angle: 0.0,
            })
        };
        let mut words = Vec::new();
        if foot > 0.0 {
            words.push(say(margin, Align::Start, &scene.title));
            words.push(say(across / 2.0, Align::Middle, &scene.date));
            words.push(say(across - margin, Align::End, "1 / 1"));
        }
        Self { across, down, place, foot: words }
    }
}

/// The page as pixels on white paper, as large as fits into this many across and down.
///
/// # Errors
/// If the picture has no size.
pub fn page_pixels(scene: &Scene, page: &Page, room: (u32, u32)) -> Result<Pixels, PictureError> {
    let sheet = Sheet::new(scene, page);
    let scale = (f64::from(room.0) / sheet.across).min(f64::from(room.1) / sheet.down);
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let (width, height) = (side(sheet.across), side(sheet.down));
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height, 0.0))?;
    pixels.fill(tiny_skia::Color::WHITE);
    let fit = Affine::scale(scale);
    draw_items(scene.items().map(|(_, item)| item), fit * sheet.place, &mut pixels);
    draw_items(sheet.foot.iter(), fit, &mut pixels);
    Ok(Pixels::of(&pixels))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_to_the_margins() {
        let empty = || String::new();
        let scene = Scene {
            bounds: crate::geometry::Rect::new(0.0, 0.0, 400.0, 100.0),
            title: "Tea & more".to_owned(),
            description: empty(),
            author: empty(),
            date: empty(),
            parts: Vec::new(),
            attachment: None,
        };
        let sheet =
            |margin: f64, foot: bool| Sheet::new(&scene, &Page { size: PageSize::Letter, margin, foot });
        // An inch of paper at both sides: 792 - 2 × 72 points are left.
        let page = sheet(25.4, true);
        let placed = page.place.transform_rect_bbox(scene.bounds);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(near(placed.x0, 72.0) && near(placed.y0, 213.0) && near(placed.width(), 648.0), "{placed:?}");
        let words: Vec<_> = page
            .foot
            .iter()
            .filter_map(|item| if let Item::Text(text) = item { Some(&*text.text) } else { None })
            .collect();
        assert_eq!(words, ["Tea & more", "", "1 / 1"]);
        let placed = sheet(0.0, false).place.transform_rect_bbox(scene.bounds);
        assert!(near(placed.x0, 0.0) && near(placed.y0, 207.0) && near(placed.height(), 198.0), "{placed:?}");
        assert!(sheet(0.0, false).foot.is_empty());
    }

    #[test]
    fn paper_lies_as_the_picture_does() {
        assert_eq!(PageSize::Letter.points(1200.0, 700.0), (792.0, 612.0));
        assert_eq!(PageSize::Letter.points(600.0, 700.0), (612.0, 792.0));
        assert_eq!(PageSize::Fit.points(1280.0, 787.0), (960.0, 590.25));
        assert_eq!(PageSize::Slide.points(1.0, 2.0), (960.0, 540.0));
    }
}
