//! What threads do for the workspace. A job has all that it needs; what came of it says whose it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::load;
use super::{CopyOf, TabId, Way, snapshot};
use crate::analysis::{Finding, findings};
use crate::editor::{Editor, MapText, Moment, Settled, Unprepared, Unsettled, Unwritten, from_text};
use crate::files::{
    self, Expected, LoadError, Loaded, NewestFile, OnDisk, Orphan, PictureChoices, RecentMaps, Recovery,
    SaveError, Session, SessionHold, Settings, Storage, ThemeFault,
};
use crate::format::{self, Format, Loss, Source};
use crate::model::Map;
use crate::scene::Theme;

/// Work for a thread.
#[derive(Debug)]
pub enum Job {
    /// Reads a map.
    Load {
        /// From where.
        path: PathBuf,
        /// How one comes to it.
        way: Way,
    },
    /// Writes a map.
    Save {
        /// Whose.
        tab: TabId,
        /// Whereto.
        path: PathBuf,
        /// What.
        written: Box<Written>,
        /// What the file must be.
        expected: Expected,
    },
    /// Writes the copy of a map that is not saved.
    Copy {
        /// Whose.
        tab: TabId,
        /// The number of the state that it holds.
        revision: u64,
        /// Whereto.
        recovery: Arc<Recovery>,
        /// What.
        copy: Box<CopyOf>,
    },
    /// Removes the copy of a map, up to this number.
    Forget {
        /// Whose.
        tab: TabId,
        /// The newest state that needs none.
        revision: u64,
        /// Where.
        recovery: Arc<Recovery>,
    },
    /// Finds out what the first drag of a large map will ask for.
    Prepare(Unprepared),
    /// Lays a large map out.
    Settle {
        /// Whose.
        tab: TabId,
        /// Which.
        unsettled: Box<Unsettled>,
    },
    /// Makes the text of a large map.
    Write {
        /// Whose.
        tab: TabId,
        /// Which.
        unwritten: Box<Unwritten>,
    },
    /// Finds out what there is to ask about a map.
    Ask {
        /// Whose.
        tab: TabId,
        /// The number of its state.
        revision: u64,
        /// Which.
        map: Arc<Map>,
    },
    /// Keeps a copy of a map under the name of a moment.
    Snapshot {
        /// Where, unless something is there.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// Looks for copies that were left behind.
    FindOrphans(Arc<Recovery>),
    /// Throws a copy away that was left behind.
    DiscardOrphan(Arc<Orphan>),
    /// Reads a theme.
    Theme {
        /// For whose map.
        tab: TabId,
        /// What the map calls it.
        name: String,
        /// The map's folder.
        folder: Option<PathBuf>,
        /// The file that a person chose for it.
        chosen: Option<PathBuf>,
    },
    /// Keeps what was copied for other windows.
    KeepClip {
        /// Where.
        path: PathBuf,
        /// What the clipboard has.
        text: String,
        /// All of it.
        part: Box<Map>,
    },
    /// Finds out what a text means that is to be pasted.
    ReadClip {
        /// Into whose map.
        tab: TabId,
        /// Where windows of this program keep what they copied.
        path: PathBuf,
        /// The text.
        text: String,
    },
    /// Keeps how pictures are made.
    KeepChoices {
        /// Where.
        file: Arc<NewestFile>,
        /// Newer ones have higher numbers.
        revision: u64,
        /// What.
        choices: Box<PictureChoices>,
    },
    /// Reads how pictures were made last.
    ReadChoices(PathBuf),
    /// Keeps how the program is wanted.
    KeepSettings {
        /// Where.
        file: Arc<NewestFile>,
        /// Newer ones have higher numbers.
        revision: u64,
        /// What.
        settings: Box<Settings>,
    },
    /// Keeps what is open.
    KeepSession {
        /// Where.
        hold: Arc<SessionHold>,
        /// Newer states have higher numbers.
        revision: u64,
        /// What.
        session: Box<Session>,
    },
    /// Looks whether a file is still as it is known.
    Look {
        /// Whose.
        tab: TabId,
        /// Which.
        path: PathBuf,
        /// What it is known to hold.
        text: String,
    },
    /// Reads which maps were opened last.
    ReadRecent(PathBuf),
    /// Notes that a map was opened or saved.
    NoteRecent {
        /// Where the list is.
        list: PathBuf,
        /// The file and its title.
        map: (PathBuf, String),
    },
    /// Takes a map off that list.
    ForgetRecent {
        /// Where the list is.
        list: PathBuf,
        /// Which.
        path: PathBuf,
    },
}

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What was read.
    pub loaded: Loaded,
    /// Its text ready to be edited, where it is a map, with the editor in which it is shown.
    pub source: Option<(Arc<Source>, Box<Editor>)>,
}

