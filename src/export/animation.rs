//! Several pictures as one that moves.

use super::png::{PictureError, pixels};
use crate::geometry::Rect;
use crate::scene::{Item, Level, Paint, Scene};

/// A picture of a moving one.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What it shows.
    pub scene: Scene,
    /// How long, in milliseconds.
    pub milliseconds: u16,
}

/// Pictures one after the other as an animated PNG, over and over; programs that show only one show the first. All are as
/// large as the largest.
///
/// # Errors
/// If there are none, or they have no size or too large a one, or cannot be drawn.
pub fn animated_png(frames: &[Frame], scale: f64) -> Result<Vec<u8>, PictureError> {
    let whole = frames.iter().map(|frame| frame.scene.bounds).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    let (width, height) = ((whole.width() * scale).round() as u32, (whole.height() * scale).round() as u32);
    if frames.is_empty() || !(1..=20_000).contains(&width) || !(1..=20_000).contains(&height) {
        return Err(PictureError::Size(width, height, 0.0));
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(6));
    encoder.set_filter(png::Filter::Up);
    encoder.set_animated(u32::try_from(frames.len()).unwrap_or(1), 0)?;
    let mut writer = encoder.write_header()?;
    for frame in frames {
        writer.set_frame_delay(frame.milliseconds, 1000)?;
        let drawn = pixels(&within(&frame.scene, whole), scale)?;
        writer.write_image_data(&drawn.rgba)?;
    }
    writer.finish()?;
    Ok(file)
}

/// The same picture on a paper of this size.
pub fn within(scene: &Scene, bounds: Rect) -> Scene {
    let paper = scene.items().find_map(|(_, item)| match item {
        Item::Rect { fill: Some(Paint::Solid(color)), .. } => Some(*color),
        _ => None,
    });
    let mut scene = scene.clone();
    if let Some(color) = paper.filter(|_| scene.bounds != bounds) {
        let fill = Some(Paint::Solid(color));
        let below = Scene::of_items(
            bounds,
            "",
            "",
            vec![Item::Rect { rect: bounds, radius: 0.0, fill, stroke: None }],
        );
        debug_assert!(below.parts.iter().all(|part| part.is_on(Level::Ground)), "paper lies on the ground");
        scene.parts.splice(0..0, below.parts);
    }
    scene.bounds = bounds;
    scene
}
