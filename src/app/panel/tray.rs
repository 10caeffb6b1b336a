//! The tray: names and needs first, places later.

use std::sync::Arc;

use egui::{
    Button, Event, Frame, Id, Key, Label, Margin, Panel, RichText, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo,
};
use egui_material_icons::icons;

use super::{Act, LEAST, Room, Shown, title};
use crate::app::command::keys::{self, At};
use crate::app::command::{Command, Panel as Which, TrayKey};
use crate::app::style::GRID;
use crate::app::tip::Tip;
use crate::editor::{Editor, Operation, Selection, TrayRow};
use crate::model::{Component, Edit, Element, ElementId, Map};
use crate::typeset::{left_to_right, one_line};

/// What the panel remembers between frames.
#[derive(Debug, Default)]
pub(in crate::app) struct TrayPanel {
    /// What is written in the field.
    name: String,
    /// Who needs what is written next, from the user down.
    chain: Vec<ElementId>,
    /// What was written last: Tab goes on with what it needs.
    last: Option<ElementId>,
    /// What has another name written for it, and that name.
    renaming: Option<(ElementId, String)>,
    wants_focus: bool,
    rows: Vec<TrayRow>,
    /// The map of which these are the rows, and whether what is parked was shown.
    rows_of: Option<(Arc<Map>, bool)>,
}

/// What is done in the tray.
pub(in crate::app) enum TrayAct {
    /// The name in the field is added; what is written next may be needed by it, or stand higher.
    Write(TrayKey),
    /// These lines are added.
    Paste(String),
    /// This one is dragged onto the map.
    Bring(ElementId),
    /// This one is placed by the program.
    Place(ElementId),
}

impl TrayPanel {
    /// Does what was asked for.
    pub(super) fn perform(&mut self, act: TrayAct, editor: &mut Editor) {
        match act {
            TrayAct::Write(key) => {
                if let Some(id) = editor.write_into_tray(&self.name, self.chain.last()) {
                    self.last = Some(id);
                    self.name.clear();
                }
                match key {
                    TrayKey::Higher => {
                        self.chain.pop();
                        self.last = None;
                    }
                    TrayKey::Deeper => self.chain.extend(self.last.take()),
                    TrayKey::Add | TrayKey::Leave => {}
                }
            }
            TrayAct::Paste(lines) => {
                editor.paste_into_tray(&lines, self.chain.last());
                self.last = None;
            }
            TrayAct::Bring(id) => editor.start_placing(&id),
            TrayAct::Place(id) => editor.place_from_tray(&[id]),
        }
    }

    /// The panel was opened, or closed: open, it has the keyboard.
    pub(super) fn turned(&mut self, is_open: bool) {
        self.wants_focus = is_open;
    }

    /// Opens the field for another name of a component in the tray.
    pub(super) fn rename(&mut self, id: &ElementId, name: &str) {
        self.renaming = Some((id.clone(), name.to_owned()));
        self.wants_focus = true;
    }

    /// How many components have no place.
    pub(in crate::app) fn count(&mut self, editor: &Editor) -> usize {
        let (map, shows_parked) = (editor.map(), editor.shows_parked());
        let known = self.rows_of.as_ref().filter(|(_, parked)| *parked == shows_parked);
        if known.is_some_and(|(of, _)| Arc::ptr_eq(of, map)) {
            return self.rows.len();
        }
        let stays = known.is_some_and(|(of, _)| {
            only_placed_differ(of, map) && (self.rows.is_empty() || map.shares_links(of))
        });
        self.rows_of = Some((Arc::clone(map), shows_parked));
        if !stays {
            self.rows = editor.tray();
            self.chain.retain(|id| map.component(id).is_some());
            self.last = self.last.take().filter(|id| map.component(id).is_some());
        }
        self.rows.len()
    }
}

/// Whether a map has what another has, and what differs has its place on both.
fn only_placed_differ(of: &Map, map: &Map) -> bool {
    let is_placed = |map: &Map, own: &Component| map.position(own).is_some();
    let are_placed = |(old, new): (&Arc<Element>, &Arc<Element>)| {
        old.component().is_none_or(|own| is_placed(of, own))
            && new.component().is_none_or(|own| is_placed(map, own))
    };
    map.shares_order(of) && of.other_elements(map).all(are_placed)
}

fn field_id() -> Id {
    Id::unique("tray field")
}

fn rename_id() -> Id {
    Id::unique("tray rename")
}

