//! Panels, menus and handles at the window: what their keys do, and what they leave alone.

use egui::{Event, Id, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use mapstone::format::Format;
use mapstone::model::ElementId;

use crate::window::{State, button, click, copy_of, key, on_screen, open, settle, type_text, window};

type Harness = egui_kittest::Harness<'static, State>;
const NONE: Modifiers = Modifiers::NONE;

fn text(h: &Harness) -> String {
    window(h).editor().text(Format::Ron).text.clone()
}

fn select(h: &mut Harness, name: &str) {
    let at = on_screen(h, name);
    click(h, at);
}

/// While a button of a panel has the keyboard, letters and Delete are none of the map's; Ctrl+Z is.
#[test]
fn letters_in_a_panel_do_nothing_to_the_map() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    select(&mut h, "kettle");
    key(&mut h, NONE, Key::ArrowLeft);
    key(&mut h, Modifiers::COMMAND, Key::T);
    settle(&mut h);
    key(&mut h, Modifiers::COMMAND, Key::H);
    type_text(&mut h, "kettle");
    let before = text(&h);
    // From the field to the one beside it, and on over the buttons.
    key(&mut h, NONE, Key::Tab);
    assert!(h.get_by_label("Replace by").is_focused());
    key(&mut h, NONE, Key::Tab);
    assert!(h.get_by_label("Replace all").is_focused() || h.get_by_label("Replace").is_focused());
    for letter in [Key::I, Key::E, Key::Delete, Key::W] {
        key(&mut h, NONE, letter);
    }
    settle(&mut h);
    assert_eq!(text(&h), before);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    settle(&mut h);
    assert_ne!(text(&h), before, "the step to the left is taken back");
}

/// Enter replaces one and goes to the next, Ctrl+Enter replaces what is left.
#[test]
fn what_is_found_in_the_text_is_replaced_by_keys() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::T);
    settle(&mut h);
    key(&mut h, Modifiers::COMMAND, Key::H);
    type_text(&mut h, "\"kettle\"");
    h.get_by_label_contains("1 of");
    key(&mut h, NONE, Key::Tab);
    type_text(&mut h, "\"pot\"");
    key(&mut h, NONE, Key::Enter);
    settle(&mut h);
    assert_eq!(text(&h).matches("\"pot\"").count(), 1);
    h.get_by_label("1 of 3");
    key(&mut h, Modifiers::COMMAND, Key::Enter);
    settle(&mut h);
    assert_eq!(text(&h).matches("\"pot\"").count(), 4);
    assert!(window(&h).editor().map().component(&ElementId::new("pot")).is_some());
    // What was looked for is there again.
    key(&mut h, NONE, Key::Escape);
    key(&mut h, Modifiers::COMMAND, Key::H);
    h.get_by_label("Nothing");
}

/// An arrow goes into the menu behind a line, and back.
#[test]
fn arrows_walk_through_menus() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::ALT, Key::M);
    h.run_steps(3);
    key(&mut h, NONE, Key::ArrowRight);
    h.run_steps(3);
    assert!(h.get_by_label("Annotation").is_focused());
    key(&mut h, NONE, Key::ArrowLeft);
    h.run_steps(3);
    assert!(h.query_by_label("Annotation").is_none());
    key(&mut h, NONE, Key::ArrowLeft);
    h.run_steps(3);
    h.get_by_label_contains("Find previous");
}

/// The signs leave their component in sight; Esc puts them away, and the map is where it was.
#[test]
fn signs_stand_beside_their_component() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    select(&mut h, "hot-water");
    let before = window(&h).editor().camera;
    key(&mut h, Modifiers::SHIFT, Key::W);
    h.run_steps(4);
    let table = h.get_by_label("How common it is: rare").rect();
    assert!(h.get_by_label("How common it is: rare").is_focused());
    let at = on_screen(&h, "hot-water");
    assert!(at.x < table.left() - 100.0, "{at:?} {table:?}");
    key(&mut h, NONE, Key::Space);
    h.get_by_label_contains("by 1 sign");
    key(&mut h, NONE, Key::Escape);
    h.run_steps(2);
    assert!(h.query_by_label("Put it there").is_none());
    let now = window(&h).editor().camera;
    assert_eq!((now.scale, now.origin, now.is_fitted), (before.scale, before.origin, before.is_fitted));
}

/// A drag goes on outside of the window, where the system tells of it.
#[test]
fn a_drag_that_leaves_the_window_goes_on() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let from = on_screen(&h, "kettle");
    h.event(Event::PointerMoved(from));
    h.run_steps(2);
    button(&h, from, true);
    h.run_steps(1);
    h.event(Event::PointerMoved(from + egui::vec2(-40.0, 0.0)));
    h.run_steps(1);
    h.event(Event::PointerGone);
    h.run_steps(2);
    let outside = Pos2::new(-30.0, from.y);
    h.event(Event::PointerMoved(outside));
    h.run_steps(2);
    assert!(window(&h).editor().document.in_gesture(), "it is still dragged");
    button(&h, outside, false);
    h.run_steps(2);
    let editor = window(&h).editor();
    assert!(!editor.document.in_gesture());
    let at = editor.map().position(editor.map().component(&ElementId::new("kettle")).unwrap()).unwrap();
    assert!(at.evolution.value() < 0.1, "{at:?}");
    assert_eq!(editor.document.undo_label(), Some("Move Kettle"));
}

/// What the handles are for is said until they were used three times.
#[test]
fn handles_say_what_they_are_for_the_first_times() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let used = |h: &Harness| h.ctx.data(|data| data.get_temp::<u8>(Id::unique("handles used"))).unwrap();
    assert_eq!(used(&h), 0);
    select(&mut h, "cup");
    let editor = window(&h).editor();
    let handle = editor.handles().into_iter().find(|one| one.id.as_str() == "cup").unwrap();
    let at = editor.camera.screen_from_sheet(handle.center);
    click(&mut h, Pos2::new(at.x as f32, at.y as f32));
    assert_eq!(used(&h), 1);
}
