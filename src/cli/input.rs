//! Maps named on the command line.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::files::{
    Disk, LARGEST, LoadError, Storage, Text, ThemeFault, decode, interpret, load_text, read_at_most, settled,
    theme,
};
use crate::format::markdown;
use crate::format::{self, Diagnostic, Format, LineIndex, Origin, Reading, Severity, read_from};
use crate::model::Map;
use crate::scene::Theme;

/// A map that was read from a file, or from one of the blocks of a Markdown file.
pub(super) struct Input {
    /// How messages name its file.
    pub(super) name: String,
    /// The whole text of its file, which holds other maps too.
    pub(super) text: Arc<str>,
    /// Where its lines start, once somebody asked.
    starts: Arc<OnceLock<Vec<usize>>>,
    /// The map's own text.
    pub(super) body: String,
    pub(super) origin: Origin,
    /// What it says, with places in the file.
    pub(super) reading: Reading,
    /// Which of several maps of its file it is, from 1.
    pub(super) number: Option<usize>,
    /// The block of a Markdown file that it stands in.
    pub(super) block: Option<markdown::Block>,
}

impl Input {
    /// What is wrong with it, at this severity and above, as lines.
    pub(super) fn report(&self, least: Severity) -> String {
        if self.reading.diagnostics.iter().all(|diagnostic| diagnostic.severity < least) {
            return String::new();
        }
        report(&self.name, &self.lines(), &self.reading.diagnostics, least)
    }

    /// The lines of its file.
    pub(super) fn lines(&self) -> LineIndex<'_> {
        LineIndex::counted(&self.text, self.starts.get_or_init(|| LineIndex::starts(&self.text)))
    }
}

/// How much text is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// As much as a map can have.
    Usual,
    /// As much as there is.
    None,
}

impl Limit {
    pub(super) fn new(is_off: bool) -> Self {
        if is_off { Self::None } else { Self::Usual }
    }

    pub(super) fn most(self) -> usize {
        if self == Self::None { usize::MAX } else { LARGEST }
    }
}

/// Whether both are one file, however they are written.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Says no to an output that would go over one of the maps that it is made of.
pub(super) fn spare<'p>(output: &Path, inputs: impl IntoIterator<Item = &'p Path>) -> Result<(), String> {
    let is_over = |input: &Path| !is_stdout(output) && is_same_file(output, input);
    if inputs.into_iter().any(is_over) {
        return Err(format!("{}: this would go over the map; choose another -o", output.display()));
    }
    Ok(())
}

