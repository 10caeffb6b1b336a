//! Scenes as PDF, made from their SVG: lines stay lines, text stays text in fonts that the file holds.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, TextStr};
use resvg::tiny_skia::{self, Pixmap, Transform};
use svg2pdf::ConversionOptions;

use super::png::{PictureError, Pixels, tree};
use super::svg::{Lettering, escaped, number, svg};
use crate::geometry::round_to;
use crate::scene::Scene;

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
    fn points(self, width: f64, height: f64) -> (f64, f64) {
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

/// The scene as a PDF file of one page, which says its title and author.
///
/// Two files of one scene look the same and are not the same bytes: svg2pdf names what it uses in no fixed order.
///
/// # Errors
/// If the picture has no size, or cannot be drawn.
pub fn pdf(scene: &Scene, page: &Page) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (scene.bounds.width(), scene.bounds.height());
    if !(width >= 1.0 && height >= 1.0 && width <= 50_000.0 && height <= 50_000.0) {
        return Err(PictureError::Size(width.max(0.0) as u32, height.max(0.0) as u32));
    }
    let (across, down) = page.size.points(width, height);
    let tree = tree(scene, &sheet(scene, page, across, down))?;
    let drawing = |error: String| PictureError::Drawing(error);
    let (chunk, picture) =
        svg2pdf::to_chunk(&tree, ConversionOptions::default()).map_err(|error| drawing(error.to_string()))?;
    // The numbers of the picture's objects begin at 1: ours come behind the last.
    let last = chunk.refs().map(Ref::get).max().unwrap_or(0);
    let [catalog, pages, leaf, content, info] = [1, 2, 3, 4, 5].map(|more| Ref::new(last + more));
    let mut file = Pdf::new();
    let mut root = file.catalog(catalog);
    root.pages(pages);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    file.pages(pages).kids([leaf]).count(1);
    let mut only = file.page(leaf);
    only.media_box(Rect::new(0.0, 0.0, across as f32, down as f32)).parent(pages).contents(content);
    only.resources().x_objects().pair(Name(b"map"), picture);
    only.finish();
    let mut drawn = Content::new();
    // The picture is an object of one point by one point.
    drawn.transform([across as f32, 0.0, 0.0, down as f32, 0.0, 0.0]).x_object(Name(b"map"));
    file.stream(content, &drawn.finish());
    let title = if scene.title.is_empty() { "Wardley map" } else { &scene.title };
    let mut about = file.document_info(info);
    about.title(TextStr(title)).producer(TextStr(concat!("Mapstone ", env!("CARGO_PKG_VERSION"))));
    if !scene.author.is_empty() {
        about.author(TextStr(&scene.author));
    }
    about.finish();
    file.extend(&chunk);
    Ok(file.finish())
}

/// The page as pixels on white paper, as large as fits into this many across and down.
///
/// # Errors
/// As [`pdf()`].
pub fn page_pixels(scene: &Scene, page: &Page, room: (u32, u32)) -> Result<Pixels, PictureError> {
    let (across, down) = page.size.points(scene.bounds.width(), scene.bounds.height());
    let tree = tree(scene, &sheet(scene, page, across, down))?;
    let scale = (f64::from(room.0) / across).min(f64::from(room.1) / down);
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let (width, height) = (side(across), side(down));
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    pixels.fill(tiny_skia::Color::WHITE);
    let transform = Transform::from_scale(width as f32 / across as f32, height as f32 / down as f32);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    Ok(Pixels::of(&pixels))
}

/// The page as SVG, in points: the picture in its middle, as large as fits, and the foot.
fn sheet(scene: &Scene, page: &Page, across: f64, down: f64) -> String {
    let n = number;
    let is_fit = page.size == PageSize::Fit;
    let margin = if is_fit { 0.0 } else { points(page.margin).clamp(0.0, across.min(down) / 3.0) };
    let foot = if is_fit || !page.foot { 0.0 } else { FOOT };
    let (room_x, room_y) = (across - 2.0 * margin, down - 2.0 * margin - foot);
    let (width, height) = (scene.bounds.width(), scene.bounds.height());
    let scale = (room_x / width).min(room_y / height);
    let (left, top) = ((across - width * scale) / 2.0, margin + (room_y - height * scale) / 2.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\n\
         <svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n",
        n(left),
        n(top),
        n(width * scale),
        n(height * scale),
        n(width),
        n(height),
        w = n(across),
        h = n(down),
    );
    out.push_str(&svg(scene, 1.0, Lettering::HaloShapes));
    out.push_str("</svg>\n");
    if foot > 0.0 {
        let baseline = n(down - margin - FOOT_TEXT / 2.0);
        let mut say = |x: f64, anchor: &str, text: &str| {
            let (x, text) = (n(x), escaped(text));
            out.push_str(&format!(
                "<text x=\"{x}\" y=\"{baseline}\" font-family=\"Noto Sans\" font-size=\"{FOOT_TEXT}\" \
                 fill=\"#4A535D\" text-anchor=\"{anchor}\">{text}</text>\n"
            ));
        };
        say(margin, "start", &scene.title);
        say(across / 2.0, "middle", &scene.date);
        say(across - margin, "end", "1 / 1");
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_to_the_margins() {
        let bounds = crate::geometry::Rect::new(0.0, 0.0, 400.0, 100.0);
        let empty = || String::new();
        let scene = Scene {
            bounds,
            title: "Tea & more".to_owned(),
            description: empty(),
            author: empty(),
            date: empty(),
            items: Vec::new(),
        };
        let sheet = |margin: f64, foot: bool| {
            let page = Page { size: PageSize::Letter, margin, foot };
            let (across, down) = page.size.points(400.0, 100.0);
            sheet(&scene, &page, across, down)
        };
        // An inch of paper at both sides: 792 - 2 × 72 points are left.
        let page = sheet(25.4, true);
        assert!(page.contains("<svg x=\"72\" y=\"213\" width=\"648\" height=\"162\""), "{page}");
        assert!(page.contains(">Tea &amp; more</text>") && page.contains(">1 / 1</text>"));
        assert!(sheet(0.0, false).contains("<svg x=\"0\" y=\"207\" width=\"792\" height=\"198\""));
        assert!(!sheet(0.0, false).contains("<text"));
    }

    #[test]
    fn paper_lies_as_the_picture_does() {
        assert_eq!(PageSize::Letter.points(1200.0, 700.0), (792.0, 612.0));
        assert_eq!(PageSize::Letter.points(600.0, 700.0), (612.0, 792.0));
        assert_eq!(PageSize::Fit.points(1280.0, 787.0), (960.0, 590.25));
        assert_eq!(PageSize::Slide.points(1.0, 2.0), (960.0, 540.0));
    }
}
