//! A map that was typed as text takes up where the map before it stood.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::{Identity, Matching};
use crate::model::{
    Body, Component, Element, ElementId, EvolutionAxis, IdMint, Index, Kept, Link, Map, Place,
};

/// A typed map that took up where another stood.
#[derive(Clone, Debug)]
pub struct Reconciled {
    /// The map.
    pub map: Map,
    /// Which id each id of the parsed map has become that is another now.
    pub ids: HashMap<ElementId, ElementId>,
    /// Where each link of the parsed map stands now.
    pub links: Vec<usize>,
}

/// The map that `parsed` means after `previous`: what is the same keeps its id, and whatever the text cannot
/// say stays as it was.
///
/// `said` is `previous` as the text's format can say it, with the same ids and links: what it lacks of `previous`,
/// the new text cannot have taken away. Where ids come from names, the author's order stays that of `previous`:
/// another format's text has an order of its own.
pub fn reconcile(previous: &Map, said: &Map, parsed: &Map, identity: Identity) -> Reconciled {
    let matching = Matching::new(said, parsed, identity);
    let ids = ids(previous, said, parsed, &matching, identity);
    let renamed = if ids.is_empty() {
        parsed.clone()
    } else {
        parsed.with_ids(&|id| ids.get(id).unwrap_or(id).clone())
    };
    let (mut old_place, mut said_place) = (previous.places(), said.places());
    let element = |element: &Arc<Element>| {
        let old = old_place(element).and_then(|at| previous.elements().nth(at));
        match (old, said_place(element).and_then(|at| said.elements().nth(at))) {
            // What is as it was is the same one.
            (Some(old), Some(said)) if **said == **element => Arc::clone(old),
            (Some(old), Some(said)) => Arc::new(element_kept(old, said, element)),
            // What waited in the tray has a line now: all else that is known of it stays.
            (Some(old), None) => Arc::new(element_placed(old, element)),
            _ => Arc::clone(element),
        }
    };
    let elements: Vec<Arc<Element>> = renamed.elements().map(element).collect();
    let link = |(link, fellow): (&Arc<Link>, &Option<usize>)| {
        let pair = fellow.and_then(|at| Some((previous.links().nth(at)?, said.links().nth(at)?)));
        match pair {
            Some((old, said)) if **said == **link => Arc::clone(old),
            Some((old, said)) => Arc::new(link_kept(old, said, link)),
            None => Arc::clone(link),
        }
    };
    let links: Vec<Arc<Link>> = renamed.links().zip(matching.links()).map(link).collect();
    let order = if identity == Identity::Names {
        let places: Vec<_> = elements.iter().map(previous.places()).collect();
        (in_order(&places), in_order(matching.links()))
    } else {
        ((0..elements.len()).collect(), (0..links.len()).collect())
    };
    // What the text never said is still there, where it was.
    let ordered: Vec<_> = order.0.iter().filter_map(|at| elements.get(*at).cloned()).collect();
    let is_unsaid = |id: &ElementId| said.element(id).is_none() && renamed.element(id).is_none();
    let is_said = said.shares_order(previous)
        || previous.elements().map(|element| &element.id).eq(said.elements().map(|element| &element.id));
    let ordered = if is_said { ordered } else { with_unsaid(ordered, previous, is_unsaid) };
    let mut places = vec![0; links.len()];
    for (now, was) in order.1.iter().enumerate() {
        if let Some(place) = places.get_mut(*was) {
            *place = now;
        }
    }
    let links = order.1.iter().filter_map(|at| links.get(*at).cloned()).collect();
    let map = Map {
        title: kept_or(&previous.title, &said.title, &renamed.title),
        about: kept_or(&previous.about, &said.about, &renamed.about),
        theme: kept_or(&previous.theme, &said.theme, &renamed.theme),
        sheet: kept_or(&previous.sheet, &said.sheet, &renamed.sheet),
        evolution: axis_kept(&previous.evolution, &said.evolution, &renamed.evolution),
        value_chain: kept_or(&previous.value_chain, &said.value_chain, &renamed.value_chain),
        answered: kept_or(&previous.answered, &said.answered, &renamed.answered),
        decisions: kept_or(&previous.decisions, &said.decisions, &renamed.decisions),
        pins: kept_or(&previous.pins, &said.pins, &renamed.pins),
        rules_off: kept_or(&previous.rules_off, &said.rules_off, &renamed.rules_off),
        scenarios: kept_or(&previous.scenarios, &said.scenarios, &renamed.scenarios),
        conflicts: kept_or(&previous.conflicts, &said.conflicts, &renamed.conflicts),
        legend: kept_or(&previous.legend, &said.legend, &renamed.legend),
        annotations_at: kept_or(&previous.annotations_at, &said.annotations_at, &renamed.annotations_at),
        // A text says it from its next save on.
        stacked_labels: renamed.stacked_labels.or(previous.stacked_labels),
        kept: kept_lines(previous, said, &renamed),
        ..renamed.with_elements(ordered).with_links(links)
    };
    Reconciled { map: map.sharing(previous), ids, links: places }
}

