//! What people say over a map, along the strategy cycle: climate, doctrine, leadership, and what is decided.

use egui::{ComboBox, RichText, Ui};

use crate::analysis::{PatternKind, pattern_of, patterns};
use crate::app::fields::{Changes, remove_button, text};
use crate::app::style::GRID;
use crate::app::tip::Tip;
use crate::model::{Decision, Edit, Element, ElementId, Map, Pin};

/// What is pinned of a kind: to the map, or to one of its elements alone.
pub(super) fn pins(ui: &mut Ui, map: &Map, kind: PatternKind, on: Option<&ElementId>, changes: &mut Changes) {
    let is_shown = |pin: &Pin| {
        let is_kind = pattern_of(&pin.pattern).map_or(PatternKind::Play, |pattern| pattern.kind) == kind;
        is_kind && on.is_none_or(|id| pin.on.contains(id))
    };
    let mut put = |label: String, pins: Vec<Pin>, run: String| changes.push(label, Edit::Pins(pins), run);
    for (at, pin) in map.pins.iter().enumerate().filter(|(_, pin)| is_shown(pin)) {
        let pattern = pattern_of(&pin.pattern);
        let name = pattern.map_or(pin.pattern.as_str(), |pattern| pattern.name);
        let names: Vec<&str> =
            pin.on.iter().filter_map(|id| map.element(id)).map(|element| element.name()).collect();
        ui.horizontal(|ui| {
            let label = ui.add(egui::Label::new(RichText::new(name).strong()).wrap());
            if let Some(pattern) = pattern {
                label.tip_beside(format!("{}\n{}: {}", pattern.about, kind.label(), pattern.group));
            }
            if remove_button(ui, name) {
                let mut pins = map.pins.clone();
                pins.remove(at);
                put(format!("Take {name} off"), pins, String::new());
            }
        });
        if on.is_none() && !names.is_empty() {
            ui.weak(names.join(", "));
        }
        if let Some(note) = text(ui, "Note", &pin.note) {
            let mut pins = map.pins.clone();
            if let Some(slot) = pins.get_mut(at) {
                slot.note = note;
            }
            put(format!("Change the note on {name}"), pins, format!("pin {at}"));
        }
    }
    let hint = format!("Pin {} …", what(kind));
    let salt = (kind.label(), on.map(ElementId::as_str));
    let combo =
        ComboBox::from_id_salt(salt).selected_text(&hint).width(180.0).height(320.0).show_ui(ui, |ui| {
            let mut chosen = None;
            let mut group = "";
            for pattern in patterns().iter().filter(|pattern| pattern.kind == kind) {
                if pattern.group != group {
                    group = pattern.group;
                    ui.weak(group);
                }
                if ui.selectable_label(false, pattern.name).tip_beside(pattern.about).clicked() {
                    chosen = Some(pattern);
                }
            }
            chosen
        });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &hint));
    if let Some(pattern) = combo.inner.flatten() {
        let on: Vec<ElementId> = on.into_iter().cloned().collect();
        put(format!("Pin {}", pattern.name), Pin::put(&map.pins, pattern.code, &on), String::new());
    }
}

fn what(kind: PatternKind) -> &'static str {
    match kind {
        PatternKind::Climate => "a pattern of climate",
        PatternKind::Doctrine => "a principle",
        PatternKind::Play => "a play",
    }
}

/// What is pinned to an element, whatever of.
pub(super) fn pins_of(ui: &mut Ui, map: &Map, element: &Element, changes: &mut Changes) {
    egui::CollapsingHeader::new("Patterns and plays").id_salt("pins").show(ui, |ui| {
        for kind in [PatternKind::Climate, PatternKind::Doctrine, PatternKind::Play] {
            pins(ui, map, kind, Some(&element.id), changes);
        }
    });
}

/// What was decided, with what is expected of it.
pub(super) fn decisions(ui: &mut Ui, map: &Map, changes: &mut Changes) {
    let mut put = |label: &str, decisions: Vec<Decision>, run: String| {
        changes.push(label.to_owned(), Edit::Decisions(decisions), run);
    };
    for (at, decision) in map.decisions.iter().enumerate() {
        ui.push_id(("decision", at), |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new(format!("Decision {}", at + 1)).strong());
                if remove_button(ui, &format!("decision {}", at + 1)) {
                    let mut all = map.decisions.clone();
                    all.remove(at);
                    put("Remove a decision", all, String::new());
                }
            });
            let mut change = |ui: &mut Ui, name: &str, value: &str, set: fn(&mut Decision, String)| {
                let Some(new) = text(ui, name, value) else { return };
                let mut all = map.decisions.clone();
                if let Some(own) = all.get_mut(at) {
                    set(own, new);
                }
                put("Change a decision", all, format!("decision {at} {name}"));
            };
            change(ui, "What", &decision.what, |own, new| own.what = new);
            change(ui, "Because", &decision.because, |own, new| own.because = new);
            change(ui, "We expect", &decision.expect, |own, new| own.expect = new);
            change(ui, "Look again", &decision.look_again, |own, new| own.look_again = new);
            if !decision.seen.is_empty() || decision.is_dated() {
                change(ui, "We see", &decision.seen, |own, new| own.seen = new);
            }
        });
        ui.add_space(GRID);
    }
    let tip = "What is to be done and why, what you expect to see on the map then, and when to look again (2027-05-01)";
    if ui.button("Add a decision").tip_beside(tip).clicked() {
        let mut all = map.decisions.clone();
        all.push(Decision::default());
        put("Add a decision", all, String::new());
    }
}

/// Under what is remembered that a topic was just added.
fn new_row() -> egui::Id {
    egui::Id::unique("new topic")
}

/// Topics that were put off.
pub(super) fn later(ui: &mut Ui, map: &Map, changes: &mut Changes) {
    let about = &map.about;
    let mut put = |later: Vec<String>, run: String| {
        let edit =
            Edit::Head { title: map.title.clone(), about: crate::model::About { later, ..about.clone() } };
        changes.push("Change what is for later".to_owned(), edit, run);
    };
    for (at, topic) in about.later.iter().enumerate() {
        ui.push_id(("later", at), |ui| {
            ui.horizontal(|ui| {
                let mut edited = topic.clone();
                let width = ui.available_width() - 28.0;
                let field = ui.add(egui::TextEdit::singleline(&mut edited).desired_width(width));
                // One that was just added has the keyboard.
                if edited.is_empty() && ui.data_mut(|data| data.remove_temp::<bool>(new_row()).is_some()) {
                    field.request_focus();
                }
                field.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, format!("Later {}", at + 1))
                });
                let mut all = about.later.clone();
                if remove_button(ui, "the topic") {
                    all.remove(at);
                    put(all, String::new());
                } else if edited != *topic {
                    if let Some(slot) = all.get_mut(at) {
                        *slot = edited;
                    }
                    put(all, format!("later {at}"));
                }
            });
        });
    }
    if ui.button("Add a topic").tip_beside("Something that is not for now, and not to be forgotten").clicked()
    {
        let mut all = about.later.clone();
        all.push(String::new());
        put(all, String::new());
        ui.data_mut(|data| data.insert_temp(new_row(), true));
    }
}
