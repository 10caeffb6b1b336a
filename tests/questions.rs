//! What is asked about maps: the published figures, and the real maps.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mapstone::analysis::{Chain, Finding, Overlay, Rule, Tint, Users, findings, tinting};
use mapstone::format::{Format, Source, read};
use mapstone::model::{Answer, Edit, ElementId, Map};

use crate::corpus;

fn example(name: &str) -> Map {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(name);
    read(Format::Ron, &std::fs::read_to_string(path).unwrap()).map.unwrap()
}

fn owm(text: &str) -> Map {
    read(Format::Owm, text).map.unwrap()
}

fn of_rule(map: &Map, rule: Rule) -> Vec<Finding> {
    findings(map).into_iter().filter(|finding| finding.rule == rule).collect()
}

/// The needs that are habit or novel: who needs what, and how much less evolved that is.
fn habits(map: &Map) -> Vec<String> {
    let words = |finding: &Finding| {
        let name = |id: &ElementId| map.element(id).unwrap().name().to_owned();
        let key = finding.links.first().unwrap();
        let (from, to) = (key.from.id().unwrap(), key.to.id().unwrap());
        format!("{}→{} {:.2}", name(from), name(to), finding.weight)
    };
    of_rule(map, Rule::HabitOrNovel).iter().map(words).collect()
}

#[test]
fn the_rule_of_figure_90_finds_what_is_published() {
    assert_eq!(habits(&example("custom-racks.ron")), ["Compute→Rack 0.26", "Mount→Modify 0.21"]);
    assert_eq!(habits(&example("custom-racks.ron").in_scenario("standard-racks").0), ["Rack→Mount 0.17"]);
    assert_eq!(habits(&example("tea-shop.ron")), ["Hot Water→Kettle 0.45"]);
    assert_eq!(habits(&example("online-photo-service.ron")), [""; 0]);
    let car = ["Autonomous Vehicle Manager→World Perception Server 0.16", "GPS→LIDAR 0.10"];
    assert_eq!(habits(&example("self-driving-car.ron")), car);
}

#[test]
fn what_is_less_evolved_on_both_sides_is_asked_about_first() {
    let map = example("custom-racks.ron");
    let first: Vec<_> = findings(&map).into_iter().take(2).map(|finding| finding.question).collect();
    assert_eq!(
        first,
        [
            "Compute is a product, yet rests on Rack, which is custom-built and itself rests on Mount, a product. Is Rack new, or a habit?",
            "Mount is a product, yet rests on Modify, which is custom-built and itself rests on Server, a commodity. Is Modify new, or a habit?",
        ]
    );
}

fn through(map: &Map) -> Vec<(String, usize)> {
    let chain = Chain::of(map);
    let name = |(id, count): (ElementId, usize)| (map.element(&id).unwrap().name().to_owned(), count);
    chain.only_ways_through().into_iter().map(name).collect()
}

