//! Between two maps: everything on its way, what comes fading in, what goes fading out.

use std::sync::Arc;

use super::Comparison;
use crate::model::{
    Body, Change, Color, Component, Element, ElementId, Evolution, Link, Map, Place, Position, Visibility,
};

impl Comparison {
    /// The elements that a patch is about, and those at the ends of links that it is about.
    pub fn touched(&self) -> Vec<ElementId> {
        let mut all: Vec<ElementId> = Vec::new();
        for row in &self.rows {
            all.extend(row.on.iter().filter(|id| self.after.element(id).is_some()).cloned());
        }
        all.sort();
        all.dedup();
        all
    }

    /// The map at a moment between both, 0 the first and 1 the second. Moments are no times: evolution is not time.
    pub fn at(&self, moment: f64) -> Map {
        let t = moment.clamp(0.0, 1.0);
        if t <= 0.0 {
            return self.before.clone();
        }
        if t >= 1.0 {
            return self.after.clone();
        }
        let mut elements: Vec<Arc<Element>> = Vec::with_capacity(self.after.elements().len());
        for element in self.after.elements() {
            let now = match self.before.element(&element.id) {
                Some(old) if Arc::ptr_eq(old, element) || old == element => Arc::clone(element),
                Some(old) => Arc::new(self.on_its_way(old, element, t)),
                None => Arc::new(faded(element, t)),
            };
            elements.push(now);
        }
        let mut links: Vec<Arc<Link>> = self.after.links().cloned().collect();
        for change in &self.patch.changes {
            match change {
                Change::Remove(id) => {
                    if let Some(element) = self.before.element(id) {
                        elements.push(Arc::new(faded(element, 1.0 - t)));
                    }
                }
                // What is gone goes halfway.
                Change::RemoveLink(key) if t < 0.5 => links.extend(self.before.link(key).cloned()),
                _ => {}
            }
        }
        let map = self.after.clone().with_elements(elements);
        let is_there = |link: &Arc<Link>| {
            link.ends().filter_map(crate::model::End::id).all(|id| map.element(id).is_some())
        };
        links.retain(is_there);
        map.with_links(links)
    }

    fn on_its_way(&self, old: &Element, new: &Element, t: f64) -> Element {
        let mut element = new.clone();
        let mix = |a: f64, b: f64| a + (b - a) * t;
        let between = |a: Position, b: Position| Position {
            visibility: Visibility::clamped(mix(a.visibility.value(), b.visibility.value())),
            evolution: Evolution::clamped(mix(a.evolution.value(), b.evolution.value())),
        };
        match (&old.body, &mut element.body) {
            (Body::Component(old), Body::Component(now)) => {
                if let (Some(a), Some(b)) = (self.before.position(old), self.after.position(now)) {
                    now.place = match &now.place {
                        Place::Within { pipeline, .. } if matches!(old.place, Place::Within { .. }) => {
                            Place::Within { pipeline: pipeline.clone(), evolution: between(a, b).evolution }
                        }
                        _ => Place::At(between(a, b)),
                    };
                }
                arrow_on_its_way(old, now, mix);
            }
            (Body::Note(old), Body::Note(now)) => now.at = between(old.at, now.at),
            (Body::Accelerator(old), Body::Accelerator(now)) => now.at = between(old.at, now.at),
            (Body::Area(old), Body::Area(now)) if old.outline.len() == now.outline.len() => {
                for (now, old) in now.outline.iter_mut().zip(&old.outline) {
                    *now = between(*old, *now);
                }
            }
            _ => {}
        }
        element
    }
}

fn arrow_on_its_way(old: &Component, now: &mut Component, mix: impl Fn(f64, f64) -> f64) {
    if let (Some(old), Some(now)) = (&old.evolve, &mut now.evolve) {
        now.to = Evolution::clamped(mix(old.to.value(), now.to.value()));
    }
}

/// The element as strong as that, 0 to 1.
fn faded(element: &Element, strength: f64) -> Element {
    let color = element.color.unwrap_or(Color::rgb(0, 0, 0));
    Element { color: Some(color.with_opacity(strength * color.opacity())), ..element.clone() }
}
