//! The map that is edited, with its past.

use std::sync::Arc;

use super::Selection;
use super::history::{History, State, Step};
use super::text::Texts;
use crate::compare::with_scenario_showing;
use crate::format::Source;
use crate::model::{Edit, EditError, Map};

/// A map with its texts, as they were when a save began.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The map.
    pub map: Arc<Map>,
    texts: Texts,
}

/// The scenario into which every edit goes.
#[derive(Clone, Debug)]
struct Branch {
    id: String,
    /// The map of the file: today's, with its scenarios. A running gesture is not in it yet.
    whole: Arc<Map>,
}

/// A map being edited. Every change goes through [`Document::commit`] or a gesture, and can be undone.
#[derive(Clone, Debug)]
pub struct Document {
    /// The map that is shown and edited: today's, or that of a scenario.
    map: Arc<Map>,
    branch: Option<Branch>,
    selection: Arc<Selection>,
    pub(super) texts: Texts,
    history: History,
    /// The map that the file holds; `None` where no file has it.
    saved: Option<Arc<Map>>,
    /// The texts as they were when the map was opened or saved.
    pub(super) saved_texts: Texts,
    gesture: Option<(Arc<Map>, Arc<Selection>)>,
    revision: u64,
    pub(super) text_revision: u64,
    has_put_aside: bool,
}

impl Document {
    /// A map as it was opened.
    pub fn new(map: Map) -> Self {
        let map = Arc::new(map);
        Self {
            saved: Some(Arc::clone(&map)),
            map,
            branch: None,
            selection: Arc::default(),
            texts: Texts::default(),
            history: History::default(),
            saved_texts: Texts::default(),
            gesture: None,
            revision: 0,
            text_revision: 0,
            has_put_aside: false,
        }
    }

    /// A map with the text that it was read from.
    pub fn of_source(source: Arc<Source>) -> Self {
        let map = Arc::clone(source.map());
        let texts = Texts::of(source);
        Self {
            saved: Some(Arc::clone(&map)),
            map,
            saved_texts: texts.clone(),
            texts,
            ..Self::new(Map::default())
        }
    }

    /// The same for a text that no file has: it is changed from the start.
    pub fn of_unsaved(source: Arc<Source>) -> Self {
        Self { saved: None, ..Self::of_source(source) }
    }

    /// The map as it is now, with what a running gesture does to it.
    pub fn map(&self) -> &Arc<Map> {
        &self.map
    }

    /// The map of the file: today's with its scenarios, whatever is shown. A running gesture is not in it yet.
    pub fn whole(&self) -> &Arc<Map> {
        self.branch.as_ref().map_or(&self.map, |branch| &branch.whole)
    }

    /// The map of the file as it would be if this were shown.
    pub(super) fn whole_of(&self, shown: Map) -> Map {
        match &self.branch {
            Some(branch) => with_scenario_showing(&branch.whole, &branch.id, &shown),
            None => shown,
        }
    }

    /// The scenario that is shown and edited; `None` is today.
    pub fn scenario(&self) -> Option<&str> {
        self.branch.as_ref().map(|branch| branch.id.as_str())
    }

    /// Shows a scenario, or today. This alone makes no step of the history.
    pub fn show_scenario(&mut self, id: Option<&str>) {
        self.cancel();
        self.history.seal();
        let whole = Arc::clone(self.whole());
        self.show(whole, id.map(str::to_owned));
    }

    fn show(&mut self, whole: Arc<Map>, id: Option<String>) {
        match id.filter(|id| whole.scenario(id).is_some()) {
            None => {
                self.branch = None;
                self.set_map(whole);
            }
            Some(id) => {
                let map = Arc::new(whole.in_scenario(&id).0);
                self.branch = Some(Branch { id, whole });
                self.set_map(map);
            }
        }
    }

    /// Changes the scenarios of the map, or what else is not of the map that is shown, in one step; then shows one of them,
    /// or today.
    pub fn commit_whole(&mut self, label: &str, whole: Map, show: Option<&str>) {
        self.cancel();
        if **self.whole() != whole {
            self.history.push(Step { state: self.state(), label: label.to_owned(), key: None });
            self.put_draft_aside();
            self.text_revision += 1;
        }
        self.show(Arc::new(whole), show.map(str::to_owned));
    }

