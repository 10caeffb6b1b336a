//! The fields of components and anchors.

use std::sync::{Arc, Weak};

use egui::{CollapsingHeader, Context, Id, Ui};

use crate::app::fields::{
    Changes, Group, choice, coordinates, flag, number, offered, text, text_lines, text_or,
};
use crate::editor::Editor;
use crate::model::{
    Component, ComponentKind, Details, Edit, Element, ElementId, Evolution, Evolve, Inertia, LabelOffset,
    Map, Pipeline, Place, Stage, Submap,
};

/// The kinds of inertia with what helps against each (the book's figure 205).
const INERTIA: [Group; 4] = [
    (
        "Disruption of past norms",
        [
            ("change of business relationship", "vendor management"),
            ("loss of financial or physical capital", "future planning"),
            ("loss of political capital", "modernisation"),
            ("threat to barriers to entry", "none: the change cannot be avoided"),
        ],
    ),
    (
        "Transition to the new",
        [
            ("investment in knowledge capital", "training"),
            ("cost of new skillsets", "organisational development"),
            ("investment in new business relationships", "vendor management"),
            ("changes to governance, management and practices", "awareness of co-evolution"),
        ],
    ),
    (
        "Agency of the new",
        [
            ("suitability", "weak signals"),
            ("lack of second sourcing", "supply chain management"),
            ("lack of pricing competition", "market analysis"),
            ("loss of strategic control", "strategic planning"),
        ],
    ),
    (
        "Business model",
        [
            ("declining unit value", "awareness of evolution"),
            ("data for past success counteracts", "portfolio management"),
            ("resistance from rewards and culture", "human resources"),
            ("external financial markets reinforce existing models", "analyst relationships"),
        ],
    ),
];

pub(in crate::app) fn component(
    ui: &mut Ui,
    (map, pipelines): (&Map, &[ElementId]),
    element: &Element,
    own: &Component,
    changes: &mut Changes,
) {
    let with = |component: Component| Element { body: component.into(), ..element.clone() };
    changes.of(ui, "name", element, |ui| {
        let name = text_lines(ui, "Name", &own.name)?;
        (!name.trim().is_empty()).then(|| with(Component { name: name.into(), ..own.clone() }))
    });
    changes.of(ui, "kind", element, |ui| {
        let kinds = [(ComponentKind::Component, "Component"), (ComponentKind::Anchor, "Anchor")];
        choice(ui, "Kind", own.kind, &kinds).map(|kind| with(Component { kind, ..own.clone() }))
    });
    place(ui, (map, pipelines), element, own, changes);
    changes.of(ui, "role", element, |ui| {
        choice(ui, "Role", own.role, &offered("Activity")).map(|role| with(Component { role, ..own.clone() }))
    });
    changes.of(ui, "method", element, |ui| {
        choice(ui, "Method", own.method, &offered("None"))
            .map(|method| with(Component { method, ..own.clone() }))
    });
    ui.horizontal(|ui| {
        changes.of(ui, "market", element, |ui| {
            flag(ui, "Market", own.market, "Where it is traded")
                .map(|market| with(Component { market, ..own.clone() }))
        });
        changes.of(ui, "ecosystem", element, |ui| {
            let ecosystem = flag(ui, "Ecosystem", own.ecosystem, "Others build on it")?;
            Some(with(Component { ecosystem, ..own.clone() }))
        });
        changes.of(ui, "removal", element, |ui| {
            let removed = flag(ui, "Removed", own.removed, "A move takes it away: drawn dotted")?;
            Some(with(Component { removed, ..own.clone() }))
        });
    });
    doubt(ui, map, element, own, changes);
    label(ui, element, own, changes);
    ui.separator();
    evolution(ui, map, element, own, changes);
    ui.separator();
    more(ui, map, element, own, changes);
}

