//! How the map's text looks: colours, line numbers, and what is odd in the margin.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Pos2, Rect, Sense, TextStyle, Ui, Vec2};
use egui_material_icons::{MaterialIcon, icons};

use super::laid::{Colored, How, Laid, Mark};
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
    /// What is odd, and what speaks of what is selected.
    marks: Vec<(Span, Mark)>,
    /// For each line that has some, what is odd about it, the worst first.
    pub(in crate::app) odd: Vec<(usize, Vec<Diagnostic>)>,
    /// None has that of another.
    number: u64,
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
        let marked = diagnostics.iter().filter(is_marked).map(|one| (one.span, Mark::Odd(one.severity)));
        let marks = marked.chain(selected.iter().map(|span| (*span, Mark::Selected))).collect();
        Self { text: text.to_owned(), marks, odd, number }
    }

    /// The first part that speaks of what is selected.
    pub(in crate::app) fn first_selected(&self) -> Option<Span> {
        self.marks.iter().find(|(_, mark)| *mark == Mark::Selected).map(|(span, _)| *span)
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
        let width = if wraps { width.round() } else { f32::INFINITY };
        let how = How::now(ui, format, is_viewed.then_some(self.number), width);
        let (clip, top) = (ui.clip_rect(), ui.next_widget_position().y);
        let seen = clip.top() - top..clip.bottom() - top;
        if let Some(laid) = laid.as_mut().filter(|laid| laid.again(&how, text).is_some()) {
            laid.color_seen(ui, seen);
            return laid.galley();
        }
        let marks: &[_] = if is_viewed { &self.marks } else { &[] };
        let colored = Colored::new(text, highlight(format, text), marks);
        let mut new = Laid::new(ui, how, text, colored, laid.as_ref());
        new.color_seen(ui, seen);
        let galley = new.galley();
        *laid = Some(new);
        galley
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
