//! From keys to commands.

use egui::{Context, Event, Key, Modifiers};

use super::command::{COMMANDS, Command, arrow};
use crate::editor::{Editor, Gesture, Keys, Operation, Tool};

/// The commands whose keys were pressed. `on_canvas` says whether the canvas takes keys now.
pub(super) fn commands(ctx: &Context, on_canvas: bool) -> Vec<Command> {
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

/// Keys of the canvas that depend on what it is doing: arrows, Tab, Enter, Esc.
pub(super) fn canvas(ctx: &Context, editor: &mut Editor, commands: &mut Vec<Command>) {
    let taken =
        take(ctx, |key, _| arrow(key).is_some() || matches!(key, Key::Tab | Key::Enter | Key::Escape));
    for (key, modifiers) in taken {
        let is_linking = matches!(editor.gesture(), Gesture::Linking(draft) if draft.by_clicks);
        match (key, arrow(key)) {
            (_, Some(direction)) if modifiers.alt => editor.operate(Operation::Walk(direction)),
            (_, Some(direction)) => {
                let step = if modifiers.shift {
                    0.05
                } else if modifiers.command {
                    0.001
                } else {
                    0.01
                };
                editor.operate(Operation::Nudge(direction, step));
            }
            (Key::Tab, _) if is_linking => editor.aim_link(!modifiers.shift),
            (Key::Tab, _) if modifiers.shift => editor.operate(Operation::SelectPrevious),
            (Key::Tab, _) => editor.operate(Operation::SelectNext),
            (Key::Enter, _) if is_linking => {
                editor.confirm_link(Keys { shift: modifiers.shift, ..Keys::default() });
            }
            (Key::Enter, _) if editor.tool != Tool::Select => place(editor),
            (Key::Enter, _) => commands.push(Command::Operate(Operation::EditText)),
            _ => editor.cancel(),
        }
    }
}

/// Enter with a tool that places: in the middle of the plot.
fn place(editor: &mut Editor) {
    let middle = editor.layout().plot.center();
    match (editor.tool.places(), editor.tool) {
        (Some(kind), _) => editor.name_new(kind, middle),
        (None, Tool::Note) => editor.name_note(middle),
        (None, Tool::Area) => editor.draw_area(middle),
        _ => {}
    }
}

/// Takes pressed keys out of the input, in the order in which they were pressed.
pub(super) fn take(ctx: &Context, wanted: impl Fn(Key, Modifiers) -> bool) -> Vec<(Key, Modifiers)> {
    let mut taken = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } if wanted(*key, *modifiers) => {
                taken.push((*key, *modifiers));
                false
            }
            _ => true,
        });
    });
    taken
}
