//! What people have answered, found by the question.

use std::collections::HashSet;

use super::rule::Rule;
use crate::model::{ElementId, Index, Map};

/// The answers of a map.
#[derive(Debug, Default)]
pub(super) struct Answers<'m>(Index<&'m str, OfRule<'m>>);

/// The answers to the questions of one rule.
#[derive(Debug, Default)]
struct OfRule<'m> {
    /// What each speaks of.
    whole: HashSet<&'m [ElementId]>,
    /// What any of them speaks of.
    each: HashSet<&'m ElementId>,
}

impl<'m> Answers<'m> {
    pub(super) fn of(map: &'m Map) -> Self {
        let mut all: Index<&str, OfRule<'m>> = Index::default();
        for answer in &map.answered {
            let of_rule = all.entry(answer.rule.as_str()).or_default();
            of_rule.whole.insert(&answer.on);
            of_rule.each.extend(&answer.on);
        }
        Self(all)
    }

    /// Whether an answer to a question of `rule` settles one about these: where the rule asks about each of several things, one
    /// that speaks of all of them, else one about just these.
    pub(super) fn settle(&self, rule: Rule, on: &[ElementId]) -> bool {
        let Some(of_rule) = self.0.get(rule.code()) else { return false };
        if of_rule.whole.contains(on) {
            return true;
        }
        match on {
            _ if !rule.is_about_each() => false,
            [only] => of_rule.each.contains(only),
            _ => {
                on.iter().all(|id| of_rule.each.contains(id))
                    && of_rule.whole.iter().any(|answered| {
                        let answered: HashSet<&ElementId> = answered.iter().collect();
                        on.iter().all(|id| answered.contains(id))
                    })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;

    #[test]
    fn an_answer_settles_what_it_speaks_of() {
        let ids = |names: &[&str]| names.iter().map(|name| ElementId::new(name)).collect::<Vec<_>>();
        let answer = |rule: Rule, on: &[&str]| Answer {
            rule: rule.code().to_owned(),
            on: ids(on),
            ..Answer::default()
        };
        let answered = vec![
            answer(Rule::Unreached, &["cup", "tea"]),
            answer(Rule::Unreached, &["kettle"]),
            answer(Rule::Cycle, &["cup", "tea"]),
        ];
        let map = Map { answered, ..Map::default() };
        let answers = Answers::of(&map);
        let settled = |rule, on: &[&str]| answers.settle(rule, &ids(on));
        // Each of several things can be answered for itself, but not together by two answers.
        assert!(settled(Rule::Unreached, &["tea"]) && settled(Rule::Unreached, &["tea", "cup"]));
        assert!(!settled(Rule::Unreached, &["tea", "kettle"]) && !settled(Rule::Unreached, &["pot"]));
        // Others are about just these.
        assert!(settled(Rule::Cycle, &["cup", "tea"]) && !settled(Rule::Cycle, &["cup"]));
        assert!(!settled(Rule::SameName, &["cup", "tea"]));
    }
}
