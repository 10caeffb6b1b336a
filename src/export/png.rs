//! Scenes as PNG.

use std::io::Write;
use std::sync::mpsc::sync_channel;
use std::thread::{Builder, scope};

use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::held::{KEYWORD, png_text};
use super::raster;
use crate::scene::{Attachment, Item, Paint, Scene};

/// A picture that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The picture would be empty, or larger than 20,000 pixels on a side: what it would measure, and the scale that
    /// would fit, 0 where none does.
    #[error("a picture of {0} × {1} pixels cannot be made; each side may have 1 to 20000{fits}", fits = fits(*.2))]
    Size(u32, u32, f64),
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
    span!("png");
    let (width, height) = size(scene, scale)?;
    // Large pictures are drawn in bands, so that they take no more memory than small ones.
    if u64::from(width) * u64::from(height) > MOST_AT_ONCE {
        return in_bands(scene, scale, (width, height), MOST_AT_ONCE);
    }
    pack(&drawn(scene, scale)?, scale, scene.attachment.as_ref())
}

/// Pixels that are drawn at once: 64 MB, of which up to three are at hand.
const MOST_AT_ONCE: u64 = 1 << 24;

/// The most pixels on a side.
const LONGEST: u32 = 20_000;

fn fits(scale: f64) -> String {
    if scale > 0.0 { format!("; a scale of {scale} fits") } else { String::new() }
}

fn size(scene: &Scene, scale: f64) -> Result<(u32, u32), PictureError> {
    let side = |length: f64| (length * scale).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    let (width, height) = (side(scene.bounds.width()), side(scene.bounds.height()));
    if (1..=LONGEST).contains(&width) && (1..=LONGEST).contains(&height) {
        return Ok((width, height));
    }
    let longest = scene.bounds.width().max(scene.bounds.height());
    let fits = (f64::from(LONGEST) / longest * 100.0).floor() / 100.0;
    Err(PictureError::Size(width, height, if fits < scale { fits } else { 0.0 }))
}

/// Whether something covers the whole picture, so that none of it shines through.
fn is_opaque(scene: &Scene) -> bool {
    let first = scene.items().next().map(|(_, item)| item);
    let Some(Item::Rect { rect, radius, fill: Some(Paint::Solid(color)), .. }) = first else { return false };
    let bounds = scene.bounds;
    let covers = rect.x0 <= bounds.x0 && rect.y0 <= bounds.y0 && rect.x1 >= bounds.x1 && rect.y1 >= bounds.y1;
    covers && *radius == 0.0 && color.a == 255
}

/// The bytes of bands of a picture, from the top.
type Bands<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, PictureError>> + 'a>;

fn in_bands(
    scene: &Scene,
    scale: f64,
    (width, height): (u32, u32),
    most: u64,
) -> Result<Vec<u8>, PictureError> {
    let is_opaque = is_opaque(scene);
    let mut file = Vec::new();
    let encoder = encoder(&mut file, (width, height), is_opaque, scale, scene.attachment.as_ref())?;
    let mut header = encoder.write_header()?;
    let mut stream = header.stream_writer_with_size(1 << 20)?;
    let rows = u32::try_from(most / u64::from(width)).unwrap_or(1).max(1);
    let draw = |first: u32| {
        let count = rows.min(height - first);
        let mut pixels = Pixmap::new(width, count).ok_or(PictureError::Size(width, count, 0.0))?;
        raster::draw_rows(scene, (first, height), &mut pixels);
        Ok(if is_opaque { without_opacity(pixels.data()) } else { straight(&pixels) })
    };
    let bands = || (0..height).step_by(rows as usize).map(draw);
    let mut pack = |bands: Bands<'_>| -> Result<(), PictureError> {
        for band in bands {
            stream.write_all(&band?).map_err(png::EncodingError::from)?;
        }
        Ok(())
    };
    // While one band is packed the next is drawn.
    scope(|scope| {
        let (sender, receiver) = sync_channel(0);
        let drawing = move || bands().try_for_each(|band| sender.send(band));
        match Builder::new().spawn_scoped(scope, drawing) {
            Ok(_) => pack(Box::new(receiver.into_iter())),
            // There is no thread to be had.
            Err(_) => pack(Box::new(bands())),
        }
    })?;
    stream.finish()?;
    header.finish()?;
    Ok(file)
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

