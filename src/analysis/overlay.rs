//! What can be laid over a map: some of it tinted, by what its chain of needs says. One at a time, each with a legend.

use std::collections::BTreeSet;

use super::chain::Chain;
use super::position::fits_its_stage;
use crate::model::{ElementId, LinkKind, Map};

/// What is tinted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlay {
    /// What the selected components rest on.
    RestsOn,
    /// What rests on them.
    RestOnIt,
    /// What is reached through one thing alone.
    OnlyWayThrough,
    /// What the users reach; with some selected, what those reach.
    Reach,
    /// How far below the users something stands.
    Depth,
    /// How much rests on something.
    Load,
    /// Whether things are built, bought and outsourced as suits their stage.
    Methods,
    /// What flows, and where that is held up.
    Flows,
    /// Where one can be different: v (1 − e).
    Differentiation,
    /// What everybody needs and nobody sees: (1 − v) e.
    Leverage,
    /// What the visible rests on that is uncertain: v of what needs it, times (1 − e).
    Risk,
}

impl Overlay {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::RestsOn,
        Self::RestOnIt,
        Self::OnlyWayThrough,
        Self::Reach,
        Self::Depth,
        Self::Load,
        Self::Methods,
        Self::Flows,
        Self::Differentiation,
        Self::Leverage,
        Self::Risk,
    ];

    /// Its name on the command line. It never changes.
    pub fn code(self) -> &'static str {
        match self {
            Self::RestsOn => "rests-on",
            Self::RestOnIt => "rest-on-it",
            Self::OnlyWayThrough => "only-way-through",
            Self::Reach => "reach",
            Self::Depth => "depth",
            Self::Load => "load",
            Self::Methods => "methods",
            Self::Flows => "flows",
            Self::Differentiation => "differentiation",
            Self::Leverage => "leverage",
            Self::Risk => "risk",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::RestsOn => "What this rests on",
            Self::RestOnIt => "What rests on this",
            Self::OnlyWayThrough => "Only way through",
            Self::Reach => "Reach of the users",
            Self::Depth => "Depth below the users",
            Self::Load => "Load",
            Self::Methods => "Methods against stages",
            Self::Flows => "Flows and their bottleneck",
            Self::Differentiation => "Differentiation",
            Self::Leverage => "Commodity leverage",
            Self::Risk => "Dependency risk",
        }
    }

    /// What it tints, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::RestsOn => {
                "All that the selected components need, down to the ground: what may follow when they move"
            }
            Self::RestOnIt => "All that needs the selected components: who must adapt when they move",
            Self::OnlyWayThrough => "How many things would be out of reach of the users without it",
            Self::Reach => "What the needs of the users, or of those that are selected, lead to",
            Self::Depth => "How many needs lead from a user to it, on the longest way",
            Self::Load => "How many components rest on it",
            Self::Methods => "Where it is built, bought or outsourced as suits its stage, and where not",
            Self::Flows => {
                "What flows through the map, and the least evolved or constrained thing on its way"
            }
            Self::Differentiation => "Heuristic: visibility × (1 − evolution). Where one can be different",
            Self::Leverage => "Heuristic: (1 − visibility) × evolution. What everybody needs and nobody sees",
            Self::Risk => "Heuristic: visibility of what needs it × (1 − its evolution)",
        }
    }

    /// Whether it is a rule of thumb that nobody has validated: a ranking, never part of a report.
    pub fn is_heuristic(self) -> bool {
        matches!(self, Self::Differentiation | Self::Leverage | Self::Risk)
    }

    /// Whether it is about what is selected.
    pub fn needs_selection(self) -> bool {
        matches!(self, Self::RestsOn | Self::RestOnIt)
    }
}

/// Which of two tints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hue {
    /// What the overlay is about.
    First,
    /// What stands out from that.
    Second,
}

/// Something that is tinted.
#[derive(Clone, Debug, PartialEq)]
pub struct Tint {
    /// What.
    pub id: ElementId,
    /// How.
    pub hue: Hue,
    /// How strongly, 0 to 1.
    pub strength: f64,
    /// The figure that says the same; may be empty.
    pub figure: String,
}

/// What of a map is tinted.
#[derive(Clone, Debug, PartialEq)]
pub struct Tinting {
    /// By which overlay.
    pub overlay: Overlay,
    /// Components, in author order.
    pub things: Vec<Tint>,
    /// Links, by their place among those of the map.
    pub links: Vec<(usize, Hue)>,
    /// What the tints mean.
    pub legend: Vec<(Hue, String)>,
}

