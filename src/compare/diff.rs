//! What differs between two maps.

use super::Matching;
use crate::model::{Map, Patch};

/// What turns `a` into `b`, whose pairs are known, in the ids of `a`: applied to it, it gives [`Matching::restated`] of `b`.
pub fn diff(a: &Map, b: &Map, matching: &Matching) -> Patch {
    Patch::between(a, &matching.restated(a, b), matching.links())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Identity;
    use crate::format::{Format, read};

    fn check(a: &str, b: &str, expected: &[&str]) {
        let [one, two] = [a, b].map(|text| read(Format::Owm, text).map.unwrap());
        let matching = Matching::new(&one, &two, Identity::Names);
        let patch = diff(&one, &two, &matching).of_map();
        let now = matching.restated(&one, &two);
        let words: Vec<_> = patch.changes.iter().map(|change| change.words(&one, &now)).collect();
        assert_eq!(words, expected, "{a}\n-- and --\n{b}");
    }

    #[test]
    fn differences_are_told_in_words() {
        let map = "title T\ncomponent A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nA->B\n";
        check(map, map, &[]);
        check(
            map,
            &map.replace("[0.5, 0.5]", "[0.5, 0.6] (buy)"),
            &["the place and the method of the component `B`"],
        );
        check(map, &map.replace("title T\n", ""), &["the map's title"]);
        check(
            map,
            &map.replace("A->B", "B->A; why"),
            &["the link from `A` to `B`", "the link from `B` to `A`"],
        );
        check(map, &map.replace("A->B", "A->C"), &["the ends of the link from `A` to `B`"]);
        check(map, &map.replace("A->B", "A->B; why"), &["the text of the link from `A` to `B`"]);
        let without = "title T\ncomponent A [0.9, 0.5]\nA->B\n";
        check(map, without, &["the component `B`", "the ends of the link from `A` to `B`"]);
    }
}
