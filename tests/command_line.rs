//! The program as a process.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

pub(crate) fn run(args: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mapstone"))
        .args(args)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().expect("it was not killed"),
        out: output.stdout,
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const OWM: &str = "title Tea\ncomponent Cup [0.5, 0.5]\ncomponent Tea [0.4, 0.6]\nCup->Tea\n";

#[test]
fn render_makes_svg_and_png() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let ran = run(&["render", "maps/tea-shop.ron", "-o", &at("tea.svg")], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(fs::read_to_string(at("tea.svg")).unwrap().contains("Electric Kettle"));
    let ran =
        run(&["render", "maps/tea-shop.ron", "-o", &at("tea.png"), "--scale", "2", "--size", "600x400"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let png = fs::read(at("tea.png")).unwrap();
    let decoder = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let info = decoder.info();
    assert_eq!((info.width, info.height), (2 * (600 + 80), 2 * (400 + 112)));
    // 192 dots to the inch.
    assert_eq!(info.pixel_dims.unwrap().xppu, 7559);
    let ran = run(&["render", "-", "--theme", "wardley"], OWM);
    assert_eq!(ran.code, 0);
    assert!(String::from_utf8(ran.out).unwrap().contains("font-family=\"Hack"));
}

#[test]
fn a_theme_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    let theme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes/plain.ron")).unwrap();
    fs::write(&path, theme.replace("label: \"#000000\"", "label: \"#123456\"")).unwrap();
    let ran = run(&["render", "-", "--theme", path.to_str().unwrap()], OWM);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(String::from_utf8(ran.out).unwrap().contains("#123456"));
    fs::write(&path, theme.replace("halo: 0.85", "halo: much")).unwrap();
    let ran = run(&["render", "-", "--theme", path.to_str().unwrap()], OWM);
    assert_eq!((ran.code, ran.out.len()), (2, 0));
    let line = theme.lines().position(|line| line.contains("halo")).unwrap() + 1;
    let place = format!("mine.ron:{line}:");
    assert!(ran.err.contains(&place) && ran.err.contains("the theme cannot be read"), "{}", ran.err);
    // A map may name it, from its own folder. What is wrong with it stops no picture.
    let map = folder.path().join("map.ron");
    fs::write(&map, "Map(format: 1, theme: \"mine.ron\", elements: [], links: [])").unwrap();
    let ran = run(&["render", map.to_str().unwrap(), "-o", "-", "--fail-on-warnings"], "");
    assert_eq!(ran.code, 1);
    assert_eq!(run(&["render", map.to_str().unwrap(), "-o", "-"], "").code, 0, "the picture was made");
    assert!(ran.err.contains(&place) && !ran.out.is_empty(), "{}", ran.err);
    let ran = run(&["check", map.to_str().unwrap()], "");
    assert_eq!(ran.code, 1);
    assert!(String::from_utf8(ran.out).unwrap().contains(&place));
    fs::write(&path, theme.replace("paper: \"#FFFFFF\"", "paper: \"#FEDCBA\"")).unwrap();
    let ran = run(&["render", map.to_str().unwrap(), "-o", "-"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(String::from_utf8(ran.out).unwrap().contains("#FEDCBA"));
}

#[test]
fn a_legend_is_shown_where_it_is_asked_for() {
    let has_legend = |args: &[&str], text| {
        let ran = run(args, text);
        assert_eq!(ran.code, 0, "{}", ran.err);
        String::from_utf8(ran.out).unwrap().contains("User (anchor)")
    };
    let map = "anchor A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nA->B\n";
    assert!(!has_legend(&["render", "-"], map));
    assert!(has_legend(&["render", "-", "--legend"], map));
    // Without a symbol to explain there is none.
    assert!(!has_legend(&["render", "-", "--legend"], "note N [0.5, 0.5]\n"));
}

#[test]
fn many_maps_are_rendered_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/folder");
    let maps = ["maps/tea-shop.ron", "maps/self-driving-car.ron", "maps/automotive-2015.ron"];
    let mut args = vec!["render", "--format", "png", "--out-dir", out.to_str().unwrap()];
    args.extend(maps);
    assert_eq!(run(&args, "").code, 0);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 3);
    args.push("maps/no-such-map.ron");
    let ran = run(&args, "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("maps/no-such-map.ron: there is no such file"), "{}", ran.err);
}

#[test]
fn misuse_is_said_before_anything_is_done() {
    for (args, word) in [
        (vec!["render", "maps/tea-shop.ron", "--theme", "baroque"], "mapstone, wardley"),
        (vec!["render", "maps/tea-shop.ron", "--size", "9x9"], "100 to 20000"),
        (vec!["render", "maps/tea-shop.ron", "--scale", "0"], "0.05 to 20"),
        (vec!["render", "maps/tea-shop.ron", "maps/self-driving-car.ron", "-o", "x.svg"], "--out-dir"),
        (vec!["render", "maps/tea-shop.ron", "maps/tea-shop.ron"], "two maps"),
        (vec!["convert", "maps/tea-shop.ron", "-o", "x.docx"], "--to"),
        (vec!["render"], "required"),
        (vec!["frobnicate", "--hard"], "unexpected"),
    ] {
        let ran = run(&args, "");
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("x.svg").exists());
}

#[test]
fn convert_goes_through_every_format() {
    let ron = run(&["convert", "-", "-o", "-", "--to", "ron"], OWM);
    assert_eq!((ron.code, ron.err.as_str()), (0, ""));
    let json = run(&["convert", "-", "-o", "-", "--to", "json"], std::str::from_utf8(&ron.out).unwrap());
    assert_eq!(json.code, 0);
    let owm = run(
        &["convert", "-", "-o", "-", "--from", "json", "--to", "owm"],
        std::str::from_utf8(&json.out).unwrap(),
    );
    assert_eq!(String::from_utf8(owm.out).unwrap(), OWM);
    let lossy = run(&["convert", "maps/tea-shop.ron", "-o", "-", "--to", "owm"], "");
    assert_eq!(lossy.code, 0);
    assert!(lossy.err.contains("does not say the map's purpose"), "{}", lossy.err);
    let strict = run(&["convert", "maps/tea-shop.ron", "-o", "-", "--to", "owm", "--strict"], "");
    assert_eq!((strict.code, strict.out.as_slice()), (1, &b""[..]), "{}", strict.err);
    let whole = run(&["convert", "-", "-o", "-", "--to", "ron", "--strict"], OWM);
    assert_eq!(whole.code, 0, "{}", whole.err);
}

/// A conversion to the format that the text has already changes no byte of it.
#[test]
fn convert_to_the_same_format_is_a_copy() {
    let odd =
        "\u{feff}component  Cup [0.5,.50] // here\r\n\r\n// component Tea [0.4, 0.4]\r\nhuh\r\nCup->Tea";
    let ran = run(&["convert", "-", "-o", "-", "--to", "owm"], odd);
    assert_eq!((String::from_utf8(ran.out).unwrap().as_str(), ran.code), (odd, 0), "{}", ran.err);
    let ran = run(&["convert", "-", "-o", "-", "--to", "owm", "--fail-on-warnings"], odd);
    assert_eq!((ran.code, ran.out.len()), (1, odd.len()), "it is done all the same");
    let ron = "Map(format:1,elements:[/* c */])";
    let ran = run(&["convert", "-", "-o", "-", "--to", "ron"], ron);
    assert_eq!((String::from_utf8(ran.out).unwrap().as_str(), ran.code), (ron, 0));
}

#[test]
fn fmt_makes_text_canonical() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tea.owm");
    let name = path.to_str().unwrap();
    fs::write(&path, "component  Cup [0.5,.50] // here\nCup -> Tea\n").unwrap();
    let ran = run(&["fmt", "--check", name, "maps/tea-shop.ron"], "");
    assert_eq!((ran.code, String::from_utf8(ran.out).unwrap().trim()), (1, name));
    assert_eq!(run(&["fmt", name], "").code, 0);
    // A comment behind a statement stands above it.
    assert_eq!(fs::read_to_string(&path).unwrap(), "// here\ncomponent Cup [0.5, 0.5]\nCup->Tea\n");
    assert_eq!(run(&["fmt", "--check", name], "").code, 0);
    let ran = run(&["fmt", "-"], "Map(format:1)");
    assert!(String::from_utf8(ran.out).unwrap().starts_with("Map(\n    format: 1,\n"));
    assert_eq!(run(&["fmt", "-"], "Map(format: 1, elements: [").code, 2);
}

#[test]
fn check_tells_file_line_and_column() {
    let ran = run(&["check", "maps/online-photo-service.ron"], "");
    assert_eq!((ran.code, ran.out.len()), (0, 0));
    let ran = run(&["check", "-"], "title T\ncomponent A [0.5, 0.5]\n  nonsense\nA->B\n");
    assert_eq!(ran.code, 1);
    let said = String::from_utf8(ran.out).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(
        lines[0],
        "<stdin>:3:3: warning: this line is not understood; it is kept in the file [not-understood]"
    );
    assert_eq!(lines[1], "<stdin>:4:1: hint: the map has no `B`, so this link is not drawn [end-missing]");
    let ran = run(&["check", "-"], "component A [0.5, 0.5]\nA->B\n");
    assert_eq!(ran.code, 0, "hints are fine");
    let ran = run(&["check", "-", "--format", "json"], "title T\nhuh\ncomponent A [0.5, 0.5]");
    let report: serde_json::Value = serde_json::from_slice(&ran.out).unwrap();
    assert_eq!((report[0]["line"].as_u64(), report[0]["severity"].as_str()), (Some(2), Some("warning")));
    assert_eq!(run(&["check", "-"], "Map(format: 1, elements: [").code, 2);
    assert_eq!(run(&["check", "src"], "").code, 2);
}

#[test]
fn every_real_map_is_drawn() {
    let Some(corpus) = crate::corpus::folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["render".to_owned(), "--out-dir".to_owned(), folder.path().display().to_string()];
    let maps = fs::read_dir(corpus.join("maps")).unwrap().map(|entry| entry.unwrap().path());
    args.extend(
        maps.filter(|path| path.extension().is_some_and(|e| e == "owm"))
            .map(|path| path.display().to_string()),
    );
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let ran = run(&args, "");
    assert!(ran.code <= 1, "{}", ran.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 105);
}

#[test]
fn a_pdf_is_a_page_with_text_in_fonts_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("tea.pdf");
    let ran = run(&["render", "maps/tea-shop.ron", "-o", out.to_str().unwrap(), "--page", "a4"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let bytes = fs::read(&out).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(bytes.starts_with(b"%PDF-1.7") && text.trim_end().ends_with("%%EOF"));
    // A4 across, in points.
    assert!(text.contains("/MediaBox [0 0 841.89 595.28]"), "{}", text.find("/MediaBox").unwrap_or(0));
    for part in ["/Title (Tea shop)", "+NotoSans-Bold", "+NotoSans-Italic", "/ToUnicode", "/FontFile2"] {
        assert!(text.contains(part), "no {part}");
    }
    // As large as the picture, three quarters of a point to the pixel.
    let ran = run(&["render", "maps/tea-shop.ron", "-o", "-", "--format", "pdf"], "");
    assert!(String::from_utf8_lossy(&ran.out).contains("/MediaBox [0 0 960 590.25]"));
}

#[test]
fn a_part_of_a_map_is_drawn_on_a_background_of_its_own() {
    let svg = |args: &[&str]| {
        let all: Vec<&str> = ["render", "maps/tea-shop.ron", "-o", "-"].iter().chain(args).copied().collect();
        let ran = run(&all, "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        String::from_utf8(ran.out).unwrap()
    };
    let all = svg(&[]);
    let part = svg(&["--only", "kettle,power"]);
    assert_eq!((all.matches("data-from").count(), part.matches("data-from").count()), (8, 1));
    assert!(part.contains("data-element=\"kettle\"") && !part.contains("data-element=\"cup\""));
    let ran = run(&["render", "maps/tea-shop.ron", "-o", "-", "--only", "kettle", "--only", "teapot"], "");
    assert_eq!((ran.code, ran.out.len()), (2, 0));
    assert!(ran.err.contains("no element `teapot`"), "{}", ran.err);
    let clear = svg(&["--transparent"]);
    assert!(all.contains("plot0)") && !clear.contains("plot0)") && !clear.contains("aria-hidden"));
    // Letters as shapes: no text is left, and nothing is drawn elsewhere.
    let shapes = svg(&["--outlines"]);
    assert!(!shapes.contains("<text") && shapes.matches("<path d=\"M").count() > 20);
    let png = |args: &[&str]| {
        let all: Vec<&str> = ["render", "maps/tea-shop.ron", "-o", "-", "--format", "png"]
            .iter()
            .chain(args)
            .copied()
            .collect();
        run(&all, "").out
    };
    let decoder = png::Decoder::new(std::io::Cursor::new(png(&["--transparent"])));
    assert_eq!(decoder.read_info().unwrap().info().color_type, png::ColorType::Rgba);
}

#[test]
fn several_formats_are_made_in_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let ran = run(&["render", "maps/tea-shop.ron", "--out-dir", out, "--format", "svg,png,pdf"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let begins = |ending: &str| {
        fs::read(folder.path().join(format!("tea-shop.{ending}"))).unwrap().first_chunk::<4>().copied()
    };
    assert_eq!(
        [begins("svg"), begins("png"), begins("pdf")],
        [Some(*b"<svg"), Some(*b"\x89PNG"), Some(*b"%PDF")]
    );
    let ran = run(&["render", "maps/tea-shop.ron", "-o", "-", "--format", "svg,png"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("several formats"), "{}", ran.err);
}

#[test]
fn parts_of_a_picture_are_shown_and_hidden() {
    let text = "anchor Public [0.95, 0.6]\ncomponent Cup [0.7, 0.6]\n// component Pot [0.4, 0.4]\n\
                annotation 1 [0.5, 0.5] Look\nannotations [0.1, 0.1]\nPublic->Cup\n";
    let svg = |args: &[&str]| {
        let all: Vec<&str> = ["render", "-"].iter().chain(args).copied().collect();
        String::from_utf8(run(&all, text).out).unwrap()
    };
    let says = |svg: &str, word: &str| svg.contains(&format!(">{word}</text>"));
    let all = svg(&[]);
    assert!(says(&all, "Cup") && says(&all, "Look") && !says(&all, "Pot") && !says(&all, "Component"));
    let bare = svg(&["--hide", "labels,annotations"]);
    assert!(says(&bare, "Public") && !says(&bare, "Cup") && !says(&bare, "Look"));
    assert_eq!(all.matches("<circle").count(), bare.matches("<circle").count());
    assert!(says(&svg(&["--parked"]), "Pot"));
    assert!(
        says(&svg(&["--legend"]), "Component") && !says(&svg(&["--legend", "--hide", "legend"]), "Component")
    );
    let embedded = svg(&["--embed-fonts"]);
    assert!(embedded.contains("src:url(data:font/ttf;base64,") && says(&embedded, "Cup"));
}

#[test]
fn a_page_has_the_margin_that_was_asked_for() {
    let shape = |margin: &str| {
        let args =
            ["render", "maps/tea-shop.ron", "-o", "-", "--format", "pdf", "--page", "a4", "--margin", margin];
        run(&args, "").code
    };
    assert_eq!((shape("0"), shape("25.4"), shape("-1"), shape("much")), (0, 0, 2, 2));
}

#[test]
fn labels_are_tidied_where_that_is_asked_for() {
    let text = "component A [0.5, 0.5] label [300, 200]\nevolve A->B 0.8 label [-400, 9]\n";
    let x = |args: &[&str]| {
        let svg = String::from_utf8(run(args, text).out).unwrap();
        let line = svg.lines().find(|line| line.contains(">A</text>")).unwrap().to_owned();
        line.split("x=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap()
    };
    assert!(x(&["render", "-"]) > 850.0);
    assert!((500.0..700.0).contains(&x(&["render", "-", "--tidy-labels"])));
}

const DOCUMENT: &str = "# Tea\n\nText.\n\n```mermaid\nwardley-beta\ncomponent Cup [0.5, 0.5]\nhuh\n```\n\n> ```owm\n> component Tea [0.4]\n> ```\n\n\
    ```mermaid\ngraph TD\n```\n";

#[test]
fn maps_in_markdown_are_checked_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("doc.md");
    fs::write(&file, DOCUMENT).unwrap();
    let name = file.display().to_string();
    let checked = run(&["check", &name], "");
    let lines = String::from_utf8(checked.out).unwrap();
    assert_eq!(checked.code, 1);
    assert!(lines.contains("doc.md:8:1: warning: this line is not understood"), "{lines}");
    assert!(lines.contains("doc.md:12:3: warning: a number is missing here"), "{lines}");
    assert_eq!(lines.lines().count(), 2, "{lines}");
    assert_eq!(run(&["check", "-"], DOCUMENT).code, 1);
    let drawn = run(&["render", &name], "");
    assert_eq!(drawn.code, 0, "{}", drawn.err);
    assert_eq!(run(&["render", &name, "--fail-on-warnings"], "").code, 1);
    for picture in ["doc-1.svg", "doc-2.svg"] {
        assert!(fs::read_to_string(folder.path().join(picture)).unwrap().contains("<svg"), "{picture}");
    }
    assert_eq!(run(&["render", &name, "-o", "-"], "").code, 2);
    let second = run(&["render", &name, "-o", "-", "--block", "2"], "");
    assert!(String::from_utf8(second.out).unwrap().contains(">Tea</"), "{}", second.err);
    let taken = run(&["convert", &name, "--block", "1", "-o", "-", "--to", "owm"], "");
    assert!(String::from_utf8(taken.out).unwrap().contains("component Cup [0.5, 0.5]"));
    fs::write(&file, "# No map\n").unwrap();
    assert!(run(&["check", &name], "").err.contains("there is no map in it"));
    assert!(run(&["fmt", &name], "").err.contains("left as they are"));
}

#[test]
fn a_map_in_markdown_is_kept_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("docs")).unwrap();
    let (document, map) = (folder.path().join("docs/doc.md"), folder.path().join("tea.owm"));
    fs::write(&document, DOCUMENT).unwrap();
    fs::write(&map, OWM).unwrap();
    let (name, source) = (document.display().to_string(), map.display().to_string());
    let read = || fs::read_to_string(&document).unwrap();
    let put = run(&["convert", &source, "-o", &name], "");
    assert_eq!(put.code, 0, "{}", put.err);
    assert!(read().starts_with(DOCUMENT) && read().contains("<!-- mapstone: ../tea.owm "), "{}", read());
    assert!(read().ends_with("\"Cup\" -> \"Tea\"\n```\n"), "{}", read());
    let first = read();
    assert_eq!(run(&["convert", &source, "-o", &name], "").code, 0);
    assert_eq!(read(), first);
    let outside = run(&["convert", "--update", &name], "");
    assert!(outside.code == 2 && outside.err.contains("--allow-outside"), "{}", outside.err);
    assert_eq!(run(&["convert", "--update", "--allow-outside", "--check", &name], "").code, 0);
    fs::write(&map, OWM.replace("0.6", "0.7")).unwrap();
    let stale = run(&["convert", "--update", "--allow-outside", "--check", &name], "");
    assert_eq!((stale.code, read()), (1, first.clone()), "{}", stale.err);
    assert_eq!(run(&["convert", "--update", "--allow-outside", &name], "").code, 0);
    assert_eq!(read().replace("[0.4, 0.7]", "[0.4, 0.6]").lines().count(), first.lines().count());
    assert!(read().contains("component \"Tea\" [0.4, 0.7]"));
    // What somebody wrote there is not overwritten.
    fs::write(&document, read().replace("\"Cup\" -> \"Tea\"", "\"Cup\" -> \"Milk\"")).unwrap();
    let refused = run(&["convert", "--update", "--allow-outside", &name], "");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("changed by hand") && refused.err.contains("doc.md:"), "{}", refused.err);
    assert!(read().contains("Milk"));
    assert_eq!(run(&["convert", "--update", "--allow-outside", "--force", &name], "").code, 0);
    assert!(!read().contains("Milk"));
    // A block keeps what it is written in; another is asked for by name.
    assert_eq!(run(&["convert", &source, "-o", &name, "--to", "owm"], "").code, 0);
    assert_eq!(run(&["convert", "--update", "--allow-outside", &name], "").code, 0);
    assert!(read().contains("```owm\ntitle Tea\n"), "{}", read());
    // Losses stop it when they are to.
    let park = "Map(format: 1, elements: [Area(outline: [(0.1, 0.1), (0.2, 0.2), (0.1, 0.3)])])";
    fs::write(folder.path().join("area.ron"), park).unwrap();
    let area = folder.path().join("area.ron").display().to_string();
    let before = read();
    let strict = run(&["convert", &area, "-o", &name, "--strict"], "");
    assert_eq!((strict.code, read()), (1, before), "{}", strict.err);
    assert!(strict.err.contains("does not say the area"), "{}", strict.err);
    assert!(run(&["convert", "--update", "maps/tea-shop.ron"], "").err.contains("no block of it"));
}

#[test]
fn wardley_to_go_is_read() {
    let text = "title: Tea\nPublic - Cup\nCup -- Kettle\nPublic: |....|....|....|.x...|\n\
                Cup: |....|....|..x..|........|\nKettle: {\n type: build\n label: W\n evolution: |...|...x.|..>.|.......|\n}\n";
    let ran = run(&["convert", "-", "-o", "-", "--to", "owm"], text);
    let owm = String::from_utf8(ran.out).unwrap();
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("<stdin>:8:2: warning: the side `W` of the label of `Kettle` is not kept"),
        "{}",
        ran.err
    );
    for line in [
        "component Public [0.97, 0.8]",
        "component Cup [0.66, 0.55]",
        "component Kettle [0.04, 0.32] (build)",
        "evolve Kettle 0.58",
        "Cup->Kettle",
    ] {
        assert!(owm.contains(line), "{line} is not in {owm}");
    }
    let same = run(&["fmt", "-"], text);
    assert!(same.err.contains("read, not written"), "{}", same.err);
}

#[test]
fn the_schema_is_printed() {
    let ran = run(&["schema"], "");
    assert_eq!((ran.code, String::from_utf8(ran.out).unwrap()), (0, mapstone::format::schema()));
}

#[test]
fn this_readme_is_up_to_date() {
    let ran = run(&["convert", "--update", "--check", "README.md"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_conflict_is_named_with_its_lines() {
    let ran = run(&["check", "tests/fixtures/broken/conflict.ron"], "");
    assert_eq!(ran.code, 2, "{}", ran.err);
    let said = ran.err + &String::from_utf8(ran.out).unwrap();
    assert!(said.contains("conflict.ron:5:1") && said.contains("could not merge lines 5 to 9"), "{said}");
}

#[test]
fn a_map_comes_back_out_of_its_picture() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let original = fs::read_to_string("maps/tea-shop.ron").unwrap();
    for ending in ["svg", "png", "pdf"] {
        let picture = file(&format!("tea.{ending}"));
        let ran = run(&["render", "maps/tea-shop.ron", "-o", &picture, "--embed-source"], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let back = file("back.ron");
        let ran = run(&["convert", &picture, "-o", &back], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ending}");
        assert_eq!(fs::read_to_string(&back).unwrap(), original, "{ending}");
        // Of a part, no more goes along than is shown.
        let part = file(&format!("part.{ending}"));
        run(&["render", "maps/tea-shop.ron", "-o", &part, "--embed-source", "--only", "kettle"], "");
        run(&["convert", &part, "-o", &back], "");
        let text = fs::read_to_string(&back).unwrap();
        assert!(text.contains("Kettle") && !text.contains("Cup of Tea"), "{text}");
        // Without a map inside, it is a picture.
        run(&["render", "maps/tea-shop.ron", "-o", &picture], "");
        let ran = run(&["check", &picture], "");
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("this is a picture, and holds no map"), "{}", ran.err);
    }
}

/// Ctrl+C while many maps are drawn: what was begun is done, nothing is left half made, and the end says so.
#[cfg(unix)]
#[test]
fn an_end_in_the_middle_of_many_leaves_whole_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut names = Vec::new();
    for number in 0..400 {
        let name = folder.path().join(format!("map-{number}.owm"));
        let mut text = String::new();
        for part in 0..60 {
            text.push_str(&format!(
                "component Part {part}x [0.{:02}, 0.{:02}]\n",
                part * 7 % 100,
                part * 13 % 100
            ));
        }
        fs::write(&name, text).unwrap();
        names.push(name);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_mapstone"))
        .arg("render")
        .args(&names)
        .arg("--out-dir")
        .arg(&out)
        .args(["--format", "svg,png"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let made = || fs::read_dir(&out).map_or(0, Iterator::count);
    while made() < 8 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(made() < 800, "it stopped early");
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let end: &[u8] = if path.extension().unwrap() == "svg" { b"</svg>\n" } else { b"IEND\xaeB`\x82" };
        assert!(bytes.ends_with(end), "{}", path.display());
    }
}

/// What is not in focus is drawn in other colours, and kinds are left out; the rest is as ever.
#[test]
fn a_picture_shows_a_chain_and_leaves_kinds_out() {
    let text = "anchor Public [0.95, 0.6]\ncomponent Cup [0.7, 0.6]\ncomponent Clay [0.3, 0.6]\ncomponent Beside [0.5, 0.2]\n\
                note Careful [0.2, 0.2]\nannotation 1 [0.5, 0.5] Look\nPublic->Cup\nCup->Clay\n";
    let svg = |args: &[&str]| {
        let all: Vec<&str> = ["render", "-"].iter().chain(args).copied().collect();
        let ran = run(&all, text);
        assert_eq!(ran.code, 0, "{}", ran.err);
        String::from_utf8(ran.out).unwrap()
    };
    let group = |svg: &str, name: &str| {
        let from = svg.find(&format!("data-element=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
        svg[from..].split("</g>").next().unwrap().to_owned()
    };
    let (all, focused) = (svg(&[]), svg(&["--focus", "cup", "--levels", "1"]));
    for name in ["cup", "public", "clay"] {
        assert_eq!(group(&all, name), group(&focused, name), "{name}");
    }
    assert_ne!(group(&all, "beside"), group(&focused, "beside"));
    assert_ne!(group(&svg(&["--focus", "cup", "--levels", "0"]), "clay"), group(&all, "clay"));
    let bare = svg(&["--hide", "notes,discs,needs"]);
    assert!(!bare.contains("Careful") && !bare.contains("Look") && bare.contains(">Cup</text>"));
    assert!(!bare.contains("data-link") && all.contains("Careful"));
    let wrong = run(&["render", "-", "--focus", "nobody"], text);
    assert!(wrong.code == 2 && wrong.err.contains("no element `nobody`"), "{}", wrong.err);
    assert_eq!(run(&["render", "-", "--levels", "2"], text).code, 2);
}

#[test]
fn maps_are_told_in_sentences() {
    let ran = run(&["describe", "maps/tea-shop.ron", "-"], OWM);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let said = String::from_utf8(ran.out).unwrap();
    assert!(said.starts_with("Tea shop, a Wardley map with 2 users, 7 components and 8 needs.\n"), "{said}");
    assert!(
        said.contains("Kettle is at Custom-built (0.35)") && said.contains("as Electric Kettle"),
        "{said}"
    );
    assert!(said.contains("\n\nTea, a Wardley map with 0 users, 2 components and 1 need.\n"), "{said}");
    let ran = run(&["describe", "-"], "Map(format: 1, elements: [");
    assert!(ran.code == 2 && ran.err.contains("this is no map"), "{}", ran.err);
}
