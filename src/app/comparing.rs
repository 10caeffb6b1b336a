//! The map held against another: what it is held against, how that is looked at, and what is known of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

use crate::compare::{Comparison, Identity, Matching, Sort, Step};
use crate::editor::Editor;
use crate::files::{Disk, load, text_at};
use crate::format::{self, Format, Origin};
use crate::layout::Layout;
use crate::model::{ElementId, Map, Patch};
use crate::scene::{Layouts, Marks, Theme};

/// What the map is held against.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Against {
    /// Today's map, or that of a scenario.
    Scenario(Option<String>),
    /// The map as it was opened or saved last.
    Saved,
    /// The map as their side of a merge has it, where that is not decided yet.
    TheirSide,
    /// Another map, by what it is called.
    Map(Arc<Map>, String),
}

/// What a comparison is looked at by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) marks: Marks,
    /// The other map stands beside this one.
    pub(super) beside: bool,
    /// The other map is drawn, and this one is what it is held against.
    pub(super) swapped: bool,
    /// What is not told.
    pub(super) hidden: BTreeSet<Sort>,
    /// Moves too small to matter are told.
    pub(super) small: bool,
}

/// A comparison that is looked at.
pub(super) struct Comparing {
    pub(super) against: Against,
    pub(super) look: Look,
    /// Where between both maps the picture is: 1 is the one that is shown and edited.
    pub(super) moment: f64,
    /// Since when it plays, in seconds of the frame's clock.
    pub(super) plays: Option<f64>,
    /// The map that is drawn in place of the one that is edited.
    after: Option<Arc<Map>>,
    known: Option<Known>,
    /// What a thread finds out of a large map, and for which state.
    coming: Option<(Of, Receiver<Known>)>,
}

/// A state of the map, and whether both maps are changed round.
type Of = (u64, bool);

/// What is known of a state of the map.
struct Known {
    of: Of,
    comparison: Arc<Comparison>,
    layouts: Arc<Layouts>,
}

/// Above so many elements differences are looked for beside the frame.
const LARGE: usize = 300;

/// The other map, as what it is made of.
enum Other {
    Map(Arc<Map>),
    Scenario(Arc<Map>, String),
    /// Their side of what a merge left in this map.
    TheirSide(Arc<Map>),
}

impl Other {
    fn map(self) -> Arc<Map> {
        match self {
            Self::Map(map) => map,
            Self::Scenario(whole, id) => Arc::new(whole.in_scenario(&id).0),
            Self::TheirSide(whole) => {
                let theirs = whole.conflicts.iter().flat_map(|conflict| conflict.theirs.clone());
                Arc::new(Patch { changes: theirs.collect() }.apply_to(&whole).0)
            }
        }
    }
}

/// All that a comparison is found out from.
struct Asked {
    of: Of,
    other: Other,
    now: Arc<Map>,
    identity: Identity,
    theme: Theme,
    /// How the map that is edited is laid out, where that is what is drawn.
    layout: Option<Layout>,
}

impl Asked {
    fn find(self) -> Known {
        let (other, now) = (self.other.map(), self.now);
        // What both share stands under the ids of the map that is edited.
        let other = Matching::new(&now, &other, self.identity).restated(&now, &other);
        let comparison = if self.of.1 {
            Comparison::new(&now, &other, Identity::Ids)
        } else {
            Comparison::new(&other, &now, Identity::Ids)
        };
        let layouts = match self.layout {
            None => Layouts::new(&comparison, &self.theme),
            Some(after) => {
                let before = Map { sheet: comparison.after.sheet, ..comparison.before.clone() };
                Layouts { before: Layout::new(&before, &self.theme.sizes), after }
            }
        };
        Known { of: self.of, comparison: Arc::new(comparison), layouts: Arc::new(layouts) }
    }
}

impl Comparing {
    pub(super) fn new(against: Against) -> Self {
        let look = Look {
            marks: Marks::default(),
            beside: false,
            swapped: false,
            hidden: BTreeSet::new(),
            small: false,
        };
        Self { against, look, moment: 1.0, plays: None, after: None, known: None, coming: None }
    }

