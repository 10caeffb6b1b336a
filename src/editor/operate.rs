//! What each operation does: a function of the map, its layout and what is selected, which answers what is to be done.

use std::collections::BTreeSet;

use super::carry::moved;
use super::marks::{Mark, Swatch};
use super::tool::{Deed, Name};
use super::{Direction, Operation, Selection, arrange, heights, related, walk};
use crate::layout::Layout;
use crate::model::{
    Component, ComponentKind, Edit, Element, ElementId, Evolution, Evolve, Legend, Link, LinkKey, LinkKind,
    Map, Pipeline, Place, Position,
};
use crate::scene::{Look, Subject};

/// What operations look at.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) map: &'a Map,
    pub(super) layout: &'a Layout,
    pub(super) selection: &'a Selection,
    /// Whether what is switched off is shown.
    pub(super) shows_parked: bool,
    /// How it is looked at.
    pub(super) look: &'a Look,
}

impl Sight<'_> {
    /// Whether an element is drawn.
    pub(super) fn is_shown(&self, id: &ElementId) -> bool {
        self.layout.element_rect(id).is_some() && !self.look.hides(self.map, &Subject::Element(id.clone()))
    }
}

/// What an operation does.
pub(super) fn deeds(operation: Operation, sight: Sight<'_>) -> Vec<Deed> {
    use Operation as O;
    match operation {
        O::Undo => vec![Deed::Undo],
        O::Redo => vec![Deed::Redo],
        O::Delete => delete(sight),
        O::SelectAll => select_all(sight),
        O::Select(related) => related::select(related, sight),
        O::SelectNext => select_next(sight, true),
        O::SelectPrevious => select_next(sight, false),
        O::Walk(direction) => walk_on(sight, direction),
        O::Nudge(direction, step) => nudge(sight, direction, step),
        O::EditText => edit_text(sight),
        O::AddNeeded => add_needed(sight),
        O::Align(alignment) => arrange::align(sight, alignment),
        O::Distribute(axis) => arrange::distribute(sight, axis),
        O::TidyHeights => heights::propose(sight),
        O::ToBoundary(direction) => to_boundary(sight, direction),
        O::EvolveNext => evolve_next(sight),
        O::Arrive => each(sight, "Arrive", arrived),
        O::TogglePipeline => toggle_pipeline(sight),
        O::ToggleInertia => each(sight, "Change the inertia of", |component| {
            let inertia = if component.inertia.is_some() { None } else { Some(Box::default()) };
            Some(Component { inertia, ..component.clone() })
        }),
        O::ToggleAnchor => each(sight, "Change the kind of", |component| {
            let kind = if component.is_anchor() { ComponentKind::Component } else { ComponentKind::Anchor };
            Some(Component { kind, ..component.clone() })
        }),
        O::TidyLabels => vec![Deed::Tidy(chosen_labels(sight))],
        O::TidyOverlapping => {
            let found = sight.layout.overlapping_labels(sight.map);
            vec![Deed::Tidy(found.iter().cloned().map(|id| Edit::Label { id, offset: None }).collect())]
        }
        O::Paint(swatch) => paint(sight, swatch),
        O::Add(addition) => vec![Deed::Add(addition)],
        O::Duplicate => vec![Deed::Duplicate],
        O::Park => park(sight),
        O::AddVariant => {
            selected_component(sight).map(|id| Deed::Name(Name::Variant(id, None))).into_iter().collect()
        }
        O::PutIntoTray => put_into_tray(sight),
        O::PlaceAll => vec![Deed::PlaceAll],
        O::Mark(mark) => mark_all(sight, mark),
        O::ToggleConstraint => toggle_constraint(sight),
        O::TurnLinks => change_links(sight, "Turn", |link| {
            let via = link.via.iter().rev().cloned().collect();
            Some(Link { from: link.to.clone(), to: link.from.clone(), via, ..link.clone() })
        }),
        O::ToggleLegend => {
            let legend = if sight.map.legend.is_some() { None } else { Some(Legend::default()) };
            let label = if legend.is_some() { "Show the legend" } else { "Hide the legend" };
            vec![Deed::change(label, vec![Edit::Legend(legend)])]
        }
    }
}

