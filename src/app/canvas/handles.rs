//! The handles of what is selected, and what they say the first times.

use egui::{Color32, Context, Id, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2};

use super::paint::{on_screen, small_text};
use crate::app::style;
use crate::editor::{Editor, HandleKind};

/// So often the handles of a component are drawn with words, until they were used.
const FIRST_TIMES: u8 = 3;

/// On a smaller map words would hide more than they say.
const LEAST_SCALE: f64 = 0.6;

fn used_id() -> Id {
    Id::unique("handles used")
}

/// How often a component's handles were used, as far as that is counted.
pub(in crate::app) fn used(ctx: &Context) -> u8 {
    ctx.data(|data| data.get_temp(used_id())).unwrap_or(0)
}

/// Says how often they were used before the program began.
pub(in crate::app) fn remember(ctx: &Context, used: u8) {
    ctx.data_mut(|data| data.insert_temp(used_id(), used));
}

/// One of a component's handles is used once more.
pub(super) fn count(ctx: &Context, kind: HandleKind) {
    let used = used(ctx);
    if used < FIRST_TIMES && matches!(kind, HandleKind::Need | HandleKind::Evolve) {
        remember(ctx, used + 1);
    }
}

/// As far beside a handle's middle the pointer is on it, in points.
const HANDLE: f32 = 8.0;

/// Draws the handles, and the first times what they are for.
pub(super) fn draw(painter: &Painter, editor: &Editor) {
    let (accent, paper) = style::overlay(editor.theme());
    let pointed = painter.ctx().input(|input| input.pointer.hover_pos());
    let says_words = used(painter.ctx()) < FIRST_TIMES
        && editor.camera.scale >= LEAST_SCALE
        // A room is told nothing.
        && editor.theme().grown <= 1.0
        && editor.is_idle()
        && editor.naming().is_none();
    // Not those of what the pointer passes over.
    let told = editor.document.selection().single().filter(|_| says_words);
    for handle in editor.handles() {
        let center = on_screen(&editor.camera, handle.center);
        let color = match handle.kind {
            HandleKind::Evolve => style::color(editor.theme().evolution.color),
            _ => accent,
        };
        let stroke = Stroke::new(1.5, color);
        if handle.kind.is_of_shape() {
            // A point that makes a new one is smaller.
            let is_new = matches!(handle.kind, HandleKind::NewBend(_));
            let side = if is_new { 6.0 } else { 9.0 };
            let rect = Rect::from_center_size(center, Vec2::splat(side));
            painter.rect(rect, 1.5, paper, stroke, StrokeKind::Middle);
            continue;
        }
        // What the pointer is on is full.
        let is_pointed = pointed.is_some_and(|at| (at - center).abs().max_elem() <= HANDLE);
        let (fill, stroke) = if is_pointed { (color, Stroke::new(1.5, paper)) } else { (paper, stroke) };
        painter.circle(center, 7.0, fill, Stroke::new(1.5, color));
        if matches!(handle.kind, HandleKind::Another | HandleKind::Insert) {
            painter.line_segment([center - Vec2::new(4.0, 0.0), center + Vec2::new(4.0, 0.0)], stroke);
            painter.line_segment([center - Vec2::new(0.0, 4.0), center + Vec2::new(0.0, 4.0)], stroke);
            continue;
        }
        if told == Some(&handle.id) {
            words(painter, editor, center, handle.kind, color);
        }
        // An arrow in the direction in which the handle is dragged.
        let way = if handle.kind == HandleKind::Need { Vec2::new(0.0, 1.0) } else { Vec2::new(1.0, 0.0) };
        let (tip, side) = (center + way * 4.0, way.rot90() * 3.0);
        painter.line_segment([center - way * 4.0, tip], stroke);
        painter.line(vec![tip - way * 3.0 + side, tip, tip - way * 3.0 - side], stroke);
    }
}

/// What a component's handle is for, beside it.
fn words(painter: &Painter, editor: &Editor, center: Pos2, kind: HandleKind, color: Color32) {
    let (_, paper) = style::overlay(editor.theme());
    let words = match kind {
        HandleKind::Need => "needs …",
        HandleKind::Evolve => "evolves to …",
        _ => return,
    };
    let galley = small_text(painter, words.to_owned(), color);
    let at = center + Vec2::new(12.0, -0.5 * galley.size().y);
    let rect = Rect::from_min_size(at, galley.size()).expand2(Vec2::new(3.0, 0.0));
    painter.rect_filled(rect, 3.0, paper);
    painter.galley(at, galley, color);
}
