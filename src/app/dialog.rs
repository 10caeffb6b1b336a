//! Windows over the map: questions, messages, and the path window where the system has none.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Frame, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::background::Purpose;
use super::file::{Problem, final_path};
use super::picture_dialog::{Deed, PictureDialog};
use super::style::GRID;
use super::text_view::in_quotes;
use crate::files::Orphan;
use crate::format::{Format, Loss, Severity};

/// What is asked or said.
pub(super) enum Dialog {
    /// Changes would be lost.
    Unsaved { name: String },
    /// Something went wrong.
    Message { title: String, text: String },
    /// The file was changed by another program.
    Changed { name: String },
    /// The format cannot say everything.
    Losses { losses: Vec<Loss>, format: &'static str },
    /// A program ended with maps that were not saved.
    Recover { orphans: Vec<Orphan> },
    /// The system's dialog asks for a path.
    Waiting { purpose: Purpose },
    /// Asks for a path.
    Path(PathField),
    /// How a picture is made, or the map printed.
    Picture(Box<PictureDialog>),
    /// What is odd about the file.
    Problems,
    /// All keys and gestures.
    Shortcuts,
}

/// What the person answered.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    Close,
    Save,
    Discard,
    Overwrite,
    SaveAs,
    Picked(Purpose, PathBuf),
    /// A path is typed instead of chosen in the system's dialog.
    TypePath(Purpose),
    Recover(Arc<Orphan>),
    /// What is done with the picture.
    Picture(Deed),
}

/// A path being written.
pub(super) struct PathField {
    pub(super) purpose: Purpose,
    pub(super) text: String,
    /// What the name ends in where nobody says: the format that was chosen.
    ending: &'static str,
    /// Why the system's dialog does not ask.
    pub(super) why: Option<String>,
    /// Whether the person was told that the file exists, and may confirm.
    asks_overwrite: bool,
    was_shown: bool,
}

impl PathField {
    pub(super) fn new(purpose: Purpose, start: &Path, ending: &'static str) -> Self {
        let text = start.display().to_string();
        Self { purpose, text, ending, why: None, asks_overwrite: false, was_shown: false }
    }

    /// Asks whether the file of this path, which exists, is to be replaced.
    pub(super) fn asking(purpose: Purpose, path: &Path, ending: &'static str) -> Self {
        Self { asks_overwrite: true, ..Self::new(purpose, path, ending) }
    }

    /// What the path could become: what the folder holds that begins so.
    fn completions(&self) -> Vec<String> {
        let path = Path::new(&self.text);
        let (folder, start) = if self.text.is_empty() || self.text.ends_with('/') {
            (path, String::new())
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (path.parent().unwrap_or(Path::new("")), name)
        };
        let read = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let Ok(entries) = std::fs::read_dir(read) else { return Vec::new() };
        let mut names: Vec<_> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_wanted = name.starts_with(&start)
                    && name != start
                    && (start.starts_with('.') || !name.starts_with('.'));
                let slash = if entry.path().is_dir() { "/" } else { "" };
                is_wanted.then(|| format!("{}{slash}", folder.join(&name).display()))
            })
            .collect();
        names.sort();
        names.truncate(8);
        names
    }
}

