//! A text laid out a paragraph at a time, and kept: a frame costs a look at whether it is the same, a typed letter its line.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::TextOptions;
use egui::text::{ByteIndex, LayoutJob, LayoutSection};
use egui::{Galley, Ui};

use crate::format::Format;

/// A text that was laid out.
#[derive(Debug)]
pub(super) struct Laid {
    how: How,
    paragraphs: Vec<Arc<Galley>>,
    galley: Arc<Galley>,
}

/// What the layout of a text depends on besides the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// The format.
    format: Format,
    /// The number of the view with its marks, where it is that text.
    view: Option<u64>,
    /// How wide lines may be, in points.
    pub(super) width: f32,
    is_dark: bool,
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
        Self { format, view, width, is_dark: ui.visuals().dark_mode, letters }
    }

    /// Whether a paragraph that looks the same is the same. A texture that is emptier than it was is another.
    fn keeps_paragraphs(&self, now: &Self) -> bool {
        (self.width, self.letters.pixels, self.letters.options)
            == (now.width, now.letters.pixels, now.letters.options)
            && now.letters.full >= self.letters.full
    }

    fn is_same(&self, now: &Self) -> bool {
        self.keeps_paragraphs(now)
            && (self.format, self.view, self.is_dark) == (now.format, now.view, now.is_dark)
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

    /// Lays a text out; paragraphs that were the same before are taken over.
    pub(super) fn new(ui: &Ui, how: How, job: LayoutJob, before: Option<&Self>) -> Self {
        let pieces = paragraphs(&job);
        let old: &[Arc<Galley>] = before
            .filter(|before| before.how.keeps_paragraphs(&how))
            .map_or(&[], |before| &before.paragraphs);
        let is_same = |(old, piece): &(&Arc<Galley>, &Piece)| piece.is(&job, &old.job);
        let first = old.iter().zip(&pieces).take_while(is_same).count();
        let most = old.len().min(pieces.len()) - first;
        let last = old.iter().rev().zip(pieces.iter().rev()).take(most).take_while(is_same).count();
        let changed = pieces.get(first..pieces.len() - last).unwrap_or_default();
        let made: Vec<_> =
            ui.fonts_mut(|fonts| changed.iter().map(|piece| fonts.layout_job(piece.job(&job))).collect());
        let (before, behind) = (old.get(..first), old.get(old.len() - last..));
        let kept = |part: Option<&[Arc<Galley>]>| part.unwrap_or_default().to_vec();
        let paragraphs = [kept(before), made, kept(behind)].concat();
        let galley = match paragraphs.as_slice() {
            // Of nothing there is no paragraph, and yet a place for the caret.
            [] => ui.fonts_mut(|fonts| fonts.layout_job(job)),
            all => Arc::new(Galley::concat(Arc::new(job), all, how.letters.pixels)),
        };
        Self { how, paragraphs, galley }
    }
}

/// A paragraph of a text, and the sections that lie in it.
struct Piece {
    bytes: Range<usize>,
    sections: Range<usize>,
}

impl Piece {
    /// The sections, counted from where the paragraph begins.
    fn own<'a>(&'a self, job: &'a LayoutJob) -> impl Iterator<Item = (Range<usize>, &'a LayoutSection)> {
        let Range { start, end } = self.bytes;
        let within = move |at: ByteIndex| at.0.clamp(start, end) - start;
        let sections = job.sections.get(self.sections.clone()).unwrap_or_default();
        sections
            .iter()
            .map(move |section| (within(section.byte_range.start)..within(section.byte_range.end), section))
    }

    fn text<'a>(&self, job: &'a LayoutJob) -> &'a str {
        job.text.get(self.bytes.clone()).unwrap_or_default()
    }

    /// Whether a paragraph that was laid out is this one.
    fn is(&self, job: &LayoutJob, laid: &LayoutJob) -> bool {
        self.text(job) == laid.text
            && self.sections.len() == laid.sections.len()
            && self.own(job).zip(&laid.sections).all(|((range, section), laid)| {
                range == (laid.byte_range.start.0..laid.byte_range.end.0) && section.format == laid.format
            })
    }

    fn job(&self, job: &LayoutJob) -> LayoutJob {
        let sections = self.own(job).map(|(range, section)| LayoutSection {
            leading_space: 0.0,
            byte_range: ByteIndex(range.start)..ByteIndex(range.end),
            format: section.format.clone(),
        });
        LayoutJob {
            text: self.text(job).to_owned(),
            sections: sections.collect(),
            wrap: job.wrap.clone(),
            ..LayoutJob::default()
        }
    }
}

/// The paragraphs of a text. The last one has the line break that the text ends with.
fn paragraphs(job: &LayoutJob) -> Vec<Piece> {
    let text = job.text.as_str();
    let (mut pieces, mut start, mut section) = (Vec::new(), 0, 0);
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let mut end = rest.find('\n').map_or(text.len(), |at| start + at);
        if end + 1 == text.len() {
            end += 1;
        }
        let ends = |at: usize| job.sections.get(at).map(|section| &section.byte_range);
        while ends(section).is_some_and(|range| range.end.0 <= start) {
            section += 1;
        }
        let mut last = section;
        while ends(last).is_some_and(|range| range.start.0 < end.max(start + 1)) {
            last += 1;
        }
        pieces.push(Piece { bytes: start..end, sections: section..last });
        start = end + 1;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::text::TextFormat;
    use egui::{Color32, Context, FontId, RawInput};

    /// A text in which each word has its colour.
    fn colored(text: &str) -> LayoutJob {
        let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
        let mut start = 0;
        for (number, word) in text.split_inclusive(' ').enumerate() {
            let color = if number % 2 == 0 { Color32::RED } else { Color32::BLUE };
            let format = TextFormat::simple(FontId::monospace(13.0), color);
            let byte_range = ByteIndex(start)..ByteIndex(start + word.len());
            job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format });
            start += word.len();
        }
        job.wrap.max_width = 80.0;
        job
    }

    #[test]
    fn a_text_laid_out_in_parts_is_the_same() {
        let ctx = Context::default();
        crate::app::style::add_fonts(&ctx);
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let how = |view| How::now(ui, Format::Owm, Some(view), 80.0);
            let mut laid: Option<Laid> = None;
            let texts = [
                "",
                "\n",
                "a",
                "a\n",
                "a b\n\nc",
                "a b\nnew line of some length\n\nc",
                "a b\nc\n\n\nd e\n",
                "a b\n",
            ];
            for (view, text) in (0..).zip(texts) {
                let job = colored(text);
                let whole = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
                let new = Laid::new(ui, how(view), job, laid.as_ref());
                assert_eq!(new.galley.text(), text);
                assert_eq!(new.galley.rows, whole.rows, "{text:?}");
                assert_eq!(new.galley.rect, whole.rect, "{text:?}");
                assert!(new.again(&how(view), text).is_some());
                assert!(new.again(&how(view + 1), text).is_none());
                laid = Some(new);
            }
        });
        output.textures_delta.clear();
    }
}
