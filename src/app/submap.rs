//! Into the map that a component stands for, and back.

use std::path::PathBuf;

use egui::{Context, OpenUrl};

use super::bars::submap_of;
use super::window::{Next, Window};

impl Window {
    /// Opens the map of the selected component: a file beside this one here, an address where addresses open.
    pub(super) fn open_submap(&mut self, ctx: &Context) {
        let Some(target) = submap_of(&self.editor) else {
            self.notice = Some("Select a component that stands for another map first".to_owned());
            return;
        };
        if target.contains("://") {
            ctx.open_url(OpenUrl::new_tab(target));
            return;
        }
        let path = self.file.folder().map_or_else(|| PathBuf::from(&target), |folder| folder.join(&target));
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
