//! What the keys of fields for text are called, and what they do there.

use egui::Key;

use super::describe::{ALT, COMMAND, Description, NONE, SHIFT, say};
use super::keys::At;
use super::{LineKey, ListKey, NameKey, TrayKey, Way};

pub(super) fn of_name(key: NameKey) -> Description {
    let at = At::Name;
    match key {
        NameKey::Keep => {
            say("Keep the name", "Keep the name, or take the offer that is chosen").key(at, NONE, Key::Enter)
        }
        NameKey::KeepAndNeed => {
            say("Keep it and go on below", "Keep it, and add what it needs").key(at, NONE, Key::Tab)
        }
        NameKey::KeepAndSibling => {
            say("Keep it and go on beside", "Keep it, and add a sibling").key(at, COMMAND, Key::Enter)
        }
        NameKey::NewLine => say("New line", "").key(at, SHIFT, Key::Enter),
        NameKey::GiveUp => say("Give the name up", "").key(at, NONE, Key::Escape),
        NameKey::Offer(Way::On) => say("Next offer", "The next component whose name is like it").key(
            At::OfferedName,
            NONE,
            Key::ArrowDown,
        ),
        NameKey::Offer(Way::Back) => {
            say("Previous offer", "The one before").key(At::OfferedName, NONE, Key::ArrowUp)
        }
    }
}

pub(super) fn of_tray(key: TrayKey) -> Description {
    match key {
        TrayKey::Add => say("Add it", "Add the name to the tray").key(At::Tray, NONE, Key::Enter),
        TrayKey::Deeper => {
            say("Add it and go on below", "Add it, and write what it needs").key(At::Tray, NONE, Key::Tab)
        }
        TrayKey::Higher => say("Add it and go back up", "").key(At::Tray, SHIFT, Key::Tab),
        TrayKey::Leave => say("Leave the field", "").key(At::Tray, NONE, Key::Escape),
    }
}

pub(super) fn of_offer(key: ListKey) -> Description {
    match key {
        ListKey::Move(Way::On) => say("Next word", "").key(At::Words, NONE, Key::ArrowDown),
        ListKey::Move(Way::Back) => say("Previous word", "").key(At::Words, NONE, Key::ArrowUp),
        ListKey::Take => {
            say("Take the word", "").key(At::Words, NONE, Key::Tab).key(At::Words, NONE, Key::Enter)
        }
        ListKey::Close => say("Close the list", "").key(At::Words, NONE, Key::Escape),
    }
}

pub(super) fn of_lines(key: LineKey) -> Description {
    let at = At::Text;
    match key {
        LineKey::Up => say("Move lines up", "The selected lines change places with the one above").key(
            at,
            ALT,
            Key::ArrowUp,
        ),
        LineKey::Down => say("Move lines down", "The selected lines change places with the one below").key(
            at,
            ALT,
            Key::ArrowDown,
        ),
        LineKey::Indent => {
            say("Indent", "The selected lines go two places to the right").key(at, COMMAND, Key::CloseBracket)
        }
        LineKey::Outdent => say("Indent less", "The selected lines go two places to the left").key(
            at,
            COMMAND,
            Key::OpenBracket,
        ),
        LineKey::Comment => say("Comment", "Make comments of the selected lines, or what they were").key(
            at,
            COMMAND,
            Key::Slash,
        ),
    }
}
