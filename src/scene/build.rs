//! From a layout and a theme to a scene.

use super::decor;
use super::{Drawn, Item, Paint, Scene, Stroke, Subject, TextItem, Theme};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{Align, EvolutionArrow, Label, Layout, LinkLine, LinkText, METHOD_HALO, Outline, Symbol};
use crate::model::{Color, Direction, Drive, ElementId, End, Link, LinkKind, Map, Place};

/// How strong the chevrons in a flow's band are.
const FLOW_CHEVRON: f64 = 0.75;
const CHEVRON_WIDTH: f64 = 1.25;
/// The width of a line from a symbol to its label.
const LEADER_WIDTH: f64 = 0.75;
/// One chevron for so many pixels of a flow.
const CHEVRON_EVERY: f64 = 60.0;

/// The picture of a map: a pure function of its arguments.
///
/// The order, from the bottom: plot, attitudes, areas, links, evolution; the halos of all labels, so that none bites
/// into a box, a symbol or another's letters; pipelines, accelerators, symbols; all labels and notes; annotations and
/// legend.
pub fn build(map: &Map, layout: &Layout, theme: &Theme) -> Scene {
    let mut painter = Painter {
        map,
        layout,
        theme,
        subject: Subject::Sheet,
        is_parked: false,
        level: Level::Ground,
        // As large as they become on most maps, so that large ones are not moved about while they grow.
        levels: {
            let (symbols, arrows) = (layout.symbols.len(), layout.arrows.len());
            let ground = layout.links.len() + layout.future.len() + 2 * arrows + 64;
            let each = symbols + 2 * arrows + 64;
            [ground, each, each, each, 64].map(Vec::with_capacity)
        },
        bounds: layout.sheet,
    };
    decor::draw(&mut painter);
    painter.zones();
    painter.areas();
    painter.links();
    painter.evolutions();
    painter.level = Level::Symbols;
    painter.ghosts();
    painter.pipelines();
    painter.block_arrows();
    painter.symbols();
    painter.notes();
    painter.level = Level::Top;
    painter.annotations();
    painter.legend();
    let bounds = painter.bounds;
    if bounds != layout.sheet
        && let Some(Drawn { item: Item::Rect { rect, .. }, .. }) =
            painter.levels.first_mut().and_then(|ground| ground.first_mut())
    {
        // The paper lies below all.
        *rect = bounds;
    }
    Scene {
        bounds,
        title: map.title.clone(),
        description: description(map, layout),
        author: map.about.author.clone(),
        date: map.about.date.clone(),
        items: {
            let mut items = Vec::with_capacity(painter.levels.iter().map(Vec::len).sum());
            painter.levels.iter_mut().for_each(|level| items.append(level));
            items
        },
        attachment: None,
    }
}

/// What the map is for, and what is on it.
fn description(map: &Map, layout: &Layout) -> String {
    let count = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("one {one}")),
        count => Some(format!("{count} {more}")),
    };
    let anchors = layout.symbols.iter().filter(|symbol| symbol.outline == Outline::Bare).count();
    let evolving = layout.arrows.len();
    let counts = [
        count(anchors, "user", "users"),
        count(layout.symbols.len() - anchors, "component", "components"),
        count(layout.links.len(), "link", "links"),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let mut said = vec![map.about.purpose.trim().to_owned()];
    said.push(if counts.is_empty() {
        "An empty Wardley map.".to_owned()
    } else {
        format!("A Wardley map of {}.", counts.join(", "))
    });
    match evolving {
        0 => {}
        1 => said.push("One component evolves.".to_owned()),
        count => said.push(format!("{count} components evolve.")),
    }
    said.retain(|words| !words.is_empty());
    said.join(" ")
}

/// Collects items for one subject after the other.
pub(super) struct Painter<'a> {
    pub(super) map: &'a Map,
    pub(super) layout: &'a Layout,
    pub(super) theme: &'a Theme,
    subject: Subject,
    /// Whether the subject is switched off: it is drawn as an outline, where the layout shows it at all.
    is_parked: bool,
    level: Level,
    /// What is drawn on each level, in its order.
    levels: [Vec<Drawn>; 5],
    /// The part of the sheet that the picture shows: the sheet, and texts that reach beyond it.
    bounds: Rect,
}

