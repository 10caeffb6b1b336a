//! The sheet of keys and gestures: in columns, and searched by typing.

use egui::{Align, Label, Layout, RichText, ScrollArea, TextEdit, Ui, Vec2};

use crate::app::command::keys;
use crate::app::command::sheet::{Part, parts};
use crate::app::style::GRID;

/// The width from which there are two columns, in points.
const TWO: f32 = 620.0;

/// What is looked for in the sheet.
#[derive(Default)]
pub(in crate::app) struct Shortcuts {
    wanted: String,
    is_open: bool,
}

pub(in crate::app) fn show(ui: &mut Ui, sheet: &mut Shortcuts) {
    ui.heading("Keys and gestures");
    let ctx = ui.ctx().clone();
    let field = ui.add(TextEdit::singleline(&mut sheet.wanted).hint_text("Find a key, or what it does"));
    field.ctx.accesskit_node_builder(field.id, |node| node.set_label("Find a key"));
    if !std::mem::replace(&mut sheet.is_open, true) {
        field.request_focus();
    }
    let found = filtered(parts(&|shortcut| keys::written(&ctx, *shortcut)), &sheet.wanted);
    if found.is_empty() {
        ui.weak("No key does that. Ctrl+K finds everything that has none by its name.");
    }
    let width = ui.available_width();
    let count = if width >= TWO { 2 } else { 1 };
    let most = (ctx.content_rect().height() - 55.0 * GRID).clamp(120.0, 460.0);
    ScrollArea::vertical().max_height(most).auto_shrink([false, false]).show(ui, |ui| {
        let columns = in_columns(found, count);
        ui.columns(count, |uis| {
            for (ui, parts) in uis.iter_mut().zip(columns) {
                let keys = (ui.available_width() * 0.42).min(200.0);
                for part in parts {
                    part_ui(ui, part, keys);
                }
            }
        });
    });
}

fn part_ui(ui: &mut Ui, Part { title, rows }: Part, keys: f32) {
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

/// The rows that have all words that are looked for, in their keys or in what they do.
fn filtered(parts: Vec<Part>, wanted: &str) -> Vec<Part> {
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let fits = |row: &(String, String)| {
        let text = format!("{} {}", row.0, row.1).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let kept = parts.into_iter().map(|mut part| {
        part.rows.retain(fits);
        part
    });
    kept.filter(|part| !part.rows.is_empty()).collect()
}

/// Parts in columns of about the same length, in their order.
fn in_columns(parts: Vec<Part>, count: usize) -> Vec<Vec<Part>> {
    let length = |part: &Part| part.rows.len() + 2;
    let all: usize = parts.iter().map(length).sum();
    let mut columns: Vec<Vec<Part>> = (0..count).map(|_| Vec::new()).collect();
    let mut before = 0;
    for part in parts {
        let middle = before + length(&part) / 2;
        before += length(&part);
        let at = (middle * count / all.max(1)).min(count - 1);
        if let Some(column) = columns.get_mut(at) {
            column.push(part);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(title: &'static str, rows: &[&str]) -> Part {
        Part { title, rows: rows.iter().map(|row| ("K".to_owned(), (*row).to_owned())).collect() }
    }

    #[test]
    fn rows_are_found_by_their_words() {
        let parts = || vec![part("A", &["Align left", "Undo"]), part("B", &["Évolve"])];
        let found = |wanted: &str| {
            filtered(parts(), wanted)
                .into_iter()
                .flat_map(|part| part.rows)
                .map(|row| row.1)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("left ALIGN"), ["Align left"]);
        assert_eq!(found("k").len(), 3);
        assert!(found("nothing").is_empty());
    }

    #[test]
    fn columns_are_as_long_as_each_other() {
        let parts = vec![part("A", &["1"; 10]), part("B", &["1"; 6]), part("C", &["1"; 4])];
        let columns = in_columns(parts, 2);
        let titles: Vec<Vec<&str>> =
            columns.iter().map(|column| column.iter().map(|part| part.title).collect()).collect();
        assert_eq!(titles, [vec!["A"], vec!["B", "C"]]);
        assert_eq!(in_columns(Vec::new(), 2).len(), 2);
    }
}
