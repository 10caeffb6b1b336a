//! Whether the files of the open maps are still as they are known: asked when the person comes back to the window.

use std::path::PathBuf;

use super::{Effect, Job, Saving, TabId, Workspace};
use crate::files::OnDisk;

impl Workspace {
    /// Has all files looked at that are not being written.
    pub(super) fn look(&mut self) -> Vec<Effect> {
        let is_idle = |tab: &&super::Tab| matches!(tab.saving, Saving::Idle);
        let jobs = self.tabs.iter().filter(is_idle).filter_map(|tab| {
            let (path, text) = (tab.file.path.clone()?, tab.file.text.clone()?);
            Some(Effect::Start(Job::Look { tab: tab.id, path, text }))
        });
        jobs.collect()
    }

    /// A file was looked at: what is new about it is said once.
    pub(super) fn looked(&mut self, tab: TabId, path: PathBuf, text: &str, now: OnDisk) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        // It may have been saved meanwhile.
        let is_same = found.file.path == Some(path) && found.file.text.as_deref() == Some(text);
        if !is_same || !matches!(found.saving, Saving::Idle) {
            return Vec::new();
        }
        let before = std::mem::replace(&mut found.file.on_disk, now);
        let name = found.file.name();
        match now {
            _ if now == before => Vec::new(),
            OnDisk::AsKnown => Vec::new(),
            OnDisk::Changed => vec![Effect::Say(format!(
                "{name} was changed by another program: close it and open it again to see that"
            ))],
            OnDisk::Gone => vec![Effect::Say(format!("{name} is not there any more: save it to keep it"))],
        }
    }
}
