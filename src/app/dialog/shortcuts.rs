//! The sheet of keys and gestures.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, Vec2};

use crate::app::command::sheet::{Part, parts};
use crate::app::style::GRID;

/// The width of the keys, in points.
const KEYS: f32 = 250.0;

pub(in crate::app) fn show(ui: &mut Ui) {
    ui.heading("Keys and gestures");
    let ctx = ui.ctx().clone();
    let keys = KEYS.min(ui.available_width() * 0.45);
    ScrollArea::vertical().max_height(460.0).show(ui, |ui| {
        for Part { title, rows } in parts(&|shortcut| ctx.format_shortcut(shortcut)) {
            ui.add_space(GRID);
            ui.label(RichText::new(title).strong());
            for (key, meaning) in rows {
                ui.horizontal_top(|ui| {
                    let size = Vec2::new(keys, 0.0);
                    ui.allocate_ui_with_layout(size, Layout::top_down(Align::LEFT), |ui| {
                        ui.set_width(keys);
                        ui.add(Label::new(RichText::new(key).monospace()).wrap());
                    });
                    ui.add(Label::new(meaning).wrap());
                });
            }
        }
    });
}
