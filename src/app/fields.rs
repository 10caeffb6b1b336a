//! Fields of forms: each shows a value and answers a new one when a person gave it.

use std::ops::RangeInclusive;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{ComboBox, DragValue, Id, Response, TextEdit, Ui};

use super::style;
use crate::app::tip::Tip;
use crate::model::{Color, Edit, Element, Position, Words};

/// How wide the names of fields are, in points.
const NAMES: f32 = 92.0;

/// What was changed: a label for the history, the edit, and the key by which a run of changes is one step.
#[derive(Debug, Default)]
pub(super) struct Changes(Vec<(String, Edit, String)>);

impl Changes {
    pub(super) fn push(&mut self, label: String, edit: Edit, key: String) {
        self.0.push((label, edit, key));
    }

    /// Shows a field of an element; what it answers replaces the element.
    pub(super) fn of(
        &mut self,
        ui: &mut Ui,
        what: &str,
        element: &Element,
        show: impl FnOnce(&mut Ui) -> Option<Element>,
    ) {
        if let Some(new) = show(ui) {
            let name = element.name().lines().next().unwrap_or_default();
            let label = format!("Change the {what} of {name}");
            self.push(label, Edit::Replace(new), format!("inspector {} {what}", element.id));
        }
    }

    /// Shows a list of an element, which has so many entries: what it answers has so many, and replaces the element.
    /// An entry more or less is a step of its own.
    pub(super) fn of_list(
        &mut self,
        ui: &mut Ui,
        what: &str,
        element: &Element,
        count: usize,
        show: impl FnOnce(&mut Ui) -> Option<(usize, Element)>,
    ) {
        if let Some((new_count, new)) = show(ui) {
            let name = element.name().lines().next().unwrap_or_default();
            let key =
                if new_count == count { format!("inspector {} {what}", element.id) } else { String::new() };
            self.push(format!("Change the {what} of {name}"), Edit::Replace(new), key);
        }
    }

    pub(super) fn taken(self) -> Vec<(String, Edit, String)> {
        self.0
    }
}

/// A name, and beside it the field, which screen readers call by it.
fn row(ui: &mut Ui, name: &str, field: impl FnOnce(&mut Ui) -> Response) {
    ui.horizontal(|ui| {
        let size = egui::vec2(NAMES, ui.spacing().interact_size.y);
        let label =
            ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_min_width(NAMES);
                ui.label(name)
            });
        let response = field(ui);
        response.labelled_by(label.inner.id);
    });
}

/// One line of text.
pub(super) fn text(ui: &mut Ui, name: &str, value: &str) -> Option<String> {
    let mut edited = value.to_owned();
    row(ui, name, |ui| ui.add(TextEdit::singleline(&mut edited).desired_width(f32::INFINITY)));
    (edited != value).then_some(edited)
}

/// Words that are offered, each with what is said about it, under a heading.
pub(super) type Group = (&'static str, [(&'static str, &'static str); 4]);

/// One line of text, or one of the words that a menu offers.
pub(super) fn text_or(ui: &mut Ui, name: &str, value: &str, offered: &[Group]) -> Option<String> {
    let mut edited = value.to_owned();
    row(ui, name, |ui| {
        let menu = ui.menu_button("…", |ui| {
            for (heading, words) in offered {
                ui.weak(*heading);
                for (word, help) in words {
                    let response = ui.selectable_label(edited == *word, *word);
                    if response.tip_beside(format!("What helps: {help}")).clicked() {
                        (*word).clone_into(&mut edited);
                        ui.close();
                    }
                }
                ui.add_space(style::GRID);
            }
        });
        menu.response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name}: choose")));
        ui.add(TextEdit::singleline(&mut edited).desired_width(f32::INFINITY))
    });
    (edited != value).then_some(edited)
}

/// A small button that takes something out of a list.
pub(super) fn remove_button(ui: &mut Ui, what: &str) -> bool {
    let icon = egui_material_icons::icons::ICON_CLOSE.rich_text().size(14.0);
    let button = ui.add(egui::Button::new(icon).frame(false));
    let words = format!("Remove {what}");
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    button.on_hover_text(words).clicked()
}

/// Positions in a list, each to be changed or removed where more than `least` are left; the button `more` answers
/// that another is wanted.
pub(super) fn positions(
    ui: &mut Ui,
    name: &str,
    all: &[Position],
    least: usize,
    more: &str,
) -> Option<Vec<Position>> {
    let mut edited = all.to_vec();
    for (at, place) in all.iter().enumerate() {
        ui.horizontal(|ui| {
            let name = format!("{name} {}", at + 1);
            if let (Some(new), Some(slot)) = (coordinates(ui, &name, *place), edited.get_mut(at)) {
                *slot = new;
            }
            if all.len() > least && remove_button(ui, &name.to_lowercase()) {
                edited.remove(at);
            }
        });
    }
    if ui.small_button(more).clicked() {
        edited.push(edited.last().copied().unwrap_or_default().moved(0.0, 0.05));
    }
    (edited != all).then_some(edited)
}

