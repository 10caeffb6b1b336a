//! Changes of scenarios and conflicts: the types that are written, and their reader.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::choice::Choice;
use super::convert::{self, marked_end};
use super::fields::{EndText, Fields};
use super::file::{LegendFile, Offset, Place as PlaceFile, is_false};
use super::file_elements::{ElementFile, EvolveFile, OpinionFile, PipelineFile};
use super::file_links::{EndFile, LinkKindFile};
use super::record::{
    AnswerFile, DecisionFile, DetailsFile, InertiaFile, Kept, PinFile, Record as _, SubmapFile,
    ValueChainFile,
};
use super::v1;
use crate::format::Diagnostic;
use crate::format::tree::Value;
use crate::model::{
    AttitudeKind, Change, ComponentKind, Direction, Drive, ElementId, End, Evolution, Field, HeadField,
    Legend, Link, LinkField, LinkKey, LinkKind, Map, Method, Pipeline, Place, Position, Role, Sheet,
    Visibility,
};

type Taken<T> = Result<T, Diagnostic>;

/// One change of a map. Ids are those of the map before all changes of its list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Change")]
pub(super) enum ChangeFile {
    /// Sets fields of the map.
    Map(Box<HeadChangeFile>),
    /// Adds an element.
    Add(Box<ElementFile>),
    /// Removes an element and the links to it.
    Remove(RemoveFile),
    /// Sets fields of an element.
    Change(Box<ElementChangeFile>),
    /// Makes something of another kind out of an element.
    Replace(Box<ElementFile>),
    /// Adds a link.
    AddLink(LinkChangeFile),
    /// Removes a link.
    RemoveLink(LinkChangeFile),
    /// Sets fields of a link.
    ChangeLink(LinkChangeFile),
    /// The order of elements afterwards.
    Order(OrderFile),
    /// The order of links afterwards.
    OrderLinks(LinkOrderFile),
}

/// Which element is removed.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Remove")]
#[schemars(deny_unknown_fields)]
pub(super) struct RemoveFile {
    /// Its id.
    id: String,
}

/// An order of elements.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Order")]
#[schemars(deny_unknown_fields)]
pub(super) struct OrderFile {
    /// Their ids.
    ids: Vec<String>,
}

/// An order of links.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "LinkOrder", deny_unknown_fields)]
pub(super) struct LinkOrderFile {
    /// The links.
    links: Vec<LinkChangeFile>,
}

/// What a map's fields become; see the map's own.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "HeadChange")]
#[schemars(deny_unknown_fields)]
pub(super) struct HeadChangeFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    later: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_practice: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<(f64, f64)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stages: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    boundaries: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hides_evolution: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corners: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_chain: Option<ValueChainFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations_at: Option<PlaceFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legend: Option<LegendFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stacked_labels: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answered: Vec<AnswerFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules_off: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<DecisionFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pins: Vec<PinFile>,
    /// Fields that become what they usually are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    usual: Vec<String>,
}

/// What an element's fields become; see the elements' own.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "ElementChange")]
#[schemars(deny_unknown_fields)]
pub(super) struct ElementChangeFile {
    /// Which element.
    id: String,
    /// Its name or text.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Anchor or component.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<KindFile>,
    /// A place of its own, where it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<PlaceFile>,
    /// The pipeline that it comes into, with `evolution`.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    /// How visible it is, as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    visibility: Option<f64>,
    /// How evolved it is, as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    evolution: Option<f64>,
    /// The places of an annotation's discs, an area's corners, an attitude's two corners.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    points: Vec<PlaceFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attitude: Option<Choice<AttitudeKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drive: Option<DriveFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Offset>,
    /// Where it evolves to, where it did not evolve.
    #[serde(skip_serializing_if = "Option::is_none")]
    evolve: Option<EvolveFile>,
    /// Where it evolves to instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    evolves_to: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evolved_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evolved_method: Option<Choice<Method>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evolved_label: Option<Offset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    future_links: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inertia: Option<InertiaFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline: Option<PipelineFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Choice<Method>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecosystem: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    submap: Option<SubmapFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Choice<Role>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treated: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    opinions: Vec<OpinionFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<DetailsFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parked: Option<bool>,
    /// Fields that become what they usually are: absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    usual: Vec<String>,
}

