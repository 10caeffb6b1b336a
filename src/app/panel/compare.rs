//! What differs between the map and another, in words; and what a merge left to be decided.

use std::collections::BTreeSet;

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
use crate::compare::{Comparison, ConflictTeller, ConflictWords, Decided, Row, Sort, both, sides};
use crate::editor::Selection;
use crate::export::pixels;
use crate::geometry::Rect;
use crate::layout::Layout;
use crate::model::{Body, Change, Conflict, Element, ElementId, End, Map, Position};
use crate::scene::{Theme, build};
use crate::typeset::left_to_right;

/// So many rows of a kind are shown where nobody asked for more.
const FEW: usize = 12;
/// So many more are shown for each time that somebody does.
const MANY: usize = 50;
/// The size of a small picture of a conflict, in points.
const SMALL: (f32, f32) = (88.0, 66.0);
/// Of a map with more elements than this a small picture is made of what stands around.
const WHOLE: usize = 300;
/// So far around something is what stands around it, in fractions of the sheet.
const NEAR: f64 = 0.1;

/// What the panel remembers between frames.
#[derive(Default)]
pub(in crate::app) struct ComparePanel {
    /// The row that was gone to last.
    current: Option<usize>,
    /// So many more rows of a kind are shown.
    more: usize,
    /// What is known of conflicts, with the revision of the map that it is of.
    conflicts: Vec<KnownConflict>,
    conflicts_of: u64,
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
    let Some((comparison, _)) = comparing.comparison(shown.editor, ui.ctx()) else {
        if comparing.is_coming() {
            ui.weak("Comparing…");
            return;
        }
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
        let most = FEW + panel.more;
        for (at, row) in of_sort.iter().take(most) {
            row_ui(ui, panel, *at, row, comparison, acts);
        }
        let more = of_sort.len().saturating_sub(most);
        if more > 0 && ui.button(format!("{more} more")).clicked() {
            panel.more += MANY;
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
            for finding in all.iter().take(MANY) {
                ui.add(Label::new(left_to_right(&finding.question).as_ref()).wrap());
            }
            if all.len() > MANY {
                ui.weak(format!("and {} more", all.len() - MANY));
            }
        });
    }
}

/// A conflict, and what is shown of it.
struct KnownConflict {
    words: ConflictWords,
    can_be_both: bool,
    /// Before, ours, theirs; drawn when its turn comes.
    pictures: Option<[Option<TextureHandle>; 3]>,
}

/// What a merge left to be decided, each with a small picture of all sides.
fn conflicts(ui: &mut Ui, panel: &mut ComparePanel, shown: &Shown<'_>, acts: &mut Vec<Act>) {
    let map = shown.editor.document.whole();
    if map.conflicts.is_empty() {
        return;
    }
    let revision = shown.editor.document.text_revision();
    // While something is dragged or named they stay as they were; told and drawn anew they are when that ends.
    let waits = shown.editor.document.in_gesture() && panel.conflicts.len() == map.conflicts.len().min(FEW);
    if panel.conflicts_of != revision && !waits || panel.conflicts.is_empty() {
        let teller = ConflictTeller::of(map);
        let known = |conflict: &Conflict| KnownConflict {
            words: teller.words(conflict),
            can_be_both: both(map, conflict).is_some(),
            pictures: None,
        };
        panel.conflicts = map.conflicts.iter().take(FEW).map(known).collect();
        panel.conflicts_of = revision;
    }
    title(ui, &format!("To decide · {}", map.conflicts.len()));
    ui.weak("Both sides changed the same. The map holds both until this is decided.");
    // One is drawn in a frame, so that none takes long.
    let drawn = panel.conflicts.iter().position(|known| known.pictures.is_none());
    for (at, (conflict, known)) in map.conflicts.iter().zip(&mut panel.conflicts).enumerate() {
        if drawn == Some(at) {
            known.pictures = Some(draw(ui, map, shown.editor.theme(), conflict));
            ui.ctx().request_repaint();
        }
        let words = &known.words;
        Frame::group(ui.style()).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let about = in_quotes(&words.about);
            title(ui, &about);
            pictures(ui, known.pictures.as_ref());
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
                if known.can_be_both {
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
    let more = map.conflicts.len().saturating_sub(FEW);
    if more > 0 {
        ui.weak(format!("{more} more come when these are decided."));
    }
    ui.separator();
}

/// The element that a conflict is about, where it is about one.
fn subject(conflict: &Conflict) -> Option<&ElementId> {
    let all = [&conflict.theirs, &conflict.ours, &conflict.base];
    all.into_iter().flatten().find_map(Change::element)
}

/// What was before, ours and theirs, in small.
fn pictures(ui: &mut Ui, drawn: Option<&[Option<TextureHandle>; 3]>) {
    ui.horizontal(|ui| {
        for (number, name) in ["Before", "Ours", "Theirs"].into_iter().enumerate() {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let size = egui::vec2(SMALL.0, SMALL.1);
                match drawn.and_then(|drawn| drawn.get(number)?.as_ref()) {
                    Some(texture) => {
                        let image = egui::Image::new(texture).fit_to_exact_size(size);
                        ui.add(image.alt_text(format!("{name}: the map around it")));
                    }
                    // The picture takes this room when it is there.
                    None => {
                        ui.allocate_space(size);
                    }
                }
                ui.small(name);
            });
        }
    });
}

