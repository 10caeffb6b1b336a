//! How things are called in questions.

use super::chain::Chain;
use crate::model::Stage;
use crate::typeset::set_apart;

/// At most so many names stand in a question.
const MOST_NAMES: usize = 3;

/// A name on one line.
pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name within a sentence of ours.
pub(super) fn in_sentence(name: &str) -> String {
    set_apart(one_line(name))
}

/// Names as people list them: "A, B and C", "A, B and 4 others".
pub(super) fn list(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] if names.len() <= MOST_NAMES => format!("{} {last} {end}", first.join(", ")),
        all => {
            let some = all.iter().take(MOST_NAMES - 1).map(String::as_str).collect::<Vec<_>>().join(", ");
            format!("{some} {last} {} others", all.len() + 1 - MOST_NAMES)
        }
    }
}

impl Chain<'_> {
    pub(super) fn name(&self, at: usize) -> String {
        self.nodes.get(at).map_or_else(String::new, |node| in_sentence(&node.component.name))
    }

    pub(super) fn names(&self, of: &[usize]) -> Vec<String> {
        of.iter().map(|at| self.name(*at)).collect()
    }

    /// What something is by its stage: "a product", "custom-built"; by the names of the stages where those are a map's own.
    pub(super) fn standing(&self, at: usize) -> String {
        self.standing_of(self.stage(at))
    }

    /// The same of a stage, counted from 0 at the left.
    pub(super) fn standing_of(&self, stage: usize) -> String {
        let usual = ["new to everybody", "custom-built", "a product", "a commodity"];
        match usual.get(stage).filter(|_| self.has_usual_stages()) {
            Some(words) => (*words).to_owned(),
            None => match self.map.evolution.stage_name(Stage(stage)) {
                "" => format!("in stage {}", stage + 1),
                name => format!("in “{}”", one_line(name)),
            },
        }
    }

    /// Whether the four stages are those of activities, whatever else their names say: "custom / emerging".
    fn has_usual_stages(&self) -> bool {
        let words = ["genesis", "custom", "product", "commodity"];
        let stages = &self.map.evolution.stages;
        stages.len() == words.len()
            && stages.iter().zip(words).all(|(name, word)| name.to_lowercase().contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        let names = |count: usize| {
            ["A", "B", "C", "D", "E"].iter().take(count).map(|n| (*n).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(list(&names(1), "and"), "A");
        assert_eq!(list(&names(2), "or"), "A or B");
        assert_eq!(list(&names(3), "and"), "A, B and C");
        assert_eq!(list(&names(5), "and"), "A, B and 3 others");
    }
}
