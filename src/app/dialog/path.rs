//! A path being written, where the system has no dialog for it. What its folder holds is read on a thread.

use std::path::{Path, PathBuf};

use egui::{RichText, TextEdit, Ui};

use crate::app::command::keys::{self, At};
use crate::app::style;
use crate::format::Format;
use crate::workspace::{Answer, Purpose, Question, final_path};

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::app) struct Entry {
    pub(in crate::app) name: String,
    pub(in crate::app) is_folder: bool,
}

/// What stands under a name in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// The folder is not known yet.
    Unknown,
    Nothing,
    File,
    Folder,
}

/// What the field of a path remembers between frames.
pub(in crate::app) struct PathField {
    purpose: Purpose,
    text: String,
    /// What the name ends in where nobody says: the format that was chosen.
    ending: &'static str,
    /// Why the system's dialog does not ask.
    why: Option<String>,
    /// Whether the person was told that the file exists, and may confirm.
    asks_overwrite: bool,
    was_shown: bool,
    /// The folder that was looked into last, and what it holds, once that is known.
    folder: Option<(PathBuf, Option<Vec<Entry>>)>,
    /// The folder that is to be looked into.
    wanted: Option<PathBuf>,
    /// Whether Enter was pressed before the folder was known.
    is_confirmed: bool,
}

impl PathField {
    pub(in crate::app) fn of(question: &Question) -> Option<Self> {
        let Question::Path { purpose, start, ending, why, asks_overwrite, .. } = question else {
            return None;
        };
        Some(Self {
            purpose: *purpose,
            text: start.display().to_string(),
            ending,
            why: why.clone(),
            asks_overwrite: *asks_overwrite,
            was_shown: false,
            folder: None,
            wanted: None,
            is_confirmed: false,
        })
    }

    /// The folder that is to be looked into now.
    pub(in crate::app) fn take_wanted(&mut self) -> Option<PathBuf> {
        self.wanted.take()
    }

    /// What a folder holds; a folder that cannot be read holds nothing.
    pub(in crate::app) fn take_entries(&mut self, folder: &Path, entries: Vec<Entry>) {
        if let Some((own, slot)) = &mut self.folder
            && own == folder
        {
            *slot = Some(entries);
        }
    }

    /// The folder of a path being written, and the start of a name in it.
    fn split(text: &str) -> (PathBuf, String) {
        let path = Path::new(text);
        if text.is_empty() || text.ends_with(std::path::is_separator) {
            return (path.to_owned(), String::new());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path.parent().unwrap_or(Path::new("")).to_owned(), name)
    }

    /// Asks for what the folder holds, where that is another now.
    fn look(&mut self) {
        let (folder, _) = Self::split(&self.text);
        if self.folder.as_ref().is_none_or(|(own, _)| *own != folder) {
            self.wanted = Some(folder.clone());
            self.folder = Some((folder, None));
        }
    }

    fn entries(&self) -> Option<&[Entry]> {
        self.folder.as_ref()?.1.as_deref()
    }

    /// What the folder has under this path's name.
    fn find(&self, path: &Path) -> Found {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(entries) = self.entries() else { return Found::Unknown };
        match entries.iter().find(|entry| entry.name == name) {
            None => Found::Nothing,
            Some(entry) if entry.is_folder => Found::Folder,
            Some(_) => Found::File,
        }
    }

    /// What the path could become: what the folder holds that begins so.
    fn completions(&self) -> Vec<String> {
        let (folder, start) = Self::split(&self.text);
        let is_wanted = |entry: &&Entry| {
            entry.name.starts_with(&start)
                && entry.name != start
                && (start.starts_with('.') || !entry.name.starts_with('.'))
        };
        let shown = |entry: &Entry| {
            let slash = if entry.is_folder { "/" } else { "" };
            format!("{}{slash}", folder.join(&entry.name).display())
        };
        self.entries().unwrap_or_default().iter().filter(is_wanted).take(8).map(shown).collect()
    }
}

/// The formats of maps: the path's ending says which it is to be.
fn formats(ui: &mut Ui, field: &mut PathField) {
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

pub(in crate::app) fn show(ui: &mut Ui, field: &mut PathField) -> Option<Answer> {
    let (title, action) = match field.purpose {
        Purpose::Open => ("Open a map", "Open"),
        Purpose::SaveAs => ("Save the map as", "Save"),
        Purpose::Export => ("Export a picture", "Export"),
        Purpose::Theme => ("Choose a theme", "Choose"),
        Purpose::Compare => ("Compare with a map", "Compare"),
    };
    ui.heading(title);
    if let Some(why) = &field.why {
        ui.label(format!("The system’s own dialog could not be used ({why})"));
    }
    if field.purpose == Purpose::Export {
        ui.label("Its ending, .svg, .png or .pdf, says the format");
    }
    if field.purpose == Purpose::SaveAs {
        formats(ui, field);
    }
    let completions = field.completions();
    let enter = written(ui, field, &completions);
    for completion in &completions {
        if ui.selectable_label(false, completion).clicked() {
            field.text.clone_from(completion);
            field.was_shown = false;
        }
    }
    field.look();
    confirm(ui, field, action, enter)
}

/// The field itself; answers whether Enter was pressed.
fn written(ui: &mut Ui, field: &mut PathField, completions: &[String]) -> bool {
    let tab = keys::take(ui.ctx(), &[At::Path]);
    if let (false, Some(first)) = (tab.is_empty(), completions.first()) {
        field.text.clone_from(first);
    }
    let edit = TextEdit::singleline(&mut field.text).desired_width(480.0).lock_focus(true);
    let output = edit.show(ui);
    let response = &output.response;
    ui.ctx().accesskit_node_builder(response.response.id, |node| node.set_label("File"));
    let enter = !keys::take(ui.ctx(), &[At::Question]).is_empty() && field.was_shown;
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
        field.is_confirmed = false;
    }
    if enter {
        response.request_focus();
    }
    enter
}

/// The button that takes the path, once it is known whether a file is there.
fn confirm(ui: &mut Ui, field: &mut PathField, action: &str, enter: bool) -> Option<Answer> {
    let path = final_path(field.purpose, PathBuf::from(field.text.trim()), field.ending);
    let found = field.find(&path);
    let exists = !field.purpose.reads() && found == Found::File;
    // A folder that does not show what it holds may have the file all the same.
    if field.asks_overwrite {
        ui.label(RichText::new("This file exists. Press again to replace it").strong());
    }
    let is_usable = !field.text.trim().is_empty() && found != Found::Folder;
    let (mut go, mut is_given_up) = (false, false);
    ui.horizontal(|ui| {
        let button = ui.add_enabled(is_usable, style::primary(action));
        style::show_focus(ui, &button);
        go = button.clicked();
        is_given_up = ui.button("Cancel").clicked();
    });
    if is_given_up {
        return Some(Answer::Close);
    }
    field.is_confirmed |= (go || enter) && is_usable;
    if !field.is_confirmed || found == Found::Unknown {
        return None;
    }
    field.is_confirmed = false;
    if exists && !field.asks_overwrite {
        field.asks_overwrite = true;
        field.was_shown = false;
        return None;
    }
    let may_replace = field.asks_overwrite;
    is_usable.then_some(Answer::Path { path, may_replace })
}
