//! What takes long happens on threads: file dialogs, reading, writing, pictures. A thread that fails reports that.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::Context;

use super::ahead::Ahead;
use super::chooser::{ask_on_linux, dialog, has_portal, show_on_desktop};
use super::dialog::Entry;
use super::dialog::picture::Asked;
use super::start::Shown;
use crate::export::{self, Lettering, Output, PictureFormat, Pixels};
use crate::files::{self, Disk, PrintJob, SmallPicture, Storage, has_program};
use crate::model::Map;
use crate::scene::{Scene, Theme};
use crate::typeset::{Wanted, find_fonts};
use crate::workspace::{self, EXAMPLES, Job, Pick, Picked};

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

/// A picture for the clipboard, in the forms that it takes.
#[derive(Clone, Debug)]
pub(super) struct Copied {
    pub(super) pixels: Pixels,
    pub(super) png: Vec<u8>,
    pub(super) svg: String,
}

/// What a thread has done.
pub(super) enum Done {
    /// Something of the open maps.
    Workspace(workspace::Done),
    /// The answer to the question for a path with this number.
    Picked(u64, Picked),
    /// A small picture was made, or not.
    Small(Shown, SmallPicture),
    /// The system's window of files was asked for, in vain.
    NoFolder(String),
    /// What a folder holds.
    Entries(PathBuf, Vec<Entry>),
    Exported(PathBuf, Result<(), String>),
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
}

/// How a thread is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// A person waits for it.
    Waited,
    /// A person waits for it, and the window must not close before it is done.
    Export,
    /// Nobody sees it.
    Quiet,
}

/// The threads' way back to the window.
pub(super) struct Threads {
    ctx: Context,
    sender: Sender<(Done, Seen)>,
    receiver: Receiver<(Done, Seen)>,
    running: usize,
    exporting: usize,
    /// A map that is being read already.
    ahead: Option<Ahead>,
}

const FAILED: &str = "a part of Mapstone failed; please report this";

