//! A text with the map that it says, which is edited and not rewritten.

use std::sync::Arc;

use super::mermaid::{self, Mermaid};
use super::owm::{self, Owm, Says};
use super::ron::{self, Ron};
use super::{Diagnostic, Format, Loss, Reading, Span, Writing, endings, write, write_as};
use crate::compare::{Identity, Reconciled, reconcile};
use crate::model::{ElementId, KeptIn, Map};

/// A text as it was read, with its map.
#[derive(Clone, Debug)]
pub struct Source {
    format: Format,
    /// A byte order mark, or nothing.
    mark: &'static str,
    text: String,
    map: Arc<Map>,
    diagnostics: Vec<Diagnostic>,
    parts: Parts,
}

/// What is known of the text's parts.
#[derive(Clone, Debug)]
enum Parts {
    Owm(Owm),
    Mermaid(Mermaid),
    Ron(Box<Ron>),
    /// Nothing: it is written anew.
    Unknown,
}

/// What a part of a text speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An element.
    Element(ElementId),
    /// A link, by its place among the map's links.
    Link(usize),
}

/// A part of a text, and what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where it stands.
    pub span: Span,
    /// What it speaks of.
    pub subject: Subject,
}

/// A text that was changed to say another map.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The new text, without a byte order mark.
    pub text: String,
    /// What of the map the text does not say, or says so that it would be read as something else, in words.
    pub losses: Vec<Loss>,
    /// Which part of the text speaks of what, in the text's order.
    pub spots: Vec<Spot>,
    /// What is odd about the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Edited {
    /// The same with `\n` at the end of each line, as it is shown.
    #[must_use]
    pub fn shown(mut self) -> Self {
        if self.text.contains('\r') {
            let returns = endings::Returns::of(&self.text);
            for spot in &mut self.spots {
                spot.span = returns.shown(spot.span);
            }
            for diagnostic in &mut self.diagnostics {
                diagnostic.span = returns.shown(diagnostic.span);
            }
            self.text = endings::shown(&self.text);
        }
        self
    }
}

impl Source {
    /// Reads a text.
    ///
    /// # Errors
    /// What is wrong with it, where it cannot be understood as a map of this format.
    pub fn read(format: Format, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Self::read_after(format, text, None)
    }

