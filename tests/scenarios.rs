//! "What if": every edit goes into the scenario that is shown, and today's map stays.

use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use mapstone::compare::outlooks;
use mapstone::editor::{Editor, Operation, Selection};
use mapstone::format::{self, Format, Source};
use mapstone::model::*;
use std::sync::Arc;

use crate::window::{State, copy_of, key, open, settle, type_text, window};

fn racks() -> Editor {
    let source = Source::read(Format::Ron, include_str!("../maps/custom-racks.ron")).unwrap();
    Editor::of_source(&Arc::new(source))
}

fn id(text: &str) -> ElementId {
    ElementId::new(text)
}

fn evolution(map: &Map, of: &str) -> Option<f64> {
    Some(map.position(map.component(&id(of))?)?.evolution.value())
}

fn nudge(editor: &mut Editor, of: &str, by: f64) {
    editor.document.select(Selection::of(&id(of)));
    let edit = Edit::Move { elements: [id(of)].into(), visibility: 0.0, evolution: by };
    editor.change("Move", &[edit], "");
}

#[test]
fn edits_go_into_the_scenario_and_today_stays() {
    let mut editor = racks();
    let today = editor.map().clone();
    editor.begin_scenario("Other compute");
    nudge(&mut editor, "compute", 0.1);
    let add = Element::new(
        id("cloud"),
        Component::new("Cloud", ComponentKind::Component, Place::At(Position::clamped(0.5, 0.9))),
    );
    editor.change(
        "Add",
        &[Edit::Add(add), Edit::AddLink(Link::between(&id("compute"), &id("cloud"), LinkKind::Need))],
        "",
    );
    assert_eq!(evolution(editor.map(), "compute"), Some(0.72));
    let whole = editor.document.whole();
    assert_eq!(evolution(whole, "compute"), Some(0.62));
    assert!(whole.element(&id("cloud")).is_none() && whole.elements().eq(today.elements()));
    // The file has it, one change a line.
    let text = editor.text(Format::Ron).text.clone();
    for line in [
        "            Change(id: \"compute\", evolution: 0.72),\n",
        "            Add(Component(id: \"cloud\", name: \"Cloud\", visibility: 0.5, evolution: 0.9)),\n",
        "            AddLink(from: \"compute\", to: \"cloud\"),\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.starts_with("// Custom racks: figures"));
    // Today moves what the scenario left alone.
    editor.show_scenario(None);
    nudge(&mut editor, "rack", 0.1);
    editor.change("Rename", &[Edit::Rename { id: id("compute"), text: "Compute power".to_owned() }], "");
    editor.show_scenario(Some("other-compute"));
    assert_eq!(
        (evolution(editor.map(), "rack"), evolution(editor.map(), "compute")),
        (Some(0.46), Some(0.72))
    );
    assert_eq!(editor.map().element(&id("compute")).unwrap().name(), "Compute power");
    // Undo goes back through both, and shows where it was done.
    editor.operate(Operation::Undo);
    assert_eq!(editor.document.scenario(), None);
    editor.operate(Operation::Undo);
    editor.operate(Operation::Undo);
    assert_eq!(editor.document.scenario(), Some("other-compute"));
    assert!(editor.map().element(&id("cloud")).is_none());
    for _ in 0..2 {
        editor.operate(Operation::Undo);
    }
    assert_eq!(**editor.document.whole(), *today);
    assert!(!editor.document.is_changed());
}

#[test]
fn what_does_not_fit_any_more_is_told_and_kept() {
    let mut editor = racks();
    editor.change(
        "Delete",
        &[Edit::Remove { elements: [id("modify")].into(), links: std::collections::BTreeSet::new() }],
        "",
    );
    editor.show_scenario(Some("buy-robots"));
    assert!(editor.map().element(&id("robots")).is_some());
    assert!(editor.take_notice().unwrap().contains("does not fit"));
    // An edit in it loses nothing of what it said.
    nudge(&mut editor, "robots", 0.1);
    let scenario = editor.scenario().unwrap();
    assert!(scenario.changes.iter().any(
        |change| matches!(change, Change::AddLink { link, .. } if link.from.id() == Some(&id("modify")))
    ));
    let outlook = &outlooks(editor.document.whole())[1];
    assert_eq!((outlook.name.as_str(), outlook.misfits.len()), ("Buy robots", 1));
    editor.operate(Operation::Undo);
    editor.operate(Operation::Undo);
    assert!(!editor.document.is_changed());
}

#[test]
fn scenarios_go_on_from_each_other() {
    let mut editor = racks();
    editor.show_scenario(Some("standard-racks"));
    editor.begin_scenario("And rented");
    nudge(&mut editor, "compute", 0.2);
    assert!(editor.map().element(&id("modify")).is_none(), "it goes on from standard racks");
    assert_eq!(editor.scenario().unwrap().after, "standard-racks");
    // What would go on from itself goes on from today.
    editor.describe_scenario("standard-racks", "Standard racks", "", "and-rented");
    assert_eq!(editor.document.whole().scenario("standard-racks").unwrap().after, "");
    // Without the first, the second has its changes.
    let shown = Map::clone(editor.map());
    editor.delete_scenario("standard-racks");
    assert_eq!(editor.document.scenario(), Some("and-rented"));
    assert!(editor.map().elements().eq(shown.elements()) && editor.map().links().eq(shown.links()));
    editor.operate(Operation::Undo);
    editor.duplicate_scenario("and-rented");
    assert_eq!(editor.scenario().unwrap().name, "And rented (copy)");
    editor.move_scenario("and-rented-copy", false);
    let names: Vec<_> = editor.scenarios().iter().map(|scenario| scenario.name.clone()).collect();
    assert_eq!(names, ["Buy robots", "Standard racks", "Rent compute", "And rented (copy)", "And rented"]);
    editor.make_scenario_today("and-rented");
    assert_eq!(editor.document.scenario(), None);
    assert!(editor.map().elements().eq(shown.elements()));
    assert_eq!(editor.scenarios().len(), 3, "those that it went on from are done with it");
}

#[test]
fn what_followed_a_deleted_scenario_shows_what_it_showed() {
    let mut editor = racks();
    editor.begin_scenario("Moved");
    nudge(&mut editor, "compute", 0.1);
    editor.begin_scenario("Moved on");
    nudge(&mut editor, "compute", 0.1);
    editor.begin_scenario("And back");
    nudge(&mut editor, "compute", -0.2);
    let shown: Vec<_> = ["moved-on", "and-back"].map(|id| editor.document.whole().in_scenario(id).0).into();
    editor.delete_scenario("moved");
    let now: Vec<_> = ["moved-on", "and-back"].map(|id| editor.document.whole().in_scenario(id).0).into();
    for (shown, now) in shown.iter().zip(&now) {
        assert!(shown.elements().eq(now.elements()));
        assert_eq!(evolution(now, "compute"), evolution(shown, "compute"));
    }
    assert_eq!(editor.document.whole().scenario("moved-on").unwrap().after, "");
}

#[test]
fn what_did_not_fit_does_not_come_back_over_what_was_done_since() {
    let mut editor = racks();
    editor.begin_scenario("Other compute");
    nudge(&mut editor, "compute", 0.1);
    editor.show_scenario(None);
    let remove = Edit::Remove { elements: [id("compute")].into(), links: std::collections::BTreeSet::new() };
    editor.change("Delete", &[remove], "");
    editor.show_scenario(Some("other-compute"));
    // Somebody puts a new one of this name in, within the scenario: the old move is no move of it.
    let add = Element::new(
        id("compute"),
        Component::new("Compute", ComponentKind::Component, Place::At(Position::clamped(0.5, 0.2))),
    );
    editor.change("Add", &[Edit::Add(add)], "");
    assert_eq!(evolution(editor.map(), "compute"), Some(0.2));
    let whole = editor.document.whole().clone();
    assert_eq!(evolution(&whole.in_scenario("other-compute").0, "compute"), Some(0.2));
}

#[test]
fn an_id_that_a_scenario_gives_is_given_to_nothing_else() {
    let map = racks().document.whole().clone();
    assert!(
        map.scenario("buy-robots").unwrap().changes.iter().any(|change| change.adds() == Some(&id("robots")))
    );
    assert_ne!(map.new_id("Robots", "component"), id("robots"));
}

#[test]
fn the_table_tells_where_each_leads() {
    let map = format::read(Format::Ron, include_str!("../maps/custom-racks.ron")).map.unwrap();
    let rows = outlooks(&map);
    let row =
        |at: usize| (rows[at].name.as_str(), rows[at].questions.len(), rows[at].needed, rows[at].idle.len());
    assert_eq!(
        [row(0), row(1), row(2), row(3)],
        [("Today", 2, 7, 0), ("Buy robots", 2, 8, 0), ("Standard racks", 1, 6, 1), ("Rent compute", 0, 1, 6)]
    );
}

fn window_of(map: &str) -> (tempfile::TempDir, egui_kittest::Harness<'static, State>) {
    let (folder, path) = copy_of(map);
    let mut h = open(Some(&path));
    settle(&mut h);
    (folder, h)
}

/// The whole story by keyboard: begin, edit, compare, go back, save.
#[test]
fn what_if_by_keyboard() {
    let (folder, mut h) = window_of("tea-shop.ron");
    assert!(h.query_by_label("Today").is_none(), "no bar before the first");
    key(&mut h, Modifiers::NONE, Key::W);
    h.run_steps(3);
    type_text(&mut h, "a better kettle");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(4);
    h.get_by_label("Today");
    h.get_by_label("Every edit goes into “a better kettle”");
    assert_eq!(window(&h).editor().document.scenario(), Some("a-better-kettle"));
    // Whatever is selected first moves.
    key(&mut h, Modifiers::NONE, Key::Tab);
    for _ in 0..3 {
        key(&mut h, Modifiers::SHIFT, Key::ArrowLeft);
    }
    h.run_steps(3);
    let editor = window(&h).editor();
    assert!(editor.map().elements().ne(editor.document.whole().elements()));
    assert_eq!(editor.scenario().unwrap().changes.len(), 1);
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E);
    h.run_steps(4);
    h.get_by_label("Compared with today’s map");
    assert!(h.query_all_by_label_contains("Correction, or did it change?").count() > 0);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let text = fs::read_to_string(folder.path().join("tea-shop.ron")).unwrap();
    assert!(
        text.contains(
            "scenarios: [\n        (id: \"a-better-kettle\", name: \"a better kettle\", changes: [\n"
        ),
        "{text}"
    );
    key(&mut h, Modifiers::NONE, Key::F7);
    h.run_steps(3);
    assert_eq!(window(&h).editor().document.scenario(), None);
}

