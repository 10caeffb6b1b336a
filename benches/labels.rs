//! How well labels are placed: a table over the real maps, for their authors' placement and for ours.
//!
//! `cargo bench --bench labels`. Counts, not times: every run prints the same numbers.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use mapstone::files;
use mapstone::format::{self, Format, Origin};
use mapstone::geometry::{Point, Rect, Vec2, distance_to_polyline};
use mapstone::layout::{Layout, METHOD_HALO, Outline};
use mapstone::model::{Edit, Map, Place, Position};
use mapstone::scene::Theme;

/// What is wrong with the labels of a map, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Faults {
    labels: usize,
    /// Pairs of labels that share more than a square pixel.
    on_labels: usize,
    /// Labels that a symbol reaches into.
    on_symbols: usize,
    /// Labels that a link passes through.
    on_links: usize,
    /// Labels that a pipeline's border passes through.
    on_borders: usize,
    /// Labels that are not wholly on the plot.
    outside: usize,
    /// Labels on an evolution arrow or its head, their own or another's.
    on_arrows: usize,
    /// Labels on the caption of an accelerator.
    on_captions: usize,
    /// Labels on the ring of another's method.
    on_rings: usize,
    /// From the symbols' edges to their labels, in pixels, added up.
    distance: f64,
}

impl Faults {
    fn of(map: &Map, layout: &Layout) -> Self {
        let mut faults = Self::default();
        let labels: Vec<Rect> = labels(map, layout).into_iter().map(|(_, _, rect)| rect).collect();
        faults.labels = labels.len();
        for (at, one) in labels.iter().enumerate() {
            let others = labels.iter().skip(at + 1);
            faults.on_labels += others.filter(|other| one.intersect(**other).area() > 1.0).count();
            let inner = one.inflate(-1.0, -1.0);
            faults.on_symbols += usize::from(layout.symbols.iter().any(|symbol| {
                symbol.outline != Outline::Bare && gap(*one, symbol.center) < symbol.outline.half() - 0.5
            }));
            let crosses = |points: &[Point]| points.windows(2).any(|ends| passes(inner, ends[0], ends[1]));
            faults.on_links += usize::from(layout.links.iter().any(|line| crosses(&line.points)));
            faults.on_borders +=
                usize::from(layout.pipelines.iter().any(|pipeline| crosses(&border(pipeline.rect))));
            faults.on_arrows += usize::from(layout.arrows.iter().any(|arrow| {
                let head = Rect::from_points(arrow.from, arrow.to).inflate(0.0, 3.5);
                arrow.has_shaft() && inner.intersect(head).area() > 1.0
            }));
            let captions = layout.block_arrows.iter().map(|arrow| arrow.caption.rect);
            faults.on_captions +=
                usize::from(captions.into_iter().any(|rect| inner.intersect(rect).area() > 1.0));
            faults.on_rings += usize::from(layout.symbols.iter().any(|symbol| {
                map.component(&symbol.id).is_some_and(|component| component.method.is_some())
                    && gap(*one, symbol.center) < symbol.outline.half() + METHOD_HALO - 0.5
            }));
            let plot = layout.plot.inflate(0.5, 0.5);
            let corners = [one.origin(), Point::new(one.x1, one.y1)];
            faults.outside += usize::from(!corners.iter().all(|corner| plot.contains(*corner)));
        }
        for (_, symbol, rect) in self::labels(map, layout) {
            let (center, half) = layout.symbols.get(symbol).map(|s| (s.center, s.outline.half())).unwrap();
            faults.distance += (gap(rect, center) - half).max(0.0);
        }
        faults
    }

