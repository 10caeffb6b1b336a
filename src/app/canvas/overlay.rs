//! What is drawn over the map while it is edited, and never exported.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::handles;
use super::paint::{on_screen, rect_on_screen, small_text};
use crate::app::style;
use crate::app::words::{future_words, place_words};
use crate::editor::{Editor, Overlay, Selection, Shown, Tool};
use crate::geometry::{self, Point};
use crate::layout::{Block, Hit, Outline};
use crate::model::ElementId;

/// Where links are left out, those of so many selected things are drawn at most: more would be a thicket again.
const MOST: usize = 200;

/// Draws selection, handles and what a running gesture is about to do; and where links are left out, those of what is
/// selected or under the pointer.
pub(super) fn draw(painter: &Painter, editor: &Editor, selected: &mut Selected, hides_links: bool) {
    let (accent, _) = style::overlay(editor.theme());
    let selection = editor.document.selection();
    if hides_links {
        let hovered = editor.hovered().and_then(Hit::element);
        let few = selection.elements.iter().filter(|_| selection.elements.len() <= MOST);
        let stroke = Stroke::new(1.0, accent);
        for id in few.chain(hovered.filter(|id| !selection.elements.contains(*id))) {
            links_of(painter, editor, id, stroke);
        }
    }
    if let Some(hovered) = editor.hovered() {
        hover(painter, editor, hovered);
    }
    selected.draw(painter, editor, Stroke::new(2.0, accent));
    for key in &selection.links {
        if let Some(line) = editor.layout().link(key) {
            polyline(painter, editor, &line.points, Stroke::new(3.0, accent));
        }
    }
    if let Some(arrow) = selection.ghost.as_ref().and_then(|id| editor.layout().arrow(id)) {
        let center = on_screen(&editor.camera, arrow.ghost);
        let radius = (editor.theme().sizes.symbol_radius * editor.camera.scale) as f32 + 4.0;
        painter.circle_stroke(center, radius, Stroke::new(2.0, accent));
    }
    handles::draw(painter, editor);
    gesture(painter, editor);
}

fn polyline(painter: &Painter, editor: &Editor, points: &[Point], stroke: Stroke) {
    let points = points.iter().map(|point| on_screen(&editor.camera, *point)).collect();
    painter.line(points, stroke);
}

fn links_of(painter: &Painter, editor: &Editor, id: &ElementId, stroke: Stroke) {
    for line in editor.map().links_of(id).iter().filter_map(|at| editor.layout().link_at(*at)) {
        polyline(painter, editor, &line.points, stroke);
    }
}

/// A ring around one thing.
fn ring(painter: &Painter, editor: &Editor, id: &ElementId, stroke: Stroke) {
    Rings::around(editor, &BTreeSet::from([id.clone()])).draw(painter, editor, stroke);
}

/// Where rings stand around things, on the sheet.
#[derive(Default)]
struct Rings {
    /// Symbols, with their radius.
    circles: Vec<(Point, f64)>,
    /// Discs of annotations.
    discs: Vec<Point>,
    /// Boxes of words and the like.
    frames: Vec<geometry::Rect>,
    pipelines: Vec<geometry::Rect>,
    /// The numbers of areas.
    areas: Vec<usize>,
}

impl Rings {
    fn around(editor: &Editor, ids: &BTreeSet<ElementId>) -> Self {
        let layout = editor.layout();
        let mut rings = Self::default();
        for id in ids {
            match layout.symbol(id).map(|symbol| (symbol.center, symbol.outline)) {
                Some((center, Outline::Circle(radius))) => rings.circles.push((center, radius)),
                // An anchor is its name.
                Some(_) => rings.frames.extend(layout.element_rect(id)),
                None => {}
            }
        }
        let discs = layout.discs.iter().filter(|disc| ids.contains(&disc.id));
        rings.discs.extend(discs.map(|disc| disc.center));
        let areas = layout.areas.iter().zip(0..).filter(|(area, _)| ids.contains(&area.id));
        rings.areas.extend(areas.map(|(_, number)| number));
        let notes = layout.notes.iter().filter(|note| ids.contains(&note.id)).map(|note| note.label.rect);
        let zones = layout.zones.iter().filter(|zone| ids.contains(&zone.id)).map(|zone| zone.rect);
        let arrows = layout.block_arrows.iter().filter(|arrow| ids.contains(&arrow.id));
        rings.frames.extend(notes.chain(zones).chain(arrows.map(|arrow| arrow.rect)));
        let pipelines = layout.pipelines.iter().filter(|pipeline| ids.contains(&pipeline.id));
        rings.pipelines.extend(pipelines.map(|pipeline| pipeline.rect));
        rings
    }