/// What a merge left is decided in the window, and the file is clean.
#[test]
fn conflicts_are_decided_in_the_window() {
    let base = format::read(Format::Ron, include_str!("../maps/tea-shop.ron")).map.unwrap();
    let renamed = |name: &str| Edit::Rename { id: id("kettle"), text: name.to_owned() }.apply(&base).unwrap();
    let identity = mapstone::compare::Identity::IdsFirst;
    let (merged, conflicts) = mapstone::compare::merge(&base, &renamed("Boiler"), &renamed("Urn"), identity);
    assert_eq!(conflicts.len(), 1);
    let (folder, path) = copy_of("tea-shop.ron");
    fs::write(&path, format::write(Format::Ron, &merged).0).unwrap();
    let mut h = open(Some(&path));
    settle(&mut h);
    h.run_steps(4);
    h.get_by_label("To decide · 1");
    h.get_by_label("Take theirs").click();
    h.run_steps(4);
    assert!(h.query_by_label("To decide · 1").is_none());
    assert_eq!(window(&h).editor().map().element(&id("kettle")).unwrap().name(), "Urn");
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let text = fs::read_to_string(folder.path().join("tea-shop.ron")).unwrap();
    assert!(text.contains("name: \"Urn\"") && !text.contains("conflicts"), "{text}");
}

