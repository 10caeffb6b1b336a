//! What stays as it was while something else is dragged.

use super::bend::{APART, CLEAR, REACH};
use super::grid::length_inside;
use super::{EvolutionArrow, Label, Layout, LinkLine, Outline, Symbol};
use crate::geometry::{Point, Rect};
use crate::model::{Component, ElementId, Evolve, Map};

/// What was laid out before: a map of the same history, and its layout.
#[derive(Clone, Copy)]
pub(super) enum Past<'a> {
    /// Nothing that is known.
    None,
    /// What is being dragged is dragged from there: labels stay beside their symbols.
    Dragged(&'a Map, &'a Layout),
    /// The same is to come out as if nothing were known.
    Rested(&'a Map, &'a Layout),
}

impl<'a> Past<'a> {
    pub(super) fn before(self) -> Option<(&'a Map, &'a Layout)> {
        match self {
            Self::None => None,
            Self::Dragged(map, layout) | Self::Rested(map, layout) => Some((map, layout)),
        }
    }

    pub(super) fn dragged(self) -> Option<(&'a Map, &'a Layout)> {
        if matches!(self, Self::Dragged(..)) { self.before() } else { None }
    }

    pub(super) fn rested(self) -> Option<(&'a Map, &'a Layout)> {
        if matches!(self, Self::Rested(..)) { self.before() } else { None }
    }
}

/// The label beside a symbol where it was in the map and layout before; `None` where it has to be placed.
pub(super) fn kept_label(
    before: Option<(&Map, &Layout)>,
    symbol: &Symbol,
    component: &Component,
) -> Option<Label> {
    let (map, layout) = before?;
    let old = layout.symbol(&symbol.id).filter(|old| old.outline == symbol.outline)?;
    let is_same = map.component(&symbol.id)?.name == component.name;
    is_same.then(|| old.label.moved(symbol.center - old.center))
}

/// The label of a ghost as it was, and where the ghost was.
pub(super) fn kept_ghost<'a>(
    before: Option<(&Map, &'a Layout)>,
    id: &ElementId,
    evolve: &Evolve,
) -> Option<(&'a Label, Point)> {
    let (map, layout) = before?;
    let old = layout.arrow(id)?;
    let is_same = map.component(id)?.evolve.as_ref()?.name == evolve.name;
    old.label.as_ref().filter(|_| is_same).map(|label| (label, old.ghost))
}

/// Where so much has moved, all is laid out anew.
const MOST: usize = 64;

/// The lines of before, and the boxes of what moved: a line depends on its ends, on how many links go its way, and on what
/// stands within reach of it, and on nothing else.
pub(super) struct Unmoved<'a> {
    map: &'a Map,
    layout: &'a Layout,
    /// What moved, where it was and where it is, with the room that lines keep to it.
    moved: Vec<Rect>,
}

impl<'a> Unmoved<'a> {
    /// What is the same in two layouts; `None` where that is too little.
    pub(super) fn new(map: &'a Map, layout: &'a Layout, now: &Layout) -> Option<Self> {
        if layout.symbols.len() != now.symbols.len() || layout.arrows.len() != now.arrows.len() {
            return None;
        }
        let mut moved = Vec::new();
        for (old, new) in layout.symbols.iter().zip(&now.symbols) {
            if !is_same(old, new) {
                moved.extend([old, new].into_iter().flat_map(of_symbol));
            }
        }
        let radius = layout.sizes.symbol_radius;
        for (old, new) in layout.arrows.iter().zip(&now.arrows) {
            if old.id != new.id || old.ghost != new.ghost || old.label != new.label {
                moved.extend([old, new].into_iter().flat_map(|arrow| of_arrow(arrow, radius)));
            }
        }
        (moved.len() <= MOST && layout.sizes == now.sizes).then_some(Self { map, layout, moved })
    }

    /// The line that the link with this number had, where it has the same again.
    pub(super) fn line(
        &self,
        map: &Map,
        (index, side): (usize, f64),
        from: &Symbol,
        to: &Symbol,
    ) -> Option<&'a LinkLine> {
        // Of the same links in the same order, those that go the same way stand as they did.
        if !map.shares_links(self.map) {
            return None;
        }
        let stood = |new: &Symbol| self.layout.symbol(&new.id).is_some_and(|old| is_end(old, new));
        if !stood(from) || !stood(to) {
            return None;
        }
        let (a, b) = (from.center, to.center);
        let reach = REACH + side.abs() * APART;
        let around = Rect::from_points(a, b).inflate(reach, reach);
        let is_near =
            |rect: &Rect| around.overlaps(*rect) && length_inside(rect.inflate(reach, reach), a, b) > 0.0;
        if self.moved.iter().any(is_near) {
            return None;
        }
        let at = self.layout.links.binary_search_by_key(&index, |line| line.index).ok()?;
        self.layout.links.get(at)
    }
}

fn is_end(old: &Symbol, new: &Symbol) -> bool {
    old.center == new.center && old.outline == new.outline
}

fn is_same(old: &Symbol, new: &Symbol) -> bool {
    old.id == new.id && is_end(old, new) && old.label.rect == new.label.rect
}

fn of_symbol(symbol: &Symbol) -> [Rect; 2] {
    let own = if symbol.outline == Outline::Bare { symbol.label.rect } else { symbol.rect() };
    [own.inflate(CLEAR, CLEAR), symbol.label.rect]
}

fn of_arrow(arrow: &EvolutionArrow, radius: f64) -> [Rect; 2] {
    let side = 2.0 * (radius + CLEAR);
    let ghost = Rect::from_center_size(arrow.ghost, (side, side));
    [ghost, arrow.label.as_ref().map_or(ghost, |label| label.rect)]
}
