//! The laws of the map file: what is written is read back equal, and written again the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use mapstone::compare::{Identity, Matching, diff};
use mapstone::format::{self, Format, LineIndex, Severity, Writing};
use mapstone::model::*;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

fn read(format: Format, text: &str) -> Map {
    let reading = format::read(format, text);
    reading.map.unwrap_or_else(|| panic!("{:?}\n{text}", reading.diagnostics))
}

#[test]
fn the_maps_that_come_along_are_canonical_and_faultless() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "ron") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let reading = format::read(Format::Ron, &text);
        assert_eq!(reading.diagnostics, [], "{}", path.display());
        assert_eq!(format::write(Format::Ron, &reading.map.unwrap()).0, text, "{}", path.display());
        assert!(text.starts_with("// "), "{} names its source", path.display());
        count += 1;
    }
    assert_eq!(count, 5);
}

/// The frozen fixture of scenarios and conflicts, which came later: every change there is, as JSON has it too.
#[test]
fn scenarios_of_format_1_are_read_for_ever() {
    let fixture = |name: &str| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
    };
    let map = read(Format::Ron, &fixture("format-1-scenarios.ron"));
    assert_eq!((map.scenarios.len(), map.conflicts.len(), map.scenarios[0].changes.len()), (1, 1, 34));
    assert_eq!(map.scenarios, read(Format::Json, &fixture("everything.json")).scenarios);
}

/// The frozen fixture of format 1: every field there is.
#[test]
fn format_1_is_read_for_ever() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1.ron");
    let text = fs::read_to_string(path).unwrap();
    let reading = format::read(Format::Ron, &text);
    let told: Vec<_> = reading.diagnostics.iter().map(|told| told.message.clone()).collect();
    assert_eq!(told, ["the map has no `power`, so this link is not drawn"]);
    let map = reading.map.unwrap();
    assert_eq!(format::write(Format::Ron, &map).0, text);
    let kinds: BTreeSet<_> = map.elements().map(|element| element.kind_name()).collect();
    let all =
        ["accelerator", "anchor", "annotation", "area", "attitude", "component", "deaccelerator", "note"];
    assert_eq!(kinds, all.into());
    assert_eq!(map.links().len(), 5);
    let power = map.component(&ElementId::new("power")).unwrap();
    assert_eq!(power.inertia.as_ref().unwrap().kind, "Loss of capital");
    assert_eq!(map.pipeline_children(&ElementId::new("power")).count(), 2);
    let (json, losses) = format::write(Format::Json, &map);
    assert_eq!(losses.len(), map.kept.iter().filter(|kept| kept.format != KeptIn::Owm).count());
    let mut stripped = map.clone();
    stripped.kept = map.kept.iter().filter(|k| k.format == KeptIn::Owm).cloned().collect();
    assert_eq!(read(Format::Json, &json), stripped);
}

#[test]
fn comments_and_unknown_parts_survive_a_save() {
    let text = "// top\nMap( // head\n  format: 1, title: \"T\", mood: \"calm\",\n  elements: [\n    // before tea\n    \
                Component(id: \"tea\", name: \"Tea\", visibility: 0.5, evolution: 0.5, taste: (sweet: true)), // of tea\n    \
                Teapot(id: \"pot\"),\n    /* last */\n  ],\n  links: [ /* none */ ],\n)\n// end\n";
    let reading = format::read(Format::Ron, text);
    let severities: Vec<_> = reading.diagnostics.iter().map(|d| d.severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Warning, Severity::Error]);
    let map = reading.map.unwrap();
    let (written, _) = format::write(Format::Ron, &map);
    for part in [
        "// top",
        "// head",
        "// before tea",
        "// of tea",
        "/* last */",
        "/* none */",
        "// end",
        "mood: \"calm\"",
        "taste: (sweet: true)",
        "Teapot(id: \"pot\")",
    ] {
        assert_eq!(written.matches(part).count(), 1, "{part} in\n{written}");
    }
    assert_eq!(read(Format::Ron, &written), map);
    assert_eq!(format::write(Format::Ron, &read(Format::Ron, &written)).0, written);
}

