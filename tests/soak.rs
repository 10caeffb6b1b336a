//! Ten minutes of work on a large map: memory stays as it is, and everything stays true.
//!
//! Run by hand: `cargo test --release --test main soak -- --ignored --nocapture`. `MAPSTONE_SOAK` is another number of
//! seconds.

use std::time::{Duration, Instant};

use mapstone::editor::{Direction, Event, Keys, Operation, Selection, Tool};
use mapstone::format::{Format, Source};
use mapstone::geometry::{Point, Vec2};
use mapstone::layout::Layout;
use mapstone::model::ElementId;

use crate::desk::{Desk, Memory};
use crate::large::spiral;

/// What this process has of the system's memory, in bytes; 0 where that is not said.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

struct Hand {
    desk: Desk,
    seed: u64,
}

impl Hand {
    fn next(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % below
    }

    fn handle(&mut self, event: Event) {
        self.desk.workspace.tab_mut().editor.handle(event, Keys::default());
    }

    fn tick(&mut self) {
        let effects = self.desk.workspace.tick(Instant::now());
        self.desk.perform(effects);
    }

    fn some(&mut self) -> (ElementId, Point) {
        let count = self.desk.workspace.tab().editor.layout().symbols.len();
        let number = self.next(count);
        let symbol = &self.desk.workspace.tab().editor.layout().symbols.get(number).unwrap();
        (symbol.id.clone(), symbol.center)
    }

    /// Presses where something is, moves in some steps, and lets go.
    fn drag(&mut self, from: Point, to: Point) {
        self.handle(Event::Hover(from));
        self.handle(Event::Press(from));
        for step in 1..=5 {
            self.handle(Event::Drag(from.lerp(to, f64::from(step) / 5.0)));
        }
        if self.next(8) == 0 {
            self.handle(Event::Cancel);
        }
        self.handle(Event::Release(to));
    }

    fn act(&mut self) {
        let (id, at) = self.some();
        let by = Vec2::new(self.next(120) as f64 - 60.0, self.next(80) as f64 - 40.0);
        match self.next(12) {
            0..=4 => self.drag(at, at + by),
            5 => {
                let (_, to) = self.some();
                self.desk.workspace.tab_mut().editor.tool = Tool::Need;
                self.drag(at, to);
                self.desk.workspace.tab_mut().editor.tool = Tool::Select;
            }
            // As many links go as come.
            6 => {
                let editor = &mut self.desk.workspace.tab_mut().editor;
                let last = editor.map().keyed_links().last().map(|(key, _)| key);
                if let Some(key) = last.filter(|_| editor.map().links().len() > 1_300) {
                    editor.document.select(Selection::of_link(&key));
                    editor.operate(Operation::Delete);
                }
            }
            7 | 8 => {
                let editor = &mut self.desk.workspace.tab_mut().editor;
                editor.document.select(Selection::of(&id));
                editor.operate(Operation::Nudge(Direction::Up, 0.01));
            }
            9 => self.desk.workspace.tab_mut().editor.operate(Operation::Undo),
            10 => {
                let editor = &mut self.desk.workspace.tab_mut().editor;
                editor.document.select(Selection::of(&id));
                editor.operate(Operation::ToggleInertia);
            }
            _ => {
                let far = at + Vec2::new(60.0, 60.0);
                self.drag(at - Vec2::new(60.0, 60.0), far);
            }
        }
        self.tick();
    }

    /// What must hold whatever was done.
    fn check(&mut self) {
        self.tick();
        self.tick();
        let editor = &self.desk.workspace.tab().editor;
        assert_eq!(*editor.layout(), Layout::new(editor.map(), &editor.theme().sizes));
        let text = editor.text(Format::Owm);
        let read = Source::read(Format::Owm, &text.text).expect("it can be read");
        assert_eq!(read.map().elements().len(), editor.map().elements().len());
        assert_eq!(read.map().links().len(), editor.map().links().len());
    }
}

#[test]
#[ignore = "ten minutes: run by hand"]
fn ten_minutes_of_work_leave_memory_and_truth_alone() {
    let seconds = std::env::var("MAPSTONE_SOAK").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    let mut desk = Desk::new(Memory::with(&[("m/large.owm", &spiral(1_000))]));
    desk.request(mapstone::workspace::Request::OpenFiles(vec!["m/large.owm".into()]));
    let mut hand = Hand { desk, seed: 12345 };
    let (begun, mut acts, mut early) = (Instant::now(), 0_u32, 0);
    while begun.elapsed() < Duration::from_secs(seconds) {
        hand.act();
        acts += 1;
        if acts.is_multiple_of(500) {
            hand.check();
            println!("{:4.0} s: {acts} acts, {:.0} MB", begun.elapsed().as_secs_f64(), memory() as f64 / 1e6);
        }
        if acts == 2_000 {
            early = memory();
        }
    }
    hand.check();
    assert!(acts > 2_000, "only {acts} acts: say more seconds");
    let late = memory();
    // A history keeps what each of its steps changed: some kB for each.
    let most = early + 4_000 * acts as usize;
    assert!(late <= most, "{early} bytes after 2,000 acts, {late} after {acts}");
}
