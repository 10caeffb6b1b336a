//! Two maps in one picture: what stayed is pale, old places are ghosts with arrows to the new ones, what is new has a plus,
//! what is gone is dotted.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::group::{Group, Level, Part};
use super::{Item, Paint, Scene, Stroke, Subject, TextItem, Theme};
use crate::compare::{Comparison, Row, Sort};
use crate::geometry::{Point, Rect, Vec2};
use crate::layout::{Align, Layout, Outline};
use crate::model::{Change, Color, ElementId, End, Field, Index, LinkKey, Map};
use crate::typeset::{Face, one_line, width};

/// The colour of what moved and of what is new: a blue-green, as no evolution arrow has it (after Okabe and Ito).
const NEW: Color = Color::rgb(0x00, 0x6D, 0x5B);
/// The colour of what was.
const OLD: Color = Color::rgb(0x6B, 0x5B, 0x95);
/// How strongly the paper covers what did not change.
const VEIL: f64 = 0.72;
/// A row of the legend, in sheet pixels.
const ROW: f64 = 18.0;

/// What of a comparison is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The old places of what moved, and what is gone.
    pub ghosts: bool,
    /// Whether what stayed is pale.
    pub dims: bool,
    /// Moves too small to matter.
    pub small: bool,
}

impl Default for Marks {
    fn default() -> Self {
        Self { ghosts: true, dims: true, small: false }
    }
}

/// What of the second map changed.
struct Changed {
    elements: BTreeSet<ElementId>,
    added: BTreeSet<ElementId>,
    links: BTreeSet<LinkKey>,
}

impl Changed {
    fn of(comparison: &Comparison) -> Self {
        let small: BTreeSet<&ElementId> = {
            let rows = || comparison.rows.iter();
            let told: BTreeSet<&ElementId> =
                rows().filter(|row| !row.is_small).flat_map(|row| &row.on).collect();
            rows()
                .filter(|row| row.is_small)
                .flat_map(|row| &row.on)
                .filter(|id| !told.contains(id))
                .collect()
        };
        let mut changed = Self { elements: BTreeSet::new(), added: BTreeSet::new(), links: BTreeSet::new() };
        let between = LazyCell::new(|| {
            let mut between: Index<(End, End), Vec<LinkKey>> = Index::default();
            for (key, _) in comparison.after.keyed_links() {
                between.entry((key.from.clone(), key.to.clone())).or_default().push(key);
            }
            between
        });
        let keys =
            |from: &End, to: &End| between.get(&(from.clone(), to.clone())).into_iter().flatten().cloned();
        for change in &comparison.patch.changes {
            match change {
                Change::Add(element) => {
                    changed.added.insert(element.id.clone());
                    changed.elements.insert(element.id.clone());
                }
                Change::Set { id, .. } if !small.contains(id) => {
                    changed.elements.insert(id.clone());
                }
                Change::Replace(element) => {
                    changed.elements.insert(element.id.clone());
                }
                Change::AddLink { link, .. } => {
                    changed.links.extend(keys(&link.from, &link.to));
                }
                Change::SetLink { key, fields } => {
                    let Some(was) = comparison.before.link(key) else { continue };
                    let mut now = (**was).clone();
                    for field in fields {
                        let _ = field.set(&mut now);
                    }
                    changed.links.extend(keys(&now.from, &now.to));
                }
                _ => {}
            }
        }
        changed
    }

    fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Element(id) => self.elements.contains(id),
            Subject::Link(key) => self.links.contains(key),
            Subject::Paper | Subject::Sheet | Subject::List => false,
        }
    }
}

/// The layouts of both maps of a comparison, in one theme.
#[derive(Clone, Debug)]
pub struct Layouts {
    /// Of the first.
    pub before: Layout,
    /// Of the second.
    pub after: Layout,
}

impl Layouts {
    /// Lays both maps out, on the sheet of the second.
    pub fn new(comparison: &Comparison, theme: &Theme) -> Self {
        let before = Map { sheet: comparison.after.sheet, ..comparison.before.clone() };
        Self {
            before: Layout::new(&before, &theme.sizes),
            after: Layout::new(&comparison.after, &theme.sizes),
        }
    }
}

