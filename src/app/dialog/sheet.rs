//! What a person opens to look at: pictures, problems, keys.

use egui::{Context, RichText, ScrollArea, Ui};

use super::picture::{Outcome, PictureDialog};
use super::{buttons, modal, shortcuts};
use crate::app::style::GRID;
use crate::app::words::in_quotes;
use crate::format::Severity;
use crate::workspace::Problem;

/// A window over the map that a person opened.
pub(in crate::app) enum Sheet {
    /// How a picture is made, or the map printed.
    Picture(Box<PictureDialog>),
    /// What is odd about the file.
    Problems,
    /// All keys and gestures.
    Shortcuts,
}

/// Shows a sheet; answers when it is closed, with what is done with the picture.
pub(in crate::app) fn show(ctx: &Context, sheet: &mut Sheet, problems: &[Problem]) -> Option<Outcome> {
    modal(ctx, Outcome::Close, |ui| match sheet {
        Sheet::Picture(picture) => picture.show(ui),
        Sheet::Problems => {
            problems_ui(ui, problems);
            buttons(ui, &[("Close", Outcome::Close)])
        }
        Sheet::Shortcuts => {
            shortcuts::show(ui);
            buttons(ui, &[("Close", Outcome::Close)])
        }
    })
}

fn problems_ui(ui: &mut Ui, problems: &[Problem]) {
    ui.heading("What is odd about the file");
    if problems.is_empty() {
        ui.label("Nothing: every line was understood.");
    }
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
        for Problem { at, diagnostic } in problems.iter().take(500) {
            let word = match diagnostic.severity {
                Severity::Error => "Error",
                Severity::Warning => "Warning",
                Severity::Hint => "Hint",
            };
            ui.label(RichText::new(format!("{word} · {at}")).strong());
            ui.label(in_quotes(&diagnostic.message));
            if let Some(help) = &diagnostic.help {
                ui.label(RichText::new(in_quotes(help)).weak());
            }
            ui.add_space(GRID);
        }
        if problems.len() > 500 {
            ui.label(format!("… and {} more", problems.len() - 500));
        }
    });
}
