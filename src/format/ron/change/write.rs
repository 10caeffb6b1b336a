//! Changes of the model as they are written.

use super::{
    ChangeFile, DriveFile, ElementChangeFile, HeadChangeFile, KindFile, LinkChangeFile, LinkFieldsFile,
    LinkOrderFile, OrderFile, RemoveFile,
};
use crate::format::ron::choice::Choice;
use crate::format::ron::convert::{self, marked_end};
use crate::format::ron::file::LegendFile;
use crate::format::ron::file_links::LinkKindFile;
use crate::format::ron::record::{
    AnswerFile, DecisionFile, DetailsFile, InertiaFile, PinFile, Record as _, SubmapFile, ValueChainFile,
};
use crate::model::{
    Change, ComponentKind, Direction, Drive, Evolution, Field, HeadField, LinkField, LinkKey, LinkKind, Place,
};

fn kind_of(kind: LinkKind) -> (Option<LinkKindFile>, Option<Choice<Direction>>) {
    match kind {
        LinkKind::Need => (None, None),
        LinkKind::Constraint => (Some(LinkKindFile::Constraint), None),
        LinkKind::Flow(direction) => {
            (Some(LinkKindFile::Flow), Some(Choice(direction)).filter(|_| direction != Direction::Forward))
        }
    }
}

fn key_file(key: &LinkKey) -> LinkChangeFile {
    let (kind, direction) = kind_of(key.kind);
    LinkChangeFile {
        from: Some(marked_end(&key.from)),
        to: Some(marked_end(&key.to)),
        kind,
        direction,
        nth: u32::try_from(key.nth).ok().filter(|nth| *nth > 0),
        ..LinkChangeFile::default()
    }
}

/// A change as it is written.
pub(super) fn change_file(change: &Change) -> ChangeFile {
    match change {
        Change::Head(field) => ChangeFile::Map(Box::new(head_file(field))),
        Change::Add(element) => ChangeFile::Add(Box::new(convert::element(element))),
        Change::Replace(element) => ChangeFile::Replace(Box::new(convert::element(element))),
        Change::Remove(id) => ChangeFile::Remove(RemoveFile { id: id.to_string() }),
        Change::Set { id, fields } => {
            let mut file = ElementChangeFile { id: id.to_string(), ..ElementChangeFile::default() };
            for field in fields {
                set_field(&mut file, field);
            }
            ChangeFile::Change(Box::new(file))
        }
        Change::AddLink { link, beside } => {
            let key = LinkKey { from: link.from.clone(), to: link.to.clone(), kind: link.kind, nth: *beside };
            ChangeFile::AddLink(LinkChangeFile {
                via: link.via.iter().map(marked_end).collect(),
                label: Some(link.label.to_string()).filter(|label| !label.is_empty()),
                text: Some(link.text.to_string()).filter(|text| !text.is_empty()),
                parked: link.parked,
                ..key_file(&key)
            })
        }
        Change::RemoveLink(key) => ChangeFile::RemoveLink(key_file(key)),
        Change::SetLink { key, fields } => {
            let mut becomes = LinkFieldsFile::default();
            for field in fields {
                match field {
                    LinkField::From(end) => becomes.from = Some(marked_end(end)),
                    LinkField::To(end) => becomes.to = Some(marked_end(end)),
                    LinkField::Kind(kind) => {
                        let (file, direction) = kind_of(*kind);
                        becomes.kind = Some(file.unwrap_or(LinkKindFile::Need));
                        becomes.direction = direction;
                    }
                    LinkField::Via(via) => becomes.via = Some(via.iter().map(marked_end).collect()),
                    LinkField::Text(text) => becomes.text = Some(text.clone()),
                    LinkField::Label(label) => becomes.label = Some(label.clone()),
                    LinkField::Parked(parked) => becomes.parked = Some(*parked),
                }
            }
            ChangeFile::ChangeLink(LinkChangeFile { becomes: Some(Box::new(becomes)), ..key_file(key) })
        }
        Change::Order(ids) => {
            ChangeFile::Order(OrderFile { ids: ids.iter().map(ToString::to_string).collect() })
        }
        Change::LinkOrder(keys) => {
            ChangeFile::OrderLinks(LinkOrderFile { links: keys.iter().map(key_file).collect() })
        }
    }
}

