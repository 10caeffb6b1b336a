//! What differs between two maps, in the map's own terms: who moved across which stage, nearer to the user or further away.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{Identity, Matching};
use crate::analysis::{Finding, findings};
use crate::model::{
    Change, Component, Element, ElementId, End, Evolution, Field, HeadField, Index, LinkField, LinkKey,
    LinkKind, Map, Method, Patch, Position, Stage, both,
};
use crate::typeset::in_sentence as said;

/// Moves shorter than this on both axes, within one stage, are noise.
const SMALL: f64 = 0.02;
/// Moves that differ by no more than this on both axes are one.
const ALIKE: f64 = 0.005;

/// Two maps held against each other.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The first map.
    pub before: Map,
    /// The second, with the ids of the first where elements are the same.
    pub after: Map,
    /// What turns the first into the second, comments and order apart.
    pub patch: Patch,
    /// The same in words, what matters most first.
    pub rows: Vec<Row>,
    /// What pictures between both are made of, found out once.
    pub(super) whole: OnceLock<Box<[Map; 2]>>,
    pub(super) children: OnceLock<Vec<ElementId>>,
    /// The questions that only the one raises, and only the other.
    questions: OnceLock<(Vec<Finding>, Vec<Finding>)>,
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What kind of difference.
    pub sort: Sort,
    /// The elements that it is about; those at a link's ends, where it is about a link.
    pub on: Vec<ElementId>,
    /// What differs.
    pub words: String,
    /// Why, where the map says so; else a question about it. May be empty.
    pub why: String,
    /// Whether it is so little that it folds away.
    pub is_small: bool,
}

/// Kinds of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Something stands elsewhere.
    Moved,
    /// Something is new.
    Added,
    /// Something is gone.
    Removed,
    /// Something has another name.
    Renamed,
    /// A link is new, gone, or goes elsewhere.
    Relinked,
    /// Something else about an element.
    Changed,
    /// Something about the map.
    Map,
}

impl Sort {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] =
        [Self::Moved, Self::Added, Self::Removed, Self::Renamed, Self::Relinked, Self::Changed, Self::Map];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Moved => "Moved",
            Self::Added => "New",
            Self::Removed => "Gone",
            Self::Renamed => "Renamed",
            Self::Relinked => "Links",
            Self::Changed => "Changed",
            Self::Map => "The map",
        }
    }
}

/// How an element moved.
#[derive(Clone, Copy, Debug)]
struct Move {
    up: f64,
    right: f64,
    stages: (Stage, Stage),
}

impl Comparison {
    /// Holds `b` against `a`.
    pub fn new(a: &Map, b: &Map, identity: Identity) -> Self {
        let matching = Matching::new(a, b, identity);
        let after = matching.restated(a, b);
        let patch = Patch::between(a, &after, matching.links()).of_map().unordered();
        let rows = Teller { a, b: &after }.rows(&patch);
        let before = a.clone();
        Self {
            before,
            after,
            patch,
            rows,
            whole: OnceLock::new(),
            children: OnceLock::new(),
            questions: OnceLock::new(),
        }
    }

    /// Whether both are the same, apart from comments and the order of lines.
    pub fn is_same(&self) -> bool {
        self.patch.is_empty()
    }

    /// Where an element stood before, where it stands now, if it has moved.
    pub fn moved(&self) -> impl Iterator<Item = (&ElementId, Position, Position)> {
        let place =
            |map: &Map, id: &ElementId| map.component(id).and_then(|component| map.position(component));
        let ids = self.patch.changes.iter().filter_map(|change| match change {
            Change::Set { id, fields } if fields.iter().any(Field::is_place) => Some(id),
            _ => None,
        });
        ids.filter_map(move |id| Some((id, place(&self.before, id)?, place(&self.after, id)?)))
    }

    /// The questions that only one of both maps raises: those that are settled, those that are new.
    pub fn questions(&self) -> &(Vec<Finding>, Vec<Finding>) {
        self.questions.get_or_init(|| {
            let things = self.after.elements().len();
            let (asked, asks) = both(things, || findings(&self.before), || findings(&self.after));
            let only_in = |one: &[Finding], other: &[Finding]| -> Vec<Finding> {
                let known: HashSet<_> = other.iter().map(|finding| (finding.rule, &finding.on)).collect();
                one.iter().filter(|finding| !known.contains(&(finding.rule, &finding.on))).cloned().collect()
            };
            (only_in(&asked, &asks), only_in(&asks, &asked))
        })
    }
}

