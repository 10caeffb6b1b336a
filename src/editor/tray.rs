//! The tray: components that have a name and needs, but no place on the map yet.
//!
//! The method begins with users and what they need, all the way down, and asks only then how evolved each thing
//! is.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::naming::BELOW;
use super::operate::{counted, named};
use super::room::Room;
use super::session::Editor;
use super::tool::Gesture;
use super::{NamingEnd, Selection};
use crate::model::{
    Change, Component, ComponentKind, Edit, Element, ElementId, IdMint, Link, LinkKind, Map, Place, Position,
};

/// A component in the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayRow {
    /// Which component.
    pub id: ElementId,
    /// How deep it stands below the first of its chain that is in the tray.
    pub depth: usize,
}

/// At most so many lines are pasted: more is no chain that anybody places.
const MOST_LINES: usize = 500;
/// Where users are placed.
const TOP: f64 = 0.95;
/// Where a component is placed that nothing on the map needs.
const MIDDLE: f64 = 0.6;

impl Editor {
    /// What has no place yet: each component below the first one in the tray that needs it, in author order; the
    /// variants of a pipeline below it. What is parked is there while such things are shown.
    pub fn tray(&self) -> Vec<TrayRow> {
        let map = self.map();
        let waits = |element: &Element, component: &Component| {
            map.position(component).is_none() && (!element.parked || self.shows_parked())
        };
        let all: Vec<&ElementId> = map
            .components()
            .filter(|(element, component)| waits(element, component))
            .map(|(e, _)| &e.id)
            .collect();
        if all.is_empty() {
            return Vec::new();
        }
        let (below, heads) = chain(map, &all);
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        // First the heads of chains; then what only needs itself in a circle.
        for head in heads.iter().chain(&all) {
            let mut waiting = vec![(*head, 0)];
            while let Some((id, depth)) = waiting.pop() {
                if !seen.insert(id) {
                    continue;
                }
                rows.push(TrayRow { id: id.clone(), depth });
                let below = below.get(id).into_iter().flatten().rev();
                waiting.extend(below.map(|id| (*id, depth + 1)));
            }
        }
        rows
    }

    /// Writes a name into the tray: of a user, or of what something needs. A name that the map has already is
    /// linked, not doubled. Answers whose name it is.
    pub fn write_into_tray(&mut self, name: &str, needed_by: Option<&ElementId>) -> Option<ElementId> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let kind = if needed_by.is_none() { ComponentKind::Anchor } else { ComponentKind::Component };
        let (edits, ids) = outline_edits(self.map(), &[Line { depth: 0, name, kind }], needed_by);
        self.end_naming(NamingEnd::Keep);
        self.commit(&format!("Add {name}"), &edits, None);
        ids.into_iter().next()
    }

    /// Writes lines into the tray, one name each; what is indented is needed by what stands above it.
    pub fn paste_into_tray(&mut self, text: &str, needed_by: Option<&ElementId>) {
        let mut lines = outline(text, needed_by.is_none());
        let more = lines.len().saturating_sub(MOST_LINES);
        lines.truncate(MOST_LINES);
        let (edits, ids) = outline_edits(self.map(), &lines, needed_by);
        if edits.is_empty() {
            self.say("There is nothing to add that the map lacks".to_owned());
            return;
        }
        let distinct: BTreeSet<_> = ids.into_iter().collect();
        let label = counted(distinct.len(), "Add a name", "names", "Add");
        self.end_naming(NamingEnd::Keep);
        self.commit(&label, &edits, None);
        let but = if more > 0 { format!("; {more} more lines were left out") } else { String::new() };
        self.say(format!("{label}{but}"));
    }

    /// Begins to bring a component from the tray; the pointer has it.
    pub fn start_placing(&mut self, id: &ElementId) {
        self.end_naming(NamingEnd::Keep);
        self.document.cancel();
        self.document.begin();
        self.set_gesture(Gesture::from_tray(id.clone()));
    }

    /// Places components below what needs them, in the middle of the map where nothing stands yet; all of the tray
    /// where none is named.
    pub fn place_from_tray(&mut self, ids: &[ElementId]) {
        self.end_naming(NamingEnd::Keep);
        let rows: Vec<_> = if ids.is_empty() {
            let rows: Vec<_> = self.tray().into_iter().map(|row| row.id).collect();
            in_order_of_needs(self.map(), &rows)
        } else {
            ids.to_vec()
        };
        let mut placing = Placing::of(self.map());
        // A variant comes along with its pipeline.
        let edits: Vec<Edit> = rows
            .iter()
            .filter_map(|id| {
                let place = placing.suggested(id)?;
                Some(Edit::Place { id: id.clone(), place: Place::At(place) })
            })
            .collect();
        if edits.is_empty() {
            self.say("The tray is empty: every component has its place".to_owned());
            return;
        }
        let placed: BTreeSet<_> = rows.into_iter().collect();
        let label = named(self.map(), "Place", &placed);
        let selection = Selection { elements: placed, ..Selection::default() };
        self.commit(&label, &edits, Some(selection));
        match edits.len() {
            1 => self.say(format!("{label}: arrows or a drag say how evolved it is")),
            count => {
                self.offer(format!(
                    "{count} components are placed: arrows or a drag say how evolved each is"
                ));
            }
        }
    }
}

