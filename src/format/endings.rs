//! Line endings of other systems: a text is shown with `\n` alone, and keeps its own in the file.

use super::Span;

/// The text with `\n` at the end of each line.
pub fn shown(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The line endings of a text that are two bytes long, by which places in it are those of the text as it is [`shown`].
pub struct Returns {
    /// Where each ends.
    ends: Vec<usize>,
}

impl Returns {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        Self { ends: text.match_indices("\r\n").map(|(at, ending)| at + ending.len()).collect() }
    }

    /// Where a part of the text stands in what is shown.
    pub fn shown(&self, span: Span) -> Span {
        let shown = |at: usize| at - self.ends.partition_point(|end| *end <= at);
        Span::new(shown(span.start), shown(span.end))
    }
}

/// A shown text that was typed into, with the line endings of the text that it came from: untouched lines keep
/// theirs, new ones get the usual one.
pub fn typed(before: &str, shown: &str) -> String {
    if !before.contains('\r') {
        return shown.to_owned();
    }
    let body = |line: &str| line.trim_end_matches('\n').trim_end_matches('\r').to_owned();
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = shown.split_inclusive('\n').collect();
    let same = |(a, b): &(&&str, &&str)| body(a) == body(b) && a.ends_with('\n') == b.ends_with('\n');
    let start = old.iter().zip(&new).take_while(same).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
    let usual =
        if before.matches("\r\n").count() * 2 >= before.matches('\n').count() { "\r\n" } else { "\n" };
    let middle =
        new.get(start..new.len() - end).unwrap_or(&[]).iter().map(|line| {
            if line.ends_with('\n') { format!("{}{usual}", body(line)) } else { (*line).to_owned() }
        });
    let head = old.get(..start).unwrap_or(&[]).concat();
    let tail = old.get(old.len() - end..).unwrap_or(&[]).concat();
    format!("{head}{}{tail}", middle.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_endings() {
        assert_eq!(typed("a\r\nb\nc\r\n", "a\nx\ny\nc\n"), "a\r\nx\r\ny\r\nc\r\n");
        assert_eq!(typed("a\r\nb\nc\r\n", "a\nb\nc\n"), "a\r\nb\nc\r\n");
        assert_eq!(typed("a\r\nb", "a\nb\n"), "a\r\nb\r\n");
        assert_eq!(typed("a\nb\n", "a\n"), "a\n");
        assert_eq!(Returns::of("a\r\nbc\r\nd").shown(Span::new(3, 8)), Span::new(2, 6));
        assert_eq!(Returns::of("a\r\nb").shown(Span::new(1, 2)), Span::new(1, 2));
        assert_eq!(shown("a\r\nb"), "a\nb");
    }
}
