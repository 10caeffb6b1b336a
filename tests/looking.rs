//! A map is looked at: in focus, without what is hidden, by a room; and what is done lies beside it.

use std::collections::BTreeSet;

use mapstone::editor::{Operation, Selection, Swatch};
use mapstone::format::Format;
use mapstone::geometry::Point;
use mapstone::model::Method;
use mapstone::scene::{Hideable, Item, Subject};

use crate::gestures::{Script, id, script, tea};

fn texts(s: &Script) -> BTreeSet<String> {
    let scene = s.editor.seen();
    let texts = scene.items().filter_map(|(_, item)| match item {
        Item::Text(text) => Some(text.text.clone()),
        _ => None,
    });
    texts.collect()
}

fn focus(s: &mut Script, name: &str) {
    s.editor.document.select(Selection::of(&id(name)));
    s.editor.toggle_focus();
}

#[test]
fn focus_dims_all_but_a_chain() {
    let mut s = tea();
    focus(&mut s, "hot-water");
    let chain = s.editor.look().focus.clone().unwrap();
    let names: Vec<_> = chain.iter().map(ToString::to_string).collect();
    assert!(names.contains(&"kettle".to_owned()) && names.contains(&"power".to_owned()), "{names:?}");
    assert!(!names.contains(&"cup".to_owned()), "it is beside the chain: {names:?}");
    assert_eq!(s.editor.focus_words().unwrap(), "Hot Water and its whole chain");
    s.editor.step_focus(false);
    let nearer = s.editor.look().focus.clone().unwrap();
    assert!(nearer.len() < chain.len());
    assert!(s.editor.focus_words().unwrap().contains("links up and down"));
    for _ in 0..9 {
        s.editor.step_focus(true);
    }
    assert_eq!(s.editor.look().focus.as_ref().unwrap(), &chain);
    // What is dimmed is drawn, in other colours; what is in focus as ever.
    let of = |s: &Script, name: &str| {
        let (seen, shown) = (s.editor.seen(), &s.editor.shown().scene);
        let items = |scene: &mapstone::scene::Scene| {
            let own = scene.items().filter(|(subject, _)| **subject == Subject::Element(id(name)));
            own.map(|(_, item)| item.clone()).collect::<Vec<_>>()
        };
        (items(seen), items(shown))
    };
    let (seen, shown) = of(&s, "kettle");
    assert_eq!(seen, shown);
    let (seen, shown) = of(&s, "cup");
    assert!(seen != shown && seen.len() == shown.len());
    // It follows the map: what is deleted is in no focus.
    s.editor.operate(Operation::Delete);
    assert_eq!(s.editor.focus_words(), None);
    assert!(s.editor.look().is_plain());
    // Again, with the same selected, it ends.
    s.editor.operate(Operation::Undo);
    focus(&mut s, "kettle");
    assert!(s.editor.focus_words().is_some());
    s.editor.toggle_focus();
    assert!(s.editor.focus_words().is_none());
}

#[test]
fn what_is_hidden_is_neither_drawn_nor_met() {
    let text = "component A [0.7, 0.5]\ncomponent B [0.5, 0.5]\nnote Hear me [0.2, 0.2]\nA->B\n\
                annotation 1 [0.4, 0.4] Why?\nannotations [0.9, 0.03]\n";
    let mut s = script(Format::Owm, text);
    let note = s.editor.map().elements().find(|element| element.name() == "Hear me").unwrap().id.clone();
    let at = s.editor.layout().element_rect(&note).unwrap().center();
    assert!(s.editor.hit(at).is_some() && texts(&s).contains("Hear me"));
    s.editor.operate(Operation::SelectAll);
    assert_eq!(s.editor.document.selection().elements.len(), 4);
    s.editor.toggle_hidden(Hideable::Notes);
    assert_eq!(s.editor.document.selection().elements.len(), 3, "what is hidden is not selected");
    assert!(s.editor.hit(at).is_none() && !texts(&s).contains("Hear me"));
    s.editor.operate(Operation::SelectAll);
    assert_eq!(s.editor.document.selection().elements.len(), 3);
    s.editor.toggle_hidden(Hideable::Annotations);
    assert!(!texts(&s).iter().any(|text| text.contains("Why?")), "{:?}", texts(&s));
    s.editor.toggle_hidden(Hideable::Needs);
    let line = s.editor.layout().links.first().unwrap().points.clone();
    let (middle, _) = mapstone::geometry::middle(&line).unwrap();
    assert!(s.editor.hit(middle).is_none());
    s.editor.toggle_hidden(Hideable::Labels);
    assert!(!texts(&s).contains("A"));
    s.editor.show_all_kinds();
    assert!(s.editor.look().is_plain() && texts(&s).contains("Hear me") && texts(&s).contains("A"));
    assert!(!s.editor.document.is_changed(), "none of it is in the map");
}

