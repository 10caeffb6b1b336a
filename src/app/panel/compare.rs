//! What differs between the map and another, in words; and what a merge left to be decided.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{
    Button, CollapsingHeader, Color32, ColorImage, Frame, Label, Margin, RichText, Sense, Slider,
    TextureHandle, TextureOptions, Ui, WidgetInfo,
};
use egui_material_icons::icons;

use super::{Act, Room, Shown, right, title};
use crate::app::command::{Command, Panel as Which};
use crate::app::comparing::Comparing;
use crate::app::style::GRID;
use crate::app::tip::Tip;
use crate::app::words::in_quotes;
use crate::compare::{Comparison, Decided, Row, Sort, both, conflict_words, sides};
use crate::editor::Selection;
use crate::export::pixels;
use crate::geometry::Rect;
use crate::layout::Layout;
use crate::model::{Change, Conflict, ElementId, Map};
use crate::scene::{Theme, build};
use crate::typeset::left_to_right;

/// So many rows of a kind are shown where nobody asked for more.
const FEW: usize = 12;
/// The size of a small picture of a conflict, in points.
const SMALL: (f32, f32) = (88.0, 66.0);

/// What the panel remembers between frames.
#[derive(Default)]
pub(in crate::app) struct ComparePanel {
    /// The row that was gone to last.
    current: Option<usize>,
    all: bool,
    /// The small pictures of conflicts, with the revision of the map that they are of.
    pictures: HashMap<(usize, usize), TextureHandle>,
    pictures_of: u64,
}

/// Shows what differs, and asks for what is done about it.
pub(in crate::app) fn show(
    ui: &mut Ui,
    panel: &mut ComparePanel,
    comparing: Option<&mut Comparing>,
    shown: &Shown<'_>,
    room: Room,
    acts: &mut Vec<Act>,
) -> f32 {
    right(ui, room, Which::Compare, acts, |ui, acts| {
        conflicts(ui, panel, shown, acts);
        match comparing {
            Some(comparing) => contents(ui, panel, comparing, shown, acts),
            None if shown.editor.map().conflicts.is_empty() => {
                ui.weak("Hold the map against another: a scenario, an earlier version, a file.");
                if ui.button("Compare with…").clicked() {
                    acts.push(Act::Do(Command::CompareWith));
                }
            }
            None => {}
        }
    })
}

fn contents(
    ui: &mut Ui,
    panel: &mut ComparePanel,
    comparing: &mut Comparing,
    shown: &Shown<'_>,
    acts: &mut Vec<Act>,
) {
    let words = comparing.words(shown.editor);
    ui.horizontal_wrapped(|ui| {
        title(ui, &format!("Compared with {words}"));
        if ui.small_button("Another…").on_hover_text("Compare with another map").clicked() {
            acts.push(Act::Do(Command::CompareWith));
        }
    });
    let Some((comparison, _)) = comparing.comparison(shown.editor) else {
        ui.weak("What it was compared with is not there any more.");
        return;
    };
    slider(ui, comparing);
    look(ui, comparing);
    if comparison.is_same() {
        ui.label("The maps are the same.");
        return;
    }
    rows(ui, panel, comparing, &comparison, acts);
    questions(ui, &comparison);
}

/// Where between both maps the picture is.
fn slider(ui: &mut Ui, comparing: &mut Comparing) {
    ui.horizontal(|ui| {
        let play = ui.add(Button::new(icons::ICON_PLAY_ARROW.rich_text().size(18.0)));
        play.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Play from the one to the other"));
        if play.on_hover_text("Play from the one map to the other; order and pace are unknown").clicked() {
            comparing.look.swapped = false;
            comparing.plays = Some(ui.input(|input| input.time));
            comparing.moment = 0.0;
            ui.ctx().request_repaint();
        }
        ui.label("Before");
        ui.spacing_mut().slider_width = (ui.available_width() - 44.0).max(60.0);
        let slider = ui.add(Slider::new(&mut comparing.moment, 0.0..=1.0).show_value(false));
        slider.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, "Between both maps"));
        if slider.changed() {
            comparing.plays = None;
            comparing.look.swapped = false;
        }
        ui.label("Now");
    });
    if comparing.moment < 1.0 {
        ui.weak("On the way between both: nothing can be edited until the slider is at “Now”.");
    }
}

