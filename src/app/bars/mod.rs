//! Menu, toolbar and status bar. They ask for commands; they change nothing.

use egui::{Button, MenuBar, RichText, Ui};

use crate::app::command::{ADDITIONS, Command, MARKS, Spec};
use crate::app::style::{self, GRID};
use crate::app::words::position_words;
use crate::editor::{Editor, Mark, Operation, Tool};
use crate::format::Severity;
use crate::model::LinkKind;
use crate::scene::Theme;
use crate::typeset::left_to_right;

use crate::workspace::{Tab, submap_of};

/// Whether needs are drawn to ghosts too.
const FUTURE: Command = Command::Operate(Operation::Mark(Mark::FutureLinks));

/// The menu bar.
pub(in crate::app) fn menu(ui: &mut Ui, editor: &Editor, commands: &mut Vec<Command>) {
    use Command as C;
    use Operation as O;
    MenuBar::new().ui(ui, |ui| {
        let menus: [(&str, &[Option<Command>]); 5] = [
            (
                "File",
                &[
                    Some(C::New),
                    Some(C::Open),
                    Some(C::OpenSubmap),
                    Some(C::Back),
                    None,
                    Some(C::Save),
                    Some(C::SaveAs),
                    None,
                    Some(C::Export),
                    Some(C::Print),
                    None,
                    Some(C::Quit),
                ],
            ),
            (
                "Edit",
                &[
                    Some(C::Operate(O::Undo)),
                    Some(C::Operate(O::Redo)),
                    None,
                    Some(C::Cut),
                    Some(C::Copy),
                    Some(C::Paste),
                    Some(C::Operate(O::Duplicate)),
                    Some(C::CopyPicture),
                    None,
                    Some(C::Operate(O::EditText)),
                    Some(C::Operate(O::Delete)),
                    Some(C::Operate(O::Park)),
                    None,
                    Some(C::Operate(O::SelectAll)),
                    Some(C::Operate(O::SelectNeeds)),
                ],
            ),
            (
                "Map",
                &[
                    Some(C::Choose(Tool::Anchor)),
                    Some(C::Choose(Tool::Component)),
                    Some(C::Choose(Tool::Note)),
                    Some(C::Operate(O::AddNeeded)),
                    None,
                    Some(C::Choose(Tool::Need)),
                    Some(C::Choose(Tool::Flow)),
                    None,
                    Some(C::Operate(O::EvolveNext)),
                    Some(C::Operate(O::Arrive)),
                    Some(FUTURE),
                    Some(C::Operate(O::ToggleInertia)),
                    Some(C::Operate(O::TogglePipeline)),
                    Some(C::Operate(O::AddVariant)),
                    Some(C::Operate(O::ToggleAnchor)),
                    None,
                    Some(C::Operate(O::ToggleConstraint)),
                    Some(C::Operate(O::TurnLinks)),
                    None,
                    Some(C::Operate(O::PutIntoTray)),
                    Some(C::Operate(O::PlaceAll)),
                    Some(C::Operate(O::TidyLabels)),
                    Some(C::Operate(O::TidyOverlapping)),
                ],
            ),
            (
                "View",
                &[
                    Some(C::Inspector),
                    Some(C::Text),
                    Some(C::Tray),
                    Some(C::Operate(O::ToggleLegend)),
                    Some(C::ShowParked),
                    None,
                    Some(C::Fit),
                    Some(C::FitSelection),
                    Some(C::ActualSize),
                    Some(C::ZoomIn),
                    Some(C::ZoomOut),
                    Some(C::FullScreen),
                    None,
                ],
            ),
            ("Help", &[Some(C::Shortcuts), Some(C::Problems)]),
        ];
        for (name, entries) in menus {
            ui.menu_button(name, |ui| {
                ui.set_min_width(220.0);
                if name == "Map" {
                    ui.menu_button("Add", |ui| {
                        ui.set_min_width(180.0);
                        entries_ui(ui, &ADDITIONS, editor, commands);
                    });
                    marks(ui, editor, commands);
                }
                entries_ui(ui, entries, editor, commands);
                if name == "View" {
                    let themes = Theme::names().map(|name| Some(C::Theme(name)));
                    let themes: Vec<_> = themes.chain([None, Some(C::ThemeFile)]).collect();
                    ui.menu_button("Theme", |ui| {
                        ui.set_min_width(180.0);
                        entries_ui(ui, &themes, editor, commands);
                    });
                }
            });
        }
    });
}

