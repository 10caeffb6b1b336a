//! The canonical OnlineWardleyMaps text of a map.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::names::quoted;
use super::suffix::method_word;
use crate::geometry::shortest;
use crate::model::{
    AttitudeKind, Body, Component, Direction, Drive, Element, ElementId, End, EvolutionAxis, KeptIn,
    KeptPlace, LabelOffset, Link, LinkKind, Map, Place, Position,
};

const STYLES: [&str; 4] = ["wardley", "colour", "handwritten", "dark"];

/// The text, and what it cannot say, in words.
pub fn write(map: &Map) -> (String, Vec<String>) {
    let mut writer = Writer { map, text: String::new(), losses: Vec::new(), urls: HashSet::new() };
    writer.write();
    let misread = misread(map, &writer.text);
    writer.losses.extend(misread);
    (writer.text, writer.losses)
}

/// What the text, read back, says otherwise: a name that captures another's link, a text that is cut.
fn misread(map: &Map, text: &str) -> Vec<String> {
    let Some(back) = super::read(text).map else { return Vec::new() };
    let (ours, theirs) = (statements(map), statements(&back));
    let lost = ours.iter().filter(|(what, count)| theirs.get(*what).unwrap_or(&0) < *count);
    lost.map(|((what, _), _)| format!("{what}: it would be read as something else")).collect()
}

/// What a map says in the words of this format, each with how often it does. Ids, which the text has not,
/// are told by the n-th of their name.
fn statements(map: &Map) -> BTreeMap<(String, String), usize> {
    let mut nth: HashMap<&str, usize> = HashMap::new();
    let mut names: HashMap<&ElementId, String> = HashMap::new();
    for (element, component) in map.components() {
        let count = nth.entry(&component.name).or_default();
        *count += 1;
        names.insert(
            &element.id,
            if *count > 1 { format!("{} ({count})", component.name) } else { component.name.clone() },
        );
    }
    let mut all = BTreeMap::new();
    let mut say = |what: String, exactly: String| *all.entry((what, exactly)).or_default() += 1;
    for (element, component) in map.components().filter(|(element, _)| !element.parked) {
        let Some(at) = map.position(component) else { continue };
        let name = names.get(&element.id).cloned().unwrap_or_default();
        let evolve = component.evolve.as_ref().map(|evolve| (evolve.to, evolve.name.clone(), evolve.method));
        say(format!("`{name}`"), format!("{at:?} {:?} {evolve:?} {:?}", component.kind, component.pipeline));
    }
    for link in map.links().filter(|link| !link.parked) {
        let end = |end: &End| match end {
            End::Element(id) => names.get(id).cloned().unwrap_or_default(),
            End::Dangling(name) => format!("no {name}"),
        };
        let flow = if let LinkKind::Flow(direction) = link.kind { Some(direction) } else { None };
        let exactly = format!("{flow:?} {:?} {:?}", link.label, link.text);
        say(format!("the link from `{}` to `{}`", end(&link.from), end(&link.to)), exactly);
    }
    for element in map.elements().filter(|element| !element.parked) {
        match &element.body {
            Body::Note(note) => say(format!("the note `{}`", note.text), format!("{:?}", note.at)),
            Body::Annotation(a) => {
                say(format!("annotation {}", a.number), format!("{:?} {:?}", a.text, a.at));
            }
            _ => {}
        }
    }
    if !map.title.is_empty() {
        say("the title".to_owned(), map.title.clone());
    }
    all
}

