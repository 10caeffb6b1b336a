//! What is asked and told about scenarios, and with what a map can be compared.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use egui::{ComboBox, Grid, Key, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::buttons;
use crate::app::style::{self, GRID};
use crate::app::tip::Tip;
use crate::compare::{Outlook, evolving, outlooks};
use crate::editor::Editor;
use crate::files::{Revision, revisions};
use crate::model::{ElementId, Map};
use crate::typeset::left_to_right;
use crate::workspace::TabId;

/// What a scenario is called, what it is about, and what it goes on from.
pub(in crate::app) struct ScenarioSheet {
    /// Its id; `None` where it is begun.
    pub(in crate::app) id: Option<String>,
    pub(in crate::app) name: String,
    pub(in crate::app) about: String,
    pub(in crate::app) after: String,
    others: Vec<(String, String)>,
    was_shown: bool,
}

impl ScenarioSheet {
    /// One that is begun.
    pub(in crate::app) fn begin(editor: &Editor) -> Self {
        let after = editor.document.scenario().unwrap_or_default().to_owned();
        Self {
            id: None,
            name: String::new(),
            about: String::new(),
            after,
            others: others(editor, ""),
            was_shown: false,
        }
    }

    /// The one that is shown.
    pub(in crate::app) fn of(editor: &Editor) -> Option<Self> {
        let scenario = editor.scenario()?;
        Some(Self {
            id: Some(scenario.id.clone()),
            name: scenario.name.clone(),
            about: scenario.about.clone(),
            after: scenario.after.clone(),
            others: others(editor, &scenario.id),
            was_shown: false,
        })
    }

    /// Shows it; answers whether it is to be done.
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<bool> {
        ui.heading(if self.id.is_none() { "What if …?" } else { "This scenario" });
        if self.id.is_none() {
            ui.label("Every edit goes into it, and today’s map stays as it is.");
        }
        let name =
            TextEdit::singleline(&mut self.name).hint_text("we rent compute").desired_width(f32::INFINITY);
        let field = ui.add(name);
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the scenario"));
        if !std::mem::replace(&mut self.was_shown, true) {
            field.request_focus();
        }
        let enters = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if self.id.is_some() {
            ui.label("What it is about");
            let about =
                ui.add(TextEdit::multiline(&mut self.about).desired_rows(2).desired_width(f32::INFINITY));
            about.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "What it is about"));
            ui.horizontal(|ui| {
                ui.label("Goes on from");
                let shown = self.others.iter().find(|(id, _)| *id == self.after);
                let shown = shown.map_or("Today", |(_, name)| name.as_str()).to_owned();
                ComboBox::from_id_salt("after").selected_text(shown).show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.after, String::new(), "Today");
                    for (id, name) in &self.others {
                        ui.selectable_value(&mut self.after, id.clone(), left_to_right(name).as_ref());
                    }
                });
            });
        }
        ui.add_space(GRID);
        let word = if self.id.is_none() { "Begin" } else { "Keep it" };
        buttons(ui, &[(word, true), ("Cancel", false)]).or(enters.then_some(true))
    }
}

fn others(editor: &Editor, id: &str) -> Vec<(String, String)> {
    let all = editor.scenarios().iter().filter(|scenario| scenario.id != id);
    all.map(|scenario| (scenario.id.clone(), scenario.name.clone())).collect()
}

/// The table of scenarios.
pub(in crate::app) struct TableSheet {
    rows: Vec<Outlook>,
    today: Map,
}

impl TableSheet {
    pub(in crate::app) fn of(editor: &Editor) -> Self {
        let today = Map::clone(editor.document.whole());
        Self { rows: outlooks(&today), today }
    }

