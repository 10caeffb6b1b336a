//! Fields that both sides set.

use std::collections::HashSet;

use super::lists::{Listed, about, list};
use crate::model::{
    Change, Conflict, Details, Element, ElementId, Evolution, Field, HeadField, IdMint, Scenario, Visibility,
};

/// Moves that end nearer to each other than this on both axes are one.
const NEAR: f64 = 0.01;

/// What of an element they set is taken, and what has to be decided: groups of fields that belong together.
pub(super) struct Both {
    pub(super) taken: Vec<Field>,
    pub(super) open: Vec<Vec<Field>>,
}

/// `ours` and `theirs` are what each side set of what was `old`; of something that both added there is none.
pub(super) fn merged(
    old: Option<&Element>,
    own: &Element,
    their: &Element,
    ours: &[Field],
    theirs: &[Field],
) -> Both {
    let mut both = Both { taken: Vec::new(), open: Vec::new() };
    let is_ours = |field: &Field| old.is_none() || ours.iter().any(|own| own.rank() == field.rank());
    let place: Vec<Field> = theirs.iter().filter(|field| field.is_place()).cloned().collect();
    match place_of_both(own, their, ours, &place, old.is_none()) {
        Some(place) => both.taken.extend(place),
        None => both.open.push(place),
    }
    let whole = |fields: &[Field]| fields.iter().any(|field| matches!(field, Field::Evolve(_)));
    let part = |fields: &[Field]| fields.iter().any(is_of_evolve);
    // One took the arrow away, or drew it, where the other changed it.
    let crosses = old.is_some() && (whole(ours) && part(theirs) || part(ours) && whole(theirs));
    for field in theirs.iter().filter(|field| !field.is_place()) {
        if field.of(own).as_ref() == Some(field) {
            continue;
        }
        if crosses && (is_of_evolve(field) || matches!(field, Field::Evolve(_))) {
            let evolve =
                Field::Evolve(their.component().and_then(|component| component.evolve.as_deref().cloned()));
            if !both.open.contains(&vec![evolve.clone()]) {
                both.open.push(vec![evolve]);
            }
        } else if !is_ours(field) {
            both.taken.push(field.clone());
        } else {
            match combined(old.and_then(|old| field.of(old)).as_ref(), field.of(own).as_ref(), field) {
                Some(field) => both.taken.push(field),
                None => both.open.push(vec![field.clone()]),
            }
        }
    }
    both
}

fn is_of_evolve(field: &Field) -> bool {
    matches!(
        field,
        Field::EvolvesTo(_)
            | Field::EvolvedName(_)
            | Field::EvolvedMethod(_)
            | Field::EvolvedLabel(_)
            | Field::FutureLinks(_)
    )
}

/// The place that is both: the mean of two that are near, each axis from who moved along it; `None` where that has to be
/// decided.
fn place_of_both(
    own: &Element,
    their: &Element,
    ours: &[Field],
    theirs: &[Field],
    is_new: bool,
) -> Option<Vec<Field>> {
    let new: Vec<&Field> = theirs.iter().filter(|field| field.of(own).as_ref() != Some(field)).collect();
    let moved = |field: &Field| is_new || ours.iter().any(|own| own.rank() == field.rank());
    let whole = |fields: &[Field]| fields.iter().any(|field| matches!(field, Field::Place(_)));
    if new.is_empty() {
        return Some(Vec::new());
    }
    // One stands otherwise than the other.
    if ours.iter().any(Field::is_place) && whole(ours) != whole(theirs) {
        return None;
    }
    if !new.iter().any(|field| moved(field)) {
        return Some(theirs.to_vec());
    }
    let axes = |element: &Element| {
        let fields = [Field::Visibility(Visibility::default()), Field::Evolution(Evolution::default())];
        let value = |field: &Field| match field.of(element) {
            Some(Field::Visibility(value)) => Some(value.value()),
            Some(Field::Evolution(value)) => Some(value.value()),
            _ => None,
        };
        (value(&fields[0]), value(&fields[1]))
    };
    let ((own_v, own_e), (their_v, their_e)) = (axes(own), axes(their));
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= NEAR + 1e-9,
        (a, b) => a == b,
    };
    let is_axis = |field: &&Field| matches!(field, Field::Visibility(_) | Field::Evolution(_));
    if !new.iter().all(is_axis) || !near(own_v, their_v) || !near(own_e, their_e) {
        return None;
    }
    let mean = |a: Option<f64>, b: Option<f64>| Some(f64::midpoint(a?, b?));
    let place = |field: &Field| match field {
        Field::Visibility(_) if moved(field) => {
            mean(own_v, their_v).map(|v| Field::Visibility(Visibility::clamped(v).rounded()))
        }
        Field::Evolution(_) if moved(field) => {
            mean(own_e, their_e).map(|e| Field::Evolution(Evolution::clamped(e).rounded()))
        }
        other => Some(other.clone()),
    };
    new.into_iter().map(place).collect()
}

