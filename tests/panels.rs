//! Flows through the window's panels, the clipboard, and what is kept of unsaved maps.

use std::fs;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use mapstone::files::{Disk, Recovery, UnsavedCopy};
use mapstone::format::Format;
use mapstone::model::ElementId;

use crate::window::{
    State, button, click, copies, copy_of, drag, key, on_screen, open, open_keeping, settle, type_text,
    window,
};

/// Real files hold labels thousands of pixels away: to look at them changes nothing.
#[test]
fn looking_changes_nothing() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let owm = folder.path().join("odd.owm");
    fs::write(&owm, "title Odd\ncomponent Far [0.51234, 0.5] label [-981.5, 3110]\nevolve Far 0.81239 label [9999, 1]\npipeline Far [0.2, 0.9]\n")
        .unwrap();
    let mut h = open(Some(&owm));
    key(&mut h, Modifiers::COMMAND, Key::I);
    key(&mut h, Modifiers::COMMAND, Key::T);
    key(&mut h, Modifiers::COMMAND, Key::T);
    let at = on_screen(&h, "far");
    h.event(Event::PointerMoved(at));
    button(&h, at, true);
    button(&h, at, false);
    h.run_steps(5);
    assert!(h.get_by_role_and_label(Role::MultilineTextInput, "Name").value().is_some());
    assert!(!window(&h).editor().document.is_changed());
}

/// The text beside the map: live both ways, one undo for both, and a save that changes one line.
#[test]
fn text_and_map_are_one() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let owm = folder.path().join("tea.owm");
    let text = "component  Cup [0.8, 0.60] // what they see\ncomponent Tea [0.5, 0.5]\nCup->Tea\n";
    fs::write(&owm, text).unwrap();
    let mut h = open(Some(&owm));
    key(&mut h, Modifiers::COMMAND, Key::T);
    let shown = |h: &Harness<'_, State>| h.get_by_label("Map as text").value().unwrap_or_default();
    assert_eq!(shown(&h), text);
    // The caret stands at the start: what is typed there is drawn, and its line selects it.
    type_text(&mut h, "component Pot [0.4, 0.4]\n");
    assert!(window(&h).editor().map().component(&ElementId::new("pot")).is_some());
    key(&mut h, Modifiers::NONE, Key::ArrowUp);
    let selected = window(&h).editor().document.selection().single().cloned();
    assert_eq!(selected, Some(ElementId::new("pot")));
    // Undo covers the text, with the keyboard still in it.
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&h), text);
    assert_eq!(window(&h).editor().map().elements().len(), 2);
    // A completion is taken with Tab.
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::CTRL), Key::End);
    type_text(&mut h, "Cu");
    h.get_by_label("Cup");
    key(&mut h, Modifiers::NONE, Key::Tab);
    type_text(&mut h, "->Cup");
    assert_eq!(shown(&h), format!("{text}Cup->Cup"));
    key(&mut h, Modifiers::COMMAND, Key::Z);
    // A drag on the canvas changes its line at once, and the save nothing else.
    let at = on_screen(&h, "cup");
    drag(&mut h, at, at + egui::vec2(0.0, 30.0));
    let moved = shown(&h);
    let changed: Vec<_> = moved.lines().zip(text.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    assert_eq!(changed.len(), 1, "{moved}");
    assert!(
        changed[0].starts_with("component  Cup [0.7") && changed[0].ends_with(", 0.60] // what they see")
    );
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert_eq!(fs::read_to_string(&owm).unwrap(), moved);
}

/// Text that is no map is told where it stands, and the map stays.
#[test]
fn broken_text_leaves_the_map_alone() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let before = fs::read_to_string(&path).unwrap();
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::T);
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::CTRL), Key::End);
    type_text(&mut h, "more");
    assert_eq!(window(&h).editor().map().elements().len(), 11);
    h.get_by_label_contains("Line 31: The map ends here, but the text goes on");
    h.get_by_label("The map shows the last text that could be read");
    // Saving saves the map, and the text waits.
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    assert!(window(&h).editor().document.is_changed());
    // A change on the map puts it aside, which is said, and undo brings it back.
    let at = on_screen(&h, "tea");
    drag(&mut h, at, at + egui::vec2(30.0, 0.0));
    h.get_by_label("The text that could not be read is put aside: undo brings it back");
    assert!(h.query_by_label("Go back to it").is_none());
    key(&mut h, Modifiers::COMMAND, Key::Z);
    h.get_by_label("Go back to it").click();
    h.run_steps(4);
    assert!(h.query_by_label("Go back to it").is_none());
    assert!(!window(&h).editor().document.is_changed());
}

