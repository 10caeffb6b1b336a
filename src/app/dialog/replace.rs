//! Replacing a text in names: what changes is seen first.

use egui::{RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons;

use super::buttons_if;
use crate::app::style::GRID;
use crate::editor::{Editor, NewName};
use crate::typeset::left_to_right;

/// What is replaced by what.
#[derive(Default)]
pub(in crate::app) struct Replace {
    wanted: String,
    with: String,
    /// What changes, each with whether it is wanted.
    names: Vec<(NewName, bool)>,
    /// Of which texts and revision that is.
    known: Option<(String, String, u64)>,
    was_shown: bool,
}

impl Replace {
    /// Begins with a text that was looked for.
    pub(in crate::app) fn of(wanted: String) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Shows it; answers with the names that change, none where it was given up.
    pub(super) fn show(&mut self, ui: &mut Ui, editor: &Editor) -> Option<Vec<NewName>> {
        ui.heading("Replace in names");
        let field = |ui: &mut Ui, name: &str, text: &mut String| {
            ui.horizontal(|ui| {
                let size = egui::vec2(80.0, 20.0);
                let left = egui::Layout::left_to_right(egui::Align::Center);
                let label = ui.allocate_ui_with_layout(size, left, |ui| {
                    ui.set_min_width(size.x);
                    ui.label(name)
                });
                let label = label.inner;
                let width = ui.available_width().min(320.0);
                ui.add(TextEdit::singleline(text).desired_width(width)).labelled_by(label.id)
            })
            .inner
        };
        let first = field(ui, "Find", &mut self.wanted);
        let second = field(ui, "Replace by", &mut self.with);
        if !std::mem::replace(&mut self.was_shown, true) {
            if self.wanted.is_empty() { first.request_focus() } else { second.request_focus() }
        }
        // Enter in the second field is what the first button says; but nothing is taken out of names in passing.
        let pressed = ui.input(|input| input.key_pressed(egui::Key::Enter));
        let enter = pressed && second.lost_focus() && !self.with.is_empty();
        if pressed && !enter && (first.lost_focus() || second.lost_focus()) {
            second.request_focus();
        }
        let now = (self.wanted.clone(), self.with.clone(), editor.document.revision());
        if self.known.as_ref() != Some(&now) {
            let names = editor.new_names(&self.wanted, &self.with);
            self.names = names.into_iter().map(|name| (name, true)).collect();
            self.known = Some(now);
        }
        self.list(ui);
        let count = self.names.iter().filter(|(_, is_wanted)| *is_wanted).count();
        let word = match count {
            0 => "Rename".to_owned(),
            1 => "Rename 1".to_owned(),
            count => format!("Rename {count}"),
        };
        let choices = [(word.as_str(), true), ("Cancel", false)];
        let answer = buttons_if(ui, &choices, count > 0);
        let answer = answer.or(enter.then_some(count > 0).filter(|has| *has))?;
        let wanted = self.names.iter().filter(|(_, is_wanted)| answer && *is_wanted);
        Some(wanted.map(|(name, _)| name.clone()).collect())
    }

    fn list(&mut self, ui: &mut Ui) {
        if self.names.is_empty() && !self.wanted.trim().is_empty() {
            ui.label("No name has this text.");
        }
        let height = ui.spacing().interact_size.y;
        let list = ScrollArea::both().max_height(320.0).auto_shrink([false, true]);
        list.show_rows(ui, height, self.names.len(), |ui, rows| {
            for (name, is_wanted) in self.names.get_mut(rows).into_iter().flatten() {
                ui.horizontal(|ui| {
                    let whose = if name.is_target { "Evolves to " } else { "" };
                    let old = name.old.replace('\n', " ");
                    ui.checkbox(is_wanted, format!("{whose}{}", left_to_right(&old)));
                    ui.label(icons::ICON_ARROW_FORWARD.rich_text().size(14.0));
                    ui.label(RichText::new(left_to_right(&name.new.replace('\n', " "))).strong());
                });
            }
        });
        ui.add_space(GRID);
    }
}
