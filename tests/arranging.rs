//! Elements are put in line, spaced out, put into links and selected by what they have in common.

use mapstone::editor::{
    Alignment, Axis, Event, HandleKind, NamingEnd, Operation, Overlay, Related, Selection, Tool,
};
use mapstone::format::Format;
use mapstone::geometry::Vec2;
use mapstone::model::{ElementId, LinkKey, Map};

use crate::gestures::{NONE, SHIFT, Script, id, script, tea};

const CHAIN: &str = "component A [0.9, 0.3]\ncomponent B [0.5, 0.33333]\ncomponent C [0.2, 0.7]\n\
    component Y [0.6, 0.9]\nnote loose [0.4, 0.15]\nA->B; why\nB->C\n";

fn chain() -> Script {
    script(Format::Owm, CHAIN)
}

fn select(s: &mut Script, names: &[&str]) {
    let elements = names.iter().map(|name| id(name)).collect();
    s.editor.document.select(Selection { elements, ..Selection::default() });
}

fn selected(s: &Script) -> Vec<String> {
    s.editor.document.selection().elements.iter().map(ToString::to_string).collect()
}

fn link(s: &Script, at: usize) -> LinkKey {
    s.editor.map().keyed_links().nth(at).unwrap().0
}

#[test]
fn what_is_in_line_has_the_very_same_number() {
    for (alignment, expected) in [
        (Alignment::Left, [0.3; 3]),
        (Alignment::Right, [0.7; 3]),
        (Alignment::Center, [0.5; 3]),
        (Alignment::Top, [0.9; 3]),
        (Alignment::Middle, [0.55; 3]),
        (Alignment::Bottom, [0.2; 3]),
    ] {
        let mut s = chain();
        select(&mut s, &["a", "b", "c"]);
        s.editor.operate(Operation::Align(alignment));
        let across = matches!(alignment, Alignment::Left | Alignment::Right | Alignment::Center);
        let of = |name| if across { s.position(name).1 } else { s.position(name).0 };
        assert_eq!(["a", "b", "c"].map(of), expected, "{alignment:?}");
        assert_eq!(s.undo_label(), "Align 3 components");
        s.editor.operate(Operation::Undo);
        assert_eq!(s.position("b"), (0.5, 0.33333));
    }
    // Notes too; and a number that is not rounded is taken over as it is.
    let mut s = chain();
    select(&mut s, &["b", "c"]);
    s.editor.operate(Operation::Align(Alignment::Left));
    assert_eq!(s.position("c").1, s.position("b").1);
    s.editor.operate(Operation::Align(Alignment::Left));
    assert_eq!(s.editor.take_notice().as_deref(), Some("They are in line already"));
    select(&mut s, &["a"]);
    s.editor.operate(Operation::Align(Alignment::Left));
    assert!(s.editor.take_notice().unwrap().contains("two or more"));
}

#[test]
fn pipelines_take_their_members_along_when_they_are_put_in_line() {
    let mut s = script(
        Format::Owm,
        "component P [0.5, 0.5]\npipeline P [0.4, 0.6]\ncomponent In [0.49, 0.45]\ncomponent Top [0.9, 0.2]\n",
    );
    let apart = s.position("p").0 - s.position("in").0;
    select(&mut s, &["p", "top"]);
    s.editor.operate(Operation::Align(Alignment::Top));
    assert_eq!(s.position("p").0, 0.9);
    assert!((s.position("p").0 - s.position("in").0 - apart).abs() < 1e-9, "what lies in it is in it still");
}

#[test]
fn distances_become_equal_between_the_outermost() {
    let mut s = chain();
    select(&mut s, &["a", "b", "c", "y"]);
    s.editor.operate(Operation::Distribute(Axis::Evolution));
    assert_eq!(["a", "b", "c", "y"].map(|name| s.position(name).1), [0.3, 0.5, 0.7, 0.9]);
    select(&mut s, &["a", "b", "c"]);
    s.editor.operate(Operation::Distribute(Axis::Visibility));
    assert_eq!(["a", "b", "c"].map(|name| s.position(name).0), [0.9, 0.55, 0.2]);
    assert_eq!(s.undo_label(), "Space out 3 components");
    select(&mut s, &["a", "b"]);
    s.editor.operate(Operation::Distribute(Axis::Visibility));
    assert!(s.editor.take_notice().unwrap().contains("three or more"));
}

