//! A text laid out a paragraph at a time, and kept: a frame costs a look at whether it is the same, a typed letter its line.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use egui::epaint::TextOptions;
use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, FontId, Galley, Stroke, TextStyle, Ui};

use crate::app::style;
use crate::format::{Format, Severity, Span, Token};

/// So many paragraphs have their colours at once.
const AT_ONCE: usize = 400;
/// So many rows above and below what is seen have their colours, too.
const AHEAD: usize = 40;

/// A text that was laid out.
#[derive(Debug)]
pub(super) struct Laid {
    how: How,
    colored: Colored,
    /// Each paragraph of it.
    galleys: Vec<Arc<Galley>>,
    /// The paragraphs that have no colours yet.
    plain: BTreeSet<usize>,
    /// All of them, with the text.
    galley: Arc<Galley>,
}

/// What the layout of a text depends on besides the text.
#[derive(Clone, Debug)]
pub(super) struct How {
    /// The format.
    format: Format,
    /// The number of the view with its marks, where it is that text.
    view: Option<u64>,
    /// How wide lines may be, in points.
    width: f32,
    is_dark: bool,
    font: FontId,
    letters: Letters,
}

/// How letters are kept: how many points a pixel is, how they are put into their texture, and how full that is.
#[derive(Clone, Copy, Debug)]
struct Letters {
    pixels: f32,
    options: TextOptions,
    full: f32,
}

impl How {
    pub(super) fn now(ui: &Ui, format: Format, view: Option<u64>, width: f32) -> Self {
        let (options, full) = ui.fonts(|fonts| (*fonts.options(), fonts.font_atlas_fill_ratio()));
        let letters = Letters { pixels: ui.ctx().pixels_per_point(), options, full };
        let font = TextStyle::Monospace.resolve(ui.style());
        Self { format, view, width, is_dark: ui.visuals().dark_mode, font, letters }
    }

    /// Whether a paragraph with the same tokens and marks is the same. A texture that is emptier than it was is another.
    fn keeps_paragraphs(&self, now: &Self) -> bool {
        (self.width, self.is_dark, &self.font, self.letters.pixels, self.letters.options)
            == (now.width, now.is_dark, &now.font, now.letters.pixels, now.letters.options)
            && now.letters.full >= self.letters.full
    }

    fn is_same(&self, now: &Self) -> bool {
        self.keeps_paragraphs(now) && (self.format, self.view) == (now.format, now.view)
    }
}

impl Laid {
    /// The text as it was laid out, where it would be so again.
    pub(super) fn again(&self, how: &How, text: &str) -> Option<Arc<Galley>> {
        (self.how.is_same(how) && self.galley.text() == text).then(|| Arc::clone(&self.galley))
    }

    pub(super) fn galley(&self) -> Arc<Galley> {
        Arc::clone(&self.galley)
    }

    /// Gives the paragraphs their colours that are seen, from one height below the top of the text to another. They stand as
    /// they stood.
    pub(super) fn color_seen(&mut self, ui: &Ui, seen: Range<f32>) {
        if self.plain.is_empty() {
            return;
        }
        let below = |height: f32| self.galley.rows.partition_point(|row| row.pos.y <= height);
        // What comes into sight next is coloured with it.
        let rows = below(seen.start).saturating_sub(AHEAD)..below(seen.end) + AHEAD;
        let ends = |rows: Range<usize>| {
            let rows = self.galley.rows.get(rows.start..rows.end.min(self.galley.rows.len()));
            rows.unwrap_or_default().iter().filter(|row| row.ends_with_newline).count()
        };
        let first = ends(0..rows.start);
        let last = first + ends(rows);
        let seen: Vec<usize> = self.plain.range(first..=last).copied().collect();
        if seen.is_empty() {
            return;
        }
        let looks = Looks::now(ui, &self.how);
        let all = Arc::clone(&self.galley.job);
        for at in seen {
            self.plain.remove(&at);
            if let (Some(piece), Some(slot)) = (self.colored.paragraphs.get(at), self.galleys.get_mut(at)) {
                let job = piece.job(&all.text, &self.colored, &looks, self.how.width);
                *slot = ui.fonts_mut(|fonts| fonts.layout_job(job));
            }
        }
        self.galley = Arc::new(Galley::concat(all, &self.galleys, self.how.letters.pixels));
    }

