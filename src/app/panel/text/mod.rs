//! The map as text, beside the canvas: live both ways.

mod complete;
mod find;
mod laid;
mod lines;
mod view;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, CharIndex};
use egui::text_edit::TextEditState;
use egui::{
    Align, ComboBox, Context, Frame, Id, Label, Margin, Panel, RichText, ScrollArea, TextEdit, Ui, Vec2,
};

use crate::app::command::keys::{self, At};
use crate::app::command::{Command, LineKey, Panel as Which};
use crate::app::panel::{Act, LEAST, Room, Shown, head};
use crate::app::style::{self, GRID};
use crate::app::tip::Tip;
use crate::editor::{Editor, Selection};
use crate::format::{Completion, Diagnostic, Format, Span, Spot, Subject, complete, endings};
use crate::typeset::left_to_right;
use complete::Completions;
use find::TextFind;
use laid::Laid;
use view::{MARGIN, ShownText, TextView, margin, severity_icon, words};

/// What the panel remembers between frames.
#[derive(Debug, Default)]
pub(in crate::app) struct TextPanel {
    /// The format that was chosen; `None` is the file's own.
    format: Option<Format>,
    buffer: String,
    view: TextView,
    /// How many views there were.
    views: u64,
    /// The text as it was laid out last.
    laid: Option<Laid>,
    /// What the view was made of.
    viewed: Option<(u64, Format, Arc<Selection>, bool)>,
    selection: Arc<Selection>,
    /// The caret, in characters, as it was last seen.
    caret: Option<usize>,
    /// Whether something was typed whose line is to be looked at.
    has_typed: bool,
    /// Where the caret is to go, in bytes.
    go_to: Option<usize>,
    /// What is to be selected once the field has the keyboard, in characters.
    selects: Option<Range<usize>>,
    /// The part that is to be seen, in bytes; the caret stays where it is.
    shows: Option<usize>,
    /// Whether the part about the selection is to be brought into view.
    reveals: bool,
    completions: Completions,
    /// What is looked for in it, while something is.
    find: Option<TextFind>,
    /// What was looked for last.
    sought: String,
    /// Whether long lines are broken where the panel ends.
    wraps: bool,
    wants_focus: bool,
    /// Whether it was just opened: the caret then goes to what is selected, or to the start.
    starts: bool,
}

impl TextPanel {
    /// Opens the field for what is looked for in the text, or the one for what takes its place too.
    pub(super) fn look_for(&mut self, replaces: bool) {
        let sought = &self.sought;
        let find = self.find.get_or_insert_with(|| TextFind::of(sought.clone()));
        find.wants_focus = true;
        find.replaces |= replaces;
    }

    /// The panel was opened, or closed: open, it has the keyboard.
    pub(super) fn turned(&mut self, is_open: bool) {
        self.wants_focus = is_open;
        self.starts = is_open;
        self.reveals = true;
        self.completions.close();
    }
}

/// The id of the text field.
pub(in crate::app) fn field_id() -> Id {
    Id::unique("map as text")
}

/// Shows the panel.
pub(in crate::app) fn show(
    ui: &mut Ui,
    panel: &mut TextPanel,
    shown: &Shown<'_>,
    room: Room,
    acts: &mut Vec<Act>,
) -> f32 {
    let Shown { editor, own, is_blocked, .. } = *shown;
    let frame = Frame::new().fill(ui.visuals().panel_fill);
    let side = Panel::right("text").resizable(true).default_size(room.usual).size_range(room.range(LEAST.1));
    let side = side.frame(frame).show(ui, |ui| {
        head(ui, room, Which::Text, acts);
        let format = panel.format.unwrap_or(own);
        header(ui, panel, (format, own));
        let (asks, lines) = if is_blocked { (false, Vec::new()) } else { take_keys(ui.ctx(), panel, acts) };
        if editor.naming().is_some() && ui.memory(|memory| memory.has_focus(field_id())) {
            // A name that was being written on the map is kept before its text is typed into.
            acts.push(Act::EndNaming);
        }
        // What is typed would change today's map, which is not the one that is shown.
        let is_today = editor.document.scenario().is_none();
        let is_current = bring_up_to_date(ui, panel, editor, format) && is_today;
        for key in lines.into_iter().filter(|_| is_current) {
            change_lines(ui.ctx(), panel, format, key, acts);
        }
        remarks(ui, panel, editor, acts);
        find_ui(ui, panel, format, is_current, acts);
        // The margin stays where it is when the text scrolls sideways.
        let all = ui.available_rect_before_wrap();
        let (left, right) = all.split_left_right_at_x(all.left() + MARGIN);
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(right));
        let scroll = if panel.wraps { ScrollArea::vertical() } else { ScrollArea::both() }.auto_shrink(false);
        let shown = scroll
            .show(&mut inner, |ui| field(ui, panel, editor, format, (is_blocked, asks, is_current), acts))
            .inner;
        margin(ui, left, &panel.view, &shown);
        ui.advance_cursor_after_rect(all);
    });
    side.response.rect.width()
}

