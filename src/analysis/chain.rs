//! A map as a chain of needs: what stands on it, who needs what, and who the users are.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::answers::Answers;
use super::dominators::Lead;
use super::grouped::Grouped;
use super::words::Names;
use crate::model::{Component, Element, ElementId, End, Evolution, LinkKey, LinkKind, Map, Place, Position};

/// A view of a map, made for one of its revisions.
///
/// What is parked, removed or waits in the tray has no part in it, and where something evolves to is not where it stands.
/// A pipeline stands where its square is, its variants where they are; a need that leads to a variant is about that
/// variant. A need that points at a user is that user's.
pub struct Chain<'a> {
    pub(super) map: &'a Map,
    pub(super) nodes: Vec<Node<'a>>,
    /// Where each stands and what it is, for rules that ask of both ends of each need: all of it is near.
    spots: Vec<Spot>,
    /// The ids of all, which are asked for in any order, too.
    ids: Vec<ElementId>,
    pub(super) needs: Vec<Need>,
    /// The needs, and a way from each pipeline to its variants; the last node is before all users.
    pub(super) graph: DiGraph<(), Edge>,
    pub(super) root: NodeIndex,
    /// For each element of the map its node.
    numbers: Vec<Option<u32>>,
    users: Users,
    /// Those of them that are likely to be users, where there is no anchor.
    likely: Vec<usize>,
    /// What is called as users are, where there is no anchor.
    called_users: Vec<usize>,
    answers: OnceLock<Answers<'a>>,
    /// The needs, and the ways to variants and users, by what they lead from.
    ways: OnceLock<Grouped<Lead>>,
    pub(super) names: OnceLock<Names>,
}

/// Something that stands on the map.
pub(super) struct Node<'a> {
    pub(super) element: &'a Element,
    pub(super) component: &'a Component,
    pub(super) at: Position,
    /// The pipeline that it is a variant of.
    pub(super) parent: Option<usize>,
}

/// What is asked of things in any order.
#[derive(Clone, Copy)]
struct Spot {
    at: Position,
    is_anchor: bool,
    /// Whether its name says more than a number does.
    has_name: bool,
}

impl Node<'_> {
    fn spot(&self) -> Spot {
        let has_name = self.component.name.chars().any(char::is_alphabetic);
        Spot { at: self.at, is_anchor: self.component.is_anchor(), has_name }
    }

    pub(super) fn id(&self) -> &ElementId {
        &self.element.id
    }

    pub(super) fn evolution(&self) -> f64 {
        self.at.evolution.value()
    }
}

/// A need or a constraint between two things that stand on the map.
#[derive(Clone, Copy)]
pub(super) struct Need {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its place among the links of the map.
    pub(super) link: usize,
    pub(super) is_constraint: bool,
}

/// What an edge of the graph is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Need,
    /// From a pipeline to a variant.
    Variant,
    /// A flow, in both directions: what it joins is not out of reach.
    Flow,
    /// From before all users to a user.
    User,
}

/// For whom the map is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Users {
    /// The anchors.
    Anchors(Vec<ElementId>),
    /// There is no anchor: what nothing needs stands in for them.
    StandIns {
        /// All of these, in author order.
        all: Vec<ElementId>,
        /// Those at the top of the map: the likely users, from the top.
        likely: Vec<ElementId>,
    },
}

/// What stands in for users stands this near to the top component, as a fraction of the map's height (ours; of the 105 real
/// maps most have one to three such).
const NEAR_THE_TOP: f64 = 0.1;
/// What users are called where nobody made anchors of them (ours; from the real maps, of which 94 of 105 have none).
const USERS: [&str; 20] = [
    "user",
    "users",
    "customer",
    "customers",
    "consumer",
    "consumers",
    "citizen",
    "citizens",
    "public",
    "people",
    "patient",
    "patients",
    "student",
    "students",
    "pupil",
    "learner",
    "voter",
    "voters",
    "client",
    "clients",
];
/// At most so many are asked about.
const MOST_LIKELY: usize = 3;

impl<'a> Chain<'a> {
    /// The key of the link at this place.
    pub(super) fn key_of(&self, at: usize) -> Option<LinkKey> {
        self.map.link_key(at)
    }

