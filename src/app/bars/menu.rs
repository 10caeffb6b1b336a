//! The menus.

use egui::containers::menu::MenuConfig;
use egui::{Button, Id, MenuBar, Popup, Response, RichText, ScrollArea, Ui};

use crate::app::command::keys::{self, At};
use crate::app::command::menus::{self, Entry};
use crate::app::command::{Command, Situation, describe, state};
use crate::app::style::{self, GRID};
use crate::editor::Operation;
use crate::typeset::left_to_right;

/// The menu bar. A key opens a menu; from there the arrows go on, to its lines and to the other menus.
pub(in crate::app) fn show(
    ui: &mut Ui,
    now: Situation<'_>,
    mut wanted: Option<usize>,
    commands: &mut Vec<Command>,
) {
    let config = MenuConfig::new().style(style::menu);
    MenuBar::new().config(config).ui(ui, |ui| {
        let bar = menus::bar();
        let count = bar.len();
        let mut popups = Vec::new();
        for (number, (name, entries)) in bar.into_iter().enumerate() {
            let menu = ui.menu_button(name, |ui| {
                ui.set_min_width(220.0);
                let layer = ui.layer_id();
                ui.data_mut(|data| data.insert_temp(Id::unique(LAYER), layer));
                entries_ui(ui, &entries, now, commands);
            });
            let popup = Popup::default_response_id(&menu.response);
            if Popup::is_id_open(ui.ctx(), popup) {
                wanted = wanted.or(beside(ui, number, count));
            }
            popups.push(popup);
        }
        if let Some(popup) = wanted.and_then(|number| popups.get(number)) {
            Popup::open_id(ui.ctx(), *popup);
            ui.data_mut(|data| data.insert_temp(Id::unique(BY_KEY), true));
            ui.ctx().request_repaint();
        }
    });
}

/// Whether the menu that is open was opened by a key, and its first line waits for the keyboard.
const BY_KEY: &str = "menu by key";

/// Whether an arrow to the right, and one to the left, are for the line that has the keyboard.
const ARROWS: &str = "arrows of a menu";
/// The layer of the menu of which the lines are shown that a menu bar has.
const LAYER: &str = "layer of a menu";

/// The number of the menu beside the one that is open, where an arrow or a key of its own asks for it.
fn beside(ui: &Ui, open: usize, count: usize) -> Option<usize> {
    let by_key = keys::take(ui.ctx(), &[At::Anywhere]).into_iter().find_map(|command| match command {
        Command::OpenMenu(number) => Some(number),
        _ => None,
    });
    let (has_right, has_left) =
        ui.data_mut(|data| data.remove_temp(Id::unique(ARROWS))).unwrap_or((false, false));
    ui.input_mut(|input| {
        let is_in = |input: &mut egui::InputState, key| input.consume_key(egui::Modifiers::NONE, key);
        match () {
            () if by_key.is_some() => by_key,
            () if !has_right && is_in(input, egui::Key::ArrowRight) => Some((open + 1) % count),
            () if !has_left && is_in(input, egui::Key::ArrowLeft) => Some((open + count - 1) % count),
            () => None,
        }
    })
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

/// A line of a menu: the first has the keyboard where a key opened the menu, and the one that has it is in sight.
fn line_ui(ui: &Ui, response: &Response, has_more: bool) {
    let first = Id::unique(BY_KEY);
    if response.enabled() && ui.data(|data| data.get_temp(first)).unwrap_or(false) {
        ui.data_mut(|data| data.remove::<bool>(first));
        response.request_focus();
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.has_focus() {
        // An arrow goes into the menu behind it, or from there back to it.
        let is_within =
            ui.layer_id() != ui.data(|data| data.get_temp(Id::unique(LAYER))).unwrap_or(ui.layer_id());
        ui.data_mut(|data| data.insert_temp(Id::unique(ARROWS), (has_more || is_within, is_within)));
    }
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
                    let more = ui.menu_button(*name, |ui| {
                        ui.set_min_width(180.0);
                        entries_ui(ui, entries, now, commands);
                    });
                    line_ui(ui, &more.response, true);
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
    let label = left_to_right(&state.label);
    let mut button = match command {
        Command::Operate(Operation::Paint(Some(swatch))) => {
            let dot = RichText::new("●").color(style::color(swatch.color()));
            Button::new((dot, label.as_ref()))
        }
        _ => Button::new(label.as_ref()),
    }
    .selected(state.is_on);
    if let Some((_, shortcut)) = description.keys.first() {
        button = button.shortcut_text(keys::written(ui.ctx(), *shortcut));
    }
    let response = ui.add_enabled(state.can, button);
    line_ui(ui, &response, false);
    if !description.tip.is_empty() {
        super::tip_beside(&response, description.tip);
    }
    if response.clicked() {
        commands.push(command);
        ui.close();
    }
}
