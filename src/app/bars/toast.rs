//! What was removed or rearranged, over the foot of the canvas for a while, with a button that takes it back.

use std::time::{Duration, Instant};

use egui::{Align2, Area, Button, Context, Frame, Id, Order, Rect, RichText, Role, WidgetInfo};

use crate::app::command::{Command, describe};
use crate::app::style::{self, GRID};
use crate::editor::{Editor, Operation};
use crate::geometry::Point;
use crate::typeset::left_to_right;
use crate::workspace::TabId;

/// So long it stays: a sentence is read, and the hand gets there.
const STAYS: Duration = Duration::from_secs(8);

/// Something that was said over the canvas.
pub(in crate::app) struct Toast {
    text: String,
    /// The state of the map that can be taken back, and of which map; `None` for what is only said.
    of: Option<(TabId, u64)>,
    until: Instant,
}

impl Toast {
    /// Something that can be taken back.
    pub(in crate::app) fn with_undo((text, state): (String, u64), tab: TabId) -> Self {
        Self { text, of: Some((tab, state)), until: Instant::now() + STAYS }
    }

    /// Something that is only said.
    pub(in crate::app) fn saying(text: String) -> Self {
        Self { text, of: None, until: Instant::now() + STAYS / 2 }
    }

    /// Whether it is of use still: after the next change it would take that back.
    pub(in crate::app) fn is_due(&self, tab: TabId, editor: &Editor) -> bool {
        // A name that is being written would be kept first, and that be taken back.
        let now = (tab, editor.document.text_revision());
        let is_same = self.of.is_none_or(|of| of == now && editor.naming().is_none());
        is_same && Instant::now() < self.until
    }
}

/// Shows it.
pub(in crate::app) fn show(
    ctx: &Context,
    toast: &Toast,
    editor: &Editor,
    canvas: Rect,
    commands: &mut Vec<Command>,
) {
    ctx.request_repaint_after(toast.until.saturating_duration_since(Instant::now()));
    // Over the plot, where that ends in sight: the names of the stages stay to be read.
    let plot = editor.layout().plot;
    let axis = editor.camera.screen_from_sheet(Point::new(plot.x0, plot.y1)).y as f32;
    let lowest = canvas.bottom() - 4.0 * GRID;
    let bottom = if axis > canvas.center().y { lowest.min(axis - 2.0 * GRID) } else { lowest };
    let foot = egui::pos2(canvas.center().x, bottom);
    let area =
        Area::new(Id::unique("toast")).order(Order::Foreground).fixed_pos(foot).pivot(Align2::CENTER_BOTTOM);
    area.constrain_to(canvas).show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(2.0 * GRID).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_max_width((canvas.width() - 8.0 * GRID).max(120.0));
                let said = ui.add(egui::Label::new(left_to_right(&toast.text).as_ref()));
                ctx.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
                if toast.of.is_none() {
                    return;
                }
                let key = describe(Command::Operate(Operation::Undo)).key_words(ctx);
                let color = style::ring(ui.visuals());
                let undo = ui.add(Button::new(RichText::new("Undo").strong().color(color)).frame(false));
                undo.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Undo what was done"));
                if super::tip(undo, format!("Undo{key}")).clicked() {
                    commands.push(Command::Operate(Operation::Undo));
                }
            });
        });
    });
}
