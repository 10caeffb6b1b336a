//! What the window learns: from threads, and once for each change of the map.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::background::{Done, Opened};
use super::dialog::Dialog;
use super::file::{OpenFile, problems};
use super::style;
use super::window::{Next, Window};
use crate::editor::{Draft, Editor, NamingEnd};
use crate::format::{Diagnostic, Format};
use crate::typeset::take_wanted;

impl Window {
    /// Takes what a thread has done.
    pub(super) fn take(&mut self, done: Done, ctx: &Context) {
        match done {
            Done::Picked(number, purpose, answered) => self.take_answer(number, purpose, answered, ctx),
            Done::Loaded(path, Ok(opened)) => {
                let Opened { loaded, source } = *opened;
                self.editor.end_naming(NamingEnd::Keep);
                if self.would_lose() {
                    // Somebody drew while the file was read.
                    self.guard(Next::Open(Some(path)), ctx);
                    return;
                }
                let unreadable = loaded.origin.format().filter(|_| source.is_none());
                if let Some(format) = unreadable {
                    let is_held = loaded.held_as.is_some();
                    self.mend(path, is_held, format, loaded.text, loaded.reading.diagnostics);
                    return;
                }
                let found = problems(&loaded.text, loaded.reading.diagnostics);
                let Some(source) = source else {
                    let first = found.first().map(|problem| {
                        let help = problem.diagnostic.help.as_deref().unwrap_or("The file is left as it is");
                        format!("{}: {}.\n{help}.", problem.at, problem.diagnostic.message)
                    });
                    let text = first.unwrap_or_default();
                    self.message(format!("{} cannot be opened", path.display()), text);
                    return;
                };
                let is_held = loaded.held_as.is_some();
                // A map out of a picture has no file of its own yet.
                let own = loaded.origin.format().filter(|_| loaded.held_as.is_none());
                let file = OpenFile {
                    path: own.map(|_| path.clone()),
                    imported_from: own.is_none().then_some(path),
                    format: own,
                    text: own.map(|_| loaded.text),
                    source: Some(Arc::clone(&source)),
                    known_losses: Vec::new(),
                    problems: found,
                };
                self.replace(Editor::of_source(&source), file);
                let count = self.editor.map().elements().len();
                let but = match (own, is_held) {
                    (Some(_), _) => "",
                    (None, true) => ", out of the picture: Save asks for a new file",
                    (None, false) => ". It can be read, not written: Save asks for a new file",
                };
                self.notice = Some(format!("Opened {}: {count} elements{but}", self.file.name()));
                if own.is_none() && !self.file.problems.is_empty() {
                    // What the map does not keep of its text is said once, before anything is made of it.
                    self.dialog = Some(Dialog::Problems);
                }
            }
            Done::Loaded(_, Err(error)) => {
                self.message("The map cannot be opened".to_owned(), format!("{error}."));
            }
            Done::Saved { document, path, written, result } => {
                if document == self.document {
                    self.saved(path, written, result, ctx);
                } else if let Err(error) = result {
                    self.message("A map that was closed could not be saved".to_owned(), format!("{error}."));
                }
            }
            Done::Orphans(orphans) => self.offer(orphans),
            Done::Picture(picture) => self.take_picture(picture, ctx),
            Done::Preview(asked, drawn) => self.take_preview(ctx, *asked, drawn),
            Done::Printers(printers) => self.take_printers(printers),
            Done::Printed(Ok(said)) => self.notice = Some(said),
            Done::Printed(Err(error)) => {
                self.message("The map could not be printed".to_owned(), format!("{error}."));
            }
            Done::Fonts(missing) => self.take_fonts(&missing, ctx),
            Done::Theme(document, name, result) if document == self.document => {
                self.take_theme(&name, result);
            }
            Done::Clip(document, text, part) if document == self.document => {
                self.paste_part(text, part.map(|part| *part));
            }
            Done::Theme(..) | Done::Clip(..) => {}
            Done::Exported(path, Ok(())) => self.notice = Some(format!("Exported {}", path.display())),
            Done::Exported(path, Err(error)) => {
                self.message(
                    "The picture could not be saved".to_owned(),
                    format!("{}: {error}.", path.display()),
                );
            }
        }
    }

    /// A text that is no map is opened where it can be mended.
    fn mend(
        &mut self,
        path: PathBuf,
        is_held: bool,
        format: Format,
        text: String,
        diagnostics: Vec<Diagnostic>,
    ) {
        // What came out of a picture has no file of its own: nothing may go over the picture.
        let (own, picture) = if is_held { (None, Some(path)) } else { (Some(path), None) };
        let file = OpenFile {
            text: own.as_ref().map(|_| text.clone()),
            path: own,
            imported_from: picture,
            format: Some(format),
            problems: problems(&text, diagnostics.clone()),
            ..OpenFile::default()
        };
        let first = file.problems.first().map(|problem| {
            format!("{}: {}. {} is no map yet", problem.at, problem.diagnostic.message, file.name())
        });
        self.replace(Editor::of_unreadable(Draft { format, text, diagnostics }), file);
        self.text.open();
        self.notice = first;
    }

    /// Once for each change of the map or its text, but not while something is dragged.
    pub(super) fn find_problems(&mut self) {
        let revision = self.editor.document.text_revision();
        let own = self.file.format.unwrap_or(Format::Ron);
        let document = &self.editor.document;
        let is_import = self.file.imported_from.is_some() && !document.is_changed();
        let is_known = self.problems_of == revision || is_import;
        let has_text = document.source(own).is_some() || document.unreadable().is_some();
        if is_known || document.in_gesture() || !has_text {
            return;
        }
        self.problems_of = revision;
        let draft = document.draft().filter(|draft| draft.format == own).cloned();
        self.file.problems = if let Some(draft) = draft {
            problems(&draft.text, draft.diagnostics.clone())
        } else {
            let text = self.editor.text(own);
            problems(&text.text, text.diagnostics.clone())
        };
        self.file.problems.extend(self.theme.problem.clone());
    }

    /// Fonts that the frame did not find are looked for on a thread.
    pub(super) fn find_fonts(&mut self) {
        let wanted = take_wanted();
        if !wanted.is_empty() {
            self.background.find_fonts(wanted);
        }
    }

    /// Fonts were found, or not: what no font has is said once.
    fn take_fonts(&mut self, missing: &BTreeSet<char>, ctx: &Context) {
        style::add_fonts(ctx);
        let new: Vec<_> = missing.difference(&self.told_missing).copied().collect();
        if let Some(c) = new.first() {
            let more = match new.len() {
                1 => String::new(),
                2 => " and one other character".to_owned(),
                count => format!(" and {} other characters", count - 1),
            };
            let number = u32::from(*c);
            self.notice =
                Some(format!("No font of this system has “{c}” (U+{number:04X}){more}: � stands for it"));
        }
        self.told_missing.extend(new);
    }
}
