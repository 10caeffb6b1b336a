//! The list of what a word in the map's text could become.

use egui::{Area, Context, Frame, Id, Order, Pos2};

use crate::app::command::keys::{self, At};
use crate::app::command::{Command, ListKey, Way};
use crate::app::style::GRID;
use crate::format::Completion;

/// The list while it is open.
#[derive(Debug, Default)]
pub(in crate::app) struct Completions {
    pub(in crate::app) offers: Vec<Completion>,
    chosen: usize,
}

impl Completions {
    pub(in crate::app) fn new(offers: Vec<Completion>) -> Self {
        Self { offers, chosen: 0 }
    }

    pub(in crate::app) fn is_open(&self) -> bool {
        !self.offers.is_empty()
    }

    pub(in crate::app) fn close(&mut self) {
        self.offers.clear();
    }

    /// Takes the keys that are meant for the list, before the text gets them; answers what was chosen.
    pub(in crate::app) fn keys(&mut self, ctx: &Context) -> Option<Completion> {
        if !self.is_open() {
            return None;
        }
        // With others held down they are the text's.
        if !ctx.input(|input| input.modifiers.is_none()) {
            return None;
        }
        for command in keys::take(ctx, &[At::Words]) {
            let Command::Offer(key) = command else { continue };
            let count = self.offers.len();
            match key {
                ListKey::Move(Way::On) => self.chosen = (self.chosen + 1) % count,
                ListKey::Move(Way::Back) => self.chosen = (self.chosen + count - 1) % count,
                ListKey::Close => {
                    self.close();
                    return None;
                }
                ListKey::Take => {
                    let chosen = self.offers.get(self.chosen).cloned();
                    self.close();
                    return chosen;
                }
            }
        }
        None
    }

    /// Shows the list below a place; answers what was clicked.
    pub(in crate::app) fn show(&self, ctx: &Context, below: Pos2) -> Option<Completion> {
        let area =
            Area::new(Id::unique("completions")).order(Order::Foreground).fixed_pos(below).constrain(true);
        let mut clicked = None;
        area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
                ui.set_max_width(280.0);
                for (number, offer) in self.offers.iter().enumerate() {
                    let label = offer.label.lines().next().unwrap_or_default();
                    if ui.selectable_label(number == self.chosen, label).clicked() {
                        clicked = Some(offer.clone());
                    }
                }
                ui.weak("Tab or Enter takes it, Esc closes");
            });
        });
        clicked
    }
}