/// Anchor or component.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Kind")]
pub(super) enum KindFile {
    /// A user.
    Anchor,
    /// Something that is needed.
    Component,
}

/// Which way an accelerator works.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Drive")]
pub(super) enum DriveFile {
    /// It speeds evolution up.
    Faster,
    /// It slows evolution down.
    Slower,
}

/// A link that is added, removed or changed.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "LinkChange", deny_unknown_fields)]
pub(super) struct LinkChangeFile {
    /// Where it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<EndFile>,
    /// Where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<EndFile>,
    /// Default `Need`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<LinkKindFile>,
    /// Of a flow; default `Forward`.
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<Choice<Direction>>,
    /// Of a new link.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<EndFile>,
    /// Of a new link.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// Of a new link.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Of a new link.
    #[serde(skip_serializing_if = "is_false")]
    parked: bool,
    /// Which of several such links, counted from 0; of a new one, beside how many it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u32>,
    /// What the link's fields become.
    #[serde(skip_serializing_if = "Option::is_none")]
    becomes: Option<Box<LinkFieldsFile>>,
}

/// What a link's fields become.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "LinkBecomes", deny_unknown_fields)]
pub(super) struct LinkFieldsFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<EndFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<EndFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<LinkKindFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<Choice<Direction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<Vec<EndFile>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parked: Option<bool>,
}

fn kind_of(kind: LinkKind) -> (Option<LinkKindFile>, Option<Choice<Direction>>) {
    match kind {
        LinkKind::Need => (None, None),
        LinkKind::Constraint => (Some(LinkKindFile::Constraint), None),
        LinkKind::Flow(direction) => (
            Some(LinkKindFile::Flow),
            Some(Choice(direction)).filter(|_| direction != Direction::Forward),
        ),
    }
}

fn key_file(key: &LinkKey) -> LinkChangeFile {
    let (kind, direction) = kind_of(key.kind);
    LinkChangeFile {
        from: Some(marked_end(&key.from)),
        to: Some(marked_end(&key.to)),
        kind,
        direction,
        nth: u32::try_from(key.nth).ok().filter(|nth| *nth > 0),
        ..LinkChangeFile::default()
    }
}

fn change_file(change: &Change) -> ChangeFile {
    match change {
        Change::Head(field) => ChangeFile::Map(Box::new(head_file(field))),
        Change::Add(element) => ChangeFile::Add(Box::new(convert::element(element))),
        Change::Replace(element) => ChangeFile::Replace(Box::new(convert::element(element))),
        Change::Remove(id) => ChangeFile::Remove(RemoveFile { id: id.to_string() }),
        Change::Set { id, fields } => {
            let mut file = ElementChangeFile { id: id.to_string(), ..ElementChangeFile::default() };
            for field in fields {
                set_field(&mut file, field);
            }
            ChangeFile::Change(Box::new(file))
        }
        Change::AddLink { link, beside } => {
            let key = LinkKey { from: link.from.clone(), to: link.to.clone(), kind: link.kind, nth: *beside };
            ChangeFile::AddLink(LinkChangeFile {
                via: link.via.iter().map(marked_end).collect(),
                label: Some(link.label.clone()).filter(|label| !label.is_empty()),
                text: Some(link.text.clone()).filter(|text| !text.is_empty()),
                parked: link.parked,
                ..key_file(&key)
            })
        }
        Change::RemoveLink(key) => ChangeFile::RemoveLink(key_file(key)),
        Change::SetLink { key, fields } => {
            let mut becomes = LinkFieldsFile::default();
            for field in fields {
                match field {
                    LinkField::From(end) => becomes.from = Some(marked_end(end)),
                    LinkField::To(end) => becomes.to = Some(marked_end(end)),
                    LinkField::Kind(kind) => {
                        let (file, direction) = kind_of(*kind);
                        becomes.kind = Some(file.unwrap_or(LinkKindFile::Need));
                        becomes.direction = direction;
                    }
                    LinkField::Via(via) => becomes.via = Some(via.iter().map(marked_end).collect()),
                    LinkField::Text(text) => becomes.text = Some(text.clone()),
                    LinkField::Label(label) => becomes.label = Some(label.clone()),
                    LinkField::Parked(parked) => becomes.parked = Some(*parked),
                }
            }
            ChangeFile::ChangeLink(LinkChangeFile { becomes: Some(Box::new(becomes)), ..key_file(key) })
        }
        Change::Order(ids) => ChangeFile::Order(OrderFile { ids: ids.iter().map(ToString::to_string).collect() }),
        Change::LinkOrder(keys) => {
            ChangeFile::OrderLinks(LinkOrderFile { links: keys.iter().map(key_file).collect() })
        }
    }
}

