//! Questions in the window: quiet, for the newest state of the map, answered with an undo.

use std::time::Instant;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use mapstone::analysis::Rule;
use mapstone::editor::Selection;
use mapstone::model::{Edit, ElementId, Map};
use mapstone::workspace::{Done, Job, Request};

use crate::desk::{Desk, Memory};
use crate::window::{State, button, copy_of, key, on_screen, open, settle, type_text, window};

const RACKS: &str = "anchor User [0.97, 0.68]\ncomponent Compute [0.79, 0.62]\ncomponent Rack [0.56, 0.36]\n\
    component Mount [0.42, 0.54]\ncomponent Server [0.15, 0.71]\nUser->Compute\nCompute->Rack\nRack->Mount\nMount->Server\n";

fn desk(text: &str) -> Desk {
    let mut desk = Desk::new(Memory::with(&[("/racks.owm", text)]));
    desk.request(Request::OpenFiles(vec!["/racks.owm".into()]));
    desk.tick(Instant::now());
    desk
}

fn codes(desk: &Desk) -> Vec<&'static str> {
    desk.workspace.tab().findings().iter().map(|finding| finding.rule.code()).collect()
}

fn change(desk: &mut Desk, edit: Edit) {
    desk.workspace.tab_mut().editor.change("Change", &[edit], "");
}

fn moved(id: &str, evolution: f64) -> Edit {
    Edit::Move { elements: [ElementId::new(id)].into(), visibility: 0.0, evolution }
}

#[test]
fn questions_are_those_of_the_newest_state() {
    let mut desk = desk(RACKS);
    assert_eq!(codes(&desk), ["habit-or-novel"]);
    desk.holds = true;
    change(&mut desk, moved("rack", 0.3));
    desk.tick(Instant::now());
    change(&mut desk, moved("mount", -0.3));
    desk.tick(Instant::now());
    let asks = |desk: &Desk| desk.held.iter().filter(|job| job.name() == "questions").count();
    assert_eq!(asks(&desk), 1, "one at a time, however many changes there are");
    desk.release();
    desk.holds = false;
    desk.tick(Instant::now());
    let about: Vec<_> = desk.workspace.tab().findings().iter().map(|finding| finding.on.clone()).collect();
    assert_eq!(about, [vec![ElementId::new("mount")]]);
}

#[test]
fn nobody_is_asked_while_a_map_is_being_drawn() {
    let few = "component A [0.8, 0.8]\ncomponent B [0.5, 0.3]\ncomponent C [0.3, 0.8]\nA->B\nB->C\n";
    let desk = desk(few);
    assert!(!codes(&desk).is_empty() && desk.workspace.tab().findings_to_tell().is_empty());
    let mut desk = self::desk(RACKS);
    assert_eq!(desk.workspace.tab().findings_to_tell().len(), 1);
    // While something is dragged, nothing is looked for and nothing told.
    let editor = &mut desk.workspace.tab_mut().editor;
    let at = editor.layout().symbol(&ElementId::new("rack")).unwrap().center;
    for event in [
        mapstone::editor::Event::Press(at),
        mapstone::editor::Event::Drag(at + mapstone::geometry::Vec2::new(60.0, 0.0)),
    ] {
        editor.handle(event, mapstone::editor::Keys::default());
    }
    editor.refresh();
    desk.holds = true;
    desk.tick(Instant::now());
    assert!(desk.held.iter().all(|job| job.name() != "questions"));
    assert!(desk.workspace.tab().findings_to_tell().is_empty());
}

#[test]
fn a_search_that_fails_is_not_tried_again_for_that_state() {
    let mut desk = desk(RACKS);
    desk.holds = true;
    change(&mut desk, moved("rack", 0.3));
    desk.tick(Instant::now());
    for job in std::mem::take(&mut desk.held) {
        desk.take(Done::Died(job.death()));
    }
    desk.tick(Instant::now());
    assert!(desk.held.iter().all(|job: &Job| job.name() != "questions"));
    change(&mut desk, moved("rack", -0.3));
    desk.tick(Instant::now());
    assert!(desk.held.iter().any(|job| job.name() == "questions"));
}

