//! The panels beside the canvas. They look at the editor and ask for acts; none changes it while it draws.

pub(super) mod compare;
pub(super) mod inspector;
pub(super) mod questions;
pub(super) mod text;
pub(super) mod tray;

use std::collections::{BTreeMap, BTreeSet};

use egui::{
    Align, Button, Frame, Layout, Margin, Rangef, RichText, Role, ScrollArea, TextStyle, TextWrapMode, Ui,
    WidgetInfo, WidgetText,
};
use egui_material_icons::icons;

use super::command::{Command, Panel, describe};
use super::comparing::Comparing;
use super::style::{GRID, ICON};
use crate::analysis::Finding;
use crate::compare::Decided;
use crate::editor::{Editor, NamingEnd, Selection};
use crate::files::Session;
use crate::format::Format;
use crate::model::{Edit, ElementId};
use crate::typeset::left_to_right;

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
    /// This is said in the status bar.
    Say(String),
    /// The caret of the text stands on what this selects.
    Caret(Selection),
    /// This was typed for the map.
    Type(Format, String),
    /// A typed text that is no map is given up.
    DropDraft,
    /// A name that is being written on the map is kept.
    EndNaming,
    Tray(tray::TrayAct),
    /// A conflict is decided.
    Decide(usize, Decided),
}

/// What panels look at.
pub(super) struct Shown<'a> {
    pub(super) editor: &'a Editor,
    /// What is asked about the map.
    pub(super) findings: &'a [Finding],
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
    /// So wide where nobody changed it.
    usual: f32,
    /// Which panels of the right side are open.
    open: [bool; 4],
}

impl Room {
    /// From the smallest width that a panel works in to what it may have.
    fn range(self, least: f32) -> Rangef {
        Rangef::new(least.min(self.most), self.most)
    }
}

/// The panels that share the right side, of which one is shown.
const RIGHT: [(Panel, &str); 4] = [
    (Panel::Questions, "Questions"),
    (Panel::Compare, "Compare"),
    (Panel::Inspector, "Inspector"),
    (Panel::Text, "Text"),
];
/// The room for what closes a panel, in points.
const CLOSE: f32 = 28.0;
/// The widths below which the tray and a panel of the right side are of no use, in points.
const LEAST: (f32, f32) = (160.0, 240.0);

/// Each panel with the name by which a session knows it, and its width where nobody changed it, in points.
const KNOWN: [(Panel, &str, f32); 5] = [
    (Panel::Tray, "tray", 260.0),
    (Panel::Questions, "questions", 320.0),
    (Panel::Compare, "compare", 320.0),
    (Panel::Inspector, "inspector", 290.0),
    (Panel::Text, "text", 440.0),
];

/// A panel of the right side, with its head and contents that scroll; answers how wide it is.
fn right(
    ui: &mut Ui,
    room: Room,
    panel: Panel,
    acts: &mut Vec<Act>,
    contents: impl FnOnce(&mut Ui, &mut Vec<Act>),
) -> f32 {
    let frame = Frame::new().fill(ui.visuals().panel_fill);
    let name = KNOWN.into_iter().find(|(own, ..)| *own == panel).map_or("panel", |(_, name, _)| name);
    let side = egui::Panel::right(name).resizable(true).default_size(room.usual);
    let side = side.size_range(room.range(LEAST.1)).frame(frame);
    let shown = side.show(ui, |ui| {
        head(ui, room, panel, acts);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.5 * GRID;
                contents(ui, acts);
            });
        });
    });
    shown.response.rect.width()
}

/// The name of a panel, or of a part of one: all of them look the same.
fn title(ui: &mut Ui, words: &str) -> egui::Response {
    ui.add(egui::Label::new(RichText::new(left_to_right(words).as_ref()).strong()).wrap())
}

