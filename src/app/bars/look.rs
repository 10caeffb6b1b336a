//! What of the map is dimmed or hidden on the canvas, with the way back, so that nobody takes a part for the whole.

use egui::{Area, Button, Context, Frame, Id, Order, Rect, RichText, Role, Ui, WidgetInfo};
use egui_material_icons::{MaterialIcon, icons};

use crate::app::command::{Command, FocusKey, describe};
use crate::app::style::GRID;
use crate::editor::Editor;
use crate::typeset::left_to_right;

/// Shows it at the top of the canvas, where no title is, where there is something to tell.
pub(in crate::app) fn show(ctx: &Context, editor: &Editor, canvas: Rect, commands: &mut Vec<Command>) {
    let (focus, hidden) = (editor.focus_words(), &editor.look().hidden);
    if focus.is_none() && hidden.is_empty() {
        return;
    }
    let top = canvas.center_top() + egui::vec2(0.0, 2.0 * GRID);
    let area =
        Area::new(Id::unique("look")).order(Order::Middle).fixed_pos(top).pivot(egui::Align2::CENTER_TOP);
    area.show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(GRID).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 6.0 * GRID).clamp(120.0, 420.0));
            if let Some(words) = focus {
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Focus").strong());
                    ui.add(egui::Label::new(left_to_right(&words).as_ref()).truncate());
                    button(ui, Command::Focus(FocusKey::Less), icons::ICON_REMOVE, commands);
                    button(ui, Command::Focus(FocusKey::More), icons::ICON_ADD, commands);
                    button(ui, Command::Focus(FocusKey::Toggle), icons::ICON_CLOSE, commands);
                });
            }
            if !hidden.is_empty() {
                let names: Vec<_> = hidden.iter().map(|kind| kind.name().to_lowercase()).collect();
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Hidden").strong());
                    ui.add(egui::Label::new(names.join(", ")).truncate());
                    button(ui, Command::ShowAllKinds, icons::ICON_CLOSE, commands);
                });
            }
        });
    });
}

fn button(ui: &mut Ui, command: Command, icon: MaterialIcon, commands: &mut Vec<Command>) {
    let description = describe(command);
    let label = match command {
        Command::Focus(FocusKey::Toggle) => "End the focus",
        _ => description.label,
    };
    let response = ui.add(Button::new(icon.rich_text().size(16.0)).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let key = description.key_words(ui.ctx());
    if super::tip(response, format!("{label}{key}")).clicked() {
        // The button ends it, whatever is selected.
        commands.push(match command {
            Command::Focus(FocusKey::Toggle) => Command::Focus(FocusKey::End),
            other => other,
        });
    }
}
