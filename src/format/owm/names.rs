//! Names as the text spells them, and finding what a name means.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::{HashTable, hash_table};

use crate::format::invisible::is_invisible;
pub(super) use crate::format::quotes::{length as quote_end, quoted};
use crate::typeset::one_line;

/// A name with white space folded, and control and direction override characters dropped.
///
/// In quotes, `\n \r \t \" \\` are read, and line breaks kept. `"Best" (legacy)` is not in quotes as a whole:
/// the quotes belong to that name.
pub(super) fn clean(raw: &str) -> Cow<'_, str> {
    let raw = raw.trim();
    if let Some(inner) = raw.strip_prefix('"') {
        match quote_end(raw) {
            None => return unescape(inner).into(),
            Some(end) if end == raw.len() => {
                return unescape(inner.strip_suffix('"').unwrap_or(inner)).into();
            }
            Some(_) => {}
        }
    }
    // Most names are clean: what a typewriter has, without two spaces in a row.
    let mut before = 0;
    let is_clean = |byte: u8| {
        let is_second = byte == b' ' && std::mem::replace(&mut before, byte) == b' ';
        before = byte;
        (b' '..=b'~').contains(&byte) && !is_second
    };
    if raw.bytes().all(is_clean) {
        return raw.into();
    }
    one_line(&raw.chars().filter(|c| !is_invisible(*c)).collect::<String>()).into()
}

/// The characters of a text that stand outside quotes, each with its place.
///
/// A quote that is never closed is a character like any other.
pub(super) fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut skip_to = 0;
    text.char_indices().filter(move |(at, c)| {
        if *at < skip_to {
            return false;
        }
        if *c == '"'
            && let Some(end) = text.get(*at..).and_then(quote_end)
        {
            skip_to = at + end;
            return false;
        }
        true
    })
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other @ ('"' | '\\')) => out.push(other),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Words that begin a statement.
const KEYWORDS: [&str; 25] = [
    "title",
    "size",
    "style",
    "evolution",
    "valuechain",
    "y-axis",
    "anchor",
    "component",
    "market",
    "ecosystem",
    "submap",
    "url",
    "pipeline",
    "evolve",
    "build",
    "buy",
    "outsource",
    "annotation",
    "annotations",
    "note",
    "pioneers",
    "settlers",
    "townplanners",
    "accelerator",
    "deaccelerator",
];

/// Whether a text begins as a statement does.
pub(super) fn starts_like_statement(text: &str) -> bool {
    KEYWORDS.contains(&text.split([' ', '\t']).next().unwrap_or(""))
}

/// The words that begin statements.
pub(super) fn keywords() -> &'static [&'static str] {
    &KEYWORDS
}

/// What names mean: exactly first, then ignoring case and folding white space.
///
/// Of several with the same name the one that was entered first is meant; what is switched off comes last, and
/// has to be named exactly.
pub(in crate::format) struct Names<T> {
    exact: Spelled<T>,
    /// The same as they are compared loosely, made for the first name that is not spelled exactly.
    loose: OnceCell<Spelled<T>>,
    parked: Spelled<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { exact: Spelled::default(), loose: OnceCell::new(), parked: Spelled::default() }
    }
}

impl<T: Copy> Names<T> {
    /// Has room for so many names more.
    pub(in crate::format) fn reserve(&mut self, count: usize) {
        self.exact.reserve(count);
    }

    pub(in crate::format) fn enter(&mut self, name: &str, meaning: T) {
        self.exact.enter(name, meaning);
        self.loose.take();
    }

    pub(in crate::format) fn enter_parked(&mut self, name: &str, meaning: T) {
        self.parked.enter(name, meaning);
    }

    /// The meaning of a name that is spelled exactly so and not switched off.
    pub(super) fn find_drawn(&self, name: &str) -> Option<T> {
        self.exact.get(name)
    }

    /// The meaning of a name that is spelled exactly so.
    pub(in crate::format) fn find_exactly(&self, name: &str) -> Option<T> {
        self.exact.get(name).or_else(|| self.parked.get(name))
    }

    /// The meaning of a name, and whether it is spelled exactly so.
    pub(in crate::format) fn find(&self, name: &str) -> Option<(T, bool)> {
        let exact = self.exact.get(name).map(|meaning| (meaning, true));
        exact
            .or_else(|| self.loose().get(&loosely(name)).map(|found| (found, false)))
            .or_else(|| self.parked.get(name).map(|found| (found, true)))
    }

    fn loose(&self) -> &Spelled<T> {
        self.loose.get_or_init(|| {
            let mut loose = Spelled::default();
            for (name, meaning) in self.exact.entered() {
                loose.enter(&loosely(name), meaning);
            }
            loose
        })
    }
}