#[test]
fn what_belongs_together_is_selected_at_once() {
    let mut s = tea();
    let mut pick = |from: &[&str], related| {
        select(&mut s, from);
        s.editor.operate(Operation::Select(related));
        selected(&s)
    };
    assert_eq!(pick(&["kettle"], Related::Needs), ["kettle", "power"]);
    assert_eq!(
        pick(&["kettle"], Related::NeededBy),
        ["business", "cup-of-tea", "hot-water", "kettle", "public"]
    );
    assert_eq!(pick(&["power"], Related::Connected).len(), 9);
    assert_eq!(pick(&["public"], Related::SameKind), ["business", "public"]);
    assert_eq!(pick(&["annotation-1"], Related::SameKind), ["annotation-1", "annotation-2"]);
    assert_eq!(pick(&["kettle"], Related::SameStage), ["kettle"]);
    assert_eq!(pick(&["tea"], Related::SameStage), ["cup", "hot-water", "power", "tea", "water"]);
    let others = pick(&["tea", "cup"], Related::Others);
    assert_eq!((others.len(), others.contains(&"tea".to_owned())), (9, false));
    // Links of a kind.
    let key = link(&s, 0);
    s.editor.document.select(Selection::of_link(&key));
    s.editor.operate(Operation::Select(Related::SameKind));
    assert_eq!(s.editor.document.selection().links.len(), 8);
}

#[test]
fn a_rectangle_with_ctrl_takes_away() {
    let mut s = chain();
    s.editor.operate(Operation::SelectAll);
    s.keys.ctrl = true;
    let (from, to) = (s.at("c") - Vec2::new(30.0, 30.0), s.at("c") + Vec2::new(30.0, 30.0));
    s.drag(from, to);
    assert!(!selected(&s).contains(&"c".to_owned()));
    assert_eq!(selected(&s).len(), 4);
    // One label of several leaves the selection as it is.
    s.keys = NONE;
    select(&mut s, &["a", "b"]);
    let label = s.editor.layout().symbol(&id("a")).unwrap().label.rect.center();
    s.drag(label, label + Vec2::new(20.0, 20.0));
    assert_eq!(selected(&s), ["a", "b"]);
    assert_eq!(s.undo_label(), "Move the label of A");
}

fn is_between(map: &Map, upper: &str, id: &ElementId, lower: &str) -> bool {
    let has = |from: &str, to: &str| map.links().any(|link| link.from.text() == from && link.to.text() == to);
    has(upper, id.as_str()) && has(id.as_str(), lower) && !has(upper, lower)
}

#[test]
fn a_component_goes_into_the_link_that_it_is_dropped_on() {
    let mut s = chain();
    let middle = s.at("a").midpoint(s.at("b"));
    let from = s.at("y");
    s.press(from).to(middle);
    assert!(is_between(s.editor.map(), "a", &id("y"), "b"), "it is shown at once: {:?}", s.needs());
    s.to(middle + Vec2::new(80.0, 0.0));
    assert_eq!(s.needs(), ["a->b", "b->c"], "and not where it is beside the link");
    s.release(middle);
    assert!(is_between(s.editor.map(), "a", &id("y"), "b"));
    assert_eq!(s.undo_label(), "Insert Y");
    let texts: Vec<_> = s.editor.map().links().map(|link| link.text.clone()).collect();
    assert_eq!(texts.iter().filter(|text| text.as_str() == "why").count(), 1);
    s.editor.operate(Operation::Undo);
    assert_eq!((s.needs(), s.position("y")), (vec!["a->b".to_owned(), "b->c".to_owned()], (0.6, 0.9)));
    // Ctrl joins nothing, and what has its place in the chain crosses lines.
    s.keys.ctrl = true;
    s.drag(from, middle);
    assert_eq!(s.needs(), ["a->b", "b->c"]);
    s.keys = SHIFT;
    s.keys = NONE;
    let (c, onto) = (s.at("c"), s.at("a").midpoint(s.at("b")) - Vec2::new(0.0, 40.0));
    s.drag(c, onto);
    assert_eq!(s.needs(), ["a->b", "b->c"]);
}

