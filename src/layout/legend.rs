//! The legend: what of the notation a map uses, each with a sample.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::{Body, Component, Confidence, Drive, Evolve, LinkKind, Map, Method};

use super::annotation::{Corner, corner, inside};
use super::grid::Grid;
use super::symbol::point;
use super::{Align, Label, Layout, Sizes};

/// The legend on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendPlan {
    /// The box around it.
    pub rect: Rect,
    /// Its entries, column by column.
    pub entries: Vec<LegendEntry>,
}

/// One part of the notation.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// Of what it shows a sample.
    pub sample: Sample,
    /// The sample's centre. It has [`SAMPLE`] of room.
    pub center: Point,
    /// What it means.
    pub label: Label,
}

macro_rules! samples {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)*) => {
        /// A part of the notation that a legend explains.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Sample {
            $($(#[$doc])* $name,)*
        }

        impl Sample {
            /// All of them, in the legend's order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it means, in a person's words.
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

samples! {
    /// An anchor.
    Anchor = "User (anchor)",
    /// A component.
    Component = "Component",
    /// A component with a pipeline.
    Pipeline = "Pipeline",
    /// A market.
    Market = "Market",
    /// An ecosystem.
    Ecosystem = "Ecosystem",
    /// A component that stands for another map.
    Submap = "Another map",
    /// A component that is built.
    Build = "Built",
    /// A component that is bought.
    Buy = "Bought",
    /// A component that is outsourced.
    Outsource = "Outsourced",
    /// What a move of the map's story removes.
    Removed = "Removed",
    /// Where we treat a component, and the market has it elsewhere.
    Treated = "As we treat it",
    /// How far a place may be off.
    Spread = "May stand within",
    /// Where people see it.
    Opinion = "Where people see it",
    /// An assumption.
    Assumption = "Assumption",
    /// A need.
    Need = "Needs",
    /// A need that holds back.
    Constraint = "Constraint",
    /// A flow.
    Flow = "Flow",
    /// An evolution arrow.
    Evolution = "Will evolve",
    /// A need of the future.
    Future = "Will need",
    /// Inertia.
    Inertia = "Inertia",
    /// An accelerator.
    Accelerator = "Speeds evolution up",
    /// A deaccelerator.
    Deaccelerator = "Slows evolution down",
    /// An area of interest.
    Area = "Area of interest",
}

/// The room of a sample: pixels across and down.
pub const SAMPLE: (f64, f64) = (40.0, 22.0);
const PADDING: f64 = 8.0;
/// Between a sample and its words.
const GAP: f64 = 8.0;
/// Between two columns.
const COLUMN_GAP: f64 = 16.0;
/// A column has at most so many entries.
const ROWS: usize = 10;
/// The corners for the legend, the best one first.
const CORNERS: [Corner; 4] = [Corner::LowerRight, Corner::LowerLeft, Corner::UpperRight, Corner::UpperLeft];

impl LegendPlan {
    /// The legend of a map that shows one and has symbols to explain: where the map says, else in the corner that
    /// covers least.
    pub(super) fn new(map: &Map, layout: &Layout, sizes: &Sizes, taken: &Grid) -> Option<Self> {
        let legend = map.legend?;
        let samples = used_samples(map, layout);
        if samples.is_empty() {
            return None;
        }
        // Columns of about the same height.
        let columns = samples.len().div_ceil(ROWS);
        let rows = samples.len().div_ceil(columns);
        let text = sizes.note;
        let words = |sample: &Sample| crate::typeset::width(sample.words(), text.face, text.size);
        let widths: Vec<f64> =
            samples.chunks(rows).map(|column| column.iter().map(words).fold(0.0, f64::max)).collect();
        let across = widths.iter().map(|width| SAMPLE.0 + GAP + width).sum::<f64>();
        let width = across + COLUMN_GAP * (columns - 1) as f64 + 2.0 * PADDING;
        let height = SAMPLE.1 * rows as f64 + 2.0 * PADDING;
        let origin = match legend.at {
            Some(at) => inside(point(map, at), width, height, layout.plot),
            None => corner(width, height, taken, layout.plot, CORNERS),
        };
        let mut entries = Vec::new();
        let mut left = origin.x + PADDING;
        for (column, width) in samples.chunks(rows).zip(widths) {
            for (row, sample) in column.iter().enumerate() {
                let middle = origin.y + PADDING + SAMPLE.1 * (row as f64 + 0.5);
                let center = Point::new(left + SAMPLE.0 / 2.0, middle);
                let at = center + Vec2::new(SAMPLE.0 / 2.0 + GAP, 0.35 * text.size);
                let label = Label::new(vec![sample.words().to_owned()], text, Align::Start, at);
                entries.push(LegendEntry { sample: *sample, center, label });
            }
            left += SAMPLE.0 + GAP + width + COLUMN_GAP;
        }
        Some(Self { rect: Rect::from_origin_size(origin, (width, height)), entries })
    }
}

/// What of the notation is used by what is drawn of a map, in the legend's order.
pub fn used_samples(map: &Map, layout: &Layout) -> Vec<Sample> {
    Sample::ALL.iter().copied().filter(|sample| is_used(map, layout, *sample)).collect()
}

/// Whether what is drawn of a map uses a part of the notation.
fn is_used(map: &Map, layout: &Layout, sample: Sample) -> bool {
    let components = || layout.symbols.iter().filter_map(|symbol| map.component(&symbol.id));
    let evolves = |test: fn(&Evolve) -> bool| components().any(|c| c.evolve.as_deref().is_some_and(test));
    let links = |test: fn(LinkKind) -> bool| {
        layout.links.iter().any(|line| map.links().nth(line.index).is_some_and(|link| test(link.kind)))
    };
    let method = |method| {
        components().any(|c| {
            c.method == Some(method) || c.evolve.as_ref().is_some_and(|evolve| evolve.method == Some(method))
        })
    };
    let drives = |drive: Drive| layout.block_arrows.iter().any(|arrow| arrow.drive == drive);
    match sample {
        Sample::Anchor => components().any(Component::is_anchor),
        Sample::Component => components().any(|c| {
            !c.is_anchor() && !c.market && !c.ecosystem && c.pipeline.is_none() && c.submap.is_none()
        }),
        Sample::Pipeline => components().any(|c| c.pipeline.is_some()),
        Sample::Market => components().any(|c| c.market),
        Sample::Ecosystem => components().any(|c| c.ecosystem),
        Sample::Submap => components().any(|c| c.submap.is_some()),
        Sample::Build => method(Method::Build),
        Sample::Buy => method(Method::Buy),
        Sample::Outsource => method(Method::Outsource),
        Sample::Removed => components().any(|c| c.removed),
        Sample::Treated => components().any(|c| c.treated.is_some() && !c.is_anchor()),
        Sample::Spread => components().any(|c| c.spread.is_some() && !c.is_anchor()),
        Sample::Opinion => components().any(|c| !c.opinions.is_empty() && !c.is_anchor()),
        Sample::Assumption => {
            components().any(|c| c.details.confidence == Some(Confidence::Low) && !c.is_anchor())
        }
        Sample::Need => links(|kind| kind == LinkKind::Need),
        Sample::Constraint => links(|kind| kind == LinkKind::Constraint),
        Sample::Flow => links(|kind| matches!(kind, LinkKind::Flow(_))),
        Sample::Evolution => evolves(|_| true),
        Sample::Future => !layout.future.is_empty(),
        Sample::Inertia => !layout.inertia.is_empty(),
        Sample::Accelerator => drives(Drive::Faster),
        Sample::Deaccelerator => drives(Drive::Slower),
        Sample::Area => {
            map.elements().any(|element| !element.parked && matches!(element.body, Body::Area(_)))
        }
    }
}
