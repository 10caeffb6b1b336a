//! The statement of a component: what is named again is the same thing for Mermaid.

use super::extra;
use super::outline::Says;
use super::read::{Later, Reader, numbered};
use super::statement::Node;
use crate::format::carrier::Carried;
use crate::format::{Diagnostic, Span};
use crate::model::{Body, Component, ComponentKind, Element, ElementId, Evolution, Place};

impl Reader<'_> {
    pub(super) fn component(&mut self, node: Node, at: usize, span: Span) {
        let Node { name, kind, numbers, suffixes } = node;
        let is_child = self.open.is_some() && numbers.len() == 1;
        let place = if is_child {
            let evolution = Evolution::clamped(self.fraction(numbers.first().copied().flatten(), span));
            Place::Within { pipeline: ElementId::new(""), evolution }
        } else {
            let number = |at: usize| numbers.get(at).copied().flatten();
            Place::At(self.position((number(0), number(1)), span))
        };
        if !suffixes.rest.is_empty() || suffixes.url.is_some() || suffixes.evolve.is_some() {
            self.warn(span, "the end of this line is not understood; it stays until the line changes");
        }
        self.diagnostics.extend(suffixes.label.and_then(|label| Diagnostic::far_label(label, span)));
        let mut component = Component {
            label: suffixes.label,
            method: suffixes.method,
            market: suffixes.market,
            ecosystem: suffixes.ecosystem,
            inertia: suffixes.inertia.then(Box::default),
            ..Component::new(&name, kind, place)
        };
        let parent = self.open.and_then(|open| self.later.get(open)).and_then(|(later, _)| match later {
            Later::Pipeline { parent, .. } if is_child => Some(parent.clone()),
            _ => None,
        });
        // A pipeline that is given twice has the children of both.
        let known = match &parent {
            Some(parent) => self.children.get(&(parent.clone(), name.clone())).copied(),
            None => self.by_name.get(&name),
        };
        let is_component = |number: usize| {
            let known = self.elements.get(number).and_then(Element::component);
            known.is_some_and(|component| !component.is_anchor())
        };
        if kind == ComponentKind::Anchor && known.is_some_and(is_component) {
            self.drop_pending();
            self.keep(at);
            self.warn(span, format!("`{name}` is a component too, and that counts in Mermaid"));
            return;
        }
        let number = known.unwrap_or(self.elements.len());
        let mut color = None;
        if let Some((Carried::NextElement(extra), _)) = &self.pending
            && let Body::Component(more) = &extra.body
        {
            let more = more.clone();
            color = extra.color;
            self.evolves.extend(more.evolve.as_deref().cloned().map(|evolve| (number, evolve)));
            component = extra::merged(&component, &more, is_child);
            self.take_pending(number);
        }
        let element = Element { color, ..Element::new(ElementId::new(""), component) };
        if known.is_some() {
            // What is named again is the same thing for Mermaid.
            let says = Says::Element(numbered(number));
            let before = self.stated.get_mut(number).and_then(|line| line.replace(at));
            if is_child && let Some(before) = before {
                // Outside of its block its line would be none.
                self.say(before, Says::Nothing);
                self.say(at, says);
                self.hint(
                    span,
                    format!("`{name}` stands in this pipeline already; the last line counts, as in Mermaid"),
                );
            } else {
                self.say_again(before, at, says, &format!("`{name}` is named"));
            }
            if let Some(slot) = self.elements.get_mut(number) {
                *slot = element;
            }
        } else {
            self.add(element, at);
            self.stated.resize(number, None);
            self.stated.push(Some(at));
        }
        if let Some(parent) = parent {
            self.called.insert(number, name.clone());
            self.children.insert((parent, name), number);
            let open = self.open.and_then(|open| self.later.get_mut(open));
            if let Some((Later::Pipeline { children, .. }, _)) = open
                && !children.contains(&number)
            {
                children.push(number);
            }
        } else {
            self.by_name.enter(&name, number);
        }
    }
}