/// What a save writes.
#[derive(Clone, Debug)]
pub struct Written {
    /// The text.
    pub text: String,
    /// The map that it says.
    pub moment: Moment,
    /// The text from which this one was made; `None` where it is no map, and is written as it stands.
    pub source: Option<Arc<Source>>,
    /// What the text does not say.
    pub losses: Vec<Loss>,
    /// The theme that the map names, where its file was chosen from elsewhere: the name, and the file.
    pub theme: Option<(String, PathBuf)>,
}

/// What came of asking for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The person named a file. `asks_overwrite` says that its name got an ending that nobody saw, and it is there.
    Path {
        /// Which.
        path: PathBuf,
        /// Whether it has to be asked about.
        asks_overwrite: bool,
    },
    /// The person named files that are read, in this order.
    Files(Vec<PathBuf>),
    /// The person closed the dialog.
    Cancelled,
    /// There was no dialog, for this reason.
    Failed(String),
}

/// What a thread has done.
#[derive(Debug)]
pub enum Done {
    /// A map was read, or not.
    Loaded {
        /// From where.
        path: PathBuf,
        /// The same without links and detours, where the system knows.
        real: Option<PathBuf>,
        /// How one comes to it.
        way: Way,
        /// What it is.
        result: Result<Box<Opened>, LoadError>,
    },
    /// A map was written, or not.
    Saved {
        /// Whose.
        tab: TabId,
        /// Whereto.
        path: PathBuf,
        /// The same without links and detours, where the system knows.
        real: Option<PathBuf>,
        /// What.
        written: Written,
        /// Whether it is there.
        result: Result<(), SaveError>,
    },
    /// The copy of a map was written, or not.
    Copied {
        /// Whose.
        tab: TabId,
        /// The number of its state.
        revision: u64,
        /// Whether it is there.
        result: Result<(), String>,
    },
    /// A large map was laid out.
    Settled(TabId, Box<Settled>),
    /// The text of a large map was made.
    Wrote(TabId, Box<MapText>),
    /// What there is to ask about the map of this tab, as it was at this revision.
    Asked(TabId, u64, Vec<Finding>),
    /// A copy under the name of a moment was kept there, or not.
    Snapped(Result<PathBuf, String>),
    /// Copies that were left behind.
    Orphans(Vec<Orphan>),
    /// How pictures were made last.
    Choices(Box<PictureChoices>),
    /// A file was looked at.
    Looked {
        /// Whose.
        tab: TabId,
        /// Which.
        path: PathBuf,
        /// What it was known to hold.
        text: String,
        /// How it is.
        found: OnDisk,
    },
    /// The maps that were opened or saved last.
    Recent(RecentMaps),
    /// Something of the program's own was not written.
    Unkept {
        /// What.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// The theme that a map asks for under this name.
    Theme {
        /// Whose.
        tab: TabId,
        /// What the map calls it.
        name: String,
        /// What it is.
        result: Result<Box<Theme>, ThemeFault>,
    },
    /// What a text means that is to be pasted.
    Clip {
        /// Into whose map.
        tab: TabId,
        /// The text.
        text: String,
        /// What it means.
        part: Option<Box<Map>>,
    },
    /// Nobody waits for more.
    Nothing,
    /// The thread came to no end.
    Died(Died),
}

/// What a thread was at that came to no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Died {
    /// Reading this file.
    Load(PathBuf),
    /// Writing the map of this tab.
    Save(TabId),
    /// Writing the copy of this tab with this number.
    Copy(TabId, u64),
    /// Laying out the map of this tab.
    Settle(TabId),
    /// Making the text of this tab.
    Write(TabId),
    /// Finding out what there is to ask about this tab at this revision.
    Ask(TabId, u64),
    /// Something else.
    Other,
}

