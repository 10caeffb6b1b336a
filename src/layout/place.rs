//! Symbols, labels, arrows and links, each after what it looks for room among.

use std::cell::LazyCell;
use std::sync::{Arc, LazyLock};

use crate::geometry::{Point, Rect};
use crate::model::{Component, Element, Evolve, Index, LinkKind, Map, both};

use super::arrow::inertia_bar;
use super::bend;
use super::bones::Bones;
use super::doubt::beside;
use super::grid::Grid;
use super::label::{Around, automatic, of_anchor, placed, usual};
use super::link_text::{LinkText, LinkWords};
use super::nearby::Nearby;
use super::obstacles::Obstacles;
use super::plan::METHOD_HALO;
use super::segments::Segments;
use super::symbol::{center, outline, pipeline_box, spans};
use super::unmoved::{Past, Unmoved, kept_ghost, kept_label};
use super::{Align, EvolutionArrow, Label, Layout, LinkLine, Outline, PipelineBox, Sizes, Symbol};
use crate::typeset::wrap;

/// To find the line of a link is as much work as this many things of a text.
const EACH: usize = 8;
/// How wide the head of an evolution arrow is, with a little room.
const ARROW_HEAD: f64 = 9.0;

/// A symbol's edge with the ring of its method.
pub(super) fn with_ring(outline: Outline, component: &Component) -> Outline {
    match (outline, component.method) {
        (Outline::Circle(radius), Some(_)) => Outline::Circle(radius + METHOD_HALO),
        (outline, _) => outline,
    }
}

/// A link whose line is looked for.
struct Sought<'a> {
    index: usize,
    kind: LinkKind,
    stops: &'a [u32],
    /// The line that it had, where it has that again.
    kept: Option<Arc<LinkLine>>,
}

pub(super) fn has_words(link: &Arc<crate::model::Link>) -> bool {
    !link.label.is_empty() || !link.text.is_empty()
}

/// The words along a link, placed.
pub(super) fn words_of(map: &Map, line: &LinkLine, words: &LinkWords<'_>, sizes: &Sizes) -> Option<LinkText> {
    let link = map.links().nth(line.index)?;
    let said = [&link.label, &link.text].map(|text| text.as_str());
    let text = said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    if text.is_empty() { None } else { words.place(text, line, sizes.link) }
}

