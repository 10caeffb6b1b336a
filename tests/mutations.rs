//! Broken texts: real ones with lines and characters changed at random. No reader panics, nothing that is written is
//! refused, and making a text canonical twice is making it canonical once.
//!
//! `MAPSTONE_MUTATIONS` is the number of texts, usually 1,000.

use std::fs;
use std::io::Write;
use std::path::Path;

use mapstone::format::{self, Format, Source};

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const PIECES: [&str; 60] = [
    "component ",
    "anchor ",
    "evolve ",
    "pipeline ",
    "note ",
    "annotation 1 ",
    "annotations ",
    "title ",
    "style ",
    "url ",
    "submap ",
    "market ",
    "pioneers ",
    "accelerator ",
    "size ",
    "evolution ",
    "valuechain ",
    "y-axis ",
    "build ",
    "buy ",
    "[0.5, 0.5]",
    "[0.2]",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "->",
    "+>",
    "+<>",
    "+'x'>",
    ";",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "%%",
    "%% ron: ",
    "%% owm: ",
    "// mapstone: ",
    "// mapstone next: ",
    "%% mapstone next: ",
    "Component(name: \"A\")",
    "Map(",
    "label [1, 2]",
    "(buy)",
    "inertia",
    "\n",
    "\r\n",
    "\t",
    " ",
    "0.7",
    "1e400",
    "\u{202e}",
    "é",
    "\u{7}",
    "--",
];

fn mutated(text: &str, others: &[String], random: &mut Random) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for _ in 0..=random.below(4) {
        let at = random.below(lines.len());
        match random.below(8) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            3 => {
                let from: Vec<&str> = others[random.below(others.len())].lines().collect();
                let line = if from.is_empty() { "" } else { random.of(&from) };
                lines.insert(at, line.to_owned());
            }
            4 => {
                let end = random.below(lines[at].len() + 1);
                let end = (0..=end).rev().find(|end| lines[at].is_char_boundary(*end)).unwrap_or(0);
                lines[at].truncate(end);
            }
            _ => {
                let place = random.below(lines[at].len() + 1);
                let place = (0..=place).rev().find(|place| lines[at].is_char_boundary(*place)).unwrap_or(0);
                let piece = random.of(&PIECES);
                lines[at].insert_str(place, piece);
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

/// Past the test runner, which shows only what failing tests print.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn texts() -> Vec<(Format, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus =
        std::env::var_os("MAPSTONE_CORPUS").map_or_else(|| root.join("../shared/corpus"), Into::into);
    let mut texts = Vec::new();
    for folder in [
        root.join("maps"),
        root.join("tests/fixtures"),
        root.join("tests/fixtures/formats"),
        corpus.join("maps"),
    ] {
        let Ok(entries) = fs::read_dir(&folder) else {
            say(&format!("SKIPPED: no maps at {}", folder.display()));
            continue;
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let ending =
                path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
            let (Some(format), Ok(text)) = (Format::of_ending(&ending), fs::read_to_string(&path)) else {
                continue;
            };
            texts.push((format, text));
        }
    }
    // Of each map the text in every format, with all that comments carry.
    for at in 0..texts.len() {
        let (format, text) = texts[at].clone();
        let Some(map) = format::read(format, &text).map else { continue };
        for other in [Format::Owm, Format::Mermaid, Format::Ron].into_iter().filter(|other| *other != format)
        {
            texts.push((other, format::write(other, &map).0));
        }
    }
    texts
}

#[test]
fn broken_texts_are_made_canonical_once() {
    let count = std::env::var("MAPSTONE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let seed = std::env::var("MAPSTONE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_128);
    let mut random = Random(seed);
    let texts = texts();
    let all: Vec<String> = texts.iter().map(|(_, text)| text.clone()).collect();
    let mut refused = 0;
    let mut wrong = Vec::new();
    for _ in 0..count {
        let (format, text) = &texts[random.below(texts.len())];
        let text = mutated(text, &all, &mut random);
        let _ = format::wtg::read(&text);
        for other in Format::ALL.into_iter().filter(|other| other != format) {
            let _ = format::read(other, &text);
        }
        let Ok(source) = Source::read(*format, &text) else {
            refused += 1;
            continue;
        };
        assert_eq!(source.edit(source.map()).text, source.text(), "{format:?}: nothing was changed\n{text}");
        let (once, losses) = source.formatted();
        let Ok(again) = Source::read(*format, &once) else {
            panic!("{format:?}: refused\n{text}\n---\n{once}")
        };
        let (twice, _) = again.formatted();
        if once != twice && losses.iter().all(|loss| loss.is_kept) {
            wrong.push((*format, text.clone(), once, twice));
        }
        for other in [Format::Ron, Format::Owm, Format::Mermaid, Format::Json] {
            let written = format::write(other, source.map()).0;
            assert!(
                format::read(other, &written).map.is_some(),
                "{format:?} to {other:?}: refused\n{text}\n---\n{written}"
            );
        }
    }
    say(&format!("{count} texts, {refused} refused, {} not canonical at once", wrong.len()));
    for (number, (format, text, once, twice)) in wrong.iter().enumerate() {
        let lines = once.lines().zip(twice.lines()).find(|(a, b)| a != b);
        let lines = lines.map_or_else(|| "in length".to_owned(), |(a, b)| format!("{a:?}, then {b:?}"));
        say(&format!("{number}: {format:?}: {lines}"));
        for (what, text) in [("before", text), ("once", once), ("twice", twice)] {
            fs::write(std::env::temp_dir().join(format!("mapstone-mutation-{number}-{what}")), text).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{} of {count}", wrong.len());
}