fn head_file(field: &HeadField) -> HeadChangeFile {
    let mut file = HeadChangeFile::default();
    let mut usual = |is: bool, key: &str| {
        if is {
            file.usual.push(key.to_owned());
        }
    };
    match field {
        HeadField::Sheet(sheet) => usual(sheet.is_none(), "sheet"),
        HeadField::Corners(corners) => usual(corners.is_none(), "corners"),
        HeadField::AnnotationsAt(at) => usual(at.is_none(), "annotations_at"),
        HeadField::Legend(legend) => usual(legend.is_none(), "legend"),
        HeadField::StackedLabels(stacked) => usual(stacked.is_none(), "stacked_labels"),
        HeadField::ValueChain(axis) => usual(ValueChainFile::of(axis).is_none(), "value_chain"),
        HeadField::Later(list) => usual(list.is_empty(), "later"),
        HeadField::Answered(list) => usual(list.is_empty(), "answered"),
        HeadField::RulesOff(list) => usual(list.is_empty(), "rules_off"),
        HeadField::Decisions(list) => usual(list.is_empty(), "decisions"),
        HeadField::Pins(list) => usual(list.is_empty(), "pins"),
        HeadField::Boundaries(list) => usual(list.is_empty(), "boundaries"),
        _ => {}
    }
    match field {
        HeadField::Title(text) => file.title = Some(text.clone()),
        HeadField::Purpose(text) => file.purpose = Some(text.clone()),
        HeadField::Scope(text) => file.scope = Some(text.clone()),
        HeadField::LeftOut(text) => file.left_out = Some(text.clone()),
        HeadField::Later(list) => file.later.clone_from(list),
        HeadField::OwnPractice(own) => file.own_practice = Some(*own),
        HeadField::Date(text) => file.date = Some(text.clone()),
        HeadField::Author(text) => file.author = Some(text.clone()),
        HeadField::Theme(text) => file.theme = Some(text.clone()),
        HeadField::Sheet(sheet) => file.sheet = sheet.map(|sheet| (sheet.width, sheet.height)),
        HeadField::Stages(stages) => file.stages.clone_from(stages),
        HeadField::HidesEvolution(hidden) => file.hides_evolution = Some(*hidden),
        HeadField::Boundaries(boundaries) => file.boundaries.clone_from(boundaries),
        HeadField::Corners(corners) => file.corners = *corners,
        HeadField::ValueChain(axis) => file.value_chain = ValueChainFile::of(axis),
        HeadField::AnnotationsAt(at) => file.annotations_at = at.map(convert::point),
        HeadField::Legend(legend) => {
            file.legend = legend.map(|legend| LegendFile { at: legend.at.map(convert::point) });
        }
        HeadField::StackedLabels(stacked) => file.stacked_labels = *stacked,
        HeadField::Answered(list) => file.answered = list.iter().map(AnswerFile::whole).collect(),
        HeadField::RulesOff(list) => file.rules_off.clone_from(list),
        HeadField::Decisions(list) => file.decisions = list.iter().map(DecisionFile::whole).collect(),
        HeadField::Pins(list) => file.pins = list.iter().map(PinFile::whole).collect(),
        // No scenario and no conflict is about these.
        HeadField::Scenarios(_) | HeadField::Conflicts(_) | HeadField::Kept(_) => {}
    }
    file
}

