//! A value on its way into a file, and how RON and JSON spell it on one line.

use std::fmt::Write as _;

use crate::geometry::shortest;

/// The field of a scenario whose items have a line each.
const CHANGES: &str = "changes";

/// A value to write.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Out {
    Text(String),
    Number(f64),
    /// A bare word: `true`, `Build`.
    Word(&'static str),
    /// Numbers in parentheses.
    Tuple(Vec<f64>),
    List(Vec<Out>),
    /// A name and fields; the name may be empty.
    Struct(&'static str, Vec<(&'static str, Out)>),
    /// A struct in a name: `Add(Component(…))`.
    Wrapped(&'static str, Box<Out>),
    /// The name of an end that the map does not have.
    Missing(String),
}

impl Out {
    /// A struct without its name.
    pub(super) fn nameless(self) -> Self {
        match self {
            Self::Struct(_, fields) => Self::Struct("", fields),
            other => other,
        }
    }

    /// A struct without one of its fields.
    pub(super) fn without(self, field: &str) -> Self {
        match self {
            Self::Struct(name, fields) => {
                Self::Struct(name, fields.into_iter().filter(|(key, _)| *key != field).collect())
            }
            other => other,
        }
    }

    /// The value in RON. `more` are further fields, word for word, of the outermost struct.
    pub(super) fn ron(&self, more: &[&str]) -> String {
        let mut text = String::new();
        self.write_ron(&mut text, more);
        text
    }

    fn write_ron(&self, into: &mut String, more: &[&str]) {
        match self {
            Self::Text(text) => into.push_str(&quoted(text)),
            Self::Number(number) => into.push_str(&shortest(*number)),
            Self::Word(word) => into.push_str(word),
            Self::Tuple(numbers) => write_numbers(into, "(", numbers, ")"),
            Self::List(items) => {
                into.push('[');
                separated(into, items, |into, item| item.write_ron(into, &[]));
                into.push(']');
            }
            Self::Struct(name, fields) => {
                into.push_str(name);
                into.push('(');
                separated(into, fields, |into, (key, value)| {
                    into.push_str(key);
                    into.push_str(": ");
                    value.write_ron(into, &[]);
                });
                for (at, field) in more.iter().enumerate() {
                    into.push_str(if at == 0 && fields.is_empty() { "" } else { ", " });
                    into.push_str(field);
                }
                into.push(')');
            }
            Self::Wrapped(name, inner) => {
                into.push_str(name);
                into.push('(');
                inner.write_ron(into, &[]);
                into.push(')');
            }
            Self::Missing(name) => {
                let _ = write!(into, "Missing({})", quoted(name));
            }
        }
    }

    /// The value in RON as an item of a list that is indented by `indent`: the changes of a scenario have a line each.
    pub(super) fn ron_rows(&self, indent: &str) -> String {
        let Self::Struct(name, fields) = self else { return self.ron(&[]) };
        let Some((_, Self::List(changes))) = fields.iter().find(|(key, _)| *key == CHANGES) else {
            return self.ron(&[]);
        };
        let rest: Vec<_> = fields.iter().filter(|(key, _)| *key != CHANGES).cloned().collect();
        let head = Self::Struct(name, rest).ron(&[]);
        let head = head.strip_suffix(')').unwrap_or(&head);
        let comma = if head.ends_with('(') { "" } else { ", " };
        let rows: Vec<_> =
            changes.iter().map(|change| format!("{indent}    {},\n", change.ron(&[]))).collect();
        let rows = rows.concat();
        format!("{head}{comma}{CHANGES}: [\n{rows}{indent}])")
    }

    /// The value in JSON. `more` are further fields, word for word, of the outermost struct.
    pub(super) fn json(&self, more: &[&str]) -> String {
        let mut text = String::new();
        self.write_json(&mut text, more);
        text
    }

    fn write_json(&self, into: &mut String, more: &[&str]) {
        match self {
            Self::Text(text) => into.push_str(&json_quoted(text)),
            Self::Number(number) => into.push_str(&shortest(*number)),
            Self::Word(word @ ("true" | "false")) => into.push_str(word),
            Self::Word(word) => into.push_str(&json_quoted(word)),
            Self::Tuple(numbers) => write_numbers(into, "[", numbers, "]"),
            Self::List(items) => {
                into.push('[');
                separated(into, items, |into, item| item.write_json(into, &[]));
                into.push(']');
            }
            Self::Struct(name, fields) => {
                if !name.is_empty() {
                    let _ = write!(into, "{{{}: ", json_quoted(name));
                }
                into.push('{');
                separated(into, fields, |into, (key, value)| {
                    let _ = write!(into, "{}: ", json_quoted(key));
                    value.write_json(into, &[]);
                });
                for (at, field) in more.iter().enumerate() {
                    into.push_str(if at == 0 && fields.is_empty() { "" } else { ", " });
                    into.push_str(field);
                }
                into.push_str(if name.is_empty() { "}" } else { "}}" });
            }
            Self::Wrapped(name, inner) => {
                let _ = write!(into, "{{{}: ", json_quoted(name));
                inner.write_json(into, &[]);
                into.push('}');
            }
            Self::Missing(name) => {
                let _ = write!(into, "{{\"Missing\": {}}}", json_quoted(name));
            }
        }
    }
}

fn separated<T>(into: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            into.push_str(", ");
        }
        each(into, item);
    }
}

fn write_numbers(into: &mut String, open: &str, numbers: &[f64], close: &str) {
    into.push_str(open);
    separated(into, numbers, |into, number| into.push_str(&shortest(*number)));
    into.push_str(close);
}

/// A text in quotes with RON's escapes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn json_quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
