//! What is at a point: the nearest of the highest class, the top-most of equals.

use crate::geometry::{Point, distance_to_polyline};
use crate::model::{ElementId, LinkKey};

use super::{Layout, Outline};

/// What a point of the sheet belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A symbol, an anchor's text, a note or a block arrow.
    Symbol(ElementId),
    /// The disc of an annotation at one of its places.
    Disc(ElementId, usize),
    /// The ghost of a component that evolves.
    Ghost(ElementId),
    /// The label of a component.
    Label(ElementId),
    /// The label of a ghost.
    GhostLabel(ElementId),
    /// The list of annotations or the legend.
    Block(Block),
    /// A link.
    Link(LinkKey),
    /// The border of a pipeline's box.
    PipelineBox(ElementId),
    /// An area or an attitude.
    Area(ElementId),
}

/// A box of words that the program fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// The list of annotations.
    Annotations,
    /// The legend.
    Legend,
}

impl Hit {
    /// The element that was hit; `None` for a link or a block.
    pub fn element(&self) -> Option<&ElementId> {
        match self {
            Self::Symbol(id)
            | Self::Disc(id, _)
            | Self::Ghost(id)
            | Self::Label(id)
            | Self::GhostLabel(id)
            | Self::PipelineBox(id)
            | Self::Area(id) => Some(id),
            Self::Link(_) | Self::Block(_) => None,
        }
    }
}

/// What is at a point. `slack` is how far beside a symbol or line still counts, in sheet pixels.
pub fn hit(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    symbol(layout, at, slack)
        .or_else(|| ghost(layout, at, slack))
        .or_else(|| label(layout, at))
        .or_else(|| block(layout, at))
        .or_else(|| link(layout, at, slack))
        .or_else(|| pipeline(layout, at, slack))
        .or_else(|| area(layout, at))
}

/// The nearest of those within reach; of equally near ones the last, which lies on top.
fn nearest<T>(candidates: impl Iterator<Item = (f64, T)>, reach: f64) -> Option<T> {
    let within = candidates.filter(|(distance, _)| *distance <= reach);
    within.reduce(|best, next| if next.0 <= best.0 { next } else { best }).map(|(_, found)| found)
}

fn symbol(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    let symbols = layout.symbols.iter().map(|symbol| {
        let distance = match symbol.outline {
            Outline::Bare if symbol.label.rect.inflate(2.0, 2.0).contains(at) => 0.0,
            outline => at.distance(symbol.center) - outline.half(),
        };
        (distance, (&symbol.id, None))
    });
    let discs =
        layout.discs.iter().map(|disc| (at.distance(disc.center) - 10.0, (&disc.id, Some(disc.place))));
    let within = |inside: bool| if inside { 0.0 } else { f64::INFINITY };
    let notes = layout
        .notes
        .iter()
        .map(|note| (within(note.label.rect.inflate(2.0, 2.0).contains(at)), (&note.id, None)));
    let arrows = layout.block_arrows.iter();
    let arrows = arrows.map(|arrow| (within(arrow.rect.contains(at)), (&arrow.id, None)));
    let (id, place) = nearest(notes.chain(arrows).chain(symbols).chain(discs), slack)?;
    Some(place.map_or_else(|| Hit::Symbol(id.clone()), |place| Hit::Disc(id.clone(), place)))
}

fn block(layout: &Layout, at: Point) -> Option<Hit> {
    let list = layout.annotations.as_ref().filter(|list| list.rect.contains(at));
    let legend = layout.legend.as_ref().filter(|legend| legend.rect.contains(at));
    legend.map(|_| Hit::Block(Block::Legend)).or(list.map(|_| Hit::Block(Block::Annotations)))
}

fn ghost(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    let ghosts = layout.arrows.iter().map(|arrow| (at.distance(arrow.ghost) - 6.0, &arrow.id));
    nearest(ghosts, slack).cloned().map(Hit::Ghost)
}

fn label(layout: &Layout, at: Point) -> Option<Hit> {
    let of_symbol =
        layout.symbols.iter().rev().find(|symbol| symbol.label.rect.inflate(2.0, 2.0).contains(at));
    if let Some(symbol) = of_symbol {
        return Some(Hit::Label(symbol.id.clone()));
    }
    let of_ghost =
        layout.arrows.iter().rev().find(|arrow| {
            arrow.label.as_ref().is_some_and(|label| label.rect.inflate(2.0, 2.0).contains(at))
        });
    of_ghost.map(|arrow| Hit::GhostLabel(arrow.id.clone()))
}

fn link(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    let links = layout.links.iter().map(|line| (distance_to_polyline(at, &line.points), &line.key));
    nearest(links, slack).cloned().map(Hit::Link)
}

fn pipeline(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    let on_border = |rect: crate::geometry::Rect| {
        let slack = slack.min(rect.height() / 4.0);
        rect.inflate(slack, slack).contains(at) && !rect.inflate(-slack, -slack).contains(at)
    };
    let found = layout.pipelines.iter().rev().find(|pipeline| on_border(pipeline.rect));
    found.map(|pipeline| Hit::PipelineBox(pipeline.id.clone()))
}

fn area(layout: &Layout, at: Point) -> Option<Hit> {
    let zone = layout.zones.iter().rev().find(|zone| zone.rect.contains(at)).map(|zone| &zone.id);
    let area = layout.areas.iter().rev().find(|area| contains(&area.outline, at)).map(|area| &area.id);
    area.or(zone).cloned().map(Hit::Area)
}

/// Whether a polygon contains a point, by counting the edges to its right.
fn contains(polygon: &[Point], at: Point) -> bool {
    let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let crossed = edges.filter(|(a, b)| {
        (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
    });
    crossed.count() % 2 == 1
}