fn set_field(file: &mut ElementChangeFile, field: &Field) {
    let usual = |file: &mut ElementChangeFile, is: bool, key: &str| {
        if is {
            file.usual.push(key.to_owned());
        }
    };
    match field {
        Field::Name(name) => file.name = Some(name.clone()),
        Field::Kind(ComponentKind::Anchor) => file.kind = Some(KindFile::Anchor),
        Field::Kind(ComponentKind::Component) => file.kind = Some(KindFile::Component),
        Field::Place(Place::At(at)) => file.at = Some(convert::point(*at)),
        Field::Place(Place::Within { pipeline, evolution }) => {
            file.within = Some(pipeline.to_string());
            file.evolution = Some(evolution.value());
        }
        Field::Place(Place::Unplaced) => usual(file, true, "at"),
        Field::Visibility(visibility) => file.visibility = Some(visibility.value()),
        Field::Evolution(evolution) => file.evolution = Some(evolution.value()),
        Field::Points(points) => {
            file.points = points.iter().copied().map(convert::point).collect();
            usual(file, points.is_empty(), "points");
        }
        Field::Number(number) => file.number = Some(*number),
        Field::Attitude(kind) => file.attitude = Some(Choice(*kind)),
        Field::Drive(Drive::Faster) => file.drive = Some(DriveFile::Faster),
        Field::Drive(Drive::Slower) => file.drive = Some(DriveFile::Slower),
        Field::Label(label) => {
            file.label = label.map(convert::offset);
            usual(file, label.is_none(), "label");
        }
        Field::Evolve(evolve) => {
            file.evolve = evolve.as_ref().map(convert::evolve);
            usual(file, evolve.is_none(), "evolve");
        }
        Field::EvolvesTo(to) => file.evolves_to = Some(to.value()),
        Field::EvolvedName(name) => {
            file.evolved_name.clone_from(name);
            usual(file, name.is_none(), "evolved_name");
        }
        Field::EvolvedMethod(method) => {
            file.evolved_method = method.map(Choice);
            usual(file, method.is_none(), "evolved_method");
        }
        Field::EvolvedLabel(label) => {
            file.evolved_label = label.map(convert::offset);
            usual(file, label.is_none(), "evolved_label");
        }
        Field::FutureLinks(links) => file.future_links = Some(*links),
        Field::Inertia(inertia) => {
            file.inertia = inertia.as_deref().map(InertiaFile::whole);
            usual(file, inertia.is_none(), "inertia");
        }
        Field::Pipeline(pipeline) => {
            file.pipeline = pipeline.map(convert::pipeline);
            usual(file, pipeline.is_none(), "pipeline");
        }
        Field::Method(method) => {
            file.method = method.map(Choice);
            usual(file, method.is_none(), "method");
        }
        Field::Market(market) => file.market = Some(*market),
        Field::Ecosystem(ecosystem) => file.ecosystem = Some(*ecosystem),
        Field::Submap(submap) => {
            file.submap = submap.as_deref().map(SubmapFile::whole);
            usual(file, submap.is_none(), "submap");
        }
        Field::Role(role) => {
            file.role = role.map(Choice);
            usual(file, role.is_none(), "role");
        }
        Field::Treated(treated) => {
            file.treated = treated.map(Evolution::value);
            usual(file, treated.is_none(), "treated");
        }
        Field::Spread(spread) => {
            file.spread = spread.map(Evolution::value);
            usual(file, spread.is_none(), "spread");
        }
        Field::Opinions(opinions) => {
            file.opinions = opinions.iter().map(convert::opinion).collect();
            usual(file, opinions.is_empty(), "opinions");
        }
        Field::Removed(removed) => file.removed = Some(*removed),
        Field::Details(details) => {
            file.details = DetailsFile::of(details);
            usual(file, file.details.is_none(), "details");
        }
        Field::Color(color) => {
            file.color = color.map(|color| color.to_string());
            usual(file, color.is_none(), "color");
        }
        Field::Parked(parked) => file.parked = Some(*parked),
    }
}

impl Kept for Vec<Change> {
    type File = Vec<ChangeFile>;

    fn file(&self) -> Vec<ChangeFile> {
        self.iter().map(change_file).collect()
    }

