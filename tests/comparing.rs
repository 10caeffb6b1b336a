//! The command line and git on two maps: what differs, what is merged, and nothing that is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mapstone::format::{self, Format};
use mapstone::model::Map;

fn mapstone() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mapstone"))
}

fn run(folder: &Path, args: &[&str]) -> Output {
    mapstone().args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A repository of git with a file of ours in it, set up to use the program.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new(name: &str, first: &str) -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main"]);
        for (key, value) in [
            ("user.name", "A"),
            ("user.email", "a@b.c"),
            ("commit.gpgsign", "false"),
            ("core.autocrlf", "false"),
        ] {
            repository.git(&["config", key, value]);
        }
        let done = run(repository.folder.path(), &["git-setup"]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert!(text(&done.stdout).contains("merge=mapstone"));
        fs::write(repository.path(name), first).unwrap();
        repository.commit("First");
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn try_git(&self, args: &[&str]) -> Output {
        Command::new("git")
            .args(args)
            .current_dir(self.folder.path())
            .env("GIT_EDITOR", "true")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .unwrap()
    }

    fn git(&self, args: &[&str]) -> String {
        let done = self.try_git(args);
        assert!(done.status.success(), "{args:?}: {}{}", text(&done.stdout), text(&done.stderr));
        text(&done.stdout)
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Changes the file on a branch of its own.
    fn branch(&self, branch: &str, name: &str, change: impl Fn(String) -> String) {
        self.git(&["checkout", "-q", "-b", branch, "main"]);
        let old = fs::read_to_string(self.path(name)).unwrap();
        let new = change(old.clone());
        assert_ne!(old, new);
        fs::write(self.path(name), new).unwrap();
        self.commit(branch);
    }

    fn map(&self, name: &str, format: Format) -> Map {
        let text = fs::read_to_string(self.path(name)).unwrap();
        format::read(format, &text).map.unwrap_or_else(|| panic!("{text}"))
    }
}

const OWM: &str = "title Tea shop\n// the customers\nanchor Public [0.95, 0.6]\ncomponent Cup of Tea [0.8, 0.6]\n\
                   component Kettle [0.4, 0.35] label [10, -8]\ncomponent Power [0.1, 0.7] // from the grid\n\nPublic->Cup of Tea\n\
                   Cup of Tea->Kettle\nKettle->Power\n// the end\n";

/// What one branch does, and what the other does, to the same map: moves, additions, a name, links, comments, looks.
fn in_owm(text: &str) -> [String; 2] {
    let ours = text
        .replace("[0.4, 0.35]", "[0.4, 0.62]")
        .replace("component Power", "// new here\ncomponent Water [0.2, 0.8]\ncomponent Power")
        .replace("Kettle->Power\n", "Kettle->Power\nKettle->Water\n");
    let theirs = text
        .replace("Cup of Tea", "Tea")
        .replace("[0.1, 0.7] // from the grid", "[0.05, 0.75] (buy) // from the wind")
        .replace("// the end", "Tea->Power\nstyle wardley\n// the very end");
    [ours, theirs]
}

fn has(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "{words:?} is missing:\n{text}");
    }
}

