//! From a layout and a theme to a scene.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::decor;
use super::group::{Group, Level, Part};
use super::painter::{Painter, bounds};
use super::{Item, Paint, Scene, Stroke, Subject, Theme};
use crate::layout::{Layout, LinkLine, Outline};
use crate::model::{Body, Component, Element, ElementId, LinkKind, Map, Place, Shared};

/// The picture of a map: a pure function of its arguments.
///
/// The order, from the bottom: plot, attitudes, areas, links, evolution; the halos of all labels, so that none bites
/// into a box, a symbol or another's letters; pipelines, accelerators, symbols; all labels and notes; annotations and
/// legend.
pub fn build(map: &Map, layout: &Layout, theme: &Theme) -> Scene {
    span!("scene");
    let mut painter = Painter::of_all(map, layout, theme);
    let make = |kind: &Kind| {
        let groups = (0..kind.count(layout)).map(|at| kind.draw(&mut painter, at)).collect();
        Part::new(groups)
    };
    finish(Kind::ALL.iter().map(make).collect(), map, layout, theme, None)
}

/// The same picture as [`build`] makes, of that of another map of the same history in the same theme: what has not
/// changed is taken over.
pub fn rebuild(
    (old, old_map, old_layout): (&Scene, &Map, &Layout),
    map: &Map,
    layout: &Layout,
    theme: &Theme,
) -> Scene {
    span!("scene again");
    let Some(changed) = Changed::new(old_map, map) else { return build(map, layout, theme) };
    if old.parts.len() != Kind::ALL.len() || old_layout.sheet != layout.sheet {
        return build(map, layout, theme);
    }
    let mut painter = Painter::new(map, layout, theme);
    let make = |(kind, part): (&Kind, &Part)| {
        let count = kind.count(layout);
        if kind.count(old_layout) != count || part.groups.len() != count {
            return Part::new((0..count).map(|at| kind.draw(&mut painter, at)).collect());
        }
        let mut places = kind.differing(old_layout, layout);
        if !changed.ids.is_empty() {
            places.extend((0..count).filter(|at| kind.is_of(layout, *at, &changed)));
            places.sort_unstable();
            places.dedup();
        }
        part.with(&places, |at| kind.draw(&mut painter, at))
    };
    let parts = Kind::ALL.iter().zip(&old.parts).map(make).collect();
    // Where things only moved, there are as many of each.
    let has_as_many = changed.ids.is_empty()
        && old_layout.symbols.len() == layout.symbols.len()
        && old_layout.links.len() == layout.links.len()
        && old_layout.arrows.len() == layout.arrows.len()
        && old_map.about.purpose == map.about.purpose;
    finish(parts, map, layout, theme, has_as_many.then(|| old.description.clone()))
}

/// The bounds are known last, and the paper lies below all. `described` is the description, where it is known.
fn finish(
    mut parts: Vec<Part>,
    map: &Map,
    layout: &Layout,
    theme: &Theme,
    described: Option<String>,
) -> Scene {
    let bounds = bounds(layout.sheet, parts.iter().flat_map(Part::beyond));
    if let Some(paper) = parts.first_mut() {
        let fill = |rect, fill| Item::Rect { rect, radius: 0.0, fill: Some(fill), stroke: None };
        let items = [fill(bounds, Paint::Solid(theme.paper)), fill(layout.plot, theme.plot_paint())];
        let items = items.map(|item| (Level::Ground, item)).to_vec();
        let group = Arc::new(Group { subject: Subject::Paper, items, beyond: Vec::new() });
        if paper.groups.first() != Some(&group) {
            *paper = Part::new(vec![group]);
        }
    }
    Scene {
        bounds,
        title: map.title.clone(),
        description: described.unwrap_or_else(|| description(map, layout)),
        author: map.about.author.clone(),
        date: map.about.date.clone(),
        parts,
        attachment: None,
    }
}

