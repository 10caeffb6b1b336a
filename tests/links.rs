//! Lines between symbols: where they end, what they part around, and where their words stand.

use std::collections::BTreeSet;

use mapstone::format::{self, Format};
use mapstone::geometry::{Point, Vec2, distance_to_polyline};
use mapstone::layout::{Layout, LinkLine, Outline, hit};
use mapstone::model::{
    Body, Color, Component, Edit, Element, ElementId, Evolve, LabelOffset, Link, LinkKind, Map, Pipeline,
};
use mapstone::scene::{self, Item, Subject, Theme};

fn layout(text: &str) -> Layout {
    let map = format::read(Format::Owm, text).map.unwrap();
    Layout::new(&map, &Theme::for_map("").sizes)
}

fn bend(line: &LinkLine) -> f64 {
    let (a, b) = (line.points[0], line.points[line.points.len() - 1]);
    line.points.iter().map(|point| distance_to_polyline(*point, &[a, b])).fold(0.0, f64::max)
}

#[test]
fn a_link_parts_around_a_symbol_that_is_not_its_own() {
    let through = "component A [0.8, 0.2]\ncomponent B [0.5, 0.5]\ncomponent C [0.2, 0.8]\nA->C\nA->B\n";
    let layout = layout(through);
    let b = layout.symbol(&ElementId::new("b")).unwrap();
    let (long, short) = (&layout.links.first().unwrap(), &layout.links.get(1).unwrap());
    assert!(distance_to_polyline(b.center, &long.points) > b.outline.half() + 2.0);
    // Gently, and no more than that: the other is straight.
    assert!(bend(long) < 30.0, "{}", bend(long));
    assert_eq!(short.points.len(), 2);
}

#[test]
fn links_of_the_same_two_do_not_coincide() {
    let need = "component A [0.8, 0.3]\ncomponent B [0.3, 0.6]\n";
    for links in ["A->B\nB->A\n", "A->B\nA->B\nA->B\n", "A+<>B\nA->B\n"] {
        let layout = layout(&format!("{need}{links}"));
        for (number, one) in layout.links.iter().enumerate() {
            for other in layout.links.iter().skip(number + 1) {
                let half = one.points.len() / 2;
                let middle = if half == 1 { one.middle().unwrap().0 } else { one.points[half] };
                let apart = distance_to_polyline(middle, &other.points);
                assert!(apart > 5.0, "{links}: {apart}");
            }
        }
    }
}

#[test]
fn lines_and_arrowheads_end_at_outlines_in_every_direction() {
    for (kind, reach) in [("", 6.0), ("(market)", 12.0), ("(ecosystem)", 18.0)] {
        for step in 0..24 {
            let angle = f64::from(step) / 24.0 * std::f64::consts::TAU;
            let (visibility, maturity) = (0.5 + 0.4 * angle.sin(), 0.5 + 0.3 * angle.cos());
            let text = format!(
                "component A [0.5, 0.5] {kind}\ncomponent B [{visibility:.4}, {maturity:.4}]\nA->B\nB->A\n"
            );
            let layout = layout(&text);
            for line in &layout.links {
                let ends =
                    [(&line.key.from, line.points[0]), (&line.key.to, line.points[line.points.len() - 1])];
                for (end, at) in ends {
                    let symbol = layout.symbol(end.id().unwrap()).unwrap();
                    let expected = if symbol.id.as_str() == "a" { reach } else { 6.0 };
                    assert!((at.distance(symbol.center) - expected).abs() < 0.01, "{kind} {step}");
                }
            }
        }
        // The head of an evolution, to the right and to the left, at the ghost's outer edge.
        for to in [0.9, 0.1] {
            let layout = layout(&format!("component A [0.5, 0.5] {kind}\nevolve A {to}\n"));
            let arrow = &layout.arrows.first().unwrap();
            assert!((arrow.to.distance(arrow.ghost) - 6.75).abs() < 1e-9, "{kind} {to}");
        }
    }
    let square = layout("component A [0.5, 0.5]\npipeline A [0.4, 0.6]\nevolve A 0.9\n");
    let Outline::Square(half) = square.symbols.first().unwrap().outline else { panic!("a square") };
    assert!(
        (square.arrows.first().unwrap().to.distance(square.arrows.get(0).unwrap().ghost) - half - 0.75).abs()
            < 1e-9
    );
}

