//! What is asked about the map: a few questions, and what could be done about each.

use std::collections::BTreeMap;

use egui::{
    Align, Button, CollapsingHeader, Frame, Label, Layout, Margin, RichText, Sense, TextEdit, Ui, WidgetInfo,
};

use super::{Act, Room, Shown, right, title};
use crate::analysis::{Finding, Rule, Topic};
use crate::app::command::{Command, Panel as Which};
use crate::app::style::GRID;
use crate::app::tip::Tip;
use crate::editor::Selection;
use crate::files::today;
use crate::model::{Answer, Edit, ElementId, Map};
use crate::typeset::left_to_right;

/// So many questions of a topic are shown where nobody asked for more.
const FEW: usize = 3;
/// So many more are shown for each time that somebody does.
const MANY: usize = 20;

/// What the panel remembers between frames.
#[derive(Debug, Default)]
pub(in crate::app) struct QuestionsPanel {
    /// The question that is open.
    current: Option<(Rule, Vec<ElementId>)>,
    /// Whether it comes into sight with the next frame.
    scrolls: bool,
    /// Whether its first button takes the keyboard with the next frame.
    takes_focus: bool,
    /// The answer that is being written.
    because: Option<String>,
    wants_focus: bool,
    /// What is written of what is seen, by the number of the decision.
    seen: BTreeMap<usize, String>,
    /// How many questions of a topic are shown, where somebody asked for more.
    shown: BTreeMap<Topic, usize>,
}

impl QuestionsPanel {
    pub(super) fn is_current(&self, finding: &Finding) -> bool {
        self.current.as_ref().is_some_and(|(rule, on)| (rule, on) == (&finding.rule, &finding.on))
    }

    /// Opens a question; answers what it is about.
    pub(super) fn go_to(&mut self, finding: &Finding) -> Selection {
        self.current = Some((finding.rule, finding.on.clone()));
        self.scrolls = true;
        self.because = None;
        selection_of(finding)
    }

    /// Opens the next question, or the one before.
    pub(super) fn step(&mut self, findings: &[Finding], is_next: bool) -> Option<Selection> {
        // In the order in which they are shown.
        let mut order: Vec<&Finding> = findings.iter().collect();
        order.sort_by_key(|finding| finding.rule.topic());
        let at = order.iter().position(|finding| self.is_current(finding));
        let count = order.len();
        let next = match at {
            None if is_next => 0,
            None => count.checked_sub(1)?,
            Some(at) if is_next => (at + 1) % count,
            Some(at) => (at + count - 1) % count,
        };
        let finding = order.get(next)?;
        let behind =
            order.iter().take(next).filter(|other| other.rule.topic() == finding.rule.topic()).count();
        let shown = self.shown.entry(finding.rule.topic()).or_insert(FEW);
        *shown = (*shown).max(behind + 1);
        let selection = self.go_to(finding);
        self.takes_focus = true;
        Some(selection)
    }
}

fn selection_of(finding: &Finding) -> Selection {
    // Its links are shown beside it, so that Enter and Delete mean what is selected.
    Selection { elements: finding.on.iter().cloned().collect(), ..Selection::default() }
}

/// Shows the questions, and asks for what is done about them.
pub(in crate::app) fn show(
    ui: &mut Ui,
    panel: &mut QuestionsPanel,
    shown: &Shown<'_>,
    room: Room,
    acts: &mut Vec<Act>,
) -> f32 {
    right(ui, room, Which::Questions, acts, |ui, acts| contents(ui, panel, shown, acts))
}

fn contents(ui: &mut Ui, panel: &mut QuestionsPanel, shown: &Shown<'_>, acts: &mut Vec<Act>) {
    let map = shown.editor.map();
    look_again(ui, panel, map, acts);
    if shown.findings.is_empty() {
        ui.weak("There is nothing to ask about this map.");
    }
    for topic in Topic::ALL {
        let all: Vec<&Finding> =
            shown.findings.iter().filter(|finding| finding.rule.topic() == topic).collect();
        if all.is_empty() {
            continue;
        }
        ui.add_space(GRID);
        title(ui, topic.label());
        let few = panel.shown.get(&topic).copied().unwrap_or(FEW);
        for (number, finding) in all.iter().take(few).enumerate() {
            question(ui, panel, (map, finding), (number + 1, all.len()), acts);
        }
        let more = all.len().saturating_sub(few);
        if more > 0 && ui.button(format!("{more} more")).clicked() {
            panel.shown.insert(topic, few + MANY);
        }
    }
    ui.add_space(2.0 * GRID);
    answered(ui, map, acts);
    switched_off(ui, map, acts);
}

