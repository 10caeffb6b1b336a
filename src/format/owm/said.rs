//! What of a map OnlineWardleyMaps text can say, and what is lost.

use std::sync::Arc;

use super::line::{STYLES, block_of, is_written, one_line, reference_of};
use crate::compare::{Change, Identity, Matching, diff};
use crate::format::{Format, Loss, Reading, read};
use crate::model::{
    About, Body, Component, Details, Element, End, EvolutionAxis, Inertia, KeptIn, Link, LinkKind, Map,
    Place, Submap,
};

/// The map as the text can say it, with the same ids.
pub fn said(map: &Map) -> Map {
    let usual = EvolutionAxis::default();
    let is_written = |element: &&Arc<Element>| match &element.body {
        Body::Component(component) => is_written(map, component),
        Body::Area(_) => false,
        _ => true,
    };
    let elements: Vec<_> =
        map.elements().filter(is_written).map(|element| Arc::new(said_element(map, element))).collect();
    let mut stages: Vec<_> = map.evolution.stages.iter().map(|stage| one_line(stage)).collect();
    stages.resize(usual.stages.len(), String::new());
    let axis = &map.value_chain;
    let text = |text: &Option<String>| text.as_deref().map(one_line).filter(|text| !text.is_empty());
    let links = map.links().map(|link| Arc::new(said_link(map, link))).collect();
    Map {
        title: one_line(&map.title),
        about: About::default(),
        theme: if STYLES.contains(&map.theme.as_str()) { map.theme.clone() } else { "plain".to_owned() },
        evolution: EvolutionAxis { stages, hidden: map.evolution.hidden, ..usual },
        legend: None,
        stacked_labels: false,
        value_chain: crate::model::ValueAxis {
            title: text(&axis.title),
            low: text(&axis.low),
            high: text(&axis.high),
            hidden: axis.hidden,
        },
        kept: map.kept.iter().filter(|kept| kept.format != KeptIn::RonItem).cloned().collect(),
        ..map.clone().with_elements(elements).with_links(links)
    }
}

fn said_element(map: &Map, element: &Element) -> Element {
    let body = match &element.body {
        Body::Component(component) => Body::Component(said_component(map, element, component)),
        Body::Annotation(annotation) => {
            let text = one_line(&annotation.text);
            Body::Annotation(crate::model::Annotation { text, ..annotation.clone() })
        }
        other => other.clone(),
    };
    Element { color: None, body, ..element.clone() }
}

fn said_component(map: &Map, element: &Element, component: &Component) -> Component {
    let place = match (&component.place, map.position(component)) {
        (Place::Within { .. }, Some(at)) if block_of(map, component).is_none() => Place::At(at),
        (place, _) => place.clone(),
    };
    let submap = component.submap.as_ref().and_then(|submap| {
        let reference = reference_of(element, submap);
        let is_said = !component.is_anchor() || !reference.is_empty();
        is_said.then(|| Submap { reference, target: one_line(&submap.target) })
    });
    let mut evolve = component.evolve.clone();
    if let Some(evolve) = &mut evolve {
        evolve.name = evolve.name.take().filter(|name| !name.is_empty());
        evolve.links = false;
    }
    Component {
        place,
        submap,
        evolve,
        inertia: component.inertia.as_ref().map(|_| Inertia::default()),
        role: None,
        removed: false,
        details: Details::default(),
        ..component.clone()
    }
}

fn said_link(map: &Map, link: &Link) -> Link {
    let end = |end: &End| match end {
        End::Element(id) => match map.component(id) {
            Some(component) if is_written(map, component) => end.clone(),
            Some(component) => End::Dangling(component.name.clone()),
            None => End::Dangling(id.to_string()),
        },
        End::Dangling(_) => end.clone(),
    };
    let (kind, label) = match link.kind {
        LinkKind::Need | LinkKind::Constraint => (LinkKind::Need, String::new()),
        flow @ LinkKind::Flow(_) => (flow, link.label.clone()),
    };
    let (from, to) = (end(&link.from), end(&link.to));
    Link { from, to, kind, via: Vec::new(), text: one_line(&link.text), label, parked: link.parked }
}

/// What of the map the text has not, in words: what it cannot say, then what of it would be read otherwise.
pub(super) fn losses(map: &Map, text: &str) -> Vec<Loss> {
    let said = said(map);
    let mut losses = unsaid(map, &said);
    losses.extend(misread(&said, &read(Format::Owm, text)));
    losses
}

/// What of a map its [`said`] part lacks, in words.
pub(in crate::format) fn unsaid(map: &Map, said: &Map) -> Vec<Loss> {
    let unsaid = diff(map, said, &Matching::new(map, said, Identity::Ids));
    let unkept = map.kept.iter().filter(|kept| kept.format == KeptIn::RonItem);
    let mut losses: Vec<_> = unsaid.iter().map(|change| Loss::new(change.words(map, said))).collect();
    losses.extend(unkept.map(|kept| Loss::new(format!("what was kept from the map file: {}", kept.text))));
    losses
}

/// What the text, read back, says otherwise: a name that captures another's link, a text that is cut.
pub(in crate::format) fn misread(said: &Map, back: &Reading) -> Vec<Loss> {
    let Some(back) = &back.map else { return Vec::new() };
    let mut differences = diff(said, back, &Matching::new(said, back, Identity::Names));
    // A comment that was words before may now name what is there, or name nothing any more: it is still there.
    let is_off = |map: &Map, at: usize| map.links().nth(at).is_some_and(|link| link.parked);
    differences.retain(|change| match change {
        Change::LinkAdded(at) => !is_off(back, *at),
        Change::LinkRemoved(at) => {
            let is_nameless = |link: &Arc<Link>| link.ends().all(|end| end.id().is_none());
            !(is_off(said, *at) && said.links().nth(*at).is_some_and(is_nameless))
        }
        _ => true,
    });
    let words = |change: &Change| change.words(said, back);
    differences
        .iter()
        .map(|change| Loss::new(format!("{}: it would be read as something else", words(change))))
        .collect()
}
