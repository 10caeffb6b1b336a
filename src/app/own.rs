//! What the program keeps for itself, as the window begins with it.

use std::sync::Arc;

use egui::{Context, Theme, ThemePreference};

use crate::files::{Appearance, Disk, Folders, NewestFile, Recovery, Session, SessionHold, Settings};
use crate::workspace::Places;

/// Where the program keeps what is its own, and what it kept there.
#[derive(Default)]
pub struct Own {
    pub(super) places: Places,
    /// Small pictures of maps.
    pub(super) pictures: Option<std::path::PathBuf>,
    pub(super) settings: Settings,
    /// What was open last, where no other window of the program says what is.
    pub(super) session: Session,
    /// What could not be read.
    pub(super) faults: Vec<String>,
}

impl Own {
    /// Reads what the window cannot begin without: two small files. The rest is read on threads.
    pub fn read(folders: Folders) -> Self {
        let Folders { config, state, cache } = folders;
        let file =
            |folder: &Option<std::path::PathBuf>, name: &str| folder.as_deref().map(|own| own.join(name));
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
        Self { places, pictures: file(&cache, "pictures"), settings: kept.value, session: last.value, faults }
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
