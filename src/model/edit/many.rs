//! Many edits at once: what a run of them adds or replaces is put into the lists together.

use std::sync::Arc;

use super::{Edit, EditError, end_pipelines};
use crate::model::patch::{rekeyed, with_added};
use crate::model::{Element, ElementId, Link, LinkKey, Map, Set};

/// Edits that are made together where they follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Adding,
    ReplacingLinks,
    EndingPipelines,
    Single,
}

impl Run {
    fn of(edit: &Edit) -> Self {
        match edit {
            Edit::Add(_) | Edit::AddLink(_) => Self::Adding,
            Edit::ReplaceLink { .. } => Self::ReplacingLinks,
            Edit::Pipeline { pipeline: None, .. } => Self::EndingPipelines,
            _ => Self::Single,
        }
    }
}

impl Edit {
    /// The map after these edits, in their order. Those that follow each other and add something, replace links, or end
    /// pipelines, are made together: the keys of such a run of links are those of the map before the run.
    ///
    /// # Errors
    /// As [`Edit::apply`]; then none of them is made.
    pub fn apply_all(edits: &[Self], map: Map) -> Result<Map, EditError> {
        let is_one_run = |a: &Self, b: &Self| Run::of(a) != Run::Single && Run::of(a) == Run::of(b);
        edits.chunk_by(is_one_run).try_fold(map, |map, run| match run {
            [edit] => edit.apply_to(map),
            [Self::Pipeline { .. }, ..] => {
                let ended = run
                    .iter()
                    .filter_map(|edit| if let Self::Pipeline { id, .. } = edit { Some(id) } else { None });
                end_pipelines(map, &ended.collect::<Vec<_>>())
            }
            run => {
                let elements = run
                    .iter()
                    .filter_map(|edit| if let Self::Add(element) = edit { Some(element) } else { None });
                let links = run
                    .iter()
                    .filter_map(|edit| if let Self::AddLink(link) = edit { Some(link) } else { None });
                let replaced = run.iter().filter_map(|edit| {
                    if let Self::ReplaceLink { key, link } = edit { Some((key, link.clone())) } else { None }
                });
                replace_links(add(map, elements, links)?, replaced.collect())
            }
        })
    }
}

/// Adds elements, each behind the last of its kind, and links behind all others.
pub(super) fn add<'e>(
    map: Map,
    elements: impl IntoIterator<Item = &'e Element>,
    links: impl IntoIterator<Item = &'e Link>,
) -> Result<Map, EditError> {
    let mut map = map;
    let mut added: Vec<Arc<Element>> = Vec::new();
    let mut taken: Set<&ElementId> = Set::default();
    for element in elements {
        if map.element(&element.id).is_some() || !taken.insert(&element.id) {
            return Err(EditError::Taken(element.id.clone()));
        }
        added.push(Arc::new(element.clone()));
    }
    if !added.is_empty() {
        let elements = with_added(map.elements().cloned().collect(), added.iter().collect());
        map = map.with_elements(elements);
    }
    let mut links = links.into_iter().peekable();
    if links.peek().is_none() {
        return Ok(map);
    }
    let own = map.links().len();
    let all = map.links().cloned().chain(links.map(|link| Arc::new(link.clone()))).collect();
    let map = map.with_links(all);
    let ends = map.ends();
    for (at, link) in map.links().enumerate().skip(own) {
        let ends = [&link.from, &link.to].into_iter().zip(ends.get(at));
        let mut missing = ends.filter_map(|(end, number)| end.id().filter(|_| number.is_none()));
        if let Some(id) = missing.next() {
            return Err(EditError::NoElement(id.clone()));
        }
    }
    Ok(map)
}

