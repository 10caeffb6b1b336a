//! The dialog that makes pictures and prints: choices at the left, what comes of them at the right.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::{ColorImage, Context, Image, RichText, ScrollArea, TextureHandle, TextureOptions, Ui, Vec2};

use super::buttons;
use crate::analysis::Overlay;
use crate::app::command::{Command, describe};
use crate::app::fields::{choice, flag, number};
use crate::app::style::{GRID, PREVIEW};
use crate::export::{Lettering, Output, PageSize, PictureFormat, Pixels};
use crate::files::PictureChoices;
use crate::model::{Body, ElementId, Map};
use crate::scene::{Contents, Look, Theme};

/// The width of the choices.
const CHOICES: f32 = 300.0;

/// What is done with the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Deed {
    Export,
    Copy,
    Print,
    /// Open it as a document in the system's viewer.
    View,
}

/// How a sheet ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Outcome {
    /// It is closed.
    Close,
    /// This is done with its picture.
    Do(Deed),
}

/// A picture that was asked for: all that its pixels depend on beside the map.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Asked {
    pub(in crate::app) output: Output,
    pub(in crate::app) contents: Contents,
    pub(in crate::app) theme: Option<String>,
    /// The most pixels that a preview may have across and down.
    pub(in crate::app) room: (u32, u32),
}

/// What the system prints on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Printers {
    /// It was asked, and has not answered yet.
    Asked,
    /// There is no print service that we know.
    NoService,
    /// Their names, which may be none.
    Named(Vec<String>),
}

/// The choices, and what they make.
pub(in crate::app) struct PictureDialog {
    pub(in crate::app) choices: PictureChoices,
    pub(in crate::app) prints: bool,
    pub(in crate::app) map: Arc<Map>,
    /// The theme that the map is drawn in.
    pub(in crate::app) theme: Theme,
    selection: BTreeSet<ElementId>,
    is_part: bool,
    /// What is laid over the map in the window, and whether it goes into the picture.
    overlay: Option<Overlay>,
    has_overlay: bool,
    /// What the map is held against in the window, and whether what differs is marked in the picture.
    before: Option<Arc<Map>>,
    has_marks: bool,
    /// How the canvas is looked at, and whether the picture is too.
    look: Look,
    has_look: bool,
    printers: Printers,
    pub(in crate::app) printer: Option<String>,
    pub(in crate::app) copies: u32,
    /// What is shown, and of which choices it is.
    preview: Option<(Asked, Result<TextureHandle, String>)>,
    /// What is being drawn.
    drawing: Option<Asked>,
    pixels_per_point: f32,
    /// The room for the preview, in points.
    room: Vec2,
}

impl PictureDialog {
    pub(in crate::app) fn new(
        choices: PictureChoices,
        prints: bool,
        (map, theme): (Arc<Map>, Theme),
        selection: BTreeSet<ElementId>,
        overlay: Option<Overlay>,
        before: Option<Arc<Map>>,
        look: Look,
    ) -> Self {
        Self {
            choices,
            prints,
            map,
            theme,
            selection,
            is_part: false,
            overlay,
            has_overlay: false,
            has_marks: before.is_some(),
            before,
            has_look: !look.is_plain(),
            look,
            printers: Printers::Asked,
            printer: None,
            copies: 1,
            preview: None,
            drawing: None,
            pixels_per_point: 1.0,
            room: Vec2::from(PREVIEW),
        }
    }

    /// How the file is made.
    pub(in crate::app) fn output(&self) -> Output {
        let mut output = self.choices.output;
        if self.prints {
            output.format = PictureFormat::Pdf;
            output.page.size = self.choices.paper;
        }
        output
    }

    /// What of the map is shown.
    pub(in crate::app) fn contents(&self) -> Contents {
        let choices = &self.choices;
        Contents {
            labels: choices.labels,
            tidy: choices.tidy,
            parked: choices.parked,
            annotations: choices.annotations,
            legend: choices.legend,
            paper: choices.background,
            only: self.is_part.then(|| self.selection.clone()),
            sheet: None,
            before: self.before.clone().filter(|_| self.has_marks),
            overlay: self
                .overlay
                .filter(|_| self.has_overlay)
                .map(|overlay| (overlay, self.selection.clone())),
            look: if self.has_look { self.look.clone() } else { Look::default() },
        }
    }