    /// From one map to another, of which none is edited.
    pub(super) fn playing(from: &Step, to: &Step, now: f64) -> Self {
        let against = Against::Map(Arc::clone(&from.map), from.name.clone());
        let after = Some(Arc::clone(&to.map));
        Self { moment: 0.0, plays: Some(now), after, ..Self::new(against) }
    }

    /// What the map is held against, in words.
    pub(super) fn words(&self, editor: &Editor) -> String {
        match &self.against {
            Against::Scenario(None) => "today’s map".to_owned(),
            Against::Scenario(Some(id)) => {
                let name =
                    editor.document.whole().scenario(id).map_or(id.as_str(), |scenario| &scenario.name);
                format!("“{name}”")
            }
            Against::Saved => "the map as it was saved".to_owned(),
            Against::TheirSide => "their side".to_owned(),
            Against::Map(_, words) => words.clone(),
        }
    }

    /// What the map is held against; `None` where that is gone.
    fn other(&self, editor: &Editor) -> Option<Other> {
        let whole = editor.document.whole();
        Some(match &self.against {
            Against::Scenario(None) => Other::Map(Arc::clone(whole)),
            Against::Scenario(Some(id)) => {
                whole.scenario(id)?;
                Other::Scenario(Arc::clone(whole), id.clone())
            }
            Against::Saved => Other::Map(Arc::clone(editor.document.saved_map()?)),
            Against::TheirSide => {
                let is_today = editor.document.scenario().is_none();
                let is_there = whole.conflicts.iter().any(|conflict| !conflict.theirs.is_empty());
                (is_today && is_there).then(|| Other::TheirSide(Arc::clone(whole)))?
            }
            Against::Map(map, _) => Other::Map(Arc::clone(map)),
        })
    }

    fn asked(&self, of: Of, editor: &Editor) -> Option<Asked> {
        // A map of a file has ids of its own; those of one history are the same.
        let is_strange = matches!(self.against, Against::Map(..)) && self.after.is_none();
        Some(Asked {
            of,
            other: self.other(editor)?,
            now: Arc::clone(self.after.as_ref().unwrap_or(editor.map())),
            identity: if is_strange { Identity::IdsFirst } else { Identity::Ids },
            theme: editor.theme().clone(),
            layout: (!self.look.swapped && self.after.is_none()).then(|| editor.layout().clone()),
        })
    }

    /// What differs, found out once for each state of the map; while something is dragged, or a thread looks at a large map,
    /// what was known. `None` where nothing is known yet, or what it was held against is gone.
    pub(super) fn comparison(
        &mut self,
        editor: &Editor,
        ctx: &Context,
    ) -> Option<(Arc<Comparison>, Arc<Layouts>)> {
        let is_large = editor.map().elements().len() > LARGE;
        // What is drawn in place of the map has to be there.
        if !is_large || self.look.swapped || self.after.is_some() {
            return self.comparison_now(editor);
        }
        let of = (editor.document.text_revision(), self.look.swapped);
        match self.coming.as_ref().map(|(of, receiver)| (*of, receiver.try_recv())) {
            Some((_, Ok(known))) => (self.known, self.coming) = (Some(known), None),
            // A thread that came to no end is not tried again for that.
            Some((coming, Err(TryRecvError::Disconnected))) if coming == of => return self.known(of.1),
            Some((_, Err(TryRecvError::Empty))) => return self.known(of.1),
            Some(_) | None => {}
        }
        if !self.is_known(of, editor) {
            let asked = self.asked(of, editor)?;
            let (sender, receiver) = channel();
            let ctx = ctx.clone();
            let work = move || {
                let known = asked.find();
                let _ = known.comparison.questions();
                // Nobody waits where the comparison was closed meanwhile.
                let _ = sender.send(known);
                ctx.request_repaint();
            };
            if std::thread::Builder::new().name("compare".to_owned()).spawn(work).is_ok() {
                self.coming = Some((of, receiver));
            }
        }
        self.known(of.1)
    }

