//! What is asked about a map, most worth asking first.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::chain::Chain;
use super::rule::Rule;
use super::way::Remedy;
use super::{evolution, needs, position};
use crate::model::{ElementId, LinkKey, Map, both};

/// A question about a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which kind of question.
    pub rule: Rule,
    /// What it is about, as an answer names it: sorted only where the rule asks about a set of things.
    pub on: Vec<ElementId>,
    /// The links that are part of it.
    pub links: Vec<LinkKey>,
    /// How much it weighs among those of its rule; mostly a distance on the map, 0 to 1.
    pub weight: f64,
    /// The question, with the names in it.
    pub question: String,
    /// What could be done about it: see [`Finding::ways`].
    pub(crate) remedy: Remedy,
    /// Something less evolved between two that are more so: asked about before all else.
    pub is_sandwich: bool,
}

impl Finding {
    /// The order in which questions are asked: the lower the sooner.
    fn tier(&self) -> u8 {
        match self.rule {
            _ if self.is_sandwich => 0,
            Rule::AnchorMissing => 1,
            Rule::TreatedOtherwise | Rule::OpinionsDiffer => 2,
            Rule::OnlyWayThrough | Rule::PracticeLeftBehind => 3,
            Rule::PipelineSpread | Rule::MethodMismatch => 4,
            Rule::HabitOrNovel => 5,
            Rule::EndMissing | Rule::SameName => 6,
            Rule::InertiaUnconsidered => 7,
            Rule::UserWithoutNeed | Rule::Unreached => 8,
            Rule::Inverted => 9,
            Rule::Cycle => 10,
        }
    }
}

/// Asks what a rule has to ask.
type Ask = fn(&Chain<'_>, &mut Vec<Finding>);

const RULES: [(Rule, Ask); 15] = [
    (Rule::AnchorMissing, needs::no_users),
    (Rule::UserWithoutNeed, needs::users_without_need),
    (Rule::Unreached, needs::unreached),
    (Rule::EndMissing, needs::missing_ends),
    (Rule::SameName, needs::same_names),
    (Rule::Inverted, needs::inverted),
    (Rule::Cycle, needs::cycles),
    (Rule::HabitOrNovel, position::habits),
    (Rule::MethodMismatch, position::methods),
    (Rule::TreatedOtherwise, position::treated_otherwise),
    (Rule::OpinionsDiffer, position::opinions_that_differ),
    (Rule::PipelineSpread, position::lagging_variants),
    (Rule::InertiaUnconsidered, evolution::unconsidered_inertia),
    (Rule::PracticeLeftBehind, evolution::practices_left_behind),
    (Rule::OnlyWayThrough, evolution::only_ways_through),
];

/// What these rules ask, in their order.
fn asked(chain: &Chain<'_>, rules: &[Ask]) -> Vec<Finding> {
    let left = AtomicUsize::new(rules.len());
    // The last take longest.
    let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).ok();
    let work = || {
        let mut lists = Vec::new();
        while let Some((at, ask)) = take().and_then(|left| Some((left - 1, rules.get(left - 1)?))) {
            let mut findings = Vec::new();
            ask(chain, &mut findings);
            lists.push((at, findings));
        }
        lists
    };
    let (mut lists, others) = both(chain.len(), work, work);
    lists.extend(others);
    lists.sort_by_key(|(at, _)| *at);
    lists.into_iter().flat_map(|(_, findings)| findings).collect()
}

/// All that is asked about a map, most worth asking first, without what was answered or switched off.
pub fn findings(map: &Map) -> Vec<Finding> {
    span!("findings");
    let chain = Chain::of(map);
    let is_on = |rule: Rule| !map.rules_off.iter().any(|code| code == rule.code());
    let rules: Vec<Ask> = RULES.iter().filter(|(rule, _)| is_on(*rule)).map(|(_, ask)| *ask).collect();
    let mut findings = asked(&chain, &rules);
    findings.sort_by(|a, b| a.tier().cmp(&b.tier()).then(b.weight.total_cmp(&a.weight)));
    findings
}

/// How many of the questions are marked on the map itself.
pub const MARKED: usize = 3;

/// The things that are marked on the map: those of its first questions, where these are about something on it.
pub fn marks(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| !finding.on.is_empty()).take(MARKED).collect()
}
