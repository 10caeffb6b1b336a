//! How a map looks: a theme and a layout become a closed list of things to draw.
//!
//! Every screen and every file format draws the same list.

mod build;
mod contents;
mod decor;
mod item;
mod legend;
mod symbol;
mod theme;

pub use build::build;
pub use contents::Contents;
pub use item::{Attachment, Drawn, HALO, Item, Paint, Scene, Stroke, Subject, TextItem};
pub use theme::{Line, Theme, ThemeError};
