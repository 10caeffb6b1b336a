//! The open maps without a window, a thread or a clock: every order of events in a few lines.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mapstone::files::Recovery;
use mapstone::format::Format;
use mapstone::model::ElementId;
use mapstone::workspace::{Answer, Done, Job, Picked, Places, Question, Request, Side};

use crate::desk::{Desk, Memory};

/// "Don't save" is about what was asked for then, and about nothing later.
#[test]
fn giving_changes_up_ends_with_what_they_were_given_up_for() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.open(&["m/cups.owm"]);
    desk.draw();
    desk.request(Request::Quit);
    assert_eq!((desk.asked(), desk.title().as_str()), ("unsaved", "Tea"));
    desk.answer(Answer::Discard);
    assert_eq!(
        (desk.asked(), desk.title().as_str()),
        ("unsaved", "Cups"),
        "the map is shown that is asked about"
    );
    desk.answer(Answer::Close);
    assert_eq!((desk.asked(), desk.titles()), ("nothing", "Tea Cups".to_owned()));
    desk.request(Request::Quit);
    assert_eq!((desk.asked(), desk.title().as_str()), ("unsaved", "Tea"), "it is asked again");
    desk.answer(Answer::Discard);
    desk.answer(Answer::Discard);
    assert!(desk.is_closed);
}

#[test]
fn a_thread_that_dies_keeps_nobody_waiting() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.holds = true;
    desk.request(Request::Save);
    assert!(desk.workspace.is_writing());
    // Another save waits for the first, and so does the end.
    desk.request(Request::Save);
    desk.request(Request::Quit);
    assert!(!desk.is_closed);
    let death = desk.held.pop().unwrap().death();
    desk.holds = false;
    desk.take(Done::Died(death));
    assert_eq!(desk.asked(), "message");
    desk.answer(Answer::Close);
    assert!(!desk.workspace.is_writing() && desk.is_changed());
    desk.request(Request::Save);
    assert!(!desk.is_changed(), "a later save is done");
    desk.request(Request::Quit);
    assert!(desk.is_closed);
}

#[test]
fn questions_wait_in_line() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.request(Request::Quit);
    assert_eq!(desk.asked(), "unsaved");
    desk.workspace.tell("The picture could not be saved", "The disk is full.");
    assert_eq!(desk.asked(), "unsaved", "none takes another's place");
    desk.answer(Answer::Close);
    assert_eq!(desk.asked(), "message");
    desk.answer(Answer::Close);
    assert_eq!((desk.asked(), desk.is_changed()), ("nothing", true));
}

#[test]
fn a_file_that_is_gone_or_changed_is_asked_about() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.disk.files.lock().unwrap().clear();
    desk.request(Request::Save);
    assert_eq!(desk.asked(), "gone");
    desk.answer(Answer::Close);
    assert!(desk.is_changed() && desk.disk.text("m/tea.owm").is_none());
    desk.request(Request::Save);
    desk.answer(Answer::Overwrite);
    assert!(!desk.is_changed() && desk.disk.text("m/tea.owm").is_some());
    desk.disk.put("m/tea.owm", "title Theirs\n");
    desk.draw();
    desk.request(Request::Save);
    assert_eq!(desk.asked(), "changed");
    desk.answer(Answer::SaveAs);
    assert_eq!(desk.asked(), "waiting");
    desk.pick(Picked::Path { path: "m/mine.owm".into(), asks_overwrite: false });
    assert_eq!((desk.asked(), desk.is_changed()), ("nothing", false));
    assert_eq!(desk.disk.text("m/tea.owm").unwrap(), "title Theirs\n");
}

#[test]
fn a_pipe_in_the_place_of_the_file_stops_no_end() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.disk.pipes.push("m/tea.owm".into());
    desk.request(Request::Quit);
    desk.answer(Answer::Save);
    assert_eq!((desk.asked(), desk.is_closed), ("message", false));
    desk.answer(Answer::Close);
    desk.request(Request::Quit);
    desk.answer(Answer::Discard);
    assert!(desk.is_closed);
}

#[test]
fn saves_come_one_after_the_other_and_what_follows_comes_last() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.holds = true;
    desk.request(Request::Save);
    desk.draw();
    desk.request(Request::Save);
    assert_eq!(desk.held.len(), 1, "the second waits");
    desk.request(Request::Quit);
    desk.release();
    assert!(desk.is_closed && !desk.is_changed());
    assert!(desk.disk.text("m/tea.owm").unwrap().contains("0.82"));
}

#[test]
fn a_text_that_is_no_map_is_asked_about_once() {
    let mut desk = Desk::new(Memory::with(&[("m/tea.ron", "Map(format: 1, title: \"Tea\")\n")]));
    desk.request(Request::OpenFiles(vec!["m/tea.ron".into()]));
    desk.workspace.tab_mut().editor.type_text(Format::Ron, "Map(format: 1, title: \"Tea\n");
    assert!(desk.is_changed());
    desk.request(Request::Quit);
    assert_eq!(desk.asked(), "unsaved with a text");
    desk.answer(Answer::Save);
    assert_eq!((desk.asked(), desk.is_closed), ("nothing", true));
}

