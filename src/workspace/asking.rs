//! What is asked about an open map: found out beside the frame, for its newest state.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::later::Rest;
use super::{Effect, Job, Tab};
use crate::analysis::Finding;

/// The questions about a map.
#[derive(Debug, Default)]
pub(super) struct Asked {
    found: Arc<Vec<Finding>>,
    /// Of which revision of the map they are.
    of: Option<u64>,
    /// Whether a thread looks for them.
    is_busy: bool,
    rest: Rest,
}

/// Of a large map nobody is asked anything before it was left alone for so long.
const PAUSE: Duration = Duration::from_millis(400);
/// Below so many components that stand on the map nobody is asked anything: it is being drawn.
const WORTH_ASKING: usize = 5;

impl Asked {
    /// Takes what a thread has found; `None` where it came to no end: then it is not tried again for that state.
    pub(super) fn take(&mut self, revision: u64, found: Option<Vec<Finding>>) {
        self.is_busy = false;
        self.of = Some(revision);
        self.found = Arc::new(found.unwrap_or_default());
    }
}

impl Tab {
    /// What is asked about the map, most worth asking first: as it was a moment ago, where it changes right now.
    pub fn findings(&self) -> &Arc<Vec<Finding>> {
        &self.asked.found
    }

    /// The same, where people are to be made aware of it: not while something is dragged or named, and not before the map
    /// says something.
    pub fn findings_to_tell(&self) -> &[Finding] {
        let is_quiet = self.editor.document.in_gesture() || self.editor.naming().is_some();
        let is_much = || self.editor.layout().symbols.len() >= WORTH_ASKING;
        if !is_quiet && is_much() { &self.asked.found } else { &[] }
    }

    /// Looks for questions once the map has changed, but not while something is dragged; of a large map a moment later, so that
    /// its picture comes first.
    pub(super) fn ask(&mut self, now: Instant) -> Option<Effect> {
        let document = &self.editor.document;
        let revision = document.revision();
        let is_known = self.asked.of == Some(revision) || self.asked.is_busy;
        if is_known || document.in_gesture() || self.is_start {
            return None;
        }
        if self.editor.is_large()
            && let Some(left) = self.asked.rest.left(revision, now, PAUSE)
        {
            return Some(Effect::Wake(left));
        }
        self.asked.is_busy = true;
        Some(Effect::Start(Job::Ask { tab: self.id, revision, map: Arc::clone(document.map()) }))
    }
}
