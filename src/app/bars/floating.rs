//! The bar beside what is selected: what is done most with it, one click away. It asks for commands; it changes nothing.

use egui::{Align2, Area, Button, Context, Frame, Id, Order, Rect, Role, Ui, Vec2, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use super::menu::entries_ui;
use super::tip_ui;
use crate::app::command::menus::{self, Entry};
use crate::app::command::{Command, Situation, describe, state};
use crate::app::style::{self, GRID};
use crate::editor::{Editor, Operation as O, Selection, Tool};

/// How far the bar stands from what is selected, in points: rings and handles have room between.
const AWAY: f32 = 18.0;
/// The height of the bar with its frame, in points.
const HEIGHT: f32 = 44.0;

/// Shows it above what is selected, or below where there is no room; while something is dragged or written it is not there.
pub(in crate::app) fn show(ctx: &Context, now: Situation<'_>, canvas: Rect, commands: &mut Vec<Command>) {
    let Some(at) = place(now.editor, canvas) else { return };
    let is_held = ctx.input(|input| input.pointer.any_down()) && !ctx.egui_wants_pointer_input();
    if is_held {
        return;
    }
    let selection = now.editor.document.selection();
    let area = Area::new(Id::unique("floating bar"))
        .order(Order::Middle)
        .fixed_pos(at)
        .pivot(Align2::CENTER_TOP)
        .constrain_to(canvas.shrink(GRID));
    area.show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                match kind(now.editor, selection) {
                    Kind::Links => of_links(ui, now, commands),
                    Kind::Components => of_components(ui, selection.elements.len(), now, commands),
                    Kind::Others => {
                        one(ui, Command::Operate(O::EditText), now, commands);
                        color(ui, now, commands);
                        more(ui, now, commands);
                    }
                }
            });
        });
    });
}

enum Kind {
    Links,
    Components,
    Others,
}

fn kind(editor: &Editor, selection: &Selection) -> Kind {
    let is_component = |id| editor.map().component(id).is_some();
    match () {
        () if selection.elements.is_empty() && selection.ghost.is_none() => Kind::Links,
        () if selection.elements.iter().chain(&selection.ghost).any(is_component) => Kind::Components,
        () => Kind::Others,
    }
}

/// Where the upper edge of the bar has its middle; `None` where there is to be no bar.
fn place(editor: &Editor, canvas: Rect) -> Option<egui::Pos2> {
    let is_quiet = editor.is_idle()
        && editor.tool == Tool::Select
        && editor.naming().is_none()
        && !editor.document.in_gesture();
    let selection = editor.document.selection();
    if !is_quiet || selection.is_empty() {
        return None;
    }
    let layout = editor.layout();
    let of_elements = selection.elements.iter().filter_map(|id| layout.element_rect(id));
    let of_ghost = selection
        .ghost
        .iter()
        .filter_map(|id| layout.arrow(id))
        .map(|arrow| crate::geometry::Rect::from_points(arrow.ghost, arrow.ghost).inflate(10.0, 10.0));
    let of_links = selection.links.iter().filter_map(|key| layout.link(key)).filter_map(|line| {
        let (at, _) = crate::geometry::middle(&line.points)?;
        Some(crate::geometry::Rect::from_points(at, at).inflate(4.0, 4.0))
    });
    let all = of_elements.chain(of_ghost).chain(of_links).reduce(|all, one| all.union(one))?;
    let corner = |x, y| {
        let at = editor.camera.screen_from_sheet(crate::geometry::Point::new(x, y));
        egui::pos2(at.x as f32, at.y as f32)
    };
    let rect = Rect::from_two_pos(corner(all.x0, all.y0), corner(all.x1, all.y1));
    // What cannot be seen has no bar, and what fills the window has it inside.
    if !canvas.intersects(rect) {
        return None;
    }
    let count = match kind(editor, selection) {
        Kind::Links => 5.0,
        Kind::Components => 8.0,
        Kind::Others => 3.0,
    };
    let button = (style::ICON + 4.0 * GRID).max(style::BUTTON);
    let size = Vec2::new(count * (button + 2.0) + 5.0 * GRID, HEIGHT);
    Some(free_place(editor, rect, size, canvas))
}

