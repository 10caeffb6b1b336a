//! The layout of a map of which a few things moved, made of the one before: what a drag asks for many times a second.
//!
//! Labels go along with their symbols; lines are made anew that lead to what moved, or come near it.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

use super::annotation::discs;
use super::arrow::inertia_bar;
use super::link_text::LinkWords;
use super::obstacles::Obstacles;
use super::place::{has_words, own_ghost_label, own_label, words_of};
use super::plan::Found;
use super::spots::Spot;
use super::symbol::{center, outline, pipeline_box, spans};
use super::unmoved::{Moved, kept_ghost, kept_label, reach_of};
use super::{EvolutionArrow, Label, Layout, LinkLine, Sizes, Symbol};
use crate::geometry::Rect;
use crate::model::{Body, Component, Element, ElementId, Index, Map, Place, Shared};

/// Where more elements than this changed, all is laid out anew.
const MOST: usize = 64;

/// What lines do that do not lead to what moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bending {
    /// They bend away from it, as they do at rest.
    Away,
    /// They stay as they were: it may be dropped on one of them.
    Waiting,
}

/// The layout of a map, from another of the same history; `None` where more changed than places, names and the like.
pub(super) fn moved(
    map: &Map,
    sizes: &Sizes,
    (old, before): (&Map, &Layout),
    bending: Bending,
) -> Option<Layout> {
    span!("layout moved");
    if !is_same_sheet(map, old) || *sizes != before.sizes {
        return None;
    }
    let pairs = old.other_elements(map);
    let pairs: Vec<(&Element, &Element)> = pairs.map(|(old, new)| (&**old, &**new)).take(MOST + 1).collect();
    let numbers = symbols_of(&pairs, map, before)?;
    let mut layout = Layout {
        found: Found::default(),
        // None is to be compared with these.
        fixed: Vec::new(),
        ..before.clone()
    };
    let has_others = pairs.iter().any(|(_, new)| new.component().is_none());
    if has_others {
        layout.zones.clear();
        layout.areas.clear();
        layout.notes.clear();
        layout.block_arrows.clear();
        layout.discs = discs(map);
        layout.place_others(map, sizes);
    }
    for number in &numbers {
        move_symbol(&mut layout, *number, map, (old, before))?;
    }
    let mut spots: Vec<Spot> = Vec::new();
    let touched = pipelines_of(&numbers, map, before);
    let spans = if touched.is_empty() { Index::default() } else { spans(map) };
    for (at, pipeline) in layout.pipelines.iter_mut().enumerate().filter(|_| !touched.is_empty()) {
        if touched.contains(&pipeline.id) {
            *pipeline = pipeline_box(map, &pipeline.id, map.component(&pipeline.id)?, (sizes, &spans))?;
            spots.push(Spot::Pipeline(at));
        }
    }
    let lines = move_lines(&mut layout, &numbers, map, before, bending);
    // Where no line came or went, all stands at the same places of the lists.
    if let Some(lines) = lines.filter(|_| !has_others) {
        spots.extend(numbers.iter().flat_map(|number| [Spot::Symbol(*number), Spot::Label(*number)]));
        let arrow = |number: &usize| layout.arrow_index.get(&layout.symbols.get(*number)?.id).copied();
        spots.extend(numbers.iter().filter_map(arrow).flat_map(|at| [Spot::Ghost(at), Spot::GhostLabel(at)]));
        spots.extend(lines.into_iter().map(Spot::Link));
        layout.found.spots = OnceLock::from(Arc::new(before.spots().since(spots)));
    }
    Some(layout)
}

/// Whether two maps have the same elements and links on the same sheet.
fn is_same_sheet(map: &Map, old: &Map) -> bool {
    map.shares_order(old)
        && map.shares_links(old)
        && map.sheet == old.sheet
        && map.evolution == old.evolution
        && map.stacks_labels() == old.stacks_labels()
        && (map.annotations_at, map.legend) == (old.annotations_at, old.legend)
}

