//! Reports as Markdown.

use super::{Entry, Part, Report};

/// Reports in one document, each with the address of its picture; without one the picture is left out.
pub fn markdown(reports: &[(Report, Option<String>)]) -> String {
    let mut text = String::new();
    for (report, picture) in reports {
        text.push_str(&format!("# {}\n", escaped(&report.title)));
        for section in &report.sections {
            if !section.title.is_empty() {
                text.push_str(&format!("\n## {}\n", section.title));
            }
            for part in &section.parts {
                part_of(part, report, picture.as_deref(), &mut text);
            }
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn part_of(part: &Part, report: &Report, picture: Option<&str>, text: &mut String) {
    match part {
        Part::Text(words) => text.push_str(&format!("\n{}\n", escaped(words).replace('\n', "  \n"))),
        Part::Picture => {
            if let Some(picture) = picture {
                text.push_str(&format!(
                    "\n![{}](<{}>)\n",
                    escaped(&report.title),
                    picture.replace('>', "%3E")
                ));
            }
        }
        Part::List(entries) => {
            text.push('\n');
            for entry in entries {
                text.push_str(&line(entry));
            }
        }
        Part::Table(head, rows) => {
            text.push('\n');
            let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
            text.push_str(&row(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
            text.push_str(&row(&vec!["---".to_owned(); head.len()]));
            for cells in rows {
                text.push_str(&row(&cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>()));
            }
        }
    }
}

fn line(entry: &Entry) -> String {
    let more = if entry.more.is_empty() { String::new() } else { format!(" *{}*", escaped(&entry.more)) };
    format!("{}- {}{more}\n", "  ".repeat(entry.depth), escaped(&entry.text).replace('\n', " "))
}

/// A text in which nothing is a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_first = at == 0;
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&')
            || is_first && matches!(c, '#' | '+' | '-' | '=' | '!')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
