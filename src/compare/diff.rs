//! What differs between two maps.

use super::Matching;
use crate::model::{
    Answer, Body, Component, Drive, Element, ElementId, End, Evolution, EvolutionAxis, Evolve, Link, Map,
    Pin, Place,
};

/// One difference. Ids and indices of what was removed are those of the first map, of what was added those of
/// the second.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Something of the map's head.
    Head(Aspect),
    /// An element that only the second map has.
    Added(ElementId),
    /// An element that only the first map has.
    Removed(ElementId),
    /// An element that both have, and what of it differs.
    Changed {
        /// In the first map.
        from: ElementId,
        /// In the second.
        to: ElementId,
        /// What differs; never empty.
        aspects: Vec<Aspect>,
    },
    /// A link that only the second map has, by its place there.
    LinkAdded(usize),
    /// A link that only the first map has, by its place there.
    LinkRemoved(usize),
    /// A link that both have, and what of it differs.
    LinkChanged {
        /// Its place in the first map.
        from: usize,
        /// Its place in the second.
        to: usize,
        /// What differs; never empty.
        aspects: Vec<Aspect>,
    },
}

macro_rules! aspects {
    ($($(#[$doc:meta])* $name:ident = $words:literal,)*) => {
        /// What of something differs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Aspect {
            $($(#[$doc])* $name,)*
        }

        impl Aspect {
            /// The aspect in a person's words, to be put behind "the".
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

aspects! {
    /// The map's title.
    Title = "title",
    /// The question that the map is to answer.
    Purpose = "purpose",
    /// What is in and what is out.
    Scope = "scope",
    /// When it was drawn.
    Date = "date",
    /// Who drew it.
    Author = "author",
    /// The theme.
    Theme = "theme",
    /// The size of the sheet.
    Sheet = "size of the sheet",
    /// The names of the evolution axis' stages, and whether they are shown.
    Stages = "stages of the evolution axis",
    /// Where one stage ends and the next begins.
    Boundaries = "boundaries of the stages",
    /// The value chain axis.
    ValueChain = "value chain axis",
    /// Where the list of annotations stands.
    AnnotationsAt = "place of the annotations' list",
    /// The legend: whether there is one, and where.
    Legend = "legend",
    /// Whether "Uncharted" and "Industrialised" are shown.
    Corners = "words in the upper corners",
    /// Answers to questions that the map raises.
    Answers = "answers to questions",
    /// What was decided.
    Decisions = "decisions",
    /// What is pinned to it.
    Pins = "pins",
    /// What it leaves out.
    LeftOut = "list of what it leaves out",
    /// Side topics.
    Later = "topics for later",
    /// Whether it draws our own practice.
    OwnPractice = "mark as our own practice",
    /// Questions that it does not raise.
    RulesOff = "rules that are switched off",
    /// The name or text.
    Name = "name",
    /// Anchor or component; need, constraint or flow.
    Kind = "kind",
    /// Where it stands.
    Place = "place",
    /// Switched off or on.
    Parked = "being parked",
    /// A colour of its own.
    Color = "colour",
    /// Where the label stands.
    Label = "place of the label",
    /// Where it evolves to.
    Evolve = "evolution",
    /// What it is called when it has evolved.
    EvolvedName = "evolved name",
    /// How it is obtained when it has evolved.
    EvolvedMethod = "evolved method",
    /// Where the label of its ghost stands.
    EvolvedLabel = "place of the evolved label",
    /// Whether its needs are drawn to the ghost too.
    FutureLinks = "lines of the future",
    /// What resists.
    Inertia = "inertia",
    /// The pipeline and its range.
    Pipeline = "pipeline",
    /// Build, buy or outsource.
    Method = "method",
    /// The mark as a market.
    Market = "mark as a market",
    /// The mark as an ecosystem.
    Ecosystem = "mark as an ecosystem",
    /// The other map that it stands for.
    Submap = "submap",
    /// User need, practice, data or knowledge.
    Role = "role",
    /// Where it is as we treat it.
    Treated = "place as it is treated",
    /// Where people see it.
    Opinions = "opinions on its place",
    /// How far its place may be off.
    Spread = "spread of its evolution",
    /// The mark as removed.
    Removed = "mark as removed",
    /// Description, owner, evidence, confidence, links and tags.
    Details = "details",
    /// An annotation's number.
    Number = "number",
    /// The ends of a link.
    Ends = "ends",
    /// The path of a flow.
    Path = "path",
    /// The text along a link, or a flow's label.
    Text = "text",
}

/// What differs between `a` and `b`, whose pairs are known: the head, then elements, then links.
pub fn diff(a: &Map, b: &Map, matching: &Matching) -> Vec<Change> {
    let mut changes: Vec<_> = head(a, b, matching).into_iter().map(Change::Head).collect();
    for element in a.elements() {
        let Some(other) = matching.in_b(&element.id).and_then(|id| b.element(id)) else {
            changes.push(Change::Removed(element.id.clone()));
            continue;
        };
        let aspects = element_aspects(element, other, matching);
        if !aspects.is_empty() {
            changes.push(Change::Changed { from: element.id.clone(), to: other.id.clone(), aspects });
        }
    }
    let added = b.elements().filter(|element| matching.in_a(&element.id).is_none());
    changes.extend(added.map(|element| Change::Added(element.id.clone())));
    let mut kept = vec![false; a.links().len()];
    let mut others = Vec::new();
    for (to, (link, fellow)) in b.links().zip(matching.links()).enumerate() {
        let Some((from, old)) = fellow.and_then(|from| Some((from, a.links().nth(from)?))) else {
            others.push(Change::LinkAdded(to));
            continue;
        };
        if let Some(kept) = kept.get_mut(from) {
            *kept = true;
        }
        let aspects = link_aspects(old, &matching.link_in_a(link));
        if !aspects.is_empty() {
            others.push(Change::LinkChanged { from, to, aspects });
        }
    }
    let removed = kept.iter().enumerate().filter(|(_, kept)| !**kept);
    changes.extend(removed.map(|(at, _)| Change::LinkRemoved(at)));
    changes.extend(others);
    changes
}

/// Those aspects that are said to differ.
fn differing<const N: usize>(all: [(bool, Aspect); N]) -> Vec<Aspect> {
    all.into_iter().filter(|(differs, _)| *differs).map(|(_, aspect)| aspect).collect()
}

/// Whether the same was answered about the same things, which may have other ids.
fn same_answers(a: &Map, b: &Map, matching: &Matching) -> bool {
    let is_same = |(one, other): (&Answer, &Answer)| {
        let on = other.on.iter().map(|id| matching.in_a(id).unwrap_or(id));
        (&one.rule, &one.because, &one.date) == (&other.rule, &other.because, &other.date)
            && one.on.iter().eq(on)
    };
    a.answered.len() == b.answered.len() && a.answered.iter().zip(&b.answered).all(is_same)
}

/// Whether the same is pinned to the same things.
fn same_pins(a: &Map, b: &Map, matching: &Matching) -> bool {
    let is_same = |(one, other): (&Pin, &Pin)| {
        let on = other.on.iter().map(|id| matching.in_a(id).unwrap_or(id));
        (&one.pattern, &one.note) == (&other.pattern, &other.note) && one.on.iter().eq(on)
    };
    a.pins.len() == b.pins.len() && a.pins.iter().zip(&b.pins).all(is_same)
}

fn head(a: &Map, b: &Map, matching: &Matching) -> Vec<Aspect> {
    // Each field is named, so that the compiler asks about a new one. What is kept of a file's text is no part of the
    // map, nor is what its labels were placed for.
    let Map {
        title: _,
        about: _,
        theme: _,
        sheet: _,
        evolution: _,
        value_chain: _,
        annotations_at: _,
        legend: _,
        stacked_labels: _,
        answered: _,
        decisions: _,
        pins: _,
        rules_off: _,
        kept: _,
        elements: _,
        links: _,
    } = a;
    let EvolutionAxis { stages: _, boundaries: _, hidden: _, corners: _ } = &a.evolution;
    differing([
        (a.title != b.title, Aspect::Title),
        (a.about.purpose != b.about.purpose, Aspect::Purpose),
        (a.about.scope != b.about.scope, Aspect::Scope),
        (a.about.date != b.about.date, Aspect::Date),
        (a.about.author != b.about.author, Aspect::Author),
        (a.theme != b.theme, Aspect::Theme),
        (a.sheet != b.sheet, Aspect::Sheet),
        (stages(&a.evolution) != stages(&b.evolution), Aspect::Stages),
        (a.evolution.boundaries != b.evolution.boundaries, Aspect::Boundaries),
        (a.evolution.corners != b.evolution.corners, Aspect::Corners),
        (a.value_chain != b.value_chain, Aspect::ValueChain),
        (a.annotations_at != b.annotations_at, Aspect::AnnotationsAt),
        (a.legend != b.legend, Aspect::Legend),
        (!same_answers(a, b, matching), Aspect::Answers),
        (a.rules_off != b.rules_off, Aspect::RulesOff),
        (a.decisions != b.decisions, Aspect::Decisions),
        (!same_pins(a, b, matching), Aspect::Pins),
        (a.about.left_out != b.about.left_out, Aspect::LeftOut),
        (a.about.later != b.about.later, Aspect::Later),
        (a.about.own_practice != b.about.own_practice, Aspect::OwnPractice),
    ])
}

fn element_aspects(a: &Element, b: &Element, matching: &Matching) -> Vec<Aspect> {
    let Element { id: _, parked: _, color: _, body: _ } = a;
    let mut aspects =
        differing([(a.parked != b.parked, Aspect::Parked), (a.color != b.color, Aspect::Color)]);
    let name = a.name() != b.name();
    aspects.extend(match (&a.body, &b.body) {
        (Body::Component(a), Body::Component(b)) => component_aspects(a, b, matching),
        (Body::Note(a), Body::Note(b)) => differing([(name, Aspect::Name), (a.at != b.at, Aspect::Place)]),
        (Body::Annotation(a), Body::Annotation(b)) => differing([
            (name, Aspect::Name),
            (a.number != b.number, Aspect::Number),
            (a.at != b.at, Aspect::Place),
        ]),
        (Body::Area(a), Body::Area(b)) => {
            differing([(name, Aspect::Name), (a.outline != b.outline, Aspect::Place)])
        }
        (Body::Attitude(a), Body::Attitude(b)) => {
            let is_moved = (a.top_left, a.bottom_right) != (b.top_left, b.bottom_right);
            differing([(a.kind != b.kind, Aspect::Kind), (is_moved, Aspect::Place)])
        }
        (Body::Accelerator(a), Body::Accelerator(b)) => {
            let slower = |drive: Drive| drive == Drive::Slower;
            differing([
                (name, Aspect::Name),
                (slower(a.drive) != slower(b.drive), Aspect::Kind),
                (a.at != b.at, Aspect::Place),
            ])
        }
        _ => vec![Aspect::Kind],
    });
    aspects
}

fn component_aspects(a: &Component, b: &Component, matching: &Matching) -> Vec<Aspect> {
    let same_place = match (&a.place, &b.place) {
        (Place::Within { pipeline: one, evolution }, Place::Within { pipeline, evolution: other }) => {
            evolution == other && matching.in_a(pipeline).unwrap_or(pipeline) == one
        }
        (one, other) => one == other,
    };
    // Each field is named, so that the compiler asks about a new one.
    let Component {
        name: _,
        kind: _,
        place: _,
        label: _,
        evolve: _,
        inertia: _,
        pipeline: _,
        method: _,
        market: _,
        ecosystem: _,
        submap: _,
        role: _,
        treated: _,
        spread: _,
        opinions: _,
        removed: _,
        details: _,
    } = a;
    differing([
        (a.name != b.name, Aspect::Name),
        (a.kind != b.kind, Aspect::Kind),
        (!same_place, Aspect::Place),
        (a.label != b.label, Aspect::Label),
        (target(a) != target(b), Aspect::Evolve),
        (differs(a, b, |one, other| one.name != other.name), Aspect::EvolvedName),
        (differs(a, b, |one, other| one.method != other.method), Aspect::EvolvedMethod),
        (differs(a, b, |one, other| one.label != other.label), Aspect::EvolvedLabel),
        (differs(a, b, |one, other| one.links != other.links), Aspect::FutureLinks),
        (a.inertia != b.inertia, Aspect::Inertia),
        (a.pipeline != b.pipeline, Aspect::Pipeline),
        (a.method != b.method, Aspect::Method),
        (a.market != b.market, Aspect::Market),
        (a.ecosystem != b.ecosystem, Aspect::Ecosystem),
        (a.submap != b.submap, Aspect::Submap),
        (a.role != b.role, Aspect::Role),
        (a.treated != b.treated, Aspect::Treated),
        (a.spread != b.spread, Aspect::Spread),
        (a.opinions != b.opinions, Aspect::Opinions),
        (a.removed != b.removed, Aspect::Removed),
        (a.details != b.details, Aspect::Details),
    ])
}

fn stages(axis: &EvolutionAxis) -> (&[String], bool) {
    (&axis.stages, axis.hidden)
}

fn target(component: &Component) -> Option<Evolution> {
    component.evolve.as_ref().map(|evolve| evolve.to)
}

/// Whether both evolve, and differ in how.
fn differs(a: &Component, b: &Component, how: impl Fn(&Evolve, &Evolve) -> bool) -> bool {
    a.evolve.as_ref().zip(b.evolve.as_ref()).is_some_and(|(one, other)| how(one, other))
}

fn link_aspects(a: &Link, b: &Link) -> Vec<Aspect> {
    let Link { from: _, to: _, kind: _, via: _, text: _, label: _, parked: _ } = a;
    differing([
        ((&a.from, &a.to) != (&b.from, &b.to), Aspect::Ends),
        (a.kind != b.kind, Aspect::Kind),
        (a.via != b.via, Aspect::Path),
        ((&a.text, &a.label) != (&b.text, &b.label), Aspect::Text),
        (a.parked != b.parked, Aspect::Parked),
    ])
}

impl Change {
    /// What the second map lacks or has otherwise, in a person's words: "the colour of `Tea`".
    pub fn words(&self, a: &Map, b: &Map) -> String {
        let all = |aspects: &[Aspect]| {
            let words: Vec<_> = aspects.iter().map(|aspect| aspect.words()).collect();
            words.join(" and the ")
        };
        match self {
            Self::Head(aspect) => format!("the map's {}", aspect.words()),
            Self::Added(id) => element_words(b, id),
            Self::Removed(id) => element_words(a, id),
            Self::Changed { from, aspects, .. } => {
                format!("the {} of {}", all(aspects), element_words(a, from))
            }
            Self::LinkAdded(at) => link_words(b, *at),
            Self::LinkRemoved(at) => link_words(a, *at),
            Self::LinkChanged { from, aspects, .. } => {
                format!("the {} of {}", all(aspects), link_words(a, *from))
            }
        }
    }
}

fn element_words(map: &Map, id: &ElementId) -> String {
    let Some(element) = map.element(id) else { return format!("`{id}`") };
    match &element.body {
        Body::Component(component) if component.place == Place::Unplaced => {
            format!("the {} `{}`, which has no place on the map yet", element.kind_name(), component.name)
        }
        _ => format!("the {} `{}`", element.kind_name(), element.name()),
    }
}

fn link_words(map: &Map, at: usize) -> String {
    let name = |end: &End| match end {
        End::Element(id) => map.element(id).map_or(id.as_str(), |element| element.name()).to_owned(),
        End::Dangling(name) => name.clone(),
    };
    map.links().nth(at).map_or_else(String::new, |link| {
        format!("the link from `{}` to `{}`", name(&link.from), name(&link.to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Identity;
    use crate::format::{Format, read};

    fn check(a: &str, b: &str, expected: &[&str]) {
        let [one, two] = [a, b].map(|text| read(Format::Owm, text).map.unwrap());
        let changes = diff(&one, &two, &Matching::new(&one, &two, Identity::Names));
        let words: Vec<_> = changes.iter().map(|change| change.words(&one, &two)).collect();
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
