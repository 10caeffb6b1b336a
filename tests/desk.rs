//! A workspace with a disk in memory, for tests of orders of events.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use mapstone::files::{Disk, Storage};
use mapstone::model::{Edit, ElementId};
use mapstone::workspace::{Answer, Done, Effect, Job, Picked, Question, Request, Workspace};

pub(crate) const TEA: &str = "title Tea\ncomponent Cup [0.8, 0.6]\ncomponent Kettle [0.4, 0.4]\n";

/// A disk in memory, which can be made to fail.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) files: Mutex<BTreeMap<PathBuf, String>>,
    /// What is no file.
    pub(crate) pipes: Vec<PathBuf>,
    pub(crate) is_full: Mutex<bool>,
}

impl Memory {
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
        Self { files: Mutex::new(files), ..Self::default() }
    }

    pub(crate) fn text(&self, path: &str) -> Option<String> {
        self.files.lock().unwrap().get(Path::new(path)).cloned()
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
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
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) disk: Memory,
    pub(crate) said: Vec<String>,
    pub(crate) picks: Vec<u64>,
    pub(crate) held: Vec<Job>,
    pub(crate) holds: bool,
    pub(crate) is_closed: bool,
}

impl Desk {
    pub(crate) fn new(disk: Memory) -> Self {
        let workspace = Workspace::new(true);
        let (said, picks, held) = (Vec::new(), Vec::new(), Vec::new());
        Self { workspace, disk, said, picks, held, holds: false, is_closed: false }
    }

    pub(crate) fn with_tea() -> Self {
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

    pub(crate) fn perform(&mut self, effects: Vec<Effect>) {
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

    pub(crate) fn take(&mut self, done: Done) {
        let effects = self.workspace.take(done);
        self.perform(effects);
    }

    pub(crate) fn request(&mut self, request: Request) {
        let effects = self.workspace.request(request);
        self.perform(effects);
    }

    pub(crate) fn pick(&mut self, picked: Picked) {
        let number = self.picks.pop().expect("a path is asked for");
        let effects = self.workspace.take_pick(number, picked);
        self.perform(effects);
    }

    pub(crate) fn answer(&mut self, answer: Answer) {
        let number = self.workspace.question().expect("something is asked").number;
        let effects = self.workspace.answer(number, answer);
        self.perform(effects);
    }

    /// Does what was held back.
    pub(crate) fn release(&mut self) {
        self.holds = false;
        for job in std::mem::take(&mut self.held) {
            let done = job.run(&self.disk);
            self.take(done);
        }
    }

    pub(crate) fn asked(&self) -> &'static str {
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
            Some(Question::DiscardCopy { .. }) => "discard copy",
            Some(Question::Waiting { .. }) => "waiting",
            Some(Question::Path { .. }) => "path",
        }
    }

    pub(crate) fn open(&mut self, files: &[&str]) {
        self.request(Request::OpenFiles(files.iter().map(Into::into).collect()));
    }

    /// The titles of all maps, from left to right.
    pub(crate) fn titles(&self) -> String {
        let titles: Vec<_> =
            self.workspace.tabs().iter().map(|tab| tab.editor.map().title.as_str()).collect();
        titles.join(" ")
    }

    pub(crate) fn title(&self) -> String {
        self.workspace.tab().editor.map().title.clone()
    }

    pub(crate) fn draw(&mut self) {
        let up = Edit::Move { elements: [ElementId::new("cup")].into(), visibility: 0.01, evolution: 0.0 };
        self.workspace.tab_mut().editor.document.commit("Move Cup", &[up], None).unwrap();
    }

    pub(crate) fn is_changed(&self) -> bool {
        self.workspace.tab().editor.document.is_changed()
    }

    pub(crate) fn tick(&mut self, now: Instant) {
        let effects = self.workspace.tick(now);
        self.perform(effects);
    }
}
