//! Input that is no map, or half of one: a usable map with diagnostics, or a clear error; never a panic.

use std::fs;

use mapstone::files::{Disk, Expected, Storage, load, save};
use mapstone::format::{self, Format, Severity};
use mapstone::layout::Layout;
use mapstone::scene::Theme;

/// Opens bytes as a file of this name; answers the error, or the map's elements and the worst diagnostic.
fn open(name: &str, bytes: &[u8]) -> Result<(usize, Option<Severity>), String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let loaded = load(&Disk, &path, None).map_err(|error| error.to_string())?;
    let worst = loaded.reading.diagnostics.iter().map(|d| d.severity).max();
    let first = loaded.reading.diagnostics.first().map(|d| d.message.clone()).unwrap_or_default();
    assert_eq!(fs::read(&path).unwrap(), bytes, "opening never changes a file");
    let map = loaded.reading.map.ok_or(first)?;
    let theme = Theme::for_map(&map.theme);
    let layout = Layout::new(&map, &theme.sizes);
    let scene = mapstone::scene::build(&map, &layout, &theme);
    assert!(mapstone::export::svg(&scene, 1.0, mapstone::export::Lettering::Text).len() > 500);
    Ok((map.elements().len(), worst))
}

fn check_error(name: &str, bytes: &[u8], expected: &str) {
    let error = open(name, bytes).expect_err(name);
    assert!(error.contains(expected), "{name}: {error}");
}

#[test]
fn what_is_no_map_is_said_to_be_none() {
    check_error("letter.txt.doc", b"Dear diary, nothing happened today.", "not a map");
    check_error("picture.ron", &[0x89, b'P', b'N', b'G', 0, 1, 2], "not text");
    check_error("latin.owm", b"component Caf\xe9 [0.5, 0.5]", "line 1, column 14");
    check_error("wide.ron", &[0xff, 0xfe, b'M', 0], "UTF-16");
    check_error("half.ron", b"Map(\n format: 1,\n elements: [\n  Component(id: \"a\", na", "never closed");
    check_error("half2.ron", b"Map(format: 1, elements: [", "never closed");
    check_error("page.md", b"# Tea\n", "Markdown");
    check_error("map.wtg2", b"anchor Tea : II\n", "wtg2");
    check_error("large.owm", &vec![b'x'; 65 << 20], "the file has 68 MB; a map has at most 64");
    let folder = tempfile::tempdir().unwrap();
    let error = load(&Disk, folder.path(), None).unwrap_err().to_string();
    assert!(error.contains("folder"), "{error}");
    let error = load(&Disk, &folder.path().join("no.ron"), None).unwrap_err().to_string();
    assert!(error.contains("no.ron") && error.contains("no such file"), "{error}");
}

#[test]
fn what_is_odd_is_a_map_all_the_same() {
    assert_eq!(open("empty.ron", b""), Ok((0, Some(Severity::Hint))));
    assert_eq!(open("empty.owm", b"  \n"), Ok((0, Some(Severity::Hint))));
    assert_eq!(open("bom.ron", b"\xef\xbb\xbfMap(format: 1)"), Ok((0, None)));
    assert_eq!(open("crlf.owm", b"title T\r\ncomponent A [0.5, 0.5]\r\n"), Ok((1, None)));
    let cycle = b"component A [0.5, 0.5]\ncomponent B [0.4, 0.5]\nA->B\nB->A\nA->A\nA->C";
    assert_eq!(open("cycle.owm", cycle), Ok((2, Some(Severity::Hint))));
    let twice = b"component A [0.5, 0.5]\ncomponent A [0.5, 0.5]";
    assert_eq!(open("twice.owm", twice), Ok((2, None)));
    let numbers = b"component A [NaN, 1e999]\ncomponent B [-3, 7]\nsize [0, -1]";
    assert_eq!(open("numbers.owm", numbers), Ok((2, Some(Severity::Warning))));
    let long = format!("component {} [0.5, 0.5]\nnote {} [0.1, 0.1]", "x".repeat(10_000), "y ".repeat(5_000));
    assert_eq!(open("long.owm", long.as_bytes()), Ok((2, None)));
    let scripts = "component שלום עולם [0.5, 0.5]\ncomponent e\u{301}\u{301}\u{301} [0.2, 0.2]\ncomponent 茶 [0.1, 0.1]";
    assert_eq!(open("scripts.owm", scripts.as_bytes()), Ok((3, None)));
}

#[test]
fn deep_nesting_and_endless_lines_end() {
    check_error(
        "deep.ron",
        format!("Map(format: 1, a: {}", "(".repeat(100_000)).as_bytes(),
        "nested too deeply",
    );
    let lines = "nonsense\n".repeat(100_000);
    let (elements, worst) = open("noise.owm", lines.as_bytes()).unwrap();
    assert_eq!((elements, worst), (0, Some(Severity::Warning)));
    let line = format!("component A [{}", "[".repeat(200_000));
    assert!(open("brackets.owm", line.as_bytes()).is_ok());
}

#[test]
fn no_small_file_hangs() {
    let inertia = format!("component A {} x [0.5, 0.5]", "inertia ".repeat(200));
    assert!(open("inertia.owm", inertia.as_bytes()).is_ok());
    let one_line = "x ".repeat(1 << 20);
    assert!(open("line.owm", one_line.as_bytes()).is_ok());
    let equal = "component Same [0.5, 0.5]\n".repeat(2_000);
    assert_eq!(open("equal.owm", equal.as_bytes()).map(|(elements, _)| elements), Ok(2_000));
}

/// A disk that is full.
struct Full;

impl Storage for Full {
    fn read(&self, path: &std::path::Path, most: usize) -> std::io::Result<Vec<u8>> {
        Disk.read(path, most)
    }

    fn keep(&self, _: &std::path::Path, _: &[u8]) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn replace_while(
        &self,
        _: &std::path::Path,
        _: &[u8],
        _: &dyn Fn() -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn is_file(&self, path: &std::path::Path) -> std::io::Result<bool> {
        Disk.is_file(path)
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.ron");
    fs::write(&path, "old").unwrap();
    let error = save(&Full, &path, "new", &Expected::Text("old".to_owned())).unwrap_err().to_string();
    assert!(error.contains("map.ron could not be saved"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

/// Real files push labels thousands of pixels away: that is said, with the place, and no more than said.
#[test]
fn a_label_far_away_is_pointed_out() {
    let owm = "component A [0.5, 0.5] label [20, 3050]\ncomponent B [0.4, 0.5] label [-299, 12]\n\
               evolve A 0.8 label [-5, -3218]\n";
    let reading = format::read(Format::Owm, owm);
    let far: Vec<_> =
        reading.diagnostics.iter().filter(|d| d.message.contains("pixels from its symbol")).collect();
    assert_eq!(far.len(), 2, "{:?}", reading.diagnostics);
    assert!(far.iter().all(|d| d.severity == Severity::Hint && d.help.is_some()));
    let ron = format::write(Format::Ron, &reading.map.unwrap()).0;
    let again = format::read(Format::Ron, &ron);
    let far: Vec<_> =
        again.diagnostics.iter().filter(|d| d.message.contains("pixels from its symbol")).collect();
    let mut said: Vec<_> = far.iter().map(|d| d.span.of(&ron).replace(' ', "")).collect();
    said.sort();
    assert_eq!(said, ["(-5,-3218)", "(20,3050)"]);
}
