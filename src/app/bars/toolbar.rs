//! The tools and the commands most used.

use egui::{
    Align2, Button, Color32, FontId, Painter, Pos2, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
};
use egui_material_icons::icons;

use super::menu::entries_ui;
use super::{tip, tip_of};
use crate::app::command::menus::{Entry, TOOLBAR};
use crate::app::command::{Command, Situation, State, describe, state};
use crate::app::style::{self, GRID};
use crate::editor::Tool;

/// What stands between two groups.
const GAP: f32 = 4.0 * GRID;
/// The space between two buttons.
const SPACE: f32 = 2.0;
/// The height of a button with its name below it.
const WITH_NAME: f32 = 44.0;

/// The toolbar. What has no room is behind a chevron at its end.
pub(in crate::app) fn show(ui: &mut Ui, now: Situation<'_>, has_names: bool, commands: &mut Vec<Command>) {
    let size = |ui: &Ui, command: Command| {
        let across = (style::ICON + 2.0 * ui.spacing().button_padding.x).max(style::BUTTON);
        if !has_names {
            return Vec2::new(across, style::BUTTON);
        }
        let galley = ui.painter().layout_no_wrap(name(command).to_owned(), small(), Color32::WHITE);
        Vec2::new((galley.size().x + 2.0 * GRID).max(style::BUTTON), WITH_NAME)
    };
    let sizes: Vec<Vec<Vec2>> =
        TOOLBAR.iter().map(|group| group.iter().map(|command| size(ui, *command)).collect()).collect();
    let widths: Vec<Vec<f32>> = sizes.iter().map(|group| group.iter().map(|size| size.x).collect()).collect();
    let chevron = style::ICON + 2.0 * ui.spacing().button_padding.x;
    let room = count_with_room(&widths, chevron, ui.available_width());
    let mut left = room;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE;
        for (number, (group, sizes)) in TOOLBAR.into_iter().zip(&sizes).enumerate() {
            if left > 0 && number > 0 {
                ui.add_space((GAP - 6.0 - 2.0 * SPACE) / 2.0);
                ui.separator();
                ui.add_space((GAP - 6.0 - 2.0 * SPACE) / 2.0);
            }
            for (command, size) in group.iter().zip(sizes).take(left) {
                button(ui, *command, *size, has_names, now, commands);
            }
            left = left.saturating_sub(group.len());
        }
        let folded: Vec<_> = TOOLBAR.into_iter().flatten().copied().skip(room).collect();
        if !folded.is_empty() {
            more(ui, &folded, now, commands);
        }
    });
}

/// How many buttons have room, with the chevron behind them where that is not all.
fn count_with_room(groups: &[Vec<f32>], chevron: f32, room: f32) -> usize {
    let mut end = 0.0;
    let mut ends = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        end += if number > 0 { GAP } else { 0.0 };
        for width in group {
            end += width + SPACE;
            ends.push(end);
        }
    }
    if end <= room + SPACE {
        return ends.len();
    }
    let room = room - chevron - 2.0 * SPACE;
    ends.iter().take_while(|end| **end <= room).count()
}

/// The rest of the toolbar.
fn more(ui: &mut Ui, folded: &[Command], now: Situation<'_>, commands: &mut Vec<Command>) {
    let icon = icons::ICON_KEYBOARD_DOUBLE_ARROW_RIGHT.rich_text().size(style::ICON);
    let button = Button::new(icon).min_size(Vec2::splat(style::BUTTON)).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(200.0);
        let entries: Vec<_> = folded.iter().copied().map(Entry::Do).collect();
        entries_ui(ui, &entries, now, commands);
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "More tools"));
    tip(response, "What has no room here");
}

/// What stands below a button: its label, or the first word of a long one.
fn name(command: Command) -> &'static str {
    let label = describe(command).label.trim_end_matches('…');
    if label.len() <= 9 { label } else { label.split(' ').next().unwrap_or(label) }
}

fn small() -> FontId {
    FontId::proportional(11.0)
}

