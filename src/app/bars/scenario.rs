//! The bar of scenarios: today, and what the map could become. It asks for commands; it changes nothing.

use egui::{Button, Color32, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::tip;
use crate::app::command::{Command, ScenarioDeed, Way};
use crate::app::style;
use crate::editor::Editor;
use crate::typeset::left_to_right;

/// Shows it; says unmistakably which scenario is edited.
pub(in crate::app) fn show(ui: &mut Ui, editor: &Editor, commands: &mut Vec<Command>) {
    let shown = editor.scenario();
    ui.horizontal_wrapped(|ui| {
        let one = |ui: &mut Ui, name: &str, is_shown: bool, words: &str| {
            let text = RichText::new(left_to_right(name).as_ref());
            let text = if is_shown { text.strong() } else { text };
            let mut button = Button::new(text).selected(is_shown).frame_when_inactive(false);
            if is_shown {
                button = button.fill(ui.visuals().selection.bg_fill).frame(true);
            }
            let button = ui.add(button);
            button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, name));
            tip(button, words.to_owned())
        };
        if one(ui, "Today", shown.is_none(), "The map as it stands").clicked() {
            commands.push(Command::Scenario(ScenarioDeed::Today));
        }
        for (number, scenario) in editor.scenarios().iter().enumerate() {
            let is_shown = shown.is_some_and(|shown| shown.id == scenario.id);
            let before = editor.document.whole().scenario(&scenario.after).map(|before| before.name.clone());
            let mut words =
                if scenario.about.is_empty() { scenario.name.clone() } else { scenario.about.clone() };
            if let Some(before) = &before {
                words.push_str(&format!("\nGoes on from “{before}”"));
            }
            let label =
                if before.is_some() { format!("→ {}", scenario.name) } else { scenario.name.clone() };
            let response = one(ui, &label, is_shown, &words);
            if response.clicked() || response.secondary_clicked() && !is_shown {
                commands.push(Command::Scenario(ScenarioDeed::Show(number)));
            }
            response.context_menu(|ui| menu(ui, commands));
        }
        let new = ui.add(Button::new(icons::ICON_ADD.rich_text()).frame(false));
        new.widget_info(|| WidgetInfo::labeled(Role::Button, true, "What if …?"));
        if tip(new, "What if …?  (W)  A scenario that goes on from what is shown").clicked() {
            commands.push(Command::WhatIf);
        }
        ui.separator();
        if let Some(scenario) = shown {
            let accent = style::ring(ui.visuals());
            let words = format!("Every edit goes into “{}”", scenario.name);
            ui.label(RichText::new(left_to_right(&words).as_ref()).color(accent).strong());
            if ui.button("Compare with today").clicked() {
                commands.push(Command::CompareToday);
            }
            let more = ui.menu_button("More", |ui| menu(ui, commands));
            more.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "More about this scenario"));
        }
        if ui.button("Table").on_hover_text("Today and all scenarios: what each leads to").clicked() {
            commands.push(Command::ScenarioTable);
        }
    });
}

/// What can be done with the scenario that is shown.
fn menu(ui: &mut Ui, commands: &mut Vec<Command>) {
    use ScenarioDeed as D;
    let entries = [
        ("Rename…", D::Describe),
        ("Duplicate", D::Duplicate),
        ("Move left", D::Move(Way::Back)),
        ("Move right", D::Move(Way::On)),
        ("Make it today’s map", D::MakeToday),
        ("Delete", D::Delete),
    ];
    ui.set_min_width(180.0);
    for (label, deed) in entries {
        if ui.button(label).clicked() {
            commands.push(Command::Scenario(deed));
            ui.close();
        }
    }
}

/// The colour of the line around the canvas while a scenario is edited; none for today.
pub(in crate::app) fn frame_color(ui: &Ui, editor: &Editor) -> Option<Color32> {
    editor.scenario().map(|_| style::ring(ui.visuals()))
}
