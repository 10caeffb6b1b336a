//! Which maps are open: tabs, opening, submaps, what comes back.

use std::sync::Arc;

use mapstone::files::Recovery;
use mapstone::model::{Edit, ElementId};
use mapstone::workspace::{Answer, Picked, Places, Request, Side};

use crate::desk::{Desk, Memory, TEA};

#[test]
fn a_map_takes_the_place_of_one_in_which_nothing_was_done() {
    let mut desk = Desk::with_tea();
    assert_eq!(desk.titles(), "Tea", "the empty map is gone");
    desk.request(Request::New);
    desk.holds = true;
    desk.open(&["m/other.owm"]);
    let new = Edit::Head { title: "New".into(), about: mapstone::model::About::default() };
    desk.workspace.tab_mut().editor.document.commit("Name it", &[new], None).unwrap();
    desk.release();
    assert_eq!(desk.titles(), "Tea New Other", "somebody drew while the file was read");
    assert_eq!((desk.asked(), desk.title().as_str()), ("nothing", "Other"));
}

#[test]
fn files_are_opened_in_their_order_and_once() {
    let mut desk = Desk::with_tea();
    desk.open(&["m/other.owm", "m/bad.bin", "m/cups.owm", "m/tea.owm", "./m/other.owm"]);
    assert_eq!((desk.titles(), desk.title()), ("Tea Other Cups".to_owned(), "Other".to_owned()));
    assert_eq!(desk.asked(), "message", "one of them is no map");
    desk.answer(Answer::Close);
    // A map does not go over one that is open.
    desk.request(Request::SaveAs);
    desk.pick(Picked::Path { path: "m/cups.owm".into(), asks_overwrite: false });
    assert_eq!(desk.asked(), "message");
    assert!(desk.disk.text("m/cups.owm").unwrap().contains("Cups"));
}

#[test]
fn tabs_are_walked_moved_and_closed() {
    let mut desk = Desk::with_tea();
    desk.open(&["m/other.owm", "m/cups.owm"]);
    desk.request(Request::Step(Side::Right));
    assert_eq!(desk.title(), "Tea", "behind the last comes the first");
    desk.request(Request::Step(Side::Left));
    assert_eq!(desk.title(), "Cups");
    let cups = desk.workspace.tab().id;
    desk.request(Request::MoveTab(cups, 0));
    assert_eq!((desk.titles().as_str(), desk.title().as_str()), ("Cups Tea Other", "Cups"));
    desk.request(Request::Step(Side::Right));
    desk.draw();
    let tea = desk.workspace.tab().id;
    desk.request(Request::CloseOthers(cups));
    assert_eq!((desk.asked(), desk.titles().as_str(), desk.title().as_str()), ("unsaved", "Cups Tea", "Tea"));
    desk.answer(Answer::Close);
    // A tab that is being saved closes when that is done.
    desk.holds = true;
    desk.request(Request::Save);
    desk.request(Request::CloseTab(tea));
    assert_eq!(desk.titles(), "Cups Tea");
    desk.release();
    assert_eq!((desk.asked(), desk.titles().as_str()), ("nothing", "Cups"));
    assert!(desk.disk.text("m/tea.owm").unwrap().contains("0.81"));
    desk.request(Request::CloseTab(cups));
    assert_eq!((desk.titles().as_str(), desk.is_closed), ("", false), "an empty map is left");
}

#[test]
fn submaps_and_back_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (above, below) = (at("above.owm"), at("below.owm"));
    let text = "title Above\nsubmap Shop [0.5, 0.5] url(shop)\nurl shop [below.owm]\n";
    for (path, text) in [(&above, text), (&below, "title Below\ncomponent A [0.5, 0.5]\n")] {
        std::fs::write(path, text).unwrap();
    }
    let mut desk =
        Desk::new(Memory::with(&[(&above, text), (&below, "title Below\ncomponent Cup [0.5, 0.5]\n")]));
    desk.request(Request::OpenFiles(vec![above.clone().into()]));
    let select = |desk: &mut Desk| {
        let shop = mapstone::editor::Selection::of(&ElementId::new("shop"));
        desk.workspace.tab_mut().editor.document.select(shop);
    };
    select(&mut desk);
    desk.request(Request::OpenSubmap);
    assert_eq!((desk.title().as_str(), desk.titles().as_str()), ("Below", "Above Below"));
    desk.draw();
    desk.request(Request::Back);
    assert_eq!((desk.asked(), desk.title().as_str()), ("nothing", "Above"), "nothing is lost by going back");
    desk.request(Request::Back);
    assert_eq!(desk.said.last().unwrap(), "This map was not opened from another");
    // The same tab is shown, with what was drawn there.
    desk.request(Request::OpenSubmap);
    assert!(desk.title() == "Below" && desk.is_changed());
    // A map that was closed is opened again.
    let shown = desk.workspace.tab().id;
    desk.request(Request::CloseOthers(shown));
    assert_eq!(desk.titles(), "Below");
    desk.request(Request::Back);
    assert_eq!((desk.title().as_str(), desk.titles().as_str()), ("Above", "Below Above"));
}