/// What lies over the picture of the second map.
fn groups(
    comparison: &Comparison,
    scene: &Scene,
    layouts: &Layouts,
    theme: &Theme,
    marks: Marks,
) -> Vec<Arc<Group>> {
    let changed = Changed::of(comparison);
    let mut all = Vec::new();
    // Where nothing changed there is nothing to stand out.
    if marks.dims && !comparison.patch.changes.is_empty() {
        // The axes stay as they are, with their arrow.
        let plot = layouts.after.plot;
        let rect = Rect::new(plot.x0 + 1.0, plot.y0, plot.x1 + 0.5, plot.y1 - 1.0);
        let fill = Some(Paint::Solid(theme.paper.with_opacity(VEIL)));
        let veil = Item::Rect { rect, radius: 0.0, fill, stroke: None };
        let is_arrow = |(subject, item): &(&Subject, &Item)| {
            **subject == Subject::Sheet && matches!(item, Item::Polygon { .. })
        };
        let arrows = scene.items().filter(is_arrow).map(|(_, item)| item.clone());
        all.push(group(Subject::Sheet, std::iter::once(veil).chain(arrows).collect()));
        for (level, part) in scene.layers() {
            for own in part.groups().iter().filter(|group| changed.has(&group.subject)) {
                let items: Vec<Item> = own.on(level).cloned().collect();
                if !items.is_empty() {
                    all.push(group(own.subject.clone(), items));
                }
            }
        }
    }
    if marks.ghosts {
        all.extend(gone(comparison, layouts, theme));
        all.extend(moves(comparison, layouts, theme, marks));
    }
    all.extend(pluses(&changed, layouts));
    all.extend(renamed(comparison, layouts, theme));
    all
}

fn group(subject: Subject, items: Vec<Item>) -> Arc<Group> {
    let items = items.into_iter().map(|item| (Level::Top, item)).collect();
    Arc::new(Group { subject, items, beyond: Vec::new() })
}

/// An outline in dots, as something was.
fn ghost(center: Point, outline: Outline) -> Item {
    let stroke = Stroke::new(OLD, 1.5).dashed(1.5, 2.5);
    if let Outline::Square(half) = outline {
        let rect = Rect::from_center_size(center, (2.0 * half, 2.0 * half));
        Item::Rect { rect, radius: 0.0, fill: None, stroke: Some(stroke) }
    } else {
        let radius = outline.half().max(4.0);
        Item::Circle { center, radius, fill: None, stroke: Some(stroke) }
    }
}

/// Symbols and links that only the first map has.
fn gone(comparison: &Comparison, layouts: &Layouts, theme: &Theme) -> Vec<Arc<Group>> {
    let (mut all, mut names) = (Vec::new(), Vec::new());
    for change in &comparison.patch.changes {
        match change {
            Change::RemoveLink(key) | Change::SetLink { key, .. } => {
                let is_moved = !matches!(change, Change::SetLink { fields, .. } if fields.iter().all(|field| field.ends().next().is_none()));
                if let Some(line) = layouts.before.link(key).filter(|_| is_moved) {
                    let stroke = Stroke::new(OLD, 1.0).dashed(1.5, 3.0);
                    all.push(group(
                        Subject::Link(key.clone()),
                        vec![Item::Polyline { points: line.points.clone(), stroke }],
                    ));
                }
            }
            Change::Remove(id) => {
                let Some(symbol) = layouts.before.symbol(id) else { continue };
                let mut items = vec![ghost(symbol.center, symbol.outline)];
                // A cross, so that it is no old place of something that is there still.
                let arm = 0.6 * symbol.outline.half().max(5.0);
                for (dx, dy) in [(arm, arm), (arm, -arm)] {
                    let by = Vec2::new(dx, dy);
                    let points = vec![symbol.center - by, symbol.center + by];
                    items.push(Item::Polyline { points, stroke: Stroke::new(OLD, 1.5) });
                }
                let name = comparison.before.element(id).map_or("", |element| element.name());
                let at = Point::new(symbol.center.x + symbol.outline.half() + 6.0, symbol.center.y - 6.0);
                items.extend(lettered(name, at, theme, OLD));
                // Names lie over lines.
                names.push(group(Subject::Element(id.clone()), items));
            }
            _ => {}
        }
    }
    all.extend(names);
    all
}

