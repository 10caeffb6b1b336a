//! The open maps: opening, saving, closing, recovering and guarding them, without a window, a thread or a clock.
//!
//! A request, an answer, or what a thread has done goes in; what is to be done comes out as [`Effect`]s. So every order
//! of events is a test of a few lines.

mod asking;
mod clip;
mod closing;
mod effect;
mod examples;
mod file;
mod job;
mod keeping;
mod later;
mod load;
mod looking;
mod opening;
mod own;
mod paths;
mod problems;
mod question;
mod recovering;
mod saving;
mod snapshot;
mod submap;
mod tab;
mod tabs;
mod theme;

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

pub use clip::Clip;
pub use effect::{Effect, Leave, Next, Pick, Purpose, Request, Side, Way};
pub use examples::{EXAMPLES, Example};
pub use file::{OpenFile, Problem, final_path};
pub use job::{Done, Job, Opened, Picked, Written};
pub use keeping::CopyOf;
pub use later::AFTER_PICTURE;
pub use question::{Answer, Asked, Question};
pub use saving::{Save, Saving};
pub use submap::submap_of;
pub use tab::{Tab, TabId};

use crate::files::{NewestFile, PictureChoices, Recent, Recovery, SessionHold, Settings};

/// Where the program keeps what is its own; without a place it works as well.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// What was copied, for other windows.
    pub clip: Option<PathBuf>,
    /// How the last picture was made.
    pub choices: Option<Arc<NewestFile>>,
    /// Copies of maps that are not saved.
    pub recovery: Option<Arc<Recovery>>,
    /// How a person wants the program.
    pub settings: Option<Arc<NewestFile>>,
    /// The maps that were opened or saved last.
    pub recent: Option<PathBuf>,
    /// What is open, where this program is the one that says so.
    pub session: Option<Arc<SessionHold>>,
}

/// All open maps, and what is asked about them.
#[derive(Debug)]
pub struct Workspace {
    tabs: Vec<Tab>,
    active: usize,
    /// What was copied last in this window.
    clip: Option<Clip>,
    /// How the last picture was made.
    pub choices: PictureChoices,
    settings: Settings,
    /// The maps that were opened or saved last, the newest first, and the number of that list.
    recent: (Vec<Recent>, u64),
    /// What could not be kept, and was told.
    told_unkept: BTreeSet<&'static str>,
    places: Places,
    /// What waits for an answer; the first is shown. None takes another's place.
    questions: VecDeque<Asked>,
    /// The files that are still to be opened, and how one comes to them.
    to_open: VecDeque<(PathBuf, Way)>,
    /// The files of the maps that were closed, the last one last.
    closed: Vec<PathBuf>,
    /// Whether a file is being read: they are opened in the order in which they were named.
    is_opening: bool,
    /// The path that the system's dialog is to answer.
    awaited: Option<paths::Awaited>,
    /// Whether paths are asked for in the system's own dialogs.
    has_dialogs: bool,
    /// Counts tabs and questions.
    ids: u64,
    /// Whether the program ends once nothing is being written.
    leaves: bool,
}

impl Workspace {
    /// With the start page. `has_dialogs` says whether the system has dialogs that ask for paths.
    pub fn new(has_dialogs: bool) -> Self {
        Self {
            tabs: vec![Tab::start(TabId(0))],
            active: 0,
            clip: None,
            choices: PictureChoices::default(),
            settings: Settings::default(),
            recent: (Vec::new(), 0),
            told_unkept: BTreeSet::new(),
            places: Places::default(),
            questions: VecDeque::new(),
            to_open: VecDeque::new(),
            closed: Vec::new(),
            is_opening: false,
            awaited: None,
            has_dialogs,
            ids: 0,
            leaves: false,
        }
    }

    /// Begins to use its places, and looks for what was left there.
    #[must_use]
    pub fn use_places(&mut self, places: Places) -> Vec<Effect> {
        self.places = places;
        let mut effects = Vec::new();
        if let Some(recovery) = &self.places.recovery {
            effects.push(Effect::Start(Job::FindOrphans(Arc::clone(recovery))));
        }
        if let Some(file) = &self.places.choices {
            effects.push(Effect::Start(Job::ReadChoices(file.path().to_owned())));
        }
        if let Some(path) = &self.places.recent {
            effects.push(Effect::Start(Job::ReadRecent(path.clone())));
        }
        effects
    }

