//! A choice among words as a map file has it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::model::Words;

/// A word of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice<T>(pub(super) T);

impl<T: Words> Serialize for Choice<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant(T::NAME, 0, self.0.word())
    }
}

impl<T: Words> JsonSchema for Choice<T> {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let word = |word: &crate::model::Word<T>| serde_json::json!({ "type": "string", "const": word.word, "description": word.about.trim() });
        let words: Vec<_> = T::ALL.iter().map(word).collect();
        json_schema!({ "description": T::ABOUT.trim(), "oneOf": words })
    }
}
