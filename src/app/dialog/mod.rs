//! Windows over the map: what is asked, and what a person opens to look at.

pub(in crate::app) mod palette;
mod path;
pub(in crate::app) mod picture;
mod recover;
pub(in crate::app) mod replace;
pub(in crate::app) mod scenario;
mod settings;
pub(in crate::app) mod sheet;
pub(in crate::app) mod shortcuts;
pub(in crate::app) mod snapshot;

use egui::{Align2, Button, Context, Frame, Id, Modal, ScrollArea, Ui};

pub(in crate::app) use path::{Entry, PathField};

use super::command::keys::{self, At};
use super::style::{self, GRID};
use super::words::in_quotes;
use crate::format::Loss;
use crate::workspace::{Answer, Asked, Question};

/// What the widgets of the question that is shown remember.
#[derive(Default)]
pub(in crate::app) struct Asking {
    /// Which question that is.
    number: Option<u64>,
    /// The path being written.
    pub(in crate::app) path: Option<PathField>,
}

/// The width of a dialog, in points, but for that of pictures.
const WIDEST: f32 = 520.0;

/// A window over all others. Esc and a click beside it mean `closed`.
fn modal<A>(
    ctx: &Context,
    (id, widest): (u64, f32),
    closed: A,
    show: impl FnOnce(&mut Ui) -> Option<A>,
) -> Option<A> {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(4.0 * GRID);
    // Each has widgets of its own: none begins with the keyboard where the one before ended.
    let modal = Modal::new(Id::unique(("dialog", id))).frame(frame);
    over_all(ctx, modal, closed, |ui| {
        // A window with less room than a dialog wants: it is as wide as that, and scrolls.
        let room = ctx.content_rect().size() - egui::Vec2::splat(12.0 * GRID);
        ui.set_max_size(egui::vec2(room.x.min(widest), room.y));
        ui.spacing_mut().item_spacing.y = 2.0 * GRID;
        ScrollArea::vertical().max_height(room.y).show(ui, show).inner
    })
}

/// The same, at the top of the window: what stands below it stays in its place while it grows.
fn top<A>(ctx: &Context, closed: A, show: impl FnOnce(&mut Ui) -> Option<A>) -> Option<A> {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(2.0 * GRID);
    let id = Id::unique("top dialog");
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, [0.0, 18.0 * GRID]);
    over_all(ctx, Modal::new(id).area(area).frame(frame), closed, show)
}

fn over_all<A>(ctx: &Context, modal: Modal, closed: A, show: impl FnOnce(&mut Ui) -> Option<A>) -> Option<A> {
    let modal = modal.show(ctx, show);
    let is_closed = modal.should_close();
    modal.inner.or(is_closed.then_some(closed))
}

