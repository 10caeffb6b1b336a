//! The window: joins the open maps, what their panels remember, and the threads, in the order of a frame.

mod comparing;
mod dialogs;
mod effects;
mod finding;
mod keyboard;
mod over;
mod pictures;
mod places;
mod present;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{CentralPanel, Context, Event, Frame, Id, Margin, Order, Panel, Ui, ViewportCommand};

use crate::analysis::Overlay;
use crate::app::bars::toast::Toast;
use crate::app::canvas::{
    self, Canvas, link_field, link_field::LinkField, name_field, name_field::NameField, signs::Signs,
};
use crate::app::command::{self, Command, Situation};
use crate::app::comparing::{Coming, Comparing, Playing};
use crate::app::dialog::Asking;
use crate::app::dialog::sheet::Sheet;
use crate::app::own::{self, Own};
use crate::app::panel::{Panels, Shown};
use crate::app::picture_clipboard::PictureClipboard;
use crate::app::start::StartPage;
use crate::app::threads::{Dialogs, Threads};
use crate::app::{bars, style};
use crate::editor::{Editor, NamingEnd};
use crate::format::Format;
use crate::geometry::{Point, Rect};
use crate::typeset::never_wait_here;
use crate::workspace::{AFTER_PICTURE, Request, TabId, Workspace};
use keyboard::{typed_behind, typed_behind_key, typed_behind_link};
use pictures::WaitingPicture;
use present::Presenting;

/// The program's window.
pub struct Window {
    pub(in crate::app) workspace: Workspace,
    /// What the canvas and the panels of each map remember.
    views: BTreeMap<TabId, View>,
    pub(in crate::app) threads: Threads,
    /// The system's clipboard, for pictures.
    pub(in crate::app) clipboard: PictureClipboard,
    /// What a person opened to look at.
    pub(in crate::app) sheet: Option<Sheet>,
    /// What the widgets of the question that is shown remember.
    pub(in crate::app) asking: Asking,
    /// The picture whose file is asked for.
    pub(in crate::app) waiting_picture: Option<WaitingPicture>,
    /// What is said in the status bar.
    pub(in crate::app) notice: Option<String>,
    /// What was removed or rearranged, with a way back.
    pub(in crate::app) toast: Option<Toast>,
    /// The map alone is shown, for a room.
    pub(in crate::app) presenting: Option<Presenting>,
    /// The menu that a key opens.
    pub(in crate::app) wanted_menu: Option<usize>,
    /// Characters that no font has, which the person was told.
    pub(in crate::app) told_missing: BTreeSet<char>,
    /// So many fonts of the system the chrome has.
    pub(in crate::app) fonts_of_the_system: usize,
    pub(in crate::app) outside: Outside,
    pub(in crate::app) start: StartPage,
}

/// What the system knows of the window.
pub(in crate::app) struct Outside {
    pub(in crate::app) closing: Closing,
    /// Its size while it did not take the whole screen, in points of the system.
    pub(in crate::app) size: Option<(f32, f32)>,
    /// The field that had the keyboard before a person opened something to look at.
    focus: Option<Id>,
    /// In how many frames it gets that back: what lay over it has the keyboard for one frame more.
    gives_back: u8,
    /// The map that was shown last.
    shown: Option<TabId>,
    title: String,
}

/// No panel.
static NONE_OPEN: BTreeSet<command::Panel> = BTreeSet::new();

/// What the state of commands depends on, beside the panels.
pub(in crate::app) fn situation<'a>(
    workspace: &'a Workspace,
    open: &'a BTreeSet<command::Panel>,
    overlay: Option<Overlay>,
    is_presenting: bool,
) -> Situation<'a> {
    let tab = workspace.tab();
    Situation {
        editor: &tab.editor,
        open,
        overlay,
        path: tab.file.path.as_deref(),
        maps: workspace.tabs().len(),
        recent: workspace.recent(),
        has_way_back: tab.has_way_back(),
        has_closed: workspace.has_closed(),
        appearance: workspace.settings().appearance,
        is_presenting,
        has_floating_bar: workspace.settings().floating_bar,
        is_start: workspace.shows_start(),
    }
}