struct Teller<'m> {
    a: &'m Map,
    b: &'m Map,
}

impl Teller<'_> {
    fn name(&self, id: &ElementId) -> String {
        let element = self.b.element(id).or_else(|| self.a.element(id));
        element.map_or_else(|| id.to_string(), |element| named(element))
    }

    fn end(&self, end: &End) -> String {
        match end {
            End::Element(id) => self.name(id),
            End::Dangling(name) => said(name),
        }
    }

    fn rows(&self, patch: &Patch) -> Vec<Row> {
        let mut rows = self.moves(patch);
        let (mut before, mut now) = (self.a.finder(), self.b.finder());
        for change in &patch.changes {
            match change {
                Change::Add(element) => rows.push(self.added(element)),
                Change::Remove(id) => rows.push(self.removed(id)),
                Change::Set { id, fields } => {
                    let both = [before.find(id), now.find(id)];
                    rows.extend(self.set(id, both.map(|found| found.map(|(_, element)| &**element)), fields));
                }
                Change::Replace(element) => rows.push(row(
                    Sort::Changed,
                    vec![element.id.clone()],
                    format!(
                        "{} is now {}",
                        self.a.element(&element.id).map_or_else(String::new, |was| said(was.name())),
                        with_article(element.kind_name())
                    ),
                )),
                Change::AddLink { link, .. } => {
                    let words = self.link_words(&link.from, &link.to, link.kind, "now");
                    rows.push(row(Sort::Relinked, ends(&[&link.from, &link.to]), words));
                }
                // What ended at something that is gone is gone with it.
                Change::RemoveLink(key) if self.hangs(key) => {}
                Change::RemoveLink(key) => {
                    let words = self.link_words(&key.from, &key.to, key.kind, "no longer");
                    rows.push(row(Sort::Relinked, ends(&[&key.from, &key.to]), words));
                }
                Change::SetLink { key, fields } => rows.extend(self.relinked(key, fields)),
                Change::Head(field) => rows.push(self.head(field)),
                Change::Order(_) | Change::LinkOrder(_) => {}
            }
        }
        rows.sort_by_key(|row| row.sort);
        rows
    }

    fn hangs(&self, key: &LinkKey) -> bool {
        [&key.from, &key.to].into_iter().filter_map(|end| end.id()).any(|id| self.b.element(id).is_none())
    }

    /// Moves, the longest first; those that are one are told as one.
    fn moves(&self, patch: &Patch) -> Vec<Row> {
        let mut all: Vec<(&Element, Move)> = Vec::new();
        let (mut before, mut now) = (self.a.finder(), self.b.finder());
        for change in &patch.changes {
            if let Change::Set { id, fields } = change
                && fields.iter().any(Field::is_place)
                && let (Some((_, was)), Some((_, is))) = (before.find(id), now.find(id))
                && let Some(moved) = self.moved(was, is)
            {
                all.push((is, moved));
            }
        }
        all.sort_by(|(_, a), (_, b)| b.length().total_cmp(&a.length()));
        let mut rows = Vec::with_capacity(all.len());
        let mut is_done = vec![false; all.len()];
        let mut near: Index<(i64, i64), Vec<usize>> = Index::default();
        let cell = |moved: &Move| {
            let cell = |value: f64| (value / (2.0 * ALIKE)).round() as i64;
            (cell(moved.up), cell(moved.right))
        };
        for (at, (_, moved)) in all.iter().enumerate() {
            near.entry(cell(moved)).or_default().push(at);
        }
        for (at, (element, moved)) in all.iter().enumerate() {
            if is_done.get(at) == Some(&true) {
                continue;
            }
            // Small moves are told one by one.
            let cell = if moved.is_small() { None } else { near.get_mut(&cell(moved)) };
            let mut group = cell.filter(|cell| cell.len() > 2).map(std::mem::take).unwrap_or_default();
            group.retain(|other| is_done.get(*other) == Some(&false));
            if group.len() > 2 {
                let moving = || group.iter().filter_map(|other| all.get(*other)).map(|(element, _)| *element);
                let names: Vec<String> = moving().map(named).collect();
                let on = moving().map(|element| element.id.clone()).collect();
                let words = format!("{} move together, {}: {}", names.len(), moved.way(), names.join(", "));
                rows.push(Row { why: moved.question(), ..row(Sort::Moved, on, words) });
                for other in group {
                    is_done.get_mut(other).into_iter().for_each(|done| *done = true);
                }
                continue;
            }
            is_done.get_mut(at).into_iter().for_each(|done| *done = true);
            rows.push(self.one_move(element, *moved));
        }
        rows
    }

    fn moved(&self, was: &Element, is: &Element) -> Option<Move> {
        let (from, to) = (self.a.position(was.component()?)?, self.b.position(is.component()?)?);
        let stage = |evolution: Evolution| self.b.evolution.stage(evolution);
        Some(Move {
            up: to.visibility.value() - from.visibility.value(),
            right: to.evolution.value() - from.evolution.value(),
            stages: (stage(from.evolution), stage(to.evolution)),
        })
    }

    fn one_move(&self, element: &Element, moved: Move) -> Row {
        let mut parts = Vec::new();
        if moved.stages.0 != moved.stages.1 {
            parts.push(format!("{} → {}", self.stage(moved.stages.0), self.stage(moved.stages.1)));
        }
        if moved.right.abs() >= ALIKE {
            parts.push(signed(moved.right));
        }
        if moved.up.abs() >= SMALL || moved.right.abs() < ALIKE {
            let way = if moved.up > 0.0 { "nearer to the user" } else { "further from the user" };
            parts.push(format!("{way} ({})", signed(moved.up)));
        }
        let words = format!("{}: {}", named(element), parts.join(", "));
        let evidence = element.component().map(|component| component.details.evidence.clone());
        let why = evidence.filter(|evidence| !evidence.is_empty()).unwrap_or_else(|| moved.question());
        Row { why, is_small: moved.is_small(), ..row(Sort::Moved, vec![element.id.clone()], words) }
    }

    fn stage(&self, stage: Stage) -> String {
        match self.b.evolution.stage_name(stage) {
            "" => format!("stage {}", stage.0 + 1),
            name => {
                let name = name.split('(').next().unwrap_or(name).trim();
                said(&name.to_lowercase())
            }
        }
    }

    fn added(&self, element: &Element) -> Row {
        let place = element.component().and_then(|component| self.b.position(component));
        let stage = place.map(|at| format!(", {}", self.stage(self.b.evolution.stage(at.evolution))));
        let stage = stage.filter(|_| element.component().is_some_and(|component| !component.is_anchor()));
        let words = format!(
            "{} is new: {}{}",
            named(element),
            with_article(element.kind_name()),
            stage.unwrap_or_default()
        );
        let why =
            element.component().map_or_else(String::new, |component| component.details.evidence.clone());
        Row { why, ..row(Sort::Added, vec![element.id.clone()], words) }
    }

    fn removed(&self, id: &ElementId) -> Row {
        let kind = self.a.element(id).map_or("", |element| element.kind_name());
        row(
            Sort::Removed,
            vec![id.clone()],
            format!("{} is gone: it was {}", self.name(id), with_article(kind)),
        )
    }

    /// What was set of an element, which was the one and is the other.
    fn set(&self, id: &ElementId, [was, is]: [Option<&Element>; 2], fields: &[Field]) -> Vec<Row> {
        let mut rows = Vec::new();
        let has_moved = || was.zip(is).is_some_and(|(was, is)| self.moved(was, is).is_some());
        let on = || vec![id.clone()];
        let mut rest: Vec<&'static str> = Vec::new();
        for field in fields {
            match field {
                Field::Name(name) => {
                    let old = was.map_or_else(String::new, named);
                    rows.push(row(Sort::Renamed, on(), format!("{old} is now called {}", said(name))));
                }
                field if field.is_place() && has_moved() => {}
                Field::Evolve(_) | Field::EvolvesTo(_) => {
                    rows.push(row(Sort::Changed, on(), self.evolve_words(id)));
                }
                Field::Method(method) => {
                    let old = was.and_then(|was| was.component()).and_then(|component| component.method);
                    let words = format!("{} is now {}", self.name(id), obtained(*method));
                    let words = match old {
                        Some(_) => format!("{words}, was {}", obtained(old)),
                        None => words,
                    };
                    rows.push(row(Sort::Changed, on(), words));
                }
                // Where a label stands tells nothing.
                Field::Label(_) | Field::EvolvedLabel(_) => {
                    let words = format!("the {} of {}", field.words(), self.name(id));
                    rows.push(Row { is_small: true, ..row(Sort::Changed, on(), words) });
                }
                field if !rest.contains(&field.words()) => rest.push(field.words()),
                _ => {}
            }
        }
        if !rest.is_empty() {
            let words = format!("{}: the {} changed", self.name(id), rest.join(" and the "));
            rows.push(row(Sort::Changed, on(), words));
        }
        rows
    }

    fn evolve_words(&self, id: &ElementId) -> String {
        let target = |map: &Map| {
            map.component(id)
                .and_then(|component: &Component| component.evolve.as_ref().map(|evolve| evolve.to))
        };
        let name = self.name(id);
        let stage = |to: Evolution| self.stage(self.b.evolution.stage(to));
        match (target(self.a), target(self.b)) {
            (None, Some(to)) => format!("{name} will evolve to {} ({:.2})", stage(to), to.value()),
            (Some(_), None) => format!("{name} will no longer evolve"),
            (Some(from), Some(to)) => {
                format!("{name} will evolve to {} ({:.2}, was {:.2})", stage(to), to.value(), from.value())
            }
            (None, None) => name,
        }
    }

    fn link_words(&self, from: &End, to: &End, kind: LinkKind, now: &str) -> String {
        let (from, to) = (self.end(from), self.end(to));
        let verb = match (kind, now) {
            (LinkKind::Need, "now") => "now needs",
            (LinkKind::Need, _) => "no longer needs",
            (LinkKind::Constraint, "now") => "is now held back by",
            (LinkKind::Constraint, _) => "is no longer held back by",
            (LinkKind::Flow(_), "now") => "now flows to",
            (LinkKind::Flow(_), _) => "no longer flows to",
        };
        format!("{from} {verb} {to}")
    }

    fn relinked(&self, key: &LinkKey, fields: &[LinkField]) -> Vec<Row> {
        let Some(was) = self.a.link(key) else { return Vec::new() };
        let mut now = (**was).clone();
        for field in fields {
            let _ = field.set(&mut now);
        }
        let on = ends(&[&was.from, &was.to, &now.from, &now.to]);
        let mut rows = Vec::new();
        if was.to != now.to && was.from == now.from {
            let words = format!(
                "{}, no longer {}",
                self.link_words(&now.from, &now.to, now.kind, "now"),
                self.end(&was.to)
            );
            rows.push(row(Sort::Relinked, on.clone(), words));
        } else if was.from != now.from || was.kind != now.kind {
            let words = format!(
                "{}; {}",
                self.link_words(&now.from, &now.to, now.kind, "now"),
                self.link_words(&was.from, &was.to, was.kind, "no longer")
            );
            rows.push(row(Sort::Relinked, on.clone(), words));
        }
        let rest: Vec<_> = fields
            .iter()
            .filter(|field| !matches!(field, LinkField::From(_) | LinkField::To(_) | LinkField::Kind(_)))
            .map(LinkField::words)
            .collect();
        if !rest.is_empty() {
            let words = format!(
                "{} – {}: the {} changed",
                self.end(&now.from),
                self.end(&now.to),
                rest.join(" and the ")
            );
            rows.push(row(Sort::Changed, on, words));
        }
        rows
    }

    fn head(&self, field: &HeadField) -> Row {
        let words = match field {
            HeadField::Title(title) if !title.is_empty() && !self.a.title.is_empty() => {
                format!("{} is now called {}", said(&self.a.title), said(title))
            }
            _ => format!("the map’s {} changed", field.words()),
        };
        row(Sort::Map, Vec::new(), words)
    }
}

