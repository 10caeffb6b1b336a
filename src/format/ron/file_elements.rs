//! The elements of a map file, format 1.

use schemars::JsonSchema;
use serde::Serialize;

use super::choice::Choice;
use super::file::{Offset, Place, is_false};
use super::record::{DetailsFile, InertiaFile, SubmapFile};
use crate::model::{AttitudeKind, Method, Role};

/// Something on the map that is no link.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Element")]
pub(super) enum ElementFile {
    /// A user, or whatever else the map is anchored to.
    Anchor(ComponentFile),
    /// Something that is needed.
    Component(ComponentFile),
    /// Free text.
    Note(NoteFile),
    /// A numbered remark: discs at one or more places, the text in a list.
    Annotation(AnnotationFile),
    /// A closed loop around a part of the map.
    Area(AreaFile),
    /// Who works there.
    Attitude(AttitudeFile),
    /// A force that speeds evolution up.
    Accelerator(AcceleratorFile),
    /// A force that slows evolution down.
    Deaccelerator(AcceleratorFile),
}

/// A component or an anchor. With `visibility` and `evolution` it stands at a place of its own, with `within` and
/// `evolution` in a pipeline, with none of them in the tray.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "Component")]
#[schemars(deny_unknown_fields)]
pub(super) struct ComponentFile {
    /// Its name for ever, unique in the map; made from its name where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// What it is called; may hold line breaks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    /// How visible it is to the user: 1 at the top of the map, 0 at the bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) visibility: Option<f64>,
    /// The id of the component whose pipeline it is a child of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<String>,
    /// How evolved it is: 0 at the left, 1 at the right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) evolution: Option<f64>,
    /// Where it is going.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evolve: Option<EvolveFile>,
    /// Where its label stands; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<Offset>,
    /// What holds it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inertia: Option<InertiaFile>,
    /// The pipeline that it carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pipeline: Option<PipelineFile>,
    /// How it is obtained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<Choice<Method>>,
    /// Whether it is a market; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) market: bool,
    /// Whether it is an ecosystem; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) ecosystem: bool,
    /// The map that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) submap: Option<SubmapFile>,
    /// What kind of thing it is, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<Choice<Role>>,
    /// How evolved it is as we treat it, where the market has it at `evolution`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) treated: Option<f64>,
    /// How far its evolution may be off to both sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) spread: Option<f64>,
    /// Where people see it, each for themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) opinions: Vec<OpinionFile>,
    /// Whether a move that the map tells of has removed it; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) removed: bool,
    /// What is known about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) details: Option<DetailsFile>,
    /// A colour of its own, as `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// Switched off: kept, and no part of the picture; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// Where somebody sees a component.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "")]
#[schemars(rename = "Opinion", deny_unknown_fields)]
pub(super) struct OpinionFile {
    /// Who; may be left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) by: String,
    /// How evolved.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) evolution: f64,
}

/// Where a component will be.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Evolve")]
#[schemars(deny_unknown_fields)]
pub(super) struct EvolveFile {
    /// The evolution that it will have.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) to: f64,
    /// What it will be called; default: as it is called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// How it will be obtained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<Choice<Method>>,
    /// Where the ghost's label stands; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<Offset>,
    /// Whether its needs are drawn to and from the ghost too; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) links: bool,
}

/// A pipeline.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Pipeline")]
#[schemars(deny_unknown_fields)]
pub(super) struct PipelineFile {
    /// The evolution of its left and right end; default: as wide as its children.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<(f64, f64)>,
}

/// Free text on the map.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Note")]
#[schemars(deny_unknown_fields)]
pub(super) struct NoteFile {
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The text; may hold line breaks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    /// The height of its first baseline, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) visibility: f64,
    /// Where that begins, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) evolution: f64,
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// A numbered remark.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Annotation")]
#[schemars(deny_unknown_fields)]
pub(super) struct AnnotationFile {
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The number in the disc.
    pub(super) number: u32,
    /// Where its discs stand.
    pub(super) at: Vec<Place>,
    /// The remark.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// An area of interest.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Area")]
#[schemars(deny_unknown_fields)]
pub(super) struct AreaFile {
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The corners of its loop.
    pub(super) outline: Vec<Place>,
    /// Its caption.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// Who works in a part of the map.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Attitude")]
#[schemars(deny_unknown_fields)]
pub(super) struct AttitudeFile {
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Which of the three.
    pub(super) kind: Choice<AttitudeKind>,
    /// The box's upper left corner.
    pub(super) top_left: Place,
    /// The box's lower right corner.
    pub(super) bottom_right: Place,
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}

/// A force on evolution.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Accelerator")]
#[schemars(deny_unknown_fields)]
pub(super) struct AcceleratorFile {
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// Its caption.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    /// The height of the arrow's centre, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) visibility: f64,
    /// The column of the arrow's centre, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) evolution: f64,
    /// As a component's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) color: Option<String>,
    /// As a component's.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) parked: bool,
}
