//! The whole sheet, laid out.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::geometry::Rect;
use crate::model::{ElementId, Index, LinkKey, Map, Shared};

use super::annotation::{discs, list};
use super::bones::Bones;
use super::calm::Calm;
use super::label::offset_of;
use super::moved::{Bending, moved};
use super::obstacles::Standing;
use super::others::{AreaPlan, BlockArrow, NotePlan, Zone};
use super::place::label_origin;
use super::ranks::Ranks;
use super::spots::Spots;
use super::unmoved::Past;
use super::{
    AnnotationList, Disc, EvolutionArrow, Label, LegendPlan, LinkLine, Outline, PipelineBox, Sizes, Symbol,
};

/// Everything of a map with its place on the sheet, in drawing order within each list.
///
/// What there is most of is shared with the layout that it was made from, where nothing changed.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The plot: (0, 0) to the sheet's size.
    pub plot: Rect,
    /// The plot with its margins.
    pub sheet: Rect,
    /// Components and anchors that are switched on and placed.
    pub symbols: Shared<Symbol>,
    /// Links between them.
    pub links: Shared<LinkLine>,
    /// Lines of the future: needs again, to and from ghosts.
    pub future: Shared<LinkLine>,
    /// The boxes of pipelines.
    pub pipelines: Vec<PipelineBox>,
    /// Evolution arrows.
    pub arrows: Shared<EvolutionArrow>,
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
    pub(super) bones: Arc<Bones>,
    /// The numbers of the arrows.
    pub(super) arrow_index: Arc<Index<ElementId, usize>>,
    pub(super) found: Found,
}

/// What is found out about a layout when it is asked first.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) spots: OnceLock<Arc<Spots>>,
    ranks: OnceLock<Arc<Ranks>>,
    /// Where that lies which is no symbol.
    rects: OnceLock<Arc<Index<ElementId, Rect>>>,
    /// What links keep clear of.
    standing: OnceLock<Arc<Standing>>,
    /// The lines that bend away from what comes near; only where that was prepared.
    pub(super) calm: OnceLock<Arc<Calm>>,
    /// The components whose placed labels overlap others.
    pub(super) overlapping: OnceLock<Arc<[ElementId]>>,
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
impl Layout {
    /// Lays out a map.
    pub fn new(map: &Map, sizes: &Sizes) -> Self {
        Self::with(map, sizes, Past::None)
    }

    /// Lays out a map in a fifth of the time: labels stand beside their symbols whatever is there, and no link bends.
    pub fn hurried(map: &Map, sizes: &Sizes) -> Self {
        Self::with(map, sizes, Past::Hurried)
    }

    /// The same layout as [`Layout::new`], made of that of a map of the same history: what nothing came near is taken over.
    pub fn after(map: &Map, sizes: &Sizes, before: (&Map, &Self)) -> Self {
        Self::with(map, sizes, Past::Rested(before.0, before.1))
    }

    /// Lays out a map while something of it is dragged: labels that the program places stay beside their symbols as they
    /// were in the map and layout before, and so do legend and lists, so that nothing flips sides under the hand.
    pub fn during(map: &Map, sizes: &Sizes, before: (&Map, &Self)) -> Self {
        let moved = moved(map, sizes, before, Bending::Away);
        moved.unwrap_or_else(|| Self::with(map, sizes, Past::Dragged(before.0, before.1)))
    }

    /// The same while something is dragged that may be dropped on a line: lines do not bend away from it.
    pub fn while_dropping(map: &Map, sizes: &Sizes, before: (&Map, &Self)) -> Self {
        let moved = moved(map, sizes, before, Bending::Waiting);
        moved.unwrap_or_else(|| Self::with(map, sizes, Past::Dragged(before.0, before.1)))
    }

