//! Conflicts in words, and how they are decided.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compare::{Comparison, Identity};
use crate::model::{
    Change, Component, Conflict, Element, ElementId, End, Field, Index, Link, LinkField, Map, Patch, Place,
};

/// A conflict in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictWords {
    /// What it is about: "the place of the component `Tea`".
    pub about: String,
    /// What our side has.
    pub ours: String,
    /// What their side has.
    pub theirs: String,
    /// What was before both.
    pub base: String,
}

/// The map as each side of a conflict has it: base, ours, theirs.
pub fn sides(map: &Map, conflict: &Conflict) -> [Map; 3] {
    [&conflict.base, &conflict.ours, &conflict.theirs]
        .map(|changes| Patch { changes: changes.clone() }.apply_to(map).0)
}

/// Tells conflicts of a map. Each costs what it is about, however large the map is.
pub struct ConflictTeller<'m> {
    map: &'m Map,
    /// The children of pipelines, found out when a pipeline goes away.
    children: OnceCell<Index<&'m ElementId, Vec<&'m ElementId>>>,
}

impl<'m> ConflictTeller<'m> {
    /// Of this map.
    pub fn of(map: &'m Map) -> Self {
        Self { map, children: OnceCell::new() }
    }

    /// A conflict in words.
    pub fn words(&self, conflict: &Conflict) -> ConflictWords {
        words_within(&self.concerned(conflict), conflict)
    }

    /// The part of the map that a conflict is about: what its sides name, the links that they change, and what these join.
    pub fn concerned(&self, conflict: &Conflict) -> Map {
        let all = || [&conflict.base, &conflict.ours, &conflict.theirs].into_iter().flatten();
        let mut elements: BTreeSet<usize> = BTreeSet::new();
        let mut links: BTreeSet<usize> = BTreeSet::new();
        let place = |id: &ElementId| self.map.index_of(id);
        for change in all() {
            elements.extend(change.ids().iter().filter_map(place));
            if let Some(ends) = change.link_ends() {
                links.extend(self.links_between(ends));
            }
            if let Change::Remove(id) = change {
                links.extend(self.map.links_of(id));
                elements.extend(self.children(id).iter().filter_map(|id| place(id)));
            }
        }
        let links: Vec<Arc<Link>> =
            links.into_iter().filter_map(|at| self.map.links().nth(at)).cloned().collect();
        elements.extend(links.iter().flat_map(|link| link.ends()).filter_map(End::id).filter_map(place));
        let element = |at: &usize| self.map.elements().nth(*at);
        let pipeline = |at: &usize| match &element(at)?.component()?.place {
            Place::Within { pipeline, .. } => place(pipeline),
            _ => None,
        };
        let pipelines: Vec<usize> = elements.iter().filter_map(pipeline).collect();
        elements.extend(pipelines);
        let elements = elements.iter().filter_map(element).cloned().collect();
        let head = if all().any(|change| matches!(change, Change::Head(_))) {
            self.map.clone()
        } else {
            Map { evolution: self.map.evolution.clone(), sheet: self.map.sheet, ..Map::default() }
        };
        head.with_elements(elements).with_links(links)
    }

    /// The links between two ends, either way, by their numbers.
    fn links_between(&self, ends: [&End; 2]) -> Vec<usize> {
        let joins = |link: &Link| [[&link.from, &link.to], [&link.to, &link.from]].contains(&ends);
        let least = ends.iter().filter_map(|end| end.id()).map(|id| self.map.links_of(id));
        match least.min_by_key(|links| links.len()) {
            Some(some) => {
                let is_one = |at: &usize| self.map.links().nth(*at).is_some_and(|link| joins(link));
                some.iter().copied().filter(is_one).collect()
            }
            None => self.map.links().enumerate().filter(|(_, link)| joins(link)).map(|(at, _)| at).collect(),
        }
    }

    fn children(&self, of: &ElementId) -> &[&'m ElementId] {
        self.children.get_or_init(|| self.map.children_by_pipeline()).get(of).map_or(&[], Vec::as_slice)
    }
}

