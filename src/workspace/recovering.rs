//! What a program left behind that did not end cleanly.

use std::sync::Arc;

use super::{Asked, Effect, Job, OpenFile, Question, TabId, Workspace};
use crate::editor::{Draft, Editor, NamingEnd};
use crate::files::{self, Orphan, UnsavedCopy};
use crate::format::Source;

impl Workspace {
    /// Offers what a program left behind.
    pub(super) fn offer(&mut self, orphans: Vec<Orphan>) -> Vec<Effect> {
        if !orphans.is_empty() {
            self.tab_mut().editor.end_naming(NamingEnd::Keep);
            self.ask(None, Question::Recover { orphans: orphans.into_iter().map(Arc::new).collect() });
        }
        Vec::new()
    }

    /// Throws one of the copies away that are offered.
    pub(super) fn discard_copy(&mut self, offer: u64, copy: usize) -> Vec<Effect> {
        let Some(at) = self.questions.iter().position(|asked| asked.number == offer) else {
            return Vec::new();
        };
        let Some(Asked { question: Question::Recover { orphans }, .. }) = self.questions.get_mut(at) else {
            return Vec::new();
        };
        let orphan = (copy < orphans.len()).then(|| orphans.remove(copy));
        if orphans.is_empty() {
            self.questions.remove(at);
        }
        orphan.map(|orphan| Effect::Start(Job::DiscardOrphan(orphan))).into_iter().collect()
    }

    /// Opens all copies that are offered.
    pub(super) fn recover_all(&mut self, count: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        for _ in 0..count {
            // Each is offered again, with those that are left, as a new question.
            let is_offer = |asked: &&Asked| matches!(asked.question, Question::Recover { .. });
            let Some(number) = self.questions.iter().find(is_offer).map(|asked| asked.number) else { break };
            effects.extend(self.recover(number, 0));
        }
        effects
    }

    /// Opens a copy that was left behind: the map is changed, and its file is as it was. The others are offered again.
    pub(super) fn recover(&mut self, question: u64, copy: usize) -> Vec<Effect> {
        let asked = self.questions.iter().position(|asked| asked.number == question);
        let Some(Asked { question: Question::Recover { mut orphans }, .. }) =
            asked.and_then(|at| self.questions.remove(at))
        else {
            return Vec::new();
        };
        if copy >= orphans.len() {
            return Vec::new();
        }
        let orphan = orphans.remove(copy);
        if !orphans.is_empty() {
            self.ask(None, Question::Recover { orphans });
        }
        let UnsavedCopy { path, file_format, format, base, text, draft } = orphan.copy.clone();
        let source = match Source::read(format, &text) {
            Ok(source) => Arc::new(files::settled_source(source)),
            Err(diagnostics) if format == file_format => {
                // A text that was being mended: it goes on as it was.
                let file = OpenFile { path, format: Some(format), text: base, ..OpenFile::default() };
                let editor = Editor::of_unsaved_draft(Draft { format, text, diagnostics });
                let (id, mut effects) = self.add_in_place(editor, file);
                effects.push(Effect::ShowText(id));
                effects.extend(self.adopt(id, &orphan));
                return effects;
            }
            Err(_) => {
                let text = "Its text is no map. It is left where it is.";
                self.message(None, "The copy cannot be opened", text);
                return Vec::new();
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
        let (id, mut effects) = self.add_in_place(Editor::of_unsaved(&source), file);
        if let Some((format, text)) = draft {
            // What was being typed is typed again.
            self.tab_mut().editor.type_text(format, &crate::format::endings::shown(&text));
            effects.push(Effect::ShowText(id));
        }
        effects.extend(self.adopt(id, &orphan));
        effects
    }

    /// Shows what was recovered in the place of its file, where that is open and nothing was done there.
    fn add_in_place(&mut self, editor: Editor, file: OpenFile) -> (TabId, Vec<Effect>) {
        let is_same = |tab: &&super::Tab| {
            file.path.as_deref().is_some_and(|path| tab.file.is_at(path, None)) && !tab.editor.is_unsaved()
        };
        let same = self.tabs.iter().find(is_same).map(|tab| tab.id);
        if let Some(at) = same.and_then(|same| self.position(same)) {
            self.go_to(at);
        }
        let (id, mut effects) = self.add(editor, file);
        effects.extend(same.into_iter().flat_map(|same| self.remove(same)).collect::<Vec<_>>());
        (id, effects)
    }

    /// The copy is this map's now.
    fn adopt(&mut self, tab: TabId, orphan: &Orphan) -> Vec<Effect> {
        let recovery = self.places.recovery.clone();
        let is_adopted = recovery.is_some_and(|recovery| recovery.adopt(tab.number(), orphan).is_ok());
        self.tab_mut().copy.is_kept = is_adopted;
        vec![Effect::Say(format!("Opened the unsaved copy of {}", self.tab().file.name()))]
    }
}
