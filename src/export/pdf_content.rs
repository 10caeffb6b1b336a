//! What stands on a PDF page: a scene's items as PDF's operators.

use std::collections::HashMap;

use pdf_writer::types::LineJoinStyle;
use pdf_writer::writers::Resources as Written;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect as Box, Ref, Str, TextStr};

use tiny_skia::PremultipliedColorU8;

use super::letters::decoded;
use super::pdf::Numbers;
use super::pdf_font::{Fonts, can_hold, packed};
use crate::geometry::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use crate::model::Color;
use crate::scene::{HALO, Item, Paint, Stroke, TextItem};
use crate::typeset::{FontId, Glyph, Line, line};

/// Collects what a page shows, and what it needs for that.
pub(super) struct Drawing {
    content: Content,
    fonts: Fonts,
    /// Whether a font can stand in the file.
    can_hold: HashMap<FontId, bool>,
    /// How strongly things cover what is below, of 255.
    alphas: Vec<u8>,
    /// Colours from left to right, with where they begin and end.
    gradients: Vec<Gradient>,
    /// Letters with their edge, drawn once for each size.
    halos: Vec<(BezPath, f64)>,
    known_halos: HashMap<(FontId, u16, u64), usize>,
    /// Letters that are pictures.
    pictures: Vec<&'static [u8]>,
    now: Pen,
}

/// Colours from left to right: where they begin and end, and each with its fraction of the way.
type Gradient = (f64, f64, Vec<(f64, Color)>);

/// What the page's state is, so that it is not said twice.
#[derive(Clone, Default, PartialEq)]
struct Pen {
    fill: Option<[u8; 3]>,
    line: Option<[u8; 3]>,
    alpha: Option<u8>,
    width: Option<f64>,
    dash: Option<(f64, f64)>,
    join: Option<bool>,
}

/// What the page's content names.
pub(super) struct Resources {
    fonts: Vec<Ref>,
    states: Vec<Ref>,
    shadings: Vec<Ref>,
    objects: Vec<(String, Ref)>,
}

impl Resources {
    pub(super) fn write(&self, resources: &mut Written<'_>) {
        let mut fonts = resources.fonts();
        for (number, id) in self.fonts.iter().enumerate() {
            fonts.pair(Name(format!("F{number}").as_bytes()), *id);
        }
        fonts.finish();
        let mut states = resources.ext_g_states();
        for (number, id) in self.states.iter().enumerate() {
            states.pair(Name(format!("G{number}").as_bytes()), *id);
        }
        states.finish();
        let mut shadings = resources.shadings();
        for (number, id) in self.shadings.iter().enumerate() {
            shadings.pair(Name(format!("S{number}").as_bytes()), *id);
        }
        shadings.finish();
        let mut objects = resources.x_objects();
        for (name, id) in &self.objects {
            objects.pair(Name(name.as_bytes()), *id);
        }
        objects.finish();
    }
}

fn rgb(color: Color) -> [u8; 3] {
    [color.r, color.g, color.b]
}

fn parts(color: [u8; 3]) -> [f32; 3] {
    // Three digits say every step of 255.
    color.map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}

/// Numbers are written with at most two digits behind the point: a hundredth of a pixel.
fn short(number: f64) -> f32 {
    (number * 100.0).round() as f32 / 100.0
}

impl Drawing {
    /// An empty page.
    pub(super) fn new() -> Self {
        Self {
            content: Content::new(),
            fonts: Fonts::default(),
            can_hold: HashMap::new(),
            alphas: Vec::new(),
            gradients: Vec::new(),
            halos: Vec::new(),
            known_halos: HashMap::new(),
            pictures: Vec::new(),
            now: Pen::default(),
        }
    }

