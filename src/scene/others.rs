//! What is neither symbol nor line: attitudes, areas, accelerators, annotations, and the lines to labels far away.

use super::painter::Painter;
use super::{Item, Paint, Stroke, TextItem};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{
    Align, AreaPlan, BlockArrow, Disc, Label, METHOD_HALO, Outline, PipelineBox, Symbol, Zone,
};
use crate::model::{AttitudeKind, Color, Drive};

/// The width of a line from a symbol to its label.
const LEADER_WIDTH: f64 = 0.75;

impl Painter<'_> {
    pub(super) fn zone(&mut self, zone: &Zone) {
        // The colours of OnlineWardleyMaps, filled at 40 %.
        let color = match zone.kind {
            AttitudeKind::Pioneers => Color::rgb(0x3C, 0xCA, 0xF8),
            AttitudeKind::Settlers => Color::rgb(0x59, 0x9A, 0xFA),
            AttitudeKind::TownPlanners => Color::rgb(0x93, 0x6F, 0xF9),
        };
        let color = self.color_of(&zone.id).unwrap_or(color);
        self.add(Item::Rect {
            rect: zone.rect,
            radius: 8.0,
            fill: Some(Paint::Solid(color.with_opacity(0.4))),
            stroke: Some(Stroke::new(color, 1.0)),
        });
        let at = Point::new(zone.rect.x0 + 8.0, zone.rect.y0 + 16.0);
        let name = Label::new(vec![zone.kind.name().to_owned()], self.theme.sizes.note, Align::Start, at);
        self.label(&name, self.theme.label, false);
    }

    pub(super) fn area(&mut self, area: &AreaPlan) {
        if area.outline.len() > 2 {
            self.loop_of(area.outline.clone(), self.color_of(&area.id));
            self.label(&area.caption, self.theme.label, true);
        }
    }

    /// The loop of an area.
    pub(super) fn loop_of(&mut self, points: Vec<Point>, color: Option<Color>) {
        let line = self.theme.area;
        let color = color.unwrap_or(line.color);
        let stroke = Some(Stroke { color, ..line.into() });
        self.add(Item::Polygon { points, fill: Some(color.with_opacity(0.12)), stroke });
    }

    pub(super) fn pipeline(&mut self, pipeline: &PipelineBox) {
        let stroke: Stroke = self.theme.pipeline.into();
        let color = self.color_of(&pipeline.id).unwrap_or(stroke.color);
        let stroke = Some(Stroke { color, ..stroke });
        self.add(Item::Rect { rect: pipeline.rect, radius: 0.0, fill: None, stroke });
    }

    pub(super) fn accelerator(&mut self, arrow: &BlockArrow) {
        self.block_arrow(arrow.rect, arrow.drive, self.color_of(&arrow.id));
        self.label(&arrow.caption, self.theme.label, true);
    }

    /// A short line to a label that the program had to put further away.
    pub(super) fn leader(&mut self, symbol: &Symbol) {
        let component = self.map.component(&symbol.id);
        let Some(component) = component.filter(|own| !own.is_anchor() && own.label.is_none()) else { return };
        // The ring of a method is part of the symbol.
        let outline = match (symbol.outline, component.method) {
            (Outline::Circle(radius), Some(_)) => Outline::Circle(radius + METHOD_HALO),
            (outline, _) => outline,
        };
        if let Some((from, to)) = symbol.label.leader(symbol.center, outline, self.theme.sizes.label_gap) {
            let stroke = Stroke { width: LEADER_WIDTH, dash: None, ..self.theme.need.into() };
            self.line(vec![from, to], stroke);
        }
    }

    /// The arrow of an accelerator, in a box.
    pub(super) fn block_arrow(&mut self, rect: Rect, drive: Drive, color: Option<Color>) {
        let turn = |(x, y): (f64, f64)| {
            let x = if drive == Drive::Slower { 1.0 - x } else { x };
            Point::new(rect.x0 + x * rect.width(), rect.y0 + y * rect.height())
        };
        let points =
            [(0.0, 0.3), (0.55, 0.3), (0.55, 0.05), (1.0, 0.5), (0.55, 0.95), (0.55, 0.7), (0.0, 0.7)];
        let color = color.unwrap_or(self.theme.block_arrow);
        let stroke = Some(Stroke::new(color, 1.0));
        let points = points.map(turn).to_vec();
        self.add(Item::Polygon { points, fill: Some(color.with_opacity(0.45)), stroke });
    }

    pub(super) fn list_entry(&mut self, entry: &crate::layout::ListEntry) {
        let bold = Label { text: self.theme.axis_title.text, ..entry.number.clone() };
        self.label(&bold, self.theme.label, false);
        self.label(&entry.text, self.theme.label, false);
    }

    pub(super) fn disc(&mut self, disc: &Disc) {
        let color = self.color_of(&disc.id).unwrap_or(self.theme.disc);
        let radius = self.theme.sizes.disc_radius;
        let stroke = Some(Stroke::new(self.theme.paper, 1.0));
        self.add(Item::Circle { center: disc.center, radius, fill: Some(color), stroke });
        self.add(Item::Text(TextItem {
            text: disc.number.to_string(),
            at: disc.center + Vec2::new(0.0, 4.0 * self.theme.grown),
            anchoring: Align::Middle,
            face: self.theme.axis_title.text.face,
            size: 11.0 * self.theme.grown,
            color: self.theme.paper,
            angle: 0.0,
        }));
    }
}