/// Tints a map; `on` is what is selected, for overlays that are about that.
pub fn tinting(map: &Map, overlay: Overlay, on: &BTreeSet<ElementId>) -> Tinting {
    span!("overlay");
    let chain = Chain::of(map);
    let mut tinting = Tinting { overlay, things: Vec::new(), links: Vec::new(), legend: Vec::new() };
    match overlay {
        Overlay::RestsOn | Overlay::RestOnIt => tinting.rests(&chain, on),
        Overlay::Reach => tinting.reach(&chain, on),
        Overlay::OnlyWayThrough => {
            let counts = chain.only_ways_through();
            tinting.counted(counts, "how many things would be out of reach without it");
        }
        Overlay::Depth => {
            let depths = chain.depth_of().into_iter().filter(|(_, depth)| *depth > 0).collect();
            tinting.counted(depths, "how many needs lead from a user to it");
        }
        Overlay::Load => {
            let loads = chain.loads().into_iter().filter(|(_, load)| *load > 0).collect();
            tinting.counted(loads, "how many components rest on it");
        }
        Overlay::Methods => tinting.methods(&chain),
        Overlay::Flows => tinting.flows(&chain),
        Overlay::Differentiation => tinting.scored(&chain, |v, e| v * (1.0 - e)),
        Overlay::Leverage => tinting.scored(&chain, |v, e| (1.0 - v) * e),
        Overlay::Risk => tinting.risks(&chain),
    }
    tinting
}

impl Tinting {
    fn tint(&mut self, id: ElementId, hue: Hue, strength: f64, figure: String) {
        self.things.push(Tint { id, hue, strength, figure });
    }

    fn explain(&mut self, hue: Hue, words: impl Into<String>) {
        self.legend.push((hue, words.into()));
    }

    fn rests(&mut self, chain: &Chain<'_>, on: &BTreeSet<ElementId>) {
        let own: BTreeSet<usize> = on.iter().filter_map(|id| chain.number(id)).collect();
        let is_down = self.overlay == Overlay::RestsOn;
        let marked = if is_down { chain.below_all(&own) } else { chain.above_all(&own) };
        let marked: BTreeSet<usize> = marked.into_iter().collect();
        let others = marked.len() - own.len();
        for at in &marked {
            let hue = if own.contains(at) { Hue::Second } else { Hue::First };
            chain.ids(&[*at]).into_iter().for_each(|id| self.tint(id, hue, 0.6, String::new()));
        }
        let within = |need: &&super::chain::Need| marked.contains(&need.from) && marked.contains(&need.to);
        self.links.extend(chain.needs.iter().filter(within).map(|need| (need.link, Hue::First)));
        let names = chain.names(&own.iter().copied().collect::<Vec<_>>());
        let who = super::words::list(&names, "and");
        if own.is_empty() {
            self.explain(Hue::Second, "Select a component");
        } else if is_down {
            self.explain(Hue::First, format!("{who} rests on these {others}"));
        } else {
            self.explain(Hue::First, format!("These {others} rest on {who}"));
        }
    }

    fn reach(&mut self, chain: &Chain<'_>, on: &BTreeSet<ElementId>) {
        let own: Vec<usize> =
            on.iter().filter_map(|id| chain.number(id)).filter(|at| chain.is_user(*at)).collect();
        let beyond: BTreeSet<usize> = chain.beyond_reach().into_iter().collect();
        let reached: BTreeSet<usize> = if own.is_empty() {
            (0..chain.len()).filter(|at| !beyond.contains(at)).collect()
        } else {
            chain.below_all(&own.iter().copied().collect()).into_iter().collect()
        };
        for at in &reached {
            chain.ids(&[*at]).into_iter().for_each(|id| self.tint(id, Hue::First, 0.5, String::new()));
        }
        let lost: Vec<usize> = (0..chain.len()).filter(|at| !reached.contains(at)).collect();
        for id in chain.ids(&lost) {
            self.tint(id, Hue::Second, 0.5, "–".to_owned());
        }
        let who = if own.is_empty() {
            "the users".to_owned()
        } else {
            super::words::list(&chain.names(&own), "and")
        };
        self.explain(Hue::First, format!("Reached from {who}"));
        if !lost.is_empty() {
            self.explain(Hue::Second, format!("– not reached: {}", lost.len()));
        }
    }

    /// The more, the stronger; the most stands out.
    fn counted(&mut self, counts: Vec<(ElementId, usize)>, what: &str) {
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        for (id, count) in counts {
            let hue = if count == most { Hue::Second } else { Hue::First };
            self.tint(id, hue, count as f64 / most.max(1) as f64, count.to_string());
        }
        if most == 0 {
            self.explain(Hue::First, "Nothing to show on this map");
        } else {
            self.explain(Hue::First, format!("The figure: {what}"));
            self.explain(Hue::Second, format!("Most: {most}"));
        }
    }

