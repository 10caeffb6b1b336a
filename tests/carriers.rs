//! What a text format cannot say, in comments of ours: written where there is something to keep, read back whole, and no
//! trouble to whoever edits the text by hand.

use mapstone::compare::{Identity, Matching, diff};
use mapstone::files::{interpret, settled_source};
use mapstone::format::{self, Format, Source};
use mapstone::model::*;

fn id(id: &str) -> ElementId {
    ElementId::new(id)
}

fn read(format: Format, text: &str) -> Map {
    format::read(format, text).map.unwrap()
}

fn with_label(map: &Map, of: &str, label: Option<LabelOffset>) -> Map {
    let mut component = map.component(&id(of)).unwrap().clone();
    component.label = label;
    let element = Element { body: component.into(), ..Element::clone(map.element(&id(of)).unwrap()) };
    Edit::Replace(element).apply(map).unwrap()
}

fn moved(map: &Map, of: &str) -> Map {
    let at = Place::At(Position::clamped(0.25, 0.25));
    Edit::Place { id: id(of), place: at }.apply(map).unwrap()
}

/// How long labels are read is said by the first save that changes something, and by no other; the next opening does not
/// decide again.
#[test]
fn a_decision_about_labels_is_carried_by_the_next_save() {
    let text = "component Innovation of processes [0.5, 0.5] label [-20, 10]\ncomponent Tea [0.9, 0.9]\n";
    let source = settled_source(Source::read(Format::Owm, text).unwrap());
    assert_eq!(source.map().stacked_labels, Some(true));
    assert_eq!(source.edit(source.map()).text, text, "opening changes nothing");
    let saved = source.edit(&moved(source.map(), "tea")).text;
    assert_eq!(
        saved,
        "// mapstone: Map(stacked_labels: true)\ncomponent Innovation of processes [0.5, 0.5] label [-20, 10]\n\
         component Tea [0.25, 0.25]\n"
    );
    // In this text the other reading would be the better one by now.
    let turned = saved.replace("label [-20, 10]", "label [-1, -40]");
    assert!(interpret(turned, Some("owm"), None).unwrap().reading.map.unwrap().stacks_labels());
    let off = saved.replace("true", "false");
    assert!(!interpret(off, Some("owm"), None).unwrap().reading.map.unwrap().stacks_labels());
    // A map that never said so is not stacked elsewhere either, and no text without such labels speaks of them.
    let ron = read(Format::Ron, &format::write(Format::Ron, &read(Format::Owm, text)).0);
    assert!(format::write(Format::Owm, &ron).0.contains("stacked_labels: false"));
    assert!(
        !format::write(Format::Owm, &read(Format::Owm, "component Tea [0.9, 0.9] label [1, 2]\n"))
            .0
            .contains("//")
    );
}

/// Labels that the program placed are the program's again when the text is read; what somebody puts elsewhere is theirs.
#[test]
fn placed_labels_are_told_from_an_author_s() {
    for (format, text) in [
        (
            Format::Owm,
            "component A [0.5, 0.5] label [12, 4] // mapstone: placed [12, 4]\ncomponent B [0.9, 0.9] label [1, 2]\nA->B\n",
        ),
        (
            Format::Mermaid,
            "wardley-beta\ncomponent A [0.5, 0.5] label [12, 4] %% mapstone: placed [12, 4]\ncomponent B [0.9, 0.9] label [1, 2]\nA -> B\n",
        ),
    ] {
        let source = Source::read(format, text).unwrap();
        let map = source.map();
        assert!(source.diagnostics().is_empty(), "{:?}", source.diagnostics());
        assert_eq!(map.component(&id("a")).unwrap().label, None, "{text}");
        assert!(map.component(&id("b")).unwrap().label.is_some() && map.kept.is_empty());
        assert_eq!(source.edit(map).text, text);
        // Moved, the label goes along, and is the program's still.
        let text_of = |map: &Map| source.edit(map).text;
        let after = text_of(&moved(map, "a"));
        assert_eq!(after, text.replacen("[0.5, 0.5]", "[0.25, 0.25]", 1));
        assert_eq!(read(format, &after).component(&id("a")).unwrap().label, None);
        // Dragged, it is an author's, without a mark that says otherwise.
        let after = text_of(&with_label(map, "a", LabelOffset::new(30.0, 5.0)));
        assert!(after.contains("label [30, 5]\n") && !after.contains("placed"), "{after}");
        assert_eq!(read(format, &after).component(&id("a")).unwrap().label, LabelOffset::new(30.0, 5.0));
        // Changed by hand in the text too, whatever the comment says.
        let by_hand = text.replacen("label [12, 4]", "label [13, 4]", 1);
        assert_eq!(read(format, &by_hand).component(&id("a")).unwrap().label, LabelOffset::new(13.0, 4.0));
    }
}

const CARRIED: &str = "component Tea [0.5, 0.5]\n// mapstone next: Component(name: \"Cup\", role: Data, color: \"#1B7F5C\")\n\
                       component Cup [0.8, 0.6]\n// mapstone: Component(name: \"Sugar\")\n\
                       // mapstone: Area(outline: [(0.1, 0.1), (0.2, 0.2), (0.1, 0.3)], text: \"Sweet\")\nCup->Sugar\n\
                       // mapstone next: Constraint(from: \"Cup\", to: \"Tea\")\nCup->Tea\n";

