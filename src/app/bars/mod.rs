//! Menus, toolbar and status bar. They ask for commands; they change nothing.

pub(super) mod find;
pub(super) mod menu;
pub(super) mod status;
pub(super) mod tabs;
pub(super) mod toolbar;
