//! How much memory maps take, and a long history of small steps: a table in Markdown.
//!
//! `cargo bench --bench memory`, on Linux. Each figure is that of a process of its own, beside one that holds the text
//! alone.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot"
)]

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;

use mapstone::editor::{Document, Editor};
use mapstone::format::{Format, Source};
use mapstone::model::{Edit, ElementId};

mod generator;
use generator::Sheet;

/// The memory of this process, in bytes.
fn now() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::read(Format::Owm, text).unwrap())
}

/// What a process holds, and how much that is.
fn hold(what: &str, components: usize) -> usize {
    let text = generator::text(components, false, Sheet::Usual);
    match what {
        "text" => now(),
        "map" => {
            let map = Arc::clone(source(&text).map());
            let size = now();
            drop(black_box(map));
            size
        }
        "source" => {
            let source = source(&text);
            let size = now();
            drop(black_box(source));
            size
        }
        "editor" => {
            let editor = Editor::of_source(&source(&text));
            let size = now();
            drop(black_box(editor));
            size
        }
        steps => {
            let steps: usize = steps.parse().unwrap();
            let mut document = Document::of_source(source(&text));
            let ids: Vec<ElementId> = document.map().elements().map(|element| element.id.clone()).collect();
            for (step, id) in (0..steps).zip(ids.iter().cycle()) {
                let by = if (step / ids.len()).is_multiple_of(2) { 0.001 } else { -0.001 };
                let edit = Edit::Move { elements: [id.clone()].into(), visibility: 0.0, evolution: by };
                document.commit("Move", &[edit], None).unwrap();
            }
            let size = now();
            drop(black_box(document));
            size
        }
    }
}

fn measured(what: &str, components: usize) -> f64 {
    let program = std::env::current_exe().unwrap();
    // What was freed goes back to the system at once, so that what is held is measured.
    let output = Command::new(program)
        .args(["hold", what, &components.to_string()])
        .env("MIMALLOC_PURGE_DELAY", "0")
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(f64::NAN)
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [_, mode, what, components] = args.as_slice()
        && mode == "hold"
    {
        println!("{}", hold(what, components.parse().unwrap()));
        return;
    }
    if now() == 0 {
        println!("SKIPPED: this system does not say how much memory a process takes");
        return;
    }
    println!("| held | 100 | 10,000 | 100,000 | a component |\n|---|---:|---:|---:|---:|");
    let sizes = [100, 10_000, 100_000];
    let alone = sizes.map(|size| measured("text", size));
    for (name, what) in
        [("the map", "map"), ("and its text, in parts", "source"), ("and its picture", "editor")]
    {
        let held = sizes.map(|size| measured(what, size));
        let more: Vec<f64> = held.iter().zip(alone).map(|(held, alone)| held - alone).collect();
        let cells: Vec<String> = more.iter().map(|bytes| format!("{:.1} MB", bytes / 1e6)).collect();
        println!("| {name} | {} | {:.0} bytes |", cells.join(" | "), more.last().unwrap_or(&0.0) / 1e5);
    }
    println!(
        "\n| moves of one component among 1,000 | 0 | 10,000 | 100,000 | 1,000,000 |\n|---|---:|---:|---:|---:|"
    );
    let cells =
        ["0", "10000", "100000", "1000000"].map(|steps| format!("{:.0} MB", measured(steps, 1_000) / 1e6));
    println!("| the whole process | {} |", cells.join(" | "));
}
