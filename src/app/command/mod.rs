//! Everything that menus, keys and buttons can ask for. What a command is called, what it does, and by which keys, is
//! said once, in [`describe`]; whether it can be done now, in [`state`].

mod describe;
pub(super) mod gestures;
pub(super) mod keys;
pub(super) mod menus;
pub(super) mod sheet;
mod state;

pub(super) use describe::describe;
pub(super) use state::{Situation, state};

use crate::editor::{Direction, Operation, Tool};

/// Something that a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Command {
    New,
    Open,
    Save,
    SaveAs,
    Export,
    Print,
    /// The map that the selected component stands for.
    OpenSubmap,
    /// The map from which this one was opened.
    Back,
    Quit,
    Cut,
    Copy,
    CopyPicture,
    Paste,
    Operate(Operation),
    Choose(Tool),
    KeepTool,
    /// The next element, or the next that a link may go to; or the one before.
    Step(Way),
    /// Does what the tool or the link being drawn waits for, or opens the field for a text.
    Confirm(Again),
    /// Gives up what is being done.
    Cancel,
    /// Moves what is selected.
    Nudge(Direction, Pace),
    /// The keyboard goes to the buttons, or back to the canvas.
    LeaveCanvas,
    ZoomIn,
    ZoomOut,
    ActualSize,
    Fit,
    FitSelection,
    FullScreen,
    /// Opens a panel, or closes it.
    Panel(Panel),
    ShowParked,
    Problems,
    Shortcuts,
    Theme(&'static str),
    /// A theme from a file.
    ThemeFile,
    /// While a name is written on the map.
    Name(NameKey),
    /// While a name is written in the tray.
    Write(TrayKey),
    /// While words are offered in the text.
    Offer(ListKey),
    /// Words are offered at the caret of the text.
    OfferWords,
    /// A path goes on as the folder has it.
    CompletePath,
    /// What the first button of a question says.
    Answer,
}

/// The panels, in the order in which they take their room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Panel {
    /// The map as text, beside it.
    Text,
    /// All fields of what is selected, or of the map.
    Inspector,
    /// What has a name and no place yet.
    Tray,
}

impl Panel {
    pub(super) const ALL: [Self; 3] = [Self::Text, Self::Inspector, Self::Tray];
}

/// On or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

/// Whether a link that is confirmed is followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    Once,
    More,
}

/// How far an arrow moves something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Fine,
    Usual,
    Far,
}

impl Pace {
    /// In fractions of the sheet.
    pub(super) fn step(self) -> f64 {
        match self {
            Self::Fine => 0.001,
            Self::Usual => 0.01,
            Self::Far => 0.05,
        }
    }
}

/// What a key does while a name is written on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKey {
    Keep,
    KeepAndNeed,
    KeepAndSibling,
    NewLine,
    GiveUp,
    Offer(Way),
}

/// What a key does while a name is written in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TrayKey {
    Add,
    Deeper,
    Higher,
    Leave,
}

/// What a key does while words are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKey {
    Move(Way),
    Take,
    Close,
}
