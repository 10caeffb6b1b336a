//! What a chain measures: depth, load, what is reached, and what leads only through one thing.
//!
//! Nothing here walks all paths, of which a map of forty components may have millions.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef, Reversed};

use super::chain::{Chain, Edge};
use super::dominators::{Circles, dominated};
use crate::model::ElementId;

/// So many things are counted at once where all are held against all: 64 to a word.
const WORDS: usize = 16;

impl Chain<'_> {
    /// What no need of a user leads to, in author order. A flow joins what it links, and a pipeline is reached by its
    /// variants.
    pub fn unreached(&self) -> Vec<ElementId> {
        self.ids(&self.beyond_reach())
    }

    pub(super) fn beyond_reach(&self) -> Vec<usize> {
        let mut is_reached = vec![false; self.nodes.len() + 1];
        let mut waiting = vec![self.root];
        while let Some(node) = waiting.pop() {
            let Some(slot) = is_reached.get_mut(node.index()) else { continue };
            if std::mem::replace(slot, true) {
                continue;
            }
            waiting.extend(self.graph.neighbors(node));
            let incoming = self.graph.edges_directed(node, petgraph::Direction::Incoming);
            let joined = incoming.filter(|edge| matches!(edge.weight(), Edge::Flow | Edge::Variant));
            waiting.extend(joined.map(|edge| edge.source()));
        }
        (0..self.nodes.len()).filter(|at| !is_reached.get(*at).copied().unwrap_or(true)).collect()
    }

    /// Things that need each other in a circle: each a group in author order.
    pub fn cycles(&self) -> Vec<Vec<ElementId>> {
        self.circles().iter().map(|circle| self.ids(circle)).collect()
    }

    pub(super) fn circles(&self) -> Vec<Vec<usize>> {
        let needs_itself: BTreeSet<usize> =
            self.needs.iter().filter(|need| need.from == need.to).map(|need| need.from).collect();
        let groups = self.groups();
        let members = (0..groups.len()).map(|group| groups.members(group));
        let circles = members.filter(|group| {
            let mut group = group.clone();
            match (group.next(), group.next()) {
                (Some(only), None) => needs_itself.contains(&only),
                _ => true,
            }
        });
        let mut circles: Vec<Vec<usize>> = circles.map(Iterator::collect).collect();
        for circle in &mut circles {
            circle.sort_unstable();
        }
        circles.sort();
        circles
    }

    /// What is reached through one thing alone: each with how many things would be out of reach without it. Users are left
    /// out; most first, then in author order.
    pub fn only_ways_through(&self) -> Vec<(ElementId, usize)> {
        let counts = self.dominated();
        let mut through: Vec<_> =
            counts.iter().enumerate().filter(|(at, count)| **count > 0 && !self.is_user(*at)).collect();
        through.sort_by_key(|(at, count)| (std::cmp::Reverse(**count), *at));
        let named = |(at, count): (usize, &usize)| Some((self.nodes.get(at)?.id().clone(), *count));
        through.into_iter().filter_map(named).collect()
    }

    /// How many things each dominates: all ways from the users to them lead through it.
    pub(super) fn dominated(&self) -> Vec<usize> {
        let mut counts = dominated(self.nodes.len() + 1, self.root.index() as u32, self.ways());
        counts.truncate(self.nodes.len());
        counts
    }

    /// The longest way from a user to something, in needs; things that need each other stand on one step. `None` where no
    /// user leads to anything.
    pub fn depth(&self) -> Option<usize> {
        self.depths().into_iter().flatten().max()
    }

    /// The same for each thing that is reached.
    pub fn depth_of(&self) -> Vec<(ElementId, usize)> {
        let depths = self.depths();
        let of = |(node, depth): (&super::chain::Node<'_>, Option<usize>)| Some((node.id().clone(), depth?));
        self.nodes.iter().zip(depths).filter_map(of).collect()
    }

    fn depths(&self) -> Vec<Option<usize>> {
        let groups = self.groups();
        let mut depths: Vec<Option<usize>> = vec![None; groups.len()];
        // From what everything hangs on downwards.
        for group in (0..groups.len()).rev() {
            let is_root = groups.circle(self.root.index()) == Some(group);
            let own = if is_root { Some(0) } else { depths.get(group).copied().flatten() };
            let Some(own) = own else { continue };
            for (to, way) in self.edges_of(&groups, group) {
                let step = usize::from(way == Edge::Need);
                if let Some(slot) = depths.get_mut(to) {
                    *slot = Some(slot.map_or(own + step, |depth| depth.max(own + step)));
                }
            }
        }
        (0..self.nodes.len()).map(|at| depths.get(groups.circle(at)?).copied().flatten()).collect()
    }

    /// How many components, users apart, rest on each thing, itself apart: in author order.
    pub fn loads(&self) -> Vec<(ElementId, usize)> {
        let groups = self.groups();
        let count = self.nodes.len();
        let mut loads = vec![0_usize; count];
        let block = 64 * WORDS;
        for first in (0..count).step_by(block) {
            let mut bits = vec![[0_u64; WORDS]; groups.len()];
            for group in (0..groups.len()).rev() {
                let mut own = bits.get(group).copied().unwrap_or_default();
                for at in groups.members(group) {
                    let is_counted = (first..first + block).contains(&at) && at < count;
                    if is_counted && !self.is_anchor(at) {
                        let bit = at - first;
                        own.iter_mut().skip(bit / 64).take(1).for_each(|word| *word |= 1 << (bit % 64));
                    }
                }
                if let Some(slot) = bits.get_mut(group) {
                    *slot = own;
                }
                if own == [0; WORDS] {
                    continue;
                }
                for (to, _) in self.edges_of(&groups, group) {
                    if let Some(slot) = bits.get_mut(to) {
                        slot.iter_mut().zip(own).for_each(|(slot, own)| *slot |= own);
                    }
                }
            }
            for (at, load) in loads.iter_mut().enumerate() {
                let words = groups.circle(at).and_then(|group| bits.get(group)).copied().unwrap_or_default();
                let is_counted = (first..first + block).contains(&at) && !self.is_anchor(at);
                let all: usize = words.iter().map(|word| word.count_ones() as usize).sum();
                *load += all - usize::from(is_counted);
            }
        }
        self.nodes.iter().zip(loads).map(|(node, load)| (node.id().clone(), load)).collect()
    }

    /// What something rests on: all that it needs, and what that needs.
    pub fn rests_on(&self, id: &ElementId) -> Vec<ElementId> {
        self.number(id).map_or_else(Vec::new, |at| self.ids(&self.below(at)))
    }

    /// How many other things rest on any of these, and on how many others any of them rests.
    pub fn around<'i>(&self, ids: impl IntoIterator<Item = &'i ElementId>) -> (usize, usize) {
        let own: BTreeSet<usize> = ids.into_iter().filter_map(|id| self.number(id)).collect();
        let others = |all: Vec<usize>| all.into_iter().filter(|at| !own.contains(at)).count();
        (others(self.above_all(&own)), others(self.below_all(&own)))
    }

    /// What rests on something: all that needs it, and what needs that.
    pub fn rest_on_it(&self, id: &ElementId) -> Vec<ElementId> {
        self.number(id).map_or_else(Vec::new, |at| self.ids(&self.above(at)))
    }

    pub(super) fn below(&self, at: usize) -> Vec<usize> {
        self.below_all(&BTreeSet::from([at])).into_iter().filter(|found| *found != at).collect()
    }

    pub(super) fn above(&self, at: usize) -> Vec<usize> {
        self.above_all(&BTreeSet::from([at])).into_iter().filter(|found| *found != at).collect()
    }

    /// These, and what any of them rests on.
    pub(super) fn below_all(&self, own: &BTreeSet<usize>) -> Vec<usize> {
        let needs = EdgeFiltered::from_fn(&self.graph, |edge| *edge.weight() != Edge::Flow);
        self.walk(&needs, own)
    }

    /// These, and what rests on any of them.
    pub(super) fn above_all(&self, own: &BTreeSet<usize>) -> Vec<usize> {
        let needs = EdgeFiltered::from_fn(&self.graph, |edge| *edge.weight() != Edge::Flow);
        self.walk(Reversed(&needs), own)
    }

    fn walk<G>(&self, graph: G, from: &BTreeSet<usize>) -> Vec<usize>
    where
        G: petgraph::visit::IntoNeighbors<NodeId = NodeIndex>
            + petgraph::visit::Visitable<NodeId = NodeIndex>,
        G::Map: petgraph::visit::VisitMap<NodeIndex>,
    {
        let mut walk = petgraph::visit::Dfs::empty(graph);
        walk.stack = from.iter().map(|at| NodeIndex::new(*at)).collect();
        let mut found: Vec<usize> = std::iter::from_fn(|| walk.next(graph)).map(NodeIndex::index).collect();
        found.retain(|at| *at < self.nodes.len());
        found.sort_unstable();
        found
    }

    /// The chain with things that need each other as one: those that are needed come first.
    fn groups(&self) -> Circles {
        Circles::of(self.nodes.len() + 1, self.ways())
    }

    /// Where a group leads to.
    fn edges_of<'b>(&'b self, groups: &'b Circles, group: usize) -> impl Iterator<Item = (usize, Edge)> + 'b {
        let edges = groups.members(group).flat_map(|at| self.graph.edges(NodeIndex::new(at)));
        let needs = edges.filter(|edge| *edge.weight() != Edge::Flow);
        let led = needs.filter_map(|edge| Some((groups.circle(edge.target().index())?, *edge.weight())));
        led.filter(move |(to, _)| *to != group)
    }
}
