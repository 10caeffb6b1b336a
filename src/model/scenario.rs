//! What a map could become, and what a merge left to be decided.

use super::{Change, ElementId, HeadField, IdMint, Index, Map, Misfit, Patch};

/// A "what if": changes of today's map, kept beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Its name for ever, unique in its map.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is about; may be empty.
    pub about: String,
    /// The id of the scenario that it goes on from; empty where it goes on from today.
    pub after: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// What a merge could not decide: both sides changed the same. The map stands as one of the sides has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflict {
    /// What makes it as it was before both.
    pub base: Vec<Change>,
    /// What makes it as our side has it; empty where it stands so.
    pub ours: Vec<Change>,
    /// What makes it as their side has it; empty where it stands so.
    pub theirs: Vec<Change>,
}

/// For each link of the second map, which one of the first it is.
pub type Fellows<'f> = &'f dyn Fn(&Map, &Map) -> Vec<Option<usize>>;

/// The changes that make `now` of a map, with those of `said` behind them that do not fit, so that they are not lost.
fn changes_to(before: &Map, now: &Map, said: &[Change], links: Fellows<'_>) -> Vec<Change> {
    let patch = Patch::between(before, now, &links(before, now)).without_head(Scenario::is_today_s);
    let (done, _) = patch.apply_to(before);
    let mut changes = patch.changes;
    let (_, misfits) = Patch { changes: said.to_vec() }.apply_to(before);
    for misfit in misfits {
        changes.push(misfit.change);
        // What would fit by now would undo what was done since.
        let (again, _) = Patch { changes: changes.clone() }.apply_to(before);
        if again != done {
            changes.pop();
        }
    }
    changes
}

impl Scenario {
    /// Fields of the head that are today's in every scenario: what was decided, what else could be, and how the text is
    /// written.
    fn is_today_s(field: &HeadField) -> bool {
        matches!(
            field,
            HeadField::Scenarios(_) | HeadField::Conflicts(_) | HeadField::Decisions(_) | HeadField::Kept(_)
        )
    }
}