    fn plus(self, other: Self) -> Self {
        Self {
            labels: self.labels + other.labels,
            on_labels: self.on_labels + other.on_labels,
            on_symbols: self.on_symbols + other.on_symbols,
            on_links: self.on_links + other.on_links,
            on_borders: self.on_borders + other.on_borders,
            outside: self.outside + other.outside,
            on_arrows: self.on_arrows + other.on_arrows,
            on_captions: self.on_captions + other.on_captions,
            on_rings: self.on_rings + other.on_rings,
            distance: self.distance + other.distance,
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<10} {:>7} {:>14} {:>15} {:>13} {:>16} {:>8} {:>9} {:>11} {:>8} {:>12.1}",
            self.labels,
            self.on_labels,
            self.on_symbols,
            self.on_links,
            self.on_borders,
            self.outside,
            self.on_arrows,
            self.on_captions,
            self.on_rings,
            self.distance / self.labels.max(1) as f64
        );
    }
}

/// The components' labels: the id, which symbol's, and the box.
fn labels<'a>(map: &'a Map, layout: &'a Layout) -> Vec<(&'a str, usize, Rect)> {
    let has_label = |id| map.component(id).is_some_and(|component| !component.is_anchor());
    let symbols = layout.symbols.iter().enumerate().filter(|(_, symbol)| has_label(&symbol.id));
    let named = symbols.filter(|(_, symbol)| symbol.label.rect.width() > 1.0);
    named.map(|(at, symbol)| (symbol.id.as_str(), at, symbol.label.rect)).collect()
}

/// From a rectangle to a point; 0 inside.
fn gap(rect: Rect, point: Point) -> f64 {
    let near = Point::new(point.x.clamp(rect.x0, rect.x1), point.y.clamp(rect.y0, rect.y1));
    near.distance(point)
}

fn border(rect: Rect) -> Vec<Point> {
    [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x1, rect.y1), (rect.x0, rect.y1), (rect.x0, rect.y0)]
        .map(Point::from)
        .to_vec()
}

/// Whether a straight line passes through a rectangle (Liang and Barsky's rule).
fn passes(rect: Rect, a: Point, b: Point) -> bool {
    let way = b - a;
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, low, high) in [(way.x, rect.x0 - a.x, rect.x1 - a.x), (way.y, rect.y0 - a.y, rect.y1 - a.y)] {
        if step == 0.0 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (one, other) = (low / step, high / step);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    enter < leave
}

fn real_maps() -> Vec<Map> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus/maps");
    let (folder, format, ending) = if corpus.is_dir() {
        (corpus, Format::Owm, "owm")
    } else {
        println!("SKIPPED: no corpus of real maps; these are the maps that come along");
        (root.join("maps"), Format::Ron, "ron")
    };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|own| own == ending));
    paths.sort();
    paths
        .iter()
        .filter_map(|path| {
            let reading = format::read(format, &std::fs::read_to_string(path).unwrap());
            files::settled(Origin::Format(format), reading).map
        })
        .collect()
}

/// The map with every label where the program puts it.
fn tidied(map: &Map) -> Map {
    let ids: Vec<_> = map.components().map(|(element, _)| element.id.clone()).collect();
    ids.into_iter().fold(map.clone(), |map, id| Edit::Label { id, offset: None }.apply_to(map).unwrap())
}

/// Of all other labels, how many stand elsewhere beside their symbols once one component has moved a little.
fn disturbed(map: &Map, theme: &Theme) -> (usize, usize) {
    let before = Layout::new(map, &theme.sizes);
    let offsets = |layout: &Layout| -> Vec<(String, Vec2)> {
        let offset = |(id, symbol, rect): (&str, usize, Rect)| {
            (id.to_owned(), rect.origin() - layout.symbols.get(symbol).unwrap().center)
        };
        labels(map, layout).into_iter().map(offset).collect()
    };
    let old = offsets(&before);
    let (mut moved_labels, mut all) = (0, 0);
    let placed = map.components().filter(|(_, component)| matches!(component.place, Place::At(_)));
    for (element, _) in placed.step_by(5) {
        let elements = [element.id.clone()].into();
        let after = Edit::Move { elements, visibility: -0.02, evolution: 0.02 }.apply(map).unwrap();
        let new = offsets(&Layout::new(&after, &theme.sizes));
        let others = old.iter().zip(&new).filter(|((id, _), _)| *id != element.id.as_str());
        let (count, far) = others.fold((0, 0), |(count, far), ((_, a), (_, b))| {
            (count + 1, far + usize::from((*a - *b).hypot() > 0.5))
        });
        all += count;
        moved_labels += far;
    }
    (moved_labels, all)
}

