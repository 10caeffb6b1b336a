//! Asking for paths: in the system's own dialog, or in a window of ours where it has none.

use std::path::{Path, PathBuf};

use super::file::final_path;
use super::{Effect, Leave, Next, Pick, Picked, Purpose, Question, Save, TabId, Way, Workspace};
use crate::export::PictureFormat;
use crate::format::Format;

/// A path that the system's dialog is to answer.
#[derive(Debug)]
pub(super) struct Awaited {
    number: u64,
    /// The map that asks.
    tab: TabId,
    purpose: Purpose,
    /// What follows.
    pub(super) leave: Option<Leave>,
}

impl Workspace {
    /// Asks for a path. `leave` is what the map is left for, or what follows when it is saved.
    pub(super) fn ask_path(&mut self, purpose: Purpose, leave: Option<Leave>) -> Vec<Effect> {
        if !self.has_dialogs {
            return self.ask_in_own_window(purpose, None, leave);
        }
        self.stop_waiting();
        let number = self.new_id();
        let tab = self.tab().id;
        self.awaited = Some(Awaited { number, tab, purpose, leave });
        self.ask(Some(tab), Question::Waiting { purpose });
        let file = &self.tab().file;
        let folder = file.folder().map(Path::to_owned);
        vec![Effect::Pick(Pick {
            number,
            purpose,
            folder,
            name: self.suggested_name(purpose),
            ending: self.ending_for(purpose),
        })]
    }

    fn suggested_name(&self, purpose: Purpose) -> String {
        let tab = self.tab();
        tab.file.suggested_name(&tab.editor.map().title, self.ending_for(purpose))
    }

    /// What a file gets for its ending where nobody says.
    fn ending_for(&self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Export => self.choices.output.format.ending(),
            _ => self.tab().file.format.unwrap_or(Format::Ron).ending(),
        }
    }

    /// Asks for a path in our own window, where the system's dialog failed for this reason.
    pub(super) fn ask_in_own_window(
        &mut self,
        purpose: Purpose,
        why: Option<String>,
        leave: Option<Leave>,
    ) -> Vec<Effect> {
        let folder = self.tab().file.folder().map(Path::to_owned);
        let folder = folder.unwrap_or_else(|| std::env::current_dir().unwrap_or_default());
        let start = if purpose.reads() { folder.join("") } else { folder.join(self.suggested_name(purpose)) };
        let ending = self.ending_for(purpose);
        let tab = self.tab().id;
        self.ask(Some(tab), Question::Path { purpose, start, ending, why, asks_overwrite: false, leave });
        Vec::new()
    }

    /// Nobody waits for the system's dialog any more.
    fn stop_waiting(&mut self) {
        self.awaited = None;
        self.questions.retain(|asked| !matches!(asked.question, Question::Waiting { .. }));
    }

    /// Takes what came of the system's dialog with this number, unless nobody waits for it any more.
    #[must_use]
    pub fn take_pick(&mut self, number: u64, picked: Picked) -> Vec<Effect> {
        let Some(awaited) = self.awaited.take_if(|awaited| awaited.number == number) else {
            return Vec::new();
        };
        self.stop_waiting();
        if awaited.tab != self.tab().id {
            return Vec::new();
        }
        let Awaited { purpose, leave, .. } = awaited;
        match picked {
            Picked::Path { path, asks_overwrite: true } => {
                let ending = self.ending_for(purpose);
                let tab = self.tab().id;
                let question =
                    Question::Path { purpose, start: path, ending, why: None, asks_overwrite: true, leave };
                self.ask(Some(tab), question);
                Vec::new()
            }
            Picked::Path { path, .. } => self.picked(purpose, path, leave),
            Picked::Cancelled => Vec::new(),
            Picked::Failed(why) => self.ask_in_own_window(purpose, Some(why), leave),
        }
    }

    pub(super) fn picked(&mut self, purpose: Purpose, picked: PathBuf, leave: Option<Leave>) -> Vec<Effect> {
        let path = final_path(purpose, picked, self.ending_for(purpose));
        let tab = self.tab().id;
        match purpose {
            Purpose::Open => {
                let gave_up = leave.map_or_else(Vec::new, |leave| leave.gave_up);
                self.guard(tab, Leave { next: Next::Open(path, Way::Straight), gave_up })
            }
            Purpose::SaveAs => {
                let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
                let format = ending.as_deref().and_then(Format::of_ending).unwrap_or(Format::Ron);
                self.save_to(tab, Save { path, format, expected: None, may_lose: false, then: leave })
            }
            Purpose::Export => {
                let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
                debug_assert!(
                    ending.as_deref().and_then(PictureFormat::of_ending).is_some(),
                    "an ending was added"
                );
                vec![Effect::Picture(path)]
            }
            Purpose::Theme => self.choose_theme_file(&path),
        }
    }
}
