//! What maps of any size cost, from their text to a picture and while they are edited: a table in Markdown.
//!
//! `cargo bench --bench scale`. The components lie all over one sheet of the usual size, which is as dense as it gets; what
//! depends on that is done on wide sheets too, which grow with them as those of people do. The columns *ten times* say what
//! 100,000 components cost beside 10,000, done again and again, and done once in a process of its own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot"
)]

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use mapstone::analysis::{Chain, findings};
use mapstone::compare::{Comparison, Identity, merge};
use mapstone::editor::{Direction, Editor, Event, Keys, Operation, Selection};
use mapstone::export::{Lettering, Page, pdf, png, svg};
use mapstone::format::{Format, Source};
use mapstone::geometry::{Point, Rect, Vec2};
use mapstone::layout::{Align, Layout};
use mapstone::model::{Color, Edit, ElementId, Map};
use mapstone::scene::{self, Item, Paint, Scene, Stroke, TextItem, Theme};
use mapstone::typeset::Face;

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
    fn new(components: usize, sheet: Sheet) -> Self {
        let text = generator::text(components, false, sheet);
        let source = Arc::new(Source::read(Format::Owm, &text).unwrap());
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

/// Reading the map in a format.
fn read(grown: &Grown, format: Format) -> Duration {
    let text = if format == Format::Owm {
        grown.source.text().to_owned()
    } else {
        mapstone::format::write(format, grown.map()).0
    };
    time(|| drop(black_box(mapstone::format::read(format, &text))))
}

type Work = (&'static str, fn(&Grown) -> Duration);

/// Every tenth component, beginning with this one.
fn tenth(map: &Map, first: usize) -> BTreeSet<ElementId> {
    map.components().skip(first).step_by(10).map(|(element, _)| element.id.clone()).collect()
}

/// The map with those moved.
fn moved(map: &Map, first: usize) -> Map {
    let elements = tenth(map, first);
    Edit::Move { elements, visibility: 0.02, evolution: 0.05 }.apply(map).unwrap()
}

const WORKS: [Work; 16] = [
    ("read OnlineWardleyMaps", |g| read(g, Format::Owm)),
    ("read a map file", |g| read(g, Format::Ron)),
    ("read Mermaid", |g| read(g, Format::Mermaid)),
    ("read JSON", |g| read(g, Format::Json)),
    ("lay out", |g| time(|| drop(black_box(Layout::new(g.map(), &g.theme.sizes))))),
    ("questions", |g| time(|| drop(black_box(findings(g.map()))))),
    ("loads of all", |g| time(|| drop(black_box(Chain::of(g.map()).loads())))),
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
    ("compare with a version in which a tenth moved", |g| {
        let now = moved(g.map(), 0);
        time(|| drop(black_box(Comparison::new(g.map(), &now, Identity::Names))))
    }),
    ("merge two such versions", |g| {
        let (ours, theirs) = (moved(g.map(), 0), moved(g.map(), 5));
        time(|| drop(black_box(merge(g.map(), &ours, &theirs, Identity::Names))))
    }),
    ("a step between two such versions, to its scene", |g| {
        let comparison = Comparison::new(g.map(), &moved(g.map(), 0), Identity::Ids);
        let mut last = comparison.at(0.5);
        let mut layout = Layout::new(&last, &g.theme.sizes);
        let mut shown = scene::build(&last, &layout, &g.theme);
        let mut moment = 0.5;
        time(|| {
            moment = if moment > 0.9 { 0.1 } else { moment + 0.01 };
            let map = comparison.at(moment);
            let next = Layout::during(&map, &g.theme.sizes, (&last, &layout));
            shown = scene::rebuild((&shown, &last, &layout), &map, &next, &g.theme);
            (last, layout) = (map, next);
        })
    }),
];

/// What depends on how dense a sheet is.
const OF_SHEETS: [&str; 6] = [
    "lay out",
    "scene",
    "SVG of a scene",
    "PDF of a scene",
    "a step of a drag, to its scene",
    "an arrow key at rest, to its scene",
];
/// The end of such a work's name that is done on a wide sheet.
const WIDE: &str = ", wide";

/// Curves of these times, both axes in steps of ten: what grows in step with the map rises as the grey lines do.
fn curves(rows: &[(&str, [f64; 4])]) -> Scene {
    let (left, top, side, right) = (70.0, 40.0, 130.0, 230.0);
    let (decades_down, decades) = ((-5_i32, 2_i32), 3.0);
    let (width, height) = (decades * side, f64::from(decades_down.1 - decades_down.0) * 60.0);
    let at = |step: f64, seconds: f64| {
        let up = (seconds.max(1e-5).log10() - f64::from(decades_down.0)) * 60.0;
        Point::new(left + step * side, top + height - up)
    };
    let ink = Color::rgb(0x33, 0x3D, 0x4A);
    let pale = Stroke::new(Color::rgb(0xD5, 0xDB, 0xE1), 1.0);
    let bounds = Rect::new(0.0, 0.0, left + width + right, top + height + 50.0);
    let text = |text: String, at: Point, anchoring, color| {
        Item::Text(TextItem { text, at, anchoring, face: Face::Regular, size: 12.0, color, angle: 0.0 })
    };
    let white = Some(Paint::Solid(Color::WHITE));
    let mut items = vec![Item::Rect { rect: bounds, radius: 0.0, fill: white, stroke: None }];
    for power in decades_down.0..=decades_down.1 {
        let y = at(0.0, 10_f64.powi(power)).y;
        items.push(Item::Polyline {
            points: vec![Point::new(left, y), Point::new(left + width, y)],
            stroke: pale,
        });
        let words = if power < -3 {
            format!("{} µs", 10_i64.pow((power + 6) as u32))
        } else if power < 0 {
            format!("{} ms", 10_i64.pow((power + 3) as u32))
        } else {
            format!("{} s", 10_i64.pow(power as u32))
        };
        items.push(text(words, Point::new(left - 8.0, y + 4.0), Align::End, ink));
    }
    for (step, words) in ["100", "1,000", "10,000", "100,000 components"].into_iter().enumerate() {
        let x = left + step as f64 * side;
        items.push(Item::Polyline {
            points: vec![Point::new(x, top), Point::new(x, top + height)],
            stroke: pale,
        });
        items.push(text(words.to_owned(), Point::new(x, top + height + 20.0), Align::Middle, ink));
    }
    // The names stand beside the ends of their curves, one below the other.
    let mut ends: Vec<(f64, usize)> =
        rows.iter().enumerate().map(|(row, (_, times))| (at(3.0, times[3]).y, row)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut next = top;
    for (y, row) in ends {
        let Some((name, times)) = rows.get(row) else { continue };
        let hue = row as f64 / rows.len() as f64;
        let part = |shift: f64| (90.0 + 90.0 * (std::f64::consts::TAU * (hue + shift)).cos()) as u8;
        let color = Color::rgb(part(0.0), part(0.33), part(0.66));
        let points = times.iter().enumerate().map(|(step, time)| at(step as f64, *time)).collect();
        items.push(Item::Polyline { points, stroke: Stroke::new(color, 2.0) });
        next = y.max(next + 15.0);
        items.push(text(
            (*name).to_owned(),
            Point::new(left + width + 10.0, next + 4.0),
            Align::Start,
            color,
        ));
    }
    Scene::of_items(bounds, "What maps of any size cost", "Times by the number of components", items)
}

/// What a peer takes for the same maps as a whole process, beside ours, where it is installed.
fn peer(grown: &[Grown]) {
    let has_peer = Command::new("mmdc").arg("--version").output().is_ok_and(|output| output.status.success());
    if !has_peer {
        println!("\nSKIPPED: mermaid-cli (mmdc) is not installed: there is no row of it");
        return;
    }
    println!("\n| to SVG, whole process | mermaid-cli | Mapstone |\n|---|---:|---:|");
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("map.mmd"), folder.path().join("map.svg"));
    for one in grown.iter().take(2) {
        std::fs::write(&from, mapstone::format::write(Format::Mermaid, one.map()).0).unwrap();
        let run = |program: &str, args: [&str; 2]| {
            let mut command = Command::new(program);
            command.args(args.iter().filter(|arg| !arg.is_empty())).arg(&from).arg("-o").arg(&to);
            time(|| drop(black_box(command.output()))).as_secs_f64() * 1e3
        };
        let (theirs, ours) = (run("mmdc", ["-i", ""]), run(env!("CARGO_BIN_EXE_mapstone"), ["render", ""]));
        println!("| {} components | {theirs:.1} ms | {ours:.1} ms |", one.map().elements().len());
    }
}

/// What the reference's converter takes to read the same texts, beside ours, where it is installed: `MAPSTONE_REFERENCE` names
/// the folder in which `npm install` was run with `tests/reference/package.json`. Neither is charged for giving back what was
/// read.
fn reference() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/speed.js");
    let Some(folder) = std::env::var_os("MAPSTONE_REFERENCE").map(std::path::PathBuf::from) else {
        println!(
            "\nSKIPPED: MAPSTONE_REFERENCE names no folder: there is no row of the reference's converter"
        );
        return;
    };
    println!(
        "\n| read OnlineWardleyMaps, components | its converter | Mapstone | times |\n|---|---:|---:|---:|"
    );
    for (words, components) in [("1,000", 1_000), ("10,000", 10_000), ("100,000", 100_000)] {
        let text = generator::text(components, false, Sheet::Usual);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let mut node = Command::new("node");
        let theirs =
            node.arg(script).arg(file.path()).env("NODE_PATH", folder.join("node_modules")).output().unwrap();
        let theirs: f64 = String::from_utf8_lossy(&theirs.stdout).parse().unwrap();
        let mut ours = Duration::MAX;
        for _ in 0..25 {
            let begun = std::time::Instant::now();
            let read = black_box(mapstone::format::read(Format::Owm, &text));
            ours = ours.min(begun.elapsed());
            drop(read);
        }
        let ours = ours.as_secs_f64() * 1e3;
        println!("| {words} | {theirs:.1} ms | {ours:.2} ms | {:.0} |", theirs / ours);
    }
    println!();
}

/// With `-- --write FILE.svg` the curves are drawn, too.
fn main() {
    if let Some((name, components)) = generator::asked_once() {
        let own = name.strip_suffix(WIDE);
        let sheet = if own.is_some() { Sheet::Wide } else { Sheet::Usual };
        let (_, work) = WORKS.into_iter().find(|(work, _)| *work == own.unwrap_or(&name)).unwrap();
        println!("{}", work(&Grown::new(components, sheet)).as_secs_f64());
        return;
    }
    // `-- --only WORDS` measures the rows of these words alone.
    let only = std::env::args().skip_while(|arg| arg != "--only").nth(1);
    if only.is_none() {
        // First, in a memory that is as empty as that of the process beside it.
        reference();
    }
    let grown = SIZES.map(|components| Grown::new(components, Sheet::Usual));
    let mut rows = Vec::new();
    println!(
        "| work | 100 | 1,000 | 10,000 | 100,000 | ten times | once: 10,000 | 100,000 | ten times |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    );
    let is_wanted = |name: &str| only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let row = |name: &str, work: fn(&Grown) -> Duration, grown: &[Grown; 4]| {
        let times = grown.each_ref().map(|grown| work(grown).as_secs_f64());
        let [.., large, largest] = times;
        let cells = times.map(|time| format!("{:.2} ms", time * 1e3)).join(" | ");
        println!("| {name} | {cells} | {:.1} | {}", largest / large, generator::once_columns(name));
        times
    };
    for (name, work) in WORKS.into_iter().filter(|(name, _)| is_wanted(name)) {
        rows.push((name, row(name, work, &grown)));
    }
    let of_sheets = WORKS.into_iter().filter(|(name, _)| OF_SHEETS.contains(name));
    let of_sheets: Vec<_> = of_sheets
        .map(|(name, work)| (format!("{name}{WIDE}"), work))
        .filter(|(name, _)| is_wanted(name))
        .collect();
    if !of_sheets.is_empty() {
        let wide = SIZES.map(|components| Grown::new(components, Sheet::Wide));
        for (name, work) in of_sheets {
            row(&name, work, &wide);
        }
    }
    if only.is_some() {
        return;
    }
    peer(&grown);
    let args: Vec<String> = std::env::args().collect();
    if let Some(path) = args.iter().skip_while(|arg| *arg != "--write").nth(1) {
        std::fs::write(path, svg(&curves(rows.get(..13).unwrap()), 1.0, Lettering::Text)).unwrap();
    }
}
