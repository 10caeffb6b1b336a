//! Scenes as files. It knows no map.

mod embed;
mod font;
mod letters;
mod output;
mod pdf;
mod png;
mod raster;
mod svg;

pub use font::{SystemFont, system_fonts_for};
pub use output::{Output, PictureFormat};
pub use pdf::{Page, PageSize, page_pixels, pdf};
pub use png::{PictureError, Pixels, pixels, png};
pub use svg::{Lettering, svg};
