//! How a map is looked at: its theme, its layout and scene, what is under the pointer.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Document;
use super::later::{Settled, Unsettled, is_huge, is_large};
use super::look::Focus;
use crate::layout::{Hit, Layout};
use crate::model::Map;
use crate::scene::{self, Hideable, Look, Looked, Scene, Theme};
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
    /// What is drawn of it, where that is looked at otherwise.
    pub(super) seen: Option<Arc<Scene>>,
    pub(super) focus: Option<Focus>,
    pub(super) hidden: BTreeSet<Hideable>,
    pub(super) look: Look,
    looked: Looked,
    /// How many elements there were when that was found out.
    looked_at_elements: usize,
    /// The theme in which the map is shown to a room, empty for its own; `None` while it is not.
    for_room: Option<String>,
    shown_revision: u64,
    /// How often fonts had been found when the map was laid out.
    shown_fonts: u64,
    /// Whether labels were kept where they were, for a gesture.
    is_held: bool,
    /// The map from which a gesture began, and how that was shown.
    before: Option<(Arc<Map>, Arc<Shown>)>,
    /// The map that was shown last while nothing was dragged, and how: most of it is the same the next time.
    rest: Option<(Arc<Map>, Arc<Shown>)>,
    /// The map as it was laid out in a hurry, without anything to begin from; `None` where it was laid out as it should be since.
    opened: Option<(Arc<Map>, Arc<Shown>)>,
    settling: Settling,
    /// How often all was laid out anew because it looks otherwise: what was begun before that comes too late.
    looks: u64,
    pub(super) shows_parked: bool,
    pub(super) hovered: Option<Hit>,
}

impl View {
    pub(super) fn new(map: &Map) -> Self {
        let theme = Arc::new(Theme::for_map(&map.theme));
        let shown = Arc::new(show(map, &theme, false, Past::None));
        Self {
            seen: None,
            shown,
            focus: None,
            hidden: BTreeSet::new(),
            look: Look::default(),
            looked: Looked::default(),
            looked_at_elements: 0,
            theme,
            theme_name: map.theme.clone(),
            file_themes: HashMap::new(),
            for_room: None,
            shown_revision: 0,
            shown_fonts: 0,
            is_held: false,
            before: None,
            rest: None,
            opened: None,
            settling: Settling::Done,
            looks: 0,
            shows_parked: false,
            hovered: None,
        }
    }

    /// A map that is shown at once, before room was looked for for its labels.
    pub(super) fn in_a_hurry(map: &Map) -> Self {
        let theme = Arc::new(Theme::for_map(&map.theme));
        let shown = Arc::new(show(map, &theme, false, Past::Hurried));
        let opened = Some((Arc::new(map.clone()), Arc::clone(&shown)));
        let (theme_name, settling) = (map.theme.clone(), Settling::Due);
        Self { theme, theme_name, shown, opened, settling, ..Self::new(&Map::default()) }
    }

    /// Brings layout and scene up to a document's revision. Cheap where nothing changed.
    pub(super) fn refresh(&mut self, document: &Document) {
        let fonts = fonts_found();
        let is_released = self.is_held && !document.in_gesture();
        let is_at_rest = !document.in_gesture();
        if document.revision() == self.shown_revision && fonts == self.shown_fonts && !is_released {
            return;
        }
        if fonts != self.shown_fonts {
            self.forget();
        }
        (self.shown_revision, self.shown_fonts) = (document.revision(), fonts);
        let map = document.map();
        if map.theme != self.theme_name {
            self.forget();
            self.theme_name.clone_from(&map.theme);
            self.theme = self.theme_of(map);
        }
        // While something is dragged, labels stay beside their symbols; where they stand then is decided on release.
        let before = self.before(document).map(|(map, shown)| (&**map, &**shown));
        let rest = self.rest.as_ref().map(|(map, shown)| (&**map, &**shown));
        // A large map is laid out in a hurry, and beside the frame as it should be.
        let opened = self.opened.as_ref().map(|(map, shown)| (&**map, &**shown));
        let is_rough = is_at_rest && rest.or(opened).is_some() && is_large(map);
        let after = if is_rough { Past::Dragged } else { Past::Rested };
        let is_loose = document.selection().single().is_some_and(|id| {
            map.component(id).is_some_and(|own| !own.is_anchor()) && map.links_of(id).is_empty()
        });
        let dragged = if is_loose { Past::Dropping } else { Past::Dragged };
        let hurried = opened.filter(|_| is_rough).map(Past::Dragged);
        let past = before.map(dragged).or(rest.map(after)).or(hurried);
        if past.is_none() && is_huge(map) {
            self.is_held = false;
            self.show_anew(map);
            self.leave_what_is_gone();
            return;
        }
        let shown = show(map, &self.theme, self.shows_parked, past.unwrap_or(Past::None));
        self.is_held = before.is_some();
        self.settling = match self.settling {
            Settling::Busy(of) if is_rough => Settling::Busy(of),
            _ if is_rough => Settling::Due,
            _ if self.is_held => self.settling,
            _ => Settling::Done,
        };
        self.set_shown(Arc::new(shown), map);
        self.leave_what_is_gone();
        if !self.is_held && !is_rough {
            self.rest = Some((Arc::clone(map), Arc::clone(&self.shown)));
        }
    }

