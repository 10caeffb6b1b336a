//! Mapstone: Wardley maps in a window, or on the command line.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    mapstone::cli::main(open)
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