/// The field that has what both sides put into it, where that can be.
fn combined(old: Option<&Field>, own: Option<&Field>, their: &Field) -> Option<Field> {
    match (old, own, their) {
        (_, Some(Field::Opinions(own)), Field::Opinions(their)) => {
            let old = if let Some(Field::Opinions(old)) = old { old.as_slice() } else { &[] };
            Some(Field::Opinions(list(old, own, their)))
        }
        (_, Some(Field::Details(own)), Field::Details(their)) => {
            let usual = Details::default();
            let old = if let Some(Field::Details(old)) = old { old } else { &usual };
            details(old, own, their).map(Field::Details)
        }
        _ => None,
    }
}

fn details(old: &Details, own: &Details, their: &Details) -> Option<Details> {
    fn one<T: Clone + PartialEq>(old: &T, own: &T, their: &T) -> Option<T> {
        match () {
            () if own == their || their == old => Some(own.clone()),
            () if own == old => Some(their.clone()),
            () => None,
        }
    }
    Some(Details {
        description: one(&old.description, &own.description, &their.description)?,
        owner: one(&old.owner, &own.owner, &their.owner)?,
        evidence: one(&old.evidence, &own.evidence, &their.evidence)?,
        confidence: one(&old.confidence, &own.confidence, &their.confidence)?,
        links: list(&old.links, &own.links, &their.links),
        tags: list(&old.tags, &own.tags, &their.tags),
    })
}

/// A field of the head that both sides changed, where it is a list.
pub(super) fn combined_head(old: &HeadField, own: &HeadField, their: &HeadField) -> Option<HeadField> {
    use HeadField as F;
    Some(match (old, own, their) {
        (F::Answered(old), F::Answered(own), F::Answered(their)) => F::Answered(list(old, own, their)),
        (F::RulesOff(old), F::RulesOff(own), F::RulesOff(their)) => F::RulesOff(list(old, own, their)),
        (F::Decisions(old), F::Decisions(own), F::Decisions(their)) => F::Decisions(list(old, own, their)),
        (F::Pins(old), F::Pins(own), F::Pins(their)) => F::Pins(list(old, own, their)),
        (F::Later(old), F::Later(own), F::Later(their)) => F::Later(list(old, own, their)),
        (F::Kept(old), F::Kept(own), F::Kept(their)) => F::Kept(list(old, own, their)),
        (F::Conflicts(old), F::Conflicts(own), F::Conflicts(their)) => F::Conflicts(list(old, own, their)),
        (F::Scenarios(old), F::Scenarios(own), F::Scenarios(their)) => {
            F::Scenarios(scenarios(old, own, their))
        }
        // What each says of itself alone is not worth a question.
        (_, F::StackedLabels(own), _) => F::StackedLabels(*own),
        _ => return None,
    })
}

