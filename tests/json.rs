//! Maps in JSON: the schema, and what is written held against it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mapstone::format::{self, Format, Severity};
use serde_json::Value;

use crate::corpus;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn everything() -> String {
    fs::read_to_string(root().join("tests/fixtures/everything.json")).unwrap()
}

#[test]
fn the_schema_in_the_repository_is_the_one_that_the_types_make() {
    let path = root().join("assets/map.schema.json");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, format::schema()).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap();
    assert!(
        there == format::schema(),
        "run with UPDATE_GOLDENS=1 and look at what has changed in {}",
        path.display()
    );
}

/// Values held against a schema, as far as ours uses the language; remembers which fields and words it met.
struct Check<'a> {
    schema: &'a Value,
    met: BTreeSet<String>,
}

impl<'a> Check<'a> {
    fn new(schema: &'a Value) -> Self {
        Self { schema, met: BTreeSet::new() }
    }

    /// `name` is the definition that the schema stands in.
    fn value(&mut self, name: &str, schema: &'a Value, value: &Value) -> Result<(), String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            return self.value(name, &self.schema["$defs"][name], value);
        }
        for key in ["oneOf", "anyOf"] {
            let Some(variants) = schema[key].as_array() else { continue };
            let fits: Vec<_> = variants
                .iter()
                .map(|variant| {
                    let mut check = Check::new(self.schema);
                    check.value(name, variant, value).map(|()| check.met)
                })
                .collect();
            let Some(met) = fits.iter().find_map(|fit| fit.as_ref().ok()) else {
                let mut why =
                    fits.into_iter().filter_map(Result::err).filter(|why| !why.contains("not expected"));
                return Err(why.next_back().unwrap_or_else(|| format!("{value} is no {name}")));
            };
            self.met.extend(met.iter().cloned());
            return Ok(());
        }
        if let Some(word) = schema.get("const") {
            self.met.insert(format!("{name} {word}"));
            return if word == value { Ok(()) } else { Err(format!("{value} is not expected")) };
        }
        let types = match &schema["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        };
        let own = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_u64() && types.contains(&"integer".into()) => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.contains(&own.into()) {
            return Err(format!("{value} is not expected: {types:?}"));
        }
        if let Some(number) = value.as_f64() {
            let range = schema["minimum"].as_f64().unwrap_or(f64::MIN)
                ..=schema["maximum"].as_f64().unwrap_or(f64::MAX);
            if !range.contains(&number) {
                return Err(format!("{number} is out of range"));
            }
        }
        if let Some(items) = value.as_array() {
            let prefix = schema["prefixItems"].as_array();
            if prefix.is_some_and(|prefix| prefix.len() != items.len()) {
                return Err(format!("{value} has the wrong length"));
            }
            for (at, item) in items.iter().enumerate() {
                self.value(name, prefix.map_or(&schema["items"], |prefix| &prefix[at]), item)?;
            }
        }
        if let Some(fields) = value.as_object() {
            for (key, value) in fields {
                let property =
                    schema["properties"].get(key).ok_or_else(|| format!("`{key}` is not expected"))?;
                self.met.insert(format!("{name}.{key}"));
                self.value(name, property, value).map_err(|why| format!("{key}: {why}"))?;
            }
            for key in schema["required"].as_array().into_iter().flatten() {
                let key = key.as_str().unwrap();
                if !fields.contains_key(key) {
                    return Err(format!("`{key}` is missing"));
                }
            }
        }
        Ok(())
    }
}

/// Every field and word that a schema knows.
fn known(name: &str, schema: &Value, all: &mut BTreeSet<String>) {
    for (key, value) in schema.as_object().into_iter().flatten() {
        match key.as_str() {
            "$defs" => value.as_object().unwrap().iter().for_each(|(name, schema)| known(name, schema, all)),
            "properties" => {
                for (key, schema) in value.as_object().unwrap() {
                    all.insert(format!("{name}.{key}"));
                    known(name, schema, all);
                }
            }
            "oneOf" | "anyOf" => value.as_array().unwrap().iter().for_each(|schema| known(name, schema, all)),
            "const" => {
                all.insert(format!("{name} {value}"));
            }
            _ => {}
        }
    }
}