#[test]
fn words_of_links_stand_upright_and_clear_of_lines() {
    for step in 0..16 {
        let angle = f64::from(step) / 16.0 * std::f64::consts::TAU;
        let (visibility, maturity) = (0.5 + 0.4 * angle.sin(), 0.5 + 0.3 * angle.cos());
        // Another link crosses just where the words would stand first.
        let (one, other) = (0.5 + 0.2 * angle.sin(), 0.5 + 0.15 * angle.cos());
        let (across, along) = (0.15 * angle.cos(), -0.1 * angle.sin());
        let text = format!(
            "component A [0.5, 0.5]\ncomponent B [{visibility:.4}, {maturity:.4}]\nA->B; limited by\n\
             component C [{:.4}, {:.4}] label [-200, 0]\ncomponent D [{:.4}, {:.4}] label [-200, 0]\nC->D\n",
            one + across,
            other + along,
            one - across,
            other - along
        );
        let map = format::read(Format::Owm, &text).map.unwrap();
        let theme = Theme::for_map("");
        let layout = Layout::new(&map, &theme.sizes);
        let scene = scene::build(&map, &layout, &theme);
        let words = scene.items().find_map(|drawn| match drawn {
            (Subject::Link(_), Item::Text(text)) => Some(text),
            _ => None,
        });
        let words = words.unwrap();
        assert!((-90.0..=90.0).contains(&words.angle), "{step}: {}", words.angle);
        // No line passes through the middle of the letters.
        let (sin, cos) = words.angle.to_radians().sin_cos();
        let half = mapstone::typeset::width(&words.text, words.face, words.size) / 2.0;
        for line in &layout.links {
            for place in -10..=10 {
                let along = half * f64::from(place) / 10.0;
                let up = words.size * 0.35;
                let at = Point::new(words.at.x + along * cos + up * sin, words.at.y + along * sin - up * cos);
                let distance = distance_to_polyline(at, &line.points);
                assert!(distance > 2.0, "{step}: {distance}");
            }
        }
    }
}

/// The words along a link belong to it: what points at them points at the link, however they are turned.
#[test]
fn words_along_a_link_are_hit() {
    use mapstone::layout::{Hit, hit};
    let map = format::read(
        Format::Owm,
        "component A [0.9, 0.2]\ncomponent B [0.2, 0.7]\nA->B; limited by many things\n",
    );
    let map = map.map.unwrap();
    let layout = Layout::new(&map, &Theme::for_map("mapstone").sizes);
    let line = &layout.links.first().unwrap();
    let words = line.words.as_ref().expect("words along it");
    // Half way along them, and as far from the line as their letters reach.
    let along = Vec2::new(words.angle.to_radians().cos(), words.angle.to_radians().sin());
    let up = Vec2::new(along.y, -along.x);
    for share in [-0.45, 0.0, 0.45] {
        let at = words.at + along * (words.width * share) + up * (0.4 * words.size.size);
        assert_eq!(hit(&layout, at, 0.0), Some(Hit::Link(line.key.clone())), "{share}");
    }
    let beyond = words.at + along * (0.6 * words.width) + up * (0.4 * words.size.size);
    assert_eq!(hit(&layout, beyond, 0.0), None);
}

