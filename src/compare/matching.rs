//! Which element of one map is which of another.

use std::sync::Arc;

use super::pairs::Pairs;
use super::waiting::Waiting;
use crate::model::{ElementId, End, Index, Link, Map, Rare};

/// What tells that two elements are the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Their ids, as in two states of one sitting, and nothing else.
    Ids,
    /// Their ids first, as a map file gives them; else their names, else their surroundings.
    IdsFirst,
    /// Their names, else their surroundings: the ids of one map were made from its names by a reader.
    Names,
}

/// The pairs of two maps, `a` and `b`.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    /// What of b is not the element of a that has its id: its fellow in a, if it has one. Mostly there is none such.
    others_of_b: Index<ElementId, Option<ElementId>>,
    /// The same of a.
    others_of_a: Index<ElementId, Option<ElementId>>,
    /// For each link of b its fellow in a.
    links: Vec<Option<usize>>,
}

impl Matching {
    /// Finds the pairs: of several candidates the first in author order.
    pub fn new(a: &Map, b: &Map, identity: Identity) -> Self {
        let mut pairs = Pairs::none(a, b);
        if identity != Identity::Names {
            pairs.by_id();
        }
        if identity != Identity::Ids {
            pairs.by_name();
            pairs.by_surroundings();
        }
        let mut matching = Self::of(&pairs);
        matching.links = matching.match_links(a, b);
        matching
    }

    /// What is not the element that has its id.
    fn of(pairs: &Pairs<'_>) -> Self {
        let others = |own: &Map, fellows: &[Option<usize>], other: &Map| {
            let mut others = Index::default();
            for (element, fellow) in own.elements().zip(fellows) {
                let fellow = fellow.and_then(|at| other.elements().nth(at));
                if fellow.is_none_or(|fellow| !Arc::ptr_eq(fellow, element) && fellow.id != element.id) {
                    others.insert(element.id.clone(), fellow.map(|fellow| fellow.id.clone()));
                }
            }
            others
        };
        Self {
            others_of_b: others(pairs.b, &pairs.of_b, pairs.a),
            others_of_a: others(pairs.a, &pairs.of_a, pairs.b),
            links: Vec::new(),
        }
    }

    /// Whether each element of b is that of a which has its id.
    pub(super) fn says_same_ids(&self) -> bool {
        self.others_of_b.is_empty()
    }

    /// The element of a that is this one of b.
    pub fn in_a<'s>(&'s self, of_b: &'s ElementId) -> Option<&'s ElementId> {
        self.others_of_b.get(of_b).map_or(Some(of_b), Option::as_ref)
    }

    /// The element of b that is this one of a.
    pub fn in_b<'s>(&'s self, of_a: &'s ElementId) -> Option<&'s ElementId> {
        self.others_of_a.get(of_a).map_or(Some(of_a), Option::as_ref)
    }

    /// For each link of b, in author order, the index of its fellow among the links of a.
    pub fn links(&self) -> &[Option<usize>] {
        &self.links
    }

    /// An end of b in the words of a.
    fn end_in_a(&self, end: &End) -> End {
        match end {
            End::Element(id) => match self.in_a(id) {
                Some(id) => End::Element(id.clone()),
                // No id of a has a space in front.
                None => End::Dangling(format!(" {id}")),
            },
            End::Dangling(name) => End::Dangling(name.clone()),
        }
    }

    /// A link of b in the words of a.
    pub(super) fn link_in_a(&self, link: &Link) -> Link {
        Link {
            from: self.end_in_a(&link.from),
            to: self.end_in_a(&link.to),
            via: link.via.iter().map(|end| self.end_in_a(end)).collect(),
            ..link.clone()
        }
    }

    /// Whether a link of b says the same as one of a.
    fn is_same_link(&self, a: &Link, b: &Link) -> bool {
        let is_same = |a: &End, b: &End| match (a, b) {
            (End::Element(a), End::Element(b)) => self.in_a(b) == Some(a),
            _ => a == b,
        };
        a.via.len() == b.via.len()
            && a.ends().zip(b.ends()).all(|(a, b)| is_same(a, b))
            && (a.kind, &a.text, &a.label, a.parked) == (b.kind, &b.text, &b.label, b.parked)
    }

    fn match_links(&self, a: &Map, b: &Map) -> Vec<Option<usize>> {
        // Most versions begin with the same links: their fellows are found without asking for them.
        let is_same = |(a, b): &(&Arc<Link>, &Arc<Link>)| {
            self.says_same_ids() && Arc::ptr_eq(a, b) || self.is_same_link(a, b)
        };
        let same = a.links().zip(b.links()).take_while(is_same).count();
        let ours: Vec<&Link> = a.links().skip(same).map(AsRef::as_ref).collect();
        let theirs: Vec<Link> = b.links().skip(same).map(|link| self.link_in_a(link)).collect();
        let rest = Self::match_rest(&ours, &theirs);
        (0..same).map(Some).chain(rest.into_iter().map(|at| at.map(|at| at + same))).collect()
    }

