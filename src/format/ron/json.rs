//! The map file's structure as JSON, one element or link a line.

use super::FORMAT;
use super::write::{KeptAt, element, head, is_line, kept_line, new_link, orphans, talk};
use crate::format::Loss;
use crate::model::{Kept, KeptPlace, Map};

/// The map as JSON.
pub(in crate::format) fn json(map: &Map) -> String {
    let mut parts = vec![format!("  \"format\": {FORMAT}")];
    let kept_at = KeptAt::of(map);
    let unknown = kept_at.fields(&KeptPlace::Head);
    parts.extend(unknown.into_iter().filter(|text| is_field(text)).map(|text| format!("  {text}")));
    parts.extend(head(map).iter().map(|(key, value)| format!("  \"{key}\": {}", value.json(&[]))));
    let mut elements = Vec::new();
    for item in map.elements() {
        elements.extend(unread(&kept_at, &KeptPlace::BeforeElement(item.id.clone())));
        elements.push(element(item).json(&more(&kept_at, &KeptPlace::Inside(item.id.clone()))));
    }
    elements.extend(orphans(map, true).map(|kept| kept.text.clone()).filter(|text| is_item(text)));
    parts.push(list("elements", &elements));
    let mut links = Vec::new();
    for (key, item) in map.keyed_links() {
        links.extend(unread(&kept_at, &KeptPlace::BeforeLink(key.clone())));
        links.push(new_link(item).json(&more(&kept_at, &KeptPlace::InsideLink(key))));
    }
    links.extend(orphans(map, false).map(|kept| kept.text.clone()).filter(|text| is_item(text)));
    parts.push(list("links", &links));
    for (key, items) in talk(map).into_iter().filter(|(_, items)| !items.is_empty()) {
        let items: Vec<_> = items.iter().map(|item| item.json(&[])).collect();
        parts.push(list(key, &items));
    }
    let kept = map.kept.iter().filter(|kept| is_line(kept));
    let kept: Vec<_> = kept.map(|kept| kept_line(map, kept).json(&[])).collect();
    if !kept.is_empty() {
        parts.push(list("kept", &kept));
    }
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn list(key: &str, items: &[String]) -> String {
    if items.is_empty() {
        return format!("  \"{key}\": []");
    }
    let lines: Vec<_> = items.iter().map(|item| format!("    {item}")).collect();
    format!("  \"{key}\": [\n{}\n  ]", lines.join(",\n"))
}

/// Fields of a struct that were not understood.
fn more<'a>(kept_at: &KeptAt<'a>, place: &KeptPlace) -> Vec<&'a str> {
    kept_at.fields(place).into_iter().filter(|text| is_field(text)).collect()
}

/// Items of a list that were not understood.
fn unread(kept_at: &KeptAt<'_>, place: &KeptPlace) -> Vec<String> {
    kept_at.own(place).map(|kept| kept.text.clone()).filter(|text| is_item(text)).collect()
}

/// Whether a kept text is a field as JSON spells it.
fn is_field(text: &str) -> bool {
    is_item(&format!("{{{text}}}"))
}

/// Whether a kept text is an item as JSON spells it.
fn is_item(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// What of a map JSON cannot hold: comments of a map file, and what it has that is spelled in RON.
pub(in crate::format) fn losses_in_json(map: &Map) -> Vec<Loss> {
    let is_lost = |kept: &&Kept| {
        let is_held = match &kept.place {
            KeptPlace::Head | KeptPlace::Inside(_) | KeptPlace::InsideLink(_) => is_field(&kept.text),
            KeptPlace::Top | KeptPlace::End => false,
            _ => is_item(&kept.text),
        };
        !is_line(kept) && !is_held
    };
    map.kept.iter().filter(is_lost).map(|kept| Loss::new(format!("`{}`", kept.text))).collect()
}
