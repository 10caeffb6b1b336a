//! What takes long happens on threads: file dialogs, reading, writing, pictures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use super::file_chooser::{Answered, Question, has_portal};
use super::picture::Copied;
use super::picture_dialog::Asked;
use crate::editor::{Moment, from_text};
use crate::export::{self, Lettering, Output, PictureFormat, Pixels};
use crate::files::{
    self, Disk, LoadError, Loaded, Orphan, PictureChoices, PrintJob, Recovery, SaveError, ThemeFault,
    UnsavedCopy, has_program,
};
use crate::format::{self, Format, Loss, Source};
use crate::model::Map;
use crate::scene::{Scene, Theme};
use crate::typeset::{Wanted, find_fonts};

/// Where paths are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialogs {
    /// In the system's own dialogs.
    Native,
    /// In a window of ours, where the system has none.
    Own,
}

impl Dialogs {
    /// What this system has.
    ///
    /// On Linux the native dialog is the desktop portal's, else zenity's. Where there is neither, it would
    /// answer at once as if it had been cancelled.
    pub fn of_this_system() -> Self {
        if !cfg!(target_os = "linux") || has_program("zenity") || has_portal() {
            return Self::Native;
        }
        Self::Own
    }
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Open,
    SaveAs,
    Export,
    /// A theme's file.
    Theme,
}

/// A file that was opened.
pub(super) struct Opened {
    pub(super) loaded: Loaded,
    /// Its text ready to be edited, where it is a map.
    pub(super) source: Option<Arc<Source>>,
}

/// What a save writes.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: String,
    /// The map that the text says.
    pub(super) moment: Moment,
    /// The text from which this one was made; `None` where it is no map, and is written as it stands.
    pub(super) source: Option<Arc<Source>>,
    /// What the text does not say.
    pub(super) losses: Vec<Loss>,
    /// The theme that the map names, where its file was chosen from elsewhere: the name, and the file.
    pub(super) theme: Option<(String, PathBuf)>,
}

/// What a thread has done.
pub(super) enum Done {
    /// A path, for the document of this number.
    /// The answer to the question of this number.
    Picked(u64, Purpose, Answered),
    Loaded(PathBuf, Result<Box<Opened>, LoadError>),
    /// The document of this number was saved.
    Saved {
        document: u64,
        path: PathBuf,
        written: Written,
        result: Result<(), SaveError>,
    },
    Exported(PathBuf, Result<(), String>),
    /// Copies that were left behind.
    Orphans(Vec<Orphan>),
    /// A picture for the clipboard.
    Picture(Result<Box<Copied>, String>),
    /// What a picture will look like.
    Preview(Box<Asked>, Result<Pixels, String>),
    /// The printers there are; `None` where there is no print service.
    Printers(Option<Vec<String>>),
    /// What became of a print.
    Printed(Result<String, String>),
    /// Fonts were looked for; these characters no font has.
    Fonts(BTreeSet<char>),
    /// What a text means that is to be pasted into the document of this number.
    Clip(u64, String, Option<Box<Map>>),
    /// The theme that the document of this number asks for under this name.
    Theme(u64, String, Result<Box<Theme>, ThemeFault>),
}

/// The threads' way back to the window.
pub(super) struct Background {
    ctx: Context,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    running: usize,
    /// How many of them write.
    writing: usize,
}

