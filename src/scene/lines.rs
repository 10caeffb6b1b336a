//! Links, and the arrows of what evolves.

use super::painter::Painter;
use super::{Item, Paint, Stroke, TextItem};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{Align, EvolutionArrow, LinkLine, LinkText};
use crate::model::{Direction, Link, LinkKind};

/// How strong the chevrons in a flow's band are.
const FLOW_CHEVRON: f64 = 0.75;
const CHEVRON_WIDTH: f64 = 1.25;
/// One chevron for so many pixels of a flow.
const CHEVRON_EVERY: f64 = 60.0;

impl Painter<'_> {
    /// The band of a flow, with chevrons that point where it goes.
    pub(super) fn flow(&mut self, points: &[Point], direction: Direction) {
        let band = self.theme.flow;
        self.line(points.to_vec(), band);
        let thin = Stroke::new(band.color.with_opacity(FLOW_CHEVRON), CHEVRON_WIDTH);
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            let along = *b - *a;
            let length = along.hypot();
            if length < 2.0 * CHEVRON_EVERY / 3.0 {
                if length > 2.0 * band.width {
                    self.chevrons(a.midpoint(*b), along / length, direction, thin);
                }
                continue;
            }
            let count = (length / CHEVRON_EVERY).round().max(1.0);
            for number in 0..count as u32 {
                let at = *a + along * ((f64::from(number) + 0.5) / count);
                self.chevrons(at, along / length, direction, thin);
            }
        }
    }

    fn chevrons(&mut self, at: Point, along: Vec2, direction: Direction, stroke: Stroke) {
        let size = self.theme.flow.width / 2.0 - 1.0;
        let across = Vec2::new(-along.y, along.x);
        let mut chevron = |tip: Point, way: f64| {
            let back = tip - along * (way * size);
            self.line(vec![back + across * size, tip, back - across * size], stroke);
        };
        match direction {
            Direction::Forward => chevron(at + along * (size / 2.0), 1.0),
            Direction::Backward => chevron(at - along * (size / 2.0), -1.0),
            Direction::Both => {
                chevron(at + along * (1.5 * size), 1.0);
                chevron(at - along * (1.5 * size), -1.0);
            }
        }
    }

    pub(super) fn link(&mut self, line: &LinkLine, link: &Link) {
        let removed = self.is_any_end(link, Some(line.index), |end| end.is_removed);
        let stroke = match link.kind {
            _ if removed => self.theme.removed,
            LinkKind::Constraint => self.theme.constraint,
            LinkKind::Need | LinkKind::Flow(_) => self.theme.need,
        };
        self.line(line.points.clone(), stroke);
        let Some(LinkText { text, at, angle, size, .. }) = line.words.clone() else { return };
        let behind = self.theme.plot_color(at.x / self.layout.plot.width().max(1.0));
        let text = TextItem {
            text,
            at,
            anchoring: Align::Middle,
            face: size.face,
            size: size.size,
            color: self.theme.link_text.color,
            angle,
        };
        self.words(text, Some(behind.with_opacity(self.theme.halo)));
    }

    pub(super) fn inertia(&mut self, rect: Rect) {
        let fill = Some(Paint::Solid(self.theme.inertia));
        self.add(Item::Rect { rect, radius: 0.0, fill, stroke: None });
    }

    /// An arrow to where a component evolves.
    pub(super) fn shaft(&mut self, arrow: &EvolutionArrow) {
        let line = self.theme.evolution;
        if arrow.has_shaft() {
            let direction = (arrow.to - arrow.from).normalize();
            let across = Vec2::new(-direction.y, direction.x);
            // The head is 8 long and 7 wide.
            let neck = arrow.to - direction * 8.0;
            if (neck - arrow.from).dot(direction) > 0.0 {
                self.line(vec![arrow.from, neck], line);
            }
            let points = vec![arrow.to, neck + across * 3.5, neck - across * 3.5];
            self.add(Item::Polygon { points, fill: Some(line.color), stroke: None });
        }
    }

    /// What stands where an arrow ends, with its name; its circle has this radius.
    pub(super) fn ghost(&mut self, arrow: &EvolutionArrow, radius: f64) {
        let line = self.theme.evolution;
        let component = self.map.component(&arrow.id);
        if let Some(method) = component.and_then(|component| component.evolve.as_ref()?.method) {
            self.method(arrow.ghost, radius, method, line.color);
        }
        let is_square = component.is_some_and(|component| component.pipeline.is_some());
        let stroke = Some(Stroke::new(line.color, line.width));
        if is_square {
            let side = self.theme.sizes.square;
            let rect = Rect::from_center_size(arrow.ghost, (side, side));
            let fill = Some(Paint::Solid(self.theme.symbol_fill));
            self.add(Item::Rect { rect, radius: 0.0, fill, stroke });
        } else {
            let fill = Some(self.theme.symbol_fill);
            self.add(Item::Circle { center: arrow.ghost, radius, fill, stroke });
        }
        if let Some(label) = &arrow.label {
            self.label(label, line.color, true);
        }
    }
}