    /// Shows it; answers with the scenario to go to, or none where it was closed.
    #[expect(clippy::option_option, reason = "closed is not undecided")]
    pub(super) fn show(&self, ui: &mut Ui) -> Option<Option<String>> {
        ui.heading("Where each leads");
        let name = |id: &ElementId| {
            self.today.element(id).map_or_else(String::new, |element| element.name().to_owned())
        };
        let mut goes: Option<String> = None;
        ScrollArea::both().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("scenarios").striped(true).spacing([18.0, 8.0]).min_row_height(24.0).show(ui, |ui| {
                for head in ["", "Questions", "Needed", "Not needed any more", "Touched above, below"] {
                    ui.label(RichText::new(head).strong());
                }
                ui.end_row();
                for row in &self.rows {
                    let name_of = left_to_right(&row.name);
                    let name_of = RichText::new(name_of.as_ref()).color(style::ring(ui.visuals()));
                    let button = ui.add(egui::Button::new(name_of).frame(false));
                    if button.tip_beside("Show it on the map").clicked() {
                        goes = Some(row.id.clone());
                    }
                    questions(ui, row);
                    ui.label(row.needed.to_string());
                    ui.add(egui::Label::new(left_to_right(&listed(&row.idle, name)).as_ref()).wrap());
                    let touched = if row.changed.is_empty() {
                        "–".to_owned()
                    } else {
                        format!("{}, {}", row.above, row.below)
                    };
                    ui.label(touched);
                    ui.end_row();
                }
            });
            let misfits: usize = self.rows.iter().map(|row| row.misfits.len()).sum();
            if misfits > 0 {
                ui.weak(format!("{misfits} changes do not fit today’s map any more. They are kept."));
            }
        });
        if let Some(id) = goes {
            return Some(Some(id));
        }
        buttons(ui, &[("Close", ())]).map(|()| None)
    }
}

fn questions(ui: &mut Ui, row: &Outlook) {
    let settled =
        if row.settled.is_empty() { String::new() } else { format!(" ({} settled)", row.settled.len()) };
    let label = ui.label(format!("{}{settled}", row.questions.len()));
    if !row.questions.is_empty() {
        let all: Vec<&str> = row.questions.iter().take(8).map(|finding| finding.question.as_str()).collect();
        label.tip_beside(left_to_right(&all.join("\n")).as_ref());
    }
}

fn listed(ids: &[ElementId], name: impl Fn(&ElementId) -> String) -> String {
    const MOST: usize = 6;
    let names = |ids: &[ElementId]| ids.iter().map(&name).collect::<Vec<_>>().join(", ");
    match ids {
        [] => "–".to_owned(),
        ids if ids.len() <= MOST => names(ids),
        ids => {
            format!("{} and {} others", names(ids.get(..MOST - 1).unwrap_or(&[])), ids.len() + 1 - MOST)
        }
    }
}

/// With what the map is compared.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Choice {
    Today,
    Scenario(String),
    Saved,
    Tab(TabId),
    File,
    Revision(Revision),
}

/// The list of what a map can be compared with.
pub(in crate::app) struct CompareSheet {
    choices: Vec<(Choice, String)>,
    revisions: Option<Receiver<Result<Vec<Revision>, String>>>,
    why_none: Option<String>,
    is_shown: bool,
}

impl CompareSheet {
    pub(in crate::app) fn new(
        ctx: &egui::Context,
        editor: &Editor,
        path: Option<PathBuf>,
        tabs: Vec<(TabId, String)>,
    ) -> Self {
        let mut choices = Vec::new();
        if editor.document.scenario().is_some() {
            choices.push((Choice::Today, "Today’s map".to_owned()));
        }
        for scenario in
            editor.scenarios().iter().filter(|scenario| editor.document.scenario() != Some(&scenario.id))
        {
            choices.push((Choice::Scenario(scenario.id.clone()), format!("“{}”", scenario.name)));
        }
        if editor.document.saved_map().is_some() {
            choices.push((Choice::Saved, "The map as it was saved".to_owned()));
        }
        choices.extend(tabs.into_iter().map(|(id, name)| (Choice::Tab(id), format!("{name}, in its tab"))));
        choices.push((Choice::File, "A file…".to_owned()));
        let revisions = path.map(|path| {
            let (sender, receiver) = channel();
            let ctx = ctx.clone();
            let work = move || {
                let _ = sender.send(revisions(&path, 50));
                ctx.request_repaint();
            };
            let _ = std::thread::Builder::new().name("revisions".to_owned()).spawn(work);
            receiver
        });
        Self { choices, revisions, why_none: None, is_shown: false }
    }

