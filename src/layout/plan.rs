//! The whole sheet, laid out.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::geometry::{Point, Rect};
use crate::model::{Component, Element, ElementId, End, Evolve, LinkKey, LinkKind, Map};

use super::annotation::{discs, list};
use super::arrow::inertia_bar;
use super::bend::{self, Obstacles};
use super::grid::{Grid, Segments};
use super::label::{Around, automatic, of_anchor, offset_of, placed};
use super::link_text::{LinkText, LinkWords};
use super::nearby::Nearby;
use super::others::{AreaPlan, BlockArrow, NotePlan, Zone};
use super::spots::Spots;
use super::symbol::{center, outline, pipeline_box};
use super::unmoved::{Past, Unmoved, kept_ghost, kept_label};
use super::{
    Align, AnnotationList, Disc, EvolutionArrow, Label, LegendPlan, LinkLine, Outline, PipelineBox, Sizes,
    Symbol,
};

/// Everything of a map with its place on the sheet, in drawing order within each list.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The plot: (0, 0) to the sheet's size.
    pub plot: Rect,
    /// The plot with its margins.
    pub sheet: Rect,
    /// Components and anchors that are switched on and placed.
    pub symbols: Vec<Symbol>,
    /// Links between them.
    pub links: Vec<LinkLine>,
    /// Lines of the future: needs again, to and from ghosts.
    pub future: Vec<LinkLine>,
    /// The boxes of pipelines.
    pub pipelines: Vec<PipelineBox>,
    /// Evolution arrows.
    pub arrows: Vec<EvolutionArrow>,
    /// Inertia bars, with whose they are.
    pub inertia: Vec<(ElementId, Rect)>,
    /// Notes.
    pub notes: Vec<NotePlan>,
    /// Annotations' discs.
    pub discs: Vec<Disc>,
    /// Annotations' texts.
    pub annotations: Option<AnnotationList>,
    /// The legend.
    pub legend: Option<LegendPlan>,
    /// Attitudes.
    pub zones: Vec<Zone>,
    /// Areas of interest.
    pub areas: Vec<AreaPlan>,
    /// Accelerators.
    pub block_arrows: Vec<BlockArrow>,
    /// The sizes that all this was made with.
    pub sizes: Sizes,
    /// What labels find taken before the program places the first, in the order in which it was entered.
    pub(super) fixed: Vec<Rect>,
    index: HashMap<ElementId, usize>,
    arrow_index: HashMap<ElementId, usize>,
    /// The numbers of the links in the order of their keys.
    links_by_key: OnceLock<Vec<usize>>,
    spots: OnceLock<Spots>,
}

impl PartialEq for Layout {
    /// What is found by place follows from the rest.
    fn eq(&self, other: &Self) -> bool {
        let parts = |layout: &Self| {
            let Self { plot, sheet, sizes, .. } = layout;
            (*plot, *sheet, *sizes)
        };
        parts(self) == parts(other)
            && self.symbols == other.symbols
            && self.links == other.links
            && self.future == other.future
            && self.pipelines == other.pipelines
            && self.arrows == other.arrows
            && self.inertia == other.inertia
            && self.notes == other.notes
            && self.discs == other.discs
            && self.annotations == other.annotations
            && self.legend == other.legend
            && self.zones == other.zones
            && self.areas == other.areas
            && self.block_arrows == other.block_arrows
    }
}

/// How far the halo of a method reaches beyond its symbol.
pub const METHOD_HALO: f64 = 8.0;
/// How wide the head of an evolution arrow is, with a little room.
const ARROW_HEAD: f64 = 9.0;

/// A symbol's edge with the ring of its method.
fn with_ring(outline: Outline, component: &Component) -> Outline {
    match (outline, component.method) {
        (Outline::Circle(radius), Some(_)) => Outline::Circle(radius + METHOD_HALO),
        (outline, _) => outline,
    }
}

fn has_words(link: &std::sync::Arc<crate::model::Link>) -> bool {
    !link.label.is_empty() || !link.text.is_empty()
}