    /// Draws those that are seen.
    fn draw(&self, painter: &Painter, editor: &Editor, stroke: Stroke) {
        let (layout, camera) = (editor.layout(), &editor.camera);
        let (scale, sizes) = (camera.scale, &editor.theme().sizes);
        let seen = painter.clip_rect().expand(20.0);
        // Between the symbol and its name, however small both are drawn; and outside the symbol's line, however large.
        let beside_line = 0.5 * editor.theme().symbol.width * scale + 1.5;
        let away = (0.45 * sizes.label_gap * scale).clamp(2.0, 4.0).max(beside_line) as f32;
        let on_sheet = |at: Pos2| camera.sheet_from_screen(Point::new(at.x.into(), at.y.into()));
        let (low, high) = (on_sheet(seen.min), on_sheet(seen.max));
        let is_near = |center: Point, radius: f64| {
            let reach = radius + f64::from(away) / scale;
            center.x >= low.x - reach
                && center.x <= high.x + reach
                && center.y >= low.y - reach
                && center.y <= high.y + reach
        };
        let circles = self.circles.iter().filter(|(center, radius)| is_near(*center, *radius));
        let circles =
            circles.map(|(center, radius)| (on_screen(camera, *center), (radius * scale) as f32 + away));
        let radius = sizes.disc_radius;
        let discs = self.discs.iter().filter(|center| is_near(**center, radius));
        let discs = discs.map(|center| (on_screen(camera, *center), (radius * scale) as f32 + 3.0));
        strokes(painter, &circles.chain(discs).collect::<Vec<_>>(), stroke);
        let framed = |rect: &geometry::Rect, (away, round, width): (f32, f32, f32)| {
            let rect = rect_on_screen(camera, *rect).expand(away);
            if seen.intersects(rect) {
                let stroke = Stroke::new(width, stroke.color);
                painter.rect_stroke(rect, round, stroke, StrokeKind::Middle);
            }
        };
        self.frames.iter().for_each(|rect| framed(rect, (4.0, 4.0, stroke.width)));
        for area in self.areas.iter().filter_map(|number| layout.areas.get(*number)) {
            let points = area.outline.iter().map(|point| on_screen(camera, *point)).collect();
            painter.add(Shape::closed_line(points, stroke));
        }
        self.pipelines.iter().for_each(|rect| framed(rect, (2.0, 2.0, 1.0)));
    }
}

/// The rings around what is selected, found once for what is shown.
#[derive(Default)]
pub(super) struct Selected {
    of: Option<(Weak<Shown>, Arc<Selection>)>,
    rings: Rings,
}

impl Selected {
    fn draw(&mut self, painter: &Painter, editor: &Editor, stroke: Stroke) {
        let (shown, selection) = (editor.shown(), editor.document.selection());
        let is_known = |(known, own): &(Weak<Shown>, Arc<Selection>)| {
            known.as_ptr() == Arc::as_ptr(shown) && Arc::ptr_eq(own, selection)
        };
        if !self.of.as_ref().is_some_and(is_known) {
            self.rings = Rings::around(editor, &selection.elements);
            self.of = Some((Arc::downgrade(shown), Arc::clone(selection)));
        }
        self.rings.draw(painter, editor, stroke);
    }
}

/// More circles than this are drawn as one piece, with few corners.
const MANY: usize = 100;