/// Elements with those of `previous` that no text says: each behind the last of those that it stood behind.
fn with_unsaid(
    elements: Vec<Arc<Element>>,
    previous: &Map,
    is_unsaid: impl Fn(&ElementId) -> bool,
) -> Vec<Arc<Element>> {
    let places: Index<&ElementId, usize> =
        elements.iter().enumerate().map(|(at, element)| (&element.id, at)).collect();
    // What stands in front of all, then what stands behind each.
    let mut behind: BTreeMap<Option<usize>, Vec<Arc<Element>>> = BTreeMap::new();
    let mut last = None;
    for element in previous.elements() {
        if is_unsaid(&element.id) {
            behind.entry(last).or_default().push(Arc::clone(element));
        } else {
            last = last.max(places.get(&element.id).copied());
        }
    }
    if behind.is_empty() {
        return elements;
    }
    let mut ordered: Vec<_> = behind.remove(&None).unwrap_or_default();
    for (at, element) in elements.iter().enumerate() {
        ordered.push(Arc::clone(element));
        ordered.extend(behind.remove(&Some(at)).into_iter().flatten());
    }
    ordered
}

/// The order of things that had these places before: those that had one stay in their order, and what is new
/// stands behind what it follows.
fn in_order(before: &[Option<usize>]) -> Vec<usize> {
    let is_new = |at: &usize| before.get(*at) == Some(&None);
    let new_from = |at: usize| (at..).take_while(is_new);
    let mut old: Vec<_> = before.iter().enumerate().filter_map(|(at, old)| Some(((*old)?, at))).collect();
    old.sort_unstable();
    let behind = old.into_iter().flat_map(|(_, at)| std::iter::once(at).chain(new_from(at + 1)));
    new_from(0).chain(behind).collect()
}

/// A line that the other format keeps for us is still the comment that it was.
fn kept_lines(previous: &Map, said: &Map, parsed: &Map) -> Vec<Kept> {
    let mut old: HashMap<&str, VecDeque<&Kept>> = HashMap::new();
    for kept in &previous.kept {
        old.entry(&kept.text).or_default().push_back(kept);
    }
    let mut take = |text: &str| old.get_mut(text).and_then(VecDeque::pop_front);
    let mut lines: Vec<Kept> = parsed
        .kept
        .iter()
        .map(|kept| match take(&kept.text) {
            Some(same) if same.format != kept.format => same.clone(),
            _ => kept.clone(),
        })
        .collect();
    let said: HashSet<&Kept> = said.kept.iter().collect();
    lines.extend(previous.kept.iter().filter(|kept| !said.contains(kept)).cloned());
    lines
}

/// What the text says, where it says something new; else what was there.
fn kept_or<T: Clone + PartialEq>(previous: &T, said: &T, parsed: &T) -> T {
    if said == parsed { previous.clone() } else { parsed.clone() }
}

