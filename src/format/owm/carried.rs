//! What OnlineWardleyMaps text cannot say, in comments of ours (see [`carrier`]).

use super::line::plain_text;
use super::meaning::{Meaning, is_written};
use super::said::{plain, plain_component, plain_words};
use crate::format::carrier::{self, Carried};
use crate::format::ron::items;
use crate::model::{Body, Component, Element, ElementId, End, EvolutionAxis, Evolve, Link, Map, Place, Rare};

/// What a comment begins with.
const COMMENT: &str = "//";
/// The theme of a text that names none.
const THEME: &str = "plain";

/// Whether a comment is one of ours.
pub(super) fn is_ours(comment: &str) -> bool {
    comment.trim_start().strip_prefix(COMMENT).is_some_and(carrier::is_ours)
}

/// Reads a comment; `None` where it is none of ours, or not understood.
pub(super) fn read(comment: &str) -> Option<Carried> {
    carrier::read(comment.trim_start().strip_prefix(COMMENT)?)
}

fn alone(item: &str) -> String {
    format!("{COMMENT} {}", carrier::alone(&without_block_comment(item)))
}

fn next(item: &str) -> String {
    format!("{COMMENT} {}", carrier::next(&without_block_comment(item)))
}

/// OnlineWardleyMaps finds the start of a block comment in a line's comment too.
fn without_block_comment(item: &str) -> String {
    item.replace("/*", "\\u{2f}*").replace("*/", "*\\u{2f}")
}

/// The comment about the map's head; `None` where the text says it all.
pub(super) fn head(meaning: &Meaning<'_>) -> Option<String> {
    let map = meaning.map;
    let said = plain(meaning);
    let usual = EvolutionAxis::default();
    let stages =
        if said.evolution.stages == map.evolution.stages { &usual.stages } else { &map.evolution.stages };
    let stacked_labels = map.stacked_labels.filter(|_| map.has_long_labels());
    let talk = carrier::talk_called(map, |id| meaning.call(id));
    let extra = Map {
        title: if said.title == map.title { String::new() } else { map.title.clone() },
        about: map.about.clone(),
        theme: if said.theme == map.theme { THEME.to_owned() } else { map.theme.clone() },
        evolution: EvolutionAxis {
            stages: stages.clone(),
            boundaries: map.evolution.boundaries.clone(),
            corners: map.evolution.corners,
            ..usual
        },
        value_chain: if said.value_chain == map.value_chain {
            crate::model::ValueAxis::default()
        } else {
            map.value_chain.clone()
        },
        legend: map.legend,
        stacked_labels,
        ..talk
    };
    (extra != Map { theme: THEME.to_owned(), ..Map::default() }).then(|| alone(&items::head(&extra, THEME)))
}

/// Takes what a comment says of the head, `item` being its words. Where somebody changed the statements by hand, those
/// count.
pub(super) fn take_head(map: &mut Map, extra: Map, item: &str) {
    let whole = plain(&Meaning::new(&extra));
    carrier::take_talk(map, &extra);
    if !extra.title.is_empty() && whole.title == map.title {
        map.title = extra.title;
    }
    map.about = extra.about;
    if map.theme == THEME && item.contains("theme: ") {
        map.theme = extra.theme;
    }
    let mut axis = EvolutionAxis { boundaries: extra.evolution.boundaries, ..map.evolution.clone() };
    axis.corners = extra.evolution.corners;
    if whole.evolution.stages == map.evolution.stages {
        axis.stages = extra.evolution.stages;
    }
    if axis.problem().is_none() {
        map.evolution = axis;
    }
    if whole.value_chain == map.value_chain && extra.value_chain != crate::model::ValueAxis::default() {
        map.value_chain = extra.value_chain;
    }
    map.legend = extra.legend;
    map.stacked_labels = extra.stacked_labels;
}

/// Whether an element has no statement, so that a comment says all of it.
pub(super) fn stands_alone(map: &Map, element: &Element) -> bool {
    match &element.body {
        Body::Component(component) => !is_written(map, component),
        Body::Area(_) => true,
        Body::Annotation(annotation) => annotation.at.is_empty(),
        Body::Note(_) | Body::Attitude(_) | Body::Accelerator(_) => false,
    }
}