    /// Reads a text that was typed while `previous` was the map: what is the same keeps its id, and what the
    /// format cannot say stays as it was.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn typed(format: Format, text: &str, previous: &Map) -> Result<Self, Vec<Diagnostic>> {
        Self::read_after(format, text, Some(previous))
    }

    /// The canonical text of a map.
    pub fn canonical(format: Format, map: &Arc<Map>) -> Self {
        let text = write(format, map).0;
        Self::typed(format, &text, map).unwrap_or_else(|diagnostics| {
            debug_assert!(false, "canonical text cannot be read: {diagnostics:?}");
            let (map, parts) = (Arc::clone(map), Parts::Unknown);
            Self { format, mark: "", text, map, diagnostics, parts }
        })
    }

    fn read_after(format: Format, text: &str, previous: Option<&Map>) -> Result<Self, Vec<Diagnostic>> {
        span!("read");
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = if body.len() < text.len() { "\u{feff}" } else { "" };
        if super::has_conflicts(body) {
            return Err(super::conflicts(body));
        }
        let (reading, mut parts) = match format {
            Format::Owm => {
                let (reading, parts) = owm::read_parts(body);
                (reading, Parts::Owm(parts))
            }
            Format::Mermaid => {
                let (reading, parts) = mermaid::read_parts(body);
                (reading, Parts::Mermaid(parts))
            }
            Format::Ron => {
                let (reading, parts) = ron::read_parts(body);
                (reading, parts.map_or(Parts::Unknown, |parts| Parts::Ron(Box::new(parts))))
            }
            Format::Json => (super::read(format, body), Parts::Unknown),
        };
        let reading = if body.trim().is_empty() { super::read(format, body) } else { reading };
        let mut diagnostics = reading.diagnostics;
        if let Some(map) = &reading.map
            && format != Format::Json
        {
            diagnostics.extend(super::conflict::undecided(body, map));
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        let Some(mut map) = reading.map else { return Err(diagnostics) };
        if let Some(previous) = previous {
            let Reconciled { map: reconciled, ids, links } = match format {
                Format::Owm => reconcile(previous, &owm::said(previous), &map, Identity::Names),
                Format::Mermaid => reconcile(previous, &mermaid::said(previous), &map, Identity::Names),
                Format::Ron | Format::Json => reconcile(previous, previous, &map, Identity::IdsFirst),
            };
            match &mut parts {
                Parts::Owm(owm) => owm.rename(&ids, &links),
                Parts::Mermaid(mermaid) => mermaid.rename(&map, &ids, &links, &reconciled),
                _ => {}
            }
            map = reconciled;
        }
        Ok(Self { format, mark, text: body.to_owned(), map: Arc::new(map), diagnostics, parts })
    }

    /// The same with long labels read so (see [`Map::stacked_labels`]), which its text does not say.
    #[must_use]
    pub fn with_stacked_labels(self, stacked_labels: Option<bool>) -> Self {
        if self.map.stacked_labels == stacked_labels {
            return self;
        }
        Self { map: Arc::new(Map { stacked_labels, ..Map::clone(&self.map) }), ..self }
    }

    /// The same with what stood before the text of another: a byte order mark is not typed.
    #[must_use]
    pub fn with_mark_of(self, other: Option<&Self>) -> Self {
        Self { mark: other.map_or(self.mark, |other| other.mark), ..self }
    }

    /// What the format is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the text in its file: a byte order mark, or nothing.
    pub fn mark(&self) -> &'static str {
        self.mark
    }

    /// The map that the text says.
    pub fn map(&self) -> &Arc<Map> {
        &self.map
    }

    /// What is odd about the text. Places count from behind a byte order mark.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Where each element and each link has its own statement, in the text's order.
    pub fn spots(&self) -> Vec<Spot> {
        match &self.parts {
            Parts::Owm(owm) => {
                let subject = |says: &Says| match says {
                    Says::Element(id) => Some(Subject::Element(id.clone())),
                    Says::Link(at) => Some(Subject::Link(*at)),
                    _ => None,
                };
                owm.lines
                    .iter()
                    .filter_map(|line| Some(Spot { span: line.span, subject: subject(&line.says)? }))
                    .collect()
            }
            Parts::Mermaid(mermaid) => {
                let mut link = self.map.link_places();
                let mut subject = |says: &mermaid::Says| match says {
                    mermaid::Says::Element(id) => Some(Subject::Element(id.clone())),
                    mermaid::Says::Link(key) => link(key).map(Subject::Link),
                    _ => None,
                };
                let spots = mermaid.said();
                spots.filter_map(|(span, says)| Some(Spot { span, subject: subject(says)? })).collect()
            }
            Parts::Ron(ron) => ron.spots(&self.map),
            Parts::Unknown => Vec::new(),
        }
    }

    /// The text changed so that it says `map`, as little as that needs; then read back, so that what would be
    /// read otherwise is told before it is written.
    pub fn edit(&self, map: &Map) -> Edited {
        span!("edit");
        match &self.parts {
            Parts::Owm(owm) => self.edit_owm(owm, map),
            Parts::Mermaid(mermaid) => self.edit_mermaid(mermaid, map),
            Parts::Ron(ron) => self.edit_ron(ron, map),
            // Where nothing is known of its parts, only a changed map is written anew.
            Parts::Unknown if *map == *self.map => Edited {
                text: self.text.clone(),
                losses: Vec::new(),
                spots: Vec::new(),
                diagnostics: self.diagnostics.clone(),
            },
            Parts::Unknown => {
                let (text, losses) = write(self.format, map);
                let diagnostics = super::read(self.format, &text).diagnostics;
                Edited { text, losses, spots: Vec::new(), diagnostics }
            }
        }
    }

    /// The canonical text of the map, and what it would lose of this one.
    pub fn formatted(&self) -> (String, Vec<Loss>) {
        match self.format {
            Format::Owm => owm::write(&self.map, Some(&self.map), Writing::default()),
            format => write_as(format, &self.map, Writing { keeps_unknown: true, ..Writing::default() }),
        }
    }

    fn edit_owm(&self, owm: &Owm, map: &Map) -> Edited {
        let lost = |losses: &[Loss]| losses.iter().filter(|loss| !loss.is_kept).count();
        let mut edited = owm.edit(&self.text, &self.map, map, false);
        let (mut back, mut losses) = owm::read_back(map, &edited.text, true);
        if lost(&losses) > 0 {
            let anew = owm.edit(&self.text, &self.map, map, true);
            let (read, better) = owm::read_back(map, &anew.text, true);
            if lost(&better) < lost(&losses) {
                (edited, back, losses) = (anew, read, better);
            }
        }
        losses.extend(owm::mangled(map, Some(&self.map)));
        let spots = edited.lines.into_iter().filter_map(|line| {
            let subject = match line.says {
                Says::Element(id)
                | Says::More(id)
                | Says::Pipeline(id)
                | Says::Evolve(id)
                | Says::Method(id) => Subject::Element(id),
                Says::Link(at) | Says::MoreOfLink(at) => Subject::Link(at),
                _ => return None,
            };
            Some(Spot { span: line.span, subject })
        });
        Edited { text: edited.text, losses, spots: spots.collect(), diagnostics: back.diagnostics }
    }

    fn edit_mermaid(&self, mermaid: &Mermaid, map: &Map) -> Edited {
        let told = mermaid::edit(mermaid, &self.text, &self.map, map);
        let mut link = map.link_places();
        let spots = told.spots.into_iter().filter_map(|(span, says)| {
            use mermaid::Says;
            let subject = match says {
                Says::Element(id)
                | Says::Pipeline(id)
                | Says::Evolve(id)
                | Says::Place(id, _)
                | Says::More(id) => Subject::Element(id),
                Says::Link(key) | Says::MoreOfLink(key) => Subject::Link(link(&key)?),
                _ => return None,
            };
            Some(Spot { span, subject })
        });
        let spots = spots.collect();
        Edited { text: told.text, losses: told.losses, spots, diagnostics: told.reading.diagnostics }
    }

    fn edit_ron(&self, ron: &Ron, map: &Map) -> Edited {
        // What a comment said is in the text still; the map's other parts have to be equal.
        let says = |back: &Map| {
            let kept = |map: &Map| {
                let lines = map.kept.iter().filter(|kept| kept.format == KeptIn::Owm);
                let mut texts: Vec<_> = lines.map(|kept| kept.text.clone()).collect();
                texts.sort();
                texts
            };
            let bare = |map: &Map| Map { kept: Vec::new(), ..map.clone() };
            bare(back) == bare(map) && kept(back) == kept(map)
        };
        for ids in [false, true] {
            let text = ron.edit(&self.text, &self.map, map, ids);
            if let (Reading { map: Some(back), mut diagnostics }, Some(parts)) = ron::read_parts(&text)
                && says(&back)
            {
                diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
                return Edited { text, losses: Vec::new(), spots: parts.spots(map), diagnostics };
            }
        }
        let (text, losses) = write(Format::Ron, map);
        let (reading, parts) = ron::read_parts(&text);
        let spots = parts.map_or_else(Vec::new, |parts| parts.spots(map));
        Edited { text, losses, spots, diagnostics: reading.diagnostics }
    }
}
