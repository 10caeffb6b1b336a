//! Scenes as SVG, the reference form of every picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::embed::font_rules;
use super::held::svg_element;
use crate::geometry::{PathEl, Point, fixed};
use crate::layout::Align;
use crate::model::{Color, ElementId, LinkKey};
use crate::scene::{HALO, Item, Paint, Scene, Stroke, Subject, TextItem};
use crate::typeset::{Face, line, reads_leftwards};

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lettering {
    /// As text, in the reader's fonts where they have ours not.
    Text,
    /// As text, with the part of our fonts that it needs in the file: it looks the same everywhere, and can be searched.
    Embedded,
    /// As shapes: it looks the same everywhere, and cannot be searched.
    Shapes,
}

/// Stands for the start of every id until the picture is written: no text of a map can have it.
const ID: char = '\u{1}';

/// The scene as an SVG document. `scale` enlarges its stated size, not its coordinates.
///
/// It is SVG 1.1: what renderers of that draw is what is meant. Every id begins with a number made from the picture's
/// content, so that several pictures can stand in one page; elements are found by `data-element`.
pub fn svg(scene: &Scene, scale: f64, lettering: Lettering) -> String {
    span!("svg");
    let mut out = String::with_capacity(300 * scene.items().count() + 1024);
    let b = scene.bounds;
    let n = number;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{}\" \
         height=\"{}\" viewBox=\"{} {} {} {}\" font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        n(b.width() * scale),
        n(b.height() * scale),
        n(b.x0),
        n(b.y0),
        n(b.width()),
        n(b.height()),
        FAMILY,
        escaped(if scene.title.is_empty() { "Wardley map" } else { &scene.title }),
        escaped(&scene.description),
    );
    if let Some(attachment) = &scene.attachment {
        out.push_str(&svg_element(attachment));
    }
    if lettering == Lettering::Embedded {
        let _ = write!(out, "<style>\n{}</style>\n", font_rules(scene));
    }
    gradients(&mut out, scene);
    let owners = owners(scene);
    let mut open: Option<Group<'_>> = None;
    let mut gradients = 0;
    for (number, (subject, item)) in scene.items().enumerate() {
        let group = Group::of(subject, item);
        if open != Some(group) {
            if open.is_some_and(Group::is_written) {
                out.push_str("</g>\n");
            }
            group.begin(&mut out, owners.contains(&number));
            open = Some(group);
        }
        draw(&mut out, item, lettering, &mut gradients);
    }
    if open.is_some_and(Group::is_written) {
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    let number = format!("m{:08x}-", crc32fast::hash(out.as_bytes()));
    out.replace(ID, &number)
}