/// What OnlineWardleyMaps text cannot say, or would say of something else, is told before it is written.
#[test]
fn losses_in_the_text_are_told() {
    let lost = |owm: &str, edit: Option<Edit>| {
        let map = read(Format::Owm, owm);
        let map = edit.map_or(map.clone(), |edit| edit.apply(&map).unwrap());
        let losses = format::write(Format::Owm, &map).1;
        losses.into_iter().map(|loss| loss.what).collect::<Vec<_>>()
    };
    let id = ElementId::new;
    let two = "component A [0.9, 0.5]\ncomponent Web [0.5, 0.5]\ncomponent Web [0.4, 0.5]\n";
    assert_eq!(lost(two, None), Vec::<String>::new());
    let to_second = Edit::AddLink(Link::between(&id("a"), &id("web-2"), LinkKind::Need));
    assert_eq!(lost(two, Some(to_second)).len(), 1);
    // A new name captures a dangling end.
    let capture = Edit::Rename { id: id("web-2"), text: "Nobody".to_owned() };
    assert_eq!(lost(&format!("{two}A->Nobody\n"), Some(capture)).len(), 1);
    // Odd names are quoted, and read back; what the reference tool makes of some of them is told.
    for (name, is_told) in [
        ("5\" // pipe", true),
        ("19\" rack", false),
        ("Orders (build)", true),
        ("a [b]", true),
        ("url shortener", false),
        ("x -> y", true),
        ("Web 2.0", false),
        ("Some inertia", true),
    ] {
        let owm = "component A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nevolve B 0.8\nA->B\nB->A\n";
        let rename = Edit::Rename { id: id("b"), text: name.to_owned() };
        let told = format!("the name `{name}`, which OnlineWardleyMaps itself reads as something else");
        let expected = if is_told { vec![told] } else { Vec::new() };
        assert_eq!(lost(owm, Some(rename)), expected, "{name}");
    }
}

#[test]
fn deleting_what_has_an_unknown_field_leaves_a_readable_file() {
    let text = "Map(format: 1, elements: [Component(id: \"a\", name: \"A\", visibility: 0.5, evolution: 0.5, weight: 3)])";
    let map = read(Format::Ron, text);
    let edit = Edit::Remove { elements: [ElementId::new("a")].into(), links: BTreeSet::new() };
    let (written, _) = format::write(Format::Ron, &edit.apply(&map).unwrap());
    assert_eq!(read(Format::Ron, &written).elements().len(), 0);
}

/// Every rule that a file can break, with the place where the message points.
#[test]
fn broken_rules_are_told_with_line_and_column() {
    let check = |elements: &str, links: &str, expected: &[&str]| {
        let text = format!("Map(\nformat: 1,\nelements: [\n{elements}\n],\nlinks: [\n{links}\n],\n)");
        let reading = format::read(Format::Ron, &text);
        let lines = LineIndex::new(&text);
        let told: Vec<_> = reading
            .diagnostics
            .iter()
            .map(|d| format!("{}: {}: {}", lines.location(d.span.start), d.severity, d.message))
            .collect();
        assert_eq!(told, expected, "{text}");
        assert!(reading.map.is_some(), "the map can be used all the same");
    };
    let cup = "Component(id: \"cup\", name: \"Cup\", visibility: 0.5, evolution: 0.5),";
    check(&format!("{cup}\n{cup}"), "", &["5:1: error: the id `cup` is taken by an earlier element"]);
    check(
        cup,
        "Need(from: \"cup\", to: \"tea\"),",
        &["7:23: hint: no element has the id `tea`, so this link is not drawn"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: NaN, evolution: 0.5),",
        "",
        &["4:43: error: `NaN` is not a finite number"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: 1e999, evolution: 0.5),",
        "",
        &["4:43: error: `1e999` is not a finite number"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: 1.5, evolution: 0.5),",
        "",
        &["4:43: warning: 1.5 lies outside the map; it is shown on the edge"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: 0.5, evolution: 0.5, flavour: 3),",
        "",
        &["4:64: warning: unknown field `flavour`; it is kept in the file"],
    );
    check(
        "Component(id: \"a\", name: A, visibility: 0.5, evolution: 0.5),",
        "",
        &["4:26: error: a text in quotes is expected here"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: 0.5),",
        "",
        &["4:1: error: a position is a `visibility` and an `evolution`"],
    );
    check(
        "Component(id: \"a\", name: \"A\", within: \"b\", evolution: 0.5),",
        "",
        &["4:1: warning: `b` is not on the map, so `A` has no height"],
    );
    check(
        "Component(id: \"a\", name: \"A\", visibility: 0.5, evolution: 0.5, method: Steal),",
        "",
        &["4:72: error: `Steal` is not one of Build, Buy, Outsource"],
    );
}

