//! Maps in the fenced blocks of Markdown text, as `CommonMark` has them.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{Format, LineIndex, Location, Origin, Span, mermaid};

/// The endings of Markdown files, without their dot.
const ENDINGS: [&str; 4] = ["md", "markdown", "mdown", "mkd"];

/// Whether a file's ending, without its dot, is that of Markdown.
pub fn is_ending(ending: &str) -> bool {
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

/// A fenced block that holds a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What the map is written in.
    pub origin: Origin,
    /// The block's text, without its fence and without what stands before each line of a quote or a list.
    pub text: String,
    /// Where pieces of that text begin, in it and in the file.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    /// The part of the file that is this part of the block's text.
    pub fn in_file(&self, span: Span) -> Span {
        let place = |at: usize| {
            let behind = self.pieces.partition_point(|(own, _)| *own <= at);
            let piece = behind.checked_sub(1).and_then(|last| self.pieces.get(last));
            piece.map_or(0, |(own, file)| file + (at - own))
        };
        let start = place(span.start);
        // An end is told from what is before it: the next piece may begin behind an end of line.
        let end = if span.end > span.start { place(span.end - 1) + 1 } else { start };
        Span::new(start, end)
    }
}

/// A fenced block of any kind.
struct Fence {
    /// The first word behind the opening fence.
    kind: String,
    span: Span,
    text: String,
    pieces: Vec<(usize, usize)>,
    /// The comment of ours that stands right before it.
    marker: Option<Marker>,
}

/// A comment that names the file from which the block below is made.
#[derive(Clone, Debug, PartialEq)]
struct Marker {
    source: String,
    /// A checksum of the block as it was made last.
    sum: u32,
    span: Span,
}

const MARKER: &str = "<!-- mapstone:";

fn marker(html: &str, span: Span) -> Option<Marker> {
    let inside = html.trim().strip_prefix(MARKER)?.strip_suffix("-->")?.trim();
    let (source, sum) = inside.rsplit_once(' ')?;
    let sum = u32::from_str_radix(sum, 16).ok()?;
    Some(Marker { source: source.trim().to_owned(), sum, span })
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut last: Option<Marker> = None;
    let mut is_open = false;
    // Behind a byte order mark, a fence on the first line would not be seen.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - body.len();
    for (event, range) in Parser::new(body).into_offset_iter() {
        let span = Span::new(skipped + range.start, skipped + range.end);
        match event {
            Event::Html(html) => last = marker(&html, span).or(last.filter(|_| html.trim().is_empty())),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                is_open = true;
                let kind = info.split_whitespace().next().unwrap_or("").to_lowercase();
                let (text, pieces) = (String::new(), Vec::new());
                fences.push(Fence { kind, span, text, pieces, marker: last.take() });
            }
            Event::End(TagEnd::CodeBlock) => is_open = false,
            Event::Text(piece) if is_open => {
                if let Some(fence) = fences.last_mut() {
                    fence.pieces.push((fence.text.len(), span.start));
                    fence.text.push_str(&piece);
                }
            }
            _ => last = None,
        }
    }
    fences
}

fn is_owm(kind: &str) -> bool {
    matches!(kind, "owm" | "onlinewardleymaps" | "wardley")
}

/// What a block's first word says that it holds; a Mermaid block may hold any of its diagrams.
fn origin(kind: &str, text: &str) -> Option<Origin> {
    match kind {
        "mermaid" | "wardley-beta" if mermaid::is_announced(text) => Some(Origin::Format(Format::Mermaid)),
        kind if is_owm(kind) => Some(Origin::Format(Format::Owm)),
        "wtg" => Some(Origin::Wtg),
        _ => None,
    }
}

/// The maps in a Markdown text, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let block = |fence: Fence| {
        let origin = origin(&fence.kind, &fence.text)?;
        Some(Block { origin, text: fence.text, pieces: fence.pieces })
    };
    fences(text).into_iter().filter_map(block).collect()
}

/// A block that a file's map is put into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the comment before the block names it.
    pub source: String,
    /// What the block is written in.
    pub format: Format,
}

/// The blocks that are made from files, in order.
pub fn places(text: &str) -> Vec<Place> {
    let place = |fence: Fence| {
        let format = if is_owm(&fence.kind) { Format::Owm } else { Format::Mermaid };
        Some(Place { source: fence.marker?.source, format })
    };
    fences(text).into_iter().filter_map(place).collect()
}

/// Why a map is not put into a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PutError {
    /// Somebody changed the block.
    #[error("{0}: this block was changed by hand since it was made; say --force to write it anew")]
    Changed(Location),
    /// The block begins behind something that cannot be repeated before each line.
    #[error("{0}: a block in a list has to begin on a line of its own")]
    InList(Location),
}

