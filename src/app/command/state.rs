//! Whether a command can be done now, whether it is on, and what it is called at the moment.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Command, FocusKey, Panel, ScenarioDeed, describe};
use crate::analysis::Overlay;
use crate::editor::{Editor, Mark, Operation, Related};
use crate::files::{Appearance, Recent};
use crate::model::{Component, LinkKind};
use crate::scene::Theme;
use crate::workspace::submap_of;

/// What a command's state depends on.
#[derive(Clone, Copy)]
pub(in crate::app) struct Situation<'a> {
    pub(in crate::app) editor: &'a Editor,
    /// The panels that are open.
    pub(in crate::app) open: &'a BTreeSet<Panel>,
    /// What is laid over the map.
    pub(in crate::app) overlay: Option<Overlay>,
    /// Where the map's file is.
    pub(in crate::app) path: Option<&'a Path>,
    /// How many maps are open.
    pub(in crate::app) maps: usize,
    /// The maps that were opened last.
    pub(in crate::app) recent: &'a [Recent],
    /// Whether the map was opened from another.
    pub(in crate::app) has_way_back: bool,
    /// Whether a map was closed that can be opened again.
    pub(in crate::app) has_closed: bool,
    /// How bright the window is to be.
    pub(in crate::app) appearance: Appearance,
    /// Whether the map is shown alone, for a room.
    pub(in crate::app) is_presenting: bool,
    /// Whether there is a bar beside what is selected.
    pub(in crate::app) has_floating_bar: bool,
    /// Whether the start page stands in the place of a map.
    pub(in crate::app) is_start: bool,
}

/// How a command is now.
pub(in crate::app) struct State {
    /// Whether it can be done.
    pub(in crate::app) can: bool,
    /// Whether it is on.
    pub(in crate::app) is_on: bool,
    /// What it is called: undo and redo say what.
    pub(in crate::app) label: String,
}

/// How a command is now.
pub(in crate::app) fn state(command: Command, now: Situation<'_>) -> State {
    if let Command::Recent(number) = command {
        let name = now.recent.get(number).and_then(|recent| recent.path.file_name());
        let label = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        return State { can: !label.is_empty(), is_on: false, label };
    }
    let label = describe(command).label;
    let what = match command {
        Command::Operate(Operation::Undo) => now.editor.document.undo_label(),
        Command::Operate(Operation::Redo) => now.editor.document.redo_label(),
        _ => None,
    };
    let is_insertion = now.editor.document.selection().only_link().is_some();
    let label = match command {
        Command::Operate(Operation::AddNeeded) if is_insertion => "Insert a component",
        _ => label,
    };
    let label = what.map_or_else(|| label.to_owned(), |what| format!("{label}: {what}"));
    let is_idle = now.is_start && needs_map(command);
    State { can: can(command, now) && !is_idle, is_on: is_on(command, now) && !is_idle, label }
}

fn is_on(command: Command, now: Situation<'_>) -> bool {
    let editor = now.editor;
    match command {
        Command::Choose(tool) => editor.tool == tool,
        Command::KeepTool => editor.keeps_tool,
        Command::Panel(panel) => now.open.contains(&panel),
        Command::Appearance(appearance) => now.appearance == appearance,
        Command::Overlay(overlay) => now.overlay == Some(overlay),
        Command::Theme(name) => editor.map().theme == name,
        Command::ThemeFile => Theme::is_file(&editor.map().theme),
        Command::ShowParked => editor.shows_parked(),
        Command::Focus(FocusKey::Toggle) => editor.focus_words().is_some(),
        Command::Hide(kind) => editor.look().hidden.contains(&kind),
        Command::Present => now.is_presenting,
        Command::FloatingBar => now.has_floating_bar,
        Command::Operate(Operation::ToggleLegend) => editor.map().legend.is_some(),
        Command::Operate(Operation::Mark(mark)) => editor.has_mark(mark),
        _ => false,
    }
}

