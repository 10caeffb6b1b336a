//! What is pasted, added and linked by name stands where there is room, and is what it says.

use mapstone::editor::{Event, NamingEnd, Operation, Overlay, Selection, Tool};
use mapstone::format::Format;
use mapstone::geometry::Vec2;
use mapstone::model::Map;

use crate::gestures::{NONE, SHIFT, id, script, tea};

/// Copies and pasted parts stand beside what is there, on the map and in sight.
#[test]
fn copies_stand_where_there_is_room() {
    let mut s = tea();
    let mut places = std::collections::BTreeSet::new();
    s.click_on("kettle");
    for _ in 0..12 {
        s.editor.operate(Operation::Duplicate);
    }
    let map = s.editor.map();
    for (element, component) in map.components() {
        let at = map.position(component).unwrap();
        let key = ((at.visibility.value() * 1e4) as i64, (at.evolution.value() * 1e4) as i64);
        assert!(places.insert(key), "{} stands on another", element.name());
    }
    assert_eq!(map.components().filter(|(element, _)| element.name().starts_with("Kettle")).count(), 13);
    // At the corner of the map they go where there is room, together.
    let mut s = script(Format::Owm, "component A [0.02, 0.98]\ncomponent B [0.05, 0.95]\nA->B\n");
    s.editor.operate(Operation::SelectAll);
    s.editor.operate(Operation::Duplicate);
    let (a, b) = (s.position("a-2"), s.position("b-2"));
    assert!((b.0 - a.0 - 0.03).abs() < 1e-9 && (a.1 - b.1 - 0.03).abs() < 1e-9, "{a:?} {b:?}");
    assert!(a.1 <= 1.0 && a.0 >= 0.0);
    // What would be out of sight comes into it.
    let mut s = tea();
    s.editor.camera.canvas = mapstone::geometry::Rect::new(0.0, 0.0, 600.0, 300.0);
    s.editor.camera.is_fitted = false;
    s.editor.camera.origin = Vec2::new(-300.0, -200.0);
    let far = Map::clone(script(Format::Owm, "component Far [0.02, 0.97]\n").editor.map());
    s.editor.paste(&far, 0);
    let sight = s.editor.camera.in_sight().unwrap();
    assert!(sight.contains(s.at("far")), "{:?} in {sight:?}", s.at("far"));
}

/// Indented lines are a chain.
#[test]
fn indented_lines_are_pasted_as_a_chain() {
    let part = mapstone::editor::from_text("Cup of tea\n  Tea\n  Hot water\n    Kettle\n").unwrap();
    let mut s = script(Format::Owm, "");
    s.editor.paste(&part, 0);
    assert_eq!(s.needs(), ["cup-of-tea->tea", "cup-of-tea->hot-water", "hot-water->kettle"]);
    let height = |name: &str| s.position(name).0;
    assert!(height("cup-of-tea") > height("tea") && height("hot-water") > height("kettle"));
    assert!(s.position("tea") != s.position("hot-water"));
}

/// L, then a name: it is found, or it is new; Alt and arrows go from what is aimed at; Shift links several.
#[test]
fn a_link_finds_its_end_by_name() {
    let mut s = tea();
    s.click_on("cup");
    s.editor.start_linking(Tool::Need);
    s.editor.aim_link_at("pow");
    assert_eq!(s.editor.link_draft().unwrap().onto, Some(id("power")));
    s.editor.confirm_link(NONE);
    assert!(s.needs().contains(&"cup->power".to_owned()), "{:?}", s.needs());
    s.click_on("cup");
    s.editor.start_linking(Tool::Need);
    s.editor.aim_link_at("Clay");
    assert_eq!(s.editor.link_draft().unwrap().onto, None);
    s.editor.confirm_link(NONE);
    assert!(s.needs().contains(&"cup->clay".to_owned()), "{:?}", s.needs());
    assert!(s.position("clay").0 < s.position("cup").0 && s.undo_label() == "Add Clay");
    // From neighbour to neighbour.
    s.click_on("cup-of-tea");
    s.editor.start_linking(Tool::Need);
    s.editor.aim_link_toward(mapstone::editor::Direction::Down);
    let first = s.editor.link_draft().unwrap().onto.clone().unwrap();
    s.editor.aim_link_toward(mapstone::editor::Direction::Down);
    let second = s.editor.link_draft().unwrap().onto.clone().unwrap();
    assert_ne!(first, second);
    assert_eq!(s.editor.link_draft().unwrap().from, id("cup-of-tea"));
    s.editor.cancel();
    // One to many.
    let before = s.needs().len();
    s.click_on("cup");
    s.editor.start_linking(Tool::Need);
    s.keys = SHIFT;
    for name in ["water", "kettle"] {
        let at = s.at(name);
        s.editor.handle(Event::Hover(at), SHIFT);
        s.click(at);
        assert!(s.editor.awaits_link(), "it goes on from the cup");
    }
    s.keys = NONE;
    s.editor.cancel();
    assert_eq!(s.needs().len(), before + 2);
    assert!(s.needs().contains(&"cup->water".to_owned()) && s.needs().contains(&"cup->kettle".to_owned()));
}