/// What the map is for, and what is on it.
fn description(map: &Map, layout: &Layout) -> String {
    let count = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("one {one}")),
        count => Some(format!("{count} {more}")),
    };
    let anchors = layout.symbols.iter().filter(|symbol| symbol.outline == Outline::Bare).count();
    let evolving = layout.arrows.len();
    let counts = [
        count(anchors, "user", "users"),
        count(layout.symbols.len() - anchors, "component", "components"),
        count(layout.links.len(), "link", "links"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let mut said = vec![map.about.purpose.trim().to_owned()];
    said.push(if counts.is_empty() {
        "An empty Wardley map.".to_owned()
    } else {
        format!("A Wardley map of {}.", counts.join(", "))
    });
    match evolving {
        0 => {}
        1 => said.push("One component evolves.".to_owned()),
        count => said.push(format!("{count} components evolve.")),
    }
    said.retain(|words| !words.is_empty());
    said.join(" ")
}

/// What changed of a map's elements, other than where they are.
struct Changed<'a> {
    /// Elements that are not the very same, and the children of their pipelines.
    ids: BTreeSet<&'a ElementId>,
    /// The numbers of the links that lead to them.
    links: BTreeSet<usize>,
}

/// Where so much changed, all is drawn anew.
const MOST: usize = 64;

impl<'a> Changed<'a> {
    /// `None` where two maps have not the same elements and links in the same order, or too much changed.
    fn new(old: &Map, map: &'a Map) -> Option<Self> {
        if !map.shares_links(old) || !map.shares_order(old) {
            return None;
        }
        let others = old.other_elements(map).filter(|(old, new)| !has_only_moved(old, new));
        let mut ids: BTreeSet<_> = others.map(|(_, new)| &new.id).take(MOST + 1).collect();
        let has_pipeline = |id: &&ElementId| map.component(id).is_some_and(|own| own.pipeline.is_some());
        if ids.iter().any(has_pipeline) {
            let is_child = |own: &Component| matches!(&own.place, Place::Within { pipeline, .. } if ids.contains(pipeline));
            let children: Vec<_> = map.components().filter(|(_, own)| is_child(own)).collect();
            ids.extend(children.iter().map(|(element, _)| &element.id));
        }
        let links = ids.iter().flat_map(|id| map.links_of(id)).copied().collect();
        (ids.len() <= MOST).then_some(Self { ids, links })
    }
}

/// Whether a component is what it was, at another place: what moves shows in the layout.
fn has_only_moved(old: &Element, new: &Element) -> bool {
    let (Body::Component(was), Body::Component(is)) = (&old.body, &new.body) else { return false };
    let (Place::At(_), Place::At(_)) = (&was.place, &is.place) else { return false };
    let there = Component { place: is.place.clone(), ..was.clone() };
    old.parked == new.parked && old.color == new.color && there == *is
}

/// What one part of a scene is made of: a list of the layout. They stand in the order in which they are drawn.
#[derive(Clone, Copy)]
enum Kind {
    Paper,
    Sheet,
    Zones,
    Areas,
    Flows,
    Future,
    Links,
    Arrows,
    Ghosts,
    Inertia,
    Pipelines,
    Accelerators,
    Labels,
    Symbols,
    Notes,
    List,
    Entries,
    Discs,
    Legend,
}

impl Kind {
    const ALL: [Self; 19] = [
        Self::Paper,
        Self::Sheet,
        Self::Zones,
        Self::Areas,
        Self::Flows,
        Self::Future,
        Self::Links,
        Self::Arrows,
        Self::Ghosts,
        Self::Inertia,
        Self::Pipelines,
        Self::Accelerators,
        Self::Labels,
        Self::Symbols,
        Self::Notes,
        Self::List,
        Self::Entries,
        Self::Discs,
        Self::Legend,
    ];

    fn level(self) -> Level {
        match self {
            Self::List | Self::Entries | Self::Discs | Self::Legend => Level::Top,
            Self::Paper
            | Self::Sheet
            | Self::Zones
            | Self::Areas
            | Self::Flows
            | Self::Future
            | Self::Links
            | Self::Arrows => Level::Ground,
            _ => Level::Symbols,
        }
    }

