//! The window: a map, its file, and what is asked about them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui, ViewportCommand};

use super::background::{Background, Dialogs, Purpose, open_window};
use super::canvas::Canvas;
use super::clipboard::Clip;
use super::command::Command;
use super::dialog::{Answer, Dialog};
use super::file::OpenFile;
use super::name_field::NameField;
use super::picture::WaitingPicture;
use super::picture_clipboard::PictureClipboard;
use super::recovery::Keeper;
use super::saving::Save;
use super::style;
use super::text_panel::TextPanel;
use super::theme_file::ThemeFile;
use super::tray_panel::TrayPanel;
use super::{bars, canvas, dialog, inspector, keys, name_field, text_panel, tray_panel};
use crate::editor::{Editor, NamingEnd, Operation, Tool};
use crate::files::{PictureChoices, Recovery};
use crate::format::Format;
use crate::geometry::{Point, Rect};
use crate::model::{ElementId, Map};
use crate::typeset::never_wait_here;

/// The program's window.
pub struct Window {
    pub(super) editor: Editor,
    pub(super) file: OpenFile,
    pub(super) canvas: Canvas,
    pub(super) name_field: NameField,
    pub(super) text: TextPanel,
    pub(super) has_inspector: bool,
    pub(super) tray: TrayPanel,
    pub(super) theme: ThemeFile,
    pub(super) clip: Option<Clip>,
    /// The system's clipboard, for pictures.
    pub(super) clipboard: PictureClipboard,
    /// How the last picture was made, and where that is kept.
    pub(super) choices: PictureChoices,
    pub(super) choices_file: Option<PathBuf>,
    /// The picture whose file is asked for.
    pub(super) waiting_picture: Option<WaitingPicture>,
    /// Where what was copied is kept for other windows.
    pub(super) clip_file: Option<PathBuf>,
    pub(super) keeper: Keeper,
    /// The maps from which submaps were opened, the last one last.
    pub(super) came_from: Vec<PathBuf>,
    pub(super) background: Background,
    pub(super) dialogs: Dialogs,
    pub(super) dialog: Option<Dialog>,
    /// What waits for the answer about unsaved changes, or for a save.
    pub(super) next: Option<Next>,
    /// The save that waits for an answer.
    pub(super) waiting: Option<Save>,
    /// Whether a save runs; another then waits for it in `save_again`.
    pub(super) is_saving: bool,
    pub(super) save_again: Option<Save>,
    pub(super) quits_when_written: bool,
    /// Counts the maps that this window has shown: what a thread did for an earlier one is none of this one's.
    pub(super) document: u64,
    /// Characters that no font has, which the person was told.
    pub(super) told_missing: BTreeSet<char>,
    /// The revision whose changes may be lost: the person said so.
    pub(super) discarded: Option<u64>,
    /// The revision of the text whose problems are known.
    pub(super) problems_of: u64,
    /// Counts the questions for paths; the one that the system's dialog is to answer.
    pub(super) questions: u64,
    pub(super) awaited: Option<u64>,
    pub(super) notice: Option<String>,
    /// How many labels overlapped when the map was opened, and at which revision that was.
    overlapping: (u64, usize),
    pub(super) may_close: bool,
    /// Whether a new map has asked for its users.
    pub(super) asks_for_users: bool,
    pub(super) title: String,
    pub(super) canvas_rect: Rect,
}

/// So many overlapping labels are worth a button.
const WORTH_OFFERING: usize = 3;

/// What happens once nothing can be lost.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    New,
    Open(Option<PathBuf>),
    Quit,
}

impl Window {
    /// A window with a file, or with an empty map.
    pub fn new(ctx: &Context, file: Option<PathBuf>, dialogs: Dialogs) -> Self {
        style::apply(ctx);
        never_wait_here();
        let mut window = Self {
            editor: Editor::new(Map::default()),
            file: OpenFile::default(),
            canvas: Canvas::default(),
            name_field: NameField::default(),
            text: TextPanel::default(),
            has_inspector: false,
            tray: TrayPanel::default(),
            theme: ThemeFile::default(),
            clip: None,
            clip_file: None,
            clipboard: PictureClipboard::default(),
            choices: PictureChoices::default(),
            choices_file: None,
            waiting_picture: None,
            keeper: Keeper::default(),
            came_from: Vec::new(),
            background: Background::new(ctx),
            dialogs,
            dialog: None,
            next: None,
            waiting: None,
            is_saving: false,
            save_again: None,
            quits_when_written: false,
            document: 0,
            discarded: None,
            told_missing: BTreeSet::new(),
            problems_of: 0,
            questions: 0,
            awaited: None,
            notice: None,
            overlapping: (0, 0),
            may_close: false,
            asks_for_users: file.is_none(),
            title: String::new(),
            canvas_rect: Rect::ZERO,
        };
        if let Some(path) = file {
            window.background.load(path);
        }
        window
    }

