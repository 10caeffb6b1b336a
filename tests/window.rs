//! Flows through the real window, found by role and label, without a screen.

use std::fs;
use std::path::{Path, PathBuf};

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use mapstone::app::{Dialogs, Own, Window};
use mapstone::files::{Folders, SessionHold};
use mapstone::model::ElementId;

pub(crate) struct State {
    pub(crate) window: Option<Window>,
    file: Option<PathBuf>,
    /// Where the program keeps what is its own.
    own: Option<Folders>,
}

pub(crate) fn open(file: Option<&Path>) -> Harness<'static, State> {
    open_keeping(file, None)
}

/// A window that keeps what is its own in a folder; copies of unsaved maps are below it in [`copies`].
pub(crate) fn open_keeping(file: Option<&Path>, folder: Option<&Path>) -> Harness<'static, State> {
    open_at_pace(file, folder, 0.25)
}

/// A window whose frames are so many seconds apart.
pub(crate) fn open_at_pace(
    file: Option<&Path>,
    folder: Option<&Path>,
    seconds: f32,
) -> Harness<'static, State> {
    let state = State { window: None, file: file.map(Path::to_owned), own: folder.map(Folders::inside) };
    let mut harness = Harness::builder()
        .with_step_dt(seconds)
        .with_size([1200.0, 800.0])
        .with_max_steps(30)
        .build_ui_state(
            |ui, state: &mut State| {
                if state.window.is_none() {
                    let own = state.own.take().map(Own::read).unwrap_or_default();
                    let files = state.file.take().into_iter().collect();
                    state.window = Some(Window::new(ui.ctx(), files, Dialogs::Own, own));
                    ui.ctx().request_repaint();
                    return;
                }
                let window = state.window.as_mut().unwrap();
                let ctx = ui.ctx().clone();
                window.logic(&ctx);
                window.ui(ui);
            },
            state,
        );
    settle(&mut harness);
    harness
}