impl Background {
    pub(super) fn new(ctx: &Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx: ctx.clone(), sender, receiver, running: 0, writing: 0 }
    }

    /// Whether something is being done.
    pub(super) fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// Whether a file is being written: the window must not close before it is.
    pub(super) fn is_writing(&self) -> bool {
        self.writing > 0
    }

    /// What has been done since the last time.
    pub(super) fn done(&mut self) -> Vec<Done> {
        let done: Vec<_> = self.receiver.try_iter().collect();
        // While a person chooses a file, the program itself has nothing to do.
        let own = done.iter().filter(|done| !matches!(done, Done::Picked(..))).count();
        self.running = self.running.saturating_sub(own);
        let written = done.iter().filter(|done| matches!(done, Done::Saved { .. } | Done::Exported(..)));
        self.writing = self.writing.saturating_sub(written.count());
        done
    }

    fn start(&mut self, name: &str, work: impl FnOnce() -> Done + Send + 'static) {
        let is_started = self.wait_for(name, work);
        self.running += usize::from(is_started);
    }

    /// Starts what nobody sees running.
    fn wait_for(&self, name: &str, work: impl FnOnce() -> Done + Send + 'static) -> bool {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let _ = sender.send(work());
            ctx.request_repaint();
        });
        thread.is_ok()
    }

    /// Asks for a path in the system's dialog. The answer comes with this number.
    pub(super) fn pick(&mut self, number: u64, question: Question) {
        let purpose = question.purpose;
        if cfg!(target_os = "linux") {
            self.wait_for("file dialog", move || Done::Picked(number, purpose, question.ask_on_linux()));
            return;
        }
        // Elsewhere the dialog is made here, as some systems require, and waited for on a thread.
        let answer = question.dialog();
        self.wait_for("file dialog", move || {
            let path = pollster::block_on(answer);
            Done::Picked(number, purpose, path.map_or(Answered::Cancelled, Answered::Path))
        });
    }

    /// Looks for fonts that have what ours lack.
    pub(super) fn find_fonts(&mut self, wanted: Vec<Wanted>) {
        self.start("fonts", move || Done::Fonts(find_fonts(wanted)));
    }

    /// Looks for copies that were left behind.
    pub(super) fn find_orphans(&mut self, recovery: Arc<Recovery>) {
        self.start("orphans", move || Done::Orphans(recovery.orphans()));
    }

    /// Writes the copy of an unsaved map. Nobody waits for it, and nobody is told: saving tells.
    pub(super) fn keep(&self, recovery: Arc<Recovery>, document: u64, revision: u64, copy: UnsavedCopy) {
        let _ = self;
        let write = move || drop(recovery.write(document, revision, &copy));
        let _ = std::thread::Builder::new().name("copy".to_owned()).spawn(write);
    }

    /// Reads the theme that a map asks for by the name of a file.
    /// `chosen` is the file that a person chose for it.
    pub(super) fn load_theme(
        &mut self,
        document: u64,
        name: &str,
        folder: Option<&Path>,
        chosen: Option<PathBuf>,
    ) {
        let (name, folder) = (name.to_owned(), folder.map(Path::to_owned));
        self.start("theme", move || {
            let result = match chosen {
                Some(path) => files::theme_file(&Disk, &path),
                None => files::theme(&Disk, &name, folder.as_deref()),
            };
            let result = result.map(Box::new);
            Done::Theme(document, name, result)
        });
    }

    /// Keeps what was copied for other windows. Nobody waits for it: the clipboard itself has the text.
    pub(super) fn keep_clip(&self, path: PathBuf, text: String, part: Map) {
        let _ = self;
        let keep = move || {
            let whole = format::write(Format::Ron, &part).0;
            drop(files::keep_clip(&Disk, &path, &text, &whole));
        };
        let _ = std::thread::Builder::new().name("copy".to_owned()).spawn(keep);
    }

    /// Reads what a pasted text means: whole, where a window of this program copied it.
    pub(super) fn read_clip(&mut self, document: u64, path: PathBuf, text: String) {
        self.start("paste", move || {
            let whole = files::kept_clip(&Disk, &path, &text);
            let kept = whole.and_then(|whole| format::read(Format::Ron, &whole).map);
            let part = kept.or_else(|| from_text(&text));
            Done::Clip(document, text, part.map(Box::new))
        });
    }

    /// Draws a picture for the clipboard.
    pub(super) fn draw(&mut self, scene: Scene, scale: f64) {
        self.start("picture", move || {
            let svg = export::svg(&scene, 1.0, Lettering::Embedded);
            let drawn = export::pixels(&scene, scale).and_then(|pixels| {
                let png = export::png(&scene, scale)?;
                Ok(Box::new(Copied { pixels, png, svg }))
            });
            Done::Picture(drawn.map_err(|error| error.to_string()))
        });
    }

    pub(super) fn load(&mut self, path: PathBuf) {
        self.start("open", move || {
            let result = files::load(&Disk, &path, None).map(|loaded| {
                let source = match (loaded.origin.format(), &loaded.reading.map) {
                    (Some(format), _) => Source::read(format, &loaded.text).ok(),
                    // What is only read goes on as a map file.
                    (None, Some(map)) => Some(Source::canonical(Format::Ron, &Arc::new(map.clone()))),
                    (None, None) => None,
                };
                let stacked = loaded.reading.map.as_ref().and_then(|map| map.stacked_labels);
                let source = source.map(|source| Arc::new(source.with_stacked_labels(stacked)));
                Box::new(Opened { loaded, source })
            });
            Done::Loaded(path, result)
        });
    }

    pub(super) fn save(&mut self, document: u64, path: PathBuf, written: Written, expected: Option<String>) {
        self.writing += 1;
        self.start("save", move || {
            // The theme first: a save that failed has written nothing of the map.
            let result = check(&path, &written)
                .and_then(|()| keep_theme(written.theme.as_ref(), &path))
                .and_then(|()| files::save(&Disk, &path, &written.text, expected.as_deref()));
            Done::Saved { document, path, written, result }
        });
    }

    pub(super) fn export(&mut self, path: PathBuf, scene: Scene, output: Output) {
        self.writing += 1;
        self.start("export", move || {
            let result = output.bytes(&scene).map_err(|error| error.to_string()).and_then(|bytes| {
                use crate::files::Storage;
                Disk.replace(&path, &bytes).map_err(|error| error.to_string())
            });
            Done::Exported(path, result)
        });
    }

    /// Draws the picture that a dialog shows.
    pub(super) fn draw_preview(&mut self, map: &Arc<Map>, theme: Theme, asked: Asked) {
        let map = Arc::clone(map);
        self.start("preview", move || {
            let scene = asked.contents.scene(&map, &theme);
            let drawn = if asked.output.format == PictureFormat::Pdf {
                export::page_pixels(&scene, &asked.output.page, asked.room)
            } else {
                let (across, down) = (f64::from(asked.room.0), f64::from(asked.room.1));
                let scale = (across / scene.bounds.width()).min(down / scene.bounds.height());
                export::pixels(&scene, scale)
            };
            Done::Preview(Box::new(asked), drawn.map_err(|error| error.to_string()))
        });
    }

    /// Keeps how pictures are made. Nobody waits for it.
    pub(super) fn keep_choices(&self, path: PathBuf, choices: PictureChoices) {
        let _ = self;
        let keep = move || drop(choices.keep(&Disk, &path));
        let _ = std::thread::Builder::new().name("choices".to_owned()).spawn(keep);
    }

    /// Asks the print service for its printers.
    pub(super) fn find_printers(&mut self) {
        self.start("printers", || Done::Printers(files::printers()));
    }

    /// Gives a page to the print service.
    pub(super) fn print(&mut self, scene: Scene, output: Output, job: PrintJob) {
        self.start("print", move || {
            let printed = output
                .bytes(&scene)
                .map_err(|error| error.to_string())
                .and_then(|pdf| files::print(&pdf, &job).map_err(|error| error.to_string()));
            Done::Printed(printed.map(|()| format!("{} was given to the print service", job.title)))
        });
    }

    /// Opens a page in the system's viewer.
    pub(super) fn view(&mut self, scene: Scene, output: Output, name: String) {
        self.start("view", move || {
            let viewed = output
                .bytes(&scene)
                .map_err(|error| error.to_string())
                .and_then(|pdf| files::view(&pdf, &name).map_err(|error| error.to_string()));
            Done::Printed(viewed.map(|path| format!("Opened {}", path.display())))
        });
    }
}