    /// The chain of a map.
    pub fn of(map: &'a Map) -> Self {
        let stands = |element: &'a Arc<Element>| {
            let component = element.component()?;
            let at = map.position(component).filter(|_| !element.parked && !component.removed)?;
            Some(Node { element, component, at, parent: None })
        };
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(map.elements().len());
        let mut numbers: Vec<Option<u32>> = Vec::with_capacity(map.elements().len());
        for element in map.elements() {
            let node = stands(element);
            numbers.push(node.is_some().then_some(nodes.len() as u32));
            nodes.extend(node);
        }
        let number_of =
            |element: Option<usize>| numbers.get(element?).copied().flatten().map(|at| at as usize);
        for node in &mut nodes {
            if let Place::Within { pipeline, .. } = &node.component.place {
                node.parent = number_of(map.index_of(pipeline));
            }
        }
        let spots: Vec<Spot> = nodes.iter().map(Node::spot).collect();
        let ids = nodes.iter().map(|node| node.id().clone()).collect();
        let mut graph = DiGraph::with_capacity(nodes.len() + 1, map.links().len() + nodes.len());
        for _ in &nodes {
            graph.add_node(());
        }
        let root = graph.add_node(());
        let mut needs = Vec::new();
        let number = |end: &End| number_of(end.id().and_then(|id| map.index_of(id)));
        let ends = map.ends();
        for (at, link) in map.links().enumerate().filter(|(_, link)| !link.parked) {
            let [Some(from), Some(to)] = ends.get(at).map(number_of) else { continue };
            if let LinkKind::Flow(_) = link.kind {
                let stops: Vec<_> = link.ends().filter_map(number).collect();
                for (a, b) in stops.iter().zip(stops.iter().skip(1)) {
                    graph.add_edge(NodeIndex::new(*a), NodeIndex::new(*b), Edge::Flow);
                }
                continue;
            }
            let is_user = |at: usize| spots.get(at).is_some_and(|spot| spot.is_anchor);
            // Written the other way round, from what is needed to a user.
            let (from, to) = if is_user(to) && !is_user(from) { (to, from) } else { (from, to) };
            needs.push(Need { from, to, link: at, is_constraint: link.kind == LinkKind::Constraint });
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), Edge::Need);
        }
        for (at, node) in nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                graph.add_edge(NodeIndex::new(parent), NodeIndex::new(at), Edge::Variant);
            }
        }
        let mut chain = Self {
            map,
            nodes,
            spots,
            ids,
            needs,
            graph,
            root,
            numbers,
            answers: OnceLock::new(),
            ways: OnceLock::new(),
            names: OnceLock::new(),
            users: Users::Anchors(Vec::new()),
            likely: Vec::new(),
            called_users: Vec::new(),
        };
        chain.find_users();
        chain
    }

    /// What people have answered.
    pub(super) fn answers(&self) -> &Answers<'a> {
        self.answers.get_or_init(|| Answers::of(self.map))
    }

    /// All ways but flows, by what they lead from.
    pub(super) fn ways(&self) -> &Grouped<Lead> {
        let make = || {
            let ways = self.graph.raw_edges().iter().filter(|edge| edge.weight != Edge::Flow);
            let ways = ways.map(|edge| [edge.source().index() as u32, edge.target().index() as u32]);
            Grouped::by(self.nodes.len() + 1, &ways.collect::<Vec<Lead>>(), |[from, _]| *from as usize)
        };
        self.ways.get_or_init(make)
    }

    fn find_users(&mut self) {
        let anchors: Vec<usize> = (0..self.nodes.len()).filter(|at| self.is_anchor(*at)).collect();
        let users = if anchors.is_empty() {
            let heads = self.heads();
            self.called_users = (0..self.nodes.len()).filter(|at| self.is_called_a_user(*at)).collect();
            let likely = self.likely_users(&heads);
            let mut all = heads;
            all.extend(&likely);
            all.sort_unstable();
            all.dedup();
            self.users = Users::StandIns { all: self.ids(&all), likely: self.ids(&likely) };
            self.likely = likely;
            all
        } else {
            self.users = Users::Anchors(self.ids(&anchors));
            anchors
        };
        for user in users {
            self.graph.add_edge(self.root, NodeIndex::new(user), Edge::User);
        }
    }

    /// Who the users are, most likely: what is called so; else, near the top of the map, what nothing needs; else what
    /// stands there. The heads are in author order.
    fn likely_users(&self, heads: &[usize]) -> Vec<usize> {
        let is_own =
            |at: &usize| self.nodes.get(*at).is_some_and(|node| node.parent.is_none()) && self.has_name(*at);
        let needing: BTreeSet<usize> = self.needs.iter().map(|need| need.from).collect();
        let is_called_so = |at: &usize| self.called_users.binary_search(at).is_ok();
        let mut standing: Vec<usize> = (0..self.nodes.len()).filter(is_own).collect();
        standing.sort_by(|a, b| self.visibility(*b).total_cmp(&self.visibility(*a)));
        let top = standing.first().map_or(0.0, |at| self.visibility(*at));
        standing.retain(|at| is_called_so(at) || self.visibility(*at) >= top - NEAR_THE_TOP);
        let mut likely: Vec<usize> =
            standing.iter().copied().filter(|at| is_called_so(at) && needing.contains(at)).collect();
        if likely.is_empty() {
            likely = standing.iter().copied().filter(|at| heads.binary_search(at).is_ok()).collect();
        }
        if likely.is_empty() {
            likely = standing.into_iter().filter(|at| needing.contains(at)).collect();
        }
        likely.truncate(MOST_LIKELY);
        likely
    }

    /// Whether the name of something says more than a number does: others are placeholders.
    pub(super) fn has_name(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.has_name)
    }

    /// What needs something and is needed by nothing; where there is no such thing, the topmost that needs something.
    fn heads(&self) -> Vec<usize> {
        let has = |at: usize, direction| {
            let edges = self.graph.edges_directed(NodeIndex::new(at), direction);
            edges.filter(|edge| *edge.weight() != Edge::Flow).any(|edge| edge.source() != edge.target())
        };
        let needing: Vec<_> =
            (0..self.nodes.len()).filter(|at| has(*at, petgraph::Direction::Outgoing)).collect();
        let heads: Vec<_> =
            needing.iter().copied().filter(|at| !has(*at, petgraph::Direction::Incoming)).collect();
        if !heads.is_empty() {
            return heads;
        }
        let top = needing.into_iter().max_by(|a, b| self.visibility(*a).total_cmp(&self.visibility(*b)));
        top.into_iter().collect()
    }

    /// For whom the map is.
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// Whether something is a user: an anchor, or one of those at the top that stand in for them.
    pub(super) fn is_user(&self, at: usize) -> bool {
        match &self.users {
            Users::StandIns { .. } => {
                self.likely.contains(&at) || self.called_users.binary_search(&at).is_ok()
            }
            Users::Anchors(_) => self.is_anchor(at),
        }
    }

    /// Whether something is called as users are: "USERS", "Voters(*)".
    fn is_called_a_user(&self, at: usize) -> bool {
        let name = self.nodes.get(at).map_or("", |node| node.component.name.as_str());
        let letters: String = name.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect();
        USERS.contains(&letters.trim().to_lowercase().as_str())
    }

    pub(super) fn is_anchor(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.is_anchor)
    }

    /// The number of what stands on the map under this id.
    pub(super) fn number(&self, id: &ElementId) -> Option<usize> {
        let number = self.numbers.get(self.map.index_of(id)?).copied().flatten();
        number.map(|at| at as usize)
    }

    pub(super) fn visibility(&self, at: usize) -> f64 {
        self.spots.get(at).map_or(0.0, |spot| spot.at.visibility.value())
    }

    pub(super) fn evolution(&self, at: usize) -> f64 {
        self.spots.get(at).map_or(0.0, |spot| spot.at.evolution.value())
    }

    /// The stage that something stands in, by the map's own boundaries.
    pub(super) fn stage(&self, at: usize) -> usize {
        self.map.evolution.stage(Evolution::clamped(self.evolution(at))).0
    }

    pub(super) fn ids(&self, of: &[usize]) -> Vec<ElementId> {
        of.iter().filter_map(|at| self.ids.get(*at)).cloned().collect()
    }

    /// How many things stand on the map.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing stands on the map.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