/// Circles of these radii.
fn strokes(painter: &Painter, circles: &[(Pos2, f32)], stroke: Stroke) {
    const CORNERS: u32 = 12;
    if circles.len() <= MANY {
        for (center, radius) in circles {
            painter.circle_stroke(*center, *radius, stroke);
        }
        return;
    }
    let angle = std::f32::consts::TAU / CORNERS as f32;
    let around: Vec<Vec2> = (0..CORNERS).map(|at| Vec2::angled(angle * at as f32)).collect();
    let half = 0.5 * stroke.width + 0.5;
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(circles.len() * 3 * around.len());
    mesh.reserve_triangles(circles.len() * 4 * around.len());
    for (center, radius) in circles {
        let first = mesh.vertices.len() as u32;
        // Inner edge, middle, outer edge: the edges fade.
        for way in &around {
            mesh.colored_vertex(*center + *way * (radius - half), Color32::TRANSPARENT);
            mesh.colored_vertex(*center + *way * *radius, stroke.color);
            mesh.colored_vertex(*center + *way * (radius + half), Color32::TRANSPARENT);
        }
        for at in 0..CORNERS {
            let (own, next) = (first + 3 * at, first + 3 * ((at + 1) % CORNERS));
            for side in 0..2 {
                mesh.add_triangle(own + side, own + side + 1, next + side);
                mesh.add_triangle(next + side, own + side + 1, next + side + 1);
            }
        }
    }
    painter.add(mesh);
}

fn hover(painter: &Painter, editor: &Editor, hovered: &Hit) {
    let (accent, _) = style::overlay(editor.theme());
    let stroke = Stroke::new(1.5, accent.gamma_multiply(0.6));
    match hovered {
        Hit::Link(key) => {
            let Some(line) = editor.layout().link(key) else { return };
            polyline(painter, editor, &line.points, Stroke::new(2.0, accent.gamma_multiply(0.7)));
            // Which way it goes.
            if let [.., a, b] = line.points.as_slice() {
                let (a, b) = (on_screen(&editor.camera, *a), on_screen(&editor.camera, *b));
                let way = (b - a).normalized();
                let side = way.rot90();
                let head = vec![b, b - way * 11.0 + side * 5.0, b - way * 11.0 - side * 5.0];
                painter.add(Shape::convex_polygon(head, accent, Stroke::NONE));
            }
        }
        Hit::Ghost(id) | Hit::GhostLabel(id) => {
            if let Some(arrow) = editor.layout().arrow(id) {
                let radius = (editor.theme().sizes.symbol_radius * editor.camera.scale) as f32 + 4.0;
                painter.circle_stroke(on_screen(&editor.camera, arrow.ghost), radius, stroke);
            }
        }
        Hit::Symbol(id) | Hit::Disc(id, _) | Hit::Label(id) | Hit::PipelineBox(id) | Hit::Area(id) => {
            ring(painter, editor, id, stroke);
        }
        Hit::Block(block) => {
            let layout = editor.layout();
            let rect = match block {
                Block::Annotations => layout.annotations.as_ref().map(|list| list.rect),
                Block::Legend => layout.legend.as_ref().map(|legend| legend.rect),
            };
            if let Some(rect) = rect {
                let rect = rect_on_screen(&editor.camera, rect).expand(2.0);
                painter.rect_stroke(rect, 4.0, stroke, StrokeKind::Middle);
            }
        }
    }
}

/// Thin lines to what that which is dragged is in line with, whose end is marked.
fn guides(painter: &Painter, editor: &Editor) {
    let (accent, _) = style::overlay(editor.theme());
    let stroke = Stroke::new(1.0, accent);
    for guide in editor.guides() {
        let (from, to) = (on_screen(&editor.camera, guide.from), on_screen(&editor.camera, guide.to));
        painter.line_segment([from, to], stroke);
        painter.circle_stroke(to, 4.0, stroke);
    }
}

/// A chevron on each need that points up because of what is dragged.
fn upside_down(painter: &Painter, editor: &Editor) {
    for (at, way) in editor.upside_down() {
        chevron(painter, editor, on_screen(&editor.camera, at), Vec2::new(way.x as f32, way.y as f32));
    }
}

fn chevron(painter: &Painter, editor: &Editor, center: Pos2, way: Vec2) {
    let (accent, paper) = style::overlay(editor.theme());
    let (tip, side) = (center + way * 3.0, way.rot90() * 4.0);
    painter.circle(center, 7.0, paper, Stroke::new(1.0, accent));
    painter.line(vec![tip - way * 5.0 + side, tip, tip - way * 5.0 - side], Stroke::new(1.5, accent));
}

