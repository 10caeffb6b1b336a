//! Flows through tabs, the start page, the palette, find and replace, settings, and what is open again.

use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use mapstone::model::ElementId;

use crate::window::{
    Dropped, State, copy_of, drag, key, on_screen, open, open_keeping, settle, type_text, wait_for_end,
    window,
};

fn title(h: &Harness<'_, State>) -> String {
    window(h).editor().map().title.clone()
}

#[test]
fn maps_stand_side_by_side() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let (_other_folder, other) = copy_of("self-driving-car.ron");
    let mut h = open(Some(&path));
    assert!(h.query_by_label("tea-shop.ron").is_none(), "one map needs no tab");
    let from = on_screen(&h, "tea");
    drag(&mut h, from, from + egui::vec2(40.0, 40.0));
    key(&mut h, Modifiers::COMMAND, Key::T);
    h.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(other)));
    settle(&mut h);
    let title = |h: &Harness<'_, State>| window(h).editor().map().title.clone();
    assert_eq!(title(&h), "Self-driving car");
    let tabs = ["• tea-shop.ron", "self-driving-car.ron"];
    let at = tabs.map(|tab| h.get_by_label(tab).rect());
    assert!(at[0].right() < at[1].left() && at[0].top() == at[1].top());
    // Keys, wherever the keyboard is.
    key(&mut h, Modifiers::COMMAND, Key::Tab);
    assert_eq!(title(&h), "Tea shop");
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::Tab);
    assert_eq!(title(&h), "Self-driving car");
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::PageUp);
    assert!(h.get_by_label(tabs[1]).rect().right() < h.get_by_label(tabs[0]).rect().left());
    h.get_by_label(tabs[0]).click();
    h.run_steps(3);
    assert_eq!((title(&h).as_str(), window(&h).editor().document.is_changed()), ("Tea shop", true));
    // Dragged over the other it takes its place.
    let (from, to) = (h.get_by_label(tabs[0]).rect().center(), h.get_by_label(tabs[1]).rect().left_center());
    drag(&mut h, from, to + egui::vec2(4.0, 0.0));
    assert!(h.get_by_label(tabs[0]).rect().right() < h.get_by_label(tabs[1]).rect().left());
    // Held at the near edge of a wider one it stays where it is.
    let (from, to) = (h.get_by_label(tabs[0]).rect().center(), h.get_by_label(tabs[1]).rect().left_center());
    drag(&mut h, from, to + egui::vec2(4.0, 0.0));
    assert!(h.get_by_label(tabs[0]).rect().right() < h.get_by_label(tabs[1]).rect().left());
    // A name that is being written stays with its map.
    key(&mut h, Modifiers::NONE, Key::C);
    key(&mut h, Modifiers::NONE, Key::Enter);
    type_text(&mut h, "Oven");
    key(&mut h, Modifiers::COMMAND, Key::Tab);
    assert_eq!((title(&h).as_str(), window(&h).editor().naming().is_some()), ("Self-driving car", false));
    h.get_by_label("Close self-driving-car.ron").click();
    h.run_steps(3);
    assert!(title(&h) == "Tea shop" && h.query_by_label(tabs[0]).is_none());
    assert!(window(&h).editor().map().elements().any(|element| element.name() == "Oven"));
}

#[test]
fn texts_are_found_and_walked() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let selected = |h: &Harness<'_, State>| {
        window(h).editor().document.selection().single().map_or_else(String::new, ToString::to_string)
    };
    key(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "WAT");
    h.run_steps(2);
    assert_eq!(selected(&h), "hot-water", "the first in reading order, as soon as it is typed");
    h.get_by_label("1 of 3");
    for (key, modifiers, expected) in [
        (Key::Enter, Modifiers::NONE, "annotation-2"),
        (Key::Enter, Modifiers::NONE, "water"),
        (Key::F3, Modifiers::NONE, "hot-water"),
        (Key::Enter, Modifiers::SHIFT, "water"),
    ] {
        h.key_press_modifiers(modifiers, key);
        h.run_steps(3);
        assert_eq!(selected(&h), expected);
    }
    // Out of sight it comes into sight; the zoom stays.
    for _ in 0..6 {
        key(&mut h, Modifiers::COMMAND, Key::Plus);
    }
    let scale = window(&h).editor().camera.scale;
    for (modifiers, expected) in [(Modifiers::NONE, "hot-water"), (Modifiers::SHIFT, "water")] {
        key(&mut h, modifiers, Key::F3);
        assert_eq!(selected(&h), expected);
        let at = on_screen(&h, expected);
        let canvas = h.get_by_role_and_label(egui::accesskit::Role::Canvas, "Tea shop").rect();
        assert!(canvas.contains(at), "{expected} at {at:?}");
    }
    assert_eq!(window(&h).editor().camera.scale, scale);
    type_text(&mut h, "erfall");
    h.run_steps(2);
    h.get_by_label("Nothing");
    // Closed, the keys are the map's again.
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert!(h.query_by_label("Nothing").is_none());
    assert_eq!(selected(&h), "water");
    key(&mut h, Modifiers::NONE, Key::Delete);
    assert_eq!(window(&h).editor().map().elements().len(), 10);
}