/// Whether a link says that something needs something: flows do not, nor what is switched off.
fn is_need(link: &Link) -> bool {
    !link.parked && matches!(link.kind, LinkKind::Need | LinkKind::Constraint)
}

type Below<'a> = HashMap<&'a ElementId, Vec<&'a ElementId>>;

/// What of some components each needs, its variants first; and those that none of the others needs.
fn chain<'a>(map: &'a Map, all: &[&'a ElementId]) -> (Below<'a>, Vec<&'a ElementId>) {
    let among: HashSet<&ElementId> = all.iter().copied().collect();
    let variants = map.components().filter_map(|(element, component)| match &component.place {
        Place::Within { pipeline, .. } => Some((pipeline, &element.id)),
        _ => None,
    });
    let needs =
        map.links().filter(|link| is_need(link)).filter_map(|link| Some((link.from.id()?, link.to.id()?)));
    let mut below: Below<'a> = HashMap::new();
    let mut needed: HashSet<&ElementId> = HashSet::new();
    for (from, to) in variants.chain(needs) {
        if from != to && among.contains(from) && among.contains(to) {
            below.entry(from).or_default().push(to);
            needed.insert(to);
        }
    }
    let heads = all.iter().copied().filter(|id| !needed.contains(id)).collect();
    (below, heads)
}

/// Components, each behind all that need it; a circle of needs is cut where it comes first.
fn in_order_of_needs(map: &Map, all: &[ElementId]) -> Vec<ElementId> {
    let ids: Vec<&ElementId> = all.iter().collect();
    let (below, _) = chain(map, &ids);
    let mut open: HashMap<&ElementId, usize> = HashMap::new();
    for id in below.values().flatten() {
        *open.entry(id).or_default() += 1;
    }
    let number: HashMap<&ElementId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut left: BTreeSet<usize> = (0..ids.len()).collect();
    let mut free: BTreeSet<usize> =
        ids.iter().enumerate().filter(|(_, id)| !open.contains_key(**id)).map(|(at, _)| at).collect();
    let mut order = Vec::new();
    while let Some(at) = free.pop_first().or_else(|| left.first().copied()) {
        left.remove(&at);
        free.remove(&at);
        let Some(id) = ids.get(at) else { break };
        for next in below.get(*id).into_iter().flatten() {
            if let Some(count) = open.get_mut(*next) {
                *count = count.saturating_sub(1);
                let freed = number.get(*next).filter(|next| *count == 0 && left.contains(next));
                free.extend(freed);
            }
        }
        order.push((*id).clone());
    }
    order
}

/// Components that are placed one after the other.
struct Placing<'m> {
    map: &'m Map,
    room: Room,
    placed: HashMap<ElementId, Position>,
}

impl<'m> Placing<'m> {
    fn of(map: &'m Map) -> Self {
        Self { map, room: Room::of(map), placed: HashMap::new() }
    }

    /// Where a component stands by now.
    fn position(&self, id: &ElementId) -> Option<Position> {
        let component = self.map.component(id)?;
        let own = || match &component.place {
            Place::Within { pipeline, evolution } => {
                Some(Position { evolution: *evolution, ..*self.placed.get(pipeline)? })
            }
            _ => None,
        };
        self.placed.get(id).copied().or_else(|| self.map.position(component)).or_else(own)
    }

