//! `mapstone convert`

use super::args::ConvertArgs;
use super::{Outcome, complain, input};
use crate::format::{self, Format, Severity};

/// Writes a map in another format.
pub(super) fn run(args: &ConvertArgs) -> Outcome {
    match convert(args) {
        Ok(outcome) => outcome,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}

fn convert(args: &ConvertArgs) -> Result<Outcome, String> {
    let ending = args.output.extension().map(|ending| ending.to_string_lossy().into_owned());
    let by_ending = ending.as_deref().and_then(Format::of_ending);
    let to = args
        .to
        .map(Format::from)
        .or(by_ending)
        .ok_or_else(|| format!("{}: which format? Say --to ron, owm or json", args.output.display()))?;
    let loaded = input::read(&args.input, args.from.map(Format::from))?;
    let name = input::name(&args.input);
    let report = input::report(&name, &loaded.text, &loaded.reading.diagnostics, Severity::Warning);
    for line in report.lines() {
        complain(line);
    }
    let Some(map) = loaded.reading.map else {
        return Err(format!("{name}: this is not a map that can be read"));
    };
    // A text is edited, not rewritten: with nothing to change, it stays as it is.
    let (text, losses) =
        if to == loaded.format { (loaded.text, Vec::new()) } else { format::write(to, &map) };
    for loss in &losses {
        complain(format!("{name}: {} cannot say {loss}", to.name()));
    }
    input::write(&args.output, text.as_bytes())?;
    Ok(if report.is_empty() && losses.is_empty() { Outcome::Fine } else { Outcome::Warnings })
}