/// Whether a path stands for standard input or output.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether what is written to a path goes to standard output: a new file in the place of what the system calls so would
/// take away what that leads to.
fn is_stdout(path: &Path) -> bool {
    is_dash(path)
        || ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// How messages name a path.
pub(super) fn name(path: &Path) -> String {
    if is_dash(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// The theme that a map asks for: one of the program's, or one in a file beside the map.
pub(super) fn theme_of(map: &Map, path: &Path) -> Result<Theme, ThemeFault> {
    if Theme::is_file(&map.theme) {
        return theme(&Disk, &map.theme, path.parent().filter(|_| !is_dash(path)));
    }
    Ok(Theme::for_map(&map.theme))
}

/// A file's ending, without its dot.
pub(super) fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().into_owned())
}

/// Whether a path names a Markdown file.
pub(super) fn is_markdown(path: &Path) -> bool {
    ending(path).is_some_and(|ending| markdown::is_ending(&ending))
}

/// What is said of a text that is too large.
const NO_LIMIT: &str = "; --no-limit reads it all the same";

fn is_too_large(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::FileTooLarge
}

/// The text of a file or of standard input.
pub(super) fn text_of(path: &Path, limit: Limit) -> Result<Text, String> {
    if !is_dash(path) {
        return load_text(&Disk, path, limit.most()).map_err(|error| {
            let is_too_large = matches!(&error, LoadError::Io { source, .. } if is_too_large(source));
            format!("{error}{}", if is_too_large { NO_LIMIT } else { "" })
        });
    }
    let in_stdin = |message: String| format!("<stdin>: {message}");
    let bytes = read_at_most(io::stdin().lock(), limit.most()).map_err(|error| {
        let more = if is_too_large(&error) { NO_LIMIT } else { "" };
        in_stdin(format!("{error}{more}"))
    })?;
    decode(bytes).map_err(in_stdin)
}

/// Reads the maps of a file or standard input: one, or those in the blocks of Markdown. Never none.
pub(super) fn read(path: &Path, origin: Option<Origin>, limit: Limit) -> Result<Vec<Input>, String> {
    of_read(path, text_of(path, limit)?, origin)
}

/// The maps of a text that a file held.
pub(super) fn of_text(path: &Path, text: String, limit: Limit) -> Result<Vec<Input>, String> {
    if text.len() > limit.most() {
        return Err(format!("{}: the earlier version is too large{NO_LIMIT}", name(path)));
    }
    of_read(path, Text { text, held_as: None }, None)
}

fn of_read(path: &Path, text: Text, origin: Option<Origin>) -> Result<Vec<Input>, String> {
    let Text { text, held_as } = text;
    let name = name(path);
    let fail = |message: String| format!("{name}: {message}");
    if origin.is_none() && is_markdown(path) && held_as.is_none() {
        let inputs = in_markdown(&name, &text);
        let none =
            "there is no map in it: no block begins with ```mermaid and `wardley-beta`, or with ```owm";
        return if inputs.is_empty() { Err(fail(none.to_owned())) } else { Ok(inputs) };
    }
    let ending = match &held_as {
        Some(name) => ending(Path::new(name)),
        None => ending(path).filter(|_| !is_dash(path)),
    };
    let loaded = match interpret(text.clone(), ending.as_deref(), origin) {
        Ok(loaded) => loaded,
        // Text from a pipe has no name that says what it is.
        Err(_) if origin.is_none() && is_dash(path) && !markdown::blocks(&text).is_empty() => {
            return Ok(in_markdown(&name, &text));
        }
        Err(message) => return Err(fail(message)),
    };
    let (body, origin, reading) = (loaded.text, loaded.origin, loaded.reading);
    Ok(vec![Input {
        name,
        text: text.into(),
        starts: Arc::default(),
        body,
        origin,
        reading,
        number: None,
        block: None,
    }])
}

fn in_markdown(name: &str, text: &str) -> Vec<Input> {
    let blocks = markdown::blocks(text);
    let is_alone = blocks.len() == 1;
    let text: Arc<str> = text.into();
    let starts = Arc::default();
    let input = |(at, block): (usize, markdown::Block)| {
        let mut reading = settled(block.origin, read_from(block.origin, &block.text));
        for diagnostic in &mut reading.diagnostics {
            diagnostic.span = block.in_file(diagnostic.span);
        }
        Input {
            name: name.to_owned(),
            text: Arc::clone(&text),
            starts: Arc::clone(&starts),
            origin: block.origin,
            body: block.text.clone(),
            reading,
            number: (!is_alone).then_some(at + 1),
            block: Some(block),
        }
    };
    blocks.into_iter().enumerate().map(input).collect()
}

/// The map that is meant where only one can be: the only one, or the one of this number.
pub(super) fn single(mut inputs: Vec<Input>, block: Option<usize>) -> Result<Input, String> {
    let count = inputs.len();
    let name = inputs.first().map_or_else(String::new, |input| input.name.clone());
    match block {
        None if count == 1 => inputs.pop().ok_or(name),
        None => Err(format!("{name}: there are {count} maps in it; say --block 1 to --block {count}")),
        Some(block) if (1..=count).contains(&block) => Ok(inputs.swap_remove(block - 1)),
        Some(_) => Err(format!("{name}: there are {count} maps in it")),
    }
}

/// The lines `file:line:column: severity: message` about a text.
pub(super) fn report(
    name: &str,
    lines: &LineIndex<'_>,
    diagnostics: &[Diagnostic],
    least: Severity,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity >= least) {
        let at = lines.location(diagnostic.span.start);
        out.push_str(&format!("{name}:{at}: {}: {}", diagnostic.severity, diagnostic.message));
        if let Some(help) = &diagnostic.help {
            out.push_str(&format!(" ({help})"));
        }
        out.push('\n');
    }
    out
}

/// Writes a map's text, which has to be one that is read again.
pub(super) fn write_text(path: &Path, format: Format, text: &str, limit: Limit) -> Result<(), String> {
    let place = if is_dash(path) { "<stdout>".to_owned() } else { path.display().to_string() };
    if text.len() > limit.most() {
        let (size, most) = (text.len() / 1_000_000, limit.most() / 1_048_576);
        return Err(format!(
            "{place}: the text would have {size} MB; a map has at most {most}, or say --no-limit"
        ));
    }
    if format::read(format, text).map.is_none() {
        return Err(format!(
            "{place}: nothing was written: the text made of this map could not be read again"
        ));
    }
    write(path, text.as_bytes())
}

/// Writes bytes to a file, whole or not at all, or to standard output.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    put(path, bytes, |path, bytes| Disk.replace(path, bytes))
}

/// The same of a picture, which can be made again: nobody waits until the disk has it.
pub(super) fn write_picture(path: &Path, bytes: &[u8]) -> Result<(), String> {
    put(path, bytes, |path, bytes| Disk.replace_picture(path, bytes))
}

fn put(path: &Path, bytes: &[u8], replace: impl Fn(&Path, &[u8]) -> io::Result<()>) -> Result<(), String> {
    if is_stdout(path) {
        let mut out = io::stdout().lock();
        return match out.write_all(bytes).and_then(|()| out.flush()) {
            // Who has seen enough is told nothing.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("<stdout>: {error}")),
            _ => Ok(()),
        };
    }
    replace(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