/// Shows a dialog; answers when the person does.
pub(super) fn show(ctx: &Context, dialog: &mut Dialog, problems: &[Problem]) -> Option<Answer> {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(4.0 * GRID);
    let modal = Modal::new(Id::unique("dialog")).frame(frame).show(ctx, |ui| {
        ui.set_max_width(520.0);
        ui.spacing_mut().item_spacing.y = 2.0 * GRID;
        match dialog {
            Dialog::Unsaved { name } => {
                ui.heading(format!("Save the changes to {name}?"));
                ui.label("They are lost otherwise.");
                buttons(
                    ui,
                    &[("Save", Answer::Save), ("Don’t save", Answer::Discard), ("Cancel", Answer::Close)],
                )
            }
            Dialog::Message { title, text } => {
                ui.heading(title.as_str());
                ui.label(text.as_str());
                buttons(ui, &[("OK", Answer::Close)])
            }
            Dialog::Changed { name } => {
                ui.heading(format!("{name} was changed by another program"));
                ui.label("Nothing has been saved. Your map is as it was, and so is the file.");
                let choices = [
                    ("Save as…", Answer::SaveAs),
                    ("Overwrite", Answer::Overwrite),
                    ("Cancel", Answer::Close),
                ];
                buttons(ui, &choices)
            }
            Dialog::Losses { losses, format } => {
                let (kept, lost): (Vec<_>, Vec<_>) = losses.iter().partition(|loss| loss.is_kept);
                ui.heading(format!("{format} cannot say everything"));
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    losses_ui(ui, "This would be missing from the file, or read as something else:", &lost);
                    let words =
                        "Other programs would not show this. Comments in the file keep it for Mapstone:";
                    losses_ui(ui, words, &kept);
                });
                let write = if lost.is_empty() { "Save" } else { "Save without it" };
                let mut choices =
                    vec![("Save as…", Answer::SaveAs), (write, Answer::Overwrite), ("Cancel", Answer::Close)];
                if lost.is_empty() {
                    choices.swap(0, 1);
                }
                buttons(ui, &choices)
            }
            Dialog::Recover { orphans } => recover_ui(ui, orphans),
            Dialog::Waiting { purpose } => {
                ui.heading("Choose a file in the system’s dialog");
                ui.label("It is a window of its own, which may lie behind this one.");
                buttons(ui, &[("Type a path instead", Answer::TypePath(*purpose)), ("Cancel", Answer::Close)])
            }
            Dialog::Path(field) => path_ui(ui, field),
            Dialog::Picture(picture) => picture.show(ui),
            Dialog::Problems => {
                problems_ui(ui, problems);
                buttons(ui, &[("Close", Answer::Close)])
            }
            Dialog::Shortcuts => {
                super::shortcuts::show(ui);
                buttons(ui, &[("Close", Answer::Close)])
            }
        }
    });
    let closed = modal.should_close().then_some(Answer::Close);
    modal.inner.or(closed)
}

/// Some of what a file would not say.
fn losses_ui(ui: &mut Ui, words: &str, losses: &[&Loss]) {
    if losses.is_empty() {
        return;
    }
    ui.label(words);
    for loss in losses {
        ui.label(format!("• {}", in_quotes(&loss.what)));
    }
    ui.add_space(GRID);
}

/// Buttons from left to right; the first is what Enter means.
pub(super) fn buttons(ui: &mut Ui, choices: &[(&str, Answer)]) -> Option<Answer> {
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    let focused = ui.memory(|memory| memory.focused().is_some());
    let mut answer = choices.first().filter(|_| enter && !focused).map(|(_, answer)| answer.clone());
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        for (number, (label, choice)) in choices.iter().enumerate() {
            let text = if number == 0 { RichText::new(*label).strong() } else { RichText::new(*label) };
            if ui.button(text).clicked() {
                answer = Some(choice.clone());
            }
        }
    });
    answer
}