#[test]
fn a_map_without_something_is_a_scenario() {
    let mut desk = desk(RACKS);
    let editor = &mut desk.workspace.tab_mut().editor;
    editor.document.select(Selection::of(&ElementId::new("rack")));
    editor.try_without();
    let map: &Map = editor.map();
    assert!(map.element(&ElementId::new("rack")).is_none());
    let needs: Vec<_> = map.links().map(|link| format!("{}→{}", link.from.text(), link.to.text())).collect();
    assert_eq!(needs, ["user→compute", "mount→server", "compute→mount"]);
    assert_eq!(editor.scenario().unwrap().name, "Without Rack");
    // Another one goes into the same, and today is as it was.
    editor.document.select(Selection::of(&ElementId::new("mount")));
    editor.try_without();
    assert_eq!((editor.scenarios().len(), editor.map().element(&ElementId::new("mount"))), (1, None));
    assert!(editor.document.whole().element(&ElementId::new("rack")).is_some());
    assert!(desk.workspace.tab().is_unsaved());
}

fn racks() -> egui_kittest::Harness<'static, State> {
    let (folder, path) = copy_of("custom-racks.ron");
    let mut h = open(Some(&path));
    drop(folder);
    settle(&mut h);
    key(&mut h, Modifiers::COMMAND, Key::J);
    for _ in 0..100 {
        h.run_steps(2);
        if h.query_by_label("Try without it").is_some()
            || h.query_all_by_label_contains("Is Rack new").count() > 0
        {
            return h;
        }
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
    panic!("no question came");
}