/// How sure its place is, and where we treat it otherwise than the market does.
fn doubt(ui: &mut Ui, map: &Map, element: &Element, own: &Component, changes: &mut Changes) {
    let with = |component: Component| Element { body: component.into(), ..element.clone() };
    if own.is_anchor() || own.place == Place::Unplaced {
        return;
    }
    let at = map.position(own).unwrap_or_default().evolution;
    changes.of(ui, "treatment", element, |ui| {
        let tip = "We treat it otherwise than the market has it: a hollow mark, joined to it";
        // At first a stage behind: that is the usual way.
        let stage = map.evolution.stage(at);
        let before = stage.0.checked_sub(1).map(|number| map.evolution.range(Stage(number)));
        let first =
            before.map_or(at, |(left, right)| Evolution::clamped(f64::midpoint(left, right)).rounded());
        let treated = flag(ui, "Treated otherwise", own.treated.is_some(), tip)?.then_some(first);
        Some(with(Component { treated, ..own.clone() }))
    });
    if let Some(treated) = own.treated {
        changes.of(ui, "treatment", element, |ui| {
            let value = number(ui, "We treat it at", treated.value(), 0.0..=1.0, 3)?;
            Some(with(Component { treated: Some(Evolution::clamped(value)), ..own.clone() }))
        });
    }
    changes.of(ui, "spread", element, |ui| {
        let value = number(ui, "May be off by", own.spread.map_or(0.0, Evolution::value), 0.0..=0.5, 3)?;
        let spread = (value > 0.0).then(|| Evolution::clamped(value));
        Some(with(Component { spread, ..own.clone() }))
    });
}

/// Where it stands: as numbers, and as a stage.
fn place(
    ui: &mut Ui,
    (map, pipelines): (&Map, &[ElementId]),
    element: &Element,
    own: &Component,
    changes: &mut Changes,
) {
    let with = |place: Place| Element { body: Component { place, ..own.clone() }.into(), ..element.clone() };
    if own.place == Place::Unplaced {
        ui.weak("In the tray: drag it onto the map.");
        return;
    }
    let at = map.position(own).unwrap_or_default();
    let moved = |evolution: Evolution| match &own.place {
        Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution },
        _ => Place::At(crate::model::Position { evolution, ..at }),
    };
    changes.of(ui, "place", element, |ui| match &own.place {
        Place::Within { evolution, .. } => {
            let value = number(ui, "Evolution", evolution.value(), 0.0..=1.0, 3)?;
            Some(with(moved(Evolution::clamped(value))))
        }
        _ => coordinates(ui, "Position", at).map(|at| with(Place::At(at))),
    });
    pipeline_of(ui, (map, pipelines), element, own, changes);
    changes.of(ui, "stage", element, |ui| {
        stage(ui, map, "Stage", at.evolution).map(|evolution| with(moved(evolution)))
    });
}

/// The components of a map that are pipelines of their own: found once for as long as it is that map.
pub(super) fn pipelines(ctx: &Context, editor: &Editor) -> Arc<[ElementId]> {
    // While it is known, no other map can stand at its place in memory.
    type Known = (Weak<Map>, Arc<[ElementId]>);
    let (map, id) = (editor.map(), Id::unique("pipelines of the map"));
    let known: Option<Known> = ctx.data(|data| data.get_temp(id));
    if let Some((_, pipelines)) = known.filter(|(known, _)| known.as_ptr() == Arc::as_ptr(map)) {
        return pipelines;
    }
    let is_own = |own: &Component| own.pipeline.is_some() && matches!(own.place, Place::At(_));
    let all = map.components().filter(|(_, own)| is_own(own)).map(|(element, _)| element.id.clone());
    let pipelines: Arc<[ElementId]> = all.collect();
    ctx.data_mut(|data| data.insert_temp(id, (Arc::downgrade(map), Arc::clone(&pipelines))));
    pipelines
}

