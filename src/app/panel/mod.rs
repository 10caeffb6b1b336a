//! The panels beside the canvas.

pub(in crate::app) mod inspector;
pub(in crate::app) mod text;
pub(in crate::app) mod tray;
