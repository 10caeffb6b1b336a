//! The fields of a map, its elements and its links, one by one: what each is called, how it is read off, and how it is set.

use crate::model::{
    Answer, AttitudeKind, Body, Color, Component, ComponentKind, Conflict, Decision, Details, Drive, Element,
    End, Evolution, Evolve, Inertia, Kept, LabelOffset, Legend, Link, LinkKind, Map, Method, Opinion, Pin,
    Pipeline, Place, Position, Role, Scenario, Sheet, Submap, ValueAxis, Visibility,
};

/// An enum of fields with their values. `get` reads a field off its struct (`None`: it has none), `set` puts it in (`None`:
/// it cannot).
macro_rules! fields {
    ($(#[doc = $about:literal])+ $name:ident of $struct:ty {
        $(#[doc = $doc:literal] $field:ident($type:ty) = $words:literal
            get |$from:ident| $get:expr, set |$into:ident, $value:ident| $set:expr;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $(#[doc = $doc] $field($type),)+
        }

        impl $name {
            /// What it is called, to be put behind "the".
            pub fn words(&self) -> &'static str {
                match self {
                    $(Self::$field(_) => $words,)+
                }
            }

            /// Where it stands among a struct's fields: each has one place.
            pub fn rank(&self) -> usize {
                let names = [$(stringify!($field)),+];
                let own = match self {
                    $(Self::$field(_) => stringify!($field),)+
                };
                names.iter().position(|name| *name == own).unwrap_or(names.len())
            }

            /// Sets the field. Answers whether there is such a field.
            #[must_use]
            pub fn set(&self, to: &mut $struct) -> bool {
                match self {
                    $(Self::$field($value) => {
                        let $into = &mut *to;
                        let done: Option<()> = $set;
                        done.is_some()
                    })+
                }
            }

            /// The same field as another has it; `None` where that has no such field.
            pub fn of(&self, other: &$struct) -> Option<Self> {
                match self {
                    $(Self::$field(_) => {
                        let $from = other;
                        let value: Option<$type> = $get;
                        value.map(Self::$field)
                    })+
                }
            }

            /// The fields of `now` that differ from those of `before`, in one order.
            pub fn differing(before: &$struct, now: &$struct) -> Vec<Self> {
                let mut fields = Vec::new();
                $({
                    let read = |$from: &$struct| -> Option<$type> { $get };
                    let (before, now) = (read(before), read(now));
                    if before != now && let Some(now) = now {
                        fields.push(Self::$field(now));
                    }
                })+
                fields
            }
        }
    };
}

fields! {
    /// A field of a map's head.
    HeadField of Map {
        /// The map's title.
        Title(String) = "title" get |m| Some(m.title.clone()), set |m, v| { m.title.clone_from(v); Some(()) };
        /// The question that it is to answer.
        Purpose(String) = "purpose"
            get |m| Some(m.about.purpose.clone()), set |m, v| { m.about.purpose.clone_from(v); Some(()) };
        /// What is in and what is out.
        Scope(String) = "scope"
            get |m| Some(m.about.scope.clone()), set |m, v| { m.about.scope.clone_from(v); Some(()) };
        /// When it was drawn.
        Date(String) = "date"
            get |m| Some(m.about.date.clone()), set |m, v| { m.about.date.clone_from(v); Some(()) };
        /// Who drew it.
        Author(String) = "author"
            get |m| Some(m.about.author.clone()), set |m, v| { m.about.author.clone_from(v); Some(()) };
        /// The theme.
        Theme(String) = "theme" get |m| Some(m.theme.clone()), set |m, v| { m.theme.clone_from(v); Some(()) };
        /// The size of the sheet.
        Sheet(Option<Sheet>) = "size of the sheet" get |m| Some(m.sheet), set |m, v| { m.sheet = *v; Some(()) };
        /// The names of the evolution axis' stages.
        Stages(Vec<String>) = "stages of the evolution axis"
            get |m| Some(m.evolution.stages.clone()), set |m, v| { m.evolution.stages.clone_from(v); Some(()) };
        /// Whether that axis is left out of the picture.
        HidesEvolution(bool) = "stages of the evolution axis"
            get |m| Some(m.evolution.hidden), set |m, v| { m.evolution.hidden = *v; Some(()) };
        /// Where one stage ends and the next begins.
        Boundaries(Vec<f64>) = "boundaries of the stages"
            get |m| Some(m.evolution.boundaries.clone()), set |m, v| { m.evolution.boundaries.clone_from(v); Some(()) };
        /// Whether "Uncharted" and "Industrialised" are shown.
        Corners(Option<bool>) = "words in the upper corners"
            get |m| Some(m.evolution.corners), set |m, v| { m.evolution.corners = *v; Some(()) };
        /// The value chain axis.
        ValueChain(ValueAxis) = "value chain axis"
            get |m| Some(m.value_chain.clone()), set |m, v| { m.value_chain.clone_from(v); Some(()) };
        /// Where the list of annotations stands.
        AnnotationsAt(Option<Position>) = "place of the annotations' list"
            get |m| Some(m.annotations_at), set |m, v| { m.annotations_at = *v; Some(()) };
        /// The legend: whether there is one, and where.
        Legend(Option<Legend>) = "legend" get |m| Some(m.legend), set |m, v| { m.legend = *v; Some(()) };
        /// How long labels are read.
        StackedLabels(Option<bool>) = "way that long labels are set"
            get |m| Some(m.stacked_labels), set |m, v| { m.stacked_labels = *v; Some(()) };
        /// Answers to questions that the map raises.
        Answered(Vec<Answer>) = "answers to questions"
            get |m| Some(m.answered.clone()), set |m, v| { m.answered.clone_from(v); Some(()) };
        /// Questions that it does not raise.
        RulesOff(Vec<String>) = "rules that are switched off"
            get |m| Some(m.rules_off.clone()), set |m, v| { m.rules_off.clone_from(v); Some(()) };
        /// What was decided.
        Decisions(Vec<Decision>) = "decisions"
            get |m| Some(m.decisions.clone()), set |m, v| { m.decisions.clone_from(v); Some(()) };
        /// What is pinned to it.
        Pins(Vec<Pin>) = "pins" get |m| Some(m.pins.clone()), set |m, v| { m.pins.clone_from(v); Some(()) };
        /// What it leaves out.
        LeftOut(String) = "list of what it leaves out"
            get |m| Some(m.about.left_out.clone()), set |m, v| { m.about.left_out.clone_from(v); Some(()) };
        /// Side topics.
        Later(Vec<String>) = "topics for later"
            get |m| Some(m.about.later.clone()), set |m, v| { m.about.later.clone_from(v); Some(()) };
        /// Whether it draws our own practice.
        OwnPractice(bool) = "mark as our own practice"
            get |m| Some(m.about.own_practice), set |m, v| { m.about.own_practice = *v; Some(()) };
        /// What else it could become.
        Scenarios(Vec<Scenario>) = "scenarios"
            get |m| Some(m.scenarios.clone()), set |m, v| { m.scenarios.clone_from(v); Some(()) };
        /// What a merge left to be decided.
        Conflicts(Vec<Conflict>) = "conflicts"
            get |m| Some(m.conflicts.clone()), set |m, v| { m.conflicts.clone_from(v); Some(()) };
        /// What its text said beyond the map.
        Kept(Vec<Kept>) = "comments" get |m| Some(m.kept.clone()), set |m, v| { m.kept.clone_from(v); Some(()) };
    }
}

fn component(element: &Element) -> Option<&Component> {
    element.component()
}

fn component_mut(element: &mut Element) -> Option<&mut Component> {
    match &mut element.body {
        Body::Component(component) => Some(component),
        _ => None,
    }
}

fn evolve(element: &Element) -> Option<&Evolve> {
    component(element)?.evolve.as_deref()
}

fn evolve_mut(element: &mut Element) -> Option<&mut Evolve> {
    component_mut(element)?.evolve.as_deref_mut()
}

/// The single point at which an element stands.
fn at(element: &Element) -> Option<Position> {
    match &element.body {
        Body::Component(Component { place: Place::At(at), .. }) => Some(*at),
        Body::Note(note) => Some(note.at),
        Body::Accelerator(accelerator) => Some(accelerator.at),
        _ => None,
    }
}

fn at_mut(element: &mut Element) -> Option<&mut Position> {
    match &mut element.body {
        Body::Component(Component { place: Place::At(at), .. }) => Some(at),
        Body::Note(note) => Some(&mut note.at),
        Body::Accelerator(accelerator) => Some(&mut accelerator.at),
        _ => None,
    }
}

/// How evolved an element is: of a pipeline's child, its own place there.
fn evolution(element: &Element) -> Option<Evolution> {
    match component(element).map(|component| &component.place) {
        Some(Place::Within { evolution, .. }) => Some(*evolution),
        _ => at(element).map(|at| at.evolution),
    }
}

fn evolution_mut(element: &mut Element) -> Option<&mut Evolution> {
    match &mut element.body {
        Body::Component(Component { place: Place::Within { evolution, .. }, .. }) => Some(evolution),
        Body::Component(Component { place: Place::At(at), .. }) => Some(&mut at.evolution),
        Body::Note(note) => Some(&mut note.at.evolution),
        Body::Accelerator(accelerator) => Some(&mut accelerator.at.evolution),
        _ => None,
    }
}

/// Several points: discs, corners of a loop or of a box.
fn points(element: &Element) -> Option<Vec<Position>> {
    match &element.body {
        Body::Annotation(annotation) => Some(annotation.at.clone()),
        Body::Area(area) => Some(area.outline.clone()),
        Body::Attitude(attitude) => Some(vec![attitude.top_left, attitude.bottom_right]),
        _ => None,
    }
}

fn set_points(element: &mut Element, points: &[Position]) -> Option<()> {
    match &mut element.body {
        Body::Annotation(annotation) => annotation.at = points.to_vec(),
        Body::Area(area) => area.outline = points.to_vec(),
        Body::Attitude(attitude) => {
            let [top_left, bottom_right] = points else { return None };
            (attitude.top_left, attitude.bottom_right) = (*top_left, *bottom_right);
        }
        _ => return None,
    }
    Some(())
}

fn set_name(element: &mut Element, name: &str) -> Option<()> {
    let has_text = !matches!(element.body, Body::Attitude(_));
    has_text.then(|| *element = element.clone().renamed(name))
}

fields! {
    /// A field of an element.
    Field of Element {
        /// The name or text.
        Name(String) = "name"
            get |e| (!matches!(e.body, Body::Attitude(_))).then(|| e.name().to_owned()), set |e, v| set_name(e, v);
        /// Anchor or component.
        Kind(ComponentKind) = "kind"
            get |e| component(e).map(|c| c.kind), set |e, v| component_mut(e).map(|c| c.kind = *v);
        /// Where a component stands that stood otherwise: on its own, in a pipeline, in the tray.
        Place(Place) = "place" get |e| component(e).map(|c| c.place.clone()),
            set |e, v| component_mut(e).map(|c| c.place.clone_from(v));
        /// How visible it is.
        Visibility(Visibility) = "place"
            get |e| at(e).map(|at| at.visibility), set |e, v| at_mut(e).map(|at| at.visibility = *v);
        /// How evolved it is.
        Evolution(Evolution) = "place" get |e| evolution(e), set |e, v| evolution_mut(e).map(|slot| *slot = *v);
        /// Several points: discs, corners of a loop or of a box.
        Points(Vec<Position>) = "place" get |e| points(e), set |e, v| set_points(e, v);
        /// An annotation's number.
        Number(u32) = "number"
            get |e| match &e.body { Body::Annotation(a) => Some(a.number), _ => None },
            set |e, v| match &mut e.body { Body::Annotation(a) => { a.number = *v; Some(()) } _ => None };
        /// Which attitude.
        Attitude(AttitudeKind) = "kind"
            get |e| match &e.body { Body::Attitude(a) => Some(a.kind), _ => None },
            set |e, v| match &mut e.body { Body::Attitude(a) => { a.kind = *v; Some(()) } _ => None };
        /// Which way an accelerator works.
        Drive(Drive) = "kind"
            get |e| match &e.body { Body::Accelerator(a) => Some(a.drive), _ => None },
            set |e, v| match &mut e.body { Body::Accelerator(a) => { a.drive = *v; Some(()) } _ => None };
        /// Where the label stands.
        Label(Option<LabelOffset>) = "place of the label"
            get |e| component(e).map(|c| c.label), set |e, v| component_mut(e).map(|c| c.label = *v);
        /// Where it evolves to, where it did not evolve, or does not any more.
        Evolve(Option<Evolve>) = "evolution" get |e| component(e).map(|c| c.evolve.as_deref().cloned()),
            set |e, v| component_mut(e).map(|c| c.evolve = v.clone().map(Box::new));
        /// Where it evolves to instead.
        EvolvesTo(Evolution) = "evolution"
            get |e| evolve(e).map(|evolve| evolve.to), set |e, v| evolve_mut(e).map(|evolve| evolve.to = *v);
        /// What it is called when it has evolved.
        EvolvedName(Option<String>) = "evolved name" get |e| evolve(e).map(|evolve| evolve.name.clone()),
            set |e, v| evolve_mut(e).map(|evolve| evolve.name.clone_from(v));
        /// How it is obtained when it has evolved.
        EvolvedMethod(Option<Method>) = "evolved method"
            get |e| evolve(e).map(|evolve| evolve.method), set |e, v| evolve_mut(e).map(|evolve| evolve.method = *v);
        /// Where the label of its ghost stands.
        EvolvedLabel(Option<LabelOffset>) = "place of the evolved label"
            get |e| evolve(e).map(|evolve| evolve.label), set |e, v| evolve_mut(e).map(|evolve| evolve.label = *v);
        /// Whether its needs are drawn to the ghost too.
        FutureLinks(bool) = "lines of the future"
            get |e| evolve(e).map(|evolve| evolve.links), set |e, v| evolve_mut(e).map(|evolve| evolve.links = *v);
        /// What resists.
        Inertia(Option<Box<Inertia>>) = "inertia" get |e| component(e).map(|c| c.inertia.clone()),
            set |e, v| component_mut(e).map(|c| c.inertia.clone_from(v));
        /// The pipeline and its range.
        Pipeline(Option<Pipeline>) = "pipeline"
            get |e| component(e).map(|c| c.pipeline), set |e, v| component_mut(e).map(|c| c.pipeline = *v);
        /// Build, buy or outsource.
        Method(Option<Method>) = "method"
            get |e| component(e).map(|c| c.method), set |e, v| component_mut(e).map(|c| c.method = *v);
        /// The mark as a market.
        Market(bool) = "mark as a market"
            get |e| component(e).map(|c| c.market), set |e, v| component_mut(e).map(|c| c.market = *v);
        /// The mark as an ecosystem.
        Ecosystem(bool) = "mark as an ecosystem"
            get |e| component(e).map(|c| c.ecosystem), set |e, v| component_mut(e).map(|c| c.ecosystem = *v);
        /// The other map that it stands for.
        Submap(Option<Box<Submap>>) = "submap" get |e| component(e).map(|c| c.submap.clone()),
            set |e, v| component_mut(e).map(|c| c.submap.clone_from(v));
        /// User need, practice, data or knowledge.
        Role(Option<Role>) = "role"
            get |e| component(e).map(|c| c.role), set |e, v| component_mut(e).map(|c| c.role = *v);
        /// Where it is as we treat it.
        Treated(Option<Evolution>) = "place as it is treated"
            get |e| component(e).map(|c| c.treated), set |e, v| component_mut(e).map(|c| c.treated = *v);
        /// How far its place may be off.
        Spread(Option<Evolution>) = "spread of its evolution"
            get |e| component(e).map(|c| c.spread), set |e, v| component_mut(e).map(|c| c.spread = *v);
        /// Where people see it.
        Opinions(Vec<Opinion>) = "opinions on its place" get |e| component(e).map(|c| Vec::clone(&c.opinions)),
            set |e, v| component_mut(e).map(|c| c.opinions = v.clone().into());
        /// The mark as removed.
        Removed(bool) = "mark as removed"
            get |e| component(e).map(|c| c.removed), set |e, v| component_mut(e).map(|c| c.removed = *v);
        /// Description, owner, evidence, confidence, links and tags.
        Details(Details) = "details" get |e| component(e).map(|c| Details::clone(&c.details)),
            set |e, v| component_mut(e).map(|c| c.details = v.clone().into());
        /// A colour of its own.
        Color(Option<Color>) = "colour" get |e| Some(e.color), set |e, v| { e.color = *v; Some(()) };
        /// Switched off or on.
        Parked(bool) = "being parked" get |e| Some(e.parked), set |e, v| { e.parked = *v; Some(()) };
    }
}

fields! {
    /// A field of a link.
    LinkField of Link {
        /// Where it starts.
        From(End) = "ends" get |l| Some(l.from.clone()), set |l, v| { l.from.clone_from(v); Some(()) };
        /// Where it ends.
        To(End) = "ends" get |l| Some(l.to.clone()), set |l, v| { l.to.clone_from(v); Some(()) };
        /// Need, constraint or flow.
        Kind(LinkKind) = "kind" get |l| Some(l.kind), set |l, v| { l.kind = *v; Some(()) };
        /// The path of a flow.
        Via(Vec<End>) = "path" get |l| Some(Vec::clone(&l.via)), set |l, v| { l.via = v.clone().into(); Some(()) };
        /// The text along it.
        Text(String) = "text" get |l| Some(l.text.to_string()), set |l, v| { l.text = v.clone().into(); Some(()) };
        /// A flow's label.
        Label(String) = "text" get |l| Some(l.label.to_string()), set |l, v| { l.label = v.clone().into(); Some(()) };
        /// Switched off or on.
        Parked(bool) = "being parked" get |l| Some(l.parked), set |l, v| { l.parked = *v; Some(()) };
    }
}

impl Field {
    /// What of an element differs, without what another field says already: of a component that stands in another way, the
    /// place alone.
    pub fn of_change(before: &Element, now: &Element) -> Vec<Self> {
        let way = |element: &Element| {
            component(element).map(|component| match &component.place {
                Place::At(_) => (0, None),
                Place::Within { pipeline, .. } => (1, Some(pipeline.clone())),
                Place::Unplaced => (2, None),
            })
        };
        let stands_otherwise = way(before) != way(now);
        let evolves = evolve(before).is_some() && evolve(now).is_some();
        let mut fields = Self::differing(before, now);
        fields.retain(|field| match field {
            Self::Place(_) => stands_otherwise,
            Self::Visibility(_) | Self::Evolution(_) => !stands_otherwise,
            Self::Evolve(_) => !evolves,
            Self::EvolvesTo(_)
            | Self::EvolvedName(_)
            | Self::EvolvedMethod(_)
            | Self::EvolvedLabel(_)
            | Self::FutureLinks(_) => evolves,
            _ => true,
        });
        fields
    }

    /// Whether it says where something stands.
    pub fn is_place(&self) -> bool {
        matches!(self, Self::Place(_) | Self::Visibility(_) | Self::Evolution(_) | Self::Points(_))
    }
}

impl HeadField {
    /// Whether it is part of what the map shows and says, not of how a text says it.
    pub fn is_of_map(&self) -> bool {
        !matches!(self, Self::Kept(_) | Self::StackedLabels(_))
    }
}

impl LinkField {
    /// The ends that it sets.
    pub fn ends(&self) -> impl Iterator<Item = &End> {
        let ends = match self {
            Self::From(end) | Self::To(end) => std::slice::from_ref(end),
            Self::Via(via) => via.as_slice(),
            _ => &[],
        };
        ends.iter()
    }
}