/// Shows the panel.
pub(in crate::app) fn show(
    ui: &mut Ui,
    panel: &mut TrayPanel,
    shown: &Shown<'_>,
    room: Room,
    acts: &mut Vec<Act>,
) -> f32 {
    let Shown { editor, is_blocked, .. } = *shown;
    panel.count(editor);
    let frame = Frame::new().fill(ui.visuals().panel_fill).inner_margin(Margin::symmetric(12, 8));
    let side = Panel::left("tray").resizable(true).default_size(room.usual).size_range(room.range(LEAST.0));
    let side = side.frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.5 * GRID;
        header(ui, panel, acts);
        let words = "Write who the users are and what they need, all the way down. \
                     Drag a name onto the map when you know how evolved it is.";
        ui.add(Label::new(RichText::new(words).weak().small()).wrap());
        chain(ui, panel, editor);
        field(ui, panel, editor, is_blocked, acts);
        ui.separator();
        list(ui, panel, editor, acts);
    });
    side.response.rect.width()
}

fn header(ui: &mut Ui, panel: &TrayPanel, acts: &mut Vec<Act>) {
    ui.horizontal(|ui| {
        title(ui, "Tray");
        let count = panel.rows.len();
        if count > 0 {
            ui.weak(format!("{count} not placed"));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = ui.add(Button::new(icons::ICON_CLOSE.rich_text().size(16.0)).frame(false));
            close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Close the tray"));
            if close.on_hover_text("Close the tray  (Ctrl+U)").clicked() {
                acts.push(Act::Do(Command::Panel(Which::Tray)));
            }
        });
    });
}

/// Who needs what is written next; a click goes back up to there.
fn chain(ui: &mut Ui, panel: &mut TrayPanel, editor: &Editor) {
    if panel.chain.is_empty() {
        return;
    }
    let mut back = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        if ui.small_button("Users").on_hover_text("Write another user  (Shift+Tab goes up)").clicked() {
            back = Some(0);
        }
        for (depth, id) in panel.chain.iter().enumerate() {
            ui.weak("›");
            let name = editor.map().element(id).map_or("", |element| element.name());
            if ui.small_button(one_line(name)).on_hover_text("Write what this needs").clicked() {
                back = Some(depth + 1);
            }
        }
    });
    if let Some(depth) = back {
        panel.chain.truncate(depth);
        panel.last = None;
        panel.wants_focus = true;
    }
}

fn field(ui: &mut Ui, panel: &mut TrayPanel, editor: &Editor, is_blocked: bool, acts: &mut Vec<Act>) {
    // While a name is dragged, Esc is about the drag.
    let is_dragging = editor.is_placing();
    let has_focus = ui.memory(|memory| memory.has_focus(field_id())) && !is_blocked && !is_dragging;
    let mut taken = Vec::new();
    if has_focus {
        let is_empty = panel.name.is_empty();
        taken = keys::take(ui.ctx(), &[At::Tray]);
        // With nothing written, undo and Delete are about the map.
        if is_empty {
            acts.extend(keys::take(ui.ctx(), &[At::EmptyTray]).into_iter().map(Act::Do));
        }
        if let Some(lines) = take_lines(ui) {
            acts.push(Act::Tray(TrayAct::Paste(lines)));
        }
    }
    let needer = panel.chain.last().and_then(|id| editor.map().element(id));
    let prompt = needer.map_or_else(
        || "Who are the users?".to_owned(),
        |element| format!("What does {} need?", one_line(element.name())),
    );
    let edit =
        TextEdit::singleline(&mut panel.name).id(field_id()).hint_text(&prompt).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(prompt.as_str()));
    let tip = "Enter adds it · Tab goes on with what it needs · Shift+Tab goes back up · \
               lines can be pasted: what is indented is needed by what stands above it";
    let response = response.tip_beside(tip);
    if std::mem::take(&mut panel.wants_focus) && panel.renaming.is_none() {
        response.request_focus();
    }
    if has_focus {
        let filter = egui::EventFilter { tab: true, escape: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field_id(), filter));
    }
    for command in taken {
        let Command::Write(key) = command else { continue };
        match key {
            TrayKey::Leave => ui.memory_mut(|memory| memory.surrender_focus(field_id())),
            TrayKey::Add | TrayKey::Deeper | TrayKey::Higher => acts.push(Act::Tray(TrayAct::Write(key))),
        }
    }
}

