//! Steps as one page with a slider; nothing is loaded from elsewhere.

use super::html::{STYLE, escaped};

/// A page with these pictures, of which every so many are steps with a name. Without scripts, the steps stand one below the
/// other.
pub fn steps_page(title: &str, names: &[&str], pictures: &[String], between: usize) -> String {
    let title = if title.is_empty() { "Map" } else { title };
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>{STYLE}\n\
         .steps figure {{ display: none; margin: 0; }}\n.steps figure.step {{ display: block; }}\n\
         .js .steps figure {{ display: none; }}\n.js .steps figure.shown {{ display: block; }}\n\
         .js .steps figcaption {{ display: none; }}\n\
         .bar {{ display: none; gap: .8rem; align-items: center; margin: 1rem 0; }}\n.js .bar {{ display: flex; }}\n\
         .bar input {{ flex: 1; }}\n</style>\n</head>\n<body>\n<h1>{0}</h1>\n\
         <div class=\"bar\"><button id=\"play\">Play</button>\
         <input id=\"at\" type=\"range\" min=\"0\" max=\"{1}\" value=\"0\" aria-label=\"Step\">\
         <output id=\"name\">{2}</output></div>\n<div class=\"steps\">\n",
        escaped(title),
        pictures.len().saturating_sub(1),
        escaped(names.first().copied().unwrap_or("")),
    );
    for (number, picture) in pictures.iter().enumerate() {
        let svg = picture.find("<svg").and_then(|at| picture.get(at..)).unwrap_or("");
        let step = names.get(number / between).filter(|_| number.is_multiple_of(between));
        let class = if step.is_some() { " class=\"step\"" } else { "" };
        let caption =
            step.map_or_else(String::new, |name| format!("<figcaption>{}</figcaption>", escaped(name)));
        text.push_str(&format!("<figure{class}>{svg}{caption}</figure>\n"));
    }
    let all: Vec<String> = names.iter().map(|name| format!("\"{}\"", quoted(name))).collect();
    text.push_str(&format!(
        "</div>\n<p class=\"more\">Steps have no dates: evolution is not time, and its pace is unknown.</p>\n<script>\n\
         (() => {{\n  const names = [{}], between = {between};\n  document.documentElement.classList.add('js');\n\
         \x20 const figures = [...document.querySelectorAll('.steps figure')];\n\
         \x20 const at = document.getElementById('at'), name = document.getElementById('name');\n\
         \x20 const show = n => {{\n    figures.forEach((f, i) => f.classList.toggle('shown', i === n));\n\
         \x20   const a = Math.floor(n / between);\n\
         \x20   name.value = n % between ? names[a] + ' → ' + names[a + 1] : names[a];\n  }};\n\
         \x20 at.addEventListener('input', () => show(+at.value));\n  let timer = 0;\n\
         \x20 document.getElementById('play').addEventListener('click', () => {{\n    clearTimeout(timer);\n\
         \x20   let n = +at.value >= figures.length - 1 ? 0 : +at.value;\n    const go = () => {{\n\
         \x20     at.value = n; show(n);\n      if (n < figures.length - 1) {{\n\
         \x20       timer = setTimeout(() => {{ n += 1; go(); }}, n % between ? 70 : 900);\n      }}\n    }};\n    go();\n\
         \x20 }});\n  show(0);\n}})();\n</script>\n</body>\n</html>\n",
        all.join(", ")
    ));
    text
}

/// A text within quotes of a script.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