fn named(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
    pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn only_ways_through_are_those_published() {
    let photo = through(&example("online-photo-service.ron"));
    assert_eq!(photo, named(&[("Web Site", 5), ("Compute", 2)]));
    let racks = through(&example("custom-racks.ron"));
    assert_eq!(racks, named(&[("Compute", 6), ("Rack", 2), ("Mount", 1), ("Server", 1)]));
}

#[test]
fn loads_and_depths_are_those_published() {
    let load = |map: &Map, name: &str| {
        let id = map.elements().find(|element| element.name() == name).unwrap().id.clone();
        Chain::of(map).loads().into_iter().find(|(other, _)| *other == id).unwrap().1
    };
    assert_eq!(load(&example("tea-shop.ron"), "Power"), 3);
    assert_eq!(load(&example("online-photo-service.ron"), "Power"), 8);
    assert_eq!(load(&example("custom-racks.ron"), "Goods In"), 6);
    let depth = |name: &str| Chain::of(&example(name)).depth();
    assert_eq!(depth("tea-shop.ron"), Some(4));
    assert_eq!(depth("custom-racks.ron"), Some(6));
    assert_eq!(depth("online-photo-service.ron"), Some(7));
    assert_eq!(depth("self-driving-car.ron"), Some(5));
}

/// Loads and dominators beside what their definitions say, on random chains with circles.
#[test]
fn measures_hold_to_their_definitions() {
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..60 {
        let count = 2 + next(14);
        let mut text = String::from("anchor U [0.99, 0.5]\nU->c0\n");
        for at in 0..count {
            text.push_str(&format!("component c{at} [0.{}, 0.{}]\n", 10 + next(80), 10 + next(80)));
        }
        let links: Vec<(usize, usize)> =
            (0..count + next(count)).map(|_| (next(count), next(count))).collect();
        for (from, to) in &links {
            text.push_str(&format!("c{from}->c{to}\n"));
        }
        let map = owm(&text);
        let chain = Chain::of(&map);
        let id = |at: usize| ElementId::new(&format!("c{at}"));
        let reach = |from: usize, without: Option<usize>| {
            let mut seen = vec![false; count];
            let mut waiting = vec![from];
            while let Some(at) = waiting.pop() {
                if Some(at) == without || std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                waiting.extend(links.iter().filter(|(a, _)| *a == at).map(|(_, b)| *b));
            }
            seen
        };
        let of_users = reach(0, None);
        let loads = chain.loads();
        let through = chain.only_ways_through();
        for at in 0..count {
            let below = (0..count).filter(|other| *other != at && reach(*other, None)[at]).count();
            assert!(loads.contains(&(id(at), below)), "{text}\n{at}: {below} {loads:?}");
            let lost = (0..count)
                .filter(|other| *other != at && of_users[*other])
                .filter(|other| at == 0 || !reach(0, Some(at))[*other])
                .count();
            let lost = if of_users[at] { lost } else { 0 };
            let said = through.iter().find(|(other, _)| *other == id(at)).map_or(0, |(_, count)| *count);
            assert_eq!(said, lost, "{text}\n{at}");
        }
        let unreached: Vec<_> = (0..count).filter(|at| !of_users[*at]).map(id).collect();
        assert_eq!(chain.unreached(), unreached, "{text}");
    }
}

#[test]
fn what_nothing_needs_stands_in_for_users() {
    let map = owm(
        "component Government [0.95, 0.6]\ncomponent Distributors [0.9, 0.5]\ncomponent Beer [0.6, 0.5]\n\
        Government->Beer\nDistributors->Beer\n",
    );
    let Users::StandIns { likely, .. } = Chain::of(&map).users().clone() else { panic!() };
    assert_eq!(likely.len(), 2);
    let asked = of_rule(&map, Rule::AnchorMissing);
    assert_eq!(asked[0].question, "No users are shown. Are Government and Distributors the users?");
    let mut changed = map.clone();
    for edit in &asked[0].ways(&map)[0].edits {
        changed = edit.apply(&changed).unwrap();
    }
    assert!(matches!(Chain::of(&changed).users(), Users::Anchors(users) if users.len() == 2));
    assert_eq!(of_rule(&changed, Rule::AnchorMissing), []);
}

#[test]
fn the_real_maps_are_not_drowned() {
    let mut by_rule: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut sandwiches, mut with_sandwich, mut most) = (0, 0, 0);
    let maps = corpus::maps();
    for (_, text, _) in &maps {
        let map = owm(text);
        let found = findings(&map);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &found {
            *seen.entry(finding.rule.code()).or_default() += 1;
        }
        for (code, count) in seen {
            let total = by_rule.entry(code).or_default();
            total.0 += 1;
            total.1 += count;
        }
        let slices = found.iter().filter(|finding| finding.is_sandwich).count();
        sandwiches += slices;
        with_sandwich += usize::from(slices > 0);
        most = most.max(slices);
    }
    println!("{} maps: {by_rule:#?}; {sandwiches} sandwiches in {with_sandwich}, at most {most}", maps.len());
    if !maps.is_empty() {
        assert_eq!((sandwiches, with_sandwich, most), (50, 39, 3));
    }
}

#[test]
fn what_links_lead_to_is_put_into_the_tray() {
    let map = owm("component A [0.9, 0.5]\nA->B\nA->C\nC->B\n");
    let asked = of_rule(&map, Rule::EndMissing);
    assert_eq!(asked[0].question, "Links lead to B and C, but they are not on the map. What is meant?");
    let changed =
        asked[0].ways(&map)[0].edits.iter().fold(map.clone(), |map, edit| edit.apply(&map).unwrap());
    assert_eq!(changed.elements().len(), 3);
    assert!(changed.links().all(|link| link.ends().all(|end| end.id().is_some())));
    assert_eq!(of_rule(&changed, Rule::EndMissing), []);
}

