//! Copies of maps that are not saved, kept a second after each change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Effect, Job, TabId, Workspace};
use crate::files::UnsavedCopy;
use crate::format::{Format, Loss, Source};
use crate::model::Map;

/// A copy is written this long after the first change that it does not have.
const DELAY: Duration = Duration::from_secs(1);
/// A copy that could not be written is tried again after this.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is known of the copy of a map.
#[derive(Debug, Default)]
pub(super) struct Copy {
    /// The state that the copy has, or that needs none: the revision, and the name that was being written.
    state: (u64, String),
    /// Counts the copies: what a thread writes late must not stand for what came after it.
    revision: u64,
    pub(super) is_kept: bool,
    /// When the first change was seen that the copy does not have.
    since: Option<Instant>,
    /// Whether the last copy could not be written.
    has_failed: bool,
}

impl Workspace {
    /// Has a copy of a changed map written, a second after it changed.
    pub(super) fn keep_copy(&mut self, tab: TabId, now: Instant) -> Vec<Effect> {
        let Some(recovery) = self.places.recovery.clone() else { return Vec::new() };
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let naming = found.editor.naming().map_or("", |naming| naming.text.trim());
        let is_same =
            found.copy.state.0 == found.editor.document.text_revision() && found.copy.state.1 == naming;
        if is_same && !found.copy.has_failed {
            return Vec::new();
        }
        if !found.editor.is_unsaved() {
            let name = naming.to_owned();
            let effects = self.forget_copy(tab);
            if let Some(found) = self.find_mut(tab) {
                found.copy.state.1 = name;
            }
            return effects;
        }
        let delay = if found.copy.has_failed { PATIENCE } else { DELAY };
        let since = *found.copy.since.get_or_insert(now);
        let waited = now.saturating_duration_since(since);
        if waited < delay {
            return vec![Effect::Wake(delay.saturating_sub(waited))];
        }
        let state = (found.editor.document.text_revision(), naming.to_owned());
        found.copy.state = state;
        found.copy.revision += 1;
        found.copy.since = None;
        found.copy.is_kept = true;
        let revision = found.copy.revision;
        let Some(copy) = self.unsaved_copy(tab) else { return Vec::new() };
        vec![Effect::Start(Job::Copy { tab, revision, recovery, copy: Box::new(copy) })]
    }

    /// All that would be lost of a map: what is drawn, the text that is no map yet, the name that is being written.
    fn unsaved_copy(&self, tab: TabId) -> Option<CopyOf> {
        let found = self.find(tab)?;
        let format = found.file.format.unwrap_or(Format::Ron);
        // The next start may be in another folder.
        let path = found.file.path.as_ref();
        let path = path.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        let document = &found.editor.document;
        let map = found.editor.map_to_keep();
        Some(CopyOf {
            path,
            format,
            base: found.file.text.clone(),
            sources: [format, Format::Ron].map(|format| found.source_of(format).cloned()),
            map,
            unreadable: document.unreadable().map(|draft| draft.text.clone()),
            draft: document.draft().map(|draft| (draft.format, draft.text.clone())),
        })
    }

    /// A copy was written, or not: that is said once, and tried again.
    pub(super) fn copied(&mut self, tab: TabId, revision: u64, result: Result<(), String>) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab).filter(|found| revision == found.copy.revision) else {
            // A newer one is on its way.
            return Vec::new();
        };
        let had_failed = std::mem::replace(&mut found.copy.has_failed, result.is_err());
        match result {
            Err(error) if !had_failed => vec![
                Effect::Say(format!("No copy of the unsaved changes could be kept ({error}): save the map")),
                Effect::Wake(PATIENCE),
            ],
            Err(_) => vec![Effect::Wake(PATIENCE)],
            Ok(()) => Vec::new(),
        }
    }

    /// A map is saved, or its changes are given up.
    pub(super) fn forget_copy(&mut self, tab: TabId) -> Vec<Effect> {
        let recovery = self.places.recovery.clone();
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        let copy = &mut found.copy;
        copy.state = (found.editor.document.text_revision(), String::new());
        copy.since = None;
        copy.has_failed = false;
        let revision = copy.revision;
        let was_kept = std::mem::take(&mut copy.is_kept);
        let recovery = recovery.filter(|_| was_kept);
        recovery.map(|recovery| Effect::Start(Job::Forget { tab, revision, recovery })).into_iter().collect()
    }

    /// The last copies, for an end that nobody can stop: of all that is not saved.
    #[must_use]
    pub fn last_copies(&mut self) -> Vec<Job> {
        let Some(recovery) = self.places.recovery.clone() else { return Vec::new() };
        let mut jobs = Vec::new();
        for at in 0..self.tabs.len() {
            let Some(found) = self.tabs.get_mut(at) else { continue };
            if !found.editor.is_unsaved() {
                continue;
            }
            found.copy.revision += 1;
            let (tab, revision) = (found.id, found.copy.revision);
            if let Some(copy) = self.unsaved_copy(tab) {
                jobs.push(Job::Copy { tab, revision, recovery: Arc::clone(&recovery), copy: Box::new(copy) });
            }
        }
        jobs
    }
}

/// What a copy is to be made of: its text takes a while.
#[derive(Clone, Debug)]
pub struct CopyOf {
    path: Option<PathBuf>,
    format: Format,
    /// What the file held when it was opened or saved last.
    base: Option<String>,
    /// The texts that are changed, in the file's format and in our own, where there are such.
    sources: [Option<Arc<Source>>; 2],
    map: Arc<Map>,
    /// The text of a file that could never be read.
    unreadable: Option<String>,
    /// A text that was typed and is no map.
    draft: Option<(Format, String)>,
}

impl CopyOf {
    /// Makes the copy.
    pub fn make(self) -> UnsavedCopy {
        let Self { path, format: own, base, sources: [source, our], map, unreadable, draft } = self;
        if let Some(text) = unreadable {
            return UnsavedCopy { path, file_format: own, format: own, base, text, draft: None };
        }
        let (text, losses) = written(own, source, &map);
        // What the format of the file cannot say is in the copy all the same.
        let (format, text) =
            if losses.is_empty() { (own, text) } else { (Format::Ron, written(Format::Ron, our, &map).0) };
        UnsavedCopy { path, file_format: own, format, base, text, draft }
    }
}

/// The text of a map, with its byte order mark, and what that does not say.
fn written(format: Format, source: Option<Arc<Source>>, map: &Arc<Map>) -> (String, Vec<Loss>) {
    let source = source.unwrap_or_else(|| Arc::new(Source::canonical(format, map)));
    let edited = source.edit(map);
    (format!("{}{}", source.mark(), edited.text), edited.losses)
}
