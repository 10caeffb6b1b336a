//! The bar beside what is selected: what is done most with it, one click away. It asks for commands; it changes nothing.

use std::sync::{Arc, Weak};

use egui::{Align2, Area, Button, Context, Frame, Id, Order, Rect, Role, Ui, Vec2, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use super::menu::entries_ui;
use super::{tip_away, tip_words};
use crate::app::command::menus::{self, Entry};
use crate::app::command::{Command, Situation, describe, state};
use crate::app::style::{self, GRID};
use crate::editor::{Editor, Operation as O, Selection, Shown, Tool};
use crate::geometry::{self, Point};
use crate::model::Component;

/// How far the bar stands from what is selected, in points: rings and handles have room between.
const AWAY: f32 = 18.0;
/// The height of the bar with its frame, in points.
const HEIGHT: f32 = 44.0;
/// Among so many symbols a bar covers some wherever it stands.
const CROWD: usize = 150;
/// The space between two buttons, in points.
const SPACE: f32 = 2.0;

/// Shows it above what is selected, or below where there is no room; while something is dragged or written it is not there.
pub(in crate::app) fn show(ctx: &Context, now: Situation<'_>, canvas: Rect, commands: &mut Vec<Command>) {
    let Some((at, is_above)) = place(ctx, now.editor, canvas) else { return };
    let is_held = ctx.input(|input| input.pointer.any_down()) && !ctx.egui_wants_pointer_input();
    if is_held {
        return;
    }
    let area = Area::new(Id::unique("floating bar"))
        .order(Order::Middle)
        .fixed_pos(at)
        .pivot(Align2::CENTER_TOP)
        .constrain_to(canvas.shrink(GRID));
    area.show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE;
                for thing in things(now.editor) {
                    match *thing {
                        Do(operation) => one(ui, Command::Operate(operation), is_above, now, commands),
                        Menu(name, icon, entries) => {
                            submenu(ui, (name, icon, is_above), entries, now, commands);
                        }
                    }
                }
            });
        });
    });
}

/// Something on the bar.
enum Thing {
    Do(O),
    Menu(&'static str, MaterialIcon, fn() -> Vec<Entry>),
}

use Thing::{Do, Menu};

const ARRANGE: Thing = Menu("Arrange", icons::ICON_ALIGN_HORIZONTAL_LEFT, || within(menus::arrangements()));
const MARKS: Thing = Menu("Mark as", icons::ICON_BUILD, || within(menus::marks()));
const COLOR: Thing = Menu("Colour", icons::ICON_PALETTE, menus::colors);
const WHAT_IF: Thing = Menu("What if …?", icons::ICON_ALT_ROUTE, menus::what_if);
const MORE: Thing = Menu("More…", icons::ICON_MORE_HORIZ, menus::of_elements);

const OF_LINKS: &[Thing] =
    &[Do(O::EditText), Do(O::AddNeeded), Do(O::ToggleConstraint), Do(O::TurnLinks), Do(O::Delete)];
const OF_COMPONENT: &[Thing] = &[
    Do(O::EditText),
    Do(O::EvolveNext),
    Do(O::ToggleInertia),
    Do(O::TogglePipeline),
    MARKS,
    COLOR,
    WHAT_IF,
    MORE,
];
const OF_USER: &[Thing] = &[Do(O::EditText), Do(O::AddNeeded), COLOR, WHAT_IF, MORE];
const OF_COMPONENTS: &[Thing] =
    &[ARRANGE, Do(O::EvolveNext), Do(O::ToggleInertia), Do(O::TogglePipeline), MARKS, COLOR, WHAT_IF, MORE];
const OF_OTHERS: &[Thing] = &[Do(O::EditText), COLOR, MORE];

/// What is on the bar of what is selected.
fn things(editor: &Editor) -> &'static [Thing] {
    let selection = editor.document.selection();
    let is_component = |id| editor.map().component(id).is_some();
    let is_user = |id| editor.map().component(id).is_some_and(Component::is_anchor);
    match selection.elements.len() {
        0 if selection.ghost.is_none() => OF_LINKS,
        1 if selection.elements.iter().any(is_user) => OF_USER,
        0 | 1 if selection.elements.iter().chain(&selection.ghost).any(is_component) => OF_COMPONENT,
        0 | 1 => OF_OTHERS,
        _ => OF_COMPONENTS,
    }
}

/// For what the bar was given its place.
#[derive(Clone)]
struct Of {
    /// What is shown: while it is known, nothing else can stand at its place in memory.
    shown: Weak<Shown>,
    selection: Arc<Selection>,
    canvas: Rect,
}

impl Of {
    fn is_same(&self, other: &Self) -> bool {
        Weak::ptr_eq(&self.shown, &other.shown)
            && self.selection == other.selection
            && self.canvas == other.canvas
    }
}