#[test]
fn a_link_has_a_handle_and_a_key_for_what_goes_into_it() {
    for by_key in [true, false] {
        let mut s = chain();
        let middle = s.at("b").midpoint(s.at("c"));
        if by_key {
            let key = link(&s, 1);
            s.editor.document.select(Selection::of_link(&key));
            s.editor.operate(Operation::AddNeeded);
        } else {
            s.editor.handle(Event::Hover(middle), NONE);
            let handle = s.handle("b", HandleKind::Insert);
            // The way to it and a press on it keep it there.
            s.editor.handle(Event::Hover(handle), NONE);
            s.click(handle);
        }
        assert!(s.editor.naming().is_some(), "by key: {by_key}");
        s.editor.write_name("New".to_owned());
        s.editor.end_naming(NamingEnd::Keep);
        assert!(is_between(s.editor.map(), "b", &id("new"), "c"), "{:?}", s.needs());
        s.editor.operate(Operation::Undo);
        assert_eq!(s.needs(), ["a->b", "b->c"], "one step");
        // The line itself is selected, as ever.
        s.editor.handle(Event::Hover(middle), NONE);
        s.click(middle);
        assert_eq!(s.editor.document.selection().links.len(), 1);
    }
}

#[test]
fn what_is_dragged_stops_in_line_with_the_very_same_number() {
    let mut s = chain();
    // Y nearly below C and as high as B: both numbers are taken over, unrounded.
    let (b, c, from) = (s.at("b"), s.at("c"), s.at("y"));
    let to = from + Vec2::new(c.x - from.x + 4.0, b.y - from.y - 3.0);
    s.press(from).to(from.midpoint(to)).to(to);
    assert_eq!(s.position("y"), (0.5, 0.7));
    let ends: Vec<_> = s.editor.guides().iter().map(|guide| guide.to).collect();
    // The boundary at 0.7 and C have the same number; C is nearer.
    assert_eq!(ends, [c, b]);
    // Seven points away nothing holds it.
    s.to(to + Vec2::new(5.0, -6.0));
    assert_eq!(s.position("y"), (0.513, 0.708));
    assert!(s.editor.guides().is_empty());
    // Ctrl switches it off.
    s.keys.ctrl = true;
    s.release(to);
    assert_eq!(s.position("y"), (0.504, 0.703));
    s.keys = NONE;
    // With Shift only the free axis is brought in line, here with the boundary of a stage.
    let from = s.at("a");
    s.keys = SHIFT;
    s.drag(from, from + Vec2::new(123.0, 2.0));
    assert_eq!(s.position("a"), (0.9, 0.4));
    s.keys = NONE;
    // A number that is not rounded is the same afterwards.
    let (from, b) = (s.at("c"), s.at("b"));
    s.drag(from, from + Vec2::new(b.x - from.x + 2.0, 30.0));
    assert_eq!(s.position("c").1, 0.33333);
}

#[test]
fn several_are_brought_in_line_by_the_one_that_leads() {
    let mut s = chain();
    select(&mut s, &["a", "y"]);
    let apart = s.position("y").1 - s.position("a").1;
    let (from, to) = (s.at("y"), s.at("c"));
    s.drag(from, from + Vec2::new(to.x - from.x + 5.0, 0.0));
    assert_eq!(s.position("y").1, 0.7);
    assert!((s.position("y").1 - s.position("a").1 - apart).abs() < 1e-9);
    // Where the other is held up at the edge, nothing is torn apart.
    let from = s.at("y");
    s.drag(from, from - Vec2::new(400.0, 0.0));
    assert_eq!(s.position("a").1, 0.0);
    assert!((s.position("y").1 - s.position("a").1 - apart).abs() < 1e-9);
}

#[test]
fn a_need_that_is_turned_upside_down_is_marked_while_it_is_so() {
    let mut s = chain();
    let (from, over) = (s.at("b"), s.at("a") - Vec2::new(40.0, 30.0));
    s.press(from).to(over);
    assert_eq!(s.editor.upside_down().len(), 1, "A stands below what it needs");
    let (at, way) = s.editor.upside_down()[0];
    assert!(at.y < s.at("a").y && way.y < 0.0, "it points up, between them");
    s.to(from + Vec2::new(20.0, 0.0));
    assert!(s.editor.upside_down().is_empty());
    s.release(from);
    assert!(s.editor.upside_down().is_empty());
}