/// The name of a panel of the right side, with the others' where they are open too, and what closes it. Where the names have no
/// room, the others are shown by their icons.
fn head(ui: &mut Ui, room: Room, shown: Panel, acts: &mut Vec<Act>) {
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 6, bottom: 0 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let open =
                RIGHT.into_iter().zip(room.open).filter(|((panel, _), is_open)| *is_open || *panel == shown);
            let open: Vec<_> = open.map(|(known, _)| known).collect();
            let has_room = width_of_names(ui, &open) <= ui.available_width() - CLOSE;
            for (panel, name) in &open {
                if open.len() == 1 {
                    title(ui, name);
                    continue;
                }
                let about = describe(Command::Panel(*panel));
                let icon = about.icon.filter(|_| !has_room && *panel != shown);
                let face = icon.map_or_else(|| RichText::new(*name), |icon| icon.rich_text().size(ICON));
                let tab = ui.selectable_label(*panel == shown, face);
                tab.widget_info(|| WidgetInfo::selected(Role::Button, true, *panel == shown, *name));
                if tab.on_hover_text(about.words()).clicked() && *panel != shown {
                    acts.push(Act::Do(Command::Panel(*panel)));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name =
                    RIGHT.into_iter().find(|(panel, _)| *panel == shown).map_or("panel", |(_, name)| name);
                let close = ui.add(Button::new(icons::ICON_CLOSE.rich_text().size(16.0)).frame(false));
                let words = format!("Close the {}", name.to_lowercase());
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
                let key = describe(Command::Panel(shown)).key_words(ui.ctx());
                if close.on_hover_text(format!("{words}{key}")).clicked() {
                    acts.push(Act::Do(Command::Panel(shown)));
                }
            });
        });
    });
}

/// How wide tabs with these names are together.
fn width_of_names(ui: &Ui, panels: &[(Panel, &str)]) -> f32 {
    let spacing = ui.spacing();
    let beside = 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
    let width = |name: &str| {
        let text = WidgetText::from(name);
        let galley = text.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Button);
        galley.size().x + beside
    };
    panels.iter().map(|(_, name)| width(name)).sum()
}

/// The panels of a map: which are open, and what they remember between frames.
#[derive(Default)]
pub(super) struct Panels {
    open: BTreeSet<Panel>,
    /// The one of the right side that was opened last.
    front: Option<Panel>,
    /// How wide those are that were shown.
    widths: BTreeMap<Panel, f32>,
    text: text::TextPanel,
    tray: tray::TrayPanel,
    questions: questions::QuestionsPanel,
    compare: compare::ComparePanel,
    /// The opinions that are being asked for.
    asking: inspector::opinions::Asking,
}

impl Panels {
    /// Those of a map that takes another's place: the same are open.
    pub(super) fn after(old: &Self) -> Self {
        let (open, widths) = (old.open.clone(), old.widths.clone());
        Self { open, front: old.front, widths, ..Self::default() }
    }

    /// Those that were open when the program ended.
    pub(super) fn of(session: &Session) -> Self {
        let known = |name: &str| KNOWN.into_iter().find(|(_, own, _)| *own == name).map(|(panel, ..)| panel);
        let open: Vec<_> = session.panels.iter().filter_map(|name| known(name)).collect();
        let widths = session.widths.iter().filter_map(|(name, width)| Some((known(name)?, *width)));
        let front = open.iter().copied().rfind(|panel| RIGHT.iter().any(|(right, _)| right == panel));
        Self { open: open.iter().copied().collect(), front, widths: widths.collect(), ..Self::default() }
    }

    /// The names of those that are open, the one in front last.
    pub(super) fn names(&self) -> Vec<String> {
        let mut open: Vec<_> = KNOWN.into_iter().filter(|(panel, ..)| self.open.contains(panel)).collect();
        open.sort_by_key(|(panel, ..)| self.shown_right() == Some(*panel));
        open.into_iter().map(|(_, name, _)| name.to_owned()).collect()
    }