/// The comment about an element: all of it where it has no statement, what that cannot say where it has.
pub(super) fn element(meaning: &Meaning<'_>, element: &Element) -> Option<String> {
    let map = meaning.map;
    let handle = meaning.own_handle(&element.id).unwrap_or_default();
    let bare = |body: Body| Element { id: ElementId::new(&handle), body, ..element.clone() };
    if stands_alone(map, element) {
        let mut whole = element.body.clone();
        if let Body::Component(component) = &mut whole {
            component.place = within(meaning, component);
        }
        return Some(alone(&items::element(&bare(whole))));
    }
    // That it is switched off says its statement.
    let bare = |body: Body| Element { parked: false, ..bare(body) };
    let Body::Component(component) = &element.body else {
        let is_said = match &element.body {
            Body::Annotation(annotation) => annotation.text == plain_text(&annotation.text),
            Body::Attitude(_) | Body::Note(_) | Body::Accelerator(_) | Body::Area(_) | Body::Component(_) => {
                true
            }
        };
        let is_whole = is_said && element.color.is_none();
        return (!is_whole).then(|| next(&items::element(&bare(element.body.clone()))));
    };
    let said = plain_component(meaning, element, component);
    let is_odd = component.name.is_empty() || meaning.is_spoken_of(&element.id) || element.color.is_some();
    if said == *component && !is_odd {
        return None;
    }
    let is_placed = said.place == component.place;
    // Each field is named, so that the compiler asks about a new one.
    let more = Component {
        name: component.name.clone(),
        kind: component.kind,
        place: if is_placed { Place::Unplaced } else { within(meaning, component) },
        label: component.label.filter(|_| said.label != component.label),
        method: component.method.filter(|_| said.method != component.method),
        market: component.market && !said.market,
        ecosystem: component.ecosystem && !said.ecosystem,
        pipeline: component.pipeline.filter(|_| said.pipeline != component.pipeline),
        submap: component.submap.clone().filter(|_| said.submap != component.submap),
        evolve: component.evolve.clone().filter(|_| said.evolve != component.evolve),
        inertia: component.inertia.clone().filter(|_| said.inertia != component.inertia),
        role: component.role,
        treated: component.treated,
        spread: component.spread,
        opinions: component.opinions.clone(),
        removed: component.removed,
        details: component.details.clone(),
    };
    let is_whole = more == Component::new(&component.name, component.kind, Place::Unplaced);
    (!is_whole || is_odd).then(|| next(&items::element(&bare(more.into()))))
}

/// The place of a child that stands in no block, with its pipeline's name in place of the id.
fn within(meaning: &Meaning<'_>, component: &Component) -> Place {
    match &component.place {
        Place::Within { pipeline, evolution } => {
            Place::Within { pipeline: ElementId::new(&meaning.call(pipeline)), evolution: *evolution }
        }
        _ => Place::Unplaced,
    }
}

/// What a component is whose statements say `read` and whose comment says `extra`. Where somebody changed a statement
/// by hand, that counts. `is_apart`: whether it was shadowed, so that its comment alone speaks of its evolution;
/// `pipeline` is what the name of a pipeline means.
pub(super) fn merged(
    read: &Component,
    extra: &Component,
    is_apart: bool,
    pipeline: impl Fn(&ElementId) -> Option<ElementId>,
) -> Component {
    let place = match (&extra.place, &read.place) {
        (Place::Within { pipeline: name, evolution }, Place::At(at)) if *evolution == at.evolution => {
            Place::Within { pipeline: pipeline(name).unwrap_or_else(|| name.clone()), evolution: *evolution }
        }
        _ => read.place.clone(),
    };
    let evolve = read.evolve.clone().map(|read| match &extra.evolve {
        Some(extra) if plain_evolve(extra) == *read => extra.clone(),
        Some(extra) => Box::new(Evolve { links: extra.links, ..*read }),
        None => read,
    });
    let evolve = evolve.or_else(|| extra.evolve.clone().filter(|_| is_apart));
    let submap = match (&read.submap, &extra.submap) {
        (None, Some(extra)) if read.is_anchor() => Some(extra.clone()),
        (Some(_), Some(extra)) => Some(extra.clone()),
        (read, _) => read.clone(),
    };
    let inertia = read.inertia.as_ref().map(|_| extra.inertia.clone().unwrap_or_default());
    // Each field is named, so that the compiler asks about a new one.
    Component {
        kind: read.kind,
        label: read.label,
        method: read.method,
        market: read.market,
        ecosystem: read.ecosystem,
        name: if extra.name.is_empty() { <_>::default() } else { read.name.clone() },
        place,
        evolve,
        pipeline: read.pipeline.or(extra.pipeline),
        submap,
        inertia,
        role: extra.role,
        treated: extra.treated,
        spread: extra.spread,
        opinions: extra.opinions.clone(),
        removed: extra.removed,
        details: extra.details.clone(),
    }
}

/// An evolution as its line says it.
pub(super) fn plain_evolve(evolve: &Evolve) -> Evolve {
    Evolve { name: evolve.name.clone().filter(|name| !name.is_empty()), links: false, ..evolve.clone() }
}

/// The comment about a link; `None` where its line says it all.
pub(super) fn link(meaning: &Meaning<'_>, link: &Link) -> Option<String> {
    let plain = plain_words(link);
    // Without a name that the map has, a line that is switched off would be words.
    let is_words = link.parked && link.from.id().is_none() && link.to.id().is_none();
    let is_said = (&plain.text, &plain.label, plain.kind) == (&link.text, &link.label, link.kind);
    if is_said && link.via.is_empty() && !is_words && !meaning.is_mistaken(link) {
        return None;
    }
    let named = |end: &End| End::Dangling(meaning.call_end(end, link));
    let via = link.via.iter().map(named).collect();
    let whole = Link { from: named(&link.from), to: named(&link.to), via, parked: false, ..link.clone() };
    Some(next(&items::link(&whole)))
}

/// What a link is whose line says `read` and whose comment says `extra`, with the same ends; `via` are what that means.
pub(super) fn merged_link(read: &Link, extra: &Link, via: Vec<End>) -> Link {
    let both = Link {
        from: read.from.clone(),
        to: read.to.clone(),
        parked: read.parked,
        via: via.into(),
        ..extra.clone()
    };
    let plain = plain_words(&both);
    if (plain.kind, &plain.text, &plain.label) == (read.kind, &read.text, &read.label) {
        return both;
    }
    let kind = if plain.kind == read.kind { both.kind } else { read.kind };
    let via = if plain.kind == read.kind { both.via } else { Rare::default() };
    Link { kind, via, ..read.clone() }
}
