//! Other programs of the system: the print service, and the viewer of documents.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Disk, Storage};

/// Whether a program can be found by its name.
pub fn has_program(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

/// What can be told to the print service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    /// What the job is called.
    pub title: String,
    /// A printer's name; `None` is the system's default.
    pub printer: Option<String>,
    /// How often it is printed.
    pub copies: u32,
}

/// The printers that the print service (CUPS) knows; `None` where there is no such service.
pub fn printers() -> Option<Vec<String>> {
    if !has_program("lp") {
        return None;
    }
    let listed = Command::new("lpstat").arg("-e").stdin(Stdio::null()).output();
    let names = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    Some(names.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// Gives a PDF to the print service.
///
/// # Errors
/// If there is no such service, or with what it says where it refuses.
pub fn print(pdf: &[u8], job: &PrintJob) -> io::Result<()> {
    let mut command = Command::new("lp");
    command.arg("-t").arg(&job.title).arg("-n").arg(job.copies.to_string());
    if let Some(printer) = &job.printer {
        command.arg("-d").arg(printer);
    }
    // It reads the document from its input.
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut running = command.spawn()?;
    let written = running.stdin.take().map_or(Ok(()), |mut input| input.write_all(pdf));
    let ended = running.wait_with_output()?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        let said = if said.is_empty() { "the print service refused it".to_owned() } else { said };
        return Err(io::Error::other(said));
    }
    written
}

/// Writes a document where temporary files go, and opens it in the system's viewer; answers where it is.
///
/// # Errors
/// If it cannot be written, or no viewer can be started.
pub fn view(pdf: &[u8], name: &str) -> io::Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix("mapstone-").tempdir()?.keep();
    let path = folder.join(name);
    Disk.replace(&path, pdf)?;
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("explorer", &[]),
        _ => ("xdg-open", &[]),
    };
    start(program, arguments, &path).map_err(|error| {
        let text = format!("{program} could not be started: {error}; the document is {}", path.display());
        io::Error::new(error.kind(), text)
    })?;
    Ok(path)
}

/// Opens the folder of a file in the system's window of files, with the file chosen where the system can.
///
/// # Errors
/// If no such program can be started.
pub fn show_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match std::env::consts::OS {
        "macos" => start("open", &["-R"], path),
        "windows" => {
            let mut select = std::ffi::OsString::from("/select,");
            select.push(path);
            start("explorer", &[], Path::new(&select))
        }
        _ => start("xdg-open", &[], folder),
    }
}

fn start(program: impl AsRef<OsStr>, arguments: &[&str], path: &Path) -> io::Result<()> {
    let mut command = Command::new(program);
    let mut child = command
        .args(arguments)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Somebody must wait for it, or it stays as an entry of the system's list.
    let _ = std::thread::Builder::new().name("viewer".to_owned()).spawn(move || drop(child.wait()));
    Ok(())
}

/// Today, as `YYYY-MM-DD`, where this system is.
pub fn today() -> String {
    jiff::ZonedDateTime::now().date().to_string()
}