/// The numbers of the symbols of what changed, and of children whose pipeline did; `None` where something came or went.
fn symbols_of(pairs: &[(&Element, &Element)], map: &Map, before: &Layout) -> Option<BTreeSet<usize>> {
    if pairs.len() > MOST {
        return None;
    }
    let mut numbers = BTreeSet::new();
    let mut pipelines = Vec::new();
    for (old, new) in pairs {
        if old.parked != new.parked {
            return None;
        }
        match (&old.body, &new.body) {
            (Body::Component(was), Body::Component(is)) => {
                if !is_alike(was, is) {
                    return None;
                }
                // What stands in the tray has none.
                if let Some(number) = before.bones.index.get(&new.id) {
                    numbers.insert(*number);
                }
                if is.pipeline.is_some() {
                    pipelines.push(&new.id);
                }
            }
            // The list of annotations is as long as what they say.
            (Body::Annotation(was), Body::Annotation(is))
                if (was.number, &was.text) == (is.number, &is.text) => {}
            (Body::Annotation(_) | Body::Component(_), _) | (_, Body::Annotation(_) | Body::Component(_)) => {
                return None;
            }
            _ => {}
        }
    }
    if !pipelines.is_empty() {
        let is_child = |own: &Component| matches!(&own.place, Place::Within { pipeline, .. } if pipelines.contains(&pipeline));
        let children = map.components().filter(|(_, own)| is_child(own));
        numbers.extend(children.filter_map(|(child, _)| before.bones.index.get(&child.id)));
    }
    Some(numbers)
}

/// The pipelines of the symbols with these numbers: their own, and those that they are children of.
fn pipelines_of<'a>(numbers: &BTreeSet<usize>, map: &'a Map, before: &'a Layout) -> BTreeSet<&'a ElementId> {
    let symbols = numbers.iter().filter_map(|number| before.symbols.get(*number));
    let of = |symbol: &'a Arc<Symbol>| {
        let component = map.component(&symbol.id)?;
        match &component.place {
            Place::Within { pipeline, .. } => Some(pipeline),
            _ => component.pipeline.map(|_| &symbol.id),
        }
    };
    symbols.filter_map(of).collect()
}

/// Whether a component has as many parts as before: its arrow, its inertia, its box; and is in the same pipeline, or none.
fn is_alike(was: &Component, is: &Component) -> bool {
    let is_same_place = match (&was.place, &is.place) {
        (Place::Within { pipeline: was, .. }, Place::Within { pipeline: is, .. }) => was == is,
        (was, is) => std::mem::discriminant(was) == std::mem::discriminant(is),
    };
    was.kind == is.kind
        && is_same_place
        && was.evolve.is_some() == is.evolve.is_some()
        && was.inertia.is_some() == is.inertia.is_some()
        && was.pipeline == is.pipeline
        && (was.treated, was.spread, &was.opinions) == (is.treated, is.spread, &is.opinions)
        && was.evolve.as_ref().is_some_and(|own| own.links) == is.evolve.as_ref().is_some_and(|own| own.links)
}

/// Moves a symbol with what belongs to it: its label, its arrow, its inertia.
fn move_symbol(layout: &mut Layout, number: usize, map: &Map, before: (&Map, &Layout)) -> Option<()> {
    let sizes = layout.sizes;
    let old = Arc::clone(layout.symbols.get(number)?);
    let component = map.component(&old.id)?;
    let center = center(map, component, &sizes)?;
    let bare = Label::new(Vec::new(), sizes.label, super::Align::Start, center);
    let mut symbol = Symbol { id: old.id.clone(), center, outline: outline(component, &sizes), label: bare };
    symbol.label = match own_label(map, component, center, (&sizes, layout.plot)) {
        Some(label) => label,
        // One that its author placed until now has no place of the program's.
        None if before.0.component(&old.id)?.label.is_some() => return None,
        None => kept_label(Some(before), &symbol, component)?,
    };
    if let Some(at) = layout.arrow_index.get(&symbol.id) {
        let evolve = component.evolve.as_ref()?;
        let mut arrow = EvolutionArrow::new(map, component, &symbol, &sizes)?;
        let was = before.1.arrow(&symbol.id)?;
        let is_same = before.0.component(&symbol.id)?.evolve.as_ref()?.label == evolve.label;
        arrow.label = match &was.label {
            _ if evolve.label.is_some() => {
                own_ghost_label(map, component, arrow.ghost, (&sizes, layout.plot))
            }
            None if evolve.name.is_none() && is_same => None,
            Some(_) if is_same => {
                let (label, ghost) = kept_ghost(Some(before), &symbol.id, evolve)?;
                Some(label.moved(arrow.ghost - ghost))
            }
            _ => return None,
        };
        *layout.arrows.get_mut(*at)? = Arc::new(arrow);
    }
    if component.inertia.is_some() {
        let bar = inertia_bar(map, component, &symbol, &sizes)?;
        layout.inertia.iter_mut().filter(|(id, _)| *id == symbol.id).for_each(|(_, own)| *own = bar);
    }
    *layout.symbols.get_mut(number)? = Arc::new(symbol);
    Some(())
}

