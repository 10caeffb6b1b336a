//! The map on the screen: from pointer and wheel to the editor.

mod access;
mod around;
pub(in crate::app) mod beyond;
mod comparison;
pub(super) mod handles;
mod kept;
mod letters;
pub(in crate::app) mod link_field;
mod list;
pub(in crate::app) mod name_field;
mod overlay;
mod paint;
pub(in crate::app) mod questions;
pub(in crate::app) mod signs;
mod tint;

use egui::{CursorIcon, Event, Key, PointerButton, Pos2, Role, Sense, Ui, WidgetInfo};

use crate::analysis::Overlay;
use crate::app::command::Command;
use crate::app::command::keys::{self, At};
use crate::app::comparing::Comparing;
use crate::app::style;
use crate::editor::{Cursor, Editor, Event as Did, Keys, NamingEnd};
use crate::geometry::{Point, Rect, Vec2};
use access::Announced;
use comparison::Between;
use kept::Kept;
use letters::Letters;
use paint::{beside, rect_on_screen};
use tint::Tint;

/// What the canvas remembers between frames.
#[derive(Default)]
pub(in crate::app) struct Canvas {
    letters: Letters,
    kept: Kept,
    tint: Tint,
    selected: overlay::Selected,
    between: Between,
    announced: Announced,
    /// The scale of the last frame.
    scale: f64,
    /// What the window shows where nobody zoomed, as it was when nothing was dragged.
    bounds: Option<Rect>,
    /// Whether the main button went down on the canvas and is held.
    is_pressed: bool,
    /// The held button that pans.
    panning: Option<PointerButton>,
    last: Option<Pos2>,
    /// Whether the keyboard was sent to the buttons; else the canvas takes it whenever nothing else has it.
    gave_keyboard_away: bool,
    /// The canvas as something that has the keyboard.
    id: Option<egui::Id>,
    /// Whether the menu of what is selected is open.
    pub(in crate::app) has_menu: bool,
}

impl Canvas {
    /// What was begun with a held button is over, whatever the button does.
    pub(in crate::app) fn let_go(&mut self) {
        self.is_pressed = false;
        self.panning = None;
    }

    /// At the end of a frame: what came later may have moved the letters that the canvas has drawn.
    pub(in crate::app) fn check(&mut self, ctx: &egui::Context) {
        let is_tint = self.tint.is_outdated(ctx, &self.letters);
        let is_between = self.between.is_outdated(ctx, &self.letters);
        if self.kept.is_outdated(ctx, &self.letters) || is_tint || is_between {
            ctx.request_discard("letters of the map moved in their texture");
            ctx.request_repaint();
        }
    }

    /// Whether links are left out because they lie too close together.
    pub(in crate::app) fn hides_links(&self) -> bool {
        self.kept.hides_links()
    }

    /// What has the keyboard when the canvas has it; `None` before it was shown.
    pub(in crate::app) fn id(&self) -> Option<egui::Id> {
        self.id
    }

    /// The canvas has the keyboard whenever nothing else has it.
    pub(in crate::app) fn take_keyboard(&mut self) {
        self.gave_keyboard_away = false;
    }

    /// Gives the keyboard to the buttons, or takes it back.
    pub(in crate::app) fn toggle_keyboard(&mut self) {
        self.gave_keyboard_away = !self.gave_keyboard_away;
    }
}

