//! Scenes as PNG.

use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::held::{KEYWORD, png_text};
use super::raster;
use crate::scene::{Attachment, Scene};

/// A picture that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The picture would be empty, or larger than 20,000 pixels on a side.
    #[error("a picture of {0} × {1} pixels cannot be made; each side may have 1 to 20000")]
    Size(u32, u32),
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
    pack(&drawn(scene, scale)?, scale, scene.attachment.as_ref())
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

impl Pixels {
    pub(super) fn of(drawn: &Pixmap) -> Self {
        Self { width: drawn.width() as usize, height: drawn.height() as usize, rgba: straight(drawn) }
    }
}

/// The scene as pixels, `scale` to each pixel of the sheet.
///
/// # Errors
/// As [`fn@png`].
pub fn pixels(scene: &Scene, scale: f64) -> Result<Pixels, PictureError> {
    let drawn = drawn(scene, scale)?;
    Ok(Pixels::of(&drawn))
}

fn drawn(scene: &Scene, scale: f64) -> Result<Pixmap, PictureError> {
    let side = |length: f64| (length * scale).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    let (width, height) = (side(scene.bounds.width()), side(scene.bounds.height()));
    if !(1..=20_000).contains(&width) || !(1..=20_000).contains(&height) {
        return Err(PictureError::Size(width, height));
    }
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height))?;
    raster::draw(scene, &mut pixels);
    Ok(pixels)
}

/// The level and filter were chosen by measurement, on the 105 real maps at 1200 × 675 (seconds, megabytes):
/// 0.95 and 10.4 with the default, 0.39 and 11.1 with these, 0.24 and 14.4 at level 1, 9.6 and 9.1 at level 9.
/// A plot's rows repeat: each as the difference to the one above is mostly nothing.
fn pack(pixels: &Pixmap, scale: f64, attachment: Option<&Attachment>) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels.width(), pixels.height());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    let data = pixels.data().as_chunks::<4>().0;
    let is_opaque = data.iter().fold(255, |least, [.., alpha]| least & alpha) == 255;
    encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
    encoder.set_filter(png::Filter::Up);
    let density = (PIXELS_PER_METRE * scale).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    if let Some(attachment) = attachment {
        encoder.add_itxt_chunk(KEYWORD.to_owned(), png_text(attachment))?;
    }
    let bytes = if is_opaque { without_opacity(pixels.data()) } else { straight(pixels) };
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(file)
}

/// Red, green and blue of pixels that have opacity too. Four at a time: the compiler shuffles them in registers then.
fn without_opacity(rgba: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; rgba.len() / 4 * 3];
    let (fours, rest) = rgba.as_chunks::<16>();
    let (into, end) = bytes.as_chunks_mut::<12>();
    for (to, [r0, g0, b0, _, r1, g1, b1, _, r2, g2, b2, _, r3, g3, b3, _]) in into.iter_mut().zip(fours) {
        *to = [*r0, *g0, *b0, *r1, *g1, *b1, *r2, *g2, *b2, *r3, *g3, *b3];
    }
    for (to, [r, g, b, _]) in end.as_chunks_mut::<3>().0.iter_mut().zip(rest.as_chunks::<4>().0) {
        *to = [*r, *g, *b];
    }
    bytes
}

/// Red, green, blue and opacity, the colours not multiplied by the opacity.
fn straight(pixels: &Pixmap) -> Vec<u8> {
    let colors = pixels.pixels().iter().map(PremultipliedColorU8::demultiply);
    colors.flat_map(|color| [color.red(), color.green(), color.blue(), color.alpha()]).collect()
}
