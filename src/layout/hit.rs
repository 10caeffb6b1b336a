//! What is at a point: the nearest of the highest class, the top-most of equals.

use crate::geometry::{Point, Rect, distance_to_polyline};
use crate::model::{ElementId, LinkKey};

use super::spots::{ROOM, Spot};
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

/// What a spot stands for.
fn of_spot(layout: &Layout, spot: &Spot) -> Option<Hit> {
    Some(match *spot {
        Spot::Note(number) => Hit::Symbol(layout.notes.get(number)?.id.clone()),
        Spot::BlockArrow(number) => Hit::Symbol(layout.block_arrows.get(number)?.id.clone()),
        Spot::Symbol(number) => Hit::Symbol(layout.symbols.get(number)?.id.clone()),
        Spot::Disc(number) => {
            let disc = layout.discs.get(number)?;
            Hit::Disc(disc.id.clone(), disc.place)
        }
        Spot::Ghost(number) => Hit::Ghost(layout.arrows.get(number)?.id.clone()),
        Spot::Label(number) => Hit::Label(layout.symbols.get(number)?.id.clone()),
        Spot::GhostLabel(number) => Hit::GhostLabel(layout.arrows.get(number)?.id.clone()),
        Spot::Link(number) => Hit::Link(layout.links.get(number)?.key.clone()),
        Spot::Pipeline(number) => Hit::PipelineBox(layout.pipelines.get(number)?.id.clone()),
        Spot::Area(number) => Hit::Area(layout.areas.get(number)?.id.clone()),
        Spot::Zone(number) => Hit::Area(layout.zones.get(number)?.id.clone()),
    })
}

/// The same among what is seen: what is not lets what lies below it be met.
pub fn hit_seen(layout: &Layout, at: Point, slack: f64, is_seen: impl Fn(&Hit) -> bool) -> Option<Hit> {
    let mut near = layout.spots().near(at, slack);
    near.retain(|spot| of_spot(layout, spot).is_some_and(|hit| is_seen(&hit)));
    found(layout, &near, at, slack, is_seen)
}

/// What is at a point. `slack` is how far beside a symbol or line still counts, in sheet pixels.
pub fn hit(layout: &Layout, at: Point, slack: f64) -> Option<Hit> {
    found(layout, &layout.spots().near(at, slack), at, slack, |_| true)
}

fn found(
    layout: &Layout,
    near: &[Spot],
    at: Point,
    slack: f64,
    is_seen: impl Fn(&Hit) -> bool,
) -> Option<Hit> {
    symbol(layout, near, at, slack)
        .or_else(|| ghost(layout, near, at, slack))
        .or_else(|| label(layout, near, at))
        .or_else(|| block(layout, at).filter(is_seen))
        .or_else(|| link(layout, near, at, slack))
        .or_else(|| pipeline(layout, near, at, slack))
        .or_else(|| area(layout, near, at))
}

/// The nearest of those within reach; of equally near ones the last, which lies on top.
fn nearest<T>(candidates: impl Iterator<Item = (f64, T)>, reach: f64) -> Option<T> {
    let within = candidates.filter(|(distance, _)| *distance <= reach);
    within.reduce(|best, next| if next.0 <= best.0 { next } else { best }).map(|(_, found)| found)
}

fn symbol(layout: &Layout, near: &[Spot], at: Point, slack: f64) -> Option<Hit> {
    let within = |inside: bool| if inside { 0.0 } else { f64::INFINITY };
    let room = |rect: Rect| rect.inflate(ROOM, ROOM).contains(at);
    let candidates = near.iter().filter_map(|spot| match *spot {
        Spot::Note(number) => {
            let note = layout.notes.get(number)?;
            Some((within(room(note.label.rect)), (&note.id, None)))
        }
        Spot::BlockArrow(number) => {
            let arrow = layout.block_arrows.get(number)?;
            Some((within(arrow.rect.contains(at)), (&arrow.id, None)))
        }
        Spot::Symbol(number) => {
            let symbol = layout.symbols.get(number)?;
            let distance = match symbol.outline {
                Outline::Bare if room(symbol.label.rect) => 0.0,
                outline => at.distance(symbol.center) - outline.half(),
            };
            Some((distance, (&symbol.id, None)))
        }
        Spot::Disc(number) => {
            let disc = layout.discs.get(number)?;
            Some((at.distance(disc.center) - layout.sizes.disc_radius, (&disc.id, Some(disc.place))))
        }
        _ => None,
    });
    let (id, place) = nearest(candidates, slack)?;
    Some(place.map_or_else(|| Hit::Symbol(id.clone()), |place| Hit::Disc(id.clone(), place)))
}