    /// Shows it; answers with what was chosen, or none where it was closed.
    #[expect(clippy::option_option, reason = "closed is not undecided")]
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Option<Choice>> {
        if let Some(found) = self.revisions.as_ref().and_then(|revisions| revisions.try_recv().ok()) {
            self.revisions = None;
            match found {
                Ok(found) => self.choices.extend(found.into_iter().map(|revision| {
                    let words = format!("{}  {}", revision.date, revision.subject);
                    (Choice::Revision(revision), words)
                })),
                Err(why) => self.why_none = Some(why),
            }
        }
        ui.heading("Compare with");
        let mut chosen = None;
        ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]).show(ui, |ui| {
            let mut had_revision = false;
            for (choice, words) in &self.choices {
                if matches!(choice, Choice::Revision(_)) && !std::mem::replace(&mut had_revision, true) {
                    ui.add_space(GRID);
                    ui.label(RichText::new("Earlier versions, out of git").strong());
                }
                let text = egui::WidgetText::from(left_to_right(words).as_ref());
                // A row from edge to edge, whose words begin at the left.
                let button = egui::Button::new((text, egui::Atom::grow()))
                    .wrap_mode(egui::TextWrapMode::Truncate)
                    .min_size(egui::vec2(ui.available_width(), 0.0));
                let row = ui.add(button);
                if !std::mem::replace(&mut self.is_shown, true) {
                    row.request_focus();
                }
                if row.clicked() {
                    chosen = Some(choice.clone());
                }
            }
            if self.revisions.is_some() {
                ui.weak("Git is asked for earlier versions…");
            }
            if let Some(why) = &self.why_none {
                ui.weak(why);
            }
        });
        if let Some(choice) = chosen {
            return Some(Some(choice));
        }
        buttons(ui, &[("Cancel", ())]).map(|()| None)
    }
}

/// In which order the evolving components are played.
pub(in crate::app) struct EvolutionSheet {
    order: Vec<(ElementId, String)>,
}

impl EvolutionSheet {
    pub(in crate::app) fn of(editor: &Editor) -> Self {
        let name = |id: ElementId| {
            let name =
                editor.map().element(&id).map_or_else(String::new, |element| element.name().to_owned());
            (id, name)
        };
        Self { order: evolving(editor.map()).into_iter().map(name).collect() }
    }

    /// Shows it; answers with the order, or none where it was closed.
    #[expect(clippy::option_option, reason = "closed is not undecided")]
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Option<Vec<ElementId>>> {
        ui.heading("Play evolution");
        if self.order.is_empty() {
            ui.label("Nothing on this map evolves: E lets a component evolve to the next stage.");
            return buttons(ui, &[("Close", ())]).map(|()| None);
        }
        ui.label("In which order? Nobody knows it, nor the pace: it is yours to try.");
        let mut swaps = None;
        let last = self.order.len() - 1;
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            for (at, (_, name)) in self.order.iter().enumerate() {
                ui.horizontal(|ui| {
                    for (icon, words, to, can) in [
                        (icons::ICON_KEYBOARD_ARROW_UP, "Earlier", at.wrapping_sub(1), at > 0),
                        (icons::ICON_KEYBOARD_ARROW_DOWN, "Later", at + 1, at < last),
                    ] {
                        let button =
                            ui.add_enabled(can, egui::Button::new(icon.rich_text().size(16.0)).frame(false));
                        button.widget_info(|| {
                            WidgetInfo::labeled(Role::Button, can, format!("{words}: {name}"))
                        });
                        if button.tip_beside(words).clicked() {
                            swaps = Some((at, to));
                        }
                    }
                    ui.label(format!("{}.", at + 1));
                    ui.label(left_to_right(name).as_ref());
                });
            }
        });
        if let Some((a, b)) = swaps {
            self.order.swap(a, b);
        }
        let answer = buttons(ui, &[("Play", true), ("Cancel", false)])?;
        Some(answer.then(|| self.order.iter().map(|(id, _)| id.clone()).collect()))
    }
}
