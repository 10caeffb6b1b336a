//! The symbols of components: circles, squares, and what stands in and around them.

use super::painter::Painter;
use super::{Item, Paint, Stroke};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{METHOD_HALO, Outline};
use crate::model::{Color, Component, Confidence, Method};

/// The lines of a hatching stand this far apart, in sheet pixels.
const HATCH: f64 = 3.0;

impl Painter<'_> {
    /// The symbol of a component, in a colour of its own or the theme's.
    pub(super) fn symbol(
        &mut self,
        center: Point,
        outline: Outline,
        component: &Component,
        color: Option<Color>,
    ) {
        let line = match (component.removed, component.pipeline) {
            (true, _) => self.theme.removed,
            (false, Some(_)) => self.theme.square,
            (false, None) => self.theme.symbol,
        };
        self.doubt(center, outline, component, color);
        let color = color.unwrap_or(line.color);
        self.assumption(center, outline, component, color);
        // What is an assumption has a lighter edge, beside its mark.
        let is_sure = component.details.confidence != Some(Confidence::Low) || component.is_anchor();
        let color = if is_sure { color } else { color.with_opacity(0.6 * color.opacity()) };
        let stroke = Stroke { color, ..line.into() };
        if let Some(method) = component.method.filter(|_| !component.is_anchor()) {
            self.method(center, outline.half(), method, color);
        }
        let fill = Some(self.theme.symbol_fill);
        match outline {
            Outline::Bare => {}
            Outline::Square(half) => {
                let rect = Rect::from_center_size(center, (2.0 * half, 2.0 * half));
                let fill = fill.map(Paint::Solid);
                self.add(Item::Rect { rect, radius: 0.0, fill, stroke: Some(stroke) });
            }
            Outline::Circle(radius) if component.ecosystem => {
                self.ecosystem(center, radius, stroke);
                if component.market {
                    self.market(center, 0.42 * radius, stroke);
                }
            }
            Outline::Circle(radius) if component.market => {
                self.add(Item::Circle { center, radius, fill, stroke: Some(stroke) });
                self.market(center, radius, stroke);
            }
            Outline::Circle(radius) if component.submap.is_some() => self.submap(center, radius, stroke),
            Outline::Circle(radius) => {
                self.add(Item::Circle { center, radius, fill, stroke: Some(stroke) });
            }
        }
    }

    /// The ring around a symbol that tells how it is obtained (METHOD: built is a light ring, bought a hatched
    /// one, outsourced a dark one), in the greys of OnlineWardleyMaps.
    pub(super) fn method(&mut self, center: Point, half: f64, method: Method, color: Color) {
        let fill = match method {
            Method::Build => Color::rgb(0xD6, 0xD6, 0xD6),
            Method::Buy => Color::rgb(0xAA, 0xA5, 0xA9),
            Method::Outsource => Color::rgb(0x44, 0x44, 0x44),
        };
        let radius = half + METHOD_HALO;
        let edge = Stroke::new(color, 0.75);
        self.add(Item::Circle { center, radius, fill: Some(fill), stroke: Some(edge) });
        if method == Method::Buy {
            self.hatching(center, half, radius, Stroke::new(Color::WHITE, 1.0));
        }
    }

    /// Three small circles, linked.
    fn market(&mut self, center: Point, radius: f64, stroke: Stroke) {
        let turn = |turn: f64| Vec2::from_angle((turn - 0.25) * std::f64::consts::TAU);
        let corners = [0.0, 1.0 / 3.0, 2.0 / 3.0].map(|part| center + turn(part) * (0.52 * radius));
        let width = stroke.width.min(0.12 * radius);
        let stroke = Stroke { width, dash: None, ..stroke };
        self.add(Item::Polygon { points: corners.to_vec(), fill: None, stroke: Some(stroke) });
        for center in corners {
            let fill = Some(self.theme.symbol_fill);
            self.add(Item::Circle { center, radius: 0.24 * radius, fill, stroke: Some(stroke) });
        }
    }

    /// Circles in each other, with a hatched ring between them.
    fn ecosystem(&mut self, center: Point, radius: f64, stroke: Stroke) {
        let fill = Some(self.theme.symbol_fill);
        self.add(Item::Circle { center, radius, fill, stroke: Some(stroke) });
        let (inner, outer) = (0.42 * radius, 0.82 * radius);
        let thin = Stroke { width: 0.6 * stroke.width, ..stroke };
        self.add(Item::Circle {
            center,
            radius: outer,
            fill: Some(self.theme.block_arrow),
            stroke: Some(thin),
        });
        self.hatching(center, inner, outer, Stroke::new(stroke.color, 0.75));
        self.add(Item::Circle { center, radius: inner, fill, stroke: Some(thin) });
    }

    /// A dark circle with an arrow that leads out of the map.
    fn submap(&mut self, center: Point, radius: f64, stroke: Stroke) {
        self.add(Item::Circle { center, radius, fill: Some(stroke.color), stroke: Some(stroke) });
        let at = |x: f64, y: f64| center + Vec2::new(x, y) * (0.5 * radius);
        let light = Stroke::new(self.theme.symbol_fill, 0.2 * radius);
        self.line(vec![at(-0.9, 0.9), at(0.9, -0.9)], light);
        self.line(vec![at(-0.3, -0.9), at(0.9, -0.9), at(0.9, 0.3)], light);
    }

    /// Lines that rise to the right, in the ring between two circles.
    fn hatching(&mut self, center: Point, inner: f64, outer: f64, stroke: Stroke) {
        let (along, across) = (Vec2::new(1.0, -1.0).normalize(), Vec2::new(1.0, 1.0).normalize());
        let count = (outer / HATCH).floor();
        let mut away = -count * HATCH;
        while away <= count * HATCH {
            let half = |radius: f64| (radius * radius - away * away).max(0.0).sqrt();
            let (far, near) = (half(outer), half(inner));
            let at = |by: f64| center + across * away + along * by;
            if near > 0.0 {
                self.line(vec![at(-far), at(-near)], stroke);
                self.line(vec![at(near), at(far)], stroke);
            } else if far > 0.0 {
                self.line(vec![at(-far), at(far)], stroke);
            }
            away += HATCH;
        }
    }
}