fn head_file(field: &HeadField) -> HeadChangeFile {
    let mut file = HeadChangeFile::default();
    let mut usual = |is: bool, key: &str| {
        if is {
            file.usual.push(key.to_owned());
        }
    };
    match field {
        HeadField::Sheet(sheet) => usual(sheet.is_none(), "sheet"),
        HeadField::Corners(corners) => usual(corners.is_none(), "corners"),
        HeadField::AnnotationsAt(at) => usual(at.is_none(), "annotations_at"),
        HeadField::Legend(legend) => usual(legend.is_none(), "legend"),
        HeadField::StackedLabels(stacked) => usual(stacked.is_none(), "stacked_labels"),
        HeadField::ValueChain(axis) => usual(ValueChainFile::of(axis).is_none(), "value_chain"),
        HeadField::Later(list) => usual(list.is_empty(), "later"),
        HeadField::Answered(list) => usual(list.is_empty(), "answered"),
        HeadField::RulesOff(list) => usual(list.is_empty(), "rules_off"),
        HeadField::Decisions(list) => usual(list.is_empty(), "decisions"),
        HeadField::Pins(list) => usual(list.is_empty(), "pins"),
        HeadField::Boundaries(list) => usual(list.is_empty(), "boundaries"),
        _ => {}
    }
    match field {
        HeadField::Title(text) => file.title = Some(text.clone()),
        HeadField::Purpose(text) => file.purpose = Some(text.clone()),
        HeadField::Scope(text) => file.scope = Some(text.clone()),
        HeadField::LeftOut(text) => file.left_out = Some(text.clone()),
        HeadField::Later(list) => file.later.clone_from(list),
        HeadField::OwnPractice(own) => file.own_practice = Some(*own),
        HeadField::Date(text) => file.date = Some(text.clone()),
        HeadField::Author(text) => file.author = Some(text.clone()),
        HeadField::Theme(text) => file.theme = Some(text.clone()),
        HeadField::Sheet(sheet) => file.sheet = sheet.map(|sheet| (sheet.width, sheet.height)),
        HeadField::Stages(stages) => file.stages.clone_from(stages),
        HeadField::HidesEvolution(hidden) => file.hides_evolution = Some(*hidden),
        HeadField::Boundaries(boundaries) => file.boundaries.clone_from(boundaries),
        HeadField::Corners(corners) => file.corners = *corners,
        HeadField::ValueChain(axis) => file.value_chain = ValueChainFile::of(axis),
        HeadField::AnnotationsAt(at) => file.annotations_at = at.map(convert::point),
        HeadField::Legend(legend) => {
            file.legend = legend.map(|legend| LegendFile { at: legend.at.map(convert::point) });
        }
        HeadField::StackedLabels(stacked) => file.stacked_labels = *stacked,
        HeadField::Answered(list) => file.answered = list.iter().map(AnswerFile::whole).collect(),
        HeadField::RulesOff(list) => file.rules_off.clone_from(list),
        HeadField::Decisions(list) => file.decisions = list.iter().map(DecisionFile::whole).collect(),
        HeadField::Pins(list) => file.pins = list.iter().map(PinFile::whole).collect(),
        // No scenario and no conflict is about these.
        HeadField::Scenarios(_) | HeadField::Conflicts(_) | HeadField::Kept(_) => {}
    }
    file
}