/// A map of so many components, with links and things that evolve.
fn generated(count: usize, random: &mut impl FnMut() -> f64) -> String {
    let mut text = String::new();
    for number in 0..count {
        let (up, right) = (random(), random());
        let inertia = if random() < 0.1 { " inertia" } else { "" };
        text.push_str(&format!("component Part {number} [{up:.3}, {right:.3}]{inertia}\n"));
        if random() < 0.05 {
            let (left, right) = (0.5 * random(), 0.5 + 0.5 * random());
            text.push_str(&format!("pipeline Part {number}\n{{\ncomponent Kind {number} [{left:.2}]\n"));
            text.push_str(&format!("component Other {number} [{right:.2}]\n}}\n"));
        }
        if random() < 0.03 {
            text.push_str(&format!("note Note {number} [{right:.2}, {up:.2}]\n"));
        }
        if random() < 0.2 {
            text.push_str(&format!("evolve Part {number}->Next {number} {:.3}\n", right.midpoint(1.0)));
        }
    }
    for _ in 0..count + count / 3 {
        let end = |random: &mut dyn FnMut() -> f64| (random() * count as f64) as usize;
        let arrow = if random() < 0.05 { "+>" } else { "->" };
        text.push_str(&format!("Part {}{arrow}Part {}\n", end(random), end(random)));
    }
    text
}

/// A component of a map with a change; notes stay as they are.
fn changed(map: &Map, id: &ElementId, change: impl Fn(&mut Element, &mut Component)) -> Element {
    let mut element = Element::clone(map.element(id).unwrap());
    if let Some(mut component) = element.component().cloned() {
        change(&mut element, &mut component);
        element.body = Body::Component(component);
    }
    element
}

/// While something is dragged, lines are kept that nothing came near: the same as if all were laid out anew.
#[test]
fn lines_that_are_kept_are_those_that_would_be_made() {
    let theme = Theme::for_map("");
    let sizes = theme.sizes;
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut kept = 0;
    // The last are so dense in places, or all over, that links and labels are no more counted there.
    for (round, count) in (0..24).map(|round| 20 + 10 * round).chain([240, 320, 400, 1200]).enumerate() {
        let text = generated(count, &mut random);
        let read = || format::read(Format::Owm, &text).map.unwrap();
        // The same map twice: that of another history shares nothing, so nothing is kept for it.
        let (own, other) = (read(), read());
        let (before, before_other) = (Layout::new(&own, &sizes), Layout::new(&other, &sizes));
        if round % 2 == 0 {
            before.prepare(&own);
        }
        let drawn = scene::build(&own, &before, &theme);
        for _ in 0..4 {
            let count = own.elements().len() as f64;
            let some: Vec<_> = (0..=(random() * 4.0) as usize).map(|_| (random() * count) as usize).collect();
            let id = |at: usize| own.elements().nth(at).map(|element| element.id.clone());
            let elements = some.into_iter().filter_map(id);
            let (visibility, evolution) = (random() - 0.5, random() - 0.5);
            let edit = Edit::Move { elements: elements.collect(), visibility, evolution };
            let moved = edit.apply(&own).unwrap();
            assert!(moved.shares_links(&own) && !moved.shares_links(&other));
            let quick = Layout::during(&moved, &sizes, (&own, &before));
            let anew = Layout::during(&moved, &sizes, (&other, &before_other));
            assert!(quick == anew, "round {round}");
            for _ in 0..20 {
                let at = Point::new(random() * 1200.0, random() * 675.0);
                assert_eq!(hit(&quick, at, 4.0), hit(&anew, at, 4.0), "{at:?}, round {round}");
            }
            for symbol in quick.symbols.iter().take(40) {
                assert_eq!(
                    hit(&quick, symbol.center, 4.0),
                    hit(&anew, symbol.center, 4.0),
                    "{:?}",
                    symbol.id
                );
            }
            let redrawn = |map: &Map, layout: &Layout| {
                scene::rebuild((&drawn, &own, &before), map, layout, &theme)
                    == scene::build(map, layout, &theme)
            };
            assert!(redrawn(&moved, &quick), "the picture of round {round}");
            let after = Layout::after(&moved, &sizes, (&own, &before));
            assert!(after == Layout::new(&moved, &sizes), "at rest, round {round}");
            assert!(redrawn(&moved, &after), "the picture of round {round} at rest");
            // Whatever else is done at rest.
            let parts = own.components().count() as f64;
            let id = |at: f64| own.components().nth((at * parts) as usize).unwrap().0.id.clone();
            let (first, other_id) = (id(random()), id(random()));
            let (other_id_of, to_id) = (other_id.clone(), first.clone());
            let evolve = own.component(&other_id).and_then(|component| component.evolve.clone());
            let edits = [
                Edit::Rename { id: first.clone(), text: "A name that is much longer".into() },
                Edit::Label { id: first.clone(), offset: Some(LabelOffset::of(-40.0, 20.0)) },
                Edit::Evolve {
                    id: other_id.clone(),
                    evolve: evolve.map(|evolve| Evolve { name: Some("Other".into()), ..*evolve }),
                },
                Edit::Evolve { id: other_id, evolve: None },
                Edit::Pipeline { id: first.clone(), pipeline: Some(Pipeline::default()) },
                Edit::Park { elements: [first].into(), links: [].into(), parked: true },
                Edit::Replace(changed(&own, &other_id_of, |element, _| {
                    element.color = Some(Color::rgb(9, 9, 9));
                })),
                Edit::Replace(changed(&own, &other_id_of, |_, component| component.removed = true)),
                Edit::AddLink(Link::between(&to_id, &other_id_of, LinkKind::Need)),
                Edit::Remove {
                    elements: BTreeSet::new(),
                    links: own.keyed_links().take(3).map(|(key, _)| key).collect(),
                },
                Edit::Remove { elements: [to_id.clone()].into(), links: BTreeSet::new() },
            ];
            let edit = &edits[(random() * edits.len() as f64) as usize];
            let changed = edit.apply(&own).unwrap();
            let after = Layout::after(&changed, &sizes, (&own, &before));
            assert!(after == Layout::new(&changed, &sizes), "{edit:?}, round {round}");
            assert!(redrawn(&changed, &after), "the picture after {edit:?}, round {round}");
            kept += quick.links.iter().filter(|line| before.links.iter().any(|other| other == *line)).count();
        }
    }
    assert!(kept > 10_000, "only {kept} lines stayed as they were");
}

