//! Comparing in the window: what the map is held against, and scenarios by menu and bar.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::{View, Window};
use crate::app::command::{ScenarioDeed, Way};
use crate::app::comparing::{Against, Coming, Comparing, Playing};
use crate::app::dialog::scenario::{Choice, CompareSheet, ScenarioSheet};
use crate::app::dialog::sheet::Sheet;
use crate::compare::{Step, evolution_steps, longest_line, steps_to};
use crate::model::ElementId;
use crate::workspace::Request;

/// So long a step is looked at, in seconds.
const REST: f64 = 1.2;

/// Goes from a step that was reached to the next, once it was looked at.
fn go_on(playing: &mut Playing, comparing: &mut Option<Comparing>, now: f64, ctx: &Context) {
    // What was on its way has arrived.
    if comparing.is_some() && playing.rests_until < 0.0 {
        playing.at += 1;
        playing.rests_until = now + REST;
    }
    if playing.is_over() {
        return;
    }
    if now < playing.rests_until {
        ctx.request_repaint_after(Duration::from_secs_f64(playing.rests_until - now));
        return;
    }
    if let (Some(from), Some(to)) = (playing.steps.get(playing.at), playing.steps.get(playing.at + 1)) {
        *comparing = Some(Comparing::playing(from, to, now));
        playing.rests_until = -1.0;
        ctx.request_repaint();
    }
}

impl View {
    /// Whether a picture between two maps is shown, or another map than the one that is edited.
    pub(super) fn is_between(&self) -> bool {
        self.playing.is_some() || self.comparing.as_ref().is_some_and(|comparing| !comparing.is_live())
    }
}

impl Window {
    /// What was being read is there; what plays goes on; what a merge left is shown once.
    pub(super) fn look_at_comparison(&mut self, ctx: &Context) {
        let has_conflicts = !self.editor().document.whole().conflicts.is_empty();
        let view = self.view();
        if has_conflicts && !std::mem::replace(&mut view.told_conflicts, true) {
            view.panels.open_compare();
            let mut comparing = Comparing::new(Against::TheirSide);
            comparing.look.marks.dims = false;
            view.comparing.get_or_insert(comparing);
        }
        if !has_conflicts && view.comparing.as_ref().is_some_and(|of| of.against == Against::TheirSide) {
            view.comparing = None;
        }
        let now = ctx.input(|input| input.time);
        if let Some(comparing) = &mut view.comparing
            && comparing.play(now)
        {
            ctx.request_repaint();
        }
        if let Some(playing) = &mut view.playing
            && view.comparing.as_ref().is_none_or(|comparing| comparing.plays.is_none())
        {
            go_on(playing, &mut view.comparing, now, ctx);
        }
        if let Some(came) = view.coming.as_ref().and_then(Coming::take) {
            view.coming = None;
            match came {
                Ok((map, words)) => self.compare(Against::Map(Arc::new(map), words)),
                Err(why) => self.workspace.tell("There is nothing to compare with", format!("{why}.")),
            }
        }
    }

    /// Plays from today to the scenario that is shown; to the one with the most before it, where today is.
    pub(super) fn play_steps(&mut self, ctx: &Context) {
        let document = &self.editor().document;
        let whole = document.whole();
        let Some(id) = document.scenario().or_else(|| longest_line(whole)) else { return };
        let steps = steps_to(whole, id);
        self.play(steps, false, ctx);
    }

    /// Plays what evolves, in this order.
    pub(super) fn play_evolution(&mut self, order: &[ElementId], ctx: &Context) {
        let steps = evolution_steps(self.editor().map(), order);
        self.play(steps, true, ctx);
    }

    fn play(&mut self, steps: Vec<Step>, is_evolution: bool, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let view = self.view();
        view.comparing = None;
        view.playing = Some(Playing { steps, at: 0, is_evolution, rests_until: now });
        ctx.request_repaint();
    }

    /// Goes from a picture between two maps back to the one that is edited.
    pub(super) fn end_between(&mut self) {
        let view = self.view();
        if view.playing.take().is_some() {
            view.comparing = None;
        }
        if let Some(comparing) = &mut view.comparing {
            (comparing.moment, comparing.plays, comparing.look.swapped) = (1.0, None, false);
        }
    }

