//! Where the map goes: save, save as, export, and what is asked on the way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::background::{Dialogs, Purpose, Written};
use super::dialog::{Dialog, PathField};
use super::file::{OpenFile, final_path};
use super::file_chooser::{Answered, Question};
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
        let document = &self.editor.document;
        // What was drawn instead of a text that cannot be read never goes over that text.
        let was_read = self.file.source.is_some()
            || document.unreadable().is_some()
            || self.file.format.is_some_and(|format| document.source(format).is_some());
        match (self.file.path.clone(), self.file.format) {
            (Some(path), Some(format)) if was_read => {
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
    ///
    /// A file's text that could never be read is written as it stands, whatever the format: there is no map yet.
    pub(super) fn text_of(&self, format: Format) -> Written {
        let moment = self.editor.document.moment();
        if let Some(draft) = self.editor.document.unreadable() {
            let text = draft.text.clone();
            return Written { text, moment, source: None, losses: Vec::new(), theme: None };
        }
        let own = self.file.source.as_ref().filter(|source| source.format() == format);
        let source = match self.editor.document.source(format).or(own) {
            Some(source) => Arc::clone(source),
            None => Arc::new(Source::canonical(format, &moment.map)),
        };
        let edited = source.edit(&moment.map);
        let text = format!("{}{}", source.mark(), edited.text);
        let is_named = |(name, _): &&(String, PathBuf)| *name == moment.map.theme;
        let theme = self.theme.chosen.as_ref().filter(is_named).cloned();
        Written { text, moment, source: Some(source), losses: edited.losses, theme }
    }

    pub(super) fn ask_path(&mut self, purpose: Purpose) {
        if self.dialogs == Dialogs::Own {
            return self.ask_in_own_window(purpose, None);
        }
        let name = self.suggested_name(purpose);
        self.questions += 1;
        self.awaited = Some(self.questions);
        let folder = self.file.folder().map(Path::to_owned);
        self.background.pick(self.questions, Question { purpose, folder, name });
        self.dialog = Some(Dialog::Waiting { purpose });
    }

    fn suggested_name(&self, purpose: Purpose) -> String {
        self.file.suggested_name(&self.editor.map().title, self.ending_for(purpose))
    }

    /// What a file gets for its ending where nobody says.
    fn ending_for(&self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Export => self.picture_ending(),
            _ => self.file.format.unwrap_or(Format::Ron).ending(),
        }
    }

    /// Asks for a path in our own window, where the system's dialog failed for this reason.
    pub(super) fn ask_in_own_window(&mut self, purpose: Purpose, why: Option<String>) {
        let folder =
            self.file.folder().map_or_else(|| std::env::current_dir().unwrap_or_default(), Path::to_owned);
        let reads = matches!(purpose, Purpose::Open | Purpose::Theme);
        let start = if reads { folder.join("") } else { folder.join(self.suggested_name(purpose)) };
        let mut field = PathField::new(purpose, &start, self.ending_for(purpose));
        field.why = why;
        self.dialog = Some(Dialog::Path(field));
    }

    /// Takes what came of the system's dialog, unless nobody waits for it any more.
    pub(super) fn take_answer(&mut self, number: u64, purpose: Purpose, answered: Answered, ctx: &Context) {
        if self.awaited != Some(number) {
            return;
        }
        self.awaited = None;
        if matches!(self.dialog, Some(Dialog::Waiting { .. })) {
            self.dialog = None;
        }
        match answered {
            Answered::Path(path) => self.picked(purpose, &path, ctx),
            Answered::Cancelled => self.next = None,
            Answered::Failed(why) => self.ask_in_own_window(purpose, Some(why)),
        }
    }

    pub(super) fn picked(&mut self, purpose: Purpose, picked: &Path, ctx: &Context) {
        let path = final_path(purpose, picked.to_owned(), self.ending_for(purpose));
        if self.dialogs == Dialogs::Native && path != picked && path.exists() {
            // The system's dialog asked about another name.
            self.dialog = Some(Dialog::Path(PathField::asking(purpose, &path, self.ending_for(purpose))));
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
                let Written { text, moment, source, losses, .. } = written;
                match &source {
                    Some(source) => self.editor.document.mark_saved(moment, source),
                    None => self.editor.document.mark_draft_saved(&text),
                }
                self.file = OpenFile {
                    path: Some(path),
                    imported_from: None,
                    format: source.as_ref().map(|source| source.format()).or(self.file.format),
                    text: Some(text),
                    source,
                    known_losses: losses,
                    problems: std::mem::take(&mut self.file.problems),
                };
                let document = &self.editor.document;
                let but = match (document.unreadable(), document.draft()) {
                    (Some(_), _) => " as it stands: it cannot be read as a map yet",
                    (None, Some(_)) => ". The text that cannot be read yet is not in the file",
                    (None, None) => "",
                };
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
