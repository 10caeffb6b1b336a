//! A map whose elements have other ids.

use std::sync::Arc;

use crate::model::{
    Change, Conflict, Element, ElementId, End, Kept, KeptPlace, Link, LinkKey, Map, Place, Scenario,
};

impl Map {
    /// The map with other ids.
    #[must_use]
    pub fn with_ids(&self, new: &impl Fn(&ElementId) -> ElementId) -> Self {
        let is_same = |id: &ElementId| new(id) == *id;
        let element = |element: &Arc<Element>| {
            let child =
                element.component().is_some_and(|component| matches!(component.place, Place::Within { .. }));
            if !child && is_same(&element.id) { Arc::clone(element) } else { Arc::new(element.with_ids(new)) }
        };
        let link = |link: &Arc<Link>| {
            let stays = link.ends().filter_map(End::id).all(is_same);
            if stays { Arc::clone(link) } else { Arc::new(link.with_ids(new)) }
        };
        let end = |end: &End| match end {
            End::Element(id) => End::Element(new(id)),
            End::Dangling(name) => End::Dangling(name.clone()),
        };
        let key = |key: &LinkKey| LinkKey { from: end(&key.from), to: end(&key.to), ..key.clone() };
        let kept = self.kept.iter().map(|kept| Kept {
            place: match &kept.place {
                KeptPlace::BeforeElement(id) => KeptPlace::BeforeElement(new(id)),
                KeptPlace::Inside(id) => KeptPlace::Inside(new(id)),
                KeptPlace::BeforeLink(link) => KeptPlace::BeforeLink(key(link)),
                KeptPlace::InsideLink(link) => KeptPlace::InsideLink(key(link)),
                other => other.clone(),
            },
            ..kept.clone()
        });
        let changes =
            |changes: &[Change]| changes.iter().map(|change| change.with_ids(new)).collect::<Vec<_>>();
        let scenarios = self.scenarios.iter();
        let scenarios =
            scenarios.map(|one| Scenario { changes: changes(&one.changes), ..one.clone() }).collect();
        let conflicts = self.conflicts.iter().map(|one| Conflict {
            base: changes(&one.base),
            ours: changes(&one.ours),
            theirs: changes(&one.theirs),
        });
        let (elements, links) = (self.elements().map(element).collect(), self.links().map(link).collect());
        Self {
            answered: self.answered.iter().map(|answer| answer.with_ids(new)).collect(),
            pins: self.pins.iter().map(|pin| pin.with_ids(new)).collect(),
            scenarios,
            conflicts: conflicts.collect(),
            kept: kept.collect(),
            ..self.clone().with_elements(elements).with_links(links)
        }
    }
}
