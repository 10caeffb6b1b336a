//! Lines of text as glyphs: faces, the order of scripts, shaping, widths, breaking. Knows nothing of maps.
//!
//! Whatever measures or draws letters asks here, so that layout, window and every picture agree: a line is put into
//! the order in which it is read ([`Line`]), each part of it gets a font that has all of its characters, and is
//! shaped by one shaper.

mod face;
mod fallback;
mod font;
mod line;
mod outline;
mod pieces;
mod repair;
mod wrap;

pub use face::Face;
pub use fallback::{Wanted, find_fonts, fonts_found, never_wait_here, take_wanted};
pub use font::{FontId, GlyphPicture, PICTOGRAPHS, system_fonts};
pub use line::{Glyph, Line, line, reads_leftwards, undrawable, width};
pub use outline::outline;
pub use pieces::{in_sentence, left_to_right, one_line, set_apart};
pub use wrap::wrap;
