//! Points, rectangles, paths and numbers. Knows nothing of maps.

mod number;
mod segment;
mod simplify;

pub use kurbo::{Affine, BezPath, CubicBez, ParamCurve, PathEl, Point, QuadBez, Rect, Shape, Size, Vec2};
pub use number::{fixed, round_to, shortest};
pub use segment::{distance_to_polyline, distance_to_segment, middle};
pub use simplify::simplified;
