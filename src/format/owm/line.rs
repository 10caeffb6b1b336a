//! What the map says in one line of text, part by part, in canonical form.

use super::carried;
use super::meaning::{Meaning, is_written, shown};
use super::names::{quoted, starts_like_statement};
use super::source::Says;
use super::suffix::method_word;
use crate::format::invisible::is_invisible;
use crate::geometry::shortest;
use crate::model::{
    AttitudeKind, Body, Component, ComponentKind, Direction, Drive, Element, ElementId, End, EvolutionAxis,
    Evolve, LabelOffset, Link, LinkKind, Map, Method, Place, Position, Submap, ValueAxis,
};

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The slashes that switch it off.
    Off,
    /// The keyword.
    Word,
    /// An annotation's number.
    Number,
    /// Whose statement it is; a link's start.
    Name,
    /// What it evolves into.
    NewName,
    /// Numbers in a bracket.
    Coords,
    /// The maturity of an evolution.
    Maturity,
    Label,
    /// Methods, market and ecosystem, in one bracket.
    Decor,
    Inertia,
    /// An evolution behind its component.
    Evolve,
    /// The short name of a submap's address.
    Url,
    /// A link's arrow.
    Operator,
    /// A link's end.
    Target,
    /// `--hide`
    Hide,
    /// Free text up to the line's end.
    Text,
    /// A comment of ours: the whole line.
    Carried,
}

/// A part with what stands between it and the part before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) key: Key,
    pub(super) lead: &'static str,
    pub(super) text: String,
}

/// A line in canonical form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line(pub(super) Vec<Part>);

impl Line {
    fn of(word: &str) -> Self {
        Self::default().put(Key::Word, "", word)
    }

    fn carried(text: String) -> Self {
        Self::default().put(Key::Carried, "", text)
    }

    fn put(mut self, key: Key, lead: &'static str, text: impl Into<String>) -> Self {
        self.0.push(Part { key, lead, text: text.into() });
        self
    }

    fn maybe(self, key: Key, lead: &'static str, text: Option<String>) -> Self {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.put(key, lead, text),
            None => self,
        }
    }

    fn parked(mut self, is_parked: bool) -> Self {
        if is_parked {
            if let Some(first) = self.0.first_mut() {
                first.lead = " ";
            }
            self.0.insert(0, Part { key: Key::Off, lead: "", text: "//".to_owned() });
        }
        self
    }

    pub(super) fn part(&self, key: Key) -> Option<&Part> {
        self.0.iter().find(|part| part.key == key)
    }

    /// The line's text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_onto(&mut text);
        text
    }

    /// Puts the line's text behind another.
    pub(super) fn push_onto(&self, text: &mut String) {
        for part in &self.0 {
            text.push_str(part.lead);
            text.push_str(&part.text);
        }
    }
}

/// How the text says what can be said in two ways: for each component in a line of its own, or not.
pub(super) trait Ways {
    /// Whether its evolution stands behind the component itself.
    fn evolves_inline(&self, id: &ElementId) -> bool;
    /// Whether its method has a line of its own, as in old files.
    fn has_method_line(&self, id: &ElementId) -> bool;
    /// Whether comments of ours say what the format cannot.
    fn carries(&self) -> bool {
        true
    }
    /// Where the program puts the label of a component whose author did not, where that is to be said.
    fn placed(&self, _: &ElementId) -> Option<LabelOffset> {
        None
    }
}

/// The styles that the format has beside its default, `plain`.
pub(super) const STYLES: [&str; 4] = ["wardley", "colour", "handwritten", "dark"];

/// Parts of the head that a line may speak of, in canonical order.
pub(super) const HEAD: [Says; 8] = [
    Says::Title,
    Says::Style,
    Says::Size,
    Says::Stages,
    Says::YAxis,
    Says::ValueChain,
    Says::Head,
    Says::AnnotationsAt,
];

