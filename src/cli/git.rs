//! `mapstone git-setup`: tells git that maps are compared and merged as maps, and takes that back.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::args::GitSetupArgs;
use super::input;
use super::{Outcome, complain, say};

/// Endings of files that are maps, or can be: what is none is compared and merged as git does.
const PATTERNS: [&str; 6] = ["*.ron", "*.owm", "*.wm", "*.wmap", "*.mmd", "*.mermaid"];
const BEGIN: &str = "# Maps are compared and merged as maps (mapstone git-setup).";
const END: &str = "# End of mapstone git-setup.";
/// The parts of git's configuration that are ours.
const SECTIONS: [&str; 4] = ["merge.mapstone", "diff.mapstone", "difftool.mapstone", "mergetool.mapstone"];

/// Sets git up in the repository of the current folder, or takes that back.
pub(super) fn setup(args: &GitSetupArgs) -> Outcome {
    let done = root().and_then(|root| if args.undo { undo(&root) } else { write(&root, args) });
    match done {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}

fn git(root: Option<&Path>, args: &[&OsStr]) -> Result<Output, String> {
    let mut command = Command::new("git");
    if let Some(root) = root {
        command.arg("-C").arg(root);
    }
    command.args(args).output().map_err(|error| format!("git cannot be asked: {error}"))
}

fn root() -> Result<PathBuf, String> {
    let found = git(None, &["rev-parse".as_ref(), "--show-toplevel".as_ref()])?;
    if !found.status.success() {
        return Err("this folder is in no repository of git".to_owned());
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&found.stdout).trim_end_matches(['\n', '\r'])))
}

/// How a shell calls this program: by its name where that finds it.
fn program() -> String {
    let own = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("mapstone"));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&paths).map(|folder| folder.join("mapstone")).find(|path| path.is_file());
    let same =
        |other: &Path| other.canonicalize().ok().is_some_and(|other| own.canonicalize().ok() == Some(other));
    if found.is_some_and(|found| same(&found)) {
        return "mapstone".to_owned();
    }
    // Git calls a shell, on every system.
    format!("'{}'", own.display().to_string().replace('\\', "/").replace('\'', "'\\''"))
}

fn settings() -> Vec<(&'static str, String)> {
    let own = program();
    vec![
        ("merge.mapstone.name", "Wardley maps, merged by element and field".to_owned()),
        ("merge.mapstone.driver", format!("{own} merge %O %A %B --path %P")),
        ("diff.mapstone.command", format!("{own} git-diff")),
        ("diff.mapstone.textconv", format!("{own} git-textconv")),
        ("difftool.mapstone.cmd", format!("{own} diff \"$LOCAL\" \"$REMOTE\"")),
        (
            "mergetool.mapstone.cmd",
            format!("{own} merge \"$BASE\" \"$LOCAL\" \"$REMOTE\" -o \"$MERGED\" --path \"$MERGED\""),
        ),
        ("mergetool.mapstone.trustExitCode", "true".to_owned()),
    ]
}

fn write(root: &Path, args: &GitSetupArgs) -> Result<(), String> {
    let patterns: Vec<&str> = if args.patterns.is_empty() {
        PATTERNS.to_vec()
    } else {
        args.patterns.iter().map(String::as_str).collect()
    };
    if let Some(odd) = patterns.iter().find(|pattern| {
        pattern.is_empty() || pattern.contains(char::is_whitespace) || pattern.starts_with(['#', '!'])
    }) {
        return Err(format!("`{odd}` is no pattern of .gitattributes"));
    }
    let rows: String =
        patterns.iter().flat_map(|pattern| [pattern, " diff=mapstone merge=mapstone\n"]).collect();
    let path = root.join(".gitattributes");
    let old = read(&path)?;
    let rest = without_block(&old);
    let gap = if rest.is_empty() || rest.ends_with('\n') { "" } else { "\n" };
    let text = format!("{rest}{gap}{BEGIN}\n{rows}{END}\n");
    if text != old {
        input::write(&path, text.as_bytes())?;
    }
    say(&format!("{}:\n{}", path.display(), indented(&format!("{BEGIN}\n{rows}{END}\n"))));
    let settings = settings();
    for (key, value) in &settings {
        let done = git(Some(root), &["config".as_ref(), "--local".as_ref(), key.as_ref(), value.as_ref()])?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned());
        }
    }
    let rows: String = settings.iter().flat_map(|(key, value)| [key, " = ", value, "\n"]).collect();
    say(&format!("git config --local:\n{}", indented(&rows)));
    say(
        "Commit .gitattributes; the configuration is this clone's: each one says `mapstone git-setup` once.\n",
    );
    Ok(())
}

fn undo(root: &Path) -> Result<(), String> {
    let path = root.join(".gitattributes");
    let old = read(&path)?;
    let rest = without_block(&old);
    if rest == old {
        say(&format!("{}: nothing of ours is in it\n", path.display()));
    } else if rest.trim().is_empty() {
        std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        say(&format!("{}: removed, it held nothing else\n", path.display()));
    } else {
        input::write(&path, rest.as_bytes())?;
        say(&format!("{}: our lines are taken out\n", path.display()));
    }
    for section in SECTIONS {
        let done = git(
            Some(root),
            &["config".as_ref(), "--local".as_ref(), "--remove-section".as_ref(), section.as_ref()],
        )?;
        if done.status.success() {
            say(&format!("git config --local: {section} is removed\n"));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// The text without our lines; all else stays byte for byte.
fn without_block(text: &str) -> String {
    let Some(start) = text.find(BEGIN) else { return text.to_owned() };
    let rest = text.get(start..).unwrap_or("");
    // Somebody may have taken a mark away, or written between them: only lines that can be ours go.
    let is_ours = |line: &str| {
        let line = line.trim_end();
        line == BEGIN || line == END || line.ends_with(" diff=mapstone merge=mapstone")
    };
    let rest: String = rest.split_inclusive('\n').filter(|line| !is_ours(line)).collect();
    format!("{}{rest}", text.get(..start).unwrap_or(""))
}

fn indented(text: &str) -> String {
    text.lines().flat_map(|line| ["    ", line, "\n"]).collect()
}
