//! The sheet itself: plot, stages, axes, title.

use super::painter::Painter;
use super::theme::Text;
use super::{Item, TextItem};
use crate::geometry::{Point, Vec2};
use crate::layout::{Align, TextSize};
use crate::model::Stage;
use crate::typeset::{one_line, wrap};

/// Stage names stand this far under the axis.
const NAMES_BELOW: f64 = 17.0;
/// The evolution axis' title stands this far under it.
const TITLE_BELOW: f64 = 38.0;

pub(super) fn draw(painter: &mut Painter<'_>) {
    if !painter.map.evolution.hidden {
        evolution_axis(painter);
    }
    if !painter.map.value_chain.hidden {
        value_axis(painter);
    }
    title(painter);
}

fn text(painter: &mut Painter<'_>, words: &str, style: Text, align: Align, at: Point, angle: f64) {
    if words.is_empty() {
        return;
    }
    painter.add(Item::Text(TextItem {
        text: words.to_owned(),
        at,
        anchoring: align,
        face: style.text.face,
        size: style.text.size,
        color: style.color,
        angle,
    }));
}

fn evolution_axis(painter: &mut Painter<'_>) {
    let (theme, plot, axis) = (painter.theme, painter.layout.plot, &painter.map.evolution);
    for boundary in &axis.boundaries {
        let x = boundary * plot.width();
        let ends = vec![Point::new(x, plot.y0), Point::new(x, plot.y1 + theme.stage_line_below)];
        painter.line(ends, theme.stage_line);
    }
    let end = Point::new(plot.x1, plot.y1);
    painter.line(vec![Point::new(plot.x0, plot.y1), end - Vec2::new(8.0, 0.0)], theme.axis);
    let head = [(0.0, 0.0), (-10.0, -4.5), (-10.0, 4.5)].map(|(x, y)| end + Vec2::new(x, y)).to_vec();
    painter.add(Item::Polygon { points: head, fill: Some(theme.axis.color), stroke: None });
    for (number, name) in axis.stages.iter().enumerate() {
        let (left, _) = axis.range(Stage(number));
        let inset = if number == 0 { 0.0 } else { 6.0 };
        let at = Point::new(left * plot.width() + inset, plot.y1 + theme.grown * NAMES_BELOW);
        text(painter, name, theme.stage_name, Align::Start, at, 0.0);
    }
    let at = Point::new(plot.x1, plot.y1 + theme.grown * TITLE_BELOW);
    text(painter, "Evolution", theme.axis_title, Align::End, at, 0.0);
    if axis.corners.unwrap_or(theme.corner.is_some()) {
        let corner = theme.corner.unwrap_or(theme.stage_name);
        let at = |x: f64| Point::new(x, plot.y0 + theme.grown * 16.0);
        text(painter, "Uncharted", corner, Align::Start, at(plot.x0 + 10.0), 0.0);
        text(painter, "Industrialised", corner, Align::End, at(plot.x1 - 10.0), 0.0);
    }
}

fn value_axis(painter: &mut Painter<'_>) {
    let (theme, plot, axis) = (painter.theme, painter.layout.plot, &painter.map.value_chain);
    painter.line(vec![Point::new(plot.x0, plot.y1), Point::new(plot.x0, plot.y0)], theme.value_axis);
    let x = plot.x0 - 12.0;
    let title = axis.title.as_deref().unwrap_or("Value chain");
    text(painter, title, theme.axis_title, Align::End, Point::new(x, plot.y0), -90.0);
    let below = x - theme.axis_title.text.leading;
    let high = axis.high.as_deref().unwrap_or("");
    text(painter, high, theme.stage_name, Align::End, Point::new(below, plot.y0), -90.0);
    let low = axis.low.as_deref().unwrap_or("");
    text(painter, low, theme.stage_name, Align::Start, Point::new(x, plot.y1), -90.0);
}

/// Title and purpose stand above the plot, each as many lines as it needs: they grow upwards, and the paper with them.
fn title(painter: &mut Painter<'_>) {
    let (theme, plot, map) = (painter.theme, painter.layout.plot, painter.map);
    let mut bottom = plot.y0 - 12.0;
    for (words, style, gap) in [(&map.about.purpose, theme.purpose, 19.0), (&map.title, theme.title, 0.0)] {
        let TextSize { face, size, leading } = style.text;
        let words = title_line(words);
        if words.is_empty() {
            continue;
        }
        if bottom == plot.y0 - 12.0 && gap == 0.0 {
            // Alone, the title keeps its distance from the plot.
            bottom = plot.y0 - 20.0;
        }
        let lines = wrap(&words, face, size, plot.width().max(240.0));
        for (number, line) in lines.iter().rev().enumerate() {
            let at = Point::new(plot.x0, bottom - number as f64 * leading);
            text(painter, line, style, Align::Start, at, 0.0);
        }
        bottom -= lines.len().saturating_sub(1) as f64 * leading + gap;
    }
}

/// Titles have no breaks of their own, and are cut where no sheet could show more.
fn title_line(text: &str) -> String {
    one_line(text).chars().take(300).collect()
}