/// Whether a command has nothing to do where no map is.
pub(in crate::app) fn needs_map(command: Command) -> bool {
    use Command as C;
    match command {
        C::New
        | C::NewChain
        | C::Example(_)
        | C::Open
        | C::Recent(_)
        | C::Reopen
        | C::Beside(_)
        | C::Settings
        | C::Appearance(_)
        | C::OpenPalette
        | C::Palette(_)
        | C::Quit
        | C::Paste
        | C::LeaveCanvas
        | C::FullScreen
        | C::OpenMenu(_)
        | C::FloatingBar
        | C::Shortcuts
        | C::CompletePath
        | C::Answer => false,
        C::Save
        | C::SaveAs
        | C::Export
        | C::Print
        | C::Question(_)
        | C::Snapshot
        | C::Reading
        | C::Overlay(_)
        | C::TryWithout
        | C::WhatIf
        | C::StepScenario(_)
        | C::StepAlong(_)
        | C::Scenario(_)
        | C::ScenarioTable
        | C::CompareWith
        | C::CompareToday
        | C::BringIntoSight
        | C::PlaySteps
        | C::PlayEvolution
        | C::StopPlaying
        | C::KeepPlayed
        | C::OpenSubmap
        | C::Back
        | C::CloseTab
        | C::CloseOthers
        | C::MoveTab(_)
        | C::CopyPath
        | C::ShowInFolder
        | C::Cut
        | C::Copy
        | C::CopyPicture
        | C::Operate(_)
        | C::Choose(_)
        | C::KeepTool
        | C::Step(_)
        | C::Confirm(_)
        | C::Cancel
        | C::Nudge(..)
        | C::Focus(_)
        | C::Hide(_)
        | C::ShowAllKinds
        | C::Present
        | C::PresentNext(_)
        | C::Try(_)
        | C::DescribeMap
        | C::Signs
        | C::ZoomIn
        | C::ZoomOut
        | C::ActualSize
        | C::Fit
        | C::FitSelection
        | C::Find(_)
        | C::Panel(_)
        | C::ShowParked
        | C::Problems
        | C::Theme(_)
        | C::ThemeFile
        | C::Name(_)
        | C::Write(_)
        | C::Offer(_)
        | C::Lines(_)
        | C::OfferWords => true,
    }
}

fn can(command: Command, now: Situation<'_>) -> bool {
    use Operation as O;
    let editor = now.editor;
    let selection = editor.document.selection();
    let any = |is: &dyn Fn(&Component) -> bool| {
        let mut ids = selection.elements.iter().chain(&selection.ghost);
        ids.any(|id| editor.map().component(id).is_some_and(is))
    };
    let is_component = || any(&|_| true);
    match command {
        Command::TryWithout => {
            selection.single().and_then(|id| editor.map().component(id)).is_some_and(|own| !own.is_anchor())
        }
        Command::StepScenario(_) | Command::StepAlong(_) | Command::ScenarioTable | Command::PlaySteps => {
            !editor.scenarios().is_empty()
        }
        Command::Signs => {
            selection.single().and_then(|id| editor.map().component(id)).is_some_and(|own| !own.is_anchor())
        }
        Command::Try(_) => any(&|component| !component.is_anchor()),
        Command::Focus(FocusKey::Toggle) => !selection.is_empty() || editor.focus_words().is_some(),
        Command::Focus(_) => editor.focus_words().is_some(),
        Command::ShowAllKinds => !editor.look().hidden.is_empty(),
        Command::Scenario(ScenarioDeed::Show(number)) => editor.scenarios().get(number).is_some(),
        Command::Scenario(_) => editor.document.scenario().is_some(),
        Command::CompareToday => {
            editor.document.scenario().is_some() || editor.document.saved_map().is_some()
        }
        Command::Operate(O::Undo) => editor.document.undo_label().is_some(),
        Command::Operate(O::Redo) => editor.document.redo_label().is_some(),
        Command::Operate(O::Delete | O::EditText | O::Park | O::Select(Related::SameKind))
        | Command::FitSelection => !selection.is_empty(),
        Command::Operate(O::Mark(Mark::FutureLinks)) => any(&|component| component.evolve.is_some()),
        Command::Operate(
            O::EvolveNext
            | O::Arrive
            | O::TogglePipeline
            | O::ToggleInertia
            | O::ToggleAnchor
            | O::PutIntoTray
            | O::Mark(_)
            | O::Select(Related::Needs | Related::NeededBy | Related::Connected | Related::SameStage),
        ) => is_component(),
        Command::Operate(O::Align(_)) => selection.elements.len() > 1,
        Command::Operate(O::Distribute(_)) => selection.elements.len() > 2,
        Command::Operate(O::TurnLinks) => !selection.links.is_empty(),
        Command::Operate(O::ToggleConstraint) => {
            selection.links.iter().any(|key| !matches!(key.kind, LinkKind::Flow(_)))
        }
        Command::Operate(O::AddVariant) => {
            let single = selection.single().and_then(|id| editor.map().component(id));
            single.is_some_and(|component| component.pipeline.is_some())
        }
        Command::CopyPath | Command::ShowInFolder => now.path.is_some(),
        Command::CloseOthers | Command::Beside(_) | Command::MoveTab(_) => now.maps > 1,
        Command::Back => now.has_way_back,
        Command::Reopen => now.has_closed,
        Command::OpenSubmap => submap_of(editor).is_some(),
        Command::Cut | Command::Copy | Command::Operate(O::Duplicate) => !selection.elements.is_empty(),
        Command::Operate(O::AddNeeded) => {
            selection.only_link().is_some() || selection.single().is_some() && is_component()
        }
        _ => true,
    }
}
