//! Reading the changes of scenarios and conflicts.

use std::sync::Arc;

use crate::format::Diagnostic;
use crate::format::ron::fields::{EndText, Fields};
use crate::format::ron::record::{
    AnswerFile, DecisionFile, DetailsFile, InertiaFile, PinFile, Record as _, SubmapFile, ValueChainFile,
};
use crate::format::ron::v1;
use crate::format::tree::Value;
use crate::model::{
    Change, ComponentKind, Direction, Drive, ElementId, End, Evolution, Field, HeadField, Legend, Link,
    LinkField, LinkKey, LinkKind, Map, Pipeline, Place, Position, Sheet, Visibility,
};

type Taken<T> = Result<T, Diagnostic>;

/// The changes of a list.
pub(super) fn read_changes(fields: &mut Fields<'_>, key: &str) -> Taken<Vec<Change>> {
    let mut changes = Vec::new();
    for node in fields.items(key)? {
        let wrong = || {
            Diagnostic::error(node.span, "a change `Change(id: …)`, `Add(…)` or the like is expected here")
        };
        match &node.value {
            Value::List { name, items } if matches!(name.as_str(), "Add" | "Replace") => {
                let [inner] = items.as_slice() else { return Err(wrong()) };
                let element = Arc::new(fields.element(inner)?);
                changes.push(if name == "Add" { Change::Add(element) } else { Change::Replace(element) });
            }
            Value::Struct { name, fields: inner } => {
                fields.at(inner, node.span, |f| read_change(f, name, &mut changes))?;
            }
            _ => return Err(wrong()),
        }
    }
    Ok(changes)
}

fn read_change(f: &mut Fields<'_>, name: &str, changes: &mut Vec<Change>) -> Taken<()> {
    match name {
        "Map" => changes.extend(read_head(f)?.into_iter().map(Change::Head)),
        "Remove" => changes.push(Change::Remove(f.id("id")?)),
        "Change" => {
            let id = f.id("id")?;
            let fields = read_fields(f)?;
            if !fields.is_empty() {
                changes.push(Change::Set { id, fields });
            }
        }
        "AddLink" => {
            let key = read_key(f)?;
            let link = Link {
                from: key.from,
                to: key.to,
                kind: key.kind,
                via: f.end_list("via")?.into_iter().map(|(text, _)| end(text)).collect(),
                text: f.text("text")?.into(),
                label: f.text("label")?.into(),
                parked: f.flag("parked")?,
            };
            changes.push(Change::AddLink { link: Arc::new(link), beside: key.nth });
        }
        "RemoveLink" => changes.push(Change::RemoveLink(read_key(f)?)),
        "ChangeLink" => {
            let key = read_key(f)?;
            let fields = f.nested("becomes", read_becomes)?.unwrap_or_default();
            changes.push(Change::SetLink { key, fields });
        }
        "Order" => {
            changes.push(Change::Order(f.texts("ids")?.iter().map(|id| ElementId::new(id)).collect()));
        }
        "OrderLinks" => changes.push(Change::LinkOrder(f.records("links", read_key)?)),
        _ => return Err(f.wrong(format!("`{name}` is not a change of a map"))),
    }
    Ok(())
}

fn end(text: EndText) -> End {
    match text {
        EndText::Id(id) => End::Element(id),
        EndText::Missing(name) => End::Dangling(name),
    }
}

fn read_kind(f: &mut Fields<'_>) -> Taken<Option<LinkKind>> {
    let words = [("Need", 0), ("Constraint", 1), ("Flow", 2)];
    let kind = f.word("kind", &words)?;
    let direction: Option<Direction> = f.choice("direction")?;
    Ok(kind.map(|kind| match kind {
        0 => LinkKind::Need,
        1 => LinkKind::Constraint,
        _ => LinkKind::Flow(direction.unwrap_or(Direction::Forward)),
    }))
}

fn read_key(f: &mut Fields<'_>) -> Taken<LinkKey> {
    let (from, to) = (f.end("from")?, f.end("to")?);
    let (Some((from, _)), Some((to, _))) = (from, to) else {
        return Err(f.wrong("a link is told by its `from` and its `to`"));
    };
    let kind = read_kind(f)?.unwrap_or(LinkKind::Need);
    let nth = f.whole("nth")?.unwrap_or(0) as usize;
    Ok(LinkKey { from: end(from), to: end(to), kind, nth })
}