    pub(super) fn with(map: &Map, sizes: &Sizes, past: Past<'_>) -> Self {
        span!("layout");
        let sheet = map.sheet_size();
        let plot = Rect::new(0.0, 0.0, sheet.width, sheet.height);
        let margins = sizes.margins;
        let mut layout = Self {
            plot,
            sheet: Rect::new(-margins.left, -margins.top, plot.x1 + margins.right, plot.y1 + margins.bottom),
            symbols: Shared::default(),
            links: Shared::default(),
            future: Shared::default(),
            pipelines: Vec::new(),
            arrows: Shared::default(),
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
            bones: Arc::default(),
            arrow_index: Arc::default(),
            found: Found::default(),
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
        for symbol in self.symbols.iter_mut().map(Arc::make_mut) {
            if map.component(&symbol.id).is_some_and(|component| !component.is_anchor()) {
                let Label { text, align, .. } = symbol.label;
                symbol.label = Label::new(vec![String::new()], text, align, symbol.center);
            }
        }
        self.arrows.iter_mut().for_each(|arrow| Arc::make_mut(arrow).label = None);
    }

    /// The symbol of a component.
    pub fn symbol(&self, id: &ElementId) -> Option<&Symbol> {
        self.symbols.get(*self.bones.index.get(id)?).map(Arc::as_ref)
    }

    /// The evolution arrow of a component.
    pub fn arrow(&self, id: &ElementId) -> Option<&EvolutionArrow> {
        self.arrows.get(*self.arrow_index.get(id)?).map(Arc::as_ref)
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
        let name = evolve.name.as_deref().unwrap_or(&component.name);
        let how = (sizes.label_width, map.stacks_labels());
        let found = || offset_of(name, arrow.ghost, rect, sizes.label, how);
        Some(evolve.label.unwrap_or_else(found))
    }

    /// The line of a link.
    pub fn link(&self, key: &LinkKey) -> Option<&LinkLine> {
        self.link_at(self.bones.number(key)?)
    }

    /// The line of the link with this number in the map.
    pub fn link_at(&self, index: usize) -> Option<&LinkLine> {
        let at = self.links.binary_search_by_key(&index, |line| line.index).ok()?;
        self.links.get(at).map(Arc::as_ref)
    }

    /// The box around an element, with all that belongs to it but its label.
    pub fn element_rect(&self, id: &ElementId) -> Option<Rect> {
        if let Some(symbol) = self.symbol(id) {
            return Some(if symbol.outline == Outline::Bare { symbol.label.rect } else { symbol.rect() });
        }
        let make = || Arc::new(self.rects_of_others());
        self.found.rects.get_or_init(make).get(id).copied()
    }

    /// The rectangles of all that is no symbol; of an annotation that of its first disc.
    fn rects_of_others(&self) -> Index<ElementId, Rect> {
        let side = 2.0 * self.sizes.disc_radius;
        let notes = self.notes.iter().map(|note| (&note.id, note.label.rect));
        let discs =
            self.discs.iter().map(|disc| (&disc.id, Rect::from_center_size(disc.center, (side, side))));
        let zones = self.zones.iter().map(|zone| (&zone.id, zone.rect));
        let arrows = self.block_arrows.iter().map(|arrow| (&arrow.id, arrow.rect));
        let areas = self.areas.iter().filter_map(|area| {
            let mut points = area.outline.iter();
            let first = *points.next()?;
            let rect = points.fold(Rect::from_points(first, first), |rect, point| rect.union_pt(*point));
            Some((&area.id, rect))
        });
        let mut rects = Index::default();
        for (id, rect) in notes.chain(discs).chain(zones).chain(arrows).chain(areas) {
            rects.entry(id.clone()).or_insert(rect);
        }
        rects
    }

    /// Where everything lies, found out when it is asked first.
    pub(super) fn spots(&self) -> &Spots {
        self.found.spots.get_or_init(|| Arc::new(Spots::new(self)))
    }

    /// Finds out at once what would be found out when it is asked first: on a thread, nobody waits for it.
    pub fn prepare(&self, map: &Map) {
        self.spots();
        self.ranks();
        self.standing();
        self.found.calm.get_or_init(|| Arc::new(Calm::new(self)));
        if let Some(symbol) = self.symbols.first() {
            map.links_of(&symbol.id);
        }
    }

    pub(super) fn ranks(&self) -> &Ranks {
        self.found.ranks.get_or_init(|| Arc::new(Ranks::new(self)))
    }

    /// The same for what a map asks that is opened: what lies under the pointer, and which labels overlap.
    pub fn prepare_first(&self, map: &Map) {
        self.spots();
        self.overlapping_labels(map);
    }

    /// Whether all that is found out so is known.
    pub fn is_prepared(&self) -> bool {
        self.found.calm.get().is_some()
    }

    /// What links keep clear of, found out when it is asked first.
    pub(super) fn standing(&self) -> &Arc<Standing> {
        self.found.standing.get_or_init(|| Arc::new(Standing::new(self)))
    }
}
