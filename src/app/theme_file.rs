//! A theme of one's own: chosen, read on a thread, and told about where it is wrong.

use std::path::{Path, PathBuf};

use super::file::Problem;
use super::window::Window;
use crate::files::ThemeFault;
use crate::format::{Diagnostic, Span};
use crate::scene::Theme;

/// What is known of the map's theme, where that is a file.
#[derive(Debug, Default)]
pub(super) struct ThemeFile {
    /// The name that was last asked for.
    asked: Option<String>,
    /// The file that a person chose from elsewhere, by the name that the map has for it: a save puts it beside the map.
    pub(super) chosen: Option<(String, PathBuf)>,
    /// Why it is not used.
    pub(super) problem: Option<Problem>,
}

impl Window {
    /// Once for each theme that the map asks for by a file's name.
    pub(super) fn find_theme(&mut self) {
        let Some(name) = self.editor.wanted_theme() else {
            // Another theme was chosen: what was wrong with the file does not matter now.
            if self.theme.problem.is_some() {
                self.forget_theme_problem();
                self.theme.asked = None;
            }
            return;
        };
        if self.theme.asked.as_deref() != Some(name) {
            let name = name.to_owned();
            let chosen =
                self.theme.chosen.as_ref().filter(|(own, _)| *own == name).map(|(_, path)| path.clone());
            self.background.load_theme(self.document, &name, self.file.folder(), chosen);
            self.theme.asked = Some(name);
        }
    }

    /// The map is drawn in the theme of a file: named from the map's folder, where the file lies in it.
    pub(super) fn choose_theme_file(&mut self, path: &Path) {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let path = absolute(path);
        let map = self.file.path.as_deref().map(absolute);
        let inside = map.as_deref().and_then(Path::parent).and_then(|folder| path.strip_prefix(folder).ok());
        let own = path.file_name().map_or(path.as_path(), Path::new);
        let name = inside.unwrap_or(own).to_string_lossy().replace('\\', "/");
        if !Theme::is_file(&name) {
            let text = "A theme is a file whose name ends in .ron.".to_owned();
            self.message("This is no theme".to_owned(), text);
            return;
        }
        self.theme.chosen = inside.is_none().then(|| (name.clone(), path.clone()));
        self.editor.choose_theme(&name);
        // Chosen again, it is read again: it may have been changed.
        self.background.load_theme(self.document, &name, self.file.folder(), Some(path.clone()));
        self.theme.asked = Some(name);
    }

    pub(super) fn take_theme(&mut self, name: &str, result: Result<Box<Theme>, ThemeFault>) {
        self.forget_theme_problem();
        match result {
            Ok(theme) => self.editor.use_theme(name, *theme),
            Err(fault) => {
                self.editor.lack_theme(name);
                self.notice = Some(format!("{fault}; the map is drawn in our own theme"));
                let file = fault.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let at = match fault.at {
                    Some((line, column)) => format!("{file}, line {line}, column {column}"),
                    None => file,
                };
                let diagnostic = Diagnostic::warning(Span::new(0, 0), fault.message)
                    .with_help("the map is drawn in our own theme");
                let problem = Problem { at, diagnostic };
                self.file.problems.push(problem.clone());
                self.theme.problem = Some(problem);
            }
        }
    }

    fn forget_theme_problem(&mut self) {
        if let Some(old) = self.theme.problem.take() {
            self.file.problems.retain(|problem| problem.at != old.at);
        }
    }
}