/// Shows the map and hands the editor what the pointer and the keys do there.
pub(in crate::app) fn show(
    ui: &mut Ui,
    canvas: &mut Canvas,
    (editor, overlay): (&mut Editor, Option<Overlay>),
    mut comparing: Option<&mut Comparing>,
    is_blocked: bool,
    is_presenting: bool,
    commands: &mut Vec<Command>,
) -> egui::Response {
    let rect = ui.available_rect_before_wrap();
    let id = ui.scope_id().with("canvas");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    canvas.id = Some(id);
    canvas.has_menu = response.context_menu_opened();
    // A key that ended the writing in a field of a panel, in this frame, is none of the canvas's.
    let had_keyboard = response.has_focus();
    let name = if editor.map().title.is_empty() { "Map" } else { &editor.map().title };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, name));
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if !is_blocked && is_free && !canvas.gave_keyboard_away && editor.naming().is_none() {
        response.request_focus();
    }
    let area = Rect::new(rect.left().into(), rect.top().into(), rect.right().into(), rect.bottom().into());
    editor.camera.canvas = area;
    if editor.camera.is_fitted {
        // A text that reaches out makes the sheet larger, but not while it is being moved there.
        let is_at_rest = !editor.document.in_gesture();
        if is_at_rest || canvas.bounds.is_none() {
            canvas.bounds = Some(editor.shown().scene.bounds);
        }
        if let Some(bounds) = canvas.bounds {
            editor.camera.fit(bounds, area);
        }
    }
    // What is between two maps is looked at, not edited.
    if let Some(comparing) = comparing.as_deref_mut().filter(|comparing| !comparing.is_live()) {
        canvas.let_go();
        if !is_blocked {
            wheel(ui, editor, &response);
            if response.has_focus() {
                let keys = keys::take(ui.ctx(), &[At::Canvas]);
                commands.extend(keys.into_iter().filter(|key| *key == Command::Cancel));
            }
        }
        editor.camera.pixel = 1.0 / f64::from(ui.ctx().pixels_per_point());
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, ui.visuals().extreme_bg_color);
        canvas.between.picture(&painter, editor, comparing, &mut canvas.letters);
        return response;
    }
    let is_given_up =
        editor.is_placing() && (is_blocked || keys::take(ui.ctx(), &[At::Canvas]).contains(&Command::Cancel));
    if is_given_up || is_blocked && canvas.is_pressed {
        editor.handle(Did::Cancel, Keys::default());
    }
    if is_blocked {
        canvas.let_go();
    }
    if !is_blocked {
        wheel(ui, editor, &response);
        pointer(ui, canvas, editor, &response);
        if response.has_focus() {
            let filter =
                egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            if had_keyboard {
                let places: &[At] = if is_presenting { &[At::Present, At::Canvas] } else { &[At::Canvas] };
                commands.extend(keys::take(ui.ctx(), places));
            }
        }
    }
    editor.refresh();
    // The status bar, which was drawn before, tells the scale.
    if editor.camera.scale != canvas.scale {
        canvas.scale = editor.camera.scale;
        ui.ctx().request_repaint();
    }
    editor.camera.pixel = 1.0 / f64::from(ui.ctx().pixels_per_point());
    let painter = ui.painter_at(rect);
    let (shown, seen) = (editor.shown().clone(), editor.looked_at().cloned());
    let drawn = (&shown.layout, seen.as_deref().unwrap_or(&shown.scene));
    let is_covered = style::color(editor.theme().paper).is_opaque();
    let paper = rect_on_screen(&editor.camera, drawn.1.bounds);
    for strip in beside(rect, if is_covered { paper } else { egui::Rect::NOTHING }) {
        painter.rect_filled(strip, 0.0, ui.visuals().extreme_bg_color);
    }
    match comparing {
        Some(comparing) => {
            canvas.kept.draw(&painter, drawn, &editor.camera, &mut canvas.letters);
            canvas.between.marks(&painter, editor, comparing, &mut canvas.letters);
        }
        None => canvas.kept.draw(&painter, drawn, &editor.camera, &mut canvas.letters),
    }
    if !canvas.tint.show(ui, &painter, (editor, overlay), &mut canvas.letters) {
        commands.extend(overlay.map(Command::Overlay));
    }
    overlay::draw(&painter, editor, &mut canvas.selected, canvas.kept.hides_links());
    access::nodes(ui, id, editor);
    access::announce(ui, id, &mut canvas.announced, editor);
    if response.hovered() {
        ui.set_cursor_icon(cursor(canvas, editor));
    }
    handle_tip(&response, editor)
}