fn say(words: impl Into<String>) -> Vec<Deed> {
    vec![Deed::Say(words.into())]
}

/// What is selected, ghosts as their components.
fn selected(sight: Sight<'_>) -> BTreeSet<ElementId> {
    sight.selection.elements.iter().chain(&sight.selection.ghost).cloned().collect()
}

fn selected_component(sight: Sight<'_>) -> Option<ElementId> {
    let id = sight.selection.single().or(sight.selection.ghost.as_ref())?;
    sight.map.component(id).map(|_| id.clone())
}

/// What opens the field of something new in the middle of a link.
pub(super) fn insert_into(layout: &Layout, key: &LinkKey) -> Option<Name> {
    let (at, _) = crate::geometry::middle(&layout.link(key)?.points)?;
    Some(Name::Inserted(key.clone(), at))
}

fn add_needed(sight: Sight<'_>) -> Vec<Deed> {
    let name = match sight.selection.only_link() {
        Some(key) => insert_into(sight.layout, key),
        None => selected_component(sight).map(Name::Below),
    };
    name.map(Deed::Name).into_iter().collect()
}

/// The label of a change: "Move Kettle", "Move 3 components".
pub(super) fn named(map: &Map, verb: &str, ids: &BTreeSet<ElementId>) -> String {
    match ids.first().and_then(|id| map.element(id)) {
        Some(element) if ids.len() == 1 => format!("{verb} {}", short(element.name(), element.kind_name())),
        _ => {
            let all = ids.iter().all(|id| map.component(id).is_some());
            format!("{verb} {} {}", ids.len(), if all { "components" } else { "elements" })
        }
    }
}

/// Changes every selected component in one step.
fn each(sight: Sight<'_>, verb: &str, change: impl Fn(&Component) -> Option<Component>) -> Vec<Deed> {
    let ids = selected(sight);
    let changed = |id: &ElementId| {
        let element = sight.map.element(id)?;
        let body = change(element.component()?)?.into();
        Some(Edit::Replace(Element { body, ..Element::clone(element) }))
    };
    let edits: Vec<_> = ids.iter().filter_map(changed).collect();
    if edits.is_empty() {
        return say("Select a component first");
    }
    vec![Deed::change(named(sight.map, verb, &ids), edits)]
}

fn delete(sight: Sight<'_>) -> Vec<Deed> {
    let Sight { map, selection, .. } = sight;
    if let Some(id) = selection.ghost.as_ref().filter(|_| selection.elements.is_empty()) {
        let label = named(map, "Delete the evolution of", &[id.clone()].into());
        let edit = Edit::Evolve { id: id.clone(), evolve: None };
        return vec![Deed::change(label, vec![edit]).selecting(Selection::of(id))];
    }
    if selection.is_empty() {
        return say("Nothing is selected");
    }
    let is_gone = |end: &crate::model::End| end.id().is_some_and(|id| selection.elements.contains(id));
    let goes_along = map.keyed_links().filter(|(key, link)| {
        !selection.links.contains(key) && [&link.from, &link.to].into_iter().any(is_gone)
    });
    let along = goes_along.count();
    let what = if selection.elements.is_empty() {
        counted(selection.links.len(), "Delete a need", "needs", "Delete")
    } else {
        named(map, "Delete", &selection.elements)
    };
    let label = match along {
        0 => what,
        1 => format!("{what} and 1 need"),
        _ => format!("{what} and {along} needs"),
    };
    let said = label.replacen("Delete", "Deleted", 1);
    let edit = Edit::Remove { elements: selection.elements.clone(), links: selection.links.clone() };
    vec![Deed::change(label, vec![edit]).selecting(Selection::default()), Deed::Offer(said)]
}

fn park(sight: Sight<'_>) -> Vec<Deed> {
    let Sight { map, shows_parked, .. } = sight;
    let Selection { elements, links, .. } = sight.selection.clone();
    if elements.is_empty() && links.is_empty() {
        return say("Select what is to be parked first");
    }
    let is_off = |id: &ElementId| map.element(id).is_some_and(|element| element.parked);
    let parked =
        !(elements.iter().all(is_off) && links.iter().all(|key| map.link(key).is_some_and(|l| l.parked)));
    let verb = if parked { "Park" } else { "Switch on" };
    let label = if elements.is_empty() {
        counted(links.len(), &format!("{verb} a need"), "needs", verb)
    } else {
        named(map, verb, &elements)
    };
    let said = format!("{}. View → Show parked shows it", label.replacen("Park", "Parked", 1));
    let change = Deed::change(label, vec![Edit::Park { elements, links, parked }]);
    // What is hidden is not selected.
    if parked && !shows_parked {
        return vec![change.selecting(Selection::default()), Deed::Say(said)];
    }
    vec![change]
}

