//! Text is edited, not rewritten: what a change of the map does to the text that it was read from.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use mapstone::compare::{Identity, Matching, diff};
use mapstone::format::{self, Edited, Format, Source, owm};
use mapstone::model::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// Every text that there is: the maps that come along, the fixtures, and the real ones.
fn sources() -> Vec<(String, Source)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["maps", "tests/fixtures"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            // JSON is written anew: it has no comments to keep.
            if let Some(format) = Format::of_ending(&ending).filter(|format| *format != Format::Json) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                texts.push((name, format, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(texts.len() >= 8, "{}", texts.len());
    texts.extend(crate::corpus::maps().into_iter().map(|(name, text, _)| (name, Format::Owm, text)));
    texts.into_iter().map(|(name, format, text)| (name, Source::read(format, &text).unwrap())).collect()
}

/// Components to try something on: all of a small map, every fourth of a real one.
fn components(map: &Map) -> Vec<(ElementId, Component)> {
    let all: Vec<_> = map.components().collect();
    let step = if all.len() > 20 { 4 } else { 1 };
    all.into_iter()
        .step_by(step)
        .map(|(element, component)| (element.id.clone(), component.clone()))
        .collect()
}

/// The lines that one text has and the other has not, in their order: a minimal line diff.
pub(crate) fn line_diff<'a>(a: &'a str, b: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (a, b): (Vec<_>, Vec<_>) = (a.lines().collect(), b.lines().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    // Longest common subsequence of what is left.
    let mut best = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] =
                if a[i] == b[j] { best[i + 1][j + 1] + 1 } else { best[i + 1][j].max(best[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut removed, mut added) = (0, 0, Vec::new(), Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && best[i + 1][j] >= best[i][j + 1] {
            removed.push(a[i]);
            i += 1;
        } else {
            added.push(b[j]);
            j += 1;
        }
    }
    (removed, added)
}

/// What the text says after an edit, held against the map that was meant.
fn says(source: &Source, edited: &Edited, map: &Map) {
    let back = format::read(source.format(), &edited.text).map.unwrap();
    let (said, identity) = match source.format() {
        Format::Owm => (owm::said(map), Identity::Names),
        _ => (map.clone(), Identity::Ids),
    };
    let changes = diff(&said, &back, &Matching::new(&said, &back, identity)).of_map().unordered().changes;
    let words: Vec<_> = changes.iter().map(|change| change.words(&said, &back)).collect();
    assert_eq!(words, Vec::<String>::new(), "{}", edited.text);
}

#[test]
fn editing_nothing_changes_no_byte() {
    for (name, source) in sources() {
        let edited = source.edit(source.map());
        assert_eq!(edited.text, source.text(), "{name}");
        assert_eq!(edited.losses, [], "{name}");
    }
}

#[test]
fn moving_one_component_changes_one_line() {
    let mut count = 0;
    for (name, source) in sources() {
        for (id, component) in components(source.map()) {
            let Some(at) = source.map().position(&component) else { continue };
            let by = |value: f64| if value < 0.5 { 0.0123 } else { -0.0123 };
            let (visibility, evolution) = (by(at.visibility.value()), by(at.evolution.value()));
            let edit = Edit::Move { elements: [id.clone()].into(), visibility, evolution };
            let map = edit.apply(source.map()).unwrap();
            let edited = source.edit(&map);
            let (removed, added) = line_diff(source.text(), &edited.text);
            assert_eq!((removed.len(), added.len()), (1, 1), "{name}: {id}: {removed:#?} {added:#?}");
            assert_eq!(edited.losses, [], "{name}: {id}");
            says(&source, &edited, &map);
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn renaming_changes_the_lines_that_name_it() {
    for (name, source) in sources() {
        for (id, component) in components(source.map()) {
            let text = "Quite Another Thing";
            let edit = Edit::Rename { id: id.clone(), text: text.to_owned() };
            let map = edit.apply(source.map()).unwrap();
            let edited = source.edit(&map);
            let (removed, added) = line_diff(source.text(), &edited.text);
            // In the map file nothing else names it.
            let lines = if source.format() == Format::Ron {
                1
            } else {
                let ends = source.map().links().filter(|link| link.touches(&id)).count();
                let own =
                    1 + usize::from(component.evolve.is_some()) + usize::from(component.pipeline.is_some());
                ends + own
            };
            assert_eq!(removed.len(), added.len(), "{name}: {id}: {removed:#?} {added:#?}");
            // A pipeline may have two lines, an evolution stand behind its component.
            assert!(removed.len().abs_diff(lines) <= 1, "{name}: {id}: {lines} {removed:#?} {added:#?}");
            assert!(added.iter().all(|line| line.contains(text)), "{name}: {added:#?}");
            // The reference tool has trouble with a future name that was there before.
            let news = edited.losses.iter().filter(|loss| !loss.what.contains("OnlineWardleyMaps itself"));
            assert_eq!(news.count(), 0, "{name}: {id}: {:?}", edited.losses);
            says(&source, &edited, &map);
        }
    }
}

#[test]
fn deleting_removes_its_lines_and_nothing_else() {
    for (name, source) in sources() {
        for (id, component) in components(source.map()) {
            let edit = Edit::Remove { elements: [id.clone()].into(), links: BTreeSet::new() };
            let map = edit.apply(source.map()).unwrap();
            let edited = source.edit(&map);
            let (removed, added) = line_diff(source.text(), &edited.text);
            let children = source.map().pipeline_children(&id).count();
            // A line kept from other text stood before it: it stands before what followed.
            let kept = added.iter().filter(|line| line.trim().starts_with("Line(")).count();
            // A flow that only passed it goes on without that stop; OnlineWardleyMaps text has no stops.
            let is_stop = |link: &&Arc<Link>| link.via.iter().any(|end| end.id() == Some(&id));
            let ends = |link: &&Arc<Link>| [&link.from, &link.to].iter().all(|end| end.id() != Some(&id));
            let passed = source.map().links().filter(is_stop).filter(ends).count();
            let passed = if source.format() == Format::Owm { 0 } else { passed };
            assert_eq!(added.len() - kept, children + passed, "{name}: {id}: {removed:#?} {added:#?}");
            if source.format() == Format::Owm {
                let folded =
                    |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                let is_its = |line: &&&str| folded(line).contains(&folded(&component.name));
                let its = removed.iter().filter(is_its).count();
                let is_more = |line: &&&str| matches!(line.trim(), "{" | "}") || line.starts_with("url ");
                let braces = removed.iter().filter(is_more).count();
                // Names in quotes or with folded white space read otherwise than they look.
                let odd =
                    component.name.contains(['"', '\n']) || !source.text().contains(component.name.as_str());
                assert!(odd || its + braces + children >= removed.len(), "{name}: {id}: {removed:#?}");
            }
            // What another of the same name takes over is told.
            let twin = source.map().components().filter(|(_, c)| c.name == component.name).count() > 1;
            if !twin && edited.losses.is_empty() {
                says(&source, &edited, &map);
            }
            assert!(twin || edited.losses.is_empty(), "{name}: {id}: {:?}", edited.losses);
        }
    }
}

#[test]
fn adding_puts_the_line_beside_its_kind() {
    for (name, source) in sources() {
        let base = source.map();
        let place = Place::At(Position::clamped(0.5, 0.25));
        let id = ElementId::new("something-new");
        let new = Component::new("Something new", ComponentKind::Component, place);
        let map = Edit::Add(Element::new(id.clone(), new)).apply(base).unwrap();
        let edited = source.edit(&map);
        let (removed, added) = line_diff(source.text(), &edited.text);
        assert_eq!((removed.len(), added.len()), (0, 1), "{name}: {removed:#?} {added:#?}");
        let before = edited.text.lines().take_while(|line| *line != added[0]).last().unwrap();
        assert!(before.to_lowercase().contains("component"), "{name}: {before}");
        says(&source, &edited, &map);
        let Some(other) = base.components().find(|(_, c)| !c.is_anchor()).map(|(e, _)| e.id.clone()) else {
            continue;
        };
        let map = Edit::AddLink(Link::between(&other, &id, LinkKind::Need)).apply(&map).unwrap();
        let edited = source.edit(&map);
        let (removed, added) = line_diff(source.text(), &edited.text);
        // With two of one name, a comment says which one.
        let added: Vec<_> = added.iter().filter(|line| !line.starts_with("// mapstone next: ")).collect();
        assert_eq!((removed.len(), added.len()), (0, 2), "{name}: {removed:#?} {added:#?}");
        assert!(edited.losses.iter().all(|loss| loss.is_kept), "{name}");
    }
}

/// One of everything that a person does, chosen by numbers.
pub(crate) fn edit_of(map: &Map, (what, which, number): (u8, u16, u16)) -> Option<Edit> {
    let number = f64::from(number) / f64::from(u16::MAX);
    let elements: Vec<_> = map.elements().collect();
    let element = elements.get(usize::from(which) % elements.len().max(1))?;
    let id = element.id.clone();
    let components: Vec<_> = map.components().map(|(element, _)| element.id.clone()).collect();
    let other = components.get(usize::from(which / 7) % components.len().max(1))?.clone();
    let component = map.component(&id);
    let links: Vec<_> = map.keyed_links().map(|(key, _)| key).collect();
    let link = || links.get(usize::from(which) % links.len().max(1)).cloned();
    let name = ["Tea", "5\" // pipe", "a [b]", "Web 2.0", "x -> y", "note to self", "Orders (build)"]
        [usize::from(which) % 7];
    let at = Position::clamped(number, 1.0 - number);
    Some(match what % 20 {
        0 => Edit::Move { elements: [id].into(), visibility: number - 0.5, evolution: 0.1 },
        // What stands behind the slashes of an annotation is a comment, which is told as a loss.
        1 if which % 3 == 0 => Edit::Rename {
            id,
            text: ["Tea", "Cup", "cup", "Power", "Sugar", "Wind"][usize::from(which) % 6].to_owned(),
        },
        1 => Edit::Rename { id, text: format!("{name} {which}").replace("//", "of") },
        2 => Edit::Remove { elements: [id].into(), links: BTreeSet::new() },
        3 => Edit::Remove { elements: BTreeSet::new(), links: [link()?].into() },
        4 => {
            let id = map.new_id(name, "component");
            let kind = if which % 3 == 0 { ComponentKind::Anchor } else { ComponentKind::Component };
            Edit::Add(Element::new(id, Component::new(&format!("{name} {which}"), kind, Place::At(at))))
        }
        5 => Edit::AddLink(Link {
            text: if which % 2 == 0 { format!("because {which}").into() } else { Rare::default() },
            ..Link::between(&component.map(|_| id)?, &other, LinkKind::Need)
        }),
        6 => {
            let name = (which % 2 == 0).then(|| format!("{name} {which}"));
            let evolve = Evolve { name, ..Evolve::to(Evolution::clamped(number).rounded()) };
            component?;
            Edit::Evolve { id, evolve: (which % 5 > 0).then_some(evolve) }
        }
        7 => {
            component?;
            Edit::Label { id, offset: (which % 3 > 0).then(|| LabelOffset::of(number.round(), 7.0)) }
        }
        8 => {
            let range = (Evolution::clamped(number / 2.0), Evolution::clamped(number));
            // A child of a pipeline is no pipeline.
            component.filter(|component| matches!(component.place, Place::At(_)))?;
            let pipeline = Pipeline { range: (which % 2 == 0).then_some(range) };
            Edit::Pipeline { id, pipeline: (which % 5 > 0).then_some(pipeline) }
        }
        9 => Edit::Park { elements: [id].into(), links: BTreeSet::new(), parked: which % 2 == 0 },
        10 => Edit::Park { elements: BTreeSet::new(), links: [link()?].into(), parked: which % 2 == 0 },
        11 => {
            let component = Component {
                inertia: (which % 2 == 0).then(Box::default),
                method: (which % 3 == 0).then_some(Method::Buy),
                market: which % 4 == 0,
                ecosystem: which % 5 == 0,
                ..component?.clone()
            };
            Edit::Replace(Element { body: component.into(), ..Element::clone(element) })
        }
        12 => {
            let key = link()?;
            let to = End::Element(other);
            let link = Link { to, text: format!("[{which}] x->y").into(), ..Link::clone(map.link(&key)?) };
            Edit::ReplaceLink { key, link }
        }
        13 | 14 => {
            // Into a pipeline's box, out of it, into the tray and back.
            let own = component?;
            let place = match (&own.place, which % 5) {
                (Place::At(_), 0) => Place::Unplaced,
                (Place::At(_), _) if own.pipeline.is_none() && other != id => {
                    let parent = map.component(&other)?;
                    (parent.pipeline.is_some() && matches!(parent.place, Place::At(_))).then_some(())?;
                    Place::Within { pipeline: other, evolution: Evolution::clamped(number).rounded() }
                }
                _ => Place::At(at.moved(0.0, 0.0)),
            };
            Edit::Place { id, place }
        }
        15 => Edit::AnnotationsAt((which % 4 > 0).then_some(at)),
        16 => {
            let key = link()?;
            let link = Link::clone(map.link(&key)?);
            let kind = [LinkKind::Need, LinkKind::Constraint, LinkKind::Flow(Direction::Both)]
                [usize::from(which) % 3];
            let label = if matches!(kind, LinkKind::Flow(_)) { link.label.clone() } else { Rare::default() };
            let link = Link { from: link.to, to: link.from, kind, label, ..link };
            Edit::ReplaceLink { key, link }
        }
        17 => Edit::Legend((which % 3 > 0).then(|| Legend { at: (which % 2 > 0).then_some(at) })),
        18 => {
            let outline = vec![at, at.moved(0.1, 0.0), at.moved(0.0, 0.1)];
            let body = Area { outline, text: name.to_owned() };
            Edit::Add(Element::new(map.new_id("area", "area"), body))
        }
        _ => Edit::Head { title: format!("Title {which}"), about: map.about.clone() },
    })
}

pub(crate) const START: &str = "title Tea
// users first
anchor Public [0.95, 0.6]

component  Cup [0.8,0.60] label [19, -4] // what they see
component Tea [0.6, 0.7] (buy) inertia
component Power [0.1, 0.7] evolve 0.9
  //component Coal [0.2, 0.2]
pipeline Power [0.5, 0.9]
{
  component Wind [0.55]
  // component Wave [0.6]

  component Sun [0.8] label [1, 2]
}
evolve Tea->Herbal Tea 0.9 label [5, 5]
build Cup
Public->Cup; daily
//Public->Tea
Cup->Tea
Tea->Power
Cup+'heat'>Wind
Tea->Sugar
submap Shop [0.5, 0.2] url(shop)
url shop [https://example.org]
market Leaves [0.3, 0.5]
annotation 1 [[0.4, 0.4],[0.5, 0.5]] hot // yes
annotations [0.9, 0.05]
note +ok [0.2, 0.2]
pioneers [0.9, 0.1, 0.7, 0.3]
what is this
style wardley";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever is done, in any order, saved after each step and read back, gives the edited map; undone, it
    /// gives the first bytes.
    #[test]
    fn a_random_script_of_edits_reads_back(
        script in vec(any::<(u8, u16, u16)>(), 1..12),
        is_ron in any::<bool>(),
    ) {
        let owm = Source::read(Format::Owm, START).unwrap();
        let source = if is_ron { Source::canonical(Format::Ron, owm.map()) } else { owm };
        let mut map = Map::clone(source.map());
        for step in script {
            let Some(edit) = edit_of(&map, step) else { continue };
            let next = edit.apply(&map).unwrap();
            map = next;
            let edited = source.edit(&map);
            let misread: Vec<_> = edited.losses.iter().filter(|loss| loss.what.contains("would be read")).collect();
            prop_assert!(misread.is_empty(), "{:?} {:?}\n{}", edit, misread, edited.text);
            says(&source, &edited, &map);
        }
        prop_assert_eq!(source.edit(source.map()).text, source.text());
    }
}

fn edited(format: Format, text: &str, edits: &[Edit]) -> Edited {
    let source = Source::read(format, text).unwrap();
    let map = edits.iter().fold(Map::clone(source.map()), |map, edit| edit.apply(&map).unwrap());
    let edited = source.edit(&map);
    says(&source, &edited, &map);
    edited
}

fn id(text: &str) -> ElementId {
    ElementId::new(text)
}

#[test]
fn every_ending_of_a_line_stays() {
    for text in [
        "component A [0.5, 0.5]\r\nA->B\n\n//x\r\n",
        "component A [0.5, 0.5]\nA->B",
        "\r\n\ncomponent A [0.5, 0.5]\r\r\n",
    ] {
        assert_eq!(edited(Format::Owm, text, &[]).text, text);
        let moved = Edit::Move { elements: [id("a")].into(), visibility: 0.1, evolution: 0.0 };
        assert_eq!(edited(Format::Owm, text, &[moved]).text, text.replace("[0.5, 0.5]", "[0.6, 0.5]"));
    }
}

/// Words that nobody reads stay on their line, are kept where the text is written anew, and are told.
#[test]
fn words_that_nobody_reads_are_never_lost() {
    let text = "size [500, 400] wide\ncomponent A [0.5, 0.5] huh\ncomponent B [0.4, 0.5]\nevolve A 0.8 label [1, 2] tail\n\
                note Hello [0.1, 0.2] trailing\npipeline B [0.1, 0.9] label [3, 4]\nA->B->C\nA->B; why; because\n\
                pipeline Nope\n{\n  component K [0.5] label [10, 20] (buy)\n}\n";
    let source = Source::read(Format::Owm, text).unwrap();
    let (formatted, losses) = source.formatted();
    assert_eq!(losses, []);
    for word in [
        "wide",
        "huh",
        "tail",
        "trailing",
        "label [3, 4]",
        "->C",
        "because",
        "component K [0.5] label [10, 20] (buy)",
    ] {
        assert_eq!(formatted.matches(word).count(), 1, "{word} in\n{formatted}");
        assert_eq!(edited(Format::Owm, text, &[]).text.matches(word).count(), 1);
    }
    let told = source.diagnostics().iter().filter(|d| d.message.contains("is not understood here"));
    assert_eq!(told.count(), 7, "{:?}", source.diagnostics());
    // Parked, with everything on the line.
    let park = Edit::Park { elements: [id("a")].into(), links: BTreeSet::new(), parked: true };
    let parked = edited(Format::Owm, text, &[park]).text;
    assert_eq!(parked, text.replace("component A", "// component A"));
}

#[test]
fn names_spelled_loosely_are_spelled_out_when_that_matters() {
    let text = "component Cup [0.5, 0.5]\ncomponent Tea [0.4, 0.5]\ncup->Tea\nevolve CUP 0.8\n";
    let park = Edit::Park { elements: [id("cup")].into(), links: BTreeSet::new(), parked: true };
    let expected = "// component Cup [0.5, 0.5]\ncomponent Tea [0.4, 0.5]\nCup->Tea\nevolve Cup 0.8\n";
    assert_eq!(edited(Format::Owm, text, &[park]).text, expected);
}

#[test]
fn map_files_written_by_hand_keep_their_hand() {
    let component = |name: &str| {
        let place = Place::At(Position::clamped(0.5, 0.5));
        Edit::Add(Element::new(id(name), Component::new(name, ComponentKind::Component, place)))
    };
    let row = "Component(id: \"n\", name: \"n\", visibility: 0.5, evolution: 0.5)";
    let a = "Component (name: \"A\", visibility: 0.50, evolution: 0.5, label: Some((1, 2)))";
    let check = |text: &str, edits: &[Edit], expected: &str| {
        assert_eq!(edited(Format::Ron, text, edits).text, expected);
    };
    // No list yet, an empty list, lists on one line and on many.
    check(
        "Map(format: 1)",
        &[component("n")],
        &format!("Map(format: 1, elements: [\n        {row},\n    ])"),
    );
    check(
        "Map(format: 1, elements: [])",
        &[component("n")],
        &format!("Map(format: 1, elements: [\n    {row},\n])"),
    );
    check(
        &format!("Map(format: 1, elements: [{a}])"),
        &[component("n")],
        &format!("Map(format: 1, elements: [{a}, {row}])"),
    );
    let lines = format!("Map(format: 1,\r\n\telements: [\r\n\t\t{a}, // last\r\n\t],\r\n)\r\n");
    check(&lines, &[component("n")], &lines.replace("// last\r\n", &format!("// last\r\n\t\t{row},\r\n")));
    // Wrapped values, and an id that the name made.
    let one = format!("Map(format: 1, elements: [{a}])");
    let label = Edit::Label { id: id("a"), offset: None };
    check(&one, &[label], &one.replace(", label: Some((1, 2))", ""));
    let rename = Edit::Rename { id: id("a"), text: "B".to_owned() };
    check(&one, &[rename], &one.replace("(name: \"A\"", "(id: \"a\", name: \"B\""));
    // The only line of a list goes, and another comes.
    let two = format!("Map(format: 1, elements: [{a}, {row}], links: [\n  Need(from: \"a\", to: \"n\"),\n])");
    let key =
        LinkKey { from: End::Element(id("a")), to: End::Element(id("n")), kind: LinkKind::Need, nth: 0 };
    let remove = Edit::Remove { elements: BTreeSet::new(), links: [key].into() };
    let flow = Edit::AddLink(Link::between(&id("n"), &id("a"), LinkKind::Constraint));
    let expected = two.replace("Need(from: \"a\", to: \"n\")", "Constraint(from: \"n\", to: \"a\")");
    check(&two, &[remove, flow], &expected);
    // A kept line whose element goes.
    let kept = format!("Map(format: 1, elements: [{a}], kept: [Line(text: \"// x\", before: \"a\")])");
    let remove = Edit::Remove { elements: [id("a")].into(), links: BTreeSet::new() };
    check(&kept, &[remove], "Map(format: 1, elements: [], kept: [Line(text: \"// x\")])");
}

#[test]
fn formatting_twice_changes_nothing_more() {
    let text = "Map(format: 1, /* c */ foo: [1, /* inside */ 2], elements: [Component(id: \"b\", name: 3 /* bad */), // d\n])";
    let once = Source::read(Format::Ron, text).unwrap().formatted().0;
    let twice = Source::read(Format::Ron, &once).unwrap().formatted().0;
    assert_eq!(once, twice);
    for comment in ["/* c */", "/* inside */", "/* bad */", "// d"] {
        assert_eq!(once.matches(comment).count(), 1, "{comment} in\n{once}");
    }
}
