//! The layers, held against what the sources name.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer may name only those above it.
const LAYERS: [&str; 13] = [
    "geometry",
    "typeset",
    "model",
    "compare",
    "format",
    "layout",
    "scene",
    "export",
    "editor",
    "files",
    "workspace",
    "cli",
    "app",
];
/// Crates that only some layers may name.
const CRATES: [(&str, &[&str]); 28] = [
    ("egui", &["app"]),
    ("eframe", &["app"]),
    ("rfd", &["app"]),
    ("pollster", &["app"]),
    ("serde", &["format", "layout", "scene", "files", "typeset"]),
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
    ("crc32fast", &["format", "export"]),
    ("schemars", &["format"]),
    ("svgtypes", &["format"]),
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
        for (name, layers) in CRATES {
            let is_named = code.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back().unwrap_or(' ');
                !before.is_alphanumeric() && before != '_' && before != ':'
            });
            // `format::ron` is a module of ours.
            let own_module =
                name == "ron" && code.contains("mod ron") || code.contains("use super::{Reading, ron}");
            assert!(
                !is_named || own_module || layers.contains(&layer.as_str()),
                "{} names {name}",
                path.display()
            );
        }
    }
}

#[test]
fn files_are_short() {
    for (_, path, code) in layered_sources() {
        let lines = code.lines().count();
        assert!(lines <= 500, "{} has {lines} lines of code", path.display());
    }
}