/// The words along a link, placed.
fn words_of(map: &Map, line: &LinkLine, words: &LinkWords<'_>, sizes: &Sizes) -> Option<LinkText> {
    let link = map.links().nth(line.index)?;
    let said = [&link.label, &link.text].map(String::as_str);
    let text = said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    if text.is_empty() { None } else { words.place(text, line, sizes.link) }
}

impl Layout {
    /// Lays out a map.
    pub fn new(map: &Map, sizes: &Sizes) -> Self {
        Self::with(map, sizes, Past::None)
    }

    /// The same layout as [`Layout::new`], made of that of a map of the same history: what nothing came near is taken over.
    pub fn after(map: &Map, sizes: &Sizes, before: (&Map, &Self)) -> Self {
        Self::with(map, sizes, Past::Rested(before.0, before.1))
    }

    /// Lays out a map while something of it is dragged: labels that the program places stay beside their symbols as they
    /// were in the map and layout before, so that nothing flips sides under the hand.
    pub fn during(map: &Map, sizes: &Sizes, before: (&Map, &Self)) -> Self {
        Self::with(map, sizes, Past::Dragged(before.0, before.1))
    }

    fn with(map: &Map, sizes: &Sizes, past: Past<'_>) -> Self {
        let sheet = map.sheet_size();
        let plot = Rect::new(0.0, 0.0, sheet.width, sheet.height);
        let margins = sizes.margins;
        let mut layout = Self {
            plot,
            sheet: Rect::new(-margins.left, -margins.top, plot.x1 + margins.right, plot.y1 + margins.bottom),
            symbols: Vec::new(),
            links: Vec::new(),
            future: Vec::new(),
            pipelines: Vec::new(),
            arrows: Vec::new(),
            inertia: Vec::new(),
            notes: Vec::new(),
            discs: discs(map),
            annotations: None,
            legend: None,
            zones: Vec::new(),
            areas: Vec::new(),
            block_arrows: Vec::new(),
            sizes: *sizes,
            fixed: Vec::new(),
            index: HashMap::new(),
            arrow_index: HashMap::new(),
            links_by_key: OnceLock::new(),
            spots: OnceLock::new(),
        };
        layout.place_others(map, sizes);
        let mut taken = layout.place_symbols(map, sizes, past);
        // Labels may stand over these; boxes of words look for another corner.
        for zone in &layout.zones {
            taken.insert(zone.rect);
        }
        layout.annotations = list(map, sizes, &taken, plot);
        if let Some(list) = &layout.annotations {
            taken.insert(list.rect);
        }
        layout.place_links(map, sizes, past);
        layout.legend = LegendPlan::new(map, &layout, sizes, &taken);
        layout
    }

    /// Takes the names of components and their ghosts away, but not of anchors, which are their names.
    pub fn hide_labels(&mut self, map: &Map) {
        for symbol in &mut self.symbols {
            if map.component(&symbol.id).is_some_and(|component| !component.is_anchor()) {
                let Label { text, align, .. } = symbol.label;
                symbol.label = Label::new(vec![String::new()], text, align, symbol.center);
            }
        }
        self.arrows.iter_mut().for_each(|arrow| arrow.label = None);
    }

    /// The symbol of a component.
    pub fn symbol(&self, id: &ElementId) -> Option<&Symbol> {
        self.symbols.get(*self.index.get(id)?)
    }

    /// The evolution arrow of a component.
    pub fn arrow(&self, id: &ElementId) -> Option<&EvolutionArrow> {
        self.arrows.get(*self.arrow_index.get(id)?)
    }

    /// The offset that a component's label has, or would need to stand where it is placed automatically.
    pub fn label_offset(
        &self,
        map: &Map,
        id: &ElementId,
        sizes: &Sizes,
    ) -> Option<crate::model::LabelOffset> {
        let component = map.component(id)?;
        let symbol = self.symbol(id).filter(|_| !component.is_anchor())?;
        let origin = label_origin(component, symbol.center, sizes);
        let how = (sizes.label_width, map.stacks_labels());
        let found = || offset_of(&component.name, origin, symbol.label.rect, sizes.label, how);
        Some(component.label.unwrap_or_else(found))
    }

