//! A line in the order in which it is read, each part with the font that has all of its characters.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript as _};
use unicode_segmentation::UnicodeSegmentation as _;

use super::fallback::{Region, font_for, is_unseen};
use super::{Face, FontId};

/// Characters that one font sets in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where they stand in the text.
    pub(super) range: Range<usize>,
    pub(super) font: FontId,
    pub(super) way: Way,
    /// Whether they are read from right to left.
    pub(super) is_leftward: bool,
}

/// How characters become glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By the shaper.
    Shaped,
    /// Each by itself: a spacing accent, which Noto Sans would set over its neighbour.
    Alone,
    /// As the digit above the line, put below it, where the font has only that one.
    Lowered,
    /// As a mark that stands for what no font has.
    Missing,
}

/// The parts of a line from left to right.
pub(super) fn pieces(text: &str, face: Face) -> Vec<Piece> {
    let whole = 0..text.len();
    if !text.chars().any(may_lead_leftward) {
        return in_fonts(text, whole, face, false);
    }
    let bidi = BidiInfo::new(text, None);
    let mut pieces = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_leftward = levels.get(run.start).is_some_and(Level::is_rtl);
            let mut found = in_fonts(text, run, face, is_leftward);
            if is_leftward {
                found.reverse();
            }
            pieces.extend(found);
        }
    }
    pieces
}

/// Whether a line as a whole is read from right to left: its first letter with a direction decides (UAX #9, P2).
pub(super) fn is_leftward(text: &str) -> bool {
    text.chars().any(may_lead_leftward)
        && BidiInfo::new(text, None).paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl())
}

