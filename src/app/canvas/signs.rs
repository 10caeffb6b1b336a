//! The signs of how evolved the selected component is, beside the canvas: one clicks what fits, and sees what it suggests.

use std::collections::BTreeSet;

use egui::{Button, Context, Grid, Id, Key, Label, Rect, RichText, ScrollArea, Ui, Vec2, Window};

use crate::analysis::{SIGNS, suggested};
use crate::app::style::{self, GRID};
use crate::editor::{Camera, Editor};
use crate::model::{Component, Details, Edit, Element, ElementId, Evolution, Map, Place, Position};
use crate::typeset::left_to_right;

/// What was said of a component.
#[derive(Clone, Debug)]
pub(in crate::app) struct Signs {
    of: ElementId,
    /// A sign and the stage in which it was seen, by their numbers.
    seen: BTreeSet<(usize, usize)>,
    /// Whether it was shown: then it stands where a person left it.
    is_shown: bool,
    /// Whether one of them had the keyboard in the last frame.
    had_focus: bool,
    /// How the map was looked at before it made room for them, and since.
    moved: Option<(Camera, Camera)>,
}

/// The room that is left for the map beside the signs, in points.
const BESIDE: f32 = 250.0;

impl Signs {
    /// Of a component of which nothing was said.
    pub(in crate::app) fn of(id: ElementId) -> Self {
        Self { of: id, seen: BTreeSet::new(), is_shown: false, had_focus: false, moved: None }
    }

    /// They are put away: the map is looked at as before, where nobody moved it since.
    pub(in crate::app) fn put_away(self, editor: &mut Editor) {
        if let Some((before, after)) = self.moved
            && (after.scale, after.origin) == (editor.camera.scale, editor.camera.origin)
        {
            editor.camera = Camera { canvas: editor.camera.canvas, pixel: editor.camera.pixel, ..before };
        }
    }

    fn suggested(&self, map: &Map) -> Option<(f64, f64)> {
        let mut counts = [0; 4];
        for (_, stage) in &self.seen {
            if let Some(count) = counts.get_mut(*stage) {
                *count += 1;
            }
        }
        suggested(counts, &map.evolution)
    }
}

/// Shows them; answers `false` where a person has had enough. What is selected is what they are about.
pub(in crate::app) fn show(ctx: &Context, signs: &mut Signs, editor: &mut Editor, canvas: Rect) -> bool {
    let selected = editor.document.selection().single().cloned();
    let is_fit = |id: &ElementId| editor.map().component(id).is_some_and(|own| !own.is_anchor());
    if let Some(id) = selected.filter(|id| *id != signs.of && is_fit(id)) {
        *signs = Signs { of: id, seen: BTreeSet::new(), ..signs.clone() };
        bring_beside(editor, signs, canvas);
    }
    let map = std::sync::Arc::clone(editor.map());
    let Some((element, own)) = map.element(&signs.of).and_then(|one| Some((one, one.component()?))) else {
        return false;
    };
    // Esc takes the keyboard from a sign before anything else sees it.
    let is_left = signs.had_focus && ctx.input(|input| input.key_pressed(Key::Escape));
    let mut is_open = !is_left;
    let mut taken = None;
    let is_first = !std::mem::replace(&mut signs.is_shown, true);
    let room = Vec2::new(canvas.width() - BESIDE, canvas.height() - 12.0 * GRID);
    let size = Vec2::new(room.x.clamp(360.0, 780.0), room.y.clamp(200.0, 520.0));
    let window = Window::new(left_to_right(&format!("How evolved is {}?", element.name())).into_owned())
        .id(Id::unique("signs"))
        .open(&mut is_open)
        .collapsible(false)
        .resizable([true, true])
        .default_size(size);
    let corner = egui::pos2(canvas.right() - size.x - 8.0 * GRID, canvas.top() + 4.0 * GRID);
    let window = if is_first { window.current_pos(corner) } else { window.default_pos(corner) };
    let shown = window.show(ctx, |ui| {
        ui.add(Label::new("Click what fits; leave out what does not.").wrap());
        let foot = 16.0 * GRID;
        ScrollArea::both().max_height((ui.available_height() - foot).max(80.0)).show(ui, |ui| {
            table(ui, signs, &map, is_first);
        });
        ui.separator();
        taken = suggestion(ui, signs, (&map, element, own));
    });
    let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id));
    let layer = shown.map(|shown| shown.response.layer_id);
    signs.had_focus = focused.is_some_and(|focused| Some(focused.layer_id) == layer);
    if is_first {
        bring_beside(editor, signs, canvas);
    }
    if let Some(edit) = taken {
        editor.change(&format!("Place {} by its signs", element.name()), &[edit], "");
    }
    is_open
}

/// The component is seen beside its signs, which stand at the right.
fn bring_beside(editor: &mut Editor, signs: &mut Signs, canvas: Rect) {
    let Some(symbol) = editor.layout().symbol(&signs.of) else { return };
    let at = editor.camera.screen_from_sheet(symbol.center);
    let room = Rect::from_min_max(canvas.min, egui::pos2(canvas.left() + BESIDE, canvas.bottom()));
    if !room.shrink(8.0 * GRID).contains(egui::pos2(at.x as f32, at.y as f32)) {
        let to = f64::from(room.center().x);
        let before = signs.moved.take().map_or(editor.camera, |(before, _)| before);
        editor.camera.pan(crate::geometry::Vec2::new(to - at.x, 0.0));
        signs.moved = Some((before, editor.camera));
    }
}

