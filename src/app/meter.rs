//! How long frames take, for who works on the program: with `MAPSTONE_FRAME_TIMES` set, a line on standard error for each.

use std::io::Write;
use std::time::{Duration, Instant};

/// Measures frames, where somebody asked for it.
pub(super) struct Meter {
    is_on: bool,
    frames: u64,
    begun: Instant,
    /// What the window's code took before drawing.
    logic: Duration,
}

impl Meter {
    pub(super) fn new() -> Self {
        let is_on = std::env::var_os("MAPSTONE_FRAME_TIMES").is_some();
        Self { is_on, frames: 0, begun: Instant::now(), logic: Duration::ZERO }
    }

    pub(super) fn begin(&mut self) {
        self.begun = Instant::now();
    }

    pub(super) fn end_logic(&mut self) {
        self.logic = self.begun.elapsed();
    }

    /// The window's code is done with a frame; `last` is what all of the frame before took, with its triangles and its
    /// painting.
    pub(super) fn end(&mut self, begun: Instant, last: Option<f32>) {
        if !self.is_on {
            return;
        }
        self.frames += 1;
        let (logic, ui) = (1e3 * self.logic.as_secs_f64(), 1e3 * begun.elapsed().as_secs_f64());
        let whole = last.map_or_else(|| "-".to_owned(), |seconds| format!("{:.2} ms", 1e3 * seconds));
        let frames = self.frames;
        let line =
            format!("frame {frames}: logic {logic:.2} ms, window {ui:.2} ms; the one before, whole: {whole}");
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
