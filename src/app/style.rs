//! The chrome's tokens: fonts, spacing, sizes and colours of everything around the map.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use egui::epaint::text::{FontData, FontDefinitions, FontInsert, FontPriority, InsertFontFamily};
use egui::{
    Color32, ColorImage, Context, CornerRadius, FontFamily, FontId, Margin, TextStyle, TextureHandle,
    TextureOptions, Theme, Visuals,
};

use crate::export::{Pixels, pixels_of_png};
use crate::format::{Severity, Token};
use crate::model::Color;
use crate::scene;
use crate::typeset::{Face, PICTOGRAPHS, system_fonts};

/// The grid that spacing is counted in, in points.
pub(super) const GRID: f32 = 4.0;
/// The side of a tool's button.
pub(super) const BUTTON: f32 = 32.0;
/// The room for the preview of a picture, across and down.
pub(super) const PREVIEW: (f32, f32) = (520.0, 400.0);
/// An icon's size.
pub(super) const ICON: f32 = 20.0;

/// What is selected, hovered or about to be made: blue, 4.5:1 on white and on the plot's grey.
#[expect(clippy::disallowed_methods, reason = "this is the token")]
pub(super) const ACCENT: Color32 = Color32::from_rgb(0x1F, 0x62, 0xC9);
/// The same on dark: 4.5:1 on black and on the dark theme's plot.
#[expect(clippy::disallowed_methods, reason = "this is the token")]
pub(super) const ACCENT_ON_DARK: Color32 = Color32::from_rgb(0x8A, 0xB8, 0xFF);
/// The paper behind a field on the map, whatever the chrome's theme.
pub(super) const PAPER: Color32 = Color32::WHITE;

/// The accent where the chrome's own ground is behind it.
pub(super) fn ring(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { ACCENT_ON_DARK } else { ACCENT }
}

/// A colour that lies over another, as one that hides what is behind.
pub(super) fn over(color: Color32, ground: Color32) -> Color32 {
    ground.blend(color)
}

/// The accent and the inside of handles on a map: what is seen on its plot and on its paper, whatever the chrome is.
pub(super) fn overlay(theme: &scene::Theme) -> (Color32, Color32) {
    let is_dark = luminance(theme.paper) < 0.18 && luminance(theme.plot_color(0.5)) < 0.18;
    if is_dark { (ACCENT_ON_DARK, color(theme.paper)) } else { (ACCENT, PAPER) }
}

