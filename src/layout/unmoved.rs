//! What stays as it was while something else is dragged.

use std::sync::Arc;

use super::bend::APART;
use super::grid::length_inside;
use super::obstacles::{CLEAR, REACH};
use super::{EvolutionArrow, Label, Layout, LinkLine, Outline, Symbol};
use crate::geometry::{Point, Rect};
use crate::model::{Component, ElementId, Evolve, Map};

/// What was laid out before: a map of the same history, and its layout.
#[derive(Clone, Copy)]
pub(super) enum Past<'a> {
    /// Nothing that is known.
    None,
    /// Nothing, and there is no time to look for room: labels stand beside their symbols, and links are straight.
    Hurried,
    /// What is being dragged is dragged from there: labels stay beside their symbols.
    Dragged(&'a Map, &'a Layout),
    /// The same is to come out as if nothing were known.
    Rested(&'a Map, &'a Layout),
}

impl<'a> Past<'a> {
    pub(super) fn before(self) -> Option<(&'a Map, &'a Layout)> {
        match self {
            Self::None | Self::Hurried => None,
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
    layout: &'a Layout,
    moved: Moved,
    /// The place of the next line of before, where links have the numbers that they had; else they are found by their keys.
    next: Option<usize>,
}

impl<'a> Unmoved<'a> {
    /// What is the same in two layouts; `None` where that is too little.
    pub(super) fn new((old, layout): (&Map, &'a Layout), map: &Map, now: &Layout) -> Option<Self> {
        if layout.sizes != now.sizes {
            return None;
        }
        let mut moved = Moved::default();
        // Of the same links in the same order, those that go the same way stand as they did.
        let is_same = map.shares_links(old)
            && Arc::ptr_eq(&layout.bones, &now.bones)
            && layout.arrows.len() == now.arrows.len();
        if is_same {
            for (old, new) in layout.symbols.iter().zip(&now.symbols) {
                moved.symbol(old, new);
            }
            for (old, new) in layout.arrows.iter().zip(&now.arrows) {
                moved.arrow(old, new, layout.sizes.symbol_radius);
            }
        } else {
            moved.between(layout, now);
        }
        let next = is_same.then_some(0);
        (moved.boxes.len() <= MOST).then_some(Self { layout, moved, next })
    }

    /// The line that the link with this number had, where it has the same again. To be asked in the order of the links.
    pub(super) fn line(&mut self, now: &Layout, index: usize, stops: &[u32]) -> Option<Arc<LinkLine>> {
        let line = self.line_before(now, index)?;
        let stood = |(old, new): (&u32, &u32)| {
            let (old, new) = (self.layout.symbols.get(*old as usize), now.symbols.get(*new as usize));
            matches!((old, new), (Some(old), Some(new)) if old.id == new.id && is_end(old, new))
        };
        let before = self.layout.bones.stops(line.index);
        let is_kept = before.len() == stops.len()
            && before.iter().zip(stops).all(stood)
            && !self.moved.touches(now, index, stops);
        if !is_kept {
            return None;
        }
        if self.next.is_some() || line.index == index && line.words.is_none() {
            return Some(Arc::clone(line));
        }
        // Its words may be others, and are found where all lines are known.
        let LinkLine { key, points, .. } = &**line;
        Some(Arc::new(LinkLine { key: key.clone(), index, points: points.clone(), words: None }))
    }

    fn line_before(&mut self, now: &Layout, index: usize) -> Option<&'a Arc<LinkLine>> {
        let (bones, lines) = (&self.layout.bones, &self.layout.links);
        if let Some(next) = &mut self.next {
            while lines.get(*next).is_some_and(|line| line.index < index) {
                *next += 1;
            }
            return lines.get(*next).filter(|line| line.index == index);
        }
        let number = bones.number(now.bones.key(index)?)?;
        if bones.side(number) != now.bones.side(index) {
            return None;
        }
        lines.get(lines.binary_search_by_key(&number, |line| line.index).ok()?)
    }
}

/// The boxes of what moved, where it was and where it is, with the room that lines keep to it.
#[derive(Default)]
pub(super) struct Moved {
    pub(super) boxes: Vec<Rect>,
}

impl Moved {
    pub(super) fn symbol(&mut self, old: &Arc<Symbol>, new: &Arc<Symbol>) {
        if !Arc::ptr_eq(old, new) && !is_same(old, new) {
            self.boxes.extend([old, new].into_iter().flat_map(|symbol| of_symbol(symbol)));
        }
    }

    pub(super) fn arrow(&mut self, old: &Arc<EvolutionArrow>, new: &Arc<EvolutionArrow>, radius: f64) {
        let is_same =
            Arc::ptr_eq(old, new) || old.id == new.id && old.ghost == new.ghost && old.label == new.label;
        if !is_same {
            self.boxes.extend([old, new].into_iter().flat_map(|arrow| of_arrow(arrow, radius)));
        }
    }

    /// What differs between two layouts of which each may have what the other has not.
    fn between(&mut self, old: &Layout, new: &Layout) {
        let radius = old.sizes.symbol_radius;
        for symbol in &new.symbols {
            match old.bones.index.get(&symbol.id).and_then(|number| old.symbols.get(*number)) {
                Some(was) => self.symbol(was, symbol),
                None => self.boxes.extend(of_symbol(symbol)),
            }
        }
        for arrow in &new.arrows {
            match old.arrow_index.get(&arrow.id).and_then(|at| old.arrows.get(*at)) {
                Some(was) => self.arrow(was, arrow, radius),
                None => self.boxes.extend(of_arrow(arrow, radius)),
            }
        }
        let gone = old.symbols.iter().filter(|symbol| !new.bones.index.contains_key(&symbol.id));
        self.boxes.extend(gone.flat_map(|symbol| of_symbol(symbol)));
        let gone = old.arrows.iter().filter(|arrow| !new.arrow_index.contains_key(&arrow.id));
        self.boxes.extend(gone.flat_map(|arrow| of_arrow(arrow, radius)));
    }

    /// Whether something moved within reach of a link's line.
    pub(super) fn touches(&self, now: &Layout, index: usize, stops: &[u32]) -> bool {
        let center = |number: &u32| now.symbols.get(*number as usize).map(|symbol| symbol.center);
        // What runs through more than two symbols gives way to nothing.
        let [from, to] = stops else { return false };
        let (Some(a), Some(b)) = (center(from), center(to)) else { return true };
        let reach = reach_of(now.bones.side(index));
        let around = Rect::from_points(a, b).inflate(reach, reach);
        let is_near =
            |rect: &Rect| around.overlaps(*rect) && length_inside(rect.inflate(reach, reach), a, b) > 0.0;
        self.boxes.iter().any(is_near)
    }
}

/// How far from the straight line between its ends a line may be, in pixels.
pub(super) fn reach_of(side: f64) -> f64 {
    REACH + side.abs() * APART
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