#[test]
fn a_newer_format_is_refused() {
    let reading = format::read(Format::Ron, "Map(\n  format: 2,\n  wings: [],\n)");
    assert!(reading.map.is_none());
    assert!(reading.diagnostics[0].message.contains("newer"), "{:?}", reading.diagnostics);
    for text in ["Map()", "Map(format: x)", "(format: 1)", "[1, 2]", "\"map\""] {
        assert!(format::read(Format::Ron, text).map.is_none(), "{text}");
    }
    assert!(format::read(Format::Ron, "Map(format: 1)").map.is_some());
}

// Arbitrary maps ---------------------------------------------------------------------------------------

fn name() -> impl Strategy<Value = String> {
    let odd = [
        "Cup \"of\" \\ Tea\nin two lines\t!",
        "茶 - שלום é́",
        "see https://x.y // z; /* q */ -> r",
        "-> a",
        "",
    ];
    // No word that a broken number would be written as.
    prop_oneof![
        "[A-Za-m][a-mo-z ]{0,12}[a-mo-z]",
        proptest::sample::select(odd.as_slice().to_vec()).prop_map(str::to_owned)
    ]
}

fn fraction() -> impl Strategy<Value = f64> {
    prop_oneof![(0u32..=1000).prop_map(|n| f64::from(n) / 1000.0), 0.0..=1.0f64]
}

fn position() -> impl Strategy<Value = Position> {
    (fraction(), fraction()).prop_map(|(v, e)| Position::clamped(v, e))
}

fn label() -> impl Strategy<Value = Option<LabelOffset>> {
    of((-4000.0..4000.0f64, -300i32..300).prop_map(|(dx, dy)| LabelOffset::of(dx, f64::from(dy))))
}

fn method() -> impl Strategy<Value = Option<Method>> {
    of(prop_oneof![Just(Method::Build), Just(Method::Buy), Just(Method::Outsource)])
}

