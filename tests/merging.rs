//! Two that came from one, made one again.

use std::collections::BTreeSet;
use std::fs;

use mapstone::compare::{Identity, Matching, diff, merge};
use mapstone::format::{self, Format};
use mapstone::model::*;
use proptest::prelude::*;

use crate::map_file::map;
use crate::patches::{Dice, script};

/// A map without what a merge says about itself.
fn plain(map: &Map) -> Map {
    let mut map = map.clone();
    map.conflicts = Vec::new();
    map
}

/// Equal up to the order of their parts and to comments.
fn alike(a: &Map, b: &Map) -> bool {
    let patch = diff(a, b, &Matching::new(a, b, Identity::Ids)).of_map().unordered();
    patch.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_one_side_did_is_what_comes_out(base in map(), other in map()) {
        for identity in [Identity::Ids, Identity::IdsFirst] {
            let (merged, conflicts) = merge(&base, &other, &base, identity);
            prop_assert_eq!((&merged, conflicts.len()), (&other, 0));
            let (merged, conflicts) = merge(&base, &base, &other, identity);
            let now = Matching::new(&base, &other, identity).restated(&base, &other);
            prop_assert_eq!((&merged, conflicts.len()), (&now, 0));
            let (merged, conflicts) = merge(&base, &other, &other, identity);
            prop_assert_eq!((&merged, conflicts.len()), (&other, 0));
        }
    }

    /// Whatever three maps are merged, the result can be written and read, and holds all that neither side deleted.
    #[test]
    fn nothing_is_lost_that_neither_side_deleted(three in proptest::collection::vec(map(), 3)) {
        let [base, ours, theirs] = &three[..] else { unreachable!() };
        let (merged, _) = merge(base, ours, theirs, Identity::Ids);
        let [base_names, our_names, their_names, names] = [base, ours, theirs, &merged].map(|map| {
            map.elements().map(|element| (element.id.clone(), element.name())).collect::<BTreeSet<_>>()
        });
        for (id, name) in our_names.symmetric_difference(&their_names) {
            let is_new = base.element(id).is_none();
            prop_assert!(!is_new || names.iter().any(|(_, other)| other == name), "{} {}", id, name);
        }
        for (id, name) in base_names.iter().filter(|id| our_names.contains(id) && their_names.contains(id)) {
            prop_assert!(merged.element(id).is_some(), "{} {}", id, name);
        }
        let text = format::write(Format::Ron, &merged).0;
        prop_assert_eq!(format::read(Format::Ron, &text).map, Some(merged));
    }
}

/// The real maps and those that come along, with the identity that their format has.
pub(crate) fn real_maps() -> Vec<(String, Map, Identity)> {
    let mut maps: Vec<_> = crate::corpus::maps()
        .into_iter()
        .map(|(name, text, _)| (name, format::read(Format::Owm, &text).map.unwrap(), Identity::Names))
        .collect();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/maps")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            let map = format::read(Format::Ron, &fs::read_to_string(&path).unwrap()).map.unwrap();
            maps.push((path.display().to_string(), map, Identity::IdsFirst));
        }
    }
    maps.sort_by(|a, b| a.0.cmp(&b.0));
    maps
}

/// Two hundred pairs of scripts of edits over real maps: laws hold, both ways round the same comes out, and what each side
/// did alone is there.
#[test]
fn pairs_of_scripts_over_real_maps_merge() {
    let maps = real_maps();
    let mut with_conflicts = 0;
    for n in 0..200_u64 {
        let (name, base, _) = &maps[(n as usize * 7) % maps.len()];
        let mut dice = Dice::new(n + 1);
        let (ours, theirs) = (script(base, &mut dice, 1 + n as usize % 10), script(base, &mut dice, 1 + n as usize % 7));
        let (merged, conflicts) = merge(base, &ours, &theirs, Identity::Ids);
        let (other, others) = merge(base, &theirs, &ours, Identity::Ids);
        with_conflicts += usize::from(!conflicts.is_empty());
        assert_eq!(conflicts.len(), others.len(), "{n} {name} {conflicts:#?} {others:#?}");
        // Both ways round, the same apart from what is open.
        if conflicts.is_empty() {
            assert!(alike(&merged, &other), "{n} {name}: {:#?}", diff(&merged, &other, &Matching::new(&merged, &other, Identity::Ids)));
        }
        // Theirs taken everywhere is what the other way round has with theirs, that is ours, left.
        let all = |side: fn(&Conflict) -> &Vec<Change>, conflicts: &[Conflict]| Patch {
            changes: conflicts.iter().flat_map(|conflict| side(conflict).clone()).collect(),
        };
        let (theirs_taken, misfits) = all(|conflict| &conflict.theirs, &conflicts).apply_to(&plain(&merged));
        assert_eq!(misfits, [], "{n} {name}");
        let (ours_kept, misfits) = all(|conflict| &conflict.ours, &others).apply_to(&plain(&other));
        assert_eq!(misfits, [], "{n} {name}");
        assert!(alike(&theirs_taken, &ours_kept), "{n} {name}: {:#?}\n{conflicts:#?}", diff(&theirs_taken, &ours_kept, &Matching::new(&theirs_taken, &ours_kept, Identity::Ids)));
        let ids: BTreeSet<_> = merged.elements().map(|element| &element.id).collect();
        for element in ours.elements().chain(theirs.elements()).filter(|element| base.element(&element.id).is_none()) {
            assert!(ids.contains(&element.id) || theirs.element(&element.id).is_some(), "{n} {name}");
        }
    }
    assert!(with_conflicts > 5 || maps.len() < 20, "{with_conflicts} of 200 pairs had conflicts");
}