impl Job {
    /// What its thread is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Load { .. } => "open",
            Self::Save { .. } => "save",
            Self::Copy { .. } | Self::Forget { .. } => "copy",
            Self::Settle { .. } | Self::Prepare(_) => "layout",
            Self::Write { .. } => "text",
            Self::Ask { .. } => "questions",
            Self::Snapshot { .. } => "snapshot",
            Self::FindOrphans(_) | Self::DiscardOrphan(_) => "orphans",
            Self::Theme { .. } => "theme",
            Self::KeepClip { .. } | Self::ReadClip { .. } => "clip",
            Self::KeepChoices { .. } | Self::ReadChoices(_) => "choices",
            Self::Look { .. } => "look",
            Self::KeepSettings { .. } => "settings",
            Self::KeepSession { .. } => "session",
            Self::ReadRecent(_) | Self::NoteRecent { .. } | Self::ForgetRecent { .. } => "recent",
        }
    }

    /// Whether a person waits for it.
    pub fn is_seen(&self) -> bool {
        match self {
            Self::Load { .. }
            | Self::Save { .. }
            | Self::FindOrphans(_)
            | Self::Theme { .. }
            | Self::ReadClip { .. }
            | Self::Snapshot { .. }
            | Self::ReadChoices(_) => true,
            Self::Copy { .. }
            | Self::Forget { .. }
            | Self::Settle { .. }
            | Self::Prepare(_)
            | Self::Write { .. }
            | Self::Ask { .. }
            | Self::DiscardOrphan(_)
            | Self::KeepClip { .. }
            | Self::KeepChoices { .. }
            | Self::Look { .. }
            | Self::KeepSettings { .. }
            | Self::KeepSession { .. }
            | Self::ReadRecent(_)
            | Self::NoteRecent { .. }
            | Self::ForgetRecent { .. } => false,
        }
    }

    /// What is to be said where its thread comes to no end.
    pub fn death(&self) -> Died {
        match self {
            Self::Load { path, .. } => Died::Load(path.clone()),
            Self::Save { tab, .. } => Died::Save(*tab),
            Self::Copy { tab, revision, .. } => Died::Copy(*tab, *revision),
            Self::Settle { tab, .. } => Died::Settle(*tab),
            Self::Write { tab, .. } => Died::Write(*tab),
            Self::Ask { tab, revision, .. } => Died::Ask(*tab, *revision),
            _ => Died::Other,
        }
    }

    /// Does the work. This waits for the disk: it belongs on a thread.
    pub fn run(self, storage: &dyn Storage) -> Done {
        match self {
            Self::Load { path, way } => {
                let result = load(storage, &path);
                let real = std::fs::canonicalize(&path).ok();
                Done::Loaded { path, real, way, result }
            }
            Self::Save { tab, path, written, expected } => {
                // The theme first: a save that failed has written nothing of the map.
                let result = check(&path, &written)
                    .and_then(|()| keep_theme(storage, written.theme.as_ref(), &path))
                    .and_then(|()| files::save(storage, &path, &written.text, &expected));
                let real = std::fs::canonicalize(&path).ok();
                Done::Saved { tab, path, real, written: *written, result }
            }
            Self::Copy { tab, revision, recovery, copy } => {
                let result = recovery.write(storage, tab.number(), revision, &copy.make());
                Done::Copied { tab, revision, result: result.map_err(|error| error.to_string()) }
            }
            Self::Forget { tab, revision, recovery } => {
                recovery.forget(tab.number(), revision);
                Done::Nothing
            }
            Self::Prepare(unprepared) => {
                unprepared.prepare();
                Done::Nothing
            }
            Self::Settle { tab, unsettled } => Done::Settled(tab, Box::new(unsettled.settle())),
            Self::Write { tab, unwritten } => Done::Wrote(tab, Box::new(unwritten.write())),
            Self::Ask { tab, revision, map } => Done::Asked(tab, revision, findings(&map)),
            Self::Snapshot { path, text } => Done::Snapped(
                snapshot::write(storage, &path, &text)
                    .map_err(|error| format!("{}: {error}", path.display())),
            ),
            Self::FindOrphans(recovery) => Done::Orphans(recovery.orphans()),
            Self::DiscardOrphan(orphan) => {
                orphan.discard();
                Done::Nothing
            }
            Self::Theme { tab, name, folder, chosen } => {
                let result = match chosen {
                    Some(path) => files::theme_file(storage, &path),
                    None => files::theme(storage, &name, folder.as_deref()),
                };
                Done::Theme { tab, name, result: result.map(Box::new) }
            }
            Self::KeepClip { path, text, part } => {
                let whole = format::write(Format::Ron, &part).0;
                // The clipboard itself has the text.
                drop(files::keep_clip(storage, &path, &text, &whole));
                Done::Nothing
            }
            Self::ReadClip { tab, path, text } => {
                let whole = files::kept_clip(storage, &path, &text);
                let kept = whole.and_then(|whole| format::read(Format::Ron, &whole).map);
                let part = kept.or_else(|| from_text(&text));
                Done::Clip { tab, text, part: part.map(Box::new) }
            }
            Self::KeepChoices { file, revision, choices } => {
                let result = choices.text().and_then(|text| file.write(storage, revision, &text));
                unless_kept("How pictures are made", result, Done::Nothing)
            }
            Self::KeepSettings { file, revision, settings } => {
                unless_kept("The settings", file.write(storage, revision, &settings.text()), Done::Nothing)
            }
            Self::KeepSession { hold, revision, session } => {
                let result = hold.write(storage, revision, &session);
                unless_kept("What is open", result, Done::Nothing)
            }
            Self::Look { tab, path, text } => {
                let found = files::on_disk(storage, &path, &text);
                Done::Looked { tab, path, text, found }
            }
            Self::ReadRecent(path) => Done::Recent(files::recent(storage, &path)),
            Self::NoteRecent { list, map } => recent_or_not(files::note_recent(storage, &list, &[map])),
            Self::ForgetRecent { list, path } => recent_or_not(files::forget_recent(storage, &list, &path)),
            Self::ReadChoices(path) => Done::Choices(Box::new(PictureChoices::kept(storage, &path))),
        }
    }
}

