//! What Mermaid cannot say, in comments of ours (see [`carrier`]).

use super::names::{Names, block_of, is_written};
use crate::format::carrier::{self, Carried};
use crate::format::handle;
use crate::format::ron::items;
use crate::model::{
    Body, Component, Element, ElementId, End, EvolutionAxis, Evolve, LabelOffset, Link, LinkKind, Map, Place,
    Rare, Sheet,
};
use crate::typeset::one_line;

/// What a comment of Mermaid begins with.
const COMMENT: &str = "%%";

/// Whether a line is a comment of ours.
pub(super) fn is_ours(line: &str) -> bool {
    line.trim_start().strip_prefix(COMMENT).is_some_and(carrier::is_ours)
}

/// Reads a comment; `None` where it is none of ours, or not understood.
pub(super) fn read(line: &str) -> Option<Carried> {
    match carrier::read(line.trim_start().strip_prefix(COMMENT)?)? {
        // A link that is drawn has a line.
        Carried::Link(link) if !link.parked && !link.ends().any(|end| handle::is_one(end.text())) => None,
        carried => Some(carried),
    }
}

fn alone(item: &str) -> String {
    format!("{COMMENT} {}", carrier::alone(item))
}

fn next(item: &str) -> String {
    format!("{COMMENT} {}", carrier::next(item))
}

/// The comment about the map's head; `None` where Mermaid says it all.
pub(super) fn head(map: &Map, names: &Names) -> Option<String> {
    let plain = plain_head(map);
    let usual = EvolutionAxis::default();
    let talk = carrier::talk_called(map, |id| names.end(&End::Element(id.clone())).into_owned());
    let extra = Map {
        title: if plain.title == map.title { String::new() } else { map.title.clone() },
        about: map.about.clone(),
        theme: map.theme.clone(),
        sheet: map.sheet.filter(|_| plain.sheet != map.sheet),
        evolution: EvolutionAxis { hidden: map.evolution.hidden, corners: map.evolution.corners, ..usual },
        value_chain: map.value_chain.clone(),
        legend: map.legend,
        stacked_labels: map.stacked_labels.filter(|_| map.stacks_labels()),
        ..talk
    };
    (extra != Map::default()).then(|| alone(&items::head(&extra, &Map::default().theme)))
}

/// What the plain statements say of the head.
pub(super) fn plain_head(map: &Map) -> Map {
    let whole = |sheet: Sheet| Sheet::new(sheet.width.round(), sheet.height.round());
    let title = one_line(&map.title).replace("%%", "% %");
    // One that begins as an arrow would be a link.
    let title = if title.starts_with(['-', '+']) { format!("· {title}") } else { title };
    Map { title, sheet: map.sheet.and_then(whole), ..Map::default() }
}

/// Takes what a comment says of the head.
pub(super) fn take_head(map: &mut Map, extra: Map) {
    carrier::take_talk(map, &extra);
    if !extra.title.is_empty() && plain_head(&extra).title == map.title {
        map.title = extra.title;
    }
    if extra.sheet.is_some() && plain_head(&Map { sheet: extra.sheet, ..Map::default() }).sheet == map.sheet {
        map.sheet = extra.sheet;
    }
    map.about = extra.about;
    map.theme = extra.theme;
    map.evolution.hidden = extra.evolution.hidden;
    map.evolution.corners = extra.evolution.corners;
    map.value_chain = extra.value_chain;
    map.legend = extra.legend;
    map.stacked_labels = extra.stacked_labels;
}

/// What an element's own statement says of it: beside the name and the place, a whole label, one mark, inertia.
pub(super) fn plain(component: &Component, is_child: bool) -> Component {
    let whole = |label: LabelOffset| LabelOffset::of(label.dx().round() + 0.0, label.dy().round() + 0.0);
    let is_marked = !is_child && !component.is_anchor();
    Component {
        label: component.label.map(whole).filter(|_| !component.is_anchor()),
        method: component.method.filter(|_| is_marked),
        market: is_marked && component.market && component.method.is_none(),
        inertia: component.inertia.as_ref().filter(|_| is_marked).map(|_| Box::default()),
        ..Component::new(&component.name, component.kind, component.place.clone())
    }
}

