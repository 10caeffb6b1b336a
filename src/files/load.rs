//! Opening a map: bytes to text, text to map.

use std::io;
use std::path::{Path, PathBuf};

use super::Storage;
use crate::export::{Held, held};
use crate::format::{self, Format, LineIndex, Origin, Reading, Source};
use crate::layout::stacks_labels;
use crate::model::Map;
use crate::scene::{Attachment, Theme};

/// Texts larger than this are neither read nor written, unless somebody says so: the largest map ever published has
/// 12 kB, and 100,000 components make 22 MB.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// A file that was opened.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its text, as it is on the disk.
    pub text: String,
    /// What it is written in.
    pub origin: Origin,
    /// What it says.
    pub reading: Reading,
    /// The name that the map had, where the file is a picture that holds it: then `text` is the map's.
    pub held_as: Option<String>,
}

/// A file that cannot be opened as a map. Each message is a whole sentence without a full stop.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is not there, or may not be read.
    #[error("{}: {}", path.display(), reason(source))]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no text, or too much of it, or text that is no map.
    #[error("{}: {message}", path.display())]
    NotAMap {
        /// Which file.
        path: PathBuf,
        /// What it is instead.
        message: String,
    },
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "this file may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder, not a map".to_owned(),
        _ => error.to_string(),
    }
}

/// Opens a file. `origin` overrides what content and ending say.
///
/// # Errors
/// If it cannot be read, is no text, or no map. A map with faults is no error: its reading says so.
pub fn load(storage: &dyn Storage, path: &Path, origin: Option<Origin>) -> Result<Loaded, LoadError> {
    let (text, ending) = text_and_ending(storage, path)?;
    let Text { text, held_as } = text;
    interpret(text, ending.as_deref(), origin)
        .map(|loaded| Loaded { held_as, ..loaded })
        .map_err(|message| LoadError::NotAMap { path: path.to_owned(), message })
}

/// Opens a file to edit it: with its text ready for that, where it is a map in a format that is written too. The text is read
/// once for both.
///
/// # Errors
/// As [`load`].
pub fn load_source(storage: &dyn Storage, path: &Path) -> Result<(Loaded, Option<Source>), LoadError> {
    let (Text { text, held_as }, ending) = text_and_ending(storage, path)?;
    let origin = origin_of(&text, ending.as_deref())
        .map_err(|message| LoadError::NotAMap { path: path.to_owned(), message })?;
    let Origin::Format(format) = origin else {
        let reading = settled(origin, format::read_from(origin, &text));
        return Ok((Loaded { text, origin, reading, held_as }, None));
    };
    let (source, mut reading) = match Source::read(format, &text).map(settled_source) {
        Ok(source) => {
            let (map, diagnostics) = (Map::clone(source.map()), source.diagnostics().to_vec());
            (Some(source), Reading { map: Some(map), diagnostics })
        }
        Err(diagnostics) => (None, Reading { map: None, diagnostics }),
    };
    reading.count_mark_of(&text);
    Ok((Loaded { text, origin, reading, held_as }, source))
}

/// The text of a file, and the ending of its name or of the name that it has in a picture, without its dot.
fn text_and_ending(storage: &dyn Storage, path: &Path) -> Result<(Text, Option<String>), LoadError> {
    let text = load_text(storage, path, LARGEST)?;
    let named = text.held_as.as_deref().map_or(path, Path::new);
    let ending = named.extension().map(|ending| ending.to_string_lossy().into_owned());
    Ok((text, ending))
}

/// A text, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The name that it had, where a picture holds it.
    pub held_as: Option<String>,
}

/// The text of a file, whatever it says, of at most `most` bytes.
///
/// # Errors
/// If it cannot be read, or is no text.
pub fn load_text(storage: &dyn Storage, path: &Path, most: usize) -> Result<Text, LoadError> {
    let io_error = |source| LoadError::Io { path: path.to_owned(), source };
    let bytes = storage.read(path, most).map_err(io_error)?;
    decode(bytes).map_err(|message| LoadError::NotAMap { path: path.to_owned(), message })
}

/// Bytes to text; of a picture that holds its map, the map's.
///
/// # Errors
/// A sentence about why the bytes are no text.
pub fn decode(bytes: Vec<u8>) -> Result<Text, String> {
    match held(&bytes) {
        Held::Map(Attachment { name, text }) => return Ok(Text { text, held_as: Some(name) }),
        Held::Nothing => return Err("this is a picture, and holds no map".to_owned()),
        Held::NoPicture => {}
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("the text is in UTF-16; save it as UTF-8".to_owned());
    }
    if bytes.contains(&0) {
        return Err("this is not text, so it is not a map".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid_to = error.utf8_error().valid_up_to();
        let valid = String::from_utf8_lossy(error.as_bytes().get(..valid_to).unwrap_or(&[])).into_owned();
        let at = LineIndex::new(&valid).location(valid.len());
        format!("the text is not UTF-8: line {}, column {}", at.line, at.column)
    })?;
    Ok(Text { text, held_as: None })
}

/// What was read, with what the text leaves open decided by how it looks: OnlineWardleyMaps text does not say for which
/// version its labels were placed. Decided when a map is opened, and kept with it then.
pub fn settled(origin: Origin, reading: Reading) -> Reading {
    let settle = |map: Map| {
        let decide = || stacks_labels(&map, &Theme::for_map(&map.theme).sizes);
        let stacked_labels = map.stacked_labels.or_else(decide);
        Map { stacked_labels, ..map }
    };
    match origin {
        Origin::Format(Format::Owm) => Reading { map: reading.map.map(settle), ..reading },
        _ => reading,
    }
}

/// The same for a text that is to be edited.
pub fn settled_source(source: Source) -> Source {
    let map = Map::clone(source.map());
    let reading =
        settled(Origin::Format(source.format()), Reading { map: Some(map), diagnostics: Vec::new() });
    source.with_stacked_labels(reading.map.and_then(|map| map.stacked_labels))
}

/// Text to a map. `ending` is the file's, without its dot; `origin` overrides what content and ending say.
///
/// # Errors
/// A sentence about why the text is no map.
pub fn interpret(text: String, ending: Option<&str>, origin: Option<Origin>) -> Result<Loaded, String> {
    let origin = match origin {
        Some(origin) => origin,
        None => origin_of(&text, ending)?,
    };
    let reading = settled(origin, format::read_from(origin, &text));
    Ok(Loaded { text, origin, reading, held_as: None })
}

/// What a text is written in.
fn origin_of(text: &str, ending: Option<&str>) -> Result<Origin, String> {
    if ending.is_some_and(format::markdown::is_ending) {
        return Err(
            "a Markdown file holds maps in its blocks: `mapstone convert` takes one out, and puts one in"
                .to_owned(),
        );
    }
    format::detect(text, ending)
}
