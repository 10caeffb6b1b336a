//! Flows through the window around elements: tray, theme files, the inspector's rest, clips, copies.

use std::fs;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use mapstone::model::ElementId;

use crate::window::{
    State, button, copies, copy_of, drag, key, on_screen, open, open_keeping, settle, type_text, window,
};

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

/// A theme chosen from elsewhere is drawn in at once, and lies beside the map once that is saved.
#[test]
fn a_theme_from_elsewhere_is_copied_beside_the_map() {
    let (folder, path) = copy_of("tea-shop.ron");
    let elsewhere = tempfile::tempdir().unwrap();
    let plain = include_str!("../assets/themes/plain.ron").replace("name: \"plain\"", "name: \"ours\"");
    fs::write(elsewhere.path().join("ours.ron"), &plain).unwrap();
    let mut h = open(Some(&path));
    for name in ["View", "Theme"] {
        h.get_by_label(name).click();
        h.run_steps(4);
    }
    h.get_by_label("From a file…").click();
    h.run_steps(4);
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_text(&mut h, &elsewhere.path().join("ours.ron").display().to_string());
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    assert_eq!(window(&h).editor().map().theme, "ours.ron");
    assert_eq!(window(&h).editor().theme().name, "ours");
    assert!(!folder.path().join("ours.ron").exists());
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert_eq!(fs::read_to_string(folder.path().join("ours.ron")).unwrap(), plain);
    // Another of that name is never replaced; the map waits, and can be saved once it is gone.
    fs::write(folder.path().join("ours.ron"), "Theme(name: \"theirs\")").unwrap();
    let saved = fs::read_to_string(&path).unwrap();
    key(&mut h, Modifiers::NONE, Key::Tab);
    key(&mut h, Modifiers::NONE, Key::ArrowRight);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert!(h.query_all_by_label_contains("another theme of this name").next().is_some());
    assert_eq!(fs::read_to_string(&path).unwrap(), saved);
    assert!(fs::read_to_string(folder.path().join("ours.ron")).unwrap().contains("theirs"));
    assert!(window(&h).editor().document.is_changed());
    fs::remove_file(folder.path().join("ours.ron")).unwrap();
    key(&mut h, Modifiers::NONE, Key::Escape);
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert!(!window(&h).editor().document.is_changed());
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
    let mut one = open_keeping(Some(&path), Some(folder.path()));
    key(&mut one, Modifiers::COMMAND, Key::A);
    one.event(Event::Copy);
    one.run_steps(1);
    let commands = one.output().platform_output.commands.clone();
    let copied = commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let kept = folder.path().join("state").join("clip");
    for _ in 0..3000 {
        if kept.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut other = open_keeping(Some(&empty), Some(folder.path()));
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
    let copies = copies(folder.path());
    let mut h = open_keeping(Some(&owm), Some(folder.path()));
    key(&mut h, Modifiers::COMMAND, Key::U);
    type_text(&mut h, "Drinker");
    key(&mut h, Modifiers::NONE, Key::Enter);
    let kept = || {
        let files = fs::read_dir(&copies).unwrap().flatten();
        let copies = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "copy"));
        copies.map(|file| fs::read_to_string(file.path()).unwrap()).next()
    };
    for _ in 0..3000 {
        h.run_steps(1);
        if kept().is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let copy = kept().unwrap();
    assert!(copy.contains("Drinker") && copy.contains("// mine"), "{copy}");
    settle(&mut h); // Writing the copy holds the session's lock until it is done.
    drop(h);
    crate::window::wait_for_end(folder.path());
    let mut h = open_keeping(None, Some(folder.path()));
    h.get_by_label("Open").click();
    h.run_steps(5);
    settle(&mut h);
    assert_eq!(window(&h).editor().tray().len(), 1);
    // The tray is open as it was. Placed, it can be saved: in the file's own format, with the comment where it was.
    h.get_by_label("Place all").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let saved = fs::read_to_string(&owm).unwrap();
    assert!(saved.contains(text) && saved.contains("anchor Drinker"), "{saved}");
}
