//! `mapstone report`

use std::path::Path;

use super::args::{DocumentFormat, ReportArgs};
use super::input::{self, Limit};
use super::{Outcome, complain};
use crate::export::{Lettering, svg};
use crate::format::Severity;
use crate::model::Map;
use crate::report::{Report, html, markdown, report};
use crate::scene::{Contents, Theme};

/// Writes maps down in words.
pub(super) fn run(args: &ReportArgs) -> Outcome {
    match write(args) {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            complain(message);
            Outcome::Failed
        }
    }
}

fn write(args: &ReportArgs) -> Result<(), String> {
    let ending = input::ending(&args.output).unwrap_or_default().to_lowercase();
    let is_known = ["", "md", "markdown", "html", "htm"].contains(&ending.as_str());
    if args.format.is_none() && !is_known {
        return Err(format!(
            "{}: reports are Markdown (.md) or HTML (.html); or say --format",
            args.output.display()
        ));
    }
    let is_html = args.format.map_or_else(
        || {
            input::ending(&args.output)
                .is_some_and(|ending| matches!(ending.to_lowercase().as_str(), "html" | "htm"))
        },
        |format| format == DocumentFormat::Html,
    );
    input::spare(&args.output, args.inputs.iter().map(AsRef::as_ref))?;
    let mut reports: Vec<(Report, Map, Theme)> = Vec::new();
    for path in &args.inputs {
        for input in input::read(path, None, Limit::new(args.no_limit))? {
            for line in input.report(Severity::Warning).lines() {
                complain(line);
            }
            let map = input.reading.map.ok_or_else(|| format!("{}: this is no map", input.name))?;
            let theme = input::theme_of(&map, path).unwrap_or_else(|fault| {
                complain(format!("{fault}; {} is drawn in our own", input.name));
                Theme::for_map("")
            });
            let name =
                path.file_stem().map_or_else(|| "Map".to_owned(), |stem| stem.to_string_lossy().into_owned());
            reports.push((report(&map, &name), map, theme));
        }
    }
    let picture =
        |map: &Map, theme: &Theme, lettering| svg(&Contents::default().scene(map, theme), 1.0, lettering);
    if is_html {
        let whole: Vec<_> = reports
            .into_iter()
            .map(|(report, map, theme)| (report, picture(&map, &theme, Lettering::Embedded)))
            .collect();
        return input::write(&args.output, html(&whole).as_bytes());
    }
    if input::is_dash(&args.output) {
        let whole: Vec<_> = reports.into_iter().map(|(report, ..)| (report, None)).collect();
        return input::write(&args.output, markdown(&whole).as_bytes());
    }
    let is_alone = reports.len() == 1;
    let mut whole = Vec::new();
    for (number, (report, map, theme)) in reports.into_iter().enumerate() {
        let file = beside(&args.output, (!is_alone).then_some(number + 1));
        input::write_picture(&file, picture(&map, &theme, Lettering::Embedded).as_bytes())?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        whole.push((report, name));
    }
    input::write(&args.output, markdown(&whole).as_bytes())
}

/// The picture that stands beside a document: `report.svg`, `report-2.svg`.
fn beside(document: &Path, number: Option<usize>) -> std::path::PathBuf {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    match number {
        None => document.with_extension("svg"),
        Some(number) => document.with_file_name(format!("{stem}-{number}.svg")),
    }
}
