//! Into the map that a component stands for, and back.

use std::path::{Component, Path, PathBuf};

use egui::{Context, OpenUrl};

use super::bars::submap_of;
use super::window::{Next, Window};
use crate::files::is_below;

/// What an address in a map may lead to: whoever wrote the map has no say over other programs and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Address {
    /// A page, or a letter.
    Web,
    /// A file below the map's folder.
    File,
    Refused,
}

fn address(target: &str) -> Address {
    let target = target.trim();
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_inside = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    match scheme.as_deref() {
        Some("http" | "https" | "mailto") => Address::Web,
        None if Path::new(target).components().all(is_inside) => Address::File,
        _ => Address::Refused,
    }
}

impl Window {
    /// Opens the map of the selected component: a file beside this one here, an address where addresses open.
    pub(super) fn open_submap(&mut self, ctx: &Context) {
        let Some(target) = submap_of(&self.editor) else {
            self.notice = Some("Select a component that stands for another map first".to_owned());
            return;
        };
        match address(&target) {
            Address::Web => {
                ctx.open_url(OpenUrl::new_tab(target));
                return;
            }
            Address::Refused => {
                let text = format!(
                    "{target} is no web address, no mail address and no file below this map's folder."
                );
                self.message("This address is not opened".to_owned(), text);
                return;
            }
            Address::File => {}
        }
        let path = self.file.folder().map_or_else(|| PathBuf::from(&target), |folder| folder.join(&target));
        if path.exists() && !is_below(&path, self.file.folder().unwrap_or_else(|| Path::new(""))) {
            let text = format!("{} does not lie below this map's folder.", path.display());
            self.message("This map is not opened from here".to_owned(), text);
            return;
        }
        if !path.is_file() {
            self.message("The map is not there".to_owned(), format!("There is no file {}.", path.display()));
            return;
        }
        self.came_from.extend(self.file.path.clone());
        self.guard(Next::Open(Some(path)), ctx);
    }

    /// Opens the map from which this one was opened.
    pub(super) fn go_back(&mut self, ctx: &Context) {
        match self.came_from.pop() {
            Some(path) => self.guard(Next::Open(Some(path)), ctx),
            None => self.notice = Some("This map was not opened from another".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_lead_to_pages_letters_and_their_own_folder() {
        for (target, expected) in [
            ("https://example.org/map", Address::Web),
            ("MAILTO:a@example.org", Address::Web),
            ("sub/map.ron", Address::File),
            ("./map.ron", Address::File),
            ("../map.ron", Address::Refused),
            ("/etc/passwd", Address::Refused),
            ("file:///etc/passwd", Address::Refused),
            ("javascript:alert(1)", Address::Refused),
            ("smb://host/share", Address::Refused),
            ("vscode:open", Address::Refused),
        ] {
            assert_eq!(address(target), expected, "{target}");
        }
    }
}
