//! The fields of one struct of a map file, taken one by one, each with its type and its rules.

use std::borrow::Cow;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::format::tree::{Field, Node, Syntax, Value};
use crate::format::{Diagnostic, Span, code};
use crate::model::{Color, Element, ElementId, Words};

/// Fields that are taken by name; what is not taken is unknown.
pub(super) struct Fields<'a> {
    text: &'a str,
    syntax: Syntax,
    left: Vec<&'a Field>,
    span: Span,
}

/// An error refuses the struct; a warning that does not is pushed to the list beside it.
type Taken<T> = Result<T, Diagnostic>;

impl<'a> Fields<'a> {
    pub(super) fn new(text: &'a str, syntax: Syntax, fields: &'a [Field], span: Span) -> Taken<Self> {
        for (at, field) in fields.iter().enumerate() {
            if fields.iter().take(at).any(|earlier| earlier.key == field.key) {
                return Err(Diagnostic::error(field.span, format!("`{}` is given twice", field.key)));
            }
        }
        Ok(Self { text, syntax, left: fields.iter().collect(), span })
    }

    /// The name and the fields of an item of a list.
    pub(super) fn open(text: &'a str, syntax: Syntax, node: &'a Node) -> Taken<(&'a str, Self)> {
        match &node.value {
            Value::Struct { name, fields } => Ok((name, Self::new(text, syntax, fields, node.span)?)),
            _ => Err(Diagnostic::error(node.span, "`Name(field: value, …)` is expected here")),
        }
    }

    /// Where a field stands; the struct, where it has none of this name.
    pub(super) fn span_of(&self, key: &str) -> Span {
        self.left.iter().find(|field| field.key == key).map_or(self.span, |field| field.node.span)
    }

    /// Whether there is a field of this name.
    pub(super) fn has(&self, key: &str) -> bool {
        self.left.iter().any(|field| field.key == key)
    }

    /// Reads other fields of the same text, all of which must be known to `read`.
    pub(super) fn at<T>(
        &self,
        fields: &'a [Field],
        span: Span,
        read: impl FnOnce(&mut Self) -> Taken<T>,
    ) -> Taken<T> {
        let mut inner = Fields::new(self.text, self.syntax, fields, span)?;
        let value = read(&mut inner)?;
        match inner.left.first() {
            None => Ok(value),
            Some(field) => Err(Diagnostic::error(field.span, format!("`{}` is not known here", field.key))),
        }
    }

    /// An element inside a change.
    pub(super) fn element(&self, node: &'a Node) -> Taken<Element> {
        let Value::Struct { name, fields } = &node.value else {
            return Err(Diagnostic::error(node.span, "`Name(field: value, …)` is expected here"));
        };
        self.at(fields, node.span, |f| super::v1::element(f, name, &mut Vec::new()))
    }