    /// How many groups it has.
    fn count(self, layout: &Layout) -> usize {
        let entries = layout.annotations.as_ref().map_or(0, |list| list.entries.len());
        match self {
            Self::Paper | Self::Sheet => 1,
            Self::Zones => layout.zones.len(),
            Self::Areas => layout.areas.len(),
            Self::Flows | Self::Links => layout.links.len(),
            Self::Future => layout.future.len(),
            Self::Arrows | Self::Ghosts => layout.arrows.len(),
            Self::Inertia => layout.inertia.len(),
            Self::Pipelines => layout.pipelines.len(),
            Self::Accelerators => layout.block_arrows.len(),
            Self::Labels | Self::Symbols => layout.symbols.len(),
            Self::Notes => layout.notes.len(),
            Self::List => usize::from(layout.annotations.is_some()),
            Self::Entries => entries,
            Self::Discs => layout.discs.len(),
            Self::Legend => usize::from(layout.legend.is_some()),
        }
    }

    /// The numbers of what two layouts, which have as many, do not say the same of. What they share costs no look.
    fn differing(self, old: &Layout, new: &Layout) -> Vec<usize> {
        fn many<T: PartialEq>(old: &Shared<T>, new: &Shared<T>) -> Vec<usize> {
            old.differences(new).filter(|(_, old, new)| old != new).map(|(at, ..)| at).collect()
        }
        fn few<T: PartialEq>(old: &[T], new: &[T]) -> Vec<usize> {
            let pairs = old.iter().zip(new).enumerate();
            pairs.filter(|(_, (old, new))| old != new).map(|(at, _)| at).collect()
        }
        match self {
            Self::Paper => Vec::new(),
            // Titles and axes are few, and the samples of a legend may show anything.
            Self::Sheet | Self::Legend => (0..self.count(new)).collect(),
            Self::Zones => few(&old.zones, &new.zones),
            Self::Areas => few(&old.areas, &new.areas),
            Self::Flows | Self::Links => many(&old.links, &new.links),
            Self::Future => many(&old.future, &new.future),
            Self::Arrows | Self::Ghosts => many(&old.arrows, &new.arrows),
            Self::Inertia => few(&old.inertia, &new.inertia),
            Self::Pipelines => few(&old.pipelines, &new.pipelines),
            Self::Accelerators => few(&old.block_arrows, &new.block_arrows),
            Self::Labels | Self::Symbols => many(&old.symbols, &new.symbols),
            Self::Notes => few(&old.notes, &new.notes),
            Self::List => (0..usize::from(old.annotations != new.annotations)).collect(),
            Self::Entries => {
                let lists = (&old.annotations, &new.annotations);
                let (Some(old), Some(new)) = lists else { return Vec::new() };
                few(&old.entries, &new.entries)
            }
            Self::Discs => few(&old.discs, &new.discs),
        }
    }

    /// Whether what has this number belongs to what changed.
    fn is_of(self, layout: &Layout, at: usize, changed: &Changed<'_>) -> bool {
        if changed.ids.is_empty() {
            return false;
        }
        let has = |id: Option<&ElementId>| id.is_some_and(|id| changed.ids.contains(id));
        let leads =
            |line: Option<&Arc<LinkLine>>| line.is_some_and(|line| changed.links.contains(&line.index));
        let entry = || layout.annotations.as_ref()?.entries.get(at);
        match self {
            Self::Paper | Self::Sheet | Self::List | Self::Legend => false,
            Self::Zones => has(layout.zones.get(at).map(|zone| &zone.id)),
            Self::Areas => has(layout.areas.get(at).map(|area| &area.id)),
            Self::Flows | Self::Links => !changed.links.is_empty() && leads(layout.links.get(at)),
            Self::Future => !changed.links.is_empty() && leads(layout.future.get(at)),
            Self::Arrows | Self::Ghosts => has(layout.arrows.get(at).map(|arrow| &arrow.id)),
            Self::Inertia => has(layout.inertia.get(at).map(|(id, _)| id)),
            Self::Pipelines => has(layout.pipelines.get(at).map(|pipeline| &pipeline.id)),
            Self::Accelerators => has(layout.block_arrows.get(at).map(|arrow| &arrow.id)),
            Self::Labels | Self::Symbols => has(layout.symbols.get(at).map(|symbol| &symbol.id)),
            Self::Notes => has(layout.notes.get(at).map(|note| &note.id)),
            Self::Entries => has(entry().map(|entry| &entry.id)),
            Self::Discs => has(layout.discs.get(at).map(|disc| &disc.id)),
        }
    }