/// What the handle under the pointer does.
fn handle_tip(response: &egui::Response, editor: &Editor) -> egui::Response {
    let at = response.hover_pos().filter(|_| editor.is_idle());
    match at.and_then(|at| editor.handle_at(sheet_point(editor, at))) {
        Some(handle) => response.clone().on_hover_text_at_pointer(handle.kind.about()),
        None => response.clone(),
    }
}

/// Shows the map that another is held against, in the same view, beside it.
pub(in crate::app) fn show_other(
    ui: &mut Ui,
    canvas: &mut Canvas,
    editor: &Editor,
    comparing: &mut Comparing,
    beside: Rect,
) {
    let rect = ui.available_rect_before_wrap();
    let response = ui.interact(rect, ui.scope_id().with("other map"), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "The map that this one is compared with"));
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, ui.visuals().extreme_bg_color);
    // What stands in the corner of the one stands in the corner of the other.
    let mut camera = editor.camera;
    camera.pan(Vec2::new(f64::from(rect.left()) - beside.x0, f64::from(rect.top()) - beside.y0));
    canvas.between.other(&painter, editor, &camera, comparing, &mut canvas.letters);
}

fn sheet_point(editor: &Editor, at: Pos2) -> Point {
    editor.camera.sheet_from_screen(Point::new(at.x.into(), at.y.into()))
}

fn wheel(ui: &Ui, editor: &mut Editor, response: &egui::Response) {
    if !response.contains_pointer() {
        return;
    }
    let (scroll, zoom, at) =
        ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.pointer.hover_pos()));
    if zoom != 1.0
        && let Some(at) = at
    {
        editor.camera.zoom(zoom.into(), Point::new(at.x.into(), at.y.into()));
    } else if scroll != egui::Vec2::ZERO {
        editor.camera.pan(Vec2::new(scroll.x.into(), scroll.y.into()));
    }
}

/// Every event of the frame in its order, so that no fast press and release is lost.
fn pointer(ui: &Ui, canvas: &mut Canvas, editor: &mut Editor, response: &egui::Response) {
    let (events, held, space) =
        ui.input(|input| (input.events.clone(), input.modifiers, input.key_down(Key::Space)));
    // What is dragged from the tray has the pointer, and the canvas below it does not say so.
    let at = ui.input(|input| input.pointer.latest_pos());
    let is_over =
        response.contains_pointer() || editor.is_placing() && at.is_some_and(|at| response.rect.contains(at));
    let keys = |modifiers: egui::Modifiers| Keys {
        shift: modifiers.shift,
        ctrl: modifiers.command,
        alt: modifiers.alt,
    };
    for event in events {
        match event {
            Event::PointerMoved(to) => {
                if canvas.panning.is_some() {
                    if let Some(last) = canvas.last {
                        let by = to - last;
                        editor.camera.pan(Vec2::new(by.x.into(), by.y.into()));
                    }
                } else if canvas.is_pressed || is_over && editor.is_placing() {
                    editor.handle(Did::Drag(sheet_point(editor, to)), keys(held));
                } else if is_over {
                    editor.handle(Did::Hover(sheet_point(editor, to)), keys(held));
                } else if canvas.last.is_some() {
                    editor.handle(Did::Leave, keys(held));
                }
                canvas.last = Some(to);
            }
            Event::PointerButton { pos, button, pressed: true, modifiers } if is_over => {
                canvas.last = Some(pos);
                if button == PointerButton::Middle || button == PointerButton::Primary && space {
                    canvas.panning = Some(button);
                } else if button == PointerButton::Primary {
                    if canvas.is_pressed {
                        // The button went up where nobody saw it.
                        editor.handle(Did::Cancel, keys(modifiers));
                    }
                    canvas.gave_keyboard_away = false;
                    response.request_focus();
                    editor.end_naming(NamingEnd::Keep);
                    canvas.is_pressed = true;
                    if let Some(handle) = editor.handle_at(sheet_point(editor, pos)) {
                        handles::count(ui.ctx(), handle.kind);
                    }
                    editor.handle(Did::Press(sheet_point(editor, pos)), keys(modifiers));
                }
            }
            Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers }
                if editor.is_placing() =>
            {
                // Beside the canvas it stays in the tray.
                let did = if response.rect.contains(pos) {
                    Did::Release(sheet_point(editor, pos))
                } else {
                    Did::Cancel
                };
                editor.handle(did, keys(modifiers));
            }
            Event::PointerButton { pos, button, pressed: false, modifiers } => {
                if canvas.panning == Some(button) {
                    canvas.panning = None;
                } else if canvas.is_pressed && button == PointerButton::Primary {
                    canvas.is_pressed = false;
                    editor.handle(Did::Drag(sheet_point(editor, pos)), keys(modifiers));
                    editor.handle(Did::Release(sheet_point(editor, pos)), keys(modifiers));
                    editor.handle(Did::Hover(sheet_point(editor, pos)), keys(modifiers));
                }
            }
            // The system lets a drag go on outside of the window, and tells where the button goes up.
            Event::PointerGone if canvas.is_pressed => {}
            Event::PointerGone => {
                if editor.is_placing() {
                    editor.handle(Did::Cancel, keys(held));
                }
                canvas.let_go();
                editor.handle(Did::Leave, keys(held));
            }
            Event::WindowFocused(false) if canvas.is_pressed => {
                editor.handle(Did::Cancel, keys(held));
                canvas.let_go();
            }
            _ => {}
        }
    }
    if response.double_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        editor.handle(Did::DoubleClick(sheet_point(editor, at)), keys(held));
    }
    pan_at_edge(ui, canvas, editor, response.rect, keys(held));
}