fn header(ui: &mut Ui, panel: &mut TextPanel, (format, own): (Format, Format)) {
    Frame::new().inner_margin(Margin { left: 12, right: 8, top: 6, bottom: 4 }).show(ui, |ui| {
        // A narrow panel has no room for both beside each other.
        ui.horizontal_wrapped(|ui| {
            let mut chosen = format;
            let combo =
                ComboBox::from_id_salt("text format").selected_text(format.name()).show_ui(ui, |ui| {
                    for offered in [Format::Ron, Format::Owm, Format::Mermaid] {
                        ui.selectable_value(&mut chosen, offered, offered.name());
                    }
                    if own == Format::Json {
                        ui.selectable_value(&mut chosen, own, own.name());
                    }
                });
            combo.response.on_hover_text("The format in which the map is shown here; its file keeps its own");
            ui.toggle_value(&mut panel.wraps, "Wrap").on_hover_text("Break long lines where the panel ends");
            if chosen != format {
                panel.format = Some(chosen);
                panel.completions.close();
            }
        });
    });
}

/// Undo covers text and map alike: the field's own never comes to it. Answers whether words are asked for, and what is to be
/// done with lines.
fn take_keys(ctx: &Context, panel: &mut TextPanel, acts: &mut Vec<Act>) -> (bool, Vec<LineKey>) {
    let (mut asks, mut lines) = (false, Vec::new());
    if !ctx.memory(|memory| memory.has_focus(field_id())) {
        return (asks, lines);
    }
    for command in keys::take(ctx, &[At::Text]) {
        if command == Command::OfferWords {
            asks = true;
        } else if let Command::Lines(key) = command {
            lines.push(key);
        } else {
            acts.push(Act::Do(command));
            panel.completions.close();
        }
    }
    (asks, lines)
}

fn change_lines(ctx: &Context, panel: &mut TextPanel, format: Format, key: LineKey, acts: &mut Vec<Act>) {
    if let Some((text, range)) = lines::changed(&panel.buffer, selected(ctx), key, format) {
        type_all(ctx, panel, format, text, range, acts);
    }
}

/// What is selected in the field, in characters.
fn selected(ctx: &Context) -> Range<usize> {
    let range = TextEditState::load(ctx, field_id()).and_then(|state| state.cursor.char_range());
    range.map_or(0..0, |range| {
        let sorted = range.as_sorted_char_range();
        sorted.start.0..sorted.end.0
    })
}

fn select_in_field(ctx: &Context, range: &Range<usize>) {
    let mut state = TextEditState::load(ctx, field_id()).unwrap_or_default();
    let at = |at: usize| CCursor::new(CharIndex(at));
    state.cursor.set_char_range(Some(CCursorRange::two(at(range.start), at(range.end))));
    state.store(ctx, field_id());
    ctx.request_repaint();
}

/// The text becomes this one, as if it had been typed.
fn type_all(
    ctx: &Context,
    panel: &mut TextPanel,
    format: Format,
    text: String,
    range: Range<usize>,
    acts: &mut Vec<Act>,
) {
    panel.buffer = text;
    panel.completions.close();
    acts.push(Act::Type(format, panel.buffer.clone()));
    select_in_field(ctx, &range);
    panel.shows = Some(byte_of(&panel.buffer, range.end));
}