/// The pipeline that it is a variant of, where the map has one.
fn pipeline_of(
    ui: &mut Ui,
    (map, pipelines): (&Map, &[ElementId]),
    element: &Element,
    own: &Component,
    changes: &mut Changes,
) {
    let parent = match &own.place {
        Place::Within { pipeline, .. } => Some(pipeline),
        _ => None,
    };
    let mut all: Vec<(Option<&ElementId>, &str)> = vec![(None, "None")];
    let others = pipelines.iter().filter(|id| **id != element.id);
    all.extend(others.filter_map(|id| Some((Some(id), map.component(id)?.name.as_str()))));
    if all.len() == 1 || own.is_anchor() || own.pipeline.is_some() {
        return;
    }
    changes.of(ui, "pipeline", element, |ui| {
        let at = map.position(own)?;
        let place = match choice(ui, "Variant of", parent, &all)? {
            Some(pipeline) => Place::Within { pipeline: pipeline.clone(), evolution: at.evolution },
            None => Place::At(at),
        };
        Some(Element { body: Component { place, ..own.clone() }.into(), ..element.clone() })
    });
}

/// A stage of the axis; another one means its middle.
fn stage(ui: &mut Ui, map: &Map, name: &str, at: Evolution) -> Option<Evolution> {
    let axis = &map.evolution;
    let names: Vec<String> = axis
        .stages
        .iter()
        .enumerate()
        .map(|(at, name)| if name.is_empty() { format!("Stage {}", at + 1) } else { name.clone() })
        .collect();
    let all: Vec<_> = names.iter().enumerate().map(|(at, name)| (Stage(at), name.as_str())).collect();
    let chosen = choice(ui, name, axis.stage(at), &all)?;
    let (left, right) = axis.range(chosen);
    Some(Evolution::clamped(f64::midpoint(left, right)).rounded())
}

fn label(ui: &mut Ui, element: &Element, own: &Component, changes: &mut Changes) {
    let with = |label| Element { body: Component { label, ..own.clone() }.into(), ..element.clone() };
    changes.of(ui, "label", element, |ui| {
        let automatic =
            flag(ui, "Label placed by the program", own.label.is_none(), "Or at an offset of your own");
        if let Some(automatic) = automatic {
            return Some(with((!automatic).then_some(LabelOffset::of(10.0, 4.0))));
        }
        let label = own.label?;
        let dx = number(ui, "Right by", label.dx(), -500.0..=500.0, 0);
        let dy = number(ui, "Down by", label.dy(), -500.0..=500.0, 0);
        let is_changed = dx.is_some() || dy.is_some();
        is_changed.then(|| with(Some(LabelOffset::of(dx.unwrap_or(label.dx()), dy.unwrap_or(label.dy())))))
    });
}

