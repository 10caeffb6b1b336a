//! An overlay on the canvas: what is tinted, found out once for each state of the map, and its legend.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{Align2, Area, Context, Frame, Id, Order, Painter, Pos2, RichText, Sense, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::kept::Kept;
use super::letters::Letters;
use crate::analysis::{Overlay, Tinting, tinting};
use crate::app::style;
use crate::editor::{Editor, Shown};
use crate::model::{ElementId, Map};
use crate::scene::{hue_color, tint_alone};
use crate::typeset::left_to_right;

/// Maps with more elements are looked at beside the frame: that would be felt.
const LARGE: usize = 2_000;

/// Of what a tinting is: the overlay, the state of the map, and what is selected.
type Key = (Overlay, u64, BTreeSet<ElementId>);

/// What the canvas remembers of its overlay.
#[derive(Default)]
pub(super) struct Tint {
    known: Option<(Key, Tinting)>,
    /// What is drawn, with the state of the map of which that is.
    shown: Option<(Key, u64, Shown)>,
    kept: Kept,
    /// A thread that looks for this.
    coming: Option<(Key, Receiver<Tinting>)>,
}

impl Tint {
    /// Draws the overlay; `false` where a person has had enough of it.
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        (editor, overlay): (&Editor, Option<Overlay>),
        letters: &mut Letters,
    ) -> bool {
        let Some(overlay) = overlay else {
            *self = Self::default();
            return true;
        };
        self.find(ui.ctx(), editor, overlay);
        let Some((key, tinting)) = &self.known else { return true };
        let revision = editor.document.revision();
        let is_drawn = self.shown.as_ref().is_some_and(|(own, at, _)| own == key && *at == revision);
        if !is_drawn {
            let layout = editor.layout().clone();
            let past = self.shown.as_ref().map(|(.., shown)| &shown.scene);
            let scene = tint_alone(tinting, &layout, editor.theme(), past);
            self.shown = Some((key.clone(), revision, Shown { layout, scene }));
        }
        if let Some((.., shown)) = &self.shown {
            self.kept.draw(painter, (&shown.layout, &shown.scene), &editor.camera, letters);
        }
        legend(ui, painter, tinting)
    }

    /// Whether the texture with the letters has changed since.
    pub(super) fn is_outdated(&mut self, ctx: &Context, letters: &Letters) -> bool {
        self.kept.is_outdated(ctx, letters)
    }

    /// Finds out what is tinted, once for each state of the map; while something is dragged, what was tinted stays so.
    fn find(&mut self, ctx: &Context, editor: &Editor, overlay: Overlay) {
        let matters = overlay.needs_selection() || overlay == Overlay::Reach;
        let on = if matters { editor.document.selection().elements.clone() } else { BTreeSet::new() };
        let key: Key = (overlay, editor.document.revision(), on);
        if let Some((coming, receiver)) = &self.coming {
            match receiver.try_recv() {
                Ok(tinting) => {
                    self.known = Some((coming.clone(), tinting));
                    self.coming = None;
                }
                Err(TryRecvError::Empty) => return,
                // A thread that came to no end is not tried again for that.
                Err(TryRecvError::Disconnected) => {
                    let nothing =
                        Tinting { overlay, things: Vec::new(), links: Vec::new(), legend: Vec::new() };
                    self.known = Some((coming.clone(), nothing));
                    self.coming = None;
                }
            }
        }
        let is_known = self.known.as_ref().is_some_and(|(known, _)| *known == key);
        let is_same_overlay = self.known.as_ref().is_some_and(|((own, ..), _)| *own == overlay);
        if is_known || editor.document.in_gesture() && is_same_overlay {
            return;
        }
        let map: Arc<Map> = Arc::clone(editor.document.map());
        if map.elements().len() <= LARGE {
            let tinting = tinting(&map, overlay, &key.2);
            self.known = Some((key, tinting));
            return;
        }
        let (sender, receiver) = channel();
        let (ctx, on) = (ctx.clone(), key.2.clone());
        let work = move || {
            // Nobody waits where the overlay was closed meanwhile.
            let _ = sender.send(tinting(&map, overlay, &on));
            ctx.request_repaint();
        };
        if std::thread::Builder::new().name("overlay".to_owned()).spawn(work).is_ok() {
            self.coming = Some((key, receiver));
        }
    }
}

/// What the tints mean, in the lower left corner of the canvas.
fn legend(ui: &Ui, painter: &Painter, tinting: &Tinting) -> bool {
    let corner = painter.clip_rect().left_bottom() + egui::vec2(12.0, -12.0);
    let area = Area::new(Id::unique("overlay legend"))
        .order(Order::Middle)
        .default_pos(corner)
        .movable(true)
        .pivot(Align2::LEFT_BOTTOM);
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(300.0);
            let head = ui.horizontal(|ui| {
                ui.label(RichText::new(tinting.overlay.label()).strong());
                let close = ui.add(egui::Button::new(icons::ICON_CLOSE.rich_text().size(14.0)).frame(false));
                close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Close the overlay"));
                close.on_hover_text("Close the overlay").clicked()
            });
            for (hue, words) in &tinting.legend {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), Sense::hover());
                    let color = style::color(hue_color(*hue).with_opacity(0.6));
                    let at: Pos2 = rect.center();
                    ui.painter().circle_filled(at, 6.0, color);
                    ui.add(egui::Label::new(left_to_right(words).as_ref()).wrap());
                });
            }
            head.inner
        })
    });
    !shown.inner.inner
}
