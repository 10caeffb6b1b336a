//! What of a map OnlineWardleyMaps text can say, with our comments and without, and what is lost.

use std::sync::Arc;

use super::carried::plain_evolve;
use super::line::{
    STYLES, flow_label, one_line, plain_link_text, plain_stage, plain_text, plain_title, plain_value_chain,
    reference_of,
};
use super::meaning::{Meaning, is_written};
use crate::compare::{Identity, Matching, diff};
use crate::format::{Loss, Reading, carrier};
use crate::model::{
    About, Body, Change, Component, Element, EvolutionAxis, HeadField, KeptIn, Link, LinkKind, Map, Patch,
    Place, Rare, Submap, both,
};

/// The map as the text can say it, our comments included, with the same ids.
pub fn said(map: &Map) -> Map {
    let kept = map.kept.iter().filter(|kept| kept.format != KeptIn::RonItem).cloned().collect();
    Map { kept, ..map.clone() }
}

/// The map as the text can say it without our comments, with the same ids.
pub(super) fn plain(meaning: &Meaning<'_>) -> Map {
    let map = meaning.map;
    let usual = EvolutionAxis::default();
    let is_written = |element: &&Arc<Element>| match &element.body {
        Body::Component(component) => is_written(map, component),
        Body::Area(_) => false,
        Body::Annotation(annotation) => !annotation.at.is_empty(),
        _ => true,
    };
    // What it says as it is needs no copy.
    let element = |element: &Arc<Element>| {
        let plain = plain_element(meaning, element);
        if plain == **element { Arc::clone(element) } else { Arc::new(plain) }
    };
    let link = |(at, link): (usize, &Arc<Link>)| {
        let plain = plain_link(meaning, at, link);
        if plain == **link { Arc::clone(link) } else { Arc::new(plain) }
    };
    let elements: Vec<_> = map.elements().filter(is_written).map(element).collect();
    let mut stages: Vec<_> = map.evolution.stages.iter().map(|stage| plain_stage(stage)).collect();
    stages.resize(usual.stages.len(), String::new());
    let links = map.links().enumerate().map(link).collect();
    Map {
        title: plain_title(&map.title),
        about: About::default(),
        theme: if STYLES.contains(&map.theme.as_str()) { map.theme.clone() } else { "plain".to_owned() },
        evolution: EvolutionAxis { stages, hidden: map.evolution.hidden, ..usual },
        legend: None,
        stacked_labels: None,
        answered: Vec::new(),
        decisions: Vec::new(),
        pins: Vec::new(),
        rules_off: Vec::new(),
        scenarios: Vec::new(),
        conflicts: Vec::new(),
        value_chain: plain_value_chain(&map.value_chain),
        kept: map.kept.iter().filter(|kept| kept.format != KeptIn::RonItem).cloned().collect(),
        ..map.clone().with_elements(elements).with_links(links)
    }
}

fn plain_element(meaning: &Meaning<'_>, element: &Element) -> Element {
    let body = match &element.body {
        Body::Component(component) => Body::Component(plain_component(meaning, element, component)),
        Body::Annotation(annotation) => {
            let text = plain_text(&annotation.text);
            Body::Annotation(crate::model::Annotation { text, ..annotation.clone() })
        }
        other => other.clone(),
    };
    Element { color: None, body, ..element.clone() }
}

