//! Undo and redo: the maps as they were, each with the name of the change that followed it.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Selection;
use super::text::Texts;
use crate::model::{Map, MapBefore};

/// What an undo brings back.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// The map of the file.
    pub(super) map: Arc<Map>,
    /// The scenario that was shown.
    pub(super) scenario: Option<String>,
    /// The texts that say the map: an edit of a comment is undone too.
    pub(super) texts: Texts,
    pub(super) selection: Arc<Selection>,
}

/// The state before a change.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) state: State,
    /// What the change did: "Move 3 components".
    pub(super) label: String,
    /// Changes in a row with the same key are one step: the nudges of an arrow key.
    pub(super) key: Option<String>,
}

/// A step below others: its map as what it differs by from the one of the step above.
#[derive(Clone, Debug)]
struct Packed {
    map: MapBefore,
    scenario: Option<String>,
    texts: Texts,
    selection: Arc<Selection>,
    label: String,
    /// About how many bytes it alone holds.
    bytes: usize,
}

/// Steps on each other: the top one is whole, those below hold what differs.
#[derive(Clone, Debug, Default)]
struct Stack {
    top: Option<Step>,
    below: VecDeque<Packed>,
    bytes: usize,
}

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    past: Stack,
    future: Stack,
}

/// So many steps are kept at most, and so many bytes of what they alone hold; the oldest go first.
const LONGEST: usize = 100_000;
const LARGEST: usize = 256 * 1024 * 1024;
/// About how much memory an element or a link takes, and a step without any.
const ELEMENT: usize = 500;
const STEP: usize = 1_000;
/// The same that something selected does.
const SELECTED: usize = 60;
/// A text that is known with its parts takes about so many times its length.
const PARTS: usize = 8;

impl Stack {
    fn push(&mut self, step: Step) {
        if let Some(under) = self.top.replace(step)
            && let Some(top) = &self.top
        {
            let Step { state: State { map, scenario, texts, selection }, label, .. } = under;
            let map = map.before(&top.state.map);
            let is_other = !Arc::ptr_eq(&selection, &top.state.selection);
            let selected = if is_other { selection.elements.len() + selection.links.len() } else { 0 };
            let texts_beside = texts.length_beside(&top.state.texts);
            let bytes = STEP + ELEMENT * map.len() + SELECTED * selected + PARTS * texts_beside;
            self.bytes += bytes;
            self.below.push_back(Packed { map, scenario, texts, selection, label, bytes });
        }
        while self.below.len() > LONGEST || self.bytes > LARGEST {
            let Some(oldest) = self.below.pop_front() else { break };
            self.bytes -= oldest.bytes;
        }
    }

    fn pop(&mut self) -> Option<Step> {
        let top = self.top.take()?;
        self.top = self.below.pop_back().map(|packed| {
            self.bytes -= packed.bytes;
            let map = Arc::new(packed.map.of(&top.state.map));
            let (scenario, texts, selection) = (packed.scenario, packed.texts, packed.selection);
            let state = State { map, scenario, texts, selection };
            Step { state, label: packed.label, key: None }
        });
        Some(top)
    }
}

impl History {
    /// Remembers what was before a change. Redo is lost.
    pub(super) fn push(&mut self, step: Step) {
        self.future = Stack::default();
        if step.key.is_some() && self.past.top.as_ref().is_some_and(|last| last.key == step.key) {
            if let Some(last) = &mut self.past.top {
                last.label = step.label;
            }
            return;
        }
        self.past.push(step);
    }

    /// Forgets the last step: what it did was undone by hand.
    pub(super) fn drop_last(&mut self) {
        self.past.pop();
    }

    /// Ends the run of changes that are one step.
    pub(super) fn seal(&mut self) {
        if let Some(last) = &mut self.past.top {
            last.key = None;
        }
    }

    /// Goes back a step from `now`; answers the state of then, and what was undone.
    pub(super) fn undo(&mut self, now: State) -> Option<Step> {
        let step = self.past.pop()?;
        // What comes now does not belong to the run before.
        self.seal();
        self.future.push(Step { state: now, label: step.label.clone(), key: None });
        Some(step)
    }

    /// Goes forward a step from `now`.
    pub(super) fn redo(&mut self, now: State) -> Option<Step> {
        let step = self.future.pop()?;
        self.past.push(Step { state: now, label: step.label.clone(), key: None });
        Some(step)
    }

    /// The state before the run of changes with this key, where it is still going on.
    pub(super) fn before_run(&self, key: &str) -> Option<&State> {
        let last = self.past.top.as_ref().filter(|last| last.key.as_deref() == Some(key));
        last.map(|step| &step.state)
    }

    pub(super) fn undo_label(&self) -> Option<&str> {
        self.past.top.as_ref().map(|step| step.label.as_str())
    }

    pub(super) fn redo_label(&self) -> Option<&str> {
        self.future.top.as_ref().map(|step| step.label.as_str())
    }
}