#[test]
fn every_field_of_the_schema_is_read_and_written() {
    let schema: Value = serde_json::from_str(&format::schema()).unwrap();
    // What a merge left undecided is told, and is no fault of the text.
    let is_fine =
        |told: &format::Diagnostic| told.severity == Severity::Hint || told.code == format::code::CONFLICT;
    let text = everything();
    let mut check = Check::new(&schema);
    let value: Value = serde_json::from_str(&text).unwrap();
    check.value("Map", &schema, &value).unwrap();
    let mut all = BTreeSet::new();
    known("Map", &schema, &mut all);
    // Words of enums are many; each field is there, and each word is read.
    let words: Vec<_> = all.iter().filter(|fact| fact.contains(' ')).cloned().collect();
    let missing: Vec<_> =
        all.iter().filter(|fact| !fact.contains(' ') && !check.met.contains(*fact)).collect();
    assert!(missing.is_empty(), "the fixture lacks {missing:?}");
    for (field, name) in
        [("method", "Method"), ("role", "Role"), ("confidence", "Confidence"), ("kind", "AttitudeKind")]
    {
        for word in words.iter().filter_map(|fact| fact.strip_prefix(&format!("{name} "))) {
            let at = text.find(&format!("\"{field}\": \"")).unwrap();
            let at = if field == "kind" { text.find("\"kind\": \"Pioneers").unwrap() } else { at };
            let start = at + field.len() + 4;
            let end = start + 1 + text[start + 1..].find('"').unwrap() + 1;
            let changed = format!("{}{word}{}", &text[..start], &text[end..]);
            let reading = format::read(Format::Json, &changed);
            assert!(reading.diagnostics.iter().all(is_fine), "{word}");
            assert_eq!(format::write(Format::Json, &reading.map.unwrap()).0, changed, "{word}");
        }
    }
    let reading = format::read(Format::Json, &text);
    assert!(reading.diagnostics.iter().all(is_fine));
    let map = reading.map.unwrap();
    assert_eq!(format::write(Format::Json, &map), (text, Vec::new()));
    // The same structure as the map file's: it goes there and comes back.
    let ron = format::write(Format::Ron, &map).0;
    assert_eq!(format::read(Format::Ron, &ron).map.unwrap(), map);
}

#[test]
fn every_map_in_json_fits_the_schema() {
    let schema: Value = serde_json::from_str(&format::schema()).unwrap();
    let check = |name: &str, map: &mapstone::model::Map| {
        let (text, losses) = format::write(Format::Json, map);
        Check::new(&schema)
            .value("Map", &schema, &serde_json::from_str(&text).unwrap())
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let back = format::read(Format::Json, &text);
        assert_eq!(back.diagnostics.iter().filter(|d| d.severity == Severity::Error).count(), 0, "{name}");
        if losses.is_empty() {
            assert_eq!(back.map.as_ref(), Some(map), "{name}");
        }
    };
    for (name, text, _) in corpus::maps() {
        check(&name, &format::read(Format::Owm, &text).map.unwrap());
    }
    for path in maps_of_ours(&root().join("maps")) {
        let text = fs::read_to_string(&path).unwrap();
        check(&path.display().to_string(), &format::read(Format::Ron, &text).map.unwrap());
    }
    let wrong: Value =
        serde_json::from_str(&everything().replace("\"visibility\": 0.95", "\"visibility\": 1.95")).unwrap();
    assert!(Check::new(&schema).value("Map", &schema, &wrong).is_err(), "the check finds what is wrong");
}

fn maps_of_ours(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "ron")).collect();
    paths.sort();
    assert!(paths.len() > 3);
    paths
}

#[test]
fn what_json_has_beyond_the_structure_survives_a_change() {
    let text = everything()
        .replacen("\"title\"", "\"owner\": [1, null],\n  \"title\"", 1)
        .replace("\"name\": \"Wind\"", "\"name\": \"Wind\", \"colour\": {\"a\": 1}")
        .replace("{\"Note\"", "{\"Thing\": {\"x\": 1}},\n    {\"Note\"");
    let map = format::read(Format::Json, &text).map.unwrap();
    let (written, losses) = format::write(Format::Json, &map);
    assert_eq!(losses, []);
    for part in ["\"owner\": [1, null]", "\"colour\": {\"a\": 1}", "{\"Thing\": {\"x\": 1}}"] {
        assert!(written.contains(part), "{part} is gone from {written}");
    }
    assert_eq!(format::read(Format::Json, &written).map.unwrap(), map);
}