#[test]
fn two_branches_of_a_text_merge_through_git() {
    let repository = Repository::new("tea.owm", OWM);
    let [ours, theirs] = in_owm(OWM);
    repository.branch("ours", "tea.owm", |_| ours.clone());
    repository.branch("theirs", "tea.owm", |_| theirs.clone());
    repository.git(&["checkout", "-q", "ours"]);
    repository.git(&["merge", "-q", "theirs"]);
    let merged = fs::read_to_string(repository.path("tea.owm")).unwrap();
    has(
        &merged,
        &[
            "// the customers\nanchor Public [0.95, 0.6]\n",
            "component Tea [0.8, 0.6]",
            "component Kettle [0.4, 0.62] label [10, -8]",
            "// new here\ncomponent Water [0.2, 0.8]",
            "component Power [0.05, 0.75] (buy) // from the wind",
            "Kettle->Water",
            "Tea->Kettle",
            "Tea->Power",
            "style wardley",
            "// the very end",
        ],
    );
    assert!(!merged.contains("Cup of Tea") && !merged.contains("<<<<"), "{merged}");
    // The other way round it is the same map.
    repository.git(&["checkout", "-q", "theirs"]);
    repository.git(&["merge", "-q", "ours~0", "-m", "Back"]);
    assert_eq!(
        fs::read_to_string(repository.path("tea.owm")).unwrap().lines().count(),
        merged.lines().count()
    );
    // Rebased and picked, too.
    repository.git(&["checkout", "-q", "-b", "again", "main"]);
    fs::write(repository.path("tea.owm"), &theirs).unwrap();
    repository.commit("Again");
    repository.git(&["rebase", "-q", "ours^0"]);
    has(
        &fs::read_to_string(repository.path("tea.owm")).unwrap(),
        &["component Water", "// from the wind", "Tea->Power"],
    );
}

#[test]
fn two_branches_of_a_map_file_merge_through_git() {
    let first = include_str!("../maps/tea-shop.ron")
        .replace("    elements: [\n", "    // all that there is\n    elements: [\n");
    let repository = Repository::new("tea.ron", &first);
    let line = |text: &str, id: &str| {
        text.lines().find(|line| line.contains(&format!("(id: \"{id}\""))).unwrap().to_owned()
    };
    let id = |nth: usize| {
        let map = format::read(Format::Ron, &first).map.unwrap();
        map.components().filter(|(_, component)| !component.is_anchor()).nth(nth).unwrap().0.id.to_string()
    };
    let (one, two) = (id(0), id(1));
    repository.branch("ours", "tea.ron", |text| {
        let old = line(&text, &one);
        text.replace(
            &old,
            &format!("        // looked at\n{}", old.replace("evolution: 0.", "evolution: 0.0")),
        )
    });
    repository.branch("theirs", "tea.ron", |text| {
        let (old, next) = (line(&text, &one), line(&text, &two));
        text.replace(&old, &old.replacen("name: \"", "name: \"Fine ", 1))
            .replace(&next, &format!("{next}\n        Component(id: \"milk\", name: \"Milk\", visibility: 0.5, evolution: 0.9),"))
            .replace("    links: [\n", &format!("    links: [\n        Need(from: \"{one}\", to: \"milk\"), // with milk\n"))
    });
    repository.git(&["checkout", "-q", "ours"]);
    repository.git(&["merge", "-q", "theirs"]);
    let merged = fs::read_to_string(repository.path("tea.ron")).unwrap();
    has(
        &merged,
        &[
            "// all that there is",
            "        // looked at\n",
            "name: \"Fine ",
            "evolution: 0.0",
            "\"milk\", name: \"Milk\"",
            "// with milk",
        ],
    );
    let map = repository.map("tea.ron", Format::Ron);
    assert!(map.conflicts.is_empty() && map.element(&mapstone::model::ElementId::new("milk")).is_some());
    // Picked on top of something else.
    repository.git(&["checkout", "-q", "-b", "picked", "ours~1"]);
    fs::write(repository.path("tea.ron"), first.replace("title: \"", "title: \"Our ")).unwrap();
    repository.commit("Title");
    repository.git(&["cherry-pick", "theirs"]);
    has(&fs::read_to_string(repository.path("tea.ron")).unwrap(), &["title: \"Our ", "\"Milk\"", "Fine "]);
}

