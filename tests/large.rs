//! Large maps: what takes longer than a frame is made beside it, and comes when it is done.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mapstone::editor::{Direction, Editor, Event, Keys, Operation, Selection};
use mapstone::format::{Format, Source};
use mapstone::geometry::Vec2;
use mapstone::layout::Layout;
use mapstone::model::{Edit, ElementId};
use mapstone::workspace::{Job, Request};

use crate::desk::{Desk, Memory};

/// So many components on a spiral, each needed by the one before.
pub(crate) fn spiral(components: u32) -> String {
    let mut text = "title Large\n".to_owned();
    for number in 0..components {
        let (turn, out) =
            (f64::from(number) * 2.4, 0.48 * (f64::from(number) / f64::from(components)).sqrt());
        let (up, right) = (0.5 + out * turn.sin(), 0.5 + out * turn.cos());
        text.push_str(&format!("component Part {number}x [{up:.3}, {right:.3}]\n"));
    }
    for number in 1..components {
        text.push_str(&format!("Part {}x->Part {number}x\n", number / 2));
    }
    text
}

fn desk() -> Desk {
    let mut desk = Desk::new(Memory::with(&[("m/large.owm", &spiral(420))]));
    desk.request(Request::OpenFiles(vec!["m/large.owm".into()]));
    assert_eq!(desk.workspace.tab().editor.map().elements().len(), 420);
    tick(&mut desk);
    desk
}

fn tick(desk: &mut Desk) {
    let effects = desk.workspace.tick(Instant::now());
    desk.perform(effects);
}

/// The same once the map was left alone for a while.
fn tick_later(desk: &mut Desk) {
    let effects = desk.workspace.tick(Instant::now() + Duration::from_secs(1));
    desk.perform(effects);
}

/// Drags a component, and answers it.
fn drag(desk: &mut Desk, number: u32, by: Vec2) -> ElementId {
    let id = ElementId::new(&format!("part-{number}x"));
    let editor = &mut desk.workspace.tab_mut().editor;
    let at = editor.layout().symbol(&id).unwrap().center;
    for event in [Event::Hover(at), Event::Press(at), Event::Drag(at + by), Event::Release(at + by)] {
        editor.handle(event, Keys::default());
    }
    id
}

/// Whether what is shown is what would be made of the map from nothing.
fn is_settled(desk: &Desk) -> bool {
    let editor = &desk.workspace.tab().editor;
    *editor.layout() == Layout::new(editor.map(), &editor.theme().sizes)
}

#[test]
fn a_change_shows_at_once_and_settles_later() {
    let mut desk = desk();
    assert!(is_settled(&desk));
    desk.holds = true;
    let id = drag(&mut desk, 7, Vec2::new(180.0, 90.0));
    let moved = desk.workspace.tab().editor.layout().symbol(&id).unwrap().center;
    assert!(!is_settled(&desk), "labels went along with their symbols");
    assert!(desk.workspace.tab().editor.is_waiting());
    tick(&mut desk);
    let names = |desk: &Desk| desk.held.iter().map(Job::name).collect::<Vec<_>>();
    assert_eq!(names(&desk), ["layout", "text"]);
    // The picture first; one at a time, however many frames go by.
    for _ in 0..2 {
        tick_later(&mut desk);
        assert_eq!(names(&desk), ["layout", "text", "questions"]);
    }
    assert!(!desk.workspace.tab().editor.is_waiting(), "nothing is drawn while threads are at it");
    desk.release();
    assert!(is_settled(&desk));
    assert_eq!(desk.workspace.tab().editor.layout().symbol(&id).unwrap().center, moved);
    tick(&mut desk);
    assert!(!desk.workspace.tab().editor.is_waiting());
}

/// One with so many components that room is looked for when it is shown already.
fn huge() -> Desk {
    let mut desk = Desk::new(Memory::with(&[("m/huge.owm", &spiral(3_100))]));
    desk.request(Request::OpenFiles(vec!["m/huge.owm".into()]));
    assert_eq!(desk.workspace.tab().editor.map().elements().len(), 3_100);
    desk
}

#[test]
fn a_huge_map_is_shown_before_room_was_looked_for() {
    let mut desk = huge();
    let editor = &desk.workspace.tab().editor;
    assert!(editor.is_hurried() && !editor.is_waiting());
    // All of it is there, and where it should be; only labels and bends come later.
    let whole = Layout::new(editor.map(), &editor.theme().sizes);
    assert!(*editor.layout() != whole);
    assert_eq!(editor.layout().links.len(), whole.links.len());
    for (now, later) in editor.layout().symbols.iter().zip(&whole.symbols) {
        assert_eq!((&now.id, now.center, &now.label.lines), (&later.id, later.center, &later.label.lines));
    }
    desk.holds = true;
    tick(&mut desk);
    assert!(desk.held.is_empty(), "its picture comes first");
    tick_later(&mut desk);
    assert_eq!(desk.held.iter().map(Job::name).next(), Some("layout"));
    desk.release();
    let editor = &desk.workspace.tab().editor;
    assert!(*editor.layout() == whole && editor.is_settled() && !editor.is_hurried());
}