/// Whether a line with this character may be other than from left to right throughout: all scripts written leftward,
/// and the characters that change directions, lie here.
fn may_lead_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A text on one line: each white space in it is a space, and none stands at its ends.
pub fn one_line(text: &str) -> String {
    // Most texts are one.
    let mut was_space = true;
    let is_plain = text.bytes().all(|byte| {
        let was = std::mem::replace(&mut was_space, byte == b' ');
        byte.is_ascii_graphic() || byte == b' ' && !was
    });
    if is_plain && !was_space {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it stands in a sentence of ours: on one line, and set apart.
pub fn in_sentence(name: &str) -> String {
    set_apart(one_line(name))
}

/// A name to stand in a sentence: where it may be read leftward it is set apart, so that the words around it stay in
/// their order (UAX #9, isolates).
pub fn set_apart(name: String) -> String {
    if name.chars().any(may_lead_leftward) { format!("\u{2068}{name}\u{2069}") } else { name }
}

/// The text with its parts in the order in which they stand from left to right, the letters of each word as they are
/// written: for programs that shape every word by itself and set one after the other.
pub fn left_to_right(text: &str) -> Cow<'_, str> {
    if !text.chars().any(may_lead_leftward) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text, Face::Regular) {
        let part = text.get(piece.range).unwrap_or_default();
        let joins = |c: char| {
            !matches!(
                c.script(),
                Script::Common | Script::Inherited | Script::Latin | Script::Greek | Script::Cyrillic
            )
        };
        if piece.is_leftward && !part.chars().any(joins) {
            // Spaces and brackets between words: each is set by itself, and turned.
            out.extend(part.chars().rev().map(turned));
        } else {
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// A bracket as it is drawn where the text is read leftward.
fn turned(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

/// Characters of one direction, in the order of the text.
fn in_fonts(text: &str, range: Range<usize>, face: Face, is_leftward: bool) -> Vec<Piece> {
    let own = FontId::from(face);
    let part = text.get(range.clone()).unwrap_or_default();
    if part.bytes().all(|byte| byte.is_ascii() && byte != b'`') {
        return vec![Piece { range, font: own, way: Way::Shaped, is_leftward }];
    }
    if part.chars().all(|c| own.glyph_of(c).is_some() && !is_spacing_accent(c)) {
        return vec![Piece { range, font: own, way: Way::Shaped, is_leftward }];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let region = Region::of(text);
    let mut add = |at: Range<usize>, font: FontId, way: Way| match pieces.last_mut() {
        Some(last) if last.font == font && last.way == way && way == Way::Shaped => last.range.end = at.end,
        _ => pieces.push(Piece { range: at, font, way, is_leftward }),
    };
    for (at, word, is_whole) in words(part) {
        let place = |at: usize, of: &str| range.start + at..range.start + at + of.len();
        if is_whole {
            let font = if has_all(own, word) { Some(own) } else { font_for(word, face, region) };
            if let Some(font) = font {
                add(place(at, word), font, Way::Shaped);
                continue;
            }
        }
        for (offset, cluster) in word.grapheme_indices(true) {
            let (font, way) = of_cluster(cluster, face, region);
            add(place(at + offset, cluster), font, way);
        }
    }
    pieces
}

/// The font of one cluster alone, and how it is set.
fn of_cluster(cluster: &str, face: Face, region: Region) -> (FontId, Way) {
    let own = FontId::from(face);
    let mut characters = cluster.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        if is_spacing_accent(c) && own.glyph_of(c).is_some() {
            return (own, Way::Alone);
        }
        if own.glyph_of(c).is_none() && raised(c).and_then(|raised| own.glyph_of(raised)).is_some() {
            return (own, Way::Lowered);
        }
    }
    let wants_picture = cluster.contains('\u{fe0f}') && has_all(FontId::EMOJI, cluster);
    if wants_picture {
        return (FontId::EMOJI, Way::Shaped);
    }
    let ours = [own, Face::Regular.into(), Face::Mono.into(), FontId::EMOJI];
    let known = ours.into_iter().find(|font| has_all(*font, cluster));
    match known.or_else(|| font_for(cluster, face, region)) {
        Some(font) => (font, Way::Shaped),
        None if cluster.chars().all(is_unseen) => (own, Way::Shaped),
        None => (Face::Regular.into(), Way::Missing),
    }
}

/// The stretches of a text of one script each, with whether one font should set the whole: letters of scripts that
/// join or stack must not change fonts within a word.
fn words(text: &str) -> Vec<(usize, &str, bool)> {
    let mut words: Vec<(Range<usize>, Option<Script>)> = Vec::new();
    for (at, cluster) in text.grapheme_indices(true) {
        let of = cluster.chars().map(|c| c.script());
        let script = of.into_iter().find(|script| {
            !matches!(
                script,
                Script::Common
                    | Script::Inherited
                    | Script::Unknown
                    | Script::Latin
                    | Script::Greek
                    | Script::Cyrillic
            )
        });
        match words.last_mut() {
            Some((range, last)) if *last == script => range.end = at + cluster.len(),
            _ => words.push((at..at + cluster.len(), script)),
        }
    }
    let whole = |(range, script): (Range<usize>, Option<Script>)| {
        Some((range.start, text.get(range)?, script.is_some()))
    };
    words.into_iter().filter_map(whole).collect()
}

/// Whether a font has a glyph for all characters that one can see.
fn has_all(font: FontId, text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c) || font.glyph_of(c).is_some())
}

/// Accents that take up room of their own, such as the backtick. Noto Sans 1.04 calls them marks, so that shapers set
/// them over the letter before.
pub(super) fn is_spacing_accent(c: char) -> bool {
    matches!(c, '`' | '\u{a8}' | '\u{af}' | '\u{b4}' | '\u{b8}' | '\u{2b9}'..='\u{2ff}' | '\u{374}' | '\u{375}'
        | '\u{37a}' | '\u{384}' | '\u{385}' | '\u{1fbd}'..='\u{1fc1}' | '\u{1fcd}'..='\u{1fcf}'
        | '\u{1fdd}'..='\u{1fdf}' | '\u{1fed}'..='\u{1fef}' | '\u{1ffd}' | '\u{1ffe}')
}

/// The digit above the line for one below it.
pub(super) fn raised(c: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = u32::from(c).checked_sub(u32::from('₀'))?;
    RAISED.get(digit as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a line from left to right.
    fn check(text: &str, expected: &[&str]) {
        let pieces = pieces(text, Face::Regular);
        let found: Vec<_> = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_stand_in_the_order_in_which_they_are_read() {
        check("Cup of Tea", &["Cup of Tea"]);
        // Hebrew is read from the right: its first word stands last.
        let found = pieces("ניהול CRM", Face::Regular);
        let order: Vec<_> = found.iter().map(|piece| piece.range.start).collect();
        assert!(order.first() > order.last(), "{found:?}");
        assert!(is_leftward("ניהול CRM") && !is_leftward("CRM ניהול") && !is_leftward("Tea"));
        let text = "CRM ניהול 2.0";
        let found = pieces(text, Face::Regular);
        assert_eq!(&text[found[0].range.clone()], "CRM ");
        assert!(text[found.last().unwrap().range.clone()].starts_with("ניהול") || !found[1].is_leftward);
    }

    #[test]
    fn a_name_that_is_set_apart_does_not_turn_its_sentence() {
        assert_eq!(set_apart("Käse".to_owned()), "Käse");
        let of = |name: &str| format!("{} needs Tea.", set_apart(name.to_owned()));
        assert_eq!(of("ניהול"), "\u{2068}ניהול\u{2069} needs Tea.");
        assert!(!is_leftward(&of("ניהול")) && is_leftward("ניהול needs Tea."));
    }

    #[test]
    fn words_can_be_put_into_the_order_in_which_they_stand() {
        assert_eq!(left_to_right("Tea (hot)"), "Tea (hot)");
        assert_eq!(left_to_right("ניהול (חדש)"), "(חדש) ניהול");
        assert_eq!(left_to_right("Tea needs ניהול CRM"), "Tea needs ניהול CRM");
        assert_eq!(left_to_right("ניהול CRM"), "CRM ניהול");
    }

    #[test]
    fn accents_that_take_room_stand_alone() {
        check("run `make`", &["run ", "`", "make", "`"]);
        assert_eq!(pieces("`", Face::Regular)[0].way, Way::Alone);
        assert_eq!(pieces("`", Face::Mono)[0].way, Way::Alone);
        // A combining accent belongs to its letter.
        check("e\u{301}a\u{327}", &["e\u{301}a\u{327}"]);
    }

    #[test]
    fn what_our_faces_have_needs_no_other() {
        for (text, way) in [("₂", Way::Lowered), ("🚀", Way::Shaped), ("Ω", Way::Shaped), ("ế", Way::Shaped)]
        {
            let found = pieces(text, Face::Bold);
            assert!(found.len() == 1 && found[0].way == way, "{text} {found:?}");
        }
        assert_eq!(pieces("🚀", Face::Regular)[0].font, FontId::EMOJI);
    }
}