fn unless_kept(what: &'static str, result: std::io::Result<()>, done: Done) -> Done {
    match result {
        Ok(()) => done,
        Err(error) => Done::Unkept { what, why: error.to_string() },
    }
}

fn recent_or_not(list: std::io::Result<RecentMaps>) -> Done {
    match list {
        Ok(list) => Done::Recent(list),
        Err(error) => Done::Unkept { what: "The list of recent maps", why: error.to_string() },
    }
}

/// What is written can be read again.
fn check(path: &Path, written: &Written) -> Result<(), SaveError> {
    let refuse =
        |message: &str| Err(SaveError::Unreadable { path: path.to_owned(), message: message.to_owned() });
    if written.text.len() > files::LARGEST {
        return refuse("the text would be larger than any that is opened again");
    }
    match &written.source {
        Some(source) if format::read(source.format(), &written.text).map.is_none() => {
            refuse("the text made of this map could not be read again")
        }
        _ => Ok(()),
    }
}

/// Puts a theme that was chosen from elsewhere beside the map, where no other of its name is.
fn keep_theme(storage: &dyn Storage, theme: Option<&(String, PathBuf)>, map: &Path) -> Result<(), SaveError> {
    let Some((name, from)) = theme else { return Ok(()) };
    let path = map.parent().unwrap_or_else(|| Path::new("")).join(name);
    let failed = |source| SaveError::Io { path: path.clone(), source };
    let own = storage.read(from, files::LARGEST).map_err(failed)?;
    match storage.read(&path, files::LARGEST) {
        Ok(there) if there == own => Ok(()),
        Ok(_) => {
            let message =
                "another theme of this name is beside the map already; choose that one, or rename yours"
                    .to_owned();
            Err(SaveError::Unreadable { path: path.clone(), message })
        }
        Err(_) => storage.replace(&path, &own).map_err(failed),
    }
}
