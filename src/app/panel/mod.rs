//! The panels beside the canvas. They look at the editor and ask for acts; none changes it while it draws.

pub(super) mod inspector;
pub(super) mod text;
pub(super) mod tray;

use super::command::Command;
use crate::editor::{Editor, NamingEnd, Selection};
use crate::format::Format;
use crate::model::Edit;

/// What a panel asks for.
pub(super) enum Act {
    Do(Command),
    /// A change in a step of the history; steps in a row with the same `run` are one, unless it is empty.
    Change {
        label: String,
        edits: Vec<Edit>,
        run: String,
    },
    Select(Selection),
    /// The caret of the text stands on what this selects.
    Caret(Selection),
    /// This was typed for the map.
    Type(Format, String),
    /// A typed text that is no map is given up.
    DropDraft,
    /// A name that is being written on the map is kept.
    EndNaming,
    Tray(tray::TrayAct),
}

/// Does what panels asked for; answers the commands, which are the window's.
pub(super) fn perform(acts: Vec<Act>, editor: &mut Editor, tray: &mut tray::TrayPanel) -> Vec<Command> {
    let mut commands = Vec::new();
    for act in acts {
        match act {
            Act::Do(command) => commands.push(command),
            Act::Change { label, edits, run } => editor.change(&label, &edits, &run),
            Act::Select(selection) => editor.document.select(selection),
            Act::Caret(selection) => editor.document.follow_caret(selection),
            Act::Type(format, text) => editor.type_text(format, &text),
            Act::DropDraft => editor.document.drop_draft(),
            Act::EndNaming => editor.end_naming(NamingEnd::Keep),
            Act::Tray(act) => tray.perform(act, editor),
        }
        editor.refresh();
    }
    commands
}
