//! Breaking names into lines.

use super::{Face, width};

/// A label has at most this many lines; what is beyond ends in "…".
const MOST_LINES: usize = 6;
/// No more of a name than this is ever looked at: twice what fits into the lines.
const LONGEST: usize = 400;

/// Breaks a text into lines at most `limit` wide, at white space and after `_`, `/` and `-`.
///
/// A word that is wider alone stays whole up to twice the limit, then it is cut. Line breaks in the text
/// are kept.
pub fn wrap(text: &str, face: Face, size: f64, limit: f64) -> Vec<String> {
    let cut: String = text.chars().take(LONGEST).collect();
    let mut lines = Vec::new();
    for paragraph in cut.split('\n') {
        // Most names fit: nothing of them is set for itself.
        let whole = paragraph.trim_end();
        if width(whole, face, size) <= limit {
            lines.push(whole.to_owned());
            continue;
        }
        let mut line = String::new();
        for piece in pieces(paragraph, face, size, limit) {
            let longer = format!("{line}{piece}");
            if !line.is_empty() && width(longer.trim_end(), face, size) > limit {
                lines.push(line.trim_end().to_owned());
                piece.trim_start().clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    let is_cut = lines.len() > MOST_LINES || cut.len() < text.len();
    lines.truncate(MOST_LINES);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push('…');
    }
    lines
}

/// The parts between which a line may break, each with the white space that follows it.
fn pieces(text: &str, face: Face, size: f64, limit: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut after_break = false;
    for c in text.chars() {
        if after_break && !c.is_whitespace() {
            pieces.push(String::new());
        }
        after_break = c.is_whitespace() || matches!(c, '_' | '/' | '-');
        if let Some(piece) = pieces.last_mut() {
            let too_wide = piece.len() > 20 && width(piece, face, size) > 2.0 * limit;
            if too_wide { pieces.push(c.to_string()) } else { piece.push(c) }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(wrap(text, Face::Regular, 13.0, 130.0), expected);
    }

    #[test]
    fn lines_break_where_people_would() {
        check("Cup", &["Cup"]);
        check("", &[""]);
        check("Online Image Manipulation Service", &["Online Image", "Manipulation Service"]);
        check("INTERNATIONAL_COLLABORATIONS", &["INTERNATIONAL_", "COLLABORATIONS"]);
        check("Two\nlines", &["Two", "lines"]);
        let long = wrap(&"word ".repeat(2000), Face::Regular, 13.0, 130.0);
        assert_eq!((long.len(), long.last().unwrap().ends_with('…')), (MOST_LINES, true));
        assert_eq!(wrap(&"x".repeat(10_000), Face::Regular, 13.0, 130.0).len(), MOST_LINES);
    }
}
