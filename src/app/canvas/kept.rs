//! What is drawn of a scene, as triangles: made once for a group and a size, and moved with the camera from then on.
//!
//! While the camera zooms, triangles are drawn larger or smaller as they are; where it rests, they are made anew at that
//! size, so that letters are sharp. What lies outside the window costs a look at its box.

use std::sync::Arc;

use egui::epaint::{ClippedPrimitive, ClippedShape, Mesh, Primitive, TextOptions};
use egui::{Context, Painter, Pos2, Rect, Shape, Vec2};

use super::around::around_group;
use super::letters::Letters;
use super::list::{self, Lists, Placing};
use super::paint::{Density, Detail, Pen};
use crate::editor::Camera;
use crate::geometry;
use crate::layout::Layout;
use crate::model::Shared;
use crate::scene::{Group, Level, Scene, Subject};

/// So many groups are made anew at most in a frame in which nothing but their size has changed: a few milliseconds.
const AT_ONCE: usize = 500;
/// The shapes of so many groups become triangles together: few enough to stay in the processor's cache.
const BATCH: usize = 512;
/// By this factor larger or smaller triangles are drawn while the camera zooms, and no further.
const BLURRED: f64 = 2.0;
/// So many corners of triangles are kept at most beside those that are seen.
const MOST: usize = 3_000_000;
/// What lies so far around what is seen, in widths and heights of that, is looked at where the camera moves; the rest when it
/// comes there.
const NEAR: f32 = 1.0;
/// What lies so far around what is seen is drawn.
const DRAWN: f32 = 0.0625;
/// Where the camera came so near that these parts of the sheet are so many times larger than they would be, they are made
/// smaller.
const WIDER: f32 = 1.5;
/// Where more things than these came there at once, all are looked at again.
const FEW: usize = 64;
/// The shapes of a group are put together by so many: of long dashed lines only the dashes that are seen are drawn.
const TOGETHER: usize = 32;
/// After so many moves triangles are put together anew: each leaves them a little beside their place.
const MOVES: u32 = 100;

/// The triangles of a scene.
#[derive(Default)]
pub(super) struct Kept {
    parts: Vec<KeptPart>,
    texture: Texture,
    /// Whether it was drawn in this frame.
    is_drawn: bool,
    /// The number of the frame in which it was drawn last.
    frame: u64,
    /// The scale of the last frame.
    scale: f64,
    /// How close things stand, of a sheet with so many components and links.
    density: (Density, Counts),
    /// The part of the sheet far around the one that is seen of which it is known what lies there; `None` where something is
    /// another since.
    near: Option<Rect>,
    /// The part of it that is drawn: a little more than is seen, so that most moves of the camera bring nothing new.
    drawn: Option<Rect>,
    /// Whether all that is drawn is made for this scale.
    is_sharp: bool,
    /// The least and the largest scale that what is drawn is made for; `None` where that is not known. While the camera zooms
    /// nothing else of it is asked for.
    made_for: Option<[f64; 2]>,
    /// How many corners of triangles are kept.
    corners: usize,
    /// What was drawn in the last frame.
    lists: Vec<Arc<Mesh>>,
    /// Where the sheet's origin was then, and at which scale; `None` where that is to be put together anew.
    placed: Option<(f64, Vec2)>,
    /// How often that was moved since.
    moves: u32,
}

/// The texture that letters are in, as it was when triangles were made: its size, how full it was, how many points a pixel
/// is, how letters are put into it (which light and dark windows do otherwise); and how often other letters were given up.
#[derive(Clone, Copy, Default, PartialEq)]
struct Texture {
    size: [usize; 2],
    full: f32,
    pixels: f32,
    options: Option<TextOptions>,
    generation: u64,
}

impl Texture {
    fn now(ctx: &Context, letters: &Letters) -> Self {
        let (size, full, options) =
            ctx.fonts(|fonts| (fonts.font_image_size(), fonts.font_atlas_fill_ratio(), *fonts.options()));
        let (pixels, options) = (ctx.pixels_per_point(), Some(options));
        Self { size, full, pixels, options, generation: letters.generation() }
    }

