//! One sitting with a map and its text: what keeps its identity, what is undone, what is never lost.

use std::collections::BTreeSet;
use std::sync::Arc;

use mapstone::editor::{Document, Editor, Operation, Selection};
use mapstone::format::{self, Format, Source};
use mapstone::model::*;

fn open(format: Format, text: &str) -> Document {
    Document::of_source(Arc::new(Source::read(format, text).unwrap()))
}

fn id(text: &str) -> ElementId {
    ElementId::new(text)
}

fn rename(document: &mut Document, of: &str, text: &str) {
    document.commit("Rename", &[Edit::Rename { id: id(of), text: text.to_owned() }], None).unwrap();
}

fn name(document: &Document, of: &str) -> String {
    document.map().element(&id(of)).map_or("gone", |element| element.name()).to_owned()
}

const TEA: &str =
    "component Tea [0.5, 0.5] // the leaves\ncomponent Cup [0.8, 0.6]\nevolve Tea 0.8\nCup->Tea\n";

#[test]
fn elements_keep_their_ids_through_renames_and_saves() {
    let mut document = open(Format::Owm, TEA);
    rename(&mut document, "tea", "Coffee");
    let first = document.text_in(Format::Owm);
    assert_eq!(first.text, TEA.replace("Tea", "Coffee"));
    let source = Arc::clone(document.source(Format::Owm).unwrap());
    document.mark_saved(document.moment(), &source);
    assert!(!document.is_changed());
    // Another takes the old name: it is still another.
    rename(&mut document, "cup", "Tea");
    rename(&mut document, "tea", "Espresso");
    assert_eq!((name(&document, "cup"), name(&document, "tea")), ("Tea".into(), "Espresso".into()));
    let text = "component Espresso [0.5, 0.5] // the leaves\ncomponent Tea [0.8, 0.6]\nevolve Espresso 0.8\nTea->Espresso\n";
    assert_eq!(document.text_in(Format::Owm).text, text);
    for _ in 0..3 {
        document.undo();
    }
    assert_eq!(document.text_in(Format::Owm).text, TEA);
}

#[test]
fn a_name_that_would_capture_a_link_captures_none() {
    let mut document = open(Format::Owm, "component A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nA->Ghost\n");
    rename(&mut document, "b", "Ghost");
    let ghost = document.text_in(Format::Owm);
    assert!(ghost.losses.iter().all(|loss| loss.is_kept), "{:?}", ghost.losses);
    assert!(
        ghost.text.ends_with("// mapstone next: Need(from: \"A\", to: \"Ghost/\")\nA->Ghost\n"),
        "{}",
        ghost.text
    );
    // And so does a second of one name, to which a link points.
    let mut document = open(Format::Owm, "component A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nA->B\n");
    rename(&mut document, "b", "A");
    let second = document.text_in(Format::Owm);
    assert!(second.losses.iter().all(|loss| loss.is_kept), "{:?}", second.losses);
    let expected = "component A [0.9, 0.5]\n// mapstone next: Component(id: \"A/b\", name: \"A\")\ncomponent A [0.5, 0.5]\n\
                    // mapstone next: Need(from: \"A\", to: \"A/b\")\nA->A\n";
    assert_eq!(second.text, expected);
}

#[test]
fn typing_keeps_what_the_text_cannot_say() {
    let mut document = open(Format::Owm, TEA);
    let mut element = Element::clone(document.map().element(&id("tea")).unwrap());
    element.color = "#FF0000".parse().ok();
    let Body::Component(component) = &mut element.body else { panic!() };
    component.role = Some(Role::Data);
    document.commit("Colour", &[Edit::Replace(element)], None).unwrap();
    // The name is typed letter by letter; the place stays, so it is the same element.
    let text = document.text_in(Format::Owm).text;
    for step in ["Te", "T", "C", "Co", "Coffee"] {
        let typed = text.replace("component Tea", &format!("component {step}"));
        document.type_text(Format::Owm, &typed);
        assert_eq!(name(&document, "tea"), step);
        assert_eq!(document.text_in(Format::Owm).text, typed, "nothing moves under the caret");
    }
    let tea = document.map().element(&id("tea")).unwrap();
    assert!(tea.color.is_some() && tea.component().unwrap().role == Some(Role::Data));
    assert!(document.text_in(Format::Owm).losses.iter().all(|loss| loss.is_kept));
    assert_eq!(document.undo().as_deref(), Some("Type in the text"));
    assert_eq!(name(&document, "tea"), "Tea", "letters typed in one line are one step");
    assert_eq!(document.undo().as_deref(), Some("Colour"));
    // A line that goes takes its element along, with what nobody could see.
    document.redo();
    document.type_text(Format::Owm, "component Cup [0.8, 0.6]\n");
    assert_eq!(document.map().elements().len(), 1);
}

