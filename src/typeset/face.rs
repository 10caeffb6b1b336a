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

// Constants of other crates would be in the program once for each piece that it is compiled in.
static REGULAR: &[u8] = notosans::REGULAR_TTF;
static BOLD: &[u8] = notosans::BOLD_TTF;
static ITALIC: &[u8] = notosans::ITALIC_TTF;
static BOLD_ITALIC: &[u8] = notosans::BOLD_ITALIC_TTF;
static MONO: &[u8] = epaint_default_fonts::HACK_REGULAR;

impl Face {
    /// Every face.
    pub const ALL: [Self; 5] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic, Self::Mono];

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
            Self::Italic => ITALIC,
            Self::BoldItalic => BOLD_ITALIC,
            Self::Mono => MONO,
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
