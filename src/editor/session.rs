//! The editor: a document with everything that belongs to looking at it and changing it.

use std::cell::RefCell;
use std::sync::Arc;

use super::later::{MadeTexts, MapText, Settled, Unprepared, Unsettled, Unwritten, is_huge, is_large};
use super::tool::{Gesture, Step};
use super::view::{Shown, View};
use super::{Camera, Document, Draft, Event, Keys, Naming, NamingEnd, Selection, Tool};
use crate::format::{Edited, Format, Source, endings};
use crate::geometry::{Point, Rect};
use crate::layout::{Hit, Layout};
use crate::model::{Edit, Map, Position};
use crate::scene::{Scene, Theme};

/// A document, and how it is looked at and changed.
#[derive(Debug)]
pub struct Editor {
    /// The map and its past.
    pub document: Document,
    /// The view of the sheet.
    pub camera: Camera,
    /// What a click does.
    pub tool: Tool,
    /// Whether the tool stays after it has done its work.
    pub keeps_tool: bool,
    pub(super) naming: Option<Naming>,
    gesture: Gesture,
    pub(super) view: View,
    notice: Option<String>,
    /// The same of something that is taken back with one press.
    offer: Option<(String, u64)>,
    texts: RefCell<MadeTexts>,
}

impl Editor {
    /// An editor of a map with the text that it was read from.
    pub fn of_source(source: &Arc<Source>) -> Self {
        Self { document: Document::of_source(Arc::clone(source)), ..Self::new(Map::clone(source.map())) }
    }

    /// The same of a map that somebody waits to see: a huge one is laid out in a hurry, and as it should be elsewhere.
    pub fn to_be_seen(source: &Arc<Source>) -> Self {
        if !is_huge(source.map()) {
            return Self::of_source(source);
        }
        Self {
            view: View::in_a_hurry(source.map()),
            document: Document::of_source(Arc::clone(source)),
            ..Self::new(Map::default())
        }
    }

    /// An editor of a file's text that is no map, to be mended.
    pub fn of_unreadable(draft: Draft) -> Self {
        Self { document: Document::of_unreadable(draft), ..Self::new(Map::default()) }
    }

    /// The same for a text that no file has: it is changed from the start.
    pub fn of_unsaved_draft(draft: Draft) -> Self {
        Self { document: Document::of_unsaved_draft(draft), ..Self::new(Map::default()) }
    }

    /// An editor of a map whose text no file has.
    pub fn of_unsaved(source: &Arc<Source>) -> Self {
        Self { document: Document::of_unsaved(Arc::clone(source)), ..Self::new(Map::clone(source.map())) }
    }

    /// An editor of a map.
    pub fn new(map: Map) -> Self {
        Self {
            view: View::new(&map),
            document: Document::new(map),
            camera: Camera::default(),
            tool: Tool::default(),
            keeps_tool: false,
            naming: None,
            gesture: Gesture::default(),
            notice: None,
            offer: None,
            texts: RefCell::default(),
        }
    }

    /// The map as it is now.
    pub fn map(&self) -> &Arc<Map> {
        self.document.map()
    }

    /// The text of the map as it is now, with `\n` at the end of each line. The same value for the same revision.
    pub fn text(&self, format: Format) -> Arc<Edited> {
        if let Some(text) = self.made_text(format) {
            return text;
        }
        let made = self.unwritten(format).write();
        let text = Arc::clone(&made.text);
        self.texts.borrow_mut().keep(made);
        text
    }

    fn made_text(&self, format: Format) -> Option<Arc<Edited>> {
        let revision = self.document.text_revision();
        let texts = self.texts.borrow();
        texts.last(format).filter(|(of, _)| *of == revision).map(|(_, text)| Arc::clone(text))
    }

    /// The same; of a large map `None` until it was made elsewhere.
    pub fn text_soon(&self, format: Format) -> Option<Arc<Edited>> {
        if !is_large(self.map()) {
            return Some(self.text(format));
        }
        let made = self.made_text(format);
        let revision = self.document.text_revision();
        let mut texts = self.texts.borrow_mut();
        let wanted = Some((revision, format));
        if made.is_none() && texts.failed != Some(revision) && texts.busy != wanted {
            texts.wanted = wanted;
        }
        made
    }

