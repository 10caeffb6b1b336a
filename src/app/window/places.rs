//! Going somewhere: the start page, and what the palette finds.

use std::path::Path;

use egui::{CentralPanel, Context, Frame, Key, Ui};

use super::{NONE_OPEN, Window, finding, situation, typed_behind};
use crate::analysis::pattern_of;
use crate::app::command::{Command, Panel};
use crate::app::dialog::palette::{Goal, Palette};
use crate::app::dialog::sheet::Sheet;
use crate::app::start;
use crate::editor::{NamingEnd, Selection};
use crate::model::{Edit, ElementId, Pin};
use crate::workspace::Request;

/// So large is what the palette goes to, at least: its name is read.
const LEAST_SCALE: f64 = 1.0;

impl Window {
    /// The start page, in the place of the canvas.
    pub(super) fn start_page(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let ctx = ui.ctx().clone();
        let fill = ui.visuals().panel_fill;
        let shown = CentralPanel::default()
            .frame(Frame::NONE.fill(fill))
            .show(ui, |ui| start::show(ui, &mut self.start, self.workspace.recent(), commands));
        for request in shown.inner {
            self.request(request, &ctx);
            ctx.request_repaint();
        }
    }

    /// Small pictures are made one after the other, while the start page is shown.
    pub(super) fn find_small_pictures(&mut self) {
        if !self.workspace.shows_start() {
            return;
        }
        if let Some(shown) = self.start.take_wanted(self.workspace.recent()) {
            self.threads.draw_small(shown, self.start.cache().map(Path::to_owned));
        }
    }

    pub(super) fn open_palette(&mut self, ctx: &Context) {
        self.workspace.tab_mut().editor.end_naming(NamingEnd::Keep);
        self.view();
        let tab = self.workspace.tab();
        let open = self.views.get(&tab.id).map_or(&NONE_OPEN, |view| view.panels.open());
        let overlay = self.views.get(&tab.id).and_then(|view| view.overlay);
        let now = situation(&self.workspace, open, overlay, self.is_presenting());
        // Letters that came in the frame of the key, and behind it, are what is looked for.
        let text = typed_behind(ctx, &|key, modifiers| {
            modifiers.command && matches!((key, modifiers.shift), (Key::K, false) | (Key::P, true))
        });
        let palette = Palette::of(ctx, now, self.workspace.tabs(), tab.id, text);
        self.sheet = Some(Sheet::Palette(Box::new(palette)));
    }

    /// Opens the tray, with the keyboard in its field.
    pub(super) fn open_tray(&mut self) {
        let panels = &mut self.view().panels;
        if !panels.open().contains(&Panel::Tray) {
            panels.toggle(Panel::Tray);
        }
    }

    /// Does what was chosen in the palette.
    pub(super) fn go_to(&mut self, goal: Goal, ctx: &Context) {
        match goal {
            Goal::Run(command) => self.run(command, ctx),
            Goal::Show(tab) => self.request(Request::Show(tab), ctx),
            Goal::Pin(code) => {
                let editor = &mut self.workspace.tab_mut().editor;
                let on: Vec<ElementId> = {
                    let map = editor.map();
                    let selected = editor.document.selection().elements.iter();
                    selected.filter(|id| map.component(id).is_some()).cloned().collect()
                };
                let name = pattern_of(code).map_or(code, |pattern| pattern.name);
                let pins = Pin::put(&editor.map().pins, code, &on);
                editor.change(&format!("Pin {name}"), &[Edit::Pins(pins)], "");
                let to = if on.is_empty() { "the map" } else { "what is selected" };
                self.notice = Some(format!("{name} is pinned to {to}; Ctrl+Z takes it off"));
            }
            Goal::Element(tab, id) => {
                self.request(Request::Show(tab), ctx);
                let editor = &mut self.workspace.tab_mut().editor;
                editor.show_found(Selection::of(&id));
                if editor.selected_rect().is_none() {
                    return self.open_tray();
                }
                let canvas = self.view().canvas_rect;
                let editor = &mut self.workspace.tab_mut().editor;
                if editor.camera.scale < LEAST_SCALE {
                    editor.camera.zoom(LEAST_SCALE / editor.camera.scale, canvas.center());
                }
                finding::bring_into_sight(editor, canvas);
            }
        }
    }
}
