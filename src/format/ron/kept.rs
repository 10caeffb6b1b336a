//! Comments and what could not be understood: kept, each with its place.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::lists::{Item, Lists, keys};
use super::v1::Reader;
use crate::format::Span;
use crate::format::tree::{Field, Tree};
use crate::model::{Element, Kept, KeptIn, KeptPlace, Link, LinkKey};

impl Reader<'_> {
    /// Keeps what could not be read before the next thing that could, and unknown fields with their element.
    pub(super) fn keep_items(&mut self, Lists { elements, links, .. }: &Lists<'_>) {
        for (at, item) in elements.iter().enumerate() {
            if let Some(element) = &item.read {
                for span in &item.unknown {
                    self.keep(*span, KeptIn::RonItem, KeptPlace::Inside(element.id.clone()));
                }
            } else {
                self.keep(item.span, KeptIn::RonItem, place_in(elements, at));
            }
        }
        if links.iter().all(|item| item.verbatim().is_empty()) {
            return;
        }
        let keys = keys(links);
        for (at, item) in links.iter().enumerate() {
            if let Some(key) = keys.get(&at) {
                for span in &item.unknown {
                    self.keep(*span, KeptIn::RonItem, KeptPlace::InsideLink(key.clone()));
                }
            } else {
                self.keep(item.span, KeptIn::RonItem, place_in_links(links, &keys, at));
            }
        }
    }

    /// A comment stands before the item that follows it, or that it stands in or behind on the same line. Those in a part that
    /// is kept word for word stay there.
    pub(super) fn keep_comments(
        &mut self,
        tree: &Tree,
        fields: &[Field],
        Lists { elements, links, .. }: &Lists<'_>,
        mut verbatim: Vec<Span>,
    ) {
        let list = |key: &str| fields.iter().find(|field| field.key == key).map(|field| field.node.span);
        let keys = LazyCell::new(|| keys(links));
        // No two of them overlap.
        verbatim.sort();
        let is_inside = |comment: &&Span| {
            let before = verbatim.partition_point(|span| span.start < comment.start);
            before.checked_sub(1).and_then(|at| verbatim.get(at)).is_some_and(|span| comment.end <= span.end)
        };
        for comment in tree.comments.iter().filter(|comment| !is_inside(comment)) {
            let inside = |span: Span| (span.start..span.end).contains(&comment.start);
            let same_line = |end: usize| self.text.get(end..comment.start).is_some_and(|t| !t.contains('\n'));
            let is_its = |span: Span| comment.start < span.end || same_line(span.end);
            let place = if comment.start < tree.root.span.start {
                KeptPlace::Top
            } else if comment.start >= tree.root.span.end {
                KeptPlace::End
            } else if list("elements").is_some_and(inside) {
                place_in(elements, elements.partition_point(|item| !is_its(item.span)))
            } else if list("links").is_some_and(inside) {
                place_in_links(links, &keys, links.partition_point(|item| !is_its(item.span)))
            } else {
                KeptPlace::Head
            };
            self.kept.push(Kept {
                text: comment.of(self.text).to_owned(),
                format: KeptIn::RonComment,
                place,
            });
        }
    }
}

fn place_in(elements: &[Item<Element>], at: usize) -> KeptPlace {
    let next = elements.iter().skip(at).find_map(|item| item.read.as_ref());
    next.map_or(KeptPlace::LastElement, |element| KeptPlace::BeforeElement(element.id.clone()))
}

fn place_in_links(links: &[Item<Link>], keys: &HashMap<usize, LinkKey>, at: usize) -> KeptPlace {
    let next = (at..links.len()).find_map(|at| keys.get(&at));
    next.map_or(KeptPlace::LastLink, |key| KeptPlace::BeforeLink(key.clone()))
}