/// A rectangle and the Tab key pass over what is hidden, undo does not select it, and it is in nobody's way.
#[test]
fn what_is_hidden_is_not_selected_by_any_way() {
    let text = "component A [0.7, 0.5]\ncomponent B [0.3, 0.5]\ncomponent Loose [0.5, 0.9]\nnote Hear me [0.2, 0.2]\nA->B\n\
                annotation 1 [0.7, 0.5] Why?\n";
    let mut s = script(Format::Owm, text);
    let note = s.editor.map().elements().find(|element| element.name() == "Hear me").unwrap().id.clone();
    s.editor.document.select(Selection::of(&note));
    s.editor.operate(Operation::Nudge(mapstone::editor::Direction::Up, 0.01));
    for kind in [Hideable::Notes, Hideable::Annotations, Hideable::Needs] {
        s.editor.toggle_hidden(kind);
    }
    s.editor.operate(Operation::Undo);
    assert!(
        s.editor.document.selection().is_empty(),
        "undo brings back what was selected, and that is hidden"
    );
    s.drag(Point::new(2.0, 2.0), Point::new(1190.0, 670.0));
    let selected: Vec<_> = s.editor.document.selection().elements.iter().map(ToString::to_string).collect();
    assert_eq!(selected, ["a", "b", "loose"]);
    s.editor.document.select(Selection::default());
    for _ in 0..4 {
        s.editor.operate(Operation::SelectNext);
        assert!(!s.editor.document.selection().elements.contains(&note));
    }
    // Below the disc is the component.
    let at = s.at("a");
    assert_eq!(s.editor.hit(at), Some(mapstone::layout::Hit::Symbol(id("a"))));
    // Nothing goes into a line that nobody sees.
    let from = s.at("loose");
    s.editor.document.select(Selection::default());
    s.drag(from, Point::new(600.0, 337.0));
    assert_eq!(s.needs(), ["a->b"]);
}

#[test]
fn what_is_new_is_in_focus_while_it_is_named() {
    let mut s = tea();
    focus(&mut s, "kettle");
    let before = std::sync::Arc::clone(s.editor.map());
    s.editor.name_below(&id("kettle"));
    let new = s.editor.map().elements().find(|element| before.element(&element.id).is_none()).unwrap();
    let shown = s.editor.look().focus.as_ref().unwrap();
    assert!(shown.contains(&new.id), "{shown:?}");
}

#[test]
fn a_room_sees_larger_letters() {
    let mut s = tea();
    let size = |s: &Script| s.editor.theme().sizes.label.size;
    let (small, bounds) = (size(&s), s.editor.layout().plot);
    s.editor.show_for_room(Some(""));
    assert!(size(&s) > 1.3 * small && s.editor.layout().plot == bounds);
    let label = s.editor.layout().symbol(&id("kettle")).unwrap().label.rect;
    s.editor.show_for_room(Some("dark"));
    assert_eq!(s.editor.theme().name, "dark");
    s.editor.show_for_room(None);
    assert_eq!(size(&s), small);
    assert!(label.height() > s.editor.layout().symbol(&id("kettle")).unwrap().label.rect.height());
    assert!(!s.editor.document.is_changed());
}

