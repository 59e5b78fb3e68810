//! The JSON Schema of a questionnaire, for editors; made from the same lists of keys as the decoder.

use super::keys::{FILE, Holds, Keys, TOP};
use serde_json::{Map, Value, json};

/// A decimal in quotes.
const AMOUNT: &str = "^[0-9]+([.][0-9]+)?$";

/// JSON Schema (2020-12). One schema serves questionnaire.toml, single files and area files.
pub fn schema() -> Value {
    let mut top = table(&TOP);
    let only_file: Vec<&str> = FILE.names().collect();
    if let Some(object) = top.as_object_mut() {
        object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("title".into(), json!("Underpin questionnaire"));
        object.insert(
            "description".into(),
            json!(format!("questionnaire.toml, a single file, or an area file ({} only)", only_file.join(", "))),
        );
        // An area file has none of the keys that the top needs.
        object.remove("required");
    }
    top
}

fn table(keys: &Keys) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, holds, must, meaning) in keys.list {
        let mut value = kind(*holds);
        if let Some(object) = value.as_object_mut() {
            object.insert("description".into(), json!(meaning));
        }
        properties.insert((*name).to_owned(), value);
        if *must {
            required.push(json!(name));
        }
    }
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}

fn kind(holds: Holds) -> Value {
    match holds {
        Holds::Text => json!({"type": "string", "minLength": 1}),
        Holds::Texts => json!({"type": "array", "items": {"type": "string", "minLength": 1}}),
        Holds::Whole => json!({"type": "integer"}),
        Holds::Number => json!({"type": "number"}),
        Holds::Numbers => json!({"type": "array", "items": {"type": "number"}}),
        Holds::Amount => json!({"type": "string", "pattern": AMOUNT}),
        Holds::Amounts => json!({"type": "array", "items": {"type": "string", "pattern": AMOUNT}}),
        Holds::Flag => json!({"type": "boolean"}),
        Holds::Word(words) => json!({"enum": words}),
        Holds::Words(words) => json!({"type": "array", "items": {"enum": words}}),
        Holds::Table(keys) => table(keys),
        Holds::Tables(keys) => json!({"type": "array", "items": table(keys)}),
    }
}
