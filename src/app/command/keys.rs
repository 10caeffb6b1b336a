//! From keys to commands.

use egui::{Context, Key, Modifiers};

use super::{COMMANDS, Command};
use crate::editor::Operation;

/// The commands whose keys were pressed. `on_canvas` says whether the canvas takes keys now.
pub(in crate::app) fn commands(ctx: &Context, on_canvas: bool) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        for spec in COMMANDS.iter().filter(|spec| on_canvas || !spec.is_canvas_key) {
            if let Some(shortcut) = &spec.shortcut
                && input.consume_shortcut(shortcut)
            {
                commands.push(spec.command);
            }
        }
        // Other keys for the same.
        if on_canvas && input.consume_key(Modifiers::COMMAND, Key::Y) {
            commands.push(Command::Operate(Operation::Redo));
        }
        if input.consume_key(Modifiers::COMMAND, Key::Equals) {
            commands.push(Command::ZoomIn);
        }
        if on_canvas && input.consume_key(Modifiers::NONE, Key::Backspace) {
            commands.push(Command::Operate(Operation::Delete));
        }
    });
    commands
}
