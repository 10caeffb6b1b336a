//! Asking for paths: in the system's own dialog, or in a window of ours where it has none.

use std::path::{Path, PathBuf};

use super::file::final_path;
use super::{Effect, Leave, Pick, Picked, Purpose, Question, Save, TabId, Way, Workspace};
use crate::export::PictureFormat;
use crate::files::Expected;
use crate::format::Format;

/// A path that the system's dialog is to answer.
#[derive(Debug)]
pub(super) struct Awaited {
    number: u64,
    /// The map that asks.
    pub(super) tab: TabId,
    purpose: Purpose,
    /// What follows.
    pub(super) leave: Option<Leave>,
}

impl Workspace {
    /// Asks for a path. `leave` is what the map is left for, or what follows when it is saved.
    pub(super) fn ask_path(&mut self, tab: TabId, purpose: Purpose, leave: Option<Leave>) -> Vec<Effect> {
        if !self.has_dialogs {
            return self.ask_in_own_window(tab, purpose, None, leave);
        }
        self.stop_waiting();
        let number = self.new_id();
        self.awaited = Some(Awaited { number, tab, purpose, leave });
        self.ask(Some(tab), Question::Waiting { purpose });
        let folder = self.folder_of(tab);
        vec![Effect::Pick(Pick {
            number,
            purpose,
            folder,
            name: self.suggested_name(tab, purpose),
            ending: self.ending_for(tab, purpose),
        })]
    }

    fn folder_of(&self, tab: TabId) -> Option<PathBuf> {
        self.find(tab).and_then(|tab| tab.file.folder()).map(Path::to_owned)
    }

    fn suggested_name(&self, tab: TabId, purpose: Purpose) -> String {
        let ending = self.ending_for(tab, purpose);
        self.find(tab)
            .map_or_else(String::new, |tab| tab.file.suggested_name(&tab.editor.map().title, ending))
    }

    /// What a file gets for its ending where nobody says.
    fn ending_for(&self, tab: TabId, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Export => self.choices.output.format.ending(),
            _ => self.find(tab).and_then(|tab| tab.file.format).unwrap_or(Format::Ron).ending(),
        }
    }

    /// Asks for a path in our own window, where the system's dialog failed for this reason.
    pub(super) fn ask_in_own_window(
        &mut self,
        tab: TabId,
        purpose: Purpose,
        why: Option<String>,
        leave: Option<Leave>,
    ) -> Vec<Effect> {
        let folder = self.folder_of(tab);
        let folder = folder.unwrap_or_else(|| std::env::current_dir().unwrap_or_default());
        let start =
            if purpose.reads() { folder.join("") } else { folder.join(self.suggested_name(tab, purpose)) };
        let ending = self.ending_for(tab, purpose);
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
        let Awaited { tab, purpose, leave, .. } = awaited;
        if self.find(tab).is_none() {
            return Vec::new();
        }
        match picked {
            Picked::Path { path, asks_overwrite: true } => {
                let ending = self.ending_for(tab, purpose);
                let question =
                    Question::Path { purpose, start: path, ending, why: None, asks_overwrite: true, leave };
                self.ask(Some(tab), question);
                Vec::new()
            }
            // The system's dialog asks by itself.
            Picked::Path { path, .. } => self.picked(tab, purpose, path, true, leave),
            Picked::Files(paths) if purpose == Purpose::Open => self.open(paths, &Way::Straight),
            Picked::Files(paths) => {
                let first = paths.into_iter().next();
                first.map_or_else(Vec::new, |path| self.picked(tab, purpose, path, true, leave))
            }
            Picked::Cancelled => Vec::new(),
            Picked::Failed(why) => self.ask_in_own_window(tab, purpose, Some(why), leave),
        }
    }

    pub(super) fn picked(
        &mut self,
        tab: TabId,
        purpose: Purpose,
        picked: PathBuf,
        may_replace: bool,
        leave: Option<Leave>,
    ) -> Vec<Effect> {
        let path = final_path(purpose, picked, self.ending_for(tab, purpose));
        match purpose {
            Purpose::Open => self.open([path], &Way::Straight),
            Purpose::SaveAs => {
                let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
                let format = ending.as_deref().and_then(Format::of_ending).unwrap_or(Format::Ron);
                if self.tabs.iter().any(|other| {
                    other.id != tab && other.file.path.is_some() && other.file.is_at(&path, None)
                }) {
                    let text = format!(
                        "{} is open in another tab. Close that one first, or choose another name.",
                        path.display()
                    );
                    self.message(Some(tab), "The map is not saved there", text);
                    return Vec::new();
                }
                let expected = if may_replace { Expected::Anything } else { Expected::Nothing };
                self.save_to(tab, Save { path, format, expected, may_lose: false, then: leave })
            }
            Purpose::Export => {
                let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
                debug_assert!(
                    ending.as_deref().and_then(PictureFormat::of_ending).is_some(),
                    "an ending was added"
                );
                vec![Effect::Picture(path)]
            }
            Purpose::Theme => self.choose_theme_file(tab, &path),
            Purpose::Compare => vec![Effect::Compare(path)],
        }
    }
}