/// What was open is opened in its order, the one that was shown is shown again, and what is gone is only said.
#[test]
fn what_was_open_comes_back_without_a_question() {
    let mut desk = Desk::new(Memory::with(&[("m/tea.owm", TEA), ("m/cups.owm", "title Cups\n")]));
    assert!(desk.workspace.shows_start());
    let maps = ["m/tea.owm", "m/gone.owm", "m/cups.owm"].map(Into::into).to_vec();
    desk.request(Request::Restore(maps, Some(0)));
    assert_eq!((desk.titles().as_str(), desk.title().as_str(), desk.asked()), ("Tea Cups", "Tea", "nothing"));
    assert!(desk.said.iter().any(|said| said.contains("gone.owm")), "{:?}", desk.said);
    let (files, shown) = desk.workspace.open_files();
    assert!(files.len() == 2 && files[0].0.ends_with("m/tea.owm") && shown == Some(0));
    // A map that was closed is opened again.
    let shown = desk.workspace.tab().id;
    desk.request(Request::CloseTab(shown));
    assert_eq!((desk.titles().as_str(), desk.workspace.has_closed()), ("Cups", true));
    desk.request(Request::Reopen);
    assert!(desk.title() == "Tea" && !desk.workspace.has_closed());
    // Nothing of it is there: the start page.
    let mut desk = Desk::new(Memory::default());
    desk.request(Request::Restore(vec!["m/gone.owm".into()], Some(0)));
    assert!(desk.workspace.shows_start() && desk.asked() == "nothing");
}

/// A copy of a map that is open again takes its place: one file, one tab.
#[test]
fn a_copy_takes_the_place_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    {
        let recovery = Arc::new(Recovery::start(folder.path()).unwrap());
        let mut desk = Desk::with_tea();
        drop(desk.workspace.use_places(Places { recovery: Some(recovery), ..Places::default() }));
        desk.draw();
        for job in desk.workspace.last_copies() {
            drop(job.run(&desk.disk));
        }
    }
    let mut desk = Desk::with_tea();
    desk.open(&["m/cups.owm"]);
    let places = Places { recovery: Recovery::start(folder.path()).ok().map(Arc::new), ..Places::default() };
    let effects = desk.workspace.use_places(places);
    desk.perform(effects);
    assert_eq!(desk.asked(), "recover");
    // To throw it away is asked about first: nothing else has what is in it.
    desk.answer(Answer::DiscardCopy(0));
    assert_eq!(desk.asked(), "discard copy");
    desk.answer(Answer::Close);
    assert_eq!(desk.asked(), "recover");
    desk.answer(Answer::RecoverAll);
    assert_eq!((desk.titles().as_str(), desk.title().as_str()), ("Tea Cups", "Tea"));
    assert!(desk.is_changed(), "what was not saved is there");
}

/// Maps that were opened or saved are noted; a disk that keeps nothing is told of once.
#[test]
fn recent_maps_are_noted_where_they_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("recent.ron");
    let mut desk = Desk::new(Memory::with(&[("m/tea.owm", TEA), ("m/cups.owm", "title Cups\n")]));
    let effects = desk.workspace.use_places(Places { recent: Some(list.clone()), ..Places::default() });
    desk.perform(effects);
    desk.disk.put(list.to_str().unwrap(), "[]");
    desk.open(&["m/tea.owm", "m/cups.owm"]);
    let kept = std::fs::read_to_string(&list).unwrap();
    assert!(kept.contains("Cups"), "{kept}");
    *desk.disk.is_full.lock().unwrap() = true;
    desk.request(Request::Show(desk.workspace.tabs()[0].id));
    for name in ["m/a.owm", "m/b.owm"] {
        desk.disk.put(name, "title Other\n");
        desk.open(&[name]);
    }
    assert_eq!(
        desk.said.iter().filter(|said| said.contains("could not be kept")).count(),
        1,
        "{:?}",
        desk.said
    );
    assert_eq!(desk.asked(), "nothing", "the work goes on");
}

/// A file that goes or changes underneath is told when the person comes back, once; one that is gone is not closed in
/// silence.
#[test]
fn files_are_looked_at_when_the_person_comes_back() {
    let mut desk = Desk::with_tea();
    desk.open(&["m/cups.owm"]);
    desk.request(Request::Look);
    assert!(!desk.workspace.tab().is_unsaved());
    let said = desk.said.len();
    desk.disk.files.lock().unwrap().remove(std::path::Path::new("m/cups.owm"));
    desk.disk.put("m/tea.owm", "title Theirs\n");
    desk.request(Request::Look);
    desk.request(Request::Look);
    let new = desk.said[said..].join(" | ");
    assert!(new.contains("cups.owm is not there any more") && new.contains("tea.owm was changed"), "{new}");
    assert_eq!(desk.said.len(), said + 2, "each once: {new}");
    let shown = desk.workspace.tab().id;
    desk.request(Request::CloseTab(shown));
    assert_eq!(desk.asked(), "unsaved");
    // Saved again it is there, and closes.
    desk.answer(Answer::Save);
    assert!(desk.disk.text("m/cups.owm").is_some() && desk.titles() == "Tea");
    // One that was changed loses nothing here: it closes, and opens as it is now.
    desk.request(Request::CloseTab(desk.workspace.tab().id));
    desk.request(Request::Reopen);
    assert_eq!(desk.title(), "Theirs");
    // What comes back is no news.
    desk.disk.files.lock().unwrap().remove(std::path::Path::new("m/tea.owm"));
    desk.request(Request::Look);
    assert!(desk.workspace.tab().is_unsaved());
    desk.disk.put("m/tea.owm", "title Theirs\n");
    desk.request(Request::Look);
    assert!(!desk.workspace.tab().is_unsaved());
}