    /// Where a component would stand that has no place: users at the top, the rest below the lowest that needs it. There it
    /// stands from then on.
    fn suggested(&mut self, id: &ElementId) -> Option<Position> {
        let is_anchor = self.map.component(id)?.is_anchor();
        if self.position(id).is_some() {
            return None;
        }
        let links = self.map.links_of(id).iter().filter_map(|at| self.map.links().nth(*at));
        let needers = links.filter(|link| is_need(link) && link.to.id() == Some(id));
        let heights = needers.filter_map(|link| Some(self.position(link.from.id()?)?.visibility.value()));
        let usual = if is_anchor { TOP } else { MIDDLE };
        let height = heights.reduce(f64::min).map_or(usual, |lowest| (lowest - BELOW).max(0.04));
        // From the middle outwards, to the right first.
        let columns = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1];
        let mut places = columns.into_iter().map(|column| Position::clamped(height, column).moved(0.0, 0.0));
        let first = Position::clamped(height, 0.5).moved(0.0, 0.0);
        let place = places.find(|at| self.room.is_free(*at)).unwrap_or(first);
        self.room.take(place);
        self.placed.insert(id.clone(), place);
        Some(place)
    }
}

/// What indented lines say: components, each needed by the one that it stands below, with places; `None` where no line stands
/// below another, or there are more than anybody writes.
pub(super) fn outlined(text: &str) -> Option<Map> {
    let lines = outline(text, false);
    if lines.len() > MOST_OUTLINED || lines.iter().all(|line| line.depth == 0) {
        return None;
    }
    let (edits, _) = outline_edits(&Map::default(), &lines, None);
    let map = Edit::apply_all(&edits, Map::default()).ok()?;
    let mut editor = Editor::new(map);
    editor.place_from_tray(&[]);
    Some(Map::clone(editor.map()))
}

/// At most so many indented lines are taken for a chain.
const MOST_OUTLINED: usize = 500;

/// A line of a written chain.
struct Line<'a> {
    depth: usize,
    name: &'a str,
    kind: ComponentKind,
}

/// The lines of a text with their depths, from the white space before them. Marks of lists are left out. Where
/// `has_users`, a line at the left is a user if something stands below it.
fn outline(text: &str, has_users: bool) -> Vec<Line<'_>> {
    let mut open: Vec<usize> = Vec::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in text.lines() {
        let indented = line.trim_start_matches([' ', '\t']);
        let before = line.get(..line.len() - indented.len()).unwrap_or("");
        let indent: usize = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let name = indented.trim_start_matches(['-', '*', '+', '•', '–']).trim();
        if name.is_empty() {
            continue;
        }
        open.retain(|outer| *outer < indent);
        let depth = open.len();
        open.push(indent);
        if has_users
            && depth == 1
            && let Some(above) = lines.iter_mut().rev().find(|line| line.depth == 0)
        {
            above.kind = ComponentKind::Anchor;
        }
        lines.push(Line { depth, name, kind: ComponentKind::Component });
    }
    lines
}

