//! What is drawn of a scene, as triangles: made once for a group and a size, and moved with the camera from then on.
//!
//! While the camera zooms, triangles are drawn larger or smaller as they are; where it rests, they are made anew at that
//! size, so that letters are sharp. What lies outside the window costs a look at its box.

use std::sync::Arc;

use egui::epaint::{ClippedPrimitive, ClippedShape, Mesh, Primitive, Vertex};
use egui::{Context, Painter, Pos2, Rect, Shape};

use super::letters::Letters;
use super::paint::{Detail, Pen};
use crate::editor::{Camera, Shown};
use crate::geometry;
use crate::scene::{Group, Item, Level, Subject, TextItem};

/// So many groups are made anew at most in a frame in which nothing but their size has changed.
const AT_ONCE: usize = 1_500;
/// Triangles are drawn by this factor larger or smaller at most.
const BLURRED: f64 = 2.0;
/// So many corners of triangles are kept at most beside those that are seen.
const MOST: usize = 3_000_000;

/// The triangles of a scene.
#[derive(Default)]
pub(super) struct Kept {
    parts: Vec<KeptPart>,
    /// The texture that letters are in, as it was when triangles were made: its size, how full it was, and how many points
    /// a pixel is; and how often other letters were given up.
    texture: Texture,
    /// Whether it was drawn in this frame.
    is_drawn: bool,
    /// The scale of the last frame.
    scale: f64,
    /// The lists of the last frame: their room is used again.
    lists: Vec<Arc<Mesh>>,
    /// How many are kept.
    corners: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Texture {
    size: [usize; 2],
    full: f32,
    pixels: f32,
    generation: u64,
}

impl Texture {
    fn now(ctx: &Context, letters: &Letters) -> Self {
        let (size, full) = ctx.fonts(|fonts| (fonts.font_image_size(), fonts.font_atlas_fill_ratio()));
        Self { size, full, pixels: ctx.pixels_per_point(), generation: letters.generation() }
    }

    /// Whether letters are where they were: it only became fuller.
    fn is_same(&self, now: &Self) -> bool {
        (self.size, self.pixels, self.generation) == (now.size, now.pixels, now.generation)
            && now.full >= self.full
    }
}

#[derive(Default)]
struct KeptPart {
    groups: Arc<Vec<Arc<Group>>>,
    entries: Vec<Entry>,
}

struct Entry {
    group: Arc<Group>,
    /// A box around it, in sheet pixels.
    around: Rect,
    is_seen: bool,
    made: Option<Made>,
}

/// Triangles at a scale, the sheet's origin at (0, 0).
struct Made {
    detail: Detail,
    meshes: Vec<(Level, Mesh)>,
}

impl Kept {
    /// Draws what is shown as the camera sees it.
    pub(super) fn draw(&mut self, painter: &Painter, shown: &Shown, camera: &Camera, letters: &mut Letters) {
        let ctx = painter.ctx().clone();
        self.take(shown);
        let seen = on_sheet(camera, painter.clip_rect());
        let is_moving = self.scale != camera.scale;
        self.scale = camera.scale;
        let mut waiting = self.look(seen, is_moving);
        let is_late = waiting.is_blurred;
        let spacing = spacing(shown);
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
            self.make(&ctx, &waiting.places, spacing, letters);
            waiting.places.clear();
        }
        self.paint(painter, shown, camera);
        self.is_drawn = true;
        if is_late {
            ctx.request_repaint();
        }
        if self.corners > MOST {
            self.forget_unseen();
        }
    }

    /// Whether the texture with the letters has changed since: what was drawn of them in this frame is wrong.
    pub(super) fn is_outdated(&mut self, ctx: &Context, letters: &Letters) -> bool {
        std::mem::take(&mut self.is_drawn) && !self.texture.is_same(&Texture::now(ctx, letters))
    }

    /// Takes over what a scene shares with the last one.
    fn take(&mut self, shown: &Shown) {
        let parts = &shown.scene.parts;
        self.parts.resize_with(parts.len(), KeptPart::default);
        for (kept, part) in self.parts.iter_mut().zip(parts) {
            if !Arc::ptr_eq(&kept.groups, part.groups()) {
                self.corners -= kept.corners();
                kept.take(part.groups());
                self.corners += kept.corners();
            }
        }
    }

