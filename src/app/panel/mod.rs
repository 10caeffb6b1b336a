//! The panels beside the canvas. They look at the editor and ask for acts; none changes it while it draws.

pub(super) mod inspector;
pub(super) mod text;
pub(super) mod tray;

use std::collections::BTreeSet;

use egui::{Margin, Rangef, Ui};

use super::command::{Command, Panel, describe};
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

/// The room that a panel has.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// At most so wide: the canvas keeps half of the window.
    most: f32,
    /// Whether the other panel of the right side is open behind this one.
    shares: bool,
}

impl Room {
    /// From the smallest width that a panel works in to what it may have.
    fn range(self, least: f32) -> Rangef {
        Rangef::new(least.min(self.most), self.most)
    }
}

/// The panels that share the right side, of which one is shown.
const RIGHT: [(Panel, &str); 2] = [(Panel::Inspector, "Inspector"), (Panel::Text, "Text")];
/// The widths below which the tray and a panel of the right side are of no use, in points.
const LEAST: (f32, f32) = (160.0, 240.0);

/// The names of the panels that share the right side, to change between them.
fn tabs(ui: &mut Ui, room: Room, shown: Panel, acts: &mut Vec<Act>) {
    if !room.shares {
        return;
    }
    egui::Frame::new().inner_margin(Margin { left: 12, right: 8, top: 6, bottom: 0 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            for (panel, name) in RIGHT {
                let tip = describe(Command::Panel(panel));
                let tab = ui.selectable_label(panel == shown, name).on_hover_text(tip.words());
                if tab.clicked() && panel != shown {
                    acts.push(Act::Do(Command::Panel(panel)));
                }
            }
        });
    });
}

/// The panels of a map: which are open, and what they remember between frames.
#[derive(Default)]
pub(super) struct Panels {
    open: BTreeSet<Panel>,
    /// The one of the right side that was opened last.
    front: Option<Panel>,
    text: text::TextPanel,
    tray: tray::TrayPanel,
}

impl Panels {
    /// Those of a map that takes another's place: the same are open.
    pub(super) fn after(old: &Self) -> Self {
        Self { open: old.open.clone(), front: old.front, ..Self::default() }
    }

    /// Which are open.
    pub(super) fn open(&self) -> &BTreeSet<Panel> {
        &self.open
    }

    /// The one that is shown on the right side.
    fn shown_right(&self) -> Option<Panel> {
        let is_open = |panel: &Panel| self.open.contains(panel);
        self.front.filter(is_open).or_else(|| RIGHT.into_iter().map(|(panel, _)| panel).find(is_open))
    }

    /// Opens one, shows it where it stands behind another, or closes it.
    pub(super) fn toggle(&mut self, panel: Panel) {
        let is_right = RIGHT.iter().any(|(right, _)| *right == panel);
        let is_behind = is_right && self.shown_right().is_some_and(|shown| shown != panel);
        let is_open = is_behind || !self.open.contains(&panel);
        if is_open {
            self.open.insert(panel);
        } else {
            self.open.remove(&panel);
        }
        if is_right {
            self.front = is_open.then_some(panel);
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
        self.front = Some(Panel::Text);
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
        let (all, right) = (ui.available_width(), self.shown_right());
        if self.open.contains(&Panel::Tray) {
            let most = all / 2.0 - if right.is_some() { LEAST.1 } else { 0.0 };
            let room = Room { most: most.max(LEAST.0), shares: false };
            tray::show(ui, &mut self.tray, shown, room, &mut acts);
        }
        let most = (ui.available_width() - all / 2.0).max(LEAST.1);
        let shares = RIGHT.iter().all(|(panel, _)| self.open.contains(panel));
        let room = Room { most, shares };
        match right {
            Some(Panel::Text) => text::show(ui, &mut self.text, shown, room, &mut acts),
            Some(Panel::Inspector) => inspector::show(ui, shown.editor, room, &mut acts),
            Some(Panel::Tray) | None => {}
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