/// Draws all sides around what a conflict is about.
fn draw(ui: &Ui, map: &Map, theme: &Theme, conflict: &Conflict) -> [Option<TextureHandle>; 3] {
    let all = sides(map, conflict);
    let all = match subject(conflict) {
        Some(id) if map.elements().len() > WHOLE => surroundings(&all, id),
        _ => all,
    };
    let layouts = all.each_ref().map(|map| Layout::new(map, &theme.sizes));
    let part = subject(conflict).and_then(|id| around(&layouts, id));
    let mut drawn = all.iter().zip(&layouts).map(|(map, layout)| picture(ui, (map, layout, theme), part));
    std::array::from_fn(|_| drawn.next().flatten())
}

/// What stands around something on any side, and what it is linked to: a small picture of a large map shows no more.
fn surroundings(all: &[Map; 3], id: &ElementId) -> [Map; 3] {
    let spot = |map: &Map, element: &Element| match &element.body {
        Body::Component(component) => map.position(component),
        Body::Note(note) => Some(note.at),
        _ => None,
    };
    let places: Vec<Position> = all.iter().filter_map(|map| spot(map, map.element(id)?)).collect();
    let is_near = |at: &Position| {
        let near = |place: &Position| {
            let up = place.visibility.value() - at.visibility.value();
            let right = place.evolution.value() - at.evolution.value();
            up.abs() < NEAR && right.abs() < NEAR
        };
        places.iter().any(near)
    };
    let mut ids: BTreeSet<ElementId> = [id.clone()].into();
    for map in all {
        let near = map.elements().filter(|element| spot(map, element).is_some_and(|at| is_near(&at)));
        ids.extend(near.take(WHOLE).map(|element| element.id.clone()));
        let links = map.links_of(id).iter().take(WHOLE).filter_map(|at| map.links().nth(*at));
        ids.extend(links.flat_map(|link| link.ends()).filter_map(End::id).cloned());
    }
    all.each_ref().map(|map| map.only(&ids))
}

/// The part of the sheet around something, on all sides.
fn around(layouts: &[Layout; 3], id: &ElementId) -> Option<Rect> {
    let rects = layouts.iter().filter_map(|layout| layout.element_rect(id));
    let whole = rects.reduce(|a, b| a.union(b))?.inflate(60.0, 45.0);
    // As wide as a small picture is.
    let ratio = f64::from(SMALL.0 / SMALL.1);
    let (width, height) =
        (whole.width().max(whole.height() * ratio), whole.height().max(whole.width() / ratio));
    Some(Rect::from_center_size(whole.center(), (width, height)))
}

fn picture(
    ui: &Ui,
    (map, layout, theme): (&Map, &Layout, &Theme),
    part: Option<Rect>,
) -> Option<TextureHandle> {
    let mut scene = build(map, layout, theme);
    scene.bounds = part.unwrap_or(scene.bounds);
    let scale = 2.0 * f64::from(SMALL.0) / scene.bounds.width();
    let pixels = pixels(&scene, scale.clamp(0.05, 4.0)).ok()?;
    let image = ColorImage::from_rgba_unmultiplied([pixels.width, pixels.height], &pixels.rgba);
    Some(ui.ctx().load_texture("side of a conflict", image, TextureOptions::LINEAR))
}