/// The place that the bar was given: it is looked for once, where the camera rests.
#[derive(Clone)]
struct Kept {
    of: Of,
    /// The box around what is selected, in sheet pixels.
    all: geometry::Rect,
    /// Where what is selected was then, and at which scale.
    selected: Rect,
    scale: f64,
    at: egui::Pos2,
    /// The scale of the last frame.
    seen: f64,
}

impl Kept {
    /// Where the bar is that goes along with what is selected.
    fn beside(&self, selected: Rect) -> egui::Pos2 {
        let is_above = self.at.y < self.selected.center().y;
        let edge = |rect: Rect| if is_above { rect.top() } else { rect.bottom() };
        let (was, is) = (self.selected, selected);
        self.at + Vec2::new(is.center().x - was.center().x, edge(is) - edge(was))
    }
}

/// Where the upper edge of the bar has its middle, and whether that is above what is selected; `None` where there is to be no
/// bar.
fn place(ctx: &Context, editor: &Editor, canvas: Rect) -> Option<(egui::Pos2, bool)> {
    let is_quiet = editor.is_idle()
        && editor.tool == Tool::Select
        && editor.naming().is_none()
        && !editor.document.in_gesture();
    let selection = editor.document.selection();
    if !is_quiet || selection.is_empty() {
        return None;
    }
    let of = Of { shown: Arc::downgrade(editor.shown()), selection: Arc::clone(selection), canvas };
    let id = Id::unique("place of the floating bar");
    let kept: Option<Kept> = ctx.data(|data| data.get_temp(id)).filter(|kept: &Kept| kept.of.is_same(&of));
    let all = kept.as_ref().map_or_else(|| around(editor, selection), |kept| Some(kept.all))?;
    let corner = |x, y| on_screen(editor, Point::new(x, y));
    let rect = Rect::from_two_pos(corner(all.x0, all.y0), corner(all.x1, all.y1));
    // What cannot be seen has no bar, and what fills the window has it inside.
    if !canvas.intersects(rect) {
        return None;
    }
    let button = (style::ICON + 4.0 * GRID).max(style::BUTTON);
    let size = Vec2::new(things(editor).len() as f32 * (button + SPACE) + 5.0 * GRID, HEIGHT);
    let scale = editor.camera.scale;
    // While the camera moves the bar goes along, as far as it has room.
    let bar = |at: egui::Pos2| Rect::from_min_size(egui::pos2(at.x - size.x / 2.0, at.y), size);
    let has_room = |at: egui::Pos2| canvas.shrink(GRID).expand(0.5).contains_rect(bar(at));
    let kept = kept.filter(|kept| {
        let is_zooming = kept.seen != scale;
        (is_zooming || kept.scale == scale) && has_room(kept.beside(rect))
    });
    let mut kept = kept.unwrap_or_else(|| {
        let at = free_place(editor, rect, size, canvas);
        Kept { of, all, selected: rect, scale, at, seen: scale }
    });
    if kept.scale != scale {
        // Once it rests there may be a better place.
        ctx.request_repaint();
    }
    let at = kept.beside(rect);
    kept.seen = scale;
    ctx.data_mut(|data| data.insert_temp(id, kept));
    Some((at, at.y < rect.center().y))
}

/// The box around what is selected, in sheet pixels.
fn around(editor: &Editor, selection: &Selection) -> Option<geometry::Rect> {
    let layout = editor.layout();
    let of_elements = selection.elements.iter().filter_map(|id| layout.element_rect(id));
    let of_ghost = selection
        .ghost
        .iter()
        .filter_map(|id| layout.arrow(id))
        .map(|arrow| geometry::Rect::from_points(arrow.ghost, arrow.ghost).inflate(10.0, 10.0));
    let of_links = selection.links.iter().filter_map(|key| layout.link(key)).filter_map(|line| {
        let (at, _) = geometry::middle(&line.points)?;
        Some(geometry::Rect::from_points(at, at).inflate(4.0, 4.0))
    });
    of_elements.chain(of_ghost).chain(of_links).reduce(|all, one| all.union(one))
}

