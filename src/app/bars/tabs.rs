//! The tabs of the open maps. They ask for requests and commands; they change nothing.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Align, Button, CursorIcon, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo};
use egui_material_icons::icons;

use super::menu::entries_ui;
use super::tip;
use crate::app::command::{Command, Situation, menus};
use crate::app::style::GRID;
use crate::workspace::{Request, Tab, TabId};

/// A name that is longer is cut: the tooltip has all of it.
const LONGEST: usize = 32;

/// A tab for each map, in a row that scrolls where it is too long.
pub(in crate::app) fn show(
    ui: &mut Ui,
    tabs: &[Tab],
    now: Situation<'_>,
    shown: TabId,
    commands: &mut Vec<Command>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    ScrollArea::horizontal().scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
        ui.horizontal(|ui| {
            for (at, tab) in tabs.iter().enumerate() {
                let response = tab_ui(ui, tab, tab.id == shown, &mut requests);
                reorder(&response, tabs, at, &mut requests);
                response.context_menu(|ui| {
                    ui.set_min_width(200.0);
                    entries_ui(ui, &menus::of_tab(), now, commands);
                });
            }
            let new = Button::new(icons::ICON_ADD.rich_text()).frame(false);
            if tip(ui.add(new), "New map  (Ctrl+N)").clicked() {
                requests.push(Request::New);
            }
        });
    });
    requests
}

/// One tab, with the button that closes it.
fn tab_ui(ui: &mut Ui, tab: &Tab, is_shown: bool, requests: &mut Vec<Request>) -> Response {
    let is_changed = tab.editor.document.is_changed();
    let name = tab.file.name();
    let words = cut(&name);
    let text = RichText::new(if is_changed { format!("• {words}") } else { words });
    let text = if is_shown { text.strong() } else { text };
    ui.spacing_mut().item_spacing.x = 0.0;
    let button = Button::selectable(is_shown, text).sense(Sense::click_and_drag());
    let path = tab.file.path.as_ref().map_or_else(|| name.clone(), |path| path.display().to_string());
    let words = if is_changed { format!("{path}\nNot saved") } else { path };
    let response = tip(ui.add(button), words);
    if response.clicked() || response.secondary_clicked() {
        requests.push(Request::Show(tab.id));
    }
    let close = ui.add(Button::new(icons::ICON_CLOSE.rich_text().small()).frame(false));
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Close {name}")));
    if tip(close, format!("Close {name}")).clicked() || response.middle_clicked() {
        requests.push(Request::CloseTab(tab.id));
    }
    ui.add_space(2.0 * GRID);
    // One that was shown by a key comes into sight, once.
    let seen = ui.make_persistent_id("tab in sight");
    let last = ui.data(|data| data.get_temp::<TabId>(seen));
    if is_shown && last != Some(tab.id) {
        ui.data_mut(|data| data.insert_temp(seen, tab.id));
        response.scroll_to_me(Some(Align::Center));
    }
    response
}

/// A tab that is dragged past the middle of another takes its place; at its edge two of unlike width would change for ever.
fn reorder(response: &Response, tabs: &[Tab], at: usize, requests: &mut Vec<Request>) {
    let Some(tab) = tabs.get(at) else { return };
    response.dnd_set_drag_payload(tab.id);
    if response.dragged() {
        response.ctx.set_cursor_icon(CursorIcon::Grabbing);
    }
    let from = response.dnd_hover_payload::<TabId>();
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
