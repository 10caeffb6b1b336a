//! Where a map goes: save, save as, and what is asked on the way.

use std::collections::VecDeque;
use std::path::PathBuf;

use super::{Answer, Effect, Job, Leave, Next, OpenFile, Purpose, Question, Tab, TabId, Workspace, Written};
use crate::editor::NamingEnd;
use crate::files::{Expected, OnDisk, SaveError};
use crate::format::{Format, Loss};

/// Where and how a map is to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// Its file.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// What the file must be for us to replace it.
    pub expected: Expected,
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
    Asking {
        /// What is asked about.
        save: Save,
        /// What is saved after it.
        again: VecDeque<Save>,
    },
    /// A thread writes this, and what follows it.
    Writing {
        /// What is written.
        save: Save,
        /// What is saved when that is done.
        again: VecDeque<Save>,
    },
}

impl Saving {
    /// Whether a thread writes.
    pub fn is_writing(&self) -> bool {
        matches!(self, Self::Writing { .. })
    }
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
                let expected = expected(found);
                self.save_to(tab, Save { path, format, expected, may_lose: false, then })
            }
            _ => self.ask_path(tab, Purpose::SaveAs, then),
        }
    }

    /// Writes a map on a thread: the text of its file with no more changed than the map needs. What the format cannot
    /// say is asked about first, once.
    pub(super) fn save_to(&mut self, tab: TabId, save: Save) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        match &mut found.saving {
            Saving::Idle => self.start(tab, save, VecDeque::new()),
            Saving::Asking { again, .. } | Saving::Writing { again, .. } => {
                match again.iter_mut().find(|waiting| waiting.path == save.path) {
                    Some(waiting) => *waiting = Save { then: save.then.or(waiting.then.take()), ..save },
                    None => again.push_back(save),
                }
                Vec::new()
            }
        }
    }

    fn start(&mut self, tab: TabId, save: Save, again: VecDeque<Save>) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let written = found.text_of(save.format);
        let is_new_file = found.file.path.as_ref() != Some(&save.path);
        // What comments of the file keep is there when it is opened again.
        let is_known = |loss: &Loss| !is_new_file && (loss.is_kept || found.file.known_losses.contains(loss));
        if written.losses.iter().all(is_known) || save.may_lose {
            let (path, expected) = (save.path.clone(), save.expected.clone());
            found.saving = Saving::Writing { save, again };
            return vec![Effect::Start(Job::Save { tab, path, written: Box::new(written), expected })];
        }
        let question = Question::Losses { losses: written.losses, format: save.format.name() };
        found.saving = Saving::Asking { save, again };
        self.ask(Some(tab), question);
        Vec::new()
    }

    /// Takes the answer to a question about a save.
    pub(super) fn answer_save(&mut self, tab: TabId, answer: &Answer) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        if !matches!(found.saving, Saving::Asking { .. }) {
            return Vec::new();
        }
        let Saving::Asking { save, again } = std::mem::take(&mut found.saving) else { return Vec::new() };
        match answer {
            // Knowing of a loss is not knowing of another program's change: that is asked with nothing expected.
            Answer::Overwrite => self.start(tab, Save { may_lose: true, ..save }, again),
            Answer::SaveAs => {
                let mut effects = self.ask_path(tab, Purpose::SaveAs, save.then);
                effects.extend(self.go_on(tab, again, None));
                effects
            }
            _ => self.go_on(tab, again, None),
        }
    }

    /// What waited is saved, then what follows is done.
    fn go_on(&mut self, tab: TabId, mut again: VecDeque<Save>, mut then: Option<Leave>) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        while let Some(mut next) = again.pop_front() {
            if found.file.path.as_ref() == Some(&next.path) {
                if !found.editor.document.is_changed() {
                    then = next.then.or(then);
                    continue;
                }
                next.expected = expected(found);
            }
            next.then = next.then.or(then);
            return self.start(tab, next, again);
        }
        let Some(leave) = then else { return self.leave_if_waiting() };
        let mut effects = self.guard(tab, leave);
        if self.questions.is_empty() {
            effects.extend(self.leave_if_waiting());
        }
        effects
    }

    /// A save failed for good: what waits for another place goes on, and nothing ends.
    pub(super) fn failed(&mut self, tab: TabId, text: String) -> Vec<Effect> {
        self.leaves = false;
        self.forget_waiting();
        self.message(Some(tab), "The map could not be saved", text);
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let Saving::Writing { save, mut again } = std::mem::take(&mut found.saving) else {
            return Vec::new();
        };
        again.retain(|waiting| waiting.path != save.path);
        self.go_on(tab, again, None)
    }

    /// A save came to its end.
    pub(super) fn saved(
        &mut self,
        tab: TabId,
        file: (PathBuf, Option<PathBuf>),
        written: Written,
        result: Result<(), SaveError>,
    ) -> Vec<Effect> {
        self.forget_waiting();
        let Some(found) = self.find_mut(tab) else {
            if let Err(error) = result {
                self.message(None, "A map that was closed could not be saved", format!("{error}."));
            }
            return self.leave_if_waiting();
        };
        if let Err(error) = result {
            let name = found.file.name();
            let question = match error {
                SaveError::Changed(_) => Question::Changed { name },
                SaveError::Gone(_) => Question::Gone { name },
                SaveError::Exists(start) => return self.ask_to_replace(tab, start),
                error => {
                    let text = format!("{error}.\nYour map is still here, and the file is as it was.");
                    return self.failed(tab, text);
                }
            };
            let Saving::Writing { mut save, again } = std::mem::take(&mut found.saving) else {
                return Vec::new();
            };
            save.expected = Expected::Anything;
            if std::mem::take(&mut self.leaves) {
                // The end waits for the answer.
                save.then = Some(Leave::to(Next::Quit));
            }
            if let Some(found) = self.find_mut(tab) {
                found.saving = Saving::Asking { save, again };
            }
            self.ask(Some(tab), question);
            return Vec::new();
        }
        self.was_saved(tab, file, written)
    }

    /// A file is there that nobody saw: the path is asked for again, with that said.
    fn ask_to_replace(&mut self, tab: TabId, start: PathBuf) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let Saving::Writing { save, again } = std::mem::take(&mut found.saving) else { return Vec::new() };
        let ends = std::mem::take(&mut self.leaves).then(|| Leave::to(Next::Quit));
        let (purpose, ending, why) = (Purpose::SaveAs, save.format.ending(), None);
        let leave = ends.or(save.then);
        self.ask(Some(tab), Question::Path { purpose, start, ending, why, asks_overwrite: true, leave });
        self.go_on(tab, again, None)
    }

    fn was_saved(
        &mut self,
        tab: TabId,
        (path, real): (PathBuf, Option<PathBuf>),
        written: Written,
    ) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let Saving::Writing { save, again } = std::mem::take(&mut found.saving) else { return Vec::new() };
        let Written { text, moment, source, losses, .. } = written;
        let is_still =
            *found.editor.document.whole() == moment.map && found.editor.document.has_draft_of(&moment);
        match &source {
            Some(source) => found.editor.document.mark_saved(moment, source),
            None => found.editor.document.mark_draft_saved(&text),
        }
        found.file = OpenFile {
            path: Some(path),
            real,
            imported_from: None,
            called: None,
            on_disk: OnDisk::AsKnown,
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
        effects.extend(self.note_recent(tab));
        let mut then = save.then;
        if let Some(leave) = &mut then
            && leave.knows_draft
            && has_draft
            && is_still
        {
            // The question said that this text is not saved.
            leave.gave_up.push((tab, revision));
        }
        effects.extend(self.go_on(tab, again, then));
        effects
    }
}

/// What the file of a map is, as far as we know.
fn expected(tab: &Tab) -> Expected {
    if tab.file.on_disk == OnDisk::Gone {
        // The person was told.
        return Expected::Nothing;
    }
    tab.file.text.clone().map_or(Expected::Anything, Expected::Text)
}