    /// Finds out what is seen, and what of it is to be made.
    fn look(&mut self, seen: Rect, is_moving: bool) -> Waiting {
        let mut waiting = Waiting::default();
        let mut anew = 0;
        for (part, kept) in self.parts.iter_mut().enumerate() {
            for (at, entry) in kept.entries.iter_mut().enumerate() {
                entry.is_seen = entry.around.intersects(seen) && !entry.group.is_empty();
                if !entry.is_seen {
                    continue;
                }
                let Some(made) = &entry.made else {
                    waiting.places.push((part, at));
                    continue;
                };
                let detail = &made.detail;
                let factor = self.scale / detail.scale;
                if !(detail.least..detail.most).contains(&self.scale)
                    || !(1.0 / BLURRED..=BLURRED).contains(&factor)
                {
                    waiting.places.push((part, at));
                } else if factor != 1.0 {
                    if is_moving || anew >= AT_ONCE {
                        waiting.is_blurred = true;
                    } else {
                        anew += 1;
                        waiting.places.push((part, at));
                    }
                }
            }
        }
        waiting
    }

    /// Makes the triangles of the groups at these places.
    fn make(&mut self, ctx: &Context, places: &[(usize, usize)], spacing: f64, letters: &mut Letters) {
        let scale = self.scale;
        let mut clipped = Vec::new();
        for (number, (part, at)) in places.iter().enumerate() {
            let Some(entry) = self.parts.get_mut(*part).and_then(|part| part.entries.get_mut(*at)) else {
                continue;
            };
            let group = Arc::clone(&entry.group);
            let is_sheet = matches!(group.subject, Subject::Paper | Subject::Sheet);
            let detail = Detail::new(scale, spacing);
            let mut pen = Pen { ctx, letters: &mut *letters, detail, is_sheet, shapes: Vec::new() };
            for level in Level::ALL {
                group.on(level).for_each(|item| pen.draw(item));
                let clip_rect = name(number, level);
                clipped.extend(pen.shapes.drain(..).map(|shape| ClippedShape {
                    clip_rect,
                    shape,
                    ..empty()
                }));
            }
            self.corners -= entry.made.as_ref().map_or(0, Made::corners);
            entry.made = Some(Made { detail: pen.detail, meshes: Vec::new() });
        }
        for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(clipped, ctx.pixels_per_point()) {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let (number, level) = named(clip_rect);
            let place =
                places.get(number).and_then(|(part, at)| self.parts.get_mut(*part)?.entries.get_mut(*at));
            if let Some(made) = place.and_then(|entry| entry.made.as_mut()) {
                self.corners += mesh.vertices.len();
                made.meshes.push((level, mesh));
            }
        }
    }

    /// Hands all triangles that are seen to the painter, where the camera sees them.
    fn paint(&mut self, painter: &Painter, shown: &Shown, camera: &Camera) {
        let mut list = List::new(painter, std::mem::take(&mut self.lists));
        let origin = camera.screen_from_sheet(geometry::Point::ZERO);
        for level in Level::ALL {
            for (part, kept) in shown.scene.parts.iter().zip(&self.parts) {
                if !part.is_on(level) {
                    continue;
                }
                for entry in kept.entries.iter().filter(|entry| entry.is_seen) {
                    let Some(made) = &entry.made else { continue };
                    let factor = (camera.scale / made.detail.scale) as f32;
                    for (_, mesh) in made.meshes.iter().filter(|(own, _)| *own == level) {
                        list.add(mesh, factor, (origin.x as f32, origin.y as f32));
                    }
                }
            }
        }
        self.lists = list.finish();
    }

    fn forget(&mut self) {
        self.parts.iter_mut().flat_map(|part| &mut part.entries).for_each(|entry| entry.made = None);
        self.corners = 0;
    }

    fn forget_unseen(&mut self) {
        let entries = self.parts.iter_mut().flat_map(|part| &mut part.entries);
        entries.filter(|entry| !entry.is_seen).for_each(|entry| entry.made = None);
        self.corners = self.parts.iter().map(KeptPart::corners).sum();
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
    fn take(&mut self, groups: &Arc<Vec<Arc<Group>>>) {
        let old = std::mem::take(&mut self.entries);
        let grown = groups.len().cast_signed() - old.len().cast_signed();
        // Where something came or went, what stands before and behind it is the same.
        self.entries = Vec::with_capacity(groups.len());
        let mut old: Vec<Option<Entry>> = old.into_iter().map(Some).collect();
        for (at, group) in groups.iter().enumerate() {
            let behind = at.checked_add_signed(-grown).filter(|_| grown != 0);
            let kept = [Some(at), behind].into_iter().flatten().find_map(|at| {
                let slot = old.get_mut(at)?;
                slot.take_if(|entry| Arc::ptr_eq(&entry.group, group))
            });
            self.entries.push(kept.unwrap_or_else(|| Entry::new(group)));
        }
        self.groups = Arc::clone(groups);
    }

    fn corners(&self) -> usize {
        self.entries.iter().filter_map(|entry| entry.made.as_ref()).map(Made::corners).sum()
    }
}

impl Entry {
    fn new(group: &Arc<Group>) -> Self {
        let around = Level::ALL.iter().flat_map(|level| group.on(*level)).map(around);
        let around = around.reduce(Rect::union).unwrap_or(Rect::NOTHING);
        Self { group: Arc::clone(group), around, is_seen: false, made: None }
    }
}

impl Made {
    fn corners(&self) -> usize {
        self.meshes.iter().map(|(_, mesh)| mesh.vertices.len()).sum()
    }
}

/// Triangles on their way to the painter, as few lists as textures allow.
struct List<'a> {
    painter: &'a Painter,
    mesh: Mesh,
    /// Lists of the last frame, in whose room the next ones are made.
    old: std::vec::IntoIter<Arc<Mesh>>,
    done: Vec<Arc<Mesh>>,
}