    /// Whether letters are where they were: it only became fuller.
    fn is_same(&self, now: &Self) -> bool {
        (self.size, self.pixels, self.options, self.generation)
            == (now.size, now.pixels, now.options, now.generation)
            && now.full >= self.full
    }
}

/// How many components and links there are, and how large the sheet is.
#[derive(Clone, Copy, Default, PartialEq)]
struct Counts(usize, usize, f64);

impl Counts {
    fn of(layout: &Layout) -> Self {
        Self(layout.symbols.len(), layout.links.len(), layout.plot.area())
    }
}

/// The groups of a part of the scene, with what is known of each.
#[derive(Default)]
struct KeptPart {
    groups: Shared<Group>,
    /// The box around each, in sheet pixels.
    around: Vec<Rect>,
    made: Vec<Option<Box<Made>>>,
    /// The numbers of those that lie near what is seen.
    near: Vec<u32>,
    /// The numbers of those that are drawn.
    drawn: Vec<u32>,
}

/// Triangles at a scale, the sheet's origin at (0, 0).
struct Made {
    detail: Detail,
    pieces: Vec<Piece>,
}

/// The triangles of some shapes on a level.
struct Piece {
    level: Level,
    /// The box around them, in sheet pixels.
    around: Rect,
    mesh: Mesh,
}

impl Kept {
    /// Draws what is shown as the camera sees it.
    pub(super) fn draw(
        &mut self,
        painter: &Painter,
        (layout, scene): (&Layout, &Scene),
        camera: &Camera,
        letters: &mut Letters,
    ) {
        span!("canvas");
        let ctx = painter.ctx().clone();
        // While another map was shown, letters may have moved in their texture more than once.
        let frame = ctx.cumulative_pass_nr();
        if frame > std::mem::replace(&mut self.frame, frame) + 1 {
            self.forget();
        }
        self.take(scene);
        let seen = on_sheet(camera, painter.clip_rect());
        let is_moving = self.scale != camera.scale;
        self.count(layout, camera.scale);
        self.is_sharp &= !is_moving;
        self.scale = camera.scale;
        let mut waiting = self.look(seen, is_moving);
        let is_late = waiting.is_blurred;
        // New letters may make their texture larger, which moves all others in it.
        for _ in 0..4 {
            let now = Texture::now(&ctx, letters);
            if !self.texture.is_same(&now) {
                self.forget();
                waiting = self.look(seen, false);
            }
            self.texture = now;
            if waiting.places.is_empty() {
                break;
            }
            self.placed = None;
            for places in waiting.places.chunks(BATCH) {
                self.make(&ctx, places, letters);
            }
            waiting.places.clear();
        }
        self.place(scene, camera);
        list::paint(&self.lists, painter);
        self.is_drawn = true;
        if is_late {
            ctx.request_repaint();
        }
        if self.corners > MOST {
            self.forget_unseen();
        }
    }

    /// Finds out how close things stand where some came or went; what is moved changes nothing of what is left out.
    fn count(&mut self, layout: &Layout, scale: f64) {
        let counts = Counts::of(layout);
        if self.density.1 != counts {
            let density = Density::of(layout);
            let before = std::mem::replace(&mut self.density, (density, counts)).0;
            if before.left_out(scale) != density.left_out(scale) {
                self.forget();
            }
        }
    }

    /// Whether links are left out.
    pub(super) fn hides_links(&self) -> bool {
        self.density.0.hides_links(self.scale)
    }

    /// Whether the texture with the letters has changed since: what was drawn of them in this frame is wrong.
    pub(super) fn is_outdated(&mut self, ctx: &Context, letters: &Letters) -> bool {
        std::mem::take(&mut self.is_drawn) && !self.texture.is_same(&Texture::now(ctx, letters))
    }