/// What was expected of decisions whose day has come.
fn look_again(ui: &mut Ui, panel: &mut QuestionsPanel, map: &Map, acts: &mut Vec<Act>) {
    if map.decisions.is_empty() {
        return;
    }
    let today = today();
    for (at, decision) in map.decisions.iter().enumerate().filter(|(_, decision)| decision.is_due(&today)) {
        let expected = if decision.expect.trim().is_empty() { &decision.what } else { &decision.expect };
        ui.label(format!("You expected: {}. What do you see?", left_to_right(expected.trim())));
        let seen = panel.seen.entry(at).or_default();
        let field = ui.add(TextEdit::singleline(seen).desired_width(f32::INFINITY));
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "What do you see?"));
        let enters = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (ui.button("Keep it").clicked() || enters) && !seen.trim().is_empty() {
            let mut decisions = map.decisions.clone();
            if let Some(own) = decisions.get_mut(at) {
                seen.trim().clone_into(&mut own.seen);
            }
            acts.push(Act::Change {
                label: "Say what is seen".to_owned(),
                edits: vec![Edit::Decisions(decisions)],
                run: String::new(),
            });
            panel.seen.remove(&at);
        }
        ui.separator();
    }
}

/// A question; the one that is open, with what could be done.
fn question(
    ui: &mut Ui,
    panel: &mut QuestionsPanel,
    (map, finding): (&Map, &Finding),
    (number, count): (usize, usize),
    acts: &mut Vec<Act>,
) {
    let is_open = panel.is_current(finding);
    let fill = if is_open { ui.visuals().faint_bg_color } else { egui::Color32::TRANSPARENT };
    let shown =
        Frame::new().fill(fill).corner_radius(4.0).inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            let words = left_to_right(&finding.question);
            let label = ui.add(Label::new(words.as_ref()).wrap().selectable(false).sense(Sense::click()));
            let said =
                format!("Question {number} of {count}, {}: {}", finding.rule.label(), finding.question);
            label.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_open, &said));
            if label.has_focus() {
                ui.painter().rect_stroke(
                    label.rect.expand(4.0),
                    4.0,
                    ui.visuals().selection.stroke,
                    egui::StrokeKind::Outside,
                );
            }
            if label.clicked() {
                if is_open {
                    panel.current = None;
                } else {
                    acts.push(Act::Select(panel.go_to(finding)));
                    panel.scrolls = false;
                }
            }
            if is_open {
                ways(ui, panel, (map, finding), acts);
            }
        });
    if is_open && std::mem::take(&mut panel.scrolls) {
        shown.response.scroll_to_me(None);
    }
}

