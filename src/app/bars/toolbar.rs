//! The tools and the commands most used.

use egui::{Button, RichText, Ui};

use crate::app::command::menus::TOOLBAR;
use crate::app::command::{Command, Situation, describe, state};
use crate::app::style::{self, GRID};

/// The toolbar.
pub(in crate::app) fn show(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (number, group) in TOOLBAR.into_iter().enumerate() {
            if number > 0 {
                ui.add_space(GRID);
                ui.separator();
                ui.add_space(GRID);
            }
            for command in group {
                button(ui, *command, now, commands);
            }
        }
    });
}

fn button(ui: &mut Ui, command: Command, now: Situation<'_>, commands: &mut Vec<Command>) {
    let (description, state) = (describe(command), state(command, now));
    let Some(icon) = description.icon else { return };
    let button = Button::new(icon.rich_text().size(style::ICON))
        .selected(state.is_on)
        .frame_when_inactive(state.is_on)
        .min_size(egui::Vec2::splat(style::BUTTON));
    let response = ui.add_enabled(state.can, button);
    let label = state.label;
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), state.is_on, &label));
    let key = description.key_words(ui.ctx());
    let tip = |ui: &mut Ui| {
        ui.label(RichText::new(format!("{label}{key}")).strong());
        if !description.tip.is_empty() {
            ui.label(description.tip);
        }
    };
    if response.on_hover_ui(tip).on_disabled_hover_ui(tip).clicked() {
        commands.push(command);
    }
}
