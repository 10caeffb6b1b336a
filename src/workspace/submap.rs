//! Into the map that a component stands for, and back.

use std::path::{Component, Path, PathBuf};

use super::{Effect, Way, Workspace};
use crate::editor::Editor;
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

/// The address of the map that the selected component stands for.
pub fn submap_of(editor: &Editor) -> Option<String> {
    let id = editor.document.selection().single()?;
    let submap = editor.map().component(id)?.submap.as_ref()?;
    Some(submap.target.trim().to_owned()).filter(|target| !target.is_empty())
}

impl Workspace {
    /// Opens the map of the selected component: a file beside this one here, an address where addresses open.
    pub(super) fn open_submap(&mut self) -> Vec<Effect> {
        let tab = self.tab();
        let id = tab.id;
        let Some(target) = submap_of(&tab.editor) else {
            return vec![Effect::Say("Select a component that stands for another map first".to_owned())];
        };
        let folder = tab.file.folder().map_or_else(PathBuf::new, Path::to_owned);
        match address(&target) {
            Address::Web => return vec![Effect::OpenAddress(target)],
            Address::Refused => {
                let text = format!(
                    "{target} is no web address, no mail address and no file below this map's folder."
                );
                self.message(Some(id), "This address is not opened", text);
                return Vec::new();
            }
            Address::File => {}
        }
        let path = folder.join(&target);
        if path.exists() && !is_below(&path, &folder) {
            let text = format!("{} does not lie below this map's folder.", path.display());
            self.message(Some(id), "This map is not opened from here", text);
            return Vec::new();
        }
        if !path.is_file() {
            let text = format!("There is no file {}.", path.display());
            self.message(Some(id), "The map is not there", text);
            return Vec::new();
        }
        // The way back is taken note of when the map is there.
        let way = self.tab().file.path.clone().map_or(Way::Straight, Way::From);
        self.open([path], &way)
    }

    /// Opens the map from which this one was opened.
    pub(super) fn go_back(&mut self) -> Vec<Effect> {
        match self.tab().way_back.clone() {
            Some(path) => self.open([path], &Way::Straight),
            None => vec![Effect::Say("This map was not opened from another".to_owned())],
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