#[test]
fn a_comment_is_undone_like_everything() {
    let mut document = open(Format::Owm, TEA);
    let typed = format!("// so it is\n{TEA}");
    document.type_text(Format::Owm, &typed);
    assert!(document.is_changed());
    assert_eq!(document.text_in(Format::Owm).text, typed);
    rename(&mut document, "cup", "Mug");
    assert!(document.text_in(Format::Owm).text.starts_with("// so it is\n"));
    document.undo();
    assert_eq!(document.text_in(Format::Owm).text, typed);
    document.undo();
    assert_eq!(document.text_in(Format::Owm).text, TEA);
    assert!(!document.is_changed());
    document.redo();
    assert_eq!(document.text_in(Format::Owm).text, typed);
}

#[test]
fn text_that_is_no_map_waits_beside_the_last_good_one() {
    let ron = Source::canonical(Format::Ron, open(Format::Owm, TEA).map()).text().to_owned();
    let mut document = open(Format::Ron, &ron);
    let map = Arc::clone(document.map());
    let broken = ron.replace("links: [", "links: ");
    document.type_text(Format::Ron, &broken);
    assert!(Arc::ptr_eq(&map, document.map()), "the last good map stands");
    let draft = document.draft().unwrap();
    assert_eq!((draft.text.as_str(), draft.diagnostics.len()), (broken.as_str(), 1));
    assert!(document.is_changed(), "it would be lost");
    // Mended, it is read; undone, it is broken again.
    document.type_text(Format::Ron, &ron.replace("Cup", "Mug"));
    assert_eq!((name(&document, "cup"), document.draft()), ("Mug".into(), None));
    document.undo();
    assert_eq!(document.draft().unwrap().text, broken);
    // A change on the map puts it aside, and undo brings it back.
    rename(&mut document, "tea", "Coffee");
    assert_eq!(document.draft(), None);
    document.undo();
    assert_eq!(document.draft().unwrap().text, broken);
    document.drop_draft();
    assert_eq!(document.text_in(Format::Ron).text, ron);
}

/// The same map can be typed in the other format: its file's text changes as little.
#[test]
fn typing_in_the_other_format_changes_the_file_as_little() {
    let mut document = open(Format::Owm, TEA);
    let ron = document.text_in(Format::Ron).text;
    let typed = ron
        .replace("name: \"Cup\"", "name: \"Mug\"")
        .replace("elements: [", "elements: [\n        // a remark");
    document.type_text(Format::Ron, &typed);
    assert_eq!(document.draft(), None);
    assert_eq!(document.text_in(Format::Ron).text, typed);
    let owm = document.text_in(Format::Owm).text;
    let expected = TEA.replace("Cup", "Mug").replacen("component Tea", "// a remark\ncomponent Tea", 1);
    assert_eq!(owm, expected);
    // The other way round.
    let mut document = open(Format::Ron, &ron);
    let owm = document.text_in(Format::Owm).text;
    document.type_text(
        Format::Owm,
        &owm.replace("Cup", "Mug").replacen("component Tea", "// more\ncomponent Tea", 1),
    );
    let back = document.text_in(Format::Ron).text;
    assert!(back.contains("\"Mug\"") && back.contains("id: \"cup\"") && back.contains("// more"), "{back}");
    assert_eq!(format::read(Format::Ron, &back).map.as_ref(), Some(&**document.map()));
}

