//! Changes of scenarios and conflicts: the types that are written, and their reader.

mod read;
mod write;

use schemars::JsonSchema;
use serde::Serialize;

use super::choice::Choice;
use super::fields::Fields;
use super::file::{LegendFile, Offset, Place as PlaceFile, is_false};
use super::file_elements::{ElementFile, EvolveFile, OpinionFile, PipelineFile};
use super::file_links::{EndFile, LinkKindFile};
use super::record::{
    AnswerFile, DecisionFile, DetailsFile, InertiaFile, Kept, PinFile, SubmapFile, ValueChainFile,
};
use crate::format::Diagnostic;
use crate::model::{AttitudeKind, Change, Direction, Method, Role};

/// One change of a map. Ids are those of the map before all changes of its list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Change")]
pub(in crate::format::ron) enum ChangeFile {
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
pub(in crate::format::ron) struct RemoveFile {
    /// Its id.
    id: String,
}

/// An order of elements.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Order")]
#[schemars(deny_unknown_fields)]
pub(in crate::format::ron) struct OrderFile {
    /// Their ids.
    ids: Vec<String>,
}

/// An order of links.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "LinkOrder", deny_unknown_fields)]
pub(in crate::format::ron) struct LinkOrderFile {
    /// The links.
    links: Vec<LinkChangeFile>,
}

/// What a map's fields become; see the map's own.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "HeadChange")]
#[schemars(deny_unknown_fields)]
pub(in crate::format::ron) struct HeadChangeFile {
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
pub(in crate::format::ron) struct ElementChangeFile {
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
pub(in crate::format::ron) enum KindFile {
    /// A user.
    Anchor,
    /// Something that is needed.
    Component,
}

/// Which way an accelerator works.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Drive")]
pub(in crate::format::ron) enum DriveFile {
    /// It speeds evolution up.
    Faster,
    /// It slows evolution down.
    Slower,
}

/// A link that is added, removed or changed.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "LinkChange", deny_unknown_fields)]
pub(in crate::format::ron) struct LinkChangeFile {
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
pub(in crate::format::ron) struct LinkFieldsFile {
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

impl Kept for Vec<Change> {
    type File = Vec<ChangeFile>;

    fn file(&self) -> Vec<ChangeFile> {
        self.iter().map(write::change_file).collect()
    }

    fn read(fields: &mut Fields<'_>, key: &str) -> Result<Self, Diagnostic> {
        read::read_changes(fields, key)
    }
}