#[test]
fn a_true_conflict_holds_both_sides_until_it_is_decided() {
    for name in ["tea.owm", "tea.ron", "tea.mmd"] {
        let format = Format::of_ending(name.rsplit('.').next().unwrap()).unwrap();
        let map = format::read(Format::Owm, OWM).map.unwrap();
        let first = if name == "tea.owm" { OWM.to_owned() } else { format::write(format, &map).0 };
        let repository = Repository::new(name, &first);
        let moved = |to: f64| {
            let source = format::Source::read(format, &first).unwrap();
            let kettle = source.map().components().find(|(_, c)| c.name == "Kettle").unwrap().0.id.clone();
            let place = mapstone::model::Place::At(mapstone::model::Position::clamped(0.4, to));
            let map = mapstone::model::Edit::Place { id: kettle, place }.apply(source.map()).unwrap();
            source.edit(&map).text
        };
        repository.branch("ours", name, |_| moved(0.2));
        repository.branch("theirs", name, |_| moved(0.8));
        repository.git(&["checkout", "-q", "ours"]);
        let merge = repository.try_git(&["merge", "theirs"]);
        assert_eq!(merge.status.code(), Some(1), "{name}");
        let said = text(&merge.stdout) + &text(&merge.stderr);
        has(&said, &["conflict about the place of the component `Kettle`", "CONFLICT"]);
        // The file is a map that holds both, and `check` fails.
        let merged = repository.map(name, format);
        assert_eq!(merged.conflicts.len(), 1, "{name}");
        let kettle = |map: &Map| {
            map.components()
                .find(|(_, c)| c.name == "Kettle")
                .map(|(_, c)| map.position(c).unwrap().evolution.value())
        };
        assert_eq!(kettle(&merged), Some(0.2));
        let check = run(repository.folder.path(), &["check", name]);
        assert!(!check.status.success(), "{name}");
        has(&text(&check.stdout), &["a merge left this undecided: the place of the component `Kettle`"]);
        // Decided, the file is clean.
        let source =
            format::Source::read(format, &fs::read_to_string(repository.path(name)).unwrap()).unwrap();
        let decided =
            mapstone::compare::decided(source.map(), 0, mapstone::compare::Decided::Theirs).unwrap();
        assert_eq!(kettle(&decided), Some(0.8));
        let clean = source.edit(&decided).text;
        assert!(!clean.contains("conflicts"), "{clean}");
        fs::write(repository.path(name), clean).unwrap();
        assert!(run(repository.folder.path(), &["check", name]).status.code() < Some(2), "{name}");
        repository.commit("Merged");
    }
}

#[test]
fn git_shows_what_moved_and_setup_is_taken_back() {
    let repository = Repository::new("tea.owm", OWM);
    let attributes = fs::read_to_string(repository.path(".gitattributes")).unwrap();
    fs::write(repository.path("tea.owm"), OWM.replace("[0.4, 0.35]", "[0.4, 0.62]")).unwrap();
    has(&repository.git(&["diff"]), &["Kettle: custom-built → product, +0.27"]);
    repository.commit("Moved");
    // Where git wants lines, it gets facts.
    has(&repository.git(&["log", "-p", "-1"]), &["+component Kettle, Product (+rental) (0.620)"]);
    // What is no map is compared and merged as git does.
    fs::write(repository.path("other.ron"), "(a: 1)\n").unwrap();
    repository.commit("Other");
    fs::write(repository.path("other.ron"), "(a: 2)\n").unwrap();
    has(&repository.git(&["diff", "other.ron"]), &["-(a: 1)", "+(a: 2)"]);
    repository.git(&["checkout", "-q", "--", "other.ron"]);
    repository.git(&["branch", "base"]);
    repository.git(&["checkout", "-q", "-b", "x", "base"]);
    fs::write(repository.path("other.ron"), "// x\n(a: 1)\n").unwrap();
    repository.commit("X");
    repository.git(&["checkout", "-q", "-b", "y", "base"]);
    fs::write(repository.path("other.ron"), "(a: 1)\n\n\n// y\n").unwrap();
    repository.commit("Y");
    let merge = repository.try_git(&["merge", "x"]);
    assert!(merge.status.code() <= Some(1), "{}", text(&merge.stderr));
    // Twice is once; and all of it goes.
    run(repository.folder.path(), &["git-setup"]);
    assert_eq!(fs::read_to_string(repository.path(".gitattributes")).unwrap(), attributes);
    fs::write(repository.path(".gitattributes"), format!("*.txt text\n{attributes}*.bin binary\n")).unwrap();
    assert!(run(repository.folder.path(), &["git-setup", "--undo"]).status.success());
    assert_eq!(fs::read_to_string(repository.path(".gitattributes")).unwrap(), "*.txt text\n*.bin binary\n");
    assert!(!fs::read_to_string(repository.path(".git/config")).unwrap().contains("mapstone"));
}

