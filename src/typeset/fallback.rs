//! Fonts of the system for characters that the program's own faces lack.
//!
//! For each run of characters of one script the nearest font that has all of them: sans-serif before others, made for
//! the language that the script tells, of the nearest style, width and weight. Nothing of the system is looked at
//! before a character needs it; where the frame must not wait, what is wanted is noted instead ([`take_wanted`]) and
//! looked for on a thread ([`find_fonts`]).

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use fontdb::{Database, FaceInfo, Style};
use unicode_script::{Script, UnicodeScript as _};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Face, FontId};

/// What is asked for: one font for these characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wanted {
    /// The characters that one font shall have.
    text: String,
    /// The face that they stand among.
    face: Face,
    /// What of the system's regional fonts fits the line.
    region: Region,
}

/// Whose forms of Chinese characters a line wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Region {
    /// Japanese: the line has kana.
    Jp,
    /// Korean: the line has hangul.
    Kr,
    /// Traditional: the line has bopomofo.
    Tc,
    /// Simplified, where nothing tells otherwise: most who read them do.
    Sc,
}

impl Region {
    /// What a line of text tells.
    pub(super) fn of(text: &str) -> Self {
        let scripts = || text.chars().map(|c| c.script());
        if scripts().any(|script| matches!(script, Script::Hiragana | Script::Katakana)) {
            Self::Jp
        } else if scripts().any(|script| script == Script::Hangul) {
            Self::Kr
        } else if scripts().any(|script| script == Script::Bopomofo) {
            Self::Tc
        } else {
            Self::Sc
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Jp => "JP",
            Self::Kr => "KR",
            Self::Tc => "TC",
            Self::Sc => "SC",
        }
    }
}

thread_local! {
    static WAITS: Cell<bool> = const { Cell::new(true) };
}

/// From now on this thread never waits for the system's fonts: what has not been found yet is drawn as a mark, and
/// noted for [`take_wanted`].
pub fn never_wait_here() {
    WAITS.set(false);
}

static FOUND: LazyLock<Mutex<HashMap<Wanted, Option<FontId>>>> = LazyLock::new(Mutex::default);
static WANTED: Mutex<BTreeSet<Wanted>> = Mutex::new(BTreeSet::new());
static COUNT: AtomicU64 = AtomicU64::new(0);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often fonts were looked for on a thread so far: lines that were set before the number grew may look different
/// now.
pub fn fonts_found() -> u64 {
    COUNT.load(Ordering::Acquire)
}

/// What threads that never wait have asked for since the last time; empty where nothing is missing.
pub fn take_wanted() -> Vec<Wanted> {
    std::mem::take(&mut *lock(&WANTED)).into_iter().collect()
}

/// Looks for fonts that [`take_wanted`] said are wanted; answers the characters that no font has. This may read every
/// font of the system: it belongs on a thread.
pub fn find_fonts(wanted: Vec<Wanted>) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    for wanted in wanted {
        let text = wanted.text.clone();
        // A word that no font has whole is asked for again, character by character.
        let is_one = text.graphemes(true).count() == 1;
        if resolve(wanted).is_none() && is_one {
            missing.extend(text.chars().find(|c| !is_unseen(*c)));
        }
    }
    COUNT.fetch_add(1, Ordering::AcqRel);
    missing
}

/// A font of the system that has all characters of a text; `None` where there is none, or none is known yet and this
/// thread never waits.
pub(super) fn font_for(text: &str, face: Face, region: Region) -> Option<FontId> {
    let wanted = Wanted { text: text.to_owned(), face, region };
    if WAITS.get() {
        return resolve(wanted);
    }
    if let Some(known) = lock(&FOUND).get(&wanted) {
        return *known;
    }
    lock(&WANTED).insert(wanted);
    None
}

fn resolve(wanted: Wanted) -> Option<FontId> {
    if let Some(known) = lock(&FOUND).get(&wanted) {
        return *known;
    }
    let font = system().font(&wanted);
    lock(&FOUND).insert(wanted, font);
    font
}

fn system() -> &'static System {
    static SYSTEM: LazyLock<System> = LazyLock::new(System::new);
    &SYSTEM
}

/// The system's fonts.
struct System {
    database: Database,
    candidates: Vec<Candidate>,
    /// Those that were needed: their bytes are kept.
    kept: Mutex<HashMap<fontdb::ID, Option<FontId>>>,
}

struct Candidate {
    info: FaceInfo,
    kind: Kind,
    /// The characters that it has, as ranges; read once, when it is first asked.
    has: OnceLock<Vec<(u32, u32)>>,
}

/// What sort of letters a font has, the better for maps first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Sans,
    Unknown,
    Serif,
    Mono,
    Ornamental,
    /// Coloured pictures, or a font that has everything as a box.
    Last,
}