    /// The map that is shown.
    ///
    /// # Panics
    /// Never: there is always one.
    #[allow(
        clippy::indexing_slicing,
        reason = "`active` is always one of the tabs, of which there is always one"
    )]
    pub fn tab(&self) -> &Tab {
        &self.tabs[self.active]
    }

    /// The map that is shown, to be edited.
    ///
    /// # Panics
    /// Never: there is always one.
    #[allow(
        clippy::indexing_slicing,
        reason = "`active` is always one of the tabs, of which there is always one"
    )]
    pub fn tab_mut(&mut self) -> &mut Tab {
        &mut self.tabs[self.active]
    }

    /// The tab of this id, while it is open.
    pub fn find(&self, id: TabId) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.id == id)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, id: TabId) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id == id)
    }

    fn new_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// Does what a person asks for.
    #[must_use]
    pub fn request(&mut self, request: Request) -> Vec<Effect> {
        let id = self.tab().id;
        match request {
            Request::New => self.begin(),
            Request::Example(name) => self.open_example(name),
            Request::Open => self.ask_path(id, Purpose::Open, None),
            Request::OpenFiles(paths) => self.open(paths, &Way::Straight),
            Request::Restore(maps, shown) => self.restore(maps, shown),
            Request::ForgetRecent(path) => self.forget_recent(path),
            Request::Show(tab) => self.show(tab),
            Request::Step(side) => self.step(side),
            Request::MoveTab(tab, to) => self.move_tab(tab, to),
            Request::CloseTab(tab) => self.guard(tab, Leave::to(Next::Close)),
            Request::CloseOthers(tab) => self.close_others(tab),
            Request::Reopen => self.reopen(),
            Request::Look => self.look(),
            Request::Save => self.save(id, None),
            Request::SaveAs => self.ask_path(id, Purpose::SaveAs, None),
            Request::Export => self.ask_path(id, Purpose::Export, None),
            Request::ChooseTheme => self.ask_path(id, Purpose::Theme, None),
            Request::CompareFile => self.ask_path(id, Purpose::Compare, None),
            Request::Snapshot(name) => self.keep_snapshot(&name),
            Request::OpenSubmap => self.open_submap(),
            Request::Back => self.go_back(),
            Request::Quit => self.quit(),
            Request::Copy => self.copy(),
            Request::Cut => self.cut(),
            Request::Paste(text) => self.paste(&text),
            Request::KeepChoices(choices) => self.keep_choices(choices),
            Request::KeepSettings(settings) => self.keep_settings(settings),
        }
    }

    /// Takes what a thread has done.
    #[must_use]
    pub fn take(&mut self, done: Done) -> Vec<Effect> {
        match done {
            Done::Loaded { path, real, way, result } => self.loaded(&path, real, way, result),
            Done::Saved { tab, path, real, written, result } => {
                self.saved(tab, (path, real), written, result)
            }
            Done::Copied { tab, revision, result } => self.copied(tab, revision, result),
            Done::Settled(tab, settled) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.settle(Some(*settled));
                }
                Vec::new()
            }
            Done::Wrote(tab, text) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.editor.take_text(Some(*text));
                }
                Vec::new()
            }
            Done::Asked(tab, revision, found) => {
                if let Some(tab) = self.find_mut(tab) {
                    tab.asked.take(revision, Some(found));
                }
                Vec::new()
            }
            Done::Snapped(Ok(path)) => vec![Effect::Say(format!("Kept as {}", path.display()))],
            Done::Snapped(Err(why)) => vec![Effect::Say(format!("The snapshot was not kept: {why}"))],
            Done::Orphans(orphans) => self.offer(orphans),
            Done::Choices(choices) => {
                self.choices = *choices;
                Vec::new()
            }
            Done::Looked { tab, path, text, found } => self.looked(tab, path, &text, found),
            Done::Recent(recent) => self.take_recent(recent),
            Done::Unkept { what, why } => self.unkept(what, &why),
            Done::Theme { tab, name, result } => self.take_theme(tab, &name, result),
            Done::Clip { tab, text, part } if tab == self.tab().id => {
                self.paste_part(text, part.map(|part| *part))
            }
            Done::Clip { .. } | Done::Nothing => Vec::new(),
            Done::Died(died) => self.died(died),
        }
    }
}
