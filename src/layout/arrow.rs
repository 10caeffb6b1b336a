//! Evolution arrows with their ghosts and inertia bars.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::{Component, ElementId, Map};

use super::{Label, METHOD_HALO, Sizes, Symbol};

/// Where a component is going.
#[derive(Clone, Debug, PartialEq)]
pub struct EvolutionArrow {
    /// Which component.
    pub id: ElementId,
    /// The arrow's start, at the symbol's outline.
    pub from: Point,
    /// The arrow's tip, two pixels short of the ghost.
    pub to: Point,
    /// The ghost's centre.
    pub ghost: Point,
    /// The ghost's name, where it has one to show.
    pub label: Option<Label>,
}

/// An arrow's tip stops this far from the ghost's outline.
const SHORT: f64 = 2.0;
/// An inertia bar without a boundary on its arrow stands this far along, in fractions of the width.
const INERTIA_BEYOND: f64 = 0.05;

impl EvolutionArrow {
    /// The arrow of a component that evolves, without the ghost's label.
    pub(super) fn new(map: &Map, component: &Component, symbol: &Symbol) -> Option<Self> {
        let evolve = component.evolve.as_ref()?;
        let ghost = Point::new(evolve.to.value() * map.sheet_size().width, symbol.center.y);
        let way = ghost - symbol.center;
        let direction = if way.x < 0.0 { Vec2::new(-1.0, 0.0) } else { Vec2::new(1.0, 0.0) };
        let edge = symbol.outline.half();
        let halo = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
        let (from, to) =
            (symbol.center + direction * edge, ghost - direction * (edge.max(6.0) + halo + SHORT));
        // A ghost so close that no arrow fits has none.
        let to = if (to - from).dot(direction) > 0.0 { to } else { from };
        Some(Self { id: symbol.id.clone(), from, to, ghost, label: None })
    }

    /// Whether there is room for an arrow between symbol and ghost.
    pub fn has_shaft(&self) -> bool {
        self.from != self.to
    }
}

/// The bar of a component with inertia: at the first stage boundary that its arrow crosses, else a little
/// beyond its start, else just right of the symbol (as OnlineWardleyMaps draws it).
pub(super) fn inertia_bar(map: &Map, component: &Component, symbol: &Symbol, sizes: &Sizes) -> Option<Rect> {
    component.inertia.as_ref()?;
    let width = map.sheet_size().width;
    let x = match &component.evolve {
        None => symbol.center.x + symbol.outline.half() + 8.0,
        Some(evolve) => {
            let (from, to) = (symbol.center.x / width, evolve.to.value());
            let crossed = |boundary: &&f64| (from.min(to)..from.max(to)).contains(*boundary);
            let boundaries = map.evolution.boundaries.iter();
            let first =
                if from <= to { boundaries.clone().find(crossed) } else { boundaries.rev().find(crossed) };
            let beyond = from + INERTIA_BEYOND.min((to - from).abs() / 2.0) * (to - from).signum();
            first.copied().unwrap_or(beyond) * width
        }
    };
    let center = Point::new(x, symbol.center.y);
    Some(Rect::from_center_size(center, (sizes.inertia_width, sizes.inertia_height)))
}
