//! One line of text as glyphs, from left to right.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ecow::EcoString;
use rustybuzz::{Direction, Script, ShapePlan, UnicodeBuffer};

use super::fallback::fonts_found;
use super::font::Font;
use super::pieces::{Piece, Way, is_leftward, pieces, raised};
use super::{Face, FontId};
use crate::geometry::{Point, Vec2};

/// A glyph of a line of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its font.
    pub font: FontId,
    /// Its number in the font.
    pub id: u16,
    /// Where it stands, in ems from the line's start on the baseline, y downwards.
    pub at: Point,
    /// Where in the text the characters begin that it draws, counted in bytes.
    pub cluster: usize,
}

/// A line of text, set from (0, 0) to the right.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// How wide it is, in ems.
    pub width: f64,
    /// Whether one of our faces alone sets it, from left to right: every program that has the face sets it alike.
    pub is_plain: bool,
    /// Whether something in it is read from right to left.
    pub has_leftward: bool,
}

/// How far a digit is lowered that stands above the line, to stand below it, in ems.
const LOWERED: f64 = 0.42;
/// So many lines are remembered in each face by a thread, half a kilobyte each; a map has a few hundred.
const REMEMBERED: usize = 20_000;
/// So many widths are, of fifty bytes each: a large map asks for all of them whenever it is laid out.
const MEASURED: usize = 250_000;

/// What is known of texts in each face, and how often fonts had been found then.
struct Known<T> {
    found: u64,
    of: HashMap<Face, Texts<T>>,
}

type Texts<T> = HashMap<EcoString, T, foldhash::fast::RandomState>;

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { found: 0, of: HashMap::new() }
    }
}

impl<T: Clone> Known<T> {
    /// What is known of a text, found out where nothing is. Of more than `most` texts all is forgotten.
    fn get(&mut self, text: &str, face: Face, most: usize, find: impl FnOnce() -> T) -> T {
        let found = fonts_found();
        if self.found != found {
            *self = Self { found, of: HashMap::new() };
        }
        let texts = self.of.entry(face).or_default();
        if let Some(known) = texts.get(text) {
            return known.clone();
        }
        if texts.len() > most {
            texts.clear();
        }
        let new = find();
        texts.insert(text.into(), new.clone());
        new
    }
}

thread_local! {
    static LINES: RefCell<Known<Rc<Line>>> = RefCell::default();
    static WIDTHS: RefCell<Known<f64>> = RefCell::default();
}

/// Which of a font's tables a script needs: found once, they serve all of its words.
type Plans = HashMap<(FontId, Script, bool), Rc<ShapePlan>>;

fn plan(id: FontId, font: &Font, (script, direction): (Script, Direction)) -> Rc<ShapePlan> {
    thread_local! {
        static PLANS: RefCell<Plans> = RefCell::default();
    }
    let key = (id, script, direction == Direction::RightToLeft);
    PLANS.with_borrow_mut(|plans| {
        let new = || Rc::new(ShapePlan::new(&font.shaper, direction, Some(script), None, &[]));
        Rc::clone(plans.entry(key).or_insert_with(new))
    })
}

/// One line of text in a face, and in other fonts where the face lacks something.
pub fn line(text: &str, face: Face) -> Rc<Line> {
    LINES.with_borrow_mut(|known| known.get(text, face, REMEMBERED, || Rc::new(Line::new(text, face))))
}

/// The width of one line of text at this size, in the unit of the size.
pub fn width(text: &str, face: Face, size: f64) -> f64 {
    size * WIDTHS.with_borrow_mut(|known| known.get(text, face, MEASURED, || line(text, face).width))
}

/// Whether a line is read from right to left: its first letter that has a direction decides (Unicode's bidirectional
/// algorithm, P2).
pub fn reads_leftwards(text: &str) -> bool {
    is_leftward(text)
}

/// The characters of a text for which neither our faces nor the system's fonts have a glyph: each is drawn as a mark.
pub fn undrawable(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return Vec::new();
    }
    let pieces = pieces(text, Face::Regular);
    let missing = pieces.into_iter().filter(|piece| piece.way == Way::Missing);
    missing.filter_map(|piece| text.get(piece.range)?.chars().next()).collect()
}