/// What is looked for in the text.
fn find_ui(ui: &mut Ui, panel: &mut TextPanel, format: Format, is_current: bool, acts: &mut Vec<Act>) {
    let ctx = ui.ctx().clone();
    let Some(find) = &mut panel.find else { return };
    let now = find.at.clone().unwrap_or_else(|| selected(&ctx));
    match find::show(ui, find, &panel.buffer, now, is_current) {
        None => {}
        Some(find::Deed::Close) => {
            panel.selects = find.at.clone();
            panel.sought = std::mem::take(&mut find.wanted);
            panel.find = None;
            panel.wants_focus = true;
        }
        Some(find::Deed::Select(range)) => {
            find.at = Some(range.clone());
            select_in_field(&ctx, &range);
            panel.shows = Some(byte_of(&panel.buffer, range.start));
        }
        Some(find::Deed::Change(text, range)) => {
            find.at = Some(range.clone());
            type_all(&ctx, panel, format, text, range.clone(), acts);
            panel.shows = Some(byte_of(&panel.buffer, range.start));
        }
    }
}

/// The text of the map of now, or what was typed and is no map yet. Answers whether it is: that of a large map comes a
/// little later, and until then the one before is only to be read.
fn bring_up_to_date(ui: &Ui, panel: &mut TextPanel, editor: &Editor, format: Format) -> bool {
    let revision = editor.document.text_revision();
    let selection = Arc::clone(editor.document.selection());
    if panel.selection != selection {
        panel.selection = Arc::clone(&selection);
        panel.reveals = true;
    }
    let state = (revision, format, selection, ui.visuals().dark_mode);
    if panel.viewed.as_ref() == Some(&state) {
        return true;
    }
    let draft = editor.document.draft().filter(|draft| draft.format == format).cloned();
    let (text, diagnostics, selected) = if let Some(draft) = &draft {
        let mut diagnostics = draft.diagnostics.clone();
        let returns = endings::Returns::of(&draft.text);
        for diagnostic in &mut diagnostics {
            diagnostic.span = returns.shown(diagnostic.span);
        }
        (endings::shown(&draft.text), diagnostics, Vec::new())
    } else {
        let is_typing = ui.memory(|memory| memory.has_focus(field_id()));
        // What was typed into that of a large map is it already, while that is made elsewhere.
        let is_as_typed = is_typing && editor.is_as_typed(format, &panel.buffer);
        let is_due = is_typing && !is_as_typed;
        let edited = if is_due { Some(editor.text(format)) } else { editor.text_soon(format) };
        let Some(edited) = edited else { return is_as_typed };
        let selected = selected_spans(&edited.spots, editor);
        (edited.text.clone(), edited.diagnostics.clone(), selected)
    };
    if panel.buffer != text {
        if panel.viewed.as_ref().is_some_and(|viewed| viewed.1 == format) {
            panel.go_to = Some(end_of_change(&panel.buffer, &text));
        }
        panel.buffer.clone_from(&text);
    }
    panel.views += 1;
    panel.view = TextView::new(&text, &diagnostics, &selected, panel.views);
    panel.viewed = Some(state);
    true
}

/// The parts of the text that speak of what is selected.
fn selected_spans(spots: &[Spot], editor: &Editor) -> Vec<Span> {
    let selection = editor.document.selection();
    let map = editor.document.whole();
    let links: BTreeSet<_> = selection.links.iter().filter_map(|key| map.link_index(key)).collect();
    let is_selected = |subject: &Subject| match subject {
        Subject::Element(id) => selection.elements.contains(id) || selection.ghost.as_ref() == Some(id),
        Subject::Link(at) => links.contains(at),
    };
    spots.iter().filter(|spot| is_selected(&spot.subject)).map(|spot| spot.span).collect()
}

