//! The editor: a document with everything that belongs to looking at it and changing it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::tool::{Gesture, Step};
use super::{Camera, Document, Draft, Event, Keys, Naming, NamingEnd, Selection, Tool};
use crate::format::{Edited, Format, Source};
use crate::geometry::{Point, Rect};
use crate::layout::{Hit, Layout};
use crate::model::{Edit, Map, Position};
use crate::scene::{self, Scene, Theme};
use crate::typeset::fonts_found;

/// What is shown of a map: made once for each revision.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Where everything is.
    pub layout: Layout,
    /// What is drawn.
    pub scene: Scene,
}

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
    hovered: Option<Hit>,
    theme: Arc<Theme>,
    theme_name: String,
    /// Themes from files, by the names under which maps ask for them.
    file_themes: HashMap<String, Arc<Theme>>,
    shown: Arc<Shown>,
    shown_revision: u64,
    /// How often fonts had been found when the map was laid out.
    shown_fonts: u64,
    /// Whether labels were kept where they were, for a gesture.
    is_held: bool,
    before: Option<(Arc<Map>, Arc<Shown>)>,
    notice: Option<String>,
    text: RefCell<Option<(u64, Format, Arc<Edited>)>>,
    shows_parked: bool,
}

impl Editor {
    /// An editor of a map with the text that it was read from.
    pub fn of_source(source: &Arc<Source>) -> Self {
        Self { document: Document::of_source(Arc::clone(source)), ..Self::new(Map::clone(source.map())) }
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
        let theme = Arc::new(Theme::for_map(&map.theme));
        let shown = Arc::new(show(&map, &theme, false, None));
        Self {
            theme_name: map.theme.clone(),
            file_themes: HashMap::new(),
            document: Document::new(map),
            camera: Camera::default(),
            tool: Tool::default(),
            keeps_tool: false,
            naming: None,
            gesture: Gesture::default(),
            hovered: None,
            theme,
            shown,
            shown_revision: 0,
            shown_fonts: 0,
            is_held: false,
            before: None,
            notice: None,
            text: RefCell::new(None),
            shows_parked: false,
        }
    }

    /// The map as it is now.
    pub fn map(&self) -> &Arc<Map> {
        self.document.map()
    }

    /// The text of the map as it is now, with `\n` at the end of each line. The same value for the same revision.
    pub fn text(&self, format: Format) -> Arc<Edited> {
        let revision = self.document.text_revision();
        if let Some((of, in_format, text)) = &*self.text.borrow()
            && (*of, *in_format) == (revision, format)
        {
            return Arc::clone(text);
        }
        let text = Arc::new(self.document.text_in(format).shown());
        self.text.replace(Some((revision, format, Arc::clone(&text))));
        text
    }

    /// Takes a text that was typed for the map.
    pub fn type_text(&mut self, format: Format, text: &str) {
        self.end_naming(NamingEnd::Keep);
        self.document.type_text(format, text);
        self.refresh();
    }

    /// The theme that the map is drawn in.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Where everything of the map is.
    pub fn layout(&self) -> &Layout {
        &self.shown.layout
    }

    /// What is drawn of the map. The same value for the same revision.
    pub fn shown(&self) -> &Arc<Shown> {
        &self.shown
    }

    /// What the pointer is doing.
    pub(super) fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// What lies under the pointer.
    pub fn hovered(&self) -> Option<&Hit> {
        self.hovered.as_ref()
    }

