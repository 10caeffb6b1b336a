//! The copies that a program left behind.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::buttons;
use crate::app::tip::Tip;
use crate::app::words::ago;
use crate::files::Orphan;
use crate::typeset::left_to_right;
use crate::workspace::Answer;

/// So many differences of a copy are told.
const MOST: usize = 3;

/// The copies that were left behind: one is opened now, the others are offered again.
pub(in crate::app) fn show(ui: &mut Ui, orphans: &[Arc<Orphan>]) -> Option<Answer> {
    ui.heading("These maps were not saved");
    ui.label("Mapstone ended before their last changes were saved. These are copies of them; the files are as they were.");
    let mut answer = None;
    for (number, orphan) in orphans.iter().enumerate() {
        let name = orphan.name();
        ui.horizontal(|ui| {
            ui.label(RichText::new(name.as_str()).strong());
            ui.weak(orphan.written.map_or_else(String::new, ago));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Discard").tip_beside(format!("Throw the copy of {name} away")).clicked() {
                    answer = Some(Answer::DiscardCopy(number));
                }
                if ui.button(RichText::new("Open").strong()).clicked() {
                    answer = Some(Answer::Recover(number));
                }
            });
        });
        let all = orphan.differences();
        for words in all.iter().take(MOST) {
            ui.add(egui::Label::new(RichText::new(left_to_right(words).as_ref()).weak()).wrap());
        }
        if all.len() > MOST {
            ui.weak(format!("and {} more", all.len() - MOST));
        }
    }
    let all = if orphans.len() == 1 { "Open it" } else { "Open all" };
    answer.or_else(|| buttons(ui, &[(all, Answer::RecoverAll), ("Later", Answer::Close)]))
}
