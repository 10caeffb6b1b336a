//! Scenes as files. It knows no map.

mod font;
mod pdf;
mod png;
mod svg;

pub use font::{SystemFont, system_fonts_for};
pub use pdf::{Page, PageSize, pdf};
pub use png::{PictureError, Pixels, pixels, png};
pub use svg::{Lettering, svg};