/// The line about something; `None` where the map says nothing of it, or the format cannot.
pub(super) fn line(meaning: &Meaning<'_>, says: &Says, ways: &dyn Ways) -> Option<Line> {
    let map = meaning.map;
    let is_said =
        |id: &ElementId, component: &Component| is_written(map, component) && !meaning.is_shadowed(id);
    match says {
        Says::Nothing | Says::Open(_) | Says::Close(_) => None,
        Says::Head => carried::head(meaning).filter(|_| ways.carries()).map(Line::carried),
        Says::More(id) => {
            let element = map.element(id).filter(|element| !carried::stands_alone(map, element))?;
            carried::element(meaning, element).filter(|_| ways.carries()).map(Line::carried)
        }
        Says::MoreOfLink(at) => {
            carried::link(meaning, map.links().nth(*at)?).filter(|_| ways.carries()).map(Line::carried)
        }
        Says::Element(id) => element(meaning, map.element(id)?, ways),
        Says::Pipeline(id) => {
            let component = map.component(id).filter(|component| is_said(id, component))?;
            let range = component.pipeline?.range;
            let range = range.map(|(from, to)| numbers(&[from.value(), to.value()]));
            Some(Line::of("pipeline").put(Key::Name, " ", name(shown(component))).maybe(
                Key::Coords,
                " ",
                range,
            ))
        }
        Says::Evolve(id) => {
            let component = map.component(id).filter(|component| is_said(id, component))?;
            let evolve = component.evolve.as_ref()?;
            (!says_inline(evolve, ways.evolves_inline(id))).then(|| evolution(component, evolve))
        }
        Says::Method(id) => {
            let component = map.component(id).filter(|_| !meaning.is_shadowed(id))?;
            Some(Line::of(method_word(component.method?)).put(Key::Name, " ", name(shown(component))))
        }
        Says::Url(reference) => {
            let text = format!("[{}]", one_line(meaning.address_of(reference)?));
            Some(Line::of("url").put(Key::Name, " ", reference.as_str()).put(Key::Text, " ", text))
        }
        Says::Link(at) => Some(link(meaning, *at, map.links().nth(*at)?)),
        _ => head(map, says),
    }
}

fn head(map: &Map, says: &Says) -> Option<Line> {
    let text = |word: &str, text: String| Line::of(word).put(Key::Text, " ", text);
    let stages = &map.evolution.stages;
    let axis = &map.value_chain;
    match says {
        Says::Title => (!map.title.is_empty()).then(|| text("title", plain_title(&map.title))),
        Says::Style => STYLES.contains(&map.theme.as_str()).then(|| text("style", map.theme.clone())),
        Says::Size => {
            let sheet = map.sheet?;
            Some(Line::of("size").put(Key::Coords, " ", numbers(&[sheet.width, sheet.height])))
        }
        Says::Stages => {
            let names: Vec<_> = stages.iter().map(|stage| plain_stage(stage)).collect();
            let names = (*stages != EvolutionAxis::default().stages).then(|| names.join(" -> "));
            let hide = map.evolution.hidden.then(|| "--hide".to_owned());
            (hide.is_some() || names.is_some())
                .then(|| Line::of("evolution").maybe(Key::Hide, " ", hide).maybe(Key::Text, " ", names))
        }
        Says::YAxis => {
            let said = plain_value_chain(axis);
            let parts = [said.title, said.low, said.high].map(Option::unwrap_or_default);
            parts.iter().any(|part| !part.is_empty()).then(|| text("y-axis", parts.join("->")))
        }
        Says::ValueChain => axis.hidden.then(|| Line::of("valuechain").put(Key::Hide, " ", "--hide")),
        Says::AnnotationsAt => {
            Some(Line::of("annotations").put(Key::Coords, " ", coordinates(map.annotations_at?)))
        }
        _ => None,
    }
}

fn element(meaning: &Meaning<'_>, element: &Element, ways: &dyn Ways) -> Option<Line> {
    let map = meaning.map;
    if carried::stands_alone(map, element) {
        return carried::element(meaning, element).filter(|_| ways.carries()).map(Line::carried);
    }
    let line = match &element.body {
        Body::Component(component) => self::component(meaning, element, component, ways)?,
        Body::Note(note) => {
            Line::of("note").put(Key::Name, " ", name(&note.text)).put(Key::Coords, " ", coordinates(note.at))
        }
        Body::Annotation(annotation) => {
            let places: Vec<_> = annotation.at.iter().map(|at| coordinates(*at)).collect();
            let places = match places.as_slice() {
                [only] => only.clone(),
                _ => format!("[{}]", places.join(",")),
            };
            Line::of("annotation")
                .put(Key::Number, " ", annotation.number.to_string())
                .put(Key::Coords, " ", places)
                .maybe(Key::Text, " ", Some(plain_text(&annotation.text)))
        }
        Body::Area(_) => return None,
        Body::Attitude(attitude) => {
            let word = match attitude.kind {
                AttitudeKind::Pioneers => "pioneers",
                AttitudeKind::Settlers => "settlers",
                AttitudeKind::TownPlanners => "townplanners",
            };
            let corners = [attitude.top_left, attitude.bottom_right];
            let all: Vec<_> =
                corners.iter().flat_map(|at| [at.visibility.value(), at.evolution.value()]).collect();
            Line::of(word).put(Key::Coords, " ", numbers(&all))
        }
        Body::Accelerator(accelerator) => {
            let word = if accelerator.drive == Drive::Faster { "accelerator" } else { "deaccelerator" };
            Line::of(word).put(Key::Name, " ", name(&accelerator.name)).put(
                Key::Coords,
                " ",
                coordinates(accelerator.at),
            )
        }
    };
    Some(line.parked(element.parked))
}

