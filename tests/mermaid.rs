//! Mermaid text: what is read of the real maps, what is written, and what survives both.

use std::fs;

use std::sync::Arc;

use mapstone::format::{self, Edited, Format, Loss, Source};
use mapstone::model::*;

use crate::corpus::{folder, maps};
use crate::edits::{START, edit_of, line_diff};
use proptest::collection::vec;
use proptest::prelude::*;

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
    (
        "manufacturing_additions_manufacturing-automation-quality",
        "`Testing` is",
        "two of one name are one in Mermaid",
    ),
    (
        "transportation_additions_coherent_city_transport_alternative",
        "`culture` is",
        "two of one name are one in Mermaid",
    ),
    ("personal_Conversational", "component \"'Best' (legacy)", "it wrote other quotes"),
    ("personal_Conversational", "link", "it wrote other quotes"),
    (
        "personal_financial-inclusion",
        "component \"Chodsani\"",
        "it wrote 1.01, which Mermaid reads as a percentage",
    ),
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
        facts.push(format!(
            "{:?} {} {component:?} {at:?} {stage:?} {to:?}",
            element.parked,
            element.kind_name()
        ));
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
            let mut texts: Vec<_> =
                lines.map(|kept| (kept.text.clone(), kept.format == map.kept[0].format)).collect();
            texts.sort();
            texts
        };
        assert_eq!(kept(&map), kept(&back), "{name}");
    }
}

/// A third of the real Mermaid maps, and of the real maps in our own Mermaid text.
fn sources() -> Vec<(String, Source)> {
    let Some(folder) = folder() else { return Vec::new() };
    let source = |text: &str| Source::read(Format::Mermaid, text).unwrap();
    let both = |(name, text, _): (String, String, _)| {
        let mmd = fs::read_to_string(folder.join(format!("maps/{name}.mmd"))).unwrap();
        let ours = format::write(Format::Mermaid, &owm(&text)).0;
        [(format!("{name}.mmd"), source(&mmd)), (format!("{name} of ours"), source(&ours))]
    };
    maps().into_iter().step_by(3).flat_map(both).collect()
}

fn lost(edited: &Edited) -> Vec<&Loss> {
    edited.losses.iter().filter(|loss| !loss.is_kept).collect()
}

/// Every sixteenth component that has a place.
fn some(map: &Map) -> Vec<ElementId> {
    let placed = map.components().filter(|(_, component)| map.position(component).is_some());
    placed.map(|(element, _)| element.id.clone()).step_by(16).collect()
}

#[test]
fn an_edit_changes_only_the_lines_that_speak_of_it() {
    let mut count = 0;
    for (name, source) in sources() {
        let same = source.edit(source.map());
        assert_eq!((same.text.as_str(), lost(&same)), (source.text(), Vec::new()), "{name}");
        for id in some(source.map()) {
            let what = format!("{name}: {id}");
            let element = source.map().element(&id).unwrap();
            let component = element.component().unwrap();
            if component.evolve.is_some() || element.parked {
                continue;
            }
            let change = |edit: Edit| source.edit(&edit.apply(source.map()).unwrap());
            let by = if source.map().position(component).unwrap().evolution.value() < 0.5 {
                0.0123
            } else {
                -0.0123
            };
            let moved = change(Edit::Move { elements: [id.clone()].into(), visibility: 0.0, evolution: by });
            let (removed, added) = line_diff(source.text(), &moved.text);
            assert_eq!(
                (removed.len(), added.len(), lost(&moved)),
                (1, 1, Vec::new()),
                "{what}: {removed:#?} {added:#?}"
            );
            let text = "Quite another \"thing\"".to_owned();
            let renamed = change(Edit::Rename { id: id.clone(), text });
            let (removed, added) = line_diff(source.text(), &renamed.text);
            assert!(!added.is_empty() && lost(&renamed).is_empty(), "{what}: {:?}", renamed.losses);
            let news =
                |line: &&str| line.contains("Quite another") || line.contains("next:") || line.contains(" 2");
            let twins = source.map().components().filter(|(_, other)| other.name == component.name).count();
            assert!(twins > 1 || added.iter().all(news), "{what}: {added:#?}");
            assert_eq!(removed.len(), added.len(), "{what}: {removed:#?} {added:#?}");
            let gone = change(Edit::Remove { elements: [id.clone()].into(), links: [].into() });
            let (removed, added) = line_diff(source.text(), &gone.text);
            let children =
                source.map().pipeline_children(&id).map(|(_, child)| 1 + usize::from(child.evolve.is_some()));
            let children: usize = children.sum();
            // A pipeline without children is one that only our comment can say.
            assert!(twins > 1 || added.len() <= children + 1, "{what}: {removed:#?} {added:#?}");
            assert!(!removed.is_empty() && lost(&gone).is_empty(), "{what}: {:?}", gone.losses);
            count += 1;
        }
        let place = Place::At(Position::clamped(0.5, 0.25));
        let new = Component::new("Something new", ComponentKind::Component, place);
        let map = Edit::Add(Element::new(ElementId::new("something-new"), new)).apply(source.map()).unwrap();
        let (removed, added) = {
            let edited = source.edit(&map);
            let (removed, added) = line_diff(source.text(), &edited.text);
            (removed.len(), added.join(""))
        };
        assert_eq!((removed, added.as_str()), (0, "component \"Something new\" [0.5, 0.25]"), "{name}");
    }
    assert!(count > 50 || folder().is_none(), "{count}");
}

