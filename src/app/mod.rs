//! The window. The only layer that names egui, eframe and rfd.

mod ahead;
mod bars;
mod canvas;
mod chooser;
mod command;
mod comparing;
mod dialog;
mod fields;
mod meter;
mod own;
mod panel;
mod picture_clipboard;
mod signals;
mod start;
mod style;
mod threads;
mod tip;
mod window;
mod words;

pub use own::Own;
pub use threads::Dialogs;
pub use window::Window;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The window as eframe runs it.
struct Program {
    window: Window,
    meter: meter::Meter,
    start: Start,
}

/// How far the start is, for its benchmark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Nobody asks.
    Unmeasured,
    /// The map is not drawn yet.
    Begun,
    /// It is, in the frame that is on its way to the screen.
    Drawn,
}

impl eframe::App for Program {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        if let Some(side) = &mut input.max_texture_side {
            *side = (*side).min(TEXTURE);
        }
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if self.start == Start::Drawn {
            // The frame with the map is on the screen; how the program ends is not what is measured.
            std::process::exit(0);
        }
        self.meter.begin();
        self.window.logic(ctx);
        self.meter.end_logic();
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let begun = std::time::Instant::now();
        self.window.ui(ui);
        self.meter.end(begun, frame.info().cpu_usage);
        if self.start == Start::Begun && self.window.shows_map() {
            self.start = Start::Drawn;
            ui.ctx().request_repaint();
        }
    }
}

/// Textures are at most so wide and high, in pixels. The one with all letters is that wide from the first frame on, and what
/// screens allow is several times as much memory to fill and send.
const TEXTURE: usize = 4096;
/// So long the first frame waits for the maps that are named.
const FIRST: std::time::Duration = std::time::Duration::from_millis(160);

/// Opens a window with the maps of these files.
pub fn open(files: Vec<PathBuf>) -> ExitCode {
    let mut own = Own::read(crate::files::Folders::of_this_system());
    own.read_ahead(&files);
    let (across, down) = own.session.size.unwrap_or((1280.0, 840.0));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Mapstone")
            .with_app_id("mapstone")
            .with_inner_size([across, down])
            .with_maximized(own.session.is_maximized)
            .with_icon(icon())
            .with_min_inner_size([480.0, 360.0]),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    // Fonts are made, and the desktop is asked, while the window is.
    std::thread::spawn(style::fonts);
    let dialogs = std::thread::spawn(Dialogs::of_this_system);
    let run = eframe::run_native(
        "mapstone",
        options,
        Box::new(|creation| {
            let dialogs = dialogs.join().unwrap_or(Dialogs::Own);
            let mut window = Window::new(&creation.egui_ctx, files, dialogs, own);
            window.wait_for_maps(&creation.egui_ctx, FIRST);
            signals::listen(&creation.egui_ctx);
            let is_measured = std::env::var_os("MAPSTONE_QUIT_WHEN_DRAWN").is_some();
            let start = if is_measured { Start::Begun } else { Start::Unmeasured };
            Ok(Box::new(Program { window, meter: meter::Meter::new(), start }))
        }),
    );
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(
                std::io::stderr().lock(),
                "mapstone: no window could be opened: {}",
                in_plain_words(&error)
            );
            ExitCode::from(2)
        }
    }
}

/// The program's icon; the system's own where it cannot be read.
fn icon() -> egui::IconData {
    style::icon_pixels().map_or_else(egui::IconData::default, |pixels| egui::IconData {
        rgba: pixels.rgba,
        width: pixels.width as u32,
        height: pixels.height as u32,
    })
}

/// Why there is no window, without the libraries' places in their own sources.
fn in_plain_words(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => {
            let text = error.to_string();
            // Behind the place, if there is one.
            let place = text.find(".rs:").and_then(|at| text.get(at..)?.find(": ").map(|end| at + end + 2));
            let why = place.and_then(|at| text.get(at..)).unwrap_or(&text);
            format!("there is no display to open it on ({})", why.trim_end_matches('.'))
        }
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            "it is drawn with OpenGL, which this system does not offer; the commands of `mapstone --help` need none"
                .to_owned()
        }
        eframe::Error::AppCreation(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_names_a_source() {
        let error = winit::error::EventLoopError::RecreationAttempt;
        assert!(in_plain_words(&eframe::Error::WinitEventLoop(error)).starts_with("there is no display"));
    }
}