    /// Takes over what a scene shares with the last one.
    fn take(&mut self, scene: &Scene) {
        let parts = &scene.parts;
        self.parts.resize_with(parts.len(), KeptPart::default);
        for (kept, part) in self.parts.iter_mut().zip(parts) {
            if kept.groups.is_same(part.groups()) {
                kept.groups.adopt(part.groups());
            } else {
                (self.placed, self.drawn, self.made_for) = (None, None, None);
                let is_known = kept.take(part.groups(), &mut self.corners, self.near);
                self.near.take_if(|_| !is_known);
            }
        }
    }

    /// Finds out what lies near what is seen, and what of that is drawn, where that is not known.
    fn look_around(&mut self, seen: Rect) {
        let is_known = |part: &Rect, beside: f32| {
            let most = WIDER * part_around(seen, beside).area();
            part.contains_rect(seen) && part.area() <= most
        };
        if self.near.as_ref().is_some_and(|near| is_known(near, NEAR)) {
            if self.drawn.as_ref().is_some_and(|drawn| is_known(drawn, DRAWN)) {
                return;
            }
        } else {
            let near = part_around(seen, NEAR);
            self.near = Some(near);
            for kept in &mut self.parts {
                kept.near.clear();
                let around = kept.around.iter().zip(0..);
                kept.near.extend(around.filter(|(around, _)| around.intersects(near)).map(|(_, at)| at));
            }
        }
        let drawn = part_around(seen, DRAWN);
        self.drawn = Some(drawn);
        (self.is_sharp, self.placed, self.made_for) = (false, None, None);
        for kept in &mut self.parts {
            kept.drawn.clear();
            let is_drawn =
                |at: &u32| kept.around.get(*at as usize).is_some_and(|around| around.intersects(drawn));
            kept.drawn.extend(kept.near.iter().copied().filter(is_drawn));
        }
    }

    /// Finds out what is drawn, and what of it is to be made.
    fn look(&mut self, seen: Rect, is_moving: bool) -> Waiting {
        self.look_around(seen);
        let mut waiting = Waiting::default();
        if self.is_sharp {
            return waiting;
        }
        let scale = self.scale;
        let is_blurred = |made: f64| !(1.0 / BLURRED..=BLURRED).contains(&(scale / made));
        if let Some(scales) =
            self.made_for.filter(|scales| is_moving && !scales.iter().any(|made| is_blurred(*made)))
        {
            waiting.is_blurred = scales != [scale; 2];
            self.is_sharp = !waiting.is_blurred;
            return waiting;
        }
        let mut anew = 0;
        let [mut least, mut largest] = [scale; 2];
        for (part, kept) in self.parts.iter().enumerate() {
            for at in &kept.drawn {
                let at = *at as usize;
                let Some(made) = kept.made.get(at).and_then(Option::as_ref) else {
                    waiting.places.push((part, at));
                    continue;
                };
                let made = made.detail.scale;
                if made == scale {
                    continue;
                }
                // While the camera zooms only what would be too blurred is made anew; all of it some at a time.
                if (!is_moving || is_blurred(made)) && anew < AT_ONCE {
                    anew += 1;
                    waiting.places.push((part, at));
                } else {
                    waiting.is_blurred = true;
                    (least, largest) = (least.min(made), largest.max(made));
                }
            }
        }
        self.is_sharp = !waiting.is_blurred;
        self.made_for = Some([least, largest]);
        waiting
    }

