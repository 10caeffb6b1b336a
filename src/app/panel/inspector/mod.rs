//! Everything that the model knows of what is selected, or of the map.

mod component;
pub(in crate::app) mod cycle;
mod map;
pub(in crate::app) mod opinions;

use egui::{CollapsingHeader, ComboBox, Ui};

use super::{Act, Room, right, title};
use crate::app::command::{Command, Panel as Which};
use crate::app::fields::{
    Changes, choice, coordinates, flag, number, positions, remove_button, text, text_lines,
};
use crate::app::tip::Tip;
use crate::editor::Editor;
use crate::model::{
    Annotation, AttitudeKind, Body, Direction, Drive, Edit, Element, End, Link, LinkKey, LinkKind, Map, Note,
    Rare, Words as _,
};
use component::{component, pipelines, several};
use cycle::pins_of;
use map::map;
use opinions::Asking;

/// Shows the inspector, and asks for what was changed in it.
pub(in crate::app) fn show(
    ui: &mut Ui,
    asking: &mut Asking,
    editor: &Editor,
    room: Room,
    acts: &mut Vec<Act>,
) -> f32 {
    right(ui, room, Which::Inspector, acts, |ui, acts| {
        let mut changes = Changes::default();
        if contents(ui, asking, editor, &mut changes) {
            acts.push(Act::Do(Command::Signs));
        }
        for (label, edit, run) in changes.taken() {
            match acts.last_mut() {
                // One choice for many is one change.
                Some(Act::Change { edits, run: before, .. }) if *before == run && !run.is_empty() => {
                    edits.push(edit);
                }
                _ => acts.push(Act::Change { label, edits: vec![edit], run }),
            }
        }
    })
}

/// Shows them; answers whether somebody asks why it stands where it stands.
fn contents(ui: &mut Ui, asking: &mut Asking, editor: &Editor, changes: &mut Changes) -> bool {
    let selection = editor.document.selection();
    let of_map = editor.map();
    let mut ids: Vec<_> = selection.elements.iter().chain(&selection.ghost).collect();
    ids.dedup();
    let mut asks_why = false;
    match (ids.as_slice(), selection.links.iter().next()) {
        ([only], None) => {
            let Some(element) = of_map.element(only) else { return false };
            heading(ui, element.kind_name());
            if element.component().is_some_and(|own| !own.is_anchor()) {
                let tip = "Signs of how evolved it is: what they suggest is kept with why";
                asks_why = ui.link("Why here?").tip_beside(tip).clicked();
            }
            match &element.body {
                Body::Component(body) => {
                    let pipelines = pipelines(ui.ctx(), editor);
                    component(ui, (of_map, &pipelines), element, body, changes);
                    opinions::show(ui, asking, (of_map, element, body), changes);
                    pins_of(ui, of_map, element, changes);
                }
                _ => other(ui, element, changes),
            }
            common(ui, element, changes);
        }
        ([], Some(key)) if selection.links.len() == 1 => {
            if let Some(found) = of_map.link(key) {
                heading(ui, "link");
                link(ui, of_map, key, found, changes);
            }
        }
        ([], None) => {
            heading(ui, "map");
            map(ui, of_map, changes);
        }
        _ => {
            heading(ui, &format!("{} selected", selection.elements.len() + selection.links.len()));
            let elements: Vec<_> =
                ids.iter().filter_map(|id| of_map.element(id).map(AsRef::as_ref)).collect();
            several(ui, &elements, changes);
        }
    }
    asks_why
}

fn heading(ui: &mut Ui, text: &str) {
    let mut letters = text.chars();
    let upper: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    title(ui, &upper);
}

/// What every element has.
fn common(ui: &mut Ui, element: &Element, changes: &mut Changes) {
    ui.separator();
    changes.of(ui, "colour", element, |ui| {
        crate::app::fields::color(ui, element.color).map(|color| Element { color, ..element.clone() })
    });
    changes.of(ui, "state", element, |ui| {
        flag(ui, "Parked", element.parked, "Switched off, but kept in the file")
            .map(|parked| Element { parked, ..element.clone() })
    });
    ui.weak(format!("id  {}", element.id));
}

