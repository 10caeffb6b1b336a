//! Gesture scripts against the editor, without a window.

use mapstone::editor::{
    Addition, Direction, Editor, Event, HandleKind, Keys, NamingEnd, Operation, Related, Selection, Tool,
};
use mapstone::format::{self, Format};
use mapstone::geometry::Point;
use mapstone::model::{AttitudeKind, Body, Drive, ElementId, LinkKind, Position};

const TEA: &str = include_str!("../maps/tea-shop.ron");
pub(crate) const NONE: Keys = Keys { shift: false, ctrl: false, alt: false };
pub(crate) const SHIFT: Keys = Keys { shift: true, ..NONE };
pub(crate) const CTRL: Keys = Keys { ctrl: true, ..NONE };

/// A person at the editor.
pub(crate) struct Script {
    pub(crate) editor: Editor,
    pub(crate) keys: Keys,
}

pub(crate) fn tea() -> Script {
    script(Format::Ron, TEA)
}

pub(crate) fn script(format: Format, text: &str) -> Script {
    Script { editor: Editor::new(format::read(format, text).map.unwrap()), keys: NONE }
}

pub(crate) fn id(text: &str) -> ElementId {
    ElementId::new(text)
}

impl Script {
    pub(crate) fn at(&self, name: &str) -> Point {
        self.editor.layout().symbol(&id(name)).unwrap_or_else(|| panic!("no {name}")).center
    }

    pub(crate) fn position(&self, name: &str) -> (f64, f64) {
        let map = self.editor.map();
        let at = map.position(map.component(&id(name)).unwrap()).unwrap();
        (at.visibility.value(), at.evolution.value())
    }

    pub(crate) fn press(&mut self, at: Point) -> &mut Self {
        self.editor.handle(Event::Hover(at), self.keys);
        self.editor.handle(Event::Press(at), self.keys);
        self
    }

    pub(crate) fn to(&mut self, at: Point) -> &mut Self {
        self.editor.handle(Event::Drag(at), self.keys);
        self
    }

    pub(crate) fn release(&mut self, at: Point) -> &mut Self {
        self.editor.handle(Event::Drag(at), self.keys);
        self.editor.handle(Event::Release(at), self.keys);
        self
    }

    pub(crate) fn click(&mut self, at: Point) -> &mut Self {
        self.press(at).release(at)
    }

    pub(crate) fn click_on(&mut self, name: &str) -> &mut Self {
        let at = self.at(name);
        self.click(at)
    }

    pub(crate) fn drag(&mut self, from: Point, to: Point) -> &mut Self {
        let between = from.midpoint(to);
        self.press(from).to(between).release(to)
    }

    fn drag_by(&mut self, name: &str, dx: f64, dy: f64) -> &mut Self {
        let from = self.at(name);
        self.drag(from, from + mapstone::geometry::Vec2::new(dx, dy))
    }

    pub(crate) fn name(&mut self, text: &str, end: NamingEnd) -> &mut Self {
        assert!(self.editor.naming().is_some(), "no name field is open");
        self.editor.write_name(text.to_owned());
        self.editor.end_naming(end);
        self.editor.refresh();
        self
    }

    fn does(&mut self, operation: Operation) -> &mut Self {
        self.editor.operate(operation);
        self
    }

    fn selected(&self) -> Vec<String> {
        self.editor.document.selection().elements.iter().map(ToString::to_string).collect()
    }

    pub(crate) fn needs(&self) -> Vec<String> {
        let links = self.editor.map().links();
        links.map(|link| format!("{}->{}", link.from.text(), link.to.text())).collect()
    }

    pub(crate) fn handle(&self, name: &str, kind: HandleKind) -> Point {
        let handles = self.editor.handles().into_iter();
        let mut own = handles.filter(|handle| handle.id == id(name) && handle.kind == kind);
        own.next().unwrap_or_else(|| panic!("no {kind:?} of {name}")).center
    }

    pub(crate) fn undo_label(&self) -> &str {
        self.editor.document.undo_label().unwrap_or("")
    }
}