fn select(elements: BTreeSet<ElementId>) -> Vec<Deed> {
    vec![Deed::Select(Selection { elements, ..Selection::default() })]
}

fn select_all(sight: Sight<'_>) -> Vec<Deed> {
    let shown = sight.map.elements().filter(|element| sight.is_shown(&element.id));
    select(shown.map(|element| element.id.clone()).collect())
}

fn select_next(sight: Sight<'_>, forward: bool) -> Vec<Deed> {
    let from = sight.selection.single().or(sight.selection.elements.first());
    let next = walk::next(sight.map, sight.layout, from, forward, &|id| sight.is_shown(id));
    next.map(|id| Deed::Select(Selection::of(&id))).into_iter().collect()
}

fn walk_on(sight: Sight<'_>, direction: Direction) -> Vec<Deed> {
    // From where something evolves to, one walks on from it.
    let next = match sight.selection.single().or(sight.selection.ghost.as_ref()) {
        Some(from) => walk::toward(sight.map, sight.layout, from, direction),
        None => walk::next(sight.map, sight.layout, None, true, &|id| sight.is_shown(id)),
    };
    next.map(|id| Deed::Select(Selection::of(&id))).into_iter().collect()
}

fn nudge(sight: Sight<'_>, direction: Direction, step: f64) -> Vec<Deed> {
    let (up, right) = match direction {
        Direction::Up => (step, 0.0),
        Direction::Down => (-step, 0.0),
        Direction::Left => (0.0, -step),
        Direction::Right => (0.0, step),
    };
    let Sight { map, selection, .. } = sight;
    if let Some(id) = selection.ghost.as_ref().filter(|_| selection.elements.is_empty()) {
        let Some(evolve) = map.component(id).and_then(|component| component.evolve.clone()) else {
            return Vec::new();
        };
        let to = Evolution::clamped(evolve.to.value() + right).rounded();
        let edit = Edit::Evolve { id: id.clone(), evolve: Some(Evolve { to, ..*evolve }) };
        let label = named(map, "Evolve", &[id.clone()].into());
        return vec![Deed::change(label, vec![edit]).in_run(format!("nudge ghost {id}"))];
    }
    if selection.elements.is_empty() {
        return Vec::new();
    }
    let label = named(map, "Move", &selection.elements);
    let edits = moved(map, sight.layout, selection, up, right);
    vec![Deed::change(label, edits).in_run(format!("nudge {:?}", selection.elements))]
}

/// Moves what is selected so that the first of it stands on the next boundary of a stage, to the left or to the right: the very
/// same number.
fn to_boundary(sight: Sight<'_>, direction: Direction) -> Vec<Deed> {
    let Sight { map, selection, .. } = sight;
    let is_right = direction == Direction::Right;
    let from = match &selection.ghost {
        Some(id) => map.component(id).and_then(|own| own.evolve.as_ref()).map(|evolve| evolve.to),
        None => selection
            .elements
            .iter()
            .find_map(|id| map.component(id).and_then(|own| map.position(own)))
            .map(|at| at.evolution),
    };
    let Some(from) = from.map(Evolution::value) else { return Vec::new() };
    let boundaries = map.evolution.boundaries.iter().copied();
    let beyond = |at: &f64| if is_right { *at > from + 1e-9 } else { *at < from - 1e-9 };
    let next = if is_right {
        boundaries.chain([1.0]).filter(beyond).reduce(f64::min)
    } else {
        boundaries.chain([0.0]).filter(beyond).reduce(f64::max)
    };
    let Some(next) = next else { return say("There is no boundary further that way") };
    let to = Evolution::clamped(next);
    if let Some(id) = selection.ghost.as_ref().filter(|_| selection.elements.is_empty()) {
        let Some(evolve) = map.component(id).and_then(|own| own.evolve.clone()) else { return Vec::new() };
        let edit = Edit::Evolve { id: id.clone(), evolve: Some(Evolve { to, ..*evolve }) };
        return vec![Deed::change(named(map, "Evolve", &[id.clone()].into()), vec![edit])];
    }
    let mut edits = moved(map, sight.layout, selection, 0.0, next - from);
    // Moves are rounded, and boundaries may not be.
    let lead = selection
        .elements
        .iter()
        .filter_map(|id| map.element(id))
        .find_map(|element| Some((element, map.position(element.component()?)?)));
    edits.extend(lead.map(|(element, at)| arrange::put(element, Position { evolution: to, ..at })));
    vec![Deed::change(named(map, "Move", &selection.elements), edits)]
}

