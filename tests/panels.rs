//! Flows through the window's panels, the clipboard, and what is kept of unsaved maps.

use std::fs;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use mapstone::files::{Recovery, UnsavedCopy};
use mapstone::format::Format;
use mapstone::model::ElementId;

use crate::window::{
    State, button, copy_of, drag, key, on_screen, open, open_with_copies, settle, type_text, window,
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
    let copies = folder.path().join("copies");
    let count = || {
        fs::read_dir(&copies).unwrap().flatten().filter(|e| e.path().extension().unwrap() == "copy").count()
    };
    let mut h = open_with_copies(Some(&path), Some(&copies));
    let at = on_screen(&h, "tea");
    drag(&mut h, at, at + egui::vec2(40.0, 40.0));
    assert_eq!(count(), 0);
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(50));
        h.run_steps(1);
        if count() == 1 {
            break;
        }
    }
    assert_eq!(count(), 1, "two seconds have passed");
    // The program is gone, and the file is as it was.
    drop(h);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let mut h = open_with_copies(None, Some(&copies));
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
    assert_eq!(count(), 0, "what is saved needs no copy");
    drop(h);
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
    let copies = folder.path().join("copies");
    let recovery = Recovery::start(&copies).unwrap();
    let text = "title Left\ncomponent A [0.5, 0.5]\n".to_owned();
    let copy = UnsavedCopy { path: None, file_format: Format::Owm, format: Format::Owm, base: None, text };
    recovery.write(0, 1, &copy).unwrap();
    drop(recovery);
    let mut h = open_with_copies(Some(&path), Some(&copies));
    h.get_by_label("These maps were not saved");
    h.get_by_label("Later").click();
    h.run_steps(3);
    let count = || {
        fs::read_dir(&copies).unwrap().flatten().filter(|e| e.path().extension().unwrap() == "copy").count()
    };
    assert_eq!(count(), 1, "it is offered again at the next start");
    drop(h);
    let h = open_with_copies(None, Some(&copies));
    h.get_by_label("Untitled map");
}

/// The chain first, places later: names with Tab and Enter, pasted lines, a drag, a button.
#[test]
fn a_chain_is_written_into_the_tray_and_dragged_onto_the_map() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let file = folder.path().join("new.ron");
    fs::write(&file, "Map(format: 1, elements: [], links: [])").unwrap();
    let mut h = open(Some(&file));
    key(&mut h, Modifiers::COMMAND, Key::U);
    type_text(&mut h, "Reader");
    key(&mut h, Modifiers::NONE, Key::Tab);
    h.get_by_label("What does Reader need?");
    type_text(&mut h, "Book");
    key(&mut h, Modifiers::NONE, Key::Tab);
    type_text(&mut h, "Paper");
    key(&mut h, Modifiers::NONE, Key::Enter);
    type_text(&mut h, "Ink");
    key(&mut h, Modifiers::SHIFT, Key::Tab);
    h.get_by_label("What does Reader need?");
    h.event(Event::Paste("Shop\n  Till\n".to_owned()));
    h.run_steps(3);
    let needs = |h: &Harness<'_, State>| -> Vec<String> {
        let links = window(h).editor().map().links();
        links.map(|link| format!("{} {}", link.from.text(), link.to.text())).collect()
    };
    assert_eq!(needs(&h), ["reader book", "book paper", "book ink", "reader shop", "shop till"]);
    assert!(window(&h).editor().map().component(&ElementId::new("reader")).unwrap().is_anchor());
    // Dragged onto the map.
    let row = h.get_by_label("Book, not placed").rect().center();
    let to = egui::pos2(700.0, 400.0);
    drag(&mut h, row, to);
    let at = on_screen(&h, "book");
    assert!(at.distance(to) < 1.0, "{at:?}");
    assert_eq!(window(&h).editor().document.undo_label(), Some("Place Book"));
    // Esc on the way, and it stays.
    let row = h.get_by_label("Ink, not placed").rect().center();
    h.event(Event::PointerMoved(row));
    h.run_steps(2);
    button(&h, row, true);
    h.run_steps(1);
    h.event(Event::PointerMoved(to));
    h.run_steps(2);
    assert!(window(&h).editor().layout().symbol(&ElementId::new("ink")).is_some());
    key(&mut h, Modifiers::NONE, Key::Escape);
    button(&h, to, false);
    h.run_steps(2);
    assert!(window(&h).editor().layout().symbol(&ElementId::new("ink")).is_none());
    // Dropped beside the map, it stays.
    let row = h.get_by_label("Ink, not placed").rect().center();
    drag(&mut h, row, egui::pos2(700.0, 10.0));
    h.get_by_label("Ink, not placed");
    // Without a pointer: the button of its row, and the one for all.
    h.get_by_label("Place Paper").click();
    h.run_steps(3);
    assert!(window(&h).editor().layout().symbol(&ElementId::new("paper")).is_some());
    // Another name, and the keys for what is selected.
    h.get_by_label("Till, not placed").click();
    h.run_steps(3);
    key(&mut h, Modifiers::NONE, Key::Escape);
    h.get_by_label("Place all").click();
    h.run_steps(3);
    assert!(window(&h).editor().tray().is_empty());
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches("visibility").count(), 6, "{text}");
}