/// The start page stands in the place of a map: Enter begins one, and closing the last leads back.
#[test]
fn the_start_page_begins_maps() {
    let mut h = open(None);
    h.get_by_label("New map");
    assert!(h.query_by_label_contains("Drag to move").is_none());
    // Keys of the map do nothing where no map is, and its commands cannot be chosen.
    for pressed in [Key::C, Key::A, Key::Delete, Key::Tab] {
        key(&mut h, Modifiers::NONE, pressed);
    }
    key(&mut h, Modifiers::COMMAND, Key::S);
    assert!(h.get_by_label("Save").accesskit_node().is_disabled());
    assert_eq!(window(&h).editor().map().elements().len(), 0);
    h.get_by_label("Tea shop: A cup of tea, and all that it needs").click();
    settle(&mut h);
    assert_eq!((title(&h).as_str(), window(&h).editor().document.is_changed()), ("Tea shop", false));
    // It is nobody's file.
    key(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("Save the map as");
    key(&mut h, Modifiers::NONE, Key::Escape);
    key(&mut h, Modifiers::COMMAND, Key::W);
    h.run_steps(3);
    // The value chain first: the tray has the keyboard.
    h.get_by_label("Value chain first").click();
    h.run_steps(4);
    type_text(&mut h, "Public");
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert!(window(&h).editor().map().elements().any(|element| element.name() == "Public"));
}

/// Small pictures are made and kept, files that are gone are marked, and one can be taken off the list.
#[test]
fn recent_maps_are_shown_and_opened() {
    let (folder, path) = copy_of("tea-shop.ron");
    let other = folder.path().join("gone.owm");
    fs::write(&other, "title Gone\ncomponent A [0.5, 0.5]\n").unwrap();
    let mut h = open_keeping(Some(&other), Some(folder.path()));
    h.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
    settle(&mut h);
    key(&mut h, Modifiers::COMMAND, Key::W);
    key(&mut h, Modifiers::COMMAND, Key::W);
    fs::remove_file(&other).unwrap();
    let list = folder.path().join("state").join("recent.ron");
    // Five examples and a recent map; what is gone was drawn before, or was not.
    for _ in 0..3000 {
        h.run_steps(1);
        std::thread::sleep(std::time::Duration::from_millis(10));
        let is_listed = fs::read_to_string(&list)
            .is_ok_and(|list| list.contains("gone.owm") && list.contains("tea-shop.ron"));
        let is_known = h.query_by_label("gone.owm: Not there any more").is_some();
        let pictures = fs::read_dir(folder.path().join("cache").join("pictures"));
        if is_listed && is_known && pictures.is_ok_and(|pictures| pictures.count() >= 6) {
            break;
        }
    }
    h.get_by_label("gone.owm: Not there any more");
    h.get_by_label("Remove gone.owm from this list").click();
    h.run_steps(3);
    assert!(h.query_by_label("gone.owm: Not there any more").is_none());
    h.get_by_label_contains("tea-shop.ron: ").click();
    settle(&mut h);
    assert_eq!(title(&h), "Tea shop");
}

/// What was open is open again, with its panels, and what cannot be read of all that stops nothing.
#[test]
fn what_was_open_is_open_again() {
    let (folder, path) = copy_of("tea-shop.ron");
    let (_other_folder, other) = copy_of("self-driving-car.ron");
    let quit = |h: &mut Harness<'_, State>| {
        let id = egui::ViewportId::ROOT;
        h.input_mut().viewports.entry(id).or_default().events.push(egui::ViewportEvent::Close);
        h.run_steps(3);
    };
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    h.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(other.clone())));
    settle(&mut h);
    h.get_by_label("tea-shop.ron").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::I);
    key(&mut h, Modifiers::COMMAND, Key::U);
    // A second window of the program is a window of its own.
    let second = open_keeping(None, Some(folder.path()));
    second.get_by_label("New map");
    drop(second);
    quit(&mut h);
    drop(h);
    wait_for_end(folder.path());
    let mut h = open_keeping(None, Some(folder.path()));
    assert_eq!(title(&h), "Tea shop");
    h.get_by_label("self-driving-car.ron");
    h.get_by_label("Purpose");
    // A file that is gone is no reason to ask.
    quit(&mut h);
    drop(h);
    wait_for_end(folder.path());
    fs::remove_file(&other).unwrap();
    let mut h = open_keeping(None, Some(folder.path()));
    assert_eq!(title(&h), "Tea shop");
    assert!(h.query_by_label("The map cannot be opened").is_none());
    quit(&mut h);
    drop(h);
    wait_for_end(folder.path());
    // Nonsense is told once and put aside.
    fs::write(folder.path().join("state").join("session.ron"), "nonsense").unwrap();
    fs::create_dir_all(folder.path().join("config")).unwrap();
    fs::write(folder.path().join("config").join("settings.ron"), "(\n  scale: 7\n)").unwrap();
    let mut h = open_keeping(None, Some(folder.path()));
    h.get_by_label_contains("settings.ron, line 2, column");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label_contains("session.ron, line 1, column 1");
    key(&mut h, Modifiers::NONE, Key::Enter);
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("Who are the users?");
    drop(h);
    wait_for_end(folder.path());
    let h = open_keeping(None, Some(folder.path()));
    assert!(h.query_by_label("A file of Mapstone’s own could not be read").is_none());
}

