//! Reading format 1.

use super::Places;
use super::fields::{EndText, Fields};
use super::lists::{Item, Lists, NOT_SHOWN, link_kind, unknown_fields};
use super::record::{
    AboutFile, AnswerFile, ConflictFile, DecisionFile, DetailsFile, InertiaFile, PinFile, Record as _,
    ScenarioFile, SubmapFile, ValueChainFile,
};
use crate::format::invisible::{CLEANED, clean};
use crate::format::tree::{Field, Node, Syntax, Tree};
use crate::format::{Diagnostic, Reading, Span};
use crate::model::{
    Accelerator, Annotation, Area, Attitude, Body, Component, ComponentKind, Drive, Element, ElementId, End,
    Evolution, EvolutionAxis, Evolve, IdMint, Kept, KeptIn, KeptPlace, LabelOffset, Legend, LinkKey,
    LinkKind, Map, Note, Opinion, Pipeline, Place, Position, Scenario, Set, Sheet,
};

type Taken<T> = Result<T, Diagnostic>;

/// Reads the fields of a map of format 1, the lists of which were read as far as they could be.
pub(super) fn read<'a>(
    text: &'a str,
    syntax: Syntax,
    tree: &'a Tree,
    fields: &'a [Field],
    lists: Lists<'a>,
) -> (Reading, Option<Places>) {
    let mut reader = Reader { text, syntax, diagnostics: Vec::new(), kept: Vec::new() };
    match reader.map(tree, fields, lists) {
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

impl<'a> Reader<'a> {
    fn map(&mut self, tree: &'a Tree, fields: &'a [Field], mut lists: Lists<'a>) -> Taken<(Map, Places)> {
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

        lists.finish(element_nodes, link_nodes);
        self.diagnostics.append(&mut lists.diagnostics);
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
        self.keep_items(&lists);
        let (elements, links) = (lists.elements.iter(), lists.links.iter());
        verbatim.extend(elements.flat_map(Item::verbatim).chain(links.flat_map(Item::verbatim)));
        self.keep_comments(tree, fields, &lists, verbatim);
        for node in kept_nodes {
            // What is no line of the kind we know is kept as one, at the end.
            match self.kept_line(node, lists.ids()) {
                Ok((kept, unknown)) => {
                    if unknown_fields(&unknown, &mut self.diagnostics).is_empty() {
                        self.kept.push(kept);
                    } else {
                        self.keep(node.span, KeptIn::Owm, KeptPlace::End);
                    }
                }
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic.with_help(NOT_SHOWN));
                    self.keep(node.span, KeptIn::Owm, KeptPlace::End);
                }
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
        let places = Places { elements: spans(&lists.elements), links: spans(&lists.links) };
        let elements = lists.elements.into_iter().filter_map(|item| item.read).collect();
        let links = lists.links.into_iter().filter_map(|item| item.read).collect();
        Ok((map.with_elements(elements).with_links(links), places))
    }

    fn kept_line(&self, node: &'a Node, ids: &Set<ElementId>) -> Taken<(Kept, Vec<&'a Field>)> {
        let (name, mut fields) = Fields::open(self.text, self.syntax, node)?;
        let format = match name {
            "Line" => KeptIn::Owm,
            "MermaidLine" => KeptIn::Mermaid,
            _ => return Err(fields.wrong(format!("`{name}` is not a kept line"))),
        };
        let f = &mut fields;
        let text = f.text("text")?;
        let before = f.optional_id("before")?;
        let kind = f.word("kind", &[("Need", "Need"), ("Constraint", "Constraint"), ("Flow", "Flow")])?;
        let direction = f.choice("direction")?;
        let (from, to) = (f.end("from")?, f.end("to")?);
        let nth = f.whole("nth")?.unwrap_or(0) as usize;
        let top = f.flag("top")?;
        let place = match (before, from, to) {
            (Some(id), ..) => KeptPlace::BeforeElement(id),
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

fn quiet_end(end: EndText, ids: &Set<ElementId>) -> End {
    match end {
        EndText::Id(id) if ids.contains(&id) => End::Element(id),
        EndText::Id(id) => End::Dangling(id.to_string()),
        EndText::Missing(name) => End::Dangling(name),
    }
}

/// An element; its id is empty where it has none.
pub(super) fn element(f: &mut Fields<'_>, name: &str, warnings: &mut Vec<Diagnostic>) -> Taken<Element> {
    let id = f.id("id")?;
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
    let within = f.optional_id("within")?;
    let visibility = f.fraction("visibility", warnings)?;
    let evolution = f.fraction("evolution", warnings)?;
    let place = match (within, visibility, evolution) {
        (Some(pipeline), None, Some(evolution)) => {
            Place::Within { pipeline, evolution: Evolution::clamped(evolution) }
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