fn on_screen(editor: &Editor, at: Point) -> egui::Pos2 {
    let at = editor.camera.screen_from_sheet(at);
    egui::pos2(at.x as f32, at.y as f32)
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
    let mut places = rows
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
    // On the sheet, where nothing of a large map is looked at that is not near.
    let on_sheet = |at: egui::Pos2| editor.camera.sheet_from_screen(Point::new(at.x.into(), at.y.into()));
    let sheet = geometry::Rect::from_points(on_sheet(near.min), on_sheet(near.max));
    let layout = editor.layout();
    let Some(inside) = layout.inside(sheet, CROWD) else {
        return places.next().unwrap_or(egui::pos2(middle, above));
    };
    let on_screen_rect = |rect: geometry::Rect| {
        let corner = |x, y| on_screen(editor, Point::new(x, y));
        Rect::from_two_pos(corner(rect.x0, rect.y0), corner(rect.x1, rect.y1))
    };
    let is_near = |rect: geometry::Rect| {
        rect.x0 <= sheet.x1 && rect.x1 >= sheet.x0 && rect.y0 <= sheet.y1 && rect.y1 >= sheet.y0
    };
    let stand = || inside.symbols.iter().filter_map(|at| layout.symbols.get(*at));
    let symbols: Vec<egui::Pos2> = stand().map(|symbol| on_screen(editor, symbol.center)).collect();
    let names = stand().map(|symbol| symbol.label.rect).filter(|rect| is_near(*rect));
    let names: Vec<Rect> = names.take(CROWD).map(on_screen_rect).collect();
    let lines = inside.links.iter().filter_map(|at| layout.links.get(*at));
    let pieces = lines.flat_map(|line| line.points.windows(2)).filter_map(|ends| match ends {
        [a, b] if is_near(geometry::Rect::from_points(*a, *b)) => {
            Some([on_screen(editor, *a), on_screen(editor, *b)])
        }
        _ => None,
    });
    let pieces: Vec<[egui::Pos2; 2]> = pieces.take(4 * CROWD).collect();
    // A symbol weighs most, then a name, then a line.
    let covered = |at: egui::Pos2| {
        let bar = bar(at);
        let symbols = symbols.iter().filter(|symbol| bar.contains(**symbol)).count();
        let names = names.iter().filter(|name| bar.intersects(**name)).count();
        let lines = pieces.iter().filter(|[a, b]| crosses(bar.shrink(8.0), *a, *b)).count();
        20 * symbols + 8 * names + lines
    };
    let mut best = None;
    for at in places {
        let covers = covered(at);
        if best.is_none_or(|(least, _)| covers < least) {
            best = Some((covers, at));
        }
        if covers == 0 {
            break;
        }
    }
    best.map_or(egui::pos2(middle, above), |(_, at)| at)
}

/// Whether a line goes through a rectangle.
fn crosses(rect: Rect, a: egui::Pos2, b: egui::Pos2) -> bool {
    let way = b - a;
    // The part of the line, from 0 to 1, that is between the sides, and between top and bottom.
    let (mut from, mut to) = (0.0_f32, 1.0_f32);
    for (at, way, low, high) in
        [(a.x, way.x, rect.left(), rect.right()), (a.y, way.y, rect.top(), rect.bottom())]
    {
        if way == 0.0 {
            if at < low || at > high {
                return false;
            }
            continue;
        }
        let ends = ((low - at) / way, (high - at) / way);
        from = from.max(ends.0.min(ends.1));
        to = to.min(ends.0.max(ends.1));
    }
    from <= to
}

fn within(menu: Entry) -> Vec<Entry> {
    match menu {
        Entry::Menu(_, entries) => entries,
        other => vec![other],
    }
}

fn button(icon: MaterialIcon) -> Button<'static> {
    Button::new(icon.rich_text().size(style::ICON))
        .min_size(Vec2::splat(style::BUTTON))
        .frame_when_inactive(false)
}

fn one(ui: &mut Ui, command: Command, is_above: bool, now: Situation<'_>, commands: &mut Vec<Command>) {
    let (description, state) = (describe(command), state(command, now));
    let Some(icon) = description.icon else { return };
    let response = ui.add_enabled(state.can, button(icon).selected(state.is_on));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, state.can, &state.label));
    let key = description.key_words(ui.ctx());
    tip_away(&response, is_above, |ui| tip_words(ui, &description, &state.label, &key));
    if response.clicked() {
        commands.push(command);
    }
}

fn submenu(
    ui: &mut Ui,
    (name, icon, is_above): (&str, MaterialIcon, bool),
    entries: fn() -> Vec<Entry>,
    now: Situation<'_>,
    commands: &mut Vec<Command>,
) {
    let (response, _) = egui::containers::menu::MenuButton::from_button(button(icon)).ui(ui, |ui| {
        ui.set_min_width(180.0);
        entries_ui(ui, &entries(), now, commands);
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    tip_away(&response, is_above, |ui| drop(ui.strong(name)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cross_what_they_go_through() {
        let rect = Rect::from_min_max(egui::pos2(10.0, 10.0), egui::pos2(20.0, 20.0));
        let at = |x, y| egui::pos2(x, y);
        for (a, b, expected) in [
            (at(0.0, 0.0), at(30.0, 30.0), true),
            (at(15.0, 0.0), at(15.0, 30.0), true),
            (at(12.0, 12.0), at(13.0, 13.0), true),
            (at(0.0, 15.0), at(9.0, 15.0), false),
            (at(0.0, 5.0), at(30.0, 5.0), false),
            (at(0.0, 25.0), at(8.0, 8.0), false),
            (at(5.0, 22.0), at(22.0, 5.0), true),
        ] {
            assert_eq!(crosses(rect, a, b), expected, "{a:?} {b:?}");
            assert_eq!(crosses(rect, b, a), expected);
        }
    }
}