fn block(layout: &Layout, at: Point) -> Option<Hit> {
    let list = layout.annotations.as_ref().filter(|list| list.rect.contains(at));
    let legend = layout.legend.as_ref().filter(|legend| legend.rect.contains(at));
    legend.map(|_| Hit::Block(Block::Legend)).or(list.map(|_| Hit::Block(Block::Annotations)))
}

fn ghost(layout: &Layout, near: &[Spot], at: Point, slack: f64) -> Option<Hit> {
    let ghosts = near.iter().filter_map(|spot| {
        let Spot::Ghost(number) = *spot else { return None };
        let arrow = layout.arrows.get(number)?;
        Some((at.distance(arrow.ghost) - layout.sizes.symbol_radius, &arrow.id))
    });
    nearest(ghosts, slack).cloned().map(Hit::Ghost)
}

fn label(layout: &Layout, near: &[Spot], at: Point) -> Option<Hit> {
    let is_in = |rect: Rect| rect.inflate(ROOM, ROOM).contains(at);
    let of_symbol = near.iter().rev().find_map(|spot| {
        let Spot::Label(number) = *spot else { return None };
        layout.symbols.get(number).filter(|symbol| is_in(symbol.label.rect))
    });
    if let Some(symbol) = of_symbol {
        return Some(Hit::Label(symbol.id.clone()));
    }
    let of_ghost = near.iter().rev().find_map(|spot| {
        let Spot::GhostLabel(number) = *spot else { return None };
        layout.arrows.get(number).filter(|arrow| arrow.label.as_ref().is_some_and(|label| is_in(label.rect)))
    });
    of_ghost.map(|arrow| Hit::GhostLabel(arrow.id.clone()))
}

/// A link, by its line or the words along it.
fn link(layout: &Layout, near: &[Spot], at: Point, slack: f64) -> Option<Hit> {
    let links = near.iter().filter_map(|spot| {
        let Spot::Link(number) = *spot else { return None };
        let line = layout.links.get(number)?;
        let is_on_words = line.words.as_ref().is_some_and(|words| words.contains(at));
        let distance = if is_on_words { 0.0 } else { distance_to_polyline(at, &line.points) };
        Some((distance, &line.key))
    });
    nearest(links, slack).cloned().map(Hit::Link)
}

fn pipeline(layout: &Layout, near: &[Spot], at: Point, slack: f64) -> Option<Hit> {
    let on_border = |rect: Rect| {
        let slack = slack.min(rect.height() / 4.0);
        rect.inflate(slack, slack).contains(at) && !rect.inflate(-slack, -slack).contains(at)
    };
    let found = near.iter().rev().find_map(|spot| {
        let Spot::Pipeline(number) = *spot else { return None };
        layout.pipelines.get(number).filter(|pipeline| on_border(pipeline.rect))
    });
    found.map(|pipeline| Hit::PipelineBox(pipeline.id.clone()))
}

fn area(layout: &Layout, near: &[Spot], at: Point) -> Option<Hit> {
    let found = near.iter().rev().find_map(|spot| match *spot {
        Spot::Area(number) => {
            layout.areas.get(number).filter(|area| contains(&area.outline, at)).map(|area| &area.id)
        }
        Spot::Zone(number) => {
            layout.zones.get(number).filter(|zone| zone.rect.contains(at)).map(|zone| &zone.id)
        }
        _ => None,
    });
    found.cloned().map(Hit::Area)
}

/// Whether a polygon contains a point, by counting the edges to its right.
fn contains(polygon: &[Point], at: Point) -> bool {
    let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let crossed = edges.filter(|(a, b)| {
        (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
    });
    crossed.count() % 2 == 1
}