/// Where a bar of a size covers the fewest symbols, beside what is selected: above, else below, to the sides, further away.
fn free_place(editor: &Editor, selected: Rect, size: Vec2, canvas: Rect) -> egui::Pos2 {
    let (middle, aside) = (selected.center().x, size.x / 2.0 + GRID);
    let above = selected.top() - AWAY - HEIGHT;
    // The handle for needs stands below a symbol.
    let below = selected.bottom() + 2.0 * AWAY;
    let room = canvas.shrink(GRID);
    let sides = [1.0, -1.0].map(|side| {
        egui::pos2(
            middle + side * (selected.width() / 2.0 + 3.0 * AWAY + aside),
            selected.center().y - HEIGHT / 2.0,
        )
    });
    let rows = (0..4_u8).flat_map(|step| {
        let by = HEIGHT * f32::from(step);
        [above - by, below + by]
    });
    let places = rows
        .flat_map(|top| [middle, middle + aside, middle - aside].map(|x| egui::pos2(x, top)))
        .chain(sides)
        .map(|at| {
            let x = at.x.clamp(
                room.left() + size.x / 2.0,
                (room.right() - size.x / 2.0).max(room.left() + size.x / 2.0),
            );
            let top = at.y.clamp(room.top(), (room.bottom() - HEIGHT).max(room.top()));
            egui::pos2(x, top)
        });
    let bar = |at: egui::Pos2| Rect::from_min_size(egui::pos2(at.x - size.x / 2.0, at.y), size).expand(8.0);
    let near = canvas.intersect(selected.expand2(Vec2::new(2.0 * size.x, 6.0 * HEIGHT)));
    let symbols: Vec<egui::Pos2> = editor
        .layout()
        .symbols
        .iter()
        .map(|symbol| editor.camera.screen_from_sheet(symbol.center))
        .map(|at| egui::pos2(at.x as f32, at.y as f32))
        .filter(|at| near.contains(*at))
        .collect();
    let covered = |at: egui::Pos2| symbols.iter().filter(|symbol| bar(at).contains(**symbol)).count();
    places.min_by_key(|at| covered(*at)).unwrap_or(egui::pos2(middle, above))
}

fn of_components(ui: &mut Ui, count: usize, now: Situation<'_>, commands: &mut Vec<Command>) {
    if count > 1 {
        submenu(
            ui,
            "Arrange",
            icons::ICON_ALIGN_HORIZONTAL_LEFT,
            &within(menus::arrangements()),
            now,
            commands,
        );
    } else {
        one(ui, Command::Operate(O::EditText), now, commands);
    }
    for operation in [O::EvolveNext, O::ToggleInertia, O::TogglePipeline] {
        one(ui, Command::Operate(operation), now, commands);
    }
    submenu(ui, "Mark as", icons::ICON_BUILD, &within(menus::marks()), now, commands);
    color(ui, now, commands);
    submenu(ui, "What if …?", icons::ICON_ALT_ROUTE, &menus::what_if(), now, commands);
    more(ui, now, commands);
}

fn of_links(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    for operation in [O::EditText, O::AddNeeded, O::ToggleConstraint, O::TurnLinks, O::Delete] {
        one(ui, Command::Operate(operation), now, commands);
    }
}

fn within(menu: Entry) -> Vec<Entry> {
    match menu {
        Entry::Menu(_, entries) => entries,
        other => vec![other],
    }
}

fn color(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    submenu(ui, "Colour", icons::ICON_PALETTE, &menus::colors(), now, commands);
}

fn more(ui: &mut Ui, now: Situation<'_>, commands: &mut Vec<Command>) {
    submenu(ui, "More…", icons::ICON_MORE_HORIZ, &menus::of_elements(), now, commands);
}

fn button(icon: MaterialIcon) -> Button<'static> {
    Button::new(icon.rich_text().size(style::ICON))
        .min_size(Vec2::splat(style::BUTTON))
        .frame_when_inactive(false)
}

fn one(ui: &mut Ui, command: Command, now: Situation<'_>, commands: &mut Vec<Command>) {
    let (description, state) = (describe(command), state(command, now));
    let Some(icon) = description.icon else { return };
    let response = ui.add_enabled(state.can, button(icon).selected(state.is_on));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, state.can, &state.label));
    let key = description.key_words(ui.ctx());
    let words = |ui: &mut Ui| {
        ui.strong(format!("{}{key}", state.label));
        if !description.tip.is_empty() {
            ui.label(description.tip);
        }
    };
    if tip_ui(response, words).clicked() {
        commands.push(command);
    }
}

fn submenu(
    ui: &mut Ui,
    name: &str,
    icon: MaterialIcon,
    entries: &[Entry],
    now: Situation<'_>,
    commands: &mut Vec<Command>,
) {
    let (response, _) = egui::containers::menu::MenuButton::from_button(button(icon)).ui(ui, |ui| {
        ui.set_min_width(180.0);
        entries_ui(ui, entries, now, commands);
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    tip_ui(response, |ui| drop(ui.strong(name)));
}
