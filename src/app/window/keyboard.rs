//! The keyboard: who has it, and what its keys ask for before anything is drawn.

use egui::{Context, Event, Key, Memory, Modifiers};

use super::Window;
use crate::app::command::keys::{self, At};
use crate::app::command::{Command, FindKey};
use crate::workspace::Request;

impl Window {
    /// A map that was not shown before has the keyboard itself; what lay over the map gives it back to the field that had it.
    pub(super) fn lead_focus(&mut self, ctx: &Context) {
        let shown = self.workspace.tab().id;
        if self.outside.shown.replace(shown) != Some(shown) {
            // The fields of another map's panels have the keyboard no more.
            ctx.memory_mut(|memory| memory.focused().map(|field| memory.surrender_focus(field)));
        }
        if self.sheet.is_none() {
            let field = self.outside.focus.filter(|_| self.outside.gives_back > 0);
            if let Some(field) = field {
                self.outside.gives_back -= 1;
                ctx.memory_mut(|memory| memory.request_focus(field));
                ctx.request_repaint();
            } else {
                self.outside.focus = ctx.memory(Memory::focused).filter(|_| ctx.text_edit_focused());
            }
        }
    }

    /// The keys of this frame that nothing which is drawn has for itself.
    pub(super) fn take_keys(&mut self, ctx: &Context, commands: &mut Vec<Command>) {
        let has_field = self.editor().naming().is_some() || ctx.text_edit_focused();
        if !has_field {
            self.clipboard_keys(ctx);
        }
        let is_start = self.workspace.shows_start();
        // What is focused on the start page has Enter for itself.
        let is_free = is_start && ctx.memory(|memory| memory.focused().is_none());
        let canvas = self.view().canvas.id();
        let is_elsewhere = ctx.memory(Memory::focused).is_some_and(|id| Some(id) != canvas);
        if !has_field && !is_start && is_elsewhere {
            commands.extend(keys::take_beside_map(ctx));
            return;
        }
        let places: &[At] = match (has_field, is_start) {
            (false, false) => &[At::Anywhere, At::Map],
            (false, true) if is_free => &[At::Anywhere, At::Start],
            _ => &[At::Anywhere],
        };
        commands.extend(keys::take(ctx, places));
        // What comes behind a key that opens a field for letters is written there, and does nothing to the map.
        let begins_link = self.editor().document.selection().single().is_some();
        let opens = |command: &Command| {
            opens_field(*command) || begins_link && matches!(command, Command::Choose(tool) if tool.links())
        };
        if let Some(at) = commands.iter().position(opens) {
            commands.truncate(at + 1);
        }
    }

    /// The keys of the clipboard come as events of their own. Only the canvas asks for them here.
    pub(super) fn clipboard_keys(&mut self, ctx: &Context) {
        let mut taken = Vec::new();
        ctx.input_mut(|input| {
            let shift = input.modifiers.shift;
            input.events.retain(|event| {
                let is_ours = matches!(event, Event::Copy | Event::Cut | Event::Paste(_));
                if is_ours {
                    taken.push((event.clone(), shift));
                }
                !is_ours
            });
        });
        for (event, shift) in taken {
            match event {
                Event::Copy if shift => self.copy_picture(),
                Event::Copy => self.request(Request::Copy, ctx),
                Event::Cut => self.request(Request::Cut, ctx),
                Event::Paste(text) => self.request(Request::Paste(text), ctx),
                _ => {}
            }
        }
    }

    /// F6: the keyboard goes to the buttons, or back to the canvas.
    pub(in crate::app) fn leave_canvas(&mut self, ctx: &Context) {
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        self.view().canvas.toggle_keyboard();
    }
}

/// Whether a command opens a field over the map that takes the letters.
fn opens_field(command: Command) -> bool {
    matches!(command, Command::OpenPalette | Command::Find(FindKey::Open | FindKey::Replace))
}

/// The letters that came in the same frame as a key that opens a field for a name, and behind it.
pub(super) fn typed_behind_key(ctx: &Context) -> String {
    typed_behind(ctx, &|key, _| matches!(key, Key::F2 | Key::Enter | Key::Insert))
}

/// The same behind the key that begins a link, whose own letter is none of them.
pub(super) fn typed_behind_link(ctx: &Context) -> String {
    let typed = typed_behind(ctx, &|key, modifiers| key == Key::L && !modifiers.command && !modifiers.alt);
    let own = typed.chars().next().filter(|c| c.eq_ignore_ascii_case(&'l'));
    typed.get(own.map_or(0, char::len_utf8)..).unwrap_or_default().to_owned()
}

/// The letters that came in this frame behind a key that `opens` a field; none where there was no such key.
pub(super) fn typed_behind(ctx: &Context, opens: &dyn Fn(Key, Modifiers) -> bool) -> String {
    let is_key = |event: &Event| matches!(event, Event::Key { key, pressed: true, modifiers, .. } if opens(*key, *modifiers));
    ctx.input(|input| {
        let behind = input.events.iter().rposition(is_key).map_or(input.events.len(), |at| at + 1);
        let texts = input.events.iter().skip(behind).filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    })
}
