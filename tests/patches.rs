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
    let scenarios =
        vec![what_if("One", "", there), what_if("Two", "one", back), what_if("None", "", Vec::new())];
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

/// Numbers that come again with the same seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// The map after some edits: renames, moves, links that go elsewhere, things that come and go.
pub(crate) fn script(map: &Map, dice: &mut Dice, edits: usize) -> Map {
    let mut map = map.clone();
    for _ in 0..edits {
        if let Some(edit) = edit(&map, dice) {
            map = edit.apply(&map).unwrap();
        }
    }
    map
}

fn edit(map: &Map, dice: &mut Dice) -> Option<Edit> {
    const WORDS: [&str; 6] = ["Billing", "Trust", "Delivery", "Stock", "Advice", "Payment"];
    let all: Vec<_> = map
        .components()
        .filter(|(element, _)| !element.parked)
        .map(|(element, _)| element.id.clone())
        .collect();
    let word = format!("{} {}", WORDS[dice.roll(WORDS.len())], dice.roll(10_000));
    let id = all.get(dice.roll(all.len()))?.clone();
    let other = all.get(dice.roll(all.len()))?.clone();
    let fraction = |dice: &mut Dice| dice.roll(1000) as f64 / 1000.0;
    Some(match dice.roll(12) {
        0..=2 => Edit::Rename { id, text: word },
        3..=5 => Edit::Move {
            elements: [id].into(),
            visibility: fraction(dice) - 0.5,
            evolution: fraction(dice) - 0.5,
        },
        6 | 7 => {
            let keys: Vec<_> = map.keyed_links().collect();
            let (key, link) = keys.get(dice.roll(keys.len()))?;
            if link.from == End::Element(other.clone()) {
                return None;
            }
            Edit::ReplaceLink {
                key: key.clone(),
                link: Link { to: End::Element(other), ..Link::clone(link) },
            }
        }
        8 => {
            let place = Place::At(Position::clamped(fraction(dice), fraction(dice)));
            let new = Component::new(&word, ComponentKind::Component, place);
            Edit::Add(Element::new(map.new_id(&word, "component"), new))
        }
        9 => Edit::AddLink(Link::between(&id, &other, LinkKind::Need)),
        10 => Edit::Remove { elements: [id].into(), links: std::collections::BTreeSet::new() },
        _ => Edit::Evolve { id, evolve: Some(Evolve::to(Evolution::clamped(fraction(dice)))) },
    })
}

/// Elements that were renamed, moved or relinked are found again in texts without ids. One that was renamed and moved and
/// has no link is a stranger to everybody.
#[test]
fn what_was_renamed_moved_or_relinked_is_found() {
    let maps: Vec<_> =
        crate::merging::real_maps().into_iter().filter(|(_, map, _)| map.components().count() >= 6).collect();
    let (mut asked, mut found, mut wrong) = (0, 0, Vec::new());
    for n in 0..200_u64 {
        let (name, map, _) = &maps[(n as usize * 5) % maps.len()];
        let text = format::write(Format::Owm, map).0;
        let base = format::read(Format::Owm, &text).map.unwrap();
        let now = script(&base, &mut Dice::new(n + 7), 1 + n as usize % 20);
        // The text of the new state, read anew: its ids are made from its names.
        let edited = format::Source::read(Format::Owm, &text).unwrap().edit(&now);
        let back = format::read(Format::Owm, &edited.text).map.unwrap();
        let truth: std::collections::HashMap<&ElementId, &ElementId> = same_by_line(&now, &back);
        let matching = Matching::new(&base, &back, Identity::Names);
        for (element, component) in now.components() {
            let Some(old) = base.component(&element.id) else { continue };
            let Some(new) = truth.get(&element.id) else { continue };
            let (renamed, moved) = (old.name != component.name, old.place != component.place);
            let links = |map: &Map| -> Vec<Link> {
                map.links_of(&element.id)
                    .iter()
                    .map(|at| Link::clone(map.links().nth(*at).unwrap()))
                    .collect()
            };
            let relinked = links(&base) != links(&now);
            let is_stranger = renamed && moved && (links(&base).is_empty() || links(&now).is_empty());
            if !(renamed || moved || relinked) || is_stranger {
                continue;
            }
            asked += 1;
            if matching.in_a(new) == Some(&element.id) {
                found += 1;
            } else {
                wrong.push(format!(
                    "{n} {name}: {} -> {} (renamed {renamed}, moved {moved}, relinked {relinked})",
                    old.name, component.name
                ));
            }
        }
    }
    println!("{found} of {asked}\n{}", wrong.join("\n"));
    assert!(found * 100 >= asked * 99, "{found} of {asked}\n{}", wrong.join("\n"));
}

/// Which element of a map that was read anew is which: components stand in one order in both, apart from their kinds.
fn same_by_line<'a>(now: &'a Map, back: &'a Map) -> std::collections::HashMap<&'a ElementId, &'a ElementId> {
    let mut waiting: std::collections::BTreeMap<(&str, String), Vec<&ElementId>> =
        std::collections::BTreeMap::new();
    for (element, component) in back.components() {
        waiting
            .entry((element.name(), format!("{:?}", back.position(component))))
            .or_default()
            .push(&element.id);
    }
    let mut pairs = std::collections::HashMap::new();
    for (element, component) in now.components() {
        let name = component.name.trim();
        for ((other, at), ids) in &mut waiting {
            if other.trim() == name && *at == format!("{:?}", now.position(component)) && !ids.is_empty() {
                pairs.insert(&element.id, ids.remove(0));
                break;
            }
        }
    }
    pairs
}