fn table(ui: &mut Ui, signs: &mut Signs, map: &Map, is_first: bool) {
    Grid::new("signs").num_columns(5).striped(true).min_row_height(20.0).spacing([GRID, 2.0]).show(
        ui,
        |ui| {
            ui.spacing_mut().interact_size.y = 18.0;
            ui.spacing_mut().button_padding.y = 1.0;
            ui.label("");
            let names: Vec<&str> = map.evolution.stages.iter().map(String::as_str).collect();
            for (at, usual) in ["Genesis", "Custom-built", "Product", "Commodity"].into_iter().enumerate() {
                let name = names.get(at).filter(|_| names.len() == 4).copied().unwrap_or(usual);
                ui.add(Label::new(RichText::new(left_to_right(name).as_ref()).strong().small()).wrap());
            }
            ui.end_row();
            for (row, sign) in SIGNS.iter().enumerate() {
                ui.add(Label::new(RichText::new(sign.about).small()).extend());
                for (stage, words) in sign.seen.iter().enumerate() {
                    let is_on = signs.seen.contains(&(row, stage));
                    let button = Button::selectable(is_on, RichText::new(*words).small())
                        .wrap_mode(egui::TextWrapMode::Extend);
                    let response = ui.add(button);
                    if is_first && (row, stage) == (0, 0) {
                        response.request_focus();
                    }
                    response.widget_info(|| {
                        let words = format!("{}: {words}", sign.about);
                        egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_on, words)
                    });
                    if response.clicked() && !signs.seen.remove(&(row, stage)) {
                        signs.seen.insert((row, stage));
                    }
                }
                ui.end_row();
            }
        },
    );
}

fn suggestion(ui: &mut Ui, signs: &Signs, (map, element, own): (&Map, &Element, &Component)) -> Option<Edit> {
    let Some((at, off)) = signs.suggested(map) else {
        ui.weak("Nothing is chosen yet.");
        return None;
    };
    let evolution = Evolution::clamped(at).rounded();
    let off = Evolution::clamped(off).rounded();
    let stage = map.evolution.stage_name(map.evolution.stage(evolution));
    let off_words = if off.value() > 0.0 { format!(" ± {:.2}", off.value()) } else { String::new() };
    let count = match signs.seen.len() {
        1 => "1 sign".to_owned(),
        count => format!("{count} signs"),
    };
    let words = format!("{stage} {:.2}{off_words}, by {count}", evolution.value());
    ui.label(RichText::new(words).strong());
    if off.value() > 0.25 {
        ui.add(
            Label::new("They are far apart: are there several things in one, that should be told apart?")
                .wrap(),
        );
    }
    let tip =
        "Moves it there, keeps how far off it may be, and notes the signs as evidence; one step of undo";
    let is_placed = map.position(own).is_some();
    let put = ui.add_enabled(is_placed, style::primary("Put it there")).on_hover_text(tip);
    style::show_focus(ui, &put);
    put.clicked().then(|| placed(signs, (map, element, own), evolution, off))
}

/// The edit that places a component by its signs, and notes them.
fn placed(
    signs: &Signs,
    (map, element, own): (&Map, &Element, &Component),
    evolution: Evolution,
    off: Evolution,
) -> Edit {
    let place = match &own.place {
        Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution },
        Place::At(_) | Place::Unplaced => {
            Place::At(Position { evolution, ..map.position(own).unwrap_or_default() })
        }
    };
    let seen = signs.seen.iter().filter_map(|(row, stage)| {
        let sign = SIGNS.get(*row)?;
        Some(format!("{}: {}", sign.about.to_lowercase(), sign.seen.get(*stage)?))
    });
    let why = format!("Signs: {}.", seen.collect::<Vec<_>>().join("; "));
    // What was said by signs before gives way.
    let before = own.details.evidence.lines().filter(|line| !line.starts_with("Signs: "));
    let evidence = before.map(str::to_owned).chain([why]).collect::<Vec<_>>().join("\n");
    let details = Details { evidence, ..Details::clone(&own.details) };
    let spread = (off.value() > 0.0).then_some(off);
    let body = Component { place, spread, details: details.into(), ..own.clone() }.into();
    Edit::Replace(Element { body, ..element.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    #[test]
    fn signs_place_and_are_noted() {
        let map = read(Format::Owm, "component A [0.5, 0.1]\n").map.unwrap();
        let id = ElementId::new("a");
        let element = map.element(&id).unwrap();
        let own = element.component().unwrap();
        let mut signs = Signs::of(id.clone());
        signs.seen.extend([(0, 2), (3, 2), (5, 3)]);
        let (at, off) = signs.suggested(&map).unwrap();
        let edit = placed(
            &signs,
            (&map, element, own),
            Evolution::clamped(at).rounded(),
            Evolution::clamped(off).rounded(),
        );
        let map = edit.apply(&map).unwrap();
        let own = map.component(&id).unwrap();
        assert!(own.details.evidence.starts_with("Signs: how common it is: more use it, fast;"));
        assert!((map.position(own).unwrap().evolution.value() - at).abs() < 1e-4);
        assert!(own.spread.unwrap().value() > 0.1);
        // Said again, it takes the place of what was said before.
        let own = Component {
            details: Details {
                evidence: format!("Asked them\n{}", own.details.evidence),
                ..Details::default()
            }
            .into(),
            ..own.clone()
        };
        let Edit::Replace(again) =
            placed(&signs, (&map, element, &own), Evolution::clamped(0.5), Evolution::clamped(0.0))
        else {
            panic!()
        };
        assert_eq!(again.component().unwrap().details.evidence.lines().count(), 2);
        assert_eq!(again.component().unwrap().spread, None);
    }
}