/// Runs until threads and frames are done.
pub(crate) fn settle(harness: &mut Harness<'_, State>) {
    for _ in 0..3000 {
        harness.run_steps(2);
        if !harness.state().window.as_ref().is_some_and(Window::is_busy) {
            harness.run_steps(3);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the window never came to rest");
}

pub(crate) fn window<'a>(harness: &'a Harness<'_, State>) -> &'a Window {
    harness.state().window.as_ref().unwrap()
}

/// Where copies of unsaved maps go of a window that keeps what is its own in this folder.
pub(crate) fn copies(folder: &Path) -> PathBuf {
    folder.join("state").join("unsaved")
}

/// Waits until the threads of a window that is gone have written what is open and what is not saved: only then another
/// one finds it.
pub(crate) fn wait_for_end(folder: &Path) {
    let session = folder.join("state").join("session.ron");
    let is_free = |entry: fs::DirEntry| {
        let path = entry.path();
        path.extension().is_none_or(|ending| ending != "lock")
            || fs::File::open(path).is_ok_and(|lock| lock.try_lock().is_ok())
    };
    for _ in 0..6000 {
        let mut copies = fs::read_dir(copies(folder)).into_iter().flatten().flatten();
        if copies.all(is_free) && SessionHold::take(&session).is_ok() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the window never came to its end");
}

/// A copy of a map in a folder of its own.
pub(crate) fn copy_of(map: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(map);
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(map), &path).unwrap();
    (folder, path)
}

pub(crate) fn on_screen(harness: &Harness<'_, State>, id: &str) -> Pos2 {
    let editor = window(harness).editor();
    let symbol = editor.layout().symbol(&ElementId::new(id)).unwrap();
    let at = editor.camera.screen_from_sheet(symbol.center);
    Pos2::new(at.x as f32, at.y as f32)
}

pub(crate) fn button(harness: &Harness<'_, State>, at: Pos2, pressed: bool) {
    let modifiers = Modifiers::NONE;
    harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
}

pub(crate) fn drag(harness: &mut Harness<'_, State>, from: Pos2, to: Pos2) {
    harness.event(Event::PointerMoved(from));
    harness.run_steps(2);
    button(harness, from, true);
    harness.run_steps(1);
    harness.event(Event::PointerMoved(from.lerp(to, 0.5)));
    harness.event(Event::PointerMoved(to));
    harness.run_steps(1);
    button(harness, to, false);
    harness.run_steps(2);
}

pub(crate) fn type_text(harness: &mut Harness<'_, State>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run_steps(2);
}

pub(crate) fn key(harness: &mut Harness<'_, State>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

#[test]
fn open_move_add_and_save() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    assert_eq!(window(&h).editor().map().title, "Tea shop");
    let from = on_screen(&h, "tea");
    drag(&mut h, from, from + egui::vec2(40.0, 40.0));
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move Tea"));
    // Insert adds what the selected one needs.
    key(&mut h, Modifiers::NONE, Key::Insert);
    type_text(&mut h, "Leaves");
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Add Leaves"));
    // After the field and after a dialog the keys go to the map again.
    key(&mut h, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move Leaves"));
    key(&mut h, Modifiers::NONE, Key::F1);
    key(&mut h, Modifiers::NONE, Key::Escape);
    key(&mut h, Modifiers::SHIFT, Key::Tab);
    key(&mut h, Modifiers::NONE, Key::ArrowUp);
    assert!(window(&h).editor().document.undo_label().unwrap().starts_with("Move Hot"));
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let saved = fs::read_to_string(&path).unwrap();
    assert!(saved.contains("Component(id: \"leaves\", name: \"Leaves\""), "{saved}");
    assert!(saved.contains("Need(from: \"tea\", to: \"leaves\")"));
    assert!(!saved.contains("name: \"Tea\", visibility: 0.63, evolution: 0.81"));
    assert!(saved.starts_with("// The tea shop"), "the comment is still there");
    assert!(!window(&h).editor().document.is_changed());
}

#[test]
fn elements_and_tools_have_names() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let h = open(Some(&path));
    let kettle =
        "Kettle, component, Custom-built, evolves to Product (+rental), needs Power, needed by Hot Water";
    h.get_by_label(kettle);
    for label in ["File", "Component", "Need", "Evolve", "Save", "Tea shop"] {
        assert!(h.query_all_by_label(label).next().is_some(), "{label}");
    }
}

#[test]
fn a_new_map_asks_for_its_users() {
    let mut h = open(None);
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("Who are the users?");
    type_text(&mut h, "Public");
    key(&mut h, Modifiers::NONE, Key::Tab);
    type_text(&mut h, "Cup of Tea");
    key(&mut h, Modifiers::NONE, Key::Enter);
    let map = window(&h).editor().map().clone();
    assert_eq!((map.elements().len(), map.links().len()), (2, 1));
    assert!(map.component(&ElementId::new("public")).unwrap().is_anchor());
    // Untitled: Save asks for a path, in a window of ours here.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.ron");
    key(&mut h, Modifiers::COMMAND, Key::S);
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_text(&mut h, path.to_str().unwrap());
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    assert!(fs::read_to_string(&path).unwrap().contains("Cup of Tea"));
    // A picture too.
    let picture = folder.path().join("new.png");
    key(&mut h, Modifiers::COMMAND, Key::E);
    settle(&mut h);
    h.get_by_label("What the picture will look like");
    key(&mut h, Modifiers::NONE, Key::Enter);
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_text(&mut h, picture.to_str().unwrap());
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
}

/// The dialog of pictures: what is chosen is shown and remembered, the file's ending has the last word.
#[test]
fn pictures_are_made_as_they_are_chosen() {
    let (folder, path) = copy_of("tea-shop.ron");
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    key(&mut h, Modifiers::COMMAND, Key::E);
    settle(&mut h);
    h.get_by_label("2560 × 1574 pixels");
    h.get_by_label("Labels").click();
    settle(&mut h);
    h.get_by_label("Background").click();
    settle(&mut h);
    // Nothing is selected: that there is nothing to choose is seen.
    assert!(h.get_by_label("Selection only").accesskit_node().is_disabled());
    h.get_by_label("Export…").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_text(&mut h, folder.path().join("bare.svg").to_str().unwrap());
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    let svg = fs::read_to_string(folder.path().join("bare.svg")).unwrap();
    assert!(svg.contains("data-element=\"kettle\"") && svg.contains(">Public</text>"));
    assert!(!svg.contains(">Kettle</text>") && !svg.contains("plot0"));
    // The map is as it was, and the next window has the choices.
    assert!(!window(&h).editor().document.is_changed());
    let mut again = open_keeping(Some(&path), Some(folder.path()));
    key(&mut again, Modifiers::COMMAND, Key::P);
    settle(&mut again);
    again.get_by_label("297 × 210 mm");
    let labels = again.get_by_label("Labels");
    assert_eq!(labels.accesskit_node().toggled(), Some(egui::accesskit::Toggled::False));
    again.get_by_label("Open as PDF");
    key(&mut again, Modifiers::NONE, Key::Escape);
    assert!(again.query_by_label("Print the map").is_none());
}

#[test]
fn unsaved_changes_are_asked_about() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let from = on_screen(&h, "tea");
    drag(&mut h, from, from + egui::vec2(40.0, 40.0));
    key(&mut h, Modifiers::COMMAND, Key::W);
    h.get_by_label("Save the changes to tea-shop.ron?");
    h.get_by_label("Cancel").click();
    h.run_steps(3);
    assert_eq!(window(&h).editor().map().title, "Tea shop");
    key(&mut h, Modifiers::COMMAND, Key::W);
    h.get_all_by_label("Save").last().unwrap().click();
    settle(&mut h);
    assert_eq!(window(&h).editor().map().title, "", "saved, then closed");
    assert!(!fs::read_to_string(&path).unwrap().contains("evolution: 0.81"));
}

#[test]
fn a_file_changed_underneath_is_not_overwritten() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    fs::write(&path, "Map(format: 1, title: \"Theirs\")").unwrap();
    let from = on_screen(&h, "tea");
    drag(&mut h, from, from + egui::vec2(40.0, 40.0));
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.get_by_label("tea-shop.ron was changed by another program");
    assert!(fs::read_to_string(&path).unwrap().contains("Theirs"));
    h.get_by_label("Overwrite").click();
    settle(&mut h);
    assert!(fs::read_to_string(&path).unwrap().contains("Tea shop"));
}

