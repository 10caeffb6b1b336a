//! Maps that were read, and texts that are none.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{OpenFile, problems};
use super::job::Died;
use super::{Effect, Job, Opened, Way, Workspace};
use crate::editor::{Draft, Editor};
use crate::files::{LoadError, OnDisk};
use crate::format::{Diagnostic, Format};

impl Workspace {
    /// Whether a map is being read.
    pub fn is_opening(&self) -> bool {
        self.is_opening
    }

    /// Opens files, one after the other.
    pub(super) fn open(&mut self, paths: impl IntoIterator<Item = PathBuf>, way: &Way) -> Vec<Effect> {
        self.to_open.extend(paths.into_iter().map(|path| (path, way.clone())));
        self.open_next()
    }

    fn open_next(&mut self) -> Vec<Effect> {
        while !self.is_opening
            && let Some((path, way)) = self.to_open.pop_front()
        {
            if !self.show_open(&path, None, &way) {
                self.is_opening = true;
                return vec![Effect::Start(Job::Load { path, way })];
            }
        }
        Vec::new()
    }

    /// Shows the tab of a file that is open already.
    fn show_open(&mut self, path: &Path, real: Option<&Path>, way: &Way) -> bool {
        let Some(at) = self.tabs.iter().position(|tab| tab.file.is_at(path, real)) else { return false };
        self.go_to(at);
        if let Way::From(from) = way {
            self.tab_mut().way_back = Some(from.clone());
        }
        true
    }

    /// A file was read, or not: it is shown, and the next one read.
    pub(super) fn loaded(
        &mut self,
        path: &Path,
        real: Option<PathBuf>,
        way: Way,
        result: Result<Box<Opened>, LoadError>,
    ) -> Vec<Effect> {
        self.is_opening = false;
        let mut effects = match result {
            Ok(_) if self.show_open(path, real.as_deref(), &way) => Vec::new(),
            Ok(opened) => self.show_opened(path, real, way, *opened),
            // Nobody asked for it now.
            Err(error) if way == Way::Again => vec![Effect::Say(error.to_string())],
            Err(error) => {
                self.message(None, "The map cannot be opened", format!("{error}."));
                Vec::new()
            }
        };
        effects.extend(self.open_next());
        effects
    }

    fn show_opened(&mut self, path: &Path, real: Option<PathBuf>, way: Way, opened: Opened) -> Vec<Effect> {
        let Opened { loaded, source } = opened;
        let way_back = match way {
            Way::Straight | Way::Again => None,
            Way::From(from) => Some(from),
        };
        if let Some(format) = loaded.origin.format().filter(|_| source.is_none()) {
            let is_held = loaded.held_as.is_some();
            let effects =
                self.mend(path.to_owned(), is_held, format, loaded.text, loaded.reading.diagnostics);
            let tab = self.tab_mut();
            tab.way_back = way_back;
            tab.file.real = real;
            return effects;
        }
        let found = problems(&loaded.text, loaded.reading.diagnostics);
        let Some((source, editor)) = source else {
            let first = found.first().map(|problem| {
                let help = problem.diagnostic.help.as_deref().unwrap_or("The file is left as it is");
                format!("{}: {}.\n{help}.", problem.at, problem.diagnostic.message)
            });
            let title = format!("{} cannot be opened", path.display());
            self.message(None, title, first.unwrap_or_default());
            return Vec::new();
        };
        let is_held = loaded.held_as.is_some();
        // A map out of a picture has no file of its own yet.
        let own = loaded.origin.format().filter(|_| loaded.held_as.is_none());
        let file = OpenFile {
            path: own.map(|_| path.to_owned()),
            real,
            imported_from: own.is_none().then(|| path.to_owned()),
            called: None,
            on_disk: OnDisk::AsKnown,
            format: own,
            text: own.map(|_| loaded.text),
            source: Some(Arc::clone(&source)),
            known_losses: Vec::new(),
        };
        let (_, mut effects) = self.add(*editor, file);
        let tab = self.tab_mut();
        tab.problems = found;
        tab.way_back = way_back;
        let id = tab.id;
        let count = tab.editor.map().elements().len();
        let but = match (own, is_held) {
            (Some(_), _) => "",
            (None, true) => ", out of the picture: Save asks for a new file",
            (None, false) => ". It can be read, not written: Save asks for a new file",
        };
        effects.push(Effect::Say(format!("Opened {}: {count} elements{but}", tab.file.name())));
        if own.is_none() && !tab.problems.is_empty() {
            // What the map does not keep of its text is said once, before anything is made of it.
            effects.push(Effect::ShowProblems);
        }
        effects.extend(self.note_recent(id));
        effects
    }

    /// A text that is no map is opened where it can be mended.
    fn mend(
        &mut self,
        path: PathBuf,
        is_held: bool,
        format: Format,
        text: String,
        diagnostics: Vec<Diagnostic>,
    ) -> Vec<Effect> {
        // What came out of a picture has no file of its own: nothing may go over the picture.
        let (own, picture) = if is_held { (None, Some(path)) } else { (Some(path), None) };
        let file = OpenFile {
            text: own.as_ref().map(|_| text.clone()),
            path: own,
            imported_from: picture,
            format: Some(format),
            ..OpenFile::default()
        };
        let found = problems(&text, diagnostics.clone());
        let first = found.first().map(|problem| {
            format!("{}: {}. {} is no map yet", problem.at, problem.diagnostic.message, file.name())
        });
        let (id, mut effects) = self.add(Editor::of_unreadable(Draft { format, text, diagnostics }), file);
        self.tab_mut().problems = found;
        effects.push(Effect::ShowText(id));
        effects.extend(first.map(Effect::Say));
        effects.extend(self.note_recent(id));
        effects
    }

    /// A thread came to no end: what waited for it waits no more.
    pub(super) fn died(&mut self, died: Died) -> Vec<Effect> {
        const WHY: &str = "A part of Mapstone failed. Please report this, with the map if you may.";
        match died {
            Died::Load(path) => {
                self.message(None, format!("{} cannot be opened", path.display()), WHY);
                self.is_opening = false;
                self.open_next()
            }
            Died::Save(tab) => {
                let text = format!("{WHY}\nYour map is still here. Save it elsewhere, or in another format.");
                self.failed(tab, text)
            }
            Died::Copy(tab, revision) => {
                self.copied(tab, revision, Err("a part of the program failed".to_owned()))
            }
            Died::Settle(tab) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.settle(None);
                }
                vec![Effect::Say(WHY.to_owned())]
            }
            Died::Write(tab) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.editor.take_text(None);
                }
                vec![Effect::Say(WHY.to_owned())]
            }
            Died::Ask(tab, revision) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.asked.take(revision, None);
                }
                vec![Effect::Say(WHY.to_owned())]
            }
            Died::Other => vec![Effect::Say(WHY.to_owned())],
        }
    }
}