fn button(
    ui: &mut Ui,
    command: Command,
    size: Vec2,
    has_name: bool,
    now: Situation<'_>,
    commands: &mut Vec<Command>,
) {
    let (description, state) = (describe(command), state(command, now));
    let Some(icon) = description.icon else { return };
    let response = if has_name {
        ui.add_enabled(state.can, |ui: &mut Ui| with_name(ui, (icon, command), size, &state))
    } else {
        let drawn = own_icon(command);
        let icon = icon.rich_text().size(style::ICON);
        let icon = if drawn.is_some() { icon.color(Color32::TRANSPARENT) } else { icon };
        let button = Button::new(icon).selected(state.is_on).frame_when_inactive(state.is_on).min_size(size);
        let response = ui.add_enabled(state.can, button);
        if let Some(drawn) = drawn {
            let color = icon_color(ui, &response, &state);
            drawn(ui.painter(), response.rect.center(), color);
        }
        response
    };
    let label = state.label;
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), state.is_on, &label));
    if tip_of(response, &description, &label).clicked() {
        commands.push(command);
    }
}

/// The colour of what is on a button.
fn icon_color(ui: &Ui, response: &Response, state: &State) -> Color32 {
    let color = ui.style().interact_selectable(response, state.is_on).text_color();
    if state.can { color } else { ui.visuals().weak_text_color().gamma_multiply(0.6) }
}

type Drawn = fn(&Painter, Pos2, Color32);

/// What of the map a tool draws, where that is its icon: a need is a line between two symbols, a flow a band.
fn own_icon(command: Command) -> Option<Drawn> {
    match command {
        Command::Choose(Tool::Need) => Some(|painter, at, color| link_icon(painter, at, color, false)),
        Command::Choose(Tool::Flow) => Some(|painter, at, color| link_icon(painter, at, color, true)),
        _ => None,
    }
}

fn link_icon(painter: &Painter, center: Pos2, color: Color32, is_band: bool) {
    let way = Vec2::new(5.5, 6.5);
    let (upper, lower) = (center - way, center + way);
    let along = way.normalized() * 3.2;
    if is_band {
        painter.line_segment([upper, lower], Stroke::new(6.0, color.gamma_multiply(0.45)));
    } else {
        painter.line_segment([upper + along, lower - along], Stroke::new(1.6, color));
    }
    for end in [upper, lower] {
        if is_band {
            painter.circle_filled(end, 3.6, color);
        } else {
            painter.circle_stroke(end, 3.0, Stroke::new(1.6, color));
        }
    }
}

/// A button with its name below the icon.
fn with_name(
    ui: &mut Ui,
    (icon, command): (egui_material_icons::MaterialIcon, Command),
    size: Vec2,
    state: &State,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let visuals = ui.style().interact_selectable(&response, state.is_on);
    if state.is_on || response.hovered() || response.has_focus() {
        ui.painter().rect(
            rect,
            visuals.corner_radius,
            visuals.weak_bg_fill,
            visuals.bg_stroke,
            egui::StrokeKind::Inside,
        );
    }
    let color = visuals.text_color();
    let at = rect.center_top() + Vec2::new(0.0, 4.0 + style::ICON / 2.0);
    if let Some(drawn) = own_icon(command) {
        drawn(ui.painter(), at, color);
    } else {
        let icon_font = FontId::new(style::ICON, icon.font_family());
        ui.painter().text(at, Align2::CENTER_CENTER, icon.codepoint, icon_font, color);
    }
    ui.painter().text(
        rect.center_bottom() - Vec2::new(0.0, 4.0),
        Align2::CENTER_BOTTOM,
        name(command),
        small(),
        color,
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_folded() {
        let groups = vec![vec![32.0; 4], vec![32.0; 2]];
        let all = 6.0 * (32.0 + SPACE) + GAP;
        assert_eq!(count_with_room(&groups, 32.0, all), 6);
        assert_eq!(count_with_room(&groups, 32.0, all - 2.0 * SPACE), 4, "the chevron needs room too");
        assert_eq!(count_with_room(&groups, 32.0, 120.0), 2);
        assert_eq!(count_with_room(&groups, 32.0, 0.0), 0);
    }

    #[test]
    fn names_are_short() {
        for command in TOOLBAR.into_iter().flatten() {
            assert!(name(*command).len() <= 9, "{}", name(*command));
        }
    }
}
