//! Fonts by number: the program's own, and those of the system that were needed.

use std::sync::{LazyLock, PoisonError, RwLock};

use rustybuzz::ttf_parser::{GlyphId, RasterImageFormat};

use super::Face;
use crate::geometry::Rect;

/// A font, by its number. Those of the system are numbered as they are needed, so that a number means the same only
/// as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(u16);

/// A font file's face, ready to shape with. It stays until the program ends: its bytes are lent to every thread.
pub(super) struct Font {
    pub(super) bytes: &'static [u8],
    pub(super) index: u32,
    pub(super) shaper: rustybuzz::Face<'static>,
}

/// The number of Noto Emoji, the outlines of pictographs that come with the program.
const EMOJI: u16 = Face::ALL.len() as u16;
/// How many fonts come with the program.
const OWN: u16 = EMOJI + 1;

static OURS: [LazyLock<Option<Font>>; OWN as usize] = [
    LazyLock::new(|| Font::new(Face::Regular.bytes(), 0)),
    LazyLock::new(|| Font::new(Face::Bold.bytes(), 0)),
    LazyLock::new(|| Font::new(Face::Italic.bytes(), 0)),
    LazyLock::new(|| Font::new(Face::BoldItalic.bytes(), 0)),
    LazyLock::new(|| Font::new(Face::Mono.bytes(), 0)),
    LazyLock::new(|| Font::new(PICTOGRAPHS, 0)),
];

static OF_THE_SYSTEM: RwLock<Vec<&'static Font>> = RwLock::new(Vec::new());

impl Font {
    fn new(bytes: &'static [u8], index: u32) -> Option<Self> {
        Some(Self { bytes, index, shaper: rustybuzz::Face::from_slice(bytes, index)? })
    }
}

/// Noto Emoji, the font file of the program's pictographs.
pub static PICTOGRAPHS: &[u8] = epaint_default_fonts::NOTO_EMOJI_REGULAR;

/// The fonts of the system that were needed so far, each with its file.
pub fn system_fonts() -> Vec<FontId> {
    let fonts = OF_THE_SYSTEM.read().unwrap_or_else(PoisonError::into_inner);
    (0..fonts.len())
        .filter_map(|number| Some(FontId(u16::try_from(number).ok()?.checked_add(OWN)?)))
        .collect()
}

impl From<Face> for FontId {
    fn from(face: Face) -> Self {
        Self(face as u16)
    }
}

impl FontId {
    /// Noto Emoji.
    pub(super) const EMOJI: Self = Self(EMOJI);

    /// Keeps a font of the system for as long as the program runs; `None` where its bytes are no font.
    pub(super) fn of_system(bytes: Vec<u8>, index: u32) -> Option<Self> {
        let mut fonts = OF_THE_SYSTEM.write().unwrap_or_else(PoisonError::into_inner);
        let number = u16::try_from(fonts.len()).ok()?.checked_add(OWN)?;
        // Few fonts, each once: what borrows them lives on every thread and in no order.
        fonts.push(Box::leak(Box::new(Font::new(Vec::leak(bytes), index)?)));
        Some(Self(number))
    }

    pub(super) fn font(self) -> Option<&'static Font> {
        match self.0.checked_sub(OWN) {
            None => OURS.get(usize::from(self.0)).and_then(|font| font.as_ref()),
            Some(number) => {
                let fonts = OF_THE_SYSTEM.read().unwrap_or_else(PoisonError::into_inner);
                fonts.get(usize::from(number)).copied()
            }
        }
    }

    /// The font file's bytes, and which face of the file it is.
    pub fn file(self) -> Option<(&'static [u8], u32)> {
        self.font().map(|font| (font.bytes, font.index))
    }

    /// The unit that the font counts lengths in: so many make an em.
    pub fn units_per_em(self) -> i32 {
        self.font().map_or(1000, |font| font.shaper.units_per_em())
    }

    /// The number of a character's glyph; `None` where the font has none.
    pub fn glyph_of(self, c: char) -> Option<u16> {
        Some(self.font()?.shaper.glyph_index(c)?.0)
    }

    /// How far a glyph alone moves the pen, in ems.
    pub fn advance(self, glyph: u16) -> f64 {
        let units = self.font().and_then(|font| font.shaper.glyph_hor_advance(GlyphId(glyph)));
        f64::from(units.unwrap_or(0)) / f64::from(self.units_per_em())
    }

    /// The font's name in its file, plain letters only; empty where it has none.
    pub fn post_script_name(self) -> String {
        let Some(font) = self.font() else { return String::new() };
        let names = font.shaper.names().into_iter();
        let name = names
            .filter(|name| name.name_id == rustybuzz::ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|name| name.to_string());
        name.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect()
    }

    /// The highest ascender and lowest descender, in ems, the descender negative.
    pub fn extent(self) -> (f64, f64) {
        let Some(font) = self.font() else { return (1.0, -0.25) };
        let em = f64::from(font.shaper.units_per_em());
        (f64::from(font.shaper.ascender()) / em, f64::from(font.shaper.descender()) / em)
    }

    /// Whether the font has outlines, not only pictures.
    pub fn has_outlines(self) -> bool {
        self.font()
            .is_some_and(|font| font.shaper.tables().glyf.is_some() || font.shaper.tables().cff.is_some())
    }

    /// Whether the font's outlines are cubic (CFF), not quadratic.
    pub fn is_cff(self) -> bool {
        self.font().is_some_and(|font| font.shaper.tables().cff.is_some())
    }

    /// Whether the file holds several weights or widths in one, of which we use the first.
    pub fn is_variable(self) -> bool {
        self.font().is_some_and(|font| font.shaper.is_variable())
    }

    /// A glyph that is a picture instead of an outline, as in fonts of coloured pictographs.
    pub fn picture(self, glyph: u16) -> Option<GlyphPicture> {
        let font = self.font()?;
        let image = font.shaper.glyph_raster_image(GlyphId(glyph), u16::MAX)?;
        if image.format != RasterImageFormat::PNG {
            return None;
        }
        let em = f64::from(image.pixels_per_em.max(1));
        let (x, y) = (f64::from(image.x) / em, f64::from(image.y) / em);
        let (width, height) = (f64::from(image.width) / em, f64::from(image.height) / em);
        Some(GlyphPicture { png: image.data, rect: Rect::new(x, -y - height, x + width, -y) })
    }
}

/// The picture of a glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlyphPicture {
    /// A PNG file.
    pub png: &'static [u8],
    /// Where it lies about the glyph's point, in ems, y downwards.
    pub rect: Rect,
}
