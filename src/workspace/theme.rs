//! A theme of one's own: chosen, read on a thread, and told about where it is wrong.

use std::path::{Path, PathBuf};

use super::{Effect, Job, Problem, Tab, TabId, Workspace};
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

impl Workspace {
    /// Once for each theme that the map asks for by a file's name.
    pub(super) fn find_theme(&mut self) -> Vec<Effect> {
        let tab = self.tab_mut();
        let Some(name) = tab.editor.wanted_theme().map(str::to_owned) else {
            // Another theme was chosen: what was wrong with the file does not matter now.
            if tab.theme.problem.is_some() {
                tab.forget_theme_problem();
                tab.theme.asked = None;
            }
            return Vec::new();
        };
        if tab.theme.asked.as_ref() == Some(&name) {
            return Vec::new();
        }
        let chosen = tab.theme.chosen.as_ref().filter(|(own, _)| *own == name).map(|(_, path)| path.clone());
        vec![tab.read_theme(name, chosen)]
    }

    /// The map is drawn in the theme of a file: named from the map's folder, where the file lies in it.
    pub(super) fn choose_theme_file(&mut self, id: TabId, path: &Path) -> Vec<Effect> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let path = absolute(path);
        let Some(tab) = self.find_mut(id) else { return Vec::new() };
        let map = tab.file.path.as_deref().map(absolute);
        let inside = map.as_deref().and_then(Path::parent).and_then(|folder| path.strip_prefix(folder).ok());
        let own = path.file_name().map_or(path.as_path(), Path::new);
        let name = inside.unwrap_or(own).to_string_lossy().replace('\\', "/");
        if !Theme::is_file(&name) {
            self.message(Some(id), "This is no theme", "A theme is a file whose name ends in .ron.");
            return Vec::new();
        }
        tab.theme.chosen = inside.is_none().then(|| (name.clone(), path.clone()));
        tab.editor.choose_theme(&name);
        // Chosen again, it is read again: it may have been changed.
        vec![tab.read_theme(name, Some(path))]
    }

    pub(super) fn take_theme(
        &mut self,
        tab: TabId,
        name: &str,
        result: Result<Box<Theme>, ThemeFault>,
    ) -> Vec<Effect> {
        let Some(found) = self.find_mut(tab) else { return Vec::new() };
        found.forget_theme_problem();
        match result {
            Ok(theme) => {
                found.editor.use_theme(name, *theme);
                Vec::new()
            }
            Err(fault) => {
                found.editor.lack_theme(name);
                let said = format!("{fault}; the map is drawn in our own theme");
                let file = fault.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let at = match fault.at {
                    Some((line, column)) => format!("{file}, line {line}, column {column}"),
                    None => file,
                };
                let diagnostic = Diagnostic::warning(Span::new(0, 0), fault.message)
                    .with_help("the map is drawn in our own theme");
                let problem = Problem { at, diagnostic };
                found.problems.push(problem.clone());
                found.theme.problem = Some(problem);
                vec![Effect::Say(said)]
            }
        }
    }
}

impl Tab {
    fn read_theme(&mut self, name: String, chosen: Option<PathBuf>) -> Effect {
        self.theme.asked = Some(name.clone());
        let folder = self.file.folder().map(Path::to_owned);
        Effect::Start(Job::Theme { tab: self.id, name, folder, chosen })
    }

    fn forget_theme_problem(&mut self) {
        if let Some(old) = self.theme.problem.take() {
            self.problems.retain(|problem| problem.at != old.at);
        }
    }
}
