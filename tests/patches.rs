//! What turns one map into another, and the same thing found again under another name.

use mapstone::compare::{Identity, Matching, diff};
use mapstone::format::{self, Format};
use mapstone::model::*;
use proptest::prelude::*;

use crate::map_file::map;

/// The patch between two states, and the second in the ids of the first.
fn between(a: &Map, b: &Map, identity: Identity) -> (Patch, Map) {
    let matching = Matching::new(a, b, identity);
    (diff(a, b, &matching), matching.restated(a, b))
}

fn holds(a: &Map, b: &Map, identity: Identity) {
    let (patch, now) = between(a, b, identity);
    let (done, misfits) = patch.apply_to(a);
    assert_eq!(misfits, []);
    assert_eq!(done, now);
    assert_eq!(between(a, a, identity).0, Patch::default());
}

/// What a scenario can hold of a patch.
fn changes(patch: Patch) -> Vec<Change> {
    patch.of_map().changes
}

/// The map with a few changes: elements that come from another or go away, places and words, a link.
pub(crate) fn varied(map: &Map, other: &Map) -> Map {
    let mut elements: Vec<_> = map.elements().cloned().collect();
    for (element, other) in elements.iter_mut().zip(other.elements()).step_by(2) {
        if std::mem::discriminant(&element.body) == std::mem::discriminant(&other.body) {
            let (id, name) = (element.id.clone(), format!("{} anew", other.name()));
            *element = std::sync::Arc::new(Element { id, ..Element::clone(other) }.renamed(&name));
        }
    }
    let new = Component::new("Quite new", ComponentKind::Component, Place::At(Position::clamped(0.5, 0.5)));
    elements.push(std::sync::Arc::new(Element::new(ElementId::new("quite-new"), new)));
    let mut links: Vec<_> = map.links().skip(1).cloned().collect();
    if let Some(first) = map.components().next() {
        let link = Link::between(&first.0.id, &ElementId::new("quite-new"), LinkKind::Need);
        links.push(std::sync::Arc::new(link));
    }
    map.clone().with_elements(elements).with_links(links)
}

pub(crate) fn with_scenario(a: &Map, b: &Map) -> Map {
    let what_if = |name: &str, after: &str, changes: Vec<Change>| Scenario {
        id: name.to_lowercase(),
        name: name.to_owned(),
        about: "Why \"not\"?".to_owned(),
        after: after.to_owned(),
        changes,
    };
    let there = changes(between(a, b, Identity::Ids).0);
    let back = changes(between(b, a, Identity::Ids).0);
    let conflict = Conflict { base: back.clone(), ours: Vec::new(), theirs: there.clone() };
    let scenarios = vec![what_if("One", "", there), what_if("Two", "one", back), what_if("None", "", Vec::new())];
    let mut map = a.clone();
    (map.scenarios, map.conflicts) = (scenarios, vec![conflict]);
    map
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// What differs, applied, gives the other map: all of it, comments and order included.
    #[test]
    fn a_patch_applied_gives_the_other_map(a in map(), b in map()) {
        holds(&a, &b, Identity::Ids);
        holds(&a, &b, Identity::IdsFirst);
        holds(&a, &b, Identity::Names);
    }

    /// A file says every change in its own words, one a line, and reads it back.
    #[test]
    fn changes_are_read_back(a in map(), b in map()) {
        let map = with_scenario(&a, &b);
        for format in [Format::Ron, Format::Json] {
            let text = format::write(format, &map).0;
            let back = format::read(format, &text);
            prop_assert_eq!(back.map.as_ref().map(|back| &back.scenarios), Some(&map.scenarios), "{}", text);
            prop_assert_eq!(back.map.as_ref(), Some(&map), "{}", text);
        }
    }

    /// In a text that is edited, too.
    #[test]
    fn scenarios_are_edited_in_place(a in map(), b in map()) {
        let (one, other) = (with_scenario(&a, &b), with_scenario(&a, &varied(&a, &b)));
        let text = format!("// Above.\n{}", format::write(Format::Ron, &one).0);
        let source = format::Source::read(Format::Ron, &text).unwrap();
        let mut fewer = other.clone();
        fewer.scenarios.remove(0);
        for map in [&other, &fewer, &a] {
            let mut now = map.clone();
            now.kept.clone_from(&source.map().kept);
            let edited = source.edit(&now).text;
            let back = format::read(Format::Ron, &edited).map.unwrap();
            prop_assert_eq!(&back.scenarios, &map.scenarios, "{}", edited);
            prop_assert!(edited.starts_with("// Above.\n"), "{}", edited);
        }
    }
}

/// The maps that come along and real ones, each turned into the next.
#[test]
fn patches_between_real_maps_hold() {
    let mut maps: Vec<Map> = crate::corpus::maps()
        .into_iter()
        .map(|(_, text, _)| format::read(Format::Owm, &text).map.unwrap())
        .collect();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/maps")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            maps.push(format::read(Format::Ron, &std::fs::read_to_string(path).unwrap()).map.unwrap());
        }
    }
    for pair in maps.windows(2) {
        holds(&pair[0], &pair[1], Identity::Names);
        holds(&pair[0], &pair[1], Identity::IdsFirst);
    }
}