/// Another theme is shown at once, too, and what was begun for the one before comes too late.
#[test]
fn a_huge_map_in_another_theme_settles_in_that() {
    let mut desk = huge();
    desk.holds = true;
    tick(&mut desk);
    tick_later(&mut desk);
    assert_eq!(desk.held.iter().map(Job::name).next(), Some("layout"));
    desk.workspace.tab_mut().editor.show_for_room(Some("wardley"));
    assert!(desk.workspace.tab().editor.is_hurried());
    tick_later(&mut desk);
    assert_eq!(desk.held.iter().filter(|job| job.name() == "layout").count(), 2);
    desk.release();
    assert!(is_settled(&desk) && desk.workspace.tab().editor.is_settled());
}

#[test]
fn a_huge_map_that_is_changed_at_once_settles_too() {
    let mut desk = huge();
    let id = drag(&mut desk, 7, Vec2::new(180.0, 90.0));
    let moved = desk.workspace.tab().editor.layout().symbol(&id).unwrap().center;
    tick(&mut desk);
    tick(&mut desk);
    assert!(is_settled(&desk));
    assert_eq!(desk.workspace.tab().editor.layout().symbol(&id).unwrap().center, moved);
}

#[test]
fn what_comes_late_is_not_shown_over_what_came_after() {
    let mut desk = desk();
    desk.holds = true;
    drag(&mut desk, 7, Vec2::new(180.0, 90.0));
    tick(&mut desk);
    let late: Vec<Job> = std::mem::take(&mut desk.held);
    let id = drag(&mut desk, 11, Vec2::new(-60.0, 40.0));
    let moved = desk.workspace.tab().editor.layout().symbol(&id).unwrap().center;
    for job in late {
        let done = job.run(&desk.disk);
        desk.take(done);
    }
    let shown = |desk: &Desk| desk.workspace.tab().editor.layout().symbol(&id).unwrap().center;
    assert_eq!(shown(&desk), moved);
    // In the middle of another drag, too.
    tick(&mut desk);
    let at = moved;
    let editor = &mut desk.workspace.tab_mut().editor;
    for event in [Event::Hover(at), Event::Press(at), Event::Drag(at + Vec2::new(0.0, 50.0))] {
        editor.handle(event, Keys::default());
    }
    let dragged = shown(&desk);
    assert_ne!(dragged, moved);
    desk.release();
    assert_eq!(shown(&desk), dragged);
    desk.workspace.tab_mut().editor.handle(Event::Release(at + Vec2::new(0.0, 50.0)), Keys::default());
    tick(&mut desk);
    tick(&mut desk);
    assert!(is_settled(&desk));
}

#[test]
fn every_kind_of_change_settles() {
    let mut desk = desk();
    let id = ElementId::new("part-5x");
    let steps: [fn() -> Operation; 6] = [
        || Operation::Nudge(Direction::Right, 0.01),
        || Operation::Park,
        || Operation::Undo,
        || Operation::Delete,
        || Operation::Undo,
        || Operation::Redo,
    ];
    for step in steps {
        let editor = &mut desk.workspace.tab_mut().editor;
        if editor.map().element(&id).is_some() {
            editor.document.select(Selection::of(&id));
        }
        editor.operate(step());
        tick(&mut desk);
        tick(&mut desk);
        assert!(is_settled(&desk), "{:?}", step());
    }
    let before = desk.workspace.tab().editor.map().elements().len();
    let editor = &mut desk.workspace.tab_mut().editor;
    let text = format!("{}component Last [0.9, 0.1]\n", editor.text(Format::Owm).text);
    editor.type_text(Format::Owm, &text);
    tick(&mut desk);
    tick(&mut desk);
    assert!(is_settled(&desk));
    assert_eq!(desk.workspace.tab().editor.map().elements().len(), before + 1);
}