/// The menu of what is selected.
pub(in crate::app) fn context_menu(ui: &mut Ui, editor: &Editor, commands: &mut Vec<Command>) {
    use Command as C;
    use Operation as O;
    let selection = editor.document.selection();
    let entries: &[Option<Command>] = if selection.is_empty() {
        &[
            Some(C::Choose(Tool::Anchor)),
            Some(C::Choose(Tool::Component)),
            Some(C::Choose(Tool::Note)),
            None,
            Some(C::Paste),
            Some(C::Operate(O::SelectAll)),
            Some(C::Fit),
        ]
    } else if selection.elements.is_empty() {
        &[
            Some(C::Operate(O::EditText)),
            Some(C::Operate(O::ToggleConstraint)),
            Some(C::Operate(O::TurnLinks)),
            None,
            Some(C::Operate(O::Park)),
            Some(C::Operate(O::Delete)),
        ]
    } else {
        &[
            Some(C::Operate(O::EditText)),
            Some(C::Operate(O::AddNeeded)),
            Some(C::Choose(Tool::Need)),
            Some(C::OpenSubmap),
            None,
            Some(C::Operate(O::EvolveNext)),
            Some(C::Operate(O::Arrive)),
            Some(FUTURE),
            Some(C::Operate(O::ToggleInertia)),
            Some(C::Operate(O::TogglePipeline)),
            Some(C::Operate(O::AddVariant)),
            Some(C::Operate(O::ToggleAnchor)),
            Some(C::Operate(O::TidyLabels)),
            None,
            Some(C::Operate(O::PutIntoTray)),
            Some(C::Cut),
            Some(C::Copy),
            Some(C::Operate(O::Duplicate)),
            None,
            Some(C::Operate(O::Park)),
            Some(C::Operate(O::Delete)),
        ]
    };
    ui.set_min_width(200.0);
    entries_ui(ui, entries, editor, commands);
    if !selection.elements.is_empty() {
        marks(ui, editor, commands);
    }
}

/// What components can be marked as.
fn marks(ui: &mut Ui, editor: &Editor, commands: &mut Vec<Command>) {
    ui.menu_button("Mark as", |ui| {
        ui.set_min_width(180.0);
        entries_ui(ui, &MARKS, editor, commands);
    });
}

fn entries_ui(ui: &mut Ui, entries: &[Option<Command>], editor: &Editor, commands: &mut Vec<Command>) {
    for entry in entries {
        let Some(spec) = entry.and_then(Command::spec) else {
            ui.separator();
            continue;
        };
        let mut button = Button::new(label(spec, editor));
        if let Some(shortcut) = &spec.shortcut {
            button = button.shortcut_text(ui.ctx().format_shortcut(shortcut));
        }
        if let Command::Theme(name) = spec.command {
            button = button.selected(editor.map().theme == name);
        }
        let is_on = match spec.command {
            Command::ShowParked => editor.shows_parked(),
            Command::Operate(Operation::ToggleLegend) => editor.map().legend.is_some(),
            Command::Operate(Operation::Mark(mark)) => editor.has_mark(mark),
            Command::ThemeFile => Theme::is_file(&editor.map().theme),
            _ => false,
        };
        if is_on {
            button = button.selected(true);
        }
        let mut response = ui.add_enabled(is_possible(spec.command, editor), button);
        if !spec.tip.is_empty() {
            response = response.on_hover_text(spec.tip);
        }
        if response.clicked() {
            commands.push(spec.command);
            ui.close();
        }
    }
}

/// Undo and redo say what.
fn label(spec: &Spec, editor: &Editor) -> String {
    let what = match spec.command {
        Command::Operate(Operation::Undo) => editor.document.undo_label(),
        Command::Operate(Operation::Redo) => editor.document.redo_label(),
        _ => None,
    };
    match what {
        Some(what) => format!("{}: {what}", spec.label),
        None => spec.label.to_owned(),
    }
}

fn is_possible(command: Command, editor: &Editor) -> bool {
    let selection = editor.document.selection();
    let is_component =
        selection.elements.iter().chain(&selection.ghost).any(|id| editor.map().component(id).is_some());
    match command {
        Command::Operate(Operation::Undo) => editor.document.undo_label().is_some(),
        Command::Operate(Operation::Redo) => editor.document.redo_label().is_some(),
        Command::Operate(Operation::Delete | Operation::EditText | Operation::Park)
        | Command::FitSelection => !selection.is_empty(),
        Command::Operate(
            Operation::EvolveNext
            | Operation::Arrive
            | Operation::TogglePipeline
            | Operation::ToggleInertia
            | Operation::ToggleAnchor
            | Operation::PutIntoTray
            | Operation::Mark(_)
            | Operation::SelectNeeds,
        ) if command != FUTURE => is_component,
        FUTURE => {
            let mut ids = selection.elements.iter().chain(&selection.ghost);
            ids.any(|id| editor.map().component(id).is_some_and(|c| c.evolve.is_some()))
        }
        Command::Operate(Operation::TurnLinks) => !selection.links.is_empty(),
        Command::Operate(Operation::ToggleConstraint) => {
            selection.links.iter().any(|key| !matches!(key.kind, LinkKind::Flow(_)))
        }
        Command::Operate(Operation::AddVariant) => selection
            .single()
            .and_then(|id| editor.map().component(id))
            .is_some_and(|component| component.pipeline.is_some()),
        Command::OpenSubmap => submap_of(editor).is_some(),
        Command::Cut | Command::Copy | Command::Operate(Operation::Duplicate) => {
            !selection.elements.is_empty()
        }
        Command::Operate(Operation::AddNeeded) => selection.single().is_some() && is_component,
        _ => true,
    }
}

