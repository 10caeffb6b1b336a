//! The fields of the map itself.

use egui::{ComboBox, RichText, Ui};

use super::cycle::{decisions, later, pins};
use crate::analysis::PatternKind;
use crate::app::command::{Command, describe};
use crate::app::fields::{Changes, choice, coordinates, flag, number, text, text_lines};
use crate::app::style::GRID;
use crate::model::{About, Body, Edit, EvolutionAxis, Legend, Map, Position, Sheet, ValueAxis};
use crate::scene::Theme;

/// Names of stages for what is mapped: the book's figure 10, and the blended names of the research maps.
const PRESETS: [(&str, [&str; 4]); 5] = [
    ("Activities", ["Genesis", "Custom-built", "Product (+rental)", "Commodity (+utility)"]),
    ("Practices", ["Novel", "Emerging", "Good", "Best"]),
    ("Data", ["Unmodelled", "Divergent", "Convergent", "Modelled"]),
    ("Knowledge", ["Concept", "Hypothesis", "Theory", "Accepted"]),
    ("Research", ["genesis / concept", "custom / emerging", "product / converging", "commodity / accepted"]),
];

pub(in crate::app) fn map(ui: &mut Ui, map: &Map, changes: &mut Changes) {
    let about = &map.about;
    let mut head = |what: &str, title: Option<String>, new: Option<About>| {
        if title.is_some() || new.is_some() {
            let edit = Edit::Head {
                title: title.unwrap_or_else(|| map.title.clone()),
                about: new.unwrap_or_else(|| about.clone()),
            };
            changes.push(format!("Change the map’s {what}"), edit, format!("map {what}"));
        }
    };
    head("title", text(ui, "Title", &map.title), None);
    head(
        "purpose",
        None,
        text_lines(ui, "Purpose", &about.purpose).map(|purpose| About { purpose, ..about.clone() }),
    );
    head("scope", None, text_lines(ui, "Scope", &about.scope).map(|scope| About { scope, ..about.clone() }));
    let left_out = text_lines(ui, "Left out", &about.left_out);
    head("boundary", None, left_out.map(|left_out| About { left_out, ..about.clone() }));
    head("date", None, text(ui, "Date", &about.date).map(|date| About { date, ..about.clone() }));
    head("author", None, text(ui, "Author", &about.author).map(|author| About { author, ..about.clone() }));
    users(ui, map);
    part(ui, "Landscape");
    let tip = "Things stand where we treat them, not where the market has them";
    let own_practice = flag(ui, "Our own practice", about.own_practice, tip);
    head("standpoint", None, own_practice.map(|own_practice| About { own_practice, ..about.clone() }));
    let label = |name: &'static str| describe(Command::Theme(name)).label;
    let mut names: Vec<(&str, &str)> = Theme::names().map(|name| (name, label(name))).collect();
    if !names.iter().any(|(name, _)| *name == map.theme) {
        names.push((&map.theme, &map.theme));
    }
    if let Some(theme) = choice(ui, "Theme", map.theme.as_str(), &names) {
        changes.push(format!("Draw in {theme}"), Edit::Theme(theme.to_owned()), "map theme".to_owned());
    }
    stages(ui, &map.evolution, changes);
    value_chain(ui, &map.value_chain, changes);
    blocks(ui, map, changes);
    sheet(ui, map.sheet, changes);
    let kinds = [
        ("Climate", PatternKind::Climate),
        ("Doctrine", PatternKind::Doctrine),
        ("Leadership", PatternKind::Play),
    ];
    for (name, kind) in kinds {
        part(ui, name);
        pins(ui, map, kind, None, changes);
    }
    part(ui, "Act");
    decisions(ui, map, changes);
    part(ui, "Later");
    later(ui, map, changes);
}

/// A step of the strategy cycle: purpose, landscape, climate, doctrine, leadership, act.
fn part(ui: &mut Ui, name: &str) {
    ui.add_space(GRID);
    ui.separator();
    ui.label(RichText::new(name).strong());
}

/// For whom the map is.
fn users(ui: &mut Ui, map: &Map) {
    let names: Vec<&str> = map
        .components()
        .filter(|(element, component)| component.is_anchor() && !element.parked)
        .map(|(element, _)| element.name())
        .collect();
    let words = if names.is_empty() { "none are shown".to_owned() } else { names.join(", ") };
    ui.add(egui::Label::new(RichText::new(format!("Users: {words}")).weak()).wrap());
}

/// The legend, and the list of annotations: whether they are shown, and where.
fn blocks(ui: &mut Ui, map: &Map, changes: &mut Changes) {
    let tip = "A box that explains the symbols which the map uses";
    if let Some(shown) = flag(ui, "Legend", map.legend.is_some(), tip) {
        let edit = Edit::Legend(shown.then(Legend::default));
        changes.push("Change the legend".to_owned(), edit, "map has legend".to_owned());
    } else if let Some(legend) = map.legend
        && let Some(at) = block_place(ui, "Legend", legend.at)
    {
        let edit = Edit::Legend(Some(Legend { at }));
        changes.push("Move the legend".to_owned(), edit, "map legend".to_owned());
    }
    let has_list = map.elements().any(|element| matches!(element.body, Body::Annotation(_)));
    if has_list && let Some(at) = block_place(ui, "List of annotations", map.annotations_at) {
        let edit = Edit::AnnotationsAt(at);
        changes.push("Move the list of annotations".to_owned(), edit, "map annotations".to_owned());
    }
}

