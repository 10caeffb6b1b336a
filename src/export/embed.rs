//! The part of our fonts that a picture needs, for SVG that looks the same everywhere and stays text.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::scene::{Item, Scene};
use crate::typeset::{Face, FontId, width};

/// The rules of a style sheet that bring the fonts of a scene's letters. What our faces lack is left to the reader's.
pub(super) fn font_rules(scene: &Scene) -> String {
    let mut texts: BTreeMap<&str, (Face, Vec<&str>)> = BTreeMap::new();
    for (_, item) in scene.items() {
        if let Item::Text(text) = item {
            texts.entry(name(text.face)).or_insert_with(|| (text.face, Vec::new())).1.push(&text.text);
        }
    }
    let mut rules = String::new();
    for (face, texts) in texts.values() {
        let Some(font) = font(*face, texts) else { continue };
        let weight = if face.is_bold() { "bold" } else { "normal" };
        let style = if face.is_italic() { "italic" } else { "normal" };
        rules.push_str(&format!(
            "@font-face{{font-family:\"{}\";font-weight:{weight};font-style:{style};\
             src:url(data:font/ttf;base64,{})}}\n",
            face.family(),
            STANDARD.encode(font)
        ));
    }
    rules
}

/// A fixed order for faces.
fn name(face: Face) -> &'static str {
    match face {
        Face::Regular => "regular",
        Face::Bold => "bold",
        Face::Italic => "italic",
        Face::BoldItalic => "bold italic",
        Face::Mono => "mono",
    }
}

/// The glyphs of a face that these texts need, as a font file; `None` where it has none of them.
///
/// The tables that say how letters stand beside each other speak of all glyphs of the face, and cannot be taken along:
/// an older table takes their place, with the pairs of letters that the texts have.
fn font(face: Face, texts: &[&str]) -> Option<Vec<u8>> {
    let characters: BTreeSet<char> = texts.iter().flat_map(|text| text.chars()).collect();
    let mut glyphs: BTreeSet<u16> =
        characters.iter().filter_map(|c| FontId::from(face).glyph_of(*c)).collect();
    glyphs.insert(0);
    let ids: Vec<u16> = glyphs.into_iter().collect();
    if ids.len() < 2 {
        return None;
    }
    let data = ReadScope::new(face.bytes()).read::<FontData<'_>>().ok()?;
    let tables = data.table_provider(0).ok()?;
    let font = subset(&tables, &ids, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()?;
    let new_id = |c: char| {
        ids.binary_search(&FontId::from(face).glyph_of(c)?).ok().and_then(|id| u16::try_from(id).ok())
    };
    let mut pairs = BTreeMap::new();
    for text in texts {
        for (a, b) in text.chars().zip(text.chars().skip(1)) {
            if let (Some(left), Some(right)) = (new_id(a), new_id(b)) {
                pairs.entry((left, right)).or_insert_with(|| nearer(a, b, face));
            }
        }
    }
    pairs.retain(|_, units| *units != 0);
    with_table(&font, *b"kern", &kern(&pairs)?)
}

/// How much further apart two letters stand than each alone asks for, in the face's unit: negative where they stand nearer.
fn nearer(a: char, b: char, face: Face) -> i16 {
    let units = f64::from(FontId::from(face).units_per_em());
    let alone = |c: char| width(c.encode_utf8(&mut [0; 4]), face, units);
    (width(&format!("{a}{b}"), face, units) - alone(a) - alone(b)).round() as i16
}

/// The table of pairs, format 0 (OpenType 1.9, `kern`).
fn kern(pairs: &BTreeMap<(u16, u16), i16>) -> Option<Vec<u8>> {
    let count = u16::try_from(pairs.len()).ok().filter(|count| *count < 10_000)?;
    let mut table = Vec::with_capacity(18 + 6 * pairs.len());
    let (range, selector, shift) = search(count, 6);
    // Version, tables; then of the only one: version, length, horizontal of format 0, pairs.
    for number in [0, 1, 0, 14 + 6 * count, 1, count, range, selector, shift] {
        table.extend(number.to_be_bytes());
    }
    for ((left, right), units) in pairs {
        table.extend(left.to_be_bytes());
        table.extend(right.to_be_bytes());
        table.extend(units.to_be_bytes());
    }
    Some(table)
}

/// What OpenType wants to be told of a list that is searched by halving.
fn search(count: u16, size: u16) -> (u16, u16, u16) {
    let selector = count.max(1).ilog2() as u16;
    let range = size << selector;
    (range, selector, size * count - range.min(size * count))
}

/// A font file with one table more.
fn with_table(font: &[u8], tag: [u8; 4], table: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    let count = u16::from_be_bytes(*font.get(4..)?.first_chunk()?);
    let (records, rest) = font.get(HEADER..)?.split_at_checked(RECORD * usize::from(count))?;
    let (range, selector, shift) = search(count + 1, RECORD as u16);
    let mut out = font.get(..4)?.to_vec();
    for number in [count + 1, range, selector, shift] {
        out.extend(number.to_be_bytes());
    }
    let mut all: Vec<([u8; 4], [u8; RECORD])> = Vec::new();
    for record in records.as_chunks::<RECORD>().0 {
        let [t0, t1, t2, t3, c0, c1, c2, c3, o0, o1, o2, o3, l0, l1, l2, l3] = *record;
        // One record more stands before everything.
        let [o0, o1, o2, o3] = (u32::from_be_bytes([o0, o1, o2, o3]) + RECORD as u32).to_be_bytes();
        let moved = [t0, t1, t2, t3, c0, c1, c2, c3, o0, o1, o2, o3, l0, l1, l2, l3];
        all.push(([t0, t1, t2, t3], moved));
    }
    let padding = rest.len().next_multiple_of(4) - rest.len();
    let offset = u32::try_from(font.len() + RECORD + padding).ok()?;
    let mut own = [0; RECORD];
    let sum = table.chunks(4).fold(0_u32, |sum, word| {
        let mut whole = [0; 4];
        whole.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(whole))
    });
    let length = u32::try_from(table.len()).ok()?;
    let said =
        tag.into_iter().chain(sum.to_be_bytes()).chain(offset.to_be_bytes()).chain(length.to_be_bytes());
    own.iter_mut().zip(said).for_each(|(to, from)| *to = from);
    all.push((tag, own));
    all.sort_unstable();
    out.extend(all.iter().flat_map(|(_, record)| record));
    out.extend(rest);
    out.extend(std::iter::repeat_n(0, padding));
    out.extend(table);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_of_a_font_sets_its_text_as_the_whole_does() {
        for face in Face::ALL {
            let texts = ["Toy AVATAR Waffle, Type of Kerning", "Électricité fi ffl → 5 ½"];
            let font = font(face, &texts).unwrap();
            assert!(font.len() < 30_000, "{}", font.len());
            let part = rustybuzz::Face::from_slice(&font, 0).unwrap();
            for text in texts {
                let mut buffer = rustybuzz::UnicodeBuffer::new();
                buffer.push_str(text);
                buffer.guess_segment_properties();
                let glyphs = rustybuzz::shape(&part, &[], buffer);
                assert!(glyphs.glyph_infos().iter().all(|glyph| glyph.glyph_id != 0), "{face:?} {text}");
                let units: i32 = glyphs.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
                let ems = f64::from(units) / f64::from(part.units_per_em());
                assert!((ems - width(text, face, 1.0)).abs() < 0.01, "{face:?} {text}: {ems}");
            }
        }
    }
}