    /// What is selected: the very same until something else is.
    pub fn selection(&self) -> &Arc<Selection> {
        &self.selection
    }

    /// Grows with every change of the map: what is derived from it is kept by this number.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Grows with every change of the map or of a text that says it.
    pub fn text_revision(&self) -> u64 {
        self.revision + self.text_revision
    }

    /// Selects. This alone makes no step of the history.
    pub fn select(&mut self, selection: impl Into<Arc<Selection>>) {
        self.history.seal();
        self.follow_caret(selection);
    }

    /// Selects what the caret in the text stands on. A run of typing goes on.
    pub fn follow_caret(&mut self, selection: impl Into<Arc<Selection>>) {
        self.keep(Some(selection.into()));
    }

    /// Selects this, or what is selected already, as far as the map has it.
    fn keep(&mut self, selection: Option<Arc<Selection>>) {
        let other = selection.filter(|other| *other != self.selection);
        self.selection = Selection::kept_within(other.as_ref().unwrap_or(&self.selection), &self.map);
    }

    /// Whether the map differs from what was opened or saved last. A running gesture does not count yet.
    pub fn is_changed(&self) -> bool {
        let shown = self.gesture.as_ref().map_or(&self.map, |(base, _)| base);
        let map = self.branch.as_ref().map_or(shown, |branch| &branch.whole);
        let is_same = |saved: &Arc<Map>| Arc::ptr_eq(map, saved) || map == saved;
        !self.saved.as_ref().is_some_and(is_same) || self.texts.is_typed_apart(&self.saved_texts)
    }

    /// The map as it was opened or saved last; `None` where no file has it.
    pub fn saved_map(&self) -> Option<&Arc<Map>> {
        self.saved.as_ref()
    }

    /// Whether a map is the one that was opened or saved last.
    pub(super) fn is_saved(&self, map: &Map) -> bool {
        self.saved.as_ref().is_some_and(|saved| **saved == *map)
            && !self.texts.is_typed_apart(&self.saved_texts)
    }

    /// Whether the text that is no map is the same as it was at that moment.
    pub fn has_draft_of(&self, moment: &Moment) -> bool {
        self.texts.draft == moment.texts.draft
    }

    /// The map and its texts as they are now, to be saved.
    pub fn moment(&self) -> Moment {
        Moment { map: Arc::clone(self.whole()), texts: self.texts.clone() }
    }

    /// Takes note that a file holds the map of that moment now, in a text that was made from `source`.
    pub fn mark_saved(&mut self, moment: Moment, source: &Arc<Source>) {
        let Moment { map, mut texts } = moment;
        texts.adopt(source);
        self.texts.adopt(source);
        self.text_revision += 1;
        texts.draft = None;
        self.saved_texts = texts;
        self.saved = Some(map);
        self.history.seal();
    }

    /// Changes the map in one step of the history.
    ///
    /// # Errors
    /// If an edit does not fit; then nothing has changed.
    pub fn commit(
        &mut self,
        label: &str,
        edits: &[Edit],
        selection: Option<Selection>,
    ) -> Result<(), EditError> {
        self.commit_as(label, edits, selection, None)
    }

    /// As [`Document::commit`]; steps in a row with the same `key` become one.
    ///
    /// # Errors
    /// If an edit does not fit; then nothing has changed.
    pub fn commit_as(
        &mut self,
        label: &str,
        edits: &[Edit],
        selection: Option<Selection>,
        key: Option<String>,
    ) -> Result<(), EditError> {
        self.cancel();
        let map = applied(&self.map, edits)?;
        if *self.map != map {
            // A run that ends where it began is no step: a box ticked and unticked.
            let is_back = key.as_deref().and_then(|key| self.history.before_run(key));
            let whole = self.whole_of(map.clone());
            let is_back =
                is_back.is_some_and(|before| *before.map == whole && before.texts.draft == self.texts.draft);
            let step = Step { state: self.state(), label: label.to_owned(), key };
            self.history.push(step);
            if is_back {
                self.history.drop_last();
            }
            self.put_draft_aside();
            self.set_whole(whole);
            self.set_map(Arc::new(map));
        }
        self.keep(selection.map(Arc::new));
        Ok(())
    }

    /// A change of the map leaves a text that cannot be read to the history.
    fn put_draft_aside(&mut self) {
        self.has_put_aside |= self.texts.draft.take().is_some();
    }

