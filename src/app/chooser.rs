//! The system's own dialogs for files, watched: one that fails or does not answer is told from one that was cancelled.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::files::has_program;
use crate::format::Format;
use crate::workspace::{Pick, Picked, Purpose, final_path};

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answered {
    /// The person named files, one where it is to be written.
    Paths(Vec<PathBuf>),
    /// The person closed the dialog.
    Cancelled,
    /// There was no dialog, for this reason.
    Failed(String),
}

/// How long a desktop portal may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// Names of kinds of files with their endings.
fn filters(purpose: Purpose) -> Vec<(&'static str, Vec<&'static str>)> {
    match purpose {
        Purpose::Open | Purpose::Compare => {
            let written = Format::ALL.into_iter().flat_map(Format::endings).copied();
            vec![("Wardley maps", written.chain(["wtg"]).collect()), ("All files", vec!["*"])]
        }
        Purpose::Theme => vec![("Themes", vec!["ron"])],
        Purpose::SaveAs => {
            Format::ALL.into_iter().map(|format| (format.name(), vec![format.ending()])).collect()
        }
        Purpose::Export => vec![("SVG", vec!["svg"]), ("PNG", vec!["png"]), ("PDF", vec!["pdf"])],
    }
}

/// The dialog of the system, to be waited for on a thread; it answers with the files that were named. Some systems want
/// it made on the window's.
pub(super) fn dialog(pick: &Pick) -> impl Future<Output = Vec<PathBuf>> + Send + 'static {
    let mut dialog = rfd::AsyncFileDialog::new();
    if let Some(folder) = &pick.folder {
        dialog = dialog.set_directory(folder);
    }
    for (name, endings) in filters(pick.purpose) {
        dialog = dialog.add_filter(name, &endings);
    }
    let purpose = pick.purpose;
    if !purpose.reads() {
        dialog = dialog.set_file_name(&pick.name);
    }
    async move {
        let files = match purpose {
            Purpose::Open => dialog.pick_files().await.unwrap_or_default(),
            Purpose::Theme | Purpose::Compare => dialog.pick_file().await.into_iter().collect(),
            Purpose::SaveAs | Purpose::Export => dialog.save_file().await.into_iter().collect(),
        };
        files.into_iter().map(|file| file.path().to_owned()).collect()
    }
}

/// What was chosen: a new file gets an ending that says its format, and the dialog asked about the name without it.
pub(super) fn picked(pick: &Pick, chosen: Vec<PathBuf>) -> Picked {
    if pick.purpose.reads() && !chosen.is_empty() {
        return Picked::Files(chosen);
    }
    let Some(chosen) = chosen.into_iter().next() else { return Picked::Cancelled };
    let path = final_path(pick.purpose, chosen.clone(), pick.ending);
    let asks_overwrite = path != chosen && path.exists();
    Picked::Path { path, asks_overwrite }
}

/// Asks on Linux: the desktop portal where one answers, else zenity. It waits for the person: it belongs on a thread.
pub(super) fn ask_on_linux(pick: &Pick) -> Picked {
    let portal = if has_portal() { portal_answers() } else { Err("there is no desktop portal".to_owned()) };
    let answer = match portal {
        Ok(()) => Answered::Paths(pollster::block_on(dialog(pick))),
        Err(_) if has_program("zenity") => ask_zenity(pick),
        Err(why) => Answered::Failed(why),
    };
    match answer {
        Answered::Paths(paths) => picked(pick, paths),
        Answered::Cancelled => Picked::Cancelled,
        Answered::Failed(why) => Picked::Failed(why),
    }
}

fn ask_zenity(pick: &Pick) -> Answered {
    let mut zenity = Command::new("zenity");
    zenity.arg("--file-selection").stdin(Stdio::null());
    if !pick.purpose.reads() {
        zenity.args(["--save", "--confirm-overwrite"]);
    }
    if pick.purpose == Purpose::Open {
        zenity.args(["--multiple", "--separator=\n"]);
    }
    let mut start = pick.folder.clone().unwrap_or_default().join("");
    if !pick.purpose.reads() {
        start.push(&pick.name);
    }
    if !start.as_os_str().is_empty() {
        zenity.arg("--filename").arg(&start);
    }
    for (name, endings) in filters(pick.purpose) {
        let endings: Vec<_> = endings
            .iter()
            .map(|ending| if *ending == "*" { "*".to_owned() } else { format!("*.{ending}") })
            .collect();
        zenity.arg(format!("--file-filter={name} | {}", endings.join(" ")));
    }
    match zenity.output() {
        Ok(output) => answer_of(&output),
        Err(error) => Answered::Failed(format!("zenity could not be started: {error}")),
    }
}

