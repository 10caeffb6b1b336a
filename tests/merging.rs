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
        let (ours, theirs) =
            (script(base, &mut dice, 1 + n as usize % 10), script(base, &mut dice, 1 + n as usize % 7));
        let (merged, conflicts) = merge(base, &ours, &theirs, Identity::Ids);
        let (other, others) = merge(base, &theirs, &ours, Identity::Ids);
        with_conflicts += usize::from(!conflicts.is_empty());
        assert_eq!(conflicts.len(), others.len(), "{n} {name} {conflicts:#?} {others:#?}");
        // Both ways round, the same apart from what is open.
        if conflicts.is_empty() {
            assert!(
                alike(&merged, &other),
                "{n} {name}: {:#?}",
                diff(&merged, &other, &Matching::new(&merged, &other, Identity::Ids))
            );
        }
        // Theirs taken everywhere is what the other way round has with theirs, that is ours, left.
        let all = |side: fn(&Conflict) -> &Vec<Change>, conflicts: &[Conflict]| Patch {
            changes: conflicts.iter().flat_map(|conflict| side(conflict).clone()).collect(),
        };
        let (theirs_taken, misfits) = all(|conflict| &conflict.theirs, &conflicts).apply_to(&plain(&merged));
        assert_eq!(misfits, [], "{n} {name}");
        let (ours_kept, misfits) = all(|conflict| &conflict.ours, &others).apply_to(&plain(&other));
        assert_eq!(misfits, [], "{n} {name}");
        assert!(
            alike(&theirs_taken, &ours_kept),
            "{n} {name}: {:#?}\n{conflicts:#?}",
            diff(&theirs_taken, &ours_kept, &Matching::new(&theirs_taken, &ours_kept, Identity::Ids))
        );
        let ids: BTreeSet<_> = merged.elements().map(|element| &element.id).collect();
        for element in
            ours.elements().chain(theirs.elements()).filter(|element| base.element(&element.id).is_none())
        {
            assert!(ids.contains(&element.id) || theirs.element(&element.id).is_some(), "{n} {name}");
        }
    }
    assert!(with_conflicts > 5 || maps.len() < 20, "{with_conflicts} of 200 pairs had conflicts");
}

/// A text with a comment of a side's own before some line.
fn commented(text: &str, dice: &mut Dice, words: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(dice.roll(lines.len() + 1), words);
    lines.join("\n") + "\n"
}

/// What git's own text merge makes of it, where it has no conflict.
fn by_git(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (base, ours, theirs) = (path("base", base), path("ours", ours), path("theirs", theirs));
    let done =
        std::process::Command::new("git").arg("merge-file").arg("-p").args([ours, base, theirs]).output();
    done.ok().filter(|done| done.status.success()).map(|done| String::from_utf8(done.stdout).unwrap())
}

