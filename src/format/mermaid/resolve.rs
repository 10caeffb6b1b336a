//! Names to elements, once all lines of a text are known.

use std::collections::HashSet;
use std::sync::Arc;

use super::lex::LineKind;
use super::outline::{Says, foreign, kept_text};
use super::read::{Later, Reader, Slot, SourceLine, numbered, waiting};
use super::statement::LinkLine;
use super::{extra, statement};
use crate::format::handle;
use crate::format::owm::names::{Names, Seen};
use crate::format::{Diagnostic, Reading, Span, carrier, code};
use crate::model::{
    Body, Element, ElementId, End, Evolution, Evolve, IdMint, Index, Kept, KeptIn, KeptPlace, Link, LinkKey,
    Map, Pipeline, Place, Rare,
};

/// What names mean, and what became of the lines that waited for it.
#[derive(Default)]
struct Resolved {
    ids: Vec<ElementId>,
    names: Names<usize>,
    /// Mermaid's ids of the children of pipelines, as `evolve` finds them.
    child_ids: Seen,
    /// Elements of pipelines that do not exist.
    gone: HashSet<usize>,
    /// The pipelines by their place among what waited, each with its component.
    parents: Index<usize, usize>,
    /// The number of the link that each became of what waited.
    links: Vec<Option<usize>>,
}

/// What the names at the ends of a link mean, and whether they are spelled exactly so.
type Meant = [Option<(usize, bool)>; 2];

impl Resolved {
    fn meant_ends(&self, later: &Later) -> Meant {
        match later {
            Later::Link(line, _) => [&line.from, &line.to].map(|name| self.names.find(name)),
            _ => [None; 2],
        }
    }
}

