//! The walk of `docs/keyboard.md`: its keys are pressed in the real window, and nothing else is.

use std::fs;
use std::path::Path;

use egui::{Event, Key, Modifiers};
use mapstone::model::{ElementId, Method};

use crate::window::{State, key, open, settle, window};

type Harness = egui_kittest::Harness<'static, State>;

/// Something that a person does.
enum Act {
    Press(Modifiers, Key),
    Type(String),
}

/// The acts of each block of keys, in their order.
fn acts() -> Vec<Vec<Act>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keyboard.md");
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let blocks = text.split("```keys\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.map(|block| acts_of(&block)).collect()
}

fn acts_of(block: &str) -> Vec<Act> {
    let mut acts = Vec::new();
    for (at, part) in block.trim().split('"').enumerate() {
        if at % 2 == 1 {
            acts.push(Act::Type(part.to_owned()));
            continue;
        }
        for word in part.split_whitespace() {
            let (modifiers, name) = word.rsplit_once('+').unwrap_or(("", word));
            let mut all = Modifiers::NONE;
            for modifier in modifiers.split('+').filter(|modifier| !modifier.is_empty()) {
                all = all.plus(match modifier {
                    "Ctrl" => Modifiers::COMMAND,
                    "Shift" => Modifiers::SHIFT,
                    "Alt" => Modifiers::ALT,
                    other => panic!("{other} is no modifier"),
                });
            }
            let name = match name {
                "Esc" => "Escape",
                "Up" | "Down" | "Left" | "Right" => &format!("Arrow{name}"),
                name => name,
            };
            acts.push(Act::Press(all, Key::from_name(name).unwrap_or_else(|| panic!("{name} is no key"))));
        }
    }
    acts
}

fn perform(h: &mut Harness, acts: Vec<Act>) {
    for act in acts {
        match act {
            Act::Press(modifiers, pressed) => key(h, modifiers, pressed),
            Act::Type(text) => {
                for letter in text.chars() {
                    h.event(Event::Text(letter.to_string()));
                    h.run_steps(1);
                }
            }
        }
        settle(h);
    }
}

fn needs(h: &Harness) -> Vec<String> {
    let map = window(h).editor().map();
    let mut needs: Vec<_> =
        map.links().map(|link| format!("{}->{}", link.from.text(), link.to.text())).collect();
    needs.sort();
    needs
}

fn at(h: &Harness, name: &str) -> (f64, f64) {
    let map = window(h).editor().map();
    let at = map.position(map.component(&ElementId::new(name)).unwrap()).unwrap();
    (at.visibility.value(), at.evolution.value())
}

#[test]
fn the_walk_without_a_mouse_makes_its_map() {
    let mut blocks = acts().into_iter();
    let mut h = open(None);
    let mut next = |h: &mut Harness| perform(h, blocks.next().expect("there is a block"));
    next(&mut h);
    assert_eq!(
        needs(&h),
        ["cup-of-tea->hot-water", "cup-of-tea->tea", "hot-water->kettle", "public->cup-of-tea"]
    );
    let boundaries = window(&h).editor().map().evolution.boundaries.clone();
    let below = |x: f64| boundaries.iter().copied().rfind(|at| *at < x).unwrap_or(0.0);
    let above = |x: f64| boundaries.iter().copied().find(|at| *at > x).unwrap_or(1.0);
    let (kettle, water) = (at(&h, "kettle").1, at(&h, "hot-water").1);
    next(&mut h);
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    assert_eq!(at(&h, "kettle").1, rounded(rounded(below(kettle)) - 0.02));
    assert_eq!(at(&h, "hot-water").1, rounded(rounded(above(water)) + 0.01));
    next(&mut h);
    let evolve = window(&h).editor().map().component(&ElementId::new("kettle")).unwrap().evolve.clone();
    assert!(evolve.unwrap().to.value() > at(&h, "kettle").1);
    next(&mut h);
    assert!(needs(&h).contains(&"kettle->power".to_owned()), "{:?}", needs(&h));
    next(&mut h);
    assert!(needs(&h).contains(&"business->cup-of-tea".to_owned()), "{:?}", needs(&h));
    assert!(at(&h, "business").0 > at(&h, "cup-of-tea").0);
    assert!(window(&h).editor().map().component(&ElementId::new("business")).unwrap().is_anchor());
    next(&mut h);
    at(&h, "milk");
    assert!(window(&h).editor().tray().is_empty());
    next(&mut h);
    assert!(window(&h).editor().document.undo_label().unwrap().starts_with("Tidy the heights of"));
    next(&mut h);
    let editor = window(&h).editor();
    assert_eq!(editor.scenarios().len(), 1);
    assert!(editor.scenario().is_none(), "F7 went on to today");
    let bought = editor.document.whole().in_scenario(&editor.scenarios()[0].id).0;
    assert_eq!(bought.component(&ElementId::new("kettle")).unwrap().method, Some(Method::Buy));
    next(&mut h);
    assert!(!window(&h).is_presenting());
    assert!(blocks.next().is_none(), "a block is not looked at");
}
