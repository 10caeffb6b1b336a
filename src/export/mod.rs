//! Scenes as files. It knows no map.

mod animation;
mod embed;
mod held;
mod letters;
mod output;
mod page;
mod pdf;
mod pdf_content;
mod pdf_font;
mod png;
mod raster;
mod svg;

pub use animation::{Frame, animated_png, within};
pub use held::{Held, held};
pub use letters::{LetterPixels, letter};
pub use output::{Output, PictureFormat};
pub use page::{Page, PageSize, page_pixels};
pub use pdf::pdf;
pub use png::{PictureError, Pixels, pixels, pixels_of_png, png};
pub use svg::{Lettering, svg};
