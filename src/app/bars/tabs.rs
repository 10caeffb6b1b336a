//! The tabs of the open maps. They ask for requests and commands; they change nothing.

use egui::containers::menu::MenuButton;
use egui::scroll_area::ScrollBarVisibility;
use egui::{
    Button, Color32, CursorIcon, Frame, Id, Margin, Response, RichText, Role, ScrollArea, Sense, Ui,
    WidgetInfo,
};
use egui_material_icons::icons;

use super::menu::entries_ui;
use super::tip;
use crate::app::command::{Command, Situation, menus};
use crate::app::style::GRID;
use crate::typeset::left_to_right;
use crate::workspace::{Request, Tab, TabId};

/// A name that is longer is cut: the tooltip has all of it.
const LONGEST: usize = 32;
/// The room for each of the buttons behind the tabs, in points.
const END: f32 = 36.0;

/// A tab for each map, in a row that scrolls where it is too long; a list of all is beside it then.
pub(in crate::app) fn show(
    ui: &mut Ui,
    tabs: &[Tab],
    now: Situation<'_>,
    shown: TabId,
    commands: &mut Vec<Command>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    // What makes a new one, and the list, stay where they are.
    let most = ui.available_width() - 2.0 * END;
    ui.horizontal(|ui| {
        let scroll = ScrollArea::horizontal()
            .max_width(most)
            .auto_shrink([true, true])
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        let row = scroll.show(ui, |ui| {
            // A wheel has one direction, and there is one way to go.
            if ui.rect_contains_pointer(ui.clip_rect()) {
                let by = ui.input(|input| input.smooth_scroll_delta().y);
                ui.scroll_with_delta(egui::vec2(by, 0.0));
            }
            ui.horizontal(|ui| {
                for (at, tab) in tabs.iter().enumerate() {
                    // Its looks go with the map, not with the place.
                    let response =
                        ui.push_id(tab.id, |ui| tab_ui(ui, tab, tab.id == shown, &mut requests)).inner;
                    reorder(&response, tabs, at, &mut requests);
                    response.context_menu(|ui| {
                        ui.set_min_width(200.0);
                        entries_ui(ui, &menus::of_tab(), now, commands);
                    });
                }
            });
        });
        if row.content_size.x > row.inner_rect.width() + 1.0 {
            list(ui, tabs, shown, &mut requests);
        }
        let new = ui.add(Button::new(icons::ICON_ADD.rich_text()).frame(false));
        new.widget_info(|| WidgetInfo::labeled(Role::Button, true, "New map"));
        if tip(new, "New map  (Ctrl+N)").clicked() {
            requests.push(Request::New);
        }
    });
    requests
}

/// All tabs as a menu.
fn list(ui: &mut Ui, tabs: &[Tab], shown: TabId, requests: &mut Vec<Request>) {
    let button = Button::new(icons::ICON_KEYBOARD_ARROW_DOWN.rich_text()).frame(false);
    let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(200.0);
        let most = ui.ctx().content_rect().bottom() - ui.cursor().top() - 3.0 * GRID;
        ui.set_max_height(most);
        ScrollArea::vertical().max_height(most).show(ui, |ui| {
            for tab in tabs {
                if ui.add(Button::new(left_to_right(&words_of(tab))).selected(tab.id == shown)).clicked() {
                    requests.push(Request::Show(tab.id));
                    ui.close();
                }
            }
        });
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "All maps"));
    tip(response, "All maps");
}

/// The name on a tab, with a dot where something is not saved.
fn words_of(tab: &Tab) -> String {
    let words = cut(&tab.file.name());
    if tab.is_unsaved() { format!("• {words}") } else { words }
}

/// One tab, with the button that closes it.
fn tab_ui(ui: &mut Ui, tab: &Tab, is_shown: bool, requests: &mut Vec<Request>) -> Response {
    let is_changed = tab.is_unsaved();
    let name = tab.file.name();
    let text = RichText::new(left_to_right(&words_of(tab)));
    let text = if is_shown { text.strong() } else { text };
    let fill = if is_shown { ui.visuals().selection.bg_fill } else { Color32::TRANSPARENT };
    let frame = Frame::new().fill(fill).corner_radius(4).inner_margin(Margin { right: 4, ..Margin::ZERO });
    let tab_frame = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let button = Button::new(text).frame_when_inactive(false).sense(Sense::click_and_drag());
        let path = tab.file.path.as_ref().map_or_else(|| name.clone(), |path| path.display().to_string());
        let words = if is_changed { format!("{path}\nNot saved") } else { path };
        let button = ui.add(button);
        button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, words_of(tab)));
        let response = tip(button, words);
        if response.clicked() || response.secondary_clicked() {
            requests.push(Request::Show(tab.id));
        }
        let close = ui.add(Button::new(icons::ICON_CLOSE.rich_text().small()).frame(false));
        close.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Close {name}")));
        if tip(close, format!("Close {name}")).clicked() || response.middle_clicked() {
            requests.push(Request::CloseTab(tab.id));
        }
        response
    });
    // One that was shown by a key, or becomes wider, comes into sight, once.
    let rect = tab_frame.response.rect;
    let (seen, now) = (Id::unique("tab in sight"), (tab.id, rect.width() as i32));
    let last = ui.data(|data| data.get_temp::<(TabId, i32)>(seen));
    if is_shown && last != Some(now) {
        ui.data_mut(|data| data.insert_temp(seen, now));
        ui.scroll_to_rect(rect, None);
    }
    tab_frame.inner
}

/// A tab that is dragged past the middle of another takes its place; at its edge two of unlike width would change for ever.
fn reorder(response: &Response, tabs: &[Tab], at: usize, requests: &mut Vec<Request>) {
    let Some(tab) = tabs.get(at) else { return };
    response.dnd_set_drag_payload(tab.id);
    if response.dragged() {
        response.ctx.set_cursor_icon(CursorIcon::Grabbing);
    }
    // One that is let go quickly may never be seen on its way.
    let from = response.dnd_release_payload::<TabId>().or_else(|| response.dnd_hover_payload::<TabId>());
    let from = from.and_then(|moved| tabs.iter().position(|tab| tab.id == *moved));
    if let (Some(from), Some(pointer)) = (from, response.ctx.pointer_interact_pos()) {
        let middle = response.rect.center().x;
        let is_past = if from < at { pointer.x > middle } else { from > at && pointer.x < middle };
        if let Some(moved) = tabs.get(from).filter(|_| is_past) {
            requests.push(Request::MoveTab(moved.id, at));
        }
    }
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}