/// What a conflict of a map says.
fn words_within(map: &Map, conflict: &Conflict) -> ConflictWords {
    let all = [&conflict.theirs, &conflict.ours, &conflict.base];
    let first = all.iter().find_map(|changes| changes.first());
    let about = first.map_or_else(|| "the map".to_owned(), |change| change.words(map, map));
    let [base, ours, theirs] = sides(map, conflict);
    let words = |side: &Map, changes: &[Change]| {
        if changes.is_empty() {
            return stands(map, first);
        }
        let rows = Comparison::new(map, side, Identity::Ids).rows;
        let words: Vec<String> = rows.into_iter().map(|row| row.words).collect();
        if words.is_empty() { stands(map, first) } else { words.join("; ") }
    };
    ConflictWords {
        about,
        ours: words(&ours, &conflict.ours),
        theirs: words(&theirs, &conflict.theirs),
        base: words(&base, &conflict.base),
    }
}

/// How the map has what a change is about.
fn stands(map: &Map, change: Option<&Change>) -> String {
    let value = |element: &Element, field: &Field| match field.of(element) {
        Some(Field::Name(name)) => Some(format!("called {name}")),
        Some(Field::Evolution(evolution)) => Some(format!("evolution {:.2}", evolution.value())),
        Some(Field::Visibility(visibility)) => Some(format!("height {:.2}", visibility.value())),
        _ => None,
    };
    match change {
        Some(Change::Set { id, fields }) => {
            let values: Vec<String> = map
                .element(id)
                .into_iter()
                .flat_map(|element| fields.iter().filter_map(|field| value(element, field)))
                .collect();
            if values.is_empty() { "as it stands".to_owned() } else { values.join(", ") }
        }
        Some(Change::Remove(_) | Change::RemoveLink(_)) => "it stays".to_owned(),
        Some(Change::SetLink { key, .. }) => {
            let text = map.link(key).map_or("", |link| link.text.as_str());
            if text.is_empty() { "as it stands".to_owned() } else { format!("“{text}”") }
        }
        _ => "as it stands".to_owned(),
    }
}

/// How a conflict is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// As our side has it.
    Ours,
    /// As their side has it.
    Theirs,
    /// As both have it, where that can be.
    Both,
    /// As the map stands, whatever was done to it by hand.
    AsItStands,
}

/// The map with one of its conflicts decided; it is none any more. `None` where it has no such conflict, or both cannot be.
pub fn decided(map: &Map, at: usize, how: Decided) -> Option<Map> {
    let conflict = map.conflicts.get(at)?;
    let changes = match how {
        Decided::Ours => conflict.ours.clone(),
        Decided::Theirs => conflict.theirs.clone(),
        Decided::Both => both(map, conflict)?,
        Decided::AsItStands => Vec::new(),
    };
    let mut done = Patch { changes }.apply_to(map).0;
    done.conflicts.clone_from(&map.conflicts);
    done.conflicts.remove(at);
    Some(done)
}

