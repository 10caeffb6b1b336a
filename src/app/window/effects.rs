//! What the window does: for the open maps, for what threads have done, and for commands.

use std::collections::BTreeSet;

use egui::{Context, OpenUrl, ViewportCommand};

use super::{Closing, View, Window};
use crate::app::canvas::handles;
use crate::app::canvas::signs::Signs;
use crate::app::command::{Again, Command, FocusKey, Panel, Way, needs_map};
use crate::app::comparing::Coming;
use crate::app::dialog::scenario::{EvolutionSheet, ScenarioSheet, TableSheet};
use crate::app::dialog::sheet::Sheet;
use crate::app::dialog::snapshot::Snapshot;
use crate::app::own;
use crate::app::style;
use crate::app::threads::Done;
use crate::editor::{Keys, NamingEnd, Operation, Tool};
use crate::files::{Disk, Session, Settings};
use crate::model::{ComponentKind, ElementId};
use crate::report::{describe, how_to_read};
use crate::typeset::{system_fonts, take_wanted};
use crate::workspace::{Effect, Job, Request, Side};

impl Window {
    /// Asks the workspace for something, and does what follows.
    pub(in crate::app) fn request(&mut self, request: Request, ctx: &Context) {
        let effects = self.workspace.request(request);
        self.perform(effects, ctx);
    }

    /// Does what the workspace wants done.
    pub(in crate::app) fn perform(&mut self, effects: Vec<Effect>, ctx: &Context) {
        // What is left to be forgotten is forgotten before the program is gone.
        let is_last = effects.iter().any(|effect| matches!(effect, Effect::Close));
        for effect in effects {
            match effect {
                Effect::Start(job) if is_last => drop(job.run(&Disk)),
                Effect::Start(job) => self.threads.run(job),
                Effect::Say(words) => self.notice = Some(words),
                Effect::Pick(pick) => self.threads.pick(pick),
                Effect::Picture(path) => self.export_to(&path),
                Effect::ShowText(_) => self.view().panels.mend_text(),
                Effect::OpenAddress(address) => ctx.open_url(OpenUrl::new_tab(address)),
                Effect::CopyText(text) => ctx.copy_text(text),
                Effect::ShowProblems => self.sheet = Some(Sheet::Problems),
                Effect::Compare(path) => self.view().coming = Some(Coming::of_file(ctx, path)),
                Effect::Remember => {
                    if let Some(job) = self.session_job(ctx) {
                        self.threads.run(job);
                    }
                }
                Effect::Wake(after) => ctx.request_repaint_after(after),
                // Who closes twice does not want to wait.
                Effect::Close
                    if !self.threads.is_exporting() || self.outside.closing == Closing::WhenExported =>
                {
                    self.close(ctx);
                }
                Effect::Close => {
                    self.outside.closing = Closing::WhenExported;
                    let words = "A picture is being written: the window closes when that is done, or when it is closed again";
                    self.notice = Some(words.to_owned());
                }
            }
        }
    }

    pub(in crate::app) fn close(&mut self, ctx: &Context) {
        self.outside.closing = Closing::Yes;
        if let Some(job) = self.session_job(ctx) {
            // Nobody is there to be told.
            drop(job.run(&Disk));
        }
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// The work that keeps what is open.
    fn session_job(&mut self, ctx: &Context) -> Option<Job> {
        let (maps, shown) = self.workspace.open_files();
        let (size, is_maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            let is_whole = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
            (viewport.inner_rect.map(|rect| rect.size()).filter(|_| !is_whole), viewport.maximized)
        });
        // In points of the system: the window begins before it has a scale of its own.
        let zoom = ctx.zoom_factor();
        if let Some(size) = size {
            self.outside.size = Some((size.x * zoom, size.y * zoom));
        }
        let panels = &self.view().panels;
        let (panels, widths) = (panels.names(), panels.widths());
        let is_maximized = is_maximized.unwrap_or(false);
        self.workspace.keep_session(Session {
            size: self.outside.size,
            is_maximized,
            maps,
            shown,
            panels,
            widths,
            handles_used: handles::used(ctx),
        })
    }

    /// The system wants the program gone: what is not saved is kept, and nothing is asked.
    pub(in crate::app) fn end_at_once(&mut self, ctx: &Context) -> ! {
        let session = self.session_job(ctx);
        for job in self.workspace.last_copies().into_iter().chain(session) {
            // Where even this fails there is nobody to tell.
            let _ = job.run(&Disk);
        }
        std::process::exit(0);
    }

