//! The elements and links of a map file, read while its structure is: what was read of an item is all that stays of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::fields::{EndText, Fields};
use super::v1::element;
use crate::format::invisible::{CLEANED, clean_element, clean_link};
use crate::format::tree::{Field, Node, Syntax, Value};
use crate::format::{Diagnostic, Span, code};
use crate::model::{Direction, Element, ElementId, End, IdMint, Link, LinkKey, LinkKind, Place, Set};

type Taken<T> = Result<T, Diagnostic>;

/// Something of a list, in the place where it stood: understood, or kept word for word.
pub(super) struct Item<T> {
    pub(super) span: Span,
    pub(super) read: Option<Arc<T>>,
    pub(super) unknown: Vec<Span>,
}

impl<T> Item<T> {
    /// Its parts that are kept word for word, comments included.
    pub(super) fn verbatim(&self) -> &[Span] {
        if self.read.is_none() { std::slice::from_ref(&self.span) } else { &self.unknown }
    }
}

/// The lists of a map file as far as they were read.
pub(super) struct Lists<'a> {
    text: &'a str,
    syntax: Syntax,
    pub(super) elements: Vec<Item<Element>>,
    pub(super) links: Vec<Item<Link>>,
    /// The ids of all elements, once there are no more to come.
    ids: Option<Set<ElementId>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(text: &'a str, syntax: Syntax) -> Self {
        let (elements, links, diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, syntax, elements, links, ids: None, diagnostics }
    }

    /// Reads an item of a list if it can be: a link needs to know all elements. Answers whether it was.
    pub(super) fn take(&mut self, list: &str, node: &Node) -> bool {
        match list {
            "elements" if self.ids.is_none() => self.take_element(node),
            "links" if !self.elements.is_empty() => self.take_link(node),
            _ => return false,
        }
        true
    }

    /// Reads what could not be read before.
    pub(super) fn finish(&mut self, elements: &[Node], links: &[Node]) {
        let is_left = |node: &&Node| !matches!(node.value, Value::Taken);
        elements.iter().filter(is_left).for_each(|node| self.take_element(node));
        self.ids();
        links.iter().filter(is_left).for_each(|node| self.take_link(node));
    }

    /// The ids of the elements.
    pub(super) fn ids(&mut self) -> &Set<ElementId> {
        if self.ids.is_none() {
            let ids = self.unique();
            self.check_pipelines(&ids);
            self.ids = Some(ids);
        }
        self.ids.get_or_insert_default()
    }

    fn take_element(&mut self, node: &Node) {
        let read = self.element(node);
        let item = self.item(node, read);
        self.elements.push(item);
    }

    fn take_link(&mut self, node: &Node) {
        self.ids();
        let read = self.link(node);
        let item = self.item(node, read);
        self.links.push(item);
    }

    /// One item; an error in it is reported, and the item is to be kept.
    fn item<T>(&mut self, node: &Node, read: Taken<(T, Vec<Span>)>) -> Item<T> {
        let (read, unknown) = match read {
            Ok((value, unknown)) => (Some(Arc::new(value)), unknown),
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic.with_help(NOT_SHOWN));
                (None, Vec::new())
            }
        };
        Item { span: node.span, read, unknown }
    }

    fn element(&mut self, node: &Node) -> Taken<(Element, Vec<Span>)> {
        let (name, mut fields) = Fields::open(self.text, self.syntax, node)?;
        let mut element = element(&mut fields, name, &mut self.diagnostics)?;
        if clean_element(&mut element) {
            self.diagnostics.push(Diagnostic::hint(node.span, CLEANED));
        }
        Ok((element, unknown_fields(&fields.unknown(), &mut self.diagnostics)))
    }

    /// Gives an id to what has none, and another to what has one that is taken; answers all ids.
    fn unique(&mut self) -> Set<ElementId> {
        let mut ids = Set::with_capacity_and_hasher(self.elements.len(), <_>::default());
        let elements = self.elements.iter().enumerate();
        let is_odd = |(_, item): &(usize, &Item<Element>)| {
            item.read
                .as_ref()
                .is_some_and(|element| element.id.as_str().is_empty() || !ids.insert(element.id.clone()))
        };
        let odd: Vec<usize> = elements.filter(is_odd).map(|(at, _)| at).collect();
        let mut mint = IdMint::default();
        if !odd.is_empty() {
            for element in self.elements.iter().filter_map(|item| item.read.as_ref()) {
                mint.take(&element.id);
            }
        }
        for at in odd {
            let Some(item) = self.elements.get_mut(at) else { continue };
            let Some(element) = item.read.as_mut().map(Arc::make_mut) else { continue };
            let id = mint.new_id(element.name(), element.kind_name(), at + 1);
            let old = std::mem::replace(&mut element.id, id);
            if !old.as_str().is_empty() {
                self.diagnostics.push(
                    Diagnostic::error(item.span, format!("the id `{old}` is taken by an earlier element"))
                        .with_help(format!("links to it go to the first; this one is now `{}`", element.id)),
                );
            }
            ids.insert(element.id.clone());
        }
        ids
    }

    fn check_pipelines(&mut self, ids: &Set<ElementId>) {
        for item in &self.elements {
            let Some(component) = item.read.as_ref().and_then(|element| element.component()) else {
                continue;
            };
            if let Place::Within { pipeline, .. } = &component.place
                && !ids.contains(pipeline)
            {
                let message =
                    format!("`{pipeline}` is not on the map, so `{}` has no height", component.name);
                self.diagnostics.push(Diagnostic::warning(item.span, message));
            }
        }
    }

    fn link(&mut self, node: &Node) -> Taken<(Link, Vec<Span>)> {
        let (name, mut fields) = Fields::open(self.text, self.syntax, node)?;
        let f = &mut fields;
        let direction = f.choice("direction")?;
        let kind =
            link_kind(name, direction).ok_or_else(|| f.wrong(format!("`{name}` is not a kind of link")))?;
        let from = f.end("from")?.ok_or_else(|| f.wrong("a link needs a `from`"))?;
        let to = f.end("to")?.ok_or_else(|| f.wrong("a link needs a `to`"))?;
        let via = f.end_list("via")?;
        let mut link = Link {
            kind,
            text: f.text("text")?.into(),
            label: f.text("label")?.into(),
            parked: f.flag("parked")?,
            from: self.end(from),
            to: self.end(to),
            via: via.into_iter().map(|end| self.end(end)).collect(),
        };
        if clean_link(&mut link) {
            self.diagnostics.push(Diagnostic::hint(node.span, CLEANED));
        }
        Ok((link, unknown_fields(&fields.unknown(), &mut self.diagnostics)))
    }

    fn end(&mut self, (end, span): (EndText, Span)) -> End {
        let id = match end {
            EndText::Missing(name) => {
                let message = format!("the map has no `{name}`, so this link is not drawn");
                self.diagnostics.push(Diagnostic::hint(span, message).coded(code::END_MISSING));
                return End::Dangling(name);
            }
            EndText::Id(id) => id,
        };
        if self.ids.as_ref().is_some_and(|ids| ids.contains(&id)) {
            return End::Element(id);
        }
        let message = format!("no element has the id `{id}`, so this link is not drawn");
        self.diagnostics.push(Diagnostic::hint(span, message).coded(code::END_MISSING));
        End::Dangling(id.to_string())
    }
}