/// What is drawn together.
#[derive(Clone, Copy, PartialEq)]
enum Group<'a> {
    /// Paper and sheet, which need no name, and words on links, which stand far above their lines.
    Sheet,
    /// What belongs to an element.
    Element(&'a ElementId),
    /// What belongs to a link.
    Link(&'a LinkKey),
    /// All halos.
    Halos,
}

impl<'a> Group<'a> {
    fn of(subject: &'a Subject, item: &Item) -> Self {
        match (subject, item) {
            (_, Item::Halo(_)) => Self::Halos,
            (Subject::Paper | Subject::Sheet | Subject::List, _) | (Subject::Link(_), Item::Text(_)) => {
                Self::Sheet
            }
            (Subject::Element(id), _) => Self::Element(id),
            (Subject::Link(key), _) => Self::Link(key),
        }
    }

    fn is_written(self) -> bool {
        self != Self::Sheet
    }

    fn begin(self, out: &mut String, is_owner: bool) {
        match self {
            Self::Sheet => {}
            // Nobody reads these letters, with the eye, the pointer or by ear.
            Self::Halos => {
                let width = number(2.0 * HALO);
                let _ = writeln!(
                    out,
                    "<g aria-hidden=\"true\" pointer-events=\"none\" stroke-width=\"{width}\" stroke-linejoin=\"round\">"
                );
            }
            Self::Element(id) => {
                let id = escaped(id.as_str());
                let own = if is_owner { format!(" id=\"{ID}{id}\"") } else { String::new() };
                let _ = writeln!(out, "<g{own} data-element=\"{id}\">");
            }
            Self::Link(key) => {
                let (from, to) = (escaped(key.from.text()), escaped(key.to.text()));
                let _ = writeln!(out, "<g data-from=\"{from}\" data-to=\"{to}\">");
            }
        }
    }
}

/// What of an element is drawn last, but for its words, is its symbol: the group that begins there has its id, so that
/// links and scripts find it. Ids with white space are none in XML.
fn owners(scene: &Scene) -> BTreeSet<usize> {
    let mut starts: BTreeMap<&ElementId, (bool, usize)> = BTreeMap::new();
    let mut previous = None;
    let mut start = 0;
    for (number, (subject, item)) in scene.items().enumerate() {
        let group = Group::of(subject, item);
        if previous != Some(group) {
            start = number;
        }
        previous = Some(group);
        if let Group::Element(id) = group
            && !id.as_str().contains(char::is_whitespace)
        {
            let found = (!matches!(item, Item::Text(_)), start);
            let best = starts.entry(id).or_insert(found);
            *best = (*best).max(found);
        }
    }
    starts.into_values().map(|(_, start)| start).collect()
}

const FAMILY: &str = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif";

pub(super) fn number(value: f64) -> String {
    fixed(value, 2)
}

/// Text as XML: what XML cannot hold at all is dropped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The gradients that rectangles are filled with, numbered in drawing order.
fn gradients(out: &mut String, scene: &Scene) {
    let stops = scene.items().filter_map(|(_, item)| match item {
        Item::Rect { fill: Some(Paint::Horizontal(stops)), .. } => Some(stops),
        _ => None,
    });
    for (count, stops) in stops.enumerate() {
        let _ = write!(out, "<defs><linearGradient id=\"{ID}plot{count}\">");
        for (offset, color) in stops {
            let _ = write!(out, "<stop offset=\"{}\" stop-color=\"{}\"/>", number(*offset), color.hex_rgb());
        }
        out.push_str("</linearGradient></defs>\n");
    }
}

fn draw(out: &mut String, item: &Item, lettering: Lettering, gradients: &mut usize) {
    let n = number;
    match item {
        Item::Rect { rect, radius, fill, stroke } => {
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                n(rect.x0),
                n(rect.y0),
                n(rect.width()),
                n(rect.height())
            );
            if *radius > 0.0 {
                let _ = write!(out, " rx=\"{}\"", n(*radius));
            }
            match fill {
                Some(Paint::Horizontal(_)) => {
                    let _ = write!(out, " fill=\"url(#{ID}plot{gradients})\"");
                    *gradients += 1;
                }
                Some(Paint::Solid(color)) => write_fill(out, Some(*color)),
                None => write_fill(out, None),
            }
            write_stroke(out, stroke.as_ref());
            out.push_str("/>\n");
        }
        Item::Circle { center, radius, fill, stroke } => {
            let _ = write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", n(center.x), n(center.y), n(*radius));
            write_fill(out, *fill);
            write_stroke(out, stroke.as_ref());
            out.push_str("/>\n");
        }
        Item::Polyline { points, stroke } => {
            let _ = write!(out, "<path d=\"{}\" fill=\"none\"", path(points));
            write_stroke(out, Some(stroke));
            out.push_str("/>\n");
        }
        Item::Polygon { points, fill, stroke } => {
            let _ = write!(out, "<path d=\"{}Z\"", path(points));
            write_fill(out, *fill);
            write_stroke(out, stroke.as_ref());
            if stroke.is_some() {
                out.push_str(" stroke-linejoin=\"round\"");
            }
            out.push_str("/>\n");
        }
        Item::Text(text) | Item::Halo(text) => {
            let ink = if matches!(item, Item::Halo(_)) { Ink::Halo } else { Ink::Letters };
            if lettering == Lettering::Shapes {
                write_shapes(out, text, ink);
            } else {
                write_text(out, text, ink);
            }
        }
    }
}

fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (count, point) in points.iter().enumerate() {
        let letter = if count == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{letter}{} {}", number(point.x), number(point.y));
    }
    path
}

fn write_fill(out: &mut String, fill: Option<Color>) {
    match fill {
        None => out.push_str(" fill=\"none\""),
        Some(color) => {
            let _ = write!(out, " fill=\"{}\"", color.hex_rgb());
            if color.a != 255 {
                let _ = write!(out, " fill-opacity=\"{}\"", number(color.opacity()));
            }
        }
    }
}

