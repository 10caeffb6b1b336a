//! From the model to the types of a map file.

use super::FORMAT;
use super::choice::Choice;
use super::file::{EvolutionFile, LegendFile, MapFile, Offset};
use super::file_elements::{
    AcceleratorFile, AnnotationFile, AreaFile, AttitudeFile, ComponentFile, ElementFile, EvolveFile,
    NoteFile, OpinionFile, PipelineFile,
};
use super::file_links::{EndFile, KeptFields, KeptFile, LinkFields, LinkFile, LinkKindFile, MissingFile};
use super::record::{AboutFile, DetailsFile, InertiaFile, Record as _, SubmapFile, ValueChainFile};
use crate::model::{
    Body, Component, Direction, Drive, Element, ElementId, End, Evolution, EvolutionAxis, Evolve, Kept,
    KeptIn, KeptPlace, LabelOffset, Link, LinkKind, Map, Opinion, Pipeline, Place, Position,
};

/// The map's head, without its lists.
pub(super) fn head(map: &Map) -> MapFile {
    MapFile {
        schema: None,
        format: FORMAT,
        title: map.title.clone(),
        about: AboutFile::of(&map.about),
        theme: map.theme.clone(),
        sheet: map.sheet.map(|sheet| (sheet.width, sheet.height)),
        evolution: evolution(&map.evolution),
        value_chain: ValueChainFile::of(&map.value_chain),
        annotations_at: map.annotations_at.map(point),
        legend: map.legend.map(|legend| LegendFile { at: legend.at.map(point) }),
        stacked_labels: map.stacked_labels,
        rules_off: map.rules_off.clone(),
        ..MapFile::default()
    }
}

fn evolution(axis: &EvolutionAxis) -> Option<EvolutionFile> {
    let usual = EvolutionAxis::default();
    let file = EvolutionFile {
        stages: if axis.stages == usual.stages { Vec::new() } else { axis.stages.clone() },
        boundaries: if axis.boundaries == usual.boundaries { Vec::new() } else { axis.boundaries.clone() },
        hidden: axis.hidden,
        corners: axis.corners,
    };
    (*axis != usual).then_some(file)
}

/// An element.
pub(super) fn element(element: &Element) -> ElementFile {
    let id = Some(element.id.to_string());
    let color = element.color.map(|color| color.to_string());
    let parked = element.parked;
    match &element.body {
        Body::Component(body) => {
            let file = ComponentFile { id, color, parked, ..component(body) };
            if body.is_anchor() { ElementFile::Anchor(file) } else { ElementFile::Component(file) }
        }
        Body::Note(note) => {
            let (visibility, evolution) = point(note.at);
            let text = note.text.clone();
            ElementFile::Note(NoteFile { id, text, visibility, evolution, color, parked })
        }
        Body::Annotation(annotation) => {
            let at = annotation.at.iter().copied().map(point).collect();
            let (number, text) = (annotation.number, annotation.text.clone());
            ElementFile::Annotation(AnnotationFile { id, number, at, text, color, parked })
        }
        Body::Area(area) => {
            let outline = area.outline.iter().copied().map(point).collect();
            ElementFile::Area(AreaFile { id, outline, text: area.text.clone(), color, parked })
        }
        Body::Attitude(attitude) => ElementFile::Attitude(AttitudeFile {
            id,
            kind: Choice(attitude.kind),
            top_left: point(attitude.top_left),
            bottom_right: point(attitude.bottom_right),
            color,
            parked,
        }),
        Body::Accelerator(accelerator) => {
            let (visibility, evolution) = point(accelerator.at);
            let name = accelerator.name.clone();
            let file = AcceleratorFile { id, name, visibility, evolution, color, parked };
            match accelerator.drive {
                Drive::Faster => ElementFile::Accelerator(file),
                Drive::Slower => ElementFile::Deaccelerator(file),
            }
        }
    }
}