    /// Draws items where a transform puts them.
    pub(super) fn draw<'a>(&mut self, items: impl Iterator<Item = &'a Item>, transform: Affine) {
        self.content.save_state().transform(transform.as_coeffs().map(|number| number as f32));
        self.now = Pen::default();
        items.for_each(|item| self.item(item));
        self.content.restore_state();
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Rect { rect, radius, fill, stroke } => {
                if let Some(Paint::Horizontal(stops)) = fill {
                    self.gradient(*rect, stops);
                }
                let fill = if let Some(Paint::Solid(color)) = fill { Some(*color) } else { None };
                if *radius > 0.0 {
                    self.shape(&rect.to_rounded_rect(*radius).to_path(0.05), fill, stroke.as_ref(), false);
                } else {
                    self.shape(&rect.to_path(0.1), fill, stroke.as_ref(), false);
                }
            }
            Item::Circle { center, radius, fill, stroke } => {
                let circle = kurbo::Circle::new(*center, *radius).to_path(0.01);
                self.shape(&circle, *fill, stroke.as_ref(), false);
            }
            Item::Polyline { points, stroke } => {
                self.shape(&through(points, false), None, Some(stroke), false);
            }
            Item::Polygon { points, fill, stroke } => {
                self.shape(&through(points, true), *fill, stroke.as_ref(), true);
            }
            Item::Text(text) => self.text(text),
            Item::Halo(text) => self.halo(text),
        }
    }

    fn shape(&mut self, path: &BezPath, fill: Option<Color>, stroke: Option<&Stroke>, is_round: bool) {
        // What fills and its edge may cover differently: then each is drawn by itself.
        if let (Some(fill), Some(edge)) = (fill, stroke)
            && fill.a != edge.color.a
        {
            self.shape(path, Some(fill), None, is_round);
            return self.shape(path, None, stroke, is_round);
        }
        let Some(alpha) = fill.map(|color| color.a).or(stroke.map(|stroke| stroke.color.a)) else { return };
        self.alpha(alpha);
        if let Some(fill) = fill {
            self.fill(fill);
        }
        if let Some(stroke) = stroke {
            self.pen(stroke, is_round);
        }
        trace(&mut self.content, path, Vec2::ZERO, 1.0);
        match (fill, stroke) {
            (Some(_), Some(_)) => self.content.fill_nonzero_and_stroke(),
            (Some(_), None) => self.content.fill_nonzero(),
            (None, _) => self.content.stroke(),
        };
    }

    fn alpha(&mut self, alpha: u8) {
        if self.now.alpha == Some(alpha) || self.now.alpha.is_none() && alpha == 255 {
            return;
        }
        let number = self.alphas.iter().position(|known| *known == alpha).unwrap_or_else(|| {
            self.alphas.push(alpha);
            self.alphas.len() - 1
        });
        self.content.set_parameters(Name(format!("G{number}").as_bytes()));
        self.now.alpha = Some(alpha);
    }

    fn fill(&mut self, color: Color) {
        if self.now.fill != Some(rgb(color)) {
            let [r, g, b] = parts(rgb(color));
            self.content.set_fill_rgb(r, g, b);
            self.now.fill = Some(rgb(color));
        }
    }

    fn pen(&mut self, stroke: &Stroke, is_round: bool) {
        if self.now.line != Some(rgb(stroke.color)) {
            let [r, g, b] = parts(rgb(stroke.color));
            self.content.set_stroke_rgb(r, g, b);
            self.now.line = Some(rgb(stroke.color));
        }
        if self.now.width != Some(stroke.width) {
            self.content.set_line_width(short(stroke.width));
            self.now.width = Some(stroke.width);
        }
        if self.now.dash != stroke.dash {
            let dash = stroke.dash.map(|(dash, gap)| [short(dash), short(gap)]);
            self.content.set_dash_pattern(dash.into_iter().flatten(), 0.0);
            self.now.dash = stroke.dash;
        }
        if self.now.join.unwrap_or(false) != is_round {
            self.content.set_line_join(if is_round {
                LineJoinStyle::RoundJoin
            } else {
                LineJoinStyle::MiterJoin
            });
            self.now.join = Some(is_round);
        }
    }

    fn gradient(&mut self, rect: Rect, stops: &[(f64, Color)]) {
        let number = self.gradients.len();
        self.gradients.push((rect.x0, rect.x1, stops.to_vec()));
        self.alpha(stops.first().map_or(255, |(_, color)| color.a));
        self.content.save_state();
        self.content.rect(short(rect.x0), short(rect.y0), short(rect.width()), short(rect.height()));
        self.content.clip_nonzero().end_path();
        self.content.shading(Name(format!("S{number}").as_bytes()));
        self.content.restore_state();
    }

    fn text(&mut self, text: &TextItem) {
        let line = line(&text.text, text.face);
        self.alpha(text.color.a);
        self.fill(text.color);
        // Where glyphs and characters do not pair up, the text says what it means as a whole. Readers put what is
        // written leftward into its order by themselves, and would do so twice.
        let is_spelled = !line.is_plain && !line.has_leftward && !text.text.is_empty();
        if is_spelled {
            let mut mark = self.content.begin_marked_content_with_properties(Name(b"Span"));
            mark.properties().actual_text(TextStr(&text.text));
        }
        let place = placed(text, &line);
        let mut starts: Vec<usize> = line.glyphs.iter().map(|glyph| glyph.cluster).collect();
        starts.sort_unstable();
        let mut rest = line.glyphs.as_slice();
        while let Some(first) = rest.first() {
            let same = |glyph: &&Glyph| glyph.font == first.font && glyph.at.y == first.at.y;
            let count = rest.iter().take_while(same).count();
            let (run, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = others;
            let font = first.font;
            if *self.can_hold.entry(font).or_insert_with(|| can_hold(font)) {
                self.run(run, &starts, text, place);
            } else {
                for glyph in run {
                    let shape = place
                        * Affine::scale(text.size)
                        * Affine::translate(glyph.at.to_vec2())
                        * font.outline(glyph.id);
                    trace(&mut self.content, &shape, Vec2::ZERO, 1.0);
                    self.content.fill_nonzero();
                }
            }
            for glyph in run {
                self.picture(glyph, text, place);
            }
        }
        if is_spelled {
            self.content.end_marked_content();
        }
    }

    /// Glyphs of one font on one height.
    fn run(&mut self, run: &[Glyph], starts: &[usize], text: &TextItem, place: Affine) {
        let Some(first) = run.first() else { return };
        let mut codes: Vec<(f64, u16)> = Vec::with_capacity(run.len());
        let mut pen = first.at.x;
        let mut font_number = 0;
        for glyph in run {
            let means = meaning(glyph, starts, &text.text);
            let (number, code) = self.fonts.glyph(glyph.font, glyph.id, means);
            font_number = number;
            codes.push((glyph.at.x - pen, code));
            pen = glyph.at.x + glyph.font.advance(glyph.id);
        }
        let at = place * (first.at.to_vec2() * text.size).to_point();
        let turn = Affine::rotate(text.angle.to_radians()) * Affine::FLIP_Y;
        let [xx, yx, xy, yy, ..] = turn.as_coeffs().map(|number| number as f32);
        self.content.begin_text();
        self.content.set_font(Name(format!("F{font_number}").as_bytes()), short(text.size));
        self.content.set_text_matrix([xx, yx, xy, yy, short(at.x), short(at.y)]);
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        let mut waiting: Vec<u8> = Vec::new();
        for (gap, code) in codes {
            // PDF moves to the left by thousandths of an em.
            let gap = (-1000.0 * gap).round() as f32;
            if gap != 0.0 {
                if !waiting.is_empty() {
                    items.show(Str(&std::mem::take(&mut waiting)));
                }
                items.adjust(gap);
            }
            waiting.extend(code.to_be_bytes());
        }
        items.show(Str(&waiting));
        items.finish();
        shown.finish();
        self.content.end_text();
    }

    fn picture(&mut self, glyph: &Glyph, text: &TextItem, place: Affine) {
        let Some(picture) = glyph.font.picture(glyph.id) else { return };
        let number =
            self.pictures.iter().position(|known| std::ptr::eq(*known, picture.png)).unwrap_or_else(|| {
                self.pictures.push(picture.png);
                self.pictures.len() - 1
            });
        let rect = picture.rect + glyph.at.to_vec2();
        // A picture is an object of one by one, from its lower edge upwards.
        let fit = Affine::new([rect.width(), 0.0, 0.0, -rect.height(), rect.x0, rect.y1]);
        let turned = place * Affine::scale(text.size) * fit;
        self.content.save_state().transform(turned.as_coeffs().map(|number| number as f32));
        self.content.x_object(Name(format!("P{number}").as_bytes()));
        self.content.restore_state();
    }

    /// Letters with an edge, as shapes: the file holds each text once.
    fn halo(&mut self, text: &TextItem) {
        let line = line(&text.text, text.face);
        let place = placed(text, &line);
        self.alpha(text.color.a);
        self.fill(text.color);
        self.pen(&Stroke::new(text.color, 2.0 * HALO), true);
        for glyph in &line.glyphs {
            let key = (glyph.font, glyph.id, text.size.to_bits());
            let known = self.known_halos.get(&key).copied();
            let number = known.unwrap_or_else(|| {
                self.halos.push((glyph.font.outline(glyph.id), text.size));
                self.known_halos.insert(key, self.halos.len() - 1);
                self.halos.len() - 1
            });
            if self.halos.get(number).is_none_or(|(shape, _)| shape.is_empty()) {
                continue;
            }
            let turned = place * Affine::translate(glyph.at.to_vec2() * text.size);
            let [xx, yx, xy, yy, x, y] = turned.as_coeffs();
            let cut = |number: f64| number as f32;
            self.content.save_state();
            self.content.transform([cut(xx), cut(yx), cut(xy), cut(yy), short(x), short(y)]);
            self.content.x_object(Name(format!("H{number}").as_bytes()));
            self.content.restore_state();
        }
    }

    /// Writes what the page needs; answers its content and what that names.
    pub(super) fn finish(self, file: &mut Pdf, numbers: &mut Numbers) -> (Vec<u8>, Resources) {
        let fonts = self.fonts.write(file, numbers);
        let mut states = Vec::new();
        for alpha in self.alphas {
            let id = numbers.next();
            let strength = f32::from(alpha) / 255.0;
            file.ext_graphics(id).non_stroking_alpha(strength).stroking_alpha(strength);
            states.push(id);
        }
        let shadings = self
            .gradients
            .iter()
            .map(|(from, to, stops)| shading(file, numbers, (*from, *to), stops))
            .collect();
        let mut objects = Vec::new();
        for (number, (shape, size)) in
            self.halos.iter().enumerate().filter(|(_, (shape, _))| !shape.is_empty())
        {
            let id = numbers.next();
            let mut letter = Content::new();
            trace(&mut letter, shape, Vec2::ZERO, *size);
            letter.fill_nonzero_and_stroke();
            let around = (shape.bounding_box().scale_from_origin(*size)).inflate(2.0 * HALO, 2.0 * HALO);
            let content = letter.finish();
            let mut form = file.form_xobject(id, &content);
            form.bbox(Box::new(around.x0 as f32, around.y0 as f32, around.x1 as f32, around.y1 as f32));
            form.finish();
            objects.push((format!("H{number}"), id));
        }
        for (number, png) in self.pictures.iter().enumerate() {
            if let Some(id) = image(file, numbers, png) {
                objects.push((format!("P{number}"), id));
            }
        }
        (self.content.finish(), Resources { fonts, states, shadings, objects })
    }
}

