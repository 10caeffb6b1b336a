//! Everything that menus, keys and buttons can ask for. What a command is called, what it does, and by which keys, is
//! said once, in [`describe()`]; whether it can be done now, in [`state()`].

mod describe;
pub(super) mod gestures;
pub(super) mod keys;
mod list;
pub(super) mod menus;
mod operations;
pub(super) mod sheet;
mod state;
mod typing;

pub(super) use describe::{Description, describe, theme_label};
pub(super) use list::{
    Again, Command, FindKey, FocusKey, LineKey, ListKey, NameKey, Pace, PaletteKey, Panel, ScenarioDeed,
    TrayKey, Way,
};
pub(super) use state::{Situation, State, needs_map, state};