/// What is said of an item that is not understood.
pub(super) const NOT_SHOWN: &str = "this line is kept in the file as it is, but not shown";

/// Tells of the fields that nobody knows; answers where they stand.
pub(super) fn unknown_fields(unknown: &[&Field], diagnostics: &mut Vec<Diagnostic>) -> Vec<Span> {
    for field in unknown {
        let message = format!("unknown field `{}`; it is kept in the file", field.key);
        diagnostics.push(Diagnostic::warning(field.span, message));
    }
    unknown.iter().map(|field| field.span).collect()
}

/// The kind of link that has this name in a file.
pub(super) fn link_kind(name: &str, direction: Option<Direction>) -> Option<LinkKind> {
    match name {
        "Need" => Some(LinkKind::Need),
        "Constraint" => Some(LinkKind::Constraint),
        "Flow" => Some(LinkKind::Flow(direction.unwrap_or(Direction::Forward))),
        _ => None,
    }
}

/// The keys of the links that could be read, by their place in the file's list.
pub(super) fn keys(links: &[Item<Link>]) -> HashMap<usize, LinkKey> {
    let mut seen: HashMap<(&End, &End, LinkKind), usize> = HashMap::new();
    let mut keys = HashMap::new();
    for (at, item) in links.iter().enumerate() {
        let Some(link) = &item.read else { continue };
        let count = seen.entry((&link.from, &link.to, link.kind)).or_default();
        let (from, to, kind, nth) = (link.from.clone(), link.to.clone(), link.kind, *count);
        *count += 1;
        keys.insert(at, LinkKey { from, to, kind, nth });
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::format::{Format, read};

    #[test]
    fn lists_say_the_same_in_any_order() {
        let elements = r#"elements: [
            Component(name: "Cup", visibility: 0.9, evolution: 0.5), // first
            Component(name: "Cup", visibility: 5e-1, evolution: 1, odd: [1, (a: 2)]),
            Component(id: "cup", name: "T\"ea", visibility: 0.25, evolution: 0.1),
            Nothing(),
        ],"#;
        let links = r#"links: [Need(from: "cup-2", to: "cup"), Need(from: "x", to: Missing("cup"))],"#;
        let said = |lists: &str| {
            let reading = read(Format::Ron, &format!("Map(format: 1, {lists})"));
            let messages = reading.diagnostics.iter().map(|diagnostic| diagnostic.message.clone());
            (reading.map.unwrap(), messages.collect::<BTreeSet<_>>())
        };
        let first = said(&format!("{elements}{links}"));
        assert_eq!(
            first.0.elements().map(|element| element.id.as_str()).collect::<Vec<_>>(),
            ["cup-2", "cup-3", "cup"]
        );
        assert_eq!((first.0.links().len(), first.0.kept.len(), first.1.len()), (2, 3, 4));
        assert_eq!(first, said(&format!("{links}{elements}")));
        assert_eq!(
            first,
            said(&format!("{}{links}", elements.replace(": [\n", ": Some([\n").replace("],", "]),")))
        );
    }
}