    /// Lays a text out; paragraphs that were the same before are taken over.
    pub(super) fn new(ui: &Ui, how: How, text: &str, colored: Colored, before: Option<&Self>) -> Self {
        let (pieces, before) =
            (&colored.paragraphs, before.filter(|before| before.how.keeps_paragraphs(&how)));
        let old: &[Paragraph] = before.map_or(&[], |before| &before.colored.paragraphs);
        let is_same = |(was, is): &(&Paragraph, &Paragraph)| {
            before.is_some_and(|old| {
                was.text(old.galley.text()) == is.text(text)
                    && was.marks == is.marks
                    && was.tokens(&old.colored).eq(is.tokens(&colored))
            })
        };
        let first = old.iter().zip(pieces).take_while(is_same).count();
        let most = old.len().min(pieces.len()) - first;
        let last = old.iter().rev().zip(pieces.iter().rev()).take(most).take_while(is_same).count();
        let changed = pieces.get(first..pieces.len() - last).unwrap_or_default();
        let looks = Looks::now(ui, &how);
        // The rest of a long text gets its colours where it is seen: each costs a look at the font.
        let mut plain = BTreeSet::new();
        let mut jobs = changed.iter().enumerate().map(|(number, piece)| {
            if number < AT_ONCE {
                return piece.job(text, &colored, &looks, how.width);
            }
            plain.insert(first + number);
            LayoutJob::simple(piece.text(text).to_owned(), how.font.clone(), looks.text, how.width)
        });
        let made: Vec<_> = ui.fonts_mut(|fonts| jobs.by_ref().map(|job| fonts.layout_job(job)).collect());
        drop(jobs);
        if let Some(before) = before {
            let behind = old.len() - last;
            plain.extend(before.plain.range(..first));
            plain.extend(before.plain.range(behind..).map(|at| at - behind + pieces.len() - last));
        }
        let kept = |part: Range<usize>| {
            before.and_then(|old| old.galleys.get(part)).unwrap_or_default().iter().cloned()
        };
        let mut galleys = Vec::with_capacity(pieces.len());
        galleys.extend(kept(0..first).chain(made).chain(kept(old.len() - last..old.len())));
        // A galley without a section is taken for empty, and not drawn.
        let all = LayoutJob::simple(text.to_owned(), how.font.clone(), looks.text, how.width);
        let galley = if galleys.is_empty() {
            // Of nothing there is no paragraph, and yet a place for the caret.
            ui.fonts_mut(|fonts| fonts.layout_job(all))
        } else {
            Arc::new(Galley::concat(Arc::new(all), &galleys, how.letters.pixels))
        };
        Self { how, colored, galleys, plain, galley }
    }
}

/// A text's paragraphs, and what gives their letters colours.
#[derive(Debug, Default)]
pub(super) struct Colored {
    tokens: Vec<(Span, Token)>,
    paragraphs: Vec<Paragraph>,
}

impl Colored {
    /// `tokens` are in the text's order, and none lies over another.
    pub(super) fn new(text: &str, tokens: Vec<(Span, Token)>, marks: &[(Span, Mark)]) -> Self {
        let mut paragraphs = paragraphs(text, &tokens);
        for (span, mark) in marks {
            let first = paragraphs.partition_point(|paragraph| paragraph.bytes.end <= span.start);
            let touched = paragraphs.iter_mut().skip(first);
            for paragraph in touched.take_while(|paragraph| paragraph.bytes.start < span.end) {
                let range = within(&paragraph.bytes, *span);
                paragraph.marks.push((range, *mark));
            }
        }
        Self { tokens, paragraphs }
    }
}

/// What a part of a text is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Something is odd, and how much so.
    Odd(Severity),
    /// It speaks of what is selected.
    Selected,
}

