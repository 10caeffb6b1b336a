//! The system's wish that the program ends: at the end of a session, or from a script.

#[cfg(unix)]
mod unix {
    use std::sync::atomic::{AtomicBool, Ordering};

    use egui::Context;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    static TOLD: AtomicBool = AtomicBool::new(false);

    /// Listens from now on. A signal wakes the window, which keeps what is not saved and ends; where that is stuck, a
    /// second signal ends the program as ever.
    pub(in crate::app) fn listen(ctx: &Context) {
        let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT]) else { return };
        let ctx = ctx.clone();
        let wait = move || {
            for signal in &mut signals {
                if TOLD.swap(true, Ordering::SeqCst) {
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
                ctx.request_repaint();
            }
        };
        // Without the thread a signal ends the program as ever.
        let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
    }

    pub(in crate::app) fn was_told_to_end() -> bool {
        TOLD.load(Ordering::SeqCst)
    }
}

#[cfg(unix)]
pub(super) use unix::{listen, was_told_to_end};

/// Elsewhere the window is asked to close.
#[cfg(not(unix))]
pub(super) fn listen(_: &egui::Context) {}

#[cfg(not(unix))]
pub(super) fn was_told_to_end() -> bool {
    false
}
