//! Labels that are where they were, since nothing changed that they look at: the same that would be found anew.
//!
//! Labels are placed one after the other, each where there is room among what stands there already. So one depends on its
//! name and symbol, and on boxes and lines within its reach, and on nothing else; and one that comes out elsewhere is a
//! change for those that come after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::grid::length_inside;
use super::label::RINGS;
use super::segments::BLOCK;
use super::{EvolutionArrow, Label, Layout, Outline, Symbol};
use crate::geometry::{Point, Rect};
use crate::model::{Component, ElementId, Evolve, Map};

/// Where so many boxes changed, all is found anew.
const MOST: usize = 96;
/// A line that moved changes what is counted in all of its block, in pixels: such a block, and a little.
const BESIDE: f64 = BLOCK + 2.0;

/// What changed since a layout before.
pub(super) struct Nearby<'a> {
    map: &'a Map,
    layout: &'a Layout,
    /// Boxes that are there no more, or newly there.
    boxes: Vec<Rect>,
    /// Straight lines between symbols that are there no more, or newly there.
    lines: Vec<(Point, Point)>,
}

/// A box of which those sides lie as far away as can be that lie beyond the plot: what lies there belongs to the blocks at
/// the edge.
fn without_edges(rect: Rect, plot: Rect) -> Rect {
    let low = |at: f64, edge: f64| if at < edge { f64::NEG_INFINITY } else { at };
    let high = |at: f64, edge: f64| if at > edge { f64::INFINITY } else { at };
    let (x1, y1) = (high(rect.x1, plot.x1), high(rect.y1, plot.y1));
    Rect::new(low(rect.x0, plot.x0), low(rect.y0, plot.y0), x1, y1)
}

impl<'a> Nearby<'a> {
    /// What changed in what labels find; `None` where that is not known, or too much. `now` has its symbols and arrows.
    pub(super) fn new((old, layout): (&'a Map, &'a Layout), map: &Map, now: &Layout) -> Option<Self> {
        let is_same_kind = layout.fixed.len() == now.fixed.len()
            && Arc::ptr_eq(&layout.bones, &now.bones)
            && layout.arrows.len() == now.arrows.len()
            && (layout.sizes, layout.plot) == (now.sizes, now.plot)
            && map.shares_links(old)
            && map.stacks_labels() == old.stacks_labels();
        if !is_same_kind {
            return None;
        }
        let changed = layout.fixed.iter().zip(&now.fixed).filter(|(old, new)| old != new);
        let boxes: Vec<_> = changed.flat_map(|(old, new)| [*old, *new]).take(MOST + 1).collect();
        let mut moved = BTreeSet::new();
        for (old, new) in layout.symbols.iter().zip(&now.symbols) {
            if old.center != new.center {
                moved.insert(&new.id);
            }
        }
        if boxes.len() > MOST || moved.len() > MOST {
            return None;
        }
        let mut lines = Vec::new();
        if !moved.is_empty() {
            let touched: BTreeSet<usize> = moved.iter().flat_map(|id| map.links_of(id)).copied().collect();
            for link in touched {
                for layout in [layout, now] {
                    let center = |number: &u32| Some(layout.symbols.get(*number as usize)?.center);
                    let centers: Vec<Point> = now.bones.stops(link).iter().filter_map(center).collect();
                    lines.extend(centers.iter().copied().zip(centers.iter().copied().skip(1)));
                }
            }
        }
        (lines.len() <= MOST).then_some(Self { map: old, layout, boxes, lines })
    }

    /// Whether nothing changed within reach of a label of this size.
    fn is_quiet(&self, center: Point, outline: Outline, label: &Label) -> bool {
        let furthest = RINGS.into_iter().fold(0.0, f64::max) + self.layout.sizes.label_gap + 2.0;
        let half = outline.half() + super::METHOD_HALO + furthest;
        let (across, down) = (half + label.rect.width(), half + label.rect.height() + 2.0 * label.text.size);
        let reach = Rect::from_center_size(center, (2.0 * across, 2.0 * down));
        let wide = without_edges(reach.inflate(BESIDE, BESIDE), self.layout.plot);
        !self.boxes.iter().any(|changed| changed.inflate(1.0, 1.0).overlaps(reach))
            && !self.lines.iter().any(|(a, b)| length_inside(wide, *a, *b) > 0.0)
    }

    /// The label that a symbol has again.
    pub(super) fn label(&self, symbol: &Symbol, component: &Component) -> Option<Label> {
        let old = self.layout.symbol(&symbol.id)?;
        let before = self.map.component(&symbol.id)?;
        let is_same = (old.center, old.outline) == (symbol.center, symbol.outline)
            && (&before.name, before.method) == (&component.name, component.method)
            && (before.treated, before.spread, &before.opinions)
                == (component.treated, component.spread, &component.opinions)
            && before.label.is_none()
            && !before.is_anchor();
        let is_quiet = is_same && self.is_quiet(symbol.center, symbol.outline, &old.label);
        is_quiet.then(|| old.label.clone())
    }

    /// The label that a ghost has again, or that it has none; `None` where that is to be found out.
    #[expect(clippy::option_option, reason = "that it has none is known, too")]
    pub(super) fn ghost_label(&self, arrow: &EvolutionArrow, evolve: &Evolve) -> Option<Option<Label>> {
        let old = self.layout.arrow(&arrow.id)?;
        let before = self.map.component(&arrow.id)?.evolve.as_ref()?;
        let is_same = old.ghost == arrow.ghost
            && (&before.name, before.method, before.label) == (&evolve.name, evolve.method, evolve.label);
        // One that its author placed looks at nothing; but it may show the component's name.
        if !is_same || evolve.label.is_some() {
            return None;
        }
        let Some(label) = &old.label else { return evolve.name.is_none().then_some(None) };
        let outline = Outline::Circle(self.layout.sizes.symbol_radius);
        self.is_quiet(arrow.ghost, outline, label).then(|| Some(label.clone()))
    }

    /// The label of a symbol was found anew.
    pub(super) fn changes(&mut self, symbol: &Symbol) {
        let old = self.layout.symbol(&symbol.id).map(|old| old.label.rect);
        self.replace(old, Some(symbol.label.rect));
    }

    /// The same of a ghost's.
    pub(super) fn ghost_changes(&mut self, id: &ElementId, label: Option<&Label>) {
        let old = self.layout.arrow(id).and_then(|arrow| arrow.label.as_ref()).map(|label| label.rect);
        self.replace(old, label.map(|label| label.rect));
    }

    fn replace(&mut self, old: Option<Rect>, new: Option<Rect>) {
        if old != new {
            self.boxes.extend([old, new].into_iter().flatten());
        }
    }
}
