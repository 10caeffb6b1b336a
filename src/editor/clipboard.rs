//! Copies of a part of a map: taken, put into a map, made from text.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::Selection;
use super::operate::named;
use super::session::Editor;
use super::tray::outlined;
use crate::format::{self, Format};
use crate::geometry::{Point, Rect, Vec2};
use crate::model::{
    Body, Component, ComponentKind, Edit, Element, ElementId, End, IdMint, Link, Map, Name, Place, Position,
    Set,
};

/// How far a copy stands from what it was copied from, in fractions of the sheet.
const ASIDE: f64 = 0.03;
/// How far below each other pasted lines stand.
const LINE: f64 = 0.07;
/// So near to each other, in fractions of the sheet, two symbols stand too close.
const CLOSE: f64 = 0.029;
/// Of more components than this nobody looks for room: there is none for a crowd.
const MOST_PLACES: usize = 300;
/// At most so many lines are pasted as components: more is no list of names.
const MOST_LINES: usize = 200;

/// The elements of a selection with the links among them, as a map of their own; `None` where nothing is selected.
pub(super) fn part(map: &Map, selection: &Selection) -> Option<Map> {
    let mut ids = selection.elements.clone();
    let comes_along = |component: &Component| matches!(&component.place, Place::Within { pipeline, .. } if selection.elements.contains(pipeline));
    let children = map.components().filter(|(_, component)| comes_along(component));
    ids.extend(children.map(|(child, _)| child.id.clone()));
    let part = map.only(&ids);
    let head = Map { theme: map.theme.clone(), sheet: map.sheet, ..Map::default() };
    let (elements, links) = (part.elements().cloned().collect::<Vec<_>>(), part.links().cloned().collect());
    (!elements.is_empty()).then(|| head.with_elements(elements).with_links(links))
}

