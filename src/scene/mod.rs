//! How a map looks: a theme and a layout become a closed list of things to draw.
//!
//! Every screen and every file format draws the same list.

mod build;
mod comparison;
mod contents;
mod decor;
mod doubt;
mod group;
mod item;
mod legend;
mod lines;
mod look;
mod others;
mod overlay;
mod painter;
mod symbol;
mod theme;

pub use build::{build, rebuild};
pub use comparison::{Layouts, Marks, comparison_alone, comparison_scene, with_comparison};
pub use contents::Contents;
pub use group::{Group, Level, Part};
pub use item::{Attachment, HALO, Item, Paint, Scene, Stroke, Subject, TextItem};
pub use look::{Hideable, Look, Looked};
pub use overlay::{hue_color, tint_alone, with_tinting};
pub use theme::{Line, Theme, ThemeError};
