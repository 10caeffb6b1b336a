//! What is looked for in the text, and what takes its place.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, CharIndex};
use egui::{Button, Frame, Id, Margin, Role, TextEdit, Ui, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use crate::app::command::keys::{self, At};
use crate::app::command::{Command, FindKey, Way};
use crate::app::style::{self, GRID};

/// The width of a button beside the field, in points.
const BUTTON: f32 = 24.0;

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct TextFind {
    pub(super) wanted: String,
    replacement: String,
    /// Whether the field for what takes its place is there.
    pub(super) replaces: bool,
    pub(super) wants_focus: bool,
    has_focus: bool,
    /// Whether the keyboard is in the field for what takes its place.
    is_replacing: bool,
    /// The match that was found last, in characters.
    pub(super) at: Option<Range<usize>>,
    /// What was looked for in which text, and where that has it.
    known: (String, String, Arc<Vec<Range<usize>>>),
}

impl TextFind {
    /// Looks for what was looked for last.
    pub(super) fn of(wanted: String) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Where a text has what is looked for: found out once.
    pub(super) fn matches(&mut self, text: &str) -> Arc<Vec<Range<usize>>> {
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
    let (mut has_focus, mut is_replacing) = (false, false);
    let mut buttons = egui::Rect::NOTHING;
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
            // The keyboard comes to the other field first, and to these last.
            let size = egui::vec2(3.0 * BUTTON, ui.spacing().interact_size.y);
            buttons = ui.allocate_exact_size(size, egui::Sense::hover()).0;
        });
        if find.replaces {
            ui.horizontal(|ui| {
                let edit =
                    TextEdit::singleline(&mut find.replacement).hint_text("Replace by").desired_width(150.0);
                let response = ui.add(edit);
                response.ctx.accesskit_node_builder(response.id, |node| node.set_label("Replace by"));
                has_focus |= response.has_focus();
                is_replacing = response.has_focus();
                let is_one = all.contains(&selected);
                let one = ui.add_enabled(is_one && is_current, Button::new("Replace"));
                if one.on_hover_text("Replace this one, and go to the next  (Enter)").clicked() {
                    deed = Some(replaced_one(text, &all, &selected, &find.replacement));
                }
                let every = ui.add_enabled(!all.is_empty() && is_current, Button::new("Replace all"));
                if every.on_hover_text("Replace all of them  (Ctrl+Enter)").clicked() {
                    deed = Some(replaced(text, &all, &find.replacement));
                }
            });
        }
        let place = egui::UiBuilder::new().max_rect(buttons);
        ui.scope_builder(place.layout(egui::Layout::left_to_right(egui::Align::Center)), |ui| {
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
        ui.add_space(GRID);
    });
    let was_replacing = std::mem::replace(&mut find.is_replacing, is_replacing);
    find.has_focus = has_focus;
    let all = find.matches(text);
    for command in keys_taken {
        match command {
            Command::Find(FindKey::Step(Way::On))
                if was_replacing && is_current && all.contains(&selected) =>
            {
                deed = Some(replaced_one(text, &all, &selected, &find.replacement));
            }
            Command::Find(FindKey::All) if find.replaces && is_current && !all.is_empty() => {
                deed = Some(replaced(text, &all, &find.replacement));
            }
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
    style::show_focus(ui, &response);
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

/// Rectangles behind what is found, as far as it is in sight: the one that was gone to is darker.
pub(super) fn marks(
    ui: &Ui,
    output: &egui::text_edit::TextEditOutput,
    all: &[Range<usize>],
    at: Option<&Range<usize>>,
) -> egui::Shape {
    let color = ui.visuals().selection.bg_fill;
    let place = |character: usize| {
        let cursor = CCursor::new(CharIndex(character));
        output.galley.pos_from_cursor(cursor).translate(output.galley_pos.to_vec2())
    };
    let clip = ui.clip_rect();
    // From the first that is not above what is seen.
    let first = all.partition_point(|one| place(one.start).bottom() < clip.top());
    let seen = all.iter().skip(first).map(|one| (one, place(one.start), place(one.end)));
    let seen = seen.take_while(|(_, from, _)| from.top() <= clip.bottom());
    let marks = seen.map(|(one, from, to)| {
        // Where a line is broken within it, its first part is marked.
        let right = if to.top() > from.top() { output.galley.rect.right() + from.left() } else { to.left() };
        let rect = egui::Rect::from_min_max(from.left_top(), egui::pos2(right, from.bottom()));
        let is_current = at == Some(one);
        let (fill, width) = if is_current { (color, 1.5) } else { (color.gamma_multiply(0.45), 0.0) };
        let stroke = egui::Stroke::new(width, style::ring(ui.visuals()));
        egui::Shape::Rect(egui::epaint::RectShape::new(rect, 2.0, fill, stroke, egui::StrokeKind::Outside))
    });
    egui::Shape::Vec(marks.collect())
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

/// The text with other words at one place; the next place is selected.
fn replaced_one(text: &str, all: &[Range<usize>], at: &Range<usize>, by: &str) -> Deed {
    let deed = replaced(text, std::slice::from_ref(at), by);
    let (Deed::Change(new, done), Some(next)) =
        (&deed, beside(all, at, Some(Way::On)).filter(|next| next != at))
    else {
        return deed;
    };
    // What stands behind the replaced has moved.
    let moved = |place: usize| if place > at.start { place + done.len() - at.len() } else { place };
    Deed::Change(new.clone(), moved(next.start)..moved(next.end))
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
        let one = Deed::Change("mate and TEA and tëa\ntea".to_owned(), 9..12);
        assert_eq!(replaced_one(text, &all, &(0..3), "mate"), one);
        let last = Deed::Change("Tea and TEA and tëa\nmate".to_owned(), 0..3);
        assert_eq!(replaced_one(text, &all, &(20..23), "mate"), last);
        assert!(matches(text, "").is_empty() && matches("", "a").is_empty());
        assert_eq!(matches("aaaa", "aa"), [0..2, 2..4]);
    }
}