/// Annotations, boxes and forces stand where one clicks or drags, and ask what they are.
#[test]
fn other_elements_stand_where_they_are_put() {
    use mapstone::editor::Addition;
    use mapstone::geometry::Point;
    use mapstone::model::{AttitudeKind, Body};
    let mut s = script(Format::Owm, "component A [0.9, 0.3]\n");
    s.editor.operate(Operation::Add(Addition::Annotation));
    assert_eq!(s.editor.tool, Tool::Add(Addition::Annotation));
    s.click(Point::new(600.0, 337.5));
    assert_eq!(s.editor.naming().unwrap().prompt, "What is to be said about this?");
    s.name("Why?", NamingEnd::Keep);
    let made = s.editor.document.selection().single().cloned().unwrap();
    let Body::Annotation(annotation) = &s.editor.map().element(&made).unwrap().body else { panic!() };
    assert_eq!((annotation.at[0].visibility.value(), annotation.at[0].evolution.value()), (0.5, 0.5));
    assert_eq!(s.editor.tool, Tool::Select);
    s.editor.document.select(Selection::default());
    s.editor.operate(Operation::Add(Addition::Attitude(AttitudeKind::Settlers)));
    s.press(Point::new(240.0, 135.0)).to(Point::new(500.0, 300.0));
    assert!(matches!(s.editor.overlay(), Overlay::Marquee(_)));
    s.release(Point::new(600.0, 405.0));
    let made = s.editor.document.selection().single().cloned().unwrap();
    let Body::Attitude(attitude) = &s.editor.map().element(&made).unwrap().body else { panic!() };
    let corner = |at: mapstone::model::Position| (at.visibility.value(), at.evolution.value());
    assert_eq!((corner(attitude.top_left), corner(attitude.bottom_right)), ((0.8, 0.2), (0.4, 0.5)));
    // Without a pointer, in the middle.
    s.editor.document.select(Selection::default());
    s.editor.operate(Operation::Add(Addition::Annotation));
    s.editor.add_in_middle(Addition::Annotation);
    assert!(s.editor.naming().is_some() && s.editor.tool == Tool::Select);
    s.editor.end_naming(NamingEnd::Cancel);
}

/// Notes stand beside each other however often they are pasted; a crowd keeps its shape and is not put onto itself.
#[test]
fn what_is_pasted_often_stands_apart() {
    let mut s = script(Format::Owm, "note Hear me [0.5, 0.5]\n");
    let part = Map::clone(s.editor.map());
    for nth in 0..4 {
        s.editor.paste(&part, nth);
    }
    let rects: std::collections::BTreeSet<_> = s
        .editor
        .map()
        .elements()
        .map(|element| {
            let at = s.editor.layout().element_rect(&element.id).unwrap().center();
            (at.x.round() as i64, at.y.round() as i64)
        })
        .collect();
    assert_eq!(rects.len(), 5);
    let mut crowd = String::new();
    for at in 0..400 {
        crowd += &format!(
            "component P{at} [{:.3}, {:.3}]\n",
            0.02 + 0.0024 * f64::from(at),
            0.3 + 0.3 * f64::from(at % 20) / 20.0
        );
    }
    let mut s = script(Format::Owm, &crowd);
    let part = Map::clone(s.editor.map());
    s.editor.paste(&part, 0);
    s.editor.paste(&part, 1);
    let at = |name: &str| s.position(name);
    let by = (at("p7-2").0 - at("p7").0, at("p7-2").1 - at("p7").1);
    assert!(by != (0.0, 0.0) && by != (at("p7-3").0 - at("p7").0, at("p7-3").1 - at("p7").1));
    for name in ["p1", "p200", "p399"] {
        let copy = at(&format!("{name}-2"));
        assert!(
            (copy.0 - at(name).0 - by.0).abs() < 1e-6 && (copy.1 - at(name).1 - by.1).abs() < 1e-6,
            "{name}"
        );
    }
}

/// What was written stays what is meant, wherever the pointer goes by; Shift+Enter begins without a name.
#[test]
fn a_written_name_is_not_made_twice() {
    let mut s = tea();
    s.click_on("cup");
    s.editor.start_linking(Tool::Need);
    s.editor.aim_link_at("Kettle");
    s.editor.handle(Event::Hover(mapstone::geometry::Point::new(5.0, 5.0)), NONE);
    s.editor.confirm_link(SHIFT);
    assert!(s.needs().contains(&"cup->kettle".to_owned()));
    assert!(s.editor.map().element(&id("kettle-2")).is_none());
    assert_eq!(s.editor.link_draft().unwrap().name, "", "another begins");
    s.editor.aim_link_at("Clay");
    s.editor.confirm_link(SHIFT);
    assert!(s.needs().contains(&"cup->clay".to_owned()));
    assert_eq!(s.editor.link_draft().unwrap().from, id("cup"), "and another");
    s.editor.cancel();
    // A component and where it evolves to are parked together.
    s.editor.document.select(Selection { ghost: Some(id("kettle")), ..Selection::of(&id("kettle")) });
    s.editor.operate(Operation::Park);
    assert!(s.editor.map().element(&id("kettle")).unwrap().parked);
}
