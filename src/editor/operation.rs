//! What menus and keys do to the map, without a pointer.

use std::collections::BTreeSet;

use super::Selection;
use super::carry::moved;
use super::marks::Mark;
use super::session::Editor;
use super::tool::Gesture;
use super::walk;
use crate::model::{
    Component, ComponentKind, Edit, Element, ElementId, Evolution, Evolve, Inertia, Legend, Map, Pipeline,
    Place,
};

/// One of four directions on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More visible.
    Up,
    /// Less visible.
    Down,
    /// Less evolved.
    Left,
    /// More evolved.
    Right,
}

/// Something done to the map or the selection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// Goes back a step.
    Undo,
    /// Goes forward a step.
    Redo,
    /// Deletes what is selected, with the links that touch it.
    Delete,
    /// Selects everything.
    SelectAll,
    /// Selects all that the selected components need, all the way down.
    SelectNeeds,
    /// Selects the next element in reading order.
    SelectNext,
    /// Selects the one before.
    SelectPrevious,
    /// Goes to a neighbour.
    Walk(Direction),
    /// Moves what is selected by a fraction of the sheet.
    Nudge(Direction, f64),
    /// Opens the field for the text of what is selected.
    EditText,
    /// Begins a component that the selected one needs.
    AddNeeded,
    /// Lets the selected components evolve to the next stage.
    EvolveNext,
    /// Puts the selected components where they evolve to.
    Arrive,
    /// Makes pipelines of the selected components, or takes that back.
    TogglePipeline,
    /// Gives the selected components inertia, or takes it.
    ToggleInertia,
    /// Makes anchors of the selected components, or the other way round.
    ToggleAnchor,
    /// Gives labels back to automatic placing: the selected ones, or all.
    TidyLabels,
    /// Gives those labels back to automatic placing that stand on others or on symbols.
    TidyOverlapping,
    /// Adds an element of another kind.
    Add(super::Addition),
    /// Copies what is selected, beside it.
    Duplicate,
    /// Switches what is selected off, or on again where all of it is off.
    Park,
    /// Begins a variant in the selected pipeline.
    AddVariant,
    /// Takes the selected components off the map, and keeps their names and needs in the tray.
    PutIntoTray,
    /// Places everything that is in the tray.
    PlaceAll,
    /// Gives the selected components a mark, or takes it where all have it.
    Mark(Mark),
    /// Makes constraints of the selected needs, or the other way round.
    ToggleConstraint,
    /// Turns the selected links round.
    TurnLinks,
    /// Shows the legend, or hides it.
    ToggleLegend,
}

impl Editor {
    /// Does something to the map or the selection.
    pub fn operate(&mut self, operation: Operation) {
        self.end_naming(super::NamingEnd::Keep);
        self.set_gesture(Gesture::Idle);
        self.document.cancel();
        self.refresh();
        match operation {
            Operation::Undo => {
                let undone = self.document.undo();
                self.say(undone.map_or("Nothing to undo".to_owned(), |what| format!("Undone: {what}")));
            }
            Operation::Redo => {
                let redone = self.document.redo();
                self.say(redone.map_or("Nothing to redo".to_owned(), |what| format!("Done again: {what}")));
            }
            Operation::Delete => self.delete(),
            Operation::SelectAll => {
                let shown = self.map().elements().filter(|e| self.layout().element_rect(&e.id).is_some());
                let elements = shown.map(|e| e.id.clone()).collect();
                self.document.select(Selection { elements, ..Selection::default() });
            }
            Operation::SelectNeeds => self.select_needs(),
            Operation::SelectNext => self.select_next(true),
            Operation::SelectPrevious => self.select_next(false),
            Operation::Walk(direction) => self.walk(direction),
            Operation::Nudge(direction, step) => self.nudge(direction, step),
            Operation::EditText => self.edit_text(),
            Operation::AddNeeded => {
                if let Some(id) = self.selected_component() {
                    self.name_below(&id);
                }
            }
            Operation::EvolveNext => self.evolve_next(),
            Operation::Arrive => self.each("Arrive", |_, component| arrived(component)),
            Operation::TogglePipeline => self.toggle_pipeline(),
            Operation::ToggleInertia => self.each("Change the inertia of", |_, component| {
                let inertia = if component.inertia.is_some() { None } else { Some(Inertia::default()) };
                Some(Component { inertia, ..component.clone() })
            }),
            Operation::ToggleAnchor => self.each("Change the kind of", |_, component| {
                let kind =
                    if component.is_anchor() { ComponentKind::Component } else { ComponentKind::Anchor };
                Some(Component { kind, ..component.clone() })
            }),
            Operation::TidyLabels => self.tidy_labels(),
            Operation::TidyOverlapping => self.tidy_overlapping(),
            Operation::Add(addition) => self.add(addition),
            Operation::Duplicate => self.duplicate(),
            Operation::Park => self.park(),
            Operation::AddVariant => {
                if let Some(id) = self.selected_component() {
                    self.name_variant(&id, None);
                }
            }
            Operation::PutIntoTray => self.put_into_tray(),
            Operation::PlaceAll => self.place_from_tray(&[]),
            Operation::Mark(mark) => self.mark(mark),
            Operation::ToggleConstraint => self.toggle_constraint(),
            Operation::TurnLinks => self.turn_links(),
            Operation::ToggleLegend => {
                let legend = if self.map().legend.is_some() { None } else { Some(Legend::default()) };
                let label = if legend.is_some() { "Show the legend" } else { "Hide the legend" };
                self.commit(label, &[Edit::Legend(legend)], None);
            }
        }
        self.refresh();
    }