/// What is written can be read again.
fn check(path: &Path, written: &Written) -> Result<(), SaveError> {
    let refuse =
        |message: &str| Err(SaveError::Unreadable { path: path.to_owned(), message: message.to_owned() });
    if written.text.len() > files::LARGEST {
        return refuse("the text would be larger than any that is opened again");
    }
    match &written.source {
        Some(source) if format::read(source.format(), &written.text).map.is_none() => {
            refuse("the text made of this map could not be read again")
        }
        _ => Ok(()),
    }
}

/// Puts a theme that was chosen from elsewhere beside the map, where no other of its name is.
fn keep_theme(theme: Option<&(String, PathBuf)>, map: &Path) -> Result<(), SaveError> {
    use crate::files::Storage;
    let Some((name, from)) = theme else { return Ok(()) };
    let path = map.parent().unwrap_or_else(|| Path::new("")).join(name);
    let failed = |source| SaveError::Io { path: path.clone(), source };
    let own = Disk.read(from, files::LARGEST).map_err(failed)?;
    match Disk.read(&path, files::LARGEST) {
        Ok(there) if there == own => Ok(()),
        Ok(_) => {
            let message =
                "another theme of this name is beside the map already; choose that one, or rename yours"
                    .to_owned();
            Err(SaveError::Unreadable { path: path.clone(), message })
        }
        Err(_) => Disk.replace(&path, &own).map_err(failed),
    }
}

/// Opens another window with a file, in a program of its own. Where that fails there is nobody to tell.
pub(super) fn open_window(file: &Path) {
    if let Ok(program) = std::env::current_exe() {
        let _ = Command::new(program).arg(file).spawn();
    }
}
