//! `mapstone check`

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde_json::Value;

use super::args::{CheckArgs, ReportFormat};
use super::codes::{self, FolderPolicy, Policy, Verdict};
use super::input::{self, Input, Limit};
use super::remark::{self, Level, Remark, Since};
use super::{Outcome, complain, many, sarif};
use crate::analysis::{Finding, findings};
use crate::compare::{Identity, Matching};
use crate::files;
use crate::format::{Format, Location, Origin, code};
use crate::model::{ElementId, Map};

/// Tells what is wrong with maps, and what there is to ask about them.
pub(super) fn run(args: &CheckArgs) -> Outcome {
    if args.rules {
        return codes::list();
    }
    let policy = match Policy::new(&args.deny, &args.allow) {
        Ok(policy) => policy,
        Err(message) => {
            complain(message);
            return Outcome::Failed;
        }
    };
    let mut outcome = Outcome::Fine;
    let mut all = Vec::new();
    let one = |path: &Path| Ok::<_, String>((input::name(path), check(args, &policy, path)?));
    let is_whole = many::each(&args.inputs, one, |found| match found {
        Err(message) => {
            complain(message);
            outcome = Outcome::Failed;
        }
        Ok((name, found)) => {
            outcome = outcome.max(found.outcome);
            if args.format != ReportFormat::Text {
                all.extend(found.remarks);
            } else if !found.remarks.is_empty() {
                let mut text: String = found.remarks.iter().map(Remark::line).collect();
                let (questions, hints) = found.more;
                let counted = |count: usize, what: &str| {
                    (count > 0).then(|| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
                };
                let more: Vec<_> =
                    [counted(questions, "question"), counted(hints, "hint")].into_iter().flatten().collect();
                if !more.is_empty() {
                    text.push_str(&format!("{name}: note: {} more; --all tells them\n", more.join(" and ")));
                }
                super::say(&text);
            }
        }
    });
    let report = match args.format {
        ReportFormat::Text => None,
        ReportFormat::Json => Some(Value::from(all.iter().map(Remark::json).collect::<Vec<_>>())),
        ReportFormat::Sarif => Some(sarif::log(&all)),
    };
    if let Some(report) = report {
        super::say(&format!("{report:#}\n"));
    }
    if is_whole { outcome } else { Outcome::Stopped }
}

/// What was found in a file.
struct Found {
    outcome: Outcome,
    remarks: Vec<Remark>,
    /// How many questions and hints are not told.
    more: (usize, usize),
}

/// So many questions of a map, and hints of a kind, are told where nobody asked for all.
const MOST_TOLD: usize = 5;

fn check(args: &CheckArgs, policy: &Policy, path: &Path) -> Result<Found, String> {
    let policy =
        policy.of_folder(path.parent().filter(|_| !input::is_dash(path)).unwrap_or(Path::new("")))?;
    let inputs = input::read(path, None, Limit::new(args.no_limit))?;
    let before = match &args.since {
        None => None,
        Some(_) if input::is_dash(path) => {
            return Err("<stdin> has no earlier version; name a file".to_owned());
        }
        Some(revision) => Some(earlier(path, revision, args.no_limit)?),
    };
    let mut found = Found { outcome: Outcome::Fine, remarks: Vec::new(), more: (0, 0) };
    let most = if args.all || args.format != ReportFormat::Text { usize::MAX } else { MOST_TOLD };
    for (number, input) in inputs.iter().enumerate() {
        let remarks = match &before {
            None => remarks(input, path, &policy),
            Some(before) => since(input, before.get(number), &policy),
        };
        let worst = remarks.iter().map(|remark| remark.level).max().unwrap_or(Level::Note);
        found.outcome = found.outcome.max(if input.reading.map.is_none() {
            Outcome::Failed
        } else if worst >= Level::Warning {
            Outcome::Warnings
        } else {
            Outcome::Fine
        });
        // Of questions so many, and of hints of one kind.
        let mut told: BTreeMap<(Level, &str), usize> = BTreeMap::new();
        for remark in remarks {
            let kind = match remark.level {
                Level::Note => Some((Level::Note, "")),
                Level::Hint => Some((Level::Hint, remark.code)),
                Level::Warning | Level::Error => None,
            };
            let count = kind.map_or(0, |kind| {
                let count = told.entry(kind).or_default();
                *count += 1;
                *count
            });
            match remark.level {
                _ if count <= most => found.remarks.push(remark),
                Level::Note => found.more.0 += 1,
                _ => found.more.1 += 1,
            }
        }
    }
    Ok(found)
}

fn remarks(input: &Input, path: &Path, policy: &FolderPolicy<'_>) -> Vec<Remark> {
    let mut remarks = remark::problems(input, policy);
    let Some(map) = &input.reading.map else { return remarks };
    remarks.extend(theme_fault(map, path, policy));
    let questions: Vec<_> =
        remark::of_map(map, &remarks).into_iter().map(|finding| (finding, None)).collect();
    remarks.extend(remark::questions(input, &questions, policy));
    remarks
}

/// What is wrong with the file of the theme that a map names.
fn theme_fault(map: &Map, path: &Path, policy: &FolderPolicy<'_>) -> Option<Remark> {
    let fault = input::theme_of(map, path).err().filter(|_| policy.of(code::THEME) != Verdict::Allowed)?;
    let (line, column) = fault.at.unwrap_or((1, 1));
    Some(Remark {
        file: fault.path.display().to_string(),
        at: Location { line, column },
        level: Level::Warning,
        code: code::THEME,
        message: fault.message,
        help: Some("the map is drawn in our own theme".to_owned()),
        on: Vec::new(),
        since: None,
    })
}

/// The maps that a file held at a revision; none where it was not there.
fn earlier(path: &Path, revision: &str, no_limit: bool) -> Result<Vec<Input>, String> {
    let say = |message: String| format!("{}: {message}", path.display());
    match files::text_at(path, revision).map_err(say)? {
        None => Ok(Vec::new()),
        Some(text) => input::of_text(path, text, Limit::new(no_limit)),
    }
}

/// The questions that were raised or settled since an earlier version.
fn since(input: &Input, before: Option<&Input>, policy: &FolderPolicy<'_>) -> Vec<Remark> {
    // What cannot be read is told all the same.
    let Some(map) = &input.reading.map else { return remark::problems(input, policy) };
    let empty = Map::default();
    let old = before.and_then(|before| before.reading.map.as_ref()).unwrap_or(&empty);
    let identity = match input.origin {
        Origin::Format(Format::Ron | Format::Json) => Identity::IdsFirst,
        _ => Identity::Names,
    };
    let matching = Matching::new(old, map, identity);
    let now = |finding: &Finding| -> Vec<ElementId> {
        finding.on.iter().map(|id| matching.in_b(id).unwrap_or(id).clone()).collect()
    };
    let (asked, asks) = (findings(old), findings(map));
    let asked: Vec<Finding> = asked.into_iter().map(|old| Finding { on: now(&old), ..old }).collect();
    let about =
        |all: &[Finding]| -> HashSet<_> { all.iter().map(|one| (one.rule, one.on.clone())).collect() };
    let (before, today) = (about(&asked), about(&asks));
    let raised = asks.iter().filter(|new| !before.contains(&(new.rule, new.on.clone())));
    let settled = asked.iter().filter(|old| !today.contains(&(old.rule, old.on.clone())));
    let settled = settled.map(|old| Finding { links: Vec::new(), ..old.clone() });
    let mut all: Vec<(Finding, Option<Since>)> =
        raised.map(|finding| (finding.clone(), Some(Since::Raised))).collect();
    all.extend(settled.map(|finding| (finding, Some(Since::Settled))));
    remark::questions(input, &all, policy)
}
