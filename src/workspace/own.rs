//! What the program keeps for itself: settings, what was open, what was open last. None of it stops the work.

use std::path::{Path, PathBuf};

use super::{Effect, Job, TabId, Way, Workspace};
use crate::files::{PictureChoices, Recent, RecentMaps, Session, SessionFile, Settings};

impl Workspace {
    /// How a person wants the program.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The maps that were opened or saved last, the newest first.
    pub fn recent(&self) -> &[Recent] {
        &self.recent.0
    }

    /// Says what could not be read of the program's own files; the defaults stand.
    pub fn tell_faults(&mut self, faults: impl IntoIterator<Item = String>) {
        for fault in faults {
            self.message(
                None,
                "A file of Mapstone’s own could not be read",
                format!("{fault}.\nThe defaults stand."),
            );
        }
    }

    /// Uses settings as they were kept.
    pub fn use_settings(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// Uses settings from now on, and keeps them.
    pub(super) fn keep_settings(&mut self, settings: Settings) -> Vec<Effect> {
        self.settings = settings.clone();
        let Some(file) = self.places.settings.clone() else { return Vec::new() };
        let revision = self.new_id();
        vec![Effect::Start(Job::KeepSettings { file, revision, settings: Box::new(settings) })]
    }

    pub(super) fn keep_choices(&mut self, choices: PictureChoices) -> Vec<Effect> {
        self.choices = choices.clone();
        let Some(file) = self.places.choices.clone() else { return Vec::new() };
        let revision = self.new_id();
        vec![Effect::Start(Job::KeepChoices { file, revision, choices: Box::new(choices) })]
    }

    /// The files that are open, and which of them is shown.
    pub fn open_files(&self) -> (Vec<SessionFile>, Option<usize>) {
        let own = |tab: &super::Tab| tab.file.origin().map(|path| SessionFile(absolute(path)));
        let shown = own(self.tab());
        let files: Vec<_> = self.tabs().iter().filter_map(own).collect();
        let shown = files.iter().position(|file| Some(file) == shown.as_ref());
        (files, shown)
    }

    /// Keeps what is open, where this program is the one that says so.
    pub fn keep_session(&mut self, session: Session) -> Option<Job> {
        let hold = self.places.session.clone()?;
        let revision = self.new_id();
        Some(Job::KeepSession { hold, revision, session: Box::new(session) })
    }

    /// Opens what was open last.
    pub(super) fn restore(&mut self, maps: Vec<PathBuf>, shown: Option<usize>) -> Vec<Effect> {
        let last = shown.and_then(|at| maps.get(at)).cloned();
        self.open(maps.into_iter().chain(last), &Way::Again)
    }

    /// A map was opened or saved.
    pub(super) fn note_recent(&mut self, tab: TabId) -> Vec<Effect> {
        let mut effects = vec![Effect::Remember];
        let Some(found) = self.find(tab) else { return effects };
        if let (Some(list), Some(path)) = (self.places.recent.clone(), found.file.origin()) {
            let map = (absolute(path), found.editor.map().title.clone());
            effects.push(Effect::Start(Job::NoteRecent { list, map }));
        }
        effects
    }

    pub(super) fn forget_recent(&mut self, path: PathBuf) -> Vec<Effect> {
        self.recent.0.retain(|recent| recent.path != path);
        let job = self.places.recent.clone().map(|list| Job::ForgetRecent { list, path });
        job.map(Effect::Start).into_iter().collect()
    }

    pub(super) fn take_recent(&mut self, recent: RecentMaps) -> Vec<Effect> {
        let RecentMaps { list, number } = recent;
        self.tell_faults(list.fault);
        // An older list may come late.
        if number > self.recent.1 {
            self.recent = (list.value, number);
        }
        Vec::new()
    }

    /// Something of the program's own could not be written: that is said once.
    pub(super) fn unkept(&mut self, what: &'static str, why: &str) -> Vec<Effect> {
        if !self.told_unkept.insert(what) {
            return Vec::new();
        }
        vec![Effect::Say(format!("{what} could not be kept: {why}"))]
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