    /// The theme to draw in.
    pub(in crate::app) fn chosen_theme(&self) -> Theme {
        let chosen = self.choices.theme.as_deref().and_then(Theme::named);
        chosen.unwrap_or_else(|| self.theme.clone())
    }

    /// What must be drawn anew: once, while nothing else is drawn.
    pub(in crate::app) fn next_preview(&mut self) -> Option<Asked> {
        let room = |length: f32| (length * self.pixels_per_point).round().max(1.0) as u32;
        let asked = Asked {
            output: self.output(),
            contents: self.contents(),
            theme: self.choices.theme.clone(),
            room: (room(self.room.x), room(self.room.y)),
        };
        let is_shown = self.preview.as_ref().is_some_and(|(shown, _)| *shown == asked);
        if is_shown || self.drawing.is_some() {
            return None;
        }
        self.drawing = Some(asked.clone());
        Some(asked)
    }

    /// Takes what printers there are; `None` where there is no print service.
    pub(in crate::app) fn take_printers(&mut self, printers: Option<Vec<String>>) {
        self.printers = printers.map_or(Printers::NoService, Printers::Named);
    }

    /// Takes what was drawn.
    pub(in crate::app) fn take_preview(
        &mut self,
        ctx: &Context,
        asked: Asked,
        drawn: Result<Pixels, String>,
    ) {
        let texture = drawn.map(|Pixels { width, height, rgba }| {
            let image = ColorImage::from_rgba_unmultiplied([width, height], &rgba);
            ctx.load_texture("picture", image, TextureOptions::LINEAR)
        });
        self.drawing = None;
        self.preview = Some((asked, texture));
    }

    pub(in crate::app) fn show(&mut self, ui: &mut Ui) -> Option<Outcome> {
        self.pixels_per_point = ui.ctx().pixels_per_point();
        // A small window has a small preview, or none, and its choices scroll.
        let window = ui.ctx().content_rect().size() - Vec2::new(CHOICES + 20.0 * GRID, 40.0 * GRID);
        self.room = window.clamp(Vec2::new(1.0, 120.0), Vec2::from(PREVIEW));
        let has_preview = self.room.x >= 120.0;
        ui.set_max_width(CHOICES + if has_preview { self.room.x + 6.0 * GRID } else { 0.0 });
        ui.heading(if self.prints { "Print the map" } else { "Export a picture" });
        ui.horizontal_top(|ui| {
            ScrollArea::vertical().max_height(window.y.max(120.0)).show(ui, |ui| {
                ui.vertical(|ui| {
                    ui.set_width(CHOICES);
                    self.show_choices(ui);
                });
            });
            if has_preview {
                ui.add_space(2.0 * GRID);
                ui.vertical(|ui| self.show_preview(ui));
            }
        });
        let deeds: &[(&str, Deed)] = if self.prints {
            &[("Print", Deed::Print), ("Open as PDF", Deed::View)]
        } else {
            &[("Export…", Deed::Export), ("Copy", Deed::Copy)]
        };
        let has_service = self.printers != Printers::NoService;
        let usable = deeds.iter().filter(|(_, deed)| *deed != Deed::Print || has_service);
        let mut choices: Vec<(&str, Outcome)> =
            usable.map(|(word, deed)| (*word, Outcome::Do(*deed))).collect();
        choices.push(("Cancel", Outcome::Close));
        buttons(ui, &choices)
    }

