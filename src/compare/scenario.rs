//! Scenarios of a map, edited and held against each other.

use std::collections::{BTreeSet, HashSet};

use super::{Comparison, Identity, Matching};
use crate::analysis::{Chain, Finding, findings};
use crate::model::{ElementId, Map, Misfit, Scenario};

/// The map with a scenario changed so that it shows `now`, which was made from what it shows.
#[must_use]
pub fn with_scenario_showing(map: &Map, id: &str, now: &Map) -> Map {
    map.with_scenario_showing(id, now, &links)
}

/// The map without a scenario; those that went on from it show what they showed.
#[must_use]
pub fn without_scenario(map: &Map, id: &str) -> Map {
    map.without_scenario(id, &links)
}

fn links(before: &Map, now: &Map) -> Vec<Option<usize>> {
    Matching::new(before, now, Identity::Ids).links().to_vec()
}

/// What a map, or one of its scenarios, leads to: a row of the table of scenarios.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The scenario's id; empty for today.
    pub id: String,
    /// What it is called; "Today" for today.
    pub name: String,
    /// The questions that it raises.
    pub questions: Vec<Finding>,
    /// Those of today that it settles.
    pub settled: Vec<Finding>,
    /// How many components what users need rests on.
    pub needed: usize,
    /// What some user needs today, and none needs any more, whether it is there or not.
    pub idle: Vec<ElementId>,
    /// What it changes directly.
    pub changed: Vec<ElementId>,
    /// What rests on what it changes.
    pub above: usize,
    /// What that rests on.
    pub below: usize,
    /// Changes that do not fit today's map any more.
    pub misfits: Vec<Misfit>,
    /// The map of it.
    pub map: Map,
}

/// Today and all scenarios, in their order.
pub fn outlooks(map: &Map) -> Vec<Outlook> {
    let today = (String::new(), "Today".to_owned(), map.clone(), Vec::new());
    let named = |(scenario, shown, misfits): (&Scenario, Map, Vec<Misfit>)| {
        (scenario.id.clone(), scenario.name.clone(), shown, misfits)
    };
    let all = map.in_scenarios().into_iter().map(named);
    let asked = findings(map);
    let needed = |map: &Map| -> BTreeSet<ElementId> {
        let unreached: BTreeSet<ElementId> = Chain::of(map).unreached().into_iter().collect();
        let all = map.components().filter(|(element, component)| !component.is_anchor() && !element.parked);
        all.map(|(element, _)| element.id.clone()).filter(|id| !unreached.contains(id)).collect()
    };
    let needed_today = needed(map);
    std::iter::once(today)
        .chain(all)
        .map(|(id, name, shown, misfits)| {
            let chain = Chain::of(&shown);
            let (needed, questions) = (needed(&shown), findings(&shown));
            let comparison = Comparison::new(map, &shown, Identity::Ids);
            let changed = comparison.touched();
            let (above, below) = chain.around(&changed);
            let raised: HashSet<_> = questions.iter().map(|f| (f.rule, &f.on)).collect();
            let settled =
                asked.iter().filter(|one| !raised.contains(&(one.rule, &one.on))).cloned().collect();
            Outlook {
                name,
                needed: needed.len(),
                idle: needed_today.difference(&needed).cloned().collect(),
                settled,
                questions,
                above,
                below,
                changed,
                misfits,
                map: shown,
                id,
            }
        })
        .collect()
}
