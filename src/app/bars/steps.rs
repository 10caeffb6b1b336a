//! Steps on a line under the canvas: today and the scenarios that lead to the one that is shown, or what is played.

use egui::{Button, ProgressBar, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::tip;
use crate::app::command::{Command, ScenarioDeed};
use crate::app::comparing::Playing;
use crate::editor::Editor;
use crate::typeset::left_to_right;

/// Whether there is a line to show.
pub(in crate::app) fn has_steps(editor: &Editor, playing: Option<&Playing>) -> bool {
    // One step from today is told by the bar of scenarios.
    let is_chain = |id| editor.document.whole().chain_of(id).len() > 1;
    playing.is_some() || editor.document.scenario().is_some_and(is_chain)
}

/// Shows the line.
pub(in crate::app) fn show(
    ui: &mut Ui,
    editor: &Editor,
    playing: Option<&Playing>,
    commands: &mut Vec<Command>,
) {
    ui.horizontal_wrapped(|ui| {
        let icon = if playing.is_some() { icons::ICON_STOP } else { icons::ICON_PLAY_ARROW };
        let words = if playing.is_some() { "Stop playing" } else { "Play the steps" };
        let button = ui.add(Button::new(icon.rich_text().size(18.0)));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        if tip(button, words).clicked() {
            commands.push(if playing.is_some() { Command::StopPlaying } else { Command::PlaySteps });
        }
        match playing {
            Some(playing) => played(ui, playing, commands),
            None => line(ui, editor, commands),
        }
    });
}

/// The scenarios that lead to the one that is shown.
fn line(ui: &mut Ui, editor: &Editor, commands: &mut Vec<Command>) {
    let whole = editor.document.whole();
    let Some(id) = editor.document.scenario() else { return };
    if ui.add(Button::new("Today").frame_when_inactive(false)).clicked() {
        commands.push(Command::Scenario(ScenarioDeed::Today));
    }
    for scenario in whole.chain_of(id) {
        ui.weak("→");
        let is_shown = scenario.id == id;
        let text = RichText::new(left_to_right(&scenario.name).as_ref());
        let button = Button::new(if is_shown { text.strong() } else { text }).selected(is_shown);
        if ui.add(button.frame_when_inactive(is_shown)).clicked()
            && let Some(number) = whole.scenarios.iter().position(|other| other.id == scenario.id)
        {
            commands.push(Command::Scenario(ScenarioDeed::Show(number)));
        }
    }
}

/// What is played, and how far it is.
fn played(ui: &mut Ui, playing: &Playing, commands: &mut Vec<Command>) {
    let at = playing.at.min(playing.steps.len().saturating_sub(1));
    let share = at as f32 / (playing.steps.len().saturating_sub(1)).max(1) as f32;
    ui.add(ProgressBar::new(share).desired_width(90.0).desired_height(6.0));
    let name = playing.steps.get(at).map_or("", |step| step.name.as_str());
    ui.label(RichText::new(left_to_right(name).as_ref()).strong());
    ui.weak("Order and pace unknown");
    if playing.is_over() && playing.is_evolution {
        ui.separator();
        ui.label("What could be built on it?");
        if ui.button("Keep it as a scenario").clicked() {
            commands.push(Command::KeepPlayed);
        }
    }
}