#[test]
fn a_drag_moves_and_is_one_step() {
    let mut s = tea();
    let before = s.position("tea");
    s.drag_by("tea", 60.0, -67.5);
    assert_eq!(s.position("tea"), (0.73, 0.86));
    assert_eq!((s.selected(), s.undo_label()), (vec!["tea".to_owned()], "Move Tea"));
    assert!(s.editor.document.is_changed());
    s.does(Operation::Undo);
    assert_eq!(s.position("tea"), before);
    assert!(!s.editor.document.is_changed(), "undoing everything is no change");
    s.does(Operation::Redo);
    assert_eq!(s.position("tea"), (0.73, 0.86));
}

#[test]
fn shift_locks_the_axis_and_esc_takes_back() {
    let mut s = tea();
    let before = s.position("tea");
    s.keys = SHIFT;
    s.drag_by("tea", 120.0, 20.0);
    assert_eq!(s.position("tea"), (before.0, 0.91));
    s.does(Operation::Undo);
    s.keys = NONE;
    let from = s.at("tea");
    s.press(from).to(Point::new(300.0, 300.0));
    assert_ne!(s.position("tea"), before, "the preview is the map");
    s.editor.handle(Event::Cancel, NONE);
    assert_eq!(s.position("tea"), before);
    assert_eq!(s.undo_label(), "");
}

#[test]
fn ghosts_follow_many_and_shapes_stay_at_the_edge() {
    let mut s = tea();
    s.drag_by("kettle", 120.0, 0.0);
    let evolve =
        |s: &Script| s.editor.map().component(&id("kettle")).unwrap().evolve.clone().unwrap().to.value();
    assert_eq!((s.position("kettle").1, evolve(&s)), (0.45, 0.62), "“now” is not “next”");
    s.does(Operation::SelectAll);
    s.drag_by("tea", 3000.0, 0.0);
    assert_eq!((s.position("water").1, s.position("tea").1), (0.97, 0.96), "cut short for all together");
}

#[test]
fn clicks_shift_clicks_and_rectangles_select() {
    let mut s = tea();
    s.click_on("tea");
    assert_eq!(s.selected(), ["tea"]);
    s.keys = SHIFT;
    s.click_on("cup").click_on("tea");
    assert_eq!(s.selected(), ["cup"]);
    s.keys = NONE;
    s.drag(Point::new(900.0, 150.0), Point::new(1010.0, 270.0));
    assert_eq!(s.selected(), ["cup", "tea"]);
    assert_eq!(s.undo_label(), "", "selecting is no step");
    s.click(Point::new(100.0, 300.0));
    assert!(s.editor.document.selection().is_empty());
}

#[test]
fn nudges_in_a_row_are_one_step() {
    let mut s = tea();
    s.click_on("tea");
    for _ in 0..3 {
        s.does(Operation::Nudge(Direction::Right, 0.01));
    }
    s.does(Operation::Nudge(Direction::Up, 0.05));
    assert_eq!(s.position("tea"), (0.68, 0.84));
    s.does(Operation::Undo);
    assert_eq!(s.position("tea"), (0.63, 0.81));
}

#[test]
fn a_component_is_added_with_the_name_field() {
    let mut s = tea();
    s.editor.tool = Tool::Component;
    s.click(Point::new(300.0, 337.5));
    s.name("Milk", NamingEnd::Keep);
    assert_eq!(s.position("milk"), (0.5, 0.25));
    assert_eq!((s.editor.tool, s.undo_label()), (Tool::Select, "Add Milk"));
    s.does(Operation::Undo);
    assert!(s.editor.map().element(&id("milk")).is_none());
    // Without a name it goes away without a trace.
    for end in [NamingEnd::Keep, NamingEnd::Cancel] {
        s.editor.handle(Event::DoubleClick(Point::new(200.0, 200.0)), NONE);
        let text = if end == NamingEnd::Cancel { "Something" } else { " " };
        s.name(text, end);
        assert_eq!((s.editor.map().elements().len(), s.undo_label()), (11, ""));
    }
}

