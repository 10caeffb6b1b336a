//! Keys out of the input of a frame.

use egui::{Context, Event, Key, Modifiers};

use crate::editor::Direction;

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

/// Keys that move and walk: the arrows, with and without modifiers.
pub(super) fn arrow(key: Key) -> Option<Direction> {
    Some(match key {
        Key::ArrowUp => Direction::Up,
        Key::ArrowDown => Direction::Down,
        Key::ArrowLeft => Direction::Left,
        Key::ArrowRight => Direction::Right,
        _ => return None,
    })
}
