//! All integration tests in one binary: linking the window's crates once is minutes saved.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests fail where something is not there, and say what they skip"
)]

mod architecture;
mod arranging;
#[cfg(feature = "app")]
mod asking;
mod bad_input;
mod carriers;
mod check;
mod command_line;
mod comparing;
#[cfg(feature = "app")]
mod controls;
mod corpus;
mod desk;
mod edits;
mod elements;
#[cfg(feature = "app")]
mod elements_window;
mod everyone;
mod gestures;
#[cfg(feature = "app")]
mod home;
mod json;
#[cfg(feature = "app")]
mod keyboard;
mod labels;
mod large;
mod links;
#[cfg(feature = "app")]
mod live;
mod looking;
mod map_file;
#[cfg(feature = "app")]
mod mending;
mod merging;
mod mermaid;
mod mutations;
#[cfg(feature = "app")]
mod outputs;
mod panels;
mod patches;
mod pictures;
mod placing;
mod questions;
mod renderers;
mod reports;
#[cfg(feature = "app")]
mod scenarios;
mod scripts;
mod snapping;
mod soak;
mod tabs;
mod typing;
#[cfg(feature = "app")]
mod window;
mod workspace;
