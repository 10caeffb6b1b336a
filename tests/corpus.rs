//! The 105 real maps, held against what the reference tool reads from each.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use mapstone::format::{self, Format, Source};
use mapstone::model::{Body, Component, ComponentKind, End, LinkKind, Map, Place};
use serde_json::Value;

/// The folder of real maps; `None`, said aloud, where it is not there.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("MAPSTONE_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if folder.join("maps").is_dir() {
        return Some(folder);
    }
    // Past the test runner, which shows only what failing tests print.
    let _ = writeln!(
        std::io::stderr().lock(),
        "SKIPPED: no corpus of real maps at {} (set MAPSTONE_CORPUS)",
        folder.display()
    );
    None
}

/// Every map: its name, its text and the oracle's reading.
pub(crate) fn maps() -> Vec<(String, String, Value)> {
    let Some(folder) = folder() else { return Vec::new() };
    let mut names: Vec<_> = fs::read_dir(folder.join("oracle"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 105, "the corpus is complete");
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    names
        .into_iter()
        .map(|name| {
            let text = read(folder.join(format!("maps/{name}.owm")));
            let oracle = serde_json::from_str(&read(folder.join(format!("oracle/{name}.json")))).unwrap();
            (name, text, oracle)
        })
        .collect()
}

/// Differences in which the reference is wrong: map, fact, why.
const REFERENCE_BUGS: [(&str, &str, &str); 8] = [
    ("construction_construction-green", "link \"building\"", "drops links of names that begin with `build`"),
    (
        "education_additions_equity_education-equity",
        "component \"open education\"",
        "drops legacy `market NAME`",
    ),
    ("gaming_GAME-COMMUNITY", "component ", "ignores `label[…]` without a space"),
    ("gaming_GAME-COMMUNITY", "note ", "cuts `\"OOG\" = \"Out of game\"` at its second quote"),
    ("personal_Conversational", "component \"", "cuts `\"Best\" (legacy)` at its second quote"),
    ("personal_Conversational", "link \"\\\"best\\\" (legacy)\"", "and then finds no `\"Best\" (legacy)`"),
    ("personal_Conversational", "evolve \"common library\"", "finds no number behind a quoted name"),
    ("telecoms_telecom_-_business_models", "pipeline \"digital industry\"", "hides a pipeline with a range"),
];

#[test]
fn every_real_map_reads_as_the_reference_reads_it() {
    let mut differences = Vec::new();
    for (name, text, oracle) in maps() {
        let reading = format::read(Format::Owm, &text);
        let map = reading.map.expect("OWM text never fails");
        let (ours, theirs) = (facts_of(&map), facts_of_oracle(&oracle));
        let missing = theirs.iter().filter(|fact| !ours.contains(fact) && !stands_in_ours(fact, &ours, &map));
        differences.extend(missing.map(|fact| (name.clone(), "the reference has", fact.clone())));
        let more = ours.iter().filter(|fact| !theirs.contains(fact));
        differences.extend(more.map(|fact| (name.clone(), "we have", fact.clone())));
    }
    let is_bug = |map: &str, fact: &str| {
        REFERENCE_BUGS.iter().any(|(bug_map, bug, _)| map == *bug_map && fact.starts_with(bug))
    };
    differences.retain(|(map, _, fact)| !is_bug(map, fact));
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
}

/// A pipeline or evolution of a component that is switched off stays a line of the text with us, and a
/// bare pipeline whose range comes in a second line is one pipeline; the reference makes things of both.
fn stands_in_ours(fact: &str, ours: &[String], map: &Map) -> bool {
    let mut words = fact.splitn(2, ' ');
    let (kind, rest) = (words.next().unwrap(), words.next().unwrap_or_default());
    let name = rest.split('"').nth(1).unwrap_or_default();
    let exists = map.components().any(|(_, component)| component.name == name);
    let line = format!("{kind} {name}");
    let kept = map.kept.iter().any(|kept| kept.text.starts_with(&line));
    let merged =
        rest.contains("hidden") && ours.iter().any(|ours| ours.starts_with(&format!("{kind} {name:?}")));
    matches!(kind, "pipeline" | "evolve") && (!exists && kept || exists && merged)
}

#[test]
fn no_line_of_a_real_map_is_lost() {
    for (name, text, _) in maps() {
        let map = format::read(Format::Owm, &text).map.unwrap();
        let comments = text.lines().filter(|line| line.trim_start().starts_with("//"));
        // A comment is kept as it stands, or it is a statement that is switched off.
        let parked = map.elements().filter(|element| element.parked).count()
            + map.links().filter(|link| link.parked).count();
        let lost: Vec<_> =
            comments.filter(|comment| !map.kept.iter().any(|kept| kept.text == comment.trim())).collect();
        assert_eq!(lost.len(), parked, "{name} lost one of {lost:#?}");
        // The map file gives it all back, and so does the text made from that.
        let (ron, _) = format::write(Format::Ron, &map);
        let again = format::read(Format::Ron, &ron);
        assert_eq!(again.map.as_ref(), Some(&map), "{name}: {:?}", again.diagnostics);
        let (owm, losses) = Source::read(Format::Owm, &text).unwrap().formatted();
        assert_eq!(losses, [], "{name}");
        let back = format::read(Format::Owm, &owm).map.unwrap();
        let (before, after) = (facts_of(&map), facts_of(&back));
        assert_eq!(before, after, "{name}");
        let texts = |map: &Map| {
            let mut texts: Vec<_> = map.kept.iter().map(|kept| kept.text.clone()).collect();
            texts.sort();
            texts
        };
        assert_eq!(texts(&map), texts(&back), "{name}");
    }
}

fn number(value: f64) -> String {
    format!("{value:.4}")
}

fn facts_of(map: &Map) -> Vec<String> {
    let mut facts = vec![
        format!("title {:?}", if map.title.is_empty() { "Untitled Map" } else { &map.title }),
        format!("style {}", map.theme),
        // The reference's own default is spelled "Custom-Built".
        format!("stages {:?}", map.evolution.stages).to_lowercase(),
    ];
    if let Some(sheet) = map.sheet {
        facts.push(format!("size {} {}", sheet.width, sheet.height));
    }
    for (element, component) in map.components() {
        let Some(at) = map.position(component) else { continue };
        let (v, e) = (number(at.visibility.value()), number(at.evolution.value()));
        if let Place::Within { .. } = component.place {
            continue;
        }
        if element.parked {
            // What is said of it elsewhere stands.
        } else if component.is_anchor() {
            facts.push(format!("anchor {:?} {v} {e}", component.name));
        } else {
            let label = component.label.map_or((5.0, -10.0), |label| (label.dx(), label.dy()));
            let inertia = component.inertia.is_some();
            facts.push(format!(
                "component {:?} {v} {e} {} {} inertia {inertia} {:?}",
                component.name,
                label.0,
                label.1,
                decorators(component)
            ));
        }
        if let Some(pipeline) = component.pipeline {
            let mut children: Vec<_> = map
                .pipeline_children(&element.id)
                .map(|(_, child)| (child.name.clone(), map.position(child).unwrap().evolution.value()))
                .collect();
            children.sort_by(|a, b| a.partial_cmp(b).unwrap());
            let own = pipeline.range.map(|(a, b)| (a.value(), b.value()));
            let ends = children.iter().map(|(_, evolution)| *evolution);
            let range = if children.is_empty() {
                own
            } else {
                Some((ends.clone().fold(1.0, f64::min), ends.fold(0.0, f64::max)))
            };
            let range = range.map_or("hidden".to_owned(), |(a, b)| format!("{} {}", number(a), number(b)));
            let children: Vec<_> = children.iter().map(|(n, e)| format!("{n:?} {}", number(*e))).collect();
            facts.push(format!("pipeline {:?} {range} {}", component.name, children.join(" ")));
        }
    }
    for (_, component) in map.components() {
        if let Some(evolve) = &component.evolve {
            let new_name = evolve.name.clone().unwrap_or_default();
            facts.push(format!("evolve {:?} {} {new_name:?}", component.name, number(evolve.to.value())));
        }
    }
    for link in map.links().filter(|link| !link.parked) {
        let name = |end: &End| match end {
            End::Element(id) => map.component(id).unwrap().name.to_string(),
            End::Dangling(name) => name.clone(),
        };
        let flow = matches!(link.kind, LinkKind::Flow(_));
        let (from, to) = (name(&link.from).to_lowercase(), name(&link.to).to_lowercase());
        facts.push(format!("link {from:?} {to:?} flow {flow} {:?} {:?}", link.label, link.text));
    }
    for element in map.elements().filter(|element| !element.parked) {
        match &element.body {
            Body::Note(note) => facts.push(format!(
                "note {:?} {} {}",
                note.text,
                number(note.at.visibility.value()),
                number(note.at.evolution.value())
            )),
            Body::Annotation(annotation) => {
                let at = annotation
                    .at
                    .iter()
                    .map(|at| format!("{} {}", number(at.visibility.value()), number(at.evolution.value())));
                let at: Vec<_> = at.collect();
                facts.push(format!("annotation {} {:?} {at:?}", annotation.number, annotation.text));
            }
            _ => {}
        }
    }
    facts.sort();
    facts
}

fn decorators(component: &Component) -> Vec<&'static str> {
    assert_eq!(component.kind, ComponentKind::Component);
    [(component.market, "market"), (component.ecosystem, "ecosystem")]
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, name)| name)
        .collect()
}