fn set_field(file: &mut ElementChangeFile, field: &Field) {
    let usual = |file: &mut ElementChangeFile, is: bool, key: &str| {
        if is {
            file.usual.push(key.to_owned());
        }
    };
    match field {
        Field::Name(name) => file.name = Some(name.clone()),
        Field::Kind(ComponentKind::Anchor) => file.kind = Some(KindFile::Anchor),
        Field::Kind(ComponentKind::Component) => file.kind = Some(KindFile::Component),
        Field::Place(Place::At(at)) => file.at = Some(convert::point(*at)),
        Field::Place(Place::Within { pipeline, evolution }) => {
            file.within = Some(pipeline.to_string());
            file.evolution = Some(evolution.value());
        }
        Field::Place(Place::Unplaced) => usual(file, true, "at"),
        Field::Visibility(visibility) => file.visibility = Some(visibility.value()),
        Field::Evolution(evolution) => file.evolution = Some(evolution.value()),
        Field::Points(points) => {
            file.points = points.iter().copied().map(convert::point).collect();
            usual(file, points.is_empty(), "points");
        }
        Field::Number(number) => file.number = Some(*number),
        Field::Attitude(kind) => file.attitude = Some(Choice(*kind)),
        Field::Drive(Drive::Faster) => file.drive = Some(DriveFile::Faster),
        Field::Drive(Drive::Slower) => file.drive = Some(DriveFile::Slower),
        Field::Label(label) => {
            file.label = label.map(convert::offset);
            usual(file, label.is_none(), "label");
        }
        Field::Evolve(evolve) => {
            file.evolve = evolve.as_ref().map(convert::evolve);
            usual(file, evolve.is_none(), "evolve");
        }
        Field::EvolvesTo(to) => file.evolves_to = Some(to.value()),
        Field::EvolvedName(name) => {
            file.evolved_name.clone_from(name);
            usual(file, name.is_none(), "evolved_name");
        }
        Field::EvolvedMethod(method) => {
            file.evolved_method = method.map(Choice);
            usual(file, method.is_none(), "evolved_method");
        }
        Field::EvolvedLabel(label) => {
            file.evolved_label = label.map(convert::offset);
            usual(file, label.is_none(), "evolved_label");
        }
        Field::FutureLinks(links) => file.future_links = Some(*links),
        Field::Inertia(inertia) => {
            file.inertia = inertia.as_deref().map(InertiaFile::whole);
            usual(file, inertia.is_none(), "inertia");
        }
        Field::Pipeline(pipeline) => {
            file.pipeline = pipeline.map(convert::pipeline);
            usual(file, pipeline.is_none(), "pipeline");
        }
        Field::Method(method) => {
            file.method = method.map(Choice);
            usual(file, method.is_none(), "method");
        }
        Field::Market(market) => file.market = Some(*market),
        Field::Ecosystem(ecosystem) => file.ecosystem = Some(*ecosystem),
        Field::Submap(submap) => {
            file.submap = submap.as_deref().map(SubmapFile::whole);
            usual(file, submap.is_none(), "submap");
        }
        Field::Role(role) => {
            file.role = role.map(Choice);
            usual(file, role.is_none(), "role");
        }
        Field::Treated(treated) => {
            file.treated = treated.map(Evolution::value);
            usual(file, treated.is_none(), "treated");
        }
        Field::Spread(spread) => {
            file.spread = spread.map(Evolution::value);
            usual(file, spread.is_none(), "spread");
        }
        Field::Opinions(opinions) => {
            file.opinions = opinions.iter().map(convert::opinion).collect();
            usual(file, opinions.is_empty(), "opinions");
        }
        Field::Removed(removed) => file.removed = Some(*removed),
        Field::Details(details) => {
            file.details = DetailsFile::of(details);
            usual(file, file.details.is_none(), "details");
        }
        Field::Color(color) => {
            file.color = color.map(|color| color.to_string());
            usual(file, color.is_none(), "color");
        }
        Field::Parked(parked) => file.parked = Some(*parked),
    }
}