    fn show_choices(&mut self, ui: &mut Ui) {
        let choices = &mut self.choices;
        if !self.prints {
            let formats = [
                (PictureFormat::Png, "PNG: pixels"),
                (PictureFormat::Svg, "SVG: lines and letters"),
                (PictureFormat::Pdf, "PDF: a page"),
            ];
            pick(ui, "Format", &mut choices.output.format, &formats);
        }
        if self.prints || choices.output.format == PictureFormat::Pdf {
            let all = [
                (PageSize::Fit, "As the picture"),
                (PageSize::A4, "A4"),
                (PageSize::A3, "A3"),
                (PageSize::Letter, "Letter"),
                (PageSize::Slide, "16:9 slide"),
            ];
            let (page, offered) = if self.prints {
                (&mut choices.paper, &all[1..4])
            } else {
                (&mut choices.output.page.size, &all[..])
            };
            pick(ui, "Paper", page, offered);
            let has_room = *page != PageSize::Fit;
            ui.add_enabled_ui(has_room, |ui| {
                let page = &mut choices.output.page;
                count(ui, "Margin, mm", &mut page.margin, 0.0..=50.0, 0);
                tick(ui, "Foot", &mut page.foot, "Title, date and page number below the map");
            });
        } else {
            count(ui, "Scale", &mut choices.output.scale, 0.5..=8.0, 2);
        }
        if !self.prints && choices.output.format == PictureFormat::Svg {
            let letters = [
                (Lettering::Embedded, "Text, fonts inside"),
                (Lettering::Text, "Text"),
                (Lettering::Shapes, "Shapes"),
            ];
            pick(ui, "Letters", &mut choices.output.lettering, &letters);
        }
        if self.prints {
            let mut copies = f64::from(self.copies);
            count(ui, "Copies", &mut copies, 1.0..=99.0, 0);
            self.copies = copies.round() as u32;
            match &self.printers {
                Printers::Named(printers) if !printers.is_empty() => {
                    let mut all: Vec<(Option<&str>, &str)> = vec![(None, "The system’s default")];
                    all.extend(printers.iter().map(|name| (Some(name.as_str()), name.as_str())));
                    if let Some(printer) = choice(ui, "Printer", self.printer.as_deref(), &all) {
                        self.printer = printer.map(str::to_owned);
                    }
                }
                Printers::NoService => {
                    ui.label("There is no print service here. Open the map as a PDF, and print it from its viewer.");
                }
                Printers::Asked | Printers::Named(_) => {}
            }
        }
        let names: Vec<&str> = Theme::names().collect();
        let label = |name: &'static str| describe(Command::Theme(name)).label;
        let mut themes: Vec<(Option<&str>, &str)> = vec![(None, "As the map")];
        themes.extend(names.into_iter().map(|name| (Some(name), label(name))));
        if let Some(theme) = choice(ui, "Theme", choices.theme.as_deref(), &themes) {
            choices.theme = theme.map(str::to_owned);
        }
        ui.add_space(GRID);
        let map = &self.map;
        tick(ui, "Labels", &mut choices.labels, "The names of components");
        ui.add_enabled_ui(choices.labels, |ui| {
            let tip = "In the picture only: the map keeps its own";
            tick(ui, "Labels placed by the program", &mut choices.tidy, tip);
        });
        if let Some(overlay) = self.overlay
            && let Some(has) = flag(ui, "Overlay", self.has_overlay, overlay.about())
        {
            self.has_overlay = has;
        }
        if self.before.is_some() {
            let tip = "What differs from the map that this one is compared with";
            if let Some(has) = flag(ui, "What changed", self.has_marks, tip) {
                self.has_marks = has;
            }
        }
        if !self.look.is_plain() {
            let tip = "Pale what is not in focus, without what is hidden on the canvas";
            if let Some(has) = flag(ui, "Focus and hidden kinds", self.has_look, tip) {
                self.has_look = has;
            }
        }
        let has_legend = choices.legend.unwrap_or(map.legend.is_some());
        if let Some(legend) = flag(ui, "Legend", has_legend, "What the symbols mean that the map uses") {
            choices.legend = Some(legend);
        }
        let has_list = map.elements().any(|element| matches!(element.body, Body::Annotation(_)));
        ui.add_enabled_ui(has_list, |ui| {
            let tip = "The box with the annotations’ texts";
            tick(ui, "List of annotations", &mut choices.annotations, tip);
        });
        let has_parked = map.elements().any(|element| element.parked) || map.links().any(|link| link.parked);
        ui.add_enabled_ui(has_parked, |ui| {
            let tip = "What is switched off, as dotted outlines";
            tick(ui, "Parked elements", &mut choices.parked, tip);
        });
        let tip = "Without it the picture is transparent, for a background of your own";
        tick(ui, "Background", &mut choices.background, tip);
        if !self.prints {
            let tip = "The text of the map goes along, with its comments and everything that is not drawn: whoever gets \
                       the picture can open the map from it. Of a selection, only what is shown";
            tick(ui, "The map inside, to be opened again", &mut choices.holds_map, tip);
        }
        ui.add_enabled_ui(!self.selection.is_empty(), |ui| {
            let tip = "Only what is selected, with the links among it";
            tick(ui, "Selection only", &mut self.is_part, tip);
        });
    }

