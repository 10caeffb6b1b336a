//! What belongs together with what is selected.

use std::collections::{BTreeSet, HashMap};

use super::Selection;
use super::operate::Sight;
use super::tool::Deed;
use crate::model::{Element, ElementId, LinkKind};

/// What is selected instead of what is selected now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related {
    /// With all that it needs, all the way down.
    Needs,
    /// With all that needs it, all the way up.
    NeededBy,
    /// With all that links lead to, either way.
    Connected,
    /// All that is of the same kind: anchors, pipelines, what is bought, notes; links of the same kind.
    SameKind,
    /// All components of the same stage.
    SameStage,
    /// All but it.
    Others,
}

/// Selects what belongs to it. What is not shown is not selected.
pub(super) fn select(related: Related, sight: Sight<'_>) -> Vec<Deed> {
    let Sight { map, selection, .. } = sight;
    let is_shown = |id: &ElementId| sight.is_shown(id);
    let among = |is: &dyn Fn(&Element) -> bool| {
        let elements = map.elements().filter(|element| is_shown(&element.id) && is(element));
        elements.map(|element| element.id.clone()).collect::<BTreeSet<_>>()
    };
    let chosen = || {
        selection.elements.iter().chain(&selection.ghost).filter_map(|id| map.element(id)).map(AsRef::as_ref)
    };
    let elements = match related {
        Related::Needs => reached(sight, true, false),
        Related::NeededBy => reached(sight, false, true),
        Related::Connected => reached(sight, true, true),
        Related::SameKind if !selection.links.is_empty() => {
            let kinds = distinct(selection.links.iter().map(|key| std::mem::discriminant(&key.kind)));
            let is_alike = |kind: &LinkKind| kinds.contains(&std::mem::discriminant(kind));
            let alike = map.keyed_links().map(|(key, _)| key).filter(|key| is_alike(&key.kind));
            let links = alike.filter(|key| sight.layout.link(key).is_some()).collect();
            return vec![Deed::Select(Selection { links, ..Selection::default() })];
        }
        Related::SameKind => {
            let kinds = distinct(chosen().map(kind));
            among(&|element| kinds.contains(&kind(element)))
        }
        Related::SameStage => {
            let stage = |element: &Element| {
                let component = element.component().filter(|component| !component.is_anchor())?;
                Some(map.evolution.stage(map.position(component)?.evolution))
            };
            let stages = distinct(chosen().filter_map(stage));
            among(&|element| stage(element).is_some_and(|own| stages.contains(&own)))
        }
        Related::Others => among(&|element| !selection.elements.contains(&element.id)),
    };
    vec![Deed::Select(Selection { elements, ..Selection::default() })]
}

/// What an element is to somebody who looks at the map.
fn kind(element: &Element) -> impl PartialEq + use<> {
    let of_component = element
        .component()
        .map(|own| (own.kind, own.pipeline.is_some(), own.market, own.ecosystem, own.method));
    (element.kind_name(), of_component)
}

/// What is selected, and what links lead to from there: down, up, or both.
fn reached(sight: Sight<'_>, down: bool, up: bool) -> BTreeSet<ElementId> {
    let mut next: HashMap<&ElementId, Vec<&ElementId>> = HashMap::new();
    for link in sight.map.links() {
        let (Some(from), Some(to)) = (link.from.id(), link.to.id()) else { continue };
        if down {
            next.entry(from).or_default().push(to);
        }
        if up {
            next.entry(to).or_default().push(from);
        }
    }
    let mut found = sight.selection.elements.clone();
    let mut waiting: Vec<ElementId> = found.iter().cloned().collect();
    while let Some(id) = waiting.pop() {
        for id in next.get(&id).into_iter().flatten().filter(|id| sight.layout.symbol(id).is_some()) {
            if found.insert((*id).clone()) {
                waiting.push((*id).clone());
            }
        }
    }
    found
}

/// What there is among many, of which few are unlike.
fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for one in all {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}