impl Line {
    fn new(text: &str, face: Face) -> Self {
        let own = FontId::from(face);
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut line = Self { glyphs: Vec::new(), width: 0.0, is_plain: true, has_leftward: false };
        for piece in pieces(&text, face) {
            line.is_plain &= piece.font == own && piece.way == Way::Shaped && !piece.is_leftward;
            line.has_leftward |= piece.is_leftward;
            let Some(font) = piece.font.font() else { continue };
            let part = text.get(piece.range.clone()).unwrap_or_default();
            match piece.way {
                Way::Shaped => line.shape(part, &piece, font),
                Way::Alone => part.chars().for_each(|c| line.alone(c, &piece, 0.0)),
                Way::Lowered => part.chars().filter_map(raised).for_each(|c| line.alone(c, &piece, LOWERED)),
                Way::Missing => line.alone(char::REPLACEMENT_CHARACTER, &piece, 0.0),
            }
        }
        // Marks that the face has no composed letter for are placed by tables that not every program reads.
        line.is_plain &= !text.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}'));
        line
    }

    fn alone(&mut self, c: char, piece: &Piece, down: f64) {
        let id = piece.font.glyph_of(c).unwrap_or(0);
        let at = Point::new(self.width, down);
        self.glyphs.push(Glyph { font: piece.font, id, at, cluster: piece.range.start });
        self.width += piece.font.advance(id);
    }

    fn shape(&mut self, part: &str, piece: &Piece, font: &Font) {
        let mut buffer = UnicodeBuffer::new();
        for (at, c) in part.char_indices() {
            // A shade of skin that the font has not is left out; other unseen characters the shaper hides.
            if !matches!(c, '\u{1f3fb}'..='\u{1f3ff}') || font.shaper.glyph_index(c).is_some() {
                buffer.add(c, at as u32);
            }
        }
        let direction = if piece.is_leftward { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        buffer.guess_segment_properties();
        let plan = plan(piece.font, font, (buffer.script(), buffer.direction()));
        let shaped = rustybuzz::shape_with_plan(&font.shaper, &plan, buffer);
        let em = f64::from(font.shaper.units_per_em());
        let mut pen = Vec2::ZERO;
        for (glyph, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let offset = pen + Vec2::new(f64::from(at.x_offset), f64::from(at.y_offset));
            self.glyphs.push(Glyph {
                font: piece.font,
                id: u16::try_from(glyph.glyph_id).unwrap_or(0),
                at: Point::new(self.width + offset.x / em, -offset.y / em),
                cluster: piece.range.start + glyph.cluster as usize,
            });
            pen += Vec2::new(f64::from(at.x_advance), f64::from(at.y_advance));
        }
        self.width += pen.x / em;
    }
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
        assert!(line("Électricité", Face::Regular).is_plain && !line("茶", Face::Regular).is_plain);
    }

    #[test]
    fn spacing_accents_take_room() {
        for c in "`´¨˜ˆ¸ˇ˘˙˚˝".chars() {
            for face in [Face::Regular, Face::Bold, Face::Italic] {
                let (with, without) = (width(&format!("n{c}m"), face, 1.0), width("nm", face, 1.0));
                assert!(with > without + 0.1, "{c} {face:?}: {with} {without}");
            }
        }
    }

    #[test]
    fn every_cluster_of_a_text_has_a_glyph_and_no_glyph_is_lost() {
        for text in ["run `make` now", "H₂O x² 10°", "🚀 rocket", "𓀀 nobody has this", "a\tb"] {
            let line = line(text, Face::Regular);
            assert!(line.glyphs.iter().all(|glyph| glyph.font.font().is_some()));
            assert!(line.glyphs.len() >= text.chars().count() - 1, "{text}");
            assert!(line.width > 1.0);
        }
        assert!(undrawable("Cup ₂ 🚀").is_empty());
    }
}