    /// The offsets of all labels that the program placed, each by its component.
    pub fn label_offsets(&self, map: &Map, sizes: &Sizes) -> HashMap<ElementId, crate::model::LabelOffset> {
        let free = map.components().filter(|(_, component)| component.label.is_none());
        free.filter_map(|(element, _)| {
            Some((element.id.clone(), self.label_offset(map, &element.id, sizes)?))
        })
        .collect()
    }

    /// The same of a ghost's label.
    pub fn ghost_label_offset(
        &self,
        map: &Map,
        id: &ElementId,
        sizes: &Sizes,
    ) -> Option<crate::model::LabelOffset> {
        let component = map.component(id)?;
        let evolve = component.evolve.as_ref()?;
        let arrow = self.arrow(id)?;
        let rect = arrow.label.as_ref()?.rect;
        let name = evolve.name.as_ref().unwrap_or(&component.name);
        let how = (sizes.label_width, map.stacks_labels());
        let found = || offset_of(name, arrow.ghost, rect, sizes.label, how);
        Some(evolve.label.unwrap_or_else(found))
    }

    /// The line of a link.
    pub fn link(&self, key: &LinkKey) -> Option<&LinkLine> {
        let key_of = |number: &usize| self.links.get(*number).map(|line| &line.key);
        let sorted = self.links_by_key.get_or_init(|| {
            let mut numbers: Vec<usize> = (0..self.links.len()).collect();
            numbers.sort_by(|a, b| key_of(a).cmp(&key_of(b)));
            numbers
        });
        let at = sorted.binary_search_by(|number| key_of(number).cmp(&Some(key))).ok()?;
        self.links.get(*sorted.get(at)?)
    }

    /// The box around an element, with all that belongs to it but its label.
    pub fn element_rect(&self, id: &ElementId) -> Option<Rect> {
        if let Some(symbol) = self.symbol(id) {
            return Some(if symbol.outline == Outline::Bare { symbol.label.rect } else { symbol.rect() });
        }
        let note = self.notes.iter().find(|note| note.id == *id).map(|note| note.label.rect);
        let side = 2.0 * self.sizes.disc_radius;
        let disc = || {
            self.discs
                .iter()
                .find(|disc| disc.id == *id)
                .map(|disc| Rect::from_center_size(disc.center, (side, side)))
        };
        let zone = || self.zones.iter().find(|zone| zone.id == *id).map(|zone| zone.rect);
        let arrow = || self.block_arrows.iter().find(|arrow| arrow.id == *id).map(|arrow| arrow.rect);
        let area = || {
            let area = self.areas.iter().find(|area| area.id == *id)?;
            let mut points = area.outline.iter();
            let first = *points.next()?;
            Some(points.fold(Rect::from_points(first, first), |rect, point| rect.union_pt(*point)))
        };
        note.or_else(disc).or_else(zone).or_else(arrow).or_else(area)
    }