    /// What was under the pointer may be gone.
    fn leave_what_is_gone(&mut self) {
        let hovered = self.hovered.as_ref().and_then(Hit::element);
        if hovered.is_some_and(|id| self.shown.layout.element_rect(id).is_none()) {
            self.hovered = None;
        }
    }

    fn set_shown(&mut self, shown: Arc<Shown>, map: &Map) {
        self.shown = shown;
        // While something is dragged its chain stays what it is; what is new joins it at once.
        if self.is_held && self.looked_at_elements == map.elements().len() {
            self.see(map);
        } else {
            self.look_anew(map);
        }
    }

    /// Makes what is seen of what is shown: pale what is not in focus, without what is hidden.
    pub(super) fn look_anew(&mut self, map: &Map) {
        self.looked_at_elements = map.elements().len();
        let chain = self.focus.as_mut().and_then(|focus| focus.chain(map));
        self.focus.take_if(|_| chain.is_none());
        self.look = Look { focus: chain, hidden: self.hidden.clone() };
        self.see(map);
    }

    fn see(&mut self, map: &Map) {
        if self.look.is_plain() {
            self.seen = None;
            self.looked = Looked::default();
            return;
        }
        let scene = self.shown.scene.clone();
        self.seen = Some(Arc::new(self.looked.at(&self.look, scene, map, self.theme.paper)));
    }

    /// Makes layout and scene of a map from nothing; those of a huge one in a hurry.
    pub(super) fn show_anew(&mut self, map: &Map) {
        let is_hurried = is_huge(map);
        let past = if is_hurried { Past::Hurried } else { Past::None };
        self.set_shown(Arc::new(show(map, &self.theme, self.shows_parked, past)), map);
        self.forget();
        self.settling = if is_hurried { Settling::Due } else { Settling::Done };
        self.opened = is_hurried.then(|| (Arc::new(map.clone()), Arc::clone(&self.shown)));
    }

    /// What was laid out before is of another history, or looks otherwise.
    fn forget(&mut self) {
        (self.rest, self.before, self.opened) = (None, None, None);
        self.looks += 1;
    }

    /// The map from which the running gesture began, and how it was shown.
    pub(super) fn before(&self, document: &Document) -> Option<&(Arc<Map>, Arc<Shown>)> {
        self.before.as_ref().filter(|(map, _)| document.is_base(map))
    }

    /// Remembers what is shown, where a gesture begins.
    pub(super) fn remember(&mut self, document: &Document) {
        if self.before(document).is_none() {
            let now = (Arc::clone(document.map()), Arc::clone(&self.shown));
            let is_settled = self.settling == Settling::Done;
            if self.shown_revision == document.revision() && !self.is_held && is_settled {
                self.rest = Some(now.clone());
            }
            self.before = Some(now);
        }
    }

    /// Whether what is shown was not laid out in a hurry.
    pub(super) fn is_settled(&self) -> bool {
        self.settling == Settling::Done && !self.is_held
    }

    /// Whether what is shown was laid out in a hurry, and nobody mends it yet.
    pub(super) fn is_rough(&self) -> bool {
        self.settling == Settling::Due
    }

    /// Whether it was opened in a hurry, and nobody did anything since.
    pub(super) fn is_hurried(&self) -> bool {
        self.is_rough() && self.opened.as_ref().is_some_and(|(_, shown)| Arc::ptr_eq(shown, &self.shown))
    }

    /// What is to be laid out elsewhere.
    pub(super) fn take_unsettled(&mut self, map: &Arc<Map>) -> Option<Unsettled> {
        if !self.is_rough() || self.is_held {
            return None;
        }
        self.settling = Settling::Busy(self.shown_revision);
        Some(Unsettled {
            map: Arc::clone(map),
            revision: self.shown_revision,
            looks: self.looks,
            theme: Arc::clone(&self.theme),
            shows_parked: self.shows_parked,
            rest: self.rest.clone(),
        })
    }

