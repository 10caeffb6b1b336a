//! Copies of unsaved maps: kept while there are changes, offered after an end that was not clean.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Context;

use super::dialog::Dialog;
use super::file::OpenFile;
use super::window::Window;
use crate::editor::{Draft, Editor, NamingEnd};
use crate::files::{self, Orphan, Recovery, UnsavedCopy};
use crate::format::{Format, Source};

/// A copy is written this long after the first change that it does not have.
const DELAY: Duration = Duration::from_secs(1);

/// The folder for copies on this system; `None` where it has none.
pub(super) fn folder() -> Option<PathBuf> {
    Some(files::state_folder()?.join("unsaved"))
}

/// What the window knows about the copy of its map.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    pub(super) recovery: Option<Arc<Recovery>>,
    /// The revision that the copy has, or that needs none.
    revision: u64,
    has_copy: bool,
    /// When the first change was seen that the copy does not have.
    since: Option<Instant>,
}

impl Window {
    /// Writes a copy of the changed map, on a thread, a second after it changed.
    pub(super) fn keep_copy(&mut self, ctx: &Context) {
        let Some(recovery) = self.keeper.recovery.clone() else { return };
        let revision = self.editor.document.text_revision();
        if revision == self.keeper.revision {
            return;
        }
        if !self.editor.document.is_changed() {
            self.forget_copy();
            return;
        }
        let since = *self.keeper.since.get_or_insert_with(Instant::now);
        let waited = since.elapsed();
        if waited < DELAY {
            ctx.request_repaint_after(DELAY.saturating_sub(waited));
            return;
        }
        let format = self.file.format.unwrap_or(Format::Ron);
        // The next start may be in another folder.
        let path =
            self.file.path.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        let base = self.file.text.clone();
        let written = self.text_of(format);
        // What the format of the file cannot say is in the copy all the same.
        let (format, file_format, text) = if written.losses.is_empty() {
            (format, format, written.text)
        } else {
            (Format::Ron, format, self.text_of(Format::Ron).text)
        };
        let copy = UnsavedCopy { path, file_format, format, base, text };
        self.background.keep(recovery, self.document, revision, copy);
        self.keeper.revision = revision;
        self.keeper.since = None;
        self.keeper.has_copy = true;
    }

    /// The map is saved, or its changes are given up.
    pub(super) fn forget_copy(&mut self) {
        let revision = self.editor.document.text_revision();
        if let Some(recovery) = self.keeper.recovery.as_ref().filter(|_| self.keeper.has_copy) {
            recovery.forget(self.document, revision);
        }
        self.keeper.has_copy = false;
        self.keeper.since = None;
        self.keeper.revision = revision;
    }

    /// Another map is shown: nothing of it is kept yet.
    pub(super) fn keep_anew(&mut self) {
        let recovery = self.keeper.recovery.take();
        self.keeper = Keeper { recovery, ..Keeper::default() };
    }

    /// Offers what a program left behind.
    pub(super) fn offer(&mut self, orphans: Vec<Orphan>) {
        if !orphans.is_empty() && self.dialog.is_none() {
            self.editor.end_naming(NamingEnd::Keep);
            self.dialog = Some(Dialog::Recover { orphans });
        }
    }

    /// Opens a copy that was left behind: the map is changed, and its file is as it was.
    pub(super) fn recover(&mut self, orphan: &Orphan) {
        if self.would_lose() {
            self.message(
                "Save this map first".to_owned(),
                "It has changes that are not saved. The copy is kept, and offered at the next start."
                    .to_owned(),
            );
            return;
        }
        let UnsavedCopy { path, file_format, format, base, text } = orphan.copy.clone();
        let source = match Source::read(format, &text) {
            Ok(source) => Arc::new(files::settled_source(source)),
            Err(diagnostics) if format == file_format => {
                // A text that was being mended: it goes on as it was.
                let file = OpenFile { path, format: Some(format), text: base, ..OpenFile::default() };
                self.replace(Editor::of_unsaved_draft(Draft { format, text, diagnostics }), file);
                self.text.open();
                self.adopt(orphan);
                return;
            }
            Err(_) => {
                self.message(
                    "The copy cannot be opened".to_owned(),
                    "Its text is no map. It is left where it is.".to_owned(),
                );
                return;
            }
        };
        // The file is saved in its own format, from the text that it had.
        let own = base.as_ref().filter(|_| file_format != format);
        let own = own.and_then(|base| Source::read(file_format, base).ok()).map(Arc::new);
        let file = OpenFile {
            path,
            format: Some(file_format),
            text: base,
            source: own.or_else(|| Some(Arc::clone(&source))),
            ..OpenFile::default()
        };
        self.replace(Editor::of_unsaved(&source), file);
        self.adopt(orphan);
    }

    /// The copy is this window's now.
    fn adopt(&mut self, orphan: &Orphan) {
        if let Some(recovery) = &self.keeper.recovery {
            self.keeper.has_copy = recovery.adopt(self.document, orphan).is_ok();
        }
        self.notice = Some(format!("Opened the unsaved copy of {}", self.file.name()));
    }
}
