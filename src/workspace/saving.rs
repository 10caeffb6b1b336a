//! Where a map goes: save, save as, and what is asked on the way.

use std::path::PathBuf;

use super::{Answer, Effect, Job, Leave, Next, OpenFile, Purpose, Question, TabId, Workspace, Written};
use crate::editor::NamingEnd;
use crate::files::SaveError;
use crate::format::{Format, Loss};

/// Where and how a map is to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// Its file.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// What the file must hold for us to replace it; `None` replaces whatever is there.
    pub expected: Option<String>,
    /// Whether the person knows what the format cannot say.
    pub may_lose: bool,
    /// What comes when it is saved.
    pub then: Option<Leave>,
}

/// How far the saving of a map is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing is saved.
    #[default]
    Idle,
    /// This waits for an answer.
    Asking(Save),
    /// A thread writes this, and what follows it.
    Writing {
        /// What is written.
        save: Save,
        /// What is saved when that is done.
        again: Option<Save>,
    },
}

impl Workspace {
    /// Saves a map to its file, or asks where that is.
    pub(super) fn save(&mut self, tab: TabId, then: Option<Leave>) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        found.editor.end_naming(NamingEnd::Keep);
        let document = &found.editor.document;
        // What was drawn instead of a text that cannot be read never goes over that text.
        let was_read = found.file.source.is_some()
            || document.unreadable().is_some()
            || found.file.format.is_some_and(|format| document.source(format).is_some());
        match (found.file.path.clone(), found.file.format) {
            (Some(path), Some(format)) if was_read => {
                let expected = found.file.text.clone();
                self.save_to(tab, Save { path, format, expected, may_lose: false, then })
            }
            _ => self.ask_path(tab, Purpose::SaveAs, then),
        }
    }

    /// Writes a map on a thread: the text of its file with no more changed than the map needs. What the format cannot
    /// say is asked about first, once.
    pub(super) fn save_to(&mut self, tab: TabId, save: Save) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        if let Saving::Writing { again, .. } = &mut found.saving {
            *again = Some(save);
            return Vec::new();
        }
        let written = found.text_of(save.format);
        let is_new_file = found.file.path.as_ref() != Some(&save.path);
        // What comments of the file keep is there when it is opened again.
        let is_known = |loss: &Loss| !is_new_file && (loss.is_kept || found.file.known_losses.contains(loss));
        if written.losses.iter().all(is_known) || save.may_lose {
            let (path, expected) = (save.path.clone(), save.expected.clone());
            found.saving = Saving::Writing { save, again: None };
            return vec![Effect::Start(Job::Save { tab, path, written: Box::new(written), expected })];
        }
        let question = Question::Losses { losses: written.losses, format: save.format.name() };
        found.saving = Saving::Asking(save);
        self.ask(Some(tab), question);
        Vec::new()
    }

    /// Takes the answer to a question about a save.
    pub(super) fn answer_save(&mut self, tab: TabId, answer: &Answer) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let Saving::Asking(save) = std::mem::take(&mut found.saving) else { return Vec::new() };
        match answer {
            Answer::Overwrite => {
                // Knowing of a loss is not knowing of another program's change: that is asked with nothing expected.
                self.save_to(tab, Save { may_lose: true, ..save })
            }
            Answer::SaveAs => self.ask_path(tab, Purpose::SaveAs, save.then),
            _ => Vec::new(),
        }
    }

    /// A save came to its end.
    pub(super) fn saved(
        &mut self,
        tab: TabId,
        file: (PathBuf, Option<PathBuf>),
        written: Written,
        result: Result<(), SaveError>,
    ) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else {
            if let Err(error) = result {
                self.message(None, "A map that was closed could not be saved", format!("{error}."));
            }
            return self.leave_if_waiting();
        };
        let Saving::Writing { save, again } = std::mem::take(&mut found.saving) else { return Vec::new() };
        let name = found.file.name();
        match result {
            Ok(()) => self.was_saved(tab, file, written, save, again),
            Err(SaveError::Changed(_)) => {
                found.saving = Saving::Asking(Save { expected: None, ..save });
                self.ask(Some(tab), Question::Changed { name });
                Vec::new()
            }
            Err(SaveError::Gone(_)) => {
                found.saving = Saving::Asking(Save { expected: None, ..save });
                self.ask(Some(tab), Question::Gone { name });
                Vec::new()
            }
            Err(error) => {
                self.leaves = false;
                let text = format!("{error}.\nYour map is still here, and the file is as it was.");
                self.message(Some(tab), "The map could not be saved", text);
                Vec::new()
            }
        }
    }

    fn was_saved(
        &mut self,
        tab: TabId,
        (path, real): (PathBuf, Option<PathBuf>),
        written: Written,
        save: Save,
        again: Option<Save>,
    ) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let Written { text, moment, source, losses, .. } = written;
        let is_still = *found.editor.map() == moment.map;
        match &source {
            Some(source) => found.editor.document.mark_saved(moment, source),
            None => found.editor.document.mark_draft_saved(&text),
        }
        found.file = OpenFile {
            path: Some(path),
            real,
            imported_from: None,
            format: source.as_ref().map(|source| source.format()).or(found.file.format),
            text: Some(text),
            source,
            known_losses: losses,
        };
        let document = &found.editor.document;
        let but = match (document.unreadable(), document.draft()) {
            (Some(_), _) => " as it stands: it cannot be read as a map yet",
            (None, Some(_)) => ". The text that cannot be read yet is not in the file",
            (None, None) => "",
        };
        let revision = document.text_revision();
        let has_draft = document.draft().is_some() && document.unreadable().is_none();
        let mut effects = vec![Effect::Say(format!("Saved {}{but}", found.file.name()))];
        let (is_elsewhere, is_changed) = (
            again.as_ref().is_some_and(|again| found.file.path.as_ref() != Some(&again.path)),
            document.is_changed(),
        );
        effects.extend(match (again, save.then) {
            // Another place was named while this save ran.
            (Some(again), _) if is_elsewhere => self.save_to(tab, again),
            (Some(again), _) if is_changed => self.save(tab, again.then),
            (again, then) => match again.and_then(|again| again.then).or(then) {
                Some(mut leave) => {
                    // The question said that a text which is no map is not saved.
                    if has_draft && is_still {
                        leave.gave_up.push((tab, revision));
                    }
                    self.guard(tab, leave)
                }
                None => self.leave_if_waiting(),
            },
        });
        effects
    }

    /// Whether a save, or an end that waits for one, follows for this map.
    pub fn will_close(&self) -> bool {
        let follows = |saving: &Saving| match saving {
            Saving::Writing { save, .. } | Saving::Asking(save) => {
                save.then.as_ref().is_some_and(|leave| leave.next == Next::Quit)
            }
            Saving::Idle => false,
        };
        self.leaves || self.tabs.iter().any(|tab| follows(&tab.saving))
    }
}
