//! Every element made, shaped and taken away by hand: gesture scripts, without a window.

use std::sync::Arc;

use mapstone::editor::{Addition, Editor, Event, HandleKind, Mark, NamingEnd, Operation, Selection, Tool};
use mapstone::format::{Format, Source};
use mapstone::geometry::Point;
use mapstone::model::{Body, LinkKind, Method, Place, Position};

use crate::gestures::{NONE, SHIFT, Script, id, script, tea};

fn body(s: &Script, name: &str) -> Body {
    s.editor.map().element(&id(name)).unwrap_or_else(|| panic!("no {name}")).body.clone()
}

fn select(s: &mut Script, name: &str) {
    s.editor.document.select(Selection::of(&id(name)));
}

#[test]
fn a_box_follows_its_corners() {
    let mut s = script(Format::Owm, "pioneers [0.8, 0.2, 0.4, 0.5]\n");
    select(&mut s, "pioneers");
    let corner = s.handle("pioneers", HandleKind::Corner { right: true, low: true });
    s.drag(corner, Point::new(corner.x + 120.0, corner.y + 67.5));
    let Body::Attitude(attitude) = body(&s, "pioneers") else { panic!() };
    assert_eq!(attitude.top_left, Position::clamped(0.8, 0.2));
    assert_eq!(attitude.bottom_right, Position::clamped(0.3, 0.6));
    assert_eq!(s.undo_label(), "Change the shape of Pioneers");
    // Its inside moves it.
    let middle = s.editor.layout().zones[0].rect.center();
    s.drag(middle, Point::new(middle.x - 120.0, middle.y));
    let Body::Attitude(attitude) = body(&s, "pioneers") else { panic!() };
    assert_eq!(attitude.top_left, Position::clamped(0.8, 0.1));
}

