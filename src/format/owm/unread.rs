//! Words of a statement that mean nothing.

use std::cell::OnceCell;

use super::locate::{leftover, locate};
use super::source::{Says, SourceLine};
use crate::format::Diagnostic;
use crate::model::{ElementId, Kept, KeptIn, KeptPlace, LinkKey, Map};

/// Whether the line of a link has nothing but its parts: one arrow, and one text at most.
fn is_bare_link(code: &str) -> bool {
    let (mut arrows, mut texts) = (0, 0);
    for byte in code.bytes() {
        arrows += usize::from(matches!(byte, b'<' | b'>'));
        texts += usize::from(byte == b';');
    }
    arrows <= 1 && texts <= 1
}

/// Whether the line of an element is a component's by its first word.
fn begins_component(code: &str) -> bool {
    let word = code.trim_start().split([' ', '\t']).next().unwrap_or("");
    matches!(word, "component" | "anchor" | "market" | "ecosystem" | "submap")
}

/// The keys of a map's links, found out where they are asked for.
#[derive(Default)]
pub(super) struct Keys(OnceCell<Vec<LinkKey>>);

impl Keys {
    fn get(&self, map: &Map, at: usize) -> Option<LinkKey> {
        self.0.get_or_init(|| map.keyed_links().map(|(key, _)| key).collect()).get(at).cloned()
    }
}

/// Words of a statement that mean nothing are kept as a comment above it.
pub(super) fn unread(
    line: &SourceLine,
    code: &str,
    keys: &Keys,
    map: &mut Map,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let code = line.span.of(code);
    // What is switched off was taken for a statement only as a whole; components see to their own.
    let is_component = |id: &ElementId| begins_component(code) || map.component(id).is_some();
    let is_seen = matches!(&line.says, Says::Element(id) if is_component(id));
    if is_seen
        || matches!(line.says, Says::Link(_)) && is_bare_link(code)
        || code.trim().is_empty()
        || matches!(
            line.says,
            Says::Nothing | Says::Open(_) | Says::Close(_) | Says::Head | Says::More(_) | Says::MoreOfLink(_)
        )
    {
        return;
    }
    let rest = leftover(code, line.span.start, &line.says, &locate(code, line.span.start, &line.says));
    if rest.is_empty() {
        return;
    }
    let place = match &line.says {
        Says::Element(id) | Says::Pipeline(id) | Says::Evolve(id) | Says::Method(id) => {
            KeptPlace::BeforeElement(id.clone())
        }
        Says::Link(at) => keys.get(map, *at).map_or(KeptPlace::LastLink, KeptPlace::BeforeLink),
        // Where a comment above the map would be read.
        _ => match (map.elements().next(), keys.get(map, 0)) {
            (Some(first), _) => KeptPlace::BeforeElement(first.id.clone()),
            (None, Some(key)) => KeptPlace::BeforeLink(key),
            (None, None) => KeptPlace::End,
        },
    };
    let message = format!("`{rest}` is not understood here; it is kept as a comment");
    diagnostics.push(Diagnostic::warning(line.span, message));
    map.kept.push(Kept { text: format!("// {rest}"), format: KeptIn::Owm, place });
}
