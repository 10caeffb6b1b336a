//! What stands around some elements in the chain of needs, and how far away.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{ElementId, Map, Place};

/// What is reached from some elements by the links of a map, with how many links that takes: up to what needs them, and down
/// to what they need, but not down again from what is above. A pipeline and its variants are one link apart.
pub fn around(map: &Map, from: &BTreeSet<ElementId>) -> BTreeMap<ElementId, usize> {
    let (mut down, mut up): (Ways<'_>, Ways<'_>) = (HashMap::new(), HashMap::new());
    let mut join = |above, below| {
        down.entry(above).or_default().push(below);
        up.entry(below).or_default().push(above);
    };
    for link in map.links() {
        let stops: Vec<_> = link.ends().filter_map(|end| end.id()).collect();
        stops.iter().zip(stops.iter().skip(1)).for_each(|(above, below)| join(*above, *below));
    }
    for (element, component) in map.components() {
        if let Place::Within { pipeline, .. } = &component.place {
            join(pipeline, &element.id);
        }
    }
    let mut found: BTreeMap<ElementId, usize> = BTreeMap::new();
    for ways in [&down, &up] {
        for (id, far) in reached(ways, from) {
            let known = found.entry(id.clone()).or_insert(far);
            *known = far.min(*known);
        }
    }
    found
}

type Ways<'a> = HashMap<&'a ElementId, Vec<&'a ElementId>>;

/// Breadth first, so that each is reached by as few links as can be.
fn reached<'a>(ways: &Ways<'a>, from: &'a BTreeSet<ElementId>) -> BTreeMap<&'a ElementId, usize> {
    let mut found: BTreeMap<&ElementId, usize> = from.iter().map(|id| (id, 0)).collect();
    let mut edge: Vec<&ElementId> = from.iter().collect();
    let mut far = 0;
    while !edge.is_empty() {
        far += 1;
        let mut next = Vec::new();
        for id in edge.iter().filter_map(|id| ways.get(id)).flatten() {
            if !found.contains_key(id) {
                found.insert(id, far);
                next.push(*id);
            }
        }
        edge = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    #[test]
    fn what_is_reached_goes_up_or_down_and_not_back() {
        let text = "anchor User [0.9, 0.5]\ncomponent A [0.7, 0.5]\ncomponent B [0.5, 0.5]\n\
                    component C [0.3, 0.5]\ncomponent Beside [0.5, 0.8]\nUser->A\nA->B\nB->C\nA->Beside\n";
        let map = read(Format::Owm, text).map.unwrap();
        let id = |name: &str| map.elements().find(|element| element.name() == name).unwrap().id.clone();
        let found = around(&map, &[id("B")].into());
        let far = |name: &str| found.get(&id(name)).copied();
        assert_eq!([far("B"), far("A"), far("User"), far("C")], [Some(0), Some(1), Some(2), Some(1)]);
        assert_eq!(far("Beside"), None, "it is beside the chain");
        assert_eq!(around(&map, &[id("A")].into()).len(), 5);
    }
}
