//! What names mean: pipelines, evolutions, methods and links find their components.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::sync::Arc;

use super::assemble::{Assembly, PipelineLine, Slot, USUAL_EVOLVE, UrlLine};
use super::meaning::{Rank, shown};
use super::names::Names;
use super::remarks::kept_line;
use super::source::Says;
use super::statement::Statement;
use crate::format::{Diagnostic, Span, code};
use crate::model::{
    Body, Component, Element, ElementId, End, Evolution, Evolve, Kept, KeptPlace, Link, LinkKind, Map,
    Pipeline, Place, Rare,
};

/// What names mean, and the ids of those elements; which of those are switched off.
#[derive(Clone, Copy)]
struct Known<'a> {
    names: &'a Names<usize>,
    ids: &'a [ElementId],
    off: &'a HashSet<usize>,
}

/// What is drawn that a link's names mean as they are spelled.
type Meant = (Option<usize>, Option<usize>);

/// So many links are a stretch.
const STRETCH: usize = 32;

/// Looks at the ids that links ask for next, so that the processor waits for all of them together.
fn look_at<'m>(links: impl Iterator<Item = &'m Meant>, ids: &[ElementId]) {
    let ids = links.flat_map(|(from, to)| [from, to]).filter_map(|end| ids.get((*end)?));
    black_box(ids.map(|id| id.as_str().len()).max());
}

fn meant_ends(statement: &Statement<'_>, names: &Names<usize>) -> Meant {
    match statement {
        Statement::Link { from, to, .. } => (names.find_drawn(from), names.find_drawn(to)),
        _ => (None, None),
    }
}

impl<'a> Assembly<'a> {
    /// The map, once all lines are read.
    pub(super) fn finish(mut self) -> (Map, Vec<Diagnostic>, Vec<(Span, Says)>) {
        self.name_parked();
        self.addresses();
        let pipelines = std::mem::take(&mut self.pipelines);
        if !pipelines.is_empty() {
            let names = self.component_names();
            let places: HashMap<_, _> =
                self.elements.iter().enumerate().map(|(at, element)| (element.id.clone(), at)).collect();
            for pipeline in pipelines {
                self.pipeline(&pipeline, &names, &places);
            }
        }
        let names = self.all_names();
        // Links ask for these in any order: a short list stays at hand where all elements do not.
        let ids: Vec<ElementId> = self.elements.iter().map(|element| element.id.clone()).collect();
        let off = self.elements.iter().enumerate().filter(|(_, element)| element.parked);
        let off: HashSet<usize> = off.map(|(index, _)| index).collect();
        let known = Known { names: &names, ids: &ids, off: &off };
        let later = std::mem::take(&mut self.later);
        // Looked up at a stretch: the processor then waits for many of them at once.
        let meant: Vec<_> = later.iter().map(|later| meant_ends(&later.statement, &names)).collect();
        let mut links = Vec::with_capacity(later.len());
        for (at, (mut later, ends)) in later.into_iter().zip(&meant).enumerate() {
            if at.is_multiple_of(STRETCH) {
                look_at(meant.get(at..).unwrap_or_default().iter().take(STRETCH), &ids);
            }
            let statement = std::mem::replace(&mut later.statement, Statement::Close);
            let (span, slot) = (later.span, later.slot);
            let understood = match statement {
                Statement::Link { .. } => {
                    let link = if later.parked {
                        self.parked_link(statement, &names, later.extra.is_some())
                    } else {
                        Some(self.link(statement, span, *ends, known))
                    };
                    link.map(|link| {
                        let link = self.with_extra(link, &later, &names, links.len());
                        links.push(Arc::new(link));
                        self.say(span, Says::Link(links.len() - 1));
                        Slot::Link(links.len() - 1)
                    })
                }
                Statement::Evolve { .. } => self.evolve(statement, span, &names),
                Statement::Method { method, name } => {
                    self.with_component(&name, span, &names, Says::Method, |c| {
                        c.method = Some(method);
                    })
                }
                _ => None,
            };
            match (understood, later.more) {
                (Some(understood), _) => {
                    if let Some(slot) = self.order.get_mut(slot) {
                        *slot = understood;
                    }
                }
                // The words are kept as a whole.
                (None, Some(more)) => self.understood(more),
                (None, None) => {}
            }
        }
        self.complete_all(&names);
        let map = std::mem::take(&mut self.map);
        let elements = std::mem::take(&mut self.elements).into_iter();
        let elements = elements.filter(|element| !self.gone.contains(&element.id)).collect();
        let map = map.with_elements(elements).with_links(links);
        let kept = placed(self.order, &map);
        let mut said = self.said;
        if !self.gone.is_empty() {
            said.retain(|(_, says)| !matches!(says, Says::Element(id) if map.element(id).is_none()));
        }
        said.sort_by_key(|(span, _)| span.start);
        (Map { kept, ..map }, self.diagnostics, said)
    }

