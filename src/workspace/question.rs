//! What is asked and said, one after the other.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Effect, Leave, Purpose, TabId, Workspace};
use crate::files::Orphan;
use crate::format::Loss;

/// What is asked or said.
#[derive(Debug)]
pub enum Question {
    /// Changes would be lost.
    Unsaved {
        /// Whose.
        name: String,
        /// Whether part of them is a text that is no map, which a save does not keep.
        has_draft: bool,
        /// Whether its file is there no more, so that the map is nowhere but here.
        is_gone: bool,
        /// What comes next.
        leave: Leave,
    },
    /// Something went wrong.
    Message {
        /// What.
        title: String,
        /// Why.
        text: String,
    },
    /// The file was changed by another program.
    Changed {
        /// Which.
        name: String,
    },
    /// The file is not there any more.
    Gone {
        /// Which.
        name: String,
    },
    /// The program is to end, and a save gives no answer.
    StillSaving {
        /// Of which file.
        name: String,
    },
    /// The format cannot say everything.
    Losses {
        /// What it cannot say.
        losses: Vec<Loss>,
        /// Its name.
        format: &'static str,
    },
    /// A program ended with maps that were not saved.
    Recover {
        /// Their copies.
        orphans: Vec<Arc<Orphan>>,
    },
    /// A copy that was left behind is to be thrown away.
    DiscardCopy {
        /// Of which map.
        name: String,
        /// The question that offers it.
        offer: u64,
        /// Which of the copies there.
        copy: usize,
    },
    /// The system's dialog asks for a path.
    Waiting {
        /// What for.
        purpose: Purpose,
    },
    /// A path is to be written.
    Path {
        /// What for.
        purpose: Purpose,
        /// Where the writing begins.
        start: PathBuf,
        /// What the name ends in where nobody says.
        ending: &'static str,
        /// Why the system's dialog does not ask.
        why: Option<String>,
        /// Whether the start names a file that is there, and would be replaced.
        asks_overwrite: bool,
        /// What was asked before, where the path is part of that.
        leave: Option<Leave>,
    },
}

/// A question in the line.
#[derive(Debug)]
pub struct Asked {
    /// Tells it from all others.
    pub number: u64,
    /// The map that it is about.
    pub tab: Option<TabId>,
    /// What is asked.
    pub question: Question,
}

/// What the person answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It was read, or nothing is to be done.
    Close,
    /// The map is saved first.
    Save,
    /// The changes may be lost.
    Discard,
    /// It is saved all the same.
    Overwrite,
    /// It is saved elsewhere.
    SaveAs,
    /// A path.
    Path {
        /// Which.
        path: PathBuf,
        /// Whether the person was told that a file is there, and wants it replaced.
        may_replace: bool,
    },
    /// A path is written instead of chosen in the system's dialog.
    TypePath,
    /// The copy with this index is opened.
    Recover(usize),
    /// All copies are opened.
    RecoverAll,
    /// The copy with this index is thrown away.
    DiscardCopy(usize),
}

impl Workspace {
    /// What is asked now.
    pub fn question(&self) -> Option<&Asked> {
        self.questions.front()
    }

    /// Says something that has to be read, when its turn comes.
    pub fn tell(&mut self, title: impl Into<String>, text: impl Into<String>) {
        self.message(None, title, text);
    }

    pub(super) fn ask(&mut self, tab: Option<TabId>, question: Question) {
        let number = self.new_id();
        self.questions.push_back(Asked { number, tab, question });
        self.show_asked();
    }

    /// The map that the question of now is about is shown behind it.
    fn show_asked(&mut self) {
        let tab = self.questions.front().and_then(|asked| asked.tab);
        if let Some(at) = tab.and_then(|tab| self.position(tab)) {
            self.go_to(at);
        }
    }

    /// A map is gone: what was asked about it is not asked any more.
    pub(super) fn forget_questions(&mut self, tab: TabId) {
        self.questions.retain(|asked| asked.tab != Some(tab));
        self.awaited.take_if(|awaited| awaited.tab == tab);
        self.show_asked();
    }

    pub(super) fn message(&mut self, tab: Option<TabId>, title: impl Into<String>, text: impl Into<String>) {
        self.ask(tab, Question::Message { title: title.into(), text: text.into() });
    }

    /// Takes the answer to the question with this number; one that is not asked any more is passed over.
    #[must_use]
    pub fn answer(&mut self, number: u64, answer: Answer) -> Vec<Effect> {
        let Some(at) = self.questions.iter().position(|asked| asked.number == number) else {
            return Vec::new();
        };
        if let (Some(Asked { question: Question::Recover { .. }, .. }), Answer::Recover(copy)) =
            (self.questions.get(at), &answer)
        {
            return self.recover(number, *copy);
        }
        if let (Some(Asked { question: Question::Recover { orphans }, .. }), Answer::RecoverAll) =
            (self.questions.get(at), &answer)
        {
            return self.recover_all(orphans.len());
        }
        if let (Some(Asked { question: Question::Recover { orphans }, .. }), Answer::DiscardCopy(copy)) =
            (self.questions.get(at), &answer)
        {
            if let Some(orphan) = orphans.get(*copy) {
                // Nothing else has what is in it: that is asked first.
                let question = Question::DiscardCopy { name: orphan.name(), offer: number, copy: *copy };
                let number = self.new_id();
                self.questions.insert(at, Asked { number, tab: None, question });
            }
            return Vec::new();
        }
        let Some(Asked { tab, question, .. }) = self.questions.remove(at) else { return Vec::new() };
        let effects = self.follow(tab, question, answer);
        self.show_asked();
        effects
    }

    /// Does what an answer means.
    fn follow(&mut self, tab: Option<TabId>, question: Question, answer: Answer) -> Vec<Effect> {
        match (question, answer) {
            (Question::Unsaved { leave, has_draft, .. }, Answer::Save) => match tab {
                Some(tab) => self.save(tab, Some(Leave { knows_draft: has_draft, ..leave })),
                None => Vec::new(),
            },
            (Question::Unsaved { mut leave, .. }, Answer::Discard) => {
                let Some(found) = tab.and_then(|tab| self.find(tab)) else { return Vec::new() };
                leave.gave_up.push((found.id, found.editor.document.text_revision()));
                self.guard(found.id, leave)
            }
            (Question::DiscardCopy { offer, copy, .. }, Answer::Discard) => self.discard_copy(offer, copy),
            (Question::StillSaving { .. }, Answer::Discard) => self.end_all_the_same(),
            (Question::Changed { .. } | Question::Gone { .. } | Question::Losses { .. }, answer) => {
                tab.map_or_else(Vec::new, |tab| self.answer_save(tab, &answer))
            }
            (Question::Waiting { purpose }, Answer::TypePath) => {
                let leave = self.awaited.take().and_then(|awaited| awaited.leave);
                tab.map_or_else(Vec::new, |tab| self.ask_in_own_window(tab, purpose, None, leave))
            }
            (Question::Waiting { .. }, _) => {
                self.awaited = None;
                Vec::new()
            }
            (Question::Path { purpose, leave, .. }, Answer::Path { path, may_replace }) => {
                tab.map_or_else(Vec::new, |tab| self.picked(tab, purpose, path, may_replace, leave))
            }
            _ => Vec::new(),
        }
    }
}