/// Texts that begin further than this from the sheet do not enlarge the picture, in pixels: real maps push labels that
/// nobody wants thousands of pixels away.
const FAR: f64 = 300.0;
/// The paper around a text at the picture's edge. It never makes the sheet more than three times as wide and high, with
/// that distance.
const EDGE: f64 = 8.0;

/// The levels of a picture from the bottom to the top. Labels are drawn on two of them, whatever they belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Ground,
    Halos,
    Symbols,
    Letters,
    /// Boxes of words, with all that is in them.
    Top,
}

impl Painter<'_> {
    pub(super) fn add(&mut self, item: Item) {
        self.add_on(self.level, item);
    }

    fn add_on(&mut self, level: Level, item: Item) {
        let item = if self.is_parked { item.parked() } else { item };
        if let Item::Text(text) = &item {
            self.make_room(text);
        }
        if let Some(items) = self.levels.get_mut(level as usize) {
            items.push(Drawn { subject: self.subject.clone(), item });
        }
    }

    /// No picture cuts a text.
    fn make_room(&mut self, text: &TextItem) {
        let sheet = self.layout.sheet;
        // No letter is wider than twice its height: most texts need not be measured.
        let reach = 2.0 * text.size * text.text.len() as f64;
        let (at, inner) = (text.at, sheet.inflate(-reach, -reach));
        if inner.x0 < at.x && at.x < inner.x1 && inner.y0 < at.y && at.y < inner.y1 {
            return;
        }
        let rect = text.rect();
        let is_inside =
            sheet.x0 <= rect.x0 && sheet.y0 <= rect.y0 && rect.x1 <= sheet.x1 && rect.y1 <= sheet.y1;
        if !is_inside && sheet.inflate(FAR, FAR).overlaps(rect) {
            let most = sheet.inflate(sheet.width() + FAR, sheet.height() + FAR);
            let rect = rect.intersect(most);
            let grown = self.bounds.union(rect.inflate(EDGE, EDGE)).expand();
            // Only where the text itself reaches out.
            self.bounds = Rect::new(
                if rect.x0 < self.bounds.x0 { grown.x0 } else { self.bounds.x0 },
                if rect.y0 < self.bounds.y0 { grown.y0 } else { self.bounds.y0 },
                if rect.x1 > self.bounds.x1 { grown.x1 } else { self.bounds.x1 },
                if rect.y1 > self.bounds.y1 { grown.y1 } else { self.bounds.y1 },
            );
        }
    }

    /// Letters with a halo of this colour below everything that stands on the ground.
    fn words(&mut self, text: TextItem, halo: Option<Color>) {
        if let Some(color) = halo {
            self.add_on(Level::Halos, Item::Halo(TextItem { color, ..text.clone() }));
        }
        let level = if self.level == Level::Top { Level::Top } else { Level::Letters };
        self.add_on(level, Item::Text(text));
    }

    fn of(&mut self, id: &ElementId) {
        self.subject = Subject::Element(id.clone());
        self.is_parked = self.is_off(id);
    }

    fn of_link(&mut self, line: &LinkLine, link: &Link) {
        self.subject = Subject::Link(line.key.clone());
        self.is_parked = link.parked || link.ends().filter_map(End::id).any(|id| self.is_off(id));
    }

    pub(super) fn of_paper(&mut self) {
        (self.subject, self.is_parked) = (Subject::Paper, false);
    }

    pub(super) fn of_sheet(&mut self) {
        (self.subject, self.is_parked) = (Subject::Sheet, false);
    }

    /// Whether an element, or the pipeline that it is a child of, is switched off.
    fn is_off(&self, id: &ElementId) -> bool {
        let Some(element) = self.map.element(id) else { return false };
        let parent = element.component().and_then(|component| match &component.place {
            Place::Within { pipeline, .. } => self.map.element(pipeline),
            _ => None,
        });
        element.parked || parent.is_some_and(|parent| parent.parked)
    }

    pub(super) fn line(&mut self, points: Vec<Point>, stroke: impl Into<Stroke>) {
        self.add(Item::Polyline { points, stroke: stroke.into() });
    }

    pub(super) fn label(&mut self, label: &Label, color: Color, has_halo: bool) {
        let width = self.layout.plot.width().max(1.0);
        let behind = self.theme.plot_color(label.rect.center().x / width).with_opacity(self.theme.halo);
        for (at, line) in label.placed_lines().filter(|(_, line)| !line.is_empty()) {
            let text = TextItem {
                text: line.to_owned(),
                at,
                anchoring: label.align,
                face: label.text.face,
                size: label.text.size,
                color,
                angle: 0.0,
            };
            self.words(text, has_halo.then_some(behind));
        }
    }

    fn color_of(&self, id: &ElementId) -> Option<Color> {
        self.map.element(id).and_then(|element| element.color)
    }

    fn zones(&mut self) {
        let layout = self.layout;
        for zone in &layout.zones {
            self.of(&zone.id);
            // The colours of OnlineWardleyMaps, filled at 40 %.
            let color = match zone.kind {
                crate::model::AttitudeKind::Pioneers => Color::rgb(0x3C, 0xCA, 0xF8),
                crate::model::AttitudeKind::Settlers => Color::rgb(0x59, 0x9A, 0xFA),
                crate::model::AttitudeKind::TownPlanners => Color::rgb(0x93, 0x6F, 0xF9),
            };
            let color = self.color_of(&zone.id).unwrap_or(color);
            self.add(Item::Rect {
                rect: zone.rect,
                radius: 8.0,
                fill: Some(Paint::Solid(color.with_opacity(0.4))),
                stroke: Some(Stroke::new(color, 1.0)),
            });
            let at = Point::new(zone.rect.x0 + 8.0, zone.rect.y0 + 16.0);
            let name = Label::new(vec![zone.kind.name().to_owned()], self.theme.sizes.note, Align::Start, at);
            self.label(&name, self.theme.label, false);
        }
    }

    fn areas(&mut self) {
        let layout = self.layout;
        for area in layout.areas.iter().filter(|area| area.outline.len() > 2) {
            self.of(&area.id);
            self.loop_of(area.outline.clone(), self.color_of(&area.id));
            self.label(&area.caption, self.theme.label, true);
        }
    }

    /// The loop of an area.
    pub(super) fn loop_of(&mut self, points: Vec<Point>, color: Option<Color>) {
        let line = self.theme.area;
        let color = color.unwrap_or(line.color);
        let stroke = Some(Stroke { color, ..line.into() });
        self.add(Item::Polygon { points, fill: Some(color.with_opacity(0.12)), stroke });
    }

    fn links(&mut self) {
        let (layout, map) = (self.layout, self.map);
        let links: Vec<_> =
            layout.links.iter().filter_map(|line| Some((line, map.links().nth(line.index)?))).collect();
        for (line, link) in &links {
            if let LinkKind::Flow(direction) = link.kind {
                self.of_link(line, link);
                self.flow(&line.points, direction);
            }
        }
        for line in &layout.future {
            let Some(link) = map.links().nth(line.index) else { continue };
            self.of_link(line, link);
            self.line(line.points.clone(), Stroke { dash: None, ..self.theme.evolution.into() });
        }
        for (line, link) in &links {
            self.of_link(line, link);
            self.link(line, link);
        }
    }

    /// The band of a flow, with chevrons that point where it goes.
    pub(super) fn flow(&mut self, points: &[Point], direction: Direction) {
        let band = self.theme.flow;
        self.line(points.to_vec(), band);
        let thin = Stroke::new(band.color.with_opacity(FLOW_CHEVRON), CHEVRON_WIDTH);
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            let along = *b - *a;
            let length = along.hypot();
            if length < 2.0 * CHEVRON_EVERY / 3.0 {
                if length > 2.0 * band.width {
                    self.chevrons(a.midpoint(*b), along / length, direction, thin);
                }
                continue;
            }
            let count = (length / CHEVRON_EVERY).round().max(1.0);
            for number in 0..count as u32 {
                let at = *a + along * ((f64::from(number) + 0.5) / count);
                self.chevrons(at, along / length, direction, thin);
            }
        }
    }

    fn chevrons(&mut self, at: Point, along: Vec2, direction: Direction, stroke: Stroke) {
        let size = self.theme.flow.width / 2.0 - 1.0;
        let across = Vec2::new(-along.y, along.x);
        let mut chevron = |tip: Point, way: f64| {
            let back = tip - along * (way * size);
            self.line(vec![back + across * size, tip, back - across * size], stroke);
        };
        match direction {
            Direction::Forward => chevron(at + along * (size / 2.0), 1.0),
            Direction::Backward => chevron(at - along * (size / 2.0), -1.0),
            Direction::Both => {
                chevron(at + along * (1.5 * size), 1.0);
                chevron(at - along * (1.5 * size), -1.0);
            }
        }
    }

    fn link(&mut self, line: &LinkLine, link: &Link) {
        let removed = link.ends().any(|end| {
            end.id().and_then(|id| self.map.component(id)).is_some_and(|component| component.removed)
        });
        let stroke = match link.kind {
            _ if removed => self.theme.removed,
            LinkKind::Constraint => self.theme.constraint,
            LinkKind::Need | LinkKind::Flow(_) => self.theme.need,
        };
        self.line(line.points.clone(), stroke);
        let Some(LinkText { text, at, angle, size, .. }) = line.words.clone() else { return };
        let behind = self.theme.plot_color(at.x / self.layout.plot.width().max(1.0));
        let text = TextItem {
            text,
            at,
            anchoring: Align::Middle,
            face: size.face,
            size: size.size,
            color: self.theme.link_text.color,
            angle,
        };
        self.words(text, Some(behind.with_opacity(self.theme.halo)));
    }

    fn evolutions(&mut self) {
        let layout = self.layout;
        for arrow in &layout.arrows {
            self.of(&arrow.id);
            self.shaft(arrow);
        }
    }

    pub(super) fn inertia(&mut self, rect: Rect) {
        let fill = Some(Paint::Solid(self.theme.inertia));
        self.add(Item::Rect { rect, radius: 0.0, fill, stroke: None });
    }

    /// An arrow to where a component evolves.
    pub(super) fn shaft(&mut self, arrow: &EvolutionArrow) {
        let line = self.theme.evolution;
        if arrow.has_shaft() {
            let direction = (arrow.to - arrow.from).normalize();
            let across = Vec2::new(-direction.y, direction.x);
            // The head is 8 long and 7 wide.
            let neck = arrow.to - direction * 8.0;
            if (neck - arrow.from).dot(direction) > 0.0 {
                self.line(vec![arrow.from, neck], line);
            }
            let points = vec![arrow.to, neck + across * 3.5, neck - across * 3.5];
            self.add(Item::Polygon { points, fill: Some(line.color), stroke: None });
        }
    }

    fn ghosts(&mut self) {
        let layout = self.layout;
        for arrow in &layout.arrows {
            self.of(&arrow.id);
            self.ghost(arrow, self.theme.sizes.symbol_radius);
        }
        for (id, bar) in &layout.inertia {
            self.of(id);
            self.inertia(*bar);
        }
    }

    /// What stands where an arrow ends, with its name; its circle has this radius.
    pub(super) fn ghost(&mut self, arrow: &EvolutionArrow, radius: f64) {
        let line = self.theme.evolution;
        let component = self.map.component(&arrow.id);
        if let Some(method) = component.and_then(|component| component.evolve.as_ref()?.method) {
            self.method(arrow.ghost, radius, method, line.color);
        }
        let is_square = component.is_some_and(|component| component.pipeline.is_some());
        let stroke = Some(Stroke::new(line.color, line.width));
        if is_square {
            let side = self.theme.sizes.square;
            let rect = Rect::from_center_size(arrow.ghost, (side, side));
            let fill = Some(Paint::Solid(self.theme.symbol_fill));
            self.add(Item::Rect { rect, radius: 0.0, fill, stroke });
        } else {
            let fill = Some(self.theme.symbol_fill);
            self.add(Item::Circle { center: arrow.ghost, radius, fill, stroke });
        }
        if let Some(label) = &arrow.label {
            self.label(label, line.color, true);
        }
    }

    fn pipelines(&mut self) {
        let layout = self.layout;
        for pipeline in &layout.pipelines {
            self.of(&pipeline.id);
            let stroke: Stroke = self.theme.pipeline.into();
            let color = self.color_of(&pipeline.id).unwrap_or(stroke.color);
            let stroke = Some(Stroke { color, ..stroke });
            self.add(Item::Rect { rect: pipeline.rect, radius: 0.0, fill: None, stroke });
        }
    }

    fn block_arrows(&mut self) {
        let layout = self.layout;
        for arrow in &layout.block_arrows {
            self.of(&arrow.id);
            self.block_arrow(arrow.rect, arrow.drive, self.color_of(&arrow.id));
            self.label(&arrow.caption, self.theme.label, true);
        }
    }

    /// A short line to a label that the program had to put further away.
    fn leader(&mut self, symbol: &Symbol) {
        let component = self.map.component(&symbol.id);
        let Some(component) = component.filter(|own| !own.is_anchor() && own.label.is_none()) else { return };
        // The ring of a method is part of the symbol.
        let outline = match (symbol.outline, component.method) {
            (Outline::Circle(radius), Some(_)) => Outline::Circle(radius + METHOD_HALO),
            (outline, _) => outline,
        };
        if let Some((from, to)) = symbol.label.leader(symbol.center, outline, self.theme.sizes.label_gap) {
            let stroke = Stroke { width: LEADER_WIDTH, dash: None, ..self.theme.need.into() };
            self.line(vec![from, to], stroke);
        }
    }

    /// The arrow of an accelerator, in a box.
    pub(super) fn block_arrow(&mut self, rect: Rect, drive: Drive, color: Option<Color>) {
        let turn = |(x, y): (f64, f64)| {
            let x = if drive == Drive::Slower { 1.0 - x } else { x };
            Point::new(rect.x0 + x * rect.width(), rect.y0 + y * rect.height())
        };
        let points =
            [(0.0, 0.3), (0.55, 0.3), (0.55, 0.05), (1.0, 0.5), (0.55, 0.95), (0.55, 0.7), (0.0, 0.7)];
        let color = color.unwrap_or(self.theme.block_arrow);
        let stroke = Some(Stroke::new(color, 1.0));
        let points = points.map(turn).to_vec();
        self.add(Item::Polygon { points, fill: Some(color.with_opacity(0.45)), stroke });
    }

    fn symbols(&mut self) {
        let layout = self.layout;
        for symbol in &layout.symbols {
            self.of(&symbol.id);
            let color = self.color_of(&symbol.id).unwrap_or(self.theme.label);
            self.leader(symbol);
            self.label(&symbol.label, color, true);
        }
        for symbol in &layout.symbols {
            let Some(component) = self.map.component(&symbol.id) else { continue };
            self.of(&symbol.id);
            let color = self.color_of(&symbol.id);
            self.symbol(symbol.center, symbol.outline, component, color);
        }
    }

    fn annotations(&mut self) {
        let layout = self.layout;
        if let Some(list) = &layout.annotations {
            self.of_sheet();
            self.block(list.rect);
            for entry in &list.entries {
                self.of(&entry.id);
                let bold = Label { text: self.theme.axis_title.text, ..entry.number.clone() };
                self.label(&bold, self.theme.label, false);
                self.label(&entry.text, self.theme.label, false);
            }
        }
        for disc in &layout.discs {
            self.of(&disc.id);
            let color = self.color_of(&disc.id).unwrap_or(self.theme.disc);
            let radius = self.theme.sizes.disc_radius;
            let stroke = Some(Stroke::new(self.theme.paper, 1.0));
            self.add(Item::Circle { center: disc.center, radius, fill: Some(color), stroke });
            self.add(Item::Text(TextItem {
                text: disc.number.to_string(),
                at: disc.center + Vec2::new(0.0, 4.0),
                anchoring: Align::Middle,
                face: self.theme.axis_title.text.face,
                size: 11.0,
                color: self.theme.paper,
                angle: 0.0,
            }));
        }
    }

    fn notes(&mut self) {
        let layout = self.layout;
        for note in &layout.notes {
            self.of(&note.id);
            let color = self.color_of(&note.id).unwrap_or(self.theme.label);
            self.label(&note.label, color, true);
        }
    }
}