    /// Takes what a thread has done.
    pub(in crate::app) fn take(&mut self, done: Done, ctx: &Context) {
        match done {
            Done::Workspace(done) => {
                let effects = self.workspace.take(done);
                self.perform(effects, ctx);
            }
            Done::Picked(number, picked) => {
                let effects = self.workspace.take_pick(number, picked);
                self.perform(effects, ctx);
            }
            Done::Entries(folder, entries) => {
                if let Some(field) = &mut self.asking.path {
                    field.take_entries(&folder, entries);
                }
            }
            Done::Small(shown, small) => self.start.take(ctx, shown, small),
            Done::NoFolder(why) => {
                self.workspace.tell("The folder could not be shown", format!("{why}."));
            }
            Done::Picture(picture) => self.take_picture(picture, ctx),
            Done::Preview(asked, drawn) => self.take_preview(ctx, *asked, drawn),
            Done::Printers(printers) => self.take_printers(printers),
            Done::Printed(Ok(said)) => self.notice = Some(said),
            Done::Printed(Err(error)) => {
                self.workspace.tell("The map could not be printed", format!("{error}."));
            }
            Done::Fonts(missing) => self.take_fonts(&missing),
            Done::Exported(path, Ok(())) => self.notice = Some(format!("Exported {}", path.display())),
            Done::Exported(path, Err(error)) => {
                let text = format!("{}: {error}.", path.display());
                self.workspace.tell("The picture could not be saved", text);
            }
        }
    }

