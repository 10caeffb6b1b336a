//! How the map's text looks: colours, line numbers, and what is odd in the margin.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Galley, Pos2, Rect, Sense, Stroke, TextStyle, Ui, Vec2};
use egui_material_icons::{MaterialIcon, icons};

use super::laid::{How, Laid};
use crate::app::style::{self, GRID};
use crate::app::words::in_quotes;
use crate::format::{Diagnostic, Format, LineIndex, Severity, Span, highlight};

/// The width of the margin with line numbers and signs.
pub(in crate::app) const MARGIN: f32 = 52.0;
/// The side of a sign in the margin.
const SIGN: f32 = 14.0;

/// A text made ready to be shown: once for each text, selection and look.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct TextView {
    pub(in crate::app) text: String,
    marks: Marks,
    /// For each line that has some, what is odd about it, the worst first.
    pub(in crate::app) odd: Vec<(usize, Vec<Diagnostic>)>,
    /// None has that of another.
    number: u64,
}

/// What is marked in a text.
#[derive(Clone, Debug, Default)]
struct Marks {
    /// What is odd, and how much so.
    odd: Vec<(Span, Severity)>,
    /// The parts that speak of what is selected.
    selected: Vec<Span>,
}

impl TextView {
    /// `selected` are the parts that speak of what is selected on the map.
    pub(in crate::app) fn new(
        text: &str,
        diagnostics: &[Diagnostic],
        selected: &[Span],
        number: u64,
    ) -> Self {
        let lines = LineIndex::new(text);
        let mut odd: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let line = lines.location(diagnostic.span.start).line - 1;
            odd.entry(line).or_default().push(diagnostic.clone());
        }
        for all in odd.values_mut() {
            all.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        }
        let odd = odd.into_iter().collect();
        let is_marked = |diagnostic: &&Diagnostic| diagnostic.severity > Severity::Hint;
        let marks = diagnostics.iter().filter(is_marked).map(|one| (one.span, one.severity)).collect();
        let marks = Marks { odd: marks, selected: selected.to_vec() };
        Self { text: text.to_owned(), marks, odd, number }
    }

    /// The first part that speaks of what is selected.
    pub(in crate::app) fn first_selected(&self) -> Option<Span> {
        self.marks.selected.first().copied()
    }

    /// The text laid out; a text that was just typed has its colours, but no marks yet.
    pub(super) fn galley(
        &self,
        laid: &mut Option<Laid>,
        ui: &Ui,
        (format, wraps): (Format, bool),
        text: &str,
        width: f32,
    ) -> Arc<Galley> {
        let is_viewed = text == self.text;
        let how = How::now(
            ui,
            format,
            is_viewed.then_some(self.number),
            if wraps { width.round() } else { f32::INFINITY },
        );
        if let Some(galley) = laid.as_ref().and_then(|laid| laid.again(&how, text)) {
            return galley;
        }
        let none = Marks::default();
        let mut job = job(ui, format, text, if is_viewed { &self.marks } else { &none });
        job.wrap.max_width = how.width;
        let new = Laid::new(ui, how, job, laid.as_ref());
        let galley = new.galley();
        *laid = Some(new);
        galley
    }
}