#[test]
fn the_handle_means_that_this_one_needs() {
    let mut s = chain();
    // From Y, which stands lower, up to A: Y needs A.
    s.click_on("y");
    let (from, a) = (s.handle("y", HandleKind::Need), s.at("a"));
    s.drag(from, a);
    assert_eq!(s.needs().last().unwrap(), "y->a");
    // To an empty place above, too.
    s.click_on("c");
    let (from, empty) = (s.handle("c", HandleKind::Need), s.at("b") + Vec2::new(200.0, -20.0));
    s.drag(from, empty);
    s.editor.write_name("New".to_owned());
    s.editor.end_naming(NamingEnd::Keep);
    assert_eq!(s.needs().last().unwrap(), "c->new");
    // The tool keeps its rule, and shows which way the need goes.
    s.editor.start_linking(Tool::Need);
    s.editor.cancel();
    s.editor.document.select(Selection::default());
    s.editor.start_linking(Tool::Need);
    let (c, y) = (s.at("c"), s.at("y"));
    s.press(c).to(c.midpoint(y)).to(y);
    assert!(matches!(s.editor.overlay(), Overlay::Link { is_turned: true, .. }), "{:?}", s.editor.overlay());
    s.release(y);
    assert_eq!(s.needs().last().unwrap(), "y->c");
}

#[test]
fn of_many_all_others_need_the_lowest() {
    let mut s = chain();
    select(&mut s, &["a", "b", "c", "y"]);
    s.editor.start_linking(Tool::Need);
    assert_eq!(s.needs(), ["a->b", "b->c", "a->c", "y->c"]);
    assert_eq!((s.undo_label(), s.editor.tool), ("2 need C", Tool::Select));
    s.editor.operate(Operation::Undo);
    assert_eq!(s.needs(), ["a->b", "b->c"]);
}

#[test]
fn a_name_that_is_there_already_goes_into_the_link() {
    let mut s = chain();
    let key = link(&s, 0);
    s.editor.document.select(Selection::of_link(&key));
    s.editor.operate(Operation::AddNeeded);
    s.editor.write_name("b".to_owned());
    assert!(s.editor.offered_names().is_empty(), "what the link leads to cannot go into it");
    s.editor.write_name("y".to_owned());
    let offers = s.editor.offered_names();
    assert_eq!(offers, [(id("y"), "Y".to_owned())]);
    s.editor.choose_name(&id("y"));
    assert!(is_between(s.editor.map(), "a", &id("y"), "b"), "{:?}", s.needs());
    assert_eq!((s.undo_label(), selected(&s)), ("Insert Y", vec!["y".to_owned()]));
    s.editor.operate(Operation::Undo);
    assert_eq!(s.needs(), ["a->b", "b->c"]);
}

#[test]
fn a_copy_stops_in_line_with_what_it_is_a_copy_of() {
    let mut s = chain();
    let from = s.at("c");
    s.keys.alt = true;
    s.drag(from, from + Vec2::new(-3.0, 90.0));
    let copy = s.editor.document.selection().single().unwrap().clone();
    assert_eq!((s.position(copy.as_str()).1, s.position("c").1), (0.7, 0.7));
}

/// Heights are proposed, shown, and taken or left; how evolved things are stays.
#[test]
fn heights_follow_the_chain_when_they_are_taken() {
    let text = "anchor User [0.9, 0.5]\ncomponent A [0.5, 0.3]\ncomponent B [0.7, 0.33]\ncomponent C [0.3, 0.7]\n\
                component Loose [0.6, 0.9]\nUser->A\nA->B\nB->C\n";
    let mut s = script(Format::Owm, text);
    s.editor.operate(Operation::TidyHeights);
    assert!(s.editor.has_proposal());
    let Overlay::Ghosts(ghosts) = s.editor.overlay() else { panic!("{:?}", s.editor.overlay()) };
    assert_eq!(ghosts.len(), 2, "the highest and the lowest stay");
    assert!(!s.editor.document.is_changed());
    s.editor.cancel();
    assert!(!s.editor.has_proposal() && !s.editor.document.is_changed());
    s.editor.operate(Operation::TidyHeights);
    s.editor.take_proposal();
    assert_eq!(["user", "a", "b", "c"].map(|name| s.position(name).0), [0.9, 0.7, 0.5, 0.3]);
    assert_eq!(["user", "a", "b", "c"].map(|name| s.position(name).1), [0.5, 0.3, 0.33, 0.7]);
    assert_eq!(s.position("loose"), (0.6, 0.9), "what no need leads to stays");
    assert_eq!(s.editor.take_offer().unwrap().0, "Tidied the heights of 2 components");
    s.editor.operate(Operation::TidyHeights);
    assert!(!s.editor.has_proposal(), "there is nothing more to tidy");
    s.editor.operate(Operation::Undo);
    assert_eq!(s.position("b").0, 0.7);
    // What needs each other in a circle stands on one step, and nothing runs off the map.
    let mut s = script(Format::Owm, "component A [0.9, 0.5]\ncomponent B [0.2, 0.5]\nA->B\nB->A\n");
    s.editor.operate(Operation::TidyHeights);
    assert!(!s.editor.has_proposal());
}