/// What is chosen in the settings is seen at once and kept.
#[test]
fn settings_are_seen_and_kept() {
    let (folder, path) = copy_of("tea-shop.ron");
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    key(&mut h, Modifiers::COMMAND, Key::Comma);
    let choose = |h: &mut Harness<'_, State>, field: &str, option: &str| {
        h.get_by_role_and_label(egui::accesskit::Role::ComboBox, field).click();
        h.run_steps(3);
        h.get_by_label(option).click();
        h.run_steps(3);
    };
    choose(&mut h, "Window", "Dark");
    assert!(h.ctx.global_style().visuals.dark_mode);
    h.get_by_label("Names under the buttons").click();
    choose(&mut h, "Theme", "Plain");
    choose(&mut h, "Format", "OnlineWardleyMaps text");
    choose(&mut h, "Size", "150 %");
    assert_eq!(h.ctx.zoom_factor(), 1.5);
    key(&mut h, Modifiers::NONE, Key::Escape);
    let file = folder.path().join("config").join("settings.ron");
    let has = |text: &str| fs::read_to_string(&file).is_ok_and(|kept| kept.contains(text));
    for _ in 0..3000 {
        if !has("scale: 150") {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    assert!(has("appearance: Dark") && has("toolbar_labels: true") && has("format: \"owm\""));
    drop(h);
    let mut h = open_keeping(None, Some(folder.path()));
    assert_eq!(h.ctx.zoom_factor(), 1.5);
    key(&mut h, Modifiers::COMMAND, Key::N);
    assert_eq!(window(&h).editor().map().theme, "plain");
    key(&mut h, Modifiers::NONE, Key::Escape);
    // What a new map is saved as where nobody says.
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let field = h.get_by_role(egui::accesskit::Role::TextInput).value().unwrap();
    assert!(field.ends_with("map.owm"), "{field}");
}

/// Three letters find a component of any open map, a command, a theme; the keyboard is back on the map afterwards.
#[test]
fn the_palette_finds_anything() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let (_other_folder, other) = copy_of("self-driving-car.ron");
    let mut h = open(Some(&path));
    h.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(other)));
    settle(&mut h);
    let go = |h: &mut Harness<'_, State>, text: &str| {
        key(h, Modifiers::COMMAND, Key::K);
        type_text(h, text);
        key(h, Modifiers::NONE, Key::Enter);
        h.run_steps(3);
    };
    // Another map's component: its tab, large enough to be read.
    go(&mut h, "ket");
    let selected = window(&h).editor().document.selection().single().cloned();
    assert_eq!((title(&h).as_str(), selected), ("Tea shop", Some(ElementId::new("kettle"))));
    assert!(window(&h).editor().camera.scale >= 1.0);
    key(&mut h, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move Kettle"));
    go(&mut h, "undo");
    assert_eq!(window(&h).editor().document.undo_label(), None);
    go(&mut h, "contrast");
    assert_eq!(window(&h).editor().map().theme, "contrast");
    // What is called just so comes before what has it in its name: "Put into the tray".
    assert_eq!(window(&h).editor().document.selection().single(), Some(&ElementId::new("kettle")));
    let before = window(&h).editor().document.undo_label().map(str::to_owned);
    go(&mut h, "tray");
    go(&mut h, "tray");
    assert_eq!(window(&h).editor().document.undo_label().map(str::to_owned), before);
    // In one frame, as where frames are slow: the letters are looked for, and do nothing to the map.
    let undo = window(&h).editor().document.undo_label().map(str::to_owned);
    let press = |key, modifiers| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    h.event(press(Key::K, Modifiers::COMMAND));
    for (letter, text) in [(Key::E, "e"), (Key::L, "l"), (Key::E, "e")] {
        h.event(press(letter, Modifiers::NONE));
        h.event(egui::Event::Text(text.to_owned()));
    }
    h.run_steps(2);
    h.event(egui::Event::Text("ctric".to_owned()));
    h.run_steps(2);
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, "A command, a component, a map, a theme");
    assert_eq!(h.get_by_role(egui::accesskit::Role::TextInput).value().as_deref(), Some("electric"));
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(window(&h).editor().document.undo_label().map(str::to_owned), undo);
    // All in the first frame that shows it.
    h.event(press(Key::K, Modifiers::COMMAND));
    h.run_steps(1);
    h.event(egui::Event::Text("kett".to_owned()));
    h.event(press(Key::Enter, Modifiers::NONE));
    h.run_steps(3);
    assert!(h.query_by_role(egui::accesskit::Role::TextInput).is_none(), "it was taken");
    let selected = window(&h).editor().document.selection().single().cloned();
    assert_eq!((title(&h).as_str(), selected), ("Tea shop", Some(ElementId::new("kettle"))));
    // The arrows walk, Esc gives up.
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    type_text(&mut h, "zoom");
    let before = window(&h).editor().camera.scale;
    key(&mut h, Modifiers::NONE, Key::ArrowDown);
    key(&mut h, Modifiers::NONE, Key::ArrowUp);
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert_ne!(window(&h).editor().camera.scale, before);
    key(&mut h, Modifiers::COMMAND, Key::K);
    type_text(&mut h, "delete");
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(window(&h).editor().map().elements().len(), 11);
}