/// An editing session: components are moved, added, linked and evolved one after the other. Of the labels of what is
/// not touched, how many stand on another side of their symbols after each step; how many there were, and the steps.
fn session(map: &Map, theme: &Theme) -> (usize, usize, usize) {
    use mapstone::model::{Evolution, Evolve};
    let ids: Vec<_> = map.components().map(|(element, _)| element.id.clone()).collect();
    let (mut turned, mut all, mut steps) = (0, 0, 0);
    let mut now = map.clone();
    for (number, id) in ids.iter().enumerate().step_by(3).take(12) {
        let edit = match number / 3 % 2 {
            0 => Edit::Move { elements: [id.clone()].into(), visibility: 0.03, evolution: -0.04 },
            _ => Edit::Evolve { id: id.clone(), evolve: Some(Evolve::to(Evolution::clamped(0.9))) },
        };
        let Ok(next) = edit.apply(&now) else { continue };
        let sides = |map: &Map| -> Vec<(String, [bool; 2])> {
            let layout = Layout::new(map, &theme.sizes);
            let side = |(id, symbol, rect): (&str, usize, Rect)| {
                let center = layout.symbols.get(symbol).unwrap().center;
                (id.to_owned(), [rect.center().x > center.x, rect.center().y > center.y + 4.0])
            };
            labels(map, &layout).into_iter().map(side).collect()
        };
        let others = |(own, _): &(String, [bool; 2])| own != id.as_str();
        let before: Vec<_> = sides(&now).into_iter().filter(others).collect();
        let after: Vec<_> = sides(&next).into_iter().filter(others).collect();
        all += before.len();
        turned += before.iter().zip(&after).filter(|(a, b)| a.1 != b.1).count();
        steps += 1;
        now = next;
    }
    (turned, all, steps)
}

/// A map of so many components on a jittered grid, each needing the one before.
fn large(count: usize) -> Map {
    use mapstone::model::{Component, ComponentKind, Element, ElementId, Link, LinkKind};
    let id = |at: usize| ElementId::new(&format!("c{at}"));
    let columns = (count as f64).sqrt().ceil() as usize;
    let place = |at: usize| {
        let (x, y) = ((at % columns) as f64, (at / columns) as f64);
        let jitter = ((at * 7919) % 13) as f64 / 13.0;
        Position::clamped(0.98 - (y + 0.5 * jitter) / columns as f64, (x + jitter) / columns as f64)
    };
    let component =
        |at| Component::new(&format!("Component {at}"), ComponentKind::Component, Place::At(place(at)));
    let elements = (0..count).map(|at| Arc::new(Element::new(id(at), component(at)))).collect();
    let links = (1..count).map(|at| Arc::new(Link::between(&id(at - 1), &id(at), LinkKind::Need))).collect();
    Map::default().with_elements(elements).with_links(links)
}

