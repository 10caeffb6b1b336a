//! What is looked for in the text, and what takes its place.

use std::ops::Range;
use std::sync::Arc;

use egui::{Button, Frame, Id, Margin, Role, TextEdit, Ui, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use crate::app::command::keys::{self, At};
use crate::app::command::{Command, FindKey, Way};
use crate::app::style::GRID;

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct TextFind {
    pub(super) wanted: String,
    replacement: String,
    /// Whether the field for what takes its place is there.
    pub(super) replaces: bool,
    pub(super) wants_focus: bool,
    has_focus: bool,
    /// The match that was found last, in characters.
    pub(super) at: Option<Range<usize>>,
    /// What was looked for in which text, and where that has it.
    known: (String, String, Arc<Vec<Range<usize>>>),
}

impl TextFind {
    /// Where a text has what is looked for: found out once.
    fn matches(&mut self, text: &str) -> Arc<Vec<Range<usize>>> {
        let (wanted, of, found) = &self.known;
        if *wanted == self.wanted && of == text {
            return Arc::clone(found);
        }
        let found = Arc::new(matches(text, &self.wanted));
        self.known = (self.wanted.clone(), text.to_owned(), Arc::clone(&found));
        found
    }
}

/// What is to be done with the text.
#[derive(Debug, PartialEq)]
pub(super) enum Deed {
    /// This part is selected, in characters.
    Select(Range<usize>),
    /// The text becomes this one, and this is selected.
    Change(String, Range<usize>),
    Close,
}

/// Shows the fields; `selected` is what is selected in the text, in characters. A text that is only to be read is not changed.
pub(super) fn show(
    ui: &mut Ui,
    find: &mut TextFind,
    text: &str,
    selected: Range<usize>,
    is_current: bool,
) -> Option<Deed> {
    let mut deed = None;
    let mut keys_taken = Vec::new();
    if find.has_focus {
        keys_taken = keys::take(ui.ctx(), &[At::Find]);
    }
    let all = find.matches(text);
    let mut step = None;
    let mut has_focus = false;
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 2, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let id = Id::unique("find in the text");
            let edit = TextEdit::singleline(&mut find.wanted).id(id).hint_text("Find").desired_width(150.0);
            let response = ui.add(edit);
            response.ctx.accesskit_node_builder(response.id, |node| node.set_label("Find in the text"));
            if std::mem::take(&mut find.wants_focus) {
                response.request_focus();
            }
            if response.changed() {
                step = Some(None);
            }
            has_focus |= response.has_focus();
            ui.weak(count(&find.wanted, &all, &selected));
            for (icon, label, way) in [
                (icons::ICON_KEYBOARD_ARROW_UP, "Find the one before in the text", Way::Back),
                (icons::ICON_KEYBOARD_ARROW_DOWN, "Find the next in the text", Way::On),
            ] {
                if button(ui, icon, label) {
                    step = Some(Some(way));
                }
            }
            if button(ui, icons::ICON_CLOSE, "Stop finding in the text") {
                deed = Some(Deed::Close);
            }
        });
        if find.replaces {
            ui.horizontal(|ui| {
                let edit =
                    TextEdit::singleline(&mut find.replacement).hint_text("Replace by").desired_width(150.0);
                let response = ui.add(edit);
                response.ctx.accesskit_node_builder(response.id, |node| node.set_label("Replace by"));
                has_focus |= response.has_focus();
                let is_one = all.contains(&selected);
                if ui.add_enabled(is_one && is_current, Button::new("Replace")).clicked() {
                    deed = Some(replaced(text, std::slice::from_ref(&selected), &find.replacement));
                }
                if ui.add_enabled(!all.is_empty() && is_current, Button::new("Replace all")).clicked() {
                    deed = Some(replaced(text, &all, &find.replacement));
                }
            });
        }
        ui.add_space(GRID);
    });
    find.has_focus = has_focus;
    let all = find.matches(text);
    for command in keys_taken {
        match command {
            Command::Find(FindKey::Step(way)) => step = Some(Some(way)),
            Command::Find(FindKey::Close) => deed = Some(Deed::Close),
            _ => {}
        }
    }
    deed.or_else(|| step.and_then(|way| beside(&all, &selected, way)).map(Deed::Select))
}

fn button(ui: &mut Ui, icon: MaterialIcon, label: &str) -> bool {
    let response = ui.add(Button::new(icon.rich_text().size(16.0)).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    response.on_hover_text(label).clicked()
}

fn count(wanted: &str, all: &[Range<usize>], selected: &Range<usize>) -> String {
    match (wanted.is_empty(), all.len(), all.iter().position(|one| one == selected)) {
        (true, ..) => String::new(),
        (false, 0, _) => "Nothing".to_owned(),
        (false, count, Some(at)) => format!("{} of {count}", at + 1),
        (false, count, None) => format!("{count}"),
    }
}

/// Where a text has another, in characters, whatever the case of its letters.
fn matches(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let fold = |c: char| c.to_lowercase().next().unwrap_or(c);
    let (text, wanted): (Vec<char>, Vec<char>) =
        (text.chars().map(fold).collect(), wanted.chars().map(fold).collect());
    let mut found = Vec::new();
    let mut at = 0;
    while !wanted.is_empty() && at + wanted.len() <= text.len() {
        if text.get(at..at + wanted.len()) == Some(&wanted) {
            found.push(at..at + wanted.len());
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

/// The next match behind what is selected, or the one before it, around the end; without a way the first that is not before it.
fn beside(all: &[Range<usize>], selected: &Range<usize>, way: Option<Way>) -> Option<Range<usize>> {
    let found = match way {
        None => all.iter().find(|one| one.start >= selected.start).or(all.first()),
        Some(Way::On) => all.iter().find(|one| one.start > selected.start).or(all.first()),
        Some(Way::Back) => all.iter().rev().find(|one| one.start < selected.start).or(all.last()),
    };
    found.cloned()
}

/// The text with other words at some places, the last of which is selected.
fn replaced(text: &str, places: &[Range<usize>], by: &str) -> Deed {
    let chars: Vec<char> = text.chars().collect();
    let mut new: Vec<char> = Vec::new();
    let (mut from, mut last) = (0, 0..0);
    for place in places {
        new.extend(chars.get(from..place.start).unwrap_or_default());
        let start = new.len();
        new.extend(by.chars());
        last = start..new.len();
        from = place.end;
    }
    new.extend(chars.get(from..).unwrap_or_default());
    Deed::Change(new.into_iter().collect(), last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_replaced_whatever_their_case() {
        let text = "Tea and TEA and tëa\ntea";
        let all = matches(text, "tea");
        assert_eq!(all, [0..3, 8..11, 20..23]);
        assert_eq!(beside(&all, &(0..3), Some(Way::On)), Some(8..11));
        assert_eq!(beside(&all, &(20..23), Some(Way::On)), Some(0..3));
        assert_eq!(beside(&all, &(0..0), Some(Way::Back)), Some(20..23));
        assert_eq!(beside(&all, &(1..1), None), Some(8..11));
        assert_eq!(
            replaced(text, &all, "mate"),
            Deed::Change("mate and mate and tëa\nmate".to_owned(), 22..26)
        );
        assert!(matches(text, "").is_empty() && matches("", "a").is_empty());
        assert_eq!(matches("aaaa", "aa"), [0..2, 2..4]);
    }
}
