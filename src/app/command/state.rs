//! Whether a command can be done now, whether it is on, and what it is called at the moment.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Command, Panel, describe};
use crate::editor::{Editor, Mark, Operation};
use crate::model::{Component, LinkKind};
use crate::scene::Theme;
use crate::workspace::submap_of;

/// What a command's state depends on.
#[derive(Clone, Copy)]
pub(in crate::app) struct Situation<'a> {
    pub(in crate::app) editor: &'a Editor,
    /// The panels that are open.
    pub(in crate::app) open: &'a BTreeSet<Panel>,
    /// Where the map's file is.
    pub(in crate::app) path: Option<&'a Path>,
    /// How many maps are open.
    pub(in crate::app) maps: usize,
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
    let label = describe(command).label;
    let what = match command {
        Command::Operate(Operation::Undo) => now.editor.document.undo_label(),
        Command::Operate(Operation::Redo) => now.editor.document.redo_label(),
        _ => None,
    };
    let label = what.map_or_else(|| label.to_owned(), |what| format!("{label}: {what}"));
    State { can: can(command, now), is_on: is_on(command, now), label }
}

fn is_on(command: Command, now: Situation<'_>) -> bool {
    let editor = now.editor;
    match command {
        Command::Choose(tool) => editor.tool == tool,
        Command::KeepTool => editor.keeps_tool,
        Command::Panel(panel) => now.open.contains(&panel),
        Command::Theme(name) => editor.map().theme == name,
        Command::ThemeFile => Theme::is_file(&editor.map().theme),
        Command::ShowParked => editor.shows_parked(),
        Command::Operate(Operation::ToggleLegend) => editor.map().legend.is_some(),
        Command::Operate(Operation::Mark(mark)) => editor.has_mark(mark),
        _ => false,
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
        Command::Operate(O::Undo) => editor.document.undo_label().is_some(),
        Command::Operate(O::Redo) => editor.document.redo_label().is_some(),
        Command::Operate(O::Delete | O::EditText | O::Park) | Command::FitSelection => !selection.is_empty(),
        Command::Operate(O::Mark(Mark::FutureLinks)) => any(&|component| component.evolve.is_some()),
        Command::Operate(
            O::EvolveNext
            | O::Arrive
            | O::TogglePipeline
            | O::ToggleInertia
            | O::ToggleAnchor
            | O::PutIntoTray
            | O::Mark(_)
            | O::SelectNeeds,
        ) => is_component(),
        Command::Operate(O::TurnLinks) => !selection.links.is_empty(),
        Command::Operate(O::ToggleConstraint) => {
            selection.links.iter().any(|key| !matches!(key.kind, LinkKind::Flow(_)))
        }
        Command::Operate(O::AddVariant) => {
            let single = selection.single().and_then(|id| editor.map().component(id));
            single.is_some_and(|component| component.pipeline.is_some())
        }
        Command::CopyPath => now.path.is_some(),
        Command::CloseOthers | Command::Beside(_) | Command::MoveTab(_) => now.maps > 1,
        Command::OpenSubmap => submap_of(editor).is_some(),
        Command::Cut | Command::Copy | Command::Operate(O::Duplicate) => !selection.elements.is_empty(),
        Command::Operate(O::AddNeeded) => selection.single().is_some() && is_component(),
        _ => true,
    }
}