/// Whether the window may close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Closing {
    /// Not before it is known that nothing is lost.
    No,
    /// As soon as the pictures are written.
    WhenExported,
    /// Now.
    Yes,
}

/// What the canvas and the panels of a map remember between frames.
#[derive(Default)]
pub(in crate::app) struct View {
    pub(in crate::app) canvas: Canvas,
    name_field: NameField,
    link_field: LinkField,
    pub(in crate::app) panels: Panels,
    /// What is looked for, while something is.
    pub(in crate::app) find: Option<bars::find::Find>,
    /// What was looked for last.
    pub(in crate::app) sought: String,
    /// What is laid over the map.
    pub(in crate::app) overlay: Option<Overlay>,
    /// The signs of how evolved the selected component is.
    pub(in crate::app) signs: Option<Signs>,
    /// What the map is held against.
    pub(in crate::app) comparing: Option<Comparing>,
    /// Steps that are played.
    pub(in crate::app) playing: Option<Playing>,
    /// A map that is being read for that.
    pub(in crate::app) coming: Option<Coming>,
    /// Whether the conflicts of a merge were shown.
    told_conflicts: bool,
    /// Where the canvas is on the screen.
    pub(in crate::app) canvas_rect: Rect,
}

impl View {
    /// The view of a map that is opened: the same panels are open as for the one before.
    fn after(old: &Self) -> Self {
        Self { panels: Panels::after(&old.panels), canvas_rect: old.canvas_rect, ..Self::default() }
    }
}

impl Window {
    /// A window with the maps of these files; without any with those that were open last, or with the start page.
    pub fn new(ctx: &Context, files: Vec<PathBuf>, dialogs: Dialogs, own: Own) -> Self {
        style::apply(ctx);
        own::apply(ctx, &own.settings);
        never_wait_here();
        let mut window = Self {
            workspace: Workspace::new(dialogs == Dialogs::Native),
            views: BTreeMap::new(),
            threads: Threads::new(ctx),
            clipboard: PictureClipboard::default(),
            sheet: None,
            asking: Asking::default(),
            waiting_picture: None,
            notice: None,
            toast: None,
            presenting: None,
            wanted_menu: None,
            told_missing: BTreeSet::new(),
            fonts_of_the_system: 0,
            outside: Outside {
                closing: Closing::No,
                size: own.session.size,
                focus: None,
                gives_back: 0,
                shown: None,
                title: String::new(),
            },
            start: StartPage::keeping(own.pictures),
        };
        let Own { places, settings, session, faults, ahead, .. } = own;
        window.threads.take_ahead(ahead);
        canvas::handles::remember(ctx, session.handles_used);
        let view = View { panels: Panels::of(&session), ..View::default() };
        window.views.insert(window.workspace.tab().id, view);
        let effects = window.workspace.use_places(places);
        window.perform(effects, ctx);
        window.workspace.tell_faults(faults);
        let request = if files.is_empty() && settings.reopen {
            Request::Restore(session.maps.into_iter().map(|map| map.0).collect(), session.shown)
        } else {
            Request::OpenFiles(files)
        };
        window.workspace.use_settings(settings);
        window.request(request, ctx);
        window
    }

    /// Waits a moment for the maps that are being read, before anything is drawn: most are there at once, and need no empty
    /// frame before them.
    pub(super) fn wait_for_maps(&mut self, ctx: &Context, at_most: Duration) {
        let end = Instant::now() + at_most;
        while self.threads.is_busy() {
            let left = end.saturating_duration_since(Instant::now());
            let Some(done) = self.threads.wait(left) else { return };
            self.take(done, ctx);
        }
    }

    /// The editor of the window's map.
    pub fn editor(&self) -> &Editor {
        &self.workspace.tab().editor
    }

    /// Whether a map is shown, and not the start page, and none is still being read.
    pub(super) fn shows_map(&self) -> bool {
        !self.workspace.shows_start() && !self.workspace.is_opening()
    }