    fn take(&mut self, key: &str) -> Option<&'a Node> {
        let at = self.left.iter().position(|field| field.key == key)?;
        let node = &self.left.remove(at).node;
        let absent = matches!(node.value, Value::Leaf) && matches!(node.span.of(self.text), "None" | "null");
        (!absent).then_some(node)
    }

    fn decode<T: DeserializeOwned>(&self, node: &Node, expected: &str) -> Taken<T> {
        let text = node.span.of(self.text);
        let value = match self.syntax {
            _ if !matches!(node.value, Value::Leaf) => None,
            Syntax::Ron => ron::from_str(text).ok(),
            Syntax::Json => serde_json::from_str(text).ok(),
        };
        value.ok_or_else(|| Diagnostic::error(node.span, format!("{expected} is expected here")))
    }

    /// A text; most have no escapes, and stand in the file as they are.
    fn words(&self, node: &Node, expected: &str) -> Taken<Cow<'a, str>> {
        let inner = node.span.of(self.text).strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let is_plain = |text: &&str| text.bytes().all(|byte| byte >= b' ' && byte != b'\\' && byte != b'"');
        match inner.filter(|_| matches!(node.value, Value::Leaf)).filter(is_plain) {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.decode(node, expected).map(Cow::Owned),
        }
    }

    pub(super) fn text(&mut self, key: &str) -> Taken<String> {
        Ok(self.optional_text(key)?.unwrap_or_default())
    }

    pub(super) fn optional_text(&mut self, key: &str) -> Taken<Option<String>> {
        self.take(key).map(|node| self.words(node, "a text in quotes").map(Cow::into_owned)).transpose()
    }

    /// An id; empty where the field is absent.
    pub(super) fn id(&mut self, key: &str) -> Taken<ElementId> {
        Ok(self.optional_id(key)?.unwrap_or_else(|| ElementId::new("")))
    }

    pub(super) fn optional_id(&mut self, key: &str) -> Taken<Option<ElementId>> {
        let words = self.take(key).map(|node| self.words(node, "a text in quotes")).transpose()?;
        Ok(words.map(|text| ElementId::new(&text)))
    }

    pub(super) fn flag(&mut self, key: &str) -> Taken<bool> {
        Ok(self.optional_flag(key)?.unwrap_or(false))
    }

    pub(super) fn optional_flag(&mut self, key: &str) -> Taken<Option<bool>> {
        self.take(key).map(|node| self.decode(node, "`true` or `false`")).transpose()
    }

    pub(super) fn whole(&mut self, key: &str) -> Taken<Option<u32>> {
        self.take(key).map(|node| self.decode(node, "a whole number")).transpose()
    }

    fn finite(&self, node: &Node) -> Taken<f64> {
        // Both spellings say `0.25` so; what else they say, those who know them read.
        let plain = Some(node.span.of(self.text)).filter(|text| is_fraction(text));
        let value: f64 = match plain.and_then(|text| text.parse().ok()) {
            Some(value) => value,
            None => self.decode(node, "a number")?,
        };
        if value.is_finite() {
            return Ok(value);
        }
        Err(Diagnostic::error(node.span, format!("`{}` is not a finite number", node.span.of(self.text))))
    }

    /// A number from 0 to 1. What lies outside is put on the map's edge, with a warning.
    fn on_map(&self, node: &Node, warnings: &mut Vec<Diagnostic>) -> Taken<f64> {
        let value = self.finite(node)?;
        if !(0.0..=1.0).contains(&value) {
            let message = format!("{value} lies outside the map; it is shown on the edge");
            warnings.push(
                Diagnostic::warning(node.span, message)
                    .coded(code::OUTSIDE)
                    .with_help("positions are fractions from 0 to 1"),
            );
        }
        Ok(value.clamp(0.0, 1.0))
    }

    pub(super) fn fraction(&mut self, key: &str, warnings: &mut Vec<Diagnostic>) -> Taken<Option<f64>> {
        self.take(key).map(|node| self.on_map(node, warnings)).transpose()
    }

    fn two(node: &'a Node) -> Taken<[&'a Node; 2]> {
        if let Value::List { name, items } = &node.value
            && let ("", [first, second]) = (name.as_str(), items.as_slice())
        {
            return Ok([first, second]);
        }
        Err(Diagnostic::error(node.span, "a pair of numbers `(0.5, 0.5)` is expected here"))
    }

    pub(super) fn pair(&mut self, key: &str) -> Taken<Option<(f64, f64)>> {
        let Some(node) = self.take(key) else { return Ok(None) };
        let [first, second] = Self::two(node)?;
        Ok(Some((self.finite(first)?, self.finite(second)?)))
    }

    pub(super) fn pair_on_map(
        &mut self,
        key: &str,
        warnings: &mut Vec<Diagnostic>,
    ) -> Taken<Option<(f64, f64)>> {
        let Some(node) = self.take(key) else { return Ok(None) };
        let [first, second] = Self::two(node)?;
        Ok(Some((self.on_map(first, warnings)?, self.on_map(second, warnings)?)))
    }

    pub(super) fn pairs_on_map(
        &mut self,
        key: &str,
        warnings: &mut Vec<Diagnostic>,
    ) -> Taken<Vec<(f64, f64)>> {
        self.items(key)?
            .iter()
            .map(|node| {
                let [first, second] = Self::two(node)?;
                Ok((self.on_map(first, warnings)?, self.on_map(second, warnings)?))
            })
            .collect()
    }

    pub(super) fn numbers(&mut self, key: &str) -> Taken<Vec<f64>> {
        self.items(key)?.iter().map(|node| self.finite(node)).collect()
    }

    pub(super) fn texts(&mut self, key: &str) -> Taken<Vec<String>> {
        self.items(key)?
            .iter()
            .map(|node| self.words(node, "a text in quotes").map(Cow::into_owned))
            .collect()
    }

    /// The items of a list; none where the field is absent.
    pub(super) fn items(&mut self, key: &str) -> Taken<&'a [Node]> {
        match self.take(key).map(|node| (node, &node.value)) {
            None => Ok(&[]),
            Some((_, Value::List { items, .. })) => Ok(items),
            Some((node, _)) => Err(Diagnostic::error(node.span, "a list `[…]` is expected here")),
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Taken<Option<T>> {
        let Some(node) = self.take(key) else { return Ok(None) };
        let word = node.span.of(self.text).trim_matches('"');
        let found = words.iter().find(|(name, _)| *name == word).map(|(_, value)| Some(*value));
        found.ok_or_else(|| {
            let all: Vec<_> = words.iter().map(|(name, _)| *name).collect();
            Diagnostic::error(node.span, format!("`{word}` is not one of {}", all.join(", ")))
        })
    }

    pub(super) fn choice<T: Words>(&mut self, key: &str) -> Taken<Option<T>> {
        if !self.has(key) {
            return Ok(None);
        }
        let words: Vec<_> = T::ALL.iter().map(|word| (word.word, word.is)).collect();
        self.word(key, &words)
    }

    pub(super) fn color(&mut self, key: &str) -> Taken<Option<Color>> {
        let Some(node) = self.take(key) else { return Ok(None) };
        let text = self.words(node, "a colour in quotes")?;
        Color::from_str(&text).map(Some).map_err(|message| Diagnostic::error(node.span, message))
    }

    /// A struct inside this one; every field of it must be known to `read`.
    pub(super) fn nested<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Self) -> Taken<T>,
    ) -> Taken<Option<T>> {
        self.take(key).map(|node| self.inside(key, node, read)).transpose()
    }

    /// The structs of a list; none where the field is absent.
    pub(super) fn records<T>(&mut self, key: &str, read: impl Fn(&mut Self) -> Taken<T>) -> Taken<Vec<T>> {
        self.items(key)?.iter().map(|node| self.inside(key, node, &read)).collect()
    }

    fn inside<T>(&self, key: &str, node: &'a Node, read: impl FnOnce(&mut Self) -> Taken<T>) -> Taken<T> {
        let mut inner = match &node.value {
            Value::Struct { fields, .. } => Fields::new(self.text, self.syntax, fields, node.span)?,
            Value::List { items, .. } if items.is_empty() => {
                Fields::new(self.text, self.syntax, &[], node.span)?
            }
            _ => return Err(Diagnostic::error(node.span, format!("`{key}` has fields: `(name: value)`"))),
        };
        let value = read(&mut inner)?;
        match inner.left.first() {
            None => Ok(value),
            Some(field) => {
                Err(Diagnostic::error(field.span, format!("`{}` is not a field of `{key}`", field.key)))
            }
        }
    }

    /// The end of a link: `"id"`, or `Missing("name")`.
    pub(super) fn end(&mut self, key: &str) -> Taken<Option<(EndText, Span)>> {
        self.take(key).map(|node| Ok((self.end_of(node)?, node.span))).transpose()
    }

    /// The ends of a list of them.
    pub(super) fn end_list(&mut self, key: &str) -> Taken<Vec<(EndText, Span)>> {
        self.items(key)?.iter().map(|node| Ok((self.end_of(node)?, node.span))).collect()
    }

    fn end_of(&self, node: &Node) -> Taken<EndText> {
        match &node.value {
            Value::List { name, items } if name == "Missing" => match items.as_slice() {
                [only] => Ok(EndText::Missing(self.words(only, "a text in quotes")?.into_owned())),
                _ => Err(Diagnostic::error(node.span, "`Missing` takes one name")),
            },
            _ => Ok(EndText::Id(ElementId::new(&self.words(node, "an id in quotes")?))),
        }
    }

    /// An error about the whole struct.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.span, message)
    }

    /// The fields that nothing took.
    pub(super) fn unknown(self) -> Vec<&'a Field> {
        self.left
    }
}

/// What a file says at the end of a link.
pub(super) enum EndText {
    Id(ElementId),
    Missing(String),
}

/// Whether a text is a number from 0 up to 10, with digits behind its point: `0.25`.
fn is_fraction(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9', b'.', digits @ ..]
        if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}
