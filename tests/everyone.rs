//! Texts read as everyone else reads them: what went wrong once, and its right reading. The inputs are in
//! `tests/fixtures/formats`, by the names that the tests give.

use std::fs;
use std::path::Path;

use mapstone::files::interpret;
use mapstone::format::{self, Format, Reading, Severity};
use mapstone::model::*;

fn fixture(name: &str) -> (String, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name);
    let ending = path.extension().unwrap().to_string_lossy().into_owned();
    (fs::read_to_string(&path).unwrap(), ending)
}

fn reading(name: &str) -> Reading {
    let (text, ending) = fixture(name);
    interpret(text, Some(&ending), None).unwrap_or_else(|error| panic!("{name}: {error}")).reading
}

fn map(name: &str) -> Map {
    reading(name).map.unwrap()
}

fn told(name: &str) -> Vec<(Severity, String)> {
    reading(name).diagnostics.into_iter().map(|told| (told.severity, told.message)).collect()
}

fn evolve(map: &Map) -> (f64, Option<String>) {
    let evolve = map.components().find_map(|(_, component)| component.evolve.clone()).unwrap();
    (evolve.to.value(), evolve.name)
}

fn owm(text: &str) -> Map {
    format::read(Format::Owm, text).map.unwrap()
}

#[test]
fn an_evolution_is_found_though_text_follows_it() {
    assert_eq!(evolve(&map("01-evolve-label-text.owm")), (0.75, None));
    assert_eq!(evolve(&map("01c-evolve-rename-extra.owm")), (0.8, Some("New".to_owned())));
    assert_eq!(evolve(&map("02-evolve-quoted-no-space.owm")), (0.8, Some("New Thing".to_owned())));
    for (line, to, name) in [
        ("evolve \"Foo\"->0.6", 0.6, None),
        ("evolve Foo 0.9 (something)", 0.9, None),
        ("evolve Foo 0.8;", 0.8, None),
        ("evolve Foo 0.7, or so", 0.7, None),
        ("evolve Foo->Web 3.0 0.7 x", 0.7, Some("Web 3.0")),
        ("evolve Foo 0.7label [1, 2]", 0.7, None),
    ] {
        let text = format!("component Foo [0.5, 0.5]\n{line}\n");
        assert_eq!(evolve(&owm(&text)), (to, name.map(str::to_owned)), "{line}");
        // What stands behind it stays there, whatever else is done.
        let source = format::Source::read(Format::Owm, &text).unwrap();
        let place = Place::At(Position::clamped(0.4, 0.4));
        let moved = Edit::Place { id: ElementId::new("foo"), place }.apply(source.map()).unwrap();
        assert!(source.edit(&moved).text.ends_with(&format!("{line}\n")), "{line}");
    }
}

#[test]
fn a_missing_end_is_judged_alike() {
    let (owm, ron) = (told("03-missing-end.owm"), told("03-missing-end.ron"));
    assert!(owm.iter().chain(&ron).all(|(severity, _)| *severity == Severity::Hint), "{owm:?} {ron:?}");
    assert_eq!(owm.last(), ron.last());
    let text = fixture("03-missing-end.ron").0;
    let source = format::Source::read(Format::Ron, &text).unwrap();
    assert!(source.formatted().0.contains("to: Missing(\"Nowhere\")"));
    for format in Format::ALL {
        let written = format::write(format, &map("03-missing-end.owm")).0;
        let again = format::read(format, &written);
        assert!(
            again.diagnostics.iter().all(|told| told.severity == Severity::Hint),
            "{:?}",
            again.diagnostics
        );
    }
}

#[test]
fn mermaid_names_are_ids() {
    let twice = map("04-mermaid-pipeline-twice.mmd");
    let names: Vec<_> = twice.components().map(|(_, component)| component.name.as_str()).collect();
    assert_eq!(names, ["P", "A"]);
    assert_eq!(twice.pipeline_children(&ElementId::new("p")).count(), 1);
    for order in
        ["component A [0.5, 0.5]\nanchor A [0.9, 0.9]", "anchor A [0.9, 0.9]\ncomponent A [0.5, 0.5]"]
    {
        let map = format::read(Format::Mermaid, &format!("wardley-beta\n{order}\n")).map.unwrap();
        assert!(map.components().all(|(_, component)| !component.is_anchor()), "{order}");
        assert_eq!(map.elements().len(), 1);
    }
    let colon = map("18b-colon-after-name.mmd");
    assert_eq!(colon.elements().map(|element| element.name()).collect::<Vec<_>>(), ["User", "Thing"]);
}

