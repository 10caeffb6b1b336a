//! The sheet of keys and gestures.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::app::command::COMMANDS;
use crate::app::style::GRID;

/// What the pointer does.
const GESTURES: [(&str, &str); 18] = [
    ("Drag a symbol", "moves it, and all that is selected"),
    ("Drag the blue handle", "a need: to a symbol, or to an empty place for something new"),
    ("Drag the red handle or a ghost", "where it evolves to"),
    ("Drag a label", "places it"),
    (
        "Drag a corner or point of a shape",
        "changes the shape; a small point makes another, a double click takes one away",
    ),
    ("Drag the end of a pipeline", "its range; what is dropped in a box with children becomes one"),
    ("Drag the + of an annotation", "another place of it; so does Alt+drag of a disc"),
    ("Drag a name from the tray", "gives it its place"),
    ("Shift+click while a flow is drawn", "lets it pass there"),
    ("Drag an empty place", "selects what the rectangle touches"),
    ("Double-click", "adds a component, or edits the text of what is there"),
    ("Shift while dragging", "locks the axis"),
    ("Alt while dragging", "moves a copy, with its links"),
    ("Shift+click", "adds to the selection, or takes from it"),
    ("Ctrl while dragging or linking", "no joining of pipelines; the direction as drawn"),
    ("Wheel, Ctrl+wheel", "moves the sheet, zooms about the pointer"),
    ("Middle button, Space+drag", "moves the sheet"),
    ("Right click", "the menu of what is there"),
];

/// Keys that no menu names.
const KEYS: [(&str, &str); 8] = [
    ("Arrows", "nudge by 0.01; with Shift 0.05, with Ctrl 0.001"),
    ("Alt+arrows", "walk: up and down the chain, to neighbours left and right"),
    ("Tab, Shift+Tab", "next and previous element in reading order"),
    ("Enter", "edit the text; while linking: link"),
    ("Tab in a name", "keep it, and add what it needs"),
    ("Ctrl+Enter in a name", "keep it, and add a sibling"),
    ("Shift+Enter in a name", "a new line"),
    ("F6", "leave the canvas for the buttons, and back"),
];

pub(in crate::app) fn show(ui: &mut Ui) {
    ui.heading("Keys and gestures");
    ScrollArea::vertical().max_height(460.0).show(ui, |ui| {
        let part = |ui: &mut Ui, title: &str, rows: &mut dyn Iterator<Item = (String, String)>| {
            ui.add_space(GRID);
            ui.label(RichText::new(title).strong());
            Grid::new(title.to_owned()).num_columns(2).spacing([6.0 * GRID, GRID]).show(ui, |ui| {
                for (key, meaning) in rows {
                    ui.monospace(key);
                    ui.label(meaning);
                    ui.end_row();
                }
            });
        };
        let owned = |rows: &[(&str, &str)]| {
            rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>().into_iter()
        };
        part(ui, "Pointer", &mut owned(&GESTURES));
        part(ui, "Keys", &mut owned(&KEYS));
        let ctx = ui.ctx().clone();
        let mut commands = COMMANDS.iter().filter_map(|spec| {
            let key = ctx.format_shortcut(spec.shortcut.as_ref()?);
            Some((key, if spec.tip.is_empty() { spec.label } else { spec.tip }.to_owned()))
        });
        part(ui, "Commands", &mut commands);
    });
}
