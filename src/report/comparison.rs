//! Two maps compared, as a document: a table for a pull request, a page with the picture.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::html::{STYLE, escaped};
use crate::analysis::Finding;
use crate::compare::{Comparison, Row};
use crate::model::ElementId;
use crate::typeset::one_line;

/// The rows that are told, and how many fold away.
fn told(comparison: &Comparison) -> (Vec<&Row>, usize) {
    let rows: Vec<_> = comparison.rows.iter().filter(|row| !row.is_small).collect();
    let folded = comparison.rows.len() - rows.len();
    (rows, folded)
}

/// What is said of rows that fold away; empty where there are none.
fn folded_words(folded: usize) -> String {
    match folded {
        0 => String::new(),
        1 => "One change is too small to matter.".to_owned(),
        _ => format!("{folded} changes are too small to matter."),
    }
}

/// Questions by what they are about.
struct Asked<'f> {
    all: &'f [Finding],
    about: HashMap<&'f ElementId, Vec<usize>>,
}

impl<'f> Asked<'f> {
    fn of(all: &'f [Finding]) -> Self {
        let mut about: HashMap<_, Vec<_>> = HashMap::new();
        for (at, finding) in all.iter().enumerate() {
            finding.on.iter().for_each(|id| about.entry(id).or_default().push(at));
        }
        Self { all, about }
    }

    /// The questions about what a row is about.
    fn about(&self, row: &Row) -> impl Iterator<Item = &'f Finding> {
        let found: BTreeSet<usize> =
            row.on.iter().filter_map(|id| self.about.get(id)).flatten().copied().collect();
        found.into_iter().filter_map(|at| self.all.get(at))
    }
}

/// A comparison as lines of text.
pub fn comparison_text(comparison: &Comparison) -> String {
    let (rows, folded) = told(comparison);
    if comparison.is_same() {
        return "the maps are the same\n".to_owned();
    }
    let mut text = String::new();
    let mut sort = None;
    for row in rows {
        if sort != Some(row.sort) {
            sort = Some(row.sort);
            text.push_str(&format!("{}:\n", row.sort.label()));
        }
        let why = if row.why.is_empty() { String::new() } else { format!("  ({})", row.why) };
        text.push_str(&format!("  {}{why}\n", row.words));
    }
    let (settled, raised) = comparison.questions();
    for (heading, findings) in [("Questions settled", settled), ("Questions raised", raised)] {
        if !findings.is_empty() {
            text.push_str(&format!("{heading}:\n"));
            for finding in findings {
                text.push_str(&format!("  {}\n", finding.question));
            }
        }
    }
    let folded = folded_words(folded);
    if !folded.is_empty() {
        text.push_str(&format!("{folded}\n"));
    }
    text
}

/// A comparison as a table in Markdown, as a pull request shows it. `picture` is the address of the picture, if there is
/// one.
pub fn comparison_markdown(comparison: &Comparison, picture: Option<&str>) -> String {
    let title = if comparison.after.title.is_empty() { "Map" } else { &comparison.after.title };
    let mut text = format!("### {}\n\n", cell(title));
    if comparison.is_same() {
        text.push_str("The maps are the same.\n");
        return text;
    }
    if let Some(picture) = picture {
        text.push_str(&format!("![What changed]({picture})\n\n"));
    }
    let (rows, folded) = told(comparison);
    let (settled, raised) = comparison.questions();
    text.push_str("| | changed | why | questions |\n|---|---|---|---|\n");
    let mut seen: HashSet<&str> = HashSet::new();
    let all = [("settled", Asked::of(settled)), ("raised", Asked::of(raised))];
    for row in rows {
        let mut questions = Vec::new();
        for (word, asked) in &all {
            for finding in asked.about(row) {
                if seen.insert(&finding.question) {
                    questions.push(format!("{word}: {}", cell(&finding.question)));
                }
            }
        }
        let (words, why) = (cell(&row.words), cell(&row.why));
        text.push_str(&format!("| {} | {words} | {why} | {} |\n", row.sort.label(), questions.join("<br>")));
    }
    let rest = |word: &str, all: &[Finding]| -> String {
        let rest = all.iter().filter(|finding| !seen.contains(finding.question.as_str()));
        rest.map(|finding| format!("- {word}: {}\n", cell(&finding.question))).collect::<Vec<_>>().concat()
    };
    let rest = rest("settled", settled) + &rest("raised", raised);
    if !rest.is_empty() {
        text.push_str(&format!("\n{rest}"));
    }
    let folded = folded_words(folded);
    if !folded.is_empty() {
        text.push_str(&format!("\n{folded}\n"));
    }
    text
}

/// Words within a cell of a table: nothing of them is markup.
fn cell(words: &str) -> String {
    let mut text = String::new();
    for c in one_line(words).chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' => {
                text.push('\\');
                text.push(c);
            }
            '&' => text.push_str("&amp;"),
            c => text.push(c),
        }
    }
    text
}

/// A comparison as one HTML page with the picture in it; nothing is loaded from elsewhere.
pub fn comparison_html(comparison: &Comparison, svg: &str) -> String {
    let title = if comparison.after.title.is_empty() { "Map" } else { &comparison.after.title };
    let picture = svg.find("<svg").and_then(|at| svg.get(at..)).unwrap_or("");
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{0}: what changed</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<article>\n<h1>{0}</h1>\n\
         <figure>{picture}</figure>\n",
        escaped(title)
    );
    let (rows, folded) = told(comparison);
    text.push_str("<table>\n<tr><th></th><th>changed</th><th>why</th></tr>\n");
    for row in rows {
        text.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            row.sort.label(),
            escaped(&row.words),
            escaped(&row.why)
        ));
    }
    text.push_str("</table>\n");
    let (settled, raised) = comparison.questions();
    for (heading, findings) in [("Questions settled", settled), ("Questions raised", raised)] {
        if !findings.is_empty() {
            text.push_str(&format!("<h2>{heading}</h2>\n<ul>\n"));
            for finding in findings {
                text.push_str(&format!("<li>{}</li>\n", escaped(&finding.question)));
            }
            text.push_str("</ul>\n");
        }
    }
    let folded = folded_words(folded);
    if !folded.is_empty() {
        text.push_str(&format!("<p class=\"more\">{folded}</p>\n"));
    }
    text.push_str("</article>\n</body>\n</html>\n");
    text
}
