//! How the cost of reading, writing and editing grows: a table of times at 1,000, 10,000 and 100,000 components, with their
//! ratios.
//!
//! `cargo bench --bench growth`. Ten times the map is to cost about ten times as much; each time is the least of several.
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

use mapstone::editor::{Direction, Editor, Operation, Selection};
use mapstone::format::{self, Format, Source};
use mapstone::model::{Edit, ElementId, Map};

mod generator;
use generator::{Sheet, time};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
struct Grown {
    map: Arc<Map>,
    owm: Source,
    ron: Source,
    mermaid: Source,
}

impl Grown {
    fn new(components: usize) -> Self {
        let owm = Source::read(Format::Owm, &generator::text(components, true, Sheet::Usual)).unwrap();
        let map = Arc::clone(owm.map());
        let canonical = |format| Source::canonical(format, &map);
        Self { ron: canonical(Format::Ron), mermaid: canonical(Format::Mermaid), owm, map }
    }

    fn source(&self, format: Format) -> &Source {
        match format {
            Format::Owm => &self.owm,
            Format::Mermaid => &self.mermaid,
            _ => &self.ron,
        }
    }

    fn moved(&self) -> Map {
        let id = ElementId::new("part-7x");
        Edit::Move { elements: [id].into(), visibility: 0.01, evolution: 0.0 }.apply(&self.map).unwrap()
    }
}

type Work = Box<dyn Fn(&Grown) -> Duration>;

fn works() -> Vec<(String, Work)> {
    let mut works: Vec<(String, Work)> = Vec::new();
    for format in [Format::Owm, Format::Ron, Format::Mermaid] {
        let name = format.name();
        let mut add = |what: &str, work: Work| works.push((format!("{what} {name}"), work));
        add(
            "read",
            Box::new(move |g| {
                let text = g.source(format).text();
                time(|| drop(black_box(format::read(format, text))))
            }),
        );
        add("write", Box::new(move |g| time(|| drop(black_box(format::write(format, &g.map))))));
        add(
            "edit one element in",
            Box::new(move |g| {
                let (source, map) = (g.source(format), g.moved());
                time(|| drop(black_box(source.edit(&map))))
            }),
        );
        add(
            "insert everything into",
            Box::new(move |g| {
                let empty = Source::canonical(format, &Arc::new(Map::default()));
                time(|| drop(black_box(empty.edit(&g.map))))
            }),
        );
        add(
            "type a letter into",
            Box::new(move |g| {
                let source = g.source(format);
                let typed = source.text().replacen("Grown", "Grow", 1);
                time(|| drop(black_box(Source::typed(format, &typed, &g.map))))
            }),
        );
    }
    works.push((
        "walk down the chain".to_owned(),
        Box::new(|g| {
            let mut editor = Editor::new(Map::clone(&g.map));
            editor.document.select(Selection::of(&ElementId::new("part-7x")));
            time(|| editor.operate(Operation::Walk(Direction::Down)))
        }),
    ));
    works
}

fn main() {
    let grown = SIZES.map(Grown::new);
    println!("| work | 1,000 | 10,000 | 100,000 | ten times | ten times |\n|---|---:|---:|---:|---:|---:|");
    for (name, work) in works() {
        let [few, many, most] = grown.each_ref().map(|grown| work(grown).as_secs_f64() * 1e3);
        println!(
            "| {name} | {few:.2} ms | {many:.1} ms | {most:.0} ms | {:.1} | {:.1} |",
            many / few,
            most / many
        );
    }
}