/// Words in names of families that tell of which kind they are.
const KINDS: [(&str, Kind); 40] = [
    ("Unifont", Kind::Last),
    ("Last Resort", Kind::Last),
    ("LastResort", Kind::Last),
    ("Color Emoji", Kind::Last),
    ("Emoji", Kind::Sans),
    ("Mono", Kind::Mono),
    ("Typewriter", Kind::Mono),
    ("Nastaliq", Kind::Ornamental),
    ("Kufi", Kind::Ornamental),
    ("Ruqaa", Kind::Ornamental),
    ("Rashi", Kind::Ornamental),
    ("Looped", Kind::Ornamental),
    ("Handwriting", Kind::Ornamental),
    ("Script", Kind::Ornamental),
    ("Brush", Kind::Ornamental),
    ("Display", Kind::Ornamental),
    ("Traditional", Kind::Ornamental),
    ("Fangsong", Kind::Ornamental),
    ("Serif", Kind::Serif),
    ("Naskh", Kind::Serif),
    ("Amiri", Kind::Serif),
    ("Scheherazade", Kind::Serif),
    ("Mincho", Kind::Serif),
    ("Ming", Kind::Serif),
    ("Song", Kind::Serif),
    ("SimSun", Kind::Serif),
    ("Kaiti", Kind::Ornamental),
    ("KaiTi", Kind::Ornamental),
    ("Batang", Kind::Serif),
    ("Myungjo", Kind::Serif),
    ("Myeongjo", Kind::Serif),
    ("Times", Kind::Serif),
    ("Georgia", Kind::Serif),
    ("Roman", Kind::Serif),
    ("Math", Kind::Unknown),
    ("Sans", Kind::Sans),
    ("Gothic", Kind::Sans),
    ("Arial", Kind::Sans),
    ("Helvetica", Kind::Sans),
    ("Segoe UI", Kind::Sans),
];

/// The endings by which families name the region whose forms they have.
const REGIONS: [&str; 5] = ["JP", "KR", "SC", "TC", "HK"];

impl System {
    fn new() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        let candidates = database.faces().cloned().map(Candidate::new).collect();
        Self { database, candidates, kept: Mutex::default() }
    }

    /// The best of all that have the characters.
    fn font(&self, wanted: &Wanted) -> Option<FontId> {
        let mut ranked: Vec<_> =
            self.candidates.iter().map(|candidate| (candidate.rank(wanted), candidate)).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut able = ranked.into_iter().map(|(_, candidate)| candidate).filter(|one| one.has(self, wanted));
        able.find_map(|candidate| self.keep(candidate.info.id))
    }

    fn keep(&self, id: fontdb::ID) -> Option<FontId> {
        *lock(&self.kept).entry(id).or_insert_with(|| {
            let (bytes, index) = self.database.with_face_data(id, |data, index| (data.to_vec(), index))?;
            FontId::of_system(bytes, index)
        })
    }
}

/// How well a font fits, the least best: by kind, region, whether it is of our own family, style, width, weight, and
/// its names, so that the order is the same on every start.
type Rank<'a> = (Kind, u8, bool, bool, u16, u16, &'a str, &'a str);

impl Candidate {
    fn new(info: FaceInfo) -> Self {
        let family = info.families.first().map_or("", |(family, _)| family.as_str());
        let named = KINDS.iter().find(|(word, _)| family.contains(word)).map(|(_, kind)| *kind);
        let kind = match named {
            Some(kind) => kind,
            None if info.monospaced => Kind::Mono,
            None => Kind::Unknown,
        };
        Self { info, kind, has: OnceLock::new() }
    }

    fn family(&self) -> &str {
        self.info.families.first().map_or("", |(family, _)| family.as_str())
    }

    fn rank(&self, wanted: &Wanted) -> Rank<'_> {
        let (info, family) = (&self.info, self.family());
        let kind = match self.kind {
            Kind::Mono if wanted.face == Face::Mono => Kind::Sans,
            kind => kind,
        };
        let of_region = |region: &str| family.ends_with(region) || family.contains(&format!("{region} "));
        let region = match REGIONS.into_iter().find(|region| of_region(region)) {
            Some(region) if region == wanted.region.ending() => 0,
            None => 1,
            Some(_) => 2,
        };
        let style = if wanted.face.is_italic() { Style::Italic } else { Style::Normal };
        let weight = if wanted.face.is_bold() { 700 } else { 400 };
        (
            kind,
            region,
            !family.starts_with("Noto "),
            info.style != style,
            info.stretch.to_number().abs_diff(5),
            info.weight.0.abs_diff(weight),
            family,
            &info.post_script_name,
        )
    }

    /// Whether it has a glyph for each character of the text that one can see.
    fn has(&self, system: &System, wanted: &Wanted) -> bool {
        let has =
            self.has.get_or_init(|| system.database.with_face_data(self.info.id, ranges).unwrap_or_default());
        let contains = |c: u32| {
            let behind = has.partition_point(|(first, _)| *first <= c);
            behind.checked_sub(1).and_then(|at| has.get(at)).is_some_and(|(_, last)| c <= *last)
        };
        let mut seen = wanted.text.chars().filter(|c| !is_unseen(*c)).peekable();
        seen.peek().is_some() && seen.all(|c| contains(c.into()))
    }
}

/// The characters for which a font file has a glyph, as ranges in order.
fn ranges(bytes: &[u8], index: u32) -> Vec<(u32, u32)> {
    let Some(face) = rustybuzz::Face::from_slice(bytes, index) else { return Vec::new() };
    let mut characters = Vec::new();
    let tables = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
    for table in tables.filter(rustybuzz::ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|c| {
            if table.glyph_index(c).is_some_and(|glyph| glyph.0 != 0) {
                characters.push(c);
            }
        });
    }
    characters.sort_unstable();
    characters.dedup();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in characters {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges
}

/// Characters that change others and are themselves not seen (Unicode's default ignorables), and shades of skin,
/// which a font without colour may leave out.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}'
    )
}
