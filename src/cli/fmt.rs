//! `mapstone fmt`

use std::path::Path;

use super::args::FmtArgs;
use super::input::Limit;
use super::{Outcome, complain, input, many, say};
use crate::format::{Severity, Source};

/// Makes the text of maps canonical, or tells which are not.
pub(super) fn run(args: &FmtArgs) -> Outcome {
    let one = |path: &Path| {
        canonical(path, args).unwrap_or_else(|message| {
            complain(message);
            Outcome::Failed
        })
    };
    let mut worst = Outcome::Fine;
    let is_whole = many::each(&args.files, one, |outcome| worst = worst.max(outcome));
    if is_whole { worst } else { Outcome::Stopped }
}

fn canonical(path: &Path, args: &FmtArgs) -> Result<Outcome, String> {
    let name = input::name(path);
    let limit = Limit::new(args.no_limit);
    if input::is_markdown(path) {
        return Err(format!("{name}: the maps in a Markdown file are left as they are"));
    }
    let loaded = input::single(input::read(path, None, limit)?, None)?;
    let Some(format) = loaded.origin.format() else {
        return Err(format!("{name}: wardleyToGo text is read, not written"));
    };
    let (text, losses) = match Source::read(format, &loaded.text) {
        Ok(source) => source.formatted(),
        Err(diagnostics) => {
            let report = input::report(&name, &loaded.lines(), &diagnostics, Severity::Error);
            return Err(report.trim_end().to_owned());
        }
    };
    if let Some(loss) = losses.iter().find(|loss| !loss.is_kept) {
        // Nothing is lost for the sake of looks.
        return Err(format!("{name}: left as it is, since its canonical text would lose {loss}"));
    }
    // Lines end as they do: on some systems all do otherwise.
    let text = if has_returns(&loaded.text) { text.replace('\n', "\r\n") } else { text };
    let is_canonical = *text == *loaded.text;
    if args.check {
        if !is_canonical {
            say(&format!("{name}\n"));
        }
        return Ok(if is_canonical { Outcome::Fine } else { Outcome::Warnings });
    }
    if input::is_dash(path) || !is_canonical {
        input::write_text(path, format, &text, limit)?;
    }
    Ok(Outcome::Fine)
}

/// Whether most lines of a text end with a carriage return.
fn has_returns(text: &str) -> bool {
    2 * text.matches("\r\n").count() > text.matches('\n').count()
}