/// Puts links in the places of others. What was kept with a link stays with it under its new key.
pub(super) fn replace_links(map: Map, replaced: Vec<(&LinkKey, Link)>) -> Result<Map, EditError> {
    if replaced.is_empty() {
        return Ok(map);
    }
    let mut links: Vec<Arc<Link>> = map.links().cloned().collect();
    let mut place = map.link_places();
    for (key, link) in replaced {
        let slot = place(key).and_then(|at| links.get_mut(at));
        *slot.ok_or_else(|| EditError::NoLink(key.clone()))? = Arc::new(link);
    }
    Ok(rekeyed(&map, links))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Component, ComponentKind, ElementId, Evolution, LinkKind, Note, Pipeline, Place, Position,
    };

    fn id(name: &str) -> ElementId {
        ElementId::new(name)
    }

    fn component(name: &str) -> Edit {
        let place = Place::At(Position::clamped(0.5, 0.5));
        Edit::Add(Element::new(id(name), Component::new(name, ComponentKind::Component, place)))
    }

    fn note(name: &str) -> Edit {
        Edit::Add(Element::new(id(name), Note { text: name.to_owned(), at: Position::clamped(0.2, 0.2) }))
    }

    fn need(from: &str, to: &str) -> Link {
        Link::between(&id(from), &id(to), LinkKind::Need)
    }

    #[test]
    fn a_run_is_what_its_edits_are_one_by_one() {
        let adding = [
            component("cup"),
            note("first"),
            component("tea"),
            Edit::AddLink(need("cup", "tea")),
            component("kettle"),
            Edit::AddLink(need("tea", "kettle")),
            note("second"),
            Edit::AddLink(need("cup", "tea")),
        ];
        let one_by_one = adding.iter().fold(Map::default(), |map, edit| edit.apply(&map).unwrap());
        let map = Edit::apply_all(&adding, Map::default()).unwrap();
        assert_eq!(map, one_by_one);
        let ids: Vec<_> = map.elements().map(|element| element.id.as_str()).collect();
        assert_eq!(ids, ["cup", "tea", "kettle", "first", "second"]);

        // Two links with the same ends are turned round: each by the key that it had before both.
        let turned: Vec<Edit> = map
            .keyed_links()
            .filter(|(key, _)| key.to.text() == "tea")
            .map(|(key, _)| Edit::ReplaceLink { key, link: need("tea", "cup") })
            .collect();
        assert_eq!(turned.len(), 2);
        let turned = Edit::apply_all(&turned, map.clone()).unwrap();
        let ends: Vec<_> = turned.links().map(|link| (link.from.text(), link.to.text())).collect();
        assert_eq!(ends, [("tea", "cup"), ("tea", "kettle"), ("tea", "cup")]);

        // Two pipelines end together: what both held stands where it stood.
        let begun = |name: &str| Edit::Pipeline { id: id(name), pipeline: Some(Pipeline { range: None }) };
        let within = |name: &str, pipeline: &str| Edit::Place {
            id: id(name),
            place: Place::Within { pipeline: id(pipeline), evolution: Evolution::clamped(0.7) },
        };
        let held = [begun("cup"), begun("tea"), within("kettle", "tea")];
        let held = held.iter().fold(map.clone(), |map, edit| edit.apply(&map).unwrap());
        let ended = ["cup", "tea"].map(|name| Edit::Pipeline { id: id(name), pipeline: None });
        let one_by_one = ended.iter().fold(held.clone(), |map, edit| edit.apply(&map).unwrap());
        assert_eq!(Edit::apply_all(&ended, held), Ok(one_by_one.clone()));
        let kettle = one_by_one.component(&id("kettle")).unwrap();
        assert_eq!(kettle.place, Place::At(Position::clamped(0.5, 0.7)));

        let twice = [component("pot"), component("pot")];
        assert_eq!(Edit::apply_all(&twice, map.clone()), Err(EditError::Taken(id("pot"))));
        let nowhere = [component("pot"), Edit::AddLink(need("pot", "hob"))];
        assert_eq!(Edit::apply_all(&nowhere, map), Err(EditError::NoElement(id("hob"))));
    }
}