    /// The same, found out before this returns.
    pub(super) fn comparison_now(&mut self, editor: &Editor) -> Option<(Arc<Comparison>, Arc<Layouts>)> {
        // A save changes what the saved map is, and no more.
        let of = (editor.document.text_revision(), self.look.swapped);
        if !self.is_known(of, editor) {
            self.known = Some(self.asked(of, editor)?.find());
        }
        self.known(of.1)
    }

    /// Whether something is still being found out.
    pub(super) fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    fn is_known(&self, of: Of, editor: &Editor) -> bool {
        let in_gesture = editor.document.in_gesture();
        self.known.as_ref().is_some_and(|known| known.of == of || in_gesture && known.of.1 == of.1)
    }

    fn known(&self, is_swapped: bool) -> Option<(Arc<Comparison>, Arc<Layouts>)> {
        let known = self.known.as_ref().filter(|known| known.of.1 == is_swapped)?;
        Some((Arc::clone(&known.comparison), Arc::clone(&known.layouts)))
    }

    /// Whether the map that is edited is what is drawn, with marks over it.
    pub(super) fn is_live(&self) -> bool {
        self.moment >= 1.0 && !self.look.swapped && self.after.is_none()
    }

    /// Goes on playing; answers whether it does.
    pub(super) fn play(&mut self, now: f64) -> bool {
        const SECONDS: f64 = 2.0;
        let Some(since) = self.plays else { return false };
        self.moment = ((now - since) / SECONDS).clamp(0.0, 1.0);
        if self.moment >= 1.0 {
            self.plays = None;
        }
        true
    }
}

/// Steps that are played, one after the other.
pub(super) struct Playing {
    pub(super) steps: Vec<Step>,
    /// The step that is reached.
    pub(super) at: usize,
    /// Whether things evolve where they are to, in an order that a person chose.
    pub(super) is_evolution: bool,
    /// Until when the step that is reached is looked at, in seconds of the frame's clock.
    pub(super) rests_until: f64,
}

impl Playing {
    /// Whether the last step is reached.
    pub(super) fn is_over(&self) -> bool {
        self.at + 1 >= self.steps.len()
    }
}

/// A map that is being read, to be compared with.
pub(super) struct Coming {
    receiver: Receiver<Result<(Map, String), String>>,
}

impl Coming {
    /// Reads a file.
    pub(super) fn of_file(ctx: &Context, path: PathBuf) -> Self {
        Self::start(ctx, move || {
            let words = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let loaded = load(&Disk, &path, None).map_err(|error| error.to_string())?;
            let map = loaded.reading.map.ok_or_else(|| format!("{words} cannot be read as a map"))?;
            Ok((map, words))
        })
    }

    /// Reads an earlier version of a file.
    pub(super) fn of_revision(ctx: &Context, path: PathBuf, hash: String, words: String) -> Self {
        Self::start(ctx, move || Ok((revision(&path, &hash)?, words)))
    }

    fn start(ctx: &Context, read: impl FnOnce() -> Result<(Map, String), String> + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let work = move || {
            let _ = sender.send(read());
            ctx.request_repaint();
        };
        // Where no thread can be made, nothing comes.
        let _ = std::thread::Builder::new().name("compare".to_owned()).spawn(work);
        Self { receiver }
    }

    /// What came; `None` while nothing did.
    pub(super) fn take(&self) -> Option<Result<(Map, String), String>> {
        self.receiver.try_recv().ok()
    }
}

fn revision(path: &Path, hash: &str) -> Result<Map, String> {
    let text = text_at(path, hash)?.ok_or("the file was not there then")?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    let origin = format::detect(&text, ending.as_deref())?;
    let map = format::read_from(origin, &text).map.ok_or("that version cannot be read as a map")?;
    Ok(match origin {
        Origin::Format(Format::Ron | Format::Json) => map,
        _ => with_strange_ids(&map),
    })
}

/// The ids of a text that has none were made from its names: they are nobody's.
fn with_strange_ids(map: &Map) -> Map {
    map.with_ids(&|id| ElementId::new(&format!("{id} then")))
}