    /// Does what a menu, a key or a button asks for.
    pub(in crate::app) fn run(&mut self, command: Command, ctx: &Context) {
        let waiting = self.waiting_in_tray();
        let canvas = self.view().canvas_rect;
        let middle = canvas.center();
        let shown = self.workspace.tab().id;
        let is_start = self.workspace.shows_start();
        let editor = &mut self.workspace.tab_mut().editor;
        if is_start && needs_map(command) {
            return;
        }
        if !goes_on_with_link(command) {
            editor.leave_link();
        }
        // What was said before is old.
        self.notice = None;
        match command {
            Command::NewChain => {
                self.request(Request::New, ctx);
                self.workspace.tab_mut().asks_for_users = false;
                self.open_tray();
            }
            Command::Example(name) => self.request(Request::Example(name), ctx),
            Command::Recent(number) => {
                if let Some(recent) = self.workspace.recent().get(number) {
                    let paths = vec![recent.path.clone()];
                    self.request(Request::OpenFiles(paths), ctx);
                }
            }
            Command::ShowInFolder => {
                if let Some(path) = self.workspace.tab().file.path.clone() {
                    self.threads.show_in_folder(path);
                }
            }
            Command::Settings => {
                self.sheet = Some(Sheet::Settings(Box::new(self.workspace.settings().clone())));
            }
            Command::OpenPalette => self.open_palette(ctx),
            Command::New => self.request(Request::New, ctx),
            Command::Open => self.request(Request::Open, ctx),
            Command::Save => self.request(Request::Save, ctx),
            Command::SaveAs => self.request(Request::SaveAs, ctx),
            Command::Export => self.ask_picture(false),
            Command::Print => self.ask_picture(true),
            Command::OpenSubmap => self.request(Request::OpenSubmap, ctx),
            Command::Back => self.request(Request::Back, ctx),
            Command::CloseTab => self.request(Request::CloseTab(shown), ctx),
            Command::Reopen => self.request(Request::Reopen, ctx),
            Command::CloseOthers => self.request(Request::CloseOthers(shown), ctx),
            Command::Beside(way) => self.request(Request::Step(side(way)), ctx),
            Command::MoveTab(way) => self.move_tab(way, ctx),
            Command::CopyPath => {
                if let Some(path) = &self.workspace.tab().file.path {
                    ctx.copy_text(path.display().to_string());
                }
            }
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Cut => self.request(Request::Cut, ctx),
            Command::Copy => self.request(Request::Copy, ctx),
            Command::CopyPicture => self.copy_picture(),
            // What the clipboard holds comes as a key would bring it.
            Command::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Command::Operate(Operation::EditText) if waiting.is_some() => {
                if let Some(id) = &waiting {
                    let name = editor.map().element(id).map_or("", |element| element.name()).to_owned();
                    self.view().panels.rename_in_tray(id, &name);
                }
            }
            Command::Operate(_) | Command::Choose(_) if editor.document.unreadable().is_some() => {
                self.notice = Some("There is no map yet: mend its text first".to_owned());
            }
            Command::Operate(Operation::Walk(direction)) if editor.awaits_link() => {
                editor.aim_link_toward(direction);
            }
            Command::Operate(operation) => editor.operate(operation),
            Command::Choose(tool) => self.choose(tool),
            Command::Step(way) if editor.awaits_link() => editor.aim_link(way == Way::On),
            Command::Step(Way::On) => editor.operate(Operation::SelectNext),
            Command::Step(Way::Back) => editor.operate(Operation::SelectPrevious),
            Command::Confirm(again) => self.confirm(again, ctx),
            Command::Cancel if self.views.get(&shown).is_some_and(View::is_between) => self.end_between(),
            Command::Cancel => {
                // What is laid over the map goes last.
                let is_still = editor.is_idle() && editor.naming().is_none();
                let is_idle = is_still && editor.document.selection().is_empty();
                let signs =
                    self.views.get_mut(&shown).filter(|_| is_still).and_then(|view| view.signs.take());
                if let Some(signs) = signs {
                    // They lie over everything else.
                    signs.put_away(editor);
                } else if self.presenting.is_some() && is_still && editor.tool == Tool::Select {
                    self.present(ctx);
                } else if is_idle && editor.tool == Tool::Select {
                    editor.end_focus();
                    let view = self.view();
                    view.overlay = None;
                    view.comparing = None;
                    view.playing = None;
                } else {
                    editor.cancel();
                }
            }
            Command::Nudge(direction, pace) => editor.operate(Operation::Nudge(direction, pace.step())),
            Command::LeaveCanvas => self.leave_canvas(ctx),
            Command::KeepTool => editor.keeps_tool = !editor.keeps_tool,
            Command::Focus(FocusKey::Toggle) => editor.toggle_focus(),
            Command::Focus(FocusKey::End) => editor.end_focus(),
            Command::Focus(key) => editor.step_focus(key == FocusKey::More),
            Command::Hide(kind) => editor.toggle_hidden(kind),
            Command::ShowAllKinds => editor.show_all_kinds(),
            Command::Present => self.present(ctx),
            Command::PresentNext(way) => self.present_next(way, ctx),
            Command::Try(method) => editor.try_method(method),
            Command::FloatingBar => {
                let settings = self.workspace.settings().clone();
                let floating_bar = !settings.floating_bar;
                self.request(Request::KeepSettings(Settings { floating_bar, ..settings }), ctx);
            }
            Command::OpenMenu(_) if self.presenting.is_some() => {}
            Command::OpenMenu(number) => self.wanted_menu = Some(number),
            Command::Signs => {
                let id = editor.document.selection().single().cloned();
                let fits = |id: &ElementId| editor.map().component(id).is_some_and(|own| !own.is_anchor());
                let id = id.filter(fits);
                let Some(view) = self.views.get_mut(&shown) else { return };
                match view.signs.take() {
                    Some(signs) => signs.put_away(editor),
                    None => view.signs = id.map(Signs::of),
                }
            }
            Command::DescribeMap => self.sheet = Some(Sheet::Describe(describe(editor.map()))),
            Command::ZoomIn => editor.camera.zoom(1.25, middle),
            Command::ZoomOut => editor.camera.zoom(0.8, middle),
            Command::ActualSize => editor.camera.zoom(1.0 / editor.camera.scale, middle),
            Command::Fit => editor.camera.is_fitted = true,
            Command::FitSelection => {
                if let Some(part) = editor.selected_rect() {
                    editor.camera.fit_at_most(part, canvas, LARGEST_FIT);
                }
            }
            Command::FullScreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full));
            }
            Command::Find(key) => self.find(key, ctx),
            Command::Panel(panel) => {
                let view = self.view();
                view.panels.toggle(panel);
                if panel == Panel::Compare && !view.panels.open().contains(&panel) {
                    self.stop_playing();
                }
                self.perform(vec![Effect::Remember], ctx);
            }
            Command::Appearance(appearance) => {
                let settings = Settings { appearance, ..self.workspace.settings().clone() };
                own::apply(ctx, &settings);
                self.request(Request::KeepSettings(settings), ctx);
            }
            Command::Snapshot => self.sheet = Some(Sheet::Snapshot(Snapshot::default())),
            Command::Reading => {
                self.sheet = Some(Sheet::Reading(how_to_read(editor.map(), editor.layout())));
            }
            Command::Overlay(overlay) => {
                let view = self.view();
                view.overlay = Some(overlay).filter(|overlay| view.overlay != Some(*overlay));
            }
            Command::Question(way) => self.go_to_question(way, ctx),
            Command::TryWithout => editor.try_without(),
            Command::WhatIf => self.sheet = Some(Sheet::Scenario(Box::new(ScenarioSheet::begin(editor)))),
            Command::StepScenario(way) => editor.step_scenario(way == Way::On),
            Command::StepAlong(way) => editor.step_along(way == Way::On),
            Command::Scenario(deed) => self.do_with_scenario(deed),
            Command::ScenarioTable => self.sheet = Some(Sheet::Table(Box::new(TableSheet::of(editor)))),
            Command::CompareWith => self.ask_what_to_compare(ctx),
            Command::CompareToday => self.compare_today(),
            Command::PlaySteps => self.play_steps(ctx),
            Command::PlayEvolution => {
                self.sheet = Some(Sheet::Evolution(Box::new(EvolutionSheet::of(editor))));
            }
            Command::StopPlaying => self.stop_playing(),
            Command::KeepPlayed => self.keep_played(),
            Command::BringIntoSight => super::finding::bring_into_sight(editor, canvas),
            Command::ShowParked => editor.toggle_parked(),
            Command::Problems => self.sheet = Some(Sheet::Problems),
            Command::Shortcuts => self.sheet = Some(Sheet::Shortcuts(Box::default())),
            Command::Theme(name) => editor.choose_theme(name),
            Command::ThemeFile => self.request(Request::ChooseTheme, ctx),
            // These are for the field that has the keyboard.
            Command::Name(_)
            | Command::Write(_)
            | Command::Offer(_)
            | Command::Lines(_)
            | Command::OfferWords
            | Command::CompletePath
            | Command::Palette(_)
            | Command::Answer => {}
        }
        self.workspace.tab_mut().editor.refresh();
        ctx.request_repaint();
    }

    /// The tab that is shown changes places with the one beside it.
    fn move_tab(&mut self, way: Way, ctx: &Context) {
        let shown = self.workspace.tab().id;
        let at = self.workspace.tabs().iter().position(|tab| tab.id == shown).unwrap_or(0);
        let to = if way == Way::On { at + 1 } else { at.saturating_sub(1) };
        self.request(Request::MoveTab(shown, to), ctx);
    }

    /// Enter on the canvas: what the link or the tool waits for, else the text of what is selected.
    fn confirm(&mut self, again: Again, ctx: &Context) {
        let editor = &mut self.workspace.tab_mut().editor;
        let is_linking = editor.awaits_link();
        let middle = editor.layout().plot.center();
        match (editor.tool.places(), editor.tool) {
            _ if editor.has_proposal() => editor.take_proposal(),
            _ if is_linking => editor.confirm_link(Keys { shift: again == Again::More, ..Keys::default() }),
            (Some(ComponentKind::Anchor), _) => editor.name_user(),
            (Some(kind), _) => editor.name_new(kind, middle),
            (None, Tool::Note) => editor.name_note(middle),
            (None, Tool::Area) => editor.draw_area(middle),
            (None, Tool::Add(addition)) => editor.add_in_middle(addition),
            (None, Tool::Select) => self.run(Command::Operate(Operation::EditText), ctx),
            (None, Tool::Need | Tool::Flow | Tool::Component | Tool::Anchor) => {}
        }
    }

    /// The component that is selected, where it is in the tray.
    fn waiting_in_tray(&self) -> Option<ElementId> {
        let editor = self.editor();
        let id = editor.document.selection().single()?;
        let component = editor.map().component(id)?;
        editor.map().position(component).is_none().then(|| id.clone())
    }

    fn choose(&mut self, tool: Tool) {
        self.view().canvas.let_go();
        let editor = &mut self.workspace.tab_mut().editor;
        editor.end_naming(NamingEnd::Keep);
        if !editor.is_idle() {
            editor.cancel();
        }
        if tool.links() {
            editor.start_linking(tool);
        } else {
            editor.tool = tool;
        }
    }

    /// Fonts that the frame did not find are looked for on a thread; those that were found, for whatever, are the
    /// chrome's too.
    pub(in crate::app) fn find_fonts(&mut self, ctx: &Context) {
        let found = system_fonts().len();
        if std::mem::replace(&mut self.fonts_of_the_system, found) != found {
            style::add_fonts(ctx);
        }
        let wanted = take_wanted();
        if !wanted.is_empty() {
            self.threads.find_fonts(wanted);
        }
    }

    /// Fonts were looked for: what no font has is said once.
    fn take_fonts(&mut self, missing: &BTreeSet<char>) {
        let new: Vec<_> = missing.difference(&self.told_missing).copied().collect();
        if let Some(c) = new.first() {
            let more = match new.len() {
                1 => String::new(),
                2 => " and one other character".to_owned(),
                count => format!(" and {} other characters", count - 1),
            };
            let number = u32::from(*c);
            self.notice =
                Some(format!("No font of this system has “{c}” (U+{number:04X}){more}: � stands for it"));
        }
        self.told_missing.extend(new);
    }
}

/// Whether a link that waits for its end still waits after a command.
fn goes_on_with_link(command: Command) -> bool {
    use Command as C;
    matches!(
        command,
        C::Step(_)
            | C::Confirm(_)
            | C::Cancel
            | C::Operate(Operation::Walk(_))
            | C::ZoomIn
            | C::ZoomOut
            | C::ActualSize
            | C::Fit
            | C::FitSelection
            | C::KeepTool
    )
}

/// So large a small part is shown at most that is fitted into the canvas: its neighbours stay in sight.
const LARGEST_FIT: f64 = 2.0;

fn side(way: Way) -> Side {
    match way {
        Way::On => Side::Right,
        Way::Back => Side::Left,
    }
}