/// What a text means to somebody who pastes it: a map in a format that is read, or a component for each line.
/// `None` where it has no words.
pub fn from_text(text: &str) -> Option<Map> {
    let is_map = |map: &Map| map.elements().len() + map.links().len() > 0;
    let known = format::detect(text, None).ok().and_then(|origin| format::read_from(origin, text).map);
    if let Some(map) = known.filter(is_map) {
        return Some(map);
    }
    if let Some(map) = outlined(text) {
        return Some(map);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut mint = IdMint::default();
    let elements: Vec<_> = lines
        .take(MOST_LINES)
        .enumerate()
        .map(|(at, line)| {
            let name: String = line.chars().take(MOST_LINES).collect();
            // Columns of ten, from the top.
            let place = Position::clamped(0.9 - LINE * (at % 10) as f64, 0.3 + 0.1 * (at / 10) as f64);
            let component = Component::new(&name, ComponentKind::Component, Place::At(place));
            Arc::new(Element::new(mint.new_id(&name, "component", at + 1), component))
        })
        .collect();
    (!elements.is_empty()).then(|| Map::default().with_elements(elements))
}

/// The edits that put a part into a map, moved by fractions of the sheet, and what is then selected.
///
/// Each copy gets an id of its own, and a name that no other component has: text formats link by name.
pub(super) fn pasted(part: &Map, into: &Map, up: f64, right: f64) -> (Vec<Edit>, Selection) {
    let mut mint = IdMint::default();
    let mut names = Names::default();
    names.taken.reserve(into.elements().len() + part.elements().len());
    for element in into.elements() {
        mint.take(&element.id);
        names.taken.extend(element.component().map(|component| component.name.clone()));
    }
    let mut copies = Vec::new();
    for (at, element) in part.elements().enumerate() {
        let mut copy = Element::clone(element).moved(up, right);
        if let Body::Component(component) = &mut copy.body {
            component.name = names.take(&component.name);
        }
        let name = copy.component().map(|component| component.name.clone());
        let base = name.unwrap_or_else(|| format!("{} {}", copy.kind_name(), copy.name()).into());
        copy.id = mint.new_id(&base, copy.kind_name(), into.elements().len() + at + 1);
        copies.push(copy);
    }
    let own = |number: Option<usize>, copies: &[Element]| Some(copies.get(number?)?.id.clone());
    for at in 0..copies.len() {
        let Some(Place::Within { pipeline, .. }) = copies.get(at).and_then(place_of) else { continue };
        let new = own(part.index_of(pipeline), &copies);
        if let (Some(new), Some(Body::Component(component))) =
            (new, copies.get_mut(at).map(|copy| &mut copy.body))
            && let Place::Within { pipeline, .. } = &mut component.place
        {
            *pipeline = new;
        }
    }
    let named = LazyCell::new(|| {
        let mut named: HashMap<&str, &ElementId> = HashMap::new();
        for (element, component) in into.components() {
            named.entry(&component.name).or_insert(&element.id);
        }
        named
    });
    let end = |end: &End, number: Option<usize>| match end {
        End::Element(_) => own(number, &copies).map_or_else(|| end.clone(), End::Element),
        // What the text only names, the map may have.
        End::Dangling(name) => {
            named.get(name.as_str()).map_or_else(|| end.clone(), |id| End::Element((*id).clone()))
        }
    };
    let ends = part.ends();
    let links = part.links().enumerate().map(|(at, link)| {
        let [from, to] = ends.get(at);
        let (from, to) = (end(&link.from, from), end(&link.to, to));
        let via = link.via.iter().map(|stop| end(stop, stop.id().and_then(|id| part.index_of(id)))).collect();
        Edit::AddLink(Link { from, to, via, ..Link::clone(link) })
    });
    let links: Vec<_> = links.collect();
    let selection =
        Selection { elements: copies.iter().map(|copy| copy.id.clone()).collect(), ..Selection::default() };
    (copies.into_iter().map(Edit::Add).chain(links).collect(), selection)
}

/// Where a component stands.
fn place_of(element: &Element) -> Option<&Place> {
    element.component().map(|component| &component.place)
}

/// Steps of so far down and to the right, the nearest first, down and to the right before all others of a distance.
fn near_first() -> impl Iterator<Item = (i32, i32)> {
    let mut steps: Vec<(i32, i32)> =
        (-12..=12).flat_map(|down| (-12..=12).map(move |right| (down, right))).collect();
    let away = |(down, right): &(i32, i32)| {
        let is_back = u8::from(*down < 0) + u8::from(*right < 0);
        // A step aside along one line only stands less clearly beside it.
        (down.abs().max(right.abs()), is_back, (down.abs() - right.abs()).abs())
    };
    steps.sort_by_key(away);
    steps.into_iter()
}

/// A place of an element that is no component.
fn anchor_of(element: &Element) -> Option<Position> {
    match &element.body {
        Body::Component(_) => None,
        Body::Note(note) => Some(note.at),
        Body::Annotation(annotation) => annotation.at.first().copied(),
        Body::Area(area) => area.outline.first().copied(),
        Body::Attitude(attitude) => Some(attitude.top_left),
        Body::Accelerator(accelerator) => Some(accelerator.at),
    }
}

/// The rectangle around places, in fractions of the sheet from its upper left corner.
fn around(places: &[Position]) -> Option<Rect> {
    let point = |at: &Position| Point::new(at.evolution.value(), 1.0 - at.visibility.value());
    let corner = |at: &Position| Rect::from_points(point(at), point(at));
    places.iter().map(corner).reduce(|all, one| all.union(one))
}

/// The names that a map has.
#[derive(Default)]
struct Names {
    taken: Set<Name>,
    /// The number that was free last for each name.
    last: HashMap<Name, usize>,
}

impl Names {
    /// The name, or the next like it that is free: it is taken from then on.
    fn take(&mut self, name: &Name) -> Name {
        let free = self.free(name);
        self.taken.insert(free.clone());
        free
    }

    fn free(&mut self, name: &Name) -> Name {
        if name.is_empty() || !self.taken.contains(name) {
            return name.clone();
        }
        // "Tea 2" becomes "Tea 3", not "Tea 2 2".
        let stem = match name.rsplit_once(' ') {
            Some((stem, number)) if number.parse::<u32>().is_ok() && self.taken.contains(stem) => stem,
            _ => name,
        };
        let last = self.last.entry(stem.into()).or_insert(2);
        // One more number than there are names is free.
        let mut numbered =
            (*last..=self.taken.len() + 2).map(|number| (number, Name::from(format!("{stem} {number}"))));
        let found = numbered.find(|(_, name)| !self.taken.contains(name));
        found.map_or_else(Name::new, |(number, name)| {
            *last = number;
            name
        })
    }
}

impl Editor {
    /// What is selected as a map of its own, and as OnlineWardleyMaps text.
    pub fn copied(&self) -> Option<(Map, String)> {
        let part = part(self.map(), self.document.selection())?;
        let text = format::write(Format::Owm, &part).0;
        Some((part, text))
    }

    /// Deletes what is selected, once it was copied.
    pub fn cut(&mut self) {
        self.end_naming(super::NamingEnd::Keep);
        let selection = Arc::clone(self.document.selection());
        let Some(part) = part(self.map(), &selection) else { return };
        let label = named(self.map(), "Cut", &selection.elements);
        // All that was copied goes: a pipeline takes its children along.
        let elements = part.elements().map(|element| element.id.clone()).collect();
        let edit = Edit::Remove { elements, links: selection.links.clone() };
        self.commit(&label, &[edit], Some(Selection::default()));
        self.say(format!("{label}. Paste puts it back"));
    }

    /// How far a part is moved so that it stands where there is room and in sight, near where it would stand: down and to the
    /// right first. `aside` is how many steps away a copy stands where nobody finds room; `None` for what is no copy.
    fn room_for(&self, part: &Map, aside: Option<usize>) -> (f64, f64) {
        let is_copy = aside.is_some();
        let places: Vec<Position> =
            part.components().filter_map(|(_, component)| part.position(component)).collect();
        let others: Vec<Position> = part.elements().filter_map(|element| anchor_of(element)).collect();
        let all: Vec<Position> = places.iter().chain(&others).copied().collect();
        let Some(around) = around(&all) else { return (0.0, 0.0) };
        // What is out of sight comes into its middle.
        let sheet = self.map().sheet_size();
        let sight = self.camera.in_sight().map_or(Rect::new(0.0, 0.0, 1.0, 1.0), |sight| {
            Rect::new(
                (sight.x0 / sheet.width).clamp(0.0, 1.0),
                (sight.y0 / sheet.height).clamp(0.0, 1.0),
                (sight.x1 / sheet.width).clamp(0.0, 1.0),
                (sight.y1 / sheet.height).clamp(0.0, 1.0),
            )
        });
        let is_seen = |by: (f64, f64)| {
            let moved = around + Vec2::new(by.1, -by.0);
            moved.x0 >= sight.x0 && moved.y0 >= sight.y0 && moved.x1 <= sight.x1 && moved.y1 <= sight.y1
        };
        let start = if is_seen((0.0, 0.0)) || sight.area() == 0.0 {
            (0.0, 0.0)
        } else {
            let to = sight.center() - around.center();
            ((-to.y / ASIDE).round() * ASIDE, (to.x / ASIDE).round() * ASIDE)
        };
        let is_on_map = |by: (f64, f64)| {
            let moved = around + Vec2::new(by.1, -by.0);
            moved.x0 >= 0.0 && moved.y0 >= 0.0 && moved.x1 <= 1.0 && moved.y1 <= 1.0
        };
        // Nobody looks for room for a crowd.
        let is_crowd = all.len() > MOST_PLACES;
        // Who stands where, in cells that are as large as the room that a symbol needs.
        let cell = |value: f64| (value / CLOSE).floor() as i32;
        let mut taken: HashMap<(i32, i32), Vec<(f64, f64)>> = HashMap::new();
        let of_component = |own: &Element| own.component().and_then(|own| self.map().position(own));
        let standing = self.map().elements().filter(|_| !is_crowd);
        for at in standing.filter_map(|own| of_component(own).or_else(|| anchor_of(own))) {
            let (up, right) = (at.visibility.value(), at.evolution.value());
            taken.entry((cell(up), cell(right))).or_default().push((up, right));
        }
        let is_free = |by: (f64, f64)| {
            let free = |at: &Position| {
                let (up, right) = (at.visibility.value() + by.0, at.evolution.value() + by.1);
                let near = (-1..=1).flat_map(|a| (-1..=1).map(move |b| (cell(up) + a, cell(right) + b)));
                near.filter_map(|key| taken.get(&key)).flatten().all(|(other_up, other_right)| {
                    (other_up - up).abs() >= CLOSE || (other_right - right).abs() >= CLOSE
                })
            };
            all.iter().all(free)
        };
        let offset = |(down, right): (i32, i32)| {
            (start.0 - ASIDE * f64::from(down), start.1 + ASIDE * f64::from(right))
        };
        // A copy never lies on what it is a copy of, not even for what has no symbol.
        let steps = near_first().filter(|step| !(is_copy && *step == (0, 0))).map(offset);
        let mut steps = steps.filter(|_| !is_crowd);
        let fits = |by: &(f64, f64)| is_on_map(*by) && is_free(*by) && (start != (0.0, 0.0) || is_seen(*by));
        let far = ASIDE * aside.unwrap_or(0) as f64;
        let beside = if is_copy { (-far, far) } else { start };
        let (up, right) = steps.find(fits).unwrap_or(beside);
        // All of it stays on the map, so that it keeps its shape.
        (up.clamp(around.y1 - 1.0, around.y0), right.clamp(-around.x0, 1.0 - around.x1))
    }

    /// Puts a part into the map; the `nth` time beside the time before.
    pub fn paste(&mut self, part: &Map, nth: usize) {
        self.end_naming(super::NamingEnd::Keep);
        // A crowd steps further aside each time.
        let is_crowd = part.elements().len() > MOST_PLACES;
        let (up, right) = self.room_for(part, is_crowd.then_some(nth + 1));
        let (edits, selection) = pasted(part, self.map(), up, right);
        let label = match selection.elements.len() {
            0 => "Paste links".to_owned(),
            1 => format!("Paste {}", part.elements().next().map_or("", |element| element.name())),
            count => format!("Paste {count} elements"),
        };
        self.commit(&label, &edits, Some(selection));
        self.say(label);
    }

    /// Copies what is selected, beside it.
    pub(super) fn duplicate(&mut self) {
        let Some(part) = part(self.map(), self.document.selection()) else {
            self.say("Select what is to be duplicated first".to_owned());
            return;
        };
        let label = named(self.map(), "Duplicate", &self.document.selection().elements.clone());
        let (up, right) = self.room_for(&part, Some(1));
        let (edits, selection) = pasted(&part, self.map(), up, right);
        self.commit(&label, &edits, Some(selection));
        self.say(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(text: &str) -> Map {
        format::read(Format::Owm, text).map.unwrap()
    }

    fn after(edits: &[Edit], map: &Map) -> String {
        let map = edits.iter().fold(map.clone(), |map, edit| edit.apply(&map).unwrap());
        format::write(Format::Owm, &map).0
    }

    #[test]
    fn copies_take_their_links_along_and_get_names_of_their_own() {
        let map = map(
            "component Cup [0.8, 0.5]\ncomponent Tea [0.5, 0.5]\ncomponent Pot [0.4, 0.5]\nCup->Tea\nTea->Pot\n",
        );
        let selection =
            Selection { elements: ["cup", "tea"].map(ElementId::new).into(), ..Selection::default() };
        let (edits, selected) = pasted(&part(&map, &selection).unwrap(), &map, -0.1, 0.1);
        let text = after(&edits, &map);
        assert!(
            text.contains("component Cup 2 [0.7, 0.6]") || text.contains("component \"Cup 2\" [0.7, 0.6]"),
            "{text}"
        );
        assert!(text.contains("\"Cup 2\"->\"Tea 2\"") && !text.contains("\"Tea 2\"->Pot"), "{text}");
        assert_eq!(selected.elements, ["cup-2", "tea-2"].map(ElementId::new).into());
    }

    #[test]
    fn a_child_without_its_pipeline_stands_on_its_own() {
        let map = map("component Power [0.1, 0.5]\npipeline Power\n{\ncomponent Wind [0.3]\n}\n");
        let of = |ids: &[&str]| Selection {
            elements: ids.iter().map(|id| ElementId::new(id)).collect(),
            ..Selection::default()
        };
        let alone = part(&map, &of(&["wind"])).unwrap();
        assert_eq!(alone.components().next().unwrap().1.place, Place::At(Position::clamped(0.1, 0.3)));
        let whole = part(&map, &of(&["power"])).unwrap();
        let (edits, _) = pasted(&whole, &map, 0.0, 0.0);
        let text = after(&edits, &map);
        assert!(text.contains("pipeline \"Power 2\"\n{\n  component \"Wind 2\" [0.3]\n}"), "{text}");
        let mut editor = Editor::new(map.clone());
        editor.document.select(of(&["power"]));
        editor.cut();
        assert_eq!(editor.map().elements().len(), 0);
        editor.paste(&whole, 0);
        assert_eq!(format::write(Format::Owm, editor.map()).0, format::write(Format::Owm, &map).0);
    }

    #[test]
    fn text_is_pasted_as_what_it_says() {
        let owm = from_text("component A [0.5, 0.5]\nA->Cup\n").unwrap();
        let (edits, _) = pasted(&owm, &map("component Cup [0.8, 0.5]\n"), 0.0, 0.0);
        assert!(after(&edits, &map("component Cup [0.8, 0.5]\n")).ends_with("A->Cup\n"));
        assert!(matches!(&edits[1], Edit::AddLink(link) if link.to == End::Element(ElementId::new("cup"))));
        let lines = from_text("Tea\n  Cup of tea \n\nKettle").unwrap();
        let names: Vec<_> = lines.elements().map(|element| element.name().to_owned()).collect();
        assert_eq!(names, ["Tea", "Cup of tea", "Kettle"]);
        assert_eq!(from_text(" \n"), None);
        let taken = ["Tea", "Tea 2"].map(Name::from).into_iter().collect();
        let mut names = Names { taken, ..Names::default() };
        assert_eq!(["Tea 2", "Tea", "Cup"].map(|name| names.take(&name.into())), ["Tea 3", "Tea 4", "Cup"]);
    }
}
