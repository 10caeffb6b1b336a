//! Comments of OnlineWardleyMaps text.

use std::borrow::Cow;

use crate::format::Span;

/// A text with its comments blanked out: every other byte stands where it stood.
pub(super) struct Masked<'a> {
    /// The text with spaces in place of comments.
    pub(super) code: Cow<'a, str>,
    /// The comments in order; one that spans lines appears once for each.
    pub(super) comments: Vec<Comment>,
}

/// A comment, or the part of one that stands on one line.
#[derive(Clone, Copy)]
pub(super) struct Comment {
    pub(super) span: Span,
    /// Whether it begins with `//`, and nothing but white space stands before it on its line.
    pub(super) is_line: bool,
}

/// Blanks `//` to the line's end and `/* … */`.
///
/// `//` is text on a line that begins with `url`, inside a quoted name, and in a URL's `://`. A block
/// comment closes where it closes (the reference swallows the rest of the line on which it opens).
pub(super) fn mask(text: &str) -> Masked<'_> {
    let mut code = String::new();
    // As much of the text is in the code already.
    let mut done = 0;
    let mut comments = Vec::new();
    let mut in_block = false;
    let mut next = 0;
    while let Some(rest) = text.get(next..).filter(|rest| !rest.is_empty()) {
        let mut start = next;
        if !in_block {
            // Most lines have none.
            let Some(slash) = rest.find('/') else { break };
            start += rest.get(..slash).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        }
        let line = text.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or("");
        next = start + line.len();
        let body = line.trim_end_matches(['\n', '\r']);
        let mut quoted = false;
        let is_url = body.trim_start().starts_with("url") && !in_block;
        let was_in_block = in_block;
        let mut comment_from = in_block.then_some(0);
        // `/*/` does not close itself.
        let mut closes_from = 0;
        let mut chars = body.char_indices().peekable();
        let mut kept_to = 0;
        let mut is_blank = true;
        let mut close = |from: usize, to: usize| {
            let before = body.get(kept_to..from).unwrap_or("");
            // Other comments may stand before it: they are blank by now.
            is_blank &= before.trim().is_empty();
            code.push_str(text.get(done..start + from).unwrap_or(""));
            code.extend(std::iter::repeat_n(' ', to - from));
            (kept_to, done) = (to, start + to);
            let comment = body.get(from..to).unwrap_or("");
            if !comment.trim().is_empty() {
                let span = Span::new(start + from, start + from + comment.trim_end().len());
                let is_line = comment.starts_with("//") && !was_in_block && is_blank;
                comments.push(Comment { span, is_line });
            }
        };
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            if let Some(from) = comment_from {
                if c == '*' && next == Some('/') && at >= closes_from {
                    chars.next();
                    close(from, at + 2);
                    comment_from = None;
                    in_block = false;
                }
                continue;
            }
            match (c, next) {
                ('\\', Some('"' | '\\')) if quoted => {
                    chars.next();
                }
                ('"', _) if quoted || body.get(at + 1..).is_some_and(|rest| rest.contains('"')) => {
                    quoted = !quoted;
                }
                ('/', Some('/')) if !quoted && !is_url && !body.get(..at).unwrap_or("").ends_with(':') => {
                    close(at, body.len());
                    break;
                }
                ('/', Some('*')) if !quoted && !is_url => {
                    comment_from = Some(at);
                    closes_from = at + 2;
                    in_block = true;
                }
                _ => {}
            }
        }
        if let Some(from) = comment_from {
            close(from, body.len());
        }
    }
    let code = if done == 0 {
        Cow::Borrowed(text)
    } else {
        code.push_str(text.get(done..).unwrap_or(""));
        Cow::Owned(code)
    };
    Masked { code, comments }
}

/// A line whose statement is switched off: other comments blanked out, the slashes and the statement as they stand.
pub(super) fn mask_switched_off(line: &str) -> String {
    let start =
        mask(line).comments.iter().find(|comment| comment.is_line).map_or(0, |comment| comment.span.start);
    let comment = line.get(start..).unwrap_or("");
    let code = comment.trim_start_matches('/');
    let slashes = comment.get(..comment.len() - code.len()).unwrap_or("");
    format!("{}{slashes}{}", " ".repeat(start), mask(code).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, comments: &[&str]) {
        let masked = mask(text);
        assert_eq!(masked.code.len(), text.len(), "{text:?}");
        let squeezed = masked.code.split('\n').map(str::trim).collect::<Vec<_>>().join("\n");
        assert_eq!(squeezed, code, "{text:?}");
        let found: Vec<_> = masked.comments.iter().map(|comment| comment.span.of(text)).collect();
        assert_eq!(found, comments, "{text:?}");
    }

    #[test]
    fn comments_are_blanked_and_nothing_else() {
        check("a // b\nc", "a\nc", &["// b"]);
        check("a /* b */ c", "a         c", &["/* b */"]);
        check("a /* b\nc */ d\ne", "a\nd\ne", &["/* b", "c */"]);
        check("url x [https://a//b]", "url x [https://a//b]", &[]);
        check("component \"a // b\" // c", "component \"a // b\"", &["// c"]);
        check("note see https://x.y [0.1,0.2]", "note see https://x.y [0.1,0.2]", &[]);
        check("component 5\" pipe // c", "component 5\" pipe", &["// c"]);
        check("/*/ a */ b", "b", &["/*/ a */"]);
    }
}
