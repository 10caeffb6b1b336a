//! Reports as one HTML file, with the pictures in it: nothing is loaded from elsewhere.

use super::{Entry, Part, Report};

/// Readable on a screen, and on paper: a page for each map.
pub(super) const STYLE: &str = "
:root { color-scheme: light; }
body { font: 16px/1.5 'Noto Sans', system-ui, sans-serif; color: #1c2128; background: #fff; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid; }
article + article { margin-top: 4rem; border-top: 1px solid #d5dbe1; padding-top: 3rem; }
figure { margin: 1.5rem 0; }
figure svg { width: 100%; height: auto; max-height: 70vh; }
ul { padding-left: 1.2rem; margin: .5rem 0; }
li { margin: .15rem 0; break-inside: avoid; }
.more { color: #57606a; font-size: .9em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #d5dbe1; }
tr { break-inside: avoid; }
@media print {
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
  figure { break-inside: avoid; }
  figure svg { max-height: 60vh; }
}
";

/// Reports in one document, each with its picture as SVG.
pub fn html(reports: &[(Report, String)]) -> String {
    let title = match reports {
        [(only, _)] => only.title.clone(),
        _ => "Wardley maps".to_owned(),
    };
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escaped(&title)
    );
    for (report, picture) in reports {
        text.push_str(&format!("<article>\n<h1>{}</h1>\n", escaped(&report.title)));
        for section in &report.sections {
            if !section.title.is_empty() {
                text.push_str(&format!("<h2>{}</h2>\n", escaped(section.title)));
            }
            for part in &section.parts {
                part_of(part, report, picture, &mut text);
            }
        }
        text.push_str("</article>\n");
    }
    text.push_str("</body>\n</html>\n");
    text
}

fn part_of(part: &Part, report: &Report, picture: &str, text: &mut String) {
    match part {
        Part::Text(words) => text.push_str(&format!("<p>{}</p>\n", escaped(words).replace('\n', "<br>"))),
        Part::Picture => {
            let svg = picture.find("<svg").and_then(|at| picture.get(at..)).unwrap_or("");
            let title = escaped(&report.title);
            text.push_str(&format!("<figure aria-label=\"Map: {title}\">\n{svg}</figure>\n"));
        }
        Part::List(entries) => list(entries, text),
        Part::Table(head, rows) => {
            let row = |cells: &[String], name: &str| {
                let cell = |cell: &String| format!("<{name}>{}</{name}>", escaped(cell));
                let cells = cells.iter().map(cell).collect::<Vec<_>>().concat();
                format!("<tr>{cells}</tr>\n")
            };
            let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
            text.push_str(&format!("<table>\n<thead>{}</thead>\n<tbody>\n", row(&head, "th")));
            for cells in rows {
                text.push_str(&row(cells, "td"));
            }
            text.push_str("</tbody>\n</table>\n");
        }
    }
}

/// A list in lists: an entry that stands deeper is in one of that above it.
fn list(entries: &[Entry], text: &mut String) {
    let mut open = 0;
    for entry in entries {
        if entry.depth + 1 > open {
            while open < entry.depth + 1 {
                text.push_str("<ul>\n");
                open += 1;
            }
        } else {
            text.push_str("</li>\n");
            while open > entry.depth + 1 {
                text.push_str("</ul>\n</li>\n");
                open -= 1;
            }
        }
        text.push_str(&format!("<li>{}", escaped(&entry.text).replace('\n', "<br>")));
        if !entry.more.is_empty() {
            text.push_str(&format!(" <span class=\"more\">{}</span>", escaped(&entry.more)));
        }
    }
    while open > 1 {
        text.push_str("</li>\n</ul>\n");
        open -= 1;
    }
    if open > 0 {
        text.push_str("</li>\n</ul>\n");
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