struct Writer<'a> {
    map: &'a Map,
    text: String,
    losses: Vec<String>,
    /// The addresses that were written.
    urls: HashSet<String>,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn lose(&mut self, what: impl Into<String>) {
        self.losses.push(what.into());
    }

    fn kept(&mut self, place: &KeptPlace) {
        for kept in self.map.kept.iter().filter(|kept| kept.place == *place) {
            match kept.format {
                KeptIn::RonItem => self.lose(format!("kept from the map file: {}", kept.text)),
                KeptIn::Owm | KeptIn::RonComment => self.line(&kept.text),
            }
        }
    }

    fn write(&mut self) {
        self.kept(&KeptPlace::Top);
        self.kept(&KeptPlace::Head);
        self.head();
        let map = self.map;
        for element in map.elements() {
            let is_child = element.component().is_some_and(|c| match &c.place {
                Place::Within { pipeline, .. } => {
                    map.component(pipeline).is_some_and(|parent| parent.pipeline.is_some())
                }
                _ => false,
            });
            if !is_child {
                self.element(element);
            }
        }
        self.kept(&KeptPlace::LastElement);
        for (key, link) in map.keyed_links() {
            self.kept(&KeptPlace::BeforeLink(key.clone()));
            if map.kept.iter().any(|kept| kept.place == KeptPlace::InsideLink(key.clone())) {
                self.lose("an unknown field of a link");
            }
            self.link(link);
        }
        self.kept(&KeptPlace::LastLink);
        let lost = map.kept.iter().filter(|kept| match &kept.place {
            KeptPlace::BeforeElement(id) => map.element(id).is_none(),
            KeptPlace::BeforeLink(key) => map.link(key).is_none(),
            _ => false,
        });
        for kept in lost {
            self.line(&kept.text);
        }
        self.kept(&KeptPlace::End);
    }

    fn head(&mut self) {
        let map = self.map;
        if !map.title.is_empty() {
            self.line(&format!("title {}", one_line(&map.title)));
        }
        if map.about != crate::model::About::default() {
            self.lose("what the map is about: purpose, scope, date, author");
        }
        if STYLES.contains(&map.theme.as_str()) {
            self.line(&format!("style {}", map.theme));
        } else if map.theme != "plain" {
            self.lose(format!("the theme `{}`", map.theme));
        }
        if let Some(sheet) = map.sheet {
            self.line(&format!("size [{}, {}]", shortest(sheet.width), shortest(sheet.height)));
        }
        let usual = EvolutionAxis::default();
        let hide = if map.evolution.hidden { "--hide " } else { "" };
        if map.evolution.stages != usual.stages {
            let stages: Vec<_> = map.evolution.stages.iter().map(|stage| one_line(stage)).collect();
            self.line(format!("evolution {hide}{}", stages.join(" -> ")).trim_end());
        } else if map.evolution.hidden {
            self.line("evolution --hide");
        }
        if map.evolution.stages.len() != usual.stages.len() || map.evolution.boundaries != usual.boundaries {
            self.lose("the stages' number and boundaries");
        }
        let axis = &map.value_chain;
        if axis.title.is_some() || axis.low.is_some() || axis.high.is_some() {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            self.line(&format!("y-axis {}->{}->{}", part(&axis.title), part(&axis.low), part(&axis.high)));
        }
        if axis.hidden {
            self.line("valuechain --hide");
        }
        if let Some(at) = map.annotations_at {
            self.line(&format!("annotations {}", coordinates(at)));
        }
    }

    fn element(&mut self, element: &Element) {
        self.kept(&KeptPlace::BeforeElement(element.id.clone()));
        if element.color.is_some() {
            self.lose(format!("the colour of `{}`", element.name()));
        }
        let inside = KeptPlace::Inside(element.id.clone());
        if self.map.kept.iter().any(|kept| kept.place == inside) {
            self.lose(format!("unknown fields of `{}`", element.name()));
        }
        if element.parked {
            self.lose(format!("that `{}` is parked: it is written as a comment", element.name()));
        }
        let start = self.text.len();
        match &element.body {
            Body::Component(component) => self.component(element, component),
            Body::Note(note) => {
                let line = format!("note {} {}", name(&note.text), coordinates(note.at));
                self.line(&line);
            }
            Body::Annotation(annotation) => {
                let places: Vec<_> = annotation.at.iter().map(|at| coordinates(*at)).collect();
                let places = match places.as_slice() {
                    [only] => only.clone(),
                    _ => format!("[{}]", places.join(",")),
                };
                let text = one_line(&annotation.text);
                self.line(format!("annotation {} {places} {text}", annotation.number).trim_end());
            }
            Body::Area(area) => self.lose(format!("the area `{}`", area.text)),
            Body::Attitude(attitude) => {
                let word = match attitude.kind {
                    AttitudeKind::Pioneers => "pioneers",
                    AttitudeKind::Settlers => "settlers",
                    AttitudeKind::TownPlanners => "townplanners",
                };
                let (a, b) = (attitude.top_left, attitude.bottom_right);
                let numbers =
                    [a.visibility.value(), a.evolution.value(), b.visibility.value(), b.evolution.value()];
                self.line(&format!("{word} [{}]", numbers.map(shortest).join(", ")));
            }
            Body::Accelerator(accelerator) => {
                let word = if accelerator.drive == Drive::Faster { "accelerator" } else { "deaccelerator" };
                self.line(&format!("{word} {} {}", name(&accelerator.name), coordinates(accelerator.at)));
            }
        }
        if element.parked {
            let written = self.text.split_off(start);
            for line in written.lines() {
                self.line(&format!("// {line}"));
            }
        }
    }

    fn component(&mut self, element: &Element, component: &Component) {
        let lost = [
            (component.role.is_some(), "role"),
            (component.removed, "mark as removed"),
            (component.details != crate::model::Details::default(), "details"),
            (
                component.inertia.as_ref().is_some_and(|i| *i != crate::model::Inertia::default()),
                "kind of inertia",
            ),
        ];
        for (_, what) in lost.iter().filter(|(lost, _)| *lost) {
            self.lose(format!("the {what} of `{}`", component.name));
        }
        let place = match &component.place {
            Place::At(at) => coordinates(*at),
            Place::Within { evolution, .. } => match self.map.position(component) {
                Some(at) => coordinates(at),
                None => coordinates(Position { evolution: *evolution, ..Position::default() }),
            },
            Place::Unplaced => {
                self.lose(format!("`{}`, which has no place on the map yet", component.name));
                return;
            }
        };
        let word = match (component.kind, &component.submap) {
            (crate::model::ComponentKind::Anchor, _) => "anchor",
            (_, Some(_)) => "submap",
            _ => "component",
        };
        let line = format!("{word} {} {place}{}", name(&component.name), suffixes(component));
        self.line(&line);
        if let Some(submap) = component.submap.as_ref().filter(|submap| !submap.target.is_empty()) {
            let line = format!("url {} [{}]", submap.reference, submap.target);
            if self.urls.insert(line.clone()) {
                self.line(&line);
            }
        }
        if let Some(pipeline) = component.pipeline {
            let range = pipeline.range.map_or(String::new(), |(a, b)| {
                format!(" [{}, {}]", shortest(a.value()), shortest(b.value()))
            });
            self.line(&format!("pipeline {}{range}", name(&component.name)));
            self.children(&element.id);
        }
        self.evolve(component);
    }

    fn children(&mut self, pipeline: &ElementId) {
        let map = self.map;
        let children: Vec<_> = map.pipeline_children(pipeline).collect();
        if children.is_empty() {
            return;
        }
        self.line("{");
        for (element, child) in &children {
            self.kept(&KeptPlace::BeforeElement(element.id.clone()));
            if let Place::Within { evolution, .. } = &child.place {
                let at = shortest(evolution.value());
                self.line(&format!("  component {} [{at}]{}", name(&child.name), suffixes(child)));
            }
        }
        self.line("}");
        for (_, child) in children {
            self.evolve(child);
        }
    }

    fn evolve(&mut self, component: &Component) {
        let Some(evolve) = &component.evolve else { return };
        let new_name = evolve.name.as_ref().map_or(String::new(), |new| format!("->{}", name(new)));
        let method = evolve.method.map_or(String::new(), |method| format!(" ({})", method_word(method)));
        let to = shortest(evolve.to.value());
        self.line(&format!("evolve {}{new_name} {to}{method}{}", name(&component.name), label(evolve.label)));
    }

    fn link(&mut self, link: &Link) {
        if link.kind == LinkKind::Constraint {
            self.lose(format!(
                "that `{}` → `{}` is a constraint: it is written as a need",
                link.from.text(),
                link.to.text()
            ));
        }
        if !link.via.is_empty() {
            self.lose(format!("the path of the flow `{}` → `{}`", link.from.text(), link.to.text()));
        }
        let label = if link.label.is_empty() { String::new() } else { format!("'{}'", link.label) };
        let operator = match link.kind {
            LinkKind::Need | LinkKind::Constraint => "->".to_owned(),
            LinkKind::Flow(Direction::Forward) => format!("+{label}>"),
            LinkKind::Flow(Direction::Backward) => format!("+{label}<"),
            LinkKind::Flow(Direction::Both) => format!("+{label}<>"),
        };
        let text = if link.text.is_empty() { String::new() } else { format!("; {}", one_line(&link.text)) };
        let off = if link.parked { "// " } else { "" };
        let line = format!("{off}{}{operator}{}{text}", self.end(&link.from), self.end(&link.to));
        self.line(&line);
    }

    fn end(&self, end: &End) -> String {
        let text = match end {
            End::Element(id) => {
                self.map.component(id).map_or(id.as_str(), |component| component.name.as_str())
            }
            End::Dangling(name) => name,
        };
        // A link's name that begins with a keyword would be read as that statement.
        let word = text.split([' ', '\t']).next().unwrap_or("");
        if KEYWORDS.contains(&word) { quoted(text) } else { name(text) }
    }
}

