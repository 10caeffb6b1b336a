//! How a map is looked at: its theme, its layout and scene, what is under the pointer.

use std::collections::HashMap;
use std::sync::Arc;

use super::Document;
use crate::layout::{Hit, Layout};
use crate::model::Map;
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

/// How a map is looked at.
#[derive(Debug)]
pub(super) struct View {
    pub(super) theme: Arc<Theme>,
    theme_name: String,
    /// Themes from files, by the names under which maps ask for them.
    pub(super) file_themes: HashMap<String, Arc<Theme>>,
    pub(super) shown: Arc<Shown>,
    shown_revision: u64,
    /// How often fonts had been found when the map was laid out.
    shown_fonts: u64,
    /// Whether labels were kept where they were, for a gesture.
    is_held: bool,
    /// The map from which a gesture began, and how that was shown.
    before: Option<(Arc<Map>, Arc<Shown>)>,
    /// The map that was shown last while nothing was dragged, and how: most of it is the same the next time.
    rest: Option<(Arc<Map>, Arc<Shown>)>,
    pub(super) shows_parked: bool,
    pub(super) hovered: Option<Hit>,
}

impl View {
    pub(super) fn new(map: &Map) -> Self {
        let theme = Arc::new(Theme::for_map(&map.theme));
        Self {
            shown: Arc::new(show(map, &theme, false, Past::None)),
            theme,
            theme_name: map.theme.clone(),
            file_themes: HashMap::new(),
            shown_revision: 0,
            shown_fonts: 0,
            is_held: false,
            before: None,
            rest: None,
            shows_parked: false,
            hovered: None,
        }
    }

    /// Brings layout and scene up to a document's revision. Cheap where nothing changed.
    pub(super) fn refresh(&mut self, document: &Document) {
        let fonts = fonts_found();
        let is_released = self.is_held && !document.in_gesture();
        if document.revision() == self.shown_revision && fonts == self.shown_fonts && !is_released {
            return;
        }
        if fonts != self.shown_fonts {
            (self.rest, self.before) = (None, None);
        }
        (self.shown_revision, self.shown_fonts) = (document.revision(), fonts);
        let map = document.map();
        if map.theme != self.theme_name {
            (self.rest, self.before) = (None, None);
            self.theme_name.clone_from(&map.theme);
            let from_file = self.file_themes.get(&map.theme).cloned();
            self.theme = from_file.unwrap_or_else(|| Arc::new(Theme::for_map(&map.theme)));
        }
        // While something is dragged, labels stay beside their symbols; where they stand then is decided on release.
        let before = self.before(document).map(|(map, shown)| (&**map, &**shown));
        let rest = self.rest.as_ref().map(|(map, shown)| (&**map, &**shown));
        let past = before.map(Past::Dragged).or(rest.map(Past::Rested)).unwrap_or(Past::None);
        let shown = show(map, &self.theme, self.shows_parked, past);
        self.is_held = before.is_some();
        let hovered = self.hovered.as_ref().and_then(Hit::element);
        if hovered.is_some_and(|id| shown.layout.element_rect(id).is_none()) {
            self.hovered = None;
        }
        self.shown = Arc::new(shown);
        if !self.is_held {
            self.rest = Some((Arc::clone(map), Arc::clone(&self.shown)));
        }
    }

    /// Makes layout and scene of a map from nothing.
    pub(super) fn show_anew(&mut self, map: &Map) {
        self.shown = Arc::new(show(map, &self.theme, self.shows_parked, Past::None));
        (self.rest, self.before) = (None, None);
    }

    /// The map from which the running gesture began, and how it was shown.
    pub(super) fn before(&self, document: &Document) -> Option<&(Arc<Map>, Arc<Shown>)> {
        self.before.as_ref().filter(|(map, _)| document.is_base(map))
    }

    /// Remembers what is shown, where a gesture begins.
    pub(super) fn remember(&mut self, document: &Document) {
        if self.before(document).is_none() {
            let now = (Arc::clone(document.map()), Arc::clone(&self.shown));
            if self.shown_revision == document.revision() && !self.is_held {
                self.rest = Some(now.clone());
            }
            self.before = Some(now);
        }
    }

    /// Takes the theme that maps ask for under a name.
    pub(super) fn use_theme(&mut self, name: &str, theme: Theme, map: &Map) {
        let theme = Arc::new(theme);
        self.file_themes.insert(name.to_owned(), Arc::clone(&theme));
        if map.theme == name {
            self.theme = theme;
            self.show_anew(map);
        }
    }

    /// Forgets the theme that maps ask for under a name: its file cannot be used any more.
    pub(super) fn lack_theme(&mut self, name: &str, map: &Map) {
        if self.file_themes.remove(name).is_some() && map.theme == name {
            self.theme = Arc::new(Theme::for_map(""));
            self.show_anew(map);
        }
    }
}

/// What is known from before.
#[derive(Clone, Copy)]
enum Past<'a> {
    None,
    Dragged((&'a Map, &'a Shown)),
    Rested((&'a Map, &'a Shown)),
}

fn show(map: &Map, theme: &Theme, shows_parked: bool, past: Past<'_>) -> Shown {
    let lay_out = |map: &Map| match past {
        Past::None => Layout::new(map, &theme.sizes),
        Past::Dragged((old, shown)) => Layout::during(map, &theme.sizes, (old, &shown.layout)),
        Past::Rested((old, shown)) => Layout::after(map, &theme.sizes, (old, &shown.layout)),
    };
    let layout = if shows_parked { lay_out(&map.clone().with_all_on()) } else { lay_out(map) };
    let scene = match past {
        Past::None => scene::build(map, &layout, theme),
        Past::Dragged((old, shown)) | Past::Rested((old, shown)) => {
            scene::rebuild((&shown.scene, old, &shown.layout), map, &layout, theme)
        }
    };
    Shown { layout, scene }
}