/// A theme of one's own: chosen, drawn in, told about where it is wrong, and mended.
#[test]
fn a_theme_file_is_chosen_in_the_window() {
    let (folder, path) = copy_of("tea-shop.ron");
    let theme = folder.path().join("ours.ron");
    let plain = include_str!("../assets/themes/plain.ron");
    fs::write(&theme, plain.replace("halo: 0.85", "halo: much")).unwrap();
    let mut h = open(Some(&path));
    let choose = |h: &mut Harness<'_, State>| {
        for name in ["View", "Theme"] {
            h.get_by_label(name).click();
            h.run_steps(4);
        }
        h.get_by_label("From a file…").click();
        h.run_steps(4);
        type_text(h, "ours.ron");
        key(h, Modifiers::NONE, Key::Enter);
        settle(h);
    };
    choose(&mut h);
    assert_eq!(window(&h).editor().map().theme, "ours.ron");
    assert_eq!(window(&h).editor().theme().name, "mapstone");
    h.get_by_label_contains("1 problem");
    fs::write(&theme, plain.replace("name: \"plain\"", "name: \"ours\"")).unwrap();
    choose(&mut h);
    assert_eq!(window(&h).editor().theme().name, "ours");
    assert!(h.query_by_label_contains("1 problem").is_none());
    // Saved and opened again, it is found beside the map.
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert!(fs::read_to_string(&path).unwrap().contains("theme: \"ours.ron\""));
    let h = open(Some(&path));
    assert_eq!(window(&h).editor().theme().name, "ours");
}

/// What has no pointer gesture of its own is given in the inspector.
#[test]
fn the_inspector_has_the_rest() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::I);
    for name in ["Legend", "Hide the evolution axis"] {
        h.get_by_role_and_label(Role::CheckBox, name).click_accesskit();
        h.run_steps(4);
    }
    let map = window(&h).editor().map();
    assert!(map.legend.is_some() && map.evolution.hidden);
    let at = on_screen(&h, "kettle");
    drag(&mut h, at, at);
    h.get_by_role_and_label(Role::CheckBox, "Future needs").click_accesskit();
    h.run_steps(4);
    h.get_by_role_and_label(Role::CheckBox, "Inertia").click_accesskit();
    h.run_steps(4);
    h.get_by_label("Kind of it: choose").click_accesskit();
    h.run_steps(4);
    h.get_by_label("suitability").click_accesskit();
    h.run_steps(4);
    let kettle = window(&h).editor().map().component(&ElementId::new("kettle")).unwrap().clone();
    assert!(kettle.evolve.unwrap().links);
    assert_eq!(kettle.inertia.unwrap().kind, "suitability");
}