/// Why it is asked, and what could be done.
fn ways(ui: &mut Ui, panel: &mut QuestionsPanel, (map, finding): (&Map, &Finding), acts: &mut Vec<Act>) {
    let why = CollapsingHeader::new("Why this matters").id_salt(finding.rule.code());
    why.show(ui, |ui| {
        ui.label(finding.rule.why());
        ui.weak(finding.rule.source());
    });
    // A person who comes by the keyboard goes on with it.
    let mut takes_focus = std::mem::take(&mut panel.takes_focus);
    let mut button = |ui: &mut Ui, words: &str, tip: &str| {
        let button = ui.button(left_to_right(words).as_ref()).tip_beside(left_to_right(tip).as_ref());
        if std::mem::take(&mut takes_focus) {
            button.request_focus();
        }
        button.clicked()
    };
    ui.horizontal_wrapped(|ui| {
        for way in finding.ways(map).iter() {
            if button(ui, &way.label, &way.about) {
                acts.push(Act::Change {
                    label: way.label.clone(),
                    edits: way.edits.clone(),
                    run: String::new(),
                });
                acts.push(Act::Select(selection_of(finding)));
                acts.push(Act::Say(format!(
                    "{}: {}; Ctrl+Z takes it back",
                    way.label,
                    lower_first(&way.about)
                )));
            }
        }
        let words = if finding.rule == Rule::HabitOrNovel { "We need it so…" } else { "Answer…" };
        if button(ui, words, "Say why: it is kept with the map, and not asked again") {
            panel.because = Some(String::new());
            panel.wants_focus = true;
        }
        if finding.rule == Rule::HabitOrNovel {
            let tip = "A scenario without it: what needed it needs what it needed; today’s map stays";
            if button(ui, "Try without it", tip) {
                acts.push(Act::Select(selection_of(finding)));
                acts.push(Act::Do(Command::TryWithout));
            }
        }
    });
    if let Some(because) = &mut panel.because {
        let field = ui.add(
            TextEdit::multiline(because)
                .desired_rows(2)
                .desired_width(f32::INFINITY)
                .hint_text("Because …")
                .return_key(egui::KeyboardShortcut::new(egui::Modifiers::SHIFT, egui::Key::Enter)),
        );
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Because"));
        if std::mem::take(&mut panel.wants_focus) {
            field.request_focus();
        }
        let enters = field.has_focus()
            && ui.input(|input| input.key_pressed(egui::Key::Enter) && input.modifiers.is_none());
        let (keeps, gives_up) = ui
            .horizontal(|ui| {
                let keep = ui.add(Button::new("Keep the answer")).tip_beside("Enter");
                (keep.clicked(), ui.button("Cancel").clicked())
            })
            .inner;
        if keeps || enters {
            let answer = Answer {
                rule: finding.rule.code().to_owned(),
                on: finding.on.clone(),
                because: because.trim().to_owned(),
                date: today(),
            };
            acts.push(Act::Change {
                label: format!("Answer “{}”", finding.rule.label()),
                edits: vec![Edit::Answer(answer)],
                run: String::new(),
            });
            acts.push(Act::Say("The answer is kept with the map, below under Answered".to_owned()));
            panel.because = None;
            panel.current = None;
        } else if gives_up {
            panel.because = None;
        }
    }
    let tip = format!("This map does not ask “{}” any more", finding.rule.label());
    let quiet = Button::new(RichText::new("Do not ask this on this map").small().weak()).frame(false);
    if ui.add(quiet).tip_beside(tip).clicked() {
        acts.push(switch(finding.rule.code(), false));
    }
}

/// A sentence behind a colon.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

fn switch(code: &str, on: bool) -> Act {
    let label = if on { "Ask again" } else { "Do not ask" };
    let edits = vec![Edit::Rule { code: code.to_owned(), on }];
    Act::Change { label: label.to_owned(), edits, run: String::new() }
}

/// What was answered, to be looked at and asked again.
fn answered(ui: &mut Ui, map: &Map, acts: &mut Vec<Act>) {
    if map.answered.is_empty() {
        return;
    }
    let heading = format!("Answered · {}", map.answered.len());
    CollapsingHeader::new(heading).id_salt("answered").show(ui, |ui| {
        for answer in &map.answered {
            let rule = Rule::of_code(&answer.rule);
            let names: Vec<&str> =
                answer.on.iter().filter_map(|id| map.element(id)).map(|element| element.name()).collect();
            let what = rule.map_or(answer.rule.as_str(), |rule| rule.label());
            let about =
                if names.is_empty() { what.to_owned() } else { format!("{what} {}", names.join(", ")) };
            ui.label(left_to_right(&about).as_ref());
            if !answer.because.is_empty() {
                ui.label(RichText::new(left_to_right(&answer.because).as_ref()).italics());
            }
            ui.horizontal(|ui| {
                ui.weak(&answer.date);
                if asks_again(ui, &about) {
                    acts.push(Act::Change {
                        label: "Ask again".to_owned(),
                        edits: vec![Edit::TakeBack(answer.clone())],
                        run: String::new(),
                    });
                }
            });
            ui.separator();
        }
    });
}

/// What this map does not ask.
fn switched_off(ui: &mut Ui, map: &Map, acts: &mut Vec<Act>) {
    if map.rules_off.is_empty() {
        return;
    }
    let heading = format!("Not asked here · {}", map.rules_off.len());
    CollapsingHeader::new(heading).id_salt("rules off").show(ui, |ui| {
        for code in &map.rules_off {
            ui.horizontal(|ui| {
                ui.label(Rule::of_code(code).map_or(code.as_str(), |rule| rule.label()));
                if asks_again(ui, code) {
                    acts.push(switch(code, true));
                }
            });
        }
    });
}

/// A button at the end of a row that asks again about something.
fn asks_again(ui: &mut Ui, about: &str) -> bool {
    let row = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let again = ui.button("Ask again");
        again.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Ask again: {about}")));
        again.clicked()
    });
    row.inner
}
