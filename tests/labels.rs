//! Labels: where they stand, that they stay there, and what pictures show of them.

use std::collections::BTreeSet;

use mapstone::editor::Operation;
use mapstone::files::{interpret, settled};
use mapstone::format::{self, Format, Origin};
use mapstone::geometry::{Rect, Vec2};
use mapstone::layout::{Layout, METHOD_HALO};
use mapstone::model::Map;
use mapstone::scene::{self, Item, Theme};

use crate::gestures::{id, script, tea};

fn read(format: Format, text: &str) -> Map {
    format::read(format, text).map.unwrap()
}

fn overlap(a: Rect, b: Rect) -> f64 {
    a.intersect(b).area()
}

#[test]
fn the_program_s_labels_keep_off_arrows_captions_and_rings() {
    let text = "component some-component [0.28, 0.48]\naccelerator Unified enforcement [0.34, 0.53]\n\
                component Kettle [0.6, 0.3]\nevolve Kettle->Electric Kettle 0.42\ncomponent Water [0.6, 0.34]\n\
                component Pump [0.62, 0.6] (buy)\ncomponent Pipe [0.6, 0.59]\n";
    let layout = Layout::new(&read(Format::Owm, text), &Theme::for_map("mapstone").sizes);
    for symbol in &layout.symbols {
        let label = symbol.label.rect.inflate(-1.0, -1.0);
        for arrow in &layout.block_arrows {
            assert_eq!(overlap(label, arrow.caption.rect), 0.0, "{} on a caption", symbol.id);
        }
        for arrow in &layout.arrows {
            let head = Rect::from_points(arrow.from, arrow.to).inflate(0.0, 3.5);
            assert_eq!(overlap(label, head), 0.0, "{} on an arrow", symbol.id);
        }
        let ring = layout.symbol(&id("pump")).unwrap();
        let side = 2.0 * (ring.outline.half() + METHOD_HALO);
        let ring = Rect::from_center_size(ring.center, (side, side));
        assert_eq!(overlap(label, ring), 0.0, "{} on a ring", symbol.id);
    }
    let ghost = layout.arrows.first().unwrap().label.as_ref().unwrap().rect.inflate(-1.0, -1.0);
    let own = Rect::from_points(layout.arrows.first().unwrap().from, layout.arrows.get(0).unwrap().to)
        .inflate(0.0, 3.5);
    assert_eq!(overlap(ghost, own), 0.0, "the ghost's name on its own arrow");
}

/// Nothing flips sides under the hand; on release the layout is the one that every other program run makes.
#[test]
fn labels_stay_while_something_is_dragged() {
    let mut s = tea();
    let before: Vec<_> =
        s.editor.layout().symbols.iter().map(|one| (one.id.clone(), one.center, one.label.clone())).collect();
    let from = s.at("kettle");
    s.press(from);
    for step in 1..30 {
        s.to(from + Vec2::new(f64::from(step) * 12.0, -f64::from(step) * 6.0));
        for ((id, center, old), now) in before.iter().zip(&s.editor.layout().symbols) {
            let (was, is) = (old.rect.origin() - *center, now.label.rect.origin() - now.center);
            assert!((was - is).hypot() < 1e-6, "{id} at step {step}: {was:?} {is:?}");
        }
    }
    s.release(from + Vec2::new(360.0, -180.0));
    assert_eq!(*s.editor.layout(), Layout::new(s.editor.map(), &s.editor.theme().sizes));
}

#[test]
fn overlapping_labels_are_tidied_and_it_is_said() {
    let mut text = String::new();
    for (number, name) in ["Alpha", "Bravo", "Charlie", "Delta"].iter().enumerate() {
        text += &format!(
            "component {name} [0.5, 0.{}] label [{}, 4]\n",
            50 + number,
            10 - 10 * i32::try_from(number).unwrap()
        );
    }
    text += "component Echo [0.2, 0.2] label [-40, 4]\n";
    let mut s = script(Format::Owm, &text);
    let count = s.editor.layout().overlapping_labels(s.editor.map()).len();
    assert!(count >= 3, "{count}");
    s.editor.operate(Operation::TidyOverlapping);
    assert_eq!(s.editor.layout().overlapping_labels(s.editor.map()).len(), 0);
    let (said, _) = s.editor.take_offer().unwrap();
    assert!(said.starts_with(&format!("Tidied {count} labels: none overlaps any more")), "{said}");
    assert!(s.editor.map().component(&id("echo")).unwrap().label.is_some(), "what overlaps nothing stays");
    s.editor.document.undo();
    s.editor.refresh();
    assert_eq!(s.editor.layout().overlapping_labels(s.editor.map()).len(), count);
}

