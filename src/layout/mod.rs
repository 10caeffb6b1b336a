//! Where everything is on the sheet: a pure function of a map and the sizes that its theme asks for.
//!
//! All points are sheet pixels: the plot's upper left corner is (0, 0), y grows downwards.

mod annotation;
mod arrow;
mod bend;
mod bones;
mod calm;
mod doubt;
mod grid;
mod hit;
mod label;
mod legend;
mod link;
mod link_text;
mod moved;
mod nearby;
mod obstacles;
mod others;
mod overlap;
mod place;
mod plan;
mod ranks;
mod segments;
mod sizes;
mod spots;
mod symbol;
mod unmoved;

pub use annotation::{AnnotationList, Disc, ListEntry};
pub use arrow::EvolutionArrow;
pub use grid::Grid;
pub use hit::{Block, Hit, hit, hit_seen};
pub use label::{Align, Label};
pub use legend::{LegendEntry, LegendPlan, SAMPLE, Sample, used_samples};
pub use link::LinkLine;
pub use link_text::LinkText;
pub use others::{AreaPlan, BlockArrow, NotePlan, Zone};
pub use overlap::stacks_labels;
pub use plan::{Layout, METHOD_HALO};
pub use sizes::{Margins, Sizes, TextSize};
pub use spots::Inside;
pub(crate) use symbol::point;
pub use symbol::{Outline, PipelineBox, Symbol};
