//! A named copy of the map as it is now: "after the break".

use egui::{TextEdit, Ui, WidgetInfo};

use super::buttons;

/// What is remembered between frames.
#[derive(Default)]
pub(in crate::app) struct Snapshot {
    name: String,
    was_shown: bool,
}

impl Snapshot {
    /// Shows it; answers with the name, or none where it was given up.
    #[expect(clippy::option_option, reason = "given up is not undecided")]
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Option<String>> {
        ui.heading("Keep a snapshot");
        ui.label("A copy of the map as it is now, beside its file. What is this moment?");
        let edit =
            TextEdit::singleline(&mut self.name).hint_text("after the break").desired_width(f32::INFINITY);
        let field = ui.add(edit);
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Name of the snapshot"));
        if !std::mem::replace(&mut self.was_shown, true) {
            field.request_focus();
        }
        let enters = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let answer = buttons(ui, &[("Keep it", true), ("Cancel", false)]).or(enters.then_some(true))?;
        Some(answer.then(|| self.name.trim().to_owned()))
    }
}
