//! Which element of one map is which of another.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use crate::model::{Body, Element, ElementId, End, Index, Link, Map, Place, Position, Set};

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
        let mut matching = pairs.matching();
        matching.links = matching.match_links(a, b);
        matching
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
            self.others_of_b.is_empty() && Arc::ptr_eq(a, b) || self.is_same_link(a, b)
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

/// The pairs as they are found, by the numbers of elements.
struct Pairs<'m> {
    a: &'m Map,
    b: &'m Map,
    /// For each element of a its fellow in b.
    of_a: Vec<Option<usize>>,
    /// For each element of b its fellow in a.
    of_b: Vec<Option<usize>>,
}

impl<'m> Pairs<'m> {
    fn none(a: &'m Map, b: &'m Map) -> Self {
        Self { a, b, of_a: vec![None; a.elements().len()], of_b: vec![None; b.elements().len()] }
    }

    fn pair(&mut self, of_a: usize, of_b: usize) {
        if let (Some(a), Some(b)) = (self.of_a.get_mut(of_a), self.of_b.get_mut(of_b)) {
            (*a, *b) = (Some(of_b), Some(of_a));
        }
    }

    /// What has no fellow yet, with its number.
    fn free(map: &'m Map, fellows: &[Option<usize>]) -> Vec<(usize, &'m Element)> {
        let free = map.elements().zip(fellows).enumerate().filter(|(_, (_, fellow))| fellow.is_none());
        free.map(|(at, (element, _))| (at, element.as_ref())).collect()
    }