impl<'a> List<'a> {
    fn new(painter: &'a Painter, old: Vec<Arc<Mesh>>) -> Self {
        let mut list = Self { painter, mesh: Mesh::default(), old: old.into_iter(), done: Vec::new() };
        list.mesh = list.emptied();
        list
    }

    fn emptied(&mut self) -> Mesh {
        let old = self.old.next().and_then(Arc::into_inner);
        old.map_or_else(Mesh::default, |mut mesh| {
            mesh.clear();
            mesh
        })
    }

    fn add(&mut self, mesh: &Mesh, factor: f32, (x, y): (f32, f32)) {
        if self.mesh.texture_id != mesh.texture_id {
            self.hand_over();
            self.mesh.texture_id = mesh.texture_id;
        }
        let first = self.mesh.vertices.len() as u32;
        self.mesh.indices.extend(mesh.indices.iter().map(|index| index + first));
        self.mesh.vertices.extend(mesh.vertices.iter().map(|vertex| Vertex {
            pos: Pos2::new(vertex.pos.x * factor + x, vertex.pos.y * factor + y),
            ..*vertex
        }));
    }

    fn hand_over(&mut self) {
        if !self.mesh.is_empty() {
            let next = self.emptied();
            let mesh = Arc::new(std::mem::replace(&mut self.mesh, next));
            self.painter.add(Shape::mesh(Arc::clone(&mesh)));
            self.done.push(mesh);
        }
    }

    fn finish(mut self) -> Vec<Arc<Mesh>> {
        self.hand_over();
        self.done
    }
}

/// Clips that cut nothing, each with a name: triangles of different ones are not put together.
const FAR: f32 = 1e9;

fn name(number: usize, level: Level) -> Rect {
    let left = -FIRST - (8 * number + level as usize) as f32;
    Rect::from_min_max(Pos2::new(left, -FAR), Pos2::new(FAR, FAR))
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

/// How far components stand from each other on the average, in sheet pixels.
fn spacing(shown: &Shown) -> f64 {
    let layout = &shown.layout;
    (layout.plot.area() / layout.symbols.len().max(1) as f64).sqrt()
}

/// The part of the sheet that a part of the screen shows.
fn on_sheet(camera: &Camera, rect: Rect) -> Rect {
    let corner = |at: Pos2| {
        let at = camera.sheet_from_screen(geometry::Point::new(at.x.into(), at.y.into()));
        Pos2::new(at.x as f32, at.y as f32)
    };
    Rect::from_min_max(corner(rect.min), corner(rect.max))
}

/// A box that holds an item.
fn around(item: &Item) -> Rect {
    let at = |point: geometry::Point| Pos2::new(point.x as f32, point.y as f32);
    let beside =
        |stroke: Option<&crate::scene::Stroke>| stroke.map_or(1.0, |stroke| stroke.width as f32 + 1.0);
    match item {
        Item::Rect { rect, stroke, .. } => {
            let rect = Rect::from_min_max(at(rect.origin()), at(geometry::Point::new(rect.x1, rect.y1)));
            rect.expand(beside(stroke.as_ref()))
        }
        Item::Circle { center, radius, stroke, .. } => {
            let radius = *radius as f32 + beside(stroke.as_ref());
            Rect::from_center_size(at(*center), egui::Vec2::splat(2.0 * radius))
        }
        Item::Polyline { points, stroke } => around_points(points).expand(beside(Some(stroke))),
        Item::Polygon { points, stroke, .. } => around_points(points).expand(beside(stroke.as_ref())),
        Item::Text(text) | Item::Halo(text) => around_text(text, at(text.at)),
    }
}

fn around_points(points: &[geometry::Point]) -> Rect {
    let mut around = Rect::NOTHING;
    for point in points {
        around.extend_with(Pos2::new(point.x as f32, point.y as f32));
    }
    around
}

/// No letter is wider than so many ems: texts need not be measured to be left out.
const WIDEST: f32 = 1.5;

fn around_text(text: &TextItem, at: Pos2) -> Rect {
    let em = text.size as f32;
    let reach = WIDEST * em * text.text.chars().count() as f32;
    let down = if text.angle == 0.0 { 1.5 * em } else { reach + em };
    Rect::from_center_size(at, egui::vec2(2.0 * (reach + em), 2.0 * down))
}
