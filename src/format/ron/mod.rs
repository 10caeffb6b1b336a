//! The map file. Format 1; every older number is read for ever.

mod change;
mod choice;
mod convert;
mod edit;
mod fields;
mod file;
mod file_elements;
mod file_links;
pub(super) mod grammar;
pub(super) mod items;
mod json;
mod kept;
mod lists;
mod out;
mod record;
mod schema;
mod serialize;
mod v1;
mod write;

use lists::Lists;

pub(super) use edit::Ron;
pub use write::write;

use super::tree::{self, Syntax, Tree, Value};
use super::{Diagnostic, Reading, Span};

/// The newest format that this version reads and writes.
pub const FORMAT: u32 = 1;

/// Reads a map file.
pub fn read(text: &str) -> Reading {
    read_as(text, Syntax::Ron)
}

/// Reads a map file in either spelling.
pub(super) fn read_as(text: &str, syntax: Syntax) -> Reading {
    read_whole(text, syntax).0
}

/// Reads a map file so that it can be edited; `None` where it is no map.
pub(super) fn read_parts(text: &str) -> (Reading, Option<Ron>) {
    read_whole(text, Syntax::Ron)
}

fn read_whole(text: &str, syntax: Syntax) -> (Reading, Option<Ron>) {
    let mut lists = Lists::new(text, syntax);
    match tree::parse(text, syntax, &mut |list, node| lists.take(list, node)) {
        Ok(tree) => {
            let (reading, places) = read_tree(text, syntax, &tree, lists);
            (reading, places.map(|Places { elements, links }| Ron { tree, elements, links }))
        }
        Err(diagnostic) => (Reading::refused(diagnostic), None),
    }
}

/// Where the elements and links of a map stand in its text, in the map's order.
struct Places {
    elements: Vec<Span>,
    links: Vec<Span>,
}

fn read_tree<'a>(
    text: &'a str,
    syntax: Syntax,
    tree: &'a Tree,
    lists: Lists<'a>,
) -> (Reading, Option<Places>) {
    let refused = |diagnostic| (Reading::refused(diagnostic), None);
    let Value::Struct { name, fields } = &tree.root.value else {
        return refused(Diagnostic::error(tree.root.span, "this is not a map: it should begin with `Map(`"));
    };
    if syntax == Syntax::Ron && name != "Map" {
        return refused(Diagnostic::error(tree.root.span, "this is not a map: it should begin with `Map(`"));
    }
    let Some(format) = fields.iter().find(|field| field.key == "format") else {
        let missing = Diagnostic::error(tree.root.span, "the map does not say which format it has")
            .with_help("write `format: 1` first");
        return refused(missing);
    };
    match format.node.span.of(text).parse::<u32>() {
        Ok(1) => v1::read(text, syntax, tree, fields, lists),
        Ok(number) if number > FORMAT => refused(
            Diagnostic::error(
                format.node.span,
                format!("this map has format {number}, which a newer Mapstone wrote; this one reads up to {FORMAT}"),
            )
            .with_help("the file is left as it is; open it with the newer version"),
        ),
        _ => refused(Diagnostic::error(format.node.span, "the format is a whole number from 1")),
    }
}

pub(super) use json::{json, losses_in_json};
pub use schema::schema;