impl Move {
    fn length(&self) -> f64 {
        let crossed = if self.stages.0 == self.stages.1 { 0.0 } else { 1.0 };
        crossed + self.up.hypot(self.right)
    }

    fn is_small(&self) -> bool {
        self.up.abs() < SMALL && self.right.abs() < SMALL && self.stages.0 == self.stages.1
    }

    /// Where it went, in words.
    fn way(&self) -> String {
        let mut parts = Vec::new();
        if self.right.abs() >= ALIKE {
            let way = if self.right > 0.0 { "evolving" } else { "back" };
            parts.push(format!("{way} by {:.2}", self.right.abs()));
        }
        if self.up.abs() >= ALIKE {
            let way = if self.up > 0.0 { "nearer to the user" } else { "further from the user" };
            parts.push(format!("{way} by {:.2}", self.up.abs()));
        }
        parts.join(", ")
    }

    /// Nothing becomes less evolved: then an earlier place was wrong, or it is another thing.
    fn question(&self) -> String {
        let asks = self.right <= -SMALL;
        if asks { "Correction, or did it change?".to_owned() } else { String::new() }
    }
}

/// How something is obtained, in words.
fn obtained(method: Option<Method>) -> &'static str {
    match method {
        Some(Method::Build) => "built in house",
        Some(Method::Buy) => "bought",
        Some(Method::Outsource) => "outsourced",
        None => "obtained in a way that is not said",
    }
}