    /// Gives what is parked its ids, now that all others have theirs.
    fn name_parked(&mut self) {
        let mut ids = HashMap::new();
        for (index, name) in std::mem::take(&mut self.waiting) {
            let Some(element) = self.elements.get_mut(index).map(Arc::make_mut) else { continue };
            let id = self.ids.new_id(&name, element.kind_name(), index + 1);
            ids.insert(std::mem::replace(&mut element.id, id.clone()), id);
        }
        let rename = |id: &mut ElementId| {
            if let Some(new) = ids.get(id) {
                id.clone_from(new);
            }
        };
        for (id, _) in self.pipelines.iter_mut().flat_map(|pipeline| &mut pipeline.children) {
            rename(id);
        }
        for slot in &mut self.order {
            if let Slot::Element(id) = slot {
                rename(id);
            }
        }
        for (_, says) in &mut self.said {
            if let Says::Element(id) | Says::More(id) = says {
                rename(id);
            }
        }
    }

    /// Gives each submap the address that its short name stands for.
    fn addresses(&mut self) {
        if self.urls.is_empty() {
            return;
        }
        let mut submaps: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, element) in self.elements.iter().enumerate() {
            if let Some(submap) = element.component().and_then(|component| component.submap.as_ref())
                && !self.alone.contains(&index)
            {
                submaps.entry(submap.reference.clone()).or_default().push(index);
            }
        }
        for UrlLine { reference, address, slot, span } in std::mem::take(&mut self.urls) {
            let mut used = false;
            for index in submaps.get(&reference).into_iter().flatten() {
                let element = self.elements.get_mut(*index).map(Arc::make_mut);
                if let Some(Body::Component(Component { submap: Some(submap), .. })) =
                    element.map(|element| &mut element.body)
                {
                    if submap.target.is_empty() {
                        submap.target.clone_from(&address);
                    }
                    used |= submap.target == address;
                }
            }
            if used {
                self.understood(slot);
                self.say(span, Says::Url(reference));
            }
        }
    }

    /// Components, then anchors, then submaps: the order in which the reference looks a name up.
    fn component_names(&self) -> Names<usize> {
        self.names_up_to(Rank::Submap)
    }

    /// As [`Self::component_names`], with the children of pipelines and what stands in comments last: others do not
    /// have that.
    fn all_names(&self) -> Names<usize> {
        self.names_up_to(Rank::Alone)
    }

    fn names_up_to(&self, last: Rank) -> Names<usize> {
        let mut names = Names::default();
        let mut ranked: Vec<_> = self
            .own_components()
            .map(|(index, element, component)| {
                let is_child = matches!(component.place, Place::Within { .. });
                (
                    Rank::of(component, component.submap.is_some(), is_child, self.alone.contains(&index)),
                    index,
                    element.parked,
                    shown(component),
                )
            })
            .filter(|(rank, ..)| *rank <= last)
            .collect();
        ranked.sort_by_key(|(rank, ..)| *rank);
        names.reserve(ranked.len());
        for (_, index, is_parked, name) in ranked {
            if is_parked {
                names.enter_parked(name, index);
            } else {
                names.enter(name, index);
            }
        }
        names
    }

    fn own_components(&self) -> impl Iterator<Item = (usize, &Element, &Component)> {
        let elements = self.elements.iter().map(Arc::as_ref).enumerate();
        let elements =
            elements.filter(|(_, element)| self.gone.is_empty() || !self.gone.contains(&element.id));
        elements.filter_map(|(index, element)| Some((index, element, element.component()?)))
    }

    fn find(&mut self, name: &str, span: Span, names: &Names<usize>) -> Option<usize> {
        let (index, exact) = names.find(name)?;
        if !exact {
            let other = self.elements.get(index).map_or("", |element| element.name()).to_owned();
            self.diagnostics.push(
                Diagnostic::hint(
                    span,
                    format!("`{name}` is taken for `{other}`, which is spelled differently"),
                )
                .coded(code::SPELLING),
            );
        }
        Some(index)
    }

    fn pipeline(&mut self, line: &PipelineLine, names: &Names<usize>, places: &HashMap<ElementId, usize>) {
        let range = line.range.map(|(a, b)| {
            let (a, b) = (self.on_map(Some(a), 0.0, line.span), self.on_map(Some(b), 0.0, line.span));
            (Evolution::clamped(a.min(b)), Evolution::clamped(a.max(b)))
        });
        let found = self.find(&line.name, line.span, names);
        let parent = found.and_then(|index| self.elements.get_mut(index)).map(Arc::make_mut);
        let id = parent.as_ref().map(|element| element.id.clone());
        match parent.map(|element| &mut element.body) {
            Some(Body::Component(component)) if component.pipeline.is_none() => {
                component.pipeline = Some(Pipeline { range });
                self.understood(line.slot);
            }
            // Authors switch a range off with a comment, and write it again further down.
            Some(Body::Component(Component { pipeline: Some(earlier), .. })) if earlier.range.is_none() => {
                earlier.range = range;
                self.understood(line.slot);
                self.hint(
                    line.span,
                    format!("`{}` is a pipeline already; this line gives its range", line.name),
                );
            }
            Some(_) => {
                let message = format!("`{}` has a pipeline already; the first one counts", line.name);
                self.warn(line.span, message);
            }
            None => {
                self.hint(
                    line.span,
                    format!("the map has no `{}`; its pipeline is kept in the file", line.name),
                );
            }
        }
        if let Some(id) = &id {
            self.say(line.span, Says::Pipeline(id.clone()));
            let (open, close) = line.braces;
            self.said.extend(open.map(|span| (span, Says::Open(id.clone()))));
            self.said.extend(close.map(|span| (span, Says::Close(id.clone()))));
        }
        self.adopt(line, id.as_ref(), places);
    }

    /// Puts the children into their pipeline; where that does not exist, they are kept as text.
    fn adopt(&mut self, line: &PipelineLine, parent: Option<&ElementId>, places: &HashMap<ElementId, usize>) {
        for (child, _) in &line.children {
            let Some(element) = places.get(child).and_then(|at| self.element_mut(*at)) else { continue };
            if let (Some(parent), Body::Component(component)) = (parent, &mut element.body)
                && let Place::Within { pipeline, .. } = &mut component.place
            {
                pipeline.clone_from(parent);
            }
        }
        if parent.is_none() && !line.children.is_empty() {
            let children: HashSet<_> = line.children.iter().map(|(child, _)| child).collect();
            let gone = |id: &ElementId| children.contains(id);
            let block: Vec<_> = line.children.iter().map(|(_, text)| format!("  {text}")).collect();
            self.gone.extend(line.children.iter().map(|(id, _)| id.clone()));
            self.order.retain(|slot| !matches!(slot, Slot::Element(id) if gone(id)));
            let text = format!("{}\n{{\n{}\n}}", line.text.trim_end_matches(['{', ' ']), block.join("\n"));
            if let Some(slot) =
                self.order.iter_mut().find(|slot| matches!(slot, Slot::Kept(kept) if *kept == line.text))
            {
                *slot = Slot::Kept(text.into());
            }
        }
    }

    fn link(&mut self, statement: Statement<'_>, span: Span, meant: Meant, known: Known<'_>) -> Link {
        let Statement::Link { from, to, kind, label, text, more } = statement else {
            return Link::between(&ElementId::new(""), &ElementId::new(""), LinkKind::Need);
        };
        if more {
            self.warn(span, "only the first two of a chain are linked; write a line for each need");
        }
        let (from, to) = (self.end(from, span, meant.0, known), self.end(to, span, meant.1, known));
        Link { from, to, kind, via: Rare::default(), text, label, parked: false }
    }

    /// A comment that reads as a link was one if one of its names is that of a component, or a comment of ours says so.
    fn parked_link(&self, statement: Statement<'_>, names: &Names<usize>, is_said: bool) -> Option<Link> {
        let Statement::Link { from, to, kind, label, text, .. } = statement else { return None };
        let end = |name: Cow<'_, str>| match names.find_exactly(&name).and_then(|at| self.elements.get(at)) {
            Some(element) => End::Element(element.id.clone()),
            None => End::Dangling(name.into_owned()),
        };
        let (from, to) = (end(from), end(to));
        let is_known = is_said || from.id().is_some() || to.id().is_some();
        is_known.then_some(Link { from, to, kind, via: Rare::default(), text, label, parked: true })
    }

    fn end(&mut self, name: Cow<'_, str>, span: Span, meant: Option<usize>, known: Known<'_>) -> End {
        let found = meant.or_else(|| self.find(&name, span, known.names));
        if let Some((id, index)) = found.and_then(|index| Some((known.ids.get(index)?, index))) {
            if known.off.contains(&index) {
                self.diagnostics.push(
                    Diagnostic::hint(span, format!("`{name}` is switched off, so this link is not drawn"))
                        .coded(code::END_MISSING),
                );
            }
            return End::Element(id.clone());
        }
        self.diagnostics.push(
            Diagnostic::hint(span, format!("the map has no `{name}`, so this link is not drawn"))
                .coded(code::END_MISSING),
        );
        End::Dangling(name.into_owned())
    }

    fn evolve(&mut self, statement: Statement<'_>, span: Span, names: &Names<usize>) -> Option<Slot<'a>> {
        let Statement::Evolve { name, new_name, to, suffixes } = statement else { return None };
        let to = Evolution::clamped(self.on_map(to, USUAL_EVOLVE, span));
        self.far_label(suffixes.label, span);
        let evolve =
            Evolve { name: new_name, method: suffixes.method, label: suffixes.label, ..Evolve::to(to) };
        let mut taken = false;
        let done = self.with_component(&name, span, names, Says::Evolve, |component| {
            taken = component.evolve.is_some();
            component.evolve.get_or_insert(Box::new(evolve));
        });
        if taken {
            self.said.pop();
            self.warn(span, format!("`{name}` evolves already; the first line counts"));
        }
        done.filter(|_| !taken)
    }

    /// Changes the component of this name; the line is then understood, and nothing of it kept.
    fn with_component(
        &mut self,
        name: &str,
        span: Span,
        names: &Names<usize>,
        says: impl FnOnce(ElementId) -> Says,
        change: impl FnOnce(&mut Component),
    ) -> Option<Slot<'a>> {
        let found = self.find(name, span, names).and_then(|index| self.element_mut(index));
        if let Some(Element { id, body: Body::Component(component), .. }) = found {
            change(component);
            let says = says(id.clone());
            self.say(span, says);
            return Some(Slot::Kept(Cow::default()));
        }
        self.hint(span, format!("the map has no `{name}`; this line is kept in the file"));
        None
    }
}

/// The kept lines, each before the element or link that follows it.
fn placed(order: Vec<Slot<'_>>, map: &Map) -> Vec<Kept> {
    // Nothing is kept of most texts.
    if !order.iter().any(|slot| matches!(slot, Slot::Kept(text) if !text.is_empty())) {
        return Vec::new();
    }
    let keys: Vec<_> = map.keyed_links().map(|(key, _)| key).collect();
    let mut next = KeptPlace::End;
    let mut kept = Vec::new();
    for slot in order.into_iter().rev() {
        match slot {
            Slot::Element(id) => next = KeptPlace::BeforeElement(id),
            Slot::Link(index) => next = keys.get(index).cloned().map_or(next, KeptPlace::BeforeLink),
            Slot::Kept(text) if text.is_empty() => {}
            Slot::Kept(text) => {
                kept.extend(text.lines().rev().map(|line| kept_line(line.to_owned(), next.clone())));
            }
        }
    }
    kept.reverse();
    kept
}
