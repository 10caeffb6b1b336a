//! Tips that cover no other line.

use egui::{RectAlign, Response, Tooltip, WidgetText};

/// What says more about a line of a panel or of a dialog.
pub(super) trait Tip {
    /// Says more at the side of the line, so that the lines above and below it stay to be read.
    fn tip_beside(self, words: impl Into<WidgetText>) -> Self;
}

impl Tip for Response {
    fn tip_beside(self, words: impl Into<WidgetText>) -> Self {
        // What lies below a dialog says nothing.
        let dialog = self.ctx.memory(egui::Memory::top_modal_layer);
        if dialog.is_some_and(|dialog| dialog != self.layer_id) {
            return self;
        }
        let words = words.into();
        let mut tip = Tooltip::for_enabled(&self);
        tip.popup = tip.popup.align(RectAlign::LEFT_START).align_alternatives(&[RectAlign::RIGHT_START]);
        tip.show(|ui| ui.label(words));
        self
    }
}
