//! OnlineWardleyMaps text, as its reference tool (version 1.121) really reads it, quirks included.
//!
//! Where the reference is plainly wrong, the reader does what the author meant.

mod alone;
mod assemble;
mod carried;
mod comment;
mod complete;
mod edit;
mod highlight;
mod insert;
mod line;
mod locate;
mod mangle;
mod meaning;
pub(super) mod names;
mod parked;
mod patch;
mod pending;
mod remarks;
mod resolve;
mod said;
mod source;
mod statement;
pub(super) mod suffix;
mod unread;
mod write;

pub(super) use complete::complete;
pub(super) use edit::Owm;
pub(super) use highlight::highlight;
pub(super) use mangle::mangled;
pub(super) use said::read_back;
pub use said::said;
pub(super) use source::Says;
pub(super) use write::write;

use super::Reading;

/// Reads OnlineWardleyMaps text. It never fails: what is not understood is kept and reported.
pub fn read(text: &str) -> Reading {
    assemble::read(text).0
}

/// Reads a text so that it can be edited.
pub(super) fn read_parts(text: &str) -> (Reading, Owm) {
    let (reading, lines) = assemble::read(text);
    (reading, Owm::new(text, lines))
}

/// Whether any line of a text reads as part of a map, so that it may be taken for one without an ending.
pub(super) fn looks_like_owm(text: &str) -> bool {
    has_line(text, statement::is_telling)
}

/// Whether any line of a text can be read as part of a map.
pub(super) fn fits_owm(text: &str) -> bool {
    has_line(text, |_| true)
}

fn has_line(text: &str, is: impl Fn(&statement::Statement<'_>) -> bool) -> bool {
    let masked = comment::mask(text);
    let mut lines = masked.code.lines().filter(|line| line.len() <= alone::LONGEST_LINE);
    lines.any(|line| statement::parse(line).is_some_and(|statement| is(&statement)))
}
