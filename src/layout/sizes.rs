//! The sizes that a theme asks for, all in sheet pixels.

use serde::Deserialize;

use crate::typeset::Face;

/// A face and how large it is set.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSize {
    /// The face.
    pub face: Face,
    /// The em, in pixels.
    pub size: f64,
    /// From one baseline to the next.
    pub leading: f64,
}

impl Default for TextSize {
    fn default() -> Self {
        Self { face: Face::Regular, size: 12.0, leading: 14.0 }
    }
}

/// The paper around the plot.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Above: the title.
    pub top: f64,
    /// At the right.
    pub right: f64,
    /// Below: stage names and the axis title.
    pub bottom: f64,
    /// At the left: the value chain's title.
    pub left: f64,
}

/// Sizes of symbols and text.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// The paper around the plot.
    pub margins: Margins,
    /// The labels of components.
    pub label: TextSize,
    /// Labels break into lines at most this wide.
    pub label_width: f64,
    /// From a symbol's edge to an automatically placed label.
    pub label_gap: f64,
    /// Anchors.
    pub anchor: TextSize,
    /// Notes, and the list of annotations.
    pub note: TextSize,
    /// The radius of a component's circle.
    pub symbol_radius: f64,
    /// The side of a pipeline's square.
    pub square: f64,
    /// The height of a pipeline's box.
    pub pipeline_height: f64,
    /// How far a pipeline's box reaches beyond its range, at both ends.
    pub pipeline_reach: f64,
    /// The width of an inertia bar.
    pub inertia_width: f64,
    /// The height of an inertia bar.
    pub inertia_height: f64,
    /// The radius of an annotation's disc.
    pub disc_radius: f64,
    /// The words along links. Themes have them among their colours, from where they come here when a theme is read.
    #[serde(skip)]
    pub link: TextSize,
}
