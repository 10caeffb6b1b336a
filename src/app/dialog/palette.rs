//! The palette: everything by its name. Commands, elements of all open maps, maps, themes.

use egui::{Align, Label, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, UiBuilder, WidgetInfo};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::analysis::patterns;
use crate::app::command::keys::{self, At};
use crate::app::command::{Command, PaletteKey, Situation, Way, describe, menus, state};
use crate::app::fields::take_early_letters;
use crate::app::style::GRID;
use crate::model::ElementId;
use crate::typeset::left_to_right;
use crate::workspace::{Tab, TabId};

/// Where a line of the palette leads.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Goal {
    Run(Command),
    Show(TabId),
    /// An element of an open map.
    Element(TabId, ElementId),
    /// The pattern of this code is pinned to what is selected, or to the map.
    Pin(&'static str),
}

/// How the palette ends.
pub(in crate::app) enum Choice {
    GivenUp,
    Taken(Goal),
}

/// Something that can be chosen.
struct Line {
    goal: Goal,
    name: String,
    /// What it does, in words by which it is found too.
    about: String,
    /// Its keys, or where it is.
    beside: String,
    can: bool,
}

/// What the palette remembers between frames.
pub(in crate::app) struct Palette {
    text: String,
    lines: Vec<Line>,
    /// The lines that fit the text, the best first.
    found: Vec<usize>,
    /// Of which text these are.
    known: Option<String>,
    /// Which of them is chosen.
    at: usize,
    /// Whether the chosen one is to be brought into sight.
    follows: bool,
}

/// A name that has the text counts for so much more.
const NAMED: u32 = 1_000;
/// So many are shown: nobody reads more.
const MOST: usize = 100;

impl Palette {
    /// All that can be chosen now: commands first, then the elements of the map that is shown, then those of the others.
    pub(in crate::app) fn of(
        ctx: &egui::Context,
        now: Situation<'_>,
        tabs: &[Tab],
        shown: TabId,
        text: String,
    ) -> Self {
        let mut lines = Vec::new();
        for command in menus::shown() {
            let state = state(command, now);
            if let Command::Recent(_) = command
                && !state.can
            {
                continue;
            }
            let beside = match command {
                Command::Recent(number) => {
                    let path = now.recent.get(number).map(|recent| recent.path.as_path());
                    path.and_then(|path| path.parent()).map(|folder| folder.display().to_string())
                }
                Command::Theme(_) | Command::ThemeFile => Some("Theme".to_owned()),
                Command::Example(_) => Some("Example".to_owned()),
                Command::Overlay(_) => Some("Overlay".to_owned()),
                _ => describe(command).keys.first().map(|(_, key)| keys::written(ctx, *key)),
            };
            let (name, beside) = (state.label, beside.unwrap_or_default());
            let kind = if matches!(command, Command::Theme(_)) { "theme " } else { "" };
            let about = format!("{kind}{}", describe(command).tip);
            lines.push(Line { goal: Goal::Run(command), name, about, beside, can: state.can });
        }
        if tabs.len() > 1 {
            let maps = tabs.iter().filter(|tab| tab.id != shown);
            lines.extend(maps.map(|tab| {
                let (goal, name) = (Goal::Show(tab.id), tab.file.name());
                Line { goal, name, about: String::new(), beside: "Open map".to_owned(), can: true }
            }));
        }
        let (own, others): (Vec<_>, Vec<_>) = tabs.iter().partition(|tab| tab.id == shown);
        for tab in own.into_iter().chain(others) {
            let beside = if tab.id == shown { String::new() } else { tab.file.name() };
            for element in tab.editor.map().elements() {
                let name = element.name().trim().replace('\n', " ");
                if !name.is_empty() {
                    let goal = Goal::Element(tab.id, element.id.clone());
                    lines.push(Line { goal, name, about: String::new(), beside: beside.clone(), can: true });
                }
            }
        }
        for pattern in patterns() {
            let about = format!("{} ({})", pattern.about, pattern.group);
            let (goal, name) = (Goal::Pin(pattern.code), pattern.name.to_owned());
            let beside = pattern.kind.label().to_owned();
            lines.push(Line { goal, name, about, beside, can: !now.is_start });
        }
        Self { text, lines, found: Vec::new(), known: None, at: 0, follows: false }
    }

