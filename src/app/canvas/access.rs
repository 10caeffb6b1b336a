//! The map for screen readers: every visible element is a node with a name in words.

use egui::{Id, Role, Sense, Ui, WidgetInfo};

use super::paint::rect_on_screen;
use crate::editor::Editor;
use crate::model::{Element, Map};
use crate::report::describe_element;

/// What is said of the element that is selected, each time that it has changed.
#[derive(Default)]
pub(in crate::app) struct Announced {
    revision: Option<u64>,
    words: String,
}

/// Tells who cannot see the map what a change has made of what is selected: where it stands, what it needs.
pub(in crate::app) fn announce(ui: &Ui, canvas: Id, announced: &mut Announced, editor: &Editor) {
    if ui.ctx().accesskit_node_builder(canvas, |_| ()).is_none() {
        return;
    }
    let revision = editor.document.revision();
    if announced.revision != Some(revision) && !editor.document.in_gesture() {
        let is_first = announced.revision.replace(revision).is_none();
        let selection = editor.document.selection();
        let id = selection.single().or(selection.ghost.as_ref()).filter(|_| !is_first);
        announced.words = id.and_then(|id| describe_element(editor.map(), id)).unwrap_or_default();
    }
    let corner = egui::Rect::from_min_size(ui.clip_rect().min, egui::Vec2::splat(1.0));
    let response = ui.interact(corner, canvas.with("announced"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &announced.words));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// Adds a node for each element of the map.
pub(in crate::app) fn nodes(ui: &Ui, canvas: Id, editor: &Editor) {
    // Ten thousand elements are ten thousand questions in each frame, which nobody asks but screen readers.
    if ui.ctx().accesskit_node_builder(canvas, |_| ()).is_none() {
        return;
    }
    let map = editor.map();
    for element in map.elements() {
        let Some(rect) = editor.layout().element_rect(&element.id) else { continue };
        let rect = rect_on_screen(&editor.camera, rect);
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let response = ui.interact(rect, canvas.with(element.id.as_str()), Sense::hover());
        let is_selected = editor.document.selection().elements.contains(&element.id);
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, words(map, element)));
    }
}

/// "Kettle, component, Custom-built, evolves to Product (+rental), needs Power, needed by Hot Water".
fn words(map: &Map, element: &Element) -> String {
    let off = if element.parked { ", parked" } else { "" };
    let mut words = format!("{}, {}{off}", element.name(), element.kind_name());
    let Some(component) = element.component() else { return words };
    let stage = |evolution| map.evolution.stage_name(map.evolution.stage(evolution)).to_owned();
    if let Some(at) = map.position(component) {
        words.push_str(&format!(", {}", stage(at.evolution)));
    }
    if let Some(evolve) = &component.evolve {
        words.push_str(&format!(", evolves to {}", stage(evolve.to)));
    }
    if component.pipeline.is_some() {
        words.push_str(", pipeline");
    }
    if component.inertia.is_some() {
        words.push_str(", inertia");
    }
    let name = |id: Option<&_>| id.and_then(|id| map.element(id)).map(|element| element.name().to_owned());
    let links = || map.links_of(&element.id).iter().filter_map(|number| map.links().nth(*number));
    let needs = links().filter(|link| link.from.id() == Some(&element.id));
    let needed = links().filter(|link| link.to.id() == Some(&element.id));
    let list = |names: Vec<String>, verb: &str| {
        if names.is_empty() { String::new() } else { format!(", {verb} {}", names.join(" and ")) }
    };
    words.push_str(&list(needs.filter_map(|link| name(link.to.id())).collect(), "needs"));
    words.push_str(&list(needed.filter_map(|link| name(link.from.id())).collect(), "needed by"));
    words
}