fn other(ui: &mut Ui, element: &Element, changes: &mut Changes) {
    let with = |body: Body| Element { body, ..element.clone() };
    match &element.body {
        Body::Note(note) => {
            changes.of(ui, "text", element, |ui| {
                text_lines(ui, "Text", &note.text).map(|text| with(Note { text, ..note.clone() }.into()))
            });
            changes.of(ui, "place", element, |ui| {
                coordinates(ui, "Position", note.at).map(|at| with(Note { at, ..note.clone() }.into()))
            });
        }
        Body::Annotation(annotation) => {
            changes.of(ui, "number", element, |ui| {
                let number = number(ui, "Number", f64::from(annotation.number), 0.0..=999.0, 0)?;
                Some(with(Annotation { number: number as u32, ..annotation.clone() }.into()))
            });
            changes.of(ui, "text", element, |ui| {
                text_lines(ui, "Text", &annotation.text)
                    .map(|text| with(Annotation { text, ..annotation.clone() }.into()))
            });
            changes.of_list(ui, "places", element, annotation.at.len(), |ui| {
                let at = positions(ui, "Place", &annotation.at, 1, "Another place")?;
                Some((at.len(), with(Annotation { at, ..annotation.clone() }.into())))
            });
        }
        Body::Area(area) => {
            changes.of(ui, "text", element, |ui| {
                let text = text(ui, "Caption", &area.text)?;
                Some(with(crate::model::Area { text, ..area.clone() }.into()))
            });
            CollapsingHeader::new("Points of the loop").show(ui, |ui| {
                changes.of_list(ui, "loop", element, area.outline.len(), |ui| {
                    let outline = positions(ui, "Point", &area.outline, 3, "Another point")?;
                    Some((outline.len(), with(crate::model::Area { outline, ..area.clone() }.into())))
                });
            });
        }
        Body::Attitude(attitude) => {
            let with_attitude = |attitude: crate::model::Attitude| with(attitude.into());
            changes.of(ui, "kind", element, |ui| {
                let kinds: Vec<_> = AttitudeKind::ALL.iter().map(|word| (word.is, word.label)).collect();
                choice(ui, "Kind", attitude.kind, &kinds)
                    .map(|kind| with_attitude(crate::model::Attitude { kind, ..attitude.clone() }))
            });
            changes.of(ui, "top left", element, |ui| {
                let top_left = coordinates(ui, "Top left", attitude.top_left)?;
                Some(with_attitude(crate::model::Attitude { top_left, ..attitude.clone() }))
            });
            changes.of(ui, "bottom right", element, |ui| {
                let bottom_right = coordinates(ui, "Bottom right", attitude.bottom_right)?;
                Some(with_attitude(crate::model::Attitude { bottom_right, ..attitude.clone() }))
            });
        }
        Body::Accelerator(accelerator) => {
            changes.of(ui, "name", element, |ui| {
                let name = text(ui, "Name", &accelerator.name)?;
                Some(with(crate::model::Accelerator { name, ..accelerator.clone() }.into()))
            });
            changes.of(ui, "drive", element, |ui| {
                let drives = [(Drive::Faster, "Faster"), (Drive::Slower, "Slower")];
                let drive = choice(ui, "Drive", accelerator.drive, &drives)?;
                Some(with(crate::model::Accelerator { drive, ..accelerator.clone() }.into()))
            });
            changes.of(ui, "place", element, |ui| {
                let at = coordinates(ui, "Position", accelerator.at)?;
                Some(with(crate::model::Accelerator { at, ..accelerator.clone() }.into()))
            });
        }
        Body::Component(_) => {}
    }
}

fn link(ui: &mut Ui, map: &Map, key: &LinkKey, link: &Link, changes: &mut Changes) {
    let mut change = |what: &str, new: Option<Link>| {
        if let Some(link) = new {
            let edit = Edit::ReplaceLink { key: key.clone(), link };
            // A stop more or less is a step of its own.
            let run = if what == "path" { String::new() } else { format!("link {key:?} {what}") };
            changes.push(format!("Change the link’s {what}"), edit, run);
        }
    };
    let kinds = [
        (LinkKind::Need, "Need"),
        (LinkKind::Constraint, "Constraint"),
        (LinkKind::Flow(Direction::Forward), "Flow forward"),
        (LinkKind::Flow(Direction::Backward), "Flow backward"),
        (LinkKind::Flow(Direction::Both), "Flow both ways"),
    ];
    change("kind", choice(ui, "Kind", link.kind, &kinds).map(|kind| of_kind(link, kind)));
    change("text", text(ui, "Text", &link.text).map(|text| Link { text: text.into(), ..link.clone() }));
    if let LinkKind::Flow(_) = link.kind {
        change(
            "label",
            text(ui, "What flows", &link.label).map(|label| Link { label: label.into(), ..link.clone() }),
        );
        change("path", path(ui, map, link).map(|via| Link { via: via.into(), ..link.clone() }));
    }
    let parked = flag(ui, "Parked", link.parked, "Switched off, but kept in the file");
    change("state", parked.map(|parked| Link { parked, ..link.clone() }));
}

/// Only a flow has a path and something that flows.
fn of_kind(link: &Link, kind: LinkKind) -> Link {
    match kind {
        LinkKind::Flow(_) => Link { kind, ..link.clone() },
        _ => Link { kind, via: Rare::default(), label: Rare::default(), ..link.clone() },
    }
}

/// What a flow passes on its way.
fn path(ui: &mut Ui, map: &Map, link: &Link) -> Option<Vec<End>> {
    let name =
        |end: &End| end.id().and_then(|id| map.element(id)).map_or(end.text(), |e| e.name()).to_owned();
    ui.weak(format!("From {} to {}", name(&link.from), name(&link.to)));
    let mut via = Vec::clone(&link.via);
    for (at, end) in link.via.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(format!("passes {}", name(end)));
            if remove_button(ui, &format!("{} from the path", name(end))) {
                via.remove(at);
            }
        });
    }
    let is_on_path = |id| link.ends().any(|end| end.id() == Some(id));
    let combo = ComboBox::from_id_salt("passes").selected_text("Passes …").width(140.0).show_ui(ui, |ui| {
        let others = map.components().filter(|(element, _)| !element.parked && !is_on_path(&element.id));
        let clicked = others.filter(|(_, other)| ui.selectable_label(false, other.name.as_str()).clicked());
        clicked.map(|(element, _)| element.id.clone()).last()
    });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Passes"));
    via.extend(combo.inner.flatten().map(End::Element));
    (via != *link.via).then_some(via)
}
