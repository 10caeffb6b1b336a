//! The field in which the name is written of what a link goes to, beside where the link begins.

use egui::{Area, Context, Frame, Id, Order, TextEdit};

use super::paint::on_screen;
use crate::app::command::Command;
use crate::app::command::keys::{self, At};
use crate::app::fields::take_early_letters;
use crate::app::style::GRID;
use crate::editor::{Editor, Tool};
use crate::geometry::Point;
use crate::model::ElementId;

/// A name that reaches further below its symbol, in sheet pixels, has the field beside it.
const MOST_BELOW: f64 = 80.0;

/// What the field remembers between frames.
#[derive(Debug, Default)]
pub(in crate::app) struct LinkField {
    /// Where the link begins that it was shown for last.
    of: Option<ElementId>,
    text: String,
}

impl LinkField {
    /// Takes what was typed behind the key that began the link, before the field was shown.
    pub(in crate::app) fn type_ahead(&mut self, editor: &mut Editor, typed: &str) {
        if typed.is_empty() || editor.link_draft().is_none() {
            return;
        }
        self.of = editor.link_draft().map(|draft| draft.from.clone());
        typed.clone_into(&mut self.text);
        editor.aim_link_at(typed);
    }
}

/// Shows the field while a link waits for its end; it has the keyboard, so that no letter is a tool's key.
pub(in crate::app) fn show(
    ctx: &Context,
    field: &mut LinkField,
    editor: &mut Editor,
    commands: &mut Vec<Command>,
) {
    let Some(draft) = editor.link_draft() else {
        field.of = None;
        return;
    };
    let from = draft.last().clone();
    let is_new = field.of.as_ref() != Some(&from);
    if is_new {
        *field = LinkField { of: Some(from.clone()), text: String::new() };
    }
    // Another link from the same begins without a name.
    if draft.name.is_empty() {
        field.text.clear();
    }
    let Some(symbol) = editor.layout().symbol(&from) else { return };
    // Below the symbol and its name, which are read while one writes.
    let own = symbol.rect();
    let foot = own.y1.max(symbol.label.rect.y1.min(own.y1 + MOST_BELOW));
    let at =
        on_screen(&editor.camera, Point::new(symbol.center.x, foot)) + egui::vec2(4.0 * GRID, 3.0 * GRID);
    let hint = match editor.tool {
        Tool::Flow => "Where does it flow to?",
        _ => "What is needed?",
    };
    let id = Id::unique("name of what is needed");
    // Esc takes the keyboard from a field before it is shown: the keys are the link's too where nothing has it.
    let is_free = ctx.memory(|memory| memory.focused().is_none_or(|focused| focused == id));
    let taken = if is_free { keys::take(ctx, &[At::Link]) } else { Vec::new() };
    let area = Area::new(Id::unique("link field")).order(Order::Middle).fixed_pos(at);
    let changed = area
        .show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
                let is_early = take_early_letters(ui, id, &mut field.text);
                let edit = TextEdit::singleline(&mut field.text).id(id).hint_text(hint).desired_width(150.0);
                let response = ui.add(edit.lock_focus(true));
                response.ctx.accesskit_node_builder(response.id, |node| node.set_label(hint));
                // What a person went to keeps the keyboard.
                if !response.has_focus() && !ctx.text_edit_focused() {
                    response.request_focus();
                }
                is_early || response.changed()
            })
        })
        .inner
        .inner;
    if changed {
        editor.aim_link_at(&field.text);
    }
    commands.extend(taken);
}