/// Scenarios of both sides. One that both changed in unlike places has the changes of both; one that both changed in the same
/// place is there twice, as each side has it, so that nothing is lost and people decide.
fn scenarios(old: &[Scenario], own: &[Scenario], their: &[Scenario]) -> Vec<Scenario> {
    fn find<'s>(all: &'s [Scenario], id: &str) -> Option<&'s Scenario> {
        all.iter().find(|scenario| scenario.id == id)
    }
    let mut all = Vec::new();
    let mut mint = IdMint::default();
    for scenario in own.iter().chain(their) {
        mint.take(&ElementId::new(&scenario.id));
    }
    for scenario in own {
        let (before, other) = (find(old, &scenario.id), find(their, &scenario.id));
        match (before, other) {
            // They deleted what we did not touch.
            (Some(before), None) if before == scenario => {}
            (_, None) => all.push(scenario.clone()),
            (before, Some(other)) if other == scenario || before == Some(other) => all.push(scenario.clone()),
            (before, Some(other)) if before == Some(scenario) => all.push(other.clone()),
            (before, Some(other)) => {
                let usual = Scenario::default();
                if let Some(both) = both_in_one(before.unwrap_or(&usual), scenario, other) {
                    all.push(both);
                } else {
                    let id = mint.new_id(&format!("{}-theirs", scenario.id), "scenario", 1).to_string();
                    let name = format!("{} (theirs)", other.name);
                    all.push(scenario.clone());
                    all.push(Scenario { id, name, ..other.clone() });
                }
            }
        }
    }
    for scenario in their.iter().filter(|scenario| find(own, &scenario.id).is_none()) {
        // What we deleted and they did not touch stays deleted.
        if find(old, &scenario.id) != Some(scenario) {
            all.push(scenario.clone());
        }
    }
    all
}

/// The scenario with what both sides did to it, where they did nothing to the same.
fn both_in_one(old: &Scenario, own: &Scenario, their: &Scenario) -> Option<Scenario> {
    let text = |of: fn(&Scenario) -> &String| {
        let (before, own, other) = (of(old), of(own), of(their));
        match () {
            () if own == other || other == before => Some(own.clone()),
            () if own == before => Some(other.clone()),
            () => None,
        }
    };
    let touched = |side: &Scenario| touched(&old.changes, &side.changes);
    let (ours, theirs) = (touched(own), touched(their));
    if clash(&ours, &theirs) || clash(&theirs, &ours) {
        return None;
    }
    Some(Scenario {
        id: own.id.clone(),
        name: text(|scenario| &scenario.name)?,
        about: text(|scenario| &scenario.about)?,
        after: text(|scenario| &scenario.after)?,
        changes: list(&old.changes, &own.changes, &their.changes),
    })
}

/// What a side did to a list of changes: those that it added, and those that it took out.
fn touched(old: &[Change], side: &[Change]) -> Vec<Change> {
    let (in_old, in_side) = (Listed::of(old), Listed::of(side));
    let new = side.iter().filter(|change| !in_old.has(change));
    new.chain(old.iter().filter(|change| !in_side.has(change))).cloned().collect()
}

/// Whether one side touched what the other touched, too, and not in the same way.
fn clash(ours: &[Change], theirs: &[Change]) -> bool {
    let (abouts, in_theirs) = (theirs.iter().map(about).collect::<HashSet<_>>(), Listed::of(theirs));
    ours.iter().any(|one| abouts.contains(&about(one)) && !in_theirs.has(one))
}

/// A conflict for each group of fields: how it was, and how they have it. The map has it as we do.
pub(super) fn field_conflicts(
    id: &ElementId,
    old: Option<&Element>,
    open: Vec<Vec<Field>>,
) -> impl Iterator<Item = Conflict> {
    let set = |fields: Vec<Field>| {
        if fields.is_empty() { Vec::new() } else { vec![Change::Set { id: id.clone(), fields }] }
    };
    let back =
        |fields: &[Field]| -> Vec<Field> { fields.iter().filter_map(|field| field.of(old?)).collect() };
    let conflicts: Vec<_> = open
        .into_iter()
        .map(|fields| Conflict { base: set(back(&fields)), ours: Vec::new(), theirs: set(fields) })
        .collect();
    conflicts.into_iter()
}
