//! Several opinions on a component's place: each is given blind, then all are shown together.

use egui::{Align2, FontId, Key, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::app::fields::{Changes, text};
use crate::app::style::GRID;
use crate::app::tip::Tip;
use crate::model::{Component, Edit, Element, ElementId, Evolution, Map, Opinion, Stage};

/// What is remembered while opinions are asked for: nobody sees those of the others before all are in.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Asking {
    /// About which component.
    of: Option<ElementId>,
    given: Vec<Opinion>,
    by: String,
    at: Option<f64>,
}

/// Shows the opinions on a component, or asks for them one by one.
pub(super) fn show(
    ui: &mut Ui,
    asking: &mut Asking,
    (map, element, own): (&Map, &Element, &Component),
    changes: &mut Changes,
) {
    if own.is_anchor() || map.position(own).is_none() {
        return;
    }
    let heading = match own.opinions.len() {
        0 => "Opinions".to_owned(),
        count => format!("Opinions · {count}"),
    };
    egui::CollapsingHeader::new(heading).id_salt("opinions").show(ui, |ui| {
        if asking.of.as_ref() == Some(&element.id) {
            return ask(ui, asking, (map, element, own), changes);
        }
        for opinion in &own.opinions {
            let stage = map.evolution.stage_name(map.evolution.stage(opinion.evolution));
            let by = if opinion.by.is_empty() { "Somebody" } else { &opinion.by };
            ui.label(format!("{by}: {stage} ({:.2})", opinion.evolution.value()));
        }
        ui.horizontal_wrapped(|ui| {
            let tip = "Each places it without seeing the others; then all are shown";
            if ui.button("Ask everybody").tip_beside(tip).clicked() {
                *asking = Asking { of: Some(element.id.clone()), ..Asking::default() };
            }
            if !own.opinions.is_empty() && ui.button("Take them away").clicked() {
                let edit = Edit::Opinions { id: element.id.clone(), opinions: Vec::new() };
                changes.push("Take the opinions away".to_owned(), edit, String::new());
            }
        });
    });
}

fn ask(
    ui: &mut Ui,
    asking: &mut Asking,
    (map, element, own): (&Map, &Element, &Component),
    changes: &mut Changes,
) {
    ui.label(format!("Where is {}? Nobody sees what the others say.", element.name()));
    strip(ui, map, &mut asking.at);
    if let Some(by) = text(ui, "Who", &asking.by) {
        asking.by = by;
    }
    ui.weak("The name can be left out; no picture or report has it.");
    ui.horizontal_wrapped(|ui| {
        let next = ui.add_enabled(asking.at.is_some(), egui::Button::new("Next"));
        if next.tip_beside("Keeps this one, and hides it").clicked() {
            keep(asking);
        }
        let count = asking.given.len() + usize::from(asking.at.is_some());
        let words = if count == 0 { "Show all".to_owned() } else { format!("Show all {count}") };
        if ui.add_enabled(count > 0, egui::Button::new(words)).clicked() {
            keep(asking);
            let mut opinions = Vec::clone(&own.opinions);
            opinions.append(&mut asking.given);
            let edit = Edit::Opinions { id: element.id.clone(), opinions };
            changes.push(format!("Show opinions on {}", element.name()), edit, String::new());
            *asking = Asking::default();
        }
        if ui.button("Cancel").clicked() {
            *asking = Asking::default();
        }
    });
    if !asking.given.is_empty() {
        ui.weak(format!("{} given so far", asking.given.len()));
    }
}

fn keep(asking: &mut Asking) {
    if let Some(at) = asking.at.take() {
        let by = std::mem::take(&mut asking.by).trim().to_owned();
        asking.given.push(Opinion { by, evolution: Evolution::clamped(at).rounded() });
    }
}

/// The evolution axis as a strip, on which one place is chosen: by a click, or by the arrow keys.
fn strip(ui: &mut Ui, map: &Map, at: &mut Option<f64>) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), 44.0), Sense::click_and_drag());
    let axis = &map.evolution;
    let words = match *at {
        None => "Evolution, not chosen yet".to_owned(),
        Some(value) => {
            let stage = axis.stage_name(axis.stage(Evolution::clamped(value)));
            format!("Evolution, {stage}, {value:.2}")
        }
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, &words));
    if let Some(pointer) = response.interact_pointer_pos() {
        *at = Some(f64::from((pointer.x - rect.left()) / rect.width()).clamp(0.0, 1.0));
        response.request_focus();
    }
    if response.has_focus() {
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let step = ui.input(|input| {
            0.01 * (f64::from(input.num_presses(Key::ArrowRight) as u32)
                - f64::from(input.num_presses(Key::ArrowLeft) as u32))
        });
        if step != 0.0 {
            *at = Some((at.unwrap_or(0.5) + step).clamp(0.0, 1.0));
        }
    }
    let painter = ui.painter_at(rect.expand(2.0));
    let visuals = ui.visuals();
    let edge =
        if response.has_focus() { visuals.selection.stroke } else { visuals.widgets.inactive.bg_stroke };
    painter.rect(rect, 3.0, visuals.extreme_bg_color, edge, egui::StrokeKind::Inside);
    for number in 0..axis.stages.len() {
        let (left, right) = axis.range(Stage(number));
        let x = |share: f64| rect.left() + (share * f64::from(rect.width())) as f32;
        if number > 0 {
            let line = [egui::pos2(x(left), rect.top()), egui::pos2(x(left), rect.bottom())];
            painter.line_segment(line, Stroke::new(1.0, visuals.weak_text_color()));
        }
        let short: String =
            axis.stage_name(Stage(number)).chars().take_while(|c| !matches!(c, ' ' | '(' | '-')).collect();
        let within = painter.with_clip_rect(egui::Rect::from_x_y_ranges(x(left)..=x(right), rect.y_range()));
        let corner = egui::pos2(x(left) + GRID, rect.top() + 3.0);
        within.text(corner, Align2::LEFT_TOP, short, FontId::proportional(11.0), visuals.weak_text_color());
    }
    if let Some(value) = *at {
        let center = egui::pos2(rect.left() + (value * f64::from(rect.width())) as f32, rect.bottom() - 12.0);
        painter.circle(
            center,
            6.0,
            visuals.extreme_bg_color,
            Stroke::new(2.0, visuals.selection.stroke.color),
        );
    }
}