#[test]
fn copies_hold_what_is_being_written_and_are_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Arc::new(Recovery::start(folder.path()).unwrap());
    let mut desk = Desk::with_tea();
    let places = Places { recovery: Some(Arc::clone(&recovery)), ..Places::default() };
    let effects = desk.workspace.use_places(places);
    desk.perform(effects);
    let copies = || {
        std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .filter(|file| file.path().extension().is_some_and(|end| end == "copy"))
    };
    let text = || copies().map(|file| std::fs::read_to_string(file.path()).unwrap()).collect::<String>();
    let start = Instant::now();
    let mut seconds = 0;
    let mut wait = |desk: &mut Desk, by: u64| {
        seconds += by;
        desk.tick(start + Duration::from_secs(seconds));
    };
    // The letters in an open name field, which no change of the map tells of.
    desk.workspace.tab_mut().editor.rename(&ElementId::new("cup"));
    desk.workspace.tab_mut().editor.write_name("Zq4x2".to_owned());
    wait(&mut desk, 1);
    wait(&mut desk, 2);
    assert!(text().contains("component Zq4x2 [0.8, 0.6]"), "{}", text());
    desk.workspace.tab_mut().editor.end_naming(mapstone::editor::NamingEnd::Cancel);
    wait(&mut desk, 1);
    assert_eq!(copies().count(), 0, "nothing is unsaved");
    // A text that is no map, beside the map.
    desk.workspace.tab_mut().editor.type_text(Format::Ron, "Map(format: 1, title: \"half");
    *desk.disk.is_full.lock().unwrap() = true;
    wait(&mut desk, 1);
    wait(&mut desk, 2);
    wait(&mut desk, 16);
    wait(&mut desk, 16);
    let told = desk.said.iter().filter(|said| said.contains("No copy of the unsaved changes")).count();
    assert_eq!(told, 1, "{:?}", desk.said);
    *desk.disk.is_full.lock().unwrap() = false;
    wait(&mut desk, 16);
    wait(&mut desk, 16);
    assert!(text().contains("title: \"half"), "it was tried again: {}", text());
    // What a signal leaves no time for is written at once.
    desk.draw();
    for job in desk.workspace.last_copies() {
        let Done::Copied { result, .. } = job.run(&desk.disk) else { panic!("a copy") };
        assert_eq!(result, Ok(()));
    }
    assert!(text().contains("0.81"), "{}", text());
    drop(recovery);
}

#[test]
fn what_was_being_typed_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    {
        let recovery = Arc::new(Recovery::start(folder.path()).unwrap());
        let mut desk = Desk::with_tea();
        let effects = desk.workspace.use_places(Places { recovery: Some(recovery), ..Places::default() });
        desk.perform(effects);
        desk.draw();
        desk.workspace.tab_mut().editor.type_text(Format::Ron, "Map(format: 1, title: \"half");
        for job in desk.workspace.last_copies() {
            let _ = job.run(&desk.disk);
        }
    }
    let mut desk = Desk::new(Memory::default());
    let recovery = Some(Arc::new(Recovery::start(folder.path()).unwrap()));
    let effects = desk.workspace.use_places(Places { recovery, ..Places::default() });
    desk.perform(effects);
    assert_eq!(desk.asked(), "recover");
    desk.answer(Answer::Recover(0));
    assert_eq!((desk.asked(), desk.title().as_str()), ("nothing", "Tea"));
    let draft = desk.workspace.tab().editor.document.draft().expect("the text that was typed");
    assert_eq!((draft.format, draft.text.as_str()), (Format::Ron, "Map(format: 1, title: \"half"));
    desk.request(Request::Quit);
    assert_eq!(desk.asked(), "unsaved with a text");
}

/// A question was about what it said, and not about what was typed after it.
#[test]
fn a_text_typed_while_the_last_save_runs_is_asked_about() {
    let mut desk = Desk::with_tea();
    desk.draw();
    desk.request(Request::Quit);
    assert_eq!(desk.asked(), "unsaved");
    desk.holds = true;
    desk.answer(Answer::Save);
    desk.workspace.tab_mut().editor.type_text(Format::Ron, "Map(format: 1, title: \"half");
    desk.release();
    assert_eq!((desk.asked(), desk.is_closed), ("unsaved with a text", false));
    // The same where the tab was closed while a save ran that nobody asked about.
    desk.answer(Answer::Close);
    desk.draw();
    desk.workspace.tab_mut().editor.type_text(Format::Ron, "Map(format: 1, title: \"half");
    desk.holds = true;
    desk.request(Request::Save);
    let tab = desk.workspace.tab().id;
    desk.request(Request::CloseTab(tab));
    desk.release();
    assert_eq!((desk.asked(), desk.titles().as_str()), ("unsaved with a text", "Tea"));
}

