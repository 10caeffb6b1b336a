//! What goes into the workspace, and what comes out of it.

use std::path::PathBuf;
use std::time::Duration;

use super::{Job, TabId};
use crate::files::{PictureChoices, Settings};

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Request {
    /// An empty map in a tab of its own.
    New,
    /// The map of this name that comes with the program.
    Example(&'static str),
    /// Maps from files that are still to be named.
    Open,
    /// The maps of these files, in this order; one that is open already is shown.
    OpenFiles(Vec<PathBuf>),
    /// These files were open last, and the one with this number was shown.
    Restore(Vec<PathBuf>, Option<usize>),
    /// This file is none of those that were opened last.
    ForgetRecent(PathBuf),
    /// This tab is shown.
    Show(TabId),
    /// The tab beside the one that is shown.
    Step(Side),
    /// This tab takes the place of another, which moves on.
    MoveTab(TabId, usize),
    /// This tab is closed.
    CloseTab(TabId),
    /// All tabs but this one are closed.
    CloseOthers(TabId),
    /// The person came back: the files may be others than before.
    Look,
    /// The map that was closed last is opened again.
    Reopen,
    /// The map goes to its file.
    Save,
    /// The map goes to another file.
    SaveAs,
    /// A picture's file is to be named.
    Export,
    /// A theme's file is to be named.
    ChooseTheme,
    /// A copy of the map as it is now, under the name of this moment.
    Snapshot(String),
    /// A map's file is to be named, with which this one is compared.
    CompareFile,
    /// The map that the selected component stands for.
    OpenSubmap,
    /// The map from which this one was opened.
    Back,
    /// The program is to end.
    Quit,
    /// What is selected goes to the clipboard.
    Copy,
    /// As [`Request::Copy`], and goes away here.
    Cut,
    /// What the clipboard holds.
    Paste(String),
    /// How pictures are made from now on.
    KeepChoices(PictureChoices),
    /// How the program is wanted from now on.
    KeepSettings(Settings),
}

/// What is to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// This is run on a thread, and what comes of it taken.
    Start(Job),
    /// This is said where it disturbs nobody.
    Say(String),
    /// The system's dialog asks for a path.
    Pick(Pick),
    /// The file of the picture that waits was named.
    Picture(PathBuf),
    /// The text of this map is shown: it has to be mended.
    ShowText(TabId),
    /// The system opens this address.
    OpenAddress(String),
    /// This goes to the clipboard.
    CopyText(String),
    /// The list of problems is shown.
    ShowProblems,
    /// The map is compared with that of this file.
    Compare(PathBuf),
    /// Other files are open than before.
    Remember,
    /// Something is due after this time.
    Wake(Duration),
    /// The program may end now.
    Close,
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A map to be opened.
    Open,
    /// Where the map goes.
    SaveAs,
    /// Where a picture goes.
    Export,
    /// A theme's file.
    Theme,
    /// A map with which the one that is shown is compared.
    Compare,
}

impl Purpose {
    /// Whether the file is read, so that it has to be there.
    pub fn reads(self) -> bool {
        matches!(self, Self::Open | Self::Theme | Self::Compare)
    }
}

/// A question for the system's dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The answer names it.
    pub number: u64,
    /// What for.
    pub purpose: Purpose,
    /// Where the dialog begins.
    pub folder: Option<PathBuf>,
    /// The name that a new file gets if nobody changes it.
    pub name: String,
    /// What a new file's name ends in where nobody says.
    pub ending: &'static str,
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left.
    Left,
    /// The right.
    Right,
}

/// What a map is left for, once nothing of it can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Its tab closes.
    Close,
    /// The program ends.
    Quit,
}

/// How one comes to another map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By its own name, or back.
    Straight,
    /// It was open when the program ended.
    Again,
    /// By a component of the map in this file, to which one can go back.
    From(PathBuf),
}

/// That a map is left, and which changes may be lost with it: the person said so of these revisions, and of these alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// For what.
    pub next: Next,
    /// The revisions that were given up.
    pub gave_up: Vec<(TabId, u64)>,
    /// Whether the person was told that a text which is no map is not saved.
    pub knows_draft: bool,
}

impl Leave {
    /// Nothing was given up yet.
    pub fn to(next: Next) -> Self {
        Self { next, gave_up: Vec::new(), knows_draft: false }
    }
}