fn write_stroke(out: &mut String, stroke: Option<&Stroke>) {
    let Some(stroke) = stroke else { return };
    let _ = write!(out, " stroke=\"{}\" stroke-width=\"{}\"", stroke.color.hex_rgb(), number(stroke.width));
    if stroke.color.a != 255 {
        let _ = write!(out, " stroke-opacity=\"{}\"", number(stroke.color.opacity()));
    }
    if let Some((dash, gap)) = stroke.dash {
        let _ = write!(out, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
    }
}

/// What of a text is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Ink {
    Letters,
    /// The letters and an edge around them, whose width their group has.
    Halo,
}

fn write_ink(out: &mut String, text: &TextItem, ink: Ink) {
    match ink {
        Ink::Letters => write_fill(out, Some(text.color)),
        Ink::Halo => {
            let color = text.color.hex_rgb();
            let _ = write!(out, " fill=\"{color}\" stroke=\"{color}\"");
            if text.color.a != 255 {
                let _ = write!(out, " opacity=\"{}\"", number(text.color.opacity()));
            }
        }
    }
}

/// Letters as shapes; those that a font has as pictures only are pictures here too, and have no halo.
fn write_shapes(out: &mut String, text: &TextItem, ink: Ink) {
    let n = number;
    let line = line(&text.text, text.face);
    let left = text.at.x - text.anchoring.share() * line.width * text.size;
    let mut path = String::new();
    for glyph in &line.glyphs {
        let origin = Point::new(left, text.at.y) + glyph.at.to_vec2() * text.size;
        let at = |point: Point| {
            format!("{} {}", n(origin.x + point.x * text.size), n(origin.y + point.y * text.size))
        };
        for element in glyph.font.outline(glyph.id).elements() {
            let _ = match element {
                PathEl::MoveTo(to) => write!(path, "M{}", at(*to)),
                PathEl::LineTo(to) => write!(path, "L{}", at(*to)),
                PathEl::QuadTo(by, to) => write!(path, "Q{} {}", at(*by), at(*to)),
                PathEl::CurveTo(one, two, to) => write!(path, "C{} {} {}", at(*one), at(*two), at(*to)),
                PathEl::ClosePath => write!(path, "Z"),
            };
        }
        if let (Ink::Letters, Some(picture)) = (ink, glyph.font.picture(glyph.id)) {
            let rect = picture.rect;
            let _ = write!(
                out,
                "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" xlink:href=\"data:image/png;base64,{}\"",
                n(origin.x + rect.x0 * text.size),
                n(origin.y + rect.y0 * text.size),
                n(rect.width() * text.size),
                n(rect.height() * text.size),
                STANDARD.encode(picture.png),
            );
            write_turn(out, text);
            out.push_str("/>\n");
        }
    }
    if path.is_empty() {
        return;
    }
    let _ = write!(out, "<path d=\"{path}\"");
    write_ink(out, text, ink);
    write_turn(out, text);
    out.push_str("/>\n");
}

fn write_turn(out: &mut String, text: &TextItem) {
    let n = number;
    if text.angle != 0.0 {
        let _ = write!(out, " transform=\"rotate({} {} {})\"", n(text.angle), n(text.at.x), n(text.at.y));
    }
}

fn write_text(out: &mut String, text: &TextItem, ink: Ink) {
    let n = number;
    let _ = write!(out, "<text x=\"{}\" y=\"{}\" font-size=\"{}\"", n(text.at.x), n(text.at.y), n(text.size));
    if text.face == Face::Mono {
        out.push_str(" font-family=\"Hack, Consolas, monospace\"");
    }
    if text.face.is_bold() {
        out.push_str(" font-weight=\"bold\"");
    }
    if text.face.is_italic() {
        out.push_str(" font-style=\"italic\"");
    }
    match text.anchoring {
        Align::Start => {}
        Align::Middle => out.push_str(" text-anchor=\"middle\""),
        Align::End => out.push_str(" text-anchor=\"end\""),
    }
    write_ink(out, text, ink);
    write_turn(out, text);
    // What is read leftward as a whole is set so between two marks: `direction` would swap the text's ends too, and
    // fewer renderers know it.
    let (start, end) = if reads_leftwards(&text.text) { ("\u{202b}", "\u{202c}") } else { ("", "") };
    let _ = writeln!(out, ">{start}{}{end}</text>", escaped(&text.text));
}
