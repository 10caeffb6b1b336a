//! Lines that are no part of the map: what was kept of them, and what came to it in another format.

use std::collections::HashMap;

use super::comment::mask;
use super::edit::OutLine;
use super::meaning::Meaning;
use super::parked::switched_off;
use super::source::Says;
use super::statement::{Statement, parse};
use crate::format::carrier;
use crate::model::{Kept, KeptIn, KeptPlace, Map};

/// What stands before a line that is kept from Mermaid text.
const FROM_MERMAID: &str = "// mermaid: ";

/// The line that holds a kept text; `None` where this text has no way to keep it.
pub(super) fn kept_text(kept: &Kept) -> Option<String> {
    match kept.format {
        KeptIn::Owm | KeptIn::RonComment => Some(kept.text.clone()),
        KeptIn::Mermaid => Some(format!("{FROM_MERMAID}{}", kept.text)),
        KeptIn::RonItem => None,
    }
}

/// A line of this text that the map keeps.
pub(super) fn kept_line(text: String, place: KeptPlace) -> Kept {
    match text.strip_prefix(FROM_MERMAID) {
        Some(line) => Kept { text: line.to_owned(), format: KeptIn::Mermaid, place },
        None => Kept { text, format: KeptIn::Owm, place },
    }
}

/// Kept lines so that they mean nothing wherever they stand: a brace that belonged to no pipeline takes none, a comment
/// behind a statement switches no other off, and a comment of ours that was not understood stays so.
pub(super) fn inert(lines: Vec<String>, meaning: &Meaning<'_>) -> Vec<String> {
    let map = meaning.map;
    let (mut follows_pipeline, mut is_open) = (false, false);
    let has = |name: &str| meaning.has(name);
    let line = |line: String| {
        let line = carrier::unread(&line, "//").unwrap_or(line);
        if line.trim_start().starts_with("//") {
            return if switches_off(&line, meaning) { as_block(&line) } else { line };
        }
        let masked = mask(&line);
        let statement = parse(&masked.code);
        let is_stray = match &statement {
            Some(Statement::Open) => {
                is_open = follows_pipeline;
                !follows_pipeline
            }
            Some(Statement::Close) => !std::mem::take(&mut is_open),
            Some(Statement::Pipeline { opens, name, .. }) => *opens || has(name),
            // The second of two would be the first.
            Some(Statement::Evolve { name, .. } | Statement::Method { name, .. }) => has(name),
            Some(Statement::Title(_)) => !map.title.is_empty(),
            _ => false,
        };
        if statement.is_some() {
            follows_pipeline = matches!(statement, Some(Statement::Pipeline { .. })) && !is_stray;
        }
        if is_stray { format!("// {line}") } else { line }
    };
    lines.into_iter().map(line).collect()
}

/// Whether a comment in a line of its own is a statement that is switched off.
fn switches_off(line: &str, meaning: &Meaning<'_>) -> bool {
    match switched_off(line, false) {
        Some(Statement::Link { from, to, .. }) => meaning.has_exactly(&from) || meaning.has_exactly(&to),
        Some(_) => true,
        None => false,
    }
}

/// The same comment in a form that switches nothing off.
fn as_block(line: &str) -> String {
    let words = line.trim().trim_start_matches('/').trim();
    format!("/* {} */", words.replace("*/", "* /"))
}

/// What is kept now and was not, and the other way round: by its text, since its place says nothing here.
pub(super) struct Remarks<'a> {
    added: Vec<(&'a Kept, String)>,
    removed: HashMap<String, usize>,
}

impl<'a> Remarks<'a> {
    pub(super) fn new(base: &'a Map, map: &'a Map) -> Self {
        let mut removed: HashMap<String, usize> = HashMap::new();
        for text in base.kept.iter().filter_map(kept_text) {
            *removed.entry(text).or_default() += 1;
        }
        let mut added = Vec::new();
        for (kept, text) in map.kept.iter().filter_map(|kept| Some((kept, kept_text(kept)?))) {
            match removed.get_mut(&text) {
                Some(count) if *count > 0 => *count -= 1,
                _ => added.push((kept, text)),
            }
        }
        removed.retain(|_, count| *count > 0);
        Self { added, removed }
    }

    /// Whether a line that says nothing of the map is gone.
    pub(super) fn is_removed(&mut self, line: &str) -> bool {
        match self.removed.get_mut(line.trim()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// Puts what is new at its place.
    pub(super) fn insert<'o>(
        self,
        out: Vec<OutLine<'o>>,
        map: &Map,
        ending: &'static str,
    ) -> Vec<OutLine<'o>> {
        if self.added.is_empty() {
            return out;
        }
        let mut places: HashMap<&Says, usize> = HashMap::new();
        for (at, line) in out.iter().enumerate() {
            places.entry(&line.says).or_insert(at);
        }
        // What tells more of it stands right above it.
        let line_of = |says: &Says, more: &Says| {
            [says, more].into_iter().filter_map(|says| places.get(says)).min().copied()
        };
        let behind = |is: fn(&Says) -> bool| out.iter().rposition(|line| is(&line.says)).map(|at| at + 1);
        let last_element = behind(|says| matches!(says, Says::Element(_)));
        let last_link = behind(|says| matches!(says, Says::Link(_)));
        let mut new: HashMap<usize, Vec<String>> = HashMap::new();
        for (kept, text) in self.added {
            let at = match &kept.place {
                KeptPlace::Top | KeptPlace::Head => Some(0),
                KeptPlace::BeforeElement(id) => line_of(&Says::Element(id.clone()), &Says::More(id.clone())),
                KeptPlace::BeforeLink(key) => {
                    map.link_index(key).and_then(|at| line_of(&Says::Link(at), &Says::MoreOfLink(at)))
                }
                KeptPlace::LastElement => last_element,
                KeptPlace::LastLink => last_link,
                KeptPlace::Inside(_) | KeptPlace::InsideLink(_) => continue,
                KeptPlace::End => None,
            };
            new.entry(at.unwrap_or(out.len())).or_default().push(text);
        }
        let mut all: Vec<OutLine<'_>> = Vec::with_capacity(out.len());
        let count = out.len();
        let mut old = out.into_iter().peekable();
        for at in 0..=count {
            let block = old.peek().and_then(|line| line.block.clone());
            for text in new.remove(&at).unwrap_or_default() {
                if let Some(before) = all.last_mut().filter(|before| before.end.is_empty()) {
                    before.end = ending;
                }
                all.extend(text.lines().map(|text| OutLine {
                    text: text.to_owned().into(),
                    says: Says::Nothing,
                    block: block.clone(),
                    end: ending,
                }));
            }
            all.extend(old.next());
        }
        all
    }
}
