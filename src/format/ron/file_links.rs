//! The links of a map file, format 1, and the lines that it keeps of other formats.

use schemars::JsonSchema;
use serde::Serialize;

use super::choice::Choice;
use super::file::is_false;
use crate::model::Direction;

/// A line between components.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Link")]
pub(super) enum LinkFile {
    /// `from` needs `to`.
    Need(LinkFields),
    /// A need that holds `from` back.
    Constraint(LinkFields),
    /// Something flows between them.
    Flow(LinkFields),
}

/// What a link has.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "LinkFields")]
#[schemars(deny_unknown_fields)]
pub(super) struct LinkFields {
    /// Where it starts: for a need, who needs.
    pub(super) from: EndFile,
    /// Where it ends: for a need, what is needed.
    pub(super) to: EndFile,
    /// Which way a flow goes; default `Forward`.
    #[serde(skip_serializing_if = "is_usual_direction")]
    pub(super) direction: Option<Choice<Direction>>,
    /// What a flow passes on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) via: Vec<EndFile>,
    /// A flow's own label.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    /// Text along the line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// One end of a link: the id of an element, or a name that the map does not have.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "End", untagged)]
pub(super) enum EndFile {
    /// An id; a name where the map has no such element.
    Id(String),
    /// A name that the map does not have, where it could be taken for an id.
    Missing(MissingFile),
}

/// The mark of a name that is missing from the map.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Missing")]
#[schemars(deny_unknown_fields)]
pub(super) struct MissingFile {
    /// The name.
    #[serde(rename = "Missing")]
    pub(super) missing: String,
}

/// A line of another format's text that the map keeps.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Kept")]
pub(super) enum KeptFile {
    /// A line of OnlineWardleyMaps text.
    Line(KeptFields),
    /// A line of Mermaid text.
    MermaidLine(KeptFields),
}

/// A kept line and where it stood: before an element, before a link, on top, or else at the end.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "KeptFields")]
#[schemars(deny_unknown_fields)]
pub(super) struct KeptFields {
    /// The line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    /// The id of the element before which it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<String>,
    /// The start of the link before which it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<EndFile>,
    /// The end of that link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<EndFile>,
    /// Which way that link flows; default `Forward`.
    #[serde(skip_serializing_if = "is_usual_direction")]
    pub(super) direction: Option<Choice<Direction>>,
    /// That link's kind; default `Need`.
    #[serde(skip_serializing_if = "is_usual_kind")]
    pub(super) kind: Option<LinkKindFile>,
    /// Which of several such links, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nth: Option<u32>,
    /// Whether it stood before everything else; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) top: bool,
}

/// The kinds of links.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "LinkKind")]
pub(super) enum LinkKindFile {
    /// See `Link`.
    Need,
    /// See `Link`.
    Constraint,
    /// See `Link`.
    Flow,
}

#[allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde asks with a reference")]
fn is_usual_direction(direction: &Option<Choice<Direction>>) -> bool {
    matches!(direction, None | Some(Choice(Direction::Forward)))
}

#[allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde asks with a reference")]
fn is_usual_kind(kind: &Option<LinkKindFile>) -> bool {
    matches!(kind, None | Some(LinkKindFile::Need))
}
