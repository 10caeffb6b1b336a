//! What leads only through one thing, and what leads to itself: in time that grows with the map alone, and however deep a chain
//! is. The library's own ways call themselves for each need of a chain, for which a chain of thousands has no room, or
//! hold each thing in a table of its own.

use super::grouped::Grouped;

/// From which thing to which.
pub(super) type Lead = [u32; 2];

/// No number.
const NONE: u32 = u32::MAX;

/// A number for each thing.
struct Numbers(Vec<u32>);

impl Numbers {
    fn of(count: usize) -> Self {
        Self(vec![NONE; count])
    }

    fn get(&self, at: u32) -> u32 {
        self.0.get(at as usize).copied().unwrap_or(NONE)
    }

    fn set(&mut self, at: u32, number: u32) {
        self.0.get_mut(at as usize).into_iter().for_each(|slot| *slot = number);
    }
}

/// Things in the order in which a walk along all ways meets them first.
struct Met {
    things: Vec<u32>,
    /// The places of those that led to them.
    parents: Numbers,
    /// Which place each thing has.
    places: Numbers,
}

impl Met {
    fn from(root: u32, ways: &Grouped<Lead>, count: usize) -> Self {
        let mut met = Self { things: Vec::new(), parents: Numbers::of(count), places: Numbers::of(count) };
        // What is to be gone to, and from where.
        let mut waiting = vec![(root, NONE)];
        while let Some((thing, parent)) = waiting.pop() {
            if met.places.get(thing) != NONE {
                continue;
            }
            let place = met.things.len() as u32;
            met.places.set(thing, place);
            met.parents.set(place, parent);
            met.things.push(thing);
            let next = ways.of(thing as usize).iter().rev();
            waiting.extend(next.filter(|[_, to]| met.places.get(*to) == NONE).map(|[_, to]| (*to, place)));
        }
        met
    }
}

/// A forest of things that were met, which answers for each the one above it with the least of some numbers.
struct Forest {
    above: Numbers,
    best: Numbers,
    /// The way up that is looked at.
    path: Vec<u32>,
}

impl Forest {
    fn of(count: usize) -> Self {
        Self { above: Numbers::of(count), best: Numbers((0..count as u32).collect()), path: Vec::new() }
    }

    /// The one with the least number between something and the root of its tree, which is left out; what was on the way
    /// stands right below the root from then on.
    fn least(&mut self, of: u32, numbers: &Numbers) -> u32 {
        let mut at = of;
        while self.above.get(at) != NONE && self.above.get(self.above.get(at)) != NONE {
            self.path.push(at);
            at = self.above.get(at);
        }
        let root = self.above.get(at);
        while let Some(below) = self.path.pop() {
            let best = self.best.get(self.above.get(below));
            if numbers.get(best) < numbers.get(self.best.get(below)) {
                self.best.set(below, best);
            }
            self.above.set(below, root);
        }
        self.best.get(of)
    }
}

/// How many things are reached from the root only through each of `count` things (Lengauer and Tarjan, "A fast algorithm for
/// finding dominators in a flowgraph", 1979, with plain linking).
pub(super) fn dominated(count: usize, root: u32, ways: &Grouped<Lead>) -> Vec<usize> {
    let Met { things, parents, places } = Met::from(root, ways, count);
    let last = things.len() as u32;
    let place = |[from, to]: &Lead| [places.get(*from), places.get(*to)];
    let met = things.iter().flat_map(|thing| ways.of(*thing as usize)).map(place).collect::<Vec<Lead>>();
    let into = Grouped::by(things.len(), &met, |[_, to]| *to as usize);
    let mut forest = Forest::of(things.len());
    let mut semi = Numbers((0..last).collect());
    let mut above = Numbers::of(things.len());
    // What waits for its dominator at each place: the first, and who comes behind each.
    let (mut first, mut next) = (Numbers::of(things.len()), Numbers::of(things.len()));
    for at in (1..last).rev() {
        for [from, _] in into.of(at as usize) {
            let least = semi.get(forest.least(*from, &semi));
            if least < semi.get(at) {
                semi.set(at, least);
            }
        }
        let (own, parent) = (semi.get(at), parents.get(at));
        next.set(at, first.get(own));
        first.set(own, at);
        forest.above.set(at, parent);
        let mut waiting = first.get(parent);
        first.set(parent, NONE);
        while waiting != NONE {
            let least = forest.least(waiting, &semi);
            above.set(waiting, if semi.get(least) < semi.get(waiting) { least } else { parent });
            waiting = next.get(waiting);
        }
    }
    for at in 1..last {
        if above.get(at) != semi.get(at) {
            above.set(at, above.get(above.get(at)));
        }
    }
    // What dominates something was met before it.
    let mut counts = vec![0_usize; count];
    let mut below = vec![0_usize; things.len()];
    for at in (1..last).rev() {
        let own = below.get(at as usize).copied().unwrap_or(0);
        below.get_mut(above.get(at) as usize).into_iter().for_each(|sum| *sum += own + 1);
    }
    for (thing, below) in things.iter().zip(below).skip(1) {
        counts.get_mut(*thing as usize).into_iter().for_each(|count| *count = below);
    }
    counts
}

/// Things that lead to each other, as one: those that are led to come first.
pub(super) struct Circles {
    /// The members of all, one behind the other.
    members: Vec<u32>,
    /// Where each ends among them.
    ends: Vec<u32>,
    /// Which one each thing is in.
    of: Numbers,
}

