//! The layers, held against what the sources name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer may name only those above it.
const LAYERS: [&str; 15] = [
    "geometry",
    "typeset",
    "model",
    "analysis",
    "compare",
    "format",
    "layout",
    "scene",
    "export",
    "report",
    "editor",
    "files",
    "workspace",
    "cli",
    "app",
];
/// Crates that only some layers may name.
const CRATES: &[(&str, &[&str])] = &[
    ("egui", &["app"]),
    ("eframe", &["app"]),
    ("rfd", &["app"]),
    ("winit", &["app"]),
    ("zbus", &["app"]),
    ("signal_hook", &["app", "cli"]),
    ("egui_material_icons", &["app"]),
    ("earcut", &["app"]),
    ("epaint_default_fonts", &["typeset", "app"]),
    ("png", &["export"]),
    ("pollster", &["app"]),
    ("toml", &["cli"]),
    ("jiff", &["files"]),
    ("petgraph", &["analysis"]),
    ("serde", &["cli", "format", "layout", "scene", "files", "typeset"]),
    ("ron", &["format", "scene", "files"]),
    ("serde_json", &["format", "cli"]),
    ("rustybuzz", &["typeset"]),
    ("fontdb", &["typeset"]),
    ("notosans", &["typeset"]),
    ("unicode_bidi", &["typeset"]),
    ("unicode_script", &["typeset"]),
    ("unicode_segmentation", &["typeset"]),
    ("tiny_skia", &["export"]),
    ("pdf_writer", &["export"]),
    ("subsetter", &["export"]),
    ("flate2", &["export"]),
    ("allsorts", &["export"]),
    ("base64", &["export"]),
    ("clipboard_rs", &["app"]),
    ("clap", &["cli"]),
    ("dirs", &["files"]),
    ("tempfile", &["files"]),
    ("xattr", &["files"]),
    ("pulldown_cmark", &["format"]),
    ("diffy", &["format"]),
    ("crc32fast", &["format", "export"]),
    ("schemars", &["format"]),
    ("svgtypes", &["format"]),
    ("hashbrown", &["format", "model"]),
    ("ecow", &["format", "model", "typeset"]),
    // Only the program itself.
    ("mimalloc", &[]),
    ("tracing", &[]),
    ("tracing_subscriber", &[]),
    ("nucleo_matcher", &["app"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with its layer and its code without comments.
fn layered_sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .filter(|path| path.parent() != Some(&root))
        .map(|path| {
            let layer =
                path.strip_prefix(&root).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (layer, path.clone(), code.join("\n"))
        })
        .collect()
}

/// What follows each occurrence of a text, up to the end of the name.
fn names_after<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(start).map(move |(at, _)| {
        let rest = &code[at + start.len()..];
        &rest[..rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn layers_name_only_layers_above_them() {
    let rank = |layer: &str| LAYERS.iter().position(|other| *other == layer);
    let mut checked = 0;
    for (layer, path, code) in layered_sources() {
        let own = rank(&layer).unwrap_or_else(|| panic!("{} is in no layer", path.display()));
        assert!(!code.contains("use crate::{"), "{}: one `use crate::layer` a line", path.display());
        for named in names_after(&code, "crate::") {
            let other = rank(named).unwrap_or_else(|| panic!("{} names crate::{named}", path.display()));
            assert!(other <= own, "{} names the layer {named} below it", path.display());
            checked += 1;
        }
    }
    assert!(checked > 50, "only {checked} names were found: the test looks in the wrong place");
}

#[test]
fn crates_stay_in_their_layers() {
    for (layer, path, code) in layered_sources() {
        for (name, layers) in CRATES.iter().copied() {
            let is_named = code.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back().unwrap_or(' ');
                !before.is_alphanumeric() && before != '_' && before != ':'
            });
            // `format::ron` is a module of ours.
            let is_own_module = name == "ron" && layer == "format";
            assert!(
                !is_named || is_own_module || layers.contains(&layer.as_str()),
                "{} names {name}",
                path.display()
            );
        }
    }
}

/// Crates that any layer may name: they are the language's, or say nothing of a layer.
const FREE: [&str; 4] = ["thiserror", "kurbo", "deunicode", "foldhash"];

/// The list above is whole: a crate that is not in it would pass everywhere.
#[test]
fn every_crate_has_its_layers() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut is_dependency = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_dependency = line.ends_with("dependencies]") && !line.contains("dev-");
            continue;
        }
        let Some((name, _)) = line.split_once(" = ").filter(|_| is_dependency && !line.starts_with('#'))
        else {
            continue;
        };
        let name = name.trim().replace('-', "_");
        let is_known = FREE.contains(&name.as_str()) || CRATES.iter().any(|(known, _)| *known == name);
        assert!(is_known, "{name} is in no list of layers");
    }
}

/// The parts of the window name each other in one direction only.
#[test]
fn the_window_has_no_circles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app");
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (layer, path, code) in layered_sources() {
        if layer != "app" || path == root.join("mod.rs") {
            continue;
        }
        let inside = path.strip_prefix(&root).unwrap();
        let part = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        let mut named: BTreeSet<String> = names_after(&code, "crate::app::").map(str::to_owned).collect();
        let is_top = inside.iter().count() == 1 || inside.ends_with("mod.rs") && inside.iter().count() == 2;
        if is_top {
            named.extend(names_after(&code, "super::").map(str::to_owned));
        }
        named.retain(|name| {
            !name.is_empty()
                && *name != part
                && (root.join(name).is_dir() || root.join(format!("{name}.rs")).is_file())
        });
        edges.entry(part).or_default().extend(named);
    }
    assert!(edges.len() > 8 && edges.values().map(BTreeSet::len).sum::<usize>() > 15, "{edges:?}");
    // What names nothing that is left is taken away; what stays is a circle.
    while let Some(free) = edges
        .iter()
        .find(|(_, named)| named.iter().all(|name| !edges.contains_key(name)))
        .map(|(part, _)| part.clone())
    {
        edges.remove(&free);
    }
    assert!(edges.is_empty(), "these name each other in a circle: {edges:?}");
}

#[test]
fn files_are_short() {
    for (_, path, code) in layered_sources() {
        let lines = code.lines().count();
        assert!(lines <= 500, "{} has {lines} lines of code", path.display());
    }
}