const TEA: &str = "%%{init: {}}%%\nwardley-beta\ntitle Tea\n\n%% who drinks\nanchor Public [0.95, 0.6]\n\
    component \"Cup of tea\" [0.8, 0.6] (inertia)  %% warm\ncomponent Kettle [0.4, 35.0]\n\
    pipeline Kettle {\n  %% the old way\n  component \"Camp fire\" [0.1] label [-1, 2]\n  component Electric [0.7]\n}\n\
    evolve Kettle_Electric 0.9\nhuh\nPublic -> \"Cup of tea\"; wants\n\"Cup of tea\" +'heat'> Electric\n";

#[test]
fn a_text_keeps_its_looks() {
    let source = Source::read(Format::Mermaid, TEA).unwrap();
    let map = Arc::clone(source.map());
    let id = ElementId::new;
    let check = |edits: &[Edit], removed: &[&str], added: &[&str]| {
        let changed = edits.iter().fold(Map::clone(&map), |map, edit| edit.apply(&map).unwrap());
        let edited = source.edit(&changed);
        assert_eq!(line_diff(TEA, &edited.text), (removed.to_vec(), added.to_vec()));
        let back = read(&edited.text);
        assert_eq!(back.kept.len(), changed.kept.len(), "{}", edited.text);
    };
    let moved = Edit::Move { elements: [id("cup-of-tea")].into(), visibility: 0.0, evolution: 0.1 };
    check(
        &[moved],
        &["component \"Cup of tea\" [0.8, 0.6] (inertia)  %% warm"],
        &["component \"Cup of tea\" [0.8, 0.7] (inertia)  %% warm"],
    );
    let renamed = Edit::Rename { id: id("electric"), text: "Kettle 2".to_owned() };
    check(
        &[renamed],
        &["  component Electric [0.7]", "evolve Kettle_Electric 0.9", "\"Cup of tea\" +'heat'> Electric"],
        &[
            "  component \"Kettle 2\" [0.7]",
            "evolve \"Kettle_Kettle 2\" 0.9",
            "\"Cup of tea\" +'heat'> \"Kettle 2\"",
        ],
    );
    let name = |to: f64| Evolve {
        name: Some("Kettle as a service".to_owned()),
        ..Evolve::to(Evolution::clamped(to))
    };
    check(
        &[Edit::Evolve { id: id("electric"), evolve: Some(name(0.9)) }],
        &[],
        &[
            "  %% mapstone next: Component(name: \"Electric\", evolve: (to: 0.9, name: \"Kettle as a service\"))",
        ],
    );
    let renamed = Edit::Head { title: "Coffee".to_owned(), about: About::default() }.apply(&map).unwrap();
    assert_eq!(source.edit(&renamed).text, TEA.replace("title Tea", "title Coffee"));
    let gone = Edit::Remove { elements: [id("electric"), id("camp-fire")].into(), links: [].into() };
    check(
        &[gone],
        &[
            "pipeline Kettle {",
            "  component \"Camp fire\" [0.1] label [-1, 2]",
            "  component Electric [0.7]",
            "}",
            "evolve Kettle_Electric 0.9",
            "\"Cup of tea\" +'heat'> Electric",
        ],
        &["%% mapstone next: Component(name: \"Kettle\", pipeline: ())"],
    );
}