/// The luminance of a colour as WCAG 2 counts it, 0 to 1.
fn luminance(color: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

/// The program's icon, 256 pixels on a side.
pub(super) fn icon_pixels() -> Option<Pixels> {
    pixels_of_png(include_bytes!("../../assets/icon.png"))
}

/// The same for the window's own use.
pub(super) fn icon(ctx: &Context) -> TextureHandle {
    let image = icon_pixels().map_or_else(ColorImage::example, |pixels| {
        ColorImage::from_rgba_unmultiplied([pixels.width, pixels.height], &pixels.rgba)
    });
    ctx.load_texture("icon", image, TextureOptions::LINEAR)
}

#[expect(clippy::disallowed_methods, reason = "the tokens are written as 0xRR_GG_BB")]
fn shade(rgb: u32) -> Color32 {
    let [_, r, g, b] = u32::to_be_bytes(rgb);
    Color32::from_rgb(r, g, b)
}

/// The colour of a part of the map's text: 4.5:1 or more on the panel, light and dark.
pub(super) fn token(token: Token, is_dark: bool) -> Color32 {
    let (light, dark) = match token {
        Token::Keyword => (0x6F_2D_A8, 0xC9_9B_F0),
        Token::Field => (0x3B_4F_6B, 0xA9_BC_D8),
        Token::Number => (0x0B_5C_8A, 0x7C_C4_EE),
        Token::Text => (0x2A_6B_2F, 0x96_D0_99),
        Token::Operator => (0xA3_3B_0A, 0xF0_A6_7C),
        Token::Comment => (0x5C_65_70, 0x9A_A4_AF),
    };
    shade(if is_dark { dark } else { light })
}

/// The colour of a sign about the text. Its shape differs too.
pub(super) fn severity(severity: Severity, is_dark: bool) -> Color32 {
    let (light, dark) = match severity {
        Severity::Error => (0xB3_1B_2C, 0xFF_8A_8A),
        Severity::Warning => (0x8A_5A_00, 0xF2_C0_5C),
        Severity::Hint => (0x4A_5E_78, 0x9F_B4_CF),
    };
    shade(if is_dark { dark } else { light })
}

/// A colour of the map as the screen has it.
#[expect(clippy::disallowed_methods, reason = "colours of the map come from its theme")]
pub(super) fn color(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// The family under which a face is registered.
pub(super) fn family(face: Face) -> FontFamily {
    match face {
        Face::Regular => FontFamily::Proportional,
        Face::Mono => FontFamily::Monospace,
        Face::Bold => FontFamily::Name("bold".into()),
        Face::Italic => FontFamily::Name("italic".into()),
        Face::BoldItalic => FontFamily::Name("bold-italic".into()),
    }
}

/// Adds the fonts of the system that the map needed behind our own, for the chrome's words about it.
pub(super) fn add_fonts(ctx: &Context) {
    for font in system_fonts().into_iter().filter(|font| font.has_outlines()) {
        let (name, Some((bytes, index))) = (font.post_script_name(), font.file()) else { continue };
        let mut data = FontData::from_static(bytes);
        data.index = index;
        let behind = |face| InsertFontFamily { family: family(face), priority: FontPriority::Lowest };
        let families = Face::ALL.map(behind).to_vec();
        ctx.add_font(FontInsert { name: format!("{name} {index}"), data, families });
    }
}

/// Fonts for what none of the map's faces has: pictographs, and digits below the line.
const OTHERS: [(&str, &[u8]); 2] =
    [("pictographs", PICTOGRAPHS), ("subscripts", epaint_default_fonts::UBUNTU_LIGHT)];

/// What menus look like: as egui has them, but the line with the keyboard is ringed.
pub(super) fn menu(style: &mut egui::Style) {
    let ring = style.visuals.widgets.active.bg_stroke;
    egui::containers::menu::menu_style(style);
    style.visuals.widgets.active.bg_stroke = ring;
    // The ring keeps off the words, and off the keys beside them.
    style.spacing.button_padding.x = 1.5 * GRID;
}

/// A ring around what has the keyboard, where it has no frame or is as blue as its ring.
pub(super) fn show_focus(ui: &egui::Ui, response: &egui::Response) {
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, ring(ui.visuals()));
        ui.painter().rect_stroke(response.rect.expand(2.0), 5.0, stroke, egui::StrokeKind::Outside);
    }
}

/// The button that a dialog offers first.
pub(super) fn primary(label: &str) -> egui::Button<'_> {
    egui::Button::new(egui::RichText::new(label).strong().color(Color32::WHITE)).fill(ACCENT)
}

/// Sets fonts, sizes and spacing.
pub(super) fn apply(ctx: &Context) {
    ctx.set_fonts(fonts().clone());
    egui_material_icons::initialize(ctx);
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        // Where the system does not say: paper is white.
        options.fallback_theme = Theme::Light;
    });
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| {
            let body = FontId::new(14.0, FontFamily::Proportional);
            style.text_styles = [
                (TextStyle::Small, FontId::new(12.0, FontFamily::Proportional)),
                (TextStyle::Body, body.clone()),
                (TextStyle::Button, body),
                (TextStyle::Heading, FontId::new(18.0, family(Face::Bold))),
                (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
            ]
            .into();
            style.spacing.item_spacing = egui::vec2(GRID, GRID);
            style.spacing.button_padding = egui::vec2(2.0 * GRID, GRID);
            style.spacing.menu_margin = Margin::same(4);
            style.spacing.interact_size.y = 28.0;
            // That there is more is seen without pointing at it.
            style.spacing.scroll.dormant_handle_opacity = 0.5;
            let radius = CornerRadius::same(4);
            let widgets = &mut style.visuals.widgets;
            for visuals in
                [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open]
            {
                visuals.corner_radius = radius;
                visuals.expansion = 0.0;
            }
            // Boxes and fields are seen without colour: 3:1 on the panel.
            let edge = shade(if theme == Theme::Light { 0x82_8B_94 } else { 0x7A_84_8E });
            let widgets = &mut style.visuals.widgets;
            widgets.inactive.bg_stroke = egui::Stroke::new(1.0, edge);
            // What has the keyboard is ringed, and not grey as if it were pressed.
            let accent = if theme == Theme::Light { ACCENT } else { ACCENT_ON_DARK };
            let (hovered, active) = (widgets.hovered, &mut widgets.active);
            active.weak_bg_fill = hovered.weak_bg_fill;
            active.bg_fill = hovered.bg_fill;
            active.bg_stroke = egui::Stroke::new(2.0, accent);
            active.fg_stroke = hovered.fg_stroke;
            style.visuals.hyperlink_color = accent;
            // A caret that blinks would draw a still window twice a second.
            style.visuals.text_cursor.blink = false;
            let (words, weak, chosen) = match theme {
                Theme::Light => (0x2B_30_36, 0x61_68_70, 0x10_37_76),
                Theme::Dark => (0xD8_DD_E2, 0x9A_A2_AA, 0xFF_FF_FF),
            };
            let widgets = &mut style.visuals.widgets;
            widgets.noninteractive.fg_stroke.color = shade(words);
            widgets.inactive.fg_stroke.color = shade(words);
            // Hints and what cannot be done are quieter, and read all the same: 4.5:1 on the panel.
            style.visuals.weak_text_color = Some(shade(weak));
            style.visuals.selection.bg_fill = ACCENT.gamma_multiply(0.35);
            style.visuals.selection.stroke.color = shade(chosen);
        });
    }
}