/// Where in the new text the part ends that differs from the old.
fn end_of_change(old: &str, new: &str) -> usize {
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let mut at = new.len() - end;
    while !new.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// What is odd, in words: where the caret stands, else the first of the worst. The strip is always there, so that
/// nothing jumps while somebody types.
fn remarks(ui: &mut Ui, panel: &mut TextPanel, editor: &Editor, acts: &mut Vec<Act>) {
    let caret =
        panel.caret.map_or(0, |caret| panel.buffer.chars().take(caret).filter(|c| *c == '\n').count());
    let worst = |all: &[Diagnostic]| all.first().map(|diagnostic| diagnostic.severity);
    let here = panel.view.odd.iter().find(|(line, _)| *line == caret);
    let shown = here.or_else(|| panel.view.odd.iter().rev().max_by_key(|(_, all)| worst(all)));
    let frame = Frame::new().inner_margin(Margin::symmetric(12, 5)).fill(ui.visuals().panel_fill);
    let mut clicked = None;
    Panel::bottom("text remarks").frame(frame).show(ui, |ui| {
        if editor.document.unreadable().is_some() {
            ui.label(
                RichText::new("There is no map until this text can be read. Save keeps it as it stands")
                    .strong(),
            );
        } else if let Some(scenario) = editor.scenario() {
            let words = format!("The file’s text, to read: “{}” is shown and edited", scenario.name);
            ui.label(RichText::new(left_to_right(&words).as_ref()).strong());
        } else if editor.document.draft().is_some() {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new("The map shows the last text that could be read").strong());
                if ui.button("Go back to it").on_hover_text("Undo brings this text back").clicked() {
                    acts.push(Act::DropDraft);
                }
            });
        }
        ui.horizontal(|ui| {
            let Some((line, first)) = shown.and_then(|(line, all)| Some((*line, all.first()?))) else {
                ui.weak("Every line is understood");
                return;
            };
            ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                // As many as the status bar counts.
                let all: usize = panel.view.odd.iter().map(|(_, all)| all.len()).sum();
                if all > 1 {
                    ui.weak(format!("1 of {all}"))
                        .on_hover_text("Each line with one has a sign in the margin");
                }
                ui.with_layout(egui::Layout::left_to_right(Align::Center), |ui| {
                    let color = style::severity(first.severity, ui.visuals().dark_mode);
                    ui.label(severity_icon(first.severity).rich_text().color(color));
                    let text = format!("Line {}: {}", line + 1, words(first));
                    let label = Label::new(text).truncate().sense(egui::Sense::click());
                    if ui.add(label).tip_beside("Go to this line").clicked() {
                        clicked = Some(first.span.start);
                    }
                });
            });
        });
    });
    if let Some(at) = clicked {
        panel.go_to = Some(at);
        panel.wants_focus = true;
    }
}

fn field(
    ui: &mut Ui,
    panel: &mut TextPanel,
    editor: &Editor,
    format: Format,
    (is_blocked, asks, is_current): (bool, bool, bool),
    acts: &mut Vec<Act>,
) -> ShownText {
    let ctx = ui.ctx().clone();
    let is_focused = ctx.memory(|memory| memory.has_focus(field_id()));
    let mut accepted = if is_focused && !is_blocked { panel.completions.keys(&ctx) } else { None };
    let (view, laid, look) = (&panel.view, &mut panel.laid, (format, panel.wraps));
    let mut layouter =
        |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| view.galley(laid, ui, look, text.as_str(), width);
    let size = ui.available_size();
    // What is found is marked behind the letters; the field itself shows what is selected only while it has the keyboard.
    let behind = ui.painter().add(egui::Shape::Noop);
    let output = TextEdit::multiline(&mut panel.buffer)
        .id(field_id())
        .interactive(is_current)
        .code_editor()
        .lock_focus(panel.completions.is_open())
        .frame(Frame::NONE)
        .margin(Margin { left: 2, right: 12, top: 4, bottom: 4 })
        .desired_width(if panel.wraps { size.x } else { f32::INFINITY })
        .min_size(size)
        .layouter(&mut layouter)
        .show(ui);
    let response = output.response.response.clone();
    ctx.accesskit_node_builder(response.id, |node| node.set_label("Map as text"));
    if let Some(find) = &mut panel.find {
        let all = find.matches(&panel.buffer);
        ui.painter().set(behind, find::marks(ui, &output, &all, find.at.as_ref()));
    }
    let caret = output.cursor_range.map(|range| range.primary.index.0);
    let caret_line = caret.map(|caret| panel.buffer.chars().take(caret).filter(|c| *c == '\n').count());
    let shown = ShownText {
        galley: Arc::clone(&output.galley),
        top: output.galley_pos,
        caret_line: caret_line.filter(|_| response.has_focus()),
    };

    if response.changed() {
        acts.push(Act::Type(format, panel.buffer.clone()));
    }
    let at = caret.map_or(0, |caret| byte_of(&panel.buffer, caret));
    if response.has_focus() {
        if response.changed() || asks {
            panel.completions = Completions::new(complete(format, &panel.buffer, at, editor.map()));
        } else if caret != panel.caret {
            panel.completions.close();
        }
        // What was typed is no part of the map yet: then its line is looked at in the next frame.
        let is_due = std::mem::take(&mut panel.has_typed) || caret != panel.caret;
        if is_due && !response.changed() {
            acts.extend(selected_at(panel, editor, format, at).map(Act::Caret));
        }
    } else {
        panel.completions.close();
    }
    panel.caret = caret;
    panel.has_typed |= response.changed();
    if panel.completions.is_open()
        && let Some(range) = output.cursor_range
    {
        let rect = output.galley.pos_from_cursor(range.primary).translate(output.galley_pos.to_vec2());
        accepted = accepted.or(panel.completions.show(&ctx, rect.left_bottom() + Vec2::new(0.0, GRID)));
    }
    if let Some(completion) = accepted {
        accept(panel, format, &completion, acts);
    }
    move_caret(ui, panel, output, &response);
    shown
}