fn read_becomes(f: &mut Fields<'_>) -> Taken<Vec<LinkField>> {
    let mut fields = Vec::new();
    fields.extend(f.end("from")?.map(|(text, _)| LinkField::From(end(text))));
    fields.extend(f.end("to")?.map(|(text, _)| LinkField::To(end(text))));
    fields.extend(read_kind(f)?.map(LinkField::Kind));
    if f.has("via") {
        let via = f.end_list("via")?;
        fields.push(LinkField::Via(via.into_iter().map(|(text, _)| end(text)).collect()));
    }
    fields.extend(f.optional_text("text")?.map(LinkField::Text));
    fields.extend(f.optional_text("label")?.map(LinkField::Label));
    fields.extend(f.optional_flag("parked")?.map(LinkField::Parked));
    Ok(fields)
}

fn read_head(f: &mut Fields<'_>) -> Taken<Vec<HeadField>> {
    let off = &mut Vec::new();
    let usual = f.texts("usual")?;
    let is = |key: &str| usual.iter().any(|usual| usual == key);
    let at = |(v, e): (f64, f64)| Position::clamped(v, e);
    let mut all = Vec::new();
    all.extend(f.optional_text("title")?.map(HeadField::Title));
    all.extend(f.optional_text("purpose")?.map(HeadField::Purpose));
    all.extend(f.optional_text("scope")?.map(HeadField::Scope));
    all.extend(f.optional_text("date")?.map(HeadField::Date));
    all.extend(f.optional_text("author")?.map(HeadField::Author));
    all.extend(f.optional_text("theme")?.map(HeadField::Theme));
    all.extend(f.pair("sheet")?.map(|(width, height)| HeadField::Sheet(Sheet::new(width, height))));
    let stages = f.texts("stages")?;
    all.extend((2..=7).contains(&stages.len()).then_some(HeadField::Stages(stages)));
    all.extend(f.optional_flag("hides_evolution")?.map(HeadField::HidesEvolution));
    let boundaries = f.numbers("boundaries")?;
    all.extend((!boundaries.is_empty()).then_some(HeadField::Boundaries(boundaries)));
    all.extend(f.optional_flag("corners")?.map(|corners| HeadField::Corners(Some(corners))));
    all.extend(f.nested("value_chain", ValueChainFile::read)?.map(HeadField::ValueChain));
    all.extend(f.pair_on_map("annotations_at", off)?.map(|to| HeadField::AnnotationsAt(Some(at(to)))));
    let legend = f.nested("legend", |f| Ok(Legend { at: f.pair_on_map("at", off)?.map(at) }))?;
    all.extend(legend.map(|legend| HeadField::Legend(Some(legend))));
    all.extend(f.optional_flag("stacked_labels")?.map(|stacked| HeadField::StackedLabels(Some(stacked))));
    macro_rules! list {
        ($key:literal, $field:ident, $read:expr) => {{
            let list = $read;
            if !list.is_empty() || is($key) {
                all.push(HeadField::$field(list));
            }
        }};
    }
    list!("answered", Answered, f.records("answered", AnswerFile::read)?);
    list!("rules_off", RulesOff, f.texts("rules_off")?);
    list!("decisions", Decisions, f.records("decisions", DecisionFile::read)?);
    list!("pins", Pins, f.records("pins", PinFile::read)?);
    all.extend(f.optional_text("left_out")?.map(HeadField::LeftOut));
    list!("later", Later, f.texts("later")?);
    all.extend(f.optional_flag("own_practice")?.map(HeadField::OwnPractice));
    let unset = Map::default();
    for key in &usual {
        all.extend(match key.as_str() {
            "sheet" => Some(HeadField::Sheet(unset.sheet)),
            "corners" => Some(HeadField::Corners(None)),
            "annotations_at" => Some(HeadField::AnnotationsAt(None)),
            "legend" => Some(HeadField::Legend(None)),
            "stacked_labels" => Some(HeadField::StackedLabels(None)),
            "value_chain" => Some(HeadField::ValueChain(unset.value_chain.clone())),
            "boundaries" => Some(HeadField::Boundaries(Vec::new())),
            _ => None,
        });
    }
    all.sort_by_key(HeadField::rank);
    Ok(all)
}

