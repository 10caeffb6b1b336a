//! Maps named on the command line.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::files::{Disk, Loaded, ThemeFault, decode, load, theme};
use crate::format::{Diagnostic, Format, LineIndex, Severity};
use crate::model::Map;
use crate::scene::Theme;

/// Whether a path stands for standard input or output.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
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

/// Reads a map from a file or standard input.
pub(super) fn read(path: &Path, format: Option<Format>) -> Result<Loaded, String> {
    if !is_dash(path) {
        return load(&Disk, path, format).map_err(|error| error.to_string());
    }
    let mut bytes = Vec::new();
    let in_stdin = |message: String| format!("<stdin>: {message}");
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| in_stdin(error.to_string()))?;
    decode(bytes, None, format).map_err(in_stdin)
}

/// The lines `file:line:column: severity: message` about a text.
pub(super) fn report(name: &str, text: &str, diagnostics: &[Diagnostic], least: Severity) -> String {
    let lines = LineIndex::new(text);
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

/// Writes bytes to a file, whole or not at all, or to standard output.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    use crate::files::Storage;
    if is_dash(path) {
        let mut out = io::stdout().lock();
        return out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| format!("<stdout>: {error}"));
    }
    Disk.replace(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