#[test]
fn what_cannot_be_opened_is_said_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.ron");
    let h = open(Some(&missing));
    h.get_by_label("The map cannot be opened");
    let broken = folder.path().join("broken.ron");
    fs::write(&broken, "Map(format: 1,\n elements: [").unwrap();
    let h = open(Some(&broken));
    assert!(h.query_all_by_label_contains("Line 2, column 12").next().is_some());
    assert_eq!(fs::read_to_string(&broken).unwrap(), "Map(format: 1,\n elements: [");
}

#[test]
fn saving_to_a_format_that_cannot_hold_it_asks_first() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let owm = folder.path().join("racks.owm");
    fs::write(&owm, "title Racks\ncomponent Rack [0.5, 0.5]\nRack->Nothing\n").unwrap();
    let mut h = open(Some(&owm));
    // A theme of ours, which the text cannot name.
    let at = on_screen(&h, "rack");
    drag(&mut h, at, at + egui::vec2(30.0, 0.0));
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert!(fs::read_to_string(&owm).unwrap().contains("Rack->Nothing"), "a dangling need is kept");
    assert!(!window(&h).editor().document.is_changed());
    h.get_by_label("View").click();
    h.run_steps(3);
    h.get_by_label_contains("Theme").click();
    h.run_steps(3);
    h.get_by_label_contains("Mapstone").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let kept = fs::read_to_string(&owm).unwrap();
    assert!(kept.contains("// mapstone: Map(theme: \"mapstone\")"), "a comment keeps it: {kept}");
    assert!(!window(&h).editor().document.is_changed());
    // A name that others read as something else.
    key(&mut h, Modifiers::NONE, Key::F2);
    key(&mut h, Modifiers::COMMAND, Key::A);
    h.event(Event::Text("Not // this".to_owned()));
    h.run_steps(2);
    key(&mut h, Modifiers::NONE, Key::Enter);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.get_by_label("OnlineWardleyMaps text cannot say everything");
    h.get_by_label("Cancel").click();
    h.run_steps(3);
    assert!(window(&h).editor().document.is_changed());
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.get_by_label("Save without it").click();
    settle(&mut h);
    assert!(!window(&h).editor().document.is_changed());
    assert!(fs::read_to_string(&owm).unwrap().contains("component \"Not // this\""));
}