    /// Finds what fits the text, where that changed.
    fn refresh(&mut self) {
        if self.known.as_ref() == Some(&self.text) {
            return;
        }
        self.known = Some(self.text.clone());
        self.at = 0;
        self.follows = true;
        let pattern = Pattern::new(&self.text, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let words = Pattern::new(&self.text, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
        let wanted = self.text.trim().to_lowercase();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, bool, usize)> = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            // With nothing written there would be too many elements.
            let is_element = matches!(line.goal, Goal::Element(..) | Goal::Pin(_));
            if is_element && self.text.trim().is_empty() {
                continue;
            }
            // Sentences of the catalogues have any letters somewhere.
            let by_name = if matches!(line.goal, Goal::Pin(_)) { &words } else { &pattern };
            let named = by_name.score(Utf32Str::new(&line.name, &mut letters), &mut matcher);
            // What a command does is said in other words too: what has the text as it is written counts for more than
            // a name that has its letters somewhere.
            let said = words.score(Utf32Str::new(&line.about, &mut letters), &mut matcher);
            // What is called as the text says is meant first, then what has the text in its name, before what has it in
            // other words, or its letters somewhere.
            let name = line.name.to_lowercase();
            let lead = if name.trim_end_matches('…') == wanted {
                2 * NAMED
            } else if name.contains(&wanted) {
                NAMED
            } else {
                0
            };
            if let Some(score) = named.max(said) {
                scored.push((score + lead, line.can, number));
            }
        }
        scored.sort_by(|a, b| (b.1, b.0).cmp(&(a.1, a.0)).then(a.2.cmp(&b.2)));
        self.found = scored.into_iter().take(MOST).map(|(.., number)| number).collect();
    }

    /// Shows it; answers when it ends.
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<Choice> {
        let mut chosen = None;
        let id = egui::Id::unique("palette");
        // Not before the field has the letters that came with them.
        let has_keys = ui.memory(|memory| memory.has_focus(id));
        let commands = if has_keys { keys::take(ui.ctx(), &[At::Palette]) } else { Vec::new() };
        for command in commands {
            match command {
                Command::Palette(PaletteKey::Step(way)) => self.step(way),
                Command::Palette(PaletteKey::Take) => chosen = Some(self.at),
                Command::Palette(PaletteKey::Close) => return Some(Choice::GivenUp),
                _ => {}
            }
        }
        ui.set_width(520.0_f32.min(ui.ctx().content_rect().width() - 16.0 * GRID));
        let hint = "A command, a component, a map, a theme";
        take_early_letters(ui, id, &mut self.text);
        let edit = TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(f32::INFINITY);
        let field = ui.add(edit.id(id).margin(egui::vec2(2.0 * GRID, 1.5 * GRID)));
        field.ctx.accesskit_node_builder(field.id, |node| node.set_label(hint));
        if !field.has_focus() {
            field.request_focus();
        }
        self.refresh();
        if self.found.is_empty() {
            ui.label(RichText::new("Nothing is called so").weak());
        }
        let clicked = self.list(ui);
        // A reference to be read: what the chosen one says.
        let chosen_line = self.found.get(self.at).and_then(|number| self.lines.get(*number));
        if let Some(line) = chosen_line.filter(|line| matches!(line.goal, Goal::Pin(_))) {
            ui.separator();
            ui.add(Label::new(RichText::new(&line.about).weak()).wrap());
            ui.weak("Enter pins it to what is selected, or to the map");
        }
        // What was typed in this frame counts before Enter does.
        let taken = clicked.or(chosen.map(|_| self.at))?;
        let line =
            self.found.get(taken).and_then(|number| self.lines.get(*number)).filter(|line| line.can)?;
        Some(Choice::Taken(line.goal.clone()))
    }