/// The text of one map does not keep the keyboard from the next.
#[test]
fn a_new_map_asks_for_its_users_beside_an_open_text() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::T);
    key(&mut h, Modifiers::COMMAND, Key::N);
    type_text(&mut h, "Public");
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert!(window(&h).editor().map().elements().any(|element| element.name() == "Public"));
    // Esc in the palette gives the keyboard back to the text.
    key(&mut h, Modifiers::COMMAND, Key::Tab);
    key(&mut h, Modifiers::COMMAND, Key::T);
    key(&mut h, Modifiers::COMMAND, Key::T);
    key(&mut h, Modifiers::COMMAND, Key::K);
    key(&mut h, Modifiers::NONE, Key::Escape);
    type_text(&mut h, "// Quick\n");
    let text = h.get_by_label("Map as text").value().unwrap();
    assert!(text.starts_with("// Quick"), "{text}");
}

/// Names change after a look at them, in one step.
#[test]
fn texts_are_replaced_in_names() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::COMMAND, Key::F);
    type_text(&mut h, "kettle");
    key(&mut h, Modifiers::COMMAND, Key::H);
    type_text(&mut h, "Boiler");
    h.get_by_label("Evolves to Electric Kettle");
    h.get_by_label("Electric Boiler");
    // One of them is to stay.
    let remark = h
        .query_all_by_role(egui::accesskit::Role::CheckBox)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Standardising")));
    remark.unwrap().click();
    h.run_steps(3);
    h.get_by_label("Rename 2").click();
    h.run_steps(3);
    let names = |h: &Harness<'_, State>| {
        let map = window(h).editor().map().clone();
        let kettle = map.component(&ElementId::new("kettle")).unwrap().clone();
        let name = map.element(&ElementId::new("kettle")).unwrap().name().to_owned();
        (name, kettle.evolve.and_then(|evolve| evolve.name).unwrap_or_default())
    };
    assert_eq!(names(&h), ("Boiler".to_owned(), "Electric Boiler".to_owned()));
    key(&mut h, Modifiers::NONE, Key::Escape);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&h), ("Kettle".to_owned(), "Electric Kettle".to_owned()));
    assert_eq!(window(&h).editor().document.undo_label(), None, "one step");
}

/// At the smallest window nothing of a panel is cut off: its fields become narrow.
#[test]
fn the_inspector_fits_a_narrow_window() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    h.set_size(egui::vec2(520.0, 360.0));
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::I);
    h.run_steps(3);
    let (panel, label) = (h.get_by_label("Resize panel").rect().center().x, h.get_by_label("Title"));
    let title = label.rect();
    let fields = h.query_all_by_role(egui::accesskit::Role::ComboBox);
    assert!(fields.map(|field| field.rect().right()).all(|right| right <= 512.0));
    assert!(title.left() > panel && title.right() <= 512.0, "{title:?}");
    assert!(h.get_by_label("More tools").rect().right() <= 512.0);
}