    fn unwritten(&self, format: Format) -> Unwritten {
        let source = self.document.source(format).cloned();
        Unwritten {
            revision: self.document.text_revision(),
            format,
            source,
            map: Arc::clone(self.document.whole()),
        }
    }

    /// The text that somebody waits for, to be made elsewhere; one after the other, and none while something is dragged.
    pub fn take_unwritten(&mut self) -> Option<Unwritten> {
        let texts = self.texts.get_mut();
        if texts.busy.is_some() || self.document.in_gesture() {
            return None;
        }
        let (revision, format) = texts.wanted.take()?;
        let is_due = revision == self.document.text_revision();
        texts.busy = is_due.then_some((revision, format));
        is_due.then(|| self.unwritten(format))
    }

    /// Takes a text that was made; `None` where it could not be.
    pub fn take_text(&mut self, text: Option<MapText>) {
        let revision = self.document.text_revision();
        let texts = self.texts.get_mut();
        texts.busy = None;
        match text {
            Some(text) => texts.keep(text),
            None => texts.failed = Some(revision),
        }
    }

    /// Finds out what will be asked of the map's picture; of a large map only what is asked at once, and of one that was opened
    /// in a hurry nothing.
    pub fn prepare(&self) {
        if self.is_hurried() {
            return;
        }
        self.layout().prepare_first(self.map());
        if !self.is_large() {
            self.layout().prepare(self.map());
        }
    }

    /// The rest of that of a large map, to be found out beside the frame; `None` while something else is to be made first.
    pub fn unprepared(&self) -> Option<Unprepared> {
        let is_due = self.is_large()
            && !self.document.in_gesture()
            && self.view.is_settled()
            && !self.layout().is_prepared();
        is_due.then(|| Unprepared { map: Arc::clone(self.map()), shown: Arc::clone(self.shown()) })
    }

    /// Whether what is shown is as it should be, and nothing about it will change but by a person's hand.
    pub fn is_settled(&self) -> bool {
        self.view.is_settled()
    }

    /// Whether the map was opened in a hurry, and is shown so still: what takes long waits for its picture.
    pub fn is_hurried(&self) -> bool {
        self.view.is_hurried()
    }

    /// Whether what takes long is made beside the frame.
    pub fn is_large(&self) -> bool {
        is_large(self.map())
    }

    /// What is shown is laid out in a hurry: to be laid out elsewhere, one revision after the other.
    pub fn take_unsettled(&mut self) -> Option<Unsettled> {
        if self.document.in_gesture() { None } else { self.view.take_unsettled(self.document.map()) }
    }

    /// Takes what was laid out; `None` where it could not be.
    pub fn settle(&mut self, settled: Option<Settled>) {
        self.view.settle(settled, &self.document);
    }

    /// Whether something is still to be made elsewhere, and at once.
    pub fn is_waiting(&self) -> bool {
        let texts = self.texts.borrow();
        !self.document.in_gesture()
            && (self.view.is_rough() && !self.is_hurried() || texts.wanted.is_some() && texts.busy.is_none())
    }

    /// Takes a text that was typed for the map.
    pub fn type_text(&mut self, format: Format, text: &str) {
        self.end_naming(NamingEnd::Keep);
        self.give_up();
        self.document.cancel();
        let before = self.text_before_typing(format);
        self.document.type_into(format, &before, text);
        self.refresh();
    }

    /// The text of the map as it is now, with the line endings that its file has.
    fn text_before_typing(&self, format: Format) -> String {
        if let Some(own) = self.texts.borrow().own(format, self.document.text_revision()) {
            return own.to_owned();
        }
        // While somebody types, that of a large map is what was typed last.
        match self.document.as_typed(format).filter(|_| is_large(self.map())) {
            Some(source) => source.text().to_owned(),
            None => self.document.text_in(format).text,
        }
    }

    /// Whether a text, with `\n` at the end of each line, is what was typed last, and the map still what it said.
    pub fn is_as_typed(&self, format: Format, text: &str) -> bool {
        let is_it = |own: &str| own == text || own.contains('\r') && endings::shown(own) == text;
        self.document.as_typed(format).is_some_and(|source| is_it(source.text()))
    }