#[test]
fn undo_redo_and_zoom_with_keys() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::NONE, Key::Tab);
    key(&mut h, Modifiers::NONE, Key::ArrowRight);
    key(&mut h, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move Business"));
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(window(&h).editor().document.undo_label(), None);
    key(&mut h, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(window(&h).editor().document.undo_label(), Some("Move Business"));
    let before = window(&h).editor().camera.scale;
    key(&mut h, Modifiers::COMMAND, Key::Plus);
    assert!(window(&h).editor().camera.scale > before && !window(&h).editor().camera.is_fitted);
    key(&mut h, Modifiers::COMMAND, Key::Num0);
    assert!((window(&h).editor().camera.scale - 1.0).abs() < 1e-9);
    key(&mut h, Modifiers::COMMAND, Key::Num1);
    assert!(window(&h).editor().camera.is_fitted);
    key(&mut h, Modifiers::NONE, Key::F1);
    assert!(h.query_all_by_label("Keys and gestures").next().is_some());
}

/// At rest the window asks for no frame, so it draws none.
#[test]
fn an_idle_window_draws_nothing() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    // The thread that read the file may still be about to wake the window.
    let is_at_rest = |h: &mut Harness<'_, State>| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        h.run_steps(1);
        h.output().viewport_output.values().all(|output| output.repaint_delay == std::time::Duration::MAX)
    };
    assert!((0..50).any(|_| is_at_rest(&mut h)), "it asks for frames for ever");
    assert!((0..5).all(|_| is_at_rest(&mut h)), "it asks for frames again");
}

#[derive(Debug)]
pub(crate) struct Dropped(pub(crate) PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dropped_on_the_window_opens() {
    let (_folder, path) = copy_of("self-driving-car.ron");
    let mut h = open(None);
    key(&mut h, Modifiers::NONE, Key::Escape);
    h.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    settle(&mut h);
    assert_eq!(window(&h).editor().map().title, "Self-driving car");
}

#[test]
fn closing_with_changes_is_asked_about() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    let from = on_screen(&h, "tea");
    drag(&mut h, from, from + egui::vec2(40.0, 40.0));
    let id = egui::ViewportId::ROOT;
    h.input_mut().viewports.entry(id).or_default().events.push(egui::ViewportEvent::Close);
    h.run_steps(2);
    h.get_by_label("Save the changes to tea-shop.ron?");
    h.get_by_label("Don’t save").click();
    h.run_steps(1);
    let closes = h.output().viewport_output[&id].commands.contains(&egui::ViewportCommand::Close);
    assert!(closes, "the window closes without saving");
    assert!(fs::read_to_string(&path).unwrap().contains("evolution: 0.81"));
}

#[test]
fn keys_stay_in_the_field_that_is_written_in() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::NONE, Key::C);
    key(&mut h, Modifiers::NONE, Key::Enter);
    type_text(&mut h, "vanilla");
    for k in [Key::V, Key::A, Key::Delete, Key::Backspace, Key::E] {
        h.key_press(k);
    }
    h.run_steps(2);
    key(&mut h, Modifiers::COMMAND, Key::Z);
    assert!(window(&h).editor().naming().is_some(), "undo is the field's own");
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(window(&h).editor().map().elements().len(), 11);
    assert_eq!(window(&h).editor().document.undo_label(), None);
}

#[test]
fn saving_twice_at_once_saves_both() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    for _ in 0..3 {
        let from = on_screen(&h, "tea");
        drag(&mut h, from, from + egui::vec2(5.0, 5.0));
        h.key_press_modifiers(Modifiers::COMMAND, Key::S);
        h.key_press_modifiers(Modifiers::COMMAND, Key::S);
        h.run_steps(1);
    }
    settle(&mut h);
    assert!(!window(&h).editor().document.is_changed());
    assert!(h.query_by_label("Overwrite").is_none());
}

#[test]
fn an_open_menu_has_the_keys() {
    let (_folder, path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&path));
    key(&mut h, Modifiers::NONE, Key::Tab);
    h.get_by_label("Map").click();
    h.run_steps(3);
    key(&mut h, Modifiers::NONE, Key::Delete);
    key(&mut h, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(window(&h).editor().document.undo_label(), None);
}