/// The head of an arrow, which stops short of the ring around what it points at.
fn arrowhead(painter: &Painter, tail: Pos2, tip: Pos2, color: Color32) {
    let way = (tip - tail).normalized();
    let tip = tip - way * 10.0;
    let (foot, side) = (tip - way * 10.0, way.rot90() * 5.0);
    painter.add(Shape::convex_polygon(vec![tip, foot + side, foot - side], color, Stroke::NONE));
}

fn gesture(painter: &Painter, editor: &Editor) {
    let (accent, _) = style::overlay(editor.theme());
    let layout = editor.layout();
    match editor.overlay() {
        Overlay::None => {}
        Overlay::Link { stops, to, onto, is_turned, is_need } => {
            let center = |id: &ElementId| layout.symbol(id).map(|symbol| symbol.center);
            let end = onto.as_ref().and_then(center).unwrap_or(to);
            let line = stops.iter().filter_map(center).chain([end]);
            let line: Vec<_> = line.map(|stop| on_screen(&editor.camera, stop)).collect();
            painter.add(Shape::dashed_line(&line, Stroke::new(2.0, accent), 6.0, 4.0));
            if let (Some(from), Some(end)) = (line.first(), line.last()) {
                let before = line.iter().rev().nth(1).copied().unwrap_or(*from);
                let (tip, tail) = if is_turned { (*from, *end) } else { (*end, before) };
                arrowhead(painter, tail, tip, accent);
                // A need that goes up is drawn as what it is, and marked.
                if is_need && !is_turned && editor.tool != Tool::Flow && end.y < from.y {
                    chevron(painter, editor, from.lerp(*end, 0.5), (*end - *from).normalized());
                }
            }
            for id in &stops {
                ring(painter, editor, id, Stroke::new(2.0, accent));
            }
            match onto {
                Some(onto) => ring(painter, editor, &onto, Stroke::new(3.0, accent)),
                None => {
                    painter.circle_stroke(on_screen(&editor.camera, end), 6.0, Stroke::new(2.0, accent));
                }
            }
        }
        Overlay::Line(points) => polyline(painter, editor, &points, Stroke::new(2.0, accent)),
        Overlay::Marquee(rect) => {
            let rect = rect_on_screen(&editor.camera, rect);
            let (fill, stroke) = (accent.gamma_multiply(0.08), Stroke::new(1.0, accent));
            painter.rect(rect, 0.0, fill, stroke, StrokeKind::Middle);
        }
        Overlay::Ghosts(moves) => ghosts(painter, editor, &moves),
        Overlay::Readout(id) => {
            guides(painter, editor);
            upside_down(painter, editor);
            if let Some(symbol) = editor.layout().symbol(&id) {
                readout(painter, editor, symbol.center, place_words(editor, &id));
            }
        }
        Overlay::Future(id) => {
            if let Some(arrow) = editor.layout().arrow(&id) {
                readout(painter, editor, arrow.ghost, future_words(editor, &id));
            }
        }
    }
}

/// Where things stand, and where they are proposed to stand.
fn ghosts(painter: &Painter, editor: &Editor, moves: &[(Point, Point)]) {
    let (accent, paper) = style::overlay(editor.theme());
    let radius = ((editor.theme().sizes.symbol_radius * editor.camera.scale) as f32).max(3.0);
    for (from, to) in moves {
        let (from, to) = (on_screen(&editor.camera, *from), on_screen(&editor.camera, *to));
        painter.add(Shape::dashed_line(&[from, to], Stroke::new(1.0, accent), 3.0, 3.0));
        painter.circle(to, radius, paper, Stroke::new(1.5, accent));
    }
}

/// Where a component stands, beside it: numbers and stage.
fn readout(painter: &Painter, editor: &Editor, beside: Point, words: Option<String>) {
    let Some(words) = words else { return };
    let galley = small_text(painter, words, Color32::WHITE);
    let mut at = on_screen(&editor.camera, beside) + Vec2::new(14.0, 18.0);
    // Near the right edge it stays in the window.
    at.x = at.x.min(painter.clip_rect().right() - galley.size().x - 10.0);
    let rect = Rect::from_min_size(at, galley.size()).expand2(Vec2::new(6.0, 3.0));
    painter.rect_filled(rect, 4.0, style::ACCENT);
    painter.galley(at, galley, Color32::WHITE);
}