/// How the comparison is looked at.
fn look(ui: &mut Ui, comparing: &mut Comparing) {
    ui.horizontal_wrapped(|ui| {
        let look = &mut comparing.look;
        ui.toggle_value(&mut look.beside, "Side by side")
            .tip_beside("The other map beside this one, in one view");
        if ui
            .toggle_value(&mut look.swapped, "Swap")
            .tip_beside("Draw the other map, with what this one changed")
            .changed()
        {
            comparing.moment = 1.0;
            comparing.plays = None;
        }
        ui.menu_button("Show", |ui| {
            ui.checkbox(&mut look.marks.dims, "Dim what did not change");
            ui.checkbox(&mut look.marks.ghosts, "Old places, and what is gone");
            ui.checkbox(&mut look.small, "Moves too small to matter");
            ui.separator();
            for sort in Sort::ALL {
                let mut is_told = !look.hidden.contains(&sort);
                if ui.checkbox(&mut is_told, sort.label()).changed() {
                    if is_told {
                        look.hidden.remove(&sort)
                    } else {
                        look.hidden.insert(sort)
                    };
                }
            }
        });
    });
}

fn rows(
    ui: &mut Ui,
    panel: &mut ComparePanel,
    comparing: &Comparing,
    comparison: &Comparison,
    acts: &mut Vec<Act>,
) {
    let look = &comparing.look;
    let is_told = |row: &Row| !look.hidden.contains(&row.sort) && (look.small || !row.is_small);
    for sort in Sort::ALL {
        let of_sort: Vec<(usize, &Row)> =
            comparison.rows.iter().enumerate().filter(|(_, row)| row.sort == sort && is_told(row)).collect();
        if of_sort.is_empty() {
            continue;
        }
        ui.add_space(GRID);
        title(ui, sort.label());
        let most = if panel.all { usize::MAX } else { FEW };
        for (at, row) in of_sort.iter().take(most) {
            row_ui(ui, panel, *at, row, comparison, acts);
        }
        let more = of_sort.len().saturating_sub(most);
        if more > 0 && ui.button(format!("{more} more")).clicked() {
            panel.all = true;
        }
    }
    let folded = comparison.rows.iter().filter(|row| row.is_small).count();
    if folded > 0 && !look.small {
        let words = if folded == 1 { "One change is".to_owned() } else { format!("{folded} changes are") };
        ui.weak(format!("{words} too small to matter."));
    }
}

fn row_ui(
    ui: &mut Ui,
    panel: &mut ComparePanel,
    at: usize,
    row: &Row,
    comparison: &Comparison,
    acts: &mut Vec<Act>,
) {
    let is_current = panel.current == Some(at);
    let fill = if is_current { ui.visuals().faint_bg_color } else { Color32::TRANSPARENT };
    Frame::new().fill(fill).corner_radius(4.0).inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let words = left_to_right(&row.words);
        let label = ui.add(Label::new(words.as_ref()).wrap().selectable(false).sense(Sense::click()));
        label.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_current, &row.words));
        if label.has_focus() {
            let stroke = ui.visuals().selection.stroke;
            ui.painter().rect_stroke(label.rect.expand(4.0), 4.0, stroke, egui::StrokeKind::Outside);
        }
        if !row.why.is_empty() {
            ui.add(Label::new(RichText::new(left_to_right(&row.why).as_ref()).italics()).wrap());
        }
        if label.clicked() {
            panel.current = Some(at);
            let here = row.on.iter().filter(|id| comparison.after.element(id).is_some()).cloned().collect();
            acts.push(Act::Select(Selection { elements: here, ..Selection::default() }));
            acts.push(Act::Do(Command::BringIntoSight));
        }
    });
}

fn questions(ui: &mut Ui, comparison: &Comparison) {
    let (settled, raised) = comparison.questions();
    for (heading, all) in [("Questions settled", settled), ("Questions raised", raised)] {
        if all.is_empty() {
            continue;
        }
        CollapsingHeader::new(format!("{heading} · {}", all.len())).id_salt(heading).show(ui, |ui| {
            for finding in all {
                ui.add(Label::new(left_to_right(&finding.question).as_ref()).wrap());
            }
        });
    }
}

