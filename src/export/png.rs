//! Scenes as PNG, drawn from their SVG.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{Lettering, font, svg};
use crate::scene::Scene;

/// A picture that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The picture would be empty, or larger than 20,000 pixels on a side.
    #[error("a picture of {0} × {1} pixels cannot be made; each side may have 1 to 20000")]
    Size(u32, u32),
    /// The renderer refused the picture.
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be packed.
    #[error("the picture could not be written: {0}")]
    Packing(#[from] png::EncodingError),
}

/// CSS pixels to the metre: 96 to the inch.
const PIXELS_PER_METRE: f64 = 96.0 / 0.0254;

/// The scene as a PNG file of `scale` pixels to each pixel of the sheet, its density stated in the file.
///
/// # Errors
/// If the picture has no size or too large a one, or cannot be drawn.
pub fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, PictureError> {
    pack(&drawn(scene, scale)?, scale)
}

/// A picture as its pixels.
#[derive(Clone, Debug)]
pub struct Pixels {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row; colours are not multiplied by the opacity.
    pub rgba: Vec<u8>,
}

/// The scene as pixels, `scale` to each pixel of the sheet.
///
/// # Errors
/// As [`fn@png`].
pub fn pixels(scene: &Scene, scale: f64) -> Result<Pixels, PictureError> {
    let drawn = drawn(scene, scale)?;
    let colors = drawn.pixels().iter().map(|pixel| (*pixel).demultiply());
    let rgba = colors.flat_map(|color| [color.red(), color.green(), color.blue(), color.alpha()]).collect();
    Ok(Pixels { width: drawn.width() as usize, height: drawn.height() as usize, rgba })
}

fn drawn(scene: &Scene, scale: f64) -> Result<Pixmap, PictureError> {
    let side = |length: f64| (length * scale).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    let (width, height) = (side(scene.bounds.width()), side(scene.bounds.height()));
    if !(1..=20_000).contains(&width) || !(1..=20_000).contains(&height) {
        return Err(PictureError::Size(width, height));
    }
    let tree = tree(scene, &svg(scene, 1.0, Lettering::Text))?;
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    let transform =
        Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, transform, &mut pixels.as_mut());
    Ok(pixels)
}

/// An SVG document about a scene, with the fonts that the scene needs.
pub(super) fn tree(scene: &Scene, svg: &str) -> Result<Tree, PictureError> {
    let options =
        Options { fontdb: font::database(scene), font_family: "Noto Sans".to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| PictureError::Drawing(error.to_string()))
}

fn pack(pixels: &Pixmap, scale: f64) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels.width(), pixels.height());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    let is_opaque = pixels.pixels().iter().all(|pixel| pixel.alpha() == 255);
    encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let density = (PIXELS_PER_METRE * scale).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    let mut bytes = Vec::with_capacity(pixels.data().len());
    for pixel in pixels.pixels() {
        let color = pixel.demultiply();
        bytes.extend([color.red(), color.green(), color.blue()]);
        bytes.extend((!is_opaque).then_some(color.alpha()));
    }
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(file)
}