/// Where so many lines lie that none is looked at alone, one more far beside a name may send it elsewhere: what is kept of a
/// layout is kept for that, too.
#[test]
fn a_line_that_makes_a_thicket_moves_names_all_over_it() {
    let sizes = Theme::for_map("").sizes;
    let (mut text, mut links) = (String::new(), String::new());
    let mut put = |name: &str, x: f64, y: f64| {
        text.push_str(&format!("component {name} [{:.4}, {:.4}]\n", 1.0 - y / 675.0, x / 1200.0));
    };
    // The name reaches from one block into the next; the lines are below it, but in its cells.
    put("Here", 610.0, 264.0);
    let across = (0..31).map(|number| 276.0 + f64::from(number % 14) * 0.8);
    let down = [(520.0, 200.0), (520.0, 210.0), (750.0, 300.0)];
    let lines = across.map(|y| [(100.0, y), (1100.0, y)]).chain(down.map(|(x, y)| [(x, y), (x, 600.0)]));
    for (number, [from, to]) in lines.chain([[(1000.0, 100.0), (762.0, 600.0)]]).enumerate() {
        put(&format!("From {number}"), from.0, from.1);
        put(&format!("To {number}"), to.0, to.1);
        links.push_str(&format!("From {number}->To {number}\n"));
    }
    let map = format::read(Format::Owm, &(text + &links)).map.unwrap();
    let before = Layout::new(&map, &sizes);
    let elements = [ElementId::new("from-34")].into();
    let moved = Edit::Move { elements, visibility: 0.0, evolution: -238.0 / 1200.0 }.apply(&map).unwrap();
    let (after, anew) = (Layout::after(&moved, &sizes, (&map, &before)), Layout::new(&moved, &sizes));
    assert!(after == anew);
    let rect = |layout: &Layout| layout.symbol(&ElementId::new("here")).unwrap().label.rect;
    assert_ne!(rect(&before), rect(&anew), "no thicket came of it");
}
