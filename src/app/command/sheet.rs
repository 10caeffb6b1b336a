//! All keys and gestures, for the program's own sheet and for the documentation.

use egui::KeyboardShortcut;

use super::gestures::GESTURES;
use super::keys::{At, Binding, bindings};
use super::menus::every;
use super::{Command, describe};

/// A part of the sheet.
pub(in crate::app) struct Part {
    pub(in crate::app) title: &'static str,
    /// Keys or a gesture, and what they do.
    pub(in crate::app) rows: Vec<(String, String)>,
}

/// All parts; `format` writes a key as the system does.
pub(in crate::app) fn parts(format: &dyn Fn(&KeyboardShortcut) -> String) -> Vec<Part> {
    let gestures = GESTURES.iter().map(|(gesture, does)| ((*gesture).to_owned(), (*does).to_owned()));
    let mut parts = vec![Part { title: "Pointer", rows: gestures.collect() }];
    let every = every();
    for (at, title) in At::ALL {
        let mut rows: Vec<(String, String)> = Vec::new();
        for command in &every {
            let keys: Vec<_> = keys_of(*command, at).map(|binding| format(&binding.shortcut)).collect();
            if keys.is_empty() {
                continue;
            }
            let words = describe(*command).words().to_owned();
            match rows.iter_mut().find(|(_, other)| *other == words) {
                // The four arrows.
                Some((row, _)) => row.push_str(&format!(", {}", keys.join(", "))),
                None => rows.push((keys.join(", "), words)),
            }
        }
        if !rows.is_empty() {
            parts.push(Part { title, rows });
        }
    }
    parts
}

fn keys_of(command: Command, at: At) -> impl Iterator<Item = &'static Binding> {
    bindings().iter().filter(move |binding| binding.command == command && binding.at == at)
}

#[cfg(test)]
mod tests {
    use egui::ModifierNames;

    use super::*;

    /// The sheet as Markdown.
    fn markdown() -> String {
        let format = |shortcut: &KeyboardShortcut| shortcut.format(&ModifierNames::NAMES, false);
        let mut text =
            "# Keys and gestures\n\nMade by the program from its own table of commands.\n".to_owned();
        for Part { title, rows } in parts(&format) {
            text.push_str(&format!("\n## {title}\n\n| | |\n|---|---|\n"));
            for (key, does) in rows {
                text.push_str(&format!("| {} | {does} |\n", key.replace('|', "\\|")));
            }
        }
        text
    }

    /// `docs/keys.md` is what the program says; `UPDATE_GOLDENS=1` writes it.
    #[test]
    fn the_documentation_has_every_key() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, markdown()).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == markdown(), "docs/keys.md is not what the program says: UPDATE_GOLDENS=1 cargo test");
    }
}
