//! How things are called in questions.

use super::chain::Chain;
use crate::model::Stage;
use crate::typeset::{in_sentence, one_line};

/// At most so many names stand in a question.
const MOST_NAMES: usize = 3;

/// Names as people list them: "A, B and C", "A, B and 4 others".
pub(super) fn list<T: AsRef<str>>(names: &[T], last: &str) -> String {
    let first_of = |count: usize| {
        let some = names.iter().take(count).map(AsRef::as_ref);
        some.collect::<Vec<_>>().join(", ")
    };
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] if names.len() <= MOST_NAMES => {
            format!("{} {last} {}", first_of(first.len()), end.as_ref())
        }
        all => {
            format!("{} {last} {} others", first_of(MOST_NAMES - 1), all.len() + 1 - MOST_NAMES)
        }
    }
}

/// Names as they stand in sentences, one behind the other: questions ask for those of both ends of many needs.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Names {
    fn of(chain: &Chain<'_>) -> Self {
        let mut names = Self::default();
        for node in &chain.nodes {
            names.text.push_str(&in_sentence(&node.component.name));
            names.ends.push(u32::try_from(names.text.len()).unwrap_or(u32::MAX));
        }
        names
    }

    fn get(&self, at: usize) -> &str {
        let end = |at: Option<usize>| at.map_or(Some(0), |at| Some(*self.ends.get(at)? as usize));
        let (Some(start), Some(end)) = (end(at.checked_sub(1)), end(Some(at))) else { return "" };
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Chain<'_> {
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get_or_init(|| Names::of(self)).get(at)
    }

    pub(super) fn names(&self, of: &[usize]) -> Vec<&str> {
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
        let names = |count: usize| ["A", "B", "C", "D", "E"].into_iter().take(count).collect::<Vec<_>>();
        assert_eq!(list(&names(1), "and"), "A");
        assert_eq!(list(&names(2), "or"), "A or B");
        assert_eq!(list(&names(3), "and"), "A, B and C");
        assert_eq!(list(&names(5), "and"), "A, B and 3 others");
    }
}
