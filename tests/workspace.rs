//! The open maps without a window, a thread or a clock: every order of events in a few lines.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mapstone::files::{Disk, Recovery, Storage};
use mapstone::format::Format;
use mapstone::model::{Edit, ElementId};
use mapstone::workspace::{Answer, Done, Effect, Job, Picked, Places, Question, Request, Side, Workspace};

const TEA: &str = "title Tea\ncomponent Cup [0.8, 0.6]\ncomponent Kettle [0.4, 0.4]\n";

/// A disk in memory, which can be made to fail.
#[derive(Default)]
struct Memory {
    files: Mutex<BTreeMap<PathBuf, String>>,
    /// What is no file.
    pipes: Vec<PathBuf>,
    is_full: Mutex<bool>,
}

impl Memory {
    fn with(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
        Self { files: Mutex::new(files), ..Self::default() }
    }

    fn text(&self, path: &str) -> Option<String> {
        self.files.lock().unwrap().get(Path::new(path)).cloned()
    }

    fn put(&self, path: &str, text: &str) {
        self.files.lock().unwrap().insert(path.into(), text.to_owned());
    }
}

impl Storage for Memory {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        let text = self.files.lock().unwrap().get(path).cloned().ok_or(io::ErrorKind::NotFound)?;
        if text.len() > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text.into_bytes()) }
    }

    fn replace_while(&self, path: &Path, bytes: &[u8], still: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
        if *self.is_full.lock().unwrap() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        still()?;
        self.put(path.to_str().unwrap(), std::str::from_utf8(bytes).unwrap());
        Ok(())
    }

    fn is_file(&self, path: &Path) -> io::Result<bool> {
        let has = self.files.lock().unwrap().contains_key(path);
        if self.pipes.iter().any(|pipe| pipe == path) {
            return Ok(false);
        }
        has.then_some(true).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if *self.is_full.lock().unwrap() {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            Disk.keep(path, bytes)
        }
    }
}

/// A workspace whose jobs are done at once, or held back.
struct Desk {
    workspace: Workspace,
    disk: Memory,
    said: Vec<String>,
    picks: Vec<u64>,
    held: Vec<Job>,
    holds: bool,
    is_closed: bool,
}

impl Desk {
    fn new(disk: Memory) -> Self {
        let workspace = Workspace::new(true);
        let (said, picks, held) = (Vec::new(), Vec::new(), Vec::new());
        Self { workspace, disk, said, picks, held, holds: false, is_closed: false }
    }

    fn with_tea() -> Self {
        let mut desk = Self::new(Memory::with(&[
            ("m/tea.owm", TEA),
            ("m/other.owm", "title Other\n"),
            ("m/cups.owm", "title Cups\ncomponent Cup [0.5, 0.5]\n"),
            ("m/bad.bin", "\0"),
        ]));
        desk.request(Request::OpenFiles(vec!["m/tea.owm".into()]));
        assert_eq!(desk.title(), "Tea");
        desk
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Start(job) if self.holds => self.held.push(job),
                Effect::Start(job) => {
                    let done = job.run(&self.disk);
                    self.take(done);
                }
                Effect::Say(words) => self.said.push(words),
                Effect::Pick(pick) => self.picks.push(pick.number),
                Effect::Close => self.is_closed = true,
                _ => {}
            }
        }
    }

    fn take(&mut self, done: Done) {
        let effects = self.workspace.take(done);
        self.perform(effects);
    }

    fn request(&mut self, request: Request) {
        let effects = self.workspace.request(request);
        self.perform(effects);
    }

    fn pick(&mut self, picked: Picked) {
        let number = self.picks.pop().expect("a path is asked for");
        let effects = self.workspace.take_pick(number, picked);
        self.perform(effects);
    }

    fn answer(&mut self, answer: Answer) {
        let number = self.workspace.question().expect("something is asked").number;
        let effects = self.workspace.answer(number, answer);
        self.perform(effects);
    }

    /// Does what was held back.
    fn release(&mut self) {
        self.holds = false;
        for job in std::mem::take(&mut self.held) {
            let done = job.run(&self.disk);
            self.take(done);
        }
    }

    fn asked(&self) -> &'static str {
        match self.workspace.question().map(|asked| &asked.question) {
            None => "nothing",
            Some(Question::Unsaved { has_draft: true, .. }) => "unsaved with a text",
            Some(Question::Unsaved { .. }) => "unsaved",
            Some(Question::Message { .. }) => "message",
            Some(Question::Changed { .. }) => "changed",
            Some(Question::Gone { .. }) => "gone",
            Some(Question::Losses { .. }) => "losses",
            Some(Question::StillSaving { .. }) => "still saving",
            Some(Question::Recover { .. }) => "recover",
            Some(Question::Waiting { .. }) => "waiting",
            Some(Question::Path { .. }) => "path",
        }
    }

    fn open(&mut self, files: &[&str]) {
        self.request(Request::OpenFiles(files.iter().map(Into::into).collect()));
    }

    /// The titles of all maps, from left to right.
    fn titles(&self) -> String {
        let titles: Vec<_> =
            self.workspace.tabs().iter().map(|tab| tab.editor.map().title.as_str()).collect();
        titles.join(" ")
    }

    fn title(&self) -> String {
        self.workspace.tab().editor.map().title.clone()
    }

    fn draw(&mut self) {
        let up = Edit::Move { elements: [ElementId::new("cup")].into(), visibility: 0.01, evolution: 0.0 };
        self.workspace.tab_mut().editor.document.commit("Move Cup", &[up], None).unwrap();
    }

    fn is_changed(&self) -> bool {
        self.workspace.tab().editor.document.is_changed()
    }

    fn tick(&mut self, now: Instant) {
        let effects = self.workspace.tick(now);
        self.perform(effects);
    }
}

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