    /// Takes what was laid out elsewhere, where it is still the map of now.
    pub(super) fn settle(&mut self, settled: Option<Settled>, document: &Document) {
        let Settling::Busy(of) = self.settling else { return };
        let Some(settled) = settled else {
            self.settling = Settling::Done;
            return;
        };
        if settled.looks != self.looks {
            return;
        }
        if settled.revision == self.shown_revision && !self.is_held && !document.in_gesture() {
            self.set_shown(settled.shown, document.map());
            self.settling = Settling::Done;
            self.rest = Some((settled.map, Arc::clone(&self.shown)));
            self.opened = None;
        } else {
            // The next one starts from there, where it is still of this history and theme.
            if of == settled.revision && self.rest.as_ref().or(self.opened.as_ref()).is_some() {
                self.rest = Some((settled.map, settled.shown));
                self.opened = None;
            }
            self.settling = Settling::Due;
        }
    }

    /// The theme in which a map is drawn now.
    fn theme_of(&self, map: &Map) -> Arc<Theme> {
        let of_room = self.for_room.as_deref().and_then(Theme::named).map(Arc::new);
        let own = || self.file_themes.get(&map.theme).cloned();
        let theme = of_room.or_else(own).unwrap_or_else(|| Arc::new(Theme::for_map(&map.theme)));
        if self.for_room.is_some() { Arc::new(theme.for_room()) } else { theme }
    }

    /// Draws the map as for a room, or as ever.
    pub(super) fn show_for_room(&mut self, theme: Option<&str>, map: &Map) {
        if self.for_room.as_deref() != theme {
            self.for_room = theme.map(str::to_owned);
            self.theme = self.theme_of(map);
            self.show_anew(map);
        }
    }

    /// Takes the theme that maps ask for under a name.
    pub(super) fn use_theme(&mut self, name: &str, theme: Theme, map: &Map) {
        self.file_themes.insert(name.to_owned(), Arc::new(theme));
        if map.theme == name {
            self.theme = self.theme_of(map);
            self.show_anew(map);
        }
    }

    /// Forgets the theme that maps ask for under a name: its file cannot be used any more.
    pub(super) fn lack_theme(&mut self, name: &str, map: &Map) {
        if self.file_themes.remove(name).is_some() && map.theme == name {
            self.theme = self.theme_of(map);
            self.show_anew(map);
        }
    }
}

/// How far what is shown of a large map is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settling {
    /// As it should be.
    Done,
    /// In a hurry.
    Due,
    /// In a hurry, and elsewhere this revision is laid out as it should be.
    Busy(u64),
}

/// Lays out a map as it should be.
pub(super) fn show_settled(unsettled: &Unsettled) -> Shown {
    let rest = unsettled.rest.as_ref().map(|(map, shown)| (&**map, &**shown));
    let past = rest.map_or(Past::None, Past::Rested);
    show(&unsettled.map, &unsettled.theme, unsettled.shows_parked, past)
}

/// What is known from before.
#[derive(Clone, Copy)]
enum Past<'a> {
    None,
    /// Nothing, and somebody waits.
    Hurried,
    Dragged((&'a Map, &'a Shown)),
    /// What is dragged may be dropped on a line.
    Dropping((&'a Map, &'a Shown)),
    Rested((&'a Map, &'a Shown)),
}

fn show(map: &Map, theme: &Theme, shows_parked: bool, past: Past<'_>) -> Shown {
    let lay_out = |map: &Map| match past {
        Past::None => Layout::new(map, &theme.sizes),
        Past::Hurried => Layout::hurried(map, &theme.sizes),
        Past::Dragged((old, shown)) => Layout::during(map, &theme.sizes, (old, &shown.layout)),
        Past::Dropping((old, shown)) => Layout::while_dropping(map, &theme.sizes, (old, &shown.layout)),
        Past::Rested((old, shown)) => Layout::after(map, &theme.sizes, (old, &shown.layout)),
    };
    let layout = if shows_parked { lay_out(&map.clone().with_all_on()) } else { lay_out(map) };
    let scene = match past {
        Past::None | Past::Hurried => scene::build(map, &layout, theme),
        Past::Dragged((old, shown)) | Past::Dropping((old, shown)) | Past::Rested((old, shown)) => {
            scene::rebuild((&shown.scene, old, &shown.layout), map, &layout, theme)
        }
    };
    Shown { layout, scene }
}