/// Shows what is asked; answers when the person does.
pub(in crate::app) fn show(ctx: &Context, asked: &Asked, asking: &mut Asking) -> Option<Answer> {
    if asking.number != Some(asked.number) {
        *asking = Asking { number: Some(asked.number), path: PathField::of(&asked.question) };
    }
    modal(ctx, (asked.number, WIDEST), Answer::Close, |ui| match &asked.question {
        Question::Unsaved { name, has_draft, is_gone, .. } => {
            if *is_gone {
                ui.heading(format!("{name} is not there any more. Save it again?"));
            } else {
                ui.heading(format!("Save the changes to {name}?"));
            }
            if *is_gone && !has_draft {
                ui.label("Its file was deleted, renamed or moved. What you see is lost otherwise.");
            } else if *has_draft {
                ui.label(
                    "The text beside the map cannot be read as a map yet. Save keeps the last map that could be read; \
                     what was typed after it is lost. Cancel, to mend it first.",
                );
            } else {
                ui.label("They are lost otherwise.");
            }
            buttons(ui, &[("Save", Answer::Save), ("Don’t save", Answer::Discard), ("Cancel", Answer::Close)])
        }
        Question::Message { title, text } => {
            ui.heading(title.as_str());
            ui.label(text.as_str());
            buttons(ui, &[("OK", Answer::Close)])
        }
        Question::Changed { name } => {
            ui.heading(format!("{name} was changed by another program"));
            ui.label("Nothing has been saved. Your map is as it was, and so is the file.");
            let choices =
                [("Save as…", Answer::SaveAs), ("Overwrite", Answer::Overwrite), ("Cancel", Answer::Close)];
            buttons(ui, &choices)
        }
        Question::StillSaving { name } => {
            ui.heading(format!("{name} is still being saved"));
            ui.label("The disk gives no answer yet. What is not saved is kept as a copy, and offered at the next start.");
            buttons(ui, &[("Wait", Answer::Close), ("Close all the same", Answer::Discard)])
        }
        Question::Gone { name } => {
            ui.heading(format!("{name} is not there any more"));
            ui.label("It was deleted, renamed or moved since it was opened. Your map is still here.");
            let choices = [
                ("Save it again", Answer::Overwrite),
                ("Save as…", Answer::SaveAs),
                ("Cancel", Answer::Close),
            ];
            buttons(ui, &choices)
        }
        Question::Losses { losses, format } => losses_ui(ui, losses, format),
        Question::Recover { orphans } => recover::show(ui, orphans),
        Question::DiscardCopy { name, .. } => {
            ui.heading(format!("Throw the copy of {name} away?"));
            ui.label("What was not saved of it is gone then. The file itself stays as it is.");
            buttons(ui, &[("Keep it", Answer::Close), ("Throw it away", Answer::Discard)])
        }
        Question::Waiting { .. } => {
            ui.heading("Choose a file in the system’s dialog");
            ui.label("It is a window of its own, which may lie behind this one.");
            buttons(ui, &[("Type a path instead", Answer::TypePath), ("Cancel", Answer::Close)])
        }
        Question::Path { .. } => asking.path.as_mut().and_then(|field| path::show(ui, field)),
    })
}

fn losses_ui(ui: &mut Ui, losses: &[Loss], format: &str) -> Option<Answer> {
    let (kept, lost): (Vec<_>, Vec<_>) = losses.iter().partition(|loss| loss.is_kept);
    ui.heading(format!("{format} cannot say everything"));
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        list_ui(ui, "This would be missing from the file, or read as something else:", &lost);
        let words = "Other programs would not show this. Comments in the file keep it for Mapstone:";
        list_ui(ui, words, &kept);
    });
    let write = if lost.is_empty() { "Save" } else { "Save without it" };
    let mut choices =
        vec![("Save as…", Answer::SaveAs), (write, Answer::Overwrite), ("Cancel", Answer::Close)];
    if lost.is_empty() {
        choices.swap(0, 1);
    }
    buttons(ui, &choices)
}

/// Some of what a file would not say.
fn list_ui(ui: &mut Ui, words: &str, losses: &[&Loss]) {
    if losses.is_empty() {
        return;
    }
    ui.label(words);
    for loss in losses {
        ui.label(format!("• {}", in_quotes(&loss.what)));
    }
    ui.add_space(GRID);
}

/// Buttons from left to right; the first is what Enter means.
fn buttons<A: Clone>(ui: &mut Ui, choices: &[(&str, A)]) -> Option<A> {
    buttons_if(ui, choices, true)
}

/// The same, where there may be nothing yet that the first could do.
fn buttons_if<A: Clone>(ui: &mut Ui, choices: &[(&str, A)], has_first: bool) -> Option<A> {
    // Enter on a button that has the keyboard presses that.
    let is_free = ui.memory(|memory| memory.focused().is_none());
    let enter = is_free && !keys::take(ui.ctx(), &[At::Question]).is_empty();
    let mut answer = choices.first().filter(|_| enter && has_first).map(|(_, answer)| answer.clone());
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        for (number, (label, choice)) in choices.iter().enumerate() {
            // What gives something up is never what is offered first.
            let button =
                if number == 0 && *label != "Cancel" { style::primary(label) } else { Button::new(*label) };
            let can = number > 0 || has_first;
            let response = ui.add_enabled(can, button.min_size(egui::vec2(72.0, 0.0)));
            style::show_focus(ui, &response);
            if response.clicked() {
                answer = Some(choice.clone());
            }
        }
    });
    answer
}