    fn selected_component(&self) -> Option<ElementId> {
        let selection = self.document.selection();
        let id = selection.single().or(selection.ghost.as_ref())?;
        self.map().component(id).map(|_| id.clone())
    }

    /// The label of a change: "Move Kettle", "Move 3 components".
    pub(super) fn named(&self, verb: &str, ids: &BTreeSet<ElementId>) -> String {
        match ids.first().and_then(|id| self.map().element(id)) {
            Some(element) if ids.len() == 1 => {
                format!("{verb} {}", short(element.name(), element.kind_name()))
            }
            _ => {
                let all = ids.iter().all(|id| self.map().component(id).is_some());
                format!("{verb} {} {}", ids.len(), if all { "components" } else { "elements" })
            }
        }
    }

    /// Changes every selected component in one step.
    pub(super) fn each(&mut self, verb: &str, change: impl Fn(&Map, &Component) -> Option<Component>) {
        let selection = self.document.selection();
        let ids: BTreeSet<_> = selection.elements.iter().chain(&selection.ghost).cloned().collect();
        let edits: Vec<_> = ids
            .iter()
            .filter_map(|id| {
                let element = self.map().element(id)?;
                let body = change(self.map(), element.component()?)?.into();
                Some(Edit::Replace(Element { body, ..Element::clone(element) }))
            })
            .collect();
        if edits.is_empty() {
            self.say("Select a component first".to_owned());
            return;
        }
        let label = self.named(verb, &ids);
        self.commit(&label, &edits, None);
    }

    fn delete(&mut self) {
        let selection = self.document.selection().clone();
        if let Some(id) = &selection.ghost {
            let label = self.named("Delete the evolution of", &[id.clone()].into());
            self.commit(&label, &[Edit::Evolve { id: id.clone(), evolve: None }], Some(Selection::of(id)));
            return;
        }
        if selection.is_empty() {
            self.say("Nothing is selected".to_owned());
            return;
        }
        let along = self
            .map()
            .keyed_links()
            .filter(|(key, link)| {
                !selection.links.contains(key)
                    && [&link.from, &link.to]
                        .iter()
                        .any(|end| end.id().is_some_and(|id| selection.elements.contains(id)))
            })
            .count();
        let what = if selection.elements.is_empty() {
            counted(selection.links.len(), "Delete a need", "needs", "Delete")
        } else {
            self.named("Delete", &selection.elements)
        };
        let edit = Edit::Remove { elements: selection.elements, links: selection.links };
        let label = match along {
            0 => what,
            1 => format!("{what} and 1 need"),
            _ => format!("{what} and {along} needs"),
        };
        self.commit(&label, &[edit], Some(Selection::default()));
        self.say(format!("{}. Undo brings it back", label.replacen("Delete", "Deleted", 1)));
    }