#[test]
fn a_merge_reads_each_file_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    let map = |text: &str| format::read(Format::Owm, text).map.unwrap();
    let theirs = map(&OWM.replace("[0.4, 0.35]", "[0.4, 0.62]"));
    write("base.owm", OWM.as_bytes());
    write("ours.owm", format!("{OWM}component Milk [0.5, 0.6]\n").as_bytes());
    write("theirs.ron", format::write(Format::Ron, &theirs).0.as_bytes());
    let done = run(folder.path(), &["merge", "base.owm", "ours.owm", "theirs.ron"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    has(
        &fs::read_to_string(folder.path().join("ours.owm")).unwrap(),
        &["0.62]", "component Milk [0.5, 0.6]"],
    );
    // A picture that holds its map is more than a text.
    for name in ["held.svg", "held.png"] {
        let done = run(folder.path(), &["render", "base.owm", "--embed-source", "-o", name]);
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
    let (picture, drawn) = (folder.path().join("held.png"), folder.path().join("held.svg"));
    let before = [fs::read(&picture).unwrap(), fs::read(&drawn).unwrap()];
    assert_eq!(run(folder.path(), &["merge", "base.owm", "held.png", "ours.owm"]).status.code(), Some(2));
    // Nor is it drawn over by what differs.
    let done = run(folder.path(), &["diff", "held.svg", "ours.owm", "-o", "held.md"]);
    assert_eq!(done.status.code(), Some(2), "{}", text(&done.stderr));
    assert!(before == [fs::read(&picture).unwrap(), fs::read(&drawn).unwrap()]);
}

#[test]
fn git_tells_of_files_that_are_not_merged_yet() {
    let repository = Repository::new("tea.owm", OWM);
    repository.git(&["branch", "other"]);
    fs::write(repository.path("tea.owm"), OWM.replace("[0.4, 0.35]", "[0.4, 0.62]")).unwrap();
    repository.commit("Moved");
    repository.git(&["checkout", "-q", "other"]);
    fs::write(repository.path("tea.owm"), OWM.replace("[0.4, 0.35]", "[0.4, 0.1]")).unwrap();
    repository.commit("Moved elsewhere");
    let merge = repository.try_git(&["merge", "-"]);
    assert!(!merge.status.success());
    has(&repository.git(&["diff", "--ours"]), &["* Unmerged path tea.owm"]);
    assert!(
        format::read(Format::Owm, &fs::read_to_string(repository.path("tea.owm")).unwrap()).map.is_some()
    );
}

#[test]
fn differences_are_told_in_all_formats() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.owm"), OWM).unwrap();
    let map = format::read(Format::Owm, &OWM.replace("[0.4, 0.35]", "[0.4, 0.62]")).map.unwrap();
    fs::write(path("b.ron"), format::write(Format::Ron, &map).0).unwrap();
    let same = run(folder.path(), &["diff", "a.owm", "a.owm"]);
    assert_eq!((same.status.code(), text(&same.stdout).as_str()), (Some(0), "the maps are the same\n"));
    let told = run(folder.path(), &["diff", "a.owm", "b.ron"]);
    assert_eq!(told.status.code(), Some(1));
    has(&text(&told.stdout), &["Moved:\n  Kettle: custom-built → product, +0.27\n"]);
    let json = run(folder.path(), &["diff", "a.owm", "b.ron", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["changes"][0]["kind"], "moved");
    for name in ["out.md", "out.svg", "out.png", "out.html"] {
        let done = run(folder.path(), &["diff", "a.owm", "b.ron", "-o", name]);
        assert_eq!(done.status.code(), Some(1), "{}", text(&done.stderr));
    }
    has(
        &fs::read_to_string(path("out.md")).unwrap(),
        &["![What changed](out.svg)", "| Moved | Kettle: custom-built → product, +0.27 |"],
    );
    has(&fs::read_to_string(path("out.html")).unwrap(), &["<svg", "custom-built → product"]);
    assert!(fs::read(path("out.png")).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(run(folder.path(), &["diff", "a.owm", "none.owm"]).status.code(), Some(2));
}

#[test]
fn scenarios_are_listed_applied_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let racks = include_str!("../maps/custom-racks.ron");
    fs::write(folder.path().join("racks.ron"), racks).unwrap();
    let listed = run(folder.path(), &["scenario", "list", "racks.ron"]);
    has(
        &text(&listed.stdout),
        &[
            "Today",
            "Buy robots (buy-robots)          2",
            "Rent compute (rent-compute)      0",
            "Order Server, Rack",
        ],
    );
    let done = run(folder.path(), &["scenario", "export", "racks.ron", "Rent compute", "-o", "rent.owm"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let rent = fs::read_to_string(folder.path().join("rent.owm")).unwrap();
    assert!(rent.contains("component Compute [0.79, 0.9] (outsource)") && !rent.contains("Rack"), "{rent}");
    let done = run(folder.path(), &["scenario", "apply", "racks.ron", "standard-racks"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let made = fs::read_to_string(folder.path().join("racks.ron")).unwrap();
    has(
        &made,
        &["name: \"Rack\", visibility: 0.53, evolution: 0.71", "Buy robots", "// Custom racks: figures"],
    );
    assert!(!made.contains("standard-racks"), "{made}");
    // What does not fit any more is told, and kept.
    let listed = run(folder.path(), &["scenario", "list", "racks.ron"]);
    has(
        &text(&listed.stderr),
        &["scenario “Buy robots”: the link from `modify` to `Robots` does not fit any more"],
    );
    for args in [
        &["--scenario", "rent-compute"][..],
        &["--scenario", "buy-robots", "--compare"],
        &["--scenario", "rent-compute", "--compare", "buy-robots"],
    ] {
        let done = run(folder.path(), &[&["render", "racks.ron", "-o", "out.svg"][..], args].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
    assert_eq!(
        run(folder.path(), &["render", "racks.ron", "-o", "out.svg", "--scenario", "none"]).status.code(),
        Some(2)
    );
}

#[test]
fn steps_are_drawn_to_a_folder_a_moving_picture_and_a_page() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("racks.ron"), include_str!("../maps/custom-racks.ron")).unwrap();
    for output in ["steps", "steps.png", "steps.html"] {
        let done = run(folder.path(), &["scenario", "steps", "racks.ron", "standard-racks", "-o", output]);
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
    let mut names: Vec<_> = fs::read_dir(folder.path().join("steps"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["0-today.png", "1-standard-racks.png"]);
    // A reader that is not ours finds all frames, each as large as the picture.
    let bytes = fs::read(folder.path().join("steps.png")).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let frames = reader.info().animation_control().unwrap().num_frames;
    assert_eq!(frames, 15);
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let mut unlike = 0;
    let mut last = Vec::new();
    for _ in 0..frames {
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (reader.info().width, reader.info().height));
        unlike += usize::from(last != pixels);
        last.clone_from(&pixels);
    }
    assert_eq!(unlike, 15, "each picture is another one");
    let page = fs::read_to_string(folder.path().join("steps.html")).unwrap();
    has(&page, &["<figcaption>Today</figcaption>", "const names = [\"Today\", \"Standard racks\"]"]);
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org").count()
    );
}