/// Two hundred pairs of edited texts of real maps: what one side did alone comes out byte for byte; comments of both sides are
/// there; where git's own merge is clean, ours says the same map, or holds what git's lost.
#[test]
fn pairs_of_edited_texts_merge() {
    let maps = real_maps();
    let (mut clean_by_git, mut unlike) = (0, Vec::new());
    for n in 0..200_u64 {
        let (name, map, identity) = &maps[(n as usize * 11) % maps.len()];
        let format = if *identity == Identity::Names { Format::Owm } else { Format::Ron };
        let mut dice = Dice::new(n + 99);
        let text = format::write(format, map).0;
        let base = format::Source::read(format, &text).unwrap();
        let side = |dice: &mut Dice, edits: usize, words: &str| {
            let edited = base.edit(&script(base.map(), dice, edits)).text;
            format::Source::read(format, &commented(&edited, dice, words)).unwrap()
        };
        let (few, more) = (1 + n as usize % 5, 1 + n as usize % 3);
        // In a map file a comment may stand wherever white space may.
        let ours = side(&mut dice, few, "// what we say");
        let theirs = side(&mut dice, more, "// what they say");
        assert_eq!(format::merge(&base, &ours, &base).text, ours.text(), "{n} {name}");
        assert_eq!(format::merge(&base, &base, &theirs).text, theirs.text(), "{n} {name}");
        assert_eq!(format::merge(&base, &ours, &ours).text, ours.text(), "{n} {name}");
        let merged = format::merge(&base, &ours, &theirs);
        let back =
            format::read(format, &merged.text).map.unwrap_or_else(|| panic!("{n} {name}: {}", merged.text));
        assert_eq!(back.conflicts.len(), merged.conflicts.len(), "{n} {name}");
        for words in ["// what we say", "// what they say"] {
            assert!(merged.text.contains(words), "{n} {name}: {words}\n{}", merged.text);
        }
        // A line that all three have is there, byte for byte.
        let of_merged: BTreeSet<&str> = merged.text.lines().collect();
        let untouched = text.lines().filter(|line| {
            ours.text().lines().any(|own| own == *line) && theirs.text().lines().any(|own| own == *line)
        });
        // Of several with one name, a line may be about another by now.
        let names: BTreeSet<&str> = map.elements().map(|element| element.name()).collect();
        let is_plain = merged.conflicts.is_empty() && names.len() == map.elements().len();
        for line in untouched.filter(|_| is_plain) {
            assert!(of_merged.contains(line), "{n} {name}: {line}\n{}", merged.text);
        }
        if let Some(text) = by_git(&text, ours.text(), theirs.text()) {
            clean_by_git += 1;
            let Some(git) = format::read(format, &text).map else {
                unlike.push(format!("{n} {name}: git's text is no map"));
                continue;
            };
            let patch = diff(&git, &back, &Matching::new(&git, &back, *identity)).of_map().unordered();
            if !patch.is_empty() {
                let words: Vec<_> = patch.changes.iter().map(|change| change.words(&git, &back)).collect();
                unlike.push(format!("{n} {name}: {}", words.join("; ")));
            }
        }
    }
    println!("git merged {clean_by_git} of 200 without a conflict; unlike ours:\n{}", unlike.join("\n"));
    assert!(unlike.len() * 5 <= clean_by_git, "{unlike:#?}");
}

/// A scenario that moves a component to here.
fn scenario(id: &str, name: &str, to: f64) -> Scenario {
    let fields = vec![Field::Evolution(Evolution::clamped(to))];
    let changes = vec![Change::Set { id: ElementId::new("kettle"), fields }];
    Scenario { id: id.to_owned(), name: name.to_owned(), changes, ..Scenario::default() }
}

#[test]
fn scenarios_of_both_sides_are_kept() {
    let base = Map::default();
    let with = |scenarios: &[Scenario]| {
        let mut map = Map::default();
        map.scenarios = scenarios.to_vec();
        map
    };
    let merged = |base: &Map, ours: &Map, theirs: &Map| {
        let (map, conflicts) = merge(base, ours, theirs, Identity::Ids);
        assert!(conflicts.is_empty());
        map.scenarios
    };
    let (buy, rent) = (scenario("buy", "Buy", 0.6), scenario("rent", "Rent", 0.9));
    let (one, other) = (with(std::slice::from_ref(&buy)), with(std::slice::from_ref(&rent)));
    assert_eq!(merged(&base, &one, &other), [buy.clone(), rent]);
    // Both moved the same in it: theirs stands beside ours.
    let theirs = with(&[scenario("buy", "Buy", 0.8)]);
    let ours = with(&[scenario("buy", "Buy", 0.7)]);
    let kept = merged(&one, &ours, &theirs);
    assert_eq!(kept[0], ours.scenarios[0]);
    assert_eq!((kept[1].name.as_str(), &kept[1].changes), ("Buy (theirs)", &theirs.scenarios[0].changes));
    assert_eq!((kept.len(), kept[1].id.as_str()), (2, "buy-theirs"));
    // Only one side did something to it, or took it away.
    assert_eq!(merged(&one, &ours, &one), ours.scenarios);
    assert_eq!(merged(&one, &one, &theirs), theirs.scenarios);
    assert_eq!(merged(&one, &base, &one), []);
    assert_eq!(merged(&one, &base, &theirs), theirs.scenarios);
    // A name by one side and a change by the other go together.
    let renamed = with(&[Scenario { name: "Buy it".to_owned(), ..buy }]);
    let both = merged(&one, &renamed, &theirs);
    assert_eq!((both.len(), both[0].name.as_str()), (1, "Buy it"));
    assert_eq!(both[0].changes, theirs.scenarios[0].changes);
    // Both took the same out of it, and one put something else in.
    let moved = |id: &str| Change::Set {
        id: ElementId::new(id),
        fields: vec![Field::Evolution(Evolution::clamped(0.5))],
    };
    let of = |ids: &[&str]| {
        let changes = ids.iter().map(|id| moved(id)).collect();
        with(&[Scenario { id: "buy".to_owned(), name: "Buy".to_owned(), changes, ..Scenario::default() }])
    };
    let both = merged(&of(&["cup", "tea"]), &of(&["cup"]), &of(&["cup", "water"]));
    assert_eq!(both, of(&["cup", "water"]).scenarios);
    // Where one of them says something else of the same instead, people decide.
    let both = merged(&of(&["kettle"]), &of(&[]), &with(&[scenario("buy", "Buy", 0.8)]));
    assert_eq!(both.len(), 2);
}

