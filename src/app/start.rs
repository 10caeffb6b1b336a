//! The start page, in the place of a map.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use egui::{
    Align, Button, Color32, ColorImage, Context, Image, Label, Layout, Margin, Rect, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, TextStyle, TextureHandle, TextureOptions, Ui, UiBuilder, Vec2,
    WidgetInfo,
};
use egui_material_icons::{MaterialIcon, icons};

use super::command::{Command, describe};
use super::style::{self, GRID};
use super::words::ago;
use crate::files::{Recent, SmallPicture};
use crate::typeset::left_to_right;
use crate::workspace::{EXAMPLES, Request};

/// A map that has a small picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    /// One that comes with the program.
    Example(&'static str),
    /// A file.
    File(PathBuf),
}

/// What is known of a small picture.
enum Picture {
    /// It is being made.
    Asked,
    Drawn(TextureHandle),
    Undrawn,
    /// The file is not there any more.
    Gone,
}

/// What the start page remembers between frames.
#[derive(Default)]
pub(super) struct StartPage {
    /// Where small pictures are kept.
    cache: Option<PathBuf>,
    pictures: HashMap<Shown, Picture>,
    icon: Option<TextureHandle>,
    /// Whether one is being made: one comes after the other, so that nobody else is kept waiting.
    is_asking: bool,
    was_shown: bool,
}

impl StartPage {
    /// A page whose pictures are kept in this folder.
    pub(super) fn keeping(cache: Option<PathBuf>) -> Self {
        Self { cache, ..Self::default() }
    }

    /// Where small pictures are kept.
    pub(super) fn cache(&self) -> Option<&Path> {
        self.cache.as_deref()
    }

    /// The next picture that is to be made.
    pub(super) fn take_wanted(&mut self, recent: &[Recent]) -> Option<Shown> {
        // The first frame is not kept waiting.
        if self.is_asking || !self.was_shown {
            return None;
        }
        let files = recent.iter().map(|recent| Shown::File(recent.path.clone()));
        let mut all = files.chain(EXAMPLES.map(|example| Shown::Example(example.name)));
        let wanted = all.find(|shown| !self.pictures.contains_key(shown))?;
        self.pictures.insert(wanted.clone(), Picture::Asked);
        self.is_asking = true;
        Some(wanted)
    }

    /// A picture was made, or not.
    pub(super) fn take(&mut self, ctx: &Context, shown: Shown, small: SmallPicture) {
        self.is_asking = false;
        let picture = match small {
            SmallPicture::Drawn(pixels) => {
                let size = [pixels.width, pixels.height];
                let image = ColorImage::from_rgba_unmultiplied(size, &pixels.rgba);
                Picture::Drawn(ctx.load_texture("small picture", image, TextureOptions::LINEAR))
            }
            SmallPicture::Undrawn => Picture::Undrawn,
            SmallPicture::Gone => Picture::Gone,
        };
        self.pictures.insert(shown, picture);
    }

    /// The page is not shown any more: files may change until it is shown again.
    pub(super) fn leave(&mut self) {
        if std::mem::take(&mut self.was_shown) {
            self.pictures.retain(|shown, _| matches!(shown, Shown::Example(_)));
        }
    }
}

/// A card's width and its picture's height, in points.
const CARD: Vec2 = Vec2::new(212.0, 128.0);
/// What stands below the picture.
const FOOT: f32 = 46.0;
/// The page's greatest width.
const PAGE: f32 = 4.0 * CARD.x + 3.0 * 4.0 * GRID;

