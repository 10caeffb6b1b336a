//! Where the map goes: save, save as, export, and what is asked on the way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::background::{Dialogs, Purpose, Written};
use super::dialog::{Dialog, PathField};
use super::file::{OpenFile, final_path};
use super::window::{Next, Window};
use crate::editor::NamingEnd;
use crate::files::SaveError;
use crate::format::{Format, Loss, Source};

/// Where and how the map is to be saved.
#[derive(Clone, Debug)]
pub(super) struct Save {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// What the file must hold for us to replace it; `None` replaces whatever is there.
    pub(super) expected: Option<String>,
    /// Whether the person knows what the format cannot say.
    pub(super) may_lose: bool,
}

impl Window {
    pub(super) fn save(&mut self) {
        self.editor.end_naming(NamingEnd::Keep);
        match (self.file.path.clone(), self.file.format) {
            (Some(path), Some(format)) => {
                let expected = self.file.text.clone();
                self.save_to(Save { path, format, expected, may_lose: false });
            }
            _ => self.ask_path(Purpose::SaveAs),
        }
    }

    /// Writes the map on a thread: the text of its file with no more changed than the map needs. What the format
    /// cannot say is asked about first, once.
    pub(super) fn save_to(&mut self, save: Save) {
        if self.is_saving {
            self.save_again = Some(save);
            return;
        }
        let written = self.text_of(save.format);
        self.waiting = Some(save.clone());
        let is_new_file = self.file.path.as_ref() != Some(&save.path);
        // What comments of the file keep is there when it is opened again.
        let is_known = |loss: &Loss| !is_new_file && (loss.is_kept || self.file.known_losses.contains(loss));
        if written.losses.iter().all(is_known) || save.may_lose {
            self.is_saving = true;
            self.background.save(self.document, save.path, written, save.expected);
        } else {
            self.dialog = Some(Dialog::Losses { losses: written.losses, format: save.format.name() });
        }
    }

    /// The map as text of a format: made from the text that was read or typed, where there is one.
    pub(super) fn text_of(&self, format: Format) -> Written {
        let moment = self.editor.document.moment();
        let own = self.file.source.as_ref().filter(|source| source.format() == format);
        let source = match self.editor.document.source(format).or(own) {
            Some(source) => Arc::clone(source),
            None => Arc::new(Source::canonical(format, &moment.map)),
        };
        let edited = source.edit(&moment.map);
        let text = format!("{}{}", source.mark(), edited.text);
        Written { text, moment, source, losses: edited.losses }
    }

    pub(super) fn ask_path(&mut self, purpose: Purpose) {
        let ending = match purpose {
            Purpose::Export => self.picture_ending(),
            _ => self.file.format.unwrap_or(Format::Ron).ending(),
        };
        let name = self.file.suggested_name(&self.editor.map().title, ending);
        match self.dialogs {
            Dialogs::Native => self.background.pick(self.document, purpose, self.file.folder(), &name),
            Dialogs::Own => {
                let folder = self
                    .file
                    .folder()
                    .map_or_else(|| std::env::current_dir().unwrap_or_default(), Path::to_owned);
                let reads = matches!(purpose, Purpose::Open | Purpose::Theme);
                let start = if reads { folder.join("") } else { folder.join(name) };
                self.dialog = Some(Dialog::Path(PathField::new(purpose, &start, self.picture_ending())));
            }
        }
    }

    pub(super) fn picked(&mut self, purpose: Purpose, picked: &Path, ctx: &Context) {
        let path = final_path(purpose, picked.to_owned(), self.picture_ending());
        if self.dialogs == Dialogs::Native && path != picked && path.exists() {
            // The system's dialog asked about another name.
            self.dialog = Some(Dialog::Path(PathField::asking(purpose, &path, self.picture_ending())));
            return;
        }
        match purpose {
            Purpose::Open => self.guard(Next::Open(Some(path)), ctx),
            Purpose::SaveAs => {
                let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
                let format = ending.as_deref().and_then(Format::of_ending).unwrap_or(Format::Ron);
                self.save_to(Save { path, format, expected: None, may_lose: false });
            }
            Purpose::Export => self.export_to(&path),
            Purpose::Theme => self.choose_theme_file(&path),
        }
    }

    pub(super) fn saved(
        &mut self,
        path: PathBuf,
        written: Written,
        result: Result<(), SaveError>,
        ctx: &Context,
    ) {
        self.is_saving = false;
        let again = self.save_again.take();
        match result {
            Ok(()) => {
                self.waiting = None;
                let Written { text, moment, source, losses } = written;
                self.editor.document.mark_saved(moment, &source);
                self.file = OpenFile {
                    path: Some(path),
                    imported_from: None,
                    format: Some(source.format()),
                    text: Some(text),
                    source: Some(source),
                    known_losses: losses,
                    problems: std::mem::take(&mut self.file.problems),
                };
                let is_waiting = self.editor.document.draft().is_some();
                let but =
                    if is_waiting { ". The text that cannot be read yet is not in the file" } else { "" };
                self.notice = Some(format!("Saved {}{but}", self.file.name()));
                match again {
                    // Another place was named while this save ran.
                    Some(save) if self.file.path.as_ref() != Some(&save.path) => self.save_to(save),
                    Some(_) if self.editor.document.is_changed() => self.save(),
                    _ => {
                        if let Some(next) = self.next.take() {
                            self.guard(next, ctx);
                        }
                    }
                }
            }
            Err(SaveError::Changed(_)) => {
                self.dialog = Some(Dialog::Changed { name: self.file.name() });
            }
            Err(error) => {
                self.next = None;
                let text = format!("{error}.\nYour map is still here, and the file is as it was.");
                self.message("The map could not be saved".to_owned(), text);
            }
        }
    }
}