fn job(ui: &Ui, format: Format, text: &str, marks: &Marks) -> LayoutJob {
    let font = TextStyle::Monospace.resolve(ui.style());
    let visuals = ui.visuals();
    let tokens = highlight(format, text);
    // Where the looks may change.
    let spans = tokens.iter().map(|(span, _)| span).chain(marks.odd.iter().map(|(span, _)| span));
    let mut cuts = vec![0, text.len()];
    cuts.extend(spans.chain(&marks.selected).flat_map(|span| [span.start, span.end]));
    cuts.retain(|cut| text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
    job.sections.reserve(cuts.len());
    job.wrap.max_width = f32::INFINITY;
    let mut next_token = tokens.iter().peekable();
    let mut odd = Covers::new(marks.odd.iter().copied());
    let mut selected = Covers::new(marks.selected.iter().map(|span| (*span, ())));
    for pair in cuts.windows(2) {
        let [start, end] = *pair else { continue };
        while next_token.next_if(|(span, _)| span.end <= start).is_some() {}
        let token = next_token.peek().filter(|(span, _)| span.start <= start).map(|(_, token)| *token);
        let color = token.map_or(visuals.text_color(), |token| style::token(token, visuals.dark_mode));
        let mut look = TextFormat::simple(font.clone(), color);
        if let Some(severity) = odd.over(start, end) {
            look.underline = Stroke::new(1.5, style::severity(severity, visuals.dark_mode));
        }
        if selected.over(start, end).is_some() {
            look.background = visuals.selection.bg_fill.gamma_multiply(0.5);
        }
        let index = |at: usize| egui::text::ByteIndex(at);
        if let Some(last) = job.sections.last_mut().filter(|last| last.format == look) {
            last.byte_range.end = index(end);
        } else {
            let byte_range = index(start)..index(end);
            job.sections.push(egui::text::LayoutSection { leading_space: 0.0, byte_range, format: look });
        }
    }
    job
}

/// Spans with what they say, asked for parts of a text from its start to its end: each is looked at where it lies.
struct Covers<T> {
    waiting: std::iter::Peekable<std::vec::IntoIter<(Span, T)>>,
    /// Those that have begun, in their order.
    begun: Vec<(Span, T)>,
}

impl<T: Copy> Covers<T> {
    fn new(spans: impl Iterator<Item = (Span, T)>) -> Self {
        let mut spans: Vec<_> = spans.collect();
        spans.sort_by_key(|(span, _)| span.start);
        Self { waiting: spans.into_iter().peekable(), begun: Vec::new() }
    }

    /// What the first one says that covers a part.
    fn over(&mut self, start: usize, end: usize) -> Option<T> {
        while let Some(span) = self.waiting.next_if(|(span, _)| span.start <= start) {
            self.begun.push(span);
        }
        self.begun.retain(|(span, _)| span.end > start);
        self.begun.iter().find(|(span, _)| end <= span.end).map(|(_, says)| *says)
    }
}

/// The text as it stands on the screen.
pub(in crate::app) struct ShownText {
    pub(in crate::app) galley: Arc<Galley>,
    /// Where its upper left corner is.
    pub(in crate::app) top: Pos2,
    /// The line with the caret, where the text has the keyboard.
    pub(in crate::app) caret_line: Option<usize>,
}

/// Line numbers, and a sign beside each line that something is odd about; the sign tells it when pointed at.
pub(in crate::app) fn margin(ui: &mut Ui, place: Rect, view: &TextView, shown: &ShownText) {
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(place));
    inner.set_clip_rect(place.intersect(ui.clip_rect()));
    let ui = &inner;
    let (clip, left) = (ui.clip_rect(), place.left());
    let visuals = ui.visuals();
    let painter = ui.painter();
    let font = FontId { size: 11.0, ..TextStyle::Monospace.resolve(ui.style()) };
    // A line that is broken has its number once.
    let (mut next, mut is_first_row) = (0, true);
    for (line, row, is_first) in shown.galley.rows.iter().map(|row| {
        let (line, is_first) = (next, is_first_row);
        next += usize::from(row.ends_with_newline);
        is_first_row = row.ends_with_newline;
        (line, row, is_first)
    }) {
        if !is_first {
            continue;
        }
        let rect = row.rect().translate(shown.top.to_vec2());
        if rect.bottom() < clip.top() || rect.top() > clip.bottom() {
            continue;
        }
        let color =
            if shown.caret_line == Some(line) { visuals.text_color() } else { visuals.weak_text_color() };
        let at = Pos2::new(left + MARGIN - 3.0 * GRID, rect.center().y);
        painter.text(at, Align2::RIGHT_CENTER, line + 1, font.clone(), color);
        if let Ok(found) = view.odd.binary_search_by_key(&line, |(line, _)| *line)
            && let Some((_, odd)) = view.odd.get(found)
        {
            sign(ui, line, Pos2::new(left + SIGN / 2.0 + 2.0, rect.center().y), odd);
        }
    }
}

/// What is odd about a line: a sign with a shape of its own for each severity.
fn sign(ui: &Ui, line: usize, center: Pos2, odd: &[Diagnostic]) {
    let Some(worst) = odd.first() else { return };
    let word = match worst.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Hint => "Hint",
    };
    let color: Color32 = style::severity(worst.severity, ui.visuals().dark_mode);
    let rect = Rect::from_center_size(center, Vec2::splat(SIGN));
    let text = severity_icon(worst.severity).rich_text().text().to_owned();
    ui.painter().text(center, Align2::CENTER_CENTER, text, FontId::proportional(SIGN), color);
    let response = ui.interact(rect, ui.scope_id().with(("sign", line)), Sense::hover());
    let words = odd.iter().map(words).collect::<Vec<_>>().join("\n");
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("{word} in line {}: {words}", line + 1))
    });
    response.on_hover_text(words);
}

/// The sign of a severity: each has a shape of its own.
pub(in crate::app) fn severity_icon(severity: Severity) -> MaterialIcon {
    match severity {
        Severity::Error => icons::ICON_ERROR,
        Severity::Warning => icons::ICON_WARNING,
        Severity::Hint => icons::ICON_INFO,
    }
}

/// A remark in a person's words.
pub(in crate::app) fn words(diagnostic: &Diagnostic) -> String {
    let mut text = in_quotes(&diagnostic.message);
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    match &diagnostic.help {
        Some(help) => format!("{text} ({})", in_quotes(help)),
        None => text,
    }
}
