//! What is selected and out of sight is pointed at from the edge of the canvas.

use egui::{Area, Color32, Context, Id, Order, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::paint::on_screen;
use crate::app::style;
use crate::editor::Editor;
use crate::typeset::{left_to_right, set_apart};

/// How far from the edge a mark stands, in points.
const INSET: f32 = 14.0;
/// The side of a mark, in points.
const SIDE: f32 = 22.0;
/// At most so many are pointed at: more are a crowd. Where more than these are selected none is looked for.
const MOST: usize = 12;
const CROWD: usize = 500;

/// Draws the marks; answers whether one was clicked.
pub(in crate::app) fn show(ctx: &Context, editor: &Editor, canvas: Rect) -> bool {
    let (accent, paper) = style::overlay(editor.theme());
    let mut is_clicked = false;
    let selection = editor.document.selection();
    if selection.elements.len() > CROWD {
        return false;
    }
    let places = selection.elements.iter().chain(&selection.ghost).filter_map(|id| {
        let rect = editor.layout().element_rect(id)?;
        let center = editor.layout().symbol(id).map_or(rect.center(), |symbol| symbol.center);
        Some((id, on_screen(&editor.camera, center)))
    });
    for (id, at) in places.filter(|(_, at)| !canvas.contains(*at)).take(MOST) {
        let edge = canvas.shrink(INSET);
        let mark = Pos2::new(
            at.x.clamp(edge.left(), edge.right().max(edge.left())),
            at.y.clamp(edge.top(), edge.bottom().max(edge.top())),
        );
        let area = Area::new(Id::unique(("beyond", id.as_str()))).order(Order::Middle);
        let name = editor.map().element(id).map_or("", |element| element.name());
        let words = format!("{} is out of sight: go there", set_apart(name.to_owned()));
        let shown = area.fixed_pos(mark - Vec2::splat(SIDE / 2.0)).show(ctx, |ui| {
            let (_, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
            arrow(ui, mark, (at - mark).normalized(), (accent, paper));
            response.on_hover_text(left_to_right(&words).as_ref()).clicked()
        });
        is_clicked |= shown.inner;
    }
    is_clicked
}

fn arrow(ui: &Ui, at: Pos2, way: Vec2, (accent, paper): (Color32, Color32)) {
    let (tip, side) = (at + way * 9.0, way.rot90() * 7.0);
    let points = vec![tip, at - way * 5.0 + side, at - way * 5.0 - side];
    ui.painter().add(Shape::convex_polygon(points, accent, Stroke::new(1.5, paper)));
}