fn component(
    meaning: &Meaning<'_>,
    element: &Element,
    component: &Component,
    ways: &dyn Ways,
) -> Option<Line> {
    let at = meaning.map.position(component)?;
    let place = match &component.place {
        Place::Within { evolution, .. } if meaning.block_of(component).is_some() => {
            numbers(&[evolution.value()])
        }
        _ => coordinates(at),
    };
    let reference = component.submap.as_ref().map(|submap| reference_of(element, submap));
    let is_named = |reference: &String| !reference.is_empty();
    let word = match component.kind {
        ComponentKind::Anchor => "anchor",
        // Only `submap` needs no short name.
        ComponentKind::Component if component.submap.is_some() => "submap",
        ComponentKind::Component => "component",
    };
    let method =
        component.method.filter(|_| !ways.has_method_line(&element.id) || meaning.is_shadowed(&element.id));
    let inline =
        component.evolve.as_ref().filter(|evolve| says_inline(evolve, ways.evolves_inline(&element.id)));
    let line = Line::of(word)
        .put(Key::Name, " ", name(shown(component)))
        .put(Key::Coords, " ", place)
        .maybe(Key::Label, " ", label(component.label.or_else(|| ways.placed(&element.id))))
        .maybe(Key::Decor, " ", decor(component, method))
        .maybe(Key::Inertia, " ", component.inertia.as_ref().map(|_| "inertia".to_owned()))
        .maybe(Key::Evolve, " ", inline.map(|evolve| format!("evolve {}", shortest(evolve.to.value()))))
        .maybe(Key::Url, " ", reference.filter(is_named).map(|reference| format!("url({reference})")));
    Some(line)
}

/// The short name of a submap's address: its own, or its id where the address needs one or its own cannot be said.
pub(super) fn reference_of(element: &Element, submap: &Submap) -> String {
    let own = submap.reference.as_str();
    let is_odd = own.trim() != own || own.contains(|c: char| c.is_control() || "()[]{}\"/*;<>".contains(c));
    if is_odd || own.is_empty() && !submap.target.is_empty() {
        element.id.to_string()
    } else {
        own.to_owned()
    }
}

fn says_inline(evolve: &Evolve, inline: bool) -> bool {
    inline && evolve.name.is_none() && evolve.method.is_none() && evolve.label.is_none()
}

fn decor(component: &Component, method: Option<Method>) -> Option<String> {
    let mut words: Vec<&str> = method.map(method_word).into_iter().collect();
    words.extend(component.market.then_some("market"));
    words.extend(component.ecosystem.then_some("ecosystem"));
    (!words.is_empty()).then(|| format!("({})", words.join(", ")))
}

fn evolution(component: &Component, evolve: &Evolve) -> Line {
    let method = evolve.method.map(|method| format!("({})", method_word(method)));
    Line::of("evolve")
        .put(Key::Name, " ", name(shown(component)))
        .maybe(Key::NewName, "->", evolve.name.as_deref().filter(|new| !new.is_empty()).map(new_name))
        .put(Key::Maturity, " ", shortest(evolve.to.value()))
        .maybe(Key::Decor, " ", method)
        .maybe(Key::Label, " ", label(evolve.label))
}

fn link(meaning: &Meaning<'_>, at: usize, link: &Link) -> Line {
    let [from, to] = meaning.ends_called(at);
    let label = flow_label(&link.label);
    let label = if label.is_empty() { label } else { format!("'{label}'") };
    let operator = match link.kind {
        LinkKind::Need | LinkKind::Constraint => "->".to_owned(),
        LinkKind::Flow(Direction::Forward) => format!("+{label}>"),
        LinkKind::Flow(Direction::Backward) => format!("+{label}<"),
        LinkKind::Flow(Direction::Both) => format!("+{label}<>"),
    };
    let text = plain_link_text(&link.text);
    let line = Line::default()
        .put(Key::Name, "", end(&link.from, from))
        .put(Key::Operator, "", operator)
        .put(Key::Target, "", end(&link.to, to))
        .maybe(Key::Text, "; ", Some(text));
    line.parked(link.parked)
}