/// The copies that were left behind: one is opened now, the others are offered again.
fn recover_ui(ui: &mut Ui, orphans: &mut Vec<Orphan>) -> Option<Answer> {
    ui.heading("These maps were not saved");
    ui.label("Mapstone ended before their last changes were saved. These are copies of them; the files are as they were.");
    let mut answer = None;
    let mut chosen: Option<(usize, bool)> = None;
    for (number, orphan) in orphans.iter().enumerate() {
        let name = orphan.copy.path.as_ref().and_then(|path| path.file_name());
        let name = name.map_or_else(|| "Untitled map".to_owned(), |name| name.to_string_lossy().into_owned());
        ui.horizontal(|ui| {
            ui.label(RichText::new(name.as_str()).strong());
            ui.weak(ago(orphan));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Discard").on_hover_text(format!("Throw the copy of {name} away")).clicked() {
                    chosen = Some((number, false));
                }
                if ui.button(RichText::new("Open").strong()).clicked() {
                    chosen = Some((number, true));
                }
            });
        });
    }
    if let Some((number, opens)) = chosen {
        let orphan = orphans.remove(number);
        if opens {
            answer = Some(Answer::Recover(Arc::new(orphan)));
        } else {
            orphan.discard();
        }
    }
    if orphans.is_empty() && answer.is_none() {
        return Some(Answer::Close);
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

/// The formats of maps: the path's ending says which it is to be.
fn formats_ui(ui: &mut Ui, field: &mut PathField) {
    let path = final_path(field.purpose, PathBuf::from(field.text.trim()), field.ending);
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let current = Format::of_ending(&ending);
    ui.horizontal(|ui| {
        for format in Format::ALL {
            let button = ui.selectable_label(current == Some(format), format.name());
            let hint = format!("The file’s ending says its format: .{}", format.endings().join(", ."));
            if button.on_hover_text(hint).clicked() {
                field.text = path.with_extension(format.ending()).display().to_string();
                field.ending = format.ending();
                field.asks_overwrite = false;
                // The path takes the keys again, with the caret at its end.
                field.was_shown = false;
            }
        }
    });
}

fn path_ui(ui: &mut Ui, field: &mut PathField) -> Option<Answer> {
    let (title, action) = match field.purpose {
        Purpose::Open => ("Open a map", "Open"),
        Purpose::SaveAs => ("Save the map as", "Save"),
        Purpose::Export => ("Export a picture", "Export"),
        Purpose::Theme => ("Choose a theme", "Choose"),
    };
    ui.heading(title);
    if let Some(why) = &field.why {
        ui.label(format!("The system’s own dialog could not be used ({why})"));
    }
    if field.purpose == Purpose::Export {
        ui.label("Its ending, .svg, .png or .pdf, says the format");
    }
    if field.purpose == Purpose::SaveAs {
        formats_ui(ui, field);
    }
    let completions = field.completions();
    let tab = super::keys::take(ui.ctx(), |key, _| key == Key::Tab);
    if let (false, Some(first)) = (tab.is_empty(), completions.first()) {
        field.text.clone_from(first);
    }
    let edit = TextEdit::singleline(&mut field.text).desired_width(480.0).lock_focus(true);
    let output = edit.show(ui);
    let response = &output.response;
    ui.ctx().accesskit_node_builder(response.response.id, |node| node.set_label("File"));
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    if !field.was_shown || !tab.is_empty() {
        response.request_focus();
        let mut state = output.state.clone();
        let end = egui::text::CCursor::new(egui::text::CharIndex(field.text.chars().count()));
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), response.response.id);
        field.was_shown = true;
    }
    if response.changed() {
        field.asks_overwrite = false;
    }
    for completion in &completions {
        if ui.selectable_label(false, completion).clicked() {
            field.text.clone_from(completion);
            response.request_focus();
        }
    }
    let path = final_path(field.purpose, PathBuf::from(field.text.trim()), field.ending);
    let exists = !matches!(field.purpose, Purpose::Open | Purpose::Theme) && path.exists();
    if field.asks_overwrite && exists {
        ui.label(RichText::new("This file exists. Press again to replace it").strong());
    }
    let mut answer = None;
    ui.horizontal(|ui| {
        let is_usable = !field.text.trim().is_empty() && !path.is_dir();
        let go = ui.add_enabled(is_usable, egui::Button::new(RichText::new(action).strong())).clicked();
        if go || enter && is_usable && field.was_shown {
            if exists && !field.asks_overwrite {
                field.asks_overwrite = true;
                response.request_focus();
            } else {
                answer = Some(Answer::Picked(field.purpose, path));
            }
        }
        if ui.button("Cancel").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
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
