//! A map file changed as little as a changed map needs.

use std::sync::Arc;

use super::out::{Out, quoted};
use super::write;
use crate::compare::{Identity, Matching};
use crate::format::Span;
use crate::format::source::{Spot, Subject};
use crate::format::splice::Splices;
use crate::format::tree::{self, Field, Node, Syntax, Tree, Value};
use crate::model::{Element, ElementId, Map};

/// A map file that was read: its structure, and where its elements and links stand, in the map's order.
#[derive(Clone, Debug)]
pub(in crate::format) struct Ron {
    pub(super) tree: Tree,
    pub(in crate::format) elements: Vec<Span>,
    pub(in crate::format) links: Vec<Span>,
}

/// The lists of the map, and how deep they stand.
const INDENT: &str = "    ";

impl Ron {
    /// `text`, which says `base`, changed so that it says `map`. With `ids`, every element's id is written.
    pub(in crate::format) fn edit(&self, text: &str, base: &Map, map: &Map, ids: bool) -> String {
        let Value::Struct { fields, .. } = &self.tree.root.value else { return text.to_owned() };
        let mut edit = Edit { text, tree: &self.tree, splices: Splices::default() };
        let (old, new) = (write::head(base), write::head(map));
        edit.fields(&self.tree.root, fields, &old, &new, &["format"]);
        self.edit_elements(&mut edit, fields, base, map, ids);
        self.edit_links(&mut edit, fields, base, map);
        for ((key, old), (_, new)) in write::talk(base).iter().zip(&write::talk(map)) {
            edit.items(fields, key, old, new);
        }
        let kept = |map: &Map| -> Vec<Out> {
            let lines = map.kept.iter().filter(|kept| write::is_line(kept));
            lines.map(|kept| write::kept_line(map, kept)).collect()
        };
        edit.items(fields, "kept", &kept(base), &kept(map));
        edit.splices.apply(text)
    }

    fn edit_elements(&self, edit: &mut Edit<'_>, fields: &[Field], base: &Map, map: &Map, ids: bool) {
        let mut places: Vec<Option<Span>> = vec![None; map.elements().len()];
        let mut place = map.places();
        for (element, span) in base.elements().zip(&self.elements) {
            let there = place(element).and_then(|at| Some((map.elements().nth(at)?, places.get_mut(at)?)));
            let Some((now, place)) = there else {
                edit.remove(*span);
                continue;
            };
            *place = Some(*span);
            if ids || !Arc::ptr_eq(element, now) {
                edit.element(*span, element, now, ids);
            }
        }
        let rows = map.elements().zip(places).map(|(element, place)| match place {
            Some(span) => Row::There(span),
            None => Row::New(write::element(element).ron(&[])),
        });
        edit.insert_rows(fields, "elements", rows.collect());
    }

    fn edit_links(&self, edit: &mut Edit<'_>, fields: &[Field], base: &Map, map: &Map) {
        let matching = Matching::new(base, map, Identity::Ids);
        let old: Vec<_> = base.links().zip(&self.links).collect();
        let mut gone: Vec<bool> = vec![true; old.len()];
        let mut rows = Vec::with_capacity(map.links().len());
        for (link, fellow) in map.links().zip(matching.links()) {
            let there = fellow.and_then(|at| Some((at, old.get(at)?)));
            let Some((at, (before, span))) = there else {
                rows.push(Row::New(write::new_link(link).ron(&[])));
                continue;
            };
            if let Some(gone) = gone.get_mut(at) {
                *gone = false;
            }
            rows.push(Row::There(**span));
            let is_same = *before == link;
            // How an end that dangles is written depends on what else the map has.
            if is_same && link.ends().all(|end| end.id().is_some()) {
                continue;
            }
            let (old, new) = (write::link(base, before), write::link(map, link));
            let new = if is_same { still_missing(&old, new) } else { new };
            if let Some(node) = edit.node(**span).filter(|_| old != new) {
                edit.value(&node, &old, &new);
            }
        }
        for ((_, span), _) in old.iter().zip(&gone).filter(|(_, gone)| **gone) {
            edit.remove(**span);
        }
        edit.insert_rows(fields, "links", rows);
    }
}

impl Ron {
    /// Where the elements and links of `map`, which the text says, stand.
    pub(in crate::format) fn spots(&self, map: &Map) -> Vec<Spot> {
        let element =
            |(span, id): (&Span, &ElementId)| Spot { span: *span, subject: Subject::Element(id.clone()) };
        let elements = self.elements.iter().zip(map.elements().map(|element| &element.id)).map(element);
        let link = |(at, span): (usize, &Span)| Spot { span: *span, subject: Subject::Link(at) };
        let mut spots: Vec<_> = elements.chain(self.links.iter().enumerate().map(link)).collect();
        spots.sort_by_key(|spot| spot.span);
        spots
    }
}

