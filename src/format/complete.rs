//! What could be meant by a word that is being typed.

use super::ron::grammar::grammar;
use super::{Format, Span};
use super::{mermaid, owm};
use crate::model::Map;

/// A way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called in a list.
    pub label: String,
    /// What is put into the text.
    pub text: String,
    /// What that replaces: the part of the word that is there.
    pub span: Span,
}

/// At most this many are offered.
const MOST: usize = 8;

/// What the word that ends at a byte of the text could become, best first; nothing where nothing is to be added.
pub fn complete(format: Format, text: &str, at: usize, map: &Map) -> Vec<Completion> {
    let before = text.get(..at).unwrap_or("");
    match format {
        Format::Owm => owm::complete(before, map),
        Format::Ron => ron(before, map),
        Format::Mermaid => mermaid::complete(before, map),
        Format::Json => Vec::new(),
    }
}

/// The candidates that begin as `start` does, then those with a word that does. `start` ends at `end`.
pub(super) fn matching(
    start: &str,
    end: usize,
    candidates: impl IntoIterator<Item = (String, String)>,
) -> Vec<Completion> {
    let wanted = start.to_lowercase();
    let span = Span::new(end - start.len(), end);
    let mut found: Vec<(usize, Completion)> = candidates
        .into_iter()
        .filter_map(|(label, text)| {
            let lower = label.to_lowercase();
            let is_word = || lower.split([' ', '-', '_']).any(|word| word.starts_with(&wanted));
            let rank = if lower.starts_with(&wanted) {
                0
            } else if is_word() {
                1
            } else {
                return None;
            };
            (text != start).then_some((rank, Completion { label, text, span }))
        })
        .collect();
    found.sort_by(|a, b| (a.0, &a.1.label).cmp(&(b.0, &b.1.label)));
    found.dedup_by(|a, b| a.1.label == b.1.label);
    found.into_iter().map(|(_, completion)| completion).take(MOST).collect()
}

fn ron(before: &str, map: &Map) -> Vec<Completion> {
    let line = before.rsplit('\n').next().unwrap_or("");
    let end = before.len();
    if line.contains("//") {
        return Vec::new();
    }
    let in_quotes = line.matches('"').count() % 2 == 1;
    if in_quotes {
        let (code, start) = line.rsplit_once('"').unwrap_or(("", line));
        let key =
            code.trim_end().trim_end_matches([':', '[', ' ']).rsplit([' ', '(', ',']).next().unwrap_or("");
        let ids = map.elements().map(|element| (element.id.to_string(), element.id.to_string()));
        let is_end = matches!(key, "from" | "to" | "via" | "within") || code.trim_end().ends_with(',');
        return if is_end { matching(start, end, ids) } else { Vec::new() };
    }
    let start = line.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    if start.is_empty() {
        return Vec::new();
    }
    let code = line.get(..line.len() - start.len()).unwrap_or("").trim();
    let plain = |words: &mut dyn Iterator<Item = &String>, more: &str| -> Vec<(String, String)> {
        words.map(|word| (word.clone(), format!("{word}{more}"))).collect()
    };
    let grammar = grammar();
    if code.is_empty() {
        let in_links = before.rfind("links:").is_some_and(|links| before.rfind("elements:") < Some(links));
        let words = if in_links { &grammar.links } else { &grammar.elements };
        return matching(start, end, plain(&mut words.iter(), "("));
    }
    if let Some(key) = code.strip_suffix(':').map(|code| code.rsplit([' ', '(', ',']).next().unwrap_or("")) {
        let words = grammar.words.get(key);
        return matching(start, end, plain(&mut words.into_iter().flatten(), ""));
    }
    let name = code.split('(').next().unwrap_or("");
    let fields = grammar.fields.get(name).into_iter().flatten();
    let mut unused = fields.filter(|field| !code.contains(&format!("{field}:")));
    matching(start, end, plain(&mut unused, ": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, text: &str, expected: &[&str]) {
        let map = super::super::read(
            Format::Owm,
            "component Cup of Tea [0.5, 0.5]\ncomponent Tea [0.4, 0.5]\ncomponent note pad [0.4, 0.5]",
        );
        let found = complete(format, text, text.len(), &map.map.unwrap());
        let texts: Vec<_> = found
            .iter()
            .map(|completion| format!("{}{}", &text[..completion.span.start], completion.text))
            .collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn names_and_keywords_are_offered() {
        check(Format::Owm, "comp", &["component "]);
        check(Format::Owm, "te", &["Tea", "Cup of Tea"]);
        check(Format::Owm, "Cup of T", &["Cup of Tea"]);
        check(Format::Owm, "Tea->c", &["Tea->Cup of Tea"]);
        check(Format::Owm, "Tea-> no", &["Tea-> \"note pad\""]);
        check(Format::Owm, "evolve te", &["evolve Tea", "evolve Cup of Tea"]);
        check(Format::Owm, "component Sugar [0.5, 0.5] in", &["component Sugar [0.5, 0.5] inertia"]);
        check(Format::Owm, "style w", &["style wardley"]);
        check(Format::Owm, "// te", &[]);
        check(Format::Owm, "component te", &[]);
        check(Format::Ron, "elements: [\n  Comp", &["elements: [\n  Component("]);
        check(Format::Ron, "elements: [\n],\nlinks: [\n  Ne", &["elements: [\n],\nlinks: [\n  Need("]);
        check(Format::Ron, "Need(from: \"te", &["Need(from: \"tea", "Need(from: \"cup-of-tea"]);
        check(Format::Ron, "Component(id: \"x\", vis", &["Component(id: \"x\", visibility: "]);
        check(Format::Ron, "Component(method: B", &["Component(method: Build", "Component(method: Buy"]);
        check(Format::Ron, "Component(name: \"te", &[]);
        check(Format::Ron, "Attitude(col", &["Attitude(color: "]);
        check(Format::Ron, "Attitude(kind: S", &["Attitude(kind: Settlers"]);
        check(Format::Ron, "Accelerator(na", &["Accelerator(name: "]);
        check(Format::Ron, "Deaccelerator(evo", &["Deaccelerator(evolution: "]);
        check(Format::Ron, "Flow(dir", &["Flow(direction: "]);
        check(Format::Ron, "Need(dir", &[]);
    }
}