/// Shows the page; asks for commands and requests.
pub(super) fn show(
    ui: &mut Ui,
    page: &mut StartPage,
    recent: &[Recent],
    commands: &mut Vec<Command>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    let is_new = !std::mem::replace(&mut page.was_shown, true);
    if is_new {
        ui.ctx().request_repaint();
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let side = ((ui.available_width() - PAGE) / 2.0).max(6.0 * GRID);
        let margin = Margin { left: side as i8, right: 0, top: 8 * 4, bottom: 8 * 4 };
        let width = (ui.available_width() - 2.0 * side).max(CARD.x);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space(f32::from(margin.top));
                contents(ui, page, (recent, is_new), commands, &mut requests);
                ui.add_space(f32::from(margin.bottom));
            });
        });
    });
    requests
}

fn contents(
    ui: &mut Ui,
    page: &mut StartPage,
    (recent, is_new): (&[Recent], bool),
    commands: &mut Vec<Command>,
    requests: &mut Vec<Request>,
) {
    ui.horizontal(|ui| {
        let icon = page.icon.get_or_insert_with(|| style::icon(ui.ctx()));
        ui.add(Image::new((icon.id(), Vec2::splat(48.0))));
        ui.add_space(2.0 * GRID);
        ui.vertical(|ui| {
            ui.label(RichText::new("Mapstone").heading().size(26.0));
            ui.label(RichText::new("Who are the users, and what do they need?").weak());
        });
    });
    ui.add_space(5.0 * GRID);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(2.0 * GRID);
        let choices = [
            (Command::New, icons::ICON_NOTE_ADD, "New map"),
            (Command::NewChain, icons::ICON_INBOX, "Value chain first"),
            (Command::Open, icons::ICON_FOLDER_OPEN, "Open…"),
        ];
        for (number, (command, icon, words)) in choices.into_iter().enumerate() {
            let button = begin(ui, command, icon, words, number == 0);
            if is_new && number == 0 {
                // Enter begins a map, Tab goes on to what else is there.
                button.request_focus();
            }
            if button.clicked() {
                commands.push(command);
            }
        }
    });
    if !recent.is_empty() {
        heading(ui, "Recent maps");
        cards(ui, recent.len(), |ui, number| {
            let Some(recent) = recent.get(number) else { return };
            let shown = Shown::File(recent.path.clone());
            let is_gone = matches!(page.pictures.get(&shown), Some(Picture::Gone));
            let (name, folder) = (name_of(&recent.path), recent.path.parent().unwrap_or(Path::new("")));
            let below = if is_gone { "Not there any more".to_owned() } else { folder.display().to_string() };
            let when = ago(std::time::UNIX_EPOCH + std::time::Duration::from_secs(recent.at));
            let tip = format!("{}\n{}\n{when}", recent.path.display(), recent.title);
            let card = card(ui, &name, &below, page.pictures.get(&shown));
            if is_gone && forget_button(ui, card.rect, &name) {
                requests.push(Request::ForgetRecent(recent.path.clone()));
            }
            card.context_menu(|ui| {
                if ui.button("Remove from this list").clicked() {
                    requests.push(Request::ForgetRecent(recent.path.clone()));
                    ui.close();
                }
            });
            if card.on_hover_text(tip).clicked() {
                // Of one that is gone, that is said.
                requests.push(Request::OpenFiles(vec![recent.path.clone()]));
            }
        });
    }
    heading(ui, "Examples");
    cards(ui, EXAMPLES.len(), |ui, number| {
        let Some(example) = EXAMPLES.get(number) else { return };
        let shown = Shown::Example(example.name);
        let card = card(ui, example.name, example.about, page.pictures.get(&shown));
        if card.on_hover_text(example.about).clicked() {
            requests.push(Request::Example(example.name));
        }
    });
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(6.0 * GRID);
    ui.label(RichText::new(words).strong().size(16.0));
    ui.add_space(GRID);
}

