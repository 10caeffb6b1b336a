//! What a frame of the window costs, from the events to the triangles, as a table in Markdown; beside a window that keeps
//! nothing and draws each component as a circle, a line and a text.
//!
//! `cargo bench --bench frames`, or `-- --only "crowded pan 1000"` for those alone whose kind, work and size hold the words,
//! each done for ten seconds so that a profiler sees it. `crowded` maps lie all over one sheet of the usual size, which is
//! as dense as it gets; the sheets of `wide` ones grow with them, as those of people do.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot"
)]

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::time::Duration;

use egui::{Align2, Color32, Context, Event, FontId, Modifiers, PointerButton, Pos2, RawInput, Stroke, Vec2};
use mapstone::app::{Dialogs, Own, Window};
use mapstone::model::ElementId;
use tempfile::TempDir;

mod generator;
use generator::{Sheet, time};

/// The window's size: that of a common screen.
const SCREEN: Vec2 = Vec2::new(1440.0, 900.0);
/// Frames are drawn until threads are done and nothing changes any more, at most so many.
const PATIENCE: usize = 4_000;

/// A window without a screen.
struct Shown {
    ctx: Context,
    window: Window,
    _folder: TempDir,
}

impl Shown {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.owm");
        std::fs::write(&path, text).unwrap();
        let ctx = Context::default();
        let mut window = None;
        let _ = ctx.run_ui(input(Vec::new()), |ui| {
            let ctx = ui.ctx().clone();
            window.get_or_insert_with(|| Window::new(&ctx, vec![path.clone()], Dialogs::Own, Own::default()));
        });
        let mut shown = Self { ctx, window: window.unwrap(), _folder: folder };
        shown.settle();
        shown
    }

    /// Draws a frame, and answers how many triangles' corners it has.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        let window = &mut self.window;
        let output = self.ctx.run_ui(input(events), |ui| {
            window.logic(&ui.ctx().clone());
            window.ui(ui);
        });
        corners(&self.ctx, output)
    }

    /// Draws until the map is there and laid out. Answers what the longest frame took.
    fn settle(&mut self) -> Duration {
        let (mut quiet, mut longest) = (0, Duration::ZERO);
        for _ in 0..PATIENCE {
            let start = std::time::Instant::now();
            self.frame(Vec::new());
            longest = longest.max(start.elapsed());
            let editor = self.window.editor();
            let is_busy = self.window.is_busy() || editor.is_waiting() || editor.map().elements().len() == 0;
            quiet = if is_busy { 0 } else { quiet + 1 };
            if quiet > 40 {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        longest
    }

    fn at(&self, id: &ElementId) -> Pos2 {
        let editor = self.window.editor();
        let at = editor.camera.screen_from_sheet(editor.layout().symbol(id).unwrap().center);
        Pos2::new(at.x as f32, at.y as f32)
    }
}

fn input(events: Vec<Event>) -> RawInput {
    let screen = egui::Rect::from_min_size(Pos2::ZERO, SCREEN);
    RawInput { screen_rect: Some(screen), events, ..RawInput::default() }
}

fn corners(ctx: &Context, output: egui::FullOutput) -> usize {
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    let corners = primitives.iter().map(|primitive| match &primitive.primitive {
        egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
        egui::epaint::Primitive::Callback(_) => 0,
    });
    corners.sum()
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// A step of a drag of a component with its links and label.
fn drag(shown: &mut Shown) -> Duration {
    let at = shown.at(&ElementId::new("part-7x"));
    shown.frame(vec![Event::PointerMoved(at)]);
    shown.frame(vec![button(at, true)]);
    let mut step = 0.0;
    let least = time(|| {
        // So far that each step changes the map: its numbers have three decimals.
        step = (step + 3.0) % 60.0;
        shown.frame(vec![Event::PointerMoved(at + Vec2::new(10.0 + step, 5.0))]);
    });
    // Back where it was: the next time begins as this one did.
    shown.frame(vec![Event::PointerMoved(at)]);
    shown.frame(vec![button(at, false)]);
    shown.settle();
    least
}

/// The longest frame of those that a drop asks for.
fn drop_it(shown: &mut Shown) -> Duration {
    let mut least = Duration::MAX;
    for round in 0..6 {
        let at = shown.at(&ElementId::new("part-7x"));
        let to = at + Vec2::new(if round % 2 == 0 { 40.0 } else { -40.0 }, 8.0);
        shown.frame(vec![Event::PointerMoved(at)]);
        shown.frame(vec![button(at, true)]);
        shown.frame(vec![Event::PointerMoved(to)]);
        let start = std::time::Instant::now();
        shown.frame(vec![button(to, false)]);
        let dropped = start.elapsed();
        least = least.min(dropped.max(shown.settle()));
    }
    least
}

fn wheel(delta: Vec2, modifiers: Modifiers) -> Event {
    let source = egui::MouseWheelSource::Unknown;
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta,
        modifiers,
        phase: egui::TouchPhase::Move,
        source,
    }
}

/// A frame in which the sheet moves.
fn pan(shown: &mut Shown) -> Duration {
    shown.frame(vec![Event::PointerMoved(Pos2::new(700.0, 450.0))]);
    let mut way = 3.0;
    moving(shown, || {
        way = -way;
        wheel(Vec2::new(way, way), Modifiers::NONE)
    })
}

/// A frame in which the sheet becomes larger or smaller.
fn zoom(shown: &mut Shown) -> Duration {
    shown.frame(vec![Event::PointerMoved(Pos2::new(700.0, 450.0))]);
    let mut way = 1.01;
    moving(shown, || {
        way = 1.0 / way;
        Event::Zoom(way)
    })
}

/// The least time of frames in which the sheet moves: the window shares a turn of the wheel out among frames, and what
/// goes one way and back may leave it where it is.
fn moving(shown: &mut Shown, mut event: impl FnMut() -> Event) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..20 {
        let before = shown.window.editor().camera;
        let start = std::time::Instant::now();
        shown.frame(vec![event()]);
        let took = start.elapsed();
        if shown.window.editor().camera != before {
            least = least.min(took);
        }
    }
    assert!(least < Duration::MAX, "the sheet stands still");
    least
}

