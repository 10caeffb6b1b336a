//! What is due once for each change of a map: its problems, its theme, its copy.

use std::time::Instant;

use super::file::problems;
use super::{Effect, Tab, Workspace};
use crate::format::Format;

impl Workspace {
    /// What is due now: once for each change of a map, and a while after it.
    #[must_use]
    pub fn tick(&mut self, now: Instant) -> Vec<Effect> {
        self.tab_mut().find_problems();
        let mut effects = self.find_theme();
        effects.extend(self.tab_mut().make_later(now));
        effects.extend(self.tab_mut().ask(now));
        let ids: Vec<_> = self.tabs.iter().map(|tab| tab.id).collect();
        effects.extend(ids.into_iter().flat_map(|id| self.keep_copy(id, now)));
        effects
    }
}

impl Tab {
    /// Once for each change of the map or its text, but not while something is dragged.
    fn find_problems(&mut self) {
        let revision = self.editor.document.text_revision();
        let own = self.file.format.unwrap_or(Format::Ron);
        let document = &self.editor.document;
        let is_import = self.file.imported_from.is_some() && !document.is_changed();
        let is_known = self.problems_of == revision || is_import;
        let has_text = document.source(own).is_some() || document.unreadable().is_some();
        if is_known || document.in_gesture() || !has_text {
            return;
        }
        let draft = document.draft().filter(|draft| draft.format == own).cloned();
        self.problems = if let Some(draft) = draft {
            problems(&draft.text, draft.diagnostics.clone())
        } else {
            // That of a large map comes later.
            let Some(text) = self.editor.text_soon(own) else { return };
            problems(&text.text, text.diagnostics.clone())
        };
        self.problems_of = revision;
        self.problems.extend(self.theme.problem.clone());
    }
}