    /// Boxes, symbols, then labels: those that their authors placed first, then the rest around them.
    fn place_symbols(&mut self, map: &Map, sizes: &Sizes, past: Past<'_>) -> Grid {
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
        for (element, component) in map.components().filter(|(element, _)| !element.parked) {
            let Some(center) = center(map, component, sizes) else { continue };
            self.pipelines.extend(pipeline_box(map, &element.id, component, sizes));
            waiting.push((element, component, center));
        }
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
            let label = if component.is_anchor() {
                of_anchor(&component.name, *center, sizes.anchor, self.plot)
            } else if let Some(offset) = component.label {
                let from = label_origin(component, *center, sizes);
                placed(&component.name, from, offset, sizes.label, (sizes.label_width, map.stacks_labels()))
            } else {
                Label::new(vec![String::new()], sizes.label, Align::Start, *center)
            };
            if label.rect.width() > 0.0 {
                taken.insert(label.rect);
            }
            self.index.insert(element.id.clone(), self.symbols.len());
            self.symbols.push(Symbol { id: element.id.clone(), center: *center, outline, label });
        }
        for note in &self.notes {
            taken.insert(note.label.rect);
        }
        let before = past.dragged();
        let evolving = self.place_arrows(map, sizes, &waiting, &mut taken);
        self.fixed = taken.rects().to_vec();
        let mut near = past.rested().and_then(|(old, layout)| Nearby::new((old, layout), map, self));
        // Where all labels are kept, none asks where the lines are.
        let index = &self.index;
        let center_of = |id: &ElementId| waiting.get(*index.get(id)?).map(|(.., center)| *center);
        let links = LazyCell::new(|| lines_of(map, self.plot, center_of));
        for ((component, evolve), arrow) in evolving.into_iter().zip(&mut self.arrows) {
            let kept = if evolve.label.is_none() { kept_ghost(before, &arrow.id, evolve) } else { None };
            let kept = kept.map(|(label, ghost)| label.moved(arrow.ghost - ghost));
            let stays = near.as_ref().and_then(|near| near.ghost_label(arrow, evolve));
            if let Some(label) = kept.as_ref().or(stays.as_ref().and_then(Option::as_ref)) {
                taken.insert(label.rect);
            }
            arrow.label = match (kept, stays) {
                (Some(label), _) => Some(label),
                (None, Some(label)) => label,
                (None, None) => {
                    let how = (sizes, map.stacks_labels());
                    let label =
                        ghost_label(component, evolve, arrow.ghost, how, (&mut taken, &links, self.plot));
                    if let Some(near) = &mut near {
                        near.ghost_changes(&arrow.id, label.as_ref());
                    }
                    label
                }
            };
        }
        for ((_, component, center), symbol) in waiting.iter().zip(&mut self.symbols) {
            if component.is_anchor() || component.label.is_some() {
                continue;
            }
            let stays = || near.as_ref().and_then(|near| near.label(symbol, component));
            if let Some(kept) = kept_label(before, symbol, component).or_else(stays) {
                taken.insert(kept.rect);
                symbol.label = kept;
                continue;
            }
            let how = (sizes.label, sizes.label_width, sizes.label_gap);
            let around = Around { taken: &taken, links: &links, plot: self.plot };
            let edge = with_ring(symbol.outline, component);
            symbol.label = automatic(&component.name, *center, edge, how, &around);
            taken.insert(symbol.label.rect);
            if let Some(near) = &mut near {
                near.changes(symbol);
            }
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
        let mut evolving = Vec::new();
        for ((_, component, _), symbol) in waiting.iter().zip(&self.symbols) {
            if let Some(bar) = inertia_bar(map, component, symbol, sizes) {
                taken.insert(bar);
                self.inertia.push((symbol.id.clone(), bar));
            }
            if let (Some(arrow), Some(evolve)) =
                (EvolutionArrow::new(map, component, symbol, sizes), &component.evolve)
            {
                let ring = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
                let side = 2.0 * (sizes.symbol_radius + ring);
                taken.insert(Rect::from_center_size(arrow.ghost, (side, side)));
                // No label stands on an arrow or its head, whosever it is.
                taken.insert(Rect::from_points(arrow.from, arrow.to).inflate(0.0, ARROW_HEAD / 2.0));
                self.arrow_index.insert(arrow.id.clone(), self.arrows.len());
                self.arrows.push(arrow);
                evolving.push((*component, evolve));
            }
        }
        evolving
    }