#[test]
fn comments_that_are_statements_are_parked() {
    let text = "component A [0.9, 0.5]\n// component B [0.5, 0.5] (buy) // why\n  //component C [0.4, 0.4]\n// component of the thing\n\
                A->B\n// A->C\n// see A -> for more, B\n//note old [0.1, 0.1]\n// component D [2, 0.5]\n// evolve A 0.9\n";
    let source = Source::read(Format::Owm, text).unwrap();
    let map = source.map();
    let parked: Vec<_> =
        map.elements().filter(|element| element.parked).map(|element| element.name()).collect();
    assert_eq!(parked, ["B", "C", "old"]);
    let links: Vec<_> =
        map.links().map(|link| (link.from.text().to_owned(), link.to.id().is_some(), link.parked)).collect();
    assert_eq!(links, [("a".to_owned(), true, false), ("a".to_owned(), true, true)]);
    // The name of what is switched on comes first, wherever it stands.
    let both = format::read(
        Format::Owm,
        "// component A [0.1, 0.1]\ncomponent A [0.9, 0.5]\ncomponent B [0.5, 0.5]\nB->A\n",
    );
    let both = both.map.unwrap();
    assert!(!both.element(&id("a")).unwrap().parked && both.element(&id("a-2")).unwrap().parked);
    assert_eq!(both.links().next().unwrap().to, End::Element(id("a")));
    // Each way changes one line.
    let switch = |map: &Map, of: &str, parked| {
        Edit::Park { elements: [id(of)].into(), links: BTreeSet::new(), parked }.apply(map).unwrap()
    };
    let edited = source.edit(&switch(map, "b", false)).text;
    assert_eq!(edited, text.replace("// component B", "component B"));
    let edited = source.edit(&switch(map, "c", false)).text;
    assert_eq!(edited, text.replace("  //component C", "  component C"));
    let edited = source.edit(&switch(map, "a", true)).text;
    assert_eq!(edited, text.replacen("component A", "// component A", 1));
}

#[test]
fn parking_is_an_operation_that_says_what_it_did() {
    let mut editor = Editor::of_source(&Arc::new(Source::read(Format::Owm, TEA).unwrap()));
    editor.document.select(Selection::of(&id("tea")));
    editor.operate(Operation::Park);
    assert_eq!(editor.take_notice().as_deref(), Some("Parked Tea. View → Show parked shows it"));
    assert!(editor.layout().symbol(&id("tea")).is_none());
    assert!(editor.layout().links.is_empty());
    editor.toggle_parked();
    assert!(editor.layout().symbol(&id("tea")).is_some());
    let dashed = editor.shown().scene.items().filter(|(subject, item)| {
        let own = **subject == mapstone::scene::Subject::Element(id("tea"));
        own && matches!(item, mapstone::scene::Item::Circle { stroke: Some(stroke), .. } if stroke.dash.is_some())
    });
    assert!(dashed.count() > 0);
    editor.document.select(Selection::of(&id("tea")));
    editor.operate(Operation::Park);
    assert_eq!(editor.document.undo_label(), Some("Switch on Tea"));
    assert_eq!(editor.document.text_in(Format::Owm).text, TEA);
}

#[test]
fn a_word_half_typed_takes_nothing_away() {
    let mut document = open(Format::Owm, TEA);
    let mut element = Element::clone(document.map().element(&id("tea")).unwrap());
    element.color = "#FF0000".parse().ok();
    document.commit("Colour", &[Edit::Replace(element)], None).unwrap();
    // Between the two, the line is no statement at all.
    let text = document.text_in(Format::Owm).text;
    for step in ["componen Tea", "anch Tea", "anchor Tea"] {
        document.type_text(Format::Owm, &text.replace("component Tea", step));
        document.follow_caret(Selection::of(&id("tea")));
    }
    let tea = document.map().element(&id("tea")).unwrap();
    assert!(tea.color.is_some() && tea.component().unwrap().is_anchor());
    document.undo();
    assert_eq!(document.undo_label(), Some("Colour"), "all of it is one step");
}

#[test]
fn undoing_ends_a_run_of_typing() {
    let mut document = open(Format::Owm, TEA);
    document.type_text(Format::Owm, &TEA.replace("Tea [", "Tea1 ["));
    document.type_text(Format::Owm, &TEA.replace("Tea [", "Tea1 [").replace("Cup [", "Cup1 ["));
    document.undo();
    document.type_text(Format::Owm, &TEA.replace("Tea [", "Tea12 ["));
    document.undo();
    assert_eq!(document.text_in(Format::Owm).text, TEA.replace("Tea [", "Tea1 ["));
}