/// The faces of the window's words, made once: before the window is, where a thread asks for them.
pub(super) fn fonts() -> &'static FontDefinitions {
    static FONTS: OnceLock<FontDefinitions> = OnceLock::new();
    FONTS.get_or_init(made_fonts)
}

fn made_fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions { font_data: BTreeMap::new(), families: BTreeMap::new() };
    for face in Face::ALL {
        let name = format!("{face:?}");
        fonts.font_data.insert(name.clone(), Arc::new(FontData::from_owned(face.without_spacing_accents())));
        // What one face lacks, the others may have.
        let fallbacks = [Face::Regular, Face::Mono].map(|face| format!("{face:?}"));
        let names =
            [name].into_iter().chain(fallbacks).chain(OTHERS.map(|(name, _)| name.to_owned())).collect();
        fonts.families.insert(family(face), names);
    }
    for (name, bytes) in OTHERS {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings and handles are seen on every theme's sheet: 3:1, as WCAG 2 wants of what is no text.
    #[test]
    fn the_overlay_is_seen_on_every_sheet() {
        let contrast = |a: Color, b: Color| {
            let (a, b) = (luminance(a), luminance(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        let of = |color: Color32| Color::rgb(color.r(), color.g(), color.b());
        for name in scene::Theme::names() {
            let theme = scene::Theme::named(name).unwrap();
            let (accent, paper) = overlay(&theme);
            let plot = (0..=10_u8).map(|tenth| theme.plot_color(f64::from(tenth) / 10.0));
            for ground in plot.chain([theme.paper, of(paper)]) {
                let found = contrast(of(accent), ground);
                assert!(found >= 3.0, "{name}: {found:.2} on {ground:?}");
            }
            let evolve = contrast(theme.evolution.color, of(paper));
            assert!(evolve >= 3.0, "{name}: the handle that evolves has {evolve:.2} on its own ground");
        }
    }

    /// Hints and what cannot be done are read, light and dark: 4.5:1 on the panel, as WCAG 2 wants of text.
    #[test]
    fn quiet_words_are_legible() {
        let ctx = Context::default();
        apply(&ctx);
        let of = |color: Color32| luminance(Color::rgb(color.r(), color.g(), color.b()));
        for theme in [Theme::Light, Theme::Dark] {
            let visuals = ctx.style_of(theme).visuals.clone();
            for ground in [visuals.panel_fill, visuals.extreme_bg_color] {
                let contrast = |words: Color32| {
                    let (a, b) = (of(words), of(ground));
                    (a.max(b) + 0.05) / (a.min(b) + 0.05)
                };
                for words in [visuals.weak_text_color(), visuals.text_color(), ring(&visuals)] {
                    let found = contrast(words);
                    assert!(found >= 4.5, "{theme:?}: {words:?} on {ground:?} is {found:.2}");
                }
                assert!(contrast(visuals.text_color()) > 1.5 * contrast(visuals.weak_text_color()));
            }
        }
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let of = |color: Color32| luminance(Color::rgb(color.r(), color.g(), color.b()));
        let (a, b) = (of(a), of(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// All words of the chrome are read, and what frames and rings things is seen, light and dark: 4.5:1 and 3:1, as WCAG 2
    /// wants of text and of what is no text.
    #[test]
    fn the_chrome_is_legible() {
        let ctx = Context::default();
        apply(&ctx);
        for theme in [Theme::Light, Theme::Dark] {
            let (visuals, is_dark) = (ctx.style_of(theme).visuals.clone(), theme == Theme::Dark);
            let ground = visuals.panel_fill;
            let tokens =
                [Token::Keyword, Token::Field, Token::Number, Token::Text, Token::Operator, Token::Comment];
            let severities = [Severity::Error, Severity::Warning, Severity::Hint];
            let colors = tokens.map(|one| token(one, is_dark)).into_iter();
            for color in colors.chain(severities.map(|one| severity(one, is_dark))) {
                for ground in [ground, visuals.extreme_bg_color] {
                    let found = contrast(color, ground);
                    assert!(found >= 4.5, "{theme:?}: {color:?} on {ground:?} is {found:.2}");
                }
            }
            // What is chosen, and what is under the pointer.
            let chosen = over(visuals.selection.bg_fill, ground);
            let found = contrast(visuals.selection.stroke.color, chosen);
            assert!(found >= 4.5, "{theme:?}: what is chosen is {found:.2}");
            for widget in [&visuals.widgets.hovered, &visuals.widgets.active, &visuals.widgets.open] {
                let found = contrast(widget.fg_stroke.color, over(widget.weak_bg_fill, ground));
                assert!(found >= 4.5, "{theme:?}: words on a button are {found:.2}");
            }
            let ringed = over(visuals.widgets.active.weak_bg_fill, ground);
            for ground in [ground, ringed, visuals.window_fill] {
                let found = contrast(visuals.widgets.active.bg_stroke.color, ground);
                assert!(found >= 3.0, "{theme:?}: the ring around what has the keyboard is {found:.2}");
            }
            let edge = contrast(visuals.widgets.inactive.bg_stroke.color, ground);
            assert!(edge >= 3.0, "{theme:?}: the edge of a field is {edge:.2}");
            assert!(contrast(visuals.hyperlink_color, ground) >= 4.5, "{theme:?}: what leads on");
            // The first button of a dialog.
            assert!(contrast(Color32::WHITE, ACCENT) >= 4.5);
        }
    }

    /// Words on maps are read, and lines seen, in every theme and wherever they stand.
    #[test]
    fn every_theme_is_legible() {
        for name in scene::Theme::names() {
            let theme = scene::Theme::named(name).unwrap();
            let grounds: Vec<Color32> =
                (0..=10_u8).map(|tenth| color(theme.plot_color(f64::from(tenth) / 10.0))).collect();
            let paper = color(theme.paper);
            let words = [
                ("label", theme.label, &grounds[..]),
                ("title", theme.title.color, &[paper]),
                ("purpose", theme.purpose.color, &[paper]),
                ("axis title", theme.axis_title.color, &[paper]),
                ("stage name", theme.stage_name.color, &[paper]),
                ("link text", theme.link_text.color, &grounds[..]),
                ("evolution", theme.evolution.color, &grounds[..]),
            ];
            for (what, own, grounds) in words {
                for ground in grounds {
                    let found = contrast(color(own), *ground);
                    assert!(found >= 4.5, "{name}: the {what} is {found:.2} on {ground:?}");
                }
            }
            for (what, own) in
                [("need", theme.need.color), ("symbol", theme.symbol.color), ("disc", theme.disc)]
            {
                for ground in &grounds {
                    let found = contrast(color(own), *ground);
                    assert!(found >= 3.0, "{name}: the {what} is {found:.2} on {ground:?}");
                }
            }
        }
    }

    /// The icon is the picture of `assets/icon.svg`.
    #[test]
    fn the_icon_is_there() {
        let icon = icon_pixels().unwrap();
        assert_eq!((icon.width, icon.height), (256, 256));
    }
}