    /// Whether a text was put aside since the last time, to be said once.
    pub(super) fn take_put_aside(&mut self) -> bool {
        std::mem::take(&mut self.has_put_aside)
    }

    /// What an undo of the next change would bring back.
    fn state(&self) -> State {
        let (map, texts) = (Arc::clone(self.whole()), self.texts.clone());
        let scenario = self.scenario().map(str::to_owned);
        State { map, scenario, texts, selection: Arc::clone(&self.selection) }
    }

    /// The map before the run of changes with this key, or the map of now.
    pub(super) fn map_before_run(&self, key: &str) -> &Arc<Map> {
        self.history.before_run(key).map_or_else(|| self.whole(), |state| &state.map)
    }

    /// Changes the map by its text, in one step of the history; steps in a row with the same `key` become one.
    pub(super) fn commit_text(&mut self, map: Arc<Map>, texts: Texts, key: String) {
        self.cancel();
        self.history.push(Step { state: self.state(), label: "Type in the text".to_owned(), key: Some(key) });
        self.texts = texts;
        self.text_revision += 1;
        if *self.whole() != map {
            let shown = self.scenario().map(str::to_owned);
            self.show(map, shown);
        }
    }

    /// Begins a gesture: what it does is shown at once, and becomes one step when it is finished.
    pub fn begin(&mut self) {
        self.cancel();
        self.history.seal();
        self.gesture = Some((Arc::clone(&self.map), Arc::clone(&self.selection)));
    }

    /// Whether a gesture is running.
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// Whether a map is the one from which the running gesture began.
    pub(super) fn is_base(&self, map: &Arc<Map>) -> bool {
        self.gesture.as_ref().is_some_and(|(base, _)| Arc::ptr_eq(base, map))
    }

    /// Shows what a gesture does so far, always counted from where it began.
    ///
    /// # Errors
    /// If an edit does not fit; then the map stands as it was shown before.
    pub fn preview(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        let Some((base, _)) = &self.gesture else { return Ok(()) };
        let map = applied(base, edits)?;
        if *self.map != map {
            self.set_map(Arc::new(map));
        }
        Ok(())
    }

    /// Keeps what a gesture did, as one step; none if nothing changed.
    pub fn finish(&mut self, label: &str, selection: Option<Selection>) {
        if let Some((map, before)) = self.gesture.take()
            && map != self.map
        {
            let state = State { selection: before, ..self.state() };
            let state = if self.branch.is_some() { state } else { State { map, ..state } };
            let whole = self.whole_of(Map::clone(&self.map));
            self.set_whole(whole);
            self.history.push(Step { state, label: label.to_owned(), key: None });
            self.put_draft_aside();
            self.text_revision += 1;
        }
        self.keep(selection.map(Arc::new));
    }

    /// Drops what a gesture did.
    pub fn cancel(&mut self) {
        if let Some((map, selection)) = self.gesture.take() {
            if !Arc::ptr_eq(&map, &self.map) {
                self.set_map(map);
            }
            self.selection = selection;
        }
    }

    /// Undoes the last step; answers what it was.
    pub fn undo(&mut self) -> Option<String> {
        self.cancel();
        let step = self.history.undo(self.state())?;
        Some(self.go_to(step))
    }

    /// Does the step again that was undone last; answers what it was.
    pub fn redo(&mut self) -> Option<String> {
        self.cancel();
        let step = self.history.redo(self.state())?;
        Some(self.go_to(step))
    }

    /// What an undo would undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    /// What a redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    fn go_to(&mut self, step: Step) -> String {
        let State { map, scenario, texts, selection } = step.state;
        self.texts = texts;
        self.show(map, scenario);
        self.selection = Selection::kept_within(&selection, &self.map);
        step.label
    }

    /// Takes the file's map; what is shown is set apart from it.
    fn set_whole(&mut self, whole: Map) {
        if let Some(branch) = &mut self.branch {
            branch.whole = Arc::new(whole);
        }
    }

    fn set_map(&mut self, map: Arc<Map>) {
        self.map = map;
        self.revision += 1;
        self.keep(None);
    }
}

fn applied(map: &Map, edits: &[Edit]) -> Result<Map, EditError> {
    Edit::apply_all(edits, map.clone())
}
