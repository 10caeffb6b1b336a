//! The JSON Schema of the map file's structure.

use schemars::generate::SchemaSettings;

use super::file::MapFile;

/// A JSON Schema (draft 2020-12) of a map in JSON, made from the types that are written.
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<MapFile>();
    format!("{:#}\n", schema.as_value())
}
