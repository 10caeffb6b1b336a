//! Scenes as SVG, the reference form of every picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::embed::font_rules;
use crate::geometry::{BezPath, PathEl, Point, fixed};
use crate::layout::{Align, Face, outline, width};
use crate::model::{Color, ElementId};
use crate::scene::{Drawn, Item, Paint, Scene, Stroke, Subject, TextItem};

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lettering {
    /// As text, in the reader's fonts where they have ours not.
    Text,
    /// As text, with the part of our fonts that it needs in the file: it looks the same everywhere, and can be searched.
    Embedded,
    /// As text, but halos as shapes: what is made of the SVG then holds each text once.
    HaloShapes,
    /// As shapes: it looks the same everywhere, and cannot be searched.
    Shapes,
}

/// The scene as an SVG document. `scale` enlarges its stated size, not its coordinates.
pub fn svg(scene: &Scene, scale: f64, lettering: Lettering) -> String {
    let mut out = String::with_capacity(200 * scene.items.len() + 1024);
    let b = scene.bounds;
    let n = number;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
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
    if lettering == Lettering::Embedded {
        let _ = write!(out, "<style>\n{}</style>\n", font_rules(scene));
    }
    gradients(&mut out, scene);
    let owners = owners(scene);
    let mut group = None;
    for (number, Drawn { subject, item }) in scene.items.iter().enumerate() {
        if group != Some(subject) {
            if group.is_some_and(is_grouped) {
                out.push_str("</g>\n");
            }
            match subject {
                Subject::Paper | Subject::Sheet => {}
                Subject::Element(id) => {
                    let id = escaped(id.as_str());
                    let own = if owners.contains(&number) { format!(" id=\"{id}\"") } else { String::new() };
                    let _ = writeln!(out, "<g{own} data-element=\"{id}\">");
                }
                Subject::Link(key) => {
                    let (from, to) = (escaped(key.from.text()), escaped(key.to.text()));
                    let _ = writeln!(out, "<g data-from=\"{from}\" data-to=\"{to}\">");
                }
            }
            group = Some(subject);
        }
        draw(&mut out, item, lettering);
    }
    if group.is_some_and(is_grouped) {
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// What of an element is drawn last is its symbol: the group that begins there has its id, so that links and scripts
/// find it. Ids with white space are none in XML.
fn owners(scene: &Scene) -> BTreeSet<usize> {
    let mut starts: BTreeMap<&ElementId, usize> = BTreeMap::new();
    let mut previous = None;
    for (number, drawn) in scene.items.iter().enumerate() {
        if let Subject::Element(id) = &drawn.subject
            && previous != Some(&drawn.subject)
            && !id.as_str().contains(char::is_whitespace)
        {
            starts.insert(id, number);
        }
        previous = Some(&drawn.subject);
    }
    starts.into_values().collect()
}

/// Whether what is drawn of a subject is a group with its name.
fn is_grouped(subject: &Subject) -> bool {
    matches!(subject, Subject::Element(_) | Subject::Link(_))
}

/// A halo is 3 px around the letters: a stroke of twice that, below the fill.
pub(super) const HALO: f64 = 6.0;

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
    let stops = scene.items.iter().filter_map(|drawn| match &drawn.item {
        Item::Rect { fill: Some(Paint::Horizontal(stops)), .. } => Some(stops),
        _ => None,
    });
    for (count, stops) in stops.enumerate() {
        let _ = write!(out, "<defs><linearGradient id=\"_plot{count}\">");
        for (offset, color) in stops {
            let _ = write!(out, "<stop offset=\"{}\" stop-color=\"{}\"/>", number(*offset), color.hex_rgb());
        }
        out.push_str("</linearGradient></defs>\n");
    }
}

fn draw(out: &mut String, item: &Item, lettering: Lettering) {
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
                // One gradient a picture: the plot.
                Some(Paint::Horizontal(_)) => out.push_str(" fill=\"url(#_plot0)\""),
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
        Item::Text(text) => write_letters(out, text, lettering),
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

/// A line of text, and its halo. What our faces lack stays text.
fn write_letters(out: &mut String, text: &TextItem, lettering: Lettering) {
    let is_text = matches!(lettering, Lettering::Text | Lettering::Embedded);
    let shape = if is_text { None } else { outline(&text.text, text.face) };
    match (shape, lettering) {
        (Some(shape), Lettering::Shapes) => write_shape(out, text, &shape, Some(text.color), text.halo),
        (shape, Lettering::HaloShapes) => {
            if let (Some(shape), Some(halo)) = (shape, text.halo) {
                write_shape(out, text, &shape, None, Some(halo));
            }
            write_text(out, &TextItem { halo: None, ..text.clone() });
        }
        _ => write_text(out, text),
    }
}

fn write_shape(out: &mut String, text: &TextItem, shape: &BezPath, fill: Option<Color>, halo: Option<Color>) {
    let n = number;
    let left = text.at.x - text.anchoring.share() * width(&text.text, text.face, text.size);
    let at =
        |point: Point| format!("{} {}", n(left + point.x * text.size), n(text.at.y + point.y * text.size));
    out.push_str("<path d=\"");
    for element in shape.elements() {
        let _ = match element {
            PathEl::MoveTo(to) => write!(out, "M{}", at(*to)),
            PathEl::LineTo(to) => write!(out, "L{}", at(*to)),
            PathEl::QuadTo(by, to) => write!(out, "Q{} {}", at(*by), at(*to)),
            PathEl::CurveTo(one, two, to) => write!(out, "C{} {} {}", at(*one), at(*two), at(*to)),
            PathEl::ClosePath => write!(out, "Z"),
        };
    }
    out.push('"');
    write_fill(out, fill);
    if let Some(halo) = halo {
        write_stroke(out, Some(&Stroke::new(halo, HALO)));
        out.push_str(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    write_turn(out, text);
    out.push_str("/>\n");
}

fn write_turn(out: &mut String, text: &TextItem) {
    let n = number;
    if text.angle != 0.0 {
        let _ = write!(out, " transform=\"rotate({} {} {})\"", n(text.angle), n(text.at.x), n(text.at.y));
    }
}

fn write_text(out: &mut String, text: &TextItem) {
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
    write_fill(out, Some(text.color));
    if let Some(halo) = text.halo {
        write_stroke(out, Some(&Stroke::new(halo, HALO)));
        out.push_str(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    write_turn(out, text);
    let _ = writeln!(out, ">{}</text>", escaped(&text.text));
}