#[test]
fn line_endings_and_marks_are_not_typed() {
    let text = "\u{feff}component Tea [0.5, 0.5]\r\ncomponent Cup [0.8, 0.6]\nCup->Tea\r\n";
    let mut document = open(Format::Owm, text);
    let shown = document.text_in(Format::Owm).shown().text;
    assert_eq!(shown, "component Tea [0.5, 0.5]\ncomponent Cup [0.8, 0.6]\nCup->Tea\n");
    document.type_text(Format::Owm, &shown.replace("Tea [", "Tea\n["));
    document.type_text(Format::Owm, &shown.replace("[0.8", "[0.7"));
    let source = document.source(Format::Owm).unwrap();
    let expected = text.trim_start_matches('\u{feff}').replace("[0.8, 0.6]\n", "[0.7, 0.6]\r\n");
    assert_eq!((source.mark(), source.text()), ("\u{feff}", expected.as_str()));
}

/// A map file whose order and comments OnlineWardleyMaps text has not.
#[test]
fn the_other_format_leaves_order_and_comments_alone() {
    let ron = "// first\nMap(format: 1, elements: [\n    // of the parent\n    Component(id: \"p\", name: \"P\", visibility: 0.5, evolution: 0.5, pipeline: ()),\n    \
               Component(id: \"u\", name: \"Unplaced\"),\n    Component(id: \"c\", name: \"C\", visibility: 0.4, evolution: 0.5), // behind\n    \
               Component(id: \"k\", name: \"K\", within: \"p\", evolution: 0.3),\n  ], links: [Need(from: \"p\", to: \"c\")])\n";
    let mut document = open(Format::Ron, ron);
    let owm = document.text_in(Format::Owm).text;
    document.type_text(Format::Owm, &owm.replace("component C [", "component Cc ["));
    document
        .type_text(Format::Owm, &owm.replace("component C [", "component Coal [").replace("P->C", "P->Coal"));
    assert_eq!(document.text_in(Format::Ron).text, ron.replace("\"C\"", "\"Coal\""));
    assert_eq!(document.undo().as_deref(), Some("Type in the text"));
    assert_eq!(document.text_in(Format::Ron).text, ron);
}

#[test]
fn saving_in_another_format_and_back_edits_both() {
    let ron = Source::canonical(Format::Ron, open(Format::Owm, TEA).map()).text().replace("title", "title ");
    let mut document = open(Format::Ron, &format!("// by hand\n{ron}"));
    let owm = Arc::new(Source::canonical(Format::Owm, document.map()));
    document.mark_saved(document.moment(), &owm);
    assert!(!document.is_changed());
    rename(&mut document, "cup", "Mug");
    assert!(document.text_in(Format::Ron).text.starts_with("// by hand\n"));
    let source = Arc::clone(document.source(Format::Ron).unwrap());
    document.mark_saved(document.moment(), &source);
    // Spaces typed are a change of the file, though not of the map.
    let text = document.text_in(Format::Ron).text;
    document.type_text(Format::Ron, &text.replace("format: 1", "format:  1"));
    assert!(document.is_changed());
}

/// What waits in the tray has no line in OnlineWardleyMaps text. Typed there, it is what waited: its id, its needs
/// and all that is known of it.
#[test]
fn a_place_typed_for_what_waits_in_the_tray_is_its_place() {
    let ron = r##"Map(format: 1, elements: [
        Component(id: "cup", name: "Cup", visibility: 0.8, evolution: 0.5),
        Component(id: "leaves", name: "Tea", color: "#1B7F5C", details: (owner: "Ada")),
    ], links: [Need(from: "cup", to: "leaves")])"##;
    let mut document = open(Format::Ron, ron);
    let text = document.text_in(Format::Owm).text;
    assert!(text.contains("Cup->Tea") && !text.contains("component Tea"), "{text}");
    let line = text.lines().find(|line| line.starts_with("// mapstone: Component")).unwrap();
    let placed = line.replace("// mapstone: ", "// mapstone next: ");
    document.type_text(Format::Owm, &text.replace(line, &format!("{placed}\ncomponent Tea [0.4, 0.6]")));
    let map = document.map();
    assert_eq!(map.elements().len(), 2);
    let tea = map.element(&id("leaves")).unwrap();
    assert!(tea.color.is_some() && tea.component().unwrap().details.owner == "Ada");
    assert_eq!(map.position(tea.component().unwrap()), Some(Position::clamped(0.4, 0.6)));
    assert_eq!(map.links().next().unwrap().to, End::Element(id("leaves")));
}