/// Anchors at the edges, notes beyond them, a long title: all of it is in the picture.
#[test]
fn no_picture_cuts_a_text() {
    let text = "title How a regional bank could move its payment services from own data centres to shared utility \
                platforms by 2030, and what that would mean for those who run them today and for all the others\n\
                anchor Regulatory authority [0.95, 0.98]\nanchor Customers of the bank [0.95, 0.01]\n\
                component Kettle [0.5, 0.5]\nnote Watch this: prices fall every year [0.4, 0.87]\n\
                note below the axis? [0.01, 0.2]\nnote above all [1.0, 0.6]\nannotation 1 [[0.6, 0.99]] Far to the right\n\
                component Last of all [0.3, 0.99] label [20, 4]\ncomponent First of all [0.3, 0.01] label [-150, 4]\n";
    for theme in ["mapstone", "wardley", "handwritten"] {
        let map = read(Format::Owm, text);
        let theme = Theme::for_map(theme);
        let scene = scene::build(&map, &Layout::new(&map, &theme.sizes), &theme);
        let mut words = BTreeSet::new();
        for (_, item) in scene.items() {
            if let Item::Text(text) = item {
                let rect = text.rect();
                assert_eq!(rect.intersect(scene.bounds), rect, "{}", text.text);
                words.insert(text.text.clone());
            }
        }
        assert!(words.iter().any(|line| line.ends_with("all the others")), "the title wraps: {words:?}");
        let (_, paper) = scene.items().next().unwrap();
        assert!(
            matches!(paper, Item::Rect { rect, .. } if *rect == scene.bounds),
            "paper lies below all of it"
        );
    }
}

/// How long labels are read is decided when OnlineWardleyMaps text is opened, and kept; other formats say what they mean.
#[test]
fn long_labels_are_decided_once() {
    let old = "component Innovation of processes [0.5, 0.5] label [-20, 10]\n";
    let opened = |text: &str, ending: &str| interpret(text.to_owned(), Some(ending), None).unwrap();
    let map = opened(old, "owm").reading.map.unwrap();
    assert_eq!(map.stacked_labels, Some(true));
    let ron = format::write(Format::Ron, &map).0;
    assert!(ron.contains("stacked_labels: true"));
    assert!(opened(&ron, "ron").reading.map.unwrap().stacks_labels(), "a map file keeps it");
    let fresh = "component first part of second [0.5, 0.3] label [-1, -22]\n";
    assert_eq!(opened(fresh, "owm").reading.map.unwrap().stacked_labels, Some(false));
    let mermaid =
        "wardley-beta\nsize [1100, 800]\ncomponent \"Innovation of processes\" [0.5, 0.5] label [-20, 10]\n";
    assert_eq!(opened(mermaid, "mmd").reading.map.unwrap().stacked_labels, None);
    // In Mermaid's and the newest reading the text starts where its offset says.
    let sizes = &Theme::for_map("mapstone").sizes;
    let long = read(
        Format::Mermaid,
        "wardley-beta\nsize [1100, 800]\ncomponent \"perception of thing\" [0.5, 0.5] label [-1, -22]\n",
    );
    let symbol = &std::sync::Arc::clone(Layout::new(&long, sizes).symbols.first().unwrap());
    assert!((symbol.label.rect.x0 - (symbol.center.x - 1.0)).abs() < 3.0, "{:?}", symbol.label.rect);
    assert!(symbol.label.rect.y1 < symbol.center.y - 15.0);
    // Typing goes on with what was decided.
    let source = format::Source::typed(Format::Owm, &old.replace("0.5]", "0.6]"), &map).unwrap();
    assert!(source.map().stacks_labels());
    let reading = settled(Origin::Format(Format::Ron), format::read(Format::Ron, "Map(format: 1)"));
    assert_eq!(reading.map.unwrap().stacked_labels, None);
}