fn lettered(text: &str, at: Point, theme: &Theme, color: Color) -> Vec<Item> {
    let text = one_line(text);
    let item = TextItem {
        text,
        at,
        anchoring: Align::Start,
        face: Face::Regular,
        size: 0.92 * theme.sizes.label.size,
        color,
        angle: 0.0,
    };
    vec![Item::Halo(TextItem { color: theme.paper, ..item.clone() }), Item::Text(item)]
}

/// Arrows from old places to new ones: a whole line that grows from the ghost, with a hollow head, where evolution is dashed
/// with a filled one.
fn moves(comparison: &Comparison, layouts: &Layouts, theme: &Theme, marks: Marks) -> Vec<Arc<Group>> {
    let is_small = |row: &&Row| row.is_small && row.sort == Sort::Moved;
    let small: BTreeSet<&ElementId> =
        comparison.rows.iter().filter(is_small).flat_map(|row| &row.on).collect();
    let arrow = |id: &ElementId| {
        let (was, is) = (layouts.before.symbol(id)?, layouts.after.symbol(id)?);
        if small.contains(id) && !marks.small {
            return None;
        }
        let way = is.center - was.center;
        let length = way.hypot();
        let mut items = vec![ghost(was.center, was.outline)];
        let (start, end) = (was.outline.half().max(4.0), is.outline.half().max(4.0) + 3.0);
        if length > start + end + 6.0 {
            let along = way / length;
            let (from, tip) = (was.center + along * start, is.center - along * end);
            let head = 9.0_f64.min(0.5 * (length - start - end));
            let across = Vec2::new(-along.y, along.x);
            let base = tip - along * head;
            items.push(Item::Polyline { points: vec![from, base], stroke: Stroke::new(NEW, 2.0) });
            let points = vec![tip, base + across * (0.55 * head), base - across * (0.55 * head)];
            items.push(Item::Polygon {
                points,
                fill: Some(theme.paper),
                stroke: Some(Stroke::new(NEW, 1.8)),
            });
        }
        Some(group(Subject::Element(id.clone()), items))
    };
    comparison.moved().filter_map(|(id, ..)| arrow(id)).collect()
}

/// A ring with a plus at what is new.
fn pluses(changed: &Changed, layouts: &Layouts) -> Vec<Arc<Group>> {
    let plus = |id: &ElementId| {
        let rect = layouts.after.element_rect(id)?;
        let symbol = layouts.after.symbol(id);
        let center = symbol.map_or_else(|| rect.center(), |symbol| symbol.center);
        let radius = symbol.map_or(8.0, |symbol| symbol.outline.half().max(6.0)) + 4.0;
        let stroke = Stroke::new(NEW, 2.0);
        let mut items = Vec::new();
        if symbol.is_some_and(|symbol| symbol.outline != Outline::Bare) {
            items.push(Item::Circle { center, radius, fill: None, stroke: Some(stroke) });
        }
        let at = if symbol.is_none_or(|symbol| symbol.outline == Outline::Bare) {
            Point::new(rect.x0 - 9.0, rect.y0 + 4.0)
        } else {
            center + Vec2::new(-0.75 * radius, -0.75 * radius)
        };
        items.push(Item::Circle { center: at, radius: 5.5, fill: Some(NEW), stroke: None });
        for by in [Vec2::new(3.0, 0.0), Vec2::new(0.0, 3.0)] {
            items.push(Item::Polyline {
                points: vec![at - by, at + by],
                stroke: Stroke::new(Color::WHITE, 1.5),
            });
        }
        Some(group(Subject::Element(id.clone()), items))
    };
    changed.added.iter().filter_map(plus).collect()
}

/// Old names, struck through, below new ones.
fn renamed(comparison: &Comparison, layouts: &Layouts, theme: &Theme) -> Vec<Arc<Group>> {
    let label = |change: &Change| {
        let Change::Set { id, fields } = change else { return None };
        let is_renamed = fields.iter().any(|field| matches!(field, Field::Name(_)));
        let symbol = layouts.after.symbol(id).filter(|_| is_renamed)?;
        let old = one_line(comparison.before.element(id)?.name());
        let size = 0.92 * theme.sizes.label.size;
        let rect = symbol.label.rect;
        // Below the new name, or above it where the symbol is.
        let below = Rect::new(rect.x0, rect.y1, rect.x1, rect.y1 + 1.3 * size);
        let is_free = below.intersect(symbol.rect()).is_zero_area();
        let y = if is_free { rect.y1 + size } else { rect.y0 - 0.3 * size };
        let at = Point::new(rect.x0, y);
        let long = width(&old, Face::Regular, size);
        let mut items = lettered(&old, at, theme, OLD);
        let y = at.y - 0.3 * size;
        items.push(Item::Polyline {
            points: vec![Point::new(at.x, y), Point::new(at.x + long, y)],
            stroke: Stroke::new(OLD, 1.0),
        });
        Some(group(Subject::Element(id.clone()), items))
    };
    comparison.patch.changes.iter().filter_map(label).collect()
}

