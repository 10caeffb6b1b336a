//! The field of what is looked for, over the corner of the canvas.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align2, Area, Button, Context, Frame, Id, Order, Role, TextEdit, WidgetInfo};
use egui_material_icons::icons;

use crate::app::command::keys::{self, At};
use crate::app::command::{Command, FindKey, Way, describe};
use crate::app::fields::take_early_letters;
use crate::app::style::GRID;
use crate::editor::{Editor, Found};
use crate::geometry::Rect;

/// What is looked for in a map.
#[derive(Default)]
pub(in crate::app) struct Find {
    pub(in crate::app) text: String,
    pub(in crate::app) wants_focus: bool,
    /// Whether what is written is selected, so that typing takes its place.
    pub(in crate::app) selects: bool,
    /// Whether it was not shown yet.
    is_new: bool,
    has_focus: bool,
    /// What was found, and in which revision of which view.
    known: Option<(u64, bool, String)>,
    pub(in crate::app) found: Found,
}

impl Find {
    /// Looks for what was looked for before.
    pub(in crate::app) fn of(text: String) -> Self {
        Self { text, is_new: true, ..Self::default() }
    }

    /// Looks again where the map or the text changed.
    pub(in crate::app) fn refresh(&mut self, editor: &Editor) {
        let now = (editor.document.revision(), editor.shows_parked(), self.text.clone());
        if self.known.as_ref() != Some(&now) {
            self.found = editor.find(&self.text);
            self.known = Some(now);
        }
    }

    /// "2 of 7".
    fn count(&self, editor: &Editor) -> String {
        let (all, at) = (self.found.all.len(), self.found.current(editor.document.selection()));
        match (self.text.trim().is_empty(), all, at) {
            (true, ..) => String::new(),
            (false, 0, _) => "Nothing".to_owned(),
            (false, all, Some(at)) => format!("{} of {all}", at + 1),
            (false, all, None) => format!("{all}"),
        }
    }
}

/// Shows the field; its keys come before the canvas's.
pub(in crate::app) fn show(
    ctx: &Context,
    find: &mut Find,
    editor: &Editor,
    canvas: Rect,
    commands: &mut Vec<Command>,
) {
    find.refresh(editor);
    if find.has_focus {
        commands.extend(keys::take(ctx, &[At::Find]));
    }
    let corner = egui::pos2(canvas.x1 as f32 - 2.0 * GRID, canvas.y0 as f32 + 2.0 * GRID);
    let area = Area::new(Id::unique("find")).order(Order::Middle).fixed_pos(corner).pivot(Align2::RIGHT_TOP);
    area.show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
            ui.horizontal(|ui| {
                let id = Id::unique("find text");
                let mut typed = String::new();
                let is_early = find.is_new && take_early_letters(ui, id, &mut typed);
                if is_early {
                    // In the place of what was looked for before.
                    find.text = typed;
                }
                let edit = TextEdit::singleline(&mut find.text).hint_text("Find").desired_width(180.0);
                let response = ui.add(edit.id(id));
                response.ctx.accesskit_node_builder(response.id, |node| node.set_label("Find in the map"));
                find.is_new = false;
                if std::mem::take(&mut find.wants_focus) {
                    response.request_focus();
                }
                if is_early {
                    commands.push(Command::Find(FindKey::Typed));
                } else if std::mem::take(&mut find.selects) {
                    // What is typed takes the place of what was looked for before.
                    let mut state = TextEditState::load(ctx, response.id).unwrap_or_default();
                    let end = CCursor::new(find.text.chars().count());
                    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
                    state.store(ctx, response.id);
                }
                find.has_focus = response.has_focus();
                if response.changed() {
                    commands.push(Command::Find(FindKey::Typed));
                }
                ui.add_sized([56.0, 20.0], egui::Label::new(find.count(editor)));
                let steps = [
                    (FindKey::Step(Way::Back), icons::ICON_KEYBOARD_ARROW_UP),
                    (FindKey::Step(Way::On), icons::ICON_KEYBOARD_ARROW_DOWN),
                    (FindKey::Close, icons::ICON_CLOSE),
                ];
                for (key, icon) in steps {
                    let description = describe(Command::Find(key));
                    let response = ui.add(Button::new(icon.rich_text().size(16.0)).frame(false));
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, description.label));
                    let tip = format!("{}{}", description.words(), description.key_words(ctx));
                    if response.on_hover_text(tip).clicked() {
                        commands.push(Command::Find(key));
                    }
                }
            });
        });
    });
}