    fn show_preview(&self, ui: &mut Ui) {
        let room = self.room;
        ui.allocate_ui_with_layout(
            room,
            egui::Layout::centered_and_justified(egui::Direction::TopDown),
            |ui| {
                ui.set_min_size(room);
                match &self.preview {
                    None => drop(ui.label("Drawing…")),
                    Some((_, Err(error))) => drop(ui.label(format!("This picture cannot be made: {error}."))),
                    Some((asked, Ok(texture))) => {
                        let size = texture.size_vec2() / self.pixels_per_point;
                        let rect = egui::Rect::from_center_size(ui.max_rect().center(), size);
                        if !asked.contents.paper && asked.output.format != PictureFormat::Pdf {
                            chequers(ui, rect);
                        }
                        let image =
                            Image::new((texture.id(), size)).alt_text("What the picture will look like");
                        ui.put(rect, image);
                        let edge = ui.visuals().widgets.noninteractive.bg_stroke;
                        ui.painter().rect_stroke(rect, 0.0, edge, egui::StrokeKind::Outside);
                    }
                }
            },
        );
        ui.vertical_centered(|ui| ui.label(RichText::new(self.size_in_words()).weak()));
    }

    /// How large the picture becomes.
    fn size_in_words(&self) -> String {
        let output = self.output();
        let margins = self.chosen_theme().sizes.margins;
        let sheet = self.map.sheet_size();
        let across = sheet.width + margins.left + margins.right;
        let down = sheet.height + margins.top + margins.bottom;
        match output.format {
            PictureFormat::Pdf => {
                let (width, height) = output.page.size.millimetres(across, down);
                format!("{width:.0} × {height:.0} mm")
            }
            PictureFormat::Svg | PictureFormat::Png => {
                format!("{:.0} × {:.0} pixels", across * output.scale, down * output.scale)
            }
        }
    }
}

/// What shows through a transparent picture.
fn chequers(ui: &Ui, rect: egui::Rect) {
    let visuals = ui.visuals();
    let (dark, light) = (visuals.faint_bg_color, visuals.extreme_bg_color);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 0.0, light);
    let side = 2.0 * GRID;
    let (columns, rows) = ((rect.width() / side).ceil() as u32, (rect.height() / side).ceil() as u32);
    for cell in 0..columns * rows {
        let (column, row) = (cell % columns, cell / columns);
        if (column + row) % 2 == 0 {
            let at = rect.min + egui::vec2(column as f32, row as f32) * side;
            painter.rect_filled(egui::Rect::from_min_size(at, Vec2::splat(side)), 0.0, dark);
        }
    }
}

fn tick(ui: &mut Ui, name: &str, value: &mut bool, tip: &str) {
    *value = flag(ui, name, *value, tip).unwrap_or(*value);
}

fn pick<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, all: &[(T, &str)]) {
    *value = choice(ui, name, *value, all).unwrap_or(*value);
}

fn count(ui: &mut Ui, name: &str, value: &mut f64, range: RangeInclusive<f64>, decimals: usize) {
    *value = number(ui, name, *value, range, decimals).unwrap_or(*value);
}
