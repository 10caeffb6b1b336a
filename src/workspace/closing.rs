//! Leaving a map: nothing is lost that nobody gave up.

use super::{Effect, Leave, Next, Question, Saving, TabId, Workspace};
use crate::editor::NamingEnd;
use crate::files::OnDisk;

impl Workspace {
    /// Does what a map would not survive, after asking about what is not saved.
    pub(super) fn guard(&mut self, tab: TabId, leave: Leave) -> Vec<Effect> {
        if leave.next == Next::Quit {
            return self.quit_unless_lost(leave);
        }
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        found.editor.end_naming(NamingEnd::Keep);
        if let Saving::Writing { save, again } = &mut found.saving {
            // It closes when it is saved.
            again.back_mut().unwrap_or(save).then.get_or_insert(leave);
            return Vec::new();
        }
        if found.would_lose(&leave) {
            self.ask_unsaved(tab, leave);
            return Vec::new();
        }
        self.remove(tab)
    }

    /// Asks, unless that is asked already.
    fn ask_unsaved(&mut self, tab: TabId, leave: Leave) {
        self.leaves = false;
        let is_asked = |asked: &super::Asked| {
            asked.tab == Some(tab)
                && matches!(&asked.question, Question::Unsaved { leave: other, .. } if other.next == leave.next)
        };
        if self.questions.iter().any(is_asked) {
            return;
        }
        let Some(found) = self.find(tab) else { return };
        let document = &found.editor.document;
        let has_draft = document.draft().is_some() && document.unreadable().is_none();
        let (name, is_gone) = (found.file.name(), found.file.on_disk == OnDisk::Gone);
        self.ask(Some(tab), Question::Unsaved { name, has_draft, is_gone, leave });
    }

    /// Ends the program, once nothing is being written and nothing is lost.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        self.quit_unless_lost(Leave::to(Next::Quit))
    }

    fn quit_unless_lost(&mut self, leave: Leave) -> Vec<Effect> {
        for tab in &mut self.tabs {
            tab.editor.end_naming(NamingEnd::Keep);
        }
        if let Some(writing) = self.tabs.iter().find(|tab| tab.saving.is_writing()) {
            let (tab, name) = (writing.id, writing.file.name());
            if self.leaves {
                // The disk may never answer.
                self.forget_waiting();
                self.ask(Some(tab), Question::StillSaving { name });
                return Vec::new();
            }
            self.leaves = true;
            return vec![Effect::Say(format!("{name} is being saved: the window closes when that is done"))];
        }
        if let Some(at) = self.tabs.iter().position(|tab| tab.would_lose(&leave)) {
            self.go_to(at);
            self.ask_unsaved(self.tab().id, leave);
            return Vec::new();
        }
        let ids: Vec<_> = self.tabs.iter().map(|tab| tab.id).collect();
        let mut effects: Vec<_> = ids.into_iter().flat_map(|id| self.forget_copy(id)).collect();
        effects.push(Effect::Close);
        effects
    }

    /// Ends the program while a save gives no answer: what is not saved is kept as a copy.
    pub(super) fn end_all_the_same(&mut self) -> Vec<Effect> {
        let copies = self.last_copies().into_iter().map(Effect::Start);
        copies.chain([Effect::Close]).collect()
    }

    /// A save came to its end: nobody has to decide about it any more.
    pub(super) fn forget_waiting(&mut self) {
        self.questions.retain(|asked| !matches!(asked.question, Question::StillSaving { .. }));
    }

    /// Whether a map is being written.
    pub fn is_writing(&self) -> bool {
        self.tabs.iter().any(|tab| tab.saving.is_writing())
    }

    /// Goes on with the end that waited for a save.
    pub(super) fn leave_if_waiting(&mut self) -> Vec<Effect> {
        if !self.leaves || self.is_writing() {
            return Vec::new();
        }
        self.leaves = false;
        self.quit()
    }
}
