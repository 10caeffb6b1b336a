//! The nine tasks of a live session and the tea shop, in the real window, with what each takes: every click, drag, double click
//! and key counts one, a name that is typed counts nothing.

use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use mapstone::editor::HandleKind;
use mapstone::model::{ElementId, Map, Method};

use crate::window::{State, button, copy_of, drag, key, on_screen, open_at_pace, settle, window};

/// The seconds between two frames: two clicks can be a double click.
const PACE: f32 = 1.0 / 60.0;

/// A person at the window, whose acts are counted.
struct Hand {
    h: egui_kittest::Harness<'static, State>,
    inputs: usize,
}

impl Hand {
    fn at(map: &str) -> (tempfile::TempDir, Self) {
        let (folder, path) = copy_of(map);
        (folder, Self { h: open_at_pace(Some(&path), None, PACE), inputs: 0 })
    }

    fn key(&mut self, modifiers: Modifiers, pressed: Key) -> &mut Self {
        self.inputs += 1;
        key(&mut self.h, modifiers, pressed);
        self
    }

    fn write(&mut self, name: &str) -> &mut Self {
        self.h.event(Event::Text(name.to_owned()));
        self.h.run_steps(3);
        self
    }

    fn drag(&mut self, from: Pos2, to: Pos2) -> &mut Self {
        self.inputs += 1;
        drag(&mut self.h, from, to);
        self
    }

    fn click(&mut self, at: Pos2) -> &mut Self {
        self.inputs += 1;
        self.press(at, 1);
        self
    }

    fn double_click(&mut self, at: Pos2) -> &mut Self {
        self.inputs += 1;
        self.press(at, 2);
        self
    }

    fn press(&mut self, at: Pos2, times: usize) {
        self.hover(at);
        for _ in 0..times {
            button(&self.h, at, true);
            button(&self.h, at, false);
            self.h.run_steps(1);
        }
        self.h.run_steps(3);
        // The next press is no second click of this one.
        for _ in 0..40 {
            self.h.run_steps(1);
        }
    }

    fn hover(&mut self, at: Pos2) {
        self.h.event(Event::PointerMoved(at));
        self.h.run_steps(2);
    }

    fn place(&self, name: &str) -> Pos2 {
        on_screen(&self.h, name)
    }

    fn map(&self) -> &Map {
        window(&self.h).editor().map()
    }

    fn evolution(&self, name: &str) -> f64 {
        self.map().position(self.map().component(&ElementId::new(name)).unwrap()).unwrap().evolution.value()
    }

    /// Where a handle of a component is while the pointer is on it.
    fn handle(&mut self, name: &str, kind: HandleKind) -> Pos2 {
        let at = self.place(name);
        self.hover(at);
        let editor = window(&self.h).editor();
        let handle = editor.handles().into_iter().find(|one| one.id.as_str() == name && one.kind == kind);
        let at = editor.camera.screen_from_sheet(handle.expect("it has this handle").center);
        Pos2::new(at.x as f32, at.y as f32)
    }

    /// It took so many, and may take no more.
    fn took(&self, task: &str, inputs: usize) {
        assert_eq!(self.inputs, inputs, "{task}");
    }
}

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn it_evolves() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let from = hand.handle("cup", HandleKind::Evolve);
    hand.drag(from, from + egui::vec2(60.0, 0.0));
    assert!(hand.map().component(&ElementId::new("cup")).unwrap().evolve.is_some());
    hand.took("it evolves", 1);
}

#[test]
fn it_moves_right() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let (before, from) = (hand.evolution("cup"), hand.place("cup"));
    hand.drag(from, from + egui::vec2(60.0, 0.0));
    assert!(hand.evolution("cup") > before);
    hand.took("move right", 1);
}

#[test]
fn something_goes_between_two() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let (a, b) = (hand.place("kettle"), hand.place("power"));
    hand.hover(a.lerp(b, 0.5));
    let editor = window(&hand.h).editor();
    let plus =
        editor.handles().into_iter().find(|one| one.kind == HandleKind::Insert).expect("the link has a +");
    let at = editor.camera.screen_from_sheet(plus.center);
    hand.click(Pos2::new(at.x as f32, at.y as f32)).write("Socket").key(NONE, Key::Enter);
    let needs: Vec<_> =
        hand.map().links().map(|link| (link.from.text().to_owned(), link.to.text().to_owned())).collect();
    let has = |from: &str, to: &str| needs.contains(&(from.to_owned(), to.to_owned()));
    assert!(has("kettle", "socket") && has("socket", "power") && !has("kettle", "power"), "{needs:?}");
    hand.took("between A and B", 2);
}

#[test]
fn it_is_renamed() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let at = hand.place("cup");
    hand.double_click(at);
    hand.write("Mug").key(NONE, Key::Enter);
    assert_eq!(hand.map().element(&ElementId::new("cup")).unwrap().name(), "Mug");
    hand.took("rename", 2);
}

#[test]
fn what_if_we_buy_it() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    // What is talked about is selected.
    let at = hand.place("kettle");
    hand.press(at, 1);
    hand.key(Modifiers::SHIFT, Key::B);
    let editor = window(&hand.h).editor();
    assert_eq!(editor.map().component(&ElementId::new("kettle")).unwrap().method, Some(Method::Buy));
    assert_eq!(editor.scenario().unwrap().name, "Buy Kettle");
    hand.took("what if we buy it", 1);
}

#[test]
fn it_needs_something_new() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let from = hand.handle("cup", HandleKind::Need);
    hand.drag(from, from + egui::vec2(30.0, 90.0)).write("Clay").key(NONE, Key::Enter);
    let links = hand.map().links().any(|link| link.from.text() == "cup" && link.to.text() == "clay");
    assert!(links);
    hand.took("need and component", 2);
}

