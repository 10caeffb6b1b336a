//! What is asked, and what a person opened to look at.

use std::sync::Arc;

use egui::Context;

use super::Window;
use crate::app::dialog::sheet::{self, Ended, Sheet};
use crate::app::{dialog, own};
use crate::files::Settings;
use crate::workspace::Request;

impl Window {
    /// What is asked comes before what a person opened to look at.
    pub(super) fn show_dialogs(&mut self, ctx: &Context) {
        if let Some(asked) = self.workspace.question() {
            let number = asked.number;
            let answer = dialog::show(ctx, asked, &mut self.asking);
            if let Some(folder) = self.asking.path.as_mut().and_then(dialog::PathField::take_wanted) {
                self.threads.list(folder);
            }
            if let Some(answer) = answer {
                ctx.request_repaint();
                let effects = self.workspace.answer(number, answer);
                self.perform(effects, ctx);
            }
            return;
        }
        let shown = self.workspace.tab().editor.map();
        // A picture of a map that is not shown any more is nobody's.
        self.sheet
            .take_if(|sheet| matches!(sheet, Sheet::Picture(dialog) if !Arc::ptr_eq(&dialog.map, shown)));
        let Some(sheet) = &mut self.sheet else { return };
        let ended = sheet::show(ctx, sheet, self.workspace.tab());
        if let Sheet::Settings(settings) = sheet
            && **settings != *self.workspace.settings()
        {
            let settings = Settings::clone(settings);
            own::apply(ctx, &settings);
            self.request(Request::KeepSettings(settings), ctx);
        }
        if let Some(ended) = ended {
            ctx.request_repaint();
            let sheet = self.sheet.take();
            self.outside.gives_back = if matches!(ended, Ended::Closed) { 2 } else { 0 };
            match (ended, sheet) {
                (Ended::Picture(deed), Some(Sheet::Picture(dialog))) => self.make_picture(&dialog, deed, ctx),
                (Ended::Names(names), _) => self.workspace.tab_mut().editor.give_names(&names),
                (Ended::Goal(goal), _) => self.go_to(goal, ctx),
                (Ended::Snapshot(name), _) => self.request(Request::Snapshot(name), ctx),
                (Ended::Scenario, Some(Sheet::Scenario(sheet))) => self.keep_scenario(&sheet),
                (Ended::Show(id), _) => self.show_scenario(&id),
                (Ended::Compare(choice), _) => self.compare_with(choice, ctx),
                (Ended::Evolution(order), _) => self.play_evolution(&order, ctx),
                _ => {}
            }
        }
    }
}