/// Waits until the questions are those of the map.
fn wait(
    h: &mut egui_kittest::Harness<'_, State>,
    is_there: impl Fn(&egui_kittest::Harness<'_, State>) -> bool,
) {
    for _ in 0..300 {
        h.run_steps(2);
        if is_there(h) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("it did not come");
}

#[test]
fn the_racks_are_asked_about_and_bought() {
    let mut h = racks();
    key(&mut h, Modifiers::NONE, Key::F8);
    h.run_steps(3);
    assert!(window(&h).editor().document.selection().elements.contains(&ElementId::new("rack")));
    h.get_by_label("It can be bought").click();
    h.run_steps(4);
    let rack = |h: &egui_kittest::Harness<'_, State>| {
        window(h).editor().map().component(&ElementId::new("rack")).unwrap().clone()
    };
    let map = window(&h).editor().map().clone();
    assert_eq!(map.position(&rack(&h)).unwrap().evolution.value(), 0.62);
    // This map shows our own practice: where it is moved to, there we have it then.
    assert_eq!(rack(&h).treated, None);
    wait(&mut h, |h| h.query_all_by_label_contains("Is Rack new").count() == 0);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    wait(&mut h, |h| h.query_all_by_label_contains("Is Rack new").count() > 0);
    assert_eq!(map.position(&rack(&h)).unwrap().evolution.value(), 0.36);
}

/// Where a map shows the market, what is bought leaves a mark where we treat it otherwise, and that is asked about.
#[test]
fn what_is_bought_leaves_a_mark() {
    let mut desk = desk(RACKS);
    let tab = desk.workspace.tab();
    let way = tab.findings()[0].ways(tab.editor.map())[0].clone();
    assert_eq!(way.label, "It can be bought");
    desk.workspace.tab_mut().editor.change(&way.label, &way.edits, "");
    desk.tick(Instant::now());
    let rack = desk.workspace.tab().editor.map().component(&ElementId::new("rack")).unwrap().clone();
    assert_eq!(rack.treated.unwrap().value(), 0.36);
    let asked = &desk.workspace.tab().findings()[0];
    assert_eq!(
        asked.question,
        "The market has moved on: Rack is a product there, and we treat it as custom-built. What keeps us?"
    );
}

#[test]
fn an_answer_is_kept_and_can_be_taken_back() {
    let mut h = racks();
    key(&mut h, Modifiers::NONE, Key::F8);
    h.run_steps(3);
    h.get_by_label("We need it so…").click();
    h.run_steps(4);
    type_text(&mut h, "It cools better");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(4);
    let answered = window(&h).editor().map().answered.clone();
    assert_eq!(answered.len(), 1);
    assert_eq!(
        (answered[0].because.as_str(), answered[0].rule.as_str()),
        ("It cools better", Rule::HabitOrNovel.code())
    );
    assert_eq!(answered[0].date.len(), 10);
    wait(&mut h, |h| h.query_all_by_label_contains("Is Rack new").count() == 0);
    h.get_by_label("Answered · 1").click();
    h.run_steps(20);
    h.get_by_label_contains("Ask again: Habit, or new?").click();
    wait(&mut h, |h| h.query_all_by_label_contains("Is Rack new").count() > 0);
    assert!(window(&h).editor().map().answered.is_empty());
}

#[test]
fn a_mark_on_the_map_opens_its_question() {
    let mut h = racks();
    key(&mut h, Modifiers::COMMAND, Key::J);
    h.run_steps(3);
    assert!(h.query_by_label("It can be bought").is_none());
    let symbol = on_screen(&h, "rack");
    let radius = 7.5;
    let scale = window(&h).editor().camera.scale as f32;
    let way = egui::vec2(-1.0, -1.0);
    let own = window(&h).editor().theme().sizes.symbol_radius as f32 * scale;
    let at = symbol + way * (own * 0.7 + radius);
    h.event(egui::Event::PointerMoved(at));
    h.run_steps(2);
    button(&h, at, true);
    button(&h, at, false);
    h.run_steps(6);
    h.get_by_label("It can be bought");
    assert!(window(&h).editor().document.selection().elements.contains(&ElementId::new("rack")));
}

/// Opinions are given one by one, each unseen by the others; then all of them are shown, as one step.
#[test]
fn opinions_are_asked_for_blind() {
    let (_folder, path) = copy_of("custom-racks.ron");
    let mut h = open(Some(&path));
    settle(&mut h);
    let at = on_screen(&h, "rack");
    h.event(egui::Event::PointerMoved(at));
    button(&h, at, true);
    button(&h, at, false);
    key(&mut h, Modifiers::COMMAND, Key::I);
    h.run_steps(3);
    h.get_by_label("Opinions").scroll_to_me();
    h.run_steps(8);
    h.get_by_label("Opinions").click();
    h.run_steps(20);
    h.get_by_label("Ask everybody").scroll_to_me();
    h.run_steps(8);
    h.get_by_label("Ask everybody").click();
    h.run_steps(5);
    let opinions = |h: &egui_kittest::Harness<'_, State>| {
        window(h).editor().map().component(&ElementId::new("rack")).unwrap().opinions.clone()
    };
    for presses in [5, 20] {
        h.get_by_label_contains("Evolution, ").focus();
        h.run_steps(3);
        for _ in 0..presses {
            key(&mut h, Modifiers::NONE, Key::ArrowRight);
        }
        h.run_steps(2);
        h.get_by_label("Next").scroll_to_me();
        h.run_steps(8);
        h.get_by_label("Next").click();
        h.run_steps(3);
        assert!(opinions(&h).is_empty(), "nobody sees what the others say");
        h.get_by_label("Evolution, not chosen yet");
    }
    h.get_by_label("Show all 2").scroll_to_me();
    h.run_steps(8);
    h.get_by_label("Show all 2").click();
    h.run_steps(4);
    let given: Vec<_> = opinions(&h).iter().map(|opinion| opinion.evolution.value()).collect();
    assert_eq!(given, [0.55, 0.7]);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    h.run_steps(3);
    assert!(opinions(&h).is_empty());
}

