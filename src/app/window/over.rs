//! What stands over the canvas, and is not of the map: bars, what was done, the pointer for a room.

use egui::Context;

use super::{Window, situation};
use crate::app::bars::{self, toast};
use crate::app::canvas::{beyond, signs};
use crate::app::command::Command;
use crate::app::comparing::Comparing;

impl Window {
    /// What stands over the canvas, and is not of the map.
    pub(super) fn over_canvas(&mut self, ctx: &Context, commands: &mut Vec<Command>) {
        let rect = self.view().canvas_rect;
        let canvas = egui::Rect::from_min_max(
            egui::pos2(rect.x0 as f32, rect.y0 as f32),
            egui::pos2(rect.x1 as f32, rect.y1 as f32),
        );
        let tab = self.workspace.tab();
        let Some(view) = self.views.get(&tab.id) else { return };
        let is_live = view.comparing.as_ref().is_none_or(Comparing::is_live);
        if is_live && beyond::show(ctx, &tab.editor, canvas) {
            commands.push(Command::BringIntoSight);
        }
        // A room sees the map alone.
        let is_alone = self.is_presenting();
        if !is_alone {
            bars::look::show(ctx, &tab.editor, canvas, commands);
        }
        let now = situation(&self.workspace, view.panels.open(), view.overlay, self.is_presenting());
        let is_asked = self.workspace.question().is_some() || self.sheet.is_some();
        if now.has_floating_bar
            && !is_alone
            && is_live
            && !is_asked
            && !view.canvas.has_menu
            && view.signs.is_none()
            && tab.editor.document.unreadable().is_none()
        {
            bars::floating::show(ctx, now, canvas, commands);
        }
        let tab = self.workspace.tab_mut();
        if let Some(view) = self.views.get_mut(&tab.id)
            && let Some(signs) = view.signs.as_mut().filter(|_| !is_asked)
            && !signs::show(ctx, signs, &mut tab.editor, canvas)
            && let Some(signs) = view.signs.take()
        {
            signs.put_away(&mut tab.editor);
        }
        let tab = self.workspace.tab();
        self.toast.take_if(|toast| !toast.is_due(tab.id, &tab.editor));
        if let Some(toast) = &self.toast {
            toast::show(ctx, toast, &tab.editor, canvas, commands);
        }
        if self.is_presenting() {
            self.fading_pointer(ctx);
        }
    }
}