    fn place_links(&mut self, map: &Map, sizes: &Sizes, past: Past<'_>) {
        let (mut links, mut future) = (Vec::new(), Vec::new());
        let old = past.before().and_then(|(map, layout)| Unmoved::new(map, layout, self));
        let sides = bend::sides(map);
        let obstacles = Obstacles::new(self);
        for (index, (key, link)) in map.keyed_links().enumerate().filter(|(_, (_, link))| !link.parked) {
            let symbols: Option<Vec<_>> = link
                .ends()
                .map(|end| if let End::Element(id) = end { self.symbol(id) } else { None })
                .collect();
            let Some(symbols) = symbols else { continue };
            if !matches!(link.kind, LinkKind::Flow(_)) {
                future.extend(self.line_of_future(map, sizes, &key, index, &symbols));
            }
            let line = match (&link.kind, symbols.as_slice()) {
                (LinkKind::Need | LinkKind::Constraint, [from, to]) => {
                    let side = sides.get(&index).copied().unwrap_or(0.0);
                    let same = old.as_ref().and_then(|old| old.line(map, (index, side), from, to));
                    let points = match same {
                        Some(line) => Some(line.points.clone()),
                        None => bend::line(from, to, side, &obstacles),
                    };
                    points.map(|points| LinkLine { key, index, points, words: None })
                }
                _ => LinkLine::through(key, index, &symbols),
            };
            links.extend(line);
        }
        (self.links, self.future) = (links, future);
        // Most maps have few words on links, or none.
        let has_words = |line: &LinkLine| map.links().nth(line.index).is_some_and(has_words);
        if self.links.iter().any(has_words) {
            let words = LinkWords::new(self);
            let along: Vec<_> = self.links.iter().map(|line| words_of(map, line, &words, sizes)).collect();
            for (line, words) in self.links.iter_mut().zip(along) {
                line.words = words;
            }
        }
    }

    /// Where everything lies, found out when it is asked first.
    pub(super) fn spots(&self) -> &Spots {
        self.spots.get_or_init(|| Spots::new(self))
    }

    /// The same link between the ghosts of its ends; `None` where neither asks for it.
    fn line_of_future(
        &self,
        map: &Map,
        sizes: &Sizes,
        key: &LinkKey,
        index: usize,
        symbols: &[&Symbol],
    ) -> Option<LinkLine> {
        let ghosts: Vec<_> = symbols.iter().map(|symbol| self.ghost_symbol(map, sizes, symbol)).collect();
        if ghosts.iter().all(Option::is_none) {
            return None;
        }
        let ends: Vec<_> =
            ghosts.iter().zip(symbols).map(|(ghost, now)| ghost.as_ref().unwrap_or(now)).collect();
        LinkLine::through(key.clone(), index, &ends)
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

/// The links between the symbols, as straight lines.
fn lines_of(map: &Map, plot: Rect, center_of: impl Fn(&ElementId) -> Option<Point>) -> Segments {
    let mut lines = Segments::new(plot.width(), plot.height());
    for link in map.links().filter(|link| !link.parked) {
        let centers: Option<Vec<Point>> = link.ends().map(|end| center_of(end.id()?)).collect();
        let centers = centers.unwrap_or_default();
        centers.iter().zip(centers.iter().skip(1)).for_each(|(a, b)| lines.insert(*a, *b));
    }
    lines
}

/// A ghost shows its own name, or the component's where its author gave the label a place on the sheet.
///
/// Real files push labels that nobody wants thousands of pixels away: those are not drawn.
fn ghost_label(
    component: &Component,
    evolve: &Evolve,
    ghost: Point,
    (sizes, stacks): (&Sizes, bool),
    (taken, links, plot): (&mut Grid, &LazyCell<Segments, impl FnOnce() -> Segments>, Rect),
) -> Option<Label> {
    let (text, limit) = (sizes.label, sizes.label_width);
    let label = match (evolve.label, &evolve.name) {
        (Some(offset), name) => {
            let name = name.as_ref().unwrap_or(&component.name);
            placed(name, ghost, offset, text, (limit, stacks))
        }
        (None, Some(name)) => {
            let halo = if evolve.method.is_some() { METHOD_HALO } else { 0.0 };
            let outline = Outline::Circle(sizes.symbol_radius + halo);
            let around = Around { taken, links, plot };
            automatic(name, ghost, outline, (text, limit, sizes.label_gap), &around)
        }
        (None, None) => return None,
    };
    let on_sheet = label.rect.intersect(plot).area() > 0.0;
    if on_sheet {
        taken.insert(label.rect);
    }
    on_sheet.then_some(label)
}
