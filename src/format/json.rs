//! The map file's structure as JSON, for scripts.

use super::tree::Syntax;
use super::{Loss, Reading, ron};
use crate::model::Map;

/// Reads a map in JSON.
pub(super) fn read(text: &str) -> Reading {
    ron::read_as(text, Syntax::Json)
}

/// The map in JSON, one element a line, and what JSON cannot say of it.
pub(super) fn write(map: &Map) -> (String, Vec<Loss>) {
    (ron::json(map), ron::losses_in_json(map))
}
