//! The map alone on the whole screen, for a room.

use std::collections::BTreeMap;

use egui::{Color32, Context, CursorIcon, Id, LayerId, Order, ViewportCommand};

use super::Window;
use crate::app::bars::toast::Toast;
use crate::app::command::Way;
use crate::app::style;
use crate::editor::Camera;
use crate::workspace::{Request, Side, TabId};

/// So long after it was moved the pointer is seen as ever, and so long it fades, in seconds.
const RESTS: f32 = 0.8;
const FADES: f32 = 1.2;

/// What a presentation gives back when it ends.
pub(in crate::app) struct Presenting {
    /// Whether the window took the whole screen before.
    was_full: bool,
    /// How each map was looked at that was shown, and its scenario.
    before: BTreeMap<TabId, (Camera, Option<String>)>,
}

impl Window {
    /// Whether the map is shown to a room.
    pub fn is_presenting(&self) -> bool {
        self.presenting.is_some()
    }

    /// Begins it, or ends it.
    pub(in crate::app) fn present(&mut self, ctx: &Context) {
        if let Some(Presenting { was_full, before }) = self.presenting.take() {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(was_full));
            self.toast = None;
            for (id, (camera, scenario)) in before {
                let Some(tab) = self.workspace.find_mut(id) else { continue };
                tab.editor.camera = camera;
                if tab.editor.document.scenario() != scenario.as_deref() {
                    tab.editor.show_scenario(scenario.as_deref());
                }
            }
            return;
        }
        let was_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
        self.presenting = Some(Presenting { was_full, before: BTreeMap::new() });
        self.view().canvas.take_keyboard();
        self.toast =
            Some(Toast::saying("Esc ends the presentation · Page Down shows what is next".to_owned()));
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
    }

    /// The map that is shown is drawn as for a room, or as ever.
    pub(super) fn dress_map(&mut self) {
        let theme = self.is_presenting().then(|| self.workspace.settings().presentation.clone());
        let tab = self.workspace.tab_mut();
        if let Some(presenting) = &mut self.presenting
            && !presenting.before.contains_key(&tab.id)
        {
            let scenario = tab.editor.document.scenario().map(str::to_owned);
            presenting.before.insert(tab.id, (tab.editor.camera, scenario));
            tab.editor.camera.is_fitted = true;
        }
        self.workspace.tab_mut().editor.show_for_room(theme.as_deref());
    }

    /// The next scenario, and behind the last one the next map; or back.
    pub(in crate::app) fn present_next(&mut self, way: Way, ctx: &Context) {
        let editor = &mut self.workspace.tab_mut().editor;
        let count = editor.scenarios().len();
        let at =
            editor.scenario().and_then(|shown| editor.scenarios().iter().position(|one| one.id == shown.id));
        let is_last = if way == Way::On { at.map_or(0, |at| at + 1) == count } else { at.is_none() };
        if !is_last {
            editor.step_scenario(way == Way::On);
        } else if self.workspace.tabs().len() > 1 {
            let side = if way == Way::On { Side::Right } else { Side::Left };
            self.request(Request::Step(side), ctx);
            self.dress_map();
            let editor = &mut self.workspace.tab_mut().editor;
            // One comes to the next map's beginning, and to the end of the one before.
            let last = editor.scenarios().last().filter(|_| way == Way::Back).map(|one| one.id.clone());
            editor.show_scenario(last.as_deref());
        } else {
            self.workspace.tab_mut().editor.tell("There is nothing further");
        }
    }

    /// The pointer with a disc around it, that a room follows it; where it rests, both fade.
    pub(super) fn fading_pointer(&self, ctx: &Context) {
        let (at, rested) =
            ctx.input(|input| (input.pointer.hover_pos(), input.pointer.time_since_last_movement()));
        let Some(at) = at else { return };
        let shown = 1.0 - ((rested - RESTS) / FADES).clamp(0.0, 1.0);
        if shown <= 0.0 {
            ctx.set_cursor_icon(CursorIcon::None);
            return;
        }
        let wait = if rested < RESTS { RESTS - rested } else { 0.04 };
        ctx.request_repaint_after(std::time::Duration::from_secs_f32(wait));
        let (accent, _) = style::overlay(self.editor().theme());
        let color: Color32 = accent.gamma_multiply(0.25 * shown);
        let layer = LayerId::new(Order::Tooltip, Id::unique("pointer"));
        ctx.layer_painter(layer).circle_filled(at, 18.0, color);
    }
}
