//! "What if": scenarios of the map, begun, shown, and changed.

use std::collections::BTreeSet;

use super::session::Editor;
use super::{NamingEnd, Selection};
use crate::analysis::without;
use crate::compare::{Decided, decided, with_scenario_showing, without_scenario};
use crate::model::{Component, Edit, Element, ElementId, Map, Method, Scenario};
use crate::typeset::{one_line, set_apart};

impl Editor {
    /// The scenarios of the map, in their order.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.document.whole().scenarios
    }

    /// The scenario that is shown, into which every edit goes; `None` is today.
    pub fn scenario(&self) -> Option<&Scenario> {
        let id = self.document.scenario()?;
        self.document.whole().scenario(id)
    }

    /// Shows a scenario, or today.
    pub fn show_scenario(&mut self, id: Option<&str>) {
        self.end_naming(NamingEnd::Keep);
        self.give_up();
        let misfits = id.map_or(0, |id| self.document.whole().in_scenario(id).1.len());
        self.document.show_scenario(id);
        self.refresh();
        let name = self.scenario().map(|scenario| scenario.name.clone());
        self.tell(match (name, misfits) {
            (None, _) => "Today’s map: edits change it in every scenario that leaves them alone".to_owned(),
            (Some(name), 0) => format!("Every edit goes into “{name}” now; today’s map stays as it is"),
            (Some(name), 1) => {
                format!("One change of “{name}” does not fit today’s map any more; it is kept")
            }
            (Some(name), count) => {
                format!("{count} changes of “{name}” do not fit today’s map any more; they are kept")
            }
        });
    }

    /// Shows the next scenario, today being the first; or the one before.
    pub fn step_scenario(&mut self, is_next: bool) {
        let ids: Vec<Option<String>> =
            std::iter::once(None).chain(self.scenarios().iter().map(|one| Some(one.id.clone()))).collect();
        let now = self.document.scenario().map(str::to_owned);
        let at = ids.iter().position(|id| *id == now).unwrap_or(0);
        let next = if is_next { at + 1 } else { at + ids.len() - 1 } % ids.len();
        let next = ids.get(next).cloned().flatten();
        self.show_scenario(next.as_deref());
    }

    /// Shows what goes on from the map that is shown, or what that goes on from.
    pub fn step_along(&mut self, is_next: bool) {
        let now = self.document.scenario().unwrap_or_default().to_owned();
        let found = if is_next {
            self.scenarios().iter().find(|one| one.after == now).map(|one| Some(one.id.clone()))
        } else {
            let shown = self.scenario().map(|one| one.after.clone());
            shown.map(|after| Some(after).filter(|id| !id.is_empty()))
        };
        match found {
            Some(id) => self.show_scenario(id.as_deref()),
            None if is_next => self.tell("Nothing goes on from here"),
            None => self.tell("This is today’s map: it is the first step"),
        }
    }

    /// Changes the scenarios in one step of the history.
    fn change_scenarios(&mut self, label: &str, whole: Map, show: Option<&str>) {
        self.end_naming(NamingEnd::Keep);
        self.give_up();
        self.document.commit_whole(label, whole, show);
        self.refresh();
    }

    /// Begins a scenario that goes on from what is shown.
    pub fn begin_scenario(&mut self, name: &str) {
        self.end_naming(NamingEnd::Keep);
        let mut whole = Map::clone(self.document.whole());
        let name = if name.trim().is_empty() { self.free_name() } else { name.trim().to_owned() };
        let id = whole.new_scenario_id(&name);
        let after = self.document.scenario().unwrap_or_default().to_owned();
        whole.scenarios.push(Scenario { id: id.clone(), name: name.clone(), after, ..Scenario::default() });
        self.change_scenarios(&format!("Begin “{name}”"), whole, Some(&id));
        self.tell(format!("Every edit goes into “{name}” now; today’s map stays as it is"));
    }

    /// A name for a scenario that nobody named.
    pub fn free_name(&self) -> String {
        let is_free = |name: &String| self.scenarios().iter().all(|scenario| scenario.name != *name);
        (1..=self.scenarios().len() + 1)
            .map(|number| format!("What if {number}"))
            .find(is_free)
            .unwrap_or_default()
    }

    /// Changes what is said about a scenario.
    pub fn describe_scenario(&mut self, id: &str, name: &str, about: &str, after: &str) {
        let mut whole = Map::clone(self.document.whole());
        // What would go on from itself goes on from today.
        let is_circle = |whole: &Map| whole.chain_of(after).iter().any(|scenario| scenario.id == id);
        let after = if is_circle(&whole) { "" } else { after };
        if let Some(scenario) = whole.scenarios.iter_mut().find(|scenario| scenario.id == id) {
            name.trim().clone_into(&mut scenario.name);
            about.trim().clone_into(&mut scenario.about);
            after.clone_into(&mut scenario.after);
        }
        let shown = self.document.scenario().map(str::to_owned);
        self.change_scenarios(&format!("Rename “{name}”"), whole, shown.as_deref());
    }

    /// Puts a copy of a scenario behind it, and shows it.
    pub fn duplicate_scenario(&mut self, id: &str) {
        let mut whole = Map::clone(self.document.whole());
        let Some(at) = whole.scenarios.iter().position(|scenario| scenario.id == id) else { return };
        let Some(old) = whole.scenarios.get(at).cloned() else { return };
        let name = format!("{} (copy)", old.name);
        let new = whole.new_scenario_id(&name);
        whole.scenarios.insert(at + 1, Scenario { id: new.clone(), name: name.clone(), ..old });
        self.change_scenarios(&format!("Duplicate “{name}”"), whole, Some(&new));
    }

    /// Deletes a scenario; what went on from it has its changes.
    pub fn delete_scenario(&mut self, id: &str) {
        let Some(name) = self.document.whole().scenario(id).map(|scenario| scenario.name.clone()) else {
            return;
        };
        let whole = without_scenario(self.document.whole(), id);
        let shown = self.document.scenario().filter(|shown| *shown != id).map(str::to_owned);
        self.change_scenarios(&format!("Delete “{name}”"), whole, shown.as_deref());
        self.offer(format!("Deleted “{name}”"));
    }

    /// Makes a scenario today's map.
    pub fn make_scenario_today(&mut self, id: &str) {
        let Some(name) = self.document.whole().scenario(id).map(|scenario| scenario.name.clone()) else {
            return;
        };
        let whole = self.document.whole().with_scenario_made(id);
        self.change_scenarios(&format!("Make “{name}” today’s map"), whole, None);
        self.offer(format!("“{name}” is today’s map now"));
    }

    /// Puts a scenario one place to the left or to the right.
    pub fn move_scenario(&mut self, id: &str, to_the_right: bool) {
        let mut whole = Map::clone(self.document.whole());
        let Some(at) = whole.scenarios.iter().position(|scenario| scenario.id == id) else { return };
        let to = if to_the_right { at + 1 } else { at.wrapping_sub(1) };
        if to < whole.scenarios.len() {
            whole.scenarios.swap(at, to);
            let shown = self.document.scenario().map(str::to_owned);
            self.change_scenarios("Move a scenario", whole, shown.as_deref());
        }
    }

    /// Makes edits in the scenario that is shown, or in a new one of this name, in one step of the history.
    fn try_edits(&mut self, name: &str, edits: &[Edit]) {
        self.end_naming(NamingEnd::Keep);
        if self.document.scenario().is_some() {
            return self.commit(name, edits, None);
        }
        let tried = Edit::apply_all(edits, Map::clone(self.map()));
        let tried = match tried {
            Ok(tried) => tried,
            Err(error) => return self.tell(error.to_string()),
        };
        let mut whole = Map::clone(self.document.whole());
        let id = whole.new_scenario_id(name);
        whole.scenarios.push(Scenario { id: id.clone(), name: name.to_owned(), ..Scenario::default() });
        let whole = with_scenario_showing(&whole, &id, &tried);
        self.change_scenarios(name, whole, Some(&id));
    }

    fn one_line_name(&self, id: &ElementId) -> String {
        let name = self.map().element(id).map_or("", |element| element.name());
        one_line(name)
    }

    /// Tries the map without the selected component: in the scenario that is shown, or in a new one.
    pub fn try_without(&mut self) {
        let selected: Option<ElementId> = self.document.selection().single().cloned();
        let Some(id) = selected.filter(|id| self.map().component(id).is_some()) else {
            self.tell("Select a component first: the map is shown without it".to_owned());
            return;
        };
        let name = self.one_line_name(&id);
        let edits = without(self.map(), &id);
        self.try_edits(&format!("Without {name}"), &edits);
        self.document.select(Selection::default());
        self.refresh();
        self.tell(format!("The map without {name}, as a scenario; today’s map stays as it is"));
    }

    /// Tries what happens where the selected components are obtained in a way: in the scenario that is shown, or in a new one.
    pub fn try_method(&mut self, method: Method) {
        self.end_naming(NamingEnd::Keep);
        let selection = self.document.selection().clone();
        let chosen = selection.elements.iter().chain(&selection.ghost).collect::<BTreeSet<_>>();
        let is_fit = |id: &&&ElementId| self.map().component(id).is_some_and(|own| !own.is_anchor());
        let ids: Vec<ElementId> = chosen.iter().filter(is_fit).map(|id| (*id).clone()).collect();
        let name = match ids.as_slice() {
            [] => return self.tell("Select a component first".to_owned()),
            [only] => self.one_line_name(only),
            all => format!("{} components", all.len()),
        };
        let verb = match method {
            Method::Build => "Build",
            Method::Buy => "Buy",
            Method::Outsource => "Outsource",
        };
        let changed = |id: &ElementId| {
            let element = self.map().element(id)?;
            let own = element.component().filter(|own| own.method != Some(method))?;
            let body = Component { method: Some(method), ..own.clone() }.into();
            Some(Edit::Replace(Element { body, ..Element::clone(element) }))
        };
        let edits: Vec<_> = ids.iter().filter_map(changed).collect();
        if edits.is_empty() {
            return self.tell(format!("{}: that is so already", set_apart(name)));
        }
        self.try_edits(&format!("{verb} {name}"), &edits);
        self.document.select(selection);
        self.refresh();
        let into = self.scenario().map_or_else(String::new, |scenario| scenario.name.clone());
        self.tell(format!("{verb} {name}: it goes into “{into}”; today’s map stays as it is"));
    }

    /// Makes the scenario that is shown be this map.
    pub fn show_as_scenario(&mut self, map: &Map) {
        let Some(id) = self.document.scenario().map(str::to_owned) else { return };
        let whole = with_scenario_showing(self.document.whole(), &id, map);
        self.change_scenarios("Keep what was played", whole, Some(&id));
    }

    /// Decides a conflict that a merge left.
    pub fn decide(&mut self, at: usize, how: Decided) {
        self.end_naming(NamingEnd::Keep);
        let Some(map) = decided(self.document.whole(), at, how) else { return };
        let left = map.conflicts.len();
        let shown = self.document.scenario().map(str::to_owned);
        self.change_scenarios("Decide a conflict", map, shown.as_deref());
        self.tell(match left {
            0 => "All is decided: save the map, and git takes it".to_owned(),
            1 => "One conflict is left".to_owned(),
            left => format!("{left} conflicts are left"),
        });
    }
}
