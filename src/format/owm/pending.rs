//! Comments of ours while a text is read: what stands for itself, and what tells more of the line below.

use std::sync::Arc;

use super::assemble::{Assembly, Later, Slot};
use super::carried;
use super::meaning::shown;
use super::names::Names;
use super::source::Says;
use super::statement::Statement;
use crate::format::carrier::Carried;
use crate::format::{Span, carrier, handle};
use crate::model::{Body, Component, Element, ElementId, End, Link, Place};

/// A comment about the line below, until that comes.
pub(super) struct Pending {
    carried: Carried,
    span: Span,
    words: String,
}

/// A comment about a component, until all names are known.
pub(super) struct Extra {
    index: usize,
    more: Element,
    span: Span,
    words: String,
    /// Where its words are kept if it is not the component's.
    slot: usize,
}

/// What is shown where a name is missing.
pub(super) const NAMELESS: &str = "Unnamed";

impl Assembly<'_> {
    /// A comment of ours.
    pub(super) fn carried(&mut self, words: &str, span: Span) {
        self.drop_pending();
        match carried::read(words) {
            Some(Carried::Head(..)) if self.head.is_some() => {
                self.keep(words.to_owned());
                self.warn(span, "this is said of the map above already; the first one counts");
            }
            Some(Carried::Head(map, item)) => {
                self.say(span, Says::Head);
                self.head = Some((map, item));
            }
            Some(Carried::Element(element)) => self.alone(*element, span),
            Some(carried @ (Carried::NextElement(_) | Carried::NextLink(_))) => {
                self.pending = Some(Pending { carried, span, words: words.to_owned() });
            }
            Some(Carried::Link(_)) | None => {
                self.keep(words.to_owned());
                self.warn(span, "this comment of ours is not understood; it is kept");
            }
        }
    }

    /// A comment about the line below that does not fit it.
    pub(super) fn drop_pending(&mut self) {
        if let Some(Pending { span, words, .. }) = self.pending.take() {
            self.keep(words);
            self.warn(span, "this comment is about the line below, which is another now; it is kept");
        }
    }

    /// An element of which a comment says all.
    fn alone(&mut self, element: Element, span: Span) {
        let index = self.elements.len();
        self.note_handle(&element, index);
        let name = match &element.body {
            Body::Annotation(annotation) => format!("annotation {}", annotation.number),
            _ => element.name().to_owned(),
        };
        // What is drawn gets its id first. No id that is made from a name has a space.
        self.waiting.push((index, name));
        let id = ElementId::new(&format!("parked {}", index + 1));
        self.say(span, Says::Element(id.clone()));
        self.order.push(Slot::Element(id.clone()));
        self.elements.push(Arc::new(Element { id, ..element }));
        self.alone.insert(index);
    }

    /// Completes what a statement says of the element with this index by the comment above it.
    pub(super) fn complete(&mut self, element: &mut Element, index: usize) {
        let Some(Pending { carried: Carried::NextElement(extra), span, .. }) = &self.pending else {
            self.drop_pending();
            return;
        };
        let fits = match (&extra.body, &mut element.body) {
            (Body::Component(_), Body::Component(_)) => {
                let (more, span) = (Element::clone(extra), *span);
                let words = self.pending.take().map_or_else(String::new, |pending| pending.words);
                self.note_handle(&more, index);
                let slot = self.keep("");
                self.extras.push(Extra { index, more, span, words, slot });
                return;
            }
            (Body::Annotation(extra), Body::Annotation(read)) => {
                if super::line::plain_text(&extra.text) == read.text {
                    read.text.clone_from(&extra.text);
                }
                true
            }
            (Body::Note(_), Body::Note(_))
            | (Body::Attitude(_), Body::Attitude(_))
            | (Body::Accelerator(_), Body::Accelerator(_)) => true,
            _ => false,
        };
        if !fits {
            self.drop_pending();
            return;
        }
        element.color = extra.color;
        self.said.push((*span, Says::More(element.id.clone())));
        self.pending = None;
    }

    /// What a comment calls an element that is meant by no name.
    fn note_handle(&mut self, element: &Element, index: usize) {
        let is_handle =
            |component: &Component| handle::id_in(element.id.as_str(), shown(component)).is_some();
        if element.component().is_some_and(is_handle) {
            self.handles.entry(element.id.to_string()).or_insert(index);
        }
    }

    /// The id that the comment above gives to a component of this name.
    pub(super) fn own_id(&mut self, name: &str) -> Option<ElementId> {
        let Some(Pending { carried: Carried::NextElement(extra), .. }) = &self.pending else { return None };
        let id = handle::id_in(extra.id.as_str(), name)?;
        self.ids.take(&id).then_some(id)
    }

    /// The comment above a link, where it fits it.
    pub(super) fn take_link(&mut self, statement: &Statement<'_>) -> Option<Box<(Link, Span)>> {
        if let (Statement::Link { from, to, .. }, Some(Pending { carried: Carried::NextLink(extra), .. })) =
            (statement, &self.pending)
            && handle::fits(extra.from.text(), from)
            && handle::fits(extra.to.text(), to)
            && let Some(Pending { carried: Carried::NextLink(extra), span, .. }) = self.pending.take()
        {
            return Some(Box::new((*extra, span)));
        }
        self.drop_pending();
        None
    }

    /// What a comment says of a link, and that it does so.
    pub(super) fn with_extra(
        &mut self,
        link: Link,
        later: &Later<'_>,
        names: &Names<usize>,
        at: usize,
    ) -> Link {
        let Some((extra, span)) = later.extra.as_deref() else { return link };
        self.say(*span, Says::MoreOfLink(at));
        let link = Link {
            from: self.told_end(link.from, &extra.from, names),
            to: self.told_end(link.to, &extra.to, names),
            ..link
        };
        for end in [&link.from, &link.to] {
            if let End::Dangling(name) = end
                && names.find(name).is_some()
            {
                let message =
                    format!("the map has no `{name}` that is meant here, so this link is not drawn");
                self.hint(later.span, message);
            }
        }
        let end = |end: &End| match self.id_of(end.text(), names) {
            Some(id) => End::Element(id),
            None => End::Dangling(self.missing(end.text()).unwrap_or_else(|| end.text().to_owned())),
        };
        carried::merged_link(&link, extra, extra.via.iter().map(end).collect())
    }

    /// The end of a link of which a comment says which one of several it is, or that it is none of them.
    fn told_end(&self, read: End, told: &End, names: &Names<usize>) -> End {
        let by_name = names.find(told.text()).and_then(|(at, _)| self.elements.get(at));
        if by_name.is_some_and(|element| read.id() == Some(&element.id)) {
            return read;
        }
        let element = self.handles.get(told.text()).and_then(|at| self.elements.get(*at));
        match (element, self.missing(told.text())) {
            (Some(element), _) => End::Element(element.id.clone()),
            (None, Some(name)) => End::Dangling(name),
            (None, None) => read,
        }
    }

    /// The name that a handle says is missing.
    fn missing(&self, handle: &str) -> Option<String> {
        if self.handles.contains_key(handle) { None } else { handle::missing(handle).map(str::to_owned) }
    }

    /// What a comment of ours means by a name or a handle.
    fn id_of(&self, name: &str, names: &Names<usize>) -> Option<ElementId> {
        let at = self.handles.get(name).copied().or_else(|| names.find_exactly(name));
        at.and_then(|at| self.elements.get(at)).map(|element| element.id.clone())
    }

    /// What a comment says of a component. One that names another is this one's all the same where no other is called
    /// so: then somebody gave the line below a new name.
    fn complete_component(&mut self, extra: Extra, names: &Names<usize>) {
        let Extra { index, more, span, words, slot } = extra;
        let Some(own) = self.elements.get(index) else { return };
        let (Some(read), Some(extra)) = (own.component(), more.component()) else { return };
        let is_nameless = extra.name.is_empty() && read.name == NAMELESS;
        if extra.name != read.name && !is_nameless {
            let message = if names.find_exactly(&extra.name).is_some() {
                if let Some(slot) = self.order.get_mut(slot) {
                    *slot = Slot::Kept(words.into());
                }
                self.warn(span, "this comment is about the line below, which is another now; it is kept");
                return;
            } else {
                format!(
                    "this comment names `{}`; it is taken for the line below, `{}`",
                    extra.name, read.name
                )
            };
            self.hint(span, message);
        }
        let Some(own) = self.elements.get(index) else { return };
        let (Some(read), Some(extra)) = (own.component(), more.component()) else { return };
        let id = own.id.clone();
        let is_apart = handle::id_in(more.id.as_str(), shown(extra)).is_some();
        let whole = carried::merged(read, extra, is_apart, |name| self.id_of(name.as_str(), names));
        self.say(span, Says::More(id));
        if let Some(element) = self.element_mut(index) {
            element.body = Body::Component(whole);
            element.color = more.color;
        }
    }

    /// What comments say of components, once all names are known and all lines are read.
    pub(super) fn complete_all(&mut self, names: &Names<usize>) {
        for extra in std::mem::take(&mut self.extras) {
            self.complete_component(extra, names);
        }
        let alone: Vec<usize> = self.alone.iter().copied().collect();
        for index in alone {
            let Some(Place::Within { pipeline, .. }) = self
                .elements
                .get(index)
                .and_then(|element| element.component())
                .map(|component| &component.place)
            else {
                continue;
            };
            let Some(id) = self.id_of(pipeline.as_str(), names) else { continue };
            if let Some(Body::Component(Component { place: Place::Within { pipeline, .. }, .. })) =
                self.element_mut(index).map(|element| &mut element.body)
            {
                *pipeline = id;
            }
        }
        if let Some((head, item)) = self.head.take() {
            carried::take_head(&mut self.map, *head, &item);
            let mut map = std::mem::take(&mut self.map);
            carrier::find_talk(&mut map, self.elements.iter().map(Arc::as_ref), |name| {
                self.id_of(name, names)
            });
            self.map = map;
        }
    }
}