/// What links run through, as they would run straight and as they are laid out.
fn links(maps: &[Map], theme: &Theme) {
    let (mut all, mut bent) = (0, 0);
    let (mut straight_through, mut through, mut straight_behind, mut behind) = (0, 0, 0.0, 0.0);
    let (mut straight_same, mut same) = (0, 0);
    for map in maps {
        let layout = Layout::new(map, &theme.sizes);
        let labels: Vec<Rect> = labels(map, &layout).into_iter().map(|(_, _, rect)| rect).collect();
        let straight: Vec<Vec<Point>> = layout
            .links
            .iter()
            .map(|line| vec![line.points[0], line.points[line.points.len() - 1]])
            .collect();
        for (line, straight) in layout.links.iter().zip(&straight) {
            let runs_through = |points: &[Point]| {
                layout.symbols.iter().any(|symbol| {
                    let is_end =
                        [&line.key.from, &line.key.to].iter().any(|end| end.id() == Some(&symbol.id));
                    symbol.outline != Outline::Bare
                        && !is_end
                        && distance_to_polyline(symbol.center, points) < symbol.outline.half()
                })
            };
            let length_behind = |points: &[Point]| -> f64 {
                points
                    .windows(2)
                    .map(|ends| {
                        let steps = (ends[0].distance(ends[1])).ceil().max(1.0);
                        let inside = (0..steps as u32).filter(|step| {
                            let at = ends[0].lerp(ends[1], (f64::from(*step) + 0.5) / steps);
                            labels.iter().any(|label| label.contains(at))
                        });
                        inside.count() as f64 * ends[0].distance(ends[1]) / steps
                    })
                    .sum()
            };
            all += 1;
            bent += usize::from(line.points.len() > 3);
            straight_through += usize::from(runs_through(straight));
            through += usize::from(runs_through(&line.points));
            straight_behind += length_behind(straight);
            behind += length_behind(&line.points);
        }
        let pairs = |lines: &[Vec<Point>]| {
            let middle =
                |line: &[Point]| line[0].midpoint(line[line.len() - 1]).distance(line[line.len() / 2]);
            let is_same = |a: &[Point], b: &[Point]| {
                let (a0, a1, b0, b1) = (a[0], a[a.len() - 1], b[0], b[b.len() - 1]);
                let ends = a0.distance(b0).max(a1.distance(b1)).min(a0.distance(b1).max(a1.distance(b0)));
                ends < 1.0 && (middle(a) - middle(b)).abs() < 1.0
            };
            (0..lines.len())
                .map(|at| lines[at + 1..].iter().filter(|other| is_same(&lines[at], other)).count())
                .sum::<usize>()
        };
        straight_same += pairs(&straight);
        same += pairs(&layout.links.iter().map(|line| line.points.clone()).collect::<Vec<_>>());
    }
    println!("\n{all} links, {bent} of them bent");
    println!("           through a symbol  behind labels px  pairs that coincide");
    println!("straight   {straight_through:>16} {straight_behind:>17.0} {straight_same:>20}");
    println!("ours       {through:>16} {behind:>17.0} {same:>20}");
}

fn main() {
    let theme = Theme::for_map("mapstone");
    let maps = real_maps();
    println!("{} maps, drawn in our own theme\n", maps.len());
    println!(
        "placed by   labels  label on label  label on symbol  link through  border through  outside  on arrow  on caption  on ring  distance px"
    );
    let stacked = maps.iter().filter(|map| map.stacks_labels()).count();
    let total = |maps: &[Map]| {
        let each = maps.iter().map(|map| Faults::of(map, &Layout::new(map, &theme.sizes)));
        each.fold(Faults::default(), Faults::plus)
    };
    let ours: Vec<Map> = maps.iter().map(tidied).collect();
    total(&maps).print("authors");
    total(&ours).print("us");
    println!("{stacked} of {} maps read with long labels stacked", maps.len());
    links(&maps, &theme);
    let (far, all) =
        ours.iter().map(|map| disturbed(map, &theme)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    println!(
        "\na move by 2 % disturbs {:.2} % of the other labels ({far} of {all})",
        100.0 * far as f64 / all.max(1) as f64
    );
    let (turned, labels, steps) =
        ours.iter().map(|map| session(map, &theme)).fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    println!(
        "a session of {steps} edits: {turned} of {labels} labels of what was not touched changed sides ({:.2} %)",
        100.0 * turned as f64 / labels.max(1) as f64
    );
    let map = large(1000);
    let mut times: Vec<_> = (0..9)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(Layout::new(&map, &theme.sizes));
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("1,000 components laid out, labels and all: median {:.1?}", times[times.len() / 2]);
}
