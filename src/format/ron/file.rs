//! The types of a map file, format 1: what the writer writes in RON and JSON, and what the JSON Schema is made from.
//!
//! A field is left out where it has its default.

use schemars::JsonSchema;
use serde::Serialize;

use super::file_elements::ElementFile;
use super::file_links::{KeptFile, LinkFile};
use super::record::{
    AboutFile, AnswerFile, ConflictFile, DecisionFile, PinFile, ScenarioFile, ValueChainFile,
};

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
    /// Whether labels of more than 14 letters are set a word a line, 30 pixels right and 10 down of their offset, as old
    /// versions of OnlineWardleyMaps did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stacked_labels: Option<bool>,
    /// The codes of questions that the map does not raise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rules_off: Vec<String>,
    /// Everything that is no link, in the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) elements: Vec<ElementFile>,
    /// Needs, constraints and flows, in the author's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<LinkFile>,
    /// Questions about the map that were answered: they are not raised again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) answered: Vec<AnswerFile>,
    /// What was decided over the map.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) decisions: Vec<DecisionFile>,
    /// What is pinned to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) pins: Vec<PinFile>,
    /// What the map could become: each scenario as what it changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) scenarios: Vec<ScenarioFile>,
    /// What a merge left to be decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) conflicts: Vec<ConflictFile>,
    /// Lines of the format that the map came from which it does not model, comments above all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<KeptFile>,
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

/// A legend.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename = "Legend")]
#[schemars(deny_unknown_fields)]
pub(super) struct LegendFile {
    /// Its upper left corner; default: the program places it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<Place>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !*value
}