impl Layout {
    /// Boxes, symbols, then labels: those that their authors placed first, then the rest around them.
    pub(super) fn place_symbols(&mut self, map: &Map, sizes: &Sizes, past: Past<'_>) -> Grid {
        let mut taken = Grid::new(self.plot.width(), self.plot.height());
        for arrow in &self.block_arrows {
            taken.insert(arrow.rect);
            taken.insert(arrow.caption.rect);
        }
        let side = 2.0 * sizes.disc_radius;
        for disc in &self.discs {
            taken.insert(Rect::from_center_size(disc.center, (side, side)));
        }
        let mut waiting: Vec<(&Element, &Component, Point)> = Vec::new();
        let spans = spans(map);
        for (element, component) in map.components().filter(|(element, _)| !element.parked) {
            let Some(center) = center(map, component, sizes) else { continue };
            self.pipelines.extend(pipeline_box(map, &element.id, component, (sizes, &spans)));
            waiting.push((element, component, center));
        }
        self.bones = bones(map, &waiting, past);
        for PipelineBox { rect, .. } in &self.pipelines {
            // A label may stand inside a box, but not across its edge.
            for y in [rect.y0, rect.y1] {
                taken.insert(Rect::new(rect.x0, y - 1.0, rect.x1, y + 1.0));
            }
            for x in [rect.x0, rect.x1] {
                taken.insert(Rect::new(x - 1.0, rect.y0, x + 1.0, rect.y1));
            }
        }
        for (element, component, center) in &waiting {
            let outline = outline(component, sizes);
            let side = 2.0 * with_ring(outline, component).half();
            taken.insert(Rect::from_center_size(*center, (side, side)));
            let label = own_label(map, component, *center, (sizes, self.plot));
            let label = label.unwrap_or_else(|| Label::new(Vec::new(), sizes.label, Align::Start, *center));
            if label.rect.width() > 0.0 {
                taken.insert(label.rect);
            }
            self.symbols.push(Arc::new(Symbol { id: element.id.clone(), center: *center, outline, label }));
        }
        for note in &self.notes {
            taken.insert(note.label.rect);
        }
        let before = past.dragged();
        let evolving = self.place_arrows(map, sizes, &waiting, &mut taken);
        self.fixed = taken.rects().to_vec();
        let mut near = past.rested().and_then(|(old, layout)| Nearby::new((old, layout), map, self));
        // Where all labels are kept, none asks where the lines are.
        let (bones, plot) = (Arc::clone(&self.bones), self.plot);
        let is_hurried = matches!(past, Past::Hurried);
        let center_of = |number: u32| waiting.get(number as usize).map(|(.., center)| *center);
        let is_new = near.is_none();
        let links = LazyCell::new(|| {
            // Beside that, the names are measured that are to find room among the lines.
            let names = || {
                for (_, component, _) in waiting.iter().filter(|_| is_new) {
                    wrap(&component.name, sizes.label.face, sizes.label.size, sizes.label_width);
                }
            };
            both(waiting.len(), names, || lines_of(map, &bones, plot, center_of)).1
        });
        for ((component, evolve), arrow) in evolving.into_iter().zip(self.arrows.iter_mut()) {
            let kept = if evolve.label.is_none() { kept_ghost(before, &arrow.id, evolve) } else { None };
            let kept = kept.map(|(label, ghost)| label.moved(arrow.ghost - ghost));
            let stays = near.as_ref().and_then(|near| near.ghost_label(arrow, evolve));
            if let Some(label) = kept.as_ref().or(stays.as_ref().and_then(Option::as_ref)) {
                taken.insert(label.rect);
            }
            Arc::make_mut(arrow).label = match (kept, stays) {
                (Some(label), _) => Some(label),
                (None, Some(label)) => label,
                (None, None) => {
                    let around = (&mut taken, Some(&links).filter(|_| !is_hurried), plot);
                    let label = ghost_label(map, (component, evolve), arrow.ghost, sizes, around);
                    if let Some(near) = &mut near {
                        near.ghost_changes(&arrow.id, label.as_ref());
                    }
                    label
                }
            };
        }
        for ((_, component, center), symbol) in waiting.iter().zip(self.symbols.iter_mut()) {
            if component.is_anchor() || component.label.is_some() {
                continue;
            }
            let stays = || near.as_ref().and_then(|near| near.label(symbol, component));
            if let Some(kept) = kept_label(before, symbol, component).or_else(stays) {
                taken.insert(kept.rect);
                Arc::make_mut(symbol).label = kept;
                continue;
            }
            let how = (sizes.label, sizes.label_width, sizes.label_gap);
            let edge = with_ring(symbol.outline, component);
            if is_hurried {
                Arc::make_mut(symbol).label = usual(&component.name, *center, edge, how);
                taken.insert(symbol.label.rect);
                continue;
            }
            let own = beside(component, *center, symbol.outline, self.plot);
            let around = Around { taken: &taken, links: &links, plot: self.plot, own: &own };
            Arc::make_mut(symbol).label = automatic(&component.name, *center, edge, how, &around);
            taken.insert(symbol.label.rect);
            if let Some(near) = &mut near {
                near.changes(symbol);
            }
        }
        if let Some((_, old)) = past.before() {
            self.symbols.share(&old.symbols);
            self.arrows.share(&old.arrows);
        }
        taken
    }