fn edit_text(sight: Sight<'_>) -> Vec<Deed> {
    let selection = sight.selection;
    let name = match (selection.single(), &selection.ghost, selection.links.first()) {
        (Some(id), ..) => Name::Element(id.clone()),
        (None, Some(id), _) => Name::Ghost(id.clone()),
        (None, None, Some(key)) => Name::Link(key.clone()),
        _ => return say("Select one thing to edit its text"),
    };
    vec![Deed::Name(name)]
}

/// Lets the selected components evolve to the next stage; the ghost is then selected, so that the arrow keys adjust it.
pub(super) fn evolve_next(sight: Sight<'_>) -> Vec<Deed> {
    let ids = selected(sight);
    let axis = &sight.map.evolution;
    let evolved = |id: &ElementId| {
        let component = sight.map.component(id).filter(|component| !component.is_anchor())?;
        let from = match &component.evolve {
            Some(evolve) => evolve.to,
            None => sight.map.position(component)?.evolution,
        };
        let to = axis.next_stage(from);
        let evolve = Evolve { to, ..component.evolve.as_deref().cloned().unwrap_or_else(|| Evolve::to(to)) };
        Some(Edit::Evolve { id: id.clone(), evolve: Some(evolve) })
    };
    let edits: Vec<_> = ids.iter().filter_map(evolved).collect();
    if edits.is_empty() {
        return say("Select a component to let it evolve");
    }
    let change = Deed::change(named(sight.map, "Evolve", &ids), edits);
    let ghost = ids.first().filter(|_| ids.len() == 1).map(Selection::of_ghost);
    vec![ghost.into_iter().fold(change, Deed::selecting)]
}

fn toggle_pipeline(sight: Sight<'_>) -> Vec<Deed> {
    let ids = &sight.selection.elements;
    let toggled = |id: &ElementId| {
        let component = sight.map.component(id).filter(|component| !component.is_anchor())?;
        let at = sight.map.position(component)?.evolution.value();
        let end = |by: f64| Evolution::clamped(at + by).rounded();
        let range = Some((end(-0.1), end(0.1)));
        let pipeline = if component.pipeline.is_some() { None } else { Some(Pipeline { range }) };
        Some(Edit::Pipeline { id: id.clone(), pipeline })
    };
    let edits: Vec<_> = ids.iter().filter_map(toggled).collect();
    if edits.is_empty() {
        return say("Select a component to make a pipeline of it");
    }
    vec![Deed::change(named(sight.map, "Change the pipeline of", ids), edits)]
}

/// Gives everything that is selected a colour, or the theme's.
fn paint(sight: Sight<'_>, swatch: Option<Swatch>) -> Vec<Deed> {
    let ids = selected(sight);
    let color = swatch.map(Swatch::color);
    let painted = |id: &ElementId| {
        let element = sight.map.element(id)?;
        Some(Edit::Replace(Element { color, ..Element::clone(element) }))
    };
    let edits: Vec<_> = ids.iter().filter_map(painted).collect();
    if edits.is_empty() {
        return say("Select what gets the colour first");
    }
    vec![Deed::change(named(sight.map, "Colour", &ids), edits)]
}

fn chosen_labels(sight: Sight<'_>) -> Vec<Edit> {
    let chosen = &sight.selection.elements;
    let own = sight.map.components().filter(|(element, component)| {
        component.label.is_some() && (chosen.is_empty() || chosen.contains(&element.id))
    });
    own.map(|(element, _)| Edit::Label { id: element.id.clone(), offset: None }).collect()
}

