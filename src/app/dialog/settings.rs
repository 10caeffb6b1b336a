//! The settings. What is chosen is seen at once.

use egui::{RichText, Ui};

use super::buttons;
use crate::app::fields::{choice, flag};
use crate::files::{Appearance, SCALES, Settings};
use crate::format::Format;
use crate::scene::Theme;

/// Shows them; answers when they are closed.
pub(super) fn show(ui: &mut Ui, settings: &mut Settings) -> Option<()> {
    ui.heading("Settings");
    let appearances =
        [(Appearance::System, "As the system"), (Appearance::Light, "Light"), (Appearance::Dark, "Dark")];
    if let Some(chosen) = choice(ui, "Window", settings.appearance, &appearances) {
        settings.appearance = chosen;
    }
    let mut scales: Vec<u16> = SCALES.to_vec();
    if !scales.contains(&settings.scale) {
        scales.push(settings.scale);
        scales.sort_unstable();
    }
    let words: Vec<_> = scales.iter().map(|scale| format!("{scale} %")).collect();
    let scales: Vec<_> = scales.iter().copied().zip(words.iter().map(String::as_str)).collect();
    if let Some(chosen) = choice(ui, "Size", settings.scale, &scales) {
        settings.scale = chosen;
    }
    if let Some(chosen) =
        flag(ui, "Names under the buttons", settings.toolbar_labels, "The toolbar says what its buttons do")
    {
        settings.toolbar_labels = chosen;
    }
    let tip = "What is done most with what is selected stands beside it";
    if let Some(chosen) = flag(ui, "Bar at the selection", settings.floating_bar, tip) {
        settings.floating_bar = chosen;
    }
    let mut presented = vec![("", "As the map")];
    presented.extend(Theme::names().map(|name| (name, crate::app::command::theme_label(name))));
    let now = Theme::names().find(|name| *name == settings.presentation).unwrap_or("");
    if let Some(chosen) = choice(ui, "Present in", now, &presented) {
        chosen.clone_into(&mut settings.presentation);
    }
    if let Some(chosen) = flag(
        ui,
        "Open the last maps again",
        settings.reopen,
        "When Mapstone starts without a file, the maps are opened that were open when it ended",
    ) {
        settings.reopen = chosen;
    }
    ui.separator();
    ui.label(RichText::new("New maps").strong());
    let themes: Vec<_> = Theme::names().map(|name| (name, crate::app::command::theme_label(name))).collect();
    let now = Theme::names().find(|name| *name == settings.theme).unwrap_or("mapstone");
    if let Some(chosen) = choice(ui, "Theme", now, &themes) {
        chosen.clone_into(&mut settings.theme);
    }
    let formats = Format::ALL.map(|format| (format, format.name()));
    if let Some(chosen) = choice(ui, "Format", settings.format, &formats) {
        settings.format = chosen;
    }
    buttons(ui, &[("Close", ())])
}