    /// Arrows with their ghosts, and inertia; answers what evolves, in the order of the arrows.
    fn place_arrows<'a>(
        &mut self,
        map: &Map,
        sizes: &Sizes,
        waiting: &[(&Element, &'a Component, Point)],
        taken: &mut Grid,
    ) -> Vec<(&'a Component, &'a Evolve)> {
        let (mut evolving, mut numbers) = (Vec::new(), Index::default());
        for ((_, component, _), symbol) in waiting.iter().zip(&self.symbols) {
            if let Some(bar) = inertia_bar(map, component, symbol, sizes) {
                taken.insert(bar);
                self.inertia.push((symbol.id.clone(), bar));
            }
            if let (Some(arrow), Some(evolve)) =
                (EvolutionArrow::new(map, component, symbol, sizes), component.evolve.as_deref())
            {
                let ring = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
                let side = 2.0 * (sizes.symbol_radius + ring);
                taken.insert(Rect::from_center_size(arrow.ghost, (side, side)));
                // No label stands on an arrow or its head, whosever it is.
                taken.insert(Rect::from_points(arrow.from, arrow.to).inflate(0.0, ARROW_HEAD / 2.0));
                numbers.insert(arrow.id.clone(), self.arrows.len());
                self.arrows.push(Arc::new(arrow));
                evolving.push((*component, evolve));
            }
        }
        self.arrow_index = Arc::new(numbers);
        evolving
    }

    pub(super) fn place_links(&mut self, map: &Map, sizes: &Sizes, past: Past<'_>) {
        let [links, future] = self.lines(map, sizes, past);
        (self.links, self.future) = (links.into(), future.into());
        // Most maps have few words on links, or none.
        let has_words = |line: &Arc<LinkLine>| map.links().nth(line.index).is_some_and(has_words);
        if self.links.iter().any(has_words) {
            let words = LinkWords::new(self);
            let along: Vec<_> = self.links.iter().map(|line| words_of(map, line, &words, sizes)).collect();
            for (line, words) in self.links.iter_mut().zip(along) {
                if line.words != words {
                    Arc::make_mut(line).words = words;
                }
            }
        }
    }

    /// The lines of links, without their words, and those of the future.
    fn lines(&self, map: &Map, sizes: &Sizes, past: Past<'_>) -> [Vec<Arc<LinkLine>>; 2] {
        let (mut links, mut future) = (Vec::new(), Vec::new());
        let bones = &self.bones;
        let mut old = past.before().and_then(|(old, layout)| Unmoved::new((old, layout), map, self));
        let has_future = self.has_future(map);
        let around = LazyLock::new(|| Obstacles::of(self));
        let around = Some(&around).filter(|_| !matches!(past, Past::Hurried));
        let mut anew = 0;
        for (index, link, stops) in bones.links(map) {
            if has_future && !matches!(link.kind, LinkKind::Flow(_)) {
                future.extend(self.line_of_future(map, sizes, index).map(Arc::new));
            }
            let kept = old.as_mut().and_then(|old| old.line(self, index, stops));
            anew += usize::from(kept.is_none() && around.is_some());
            links.push(Sought { index, kind: link.kind, stops, kept });
        }
        // None depends on another.
        let line = |Sought { index, kind, stops, kept }: &Sought<'_>| {
            kept.clone().or_else(|| self.line_anew(*index, *kind, stops, around).map(Arc::new))
        };
        let lines = |links: &[Sought<'_>]| links.iter().filter_map(line).collect::<Vec<_>>();
        let (first, second) = links.split_at(links.len() / 2);
        let (mut lines, others) = both(EACH * anew, || lines(first), || lines(second));
        lines.extend(others);
        [lines, future]
    }

    /// Whether lines of the future are drawn at all.
    pub(super) fn has_future(&self, map: &Map) -> bool {
        let asks = |arrow: &Arc<EvolutionArrow>| {
            map.component(&arrow.id).is_some_and(|own| own.evolve.as_ref().is_some_and(|evolve| evolve.links))
        };
        self.arrows.iter().any(asks)
    }

    /// The line of a link between the symbols with these numbers; straight where nothing is known of what is around it.
    pub(super) fn line_anew(
        &self,
        index: usize,
        kind: LinkKind,
        stops: &[u32],
        around: Option<&LazyLock<Obstacles, impl FnOnce() -> Obstacles>>,
    ) -> Option<LinkLine> {
        let key = self.bones.key(index)?.clone();
        let symbol = |number: &u32| self.symbols.get(*number as usize).map(Arc::as_ref);
        match (kind, stops) {
            (LinkKind::Need | LinkKind::Constraint, [from, to]) => {
                let ends = ((*from, symbol(from)?), (*to, symbol(to)?));
                let points = bend::line(ends, self.bones.side(index), around)?;
                Some(LinkLine { key, index, points, words: None })
            }
            _ => LinkLine::through(key, index, &stops.iter().filter_map(symbol).collect::<Vec<_>>()),
        }
    }

    /// The same link between the ghosts of its ends; `None` where neither asks for it.
    pub(super) fn line_of_future(&self, map: &Map, sizes: &Sizes, index: usize) -> Option<LinkLine> {
        let symbols: Vec<&Symbol> = self
            .bones
            .stops(index)
            .iter()
            .filter_map(|number| self.symbols.get(*number as usize).map(Arc::as_ref))
            .collect();
        let ghosts: Vec<_> = symbols.iter().map(|symbol| self.ghost_symbol(map, sizes, symbol)).collect();
        if ghosts.iter().all(Option::is_none) {
            return None;
        }
        let ends: Vec<_> =
            ghosts.iter().zip(symbols).map(|(ghost, now)| ghost.as_ref().unwrap_or(now)).collect();
        LinkLine::through(self.bones.key(index)?.clone(), index, &ends)
    }

    /// The ghost of a component whose needs are drawn to it too.
    fn ghost_symbol(&self, map: &Map, sizes: &Sizes, now: &Symbol) -> Option<Symbol> {
        let component = map.component(&now.id)?;
        component.evolve.as_ref().filter(|evolve| evolve.links)?;
        let center = self.arrow(&now.id)?.ghost;
        let outline = match now.outline {
            Outline::Square(_) => now.outline,
            _ => Outline::Circle(sizes.symbol_radius),
        };
        Some(Symbol { center, outline, ..now.clone() })
    }
}

/// Where a component's label offset counts from: for a pipeline's child from the box's upper edge, as in
/// OnlineWardleyMaps.
pub(super) fn label_origin(component: &Component, center: Point, sizes: &Sizes) -> Point {
    let is_child = matches!(component.place, crate::model::Place::Within { .. });
    if is_child { Point::new(center.x, center.y - sizes.pipeline_height / 2.0) } else { center }
}

/// Which symbols and links there are.
fn bones(map: &Map, waiting: &[(&Element, &Component, Point)], past: Past<'_>) -> Arc<Bones> {
    let ids = waiting.iter().map(|(element, ..)| &element.id);
    let kept = past.before().and_then(|(old, layout)| {
        let olds = layout.symbols.iter().map(|symbol| &symbol.id);
        Bones::kept((old, &layout.bones), map, ids.clone(), olds)
    });
    kept.unwrap_or_else(|| Arc::new(Bones::new(map, ids)))
}

/// The label of an anchor, or one that its author placed.
pub(super) fn own_label(
    map: &Map,
    component: &Component,
    center: Point,
    (sizes, plot): (&Sizes, Rect),
) -> Option<Label> {
    if component.is_anchor() {
        return Some(of_anchor(&component.name, center, sizes.anchor, plot));
    }
    let offset = component.label?;
    let (from, how) = (label_origin(component, center, sizes), (sizes.label_width, map.stacks_labels()));
    Some(placed(&component.name, from, offset, sizes.label, how))
}

/// The links between the symbols, as straight lines.
fn lines_of(map: &Map, bones: &Bones, plot: Rect, center_of: impl Fn(u32) -> Option<Point>) -> Segments {
    let mut lines = Segments::new(plot.width(), plot.height());
    for (.., stops) in bones.links(map) {
        for (a, b) in stops.iter().zip(stops.iter().skip(1)) {
            if let (Some(a), Some(b)) = (center_of(*a), center_of(*b)) {
                lines.insert(a, b);
            }
        }
    }
    lines
}

/// A ghost shows its own name, or the component's where its author gave the label a place on the sheet. Where links are not
/// known it stands beside its ghost, whatever is there.
fn ghost_label(
    map: &Map,
    (component, evolve): (&Component, &Evolve),
    ghost: Point,
    sizes: &Sizes,
    (taken, links, plot): (&mut Grid, Option<&LazyCell<Segments, impl FnOnce() -> Segments>>, Rect),
) -> Option<Label> {
    let label = match (evolve.label, &evolve.name) {
        (Some(_), _) => own_ghost_label(map, component, ghost, (sizes, plot)),
        (None, Some(name)) => {
            let halo = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
            let outline = Outline::Circle(sizes.symbol_radius + halo);
            let how = (sizes.label, sizes.label_width, sizes.label_gap);
            let label = match links {
                Some(links) => automatic(name, ghost, outline, how, &Around { taken, links, plot, own: &[] }),
                None => usual(name, ghost, outline, how),
            };
            on_sheet(label, plot)
        }
        (None, None) => None,
    };
    if let Some(label) = &label {
        taken.insert(label.rect);
    }
    label
}

/// The label of a ghost that its author placed.
pub(super) fn own_ghost_label(
    map: &Map,
    component: &Component,
    ghost: Point,
    (sizes, plot): (&Sizes, Rect),
) -> Option<Label> {
    let evolve = component.evolve.as_ref()?;
    let name = evolve.name.as_deref().unwrap_or(&component.name);
    let how = (sizes.label_width, map.stacks_labels());
    on_sheet(placed(name, ghost, evolve.label?, sizes.label, how), plot)
}

/// Real files push labels that nobody wants thousands of pixels away: those are not drawn.
fn on_sheet(label: Label, plot: Rect) -> Option<Label> {
    (label.rect.intersect(plot).area() > 0.0).then_some(label)
}