#[test]
fn tab_adds_what_it_needs_and_ctrl_enter_a_sibling() {
    let mut s = tea();
    s.editor.name_new(mapstone::model::ComponentKind::Anchor, Point::new(300.0, 30.0));
    s.name("Farmer", NamingEnd::KeepAndNeed);
    s.name("Field", NamingEnd::KeepAndSibling);
    s.name("Seed", NamingEnd::Keep);
    let needs = s.needs();
    assert!(needs.ends_with(&["farmer->field".to_owned(), "farmer->seed".to_owned()]), "{needs:?}");
    let (field, seed, farmer) = (s.position("field"), s.position("seed"), s.position("farmer"));
    assert!(field.0 < farmer.0 && seed.0 == field.0 && seed.1 > field.1);
    // Each is a step of its own.
    s.does(Operation::Undo);
    assert!(s.editor.map().element(&id("field")).is_some() && s.editor.map().element(&id("seed")).is_none());
}

#[test]
fn an_offered_name_becomes_a_need_and_no_duplicate() {
    let mut s = tea();
    s.editor.name_below(&id("cup"));
    s.editor.write_name("wat".to_owned());
    let offers = s.editor.offered_names();
    assert_eq!(offers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Water", "Hot Water"]);
    s.editor.choose_name(&offers[0].0);
    assert_eq!(s.editor.map().elements().len(), 11);
    assert_eq!(s.needs().last().unwrap(), "cup->water");
}

#[test]
fn needs_are_drawn_from_the_handle() {
    let mut s = tea();
    s.click_on("cup");
    let (handle, water) = (s.handle("cup", HandleKind::Need), s.at("water"));
    s.drag(handle, water);
    assert_eq!(s.needs().last().unwrap(), "cup->water");
    assert_eq!(s.editor.take_notice().unwrap(), "Cup needs Water");
    // The handle says who needs, even upwards.
    s.click_on("power");
    let (handle, cup) = (s.handle("power", HandleKind::Need), s.at("cup"));
    s.drag(handle, cup);
    assert_eq!(s.needs().last().unwrap(), "power->cup");
    s.does(Operation::Undo);
    // With the tool the higher one needs the lower, unless Ctrl is held.
    let (power, cup) = (s.at("power"), s.at("cup"));
    for (ctrl, expected) in [(false, "cup->power"), (true, "power->cup")] {
        s.keys = Keys { ctrl, ..NONE };
        s.editor.document.select(Selection::default());
        s.editor.start_linking(Tool::Need);
        s.drag(power, cup);
        assert_eq!(s.needs().last().unwrap(), expected);
        if !ctrl {
            s.does(Operation::Undo);
        }
    }
    // The same again is said, not doubled.
    let count = s.needs().len();
    s.keys = NONE;
    s.click_on("cup");
    let handle = s.handle("cup", HandleKind::Need);
    s.drag(handle, water);
    assert_eq!(
        (s.needs().len(), s.editor.take_notice().unwrap()),
        (count, "Cup needs Water already".to_owned())
    );
    // To an empty place: something new.
    s.click_on("cup");
    s.drag(handle, Point::new(800.0, 600.0));
    s.name("Clay", NamingEnd::Keep);
    assert_eq!(s.needs().last().unwrap(), "cup->clay");
}

#[test]
fn needs_are_made_with_keys() {
    let mut s = tea();
    s.click_on("cup");
    s.editor.start_linking(Tool::Need);
    s.editor.aim_link(true);
    s.editor.aim_link(true);
    s.editor.confirm_link(NONE);
    assert_eq!(s.needs().len(), 9);
    assert_eq!(s.editor.tool, Tool::Select);
    // Two selected ones at once.
    s.editor.document.select(Selection { elements: [id("tea"), id("power")].into(), ..Selection::default() });
    s.editor.start_linking(Tool::Need);
    assert_eq!(s.needs().last().unwrap(), "tea->power");
    // Click and click.
    s.editor.document.select(Selection::default());
    s.editor.start_linking(Tool::Flow);
    s.click_on("water").click_on("kettle");
    let link = s.editor.map().links().next_back().unwrap().clone();
    assert!(matches!(link.kind, LinkKind::Flow(_)));
    assert_eq!(link.from.text(), "water");
}

#[test]
fn evolution_by_handle_and_key() {
    let mut s = tea();
    s.click_on("cup");
    let handle = s.handle("cup", HandleKind::Evolve);
    s.drag(handle, Point::new(1080.0, 200.0));
    let to = |s: &Script, name: &str| {
        s.editor.map().component(&id(name)).unwrap().evolve.clone().map(|e| e.to.value())
    };
    assert_eq!(to(&s, "cup"), Some(0.9));
    s.click_on("cup-of-tea").does(Operation::EvolveNext);
    assert_eq!(to(&s, "cup-of-tea"), Some(0.85));
    assert_eq!(s.editor.document.selection().ghost, Some(id("cup-of-tea")), "the arrows adjust it");
    s.does(Operation::Nudge(Direction::Left, 0.05));
    assert_eq!(to(&s, "cup-of-tea"), Some(0.8));
    // Dragging the ghost, to the left too.
    let ghost = s.editor.layout().arrow(&id("kettle")).unwrap().ghost;
    s.drag(ghost, Point::new(240.0, ghost.y));
    assert_eq!(to(&s, "kettle"), Some(0.2));
    s.does(Operation::Delete);
    assert_eq!(to(&s, "kettle"), None);
    s.click_on("power").does(Operation::Arrive);
    assert_eq!((s.position("power").1, to(&s, "power")), (0.89, None));
}

#[test]
fn a_label_is_dragged_and_tidied() {
    let mut s = tea();
    let rect = s.editor.layout().symbol(&id("water")).unwrap().label.rect;
    s.drag(rect.center(), rect.center() + mapstone::geometry::Vec2::new(10.0, 30.0));
    let moved = s.editor.layout().symbol(&id("water")).unwrap().label.rect;
    let by = moved.origin() - rect.origin();
    assert!((by.x - 10.0).abs() < 2.0 && (by.y - 30.0).abs() < 2.0, "{by:?}");
    assert!(s.editor.map().component(&id("water")).unwrap().label.is_some());
    s.does(Operation::TidyLabels);
    assert_eq!(s.editor.layout().symbol(&id("water")).unwrap().label.rect, rect);
}

#[test]
fn renaming_keeps_the_id() {
    let mut s = tea();
    let at = s.at("kettle");
    s.editor.handle(Event::DoubleClick(at), NONE);
    s.name("Samovar", NamingEnd::Keep);
    assert_eq!(s.editor.map().component(&id("kettle")).unwrap().name, "Samovar");
    assert_eq!(s.undo_label(), "Rename Kettle to Samovar");
    let link = s.editor.map().keyed_links().nth(3).unwrap().0;
    s.editor.rename_link(&link);
    s.name("served hot", NamingEnd::Keep);
    assert_eq!(s.editor.map().link(&link).unwrap().text.as_str(), "served hot");
}

#[test]
fn deleting_says_how_many_needs_go_along() {
    let mut s = tea();
    s.click_on("hot-water").does(Operation::Delete);
    assert_eq!(s.undo_label(), "Delete Hot Water and 3 needs");
    assert_eq!(s.needs().len(), 5);
    s.does(Operation::Undo);
    assert_eq!((s.needs().len(), s.selected()), (8, vec!["hot-water".to_owned()]));
    let line = s.editor.layout().links.first().unwrap().points.clone();
    s.click(line[0].midpoint(line[1])).does(Operation::Delete);
    assert_eq!((s.undo_label(), s.needs().len()), ("Delete a need", 7));
}

#[test]
fn a_component_is_put_into_a_link() {
    let mut s = tea();
    s.editor.tool = Tool::Component;
    let line = s.editor.layout().links.get(7).unwrap().points.clone();
    s.click(line[0].midpoint(line[1]));
    s.name("Socket", NamingEnd::Keep);
    let needs = s.needs();
    assert_eq!((needs[7].as_str(), needs[8].as_str()), ("kettle->socket", "socket->power"));
}

#[test]
fn walking_and_selecting_the_chain() {
    let mut s = tea();
    s.does(Operation::SelectNext);
    assert_eq!(s.selected(), ["business"]);
    s.does(Operation::SelectNext);
    assert_eq!(s.selected(), ["public"]);
    s.does(Operation::Walk(Direction::Down));
    assert_eq!(s.selected(), ["cup-of-tea"]);
    s.does(Operation::Select(Related::Needs));
    assert_eq!(s.selected().len(), 7);
}

#[test]
fn a_box_carries_its_members() {
    let mut s = script(
        Format::Owm,
        "component P [0.5, 0.5]\npipeline P [0.4, 0.6]\ncomponent In [0.49, 0.45]\ncomponent Out [0.3, 0.45]\n",
    );
    s.drag_by("p", 120.0, -67.5);
    assert_eq!((s.position("in"), s.position("out")), ((0.59, 0.55), (0.3, 0.45)));
    let range = s.editor.map().component(&id("p")).unwrap().pipeline.unwrap().range.unwrap();
    assert_eq!((range.0.value(), range.1.value()), (0.5, 0.7));
    assert_eq!(s.undo_label(), "Move P");
    assert_eq!(
        s.editor.map().position(s.editor.map().component(&id("p")).unwrap()),
        Some(Position::clamped(0.6, 0.6))
    );
}

#[test]
fn alt_drags_a_copy() {
    let mut s = tea();
    let before = s.position("tea");
    s.keys.alt = true;
    s.drag_by("tea", 60.0, -67.5);
    assert_eq!((s.position("tea"), s.position("tea-2")), (before, (0.73, 0.86)));
    assert_eq!((s.selected(), s.undo_label()), (vec!["tea-2".to_owned()], "Duplicate Tea"));
    assert_eq!(s.editor.map().element(&id("tea-2")).unwrap().name(), "Tea 2");
    s.does(Operation::Undo);
    assert!(!s.editor.document.is_changed());
    // Esc in the middle leaves nothing behind.
    let at = s.at("tea");
    s.press(at).to(Point::new(at.x + 50.0, at.y));
    s.editor.cancel();
    assert!(s.editor.map().element(&id("tea-2")).is_none() && !s.editor.document.is_changed());
    // Two with the need between them, by the keyboard.
    s.keys.alt = false;
    let both = Selection { elements: [id("hot-water"), id("water")].into(), ..Selection::default() };
    s.editor.document.select(both);
    s.does(Operation::Duplicate);
    assert_eq!(s.selected(), ["hot-water-2", "water-2"]);
    assert!(s.needs().contains(&"hot-water-2->water-2".to_owned()));
    assert_eq!(s.undo_label(), "Duplicate 2 components");
}

/// Every other kind of element can be made, undone, and is in the text where the format has it.
#[test]
fn elements_of_every_kind_are_made() {
    let attitude = |kind| Addition::Attitude(kind);
    for (addition, word, has_name) in [
        (Addition::Annotation, "annotation 3 [", true),
        (Addition::Area, "", true),
        (attitude(AttitudeKind::Pioneers), "pioneers [", false),
        (attitude(AttitudeKind::Settlers), "settlers [", false),
        (attitude(AttitudeKind::TownPlanners), "townplanners [", false),
        (Addition::Accelerator(Drive::Faster), "accelerator Push [", true),
        (Addition::Accelerator(Drive::Slower), "deaccelerator Push [", true),
    ] {
        let mut s = tea();
        s.click_on("kettle").does(Operation::Add(addition));
        // What is drawn around nothing stands where one clicks.
        if matches!(s.editor.tool, Tool::Add(_)) {
            s.click(Point::new(700.0, 400.0));
        }
        if has_name {
            s.name("Push", NamingEnd::Keep);
        }
        let made = s.editor.document.selection().single().cloned().expect("it is selected");
        let element = s.editor.map().element(&made).unwrap().clone();
        assert!(!has_name || element.name() == "Push", "{addition:?}");
        assert!(s.editor.layout().element_rect(&made).is_some(), "{addition:?} is drawn");
        let text = s.editor.document.text_in(Format::Owm).text;
        assert!(text.lines().any(|line| line.starts_with(word)), "{addition:?} in\n{text}");
        // Around what was selected.
        if let Body::Area(area) = &element.body {
            let corners: Vec<_> =
                area.outline.iter().map(|at| (at.visibility.value(), at.evolution.value())).collect();
            assert_eq!(corners, [(0.46, 0.32), (0.46, 0.38), (0.4, 0.38), (0.4, 0.32)]);
        }
        while s.editor.document.undo_label().is_some() {
            s.does(Operation::Undo);
        }
        assert!(!s.editor.document.is_changed());
    }
}
