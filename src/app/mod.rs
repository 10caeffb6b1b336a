//! The window. The only layer that names egui, eframe and rfd.

mod access;
mod background;
mod bars;
mod canvas;
mod clipboard;
mod command;
mod dialog;
mod file;
mod file_chooser;
mod inspector;
mod inspector_component;
mod inspector_fields;
mod inspector_map;
mod keys;
mod letters;
mod name_field;
mod news;
mod overlay;
mod paint;
mod picture;
mod picture_clipboard;
mod picture_dialog;
mod recovery;
mod saving;
mod shortcuts;
mod style;
mod submap;
mod text_complete;
mod text_panel;
mod text_view;
mod theme_file;
mod tray_panel;
mod window;

pub use background::Dialogs;
pub use window::Window;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Opens a window with the first file, and one more program for each further file.
pub fn open(files: Vec<PathBuf>) -> ExitCode {
    let mut files = files.into_iter();
    let first = files.next();
    for file in files {
        background::open_window(&file);
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Mapstone")
            .with_app_id("mapstone")
            .with_inner_size([1280.0, 840.0])
            .with_min_inner_size([480.0, 360.0]),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let run = eframe::run_native(
        "mapstone",
        options,
        Box::new(|creation| {
            let window = Window::new(&creation.egui_ctx, first, Dialogs::of_this_system());
            Ok(Box::new(window.with_recovery(recovery::folder())))
        }),
    );
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "mapstone: no window could be opened: {error}");
            ExitCode::from(2)
        }
    }
}