/// Palette and pin: a pattern is found by its name and pinned to what is selected.
#[test]
fn a_pattern_is_found_and_pinned() {
    let (_folder, path) = copy_of("custom-racks.ron");
    let mut h = open(Some(&path));
    settle(&mut h);
    let at = on_screen(&h, "rack");
    h.event(egui::Event::PointerMoved(at));
    button(&h, at, true);
    button(&h, at, false);
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::K);
    h.run_steps(3);
    type_text(&mut h, "creative destruction");
    h.run_steps(3);
    h.get_by_label_contains("The new does not only add");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(4);
    let pins = window(&h).editor().map().pins.clone();
    assert_eq!((pins.len(), pins[0].pattern.as_str()), (1, "creative-destruction"));
    assert_eq!(pins[0].on, [ElementId::new("rack")]);
}

#[test]
fn a_snapshot_is_kept_beside_the_map() {
    let (folder, path) = copy_of("custom-racks.ron");
    let mut h = open(Some(&path));
    settle(&mut h);
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::K);
    h.run_steps(4);
    type_text(&mut h, "after the break");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(3);
    settle(&mut h);
    let kept = folder.path().join("custom-racks (after the break).ron");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), std::fs::read_to_string(&path).unwrap());
    h.get_by_label_contains("Kept as ");
    // The map is the one that it was, and a second of the name takes nothing's place.
    assert!(!window(&h).editor().document.is_changed());
    let mut desk = Desk::new(Memory::with(&[("/racks.owm", RACKS)]));
    desk.request(Request::OpenFiles(vec!["/racks.owm".into()]));
    for _ in 0..2 {
        desk.request(Request::Snapshot("noon".to_owned()));
    }
    assert_eq!(desk.disk.text("/racks (noon).owm").as_deref(), Some(RACKS));
    assert_eq!(desk.disk.text("/racks (noon) 2.owm").as_deref(), Some(RACKS));
}

#[test]
fn the_card_says_how_the_map_is_read() {
    let map = mapstone::format::read(mapstone::format::Format::Owm, &format!("{RACKS}evolve Rack 0.7\n"))
        .map
        .unwrap();
    let layout = mapstone::layout::Layout::new(&map, &mapstone::scene::Theme::for_map("").sizes);
    let lines = mapstone::report::how_to_read(&map, &layout);
    assert!(lines[0].contains("what User needs"));
    assert!(lines.iter().any(|line| line.starts_with("A red dashed arrow")));
    assert!(
        !lines.iter().any(|line| line.contains("inertia") || line.contains("pale band")),
        "only what the map uses"
    );
}

/// F8 goes to a question with the keyboard on what could be done: Enter does the first of it, and Esc ends an overlay.
#[test]
fn questions_are_walked_by_keyboard() {
    let mut h = racks();
    key(&mut h, Modifiers::NONE, Key::F8);
    h.run_steps(4);
    let selection = window(&h).editor().document.selection().clone();
    assert!(selection.links.is_empty() && selection.single() == Some(&ElementId::new("rack")));
    assert!(h.get_by_label("It can be bought").is_focused());
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(4);
    assert_eq!(window(&h).editor().document.undo_label(), Some("It can be bought"));
    h.get_by_label_contains("Ctrl+Z takes it back");
    key(&mut h, Modifiers::COMMAND, Key::Z);
    key(&mut h, Modifiers::COMMAND, Key::J);
    key(&mut h, Modifiers::COMMAND, Key::K);
    h.run_steps(3);
    type_text(&mut h, "depth below");
    h.run_steps(2);
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.run_steps(4);
    h.get_by_label_contains("The figure: how many needs lead");
    key(&mut h, Modifiers::NONE, Key::Escape);
    h.run_steps(3);
    key(&mut h, Modifiers::NONE, Key::Escape);
    h.run_steps(4);
    assert!(h.query_by_label_contains("The figure: how many needs lead").is_none());
}
