//! The menus.

use egui::{Button, MenuBar, ScrollArea, Ui};

use crate::app::command::menus::{self, Entry};
use crate::app::command::{Command, Situation, describe, state};
use crate::app::style::GRID;
use crate::typeset::left_to_right;

/// The menu bar.
pub(in crate::app) fn show(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    MenuBar::new().ui(ui, |ui| {
        for (name, entries) in menus::bar() {
            ui.menu_button(name, |ui| {
                ui.set_min_width(220.0);
                entries_ui(ui, &entries, now, commands);
            });
        }
    });
}

/// The menu of what is selected.
pub(in crate::app) fn of_selection(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    let selection = now.editor.document.selection();
    let entries = if selection.is_empty() {
        menus::of_nothing()
    } else if selection.elements.is_empty() {
        menus::of_links()
    } else {
        menus::of_elements()
    };
    ui.set_min_width(200.0);
    entries_ui(ui, &entries, now, commands);
}

/// The lines of a menu. One that is longer than the window scrolls.
pub(super) fn entries_ui(ui: &mut Ui, entries: &[Entry], now: Situation<'_>, commands: &mut Vec<Command>) {
    let window = ui.ctx().content_rect();
    let most = window.bottom() - ui.cursor().top().min(window.center().y) - 3.0 * GRID;
    ui.set_max_height(most);
    ScrollArea::vertical().max_height(most).show(ui, |ui| lines_ui(ui, entries, now, commands));
}

fn lines_ui(ui: &mut Ui, entries: &[Entry], now: Situation<'_>, commands: &mut Vec<Command>) {
    for entry in entries {
        match entry {
            Entry::Do(command) => entry_ui(ui, *command, now, commands),
            Entry::Line => {
                ui.separator();
            }
            Entry::Menu(name, entries) => {
                // A list of maps that were open may have none.
                let is_empty = entries
                    .iter()
                    .all(|entry| matches!(entry, Entry::Do(command) if is_left_out(*command, now)));
                ui.add_enabled_ui(!is_empty, |ui| {
                    ui.menu_button(*name, |ui| {
                        ui.set_min_width(180.0);
                        entries_ui(ui, entries, now, commands);
                    });
                });
            }
        }
    }
}

/// Whether a line stands for a map that was open, of which there are not so many.
fn is_left_out(command: Command, now: Situation<'_>) -> bool {
    matches!(command, Command::Recent(number) if number >= now.recent.len())
}

fn entry_ui(ui: &mut Ui, command: Command, now: Situation<'_>, commands: &mut Vec<Command>) {
    if is_left_out(command, now) {
        return;
    }
    let (description, state) = (describe(command), state(command, now));
    let mut button = Button::new(left_to_right(&state.label)).selected(state.is_on);
    if let Some((_, shortcut)) = description.keys.first() {
        button = button.shortcut_text(ui.ctx().format_shortcut(shortcut));
    }
    let mut response = ui.add_enabled(state.can, button);
    if !description.tip.is_empty() {
        response = response.on_hover_text(description.tip);
    }
    if response.clicked() {
        commands.push(command);
        ui.close();
    }
}