/// The pixels of a PNG file with 8 bits to each colour; `None` for any other, and for one that is damaged.
pub fn pixels_of_png(bytes: &[u8]) -> Option<Pixels> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().ok()?;
    let size = reader.output_buffer_size().filter(|size| *size <= 1 << 28)?;
    let mut data = vec![0; size];
    let info = reader.next_frame(&mut data).ok()?;
    let has_opacity = match (info.bit_depth, info.color_type) {
        (png::BitDepth::Eight, png::ColorType::Rgba) => true,
        (png::BitDepth::Eight, png::ColorType::Rgb) => false,
        _ => return None,
    };
    let rgba = if has_opacity {
        data
    } else {
        let with_opacity = |rgb: &[u8]| [rgb, &[255]].concat();
        data.chunks_exact(3).flat_map(with_opacity).collect()
    };
    Some(Pixels { width: info.width as usize, height: info.height as usize, rgba })
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
    let (width, height) = size(scene, scale)?;
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size(width, height, 0.0))?;
    raster::draw(scene, &mut pixels);
    Ok(pixels)
}

/// The level and filter were chosen by measurement, on the 105 real maps at 1200 × 675 (seconds, megabytes):
/// 0.95 and 10.4 with the default, 0.39 and 11.1 with these, 0.24 and 14.4 at level 1, 9.6 and 9.1 at level 9.
/// A plot's rows repeat: each as the difference to the one above is mostly nothing.
fn pack(pixels: &Pixmap, scale: f64, attachment: Option<&Attachment>) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels.width(), pixels.height());
    let mut file = Vec::new();
    let data = pixels.data().as_chunks::<4>().0;
    let is_opaque = data.iter().fold(255, |least, [.., alpha]| least & alpha) == 255;
    let encoder = encoder(&mut file, (width, height), is_opaque, scale, attachment)?;
    let bytes = if is_opaque { without_opacity(pixels.data()) } else { straight(pixels) };
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(file)
}

fn encoder<'a>(
    file: &'a mut Vec<u8>,
    (width, height): (u32, u32),
    is_opaque: bool,
    scale: f64,
    attachment: Option<&Attachment>,
) -> Result<png::Encoder<'static, &'a mut Vec<u8>>, PictureError> {
    let mut encoder = png::Encoder::new(file, width, height);
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
    Ok(encoder)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};
    use crate::layout::Layout;
    use crate::scene::{Theme, build};

    fn decoded(bytes: &[u8]) -> Vec<u8> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        pixels
    }

    #[test]
    fn bands_make_the_same_picture() {
        let map = read(Format::Ron, include_str!("../../maps/tea-shop.ron")).map.unwrap();
        for theme in ["mapstone", "wardley"] {
            let theme = Theme::for_map(theme);
            let scene = build(&map, &Layout::new(&map, &theme.sizes), &theme);
            let whole = png(&scene, 2.0).unwrap();
            let bands = in_bands(&scene, 2.0, size(&scene, 2.0).unwrap(), 1 << 19).unwrap();
            let (whole, bands) = (decoded(&whole), decoded(&bands));
            let differ = whole.iter().zip(&bands).filter(|(a, b)| a.abs_diff(**b) > 2).count();
            assert!(
                whole.len() == bands.len() && differ < whole.len() / 10_000,
                "{differ} of {} differ",
                whole.len()
            );
        }
    }

    #[test]
    fn what_does_not_fit_is_told_with_what_would() {
        let map = read(Format::Owm, "size [19900, 200]\ncomponent A [0.5, 0.5]\n").map.unwrap();
        let theme = Theme::for_map("mapstone");
        let scene = build(&map, &Layout::new(&map, &theme.sizes), &theme);
        let error = png(&scene, 2.0).unwrap_err().to_string();
        assert!(error.contains("a scale of 0.99 fits") || error.contains("a scale of 1 fits"), "{error}");
    }
}
