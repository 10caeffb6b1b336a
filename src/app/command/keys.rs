//! From keys to commands: every key of the program comes through here, in the order in which they were pressed.

use std::sync::OnceLock;

use egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use super::menus::every;
use super::{Command, NameKey, describe};

/// Where the keyboard is when a key means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::app) enum At {
    /// Wherever it is, while nothing is asked.
    Anywhere,
    /// No field has it.
    Map,
    /// The canvas has it.
    Canvas,
    /// The same, while the map is presented.
    Present,
    /// The name is written of what a link goes to.
    Link,
    /// A name is written on the map.
    Name,
    /// The same, while names that are like it are offered.
    OfferedName,
    /// The text of the map.
    Text,
    /// The same, while words are offered.
    Words,
    /// The field of the tray.
    Tray,
    /// The same, while nothing is written there.
    EmptyTray,
    /// The field of what is looked for.
    Find,
    /// The palette.
    Palette,
    /// The start page, where nothing on it has the keyboard.
    Start,
    /// A question.
    Question,
    /// A path that is asked for.
    Path,
}

impl At {
    /// All places, with their names for people.
    pub(in crate::app) const ALL: [(Self, &'static str); 16] = [
        (Self::Anywhere, "Anywhere"),
        (Self::Map, "On the map"),
        (Self::Canvas, "On the canvas"),
        (Self::Present, "While presenting"),
        (Self::Link, "While a link is drawn"),
        (Self::Name, "While a name is written"),
        (Self::OfferedName, "While names are offered"),
        (Self::Text, "In the text"),
        (Self::Words, "While words are offered"),
        (Self::Tray, "In the tray"),
        (Self::EmptyTray, "In the empty field of the tray"),
        (Self::Find, "While something is looked for"),
        (Self::Palette, "In the palette"),
        (Self::Start, "On the start page"),
        (Self::Question, "In a question"),
        (Self::Path, "While a path is written"),
    ];
}

/// A key and what it means.
pub(in crate::app) struct Binding {
    pub(in crate::app) at: At,
    pub(in crate::app) shortcut: KeyboardShortcut,
    pub(in crate::app) command: Command,
}

/// Every key, those with more modifiers first: a key with fewer is pressed by them too.
pub(in crate::app) fn bindings() -> &'static [Binding] {
    static BINDINGS: OnceLock<Vec<Binding>> = OnceLock::new();
    BINDINGS.get_or_init(|| {
        let of = |command| {
            describe(command).keys.into_iter().map(move |(at, shortcut)| Binding { at, shortcut, command })
        };
        let mut bindings: Vec<_> = every().into_iter().flat_map(of).collect();
        bindings.sort_by_key(|binding| std::cmp::Reverse(count(binding.shortcut.modifiers)));
        bindings
    })
}

fn count(modifiers: Modifiers) -> usize {
    [modifiers.alt, modifiers.shift, modifiers.command || modifiers.ctrl].into_iter().filter(|is| *is).count()
}

/// Whether a key with Alt is a letter or digit that means something without: Alt+letter is a menu elsewhere, and with Ctrl it
/// writes what else is on the key.
fn is_without_alt(shortcut: KeyboardShortcut) -> bool {
    shortcut.logical_key.name().len() == 1 && !shortcut.modifiers.alt
}

/// What a key means in one of these places.
fn meaning(places: &[At], key: Key, modifiers: Modifiers) -> Option<Command> {
    let fits = |binding: &&Binding| {
        places.contains(&binding.at)
            && binding.shortcut.logical_key == key
            && modifiers.matches_logically(binding.shortcut.modifiers)
            && !(modifiers.alt && is_without_alt(binding.shortcut))
    };
    bindings().iter().find(fits).map(|binding| binding.command)
}

/// Takes the keys that mean something in one of these places out of the input.
pub(in crate::app) fn take(ctx: &Context, places: &[At]) -> Vec<Command> {
    take_if(ctx, places, &|_| true)
}

/// Takes the keys of the map with Ctrl, and those that work anywhere: the letters are for what has the keyboard.
pub(in crate::app) fn take_beside_map(ctx: &Context) -> Vec<Command> {
    take_if(ctx, &[At::Anywhere], &|_| true)
        .into_iter()
        .chain(take_if(ctx, &[At::Map], &|modifiers| modifiers.command))
        .collect()
}

fn take_if(ctx: &Context, places: &[At], is_for_us: &dyn Fn(Modifiers) -> bool) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            if !is_for_us(*modifiers) {
                return true;
            }
            match meaning(places, *key, *modifiers) {
                // The field makes it itself.
                None | Some(Command::Name(NameKey::NewLine)) => true,
                Some(command) => {
                    commands.push(command);
                    false
                }
            }
        });
    });
    commands
}

/// A key with its modifiers, as people write it: signs are signs, and not their names.
pub(in crate::app) fn written(ctx: &Context, shortcut: KeyboardShortcut) -> String {
    let key = shortcut.logical_key;
    let text = ctx.format_shortcut(&shortcut);
    let sign = if key == Key::Minus { "-" } else { key.symbol_or_name() };
    let is_sign = sign.len() == 1 && sign.chars().all(|c| c.is_ascii_punctuation());
    match text.strip_suffix(key.name()) {
        // The sign is on the key with Shift already.
        Some("Shift+") if key == Key::Questionmark => "?".to_owned(),
        Some(before) if is_sign => format!("{before}{sign}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let all = bindings();
        for (number, one) in all.iter().enumerate() {
            for other in all.iter().take(number) {
                let is_same = one.at == other.at && one.shortcut == other.shortcut;
                assert!(!is_same, "{:?} and {:?} share a key", one.command, other.command);
            }
        }
    }

    /// A key of the map would never come to it if one that works anywhere had it.
    #[test]
    fn keys_of_the_map_are_no_ones_else() {
        for one in bindings().iter().filter(|binding| binding.at == At::Map) {
            let found = meaning(&[At::Anywhere, At::Map], one.shortcut.logical_key, one.shortcut.modifiers);
            assert_eq!(found, Some(one.command));
        }
    }

    #[test]
    fn more_modifiers_mean_more() {
        let on_canvas = |key, modifiers| meaning(&[At::Anywhere, At::Map, At::Canvas], key, modifiers);
        let label = |key, modifiers| on_canvas(key, modifiers).map(|command| describe(command).label);
        assert_eq!(label(Key::L, Modifiers::NONE), Some("Need"));
        assert_eq!(label(Key::L, Modifiers::SHIFT), Some("Flow"));
        assert_eq!(label(Key::S, Modifiers::COMMAND.plus(Modifiers::SHIFT)), Some("Save as…"));
        assert_eq!(label(Key::ArrowDown, Modifiers::ALT), Some("Walk"));
        assert_eq!(
            label(Key::ArrowDown, Modifiers::ALT.plus(Modifiers::SHIFT)),
            Some("Select what it needs")
        );
        assert_eq!(label(Key::ArrowDown, Modifiers::COMMAND), Some("Nudge"));
        assert_eq!(label(Key::C, Modifiers::NONE), Some("Component"));
        // Alt with a letter is not the letter.
        assert_eq!(label(Key::P, Modifiers::ALT), None);
        assert_eq!(label(Key::E, Modifiers::ALT.plus(Modifiers::COMMAND)), None);
    }
}
