//! The command line: everything that needs no window.

mod args;
mod check;
mod codes;
mod convert;
mod describe;
mod diff;
mod fmt;
mod git;
mod input;
mod many;
mod merge;
mod remark;
mod render;
mod report;
mod said;
mod sarif;
mod scenario;
mod steps;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use args::{Args, Command};

use self::said::{complain, say};
use crate::files;
use crate::format;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well; there may have been hints.
    Fine,
    /// It was done, with warnings or worse about the maps.
    Warnings,
    /// It could not be done.
    Failed,
    /// It was ended by Ctrl+C; what was begun is done.
    Stopped = 130,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Runs the program: a command, or the window that `open` makes with the files named.
pub fn main(open: impl FnOnce(Vec<PathBuf>) -> ExitCode) -> ExitCode {
    let args = match Args::said() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    // A save in place that was cut short is finished before anybody reads the file.
    for path in
        files::state_folder().map_or_else(Vec::new, |folder| files::mend_files(&folder.join("saving")))
    {
        complain(format!("{}: a save that was cut short is finished", path.display()));
    }
    let code = run(args, open);
    if said::is_cut() { Outcome::Failed.into() } else { code }
}

fn run(args: Args, open: impl FnOnce(Vec<PathBuf>) -> ExitCode) -> ExitCode {
    match args.command {
        None => match args.files.first().filter(|file| is_no_file(file)) {
            Some(word) => {
                complain(format!(
                    "there is no file and no command `{}`; --help lists the commands",
                    word.display()
                ));
                ExitCode::from(2)
            }
            None => open(args.files),
        },
        Some(Command::Render(args)) => render::run(&args).into(),
        Some(Command::Convert(args)) => convert::run(&args).into(),
        Some(Command::Check(args)) => check::run(&args).into(),
        Some(Command::Report(args)) => report::run(&args).into(),
        Some(Command::Describe(args)) => describe::run(&args).into(),
        Some(Command::Explain(args)) => codes::explain(&args.code).into(),
        Some(Command::Fmt(args)) => fmt::run(&args).into(),
        Some(Command::Diff(args)) => diff::run(&args).into(),
        Some(Command::Merge(args)) => merge::run(&args).into(),
        Some(Command::Scenario(args)) => scenario::run(&args).into(),
        Some(Command::GitSetup(args)) => git::setup(&args).into(),
        Some(Command::GitDiff { args }) => diff::git_diff(&args).into(),
        Some(Command::GitTextconv { file }) => diff::git_textconv(&file).into(),
        Some(Command::Schema) => match input::write(Path::new("-"), format::schema().as_bytes()) {
            Ok(()) => Outcome::Fine.into(),
            Err(message) => {
                complain(message);
                Outcome::Failed.into()
            }
        },
    }
}

/// Whether somebody meant a command: a plain word, and no file of that name.
fn is_no_file(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_word && !path.exists()
}
