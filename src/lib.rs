#![doc = include_str!("lib.md")]

pub mod geometry;
pub mod layout;
pub mod model;
pub mod scene;
pub mod cli;
pub mod export;
pub mod files;
pub mod format;
