//! Remarks as SARIF 2.1.0 (OASIS, 2020): what code hosts show beside the lines of a change.

use serde_json::{Value, json};

use super::codes::Code;
use super::remark::Remark;

/// The log of one run.
pub(super) fn log(remarks: &[Remark]) -> Value {
    let codes: Vec<Code> = Code::all().collect();
    // One code is that of a problem and of a question: it is one rule here.
    let mut rules: Vec<Value> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for code in codes {
        if !names.contains(&code.name()) {
            names.push(code.name());
            rules.push(json!({
                "id": code.name(),
                "shortDescription": { "text": code.label() },
                "fullDescription": { "text": code.about() },
                "defaultConfiguration": { "level": if matches!(code, Code::Question(_)) { "note" } else { "warning" } },
            }));
        }
    }
    let results: Vec<Value> = remarks.iter().map(|remark| result(remark, &names)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Mapstone",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Our columns count characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(remark: &Remark, names: &[&str]) -> Value {
    let text = match &remark.help {
        Some(help) => format!("{} ({help})", remark.message),
        None => remark.message.clone(),
    };
    let mut result = json!({
        "ruleId": remark.code,
        "level": remark.level.in_sarif(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&remark.file) },
            "region": { "startLine": remark.at.line, "startColumn": remark.at.column },
        } }],
        // What stays the same while lines move: hosts know by it whether they have seen this.
        "partialFingerprints": { "mapstone/v1": fingerprint(remark) },
    });
    if let (Some(fields), Some(index)) =
        (result.as_object_mut(), names.iter().position(|name| *name == remark.code))
    {
        fields.insert("ruleIndex".to_owned(), json!(index));
        if let Some(since) = remark.since {
            let state = if since == super::remark::Since::Raised { "new" } else { "absent" };
            fields.insert("baselineState".to_owned(), json!(state));
        }
    }
    result
}

fn fingerprint(remark: &Remark) -> String {
    if remark.on.is_empty() {
        return format!("{}:{}", remark.code, remark.message);
    }
    format!("{}:{}", remark.code, remark.on.join(","))
}

/// A path as a relative reference: what has a meaning in one is written as its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    let path = path.replace('\\', "/");
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