#[test]
fn typing_mermaid_keeps_what_it_cannot_say() {
    let ron = "Map(format: 1, theme: \"mapstone\", elements: [\n    Component(id: \"k\", name: \"Kettle\", visibility: 0.4, evolution: 0.3, \
               evolve: (to: 0.6, name: \"Electric\"), role: Data, details: (owner: \"Ann\")),\n    Area(id: \"a\", outline: [(0.1, 0.1), \
               (0.2, 0.2), (0.1, 0.3)]),\n    Component(id: \"p\", name: \"Power\", visibility: 0.1, evolution: 0.7),\n], links: [\n    \
               Constraint(from: \"k\", to: \"p\"),\n])\n";
    let mut document = open(Format::Ron, ron);
    let before = Map::clone(document.map());
    let shown = document.text_in(Format::Mermaid).text;
    // Typed as somebody does who sees no use in the comments.
    let bare: Vec<_> = shown.lines().filter(|line| !line.starts_with("%% mapstone")).collect();
    let typed =
        bare.join("\n").replace("component \"Kettle\" [0.4, 0.3]", "component \"Boiler\" [0.45, 0.3]");
    let typed =
        typed.replace("evolve \"Kettle\"", "evolve \"Boiler\"").replace("\"Kettle\" ->", "\"Boiler\" ->");
    document.type_text(Format::Mermaid, &typed);
    assert!(document.draft().is_none());
    let kettle = document.map().component(&id("k")).expect("it keeps its id");
    assert_eq!((kettle.name.as_str(), kettle.details.owner.as_str()), ("Boiler", ""));
    // With them, all that is known of it stays.
    document.undo();
    document.type_text(Format::Mermaid, &shown.replace("[0.4, 0.3]", "[0.45, 0.3]"));
    let kettle = document.map().component(&id("k")).unwrap();
    let expected = Component {
        place: Place::At(Position::clamped(0.45, 0.3)),
        ..before.component(&id("k")).unwrap().clone()
    };
    assert_eq!(*kettle, expected);
    assert_eq!(document.map().links().next().unwrap().kind, LinkKind::Constraint);
    let saved = document.text_in(Format::Ron);
    assert_eq!(saved.text, ron.replace("visibility: 0.4,", "visibility: 0.45,"));
    document.undo();
    assert_eq!(**document.map(), before);
}

/// What is put aside is there as long as the steps that undo brings back.
#[test]
fn a_box_ticked_and_unticked_keeps_the_text_that_was_put_aside() {
    let mut document = open(Format::Owm, TEA);
    document.type_text(Format::Ron, "Map(format: 1, title: \"half");
    for market in [true, false] {
        let mut tea = Element::clone(document.map().element(&id("tea")).unwrap());
        if let Body::Component(tea) = &mut tea.body {
            tea.market = market;
        }
        document.commit_as("Mark", &[Edit::Replace(tea)], None, Some("tea market".to_owned())).unwrap();
        assert!(document.draft().is_none());
    }
    document.undo();
    assert_eq!(document.draft().map(|draft| draft.text.as_str()), Some("Map(format: 1, title: \"half"));
}

/// The text is given up while a name is written: the name is kept, and nothing without a name.
#[test]
fn giving_a_text_up_keeps_the_name_that_is_written() {
    let source = Source::read(Format::Owm, TEA).unwrap();
    let mut editor = Editor::of_source(&Arc::new(source));
    editor.type_text(Format::Ron, "Map(format: 1, title: \"half");
    editor.name_first_user();
    editor.write_name("Guest".to_owned());
    editor.drop_draft();
    let names: Vec<_> = editor.map().elements().map(|element| element.name().to_owned()).collect();
    assert_eq!(names, ["Tea", "Cup", "Guest"]);
    assert!(editor.naming().is_none() && editor.document.draft().is_none());
    // A name that is being written is kept by a cut, too.
    editor.document.select(Selection::of(&id("cup")));
    editor.rename(&id("tea"));
    editor.write_name("Leaves".to_owned());
    editor.cut();
    editor.operate(Operation::Undo);
    assert!(editor.map().elements().any(|element| element.name() == "Leaves"));
}

#[test]
fn links_are_made_between_what_is_there() {
    let mut document = open(Format::Owm, TEA);
    let link = Link::between(&id("cup"), &id("gone"), LinkKind::Need);
    assert_eq!(document.commit("Link", &[Edit::AddLink(link)], None), Err(EditError::NoElement(id("gone"))));
}