/// Another window pastes what its text cannot say: colours, areas, links among the copied.
#[test]
fn what_was_copied_in_one_window_is_whole_in_another() {
    let (folder, path) = copy_of("tea-shop.ron");
    let text = fs::read_to_string(&path).unwrap();
    let colored = text.replacen("name: \"Kettle\",", "name: \"Kettle\", color: \"#1B7F5C\",", 1);
    assert_ne!(text, colored);
    fs::write(&path, colored).unwrap();
    let empty = folder.path().join("empty.ron");
    fs::write(&empty, "Map(format: 1, elements: [], links: [])").unwrap();
    let copies = folder.path().join("state").join("unsaved");
    let mut one = open_with_copies(Some(&path), Some(&copies));
    key(&mut one, Modifiers::COMMAND, Key::A);
    one.event(Event::Copy);
    one.run_steps(1);
    let commands = one.output().platform_output.commands.clone();
    let copied = commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let kept = folder.path().join("state").join("clip");
    for _ in 0..300 {
        if kept.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut other = open_with_copies(Some(&empty), Some(&copies));
    other.event(Event::Paste(copied.unwrap()));
    other.run_steps(2);
    settle(&mut other);
    let map = window(&other).editor().map();
    assert!(map.element(&ElementId::new("kettle")).unwrap().color.is_some());
    assert_eq!((map.elements().len(), map.links().len()), (11, 8));
}

/// A key that ends the writing in a panel's field does nothing on the map.
#[test]
fn enter_in_a_field_stays_there() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::I);
    let at = on_screen(&h, "kettle");
    drag(&mut h, at, at);
    h.get_by_role_and_label(Role::TextInput, "Called").focus();
    h.run_steps(3);
    type_text(&mut h, " 2");
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert!(window(&h).editor().naming().is_none());
    let selected = window(&h).editor().document.selection().single().cloned();
    assert_eq!(selected, Some(ElementId::new("kettle")));
    // The next one is the canvas's.
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert!(window(&h).editor().naming().is_some());
}

/// A box ticked and unticked is no step; legend and place are two.
#[test]
fn steps_in_the_inspector_say_what_they_undo() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::I);
    for _ in 0..2 {
        h.get_by_role_and_label(Role::CheckBox, "Legend").click_accesskit();
        h.run_steps(4);
    }
    assert_eq!(window(&h).editor().document.undo_label(), None);
    h.get_by_role_and_label(Role::CheckBox, "Legend").click_accesskit();
    h.run_steps(4);
    h.get_by_role_and_label(Role::CheckBox, "Legend placed by the program").click_accesskit();
    h.run_steps(4);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move the legend"));
    key(&mut h, Modifiers::NONE, Key::Escape);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert!(window(&h).editor().map().legend.is_some_and(|legend| legend.at.is_none()));
}

/// The copy of a file whose format cannot say the tray has it all the same, and the file keeps its format.
#[test]
fn what_the_format_cannot_say_is_in_the_copy() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let owm = folder.path().join("cup.owm");
    let text = "component Cup [0.8, 0.5] // mine\n";
    fs::write(&owm, text).unwrap();
    let copies = folder.path().join("copies");
    let mut h = open_with_copies(Some(&owm), Some(&copies));
    key(&mut h, Modifiers::COMMAND, Key::U);
    type_text(&mut h, "Drinker");
    key(&mut h, Modifiers::NONE, Key::Enter);
    let kept = || {
        let files = fs::read_dir(&copies).unwrap().flatten();
        let copies = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "copy"));
        copies.map(|file| fs::read_to_string(file.path()).unwrap()).next()
    };
    for _ in 0..300 {
        h.run_steps(1);
        if kept().is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let copy = kept().unwrap();
    assert!(copy.contains("Drinker") && copy.contains("// mine"), "{copy}");
    drop(h);
    let mut h = open_with_copies(None, Some(&copies));
    h.get_by_label("Open").click();
    h.run_steps(5);
    settle(&mut h);
    assert_eq!(window(&h).editor().tray().len(), 1);
    // Placed, it can be saved: in the file's own format, with the comment where it was.
    key(&mut h, Modifiers::COMMAND, Key::U);
    h.get_by_label("Place all").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let saved = fs::read_to_string(&owm).unwrap();
    assert!(saved.contains(text) && saved.contains("anchor Drinker"), "{saved}");
}