/// The tools and the commands most used.
pub(in crate::app) fn toolbar(ui: &mut Ui, editor: &Editor, panels: &[Command], commands: &mut Vec<Command>) {
    use Command as C;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let groups: [&[Command]; 6] = [
            &[C::New, C::Open, C::Save, C::Export],
            &[C::Operate(Operation::Undo), C::Operate(Operation::Redo)],
            &[
                C::Choose(Tool::Select),
                C::Choose(Tool::Anchor),
                C::Choose(Tool::Component),
                C::Choose(Tool::Need),
                C::Choose(Tool::Flow),
                C::Choose(Tool::Note),
                C::KeepTool,
            ],
            &[C::Operate(Operation::EvolveNext), C::Operate(Operation::Delete)],
            &[C::ZoomOut, C::Fit, C::ZoomIn],
            &[C::Tray, C::Inspector, C::Text],
        ];
        for (number, group) in groups.into_iter().enumerate() {
            if number > 0 {
                ui.add_space(GRID);
                ui.separator();
                ui.add_space(GRID);
            }
            for command in group {
                tool_button(ui, *command, editor, panels, commands);
            }
        }
    });
}

fn tool_button(
    ui: &mut Ui,
    command: Command,
    editor: &Editor,
    panels: &[Command],
    commands: &mut Vec<Command>,
) {
    let Some(spec) = command.spec() else { return };
    let Some(icon) = spec.icon else { return };
    let is_on = match command {
        Command::Choose(tool) => editor.tool == tool,
        Command::KeepTool => editor.keeps_tool,
        Command::Text | Command::Inspector | Command::Tray => panels.contains(&command),
        _ => false,
    };
    let button = Button::new(icon.rich_text().size(style::ICON))
        .selected(is_on)
        .frame_when_inactive(is_on)
        .min_size(egui::Vec2::splat(style::BUTTON));
    let response = ui.add_enabled(is_possible(command, editor), button);
    let label = label(spec, editor);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), is_on, &label));
    let key =
        spec.shortcut.as_ref().map_or_else(String::new, |key| format!("  {}", ui.ctx().format_shortcut(key)));
    let tip = |ui: &mut Ui| {
        ui.label(RichText::new(format!("{label}{key}")).strong());
        if !spec.tip.is_empty() {
            ui.label(spec.tip);
        }
    };
    if response.on_hover_ui(tip).on_disabled_hover_ui(tip).clicked() {
        commands.push(command);
    }
}

/// What can be done now, what is selected, what is odd, how large.
pub(in crate::app) fn status(
    ui: &mut Ui,
    tab: &Tab,
    notice: Option<&str>,
    is_busy: bool,
    waiting: usize,
    commands: &mut Vec<Command>,
) {
    let (editor, overlapping) = (&tab.editor, tab.overlapping_offer());
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let percent = (editor.camera.scale * 100.0).round();
            if ui.button(format!("{percent} %")).on_hover_text("Fit the map  (Ctrl+1)").clicked() {
                commands.push(Command::Fit);
            }
            let odd =
                tab.problems.iter().filter(|problem| problem.diagnostic.severity > Severity::Hint).count();
            let hints = tab.problems.len() - odd;
            let words = match (odd, hints) {
                (0, 0) => None,
                (0, 1) => Some("1 hint".to_owned()),
                (0, hints) => Some(format!("{hints} hints")),
                (1, _) => Some("1 problem".to_owned()),
                (odd, _) => Some(format!("{odd} problems")),
            };
            if let Some(words) = words
                && ui.button(words).on_hover_text("What is odd about the file").clicked()
            {
                commands.push(Command::Problems);
            }
            if overlapping > 0
                && ui
                    .button(format!("Tidy {overlapping} overlapping labels"))
                    .on_hover_text("Let the program place the labels that stand on others or on symbols")
                    .clicked()
            {
                commands.push(Command::Operate(Operation::TidyOverlapping));
            }
            if waiting > 0
                && ui
                    .button(format!("{waiting} in the tray"))
                    .on_hover_text("What has no place yet")
                    .clicked()
            {
                commands.push(Command::Tray);
            }
            if is_busy {
                ui.spinner();
            }
            let selected = editor.document.selection();
            let id = selected.single().or(selected.ghost.as_ref());
            let words = match id.and_then(|id| position_words(editor, id)) {
                Some(words) => words,
                None if selected.elements.len() > 1 => format!("{} selected", selected.elements.len()),
                None => String::new(),
            };
            ui.add_space(GRID);
            ui.label(words);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = match notice {
                    Some(notice) => RichText::new(left_to_right(notice)).strong(),
                    None => RichText::new(left_to_right(editor.hint())).weak(),
                };
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use crate::app::command::COMMANDS;

    #[test]
    fn no_two_commands_share_a_key() {
        let keys: Vec<_> = COMMANDS.iter().filter_map(|spec| Some((spec.shortcut?, spec.label))).collect();
        for (at, (key, label)) in keys.iter().enumerate() {
            for (other, other_label) in keys.iter().take(at) {
                assert!(key != other, "{label} and {other_label} share a key");
            }
        }
    }
}