fn component() -> impl Strategy<Value = Component> {
    let place = prop_oneof![
        6 => position().prop_map(Place::At),
        1 => fraction().prop_map(|e| Place::Within { pipeline: ElementId::new("e0"), evolution: Evolution::clamped(e) }),
        1 => Just(Place::Unplaced),
    ];
    let evolve = (fraction(), of(name()), method(), label(), any::<bool>()).prop_map(
        |(to, name, method, label, links)| Evolve { to: Evolution::clamped(to), name, method, label, links },
    );
    let inertia = (name(), name()).prop_map(|(kind, text)| Inertia { kind, text });
    let pipeline = of((fraction(), fraction())).prop_map(|range| Pipeline {
        range: range.map(|(a, b)| (Evolution::clamped(a.min(b)), Evolution::clamped(a.max(b)))),
    });
    let details = (name(), name(), vec(name(), 0..3)).prop_map(|(description, owner, tags)| Details {
        description,
        owner,
        tags,
        confidence: Some(Confidence::Low),
        ..Details::default()
    });
    let submap = (name(), name()).prop_map(|(reference, target)| Submap { reference, target });
    let first = (name(), any::<bool>(), place, label(), of(evolve), of(inertia), of(pipeline));
    let second = (
        method(),
        any::<bool>(),
        any::<bool>(),
        of(submap),
        any::<bool>(),
        of(details),
        (of(fraction()), of(fraction())),
    );
    (first, second).prop_map(|(a, b)| Component {
        label: a.3,
        evolve: a.4.map(Box::new),
        inertia: a.5.map(Box::new),
        pipeline: a.6,
        method: b.0,
        market: b.1,
        ecosystem: b.2,
        submap: b.3.map(Box::new),
        role: Some(Role::Practice),
        treated: b.6.0.map(Evolution::clamped),
        spread: b.6.1.map(Evolution::clamped),
        opinions: b
            .6
            .0
            .map(|e| Opinion { by: a.0.clone(), evolution: Evolution::clamped(e) })
            .into_iter()
            .collect(),
        removed: b.4,
        details: b.5.unwrap_or_default().into(),
        ..Component::new(&a.0, if a.1 { ComponentKind::Anchor } else { ComponentKind::Component }, a.2)
    })
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        6 => component().prop_map(Body::from),
        1 => (name(), position()).prop_map(|(text, at)| Note { text, at }.into()),
        1 => (any::<u32>(), vec(position(), 0..3), name())
            .prop_map(|(number, at, text)| Annotation { number, at, text }.into()),
        1 => (vec(position(), 3..6), name()).prop_map(|(outline, text)| Area { outline, text }.into()),
        1 => (position(), position()).prop_map(|(top_left, bottom_right)| {
            Attitude { kind: AttitudeKind::Settlers, top_left, bottom_right }.into()
        }),
        1 => (name(), position(), any::<bool>()).prop_map(|(name, at, faster)| {
            Accelerator { name, at, drive: if faster { Drive::Faster } else { Drive::Slower } }.into()
        }),
    ]
}

fn end(count: usize) -> impl Strategy<Value = End> {
    prop_oneof![
        5 => (0..count).prop_map(|n| End::Element(ElementId::new(&format!("e{n}")))),
        1 => name().prop_map(End::Dangling),
        // A name that happens to be an id.
        1 => Just(End::Dangling("e0".to_owned())),
    ]
}

fn link(count: usize) -> impl Strategy<Value = Link> {
    let kind = prop_oneof![
        Just(LinkKind::Need),
        Just(LinkKind::Constraint),
        Just(LinkKind::Flow(Direction::Forward)),
        Just(LinkKind::Flow(Direction::Both)),
    ];
    (end(count), end(count), kind, vec(end(count), 0..2), name(), name(), any::<bool>()).prop_map(
        |(from, to, kind, via, text, label, parked)| Link {
            from,
            to,
            kind,
            via: via.into(),
            text: text.into(),
            label: label.into(),
            parked,
        },
    )
}