fn evolution(ui: &mut Ui, map: &Map, element: &Element, own: &Component, changes: &mut Changes) {
    let with = |evolve: Option<Evolve>| Element {
        body: Component { evolve: evolve.map(Box::new), ..own.clone() }.into(),
        ..element.clone()
    };
    let at = map.position(own).unwrap_or_default().evolution;
    changes.of(ui, "evolution", element, |ui| {
        let evolves = flag(ui, "Evolves", own.evolve.is_some(), "Where it is going: a red dashed arrow")?;
        Some(with(evolves.then(|| Evolve::to(map.evolution.next_stage(at)))))
    });
    if let Some(evolve) = &own.evolve {
        changes.of(ui, "evolution", element, |ui| {
            let to = number(ui, "To", evolve.to.value(), 0.0..=1.0, 3)?;
            Some(with(Some(Evolve { to: Evolution::clamped(to), ..Evolve::clone(evolve) })))
        });
        changes.of(ui, "evolution", element, |ui| {
            stage(ui, map, "To stage", evolve.to).map(|to| with(Some(Evolve { to, ..Evolve::clone(evolve) })))
        });
        changes.of(ui, "future name", element, |ui| {
            let name = text(ui, "Called", evolve.name.as_deref().unwrap_or(""))?;
            Some(with(Some(Evolve {
                name: Some(name).filter(|name| !name.is_empty()),
                ..Evolve::clone(evolve)
            })))
        });
        changes.of(ui, "future method", element, |ui| {
            let method = choice(ui, "Method then", evolve.method, &offered("None"))?;
            Some(with(Some(Evolve { method, ..Evolve::clone(evolve) })))
        });
        changes.of(ui, "future needs", element, |ui| {
            let tip = "Draw its needs to where it evolves to as well: red lines";
            let links = flag(ui, "Future needs", evolve.links, tip)?;
            Some(with(Some(Evolve { links, ..Evolve::clone(evolve) })))
        });
    }
    let with = |inertia| Element { body: Component { inertia, ..own.clone() }.into(), ..element.clone() };
    changes.of(ui, "inertia", element, |ui| {
        let has = flag(ui, "Inertia", own.inertia.is_some(), "What resists the change: a black bar")?;
        Some(with(has.then(Box::default)))
    });
    if let Some(inertia) = &own.inertia {
        changes.of(ui, "inertia", element, |ui| {
            let kind = text_or(ui, "Kind of it", &inertia.kind, &INERTIA)?;
            Some(with(Some(Box::new(Inertia { kind, ..Inertia::clone(inertia) }))))
        });
        changes.of(ui, "inertia’s text", element, |ui| {
            text(ui, "What resists", &inertia.text)
                .map(|text| with(Some(Box::new(Inertia { text, ..Inertia::clone(inertia) }))))
        });
    }
}

fn more(ui: &mut Ui, map: &Map, element: &Element, own: &Component, changes: &mut Changes) {
    let with = |component: Component| Element { body: component.into(), ..element.clone() };
    if let Some(has) = flag(ui, "Pipeline", own.pipeline.is_some(), "A box of variants below it") {
        let edit = Edit::Pipeline { id: element.id.clone(), pipeline: has.then(Pipeline::default) };
        changes.push(
            format!("Change the pipeline of {}", own.name),
            edit,
            format!("pipeline {}", element.id),
        );
    }
    if let Some(pipeline) = own.pipeline {
        let with_range = |range| with(Component { pipeline: Some(Pipeline { range }), ..own.clone() });
        changes.of(ui, "range", element, |ui| {
            let tip = "Else it is as wide as its variants, and a bare square without any";
            let has = flag(ui, "A box with a range of its own", pipeline.range.is_some(), tip)?;
            let at = map.position(own).unwrap_or_default().evolution.value();
            let end = |by: f64| Evolution::clamped(at + by).rounded();
            Some(with_range(has.then(|| (end(-0.1), end(0.1)))))
        });
        if let Some((low, high)) = pipeline.range.map(|(low, high)| (low.value(), high.value())) {
            changes.of(ui, "range", element, |ui| {
                let from = number(ui, "Box from", low, 0.0..=high, 3);
                let to = number(ui, "Box to", high, low..=1.0, 3);
                let range = (Evolution::clamped(from.unwrap_or(low)), Evolution::clamped(to.unwrap_or(high)));
                (from.is_some() || to.is_some()).then(|| with_range(Some(range)))
            });
        }
    }
    changes.of(ui, "submap", element, |ui| {
        let has = flag(ui, "Stands for another map", own.submap.is_some(), "A submap")?;
        Some(with(Component { submap: has.then(Box::default), ..own.clone() }))
    });
    if let Some(submap) = &own.submap {
        changes.of(ui, "address", element, |ui| {
            let target = text(ui, "File or link", &submap.target)?;
            Some(with(Component {
                submap: Some(Box::new(Submap { target, ..Submap::clone(submap) })),
                ..own.clone()
            }))
        });
    }
    CollapsingHeader::new("Details").default_open(*own.details != Details::default()).show(ui, |ui| {
        let with = |details: Details| Element {
            body: Component { details: details.into(), ..own.clone() }.into(),
            ..element.clone()
        };
        let d = &*own.details;
        changes.of(ui, "description", element, |ui| {
            text_lines(ui, "Description", &d.description)
                .map(|description| with(Details { description, ..d.clone() }))
        });
        changes.of(ui, "owner", element, |ui| {
            text(ui, "Owner", &d.owner).map(|owner| with(Details { owner, ..d.clone() }))
        });
        changes.of(ui, "evidence", element, |ui| {
            text_lines(ui, "Evidence", &d.evidence).map(|evidence| with(Details { evidence, ..d.clone() }))
        });
        changes.of(ui, "confidence", element, |ui| {
            let confidence = choice(ui, "Confidence", d.confidence, &offered("Not said"))?;
            Some(with(Details { confidence, ..d.clone() }))
        });
        changes.of(ui, "tags", element, |ui| {
            let tags = text(ui, "Tags", &d.tags.join(", "))?;
            let tags = listed(&tags, ',');
            Some(with(Details { tags, ..d.clone() }))
        });
        changes.of(ui, "links", element, |ui| {
            let links = text_lines(ui, "Links", &d.links.join("\n"))?;
            Some(with(Details { links: listed(&links, '\n'), ..d.clone() }))
        });
    });
}