fn read_fields(f: &mut Fields<'_>) -> Taken<Vec<Field>> {
    let off = &mut Vec::new();
    let usual = f.texts("usual")?;
    let mut all = Vec::new();
    all.extend(f.optional_text("name")?.map(Field::Name));
    let kinds = [("Anchor", ComponentKind::Anchor), ("Component", ComponentKind::Component)];
    all.extend(f.word("kind", &kinds)?.map(Field::Kind));
    all.extend(f.pair_on_map("at", off)?.map(|(v, e)| Field::Place(Place::At(Position::clamped(v, e)))));
    let evolution = f.fraction("evolution", off)?.map(Evolution::clamped);
    let within = f.optional_id("within")?;
    let visibility = f.fraction("visibility", off)?.map(|v| Field::Visibility(Visibility::clamped(v)));
    all.extend(visibility);
    all.extend(match (within, evolution) {
        (Some(pipeline), Some(evolution)) => Some(Field::Place(Place::Within { pipeline, evolution })),
        (Some(_), None) => return Err(f.wrong("what comes `within` a pipeline has an `evolution`")),
        (None, evolution) => evolution.map(Field::Evolution),
    });
    let points = f.pairs_on_map("points", off)?;
    let points: Vec<_> = points.into_iter().map(|(v, e)| Position::clamped(v, e)).collect();
    all.extend((!points.is_empty()).then_some(Field::Points(points)));
    all.extend(f.whole("number")?.map(Field::Number));
    all.extend(f.choice("attitude")?.map(Field::Attitude));
    all.extend(f.word("drive", &[("Faster", Drive::Faster), ("Slower", Drive::Slower)])?.map(Field::Drive));
    all.extend(v1::label(f, off)?.map(|label| Field::Label(Some(label))));
    all.extend(f.nested("evolve", |f| v1::evolve(f, off))?.map(|evolve| Field::Evolve(Some(evolve))));
    all.extend(f.fraction("evolves_to", off)?.map(|to| Field::EvolvesTo(Evolution::clamped(to))));
    all.extend(f.optional_text("evolved_name")?.map(|name| Field::EvolvedName(Some(name))));
    all.extend(f.choice("evolved_method")?.map(|method| Field::EvolvedMethod(Some(method))));
    let evolved = f.pair("evolved_label")?.and_then(|(dx, dy)| crate::model::LabelOffset::new(dx, dy));
    all.extend(evolved.map(|label| Field::EvolvedLabel(Some(label))));
    all.extend(f.optional_flag("future_links")?.map(Field::FutureLinks));
    all.extend(
        f.nested("inertia", InertiaFile::read)?.map(|inertia| Field::Inertia(Some(Box::new(inertia)))),
    );
    let pipeline: Option<Pipeline> = f.nested("pipeline", |f| v1::pipeline(f, off))?;
    all.extend(pipeline.map(|pipeline| Field::Pipeline(Some(pipeline))));
    all.extend(f.choice("method")?.map(|method| Field::Method(Some(method))));
    all.extend(f.optional_flag("market")?.map(Field::Market));
    all.extend(f.optional_flag("ecosystem")?.map(Field::Ecosystem));
    all.extend(f.nested("submap", SubmapFile::read)?.map(|submap| Field::Submap(Some(Box::new(submap)))));
    all.extend(f.choice("role")?.map(|role| Field::Role(Some(role))));
    all.extend(f.fraction("treated", off)?.map(|at| Field::Treated(Some(Evolution::clamped(at)))));
    all.extend(f.fraction("spread", off)?.map(|by| Field::Spread(Some(Evolution::clamped(by)))));
    let opinions = v1::opinions(f, off)?;
    all.extend((!opinions.is_empty()).then_some(Field::Opinions(opinions)));
    all.extend(f.optional_flag("removed")?.map(Field::Removed));
    all.extend(f.nested("details", DetailsFile::read)?.map(Field::Details));
    all.extend(f.color("color")?.map(|color| Field::Color(Some(color))));
    all.extend(f.optional_flag("parked")?.map(Field::Parked));
    for key in &usual {
        all.push(match key.as_str() {
            "at" => Field::Place(Place::Unplaced),
            "points" => Field::Points(Vec::new()),
            "label" => Field::Label(None),
            "evolve" => Field::Evolve(None),
            "evolved_name" => Field::EvolvedName(None),
            "evolved_method" => Field::EvolvedMethod(None),
            "evolved_label" => Field::EvolvedLabel(None),
            "inertia" => Field::Inertia(None),
            "pipeline" => Field::Pipeline(None),
            "method" => Field::Method(None),
            "submap" => Field::Submap(None),
            "role" => Field::Role(None),
            "treated" => Field::Treated(None),
            "spread" => Field::Spread(None),
            "opinions" => Field::Opinions(Vec::new()),
            "details" => Field::Details(crate::model::Details::default()),
            "color" => Field::Color(None),
            _ => return Err(f.wrong(format!("`{key}` has no usual value"))),
        });
    }
    all.sort_by_key(Field::rank);
    Ok(all)
}
