//! Doubt, drawn: how far a place may be off, what is an assumption, and where we treat something otherwise than the market.

use super::painter::Painter;
use super::{Item, Stroke, TextItem};
use crate::geometry::{Point, Vec2};
use crate::layout::{Align, METHOD_HALO, Outline};
use crate::model::{Color, Component, Confidence};

/// How strong these lines are beside the symbol's own.
const FAINT: f64 = 0.55;
/// Half the height of a whisker's ends, in sheet pixels.
const CAP: f64 = 3.5;

impl Painter<'_> {
    /// What stands beside a component's symbol, below it.
    pub(super) fn doubt(
        &mut self,
        center: Point,
        outline: Outline,
        component: &Component,
        color: Option<Color>,
    ) {
        if component.is_anchor() {
            return;
        }
        let plot = self.layout.plot;
        let color = color.unwrap_or(self.theme.symbol.color);
        if let Some(treated) = component.treated {
            let at = Point::new(plot.x0 + treated.value() * plot.width(), center.y);
            self.treated(center, outline, at, color);
        }
        for opinion in &component.opinions {
            let at = Point::new(plot.x0 + opinion.evolution.value() * plot.width(), center.y);
            self.opinion(at, color);
        }
        if let Some(spread) = component.spread.filter(|spread| spread.value() > 0.0) {
            let reach = spread.value() * plot.width();
            let (left, right) = ((center.x - reach).max(plot.x0), (center.x + reach).min(plot.x1));
            self.whisker(center, outline, (left, right), color);
        }
    }

    /// The hollow mark where we treat something, joined to where the market has it.
    pub(super) fn treated(&mut self, center: Point, outline: Outline, at: Point, color: Color) {
        let radius = 0.8 * self.theme.sizes.symbol_radius;
        let side = (center.x - at.x).signum();
        let gap = center.x - at.x;
        if gap.abs() > radius + outline.half() {
            let (from, to) = (at.x + side * radius, center.x - side * outline.half());
            let line = vec![Point::new(from, center.y), Point::new(to, center.y)];
            self.line(line, Stroke::new(color.with_opacity(FAINT), 0.75));
        }
        let stroke = Some(Stroke::new(color.with_opacity(0.8), 1.0));
        self.add(Item::Circle { center: at, radius, fill: None, stroke });
    }

    /// Where somebody sees it: a dot, whoever that is.
    pub(super) fn opinion(&mut self, at: Point, color: Color) {
        let fill = Some(self.theme.symbol_fill);
        let stroke = Some(Stroke::new(color.with_opacity(0.8), 1.0));
        let radius = 0.4 * self.theme.sizes.symbol_radius;
        self.add(Item::Circle { center: at, radius, fill, stroke });
    }

    /// A line with ends, as far as a place may be off.
    pub(super) fn whisker(
        &mut self,
        center: Point,
        outline: Outline,
        (left, right): (f64, f64),
        color: Color,
    ) {
        let stroke = Stroke::new(color.with_opacity(FAINT), 1.0);
        let y = center.y;
        for (end, edge) in [(left, center.x - outline.half()), (right, center.x + outline.half())] {
            self.line(vec![Point::new(end, y), Point::new(edge, y)], stroke);
            self.line(vec![Point::new(end, y - CAP), Point::new(end, y + CAP)], stroke);
        }
    }

    /// The mark of an assumption, at the upper left of a symbol.
    pub(super) fn assumption(
        &mut self,
        center: Point,
        outline: Outline,
        component: &Component,
        color: Color,
    ) {
        if component.is_anchor() || component.details.confidence != Some(Confidence::Low) {
            return;
        }
        let size = self.theme.sizes.label;
        let ring = if component.method.is_some() { METHOD_HALO } else { 0.0 };
        let away = 0.75 * (outline.half() + ring);
        let at = center + Vec2::new(-away - 0.1 * size.size, -away);
        self.add(Item::Text(TextItem {
            text: "?".to_owned(),
            at,
            anchoring: Align::End,
            face: size.face,
            size: 0.9 * size.size,
            color,
            angle: 0.0,
        }));
    }
}