/// The parts of a list; nothing is a list without parts.
fn listed(text: &str, separator: char) -> Vec<String> {
    let parts = text.split(separator).map(|part| part.trim_start().to_owned());
    if text.trim().is_empty() { Vec::new() } else { parts.collect() }
}

/// What several elements share; where they differ, the field says so.
pub(in crate::app) fn several(ui: &mut Ui, elements: &[&Element], changes: &mut Changes) {
    let components: Vec<_> =
        elements.iter().filter_map(|element| Some((*element, element.component()?))).collect();
    let mut all = |what: &str, change: &dyn Fn(&Component) -> Component| {
        let label = format!("Change the {what} of {} components", components.len());
        for (element, component) in &components {
            let edit = Edit::Replace(Element { body: change(component).into(), ..Element::clone(element) });
            changes.push(label.clone(), edit, format!("several {what}"));
        }
    };
    macro_rules! shared {
        ($name:literal, $field:ident, $words:expr) => {{
            let first = components.first().map(|(_, component)| component.$field);
            let is_mixed = components.iter().any(|(_, component)| Some(component.$field) != first);
            let words: Vec<_> = $words.iter().map(|(value, word)| (Some(*value), *word)).collect();
            let chosen = choice(ui, $name, if is_mixed { None } else { first }, &words);
            if let Some(Some(value)) = chosen {
                all(&$name.to_lowercase(), &|component| Component { $field: value, ..component.clone() });
            }
        }};
    }
    if !components.is_empty() {
        let yes = [(false, "No"), (true, "Yes")];
        let kinds = [(ComponentKind::Component, "Component"), (ComponentKind::Anchor, "Anchor")];
        shared!("Kind", kind, kinds);
        shared!("Role", role, offered("Activity"));
        shared!("Method", method, offered("None"));
        shared!("Market", market, yes);
        shared!("Ecosystem", ecosystem, yes);
        shared!("Removed", removed, yes);
    }
    let first = elements.first().map(|element| element.parked);
    let is_mixed = elements.iter().any(|element| Some(element.parked) != first);
    let words = [(Some(false), "No"), (Some(true), "Yes")];
    if let Some(Some(parked)) = choice(ui, "Parked", if is_mixed { None } else { first }, &words) {
        let ids = elements.iter().map(|element| element.id.clone()).collect();
        let edit = Edit::Park { elements: ids, links: std::collections::BTreeSet::new(), parked };
        changes.push("Park what is selected".to_owned(), edit, "several parked".to_owned());
    }
}