/// The same map, each component a circle, a line and a text, made anew in each frame.
fn naive(text: &str) -> Duration {
    let source = mapstone::format::Source::read(mapstone::format::Format::Owm, text).unwrap();
    let map = source.map();
    let sheet = map.sheet_size();
    let scale = f64::from(SCREEN.x) / sheet.width;
    let at = |component: &mapstone::model::Component| {
        let at = map.position(component).unwrap();
        let (x, y) = (at.evolution.value() * sheet.width, (1.0 - at.visibility.value()) * sheet.height);
        Pos2::new((x * scale) as f32, (y * scale) as f32)
    };
    let places: Vec<_> =
        map.components().map(|(_, component)| (at(component), component.name.clone())).collect();
    let place = |id: Option<&ElementId>| id.and_then(|id| map.component(id)).map(at);
    let lines: Vec<_> =
        map.links().filter_map(|link| Some([place(link.from.id())?, place(link.to.id())?])).collect();
    let ctx = Context::default();
    let em = (13.0 * scale) as f32;
    let mut shift = Vec2::ZERO;
    time(|| {
        shift.x = 3.0 - shift.x;
        let output = ctx.run_ui(input(Vec::new()), |ui| {
            let painter = ui.painter();
            for [from, to] in &lines {
                painter.line_segment([*from + shift, *to + shift], Stroke::new(1.0, Color32::BLACK));
            }
            for (at, name) in &places {
                let stroke = Stroke::new(1.5, Color32::BLACK);
                painter.circle(*at + shift, 6.0 * scale as f32, Color32::WHITE, stroke);
                let at = *at + shift + Vec2::new(10.0 * scale as f32, 0.0);
                painter.text(at, Align2::LEFT_CENTER, name, FontId::proportional(em), Color32::BLACK);
            }
        });
        corners(&ctx, output);
    })
}

/// Shows the map as text beside it, or no more, and the whole map.
fn turn_text(shown: &mut Shown) {
    for pressed in [egui::Key::T, egui::Key::Num1] {
        shown.frame(vec![key(pressed, Modifiers::COMMAND)]);
        shown.settle();
    }
}