    /// What happened, to be said once.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    pub(super) fn say(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    pub(super) fn set_hover(&mut self, hovered: Option<Hit>) {
        self.hovered = hovered;
    }

    pub(super) fn set_gesture(&mut self, gesture: Gesture) {
        self.gesture = gesture;
    }

    pub(super) fn take_gesture(&mut self) -> Gesture {
        std::mem::take(&mut self.gesture)
    }

    /// Whether what is switched off is shown.
    pub fn shows_parked(&self) -> bool {
        self.shows_parked
    }

    /// Makes layout and scene of the map of now from nothing.
    fn show_anew(&mut self) {
        self.shown = Arc::new(show(self.document.map(), &self.theme, self.shows_parked, None));
    }

    /// Shows what is switched off, or hides it; what is hidden is not selected.
    pub fn toggle_parked(&mut self) {
        self.shows_parked = !self.shows_parked;
        self.show_anew();
        let map = Arc::clone(self.map());
        if !self.shows_parked {
            let mut selection = self.document.selection().clone();
            selection.elements.retain(|id| map.element(id).is_some_and(|element| !element.parked));
            selection.links.retain(|key| map.link(key).is_some_and(|link| !link.parked));
            self.document.select(selection);
        }
        let count = map.elements().filter(|element| element.parked).count();
        self.say(match (self.shows_parked, count) {
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
        let fonts = fonts_found();
        let is_released = self.is_held && !self.document.in_gesture();
        if self.document.revision() == self.shown_revision && fonts == self.shown_fonts && !is_released {
            return;
        }
        (self.shown_revision, self.shown_fonts) = (self.document.revision(), fonts);
        let map = Arc::clone(self.document.map());
        if map.theme != self.theme_name {
            self.theme_name.clone_from(&map.theme);
            let from_file = self.file_themes.get(&map.theme).cloned();
            self.theme = from_file.unwrap_or_else(|| Arc::new(Theme::for_map(&map.theme)));
        }
        // While something is dragged, labels stay beside their symbols; where they stand then is decided on release.
        let before = self.before.as_ref().filter(|_| self.is_same_gesture());
        let before = before.map(|(map, shown)| (&**map, &shown.layout));
        self.is_held = before.is_some();
        self.shown = Arc::new(show(&map, &self.theme, self.shows_parked, before));
        let layout = &self.shown.layout;
        if self.hovered.as_ref().and_then(Hit::element).is_some_and(|id| layout.element_rect(id).is_none()) {
            self.hovered = None;
        }
    }

    /// The map and its layout as they were when the running gesture began.
    pub(super) fn before_gesture(&self) -> (Arc<Map>, Arc<Shown>) {
        match &self.before {
            Some((map, shown)) if self.is_same_gesture() => (Arc::clone(map), Arc::clone(shown)),
            _ => (Arc::clone(self.map()), Arc::clone(&self.shown)),
        }
    }

    /// Shows what the running gesture does so far.
    pub(super) fn show(&mut self, edits: &[Edit]) {
        if !self.is_same_gesture() {
            self.before = Some((Arc::clone(self.document.map()), Arc::clone(&self.shown)));
        }
        if let Err(error) = self.document.preview(edits) {
            self.say(error.to_string());
        }
        self.refresh();
    }

    /// Whether what was remembered belongs to the gesture that is running.
    fn is_same_gesture(&self) -> bool {
        self.before.as_ref().is_some_and(|(map, _)| self.document.is_base(map))
    }

    /// Changes the map in one step.
    pub(super) fn commit(&mut self, label: &str, edits: &[Edit], selection: Option<Selection>) {
        if let Err(error) = self.document.commit(label, edits, selection) {
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

    /// The name of the file that the map wants its theme from, where that was not given yet.
    pub fn wanted_theme(&self) -> Option<&str> {
        let name = &self.map().theme;
        (Theme::is_file(name) && !self.file_themes.contains_key(name)).then_some(name)
    }

    /// Gives the theme that maps ask for under a name.
    pub fn use_theme(&mut self, name: &str, theme: Theme) {
        let theme = Arc::new(theme);
        self.file_themes.insert(name.to_owned(), Arc::clone(&theme));
        if self.map().theme == name {
            self.theme = theme;
            self.show_anew();
        }
    }

    /// Takes back the theme that maps ask for under a name: its file cannot be used any more.
    pub fn lack_theme(&mut self, name: &str) {
        if self.file_themes.remove(name).is_some() && self.map().theme == name {
            self.theme = Arc::new(Theme::for_map(""));
            self.show_anew();
        }
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

fn show(map: &Map, theme: &Theme, shows_parked: bool, before: Option<(&Map, &Layout)>) -> Shown {
    let layout = if shows_parked {
        Layout::during(&map.clone().with_all_on(), &theme.sizes, before)
    } else {
        Layout::during(map, &theme.sizes, before)
    };
    let scene = scene::build(map, &layout, theme);
    Shown { layout, scene }
}