/// A quote at the end of a flow's words opens none that would swallow the comment below.
#[test]
fn the_words_of_a_flow_open_no_quote() {
    let map = read("wardley-beta\n\"a\" +'x; ,'< \"b\"\n%% '-> hello\n");
    let kept: Vec<_> = map.kept.iter().map(|kept| kept.text.as_str()).collect();
    assert_eq!(kept, ["%% '-> hello"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever is done, in any order, the text says all of it when it is read back: in a text that somebody wrote, and
    /// in one of ours. Nothing of it is lost, comments included; undone, it gives the first bytes.
    #[test]
    fn a_random_script_of_edits_survives_in_mermaid(
        script in vec(any::<(u8, u16, u16)>(), 1..12),
        is_ours in any::<bool>(),
    ) {
        let ours = Source::canonical(Format::Mermaid, Source::read(Format::Owm, START).unwrap().map());
        let source = if is_ours { ours } else { Source::read(Format::Mermaid, TEA).unwrap() };
        let mut map = Map::clone(source.map());
        for step in script {
            let Some(edit) = edit_of(&map, step) else { continue };
            let next = edit.apply(&map).unwrap();
            map = next;
            let edited = source.edit(&map);
            prop_assert!(lost(&edited).is_empty(), "{:?} {:?}\n{}", edit, lost(&edited), edited.text);
            let back = read(&edited.text);
            prop_assert_eq!(without_ids(facts(&back)), without_ids(facts(&map)), "{:?}\n{}", edit, edited.text);
            let kept = |map: &Map| {
                let mut lines: Vec<_> = map.kept.iter().map(|kept| kept.text.clone()).filter(|text| !text.is_empty()).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(kept(&back), kept(&map), "{:?}\n{}", edit, edited.text);
        }
        prop_assert_eq!(source.edit(source.map()).text, source.text());
    }

    /// Any text is read, and no line of it is lost: what is not understood is kept.
    #[test]
    fn any_text_is_read(lines in vec(LINES, 0..14)) {
        let text = format!("wardley-beta\n{}", lines.join("\n"));
        let source = Source::read(Format::Mermaid, &text).unwrap();
        prop_assert_eq!(source.edit(source.map()).text, text.clone());
        let (canonical, losses) = format::write(Format::Mermaid, source.map());
        // A kept line with half a quote may swallow the next, which is told.
        prop_assume!(losses.iter().all(|loss| loss.is_kept));
        let again = read(&canonical);
        prop_assert_eq!(format::write(Format::Mermaid, &again).0, canonical, "{}", text);
    }
}

/// Pieces of Mermaid text, whole and broken.
const LINES: &str = "( |component|anchor|evolve|pipeline|note|annotation|title|size|evolution|%% |%% owm: //|\"|'|A|B|A_B|Tea Pot|->|\\+>|\\+'x'<|;|\\[0.5, 0.5\\]|\\[50.5\\]|\\[|\\{|\\}|label|\\[-1, 2\\]|\\(buy\\)|inertia|1|0.7|,|/|@0.3|accDescr|---|%%\\{|\\}%%|%% mapstone: Area\\(outline: \\[\\]\\)|%% mapstone next: Component\\(name: \"A\", ecosystem: true\\)|\u{e9}|\\\\){0,9}";

/// A comment behind a statement stays there while the statement does, has a line of its own where the text is made anew or the
/// statement goes away, and is in other formats, too.
#[test]
fn comments_behind_statements_are_kept() {
    let text = "wardley-beta\ntitle T %% why T\nanchor User [0.9, 0.5] %% the user\ncomponent A [0.5, 0.5] label [3, 4] %% why A\n\
                component B [0.4, 0.4]\npipeline B { %% why pipe\n  component K [0.3] %% why K\n} %% end\n\
                note \"hm\" [0.2, 0.2] %% why note\nevolve A 0.8 %% why evolve\n\"User\" -> \"A\" %% why link\n\
                \"A\" -> \"B\"; text %% is text\n";
    let source = Source::read(Format::Mermaid, text).unwrap();
    let comments =
        ["why T", "the user", "why A", "why pipe", "why K", "end", "why note", "why evolve", "why link"];
    for format in [Format::Mermaid, Format::Owm, Format::Ron, Format::Json] {
        let said = format::write(format, source.map()).0;
        for comment in comments.iter().filter(|_| format != Format::Json) {
            assert_eq!(said.matches(&format!("%% {comment}")).count(), 1, "{format:?} {comment}: {said}");
        }
    }
    let map = source.map();
    let a = map.components().find(|(_, component)| component.name == "A").unwrap().0.id.clone();
    let moved =
        Edit::Move { elements: [a.clone()].into(), visibility: 0.1, evolution: 0.0 }.apply(map).unwrap();
    assert_eq!(source.edit(&moved).text, text.replace("A [0.5, 0.5]", "A [0.6, 0.5]"));
    let b = map.components().find(|(_, component)| component.name == "B").unwrap().0.id.clone();
    let within = Place::Within { pipeline: b, evolution: Evolution::clamped(0.4) };
    let child = Edit::Place { id: a.clone(), place: within }.apply(map).unwrap();
    let edited = source.edit(&child).text;
    assert_eq!(edited.matches("%% why A").count(), 1, "{edited}");
    // It is the map's, though the element is not there any more.
    let removed = Edit::Remove { elements: [a].into(), links: [].into() }.apply(map).unwrap();
    let edited = source.edit(&removed).text;
    assert!(edited.contains("\n%% why A\n") && edited.contains("\n%% why link\n"), "{edited}");
    assert!(!edited.contains("component A"), "{edited}");
    for comment in comments {
        assert_eq!(edited.matches(&format!("%% {comment}")).count(), 1, "{comment}: {edited}");
    }
}