/// What zenity's end means: 0 with a path, 1 is the person's Cancel, anything else a failure. A toolkit may grumble
/// about a dialog that worked; a screen that cannot be opened is no grumble.
fn answer_of(output: &Output) -> Answered {
    let said = String::from_utf8_lossy(&output.stderr);
    let paths = paths_of(&output.stdout);
    let is_grumble = |line: &str| {
        let is_of_toolkit = line.contains("Gtk-") || line.contains("GLib") || line.contains("Adwaita");
        // Newer versions ask before they replace a file anyway, and say so.
        line.trim().is_empty()
            || line.contains("deprecated")
            || is_of_toolkit && !line.contains("cannot open display")
    };
    let fault = said.lines().find(|line| !is_grumble(line)).map(|line| line.trim().to_owned());
    match (output.status.code(), fault) {
        (Some(0), _) if !paths.is_empty() => Answered::Paths(paths),
        (Some(0 | 1), None) => Answered::Cancelled,
        (_, Some(fault)) => Answered::Failed(fault),
        (Some(code), None) => Answered::Failed(format!("zenity ended with the error {code}")),
        (None, None) => Answered::Failed("zenity was stopped".to_owned()),
    }
}

#[cfg(unix)]
fn paths_of(stdout: &[u8]) -> Vec<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    let lines = stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| PathBuf::from(std::ffi::OsStr::from_bytes(line))).collect()
}

#[cfg(not(unix))]
fn paths_of(stdout: &[u8]) -> Vec<PathBuf> {
    String::from_utf8_lossy(stdout).lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect()
}

/// A session bus, and a portal with a backend that could answer on it.
pub(super) fn has_portal() -> bool {
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let has_backend = std::fs::read_dir("/usr/share/xdg-desktop-portal/portals")
        .is_ok_and(|mut folder| folder.next().is_some());
    has_bus && has_backend
}

/// Asks the portal's file chooser for its version; one that does not answer in time would let the person wait for ever.
#[cfg(target_os = "linux")]
fn portal_answers() -> Result<(), String> {
    let (sender, receiver) = channel();
    let ask = move || {
        let _ = sender.send(portal_version());
    };
    // A portal that hangs keeps this thread until it ends: nobody waits for it.
    let thread = std::thread::Builder::new().name("portal".to_owned()).spawn(ask);
    thread.map_err(|error| error.to_string())?;
    match receiver.recv_timeout(PATIENCE) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("the desktop portal: {error}")),
        Err(_) => Err(format!("the desktop portal did not answer within {} seconds", PATIENCE.as_secs())),
    }
}

#[cfg(target_os = "linux")]
fn portal_version() -> zbus::Result<()> {
    let bus = zbus::blocking::Connection::session()?;
    // The property alone: some portals answer no question about all of them.
    bus.call_method(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.DBus.Properties"),
        "Get",
        &("org.freedesktop.portal.FileChooser", "version"),
    )?;
    Ok(())
}

/// Asks the desktop's window of files to show a file, chosen in its folder.
#[cfg(target_os = "linux")]
pub(super) fn show_on_desktop(path: &Path) -> std::io::Result<()> {
    let ask = || -> zbus::Result<()> {
        let bus = zbus::blocking::Connection::session()?;
        bus.call_method(
            Some("org.freedesktop.FileManager1"),
            "/org/freedesktop/FileManager1",
            Some("org.freedesktop.FileManager1"),
            "ShowItems",
            &(vec![file_address(path)], ""),
        )?;
        Ok(())
    };
    ask().map_err(std::io::Error::other)
}

/// A path as an address: what is no plain letter is written as `%` and two digits.
#[cfg(target_os = "linux")]
fn file_address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(*byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(not(target_os = "linux"))]
pub(super) fn show_on_desktop(_: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn portal_answers() -> Result<(), String> {
    Err("there is no desktop portal".to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use super::*;

    fn check(code: i32, out: &str, err: &str, expected: &Answered) {
        let (stdout, stderr) = (out.as_bytes().to_vec(), err.as_bytes().to_vec());
        let output = Output { status: ExitStatus::from_raw(code << 8), stdout, stderr };
        assert_eq!(answer_of(&output), *expected, "{code} {out:?} {err:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn addresses_have_plain_letters() {
        assert_eq!(file_address(Path::new("/m/tea shop ä.ron")), "file:///m/tea%20shop%20%C3%A4.ron");
    }

    #[test]
    fn a_chooser_that_fails_is_not_one_that_was_cancelled() {
        let failed = |why: &str| Answered::Failed(why.to_owned());
        let paths = |paths: &[&str]| Answered::Paths(paths.iter().map(Into::into).collect());
        check(0, "/a/b c.ron\n", "", &paths(&["/a/b c.ron"]));
        check(0, "/a/b c.ron\n/d\n", "", &paths(&["/a/b c.ron", "/d"]));
        check(0, "/a\n", "Gtk-Message: mapped without a parent\n", &paths(&["/a"]));
        check(1, "", "", &Answered::Cancelled);
        check(1, "", "Warning: --confirm-overwrite is deprecated\n", &Answered::Cancelled);
        check(1, "", "(zenity:1): Gtk-WARNING **: theme\n", &Answered::Cancelled);
        check(255, "", "zenity: cannot open display\n", &failed("zenity: cannot open display"));
        check(
            1,
            "",
            "(zenity:1): Gtk-WARNING **: cannot open display: \n",
            &failed("(zenity:1): Gtk-WARNING **: cannot open display:"),
        );
        check(5, "", "", &failed("zenity ended with the error 5"));
    }
}
