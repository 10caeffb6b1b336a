//! The fonts of a PDF: of each the part that is needed, with what its glyphs mean.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::pdf::Numbers;
use crate::typeset::FontId;

/// Packs what a stream holds.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(5));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The fonts that a page uses, in the order in which they were first needed.
#[derive(Default)]
pub(super) struct Fonts {
    fonts: Vec<Used>,
    numbers: HashMap<FontId, usize>,
}

/// A font with the glyphs of it that are needed.
struct Used {
    font: FontId,
    glyphs: GlyphRemapper,
    /// What each glyph of the part stands for.
    means: BTreeMap<u16, String>,
}

impl Fonts {
    /// The number of a font among those of the page, and of a glyph in the part of it that the file holds.
    pub(super) fn glyph(&mut self, font: FontId, glyph: u16, means: &str) -> (usize, u16) {
        let number = *self.numbers.entry(font).or_insert_with(|| {
            self.fonts.push(Used { font, glyphs: GlyphRemapper::new(), means: BTreeMap::new() });
            self.fonts.len() - 1
        });
        let Some(used) = self.fonts.get_mut(number) else { return (number, 0) };
        let glyph = used.glyphs.remap(glyph);
        used.means.entry(glyph).or_insert_with(|| means.to_owned());
        (number, glyph)
    }

    /// Writes the fonts; answers the object of each.
    pub(super) fn write(self, file: &mut Pdf, numbers: &mut Numbers) -> Vec<Ref> {
        self.fonts.into_iter().enumerate().map(|(count, used)| used.write(count, file, numbers)).collect()
    }
}

/// Whether the part of a font that a text needs can be put into a file as a font; else its letters are drawn as shapes.
pub(super) fn can_hold(font: FontId) -> bool {
    !font.is_variable()
        && font
            .file()
            .is_some_and(|(bytes, index)| subsetter::subset(bytes, index, &GlyphRemapper::new()).is_ok())
}

/// Glyphs are numbered by the file itself.
const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

impl Used {
    fn write(self, count: usize, file: &mut Pdf, numbers: &mut Numbers) -> Ref {
        let [font, descendant, descriptor, data, unicode] = std::array::from_fn(|_| numbers.next());
        // Six capitals before the name say that it is a part.
        let letter = |place: u32| char::from(b'A' + (count / 26_usize.pow(place) % 26) as u8);
        let tag: String = (0..6).rev().map(letter).collect();
        let name = format!("{tag}+{}", self.font.post_script_name());
        let is_cff = self.font.is_cff();
        let full = if is_cff { format!("{name}-Identity-H") } else { name.clone() };
        file.type0_font(font)
            .base_font(Name(full.as_bytes()))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(unicode);
        let mut cid = file.cid_font(descendant);
        cid.subtype(if is_cff { CidFontType::Type0 } else { CidFontType::Type2 });
        cid.base_font(Name(name.as_bytes()))
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0);
        if !is_cff {
            cid.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        let widths = self.glyphs.remapped_gids().map(|glyph| 1000.0 * self.font.advance(glyph) as f32);
        cid.widths().consecutive(0, widths);
        cid.finish();
        let (above, below) = self.font.extent();
        let (above, below) = (1000.0 * above as f32, 1000.0 * below as f32);
        let mut about = file.font_descriptor(descriptor);
        about
            .name(Name(name.as_bytes()))
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(-500.0, below, 2000.0, above))
            .italic_angle(0.0)
            .ascent(above)
            .descent(below)
            .cap_height(714.0)
            .stem_v(95.0);
        if is_cff {
            about.font_file3(data)
        } else {
            about.font_file2(data)
        };
        about.finish();
        let (bytes, index) = self.font.file().unwrap_or((&[], 0));
        let part = subsetter::subset(bytes, index, &self.glyphs).unwrap_or_default();
        let part = if is_cff { table(&part, *b"CFF ").unwrap_or_default() } else { &part };
        let packed = packed(part);
        let mut stream = file.stream(data, &packed);
        stream.filter(Filter::FlateDecode);
        if is_cff {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
        stream.finish();
        let mut map = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
        for (glyph, means) in &self.means {
            map.pair_with_multiple(*glyph, means.chars());
        }
        file.cmap(unicode, &map.finish());
        font
    }
}

/// A table of a font file.
fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = u16::from_be_bytes(*font.get(4..)?.first_chunk()?);
    let record = (0..usize::from(count)).find_map(|number| {
        let record: &[u8; 16] = font.get(12 + 16 * number..)?.first_chunk()?;
        record.starts_with(&tag).then_some(record)
    })?;
    let [.., o0, o1, o2, o3, l0, l1, l2, l3] = *record;
    let (offset, length) =
        (u32::from_be_bytes([o0, o1, o2, o3]) as usize, u32::from_be_bytes([l0, l1, l2, l3]) as usize);
    font.get(offset..offset.checked_add(length)?)
}