#[test]
fn cut_copy_and_paste() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let at = on_screen(&h, "kettle");
    h.event(Event::PointerMoved(at));
    button(&h, at, true);
    button(&h, at, false);
    h.run_steps(2);
    let count = |h: &Harness<'_, State>| window(h).editor().map().elements().len();
    h.event(Event::Copy);
    h.run_steps(1);
    let copied = h.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("text is on the clipboard");
    assert!(
        copied.contains("component Kettle [0.43, 0.35]")
            && copied.contains("evolve Kettle->Electric Kettle 0.62")
    );
    h.event(Event::Paste(copied));
    h.run_steps(3);
    assert_eq!((count(&h), window(&h).editor().document.undo_label()), (12, Some("Paste Kettle")));
    assert!(window(&h).editor().map().component(&ElementId::new("kettle-2")).unwrap().evolve.is_some());
    h.event(Event::Cut);
    h.run_steps(3);
    assert_eq!(count(&h), 11);
    // Lines of any text are components.
    h.event(Event::Paste("Milk\nSugar\n".to_owned()));
    h.run_steps(3);
    assert_eq!(count(&h), 13);
    assert!(window(&h).editor().map().component(&ElementId::new("sugar")).is_some());
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&h), 11);
}

/// A change is in a copy two seconds later; after a kill it is offered, and its file is as it was.
#[test]
fn what_was_not_saved_is_offered_again() {
    let (folder, path) = copy_of("tea-shop.ron");
    let before = fs::read_to_string(&path).unwrap();
    let copies = copies(folder.path());
    let count = || {
        fs::read_dir(&copies).unwrap().flatten().filter(|e| e.path().extension().unwrap() == "copy").count()
    };
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    let at = on_screen(&h, "tea");
    drag(&mut h, at, at + egui::vec2(40.0, 40.0));
    assert_eq!(count(), 0);
    for _ in 0..600 {
        std::thread::sleep(std::time::Duration::from_millis(50));
        h.run_steps(1);
        if count() == 1 {
            break;
        }
    }
    assert_eq!(count(), 1, "a second and much more have passed");
    // The program is gone, and the file is as it was.
    drop(h);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    crate::window::wait_for_end(folder.path());
    let mut h = open_keeping(None, Some(folder.path()));
    h.get_by_label("These maps were not saved");
    h.get_by_label("tea-shop.ron");
    h.get_by_label("Open").click();
    settle(&mut h);
    let editor = window(&h).editor();
    assert!(editor.document.is_changed() && editor.map().title == "Tea shop");
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.run_steps(3);
    let after = fs::read_to_string(&path).unwrap();
    assert_eq!(before.lines().zip(after.lines()).filter(|(a, b)| a != b).count(), 1, "{after}");
    // Nobody waits for the thread that takes it away, which a busy disk may keep for seconds.
    for _ in 0..3000 {
        if count() > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            h.run_steps(1);
        }
    }
    assert_eq!(count(), 0, "what is saved needs no copy");
    drop(h);
    crate::window::wait_for_end(folder.path());
    for _ in 0..3000 {
        if fs::read_dir(&copies).unwrap().count() > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    assert_eq!(fs::read_dir(&copies).unwrap().count(), 0);
}