/// A long history keeps what differs, and gives each map back as it was.
#[test]
fn undo_gives_every_map_back() {
    use mapstone::editor::Document;
    use mapstone::model::{Component, ComponentKind, Edit, Element, Link, LinkKind, Place, Position};
    let source = Arc::new(Source::read(Format::Owm, &spiral(60)).unwrap());
    let mut document = Document::of_source(source);
    let mut maps = vec![document.map().clone()];
    let mut state = 12345_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..400 {
        let map = document.map().clone();
        let id = |at: usize| map.elements().nth(at % map.elements().len()).unwrap().id.clone();
        let (one, other) = (id(next(1000)), id(next(1000)));
        let edit = match next(7) {
            0 => {
                let at = Place::At(Position::clamped(0.5, 0.5));
                let component = Component::new("New", ComponentKind::Component, at);
                Edit::Add(Element::new(ElementId::new(&format!("new-{round}")), component))
            }
            1 if map.elements().len() > 20 => Edit::Remove { elements: [one].into(), links: [].into() },
            2 => Edit::AddLink(Link::between(&one, &other, LinkKind::Need)),
            3 => Edit::Rename { id: one, text: format!("Name {round}") },
            4 => Edit::Theme(["plain", "dark", "mapstone"][next(3)].to_owned()),
            _ => Edit::Move { elements: [one, other].into(), visibility: 0.01, evolution: -0.01 },
        };
        if document.commit("Change", &[edit], None).is_ok() && !Arc::ptr_eq(document.map(), &map) {
            maps.push(document.map().clone());
        }
    }
    assert!(maps.len() > 300, "{}", maps.len());
    for _ in 0..2 {
        for map in maps.iter().rev().skip(1) {
            assert!(document.undo().is_some());
            assert!(**document.map() == **map);
            assert!(document.map().elements().all(|element| document.map().element(&element.id).is_some()));
        }
        assert!(document.undo().is_none());
        for map in maps.iter().skip(1) {
            assert!(document.redo().is_some());
            assert!(**document.map() == **map);
        }
        assert!(document.redo().is_none());
    }
}

#[test]
fn a_thread_that_fails_is_told_once() {
    let mut desk = desk();
    desk.holds = true;
    drag(&mut desk, 7, Vec2::new(180.0, 90.0));
    tick(&mut desk);
    tick_later(&mut desk);
    for job in std::mem::take(&mut desk.held) {
        desk.take(mapstone::workspace::Done::Died(job.death()));
    }
    assert_eq!(desk.said.len(), 4, "{:?}", desk.said);
    tick(&mut desk);
    let names: Vec<_> = desk.held.iter().map(Job::name).collect();
    assert!(names.is_empty() && !desk.workspace.tab().editor.is_waiting(), "{names:?}");
    // The next change is tried again.
    drag(&mut desk, 8, Vec2::new(30.0, 10.0));
    tick(&mut desk);
    tick_later(&mut desk);
    assert_eq!(desk.held.len(), 3);
}

#[test]
fn what_the_first_drag_asks_for_is_found_out_once_the_map_is_shown() {
    let mut desk = Desk::new(Memory::with(&[("m/large.owm", &spiral(420))]));
    desk.request(Request::OpenFiles(vec!["m/large.owm".into()]));
    desk.holds = true;
    let is_prepared = |desk: &Desk| desk.workspace.tab().editor.layout().is_prepared();
    tick(&mut desk);
    assert!(!is_prepared(&desk) && desk.held.is_empty());
    for _ in 0..2 {
        tick_later(&mut desk);
        let names: Vec<_> = desk.held.iter().map(Job::name).collect();
        assert_eq!(names, ["layout", "questions"]);
    }
    desk.release();
    assert!(is_prepared(&desk) && is_settled(&desk));
}

#[test]
fn the_text_that_came_is_that_of_the_map() {
    let mut desk = desk();
    desk.holds = true;
    let id = drag(&mut desk, 7, Vec2::new(180.0, 90.0));
    tick(&mut desk);
    assert!(desk.workspace.tab().editor.text_soon(Format::Owm).is_none());
    desk.release();
    let editor = &desk.workspace.tab().editor;
    let text = editor.text_soon(Format::Owm).expect("it came");
    let read = Source::read(Format::Owm, &text.text).unwrap();
    assert_eq!(read.map().component(&id).unwrap().place, editor.map().component(&id).unwrap().place);
}

/// With everything selected each step of the history would hold all of it, if it were not the same.
#[test]
fn what_is_selected_is_one_for_all_steps() {
    let source = Arc::new(Source::read(Format::Owm, &spiral(420)).unwrap());
    let mut editor = Editor::of_source(&source);
    editor.operate(Operation::SelectAll);
    let all = Arc::clone(editor.document.selection());
    assert_eq!(all.elements.len(), 420);
    for step in 0..3 {
        let text = format!("Step {step}");
        let rename = Edit::Rename { id: ElementId::new("part-7x"), text };
        editor.document.commit("Rename it", &[rename], Some(Selection::clone(&all))).unwrap();
        assert!(Arc::ptr_eq(editor.document.selection(), &all));
    }
    editor.operate(Operation::Undo);
    assert!(Arc::ptr_eq(editor.document.selection(), &all));
    // What is gone is selected no more.
    let gone = Edit::Remove { elements: [ElementId::new("part-7x")].into(), links: BTreeSet::new() };
    editor.document.commit("Remove it", &[gone], None).unwrap();
    assert_eq!(editor.document.selection().elements.len(), 419);
}
