//! Undo and redo: the maps as they were, each with the name of the change that followed it.

use std::sync::Arc;

use super::Selection;
use super::text::Texts;
use crate::model::Map;

/// What an undo brings back.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) map: Arc<Map>,
    /// The texts that say the map: an edit of a comment is undone too.
    pub(super) texts: Texts,
    pub(super) selection: Selection,
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

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

/// Steps share all that did not change, so this many cost little.
const LONGEST: usize = 1000;

impl History {
    /// Remembers what was before a change. Redo is lost.
    pub(super) fn push(&mut self, step: Step) {
        self.future.clear();
        if step.key.is_some() && self.past.last().is_some_and(|last| last.key == step.key) {
            if let Some(last) = self.past.last_mut() {
                last.label = step.label;
            }
            return;
        }
        self.past.push(step);
        if self.past.len() > LONGEST {
            self.past.remove(0);
        }
    }

    /// Forgets the last step: what it did was undone by hand.
    pub(super) fn drop_last(&mut self) {
        self.past.pop();
    }

    /// Ends the run of changes that are one step.
    pub(super) fn seal(&mut self) {
        if let Some(last) = self.past.last_mut() {
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
        let last = self.past.last().filter(|last| last.key.as_deref() == Some(key));
        last.map(|step| &step.state)
    }

    pub(super) fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    pub(super) fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }
}