/// From a line's pixels to the sheet.
fn placed(text: &TextItem, line: &Line) -> Affine {
    let back = text.anchoring.share() * line.width * text.size;
    Affine::translate(text.at.to_vec2())
        * Affine::rotate(text.angle.to_radians())
        * Affine::translate((-back, 0.0))
}

/// The characters that a glyph draws: from its own to the next glyph's in the text. `starts` are all glyphs', in order.
fn meaning<'a>(glyph: &Glyph, starts: &[usize], text: &'a str) -> &'a str {
    let next = starts.get(starts.partition_point(|start| *start <= glyph.cluster));
    text.get(glyph.cluster..next.copied().unwrap_or(text.len())).unwrap_or_default()
}

fn through(points: &[Point], is_closed: bool) -> BezPath {
    let mut path = BezPath::new();
    for (number, point) in points.iter().enumerate() {
        if number == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    if is_closed && !points.is_empty() {
        path.close_path();
    }
    path
}

fn trace(content: &mut Content, path: &BezPath, by: Vec2, scale: f64) {
    let at = |point: Point| {
        let point = (point.to_vec2() * scale + by).to_point();
        (short(point.x), short(point.y))
    };
    let mut last = Point::ZERO;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(to) => {
                content.move_to(at(to).0, at(to).1);
                last = to;
            }
            PathEl::LineTo(to) => {
                content.line_to(at(to).0, at(to).1);
                last = to;
            }
            PathEl::QuadTo(by, to) => {
                let (one, two) = (last.lerp(by, 2.0 / 3.0), to.lerp(by, 2.0 / 3.0));
                content.cubic_to(at(one).0, at(one).1, at(two).0, at(two).1, at(to).0, at(to).1);
                last = to;
            }
            PathEl::CurveTo(one, two, to) => {
                content.cubic_to(at(one).0, at(one).1, at(two).0, at(two).1, at(to).0, at(to).1);
                last = to;
            }
            PathEl::ClosePath => {
                content.close_path();
            }
        }
    }
}

