//! `mapstone merge`: git's merge driver, and anybody's.

use std::path::Path;
use std::process::Command;

use super::args::MergeArgs;
use super::input::{self, Limit};
use super::{Outcome, complain};
use crate::compare::ConflictTeller;
use crate::files::settled_source;
use crate::format::{self, Format, Source};

/// Merges three versions of a map.
pub(super) fn run(args: &MergeArgs) -> Outcome {
    match merge(args) {
        Ok(outcome) => outcome,
        Err(message) => lines(args, &message),
    }
}

/// What a text is: by its own name, or the one that is given, else by what it says. `None` where it says nothing.
fn format_of(args: &MergeArgs, path: &Path, text: &str) -> Result<Option<Format>, String> {
    let name = args.path.as_deref().unwrap_or(path);
    let ending = input::ending(name);
    if text.trim().is_empty() {
        return Ok(ending.as_deref().and_then(Format::of_ending));
    }
    let origin = format::detect(text, ending.as_deref())?;
    origin.format().map(Some).ok_or_else(|| "wardleyToGo's text is read, not written".to_owned())
}

fn merge(args: &MergeArgs) -> Result<Outcome, String> {
    let limit = Limit::new(args.no_limit);
    let mut texts: Vec<(String, Option<Format>)> = Vec::new();
    for path in [&args.base, &args.ours, &args.theirs] {
        let read = input::text_of(path, limit)?;
        if read.held_as.is_some() {
            return Err(format!(
                "{}: a map in a picture is not merged; save it as a file first",
                path.display()
            ));
        }
        let format = format_of(args, path, &read.text)?;
        texts.push((read.text, format));
    }
    // What is empty is so in the format of the others.
    let known = [1, 2, 0].into_iter().find_map(|at| texts.get(at).and_then(|(_, format)| *format));
    let known = known.unwrap_or(Format::Owm);
    let read = |at: usize, what: &str| {
        let (text, format) = texts.get(at).map_or(("", None), |(text, format)| (text.as_str(), *format));
        let source = Source::read(format.unwrap_or(known), text).map_err(|diagnostics| {
            let first = diagnostics.first().map_or_else(String::new, |first| first.message.clone());
            format!("{what} cannot be read as a map: {first}")
        })?;
        // Any text can be read as OnlineWardleyMaps text; not any is a map.
        let map = source.map();
        let says_nothing = map.elements().len() + map.links().len() == 0 && map.title.is_empty();
        if says_nothing && !text.trim().is_empty() && source.format() == Format::Owm {
            return Err(format!("{what} says nothing of a map"));
        }
        Ok::<_, String>(settled_source(source))
    };
    let label = |at: usize, usual: &str| args.labels.get(at).map_or_else(|| usual.to_owned(), Clone::clone);
    let (ours_name, theirs_name) = (label(0, "ours"), label(2, "theirs"));
    let [base, ours, theirs] = [read(0, "the base")?, read(1, &ours_name)?, read(2, &theirs_name)?];
    let merged = format::merge(&base, &ours, &theirs);
    let output = args.output.as_deref().unwrap_or(&args.ours);
    input::write(output, merged.text.as_bytes())?;
    let name = args.path.as_deref().unwrap_or(&args.ours).display().to_string();
    let teller = ConflictTeller::of(&merged.map);
    for conflict in &merged.conflicts {
        let words = teller.words(conflict);
        complain(format!(
            "{name}: conflict about {}: {ours_name}: {}; {theirs_name}: {}",
            words.about, words.ours, words.theirs
        ));
    }
    for loss in &merged.losses {
        complain(format!("{name}: {loss}"));
    }
    let was_there = |id: &str| [&ours, &theirs].iter().any(|side| side.map().scenario(id).is_some());
    for scenario in merged.map.scenarios.iter().filter(|scenario| !was_there(&scenario.id)) {
        complain(format!(
            "{name}: both sides changed a scenario: theirs is there too, as “{}”",
            scenario.name
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
