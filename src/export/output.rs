//! A scene as a file of one of the formats.

use super::{Lettering, Page, PictureError, pdf, png, svg};
use crate::scene::Scene;

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// Scalable vector graphics.
    Svg,
    /// Portable network graphics.
    Png,
    /// A document page.
    Pdf,
}

impl PictureFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// What names of such files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The format of files whose names end so, in small or large letters.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }
}

/// How a scene becomes a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Output {
    /// Which format.
    pub format: PictureFormat,
    /// SVG and PNG: pixels of the picture to each of the sheet.
    pub scale: f64,
    /// SVG: how letters are written.
    pub lettering: Lettering,
    /// PDF: what the picture is set on.
    pub page: Page,
}

impl Output {
    /// The file.
    ///
    /// # Errors
    /// If the picture has no size or too large a one, or cannot be drawn.
    pub fn bytes(&self, scene: &Scene) -> Result<Vec<u8>, PictureError> {
        match self.format {
            PictureFormat::Svg => Ok(svg(scene, self.scale, self.lettering).into_bytes()),
            PictureFormat::Png => png(scene, self.scale),
            PictureFormat::Pdf => pdf(scene, &self.page),
        }
    }
}