/// What a merge left to be decided, each with a small picture of all sides.
fn conflicts(ui: &mut Ui, panel: &mut ComparePanel, shown: &Shown<'_>, acts: &mut Vec<Act>) {
    let map = shown.editor.document.whole();
    if map.conflicts.is_empty() {
        return;
    }
    let revision = shown.editor.document.text_revision();
    if panel.pictures_of != revision {
        panel.pictures.clear();
        panel.pictures_of = revision;
    }
    title(ui, &format!("To decide · {}", map.conflicts.len()));
    ui.weak("Both sides changed the same. The map holds both until this is decided.");
    for (at, conflict) in map.conflicts.iter().enumerate().take(FEW) {
        let words = conflict_words(map, conflict);
        Frame::group(ui.style()).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let about = in_quotes(&words.about);
            title(ui, &about);
            pictures(ui, panel, (map, shown.editor.theme()), (at, conflict));
            let side = |ui: &mut Ui, name: &str, words: &str| {
                ui.add(Label::new(left_to_right(&format!("{name}: {words}")).as_ref()).wrap());
            };
            side(ui, "Ours", &words.ours);
            side(ui, "Theirs", &words.theirs);
            ui.horizontal_wrapped(|ui| {
                let mut offer = |ui: &mut Ui, label: &str, tip: &str, how: Decided| {
                    if ui.button(label).tip_beside(tip).clicked() {
                        acts.push(Act::Decide(at, how));
                    }
                };
                offer(ui, "Take ours", "As our side has it", Decided::Ours);
                offer(ui, "Take theirs", "As their side has it", Decided::Theirs);
                if both(map, conflict).is_some() {
                    offer(ui, "Both", "Names joined, or a second one beside the first", Decided::Both);
                }
                let tip = "Change the map by hand first: then it is decided as it stands";
                offer(ui, "As it stands", tip, Decided::AsItStands);
                if let Some(id) = subject(conflict).filter(|_| ui.button("Show it").clicked()) {
                    acts.push(Act::Select(Selection::of(id)));
                    acts.push(Act::Do(Command::BringIntoSight));
                }
            });
        });
    }
    ui.separator();
}

/// The element that a conflict is about, where it is about one.
fn subject(conflict: &Conflict) -> Option<&ElementId> {
    let all = [&conflict.theirs, &conflict.ours, &conflict.base];
    all.into_iter().flatten().find_map(Change::element)
}

fn pictures(
    ui: &mut Ui,
    panel: &mut ComparePanel,
    (map, theme): (&Arc<Map>, &Theme),
    (at, conflict): (usize, &Conflict),
) {
    let mut drawn: Option<Vec<Option<(TextureHandle, &'static str)>>> = None;
    ui.horizontal(|ui| {
        for (number, name) in ["Before", "Ours", "Theirs"].into_iter().enumerate() {
            if !panel.pictures.contains_key(&(at, number)) && drawn.is_none() {
                let all = sides(map, conflict);
                let part = around(&all, conflict, theme);
                for (number, side) in all.iter().enumerate() {
                    if let Some(texture) = picture(ui, side, theme, part) {
                        panel.pictures.insert((at, number), texture);
                    }
                }
                drawn = Some(Vec::new());
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                if let Some(texture) = panel.pictures.get(&(at, number)) {
                    let image = egui::Image::new(texture).fit_to_exact_size(egui::vec2(SMALL.0, SMALL.1));
                    ui.add(image.alt_text(format!("{name}: the map around it")));
                }
                ui.small(name);
            });
        }
    });
}

/// The part of the sheet around what a conflict is about, on all sides.
fn around(all: &[Map; 3], conflict: &Conflict, theme: &Theme) -> Option<Rect> {
    let id = subject(conflict)?;
    let rects = all.iter().filter_map(|map| Layout::new(map, &theme.sizes).element_rect(id));
    let whole = rects.reduce(|a, b| a.union(b))?.inflate(60.0, 45.0);
    // As wide as a small picture is.
    let ratio = f64::from(SMALL.0 / SMALL.1);
    let (width, height) =
        (whole.width().max(whole.height() * ratio), whole.height().max(whole.width() / ratio));
    Some(Rect::from_center_size(whole.center(), (width, height)))
}

fn picture(ui: &Ui, map: &Map, theme: &Theme, part: Option<Rect>) -> Option<TextureHandle> {
    let mut scene = build(map, &Layout::new(map, &theme.sizes), theme);
    scene.bounds = part.unwrap_or(scene.bounds);
    let scale = 2.0 * f64::from(SMALL.0) / scene.bounds.width();
    let pixels = pixels(&scene, scale.clamp(0.05, 4.0)).ok()?;
    let image = ColorImage::from_rgba_unmultiplied([pixels.width, pixels.height], &pixels.rgba);
    Some(ui.ctx().load_texture("side of a conflict", image, TextureOptions::LINEAR))
}
