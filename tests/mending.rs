//! Texts that are no map are opened where they can be mended, and nothing is written over them.

use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::window::{key, open, settle, type_text, window};

const CONFLICT: &str = include_str!("fixtures/broken/conflict.ron");

#[test]
fn a_conflict_is_opened_as_text_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("conflict.ron");
    fs::write(&path, CONFLICT).unwrap();
    let mut h = open(Some(&path));
    assert!(h.query_all_by_label_contains("could not merge lines 5 to 9").next().is_some());
    let document = &window(&h).editor().document;
    assert!(document.unreadable().is_some() && !document.is_changed());
    // Save writes the text as it stands.
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert_eq!(fs::read_to_string(&path).unwrap(), CONFLICT);
    // Something is typed, and it is still no map: that is what is saved.
    key(&mut h, Modifiers::COMMAND, Key::Home);
    type_text(&mut h, "// typed\n");
    settle(&mut h);
    assert!(window(&h).editor().document.is_changed());
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("// typed\n{CONFLICT}"));
    assert!(!window(&h).editor().document.is_changed());
    // Keys of the map draw nothing meanwhile.
    key(&mut h, Modifiers::COMMAND, Key::T);
    settle(&mut h);
    key(&mut h, Modifiers::NONE, Key::C);
    key(&mut h, Modifiers::NONE, Key::Insert);
    settle(&mut h);
    assert!(window(&h).editor().map().elements().len() == 0);
    assert!(window(&h).editor().document.unreadable().is_some());
}

#[test]
fn mended_text_is_a_map_again() {
    use mapstone::editor::{Draft, Editor};
    use mapstone::format::{Format, Source};
    let diagnostics = Source::read(Format::Ron, CONFLICT).unwrap_err();
    let draft = Draft { format: Format::Ron, text: CONFLICT.to_owned(), diagnostics };
    let mut editor = Editor::of_unreadable(draft);
    let is_kept = |line: &&str| !line.starts_with(['<', '=', '>']) && !line.contains("evolution: 0.7");
    let mended = CONFLICT.lines().filter(is_kept).collect::<Vec<_>>().join("\n") + "\n";
    editor.type_text(Format::Ron, &mended);
    assert!(editor.document.unreadable().is_none() && editor.document.is_changed());
    assert_eq!(editor.map().elements().len(), 2);
    assert_eq!(editor.text(Format::Ron).text, mended);
    // Undone, the conflict is back, and a save would write it.
    editor.document.undo();
    assert_eq!(editor.document.unreadable().unwrap().text, CONFLICT);
}

#[test]
fn what_is_no_text_stays_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo.ron");
    fs::write(&path, b"\x89PNG\r\n\0\0").unwrap();
    let h = open(Some(&path));
    h.get_by_label("The map cannot be opened");
    assert!(window(&h).editor().document.unreadable().is_none());
}

#[test]
fn a_map_is_opened_out_of_its_picture_under_a_new_name() {
    use mapstone::export::png;
    use mapstone::layout::Layout;
    use mapstone::scene::{Attachment, Theme, build};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.png");
    let text = include_str!("../maps/tea-shop.ron");
    let map = mapstone::format::read(mapstone::format::Format::Ron, text).map.unwrap();
    let theme = Theme::for_map("mapstone");
    let mut scene = build(&map, &Layout::new(&map, &theme.sizes), &theme);
    scene.attachment = Some(Attachment { name: "tea-shop.ron".to_owned(), text: text.to_owned() });
    let picture = png(&scene, 1.0).unwrap();
    fs::write(&path, &picture).unwrap();
    let mut h = open(Some(&path));
    assert_eq!(window(&h).editor().map().title, "Tea shop");
    // Save asks for a file; the picture stays what it is.
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.get_by_label("Save the map as");
    key(&mut h, Modifiers::NONE, Key::Enter);
    settle(&mut h);
    assert_eq!(fs::read_to_string(folder.path().join("shop.ron")).unwrap(), text);
    assert!(fs::read(&path).unwrap() == picture);
}

#[test]
fn a_broken_map_in_a_picture_is_never_saved_over_the_picture() {
    use mapstone::export::png;
    use mapstone::layout::Layout;
    use mapstone::scene::{Attachment, Theme, build};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.png");
    let theme = Theme::for_map("mapstone");
    let map = mapstone::model::Map::default();
    let mut scene = build(&map, &Layout::new(&map, &theme.sizes), &theme);
    scene.attachment = Some(Attachment { name: "a.ron".to_owned(), text: CONFLICT.to_owned() });
    let picture = png(&scene, 0.5).unwrap();
    fs::write(&path, &picture).unwrap();
    let mut h = open(Some(&path));
    assert!(window(&h).editor().document.unreadable().is_some());
    key(&mut h, Modifiers::COMMAND, Key::S);
    settle(&mut h);
    h.get_by_label("Save the map as");
    assert!(fs::read(&path).unwrap() == picture);
}

/// A program that ended while a text was being mended: the copy opens where it can be mended on, and is not saved yet.
#[test]
fn a_text_that_was_being_mended_comes_back() {
    use crate::window::open_keeping;
    let folder = tempfile::tempdir().unwrap();
    let (path, copies) = (folder.path().join("conflict.ron"), crate::window::copies(folder.path()));
    fs::write(&path, CONFLICT).unwrap();
    let mut h = open_keeping(Some(&path), Some(folder.path()));
    key(&mut h, Modifiers::COMMAND, Key::Home);
    type_text(&mut h, "// half mended\n");
    let is_kept = || {
        let files = fs::read_dir(&copies).into_iter().flatten().flatten().map(|file| file.path());
        let mut copies = files.filter(|path| path.extension().is_some_and(|ending| ending == "copy"));
        copies.any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("// half mended")))
    };
    for _ in 0..1200 {
        settle(&mut h);
        if is_kept() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(is_kept(), "a copy of what was typed");
    // The program ends here, without a word: its lock goes with it.
    drop(h);
    crate::window::wait_for_end(folder.path());
    let mut h = open_keeping(None, Some(folder.path()));
    h.get_by_label("Open").click();
    settle(&mut h);
    let document = &window(&h).editor().document;
    assert!(document.unreadable().unwrap().text.starts_with("// half mended") && document.is_changed());
    assert_eq!(fs::read_to_string(&path).unwrap(), CONFLICT, "the file is as it was");
}
