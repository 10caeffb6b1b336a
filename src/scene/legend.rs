//! The legend: a box of samples with what they mean.

use super::painter::Painter;
use super::{Item, Paint, Stroke};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{EvolutionArrow, Outline, SAMPLE, Sample};
use crate::model::{
    Component, ComponentKind, Confidence, Details, Direction, Drive, ElementId, Method, Pipeline, Place,
};

impl Painter<'_> {
    pub(super) fn legend(&mut self) {
        let layout = self.layout;
        let Some(legend) = &layout.legend else { return };
        self.block(legend.rect);
        for entry in &legend.entries {
            self.sample(entry.sample, entry.center);
            self.label(&entry.label, self.theme.label, false);
        }
    }

    /// The paper of a box of words.
    pub(super) fn block(&mut self, rect: Rect) {
        let fill = Some(Paint::Solid(self.theme.paper.with_opacity(0.92)));
        let stroke = Some(Stroke::new(self.theme.stage_line.color, 1.0));
        self.add(Item::Rect { rect, radius: 4.0, fill, stroke });
    }

    fn sample(&mut self, sample: Sample, center: Point) {
        let radius = self.theme.sizes.symbol_radius;
        let plain = Component::new("", ComponentKind::Component, Place::Unplaced);
        // A symbol with a ring is drawn smaller, so that rows stay as high as text.
        let mut small = |component: Component, radius: f64| {
            self.symbol(center, Outline::Circle(radius), &component, None);
        };
        let half = SAMPLE.0 / 2.0 - 2.0;
        let ends = vec![center - Vec2::new(half, 0.0), center + Vec2::new(half, 0.0)];
        match sample {
            Sample::Component => small(plain, radius),
            Sample::Market => small(Component { market: true, ..plain }, 9.0),
            Sample::Ecosystem => small(Component { ecosystem: true, ..plain }, 10.0),
            Sample::Submap => small(Component { submap: Some(Box::default()), ..plain }, radius),
            Sample::Build => small(Component { method: Some(Method::Build), ..plain }, 2.5),
            Sample::Buy => small(Component { method: Some(Method::Buy), ..plain }, 2.5),
            Sample::Outsource => small(Component { method: Some(Method::Outsource), ..plain }, 2.5),
            Sample::Removed => small(Component { removed: true, ..plain }, radius),
            Sample::Treated => {
                let (own, outline) = (center + Vec2::new(10.0, 0.0), Outline::Circle(radius));
                self.treated(own, outline, center - Vec2::new(12.0, 0.0), self.theme.symbol.color);
                self.symbol(own, outline, &plain, None);
            }
            Sample::Spread => {
                let outline = Outline::Circle(radius);
                let ends = (center.x - half + 2.0, center.x + half - 2.0);
                self.whisker(center, outline, ends, self.theme.symbol.color);
                self.symbol(center, outline, &plain, None);
            }
            Sample::Opinion => {
                for by in [-8.0, 0.0, 8.0] {
                    self.opinion(center + Vec2::new(by, 0.0), self.theme.symbol.color);
                }
            }
            Sample::Assumption => {
                let details = Details { confidence: Some(Confidence::Low), ..Details::default() };
                small(Component { details: details.into(), ..plain }, radius);
            }
            Sample::Pipeline => {
                let rect = Rect::from_center_size(center + Vec2::new(0.0, 3.0), (2.0 * half, 12.0));
                let stroke = Some(self.theme.pipeline.into());
                self.add(Item::Rect { rect, radius: 0.0, fill: None, stroke });
                let square = Component { pipeline: Some(Pipeline::default()), ..plain };
                self.symbol(center - Vec2::new(0.0, 3.0), Outline::Square(4.0), &square, None);
            }
            Sample::Anchor => self.anchor_sample(center),
            Sample::Need => self.line(ends, self.theme.need),
            Sample::Constraint => self.line(ends, self.theme.constraint),
            Sample::Flow => self.flow(&ends, Direction::Forward),
            Sample::Future => {
                let stroke = Stroke { dash: None, ..self.theme.evolution.into() };
                self.line(ends, stroke);
            }
            Sample::Evolution => {
                let (from, ghost) = (center - Vec2::new(half, 0.0), center + Vec2::new(half - 5.0, 0.0));
                let to = ghost - Vec2::new(7.0, 0.0);
                let arrow = EvolutionArrow { id: ElementId::new(""), from, to, ghost, label: None };
                self.shaft(&arrow);
                self.ghost(&arrow, 5.0);
            }
            Sample::Inertia => {
                let sizes = &self.theme.sizes;
                let rect =
                    Rect::from_center_size(center, (sizes.inertia_width, sizes.inertia_height.min(16.0)));
                self.inertia(rect);
            }
            Sample::Accelerator | Sample::Deaccelerator => {
                let drive = if sample == Sample::Accelerator { Drive::Faster } else { Drive::Slower };
                self.block_arrow(Rect::from_center_size(center, (22.0, 18.0)), drive, None);
            }
            Sample::Area => {
                let turn = |part: u32| {
                    let way = Vec2::from_angle(f64::from(part) * std::f64::consts::TAU / 24.0);
                    center + Vec2::new(way.x * half, way.y * 8.0)
                };
                self.loop_of((0..24).map(turn).collect(), None);
            }
        }
    }

    fn anchor_sample(&mut self, center: Point) {
        let text = self.theme.sizes.anchor;
        let at = center + Vec2::new(0.0, 0.35 * text.size);
        let label =
            crate::layout::Label::new(vec!["User".to_owned()], text, crate::layout::Align::Middle, at);
        self.label(&label, self.theme.label, false);
    }
}