impl Reader<'_> {
    pub(super) fn finish(mut self) -> (Reading, Vec<SourceLine>) {
        self.drop_pending();
        if !self.has_header {
            let message = format!("a Mermaid map begins with the line `{}`", statement::HEADER);
            self.diagnostics.push(Diagnostic::warning(Span::at(0), message));
        }
        let mut resolved = Resolved { ids: self.mint(), ..Resolved::default() };
        resolved.names.reserve(self.elements.len());
        for (name, number) in self.by_name.entered() {
            resolved.names.enter(name, number);
        }
        let later = std::mem::take(&mut self.later);
        self.pipelines(&later, &mut resolved);
        self.evolutions(&later, &mut resolved);
        resolved.links = vec![None; later.len()];
        // Looked up at a stretch: the processor then waits for many of them at once.
        let meant: Vec<Meant> = later.iter().map(|(later, _)| resolved.meant_ends(later)).collect();
        for ((place, (later, at)), meant) in later.into_iter().enumerate().zip(meant) {
            let link = match later {
                Later::Link(line, extra) => {
                    let read = self.link(line, at, meant, &resolved);
                    match extra {
                        Some(mut extra) => {
                            extra.via = extra.via.iter().map(|end| resolved.quiet_end(end)).collect();
                            extra::merged_link(&read, *extra)
                        }
                        None => read,
                    }
                }
                Later::OffLink(link) => {
                    let end = |end: &End| resolved.quiet_end(end);
                    let via = link.via.iter().map(end).collect();
                    Link { from: end(&link.from), to: end(&link.to), via, ..*link }
                }
                _ => continue,
            };
            if let Some(slot) = resolved.links.get_mut(place) {
                *slot = Some(self.links.len());
            }
            self.order.push((Slot::Link(self.links.len()), at));
            self.say(at, Says::Link(waiting(place)));
            self.links.push(link);
        }
        self.assemble(&resolved)
    }

    /// The ids, made from names; what is switched off must not take one from what is not.
    fn mint(&self) -> Vec<ElementId> {
        let mut mint = IdMint::of(self.elements.len());
        let mut ids = vec![ElementId::new(""); self.elements.len()];
        for is_parked in [false, true] {
            let which = self.elements.iter().enumerate().filter(|(_, element)| element.parked == is_parked);
            for (number, element) in which {
                let name = match &element.body {
                    Body::Annotation(annotation) => format!("annotation {}", annotation.number),
                    Body::Note(note) => format!("note {}", note.text),
                    _ => element.name().to_owned(),
                };
                if let Some(id) = ids.get_mut(number) {
                    *id = mint.new_id(&name, element.kind_name(), number + 1);
                }
            }
        }
        ids
    }

    fn span(&self, at: usize) -> Span {
        self.lines.get(at).map_or_else(Span::default, |line| line.span)
    }

    fn pipelines(&mut self, all: &[(Later, usize)], resolved: &mut Resolved) {
        let mut labels = Vec::new();
        let mut seen = HashSet::new();
        for (place, (later, at)) in all.iter().enumerate() {
            let Later::Pipeline { parent, children } = later else { continue };
            let found = resolved.names.find(parent);
            let Some((number, is_exact)) = found else {
                let next = all.get(place + 1..).unwrap_or(&[]).iter();
                let next = next
                    .map(|(later, at)| (later, *at))
                    .find(|(later, _)| matches!(later, Later::Pipeline { .. }));
                let end = next.map_or(self.lines.len(), |(_, at)| at);
                self.keep_block((*at, end), children, resolved);
                let message =
                    format!("the map has no `{parent}`; Mermaid draws nothing of a map with such a pipeline");
                self.diagnostics.push(Diagnostic::error(self.span(*at), message));
                continue;
            };
            if !is_exact {
                let message =
                    format!("`{parent}` is spelled differently where it is placed; Mermaid does not find it");
                self.warn(self.span(*at), message);
            }
            if seen.insert(number) {
                self.say(*at, Says::Pipeline(numbered(number)));
                resolved.parents.insert(place, number);
            }
            if children.is_empty() {
                self.warn(self.span(*at), "a pipeline has at least one component in Mermaid");
            }
            let id = resolved.id(number);
            if let Some(Body::Component(component)) =
                self.elements.get_mut(number).map(|element| &mut element.body)
            {
                component.pipeline.get_or_insert_with(Pipeline::default);
            }
            for child in children {
                let name = self.called.get(child).cloned().unwrap_or_default();
                if let Some(Body::Component(component)) =
                    self.elements.get_mut(*child).map(|element| &mut element.body)
                    && let Place::Within { pipeline, .. } = &mut component.place
                {
                    pipeline.clone_from(&id);
                }
                let id = format!("{parent}_{name}");
                resolved.names.enter(&id, *child);
                resolved.child_ids.insert(&id);
                labels.push((name, *child));
            }
        }
        for (label, child) in labels {
            resolved.names.enter(&label, child);
        }
        // What stands in comments comes last: Mermaid does not have it.
        for number in &self.alone {
            let Some(element) = self.elements.get(*number) else { continue };
            if handle::is_one(element.id.as_str()) {
                resolved.names.enter(element.id.as_str(), *number);
            }
            match element.component() {
                Some(component) if element.parked => resolved.names.enter_parked(&component.name, *number),
                Some(component) => resolved.names.enter(&component.name, *number),
                None => {}
            }
        }
        self.items(all, resolved);
    }

    /// The pipelines of components that stand in comments of ours.
    fn items(&mut self, later: &[(Later, usize)], resolved: &Resolved) {
        let in_blocks = |later: &(Later, usize)| match &later.0 {
            Later::Pipeline { children, .. } => children.clone(),
            _ => Vec::new(),
        };
        let children: HashSet<usize> = later.iter().flat_map(in_blocks).collect();
        for (number, element) in self.elements.iter_mut().enumerate() {
            if let Body::Component(component) = &mut element.body
                && let Place::Within { pipeline, .. } = &mut component.place
                && !children.contains(&number)
                && let Some(parent) = resolved.names.find_exactly(pipeline.as_str())
            {
                *pipeline = resolved.id(parent);
            }
        }
    }

    /// The lines of a pipeline that does not exist are kept as they stand.
    fn keep_block(&mut self, (at, end): (usize, usize), children: &[usize], resolved: &mut Resolved) {
        self.keep(at);
        let gone: HashSet<usize> = children.iter().copied().collect();
        let own: HashSet<Says> = gone.iter().map(|number| Says::Element(numbered(*number))).collect();
        let mut close = None;
        for line in at..end {
            match self.lines.get(line).map(|line| line.says.clone()) {
                Some(says) if own.contains(&says) => {
                    self.say(line, Says::Nothing);
                    self.keep(line);
                }
                Some(Says::Close(_)) => {
                    close = Some(line);
                    break;
                }
                _ => {}
            }
        }
        if let Some(close) = close {
            self.say(close, Says::Nothing);
            self.keep(close);
        }
        resolved.gone.extend(gone);
    }

    fn evolutions(&mut self, later: &[(Later, usize)], resolved: &mut Resolved) {
        for (later, at) in later {
            let Later::Evolve { name, to } = later else { continue };
            let span = self.span(*at);
            let Some((number, is_exact)) = resolved.names.find(name) else {
                self.keep(*at);
                self.hint(span, format!("the map has no `{name}`; this line is kept in the file"));
                continue;
            };
            if !is_exact {
                let message =
                    format!("`{name}` is spelled differently where it is placed; Mermaid does not find it");
                self.warn(span, message);
            } else if self.by_name.get(name).is_none() && !resolved.child_ids.contains(name) {
                self.hint(
                    span,
                    format!("Mermaid finds the `{name}` of a pipeline only as `PIPELINE_{name}`"),
                );
            }
            let to = Evolution::clamped(self.fraction(*to, span));
            let more = self.evolves.get(&number).cloned();
            if let Some(Body::Component(component)) =
                self.elements.get_mut(number).map(|element| &mut element.body)
            {
                component.evolve = Some(Box::new(Evolve { to, ..more.unwrap_or_else(|| Evolve::to(to)) }));
            }
            self.say_last(*at, Says::Evolve(numbered(number)), &format!("`{name}` evolves"));
        }
    }

    fn link(&mut self, line: LinkLine, at: usize, [from, to]: Meant, resolved: &Resolved) -> Link {
        let span = self.span(at);
        let mut end = |name: &str, meant: Option<(usize, bool)>| {
            let Some((number, is_exact)) = meant else {
                self.diagnostics.push(
                    Diagnostic::hint(span, format!("the map has no `{name}`, so this link is not drawn"))
                        .coded(code::END_MISSING),
                );
                return End::Dangling(name.to_owned());
            };
            if !is_exact {
                self.diagnostics.push(
                    Diagnostic::hint(
                        span,
                        format!(
                            "`{name}` is spelled differently where it is placed; Mermaid does not find it"
                        ),
                    )
                    .coded(code::SPELLING),
                );
            }
            End::Element(resolved.id(number))
        };
        let (from, to) = (end(&line.from, from), end(&line.to, to));
        if line.is_dashed {
            self.hint(span, "Mermaid draws this line dashed; here it is a need like others");
        }
        // Beside the text in the arrow, Mermaid drops the one behind it.
        let (label, text) = (line.label, line.text);
        Link {
            from,
            to,
            kind: line.kind,
            via: Rare::default(),
            text: text.into(),
            label: label.into(),
            parked: false,
        }
    }

    fn assemble(mut self, resolved: &Resolved) -> (Reading, Vec<SourceLine>) {
        let with_id = |(number, element): (usize, Element)| {
            let id = resolved.id(number);
            (!resolved.gone.contains(&number)).then(|| Arc::new(Element { id, ..element }))
        };
        let elements: Vec<Arc<Element>> =
            std::mem::take(&mut self.elements).into_iter().enumerate().filter_map(with_id).collect();
        let links = std::mem::take(&mut self.links).into_iter().map(Arc::new).collect();
        let mut map = std::mem::take(&mut self.map);
        let find = |name: &str| resolved.quiet_end(&End::Dangling(name.to_owned())).id().cloned();
        carrier::find_talk(&mut map, elements.iter().map(AsRef::as_ref), find);
        let map = map.with_elements(elements).with_links(links);
        let keys: Vec<LinkKey> = map.keyed_links().map(|(key, _)| key).collect();
        let kept = self.kept(&map, &keys, resolved);
        for line in &mut self.lines {
            line.says = resolved.says(std::mem::replace(&mut line.says, Says::Nothing), &keys);
        }
        let map = Map { kept, ..map };
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        (Reading { map: Some(map), diagnostics: self.diagnostics }, self.lines)
    }

    /// The kept lines, each before the element or link that follows it.
    fn kept(&mut self, map: &Map, keys: &[LinkKey], resolved: &Resolved) -> Vec<Kept> {
        let header = self.seen.get(&Says::Header).copied().unwrap_or(0);
        let mut order = std::mem::take(&mut self.order);
        order.sort_by_key(|(_, at)| *at);
        // Where a line is kept as a whole, so is what stands behind its statement.
        let whole: HashSet<usize> =
            order.iter().filter(|(slot, _)| matches!(slot, Slot::Kept(_))).map(|(_, at)| *at).collect();
        order.retain(|(slot, at)| !matches!(slot, Slot::Behind(_)) || !whole.contains(at));
        let mut next = KeptPlace::End;
        let mut kept = Vec::new();
        for (slot, at) in order.into_iter().rev() {
            match slot {
                Slot::Element(number) => {
                    let id = resolved.id(number);
                    if map.element(&id).is_some() {
                        next = KeptPlace::BeforeElement(id);
                    }
                }
                Slot::Link(number) => next = keys.get(number).cloned().map_or(next, KeptPlace::BeforeLink),
                Slot::Kept(line) => {
                    let raw = self.span(line).of(self.text);
                    let is_aside = self.kinds.get(line) == Some(&LineKind::Aside);
                    let text = if is_aside { raw.trim_end() } else { raw.trim() };
                    let place = if at < header { KeptPlace::Top } else { next.clone() };
                    let (format, text) = foreign(text).unwrap_or((KeptIn::Mermaid, text));
                    kept.push((Some(line), Kept { text: text.to_owned(), format, place }));
                }
                // Once it is not behind its statement any more it stands above it.
                Slot::Behind(span) => {
                    let place = if at < header { KeptPlace::Top } else { next.clone() };
                    let text = span.of(self.text).to_owned();
                    kept.push((None, Kept { text, format: KeptIn::Mermaid, place }));
                }
            }
        }
        kept.reverse();
        let mut seen: Index<String, usize> = Index::default();
        for (line, kept) in &kept {
            let text = kept_text(kept).unwrap_or_default();
            let count = seen.entry(text.clone()).or_default();
            let nth = std::mem::replace(count, *count + 1);
            if let Some(line) = line {
                self.say(*line, Says::Kept(text, nth));
            }
        }
        kept.into_iter().map(|(_, kept)| kept).collect()
    }
}