#[test]
fn the_inspector_shows_and_changes_fields() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::I);
    let field = |h: &Harness<'_, State>, name: &str| h.get_by_role_and_label(Role::TextInput, name).value();
    // Nothing selected: the map.
    assert_eq!(field(&h, "Title").as_deref(), Some("Tea shop"));
    h.get_by_role_and_label(Role::TextInput, "Author").focus();
    h.run_steps(2);
    type_text(&mut h, "Ada");
    type_text(&mut h, " L");
    assert_eq!(window(&h).editor().map().about.author, "Ada L");
    assert_eq!(window(&h).editor().document.undo_label(), Some("Change the map’s author"));
    h.get_by_label_contains("Kettle, component").click();
    let at = on_screen(&h, "kettle");
    h.event(Event::PointerMoved(at));
    button(&h, at, true);
    button(&h, at, false);
    h.run_steps(3);
    let name = h.get_by_role_and_label(Role::MultilineTextInput, "Name").value();
    assert_eq!(name.as_deref(), Some("Kettle"));
    h.get_by_role_and_label(Role::CheckBox, "Market").click();
    h.run_steps(3);
    assert!(window(&h).editor().map().component(&ElementId::new("kettle")).unwrap().market);
    h.get_by_role_and_label(Role::CheckBox, "Inertia").click();
    h.run_steps(3);
    assert_eq!(field(&h, "Kind of it").as_deref(), Some(""));
    // Several: what they share, and what is mixed.
    key(&mut h, Modifiers::COMMAND, Key::A);
    assert_eq!(h.query_all_by_label("11 selected").count(), 2, "in the inspector and in the status bar");
    // One step each.
    for _ in 0..3 {
        key(&mut h, Modifiers::COMMAND, Key::Z);
    }
    assert!(!window(&h).editor().document.is_changed());
}

#[test]
fn submaps_open_and_lead_back() {
    let (folder, path) = copy_of("tea-shop.ron");
    let owm = folder.path().join("shop.owm");
    fs::write(&owm, "title Shop\nsubmap Tea [0.5, 0.5] url(tea)\nurl tea [tea-shop.ron]\nsubmap Lost [0.5, 0.7] url(x)\nurl x [lost.ron]\n")
        .unwrap();
    let mut h = open(Some(&owm));
    let select = |h: &mut Harness<'_, State>, id: &str| {
        let at = on_screen(h, id);
        h.event(Event::PointerMoved(at));
        button(h, at, true);
        button(h, at, false);
        h.run_steps(3);
    };
    select(&mut h, "lost");
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Enter);
    h.get_by_label("The map is not there");
    h.get_by_label("OK").click();
    h.run_steps(3);
    select(&mut h, "tea");
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Enter);
    settle(&mut h);
    assert_eq!(window(&h).editor().map().title, "Tea shop");
    assert!(path.exists());
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Backspace);
    settle(&mut h);
    assert_eq!(window(&h).editor().map().title, "Shop");
}

/// A copy that nobody opens now waits for the next start.
#[test]
fn a_copy_can_wait() {
    let (folder, path) = copy_of("tea-shop.ron");
    let copies = copies(folder.path());
    let recovery = Recovery::start(&copies).unwrap();
    let text = "title Left\ncomponent A [0.5, 0.5]\n".to_owned();
    let copy = UnsavedCopy {
        path: None,
        file_format: Format::Owm,
        format: Format::Owm,
        base: None,
        text,
        draft: None,
    };
    recovery.write(&Disk, 0, 1, &copy).unwrap();
    drop(recovery);
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    h.get_by_label("These maps were not saved");
    h.get_by_label("Later").click();
    h.run_steps(3);
    let count = || {
        fs::read_dir(&copies).unwrap().flatten().filter(|e| e.path().extension().unwrap() == "copy").count()
    };
    assert_eq!(count(), 1, "it is offered again at the next start");
    drop(h);
    crate::window::wait_for_end(folder.path());
    let h = open_keeping(None, Some(folder.path()));
    h.get_by_label("Untitled map");
}

/// What an inspector does to an element does not bring back the name that it had before it was renamed.
#[test]
fn a_box_ticked_while_a_name_is_written_keeps_the_name() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let at = on_screen(&h, "cup-of-tea");
    click(&mut h, at);
    key(&mut h, Modifiers::COMMAND, Key::I);
    key(&mut h, Modifiers::NONE, Key::F2);
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_text(&mut h, "Mug");
    assert!(window(&h).editor().naming().is_some());
    let market = h.get_by_role_and_label(Role::CheckBox, "Market").rect();
    click(&mut h, market.center());
    let cup = window(&h).editor().map().component(&ElementId::new("cup-of-tea")).unwrap().clone();
    assert_eq!((cup.name.as_str(), cup.market), ("Mug", true));
}

