//! The status bar.

use std::time::Duration;

use egui::{RichText, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::tip;
use crate::app::command::{Command, Panel};
use crate::app::style::GRID;
use crate::app::words::{place_words, position_words};
use crate::editor::Operation;
use crate::format::Severity;
use crate::model::ElementId;
use crate::typeset::left_to_right;
use crate::workspace::Tab;

/// What can be done where no map is.
pub(in crate::app) fn of_start(ui: &mut Ui, notice: Option<&str>, is_busy: bool) {
    ui.horizontal(|ui| {
        ui.set_min_height(ui.spacing().interact_size.y);
        let hint = "Enter begins a map · Ctrl+O opens one · Ctrl+K finds commands and maps · F1 all keys";
        let text = match notice {
            Some(notice) => RichText::new(left_to_right(notice)).strong(),
            None => RichText::new(hint).weak(),
        };
        ui.add(egui::Label::new(text).truncate());
        if is_busy {
            busy(ui);
        }
    });
}

/// The sign of work turns so often a second: at each frame it would take from the work what a screen without a graphics card
/// costs.
const TURNS: f64 = 8.0;

/// A sign that something is being read or written.
fn busy(ui: &mut Ui) {
    let side = ui.spacing().interact_size.y;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    response.widget_info(|| WidgetInfo::new(egui::Role::ProgressIndicator));
    let first = (ui.input(|input| input.time) * TURNS).floor() / TURNS;
    let point = |part: u16| {
        let angle = std::f64::consts::TAU * (first + 0.75 * f64::from(part) / 24.0);
        rect.center() + Vec2::angled(angle as f32) * (0.5 * side - 2.0)
    };
    let stroke = Stroke::new(2.0, ui.visuals().strong_text_color());
    ui.painter().add(Shape::line((0..=24).map(point).collect(), stroke));
    ui.ctx().request_repaint_after(Duration::from_secs_f64(1.0 / TURNS));
}

/// Where less is left for words, in points, they are shorter.
const NARROW: f32 = 800.0;

/// What can be done now, what is selected, what is odd, how large.
pub(in crate::app) fn show(
    ui: &mut Ui,
    (tab, hides_links): (&Tab, bool),
    notice: Option<&str>,
    is_busy: bool,
    waiting: usize,
    commands: &mut Vec<Command>,
) {
    let (editor, overlapping) = (&tab.editor, tab.overlapping_offer());
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let percent = (editor.camera.scale * 100.0).round();
            let (words, about) = if hides_links {
                let about = "Fit the map  (Ctrl+1)\nLinks lie too close together at this size: zoom in, or select a component to see its own";
                (format!("{percent} %, links hidden"), about)
            } else {
                (format!("{percent} %"), "Fit the map  (Ctrl+1)")
            };
            if tip(ui.button(words), about).clicked() {
                commands.push(Command::Fit);
            }
            let odd =
                tab.problems.iter().filter(|problem| problem.diagnostic.severity > Severity::Hint).count();
            let hints = tab.problems.len() - odd;
            let words = match (odd, hints) {
                (0, 0) => None,
                (0, 1) => Some("1 hint".to_owned()),
                (0, hints) => Some(format!("{hints} hints")),
                (1, _) => Some("1 problem".to_owned()),
                (odd, _) => Some(format!("{odd} problems")),
            };
            if let Some(words) = words
                && tip(ui.button(words), "What is odd about the file").clicked()
            {
                commands.push(Command::Problems);
            }
            let asked = tab.findings_to_tell().len();
            let words = if asked == 1 { "1 question".to_owned() } else { format!("{asked} questions") };
            if asked > 0 && tip(ui.button(words), "What the map asks  (Ctrl+J)").clicked() {
                commands.push(Command::Panel(Panel::Questions));
            }
            if overlapping > 0
                && tip(
                    ui.button(format!("Tidy {overlapping} overlapping labels")),
                    "Let the program place the labels that stand on others or on symbols",
                )
                .clicked()
            {
                commands.push(Command::Operate(Operation::TidyOverlapping));
            }
            if waiting > 0
                && tip(ui.button(format!("{waiting} in the tray")), "What has no place yet").clicked()
            {
                commands.push(Command::Panel(Panel::Tray));
            }
            if is_busy {
                busy(ui);
            }
            let selected = editor.document.selection();
            let id = selected.single().or(selected.ghost.as_ref());
            // A small window has a short word for the place.
            let is_narrow = ui.available_width() < NARROW;
            let words_of = |id: &ElementId| {
                if is_narrow { place_words(editor, id) } else { position_words(editor, id) }
            };
            let words = match id.and_then(words_of) {
                Some(words) => words,
                None if selected.elements.len() > 1 => format!("{} selected", selected.elements.len()),
                None => String::new(),
            };
            ui.add_space(GRID);
            ui.label(words);
            ui.add_space(2.0 * GRID);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = match notice {
                    Some(notice) => RichText::new(left_to_right(notice)).strong(),
                    None => RichText::new(left_to_right(editor.hint())).weak(),
                };
                let said = ui.add(egui::Label::new(text).truncate());
                // Who cannot see it hears what was done.
                if notice.is_some() {
                    ui.ctx()
                        .accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
                }
            });
        });
    });
}
