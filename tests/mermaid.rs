//! Mermaid text: what is read of the real maps, what is written, and what survives both.

use std::fs;

use mapstone::format::{self, Format, Loss, Source};
use mapstone::model::{Body, Edit, ElementId, End, Evolution, Map, Place};

use crate::corpus::{folder, maps};

fn read(text: &str) -> Map {
    format::read(Format::Mermaid, text).map.unwrap()
}

fn owm(text: &str) -> Map {
    format::read(Format::Owm, text).map.unwrap()
}

/// Names as the corpus' conversion spells them: it folds white space and drops quotes.
fn folded(name: &str) -> String {
    name.replace(['"', '\\'], " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What that conversion did not keep: map, fact, why.
const CONVERSION: [(&str, &str, &str); 5] = [
    ("manufacturing_additions_manufacturing-automation-quality", "`Testing` is", "two of one name are one in Mermaid"),
    ("transportation_additions_coherent_city_transport_alternative", "`culture` is", "two of one name are one in Mermaid"),
    ("personal_Conversational", "component \"'Best' (legacy)", "it wrote other quotes"),
    ("personal_Conversational", "link", "it wrote other quotes"),
    ("personal_financial-inclusion", "component \"Chodsani\"", "it wrote 1.01, which Mermaid reads as a percentage"),
];

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.0051
}

#[test]
fn every_real_mermaid_map_reads_as_its_sibling_does() {
    let Some(folder) = folder() else { return };
    let mut differences = Vec::new();
    let (mut components, mut links) = (0, 0);
    for (name, text, _) in maps() {
        let ours = owm(&text);
        let mmd = fs::read_to_string(folder.join(format!("maps/{name}.mmd"))).unwrap();
        let reading = format::read(Format::Mermaid, &mmd);
        let theirs = reading.map.unwrap();
        let mut wrong = |what: String| differences.push(format!("{name}: {what}"));
        // Each line that looks like one is a component or a link, but for names that come twice.
        let code = || mmd.lines().map(str::trim);
        let twice = reading.diagnostics.iter().filter(|d| d.message.contains("again")).count();
        let lines = code().filter(|line| line.starts_with("component ") || line.starts_with("anchor "));
        assert_eq!(lines.count(), theirs.components().count() + twice, "{name}");
        let arrows = code().filter(|line| line.contains("->") && !line.starts_with("evol")).count();
        assert_eq!(arrows, theirs.links().len(), "{name}");
        for diagnostic in reading.diagnostics.into_iter().filter(|d| !d.message.contains("percent")) {
            if diagnostic.severity > format::Severity::Hint {
                wrong(diagnostic.message);
            }
        }
        for (element, component) in theirs.components() {
            components += 1;
            let at = theirs.position(component).unwrap();
            let same = ours.components().find(|(other, sibling)| {
                !other.parked
                    && folded(&sibling.name) == folded(&component.name)
                    && sibling.is_anchor() == component.is_anchor()
                    && ours.position(sibling).is_some_and(|sibling| {
                        let is_high = near(sibling.visibility.value(), at.visibility.value())
                            || matches!(component.place, Place::Within { .. });
                        near(sibling.evolution.value(), at.evolution.value()) && is_high
                    })
            });
            if same.is_none() {
                wrong(format!("{} {:?} at {at:?}", element.kind_name(), component.name));
            }
        }
        let end = |map: &Map, end: &End| match end {
            End::Element(id) => folded(&map.component(id).unwrap().name),
            End::Dangling(name) => folded(name),
        };
        for link in theirs.links() {
            links += 1;
            let ends = (end(&theirs, &link.from), end(&theirs, &link.to));
            let is_there = ours.links().any(|other| (end(&ours, &other.from), end(&ours, &other.to)) == ends);
            if !is_there {
                wrong(format!("link {ends:?}"));
            }
        }
    }
    let is_known = |difference: &String| {
        CONVERSION.iter().any(|(map, fact, _)| difference.starts_with(&format!("{map}: {fact}")))
    };
    differences.retain(|difference| !is_known(difference));
    assert!(components > 3000 && links > 2000, "{components} components, {links} links");
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
}

/// What has to survive the way to Mermaid and back: names, positions, links, evolutions and stages.
fn facts(map: &Map) -> Vec<String> {
    let mut facts = vec![format!("{:?} {:?} {:?}", map.title, map.theme, map.evolution)];
    for (element, component) in map.components() {
        let at = map.position(component);
        let stage = at.map(|at| map.evolution.stage(at.evolution));
        let to = component.evolve.as_ref();
        facts.push(format!("{:?} {} {component:?} {at:?} {stage:?} {to:?}", element.parked, element.kind_name()));
    }
    let name = |end: &End| match end {
        End::Element(id) => format!("{:?}", map.component(id).unwrap().name),
        End::Dangling(name) => format!("dangling {name:?}"),
    };
    for link in map.links() {
        let ends: Vec<_> = link.ends().map(name).collect();
        facts.push(format!("{} {ends:?} {:?} {:?} {:?}", link.parked, link.kind, link.label, link.text));
    }
    for element in map.elements().filter(|element| element.component().is_none()) {
        facts.push(format!("{} {:?}", element.parked, element.body));
    }
    facts.sort();
    facts
}

/// The ids in a pipeline's children are made from names again, which may come twice.
fn without_ids(facts: Vec<String>) -> Vec<String> {
    let cut = |fact: String| match (fact.find("pipeline: #"), fact.find(", evolution: Evolution")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &fact[..from], &fact[to..]),
        _ => fact,
    };
    facts.into_iter().map(cut).collect()
}

#[test]
fn every_real_map_comes_back_from_mermaid_whole() {
    for (name, text, _) in maps() {
        let map = owm(&text);
        let (mermaid, losses) = format::write(Format::Mermaid, &map);
        let lost: Vec<_> = losses.iter().filter(|loss| !loss.is_kept).collect();
        assert!(lost.is_empty(), "{name}: {lost:#?}");
        let back = read(&mermaid);
        assert_eq!(without_ids(facts(&map)), without_ids(facts(&back)), "{name}");
        assert_eq!(format::write(Format::Mermaid, &back).0, mermaid, "{name}");
        // Its comments are all there, and OnlineWardleyMaps text gets them back.
        let kept = |map: &Map| {
            let lines = map.kept.iter().filter(|kept| !kept.text.trim().is_empty());
            let mut texts: Vec<_> = lines.map(|kept| (kept.text.clone(), kept.format == map.kept[0].format)).collect();
            texts.sort();
            texts
        };
        assert_eq!(kept(&map), kept(&back), "{name}");
    }
}