pub(super) fn plain_component(meaning: &Meaning<'_>, element: &Element, component: &Component) -> Component {
    let map = meaning.map;
    let is_in_block = meaning.block_of(component).is_some();
    // Of what is shadowed, no line of its own can speak.
    let has_lines = !meaning.is_shadowed(&element.id);
    let place = match (&component.place, map.position(component)) {
        (Place::Within { .. }, Some(at)) if !is_in_block => Place::At(at),
        (place, _) => place.clone(),
    };
    let submap = component.submap.as_ref().and_then(|submap| {
        let reference = reference_of(element, submap);
        let is_said = !component.is_anchor() || !reference.is_empty();
        // Of several with one short name, the first one's address counts.
        let target = meaning.address_of(&reference).map_or_else(String::new, one_line);
        is_said.then_some(Submap { reference, target })
    });
    let evolve = component.evolve.as_deref().filter(|_| has_lines).map(plain_evolve);
    // Each field is named, so that the compiler asks about a new one.
    Component {
        name: component.name.clone(),
        kind: component.kind,
        place,
        label: component.label,
        method: component.method,
        market: component.market,
        ecosystem: component.ecosystem,
        submap: submap.map(Box::new),
        evolve: evolve.map(Box::new),
        inertia: component.inertia.as_ref().map(|_| Box::default()),
        // What stands in a block has none of its own.
        pipeline: component.pipeline.filter(|_| !is_in_block && has_lines),
        role: None,
        treated: None,
        spread: None,
        opinions: Rare::default(),
        removed: false,
        details: Rare::default(),
    }
}

fn plain_link(meaning: &Meaning<'_>, at: usize, link: &Link) -> Link {
    let [from, to] = meaning.ends().get(at);
    let (from, to) = (meaning.read(&link.from, from, link), meaning.read(&link.to, to, link));
    Link { from, to, via: Rare::default(), ..plain_words(link) }
}

/// A link as its line says it, its ends apart.
pub(super) fn plain_words(link: &Link) -> Link {
    let (kind, label) = match link.kind {
        LinkKind::Need | LinkKind::Constraint => (LinkKind::Need, String::new()),
        flow @ LinkKind::Flow(_) => (flow, flow_label(&link.label)),
    };
    Link { kind, text: plain_link_text(&link.text).into(), label: label.into(), ..link.clone() }
}

/// Reads a text of the map back, and tells what of the map it has not. `carries`: whether comments of ours keep what it cannot
/// say.
pub(in crate::format) fn read_back(map: &Map, text: &str, carries: bool) -> (Reading, Vec<Loss>) {
    let says_plainly = || {
        let plain = plain(&Meaning::new(map));
        let unsaid = diff(map, &plain, &Matching::new(map, &plain, Identity::Ids)).of_map().unordered();
        (plain, unsaid)
    };
    let ((plain, unsaid), back) = both(map.elements().len(), says_plainly, || super::read(text));
    // The theme that every map has at first was chosen by nobody.
    let is_theme = |change: &Change| matches!(change, Change::Head(HeadField::Theme(_)));
    let is_chosen = |change: &&Change| !is_theme(change) || map.theme != Map::default().theme;
    let missed = unsaid.changes.iter().filter(is_chosen).map(|change| change.words(map, &plain)).collect();
    let mut losses = if carries {
        carrier::losses(missed, misread(&said(map), &back))
    } else {
        missed.into_iter().chain(misread(&plain, &back)).map(Loss::new).collect()
    };
    let unkept = map.kept.iter().filter(|kept| kept.format == KeptIn::RonItem);
    losses.extend(unkept.map(|kept| Loss::new(format!("what was kept from the map file: {}", kept.text))));
    (back, losses)
}

/// What the text, read back, says otherwise: a name that captures another's link, a text that is cut.
fn misread(said: &Map, back: &Reading) -> Vec<String> {
    let Some(back) = &back.map else { return Vec::new() };
    let matching = Matching::new(said, back, Identity::Names);
    let back = matching.restated(said, back);
    // A text has an order of its own.
    let mut differences = Patch::between(said, &back, matching.links()).of_map().unordered().changes;
    // A comment that was words before may now name what is there, or name nothing any more: it is still there.
    differences.retain(|change| match change {
        Change::AddLink { link, .. } => !link.parked,
        Change::RemoveLink(key) => {
            let is_nameless = |link: &Arc<Link>| link.ends().all(|end| end.id().is_none());
            !said.link(key).is_some_and(|link| link.parked && is_nameless(link))
        }
        _ => true,
    });
    let words =
        |change: &Change| format!("{}: it would be read as something else", change.words(said, &back));
    differences.iter().map(words).collect()
}