    /// The same, keeping copies of unsaved maps in a folder, and offering what was left there. What is copied is
    /// kept beside that folder for other windows.
    #[must_use]
    pub fn with_recovery(mut self, folder: Option<PathBuf>) -> Self {
        self.clip_file = folder.as_deref().map(|folder| folder.with_file_name("clip"));
        self.choices_file = folder.as_deref().map(|folder| folder.with_file_name("picture.ron"));
        // Without a place for copies the program works as well, and saving is what keeps a map.
        let recovery = folder.and_then(|folder| Recovery::start(&folder).ok()).map(Arc::new);
        if let Some(recovery) = recovery {
            self.background.find_orphans(Arc::clone(&recovery));
            self.keeper.recovery = Some(recovery);
        }
        self
    }

    /// The editor of the window's map.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// Whether something is being read or written.
    pub fn is_busy(&self) -> bool {
        self.background.is_busy()
    }

    /// The part before drawing: what threads have done, and whether the window may close.
    pub fn logic(&mut self, ctx: &Context) {
        for done in self.background.done() {
            self.take(done, ctx);
        }
        if self.quits_when_written && !self.background.is_writing() && self.dialog.is_none() {
            self.quits_when_written = false;
            self.guard(Next::Quit, ctx);
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let mut dropped = dropped.into_iter();
        if let Some(first) = dropped.next() {
            self.guard(Next::Open(Some(first)), ctx);
        }
        dropped.for_each(|file| open_window(&file));
        if ctx.input(|input| input.viewport().close_requested()) && !self.may_close {
            self.editor.end_naming(NamingEnd::Keep);
            if self.background.is_writing() {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.quits_when_written = true;
            } else if self.editor.document.is_changed() {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.guard(Next::Quit, ctx);
            }
        }
        self.find_fonts();
        self.find_problems();
        self.find_theme();
        self.keep_copy(ctx);
        self.show_title(ctx);
    }

    /// Draws the window, and does what was asked for there.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut commands = Vec::new();
        // An open menu has the keys.
        let is_blocked = self.dialog.is_some() || egui::Popup::is_any_open(&ctx);
        if !is_blocked {
            let has_field = self.editor.naming().is_some() || ctx.text_edit_focused();
            if !has_field {
                self.clipboard_keys(&ctx);
            }
            commands.extend(keys::commands(&ctx, !has_field));
            if keys::take(&ctx, |key, _| key == egui::Key::F6).len() % 2 == 1 {
                self.leave_canvas(&ctx);
            }
        }
        let bar = |top, bottom| {
            Frame::new().fill(ctx.global_style().visuals.panel_fill).inner_margin(Margin {
                left: 8,
                right: 8,
                top,
                bottom,
            })
        };
        Panel::top("menu").frame(bar(2, 2)).show(ui, |ui| bars::menu(ui, &self.editor, &mut commands));
        let open = [
            (Command::Tray, self.tray.is_open),
            (Command::Text, self.text.is_open),
            (Command::Inspector, self.has_inspector),
        ];
        let panels: Vec<_> =
            open.into_iter().filter(|(_, is_open)| *is_open).map(|(command, _)| command).collect();
        Panel::top("tools")
            .frame(bar(2, 4))
            .show(ui, |ui| bars::toolbar(ui, &self.editor, &panels, &mut commands));
        let is_busy = self.background.is_busy();
        Panel::bottom("status").frame(bar(3, 3)).show(ui, |ui| {
            let waiting = if self.tray.is_open { 0 } else { self.tray.count(&self.editor) };
            let notice = self.notice.as_deref();
            bars::status(
                ui,
                &self.editor,
                &self.file,
                notice,
                is_busy,
                (waiting, self.overlapping_offer()),
                &mut commands,
            );
        });
        let own = self.file.format.unwrap_or(Format::Ron);
        text_panel::show(ui, &mut self.text, &mut self.editor, own, is_blocked, &mut commands);
        inspector::show(ui, self.has_inspector, &mut self.editor);
        tray_panel::show(ui, &mut self.tray, &mut self.editor, is_blocked, &mut commands);
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            self.canvas_rect =
                Rect::new(rect.left().into(), rect.top().into(), rect.right().into(), rect.bottom().into());
            // The field takes its keys before the canvas does.
            if !is_blocked {
                name_field::show(ui.ctx(), &mut self.name_field, &mut self.editor);
            }
            // Nothing is drawn beside a text that is to be mended.
            let is_blocked = is_blocked || self.editor.document.unreadable().is_some();
            let response = canvas::show(ui, &mut self.canvas, &mut self.editor, is_blocked, &mut commands);
            self.menu_of(&response, &mut commands);
        });
        self.show_dialog(&ctx);
        self.draw_preview();
        if std::mem::take(&mut self.asks_for_users) {
            self.editor.name_first_user();
            ctx.request_repaint();
        }
        for command in commands {
            self.run(command, &ctx);
        }
        if let Some(notice) = self.editor.take_notice() {
            self.notice = Some(notice);
        } else if ctx.input(|input| input.pointer.any_pressed()) {
            self.notice = None;
        }
        self.editor.refresh();
    }

    /// A right click selects what it meets, and opens its menu.
    fn menu_of(&mut self, response: &egui::Response, commands: &mut Vec<Command>) {
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            let at = self.editor.camera.sheet_from_screen(Point::new(at.x.into(), at.y.into()));
            self.editor.select_for_menu(at);
        }
        response.context_menu(|ui| bars::context_menu(ui, &self.editor, commands));
    }

    /// F6: the keyboard goes to the buttons, or back to the canvas.
    fn leave_canvas(&mut self, ctx: &Context) {
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        self.canvas.toggle_keyboard();
    }

    fn run(&mut self, command: Command, ctx: &Context) {
        let middle = self.canvas_rect.center();
        let waiting = self.waiting_in_tray();
        let camera = &mut self.editor.camera;
        match command {
            Command::New => self.guard(Next::New, ctx),
            Command::Open => self.guard(Next::Open(None), ctx),
            Command::Save => self.save(),
            Command::SaveAs => self.ask_path(Purpose::SaveAs),
            Command::Export => self.ask_picture(false),
            Command::Print => self.ask_picture(true),
            Command::OpenSubmap => self.open_submap(ctx),
            Command::Back => self.go_back(ctx),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Cut => self.cut(ctx),
            Command::Copy => self.copy(ctx),
            Command::CopyPicture => self.copy_picture(),
            Command::Paste => Self::request_paste(ctx),
            Command::Operate(Operation::EditText) if waiting.is_some() => {
                if let Some(id) = &waiting {
                    self.tray.rename(id, &self.editor);
                }
            }
            Command::Operate(_) | Command::Choose(_) if self.editor.document.unreadable().is_some() => {
                self.notice = Some("There is no map yet: mend its text first".to_owned());
            }
            Command::Operate(operation) => self.editor.operate(operation),
            Command::Choose(tool) => self.choose(tool),
            Command::KeepTool => self.editor.keeps_tool = !self.editor.keeps_tool,
            Command::ZoomIn => camera.zoom(1.25, middle),
            Command::ZoomOut => camera.zoom(0.8, middle),
            Command::ActualSize => camera.zoom(1.0 / camera.scale, middle),
            Command::Fit => camera.is_fitted = true,
            Command::FitSelection => {
                if let Some(part) = self.editor.selected_rect() {
                    self.editor.camera.fit(part, self.canvas_rect);
                    self.editor.camera.is_fitted = false;
                }
            }
            Command::FullScreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full));
            }
            Command::Text => self.text.toggle(),
            Command::Inspector => self.has_inspector = !self.has_inspector,
            Command::ShowParked => self.editor.toggle_parked(),
            Command::Problems => self.dialog = Some(Dialog::Problems),
            Command::Shortcuts => self.dialog = Some(Dialog::Shortcuts),
            Command::Theme(name) => self.editor.choose_theme(name),
            Command::ThemeFile => self.ask_path(Purpose::Theme),
            Command::Tray => self.tray.toggle(),
        }
        self.editor.refresh();
        ctx.request_repaint();
    }

    /// The component that is selected, where it is in the tray.
    fn waiting_in_tray(&self) -> Option<ElementId> {
        let id = self.editor.document.selection().single()?;
        let component = self.editor.map().component(id)?;
        self.editor.map().position(component).is_none().then(|| id.clone())
    }

    fn choose(&mut self, tool: Tool) {
        self.editor.end_naming(NamingEnd::Keep);
        if self.editor.gesture() != &crate::editor::Gesture::Idle {
            self.editor.cancel();
        }
        if tool.links() {
            self.editor.start_linking(tool);
        } else {
            self.editor.tool = tool;
        }
    }

    /// Does something that the map would not survive, after asking about unsaved changes.
    pub(super) fn guard(&mut self, next: Next, ctx: &Context) {
        self.editor.end_naming(NamingEnd::Keep);
        if self.would_lose() {
            self.next = Some(next);
            self.dialog = Some(Dialog::Unsaved { name: self.file.name() });
        } else {
            self.go_on(next, ctx);
        }
    }

    /// Whether changes would be lost that nobody gave up.
    pub(super) fn would_lose(&self) -> bool {
        let document = &self.editor.document;
        document.is_changed() && self.discarded != Some(document.text_revision())
    }

    fn go_on(&mut self, next: Next, ctx: &Context) {
        match next {
            Next::New => {
                self.replace(Editor::new(Map::default()), OpenFile::default());
                self.asks_for_users = true;
            }
            Next::Open(Some(path)) => self.background.load(path),
            Next::Open(None) => self.ask_path(Purpose::Open),
            Next::Quit => {
                self.forget_copy();
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    pub(super) fn replace(&mut self, editor: Editor, file: OpenFile) {
        self.forget_copy();
        self.editor = editor;
        self.document += 1;
        self.keep_anew();
        self.discarded = None;
        self.waiting = None;
        self.save_again = None;
        self.is_saving = false;
        self.awaited = None;
        self.file = file;
        self.name_field = NameField::default();
        self.text.forget();
        self.tray.forget();
        self.theme = ThemeFile::default();
        self.problems_of = 0;
        self.canvas = Canvas::default();
        self.notice = None;
        let overlapping = self.editor.layout().overlapping_labels(self.editor.map()).len();
        self.overlapping = (self.editor.document.revision(), overlapping);
    }

    /// How many labels of the map overlap as it was opened, until it is changed; a few are nobody's business.
    fn overlapping_offer(&self) -> usize {
        let (revision, count) = self.overlapping;
        if count >= WORTH_OFFERING && revision == self.editor.document.revision() { count } else { 0 }
    }

    pub(super) fn message(&mut self, title: String, text: String) {
        self.dialog = Some(Dialog::Message { title, text });
    }

    fn show_dialog(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.dialog else { return };
        let Some(answer) = dialog::show(ctx, dialog, &self.file.problems) else { return };
        let was_changed = matches!(dialog, Dialog::Changed { .. });
        let was_waiting = matches!(dialog, Dialog::Waiting { .. });
        let dialog = self.dialog.take();
        ctx.request_repaint();
        match answer {
            Answer::Close => {
                // A message that came meanwhile ends no question.
                if was_waiting || self.awaited.is_none() {
                    self.next = None;
                    self.awaited = None;
                }
            }
            Answer::TypePath(purpose) => {
                self.awaited = None;
                self.ask_in_own_window(purpose, None);
            }
            Answer::Save => self.save(),
            Answer::Discard => {
                self.discarded = Some(self.editor.document.text_revision());
                if let Some(next) = self.next.take() {
                    self.go_on(next, ctx);
                }
            }
            Answer::Overwrite => {
                if let Some(save) = self.waiting.take() {
                    // Knowing of a loss is not knowing of another program's change, and the other way round.
                    let expected = save.expected.clone().filter(|_| !was_changed);
                    self.save_to(Save { expected, may_lose: true, ..save });
                }
            }
            Answer::Recover(orphan) => self.recover(&orphan),
            Answer::Picture(deed) => {
                if let Some(Dialog::Picture(dialog)) = dialog {
                    self.make_picture(&dialog, deed);
                }
            }
            Answer::SaveAs => self.ask_path(Purpose::SaveAs),
            Answer::Picked(purpose, path) => self.picked(purpose, &path, ctx),
        }
    }

    /// "tea-shop.ron — Mapstone", with a dot before it while there are changes.
    fn show_title(&mut self, ctx: &Context) {
        let mark = if self.editor.document.is_changed() { "• " } else { "" };
        let title = format!("{mark}{} — Mapstone", self.file.name());
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.logic(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.ui(ui);
        // For the benchmark of the start: closes once the file is there and drawn.
        if std::env::var_os("MAPSTONE_QUIT_WHEN_DRAWN").is_some() && !self.is_busy() {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }
}