/// All scenarios at once are what each is alone: whatever stands first, leads nowhere, or leads back to itself.
#[test]
fn all_scenarios_at_once_are_what_each_is_alone() {
    let mut map = format::read(Format::Owm, "component A [0.5, 0.5]\ncomponent B [0.4, 0.4]\n").map.unwrap();
    let scenario = |id: &str, after: &str, on: &str, to: f64| {
        let fields = vec![Field::Evolution(Evolution::clamped(to))];
        let changes = vec![Change::Set { id: ElementId::new(on), fields }];
        Scenario { id: id.to_owned(), after: after.to_owned(), changes, ..Scenario::default() }
    };
    map.scenarios = vec![
        scenario("late", "one", "a", 0.1),
        scenario("one", "", "a", 0.6),
        scenario("two", "one", "b", 0.7),
        scenario("three", "two", "gone", 0.8),
        scenario("four", "three", "a", 0.9),
        scenario("left", "right", "a", 0.2),
        scenario("right", "left", "a", 0.3),
        scenario("behind", "right", "b", 0.3),
        scenario("self", "self", "b", 0.3),
        scenario("one", "two", "b", 0.2),
        scenario("nowhere", "nobody", "b", 0.35),
    ];
    let all = map.in_scenarios();
    assert_eq!(all.len(), map.scenarios.len());
    for (scenario, shown, misfits) in all {
        assert_eq!((shown, misfits), map.in_scenario(&scenario.id), "{}", scenario.id);
    }
}
