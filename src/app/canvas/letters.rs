//! Letters that egui does not set itself: other scripts, pictographs, what stands alone. Each is drawn once by the code
//! that draws pictures, and put beside others into a texture, so that window and picture agree.

use std::collections::HashMap;

use egui::epaint::Mesh;
use egui::{Color32, ColorImage, Context, Pos2, Rect, Shape, TextureHandle, TextureOptions, Vec2};

use crate::export::{LetterPixels, letter};
use crate::typeset::{FontId, Line};

/// The side of a texture, in pixels.
const SIDE: usize = 1024;
/// The height of the first: it is enough for the words of most maps, and the first frame has to fill and send it.
const FIRST: usize = 256;
/// After so many textures, letters are drawn anew: zooming has left those of many sizes.
const MOST: usize = 8;
/// Letters stand at quarters of pixels.
const STEPS: f64 = 4.0;

/// What a letter's pixels depend on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    font: FontId,
    glyph: u16,
    em: u32,
    halo: u32,
    step: u8,
}

/// Where a letter lies.
#[derive(Clone, Copy)]
struct Place {
    texture: usize,
    /// Its part of the texture, of 1 by 1.
    uv: Rect,
    /// From the letter's point to its first pixel, and how large it is, in pixels.
    offset: Vec2,
    size: Vec2,
    is_colored: bool,
}

/// The letters that were drawn.
#[derive(Default)]
pub(in crate::app) struct Letters {
    textures: Vec<TextureHandle>,
    places: HashMap<Key, Option<Place>>,
    /// Where the next letter goes in the last texture, and how high its row is.
    next: (usize, usize),
    row: usize,
    /// How often all were forgotten.
    generation: u64,
}

/// How a line of text is to be drawn.
pub(in crate::app) struct Setting {
    /// Where the line begins, on its baseline, in points.
    pub(in crate::app) at: Pos2,
    /// The em, in points.
    pub(in crate::app) size: f32,
    /// Turned about that place, in radians.
    pub(in crate::app) angle: f32,
    pub(in crate::app) color: Color32,
    /// The width of an edge around the letters, in points; 0 is none.
    pub(in crate::app) halo: f32,
}

/// How high the texture with a number is, in pixels.
fn high(number: usize) -> usize {
    if number == 0 { FIRST } else { SIDE }
}

impl Letters {
    /// Draws a line.
    pub(in crate::app) fn draw(
        &mut self,
        ctx: &Context,
        line: &Line,
        setting: &Setting,
        shapes: &mut Vec<Shape>,
    ) {
        let pixels = f64::from(ctx.pixels_per_point());
        let points = 1.0 / pixels as f32;
        let em = f64::from(setting.size) * pixels;
        let mut meshes: HashMap<usize, Mesh> = HashMap::new();
        for glyph in &line.glyphs {
            let along = f64::from(setting.at.x) * pixels + glyph.at.x * em;
            let down = f64::from(setting.at.y) * pixels + glyph.at.y * em;
            // Turned letters are drawn from the middle of their pixels anyway, and nobody sees where in its pixel a
            // halo begins.
            let is_level = setting.angle == 0.0 && setting.halo == 0.0;
            let steps = if is_level { (along * STEPS).round() } else { 0.0 };
            let (column, step) =
                if is_level { ((steps / STEPS).floor(), steps.rem_euclid(STEPS) as u8) } else { (along, 0) };
            let row = if is_level { down.round() } else { down };
            let key = Key {
                font: glyph.font,
                glyph: glyph.id,
                em: (em as f32).to_bits(),
                halo: (setting.halo * pixels as f32).to_bits(),
                step,
            };
            let Some(place) = self.place(ctx, key) else { continue };
            let corner = Pos2::new(column as f32, row as f32) + place.offset;
            let rect = Rect::from_min_size(corner, place.size) * points;
            let color = if place.is_colored { Color32::WHITE } else { setting.color };
            let mesh = meshes.entry(place.texture).or_default();
            mesh.add_rect_with_uv(rect, place.uv, color);
        }
        for number in 0..self.textures.len() {
            if let (Some(mut mesh), Some(texture)) = (meshes.remove(&number), self.textures.get(number)) {
                mesh.texture_id = texture.id();
                if setting.angle != 0.0 {
                    mesh.rotate(egui::emath::Rot2::from_angle(setting.angle), setting.at);
                }
                shapes.push(Shape::mesh(mesh));
            }
        }
    }

    /// How often all textures were given up.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    fn place(&mut self, ctx: &Context, key: Key) -> Option<Place> {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let right = f64::from(key.step) / STEPS;
        let (em, halo) = (f64::from(f32::from_bits(key.em)), f64::from(f32::from_bits(key.halo)));
        let drawn = letter(key.font, key.glyph, em, halo, right);
        let place = drawn.and_then(|pixels| self.keep(ctx, &pixels));
        self.places.insert(key, place);
        place
    }

    /// Puts a letter beside the last one.
    fn keep(&mut self, ctx: &Context, pixels: &LetterPixels) -> Option<Place> {
        // One empty pixel around each keeps its neighbours out.
        let (width, height) = (pixels.width + 1, pixels.height + 1);
        if width > SIDE || height > SIDE {
            return None;
        }
        if self.next.0 + width > SIDE {
            self.next = (0, self.next.1 + self.row);
            self.row = 0;
        }
        while self.textures.is_empty() || self.next.1 + height > high(self.textures.len() - 1) {
            if self.textures.len() >= MOST {
                *self = Self { generation: self.generation + 1, ..Self::default() };
                ctx.request_repaint();
            }
            let empty = ColorImage::filled([SIDE, high(self.textures.len())], Color32::TRANSPARENT);
            self.textures.push(ctx.load_texture("letters", empty, TextureOptions::LINEAR));
            (self.next, self.row) = ((0, 0), 0);
        }
        let image = ColorImage::from_rgba_premultiplied([pixels.width, pixels.height], &pixels.rgba);
        let at = self.next;
        self.textures.last_mut()?.set_partial([at.0, at.1], image, TextureOptions::LINEAR);
        self.next.0 += width;
        self.row = self.row.max(height);
        let texture = self.textures.len() - 1;
        let part = |x: usize, y: usize| Pos2::new(x as f32 / SIDE as f32, y as f32 / high(texture) as f32);
        Some(Place {
            texture,
            uv: Rect::from_min_max(part(at.0, at.1), part(at.0 + pixels.width, at.1 + pixels.height)),
            offset: Vec2::new(pixels.left as f32, pixels.top as f32),
            size: Vec2::new(pixels.width as f32, pixels.height as f32),
            is_colored: pixels.is_colored,
        })
    }
}
