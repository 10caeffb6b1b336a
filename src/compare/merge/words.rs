//! Conflicts in words, and how they are decided.

use crate::compare::{Comparison, Identity};
use crate::model::{Change, Component, Conflict, Element, ElementId, Field, LinkField, Map, Patch, Place};

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

/// A conflict of a merged map in words.
pub fn conflict_words(map: &Map, conflict: &Conflict) -> ConflictWords {
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
