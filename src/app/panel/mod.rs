//! The panels beside the canvas. They look at the editor and ask for acts; none changes it while it draws.

pub(super) mod inspector;
pub(super) mod text;
pub(super) mod tray;

use std::collections::BTreeSet;

use egui::Ui;

use super::command::{Command, Panel};
use crate::editor::{Editor, NamingEnd, Selection};
use crate::format::Format;
use crate::model::{Edit, ElementId};

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

/// What panels look at.
pub(super) struct Shown<'a> {
    pub(super) editor: &'a Editor,
    /// The format of the map's file.
    pub(super) own: Format,
    /// Whether something else has the keys.
    pub(super) is_blocked: bool,
}

/// The panels of a map: which are open, and what they remember between frames.
#[derive(Default)]
pub(super) struct Panels {
    open: BTreeSet<Panel>,
    text: text::TextPanel,
    tray: tray::TrayPanel,
}

impl Panels {
    /// Those of a map that takes another's place: the same are open.
    pub(super) fn after(old: &Self) -> Self {
        Self { open: old.open.clone(), ..Self::default() }
    }

    /// Which are open.
    pub(super) fn open(&self) -> &BTreeSet<Panel> {
        &self.open
    }

    /// Opens one, or closes it.
    pub(super) fn toggle(&mut self, panel: Panel) {
        let is_open = !self.open.remove(&panel);
        if is_open {
            self.open.insert(panel);
        }
        match panel {
            Panel::Text => self.text.turned(is_open),
            Panel::Tray => self.tray.turned(is_open),
            Panel::Inspector => {}
        }
    }

    /// Opens the text with the keyboard in it, since it has to be mended.
    pub(super) fn mend_text(&mut self) {
        self.open.insert(Panel::Text);
        self.text = text::TextPanel::default();
        self.text.turned(true);
    }

    /// Opens the field for another name of a component in the tray.
    pub(super) fn rename_in_tray(&mut self, id: &ElementId, name: &str) {
        self.open.insert(Panel::Tray);
        self.tray.rename(id, name);
    }

    /// How many components wait for a place, while the tray does not show them.
    pub(super) fn waiting(&mut self, editor: &Editor) -> usize {
        if self.open.contains(&Panel::Tray) { 0 } else { self.tray.count(editor) }
    }

    /// Shows those that are open.
    pub(super) fn show(&mut self, ui: &mut Ui, shown: &Shown<'_>) -> Vec<Act> {
        let mut acts = Vec::new();
        for panel in Panel::ALL.into_iter().filter(|panel| self.open.contains(panel)) {
            match panel {
                Panel::Text => text::show(ui, &mut self.text, shown, &mut acts),
                Panel::Inspector => inspector::show(ui, shown.editor, &mut acts),
                Panel::Tray => tray::show(ui, &mut self.tray, shown, &mut acts),
            }
        }
        acts
    }

    /// Does what panels asked for; answers the commands, which are the window's.
    pub(super) fn perform(&mut self, acts: Vec<Act>, editor: &mut Editor) -> Vec<Command> {
        let mut commands = Vec::new();
        for act in acts {
            match act {
                Act::Do(command) => commands.push(command),
                Act::Change { label, edits, run } => editor.change(&label, &edits, &run),
                Act::Select(selection) => editor.document.select(selection),
                Act::Caret(selection) => editor.document.follow_caret(selection),
                Act::Type(format, text) => editor.type_text(format, &text),
                Act::DropDraft => editor.drop_draft(),
                Act::EndNaming => editor.end_naming(NamingEnd::Keep),
                Act::Tray(act) => self.tray.perform(act, editor),
            }
            editor.refresh();
        }
        commands
    }
}