/// Whatever is open, the map has half of the window; inspector and text share one side.
#[test]
fn the_map_keeps_half_of_the_window() {
    for width in [1024.0, 1440.0] {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        h.set_size(egui::vec2(width, 700.0));
        let panels = [Key::U, Key::I, Key::T];
        for panel in panels {
            key(&mut h, Modifiers::COMMAND, panel);
        }
        settle(&mut h);
        let canvas = h.get_by_role_and_label(Role::Canvas, "Tea shop").rect();
        // The harness keeps a margin around the window.
        assert!(canvas.width() >= (width - 16.0) / 2.0 - 2.0, "{canvas:?} of {width}");
        // The text is in front; the inspector is a click away (the other node of its name is the toolbar's).
        assert!(h.query_by_role_and_label(Role::TextInput, "Author").is_none());
        h.get_all_by_label("Inspector").last().unwrap().click();
        settle(&mut h);
        h.get_by_role_and_label(Role::TextInput, "Author");
        // The key of what stands behind brings it to the front, and closes it there.
        key(&mut h, Modifiers::COMMAND, Key::T);
        assert!(h.query_by_role_and_label(Role::TextInput, "Author").is_none());
        key(&mut h, Modifiers::COMMAND, Key::T);
        settle(&mut h);
        h.get_by_role_and_label(Role::TextInput, "Author");
        let buttons = h.query_all_by_role(Role::Button);
        let named = buttons.filter(|node| node.accesskit_node().label().as_deref() == Some("Inspector"));
        assert_eq!(named.count(), 1, "one panel needs no tab beside the button");
        key(&mut h, Modifiers::COMMAND, Key::I);
        settle(&mut h);
        assert!(h.query_by_role_and_label(Role::TextInput, "Author").is_none());
    }
}

/// All five at once: what is beside the canvas is neither cut nor under it.
#[test]
fn every_panel_open_leaves_each_whole() {
    for width in [1024.0, 1440.0] {
        let (_folder, path) = copy_of("tea-shop.ron");
        let mut h = open(Some(&path));
        h.set_size(egui::vec2(width, 700.0));
        for panel in [Key::U, Key::T, Key::I, Key::J] {
            key(&mut h, Modifiers::COMMAND, panel);
        }
        key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E);
        for name in ["Compare", "Questions", "Inspector", "Text"] {
            settle(&mut h);
            let tab =
                h.get_all_by_label(name).max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).unwrap();
            if name != "Compare" {
                tab.click();
                settle(&mut h);
            }
            let canvas = h.get_by_role_and_label(Role::Canvas, "Tea shop").rect();
            let close = h.get_by_label(&format!("Close the {}", name.to_lowercase())).rect();
            assert!(close.right() <= width && close.left() > canvas.right(), "{name}: {close:?} of {width}");
            for other in ["Compare", "Questions", "Inspector", "Text"] {
                let mut tabs = h.get_all_by_label(other).map(|node| node.rect());
                let tab = tabs.find(|tab| (tab.center().y - close.center().y).abs() < 12.0).unwrap();
                let is_whole = tab.left() >= canvas.right() && tab.right() <= close.left() + 4.0;
                assert!(is_whole, "{other} beside {name}: {tab:?}, canvas {canvas:?}, {close:?}");
            }
        }
    }
}

/// What is laid out is also drawn: a text that egui takes for empty is not.
#[test]
fn the_text_of_the_map_is_painted() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::T);
    settle(&mut h);
    let painted = h.output().shapes.iter().find_map(|clipped| match &clipped.shape {
        egui::Shape::Text(text) if text.galley.text().contains("title: \"Tea shop\"") => {
            Some(text.galley.clone())
        }
        _ => None,
    });
    let galley = painted.expect("the text of the map");
    assert!(!galley.is_empty() && galley.num_vertices > 1000, "{}", galley.num_vertices);
}
