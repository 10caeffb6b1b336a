//! What `check` has to say of a map, with its place.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::codes::{FolderPolicy, Verdict};
use super::input::Input;
use crate::analysis::Finding;
use crate::format::{Format, Location, Origin, Severity, Source, Span, Spot, Subject};
use crate::model::Map;

/// How bad a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A question.
    Note,
    Hint,
    Warning,
    Error,
}

impl Level {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// SARIF has no hints.
    pub(super) fn in_sarif(self) -> &'static str {
        match self {
            Self::Note | Self::Hint => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Hint => Self::Hint,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// What a change did to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    Raised,
    Settled,
}

impl Since {
    fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Settled => "settled",
        }
    }
}

/// Something to say of a map.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub(super) file: String,
    pub(super) at: Location,
    pub(super) level: Level,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// What a question is about, by ids.
    pub(super) on: Vec<String>,
    pub(super) since: Option<Since>,
}

impl Remark {
    /// `file:line:column: severity: message (help) [code]`
    pub(super) fn line(&self) -> String {
        let since = self.since.map_or(String::new(), |since| format!("{}: ", since.word()));
        let help = self.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        format!(
            "{}:{}: {}: {since}{}{help} [{}]\n",
            self.file,
            self.at,
            self.level.word(),
            self.message,
            self.code
        )
    }

    pub(super) fn json(&self) -> Value {
        let mut object = json!({
            "file": self.file,
            "line": self.at.line,
            "column": self.at.column,
            "severity": self.level.word(),
            "code": self.code,
            "message": self.message,
            "help": self.help,
        });
        if let Some(fields) = object.as_object_mut() {
            if self.level == Level::Note || !self.on.is_empty() {
                fields.insert("on".to_owned(), json!(self.on));
            }
            if let Some(since) = self.since {
                fields.insert("since".to_owned(), json!(since.word()));
            }
        }
        object
    }
}

/// What the texts of a file's map have to say: problems first, in their order.
pub(super) fn problems(input: &Input, policy: &FolderPolicy<'_>) -> Vec<Remark> {
    let lines = input.lines();
    let remark = |diagnostic: &crate::format::Diagnostic| {
        let level = match policy.of(diagnostic.code) {
            // What breaks the format cannot be put up with.
            Verdict::Allowed if diagnostic.severity < Severity::Error => return None,
            Verdict::Denied => Level::Warning.max(diagnostic.severity.into()),
            _ => diagnostic.severity.into(),
        };
        Some(Remark {
            file: input.name.clone(),
            at: lines.location(diagnostic.span.start),
            level,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            on: Vec::new(),
            since: None,
        })
    };
    input.reading.diagnostics.iter().filter_map(remark).collect()
}

/// Questions as remarks; `None` for those that are not told.
pub(super) fn questions(
    input: &Input,
    found: &[(Finding, Option<Since>)],
    policy: &FolderPolicy<'_>,
) -> Vec<Remark> {
    let told = |(finding, _): &&(Finding, Option<Since>)| policy.of(finding.rule.code()) != Verdict::Allowed;
    let told: Vec<_> = found.iter().filter(told).collect();
    if told.is_empty() {
        return Vec::new();
    }
    let (lines, places) = (input.lines(), Places::new(input));
    let remark = |(finding, since): &&(Finding, Option<Since>)| {
        let is_denied = policy.of(finding.rule.code()) == Verdict::Denied && *since != Some(Since::Settled);
        Remark {
            file: input.name.clone(),
            at: lines.location(places.of(finding)),
            level: if is_denied { Level::Warning } else { Level::Note },
            code: finding.rule.code(),
            message: finding.question.clone(),
            help: None,
            on: finding.on.iter().map(ToString::to_string).collect(),
            since: *since,
        }
    };
    told.iter().map(remark).collect()
}

/// Where the elements and links of a map stand in its file.
struct Places<'a> {
    input: &'a Input,
    source: Option<Source>,
    /// Where each thing has its first statement.
    spots: HashMap<Subject, usize>,
    /// Where the first statement stands.
    start: usize,
}

impl<'a> Places<'a> {
    fn new(input: &'a Input) -> Self {
        let source = match input.origin {
            Origin::Format(format @ (Format::Owm | Format::Mermaid | Format::Ron)) => {
                Source::read(format, &input.body).ok()
            }
            _ => None,
        };
        let all = source.as_ref().map_or_else(Vec::new, Source::spots);
        let start = all.first().map_or(0, |spot| spot.span.start);
        let mut spots = HashMap::with_capacity(all.len());
        for Spot { span, subject } in all {
            spots.entry(subject).or_insert(span.start);
        }
        Self { input, source, spots, start }
    }

    /// The byte in the file where what a question is about stands: its link, else its first element.
    fn of(&self, finding: &Finding) -> usize {
        let map = self.source.as_ref().map(Source::map);
        let link = finding.links.first().and_then(|key| map?.link_index(key)).map(Subject::Link);
        let element = || finding.on.first().cloned().map(Subject::Element);
        let spot = |subject: Subject| self.spots.get(&subject).copied();
        self.in_file(link.and_then(spot).or_else(|| element().and_then(spot)).unwrap_or(self.start))
    }

    /// A place in the map's own text as one in its file.
    fn in_file(&self, at: usize) -> usize {
        let at = at + self.source.as_ref().map_or(0, |source| source.mark().len());
        match &self.input.block {
            Some(block) => block.in_file(Span::at(at)).start,
            None => at,
        }
    }
}

/// The questions of a map that a text raises; `end-missing` only where no problem tells the same with its place.
pub(super) fn of_map(map: &Map, problems: &[Remark]) -> Vec<Finding> {
    let mut findings = crate::analysis::findings(map);
    let is_told = |finding: &Finding| problems.iter().any(|problem| problem.code == finding.rule.code());
    findings.retain(|finding| !is_told(finding));
    findings
}