    fn park(&mut self) {
        let Selection { elements, links, ghost } = self.document.selection().clone();
        if ghost.is_some() || elements.is_empty() && links.is_empty() {
            self.say("Select what is to be parked first".to_owned());
            return;
        }
        let map = self.map();
        let is_off = |id: &ElementId| map.element(id).is_some_and(|element| element.parked);
        let parked =
            !(elements.iter().all(is_off) && links.iter().all(|key| map.link(key).is_some_and(|l| l.parked)));
        let verb = if parked { "Park" } else { "Switch on" };
        let label = if elements.is_empty() {
            counted(links.len(), &format!("{verb} a need"), "needs", verb)
        } else {
            self.named(verb, &elements)
        };
        let selection = if parked && !self.shows_parked() { Some(Selection::default()) } else { None };
        self.commit(&label, &[Edit::Park { elements, links, parked }], selection);
        if parked && !self.shows_parked() {
            self.say(format!("{}. View → Show parked shows it", label.replacen("Park", "Parked", 1)));
        }
    }

    fn select_needs(&mut self) {
        let mut found = self.document.selection().elements.clone();
        let mut waiting: Vec<_> = found.iter().cloned().collect();
        while let Some(id) = waiting.pop() {
            let needed = self.map().links().filter(|link| link.from.id() == Some(&id));
            // What is not shown is not selected.
            let is_shown = |id: &&ElementId| self.layout().symbol(id).is_some();
            let needed: Vec<_> = needed.filter_map(|link| link.to.id()).filter(is_shown).cloned().collect();
            waiting.extend(needed.into_iter().filter(|id| found.insert(id.clone())));
        }
        self.document.select(Selection { elements: found, ..Selection::default() });
    }

    fn select_next(&mut self, forward: bool) {
        let from = self.document.selection().single().or(self.document.selection().elements.first()).cloned();
        if let Some(id) = walk::next(self.map(), self.layout(), from.as_ref(), forward) {
            self.document.select(Selection::of(&id));
        }
    }

    fn walk(&mut self, direction: Direction) {
        let from = self.document.selection().single().cloned();
        let next = match &from {
            Some(from) => walk::toward(self.map(), self.layout(), from, direction),
            None => walk::next(self.map(), self.layout(), None, true),
        };
        if let Some(id) = next {
            self.document.select(Selection::of(&id));
        }
    }

    fn nudge(&mut self, direction: Direction, step: f64) {
        let (up, right) = match direction {
            Direction::Up => (step, 0.0),
            Direction::Down => (-step, 0.0),
            Direction::Left => (0.0, -step),
            Direction::Right => (0.0, step),
        };
        let selection = self.document.selection().clone();
        if let Some(id) = selection.ghost {
            let evolve = self.map().component(&id).and_then(|component| component.evolve.clone());
            let Some(evolve) = evolve else { return };
            let to = Evolution::clamped(evolve.to.value() + right).rounded();
            let label = self.named("Evolve", &[id.clone()].into());
            let edits = [Edit::Evolve { id: id.clone(), evolve: Some(Evolve { to, ..evolve }) }];
            self.commit_as(&label, &edits, Some(format!("nudge ghost {id}")));
            return;
        }
        if selection.elements.is_empty() {
            return;
        }
        let label = self.named("Move", &selection.elements);
        let edits = moved(self.map(), self.layout(), &selection.elements, up, right);
        let key = format!("nudge {:?}", selection.elements);
        self.commit_as(&label, &edits, Some(key));
    }

    fn edit_text(&mut self) {
        let selection = self.document.selection().clone();
        match (selection.single(), &selection.ghost, selection.links.first()) {
            (Some(id), ..) => self.rename(id),
            (None, Some(id), _) => self.rename_ghost(id),
            (None, None, Some(key)) => self.rename_link(key),
            _ => self.say("Select one thing to edit its text".to_owned()),
        }
    }

