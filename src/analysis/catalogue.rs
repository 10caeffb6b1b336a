//! The patterns of climate, the principles of doctrine and the plays of Simon Wardley's book (figures 111, 236 and 59): their
//! names as published there (CC BY-SA 4.0), each with a sentence of our own.

use std::sync::OnceLock;

/// What a pattern is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PatternKind {
    /// What happens whatever anybody does.
    Climate,
    /// What is worth doing whatever the landscape.
    Doctrine,
    /// What can be done in some landscapes.
    Play,
}

impl PatternKind {
    /// What people call one of them.
    pub fn label(self) -> &'static str {
        match self {
            Self::Climate => "Climate",
            Self::Doctrine => "Doctrine",
            Self::Play => "Play",
        }
    }
}

/// A pattern, a principle or a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What it is.
    pub kind: PatternKind,
    /// Its name in files. It never changes.
    pub code: &'static str,
    /// Where the book lists it.
    pub group: &'static str,
    /// Its name in the book.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
}

const TEXT: &str = include_str!("../../assets/patterns.tsv");

/// All of them, in the book's order.
pub fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| TEXT.lines().filter_map(pattern).collect())
}

/// The pattern of a code.
pub fn pattern_of(code: &str) -> Option<&'static Pattern> {
    patterns().iter().find(|pattern| pattern.code == code)
}

fn pattern(line: &'static str) -> Option<Pattern> {
    let mut fields = line.split('\t');
    let kind = match fields.next()? {
        "climate" => PatternKind::Climate,
        "doctrine" => PatternKind::Doctrine,
        "play" => PatternKind::Play,
        _ => return None,
    };
    let (code, group) = (fields.next()?, fields.next()?);
    Some(Pattern { kind, code, group, name: fields.next()?, about: fields.next()? })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let count = |kind| patterns().iter().filter(|pattern| pattern.kind == kind).count();
        assert_eq!(patterns().len(), TEXT.lines().count(), "every line is read");
        assert_eq!((count(PatternKind::Climate), count(PatternKind::Doctrine)), (30, 40));
        // 63 cells of figure 59, of which one stands in two columns.
        assert_eq!(count(PatternKind::Play), 62);
        let codes: BTreeSet<_> = patterns().iter().map(|pattern| pattern.code).collect();
        assert_eq!(codes.len(), patterns().len());
        assert_eq!(pattern_of("land-grab").map(|pattern| pattern.name), Some("Land grab"));
    }
}