/// Some lines of text.
pub(super) fn text_lines(ui: &mut Ui, name: &str, value: &str) -> Option<String> {
    let mut edited = value.to_owned();
    row(ui, name, |ui| ui.add(TextEdit::multiline(&mut edited).desired_rows(1).desired_width(f32::INFINITY)));
    (edited != value).then_some(edited)
}

/// A number in a range, with so many decimals.
pub(super) fn number(
    ui: &mut Ui,
    name: &str,
    value: f64,
    range: RangeInclusive<f64>,
    decimals: usize,
) -> Option<f64> {
    let mut edited = value;
    let speed = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    // A number that a file has outside of the range is shown, and left alone.
    let drag = DragValue::new(&mut edited).range(range).clamp_existing_to_range(false);
    row(ui, name, |ui| ui.add(drag.speed(speed).max_decimals(decimals)));
    (edited != value).then_some(edited)
}

/// A position as two fractions.
pub(super) fn coordinates(ui: &mut Ui, name: &str, value: Position) -> Option<Position> {
    let (mut visibility, mut evolution) = (value.visibility.value(), value.evolution.value());
    let drag = |ui: &mut Ui, value: &mut f64, (arrow, tip): (&str, &str)| {
        let field = DragValue::new(value).range(0.0..=1.0).speed(0.001).max_decimals(3);
        let response = ui.add(field.prefix(arrow));
        response.clone().tip_beside(tip);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(format!("{name}: {tip}")));
        response
    };
    row(ui, name, |ui| {
        let first = drag(ui, &mut visibility, ("↑ ", "Visibility: 1 is the top"));
        let second = drag(ui, &mut evolution, ("→ ", "Evolution: 0 is the left"));
        first | second
    });
    let new = Position::clamped(visibility, evolution);
    (new != value).then_some(new)
}

/// On or off.
pub(super) fn flag(ui: &mut Ui, name: &str, value: bool, tip: &str) -> Option<bool> {
    let mut edited = value;
    ui.checkbox(&mut edited, name).tip_beside(tip);
    (edited != value).then_some(edited)
}

/// One of a few.
pub(super) fn choice<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: T, all: &[(T, &str)]) -> Option<T> {
    let mut chosen = value;
    let shown = all.iter().find(|(other, _)| *other == value).map_or("mixed", |(_, word)| *word);
    row(ui, name, |ui| {
        let width = ui.available_width().min(140.0);
        let combo =
            ComboBox::from_id_salt(name).selected_text(shown).width(width).truncate().height(320.0).show_ui(
                ui,
                |ui| {
                    for (other, word) in all {
                        ui.selectable_value(&mut chosen, *other, *word);
                    }
                },
            );
        combo.response
    });
    (chosen != value).then_some(chosen)
}

/// What a choice among words offers; `none` is what nothing is called.
pub(super) fn offered<T: Words>(none: &'static str) -> Vec<(Option<T>, &'static str)> {
    let words = T::ALL.iter().map(|word| (Some(word.is), word.label));
    std::iter::once((None, none)).chain(words).collect()
}

/// A colour of one's own, or the theme's. The outer `Some` means that it was changed.
#[expect(clippy::option_option, reason = "changed to none is not unchanged")]
pub(super) fn color(ui: &mut Ui, value: Option<Color>) -> Option<Option<Color>> {
    let mut new = None;
    let usual = Color::rgb(0x2F, 0x80, 0xED);
    ui.horizontal(|ui| {
        let mut own = value.is_some();
        if ui.checkbox(&mut own, "Own colour").tip_beside("In place of the theme’s").changed() {
            new = Some(own.then_some(usual));
        }
        if let Some(color) = value {
            let mut shown = style::color(color);
            let response = ui.color_edit_button_srgba(&mut shown);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Colour"));
            if response.changed() {
                let [r, g, b, a] = shown.to_srgba_unmultiplied();
                new = Some(Some(Color { r, g, b, a }));
            }
        }
    });
    new
}

/// Letters that came before a field of one line that was just opened has the keyboard: they are written in it all the same,
/// and what follows goes behind them. Where frames are slow that is what was typed without waiting. Answers whether there
/// were any.
pub(super) fn take_early_letters(ui: &Ui, field: Id, text: &mut String) -> bool {
    if ui.memory(|memory| memory.has_focus(field)) {
        return false;
    }
    let mut typed = String::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            egui::Event::Text(letters) => {
                typed.push_str(letters);
                false
            }
            _ => true,
        });
    });
    if typed.is_empty() {
        return false;
    }
    text.push_str(&typed);
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    state.store(ui.ctx(), field);
    true
}