/// A paragraph of a text, and the tokens and marks that lie in it.
#[derive(Debug)]
struct Paragraph {
    bytes: Range<usize>,
    tokens: Range<usize>,
    /// Each with where it lies, counted from where the paragraph begins.
    marks: Vec<(Range<usize>, Mark)>,
}

/// What is the same for all letters of a text.
struct Looks<'a> {
    font: &'a FontId,
    is_dark: bool,
    text: Color32,
    selected: Color32,
}

impl<'a> Looks<'a> {
    fn now(ui: &Ui, how: &'a How) -> Self {
        let visuals = ui.visuals();
        Self {
            font: &how.font,
            is_dark: how.is_dark,
            text: visuals.text_color(),
            selected: visuals.selection.bg_fill.gamma_multiply(0.5),
        }
    }
}

impl Paragraph {
    fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.bytes.clone()).unwrap_or_default()
    }

    /// The tokens, each with where it lies, counted from where the paragraph begins.
    fn tokens<'a>(&'a self, all: &'a Colored) -> impl Iterator<Item = (Range<usize>, Token)> + 'a {
        let tokens = all.tokens.get(self.tokens.clone()).unwrap_or_default();
        tokens.iter().map(|(span, token)| (within(&self.bytes, *span), *token))
    }

    fn job(&self, text: &str, all: &Colored, looks: &Looks<'_>, width: f32) -> LayoutJob {
        let text = self.text(text);
        // Where the looks may change.
        let mut cuts = vec![0, text.len()];
        cuts.extend(self.tokens(all).flat_map(|(range, _)| [range.start, range.end]));
        cuts.extend(self.marks.iter().flat_map(|(range, _)| [range.start, range.end]));
        cuts.retain(|cut| text.is_char_boundary(*cut));
        cuts.sort_unstable();
        cuts.dedup();
        if text.is_empty() {
            // An empty line is as high as others.
            cuts.push(0);
        }
        let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
        job.wrap.max_width = width;
        let mut tokens = self.tokens(all).peekable();
        for pair in cuts.windows(2) {
            let [start, end] = *pair else { continue };
            let covers = |range: &Range<usize>| range.start <= start && end <= range.end;
            while tokens.next_if(|(range, _)| range.end <= start && range.end < end).is_some() {}
            let token = tokens.peek().filter(|(range, _)| covers(range)).map(|(_, token)| *token);
            let color = token.map_or(looks.text, |token| style::token(token, looks.is_dark));
            let mut format = TextFormat::simple(looks.font.clone(), color);
            for (_, mark) in self.marks.iter().rev().filter(|(range, _)| covers(range)) {
                match mark {
                    Mark::Odd(severity) => {
                        format.underline = Stroke::new(1.5, style::severity(*severity, looks.is_dark));
                    }
                    Mark::Selected => format.background = looks.selected,
                }
            }
            // Each section costs a look at the font: what looks the same is one.
            if let Some(last) = job.sections.last_mut().filter(|last| last.format == format) {
                last.byte_range.end = ByteIndex(end);
                continue;
            }
            let byte_range = ByteIndex(start)..ByteIndex(end);
            job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format });
        }
        job
    }
}

/// The part of a span that lies in a paragraph, counted from where that begins.
fn within(bytes: &Range<usize>, span: Span) -> Range<usize> {
    let at = |at: usize| at.clamp(bytes.start, bytes.end) - bytes.start;
    at(span.start)..at(span.end)
}