#[test]
fn what_was_never_there_is_not_lost() {
    let (_, losses) = format::write(Format::Owm, &map("08-strict-theme.mmd"));
    assert!(!losses.iter().any(|loss| loss.what.contains("theme")), "{losses:?}");
    let axis = "Map(format: 1, theme: \"plain\", evolution: (boundaries: [0.2, 0.4, 0.6]))";
    let (_, losses) = format::write(Format::Owm, &format::read(Format::Ron, axis).map.unwrap());
    let words: Vec<_> = losses.iter().map(ToString::to_string).collect();
    assert_eq!(words, ["the map's boundaries of the stages"]);
}

#[test]
fn odd_lines_are_what_the_reference_makes_of_them() {
    let show = reading("09-evolution-show.owm");
    assert_eq!(show.diagnostics[0].severity, Severity::Error);
    assert_eq!(show.map.unwrap().evolution, EvolutionAxis::default());
    let attitude = |text: &str| match &owm(text).elements().next().unwrap().body {
        Body::Attitude(attitude) => attitude.bottom_right,
        other => panic!("{other:?}"),
    };
    let (expected, (text, _)) = (Position::clamped(0.8, 0.2), fixture("10-attitude-default.owm"));
    assert_eq!((attitude(&text), attitude("pioneers Us [0.9, 0.1]\n")), (expected, expected));
    let nameless = map("11-empty-name.owm");
    assert_eq!(nameless.elements().next().unwrap().name(), "Unnamed");
    assert_eq!(told("11-empty-name.owm").len(), 1);
    assert_eq!(map("15-valuechain-as-link.owm").links().len(), 0);
    assert!(told("16-open-bracket.owm")[0].1.contains("never closed"));
    let none = told("17-no-coordinates.owm");
    assert_eq!((none.len(), none[0].0), (1, Severity::Hint), "{none:?}");
    let control = format::read(Format::Owm, "component A\u{7}b [0.5, 0.5]\n");
    assert_eq!(control.diagnostics.len(), 1);
    assert_eq!(control.map.unwrap().elements().next().unwrap().name(), "Ab");
}

#[test]
fn a_message_takes_one_line() {
    for (_, message) in told("12-diagnostic-two-lines.owm") {
        assert!(message.contains("`Two\\nlines`") && !message.contains('\n'), "{message}");
    }
}

#[test]
fn an_ending_decides_between_two_formats() {
    assert_eq!(map("13-detected-as-wtg.owm").title, "Online - shop");
    let heights: Vec<_> = map("14-heights.wtg")
        .components()
        .map(|(_, component)| match &component.place {
            Place::At(at) => (100.0 - at.visibility.value() * 100.0).round(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(heights, [3.0, 26.0, 72.0, 95.0]);
}

#[test]
fn what_mermaid_refuses_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats/mermaid-refuses");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let reading = format::read(Format::Mermaid, &text);
        let refusals =
            reading.diagnostics.iter().filter(|told| told.message.contains("Mermaid will not draw this"));
        assert_eq!(refusals.count(), 1, "{}: {:?}", path.display(), reading.diagnostics);
        // As we write it, it is none of these.
        let ours = format::write(Format::Mermaid, &reading.map.unwrap()).0;
        let again = format::read(Format::Mermaid, &ours);
        assert!(again.diagnostics.is_empty(), "{}: {:?}\n{ours}", path.display(), again.diagnostics);
        count += 1;
    }
    assert_eq!(count, 15);
}

#[test]
fn whatever_is_written_is_read() {
    for name in
        ["mmd-ron-comment.mmd", "nul.json", "nul.ron", "nameless.ron", "19-unknown-line-through-ron.mmd"]
    {
        for format in Format::ALL {
            let written = format::write(format, &map(name)).0;
            let again = format::read(format, &written);
            assert!(
                again.map.is_some() && !written.contains('\0'),
                "{name}: {:?}\n{written}",
                again.diagnostics
            );
            let worst = again.diagnostics.iter().map(|told| told.severity).max();
            assert!(
                worst.is_none_or(|worst| worst == Severity::Hint),
                "{name}: {:?}\n{written}",
                again.diagnostics
            );
        }
    }
    let through = format::write(Format::Mermaid, &map("19-unknown-line-through-ron.mmd")).0;
    assert!(through.contains("\n%% foo bar baz\n"), "{through}");
}