/// Where a box of words stands: the program's choice or one's own. The outer `Some` means that it was changed.
#[expect(clippy::option_option, reason = "changed to none is not unchanged")]
fn block_place(ui: &mut Ui, name: &str, at: Option<Position>) -> Option<Option<Position>> {
    let words = format!("{name} placed by the program");
    if let Some(automatic) = flag(ui, &words, at.is_none(), "In the corner where it covers least") {
        return Some((!automatic).then(|| Position::clamped(0.3, 0.02)));
    }
    coordinates(ui, &format!("{name} at"), at?).map(Some)
}

fn stages(ui: &mut Ui, axis: &EvolutionAxis, changes: &mut Changes) {
    let mut change = |what: &str, axis: EvolutionAxis| {
        changes.push(format!("Change the {what} of evolution"), Edit::Stages(axis), format!("map {what}"));
    };
    let combo =
        ComboBox::from_id_salt("stages").selected_text("Stages of …").width(140.0).show_ui(ui, |ui| {
            let clicked = PRESETS.iter().filter(|(name, _)| ui.selectable_label(false, *name).clicked());
            clicked.map(|(_, stages)| *stages).last()
        });
    ui.ctx().accesskit_node_builder(combo.response.id, |node| node.set_label("Stages of"));
    if let Some(stages) = combo.inner.flatten() {
        let stages = stages.map(str::to_owned).to_vec();
        change(
            "stages",
            EvolutionAxis { stages, hidden: axis.hidden, corners: axis.corners, ..EvolutionAxis::default() },
        );
    }
    for (at, name) in axis.stages.iter().enumerate() {
        if let Some(new) = text(ui, &format!("Stage {}", at + 1), name) {
            let mut stages = axis.stages.clone();
            if let Some(stage) = stages.get_mut(at) {
                *stage = new;
            }
            change("stages", EvolutionAxis { stages, ..axis.clone() });
        }
        if let Some(end) = axis.boundaries.get(at) {
            let low = at.checked_sub(1).and_then(|at| axis.boundaries.get(at)).copied().unwrap_or(0.0);
            let high = axis.boundaries.get(at + 1).copied().unwrap_or(1.0);
            let range = low + 0.01..=high - 0.01;
            if let Some(new) = number(ui, "… ends at", *end, range, 3) {
                let mut boundaries = axis.boundaries.clone();
                if let Some(boundary) = boundaries.get_mut(at) {
                    *boundary = new;
                }
                change("boundaries", EvolutionAxis { boundaries, ..axis.clone() });
            }
        }
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        if ui.add_enabled(axis.stages.len() < 7, egui::Button::new("Add a stage")).clicked() {
            let last = axis.boundaries.last().copied().unwrap_or(0.0);
            let mut new = axis.clone();
            new.boundaries.push(crate::geometry::round_to(f64::midpoint(last, 1.0), 3));
            new.stages.push(format!("Stage {}", axis.stages.len() + 1));
            change("stages", new);
        }
        if ui.add_enabled(axis.stages.len() > 2, egui::Button::new("Remove the last")).clicked() {
            let mut new = axis.clone();
            new.boundaries.pop();
            new.stages.pop();
            change("stages", new);
        }
    });
    let corners = [(None, "As the theme has it"), (Some(true), "Shown"), (Some(false), "Hidden")];
    if let Some(corners) = choice(ui, "Corner words", axis.corners, &corners) {
        change("corner words", EvolutionAxis { corners, ..axis.clone() });
    }
    if let Some(hidden) =
        flag(ui, "Hide the evolution axis", axis.hidden, "Leave axis and stages out of the picture")
    {
        change("axis", EvolutionAxis { hidden, ..axis.clone() });
    }
}

fn value_chain(ui: &mut Ui, axis: &ValueAxis, changes: &mut Changes) {
    let mut change = |new: Option<ValueAxis>| {
        if let Some(axis) = new {
            let label = "Change the value chain’s axis".to_owned();
            changes.push(label, Edit::ValueChain(axis), "map value chain".to_owned());
        }
    };
    let field = |ui: &mut Ui, name: &str, value: &Option<String>| {
        let new = text(ui, name, value.as_deref().unwrap_or(""))?;
        Some(Some(new).filter(|new| !new.is_empty()))
    };
    change(field(ui, "Name of the axis", &axis.title).map(|title| ValueAxis { title, ..axis.clone() }));
    change(field(ui, "Top of the axis", &axis.high).map(|high| ValueAxis { high, ..axis.clone() }));
    change(field(ui, "Foot of the axis", &axis.low).map(|low| ValueAxis { low, ..axis.clone() }));
    let hidden = flag(ui, "Hide the value chain’s axis", axis.hidden, "Leave it out of the picture");
    change(hidden.map(|hidden| ValueAxis { hidden, ..axis.clone() }));
}

fn sheet(ui: &mut Ui, sheet: Option<Sheet>, changes: &mut Changes) {
    let mut change = |sheet: Option<Sheet>| {
        changes.push("Change the size of the sheet".to_owned(), Edit::Sheet(sheet), "map sheet".to_owned());
    };
    let usual = Sheet::default();
    let tip = format!("{} × {} pixels", usual.width, usual.height);
    if let Some(is_usual) = flag(ui, "The usual sheet", sheet.is_none(), &tip) {
        change((!is_usual).then_some(usual));
    } else if let Some(own) = sheet {
        let width = number(ui, "Width", own.width, 100.0..=20_000.0, 0);
        let height = number(ui, "Height", own.height, 100.0..=20_000.0, 0);
        if width.is_some() || height.is_some() {
            change(Sheet::new(width.unwrap_or(own.width), height.unwrap_or(own.height)));
        }
    }
}
