//! The name that an element keeps through every rename.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use ecow::EcoString;

/// An element's id: a readable slug, unique in its map, written into files and kept for ever.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(EcoString);

impl ElementId {
    /// An id as a file gives it.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// A new id from an element's first name: transliterated, lower case, words joined by hyphens.
    ///
    /// `fallback` names ids where nothing of the name is left ("component" gives `component-7`); `count`
    /// is the number tried first there. `taken` answers whether the map has an id already; a clash
    /// appends `-2`, `-3`, ….
    pub fn for_name(name: &str, fallback: &str, count: usize, taken: impl Fn(&str) -> bool) -> Self {
        let slug = slug(name);
        let (stem, mut number) = if slug.is_empty() {
            (fallback.to_owned(), count.max(1))
        } else if taken(&slug) {
            (slug, 2)
        } else {
            return Self::new(&slug);
        };
        loop {
            let id = format!("{stem}-{number}");
            if !taken(&id) {
                return Self::new(&id);
            }
            number += 1;
        }
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

type Taken = HashSet<ElementId, foldhash::fast::RandomState>;

/// Makes new ids for many elements: equal names cost no search.
#[derive(Debug, Default)]
pub struct IdMint {
    taken: Taken,
    /// The number tried last for each name.
    last: HashMap<String, usize>,
}

impl IdMint {
    /// One with room for so many ids.
    pub fn of(count: usize) -> Self {
        Self { taken: Taken::with_capacity_and_hasher(count, <_>::default()), last: HashMap::new() }
    }

    /// Takes note of an id that is there already; answers whether it was new.
    pub fn take(&mut self, id: &ElementId) -> bool {
        self.taken.insert(id.clone())
    }

    /// A new id, made as [`ElementId::for_name`] does.
    pub fn new_id(&mut self, name: &str, fallback: &str, count: usize) -> ElementId {
        let slug = slug(name);
        let (stem, first) = if slug.is_empty() {
            (fallback.to_owned(), count.max(1))
        } else if let Some(id) = free(&mut self.taken, &slug) {
            return id;
        } else {
            (slug, 2)
        };
        let number = self.last.entry(stem.clone()).or_insert(first - 1);
        loop {
            *number += 1;
            let text = format!("{stem}-{number}");
            if let Some(id) = free(&mut self.taken, &text) {
                return id;
            }
        }
    }
}

/// The id of this text, where it is not taken; it is then.
fn free(taken: &mut Taken, text: &str) -> Option<ElementId> {
    let id = ElementId::new(text);
    taken.insert(id.clone()).then_some(id)
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// At most this many characters of a name go into its id, so that a name of a page stays readable in a diff.
const LONGEST_SLUG: usize = 48;

fn slug(name: &str) -> String {
    let end = name.char_indices().nth(4 * LONGEST_SLUG).map_or(name.len(), |(at, _)| at);
    let start = name.get(..end).unwrap_or(name);
    let ascii = if start.is_ascii() {
        Cow::Borrowed(start)
    } else {
        Cow::Owned(deunicode::deunicode_with_tofu(start, ""))
    };
    let mut slug = String::with_capacity(start.len().min(LONGEST_SLUG));
    // No hyphen begins it.
    let mut is_joined = true;
    for c in ascii.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
            is_joined = false;
        } else if !is_joined && c != '\'' {
            slug.push('-');
            is_joined = true;
        }
        if slug.len() >= LONGEST_SLUG {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_unique() {
        let id = |name: &str, taken: &[&str]| {
            ElementId::for_name(name, "component", 7, |id| taken.contains(&id)).to_string()
        };
        assert_eq!(id("Electric Kettle", &[]), "electric-kettle");
        assert_eq!(id("Électricité (Île)", &[]), "electricite-ile");
        assert_eq!(id("Cup", &["cup", "cup-2"]), "cup-3");
        assert_eq!(id("!!!", &["component-7"]), "component-8");
        assert_eq!(id(&"x".repeat(10_000), &[]).len(), LONGEST_SLUG);
    }
}