    /// The group of what has this number.
    fn draw(self, painter: &mut Painter<'_>, at: usize) -> Arc<Group> {
        draw(self, painter, at).unwrap_or_else(|| painter.nothing())
    }
}

fn draw(kind: Kind, painter: &mut Painter<'_>, at: usize) -> Option<Arc<Group>> {
    let (map, layout, level) = (painter.map, painter.layout, kind.level());
    let element = |id: &ElementId| Subject::Element(id.clone());
    Some(match kind {
        // Made last: it depends on the rest.
        Kind::Paper => return None,
        Kind::Sheet => painter.group(level, Subject::Sheet, decor::draw),
        Kind::Zones => {
            let zone = layout.zones.get(at)?;
            painter.group(level, element(&zone.id), |painter| painter.zone(zone))
        }
        Kind::Areas => {
            let area = layout.areas.get(at)?;
            painter.group(level, element(&area.id), |painter| painter.area(area))
        }
        Kind::Flows => {
            let line = layout.links.get(at)?;
            let LinkKind::Flow(direction) = line.key.kind else { return None };
            painter.group_of_link(line, |painter, _| painter.flow(&line.points, direction))?
        }
        Kind::Future => {
            let line = layout.future.get(at)?;
            painter.group_of_link(line, |painter, _| {
                let stroke = Stroke { dash: None, ..painter.theme.evolution.into() };
                painter.line(line.points.clone(), stroke);
            })?
        }
        Kind::Links => {
            let line = layout.links.get(at)?;
            painter.group_of_link(line, |painter, link| painter.link(line, link))?
        }
        Kind::Arrows => {
            let arrow = layout.arrows.get(at)?;
            painter.group(level, element(&arrow.id), |painter| painter.shaft(arrow))
        }
        Kind::Ghosts => {
            let arrow = layout.arrows.get(at)?;
            let radius = painter.theme.sizes.symbol_radius;
            painter.group(level, element(&arrow.id), |painter| painter.ghost(arrow, radius))
        }
        Kind::Inertia => {
            let (id, bar) = layout.inertia.get(at)?;
            painter.group(level, element(id), |painter| painter.inertia(*bar))
        }
        Kind::Pipelines => {
            let pipeline = layout.pipelines.get(at)?;
            painter.group(level, element(&pipeline.id), |painter| painter.pipeline(pipeline))
        }
        Kind::Accelerators => {
            let arrow = layout.block_arrows.get(at)?;
            painter.group(level, element(&arrow.id), |painter| painter.accelerator(arrow))
        }
        Kind::Labels => {
            let symbol = layout.symbols.get(at)?;
            painter.group(level, element(&symbol.id), |painter| {
                let color = painter.color_of(&symbol.id).unwrap_or(painter.theme.label);
                painter.leader(symbol);
                painter.label(&symbol.label, color, true);
            })
        }
        Kind::Symbols => {
            let symbol = layout.symbols.get(at)?;
            let component = map.component(&symbol.id)?;
            painter.group(level, element(&symbol.id), |painter| {
                let color = painter.color_of(&symbol.id);
                painter.symbol(symbol.center, symbol.outline, component, color);
            })
        }
        Kind::Notes => {
            let note = layout.notes.get(at)?;
            painter.group(level, element(&note.id), |painter| {
                let color = painter.color_of(&note.id).unwrap_or(painter.theme.label);
                painter.label(&note.label, color, true);
            })
        }
        Kind::List => {
            let list = layout.annotations.as_ref()?;
            painter.group(level, Subject::List, |painter| painter.block(list.rect))
        }
        Kind::Entries => {
            let entry = layout.annotations.as_ref()?.entries.get(at)?;
            painter.group(level, element(&entry.id), |painter| painter.list_entry(entry))
        }
        Kind::Discs => {
            let disc = layout.discs.get(at)?;
            painter.group(level, element(&disc.id), |painter| painter.disc(disc))
        }
        Kind::Legend => {
            layout.legend.as_ref()?;
            painter.group(level, Subject::Sheet, Painter::legend)
        }
    })
}
