//! The first questions about a map, marked on it: quiet, and never in a picture.

use egui::{Align2, FontId, Id, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::paint::on_screen;
use crate::analysis::{Finding, marks};
use crate::app::style;
use crate::editor::Editor;
use crate::typeset::left_to_right;

/// How large a mark is, in points.
const RADIUS: f32 = 7.5;
/// Marks are for maps that can be read: smaller ones are hidden, as labels are.
const LEAST_SCALE: f64 = 0.35;

/// Shows the links of the question that is open.
pub(in crate::app) fn open(ui: &Ui, editor: &Editor, finding: &Finding) {
    let (accent, _) = style::overlay(editor.theme());
    let stroke = Stroke::new(5.0, accent.gamma_multiply(0.35));
    for line in finding.links.iter().filter_map(|key| editor.layout().link(key)) {
        let points = line.points.iter().map(|point| on_screen(&editor.camera, *point)).collect();
        ui.painter().line(points, stroke);
    }
}

/// Draws the marks; answers the question whose mark was clicked.
pub(in crate::app) fn show<'a>(ui: &Ui, editor: &Editor, findings: &'a [Finding]) -> Option<&'a Finding> {
    if editor.camera.scale < LEAST_SCALE {
        return None;
    }
    let (_, paper) = style::overlay(editor.theme());
    let ink = style::color(editor.theme().label).gamma_multiply(0.75);
    // With the map they become smaller, as far as the sign can be read.
    let size = RADIUS * (editor.camera.scale as f32).clamp(0.7, 1.0);
    let mut clicked = None;
    for finding in marks(findings) {
        let Some(symbol) = finding.on.first().and_then(|id| editor.layout().symbol(id)) else { continue };
        let radius = (editor.theme().sizes.symbol_radius * editor.camera.scale) as f32;
        // On the side on which its name is not.
        let is_left = symbol.label.rect.center().x < symbol.center.x;
        let way = Vec2::new(if is_left { 1.0 } else { -1.0 }, -1.0);
        let at = on_screen(&editor.camera, symbol.center) + way * (radius * 0.7 + size);
        let rect = Rect::from_center_size(at, Vec2::splat(2.0 * size + 2.0));
        if !ui.clip_rect().contains_rect(rect) {
            continue;
        }
        let id = Id::unique(("question", finding.rule, &finding.on));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &finding.question));
        let width = if response.hovered() || response.has_focus() { 2.0 } else { 1.0 };
        let painter = ui.painter();
        painter.circle(at, size, paper, Stroke::new(width, ink));
        painter.text(at, Align2::CENTER_CENTER, "?", FontId::proportional(11.0 * size / RADIUS), ink);
        if response.on_hover_text(left_to_right(&finding.question).as_ref()).clicked() {
            clicked = Some(finding);
        }
    }
    clicked
}
