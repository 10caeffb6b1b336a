//! Mapstone: Wardley maps in a window, or on the command line.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(feature = "spans")]
    tell_spans();
    mapstone::cli::main(open)
}

/// Says on standard error how long each named part of the work took.
#[cfg(feature = "spans")]
fn tell_spans() {
    use tracing_subscriber::fmt::format::FmtSpan;
    let lines = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_target(false);
    lines.with_span_events(FmtSpan::CLOSE).init();
}

#[cfg(feature = "app")]
use mapstone::app::open;

/// Without the window there is nothing to open a map in.
#[cfg(not(feature = "app"))]
fn open(_files: Vec<std::path::PathBuf>) -> ExitCode {
    use std::io::Write;
    let message = "mapstone: this program was built without its window; see `mapstone --help`";
    let _ = writeln!(std::io::stderr().lock(), "{message}");
    ExitCode::from(2)
}