/// The same facts as the reference's own converter gives them.
///
/// Spelled as we spell them: white space folded, positions on the map (it lets 1.01 and -0.01 stand).
fn facts_of_oracle(oracle: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let folded = |value: &Value| text(value).split_whitespace().collect::<Vec<_>>().join(" ");
    let fraction = |value: &Value| number(value.as_f64().unwrap().clamp(0.0, 1.0));
    let list = |key: &str| oracle[key].as_array().unwrap().clone();
    let mut facts = vec![
        format!("title {:?}", text(&oracle["title"])),
        format!("style {}", text(&oracle["style"])),
        format!("stages {:?}", list("stages").iter().map(text).collect::<Vec<_>>()).to_lowercase(),
    ];
    if oracle["size"][0].as_f64() != Some(0.0) {
        facts.push(format!("size {} {}", oracle["size"][0], oracle["size"][1]));
    }
    for anchor in list("anchors") {
        let at = format!("{} {}", fraction(&anchor["visibility"]), fraction(&anchor["evolution"]));
        facts.push(format!("anchor {:?} {at}", folded(&anchor["name"])));
    }
    for component in list("components") {
        let at = format!("{} {}", fraction(&component["visibility"]), fraction(&component["evolution"]));
        let decorators: Vec<_> = component["decorators"].as_array().unwrap().iter().map(text).collect();
        facts.push(format!(
            "component {:?} {at} {} {} inertia {} {decorators:?}",
            folded(&component["name"]),
            component["label"][0].as_f64().unwrap(),
            component["label"][1].as_f64().unwrap(),
            component["inertia"]
        ));
    }
    for pipeline in list("pipelines") {
        let mut children: Vec<_> = pipeline["children"]
            .as_array()
            .unwrap()
            .iter()
            .map(|child| (folded(&child["name"]), child["evolution"].as_f64().unwrap()))
            .collect();
        children.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let children: Vec<_> = children.iter().map(|(n, e)| format!("{n:?} {}", number(*e))).collect();
        // Some authors wrote the right end first; the box is the same.
        let mut range = [fraction(&pipeline["from"]), fraction(&pipeline["to"])];
        range.sort();
        let range = range.join(" ");
        let range = if pipeline["hidden"] == true { "hidden".to_owned() } else { range };
        facts.push(format!("pipeline {:?} {range} {}", folded(&pipeline["name"]), children.join(" ")));
    }
    for evolve in list("evolves") {
        let to = fraction(&evolve["to"]);
        facts.push(format!("evolve {:?} {to} {:?}", folded(&evolve["name"]), text(&evolve["new_name"])));
    }
    for link in list("links") {
        let (from, to) = (folded(&link["from"]).to_lowercase(), folded(&link["to"]).to_lowercase());
        let (label, context) = (text(&link["label"]), text(&link["context"]));
        facts.push(format!("link {from:?} {to:?} flow {} {label:?} {context:?}", link["flow"]));
    }
    for note in list("notes") {
        let at = format!("{} {}", fraction(&note["visibility"]), fraction(&note["evolution"]));
        facts.push(format!("note {:?} {at}", folded(&note["text"])));
    }
    for annotation in list("annotations") {
        let at: Vec<_> = annotation["at"]
            .as_array()
            .unwrap()
            .iter()
            .map(|at| format!("{} {}", fraction(&at[0]), fraction(&at[1])))
            .collect();
        facts.push(format!("annotation {} {:?} {at:?}", annotation["number"], folded(&annotation["text"])));
    }
    facts.sort();
    facts
}