/// A Markdown text with a map in each block that is made from `source`; in a new block at the end where there is none.
/// All else stays as it is.
///
/// # Errors
/// If a block was changed by hand and `force` does not override that, or if it stands where it cannot be written.
pub fn put(text: &str, source: &str, format: Format, map: &str, force: bool) -> Result<String, PutError> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::new();
    let mut done = 0;
    let mut found = false;
    for fence in fences(text) {
        let Some(marker) = fence.marker.filter(|marker| marker.source == source) else { continue };
        found = true;
        let start =
            text.get(..marker.span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let prefix = Span::new(start, marker.span.start).of(text);
        let at = LineIndex::new(text).location(fence.span.start);
        if !prefix.chars().all(|c| matches!(c, ' ' | '\t' | '>')) {
            return Err(PutError::InList(at));
        }
        if !force && sum(&fence.text) != marker.sum {
            return Err(PutError::Changed(at));
        }
        out.push_str(Span::new(done, marker.span.start).of(text));
        out.push_str(&block(source, format, map, prefix, newline));
        done = fence.span.end;
        // A fence ends with its line or before its end.
        if Span::new(fence.span.start, done).of(text).ends_with('\n') {
            out.push_str(newline);
        }
    }
    out.push_str(text.get(done..).unwrap_or(""));
    if !found {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push_str(newline);
        }
        if !out.trim().is_empty() {
            out.push_str(newline);
        }
        out.push_str(&block(source, format, map, "", newline));
        out.push_str(newline);
    }
    Ok(out)
}

/// The comment and the block, without the end of the last line. `prefix` stands before each line but the first.
fn block(source: &str, format: Format, map: &str, prefix: &str, newline: &str) -> String {
    let kind = if format == Format::Owm { "owm" } else { "mermaid" };
    let mut fence = "```".to_owned();
    while map.contains(&fence) {
        fence.push('`');
    }
    let map = map.trim_end_matches('\n');
    let mut lines = vec![format!("{MARKER} {source} {:08x} -->", sum(map)), format!("{fence}{kind}")];
    lines.extend(map.lines().map(str::to_owned));
    lines.push(fence);
    lines.join(&format!("{newline}{prefix}"))
}

/// A checksum that no change of line endings changes.
fn sum(text: &str) -> u32 {
    crc32fast::hash(text.replace("\r\n", "\n").trim_end_matches('\n').as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Maps\n\n```mermaid\nwardley-beta\ntitle A\n```\n\n> ~~~owm\n> component B [0.5, 0.5]\n> huh\n> ~~~\n\n\
                        ```mermaid\ngraph TD\n```\n";

    #[test]
    fn maps_are_found_with_their_lines() {
        let found = blocks(TEXT);
        let formats: Vec<_> = found.iter().map(|block| block.origin).collect();
        assert_eq!(formats, [Origin::Format(Format::Mermaid), Origin::Format(Format::Owm)]);
        assert_eq!(found[1].text, "component B [0.5, 0.5]\nhuh\n");
        let at = found[1].text.find("huh").unwrap();
        let span = found[1].in_file(Span::new(at, at + 3));
        assert_eq!(span.of(TEXT), "huh");
        assert_eq!(LineIndex::new(TEXT).location(span.start).to_string(), "10:3");
    }

    #[test]
    fn a_byte_order_mark_hides_no_map() {
        let text = "\u{feff}```wardley\r\ntitle A\r\nhuh\r\n```\r\n";
        let found = blocks(text);
        let [block] = found.as_slice() else { panic!("{found:?}") };
        let at = block.text.find("huh").unwrap();
        let span = block.in_file(Span::new(at, at + 3));
        assert_eq!((span.of(text), LineIndex::new(text).location(span.start).line), ("huh", 3));
        let marked = put(text, "a.ron", Format::Owm, "title B\n", false).unwrap();
        assert!(marked.starts_with(text), "{marked}");
        let renamed = marked.replace("```owm", "```onlinewardleymaps");
        assert_eq!(places(&renamed), [Place { source: "a.ron".to_owned(), format: Format::Owm }]);
    }

    #[test]
    fn a_map_is_put_in_once_and_kept_up_to_date() {
        let first = put(TEXT, "a b.ron", Format::Mermaid, "wardley-beta\ntitle A\n", false).unwrap();
        assert!(
            first.starts_with(TEXT) && first.ends_with("-->\n```mermaid\nwardley-beta\ntitle A\n```\n"),
            "{first}"
        );
        assert_eq!(put(&first, "a b.ron", Format::Mermaid, "wardley-beta\ntitle A\n", false).unwrap(), first);
        let moved = format!("{}\nThe end", first.replace("# Maps", "# Our maps"));
        let second = put(&moved, "a b.ron", Format::Mermaid, "wardley-beta\ntitle ``` B\n", false).unwrap();
        assert!(second.contains("\n````mermaid\nwardley-beta\ntitle ``` B\n````\n\nThe end"), "{second}");
        assert_eq!(places(&second), [Place { source: "a b.ron".to_owned(), format: Format::Mermaid }]);
        let third = put(&second, "c.ron", Format::Owm, "title C\n", false).unwrap();
        assert_eq!(places(&third).len(), 2);
        let edited = third.replace("title C", "title Mine");
        let error = put(&edited, "c.ron", Format::Owm, "title D\n", false).unwrap_err();
        assert!(matches!(error, PutError::Changed(_)), "{error}");
        assert!(put(&edited, "c.ron", Format::Owm, "title D\n", true).unwrap().contains("title D"));
    }

    #[test]
    fn quotes_and_line_endings_stay() {
        let text = put("a\r\n", "x.ron", Format::Owm, "title X\n", false).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let lines: Vec<_> = text.lines().map(|line| format!("> {line}")).collect();
        let quoted = format!("{}\n", lines.join("\n"));
        let changed = put(&quoted, "x.ron", Format::Owm, "title Y\ntitle Z\n", false).unwrap();
        assert!(changed.contains("> ```owm\n> title Y\n> title Z\n> ```\n"), "{changed}");
        assert_eq!(put(&text, "x.ron", Format::Owm, "title X\n", false).unwrap(), text);
    }
}
