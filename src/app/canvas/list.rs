//! Triangles on their way to the screen.

use std::sync::Arc;

use egui::epaint::{Mesh, Vertex};
use egui::{Painter, Pos2, Shape, Vec2};

/// Where triangles are drawn: how much larger than they are, and by how much they are moved, in points.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Placing {
    pub(super) factor: f32,
    pub(super) shift: Vec2,
}

impl Placing {
    fn place(self, at: Pos2) -> Pos2 {
        Pos2::new(at.x * self.factor + self.shift.x, at.y * self.factor + self.shift.y)
    }
}

/// Moves triangles that were drawn to another place; `false` where somebody else still has them.
pub(super) fn replace(lists: &mut [Arc<Mesh>], placing: Placing) -> bool {
    lists.iter_mut().all(|list| {
        let Some(mesh) = Arc::get_mut(list) else { return false };
        for vertex in &mut mesh.vertices {
            vertex.pos = placing.place(vertex.pos);
        }
        true
    })
}

/// By so many points the clip of triangles differs from that of what is drawn after them: far less than a pixel. Triangles of
/// one clip and texture come into one list on the way to the screen, and a long one would be copied once more to make
/// room for a single circle.
const APART: f32 = 1.0 / 1024.0;

/// Hands triangles to the painter.
pub(super) fn paint(lists: &[Arc<Mesh>], painter: &Painter) {
    let painter = painter.with_clip_rect(painter.clip_rect().shrink(APART));
    painter.extend(lists.iter().map(|list| Shape::mesh(Arc::clone(list))));
}

/// Puts triangles together, in as few lists as textures allow.
pub(super) struct Lists {
    mesh: Mesh,
    /// Lists of the last frame, in whose room the next ones are made.
    old: std::vec::IntoIter<Arc<Mesh>>,
    done: Vec<Arc<Mesh>>,
}

impl Lists {
    pub(super) fn new(old: Vec<Arc<Mesh>>) -> Self {
        let mut lists = Self { mesh: Mesh::default(), old: old.into_iter(), done: Vec::new() };
        lists.mesh = lists.emptied();
        lists
    }

    fn emptied(&mut self) -> Mesh {
        let old = self.old.next().and_then(Arc::into_inner);
        old.map_or_else(Mesh::default, |mut mesh| {
            mesh.clear();
            mesh
        })
    }

    pub(super) fn add(&mut self, mesh: &Mesh, placing: Placing) {
        if self.mesh.texture_id != mesh.texture_id {
            self.begin();
            self.mesh.texture_id = mesh.texture_id;
        }
        let first = self.mesh.vertices.len() as u32;
        self.mesh.indices.extend(mesh.indices.iter().map(|index| index + first));
        let placed = |vertex: &Vertex| Vertex { pos: placing.place(vertex.pos), ..*vertex };
        self.mesh.vertices.extend(mesh.vertices.iter().map(placed));
    }

    fn begin(&mut self) {
        if !self.mesh.is_empty() {
            let next = self.emptied();
            self.done.push(Arc::new(std::mem::replace(&mut self.mesh, next)));
        }
    }

    pub(super) fn finish(mut self) -> Vec<Arc<Mesh>> {
        self.begin();
        self.done
    }
}