    /// Gives up a typed text that is no map; a name that is being written is kept.
    pub fn drop_draft(&mut self) {
        self.end_naming(NamingEnd::Keep);
        self.document.drop_draft();
        self.refresh();
    }

    /// The theme that the map is drawn in.
    pub fn theme(&self) -> &Theme {
        &self.view.theme
    }

    /// Where everything of the map is.
    pub fn layout(&self) -> &Layout {
        &self.view.shown.layout
    }

    /// What is drawn of the map. The same value for the same revision.
    pub fn shown(&self) -> &Arc<Shown> {
        &self.view.shown
    }

    /// The same as the canvas is looked at: pale what is not in focus, without what is hidden.
    pub fn seen(&self) -> &Scene {
        self.view.seen.as_deref().unwrap_or(&self.view.shown.scene)
    }

    /// The same, where that is looked at otherwise than it is shown.
    pub fn looked_at(&self) -> Option<&Arc<Scene>> {
        self.view.seen.as_ref()
    }

    /// What the pointer is doing.
    pub(super) fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// What lies under the pointer.
    pub fn hovered(&self) -> Option<&Hit> {
        self.view.hovered.as_ref()
    }

    /// What happened, to be said once.
    pub fn tell(&mut self, words: impl Into<String>) {
        self.notice = Some(words.into());
    }

    /// What is to be said, once.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// What was removed or rearranged, to be said once with a way back, and the state of the text that this leads back from.
    pub fn take_offer(&mut self) -> Option<(String, u64)> {
        self.offer.take()
    }

    pub(super) fn offer(&mut self, done: String) {
        self.offer = Some((done, self.document.text_revision()));
    }