/// Puts a chosen completion into the text.
fn accept(panel: &mut TextPanel, format: Format, completion: &Completion, acts: &mut Vec<Act>) {
    let Span { start, end } = completion.span;
    if panel.buffer.get(start..end).is_some() {
        panel.buffer.replace_range(start..end, &completion.text);
        panel.go_to = Some(start + completion.text.len());
        acts.push(Act::Type(format, panel.buffer.clone()));
    }
    panel.completions.close();
    panel.wants_focus = true;
}

/// The caret selects what its line speaks of.
fn selected_at(panel: &mut TextPanel, editor: &Editor, format: Format, at: usize) -> Option<Selection> {
    if editor.document.draft().is_some() {
        return None;
    }
    let Some(text) = editor.text_soon(format) else {
        // It is looked at once it is there.
        panel.has_typed = true;
        return None;
    };
    let is_here = |spot: &&Spot| (spot.span.start..=spot.span.end).contains(&at);
    let spot = text.spots.iter().filter(is_here).min_by_key(|spot| spot.span.end - spot.span.start)?;
    let selection = match &spot.subject {
        Subject::Element(id) => Selection::of(id),
        Subject::Link(at) => Selection::of_link(&editor.map().keyed_links().nth(*at)?.0),
    };
    // The caret is there already.
    panel.selection = Arc::new(selection.within(editor.map()));
    panel.reveals = false;
    Some(selection)
}

/// Brings the caret to where it is wanted, and what is selected into view.
fn move_caret(
    ui: &Ui,
    panel: &mut TextPanel,
    output: egui::text_edit::TextEditOutput,
    response: &egui::Response,
) {
    let ctx = ui.ctx();
    if std::mem::take(&mut panel.wants_focus) {
        response.request_focus();
    }
    let starts = std::mem::take(&mut panel.starts);
    if starts {
        panel.go_to = Some(panel.view.first_selected().map_or(0, |span| span.start));
    }
    let row = |at: usize| {
        let cursor = CCursor::new(CharIndex(panel.buffer.get(..at).unwrap_or("").chars().count()));
        output.galley.pos_from_cursor(cursor).translate(output.galley_pos.to_vec2())
    };
    if response.has_focus()
        && let Some(range) = panel.selects.take()
    {
        select_in_field(ctx, &range);
    }
    if let Some(at) = panel.shows.take() {
        ui.scroll_to_rect(row(at).expand(24.0), None);
        ctx.request_repaint();
    }
    if let Some(at) = panel.go_to.take() {
        if response.has_focus() || ctx.memory(|memory| memory.has_focus(field_id())) {
            let cursor = CCursor::new(CharIndex(panel.buffer.get(..at).unwrap_or("").chars().count()));
            let mut state = output.state;
            state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
            state.store(ctx, response.id);
        }
        // A panel that opens begins at its left edge.
        let left = ui.clip_rect().left();
        let rect = if starts { row(at).with_min_x(left).with_max_x(left + 1.0) } else { row(at) };
        ui.scroll_to_rect(rect.expand(24.0), None);
        ctx.request_repaint();
    } else if std::mem::take(&mut panel.reveals)
        && let Some(span) = panel.view.first_selected()
    {
        let rect = row(span.start);
        if !ui.clip_rect().shrink(8.0).y_range().contains(rect.center().y) {
            let rect = rect.with_min_x(ui.clip_rect().left()).with_max_x(ui.clip_rect().left() + 1.0);
            ui.scroll_to_rect(rect, Some(Align::Center));
            ctx.request_repaint();
        }
    }
}

fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}
