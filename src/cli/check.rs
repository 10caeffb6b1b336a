//! `mapstone check`

use std::io::Write;
use std::path::Path;

use serde_json::Value;

use super::args::{CheckArgs, ReportFormat};
use super::input::{self, Input, Limit};
use super::{Outcome, complain};
use crate::format::Severity;

/// Tells what is wrong with maps.
pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut outcome = Outcome::Fine;
    let mut report = String::new();
    let mut objects = Vec::new();
    for path in &args.inputs {
        match input::read(path, None, Limit::new(args.no_limit)) {
            Err(message) => {
                complain(message);
                outcome = Outcome::Failed;
            }
            Ok(inputs) => {
                for input in inputs {
                    outcome = outcome.max(check(&input, path, &mut report, &mut objects));
                }
            }
        }
    }
    if args.format == ReportFormat::Json {
        report = format!("{:#}\n", Value::from(objects));
    }
    let _ = std::io::stdout().lock().write_all(report.as_bytes());
    outcome
}

fn check(input: &Input, path: &Path, report: &mut String, objects: &mut Vec<Value>) -> Outcome {
    let reading = &input.reading;
    let worst = reading.diagnostics.iter().map(|d| d.severity).max().unwrap_or(Severity::Hint);
    let mut outcome = if reading.map.is_none() {
        Outcome::Failed
    } else if worst >= Severity::Warning {
        Outcome::Warnings
    } else {
        Outcome::Fine
    };
    report.push_str(&input.report(Severity::Hint));
    if let Some(fault) = reading.map.as_ref().and_then(|map| input::theme_of(map, path).err()) {
        outcome = outcome.max(Outcome::Warnings);
        let (line, column) = fault.at.unwrap_or((1, 1));
        let file = fault.path.display().to_string();
        report.push_str(&format!("{file}:{line}:{column}: {}: {}\n", Severity::Warning, fault.message));
        objects.push(serde_json::json!({
            "file": file,
            "line": line,
            "column": column,
            "severity": Severity::Warning.to_string(),
            "message": fault.message,
            "help": "the map is drawn in our own theme",
        }));
    }
    let lines = input.lines();
    objects.extend(reading.diagnostics.iter().map(|diagnostic| {
        let at = lines.location(diagnostic.span.start);
        serde_json::json!({
            "file": input.name,
            "line": at.line,
            "column": at.column,
            "severity": diagnostic.severity.to_string(),
            "message": diagnostic.message,
            "help": diagnostic.help,
        })
    }));
    outcome
}