/// What a way does settles the question that it is offered for, and none makes a map that cannot be read again.
#[test]
fn ways_settle_their_questions() {
    let mut tried = 0;
    let maps = corpus::maps();
    let examples =
        ["custom-racks.ron", "tea-shop.ron", "self-driving-car.ron", "automotive-2015.ron"].map(example);
    for map in maps.iter().map(|(_, text, _)| owm(text)).chain(examples) {
        for finding in findings(&map) {
            for way in finding.ways(&map).iter() {
                let changed = way.edits.iter().try_fold(map.clone(), |map, edit| edit.apply(&map)).unwrap();
                let again = findings(&changed);
                let is_there =
                    again.iter().any(|other| (other.rule, &other.on) == (finding.rule, &finding.on));
                assert!(!is_there, "{}: {} stays", way.label, finding.question);
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "{tried}");
    println!("{tried} ways");
}

#[test]
fn an_answer_settles_its_question_in_every_format() {
    let mut map = example("custom-racks.ron");
    map.kept.clear();
    let rack = of_rule(&map, Rule::HabitOrNovel).remove(0);
    let answer = Answer {
        rule: rack.rule.code().to_owned(),
        on: rack.on.clone(),
        because: "It cools \"better\"".to_owned(),
        date: "2026-11-28".to_owned(),
    };
    let map = Edit::Answer(answer.clone()).apply(&map).unwrap();
    let map =
        Edit::Rename { id: ElementId::new("rack"), text: "Server rack".to_owned() }.apply(&map).unwrap();
    let map = Edit::Rule { code: "unreached".to_owned(), on: false }.apply(&map).unwrap();
    assert_eq!(habits(&map), ["Mount→Modify 0.21"]);
    for format in [Format::Ron, Format::Json, Format::Owm, Format::Mermaid] {
        let (text, losses) = mapstone::format::write(format, &map);
        assert!(losses.iter().all(|loss| loss.is_kept), "{format:?}: {losses:?}\n{text}");
        let back = read(format, &text).map.unwrap();
        assert_eq!(habits(&back), ["Mount→Modify 0.21"], "{format:?}\n{text}");
        assert_eq!(back.answered[0].because, answer.because);
        assert_eq!(back.rules_off, ["unreached"]);
    }
    let map = Edit::TakeBack(map.answered[0].clone()).apply(&map).unwrap();
    assert_eq!(habits(&map).len(), 2);
}

#[test]
fn answers_are_lines_of_their_own_in_a_map_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/custom-racks.ron");
    let text = std::fs::read_to_string(path).unwrap();
    let source = Source::read(Format::Ron, &text).unwrap();
    let answer = |on: &str, because: &str| Answer {
        rule: "habit-or-novel".to_owned(),
        on: vec![ElementId::new(on)],
        because: because.to_owned(),
        date: "2026-11-28".to_owned(),
    };
    let apply = |map: &Map, edit: Edit| edit.apply(map).unwrap();
    let one = apply(source.map(), Edit::Answer(answer("rack", "It cools better")));
    let two = apply(&one, Edit::Answer(answer("modify", "Nobody knows")));
    let first = source.edit(&one).text;
    let added = "    answered: [\n        (rule: \"habit-or-novel\", on: [\"rack\"], because: \"It cools better\", date: \"2026-11-28\"),\n    ],\n)\n";
    assert_eq!(first, text.replace("\n)\n", &format!("\n{added}")));
    let source = Source::read(Format::Ron, &first).unwrap();
    let second = source.edit(&two).text;
    assert_eq!(second.lines().count(), first.lines().count() + 1);
    assert_eq!(read(Format::Ron, &second).map.unwrap().answered, two.answered);
    // And one goes without the other.
    let source = Source::read(Format::Ron, &second).unwrap();
    let left = source.edit(&apply(&two, Edit::TakeBack(answer("rack", "It cools better")))).text;
    assert!(left.contains("modify") && !left.contains("cools"), "{left}");
    assert_eq!(left.lines().count(), first.lines().count());
}

/// The figures of an overlay: names with what is told beside them.
fn figures(map: &Map, overlay: Overlay, on: &[&str]) -> Vec<String> {
    let on = on.iter().map(|id| ElementId::new(id)).collect();
    let tinting = tinting(map, overlay, &on);
    let word = |tint: &Tint| format!("{} {}", map.element(&tint.id).unwrap().name(), tint.figure);
    tinting.things.iter().map(|tint| word(tint).trim().to_owned()).collect()
}

#[test]
fn overlays_say_what_is_published() {
    let photo = example("online-photo-service.ron");
    let legend = |map: &Map, overlay| -> Vec<String> {
        tinting(map, overlay, &BTreeSet::new()).legend.into_iter().map(|(_, words)| words).collect()
    };
    assert_eq!(legend(&photo, Overlay::Differentiation)[1], "1. Online Image Manipulation 0.67");
    assert_eq!(legend(&photo, Overlay::Leverage)[1], "1. Power 0.73");
    let racks = example("custom-racks.ron");
    assert_eq!(legend(&racks, Overlay::Risk)[1], "1. Rack 0.51");
    assert_eq!(figures(&racks, Overlay::OnlyWayThrough, &[]), ["Compute 6", "Rack 2", "Mount 1", "Server 1"]);
    assert_eq!(figures(&racks, Overlay::RestsOn, &["mount"]), ["Mount", "Modify", "Server", "Goods In"]);
    assert_eq!(figures(&racks, Overlay::RestOnIt, &["rack"]), ["User", "Compute", "Rack"]);
    assert!(figures(&racks, Overlay::Depth, &[]).contains(&"Goods In 6".to_owned()));
    assert!(figures(&racks, Overlay::Load, &[]).contains(&"Goods In 6".to_owned()));
    let flows = owm(
        "component A [0.9, 0.8] (build)\ncomponent B [0.5, 0.3] (outsource)\ncomponent C [0.3, 0.6] (buy)\nA+>B\nB+>C\n",
    );
    assert_eq!(legend(&flows, Overlay::Flows)[1], "! B, least evolved of them");
    assert_eq!(figures(&flows, Overlay::Methods, &[]), ["A ≠", "B ≠", "C"]);
    // Every overlay of every real map has a legend, and tints what stands on the map.
    for (_, text, _) in corpus::maps() {
        let map = owm(&text);
        for overlay in Overlay::ALL {
            let tinting = tinting(&map, overlay, &BTreeSet::new());
            assert!(!tinting.legend.is_empty());
            assert!(tinting.things.iter().all(|tint| (0.0..=1.0).contains(&tint.strength)));
        }
    }
}

#[test]
fn opinions_far_apart_are_asked_about() {
    let map = |opinions: &str| {
        let text = format!(
            "Map(format: 1, elements: [Anchor(id: \"u\", name: \"U\", visibility: 0.9, evolution: 0.5), \
             Component(id: \"r\", name: \"Rack\", visibility: 0.5, evolution: 0.5, opinions: [{opinions}])], \
             links: [Need(from: \"u\", to: \"r\")])"
        );
        read(Format::Ron, &text).map.unwrap()
    };
    assert_eq!(of_rule(&map("(evolution: 0.5), (by: \"Ann\", evolution: 0.6)"), Rule::OpinionsDiffer), []);
    let apart = map("(evolution: 0.3), (by: \"Ann\", evolution: 0.8), (by: \"Bob\", evolution: 0.5)");
    let asked = of_rule(&apart, Rule::OpinionsDiffer);
    assert_eq!(
        asked[0].question,
        "To some Rack is custom-built, to others a commodity. Are these two things, or two markets?"
    );
    assert!(asked[0].ways(&apart).len() == 2 && !asked[0].question.contains("Ann"));
    for way in asked[0].ways(&apart).iter() {
        let changed = way.edits.iter().fold(apart.clone(), |map, edit| edit.apply(&map).unwrap());
        assert_eq!(of_rule(&changed, Rule::OpinionsDiffer), []);
    }
    // No picture and no report says whose they are.
    let theme = mapstone::scene::Theme::for_map("");
    let scene = mapstone::scene::Contents::default().scene(&apart, &theme);
    let svg = mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Text);
    let report = mapstone::report::markdown(&[(mapstone::report::report(&apart, "m"), None)]);
    assert!(!svg.contains("Ann") && !report.contains("Ann") && !report.contains("Bob"));
}