    /// Makes the triangles of the groups at these places.
    fn make(&mut self, ctx: &Context, places: &[(usize, usize)], letters: &mut Letters) {
        let detail = Detail { scale: self.scale, density: self.density.0 };
        let mut clipped = Vec::new();
        for (number, (part, at)) in places.iter().enumerate() {
            let Some(kept) = self.parts.get_mut(*part) else { continue };
            let (Some(group), Some(slot)) = (kept.groups.get(*at), kept.made.get_mut(*at)) else { continue };
            let is_sheet = matches!(group.subject, Subject::Paper | Subject::Sheet | Subject::List);
            let mut pen = Pen { ctx, letters: &mut *letters, detail, is_sheet, shapes: Vec::new() };
            let is_shown = pen.shows_any(group);
            for level in Level::ALL.into_iter().filter(|_| is_shown) {
                if group.subject == Subject::Paper {
                    pen.sheets(group.on(level));
                } else {
                    group.on(level).for_each(|item| pen.draw(item));
                }
                clipped.extend(pen.shapes.drain(..).enumerate().map(|(at, shape)| ClippedShape {
                    clip_rect: name(number, level, at / TOGETHER),
                    shape,
                    ..empty()
                }));
            }
            self.corners -= slot.as_ref().map_or(0, |made| made.corners());
            *slot = Some(Box::new(Made { detail: pen.detail, pieces: Vec::new() }));
        }
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(clipped, ctx.pixels_per_point()) {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let (number, level) = named(clip_rect);
            let slot = places.get(number).and_then(|(part, at)| self.parts.get_mut(*part)?.made.get_mut(*at));
            if let Some(Some(made)) = slot {
                self.corners += mesh.vertices.len();
                let around = mesh.calc_bounds() / self.scale as f32;
                made.pieces.push(Piece { level, around, mesh });
            }
        }
    }

    /// Puts all triangles that are seen where the camera sees them.
    fn place(&mut self, scene: &Scene, camera: &Camera) {
        let origin = camera.screen_from_sheet(geometry::Point::ZERO);
        let origin = Vec2::new(origin.x as f32, origin.y as f32);
        let before = self.placed.replace((camera.scale, origin));
        self.moves += 1;
        if let Some((scale, from)) = before.filter(|_| self.moves < MOVES) {
            // The same as before: it only moves.
            let factor = (camera.scale / scale) as f32;
            let placing = Placing { factor, shift: origin - from * factor };
            let stays = placing == Placing { factor: 1.0, shift: Vec2::ZERO };
            if stays || list::replace(&mut self.lists, placing) {
                return;
            }
        }
        self.moves = 0;
        let mut lists = Lists::new(std::mem::take(&mut self.lists));
        let seen = self.drawn.unwrap_or(Rect::EVERYTHING);
        for level in Level::ALL {
            let parts = scene.parts.iter().zip(&self.parts).filter(|(part, _)| part.is_on(level));
            let drawn = parts.flat_map(|(_, kept)| kept.drawn.iter().map(|at| kept.made.get(*at as usize)));
            for made in drawn.flatten().flatten() {
                let placing = Placing { factor: (camera.scale / made.detail.scale) as f32, shift: origin };
                let is_seen = |piece: &&Piece| piece.level == level && piece.around.intersects(seen);
                made.pieces.iter().filter(is_seen).for_each(|piece| lists.add(&piece.mesh, placing));
            }
        }
        self.lists = lists.finish();
    }

    fn forget(&mut self) {
        self.parts.iter_mut().flat_map(|part| &mut part.made).for_each(|made| *made = None);
        (self.corners, self.placed, self.is_sharp, self.made_for) = (0, None, false, None);
    }

    fn forget_unseen(&mut self) {
        self.corners = 0;
        for part in &mut self.parts {
            let mut drawn = part.drawn.iter().peekable();
            for (at, made) in (0..).zip(&mut part.made) {
                if drawn.next_if_eq(&&at).is_none() {
                    *made = None;
                }
            }
            self.corners += part.made.iter().flatten().map(|made| made.corners()).sum::<usize>();
        }
    }
}

/// What is to be made.
#[derive(Default)]
struct Waiting {
    places: Vec<(usize, usize)>,
    /// Whether some is left for the next frames, and drawn at another size than it was made for until then.
    is_blurred: bool,
}