#[test]
fn mermaid_is_opened_edited_and_saved_as_mermaid() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tea.mmd");
    let text =
        "wardley-beta\n%% the leaves\ncomponent Tea [0.50, 0.5]\ncomponent Cup [0.8, 0.6]\nCup -> Tea\n";
    fs::write(&path, text).unwrap();
    let mut h = open(Some(&path));
    let at = on_screen(&h, "tea");
    drag(&mut h, at, at + egui::vec2(40.0, 0.0));
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    let saved = fs::read_to_string(&path).unwrap();
    let changed: Vec<_> = saved.lines().zip(text.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!((saved.lines().count(), changed.len()), (5, 1), "{saved}");
    assert!(changed[0].0.starts_with("component Tea [0.50, 0.5"), "{saved}");
    // What only our comments can say is no reason to ask, where the file has them.
    h.get_by_label("View").click();
    h.run_steps(3);
    h.get_by_label_contains("Theme").click();
    h.run_steps(3);
    h.get_by_label_contains("Wardley").click();
    h.run_steps(3);
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert!(!window(&h).editor().document.is_changed());
    assert!(fs::read_to_string(&path).unwrap().contains("%% mapstone: Map(theme: \"wardley\")"));
}

#[test]
fn saving_as_offers_all_formats_and_tells_what_is_lost() {
    let (folder, _path) = copy_of("tea-shop.ron");
    let mut h = open(Some(&folder.path().join("tea-shop.ron")));
    key(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    for format in ["Mapstone map", "OnlineWardleyMaps text", "Mermaid text", "JSON"] {
        h.get_by_label(format);
    }
    h.get_by_label("Mermaid text").click();
    h.run_steps(3);
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    h.get_by_label("Mermaid text cannot say everything");
    h.get_by_label_contains("the evolved name of the component “Kettle”");
    assert!(!folder.path().join("tea-shop.mmd").exists(), "nothing is written before it is told");
    h.get_all_by_label("Save").last().unwrap().click();
    settle(&mut h);
    assert!(
        fs::read_to_string(folder.path().join("tea-shop.mmd")).unwrap().contains("evolve \"Kettle\" 0.62")
    );
}

#[test]
fn what_can_only_be_read_is_saved_as_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tea.wtg");
    fs::write(&path, "Public - Cup\nCup: {\n label: W\n evolution: |..|.x|..|..|\n}\n").unwrap();
    let mut h = open(Some(&path));
    h.get_by_label_contains("the side “W” of the label of “Cup” is not kept");
    key(&mut h, Modifiers::NONE, Key::Enter);
    let at = on_screen(&h, "cup");
    drag(&mut h, at, at + egui::vec2(40.0, 0.0));
    key(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("Save the map as");
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    assert!(fs::read_to_string(folder.path().join("tea.ron")).unwrap().contains("name: \"Cup\""));
    assert!(fs::read_to_string(&path).unwrap().starts_with("Public - Cup"));
}

/// Nothing that is typed is lost, however fast: neither what comes in the frame of the key, nor what comes before the
/// field was ever shown.
#[test]
fn letters_typed_at_once_are_all_there() {
    let (_folder, path) = copy_of("tea-shop.ron");
    for splits in [0, 1, 2] {
        let mut h = open(Some(&path));
        let tea = on_screen(&h, "tea");
        click(&mut h, tea);
        h.event(key_event(Key::F2));
        let (first, rest) = "Zq4x2".split_at(splits);
        for letter in first.chars() {
            h.event(Event::Text(letter.to_string()));
        }
        h.step();
        for letter in rest.chars() {
            h.event(Event::Text(letter.to_string()));
            h.step();
        }
        key(&mut h, Modifiers::NONE, Key::Enter);
        assert_eq!(
            window(&h).editor().map().component(&ElementId::new("tea")).unwrap().name,
            "Zq4x2",
            "{splits}"
        );
    }
}

fn key_event(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

pub(crate) fn click(harness: &mut Harness<'_, State>, at: Pos2) {
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
    button(harness, at, true);
    harness.run_steps(1);
    button(harness, at, false);
    harness.run_steps(2);
}