    pub(super) fn say(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    pub(super) fn set_hover(&mut self, hovered: Option<Hit>) {
        self.view.hovered = hovered;
    }

    pub(super) fn set_gesture(&mut self, gesture: Gesture) {
        self.gesture = gesture;
    }

    /// What the pointer was doing was for another map.
    pub(super) fn give_up(&mut self) {
        if self.gesture != Gesture::Idle {
            self.gesture = Gesture::Idle;
            self.document.cancel();
        }
    }

    pub(super) fn take_gesture(&mut self) -> Gesture {
        std::mem::take(&mut self.gesture)
    }

    /// Whether what is switched off is shown.
    pub fn shows_parked(&self) -> bool {
        self.view.shows_parked
    }

    /// Shows what is switched off, or hides it; what is hidden is not selected.
    pub fn toggle_parked(&mut self) {
        self.view.shows_parked = !self.view.shows_parked;
        self.view.show_anew(self.document.map());
        let map = Arc::clone(self.map());
        if !self.view.shows_parked {
            let mut selection = Selection::clone(self.document.selection());
            selection.elements.retain(|id| map.element(id).is_some_and(|element| !element.parked));
            selection.links.retain(|key| map.link(key).is_some_and(|link| !link.parked));
            self.document.select(selection);
        }
        let count = map.elements().filter(|element| element.parked).count();
        self.say(match (self.view.shows_parked, count) {
            (true, 0) => "Nothing is parked: Ctrl+/ parks what is selected".to_owned(),
            (true, 1) => "One element is parked: it is drawn dotted".to_owned(),
            (true, count) => format!("{count} elements are parked: they are drawn dotted"),
            (false, _) => "What is parked is hidden".to_owned(),
        });
    }

    /// Brings layout and scene up to the document's revision. Cheap where nothing changed.
    pub fn refresh(&mut self) {
        if self.document.take_put_aside() {
            self.say("The text that could not be read is put aside: undo brings it back".to_owned());
        }
        self.view.refresh(&self.document);
    }

    /// The map and its layout as they were when the running gesture began.
    pub(super) fn before_gesture(&self) -> (Arc<Map>, Arc<Shown>) {
        match self.view.before(&self.document) {
            Some((map, shown)) => (Arc::clone(map), Arc::clone(shown)),
            None => (Arc::clone(self.map()), Arc::clone(&self.view.shown)),
        }
    }

    /// Shows what the running gesture does so far.
    pub(super) fn show(&mut self, edits: &[Edit]) {
        self.view.remember(&self.document);
        if let Err(error) = self.document.preview(edits) {
            self.say(error.to_string());
        }
        self.refresh();
    }

    /// Changes the map in one step.
    pub(super) fn commit(&mut self, label: &str, edits: &[Edit], selection: Option<Selection>) {
        if let Err(error) = self.document.commit(label, edits, selection) {
            self.say(error.to_string());
        }
        self.refresh();
    }

    /// The same; steps in a row of one run are one.
    pub(super) fn commit_in_run(
        &mut self,
        label: &str,
        edits: &[Edit],
        selection: Option<Selection>,
        run: Option<String>,
    ) {
        if let Err(error) = self.document.commit_as(label, edits, selection, run) {
            self.say(error.to_string());
        }
        self.refresh();
    }

    pub(super) fn commit_as(&mut self, label: &str, edits: &[Edit], key: Option<String>) {
        if let Err(error) = self.document.commit_as(label, edits, None, key) {
            self.say(error.to_string());
        }
        self.refresh();
    }

    /// Changes the map in a step of the history; steps in a row with the same `key` become one, unless it is empty.
    pub fn change(&mut self, label: &str, edits: &[Edit], key: &str) {
        self.end_naming(NamingEnd::Keep);
        self.commit_as(label, edits, Some(key.to_owned()).filter(|key| !key.is_empty()));
    }

    /// Draws the map in another theme, as a step of its own.
    pub fn choose_theme(&mut self, name: &str) {
        self.end_naming(NamingEnd::Keep);
        self.commit(&format!("Draw in {name}"), &[Edit::Theme(name.to_owned())], None);
    }

    /// Draws the map as for a room, in a theme or in its own, with larger letters; `None` as ever. Cheap where that is so already.
    pub fn show_for_room(&mut self, theme: Option<&str>) {
        self.view.show_for_room(theme, self.document.map());
    }

    /// The name of the file that the map wants its theme from, where that was not given yet.
    pub fn wanted_theme(&self) -> Option<&str> {
        let name = &self.map().theme;
        (Theme::is_file(name) && !self.view.file_themes.contains_key(name)).then_some(name)
    }

    /// Gives the theme that maps ask for under a name.
    pub fn use_theme(&mut self, name: &str, theme: Theme) {
        self.view.use_theme(name, theme, self.document.map());
    }

    /// Takes back the theme that maps ask for under a name: its file cannot be used any more.
    pub fn lack_theme(&mut self, name: &str) {
        self.view.lack_theme(name, self.document.map());
    }

    /// Esc: ends the name field, else the gesture, else the tool, else the selection.
    pub fn cancel(&mut self) {
        if self.naming.is_some() {
            self.end_naming(NamingEnd::Cancel);
        } else if !matches!(self.gesture, Gesture::Idle) || self.document.in_gesture() {
            let step = self.take_gesture().update(Event::Cancel, Keys::default(), self);
            // Whatever it did before, it does no more.
            self.take(Step { gesture: Gesture::Idle, ..step });
            self.document.cancel();
            self.tool_done();
        } else if self.tool != Tool::Select {
            self.tool = Tool::Select;
        } else {
            self.document.select(Selection::default());
        }
        self.refresh();
    }

    /// The position of a point of the sheet, rounded as edits are.
    pub(super) fn position(&self, at: Point) -> Position {
        let sheet = self.map().sheet_size();
        Position::clamped(1.0 - at.y / sheet.height, at.x / sheet.width).moved(0.0, 0.0)
    }

    /// The part of the sheet that holds what is selected; `None` where nothing is.
    pub fn selected_rect(&self) -> Option<Rect> {
        let selection = self.document.selection();
        let elements = selection.elements.iter().chain(&selection.ghost);
        let rects = elements.filter_map(|id| self.layout().element_rect(id));
        rects.reduce(|all, rect| all.union(rect)).map(|rect| rect.inflate(80.0, 60.0))
    }
}
