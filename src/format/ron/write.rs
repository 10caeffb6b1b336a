//! The canonical text of a map: one element or link a line, in author order, defaults left out.

use super::FORMAT;
use super::out::{Out, OutFields};
use super::v1::{ATTITUDES, CONFIDENCES, DIRECTIONS, METHODS, ROLES};
use crate::format::Loss;
use crate::model::{
    About, Body, Component, Details, Drive, Element, ElementId, End, EvolutionAxis, Evolve, Kept, KeptIn,
    KeptPlace, LabelOffset, Link, LinkKey, LinkKind, Map, Place, Position, ValueAxis,
};

const INDENT: &str = "    ";

/// The map as canonical text of a map file.
pub fn write(map: &Map) -> String {
    let mut text = String::new();
    let comments = |place: &KeptPlace, indent: &str, text: &mut String| {
        for kept in kept_at(map, place) {
            let comma = if kept.format == KeptIn::RonItem { "," } else { "" };
            text.push_str(&format!("{indent}{}{comma}\n", kept.text));
        }
    };
    comments(&KeptPlace::Top, "", &mut text);
    text.push_str("Map(\n");
    text.push_str(&format!("{INDENT}format: {FORMAT},\n"));
    comments(&KeptPlace::Head, INDENT, &mut text);
    for (key, value) in head(map) {
        text.push_str(&format!("{INDENT}{key}: {},\n", value.ron(&[])));
    }
    let deep = INDENT.repeat(2);
    text.push_str(&format!("{INDENT}elements: [\n"));
    for item in map.elements() {
        comments(&KeptPlace::BeforeElement(item.id.clone()), &deep, &mut text);
        let more = fields_of(map, &KeptPlace::Inside(item.id.clone()));
        text.push_str(&format!("{deep}{},\n", element(item).ron(&more)));
    }
    orphans(map, true).for_each(|kept| comment_line(&mut text, &deep, kept));
    text.push_str(&format!("{INDENT}],\n{INDENT}links: [\n"));
    for (key, item) in map.keyed_links() {
        comments(&KeptPlace::BeforeLink(key.clone()), &deep, &mut text);
        let more = fields_of(map, &KeptPlace::InsideLink(key));
        text.push_str(&format!("{deep}{},\n", link(map, item).ron(&more)));
    }
    orphans(map, false).for_each(|kept| comment_line(&mut text, &deep, kept));
    text.push_str(&format!("{INDENT}],\n"));
    let lines: Vec<_> = map.kept.iter().filter(|kept| is_line(kept)).collect();
    if !lines.is_empty() {
        text.push_str(&format!("{INDENT}kept: [\n"));
        for kept in lines {
            text.push_str(&format!("{deep}{},\n", kept_line(map, kept).ron(&[])));
        }
        text.push_str(&format!("{INDENT}],\n"));
    }
    text.push_str(")\n");
    comments(&KeptPlace::End, "", &mut text);
    text
}

/// The map's structure as JSON, laid out the same way.
pub(in crate::format) fn json(map: &Map) -> String {
    let list = |key: &str, items: Vec<Out>| {
        let lines: Vec<_> = items.iter().map(|item| format!("    {}", item.json())).collect();
        if lines.is_empty() {
            format!("  \"{key}\": []")
        } else {
            format!("  \"{key}\": [\n{}\n  ]", lines.join(",\n"))
        }
    };
    let mut parts = vec![format!("  \"format\": {FORMAT}")];
    parts.extend(head(map).iter().map(|(key, value)| format!("  \"{key}\": {}", value.json())));
    parts.push(list("elements", map.elements().map(|item| element(item)).collect()));
    parts.push(list("links", map.links().map(|item| link(map, item)).collect()));
    let kept: Vec<_> = map.kept.iter().filter(|kept| is_line(kept)).map(|kept| kept_line(map, kept)).collect();
    if !kept.is_empty() {
        parts.push(list("kept", kept));
    }
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

/// What of a map JSON cannot hold: the comments and unknown parts of a map file.
pub(in crate::format) fn losses_in_json(map: &Map) -> Vec<Loss> {
    let lost = map.kept.iter().filter(|kept| !is_line(kept));
    lost.map(|kept| Loss::new(format!("`{}`", kept.text))).collect()
}

/// Whether it is a line of another format's text, which has a list of its own.
pub(super) fn is_line(kept: &Kept) -> bool {
    matches!(kept.format, KeptIn::Owm | KeptIn::Mermaid)
}

fn kept_at<'a>(map: &'a Map, place: &'a KeptPlace) -> impl Iterator<Item = &'a Kept> {
    map.kept.iter().filter(move |kept| !is_line(kept) && kept.place == *place)
}

fn fields_of<'a>(map: &'a Map, place: &KeptPlace) -> Vec<&'a str> {
    map.kept.iter().filter(|kept| kept.place == *place).map(|kept| kept.text.as_str()).collect()
}

