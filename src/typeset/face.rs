//! The faces that come with the program.

use serde::Deserialize;

/// The faces that maps are set in, the same bytes in window, picture and metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Face {
    /// Noto Sans.
    Regular,
    /// Noto Sans Bold.
    Bold,
    /// Noto Sans Italic, drawn as such, not slanted.
    Italic,
    /// Noto Sans Bold Italic.
    BoldItalic,
    /// Hack, of even width.
    Mono,
}

impl Face {
    /// Every face.
    pub const ALL: [Self; 5] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic, Self::Mono];

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => notosans::REGULAR_TTF,
            Self::Bold => notosans::BOLD_TTF,
            Self::Italic => notosans::ITALIC_TTF,
            Self::BoldItalic => notosans::BOLD_ITALIC_TTF,
            Self::Mono => epaint_default_fonts::HACK_REGULAR,
        }
    }

    /// The family's name in the font file.
    pub fn family(self) -> &'static str {
        if self == Self::Mono { "Hack" } else { "Noto Sans" }
    }

    /// Whether it is one of the bold faces.
    pub fn is_bold(self) -> bool {
        matches!(self, Self::Bold | Self::BoldItalic)
    }

    /// Whether it is one of the italic faces.
    pub fn is_italic(self) -> bool {
        matches!(self, Self::Italic | Self::BoldItalic)
    }
}
