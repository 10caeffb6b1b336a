//! Reading format 1.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Places;
use super::fields::{EndText, Fields};
use super::record::{
    AboutFile, AnswerFile, ConflictFile, DecisionFile, DetailsFile, InertiaFile, PinFile, Record as _,
    ScenarioFile, SubmapFile, ValueChainFile,
};
use crate::format::invisible::{CLEANED, clean, clean_element, clean_link};
use crate::format::tree::{Field, Node, Syntax, Tree, Value};
use crate::format::{Diagnostic, Reading, Span, code};
use crate::model::{
    Accelerator, Annotation, Area, Attitude, Body, Component, ComponentKind, Direction, Drive, Element,
    ElementId, End, Evolution, EvolutionAxis, Evolve, IdMint, Kept, KeptIn, KeptPlace, LabelOffset, Legend,
    Link, LinkKey, LinkKind, Map, Note, Opinion, Pipeline, Place, Position, Scenario, Sheet,
};

type Taken<T> = Result<T, Diagnostic>;

/// Reads the fields of a map of format 1.
pub(super) fn read(text: &str, syntax: Syntax, tree: &Tree, fields: &[Field]) -> (Reading, Option<Places>) {
    let mut reader = Reader { text, syntax, diagnostics: Vec::new(), kept: Vec::new() };
    match reader.map(tree, fields) {
        Ok((map, places)) => (Reading { map: Some(map), diagnostics: reader.diagnostics }, Some(places)),
        Err(diagnostic) => {
            reader.diagnostics.push(diagnostic);
            (Reading { map: None, diagnostics: reader.diagnostics }, None)
        }
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    syntax: Syntax,
    diagnostics: Vec<Diagnostic>,
    pub(super) kept: Vec<Kept>,
}

/// Something of a list, in the place where it stood: understood, or kept word for word.
pub(super) struct Item<T> {
    pub(super) span: Span,
    pub(super) read: Option<T>,
    pub(super) unknown: Vec<Span>,
}

impl<T> Item<T> {
    /// Its parts that are kept word for word, comments included.
    fn verbatim(&self) -> Vec<Span> {
        if self.read.is_none() { vec![self.span] } else { self.unknown.clone() }
    }
}

impl<'a> Reader<'a> {
    fn map(&mut self, tree: &'a Tree, fields: &'a [Field]) -> Taken<(Map, Places)> {
        let mut head = Fields::new(self.text, self.syntax, fields, tree.root.span)?;
        head.whole("format")?;
        let mut title = head.text("title")?;
        if clean(&mut title) {
            self.diagnostics.push(Diagnostic::hint(tree.root.span, CLEANED));
        }
        let about = head.nested("about", AboutFile::read)?.unwrap_or_default();
        let theme = head.optional_text("theme")?.unwrap_or_else(|| "mapstone".to_owned());
        let sheet_pair = head.pair("sheet")?;
        let sheet = sheet_pair.and_then(|(width, height)| Sheet::new(width, height));
        if sheet_pair.is_some() && sheet.is_none() {
            let span = fields.iter().find(|f| f.key == "sheet").map_or(tree.root.span, |f| f.span);
            return Err(Diagnostic::error(span, "a sheet is 100 to 20000 pixels wide and high"));
        }
        let evolution = head.nested("evolution", evolution)?.unwrap_or_default();
        if let Some(problem) = evolution.problem() {
            let span = fields.iter().find(|f| f.key == "evolution").map_or(tree.root.span, |f| f.span);
            return Err(Diagnostic::error(span, problem));
        }
        let value_chain = head.nested("value_chain", ValueChainFile::read)?.unwrap_or_default();
        let annotations_at = head.pair_on_map("annotations_at", &mut self.diagnostics)?;
        let diagnostics = &mut self.diagnostics;
        let legend = head.nested("legend", |f| {
            let at = f.pair_on_map("at", diagnostics)?;
            Ok(Legend { at: at.map(|(v, e)| Position::clamped(v, e)) })
        })?;
        let stacked_labels = head.optional_flag("stacked_labels")?;
        let rules_off = head.texts("rules_off")?;
        let answered = head.records("answered", AnswerFile::read)?;
        let decisions = head.records("decisions", DecisionFile::read)?;
        let pins = head.records("pins", PinFile::read)?;
        let scenarios = with_own_ids(head.records("scenarios", ScenarioFile::read)?);
        let conflicts = head.records("conflicts", ConflictFile::read)?;
        let element_nodes = head.items("elements")?;
        let link_nodes = head.items("links")?;
        let kept_nodes = head.items("kept")?;

        let elements = element_nodes.iter().map(|node| self.item(node, Self::element)).collect::<Vec<_>>();
        let elements = self.unique(elements);
        let ids: HashSet<ElementId> =
            elements.iter().filter_map(|item| Some(item.read.as_ref()?.id.clone())).collect();
        self.check_pipelines(&elements, &ids);
        let links: Vec<_> = link_nodes.iter().map(|node| self.item(node, |r, n| r.link(n, &ids))).collect();
        let keys = keys(&links);
        let mut verbatim: Vec<Span> = Vec::new();
        for field in head.unknown() {
            verbatim.push(field.span);
            // Editors write it, so that they find the schema.
            if self.syntax != Syntax::Json || field.key != "$schema" {
                let message = format!("`{}` is not a field of a map; it is kept in the file", field.key);
                self.diagnostics.push(Diagnostic::warning(field.span, message));
            }
            self.keep(field.span, KeptIn::RonItem, KeptPlace::Head);
        }
        self.keep_items(&elements, &links, &keys);
        verbatim
            .extend(elements.iter().flat_map(Item::verbatim).chain(links.iter().flat_map(Item::verbatim)));
        self.keep_comments(tree, fields, (&elements, &links), &keys, &verbatim);
        for node in kept_nodes {
            let item = self.item(node, |r, n| r.kept_line(n, &ids));
            // What is no line of the kind we know is kept as one, at the end.
            let is_whole = item.unknown.is_empty();
            match item.read {
                Some(kept) if is_whole => self.kept.push(kept),
                _ => self.keep(item.span, KeptIn::Owm, KeptPlace::End),
            }
        }
        let map = Map {
            title,
            about,
            theme,
            sheet,
            evolution,
            value_chain,
            annotations_at: annotations_at.map(|(v, e)| Position::clamped(v, e)),
            legend,
            stacked_labels,
            answered,
            decisions,
            pins,
            rules_off,
            scenarios,
            conflicts,
            kept: std::mem::take(&mut self.kept),
            ..Map::default()
        };
        let places = Places { elements: spans(&elements), links: spans(&links) };
        let elements = elements.into_iter().filter_map(|item| item.read).map(Arc::new).collect();
        let links = links.into_iter().filter_map(|item| item.read).map(Arc::new).collect();
        Ok((map.with_elements(elements).with_links(links), places))
    }

    /// Reads one item of a list; an error in it is reported, and the item left for [`Self::keep_items`].
    fn item<T>(
        &mut self,
        node: &'a Node,
        read: impl FnOnce(&mut Self, &'a Node) -> Taken<(T, Vec<&'a Field>)>,
    ) -> Item<T> {
        match read(self, node) {
            Ok((value, unknown)) => {
                for field in &unknown {
                    let message = format!("unknown field `{}`; it is kept in the file", field.key);
                    self.diagnostics.push(Diagnostic::warning(field.span, message));
                }
                let unknown = unknown.into_iter().map(|field| field.span).collect();
                Item { span: node.span, read: Some(value), unknown }
            }
            Err(diagnostic) => {
                let help = "this line is kept in the file as it is, but not shown";
                self.diagnostics.push(diagnostic.with_help(help));
                Item { span: node.span, read: None, unknown: Vec::new() }
            }
        }
    }

    fn open(&self, node: &'a Node) -> Taken<(&'a str, Fields<'a>)> {
        match &node.value {
            Value::Struct { name, fields } => {
                Ok((name, Fields::new(self.text, self.syntax, fields, node.span)?))
            }
            _ => Err(Diagnostic::error(node.span, "`Name(field: value, …)` is expected here")),
        }
    }

    fn element(&mut self, node: &'a Node) -> Taken<(Element, Vec<&'a Field>)> {
        let (name, mut fields) = self.open(node)?;
        let mut element = element(&mut fields, name, &mut self.diagnostics)?;
        if clean_element(&mut element) {
            self.diagnostics.push(Diagnostic::hint(node.span, CLEANED));
        }
        Ok((element, fields.unknown()))
    }

    /// Gives an id to what has none, and another to what has one that is taken.
    fn unique(&mut self, mut items: Vec<Item<Element>>) -> Vec<Item<Element>> {
        let mut mint = IdMint::default();
        let given: HashSet<ElementId> =
            items.iter().filter_map(|item| Some(item.read.as_ref()?.id.clone())).collect();
        let mut sorted: Vec<_> = given.into_iter().collect();
        sorted.sort();
        for id in &sorted {
            mint.take(id);
        }
        let mut seen: HashSet<ElementId> = HashSet::new();
        for (at, item) in items.iter_mut().enumerate() {
            let Some(element) = &mut item.read else { continue };
            let old = element.id.to_string();
            if !old.is_empty() && seen.insert(element.id.clone()) {
                continue;
            }
            element.id = mint.new_id(element.name(), element.kind_name(), at + 1);
            if !old.is_empty() {
                self.diagnostics.push(
                    Diagnostic::error(item.span, format!("the id `{old}` is taken by an earlier element"))
                        .with_help(format!("links to it go to the first; this one is now `{}`", element.id)),
                );
            }
        }
        items
    }

    fn check_pipelines(&mut self, elements: &[Item<Element>], ids: &HashSet<ElementId>) {
        for item in elements {
            let Some(component) = item.read.as_ref().and_then(Element::component) else { continue };
            if let Place::Within { pipeline, .. } = &component.place
                && !ids.contains(pipeline)
            {
                let message =
                    format!("`{pipeline}` is not on the map, so `{}` has no height", component.name);
                self.diagnostics.push(Diagnostic::warning(item.span, message));
            }
        }
    }

    fn link(&mut self, node: &'a Node, ids: &HashSet<ElementId>) -> Taken<(Link, Vec<&'a Field>)> {
        let (name, mut fields) = self.open(node)?;
        let f = &mut fields;
        let direction = f.choice("direction")?;
        let kind =
            link_kind(name, direction).ok_or_else(|| f.wrong(format!("`{name}` is not a kind of link")))?;
        let from = f.end("from")?.ok_or_else(|| f.wrong("a link needs a `from`"))?;
        let to = f.end("to")?.ok_or_else(|| f.wrong("a link needs a `to`"))?;
        let via = f.end_list("via")?;
        let mut link = Link {
            kind,
            text: f.text("text")?.into(),
            label: f.text("label")?.into(),
            parked: f.flag("parked")?,
            from: self.end(from, ids),
            to: self.end(to, ids),
            via: via.into_iter().map(|end| self.end(end, ids)).collect(),
        };
        if clean_link(&mut link) {
            self.diagnostics.push(Diagnostic::hint(node.span, CLEANED));
        }
        Ok((link, fields.unknown()))
    }

    fn end(&mut self, (end, span): (EndText, Span), ids: &HashSet<ElementId>) -> End {
        let id = match end {
            EndText::Missing(name) => {
                let message = format!("the map has no `{name}`, so this link is not drawn");
                self.diagnostics.push(Diagnostic::hint(span, message).coded(code::END_MISSING));
                return End::Dangling(name);
            }
            EndText::Id(id) => ElementId::new(&id),
        };
        if ids.contains(&id) {
            return End::Element(id);
        }
        let message = format!("no element has the id `{id}`, so this link is not drawn");
        self.diagnostics.push(Diagnostic::hint(span, message).coded(code::END_MISSING));
        End::Dangling(id.to_string())
    }

    fn kept_line(&mut self, node: &'a Node, ids: &HashSet<ElementId>) -> Taken<(Kept, Vec<&'a Field>)> {
        let (name, mut fields) = self.open(node)?;
        let format = match name {
            "Line" => KeptIn::Owm,
            "MermaidLine" => KeptIn::Mermaid,
            _ => return Err(fields.wrong(format!("`{name}` is not a kept line"))),
        };
        let f = &mut fields;
        let text = f.text("text")?;
        let before = f.optional_text("before")?;
        let kind = f.word("kind", &[("Need", "Need"), ("Constraint", "Constraint"), ("Flow", "Flow")])?;
        let direction = f.choice("direction")?;
        let (from, to) = (f.end("from")?, f.end("to")?);
        let nth = f.whole("nth")?.unwrap_or(0) as usize;
        let top = f.flag("top")?;
        let place = match (before, from, to) {
            (Some(id), ..) => KeptPlace::BeforeElement(ElementId::new(&id)),
            (None, Some((from, _)), Some((to, _))) => KeptPlace::BeforeLink(LinkKey {
                from: quiet_end(from, ids),
                to: quiet_end(to, ids),
                kind: link_kind(kind.unwrap_or("Need"), direction).unwrap_or(LinkKind::Need),
                nth,
            }),
            _ if top => KeptPlace::Top,
            _ => KeptPlace::End,
        };
        Ok((Kept { text, format, place }, fields.unknown()))
    }

    pub(super) fn keep(&mut self, span: Span, format: KeptIn, place: KeptPlace) {
        self.kept.push(Kept { text: span.of(self.text).to_owned(), format, place });
    }
}

/// Gives an id to scenarios that have none of their own.
fn with_own_ids(mut scenarios: Vec<Scenario>) -> Vec<Scenario> {
    let mut mint = IdMint::default();
    for (at, scenario) in scenarios.iter_mut().enumerate() {
        let id = ElementId::new(&scenario.id);
        if scenario.id.is_empty() || !mint.take(&id) {
            scenario.id = mint.new_id(&scenario.name, "scenario", at + 1).to_string();
        }
    }
    scenarios
}

/// Where those items stand that were understood.
fn spans<T>(items: &[Item<T>]) -> Vec<Span> {
    items.iter().filter(|item| item.read.is_some()).map(|item| item.span).collect()
}

/// The keys of the links that could be read, by their place in the file's list.
fn keys(links: &[Item<Link>]) -> HashMap<usize, LinkKey> {
    let mut seen: HashMap<(&End, &End, LinkKind), usize> = HashMap::new();
    let mut keys = HashMap::new();
    for (at, item) in links.iter().enumerate() {
        let Some(link) = &item.read else { continue };
        let count = seen.entry((&link.from, &link.to, link.kind)).or_default();
        let (from, to, kind, nth) = (link.from.clone(), link.to.clone(), link.kind, *count);
        *count += 1;
        keys.insert(at, LinkKey { from, to, kind, nth });
    }
    keys
}

fn quiet_end(end: EndText, ids: &HashSet<ElementId>) -> End {
    match end {
        EndText::Id(id) if ids.contains(&ElementId::new(&id)) => End::Element(ElementId::new(&id)),
        EndText::Id(name) | EndText::Missing(name) => End::Dangling(name),
    }
}

fn link_kind(name: &str, direction: Option<Direction>) -> Option<LinkKind> {
    match name {
        "Need" => Some(LinkKind::Need),
        "Constraint" => Some(LinkKind::Constraint),
        "Flow" => Some(LinkKind::Flow(direction.unwrap_or(Direction::Forward))),
        _ => None,
    }
}

/// An element; its id is empty where it has none.
pub(super) fn element(f: &mut Fields<'_>, name: &str, warnings: &mut Vec<Diagnostic>) -> Taken<Element> {
    let id = f.optional_text("id")?.filter(|id| !id.is_empty());
    let parked = f.flag("parked")?;
    let color = f.color("color")?;
    let body: Body = match name {
        "Anchor" => component(f, ComponentKind::Anchor, warnings)?.into(),
        "Component" => component(f, ComponentKind::Component, warnings)?.into(),
        "Note" => Note { text: f.text("text")?, at: position(f, warnings)? }.into(),
        "Annotation" => Annotation {
            number: f.whole("number")?.unwrap_or(1),
            at: points(f, "at", warnings)?,
            text: f.text("text")?,
        }
        .into(),
        "Area" => Area { outline: points(f, "outline", warnings)?, text: f.text("text")? }.into(),
        "Attitude" => Attitude {
            kind: f.choice("kind")?.ok_or_else(|| f.wrong("an attitude needs its `kind`"))?,
            top_left: corner(f, "top_left", warnings)?,
            bottom_right: corner(f, "bottom_right", warnings)?,
        }
        .into(),
        "Accelerator" | "Deaccelerator" => Accelerator {
            name: f.text("name")?,
            at: position(f, warnings)?,
            drive: if name == "Accelerator" { Drive::Faster } else { Drive::Slower },
        }
        .into(),
        _ => return Err(f.wrong(format!("`{name}` is not an element of a map"))),
    };
    let id = ElementId::new(&id.unwrap_or_default());
    Ok(Element { id, parked, color, body })
}

fn evolution(f: &mut Fields<'_>) -> Taken<EvolutionAxis> {
    let usual = EvolutionAxis::default();
    let stages = f.texts("stages")?;
    let boundaries = f.numbers("boundaries")?;
    Ok(EvolutionAxis {
        boundaries: if boundaries.is_empty() { usual.boundaries } else { boundaries },
        stages: if stages.is_empty() { usual.stages } else { stages },
        hidden: f.flag("hidden")?,
        corners: f.optional_flag("corners")?,
    })
}

fn component(f: &mut Fields<'_>, kind: ComponentKind, warnings: &mut Vec<Diagnostic>) -> Taken<Component> {
    let name = f.text("name")?;
    let within = f.optional_text("within")?;
    let visibility = f.fraction("visibility", warnings)?;
    let evolution = f.fraction("evolution", warnings)?;
    let place = match (within, visibility, evolution) {
        (Some(pipeline), None, Some(evolution)) => {
            Place::Within { pipeline: ElementId::new(&pipeline), evolution: Evolution::clamped(evolution) }
        }
        (Some(_), ..) => {
            return Err(f.wrong("what is `within` a pipeline has an `evolution` and no `visibility`"));
        }
        (None, Some(visibility), Some(evolution)) => Place::At(Position::clamped(visibility, evolution)),
        (None, None, None) => Place::Unplaced,
        _ => return Err(f.wrong("a position is a `visibility` and an `evolution`")),
    };
    Ok(Component {
        label: label(f, warnings)?,
        evolve: f.nested("evolve", |f| evolve(f, warnings))?.map(Box::new),
        inertia: f.nested("inertia", InertiaFile::read)?.map(Box::new),
        pipeline: f.nested("pipeline", |f| pipeline(f, warnings))?,
        method: f.choice("method")?,
        market: f.flag("market")?,
        ecosystem: f.flag("ecosystem")?,
        submap: f.nested("submap", SubmapFile::read)?.map(Box::new),
        role: f.choice("role")?,
        treated: f.fraction("treated", warnings)?.map(Evolution::clamped),
        spread: f.fraction("spread", warnings)?.map(Evolution::clamped),
        opinions: opinions(f, warnings)?.into(),
        removed: f.flag("removed")?,
        details: f.nested("details", DetailsFile::read)?.unwrap_or_default().into(),
        ..Component::new(&name, kind, place)
    })
}

pub(super) fn pipeline(f: &mut Fields<'_>, warnings: &mut Vec<Diagnostic>) -> Taken<Pipeline> {
    let range = f.pair_on_map("range", warnings)?;
    let ordered = range.map(|(a, b)| (Evolution::clamped(a.min(b)), Evolution::clamped(a.max(b))));
    Ok(Pipeline { range: ordered })
}

pub(super) fn opinions(f: &mut Fields<'_>, warnings: &mut Vec<Diagnostic>) -> Taken<Vec<Opinion>> {
    let read = f.records("opinions", |f| {
        let mut outside = Vec::new();
        let by = f.text("by")?;
        let evolution = f.fraction("evolution", &mut outside)?;
        let evolution = evolution.ok_or_else(|| f.wrong("an opinion says which `evolution`"))?;
        Ok((Opinion { by, evolution: Evolution::clamped(evolution) }, outside))
    })?;
    let take = |(opinion, outside): (Opinion, Vec<Diagnostic>)| {
        warnings.extend(outside);
        opinion
    };
    Ok(read.into_iter().map(take).collect())
}

pub(super) fn evolve(f: &mut Fields<'_>, warnings: &mut Vec<Diagnostic>) -> Taken<Evolve> {
    let to = f.fraction("to", warnings)?.ok_or_else(|| f.wrong("`evolve` says where `to`"))?;
    Ok(Evolve {
        to: Evolution::clamped(to),
        name: f.optional_text("name")?,
        method: f.choice("method")?,
        label: label(f, warnings)?,
        links: f.flag("links")?,
    })
}

pub(super) fn label(f: &mut Fields<'_>, warnings: &mut Vec<Diagnostic>) -> Taken<Option<LabelOffset>> {
    let span = f.span_of("label");
    let offset = f.pair("label")?.and_then(|(dx, dy)| LabelOffset::new(dx, dy));
    warnings.extend(offset.and_then(|offset| Diagnostic::far_label(offset, span)));
    Ok(offset)
}

fn position(f: &mut Fields<'_>, warnings: &mut Vec<Diagnostic>) -> Taken<Position> {
    match (f.fraction("visibility", warnings)?, f.fraction("evolution", warnings)?) {
        (Some(visibility), Some(evolution)) => Ok(Position::clamped(visibility, evolution)),
        _ => Err(f.wrong("a position is a `visibility` and an `evolution`")),
    }
}

fn corner(f: &mut Fields<'_>, key: &str, warnings: &mut Vec<Diagnostic>) -> Taken<Position> {
    let (visibility, evolution) =
        f.pair_on_map(key, warnings)?.ok_or_else(|| f.wrong(format!("`{key}` is missing")))?;
    Ok(Position::clamped(visibility, evolution))
}

fn points(f: &mut Fields<'_>, key: &str, warnings: &mut Vec<Diagnostic>) -> Taken<Vec<Position>> {
    let pairs = f.pairs_on_map(key, warnings)?;
    Ok(pairs.into_iter().map(|(visibility, evolution)| Position::clamped(visibility, evolution)).collect())
}