    fn read(fields: &mut Fields<'_>, key: &str) -> Taken<Self> {
        let mut changes = Vec::new();
        for node in fields.items(key)? {
            let wrong = || Diagnostic::error(node.span, "a change `Change(id: …)`, `Add(…)` or the like is expected here");
            match &node.value {
                Value::List { name, items } if matches!(name.as_str(), "Add" | "Replace") => {
                    let [inner] = items.as_slice() else { return Err(wrong()) };
                    let element = Arc::new(fields.element(inner)?);
                    changes.push(if name == "Add" { Change::Add(element) } else { Change::Replace(element) });
                }
                Value::Struct { name, fields: inner } => {
                    fields.at(inner, node.span, |f| read_change(f, name, &mut changes))?;
                }
                _ => return Err(wrong()),
            }
        }
        Ok(changes)
    }
}

fn read_change(f: &mut Fields<'_>, name: &str, changes: &mut Vec<Change>) -> Taken<()> {
    match name {
        "Map" => changes.extend(read_head(f)?.into_iter().map(Change::Head)),
        "Remove" => changes.push(Change::Remove(ElementId::new(&f.text("id")?))),
        "Change" => {
            let id = ElementId::new(&f.text("id")?);
            let fields = read_fields(f)?;
            if !fields.is_empty() {
                changes.push(Change::Set { id, fields });
            }
        }
        "AddLink" => {
            let key = read_key(f)?;
            let link = Link {
                from: key.from,
                to: key.to,
                kind: key.kind,
                via: f.end_list("via")?.into_iter().map(|(text, _)| end(text)).collect(),
                text: f.text("text")?,
                label: f.text("label")?,
                parked: f.flag("parked")?,
            };
            changes.push(Change::AddLink { link: Arc::new(link), beside: key.nth });
        }
        "RemoveLink" => changes.push(Change::RemoveLink(read_key(f)?)),
        "ChangeLink" => {
            let key = read_key(f)?;
            let fields = f.nested("becomes", read_becomes)?.unwrap_or_default();
            changes.push(Change::SetLink { key, fields });
        }
        "Order" => {
            changes.push(Change::Order(f.texts("ids")?.iter().map(|id| ElementId::new(id)).collect()));
        }
        "OrderLinks" => changes.push(Change::LinkOrder(f.records("links", read_key)?)),
        _ => return Err(f.wrong(format!("`{name}` is not a change of a map"))),
    }
    Ok(())
}

fn end(text: EndText) -> End {
    match text {
        EndText::Id(id) => End::Element(ElementId::new(&id)),
        EndText::Missing(name) => End::Dangling(name),
    }
}

fn read_kind(f: &mut Fields<'_>) -> Taken<Option<LinkKind>> {
    let words = [("Need", 0), ("Constraint", 1), ("Flow", 2)];
    let kind = f.word("kind", &words)?;
    let direction: Option<Direction> = f.choice("direction")?;
    Ok(kind.map(|kind| match kind {
        0 => LinkKind::Need,
        1 => LinkKind::Constraint,
        _ => LinkKind::Flow(direction.unwrap_or(Direction::Forward)),
    }))
}

fn read_key(f: &mut Fields<'_>) -> Taken<LinkKey> {
    let (from, to) = (f.end("from")?, f.end("to")?);
    let (Some((from, _)), Some((to, _))) = (from, to) else {
        return Err(f.wrong("a link is told by its `from` and its `to`"));
    };
    let kind = read_kind(f)?.unwrap_or(LinkKind::Need);
    let nth = f.whole("nth")?.unwrap_or(0) as usize;
    Ok(LinkKey { from: end(from), to: end(to), kind, nth })
}

fn read_becomes(f: &mut Fields<'_>) -> Taken<Vec<LinkField>> {
    let mut fields = Vec::new();
    fields.extend(f.end("from")?.map(|(text, _)| LinkField::From(end(text))));
    fields.extend(f.end("to")?.map(|(text, _)| LinkField::To(end(text))));
    fields.extend(read_kind(f)?.map(LinkField::Kind));
    if f.has("via") {
        let via = f.end_list("via")?;
        fields.push(LinkField::Via(via.into_iter().map(|(text, _)| end(text)).collect()));
    }
    fields.extend(f.optional_text("text")?.map(LinkField::Text));
    fields.extend(f.optional_text("label")?.map(LinkField::Label));
    fields.extend(f.optional_flag("parked")?.map(LinkField::Parked));
    Ok(fields)
}

