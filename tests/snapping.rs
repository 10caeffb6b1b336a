//! What is in line is drawn, and has the very same number: boxes, loops, ends of pipelines, what comes from the tray.

use mapstone::editor::{Event, HandleKind, Operation, Selection};
use mapstone::format::Format;
use mapstone::geometry::{Point, Vec2};
use mapstone::model::{Body, Pipeline, Position};

use crate::gestures::{CTRL, NONE, Script, id, script};

fn select(s: &mut Script, name: &str) {
    s.editor.document.select(Selection::of(&id(name)));
}

fn body(s: &Script, name: &str) -> Body {
    s.editor.map().element(&id(name)).unwrap_or_else(|| panic!("no {name}")).body.clone()
}

fn corners(s: &Script, name: &str) -> (Position, Position) {
    let Body::Attitude(attitude) = body(s, name) else { panic!("{name} is no box") };
    (attitude.top_left, attitude.bottom_right)
}

#[test]
fn a_box_stops_at_stages_and_at_the_edges_of_others() {
    let mut s = script(Format::Owm, "pioneers [0.8, 0.2, 0.4, 0.5]\nsettlers [0.9, 0.75, 0.2, 0.95]\n");
    select(&mut s, "pioneers");
    let corner = s.handle("pioneers", HandleKind::Corner { right: true, low: true });
    // 0.7 is a boundary, 0.2 the foot of the other box; three and four points beside them.
    let to = Point::new(corner.x + 240.0 + 3.0, corner.y + 135.0 - 4.0);
    s.press(corner).to(corner.midpoint(to)).to(to);
    assert_eq!(corners(&s, "pioneers").1, Position::clamped(0.2, 0.7));
    assert_eq!(s.editor.guides().len(), 2);
    s.to(to + Vec2::new(6.0, -6.0));
    assert!(s.editor.guides().is_empty());
    s.keys = CTRL;
    s.release(to);
    assert_ne!(corners(&s, "pioneers").1, Position::clamped(0.2, 0.7));
    s.keys = NONE;
    // Moved, its left edge stops at the boundary, and it keeps its size.
    let mut s = script(Format::Owm, "pioneers [0.8, 0.2, 0.4, 0.5]\nsettlers [0.9, 0.75, 0.2, 0.95]\n");
    let middle = s.editor.layout().zones[0].rect.center();
    let to = Point::new(middle.x + 240.0 + 4.0, middle.y - 67.5 + 5.0);
    s.press(middle).to(middle.midpoint(to)).to(to);
    assert_eq!(corners(&s, "pioneers"), (Position::clamped(0.9, 0.4), Position::clamped(0.5, 0.7)));
    assert_eq!(s.editor.guides().len(), 2);
    s.release(to);
    assert_eq!(s.undo_label(), "Move Pioneers");
}

#[test]
fn what_is_parked_holds_nothing() {
    let text = "pioneers [0.8, 0.2, 0.4, 0.5]\n// settlers [0.9, 0.75, 0.2, 0.95]\n";
    let mut s = script(Format::Owm, text);
    assert!(s.editor.map().element(&id("settlers")).unwrap().parked);
    select(&mut s, "pioneers");
    let corner = s.handle("pioneers", HandleKind::Corner { right: true, low: true });
    // Four points beside the foot of the parked box.
    let to = Point::new(corner.x + 90.0, corner.y + 135.0 - 4.0);
    s.press(corner).to(corner.midpoint(to)).to(to);
    assert!(s.editor.guides().is_empty());
    assert_ne!(corners(&s, "pioneers").1.visibility.value(), 0.2);
}

#[test]
fn a_loop_stops_with_its_edges_and_its_points() {
    let text = "Map(format: 1, elements: [Area(id: \"a\", outline: [(0.8, 0.1), (0.8, 0.3), (0.5, 0.2)])])";
    let mut s = script(Format::Ron, text);
    select(&mut s, "a");
    let bend = s.handle("a", HandleKind::Bend(1));
    s.drag(bend, bend + Vec2::new(117.0, 0.0));
    let Body::Area(area) = body(&s, "a") else { panic!() };
    assert_eq!(area.outline[1].evolution.value(), 0.4);
    let inside = Point::new(f64::midpoint(s.handle("a", HandleKind::Bend(0)).x, bend.x), bend.y + 60.0);
    s.drag(inside, inside + Vec2::new(363.0, 0.0));
    let Body::Area(area) = body(&s, "a") else { panic!() };
    let columns: Vec<_> = area.outline.iter().map(|at| at.evolution.value()).collect();
    assert_eq!(columns, [0.4, 0.7, 0.5]);
}