/// What stands last in its list, and what names an element or a link that the map no longer has.
fn orphans(map: &Map, in_elements: bool) -> impl Iterator<Item = &Kept> {
    map.kept.iter().filter(move |kept| {
        !is_line(kept)
            && match &kept.place {
                KeptPlace::LastElement => in_elements,
                KeptPlace::LastLink => !in_elements,
                KeptPlace::BeforeElement(id) => in_elements && map.element(id).is_none(),
                KeptPlace::BeforeLink(key) => !in_elements && map.link(key).is_none(),
                _ => false,
            }
    })
}

fn comment_line(text: &mut String, indent: &str, kept: &Kept) {
    let comma = if kept.format == KeptIn::RonItem { "," } else { "" };
    text.push_str(&format!("{indent}{}{comma}\n", kept.text));
}

pub(super) fn head(map: &Map) -> Vec<(&'static str, Out)> {
    let mut f = OutFields::default();
    f.text("title", &map.title);
    f.maybe("about", about(&map.about));
    f.put("theme", Out::Text(map.theme.clone()));
    f.maybe("sheet", map.sheet.map(|sheet| Out::Tuple(vec![sheet.width, sheet.height])));
    f.maybe("evolution", evolution(&map.evolution));
    f.maybe("value_chain", value_axis(&map.value_chain));
    f.maybe("annotations_at", map.annotations_at.map(point));
    f.maybe(
        "legend",
        map.legend.map(|legend| {
            let mut f = OutFields::default();
            f.maybe("at", legend.at.map(point));
            f.done("")
        }),
    );
    f.into_fields()
}

fn about(about: &About) -> Option<Out> {
    let mut f = OutFields::default();
    f.text("purpose", &about.purpose);
    f.text("scope", &about.scope);
    f.text("date", &about.date);
    f.text("author", &about.author);
    (!f.is_empty()).then(|| f.done(""))
}

fn evolution(axis: &EvolutionAxis) -> Option<Out> {
    let usual = EvolutionAxis::default();
    let mut f = OutFields::default();
    if axis.stages != usual.stages {
        f.texts("stages", &axis.stages);
    }
    if axis.boundaries != usual.boundaries {
        f.put("boundaries", Out::List(axis.boundaries.iter().copied().map(Out::Number).collect()));
    }
    f.flag("hidden", axis.hidden);
    f.maybe("corners", axis.corners.map(|shown| Out::Word(if shown { "true" } else { "false" })));
    (!f.is_empty()).then(|| f.done(""))
}

fn value_axis(axis: &ValueAxis) -> Option<Out> {
    let mut f = OutFields::default();
    let text = |text: &Option<String>| text.clone().map(Out::Text);
    f.maybe("title", text(&axis.title));
    f.maybe("low", text(&axis.low));
    f.maybe("high", text(&axis.high));
    f.flag("hidden", axis.hidden);
    (!f.is_empty()).then(|| f.done(""))
}

pub(super) fn element(element: &Element) -> Out {
    let mut f = OutFields::default();
    f.put("id", Out::Text(element.id.to_string()));
    let name = match &element.body {
        Body::Component(body) => {
            component(&mut f, body);
            if body.is_anchor() { "Anchor" } else { "Component" }
        }
        Body::Note(note) => {
            f.text("text", &note.text);
            position(&mut f, note.at);
            "Note"
        }
        Body::Annotation(annotation) => {
            f.put("number", Out::Number(f64::from(annotation.number)));
            f.put("at", points(&annotation.at));
            f.text("text", &annotation.text);
            "Annotation"
        }
        Body::Area(area) => {
            f.put("outline", points(&area.outline));
            f.text("text", &area.text);
            "Area"
        }
        Body::Attitude(attitude) => {
            f.maybe("kind", word(attitude.kind, &ATTITUDES));
            f.put("top_left", point(attitude.top_left));
            f.put("bottom_right", point(attitude.bottom_right));
            "Attitude"
        }
        Body::Accelerator(accelerator) => {
            f.text("name", &accelerator.name);
            position(&mut f, accelerator.at);
            if accelerator.drive == Drive::Faster { "Accelerator" } else { "Deaccelerator" }
        }
    };
    f.maybe("color", element.color.map(|color| Out::Text(color.to_string())));
    f.flag("parked", element.parked);
    f.done(name)
}

