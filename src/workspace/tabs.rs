//! Which maps are open, in which order, and which of them is shown.

use std::path::Path;

use super::{Effect, Leave, Next, OpenFile, Side, Tab, TabId, Way, Workspace};
use crate::editor::{Editor, NamingEnd};
use crate::model::Map;

impl Workspace {
    /// All tabs, from left to right. There is always one.
    pub fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// Whether the start page is shown.
    pub fn shows_start(&self) -> bool {
        let tab = self.tab();
        tab.is_start && !self.is_opening && tab.editor.naming().is_none() && tab.is_untouched()
    }

    /// An empty map, which asks for its users.
    pub(super) fn begin(&mut self) -> Vec<Effect> {
        let map = Map { theme: self.settings.theme.clone(), ..Map::default() };
        let file = OpenFile { format: Some(self.settings.format), ..OpenFile::default() };
        let (_, effects) = self.add(Editor::new(map), file);
        self.tab_mut().asks_for_users = true;
        effects
    }

    /// Shows a map in a tab of its own: in the place of one in which nothing was done yet, or beside the one that is shown.
    pub(super) fn add(&mut self, editor: Editor, file: OpenFile) -> (TabId, Vec<Effect>) {
        let id = TabId(self.new_id());
        let tab = Tab::new(id, editor, file);
        if self.tab().is_untouched() {
            let old = self.tab().id;
            let effects = self.forget_copy(old);
            self.forget_questions(old);
            *self.tab_mut() = tab;
            return (id, effects);
        }
        self.tabs.insert(self.active + 1, tab);
        self.go_to(self.active + 1);
        (id, Vec::new())
    }

    /// Shows a tab; what was half done in the one before comes to its end there.
    pub(super) fn go_to(&mut self, at: usize) {
        if at == self.active || at >= self.tabs.len() {
            return;
        }
        let editor = &mut self.tab_mut().editor;
        editor.end_naming(NamingEnd::Keep);
        if !editor.is_idle() {
            editor.cancel();
        }
        self.active = at;
    }

    pub(super) fn position(&self, tab: TabId) -> Option<usize> {
        self.tabs.iter().position(|open| open.id == tab)
    }

    pub(super) fn show(&mut self, tab: TabId) -> Vec<Effect> {
        if let Some(at) = self.position(tab) {
            self.go_to(at);
        }
        Vec::new()
    }

    /// The tab beside the one that is shown; behind the last comes the first.
    pub(super) fn step(&mut self, side: Side) -> Vec<Effect> {
        let count = self.tabs.len();
        let by = if side == Side::Right { 1 } else { count - 1 };
        self.go_to((self.active + by) % count);
        Vec::new()
    }

    pub(super) fn move_tab(&mut self, tab: TabId, to: usize) -> Vec<Effect> {
        let shown = self.tab().id;
        if let Some(at) = self.position(tab) {
            let moved = self.tabs.remove(at);
            self.tabs.insert(to.min(self.tabs.len()), moved);
            self.active = self.position(shown).unwrap_or(0);
        }
        Vec::new()
    }

    /// Whether a map was closed whose file is known.
    pub fn has_closed(&self) -> bool {
        !self.closed.is_empty()
    }

    /// Opens the map again that was closed last.
    pub(super) fn reopen(&mut self) -> Vec<Effect> {
        while let Some(path) = self.closed.pop() {
            if !self.tabs.iter().any(|tab| tab.file.is_at(&path, None)) {
                return self.open([path], &Way::Straight);
            }
        }
        vec![Effect::Say("No map was closed".to_owned())]
    }

    pub(super) fn close_others(&mut self, tab: TabId) -> Vec<Effect> {
        let others: Vec<_> = self.tabs.iter().map(|open| open.id).filter(|open| *open != tab).collect();
        others.into_iter().flat_map(|other| self.guard(other, Leave::to(Next::Close))).collect()
    }

    /// Closes a tab of which nothing can be lost. The start page stands in the place of the last.
    pub(super) fn remove(&mut self, tab: TabId) -> Vec<Effect> {
        let mut effects = self.forget_copy(tab);
        effects.push(Effect::Remember);
        self.forget_questions(tab);
        let path = self.find(tab).and_then(|tab| tab.file.origin()).map(Path::to_owned);
        self.closed.extend(path);
        let Some(at) = self.position(tab) else { return effects };
        if self.tabs.len() == 1 {
            let id = TabId(self.new_id());
            self.tabs.push(Tab::start(id));
        }
        self.tabs.remove(at);
        if at < self.active || self.active == self.tabs.len() {
            self.active -= 1;
        }
        effects
    }
}