#[test]
fn saves_to_other_places_wait_for_each_other() {
    for fails in [false, true] {
        let mut desk = Desk::with_tea();
        desk.draw();
        if fails {
            desk.disk.pipes.push("m/tea.owm".into());
        }
        desk.holds = true;
        desk.request(Request::Save);
        for name in ["m/b.owm", "m/c.ron"] {
            desk.request(Request::SaveAs);
            desk.pick(Picked::Path { path: name.into(), asks_overwrite: false });
        }
        desk.release();
        for name in ["m/b.owm", "m/c.ron"] {
            assert!(desk.disk.text(name).is_some_and(|text| text.contains("0.81")), "{name} {fails}");
        }
        assert_eq!(desk.asked(), if fails { "message" } else { "nothing" });
        assert!(!desk.is_changed());
    }
}

/// The end that waited for a save goes with the answer to what the save asked, and not with a save much later.
#[test]
fn an_end_that_waits_is_forgotten_with_its_save() {
    for answer in [Answer::Close, Answer::Overwrite] {
        let ends = matches!(answer, Answer::Overwrite);
        let mut desk = Desk::with_tea();
        desk.draw();
        desk.disk.put("m/tea.owm", "title Theirs\n");
        desk.holds = true;
        desk.request(Request::Save);
        desk.request(Request::Quit);
        assert!(desk.said.last().unwrap().contains("closes when that is done"));
        desk.release();
        assert_eq!((desk.asked(), desk.is_closed), ("changed", false));
        desk.answer(answer);
        assert_eq!((desk.asked(), desk.is_closed), ("nothing", ends));
        if !ends {
            desk.request(Request::SaveAs);
            desk.pick(Picked::Path { path: "m/mine.owm".into(), asks_overwrite: false });
            assert!(!desk.is_closed && !desk.is_changed());
        }
    }
}

/// Nothing is offered at the next start that nobody did, and nothing that has no name yet.
#[test]
fn copies_hold_what_a_person_did_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Arc::new(Recovery::start(folder.path()).unwrap());
    let mut desk = Desk::with_tea();
    let effects = desk.workspace.use_places(Places { recovery: Some(recovery), ..Places::default() });
    desk.perform(effects);
    desk.workspace.tab_mut().editor.rename(&ElementId::new("cup"));
    assert_eq!(desk.workspace.last_copies().len(), 0, "the name is what it was");
    desk.workspace.tab_mut().editor.end_naming(mapstone::editor::NamingEnd::Cancel);
    desk.draw();
    desk.workspace.tab_mut().editor.name_first_user();
    let copies = desk.workspace.last_copies();
    let [Job::Copy { copy, .. }] = copies.as_slice() else { panic!("one copy") };
    let copy = copy.as_ref().clone().make();
    assert!(copy.text.contains("0.81") && !copy.text.contains("nnamed"), "{}", copy.text);
}

/// A folder that does not show what it holds, or a file made while the path was written: it is asked about.
#[test]
fn a_file_that_nobody_saw_is_not_replaced() {
    let mut desk = Desk::with_tea();
    desk.request(Request::SaveAs);
    desk.answer(Answer::TypePath);
    assert_eq!(desk.asked(), "path");
    let path = || PathBuf::from("m/other.owm");
    desk.answer(Answer::Path { path: path(), may_replace: false });
    let Some(Question::Path { asks_overwrite: true, .. }) =
        desk.workspace.question().map(|asked| &asked.question)
    else {
        panic!("{}", desk.asked())
    };
    assert_eq!(desk.disk.text("m/other.owm").unwrap(), "title Other\n");
    desk.answer(Answer::Path { path: path(), may_replace: true });
    assert_eq!(desk.asked(), "nothing");
    assert!(desk.disk.text("m/other.owm").unwrap().contains("title Tea"));
}

/// A disk that never answers keeps nobody: what is not saved is kept as a copy.
#[test]
fn who_closes_twice_need_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = Some(Arc::new(Recovery::start(folder.path()).unwrap()));
    let mut desk = Desk::with_tea();
    let effects = desk.workspace.use_places(Places { recovery, ..Places::default() });
    desk.perform(effects);
    for waits in [true, false] {
        desk.draw();
        desk.holds = true;
        desk.request(Request::Save);
        desk.request(Request::Quit);
        assert_eq!((desk.asked(), desk.is_closed), ("nothing", false));
        desk.request(Request::Quit);
        assert_eq!(desk.asked(), "still saving");
        if waits {
            desk.answer(Answer::Close);
            let save = desk.held.remove(0);
            let effects = desk.workspace.take(Done::Died(save.death()));
            desk.perform(effects);
            desk.answer(Answer::Close);
            desk.request(Request::Step(Side::Left));
            assert!(!desk.is_closed);
        } else {
            desk.answer(Answer::Discard);
            assert!(desk.is_closed);
            let copies = desk.held.iter().filter(|job| matches!(job, Job::Copy { .. })).count();
            assert_eq!(copies, 1);
        }
    }
}
