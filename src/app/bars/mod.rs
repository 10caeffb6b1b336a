//! Menus, toolbar and status bar. They ask for commands; they change nothing.

use super::command::Description;
use egui::{RectAlign, Response, Tooltip, Ui, WidgetText};

pub(super) mod find;
pub(super) mod floating;
pub(super) mod look;
pub(super) mod menu;
pub(super) mod scenario;
pub(super) mod status;
pub(super) mod steps;
pub(super) mod tabs;
pub(super) mod toast;
pub(super) mod toolbar;

/// Says something about what is hovered; but not over a dialog, to which a tip that is open would stay.
fn tip(response: Response, words: impl Into<WidgetText>) -> Response {
    let words = words.into();
    tip_ui(response, |ui| drop(ui.label(words)))
}

/// Says what a button does, and by which key.
fn tip_of(response: Response, about: &Description, label: &str) -> Response {
    let key = about.key_words(&response.ctx);
    tip_ui(response, |ui| tip_words(ui, about, label, &key))
}

/// The same on the side of a bar that is away from what it belongs to.
fn tip_away(response: &Response, is_above: bool, show: impl FnOnce(&mut Ui)) {
    let mut tip =
        if response.enabled() { Tooltip::for_enabled(response) } else { Tooltip::for_disabled(response) };
    let (first, other) =
        if is_above { (RectAlign::TOP, RectAlign::BOTTOM) } else { (RectAlign::BOTTOM, RectAlign::TOP) };
    let others = [other];
    tip.popup = tip.popup.align(first).align_alternatives(&others);
    tip.show(show);
}

/// What a tip says about a command: its name with its key, and what it does.
fn tip_words(ui: &mut Ui, about: &Description, label: &str, key: &str) {
    ui.strong(format!("{label}{key}"));
    if !about.tip.is_empty() {
        ui.label(about.tip);
    }
}

/// The same at the right of a line of a list, where it covers no other line.
fn tip_beside(response: &Response, words: &str) {
    let mut tip =
        if response.enabled() { Tooltip::for_enabled(response) } else { Tooltip::for_disabled(response) };
    tip.popup = tip.popup.align(RectAlign::RIGHT_START).align_alternatives(&[RectAlign::LEFT_START]);
    tip.show(|ui| ui.label(words));
}

/// The same with more than words; it stands where the button is of no use now, too.
fn tip_ui(response: Response, show: impl FnOnce(&mut Ui)) -> Response {
    if response.ctx.memory(|memory| memory.top_modal_layer().is_some()) {
        return response;
    }
    if response.enabled() { response.on_hover_ui(show) } else { response.on_disabled_hover_ui(show) }
}