/// An end that was marked as missing needs no other word when nothing has that id any more.
fn still_missing(old: &Out, new: Out) -> Out {
    match (old, new) {
        (Out::Struct(_, old), Out::Struct(name, new)) => {
            let fields = new.into_iter().map(|(key, value)| {
                let before = old.iter().find(|(other, _)| *other == key).map(|(_, value)| value);
                match (before, value) {
                    (Some(before @ Out::Missing(name)), Out::Text(text)) if *name == text => {
                        (key, before.clone())
                    }
                    (_, value) => (key, value),
                }
            });
            Out::Struct(name, fields.collect())
        }
        (_, new) => new,
    }
}

/// A line of a list: one that stands in the text, or a new one.
enum Row {
    There(Span),
    New(String),
}

struct Edit<'a> {
    text: &'a str,
    tree: &'a Tree,
    splices: Splices,
}

impl Edit<'_> {
    /// The structure of an item that was let go when it was read.
    fn node(&self, span: Span) -> Option<Node> {
        tree::part(self.text, Syntax::Ron, span)
    }

    /// Makes an element's item say `now`. With `ids`, its id is written.
    fn element(&mut self, span: Span, element: &Element, now: &Element, ids: bool) {
        let Some(node) = self.node(span) else { return };
        if element != now {
            self.value(&node, &write::element(element), &write::element(now));
        }
        let Value::Struct { fields, .. } = &node.value else { return };
        match fields.iter().find(|field| field.key == "id") {
            Some(field) if ids => self.splices.replace(field.node.span, quoted(element.id.as_str())),
            // The id that a name makes would change with the name.
            None if ids || element.name() != now.name() => {
                let open = node.span.of(self.text).find('(').unwrap_or(0);
                let at = node.span.start + open + 1;
                let comma = if fields.is_empty() { "" } else { ", " };
                self.splices.insert(at, format!("id: {}{comma}", quoted(element.id.as_str())));
            }
            _ => {}
        }
    }

    /// Makes a value say `new` where it said `old`.
    fn value(&mut self, node: &Node, old: &Out, new: &Out) {
        if old == new {
            return;
        }
        match (&node.value, old, new) {
            (Value::Struct { name, fields }, Out::Struct(old_name, old), Out::Struct(new_name, new))
                if self.text.get(node.span.start..).is_some_and(|text| text.starts_with(name.as_str())) =>
            {
                if old_name != new_name {
                    let span = Span::new(node.span.start, node.span.start + name.len());
                    self.splices.replace(span, *new_name);
                }
                self.fields(node, fields, old, new, &[]);
            }
            (Value::List { items, .. }, Out::Tuple(old), Out::Tuple(new))
                if items.len() == old.len() && old.len() == new.len() =>
            {
                for (node, (old, new)) in items.iter().zip(old.iter().zip(new)) {
                    self.value(node, &Out::Number(*old), &Out::Number(*new));
                }
            }
            (Value::List { items, .. }, Out::List(old), Out::List(new))
                if items.len() == old.len() && old.len() == new.len() =>
            {
                for (node, (old, new)) in items.iter().zip(old.iter().zip(new)) {
                    self.value(node, old, new);
                }
            }
            (Value::List { items, .. }, Out::List(old), Out::List(new))
                if items.len() == old.len()
                    && new.first().is_some_and(|new| matches!(new, Out::Struct(..) | Out::Wrapped(..))) =>
            {
                let rows = self.lined_up(items, old, new);
                self.rows_in(node, node.span.start, rows);
            }
            _ => self.splices.replace(node.span, new.ron(&[])),
        }
    }

    /// Makes the fields of a struct say `new` where they said `old`. `first` are fields that stand before all
    /// of these.
    fn fields(
        &mut self,
        node: &Node,
        fields: &[Field],
        old: &[(&'static str, Out)],
        new: &[(&'static str, Out)],
        first: &[&str],
    ) {
        let value = |list: &'static str, of: &[(&'static str, Out)]| {
            of.iter().find(|(key, _)| *key == list).map(|(_, value)| value.clone())
        };
        let field = |key: &str| fields.iter().find(|field| field.key == key);
        for (key, _) in old.iter().filter(|(key, _)| value(key, new).is_none()) {
            if let Some(field) = field(key) {
                self.remove(field.span);
            }
        }
        for (at, (key, now)) in new.iter().enumerate() {
            let before = value(key, old);
            if before.as_ref() == Some(now) {
                continue;
            }
            match (field(key), before) {
                (Some(field), Some(before)) => self.value(&field.node, &before, now),
                (Some(field), None) => self.splices.replace(field.node.span, now.ron(&[])),
                (None, _) => {
                    let text = format!("{key}: {}", now.ron(&[]));
                    let earlier = new.get(..at).unwrap_or(&[]).iter().map(|(key, _)| *key);
                    // What goes away in the same edit is no place to stand behind.
                    let stays = |field: &&Field| {
                        first.contains(&field.key.as_str()) || earlier.clone().any(|key| key == field.key)
                    };
                    match fields.iter().rfind(stays) {
                        Some(before) => self.insert_after(before.span, node.span, &text),
                        None => self.insert_first(node, fields, &text),
                    }
                }
            }
        }
    }

    /// Makes the items of a list say `new` where they said `old`.
    fn items(&mut self, fields: &[Field], key: &str, old: &[Out], new: &[Out]) {
        let items = nodes(fields, key);
        if old == new || items.len() != old.len() {
            return;
        }
        // A list of which nothing is left goes with its name, unless somebody wrote something into it.
        if let Some(field) = fields.iter().find(|field| field.key == key).filter(|_| new.is_empty())
            && self.comments(field.span.start, field.span.end).is_empty()
        {
            self.remove(field.span);
            return;
        }
        if old.len() == new.len() {
            for (node, (old, new)) in items.iter().zip(old.iter().zip(new)) {
                self.value(node, old, new);
            }
        } else {
            let rows = self.lined_up(items, old, new);
            self.insert_rows(fields, key, rows);
        }
    }

    /// Puts a field before all others.
    fn insert_first(&mut self, node: &Node, fields: &[Field], text: &str) {
        if let Some(field) = fields.first() {
            self.splices.insert(field.span.start, format!("{text}, "));
        } else {
            let open = node.span.of(self.text).find('(').unwrap_or(0);
            self.splices.insert(node.span.start + open + 1, text);
        }
    }

    /// The new items of a list, each behind the one before it.
    fn insert_rows(&mut self, fields: &[Field], key: &str, rows: Vec<Row>) {
        if let Some(list) = fields.iter().find(|field| field.key == key) {
            self.rows_in(&list.node, list.span.start, rows);
            return;
        }
        let new: Vec<String> = rows
            .into_iter()
            .filter_map(|row| if let Row::New(text) = row { Some(text) } else { None })
            .collect();
        if !new.is_empty() {
            self.new_list(key, &new);
        }
    }

    /// The new items of a list that stands in the text; `start` is where its field does.
    fn rows_in(&mut self, list: &Node, start: usize, rows: Vec<Row>) {
        let mut before: Option<Span> = None;
        let mut first = Vec::new();
        for row in rows {
            match (row, before) {
                (Row::There(span), _) => before = Some(span),
                (Row::New(text), Some(before)) => self.insert_after(before, list.span, &text),
                (Row::New(text), None) => first.push(text),
            }
        }
        if first.is_empty() {
            return;
        }
        let items = match &list.value {
            Value::List { items, .. } => items.as_slice(),
            _ => &[],
        };
        if let Some(item) = items.first() {
            if self.is_first_on_line(item.span.start) {
                let indent = self.indent(item.span.start);
                let rows = lines(&first, &indent, &format!(",{}", self.ending()));
                let start = self.line_start(item.span.start);
                self.splices.insert(start, rows);
            } else {
                self.splices.insert(item.span.start, lines(&first, "", ", "));
            }
            return;
        }
        let close = list.span.end - 1;
        let indent = self.indent(start);
        let rows = lines(&first, &format!("{indent}{INDENT}"), &format!(",{}", self.ending()));
        if self.is_first_on_line(close) {
            let start = self.line_start(close);
            self.splices.insert(start, rows);
        } else {
            self.splices.insert(close, format!("{}{rows}{indent}", self.ending()));
        }
    }

    fn new_list(&mut self, key: &str, rows: &[String]) {
        let ending = self.ending();
        let rows = lines(rows, &INDENT.repeat(2), &format!(",{ending}"));
        let text = format!("{key}: [{ending}{rows}{INDENT}]");
        let root = &self.tree.root;
        let Value::Struct { fields, .. } = &root.value else { return };
        let last = if key == "elements" {
            fields.iter().rfind(|field| {
                !(field.key == "links" || field.key == "kept" || write::TALK.contains(&field.key.as_str()))
            })
        } else {
            fields.last()
        };
        if let Some(last) = last {
            self.insert_after(last.span, root.span, &text);
        }
    }

    /// The rows of a list whose items are others now: those that stay, and the new ones; what goes away is taken out.
    fn lined_up(&mut self, items: &[Node], old: &[Out], new: &[Out]) -> Vec<Row> {
        let (mut rows, mut from, mut stays) = (Vec::new(), 0, vec![false; old.len()]);
        for new in new {
            let there = old.iter().enumerate().skip(from).find(|(_, old)| *old == new);
            match there.and_then(|(at, _)| Some((at, items.get(at)?))) {
                Some((at, node)) => {
                    from = at + 1;
                    if let Some(stays) = stays.get_mut(at) {
                        *stays = true;
                    }
                    rows.push(Row::There(node.span));
                }
                None => rows.push(Row::New(new.ron_rows(&INDENT.repeat(2)).replace('\n', self.ending()))),
            }
        }
        for (node, _) in items.iter().zip(stays).filter(|(_, stays)| !stays) {
            self.remove(node.span);
        }
        rows
    }

    /// Puts an item or a field behind another, on a line of its own where that one has its own.
    fn insert_after(&mut self, before: Span, within: Span, text: &str) {
        let comma = self.comma_after(before.end);
        let line_end = |at: usize| {
            self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |end| at + end)
        };
        if let Some(comma) = comma {
            let end = line_end(comma);
            let end = if self.text.get(..end).is_some_and(|t| t.ends_with('\r')) { end - 1 } else { end };
            if self.is_blank(comma + 1, end) && end < within.end {
                let indent = self.indent(before.start);
                self.splices.insert(end, format!("{}{indent}{text},", self.ending()));
            } else {
                self.splices.insert(comma + 1, format!(" {text},"));
            }
            return;
        }
        if self.text.get(before.end..within.end).is_some_and(|rest| rest.contains('\n')) {
            let indent = self.indent(before.start);
            self.splices.insert(before.end, format!(",{}{indent}{text}", self.ending()));
        } else {
            self.splices.insert(before.end, format!(", {text}"));
        }
    }

    /// Takes an item or a field away with its comma; the whole line where it stands alone.
    fn remove(&mut self, span: Span) {
        let comma = self.comma_after(span.end);
        let end = comma.map_or(span.end, |comma| comma + 1);
        let rest = self.text.get(end..).unwrap_or("");
        let line_end = rest.find('\n').map_or(self.text.len(), |at| end + at + 1);
        if self.is_first_on_line(span.start) && self.is_blank(end, line_end) {
            let start = self.line_start(span.start);
            self.splices.remove(Span::new(start, line_end));
            return;
        }
        if comma.is_some() {
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            self.splices.remove(Span::new(span.start, end + blank));
            return;
        }
        // The last one takes the comma before it along.
        let before = self.text.get(..span.start).unwrap_or("").trim_end();
        let start = before.strip_suffix(',').unwrap_or(before).len();
        self.splices.remove(Span::new(start, span.end));
    }

    /// Where the comma behind an item stands, with white space and comments between.
    fn comma_after(&self, end: usize) -> Option<usize> {
        let mut at = end;
        loop {
            let rest = self.text.get(at..)?;
            at += rest.len() - rest.trim_start().len();
            match self.comments(at, at + 1).first() {
                Some(comment) => at = comment.end,
                None => break,
            }
        }
        self.text.get(at..)?.starts_with(',').then_some(at)
    }

    /// The comments that begin in a part of the text.
    fn comments(&self, start: usize, end: usize) -> &[Span] {
        let comments = &self.tree.comments;
        let before = |at: usize| comments.partition_point(|comment| comment.start < at);
        comments.get(before(start)..before(end)).unwrap_or(&[])
    }

    /// Whether a part of the text is white space and comments.
    fn is_blank(&self, start: usize, end: usize) -> bool {
        let mut at = start;
        for comment in self.comments(start, end) {
            if !self.text.get(at..comment.start).is_some_and(|text| text.trim().is_empty()) {
                return false;
            }
            at = comment.end.min(end).max(at);
        }
        self.text.get(at..end).is_some_and(|text| text.trim().is_empty())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    fn is_first_on_line(&self, at: usize) -> bool {
        self.text.get(self.line_start(at)..at).is_some_and(|text| text.trim().is_empty())
    }

    /// The white space that the line of a place begins with.
    fn indent(&self, at: usize) -> String {
        let line = self.text.get(self.line_start(at)..at).unwrap_or("");
        line.chars().take_while(|c| *c == ' ' || *c == '\t').collect()
    }

    fn ending(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

fn nodes<'a>(fields: &'a [Field], key: &str) -> &'a [Node] {
    match fields.iter().find(|field| field.key == key).map(|field| &field.node.value) {
        Some(Value::List { items, .. }) => items,
        _ => &[],
    }
}

/// Texts one after the other, each between the same.
fn lines(texts: &[String], before: &str, after: &str) -> String {
    texts.iter().flat_map(|text| [before, text, after]).collect()
}
