//! How wide text is, by the shaper that the pictures use, in the faces that they embed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The faces that maps are set in, the same bytes in window, picture and metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
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

    pub(super) fn shaper(self) -> Option<&'static rustybuzz::Face<'static>> {
        static SHAPERS: [LazyLock<Option<rustybuzz::Face<'static>>>; 5] = [
            LazyLock::new(|| rustybuzz::Face::from_slice(Face::Regular.bytes(), 0)),
            LazyLock::new(|| rustybuzz::Face::from_slice(Face::Bold.bytes(), 0)),
            LazyLock::new(|| rustybuzz::Face::from_slice(Face::Italic.bytes(), 0)),
            LazyLock::new(|| rustybuzz::Face::from_slice(Face::BoldItalic.bytes(), 0)),
            LazyLock::new(|| rustybuzz::Face::from_slice(Face::Mono.bytes(), 0)),
        ];
        SHAPERS.get(self as usize)?.as_ref()
    }
}

/// Widths are remembered for this many texts a thread; a map has a few hundred.
const REMEMBERED: usize = 20_000;

thread_local! {
    static WIDTHS: RefCell<HashMap<Face, HashMap<String, f64>>> = RefCell::new(HashMap::new());
}

/// The width of one line of text at this size, in the unit of the size.
pub fn width(text: &str, face: Face, size: f64) -> f64 {
    WIDTHS.with_borrow_mut(|widths| {
        let widths = widths.entry(face).or_default();
        if let Some(ems) = widths.get(text) {
            return ems * size;
        }
        if widths.len() > REMEMBERED {
            widths.clear();
        }
        let ems = ems(text, face);
        widths.insert(text.to_owned(), ems);
        ems * size
    })
}

fn ems(text: &str, face: Face) -> f64 {
    let Some(shaper) = face.shaper() else { return 0.5 * text.chars().count() as f64 };
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let glyphs = rustybuzz::shape(shaper, &[], buffer);
    let units: i32 = glyphs.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
    f64::from(units) / f64::from(shaper.units_per_em())
}

/// The number of a character's glyph in a face; `None` where it has none.
pub fn glyph_of(c: char, face: Face) -> Option<u16> {
    face.shaper()?.glyph_index(c).map(|glyph| glyph.0)
}

/// The unit that a face counts lengths in: so many make an em.
pub fn units_per_em(face: Face) -> i32 {
    face.shaper().map_or(1000, rustybuzz::Face::units_per_em)
}

/// The characters of a text for which a face has no glyph.
pub fn missing(text: &str, face: Face) -> impl Iterator<Item = char> {
    let shaper = face.shaper();
    text.chars().filter(move |c| {
        !c.is_ascii() && !c.is_whitespace() && shaper.is_some_and(|shaper| shaper.glyph_index(*c).is_none())
    })
}

/// Whether a face has a glyph for every character of a text.
pub fn covers(text: &str, face: Face) -> bool {
    text.is_ascii()
        || face
            .shaper()
            .is_some_and(|shaper| text.chars().all(|c| c.is_whitespace() || shaper.glyph_index(c).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_text_and_size() {
        assert_eq!(width("", Face::Regular, 13.0), 0.0);
        let cup = width("Cup", Face::Regular, 13.0);
        assert!((20.0..30.0).contains(&cup), "{cup}");
        assert!((width("Cup", Face::Regular, 26.0) - 2.0 * cup).abs() < 1e-9);
        assert!(width("Cup", Face::Bold, 13.0) > cup);
        assert_eq!(width("il", Face::Mono, 10.0), width("MW", Face::Mono, 10.0));
        assert!(covers("Électricité", Face::Regular) && !covers("茶", Face::Regular));
    }
}