    /// The fellow in b of an element of a.
    fn in_b(&self, id: &ElementId) -> Option<&'m ElementId> {
        let fellow = (*self.of_a.get(self.a.index_of(id)?)?)?;
        Some(&self.b.elements().nth(fellow)?.id)
    }

    fn is_paired_in_b(&self, id: &ElementId) -> bool {
        self.b.index_of(id).and_then(|at| self.of_b.get(at)).is_some_and(Option::is_some)
    }

    fn by_id(&mut self) {
        let mut next = 0;
        for (at, element) in self.b.elements().enumerate() {
            if let Some(other) = self.a.index_near(element, next) {
                self.pair(other, at);
                next = other + 1;
            }
        }
    }

    /// Same kind and name: first those that say the same, then in their order, then those whose names differ only in how they
    /// are written.
    fn by_name(&mut self) {
        self.side_by_side();
        for strict in [Some(true), Some(false), None] {
            let name = |element: &'m Element| match strict {
                Some(_) => Cow::Borrowed(element.name()),
                None => Cow::Owned(loosely(element.name())),
            };
            let free = Self::free(self.a, &self.of_a);
            if free.is_empty() {
                return;
            }
            let mut waiting =
                Waiting::of(free.iter().map(|(_, element)| (sort(element), name(element))).collect());
            for (of_b, element) in Self::free(self.b, &self.of_b) {
                let is_same = |at: usize| {
                    strict != Some(true)
                        || free.get(at).is_some_and(|(_, other)| {
                            spot(other) == spot(element) && other.parked == element.parked
                        })
                };
                let found = waiting.take(&(sort(element), name(element)), is_same);
                if let Some((of_a, _)) = found.and_then(|at| free.get(at)) {
                    self.pair(*of_a, of_b);
                }
            }
        }
    }

    /// What says the same at the same place of both lists, and has its name there alone: most of a version is so, and is not
    /// looked for in a table.
    fn side_by_side(&mut self) {
        let (a, b) = (self.a, self.b);
        let is_same = |one: &Arc<Element>, other: &Arc<Element>| {
            Arc::ptr_eq(one, other)
                || sort(one) == sort(other)
                    && one.name() == other.name()
                    && spot(one) == spot(other)
                    && one.parked == other.parked
        };
        let free = |fellow: Option<&Option<usize>>| fellow.is_some_and(Option::is_none);
        // What has none beside it may be the fellow of any that has its name.
        let mut odd: Set<&str> = Set::default();
        let mut pairs = Vec::with_capacity(a.elements().len().min(b.elements().len()));
        for (at, (one, other)) in a.elements().zip(b.elements()).enumerate() {
            match (free(self.of_a.get(at)), free(self.of_b.get(at))) {
                (true, true) if is_same(one, other) => pairs.push((at, one.name())),
                (of_a, of_b) => {
                    odd.extend(of_a.then_some(one.name()));
                    odd.extend(of_b.then_some(other.name()));
                }
            }
        }
        let both = a.elements().len().min(b.elements().len());
        let alone = a.elements().zip(&self.of_a).skip(both).chain(b.elements().zip(&self.of_b).skip(both));
        odd.extend(alone.filter(|(_, fellow)| fellow.is_none()).map(|(element, _)| element.name()));
        for (at, name) in pairs {
            if !odd.contains(name) {
                self.pair(at, at);
            }
        }
    }

    /// Another name, but the same place, or the same needs. What is paired so tells more of what stands around it: again,
    /// until nothing is found.
    fn by_surroundings(&mut self) {
        let (a, b) = (self.a, self.b);
        let around = LazyCell::new(|| (Around::of(a), Around::of(b)));
        loop {
            let (left, right) = (Self::free(a, &self.of_a), Self::free(b, &self.of_b));
            if left.is_empty() || right.is_empty() {
                return;
            }
            let (around_a, around_b) = &*around;
            let index: Index<&ElementId, usize> =
                right.iter().enumerate().map(|(j, (_, other))| (&other.id, j)).collect();
            let mut there: Index<(&str, (u64, u64)), Vec<usize>> = Index::default();
            for (j, (_, other)) in right.iter().enumerate() {
                if let Some(spot) = spot(other) {
                    there.entry((sort(other), spot)).or_default().push(j);
                }
            }
            let mut scored = Vec::new();
            for (i, (_, one)) in left.iter().enumerate() {
                let links: BTreeSet<&ElementId> =
                    around_a.links(&one.id).filter_map(|id| self.in_b(id)).collect();
                let beside = around_a.beside(&one.id).map(|id| id.and_then(|id| self.in_b(id)));
                // Only what stands there, or is linked to the same, can be it.
                let at =
                    spot(one).and_then(|spot| there.get(&(sort(one), spot))).into_iter().flatten().copied();
                let linked =
                    links.iter().flat_map(|id| around_b.links(id)).filter_map(|id| index.get(id).copied());
                let candidates: BTreeSet<usize> = at.chain(linked).collect();
                for j in candidates {
                    let Some((_, other)) = right.get(j).filter(|(_, other)| sort(one) == sort(other)) else {
                        continue;
                    };
                    let is_there = spot(one).is_some() && spot(one) == spot(other);
                    let own: BTreeSet<&ElementId> =
                        around_b.links(&other.id).filter(|id| self.is_paired_in_b(id)).collect();
                    let shared = links.intersection(&own).count();
                    // A single need of many that something else has too makes it no more than a neighbour.
                    let is_alike = shared > 0 && 2 * shared >= links.len().max(own.len());
                    if !is_there && !is_alike {
                        continue;
                    }
                    let order = beside.iter().zip(around_b.beside(&other.id));
                    let order = order.filter(|(x, y)| x.is_some() && **x == *y).count();
                    let score = usize::from(is_there) * 2 + 2 * shared + order;
                    scored.push((usize::MAX - score, i, j));
                }
            }
            if scored.is_empty() {
                return;
            }
            scored.sort_unstable();
            let (mut used_a, mut used_b) = (HashSet::new(), HashSet::new());
            for (_, i, j) in scored {
                if let (Some((of_a, _)), Some((of_b, _))) = (left.get(i), right.get(j))
                    && !used_a.contains(&i)
                    && !used_b.contains(&j)
                {
                    used_a.insert(i);
                    used_b.insert(j);
                    self.pair(*of_a, *of_b);
                }
            }
        }
    }

    /// What is not the element that has its id.
    fn matching(&self) -> Matching {
        let others = |own: &'m Map, fellows: &[Option<usize>], other: &'m Map| {
            let mut others = Index::default();
            for (element, fellow) in own.elements().zip(fellows) {
                let fellow = fellow.and_then(|at| other.elements().nth(at));
                if fellow.is_none_or(|fellow| !Arc::ptr_eq(fellow, element) && fellow.id != element.id) {
                    others.insert(element.id.clone(), fellow.map(|fellow| fellow.id.clone()));
                }
            }
            others
        };
        Matching {
            others_of_b: others(self.b, &self.of_b, self.a),
            others_of_a: others(self.a, &self.of_a, self.b),
            links: Vec::new(),
        }
    }
}

