//! The types of a map file, format 1: what the writer writes in RON and JSON, and what the JSON Schema is made from.
//!
//! A field is left out where it has its default.

use schemars::JsonSchema;
use serde::Serialize;

/// Fractions of the sheet, visibility first: 1 at the top, 0 at the left.
pub(super) type Place = (f64, f64);
/// Sheet pixels from the symbol's centre to the start of the text's baseline, y down.
pub(super) type Offset = (f64, f64);

/// A Wardley map, as Mapstone writes it: the structure of its map file in JSON.
///
/// An element, a link or a kept line is an object with one key, which says what it is.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename = "Map")]
#[schemars(deny_unknown_fields)]
pub(super) struct MapFile {
    /// Where a JSON Schema of this structure is, for editors that look for one.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    /// The number of this structure. A program that knows only lower numbers leaves the file alone.
    #[schemars(range(min = 1, max = 1))]
    pub(super) format: u32,
    /// What the map is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) title: String,
    /// Why it was drawn, when and by whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<AboutFile>,
    /// The theme that it is drawn in: `mapstone`, `plain`, `wardley`, `colour`, `handwritten`, `dark`, or a file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) theme: String,
    /// Width and height of the plot in pixels, 100 to 20000; default 1200 × 675.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sheet: Option<(f64, f64)>,
    /// The evolution axis; default Genesis, Custom-built, Product (+rental), Commodity (+utility).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evolution: Option<EvolutionFile>,
    /// The value chain axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_chain: Option<ValueChainFile>,
    /// Where the list of annotations stands; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) annotations_at: Option<Place>,
    /// A legend of the symbols that the map uses; default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legend: Option<LegendFile>,
    /// Everything that is no link, in the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) elements: Vec<ElementFile>,
    /// Needs, constraints and flows, in the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<LinkFile>,
    /// Lines of the format that the map came from which it does not model, comments above all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<KeptFile>,
}

/// Why a map was drawn.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "About")]
#[schemars(deny_unknown_fields)]
pub(super) struct AboutFile {
    /// The question that the map is to answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) purpose: String,
    /// What is in and what is out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) scope: String,
    /// When, as `YYYY-MM-DD` by convention.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) date: String,
    /// By whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) author: String,
}

/// The evolution axis.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Evolution")]
#[schemars(deny_unknown_fields)]
pub(super) struct EvolutionFile {
    /// The names of 2 to 7 stages from left to right; a name may be empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) stages: Vec<String>,
    /// Where one stage ends and the next begins: one fewer than stages, rising, between 0 and 1. Default 0.175, 0.4,
    /// 0.7.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) boundaries: Vec<f64>,
    /// Whether the axis is left out of the picture; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) hidden: bool,
    /// Whether "Uncharted" and "Industrialised" stand in the upper corners; default: as the theme has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) corners: Option<bool>,
}

/// The value chain axis.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "ValueChain")]
#[schemars(deny_unknown_fields)]
pub(super) struct ValueChainFile {
    /// Its title; default "Value chain".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// The word at the bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) low: Option<String>,
    /// The word at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) high: Option<String>,
    /// Whether the axis is left out of the picture; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) hidden: bool,
}

/// A legend.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Legend")]
#[schemars(deny_unknown_fields)]
pub(super) struct LegendFile {
    /// Its upper left corner; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<Place>,
}

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
    pub(super) method: Option<MethodFile>,
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
    pub(super) role: Option<RoleFile>,
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
    pub(super) method: Option<MethodFile>,
    /// Where the ghost's label stands; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<Offset>,
    /// Whether its needs are drawn to and from the ghost too; default false.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) links: bool,
}

/// Resistance to change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Inertia")]
#[schemars(deny_unknown_fields)]
pub(super) struct InertiaFile {
    /// Which kind of inertia.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) kind: String,
    /// What exactly resists.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
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

/// How a component is obtained.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Method")]
pub(super) enum MethodFile {
    /// Made in house.
    Build,
    /// Bought as a product.
    Buy,
    /// Left to a supplier.
    Outsource,
}

/// Another map that a component stands for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Submap")]
#[schemars(deny_unknown_fields)]
pub(super) struct SubmapFile {
    /// The short name by which OnlineWardleyMaps text refers to the address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) reference: String,
    /// The address or file of the other map.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) target: String,
}

/// What kind of thing a component is.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Role")]
pub(super) enum RoleFile {
    /// What a user wants to be done.
    UserNeed,
    /// A way of doing things.
    Practice,
    /// Data.
    Data,
    /// Knowledge.
    Knowledge,
}

/// What is known about a component.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Details")]
#[schemars(deny_unknown_fields)]
pub(super) struct DetailsFile {
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    /// Who answers for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) owner: String,
    /// What supports its place on the map.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) evidence: String,
    /// How sure that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<ConfidenceFile>,
    /// Addresses of further reading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<String>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
}

/// How sure the map's makers are of a component's place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Confidence")]
pub(super) enum ConfidenceFile {
    /// A guess.
    Low,
    /// Supported by something.
    Medium,
    /// Well supported.
    High,
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
    pub(super) kind: AttitudeKindFile,
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

/// The three attitudes.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "AttitudeKind")]
pub(super) enum AttitudeKindFile {
    /// Those who explore the uncharted.
    Pioneers,
    /// Those who make a product of it.
    Settlers,
    /// Those who make it an industry.
    TownPlanners,
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
    pub(super) direction: Option<DirectionFile>,
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

/// Which way something flows.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename = "Direction")]
pub(super) enum DirectionFile {
    /// From `from` to `to`.
    Forward,
    /// From `to` to `from`.
    Backward,
    /// Both ways.
    Both,
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
    pub(super) direction: Option<DirectionFile>,
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
fn is_usual_direction(direction: &Option<DirectionFile>) -> bool {
    matches!(direction, None | Some(DirectionFile::Forward))
}

#[allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde asks with a reference")]
fn is_usual_kind(kind: &Option<LinkKindFile>) -> bool {
    matches!(kind, None | Some(LinkKindFile::Need))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