/// Makes those lines anew that lead to the symbols with these numbers, or come near them. Answers where they stand in the
/// list; `None` where one came or went.
fn move_lines(
    layout: &mut Layout,
    numbers: &BTreeSet<usize>,
    map: &Map,
    before: &Layout,
    bending: Bending,
) -> Option<Vec<usize>> {
    let radius = layout.sizes.symbol_radius;
    let mut moved = Moved::default();
    let mut links = BTreeSet::new();
    for number in numbers {
        let (Some(old), Some(new)) = (before.symbols.get(*number), layout.symbols.get(*number)) else {
            continue;
        };
        moved.symbol(old, new);
        if let Some(at) = layout.arrow_index.get(&new.id)
            && let (Some(old), Some(new)) = (before.arrows.get(*at), layout.arrows.get(*at))
        {
            moved.arrow(old, new, radius);
        }
        links.extend(map.links_of(&new.id));
    }
    let bones = Arc::clone(&layout.bones);
    let gone: Vec<u32> = numbers.iter().map(|number| *number as u32).collect();
    if bending == Bending::Away {
        let near = lines_near(before, &gone, &moved.boxes);
        links.extend(near.into_iter().filter(|index| moved.touches(layout, *index, bones.stops(*index))));
    }
    let around = LazyLock::new(|| Obstacles::since(before, gone, layout));
    let words = LazyCell::new(|| LinkWords::new(before));
    let has_future = layout.has_future(map);
    let mut lines = Vec::new();
    for index in links {
        let (stops, Some(link)) = (bones.stops(index), map.links().nth(index)) else { continue };
        if stops.is_empty() {
            continue;
        }
        let mut line = layout.line_anew(index, link.kind, stops, Some(&around));
        if let Some(line) = line.as_mut().filter(|_| has_words(link)) {
            line.words = words_of(map, line, &words, &layout.sizes);
        }
        let is_drawn = has_future && !matches!(link.kind, crate::model::LinkKind::Flow(_));
        let future = if is_drawn { layout.line_of_future(map, &layout.sizes, index) } else { None };
        lines.push((index, line, future));
    }
    drop(around);
    let count = layout.links.len();
    let mut places = Some(Vec::new());
    for (index, line, future) in lines {
        let at = layout.links.binary_search_by_key(&index, |line| line.index).ok();
        places = places.filter(|_| at.is_some() == line.is_some()).map(|mut places| {
            places.extend(at);
            places
        });
        put(&mut layout.links, index, line);
        put(&mut layout.future, index, future);
    }
    places.filter(|_| layout.links.len() == count)
}

/// The numbers of the links whose lines come near boxes, but for those that give way to nothing where that is known.
fn lines_near(before: &Layout, gone: &[u32], boxes: &[Rect]) -> Vec<usize> {
    let known = before.found.calm.get().and_then(|calm| calm.links_near(before, gone, boxes));
    let mut near = known.unwrap_or_else(|| {
        let far = 2.0 * reach_of(before.bones.most_beside());
        let places = boxes.iter().flat_map(|rect| before.spots().links_in(rect.inflate(far, far)));
        places.filter_map(|at| before.links.get(at)).map(|line| line.index).collect()
    });
    near.sort_unstable();
    near.dedup();
    near
}

/// Puts the line of a link into a list in the order of the links, or takes it out.
fn put(lines: &mut Shared<LinkLine>, index: usize, line: Option<LinkLine>) {
    let found = lines.binary_search_by_key(&index, |line| line.index);
    let (at, line) = match (found, line) {
        (Ok(at), Some(line)) => {
            if lines.get(at).is_some_and(|old| **old != line)
                && let Some(slot) = lines.get_mut(at)
            {
                *slot = Arc::new(line);
            }
            return;
        }
        (Ok(at), None) => (at, None),
        (Err(at), Some(line)) => (at, Some(Arc::new(line))),
        (Err(_), None) => return,
    };
    // All that stand behind it move on.
    let behind = lines.iter().skip(at + usize::from(found.is_ok())).cloned();
    let mut others: Shared<_> = lines.iter().take(at).cloned().chain(line).chain(behind).collect();
    others.adopt(lines);
    *lines = others;
}
