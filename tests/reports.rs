//! Reports: maps in words, as Markdown and as one HTML file.

use std::fs;

use mapstone::format::{Format, read};
use mapstone::report::{Part, html, markdown, report};

use crate::command_line::run;

const MAP: &str = r#"Map(format: 1, title: "Racks <1> & *more*", theme: "mapstone",
    about: (purpose: "Why?\nReally", date: "2026-11-28", author: "A & B", left_out: "Prices", later: ["People"]),
    elements: [
        Anchor(id: "u", name: "User", visibility: 0.95, evolution: 0.6),
        Component(id: "c", name: "Compute", visibility: 0.8, evolution: 0.62),
        Component(id: "r", name: "Rack", visibility: 0.5, evolution: 0.3, spread: 0.1, details: (confidence: Low, evidence: "A guess", links: ["https://example.org"])),
        Component(id: "m", name: "Mount", visibility: 0.4, evolution: 0.7, evolve: (to: 0.8), treated: 0.3),
        Component(id: "x", name: "Lost|one", visibility: 0.3, evolution: 0.5),
    ],
    links: [Need(from: "u", to: "c"), Need(from: "c", to: "r"), Need(from: "r", to: "m"), Need(from: "c", to: "m"), Need(from: "m", to: "r")],
    answered: [(rule: "unreached", on: ["x"], because: "It waits", date: "2026-11-01")],
    decisions: [(what: "Rent it", because: "Cheaper", expect: "A utility", look_again: "2027-05-01")],
    pins: [(pattern: "land-grab", on: ["r"], note: "Now")],
)"#;

#[test]
fn a_report_says_all_that_a_map_says() {
    let map = read(Format::Ron, MAP).map.unwrap();
    let report = report(&map, "racks");
    let titles: Vec<_> = report.sections.iter().map(|section| section.title).collect();
    assert_eq!(
        titles,
        [
            "",
            "Value chain",
            "Open questions",
            "Answered questions",
            "Expected evolution",
            "Doubts",
            "Patterns and plays",
            "Decisions",
            "Left out, and for later",
            "Sources"
        ]
    );
    let Part::List(chain) = &report.sections[1].parts[0] else { panic!() };
    let lines: Vec<_> =
        chain.iter().map(|entry| format!("{} {} {}", entry.depth, entry.text, entry.more)).collect();
    // Needs in a circle end where they began.
    assert_eq!(
        lines,
        [
            "0 User ",
            "1 Compute Product (+rental)",
            "2 Rack Custom-built",
            "3 Mount Commodity (+utility)",
            "4 Rack see above",
            "2 Mount see above",
            "0 Not reached from the users Lost|one"
        ]
    );
    let text = markdown(&[(report.clone(), Some("a.svg".to_owned()))]);
    for line in [
        "# Racks \\<1\\> \\& \\*more\\*",
        "![Racks \\<1\\> \\& \\*more\\*](<a.svg>)",
        "- Out of reach of the users Lost\\|one: It waits *2026-11-01*",
        "- Rack is an assumption *A guess*",
        "- Mount: the market has it in Commodity (+utility), we treat it as in Custom-built",
        "- Play: Land grab (Rack) *Now*",
        "| Rent it | Cheaper | A utility | 2027-05-01 |  |",
        "- Left out: Prices",
        "- Later: People",
        "- Rack *https://example.org*",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let page = html(&[(report, "<?xml version=\"1.0\"?>\n<svg></svg>".to_owned())]);
    assert!(page.contains("<h1>Racks &lt;1&gt; &amp; *more*</h1>"));
    assert!(page.contains("<svg></svg>") && !page.contains("<?xml"), "the picture stands in the page");
    assert!(
        !page.contains("http") || page.matches("http").count() == page.matches("https://example.org").count()
    );
}

/// A chain of thousands is no page that is thousands of steps wide.
#[test]
fn a_long_chain_of_needs_is_told_in_pieces() {
    let count = 2_000;
    let components = (0..count).map(|at| format!("component Part {at} [0.5, 0.5]\n"));
    let needs = (1..count).map(|at| format!("Part {}->Part {at}\n", at - 1));
    let map = read(Format::Owm, &components.chain(needs).collect::<String>()).map.unwrap();
    let text = markdown(&[(report(&map, "long"), None)]);
    let told =
        |at: i32| text.lines().filter(|line| line.trim_start().starts_with(&format!("- Part {at} "))).count();
    // The last of each piece is told again where the next begins.
    assert_eq!([told(0), told(15), told(16), told(17), told(count - 1)], [1, 1, 2, 1, 1]);
    assert!(text.contains("- Part 16 *see below*"), "{text}");
    assert!(text.len() < 100 * 2_000, "{}", text.len());
}

#[test]
fn reports_are_written_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let racks = "maps/custom-racks.ron";
    let ran = run(&["report", racks, "-o", &at("r.md")], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(fs::read_to_string(at("r.md")).unwrap().contains("![Custom racks](<r.svg>)"));
    assert!(fs::read_to_string(at("r.svg")).unwrap().contains("<svg"));
    let ran = run(&["report", racks, "maps/tea-shop.ron", "-o", &at("all.html")], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = fs::read_to_string(at("all.html")).unwrap();
    assert_eq!((page.matches("<article>").count(), page.matches("<svg").count()), (2, 2));
    assert!(!page.contains("src=") && !page.contains("href=\"http"), "nothing is loaded from elsewhere");
    assert!(String::from_utf8(run(&["report", "-", "-o", "-"], MAP).out).unwrap().starts_with("# Racks"));
    assert_eq!(run(&["report", "-", "-o", "-"], "Map(").code, 2);
}