    /// Lets the selected components evolve to the next stage; the ghost is then selected, so that the arrow
    /// keys adjust it.
    pub(super) fn evolve_next(&mut self) {
        let selection = self.document.selection();
        let ids: BTreeSet<_> = selection.elements.iter().chain(&selection.ghost).cloned().collect();
        let axis = self.map().evolution.clone();
        let edits: Vec<_> = ids
            .iter()
            .filter_map(|id| {
                let component = self.map().component(id).filter(|component| !component.is_anchor())?;
                let from = match &component.evolve {
                    Some(evolve) => evolve.to,
                    None => self.map().position(component)?.evolution,
                };
                let to = axis.next_stage(from);
                let evolve = Evolve { to, ..component.evolve.clone().unwrap_or_else(|| Evolve::to(to)) };
                Some(Edit::Evolve { id: id.clone(), evolve: Some(evolve) })
            })
            .collect();
        if edits.is_empty() {
            self.say("Select a component to let it evolve".to_owned());
            return;
        }
        let label = self.named("Evolve", &ids);
        let ghost = ids.first().filter(|_| ids.len() == 1).map(Selection::of_ghost);
        self.commit(&label, &edits, ghost);
    }

    fn toggle_pipeline(&mut self) {
        let ids = self.document.selection().elements.clone();
        let edits: Vec<_> = ids
            .iter()
            .filter_map(|id| {
                let component = self.map().component(id).filter(|component| !component.is_anchor())?;
                let at = self.map().position(component)?.evolution.value();
                let end = |by: f64| Evolution::clamped(at + by).rounded();
                let range = Some((end(-0.1), end(0.1)));
                let pipeline = if component.pipeline.is_some() { None } else { Some(Pipeline { range }) };
                Some(Edit::Pipeline { id: id.clone(), pipeline })
            })
            .collect();
        if edits.is_empty() {
            self.say("Select a component to make a pipeline of it".to_owned());
            return;
        }
        let label = self.named("Change the pipeline of", &ids);
        self.commit(&label, &edits, None);
    }

    fn tidy_overlapping(&mut self) {
        let found = self.layout().overlapping_labels(self.map());
        let edits: Vec<_> = found.iter().map(|id| Edit::Label { id: id.clone(), offset: None }).collect();
        self.tidy(&edits);
    }

    /// Says what it did, and what is left.
    fn tidy(&mut self, edits: &[Edit]) {
        let before = self.layout().overlapping_labels(self.map()).len();
        let label = counted(edits.len(), "Tidy a label", "labels", "Tidy");
        if edits.is_empty() {
            self.say("Every label is placed automatically already".to_owned());
            return;
        }
        self.commit(&label, edits, None);
        self.refresh();
        let after = self.layout().overlapping_labels(self.map()).len();
        let done = counted(edits.len(), "Tidied a label", "labels", "Tidied");
        self.say(match (before, after) {
            (0, _) => format!("{done}; Ctrl+Z puts them back"),
            (_, 0) => format!("{done}: none overlaps any more; Ctrl+Z puts them back"),
            (_, 1) => format!("{done}: one still overlaps; Ctrl+Z puts them back"),
            (_, after) => format!("{done}: {after} still overlap; Ctrl+Z puts them back"),
        });
    }

    fn tidy_labels(&mut self) {
        let chosen = self.document.selection().elements.clone();
        let edits: Vec<_> = self
            .map()
            .components()
            .filter(|(element, component)| {
                component.label.is_some() && (chosen.is_empty() || chosen.contains(&element.id))
            })
            .map(|(element, _)| Edit::Label { id: element.id.clone(), offset: None })
            .collect();
        self.tidy(&edits);
    }
}

/// A component that has reached its ghost: its place, its name.
fn arrived(component: &Component) -> Option<Component> {
    let evolve = component.evolve.clone()?;
    let place = match &component.place {
        Place::At(at) => Place::At(crate::model::Position { evolution: evolve.to, ..*at }),
        Place::Within { pipeline, .. } => Place::Within { pipeline: pipeline.clone(), evolution: evolve.to },
        Place::Unplaced => Place::Unplaced,
    };
    Some(Component {
        place,
        name: evolve.name.unwrap_or_else(|| component.name.clone()),
        method: evolve.method.or(component.method),
        label: evolve.label.or(component.label),
        evolve: None,
        ..component.clone()
    })
}

pub(super) fn counted(count: usize, one: &str, many: &str, verb: &str) -> String {
    if count == 1 { one.to_owned() } else { format!("{verb} {count} {many}") }
}

/// The start of a name, for a label; `otherwise` where it is empty.
pub(super) fn short<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    let line = name.lines().next().unwrap_or("");
    let end = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
    line.get(..end).filter(|line| !line.is_empty()).unwrap_or(otherwise)
}