/// The ids that the elements of `parsed` get.
fn ids(
    previous: &Map,
    said: &Map,
    parsed: &Map,
    matching: &Matching,
    identity: Identity,
) -> HashMap<ElementId, ElementId> {
    if identity == Identity::IdsFirst {
        return HashMap::new();
    }
    // Mostly nothing is new.
    let mut mint = LazyCell::new(|| {
        let mut mint = IdMint::default();
        for element in previous.elements() {
            mint.take(&element.id);
        }
        mint
    });
    let mut ids = HashMap::new();
    let mut unsaid: HashMap<&str, VecDeque<&ElementId>> = HashMap::new();
    let mut place = said.places();
    for element in previous.elements().filter(|element| place(element).is_none()) {
        if let Some(component) = element.component() {
            unsaid.entry(&component.name).or_default().push_back(&element.id);
        }
    }
    for (at, element) in parsed.elements().enumerate() {
        let mut waiting = || {
            let component = element.component()?;
            unsaid.get_mut(component.name.as_str())?.pop_front().cloned()
        };
        let id = match matching.in_a(&element.id).cloned().or_else(&mut waiting) {
            Some(id) => id,
            None if mint.take(&element.id) => element.id.clone(),
            None => mint.new_id(element.name(), element.kind_name(), at + 1),
        };
        if id != element.id {
            ids.insert(element.id.clone(), id);
        }
    }
    ids
}

/// An element as the text has it, with what the text cannot say.
fn element_kept(previous: &Element, said: &Element, parsed: &Element) -> Element {
    let body = match (&previous.body, &said.body, &parsed.body) {
        (Body::Component(previous), Body::Component(said), Body::Component(parsed)) => {
            Body::Component(component_kept(previous, said, parsed))
        }
        (previous, said, parsed) => kept_or(previous, said, parsed),
    };
    Element {
        id: parsed.id.clone(),
        parked: kept_or(&previous.parked, &said.parked, &parsed.parked),
        color: kept_or(&previous.color, &said.color, &parsed.color),
        body,
    }
}

/// An element that the text could not say before, where the text has it now.
fn element_placed(previous: &Element, parsed: &Element) -> Element {
    let (Body::Component(old), Body::Component(new)) = (&previous.body, &parsed.body) else {
        return parsed.clone();
    };
    let usual = Component::new(&old.name, old.kind, Place::Unplaced);
    let mut body = component_kept(old, &usual, new);
    body.kind = new.kind;
    Element { color: previous.color, parked: parsed.parked, id: parsed.id.clone(), body: body.into() }
}

fn component_kept(previous: &Component, said: &Component, parsed: &Component) -> Component {
    macro_rules! kept {
        ($($field:ident),*) => {
            Component { $($field: kept_or(&previous.$field, &said.$field, &parsed.$field)),* }
        };
    }
    let mut component = kept!(
        name, kind, place, label, evolve, inertia, pipeline, method, market, ecosystem, submap, role,
        treated, spread, opinions, removed, details
    );
    if let (Some(before), Some(said), Some(parsed)) = (&previous.evolve, &said.evolve, &parsed.evolve)
        && let Some(evolve) = &mut component.evolve
    {
        evolve.links = kept_or(&before.links, &said.links, &parsed.links);
    }
    component
}

fn axis_kept(previous: &EvolutionAxis, said: &EvolutionAxis, parsed: &EvolutionAxis) -> EvolutionAxis {
    macro_rules! kept {
        ($($field:ident),*) => {
            EvolutionAxis { $($field: kept_or(&previous.$field, &said.$field, &parsed.$field)),* }
        };
    }
    let mut axis = kept!(stages, boundaries, hidden, corners);
    // Text that has other stages has other boundaries: those of the text.
    if axis.problem().is_some() {
        axis.boundaries.clone_from(&parsed.boundaries);
    }
    axis
}

fn link_kept(previous: &Link, said: &Link, parsed: &Link) -> Link {
    macro_rules! kept {
        ($($field:ident),*) => {
            Link { $($field: kept_or(&previous.$field, &said.$field, &parsed.$field)),* }
        };
    }
    kept!(from, to, kind, via, text, label, parked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_stands_behind_what_it_follows() {
        assert_eq!(in_order(&[Some(0), Some(1)]), [0, 1]);
        // The text has them the other way round, with two new ones behind its first, and one in front of all.
        assert_eq!(in_order(&[None, Some(1), None, None, Some(0)]), [0, 4, 1, 2, 3]);
        assert_eq!(in_order(&[None, None]), [0, 1]);
    }
}