/// Colours from left to right: between each two a line, stitched together.
fn shading(file: &mut Pdf, numbers: &mut Numbers, (from, to): (f64, f64), stops: &[(f64, Color)]) -> Ref {
    let mut pieces = Vec::new();
    for ((_, left), (_, right)) in stops.iter().zip(stops.iter().skip(1)) {
        let id = numbers.next();
        let mut piece = file.exponential_function(id);
        piece.domain([0.0, 1.0]).c0(parts(rgb(*left))).c1(parts(rgb(*right))).n(1.0);
        pieces.push(id);
    }
    let [whole, shading] = std::array::from_fn(|_| numbers.next());
    let inner = stops.iter().skip(1).rev().skip(1).rev().map(|(at, _)| *at as f32);
    let count = pieces.len();
    let mut stitched = file.stitching_function(whole);
    stitched.domain([0.0, 1.0]).functions(pieces).bounds(inner).encode([0.0, 1.0].repeat(count));
    stitched.finish();
    let mut across = file.function_shading(shading);
    across.shading_type(pdf_writer::types::FunctionShadingType::Axial);
    across.color_space().device_rgb();
    across.coords([from as f32, 0.0, to as f32, 0.0]).extend([true, true]).function(whole);
    across.finish();
    shading
}

/// A picture with its opacity; `None` where it cannot be read.
fn image(file: &mut Pdf, numbers: &mut Numbers, png: &'static [u8]) -> Option<Ref> {
    let pixels = decoded(png)?;
    let [id, mask] = std::array::from_fn(|_| numbers.next());
    let (width, height) = (pixels.width().cast_signed(), pixels.height().cast_signed());
    let straight: Vec<_> = pixels.pixels().iter().map(PremultipliedColorU8::demultiply).collect();
    let color = packed(
        &straight.iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect::<Vec<_>>(),
    );
    let opacity = packed(&straight.iter().map(|pixel| pixel.alpha()).collect::<Vec<_>>());
    let mut image = file.image_xobject(id, &color);
    image.filter(Filter::FlateDecode);
    image.width(width).height(height).bits_per_component(8).s_mask(mask);
    image.color_space().device_rgb();
    image.finish();
    let mut image = file.image_xobject(mask, &opacity);
    image.filter(Filter::FlateDecode);
    image.width(width).height(height).bits_per_component(8);
    image.color_space().device_gray();
    image.finish();
    Some(id)
}