    pub(super) fn stop_playing(&mut self) {
        let view = self.view();
        view.playing = None;
        view.comparing = None;
    }

    /// What was played becomes a scenario.
    pub(super) fn keep_played(&mut self) {
        let last = self.view().playing.take().and_then(|playing| playing.steps.last().cloned());
        self.view().comparing = None;
        if let Some(step) = last {
            let editor = &mut self.workspace.tab_mut().editor;
            editor.begin_scenario("What evolves has evolved");
            editor.show_as_scenario(&step.map);
        }
    }

    /// Holds the map against another, and opens what differs.
    fn compare(&mut self, against: Against) {
        let view = self.view();
        view.comparing = Some(Comparing::new(against));
        view.panels.open_compare();
    }

    /// Against today's map, or the saved one; or not any more.
    pub(super) fn compare_today(&mut self) {
        let against = match self.editor().document.scenario() {
            Some(_) => Against::Scenario(None),
            None => Against::Saved,
        };
        let view = self.view();
        if view.comparing.as_ref().is_some_and(|comparing| comparing.against == against) {
            view.comparing = None;
        } else {
            self.compare(against);
        }
    }

    pub(super) fn ask_what_to_compare(&mut self, ctx: &Context) {
        let tab = self.workspace.tab();
        let others = self.workspace.tabs().iter().filter(|other| other.id != tab.id);
        let others = others.map(|other| (other.id, other.file.name())).collect();
        let sheet = CompareSheet::new(ctx, &tab.editor, tab.file.path.clone(), others);
        self.sheet = Some(Sheet::Compare(Box::new(sheet)));
    }

    pub(super) fn compare_with(&mut self, choice: Choice, ctx: &Context) {
        match choice {
            Choice::Today => self.compare(Against::Scenario(None)),
            Choice::Scenario(id) => self.compare(Against::Scenario(Some(id))),
            Choice::Saved => self.compare(Against::Saved),
            Choice::Tab(id) => {
                let other = self.workspace.find(id);
                let other = other.map(|other| (Arc::clone(other.editor.map()), other.file.name()));
                if let Some((map, name)) = other {
                    self.compare(Against::Map(map, name));
                }
            }
            Choice::File => self.request(Request::CompareFile, ctx),
            Choice::Revision(revision) => {
                if let Some(path) = self.workspace.tab().file.path.clone() {
                    let words = format!("the version of {}", revision.date);
                    self.view().coming = Some(Coming::of_revision(ctx, path, revision.hash, words));
                }
            }
        }
    }

    pub(super) fn do_with_scenario(&mut self, deed: ScenarioDeed) {
        let editor = &mut self.workspace.tab_mut().editor;
        let shown = editor.document.scenario().map(str::to_owned);
        match (deed, shown) {
            (ScenarioDeed::Today, _) => editor.show_scenario(None),
            (ScenarioDeed::Show(number), _) => {
                let id = editor.scenarios().get(number).map(|scenario| scenario.id.clone());
                editor.show_scenario(id.as_deref());
            }
            (ScenarioDeed::Describe, _) => {
                let sheet = ScenarioSheet::of(editor).map(|sheet| Sheet::Scenario(Box::new(sheet)));
                self.sheet = sheet.or(self.sheet.take());
            }
            (ScenarioDeed::Duplicate, Some(id)) => editor.duplicate_scenario(&id),
            (ScenarioDeed::Move(way), Some(id)) => editor.move_scenario(&id, way == Way::On),
            (ScenarioDeed::MakeToday, Some(id)) => editor.make_scenario_today(&id),
            (ScenarioDeed::Delete, Some(id)) => editor.delete_scenario(&id),
            (_, None) => {}
        }
    }

    pub(super) fn keep_scenario(&mut self, sheet: &ScenarioSheet) {
        let editor = &mut self.workspace.tab_mut().editor;
        match &sheet.id {
            Some(id) => editor.describe_scenario(id, &sheet.name, &sheet.about, &sheet.after),
            None => editor.begin_scenario(&sheet.name),
        }
    }

    /// Shows a scenario, or today where its id is empty.
    pub(super) fn show_scenario(&mut self, id: &str) {
        let editor = &mut self.workspace.tab_mut().editor;
        editor.show_scenario(Some(id).filter(|id| !id.is_empty()));
    }
}