impl Map {
    /// The scenario with this id.
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }

    /// The scenario by its id, else by its name, whatever the case of its letters.
    pub fn scenario_called(&self, word: &str) -> Option<&Scenario> {
        let is_called = |scenario: &&Scenario| scenario.name.to_lowercase() == word.trim().to_lowercase();
        self.scenario(word).or_else(|| self.scenarios.iter().find(is_called))
    }

    /// The scenarios that lead to one, the first that of today's map, the last the one itself. What leads back to itself is
    /// followed once.
    pub fn chain_of(&self, id: &str) -> Vec<&Scenario> {
        let mut chain: Vec<&Scenario> = Vec::new();
        let mut next = self.scenario(id);
        while let Some(scenario) = next.filter(|next| !chain.iter().any(|known| known.id == next.id)) {
            chain.push(scenario);
            next = self.scenario(&scenario.after);
        }
        chain.reverse();
        chain
    }

    /// The map as it would be in a scenario, and what of its changes does not fit any more. Without one of this id, the map.
    pub fn in_scenario(&self, id: &str) -> (Self, Vec<Misfit>) {
        let mut misfits = Vec::new();
        // Each change copies the head of the map: without its scenarios that is little.
        let alone = Self { scenarios: Vec::new(), ..self.clone() };
        let map = self.chain_of(id).into_iter().fold(alone, |map, scenario| {
            let (map, unfit) = Patch { changes: scenario.changes.clone() }.apply_to(&map);
            misfits.extend(unfit);
            map
        });
        (Self { scenarios: self.scenarios.clone(), ..map }, misfits)
    }

    /// The same of all scenarios, in their order: those that go on from an earlier one are made of its map.
    pub fn in_scenarios(&self) -> Vec<(&Scenario, Self, Vec<Misfit>)> {
        let mut all: Vec<(&Scenario, Self, Vec<Misfit>)> = Vec::new();
        let ids: Index<&str, usize> = self
            .scenarios
            .iter()
            .enumerate()
            .rev()
            .map(|(at, scenario)| (scenario.id.as_str(), at))
            .collect();
        // Whose chain is known to lead to today.
        let mut leads: Vec<bool> = Vec::new();
        for (at, scenario) in self.scenarios.iter().enumerate() {
            let before = ids.get(scenario.after.as_str()).copied();
            let known =
                before.filter(|before| leads.get(*before) == Some(&true)).and_then(|before| all.get(before));
            let is_known =
                ids.get(scenario.id.as_str()) == Some(&at) && (before.is_none() || known.is_some());
            let (map, misfits) = match known {
                Some((_, map, misfits)) if is_known => {
                    let (map, unfit) = Patch { changes: scenario.changes.clone() }.apply_to(map);
                    (map, misfits.iter().cloned().chain(unfit).collect())
                }
                _ => {
                    let (map, misfits) = self.in_scenario(&scenario.id);
                    (Self { scenarios: Vec::new(), ..map }, misfits)
                }
            };
            leads.push(is_known);
            all.push((scenario, map, misfits));
        }
        for (_, map, _) in &mut all {
            map.scenarios.clone_from(&self.scenarios);
        }
        all
    }

    /// The map before a scenario's own changes: today's, or that of the scenario that it goes on from.
    fn before_scenario(&self, id: &str) -> Self {
        let chain = self.chain_of(id);
        let rest = chain.len().saturating_sub(1);
        chain
            .into_iter()
            .take(rest)
            .fold(self.clone(), |map, scenario| Patch { changes: scenario.changes.clone() }.apply_to(&map).0)
    }

    /// The map with a scenario changed so that it shows `now`. What its changes said that does not fit is kept, where it stays
    /// without effect; what is decided goes into the map itself.
    #[must_use]
    pub fn with_scenario_showing(&self, id: &str, now: &Self, links: Fellows<'_>) -> Self {
        let before = self.before_scenario(id);
        let changes = changes_to(&before, now, &self.changes_of(id), links);
        let mut map = self.clone();
        map.decisions.clone_from(&now.decisions);
        if let Some(scenario) = map.scenarios.iter_mut().find(|scenario| scenario.id == id) {
            scenario.changes = changes;
        }
        map
    }

    fn changes_of(&self, id: &str) -> Vec<Change> {
        self.scenario(id).map_or_else(Vec::new, |scenario| scenario.changes.clone())
    }

    /// All changes of scenarios, and of conflicts.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let of_conflicts = self
            .conflicts
            .iter()
            .flat_map(|conflict| conflict.base.iter().chain(&conflict.ours).chain(&conflict.theirs));
        self.scenarios.iter().flat_map(|scenario| &scenario.changes).chain(of_conflicts)
    }

    /// An id for a new scenario of this name.
    pub fn new_scenario_id(&self, name: &str) -> String {
        let mut mint = IdMint::default();
        for scenario in &self.scenarios {
            mint.take(&ElementId::new(&scenario.id));
        }
        mint.new_id(name, "scenario", self.scenarios.len() + 1).to_string()
    }

    /// The map without a scenario. Those that went on from it show what they showed.
    #[must_use]
    pub fn without_scenario(&self, id: &str, links: Fellows<'_>) -> Self {
        let mut map = self.clone();
        let Some(gone) = self.scenario(id) else { return map };
        map.scenarios.retain(|scenario| scenario.id != id);
        let before = self.before_scenario(id);
        for scenario in map.scenarios.iter_mut().filter(|scenario| scenario.after == id) {
            let shown = self.in_scenario(&scenario.id).0;
            let mut said = gone.changes.clone();
            said.append(&mut scenario.changes);
            scenario.changes = changes_to(&before, &shown, &said, links);
            scenario.after.clone_from(&gone.after);
        }
        map
    }

    /// The map as a scenario has it, made today's; the scenario and those before it are gone, those after it go on from today.
    #[must_use]
    pub fn with_scenario_made(&self, id: &str) -> Self {
        let done: Vec<String> = self.chain_of(id).iter().map(|scenario| scenario.id.clone()).collect();
        let (mut map, _) = self.in_scenario(id);
        map.scenarios.retain(|scenario| !done.contains(&scenario.id));
        for scenario in &mut map.scenarios {
            if done.contains(&scenario.after) {
                scenario.after.clear();
            }
        }
        map
    }
}