/// The edits that add names with their needs, and whose names they are, line by line.
fn outline_edits(map: &Map, lines: &[Line<'_>], under: Option<&ElementId>) -> (Vec<Edit>, Vec<ElementId>) {
    let mut mint = IdMint::default();
    let mut known: HashMap<String, ElementId> = HashMap::new();
    for element in map.elements() {
        mint.take(&element.id);
    }
    for id in map.changes().filter_map(Change::adds) {
        mint.take(id);
    }
    for (element, component) in map.components().filter(|(element, _)| !element.parked) {
        known.entry(component.name.to_string()).or_insert_with(|| element.id.clone());
    }
    let ends = |link: &std::sync::Arc<Link>| Some((link.from.id()?.clone(), link.to.id()?.clone()));
    let mut linked: HashSet<(ElementId, ElementId)> =
        map.links().filter(|link| is_need(link)).filter_map(ends).collect();
    let (mut elements, mut links) = (Vec::new(), Vec::new());
    let mut open: Vec<ElementId> = Vec::new();
    let mut ids = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let id = known.get(line.name).cloned().unwrap_or_else(|| {
            let id = mint.new_id(line.name, "component", map.elements().len() + at + 1);
            let component = Component::new(line.name, line.kind, Place::Unplaced);
            elements.push(Edit::Add(Element::new(id.clone(), component)));
            known.insert(line.name.to_owned(), id.clone());
            id
        });
        open.truncate(line.depth);
        if let Some(by) = open.last().or(under).filter(|by| **by != id)
            && linked.insert((by.clone(), id.clone()))
        {
            links.push(Edit::AddLink(Link::between(by, &id, LinkKind::Need)));
        }
        open.push(id.clone());
        ids.push(id);
    }
    elements.extend(links);
    (elements, ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(editor: &Editor) -> Vec<(usize, String)> {
        let name = |id: &ElementId| editor.map().element(id).unwrap().name().to_owned();
        editor.tray().iter().map(|row| (row.depth, name(&row.id))).collect()
    }

    fn expected(rows: &[(usize, &str)]) -> Vec<(usize, String)> {
        rows.iter().map(|(depth, name)| (*depth, (*name).to_owned())).collect()
    }

    #[test]
    fn a_chain_is_written_first_and_placed_later() {
        let mut editor = Editor::new(Map::default());
        editor.paste_into_tray("Public\n  Cup of tea\n    - Tea\n    - Hot water\n\tKettle\n", None);
        let rows = [(0, "Public"), (1, "Cup of tea"), (2, "Tea"), (2, "Hot water"), (3, "Kettle")];
        // A tab counts four: the kettle stands as deep as what heats the water's line.
        assert_eq!(names(&editor)[..4], expected(&rows)[..4]);
        let map = editor.map();
        assert!(map.component(&ElementId::new("public")).unwrap().is_anchor());
        assert_eq!(map.links().len(), 4);
        let cup = editor.tray()[1].id.clone();
        editor.place_from_tray(&[]);
        assert!(editor.tray().is_empty());
        let at = |id: &ElementId| editor.map().position(editor.map().component(id).unwrap()).unwrap();
        assert_eq!(at(&ElementId::new("public")), Position::clamped(0.95, 0.5));
        assert_eq!(at(&cup), Position::clamped(0.83, 0.5));
        assert!(at(&ElementId::new("tea")).visibility < at(&cup).visibility);
        editor.operate(super::super::Operation::Undo);
        assert_eq!(editor.tray().len(), 5);
    }

    #[test]
    fn everything_is_placed_below_all_that_need_it() {
        let mut editor = Editor::new(Map::default());
        editor.paste_into_tray("User\n  Power\n  Shop\n    Till\n      Power\n", None);
        editor.place_from_tray(&[]);
        let map = editor.map();
        let height = |id: &str| map.position(map.component(&ElementId::new(id)).unwrap()).unwrap().visibility;
        assert!(height("power") < height("till") && height("till") < height("shop"));
    }

    #[test]
    fn variants_wait_below_their_pipeline_and_come_along() {
        let text =
            "component Power [0.5, 0.5]\npipeline Power\n{\ncomponent Wind [0.4]\ncomponent Coal [0.6]\n}\n";
        let map = crate::format::read(crate::format::Format::Owm, text).map.unwrap();
        let mut editor = Editor::new(map);
        editor.document.select(Selection::of(&ElementId::new("power")));
        editor.operate(super::super::Operation::PutIntoTray);
        assert_eq!(names(&editor), expected(&[(0, "Power"), (1, "Wind"), (1, "Coal")]));
        editor.place_from_tray(&[]);
        assert_eq!(names(&editor), []);
        let wind = editor.map().component(&ElementId::new("wind")).unwrap();
        assert!(matches!(wind.place, Place::Within { .. }));
    }

    #[test]
    fn a_name_that_is_there_is_linked_and_a_circle_ends() {
        let mut editor = Editor::new(Map::default());
        let user = editor.write_into_tray("User", None).unwrap();
        let tea = editor.write_into_tray(" Tea ", Some(&user)).unwrap();
        let leaf = editor.write_into_tray("Leaf", Some(&tea)).unwrap();
        assert_eq!(editor.write_into_tray("Tea", Some(&leaf)), Some(tea.clone()));
        assert_eq!(names(&editor), expected(&[(0, "User"), (1, "Tea"), (2, "Leaf")]));
        editor.document.select(Selection::of(&user));
        editor.operate(super::super::Operation::Delete);
        // Tea and leaf need each other now, and are still there.
        assert_eq!(names(&editor), expected(&[(0, "Tea"), (1, "Leaf")]));
        assert_eq!(editor.write_into_tray("  ", None), None);
    }
}
