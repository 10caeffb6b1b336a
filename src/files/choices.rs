//! How a person last had pictures made: remembered from one time to the next.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Storage;
use crate::export::{Lettering, Output, Page, PageSize, PictureFormat};

/// What was chosen for the last picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureChoices {
    /// Format, scale, letters and page.
    #[serde(with = "OutputFile")]
    pub output: Output,
    /// The paper of the last print, which always has one.
    #[serde(with = "PageSizeFile")]
    pub paper: PageSize,
    /// A theme of the program; `None` is the map's own.
    pub theme: Option<String>,
    /// The names of components.
    pub labels: bool,
    /// Labels where the program puts them.
    pub tidy: bool,
    /// What is switched off, as dotted outlines.
    pub parked: bool,
    /// The list of annotations.
    pub annotations: bool,
    /// The legend; `None` leaves it to the map.
    pub legend: Option<bool>,
    /// Paper and the plot's background.
    pub background: bool,
    /// The map's text, so that it can be opened from the picture.
    pub holds_map: bool,
}

impl Default for PictureChoices {
    fn default() -> Self {
        let output = Output {
            format: PictureFormat::Png,
            // Sharp in documents and on dense screens.
            scale: 2.0,
            lettering: Lettering::Embedded,
            page: Page { size: PageSize::Fit, ..Page::default() },
        };
        Self {
            output,
            paper: PageSize::A4,
            theme: None,
            labels: true,
            tidy: false,
            parked: false,
            annotations: true,
            legend: None,
            background: true,
            holds_map: true,
        }
    }
}

impl PictureChoices {
    /// What was kept in a file; the default where that is missing or cannot be read.
    pub fn kept(storage: &dyn Storage, path: &Path) -> Self {
        let text = storage.read(path, 1 << 20).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let mut kept: Self = text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        kept.output.scale =
            if kept.output.scale.is_finite() { kept.output.scale.clamp(0.5, 8.0) } else { 2.0 };
        kept.output.page.margin =
            if kept.output.page.margin.is_finite() { kept.output.page.margin.clamp(0.0, 50.0) } else { 10.0 };
        kept
    }

    /// The file that says them.
    ///
    /// # Errors
    /// If they cannot be written as text.
    pub fn text(&self) -> std::io::Result<String> {
        ron::to_string(self).map_err(std::io::Error::other)
    }
}

// How the file says what the layers above, which know no files, have.

#[derive(Serialize, Deserialize)]
#[serde(remote = "Output")]
struct OutputFile {
    #[serde(with = "PictureFormatFile")]
    format: PictureFormat,
    scale: f64,
    #[serde(with = "LetteringFile")]
    lettering: Lettering,
    #[serde(with = "PageFile")]
    page: Page,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PictureFormat")]
enum PictureFormatFile {
    Svg,
    Png,
    Pdf,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Lettering")]
enum LetteringFile {
    Text,
    Embedded,
    Shapes,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Page")]
struct PageFile {
    #[serde(with = "PageSizeFile")]
    size: PageSize,
    margin: f64,
    foot: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PageSize")]
enum PageSizeFile {
    Fit,
    A4,
    A3,
    Letter,
    Slide,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Disk;

    #[test]
    fn choices_come_back_and_nonsense_is_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("picture.ron");
        assert_eq!(PictureChoices::kept(&Disk, &path), PictureChoices::default());
        let mut choices = PictureChoices { theme: Some("dark".to_owned()), ..PictureChoices::default() };
        choices.output.format = PictureFormat::Pdf;
        choices.output.page = Page { size: PageSize::A3, margin: 4.5, foot: false };
        Disk.keep(&path, choices.text().unwrap().as_bytes()).unwrap();
        assert_eq!(PictureChoices::kept(&Disk, &path), choices);
        // What an older or newer program wrote is taken as far as it is known.
        std::fs::write(&path, "(labels:false)").unwrap();
        assert_eq!(
            PictureChoices::kept(&Disk, &path),
            PictureChoices { labels: false, ..PictureChoices::default() }
        );
        std::fs::write(&path, "(output:(format:Gif))").unwrap();
        assert_eq!(PictureChoices::kept(&Disk, &path), PictureChoices::default());
    }
}