/// The comment about an element: all of it where it has no statement, what that cannot say where it has. `has_children`:
/// whether a block of children follows it.
pub(super) fn element(map: &Map, names: &Names<'_>, element: &Element, has_children: bool) -> Option<String> {
    let bare = |body: Body| Element { id: ElementId::new(""), body, ..element.clone() };
    let Body::Component(component) = &element.body else {
        let is_said = !element.parked
            && match &element.body {
                Body::Area(_) | Body::Attitude(_) => false,
                Body::Annotation(annotation) => !annotation.at.is_empty(),
                _ => true,
            };
        if is_said && element.color.is_none() {
            return None;
        }
        let item = items::element(&bare(element.body.clone()));
        return Some(if is_said { next(&item) } else { alone(&item) });
    };
    if !is_written(map, element) {
        let mut whole = component.clone();
        if let Place::Within { .. } = whole.place {
            whole.place = within(names, component);
        }
        let id = ElementId::new(names.handle(&element.id).unwrap_or_default());
        return Some(alone(&items::element(&Element { id, ..bare(whole.into()) })));
    }
    let plain = plain(component, block_of(map, component).is_some());
    let is_same_label = plain.label == component.label;
    let is_same_mark = (plain.method, plain.market) == (component.method, component.market);
    let usual_pipeline = has_children.then(crate::model::Pipeline::default);
    let evolve = component.evolve.clone().filter(|evolve| **evolve != Evolve::to(evolve.to));
    let more = Component {
        label: component.label.filter(|_| !is_same_label),
        method: component.method.filter(|_| !is_same_mark),
        market: !is_same_mark && component.market,
        inertia: component.inertia.clone().filter(|inertia| plain.inertia.as_ref() != Some(inertia)),
        pipeline: component.pipeline.filter(|_| component.pipeline != usual_pipeline),
        evolve,
        place: if block_of(map, component).is_some() { Place::Unplaced } else { within(names, component) },
        ..component.clone()
    };
    let empty = Component::new(&component.name, component.kind, Place::Unplaced);
    let is_named = names.own(element) == component.name;
    let is_kind_said = !component.is_anchor() || block_of(map, component).is_none();
    if more == empty && is_named && is_kind_said && element.color.is_none() {
        return None;
    }
    Some(next(&items::element(&bare(more.into()))))
}

/// The place of a child that stands in no block, with its pipeline's name in place of the id.
fn within(names: &Names<'_>, component: &Component) -> Place {
    match &component.place {
        Place::Within { pipeline, evolution } => {
            let pipeline = ElementId::new(&names.end(&End::Element(pipeline.clone())));
            Place::Within { pipeline, evolution: *evolution }
        }
        _ => Place::Unplaced,
    }
}

/// What a component is whose statement says `plain` and whose comment says `extra`. Where somebody changed the
/// statement by hand, that counts.
pub(super) fn merged(read: &Component, extra: &Component, is_child: bool) -> Component {
    let is_its = super::read::is_name_of(&read.name, &extra.name);
    let both = Component {
        name: if is_its { extra.name.clone() } else { read.name.clone() },
        kind: if is_child { extra.kind } else { read.kind },
        place: match (&extra.place, &read.place) {
            (Place::Within { evolution, .. }, Place::At(at)) if *evolution == at.evolution => {
                extra.place.clone()
            }
            _ => read.place.clone(),
        },
        label: extra.label.or(read.label),
        method: extra.method.or(read.method),
        market: extra.market || read.market,
        inertia: extra.inertia.clone().or(read.inertia.clone()),
        evolve: None,
        ..extra.clone()
    };
    let says = plain(&both, is_child);
    if (says.label, says.method, says.market, &says.inertia)
        == (read.label, read.method, read.market, &read.inertia)
    {
        return both;
    }
    let Component { label, inertia, method, market, .. } = read.clone();
    Component { label, inertia, method, market, ..both }
}

/// What a link's own line says of it.
pub(super) fn plain_link(link: &Link) -> Link {
    let (text, label) = match link.kind {
        LinkKind::Flow(_) => {
            let both = [one_line(&link.label), one_line(&link.text)];
            let said: Vec<_> = both.iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
            // No quote can stand in an arrow. Where there is only a text, it stands behind the line.
            match both {
                [label, text] if label.is_empty() => (text, String::new()),
                _ => (String::new(), said.join("; ").replace('\'', "’")),
            }
        }
        _ => (one_line(&link.text), String::new()),
    };
    let kind = if link.kind == LinkKind::Constraint { LinkKind::Need } else { link.kind };
    Link {
        from: link.from.clone(),
        to: link.to.clone(),
        kind,
        via: Rare::default(),
        text: text.into(),
        label: label.into(),
        parked: false,
    }
}

/// Whether a link has no line: it is switched off, or its line would mean another.
pub(super) fn stands_alone(names: &Names<'_>, link: &Link) -> bool {
    link.parked || names.is_mistaken(link)
}

/// The comment about a link: all of it where it is switched off, what its line cannot say where it has one.
pub(super) fn link(names: &Names<'_>, link: &Link) -> Option<String> {
    let is_alone = stands_alone(names, link);
    if !is_alone && plain_link(link) == *link {
        return None;
    }
    let named = |end: &End| End::Dangling(names.end(end).into_owned());
    let via = link.via.iter().map(named).collect();
    let whole = Link { from: named(&link.from), to: named(&link.to), via, ..link.clone() };
    let item = items::link(&whole);
    Some(if is_alone { alone(&item) } else { next(&item) })
}

/// What a link is whose line says `read` and whose comment says `extra`, with the same ends.
pub(super) fn merged_link(read: &Link, extra: Link) -> Link {
    let both = Link { from: read.from.clone(), to: read.to.clone(), parked: false, ..extra };
    if plain_link(&both) == *read {
        return both;
    }
    let is_flow = |kind: LinkKind| matches!(kind, LinkKind::Flow(_));
    let kind =
        if is_flow(both.kind) == is_flow(read.kind) && !is_flow(read.kind) { both.kind } else { read.kind };
    let via = if is_flow(read.kind) { both.via } else { Rare::default() };
    Link { kind, via, ..read.clone() }
}
