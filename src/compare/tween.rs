//! Between two maps: everything on its way, what comes fading in, what goes fading out.

use std::sync::Arc;

use super::Comparison;
use crate::model::{
    Body, Change, Color, Component, Element, ElementId, End, Evolution, Link, Map, Place, Position,
    Visibility,
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
        let [first, second] = self.whole.get_or_init(|| Box::new(self.wholes())).as_ref();
        let whole = if t < 0.5 { first } else { second };
        let now = self.patch.changes.iter().filter_map(|change| match change {
            Change::Set { id, .. } => {
                let (old, new) = self.before.element(id).zip(self.after.element(id))?;
                Some(Arc::new(self.on_its_way(old, new, t)))
            }
            Change::Add(element) => Some(Arc::new(faded(element, t))),
            Change::Remove(id) => Some(Arc::new(faded(self.before.element(id)?, 1.0 - t))),
            _ => None,
        });
        let children = self.children.get_or_init(|| self.carried());
        let children = children.iter().filter_map(|id| {
            let (old, new) = self.before.element(id).zip(self.after.element(id))?;
            Some(Arc::new(self.on_its_way(old, new, t)))
        });
        whole.clone().with_each(now.chain(children))
    }

    /// Everything that one of the maps has: with the links that go away, and without.
    fn wholes(&self) -> [Map; 2] {
        let gone = self.patch.changes.iter().filter_map(|change| match change {
            Change::Remove(id) => self.before.element(id).cloned(),
            _ => None,
        });
        let elements: Vec<Arc<Element>> = self.after.elements().cloned().chain(gone).collect();
        let second = self.after.clone().with_elements(elements);
        // What is gone goes halfway.
        let lost = self.patch.changes.iter().filter_map(|change| match change {
            Change::RemoveLink(key) => self.before.link(key).cloned(),
            _ => None,
        });
        let is_there =
            |link: &Arc<Link>| link.ends().filter_map(End::id).all(|id| second.element(id).is_some());
        let links: Vec<Arc<Link>> = self.after.links().cloned().chain(lost.filter(is_there)).collect();
        [second.clone().with_links(links), second]
    }

    /// Children of pipelines that moved: they stand otherwise though nothing of them changed.
    fn carried(&self) -> Vec<ElementId> {
        let is_carried = |(element, component): &(&Arc<Element>, &Component)| {
            let before = self.before.component(&element.id).and_then(|old| self.before.position(old));
            matches!(component.place, Place::Within { .. })
                && before.is_some()
                && before != self.after.position(component)
        };
        self.after.components().filter(is_carried).map(|(element, _)| element.id.clone()).collect()
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
