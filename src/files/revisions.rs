//! Earlier versions of files: git is asked, and nothing is changed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The text of a file at a revision; `None` where it was not there.
///
/// # Errors
/// In plain words: git is not there, the file is in no repository, or there is no such revision.
pub fn text_at(path: &Path, revision: &str) -> Result<Option<String>, String> {
    if revision.starts_with('-') || revision.is_empty() {
        return Err(format!("`{revision}` is no revision"));
    }
    let Some(name) = path.file_name() else { return Err("this is no file".to_owned()) };
    let git = |args: &[&OsStr]| ask(path, args);
    let commit = format!("{revision}^{{commit}}");
    let known = git(&["rev-parse".as_ref(), "--verify".as_ref(), "--quiet".as_ref(), commit.as_ref()])?;
    if !known.status.success() {
        let inside = git(&["rev-parse".as_ref(), "--is-inside-work-tree".as_ref()])?;
        return Err(if inside.status.success() {
            format!("git knows no revision `{revision}` here")
        } else {
            "this is in no repository of git, so that nothing is known of earlier versions".to_owned()
        });
    }
    let commit = String::from_utf8_lossy(&known.stdout).trim().to_owned();
    let object = format!("{commit}:./{}", name.to_string_lossy());
    let there = git(&["cat-file".as_ref(), "-e".as_ref(), object.as_ref()])?;
    if !there.status.success() {
        return Ok(None);
    }
    let shown = git(&["cat-file".as_ref(), "blob".as_ref(), object.as_ref()])?;
    if !shown.status.success() {
        return Err(String::from_utf8_lossy(&shown.stderr).trim().to_owned());
    }
    Ok(Some(String::from_utf8_lossy(&shown.stdout).into_owned()))
}

/// An earlier version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// By which git knows it.
    pub hash: String,
    /// When, as `YYYY-MM-DD HH:MM`.
    pub date: String,
    /// The first line of what was said about it.
    pub subject: String,
}

/// The earlier versions of a file that git has, the newest first, at most so many.
///
/// # Errors
/// In plain words: git is not there, or the file is in no repository.
pub fn revisions(path: &Path, most: usize) -> Result<Vec<Revision>, String> {
    let Some(name) = path.file_name() else { return Err("this is no file".to_owned()) };
    let count = format!("-n{most}");
    let log: [&OsStr; 7] = [
        "log".as_ref(),
        count.as_ref(),
        "--date=format:%Y-%m-%d %H:%M".as_ref(),
        "--format=%h%x09%ad%x09%s".as_ref(),
        "--no-show-signature".as_ref(),
        "--".as_ref(),
        name,
    ];
    let done = ask(path, &log)?;
    if !done.status.success() {
        return Err("git knows no earlier versions of this file".to_owned());
    }
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let revision = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(Revision { hash: parts.next()?, date: parts.next()?, subject: parts.next().unwrap_or_default() })
    };
    Ok(text.lines().filter_map(revision).collect())
}

/// The three versions of a file that git could not merge: the base, ours and theirs. `None` where it is not being merged.
///
/// # Errors
/// In plain words: git is not there.
pub fn sides_at(path: &Path) -> Result<Option<[String; 3]>, String> {
    let Some(name) = path.file_name() else { return Ok(None) };
    let mut sides: Vec<String> = Vec::new();
    for stage in 1..=3 {
        let object = format!(":{stage}:./{}", name.to_string_lossy());
        let shown = ask(path, &["cat-file".as_ref(), "blob".as_ref(), object.as_ref()])?;
        if !shown.status.success() {
            return Ok(None);
        }
        sides.push(String::from_utf8_lossy(&shown.stdout).into_owned());
    }
    Ok(<[String; 3]>::try_from(sides).ok())
}

/// Asks git in the folder of a file.
fn ask(path: &Path, args: &[&OsStr]) -> Result<Output, String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args).stdin(Stdio::null());
    command.output().map_err(|error| format!("git cannot be asked: {error}"))
}
