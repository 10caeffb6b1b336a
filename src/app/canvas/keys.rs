//! Keys of the canvas that depend on what it is doing.

use egui::{Context, Key};

use crate::app::command::Command;
use crate::app::input::{arrow, take};
use crate::editor::{Editor, Gesture, Keys, Operation, Tool};

/// Keys of the canvas that depend on what it is doing: arrows, Tab, Enter, Esc.
pub(in crate::app) fn canvas(ctx: &Context, editor: &mut Editor, commands: &mut Vec<Command>) {
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
