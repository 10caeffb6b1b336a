//! How the cost of reading, writing and editing grows: a table of times at 1,000, 10,000 and 100,000 components, with their
//! ratios.
//!
//! `cargo bench --bench growth`. Ten times the map is to cost about ten times as much; each time is the least of several, done
//! again and again, and done once in a process of its own.
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

use mapstone::compare::{ConflictTeller, Identity, merge};
use mapstone::editor::{Direction, Editor, Operation, Selection};
use mapstone::format::{self, Format, Source};
use mapstone::model::{Edit, ElementId, Map, Pipeline};
use mapstone::report::{markdown, report};

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
    works.extend(of_all());
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

/// What is done to all things at once, and taken back.
fn of_all() -> impl Iterator<Item = (String, Work)> {
    let all = [
        ("delete", Operation::Delete),
        ("switch off", Operation::Park),
        ("copy", Operation::Duplicate),
        ("evolve", Operation::EvolveNext),
        ("make pipelines of", Operation::TogglePipeline),
        ("put into the tray", Operation::PutIntoTray),
    ];
    let on_all = all.into_iter().map(|(words, operation)| {
        let work: Work = Box::new(move |g| {
            let mut editor = Editor::new(Map::clone(&g.map));
            editor.operate(Operation::SelectAll);
            time(|| {
                editor.operate(operation);
                editor.operate(Operation::Undo);
            })
        });
        (format!("{words} everything, and undo it"), work)
    });
    let turn: Work = Box::new(|g| {
        let mut editor = Editor::new(Map::clone(&g.map));
        let links = g.map.keyed_links().map(|(key, _)| key).collect();
        editor.document.select(Selection { links, ..Selection::default() });
        time(|| {
            editor.operate(Operation::TurnLinks);
            editor.operate(Operation::Undo);
        })
    });
    let tell: Work = Box::new(|g| {
        let moved = |right: f64| {
            let elements = g.map.elements().map(|element| element.id.clone()).collect();
            Edit::Move { elements, visibility: 0.0, evolution: right }.apply(&g.map).unwrap()
        };
        let (map, conflicts) = merge(&g.map, &moved(0.1), &moved(-0.1), Identity::Ids);
        let teller = ConflictTeller::of(&map);
        time(|| conflicts.iter().for_each(|conflict| drop(black_box(teller.words(conflict)))))
    });
    let end: Work = Box::new(|g| {
        let ids = || g.map.elements().map(|element| element.id.clone());
        let all = |pipeline| ids().map(|id| Edit::Pipeline { id, pipeline }).collect::<Vec<_>>();
        let begun = Edit::apply_all(&all(Some(Pipeline { range: None })), Map::clone(&g.map)).unwrap();
        let ended = all(None);
        time(|| drop(black_box(Edit::apply_all(&ended, begun.clone()))))
    });
    let merged: Work = Box::new(|g| {
        let sorted = |key: fn(&&str) -> (usize, usize)| {
            let mut lines: Vec<&str> = g.owm.text().lines().skip(1).collect();
            lines.sort_by_key(key);
            Source::read(Format::Owm, &lines.join("\n")).unwrap()
        };
        let (ours, theirs) =
            (sorted(|line| (line.len() % 7, line.len())), sorted(|line| (line.len() % 5, 0)));
        time(|| drop(black_box(format::merge(&g.owm, &ours, &theirs))))
    });
    let told: Work = Box::new(|g| time(|| drop(black_box(markdown(&[(report(&g.map, "map"), None)])))));
    on_all.chain([
        ("end pipelines of everything".to_owned(), end),
        ("merge texts whose lines both sides sorted".to_owned(), merged),
        ("report in Markdown".to_owned(), told),
        ("turn all links round, and undo it".to_owned(), turn),
        ("tell what a merge leaves of all places".to_owned(), tell),
    ])
}

fn main() {
    if let Some((name, components)) = generator::asked_once() {
        let (_, work) = works().into_iter().find(|(work, _)| *work == name).unwrap();
        println!("{}", work(&Grown::new(components)).as_secs_f64());
        return;
    }
    let grown = SIZES.map(Grown::new);
    println!(
        "| work | 1,000 | 10,000 | 100,000 | ten times | once: 10,000 | 100,000 | ten times |\n|---|---:|---:|---:|---:|---:|---:|---:|"
    );
    let only = std::env::args().skip_while(|arg| arg != "--only").nth(1).unwrap_or_default();
    for (name, work) in works().into_iter().filter(|(name, _)| name.contains(&only)) {
        let [few, many, most] = grown.each_ref().map(|grown| work(grown).as_secs_f64() * 1e3);
        let again = format!("{few:.2} ms | {many:.1} ms | {most:.0} ms | {:.1}", most / many);
        println!("| {name} | {again} | {}", generator::once_columns(&name));
    }
}
