//! Earlier versions of files: git is asked, and nothing is changed.

use std::path::Path;
use std::process::{Command, Stdio};

/// The text of a file at a revision; `None` where it was not there.
///
/// # Errors
/// In plain words: git is not there, the file is in no repository, or there is no such revision.
pub(super) fn text_at(path: &Path, revision: &str) -> Result<Option<String>, String> {
    if revision.starts_with('-') || revision.is_empty() {
        return Err(format!("`{revision}` is no revision"));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Some(name) = path.file_name() else { return Err("this is no file".to_owned()) };
    let git = |args: &[&std::ffi::OsStr]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(args).stdin(Stdio::null());
        command.output().map_err(|error| format!("git cannot be asked: {error}"))
    };
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