impl Threads {
    pub(super) fn new(ctx: &Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx: ctx.clone(), sender, receiver, running: 0, exporting: 0, ahead: None }
    }

    /// Whether something is being done that a person waits for.
    pub(super) fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// Whether a picture is being written.
    pub(super) fn is_exporting(&self) -> bool {
        self.exporting > 0
    }

    /// What has been done since the last time.
    pub(super) fn done(&mut self) -> Vec<Done> {
        let done: Vec<_> = self.receiver.try_iter().collect();
        for (_, seen) in &done {
            self.running = self.running.saturating_sub(usize::from(*seen != Seen::Quiet));
            self.exporting = self.exporting.saturating_sub(usize::from(*seen == Seen::Export));
        }
        done.into_iter().map(|(done, _)| done).collect()
    }

    /// Waits for the next that is done, at most so long.
    pub(super) fn wait(&mut self, at_most: Duration) -> Option<Done> {
        let (done, seen) = self.receiver.recv_timeout(at_most).ok()?;
        self.running = self.running.saturating_sub(usize::from(seen != Seen::Quiet));
        self.exporting = self.exporting.saturating_sub(usize::from(seen == Seen::Export));
        Some(done)
    }

    /// Does work on a thread; `death` is said where it cannot be started or comes to no end.
    fn start(&mut self, name: &str, seen: Seen, death: Done, work: impl FnOnce() -> Done + Send + 'static) {
        self.running += usize::from(seen != Seen::Quiet);
        self.exporting += usize::from(seen == Seen::Export);
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let death = Arc::new(Mutex::new(Some(death)));
        let own_death = Arc::clone(&death);
        let take = |death: &Mutex<Option<Done>>| death.lock().unwrap_or_else(PoisonError::into_inner).take();
        let run = move || {
            let done = catch_unwind(AssertUnwindSafe(work)).ok().or_else(|| take(&own_death));
            if let Some(done) = done {
                let _ = sender.send((done, seen));
            }
            ctx.request_repaint();
        };
        // Where there is no thread to be had, that is what came of it.
        if std::thread::Builder::new().name(name.to_owned()).spawn(run).is_err()
            && let Some(death) = take(&death)
        {
            let _ = self.sender.send((death, seen));
            self.ctx.request_repaint();
        }
    }

    /// Does a job of the open maps.
    pub(super) fn run(&mut self, job: Job) {
        let seen = if job.is_seen() { Seen::Waited } else { Seen::Quiet };
        let death = Done::Workspace(workspace::Done::Died(job.death()));
        let ahead = self.ahead.take_if(|ahead| ahead.is_for(&job));
        self.start(job.name(), seen, death, move || {
            Done::Workspace(match ahead {
                Some(ahead) => ahead.finish(job),
                None => job.run(&Disk),
            })
        });
    }

    /// A map is being read already, for which somebody will ask.
    pub(super) fn take_ahead(&mut self, ahead: Option<Ahead>) {
        self.ahead = ahead;
    }

    /// Asks for a path in the system's dialog. The answer comes with the question's number.
    pub(super) fn pick(&mut self, pick: Pick) {
        let number = pick.number;
        let death = Done::Picked(number, Picked::Failed(FAILED.to_owned()));
        if cfg!(target_os = "linux") {
            // While a person chooses a file, the program itself has nothing to do.
            self.start("file dialog", Seen::Quiet, death, move || Done::Picked(number, ask_on_linux(&pick)));
            return;
        }
        // Elsewhere the dialog is made here, as some systems require, and waited for on a thread.
        let answer = dialog(&pick);
        self.start("file dialog", Seen::Quiet, death, move || {
            Done::Picked(number, super::chooser::picked(&pick, pollster::block_on(answer)))
        });
    }

    /// Looks into a folder.
    pub(super) fn list(&mut self, folder: PathBuf) {
        let death = Done::Entries(folder.clone(), Vec::new());
        self.start("folder", Seen::Waited, death, move || {
            let read = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
            let entries = std::fs::read_dir(read).into_iter().flatten().flatten();
            let mut entries: Vec<_> = entries
                .map(|entry| Entry {
                    name: entry.file_name().to_string_lossy().into_owned(),
                    is_folder: entry.path().is_dir(),
                })
                .collect();
            entries.sort();
            Done::Entries(folder, entries)
        });
    }

    /// Makes a small picture of a map. Nobody waits for it.
    pub(super) fn draw_small(&mut self, shown: Shown, cache: Option<PathBuf>) {
        let death = Done::Small(shown.clone(), SmallPicture::Undrawn);
        self.start("small picture", Seen::Quiet, death, move || {
            let small = match &shown {
                Shown::File(path) => files::small_picture(path, cache.as_deref()),
                Shown::Example(name) => {
                    let example = EXAMPLES.iter().find(|example| example.name == *name);
                    example.map_or(SmallPicture::Undrawn, |example| {
                        files::small_picture_of_text(example.text, cache.as_deref())
                    })
                }
            };
            Done::Small(shown, small)
        });
    }

    /// Shows a file in the system's window of files.
    pub(super) fn show_in_folder(&mut self, path: PathBuf) {
        let death = Done::NoFolder(FAILED.to_owned());
        self.start("folder", Seen::Waited, death, move || {
            let path = std::path::absolute(&path).unwrap_or(path);
            let shown = show_on_desktop(&path).or_else(|_| files::show_folder(&path));
            match shown {
                Ok(()) => Done::Workspace(workspace::Done::Nothing),
                Err(error) => Done::NoFolder(error.to_string()),
            }
        });
    }

    /// Looks for fonts that have what ours lack.
    pub(super) fn find_fonts(&mut self, wanted: Vec<Wanted>) {
        let death = Done::Fonts(BTreeSet::new());
        self.start("fonts", Seen::Waited, death, move || Done::Fonts(find_fonts(wanted)));
    }

    /// Draws a picture for the clipboard.
    pub(super) fn draw(&mut self, scene: Scene, scale: f64) {
        let death = Done::Picture(Err(FAILED.to_owned()));
        self.start("picture", Seen::Waited, death, move || {
            let svg = export::svg(&scene, 1.0, Lettering::Embedded);
            let drawn = export::pixels(&scene, scale).and_then(|pixels| {
                let png = export::png(&scene, scale)?;
                Ok(Box::new(Copied { pixels, png, svg }))
            });
            Done::Picture(drawn.map_err(|error| error.to_string()))
        });
    }

    pub(super) fn export(&mut self, path: PathBuf, scene: Scene, output: Output) {
        let death = Done::Exported(path.clone(), Err(FAILED.to_owned()));
        self.start("export", Seen::Export, death, move || {
            let result = output
                .bytes(&scene)
                .map_err(|error| error.to_string())
                .and_then(|bytes| Disk.replace(&path, &bytes).map_err(|error| error.to_string()));
            Done::Exported(path, result)
        });
    }

    /// Draws the picture that a dialog shows.
    pub(super) fn draw_preview(&mut self, map: &Arc<Map>, theme: Theme, asked: Asked) {
        let map = Arc::clone(map);
        let death = Done::Preview(Box::new(asked.clone()), Err(FAILED.to_owned()));
        self.start("preview", Seen::Waited, death, move || {
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

    /// Asks the print service for its printers.
    pub(super) fn find_printers(&mut self) {
        self.start("printers", Seen::Waited, Done::Printers(None), || Done::Printers(files::printers()));
    }

    /// Gives a page to the print service.
    pub(super) fn print(&mut self, scene: Scene, output: Output, job: PrintJob) {
        let death = Done::Printed(Err(FAILED.to_owned()));
        self.start("print", Seen::Waited, death, move || {
            let printed = output
                .bytes(&scene)
                .map_err(|error| error.to_string())
                .and_then(|pdf| files::print(&pdf, &job).map_err(|error| error.to_string()));
            Done::Printed(printed.map(|()| format!("{} was given to the print service", job.title)))
        });
    }

    /// Opens a page in the system's viewer.
    pub(super) fn view(&mut self, scene: Scene, output: Output, name: String) {
        let death = Done::Printed(Err(FAILED.to_owned()));
        self.start("view", Seen::Waited, death, move || {
            let viewed = output
                .bytes(&scene)
                .map_err(|error| error.to_string())
                .and_then(|pdf| files::view(&pdf, &name).map_err(|error| error.to_string()));
            Done::Printed(viewed.map(|path| format!("Opened {}", path.display())))
        });
    }
}
