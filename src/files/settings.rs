//! How a person wants the program: a file of the configuration folder, readable, and written by a dialog.

use std::path::Path;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::Storage;
use super::kept::{Kept, kept};
use crate::format::Format;
use crate::scene::Theme;

/// How bright the window is around the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Appearance {
    /// As the system's other windows.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How a person wants the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The window around the map; maps have their own themes.
    pub appearance: Appearance,
    /// The size of everything in the window, in percent, 80 to 200.
    #[serde(deserialize_with = "scale")]
    pub scale: u16,
    /// The theme of new maps: one that comes with the program.
    #[serde(deserialize_with = "theme")]
    pub theme: String,
    /// The format of new maps where nobody says another.
    #[serde(deserialize_with = "format")]
    pub format: Format,
    /// Whether names stand under the buttons of the toolbar.
    pub toolbar_labels: bool,
    /// Whether there is a bar beside what is selected.
    pub floating_bar: bool,
    /// The theme in which maps are presented: one that comes with the program; empty leaves it to the map.
    #[serde(deserialize_with = "presentation")]
    pub presentation: String,
    /// Whether the maps that were open last are opened at the start.
    pub reopen: bool,
}

/// The sizes that are offered, in percent.
pub const SCALES: [u16; 8] = [80, 90, 100, 110, 125, 150, 175, 200];

impl Default for Settings {
    fn default() -> Self {
        Self {
            appearance: Appearance::System,
            scale: 100,
            theme: "mapstone".to_owned(),
            format: Format::Ron,
            toolbar_labels: false,
            floating_bar: true,
            presentation: String::new(),
            reopen: true,
        }
    }
}

fn scale<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let scale = u16::deserialize(from)?;
    if (80..=200).contains(&scale) {
        return Ok(scale);
    }
    Err(D::Error::custom(format_args!("the scale is {scale}, and must be from 80 to 200 percent")))
}

fn presentation<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    if name.is_empty() || Theme::named(&name).is_some() { Ok(name) } else { Err(no_theme(&name)) }
}

fn no_theme<E: serde::de::Error>(name: &str) -> E {
    let names: Vec<_> = Theme::names().collect();
    E::custom(format_args!("there is no theme {name:?}; there are {}", names.join(", ")))
}

fn theme<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    if Theme::named(&name).is_some() {
        return Ok(name);
    }
    Err(no_theme(&name))
}

fn format<'de, D: Deserializer<'de>>(from: D) -> Result<Format, D::Error> {
    let ending = String::deserialize(from)?;
    Format::of_ending(&ending).ok_or_else(|| {
        let endings = Format::ALL.map(Format::ending).join(", ");
        D::Error::custom(format_args!("no format of maps ends in {ending:?}; there are {endings}"))
    })
}

impl Settings {
    /// What a file says; the defaults where that is not there or wrong.
    pub fn kept(storage: &dyn Storage, path: &Path) -> Kept<Self> {
        kept(storage, path)
    }

    /// The file, with what each line means.
    pub fn text(&self) -> String {
        let Self { appearance, scale, theme, format, toolbar_labels, floating_bar, presentation, reopen } =
            self;
        let format = format.ending();
        let themes: Vec<_> = Theme::names().collect();
        let (themes, endings) = (themes.join(", "), Format::ALL.map(Format::ending).join(", "));
        format!(
            "// The settings of Mapstone. File > Settings writes this file; a line that is missing means the default.\n\
             (\n\
             \x20   // The window around the map: System, Light or Dark. Each map has its own theme.\n\
             \x20   appearance: {appearance:?},\n\
             \x20   // The size of everything in the window, in percent: 80 to 200.\n\
             \x20   scale: {scale},\n\
             \x20   // The theme of new maps: {themes}.\n\
             \x20   theme: {theme:?},\n\
             \x20   // The format of new maps, by the ending of its files: {endings}.\n\
             \x20   format: {format:?},\n\
             \x20   // Whether names stand under the buttons of the toolbar.\n\
             \x20   toolbar_labels: {toolbar_labels},\n\
             \x20   // Whether there is a bar beside what is selected.\n\
             \x20   floating_bar: {floating_bar},\n\
             \x20   // The theme in which maps are presented, one of those above; \"\" leaves it to the map.\n\
             \x20   presentation: {presentation:?},\n\
             \x20   // Whether the maps that were open last are opened at the start.\n\
             \x20   reopen: {reopen},\n\
             )\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Disk, NewestFile};

    #[test]
    fn settings_come_back_and_wrong_ones_are_told_and_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("settings.ron");
        assert_eq!(Settings::kept(&Disk, &path), Kept::default());
        let settings = Settings {
            appearance: Appearance::Dark,
            scale: 125,
            theme: "plain".to_owned(),
            format: Format::Owm,
            toolbar_labels: true,
            floating_bar: false,
            presentation: "dark".to_owned(),
            reopen: false,
        };
        let file = NewestFile::new(path.clone());
        file.write(&Disk, 2, &settings.text()).unwrap();
        // What a thread writes late does not count.
        file.write(&Disk, 1, &Settings::default().text()).unwrap();
        assert_eq!(Settings::kept(&Disk, &path), Kept { value: settings, fault: None });
        // What is missing is the default; what is wrong is told with its place, and the file kept aside.
        std::fs::write(&path, "(scale: 90)").unwrap();
        assert_eq!(Settings::kept(&Disk, &path).value, Settings { scale: 90, ..Settings::default() });
        for (text, place, why) in [
            ("(\n    scale: 300,\n)", "line 2, column", "must be from 80 to 200 percent"),
            ("(\n    theme: \"neon\")", "line 2, column", "there is no theme"),
            ("(format: \"doc\")", "line 1, column", "there are ron, owm, mmd, json"),
            ("(\n\n  colour: 1)", "line 3, column", "colour"),
            ("(appearance: Bright)", "line 1, column", "Bright"),
            ("nonsense", "line 1, column 1", ""),
        ] {
            std::fs::write(&path, text).unwrap();
            let Kept { value, fault } = Settings::kept(&Disk, &path);
            let fault = fault.unwrap();
            assert_eq!(value, Settings::default());
            assert!(fault.contains(place) && fault.contains(why), "{fault}");
            assert!(!path.exists() && Settings::kept(&Disk, &path).fault.is_none(), "it is told once");
        }
        let aside = folder.path().join("new").join("settings.wrong.ron");
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "(\n    scale: 300,\n)");
        assert_eq!(
            std::fs::read_dir(folder.path().join("new")).unwrap().count(),
            6,
            "none takes another's place"
        );
        std::fs::write(&path, b"\xff").unwrap();
        assert!(Settings::kept(&Disk, &path).fault.unwrap().contains("is no text"));
        assert!(Settings::kept(&Disk, folder.path()).fault.unwrap().contains("is no file"));
    }
}