impl Resolved {
    fn id(&self, number: usize) -> ElementId {
        self.ids.get(number).cloned().unwrap_or_else(|| ElementId::new(""))
    }

    /// An end that a comment of ours names.
    fn quiet_end(&self, end: &End) -> End {
        match self.names.find_exactly(end.text()) {
            Some(number) => End::Element(self.id(number)),
            None => End::Dangling(handle::missing(end.text()).unwrap_or(end.text()).to_owned()),
        }
    }

    /// What a line says, with ids and keys in place of their stand-ins.
    fn says(&self, says: Says, keys: &[LinkKey]) -> Says {
        let number =
            |id: &ElementId| id.as_str().strip_prefix("number ").and_then(|text| text.parse::<usize>().ok());
        let id = |stand_in: &ElementId| {
            number(stand_in).map_or_else(|| stand_in.clone(), |number| self.id(number))
        };
        let key = |stand_in: &LinkKey| self.links.get(stand_in.nth).and_then(|at| keys.get((*at)?)).cloned();
        match says {
            Says::Element(stand_in) => Says::Element(id(&stand_in)),
            Says::More(stand_in) => Says::More(id(&stand_in)),
            Says::Place(stand_in, nth) => Says::Place(id(&stand_in), nth),
            Says::Pipeline(stand_in) => Says::Pipeline(id(&stand_in)),
            Says::Close(stand_in) => {
                let parent = number(&stand_in).and_then(|open| self.parents.get(&open));
                parent.map_or(Says::Nothing, |parent| Says::Close(self.id(*parent)))
            }
            Says::Evolve(stand_in) => Says::Evolve(id(&stand_in)),
            Says::Link(stand_in) => key(&stand_in).map_or(Says::Nothing, Says::Link),
            Says::MoreOfLink(stand_in) => key(&stand_in).map_or(Says::Nothing, Says::MoreOfLink),
            other => other,
        }
    }
}