/// Half way, as far again, and on the straight line: what is dragged stops there too.
#[test]
fn what_is_dragged_stops_at_equal_distances() {
    let text = "component A [0.9, 0.2]\ncomponent B [0.7, 0.4]\ncomponent C [0.45, 0.63]\ncomponent D [0.1, 0.81]\n\
                A->B\nB->C\nB->D\n";
    let mut s = script(Format::Owm, text);
    // C as far below B as B is below A: 0.5.
    let from = s.at("c");
    s.press(from).to(from + Vec2::new(7.0, -30.0));
    assert_eq!(s.position("c").0, 0.5);
    assert_eq!(s.editor.guides().len(), 1);
    s.release(from + Vec2::new(7.0, -30.0));
    // B on the line from A to what it needs, half way down to D: (0.5, 0.505).
    let mut s = script(
        Format::Owm,
        "component A [0.9, 0.2]\ncomponent B [0.7, 0.45]\ncomponent D [0.1, 0.8]\nA->B\nB->D\n",
    );
    let from = s.at("b");
    let to = from + Vec2::new(0.05 * 1200.0 + 3.0, 0.2 * 675.0 - 4.0);
    s.press(from).to(to);
    assert_eq!(s.position("b").0, 0.5, "half way between A and D");
    assert!((s.position("b").1 - 0.5).abs() < 0.006, "{:?}", s.position("b"));
    s.release(to);
}

/// A ghost stops where something else stands or will, or at a boundary; with Ctrl it goes freely.
#[test]
fn a_ghost_stops_in_line() {
    let text = "component A [0.7, 0.2]\ncomponent B [0.5, 0.61]\nevolve A 0.4\n";
    let mut s = script(Format::Owm, text);
    let ghost = s.editor.layout().arrow(&id("a")).unwrap().ghost;
    let to = |s: &Script| s.editor.map().component(&id("a")).unwrap().evolve.clone().unwrap().to.value();
    s.drag(ghost, ghost + Vec2::new(0.21 * 1200.0 + 4.0, 0.0));
    assert_eq!(to(&s), 0.61);
    let ghost = s.editor.layout().arrow(&id("a")).unwrap().ghost;
    s.keys.ctrl = true;
    s.drag(ghost, ghost + Vec2::new(6.0, 0.0));
    assert_eq!(to(&s), 0.615);
}

/// Both are selected by a click and a Shift+click: then where it will be moves with where it is.
#[test]
fn now_and_next_move_together_when_both_are_selected() {
    let mut s = script(Format::Owm, "component A [0.7, 0.2]\nevolve A 0.4\n");
    let ghost = s.editor.layout().arrow(&id("a")).unwrap().ghost;
    s.click_on("a");
    s.keys = SHIFT;
    s.click(ghost);
    s.keys = NONE;
    let selection = s.editor.document.selection().clone();
    assert_eq!((selection.elements.len(), selection.ghost.as_ref()), (1, Some(&id("a"))));
    s.keys.ctrl = true;
    let from = s.at("a");
    s.drag(from, from + Vec2::new(120.0, 0.0));
    let evolve = s.editor.map().component(&id("a")).unwrap().evolve.clone().unwrap();
    assert_eq!((s.position("a").1, evolve.to.value()), (0.3, 0.5));
    s.editor.operate(Operation::Delete);
    assert!(s.editor.map().element(&id("a")).is_none(), "with the component goes its ghost");
}

#[test]
fn steps_to_boundaries_are_exact() {
    let mut s = tea();
    s.click_on("kettle");
    let boundaries = s.editor.map().evolution.boundaries.clone();
    let (before, all) = (s.position("kettle").1, boundaries);
    let next = *all.iter().find(|at| **at > before).unwrap();
    s.editor.operate(Operation::ToBoundary(mapstone::editor::Direction::Right));
    assert_eq!(s.position("kettle").1, (next * 1e4).round() / 1e4);
    s.editor.operate(Operation::ToBoundary(mapstone::editor::Direction::Left));
    assert!(s.position("kettle").1 < before);
    for _ in 0..6 {
        s.editor.operate(Operation::ToBoundary(mapstone::editor::Direction::Right));
    }
    assert_eq!(s.position("kettle").1, 1.0);
}