fn row(sort: Sort, on: Vec<ElementId>, words: String) -> Row {
    Row { sort, on, words, why: String::new(), is_small: false }
}

fn ends(of: &[&End]) -> Vec<ElementId> {
    let mut all: Vec<ElementId> = Vec::new();
    for id in of.iter().filter_map(|end| end.id()) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}

/// An element's name; what has none by its kind.
fn named(element: &Element) -> String {
    let name = said(element.name());
    if name.trim().is_empty() { format!("the {}", element.kind_name()) } else { name }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

fn signed(value: f64) -> String {
    // The proper minus, as printed.
    if value < 0.0 { format!("−{:.2}", -value) } else { format!("+{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    fn told(a: &str, b: &str) -> Vec<String> {
        let [a, b] = [a, b].map(|text| read(Format::Owm, text).map.unwrap());
        let all = Comparison::new(&a, &b, Identity::Names).rows;
        let whole = |row: &Row| match (row.is_small, row.why.as_str()) {
            (true, _) => format!("({})", row.words),
            (false, "") => row.words.clone(),
            (false, why) => format!("{} | {why}", row.words),
        };
        all.iter().map(whole).collect()
    }

    const MAP: &str = "anchor Public [0.95, 0.6]\ncomponent Tea [0.7, 0.8]\ncomponent Kettle [0.4, 0.35]\n\
                       component Power [0.1, 0.8]\nPublic->Tea\nTea->Kettle\nKettle->Power\n";

    #[test]
    fn moves_are_told_in_the_map_s_own_terms() {
        let to = |place: &str| MAP.replace("[0.4, 0.35]", place);
        assert_eq!(told(MAP, MAP), [""; 0]);
        assert_eq!(told(MAP, &to("[0.4, 0.62]")), ["Kettle: custom-built → product, +0.27"]);
        assert_eq!(
            told(MAP, &to("[0.5, 0.3]")),
            ["Kettle: −0.05, nearer to the user (+0.10) | Correction, or did it change?"]
        );
        assert_eq!(told(MAP, &to("[0.405, 0.36]")), ["(Kettle: +0.01)"]);
        assert_eq!(told(MAP, &to("[0.4, 0.405]")), ["Kettle: custom-built → product, +0.06"]);
        // A set that moves together is told as one.
        let all = MAP.replace("0.8]", "0.9]").replace("0.35]", "0.45]");
        assert_eq!(told(MAP, &all), ["3 move together, evolving by 0.10: Kettle, Tea, Power"]);
    }

    #[test]
    fn what_comes_goes_and_is_joined_is_told() {
        let more = format!("{MAP}component Robots [0.3, 0.3]\nKettle->Robots\n");
        assert_eq!(told(MAP, &more), ["Robots is new: a component, custom-built", "Kettle now needs Robots"]);
        assert_eq!(told(&more, MAP), ["Robots is gone: it was a component"]);
        let renamed = MAP.replace("Kettle", "Boiler");
        assert_eq!(told(MAP, &renamed), ["Kettle is now called Boiler"]);
        let relinked = MAP.replace("Tea->Kettle", "Tea->Power");
        assert_eq!(told(MAP, &relinked), ["Tea now needs Power, no longer Kettle"]);
        let evolving = format!("{MAP}evolve Kettle 0.62\n");
        assert_eq!(told(MAP, &evolving), ["Kettle will evolve to product (0.62)"]);
        let bought = MAP.replace("[0.1, 0.8]", "[0.1, 0.8] (buy)");
        assert_eq!(told(MAP, &bought), ["Power is now bought"]);
    }
}
