//! `mapstone check`

use std::io::Write;

use super::args::{CheckArgs, ReportFormat};
use super::{Outcome, complain, input};
use crate::format::{LineIndex, Severity};

/// Tells what is wrong with maps.
pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut outcome = Outcome::Fine;
    let mut report = String::new();
    let mut objects = Vec::new();
    for path in &args.inputs {
        let name = input::name(path);
        match input::read(path, None) {
            Err(message) => {
                complain(message);
                outcome = Outcome::Failed;
            }
            Ok(loaded) => {
                let reading = &loaded.reading;
                let worst = reading.diagnostics.iter().map(|d| d.severity).max().unwrap_or(Severity::Hint);
                let this = if reading.map.is_none() {
                    Outcome::Failed
                } else if worst >= Severity::Warning {
                    Outcome::Warnings
                } else {
                    Outcome::Fine
                };
                outcome = outcome.max(this);
                report.push_str(&input::report(&name, &loaded.text, &reading.diagnostics, Severity::Hint));
                let fault = reading.map.as_ref().and_then(|map| input::theme_of(map, path).err());
                if let Some(fault) = fault {
                    outcome = outcome.max(Outcome::Warnings);
                    let (line, column) = fault.at.unwrap_or((1, 1));
                    let file = fault.path.display().to_string();
                    report.push_str(&format!(
                        "{file}:{line}:{column}: {}: {}\n",
                        Severity::Warning,
                        fault.message
                    ));
                    objects.push(serde_json::json!({
                        "file": file,
                        "line": line,
                        "column": column,
                        "severity": Severity::Warning.to_string(),
                        "message": fault.message,
                        "help": "the map is drawn in our own theme",
                    }));
                }
                let lines = LineIndex::new(&loaded.text);
                objects.extend(reading.diagnostics.iter().map(|diagnostic| {
                    let at = lines.location(diagnostic.span.start);
                    serde_json::json!({
                        "file": name,
                        "line": at.line,
                        "column": at.column,
                        "severity": diagnostic.severity.to_string(),
                        "message": diagnostic.message,
                        "help": diagnostic.help,
                    })
                }));
            }
        }
    }
    if args.format == ReportFormat::Json {
        report = format!("{:#}\n", serde_json::Value::from(objects));
    }
    let _ = std::io::stdout().lock().write_all(report.as_bytes());
    outcome
}