#[test]
fn two_users_stand_in_line() {
    let (_folder, mut hand) = Hand::at("tea-shop.ron");
    let height = |hand: &Hand, name: &str| {
        let own = hand.map().component(&ElementId::new(name)).unwrap();
        hand.map().position(own).unwrap().visibility.value()
    };
    let from = hand.place("business");
    drag(&mut hand.h, from, from + egui::vec2(0.0, 23.0));
    assert!(height(&hand, "business") != height(&hand, "public"));
    // Near enough it stops in line, with the very same number.
    let (from, to) = (hand.place("business"), hand.place("public"));
    hand.drag(from, Pos2::new(from.x + 2.0, to.y + 3.0));
    assert_eq!(height(&hand, "business"), height(&hand, "public"));
    hand.took("align two users", 1);
}

#[test]
fn one_of_many_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.owm");
    let mut text = String::new();
    for at in 0..88 {
        let (high, right) = (0.95 - 0.1 * f64::from(at % 9), 0.05 + 0.1 * f64::from(at / 9));
        text += &format!("component Thing {at} [{high:.2}, {right:.2}]\n");
    }
    std::fs::write(&path, text).unwrap();
    let mut hand = Hand { h: open_at_pace(Some(&path), None, PACE), inputs: 0 };
    hand.key(Modifiers::COMMAND, Key::F).write("thing 77").key(NONE, Key::Escape);
    let selected = window(&hand.h).editor().document.selection().single().cloned();
    assert_eq!(selected.as_ref().map(ElementId::as_str), Some("thing-77"));
    hand.took("find one of 88", 2);
}

#[test]
fn before_and_after_are_seen() {
    let (_folder, mut hand) = Hand::at("custom-racks.ron");
    hand.key(NONE, Key::F7).key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E);
    settle(&mut hand.h);
    hand.h.get_by_label_contains("Compared with");
    hand.took("before and after", 2);
}

/// The tea shop of Simon Wardley's book from nothing: eight components, two users, nine needs, two that evolve.
#[test]
fn the_tea_shop_is_drawn_by_keyboard() {
    let mut hand = Hand { h: open_at_pace(None, None, PACE), inputs: 0 };
    hand.key(NONE, Key::Enter);
    for (name, then) in [
        ("Public", Key::Tab),
        ("Cup of Tea", Key::Tab),
        ("Cup", Key::Enter),
        ("Tea", Key::Enter),
        ("Hot Water", Key::Tab),
        ("Water", Key::Enter),
        ("Kettle", Key::Tab),
        ("Power", Key::Enter),
    ] {
        // A sibling follows Ctrl+Enter.
        let is_last = name == "Power";
        let modifiers = if then == Key::Enter && !is_last { Modifiers::COMMAND } else { NONE };
        hand.write(name).key(modifiers, then);
    }
    // The kettle and the power evolve.
    hand.key(NONE, Key::E);
    hand.key(Modifiers::ALT, Key::ArrowUp).key(NONE, Key::E);
    // A second user.
    hand.key(NONE, Key::A).key(NONE, Key::Enter).write("Business").key(NONE, Key::Enter);
    hand.key(NONE, Key::L).write("cup of").key(NONE, Key::Enter);
    same_tea_shop(hand.map());
    hand.took("the tea shop by keyboard", 17);
}

fn same_tea_shop(map: &Map) {
    let mut needs: Vec<_> =
        map.links().map(|link| format!("{}->{}", link.from.text(), link.to.text())).collect();
    needs.sort();
    assert_eq!(
        needs,
        [
            "business->cup-of-tea",
            "cup-of-tea->cup",
            "cup-of-tea->hot-water",
            "cup-of-tea->tea",
            "hot-water->kettle",
            "hot-water->water",
            "kettle->power",
            "public->cup-of-tea",
        ]
    );
    let evolves = map.components().filter(|(_, own)| own.evolve.is_some()).count();
    assert_eq!((map.components().count(), evolves), (9, 2));
}

/// The same by mouse: names are typed, and Enter or Tab ends them.
#[test]
fn the_tea_shop_is_drawn_by_mouse() {
    let mut hand = Hand { h: open_at_pace(None, None, PACE), inputs: 0 };
    hand.key(NONE, Key::Enter).write("Public").key(NONE, Key::Enter);
    let needed = |hand: &mut Hand, by: &str, name: &str, across: f32, down: f32| {
        let from = hand.handle(by, HandleKind::Need);
        hand.drag(from, from + egui::vec2(across, down)).write(name).key(NONE, Key::Enter);
    };
    needed(&mut hand, "public", "Cup of Tea", -20.0, 80.0);
    needed(&mut hand, "cup-of-tea", "Cup", 160.0, 40.0);
    needed(&mut hand, "cup-of-tea", "Tea", 200.0, 90.0);
    needed(&mut hand, "cup-of-tea", "Hot Water", 60.0, 140.0);
    needed(&mut hand, "hot-water", "Water", 120.0, 70.0);
    needed(&mut hand, "hot-water", "Kettle", -160.0, 60.0);
    needed(&mut hand, "kettle", "Power", 140.0, 90.0);
    for name in ["kettle", "power"] {
        let from = hand.handle(name, HandleKind::Evolve);
        hand.drag(from, from + egui::vec2(130.0, 0.0));
    }
    let at = hand.place("public");
    hand.key(NONE, Key::A).click(at - egui::vec2(160.0, 0.0)).write("Business").key(NONE, Key::Enter);
    let (from, to) = (hand.handle("business", HandleKind::Need), hand.place("cup-of-tea"));
    hand.drag(from, to);
    same_tea_shop(hand.map());
    hand.took("the tea shop by mouse", 22);
}
