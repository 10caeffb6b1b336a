//! What a person opens to look at: pictures, problems, keys.

use egui::{Context, RichText, ScrollArea, Ui};

use super::palette::{self, Goal, Palette};
use super::picture::{Deed, Outcome, PictureDialog};
use super::replace::Replace;
use super::scenario::{Choice, CompareSheet, EvolutionSheet, ScenarioSheet, TableSheet};
use super::shortcuts::Shortcuts;
use super::snapshot::Snapshot;
use super::{WIDEST, buttons, modal, settings, shortcuts, top};
use crate::app::style::GRID;
use crate::app::words::in_quotes;
use crate::editor::NewName;
use crate::files::Settings;
use crate::format::Severity;
use crate::model::ElementId;
use crate::typeset::left_to_right;
use crate::workspace::{Problem, Tab};

/// A window over the map that a person opened.
pub(in crate::app) enum Sheet {
    /// How a picture is made, or the map printed.
    Picture(Box<PictureDialog>),
    /// What is odd about the file.
    Problems,
    /// All keys and gestures.
    Shortcuts(Box<Shortcuts>),
    /// How the map is read.
    Reading(Vec<String>),
    /// The map in sentences.
    Describe(Vec<String>),
    /// A copy of the map under the name of this moment.
    Snapshot(Snapshot),
    /// What a scenario is called.
    Scenario(Box<ScenarioSheet>),
    /// The table of scenarios.
    Table(Box<TableSheet>),
    /// With what the map is compared.
    Compare(Box<CompareSheet>),
    /// In which order things evolve.
    Evolution(Box<EvolutionSheet>),
    /// How the program is wanted.
    Settings(Box<Settings>),
    /// A text is replaced in names.
    Replace(Box<Replace>),
    /// Everything by its name.
    Palette(Box<Palette>),
}

/// How a sheet ends.
pub(in crate::app) enum Ended {
    /// It is closed.
    Closed,
    /// This is done with its picture.
    Picture(Deed),
    /// These names are given.
    Names(Vec<NewName>),
    /// This was chosen.
    Goal(Goal),
    /// A copy under this name is kept.
    Snapshot(String),
    /// What was written of a scenario is kept.
    Scenario,
    /// This scenario is shown; today where it is empty.
    Show(String),
    /// The map is compared with this.
    Compare(Choice),
    /// Things evolve in this order.
    Evolution(Vec<ElementId>),
}

/// Shows a sheet over the map of a tab; answers when it ends.
pub(in crate::app) fn show(ctx: &Context, sheet: &mut Sheet, tab: &Tab) -> Option<Ended> {
    if let Sheet::Palette(palette) = sheet {
        let choice = top(ctx, palette::Choice::GivenUp, |ui| palette.show(ui))?;
        return Some(match choice {
            palette::Choice::GivenUp => Ended::Closed,
            palette::Choice::Taken(goal) => Ended::Goal(goal),
        });
    }
    let widest = match sheet {
        Sheet::Picture(_) => f32::INFINITY,
        Sheet::Shortcuts(_) | Sheet::Reading(_) | Sheet::Describe(_) | Sheet::Table(_) => 760.0,
        _ => WIDEST,
    };
    modal(ctx, (0, widest), Ended::Closed, |ui| match sheet {
        Sheet::Picture(picture) => picture.show(ui).map(|outcome| match outcome {
            Outcome::Close => Ended::Closed,
            Outcome::Do(deed) => Ended::Picture(deed),
        }),
        Sheet::Problems => {
            problems_ui(ui, &tab.problems);
            buttons(ui, &[("Close", ())]).map(|()| Ended::Closed)
        }
        Sheet::Shortcuts(sheet) => {
            shortcuts::show(ui, sheet);
            buttons(ui, &[("Close", ())]).map(|()| Ended::Closed)
        }
        Sheet::Reading(lines) => {
            lines_ui(ui, "How to read this map", 17.0, lines);
            buttons(ui, &[("Close", ())]).map(|()| Ended::Closed)
        }
        Sheet::Describe(lines) => {
            let shown = lines.get(..MOST_LINES).unwrap_or(lines);
            lines_ui(ui, "The map in sentences", 15.0, shown);
            if lines.len() > MOST_LINES {
                ui.weak(format!("… and {} more: Copy has all", lines.len() - MOST_LINES));
            }
            if ui.button("Copy").clicked() {
                ctx.copy_text(lines.join("\n"));
            }
            buttons(ui, &[("Close", ())]).map(|()| Ended::Closed)
        }
        Sheet::Snapshot(snapshot) => {
            snapshot.show(ui).map(|name| name.map_or(Ended::Closed, Ended::Snapshot))
        }
        Sheet::Scenario(scenario) => {
            scenario.show(ui).map(|keeps| if keeps { Ended::Scenario } else { Ended::Closed })
        }
        Sheet::Table(table) => table.show(ui).map(|shown| shown.map_or(Ended::Closed, Ended::Show)),
        Sheet::Compare(compare) => {
            compare.show(ui).map(|choice| choice.map_or(Ended::Closed, Ended::Compare))
        }
        Sheet::Evolution(evolution) => {
            evolution.show(ui).map(|order| order.map_or(Ended::Closed, Ended::Evolution))
        }
        Sheet::Settings(settings) => settings::show(ui, settings).map(|()| Ended::Closed),
        Sheet::Replace(replace) => replace.show(ui, &tab.editor).map(Ended::Names),
        Sheet::Palette(_) => None,
    })
}

/// So many lines are shown at most.
const MOST_LINES: usize = 500;

/// Large enough for the room.
fn lines_ui(ui: &mut Ui, title: &str, size: f32, lines: &[String]) {
    ui.heading(title);
    ScrollArea::vertical().max_height(460.0).auto_shrink([false, true]).show(ui, |ui| {
        for line in lines {
            ui.add(egui::Label::new(RichText::new(left_to_right(line)).size(size)).wrap());
            ui.add_space(1.5 * GRID);
        }
    });
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