/// An edit touches the comments of what changed, and nothing else.
#[test]
fn comments_follow_what_they_tell_of() {
    let source = Source::read(Format::Owm, CARRIED).unwrap();
    let map = source.map();
    assert_eq!(source.diagnostics(), []);
    assert_eq!(source.edit(map).text, CARRIED);
    assert!(map.links().next().unwrap().to.id().is_some(), "a need of what waits in the tray");
    let text_of = |edit: Edit| {
        let edited = source.edit(&edit.apply(map).unwrap());
        assert!(edited.losses.iter().all(|loss| loss.is_kept), "{:?}\n{}", edited.losses, edited.text);
        edited.text
    };
    let place = Edit::Place { id: id("cup"), place: Place::At(Position::clamped(0.7, 0.7)) };
    assert_eq!(text_of(place), CARRIED.replace("[0.8, 0.6]", "[0.7, 0.7]"));
    // From the tray onto the map and back.
    let place = Edit::Place { id: id("sugar"), place: Place::At(Position::clamped(0.1, 0.2)) };
    let placed = CARRIED.replace("// mapstone: Component(name: \"Sugar\")", "component Sugar [0.1, 0.2]");
    assert_eq!(text_of(place), placed);
    let on_map = Source::read(Format::Owm, &placed).unwrap();
    let back = Edit::Place { id: id("sugar"), place: Place::Unplaced }.apply(on_map.map()).unwrap();
    assert_eq!(on_map.edit(&back).text, CARRIED);
    let gone = Edit::Remove { elements: [id("cup")].into(), links: [].into() };
    let left = text_of(gone);
    assert!(!left.contains("Cup") && left.contains("Sweet") && left.contains("Tea"), "{left}");
    // A new colour stands right above its component.
    let colored =
        Element { color: "#8A4B00".parse().ok(), ..Element::clone(map.element(&id("tea")).unwrap()) };
    let text = text_of(Edit::Replace(colored));
    assert!(
        text.starts_with("// mapstone next: Component(name: \"Tea\", color: \"#8A4B00\")\ncomponent Tea "),
        "{text}"
    );
}

/// A comment that fits nothing is kept and told; a line that somebody renamed keeps what its comment says.
#[test]
fn a_comment_that_fits_nothing_is_kept() {
    for format in [Format::Owm, Format::Mermaid] {
        let text = format::write(format, &read(Format::Owm, CARRIED)).0;
        let color_of = |map: &Map, of: &str| map.element(&id(of)).and_then(|element| element.color);
        let bare = if format == Format::Owm { "component Cup" } else { "component \"Cup\"" };
        let renamed = format::read(format, &text.replace(bare, "component Mug"));
        assert!(
            color_of(renamed.map.as_ref().unwrap(), "mug").is_some(),
            "{format:?} {:?}",
            renamed.diagnostics
        );
        // Above the line of another, while its own is elsewhere.
        let (comment, rest) = {
            let line = text.lines().find(|line| line.contains("next: Component(name: \"Cup\"")).unwrap();
            (line.to_owned(), text.replace(&format!("{line}\n"), ""))
        };
        let tea = if format == Format::Owm { "component Tea" } else { "component \"Tea\"" };
        let wrong = format::read(format, &rest.replace(tea, &format!("{comment}\n{tea}")));
        let map = wrong.map.unwrap();
        assert!(color_of(&map, "tea").is_none() && color_of(&map, "cup").is_none());
        assert!(map.kept.iter().any(|kept| kept.text.contains("mapstone next")), "{format:?}");
        assert!(
            wrong.diagnostics.iter().any(|told| told.message.contains("another now")),
            "{:?}",
            wrong.diagnostics
        );
        let nonsense = format::read(format, &text.replace("role: Data", "rule: Data"));
        assert!(nonsense.diagnostics.iter().any(|told| told.message.contains("not understood")));
    }
}

/// Of several components with one name, and of names that are missing though something has them, comments say which is
/// meant.
#[test]
fn equal_names_are_told_apart() {
    let ron = "Map(format: 1, theme: \"plain\", elements: [
        Component(id: \"tea\", name: \"Tea\", visibility: 0.8, evolution: 0.5),
        Component(id: \"other\", name: \"Tea\", visibility: 0.6, evolution: 0.3, evolve: (to: 0.9), pipeline: (range: (0.2, 0.6))),
        Component(id: \"green\", name: \"Green\", within: \"other\", evolution: 0.4),
        Component(id: \"cup\", name: \"Cup\", visibility: 0.9, evolution: 0.6),
    ], links: [
        Need(from: \"cup\", to: \"other\"),
        Need(from: \"cup\", to: Missing(\"Tea\")),
    ])";
    let map = read(Format::Ron, ron);
    for format in [Format::Owm, Format::Mermaid] {
        let (text, losses) = format::write(format, &map);
        assert!(losses.iter().all(|loss| loss.is_kept), "{losses:?}\n{text}");
        let back = read(format, &text);
        let unlike = diff(&map, &back, &Matching::new(&map, &back, Identity::Names)).of_map().unordered();
        assert!(unlike.is_empty(), "{unlike:?}\n{text}");
    }
    let (text, _) = format::write(Format::Owm, &map);
    assert!(
        !text.contains("\nevolve Tea") && !text.contains("\npipeline Tea"),
        "the first one would evolve: {text}"
    );
}

/// Children of a pipeline that the map does not have are text; what follows them keeps its own lines and comments.
#[test]
fn children_of_nobody_move_nothing() {
    let text = "pipeline Nobody\n{\ncomponent Kid [0.3]\n}\ncomponent A [0.5, 0.5]\n\
                // mapstone next: Component(name: \"B\", role: Data)\ncomponent B [0.4, 0.5]\npipeline A [0.2, 0.6]\n";
    let map = read(Format::Owm, text);
    let found: Vec<_> =
        map.components().map(|(_, c)| (c.name.as_str(), c.pipeline.is_some(), c.role.is_some())).collect();
    assert_eq!(found, [("A", true, false), ("B", false, true)]);
}
