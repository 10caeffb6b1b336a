//! The sheet of keys and gestures.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::app::command::sheet::{Part, parts};
use crate::app::style::GRID;

pub(in crate::app) fn show(ui: &mut Ui) {
    ui.heading("Keys and gestures");
    let ctx = ui.ctx().clone();
    ScrollArea::both().max_height(460.0).show(ui, |ui| {
        for Part { title, rows } in parts(&|shortcut| ctx.format_shortcut(shortcut)) {
            ui.add_space(GRID);
            ui.label(RichText::new(title).strong());
            Grid::new(title).num_columns(2).spacing([6.0 * GRID, GRID]).show(ui, |ui| {
                for (key, meaning) in rows {
                    ui.monospace(key);
                    ui.label(meaning);
                    ui.end_row();
                }
            });
        }
    });
}
