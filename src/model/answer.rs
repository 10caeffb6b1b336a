//! What people said over a map: answers, decisions, and what they pinned to it.

use super::ElementId;

/// An answer to a question about the map: it is not raised again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The code of the question's rule.
    pub rule: String,
    /// What it was about; empty where it was about the map.
    pub on: Vec<ElementId>,
    /// The answer; may be empty.
    pub because: String,
    /// When, as `YYYY-MM-DD`; may be empty.
    pub date: String,
}

/// A decision that was taken over the map. Every text may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decision {
    /// What is to be done.
    pub what: String,
    /// Why this and nothing else.
    pub because: String,
    /// The scenario that it follows, by its id.
    pub scenario: String,
    /// What is expected to be seen on the map then.
    pub expect: String,
    /// When to look again, as `YYYY-MM-DD`.
    pub look_again: String,
    /// What was seen then.
    pub seen: String,
}

/// A pattern of climate, a principle of doctrine or a play that is pinned to the map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pin {
    /// Its code in the catalogue.
    pub pattern: String,
    /// The components that it is about; empty where it is about the map.
    pub on: Vec<ElementId>,
    /// What was said about it.
    pub note: String,
}

impl Decision {
    /// Whether it says when to look again, as `YYYY-MM-DD`.
    pub fn is_dated(&self) -> bool {
        let mut parts = self.look_again.trim().split('-');
        let mut is_number = |digits: usize| {
            let is_digit = |byte: u8| byte.is_ascii_digit();
            parts.next().is_some_and(|part| part.len() == digits && part.bytes().all(is_digit))
        };
        is_number(4) && is_number(2) && is_number(2) && parts.next().is_none()
    }

    /// Whether it is time to look again: from that day on, until somebody has said what is seen.
    pub fn is_due(&self, today: &str) -> bool {
        // Dates of this form stand in the order of their texts.
        self.is_dated() && self.look_again.trim() <= today && self.seen.trim().is_empty()
    }
}

impl Answer {
    /// The same answer in a map whose elements have other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        Self { on: self.on.iter().map(new).collect(), ..self.clone() }
    }
}

impl Pin {
    /// The same pin in a map whose elements have other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        Self { on: self.on.iter().map(new).collect(), ..self.clone() }
    }

    /// These pins with one more; where the pattern is there already, it is about these elements as well.
    pub fn put(pins: &[Self], pattern: &str, on: &[ElementId]) -> Vec<Self> {
        let mut pins = pins.to_vec();
        match pins.iter_mut().find(|pin| pin.pattern == pattern) {
            Some(pin) => {
                let new: Vec<ElementId> = on.iter().filter(|id| !pin.on.contains(id)).cloned().collect();
                pin.on.extend(new);
            }
            None => pins.push(Self { pattern: pattern.to_owned(), on: on.to_vec(), note: String::new() }),
        }
        pins
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_due_from_their_day_on() {
        let decision = |look_again: &str, seen: &str| Decision {
            look_again: look_again.to_owned(),
            seen: seen.to_owned(),
            ..Decision::default()
        };
        let is_due = |look_again: &str, seen: &str| decision(look_again, seen).is_due("2026-11-28");
        assert!(is_due("2026-11-28", "") && is_due(" 2025-01-31 ", ""));
        assert!(
            !is_due("2026-11-29", "")
                && !is_due("2026-11-28", "It is")
                && !is_due("soon", "")
                && !is_due("2026-1-1", "")
        );
    }

    #[test]
    fn a_pattern_is_pinned_once() {
        let id = ElementId::new;
        let pins = Pin::put(&Pin::put(&[], "land-grab", &[id("a")]), "land-grab", &[id("a"), id("b")]);
        assert_eq!((pins.len(), pins[0].on.len()), (1, 2));
    }
}
