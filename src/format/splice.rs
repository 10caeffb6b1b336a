//! Replacements in a text, collected in any order and made at once.

use super::Span;

/// Replacements that do not overlap. Of several insertions at one place, the first stays first.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<(Span, String)>);

impl Splices {
    pub(super) fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(Span::at(at), text);
    }

    pub(super) fn remove(&mut self, span: Span) {
        self.replace(span, "");
    }

    /// The text with the replacements made. What lies in a part that goes away goes with it.
    pub(super) fn apply(self, text: &str) -> String {
        self.apply_within(text, Span::new(0, text.len()))
    }

    /// As [`Splices::apply`], for a part of the text in which all replacements lie.
    pub(super) fn apply_within(mut self, text: &str, part: Span) -> String {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut out = String::with_capacity(part.end - part.start);
        let mut done = part.start;
        for (span, new) in &self.0 {
            if span.start < done {
                done = done.max(span.end);
                continue;
            }
            out.push_str(text.get(done..span.start).unwrap_or(""));
            out.push_str(new);
            done = span.end;
        }
        out.push_str(text.get(done..part.end).unwrap_or(""));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_keep_their_order() {
        let mut splices = Splices::default();
        splices.remove(Span::new(4, 6));
        splices.insert(2, "1");
        splices.insert(2, "2");
        splices.replace(Span::new(0, 1), "A");
        splices.insert(5, "gone");
        assert_eq!(splices.apply("abcdefg"), "Ab12cdg");
    }
}
