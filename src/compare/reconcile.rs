//! A map that was typed as text takes up where the map before it stood.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Identity, Matching};
use crate::model::{
    Body, Component, Element, ElementId, End, IdMint, Kept, KeptPlace, Link, LinkKey, Map, Place,
};

/// The map that `parsed` means after `previous`: what is the same keeps its id, and whatever the text cannot
/// say stays as it was.
///
/// `said` is `previous` as the text's format can say it, with the same ids: what it lacks of `previous`, the
/// new text cannot have taken away. The second answer tells which id each id of `parsed` has become.
pub fn reconcile(
    previous: &Map,
    said: &Map,
    parsed: &Map,
    identity: Identity,
) -> (Map, HashMap<ElementId, ElementId>) {
    let matching = Matching::new(said, parsed, identity);
    let ids = ids(previous, parsed, &matching, identity);
    let renamed = with_ids(parsed, &ids);
    let mut elements: Vec<Arc<Element>> = renamed
        .elements()
        .map(|element| match (previous.element(&element.id), said.element(&element.id)) {
            (Some(old), Some(said)) => Arc::new(element_kept(old, said, element)),
            _ => Arc::clone(element),
        })
        .collect();
    // What the text never said is still there.
    let unsaid = previous
        .elements()
        .filter(|element| said.element(&element.id).is_none() && renamed.element(&element.id).is_none());
    elements.extend(unsaid.cloned());
    let links = renamed.links().zip(matching.links()).map(|(link, fellow)| {
        let pair = fellow.and_then(|at| Some((previous.links().nth(at)?, said.links().nth(at)?)));
        pair.map_or_else(|| Arc::clone(link), |(old, said)| Arc::new(link_kept(old, said, link)))
    });
    let links = links.collect();
    let unkept = |kept: &&Kept| !said.kept.contains(kept);
    let kept = renamed.kept.iter().chain(previous.kept.iter().filter(unkept)).cloned().collect();
    let map = Map {
        title: kept_or(&previous.title, &said.title, &renamed.title),
        about: kept_or(&previous.about, &said.about, &renamed.about),
        theme: kept_or(&previous.theme, &said.theme, &renamed.theme),
        sheet: kept_or(&previous.sheet, &said.sheet, &renamed.sheet),
        evolution: kept_or(&previous.evolution, &said.evolution, &renamed.evolution),
        value_chain: kept_or(&previous.value_chain, &said.value_chain, &renamed.value_chain),
        annotations_at: kept_or(&previous.annotations_at, &said.annotations_at, &renamed.annotations_at),
        kept,
        ..renamed.with_elements(elements).with_links(links)
    };
    (map, ids)
}

/// What the text says, where it says something new; else what was there.
fn kept_or<T: Clone + PartialEq>(previous: &T, said: &T, parsed: &T) -> T {
    if said == parsed { previous.clone() } else { parsed.clone() }
}

/// The ids that the elements of `parsed` get.
fn ids(
    previous: &Map,
    parsed: &Map,
    matching: &Matching,
    identity: Identity,
) -> HashMap<ElementId, ElementId> {
    let mut mint = IdMint::default();
    for element in previous.elements() {
        mint.take(&element.id);
    }
    let said = identity == Identity::IdsFirst;
    if said {
        return parsed.elements().map(|element| (element.id.clone(), element.id.clone())).collect();
    }
    let mut ids = HashMap::new();
    for (at, element) in parsed.elements().enumerate() {
        let id = match matching.in_a(&element.id) {
            Some(id) => id.clone(),
            None if mint.take(&element.id) => element.id.clone(),
            None => mint.new_id(element.name(), element.kind_name(), at + 1),
        };
        ids.insert(element.id.clone(), id);
    }
    ids
}

fn with_ids(map: &Map, ids: &HashMap<ElementId, ElementId>) -> Map {
    let new = |id: &ElementId| ids.get(id).unwrap_or(id).clone();
    let end = |end: &End| match end {
        End::Element(id) => End::Element(new(id)),
        End::Dangling(name) => End::Dangling(name.clone()),
    };
    let elements = map.elements().map(|element| {
        let mut element = Element { id: new(&element.id), ..Element::clone(element) };
        if let Body::Component(Component { place: Place::Within { pipeline, .. }, .. }) = &mut element.body {
            *pipeline = new(pipeline);
        }
        Arc::new(element)
    });
    let links = map.links().map(|link| {
        let via = link.via.iter().map(end).collect();
        Arc::new(Link { from: end(&link.from), to: end(&link.to), via, ..Link::clone(link) })
    });
    let key = |key: &LinkKey| LinkKey { from: end(&key.from), to: end(&key.to), ..key.clone() };
    let kept = map.kept.iter().map(|kept| Kept {
        place: match &kept.place {
            KeptPlace::BeforeElement(id) => KeptPlace::BeforeElement(new(id)),
            KeptPlace::Inside(id) => KeptPlace::Inside(new(id)),
            KeptPlace::BeforeLink(link) => KeptPlace::BeforeLink(key(link)),
            KeptPlace::InsideLink(link) => KeptPlace::InsideLink(key(link)),
            other => other.clone(),
        },
        ..kept.clone()
    });
    let (elements, links, kept) = (elements.collect(), links.collect(), kept.collect());
    Map { kept, ..map.clone().with_elements(elements).with_links(links) }
}

/// An element as the text has it, with what the text cannot say.
fn element_kept(previous: &Element, said: &Element, parsed: &Element) -> Element {
    let body = match (&previous.body, &said.body, &parsed.body) {
        (Body::Component(previous), Body::Component(said), Body::Component(parsed)) => {
            Body::Component(component_kept(previous, said, parsed))
        }
        (previous, said, parsed) => kept_or(previous, said, parsed),
    };
    Element {
        id: parsed.id.clone(),
        parked: kept_or(&previous.parked, &said.parked, &parsed.parked),
        color: kept_or(&previous.color, &said.color, &parsed.color),
        body,
    }
}

fn component_kept(previous: &Component, said: &Component, parsed: &Component) -> Component {
    macro_rules! kept {
        ($($field:ident),*) => {
            Component { $($field: kept_or(&previous.$field, &said.$field, &parsed.$field)),* }
        };
    }
    kept!(
        name, kind, place, label, evolve, inertia, pipeline, method, market, ecosystem, submap, role,
        removed, details
    )
}

fn link_kept(previous: &Link, said: &Link, parsed: &Link) -> Link {
    macro_rules! kept {
        ($($field:ident),*) => {
            Link { $($field: kept_or(&previous.$field, &said.$field, &parsed.$field)),* }
        };
    }
    kept!(from, to, kind, via, text, label, parked)
}
