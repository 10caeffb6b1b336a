//! `mapstone merge`: git's merge driver, and anybody's.

use std::path::Path;
use std::process::Command;

use super::args::MergeArgs;
use super::input::{self, Limit};
use super::{Outcome, complain};
use crate::compare::conflict_words;
use crate::files::settled_source;
use crate::format::{self, Format, Source};

/// Merges three versions of a map.
pub(super) fn run(args: &MergeArgs) -> Outcome {
    match merge(args) {
        Ok(outcome) => outcome,
        Err(message) => lines(args, &message),
    }
}

/// What its name says that it is, else its text.
fn format_of(args: &MergeArgs, texts: &[&str]) -> Result<Format, String> {
    let name = args.path.as_deref().unwrap_or(&args.ours);
    let ending = input::ending(name);
    let full = texts.iter().find(|text| !text.trim().is_empty()).copied().unwrap_or("");
    match format::detect(full, ending.as_deref()) {
        Ok(origin) => origin.format().ok_or_else(|| "wardleyToGo's text is read, not written".to_owned()),
        Err(message) => ending.as_deref().and_then(Format::of_ending).ok_or(message),
    }
}

fn merge(args: &MergeArgs) -> Result<Outcome, String> {
    let limit = Limit::new(args.no_limit);
    let text = |path: &Path| input::text_of(path, limit).map(|text| text.text);
    let [base, ours, theirs] = [text(&args.base)?, text(&args.ours)?, text(&args.theirs)?];
    let format = format_of(args, &[&ours, &theirs, &base])?;
    let read = |text: &str, what: &str| {
        let source = Source::read(format, text).map_err(|diagnostics| {
            let first = diagnostics.first().map_or_else(String::new, |first| first.message.clone());
            format!("{what} cannot be read as a map: {first}")
        })?;
        Ok::<_, String>(settled_source(source))
    };
    let label = |at: usize, usual: &str| args.labels.get(at).map_or_else(|| usual.to_owned(), Clone::clone);
    let (ours_name, theirs_name) = (label(0, "ours"), label(2, "theirs"));
    let merged =
        format::merge(&read(&base, "the base")?, &read(&ours, &ours_name)?, &read(&theirs, &theirs_name)?);
    let output = args.output.as_deref().unwrap_or(&args.ours);
    input::write(output, merged.text.as_bytes())?;
    let name = args.path.as_deref().unwrap_or(&args.ours).display().to_string();
    for conflict in &merged.conflicts {
        let words = conflict_words(&merged.map, conflict);
        complain(format!(
            "{name}: conflict about {}: {ours_name}: {}; {theirs_name}: {}",
            words.about, words.ours, words.theirs
        ));
    }
    if merged.conflicts.is_empty() {
        return Ok(Outcome::Fine);
    }
    complain(format!("{name}: open it in Mapstone to decide; the file holds both sides"));
    Ok(Outcome::Warnings)
}

/// What is no map is merged line by line, as git does, and says so.
fn lines(args: &MergeArgs, message: &str) -> Outcome {
    complain(format!("{message}; its lines are merged as git does"));
    let mut git = Command::new("git");
    git.arg("merge-file").arg("-p");
    for at in 0..3 {
        if let Some(label) = args.labels.get(at) {
            git.arg("-L").arg(label);
        }
    }
    let done = match git.args([&args.ours, &args.base, &args.theirs]).output() {
        Ok(done) => done,
        Err(error) => {
            complain(format!("git cannot be asked: {error}"));
            return Outcome::Failed;
        }
    };
    let conflicts = done.status.code().unwrap_or(255);
    if conflicts > 127 {
        complain(String::from_utf8_lossy(&done.stderr).trim());
        return Outcome::Failed;
    }
    if let Err(message) = input::write(args.output.as_deref().unwrap_or(&args.ours), &done.stdout) {
        complain(message);
        return Outcome::Failed;
    }
    if conflicts == 0 { Outcome::Fine } else { Outcome::Warnings }
}