#[test]
fn a_loop_is_drawn_bent_and_straightened() {
    let mut s = tea();
    s.editor.operate(Operation::Add(Addition::Area));
    assert_eq!(s.editor.tool, Tool::Area);
    let turn = |part: f64| {
        let angle = part * std::f64::consts::TAU;
        Point::new(300.0 + 150.0 * angle.cos(), 200.0 + 100.0 * angle.sin())
    };
    s.press(turn(0.0));
    for step in 1..=60 {
        s.to(turn(f64::from(step) / 60.0));
    }
    s.release(turn(1.0));
    s.editor.write_name("Exploit".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    let Body::Area(area) = body(&s, "area") else { panic!() };
    assert!((5..20).contains(&area.outline.len()) && area.text == "Exploit", "{area:?}");
    assert_eq!(s.editor.tool, Tool::Select);
    // A point is moved, one is put between two, one is taken away.
    let bend = s.handle("area", HandleKind::Bend(0));
    s.drag(bend, Point::new(bend.x + 60.0, bend.y));
    let count = area.outline.len();
    let Body::Area(area) = body(&s, "area") else { panic!() };
    assert_eq!(area.outline[0].evolution.value(), 0.425);
    let between = s.handle("area", HandleKind::NewBend(0));
    s.drag(between, Point::new(between.x + 20.0, between.y + 20.0));
    let Body::Area(area) = body(&s, "area") else { panic!() };
    assert_eq!(area.outline.len(), count + 1);
    let bend = s.handle("area", HandleKind::Bend(1));
    s.editor.handle(Event::Hover(bend), NONE);
    s.editor.handle(Event::DoubleClick(bend), NONE);
    let Body::Area(area) = body(&s, "area") else { panic!() };
    assert_eq!(area.outline.len(), count);
    // Around what is selected, without a pointer.
    s.editor
        .document
        .select(Selection { elements: [id("cup"), id("kettle")].into(), ..Selection::default() });
    s.editor.operate(Operation::Add(Addition::Area));
    s.editor.end_naming(NamingEnd::Keep);
    let Body::Area(area) = body(&s, "area-2") else { panic!() };
    assert_eq!(area.outline.len(), 4);
}

#[test]
fn an_annotation_stands_at_several_places() {
    let mut s = script(Format::Owm, "annotation 1 [0.5, 0.5] Twice\ncomponent A [0.2, 0.2]\n");
    let name = "annotation-twice";
    let name = if s.editor.map().element(&id(name)).is_some() { name } else { "annotation-1" };
    let places = |s: &Script| {
        let Body::Annotation(annotation) = body(s, name) else { panic!() };
        annotation.at.iter().map(|at| (at.visibility.value(), at.evolution.value())).collect::<Vec<_>>()
    };
    select(&mut s, name);
    let another = s.handle(name, HandleKind::Another);
    s.drag(another, Point::new(960.0, 135.0));
    assert_eq!(places(&s), [(0.5, 0.5), (0.8, 0.8)]);
    // One disc moves alone; with Alt it stays, and there is one more.
    s.drag(Point::new(960.0, 135.0), Point::new(840.0, 135.0));
    assert_eq!(places(&s), [(0.5, 0.5), (0.8, 0.7)]);
    s.keys.alt = true;
    s.drag(Point::new(840.0, 135.0), Point::new(840.0, 540.0));
    s.keys = NONE;
    assert_eq!(places(&s), [(0.5, 0.5), (0.8, 0.7), (0.2, 0.7)]);
    // All move where more is selected.
    s.editor.operate(Operation::SelectAll);
    s.drag(Point::new(600.0, 337.5), Point::new(600.0, 405.0));
    assert_eq!(places(&s), [(0.4, 0.5), (0.7, 0.7), (0.1, 0.7)]);
    // The list is dragged, and its text opens the annotation's.
    let list = s.editor.layout().annotations.as_ref().unwrap().rect;
    s.drag(list.center(), Point::new(list.center().x + 240.0, list.center().y - 200.0));
    assert!(s.editor.map().annotations_at.is_some());
    assert_eq!(s.undo_label(), "Move the list of annotations");
    let list = s.editor.layout().annotations.as_ref().unwrap().rect;
    s.editor.handle(Event::DoubleClick(list.center()), NONE);
    s.editor.write_name("Thrice".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert!(matches!(body(&s, name), Body::Annotation(annotation) if annotation.text == "Thrice"));
}

#[test]
fn pipelines_are_stretched_joined_and_left() {
    let text = "component Power [0.5, 0.5]\npipeline Power\n{\ncomponent Wind [0.4]\ncomponent Coal [0.6]\n}\n\
                component Gas [0.8, 0.5]\ncomponent Range [0.2, 0.5]\npipeline Range [0.4, 0.6]\n";
    let mut s = script(Format::Owm, text);
    let place = |s: &Script, name: &str| s.editor.map().component(&id(name)).unwrap().place.clone();
    // A range's end.
    select(&mut s, "range");
    let end = s.handle("range", HandleKind::RightEnd);
    s.drag(end, Point::new(end.x + 120.0, end.y));
    let range = s.editor.map().component(&id("range")).unwrap().pipeline.unwrap().range.unwrap();
    assert_eq!((range.0.value(), range.1.value()), (0.4, 0.7));
    // The end of a box with children is its outermost child.
    select(&mut s, "power");
    let end = s.handle("power", HandleKind::LeftEnd);
    s.drag(end, Point::new(end.x - 120.0, end.y));
    assert_eq!(s.position("wind"), (0.5, 0.3));
    // What is dropped in it becomes a child, unless Ctrl is held; dropped outside, it stands alone.
    let (inside, outside) = (Point::new(540.0, 348.0), Point::new(540.0, 500.0));
    s.keys.ctrl = true;
    let gas = s.at("gas");
    s.drag(gas, inside);
    assert!(matches!(place(&s, "gas"), Place::At(_)));
    s.editor.operate(Operation::Undo);
    s.keys = NONE;
    let gas = s.at("gas");
    s.drag(gas, inside);
    assert!(matches!(place(&s, "gas"), Place::Within { pipeline, .. } if pipeline == id("power")));
    assert_eq!(s.position("gas"), (0.5, 0.45));
    let gas = s.at("gas");
    s.drag(gas, outside);
    assert_eq!(s.position("gas"), (0.259, 0.45));
    assert!(matches!(place(&s, "gas"), Place::At(_)));
    // A double click in it makes a variant, and so does the menu.
    s.editor.handle(Event::DoubleClick(inside), NONE);
    s.editor.write_name("Sun".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert!(matches!(place(&s, "sun"), Place::Within { .. }));
    select(&mut s, "power");
    s.editor.operate(Operation::AddVariant);
    s.editor.write_name("Tide".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert_eq!(s.position("tide"), (0.5, 0.7));
    // In a range it is a component that lies in the box.
    select(&mut s, "range");
    s.editor.operate(Operation::AddVariant);
    s.editor.write_name("Member".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert!(matches!(place(&s, "member"), Place::At(_)));
    let (member, rect) = (s.at("member"), s.editor.layout().pipelines[1].rect);
    assert!(rect.contains(member), "{member:?} {rect:?}");
}

#[test]
fn a_flow_follows_a_path() {
    let via = |s: &Script| {
        let flow = s.editor.map().links().last().unwrap().clone();
        assert!(matches!(flow.kind, LinkKind::Flow(_)));
        flow.ends().map(|end| end.text().to_owned()).collect::<Vec<_>>()
    };
    let mut s = tea();
    s.editor.start_linking(Tool::Flow);
    s.click_on("power");
    s.keys = SHIFT;
    s.click_on("kettle").click_on("hot-water");
    s.keys = NONE;
    s.click_on("cup-of-tea");
    assert_eq!(via(&s), ["power", "kettle", "hot-water", "cup-of-tea"]);
    assert_eq!(s.undo_label(), "Power flows to Cup of Tea by Kettle and Hot Water");
    // With keys alone.
    select(&mut s, "cup");
    s.editor.start_linking(Tool::Flow);
    s.editor.aim_link(true);
    s.editor.confirm_link(SHIFT);
    s.editor.aim_link(true);
    s.editor.confirm_link(NONE);
    assert_eq!(via(&s).len(), 3);
    assert_eq!(s.editor.tool, Tool::Select);
    let line = s.editor.layout().links.last().unwrap().points.len();
    assert_eq!(line, 3);
}

#[test]
fn links_are_turned_and_made_constraints() {
    let mut s = tea();
    let line = s.editor.layout().links.get(5).unwrap().clone();
    s.click(line.points[0].midpoint(line.points[1]));
    let before = s.needs();
    s.editor.operate(Operation::ToggleConstraint);
    assert_eq!(s.editor.map().links().nth(5).unwrap().kind, LinkKind::Constraint);
    s.editor.operate(Operation::TurnLinks);
    let ends: Vec<_> = before[5].split("->").collect();
    assert_eq!(s.needs()[5], format!("{}->{}", ends[1], ends[0]));
    // It stays selected, so that the next command is about it too.
    s.editor.operate(Operation::ToggleConstraint);
    assert_eq!(s.editor.map().links().nth(5).unwrap().kind, LinkKind::Need);
}

#[test]
fn marks_are_given_and_taken() {
    let mut s = tea();
    s.editor
        .document
        .select(Selection { elements: [id("cup"), id("kettle")].into(), ..Selection::default() });
    for mark in [
        Mark::Market,
        Mark::Ecosystem,
        Mark::Removed,
        Mark::Method(Method::Build),
        Mark::Method(Method::Buy),
        Mark::Method(Method::Outsource),
    ] {
        assert!(!s.editor.has_mark(mark));
        s.editor.operate(Operation::Mark(mark));
        assert!(s.editor.has_mark(mark), "{mark:?}");
    }
    s.editor.operate(Operation::Mark(Mark::Market));
    assert!(!s.editor.has_mark(Mark::Market));
    // Needs of the future are for what has one.
    select(&mut s, "cup");
    s.editor.operate(Operation::Mark(Mark::FutureLinks));
    assert!(s.editor.layout().future.is_empty());
    select(&mut s, "kettle");
    s.editor.operate(Operation::Mark(Mark::FutureLinks));
    let ghost = s.editor.layout().arrow(&id("kettle")).unwrap().ghost;
    let future = &s.editor.layout().future;
    assert_eq!(future.len(), 2);
    assert!(
        future.iter().all(|line| line.points.iter().any(|point| (point.distance(ghost) - 6.0).abs() < 0.1))
    );
    // Where both ends ask for it, the line runs from ghost to ghost.
    select(&mut s, "power");
    s.editor.operate(Operation::Mark(Mark::FutureLinks));
    assert_eq!(s.editor.layout().future.len(), 2);
}

#[test]
fn the_legend_is_shown_and_moved() {
    let mut s = tea();
    s.editor.operate(Operation::ToggleLegend);
    let legend = s.editor.layout().legend.clone().unwrap();
    let words: Vec<_> = legend.entries.iter().map(|entry| entry.sample.words()).collect();
    assert_eq!(words, ["User (anchor)", "Component", "Needs", "Will evolve"]);
    s.drag(legend.rect.center(), Point::new(legend.rect.center().x - 300.0, legend.rect.center().y - 60.0));
    let moved = s.editor.layout().legend.clone().unwrap();
    assert!((moved.rect.x0 - (legend.rect.x0 - 300.0)).abs() < 1.0);
    // A market needs another line.
    select(&mut s, "cup");
    s.editor.operate(Operation::Mark(Mark::Market));
    assert_eq!(s.editor.layout().legend.as_ref().unwrap().entries.len(), 5);
    s.editor.operate(Operation::ToggleLegend);
    assert!(s.editor.layout().legend.is_none());
}

#[test]
fn a_component_comes_from_the_tray_and_goes_back() {
    let mut s = tea();
    let user = id("public");
    let milk = s.editor.write_into_tray("Milk", Some(&user)).unwrap();
    assert_eq!(s.editor.tray().len(), 1);
    assert!(s.editor.layout().symbol(&milk).is_none());
    s.editor.start_placing(&milk);
    s.to(Point::new(300.0, 300.0)).to(Point::new(600.0, 405.0));
    s.editor.handle(Event::Release(Point::new(600.0, 405.0)), NONE);
    assert_eq!(s.position("milk"), (0.4, 0.5));
    assert_eq!(s.undo_label(), "Place Milk");
    s.editor.operate(Operation::PutIntoTray);
    assert_eq!(s.editor.tray().len(), 1);
    assert_eq!(s.needs().last().unwrap(), "public->milk");
    // Esc on the way leaves it there.
    s.editor.start_placing(&milk);
    s.to(Point::new(600.0, 405.0));
    s.editor.handle(Event::Cancel, NONE);
    assert_eq!((s.editor.tray().len(), s.undo_label()), (1, "Put Milk into the tray"));
}

#[test]
fn a_stop_on_the_way_is_put_in_and_taken_out() {
    let text = "component Farm [0.2, 0.2]\ncomponent Mill [0.5, 0.4]\ncomponent Shop [0.8, 0.8]\n";
    let mut s = script(Format::Owm, text);
    s.editor.start_linking(Tool::Flow);
    s.click_on("farm");
    s.keys = SHIFT;
    s.click_on("mill");
    s.keys = NONE;
    s.click_on("shop");
    let paths = |s: &Script| -> Vec<Vec<String>> {
        let ends = |link: &Arc<mapstone::model::Link>| link.ends().map(|end| end.text().to_owned()).collect();
        s.editor.map().links().map(ends).collect()
    };
    assert_eq!(paths(&s), [["farm", "mill", "shop"]]);
    // A component put into the second stretch leaves the first as it was.
    let (mill, shop) = (s.at("mill"), s.at("shop"));
    s.editor.tool = Tool::Component;
    s.click(mill.midpoint(shop));
    s.editor.write_name("Store".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert_eq!(paths(&s), [vec!["farm", "mill", "store"], vec!["store", "shop"]]);
    // Without the stop, the flow goes straight.
    select(&mut s, "mill");
    s.editor.operate(Operation::Delete);
    assert_eq!(paths(&s), [["farm", "store"], ["store", "shop"]]);
    // A flow is no constraint.
    let line = s.editor.layout().links.first().unwrap().points.clone();
    s.click(line[0].midpoint(line[1]));
    s.editor.operate(Operation::ToggleConstraint);
    assert!(matches!(s.editor.map().links().next().unwrap().kind, LinkKind::Flow(_)));
}

#[test]
fn a_variant_has_sisters_and_its_copy_stands_alone() {
    let text = "component Power [0.5, 0.5]\npipeline Power\n{\ncomponent Wind [0.4]\ncomponent Coal [0.6]\n}\n\
                component Heat [0.2, 0.5]\npipeline Heat\n{\ncomponent Gas [0.4]\ncomponent Oil [0.6]\n}\n\
                component Peat [0.8, 0.5]\n";
    let mut s = script(Format::Owm, text);
    let parent = |s: &Script, name: &str| match &s.editor.map().component(&id(name)).unwrap().place {
        Place::Within { pipeline, .. } => pipeline.to_string(),
        _ => String::new(),
    };
    // From one box into another.
    let (wind, gas) = (s.at("wind"), s.at("gas"));
    s.drag(wind, Point::new(gas.x + 60.0, gas.y));
    assert_eq!(parent(&s, "wind"), "heat");
    // Ctrl+Enter goes on with a variant.
    select(&mut s, "power");
    s.editor.operate(Operation::AddVariant);
    s.editor.write_name("Sun".to_owned());
    s.editor.end_naming(NamingEnd::KeepAndSibling);
    s.editor.write_name("Tide".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert_eq!((parent(&s, "sun"), parent(&s, "tide")), ("power".to_owned(), "power".to_owned()));
    // A copy stays under the pointer.
    let (peat, coal) = (s.at("peat"), s.at("coal"));
    s.keys.alt = true;
    let to = Point::new(coal.x - 20.0, coal.y + 3.0);
    s.drag(peat, to);
    s.keys = NONE;
    assert!(s.at("peat-2").distance(to) < 1.0 && parent(&s, "peat-2").is_empty());
    // From the tray into a box.
    select(&mut s, "peat");
    s.editor.operate(Operation::PutIntoTray);
    s.editor.start_placing(&id("peat"));
    s.to(coal);
    s.editor.handle(Event::Release(coal), NONE);
    assert_eq!(parent(&s, "peat"), "power");
}

#[test]
fn marks_are_taken_from_all_that_can_have_them() {
    let mut s = tea();
    s.editor.operate(Operation::SelectAll);
    let market = Operation::Mark(Mark::Market);
    let future = Operation::Mark(Mark::FutureLinks);
    for operation in [market, market, future, future] {
        s.editor.operate(operation);
    }
    // The annotations of the map, and what does not evolve, are not in the way.
    assert!(
        !s.editor.map().components().any(|(_, c)| c.market || c.evolve.as_ref().is_some_and(|e| e.links))
    );
}

#[test]
fn what_is_parked_is_not_in_the_tray_until_it_is_shown() {
    let mut s = tea();
    let milk = s.editor.write_into_tray("Milk", Some(&id("public"))).unwrap();
    select(&mut s, "milk");
    s.editor.operate(Operation::Park);
    assert!(s.editor.tray().is_empty());
    s.editor.toggle_parked();
    assert_eq!(s.editor.tray().len(), 1);
    // Written again, it is another: a parked one is not meant.
    assert_ne!(s.editor.write_into_tray("Milk", Some(&id("public"))), Some(milk));
}

#[test]
fn what_is_known_of_a_component_is_found_too() {
    let text = "Map(format: 1, elements: [
        Component(id: \"tea\", name: \"Tea\", visibility: 0.5, evolution: 0.5, details: (owner: \"Ada\", tags: [\"hot\"])),
        Component(id: \"cup\", name: \"Cup\", visibility: 0.9, evolution: 0.5, evolve: (to: 0.8, name: \"Mug of Ada\")),
        Component(id: \"pot\", name: \"Ada’s pot\"),
        Note(id: \"note\", text: \"Ask ada\", visibility: 0.1, evolution: 0.1),
        Component(id: \"off\", name: \"Ada\", visibility: 0.2, evolution: 0.2, parked: true),
    ], links: [Need(from: \"cup\", to: \"tea\", text: \"by Ada\")])";
    let mut editor = Editor::of_source(&Arc::new(Source::read(Format::Ron, text).unwrap()));
    let found = |editor: &Editor, text: &str| -> Vec<String> {
        let of = |selection: &Selection| match selection.single() {
            Some(id) => id.to_string(),
            None => format!("{} link", selection.links.len()),
        };
        editor.find(text).all.iter().map(of).collect()
    };
    // Reading order, then what waits in the tray, then links; what is switched off and hidden is not found.
    assert_eq!(found(&editor, " ADA "), ["cup", "tea", "note", "pot", "1 link"]);
    assert_eq!(found(&editor, "hot"), ["tea"]);
    assert!(found(&editor, "").is_empty() && found(&editor, "nobody").is_empty());
    editor.toggle_parked();
    assert_eq!(found(&editor, "ada"), ["cup", "tea", "off", "note", "pot", "1 link"]);
}
