//! Components' symbols and pipelines' boxes.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::{Component, ElementId, Index, Map, Place, Position};

use super::{Label, Sizes};

/// The symbol of a component or anchor, with its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    /// Whose symbol.
    pub id: ElementId,
    /// The point that stands for the component: where its needs meet.
    pub center: Point,
    /// What its edge looks like.
    pub outline: Outline,
    /// Its name.
    pub label: Label,
}

/// The edge of a symbol, at which links end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outline {
    /// A circle of this radius.
    Circle(f64),
    /// A square, half its side.
    Square(f64),
    /// Nothing but text above the point: an anchor.
    Bare,
}

impl Outline {
    /// How far the edge is from the centre in a direction.
    pub fn reach(self, direction: Vec2) -> f64 {
        match self {
            Self::Circle(radius) => radius,
            Self::Square(half) => {
                let length = direction.hypot();
                let longest = direction.x.abs().max(direction.y.abs());
                if longest == 0.0 { half } else { half * length / longest }
            }
            Self::Bare => 0.0,
        }
    }

    /// Half the side of the smallest square around it.
    pub fn half(self) -> f64 {
        match self {
            Self::Circle(half) | Self::Square(half) => half,
            Self::Bare => 2.0,
        }
    }
}

impl Symbol {
    /// The square around the symbol, without its label.
    pub fn rect(&self) -> Rect {
        Rect::from_center_size(self.center, (2.0 * self.outline.half(), 2.0 * self.outline.half()))
    }
}

/// The box of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineBox {
    /// The component that carries it.
    pub id: ElementId,
    /// The box on the sheet.
    pub rect: Rect,
}

/// A position of the map as a point of the sheet.
pub(crate) fn point(map: &Map, at: Position) -> Point {
    let sheet = map.sheet_size();
    Point::new(at.evolution.value() * sheet.width, (1.0 - at.visibility.value()) * sheet.height)
}

/// Where a component's symbol stands: a pipeline's child in the middle of the box.
pub(super) fn center(map: &Map, component: &Component, sizes: &Sizes) -> Option<Point> {
    let at = point(map, map.position(component)?);
    let is_child = matches!(component.place, Place::Within { .. });
    Some(if is_child { at + Vec2::new(0.0, sizes.pipeline_height / 2.0) } else { at })
}

/// The symbol's edge.
pub(super) fn outline(component: &Component, sizes: &Sizes) -> Outline {
    if component.is_anchor() {
        Outline::Bare
    } else if component.pipeline.is_some() {
        Outline::Square(sizes.square / 2.0)
    } else if component.ecosystem {
        Outline::Circle(sizes.symbol_radius * 3.0)
    } else if component.market {
        Outline::Circle(sizes.symbol_radius * 2.0)
    } else {
        Outline::Circle(sizes.symbol_radius)
    }
}

/// From where to where the children of each pipeline stand, found in one walk over the map.
pub(super) fn spans(map: &Map) -> Index<&ElementId, (f64, f64)> {
    let mut spans: Index<&ElementId, (f64, f64)> = Index::default();
    for (element, child) in map.components() {
        if let Place::Within { pipeline, evolution } = &child.place
            && !element.parked
        {
            let at = evolution.value();
            let (low, high) = spans.entry(pipeline).or_insert((at, at));
            (*low, *high) = (low.min(at), high.max(at));
        }
    }
    spans
}

/// The box of a component's pipeline: around its children, else over its range, else none.
pub(super) fn pipeline_box(
    map: &Map,
    id: &ElementId,
    component: &Component,
    (sizes, spans): (&Sizes, &Index<&ElementId, (f64, f64)>),
) -> Option<PipelineBox> {
    let pipeline = component.pipeline?;
    let Place::At(at) = component.place else { return None };
    let (low, high) = spans.get(id).copied().or(pipeline.range.map(|(a, b)| (a.value(), b.value())))?;
    let width = map.sheet_size().width;
    let top = point(map, at).y;
    let rect = Rect::new(
        low * width - sizes.pipeline_reach,
        top,
        high * width + sizes.pipeline_reach,
        top + sizes.pipeline_height,
    );
    Some(PipelineBox { id: id.clone(), rect })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_reach_the_edge_of_every_outline() {
        let reach = |outline: Outline, x, y| outline.reach(Vec2::new(x, y));
        assert_eq!(reach(Outline::Circle(6.0), 3.0, 4.0), 6.0);
        assert_eq!(reach(Outline::Square(5.0), 10.0, 0.0), 5.0);
        assert!((reach(Outline::Square(5.0), 3.0, 3.0) - 50_f64.sqrt()).abs() < 1e-9);
    }
}
