#![doc = include_str!("lib.md")]

pub mod geometry;
pub mod model;
pub mod format;