/// One of the large buttons; the first is what Enter means.
fn begin(ui: &mut Ui, command: Command, icon: MaterialIcon, words: &str, is_first: bool) -> egui::Response {
    let description = describe(command);
    let key = description.key_words(ui.ctx());
    let (text, sign) = (RichText::new(words), icon.rich_text().size(style::ICON));
    let button = if is_first {
        Button::new((sign.color(Color32::WHITE), text.color(Color32::WHITE).strong())).fill(style::ACCENT)
    } else {
        Button::new((sign, text))
    };
    let response = ui.add(button.min_size(Vec2::new(150.0, 40.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    let enter = if is_first { "  Enter" } else { "" };
    response.on_hover_text(format!("{}{key}{enter}", description.words()))
}

/// Cards in as many columns as there is room for.
fn cards(ui: &mut Ui, count: usize, mut show: impl FnMut(&mut Ui, usize)) {
    let gap = 4.0 * GRID;
    let columns = (((ui.available_width() + gap) / (CARD.x + gap)).floor() as usize).max(1);
    for first in (0..count).step_by(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for number in first..(first + columns).min(count) {
                show(ui, number);
            }
        });
        ui.add_space(gap - GRID);
    }
}

fn card(ui: &mut Ui, name: &str, below: &str, picture: Option<&Picture>) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(CARD.x, CARD.y + FOOT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {below}")));
    if response.has_focus() {
        ui.scroll_to_rect(rect, None);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.visuals().clone();
    let is_lit = response.hovered() || response.has_focus();
    let edge = if is_lit {
        Stroke::new(2.0, style::ring(&visuals))
    } else {
        visuals.widgets.noninteractive.bg_stroke
    };
    ui.painter().rect(rect, 6.0, visuals.extreme_bg_color, edge, StrokeKind::Inside);
    let frame = Rect::from_min_size(rect.min, CARD).shrink(6.0);
    match picture {
        Some(Picture::Drawn(texture)) => {
            let size = texture.size_vec2();
            let scale = (frame.width() / size.x).min(frame.height() / size.y);
            let place = Rect::from_center_size(frame.center(), size * scale);
            ui.painter().image(
                texture.id(),
                place,
                Rect::from_min_max(egui::Pos2::ZERO, egui::Pos2::new(1.0, 1.0)),
                Color32::WHITE,
            );
        }
        other => {
            let icon = match other {
                Some(Picture::Gone) => icons::ICON_LINK_OFF,
                Some(Picture::Undrawn) => icons::ICON_MAP,
                _ => icons::ICON_MORE_HORIZ,
            };
            let mut ui = ui.new_child(UiBuilder::new().max_rect(frame));
            ui.centered_and_justified(|ui| {
                ui.add(Label::new(icon.rich_text().size(32.0).weak()).selectable(false));
            });
        }
    }
    let foot = Rect::from_min_max(rect.min + Vec2::new(0.0, CARD.y), rect.max).shrink2(Vec2::new(10.0, 4.0));
    ui.painter().hline(
        rect.x_range().shrink(1.0),
        rect.top() + CARD.y,
        visuals.widgets.noninteractive.bg_stroke,
    );
    let mut ui = ui.new_child(UiBuilder::new().max_rect(foot).layout(Layout::top_down(Align::LEFT)));
    ui.spacing_mut().item_spacing.y = 0.0;
    let text = RichText::new(left_to_right(name)).text_style(TextStyle::Body).strong();
    ui.add(Label::new(text).selectable(false).truncate());
    let text = RichText::new(left_to_right(below)).small();
    let text = if matches!(picture, Some(Picture::Gone)) { text } else { text.weak() };
    ui.add(Label::new(text).selectable(false).truncate());
    response
}

/// A button on a card that takes it off the list.
fn forget_button(ui: &mut Ui, card: Rect, name: &str) -> bool {
    let at = Rect::from_min_size(card.right_top() + Vec2::new(-30.0, 4.0), Vec2::splat(26.0));
    let button = Button::new(icons::ICON_CLOSE.rich_text().size(16.0)).frame(false);
    let button = ui.put(at, button);
    let words = format!("Remove {name} from this list");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    button.on_hover_text(words).clicked()
}
