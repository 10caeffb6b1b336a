//! What stands where, by the cells of a grid: who asks what is at a point looks at its neighbourhood alone.

use std::sync::Arc;

use crate::geometry::{Point, Rect};

use super::grid::{Grid, pieces};
use super::{Layout, Outline};

/// Something that stands somewhere, by its place in a list of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Note(usize),
    BlockArrow(usize),
    Symbol(usize),
    Disc(usize),
    Ghost(usize),
    Label(usize),
    GhostLabel(usize),
    Link(usize),
    Pipeline(usize),
    Zone(usize),
    Area(usize),
}

/// Everything of a layout by the cells that it touches.
#[derive(Clone, Debug)]
pub(super) struct Spots {
    all: Arc<Standing>,
    /// What moved since: it may be anywhere.
    moved: Vec<Spot>,
}

#[derive(Clone, Debug)]
struct Standing {
    grid: Grid,
    what: Vec<Spot>,
}

/// Lines are entered in pieces of about this length, in pixels.
const PIECE: f64 = 96.0;
/// Room around words, in which they count as hit.
pub(super) const ROOM: f64 = 2.0;

impl Spots {
    pub(super) fn new(layout: &Layout) -> Self {
        let grid = Grid::new(layout.plot.width(), layout.plot.height());
        let mut spots = Standing { grid, what: Vec::new() };
        let around = |at: Point, radius: f64| Rect::from_center_size(at, (2.0 * radius, 2.0 * radius));
        for (at, note) in layout.notes.iter().enumerate() {
            spots.add(note.label.rect.inflate(ROOM, ROOM), Spot::Note(at));
        }
        for (at, arrow) in layout.block_arrows.iter().enumerate() {
            spots.add(arrow.rect, Spot::BlockArrow(at));
        }
        for (at, symbol) in layout.symbols.iter().enumerate() {
            let label = symbol.label.rect.inflate(ROOM, ROOM);
            // The text of an anchor is its symbol.
            let bare = if symbol.outline == Outline::Bare { label } else { around(symbol.center, 0.0) };
            spots.add(bare.union(around(symbol.center, symbol.outline.half())), Spot::Symbol(at));
            spots.add(label, Spot::Label(at));
        }
        for (at, disc) in layout.discs.iter().enumerate() {
            spots.add(around(disc.center, layout.sizes.disc_radius), Spot::Disc(at));
        }
        for (at, arrow) in layout.arrows.iter().enumerate() {
            spots.add(around(arrow.ghost, layout.sizes.symbol_radius), Spot::Ghost(at));
            if let Some(label) = &arrow.label {
                spots.add(label.rect.inflate(ROOM, ROOM), Spot::GhostLabel(at));
            }
        }
        for (at, line) in layout.links.iter().enumerate() {
            for (a, b) in line.points.iter().zip(line.points.iter().skip(1)) {
                for (a, b) in pieces(*a, *b, PIECE) {
                    spots.add(Rect::from_points(a, b), Spot::Link(at));
                }
            }
            if let Some(words) = &line.words {
                spots.add(words.rect().inflate(ROOM, ROOM), Spot::Link(at));
            }
        }
        for (at, pipeline) in layout.pipelines.iter().enumerate() {
            spots.add(pipeline.rect, Spot::Pipeline(at));
        }
        for (at, zone) in layout.zones.iter().enumerate() {
            spots.add(zone.rect, Spot::Zone(at));
        }
        for (at, area) in layout.areas.iter().enumerate() {
            let mut points = area.outline.iter();
            if let Some(first) = points.next() {
                let first = Rect::from_points(*first, *first);
                spots.add(points.fold(first, |rect, point| rect.union_pt(*point)), Spot::Area(at));
            }
        }
        Self { all: Arc::new(spots), moved: Vec::new() }
    }

    /// The same of a layout in which these moved. Whoever asks looks where they are.
    pub(super) fn since(&self, moved: Vec<Spot>) -> Self {
        Self { all: Arc::clone(&self.all), moved }
    }

    /// The numbers of the links whose lines come into a box.
    pub(super) fn links_in(&self, rect: Rect) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit(rect, |spot| {
            if let Spot::Link(at) = spot {
                found.push(at);
            }
            true
        });
        found
    }

    /// Calls `found` for each part of what may lie in a box, but for what moved, until it answers false.
    fn visit(&self, rect: Rect, mut found: impl FnMut(Spot) -> bool) {
        self.all.grid.visit(rect, |number, _| self.all.what.get(number).is_none_or(|spot| found(*spot)));
    }

    /// What may stand within reach of a point, each once, in the order of the layout's lists.
    pub(super) fn near(&self, at: Point, reach: f64) -> Vec<Spot> {
        let side = 2.0 * reach.max(0.5);
        let mut found = self.moved.clone();
        self.visit(Rect::from_center_size(at, (side, side)), |spot| {
            found.push(spot);
            true
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The symbols and links of which something may lie in a box, by their numbers in the layout, each once and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// Symbols, for themselves or their names.
    pub symbols: Vec<usize>,
    /// Links.
    pub links: Vec<usize>,
}

impl Layout {
    /// What may lie in a box; `None` where the centres of so many symbols do, without looking at all of them.
    pub fn inside(&self, rect: Rect, crowd: usize) -> Option<Inside> {
        let spots = self.spots();
        let (mut inside, mut centers) = (Inside::default(), 0);
        let is_center = |at: usize| self.symbols.get(at).is_some_and(|symbol| rect.contains(symbol.center));
        let mut found = |spot| {
            match spot {
                Spot::Symbol(at) => {
                    centers += usize::from(is_center(at));
                    inside.symbols.push(at);
                }
                Spot::Label(at) => inside.symbols.push(at),
                Spot::Link(at) => inside.links.push(at),
                _ => {}
            }
            centers < crowd
        };
        for spot in &spots.moved {
            found(*spot);
        }
        spots.visit(rect, |spot| spots.moved.contains(&spot) || found(spot));
        for list in [&mut inside.symbols, &mut inside.links] {
            list.sort_unstable();
            list.dedup();
        }
        (centers < crowd).then_some(inside)
    }
}

impl Standing {
    fn add(&mut self, rect: Rect, spot: Spot) {
        // A box without area overlaps nothing.
        self.grid.insert(rect.inflate(0.5, 0.5));
        self.what.push(spot);
    }
}