/// Takes the selected components off the map, and keeps their names and needs.
fn put_into_tray(sight: Sight<'_>) -> Vec<Deed> {
    let ids: BTreeSet<_> =
        selected(sight).into_iter().filter(|id| sight.map.component(id).is_some()).collect();
    if ids.is_empty() {
        return say("Select a component first");
    }
    let label = format!("{} into the tray", named(sight.map, "Put", &ids));
    let edits = ids.into_iter().map(|id| Edit::Place { id, place: Place::Unplaced }).collect();
    vec![Deed::change(label.clone(), edits).selecting(Selection::default()), Deed::Say(label)]
}

fn mark_all(sight: Sight<'_>, mark: Mark) -> Vec<Deed> {
    let on = !has_mark(sight, mark);
    each(sight, mark.words(), |component| mark.set(component, on))
}

/// Whether everything that is selected has a mark.
pub(super) fn has_mark(sight: Sight<'_>, mark: Mark) -> bool {
    let ids = sight.selection.elements.iter().chain(&sight.selection.ghost);
    // What cannot have it does not count.
    let able = ids.filter_map(|id| sight.map.component(id)).filter(|c| mark.set(c, true).is_some());
    let mut able = able.peekable();
    able.peek().is_some() && able.all(|component| mark.is_on(component))
}

fn toggle_constraint(sight: Sight<'_>) -> Vec<Deed> {
    let needs = |kind: LinkKind| matches!(kind, LinkKind::Need | LinkKind::Constraint);
    let mut own = sight.selection.links.iter().filter(|key| needs(key.kind));
    let kind =
        if own.all(|key| key.kind == LinkKind::Constraint) { LinkKind::Need } else { LinkKind::Constraint };
    // A flow is neither.
    change_links(sight, "Change", |link| needs(link.kind).then(|| Link { kind, ..link.clone() }))
}

/// Changes every selected link in one step. They stay selected under their new keys.
fn change_links(sight: Sight<'_>, verb: &str, change: impl Fn(&Link) -> Option<Link>) -> Vec<Deed> {
    let map = sight.map;
    let keys = &sight.selection.links;
    if keys.is_empty() {
        return say("Select a link first");
    }
    // In the map's order, in which they are found soon again.
    let mut places: Vec<_> = keys.iter().filter_map(|key| Some((map.link_index(key)?, key))).collect();
    places.sort_unstable_by_key(|(at, _)| *at);
    let edit = |(at, key): &(usize, &LinkKey)| {
        let link = change(map.links().nth(*at)?)?;
        Some(Edit::ReplaceLink { key: LinkKey::clone(key), link })
    };
    let edits: Vec<_> = places.iter().filter_map(edit).collect();
    if edits.is_empty() {
        return say("A flow is no need: its kind is in the inspector");
    }
    let label = counted(edits.len(), &format!("{verb} a link"), "links", verb);
    let Ok(after) = Edit::apply_all(&edits, map.clone()) else {
        return Vec::new();
    };
    let links = places.iter().filter_map(|(at, _)| after.link_key(*at)).collect();
    vec![Deed::change(label, edits).selecting(Selection { links, ..Selection::default() })]
}

/// A component that has reached its ghost: its place, its name.
fn arrived(component: &Component) -> Option<Component> {
    let evolve = component.evolve.clone()?;
    let place = match &component.place {
        Place::At(at) => Place::At(Position { evolution: evolve.to, ..*at }),
        Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution: evolve.to },
        Place::Unplaced => Place::Unplaced,
    };
    Some(Component {
        place,
        name: evolve.name.map_or_else(|| component.name.clone(), Into::into),
        method: evolve.method.or(component.method),
        label: evolve.label.or(component.label),
        evolve: None,
        ..component.clone()
    })
}

pub(super) fn counted(count: usize, one: &str, many: &str, verb: &str) -> String {
    if count == 1 { one.to_owned() } else { format!("{verb} {count} {many}") }
}

/// The start of a name, for a label; `otherwise` where it is empty.
pub(super) fn short<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    let line = name.lines().next().unwrap_or("");
    let end = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
    line.get(..end).filter(|line| !line.is_empty()).unwrap_or(otherwise)
}
