//! How the canvas is looked at: what is in focus, and what is hidden. None of it is in the map.

use std::collections::BTreeSet;

use super::Selection;
use super::session::Editor;
use crate::analysis::around;
use crate::layout::Hit;
use crate::model::{ElementId, Map};
use crate::scene::{Hideable, Look, Subject};
use crate::typeset::set_apart;

/// What is in focus: these elements, and what is so many links away from them, up and down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Focus {
    on: BTreeSet<ElementId>,
    /// How many links away; `None` is the whole chain.
    levels: Option<usize>,
    /// How many links away the last of the chain is.
    deepest: usize,
}

impl Focus {
    /// What of a map is in focus; `None` where nothing of it is there any more.
    pub(super) fn chain(&mut self, map: &Map) -> Option<BTreeSet<ElementId>> {
        self.on.retain(|id| map.element(id).is_some());
        if self.on.is_empty() {
            return None;
        }
        let found = around(map, &self.on);
        self.deepest = found.values().copied().max().unwrap_or(0);
        let levels = self.levels.unwrap_or(self.deepest);
        Some(found.into_iter().filter(|(_, far)| *far <= levels).map(|(id, _)| id).collect())
    }
}

/// The elements of a selection: ghosts are their components, links what they join.
fn elements_of(selection: &Selection) -> BTreeSet<ElementId> {
    let ends = selection.links.iter().flat_map(|key| [key.from.id(), key.to.id()]).flatten();
    selection.elements.iter().chain(&selection.ghost).chain(ends).cloned().collect()
}

impl Editor {
    /// Dims all but what is selected with its chain; again, or with nothing selected, nothing is dimmed any more.
    pub fn toggle_focus(&mut self) {
        let on = elements_of(self.document.selection());
        let is_same = self.view.focus.as_ref().is_some_and(|focus| on.is_empty() || focus.on == on);
        if is_same {
            self.end_focus();
        } else if on.is_empty() {
            self.say("Select what is to be in focus first".to_owned());
        } else {
            self.view.focus = Some(Focus { on, levels: None, deepest: 0 });
            self.view.look_anew(self.document.map());
        }
    }

    /// Nothing is dimmed any more.
    pub fn end_focus(&mut self) {
        self.view.focus = None;
        self.view.look_anew(self.document.map());
    }

    /// One link more is in focus, up and down, or one less.
    pub fn step_focus(&mut self, more: bool) {
        let Some(focus) = &mut self.view.focus else { return };
        let now = focus.levels.unwrap_or(focus.deepest).min(focus.deepest);
        focus.levels = Some(if more { (now + 1).min(focus.deepest) } else { now.saturating_sub(1) });
        self.view.look_anew(self.document.map());
    }

    /// "Kettle, 2 of 4 links up and down"; `None` where nothing is in focus.
    pub fn focus_words(&self) -> Option<String> {
        let focus = self.view.focus.as_ref()?;
        let name = match (focus.on.len(), focus.on.first().and_then(|id| self.map().element(id))) {
            (1, Some(element)) => {
                set_apart(super::operate::short(element.name(), element.kind_name()).to_owned())
            }
            (count, _) => format!("{count} elements"),
        };
        Some(match (focus.levels.filter(|levels| *levels < focus.deepest), focus.deepest) {
            (_, 0) => name,
            (None, _) => format!("{name} and its whole chain"),
            (Some(0), _) => format!("{name} alone"),
            (Some(levels), deepest) => format!("{name}, {levels} of {deepest} links up and down"),
        })
    }

    /// Hides a kind of things, or shows it again; what is hidden is not selected.
    pub fn toggle_hidden(&mut self, kind: Hideable) {
        if !self.view.hidden.remove(&kind) {
            self.view.hidden.insert(kind);
        }
        self.view.look_anew(self.document.map());
        self.select_seen_only();
    }

    /// Shows everything again.
    pub fn show_all_kinds(&mut self) {
        self.view.hidden.clear();
        self.view.look_anew(self.document.map());
    }

    /// How the canvas is looked at.
    pub fn look(&self) -> &Look {
        &self.view.look
    }

    /// Whether an element is of a kind that is drawn.
    pub(super) fn is_element_seen(&self, id: &ElementId) -> bool {
        self.look().hidden.is_empty() || self.is_seen(&Subject::Element(id.clone()))
    }

    /// What is hidden is not selected, wherever the selection came from.
    pub(super) fn select_seen_only(&mut self) {
        if self.look().hidden.is_empty() {
            return;
        }
        let mut selection = Selection::clone(self.document.selection());
        selection.elements.retain(|id| self.is_seen(&Subject::Element(id.clone())));
        selection.links.retain(|key| self.is_seen(&Subject::Link(key.clone())));
        self.document.select(selection);
    }

    fn is_seen(&self, subject: &Subject) -> bool {
        !self.look().hides(self.map(), subject)
    }

    /// Whether what is at a point is drawn there.
    pub(super) fn is_hit_seen(&self, hit: &Hit) -> bool {
        let hidden = &self.look().hidden;
        match hit {
            Hit::Link(key) => self.is_seen(&Subject::Link(key.clone())),
            Hit::Label(_) | Hit::GhostLabel(_) if hidden.contains(&Hideable::Labels) => false,
            Hit::Block(crate::layout::Block::Annotations) => !hidden.contains(&Hideable::Annotations),
            Hit::Block(_) => true,
            other => other.element().is_none_or(|id| self.is_seen(&Subject::Element(id.clone()))),
        }
    }
}
