//! The map file. Format 1; every older number is read for ever.

mod fields;
mod out;
mod v1;
mod write;

pub use write::write;

use super::tree::{self, Syntax, Value};
use super::{Diagnostic, Reading};

/// The newest format that this version reads and writes.
pub const FORMAT: u32 = 1;

/// Reads a map file.
pub fn read(text: &str) -> Reading {
    read_as(text, Syntax::Ron)
}

/// Reads a map file in either spelling.
pub(super) fn read_as(text: &str, syntax: Syntax) -> Reading {
    let tree = match tree::parse(text, syntax) {
        Ok(tree) => tree,
        Err(diagnostic) => return Reading::refused(diagnostic),
    };
    let Value::Struct { name, fields } = &tree.root.value else {
        return Reading::refused(Diagnostic::error(
            tree.root.span,
            "this is not a map: it should begin with `Map(`",
        ));
    };
    if syntax == Syntax::Ron && name != "Map" {
        return Reading::refused(Diagnostic::error(
            tree.root.span,
            "this is not a map: it should begin with `Map(`",
        ));
    }
    let Some(format) = fields.iter().find(|field| field.key == "format") else {
        let missing = Diagnostic::error(tree.root.span, "the map does not say which format it has")
            .with_help("write `format: 1` first");
        return Reading::refused(missing);
    };
    match format.node.span.of(text).parse::<u32>() {
        Ok(1) => v1::read(text, syntax, &tree, fields),
        Ok(number) if number > FORMAT => Reading::refused(
            Diagnostic::error(
                format.node.span,
                format!("this map has format {number}, which a newer Mapstone wrote; this one reads up to {FORMAT}"),
            )
            .with_help("the file is left as it is; open it with the newer version"),
        ),
        _ => Reading::refused(Diagnostic::error(format.node.span, "the format is a whole number from 1")),
    }
}

pub(super) use write::{json, losses_in_json};
