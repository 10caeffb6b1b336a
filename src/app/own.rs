//! What the program keeps for itself, as the window begins with it.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Theme, ThemePreference};

use super::ahead::Ahead;
use crate::files::{Appearance, Disk, Folders, NewestFile, Recovery, Session, SessionHold, Settings};
use crate::workspace::Places;

/// Where the program keeps what is its own, and what it kept there.
#[derive(Default)]
pub struct Own {
    pub(super) places: Places,
    /// Small pictures of maps.
    pub(super) pictures: Option<PathBuf>,
    pub(super) settings: Settings,
    /// What was open last, where no other window of the program says what is.
    pub(super) session: Session,
    /// What could not be read.
    pub(super) faults: Vec<String>,
    /// The first map that will be opened, which is being read already.
    pub(super) ahead: Option<Ahead>,
}

impl Own {
    /// Reads what the window cannot begin without: two small files. The rest is read on threads.
    pub fn read(folders: Folders) -> Self {
        let Folders { config, state, cache } = folders;
        let file = |folder: &Option<PathBuf>, name: &str| folder.as_deref().map(|own| own.join(name));
        let settings_file = file(&config, "settings.ron");
        let kept = settings_file.as_deref().map(|path| Settings::kept(&Disk, path)).unwrap_or_default();
        let mut faults: Vec<_> = kept.fault.into_iter().collect();
        let hold = file(&state, "session.ron").and_then(|path| SessionHold::take(&path).ok()).map(Arc::new);
        let last = hold.as_deref().map(|hold| hold.last(&Disk)).unwrap_or_default();
        faults.extend(last.fault);
        let recovery = file(&state, "unsaved").and_then(|folder| Recovery::start(&folder).ok()).map(Arc::new);
        let places = Places {
            clip: file(&state, "clip"),
            choices: file(&state, "picture.ron").map(|path| Arc::new(NewestFile::new(path))),
            recovery,
            settings: settings_file.map(|path| Arc::new(NewestFile::new(path))),
            recent: file(&state, "recent.ron"),
            session: hold,
        };
        let (settings, session, pictures) = (kept.value, last.value, file(&cache, "pictures"));
        Self { places, pictures, settings, session, faults, ahead: None }
    }

    /// Begins to read the first of these files, or of the maps that were open last: there is time for that until the window
    /// is there.
    pub fn read_ahead(&mut self, files: &[PathBuf]) {
        let last = self.session.maps.first().map(|map| &map.0).filter(|_| self.settings.reopen);
        self.ahead = files.first().or(last).and_then(|path| Ahead::begin(path));
    }
}

/// Shows the window as the settings want it.
pub(super) fn apply(ctx: &Context, settings: &Settings) {
    ctx.set_theme(match settings.appearance {
        Appearance::System => ThemePreference::System,
        Appearance::Light => Theme::Light.into(),
        Appearance::Dark => Theme::Dark.into(),
    });
    ctx.set_zoom_factor(f32::from(settings.scale) / 100.0);
}