fn merged_text(format: Format, base: &str, ours: &str, theirs: &str) -> String {
    let [base, ours, theirs] = [base, ours, theirs].map(|text| format::Source::read(format, text).unwrap());
    format::merge(&base, &ours, &theirs).text
}

/// What both sides put between the same lines stays, comments and lines that nobody understands too.
#[test]
fn what_both_sides_put_at_one_place_stays() {
    let base = "title T\ncomponent A [0.5, 0.5]\ncomponent B [0.4, 0.4]\nA->B\n";
    let ours = base.replace("component B", "// about N\ncomponent N [0.3, 0.3]\ncomponent B");
    let theirs = base.replace("component B", "// why B stands here\nnobody knows this\ncomponent B")
        + "component Z [0.1, 0.1]\n";
    let text = merged_text(Format::Owm, base, &ours, &theirs);
    let lines = |wanted: &str| {
        let lines: Vec<_> = text.lines().collect();
        let wanted: Vec<_> = wanted.lines().collect();
        lines.windows(wanted.len()).any(|lines| lines == wanted)
    };
    assert!(lines("// about N\ncomponent N [0.3, 0.3]"), "{text}");
    assert!(lines("// why B stands here\nnobody knows this\ncomponent B [0.4, 0.4]"), "{text}");
    assert!(lines("component Z [0.1, 0.1]"), "{text}");
}

/// Comments of both sides behind one statement: ours stays behind it, theirs stands above.
#[test]
fn comments_of_both_sides_behind_one_statement_stay() {
    let texts = [
        (Format::Owm, "component A [0.5, 0.5]", "//", ""),
        (Format::Mermaid, "component \"A\" [0.5, 0.5]", "%%", "wardley-beta\n"),
    ];
    for (format, statement, mark, head) in texts {
        let text = |comment: &str| format!("{head}{statement}{comment}\n");
        let (ours, theirs) = (text(&format!(" {mark} ours")), text(&format!(" {mark} theirs")));
        let merged = merged_text(format, &text(""), &ours, &theirs);
        assert_eq!(merged, format!("{head}{mark} theirs\n{statement} {mark} ours\n"));
    }
}

/// Where both sides sorted their lines otherwise, comments of both are there, and nothing is twice.
#[test]
fn lines_in_any_order_merge() {
    let lines: Vec<String> = (0..4_000).map(|at| format!("component Part {at} [0.5, 0.5]")).collect();
    let text = |order: &dyn Fn(usize) -> usize, comment: &str, before: usize| {
        let mut text = String::new();
        for at in (0..lines.len()).map(order) {
            if at == before {
                text.push_str(&format!("{comment}\n"));
            }
            text.push_str(&format!("{}\n", lines[at]));
        }
        text
    };
    let ours = text(&|at| (at * 1_009) % 4_000, "// ours", 17);
    let theirs = text(&|at| (at * 2_003) % 4_000, "// theirs", 40);
    let merged = merged_text(Format::Owm, &text(&|at| at, "", usize::MAX), &ours, &theirs);
    assert!(merged.contains("// ours\ncomponent Part 17 ["));
    assert!(merged.contains("// theirs\ncomponent Part 40 ["));
    assert_eq!(merged.lines().count(), 4_002);
}