    /// Whether something is being read or written.
    pub fn is_busy(&self) -> bool {
        self.threads.is_busy()
    }

    /// The view of the map that is shown.
    pub(in crate::app) fn view(&mut self) -> &mut View {
        let id = self.workspace.tab().id;
        if !self.views.contains_key(&id) {
            let view = self.views.values().next_back().map_or_else(View::default, View::after);
            self.views.insert(id, view);
            self.views.retain(|other, _| self.workspace.find(*other).is_some());
        }
        self.views.entry(id).or_default()
    }

    /// The part before drawing: what threads have done, and whether the window may close.
    pub fn logic(&mut self, ctx: &Context) {
        span!("logic");
        for done in self.threads.done() {
            self.take(done, ctx);
        }
        if crate::app::signals::was_told_to_end() {
            self.end_at_once(ctx);
        }
        if self.outside.closing == Closing::WhenExported && !self.threads.is_exporting() {
            // Something may have been drawn, or gone wrong, while the picture was written.
            self.outside.closing = Closing::No;
            if self.workspace.question().is_none() {
                self.request(Request::Quit, ctx);
            }
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.request(Request::OpenFiles(dropped), ctx);
        }
        if ctx.input(|input| input.viewport().close_requested()) && self.outside.closing != Closing::Yes {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.request(Request::Quit, ctx);
        }
        if ctx.input(|input| input.events.contains(&Event::WindowFocused(true))) {
            self.request(Request::Look, ctx);
        }
        self.find_fonts(ctx);
        self.find_small_pictures();
        self.look_at_comparison(ctx);
        let effects = self.workspace.tick(Instant::now());
        self.perform(effects, ctx);
        self.show_title(ctx);
    }

    /// Draws the window, and does what was asked for there.
    pub fn ui(&mut self, ui: &mut Ui) {
        span!("window");
        let ctx = ui.ctx().clone();
        let (typed, linked) = (typed_behind_key(&ctx), typed_behind_link(&ctx));
        let had_link = self.editor().awaits_link();
        self.end_naming_beside(&ctx);
        let had_name = self.editor().naming().is_some();
        self.lead_focus(&ctx);
        let mut commands = Vec::new();
        // An open menu has the keys.
        let is_blocked =
            self.workspace.question().is_some() || self.sheet.is_some() || egui::Popup::is_any_open(&ctx);
        if !is_blocked {
            self.take_keys(&ctx, &mut commands);
        }
        if self.workspace.shows_start() && self.is_presenting() {
            self.present(&ctx);
        }
        self.dress_map();
        if !self.is_presenting() {
            for request in self.bars(ui, &mut commands) {
                self.request(request, &ctx);
                ctx.request_repaint();
            }
        }
        if self.workspace.shows_start() {
            self.start_page(ui, &mut commands);
        } else {
            self.start.leave();
            self.panels(ui, is_blocked, &mut commands);
            self.over_canvas(&ctx, &mut commands);
        }
        self.show_dialogs(&ctx);
        self.draw_preview();
        if std::mem::take(&mut self.workspace.tab_mut().asks_for_users) {
            self.workspace.tab_mut().editor.name_first_user();
            ctx.request_repaint();
        }
        for command in commands {
            self.run(command, &ctx);
        }
        let tab = self.workspace.tab_mut();
        let editor = &mut tab.editor;
        if !had_name && let Some(view) = self.views.get_mut(&tab.id) {
            view.name_field.type_ahead(editor, &typed);
        }
        if !had_link && let Some(view) = self.views.get_mut(&tab.id) {
            view.link_field.type_ahead(editor, &linked);
        }
        editor.refresh();
        if let Some(view) = self.views.get_mut(&self.workspace.tab().id) {
            view.canvas.check(&ctx);
        }
        let editor = &mut self.workspace.tab_mut().editor;
        if editor.is_waiting() {
            // A thread begins with it before the next frame.
            ctx.request_repaint();
        } else if editor.is_hurried() {
            ctx.request_repaint_after(AFTER_PICTURE);
        }
        let offer = editor.take_offer();
        if let Some(offer) = offer {
            self.toast = Some(Toast::with_undo(offer, self.workspace.tab().id));
            ctx.request_repaint();
        }
        let editor = &mut self.workspace.tab_mut().editor;
        if let Some(notice) = editor.take_notice() {
            // There is no status bar before a room.
            if self.presenting.is_some() {
                self.toast = Some(Toast::saying(notice.clone()));
                ctx.request_repaint();
            }
            self.notice = Some(notice);
        } else if ctx.input(|input| input.pointer.any_pressed()) {
            self.notice = None;
        }
    }

