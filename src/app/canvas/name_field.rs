//! The field in which a name is written, on the map.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, CharIndex};
use egui::{Align2, Area, Context, Frame, Id, Key, KeyboardShortcut, Modifiers, Order, TextEdit};

use super::paint::on_screen;
use crate::app::command::keys::{self, At};
use crate::app::command::{Command, NameKey, Way};
use crate::app::style::GRID;
use crate::editor::{Editor, NamingEnd, NamingTarget};
use crate::model::{ElementId, Map};

/// What the field remembers between frames.
#[derive(Debug, Default)]
pub(in crate::app) struct NameField {
    /// What is being named, so that the field knows when it is new.
    target: Option<NamingTarget>,
    /// The offer that the arrow keys are on.
    chosen: Option<usize>,
    /// Whether letters were typed before the field was shown: then it does not begin with all of them selected.
    has_typed: bool,
    /// The same for the field that is shown next.
    types_on: bool,
    /// What is offered.
    offers: Option<Offers>,
}

/// What is offered for these letters in a map.
type Offers = ((Arc<Map>, String), Vec<(ElementId, String)>);

impl NameField {
    /// Takes what was typed behind the key that opened the field, before it was shown.
    pub(in crate::app) fn type_ahead(&mut self, editor: &mut Editor, typed: &str) {
        if !typed.is_empty() && editor.naming().is_some() {
            editor.write_name(typed.to_owned());
            self.types_on = true;
        }
    }
}

/// Shows the field while a name is written.
pub(in crate::app) fn show(ctx: &Context, field: &mut NameField, editor: &mut Editor) {
    let Some(mut naming) = editor.naming().cloned() else {
        field.target = None;
        return;
    };
    let is_new = field.target.as_ref() != Some(&naming.target);
    if is_new {
        let has_typed = std::mem::take(&mut field.types_on);
        *field = NameField { target: Some(naming.target.clone()), has_typed, ..NameField::default() };
        // A field takes no letters in the frame in which it is shown first.
        let typed = take_text(ctx);
        if !typed.is_empty() {
            naming.text = if has_typed { naming.text + &typed } else { typed };
            field.has_typed = true;
        }
    }
    let now = (Arc::clone(editor.map()), naming.text.clone());
    if !field.offers.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(&of.0, &now.0) && of.1 == now.1) {
        field.offers = Some((now, editor.offered_names()));
    }
    let offers = field.offers.as_ref().map(|(_, offers)| offers.clone()).unwrap_or_default();
    field.chosen = field.chosen.filter(|chosen| *chosen < offers.len());
    let places: &[At] = if offers.is_empty() { &[At::Name] } else { &[At::Name, At::OfferedName] };
    let taken = keys::take(ctx, places);
    // What was typed in the same frame reaches the field before its keys end it.
    show_field(ctx, field, editor, naming.text, naming.prompt, &offers, is_new);
    for command in taken {
        let Command::Name(key) = command else { continue };
        let count = offers.len();
        let end = match key {
            NameKey::Offer(Way::On) => {
                field.chosen = Some(field.chosen.map_or(0, |at| (at + 1) % count));
                continue;
            }
            NameKey::Offer(Way::Back) => {
                field.chosen = Some(field.chosen.map_or(count - 1, |at| (at + count - 1) % count));
                continue;
            }
            NameKey::GiveUp => NamingEnd::Cancel,
            NameKey::KeepAndNeed => NamingEnd::KeepAndNeed,
            NameKey::KeepAndSibling => NamingEnd::KeepAndSibling,
            NameKey::Keep => match field.chosen.and_then(|chosen| offers.get(chosen)) {
                Some((id, _)) => return editor.choose_name(id),
                None => NamingEnd::Keep,
            },
            NameKey::NewLine => continue,
        };
        return editor.end_naming(end);
    }
}

fn show_field(
    ctx: &Context,
    field: &NameField,
    editor: &mut Editor,
    mut text: String,
    prompt: &str,
    offers: &[(ElementId, String)],
    is_new: bool,
) {
    let Some(at) = place(editor) else { return };
    let id = Id::unique("name field text");
    let area =
        Area::new(Id::unique("name field")).order(Order::Foreground).fixed_pos(at).pivot(Align2::LEFT_CENTER);
    if is_new || ctx.memory(|memory| memory.focused().is_none()) {
        let end = CCursor::new(CharIndex(text.chars().count()));
        let start = if field.has_typed { end } else { CCursor::new(CharIndex(0)) };
        let mut state = egui::text_edit::TextEditState::load(ctx, id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
        state.store(ctx, id);
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
    let mut chosen = None;
    area.constrain(true).show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
            ui.set_max_width(240.0);
            let edit = TextEdit::multiline(&mut text)
                .id(id)
                .hint_text(prompt)
                .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
                .desired_rows(1)
                .desired_width(220.0)
                .lock_focus(true);
            let output = edit.show(ui);
            ctx.accesskit_node_builder(output.response.response.id, |node| node.set_label(prompt));
            for (number, (id, name)) in offers.iter().enumerate() {
                let label = name.lines().next().unwrap_or_default();
                if ui.selectable_label(field.chosen == Some(number), format!("→ {label}")).clicked() {
                    chosen = Some(id.clone());
                }
            }
        });
    });
    editor.write_name(text);
    if let Some(id) = chosen {
        editor.choose_name(&id);
    }
}

/// The letters that were typed in this frame.
fn take_text(ctx: &Context) -> String {
    let mut typed = String::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| match event {
            egui::Event::Text(text) => {
                typed.push_str(text);
                false
            }
            _ => true,
        });
    });
    typed
}

/// Beside the symbol that gets the name, or in the middle of the link.
fn place(editor: &Editor) -> Option<egui::Pos2> {
    let layout = editor.layout();
    let target = &editor.naming()?.target;
    let point = match target {
        NamingTarget::Link(key) => layout.link(key)?.middle()?.0,
        NamingTarget::Ghost(id) => layout.arrow(id)?.ghost,
        _ => {
            let id = editor.named_element()?;
            match layout.symbol(&id) {
                Some(symbol) => symbol.center,
                None => layout.element_rect(&id)?.center(),
            }
        }
    };
    let beside = (editor.theme().sizes.symbol_radius * editor.camera.scale) as f32 + 2.0 * GRID;
    Some(on_screen(&editor.camera, point) + egui::vec2(beside, 0.0))
}