const KEYWORDS: [&str; 21] = [
    "title",
    "size",
    "style",
    "evolution",
    "valuechain",
    "y-axis",
    "anchor",
    "component",
    "market",
    "ecosystem",
    "submap",
    "url",
    "pipeline",
    "evolve",
    "annotation",
    "annotations",
    "note",
    "pioneers",
    "settlers",
    "townplanners",
    "accelerator",
];

fn suffixes(component: &Component) -> String {
    let mut words: Vec<&str> = component.method.map(method_word).into_iter().collect();
    words.extend(component.market.then_some("market"));
    words.extend(component.ecosystem.then_some("ecosystem"));
    let mut text = label(component.label);
    if !words.is_empty() {
        text.push_str(&format!(" ({})", words.join(", ")));
    }
    if component.inertia.is_some() {
        text.push_str(" inertia");
    }
    if let Some(submap) = component.submap.as_ref().filter(|submap| !submap.reference.is_empty()) {
        text.push_str(&format!(" url({})", submap.reference));
    }
    text
}

fn label(offset: Option<LabelOffset>) -> String {
    offset.map_or(String::new(), |at| format!(" label [{}, {}]", shortest(at.dx), shortest(at.dy)))
}

fn coordinates(at: Position) -> String {
    format!("[{}, {}]", shortest(at.visibility.value()), shortest(at.evolution.value()))
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A name as it stands, or in quotes where it would be read as something else.
fn name(name: &str) -> String {
    let odd = ["->", "+>", "+<", "+'", "//", "/*", "[", "]", ";", "{", "}", "\"", "\n", "\r", "\t", "  "];
    let cut = super::suffix::start(name).is_some();
    let number_last = name.rsplit(' ').next().is_some_and(|word| word.parse::<f64>().is_ok());
    let bare = !name.is_empty() && name.trim() == name && !cut && !odd.iter().any(|odd| name.contains(odd));
    if bare && !(number_last && name.contains(' ')) { name.to_owned() } else { quoted(name) }
}