prop_compose! {
    pub(crate) fn map()(count in 1..8usize)(
        bodies in vec((body(), any::<bool>(), of(any::<[u8; 4]>())), count),
        links in vec(link(count), 0..8),
        title in name(),
        purpose in name(),
        sheet in of((100u32..5000, 100u32..5000)),
        hidden in any::<bool>(),
        axis in of(name()),
        annotations_at in of(position()),
        legend in of(of(position())),
        corners in of(any::<bool>()),
        kept in vec((name(), 0..4u8), 0..4),
        answered in vec((name(), vec(0..9usize, 0..3), name()), 0..3),
        rules_off in vec(name(), 0..3),
    ) -> Map {
        let elements = bodies.into_iter().enumerate().map(|(n, (body, parked, color))| {
            let color = color.map(|[r, g, b, a]| Color { r, g, b, a });
            Arc::new(Element { id: ElementId::new(&format!("e{n}")), parked, color, body })
        });
        let mut map = Map::default();
        map.title = title;
        map.about = About { purpose, ..About::default() };
        "wardley".clone_into(&mut map.theme);
        map.sheet = sheet.and_then(|(w, h)| Sheet::new(f64::from(w), f64::from(h)));
        map.evolution = EvolutionAxis { hidden, corners, ..EvolutionAxis::default() };
        map.value_chain = ValueAxis { title: axis, ..ValueAxis::default() };
        let answer = |(rule, on, because): (String, Vec<usize>, String)| Answer {
            rule,
            on: on.into_iter().map(|n| ElementId::new(&format!("e{n}"))).collect(),
            because,
            date: "2026-11-28".to_owned(),
        };
        map.decisions = rules_off.iter().map(|what| Decision { what: what.clone(), ..Decision::default() }).collect();
        map.about.later.clone_from(&rules_off);
        map.about.own_practice = corners == Some(true);
        map.rules_off = rules_off;
        map.stacked_labels = annotations_at.map(|_| map.legend.is_some());
        map.annotations_at = annotations_at;
        map.legend = legend.map(|at| Legend { at });
        let mut map = map.with_elements(elements.collect()).with_links(links.into_iter().map(Arc::new).collect());
        map.answered = answered.into_iter().map(answer).collect();
        map.pins = map.answered.iter().map(|answer| Pin { pattern: answer.rule.clone(), on: answer.on.clone(), note: String::new() }).collect();
        let components = map.clone();
        // Of what it has not, a text in other words cannot speak.
        for answer in &mut map.answered {
            answer.on.retain(|id| components.component(id).is_some());
        }
        for pin in &mut map.pins {
            pin.on.retain(|id| components.component(id).is_some());
        }
        let first_link = map.keyed_links().next().map(|(key, _)| key);
        let kept = kept.into_iter().map(|(text, place)| Kept {
            text,
            format: KeptIn::Owm,
            place: match (place, &first_link) {
                (0, _) => KeptPlace::Top,
                (1, _) => KeptPlace::BeforeElement(ElementId::new("e0")),
                (2, Some(key)) => KeptPlace::BeforeLink(key.clone()),
                _ => KeptPlace::End,
            },
        });
        map.kept = kept.collect();
        map
    }
}