fn key(key: egui::Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// The same while the text is shown.
fn drop_beside_text(shown: &mut Shown) -> Duration {
    turn_text(shown);
    let least = drop_it(shown);
    turn_text(shown);
    least
}

/// The longest frame after a letter was typed into a comment of the text.
fn type_it(shown: &mut Shown) -> Duration {
    turn_text(shown);
    shown.frame(vec![key(egui::Key::Home, Modifiers::COMMAND)]);
    shown.settle();
    shown.frame(vec![Event::Text("// ".to_owned())]);
    shown.settle();
    let mut least = Duration::MAX;
    for _ in 0..6 {
        let start = std::time::Instant::now();
        shown.frame(vec![Event::Text("a".to_owned())]);
        let typed = start.elapsed();
        least = least.min(typed.max(shown.settle()));
    }
    shown.frame(vec![key(egui::Key::Escape, Modifiers::NONE)]);
    turn_text(shown);
    least
}

type Work = (&'static str, fn(&mut Shown) -> Duration);

const WORKS: [Work; 6] = [
    ("a step of a drag", drag),
    ("pan", pan),
    ("zoom", zoom),
    ("drop", drop_it),
    ("drop, text shown", drop_beside_text),
    ("a letter typed into the text", type_it),
];
const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    match std::env::args().skip_while(|word| word != "--only").nth(1) {
        Some(words) => some(&words),
        None => all(),
    }
}

fn all() {
    for (kind, sheet) in KINDS {
        let texts = SIZES.map(|size| generator::text(size, false, sheet));
        println!("| {kind}, all visible | 100 | 1,000 | 10,000 |\n|---|---:|---:|---:|");
        let cells = |times: [Duration; 3]| {
            times.map(|time| format!("{:.2} ms", time.as_secs_f64() * 1e3)).join(" | ")
        };
        let mut shown = texts.each_ref().map(|text| Shown::new(text));
        for (name, work) in WORKS {
            println!("| {name} | {} |", cells(shown.each_mut().map(work)));
        }
        println!("| naive painting | {} |\n", cells(texts.each_ref().map(|text| naive(text))));
    }
    let mut shown = LOADED.map(loaded);
    println!("| wide, 1,000 visible of | 10,000 | 100,000 |\n|---|---:|---:|");
    for (name, work) in &WORKS[..3] {
        let [some, all] = shown.each_mut().map(|shown| work(shown).as_secs_f64() * 1e3);
        println!("| {name} | {some:.2} ms | {all:.2} ms |");
    }
    // What is seen is not the same: through the part of the larger map more links lead.
    let [some, all] = shown.each_mut().map(|shown| shown.frame(Vec::new()) / 1_000);
    println!("| corners of triangles in a frame | {some},000 | {all},000 |");
}

const KINDS: [(&str, Sheet); 2] = [("crowded", Sheet::Usual), ("wide", Sheet::Wide)];

const LOADED: [usize; 2] = [10_000, 100_000];

/// A map of which a thousand components are seen.
fn loaded(components: usize) -> Shown {
    let mut shown = Shown::new(&generator::text(components, false, Sheet::Wide));
    let at = shown.at(&ElementId::new("part-7x"));
    shown.frame(vec![Event::PointerMoved(at)]);
    shown.frame(vec![Event::Zoom((components as f32 / 1_000.0).sqrt())]);
    shown.settle();
    shown
}

/// Those whose kind, work and size hold these words, again and again.
fn some(words: &str) {
    let is_asked = |told: &str| words.split(' ').all(|word| told.split(' ').any(|own| own == word));
    let again = |told: &str, shown: &mut Shown, work: fn(&mut Shown) -> Duration| {
        let begun = std::time::Instant::now();
        let mut least = Duration::MAX;
        while begun.elapsed() < Duration::from_secs(10) {
            least = least.min(work(shown));
        }
        println!("{told}: {:.2} ms", least.as_secs_f64() * 1e3);
    };
    for (kind, sheet) in KINDS {
        for size in SIZES {
            for (name, work) in WORKS {
                let told = format!("{kind} {name} {size}");
                if is_asked(&told) {
                    again(&told, &mut Shown::new(&generator::text(size, false, sheet)), work);
                }
            }
        }
    }
    for size in LOADED {
        for (name, work) in &WORKS[..3] {
            let told = format!("loaded {name} {size}");
            if is_asked(&told) {
                again(&told, &mut loaded(size), *work);
            }
        }
    }
}