/// A line waits for what may be dropped on it; what has its place in the chain is gone around, as ever.
#[test]
fn no_line_bends_away_from_what_may_be_put_into_it() {
    let text = "component A [0.9, 0.5]\ncomponent B [0.1, 0.5]\ncomponent Loose [0.5, 0.8]\ncomponent C [0.2, 0.9]\nA->B\n";
    let mut s = script(Format::Owm, text);
    let line = |s: &Script| s.editor.layout().links.first().unwrap().points.clone();
    let before = line(&s);
    let from = s.at("loose");
    // Beside the line, near enough to be in its way.
    let to = from + Vec2::new(-0.3 * 1200.0 + 7.0, 0.0);
    s.press(from).to(to);
    assert_eq!(line(&s), before);
    s.editor.cancel();
    let mut s = script(Format::Owm, &format!("{text}Loose->C\n"));
    s.press(from).to(to);
    assert_ne!(line(&s), before, "what is linked is gone around");
    s.editor.cancel();
}

/// Proposed again after they were taken, heights are as they were; no need is turned upside down, however many steps there are.
#[test]
fn tidied_heights_stay() {
    let mut text = String::from(
        "component A [0.9, 0.5]\ncomponent B [0.5, 0.5]\ncomponent C [0.5, 0.52]\ncomponent D [0.5, 0.54]\nA->B\nA->C\nA->D\n",
    );
    for depth in 0..20 {
        let above = if depth == 0 { "D".to_owned() } else { format!("Step {}", depth - 1) };
        for side in 0..2 {
            let name = if side == 0 { format!("Step {depth}") } else { format!("Beside {depth}") };
            text += &format!("component {name} [0.{}, 0.5{side}]\n{above}->{name}\n", 49 - depth);
        }
    }
    let mut s = script(Format::Owm, &text);
    s.editor.operate(Operation::TidyHeights);
    s.editor.take_proposal();
    let map = s.editor.map();
    for link in map.links() {
        let height = |id: Option<&ElementId>| {
            map.position(map.component(id.unwrap()).unwrap()).unwrap().visibility.value()
        };
        assert!(height(link.from.id()) > height(link.to.id()), "{} -> {}", link.from.text(), link.to.text());
    }
    s.editor.operate(Operation::TidyHeights);
    assert!(!s.editor.has_proposal(), "{:?}", s.editor.overlay());
}

/// What was proposed for one map is not taken in another.
#[test]
fn a_proposal_is_for_the_map_that_was_shown() {
    let mut s = script(
        Format::Owm,
        "component A [0.9, 0.3]\ncomponent B [0.1, 0.33]\ncomponent C [0.2, 0.7]\nA->B\nB->C\n",
    );
    s.editor.begin_scenario("Other");
    s.editor.show_scenario(None);
    s.editor.operate(Operation::TidyHeights);
    assert!(s.editor.has_proposal());
    s.editor.step_scenario(true);
    assert!(!s.editor.has_proposal());
    s.click_on("a");
    s.editor.start_linking(Tool::Need);
    s.editor.show_scenario(None);
    assert!(!s.editor.awaits_link());
}

/// A boundary that is no round number is reached exactly, and left again.
#[test]
fn boundaries_that_are_not_round_are_reached() {
    let text = "evolution a->b->c\ncomponent A [0.5, 0.2]\nevolve A 0.25\n";
    let mut s = script(Format::Owm, text);
    let mut map = Map::clone(s.editor.map());
    map.evolution = mapstone::model::EvolutionAxis {
        boundaries: vec![0.33333, 0.66667],
        stages: ["a", "b", "c"].map(str::to_owned).to_vec(),
        ..mapstone::model::EvolutionAxis::default()
    };
    s.editor = mapstone::editor::Editor::new(map);
    let right = Operation::ToBoundary(mapstone::editor::Direction::Right);
    select(&mut s, &["a"]);
    s.editor.operate(right);
    assert_eq!(s.position("a").1, 0.33333);
    s.editor.operate(right);
    assert_eq!(s.position("a").1, 0.66667);
    assert_eq!(s.editor.map().component(&id("a")).unwrap().evolve.as_ref().unwrap().to.value(), 0.25);
    s.editor.document.select(Selection::of_ghost(&id("a")));
    s.editor.operate(right);
    assert_eq!(s.editor.map().component(&id("a")).unwrap().evolve.as_ref().unwrap().to.value(), 0.33333);
}
