//! Evolution arrows with their ghosts and inertia bars.

use crate::geometry::{Point, Rect, Vec2};
use crate::model::{Component, ElementId, Evolve, Map};

use super::{Label, METHOD_HALO, Sizes, Symbol};

/// Where a component is going.
#[derive(Clone, Debug, PartialEq)]
pub struct EvolutionArrow {
    /// Which component.
    pub id: ElementId,
    /// The arrow's start, at the symbol's outline.
    pub from: Point,
    /// The arrow's tip, at the ghost's outline or the ring of its method.
    pub to: Point,
    /// The ghost's centre.
    pub ghost: Point,
    /// The ghost's name, where it has one to show.
    pub label: Option<Label>,
}

/// Half the width of a ghost's outline: an arrow's tip touches its outer edge.
const EDGE: f64 = 0.75;
/// An inertia bar without a boundary on its arrow stands this far along, in fractions of the width.
const INERTIA_BEYOND: f64 = 0.05;

impl EvolutionArrow {
    /// The arrow of a component that evolves, without the ghost's label.
    pub(super) fn new(map: &Map, component: &Component, symbol: &Symbol, sizes: &Sizes) -> Option<Self> {
        let evolve = component.evolve.as_ref()?;
        let ghost = Point::new(evolve.to.value() * map.sheet_size().width, symbol.center.y);
        let way = ghost - symbol.center;
        let direction = if way.x < 0.0 { Vec2::new(-1.0, 0.0) } else { Vec2::new(1.0, 0.0) };
        let from = symbol.center + direction * symbol.outline.half();
        let to = ghost - direction * (ghost_reach(component, evolve, sizes) + EDGE);
        // A ghost so close that no arrow fits has none.
        let to = if (to - from).dot(direction) > 0.0 { to } else { from };
        Some(Self { id: symbol.id.clone(), from, to, ghost, label: None })
    }

    /// Whether there is room for an arrow between symbol and ghost.
    pub fn has_shaft(&self) -> bool {
        self.from != self.to
    }
}

/// How far a ghost reaches to its sides, with the ring of its method.
fn ghost_reach(component: &Component, evolve: &Evolve, sizes: &Sizes) -> f64 {
    let halo = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
    halo + if component.pipeline.is_some() { sizes.square / 2.0 } else { sizes.symbol_radius }
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
