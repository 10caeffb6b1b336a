//! All commands.

use crate::analysis::Overlay;
use crate::editor::{Direction, Operation, Tool};
use crate::files::Appearance;
use crate::model::Method;
use crate::scene::Hideable;

/// Something that a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) enum Command {
    New,
    /// A new map that begins in the tray.
    NewChain,
    /// The map of this name that comes with the program.
    Example(&'static str),
    Open,
    /// The map with this number among those that were opened last.
    Recent(usize),
    Save,
    SaveAs,
    Export,
    Print,
    /// A copy of the map under the name of this moment.
    Snapshot,
    /// How this map is read.
    Reading,
    /// Tints the map, or not any more.
    Overlay(Overlay),
    /// The next question about the map, or the one before.
    Question(Way),
    /// The map without what is selected, as a scenario.
    TryWithout,
    /// Begins a scenario.
    WhatIf,
    /// The next scenario, or the one before; today is the first.
    StepScenario(Way),
    /// The scenario that goes on from the one that is shown, or the one that this goes on from.
    StepAlong(Way),
    /// Something is done with scenarios.
    Scenario(ScenarioDeed),
    /// Today and all scenarios: what each leads to.
    ScenarioTable,
    /// Holds the map against another that is to be named.
    CompareWith,
    /// Holds the scenario against today's map, or the map against its saved state; or not any more.
    CompareToday,
    /// Plays from today to the scenario that is shown.
    PlaySteps,
    /// Plays what evolves, in an order that is asked for.
    PlayEvolution,
    StopPlaying,
    /// What was played becomes a scenario.
    KeepPlayed,
    /// What is selected comes into sight.
    BringIntoSight,
    /// The map that the selected component stands for.
    OpenSubmap,
    /// The map from which this one was opened.
    Back,
    /// The tab that is shown is closed.
    CloseTab,
    CloseOthers,
    /// The map that was closed last.
    Reopen,
    /// The tab beside the one that is shown.
    Beside(Way),
    /// The tab that is shown changes places with the one beside it.
    MoveTab(Way),
    /// Where the map's file is, to the clipboard.
    CopyPath,
    /// The map's file, in the system's window of files.
    ShowInFolder,
    Settings,
    /// How bright the window is around the map.
    Appearance(Appearance),
    /// Everything by its name.
    OpenPalette,
    /// While the palette is open.
    Palette(PaletteKey),
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
    /// Dims all but what is selected with its chain.
    Focus(FocusKey),
    /// Hides a kind of things, or shows it again.
    Hide(Hideable),
    /// Shows every kind again.
    ShowAllKinds,
    /// The map alone on the whole screen, for a room; or not any more.
    Present,
    /// While presenting: the next scenario, behind the last one the next map; or back.
    PresentNext(Way),
    /// Tries what happens where the selected components are obtained in this way, as a scenario.
    Try(Method),
    /// Shows the bar beside what is selected, or not.
    FloatingBar,
    /// Opens the menu with this number.
    OpenMenu(usize),
    /// The map in sentences.
    DescribeMap,
    /// The signs of how evolved the selected component is.
    Signs,
    ZoomIn,
    ZoomOut,
    ActualSize,
    Fit,
    FitSelection,
    FullScreen,
    /// Looks for a text in the map.
    Find(FindKey),
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
    /// Something is done to the lines of the text that are selected.
    Lines(LineKey),
    /// Words are offered at the caret of the text.
    OfferWords,
    /// A path goes on as the folder has it.
    CompletePath,
    /// What the first button of a question says.
    Answer,
}

/// The panels beside the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::app) enum Panel {
    /// The map as text, beside it.
    Text,
    /// All fields of what is selected, or of the map.
    Inspector,
    /// What has a name and no place yet.
    Tray,
    /// What is asked about the map.
    Questions,
    /// What differs from another map, and what a merge left to be decided.
    Compare,
}

impl Panel {
    /// What opens each of them, in the order of the toolbar.
    pub(in crate::app) const ALL: [Command; 5] = [
        Command::Panel(Self::Tray),
        Command::Panel(Self::Questions),
        Command::Panel(Self::Compare),
        Command::Panel(Self::Inspector),
        Command::Panel(Self::Text),
    ];
}

/// What is done with the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum FocusKey {
    Toggle,
    /// One link more, up and down.
    More,
    Less,
    End,
}

/// What is done with scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum ScenarioDeed {
    /// Shows today's map.
    Today,
    /// Shows the scenario with this number.
    Show(usize),
    /// What the one that is shown is called and about.
    Describe,
    Duplicate,
    /// One place to the right, or to the left.
    Move(Way),
    MakeToday,
    Delete,
}

/// On or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Way {
    On,
    Back,
}

/// Whether a link that is confirmed is followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Again {
    Once,
    More,
}

/// What is done while a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum FindKey {
    Open,
    /// Replaces it in names.
    Replace,
    /// Replaces it in the text, everywhere.
    All,
    /// The text has changed.
    Typed,
    Step(Way),
    Close,
}

/// What a key does in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum PaletteKey {
    Step(Way),
    Take,
    Close,
}

/// How far an arrow moves something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Pace {
    Fine,
    Usual,
    Far,
}

impl Pace {
    /// In fractions of the sheet.
    pub(in crate::app) fn step(self) -> f64 {
        match self {
            Self::Fine => 0.001,
            Self::Usual => 0.01,
            Self::Far => 0.05,
        }
    }
}

/// What a key does while a name is written on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum NameKey {
    Keep,
    KeepAndNeed,
    KeepAndSibling,
    NewLine,
    GiveUp,
    Offer(Way),
}

/// What a key does while a name is written in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum TrayKey {
    Add,
    Deeper,
    Higher,
    Leave,
}

/// What a key does while words are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum ListKey {
    Move(Way),
    Take,
    Close,
}

/// What a key does to the lines that are selected, or to the one with the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum LineKey {
    /// They change places with the line above.
    Up,
    /// They change places with the line below.
    Down,
    Indent,
    Outdent,
    /// They become comments, or what they were.
    Comment,
}