impl KeptPart {
    /// Keeps what is made of those groups that are the very same. Answers whether it is known what lies in a part of the
    /// sheet, where it was.
    fn take(&mut self, groups: &Shared<Group>, corners: &mut usize, near: Option<Rect>) -> bool {
        let old = std::mem::replace(&mut self.groups, groups.clone());
        if old.len() != groups.len() {
            self.splice(&old, corners);
            return false;
        }
        let mut came = 0;
        for (at, _, group) in old.differences(groups) {
            if let (Some(around), Some(made)) = (self.around.get_mut(at), self.made.get_mut(at)) {
                *around = around_group(group);
                *corners -= made.take().map_or(0, |made| made.corners());
                // What goes away stays among those that are looked at.
                let is_near = came < FEW && near.is_some_and(|near| around.intersects(near));
                if let Err(place) = self.near.binary_search(&(at as u32))
                    && is_near
                {
                    self.near.insert(place, at as u32);
                    came += 1;
                }
            }
        }
        near.is_some() && came < FEW
    }

    /// The same where something came or went: what stands before and behind it is the same.
    fn splice(&mut self, old: &Shared<Group>, corners: &mut usize) {
        let is_same = |(old, new): &(&Arc<Group>, &Arc<Group>)| Arc::ptr_eq(old, new);
        let new = &self.groups;
        let first = old.iter().zip(new).take_while(is_same).count();
        let most = old.len().min(new.len()) - first;
        let last = old.iter().rev().zip(new.iter().rev()).take(most).take_while(is_same).count();
        let (gone, came) = (first..old.len() - last, first..new.len() - last);
        let groups = new.iter().skip(first).take(came.len());
        self.around.splice(gone.clone(), groups.map(|group| around_group(group)));
        let lost = self.made.splice(gone, came.map(|_| None));
        *corners -= lost.flatten().map(|made| made.corners()).sum::<usize>();
        // Their numbers are others now.
        self.drawn.clear();
    }
}

impl Made {
    fn corners(&self) -> usize {
        self.pieces.iter().map(|piece| piece.mesh.vertices.len()).sum()
    }
}

/// Clips that cut nothing, each with a name: triangles of different ones are not put together.
const FAR: f32 = 1e9;

fn name(number: usize, level: Level, piece: usize) -> Rect {
    let left = -FIRST - (8 * number + level as usize) as f32;
    Rect::from_min_max(Pos2::new(left, -FAR), Pos2::new(FAR, FIRST + piece as f32))
}

/// Further out than any point of a sheet at any scale.
const FIRST: f32 = 1_000_000.0;

fn named(clip: Rect) -> (usize, Level) {
    let number = (-clip.min.x - FIRST) as usize;
    (number / 8, Level::ALL.get(number % 8).copied().unwrap_or(Level::Top))
}

fn empty() -> ClippedShape {
    ClippedShape {
        clip_rect: Rect::NOTHING,
        shape: Shape::Noop,
        transform_after_tessellation: egui::emath::TSTransform::IDENTITY,
    }
}

/// A part of the sheet with so many of its widths and heights around it.
fn part_around(part: Rect, beside: f32) -> Rect {
    part.expand2(part.size() * beside)
}

/// The part of the sheet that a part of the screen shows.
fn on_sheet(camera: &Camera, rect: Rect) -> Rect {
    let corner = |at: Pos2| {
        let at = camera.sheet_from_screen(geometry::Point::new(at.x.into(), at.y.into()));
        Pos2::new(at.x as f32, at.y as f32)
    };
    Rect::from_min_max(corner(rect.min), corner(rect.max))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dark window puts letters into the texture anew: none is where it was, however full that is.
    #[test]
    fn another_way_of_drawing_letters_is_another_texture() {
        let (ctx, letters) = (Context::default(), Letters::default());
        let mut textures = Vec::new();
        for theme in [egui::Theme::Light, egui::Theme::Light, egui::Theme::Dark] {
            ctx.set_theme(theme);
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                textures.push(Texture::now(ui.ctx(), &letters));
            });
            output.textures_delta.clear();
        }
        let [first, second, dark] = textures.as_slice() else { panic!("three passes") };
        assert!(first.is_same(second));
        assert!(!second.is_same(&Texture { full: 1.0, ..*dark }));
    }
}