/// "What if we buy it?" is one key, and a scenario; the next one goes into the same.
#[test]
fn a_question_is_a_scenario_at_once() {
    let mut s = tea();
    s.editor.document.select(Selection::of(&id("kettle")));
    s.editor.try_method(Method::Buy);
    assert_eq!(s.editor.scenario().unwrap().name, "Buy Kettle");
    let method = |s: &Script, name: &str| s.editor.map().component(&id(name)).unwrap().method;
    assert_eq!(method(&s, "kettle"), Some(Method::Buy));
    s.editor.document.select(Selection::of(&id("power")));
    s.editor.try_method(Method::Outsource);
    assert_eq!(s.editor.scenarios().len(), 1, "it goes on");
    s.editor.show_scenario(None);
    assert_eq!((method(&s, "kettle"), method(&s, "power")), (None, None), "today stays");
    // Each is one step of undo.
    s.editor.operate(Operation::Undo);
    s.editor.operate(Operation::Undo);
    assert!(s.editor.scenarios().is_empty() && s.editor.document.undo_label().is_none());
    // What is so already makes no scenario.
    s.editor.document.select(Selection::of(&id("power")));
    s.editor.operate(Operation::Mark(mapstone::editor::Mark::Method(Method::Buy)));
    s.editor.try_method(Method::Buy);
    assert!(s.editor.scenarios().is_empty());
}

#[test]
fn colours_are_given_and_taken_back() {
    let mut s = tea();
    let elements = [id("kettle"), id("power")].into();
    s.editor.document.select(Selection { elements, ..Selection::default() });
    s.editor.operate(Operation::Paint(Some(Swatch::Blue)));
    let color = |s: &Script, name: &str| s.editor.map().element(&id(name)).unwrap().color;
    assert_eq!(color(&s, "kettle"), Some(Swatch::Blue.color()));
    assert_eq!(color(&s, "kettle"), color(&s, "power"));
    assert_eq!(s.undo_label(), "Colour 2 components");
    s.editor.operate(Operation::Paint(None));
    assert_eq!(color(&s, "kettle"), None);
    s.editor.document.select(Selection::default());
    s.editor.operate(Operation::Paint(None));
    assert!(s.editor.take_notice().unwrap().contains("Select"));
}

#[cfg(feature = "app")]
mod in_the_window {
    use egui::{Key, Modifiers};
    use egui_kittest::kittest::Queryable;
    use mapstone::model::ElementId;

    use crate::window::{click, copy_of, key, on_screen, open, settle, type_text, window};