/// The end of a link, which is the component that is called so.
fn end(end: &End, called: Option<&str>) -> String {
    end_name(match end {
        End::Element(id) => called.unwrap_or(id.as_str()),
        End::Dangling(name) => name,
    })
}

/// A name at the end of a link: one that begins with a keyword could be read as that statement.
pub(super) fn end_name(text: &str) -> String {
    if starts_like_statement(text) { quoted(text) } else { name(text) }
}

fn label(offset: Option<LabelOffset>) -> Option<String> {
    offset.map(|at| format!("label {}", numbers(&[at.dx(), at.dy()])))
}

pub(super) fn coordinates(at: Position) -> String {
    numbers(&[at.visibility.value(), at.evolution.value()])
}

fn numbers(numbers: &[f64]) -> String {
    let texts: Vec<_> = numbers.iter().map(|number| shortest(*number)).collect();
    format!("[{}]", texts.join(", "))
}

pub(super) fn one_line(text: &str) -> String {
    let line = text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ");
    if line.contains(is_invisible) { line.replace(is_invisible, "") } else { line }
}

/// The text in the arrow of a flow: no quote can stand in it.
pub(super) fn flow_label(label: &str) -> String {
    plain_text(label).replace('\'', "’")
}

/// A text as a line can have it: without ends of lines and marks of comments.
pub(super) fn plain_text(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut line = one_line(text).replace("/*", "/ *");
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| rest.find("//")).map(|at| from + at) {
        // In an address it begins no comment.
        if line.get(..at).is_none_or(|before| !before.ends_with(':')) {
            line.insert(at + 1, ' ');
        }
        from = at + 2;
    }
    line
}

/// A title as a line can have it: one that begins as an arrow would be a link.
pub(super) fn plain_title(title: &str) -> String {
    let title = plain_text(title);
    let is_arrow = ["->", "+>", "+<"].iter().any(|arrow| title.starts_with(arrow));
    if is_arrow { title.replacen(['-', '+'], "· ", 1) } else { title }
}

/// The name of a stage or of an end of the value chain: an arrow ends it.
pub(super) fn plain_stage(name: &str) -> String {
    plain_text(name).replace("->", "→")
}

/// The text of a link: a semicolon ends it.
pub(super) fn plain_link_text(text: &str) -> String {
    plain_text(text).replace(';', ",")
}

/// The words of the value chain: without a title its line would be a link.
pub(super) fn plain_value_chain(axis: &ValueAxis) -> ValueAxis {
    let part = |text: &Option<String>| text.as_deref().map(plain_stage).filter(|text| !text.is_empty());
    let title = part(&axis.title);
    let (low, high) = if title.is_some() { (part(&axis.low), part(&axis.high)) } else { (None, None) };
    ValueAxis { title, low, high, hidden: axis.hidden }
}

/// A name as it stands, or in quotes where it would be read as something else.
pub(super) fn name(name: &str) -> String {
    let odd = ["->", "+>", "+<", "+'", "//", "/*", "[", "]", ";", "{", "}", "\"", "\n", "\r", "\t", "  "];
    let cut = super::suffix::start(name).is_some();
    let last_gap = name.bytes().rposition(|byte| byte == b' ');
    let last_word = last_gap.and_then(|gap| name.get(gap + 1..));
    // Most names have no letter that begins such a sign.
    let is_simple = |letter: u8| letter.is_ascii_alphanumeric() || b" -_.,()&".contains(&letter);
    let has_gap = || name.as_bytes().windows(2).any(|two| two == b"  ");
    let has_signs = || name.contains(is_invisible) || odd.iter().any(|odd| name.contains(odd));
    let is_odd = if name.bytes().all(is_simple) { has_gap() } else { has_signs() };
    let bare = !name.is_empty() && name.trim() == name && !cut && !is_odd;
    let ends_in_number = || last_word.is_some_and(|word| word.parse::<f64>().is_ok());
    if bare && !ends_in_number() { name.to_owned() } else { quoted(name) }
}

/// The name that something evolves into. Between the arrow and the number little can be mistaken, and
/// OnlineWardleyMaps takes quotes for a part of it.
pub(super) fn new_name(name: &str) -> String {
    let odd = ["//", "/*", "\"", "\n", "\r", "\t", "  "].iter().any(|odd| name.contains(odd));
    let is_cut = super::suffix::start(&format!("{name} 0")).is_some();
    if odd || is_cut || name.trim() != name { quoted(name) } else { name.to_owned() }
}
