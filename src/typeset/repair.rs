//! Noto Sans for programs that shape by themselves.

use super::pieces::is_spacing_accent;
use super::{Face, FontId};

impl Face {
    /// The font file without the accents that take room of their own where Hack has them: Noto Sans 1.04 calls them
    /// marks, and a shaper that is not told otherwise sets a backtick over the letter before. The next font is asked
    /// for them then.
    pub fn without_spacing_accents(self) -> Vec<u8> {
        let bytes = self.bytes();
        let (own, other) = (FontId::from(self), FontId::from(Self::Mono));
        if self == Self::Mono {
            return bytes.to_vec();
        }
        let Some(font) = own.font() else { return bytes.to_vec() };
        let mut characters = Vec::new();
        for table in font.shaper.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
            table.codepoints(|c| characters.push(c));
        }
        characters.sort_unstable();
        characters.dedup();
        let kept = characters.into_iter().filter_map(char::from_u32);
        let kept = kept.filter(|c| !is_spacing_accent(*c) || other.glyph_of(*c).is_none());
        let pairs: Vec<_> = kept.filter_map(|c| Some((u32::from(c), u32::from(own.glyph_of(c)?)))).collect();
        with_characters(bytes, &pairs).unwrap_or_else(|| bytes.to_vec())
    }
}

/// A font file with another table of characters (OpenType 1.9, `cmap`, format 12), put at its end.
fn with_characters(bytes: &[u8], pairs: &[(u32, u32)]) -> Option<Vec<u8>> {
    let mut groups: Vec<(u32, u32, u32)> = Vec::new();
    for (c, glyph) in pairs {
        match groups.last_mut() {
            Some((first, last, start)) if *last + 1 == *c && *start + (c - *first) == *glyph => *last = *c,
            _ => groups.push((*c, *c, *glyph)),
        }
    }
    let mut table = Vec::new();
    // Version 0, one table: platform 3, encoding 10, behind these 12 bytes; then its format and a reserved number.
    for number in [0_u16, 1, 3, 10, 0, 12, 12, 0] {
        table.extend(number.to_be_bytes());
    }
    let count = u32::try_from(groups.len()).ok()?;
    for number in [16 + 12 * count, 0, count] {
        table.extend(number.to_be_bytes());
    }
    for (first, last, start) in groups {
        table.extend([first, last, start].into_iter().flat_map(u32::to_be_bytes));
    }
    let mut out = bytes.to_vec();
    out.resize(bytes.len().next_multiple_of(4), 0);
    let offset = u32::try_from(out.len()).ok()?;
    let tables = u16::from_be_bytes(*bytes.get(4..)?.first_chunk()?);
    let record = (0..usize::from(tables)).map(|number| 12 + 16 * number);
    let record =
        record.into_iter().find(|at| bytes.get(*at..).is_some_and(|record| record.starts_with(b"cmap")))?;
    let place = out.get_mut(record + 8..record + 16)?;
    let said = offset.to_be_bytes().into_iter().chain(u32::try_from(table.len()).ok()?.to_be_bytes());
    place.iter_mut().zip(said).for_each(|(to, from)| *to = from);
    out.extend(table);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_accents_are_gone() {
        let bytes = Face::Regular.without_spacing_accents();
        let (font, whole) = (rustybuzz::Face::from_slice(&bytes, 0).unwrap(), FontId::from(Face::Regular));
        for c in "`´¨ˆ˚".chars() {
            assert!(font.glyph_index(c).is_none() && FontId::from(Face::Mono).glyph_of(c).is_some(), "{c}");
        }
        for c in "aZÉ→Ωжế½".chars() {
            assert_eq!(font.glyph_index(c).map(|glyph| glyph.0), whole.glyph_of(c), "{c}");
        }
    }
}