/// The paragraphs of a text. The last one has the line break that the text ends with.
fn paragraphs(text: &str, tokens: &[(Span, Token)]) -> Vec<Paragraph> {
    let (mut paragraphs, mut start, mut token) = (Vec::new(), 0, 0);
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let mut end = rest.find('\n').map_or(text.len(), |at| start + at);
        if end + 1 == text.len() {
            end += 1;
        }
        let span = |at: usize| tokens.get(at).map(|(span, _)| span);
        while span(token).is_some_and(|span| span.end <= start) {
            token += 1;
        }
        let mut last = token;
        while span(last).is_some_and(|span| span.start < end) {
            last += 1;
        }
        paragraphs.push(Paragraph { bytes: start..end, tokens: token..last, marks: Vec::new() });
        start = end + 1;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::highlight;
    use egui::{Context, RawInput};

    fn whole_is_empty(ui: &Ui, text: &str) -> bool {
        let job = LayoutJob::simple(text.to_owned(), FontId::monospace(13.0), Color32::RED, 80.0);
        ui.fonts_mut(|fonts| fonts.layout_job(job)).is_empty()
    }

    /// What is laid out anew from nothing, and as a whole by egui, is what comes of the one before.
    #[test]
    fn a_text_laid_out_in_parts_is_the_same() {
        let ctx = Context::default();
        style::add_fonts(&ctx);
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let how = |view| How::now(ui, Format::Ron, Some(view), 80.0);
            let mut laid: Option<Laid> = None;
            let texts = [
                "",
                "\n",
                "a",
                "a\n",
                "a \"b\"\n\nc",
                "a: \"b\"\nnew: 1.5 of some length\n\nc",
                "a: \"b\nc\"\n\n\nd e\n",
                "a: /* b\nc */\n\n\nd e\n",
                "a: /* b\nc\n\n\nd e\n",
                "a b\n",
            ];
            for (view, text) in (0..).zip(texts) {
                for marks in [
                    vec![],
                    vec![(Span::new(0, 1), Mark::Selected)],
                    vec![
                        (Span::new(1, text.len()), Mark::Odd(Severity::Error)),
                        (Span::new(2, 3), Mark::Selected),
                    ],
                ] {
                    let marks: Vec<_> =
                        marks.into_iter().filter(|(span, _)| span.end <= text.len()).collect();
                    let colored = || Colored::new(text, highlight(Format::Ron, text), &marks);
                    let anew = Laid::new(ui, how(view), text, colored(), None);
                    let new = Laid::new(ui, how(view), text, colored(), laid.as_ref());
                    assert_eq!(new.galley.text(), text);
                    assert_eq!(new.galley.is_empty(), whole_is_empty(ui, text), "what is empty is not drawn");
                    assert_eq!(new.galley.rows, anew.galley.rows, "{text:?}");
                    assert_eq!(new.galley.rect, anew.galley.rect, "{text:?}");
                    assert!(new.again(&how(view), text).is_some());
                    assert!(new.again(&how(view + 1), text).is_none());
                    laid = Some(new);
                }
                let plain = LayoutJob::simple(text.to_owned(), how(view).font, Color32::RED, 80.0);
                let whole = ui.fonts_mut(|fonts| fonts.layout_job(plain));
                let places =
                    |galley: &Galley| galley.rows.iter().map(|row| (row.pos, row.size)).collect::<Vec<_>>();
                let laid = laid.as_ref().expect("a text");
                assert_eq!(places(&laid.galley), places(&whole), "{text:?}");
            }
        });
        output.textures_delta.clear();
    }

    #[test]
    fn a_long_text_gets_its_colours_where_it_is_seen() {
        let ctx = Context::default();
        style::add_fonts(&ctx);
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let text = "a: \"b\",\n".repeat(3 * AT_ONCE);
            let colored = Colored::new(&text, highlight(Format::Ron, &text), &[]);
            let mut laid =
                Laid::new(ui, How::now(ui, Format::Ron, None, f32::INFINITY), &text, colored, None);
            let colours = |laid: &Laid, at: usize| laid.galleys[at].job.sections.len() > 1;
            let places = |laid: &Laid| laid.galley.rows.iter().map(|row| row.pos).collect::<Vec<_>>();
            let (before, far) = (places(&laid), 2 * AT_ONCE);
            assert!(colours(&laid, 0) && !colours(&laid, far));
            let top = laid.galley.rows[far].pos.y;
            laid.color_seen(ui, top..top + 100.0);
            assert!(colours(&laid, far) && !colours(&laid, far + AT_ONCE / 2));
            laid.color_seen(ui, 0.0..f32::INFINITY);
            assert!(laid.plain.is_empty());
            assert_eq!(places(&laid), before, "colours move nothing");
        });
        output.textures_delta.clear();
    }
}