/// What makes both sides of a conflict be there: names and texts joined, another component beside the first where they
/// stand apart, what one side removed. `None` where it has to be one of both.
pub fn both(map: &Map, conflict: &Conflict) -> Option<Vec<Change>> {
    // What one removed and the other changed is there with both when it stays.
    if conflict.theirs.is_empty() || conflict.ours.is_empty() && is_removal(&conflict.theirs) {
        return Some(Vec::new());
    }
    match conflict.theirs.first()? {
        Change::Set { id, fields } => {
            let own = map.element(id)?;
            if let [Field::Name(name)] = fields.as_slice() {
                let name = format!("{} / {name}", own.name());
                return Some(vec![Change::Set { id: id.clone(), fields: vec![Field::Name(name)] }]);
            }
            fields.iter().all(Field::is_place).then(|| beside(map, id, fields)).flatten()
        }
        Change::SetLink { key, fields } => {
            let own = map.link(key)?;
            let joined = |mine: &str, their: &str| format!("{mine} / {their}");
            match fields.as_slice() {
                [LinkField::Text(text)] => {
                    let fields = vec![LinkField::Text(joined(&own.text, text))];
                    Some(vec![Change::SetLink { key: key.clone(), fields }])
                }
                fields if fields.iter().any(|field| field.ends().next().is_some()) => {
                    let mut link = (**own).clone();
                    for field in fields {
                        let _ = field.set(&mut link);
                    }
                    Some(vec![Change::AddLink { link: link.into(), beside: usize::MAX }])
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_removal(changes: &[Change]) -> bool {
    changes.iter().all(|change| matches!(change, Change::Remove(_) | Change::RemoveLink(_)))
}

/// A second component where they have it, with the same needs.
fn beside(map: &Map, id: &ElementId, fields: &[Field]) -> Option<Vec<Change>> {
    let own = map.element(id)?;
    let component: &Component = own.component()?;
    let mut element = Element::clone(own);
    let fits = fields.iter().all(|field| field.set(&mut element));
    let is_placed = !matches!(component.place, Place::Unplaced);
    if !fits || !is_placed {
        return None;
    }
    element.id = map.new_id(&component.name, "component");
    let new = element.id.clone();
    let links = map.links_of(id).iter().filter_map(|at| map.links().nth(*at));
    let again = links.map(|link| {
        let link = link.with_ids(&|other| if other == id { new.clone() } else { other.clone() });
        Change::AddLink { link: link.into(), beside: usize::MAX }
    });
    let again: Vec<Change> = again.collect();
    Some(std::iter::once(Change::Add(element.into())).chain(again).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::merge;
    use crate::format::{Format, read};

    /// The words of each conflict, of the whole map and of the part that the conflict is about.
    fn told(base: &str, ours: &str, theirs: &str) -> Vec<(ConflictWords, ConflictWords)> {
        let [base, ours, theirs] = [base, ours, theirs].map(|text| read(Format::Owm, text).map.unwrap());
        let (map, conflicts) = merge(&base, &ours, &theirs, Identity::Ids);
        let teller = ConflictTeller::of(&map);
        conflicts.iter().map(|conflict| (words_within(&map, conflict), teller.words(conflict))).collect()
    }

    #[test]
    fn a_part_of_the_map_tells_what_the_whole_map_would() {
        let base = "title Tea\nanchor Public [0.95, 0.6]\ncomponent Tea [0.7, 0.8]\ncomponent Power [0.1, 0.8]\n\
                    component Kettle [0.4, 0.35]\npipeline Kettle\n{\n  component Campfire [0.2]\n  component Electric [0.7]\n}\n\
                    Public->Tea\nTea->Kettle;boils\nKettle->Power\nTea->Kettle;warms\nTea->Nobody\n";
        let change = |changes: &[(&str, &str)]| {
            changes.iter().fold(base.to_owned(), |text, (from, to)| {
                assert!(text.contains(from), "{from}");
                text.replacen(from, to, 1)
            })
        };
        let without_kettle = {
            let (before, rest) = base.split_once("component Kettle").unwrap();
            let (_, behind) = rest.split_once("}\n").unwrap();
            let kept: Vec<&str> = behind.lines().filter(|line| !line.contains("Kettle")).collect();
            format!("{before}{}\n", kept.join("\n"))
        };
        let cases = [
            (change(&[("[0.7, 0.8]", "[0.5, 0.9]")]), change(&[("[0.7, 0.8]", "[0.8, 0.3]")])),
            (change(&[("title Tea", "title Cup")]), change(&[("title Tea", "title Pot")])),
            (change(&[(";boils", ";cooks")]), change(&[(";boils", ";heats")])),
            (change(&[(";warms", ";cooks")]), change(&[(";warms", ";heats")])),
            (change(&[("[0.4, 0.35]", "[0.5, 0.5]"), ("[0.7]", "[0.9]")]), without_kettle.clone()),
            (without_kettle, change(&[("[0.4, 0.35]", "[0.5, 0.5]"), ("[0.2]", "[0.1]")])),
        ];
        for (ours, theirs) in cases {
            let told = told(base, &ours, &theirs);
            assert!(!told.is_empty(), "no conflict: {ours}\n{theirs}");
            for (whole, part) in told {
                assert_eq!(whole, part);
            }
        }
    }
}