    fn step(&mut self, way: Way) {
        let count = self.found.len().max(1);
        self.at = if way == Way::On { (self.at + 1) % count } else { (self.at + count - 1) % count };
        self.follows = true;
    }

    /// The lines; answers with the one that was clicked.
    fn list(&mut self, ui: &mut Ui) -> Option<usize> {
        let mut clicked = None;
        let follows = std::mem::take(&mut self.follows);
        let most = (ui.ctx().content_rect().height() * 0.5).max(120.0);
        // The window over the map has the height of what it showed last: it may grow again.
        let room = Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), most));
        let scroll = ScrollArea::vertical().max_height(most).auto_shrink([false, true]);
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            scroll.show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (place, number) in self.found.iter().enumerate() {
                    let Some(line) = self.lines.get(*number) else { continue };
                    let is_chosen = place == self.at;
                    let response = line_ui(ui, line, is_chosen);
                    if response.clicked() && line.can {
                        clicked = Some(place);
                    }
                    if is_chosen && follows {
                        response.scroll_to_me(None);
                    }
                }
            })
        });
        clicked
    }
}

fn line_ui(ui: &mut Ui, line: &Line, is_chosen: bool) -> egui::Response {
    let height = 28.0;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, line.can, is_chosen, &line.name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.visuals();
    if is_chosen {
        ui.painter().rect_filled(rect, 4.0, visuals.selection.bg_fill);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, visuals.widgets.hovered.weak_bg_fill);
    }
    let inside = rect.shrink2(egui::vec2(2.0 * GRID, 0.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inside));
    ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
        let beside = RichText::new(left_to_right(&line.beside)).small().weak();
        ui.add(Label::new(beside).selectable(false).truncate());
        ui.with_layout(egui::Layout::left_to_right(Align::Center), |ui| {
            let name = RichText::new(left_to_right(&line.name));
            let name = if line.can { name } else { name.weak() };
            ui.add(Label::new(name).selectable(false).truncate());
        });
    });
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Request, Workspace};

    #[test]
    fn three_letters_find_what_is_meant() {
        let mut workspace = Workspace::new(false);
        drop(workspace.request(Request::Example("Tea shop")));
        drop(workspace.request(Request::Example("Self-driving car")));
        let first = workspace.tab().editor.map().elements().next().unwrap().id.clone();
        workspace.tab_mut().editor.document.select(crate::editor::Selection::of(&first));
        let tab = workspace.tab();
        let open = std::collections::BTreeSet::new();
        let now = Situation {
            editor: &tab.editor,
            open: &open,
            overlay: None,
            path: None,
            maps: workspace.tabs().len(),
            recent: &[],
            has_way_back: false,
            has_closed: false,
            appearance: crate::files::Appearance::System,
            is_presenting: false,
            has_floating_bar: true,
            is_start: false,
        };
        let mut palette =
            Palette::of(&egui::Context::default(), now, workspace.tabs(), tab.id, String::new());
        let mut first = |text: &str| {
            text.clone_into(&mut palette.text);
            palette.refresh();
            palette.found.first().map(|number| palette.lines[*number].name.clone())
        };
        assert_eq!(first("ket").as_deref(), Some("Kettle"));
        assert_eq!(first("reach").as_deref(), Some("Reach of the users"));
        assert_eq!(first("land grab").as_deref(), Some("Land grab"));
        assert_eq!(first("gps").as_deref(), Some("GPS"));
        assert_eq!(first("expic").as_deref(), Some("Export picture…"));
        assert_eq!(first("dark").as_deref(), Some("Dark"));
        assert_eq!(first("rename").as_deref(), Some("Rename"));
        assert_eq!(first("xqxq"), None);
        assert!(first("").is_some());
    }
}