/// The picture of the second map with what differs over it, and what the marks mean below it.
#[must_use]
pub fn with_comparison(
    mut scene: Scene,
    comparison: &Comparison,
    layouts: &Layouts,
    theme: &Theme,
    marks: Marks,
) -> Scene {
    let over = groups(comparison, &scene, layouts, theme, marks);
    let bounds = scene.bounds;
    let below = Rect::new(bounds.x0, bounds.y1, bounds.x1, bounds.y1 + ROW + 12.0);
    let paper = Rect::new(below.x0, below.y0 - 0.5, below.x1, below.y1);
    let fill = Some(Paint::Solid(theme.paper));
    let mut legend = vec![Item::Rect { rect: paper, radius: 0.0, fill, stroke: None }];
    let y = below.y0 + 0.75 * ROW;
    let size = theme.sizes.note.size;
    let mut x = layouts.after.plot.x0;
    let words = |x: f64, words: &str| TextItem {
        text: words.to_owned(),
        at: Point::new(x, y),
        anchoring: Align::Start,
        face: Face::Regular,
        size,
        color: theme.label,
        angle: 0.0,
    };
    let middle = y - 0.35 * size;
    for (sort, text) in [(0, "was here, moved"), (1, "new"), (2, "gone")] {
        let center = Point::new(x + 6.0, middle);
        match sort {
            0 => {
                legend.push(ghost(center, Outline::Circle(5.0)));
                let (from, tip) = (Point::new(x + 12.0, middle), Point::new(x + 34.0, middle));
                let base = Point::new(tip.x - 8.0, middle);
                legend.push(Item::Polyline { points: vec![from, base], stroke: Stroke::new(NEW, 2.0) });
                let points = vec![tip, Point::new(base.x, middle + 4.5), Point::new(base.x, middle - 4.5)];
                legend.push(Item::Polygon {
                    points,
                    fill: Some(theme.paper),
                    stroke: Some(Stroke::new(NEW, 1.8)),
                });
                x += 22.0;
            }
            1 => {
                legend.push(Item::Circle { center, radius: 5.5, fill: Some(NEW), stroke: None });
                for by in [Vec2::new(3.0, 0.0), Vec2::new(0.0, 3.0)] {
                    let points = vec![center - by, center + by];
                    legend.push(Item::Polyline { points, stroke: Stroke::new(Color::WHITE, 1.5) });
                }
            }
            _ => {
                legend.push(ghost(center, Outline::Circle(5.0)));
                for by in [Vec2::new(3.0, 3.0), Vec2::new(3.0, -3.0)] {
                    let points = vec![center - by, center + by];
                    legend.push(Item::Polyline { points, stroke: Stroke::new(OLD, 1.5) });
                }
            }
        }
        let item = words(x + 18.0, text);
        x = item.rect().x1 + 26.0;
        legend.push(Item::Text(item));
    }
    scene.parts.push(Part::new(over));
    scene.parts.push(Part::new(vec![group(Subject::Sheet, legend)]));
    scene.bounds = bounds.union(below);
    scene
}

/// What differs, alone, to be laid over the picture of the second map.
pub fn comparison_alone(
    comparison: &Comparison,
    scene: &Scene,
    layouts: &Layouts,
    theme: &Theme,
    marks: Marks,
) -> Scene {
    let over = groups(comparison, scene, layouts, theme, marks);
    let mut alone = Scene::of_items(layouts.after.plot, "", "", Vec::new());
    alone.parts = vec![Part::new(over)];
    alone
}

/// The picture of the second map of a comparison, with what differs from the first.
pub fn comparison_scene(comparison: &Comparison, theme: &Theme, marks: Marks) -> Scene {
    let layouts = Layouts::new(comparison, theme);
    let scene = super::build(&comparison.after, &layouts.after, theme);
    with_comparison(scene, comparison, &layouts, theme, marks)
}