    /// What was deleted is said over the canvas, with the way back.
    #[test]
    fn what_was_deleted_comes_back_with_a_click() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "kettle");
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::Delete);
        h.run_steps(2);
        h.get_by_label("Deleted Kettle and 2 needs");
        h.get_by_label("Undo what was done").click();
        h.run_steps(3);
        assert!(window(&h).editor().map().element(&ElementId::new("kettle")).is_some());
        assert!(h.query_by_label("Undo what was done").is_none(), "what was taken back is not offered again");
        // What was done since would be taken back: then nothing is offered.
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::Delete);
        h.get_by_label("Undo what was done");
        let tea = on_screen(&h, "tea");
        click(&mut h, tea);
        h.get_by_label("Undo what was done");
        key(&mut h, Modifiers::NONE, Key::F2);
        h.run_steps(2);
        assert!(h.query_by_label("Undo what was done").is_none());
    }

    #[test]
    fn the_bar_beside_the_selection_does_what_is_done_most() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        assert!(h.query_by_label("What if …?").is_none());
        let at = on_screen(&h, "kettle");
        click(&mut h, at);
        h.run_steps(3);
        h.get_by_label("Inertia").click();
        h.run_steps(3);
        let editor = window(&h).editor();
        assert!(
            editor.document.undo_label().unwrap().contains("inertia"),
            "{:?}",
            editor.document.undo_label()
        );
        h.get_by_label("What if …?").click();
        h.run_steps(3);
        h.get_by_label_contains("What if we buy it?").click();
        h.run_steps(4);
        assert_eq!(window(&h).editor().scenario().unwrap().name, "Buy Kettle");
        // While nothing is selected, and while a name is written, it is not there.
        key(&mut h, Modifiers::NONE, Key::F2);
        assert!(h.query_by_label("Inertia").is_none());
        key(&mut h, Modifiers::NONE, Key::Escape);
        key(&mut h, Modifiers::NONE, Key::Escape);
        assert!(h.query_by_label("Inertia").is_none());
    }

    /// What stands above what is selected can be taken hold of: the bar stands where it covers nothing.
    #[test]
    fn the_bar_covers_no_neighbour() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let names: Vec<String> =
            window(&h).editor().map().components().map(|(one, _)| one.id.to_string()).collect();
        for name in &names {
            let at = on_screen(&h, name);
            click(&mut h, at);
            h.run_steps(2);
            let bar = h.get_by_label("More…").rect().union(h.get_by_label("What if …?").rect()).expand(2.0);
            for other in &names {
                let at = on_screen(&h, other);
                assert!(!bar.contains(at), "{other} is behind the bar of {name}");
            }
        }
    }

    #[test]
    fn focus_is_told_and_ended() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "kettle");
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::F);
        h.get_by_label("Kettle and its whole chain");
        key(&mut h, Modifiers::NONE, Key::Minus);
        h.run_steps(2);
        h.get_by_label_contains("links up and down");
        // Esc takes the selection first, then the focus.
        key(&mut h, Modifiers::NONE, Key::Escape);
        assert!(window(&h).editor().focus_words().is_some());
        key(&mut h, Modifiers::NONE, Key::Escape);
        assert!(window(&h).editor().focus_words().is_none());
    }

    #[test]
    fn a_room_sees_the_map_alone_and_it_can_be_edited() {
        let (_folder, path) = copy_of("custom-racks.ron");
        let mut h = open(Some(&path));
        key(&mut h, Modifiers::NONE, Key::F5);
        assert!(window(&h).is_presenting());
        assert!(h.query_by_label("File").is_none() && h.query_by_label_contains("Esc ends").is_some());
        key(&mut h, Modifiers::NONE, Key::PageDown);
        assert_eq!(window(&h).editor().scenario().unwrap().name, "Buy robots");
        key(&mut h, Modifiers::NONE, Key::PageUp);
        assert!(window(&h).editor().scenario().is_none());
        key(&mut h, Modifiers::NONE, Key::PageDown);
        let at = on_screen(&h, "rack");
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::ArrowRight);
        assert_eq!(window(&h).editor().document.undo_label(), Some("Move Rack"));
        key(&mut h, Modifiers::NONE, Key::Escape);
        assert!(!window(&h).is_presenting());
        assert!(window(&h).editor().scenario().is_none(), "what was shown before is shown again");
        h.get_by_label("File");
        let size = window(&h).editor().theme().sizes.label.size;
        assert!(size < 14.0, "the letters are as they were: {size}");
    }

    /// F10 and Alt with a letter open menus, arrows go through them, Enter takes a line.
    #[test]
    fn menus_are_walked_by_keyboard() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        key(&mut h, Modifiers::NONE, Key::F10);
        h.run_steps(3);
        h.get_by_label_contains("New from a value chain");
        key(&mut h, Modifiers::NONE, Key::ArrowRight);
        h.run_steps(3);
        h.get_by_label_contains("Select all");
        assert!(h.query_by_label_contains("New from a value chain").is_none());
        key(&mut h, Modifiers::NONE, Key::Escape);
        key(&mut h, Modifiers::ALT, Key::E);
        h.run_steps(3);
        // Nothing is to be undone: the first that can be done is selecting everything.
        for _ in 0..30 {
            if h.get_by_label_contains("Select all").is_focused() {
                break;
            }
            key(&mut h, Modifiers::NONE, Key::ArrowDown);
        }
        key(&mut h, Modifiers::NONE, Key::Enter);
        h.run_steps(3);
        assert_eq!(
            window(&h).editor().document.selection().elements.len(),
            window(&h).editor().map().elements().len()
        );
    }

    /// In the text, Ctrl+F looks through the text, and lines are moved, indented and made comments by keys.
    #[test]
    fn the_text_is_searched_and_its_lines_are_worked_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.owm");
        std::fs::write(&path, "component A [0.5, 0.5]\ncomponent B [0.4, 0.4]\nA->B\n").unwrap();
        let mut h = open(Some(&path));
        key(&mut h, Modifiers::COMMAND, Key::T);
        settle(&mut h);
        key(&mut h, Modifiers::COMMAND, Key::F);
        h.run_steps(3);
        h.get_by_label("Find in the text");
        type_text(&mut h, "component");
        h.run_steps(2);
        h.get_by_label("1 of 2");
        key(&mut h, Modifiers::NONE, Key::Enter);
        h.get_by_label("2 of 2");
        key(&mut h, Modifiers::NONE, Key::Escape);
        h.run_steps(3);
        // The caret stands on the second match: its line goes up, and off.
        key(&mut h, Modifiers::ALT, Key::ArrowUp);
        settle(&mut h);
        let text = |h: &egui_kittest::Harness<'_, crate::window::State>| {
            window(h).editor().text(mapstone::format::Format::Owm).text.clone()
        };
        assert!(text(&h).starts_with("component B"), "{}", text(&h));
        key(&mut h, Modifiers::COMMAND, Key::Slash);
        settle(&mut h);
        assert!(text(&h).starts_with("// component B"), "{}", text(&h));
        let parked = |h: &egui_kittest::Harness<'_, crate::window::State>| {
            window(h).editor().map().element(&ElementId::new("b")).is_none_or(|element| element.parked)
        };
        assert!(parked(&h), "what the text has as a comment is parked on the map");
        key(&mut h, Modifiers::COMMAND, Key::Slash);
        settle(&mut h);
        assert!(text(&h).starts_with("component B"), "{}", text(&h));
        // Replaced everywhere, as one step.
        key(&mut h, Modifiers::COMMAND, Key::H);
        h.run_steps(3);
        key(&mut h, Modifiers::COMMAND, Key::A);
        type_text(&mut h, "0.4");
        h.get_by_label("Replace by").focus();
        h.run_steps(2);
        type_text(&mut h, "0.3");
        h.get_by_label("Replace all").click();
        settle(&mut h);
        assert!(text(&h).contains("[0.3, 0.3]"), "{}", text(&h));
    }

    /// What fits is clicked: the component goes there, and why is kept.
    #[test]
    fn signs_say_where_a_component_belongs() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "kettle");
        click(&mut h, at);
        key(&mut h, Modifiers::SHIFT, Key::W);
        h.run_steps(4);
        h.get_by_label("Nothing is chosen yet.");
        for words in [
            "Its market: it grows",
            "What it is compared by: features",
            "How common it is: everywhere, and steady",
        ] {
            h.get_by_label(words).click();
            h.run_steps(2);
        }
        h.get_by_label("Put it there").click();
        h.run_steps(3);
        let own = window(&h).editor().map().component(&ElementId::new("kettle")).unwrap().clone();
        assert!(own.spread.is_some() && own.details.evidence.contains("its market: it grows"), "{own:?}");
        assert_eq!(window(&h).editor().document.undo_label(), Some("Place Kettle by its signs"));
        key(&mut h, Modifiers::SHIFT, Key::W);
        assert!(h.query_by_label("Put it there").is_none());
    }

    /// Who cannot see it hears where something stands after each change.
    #[test]
    fn changes_are_announced() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "cup");
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::ArrowLeft);
        h.run_steps(2);
        h.get_by_label_contains("Cup is at Commodity (+utility) (0.77)");
        key(&mut h, Modifiers::NONE, Key::E);
        h.run_steps(2);
        h.get_by_label_contains("and will evolve to Commodity (+utility)");
    }

    /// L opens a field: letters find the target, and are no tool's keys.
    #[test]
    fn letters_find_what_a_link_goes_to() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "cup");
        click(&mut h, at);
        key(&mut h, Modifiers::NONE, Key::L);
        h.run_steps(2);
        h.get_by_label("What is needed?");
        type_text(&mut h, "kettle");
        key(&mut h, Modifiers::NONE, Key::Enter);
        let editor = window(&h).editor();
        assert_eq!(editor.document.undo_label(), Some("Cup needs Kettle"));
        assert!(h.query_by_label("What is needed?").is_none());
    }

    #[test]
    fn what_is_out_of_sight_is_pointed_at() {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        let at = on_screen(&h, "kettle");
        click(&mut h, at);
        for _ in 0..9 {
            key(&mut h, Modifiers::COMMAND, Key::Plus);
        }
        h.get_by_label("Kettle is out of sight: go there").click();
        h.run_steps(3);
        assert!(h.query_by_label("Kettle is out of sight: go there").is_none());
        // One component alone is not blown up.
        key(&mut h, Modifiers::COMMAND, Key::Num2);
        assert!(window(&h).editor().camera.scale < 2.001);
    }
}