    /// A press on a bar or a panel keeps the name that is being written, before anything there works on its element.
    fn end_naming_beside(&mut self, ctx: &Context) {
        let pressed = ctx.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::PointerButton { pos, pressed: true, .. } => Some(*pos),
                _ => None,
            })
        });
        let is_writing = self.editor().naming().is_some() || self.editor().awaits_link();
        let Some(at) = pressed.filter(|_| is_writing) else { return };
        let is_on_canvas = self.view().canvas_rect.contains(Point::new(at.x.into(), at.y.into()));
        let is_behind = ctx.layer_id_at(at).is_none_or(|layer| layer.order == Order::Background);
        if is_behind && !is_on_canvas {
            let editor = &mut self.workspace.tab_mut().editor;
            editor.end_naming(NamingEnd::Keep);
            editor.leave_link();
        }
    }

    /// Menu, toolbar, tabs and status bar.
    fn bars(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) -> Vec<Request> {
        let bar = |top, bottom| {
            Frame::new().fill(ui.visuals().panel_fill).inner_margin(Margin { left: 8, right: 8, top, bottom })
        };
        let (menu, tools, status) = (bar(2, 2), bar(2, 4), bar(3, 3));
        let is_busy = self.threads.is_busy();
        self.view();
        let tab = self.workspace.tab();
        let tabs = self.workspace.tabs();
        let Some(view) = self.views.get_mut(&tab.id) else { return Vec::new() };
        let now = situation(&self.workspace, view.panels.open(), view.overlay, false);
        let wanted = self.wanted_menu.take();
        Panel::top("menu").frame(menu).show(ui, |ui| bars::menu::show(ui, now, wanted, commands));
        let has_labels = self.workspace.settings().toolbar_labels;
        Panel::top("tools").frame(tools).show(ui, |ui| bars::toolbar::show(ui, now, has_labels, commands));
        let mut requests = Vec::new();
        // One map needs no tab.
        if tabs.len() > 1 {
            let show = |ui: &mut Ui| bars::tabs::show(ui, tabs, now, tab.id, commands);
            requests = Panel::top("tabs").frame(tools).show(ui, show).inner;
        }
        if !tab.editor.scenarios().is_empty() && !self.workspace.shows_start() {
            let fill = match tab.editor.scenario() {
                Some(_) => style::ring(ui.visuals()).gamma_multiply(0.14),
                None => ui.visuals().panel_fill,
            };
            let frame = tools.fill(style::over(fill, ui.visuals().panel_fill));
            Panel::top("scenarios")
                .frame(frame)
                .show(ui, |ui| bars::scenario::show(ui, &tab.editor, commands));
        }
        let notice = self.notice.as_deref();
        Panel::bottom("status").frame(status).show(ui, |ui| {
            if self.workspace.shows_start() {
                return bars::status::of_start(ui, notice, is_busy);
            }
            let waiting = view.panels.waiting(&tab.editor);
            let hides_links = view.canvas.hides_links();
            bars::status::show(ui, (tab, hides_links), notice, is_busy, waiting, commands);
        });
        if bars::steps::has_steps(&tab.editor, view.playing.as_ref()) && !self.workspace.shows_start() {
            let (editor, playing) = (&tab.editor, view.playing.as_ref());
            let show = |ui: &mut Ui| bars::steps::show(ui, editor, playing, commands);
            Panel::bottom("steps").frame(status).show(ui, show);
        }
        requests
    }

    /// The panels, and the canvas between them.
    fn panels(&mut self, ui: &mut Ui, is_blocked: bool, commands: &mut Vec<Command>) {
        self.view();
        let tab = self.workspace.tab_mut();
        let Some(view) = self.views.get_mut(&tab.id) else { return };
        let findings = Arc::clone(tab.findings());
        let told = tab.findings_to_tell().len();
        let (editor, own) = (&mut tab.editor, tab.file.format.unwrap_or(Format::Ron));
        let shown = Shown { editor, findings: &findings, own, is_blocked };
        let is_presenting = self.presenting.is_some();
        let acts =
            if is_presenting { Vec::new() } else { view.panels.show(ui, &shown, view.comparing.as_mut()) };
        if !acts.is_empty() {
            ui.ctx().request_repaint();
        }
        // Before the canvas, which shows what came of it in this frame.
        commands.extend(view.panels.perform(acts, editor));
        if let Some(comparing) = view.comparing.as_mut().filter(|comparing| comparing.look.beside) {
            let width = ui.available_width() / 2.0;
            let other = Panel::left("other map").resizable(false).exact_size(width).frame(Frame::NONE);
            other.show(ui, |ui| {
                canvas::show_other(ui, &mut view.canvas, editor, comparing, view.canvas_rect);
            });
        }
        let canvas = CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            view.canvas_rect =
                Rect::new(rect.left().into(), rect.top().into(), rect.right().into(), rect.bottom().into());
            // The field takes its keys before the canvas does.
            if !is_blocked {
                name_field::show(ui.ctx(), &mut view.name_field, editor);
                link_field::show(ui.ctx(), &mut view.link_field, editor, commands);
            }
            if let Some(find) = view.find.as_mut().filter(|_| !is_blocked) {
                bars::find::show(ui.ctx(), find, editor, view.canvas_rect, commands);
            }
            // Nothing is drawn beside a text that is to be mended.
            let is_blocked = is_blocked || editor.document.unreadable().is_some();
            let is_live = view.comparing.as_ref().is_none_or(Comparing::is_live);
            let comparing = view.comparing.as_mut();
            let response = canvas::show(
                ui,
                &mut view.canvas,
                (editor, view.overlay),
                comparing,
                is_blocked,
                is_presenting,
                commands,
            );
            if let Some(color) = bars::scenario::frame_color(ui, editor) {
                let stroke = egui::Stroke::new(2.0, color);
                ui.painter().rect_stroke(rect, 0.0, stroke, egui::StrokeKind::Inside);
            }
            if let Some(finding) = view.panels.current_question(&findings).filter(|_| is_live) {
                canvas::questions::open(ui, editor, finding);
            }
            let marked = if told == 0 || is_blocked || view.comparing.is_some() || is_presenting {
                None
            } else {
                canvas::questions::show(ui, editor, &findings)
            };
            if let Some(finding) = marked {
                let selection = view.panels.open_question(finding);
                editor.document.select(selection);
                ui.ctx().request_repaint();
            }
            select_for_menu(&response, editor);
            response
        });
        if let Some(view) = self.views.get(&self.workspace.tab().id) {
            let now = situation(&self.workspace, view.panels.open(), view.overlay, self.presenting.is_some());
            canvas.inner.context_menu(|ui| bars::menu::of_selection(ui, now, commands));
        }
    }

    /// "tea-shop.ron — Mapstone", with a dot before it while there are changes.
    fn show_title(&mut self, ctx: &Context) {
        let tab = self.workspace.tab();
        let mark = if tab.is_unsaved() { "• " } else { "" };
        let title = format!("{mark}{} — Mapstone", tab.file.name());
        if title != self.outside.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.outside.title = title;
        }
    }
}

/// A right click selects what it meets.
fn select_for_menu(response: &egui::Response, editor: &mut Editor) {
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let at = editor.camera.sheet_from_screen(Point::new(at.x.into(), at.y.into()));
        editor.select_for_menu(at);
    }
}