    fn methods(&mut self, chain: &Chain<'_>) {
        let (mut fit, mut odd) = (0, 0);
        for (at, node) in chain.nodes.iter().enumerate() {
            let Some(fits) = fits_its_stage(chain, at) else { continue };
            let (hue, figure) = if fits { (Hue::First, "") } else { (Hue::Second, "≠") };
            *(if fits { &mut fit } else { &mut odd }) += 1;
            self.tint(node.id().clone(), hue, 0.6, figure.to_owned());
        }
        if fit + odd == 0 {
            return self.explain(Hue::First, "Nobody said yet what is built, bought or outsourced");
        }
        self.explain(Hue::First, format!("The method suits the stage: {fit}"));
        self.explain(Hue::Second, format!("≠ it is one of another stage: {odd}"));
    }

    fn flows(&mut self, chain: &Chain<'_>) {
        let held: BTreeSet<usize> =
            chain.needs.iter().filter(|need| need.is_constraint).map(|need| need.to).collect();
        let mut stops: BTreeSet<usize> = BTreeSet::new();
        for (at, link) in chain.map.links().enumerate() {
            if link.parked || !matches!(link.kind, LinkKind::Flow(_)) {
                continue;
            }
            self.links.push((at, Hue::First));
            stops.extend(link.ends().filter_map(|end| chain.number(end.id()?)));
        }
        // What is constrained, else what is least evolved.
        let slowest = |all: &BTreeSet<usize>| {
            all.iter().copied().min_by(|a, b| chain.evolution(*a).total_cmp(&chain.evolution(*b)))
        };
        let constrained: BTreeSet<usize> = stops.intersection(&held).copied().collect();
        let through: BTreeSet<usize> = stops.iter().copied().filter(|at| !chain.is_anchor(*at)).collect();
        let bottleneck = slowest(&constrained).or_else(|| slowest(&through));
        for at in &stops {
            let is_it = Some(*at) == bottleneck;
            let (hue, figure) = if is_it { (Hue::Second, "!") } else { (Hue::First, "") };
            chain.ids(&[*at]).into_iter().for_each(|id| self.tint(id, hue, 0.6, figure.to_owned()));
        }
        match bottleneck {
            None => self.explain(Hue::First, "Nothing flows on this map"),
            Some(at) => {
                let why = if constrained.contains(&at) { "constrained" } else { "least evolved" };
                self.explain(Hue::First, "What flows passes these");
                self.explain(Hue::Second, format!("! {}, {why} of them", chain.name(at)));
            }
        }
    }

    fn scored(&mut self, chain: &Chain<'_>, score: impl Fn(f64, f64) -> f64) {
        let scores: Vec<(usize, f64)> = (0..chain.len())
            .filter(|at| !chain.is_anchor(*at))
            .map(|at| (at, score(chain.visibility(at), chain.evolution(at))))
            .collect();
        self.ranked(chain, &scores);
    }

    fn risks(&mut self, chain: &Chain<'_>) {
        let mut most: Vec<f64> = vec![0.0; chain.len()];
        for need in chain.needs.iter().filter(|need| !chain.is_anchor(need.from)) {
            let risk = chain.visibility(need.from) * (1.0 - chain.evolution(need.to));
            if let Some(slot) = most.get_mut(need.to) {
                *slot = slot.max(risk);
            }
        }
        let scores: Vec<(usize, f64)> =
            most.into_iter().enumerate().filter(|(_, risk)| *risk > 0.0).collect();
        self.ranked(chain, &scores);
    }

    /// The first five, by their rank.
    fn ranked(&mut self, chain: &Chain<'_>, scores: &[(usize, f64)]) {
        let mut order = scores.to_vec();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = order.first().map_or(1.0, |(_, score)| *score).max(1e-9);
        for (rank, (at, score)) in order.iter().enumerate() {
            let is_first = rank < 5;
            let hue = if is_first { Hue::Second } else { Hue::First };
            let figure = if is_first { format!("{}", rank + 1) } else { String::new() };
            chain.ids(&[*at]).into_iter().for_each(|id| self.tint(id, hue, score / best, figure.clone()));
        }
        self.explain(Hue::First, format!("A rule of thumb, not a measurement: {}", formula(self.overlay)));
        for (rank, (at, score)) in order.iter().take(5).enumerate() {
            let name = chain.name(*at);
            self.explain(Hue::Second, format!("{}. {name} {score:.2}", rank + 1));
        }
    }
}

fn formula(overlay: Overlay) -> &'static str {
    match overlay {
        Overlay::Differentiation => "v × (1 − e), where v is how visible and e how evolved it is",
        Overlay::Leverage => "(1 − v) × e, where v is how visible and e how evolved it is",
        _ => "v × (1 − e), where v is how visible what needs it is, and e how evolved it is itself",
    }
}