fn component(component: &Component) -> ComponentFile {
    let (visibility, within, evolution) = match &component.place {
        Place::At(at) => (Some(at.visibility.value()), None, Some(at.evolution.value())),
        Place::Within { pipeline, evolution } => (None, Some(pipeline.to_string()), Some(evolution.value())),
        Place::Unplaced => (None, None, None),
    };
    ComponentFile {
        name: component.name.to_string(),
        visibility,
        within,
        evolution,
        evolve: component.evolve.as_deref().map(evolve),
        label: component.label.map(offset),
        inertia: component.inertia.as_deref().map(InertiaFile::whole),
        pipeline: component.pipeline.map(pipeline),
        method: component.method.map(Choice),
        market: component.market,
        ecosystem: component.ecosystem,
        submap: component.submap.as_deref().map(SubmapFile::whole),
        role: component.role.map(Choice),
        treated: component.treated.map(Evolution::value),
        spread: component.spread.map(Evolution::value),
        opinions: component.opinions.iter().map(opinion).collect(),
        removed: component.removed,
        details: DetailsFile::of(&component.details),
        ..ComponentFile::default()
    }
}

pub(super) fn pipeline(pipeline: Pipeline) -> PipelineFile {
    PipelineFile { range: pipeline.range.map(|(a, b)| (a.value(), b.value())) }
}

pub(super) fn opinion(opinion: &Opinion) -> OpinionFile {
    OpinionFile { by: opinion.by.clone(), evolution: opinion.evolution.value() }
}

pub(super) fn evolve(evolve: &Evolve) -> EvolveFile {
    EvolveFile {
        to: evolve.to.value(),
        name: evolve.name.clone(),
        method: evolve.method.map(Choice),
        label: evolve.label.map(offset),
        links: evolve.links,
    }
}

/// A link of a map. `end` is how its ends are written.
pub(super) fn link(link: &Link, end: impl Fn(&End) -> EndFile) -> LinkFile {
    let fields = LinkFields {
        from: end(&link.from),
        to: end(&link.to),
        direction: direction(link.kind),
        via: link.via.iter().map(&end).collect(),
        label: link.label.to_string(),
        text: link.text.to_string(),
        parked: link.parked,
    };
    match link.kind {
        LinkKind::Need => LinkFile::Need(fields),
        LinkKind::Constraint => LinkFile::Constraint(fields),
        LinkKind::Flow(_) => LinkFile::Flow(fields),
    }
}

/// Which way a link flows, where it does.
fn direction(kind: LinkKind) -> Option<Choice<Direction>> {
    match kind {
        LinkKind::Flow(direction) => Some(Choice(direction)),
        LinkKind::Need | LinkKind::Constraint => None,
    }
}

/// An end: a name that the map does not have is marked as missing.
pub(super) fn marked_end(end: &End) -> EndFile {
    match end {
        End::Element(id) => EndFile::Id(id.to_string()),
        End::Dangling(name) => EndFile::Missing(MissingFile { missing: name.clone() }),
    }
}

/// An end, marked as missing only where it happens to be another element's id.
pub(super) fn end(map: &Map, end: &End) -> EndFile {
    match end {
        End::Element(id) => EndFile::Id(id.to_string()),
        End::Dangling(name) if map.element(&ElementId::new(name)).is_some() => {
            EndFile::Missing(MissingFile { missing: name.clone() })
        }
        End::Dangling(name) => EndFile::Id(name.clone()),
    }
}

/// A line of another format's text.
pub(super) fn kept_line(map: &Map, kept: &Kept) -> KeptFile {
    let mut fields = KeptFields { text: kept.text.clone(), ..KeptFields::default() };
    match &kept.place {
        KeptPlace::BeforeElement(id) => fields.before = Some(id.to_string()),
        KeptPlace::BeforeLink(key) => {
            fields.from = Some(end(map, &key.from));
            fields.to = Some(end(map, &key.to));
            fields.direction = direction(key.kind);
            fields.kind = Some(match key.kind {
                LinkKind::Need => LinkKindFile::Need,
                LinkKind::Constraint => LinkKindFile::Constraint,
                LinkKind::Flow(_) => LinkKindFile::Flow,
            });
            fields.nth = u32::try_from(key.nth).ok().filter(|nth| *nth > 0);
        }
        KeptPlace::Top => fields.top = true,
        _ => {}
    }
    if kept.format == KeptIn::Mermaid { KeptFile::MermaidLine(fields) } else { KeptFile::Line(fields) }
}

pub(super) fn point(at: Position) -> (f64, f64) {
    (at.visibility.value(), at.evolution.value())
}

pub(super) fn offset(offset: LabelOffset) -> Offset {
    (offset.dx(), offset.dy())
}