impl Circles {
    /// Of `count` things (Tarjan, "Depth-first search and linear graph algorithms", 1972).
    pub(super) fn of(count: usize, ways: &Grouped<Lead>) -> Self {
        let mut circles = Self { members: Vec::new(), ends: Vec::new(), of: Numbers::of(count) };
        // When each was met, and the one met first to which it leads back.
        let (mut met, mut back) = (Numbers::of(count), Numbers::of(count));
        // Who is in no circle yet, and from whom which way is gone next.
        let (mut open, mut walk): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
        let mut now = 0;
        for start in 0..count as u32 {
            if met.get(start) == NONE {
                walk.push((start, 0));
            }
            while let Some((thing, way)) = walk.last_mut() {
                let thing = *thing;
                if *way == 0 {
                    met.set(thing, now);
                    back.set(thing, now);
                    now += 1;
                    open.push(thing);
                }
                let next = ways.of(thing as usize).get(*way);
                *way += 1;
                match next.map(|[_, to]| *to) {
                    Some(to) if met.get(to) == NONE => walk.push((to, 0)),
                    Some(to) if circles.of.get(to) == NONE => {
                        back.set(thing, back.get(thing).min(met.get(to)));
                    }
                    Some(_) => {}
                    None => {
                        walk.pop();
                        if let Some((before, _)) = walk.last() {
                            back.set(*before, back.get(*before).min(back.get(thing)));
                        }
                        if back.get(thing) == met.get(thing) {
                            circles.close(thing, &mut open);
                        }
                    }
                }
            }
        }
        circles
    }

    /// All that is open since this thing was met is one circle.
    fn close(&mut self, first: u32, open: &mut Vec<u32>) {
        let number = self.ends.len() as u32;
        while let Some(member) = open.pop() {
            self.of.set(member, number);
            self.members.push(member);
            if member == first {
                break;
            }
        }
        self.ends.push(self.members.len() as u32);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The things in one of them.
    pub(super) fn members(&self, circle: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let end = |at: Option<usize>| at.and_then(|at| self.ends.get(at)).map_or(0, |end| *end as usize);
        let range = end(circle.checked_sub(1))..end(Some(circle));
        self.members.get(range).unwrap_or_default().iter().map(|at| *at as usize)
    }

    /// Which one a thing is in.
    pub(super) fn circle(&self, thing: usize) -> Option<usize> {
        let circle = self.of.get(thing as u32);
        (circle != NONE).then_some(circle as usize)
    }
}

#[cfg(test)]
mod tests {
    use petgraph::algo::{dominators::simple_fast, tarjan_scc};
    use petgraph::graph::{DiGraph, NodeIndex};
    use proptest::prelude::*;

    use super::*;

    fn grouped(count: usize, ways: &[Lead]) -> Grouped<Lead> {
        Grouped::by(count, ways, |[from, _]| *from as usize)
    }

    /// How many each dominates, and what leads to each other, as the library finds them.
    fn expected(count: usize, ways: &[Lead]) -> (Vec<usize>, Vec<Vec<usize>>) {
        let mut graph = DiGraph::<(), ()>::new();
        for _ in 0..count {
            graph.add_node(());
        }
        graph.extend_with_edges(ways.iter().map(|[from, to]| (*from, *to)));
        let found = simple_fast(&graph, NodeIndex::new(0));
        let mut counts = vec![0; count];
        for at in 1..count {
            let above = found.strict_dominators(NodeIndex::new(at)).into_iter().flatten();
            above.filter(|above| above.index() != 0).for_each(|above| counts[above.index()] += 1);
        }
        let mut circles: Vec<Vec<usize>> = tarjan_scc(&graph)
            .into_iter()
            .map(|all| all.into_iter().map(NodeIndex::index).collect())
            .collect();
        for circle in &mut circles {
            circle.sort_unstable();
        }
        circles.sort();
        (counts, circles)
    }

    proptest! {
        #[test]
        fn they_are_those_that_the_library_finds(
            count in 1_usize..30,
            pairs in proptest::collection::vec((0_u32..30, 0_u32..30), 0..70),
        ) {
            let ways: Vec<Lead> = pairs.iter().map(|(a, b)| [a % count as u32, b % count as u32]).collect();
            let (counts, circles) = expected(count, &ways);
            let by_start = grouped(count, &ways);
            prop_assert_eq!(dominated(count, 0, &by_start), counts);
            let all = Circles::of(count, &by_start);
            let mut found: Vec<Vec<usize>> = (0..all.len()).map(|circle| all.members(circle).collect()).collect();
            for (circle, members) in found.iter_mut().enumerate() {
                members.sort_unstable();
                prop_assert!(members.iter().all(|member| all.circle(*member) == Some(circle)));
            }
            // What is led to comes first.
            for [from, to] in &ways {
                prop_assert!(all.circle(*from as usize) >= all.circle(*to as usize));
            }
            found.sort();
            prop_assert_eq!(found, circles);
        }
    }

    #[test]
    fn a_chain_may_be_as_deep_as_a_map_is_large() {
        const DEEP: usize = 300_000;
        let ways: Vec<Lead> = (1..DEEP as u32).map(|to| [to - 1, to]).collect();
        let by_start = grouped(DEEP, &ways);
        let counts = dominated(DEEP, 0, &by_start);
        assert_eq!([counts[1], counts[DEEP - 2], counts[DEEP - 1]], [DEEP - 2, 1, 0]);
        assert_eq!(Circles::of(DEEP, &by_start).len(), DEEP);
    }
}