/// How near to the edge of the canvas a drag pans, in points, and how fast at most, in points a second.
const EDGE: f32 = 10.0;
const FASTEST: f32 = 900.0;

/// What is dragged to the edge of the canvas, or beyond, moves the sheet, as far as there is more of it that way.
fn pan_at_edge(ui: &Ui, canvas: &Canvas, editor: &mut Editor, rect: egui::Rect, keys: Keys) {
    let is_dragging = canvas.is_pressed && !editor.is_idle() && editor.document.in_gesture();
    // What comes from the tray crosses its panel first.
    let is_brought = |at: &Pos2| editor.is_placing() && rect.contains(*at);
    let Some(at) = canvas.last.filter(|at| is_dragging || is_brought(at)) else { return };
    let Some(sight) = editor.camera.in_sight() else { return };
    let sheet = editor.shown().scene.bounds;
    let speed = |low: f32, high: f32, at: f32| {
        let beyond = (low + EDGE - at).max(0.0) - (at - high + EDGE).max(0.0);
        (beyond * 12.0).clamp(-FASTEST, FASTEST)
    };
    let mut by = egui::vec2(speed(rect.left(), rect.right(), at.x), speed(rect.top(), rect.bottom(), at.y));
    if by.x > 0.0 && sight.x0 <= sheet.x0 || by.x < 0.0 && sight.x1 >= sheet.x1 {
        by.x = 0.0;
    }
    if by.y > 0.0 && sight.y0 <= sheet.y0 || by.y < 0.0 && sight.y1 >= sheet.y1 {
        by.y = 0.0;
    }
    if by == egui::Vec2::ZERO {
        return;
    }
    let by = by * ui.input(|input| input.stable_dt).min(0.05);
    editor.camera.pan(Vec2::new(by.x.into(), by.y.into()));
    editor.handle(Did::Drag(sheet_point(editor, at)), keys);
    ui.ctx().request_repaint();
}

fn cursor(canvas: &Canvas, editor: &Editor) -> CursorIcon {
    if canvas.panning.is_some() {
        return CursorIcon::Grabbing;
    }
    match editor.cursor() {
        Cursor::Usual => CursorIcon::Default,
        Cursor::Hand => CursorIcon::Grab,
        Cursor::Holding => CursorIcon::Grabbing,
        Cursor::Sideways => CursorIcon::ResizeHorizontal,
        Cursor::Pointing => CursorIcon::PointingHand,
        Cursor::Cross => CursorIcon::Crosshair,
    }
}