/// A text of several lines that is pasted; one line is left for the field.
fn take_lines(ui: &Ui) -> Option<String> {
    ui.input_mut(|input| {
        let is_lines = |event: &Event| matches!(event, Event::Paste(text) if text.trim().contains('\n'));
        let at = input.events.iter().position(is_lines)?;
        match input.events.remove(at) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

fn list(ui: &mut Ui, panel: &mut TrayPanel, editor: &Editor, acts: &mut Vec<Act>) {
    if panel.rows.is_empty() {
        ui.weak("Everything has its place.");
        return;
    }
    let all = ui.button("Place all").tip_beside("Each below what needs it, in the middle of the map");
    if all.clicked() {
        acts.push(Act::Do(Command::Operate(Operation::PlaceAll)));
    }
    let rows = std::mem::take(&mut panel.rows);
    let height = ui.spacing().interact_size.y;
    // Only what is in view is laid out.
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, rows.len(), |ui, seen| {
        for at in seen {
            let (above, rest) = rows.split_at_checked(at).unwrap_or_default();
            if let Some(row) = rest.first() {
                ui.push_id(&row.id, |ui| show_row(ui, panel, editor, row, above, acts));
            }
        }
    });
    panel.rows = rows;
}

fn show_row(
    ui: &mut Ui,
    panel: &mut TrayPanel,
    editor: &Editor,
    row: &TrayRow,
    above: &[TrayRow],
    acts: &mut Vec<Act>,
) {
    let Some(element) = editor.map().element(&row.id) else { return };
    let (Some(component), is_parked) = (element.component(), element.parked) else { return };
    let (name, is_anchor) = (one_line(&component.name), component.is_anchor());
    let whole_name = component.name.clone();
    let is_selected = editor.document.selection().elements.contains(&row.id);
    ui.horizontal(|ui| {
        ui.add_space(3.0 * GRID * row.depth as f32);
        if panel.renaming.as_ref().is_some_and(|(id, _)| *id == row.id) {
            rename_field(ui, panel, acts);
            return;
        }
        let room = (ui.available_width() - 32.0).max(40.0);
        let set = left_to_right(&name);
        let text = if is_anchor { RichText::new(set).strong() } else { RichText::new(set) };
        let text = if is_parked { text.weak().italics() } else { text };
        let icon = if is_anchor { icons::ICON_PERSON } else { icons::ICON_DRAG_INDICATOR };
        let button = Button::new((icon.rich_text().size(16.0), text, egui::Atom::grow()))
            .selected(is_selected)
            .frame_when_inactive(is_selected)
            .sense(Sense::click_and_drag())
            .truncate();
        let response = ui.add_sized(egui::vec2(room, ui.spacing().interact_size.y), button);
        let words = format!("{name}, not placed{}", if is_parked { ", parked" } else { "" });
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_selected, &words));
        if response.drag_started_by(egui::PointerButton::Primary) {
            acts.push(Act::Tray(TrayAct::Bring(row.id.clone())));
        }
        if response.double_clicked() {
            panel.rename(&row.id, &whole_name);
        } else if response.clicked() {
            acts.push(Act::Select(Selection::of(&row.id)));
            panel.chain = chain_to(above, row);
            panel.last = None;
            panel.wants_focus = true;
        }
        response
            .tip_beside("Drag it onto the map · click to write what it needs · double-click to rename")
            .context_menu(|ui| {
                if ui.button("Rename").clicked() {
                    panel.rename(&row.id, &whole_name);
                    ui.close();
                }
                if ui.button("Delete").clicked() {
                    acts.push(Act::Select(Selection::of(&row.id)));
                    acts.push(Act::Do(Command::Operate(Operation::Delete)));
                    ui.close();
                }
            });
        let place = ui.add(Button::new(icons::ICON_ADD_LOCATION.rich_text().size(16.0)).frame(false));
        place.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Place {name}")));
        let tip = "Place it below what needs it; arrows then say how evolved it is";
        if place.tip_beside(tip).clicked() {
            acts.push(Act::Tray(TrayAct::Place(row.id.clone())));
        }
    });
}

/// A row with what it stands below, from the head of its chain down.
fn chain_to(above: &[TrayRow], row: &TrayRow) -> Vec<ElementId> {
    let mut chain = vec![row.id.clone()];
    let mut depth = row.depth;
    for other in above.iter().rev() {
        if other.depth < depth {
            depth = other.depth;
            chain.push(other.id.clone());
        }
    }
    chain.reverse();
    chain
}

fn rename_field(ui: &mut Ui, panel: &mut TrayPanel, acts: &mut Vec<Act>) {
    let Some((id, mut text)) = panel.renaming.take() else { return };
    let edit = TextEdit::singleline(&mut text).id(rename_id()).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Name"));
    if std::mem::take(&mut panel.wants_focus) {
        response.request_focus();
        panel.renaming = Some((id, text));
        return;
    }
    if !response.lost_focus() {
        panel.renaming = Some((id, text));
        return;
    }
    let text = text.trim().to_owned();
    let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
    if !is_given_up && !text.is_empty() {
        let label = format!("Rename to {text}");
        let key = format!("tray rename {id}");
        acts.push(Act::Change { label, edits: vec![Edit::Rename { id, text }], run: key });
    }
}
