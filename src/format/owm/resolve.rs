//! What names mean: pipelines, evolutions, methods and links find their components.

use std::sync::Arc;

use super::assemble::{Assembly, Later, PipelineLine, Slot, USUAL_EVOLVE};
use super::names::Names;
use super::statement::Statement;
use crate::format::{Diagnostic, Span};
use crate::model::{
    Body, Component, ComponentKind, Element, ElementId, End, Evolution, Evolve, Kept, KeptIn, KeptPlace,
    Link, LinkKind, Map, Pipeline, Place,
};

impl Assembly<'_> {
    /// The map, once all lines are read.
    pub(super) fn finish(mut self) -> (Map, Vec<Diagnostic>) {
        self.addresses();
        let names = self.component_names();
        for pipeline in std::mem::take(&mut self.pipelines) {
            self.pipeline(&pipeline, &names);
        }
        let names = self.all_names();
        let mut links = Vec::new();
        for Later { line, slot } in std::mem::take(&mut self.later) {
            let understood = match line.statement {
                Statement::Link { .. } => {
                    links.push(Arc::new(self.link(line.statement, line.span, &names)));
                    Some(Slot::Link(links.len() - 1))
                }
                Statement::Evolve { .. } => self.evolve(line.statement, line.span, &names),
                Statement::Method { method, name } => self.with_component(&name, line.span, &names, |c| {
                    c.method = Some(method);
                }),
                _ => None,
            };
            if let (Some(understood), Some(slot)) = (understood, self.order.get_mut(slot)) {
                *slot = understood;
            }
        }
        let map = std::mem::take(&mut self.map);
        let elements = std::mem::take(&mut self.elements).into_iter().map(Arc::new).collect();
        let map = map.with_elements(elements).with_links(links);
        let kept = placed(self.order, &map);
        (Map { kept, ..map }, self.diagnostics)
    }

    /// Gives each submap the address that its short name stands for.
    fn addresses(&mut self) {
        for (reference, address, slot) in std::mem::take(&mut self.urls) {
            let mut used = false;
            for element in &mut self.elements {
                if let Body::Component(Component { submap: Some(submap), .. }) = &mut element.body
                    && submap.reference == reference
                {
                    if submap.target.is_empty() {
                        submap.target.clone_from(&address);
                    }
                    used |= submap.target == address;
                }
            }
            if used {
                self.understood(slot);
            }
        }
    }

    /// Components, then anchors, then submaps: the order in which the reference looks a name up.
    fn component_names(&self) -> Names<usize> {
        let mut names = Names::default();
        let rank = |component: &Component| match (component.submap.is_some(), component.kind) {
            (false, ComponentKind::Component) => 0,
            (false, ComponentKind::Anchor) => 1,
            (true, _) => 2,
        };
        for wanted in 0..3 {
            for (index, component) in self.own_components() {
                let is_child = matches!(component.place, Place::Within { .. });
                if !is_child && rank(component) == wanted {
                    names.enter(&component.name, index);
                }
            }
        }
        names
    }

    /// As [`Self::component_names`], with the children of pipelines last.
    fn all_names(&self) -> Names<usize> {
        let mut names = self.component_names();
        for (index, component) in self.own_components() {
            names.enter(&component.name, index);
        }
        names
    }

    fn own_components(&self) -> impl Iterator<Item = (usize, &Component)> {
        self.elements.iter().enumerate().filter_map(|(index, element)| Some((index, element.component()?)))
    }

    fn find(&mut self, name: &str, span: Span, names: &Names<usize>) -> Option<usize> {
        let (index, exact) = names.find(name)?;
        if !exact {
            let other = self.elements.get(index).map_or("", |element| element.name()).to_owned();
            self.hint(span, format!("`{name}` is taken for `{other}`, which is spelled differently"));
        }
        Some(index)
    }

    fn pipeline(&mut self, line: &PipelineLine, names: &Names<usize>) {
        let range = line.range.map(|(a, b)| {
            let (a, b) = (self.on_map(Some(a), 0.0, line.span), self.on_map(Some(b), 0.0, line.span));
            (Evolution::clamped(a.min(b)), Evolution::clamped(a.max(b)))
        });
        let found = self.find(&line.name, line.span, names);
        let parent = found.and_then(|index| self.elements.get_mut(index));
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
        self.adopt(line, id.as_ref());
    }

    /// Puts the children into their pipeline; where that does not exist, they are kept as text.
    fn adopt(&mut self, line: &PipelineLine, parent: Option<&ElementId>) {
        for child in &line.children {
            let Some(element) = self.elements.iter_mut().find(|element| element.id == *child) else {
                continue;
            };
            if let (Some(parent), Body::Component(component)) = (parent, &mut element.body)
                && let Place::Within { pipeline, .. } = &mut component.place
            {
                pipeline.clone_from(parent);
            }
        }
        if parent.is_none() && !line.children.is_empty() {
            let gone = |id: &ElementId| line.children.contains(id);
            let block: Vec<_> = self
                .elements
                .iter()
                .filter(|element| gone(&element.id))
                .filter_map(|element| match &element.component()?.place {
                    Place::Within { evolution, .. } => {
                        Some(format!("  component {} [{}]", element.name(), evolution.value()))
                    }
                    _ => None,
                })
                .collect();
            self.elements.retain(|element| !gone(&element.id));
            self.order.retain(|slot| !matches!(slot, Slot::Element(id) if gone(id)));
            let text = format!("{}\n{{\n{}\n}}", line.text.trim_end_matches(['{', ' ']), block.join("\n"));
            if let Some(slot) =
                self.order.iter_mut().find(|slot| matches!(slot, Slot::Kept(kept) if *kept == line.text))
            {
                *slot = Slot::Kept(text);
            }
        }
    }

    fn link(&mut self, statement: Statement, span: Span, names: &Names<usize>) -> Link {
        let Statement::Link { from, to, kind, label, text, more } = statement else {
            return Link::between(&ElementId::new(""), &ElementId::new(""), LinkKind::Need);
        };
        if more {
            self.warn(span, "only the first two of a chain are linked; write a line for each need");
        }
        let (from, to) = (self.end(from, span, names), self.end(to, span, names));
        Link { from, to, kind, via: Vec::new(), text, label, parked: false }
    }

    fn end(&mut self, name: String, span: Span, names: &Names<usize>) -> End {
        let found = self.find(&name, span, names).and_then(|index| self.elements.get(index));
        if let Some(element) = found {
            return End::Element(element.id.clone());
        }
        self.hint(span, format!("the map has no `{name}`, so this link is not drawn"));
        End::Dangling(name)
    }

    fn evolve(&mut self, statement: Statement, span: Span, names: &Names<usize>) -> Option<Slot> {
        let Statement::Evolve { name, new_name, to, suffixes } = statement else { return None };
        let to = Evolution::clamped(self.on_map(to, USUAL_EVOLVE, span));
        let evolve = Evolve { to, name: new_name, method: suffixes.method, label: suffixes.label };
        let mut taken = false;
        let done = self.with_component(&name, span, names, |component| {
            taken = component.evolve.is_some();
            component.evolve.get_or_insert(evolve);
        });
        if taken {
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
        change: impl FnOnce(&mut Component),
    ) -> Option<Slot> {
        let found = self.find(name, span, names).and_then(|index| self.elements.get_mut(index));
        if let Some(Element { body: Body::Component(component), .. }) = found {
            change(component);
            return Some(Slot::Kept(String::new()));
        }
        self.hint(span, format!("the map has no `{name}`; this line is kept in the file"));
        None
    }
}

/// The kept lines, each before the element or link that follows it.
fn placed(order: Vec<Slot>, map: &Map) -> Vec<Kept> {
    let keys: Vec<_> = map.keyed_links().map(|(key, _)| key).collect();
    let mut next = KeptPlace::End;
    let mut kept = Vec::new();
    for slot in order.into_iter().rev() {
        match slot {
            Slot::Element(id) => next = KeptPlace::BeforeElement(id),
            Slot::Link(index) => next = keys.get(index).cloned().map_or(next, KeptPlace::BeforeLink),
            Slot::Kept(text) if text.is_empty() => {}
            Slot::Kept(text) => kept.push(Kept { text, format: KeptIn::Owm, place: next.clone() }),
        }
    }
    kept.reverse();
    kept
}
