//! What few things have.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use super::{Details, End, Opinion};

/// A value that most leave as it is from nothing: it then takes a word, and no memory of its own. It is read as the value
/// is; changing it makes room for it.
#[derive(Clone)]
pub struct Rare<T>(Option<Box<T>>);

/// What has a value from nothing that all share.
pub trait Empty: Default + PartialEq + 'static {
    /// That value: what [`Default`] makes.
    const EMPTY: &'static Self;

    /// Whether this is that value.
    fn has_nothing(&self) -> bool {
        self == Self::EMPTY
    }
}

impl Empty for Details {
    const EMPTY: &'static Self = &Self {
        description: String::new(),
        owner: String::new(),
        evidence: String::new(),
        confidence: None,
        links: Vec::new(),
        tags: Vec::new(),
    };
}

impl Empty for Vec<Opinion> {
    const EMPTY: &'static Self = &Self::new();
}

impl Empty for Vec<End> {
    const EMPTY: &'static Self = &Self::new();
}

impl Empty for String {
    const EMPTY: &'static Self = &Self::new();

    fn has_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> From<T> for Rare<T> {
    fn from(value: T) -> Self {
        Self((!value.has_nothing()).then(|| Box::new(value)))
    }
}

impl<T> FromIterator<T> for Rare<Vec<T>>
where
    Vec<T>: Empty,
{
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<'a, T> IntoIterator for &'a Rare<Vec<T>>
where
    Vec<T>: Empty,
{
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Empty + fmt::Debug> fmt::Debug for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Empty + fmt::Display> fmt::Display for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Empty> Rare<T> {
    /// The value on its own.
    pub fn into_inner(self) -> T {
        self.0.map_or_else(T::default, |value| *value)
    }
}

impl<T: Empty> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Empty> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_none() && other.0.is_none() || **self == **other
    }
}

impl<T: Empty + Eq> Eq for Rare<T> {}

impl<T: Empty + Hash> Hash for Rare<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_empty_is_what_was_never_there() {
        let mut tags: Rare<Vec<End>> = Rare::default();
        assert!(tags.is_empty() && size_of_val(&tags) == size_of::<usize>());
        tags.push(End::Dangling("Tea".into()));
        assert_eq!(tags, Rare::from(vec![End::Dangling("Tea".into())]));
        tags.clear();
        assert_eq!(tags, Rare::default());
        assert_eq!(Rare::from(tags.into_inner()), Rare::default());
        assert_eq!(Details::default(), *Details::EMPTY);
    }

    #[test]
    fn what_is_read_has_no_memory_for_what_is_not_there() {
        use crate::format::{Format, read, write};
        let text = "component Tea [0.5, 0.5]\ncomponent Cup [0.6, 0.5]\nCup->Tea\n";
        let map = read(Format::Owm, text).map.unwrap();
        for format in [Format::Owm, Format::Ron, Format::Json, Format::Mermaid] {
            let map = read(format, &write(format, &map).0).map.unwrap();
            for link in map.links() {
                let has_memory = [link.via.0.is_some(), link.text.0.is_some(), link.label.0.is_some()];
                assert_eq!(has_memory, [false; 3], "{format:?}");
            }
            for (_, component) in map.components() {
                let has_memory = [component.details.0.is_some(), component.opinions.0.is_some()];
                assert_eq!(has_memory, [false; 2], "{format:?}");
            }
        }
    }
}
