//! What may stand where in a map file, for whoever completes a word: read out of the schema, so that it is said once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

/// The words of a map file.
#[derive(Debug, Default)]
pub(in crate::format) struct Grammar {
    /// The names of elements.
    pub(in crate::format) elements: BTreeSet<String>,
    /// The names of links.
    pub(in crate::format) links: BTreeSet<String>,
    /// The fields of each named struct.
    pub(in crate::format) fields: BTreeMap<String, BTreeSet<String>>,
    /// The words that a field takes.
    pub(in crate::format) words: BTreeMap<String, BTreeSet<String>>,
}

/// What only a flow has.
const OF_FLOWS: [&str; 3] = ["direction", "via", "label"];

/// The words of a map file, found out once.
pub(in crate::format) fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let schema = serde_json::from_str(&super::schema::schema()).unwrap_or(Value::Null);
        let mut grammar = Grammar::default();
        grammar.elements = grammar.variants(&schema, "Element");
        grammar.links = grammar.variants(&schema, "Link");
        for name in ["Need", "Constraint"] {
            if let Some(fields) = grammar.fields.get_mut(name) {
                fields.retain(|field| !OF_FLOWS.contains(&field.as_str()));
            }
        }
        let structs =
            schema.get("$defs").and_then(Value::as_object).into_iter().flat_map(|defs| defs.values());
        for (field, property) in structs.chain([&schema]).flat_map(properties) {
            let words = words_of(&schema, property);
            if !words.is_empty() {
                grammar.words.entry(field.clone()).or_default().extend(words);
            }
        }
        grammar
    })
}

impl Grammar {
    /// The names that stand for structs in a list, whose fields are taken note of.
    fn variants(&mut self, schema: &Value, of: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let variants = definition(schema, of).and_then(|of| of.get("oneOf")).and_then(Value::as_array);
        for (name, content) in variants.into_iter().flatten().flat_map(properties) {
            let fields =
                referred(schema, content).into_iter().flat_map(properties).map(|(field, _)| field.clone());
            self.fields.entry(name.clone()).or_default().extend(fields);
            names.insert(name.clone());
        }
        names
    }
}

fn definition<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    schema.get("$defs")?.get(name)
}

/// What a reference refers to; in a choice, the first one.
fn referred<'a>(schema: &'a Value, property: &Value) -> Option<&'a Value> {
    let choices = property.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let reference = [property].into_iter().chain(choices).find_map(|choice| choice.get("$ref"))?;
    definition(schema, reference.as_str()?.rsplit('/').next()?)
}

fn properties(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// The words of an enum.
fn words_of(schema: &Value, property: &Value) -> BTreeSet<String> {
    let choices = referred(schema, property).and_then(|of| of.get("oneOf")).and_then(Value::as_array);
    let word = |choice: &Value| choice.get("const")?.as_str().map(str::to_owned);
    choices.into_iter().flatten().filter_map(word).collect()
}
