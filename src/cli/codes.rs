//! The codes of problems and questions: what they mean, and which are denied or not told.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use toml::Spanned;

use super::{Outcome, complain};
use crate::analysis::{Overlay, Rule, Topic};
use crate::format::{LineIndex, PROBLEMS};

/// The file beside maps, or above them, that says the same as the options.
const FILE: &str = "mapstone.toml";
/// What stands for every code.
const ALL: &str = "all";

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Problem(&'static str, &'static str),
    Question(Rule),
}

impl Code {
    /// All codes: those of problems, then those of questions.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let problems = PROBLEMS.into_iter().map(|(code, about)| Self::Problem(code, about));
        problems.chain(Rule::ALL.into_iter().map(Self::Question))
    }

    /// What a code stands for; a question where both are called so.
    fn named(name: &str) -> Option<Self> {
        Rule::of_code(name).map(Self::Question).or_else(|| Self::all().find(|code| code.name() == name))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Problem(code, _) => code,
            Self::Question(rule) => rule.code(),
        }
    }

    /// In one line.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Problem(_, about) => about,
            Self::Question(rule) => rule.label(),
        }
    }

    /// In some sentences.
    pub(super) fn about(self) -> String {
        match self {
            Self::Problem(_, about) => about.to_owned(),
            Self::Question(rule) => format!("{} Source: {}.", rule.why(), rule.source()),
        }
    }
}

/// `mapstone explain CODE`
pub(super) fn explain(name: &str) -> Outcome {
    if let Some(overlay) = Overlay::ALL.into_iter().find(|overlay| overlay.code() == name.to_lowercase())
        && Code::named(&name.to_lowercase()).is_none()
    {
        super::say(&format!(
            "{}: an overlay (render --overlay)\n\n{}: {}.\n",
            overlay.code(),
            overlay.label(),
            overlay.about()
        ));
        return Outcome::Fine;
    }
    let Some(code) = Code::named(&name.to_lowercase()) else {
        complain(unknown(name));
        return Outcome::Failed;
    };
    let text = match code {
        Code::Problem(code, about) => format!("{code}: a problem of a text\n\n{about}\n"),
        Code::Question(rule) => format!(
            "{}: {}\n\n{}\n\n{} · {}\n",
            rule.code(),
            rule.label(),
            rule.why(),
            rule.topic().label(),
            rule.source()
        ),
    };
    super::say(&text);
    Outcome::Fine
}

/// `mapstone check --rules`
pub(super) fn list() -> Outcome {
    let line = |code: &str, label: &str| format!("  {code:<22}{label}\n");
    let mut text = "Problems of a text\n".to_owned();
    for (code, about) in PROBLEMS {
        text.push_str(&line(code, about));
    }
    for topic in Topic::ALL {
        text.push_str(&format!("\nQuestions: {}\n", topic.label().to_lowercase()));
        let rules = Rule::ALL.into_iter().filter(|rule| rule.topic() == topic);
        for rule in rules {
            text.push_str(&line(rule.code(), rule.label()));
        }
    }
    text.push_str("\n`mapstone explain CODE` says more.\n");
    super::say(&text);
    Outcome::Fine
}

fn unknown(name: &str) -> String {
    format!("there is no code `{name}`; `mapstone check --rules` lists them")
}

/// What is made of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is told as what it is.
    Told,
    /// It is a warning.
    Denied,
    /// It is not told.
    Allowed,
}

/// What is denied and what is not told.
#[derive(Clone, Debug, Default)]
struct Verdicts {
    named: HashMap<String, Verdict>,
    all: Option<Verdict>,
}

impl Verdicts {
    /// The verdict about a code, which counts before one about all.
    fn of(&self, code: &str) -> Option<Verdict> {
        self.named.get(code).copied().or(self.all)
    }

    fn put(&mut self, name: &str, verdict: Verdict) -> Result<(), String> {
        let slot = if name == ALL {
            &mut self.all
        } else if Code::named(name).is_some() {
            let earlier = self.named.insert(name.to_owned(), verdict);
            return match earlier {
                Some(other) if other != verdict => Err(format!("`{name}` is both denied and allowed")),
                _ => Ok(()),
            };
        } else {
            return Err(unknown(name));
        };
        match slot.replace(verdict) {
            Some(other) if other != verdict => Err("all is both denied and allowed".to_owned()),
            _ => Ok(()),
        }
    }
}

/// The options, and what the files beside the maps say.
pub(super) struct Policy {
    said: Verdicts,
    files: Mutex<HashMap<PathBuf, Arc<Result<Verdicts, String>>>>,
}

/// A `mapstone.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: CheckTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckTable {
    #[serde(default)]
    deny: Vec<Spanned<String>>,
    #[serde(default)]
    allow: Vec<Spanned<String>>,
}

impl Policy {
    /// What the options say; an error where they name what is no code.
    pub(super) fn new(deny: &[String], allow: &[String]) -> Result<Self, String> {
        let mut said = Verdicts::default();
        for name in deny {
            said.put(name.trim(), Verdict::Denied)?;
        }
        for name in allow {
            said.put(name.trim(), Verdict::Allowed)?;
        }
        Ok(Self { said, files: Mutex::default() })
    }

    /// What counts for the maps of a folder: the options before the nearest file.
    pub(super) fn of_folder(&self, folder: &Path) -> Result<FolderPolicy<'_>, String> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let file = files.entry(folder.to_owned()).or_insert_with(|| Arc::new(nearest(folder)));
        match file.as_ref() {
            Ok(_) => Ok(FolderPolicy { said: &self.said, file: Arc::clone(file) }),
            Err(message) => Err(message.clone()),
        }
    }
}

/// What counts for the maps of one folder.
pub(super) struct FolderPolicy<'a> {
    said: &'a Verdicts,
    file: Arc<Result<Verdicts, String>>,
}

impl FolderPolicy<'_> {
    pub(super) fn of(&self, code: &str) -> Verdict {
        let file = self.file.as_ref().as_ref().ok();
        self.said.of(code).or_else(|| file?.of(code)).unwrap_or(Verdict::Told)
    }
}

/// What the nearest file says: in the folder, or in one above it, as far as the folder of a repository.
fn nearest(folder: &Path) -> Result<Verdicts, String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    for above in whole.ancestors() {
        let path = above.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => return read(&path, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{}: {error}", path.display())),
        }
        if above.join(".git").exists() {
            break;
        }
    }
    Ok(Verdicts::default())
}

fn read(path: &Path, text: &str) -> Result<Verdicts, String> {
    let lines = LineIndex::new(text);
    let at = |byte: usize, message: &str| format!("{}:{}: {message}", path.display(), lines.location(byte));
    let file: File = toml::from_str(text).map_err(|error| {
        at(error.span().map_or(0, |span| span.start), &error.message().replace('\n', " "))
    })?;
    let mut verdicts = Verdicts::default();
    let denied = file.check.deny.iter().map(|name| (name, Verdict::Denied));
    for (name, verdict) in denied.chain(file.check.allow.iter().map(|name| (name, Verdict::Allowed))) {
        verdicts.put(name.get_ref(), verdict).map_err(|message| at(name.span().start, &message))?;
    }
    Ok(verdicts)
}