    /// The same for what is left of both, by places there.
    fn match_rest(ours: &[&Link], theirs: &[Link]) -> Vec<Option<usize>> {
        let mut found: Vec<Option<usize>> = vec![None; theirs.len()];
        let mut free: Vec<bool> = vec![true; ours.len()];
        for whole in [true, false] {
            let left: Vec<usize> = (0..ours.len()).filter(|at| free.get(*at) == Some(&true)).collect();
            if left.is_empty() {
                break;
            }
            let ours_left = left.iter().filter_map(|at| ours.get(*at));
            let mut waiting = Waiting::of(ours_left.map(|link| key(link, whole)).collect());
            for (slot, link) in found.iter_mut().zip(theirs).filter(|(slot, _)| slot.is_none()) {
                *slot = waiting.take(&key(link, whole), |_| true).and_then(|at| left.get(at).copied());
                if let Some(taken) = slot.and_then(|at| free.get_mut(at)) {
                    *taken = false;
                }
            }
        }
        // A link between the same two others, with one end moved, is the same link.
        let mut after = None;
        for at in 0..found.len() {
            if let Some(Some(known)) = found.get(at) {
                after = Some(*known);
                continue;
            }
            let candidate = after.map_or(0, |after: usize| after + 1);
            let (Some(link), Some(other)) = (theirs.get(at), ours.get(candidate)) else { continue };
            let shares = other.from == link.from || other.to == link.to;
            if shares && other.kind == link.kind && free.get(candidate) == Some(&true) {
                if let (Some(slot), Some(taken)) = (found.get_mut(at), free.get_mut(candidate)) {
                    *slot = Some(candidate);
                    *taken = false;
                }
                after = Some(candidate);
            }
        }
        found
    }
}

type LinkText<'a> = (&'a Rare<Vec<End>>, &'a Rare<String>, &'a Rare<String>, bool);

fn key(link: &Link, whole: bool) -> (&End, &End, crate::model::LinkKind, Option<LinkText<'_>>) {
    let rest = whole.then_some((&link.via, &link.text, &link.label, link.parked));
    (&link.from, &link.to, link.kind, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    fn check(a: &str, b: &str, identity: Identity, expected: &[(&str, &str)]) {
        let [one, two] = [a, b].map(|text| read(Format::Owm, text).map.unwrap());
        let matching = Matching::new(&one, &two, identity);
        let found: Vec<_> = two
            .elements()
            .filter_map(|element| Some((matching.in_a(&element.id)?.to_string(), element.id.to_string())))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(found, expected, "{a}\n-- and --\n{b}");
    }

    const CUP: &str = "component Cup [0.9, 0.5]\n";

    #[test]
    fn names_come_before_surroundings() {
        let tea = "component Tea [0.5, 0.5]\n";
        check(
            &format!("{CUP}{tea}"),
            &format!("{tea}{CUP}"),
            Identity::Names,
            &[("tea", "tea"), ("cup", "cup")],
        );
        // The same place under another name.
        check(
            &format!("{CUP}{tea}"),
            &format!("{CUP}component Coffee [0.5, 0.5]\n"),
            Identity::Names,
            &[("cup", "cup"), ("tea", "coffee")],
        );
        // The same needs under another name and at another place.
        check(
            &format!("{CUP}{tea}Cup->Tea\n"),
            &format!("component Coffee [0.4, 0.4]\n{CUP}Cup->Coffee\n"),
            Identity::Names,
            &[("tea", "coffee"), ("cup", "cup")],
        );
        check(CUP, "component Tea [0.1, 0.1]\n", Identity::Names, &[]);
    }

    #[test]
    fn duplicates_match_where_they_stand_then_in_order() {
        let web = |at: &str| format!("component Web [{at}]\n");
        let (one, two) = (web("0.1, 0.1"), web("0.2, 0.2"));
        check(
            &format!("{one}{two}"),
            &format!("{two}{one}"),
            Identity::Names,
            &[("web-2", "web"), ("web", "web-2")],
        );
        check(
            &format!("{one}{two}"),
            &format!("{}{}", web("0.3, 0.3"), web("0.4, 0.4")),
            Identity::Names,
            &[("web", "web"), ("web-2", "web-2")],
        );
    }

    #[test]
    fn what_stands_side_by_side_has_its_name_alone() {
        let web = |at: &str| format!("component Web [{at}]\n");
        // The first of b is where the last of a is: that is its fellow, though another stands beside that.
        check(
            &format!("{CUP}{}{}", web("0.1, 0.1"), web("0.2, 0.2")),
            &format!("{}{}{}", web("0.2, 0.2"), web("0.1, 0.1"), web("0.2, 0.2")),
            Identity::Names,
            &[("web-2", "web"), ("web", "web-2")],
        );
        check(
            &format!("{}{}{CUP}", web("0.1, 0.1"), web("0.2, 0.2")),
            &format!("{}{}{CUP}", web("0.9, 0.9"), web("0.2, 0.2")),
            Identity::Names,
            &[("web", "web"), ("web-2", "web-2"), ("cup", "cup")],
        );
    }

    #[test]
    fn ids_count_where_they_are_said() {
        let tea = "component Tea [0.5, 0.5]\n";
        check(tea, "component tea! [0.1, 0.1]\n", Identity::IdsFirst, &[("tea", "tea")]);
        // Names that differ only in how they are written are found without.
        check(tea, "component tea! [0.1, 0.1]\n", Identity::Names, &[("tea", "tea")]);
        check(tea, "component Tee [0.1, 0.1]\n", Identity::Names, &[]);
    }
}