fn read_head(f: &mut Fields<'_>) -> Taken<Vec<HeadField>> {
    let off = &mut Vec::new();
    let usual = f.texts("usual")?;
    let is = |key: &str| usual.iter().any(|usual| usual == key);
    let at = |(v, e): (f64, f64)| Position::clamped(v, e);
    let mut all = Vec::new();
    all.extend(f.optional_text("title")?.map(HeadField::Title));
    all.extend(f.optional_text("purpose")?.map(HeadField::Purpose));
    all.extend(f.optional_text("scope")?.map(HeadField::Scope));
    all.extend(f.optional_text("date")?.map(HeadField::Date));
    all.extend(f.optional_text("author")?.map(HeadField::Author));
    all.extend(f.optional_text("theme")?.map(HeadField::Theme));
    all.extend(f.pair("sheet")?.map(|(width, height)| HeadField::Sheet(Sheet::new(width, height))));
    let stages = f.texts("stages")?;
    all.extend((2..=7).contains(&stages.len()).then_some(HeadField::Stages(stages)));
    all.extend(f.optional_flag("hides_evolution")?.map(HeadField::HidesEvolution));
    let boundaries = f.numbers("boundaries")?;
    all.extend((!boundaries.is_empty()).then_some(HeadField::Boundaries(boundaries)));
    all.extend(f.optional_flag("corners")?.map(|corners| HeadField::Corners(Some(corners))));
    all.extend(f.nested("value_chain", ValueChainFile::read)?.map(HeadField::ValueChain));
    all.extend(f.pair_on_map("annotations_at", off)?.map(|to| HeadField::AnnotationsAt(Some(at(to)))));
    let legend = f.nested("legend", |f| Ok(Legend { at: f.pair_on_map("at", off)?.map(at) }))?;
    all.extend(legend.map(|legend| HeadField::Legend(Some(legend))));
    all.extend(f.optional_flag("stacked_labels")?.map(|stacked| HeadField::StackedLabels(Some(stacked))));
    macro_rules! list {
        ($key:literal, $field:ident, $read:expr) => {{
            let list = $read;
            if !list.is_empty() || is($key) {
                all.push(HeadField::$field(list));
            }
        }};
    }
    list!("answered", Answered, f.records("answered", AnswerFile::read)?);
    list!("rules_off", RulesOff, f.texts("rules_off")?);
    list!("decisions", Decisions, f.records("decisions", DecisionFile::read)?);
    list!("pins", Pins, f.records("pins", PinFile::read)?);
    all.extend(f.optional_text("left_out")?.map(HeadField::LeftOut));
    list!("later", Later, f.texts("later")?);
    all.extend(f.optional_flag("own_practice")?.map(HeadField::OwnPractice));
    let unset = Map::default();
    for key in &usual {
        all.extend(match key.as_str() {
            "sheet" => Some(HeadField::Sheet(unset.sheet)),
            "corners" => Some(HeadField::Corners(None)),
            "annotations_at" => Some(HeadField::AnnotationsAt(None)),
            "legend" => Some(HeadField::Legend(None)),
            "stacked_labels" => Some(HeadField::StackedLabels(None)),
            "value_chain" => Some(HeadField::ValueChain(unset.value_chain.clone())),
            "boundaries" => Some(HeadField::Boundaries(Vec::new())),
            _ => None,
        });
    }
    all.sort_by_key(HeadField::rank);
    Ok(all)
}