/// The same with another name for each component, or with `few` names for all and for what is missing; and with links
/// between components alone.
fn with_names(map: &Map, few: bool) -> Map {
    const FEW: [&str; 5] = ["Tea", "Cup", "Tea", "tea", ""];
    let named = |(n, element): (usize, &Arc<Element>)| {
        let mut element = Element::clone(element);
        if let Body::Component(component) = &mut element.body {
            component.name = match FEW.get(n % FEW.len()).filter(|_| few) {
                Some(name) => (*name).into(),
                None => format!("{} {n}x", component.name.trim()).into(),
            };
            if matches!(&component.place, Place::Within { pipeline, .. } if map.component(pipeline).is_none())
            {
                component.place = Place::Unplaced;
            }
        }
        Arc::new(element)
    };
    let elements: Vec<_> = map.elements().enumerate().map(named).collect();
    let is_component = |end: &End| end.id().is_none_or(|id| map.component(id).is_some());
    let links = map.links().filter(|link| link.ends().all(is_component));
    let links = links.filter(|link| link.ends().all(|end| !end.text().is_empty()));
    let end = |end: &End| match end {
        End::Dangling(name) if few => {
            End::Dangling(FEW.get(name.len() % 4).copied().unwrap_or_default().to_owned())
        }
        end => end.clone(),
    };
    let links = links.map(|link| {
        let via = link.via.iter().map(end).collect();
        Arc::new(Link { from: end(&link.from), to: end(&link.to), via, ..Link::clone(link) })
    });
    let links = links.collect();
    let mut map = map.clone().with_elements(elements).with_links(links);
    map.kept.retain(|kept| !kept.text.contains('\n'));
    map
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_is_written_is_read_back(map in map()) {
        let (text, losses) = format::write(Format::Ron, &map);
        prop_assert!(losses.is_empty());
        let again = read(Format::Ron, &text);
        prop_assert_eq!(&again, &map, "{}", text);
        prop_assert_eq!(format::write(Format::Ron, &again).0, text);
    }

    #[test]
    fn json_says_the_same(map in map()) {
        let (text, _) = format::write(Format::Json, &map);
        serde_json::from_str::<serde_json::Value>(&text).expect("valid JSON");
        prop_assert_eq!(read(Format::Json, &text), map, "{}", text);
    }

    /// What the text formats of others cannot say, comments of ours keep: nothing is lost on the way there and back, not
    /// even where several components share a name, or where a name is missing that something else has.
    #[test]
    fn other_formats_carry_everything(
        map in map(),
        other in map(),
        format in prop_oneof![Just(Format::Owm), Just(Format::Mermaid)],
        few in any::<bool>(),
    ) {
        let map = with_names(&map, few);
        // What has no name can be called by none.
        let what_if = crate::patches::with_scenario(&map, &crate::patches::varied(&map, &other));
        let map = if few { map } else { what_if };
        let (text, losses) = format::write(format, &map);
        let back = read(format, &text);
        let restated = Matching::new(&map, &back, Identity::Names).restated(&map, &back);
        for (one, other) in map.scenarios.iter().zip(&restated.scenarios) {
            for (one, other) in one.changes.iter().zip(&other.changes) {
                prop_assert_eq!(one, other);
            }
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(&map.conflicts, &restated.conflicts);
        prop_assert_eq!(&map.scenarios, &restated.scenarios);
        let is_lost = |loss: &&format::Loss| !loss.is_kept && !loss.what.contains("itself reads");
        let lost: Vec<_> = losses.iter().filter(is_lost).map(ToString::to_string).collect();
        prop_assert!(lost.is_empty(), "{:?}\n{}", lost, text);
        let back = read(format, &text);
        let differing = |a: &Map, b: &Map| {
            diff(a, b, &Matching::new(a, b, Identity::Names)).of_map().unordered().changes
        };
        let changes = differing(&map, &back);
        let words: Vec<_> = changes.iter().map(|change| change.words(&map, &back)).collect();
        prop_assert!(words.is_empty(), "{:?}\n{}", words, text);
        // And so it stays.
        let (again, _) = format::write(format, &back);
        let third = read(format, &again);
        prop_assert!(differing(&back, &third).is_empty(), "{}\n{}", text, again);
        // Without comments, the losses are told.
        let plain = format::write_as(format, &map, Writing { is_plain: true, ..Writing::default() });
        prop_assert!(!plain.0.contains("mapstone") && plain.1.iter().all(|loss| !loss.is_kept), "{}", plain.0);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "(Map\\(|format: 1|,|\\[|\\]|\\)|\"|//|/\\*|component |->|\\+<>|[a-z]|\n|0\\.5|\\{|\\}){0,40}") {
        for format in [Format::Ron, Format::Json, Format::Owm] {
            let _ = format::read(format, &text);
        }
    }

    /// Whatever a map is: it can be asked about, tinted and written down, and what is offered for its questions can be done.
    #[test]
    fn every_map_can_be_asked_about(map in map()) {
        let findings = mapstone::analysis::findings(&map);
        for way in findings.iter().flat_map(|finding| finding.ways(&map).into_owned()) {
            let changed = way.edits.iter().try_fold(map.clone(), |map, edit| edit.apply(&map));
            prop_assert!(changed.is_ok(), "{}: {:?}", way.label, changed.err());
        }
        let ids = map.components().map(|(element, _)| element.id.clone()).collect();
        for overlay in mapstone::analysis::Overlay::ALL {
            let tinting = mapstone::analysis::tinting(&map, overlay, &ids);
            prop_assert!(tinting.things.iter().all(|tint| map.component(&tint.id).is_some()));
        }
        for (element, _) in map.components() {
            let without = mapstone::analysis::without(&map, &element.id);
            prop_assert!(without.iter().try_fold(map.clone(), |map, edit| edit.apply(&map)).is_ok());
        }
        let report = mapstone::report::report(&map, "map");
        mapstone::report::markdown(&[(report.clone(), None)]);
        mapstone::report::html(&[(report, String::new())]);
    }

    #[test]
    fn every_map_can_be_drawn(map in map()) {
        let theme = mapstone::scene::Theme::for_map("mapstone");
        let layout = mapstone::layout::Layout::new(&map, &theme.sizes);
        let scene = mapstone::scene::build(&map, &layout, &theme);
        let svg = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Text);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", svg);
    }
}