fn component(f: &mut OutFields, component: &Component) {
    f.text("name", &component.name);
    match &component.place {
        Place::At(at) => position(f, *at),
        Place::Within { pipeline, evolution } => {
            f.put("within", Out::Text(pipeline.to_string()));
            f.put("evolution", Out::Number(evolution.value()));
        }
        Place::Unplaced => {}
    }
    f.maybe("evolve", component.evolve.as_ref().map(evolve));
    f.maybe("label", component.label.map(offset));
    f.maybe(
        "inertia",
        component.inertia.as_ref().map(|inertia| {
            let mut f = OutFields::default();
            f.text("kind", &inertia.kind);
            f.text("text", &inertia.text);
            f.done("")
        }),
    );
    f.maybe(
        "pipeline",
        component.pipeline.map(|pipeline| {
            let mut f = OutFields::default();
            let range = pipeline.range.map(|(a, b)| Out::Tuple(vec![a.value(), b.value()]));
            f.maybe("range", range);
            f.done("")
        }),
    );
    f.maybe("method", component.method.and_then(|method| word(method, &METHODS)));
    f.flag("market", component.market);
    f.flag("ecosystem", component.ecosystem);
    f.maybe(
        "submap",
        component.submap.as_ref().map(|submap| {
            let mut f = OutFields::default();
            f.text("reference", &submap.reference);
            f.text("target", &submap.target);
            f.done("")
        }),
    );
    f.maybe("role", component.role.and_then(|role| word(role, &ROLES)));
    f.flag("removed", component.removed);
    f.maybe("details", details(&component.details));
}

fn evolve(evolve: &Evolve) -> Out {
    let mut f = OutFields::default();
    f.put("to", Out::Number(evolve.to.value()));
    f.maybe("name", evolve.name.clone().map(Out::Text));
    f.maybe("method", evolve.method.and_then(|method| word(method, &METHODS)));
    f.maybe("label", evolve.label.map(offset));
    f.flag("links", evolve.links);
    f.done("")
}

fn details(details: &Details) -> Option<Out> {
    let mut f = OutFields::default();
    f.text("description", &details.description);
    f.text("owner", &details.owner);
    f.text("evidence", &details.evidence);
    f.maybe("confidence", details.confidence.and_then(|confidence| word(confidence, &CONFIDENCES)));
    f.texts("links", &details.links);
    f.texts("tags", &details.tags);
    (!f.is_empty()).then(|| f.done(""))
}

pub(super) fn link(map: &Map, link: &Link) -> Out {
    let mut f = OutFields::default();
    f.put("from", end(map, &link.from));
    f.put("to", end(map, &link.to));
    let name = kind_fields(&mut f, link.kind);
    let via = || Out::List(link.via.iter().map(|via| end(map, via)).collect());
    f.maybe("via", (!link.via.is_empty()).then(via));
    f.text("label", &link.label);
    f.text("text", &link.text);
    f.flag("parked", link.parked);
    f.done(name)
}

fn kind_fields(f: &mut OutFields, kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Need => "Need",
        LinkKind::Constraint => "Constraint",
        LinkKind::Flow(direction) => {
            let forward = direction == crate::model::Direction::Forward;
            f.maybe("direction", word(direction, &DIRECTIONS).filter(|_| !forward));
            "Flow"
        }
    }
}

/// A dangling name that happens to be another element's id is marked as missing.
fn end(map: &Map, end: &End) -> Out {
    match end {
        End::Element(id) => Out::Text(id.to_string()),
        End::Dangling(name) if map.element(&ElementId::new(name)).is_some() => Out::Missing(name.clone()),
        End::Dangling(name) => Out::Text(name.clone()),
    }
}

pub(super) fn kept_line(map: &Map, kept: &Kept) -> Out {
    let mut f = OutFields::default();
    f.put("text", Out::Text(kept.text.clone()));
    match &kept.place {
        KeptPlace::BeforeElement(id) => f.put("before", Out::Text(id.to_string())),
        KeptPlace::BeforeLink(LinkKey { from, to, kind, nth }) => {
            f.put("from", end(map, from));
            f.put("to", end(map, to));
            let name = kind_fields(&mut f, *kind);
            f.maybe("kind", (name != "Need").then_some(Out::Word(name)));
            f.maybe("nth", (*nth > 0).then_some(Out::Number(*nth as f64)));
        }
        KeptPlace::Top => f.flag("top", true),
        _ => {}
    }
    f.done(if kept.format == KeptIn::Mermaid { "MermaidLine" } else { "Line" })
}

fn word<T: Copy + PartialEq>(value: T, words: &[(&'static str, T)]) -> Option<Out> {
    words.iter().find(|(_, other)| *other == value).map(|(word, _)| Out::Word(word))
}

fn position(f: &mut OutFields, at: Position) {
    f.put("visibility", Out::Number(at.visibility.value()));
    f.put("evolution", Out::Number(at.evolution.value()));
}

fn point(at: Position) -> Out {
    Out::Tuple(vec![at.visibility.value(), at.evolution.value()])
}

fn points(points: &[Position]) -> Out {
    Out::List(points.iter().copied().map(point).collect())
}

fn offset(offset: LabelOffset) -> Out {
    Out::Tuple(vec![offset.dx, offset.dy])
}