/// Names one behind the other in one text, and a table of where they stand: a hundred thousand that are asked for in
/// any order lie close together.
pub(in crate::format) struct Spelled<T> {
    text: String,
    /// Where each name begins, in the order in which they were entered, and where the last ends.
    starts: Vec<u32>,
    meanings: Vec<T>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl<T> Default for Spelled<T> {
    fn default() -> Self {
        let (text, starts, meanings) = (String::new(), vec![0], Vec::new());
        Self { text, starts, meanings, table: HashTable::new(), hasher: RandomState::default() }
    }
}

/// The name with this number.
fn name_of<'a>(at: u32, starts: &[u32], text: &'a str) -> &'a str {
    match starts.get(at as usize..) {
        Some([start, end, ..]) => text.get(*start as usize..*end as usize).unwrap_or(""),
        _ => "",
    }
}

impl<T: Copy> Spelled<T> {
    /// Has room for so many names more.
    pub(in crate::format) fn reserve(&mut self, count: usize) {
        let Self { text, starts, meanings, table, hasher } = self;
        starts.reserve(count);
        meanings.reserve(count);
        table.reserve(count, |at| hasher.hash_one(name_of(*at, starts, text)));
    }

    /// Enters a name, unless it was before; answers whether it was not. Names of more than four gigabytes are not entered.
    pub(in crate::format) fn enter(&mut self, name: &str, meaning: T) -> bool {
        let Self { text, starts, meanings, table, hasher } = self;
        let entry = table.entry(
            hasher.hash_one(name),
            |at| name_of(*at, starts, text) == name,
            |at| hasher.hash_one(name_of(*at, starts, text)),
        );
        if let hash_table::Entry::Vacant(place) = entry
            && let Ok(number) = u32::try_from(meanings.len())
            && let Ok(end) = u32::try_from(text.len() + name.len())
        {
            place.insert(number);
            text.push_str(name);
            starts.push(end);
            meanings.push(meaning);
            return true;
        }
        false
    }

    /// The meaning of a name.
    pub(in crate::format) fn get(&self, name: &str) -> Option<T> {
        let hash = self.hasher.hash_one(name);
        let at = self.table.find(hash, |at| name_of(*at, &self.starts, &self.text) == name)?;
        self.meanings.get(*at as usize).copied()
    }

    /// All, in the order in which they were entered.
    pub(in crate::format) fn entered(&self) -> impl Iterator<Item = (&str, T)> {
        let names = (0..).map(|at| name_of(at, &self.starts, &self.text));
        names.zip(self.meanings.iter().copied())
    }
}

/// Names that were seen, however many.
#[derive(Default)]
pub(in crate::format) struct Seen(Spelled<()>);

impl Seen {
    /// Has room for so many.
    pub(in crate::format) fn of(count: usize) -> Self {
        let mut seen = Self::default();
        seen.0.reserve(count);
        seen
    }

    /// Takes note of a name; answers whether it is new.
    pub(in crate::format) fn insert(&mut self, name: &str) -> bool {
        self.0.enter(name, ())
    }

    /// Whether it was seen.
    pub(in crate::format) fn contains(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }
}

/// A name as it is compared where nothing is spelled exactly so.
pub(in crate::format) fn loosely(name: &str) -> String {
    // Most names are plain, and have one space between two words.
    let mut before = b' ';
    let is_folded = |byte: u8| {
        let is_second = byte == b' ' && before == b' ';
        before = byte;
        (b' '..=b'~').contains(&byte) && !is_second
    };
    if name.bytes().all(is_folded) && before != b' ' {
        return name.to_ascii_lowercase();
    }
    one_line(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        for (raw, expected) in [
            ("  Cup   of\tTea ", "Cup of Tea"),
            (r#""Cup\nof \"Tea\"""#, "Cup\nof \"Tea\""),
            ("\"open", "open"),
            (r#""Best" (legacy)"#, r#""Best" (legacy)"#),
            ("a\u{202e}b\u{7}", "ab"),
        ] {
            assert_eq!(clean(raw), expected);
        }
        assert_eq!(clean(&quoted("a\n\"b\"\\n")), "a\n\"b\"\\n");
    }

    #[test]
    fn exact_names_win_over_loose_ones() {
        let mut names = Names::default();
        names.enter("tea", 1);
        names.enter("Tea", 2);
        names.enter("Tea", 3);
        assert_eq!(names.find("Tea"), Some((2, true)));
        assert_eq!(names.find("TEA"), Some((1, false)));
        assert_eq!(names.find("cup"), None);
        names.enter_parked("TEA", 4);
        names.enter_parked("Cup", 5);
        assert_eq!(names.find("TEA"), Some((1, false)));
        assert_eq!(names.find("Cup"), Some((5, true)));
        assert_eq!(names.find("cup"), None);
    }
}
