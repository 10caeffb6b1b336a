//! What maps of any size cost, from their text to a picture and while they are edited: a table in Markdown.
//!
//! `cargo bench --bench scale`. The components lie all over one sheet of the usual size, which is as dense as it gets; the
//! last column says what ten times the map costs, from 10,000 to 100,000 components.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot"
)]

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use mapstone::editor::{Direction, Editor, Event, Keys, Operation, Selection};
use mapstone::export::{Lettering, Page, pdf, png, svg};
use mapstone::format::{Format, Source};
use mapstone::geometry::Vec2;
use mapstone::layout::Layout;
use mapstone::model::{ElementId, Map};
use mapstone::scene::{self, Scene, Theme};

mod generator;
use generator::{Sheet, time};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

struct Grown {
    source: Arc<Source>,
    theme: Theme,
    layout: Layout,
    scene: Scene,
}

impl Grown {
    fn new(components: usize) -> Self {
        let source =
            Arc::new(Source::read(Format::Owm, &generator::text(components, false, Sheet::Usual)).unwrap());
        let theme = Theme::for_map("");
        let layout = Layout::new(source.map(), &theme.sizes);
        let scene = scene::build(source.map(), &layout, &theme);
        Self { source, theme, layout, scene }
    }

    fn map(&self) -> &Map {
        self.source.map()
    }
}

/// A step of a drag of one component.
fn drag(grown: &Grown) -> Duration {
    let mut editor = Editor::of_source(&grown.source);
    let at = editor.layout().symbol(&ElementId::new("part-7x")).unwrap().center;
    editor.handle(Event::Hover(at), Keys::default());
    editor.handle(Event::Press(at), Keys::default());
    let mut step = 0.0;
    time(|| {
        step += 3.0;
        editor.handle(Event::Drag(at + Vec2::new(10.0 + step, 5.0)), Keys::default());
    })
}

type Work = (&'static str, fn(&Grown) -> Duration);

const WORKS: [Work; 8] = [
    ("read OnlineWardleyMaps", |g| {
        let text = g.source.text();
        time(|| drop(black_box(Source::read(Format::Owm, text))))
    }),
    ("lay out", |g| time(|| drop(black_box(Layout::new(g.map(), &g.theme.sizes))))),
    ("scene", |g| time(|| drop(black_box(scene::build(g.map(), &g.layout, &g.theme))))),
    ("SVG of a scene", |g| time(|| drop(black_box(svg(&g.scene, 1.0, Lettering::Embedded))))),
    ("PNG of a scene", |g| time(|| drop(black_box(png(&g.scene, 1.0))))),
    ("PDF of a scene", |g| time(|| drop(black_box(pdf(&g.scene, &Page::default()))))),
    ("a step of a drag, to its scene", drag),
    ("an arrow key at rest, to its scene", |g| {
        let mut editor = Editor::of_source(&g.source);
        editor.document.select(Selection::of(&ElementId::new("part-7x")));
        editor.operate(Operation::Nudge(Direction::Right, 0.01));
        time(|| editor.operate(Operation::Nudge(Direction::Right, 0.01)))
    }),
];

fn main() {
    let grown = SIZES.map(Grown::new);
    println!("| work | 100 | 1,000 | 10,000 | 100,000 | ten times |\n|---|---:|---:|---:|---:|---:|");
    for (name, work) in WORKS {
        let times = grown.each_ref().map(|grown| work(grown).as_secs_f64());
        let [.., large, largest] = times;
        let cells = times.map(|time| format!("{:.2} ms", time * 1e3)).join(" | ");
        println!("| {name} | {cells} | {:.1} |", largest / large);
    }
}