#[test]
fn an_end_of_a_pipeline_stops_at_a_stage() {
    let mut s = script(Format::Owm, "component Power [0.5, 0.5]\npipeline Power [0.45, 0.6]\n");
    select(&mut s, "power");
    let end = s.handle("power", HandleKind::RightEnd);
    s.press(end).to(end + Vec2::new(60.0, 0.0)).to(end + Vec2::new(116.0, 0.0));
    assert_eq!(s.editor.guides().len(), 1);
    s.release(end + Vec2::new(116.0, 0.0));
    let Body::Component(power) = body(&s, "power") else { panic!() };
    let Some(Pipeline { range: Some((low, high)) }) = power.pipeline else { panic!() };
    assert_eq!((low.value(), high.value()), (0.45, 0.7));
}

#[test]
fn a_ghost_shows_what_it_will_be_as_evolved_as() {
    let mut s = script(Format::Owm, "component A [0.9, 0.3]\nevolve A 0.5\ncomponent B [0.4, 0.655]\n");
    let ghost = s.editor.layout().arrows.first().unwrap().ghost;
    let b = s.at("b");
    let to = Point::new(b.x + 4.0, ghost.y);
    s.press(ghost).to(ghost.midpoint(to)).to(to);
    let guides = s.editor.guides().to_vec();
    assert_eq!(guides.len(), 1);
    assert_eq!((guides[0].to, guides[0].from.y), (b, ghost.y));
    s.release(to);
    assert_eq!(s.editor.map().component(&id("a")).unwrap().evolve.as_ref().unwrap().to.value(), 0.655);
}

#[test]
fn what_comes_from_the_tray_goes_into_the_link_that_it_is_dropped_on() {
    let text = "component A [0.9, 0.3]\ncomponent B [0.5, 0.333]\ncomponent Milk [0.2, 0.9]\nA->B\n";
    let mut s = script(Format::Owm, text);
    let milk = id("milk");
    select(&mut s, "milk");
    s.editor.operate(Operation::PutIntoTray);
    let line = s.editor.layout().links.first().unwrap().points.clone();
    let middle = line[0].midpoint(*line.last().unwrap());
    s.editor.start_placing(&milk);
    s.to(Point::new(600.0, 300.0)).to(middle);
    assert_eq!(s.needs(), ["a->milk", "milk->b"], "shown while it is dragged");
    s.editor.handle(Event::Release(middle), NONE);
    assert_eq!(s.undo_label(), "Insert Milk");
    s.editor.operate(Operation::Undo);
    assert_eq!((s.needs(), s.editor.tray().len()), (vec!["a->b".to_owned()], 1));
    // Ctrl keeps it out, and so does a need of its own.
    s.editor.start_placing(&milk);
    s.keys = CTRL;
    s.to(middle);
    s.editor.handle(Event::Release(middle), CTRL);
    s.keys = NONE;
    assert_eq!(s.needs(), ["a->b"]);
    let cow = s.editor.write_into_tray("Cow", Some(&id("b"))).unwrap();
    s.editor.start_placing(&cow);
    s.to(Point::new(600.0, 300.0)).to(middle + Vec2::new(40.0, 60.0)).to(middle);
    s.editor.handle(Event::Release(middle), NONE);
    assert_eq!(s.needs(), ["a->b", "b->cow"]);
    // On its way it stops in line with others, which is shown.
    let user = s.editor.write_into_tray("Tea", None).unwrap();
    s.editor.start_placing(&user);
    let b = s.at("b");
    s.to(Point::new(700.0, 300.0)).to(Point::new(b.x + 300.0, b.y + 4.0));
    assert_eq!(s.editor.guides().iter().map(|guide| guide.to).collect::<Vec<_>>(), [b]);
}