/// Things by what they say, that wait for their fellows: of several that say the same the first is found first.
struct Waiting<K> {
    first: Index<K, usize>,
    /// For each thing the next that says the same.
    next: Vec<Option<usize>>,
}

impl<K: Eq + Hash> Waiting<K> {
    fn of(keys: Vec<K>) -> Self {
        let mut first = Index::default();
        first.reserve(keys.len());
        let mut next: Vec<Option<usize>> = vec![None; keys.len()];
        for (at, key) in keys.into_iter().enumerate().rev() {
            if let Some(slot) = next.get_mut(at) {
                *slot = first.insert(key, at);
            }
        }
        Self { first, next }
    }

    /// Takes the first that says so and is wanted.
    fn take(&mut self, key: &K, is_wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let first = *self.first.get(key)?;
        let next = |at: usize| self.next.get(at).copied().flatten();
        let (mut before, mut at) = (None, first);
        while !is_wanted(at) {
            (before, at) = (Some(at), next(at)?);
        }
        let behind = next(at);
        match (before, behind) {
            (Some(before), _) => {
                if let Some(slot) = self.next.get_mut(before) {
                    *slot = behind;
                }
            }
            (None, Some(behind)) => {
                if let Some(slot) = self.first.get_mut(key) {
                    *slot = behind;
                }
            }
            (None, None) => {
                self.first.remove(key);
            }
        }
        Some(at)
    }
}

type LinkText<'a> = (&'a [End], &'a str, &'a str, bool);

fn key(link: &Link, whole: bool) -> (&End, &End, crate::model::LinkKind, Option<LinkText<'_>>) {
    let rest = whole.then_some((link.via.as_slice(), link.text.as_str(), link.label.as_str(), link.parked));
    (&link.from, &link.to, link.kind, rest)
}

/// What kind of thing it is; a component may become an anchor and is still the same.
fn sort(element: &Element) -> &'static str {
    if element.component().is_some() { "component" } else { element.kind_name() }
}

/// A name without what people do not mind: case, spaces, dashes.
fn loosely(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where an element stands, to tell whether two stand at the same spot.
fn spot(element: &Element) -> Option<(u64, u64)> {
    let bits = |at: &Position| (at.visibility.value().to_bits(), at.evolution.value().to_bits());
    match &element.body {
        Body::Component(component) => match &component.place {
            Place::At(at) => Some(bits(at)),
            Place::Within { evolution, .. } => Some((u64::MAX, evolution.value().to_bits())),
            Place::Unplaced => None,
        },
        Body::Note(note) => Some(bits(&note.at)),
        Body::Annotation(annotation) => annotation.at.first().map(bits),
        Body::Area(area) => area.outline.first().map(bits),
        Body::Attitude(attitude) => Some(bits(&attitude.top_left)),
        Body::Accelerator(accelerator) => Some(bits(&accelerator.at)),
    }
}

/// What stands around the elements of a map.
struct Around<'a> {
    links: Index<&'a ElementId, Vec<&'a ElementId>>,
    order: Vec<&'a ElementId>,
    index: Index<&'a ElementId, usize>,
}

impl<'a> Around<'a> {
    fn of(map: &'a Map) -> Self {
        let mut links: Index<_, Vec<_>> = Index::default();
        links.reserve(map.elements().len());
        for link in map.links() {
            if let (Some(from), Some(to)) = (link.from.id(), link.to.id()) {
                links.entry(from).or_default().push(to);
                links.entry(to).or_default().push(from);
            }
        }
        let order: Vec<_> = map.elements().map(|element| &element.id).collect();
        let index = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        Self { links, order, index }
    }

    fn links(&self, id: &ElementId) -> impl Iterator<Item = &'a ElementId> {
        self.links.get(id).into_iter().flatten().copied()
    }

    /// The elements before and behind one.
    fn beside(&self, id: &ElementId) -> [Option<&'a ElementId>; 2] {
        let Some(at) = self.index.get(id) else { return [None, None] };
        let before = at.checked_sub(1).and_then(|at| self.order.get(at));
        [before.copied(), self.order.get(at + 1).copied()]
    }
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
