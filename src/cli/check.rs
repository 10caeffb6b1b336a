//! `mapstone check`

use std::io::Write;
use std::path::Path;

use serde_json::Value;

use super::args::{CheckArgs, ReportFormat};
use super::input::{self, Input, Limit};
use super::{Outcome, complain, many};
use crate::format::Severity;

/// Tells what is wrong with maps.
pub(super) fn run(args: &CheckArgs) -> Outcome {
    let mut outcome = Outcome::Fine;
    let mut objects = Vec::new();
    let is_json = args.format == ReportFormat::Json;
    let one = |path: &Path| {
        let mut found = Found { outcome: Outcome::Fine, report: String::new(), objects: Vec::new() };
        for input in input::read(path, None, Limit::new(args.no_limit))? {
            found.outcome = found.outcome.max(check(&input, path, &mut found.report, &mut found.objects));
        }
        Ok::<_, String>(found)
    };
    let is_whole = many::each(&args.inputs, one, |found| match found {
        Err(message) => {
            complain(message);
            outcome = Outcome::Failed;
        }
        Ok(found) => {
            outcome = outcome.max(found.outcome);
            if is_json {
                objects.extend(found.objects);
            } else if !found.report.is_empty() {
                many::clear();
                let _ = std::io::stdout().lock().write_all(found.report.as_bytes());
            }
        }
    });
    if is_json {
        let report = format!("{:#}\n", Value::from(objects));
        let _ = std::io::stdout().lock().write_all(report.as_bytes());
    }
    if is_whole { outcome } else { Outcome::Stopped }
}

/// What was found in a file.
struct Found {
    outcome: Outcome,
    report: String,
    objects: Vec<Value>,
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
