//! The copies that a program left behind.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::buttons;
use crate::files::Orphan;
use crate::workspace::Answer;

/// The copies that were left behind: one is opened now, the others are offered again.
pub(in crate::app) fn show(ui: &mut Ui, orphans: &[Arc<Orphan>]) -> Option<Answer> {
    ui.heading("These maps were not saved");
    ui.label("Mapstone ended before their last changes were saved. These are copies of them; the files are as they were.");
    let mut answer = None;
    for (number, orphan) in orphans.iter().enumerate() {
        let name = orphan.copy.path.as_ref().and_then(|path| path.file_name());
        let name = name.map_or_else(|| "Untitled map".to_owned(), |name| name.to_string_lossy().into_owned());
        ui.horizontal(|ui| {
            ui.label(RichText::new(name.as_str()).strong());
            ui.weak(ago(orphan));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Discard").on_hover_text(format!("Throw the copy of {name} away")).clicked() {
                    answer = Some(Answer::DiscardCopy(number));
                }
                if ui.button(RichText::new("Open").strong()).clicked() {
                    answer = Some(Answer::Recover(number));
                }
            });
        });
    }
    let later = buttons(ui, &[("Later", Answer::Close)]);
    answer.or(later)
}

fn ago(orphan: &Orphan) -> String {
    let minutes = orphan.written.and_then(|written| written.elapsed().ok()).map(|ago| ago.as_secs() / 60);
    match minutes {
        None => String::new(),
        Some(0) => "a moment ago".to_owned(),
        Some(1) => "a minute ago".to_owned(),
        Some(minutes @ 2..=119) => format!("{minutes} minutes ago"),
        Some(minutes @ 120..=2879) => format!("{} hours ago", minutes / 60),
        Some(minutes) => format!("{} days ago", minutes / 1440),
    }
}