fn read_fields(f: &mut Fields<'_>) -> Taken<Vec<Field>> {
    let off = &mut Vec::new();
    let usual = f.texts("usual")?;
    let mut all = Vec::new();
    all.extend(f.optional_text("name")?.map(Field::Name));
    let kinds = [("Anchor", ComponentKind::Anchor), ("Component", ComponentKind::Component)];
    all.extend(f.word("kind", &kinds)?.map(Field::Kind));
    all.extend(f.pair_on_map("at", off)?.map(|(v, e)| Field::Place(Place::At(Position::clamped(v, e)))));
    let evolution = f.fraction("evolution", off)?.map(Evolution::clamped);
    let within = f.optional_text("within")?.map(|id| ElementId::new(&id));
    let visibility = f.fraction("visibility", off)?.map(|v| Field::Visibility(Visibility::clamped(v)));
    all.extend(visibility);
    all.extend(match (within, evolution) {
        (Some(pipeline), Some(evolution)) => Some(Field::Place(Place::Within { pipeline, evolution })),
        (Some(_), None) => return Err(f.wrong("what comes `within` a pipeline has an `evolution`")),
        (None, evolution) => evolution.map(Field::Evolution),
    });
    let points = f.pairs_on_map("points", off)?;
    let points: Vec<_> = points.into_iter().map(|(v, e)| Position::clamped(v, e)).collect();
    all.extend((!points.is_empty()).then_some(Field::Points(points)));
    all.extend(f.whole("number")?.map(Field::Number));
    all.extend(f.choice("attitude")?.map(Field::Attitude));
    all.extend(f.word("drive", &[("Faster", Drive::Faster), ("Slower", Drive::Slower)])?.map(Field::Drive));
    all.extend(v1::label(f, off)?.map(|label| Field::Label(Some(label))));
    all.extend(f.nested("evolve", |f| v1::evolve(f, off))?.map(|evolve| Field::Evolve(Some(evolve))));
    all.extend(f.fraction("evolves_to", off)?.map(|to| Field::EvolvesTo(Evolution::clamped(to))));
    all.extend(f.optional_text("evolved_name")?.map(|name| Field::EvolvedName(Some(name))));
    all.extend(f.choice("evolved_method")?.map(|method| Field::EvolvedMethod(Some(method))));
    let evolved = f.pair("evolved_label")?.and_then(|(dx, dy)| crate::model::LabelOffset::new(dx, dy));
    all.extend(evolved.map(|label| Field::EvolvedLabel(Some(label))));
    all.extend(f.optional_flag("future_links")?.map(Field::FutureLinks));
    all.extend(f.nested("inertia", InertiaFile::read)?.map(|inertia| Field::Inertia(Some(Box::new(inertia)))));
    let pipeline: Option<Pipeline> = f.nested("pipeline", |f| v1::pipeline(f, off))?;
    all.extend(pipeline.map(|pipeline| Field::Pipeline(Some(pipeline))));
    all.extend(f.choice("method")?.map(|method| Field::Method(Some(method))));
    all.extend(f.optional_flag("market")?.map(Field::Market));
    all.extend(f.optional_flag("ecosystem")?.map(Field::Ecosystem));
    all.extend(f.nested("submap", SubmapFile::read)?.map(|submap| Field::Submap(Some(Box::new(submap)))));
    all.extend(f.choice("role")?.map(|role| Field::Role(Some(role))));
    all.extend(f.fraction("treated", off)?.map(|at| Field::Treated(Some(Evolution::clamped(at)))));
    all.extend(f.fraction("spread", off)?.map(|by| Field::Spread(Some(Evolution::clamped(by)))));
    let opinions = v1::opinions(f, off)?;
    all.extend((!opinions.is_empty()).then_some(Field::Opinions(opinions)));
    all.extend(f.optional_flag("removed")?.map(Field::Removed));
    all.extend(f.nested("details", DetailsFile::read)?.map(Field::Details));
    all.extend(f.color("color")?.map(|color| Field::Color(Some(color))));
    all.extend(f.optional_flag("parked")?.map(Field::Parked));
    for key in &usual {
        all.push(match key.as_str() {
            "at" => Field::Place(Place::Unplaced),
            "points" => Field::Points(Vec::new()),
            "label" => Field::Label(None),
            "evolve" => Field::Evolve(None),
            "evolved_name" => Field::EvolvedName(None),
            "evolved_method" => Field::EvolvedMethod(None),
            "evolved_label" => Field::EvolvedLabel(None),
            "inertia" => Field::Inertia(None),
            "pipeline" => Field::Pipeline(None),
            "method" => Field::Method(None),
            "submap" => Field::Submap(None),
            "role" => Field::Role(None),
            "treated" => Field::Treated(None),
            "spread" => Field::Spread(None),
            "opinions" => Field::Opinions(Vec::new()),
            "details" => Field::Details(crate::model::Details::default()),
            "color" => Field::Color(None),
            _ => return Err(f.wrong(format!("`{key}` has no usual value"))),
        });
    }
    all.sort_by_key(Field::rank);
    Ok(all)
}