    /// How wide each is, by its name.
    pub(super) fn widths(&self) -> Vec<(String, f32)> {
        let width = |(panel, name, _): (Panel, &str, f32)| Some((name.to_owned(), *self.widths.get(&panel)?));
        KNOWN.into_iter().filter_map(width).collect()
    }

    /// A width that the window forces on a panel is not one that a person wants.
    fn remember_width(&mut self, panel: Panel, width: f32, room: Room) {
        if width < room.most - 1.0 {
            self.widths.insert(panel, width);
        }
    }

    /// How wide one begins.
    fn width(&self, panel: Panel) -> f32 {
        let usual = KNOWN.into_iter().find(|(own, ..)| *own == panel).map_or(300.0, |(_, _, width)| width);
        self.widths.get(&panel).copied().unwrap_or(usual)
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
            Panel::Inspector | Panel::Questions | Panel::Compare => {}
        }
    }

    /// Opens the questions, and goes to the next or the one before; answers what that is about.
    pub(super) fn question(&mut self, findings: &[Finding], is_next: bool) -> Option<Selection> {
        self.open.insert(Panel::Questions);
        self.front = Some(Panel::Questions);
        self.questions.step(findings, is_next)
    }

    /// The question that is open, where the questions are shown.
    pub(super) fn current_question<'a>(&self, findings: &'a [Finding]) -> Option<&'a Finding> {
        let is_shown = self.shown_right() == Some(Panel::Questions);
        findings.iter().find(|finding| is_shown && self.questions.is_current(finding))
    }

    /// Opens the questions at one of them.
    pub(super) fn open_question(&mut self, finding: &Finding) -> Selection {
        self.open.insert(Panel::Questions);
        self.front = Some(Panel::Questions);
        self.questions.go_to(finding)
    }

    /// Opens what differs, in front.
    pub(super) fn open_compare(&mut self) {
        self.open.insert(Panel::Compare);
        self.front = Some(Panel::Compare);
    }

    /// Opens the field for what is looked for in the text.
    pub(super) fn look_for_in_text(&mut self, replaces: bool) {
        self.text.look_for(replaces);
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
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        shown: &Shown<'_>,
        comparing: Option<&mut Comparing>,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        let (all, right) = (ui.available_width(), self.shown_right());
        if self.open.contains(&Panel::Tray) {
            let most = all / 2.0 - if right.is_some() { LEAST.1 } else { 0.0 };
            let room = Room { most: most.max(LEAST.0), usual: self.width(Panel::Tray), open: [false; 4] };
            let width = tray::show(ui, &mut self.tray, shown, room, &mut acts);
            self.remember_width(Panel::Tray, width, room);
        }
        let most = (ui.available_width() - all / 2.0).max(LEAST.1);
        let open = RIGHT.map(|(panel, _)| self.open.contains(&panel));
        let Some(panel) = right else { return acts };
        let room = Room { most, usual: self.width(panel), open };
        let width = match panel {
            Panel::Text => text::show(ui, &mut self.text, shown, room, &mut acts),
            Panel::Questions => questions::show(ui, &mut self.questions, shown, room, &mut acts),
            Panel::Compare => compare::show(ui, &mut self.compare, comparing, shown, room, &mut acts),
            Panel::Inspector | Panel::Tray => {
                inspector::show(ui, &mut self.asking, shown.editor, room, &mut acts)
            }
        };
        self.remember_width(panel, width, room);
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
                Act::Say(words) => editor.tell(words),
                Act::Caret(selection) => editor.document.follow_caret(selection),
                Act::Type(format, text) => editor.type_text(format, &text),
                Act::DropDraft => editor.drop_draft(),
                Act::EndNaming => editor.end_naming(NamingEnd::Keep),
                Act::Tray(act) => self.tray.perform(act, editor),
                Act::Decide(at, how) => editor.decide(at, how),
            }
            editor.refresh();
        }
        commands
    }
}
